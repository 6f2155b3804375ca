package extract

import (
	"strings"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// employed reads where a person with a calling works: "X, a hydrologist at the University of
// Lima", "X is a nurse at Y". Whatever calling is no post of the ontology counts.
func (r *run) employed(s *sentence, t int) {
	if p, _ := r.postAt(s, t); p != "" || s.name[t] >= 0 || coref.Plural(s.tok(t)) || !calling(s, t) {
		return
	}
	var persons []arg
	st := schema.Actual
	switch {
	case s.rel[t] == "appos" && s.head[t] >= 0:
		persons = append(persons, r.v.own(s, s.head[t]))
	case s.kid(t, "cop") >= 0:
		st, _ = r.v.status(s, t)
		for _, k := range s.surface(t, 0) {
			persons = append(persons, r.v.own(s, k))
		}
	default:
		if k := s.beforeComma(t, 0); k >= 0 {
			persons = append(persons, r.v.own(s, k))
		}
	}
	for _, k := range s.kids[t] {
		if p := s.preposition(k); k < t || s.rel[k] != "nmod" || p != "at" && p != "with" && p != "for" {
			continue
		}
		body := r.v.own(s, k)
		if body.ent == nil || body.ent.Type != schema.Organization {
			continue
		}
		for _, p := range persons {
			if p.ent != nil && p.ent.Type == schema.Person && named(p.ent) && st == schema.Actual {
				r.fact(s, "works-for", t, t, t+1, p, body, r.v.text(s, t, t+1), "employed")
			}
		}
		return
	}
}

// calling says whether a noun is something that people do for a living.
func calling(s *sentence, t int) bool {
	w := s.low[t]
	if noCallings[w] {
		return false
	}
	return s.class(t).Kind == "person" || strings.HasSuffix(w, "ist") || strings.HasSuffix(w, "ian") || strings.HasSuffix(w, "ologist")
}

// Persons who are at a body without working for it.
var noCallings = wordSet("student graduate pupil alumnus patient prisoner inmate detainee visitor guest victim passenger suspect opponent critic rival competitor supporter donor customer member refugee resident spectator fan protester witness candidate nominee regular speaker list")
