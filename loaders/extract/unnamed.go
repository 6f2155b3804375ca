package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// unnamed reads the post of somebody without a name who acts or speaks: "a spokesperson for X
// said", "according to the mayor of Y", "a Peruvian judge ordered".
func (r *run) unnamed(s *sentence, t int) {
	if s.name[t] >= 0 || s.at[t] < 0 || coref.Plural(s.tok(t)) || !s.takesPart(t) {
		return
	}
	pred, first := r.postAt(s, t)
	if pred == "" || pred == "works-for" && !nameless[s.postNoun(t)] || pred == "leads" && partHeads[s.low[t]] {
		return
	}
	if h := s.head[t]; pred == "leads" && (s.passive(h) && s.rel[t] == "nsubj" || s.Tokens[h].XPOS != "VBD") {
		return // "the king is elected by": of any
	}
	m := &r.v.doc.Mentions[s.at[t]]
	who := r.v.own(s, t)
	if m.Kind != nlp.Nominal || m.Head != t || who.ent == nil || who.ent.Type != schema.Person {
		return
	}
	if r.v.titledNext(s, t) >= 0 || s.beforeComma(t, 0) >= 0 || s.afterComma(t) >= 0 {
		return // a name stands beside it
	}
	if d := s.kid(t, "det", "nmod:poss"); d >= 0 && s.low[d] != "the" && s.low[d] != "a" && s.low[d] != "an" && s.low[d] != "another" || d >= 0 && pred == "leads" && s.low[d] != "the" {
		return
	}
	for _, o := range r.holdersBodies(s, t, first) {
		if o.ent == nil || !o.direct || !named(o.ent) || o.ent == who.ent || s.personBehind(t, o.tok) || o.ent.Type == schema.Person && !s.besideOf(o.tok) {
			continue
		}
		r.holds(s, t, first, first, pred, "", who, o, "unnamed")
	}
}

// holdersBodies are what the post of somebody without a name is of.
func (r *run) holdersBodies(s *sentence, t, first int) []arg {
	if those := r.bodies(s, t, 0); len(those) > 0 {
		return those
	}
	if place := r.constituency(s, t); place.ent != nil {
		return []arg{place}
	}
	return nil
}

// personBehind says whether another person's name than that at token but stands behind the noun
// at t before a verb or a comma.
func (s *sentence) personBehind(t, but int) bool {
	for j := t + 1; j < len(s.Tokens); j++ {
		if u := s.Tokens[j].UPOS; u == "VERB" || u == "AUX" || u == "PUNCT" {
			break
		}
		if s.person[j] && (but < 0 || s.name[j] != s.name[but]) {
			return true
		}
	}
	return false
}

// besideOf says whether the name at token k is in the possessive or right before a noun, or right
// behind a preposition: "a lawyer for X", not "Secretary of Justice X".
func (s *sentence) besideOf(k int) bool {
	if s.rel[k] != "nmod" || s.Tokens[k].Deprel == "nmod:poss" {
		return true
	}
	for k > 0 && s.name[k-1] >= 0 && s.name[k-1] == s.name[k] {
		k--
	}
	return k > 0 && (s.Tokens[k-1].UPOS == "ADP" || s.low[k-1] != "justice" && link.Titles[strings.ToLower(s.Tokens[k-1].Form)])
}

// takesPart says whether the phrase of the noun at t does something or has it done to it.
func (s *sentence) takesPart(t int) bool {
	h := s.head[t]
	if h < 0 || !s.verb(h) {
		return false
	}
	switch s.rel[t] {
	case "nsubj", "obj", "iobj":
		return true
	case "obl":
		return sayingPrepositions[s.preposition(t)]
	}
	return false
}

// Prepositions before who does, says or hears what a verb tells.
var sayingPrepositions = wordSet("by to with from accord according")

// Posts of which a text gives the holder without a name and means one all the same.
var nameless = wordSet("spokesman spokeswoman spokesperson official ambassador envoy diplomat judge prosecutor constable dispatcher lawyer attorney adviser advisor aide minister secretary senator lawmaker correspondent reporter journalist officer soldier detective representative negotiator councillor consul general commissioner")

// nameless says whether a claim is the post or the kin of somebody without a name.
func (c *candidate) nameless() bool { return c.method == unnamedMethod || c.method == kinMethod }

const (
	unnamedMethod = "extract/unnamed@" + Version
	kinMethod     = "extract/kin-unnamed@" + Version
)
