package extract

// thoseListed puts in the place of a plural that a clause with the verb at i describes those whom the
// sentence then lists of it: "nations that have bombed X include A and B", "the firms which sued
// are A and B".
func (s *sentence) thoseListed(toks []int, i int) []int {
	for n, t := range toks {
		g := s.head[t]
		if g < 0 || t > i || !s.noun(t) || s.name[t] >= 0 || s.Tokens[t].XPOS != "NNS" || s.rel[t] != "nsubj" || !s.describes(i, t) {
			continue
		}
		var those []int
		switch {
		case s.verb(g) && (s.low[g] == "include" || s.low[g] == "comprise") && !s.passive(g):
			for _, o := range s.objects(g) {
				if o > g {
					those = append(those, o)
				}
			}
		case s.name[g] >= 0 && g > i && s.kid(g, "cop") >= 0:
			those = []int{g}
		}
		if len(those) > 0 {
			return append(append(append([]int{}, toks[:n]...), those...), toks[n+1:]...)
		}
	}
	return toks
}

// describes says whether the verb at i, or one that it hangs on, heads a clause that describes the
// noun at t.
func (s *sentence) describes(i, t int) bool {
	for n := 0; i >= 0 && n < 4; n++ {
		if s.rel[i] == "acl" {
			return s.head[i] == t
		}
		if s.rel[i] != "conj" && s.rel[i] != "obj" && s.rel[i] != "xcomp" && s.rel[i] != "obl" {
			return false
		}
		i = s.head[i]
	}
	return false
}
