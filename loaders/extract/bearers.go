package extract

import (
	"slices"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// bearers are the persons who hold the post at t, and the status of their holding it.
func (r *run) bearers(s *sentence, t, depth int) (out []arg, st schema.Status) {
	st = schema.Actual
	add := func(toks []int) {
		for _, k := range toks {
			for _, a := range r.v.resolve(s, k) {
				if a.ent.Type == schema.Person && a.direct && !slices.ContainsFunc(out, func(b arg) bool { return b.ent == a.ent }) && named(a.ent) {
					out = append(out, a)
				}
			}
		}
	}
	h := s.head[t]
	if s.rel[t] == "appos" && h >= 0 {
		if k := s.beforeComma(t, 0); k > h && s.person[k] && s.name[k] != s.name[h] && !coref.Plural(s.tok(t)) {
			h = k // "X, an actor, Y, a senator": of the one beside it, whatever the tree
		}
		if a := r.v.own(s, h); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) && !coref.Plural(s.tok(t)) {
			out = append(out, a) // of "X, mayor of A, and Y" X alone
		} else {
			add([]int{h})
		}
	}
	for _, k := range s.kids[t] {
		if s.rel[k] != "appos" {
			continue
		}
		if a := r.v.own(s, k); !coref.Plural(s.tok(t)) && a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
			out = append(out, a) // of "the mayor, X, and his aide, Y" X alone
		} else {
			add([]int{k})
		}
	}
	if len(out) == 0 && depth == 0 && r.v.titledNext(s, t) < 0 {
		if k := s.beforeComma(t, 0); k >= 0 {
			add([]int{k})
		} else if k := s.afterComma(t); k >= 0 {
			add([]int{k})
		}
	}
	if len(out) > 0 {
		return out, st
	}
	if s.kid(t, "nsubj") >= 0 {
		st, _ = r.v.status(s, t)
		add(s.surface(t, 0))
		return out, st
	}
	if t > 0 && s.low[t-1] == "whose" && t+2 < len(s.Tokens) && s.low[t+1] == "be" && s.person[t+2] { // "whose director is X", whatever the tree
		add([]int{t + 2})
		return out, st
	}
	if h >= 0 && s.rel[t] == "nsubj" && s.kid(h, "cop") >= 0 && s.person[h] { // "its director is X"
		st, _ = r.v.status(s, h)
		add([]int{h})
		return out, st
	}
	if h < 0 || depth > 3 {
		return out, st
	}
	if s.rel[t] == "conj" && s.noun(h) {
		if p, _ := r.postAt(s, h); p != "" || s.low[h] == "member" || founders[s.low[h]] || s.rel[h] == "appos" && s.name[h] < 0 {
			return r.bearers(s, h, depth+1)
		}
	}
	if g := s.head[h]; s.rel[t] == "conj" && s.name[h] >= 0 && g >= 0 && s.rel[h] == "nmod" && g < h {
		if p, _ := r.postAt(s, g); p != "" && s.name[g] < 0 { // "mayor of A and governor of B", with the governor hung on A
			return r.bearers(s, g, depth+1)
		}
	}
	as := s.preposition(t) == "as"
	if g := s.head[h]; s.rel[t] == "nmod" && seats[s.low[h]] && g >= 0 && s.verb(g) { // "held the post of X", "was named to the post of X"
		switch {
		case s.rel[h] == "obj" && occupying[s.low[g]] && !s.passive(g):
			add(s.surface(g, 0))
		case s.rel[h] == "obl" && (appointing[s.low[g]] || replacing[s.low[g]]):
			add(s.objects(g))
		case s.rel[h] == "obl" && (holding[s.low[g]] || occupying[s.low[g]]):
			add(s.surface(g, 0))
		}
		if len(out) > 0 {
			st, _ = r.v.status(s, g)
		}
		return out, st
	}
	if s.verb(h) && (as || s.rel[t] == "xcomp" || s.rel[t] == "obj" || s.rel[t] == "obl") {
		switch w := s.low[h]; {
		case becoming[w] || holding[w]:
			if as && !s.passive(h) || becoming[w] {
				add(s.surface(h, 0))
			}
		case replacing[w]:
			if as {
				add(s.subjects(h))
			}
		case appointing[w]:
			if s.rel[t] == "obj" && s.kid(h, "iobj") < 0 && !as {
				break
			}
			if k := s.direct(h, "iobj"); s.rel[t] == "obj" && len(k) > 0 && !s.passive(h) {
				add(k)
			} else {
				add(s.objects(h))
			}
		}
		if len(out) > 0 {
			st, _ = r.v.status(s, h)
		}
	}
	return out, st
}

// Verbs that tie a person to a post: those whose subject gets or keeps it, those whose
// subject has it "as", those whose object is given it, and those whose subject gets it after
// another.
var (
	becoming   = wordSet("become remain")
	holding    = wordSet("serve act work stay resign retire return quit step take continue join begin start rule reign coach volunteer")
	appointing = wordSet("appoint name elect nominate make choose select install designate acknowledge recognize recognise proclaim declare place crown reelect re-elect pick confirm inaugurate reappoint hire swear")
	replacing  = wordSet("succeed replace")
)

// Nouns for who set up a body or owns it, which stand beside posts in it.
var founders = wordSet("founder co-founder owner co-owner")

// Nouns for a post that is named after "of", and verbs whose subject has what they are.
var (
	seats     = wordSet("post office position role job title seat function duty mantle rank")
	occupying = wordSet("hold resume assume take occupy leave fill relinquish vacate accept win retain regain lose get keep have inherit seek quit")
)
