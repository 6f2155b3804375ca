package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

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
		if !ok || k.Type == schema.Event && oneOf(sent, i) {
			continue
		}
		if n == 1 && strange[tok.UPOS] && (len(tok.Form) > 4 || tok.Form == "US") && !titleCase(sent) {
			tok.UPOS, tok.XPOS, tok.Lemma = "PROPN", "NNP", tok.Form // "Houthis", read as a pronoun
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

// What taggers make of names that they have never seen.
var strange = set("PRON DET X INTJ SYM NUM")

// oneOf says whether an indefinite article before token i makes of a name one of its kind: "a
// hard Brexit".
func oneOf(sent *nlp.Sentence, i int) bool {
	for j := i - 1; j >= 0 && j > i-6; j-- {
		switch tok := &sent.Tokens[j]; {
		case strings.EqualFold(tok.Form, "a") || strings.EqualFold(tok.Form, "an"):
			return true
		case tok.UPOS != "ADJ" && tok.UPOS != "NOUN" && tok.UPOS != "PUNCT" && tok.UPOS != "DET" || tok.Form == ",":
			return false
		}
	}
	return false
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
	if first == last || first == 0 && last-first == 1 && (sent.Tokens[0].UPOS != "PROPN" || coref.NounClass(strings.ToLower(sent.Tokens[0].Form)).Kind != "") {
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
	if end-i < 2 || end < len(sent.Tokens) && benches[sent.Tokens[end-1].Form] && bench[sent.Tokens[end].Form] {
		return nlp.Mention{}, false // "U.S. District Judge X"
	}
	return nlp.Mention{Kind: nlp.Name, Type: suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)], Sentence: s, First: i, Last: end, Head: end - 1, Score: 0.7}, true
}

// loneName finds an unknown name that the finder of names passed over: a capitalized
// proper noun that acts, the subject of a finite verb or its object, without an article.
func loneName(doc *nlp.Doc, s, i int, covered map[int]int, dated []bool) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	tok := &sent.Tokens[i]
	low := strings.ToLower(tok.Form)
	if i == 0 && tok.UPOS == "ADJ" && baseRel(tok.Deprel) == "nsubj" && !dated[i] {
		if _, known := Lookup(tok.Form); !known && tok.Head < len(sent.Tokens) && tok.Head == 1 && sent.Tokens[1].UPOS == "VERB" {
			return nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: s, First: i, Last: i + 1, Head: i, Score: 0.5}, true
		}
	}
	if tok.UPOS != "PROPN" || tok.XPOS != "NNP" || !capital(tok.Form) || len(tok.Form) < 4 || strings.ToUpper(tok.Form) == tok.Form || Titles[low] || dated[i] || suffixTypes[low] != "" {
		return nlp.Mention{}, false
	}
	if c := coref.NounClass(strings.ToLower(tok.Lemma)); c.Kind != "" || i > 0 && (sent.Tokens[i-1].UPOS == "DET" || sent.Tokens[i-1].UPOS == "ADJ" || sent.Tokens[i-1].UPOS == "PROPN" || sent.Tokens[i-1].Form == "-") {
		return nlp.Mention{}, false
	}
	if i+1 < len(sent.Tokens) && (sent.Tokens[i+1].Form == "-" || sent.Tokens[i+1].UPOS == "NOUN" || sent.Tokens[i+1].UPOS == "PROPN") {
		return nlp.Mention{}, false
	}
	h := tok.Head
	if h < 0 || h >= len(sent.Tokens) || sent.Tokens[h].UPOS != "VERB" {
		return nlp.Mention{}, false
	}
	switch baseRel(tok.Deprel) {
	case "nsubj":
		if x := sent.Tokens[h].XPOS; x != "VBD" && x != "VBZ" && x != "VBN" && x != "VBP" && x != "VB" && x != "VBG" {
			return nlp.Mention{}, false
		}
	default:
		return nlp.Mention{}, false
	}
	if _, ok := covered[h]; ok {
		return nlp.Mention{}, false
	}
	return nlp.Mention{Kind: nlp.Name, Type: schema.Person, Sentence: s, First: i, Last: i + 1, Head: i, Score: 0.5}, true
}

// untyped finds capitalized words inside a sentence that nothing else knows: a name whose
// type its clause tells.
func untyped(doc *nlp.Doc, s, i int, covered map[int]int, dated []bool) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	toks := sent.Tokens
	ok := func(j int) bool {
		if _, taken := covered[j]; taken || dated[j] {
			return false
		}
		low := strings.ToLower(toks[j].Form)
		return (toks[j].UPOS == "PROPN" || toks[j].UPOS == "NOUN" && toks[j].XPOS == "NN") && capital(toks[j].Form) && len(toks[j].Form) > 2 && !Titles[low] && coref.NounClass(low).Kind == ""
	}
	if i == 0 || toks[i-1].UPOS == "PUNCT" && toks[i-1].Form != "," && toks[i-1].Form != "(" || !ok(i) || titleCase(sent) {
		return nlp.Mention{}, false
	}
	if _, taken := covered[i-1]; taken && toks[i-1].Form != "," || capital(toks[i-1].Form) && i > 1 && toks[i-1].UPOS != "DET" && toks[i-1].UPOS != "ADP" {
		return nlp.Mention{}, false // part of something larger
	}
	if w := toks[i-1].Form; i > 2 && (w == "of" || w == "and") && capital(toks[i-2].Form) && CityCountry(toks[i].Form) == "" {
		return nlp.Mention{}, false // "Medal of Freedom"
	}
	end := i + 1
	for end < len(toks) && end < i+4 && ok(end) {
		end++
	}
	if end < len(toks) && (toks[end].Form == "-" || capital(toks[end].Form) && toks[end].UPOS != "PUNCT") {
		return nlp.Mention{}, false
	}
	if k, ok := Lookup(join(sent, i, end)); ok && k.Type == schema.Event && oneOf(sent, i) {
		return nlp.Mention{}, false
	}
	head := headOf(toks, i, end)
	switch baseRel(toks[head].Deprel) {
	case "obj", "iobj", "obl", "nmod", "nsubj", "conj", "appos":
	default:
		return nlp.Mention{}, false
	}
	return nlp.Mention{Kind: nlp.Name, Sentence: s, First: i, Last: end, Head: head, Score: 0.5}, true
}

// ofBody finds a body whose name goes on after a preposition: "Office for the Coordination
// of Humanitarian Affairs", "Institute for the Study of War".
func ofBody(doc *nlp.Doc, s, i int, covered map[int]int) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	toks := sent.Tokens
	if !capital(toks[i].Form) || suffixTypes[strings.ToLower(toks[i].Form)] != schema.Organization || toks[i].UPOS != "PROPN" && toks[i].UPOS != "NOUN" {
		return nlp.Mention{}, false
	}
	j := i + 1
	if j+1 >= len(toks) || toks[j].Form != "for" && toks[j].Form != "on" && toks[j].Form != "of" {
		return nlp.Mention{}, false
	}
	if weekdays[toks[j+1].Form] {
		return nlp.Mention{}, false // "the Agency on Tuesday imposed"
	}
	of, on := toks[j].Form == "of", toks[j].Form == "on"
	first := i
	for first > 0 && capital(toks[first-1].Form) && (toks[first-1].UPOS == "PROPN" || toks[first-1].UPOS == "ADJ") && !Titles[strings.ToLower(toks[first-1].Form)] {
		first--
	}
	j++
	if toks[j].Form == "the" {
		j++
	}
	start := j
	if on && stateAt(sent, j) {
		return nlp.Mention{}, false // "sanctions in the Council on Peru"
	}
	for j < len(toks) && j < start+maxNameTokens {
		if o, ok := covered[j]; ok {
			if t := doc.Mentions[o].Type; t == schema.Country || t == schema.Person || of && t == schema.Place {
				break
			}
		}
		if capital(toks[j].Form) && toks[j].UPOS != "PUNCT" {
			j++
			continue
		}
		if w := toks[j].Form; (w == "of" || w == "and") && j > start && j+1 < len(toks) && capital(toks[j+1].Form) && !Titles[strings.ToLower(toks[j+1].Form)] && !(w == "and" && (isAcronym(toks[j+1].Form) || ownBody(doc, s, j+1, covered) || placeName(join(sent, start, j)))) {
			j++
			continue
		}
		break
	}
	for j > start && (!capital(toks[j-1].Form) || office(toks[j-1].Form)) {
		j--
	}
	if j == start || of && j-start < 2 && !(subjects[strings.ToLower(toks[i].Form)] && first < i && !placeName(toks[start].Form) && toks[start].UPOS != "PUNCT") {
		return nlp.Mention{}, false
	}
	if o, ok := covered[i]; ok && doc.Mentions[o].First <= first && doc.Mentions[o].Last > j && capital(toks[doc.Mentions[o].Last-1].Form) {
		return nlp.Mention{}, false // "Institute for Research in Geology": the finder saw more
	}
	return nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: s, First: first, Last: j, Head: i, Score: 0.7}, true
}

// Bodies that one word after "of" tells apart: "State Board of Elections".
var subjects = set("board department ministry bureau division directorate")

// stateAt says whether the name of a state begins at token i.
func stateAt(sent *nlp.Sentence, i int) bool {
	for n := min(3, len(sent.Tokens)-i); n > 0; n-- {
		if k, ok := Lookup(join(sent, i, i+n)); ok && k.Type == schema.Country && k.Form <= Capital {
			return k.Form != Adjective
		}
	}
	return false
}

// ownBody says whether the name of a body of three words and more begins at token i, its kind
// at the end; the finder may have cut its first word.
func ownBody(doc *nlp.Doc, s, i int, covered map[int]int) bool {
	o, ok := covered[i]
	if !ok {
		if o, ok = covered[i+1]; !ok || doc.Mentions[o].First != i+1 {
			return false
		}
	}
	m := &doc.Mentions[o]
	return m.First >= i && m.Last-i > 2 && m.Type == schema.Organization && suffixTypes[strings.ToLower(doc.Sentences[s].Tokens[m.Last-1].Form)] == schema.Organization
}

// titleCase says whether most words of a sentence are capitalized, so that capitals tell
// nothing.
func titleCase(sent *nlp.Sentence) bool {
	upper, lower := 0, 0
	for i := range sent.Tokens {
		if w := sent.Tokens[i].Form; len(w) > 3 && sent.Tokens[i].UPOS != "PUNCT" {
			if capital(w) {
				upper++
			} else {
				lower++
			}
		}
	}
	return upper > 2*lower
}

var weekdays = set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

// surname says whether a word of a person's name may stand for the person at token i,
// whatever the tagger takes it for.
func surname(sent *nlp.Sentence, i int) bool {
	tok := &sent.Tokens[i]
	switch tok.UPOS {
	case "PROPN":
	case "NOUN", "ADJ", "VERB":
		if i == 0 || sent.Tokens[i-1].UPOS == "PUNCT" && sent.Tokens[i-1].Form != "," {
			return false // every word has a capital here
		}
	default:
		return false
	}
	next := i+1 < len(sent.Tokens) && (sent.Tokens[i+1].Form == "-" || capital(sent.Tokens[i+1].Form) && sent.Tokens[i+1].UPOS != "PUNCT")
	last := i > 0 && (sent.Tokens[i-1].Form == "-" || capital(sent.Tokens[i-1].Form) && !Titles[strings.ToLower(sent.Tokens[i-1].Form)] && i > 1)
	return coref.NounClass(strings.ToLower(tok.Form)).Kind == "" && suffixTypes[strings.ToLower(tok.Form)] == "" && !Titles[strings.ToLower(tok.Form)] && !particles[strings.ToLower(tok.Form)] && !next && !last && !titleCase(sent)
}
