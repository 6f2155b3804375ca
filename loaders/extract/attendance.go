package extract

import (
	"relata/loaders/nlp"
	"relata/schema"
)

// attends reads who is at an event: "met at the summit", "his pledge at the G7 summit".
func (r *run) attends(s *sentence, t int) {
	if p := s.preposition(t); p != "at" && p != "during" || !gatherings[s.low[t]] && s.name[t] < 0 {
		return
	}
	ev := r.v.own(s, t)
	h := s.head[t]
	if ev.ent == nil || ev.ent.Type != schema.Event || !named(ev.ent) && !definite(s, t) || h < 0 {
		return
	}
	var who []int
	before := -1 // the noun right before the preposition: "his pledge at the summit"
	for _, k := range s.kids[t] {
		if s.rel[k] == "case" && k > 0 && s.Tokens[k-1].UPOS == "NOUN" {
			before = k - 1
		}
	}
	switch {
	case before >= 0 && s.kid(before, "nmod:poss") >= 0:
		who = s.nounActors(before, 0)
	case s.verb(h) && s.passive(h) && addressed[s.low[h]]:
		who = s.objects(h)
	case s.verb(h):
		who = s.subjects(h)
	case s.noun(h) && s.class(h).Kind != "person" && s.class(h).Kind != "place":
		who = s.nounActors(h, 0)
	}
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			if a.direct && (a.ent.Type == schema.Person || a.ent.Type == schema.Country) && (r.v.kindOf(a) != nlp.Nominal || named(a.ent)) {
				if p := r.x.opt.Ontology.Predicate("participates-in"); p != nil {
					at := h
					if before >= 0 {
						at = before
					}
					r.emit(&candidate{pred: p, sent: s, at: at, status: map[bool]schema.Status{true: schema.Actual}[before >= 0], first: t, last: t + 1, subject: a, object: ev, method: "extract/attendance@" + Version})
				}
			}
		}
	}
}

var gatherings = wordSet("summit conference meeting assembly forum session talks games olympics championship cup ceremony congress convention funeral wedding hearing event gala concert festival vigil rally debate symposium party premiere gathering press_conference trial tournament match game race final")

// Verbs for what is done to somebody by those who have come to an event at which he is.
var addressed = wordSet("ask question honor honour award greet applaud boo heckle cheer introduce welcome interview quiz grill crown")
