package extract

import (
	"slices"

	"relata/loaders/nlp"
	"relata/schema"
)

// placing is where somebody came in a contest.
type placing struct {
	contest  *schema.Entity
	sentence int
	rank     int
	who      arg
}

// results reads who ran in a contest by how he came out of it: "X came second with a fifth of the
// vote", "Y earned 9 delegates, followed by Z", "the party lost 42 seats". The contest is the one
// that the sentence names, or the last one before it.
func (r *run) results(s *sentence, i int) {
	if !s.verb(i) || s.passive(i) {
		return
	}
	rank := s.ranked(i)
	spoils := rank == 0 && gains[s.low[i]] && s.hasSpoils(i)
	won := wins[s.low[i]] && rank == 0
	if rank == 0 && !spoils && !won {
		return
	}
	contest := r.contest(s, i, won)
	if won && !spoils {
		if contest.ent == nil {
			return
		}
		rank = 1
	}
	var next []int // "followed by Y"
	for j := i + 1; j < len(s.Tokens); j++ {
		if s.low[j] == "follow" && s.passive(j) && s.under(j, i) {
			next, rank = append(next, j), max(rank, 1)
		}
	}
	for _, k := range s.subjects(i) {
		all := r.v.resolve(s, k)
		if len(all) > 1 {
			rank = 0 // "X and Y won the primaries": each his own
		}
		for _, a := range all {
			r.ran(s, i, a, contest, rank, won && !spoils)
		}
	}
	for _, j := range next {
		for _, k := range s.subjects(j) {
			for _, a := range r.v.resolve(s, k) {
				r.ran(s, j, a, contest, max(rank, 1)+1, false)
			}
		}
	}
}

// ran tells that somebody ran in a contest, and whom he beat or who beat him there.
func (r *run) ran(s *sentence, i int, a, contest arg, rank int, known bool) {
	if a.ent == nil || !a.direct || a.ent.Type != schema.Person && a.ent.Type != schema.Organization || !r.tells(a) {
		return
	}
	if p := r.x.opt.Ontology.Predicate("participates-in"); p != nil && contest.ent != nil && !known {
		r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: contest, method: "extract/results@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
	}
	if rank == 0 {
		return
	}
	for _, o := range r.placings {
		if o.who.ent == a.ent || (o.rank == 1) == (rank == 1) || !(o.contest != nil && o.contest == contest.ent) && o.sentence != s.idx {
			continue
		}
		x, y := a, o.who
		if o.rank == 1 {
			x, y = y, x
		}
		if p := r.x.opt.Ontology.Predicate("defeats"); p != nil && x.ent.Type == y.ent.Type {
			r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: x, object: y, method: "extract/results@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
		}
	}
	r.placings = append(r.placings, placing{contest.ent, s.idx, rank, a})
}

// ranked is the place in which the subject of the verb at i came, 0 if it tells none.
func (s *sentence) ranked(i int) int {
	if !arrivesAt[s.low[i]] {
		return 0
	}
	for _, k := range s.kids[i] {
		if k < i || k > i+4 {
			continue
		}
		if n := ranks[s.low[k]]; n > 0 {
			return n
		}
		if s.low[k] == "place" || s.low[k] == "runner-up" {
			for _, c := range s.kids[k] {
				if n := ranks[s.low[c]]; n > 0 {
					return n
				}
			}
		}
	}
	return 0
}

// hasSpoils says whether the object of the verb at i is what one wins in a vote.
func (s *sentence) hasSpoils(i int) bool {
	for _, o := range s.kids[i] {
		if s.rel[o] != "obj" && s.rel[o] != "obl" || o < i {
			continue
		}
		if spoils[s.low[o]] {
			return s.rel[o] == "obj"
		}
		for _, k := range s.kids[o] {
			if s.rel[o] == "obj" && s.rel[k] == "nmod" && s.preposition(k) == "of" && spoils[s.low[k]] {
				return true // "24% of the vote", "39 of the 54 delegates"
			}
		}
		if s.Tokens[o].UPOS == "NUM" && s.rel[o] == "obj" { // "and Y earned 6"
			for j := i - 1; j > 0; j-- {
				if spoils[s.low[j]] && s.noun(j) {
					return true
				}
			}
		}
	}
	return false
}

// contest is the vote that the verb at i tells the outcome of: its object where one wins it, else
// one that its sentence names, else the last before it that is told apart.
func (r *run) contest(s *sentence, i int, won bool) arg {
	if won {
		for _, o := range s.objects(i) {
			for _, a := range r.v.resolve(s, o) {
				if a.direct && a.ent.Type == schema.Event && a.tok < len(s.low) && contests[s.low[a.tok]] {
					return a
				}
			}
		}
		if !s.hasSpoils(i) {
			return arg{mention: -1}
		}
	}
	near := arg{mention: -1}
	for j := range s.Tokens {
		if a := r.vote(s, j); a.ent != nil && (j < i || near.ent == nil && s.under(j, i)) {
			near = a
		}
	}
	if near.ent != nil {
		return near
	}
	where := map[*schema.Entity]bool{}
	beside := s.kids[i]
	if h := s.head[i]; h >= 0 && (s.rel[i] == "conj" || s.rel[i] == "parataxis" || s.rel[i] == "ccomp" || s.rel[i] == "advcl") {
		beside = append(slices.Clone(beside), s.kids[h]...) // "came second in Iowa; Y came first"
	}
	for _, k := range beside {
		if s.rel[k] == "advmod" && s.low[k] == "there" {
			return near
		}
		if s.rel[k] == "obl" && s.preposition(k) == "in" && s.name[k] >= 0 {
			if a := r.v.own(s, k); a.ent != nil && (a.ent.Type == schema.Place || a.ent.Type == schema.Country) {
				where[a.ent] = true
			}
		}
	}
	for n := s.idx - 1; n >= 0 && n >= s.idx-contestsBack; n-- {
		b := &r.v.sents[n]
		for j := len(b.Tokens) - 1; j >= 0; j-- {
			a := r.vote(b, j)
			if a.ent == nil {
				continue
			}
			if len(where) == 0 {
				return arg{ent: a.ent, mention: -1, tok: i, score: 0.9 * a.score, direct: true}
			}
			for _, k := range b.kids[j] {
				if p := r.v.own(b, k); p.ent != nil && where[p.ent] {
					return arg{ent: a.ent, mention: -1, tok: i, score: 0.9 * a.score, direct: true}
				}
			}
		}
	}
	return near
}

// vote is the election, primary or the like that the noun at j names, where the text tells which
// one.
func (r *run) vote(s *sentence, j int) arg {
	if !contests[s.low[j]] || !s.noun(j) {
		return arg{mention: -1}
	}
	a := r.v.own(s, j)
	if a.ent == nil || a.ent.Type != schema.Event || r.v.kindOf(a) == nlp.Pronoun {
		return arg{mention: -1}
	}
	told := definite(s, j) || s.name[j] >= 0
	for _, k := range s.kids[j] {
		told = told || s.name[k] >= 0
		if upcoming[s.low[k]] || s.Tokens[k].Deprel == "nmod:poss" && s.Tokens[k].UPOS == "PRON" {
			return arg{mention: -1}
		}
	}
	if !told {
		return arg{mention: -1}
	}
	if p := s.preposition(j); p == "for" || p == "before" || p == "since" || p == "from" {
		return arg{mention: -1} // "to select its nominee for the election"
	}
	return a
}

// holds says whether a claim is that somebody holds or votes in a vote, of which he has few.
func (c *candidate) holds() bool {
	s, t := c.sent, c.object.tok
	if s.low[c.at] == "vote" && c.object.ent.Type == schema.Event && contests[s.low[t]] {
		return true // "voted in a referendum"
	}
	if s.low[c.at] != "hold" || c.object.ent.Type != schema.Event || !contests[s.low[t]] || s.kid(c.at, "aux") >= 0 || s.rel[c.at] == "xcomp" || s.rel[c.at] == "acl" {
		return false
	}
	if s.Tokens[t].XPOS == "NN" {
		return s.Tokens[c.at].XPOS == "VBD"
	}
	for _, k := range s.kids[t] {
		if s.rel[k] == "nmod" && s.preposition(k) == "in" {
			return true
		}
	}
	return false
}

const contestsBack = 8

// Votes by their nouns, what one wins in them, the verbs for that, and for coming in a place.
var (
	contests  = wordSet("election primary caucus by-election runoff run-off referendum contest poll race")
	spoils    = wordSet("delegate vote seat ballot percent % elector riding constituency")
	gains     = wordSet("earn secure win receive get garner gain lose take capture obtain collect poll score attract")
	wins      = wordSet("win carry clinch")
	arrivesAt = wordSet("come finish place rank end be")
	ranks     = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "last": 9}
	upcoming  = wordSet("next upcoming following future")
)

// raceOf puts in the place of a nomination the vote that it is for: "the party's nomination for the
// presidential election".
func (s *sentence) raceOf(toks []int) []int {
	out := toks
	for n, t := range toks {
		if s.low[t] != "nomination" {
			continue
		}
		for _, k := range s.kids[t] {
			if p := s.preposition(k); s.rel[k] == "nmod" && (p == "for" || p == "in") && contests[s.low[k]] {
				out = append(append(append([]int{}, out[:n]...), k), out[n+1:]...)
			}
		}
	}
	return out
}
