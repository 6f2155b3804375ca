// Package link ties the mentions of a document to entities.
//
//	link.Annotate(doc)            // names that the gazetteer knows, types of names
//	coref.AddMentions(doc); coref.Resolve(doc)
//	links := link.Resolve(doc, sha)  // an entity for each mention
//
// States are known by name, adjective, people and capital; a capital stands for its state
// where it acts and for the city where something is in it. Persons are known by their full
// name, bodies by their name, acronym or, with the state that they are of, by their kind
// ("Peruvian Foreign Ministry"). Each tie keeps its reason.
package link

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

const maxNameTokens = 7

// Annotate adds to doc.Mentions the names that the gazetteer knows and the finder of names
// missed, mends those that it cut or typed wrongly, and leaves the list in text order.
func Annotate(doc *nlp.Doc) {
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		sent := &doc.Sentences[m.Sentence]
		if h := &sent.Tokens[m.Last-1]; m.Kind == nlp.Nominal && h.UPOS == "PROPN" && capital(h.Form) && !Titles[strings.ToLower(h.Form)] && coref.NounClass(strings.ToLower(h.Lemma)).Kind == "" {
			m.Kind = nlp.Name
			for m.First < m.Last-1 && sent.Tokens[m.First].UPOS != "PROPN" {
				m.First++
			}
		}
	}
	mend(doc)
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool {
		return m.Kind == nlp.Name && post(&doc.Sentences[m.Sentence], &m)
	})
	covered := make([]map[int]int, len(doc.Sentences)) // token -> mention
	for s := range covered {
		covered[s] = map[int]int{}
	}
	bySent := make([][]int, len(doc.Sentences))
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name {
			bySent[m.Sentence] = append(bySent[m.Sentence], i)
		}
	}
	drop := map[int]bool{}
	for s := range doc.Sentences {
		extend(doc, s, bySent[s], drop)
	}
	keep := doc.Mentions[:0]
	for i := range doc.Mentions {
		if !drop[i] {
			keep = append(keep, doc.Mentions[i])
		}
	}
	doc.Mentions = keep

	for i := range len(doc.Mentions) {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		end, sent := m.Last, &doc.Sentences[m.Sentence]
		trim(sent, m)
		// "Jane Austen of Massachusetts": the place is a name of its own
		if of := m.Last; m.Type == schema.Person && end > of+1 && sent.Tokens[of].Form == "of" && CityCountry(join(sent, of+1, end)) != "" {
			doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Place, Sentence: m.Sentence, First: of + 1, Last: end, Head: headOf(sent.Tokens, of+1, end), Score: 0.9})
		}
	}
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool { // nothing but a title is left
		return m.Kind == nlp.Name && m.Last-m.First == 1 && Titles[strings.ToLower(doc.Sentences[m.Sentence].Tokens[m.First].Form)]
	})
	widenNames(doc)
	parts := map[string]bool{} // words of persons' full names
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind == nlp.Name && m.Type == schema.Person && m.Last-m.First > 1 {
			for t := m.First; t < m.Last; t++ {
				if w := doc.Sentences[m.Sentence].Tokens[t].Form; capital(w) && len(w) > 2 {
					parts[w] = true
				}
			}
		}
	}
	kids := turned(doc)
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		sent := &doc.Sentences[m.Sentence]
		if w := sent.Tokens[m.First].Form; m.Last-m.First == 1 {
			k, known := Lookup(w)
			switch {
			case parts[w] && (!known || k.Type != schema.Country):
				m.Type = schema.Person // one name, one bearer
			case known && m.Type == schema.Person && !parts[w]:
				m.Type = k.Type
			}
		}
		if m.Last-m.First == 1 && m.First > 1 && ofCompany(&sent.Tokens[m.First-1]) && !parts[sent.Tokens[m.First].Form] &&
			(m.Type == schema.Person || m.Type == schema.Place && CityCountry(sent.Tokens[m.First].Form) == "") {
			m.Type = schema.Organization // "the gas producer X"
		}
		retype(sent, m)
		if w := sent.Tokens[m.First].Form; m.Last-m.First > 1 || !parts[w] {
			byContext(sent, m, func(t int) []int { return kids[m.Sentence][t] })
		}
		for t := m.First; t < m.Last; t++ {
			covered[m.Sentence][t] = i
		}
	}
	vote(doc)
	for i := range len(doc.Mentions) {
		m := doc.Mentions[i]
		if m.Kind != nlp.Name || m.Type != schema.Person {
			continue
		}
		if b, ok := before(&doc.Sentences[m.Sentence], m.Sentence, &m, covered[m.Sentence]); ok {
			doc.Mentions = append(doc.Mentions, b)
			for t := b.First; t < b.Last; t++ {
				covered[m.Sentence][t] = len(doc.Mentions) - 1
			}
		}
	}
	dated := make([][]bool, len(doc.Sentences))
	for s := range dated {
		dated[s] = make([]bool, len(doc.Sentences[s].Tokens))
	}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind != nlp.Name && m.Kind != nlp.Nominal && m.Kind != nlp.Pronoun {
			for t := m.First; t < m.Last; t++ {
				dated[m.Sentence][t] = true
			}
		}
	}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		for i := 0; i < len(sent.Tokens); i++ {
			if b, found := ofBody(doc, s, i, covered[s]); found {
				for t := b.First; t < b.Last; t++ { // the names inside it are part of it
					if o, ok := covered[s][t]; ok {
						doc.Mentions[o].Kind, doc.Mentions[o].Last = nlp.Nominal, doc.Mentions[o].First
					}
				}
				doc.Mentions = append(doc.Mentions, b)
				for t := b.First; t < b.Last; t++ {
					covered[s][t] = len(doc.Mentions) - 1
				}
				i = b.Last - 1
				continue
			}
			if _, ok := covered[s][i]; ok {
				continue
			}
			m, ok := known(doc, s, i, covered[s])
			if q, found := quoted(doc, s, i, covered[s]); found {
				m, ok = q, true
			} else if r, found := run(doc, s, i, covered[s]); found && (!ok || r.Last > m.Last) {
				m, ok = r, true
			}
			if !ok && parts[sent.Tokens[i].Form] && !dated[s][i] && surname(sent, i) {
				m, ok = nlp.Mention{Kind: nlp.Name, Type: schema.Person, Sentence: s, First: i, Last: i + 1, Head: i, Score: 0.7}, true
			}
			if !ok {
				m, ok = loneName(doc, s, i, covered[s], dated[s])
			}
			if !ok {
				if m, ok = untyped(doc, s, i, covered[s], dated[s]); ok {
					retype(sent, &m)
					byContext(sent, &m, func(t int) []int { return kids[s][t] })
				}
			}
			if !ok {
				continue
			}
			doc.Mentions = append(doc.Mentions, m)
			for t := m.First; t < m.Last; t++ {
				covered[s][t] = len(doc.Mentions) - 1
			}
			i = m.Last - 1
		}
	}
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool { return m.First == m.Last })
	slices.SortStableFunc(doc.Mentions, func(a, b nlp.Mention) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.First, b.First), cmp.Compare(b.Last, a.Last), cmp.Compare(a.Kind, b.Kind))
	})
}

// widenNames widens every name of a document where other names leave room.
func widenNames(doc *nlp.Doc) {
	taken := make([]map[int]int, len(doc.Sentences))
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		if taken[m.Sentence] == nil {
			taken[m.Sentence] = map[int]int{}
		}
		for t := m.First; t < m.Last; t++ {
			taken[m.Sentence][t] = i
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		widen(&doc.Sentences[m.Sentence], m, func(t int) bool { _, ok := taken[m.Sentence][t]; return ok })
		for t := m.First; t < m.Last; t++ {
			taken[m.Sentence][t] = i
		}
	}
}

// turned are the dependents of each token of each sentence.
func turned(doc *nlp.Doc) [][][]int {
	out := make([][][]int, len(doc.Sentences))
	for s := range doc.Sentences {
		toks := doc.Sentences[s].Tokens
		out[s] = make([][]int, len(toks))
		for i := range toks {
			if h := toks[i].Head; h >= 0 && h < len(toks) && h != i {
				out[s][h] = append(out[s][h], i)
			}
		}
	}
	return out
}

// surname says whether a word of a person's name may stand for the person at token i,
// whatever the tagger takes it for.
func surname(sent *nlp.Sentence, i int) bool {
	tok := &sent.Tokens[i]
	switch tok.UPOS {
	case "PROPN":
	case "NOUN", "ADJ", "VERB":
		if i == 0 || sent.Tokens[i-1].UPOS == "PUNCT" {
			return false // every word has a capital here
		}
	default:
		return false
	}
	next := i+1 < len(sent.Tokens) && (sent.Tokens[i+1].Form == "-" || capital(sent.Tokens[i+1].Form) && sent.Tokens[i+1].UPOS != "PUNCT")
	last := i > 0 && (sent.Tokens[i-1].Form == "-" || capital(sent.Tokens[i-1].Form) && !Titles[strings.ToLower(sent.Tokens[i-1].Form)] && i > 1)
	return coref.NounClass(strings.ToLower(tok.Form)).Kind == "" && suffixTypes[strings.ToLower(tok.Form)] == "" && !Titles[strings.ToLower(tok.Form)] && !particles[strings.ToLower(tok.Form)] && !next && !last && !titleCase(sent)
}

// Words for companies before their name.
var companies = set("producer maker operator supplier manufacturer developer carrier retailer provider exporter giant insurer company firm airline bank newspaper agency broadcaster daily weekly club startup group network conglomerate utility miner automaker carmaker chain brand website magazine publisher party union charity")

// ofCompany says whether a token is a word for a company, before its name: "producer",
// "chains", "daily".
func ofCompany(tok *nlp.Token) bool {
	if !companies[strings.ToLower(tok.Form)] && !companies[strings.ToLower(tok.Lemma)] {
		return false
	}
	return tok.UPOS == "NOUN" || tok.UPOS == "ADJ" && (tok.Form == "daily" || tok.Form == "weekly")
}

// Small words inside persons' names.
var particles = set("bin ibn bint van von der den de del della da dos al el ben abu ul ud")

// extend joins names that the finder cut: "Karim bin Salem", "Ministry of Foreign Affairs".
func extend(doc *nlp.Doc, s int, names []int, drop map[int]bool) {
	sent := &doc.Sentences[s]
	n := len(sent.Tokens)
	at := make([]int, n)
	for t := range at {
		at[t] = -1
	}
	for _, i := range names {
		for t := doc.Mentions[i].First; t < doc.Mentions[i].Last; t++ {
			at[t] = i
		}
	}
	grow := func(first, last int, typ schema.EntityType) {
		var keep = -1
		for t := first; t < last; t++ {
			if i := at[t]; i >= 0 && i != keep {
				if keep < 0 {
					keep = i
				} else {
					drop[i] = true
				}
				first, last = min(first, doc.Mentions[i].First), max(last, doc.Mentions[i].Last)
			}
		}
		if keep < 0 {
			return
		}
		m := &doc.Mentions[keep]
		m.First, m.Last = first, last
		if typ != "" {
			m.Type = typ
		}
		for t := first; t < last; t++ {
			at[t] = keep
		}
	}
	for t := 1; t+1 < n; t++ {
		w := sent.Tokens[t].Form
		if particles[w] && capital(sent.Tokens[t-1].Form) && capital(sent.Tokens[t+1].Form) && sent.Tokens[t-1].UPOS != "PUNCT" && (at[t-1] >= 0 || at[t+1] >= 0 || at[t] >= 0) {
			first, last := t-1, t+2
			typ := schema.EntityType("")
			if w == "bin" || w == "ibn" || w == "bint" {
				typ = schema.Person
			}
			if Titles[strings.ToLower(sent.Tokens[first].Form)] {
				continue
			}
			for last < n && (capital(sent.Tokens[last].Form) && sent.Tokens[last].UPOS != "PUNCT" && typ == schema.Person || particles[sent.Tokens[last].Form] && last+1 < n && capital(sent.Tokens[last+1].Form)) {
				last++
			}
			grow(first, last, typ)
		}
	}
	for t := 1; t+1 < n; t++ { // "Jan-bek Novak": the finder takes the hyphen for an end
		if sent.Tokens[t].Form != "-" || !sent.Tokens[t].Glued || !sent.Tokens[t-1].Glued || at[t-1] < 0 || at[t+1] < 0 || at[t-1] == at[t+1] {
			continue
		}
		a, b := &doc.Mentions[at[t-1]], &doc.Mentions[at[t+1]]
		if a.Type == schema.Person && b.Type == schema.Person && a.Last == t && b.First == t+1 && a.Last-a.First == 1 && !capital(sent.Tokens[t+1].Form) {
			grow(a.First, b.Last, schema.Person)
		}
	}
	for t := 1; t+1 < n; t++ { // "Sabine Mata'afa"
		if sent.Tokens[t].Multi == 2 && capital(sent.Tokens[t].Form) && at[t] < 0 && at[t-1] >= 0 && doc.Mentions[at[t-1]].Type == schema.Person {
			if rest := sent.Tokens[t+1].Form; len(rest) > 3 && (rest[0] == '\'' || strings.HasPrefix(rest, "’")) && rest != "'ll" && rest != "'ve" {
				grow(doc.Mentions[at[t-1]].First, t+2, schema.Person)
			}
		}
	}
	for t := 1; t < n; t++ { // a surname that the parser ties to the first name
		tok := &sent.Tokens[t]
		if at[t] < 0 && at[t-1] >= 0 && tok.UPOS == "PROPN" && tok.Deprel == "flat" && capital(tok.Form) && doc.Mentions[at[t-1]].Type == schema.Person && tok.Head >= doc.Mentions[at[t-1]].First && tok.Head < t {
			grow(doc.Mentions[at[t-1]].First, t+1, schema.Person)
		}
	}
	for _, i := range names { // "Maria" of "Maria Lopez"
		m := &doc.Mentions[i]
		if drop[i] || m.Type != schema.Person || m.Last-m.First != 1 || m.Last >= n || coref.NameGender(sent.Tokens[m.First].Form) == 0 {
			continue
		}
		end := m.Last
		if o := at[end]; o >= 0 && o != i && doc.Mentions[o].Type == schema.Person && doc.Mentions[o].Last-doc.Mentions[o].First == 1 && doc.Mentions[o].First == end {
			grow(m.First, end+1, schema.Person) // the finder saw two persons
			continue
		}
		for end < n && end < m.Last+2 && capital(sent.Tokens[end].Form) && sent.Tokens[end].UPOS != "PUNCT" && sent.Tokens[end].UPOS != "ADP" && sent.Tokens[end].UPOS != "DET" && at[end] < 0 && !Titles[strings.ToLower(sent.Tokens[end].Form)] {
			end++
		}
		if end > m.Last {
			grow(m.First, end, schema.Person)
		}
	}
	for _, i := range names {
		m := &doc.Mentions[i]
		if drop[i] || m.Last >= n || m.Last-m.First > 2 || m.Type == schema.Person || suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] != "" {
			continue
		}
		if k, ok := Lookup(join(sent, m.First, m.Last)); !ok || k.Type != schema.Country || k.Form > Adjective {
			continue
		}
		// "Danish University": the state's name begins that of a body
		end := m.Last
		for end < n && capital(sent.Tokens[end].Form) && sent.Tokens[end].UPOS != "PUNCT" && at[end] < 0 && sent.Tokens[end].XPOS != "POS" {
			end++
		}
		for end > m.Last && suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)] == "" {
			end--
		}
		if end > m.Last && (end-m.Last > 1 || !ofTheState[strings.ToLower(sent.Tokens[end-1].Form)]) {
			grow(m.First, end, suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)])
		}
	}
	naming := map[string]bool{"PROPN": true, "NOUN": true, "ADJ": true}
	for _, i := range names { // "Jane Austen Correctional Facility"
		m := &doc.Mentions[i]
		if drop[i] || m.Last >= n || m.Type == schema.Country || m.Last-m.First < 2 || suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] != "" || titleCase(sent) {
			continue
		}
		end := m.Last
		for end < n && end < m.Last+4 && capital(sent.Tokens[end].Form) && at[end] < 0 && naming[sent.Tokens[end].UPOS] {
			end++
		}
		for end > m.Last && suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)] == "" {
			end--
		}
		if t := suffixTypes[strings.ToLower(sent.Tokens[max(end, 1)-1].Form)]; end > m.Last && (m.Type != schema.Person || t == schema.Place || t == schema.Organization) {
			grow(m.First, end, t)
		}
	}
	for _, i := range names {
		m := &doc.Mentions[i]
		if drop[i] || m.Last+1 >= n || suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] != schema.Organization {
			continue
		}
		j := m.Last
		if w := sent.Tokens[j].Form; w != "of" && w != "for" {
			continue
		}
		j++
		if j < n && sent.Tokens[j].Form == "the" {
			j++
		}
		if j >= n || !capital(sent.Tokens[j].Form) || sent.Tokens[j].UPOS == "PUNCT" {
			continue
		}
		end := j
		for end < n && (capital(sent.Tokens[end].Form) && sent.Tokens[end].UPOS != "PUNCT" || (sent.Tokens[end].Form == "of" || sent.Tokens[end].Form == "and") && end+1 < n && capital(sent.Tokens[end+1].Form) && at[end+1] < 0) {
			end++
		}
		if k, ok := Lookup(join(sent, j, end)); ok && k.Type == schema.Country && !ofCountry[strings.ToLower(sent.Tokens[m.Last-1].Form)] {
			continue // "the government of France"
		}
		if o := at[j]; o >= 0 && o != i && doc.Mentions[o].Type == schema.Person {
			continue
		}
		grow(m.First, end, schema.Organization)
	}
}

// Bodies that every state has; after a state's name they are common nouns in capitals.
var ofTheState = set("government administration parliament army navy military police")

// Words for bodies whose name ends in that of a state or city: "Bank of England".
var ofCountry = set("bank university college church party institute league museum")

// vote gives names of the same words one type, the one that the finder is surest of.
func vote(doc *nlp.Doc) {
	weight := map[string]map[schema.EntityType]float64{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		w := join(&doc.Sentences[m.Sentence], m.First, m.Last)
		if weight[w] == nil {
			weight[w] = map[schema.EntityType]float64{}
		}
		weight[w][m.Type] += max(m.Score, 0.01)
		if m.Type == schema.Person && told(&doc.Sentences[m.Sentence], m) {
			weight[w][m.Type]++
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		w := join(&doc.Sentences[m.Sentence], m.First, m.Last)
		if len(weight[w]) < 2 {
			continue
		}
		if k, ok := Lookup(w); ok && k.Type == schema.Country {
			continue
		}
		best, top := m.Type, 0.0
		for _, t := range append([]schema.EntityType{""}, schema.EntityTypes...) {
			if v := weight[w][t]; v > top {
				best, top = t, v
			}
		}
		m.Type = best
	}
}

// told says whether a title before a name, an age or a post beside it says that it is a
// person's, which weighs more than what the finder thinks of the name elsewhere.
func told(sent *nlp.Sentence, m *nlp.Mention) bool {
	return m.First > 0 && personTitle(sent, m.First-1) || aged(sent, m) || afterPost(sent, m.First)
}

// post says whether what the finder took for a name is a post: "Peruvian Defense Minister".
func post(sent *nlp.Sentence, m *nlp.Mention) bool {
	if m.Last-m.First == 1 && Titles[strings.ToLower(sent.Tokens[m.First].Form)] {
		return true
	}
	switch strings.ToLower(sent.Tokens[m.Last-1].Form) {
	case "minister", "president", "secretary", "ambassador", "senator", "governor", "chancellor", "premier", "spokesman", "spokeswoman", "spokesperson", "commissioner", "mayor",
		"representative", "envoy", "officer", "judge", "coordinator", "adviser", "advisor", "director", "chairman", "leader":
		return m.Type != schema.Place
	}
	return false
}

// office says whether a word is a post, which is no part of a body's name before it: "House
// of Commons Speaker".
func office(w string) bool {
	w = strings.ToLower(w)
	return personTitles[w] || bodyPosts[w] || posts[w] || w == "speaker"
}

// trim cuts articles, possessives and titles from the ends of a name.
func trim(sent *nlp.Sentence, m *nlp.Mention) {
	for m.Last-m.First > 1 {
		tok := &sent.Tokens[m.Last-1]
		if tok.XPOS != "POS" && tok.UPOS != "PUNCT" && !(m.Type == schema.Organization && office(tok.Form)) || tok.Form == "." {
			break
		}
		m.Last--
	}
	if m.Last-m.First > 3 && sent.Tokens[m.First+1].Form == "-" && strings.ToLower(sent.Tokens[m.First+2].Form) == "based" {
		m.First += 3 // "Virginia-based X"
	}
	if m.Type == schema.Person {
		for t := m.Last - 2; t > m.First; t-- { // "US President Donald Trump"
			if w := strings.ToLower(sent.Tokens[t].Form); Titles[w] && !particles[sent.Tokens[t].Form] && !(alsoNames[w] && !Titles[strings.ToLower(sent.Tokens[t-1].Form)] && !isCountry(sent.Tokens[t-1].Form)) {
				m.First = t + 1
				break
			}
		}
		if m.First > 0 && m.Last-m.First > 2 && sent.Tokens[m.First].Form == "of" {
			m.First++
		}
		if m.First > 1 && m.Last-m.First > 1 && sent.Tokens[m.First-1].Form == "of" && Titles[strings.ToLower(sent.Tokens[m.First-2].Form)] && !isFirstName(sent.Tokens[m.First].Form) {
			m.First++ // "Secretary of State X"
		}
	}
	if m.Type == schema.Person {
		for t := m.First + 1; t+1 < m.Last; t++ { // "Senator Kamala Harris of California"
			if sent.Tokens[t].Form == "of" {
				place := join(sent, t+1, m.Last)
				if k, ok := Lookup(place); ok && k.Type == schema.Country || CityCountry(place) != "" {
					m.Last = t
				}
				break
			}
		}
	}
	if m.Type == schema.Place || m.Type == schema.Country {
		for t := m.First + 1; t+1 < m.Last; t++ {
			if sent.Tokens[t].Form == "in" { // "Palmyra in Syria"
				m.Last = t
				break
			}
		}
	}
	if m.Type == schema.Person && m.Last-m.First > 3 {
		if _, ok := Lookup(join(sent, m.First, m.First+2)); ok {
			m.First += 2 // "Minister for the Middle East X"
		}
	}
	if m.Type == schema.Person && m.Last-m.First > 2 {
		if k, ok := Lookup(sent.Tokens[m.First].Form); ok && k.Type == schema.Country && k.Form <= People && coref.NameGender(sent.Tokens[m.First].Form) == 0 {
			m.First++ // "leader of Peru Maria Lopez"
		}
	}
	for m.Last-m.First > 1 {
		tok := &sent.Tokens[m.First]
		w := strings.ToLower(tok.Form)
		if w == tok.Form && len(w) > 3 && !particles[w] && w[0] >= 'a' && w[0] <= 'z' && !strings.Contains(w, "-") && capital(sent.Tokens[m.First+1].Form) {
			m.First++ // "leftist Andean Army"
			continue
		}
		if tok.UPOS == "DET" || tok.UPOS == "ADP" && !capital(tok.Form) || tok.UPOS == "PUNCT" && w != "." || m.Type == schema.Person && (Titles[w] || coref.NounClass(w).Kind == "person" && !capital(tok.Form) || isCountry(tok.Form)) {
			m.First++
			continue
		}
		break
	}
}

// Titles that are parts of persons' names too: "Hassan Sheikh Mohamud", "Martin Luther King".
var alsoNames = set("sheikh sheik sultan king prince imam bishop pope judge justice major marshal baron duke father")

func isFirstName(w string) bool { return coref.NameGender(w) != 0 }

func isCountry(w string) bool {
	k, ok := Lookup(w)
	return ok && k.Type == schema.Country && (k.Form == Adjective || k.Form == Proper && len(w) < 5)
}

// Titles are words before a person's name that are no part of it.
var Titles = set("mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir lord lady dame king queen prince princess president minister secretary general gen gen. maj maj. col col. lt lt. sgt sgt. capt capt. captain colonel major senator sen sen. rep rep. representative congressman congresswoman governor gov gov. mayor chancellor premier ambassador judge justice sheikh sheik sultan emir pope bishop archbishop cardinal father sister brother reverend rev rev. ayatollah imam mullah crown vice deputy prime foreign defence defense interior finance chief chairman chairwoman speaker commander admiral adm adm. marshal sergeant lieutenant officer coach emperor duke duchess baron baroness spokesman spokeswoman spokesperson director st.")

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// Words that tell the type of the name that they end or begin.
var suffixTypes = func() map[string]schema.EntityType {
	m := map[string]schema.EntityType{}
	for t, words := range map[schema.EntityType]string{
		schema.Organization: "party ministry council committee commission agency association army navy force forces corps court police bank company corporation corp inc ltd llc plc group union university college institute institution school academy department bureau board office organization organisation front movement league federation foundation society club parliament congress senate assembly government administration airlines airways airline co times post news press network television tv radio brigade battalion division regiment command service services fund authority coalition alliance house guard guards service squad militia secretariat embassy trust cabinet project program programme bloc initiative project observatory holdings industries systems partners media studios energy motors orchestra church diocese patriarchate confederation consortium tribunal exchange pharmaceuticals technologies technology electronics electric aviation aerospace air petroleum shipping securities insurance ventures foods telecom communications networks software laboratory laboratories labs caucus treasury directorate syndicate cartel mafia brotherhood brigades battalions fleet squadron taskforce inspectorate ombudsman regulator broadcasting broadcaster magazine journal herald tribune gazette chronicle telegraph bulletin observer mail review daily weekly globe dispatch mirror survey monarchy chamber registry railways railway bankers workers teachers brothers sons associates airlines jirga knesset duma bundestag politburo orchestra choir corps cooperative conservancy zoo appeals",
		schema.Place:        "airport river sea ocean mountain mountains island islands province district city county state valley desert street avenue square bridge park mosque cathedral temple hospital station base airfield port gulf bay lake peninsula border strait canal region village town camp prison stadium hotel building tower heights hills beach coast capital highway road dam territory desert oblast governorate prefecture cape plateau pass arena cosmodrome spaceport mall cemetery headquarters strip facility plant complex refinery terminal harbour harbor garden gardens hall monument memorial museum library theatre theater delta basin forest forests falls reef atoll archipelago ridge estate crossing checkpoint lighthouse volcano glacier fault shipyard campus sanctuary palace castle fortress tunnel pipeline reservoir wetlands",
		schema.Agreement:    "agreement agreements treaty accord accords act pact deal resolution convention protocol constitution memorandum bill law amendment charter decree declaration",
		schema.Event:        "war summit olympics games cup championship championships festival conference election elections referendum crisis battle massacre revolution uprising attack attacks prix open tournament awards award forum protests hurricane earthquake pandemic ceremony marathon meeting operation day genocide holocaust intifada trials",
		schema.Product:      "missile missiles rocket rockets drone drones aircraft tank helicopter rifle iphone vaccine",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = t
		}
	}
	return m
}()

// retype corrects the type of a name by the gazetteer, else by its last word.
func retype(sent *nlp.Sentence, m *nlp.Mention) {
	if aged(sent, m) {
		m.Type = schema.Person
		return
	}
	name := join(sent, m.First, m.Last)
	if k, ok := Lookup(name); ok && (m.Type != schema.Person || k.Form == Proper && m.Last-m.First > 1) {
		m.Type = k.Type
		if k.Form == Capital && sent.Tokens[m.First].UPOS != "PROPN" {
			m.Type = schema.Place
		}
		return
	}
	if m.Type == schema.Person {
		if w := strings.ToLower(sent.Tokens[m.Last-1].Form); m.Last-m.First > 1 && (suffixTypes[w] == schema.Organization || suffixTypes[w] == schema.Agreement) && strings.ToLower(sent.Tokens[m.Last-1].Lemma) == w && nounLike(w) {
			m.Type = suffixTypes[w]
		}
		return
	}
	if m.Last-m.First > 1 {
		if t := bySuffix(sent, m); t != "" {
			m.Type = t
			return
		}
		if k, ok := Lookup(join(sent, m.First+1, m.Last)); ok && k.Type == schema.Country && k.Form == Proper && directions[sent.Tokens[m.First].Form] {
			m.Type = schema.Place // "Northern Peru"
			return
		}
		first := strings.ToLower(sent.Tokens[m.First].Form)
		for i := m.First; i+1 < m.Last; i++ {
			if w := strings.ToLower(sent.Tokens[i+1].Form); w == "of" || w == "for" {
				kind := strings.ToLower(sent.Tokens[i].Form)
				if t := suffixTypes[kind]; t != "" {
					m.Type = t
					if kind == "conference" && w == "of" {
						m.Type = schema.Organization // "National Conference of Mayors"
					}
					return
				}
			}
		}
		if ships[sent.Tokens[m.First].Form] {
			m.Type = schema.Product
			return
		}
		switch first {
		case "operation", "hurricane", "typhoon", "tropical", "battle", "cyclone":
			m.Type = schema.Event
		case "lake", "mount", "cape", "gulf", "fort", "camp", "port":
			m.Type = schema.Place
		case "university", "bank", "ministry", "department":
			m.Type = schema.Organization
		}
		if first == "treaty" {
			m.Type = schema.Agreement
		}
	}
	if m.Type == schema.Country {
		m.Type = schema.Place // the gazetteer knows the states
	}
	if m.Type == "" && CityCountry(name) != "" {
		m.Type = schema.Place
	}
}

// bySuffix is the type that the last word of a name of several words tells, empty if none.
func bySuffix(sent *nlp.Sentence, m *nlp.Mention) schema.EntityType {
	if m.Last-m.First < 2 {
		return ""
	}
	last := strings.ToLower(sent.Tokens[m.Last-1].Form)
	if last != "center" && last != "centre" {
		return suffixTypes[last]
	}
	if siteCenters[strings.ToLower(sent.Tokens[m.Last-2].Form)] {
		return schema.Place
	}
	return schema.Organization
}

// Centers that are a site rather than a body.
var siteCenters = set("medical shopping convention detention sports civic space exhibition trade conference fitness garden leisure recreation visitor visitors correctional city town")

// ships are the letters before the name of one.
var ships = set("USS HMS RMS HMAS HMCS INS USNS MV MT SS USCGC ROKS RFA FS")

// directions before the name of a state make it a part of the state.
var directions = set("North South East West Northern Southern Eastern Western Central Northeastern Northwestern Southeastern Southwestern Upper Lower")

// aged says whether an age stands after the name in commas: "Lovelace, 36, was".
func aged(sent *nlp.Sentence, m *nlp.Mention) bool {
	if m.Last+2 >= len(sent.Tokens) || sent.Tokens[m.Last].Form != "," || sent.Tokens[m.Last+2].Form != "," {
		return false
	}
	age := sent.Tokens[m.Last+1].Form
	return len(age) == 2 && age[0] >= '1' && age[0] <= '9' && age[1] >= '0' && age[1] <= '9'
}

// nounLike keeps surnames that are words ("Bank", "Law") from being read as bodies.
func nounLike(w string) bool { return len(w) > 4 }

// known finds the name of the gazetteer that starts at token i.
func known(doc *nlp.Doc, s, i int, covered map[int]int) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	tok := &sent.Tokens[i]
	if !capital(tok.Form) && !strings.HasPrefix(tok.Form, "al") {
		return nlp.Mention{}, false
	}
	limit := 1
	for limit < maxNameTokens && i+limit < len(sent.Tokens) {
		if _, ok := covered[i+limit]; ok {
			break
		}
		limit++
	}
	for n := limit; n > 0; n-- {
		k, ok := Lookup(join(sent, i, i+n))
		if !ok {
			continue
		}
		if n == 1 && tok.UPOS != "PROPN" && tok.UPOS != "ADJ" && !(tok.UPOS == "NOUN" && (k.Form == People || i > 0)) || n == 1 && k.Type != schema.Country && tok.UPOS == "ADJ" {
			if tok.UPOS != "NOUN" && tok.UPOS != "ADJ" || k.Type == schema.Country || baseRel(tok.Deprel) != "nsubj" || coref.NounClass(strings.ToLower(tok.Form)).Kind != "" {
				return nlp.Mention{}, false
			}
		}
		return nlp.Mention{Kind: nlp.Name, Type: k.Type, Sentence: s, First: i, Last: i + n, Head: i + n - 1, Score: 0.95}, true
	}
	// "Peru-backed" as one token
	if head, tail, ok := strings.Cut(tok.Form, "-"); ok && tail != "" && !capital(tail) {
		if k, known := Lookup(head); known && k.Form <= Capital {
			return nlp.Mention{Kind: nlp.Name, Type: k.Type, Sentence: s, First: i, Last: i + 1, Head: i, Score: 0.9}, true
		}
	}
	return nlp.Mention{}, false
}

// quoted finds a name in quotation marks from token i: capitalized words with small ones
// between, "League of Friends". Its type is left to what it names.
func quoted(doc *nlp.Doc, s, i int, covered map[int]int) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	quote := func(k int) bool {
		switch sent.Tokens[k].Form {
		case "“", "”", "\"", "``", "''":
			return true
		}
		return false
	}
	if i == 0 || !quote(i-1) || !capital(sent.Tokens[i].Form) {
		return nlp.Mention{}, false
	}
	end, capitals := i, 0
	for end < len(sent.Tokens) && end < i+maxNameTokens && !quote(end) {
		if _, ok := covered[end]; ok {
			return nlp.Mention{}, false
		}
		switch w := sent.Tokens[end].Form; {
		case capital(w):
			capitals++
		case w == "of", w == "the", w == "and", w == "for", w == "in":
		default:
			if sent.Tokens[end].UPOS == "PUNCT" && end+1 < len(sent.Tokens) && quote(end+1) {
				break // “League of Friends.”
			}
			return nlp.Mention{}, false
		}
		end++
	}
	for end > i && sent.Tokens[end-1].UPOS == "PUNCT" {
		end--
	}
	if capitals < 2 || end-i < 2 || end >= len(sent.Tokens) {
		return nlp.Mention{}, false
	}
	return nlp.Mention{Kind: nlp.Name, Sentence: s, First: i, Last: end, Head: i, Score: 0.6}, true
}

// Posts of companies, clubs and the like, whose body often stands right before.
var bodyPosts = set("director president spokesman spokeswoman spokesperson chairman chairwoman ceo chief analyst reporter correspondent executive founder co-founder manager coach editor professor researcher scientist economist engineer owner striker player captain")

// before finds a body without other mark that stands between a post and what is left of
// it: "Scripps Oceanography director Margaret Leinen".
func before(sent *nlp.Sentence, s int, person *nlp.Mention, covered map[int]int) (nlp.Mention, bool) {
	j := person.First
	if j < 2 || !bodyPosts[strings.ToLower(sent.Tokens[j-1].Form)] {
		return nlp.Mention{}, false
	}
	last := j - 1
	for last > 1 && !capital(sent.Tokens[last-1].Form) && (sent.Tokens[last-1].UPOS == "ADJ" || sent.Tokens[last-1].UPOS == "NOUN") {
		last-- // "political" of "political analyst"
	}
	first := last
	for first > 0 && first > last-5 && capital(sent.Tokens[first-1].Form) && sent.Tokens[first-1].UPOS == "PROPN" && !Titles[strings.ToLower(sent.Tokens[first-1].Form)] {
		if _, ok := covered[first-1]; ok {
			break
		}
		first--
	}
	if first == last || first == 0 && last-first == 1 {
		return nlp.Mention{}, false
	}
	typ := schema.Organization
	if k, ok := Lookup(join(sent, first, last)); ok {
		typ = k.Type // "U.S. President"
	}
	return nlp.Mention{Kind: nlp.Name, Type: typ, Sentence: s, First: first, Last: last, Head: last - 1, Score: 0.6}, true
}

// run finds the capitalized words from token i that end in a word for a kind of body,
// place, treaty or event, in a sentence that is not all capitals: "Danube Water
// Project".
func run(doc *nlp.Doc, s, i int, covered map[int]int) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	if !capital(sent.Tokens[i].Form) {
		return nlp.Mention{}, false
	}
	switch sent.Tokens[i].UPOS {
	case "DET", "ADP", "SCONJ", "CCONJ", "PRON", "ADV", "AUX":
		return nlp.Mention{}, false
	}
	lower := false
	for j := range sent.Tokens {
		if w := sent.Tokens[j].Form; len(w) > 4 && !capital(w) && sent.Tokens[j].UPOS != "PUNCT" {
			lower = true
			break
		}
	}
	if !lower {
		return nlp.Mention{}, false
	}
	end := i
	for end < len(sent.Tokens) && end-i < maxNameTokens {
		if _, ok := covered[end]; ok || !capital(sent.Tokens[end].Form) || sent.Tokens[end].UPOS == "DET" || sent.Tokens[end].UPOS == "PRON" || sent.Tokens[end].UPOS == "VERB" && end > i {
			break
		}
		end++
	}
	for end > i+1 && suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)] == "" {
		end--
	}
	if end-i < 2 {
		return nlp.Mention{}, false
	}
	return nlp.Mention{Kind: nlp.Name, Type: suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)], Sentence: s, First: i, Last: end, Head: end - 1, Score: 0.7}, true
}

func capital(s string) bool {
	if len(s) > 3 && s[2] == '-' && (s[:2] == "al" || s[:2] == "el") {
		s = s[3:] // "al-Masirah"
	}
	if rest, ok := strings.CutPrefix(strings.Replace(s, "’", "'", 1), "d'"); ok {
		s = rest // "d'Estaing"
	}
	for _, r := range s {
		return unicode.IsUpper(r)
	}
	return false
}

// join is the text of tokens as a name is looked up: words with a space between, commas
// left out.
func join(sent *nlp.Sentence, first, last int) string {
	if last-first == 1 {
		return sent.Tokens[first].Form
	}
	var b strings.Builder
	for i := first; i < last; i++ {
		f := sent.Tokens[i].Form
		if f == "," || f == "'s" || f == "’s" {
			b.WriteString(f)
			continue
		}
		if i > first && !(f == "-" || sent.Tokens[i-1].Form == "-" && sent.Tokens[i-1].Glued) {
			b.WriteByte(' ')
		}
		b.WriteString(f)
	}
	return b.String()
}
