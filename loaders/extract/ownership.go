package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/schema"
)

// stateOwned reads "Peru's state-owned X", "state-run Peruvian agency X".
func (r *run) stateOwned(s *sentence, t int) {
	owned := -1
	for i := max(0, t-7); i < t; i++ {
		switch w := s.low[i]; {
		case ownedByState[w]:
			owned = i
		case ownedBy[w] && i >= 2 && s.Tokens[i-1].Form == "-" && (s.low[i-2] == "state" || s.low[i-2] == "government"):
			owned = i - 2
		}
	}
	n := s.name[t]
	if owned < 0 || n < 0 || r.v.doc.Mentions[n].Head != t {
		return
	}
	for i := owned; i < r.v.doc.Mentions[n].First; i++ {
		if s.Tokens[i].UPOS == "ADP" || s.Tokens[i].UPOS == "AUX" || s.Tokens[i].Form == "," || i > owned+2 && (s.Tokens[i].XPOS == "VBZ" || s.Tokens[i].XPOS == "VBD" || s.Tokens[i].XPOS == "VBP") {
			return
		}
	}
	body := r.v.own(s, t)
	if body.ent == nil || body.ent.Type != schema.Organization && body.ent.Type != schema.Place {
		return
	}
	for i := r.v.doc.Mentions[n].First - 1; i >= 0 && i >= owned-4; i-- {
		if m := s.name[i]; m >= 0 && r.v.links.Ties[m].Entity != nil && r.v.links.Ties[m].Entity.Type == schema.Country {
			r.fact(s, "owns", owned, owned, t, r.v.own(s, i), body, "", "state-owned")
			return
		}
	}
	r.ownFlag(s, owned, t, body)
}

// Words for what a state owns, in one token and as the last of three.
var (
	ownedByState = wordSet("state-owned state-run state-controlled government-owned government-run")
	ownedBy      = wordSet("owned run controlled own control")
)

// Nouns for what somebody has by whose it is: craft and vehicles of anybody, arms and rooms of
// persons, sites of firms, and firms.
var (
	crafts    = wordSet("plane jet aircraft airliner helicopter ship vessel tanker ferry yacht boat freighter trawler submarine frigate destroyer satellite telescope rover spacecraft probe orbiter lander drone bus van truck car vehicle lorry motorcycle suv pickup minivan sedan motorbike bicycle bike limousine tram taxi train locomotive")
	personals = wordSet("gun rifle pistol handgun shotgun revolver knife laptop mansion villa house apartment flat farm ranch estate shop store restaurant pub cafe bar hotel studio nightclub bakery gym")
	premises  = wordSet("store supermarket shop factory plant refinery warehouse mine restaurant shipyard smelter depot")
	firmNouns = wordSet("company firm business startup chain brand conglomerate consultancy label channel airline brewery winery vineyard")
)

// possession reads what somebody has by whose it is: "Lovelace's van", "NASA's X rover", "his
// company, X".
func (r *run) possession(s *sentence, t int) {
	if s.name[t] >= 0 && !crafts[s.low[t]] {
		return
	}
	k := s.kid(t, "nmod:poss")
	if h := s.head[t]; k < 0 && h > t && (s.rel[t] == "compound" || s.Tokens[t].Deprel == "nmod:desc") && s.name[h] >= 0 { // "X's company Y"
		k = s.kid(h, "nmod:poss")
	}
	if k < 0 && crafts[s.low[t]] {
		k = s.fleetOf(r, t)
	}
	if k < 0 || k > t || s.idle(t) {
		return
	}
	for _, a := range r.v.resolve(s, k) {
		if a.ent == nil || !a.direct || r.v.kindOf(a) == nlp.Nominal || !named(a.ent) || r.v.kindOf(a) == nlp.Pronoun && s.low[k] != "his" && s.low[k] != "her" && s.low[k] != "its" && s.low[k] != "whose" {
			continue
		}
		thing, called := r.calledThing(s, t)
		if r.v.kindOf(a) == nlp.Pronoun && !called {
			continue // "his car": of whom, and whether his at all, is too unsure
		}
		person := a.ent.Type == schema.Person
		switch {
		case firmNouns[s.low[t]] && called && (person || a.ent.Type == schema.Organization):
		case firmNouns[s.low[t]] && person && thing.ent != nil && s.Tokens[t].XPOS == "NN":
		case s.Tokens[t].XPOS == "NNS" && !called && person, a.ent.Type == schema.Country, a.ent.Type == schema.Group:
			continue
		case person && (personals[s.low[t]] || crafts[s.low[t]] && !public[s.low[t]]):
		case a.ent.Type == schema.Organization && (crafts[s.low[t]] && (called || s.Tokens[t].XPOS != "NNS") || premises[s.low[t]]):
		default:
			continue
		}
		if thing.ent == nil || thing.ent == a.ent {
			continue
		}
		p := r.x.opt.Ontology.Predicate("owns")
		if called && strings.ContainsAny(thing.ent.Name, "0123456789") {
			p = r.x.opt.Ontology.Predicate("uses") // a model is of whoever makes it
		}
		if p == nil || !fitsType(thing.ent.Type, p.To) {
			continue
		}
		r.emit(&candidate{pred: p, sent: s, at: t, first: t, last: t + 1, subject: a, object: thing, method: "extract/possession@" + Version, timeless: true, status: schema.Actual})
	}
}

// fleetOf is the body before a craft that is known to run such: "an Andes Airlines jet"; -1 if none is.
func (s *sentence) fleetOf(r *run, t int) int {
	for j := t - 1; j >= 0 && j > t-5 && (s.noun(j) || s.Tokens[j].UPOS == "ADJ"); j-- {
		if m := s.name[j]; m >= 0 {
			h := r.v.doc.Mentions[m].Head
			a := r.v.own(s, h)
			if a.ent == nil || a.ent.Type != schema.Organization || r.v.doc.Mentions[m].Last > t {
				return -1
			}
			low := strings.ToLower(a.ent.Name)
			if hasWord(a.ent.Name, operators) || lines[s.low[t]] || strings.Contains(low, "air") && !strings.HasPrefix(low, "airbus") {
				return h
			}
			return -1
		}
	}
	return -1
}

// Craft that lines and not makers are named with.
var lines = wordSet("bus train ferry tanker ambulance tram")

// Craft that persons only ride in.
var public = wordSet("bus train tram ferry satellite telescope rover probe orbiter lander locomotive tanker submarine frigate destroyer plane ship")

// calledThing is what the noun at t names: by the name beside it, else itself.
func (r *run) calledThing(s *sentence, t int) (arg, bool) {
	if n := s.name[t]; n >= 0 {
		return r.v.own(s, t), true
	}
	j := t + 1
	if j < len(s.Tokens) && s.Tokens[j].Form == "," {
		j++
	}
	for _, k := range []int{j, t - 1} { // "his company, X", "NASA's X rover"
		if k < 0 || k >= len(s.Tokens) || s.name[k] < 0 || k == t-1 && (s.rel[k] == "nmod" && s.Tokens[k].Deprel == "nmod:poss") || k == j && j == t+2 && !r.closes(s, r.v.doc.Mentions[s.name[k]].Last) {
			continue
		}
		m := &r.v.doc.Mentions[s.name[k]]
		a := r.v.own(s, m.Head)
		if a.ent == nil || k == t-1 && (s.rel[m.Head] != "compound" || s.head[m.Head] != t) {
			continue
		}
		if a.ent.Type == schema.Product || firmNouns[s.low[t]] && a.ent.Type == schema.Organization && k == j {
			return a, true
		}
	}
	return r.v.own(s, t), false
}

// idle says whether what the noun at t names is only part of a compound: "his car keys".
func (s *sentence) idle(t int) bool {
	h := s.head[t]
	return h > t && s.rel[t] == "compound" && s.name[h] < 0
}

// ownFlag reads what a state owns by a name that begins with the state's: "the state-run Indian
// Railways".
func (r *run) ownFlag(s *sentence, owned, t int, body arg) {
	w, _, _ := strings.Cut(body.ent.Name, " ")
	k, ok := link.Lookup(w)
	if !ok || k.Type != schema.Country {
		return
	}
	for _, e := range r.v.links.Entities {
		if e.Type == schema.Country && e.Country == k.Country {
			r.fact(s, "owns", owned, owned, t, arg{ent: e, mention: -1, tok: owned, score: 0.6, direct: true}, body, "", "state-owned")
			return
		}
	}
}
