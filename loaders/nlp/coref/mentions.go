package coref

import (
	"cmp"
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Tree gives the children of the tokens of a sentence.
type tree [][]int

func newTree(sent *nlp.Sentence) tree {
	t := make(tree, len(sent.Tokens))
	for i := range sent.Tokens {
		if h := sent.Tokens[i].Head; h >= 0 && h < len(sent.Tokens) && h != i {
			t[h] = append(t[h], i)
		}
	}
	for i := range sent.Tokens {
		if h, k := sent.Tokens[i].Head, placed(sent, t, i); k >= 0 {
			t[h] = slices.DeleteFunc(t[h], func(c int) bool { return c == i })
			t[k] = append(t[k], i)
		}
	}
	return t
}

// Nouns that a place tells apart, so that it belongs to them wherever they stand.
var situations = map[string]bool{"situation": true, "conflict": true, "war": true, "crisis": true, "unrest": true, "violence": true, "uprising": true, "famine": true}

// placed is the noun that a place stands right after and belongs to, where the parser hung it
// on the verb before both: "raised the crisis in Chad"; else -1.
func placed(sent *nlp.Sentence, t tree, i int) int {
	toks := sent.Tokens
	if toks[i].UPOS != "PROPN" || toks[i].Deprel != "obl" {
		return -1
	}
	first := i
	for _, c := range t[i] {
		if c < i && toks[c].Deprel == "case" && toks[c].Form == "in" {
			first = c
		}
	}
	k := first - 1
	if first == i || k < 0 || toks[k].Deprel != "obj" || toks[k].Head != toks[i].Head || toks[k].Head > k || !situations[strings.ToLower(toks[k].Lemma)] {
		return -1
	}
	return k
}

// base is a relation without its subtype.
func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// span is the stretch of the subtree under head, cut at what is not part of the noun
// phrase: other conjuncts, appositions in commas, and loose clauses.
func (t tree) span(sent *nlp.Sentence, head int) (first, last int) {
	first, last = head, head+1
	seen := make([]bool, len(t)) // odd trees may have cycles
	var walk func(int)
	walk = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		first, last = min(first, i), max(last, i+1)
		for _, c := range t[i] {
			if i == head && (sent.Tokens[c].Head == head && outside(sent.Tokens[c].Deprel) || t.loose(sent, c)) {
				continue
			}
			walk(c)
		}
	}
	walk(head)
	for last-1 > head && sent.Tokens[last-1].UPOS == "PUNCT" {
		last--
	}
	for first < head && sent.Tokens[first].UPOS == "PUNCT" {
		first++
	}
	return first, last
}

// loose says whether a relative clause follows a comma.
func (t tree) loose(sent *nlp.Sentence, clause int) bool {
	return sent.Tokens[clause].Deprel == "acl:relcl" && len(t[clause]) > 0 && sent.Tokens[t[clause][0]].Form == ","
}

// outside says whether a dependent of a noun lies outside its phrase.
func outside(rel string) bool {
	switch base(rel) {
	case "case", "cc", "conj", "punct", "mark", "cop", "nsubj", "csubj", "aux", "parataxis", "advcl", "discourse", "vocative", "dislocated", "orphan", "appos", "expl", "obj", "ccomp", "xcomp":
		return true
	}
	return rel == "advmod:emph" || rel == "obl"
}

var pronouns = map[string]agreement{
	"i": {person: 1, plural: no, animate: yes}, "me": {person: 1, plural: no, animate: yes}, "my": {person: 1, plural: no, animate: yes}, "mine": {person: 1, plural: no, animate: yes}, "myself": {person: 1, plural: no, animate: yes},
	"we": {person: 1, plural: yes, animate: yes}, "us": {person: 1, plural: yes, animate: yes}, "our": {person: 1, plural: yes, animate: yes}, "ours": {person: 1, plural: yes, animate: yes}, "ourselves": {person: 1, plural: yes, animate: yes},
	"you": {person: 2, animate: yes}, "your": {person: 2, animate: yes}, "yours": {person: 2, animate: yes}, "yourself": {person: 2, animate: yes},
	"he": {person: 3, plural: no, animate: yes, gender: 'm'}, "him": {person: 3, plural: no, animate: yes, gender: 'm'}, "his": {person: 3, plural: no, animate: yes, gender: 'm'}, "himself": {person: 3, plural: no, animate: yes, gender: 'm'},
	"she": {person: 3, plural: no, animate: yes, gender: 'f'}, "her": {person: 3, plural: no, animate: yes, gender: 'f'}, "hers": {person: 3, plural: no, animate: yes, gender: 'f'}, "herself": {person: 3, plural: no, animate: yes, gender: 'f'},
	"it": {person: 3, plural: no, animate: no}, "its": {person: 3, plural: no, animate: no}, "itself": {person: 3, plural: no, animate: no},
	"they": {person: 3, plural: yes}, "them": {person: 3, plural: yes}, "their": {person: 3, plural: yes}, "theirs": {person: 3, plural: yes}, "themselves": {person: 3, plural: yes},
}

// Nouns that head a mention only by chance: "in front of", "for example".
var notNouns = map[string]bool{"example": true, "instance": true, "addition": true, "fact": true, "order": true, "front": true, "favor": true, "favour": true, "case": true, "way": true, "course": true, "least": true, "most": true, "lot": true, "thank": true, "thanks": true, "mr.": true, "ms.": true}

// nounRoles are the relations in which a noun heads a phrase of its own.
func headsPhrase(rel string) bool {
	switch base(rel) {
	case "compound", "flat", "fixed", "goeswith", "case", "det", "amod", "nummod", "advmod", "punct", "list", "discourse", "cc", "mark":
		return false
	}
	return rel != "nmod:desc" && rel != "nmod:unmarked" && rel != "obl:unmarked" && rel != "obl:tmod" && rel != "nmod:tmod" && rel != "obl:npmod" && rel != "nmod:npmod"
}

// AddMentions adds to doc.Mentions the nominal and pronominal mentions of its trees that
// are not there yet, sets the heads of those that are, and sorts them in text order.
func AddMentions(doc *nlp.Doc) {
	type key struct{ sent, head int }
	heads := map[key]bool{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		sent := &doc.Sentences[m.Sentence]
		m.Head = headOf(sent, m.First, m.Last)
		if m.Kind == nlp.Nominal {
			// the noun tells more surely than the finder what it denotes
			if c := NounType(sent, m.Head); c != "" || NounClass(strings.ToLower(sent.Tokens[m.Head].Lemma)).Kind != "" {
				m.Type = c
			} else if m.Type != schema.Person && m.Type != schema.Group && m.Type != schema.Organization {
				m.Type = ""
			}
		}
		if m.Kind == nlp.Name || m.Kind == nlp.Nominal || m.Kind == nlp.Pronoun {
			heads[key{m.Sentence, m.Head}] = true
		}
		if m.Kind == nlp.Date || m.Kind == nlp.Money || m.Kind == nlp.Quantity {
			for t := m.First; t < m.Last; t++ {
				if m.Kind == nlp.Date {
					heads[key{m.Sentence, t}] = true
				}
			}
		}
		if m.Kind == nlp.Name {
			for t := m.First; t < m.Last; t++ {
				heads[key{m.Sentence, t}] = true
			}
		}
	}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		t := newTree(sent)
		for i := range sent.Tokens {
			tok := &sent.Tokens[i]
			if heads[key{s, i}] {
				continue
			}
			switch tok.UPOS {
			case "PRON":
				if _, ok := pronouns[strings.ToLower(tok.Form)]; !ok || base(tok.Deprel) == "expl" {
					continue
				}
				typ := schema.EntityType("")
				if p := pronouns[strings.ToLower(tok.Form)]; p.gender != 0 {
					typ = schema.Person
				}
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Pronoun, Type: typ, Sentence: s, First: i, Last: i + 1, Head: i, Score: 1})
			case "NOUN", "PROPN", "NUM", "ADJ", "DET", "VERB":
				if tok.UPOS == "VERB" && (tok.XPOS != "VBN" || !fallen[strings.ToLower(tok.Form)]) {
					continue
				}
				nominal := headsPhrase(tok.Deprel) && !notNouns[strings.ToLower(tok.Lemma)]
				if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" {
					// "the 36", "the wounded"
					nominal = nominal && argument(tok.Deprel) && hasDet(sent, t[i]) && tok.UPOS != "DET"
				}
				if tok.UPOS == "NOUN" && TimeNoun(tok) {
					nominal = false
				}
				if !nominal {
					if first := bodyBefore(sent, i); first >= 0 {
						doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Nominal, Type: schema.Organization, Sentence: s, First: first, Last: i + 1, Head: i, Score: 0.7})
					}
					continue
				}
				first, last := t.span(sent, i)
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Nominal, Type: NounType(sent, i), Sentence: s, First: first, Last: last, Head: i, Score: 1})
			}
		}
	}
	slices.SortStableFunc(doc.Mentions, func(a, b nlp.Mention) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.First, b.First), cmp.Compare(b.Last, a.Last), cmp.Compare(a.Kind, b.Kind))
	})
}

// Nouns for armed bodies, which posts have right before them: "army chief", "police spokesman".
var armed = map[string]bool{"police": true, "army": true, "military": true, "navy": true, "air force": true, "coast guard": true}

// Nouns for bodies that are named before what they do alone.
var fighting = map[string]bool{"coalition": true, "regime": true, "government": true}

// Nouns for what armed bodies do, right after the word for one: "police shooting".
var done = map[string]bool{"shooting": true, "killing": true, "raid": true, "arrest": true, "investigation": true, "probe": true, "inquiry": true, "crackdown": true, "violence": true, "brutality": true, "search": true, "attack": true, "strike": true, "airstrike": true, "offensive": true, "bombardment": true, "shelling": true, "assault": true, "ambush": true, "bombing": true, "beating": true, "siege": true, "blockade": true}

// bodyBefore is the first token of the armed body that the noun at i names before a post or
// deed, -1 if it names none.
func bodyBefore(sent *nlp.Sentence, i int) int {
	if i+1 >= len(sent.Tokens) || sent.Tokens[i].UPOS != "NOUN" && i > 0 || sent.Tokens[i+1].UPOS != "NOUN" && sent.Tokens[i+1].UPOS != "ADJ" {
		return -1
	}
	next := strings.ToLower(sent.Tokens[i+1].Lemma)
	w := strings.ToLower(sent.Tokens[i].Form)
	switch {
	case NounClass(next).Type == schema.Person && sent.Tokens[i+1].XPOS != "NNS":
	case done[next]:
		if fighting[w] {
			return i
		}
	case i+2 < len(sent.Tokens) && w == "police" && NounClass(strings.ToLower(sent.Tokens[i+2].Lemma)).Type == schema.Person && sent.Tokens[i+2].XPOS != "NNS": // "police press officer"
	default:
		return -1
	}
	if armed[w] {
		return i
	}
	if i > 0 && armed[strings.ToLower(sent.Tokens[i-1].Form)+" "+w] {
		return i - 1
	}
	return -1
}

func argument(rel string) bool {
	switch base(rel) {
	case "nsubj", "obj", "iobj", "obl", "nmod", "conj":
		return true
	}
	return false
}

func hasDet(sent *nlp.Sentence, kids []int) bool {
	for _, c := range kids {
		if base(sent.Tokens[c].Deprel) == "det" {
			return true
		}
	}
	return false
}

// headOf is the token of [first, last) whose head lies outside.
func headOf(sent *nlp.Sentence, first, last int) int {
	for i := first; i < last; i++ {
		if h := sent.Tokens[i].Head; (h < first || h >= last) && sent.Tokens[i].UPOS != "PUNCT" {
			return i
		}
	}
	return last - 1
}

// TimeNoun says whether a noun names a time.
func TimeNoun(tok *nlp.Token) bool {
	return NounClass(strings.ToLower(tok.Lemma)).Kind == "time"
}

// Participles that stand for who is meant, after an article: "the accused".
var fallen = map[string]bool{"accused": true, "deceased": true, "wounded": true, "injured": true, "detained": true, "arrested": true, "condemned": true, "convicted": true}

// NounType is the type of what the noun at i denotes: by its compound of two words, then
// by itself; plural persons are a Group.
func NounType(sent *nlp.Sentence, i int) schema.EntityType {
	tok := &sent.Tokens[i]
	lemma := strings.ToLower(tok.Lemma)
	if proclaimed(sent, i) {
		return schema.Agreement
	}
	if t := acting(sent, i, lemma); t != "" {
		return t
	}
	c := Class{}
	if i > 0 {
		c = NounClass(strings.ToLower(sent.Tokens[i-1].Lemma) + " " + lemma)
		if c.Kind == "" && sent.Tokens[i-1].XPOS == "VBG" {
			c = NounClass(strings.ToLower(sent.Tokens[i-1].Form) + " " + lemma) // "running mate"
		}
	}
	if c.Kind == "" {
		c = NounClass(lemma)
	}
	if c.Kind == "" {
		c = NounClass(strings.ToLower(tok.Form))
	}
	if c.Kind == "" && tok.XPOS == "NNPS" {
		c = NounClass(strings.TrimSuffix(lemma, "s")) // "the four Ministers"
	}
	if c.Kind == "" && HeadEnd(sent, i) > i+1 {
		c = NounClass(lemma + " " + strings.ToLower(sent.Tokens[i+1].Form))
	}
	if c.Kind == "" {
		if j := strings.LastIndexByte(lemma, '-'); j > 0 {
			c = NounClass(lemma[j+1:])
		}
	}
	if c.Kind == "" && tok.UPOS == "NOUN" && tok.Form == strings.ToLower(tok.Form) {
		c = byEnding(lemma)
	}
	if c.Kind == "person" && Plural(tok) {
		return schema.Group
	}
	if lemma == "caucus" && Plural(tok) {
		return schema.Event // votes, where one is a body
	}
	if lemma == "office" && Plural(tok) {
		return "" // rooms, where one is who works there
	}
	if (c.Kind == "country" || lemma == "state") && Plural(tok) {
		return schema.Group
	}
	return c.Type
}

// proclaimed says whether the noun at i is the state that is declared: "state of emergency".
func proclaimed(sent *nlp.Sentence, i int) bool {
	if i+2 >= len(sent.Tokens) || sent.Tokens[i].Form != "state" || sent.Tokens[i+1].Form != "of" {
		return false
	}
	switch strings.ToLower(sent.Tokens[i+2].Form) {
	case "emergency", "siege", "calamity", "exception":
		return true
	}
	return false
}

// HeadEnd is the end of the words that head a nominal: past "general" of "attorney general",
// past "emergency" of "state of emergency".
func HeadEnd(sent *nlp.Sentence, i int) int {
	if proclaimed(sent, i) {
		return i + 3
	}
	if i+1 < len(sent.Tokens) && heldBy[strings.ToLower(sent.Tokens[i].Lemma)] && strings.EqualFold(sent.Tokens[i+1].Form, "general") {
		return i + 2
	}
	return i + 1
}

// Posts that "general" follows.
var heldBy = map[string]bool{"attorney": true, "secretary": true, "governor": true, "solicitor": true, "director": true, "prosecutor": true, "inspector": true, "consul": true, "auditor": true, "surgeon": true}

// Plural says whether a noun is in the plural, by its features or its tag.
func Plural(tok *nlp.Token) bool {
	if strings.Contains(tok.Feats, "Number=Plur") {
		return true
	}
	if strings.Contains(tok.Feats, "Number=") {
		return false
	}
	return tok.XPOS == "NNS" || tok.XPOS == "NNPS"
}

// Phrase is the stretch of tokens [first, last) of the noun phrase under head: its
// modifiers, but no other conjuncts, appositions or loose clauses.
func Phrase(sent *nlp.Sentence, head int) (first, last int) {
	return newTree(sent).span(sent, head)
}

// withoutNested drops the names that a description of the same chain introduces: of "actor X"
// the phrase is the mention.
func withoutNested(doc *nlp.Doc, chain []int) []int {
	kept := chain[:0:0]
	for _, i := range chain {
		m := &doc.Mentions[i]
		if h := doc.Sentences[m.Sentence].Tokens[m.Head].Head; m.Kind == nlp.Name && slices.ContainsFunc(chain, func(j int) bool {
			o := &doc.Mentions[j]
			return o.Kind == nlp.Nominal && o.Sentence == m.Sentence && o.Head == h && o.First < m.First && m.Last <= o.Last
		}) {
			continue
		}
		kept = append(kept, i)
	}
	return kept
}

// Widen makes the chained mentions of a resolved document whole noun phrases, as corpora of
// coreference mark them: "Peruvian Defense Minister Maria Lopez" for "Maria Lopez". A
// nominal grows in place; for a name a nominal of the whole phrase takes its place in the
// chain, and the name stays a mention of its own. It is meant for output; run it last.
func Widen(doc *nlp.Doc) {
	type place struct{ sent, first, last int }
	taken := map[place]bool{}
	for c := range doc.Chains {
		doc.Chains[c].Mentions = withoutNested(doc, doc.Chains[c].Mentions)
		if len(doc.Chains[c].Mentions) < 2 {
			continue
		}
		kept := doc.Chains[c].Mentions[:0]
		for _, i := range doc.Chains[c].Mentions {
			m := &doc.Mentions[i]
			if m.Kind > nlp.Pronoun {
				continue
			}
			first, last := m.First, m.Last
			if m.Kind != nlp.Pronoun {
				first, last = Phrase(&doc.Sentences[m.Sentence], m.Head)
				if toks := doc.Sentences[m.Sentence].Tokens; last < len(toks) && toks[last].XPOS == "POS" && toks[last].Head == m.Head {
					last++ // "the city's"
				}
			}
			if p := (place{m.Sentence, first, last}); taken[p] {
				continue
			} else {
				taken[p] = true
			}
			switch {
			case first == m.First && last == m.Last:
			case m.Kind == nlp.Nominal:
				m.First, m.Last = first, last
			default:
				wide := *m
				wide.Kind, wide.First, wide.Last = nlp.Nominal, first, last
				doc.Mentions = append(doc.Mentions, wide)
				i = len(doc.Mentions) - 1
			}
			kept = append(kept, i)
		}
		doc.Chains[c].Mentions = kept
	}
	order := make([]int, len(doc.Mentions))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &doc.Mentions[a], &doc.Mentions[b]
		return cmp.Or(cmp.Compare(x.Sentence, y.Sentence), cmp.Compare(x.First, y.First), cmp.Compare(y.Last, x.Last), cmp.Compare(x.Kind, y.Kind))
	})
	moved := make([]int, len(order))
	sorted := make([]nlp.Mention, len(order))
	for to, from := range order {
		moved[from] = to
		sorted[to] = doc.Mentions[from]
	}
	doc.Mentions = sorted
	chained := make([]bool, len(order))
	for c := range doc.Chains {
		for k, i := range doc.Chains[c].Mentions {
			doc.Chains[c].Mentions[k] = moved[i]
			chained[moved[i]] = true
		}
		slices.Sort(doc.Chains[c].Mentions)
	}
	doc.Chains = slices.DeleteFunc(doc.Chains, func(c nlp.Chain) bool { return len(c.Mentions) == 0 })
	for i := range doc.Mentions {
		if !chained[i] {
			doc.Chains = append(doc.Chains, nlp.Chain{Mentions: []int{i}})
		}
	}
}
