package extract

import (
	"strings"

	"relata/loaders/nlp/coref"
)

// headlines mends what taggers and parsers make of the short sentences of headlines, which
// leave out articles and auxiliaries.
func (s *sentence) headlines() {
	s.taggedNouns()
	s.shots()
	s.bareVerbs()
	s.commaSubjects()
}

// taggedNouns makes verbs of words in small letters that the tagger took for names and the
// parser gave a subject and an object, as in headlines: "Sixteen states sue X".
func (s *sentence) taggedNouns() {
	for i := 1; i+1 < len(s.Tokens); i++ {
		tok := &s.Tokens[i]
		if tok.UPOS != "PROPN" || tok.Form[0] < 'a' || tok.Form[0] > 'z' || s.kid(i, "nsubj") < 0 || s.kid(i, "nsubj") > i || s.kid(i, "obj") < i || s.kid(i, "case", "cop", "det", "amod", "compound") >= 0 {
			continue
		}
		tok.UPOS, tok.XPOS = "VERB", "VBP"
		s.low[i] = strings.ToLower(tok.Form)
	}
}

// shots makes a verb of "shot" between two noun phrases: "Police shot X".
func (s *sentence) shots() {
	for i := 1; i+1 < len(s.Tokens); i++ {
		tok, next := &s.Tokens[i], &s.Tokens[i+1]
		k := i - 1
		if tok.Form != "shot" || tok.XPOS != "NN" || s.rel[k] != "compound" || s.head[k] != i || s.class(k).Type == "" || s.kid(i, "det", "case", "cop") >= 0 {
			continue
		}
		object := -1
		for _, o := range s.kids[i] {
			if o > i && s.noun(o) && (s.rel[o] == "obj" || s.rel[o] == "nmod" || s.rel[o] == "appos" || s.rel[o] == "dep") && (s.kid(o, "case") < 0 || s.Tokens[s.kid(o, "case")].XPOS == "NNP") {
				object = o
				break
			}
		}
		if object < 0 || next.UPOS == "PUNCT" || next.XPOS == "IN" {
			continue
		}
		s.low[i] = "shoot"
		s.between(k, i, object, "VBD")
	}
}

// between makes the word at i a verb with this subject and object, and what hangs on it as on a
// noun behind the object its obliques.
func (s *sentence) between(subject, i, object int, xpos string) {
	s.Tokens[i].UPOS, s.Tokens[i].XPOS = "VERB", xpos
	s.rel[subject], s.Tokens[subject].Deprel = "nsubj", "nsubj"
	s.rel[object], s.Tokens[object].Deprel = "obj", "obj"
	for _, k := range s.kids[i] {
		if k > object && s.rel[k] == "nmod" {
			s.rel[k] = "obl"
		}
	}
	s.turn()
}

// bareVerbs makes verbs of plurals between two names, the second without a comma, which no
// noun phrase but a list of persons has: "Peru bombs Arica".
func (s *sentence) bareVerbs() {
	for i := 1; i+1 < len(s.Tokens); i++ {
		tok := &s.Tokens[i]
		k, o := i-1, i+1
		for o < len(s.Tokens) && s.head[o] != i && s.Tokens[o].UPOS != "PUNCT" && s.Tokens[o].UPOS != "ADP" {
			o++
		}
		if tok.UPOS != "NOUN" || tok.XPOS != "NNS" || tok.Form[0] < 'a' || tok.Form[0] > 'z' || o >= len(s.Tokens) || s.head[o] != i || s.rel[o] != "appos" || s.Tokens[o].UPOS != "PROPN" || s.Tokens[i+1].UPOS == "PUNCT" {
			continue
		}
		if s.head[k] != i || s.rel[k] != "compound" || s.Tokens[k].UPOS != "PROPN" || s.kid(i, "det", "case", "amod", "cop", "nmod:poss", "nummod") >= 0 || coref.NounClass(s.low[i]).Kind == "person" || coref.NounClass(s.low[i]).Kind == "group" {
			continue
		}
		next := s.head[i]
		switch {
		case s.rel[i] == "root":
		case s.rel[i] == "nsubj" && next > o && s.verb(next): // "Peru bombs Arica, kills 12"
			s.head[i], s.rel[i] = s.head[next], s.rel[next]
			s.head[next], s.rel[next] = i, "conj"
		default:
			continue
		}
		s.between(k, i, o, "VBZ")
	}
}

// commaSubjects joins the two subjects that a comma parts in headlines: "Peru, Chile clash".
func (s *sentence) commaSubjects() {
	for i := 0; i+2 < len(s.Tokens); i++ {
		v := s.head[i]
		if s.rel[i] != "nsubj" || v < 0 || s.Tokens[i].UPOS != "PROPN" {
			continue
		}
		for j := i + 2; j < v && j < i+5; j++ {
			if s.head[j] == v && s.rel[j] == "nsubj" && s.Tokens[j].UPOS == "PROPN" {
				if first, _ := s.subtree(j, func(int) bool { return false }); first > i && s.Tokens[first-1].Form == "," && s.kid(i, "appos", "acl") < 0 {
					s.head[j], s.rel[j], s.Tokens[j].Deprel = i, "conj", "conj"
					s.turn()
				}
			}
		}
	}
}
