package extract

import (
	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/schema"
)

// Words for what has to be, verbs for how one fares, which who says that one must or should only guesses, and nouns for what one asks of the person who has to do it.
var (
	needful      = wordSet("vital essential important crucial imperative necessary critical time urgent incumbent")
	resignations = wordSet("resignation apology abdication departure withdrawal explanation retraction")
	fares        = wordSet("benefit profit gain suffer be become win lose see feel know like love enjoy happen arrive have get")
	demanding    = wordSet("demand seek want urge call push press clamor clamour chant await expect")
)

// demands reads what a speaker says that another has to do, other than by "must" in the clause
// that he speaks: "Y needs to resign," X said; X said it was time for Y to go; "it is vital that
// Y act", said X.
func (r *run) demands(s *sentence, i int) {
	whom := s.obliged(i)
	if len(whom) == 0 {
		return
	}
	speaker := r.v.speakerEntity(r.v.source(s, i, 0))
	if speaker == nil || !speaker.Type.IsActor() || link.Outlet(speaker.Name) { // who only reports asks nothing
		return
	}
	for _, u := range whom {
		for _, b := range r.v.resolve(s, u) {
			if b.ent != nil && b.ent != speaker && b.direct && r.v.kindOf(b) != nlp.Pronoun && b.ent.Type.IsActor() && r.tells(b) {
				r.said(s, i, "urges", "must", s.Tokens[i].Form, speaker, b)
			}
		}
	}
}

// obliged is who has to do something by the words of the clause at i.
func (s *sentence) obliged(i int) []int {
	if s.negated(i) {
		return nil
	}
	if s.kid(i, "cop") >= 0 && needful[s.low[i]] {
		for _, k := range s.kids[i] {
			if k < i || s.rel[k] != "ccomp" && s.rel[k] != "csubj" && s.rel[k] != "acl" && s.rel[k] != "advcl" && s.rel[k] != "xcomp" || !s.verb(k) || s.passive(k) {
				continue
			}
			if n := s.kid(k, "nsubj"); n > i {
				return s.antecedent(n, k)
			}
			for _, n := range s.kids[i] { // "time for X to go"
				if n > i && n < k && s.preposition(n) == "for" {
					return s.antecedent(n, i)
				}
			}
		}
		return nil
	}
	if !s.verb(i) || s.passive(i) {
		return nil
	}
	n := s.kid(i, "nsubj")
	if s.low[i] == "need" || s.low[i] == "ought" {
		if k := s.kid(i, "xcomp"); k > i && s.kid(i, "obj") < 0 && s.Tokens[k].XPOS == "VB" && s.kid(k, "mark") >= 0 && !s.passive(k) && (s.Tokens[i].XPOS == "VBZ" || s.Tokens[i].XPOS == "VBP") {
			return s.surface(i, 0)
		}
	}
	for _, k := range s.kids[i] { // "should X resign" asks nothing
		if s.rel[k] == "aux" && k > n && !fares[s.low[i]] && (s.low[k] == "must" || s.low[k] == "should" || s.low[k] == "ought") && !s.have(i) && s.kid(i, "cop") < 0 {
			return s.surface(i, 0)
		}
	}
	return nil
}

// asksIn says whether somebody who writes asks something in it: "wrote to X, urging him to go".
func (s *sentence) asksIn(i int) bool {
	if s.low[i] != "write" {
		return false
	}
	for _, k := range s.kids[i] {
		if k > i && (s.rel[k] == "advcl" || s.rel[k] == "acl" || s.rel[k] == "conj" || s.rel[k] == "xcomp") && s.verb(k) && (s.low[k] == "ask" || s.low[k] == "urge" || s.low[k] == "call" || s.low[k] == "demand" || s.low[k] == "request") {
			return true
		}
	}
	return false
}

// resigns reads of whom the resignation or an apology is demanded: "X called for Y's resignation".
func (r *run) resigns(s *sentence, t int) {
	if !resignations[s.low[t]] || !s.noun(t) {
		return
	}
	h := s.head[t]
	if h < 0 || s.rel[t] != "obj" && s.rel[t] != "obl" && s.rel[t] != "nmod" {
		return
	}
	var who []int
	switch prep := s.preposition(t); {
	case s.verb(h) && demanding[s.low[h]] && (s.rel[t] == "obj" || prep == "for"):
		who = s.subjects(h)
		if len(who) == 0 {
			who = s.surface(h, 0)
		}
	case s.noun(h) && (s.low[h] == "call" || s.low[h] == "demand") && prep == "for":
		who = s.nounActors(h, 0)
	}
	p := r.x.opt.Ontology.Predicate("urges")
	if p == nil || len(who) == 0 {
		return
	}
	k := s.kid(t, "nmod:poss")
	if k < 0 {
		for _, n := range s.kids[t] {
			if p := s.preposition(n); s.rel[n] == "nmod" && (p == "of" || p == "from" || p == "by") {
				k = n
			}
		}
	}
	if k < 0 {
		return
	}
	for _, w := range who {
		for _, a := range r.v.resolve(s, w) {
			for _, b := range r.v.resolve(s, k) {
				if a.direct && b.direct && fitsType(a.ent.Type, p.From) && fitsType(b.ent.Type, p.To) && a.ent != b.ent {
					r.emit(&candidate{pred: p, sent: s, at: t, first: t, last: t + 1, subject: a, object: b, about: s.Tokens[t].Form, status: schema.Actual, method: "extract/resign@" + Version, features: features{kind: schema.NounFrame, loose: true}})
				}
			}
		}
	}
}
