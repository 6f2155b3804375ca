package extract

import "relata/schema"

// replaced reads who is put in the place of whom: "X replaced Y with Z", "Y was replaced with Z".
func (r *run) replaced(s *sentence, h int) {
	if s.low[h] != "replace" || !s.verb(h) {
		return
	}
	k := s.oblique(h, "with")
	if k < 0 {
		return
	}
	in := r.v.own(s, k)
	st, _ := r.v.status(s, h)
	for _, o := range s.objects(h) {
		out := r.v.own(s, o)
		if !isPerson(in) || !isPerson(out) || in.ent == out.ent {
			continue
		}
		r.replaces(s, h, in, out, st)
		for _, t := range s.subjects(h) {
			if by := r.v.own(s, t); by.ent != nil && by.ent.Type.IsActor() && named(by.ent) {
				for _, c := range []struct {
					pred string
					of   arg
				}{{"appoints", in}, {"dismisses", out}} {
					r.emit(&candidate{pred: r.x.opt.Ontology.Predicate(c.pred), sent: s, at: h, first: h, last: h + 1, subject: by, object: c.of, status: st, method: replacedMethod})
				}
			}
		}
	}
}

const replacedMethod = "extract/replaced@" + Version

// afterLeaving reads who gets a post after another left it: "X became president after Y resigned",
// "X was sworn in following the death of Y".
func (r *run) afterLeaving(s *sentence, h int) {
	if !s.verb(h) || !r.entersPost(s, h) {
		return
	}
	st, _ := r.v.status(s, h)
	for _, k := range s.kids[h] {
		var left []int
		switch {
		case s.rel[k] == "advcl" && s.verb(k) && s.markedAfter(k) && (leavingPost[s.low[k]] && !s.passive(k) || removing[s.low[k]] && s.passive(k)):
			left = s.surface(k, 0)
		case s.rel[k] == "obl" && departures[s.low[k]] && sinceWords[s.preposition(k)]:
			for _, kk := range s.kids[k] {
				if s.rel[kk] == "nmod" && (s.Tokens[kk].Deprel == "nmod:poss" || s.preposition(kk) == "of") {
					left = append(left, kk)
				}
			}
		}
		for _, o := range left {
			for _, t := range s.entering(h) {
				in, out := r.v.own(s, t), r.v.own(s, o)
				if isPerson(in) && isPerson(out) && in.ent != out.ent {
					r.replaces(s, h, in, out, st)
				}
			}
		}
	}
}

func (r *run) replaces(s *sentence, h int, in, out arg, st schema.Status) {
	if p := r.x.opt.Ontology.Predicate("succeeds"); p != nil {
		r.emit(&candidate{pred: p, sent: s, at: h, first: h, last: h + 1, subject: in, object: out, status: st, method: replacedMethod})
	}
}

// entersPost says whether the clause of the verb h has somebody get a post: "became president",
// "was named coach", "took office".
func (r *run) entersPost(s *sentence, h int) bool {
	w := s.low[h]
	if w == "swear" && s.passive(h) || w == "take" && (s.takes(h, "office") || s.takes(h, "over")) {
		return true
	}
	if w != "become" && !(appointing[w] && s.passive(h)) {
		return false
	}
	for _, k := range s.kids[h] {
		if s.rel[k] == "xcomp" || s.rel[k] == "obj" || s.rel[k] == "obl" && s.preposition(k) == "as" {
			if p, _ := r.postAt(s, k); p != "" {
				return true
			}
		}
	}
	return false
}

// entering are those who get a post by the verb h.
func (s *sentence) entering(h int) []int {
	if s.passive(h) {
		return s.objects(h)
	}
	return s.subjects(h)
}

// takes says whether the verb h has a word as its object or its particle.
func (s *sentence) takes(h int, word string) bool {
	for _, k := range s.kids[h] {
		if s.low[k] == word && (s.rel[k] == "obj" || s.rel[k] == "compound" || s.rel[k] == "advmod" || k == h+1) {
			return true
		}
	}
	return false
}

// markedAfter says whether a clause tells what happened before.
func (s *sentence) markedAfter(k int) bool {
	for _, m := range s.kids[k] {
		if s.rel[m] == "mark" && (sinceWords[s.low[m]] || s.low[m] == "when") {
			return true
		}
	}
	return false
}

// oblique is the phrase of the verb h with a preposition, -1 if there is none.
func (s *sentence) oblique(h int, prep string) int {
	for _, k := range s.kids[h] {
		if k > h && (s.rel[k] == "obl" || s.rel[k] == "nmod") && s.preposition(k) == prep {
			return k
		}
	}
	return -1
}

func isPerson(a arg) bool {
	return a.ent != nil && a.ent.Type == schema.Person && named(a.ent)
}

// Words before what came first, verbs and nouns for leaving a post, and verbs for being taken
// out of it.
var (
	sinceWords  = wordSet("after following upon follow since")
	leavingPost = wordSet("resign retire die quit step stand abdicate depart")
	removing    = wordSet("oust remove fire sack dismiss assassinate impeach depose overthrow topple suspend kill arrest force")
	departures  = wordSet("resignation death departure dismissal ouster retirement removal impeachment assassination sacking abdication firing overthrow exit")
)
