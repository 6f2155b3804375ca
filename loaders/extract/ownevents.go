package extract

import "relata/schema"

// ownEvent reads whose an event is that has one person in its middle: "X's trial", "the inauguration
// of Y".
func (r *run) ownEvent(s *sentence, t int) {
	of := ownEvents[s.low[t]]
	if of == "" || !s.noun(t) || s.name[t] >= 0 && s.at[t] < 0 {
		return
	}
	if s.low[t] == "campaign" && !s.forPost(t) {
		return
	}
	ev := r.v.own(s, t)
	if ev.ent == nil || ev.ent.Type != schema.Event || s.rel[t] == "compound" {
		return
	}
	who, _ := s.obliques(t, "of")
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel == "nmod:poss" {
			who = s.antecedent(k, t)
		}
	}
	p := r.x.opt.Ontology.Predicate("participates-in")
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			if p != nil && a.direct && a.ent.Type == of && r.tells(a) {
				c := &candidate{pred: p, sent: s, at: t, first: t, last: t + 1, subject: a, object: ev, method: "extract/own-event@" + Version, timeless: true}
				if h := s.head[t]; h >= 0 && s.verb(h) {
					c.status, c.why = r.v.status(s, h)
					if s.passive(h) && onNouns[s.low[h]] != "" && s.rel[t] == "nsubj" {
						c.status, c.why = r.v.status(s, t) // "her trial is scheduled for May"
					}
				}
				if c.status == schema.Planned {
					c.when = r.v.when(s, t, c.status, p.Name)
				}
				if y := s.yearOf(t); y != "" && c.when == "" {
					c.when = y
				}
				r.emit(c)
			}
		}
	}
}

// yearOf is the year that stands before the noun at t, "" if none.
func (s *sentence) yearOf(t int) string {
	for _, k := range s.kids[t] {
		if y := s.Tokens[k].Form; k < t && yearIn(y) == y {
			return y
		}
	}
	return ""
}

// forPost says whether a campaign is one for a post: "her campaign for governor".
func (s *sentence) forPost(t int) bool {
	for _, k := range s.kids[t] {
		if s.rel[k] == "nmod" && s.preposition(k) == "for" && s.class(k).Kind == "person" {
			return true
		}
	}
	return false
}

// Events that have one person in their middle, and those that bodies hold and play.
var ownEvents = func() map[string]schema.EntityType {
	m := map[string]schema.EntityType{}
	for w := range wordSet("trial inauguration impeachment retrial swearing-in coronation arraignment wedding campaign") {
		m[w] = schema.Person
	}
	for w := range wordSet("primary caucus convention game match congress") {
		m[w] = schema.Organization
	}
	return m
}()
