package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// static reads what stands in noun phrases: titles and posts, places, bodies of states.
func (r *run) static() {
	for i := range r.v.doc.Mentions {
		m := &r.v.doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		tie := &r.v.links.Ties[i]
		if tie.Entity == nil {
			continue
		}
		s := &r.v.sents[m.Sentence]
		switch tie.Entity.Type {
		case schema.Person:
			r.title(s, i)
			r.ofBody(s, i)
			r.calledNational(s, i)
		case schema.Organization:
			r.ofState(s, i)
			r.unitOf(s, i)
		}
	}
	for i := range r.v.doc.Mentions {
		r.within(i)
	}
	for i := range r.v.sents {
		s := &r.v.sents[i]
		for t := range s.Tokens {
			if s.heading(t) {
				for _, rule := range nounRules {
					rule(r, s, t)
				}
			}
			for _, rule := range wordRules {
				rule(r, s, t)
			}
		}
		r.commaPlaces(s)
	}
}

// A rule reads what the word at t tells of the phrase that it stands in.
type rule func(r *run, s *sentence, t int)

// The rules for nouns, and those for any word, in the order in which they are tried.
var (
	nounRules = []rule{(*run).post, (*run).national, (*run).bodyNational, (*run).employed, (*run).reign, (*run).capital, (*run).membership, (*run).counterpart, (*run).stateOwned, (*run).partCalled, (*run).settlement, (*run).seat, (*run).captioned, (*run).asPart, (*run).staffed, (*run).teamed, (*run).regime, (*run).kin, (*run).ticket, (*run).unnamed, (*run).maker, (*run).brandOf, (*run).possession}
	wordRules = []rule{(*run).demonym, (*run).place, (*run).attends, (*run).from, (*run).partisan, (*run).outlet, (*run).speakers, (*run).results, (*run).ownEvent, (*run).scene, (*run).holdsVote, (*run).replaced, (*run).afterLeaving, (*run).whereClause, (*run).happens, (*run).runs, (*run).ledBy}
)

// fact makes a claim that a noun phrase states: it has no source and no time of its own.
func (r *run) fact(s *sentence, pred string, at, first, last int, a, b arg, role, rule string) {
	p := r.x.opt.Ontology.Predicate(pred)
	if p == nil || a.ent == nil || b.ent == nil {
		return
	}
	if role != "" && (pred == "leads" || pred == "works-for") && a.ent.Type == schema.Person && b.ent.Type != schema.Place && b.ent.Type != schema.Person {
		if r.v.speaksFor[a.ent] == nil {
			r.v.speaksFor[a.ent] = b.ent
		}
		if a.ent.Country == "" {
			a.ent.Country = b.ent.Country
		}
		if s.low[at] == "minister" || s.low[at] == "secretary" && (b.ent.Type == schema.Country || hasWord(b.ent.Name, ministerial)) {
			r.v.ministers[a.ent] = true
		}
	}
	st := schema.Actual
	if (pred == "leads" || pred == "works-for") && s.tobe(at) {
		st = schema.Planned
	}
	r.emit(&candidate{pred: p, sent: s, at: at, first: first, last: last, subject: a, object: b, role: role, method: "extract/" + rule + "@" + Version, timeless: true, status: st})
}

// tobe says whether a post is one still to come: "incoming chair", "prime minister-designate".
func (s *sentence) tobe(at int) bool {
	for _, k := range s.kids[at] {
		if strings.EqualFold(s.Tokens[k].Form, "incoming") {
			return true
		}
	}
	if strings.HasSuffix(s.low[at], "-designate") || strings.HasSuffix(s.low[at], "-elect") {
		return true
	}
	return at+2 < len(s.Tokens) && s.Tokens[at+1].Form == "-" && (s.low[at+2] == "designate" || s.low[at+2] == "elect")
}

// named says whether an entity has a name of its own and not only a description.
func named(e *schema.Entity) bool {
	if e.Type == schema.Country {
		return true
	}
	for _, w := range strings.Fields(e.Name) {
		if (w[0] >= 'A' && w[0] <= 'Z' || w[0] > 127) && !link.Titles[strings.ToLower(w)] && coref.NounClass(strings.ToLower(w)).Kind != "person" {
			return true
		}
	}
	return false
}

// names says whether a sentence names an entity.
func (v *view) names(s *sentence, e *schema.Entity) bool {
	for t := range s.Tokens {
		if m := s.name[t]; m >= 0 && v.links.Ties[m].Entity == e {
			return true
		}
	}
	return false
}

// certain says whether a clause states a fact.
func (v *view) certain(s *sentence, t int) bool {
	st, _ := v.status(s, t)
	return st == schema.Actual
}

func (s *sentence) copularSubjects(t int) []int {
	if s.kid(t, "cop") < 0 {
		return nil
	}
	return s.surface(t, 0)
}

// closes says whether a phrase ends before token j.
func (r *run) closes(s *sentence, j int) bool {
	return j >= len(s.Tokens) || s.Tokens[j].UPOS == "PUNCT" || s.low[j] == "who" || s.Tokens[j].UPOS == "CCONJ"
}
