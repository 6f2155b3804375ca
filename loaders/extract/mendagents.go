package extract

import (
	"slices"
	"strings"
)

// Nouns for what is said, decided or done by somebody, in which something happens to another:
// "was condemned in a statement by X", "was killed in a raid by Y".
var agentive = wordSet("statement letter report tweet post speech interview editorial resolution release ruling decision order note message article vote poll referendum election raid operation attack strike airstrike ambush bombing shooting crackdown assault offensive")

// agents hangs the one who acts on a passive verb without an agent, where the parser hung the
// phrase with "by" on what stands between: "was condemned in a joint statement by X", "was
// hit with sanctions by X", "was succeeded as chancellor by X".
func (v *view) agents(s *sentence) bool {
	changed := false
	for k := range s.Tokens {
		h := s.head[k]
		if s.rel[k] != "nmod" || h < 0 || h > k || s.preposition(k) != "by" || !s.noun(k) || s.name[h] >= 0 || s.class(k).Kind == "time" {
			continue
		}
		g := s.head[h]
		if g < 0 || g > h || s.rel[h] != "obl" || !s.verb(g) || !s.passive(g) || s.kid(g, "obl:agent") >= 0 || slices.ContainsFunc(s.kids[g], func(o int) bool { return s.rel[o] == "obl" && s.preposition(o) == "by" }) {
			continue
		}
		switch p := s.preposition(h); {
		case p == "as" || p == "with", p == "in" && agentive[s.low[h]]:
			s.head[k], s.rel[k] = g, "obl"
			changed = true
			s.turn()
		}
	}
	return changed
}

// between parts two actors of which the parser made one noun phrase: "between Ethiopia and
// Tigrayan rebels".
func (v *view) between(s *sentence) bool {
	changed := false
	for j := 1; j+2 < len(s.Tokens); j++ {
		n := s.head[j]
		if n <= j || s.name[j] < 0 || s.rel[j] != "compound" || !betweens[strings.ToLower(s.Tokens[j-1].Form)] || s.Tokens[j].UPOS != "PROPN" || !s.noun(n) || s.name[n] == s.name[j] {
			continue
		}
		c := s.kid(j, "conj")
		if c < 0 || c > n || s.low[c-1] != "and" && s.low[c-1] != "or" || s.kid(n, "nmod:poss") >= 0 {
			continue
		}
		s.head[j], s.rel[j] = s.head[n], s.rel[n]
		for _, k := range slices.Clone(s.kids[n]) {
			if k < j {
				s.head[k] = j
			}
		}
		s.head[c], s.rel[c] = n, "amod"
		for k := j + 1; k < c; k++ {
			if s.head[k] == j || s.head[k] == c {
				s.head[k] = n
			}
		}
		s.head[n], s.rel[n] = j, "conj"
		s.turn()
		changed = true
	}
	return changed
}

// besideNoun hangs a name on the noun right before it, where the parser gave both the same part
// in the sentence: "NATO members Poland and Romania said", "its ally Belarus sent".
func (v *view) besideNoun(s *sentence) bool {
	changed := false
	for n := range s.Tokens {
		j := n + 1
		if j >= len(s.Tokens) || s.Tokens[n].UPOS != "NOUN" || s.name[n] >= 0 || s.name[j] < 0 || s.Tokens[j].UPOS != "PROPN" {
			continue
		}
		m := &v.doc.Mentions[s.name[j]]
		if m.First != j {
			continue
		}
		if h := s.head[m.Head]; h < 0 || h != s.head[n] || s.rel[m.Head] != s.rel[n] {
			continue
		}
		switch s.rel[n] {
		case "nsubj", "obj", "obl", "nmod":
		default:
			continue
		}
		if s.preposition(m.Head) != "" {
			continue
		}
		s.head[m.Head], s.rel[m.Head] = n, "appos"
		s.Tokens[m.Head].Deprel = "appos"
		s.turn()
		changed = true
	}
	return changed
}

// predicative makes a complement of an adjective after the name that it was hung on: "holds X
// responsible for". Adjectives of names stand before them.
func (v *view) predicative(s *sentence) bool {
	changed := false
	for k := range s.Tokens {
		h := s.head[k]
		if s.rel[k] != "amod" || s.Tokens[k].UPOS != "ADJ" || h < 0 || h >= k || s.name[h] < 0 || s.name[k] >= 0 || s.rel[h] != "obj" || s.head[h] < 0 || !s.verb(s.head[h]) {
			continue
		}
		s.head[k], s.rel[k] = s.head[h], "xcomp"
		changed = true
	}
	if changed {
		s.turn()
	}
	return changed
}
