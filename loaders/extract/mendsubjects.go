package extract

// companions makes one more of the subject of who is named "along with" it.
func (s *sentence) companions() {
	changed := false
	for j := 1; j+2 < len(s.Tokens); j++ {
		if w := s.low[j]; w != "along" && w != "together" || s.low[j+1] != "with" {
			continue
		}
		k := s.head[j+1]
		if k < j+2 || !s.noun(k) || s.rel[k] != "obl" && s.rel[k] != "nmod" {
			continue
		}
		n := j - 1
		if s.Tokens[n].Form == "," {
			n--
		}
		for n > 0 && s.head[n] >= 0 && s.head[n] < n && (s.rel[n] == "flat" || s.rel[n] == "nmod" || s.rel[n] == "conj") {
			n = s.head[n]
		}
		if n < 0 || s.rel[n] != "nsubj" || !s.noun(n) || s.head[n] < k || n == k {
			continue
		}
		s.head[k], s.rel[k] = n, "conj"
		s.rel[j], s.rel[j+1] = "cc", "cc"
		changed = true
	}
	if changed {
		s.turn()
	}
}

// lateSubjects makes subjects of nouns right before a finite verb without one that the
// parser strung on the noun before their comma: "According to X, drones struck".
func (s *sentence) lateSubjects() {
	changed := false
	for v := 2; v < len(s.Tokens); v++ {
		tok := &s.Tokens[v]
		if tok.UPOS != "VERB" || tok.XPOS != "VBD" && tok.XPOS != "VBZ" && tok.XPOS != "VBP" || s.kid(v, "nsubj", "csubj") >= 0 {
			continue
		}
		k := v - 1
		if !s.noun(k) || s.rel[k] != "conj" && s.rel[k] != "appos" && s.rel[k] != "nmod" || s.head[k] < 0 || s.head[k] > k || s.kid(k, "cc", "case") >= 0 {
			continue
		}
		first, _ := s.subtree(k, func(j int) bool { return s.rel[j] == "punct" })
		if first == 0 || s.Tokens[first-1].Form != "," || under(s.head, v, k) || !under(s.head, k, v) {
			continue
		}
		if p := s.preposition(s.head[k]); p == "" && !s.fronted(s.head[k], v) {
			continue
		}
		s.head[k], s.rel[k] = v, "nsubj"
		changed = true
	}
	if changed {
		s.turn()
	}
}

// fronted says whether the noun at k is the object of a participle clause that stands before
// the verb at v: "Having sanctioned Iran, France left".
func (s *sentence) fronted(k, v int) bool {
	if s.rel[k] != "obj" {
		return false
	}
	for j, n := s.head[k], 0; j >= 0 && j < k && n < 3; j, n = s.head[j], n+1 {
		if s.rel[j] == "advcl" && s.head[j] == v {
			return true
		}
	}
	return false
}

// strays mends some readings of words as parts of compounds: a subject as a modifier of its
// verb, a noun as a bare infinitive, a gerund as a modifier of the name that is its object.
func (s *sentence) strays() {
	changed := false
	for k := 0; k+1 < len(s.Tokens); k++ {
		h := s.head[k]
		if h < 0 {
			continue
		}
		tok := &s.Tokens[k]
		switch {
		case s.rel[k] == "compound" && h == k+1 && tok.UPOS == "PROPN" && s.Tokens[h].UPOS == "VERB" && (s.Tokens[h].XPOS == "VBZ" || s.Tokens[h].XPOS == "VBD") && s.kid(h, "nsubj") < 0:
			s.rel[k] = "nsubj" // "Brazil trades with"
			changed = true
		case s.rel[k] == "obl" && tok.UPOS == "PROPN" && s.name[k] >= 0 && s.bareBefore(k, h):
			s.rel[k] = "nsubj" // "In the French capital Merkel also met"
			changed = true
		case s.rel[k] == "expl" && s.low[k] == "it" && k < h && s.kid(h, "nsubj", "csubj", "ccomp", "xcomp") < 0 && s.kid(h, "obj") > h && s.Tokens[h].XPOS == "VBD":
			s.rel[k] = "nsubj" // "It accused Peru of using"
			changed = true
		case s.rel[k] == "nsubj" && h > k && tok.UPOS == "NOUN" && s.low[max(s.kid(k, "det"), 0)] != "the" && s.kid(k, "det") >= 0:
			if j := s.subjectBefore(k, h); j >= 0 {
				s.head[k], s.rel[k] = j, "appos" // "Olof Palme, once a minister in Sweden, had left"
				if m := s.kid(h, "mark"); m > j && m < k {
					s.head[m], s.rel[m] = k, "advmod"
				}
				changed = true
			}
		case s.rel[k] == "xcomp" && tok.XPOS == "VB" && h == k-1 && s.kid(k, "mark") < 0 && s.head[k+1] == k && s.rel[k+1] == "obj" && s.Tokens[k+1].UPOS == "NOUN" && !causes[s.low[h]] && s.low[h] != "see" && s.low[h] != "hear" && s.low[h] != "dare" && s.low[h] != "need":
			s.head[k+1], s.rel[k+1] = h, "obj" // "announced export restrictions"
			s.head[k], s.rel[k] = k+1, "compound"
			changed = true
		case s.rel[k] == "amod" && tok.XPOS == "VBG" && tok.UPOS == "VERB" && k > 1 && h > k && s.Tokens[h].UPOS == "PROPN" && s.Tokens[k-1].UPOS == "ADP" && s.head[k-1] == h && s.head[h] >= 0 && s.head[h] < k && s.verb(s.head[h]):
			s.head[k], s.rel[k] = s.head[h], "advcl" // "retaliated by blacklisting X"
			s.head[k-1], s.rel[k-1] = k, "mark"
			s.head[h], s.rel[h] = k, "obj"
			changed = true
		}
	}
	if changed {
		s.turn()
	}
}

// bareBefore says whether the name at k without a preposition stands right before the finite
// verb at v, which has no subject; adverbs and auxiliaries may part them.
func (s *sentence) bareBefore(k, v int) bool {
	if v <= k || s.Tokens[v].XPOS != "VBD" && s.Tokens[v].XPOS != "VBZ" || s.kid(v, "nsubj", "nsubj:pass", "csubj", "expl") >= 0 || s.kid(k, "case", "mark", "det", "nummod") >= 0 {
		return false
	}
	for j := k + 1; j < v; j++ {
		if s.head[j] != k && s.Tokens[j].UPOS != "ADV" {
			return false
		}
	}
	return true
}

// subjectBefore is the name whose apposition in commas the noun at k before the verb at v is,
// where the parser gave the verb both for subjects; -1 if none is.
func (s *sentence) subjectBefore(k, v int) int {
	j := s.kid(v, "nsubj")
	if j < 0 || j >= k || s.Tokens[j].UPOS != "PROPN" {
		return -1
	}
	_, end := s.subtree(j, func(int) bool { return false })
	first, last := s.subtree(k, func(i int) bool { return s.rel[i] == "punct" })
	if end >= len(s.Tokens) || s.Tokens[end].Form != "," || last >= v || s.Tokens[last].Form != "," || first-end > 2 {
		return -1
	}
	return j
}

// Words that open a clause of time or cause, which parsers take for prepositions of its subject.
var openers = wordSet("since after before as until because while")

// betweenCommas gives back its subject to a verb that an apposition in commas parts from it,
// where the parser hung the subject on the clause before: "since the capital, X, fell".
func (s *sentence) betweenCommas() {
	for v := 4; v < len(s.Tokens); v++ {
		tok := &s.Tokens[v]
		if tok.UPOS != "VERB" || tok.XPOS != "VBD" && tok.XPOS != "VBZ" && tok.XPOS != "VBP" || s.rel[v] != "parataxis" || s.kid(v, "nsubj") >= 0 || s.Tokens[v-1].Form != "," {
			continue
		}
		n := v - 2
		for n > 0 && s.rel[n] != "appos" && s.head[n] >= 0 && s.head[n] < v {
			n = s.head[n]
		}
		if s.rel[n] != "appos" {
			continue
		}
		n = s.head[n]
		h := s.head[n]
		c := s.kid(n, "case", "mark")
		if h < 0 || s.head[v] != h || s.rel[n] != "obl" || c < 0 || c > n || !openers[s.low[c]] {
			continue
		}
		s.rel[v], s.Tokens[v].Deprel = "advcl", "advcl"
		s.head[n], s.rel[n], s.Tokens[n].Deprel = v, "nsubj", "nsubj"
		s.head[c], s.rel[c], s.Tokens[c].Deprel = v, "mark", "mark"
		s.turn()
	}
}
