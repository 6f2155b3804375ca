package extract

import (
	"strings"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Words for several that were just named together.
var sums = wordSet("they them themselves two both pair duo")

// Verbs that put their subject and what they are done with together.
var joinsTwo = wordSet("meet marry negotiate team partner cooperate collaborate agree clash join")

const (
	summedBack = 2 // sentences back
	mostSummed = 4 // names that one word sums up
)

// summed are the actors that "they" or "the two" at t stands for, if they were named joined:
// "A and B said they", "A met B. The two"; nil if nothing tells.
func (v *view) summed(s *sentence, t int) []arg {
	if !sums[s.low[t]] || s.name[t] >= 0 {
		return nil
	}
	exactly := 0
	if s.Tokens[t].UPOS != "PRON" || s.low[t] == "both" {
		exactly = 2
		if s.low[t] != "both" {
			if d := s.kid(t, "det"); d < 0 || s.low[d] != "the" || s.Tokens[t].UPOS != "NUM" && s.Tokens[t].UPOS != "NOUN" || s.low[t] == "two" && s.rel[t] == "nummod" {
				return nil
			}
		}
		for _, k := range s.kids[t] {
			if k > t && s.rel[k] != "punct" && s.rel[k] != "cop" && s.rel[k] != "conj" && s.rel[k] != "cc" {
				return nil // "both of them", "the two from Lima"
			}
		}
		if r := s.rel[t]; r != "nsubj" && r != "obj" && r != "obl" && r != "nmod" {
			return nil
		}
	}
	fit := func(sum []arg) []arg {
		if len(sum) < 2 || exactly > 0 && len(sum) != exactly {
			return nil
		}
		for i := range sum {
			sum[i].mention, sum[i].tok, sum[i].direct, sum[i].score = v.mentionOf(s, t), t, true, 0.6
		}
		return sum
	}
	// the clauses above, from the nearest: one whose subject is plural but no sum ends the search
	for n, w := 0, s.head[t]; w >= 0 && n < maxDepth; n, w = n+1, s.head[w] {
		for _, k := range s.kids[w] {
			if s.rel[k] != "nsubj" || k >= t || s.under(t, k) {
				continue
			}
			if sum := v.joined(s, k); sum != nil {
				return fit(sum)
			}
			if v.plural(s, k) {
				return nil
			}
		}
	}
	for k := range t {
		if (s.rel[k] == "nsubj" || s.rel[k] == "obj") && v.plural(s, k) {
			return nil
		}
	}
	for i := s.idx - 1; i >= 0 && i >= s.idx-summedBack; i-- {
		sent := &v.sents[i]
		several := false
		for k := range sent.Tokens {
			several = several || (sent.rel[k] == "obj" || sent.rel[k] == "obl") && sent.name[k] < 0 && v.plural(sent, k)
		}
		for k := range sent.Tokens {
			if sent.rel[k] != "nsubj" || sent.head[k] < 0 {
				continue
			}
			if sum := v.joined(sent, k); sum != nil && !several {
				if exactly == 0 && i < s.idx-1 {
					return nil
				}
				return fit(sum)
			}
			if sum := v.withOther(sent, k); sum != nil && !several && (i == s.idx-1 || exactly > 0) {
				return fit(sum)
			}
			if sum := v.summed(sent, k); sum != nil {
				return fit(sum)
			}
			several = several || v.plural(sent, k)
		}
		if several {
			return nil
		}
	}
	return nil
}

// plural says whether the phrase at k may be meant by "they".
func (v *view) plural(s *sentence, k int) bool {
	if a := v.own(s, k); a.ent != nil && (a.ent.Type == schema.Person || a.ent.Type == schema.Country) && named(a.ent) {
		return false
	}
	if s.Tokens[k].UPOS == "PRON" {
		w := strings.ToLower(s.Tokens[k].Form)
		return w == "they" || w == "them" || w == "we"
	}
	return s.noun(k) && (coref.Plural(s.tok(k)) && s.class(k).Type.IsActor() || s.class(k).Kind == "group" || s.class(k).Kind == "org" || s.name[k] >= 0)
}

// joined are the actors of one kind named at k and in its conjuncts; nil if it has none or
// one of them is unknown.
func (v *view) joined(s *sentence, k int) []arg {
	out := []arg{v.own(s, k)}
	and := false
	for _, c := range s.kids[k] {
		switch {
		case s.rel[c] == "conj" && (s.noun(c) || s.Tokens[c].UPOS == "PRON"):
			out = append(out, v.own(s, c))
			for _, d := range s.kids[c] {
				and = and || s.rel[d] == "cc" && s.low[d] == "and"
			}
		case s.rel[c] == "cc":
			and = and || s.low[c] == "and"
		}
	}
	if !and || len(out) < 2 || len(out) > mostSummed || !alike(out) {
		return nil
	}
	return out
}

// withOther are the subject at k and whom its verb joins to it: "A met B", "A agreed with B".
func (v *view) withOther(s *sentence, k int) []arg {
	verb := s.head[k]
	if !s.verb(verb) || !joinsTwo[s.low[verb]] || s.passive(verb) {
		return nil
	}
	other := s.kid(verb, "obj")
	if other < 0 {
		if o, loose := s.obliques(verb, "with"); len(o) == 1 && !loose {
			other = o[0]
		}
	}
	if other < 0 || s.kid(other, "conj") >= 0 {
		return nil
	}
	out := []arg{v.own(s, k), v.own(s, other)}
	if !alike(out) {
		return nil
	}
	return out
}

// alike says whether all are known actors of one kind, each another.
func alike(all []arg) bool {
	for i, a := range all {
		if a.ent == nil || !named(a.ent) || !a.ent.Type.IsActor() || a.mention < 0 {
			return false
		}
		if (a.ent.Type == schema.Person) != (all[0].ent.Type == schema.Person) {
			return false
		}
		for _, b := range all[:i] {
			if b.ent == a.ent {
				return false
			}
		}
	}
	return true
}
