package extract

import (
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// placesAt are the places that the phrase of k with the preposition prep names: one, those of a
// list, or those behind a noun for several ("in the Peruvian cities of A and B").
func (r *run) placesAt(s *sentence, k int, prep string) []arg {
	there := []arg{r.v.own(s, k)}
	if settlements[s.low[k]] && s.name[k] < 0 && coref.Plural(s.tok(k)) {
		for i := k + 1; i < len(s.Tokens) && i < k+3; i++ {
			if s.name[i] >= 0 {
				first := r.v.doc.Mentions[s.name[i]].Head
				if list := append([]arg{r.placeNamed(s, first)}, r.listedPlaces(s, first)...); list[0].ent != nil {
					return list
				}
			}
			if s.low[i] != "of" {
				break
			}
		}
	}
	and := false
	for _, c := range s.kids[k] {
		and = and || s.rel[c] == "conj" && s.kid(c, "cc") >= 0
	}
	for _, c := range s.kids[k] { // "in Syria and Iraq"; "at the plant and the field" may be two things
		if and && s.rel[c] == "conj" && prep == "in" && s.name[c] >= 0 && s.preposition(c) == "" {
			there = append(there, r.v.own(s, c))
		}
	}
	return there
}

// listedPlaces are the places that a list names after the one at first: "A, B and C".
func (r *run) listedPlaces(s *sentence, first int) (out []arg) {
	if s.name[first] < 0 {
		return nil
	}
	closed := false
	for i := r.v.doc.Mentions[s.name[first]].Last; i < len(s.Tokens); {
		switch {
		case s.name[i] >= 0:
			p := r.placeNamed(s, r.v.doc.Mentions[s.name[i]].Head)
			if p.ent == nil {
				return nil
			}
			out = append(out, p)
			i = r.v.doc.Mentions[s.name[i]].Last
			if closed {
				return out
			}
			continue
		case s.low[i] == "and" || s.low[i] == "or":
			closed = true
		case s.Tokens[i].Form != ",":
			return nil
		}
		i++
	}
	return nil
}

// placeNamed is the place or state that the name at the token names.
func (r *run) placeNamed(s *sentence, t int) arg {
	a := r.v.own(s, t)
	if a.city != nil {
		a.ent = a.city
	}
	if a.ent == nil || a.ent.Type != schema.Place && a.ent.Type != schema.Country {
		return none()
	}
	return a
}

// listEnds says whether "and" and another place follow the place that ends before token i: "in
// Lima, Cusco, and Tacna".
func (r *run) listEnds(s *sentence, i int) bool {
	if i+2 >= len(s.Tokens) || s.Tokens[i].Form != "," || s.low[i+1] != "and" && s.low[i+1] != "or" || !r.placeAt(s, i+2) {
		return false
	}
	end := r.v.doc.Mentions[s.name[i+2]].Last
	return end >= len(s.Tokens) || s.Tokens[end].Form != "," || !r.placeAt(s, end+1)
}

// ofPlaceBefore says whether the phrase of k says where the place before it lies, behind a comma,
// and not the noun at t.
func (r *run) ofPlaceBefore(s *sentence, k, t int) bool {
	c := s.kid(k, "case")
	return c > t+2 && s.Tokens[c-1].Form == "," && r.placeAt(s, c-2) && s.name[c-2] != s.name[t]
}
