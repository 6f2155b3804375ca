package extract

import (
	"strings"

	"relata/schema"
)

// Verbs for the end of an enemy, words in the names of those whom one only fights, nouns for what
// one does towards an aim, and verbs for helping with it.
var (
	undoes   = wordSet("defeat destroy degrade eliminate annihilate crush dismantle eradicate vanquish obliterate neutralize neutralise rout")
	warred   = wordSet("isil isis daesh da’esh da'esh qaeda qaida taliban haram shabaab hezbollah hamas houthis houthi jihad nusra militants rebels insurgents terrorists jihadists extremists guerrillas separatists")
	strivers = wordSet("effort attempt bid drive campaign mission endeavor endeavour determination struggle fight")
	helps    = wordSet("support help assist aid back join")
)

// enemy says whether an actor is an armed body or group that others are at war with.
func enemy(e *schema.Entity) bool {
	return (e.Type == schema.Organization || e.Type == schema.Group) && (hasWord(strings.ReplaceAll(e.Name, "-", " "), warred) || strings.HasPrefix(e.Name, "Islamic State"))
}

// helped are those who are helped in the effort that the noun at h names: "supports X in its efforts
// to"; nil if it is no such effort.
func (s *sentence) helped(h int) []int {
	g := s.head[h]
	if g < 0 || s.preposition(h) != "in" || !strivers[s.low[h]] {
		return nil
	}
	if s.verb(g) && helps[s.low[g]] {
		return s.objects(g)
	}
	if s.noun(g) && actorNoun(s, g) && s.kid(h, "nmod:poss") >= 0 {
		return []int{g} // "the army in its efforts to"
	}
	return nil
}

// aimsAt says whether a claim has it that somebody wants the end of an armed body, who fights it
// for that: "the army's plan to defeat X", "committed to destroying X".
func (r *run) aimsAt(c *candidate) bool {
	s := c.sent
	if !s.verb(c.at) || !undoes[s.low[c.at]] || s.passive(c.at) || !enemy(c.object.ent) {
		return false
	}
	i := c.at
	for s.rel[i] == "conj" && s.head[i] >= 0 && s.verb(s.head[i]) {
		i = s.head[i] // "to degrade and defeat X"
	}
	switch s.rel[i] {
	case "xcomp", "advcl", "acl", "obl", "nmod":
	default:
		return false
	}
	m := s.kid(i, "mark", "case")
	switch {
	case m >= 0 && s.low[m] == "to" && (s.Tokens[i].XPOS == "VB" || s.Tokens[i].XPOS == "VBG"):
	case m >= 0 && s.Tokens[i].XPOS == "VBG" && (s.low[m] == "on" || s.low[m] == "at" || s.low[m] == "of" || s.low[m] == "towards" || s.low[m] == "toward"):
	default:
		return false
	}
	if h := s.head[i]; h >= 0 && (gainless[s.low[h]] || s.low[h] == "be") {
		return false
	}
	st, _ := r.v.status(s, i)
	return st == schema.Planned || st == schema.Actual
}

// Words for that an aim is missed, or another's.
var gainless = wordSet("fail failure refuse refusal inability unable urge call ask help require need urge demand")

// bears says whether one of the sides of the verb at i is an armed body or group.
func (r *run) bears(s *sentence, i int) bool {
	toks := append(append([]int{}, s.subjects(i)...), s.objects(i)...)
	with, _ := s.obliques(i, "with")
	for _, t := range append(toks, with...) {
		for _, a := range r.v.resolve(s, t) {
			if a.ent != nil && (enemy(a.ent) || armed(a.ent)) {
				return true
			}
		}
	}
	return false
}
