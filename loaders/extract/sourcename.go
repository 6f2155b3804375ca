package extract

import (
	"cmp"
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// sourceOf is the entity that the noun at t names as who says something. One without a name is
// told apart by whom it speaks for: "Shell spokesperson", "Meir's lawyer".
func (v *view) sourceOf(s *sentence, t int, a arg) schema.Source {
	src := schema.Source{ID: a.ent.ID, Name: a.ent.Name}
	if !named(a.ent) {
		src.Name = v.toldApart(s, t, src.Name)
		return src
	}
	if a.mention >= 0 && v.doc.Mentions[a.mention].Kind == nlp.Name {
		if form := v.nameOf(a.mention); form == a.ent.Name+" News" {
			src.Name = form // the newsroom, not the network
		}
	}
	return src
}

func (v *view) nameOf(mention int) string {
	return strings.Join(strings.Fields(v.doc.MentionText(&v.doc.Mentions[mention])), " ")
}

// toldApart puts to the noun at t, of which base is the name so far, who it speaks for.
func (v *view) toldApart(s *sentence, t int, base string) string {
	for _, k := range s.kids[t] {
		if s.rel[k] != "nmod" {
			continue
		}
		prep := s.preposition(k)
		poss := s.Tokens[k].Deprel == "nmod:poss"
		if !poss && (k < t || !speaksBy[prep]) {
			continue
		}
		whom := v.calledLast(s, k)
		switch {
		case whom == "" || strings.Contains(base, whom):
		case poss && (strings.HasSuffix(whom, "s") || strings.HasSuffix(whom, "S")):
			return whom + "' " + base
		case poss:
			return whom + "'s " + base
		case spokes[s.low[t]]:
			return whom + " " + base
		default:
			return base + " " + prep + " " + whom
		}
	}
	return base
}

// calledLast is the name by which the text called last what the noun or pronoun at k means, ""
// if that has none.
func (v *view) calledLast(s *sentence, k int) string {
	a := v.own(s, k)
	if a.ent == nil {
		return ""
	}
	if a.mention >= 0 && v.doc.Mentions[a.mention].Kind == nlp.Name {
		return v.nameOf(a.mention)
	}
	if a.mention >= 0 && v.doc.Mentions[a.mention].Kind == nlp.Nominal {
		first := k
		for first > 0 && s.head[first-1] == k && (s.Tokens[first-1].UPOS == "ADJ" || s.noun(first-1)) {
			first--
		}
		return v.text(s, first, k+1) // "the mayor's office", whoever that is
	}
	if !named(a.ent) {
		return ""
	}
	last := a.ent.Name
	ms := v.mentionsOf(a.ent)
	n, _ := slices.BinarySearchFunc(ms, [2]int{s.idx, k}, func(i int, at [2]int) int {
		m := &v.doc.Mentions[i]
		return cmp.Or(m.Sentence-at[0], m.First-at[1])
	})
	for n--; n >= 0; n-- {
		if v.doc.Mentions[ms[n]].Kind == nlp.Name {
			return v.nameOf(ms[n])
		}
	}
	return last
}

// Prepositions between who says something and whom he speaks for, and who speaks for others by
// trade.
var (
	speaksBy = wordSet("for of from at in with")
	spokes   = wordSet("spokesman spokeswoman spokesperson spokespeople spokesmen")
)

// issuedBefore is who issued the paper that the noun at t points back to: "Palme said in a
// statement ... The statement also said".
func (v *view) issuedBefore(s *sentence, t int) (schema.Source, bool) {
	d := s.kid(t, "det")
	if d < 0 || s.low[d] != "the" && s.low[d] != "this" || !issued[s.low[t]] {
		return schema.Source{}, false
	}
	for i := s.idx - 1; i >= 0 && i >= s.idx-anchorReach; i-- {
		prev := &v.sents[i]
		for k := range prev.Tokens {
			if prev.low[k] != s.low[t] || !prev.noun(k) {
				continue
			}
			if a := prev.issuers(k); len(a) > 0 {
				if src, ok := v.speaker(prev, a); ok && src.ID != "" {
					return src, true
				}
			}
			for h, n := prev.head[k], 0; h >= 0 && n < maxDepth; h, n = prev.head[h], n+1 {
				if prev.verb(h) && !prev.passive(h) && (reporting[prev.low[h]] || issuing[prev.low[h]]) {
					if src, ok := v.speaker(prev, prev.surface(h, 0)); ok && src.ID != "" {
						return src, true
					}
					break
				}
			}
		}
	}
	return schema.Source{}, false
}

// Papers that somebody issues.
var issued = wordSet("statement report release memo letter announcement tweet message email filing study analysis survey poll article post declaration")

// inWords says whether the verb at i is done in words by what hangs on it: "justified it in a
// statement".
func (s *sentence) inWords(i int) bool {
	for _, k := range s.kids[i] {
		if s.rel[k] == "obl" && (s.preposition(k) == "in" || s.preposition(k) == "on") && (sayingNouns[s.low[k]] || utterances[s.low[k]]) {
			return true
		}
	}
	return false
}

// Nouns for what one says something in.
var utterances = wordSet("interview speech post video address tweet release memo filing briefing conference column book editorial blog email")
