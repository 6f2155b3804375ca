package link

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Tie is the entity of a mention, and why.
type Tie struct {
	Entity *schema.Entity
	City   *schema.Entity // for a capital that stands for its state: the city itself
	Score  float64        // how sure the tie is, 0 to 1
	Reason string         // "gazetteer: adjective of Peru"
	Direct bool           // by the mention's own words, not by its chain
}

// Links is what Resolve found.
type Links struct {
	Ties     []Tie            // one for each of doc.Mentions; Entity is nil where there is none
	Entities []*schema.Entity // sorted by id

	described map[*schema.Entity]bool
}

// Described says whether an entity is known by a description only and not by a name.
func (l *Links) Described(e *schema.Entity) bool { return l.described[e] }

type linker struct {
	doc     *nlp.Doc
	suffix  string // makes ids of things without a name the article's own
	trees   [][][]int
	ties    []Tie
	byID    map[string]*schema.Entity
	aliases map[string]map[string]bool
	people  map[string][]*schema.Entity // word of a name -> persons
	bodies  map[string]*schema.Entity   // words of a name in lower case -> body
	short   map[string]*schema.Entity   // acronym -> body
	first   map[*schema.Entity]int      // person -> first mention
	plain   map[*schema.Entity]bool     // known by description only
	means   map[string]bool             // platforms, once asked for: whether they are a means alone
	named   map[string]bool             // codes of the states that are named, once asked for
}

// Resolve gives each mention of doc its entity. Chains must have been found. suffix is
// added to the ids of things that have no name of their own ("protesters"), so that two
// articles' are two; it may be empty.
func Resolve(doc *nlp.Doc, suffix string) *Links {
	l := &linker{
		doc: doc, suffix: suffix, ties: make([]Tie, len(doc.Mentions)), byID: map[string]*schema.Entity{}, aliases: map[string]map[string]bool{},
		people: map[string][]*schema.Entity{}, bodies: map[string]*schema.Entity{}, short: map[string]*schema.Entity{}, plain: map[*schema.Entity]bool{}, first: map[*schema.Entity]int{},
	}
	l.trees = make([][][]int, len(doc.Sentences))
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		l.trees[s] = make([][]int, len(sent.Tokens))
		for i := range sent.Tokens {
			if h := sent.Tokens[i].Head; h >= 0 && h < len(sent.Tokens) && h != i {
				l.trees[s][h] = append(l.trees[s][h], i)
			}
		}
	}
	// Full names first, so that the short ones find them wherever they stand.
	order := make([]int, 0, len(doc.Mentions))
	for i := range doc.Mentions {
		if doc.Mentions[i].Kind == nlp.Name {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool {
		ma, mb := &doc.Mentions[order[a]], &doc.Mentions[order[b]]
		return ma.Last-ma.First > mb.Last-mb.First
	})
	for _, i := range order {
		l.name(i)
		m := &doc.Mentions[i]
		if e := l.ties[i].Entity; e != nil && e.Type != schema.Person && e.Type != schema.Country {
			if at, ok := bracketed(&doc.Sentences[m.Sentence], m.Last); ok {
				l.short[key(doc.Sentences[m.Sentence].Tokens[at].Form)] = e
			}
		}
	}
	l.chains()
	for c := range doc.Chains {
		// a chain without a name is one thing: its first description names it
		for _, i := range doc.Chains[c].Mentions {
			if doc.Mentions[i].Kind == nlp.Nominal && l.ties[i].Entity == nil {
				if l.nominal(i); l.ties[i].Entity != nil {
					break
				}
			}
		}
	}
	l.chains()
	return l.finish()
}

// entity finds or makes the entity of a name.
func (l *linker) entity(id, name string, typ schema.EntityType, country, wikidata string) *schema.Entity {
	if id == "" {
		return nil
	}
	if e, ok := l.byID[id]; ok {
		if e.Type == typ || typ == "" {
			return e
		}
		id = fmt.Sprintf("%s_(%s)", id, strings.ToLower(string(typ)))
		if e, ok := l.byID[id]; ok {
			return e
		}
	}
	e := &schema.Entity{ID: id, Name: name, Type: typ, Country: country, Wikidata: wikidata}
	l.byID[id] = e
	l.aliases[id] = map[string]bool{}
	return e
}

func (l *linker) alias(e *schema.Entity, s string) {
	if s = strings.Join(strings.Fields(s), " "); s != "" && s != e.Name {
		l.aliases[e.ID][s] = true
	}
}

func (l *linker) words(m *nlp.Mention) string {
	return strings.Join(strings.Fields(l.doc.MentionText(m)), " ")
}

func dropArticle(s string) string {
	for _, p := range []string{"the ", "The ", "a ", "A ", "an ", "An "} {
		s = strings.TrimPrefix(s, p)
	}
	return s
}

// straight makes apostrophes of one kind, so that a name has one id.
var straight = strings.NewReplacer("’", "'", "‘", "'", "ʻ", "'")

// name ties a name.
func (l *linker) name(i int) {
	m := &l.doc.Mentions[i]
	sent := &l.doc.Sentences[m.Sentence]
	text := l.words(m)
	name := straight.Replace(dropArticle(join(sent, m.First, m.Last)))
	if head, tail, ok := strings.Cut(name, "-"); ok && m.Last-m.First == 1 && tail != "" && !capital(tail) {
		if _, known := Lookup(head); known {
			name, text = head, head
		}
	}
	k, ok := Lookup(name)
	if !ok {
		k, ok = faint(name)
		ok = ok && (!isAcronym(name) || l.states()[k.Country] || l.bodies[strings.ToLower(key(k.Name))] != nil)
	}
	if one, plural := strings.CutSuffix(name, "s"); !ok && plural && m.Type == schema.Product && strings.ContainsAny(one[max(0, len(one)-1):], "0123456789") {
		if k, ok = Lookup(one); !ok { // "Boeing 747s"
			name = one
		}
	}
	if platforms[name] && l.meansOnly(name) {
		k.Type, m.Type = schema.Product, schema.Product
	}
	if _, own := l.short[key(name)]; own && isAcronym(name) && k.Type == schema.Organization {
		ok = false // the text has a name of its own for these letters
	}
	if ok && k.Type != schema.Person && (m.Type == k.Type || m.Type == "" || k.Type == schema.Country && m.Type != schema.Person) {
		l.known(i, k, name, text)
		return
	}
	if e := l.short[key(name)]; m.Type == schema.Person && (e == nil || !isAcronym(name)) {
		l.person(i, name, text)
		return
	}
	l.body(i, name, text)
}

// states are the codes of the states that the document names.
func (l *linker) states() map[string]bool {
	if l.named == nil {
		l.named = map[string]bool{}
		for i := range l.doc.Mentions {
			m := &l.doc.Mentions[i]
			if m.Kind != nlp.Name {
				continue
			}
			if k, ok := Lookup(join(&l.doc.Sentences[m.Sentence], m.First, m.Last)); ok && k.Type == schema.Country {
				l.named[k.Country] = true
			}
		}
	}
	return l.named
}

func (l *linker) known(i int, k Known, name, text string) {
	m := &l.doc.Mentions[i]
	reason := "gazetteer: name of " + k.Name
	switch k.Form {
	case Adjective:
		reason = "gazetteer: adjective of " + k.Name
	case People:
		reason = "gazetteer: people of " + k.Name
	case Metonym:
		reason = "gazetteer: stands for " + k.Name
	case Capital:
		city := l.entity(schema.EntityID(name), name, schema.Place, k.Country, "")
		l.alias(city, text)
		if !l.acts(m) {
			l.ties[i] = Tie{Entity: city, Score: 0.9, Reason: "gazetteer: capital of " + k.Name + ", as a place", Direct: true}
			return
		}
		state := l.entity(schema.EntityID(k.Name), k.Name, schema.Country, k.Country, k.Wikidata)
		l.alias(state, text)
		l.ties[i] = Tie{Entity: state, City: city, Score: 0.8, Reason: "gazetteer: capital that stands for " + k.Name, Direct: true}
		return
	}
	e := l.entity(schema.EntityID(k.Name), k.Name, k.Type, k.Country, k.Wikidata)
	l.alias(e, text)
	l.alias(e, name)
	if k.Type == schema.Organization {
		l.bodies[strings.ToLower(k.Name)] = e
		l.bodies[strings.ToLower(name)] = e
	}
	l.ties[i] = Tie{Entity: e, Score: 0.97, Reason: reason, Direct: true}
}

func baseRel(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// mentionAt finds the name whose head is the token.
func (l *linker) mentionAt(s, head int) int {
	lo := sort.Search(len(l.doc.Mentions), func(i int) bool { return l.doc.Mentions[i].Sentence >= s })
	for i := lo; i < len(l.doc.Mentions) && l.doc.Mentions[i].Sentence == s; i++ {
		if l.doc.Mentions[i].Head == head && l.doc.Mentions[i].Kind == nlp.Name {
			return i
		}
	}
	return -1
}

// person ties a person's name to one whose words hold it, else makes one.
func (l *linker) person(i int, name, text string) {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")
	parts := strings.Fields(key(name))
	if len(parts) == 0 {
		return
	}
	if e := l.bearer(parts); e != nil {
		l.alias(e, text)
		l.titled(e, i)
		l.ties[i] = Tie{Entity: e, Score: 0.93, Reason: "part of the name " + e.Name, Direct: true}
		l.met(e, i)
		return
	}
	if len(parts) > 1 { // "Michael Gordon" for "Michael R. Gordon"
		for _, e := range l.people[strings.ToLower(parts[len(parts)-1])] {
			other := strings.Fields(key(e.Name))
			if len(other) > 1 && strings.EqualFold(other[0], parts[0]) && strings.EqualFold(other[len(other)-1], parts[len(parts)-1]) {
				l.alias(e, text)
				l.ties[i] = Tie{Entity: e, Score: 0.88, Reason: "first and last name of " + e.Name, Direct: true}
				return
			}
		}
	}
	e := l.entity(schema.EntityID(name), name, schema.Person, "", "")
	if e == nil {
		return
	}
	for _, p := range parts {
		p = strings.ToLower(p)
		if len(p) > 1 && !slices.Contains(l.people[p], e) {
			l.people[p] = append(l.people[p], e)
		}
	}
	l.alias(e, text)
	l.titled(e, i)
	score := 0.9
	if len(parts) == 1 {
		score = 0.75
	}
	l.ties[i] = Tie{Entity: e, Score: score, Reason: "person's name", Direct: true}
	l.met(e, i)
}

// bearer is the person in whose name the words stand in order, nil if there is none. Of
// several it is the one whom the text names first: relatives of whom it is about come later.
func (l *linker) bearer(parts []string) *schema.Entity {
	var found *schema.Entity
	for _, e := range l.people[strings.ToLower(parts[len(parts)-1])] {
		if subname(parts, strings.Fields(key(e.Name))) && (found == nil || l.first[e] < l.first[found]) {
			found = e
		}
	}
	return found
}

// met keeps which mention of a person is the first in the text.
func (l *linker) met(e *schema.Entity, i int) {
	if at, ok := l.first[e]; !ok || i < at {
		l.first[e] = i
	}
}

// titled adds the name with the title that it goes by: "Prince William", "Sheikh Hasina", and
// "President Lovelace" of a surname.
func (l *linker) titled(e *schema.Entity, i int) {
	m := &l.doc.Mentions[i]
	sent := &l.doc.Sentences[m.Sentence]
	f := m.First - 1
	if f < 0 || !capital(sent.Tokens[f].Form) {
		return
	}
	if w := strings.ToLower(sent.Tokens[f].Form); nameTitles[w] || personTitles[w] && m.Last-m.First == 1 && (f == 0 || !capital(sent.Tokens[f-1].Form)) {
		l.alias(e, l.text(sent, f, m.Last))
	}
}

// subname says whether short's words stand in long in order.
func subname(short, long []string) bool {
	for _, s := range short {
		i := slices.IndexFunc(long, func(w string) bool { return strings.EqualFold(w, s) })
		if i < 0 {
			return false
		}
		long = long[i+1:]
	}
	return true
}

// body ties the name of a body, place, event or thing.
func (l *linker) body(i int, name, text string) {
	m := &l.doc.Mentions[i]
	sent := &l.doc.Sentences[m.Sentence]
	typ := m.Type
	if typ == "" {
		typ = l.guess(m)
	}
	if typ == "" {
		typ = l.chainType(i) // "an alliance called X"
	}
	low := strings.ToLower(key(name))
	if e, ok := l.bodies[low]; ok && fits(e.Type, typ) {
		l.alias(e, text)
		l.ties[i] = Tie{Entity: e, Score: 0.93, Reason: "same name as " + e.Name, Direct: true}
		return
	}
	if e, ok := l.short[key(name)]; ok {
		l.alias(e, text)
		l.ties[i] = Tie{Entity: e, Score: 0.85, Reason: "initials of " + e.Name, Direct: true}
		return
	}
	// a shorter form of a name met: "New Andean" for "New Andean Party"
	if first, _, ok := strings.Cut(name, " "); ok && (typ == schema.Organization || typ == schema.Place && patrons[first]) {
		keys := make([]string, 0, len(l.bodies))
		for k := range l.bodies {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			if e := l.bodies[k]; strings.HasPrefix(k, low+" ") && strings.Count(k, " ") == strings.Count(low, " ")+1 && e.Type == typ {
				l.alias(e, text)
				l.ties[i] = Tie{Entity: e, Score: 0.8, Reason: "short for " + e.Name, Direct: true}
				return
			}
		}
	}
	if e := l.shortened(m, name, typ); e != nil {
		l.alias(e, text)
		l.ties[i] = Tie{Entity: e, Score: 0.8, Reason: "short for " + e.Name, Direct: true}
		return
	}
	country, qualified := l.country(m, sent), name
	if typ == schema.Organization && m.First > 0 && ofState(name) {
		// "Peru's Foreign Ministry" is the "Peruvian Foreign Ministry"
		if iso := l.possessor(m); iso != "" {
			qualified = CountryAdjective(iso) + " " + name
			country = iso
		}
	}
	if e, ok := l.bodies[strings.ToLower(key(qualified))]; ok && fits(e.Type, typ) {
		l.alias(e, text)
		l.alias(e, name)
		l.ties[i] = Tie{Entity: e, Score: 0.9, Reason: "same name as " + e.Name, Direct: true}
		l.bodies[low] = e
		return
	}
	if iso := Region(name); typ == schema.Place && iso != "" && country != "" {
		country = iso // "British Columbia" is none of Britain's
	} else if typ == schema.Place && country == "" {
		country = CityCountry(name)
	}
	e := l.entity(schema.EntityID(qualified), qualified, typ, country, "")
	if e == nil {
		return
	}
	if e.Country == "" {
		e.Country = country
	}
	l.alias(e, text)
	l.alias(e, name)
	l.bodies[low] = e
	l.bodies[strings.ToLower(key(qualified))] = e
	if words := strings.Fields(name); len(words) > 2 && typ == schema.Organization {
		if s := capitals(words); len(s) > 1 {
			l.short[s] = e
		}
	}
	if n := m.Last - m.First; typ == schema.Event && n > 1 && stormWords[strings.ToLower(sent.Tokens[m.Last-2].Form)] {
		l.bodies[strings.ToLower(sent.Tokens[m.Last-1].Form)] = e
	}
	score := 0.85
	if m.Type == "" {
		score = 0.6
	}
	l.ties[i] = Tie{Entity: e, Score: score, Reason: "name of its own", Direct: true}
}

// shortened is the one body of the document that a name of one word is short for: "Bahn"
// for "Deutsche Bahn"; nil if there is none or several.
func (l *linker) shortened(m *nlp.Mention, name string, typ schema.EntityType) *schema.Entity {
	if typ != schema.Organization || m.Last-m.First != 1 || !shortName(name) {
		return nil
	}
	var found *schema.Entity
	for _, e := range l.bodies {
		if e == found || e.Type != schema.Organization || !shortOf(name, strings.Fields(e.Name)) {
			continue
		}
		if found != nil {
			return nil
		}
		found = e
	}
	return found
}

// chainType is the type of what a name is said to be by its chain, empty if none is.
func (l *linker) chainType(i int) schema.EntityType {
	for c := range l.doc.Chains {
		if !slices.Contains(l.doc.Chains[c].Mentions, i) {
			continue
		}
		for _, j := range l.doc.Chains[c].Mentions {
			if t := l.doc.Mentions[j].Type; t != "" {
				return t
			}
		}
	}
	return ""
}

func fits(a, b schema.EntityType) bool { return a == b || a == "" || b == "" }

// guess gives a type to a name that the finder left without: by title, preposition, role.
func (l *linker) guess(m *nlp.Mention) schema.EntityType {
	sent := &l.doc.Sentences[m.Sentence]
	if t := called(sent, m); t != "" {
		return t
	}
	for _, k := range l.trees[m.Sentence][m.Head] {
		tok := &sent.Tokens[k]
		if tok.Deprel == "case" {
			switch strings.ToLower(tok.Form) {
			case "in", "at", "near":
				return schema.Place
			}
		}
	}
	return ""
}

// ofState says whether a body's name says its kind only, so that the state tells which it
// is: "Foreign Ministry", "Supreme Court", "Air Force".
func ofState(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	if len(words) > 3 {
		return false
	}
	for _, w := range words {
		if suffixTypes[w] == schema.Organization {
			return true
		}
	}
	return false
}

// possessor is the state that owns or qualifies a mention: "Peru's", "Peruvian".
func (l *linker) possessor(m *nlp.Mention) string {
	sent := &l.doc.Sentences[m.Sentence]
	for i := m.First - 1; i >= 0 && i >= m.First-6; i-- {
		tok := &sent.Tokens[i]
		if tok.XPOS == "POS" || tok.UPOS == "ADJ" || tok.UPOS == "PROPN" || tok.UPOS == "DET" || tok.UPOS == "NOUN" {
			if k, ok := Lookup(tok.Form); ok && k.Type == schema.Country && k.Form <= Adjective {
				if k2, ok := Lookup(join(sent, max(0, i-1), i+1)); ok && k2.Type == schema.Country {
					k = k2
				}
				return k.Country
			}
			if tok.UPOS == "DET" || tok.UPOS == "NOUN" {
				return ""
			}
			continue
		}
		return ""
	}
	return ""
}

// country is the state that a name's own words tell: "Royal Danish Air Force", "Bank of
// China", or the one that qualifies it.
func (l *linker) country(m *nlp.Mention, sent *nlp.Sentence) string {
	for i := m.First; i < m.Last; i++ {
		if i+1 < m.Last {
			if k, ok := Lookup(join(sent, i, i+2)); ok && k.Type == schema.Country {
				return k.Country
			}
		}
		if k, ok := Lookup(sent.Tokens[i].Form); ok && (k.Type == schema.Country && k.Form != Capital || k.Country == "IGO" && k.Type == schema.Organization) {
			return k.Country
		}
	}
	return l.possessor(m)
}

func capitals(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if capital(w) {
			b.WriteByte(w[0])
		}
	}
	return b.String()
}

// chains hands the entity of the surest mention of a chain to those that have none.
func (l *linker) chains() {
	for c := range l.doc.Chains {
		ms := l.doc.Chains[c].Mentions
		best := -1
		for _, i := range ms {
			if t := &l.ties[i]; t.Entity != nil && t.Direct && (best < 0 || l.doc.Mentions[best].Kind != nlp.Name && l.doc.Mentions[i].Kind == nlp.Name) {
				best = i
			}
		}
		if best < 0 {
			continue
		}
		for _, i := range ms {
			t := &l.ties[i]
			if t.Entity != nil {
				continue
			}
			// the nearest mention before that has an entity of its own
			from := best
			for _, j := range ms {
				if j < i && l.ties[j].Entity != nil && l.ties[j].Direct && l.doc.Mentions[j].Kind == l.doc.Mentions[best].Kind {
					from = j
				}
			}
			m := &l.doc.Mentions[i]
			score := 0.75
			if m.Kind == nlp.Nominal {
				score = 0.7
			}
			*t = Tie{Entity: l.ties[from].Entity, City: l.ties[from].City, Score: score * l.ties[from].Score, Reason: "refers to " + l.ties[from].Entity.Name}
			l.itsState(m, t)
			if m.Kind == nlp.Nominal {
				l.alias(t.Entity, l.core(m))
				l.alias(t.Entity, l.described(m))
			}
		}
	}
}

// itsState makes of the city that "the country" was tied to, by the name of a capital, the state
// that it is in.
func (l *linker) itsState(m *nlp.Mention, t *Tie) {
	if m.Kind != nlp.Nominal || m.Type != schema.Country || t.Entity.Type != schema.Place || t.Entity.Country == "" {
		return
	}
	if k, ok := Lookup(CountryName(t.Entity.Country)); ok && k.Type == schema.Country {
		t.Entity, t.City = l.entity(schema.EntityID(k.Name), k.Name, schema.Country, k.Country, k.Wikidata), t.Entity
		t.Reason = "refers to " + k.Name
	}
}

func (l *linker) text(sent *nlp.Sentence, first, last int) string {
	return strings.Join(strings.Fields(l.doc.Text[sent.Tokens[first].Start:sent.Tokens[last-1].End]), " ")
}

// nameAt finds the name that covers a token.
func (l *linker) nameAt(s, tok int) int {
	lo := sort.Search(len(l.doc.Mentions), func(i int) bool { return l.doc.Mentions[i].Sentence >= s })
	for i := lo; i < len(l.doc.Mentions) && l.doc.Mentions[i].Sentence == s; i++ {
		if m := &l.doc.Mentions[i]; m.Kind == nlp.Name && m.First <= tok && tok < m.Last {
			return i
		}
	}
	return -1
}

func (l *linker) mentionHeaded(s, head int) int {
	lo := sort.Search(len(l.doc.Mentions), func(i int) bool { return l.doc.Mentions[i].Sentence >= s })
	for i := lo; i < len(l.doc.Mentions) && l.doc.Mentions[i].Sentence == s; i++ {
		if m := &l.doc.Mentions[i]; m.Head == head && m.Kind <= nlp.Pronoun {
			return i
		}
	}
	return -1
}

func (l *linker) finish() *Links {
	out := &Links{Ties: l.ties, described: l.plain}
	for id, e := range l.byID {
		e.Aliases = e.Aliases[:0]
		for a := range l.aliases[id] {
			if a != e.Name {
				e.Aliases = append(e.Aliases, a)
			}
		}
		slices.Sort(e.Aliases)
		out.Entities = append(out.Entities, e)
	}
	slices.SortFunc(out.Entities, func(a, b *schema.Entity) int { return strings.Compare(a.ID, b.ID) })
	return out
}
