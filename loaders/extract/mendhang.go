package extract

import "relata/schema"

// ledBy hangs a passive participle right after a noun and a comma on that noun: "the army,
// led by X".
func (s *sentence) ledBy() {
	changed := false
	for v := 2; v+1 < len(s.Tokens); v++ {
		if s.rel[v] != "advcl" && s.Tokens[v].Deprel != "acl" || s.Tokens[v].XPOS != "VBN" || s.Tokens[v-1].Form != "," || !s.noun(v-2) || s.low[v+1] != "by" || s.kid(v, "mark", "nsubj", "aux") >= 0 || s.head[v] >= v {
			continue
		}
		n := v - 2
		for s.head[n] >= 0 && s.head[n] < v && s.noun(s.head[n]) && (s.rel[n] == "flat" || s.rel[n] == "compound" || s.rel[n] == "nmod" && n > 0 && s.low[n-1] == "of" && s.head[n] == n-2 && stateNouns[s.low[n-2]]) {
			n = s.head[n]
		}
		if under(s.head, n, v) || s.rel[v] == "acl" && s.preposition(n) != "between" {
			continue
		}
		for _, a := range s.kids[v] { // ", led by X, and Y": Y is beside what X leads
			for _, k := range s.kids[a] {
				c := s.kid(k, "cc")
				if a > v && s.preposition(n) == "between" && s.rel[k] == "conj" && c > 0 && s.Tokens[c-1].Form == "," && s.low[c] == "and" {
					s.head[k] = n
					changed = true
				}
			}
		}
		if s.head[v] == n || s.rel[v] == "acl" && s.head[v] > n {
			continue
		}
		s.head[v], s.rel[v] = n, "acl"
		changed = true
	}
	if changed {
		s.turn()
	}
}

// statesBeforeTitles makes the name the head of what the parser hung on the state before the
// title: "US President Barack Obama and Angela Merkel signed".
func (s *sentence) statesBeforeTitles() {
	changed := false
	for j := 2; j < len(s.Tokens); j++ {
		i := s.head[j]
		if s.rel[j] != "flat" || i < 0 || i > j-2 || s.Tokens[i].UPOS != "PROPN" || s.head[j-1] != j || s.Tokens[j-1].Deprel != "nmod:desc" || !s.within(i+1, j, j) {
			continue
		}
		for k := range s.Tokens {
			if k != j && s.head[k] == i {
				s.head[k] = j
			}
		}
		s.head[j], s.rel[j] = s.head[i], s.rel[i]
		s.head[i], s.rel[i] = j, "compound"
		s.Tokens[j].Deprel, s.Tokens[i].Deprel = s.Tokens[i].Deprel, "compound"
		changed = true
	}
	if changed {
		s.turn()
	}
}

// within says whether each of the tokens [first, last) hangs on another of them or on top.
func (s *sentence) within(first, last, top int) bool {
	for t := first; t < last; t++ {
		if h := s.head[t]; h != top && (h < first || h >= last) {
			return false
		}
	}
	return true
}

// participles raises a participle that the parser hung on its own subject, where nothing
// else is the verb of the sentence: "Macron named X prime minister".
func (s *sentence) participles() {
	for k := 1; k < len(s.Tokens); k++ {
		h := s.head[k]
		if s.Tokens[k].Deprel != "acl" || s.Tokens[k].UPOS != "VERB" || s.Tokens[k].XPOS != "VBN" && s.Tokens[k].XPOS != "VBD" || h < 0 || h >= k || s.rel[h] != "root" || s.kid(h, "cop", "nsubj", "parataxis") >= 0 || s.kid(k, "nsubj", "aux") >= 0 {
			continue
		}
		if by := s.kid(k, "obl:agent"); by >= 0 || s.Tokens[k-1].UPOS == "PUNCT" || s.Tokens[k-1].Form == "-" {
			continue
		}
		// right after the phrase of its subject, and with something of its own after it
		if !under(s.head, k-1, h) || k+1 >= len(s.Tokens) || s.Tokens[k+1].UPOS == "ADP" || s.Tokens[k+1].UPOS == "PUNCT" {
			continue
		}
		other := false
		for j := range s.Tokens {
			if j != k && s.head[j] == h && (s.Tokens[j].UPOS == "VERB" || s.Tokens[j].UPOS == "AUX") {
				other = true
			}
		}
		if other {
			continue
		}
		s.head[k], s.rel[k] = -1, "root"
		for j := range s.Tokens {
			if s.head[j] == h && j > k {
				if s.rel[j] == "flat" || s.rel[j] == "appos" || s.rel[j] == "compound" {
					continue
				}
				s.head[j] = k
			}
		}
		s.head[h], s.rel[h] = k, "nsubj"
		s.turn()
	}
}

// beside is the name that stands right before the preposition of the phrase at k: of
// "Condor in Lima" at Lima, Condor; -1 if none does.
func (v *view) beside(s *sentence, k int) int {
	for _, c := range s.kids[k] {
		if s.rel[c] == "case" && c > 0 && c < k && s.Tokens[c].UPOS == "ADP" {
			if s.Tokens[c-1].Form == ")" && c > 1 { // "the Lima Medical Center (LMC) in Peru"
				return s.name[c-2]
			}
			return s.name[c-1]
		}
	}
	return -1
}

// mend hangs conjuncts on the name that they are like, where the parser hung them on the
// place beside it: "Condor in Lima, Puma in Quito".
func (v *view) mend(s *sentence) {
	changed := v.raiseVerbs(s)
	changed = v.outward(s) || changed
	changed = v.agents(s) || changed
	changed = v.between(s) || changed
	changed = v.besideNoun(s) || changed
	changed = v.predicative(s) || changed
	changed = v.bodies(s) || changed
	for k := 1; k+1 < len(s.Tokens); k++ {
		// "the U.S. imposed sanctions": a verb between a name and a noun, taken for a participle
		n := k + 1
		if s.rel[k] != "amod" || s.head[k] != n || s.name[k-1] < 0 || s.Tokens[k].UPOS != "VERB" || !lightVerbs[s.low[k]] || under(s.head, s.head[n], k) {
			continue
		}
		name := v.doc.Mentions[s.name[k-1]].Head
		s.head[k], s.rel[k] = s.head[n], s.rel[n]
		s.head[n], s.rel[n] = k, "obj"
		if s.kid(k, "nsubj") < 0 && !under(s.head, k, name) {
			s.head[name], s.rel[name] = k, "nsubj"
		}
		changed = true
	}
	if changed {
		s.turn()
	}
	for k := range s.Tokens {
		h := s.head[k]
		if s.rel[k] != "conj" || h < 0 || s.name[k] < 0 || s.name[h] < 0 {
			continue
		}
		x := v.beside(s, h)
		if x < 0 {
			continue
		}
		ms := v.doc.Mentions
		if ms[s.name[k]].Type == ms[x].Type && ms[s.name[h]].Type != ms[x].Type {
			if t := ms[x].Head; !s.under(t, k) && t != k {
				s.head[k] = t
				changed = true
			}
		}
	}
	if changed {
		s.turn()
	}
}

// Prepositions that hang on what is done and not on the name between: "the arrest of X by Y",
// "accusations by X against Y", "sanctions were imposed on X by Y".
var outwards = wordSet("by against into")

// outward hangs such phrases on the noun or verb that the name before them hangs on.
func (v *view) outward(s *sentence) bool {
	changed := false
	for k := range s.Tokens {
		p := s.preposition(k)
		if s.rel[k] != "nmod" || !outwards[p] || !s.noun(k) {
			continue
		}
		h := s.head[k]
		for n := 0; n < 4 && h >= 0 && h < k && s.name[h] >= 0 && s.name[h] != s.name[k]; n++ {
			h = s.head[h]
		}
		if h < 0 || h == s.head[k] || h > k {
			continue
		}
		switch {
		case s.verb(h) && (p != "by" || s.passive(h)):
			s.head[k], s.rel[k] = h, "obl"
		case s.noun(h) && s.name[h] < 0:
			s.head[k] = h
			if g := s.head[h]; p == "by" && g >= 0 && s.rel[h] == "obl" && s.verb(g) && s.passive(g) && s.class(h).Kind == "person" {
				s.head[k], s.rel[k] = g, "obl" // "was succeeded as chancellor by X"
			}
		default:
			continue
		}
		changed = true
	}
	if changed {
		s.turn()
	}
	return changed
}

// bodies hangs a participle with an agent on the body that it follows, where the parser hung
// it on a name further off ("X, who heads the council recognized by Y") or on the state that
// the body is of ("the government of X recognized by Y").
func (v *view) bodies(s *sentence) bool {
	changed := false
	for p := 1; p+1 < len(s.Tokens); p++ {
		h := s.head[p]
		if s.rel[p] != "acl" || s.Tokens[p].Deprel == "acl:relcl" || s.Tokens[p].XPOS != "VBN" || s.low[p+1] != "by" || h < 0 || h > p {
			continue
		}
		to := -1
		if m := s.name[p-1]; m >= 0 && v.doc.Mentions[m].Type == schema.Organization && h < v.doc.Mentions[m].First {
			to = v.doc.Mentions[m].Head
		} else if g := s.head[h]; g >= 0 && s.name[h] >= 0 && s.rel[h] == "nmod" && s.preposition(h) == "of" && s.name[g] < 0 && s.class(g).Kind == "org" && v.doc.Mentions[s.name[h]].Type != schema.Organization {
			to = g
		}
		if to >= 0 && to != h && !under(s.head, to, p) {
			s.head[p] = to
			changed = true
		}
	}
	if changed {
		s.turn()
	}
	return changed
}
