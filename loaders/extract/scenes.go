package extract

import (
	"relata/loaders/nlp"
	"relata/schema"
)

// scene reads where an event took place by the clause that tells what it did or that there was
// it: "A fire killed three in Lima", "The blast happened at the plant in Graz". Every place of
// the clause counts.
func (r *run) scene(s *sentence, h int) {
	if !s.verb(h) || !sceneVerbs[s.low[h]] && !harms[s.low[h]] {
		return
	}
	var whose []int
	if s.passive(h) {
		if harms[s.low[h]] {
			return
		}
		whose = s.objects(h)
	} else {
		whose = s.subjects(h)
	}
	for _, k := range whose {
		a := r.v.own(s, k)
		if a.ent == nil || a.ent.Type != schema.Event || r.v.kindOf(a) == nlp.Pronoun {
			continue
		}
		for _, p := range r.scenesOf(s, h) {
			r.emit(&candidate{pred: r.x.opt.Ontology.Predicate("located-in"), sent: s, at: h, first: h, last: h + 1, subject: a, object: p, method: "extract/scene@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
		}
	}
}

// scenesOf are the places that a clause with the verb at h has: in its own phrases and, where the
// verb tells a harm, in those of whom it befell.
func (r *run) scenesOf(s *sentence, h int) (out []arg) {
	add := func(k int) {
		if p := s.preposition(k); !within[p] && p != "outside" {
			return
		}
		for n := 0; n < 3; n++ {
			b := r.v.own(s, k)
			if b.city != nil {
				b.ent = b.city
			}
			if b.ent != nil && named(b.ent) && r.v.kindOf(b) != nlp.Pronoun && (b.ent.Type == schema.Place || b.ent.Type == schema.Country) {
				out = append(out, b)
				return
			}
			in := -1 // "at a plant in Graz"
			for _, c := range s.kids[k] {
				if p := s.preposition(c); s.rel[c] == "nmod" && within[p] {
					in = c
				}
			}
			if in < 0 {
				return
			}
			k = in
		}
	}
	for _, k := range s.kids[h] {
		switch {
		case s.rel[k] == "obl" && k > h:
			add(k)
		case s.rel[k] == "obl" && (s.preposition(k) == "in" || s.preposition(k) == "at"): // "In Lima, a blast killed two"
			add(k)
		case s.rel[k] == "obl" && k < h && s.class(k).Kind == "time": // "On Monday evening in Lima, a blast killed two"
			for _, c := range s.kids[k] {
				if s.rel[c] == "nmod" {
					add(c)
				}
			}
		case s.rel[k] == "obj" && harms[s.low[h]]:
			for _, c := range s.kids[k] {
				if s.rel[c] == "nmod" {
					add(c)
				}
			}
		}
	}
	return out
}

// holdsVote reads where a vote is by the state that holds it: "Peru held a general election".
func (r *run) holdsVote(s *sentence, h int) {
	if s.low[h] != "hold" || !s.verb(h) || s.passive(h) {
		return
	}
	for _, o := range s.direct(h, "obj") {
		a := r.v.own(s, o)
		if a.ent == nil || a.ent.Type != schema.Event || !votes[s.low[o]] {
			continue
		}
		for _, k := range s.surface(h, 0) {
			b := r.v.own(s, k)
			if b.ent != nil && (b.ent.Type == schema.Country || b.ent.Type == schema.Place) && named(b.ent) {
				r.emit(&candidate{pred: r.x.opt.Ontology.Predicate("located-in"), sent: s, at: h, first: h, last: h + 1, subject: a, object: b, method: "extract/scene@" + Version, features: features{kind: schema.VerbFrame}})
			}
		}
	}
}

// Verbs that tell that there was an event, and those of the harm that one does.
var (
	sceneVerbs = wordSet("happen occur unfold erupt begin start break explode rage crash flare originate intensify hold stage")
	harms      = wordSet("kill injure wound destroy damage gut displace trap devastate level claim leave strand hospitalize hospitalise topple flatten bury sicken wreck")
)

// Nouns for votes that a state holds.
var votes = wordSet("election referendum caucus primary vote by-election runoff plebiscite poll")
