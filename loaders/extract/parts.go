package extract

import (
	"strings"

	"relata/schema"
)

// ofState ties a named body to the state before it: part of it where it is one of the
// state's, else located in it.
func (r *run) ofState(s *sentence, mi int) {
	m := &r.v.doc.Mentions[mi]
	body := arg{ent: r.v.links.Ties[mi].Entity, mention: mi, tok: m.Head, direct: true, score: r.v.links.Ties[mi].Score}
	if !r.v.links.Ties[mi].Direct {
		return
	}
	own := false
	for i := m.First; i < m.Last; i++ {
		own = own || bodiesOfState[strings.ToLower(s.Tokens[i].Form)]
	}
	for i := max(0, m.First-7); i < m.First; i++ { // read by stateOwned
		switch w := s.low[i]; {
		case strings.HasPrefix(w, "state-"), strings.HasPrefix(w, "government-"), (w == "state" || w == "government") && s.Tokens[i+1].Form == "-":
			return
		}
	}
	pred := "located-in"
	if own {
		pred = "part-of"
	}
	// "Peru's New Andean Party"
	for i := m.First - 1; i >= 0 && i >= m.First-6; i-- {
		tok := &s.Tokens[i]
		if n := s.name[i]; n >= 0 && r.v.links.Ties[n].Entity != nil {
			e := r.v.links.Ties[n].Entity
			if e.Type == schema.Organization && e != body.ent && i+2 == m.First && s.Tokens[i+1].XPOS == "POS" && named(e) {
				r.fact(s, "part-of", m.Head, i, m.First, body, r.v.own(s, i), "", "body-of-body") // "the UN's World Food Programme"
			}
			if e.Type == schema.Country && (i+1 < m.First && s.Tokens[i+1].XPOS == "POS" && s.under(i, m.Head) || i+1 == m.First && (tok.UPOS == "ADJ" || own)) {
				r.fact(s, pred, m.Head, i, m.First, body, r.v.own(s, i), "", "body-of-state")
			}
			return
		}
		if tok.UPOS != "ADJ" && tok.UPOS != "NOUN" && tok.XPOS != "POS" && tok.Form != "-" && !(tok.UPOS == "VERB" && s.rel[i] == "amod") && tok.UPOS != "PROPN" {
			return
		}
	}
}

// Words in the names of bodies that belong to a state.
var bodiesOfState = wordSet("ministry army navy force forces guard guards parliament court commission police department senate intelligence office embassy agency bureau congress military cabinet directorate corps marines coast_guard secretariat assembly prosecutor treasury air authority council administration service")
