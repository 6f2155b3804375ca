package extract

import (
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// memberList is the first of those that a clause lists of the plural at t, of which a relative
// clause tells what they did: "Countries that signed it include X and Y"; -1 if it lists none.
func (s *sentence) memberList(t int) int {
	h := s.head[t]
	if h < 0 || s.rel[t] != "nsubj" || s.low[h] != "include" || !coref.Plural(s.tok(t)) || s.kid(t, "acl") < 0 {
		return -1
	}
	if k := s.kid(h, "obj"); k > h && s.name[k] >= 0 {
		return k
	}
	return -1
}

// amongMembers says whether the name at t stands in such a list: what they did each did alone.
func (s *sentence) amongMembers(t int) bool {
	for n := 0; t >= 0 && t < len(s.Tokens) && n < maxDepth; n++ {
		if h := s.head[t]; s.rel[t] == "obj" && h >= 0 && s.low[h] == "include" {
			k := s.kid(h, "nsubj")
			return k >= 0 && s.memberList(k) >= 0
		} else if s.rel[t] != "conj" {
			return false
		}
		t = s.head[t]
	}
	return false
}

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

// members are the arguments that a clause lists of the plural at t for the verb at i of its
// relative clause, nil if none.
func (r *run) members(s *sentence, t, i int) []arg {
	k := s.memberList(t)
	if k < 0 || !s.under(i, t) {
		return nil
	}
	return r.v.resolve(s, k)
}
