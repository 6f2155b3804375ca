package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/schema"
)

// Nouns for those who are for another or against, by the predicate.
var sideNouns = map[string]string{
	"supporter": "supports", "backer": "supports", "loyalist": "supports", "follower": "supports", "fan": "supports", "admirer": "supports", "sympathizer": "supports", "sympathiser": "supports",
	"critic": "criticizes", "detractor": "criticizes", "opponent": "opposes",
}

// sided reads whom a group or person is for or against by what it is called: "X's supporters",
// "critics of X", "the X loyalist Ada Lovelace", "the pro-X party".
func (r *run) sided(s *sentence, t int) {
	if name := sideNouns[s.low[t]]; name != "" && s.name[t] < 0 {
		for _, k := range s.kids[t] {
			if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "compound" && s.name[k] >= 0 || s.rel[k] == "nmod" && k > t && s.preposition(k) == "of" {
				r.side(s, t, name, r.v.own(s, k))
			}
		}
		if s.rel[t] == "nmod" || s.rel[t] == "nsubj" || s.Tokens[t].Deprel == "nmod:desc" { // "the X loyalist Ada Lovelace", as trees have it
			if m := t - 1; m >= 0 && s.name[m] >= 0 && s.head[m] != t && s.rel[m] == "conj" {
				r.side(s, t, name, r.v.own(s, m))
			}
		}
	}
	for _, k := range s.kids[t] {
		word, rest, ok := strings.Cut(s.Tokens[k].Form, "-")
		name := map[string]string{"pro": "supports", "anti": "opposes"}[strings.ToLower(word)]
		if !ok || name == "" || k > t || s.rel[k] != "amod" && s.rel[k] != "compound" {
			continue
		}
		if e := r.v.called(rest); e != nil {
			r.side(s, t, name, arg{ent: e, mention: -1, tok: k, direct: true, score: 0.8})
		}
	}
}

// side emits that the group or person that the noun at t names is for or against b.
func (r *run) side(s *sentence, t int, name string, b arg) {
	p := r.x.opt.Ontology.Predicate(name)
	a := r.v.own(s, t)
	if p == nil || a.ent == nil || b.ent == nil || a.ent == b.ent || a.ent.Type != schema.Group && a.ent.Type != schema.Person && a.ent.Type != schema.Organization || !b.ent.Type.IsActor() || !named(b.ent) {
		return
	}
	if a.ent.Type == schema.Person && !named(a.ent) {
		return
	}
	r.emit(&candidate{pred: p, sent: s, at: t, first: t, last: t + 1, subject: a, object: b, status: schema.Actual, timeless: true, method: "extract/side@" + Version, features: features{kind: schema.NounFrame}})
}

// called is the actor of the article that goes by a name, nil if none does.
func (v *view) called(name string) *schema.Entity {
	if name == "" || strings.ToLower(name[:1]) == name[:1] {
		return nil
	}
	known, ok := link.Lookup(name)
	for _, e := range v.links.Entities {
		if !e.Type.IsActor() {
			continue
		}
		if e.Name == name || ok && known.Name == e.Name {
			return e
		}
		for _, a := range e.Aliases {
			if a == name {
				return e
			}
		}
	}
	return nil
}

// Nouns for what one feels with another.
var feelings = wordSet("thought prayer heart condolence sympathy solidarity")

// Nouns for what one feels with those who mourn, and for them.
var (
	mourning = wordSet("condolence sympathy commiseration")
	bereaved = wordSet("family relative kin parent widow widower mother father child friend relation victim")
)

// condoles reads with whom somebody feels: "our thoughts are with X", "my heart goes out to X".
func (r *run) condoles(s *sentence, i int) {
	var whom []int
	switch {
	case s.kid(i, "cop") >= 0 && s.preposition(i) == "with":
		whom = []int{i}
	case s.low[i] == "go" && s.verb(i):
		whom, _ = s.obliques(i, "to")
	}
	k := s.kid(i, "nsubj")
	if k < 0 || len(whom) == 0 || !feelings[s.low[k]] {
		return
	}
	speaker := r.v.speakerEntity(r.v.source(s, i, 0))
	if speaker == nil || !speaker.Type.IsActor() {
		return
	}
	for _, u := range whom {
		for _, b := range r.v.resolve(s, u) {
			if b.ent != nil && b.ent != speaker {
				r.said(s, i, "supports", "condoles", s.Tokens[k].Form, speaker, b)
			}
		}
	}
}
