package extract

import "relata/loaders/nlp/coref"

// beforeComma is the person's name that the phrase of the noun at i stands beside in
// commas or dashes, whatever the tree: "X, 67, the president of"; -1 if there is none.
func (s *sentence) beforeComma(i, depth int) int {
	if s.rel[i] == "nsubj" && coref.Plural(s.tok(i)) && i+1 < len(s.Tokens) && s.Tokens[i+1].UPOS != "PUNCT" && s.Tokens[i+1].UPOS != "ADP" {
		return -1 // "according to X, six nationals were hurt"
	}
	a := i
	for a > 0 && a > i-8 {
		tok := &s.Tokens[a-1]
		if s.person[a-1] {
			break
		}
		ok := tok.UPOS == "DET" || tok.UPOS == "ADJ" || tok.UPOS == "NOUN" || tok.UPOS == "PROPN" || tok.XPOS == "POS" || tok.Form == "-" || tok.UPOS == "ADV" || tok.UPOS == "NUM" || (tok.XPOS == "VBG" || tok.XPOS == "VBN") && a >= 2 && s.Tokens[a-2].Form == "-"
		if !ok {
			break
		}
		a--
	}
	if a < 2 {
		return -1
	}
	sep := a - 1
	if s.low[sep] == "and" && s.Tokens[sep-1].Form == "," {
		if s.low[a] == "a" || s.low[a] == "an" {
			return -1 // "X, Y, and a spokesman for Z"
		}
		sep--
	}
	switch s.Tokens[sep].Form {
	case ",", "—", "–", "--", "(":
	default:
		return -1
	}
	if sep == 0 {
		return -1
	}
	e := sep - 1
	if e > 1 && s.Tokens[e].UPOS == "NUM" && s.Tokens[e-1].Form == "," {
		e -= 2 // an age
	}
	if e >= 0 && s.person[e] {
		return e
	}
	if depth > 2 {
		return -1
	}
	// a list of posts: "X - former secretary, mayor of London, and member of"
	for q := e; q >= 0 && q > e-6; q-- {
		if s.Tokens[q].UPOS == "VERB" || s.Tokens[q].UPOS == "AUX" || s.Tokens[q].UPOS == "PUNCT" || s.person[q] {
			break
		}
		if s.noun(q) && s.class(q).Kind == "person" {
			return s.beforeComma(q, depth+1)
		}
	}
	return -1
}

// afterComma is the person's name after the phrase of the noun at i: "the president of the
// league, X"; -1 if there is none.
func (s *sentence) afterComma(i int) int {
	for j := i + 1; j < len(s.Tokens) && j < i+16; j++ {
		tok := &s.Tokens[j]
		if tok.UPOS == "VERB" || tok.UPOS == "AUX" || tok.UPOS == "PRON" || s.person[j] {
			return -1
		}
		if tok.Form != "," {
			if tok.UPOS == "PUNCT" && tok.Form != "-" {
				return -1
			}
			continue
		}
		for k := j + 1; k < len(s.Tokens) && k < j+6; k++ {
			if s.person[k] {
				last := k
				for last+1 < len(s.Tokens) && s.person[last+1] {
					last++
				}
				if last+1 < len(s.Tokens) && s.low[last+1] == "and" {
					return -1
				}
				return k
			}
			if s.Tokens[k].UPOS != "PROPN" && s.Tokens[k].UPOS != "NOUN" {
				return -1
			}
		}
		return -1
	}
	return -1
}
