package extract

import (
	"slices"
	"strings"
	"time"

	"relata/schema"
)

// setDay is the day of the event that the clause of the word at p tells to be set at: "spoke
// at the rally", "survived the attack", where the article tells the day of that; "" if it
// doesn't, or the clause has a time of its own.
func (v *view) setDay(s *sentence, p int) string {
	k := s.verbOver(p)
	if s.Tokens[k].Deprel == "acl:relcl" && s.passing(k) {
		k = s.verbOver(s.head[k]) // "X, who was visiting the town, survived the attack"
	}
	if !s.verb(k) || len(v.times(s)) > 0 || v.quoted(s, p) || !s.told(k) && !s.passing(k) || s.anotherTime(k) {
		return ""
	}
	for _, c := range s.kids[k] {
		switch rel := s.rel[c]; {
		case rel == "obl" && (settings[s.preposition(c)] || s.preposition(c) == "over" || s.preposition(c) == "above"):
		case rel == "obj" && lived[s.low[k]] && !s.passive(k), rel == "nsubj" && s.passive(k) && lived[s.low[k]]:
		default:
			continue
		}
		if day := v.dayOfThe(s, c); day != "" {
			return day
		}
	}
	return ""
}

// Verbs for being at an event, by which what is told of it has its day.
var lived = wordSet("attend observe join survive witness watch lead address interrupt disrupt host open conduct carry organise organize stage film moderate visit launch hold")

// passing says whether the verb at k was going on when something else happened: "who was
// visiting the town".
func (s *sentence) passing(k int) bool {
	return s.Tokens[k].XPOS == "VBG" && s.past("be", k) && !s.have(k)
}

// dayOfThe is the day of what the noun at t points back to: the event that it names, or what a
// sentence before tells by the same noun or by a verb for it, "met ..., the meeting"; "" where
// that isn't told.
func (v *view) dayOfThe(s *sentence, t int) string {
	d := s.kid(t, "det")
	if d < 0 || s.low[d] != "the" && s.low[d] != "this" && s.low[d] != "that" || !s.noun(t) || !ofADay(s.low[t]) || s.setApart(t) || s.other(t) {
		return ""
	}
	e := v.own(s, t).ent
	if e != nil && e.Type == schema.Event && ofDay(e) {
		if day := v.dayTold(e); day != "" {
			return day
		}
	} else if e != nil && e.Type != schema.Event && named(e) {
		return ""
	}
	if s.name[t] >= 0 {
		return ""
	}
	if vague[s.low[t]] && s.bare(t) && v.leadMishap() && s.idx > v.leadAt {
		return v.leadDay()
	}
	for i := s.idx - 1; i >= 0 && s.idx-i <= namingReach; i-- {
		prev := &v.sents[i]
		if v.headline(prev) {
			break
		}
		for k := range prev.Tokens {
			switch {
			case v.quoted(prev, k):
			case prev.low[k] == s.low[t] && prev.noun(k) && prev.rel[k] != "compound" && !prev.other(k), s.idx-i <= tellingReach && prev.verb(k) && slices.Contains(doneBy[s.low[t]], prev.low[k]) && !prev.hypothetical(v, k):
				if day := v.dayAt(prev, k); len(day) == len(time.DateOnly) {
					return day
				}
			}
		}
	}
	return ""
}

// How many sentences before may tell by a verb what a noun points back to, and by the same noun.
const (
	tellingReach = 6
	namingReach  = 60
)

// setApart says whether a clause tells the event of the noun at t apart from others: "the attack that
// killed his father".
func (s *sentence) setApart(t int) bool {
	k := s.kid(t, "acl")
	if k < 0 || s.low[k] == "hold" {
		return false
	}
	m := s.kid(k, "advmod")
	return m < 0 || s.low[m] != "where"
}

// bare says whether nothing tells apart what the noun at t names: "the attack".
func (s *sentence) bare(t int) bool {
	for _, k := range s.kids[t] {
		if s.rel[k] != "det" && s.rel[k] != "case" && s.rel[k] != "punct" {
			return false
		}
	}
	return true
}

// hypothetical says whether the verb at k tells of nothing that happened.
func (s *sentence) hypothetical(v *view, k int) bool {
	st, _ := v.status(s, k)
	return st != schema.Actual
}

// other says whether a noun is of another event than that which was told before.
func (s *sentence) other(t int) bool {
	for _, k := range s.kids[t] {
		if k < t && (apart[s.low[k]] || s.Tokens[k].UPOS == "NUM" || s.Tokens[k].Deprel == "nmod:poss") {
			return true
		}
	}
	return false
}

var apart = wordSet("other another second third next last previous earlier past similar recent new former upcoming future first fourth final annual different separate prior")

// ofADay says whether a noun is for what is over within a day.
func ofADay(noun string) bool {
	return (inquirable[noun] || gathering[noun] || doneBy[noun] != nil) && !lasting[noun]
}

// doneBy has the verbs by which a text tells of what a noun then points back to.
var doneBy = map[string][]string{
	"meeting": {"meet", "gather", "convene"}, "gathering": {"gather", "meet"}, "march": {"march"}, "rally": {"rally", "gather", "march"},
	"protest": {"protest", "demonstrate", "gather", "march", "rally"}, "demonstration": {"protest", "demonstrate", "gather", "march", "rally"},
	"vote": {"vote"}, "ruling": {"rule"}, "verdict": {"convict", "acquit"}, "signing": {"sign"}, "visit": {"visit"}, "announcement": {"announce"},
	"attack": {"attack", "stab", "shoot", "bomb", "strike", "shell", "storm", "raid", "ambush", "ram"}, "strike": {"strike", "bomb", "kill"}, "airstrike": {"strike", "bomb", "kill"},
	"shooting": {"shoot", "fire"}, "stabbing": {"stab"}, "bombing": {"bomb"}, "crash": {"crash", "collide"}, "collision": {"collide", "crash", "hit"}, "killing": {"kill"},
	"raid": {"raid"}, "collapse": {"collapse"}, "explosion": {"explode"}, "blast": {"explode"}, "sentencing": {"sentence"}, "hearing": {"hear"},
	"ceremony": {"inaugurate", "open"}, "briefing": {"brief"}, "interview": {"interview"}, "speech": {"speak", "address"}, "session": {"meet", "convene"},
	"conference": {"confer"}, "event": {"attend", "gather"}, "funeral": {"bury"},
}

// whenThen is the time of a post that a noun phrase tells one to have had at the time of its
// clause: "In 2008, then-governor X was chosen".
func (v *view) whenThen(s *sentence, c *candidate, st schema.Status) string {
	if st != schema.Actual || !standing[c.pred.Name] || c.subject.ent.Type != schema.Person || !s.then(c.first) && !s.then(c.at) {
		return v.whenEntered(s, c)
	}
	return v.when(s, s.verbOver(c.at), st, "")
}

// whenEntered is the time of a post that its clause tells one to come into: "was sworn in as
// governor".
func (v *view) whenEntered(s *sentence, c *candidate) string {
	k := s.head[c.at]
	if c.pred.Name != "leads" && c.pred.Name != "works-for" || k < 0 || !s.verb(k) || !entering[s.low[k]] || s.rel[c.at] != "obl" && s.rel[c.at] != "xcomp" || s.preposition(c.at) == "by" {
		return ""
	}
	if st, _ := v.status(s, k); st != schema.Actual {
		return ""
	}
	if when := v.when(s, k, schema.Actual, c.pred.Name); when != "" {
		return when
	}
	return v.carried(s, k, false, c.subject.ent, c.object.ent)
}

// then says whether "then" or "the then" stands before the title at i: "then-governor".
func (s *sentence) then(i int) bool {
	for k := i; k >= 0 && k >= i-4; k-- {
		switch {
		case s.low[k] == "then" || strings.HasPrefix(s.low[k], "then-"):
			return k < i && s.Tokens[k+1].Form == "-" || k < i && k > 0 && s.low[k-1] == "the" || strings.HasPrefix(s.low[k], "then-")
		case s.Tokens[k].UPOS == "PUNCT" && s.Tokens[k].Form != "-", s.verb(k):
			return false
		}
	}
	return false
}
