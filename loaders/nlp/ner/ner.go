// Package ner finds mentions: names with their types, the noun phrases and pronouns that
// stand for actors, and dates, sums of money and quantities.
//
//	out := model.Run(sent, first, scratch)
//	tag.Annotate(sent, out)
//	parse.Annotate(sent, out)
//	ner.Annotate(doc, i, out) // sent is doc.Sentences[i]
//
// Names are the best well-formed sequence of the net's labels (Viterbi). Noun phrases and
// pronouns are read off the tree, their types off the net. Dates, money and quantities are
// found by small grammars over words and tags. Time is linear in the tokens.
package ner

import (
	"cmp"
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/net"
	"relata/schema"
)

// Annotate appends to doc.Mentions those of the tokens that out covers. The tokens need
// tags and heads. Call it in text order, sentence by sentence, part by part.
func Annotate(doc *nlp.Doc, i int, out *net.Output) {
	f := finder{sent: i, toks: doc.Sentences[i].Tokens, out: out, first: out.First, end: out.First + out.N}
	f.taken = make([]bool, out.N)
	f.names()
	f.works()
	f.values()
	f.phrases()
	slices.SortStableFunc(f.found, func(a, b nlp.Mention) int {
		return cmp.Or(a.First-b.First, b.Last-a.Last)
	})
	doc.Mentions = append(doc.Mentions, f.found...)
}

// finder collects the mentions of one part of a sentence.
type finder struct {
	sent       int
	toks       []nlp.Token
	out        *net.Output
	first, end int    // the tokens of the part
	taken      []bool // tokens within a name, date, sum or quantity, by place in the part
	found      []nlp.Mention
}

func (f *finder) add(kind nlp.Kind, typ schema.EntityType, first, last int, score float64) {
	f.found = append(f.found, nlp.Mention{Kind: kind, Type: typ, Sentence: f.sent, First: first, Last: last, Head: headOf(f.toks, first, last), Score: score})
}

func (f *finder) take(first, last int) {
	for i := first; i < last; i++ {
		f.taken[i-f.first] = true
	}
}

func (f *finder) free(first, last int) bool {
	for i := first; i < last; i++ {
		if f.taken[i-f.first] {
			return false
		}
	}
	return true
}

// headOf is the first token whose head lies outside the range.
func headOf(toks []nlp.Token, first, last int) int {
	for i := first; i < last; i++ {
		if h := toks[i].Head; h < first || h >= last {
			return i
		}
	}
	return first
}

// names decodes the net's labels.
func (f *finder) names() {
	labels := f.out.Labels.Names
	scores := make([][]float32, f.out.N)
	for i := range scores {
		scores[i] = f.out.Names(i)
	}
	path := viterbi(scores, labels)
	for i := 0; i < len(path); i++ {
		label := labels[path[i]]
		if label == "O" {
			continue
		}
		j := i
		for label[0] == 'B' && j+1 < len(path) && labels[path[j]][0] != 'E' {
			j++
		}
		first, last := f.first+i, f.first+j+1
		typ := schema.EntityType(label[2:])
		if typ == schema.Person {
			first = f.untitled(first, last)
			// "president of the United States"
			for first < last-1 && (f.word(first) == "the" || f.word(first) == "of") {
				first++
			}
			if f.country(first, last) {
				typ = schema.Country
			}
		}
		sure := 1.0
		for k := first; k < last; k++ {
			sure = min(sure, typeProbability(scores[k-f.first], labels, label[2:]))
		}
		f.add(nlp.Name, typ, first, last, sure)
		f.take(first, last)
		i = j
	}
	// Peoples that the net passed over.
	for i := f.first; i < f.end; i++ {
		if f.out.Listed(i-f.first) != "demonym" || !f.free(i, i+1) {
			continue
		}
		last := i + 1
		for last < f.end && f.out.Listed(last-f.first) == "demonym" && f.toks[i].Head == last && f.free(last, last+1) {
			last++
		}
		f.add(nlp.Name, schema.Country, i, last, 0.9)
		f.take(i, last)
		i = last - 1
	}
}

// country says whether the tokens are one listed country.
func (f *finder) country(first, last int) bool {
	for i := first; i < last; i++ {
		if f.out.Listed(i-f.first) != "country" {
			return false
		}
	}
	return true
}

// titles are words before a person's name that are no part of it.
var titles = set(`mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir dame lord lady rev rev. reverend father sister brother saint pope cardinal bishop archbishop imam
	ayatollah sheikh rabbi king queen prince princess emperor sultan emir president vice premier prime minister chancellor secretary senator sen sen. rep rep. representative
	congressman congresswoman governor gov gov. mayor councillor ambassador judge justice attorney general gen gen. lieutenant lt lt. colonel col col. major maj maj. captain capt
	capt. sergeant sgt sgt. corporal admiral adm adm. commander marshal officer chief superintendent inspector detective director chairman chairwoman chair chairperson
	ceo coach foreign defense defence finance interior health deputy former late ex-president then-president spokesman spokeswoman analyst journalist actor actress singer`)

// untitled skips the titles before a person's name: "Russian Defense Minister", "Mayor".
func (f *finder) untitled(first, last int) int {
	for first < last-1 {
		tok := &f.toks[first]
		switch {
		case titles[strings.ToLower(tok.Form)]:
		case tok.Deprel == "nmod:desc" || tok.Deprel == "amod" || tok.Deprel == "case":
		case tok.Head > first && tok.Head < last && f.toks[tok.Head].Deprel == "nmod:desc":
		default:
			return first
		}
		first++
	}
	return first
}

// caution is added to the score of no name: the net is a little too ready to see names in
// what it doesn't know. Chosen on the development half of Universal NER.
const caution = 0.5

// viterbi finds the best sequence in which names are B I* E or S of one type.
func viterbi(scores [][]float32, labels []string) []int {
	n, m := len(scores), len(labels)
	if n == 0 {
		return nil
	}
	ends := make([]bool, m)   // O, E, S: a name may begin next
	starts := make([]bool, m) // O, B, S: no name is open before
	for i, l := range labels {
		ends[i] = l[0] == 'O' || l[0] == 'E' || l[0] == 'S'
		starts[i] = l[0] == 'O' || l[0] == 'B' || l[0] == 'S'
	}
	// before gives for each I and E the B and the I of its type, -1 if there is none.
	before := make([][2]int, m)
	for j, l := range labels {
		before[j] = [2]int{-1, -1}
		for k, p := range labels {
			if !starts[j] && p[1:] == l[1:] {
				switch p[0] {
				case 'B':
					before[j][0] = k
				case 'I':
					before[j][1] = k
				}
			}
		}
	}
	lean := make([]float32, m)
	for j, l := range labels {
		if l == "O" {
			lean[j] = caution
		}
	}
	const low = -1e30
	back := make([]int32, n*m)
	best, next := make([]float32, m), make([]float32, m)
	for j := range m {
		best[j] = low
		if starts[j] {
			best[j] = scores[0][j] + lean[j]
		}
	}
	for t := 1; t < n; t++ {
		closed := -1 // the best label after which no name is open
		for k := range m {
			if ends[k] && (closed < 0 || best[k] > best[closed]) {
				closed = k
			}
		}
		for j := range m {
			from := closed
			if !starts[j] {
				from = -1
				for _, k := range before[j] {
					if k >= 0 && (from < 0 || best[k] > best[from]) {
						from = k
					}
				}
			}
			next[j] = low
			if from >= 0 {
				next[j] = best[from] + scores[t][j] + lean[j]
				back[t*m+j] = int32(from)
			}
		}
		best, next = next, best
	}
	last := 0
	for j := range m {
		if ends[j] && (!ends[last] || best[j] > best[last]) {
			last = j
		}
	}
	path := make([]int, n)
	for t := n - 1; t >= 0; t-- {
		path[t] = last
		last = int(back[t*m+last])
	}
	return path
}

// typeProbability is how likely the token is part of a name of the type: the softmax,
// added up over the labels of the type.
func typeProbability(scores []float32, labels []string, typ string) float64 {
	top := slices.Max(scores)
	var all, of float64
	for k, v := range scores {
		e := exp(float64(v) - float64(top))
		all += e
		if label := labels[k]; len(label) > 2 && label[2:] == typ {
			of += e
		}
	}
	return of / all
}

// exp is e to the x, from its series so that every machine agrees on the last bit.
func exp(x float64) float64 {
	if x < -60 {
		return 0
	}
	x = min(x, 60) / 64
	sum, term := 1.0, 1.0
	for i := 1; i <= 20; i++ {
		term = float64(term*x) / float64(i)
		sum += term
	}
	for range 6 {
		sum = float64(sum * sum)
	}
	return sum
}

// denotes is what the phrase of a token denotes, by the net.
func (f *finder) denotes(i int) string {
	v := f.out.Denotes(i - f.first)
	best := 0
	for k := range v {
		if v[k] > v[best] {
			best = k
		}
	}
	return f.out.Labels.Denotes[best]
}

// types of phrases. What is missing names no actor: time, animal, plant, abstract.
var types = map[string]schema.EntityType{
	"person":       schema.Person,
	"organization": schema.Organization,
	"place":        schema.Place,
	"event":        schema.Event,
	"object":       schema.Product,
	"substance":    schema.Product,
}

// Nouns whose type the net's classes don't tell.
var nouns = typed(map[schema.EntityType]string{
	schema.Agreement: "agreement accord deal treaty pact convention resolution law bill act legislation constitution ceasefire truce charter protocol declaration",
	schema.Country:   "country nation state republic kingdom",
	schema.Group: `people officials troops forces soldiers ministers lawmakers protesters demonstrators rebels militants insurgents fighters diplomats
		authorities experts analysts leaders allies powers`,
})

func typed(lists map[schema.EntityType]string) map[string]schema.EntityType {
	m := make(map[string]schema.EntityType)
	for typ, list := range lists {
		for w := range set(list) {
			m[w] = typ
		}
	}
	return m
}

// phrases finds noun phrases that stand for actors and things, and personal pronouns.
func (f *finder) phrases() {
	for i := f.first; i < f.end; i++ {
		tok := &f.toks[i]
		if f.taken[i-f.first] {
			continue
		}
		switch {
		case tok.XPOS == "PRP" || tok.XPOS == "PRP$":
			f.add(nlp.Pronoun, f.pronounType(i), i, i+1, 1)
		case tok.UPOS == "NOUN" || tok.UPOS == "PROPN":
			f.nominal(i)
		}
	}
}

func (f *finder) pronounType(i int) schema.EntityType {
	switch strings.ToLower(f.toks[i].Form) {
	case "he", "him", "his", "himself", "she", "her", "hers", "herself", "i", "me", "my", "myself", "you", "your", "yourself":
		return schema.Person
	}
	return types[f.denotes(i)]
}

// inner are relations of words that head no phrase of their own.
var inner = map[string]bool{"compound": true, "flat": true, "fixed": true, "goeswith": true, "amod": true, "nummod": true, "reparandum": true}

// before are relations of words that stand before a noun and belong to its phrase.
var before = map[string]bool{"det": true, "amod": true, "compound": true, "nummod": true, "nmod": true, "advmod": true, "punct": true, "flat": true, "cc": true, "conj": true, "case": true, "goeswith": true, "obl": true}

func (f *finder) nominal(i int) {
	tok := &f.toks[i]
	rel, sub, _ := strings.Cut(tok.Deprel, ":")
	if inner[rel] || sub == "desc" {
		return
	}
	word := strings.ToLower(tok.Form)
	typ, listed := nouns[word]
	if !listed {
		typ = types[f.denotes(i)]
	}
	if typ == "" {
		return
	}
	if typ == schema.Person && strings.Contains(tok.Feats, "Number=Plur") {
		typ = schema.Group
	}
	first := i
	for first > f.first && f.within(first-1, i) && before[relation(f.toks[first-1].Deprel)] {
		first--
	}
	for first < i && (f.toks[first].UPOS == "PUNCT" || f.toks[first].UPOS == "CCONJ" || f.toks[first].UPOS == "ADP" || relation(f.toks[first].Deprel) == "case") {
		first++
	}
	f.add(nlp.Nominal, typ, first, i+1, 0.8)
}

func relation(deprel string) string {
	rel, _, _ := strings.Cut(deprel, ":")
	return rel
}

// within says whether token i hangs, directly or not, from token top by words between
// them: a word of the phrase before its noun.
func (f *finder) within(i, top int) bool {
	for range 8 {
		h := f.toks[i].Head
		if h == top {
			return true
		}
		if h < i-12 || h > top || h == nlp.NoHead {
			return false
		}
		i = h
	}
	return false
}
