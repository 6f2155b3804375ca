package extract

import (
	"relata/loaders/link"
	"relata/schema"
)

// party says whether a body is a party or a movement, which those whom it puts up are of.
func party(e *schema.Entity) bool {
	return e.Type == schema.Organization && (hasWord(e.Name, parties) || link.Party(e.Name))
}

// Whom a party puts up for an office, and what such a person does for it.
var (
	putUp     = wordSet("candidate nominee hopeful contender")
	standsFor = wordSet("run stand")
)

// ticket reads whom a party names together: "nominated a ticket of X for president and Y for
// vice president", "its ticket of X and Y".
func (r *run) ticket(s *sentence, t int) {
	if s.low[t] != "ticket" && s.low[t] != "slate" || s.name[t] >= 0 {
		return
	}
	var by []arg
	at, st := t, schema.Actual
	if h := s.head[t]; h >= 0 && s.rel[t] == "obj" && nominating[s.low[h]] {
		at = h
		st, _ = r.v.status(s, h)
		for _, k := range s.subjects(h) {
			by = append(by, r.v.own(s, k))
		}
	} else if d := s.kid(t, "nmod:poss"); d >= 0 {
		by = append(by, r.v.own(s, d))
	}
	for _, a := range by {
		if a.ent == nil || a.ent.Type != schema.Organization || !named(a.ent) {
			continue
		}
		for _, k := range s.personsBehind(t) {
			before := len(r.reading.Claims)
			r.fact(s, "appoints", at, t, t+1, a, r.v.own(s, k), "", "ticket")
			for i := before; i < len(r.reading.Claims); i++ {
				r.reading.Claims[i].Status = st
				r.reading.Claims[i].When = r.v.when(s, at, st, "appoints")
			}
		}
	}
}

// Verbs of those who put somebody up.
var nominating = wordSet("nominate name choose pick select endorse announce present field run unveil")

// personsBehind are the heads of the persons' names in the phrase that goes on with "of" after
// the noun at t, up to a verb or the end of the clause.
func (s *sentence) personsBehind(t int) (out []int) {
	if t+1 >= len(s.Tokens) || s.low[t+1] != "of" {
		return nil
	}
	for j := t + 2; j < len(s.Tokens); j++ {
		tok := s.tok(j)
		if tok.UPOS == "VERB" || tok.UPOS == "AUX" || tok.UPOS == "PRON" || tok.UPOS == "PUNCT" && tok.Form != "," && tok.Form != "-" && tok.Form != "'" {
			break
		}
		if s.person[j] && (j+1 >= len(s.Tokens) || s.name[j+1] != s.name[j]) {
			out = append(out, j)
		}
	}
	return out
}
