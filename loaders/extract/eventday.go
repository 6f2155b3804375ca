package extract

import (
	"slices"
	"strings"
	"time"

	"relata/loaders/nlp"
	"relata/schema"
)

// Events that last longer than the day on which something happens at them.
var lasting = wordSet(`championship championships olympics games war campaign tournament league season festival crisis conflict pandemic
	epidemic series talks summit conference convention protests demonstrations riots occupation siege
	investigation inquiry trial tour offensive invasion operation exercise uprising revolution rebellion drought famine fires wildfires floods week year project programme program plan pipeline movement process transition outbreak`)

// ofDay says whether an event is over within a day, as far as its name tells.
func ofDay(e *schema.Entity) bool {
	words := strings.Fields(strings.ToLower(e.Name))
	if e.Type != schema.Event || len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return lasting[w] }) {
		return false
	}
	one, several := strings.CutSuffix(words[len(words)-1], "s")
	return !several || !inquirable[one] // "the killings" may be of any days
}

// happening is the event of one day that a claim tells the place or a party of, nil if none.
func happening(c *schema.Claim) *schema.Entity {
	var e *schema.Entity
	switch c.Predicate {
	case "located-in":
		e = c.Subject.Entity
	case "participates-in":
		e = c.Object.Entity
	}
	if e == nil || c.Status != schema.Actual || !ofDay(e) {
		return nil
	}
	return e
}

// sameDay gives what is told of an event of one day without its date the day that the article
// tells for where it took place or who took part; none where it tells two.
func sameDay(claims []schema.Claim) {
	days := map[*schema.Entity]string{}
	for i := range claims {
		if e := happening(&claims[i]); e != nil && len(claims[i].When) == len(time.DateOnly) {
			if d, ok := days[e]; ok && d != claims[i].When {
				days[e] = ""
			} else {
				days[e] = claims[i].When
			}
		}
	}
	for i := range claims {
		c := &claims[i]
		if e := happening(c); e != nil && (c.When == "" || len(c.When) < len(time.DateOnly) && strings.HasPrefix(days[e], c.When)) && days[e] != "" {
			c.When = days[e]
		}
	}
}

// dayOfKnown is the day of the event that a noun with the article at t points back to: "the
// fire broke out at night"; "" where that isn't told or the sentence has a time of its own. Any
// mention of the same event may tell it only where the story is told on.
func (v *view) dayOfKnown(s *sentence, t int, e *schema.Entity, toldOn bool) string {
	if len(v.times(s)) > 0 || t >= len(s.Tokens) {
		return ""
	}
	if day := v.dayOfThe(s, t); day != "" {
		return day
	}
	d := s.kid(t, "det")
	if !toldOn || !ofDay(e) || d < 0 || s.low[d] != "the" && s.low[d] != "this" {
		return ""
	}
	return v.dayOfEvent(s, t)
}

// reference is the day that a time is counted from: "the day before the rally", "hours before the jet crashed on Wednesday". The
// day is that of the clause, told before the next comma, or of the event, told in a sentence
// before; "" where neither is.
func (v *view) reference(s *sentence, from int, ts []timex) string {
	end := from
	for end < len(s.Tokens) && s.Tokens[end].Form != "," && s.Tokens[end].Form != ";" {
		end++
	}
	for i := range ts {
		if ts[i].first >= from && ts[i].first < end {
			if ts[i].after == nil && len(ts[i].value) == len(time.DateOnly) {
				return ts[i].value
			}
			return ""
		}
	}
	for t := from; t < end; t++ {
		if s.verb(t) {
			return ""
		}
		if s.noun(t) && s.rel[t] != "compound" {
			if day := v.dayOfEvent(s, t); day != "" {
				return day
			}
			return v.dayOfThe(s, t)
		}
	}
	return ""
}

// dayOfEvent is the day of what the noun at t names, told in one of the sentences before.
func (v *view) dayOfEvent(s *sentence, t int) string {
	var e *schema.Entity
	if a := v.own(s, t); a.ent != nil && a.ent.Type == schema.Event {
		e = a.ent
	}
	for i := range v.doc.Mentions {
		m := &v.doc.Mentions[i]
		if m.Sentence >= s.idx {
			break
		}
		prev := &v.sents[m.Sentence]
		if m.Kind == nlp.Pronoun || !(e != nil && v.links.Ties[i].Entity == e || prev.low[m.Head] == s.low[t]) || lasting[s.low[t]] {
			continue
		}
		day := v.when(prev, m.Head, schema.Actual, "")
		if day == "" && v.headline(prev) {
			day = v.storyDay(prev, m.Head, false, []*schema.Entity{v.links.Ties[i].Entity})
		}
		if len(day) == len(time.DateOnly) {
			return day
		}
	}
	return ""
}
