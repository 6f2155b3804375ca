package extract

// Verbs of saying with a hearer, whose content parsers take for a clause about the hearer.
var telling = wordSet("tell inform assure remind convince notify")

// said mends what stands around verbs of saying and blaming: of two subjects, the first is
// that of what stands first ("Trade grew, the ministry reported", "A statement said trade
// had grown"); what a hearer is told is no
// clause about the hearer ("told members that rebels had seized the town"); what somebody is
// accused of is no part of the last one accused ("accused X and Y of killing").
func (s *sentence) said() {
	changed := false
	for v := range s.Tokens {
		h := s.head[v]
		if h < 0 {
			continue
		}
		switch {
		case s.rel[v] == "ccomp" && v < h && reporting[s.low[h]] && s.kid(v, "nsubj") < 0 && s.Tokens[v].UPOS == "VERB":
			first, second := -1, false
			for _, k := range s.kids[h] {
				switch {
				case s.rel[k] != "nsubj":
				case k < v && first < 0:
					first = k
				case k > v:
					second = true
				}
			}
			if first >= 0 && second {
				s.head[first] = v
				changed = true
			}
		case s.rel[v] == "ccomp" && v > h && reporting[s.low[h]] && s.verb(h) && s.kid(h, "nsubj") < 0:
			first, second := -1, false
			for _, k := range s.kids[v] {
				switch {
				case s.rel[k] != "nsubj":
				case k < h && first < 0:
					first = k
				case k > h && k < v:
					second = true
				}
			}
			if first >= 0 && second {
				s.head[first] = h
				changed = true
			}
		case s.Tokens[v].Deprel == "acl:relcl" && s.head[h] >= 0 && (s.rel[h] == "iobj" || s.rel[h] == "obj") && telling[s.low[s.head[h]]] && s.kid(v, "nsubj") >= 0:
			that := -1
			for _, k := range s.kids[v] {
				if s.low[k] == "that" && k < s.kid(v, "nsubj") {
					that = k
				}
			}
			if that >= 0 {
				s.head[v], s.rel[v], s.Tokens[v].Deprel = s.head[h], "ccomp", "ccomp"
				s.rel[that], s.Tokens[that].Deprel, s.Tokens[that].UPOS = "mark", "mark", "SCONJ"
				changed = true
			}
		case s.rel[v] == "acl" && s.Tokens[v].XPOS == "VBG" && v > h:
			m := s.kid(v, "mark", "case")
			if m < 0 || s.low[m] != "of" {
				continue
			}
			top := h
			for s.rel[top] == "conj" && s.head[top] >= 0 {
				top = s.head[top]
			}
			if g := s.head[top]; g >= 0 && s.rel[top] == "obj" && s.verb(g) && (s.low[g] == "accuse" || s.low[g] == "suspect" || s.low[g] == "convict") {
				s.head[v], s.rel[v] = g, "advcl"
				changed = true
			}
		}
	}
	if changed {
		s.turn()
	}
}

// askedTo makes what somebody is called on to do the complement of the call: "called on X to
// join" is no aim of the caller.
func (s *sentence) askedTo() {
	for i := range s.Tokens {
		h := s.head[i]
		if s.rel[i] != "advcl" || s.Tokens[i].XPOS != "VB" || h < 0 || h > i || !appeal[s.low[h]] || s.kid(i, "nsubj") >= 0 || s.kid(i, "mark") < 0 || s.low[s.kid(i, "mark")] != "to" {
			continue
		}
		for _, k := range s.kids[h] {
			if p := s.preposition(k); s.rel[k] == "obl" && k > h && k < i && (p == "on" || p == "upon" || p == "to" && s.low[h] == "appeal" || p == "with" && s.low[h] == "plead") && s.Tokens[k].UPOS == "PROPN" {
				s.rel[i] = "xcomp"
			}
		}
	}
}
