package extract

import (
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Participles that introduce the name of what the noun before them describes.
var calledWords = wordSet("named called identified nicknamed dubbed")

// calledAfter is the mention of the name that a participle after the noun at t introduces:
// "a woman named X", "a man identified as X", "a company called Y"; -1 if none does.
func (v *view) calledAfter(s *sentence, t int) int {
	if !s.noun(t) || s.name[t] >= 0 || t+2 >= len(s.Tokens) || coref.Plural(s.tok(t)) {
		return -1
	}
	j := t + 1
	if j+2 < len(s.Tokens) && s.Tokens[j].Form == "," {
		j++
	}
	if m := s.name[j]; m >= 0 && j == t+2 && s.low[t] == "capital" && v.doc.Mentions[m].Type != schema.Person {
		return m // "the capital, X, fell"
	}
	w := s.Tokens[j].Form
	if !calledWords[w] && !(w == "known" && s.low[j+1] == "as") {
		return -1
	}
	for j++; j < len(s.Tokens) && j < t+6; j++ {
		if m := s.name[j]; m >= 0 {
			if e := v.links.Ties[m].Entity; e != nil && v.doc.Mentions[m].First == j && (s.class(t).Type == "" || s.class(t).Type == e.Type) {
				return m
			}
			return -1
		}
		switch s.low[j] {
		case "as", "the", "by", "police", "later", "only":
		default:
			return -1
		}
	}
	return -1
}

// Small numbers in words.
var small = map[string]int{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

// numbered are the heads of the names that a number before the noun at t counts, where just as
// many stand behind a comma later: "sued two companies in Peru, A and B."; nil if none do.
func (v *view) numbered(s *sentence, t int) []int {
	n := 0
	for _, k := range s.kids[t] {
		if k < t && s.rel[k] == "nummod" {
			n = small[s.low[k]]
		}
	}
	if n == 0 || !s.noun(t) {
		return nil
	}
	for j := t + 2; j < len(s.Tokens); j++ {
		if s.Tokens[j].UPOS == "VERB" {
			return nil
		}
		if s.Tokens[j-1].Form != "," && s.Tokens[j-1].Form != ":" || s.name[j] < 0 {
			continue
		}
		var heads []int
		var typ schema.EntityType
		k := j
		for k < len(s.Tokens) {
			if m := s.name[k]; m >= 0 {
				e := v.links.Ties[m].Entity
				if e == nil || len(heads) > 0 && e.Type != typ {
					return nil
				}
				heads, typ = append(heads, v.doc.Mentions[m].Head), e.Type
				k = v.doc.Mentions[m].Last
				continue
			}
			if f := s.Tokens[k].Form; f != "," && f != "and" {
				break
			}
			k++
		}
		if len(heads) == n && (k >= len(s.Tokens) || s.Tokens[k].UPOS == "PUNCT") {
			return heads
		}
		return nil
	}
	return nil
}

// namesPerson says whether the phrase at t is a person's name, with or without a title.
func (v *view) namesPerson(s *sentence, t int) bool {
	a := v.own(s, t)
	return a.ent != nil && a.ent.Type == schema.Person && named(a.ent)
}

const listedWithin = 30 // tokens between a plural and those that "including" names of it

// includedLater is the first name of a list of members that stands apart from the plural at t:
// "detained eight people for fraud, including X"; -1 if none does or another plural is nearer.
func (v *view) includedLater(s *sentence, t int) int {
	if !s.noun(t) || !coref.Plural(s.tok(t)) || !s.class(t).Type.IsActor() && (s.name[t] < 0 || s.kid(t, "amod", "det") < 0) || s.rel[t] != "obj" && s.rel[t] != "nsubj" && s.rel[t] != "conj" {
		return -1
	}
	for j := t + 2; j+1 < len(s.Tokens) && j < t+listedWithin; j++ {
		w := s.low[j]
		if s.Tokens[j].Form == "including" || w == "such" && s.low[j+1] == "as" {
			if f := s.Tokens[j-1].Form; f != "," && f != openQuotes && s.Tokens[j-1].UPOS != "PUNCT" {
				return -1
			}
			for k := j + 1; k < len(s.Tokens) && k < j+8 && s.Tokens[k].UPOS != "VERB"; k++ {
				m := s.name[k]
				if m < 0 {
					continue
				}
				e := v.links.Ties[m].Entity
				if e == nil || e.Type == schema.Country || e.Type != schema.Person && e.Type != s.class(t).Type && s.class(t).Type != schema.Group {
					continue
				}
				return v.doc.Mentions[m].Head
			}
			return -1
		}
		if s.noun(j) && coref.Plural(s.tok(j)) && s.class(j).Type != "" || s.Tokens[j].Form == ";" || s.Tokens[j].Form == ":" {
			return -1
		}
	}
	return -1
}

// ofItself says whether the description at t would be of the one whom a phrase in it names:
// an adviser to X is not X.
func (v *view) ofItself(s *sentence, t, m int) bool {
	if v.doc.Mentions[m].Kind != nlp.Nominal || s.at[t] != m || s.class(t).Kind != "person" {
		return false
	}
	for _, k := range s.kids[t] {
		if n := s.name[k]; k > t && n >= 0 && s.rel[k] == "nmod" && (s.preposition(k) == "for" || s.preposition(k) == "to") && v.links.Ties[n].Entity == v.links.Ties[m].Entity {
			return true
		}
	}
	return false
}
