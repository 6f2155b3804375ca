package extract

import (
	"slices"
	"strings"

	"relata/schema"
)

// ownEvent reads whose an event is that has somebody in its middle: "X's trial", "the inauguration of
// Y", "the debate between X and Y".
func (r *run) ownEvent(s *sentence, t int) {
	of := ownEvents[s.low[t]]
	if of == nil || !s.noun(t) || s.name[t] >= 0 && s.at[t] < 0 {
		return
	}
	if s.low[t] == "campaign" && !s.forPost(t) || s.low[t] == "event" && !(t > 0 && s.low[t-1] == "campaign") {
		return
	}
	if s.low[t] == "game" && t+1 < len(s.Tokens) && s.low[t+1] == "of" {
		return // "Conway's Game of Life"
	}
	ev := r.v.own(s, t)
	if ev.ent == nil || ev.ent.Type != schema.Event || s.rel[t] == "compound" {
		return
	}
	who := s.ownersOf(t)
	between := false
	if duels[s.low[t]] {
		sides, loose := s.obliques(t, "between")
		if between = len(sides) > 0 && !loose; between {
			who = sides
		} else if len(who) > 0 {
			for _, prep := range []string{"against", "with", "versus"} {
				rivals, loose := s.obliques(t, prep)
				if !loose {
					who = append(who, rivals...)
				}
			}
		}
	}
	p := r.x.opt.Ontology.Predicate("participates-in")
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			if p != nil && a.direct && slices.Contains(of, a.ent.Type) && r.tells(a) {
				c := &candidate{pred: p, sent: s, at: t, first: t, last: t + 1, subject: a, object: ev, method: "extract/own-event@" + Version, timeless: true}
				if h := s.head[t]; h >= 0 && s.verb(h) {
					c.status, c.why = r.v.status(s, h)
					if c.status == schema.Actual && s.passive(h) && undone[s.low[h]] != "" && s.rel[t] == "nsubj" {
						c.status, c.why = undone[s.low[h]], s.low[h]
					} else if s.passive(h) && onNouns[s.low[h]] != "" && s.rel[t] == "nsubj" {
						c.status, c.why = r.v.status(s, t) // "her trial is scheduled for May"
					}
				}
				if c.status == schema.Planned {
					c.when = r.v.when(s, t, c.status, p.Name)
				}
				if y := s.yearOf(t); y != "" && c.when == "" {
					c.when = y
				}
				r.emit(c)
			}
		}
	}
}

// yearOf is the year that stands before the noun at t, "" if none.
func (s *sentence) yearOf(t int) string {
	for _, k := range s.kids[t] {
		if y := s.Tokens[k].Form; k < t && yearIn(y) == y {
			return y
		}
	}
	return ""
}

// ownersOf are those whose the event at t is by what hangs on it.
func (s *sentence) ownersOf(t int) []int {
	who, _ := s.obliques(t, "of")
	if s.low[t] == "hearing" {
		if whom, loose := s.obliques(t, "for"); !loose {
			who = append(who, whom...)
		}
	}
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel == "nmod:poss" {
			who = s.antecedent(k, t)
		}
	}
	return who
}

// forPost says whether a campaign is one for a post: "her campaign for governor", "his presidential
// campaign".
func (s *sentence) forPost(t int) bool {
	for _, k := range s.kids[t] {
		if s.rel[k] == "nmod" && s.preposition(k) == "for" && (s.class(k).Kind == "person" || ranFor[s.low[k]]) {
			return true
		}
		if k < t && (s.rel[k] == "amod" || s.rel[k] == "compound") && electoral[s.low[k]] {
			return true
		}
	}
	return false
}

// Nouns for posts that one runs for, and words before a campaign for one.
var (
	ranFor    = wordSet("presidency nomination governorship senate parliament congress office seat leadership mayoralty chancellorship")
	electoral = wordSet("presidential vice-presidential election senate senatorial congressional gubernatorial mayoral leadership reelection re-election primary")
)

// What becomes of an event that is put off, by the verb.
var undone = map[string]schema.Status{"cancel": schema.Denied, "call": schema.Denied, "scrap": schema.Denied, "abandon": schema.Denied, "postpone": schema.Planned, "schedule": schema.Planned, "plan": schema.Planned, "delay": schema.Planned}

// Events of two sides.
var duels = wordSet("debate match game race contest summit runoff run-off bout derby showdown final semifinal semi-final quarterfinal quarter-final")

// Events that have somebody in their middle, by who that is: those of persons, those that bodies hold
// and play, and those of either.
var ownEvents = func() map[string][]schema.EntityType {
	m := map[string][]schema.EntityType{}
	for words, types := range map[string][]schema.EntityType{
		"trial inauguration impeachment retrial swearing-in coronation arraignment wedding campaign hearing event debate race contest runoff run-off bout summit concert": {schema.Person},
		"primary caucus convention congress":                                              {schema.Organization},
		"game match derby showdown final semifinal semi-final quarterfinal quarter-final": {schema.Organization, schema.Person, schema.Country},
	} {
		for _, w := range strings.Fields(words) {
			m[w] = types
		}
	}
	return m
}()
