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

// Makers of aircraft and vehicles, whose models are numbers, and what stands after the number.
var (
	makers    = set("Boeing Airbus Cessna Embraer Bombardier Antonov Ilyushin Tupolev Sukhoi Fokker Lockheed Beechcraft Learjet Gulfstream Dassault Sikorsky Mikoyan McDonnell Piper Saab Convair Douglas Comac Kamov Mil")
	variants  = set("MAX Max Dreamliner neo Neo Jumbo Freighter")
	thousands = set("people workers employees jobs staff engineers million billion passengers planes jets aircraft orders")
)

// numberedModels joins a maker and the number of the model, of which the finder saw a part, an owner
// before them included: "Lufthansa Airbus A320", "Boeing 747s".
func numberedModels(doc *nlp.Doc) {
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		toks := sent.Tokens
		for i := 0; i+1 < len(toks); i++ {
			first, last := i, i
			switch w := toks[i+1].Form; {
			case makers[toks[i].Form] && (modelDigits(w) || modelName(w)):
				last = i + 2
			case makers[toks[i].Form] && i+3 < len(toks) && toks[i+2].Form == "-" && modelLetters(w) && modelNumber(toks[i+3].Form):
				last = i + 4
			case variants[w] && modelDigits(toks[i].Form):
				if _, ok := Lookup(join(sent, i, i+2)); ok {
					last = i + 2
				}
			}
			if last == first || last < len(toks) && thousands[strings.ToLower(toks[last].Form)] && !strings.ContainsAny(toks[last-1].Form[1:], "-s") && toks[last-1].UPOS == "NUM" && last == i+2 && len(toks[last-1].Form) > 2 && toks[last-1].Form[0] != '7' {
				continue
			}
			for last < len(toks) && variants[toks[last].Form] {
				last++
			}
			owner := -1
			for k := range doc.Mentions {
				if m := &doc.Mentions[k]; m.Sentence == s && m.Kind == nlp.Name && m.First < first && m.Last > first {
					owner = m.First
				}
			}
			k := cover(doc, s, first, last)
			doc.Mentions[k].Kind, doc.Mentions[k].Type, doc.Mentions[k].Score = nlp.Name, schema.Product, 0.95
			if owner >= 0 {
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: s, First: owner, Last: first, Head: headOf(toks, owner, first), Score: 0.7})
			}
			i = last - 1
		}
	}
}

// modelDigits says whether a token is a number of three digits, with the number of its make or the plural behind it.
func modelDigits(w string) bool {
	n := 0
	for n < len(w) && w[n] >= '0' && w[n] <= '9' {
		n++
	}
	return n == 3 && (len(w) == 3 || w[3:] == "s" || w[3] == '-' && len(w) < 10)
}

// modelName says whether a token is a model's letters and number in one: "A320s", "747".
func modelName(w string) bool {
	i := 0
	for i < len(w) && i < maxModelLetters && w[i] >= 'A' && w[i] <= 'Z' {
		i++
	}
	return i < len(w) && len(w)-i > 1 && modelNumber(w[i:])
}
