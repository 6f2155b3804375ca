package extract

import "relata/schema"

// isThere reads a visit from where a person is said to be on a day or for talks: "X was in
// Chile on Monday", "X is in Chile for talks with".
func (r *run) isThere(s *sentence, i int) {
	if p := s.preposition(i); p != "in" && p != "at" || s.name[i] < 0 {
		return
	}
	visit := false
	for _, k := range s.kids[i] {
		if s.rel[k] != "obl" && s.rel[k] != "nmod" && s.rel[k] != "advcl" || k < i {
			continue
		}
		visit = visit || isWeekday(s.low[k]) || s.preposition(k) == "for" && (events[s.low[k]] || s.low[k] == "talk") || s.rel[k] == "advcl" && s.Tokens[k].XPOS == "VB" && encounters[s.low[k]]
	}
	pred := r.x.opt.Ontology.Predicate("visited")
	if !visit || pred == nil {
		return
	}
	place := r.v.own(s, i)
	if place.ent == nil || place.city == nil && place.ent.Type != schema.Place && place.ent.Type != schema.Country {
		return
	}
	for _, k := range s.surface(i, 0) {
		for _, a := range r.v.resolve(s, k) {
			if a.ent.Type == schema.Person && a.direct {
				r.tellOf(s, i, pred, "is-there", "", a, place)
			}
		}
	}
}

// Occasions that one travels for, and what one travels to do.
var (
	events     = wordSet("meeting summit visit conference ceremony funeral negotiation negotiations talks conversation consultation")
	encounters = wordSet("meet attend visit discuss address negotiate sign")
)

// stance reads what one is against, and what one is at: "X is against the treaty", "X will be
// at the conference".
func (r *run) stance(s *sentence, i int) {
	pred := ""
	switch s.preposition(i) {
	case "against":
		pred = "opposes"
	case "at":
		if a := r.v.own(s, i); a.ent != nil && a.ent.Type == schema.Event && (named(a.ent) || definite(s, i)) {
			pred = "participates-in"
		}
	}
	if pred != "" {
		r.tell(s, i, pred, "stance", "", s.surface(i, 0), []int{i})
	}
}

// partiesTo reads who has a part in a treaty or a war by its name: "the AUKUS pact between X and
// Y", "the Gulf War with Z".
func (r *run) partiesTo(s *sentence, i int) {
	m := s.name[i]
	if m < 0 || r.v.doc.Mentions[m].Head != i || r.v.links.Ties[m].Entity == nil || !named(r.v.links.Ties[m].Entity) {
		return
	}
	if t := r.v.links.Ties[m].Entity.Type; t != schema.Agreement && t != schema.Event {
		return
	}
	for _, k := range s.kids[i] {
		if p := s.preposition(k); s.rel[k] == "nmod" && k > i && (p == "with" || p == "between" || p == "among") {
			r.tell(s, i, "participates-in", "party-to", "", []int{k}, []int{i})
		}
	}
}
