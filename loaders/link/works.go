package link

import (
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Nouns for what somebody makes and gives a title.
var titledWorks = set("novel novella film movie memoir memoirs autobiography book album song single series sitcom show musical opera documentary painting poem podcast programme soundtrack thriller drama miniseries docuseries biopic bestseller hit videogame sculpture symphony")

// Work says whether a noun is one for what somebody makes and gives a title: "novel".
func Work(noun string) bool { return titledWorks[noun] }

// What stands between such a noun and its title.
var callings = set("called titled entitled named")

const maxTitleTokens = 12

// works finds the titles of works, which the finder takes for persons, places and bodies, by the
// noun beside them: "the film X", "his memoir, X,", "X, a novel by".
func works(doc *nlp.Doc) {
	titles := map[string]bool{}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		for t := range sent.Tokens {
			tok := &sent.Tokens[t]
			if !titledWorks[strings.ToLower(tok.Lemma)] || tok.UPOS != "NOUN" {
				continue
			}
			first, last := titleAfter(doc, s, t)
			if first == last {
				first, last = titleBefore(doc, s, t)
			}
			owner(doc, s, t)
			if first == last {
				continue
			}
			m := &doc.Mentions[cover(doc, s, first, last)]
			m.Type, m.Score = schema.Product, max(m.Score, 0.8)
			titles[join(sent, first, last)] = true
		}
	}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Last > m.First && titles[join(&doc.Sentences[m.Sentence], m.First, m.Last)] {
			m.Type = schema.Product
		}
	}
}

// titleAfter is the title that stands right after the noun at t; empty if none does.
func titleAfter(doc *nlp.Doc, s, t int) (first, last int) {
	toks := doc.Sentences[s].Tokens
	j, comma := t+1, false
	if j < len(toks) && toks[j].Form == "," {
		j, comma = j+1, true
	}
	if j < len(toks) && callings[strings.ToLower(toks[j].Form)] {
		j++
		comma = false
	}
	if j >= len(toks) {
		return 0, 0
	}
	if opens(toks[j].Form) {
		for end := j + 1; end < len(toks) && end <= j+maxTitleTokens; end++ {
			if closes(toks[end].Form) {
				if end == j+1 || !capital(toks[j+1].Form) && !modelNumber(toks[j+1].Form) {
					return 0, 0
				}
				if w := toks[end-1].Form; (w == "," || w == ".") && end-1 > j+1 {
					end--
				}
				return j + 1, end
			}
		}
		return 0, 0
	}
	m := nameFrom(doc, s, j)
	if !capital(toks[j].Form) || m == nil && comma {
		return 0, 0
	}
	last = titleRun(toks, j, toks[t].XPOS != "NNS")
	if m != nil {
		last = max(last, m.Last)
		if m.Type == schema.Person && m.Last-m.First > 1 && coref.NameGender(toks[m.First].Form) != 0 && m.Last == last && (comma || !ofWork(toks, t)) {
			return 0, 0 // "in a film, Jane Austen is"
		}
	}
	switch {
	case toks[j].UPOS != "PROPN" && m == nil, dateAt(doc, s, j), weekdays[toks[j].Form]:
		return 0, 0
	case comma && (last >= len(toks) || toks[last].UPOS != "PUNCT" || !ofWork(toks, t)):
		return 0, 0
	}
	if k, ok := Lookup(join(&doc.Sentences[s], j, last)); ok && k.Form != Proper || ok && k.Type == schema.Country {
		return 0, 0
	}
	for i := j; i < last; i++ { // "the book that": "the book Jane Austen wrote"
		if h := toks[i].Head; h >= last && h < len(toks) && toks[h].Head == t && baseRel(toks[i].Deprel) == "nsubj" {
			return 0, 0
		}
	}
	return j, last
}

// ofWork says whether an owner or a word such as "debut" before the noun at t tells which work it is.
func ofWork(toks []nlp.Token, t int) bool {
	for i := t - 1; i >= 0 && i >= t-4; i-- {
		if toks[i].XPOS == "PRP$" || toks[i].XPOS == "POS" || toks[i].XPOS == "JJS" || toks[i].Form == "the" || toks[i].Form == "debut" {
			return true
		}
		if toks[i].UPOS == "PUNCT" || toks[i].UPOS == "VERB" || toks[i].UPOS == "ADP" {
			return false
		}
	}
	return false
}

// titleRun is the end of the words with capitals from token j on, small ones between them.
func titleRun(toks []nlp.Token, j int, one bool) int {
	last := j + 1
	for i := j + 1; i < len(toks) && i < j+maxTitleTokens; i++ {
		w := toks[i].Form
		switch {
		case capital(w) && toks[i].UPOS != "PUNCT":
			last = i + 1
		case w == "-" && toks[i].Glued, inTitles[w], one && w == "and", toks[i].XPOS == "POS":
		default:
			return last
		}
	}
	return last
}

// Small words inside titles.
var inTitles = set("of the a an in on to for with from is as")

// titleBefore is the name that the noun at t describes after a comma: "X, a novel by Y".
func titleBefore(doc *nlp.Doc, s, t int) (first, last int) {
	toks := doc.Sentences[s].Tokens
	if t+1 >= len(toks) || !madeBy[strings.ToLower(toks[t+1].Form)] {
		return 0, 0
	}
	det := false
	for i := t - 1; i > 0 && i > t-7; i-- {
		switch w := strings.ToLower(toks[i].Form); {
		case w == "a" || w == "an" || w == "the":
			det = true
		case w == "," && det:
			for k := range doc.Mentions {
				if m := &doc.Mentions[k]; m.Kind == nlp.Name && m.Sentence == s && m.Last > m.First && (m.Last == i || m.Last == i-1 && closes(toks[i-1].Form)) && m.Type != schema.Country {
					return m.First, m.Last
				}
			}
			return 0, 0
		case det || toks[i].UPOS == "VERB" && toks[i].XPOS != "VBN" || toks[i].UPOS == "ADP":
			return 0, 0
		}
	}
	return 0, 0
}

// What tells of a work who made it.
var madeBy = set("by directed written starring about produced published released")

// owner gives the name that the work at t is of the type of who makes works: "the Beatles' album".
func owner(doc *nlp.Doc, s, t int) {
	toks := doc.Sentences[s].Tokens
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Sentence == s && m.Kind == nlp.Name && m.Last > m.First && m.Last < t && m.Last > t-5 && toks[m.Last].XPOS == "POS" && (m.Type == schema.Product || m.Type == schema.Group || m.Type == "") && !strings.Contains(join(&doc.Sentences[s], m.Last, t), ",") {
			m.Type = schema.Organization
		}
	}
}

// nameFrom is the name that begins at token j, nil if none does.
func nameFrom(doc *nlp.Doc, s, j int) *nlp.Mention {
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Sentence == s && m.Kind == nlp.Name && m.First == j && m.Last > j {
			return m
		}
	}
	return nil
}

// dateAt says whether a date begins at token j.
func dateAt(doc *nlp.Doc, s, j int) bool {
	return slices.ContainsFunc(doc.Mentions, func(m nlp.Mention) bool {
		return m.Sentence == s && m.Kind == nlp.Date && m.First <= j && j < m.Last
	})
}

func opens(w string) bool {
	return w == "\"" || w == "“" || w == "``" || w == "‘" || w == "«" || w == "'"
}
func closes(w string) bool {
	return w == "\"" || w == "”" || w == "''" || w == "’" || w == "»" || w == "'"
}
