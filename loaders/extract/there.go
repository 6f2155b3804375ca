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
	if p := r.x.opt.Ontology.Predicate(pred); p != nil && pred == "opposes" {
		for _, t := range s.surface(i, 0) {
			for _, a := range r.v.resolve(s, t) {
				for _, b := range r.v.resolve(s, i) {
					if a.direct && b.direct {
						r.thinksOf(s, i, p, "stance", "", a, b)
					}
				}
			}
		}
		return
	}
	if pred != "" {
		r.tell(s, i, pred, "stance", "", s.surface(i, 0), []int{i})
	}
}

// guests reads who is at an event by a list: "those attending the summit included X", "guests at
// the wedding included Y".
func (r *run) guests(s *sentence, i int) {
	if s.low[i] != "include" || s.passive(i) {
		return
	}
	for _, t := range s.subjects(i) {
		if !attenders[s.low[t]] {
			continue
		}
		at, _ := s.obliques(t, "at")
		for _, k := range s.kids[t] {
			if s.rel[k] == "acl" && s.low[k] == "attend" {
				at = append(at, s.objects(k)...)
			}
		}
		r.tellAt(s, i, s.objects(i), at)
	}
}

// tellAt tells who takes part in the events at the tokens that are told apart.
func (r *run) tellAt(s *sentence, i int, who, at []int) {
	p := r.x.opt.Ontology.Predicate("participates-in")
	if p == nil {
		return
	}
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			for _, t := range at {
				if ev := r.v.own(s, t); a.direct && named(a.ent) && ev.ent != nil && ev.ent.Type == schema.Event && (named(ev.ent) || definite(s, t)) {
					r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: ev, method: "extract/guests@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
				}
			}
		}
	}
}

// Words for those who are at an event.
var attenders = wordSet("those guest participant attendee speaker delegate competitor contestant finalist mourner spectator attendant")

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
