package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// firsts makes one name of a first name that the tagger took for a word, as it does "Hope" and
// "Grant" for verbs, and the surname after it, whether the finder saw that or not, and mends the
// tree that came of it: "Governor Hope Emerson said", "Grant Wood, the painter".
func firsts(doc *nlp.Doc) {
	held := make([][]int, len(doc.Sentences)) // token -> index of its name + 1
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind == nlp.Nominal || m.Kind == nlp.Pronoun {
			continue
		}
		if held[m.Sentence] == nil {
			held[m.Sentence] = make([]int, len(doc.Sentences[m.Sentence].Tokens))
		}
		for t := m.First; t < m.Last; t++ {
			held[m.Sentence][t] = i + 1
		}
	}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		toks := sent.Tokens
		name := func(t int) int {
			if held[s] == nil {
				return 0
			}
			return held[s][t]
		}
		for i := 0; i+1 < len(toks); i++ {
			if name(i) != 0 || !wordyFirst(sent, i) || !surnameAfter(sent, i+1) || headline(sent, i) {
				continue
			}
			if k := name(i + 1); k != 0 {
				if m := &doc.Mentions[k-1]; m.Kind != nlp.Name || m.First != i+1 || m.Last != i+2 || m.Type == schema.Country {
					continue
				}
			}
			doc.Mentions[cover(doc, s, i, i+2)].Type = schema.Person
			retree(sent, i)
		}
	}
}

// headline says whether every verb of a sentence but the word at i has a capital, so that
// capitals tell nothing.
func headline(sent *nlp.Sentence, i int) bool {
	for t := range sent.Tokens {
		if o := &sent.Tokens[t]; t != i && (o.UPOS == "VERB" || o.UPOS == "AUX") && !capital(o.Form) {
			return false
		}
	}
	return titleCase(sent)
}

// wordyFirst says whether token i may be a first name that was read as a word.
func wordyFirst(sent *nlp.Sentence, i int) bool {
	tok := &sent.Tokens[i]
	switch tok.UPOS {
	case "VERB", "NOUN", "ADJ":
	default:
		return false
	}
	if !capital(tok.Form) || len(tok.Form) < 3 || strings.ToUpper(tok.Form) == tok.Form || tok.Multi > 0 {
		return false
	}
	if coref.NameGender(tok.Form) != 0 {
		return true
	}
	if _, known := Lookup(tok.Form); known || i == 0 {
		return false
	}
	w := strings.ToLower(sent.Tokens[i-1].Form)
	return tok.UPOS == "VERB" && (office(w) || personTitles[w]) && sent.Tokens[i-1].XPOS != "NNS"
}

// surnameAfter says whether token i may be a surname after which the name ends.
func surnameAfter(sent *nlp.Sentence, i int) bool {
	tok := &sent.Tokens[i]
	low := strings.ToLower(tok.Form)
	if tok.UPOS != "PROPN" && tok.UPOS != "NOUN" || !capital(tok.Form) || len(tok.Form) < 3 || strings.ToUpper(tok.Form) == tok.Form {
		return false
	}
	if suffixTypes[low] != "" || Titles[low] || posts[low] || weekdays[tok.Form] || peopleName(tok.Form) || coref.NounClass(low).Kind != "" || coref.NounClass(strings.ToLower(tok.Lemma)).Kind == "person" {
		return false
	}
	if k, known := Lookup(tok.Form); known && k.Type == schema.Country {
		return false
	}
	return i+1 == len(sent.Tokens) || !capital(sent.Tokens[i+1].Form) || sent.Tokens[i+1].UPOS == "PUNCT"
}

// retree hangs the first name at i on the surname after it, which takes its place, and what
// hung on the first name as if it were a verb where it belongs.
func retree(sent *nlp.Sentence, i int) {
	toks := sent.Tokens
	a, b := &toks[i], &toks[i+1]
	wasVerb := a.UPOS == "VERB"
	a.UPOS, a.XPOS, a.Lemma = "PROPN", "NNP", a.Form
	b.UPOS, b.XPOS, b.Lemma = "PROPN", "NNP", b.Form
	if !wasVerb {
		return
	}
	head, rel := a.Head, a.Deprel
	verb := -1 // what says something of the name
	switch v := b.Head; {
	case v > i+1 && v < len(toks) && baseRel(b.Deprel) == "nsubj": // "Hope Emerson said"
		top := v
		for n := 0; toks[top].Head != i && toks[top].Head >= 0 && n < len(toks); n++ {
			top = toks[top].Head
		}
		if toks[top].Head != i {
			break
		}
		verb = top
		toks[top].Head, toks[top].Deprel = head, rel
	case v == i && head > i && head < len(toks) && toks[head].UPOS == "VERB": // "Grant Wood, a painter, said"
		verb = head
		b.Head, b.Deprel = head, "nsubj"
	case v == i:
		b.Head, b.Deprel = head, rel
	}
	for k := range toks {
		if toks[k].Head != i || k == i+1 {
			continue
		}
		switch {
		case k < i && (toks[k].UPOS == "NOUN" || toks[k].UPOS == "PROPN"):
			toks[k].Head, toks[k].Deprel = i+1, "nmod:desc"
		case k > i && baseRel(toks[k].Deprel) == "vocative":
			toks[k].Head, toks[k].Deprel = i+1, "appos"
		case verb >= 0:
			toks[k].Head = verb
		default:
			toks[k].Head = i + 1
		}
	}
	a.Head, a.Deprel = i+1, "compound"
}

// bareSurname says whether the noun that token i was read as, at the beginning of its sentence
// and with nothing before it that says which, is somebody's surname in a capital: "Fields drove",
// "Banks's lawyer".
func bareSurname(sent *nlp.Sentence, i int) bool {
	tok := &sent.Tokens[i]
	if tok.UPOS != "NOUN" || i > 0 && sent.Tokens[i-1].UPOS != "PUNCT" || i+1 >= len(sent.Tokens) || titleCase(sent) {
		return false
	}
	if w := baseRel(tok.Deprel); w != "nsubj" && w != "nmod" {
		return false
	}
	switch next := &sent.Tokens[i+1]; {
	case next.UPOS == "VERB" || next.UPOS == "AUX" || next.XPOS == "POS":
		tok.UPOS, tok.XPOS, tok.Lemma = "PROPN", "NNP", tok.Form
		return true
	}
	return false
}

// home makes a name of its own of where the person whose name was cut before "of" is from: a
// place, or a body by the letters or the word that tell one.
func home(doc *nlp.Doc, m *nlp.Mention, end int) {
	sent := &doc.Sentences[m.Sentence]
	first := m.Last + 1
	typ, last := schema.EntityType(""), strings.ToLower(sent.Tokens[end-1].Form)
	switch {
	case CityCountry(join(sent, first, end)) != "":
		typ = schema.Place
	case isAcronym(sent.Tokens[first].Form) || suffixTypes[last] == schema.Organization || sent.Tokens[end-1].Glued && isAcronym(sent.Tokens[end-1].Form):
		typ = schema.Organization
	default:
		return
	}
	doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: typ, Sentence: m.Sentence, First: first, Last: end, Head: headOf(sent.Tokens, first, end), Score: 0.9})
}

// ofBodies cuts the name of a person that goes on with "of" after what is the surname of one
// named in full elsewhere: "Lovelace of NASA".
func ofBodies(doc *nlp.Doc, lasts map[string]bool) {
	for i := range len(doc.Mentions) {
		m := &doc.Mentions[i]
		toks := doc.Sentences[m.Sentence].Tokens
		if m.Kind != nlp.Name || m.Type != schema.Person || m.Last-m.First < 3 || toks[m.First+1].Form != "of" || !lasts[toks[m.First].Form] || !capital(toks[m.First+2].Form) {
			continue
		}
		end := m.Last
		m.Last, m.Head = m.First+1, m.First
		home(doc, m, end)
	}
}

// Words that a number follows in the name of a road.
var roads = set("Interstate Route Highway Autobahn Motorway")

// numbered makes one name of a road and its number: "Interstate 75".
func numbered(doc *nlp.Doc, s int) {
	toks := doc.Sentences[s].Tokens
	for i := 0; i+1 < len(toks); i++ {
		if roads[toks[i].Form] && toks[i+1].UPOS == "NUM" && toks[i+1].Form[0] >= '0' && toks[i+1].Form[0] <= '9' {
			first := i
			if whole := nameEnding(doc, s, i+2); whole >= 0 && doc.Mentions[whole].First <= i {
				continue
			}
			if k := nameEnding(doc, s, i); k >= 0 && doc.Mentions[k].Last-doc.Mentions[k].First < 3 && doc.Mentions[k].Type != schema.Person {
				first = doc.Mentions[k].First // "U.S. Route 2"
			}
			doc.Mentions[cover(doc, s, first, i+2)].Type = schema.Place
			i++
		}
	}
}
