package link

import (
	"strings"
	"unicode"

	"relata/loaders/nlp"
	"relata/schema"
)

// Letters before a hyphen and a number that begin no model's name: groups of states, roads,
// visas, ages.
var noModels = set("G I H U Q L P R")

const maxModelLetters = 4

// models finds the names of models of arms, aircraft and vehicles that no finder saw: letters
// and a number with a hyphen between them, "F-15s", "Su-35".
func models(doc *nlp.Doc) {
	taken := make([][]bool, len(doc.Sentences))
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name && m.Kind != nlp.Date {
			continue
		}
		if taken[m.Sentence] == nil {
			taken[m.Sentence] = make([]bool, len(doc.Sentences[m.Sentence].Tokens))
		}
		for t := m.First; t < m.Last; t++ {
			taken[m.Sentence][t] = true
		}
	}
	for s := range doc.Sentences {
		toks := doc.Sentences[s].Tokens
		free := func(t int) bool { return taken[s] == nil || !taken[s][t] }
		for i := 0; i+2 < len(toks); i++ {
			if toks[i+1].Form != "-" || !toks[i].Glued || !toks[i+1].Glued || !modelLetters(toks[i].Form) || !modelNumber(toks[i+2].Form) || !free(i) || !free(i+2) {
				continue
			}
			if i > 0 && toks[i-1].Form == "-" || i+3 < len(toks) && toks[i+2].Glued && toks[i+3].Form == "-" {
				continue // a part of something longer
			}
			doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Product, Sentence: s, First: i, Last: i + 3, Head: headOf(toks, i, i+3), Score: 0.6})
			i += 2
		}
	}
}

func modelLetters(w string) bool {
	if len(w) > maxModelLetters || !capital(w) || noModels[w] {
		return false
	}
	return !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
}

// modelNumber says whether a token is a number, with a letter or the plural after it: "35",
// "15s", "29K".
func modelNumber(w string) bool {
	n := 0
	for n < len(w) && w[n] >= '0' && w[n] <= '9' {
		n++
	}
	return n > 0 && n < 4 && len(w)-n < 3 && !strings.ContainsFunc(w[n:], func(r rune) bool { return !unicode.IsLetter(r) }) && w[n:] != "st" && w[n:] != "nd" && w[n:] != "rd" && w[n:] != "th"
}

// modelName says whether a token is a model's letters and number in one: "A320s", "747".
func modelName(w string) bool {
	i := 0
	for i < len(w) && i < maxModelLetters && w[i] >= 'A' && w[i] <= 'Z' {
		i++
	}
	return i < len(w) && len(w)-i > 1 && modelNumber(w[i:])
}
