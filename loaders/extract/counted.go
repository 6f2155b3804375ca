package extract

import (
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Words that count what was just named.
var counts = map[string]int{"two": 2, "both": 2, "three": 3, "four": 4}

// What a counted plural may be, by its noun.
var countedTypes = func() map[string][]schema.EntityType {
	m := map[string][]schema.EntityType{}
	for words, types := range map[string][]schema.EntityType{
		"country nation state neighbor neighbour government capital": {schema.Country},
		"side party": {schema.Country, schema.Organization, schema.Person},
		"leader president minister man woman diplomat politician official counterpart premier general envoy": {schema.Person},
		"company firm group organization organisation bank agency airline carmaker rival":                    {schema.Organization},
	} {
		for _, w := range strings.Fields(words) {
			m[w] = types
		}
	}
	return m
}()

// countedBack is how many sentences back those that a count sums up may be named.
const countedBack = 5

// counted are the actors that a definite plural with a number sums up: "the two countries",
// "both sides" are those named last, if there are exactly as many; nil if it is no such
// plural or nobody can tell whom it means.
func (v *view) counted(s *sentence, t int) []arg {
	types := countedTypes[s.low[t]]
	if types == nil || s.Tokens[t].UPOS != "NOUN" || s.at[t] < 0 {
		return nil
	}
	n, definite, others := 0, false, false
	for _, k := range s.kids[t] {
		w := strings.ToLower(s.Tokens[k].Form)
		switch {
		case k > t:
			others = others || s.rel[k] == "appos" || s.rel[k] == "nmod" || s.rel[k] == "acl"
		case w == "both":
			n, definite = 2, true
		case counts[w] > 0:
			n = counts[w]
		case w == "the", w == "these", w == "those":
			definite = true
		case s.rel[k] == "amod", s.rel[k] == "compound", s.rel[k] == "nmod":
			others = true
		}
	}
	if n == 0 || !definite || others {
		return nil
	}
	var out []arg
	for i := s.idx; i >= 0 && i >= s.idx-countedBack && len(out) < n; i-- {
		sent := &v.sents[i]
		last := len(sent.Tokens)
		if i == s.idx {
			last = t
		}
		for h := range last {
			m := sent.at[h]
			if m < 0 || v.doc.Mentions[m].Kind == nlp.Nominal {
				continue
			}
			e := v.links.Ties[m].Entity
			if e == nil || !slices.Contains(types, e.Type) || !named(e) {
				continue
			}
			if len(types) > 1 && (sent.Tokens[h].Deprel == "nmod:poss" || sent.rel[h] == "amod" || sent.rel[h] == "compound") {
				continue // whose they are, not they
			}
			if !slices.ContainsFunc(out, func(a arg) bool { return a.ent == e }) {
				out = append(out, arg{ent: e, mention: s.at[t], tok: t, direct: true, score: 0.6})
			}
		}
	}
	if len(out) != n {
		return nil
	}
	return out
}
