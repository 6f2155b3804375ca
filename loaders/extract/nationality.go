package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// national reads a person's nationality from what the person is: "X is an American actor",
// "X, a Finnish skier".
func (r *run) national(s *sentence, t int) {
	if p, _ := r.postAt(s, t); p != "" && !occupations[s.low[t]] || s.name[t] >= 0 || coref.Plural(s.tok(t)) {
		return
	}
	switch s.class(t).Kind {
	case "person", "":
	default:
		return
	}
	var state arg
	for _, k := range s.kids[t] {
		if k < t && s.name[k] >= 0 && (s.rel[k] == "amod" || s.rel[k] == "compound") {
			if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Country && a.city == nil {
				state = a
			}
		}
	}
	if state.ent == nil {
		return
	}
	var who []int
	switch {
	case s.kid(t, "cop") >= 0 && r.v.certain(s, t):
		who = s.surface(t, 0)
	case s.rel[t] == "appos" && s.head[t] >= 0:
		who = []int{s.head[t]}
	}
	for _, k := range who {
		if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
			r.fact(s, "citizen-of", t, t, t+1, a, state, "", "nationality")
		}
	}
}

// demonym reads a nationality that stands alone at t: "X, a Russian, was", "An Australian, X,
// appeared", "X, who is Chinese".
func (r *run) demonym(s *sentence, t int) {
	n := s.name[t]
	if n < 0 || r.v.links.Ties[n].Entity == nil || r.v.links.Ties[n].Entity.Type != schema.Country || r.v.doc.Mentions[n].Head != t {
		return
	}
	state := r.v.own(s, t)
	if state.city != nil || strings.EqualFold(s.Tokens[t].Form, state.ent.Name) {
		return
	}
	article := t > 0 && (s.low[t-1] == "a" || s.low[t-1] == "an")
	who := -1
	switch {
	case article && t >= 3 && s.Tokens[t-2].Form == "," && s.person[t-3] && r.closes(s, t+1):
		who = t - 3 // "X, a Russian,"
	case article && t+2 < len(s.Tokens) && s.Tokens[t+1].Form == "," && s.person[t+2]:
		who = t + 2 // "An Australian, X,"
	case s.kid(t, "cop") >= 0 && (s.Tokens[t].UPOS == "ADJ" || article):
		if st, _ := r.v.status(s, t); st != schema.Actual {
			return
		}
		for _, k := range s.surface(t, 0) {
			who = k
		}
	}
	if who < 0 {
		return
	}
	if a := r.v.own(s, who); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) && r.v.kindOf(a) == nlp.Name {
		r.fact(s, "citizen-of", t, t, t+1, a, state, "", "nationality")
	}
}

// from reads where a person is from: "Jan Novak from Peru".
func (r *run) from(s *sentence, t int) {
	if !s.person[t] {
		return
	}
	for _, k := range s.kids[t] {
		if s.rel[k] == "nmod" && s.preposition(k) == "from" {
			if a, b := r.v.own(s, t), r.v.own(s, k); a.ent != nil && b.ent != nil && b.ent.Type == schema.Country {
				r.fact(s, "citizen-of", k, k, k+1, a, b, "", "origin")
			}
		}
	}
}
