package extract

import "relata/schema"

// Nouns for a state, of which two with one name are that state: "the government and people of".
var stateNouns = wordSet("government people nation authorities state parliament")

// theState is the state of "the government and people of X" at t, nil if it stands for none.
func (v *view) theState(s *sentence, t int) []arg {
	if !stateNouns[s.low[t]] || s.name[t] >= 0 {
		return nil
	}
	for _, c := range s.kids[t] {
		if s.rel[c] != "conj" || !stateNouns[s.low[c]] || s.name[c] >= 0 {
			continue
		}
		for _, k := range s.kids[c] {
			if s.rel[k] == "nmod" && s.preposition(k) == "of" {
				if a := v.own(s, k); a.ent != nil && a.ent.Type == schema.Country {
					return []arg{a}
				}
			}
		}
	}
	return nil
}
