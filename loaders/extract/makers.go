package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/schema"
)

// maker reads who made the work that the noun at t names: "X's film Y", "Y, a novel by X", "the
// Netflix series Y".
func (r *run) maker(s *sentence, t int) {
	if !link.Work(s.low[t]) || s.name[t] >= 0 {
		return
	}
	work, titled := r.workAt(s, t)
	if work.ent == nil || work.ent.Type != schema.Product || !titled && s.Tokens[t].XPOS == "NNS" {
		return // "about her novels"
	}
	for _, a := range r.makersOf(s, t, work.tok, titled) {
		if p := r.x.opt.Ontology.Predicate("produces"); p != nil && r.tells(a) && (a.ent.Type == schema.Person || a.ent.Type == schema.Organization) {
			r.emit(&candidate{pred: p, sent: s, at: t, first: t, last: t + 1, subject: a, object: work, method: "extract/maker@" + Version, timeless: true, status: schema.Actual})
		}
	}
}

// workAt is the work that the noun at t names, by its title if it stands beside it.
func (r *run) workAt(s *sentence, t int) (work arg, titled bool) {
	product := func(k int) bool {
		a := r.v.own(s, k)
		if a.ent == nil || a.ent.Type != schema.Product || s.name[k] < 0 {
			return false
		}
		work = a
		work.tok = r.v.doc.Mentions[s.name[k]].Head
		return true
	}
	for j := t + 1; j < len(s.Tokens) && j <= t+3; j++ {
		if s.name[j] >= 0 {
			if product(j) {
				return work, true
			}
			break
		}
		if s.Tokens[j].UPOS != "PUNCT" && s.Tokens[j].XPOS != "VBN" && s.Tokens[j].XPOS != "VBD" {
			break
		}
	}
	for _, k := range append([]int{s.head[t]}, append(s.kids[t], s.copularSubjects(t)...)...) {
		if k >= 0 && (k == s.head[t] && s.rel[t] == "appos" || s.rel[k] == "appos" || s.rel[k] == "nsubj") && product(k) {
			return work, true
		}
	}
	work = r.v.own(s, t)
	work.tok = t
	return work, false
}

// makersOf are those to whom the phrase of a work gives it: who has it, who it is by, and the
// house before the noun.
func (r *run) makersOf(s *sentence, t, title int, titled bool) (out []arg) {
	add := func(k int) {
		for _, a := range r.v.resolve(s, k) {
			if a.direct && a.ent != nil && r.v.kindOf(a) != nlp.Nominal {
				out = append(out, a)
			}
		}
	}
	for _, h := range []int{t, title} {
		for _, k := range s.kids[h] {
			switch p := s.preposition(k); {
			case s.Tokens[k].Deprel == "nmod:poss" && k < t && (titled || s.Tokens[k].UPOS != "PRON" || ownWorks[s.low[t]]):
				add(k)
			case s.rel[k] == "nmod" && k > t && p == "by":
				add(k)
			}
		}
		if title == t {
			break
		}
	}
	if len(out) == 0 && t > 0 {
		j := t - 1
		for j > 0 && (s.Tokens[j].UPOS == "ADJ" || s.Tokens[j].UPOS == "NOUN") && s.name[j] < 0 { // "Marvel superhero film"
			j--
		}
		if m := s.name[j]; m >= 0 && titled && s.rel[j] != "nmod:poss" {
			if a := r.v.own(s, j); a.ent != nil && a.ent.Type == schema.Organization && named(a.ent) && !s.broken(j, t) {
				out = append(out, a)
			}
		}
	}
	return out
}

// broken says whether anything but words of one noun phrase stands between two tokens.
func (s *sentence) broken(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if s.Tokens[i].UPOS == "PUNCT" && s.Tokens[i].Form != "-" || s.Tokens[i].XPOS == "POS" {
			return true
		}
	}
	return false
}

// Works that are by whom they are of.
var ownWorks = wordSet("memoir autobiography book novel album film song poem painting documentary")

// Bodies that fly, sail and fight with what others make.
var operators = wordSet("air airlines airline airways aviation lines navy army force forces guard nasa police military marines agency fleet command express cargo shipping")

// Nouns for goods that are told apart by who makes them, and not by who has them.
var brandedGoods = wordSet("vaccine drug medicine medication antibody treatment smartphone iphone console chip chatbot browser app software operating_system processor microprocessor insecticide herbicide weedkiller pesticide painkiller tablet algorithm firmware game")

// brandOf reads who makes goods by whose they are: "X's vaccine", "the X vaccine", "Boeing's 737".
func (r *run) brandOf(s *sentence, t int) {
	good := r.v.own(s, t)
	if good.ent == nil || good.ent.Type != schema.Product || good.mention < 0 {
		return
	}
	m := &r.v.doc.Mentions[good.mention]
	model := s.name[t] >= 0 && m.Head == t
	if !model && !brandedGoods[s.low[t]] {
		return
	}
	k := s.kid(t, "nmod:poss")
	if k < 0 && !model && t > 0 && s.name[t-1] >= 0 && s.rel[t-1] != "amod" {
		k = t - 1
	}
	if k < 0 || s.name[k] < 0 || model && k >= m.First {
		return
	}
	who := r.v.own(s, k)
	if who.ent == nil || who.ent.Type != schema.Organization || !named(who.ent) || strings.HasPrefix(good.ent.Name, who.ent.Name+" ") && model || hasWord(who.ent.Name, operators) {
		return
	}
	if p := r.x.opt.Ontology.Predicate("produces"); p != nil {
		r.emit(&candidate{pred: p, sent: s, at: t, first: t, last: t + 1, subject: who, object: good, method: "extract/brand@" + Version, timeless: true, status: schema.Actual})
	}
}
