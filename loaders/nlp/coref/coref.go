// Package coref ties together the mentions of a document that denote one thing.
//
//	coref.AddMentions(doc) // nominals and pronouns beside the names
//	coref.Resolve(doc)     // fills doc.Chains
//
// It is a deterministic pass of sieves, the surest first (Lee et al., "Deterministic
// Coreference Resolution Based on Entity-Centric, Precision-Ranked Rules", 2013), with
// pronouns resolved by salience (Lappin and Leass, 1994). It needs trees, and makes no
// use of anything outside the document but lists of nouns and first names. Its cost is
// linear in the mentions times the window of sentences in which antecedents are sought.
package coref

import (
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

type ternary uint8

const (
	unknown ternary = iota
	yes
	no
)

// agreement is what must not differ between the mentions of one thing.
type agreement struct {
	person  uint8 // 1, 2, 3; 0 for nouns
	plural  ternary
	animate ternary
	gender  byte
}

func (a agreement) fits(b agreement) bool {
	clash := func(x, y ternary) bool { return x != unknown && y != unknown && x != y }
	return !clash(a.plural, b.plural) && !clash(a.animate, b.animate) && (a.gender == 0 || b.gender == 0 || a.gender == b.gender)
}

func (a agreement) merge(b agreement) agreement {
	pick := func(x, y ternary) ternary {
		if x == unknown {
			return y
		}
		return x
	}
	a.plural, a.animate = pick(a.plural, b.plural), pick(a.animate, b.animate)
	if a.gender == 0 {
		a.gender = b.gender
	}
	return a
}

// Windows, in sentences, within which an antecedent is sought.
const (
	pronounWindow = 3
	nominalWindow = 30
	bareWindow    = 50
)

type resolver struct {
	doc    *nlp.Doc
	trees  []tree
	parent []int // union-find over mentions
	agree  []agreement
	typ    []schema.EntityType
	words  []string // normalized words of names
	lemma  []string // head lemma in lower case
	mods   []map[string]bool
	byHead []map[int]int // sentence -> head token -> mention
	quote  []int         // sentence -> number of the quotation at its start, 0 outside

	starts  map[[2]int]int // sentence, token -> name that starts there
	person  []int          // chain -> its first name of a person, -1 if none
	public  []bool         // chain -> one of its names is of a public body
	inside  [][]bool       // sentence -> token -> within quotation marks; nil for none
	speaker []int          // sentence -> mention of who speaks its quotation, -1 if unknown
}

// Resolve partitions doc.Mentions into doc.Chains: every mention stands in exactly one
// chain. Mentions must be sorted as AddMentions leaves them.
func Resolve(doc *nlp.Doc) {
	n := len(doc.Mentions)
	r := &resolver{doc: doc, parent: make([]int, n), agree: make([]agreement, n), typ: make([]schema.EntityType, n), words: make([]string, n), lemma: make([]string, n), mods: make([]map[string]bool, n)}
	r.trees = make([]tree, len(doc.Sentences))
	r.byHead = make([]map[int]int, len(doc.Sentences))
	for s := range doc.Sentences {
		r.trees[s] = newTree(&doc.Sentences[s])
		r.byHead[s] = map[int]int{}
	}
	r.starts, r.person, r.public = map[[2]int]int{}, make([]int, n), make([]bool, n)
	for i := range doc.Mentions {
		r.parent[i] = i
		r.describe(i)
		m := &doc.Mentions[i]
		r.person[i] = -1
		if m.Kind == nlp.Name {
			r.starts[[2]int{m.Sentence, m.First}] = i
			r.public[i] = public(r.words[i])
			if m.Type == schema.Person {
				r.person[i] = i
			}
		}
		if refers(m) {
			if _, taken := r.byHead[m.Sentence][m.Head]; !taken {
				r.byHead[m.Sentence][m.Head] = i
			}
		}
	}
	r.names()
	r.precise()
	r.titled()
	r.nominals()
	r.spokenBy()
	r.pronouns()
	r.owned()
	r.chains()
}

func refers(m *nlp.Mention) bool {
	return m.Kind == nlp.Name || m.Kind == nlp.Nominal || m.Kind == nlp.Pronoun
}

func (r *resolver) find(i int) int {
	for r.parent[i] != i {
		r.parent[i] = r.parent[r.parent[i]]
		i = r.parent[i]
	}
	return i
}

// join unites the chains of a and b unless they disagree.
func (r *resolver) join(a, b int) bool {
	a, b = r.find(a), r.find(b)
	if a == b {
		return true
	}
	if !r.agree[a].fits(r.agree[b]) || !typesFit(r.typ[a], r.typ[b]) {
		return false
	}
	if b < a {
		a, b = b, a
	}
	r.parent[b] = a
	r.agree[a] = r.agree[a].merge(r.agree[b])
	r.public[a] = r.public[a] || r.public[b]
	if r.person[a] < 0 {
		r.person[a] = r.person[b]
	}
	if r.typ[a] == "" {
		r.typ[a] = r.typ[b]
	}
	return true
}

func typesFit(a, b schema.EntityType) bool {
	if a == "" || b == "" || a == b {
		return true
	}
	pair := func(x, y schema.EntityType) bool { return a == x && b == y || a == y && b == x }
	return pair(schema.Organization, schema.Group) || pair(schema.Country, schema.Place) || pair(schema.Country, schema.Organization)
}

var maleTitles = map[string]bool{"mr": true, "mr.": true, "king": true, "prince": true, "sir": true, "lord": true, "sultan": true, "emir": true, "sheikh": true, "pope": true, "father": true, "congressman": true, "spokesman": true, "chairman": true, "emperor": true, "duke": true, "ayatollah": true}
var femaleTitles = map[string]bool{"mrs": true, "mrs.": true, "ms": true, "ms.": true, "miss": true, "queen": true, "princess": true, "lady": true, "dame": true, "congresswoman": true, "spokeswoman": true, "chairwoman": true, "duchess": true, "empress": true}

// describe sets what is known of mention i by itself.
func (r *resolver) describe(i int) {
	m := &r.doc.Mentions[i]
	sent := &r.doc.Sentences[m.Sentence]
	head := &sent.Tokens[m.Head]
	r.typ[i] = m.Type
	r.lemma[i] = strings.ToLower(head.Lemma)
	switch m.Kind {
	case nlp.Pronoun:
		r.agree[i] = pronouns[strings.ToLower(head.Form)]
		if r.agree[i].gender == 0 && r.agree[i].person == 3 {
			r.typ[i] = "" // "they" and "it" may be anything that agrees
		}
		return
	case nlp.Name:
		r.words[i] = NormalName(sent, m.First, m.Last)
		a := agreement{plural: no}
		switch m.Type {
		case schema.Person:
			a.animate = yes
			a.gender = r.nameGender(sent, m)
		case schema.Group, schema.Organization, schema.Country:
			a = agreement{animate: no}
			if m.Type == schema.Country {
				a.plural = no
			}
			if Plural(head) {
				a.plural = unknown
			}
			if m.Type == schema.Group {
				a = agreement{plural: yes}
			}
		case "":
			a = agreement{}
		default:
			a.animate = no
		}
		r.agree[i] = a
		return
	}
	a := agreement{plural: no}
	if Plural(head) {
		a.plural = yes
	}
	c := NounClass(r.lemma[i])
	switch {
	case c.Kind == "person":
		a.animate, a.gender = yes, c.Gender
	case c.Kind == "group":
		a.plural = unknown
	case c.Kind == "org":
		a.animate = no
		if a.plural == no {
			a.plural = unknown // "the team ... they"
		}
	case c.Kind != "":
		a.animate = no
	case a.plural == no && (head.UPOS == "NOUN" && abstract(r.lemma[i])):
		a.animate = no
	}
	for _, k := range r.trees[m.Sentence][m.Head] { // conjoined: "A and B ... they"
		if base(sent.Tokens[k].Deprel) == "conj" {
			a.plural = unknown
		}
	}
	r.agree[i] = a
	r.mods[i] = r.modifiers(m)
}

func abstract(lemma string) bool {
	for _, s := range []string{"tion", "ment", "ness", "ity", "ism", "ance", "ence", "ship", "ing", "ure", "age"} {
		if strings.HasSuffix(lemma, s) {
			return true
		}
	}
	return false
}

// modifiers are the content words of a nominal beside its head.
func (r *resolver) modifiers(m *nlp.Mention) map[string]bool {
	sent := &r.doc.Sentences[m.Sentence]
	mods := map[string]bool{}
	for _, k := range r.trees[m.Sentence][m.Head] {
		tok := &sent.Tokens[k]
		switch base(tok.Deprel) {
		case "amod", "compound", "nummod", "nmod":
			if w := strings.ToLower(tok.Lemma); tok.UPOS != "PRON" && w != "same" && w != "said" {
				mods[w] = true
			}
		}
	}
	return mods
}

func (r *resolver) nameGender(sent *nlp.Sentence, m *nlp.Mention) byte {
	for i := max(0, m.First-3); i < m.Last; i++ {
		w := strings.ToLower(sent.Tokens[i].Form)
		if i >= m.First-3 && i < m.First && sent.Tokens[i].UPOS == "PUNCT" {
			continue
		}
		if maleTitles[w] {
			return 'm'
		}
		if femaleTitles[w] {
			return 'f'
		}
	}
	if m.Last-m.First > 1 {
		return NameGender(sent.Tokens[m.First].Form)
	}
	return 0
}

// NormalName joins the words of a name without articles, possessives and dots: "U.S." and
// "the US" are "us".
func NormalName(sent *nlp.Sentence, first, last int) string {
	var words []string
	for i := first; i < last; i++ {
		tok := &sent.Tokens[i]
		w := strings.ToLower(strings.ReplaceAll(tok.Form, ".", ""))
		if tok.UPOS == "PUNCT" && w != "-" || w == "" || w == "'s" || w == "’s" || w == "'" || w == "’" || tok.XPOS == "POS" {
			continue
		}
		if len(words) == 0 && (w == "the" || w == "a" || w == "an") {
			continue
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

// names ties names of the same words, acronyms to what they stand for, and short names of
// persons to their full ones.
func (r *resolver) names() {
	byWords := map[string]int{}
	full := map[string][]int{} // word of a person's name -> mentions of longer names
	acronyms := map[string]int{}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind != nlp.Name || r.words[i] == "" {
			continue
		}
		w := r.words[i]
		parts := strings.Fields(w)
		if j, ok := byWords[w]; ok && r.join(j, i) {
			continue
		}
		if len(parts) > 2 && m.Type != schema.Person {
			acronyms[initials(parts)] = i
		}
		if len(parts) == 1 && m.Type != schema.Person {
			if j, ok := acronyms[w]; ok && r.join(j, i) {
				byWords[w] = i
				continue
			}
		}
		if m.Type == schema.Person {
			joined := false
			for _, j := range full[parts[len(parts)-1]] {
				if part(w, r.words[j]) && r.join(j, i) {
					joined = true
					break
				}
			}
			if !joined && len(parts) == 1 {
				for _, j := range full[parts[0]] {
					if r.join(j, i) {
						break
					}
				}
			}
			if len(parts) > 1 {
				for _, p := range parts {
					full[p] = append(full[p], i)
				}
			}
		}
		byWords[w] = i
	}
	r.shortNames()
}

// shortNames ties a body's name of one word to the one longer name that begins or ends with
// it: "Bahn" and "Deutsche Bahn".
func (r *resolver) shortNames() {
	long := map[string][]int{} // word -> mentions of longer names, one for each name
	seen := map[string]bool{}
	for i := range r.doc.Mentions {
		if m := &r.doc.Mentions[i]; m.Kind != nlp.Name || m.Type != schema.Organization || seen[r.words[i]] {
			continue
		}
		if parts := strings.Fields(r.words[i]); len(parts) == 2 || len(parts) == 3 {
			seen[r.words[i]] = true
			long[parts[0]] = append(long[parts[0]], i)
			long[parts[len(parts)-1]] = append(long[parts[len(parts)-1]], i)
		}
	}
	for i := range r.doc.Mentions {
		if m := &r.doc.Mentions[i]; m.Kind == nlp.Name && m.Type == schema.Organization && len(long[r.words[i]]) == 1 {
			r.join(long[r.words[i]][0], i)
		}
	}
}

// part says whether the words of short stand in long in order.
func part(short, long string) bool {
	words := strings.Fields(long)
	for _, s := range strings.Fields(short) {
		i := slices.Index(words, s)
		if i < 0 {
			return false
		}
		words = words[i+1:]
	}
	return true
}

func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		switch w {
		case "of", "the", "for", "and", "in", "on", "to", "-":
			continue
		}
		b.WriteByte(w[0])
	}
	return b.String()
}

// precise ties what the tree says is one: appositions, predicate nouns, titles before
// names, relative pronouns.
func (r *resolver) precise() {
	for s := range r.doc.Sentences {
		sent := &r.doc.Sentences[s]
		for i := range sent.Tokens {
			tok := &sent.Tokens[i]
			if tok.Head < 0 || tok.Head >= len(sent.Tokens) {
				continue
			}
			me, ok := r.byHead[s][i]
			if !ok {
				continue
			}
			switch {
			case (base(tok.Deprel) == "xcomp" || base(tok.Deprel) == "obj" && r.doc.Mentions[me].Kind == nlp.Name && r.relativeObject(s, tok.Head)) && naming[strings.ToLower(sent.Tokens[tok.Head].Lemma)]:
				// "an alliance that Lima calls the League of Friends", "a group called X"
				h := tok.Head
				for _, k := range r.trees[s][h] {
					if base(sent.Tokens[k].Deprel) == "obj" && k != i || sent.Tokens[k].Deprel == "nsubj:pass" {
						if other, ok := r.byHead[s][k]; ok {
							r.join(other, me)
						}
					}
				}
				if g := sent.Tokens[h].Head; base(sent.Tokens[h].Deprel) == "acl" && g >= 0 && g < len(sent.Tokens) && (base(tok.Deprel) == "xcomp" || r.relativeObject(s, h)) {
					if other, ok := r.byHead[s][g]; ok {
						r.join(other, me)
					}
				}
			case base(tok.Deprel) == "appos":
				if other, ok := r.byHead[s][tok.Head]; ok && r.apposed(me, other) {
					r.join(other, me)
				}
			case base(tok.Deprel) == "nsubj":
				head := &sent.Tokens[tok.Head]
				other, ok := r.byHead[s][tok.Head]
				if ok && (head.UPOS == "NOUN" || head.UPOS == "PROPN") && r.copula(s, tok.Head) && r.agree[me].plural == r.agree[other].plural && typesFit(r.typ[me], r.typ[other]) && r.typ[other] != "" {
					r.join(me, other)
				}
			}
		}
	}
}

// relativeObject says whether the object of a verb is a relative pronoun.
func (r *resolver) relativeObject(s, v int) bool {
	sent := &r.doc.Sentences[s]
	for _, k := range r.trees[s][v] {
		if tok := &sent.Tokens[k]; base(tok.Deprel) == "obj" && (tok.Lemma == "that" || tok.Lemma == "which" || tok.Lemma == "whom") {
			return true
		}
	}
	return false
}

// Verbs that give a name to what they govern.
var naming = map[string]bool{"call": true, "name": true, "dub": true, "know": true, "term": true, "nickname": true, "label": true, "title": true, "christen": true, "brand": true, "style": true}

// apposed keeps lists and places ("Paris, France") from being read as appositions.
func (r *resolver) apposed(a, b int) bool {
	ma, mb := &r.doc.Mentions[a], &r.doc.Mentions[b]
	if ma.Kind == nlp.Name && mb.Kind == nlp.Name {
		return ma.Type == mb.Type && ma.Type != schema.Place && ma.Type != schema.Country && ma.Type != schema.Person
	}
	return true
}

// copula says whether the noun at i is a plain predicate: "X is the Y", not denied, with no
// modal.
func (r *resolver) copula(s, i int) bool {
	sent := &r.doc.Sentences[s]
	cop := false
	for _, k := range r.trees[s][i] {
		switch base(sent.Tokens[k].Deprel) {
		case "cop":
			cop = true
		case "aux":
			return false
		case "advmod":
			if l := strings.ToLower(sent.Tokens[k].Lemma); l == "not" || l == "never" || l == "n't" {
				return false
			}
		case "case":
			return false
		}
	}
	return cop
}

// definite says how a nominal is introduced.
func (r *resolver) definite(m *nlp.Mention) (definite, indefinite bool) {
	sent := &r.doc.Sentences[m.Sentence]
	for _, k := range r.trees[m.Sentence][m.Head] {
		tok := &sent.Tokens[k]
		switch w := strings.ToLower(tok.Form); {
		case base(tok.Deprel) == "det":
			switch w {
			case "the", "this", "that", "these", "those", "both":
				definite = true
			default:
				indefinite = true
			}
		case tok.Deprel == "nmod:poss":
			definite = true
		}
	}
	return definite, indefinite
}

// owned ties nominals of one word that belong to one owner: "her mother" and "Maria's mother",
// once "her" is known to be Maria.
func (r *resolver) owned() {
	type key struct {
		owner int
		lemma string
	}
	last := map[key]int{}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind != nlp.Nominal {
			continue
		}
		for _, k := range r.trees[m.Sentence][m.Head] {
			if r.doc.Sentences[m.Sentence].Tokens[k].Deprel != "nmod:poss" {
				continue
			}
			o, ok := r.byHead[m.Sentence][k]
			others := len(r.mods[i])
			if r.mods[i][strings.ToLower(r.doc.Sentences[m.Sentence].Tokens[k].Lemma)] {
				others--
			}
			if !ok || others > 0 {
				continue
			}
			at := key{r.find(o), r.lemma[i]}
			if j, ok := last[at]; ok && r.agree[j].plural == r.agree[i].plural {
				r.join(j, i)
			}
			last[at] = i
		}
	}
}

// bare is the nearest earlier nominal that has the same words, both without a determiner:
// "poverty", "Andean pipelines"; -1 if none.
func (r *resolver) bare(i int, seen map[string]int) int {
	m := &r.doc.Mentions[i]
	if def, indef := r.definite(m); def || indef {
		return -1
	}
	first, last := r.trees[m.Sentence].span(&r.doc.Sentences[m.Sentence], m.Head)
	words := NormalName(&r.doc.Sentences[m.Sentence], first, last)
	j, ok := seen[words]
	seen[words] = i
	if !ok || m.Sentence-r.doc.Mentions[j].Sentence > bareWindow {
		return -1
	}
	return j
}

// nominals ties definite nominals to earlier mentions with the same head, then to names of
// the kind that they describe.
func (r *resolver) nominals() {
	seen := map[string]int{}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind != nlp.Nominal {
			continue
		}
		if j := r.bare(i, seen); j >= 0 && r.join(j, i) {
			continue
		}
		if r.find(i) != i && !r.firstOfChain(i) {
			continue
		}
		def, indef := r.definite(m)
		if indef || !def && r.agree[i].plural != yes {
			if !def {
				continue
			}
		}
		if r.possessed(m) && NounClass(r.lemma[i]).Kind == "person" {
			continue // "his father" is another's father next time
		}
		if j := r.sameHead(i, def); j >= 0 {
			r.join(j, i)
			continue
		}
		if !def {
			continue
		}
		if j := r.described(i); j >= 0 {
			r.join(j, i)
		}
	}
}

// possessed says whether a pronoun owns the nominal.
func (r *resolver) possessed(m *nlp.Mention) bool {
	sent := &r.doc.Sentences[m.Sentence]
	for _, k := range r.trees[m.Sentence][m.Head] {
		if sent.Tokens[k].Deprel == "nmod:poss" && sent.Tokens[k].UPOS == "PRON" {
			return true
		}
	}
	return false
}

func (r *resolver) firstOfChain(i int) bool { return r.find(i) == i }

// sameHead seeks the nearest earlier mention with the same head word whose modifiers do not
// contradict.
func (r *resolver) sameHead(i int, def bool) int {
	m := &r.doc.Mentions[i]
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		if m.Sentence-o.Sentence > nominalWindow {
			break
		}
		if o.Kind == nlp.Pronoun || !refers(o) || contains(o, m) || contains(m, o) {
			continue
		}
		if r.lemma[j] != r.lemma[i] || o.Kind == nlp.Name && r.typ[j] == schema.Person {
			continue
		}
		if !r.agree[j].fits(r.agree[i]) {
			continue
		}
		ok := true
		for w := range r.mods[i] {
			if o.Kind == nlp.Nominal && !r.mods[j][w] || o.Kind == nlp.Name && !strings.Contains(" "+r.words[j]+" ", " "+w+" ") {
				ok = false
				break
			}
		}
		if ok && !def && len(r.mods[i]) != len(r.mods[j]) {
			ok = false
		}
		if ok && o.Kind == nlp.Name && generic[r.lemma[i]] && len(r.mods[i]) == 0 && r.nearerBody(j, i) {
			return -1 // "Condor Group ... Falcon attacked ... the group"
		}
		if ok {
			return j
		}
	}
	return -1
}

// nation is the adjective in capitals that tells where a body is from, in lower case: "the
// Irish airline"; empty if none does.
func (r *resolver) nation(i int) string {
	m := &r.doc.Mentions[i]
	toks := r.doc.Sentences[m.Sentence].Tokens
	for _, k := range r.trees[m.Sentence][m.Head] {
		if tok := &toks[k]; tok.UPOS == "ADJ" && tok.Deprel == "amod" && capital(tok.Form) {
			return strings.ToLower(tok.Lemma)
		}
	}
	return ""
}

// talkedOf is the body that the text has talked of most, the nearer the more, and that may be
// of a nation; -1 if there is none or another comes close.
func (r *resolver) talkedOf(i int, nation string) int {
	m := &r.doc.Mentions[i]
	score := map[int]float64{}
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		if o.Kind != nlp.Name || r.typ[j] != schema.Organization || contains(m, o) || !r.agree[j].fits(r.agree[i]) || public(r.words[j]) && !sharesWord(r.words[j], r.lemma[i]) {
			continue // no union of states is "the German group"
		}
		if kinds := ofKind[r.lemma[i]]; kinds != "" && !sharesWord(r.words[j], kinds) {
			continue
		}
		w := weight(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel)
		if r.elsewhere(j, nation) {
			w = -1000
		}
		if o.Sentence == 0 {
			w *= 2 // the title says what it is about
		}
		score[r.find(j)] += w / float64(1+m.Sentence-o.Sentence)
	}
	best, top, second := -1, 0.0, 0.0
	for j := 0; j < i; j++ {
		s, ok := score[j]
		switch {
		case !ok || s <= 0:
		case s > top:
			best, top, second = j, s, top
		case s > second:
			second = s
		}
	}
	if second*1.2 > top {
		return -1
	}
	return best
}

// elsewhere says whether a name or what stands before it tells another nation than the one
// given.
func (r *resolver) elsewhere(j int, nation string) bool {
	o := &r.doc.Mentions[j]
	toks := r.doc.Sentences[o.Sentence].Tokens
	for t := max(o.First-3, 0); t < o.Last; t++ {
		tok := &toks[t]
		if t < o.First && tok.Head != o.Head {
			continue
		}
		if (tok.UPOS == "ADJ" || t < o.First && tok.UPOS == "PROPN" && tok.Deprel == "nmod:poss") && capital(tok.Form) && !strings.EqualFold(tok.Lemma, nation) && !strings.HasPrefix(nation, strings.ToLower(tok.Form)) {
			return true
		}
	}
	return false
}

func capital(w string) bool { return w != "" && w[0] >= 'A' && w[0] <= 'Z' }

// plain says whether all modifiers of a nominal but its nation only describe what was just
// named.
func (r *resolver) plain(i int, nation string) bool {
	for w := range r.mods[i] {
		if !describing[w] && w != nation {
			return false
		}
	}
	return true
}

// Words that describe a body without telling it from others: "the state company", "the rebel
// group".
var describing = map[string]bool{"state": true, "state-owned": true, "state-run": true, "private": true, "public": true, "regional": true, "global": true, "international": true, "world": true, "rebel": true, "militant": true, "armed": true, "islamist": true, "paramilitary": true, "military": true, "extremist": true, "insurgent": true, "jihadist": true, "trade": true, "defense": true, "defence": true, "security": true, "ruling": true, "low-cost": true, "national": true}

// whole says whether all modifiers of a nominal tell only in what part of the world a country
// lies or that all of it is meant: "the West African nation".
func (r *resolver) whole(i int) bool {
	for w := range r.mods[i] {
		if !lying[w] {
			return false
		}
	}
	return true
}

// Words for where and how countries lie.
var lying = map[string]bool{"island": true, "landlocked": true, "african": true, "asian": true, "european": true, "american": true, "arab": true, "pacific": true, "caribbean": true, "baltic": true, "balkan": true, "gulf": true, "andean": true, "latin": true, "nordic": true, "west": true, "east": true, "north": true, "south": true, "western": true, "eastern": true, "northern": true, "southern": true, "southeast": true, "central": true, "oil-rich": true, "whole": true, "entire": true}

// nearerBody says whether another body was the subject of a sentence after that of the name
// j and before the nominal i.
func (r *resolver) nearerBody(j, i int) bool {
	for k := j + 1; k < i; k++ {
		o := &r.doc.Mentions[k]
		if o.Kind == nlp.Name && r.typ[k] == schema.Organization && o.Sentence > r.doc.Mentions[j].Sentence && r.find(k) != r.find(j) &&
			base(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel) == "nsubj" {
			return true
		}
	}
	return false
}

// described seeks the name that a definite nominal without modifiers stands for: "the
// country", "the company", "the president".
func (r *resolver) described(i int) int {
	m := &r.doc.Mentions[i]
	if r.aged(m) {
		return r.lastPerson(i)
	}
	c := NounClass(r.lemma[i])
	if r.agree[i].plural == yes {
		return -1
	}
	nation := ""
	if c.Kind == "org" && generic[r.lemma[i]] {
		nation = r.nation(i)
	}
	if len(r.mods[i]) > 0 && !(c.Kind == "org" && generic[r.lemma[i]] && r.plain(i, nation)) && !(c.Kind == "country" && r.whole(i)) {
		if c.Kind != "person" {
			return -1
		}
		for j := i - 1; j >= 0; j-- { // "Foreign Secretary X ... the Foreign Secretary"
			o := &r.doc.Mentions[j]
			if o.Kind != nlp.Name || r.typ[j] != schema.Person || !r.entitled(o, r.lemma[i]) {
				continue
			}
			all := true
			for w := range r.mods[i] {
				all = all && r.entitled(o, w)
			}
			if all {
				return j
			}
		}
		return -1
	}
	want := map[schema.EntityType]bool{}
	switch {
	case c.Kind == "country":
		want[schema.Country] = true
	case c.Kind == "place" && (r.lemma[i] == "city" || r.lemma[i] == "town" || r.lemma[i] == "village" || r.lemma[i] == "island" || r.lemma[i] == "region" || r.lemma[i] == "province" || r.lemma[i] == "territory"):
		want[schema.Place] = true
	case c.Kind == "org" && !standing[r.lemma[i]]:
		want[schema.Organization] = true
	case c.Kind == "person":
		want[schema.Person] = true
	default:
		return -1
	}
	if c.Kind == "person" {
		// "President X ... the president"
		for j := i - 1; j >= 0; j-- {
			o := &r.doc.Mentions[j]
			if o.Kind == nlp.Name && r.typ[j] == schema.Person && r.entitled(o, r.lemma[i]) {
				return j
			}
		}
		if !unique[r.lemma[i]] && c.Gender == 0 {
			return -1
		}
	}
	if nation != "" {
		return r.talkedOf(i, nation)
	}
	best, score := -1, 0.0
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		if d := m.Sentence - o.Sentence; d > 2 && !(c.Kind == "country" && d <= nominalWindow) {
			break
		}
		if o.Kind != nlp.Name || !want[r.typ[j]] || contains(m, o) || !r.agree[j].fits(r.agree[i]) {
			continue
		}
		s := weight(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel) / float64(1+m.Sentence-o.Sentence)
		if trading[r.lemma[i]] && r.public[r.find(j)] {
			continue // no commission is "the company"
		}
		if kinds := ofKind[r.lemma[i]]; kinds != "" && !sharesWord(r.words[j], kinds) {
			continue // no company is "the ministry"
		}
		if c.Kind == "org" && r.doc.Sentences[o.Sentence].Paragraph != r.doc.Sentences[m.Sentence].Paragraph {
			s *= 0.4 // rather the one of its own paragraph
		}
		if c.Kind == "org" && strings.Contains(" "+r.words[j]+" ", " "+r.lemma[i]+" ") {
			s *= 1.4 // "the bank" is rather the one that is called so
		}
		if s > score {
			best, score = j, s
		}
	}
	if c.Kind == "org" && best >= 0 && !generic[r.lemma[i]] {
		return -1
	}
	return best
}

// aged says whether a description is an age: "the 53-year-old".
func (r *resolver) aged(m *nlp.Mention) bool {
	toks := r.doc.Sentences[m.Sentence].Tokens
	return m.Head >= 2 && toks[m.Head].Lemma == "old" && (strings.HasPrefix(toks[m.Head-1].Lemma, "year") || toks[m.Head-2].Lemma == "year") || strings.HasSuffix(toks[m.Head].Form, "-year-old")
}

// lastPerson is the name of the one person of whom the text speaks at a description of a
// person: the one of its sentence and the two before that stands out; -1 if two may be meant.
func (r *resolver) lastPerson(i int) int {
	m := &r.doc.Mentions[i]
	score, at := map[int]float64{}, map[int]int{}
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		dist := m.Sentence - o.Sentence
		if dist > 2 {
			break
		}
		c := r.find(j)
		if r.person[c] < 0 || dist == 0 && r.sameClause(&r.doc.Sentences[m.Sentence], o.Head, m.Head) {
			continue
		}
		if _, known := at[c]; !known {
			at[c] = j
		}
		score[c] += weight(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel) / float64(1+dist)
	}
	best, top, second := -1, 0.0, 0.0
	for j := i - 1; j >= 0; j-- {
		c := r.find(j)
		if at[c] != j || score[c] == 0 {
			continue
		}
		switch s := score[c]; {
		case s > top:
			best, top, second = j, s, top
		case s > second:
			second = s
		}
	}
	if second*2 > top {
		return -1
	}
	return best
}

// entitled says whether a name has a title before it.
func (r *resolver) entitled(m *nlp.Mention, title string) bool {
	sent := &r.doc.Sentences[m.Sentence]
	for i := m.First - 1; i >= 0 && i >= m.First-3; i-- {
		tok := &sent.Tokens[i]
		if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" && tok.UPOS != "ADJ" {
			return false
		}
		if strings.EqualFold(tok.Lemma, title) || strings.EqualFold(tok.Form, title) {
			return true
		}
	}
	return false
}

// Bodies that stand by themselves without a name before ("the government", "the police").
var standing = map[string]bool{"government": true, "police": true, "army": true, "military": true, "parliament": true, "court": true, "press": true, "media": true, "navy": true, "cabinet": true, "senate": true, "congress": true, "television": true, "radio": true, "house": true, "force": true, "front": true, "board": true}

// Words for any body of a kind, which point back to one just named.
var generic = map[string]bool{"company": true, "organization": true, "organisation": true, "group": true, "agency": true, "firm": true, "party": true, "newspaper": true, "paper": true, "bank": true, "club": true, "team": true, "union": true, "movement": true, "alliance": true, "bloc": true, "university": true, "ministry": true, "body": true, "council": true, "commission": true, "committee": true, "association": true, "corporation": true, "airline": true, "network": true, "website": true, "charity": true, "league": true, "broadcaster": true, "carmaker": true, "automaker": true, "retailer": true, "manufacturer": true, "conglomerate": true, "insurer": true, "enterprise": true, "shipbuilder": true, "startup": true}

// Words for bodies that trade, and words in the names of those that don't.
var (
	trading     = map[string]bool{"company": true, "firm": true, "corporation": true, "airline": true, "manufacturer": true, "carmaker": true, "retailer": true, "startup": true}
	publicWords = map[string]bool{"commission": true, "ministry": true, "parliament": true, "army": true, "union": true, "nations": true, "council": true, "court": true, "police": true, "party": true, "government": true, "committee": true, "senate": true, "congress": true, "department": true, "navy": true, "assembly": true, "university": true, "house": true}
)

// ofKind are the words of which one is in the name of what is called so.
var ofKind = map[string]string{
	"ministry": "ministry department", "council": "council", "commission": "commission", "committee": "committee", "university": "university college school institute academy",
	"union": "union", "association": "association federation society", "league": "league",
}

func sharesWord(words, any string) bool {
	for w := range strings.FieldsSeq(any) {
		if strings.Contains(" "+words+" ", " "+w+" ") {
			return true
		}
	}
	return false
}

func public(words string) bool {
	for w := range strings.FieldsSeq(words) {
		if publicWords[w] {
			return true
		}
	}
	return false
}

// Posts of which a text has one at a time.
var unique = map[string]bool{"president": true, "premier": true, "king": true, "queen": true, "sultan": true, "pope": true, "princess": true, "prince": true, "chancellor": true, "general": true, "senator": true, "governor": true, "mayor": true, "spokesperson": true, "spokesman": true, "spokeswoman": true, "actor": true, "singer": true, "author": true, "suspect": true, "accused": true, "defendant": true, "deceased": true}

func contains(a, b *nlp.Mention) bool {
	return a.Sentence == b.Sentence && a.First <= b.First && b.Last <= a.Last
}

// weight is the salience of a grammatical role.
func weight(rel string) float64 {
	switch base(rel) {
	case "nsubj":
		if rel == "nsubj:pass" {
			return 70
		}
		return 80
	case "obj":
		return 50
	case "iobj":
		return 45
	case "obl":
		return 40
	case "conj", "appos", "root", "parataxis":
		return 40
	case "nmod":
		if rel == "nmod:poss" {
			return 35
		}
		return 25
	}
	return 20
}

// pronouns resolves the pronouns of the third person by salience, and those of the first
// and second within a quotation or, outside of quotations, within the document.
func (r *resolver) pronouns() {
	r.quotes()
	last := map[[3]int]int{}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind != nlp.Pronoun {
			continue
		}
		p := r.agree[i]
		if pr := pronouns[r.form(i)]; pr.person == 1 || pr.person == 2 {
			if who := r.speaker[m.Sentence]; pr.person == 1 && pr.plural == no && who >= 0 && r.inside[m.Sentence][m.Head] && r.join(who, i) {
				continue
			}
			plural := 0
			if pr.plural == yes {
				plural = 1
			}
			key := [3]int{int(pr.person), plural, r.quote[m.Sentence]}
			if j, ok := last[key]; ok {
				r.join(j, i)
			}
			last[key] = i
			continue
		}
		if j := r.ahead(i, p); j >= 0 {
			r.join(j, i)
			continue
		}
		if j := r.antecedent(i, p); j >= 0 {
			r.join(j, i)
		}
	}
}

// ahead finds the subject that a pronoun in the phrase before it points to: "Before its
// invasion of Chile, Peru ..."; -1 if none.
func (r *resolver) ahead(i int, p agreement) int {
	m := &r.doc.Mentions[i]
	sent := &r.doc.Sentences[m.Sentence]
	if len(sent.Tokens) == 0 || m.Head > 12 {
		return -1
	}
	switch sent.Tokens[0].UPOS {
	case "ADP", "SCONJ", "VERB", "ADV":
	default:
		return -1
	}
	// up to the main verb: the pronoun must hang under a phrase that stands before the subject
	top := m.Head
	for n := 0; n < 64; n++ {
		h := sent.Tokens[top].Head
		if h < 0 || h >= len(sent.Tokens) {
			return -1
		}
		rel := base(sent.Tokens[top].Deprel)
		if (rel == "obl" || rel == "advcl") && base(sent.Tokens[h].Deprel) != "acl" {
			top = h
			break
		}
		top = h
	}
	for _, k := range r.trees[m.Sentence][top] {
		if base(sent.Tokens[k].Deprel) == "nsubj" && k > m.Head {
			if j, ok := r.byHead[m.Sentence][k]; ok && r.doc.Mentions[j].Kind == nlp.Name && r.agree[r.find(j)].fits(p) && typesFit(r.typ[r.find(j)], r.typ[i]) {
				if p.gender != 0 && r.agree[r.find(j)].animate != yes {
					return -1
				}
				return j
			}
		}
	}
	return -1
}

func (r *resolver) form(i int) string {
	m := &r.doc.Mentions[i]
	return strings.ToLower(r.doc.Sentences[m.Sentence].Tokens[m.Head].Form)
}

// quotes numbers the quotations by the paragraphs in which they stand.
func (r *resolver) quotes() {
	r.quote = make([]int, len(r.doc.Sentences))
	for s := range r.doc.Sentences {
		for i := range r.doc.Sentences[s].Tokens {
			switch r.doc.Sentences[s].Tokens[i].Form {
			case "\"", "“", "``", "”", "''":
				r.quote[s] = 1 + r.doc.Sentences[s].Paragraph
			}
		}
	}
}

func (r *resolver) antecedent(i int, p agreement) int {
	m := &r.doc.Mentions[i]
	form := r.form(i)
	sent := &r.doc.Sentences[m.Sentence]
	if p.person == 3 && sent.Tokens[m.Head].Deprel == "nmod:poss" {
		// "Maria and her son": of the first of the two
		if owner := sent.Tokens[m.Head].Head; owner >= 0 && owner < len(sent.Tokens) && base(sent.Tokens[owner].Deprel) == "conj" {
			if j, ok := r.byHead[m.Sentence][sent.Tokens[owner].Head]; ok && j < i && r.doc.Mentions[j].Kind == nlp.Name && r.agree[r.find(j)].fits(p) && (p.gender == 0 || r.agree[r.find(j)].animate == yes) {
				return j
			}
		}
	}
	reflexive := strings.HasSuffix(form, "self") || strings.HasSuffix(form, "selves")
	if h := sent.Tokens[m.Head].Head; reflexive && h >= 0 && h < len(sent.Tokens) && h < m.Head {
		if _, ok := r.byHead[m.Sentence][h]; ok {
			return -1 // "Maria herself" is one phrase
		}
	}
	score := map[int]float64{}
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		dist := m.Sentence - o.Sentence
		if dist > pronounWindow {
			break
		}
		if !refers(o) || contains(o, m) && o.Head != m.Head {
			continue
		}
		if dist == 0 && !reflexive && r.sameClause(sent, o.Head, m.Head) {
			continue
		}
		if dist == 0 && reflexive && !r.sameClause(sent, o.Head, m.Head) {
			continue
		}
		if o.Kind == nlp.Pronoun {
			if q := pronouns[r.form(j)]; q.person != 3 {
				continue
			}
		}
		c := r.find(j)
		if !r.agree[c].fits(p) || !typesFit(r.typ[c], r.typ[i]) || r.speaks(m, j) {
			continue
		}
		if p.gender != 0 && r.agree[c].animate != yes {
			continue // he and she want a person
		}
		if p.animate == no && r.typ[c] == "" && o.Kind == nlp.Name && r.agree[c].animate == unknown && o.Type == schema.Person {
			continue
		}
		w := weight(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel)
		if o.Kind == nlp.Name {
			w *= 1.25
		}
		if o.Kind == nlp.Pronoun {
			w *= 1.1
		}
		if r.typ[c] == "" {
			w *= 0.7
		}
		if r.typ[c] != "" && p.plural == yes && r.agree[c].plural == unknown {
			w *= 0.7
		}
		if p.plural == yes && r.typ[c] == schema.Group {
			w *= 1.2
		}
		if p.plural == no && p.animate == no && r.typ[c].IsActor() {
			w *= 1.2
		}
		if dist == 0 {
			w *= 1.3
		}
		if r.parallel(o, m) {
			w *= 1.2
		}
		for d := 0; d < dist; d++ {
			w /= 2
		}
		score[c] += w
	}
	best, top := -1, 0.0
	for j := i - 1; j >= 0; j-- {
		c := r.find(j)
		if s, ok := score[c]; ok && s > top {
			best, top = c, s
		}
	}
	return best
}

func (r *resolver) parallel(a, b *nlp.Mention) bool {
	return r.doc.Sentences[a.Sentence].Tokens[a.Head].Deprel == r.doc.Sentences[b.Sentence].Tokens[b.Head].Deprel
}

// sameClause says whether two tokens are arguments of one word.
func (r *resolver) sameClause(sent *nlp.Sentence, a, b int) bool {
	ha, hb := sent.Tokens[a].Head, sent.Tokens[b].Head
	return ha == hb && base(sent.Tokens[a].Deprel) != "conj" && base(sent.Tokens[b].Deprel) != "conj" && sent.Tokens[b].Deprel != "nmod:poss"
}

func (r *resolver) chains() {
	at := map[int]int{}
	r.doc.Chains = r.doc.Chains[:0]
	for i := range r.doc.Mentions {
		c := r.find(i)
		k, ok := at[c]
		if !ok {
			k = len(r.doc.Chains)
			at[c] = k
			r.doc.Chains = append(r.doc.Chains, nlp.Chain{})
		}
		r.doc.Chains[k].Mentions = append(r.doc.Chains[k].Mentions, i)
	}
}
