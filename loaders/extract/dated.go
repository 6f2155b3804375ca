package extract

import (
	"strings"
	"time"

	"relata/loaders/nlp"
	"relata/schema"
)

// Predicates of which an event or agreement is the object: its date is theirs. Others have
// a date of their own: who condemns Monday's attack may do so on Tuesday.
var datedByObject = wordSet("participates-in located-in agrees-with negotiates-with met defeats visited cooperates-with")

// Predicates of what holds and does not happen: no time but their own words' dates them.
var standing = wordSet("citizen-of family-of part-of located-in member-of works-for leads owns allied-with")

// when is the time of what the word at p says: the expression that hangs nearest to it, on
// it or on a word above it in its clause. What hangs in another clause or dates another
// noun doesn't count.
func (v *view) when(s *sentence, p int, st schema.Status, pred string) string {
	ts := v.times(s)
	best, cost := -1, never
	for i := range ts {
		c := v.timeDistance(s, p, &ts[i], pred)
		if st == schema.Actual && pred != "" && ts[i].future == "" && v.ahead(ts[i].value) {
			continue // "invites X, which has a treaty with Y, to join next year"
		}
		within := best >= 0 && c < never && strings.HasPrefix(ts[i].value, ts[best].value+"-") // "in 2019 ... in August"
		if c < cost || within {
			best, cost = i, c
		}
	}
	if best < 0 {
		return ""
	}
	t := &ts[best]
	if t.future != "" && (st == schema.Planned && !s.toldThen(t, p) || st == schema.Possible && (t.value == "" || s.forecast(p))) {
		return t.future
	}
	if t.value == "" || v.sooner(t) && !s.inPast(p) {
		return t.future
	}
	return t.value
}

// sooner says whether a day or month without a year lies soon ahead of the article, and the last
// one long before it.
func (v *view) sooner(t *timex) bool {
	if len(t.value) < len("2006-01") || len(t.value) != len(t.future) {
		return false
	}
	last, err1 := time.Parse(time.DateOnly[:len(t.value)], t.value)
	next, err2 := time.Parse(time.DateOnly[:len(t.value)], t.future)
	return err1 == nil && err2 == nil && v.published.Sub(last) > 9*month30 && next.Sub(v.published) < 2*month30
}

const month30 = 30 * 24 * time.Hour

// inPast says whether the verb over the word at p is in the past.
func (s *sentence) inPast(p int) bool {
	k := s.verbOver(p)
	return s.verb(k) && (s.Tokens[k].XPOS == "VBD" || s.Tokens[k].XPOS == "VBN" && !s.passivePresent(k))
}

// passivePresent says whether the participle at k stands with "is" or "are".
func (s *sentence) passivePresent(k int) bool {
	for _, c := range s.kids[k] {
		if s.rel[c] == "aux" && (s.Tokens[c].XPOS == "VBZ" || s.Tokens[c].XPOS == "VBP") && s.low[c] == "be" {
			return true
		}
	}
	return false
}

// forecast says whether what the verb at p says is foretold: "is forecast to reach".
func (s *sentence) forecast(p int) bool {
	h := s.head[s.verbOver(p)]
	return h >= 0 && (s.low[h] == "forecast" || s.low[h] == "predict" || s.low[h] == "project")
}

// toldThen says whether a time hangs on another verb of the past, which it dates: "agreed on
// Monday to buy" was on the last Monday.
func (s *sentence) toldThen(t *timex, p int) bool {
	if t.value == "" {
		return false
	}
	top := t.first
	for n := 0; s.head[top] >= t.first && s.head[top] < t.last && n < maxDepth; n++ {
		top = s.head[top]
	}
	h := s.head[top]
	if prep := s.preposition(top); h < 0 || h == p || prep != "" && prep != "on" && prep != "in" {
		return false
	}
	return s.verb(h) && s.Tokens[h].XPOS == "VBD" && !s.under(h, p)
}

// times are the time expressions of a sentence, those that count from what was told before
// included.
func (v *view) times(s *sentence) []timex {
	ts, ok := v.timesOf[s.idx]
	if ok {
		return ts
	}
	ts = timexes(s, v.published)
	v.timesOf[s.idx] = ts
	v.spokenTimes(s, ts)
	for i := range ts {
		if ts[i].after != nil {
			if from := ts[i].after.from; from > 0 {
				ts[i].value = ts[i].after.counted(v.reference(s, from, ts[i+1:]))
				continue
			}
			from := v.anchor(s, ts[:i])
			if from == "" && ts[i].last-ts[i].first == 4 {
				from = v.leadDay() // "earlier in the day"
			}
			ts[i].value = ts[i].after.counted(from)
		}
	}
	return ts
}

func finite(t nlp.Token) bool { return t.XPOS == "VBZ" || t.XPOS == "VBD" || t.XPOS == "VBP" }

// verbOver is the verb at p, or the one that governs the noun at p.
func (s *sentence) verbOver(p int) int {
	for n, k := 0, p; k >= 0 && n < maxDepth; n++ {
		if s.verb(k) {
			return k
		}
		k = s.head[k]
	}
	return p
}

// told says whether the verb at p tells the story on: in the simple past, in no clause
// that looks back.
func (s *sentence) told(p int) bool {
	if s.Tokens[p].XPOS != "VBD" {
		was := false
		for _, k := range s.kids[p] {
			was = was || s.Tokens[k].Deprel == "aux:pass" && s.Tokens[k].XPOS == "VBD"
		}
		if !was || s.have(p) {
			return false
		}
	}
	for n, k := 0, p; k >= 0 && n < maxDepth; n++ {
		switch s.rel[k] {
		case "acl", "advcl", "csubj":
			return false
		}
		k = s.head[k]
	}
	return true
}

const never = 1 << 30

// timeDistance counts the steps in the tree from p up to a word that has the expression
// under it, and down to it; never where it dates something else.
func (v *view) timeDistance(s *sentence, p int, t *timex, pred string) int {
	head := t.first
	for i := t.first; i < t.last; i++ {
		if h := s.head[i]; h < t.first || h >= t.last {
			head = i
			break
		}
	}
	if s.timeOfSaying(head, p) || s.timeOfJudging(head, p) || s.dates(t.first, head, p, pred) || strings.Contains(t.value, "/") && s.beforehand(p, head) {
		return never
	}
	down := map[int]int{}
	for n, j := 0, head; j >= 0 && n < maxDepth; n++ {
		down[j] = n
		j = s.head[j]
	}
	for n, j := 0, p; j >= 0 && n < maxDepth; n++ {
		if d, ok := down[j]; ok {
			below, above := s.clausesBelow(head, j, p, pred), s.clausesAbove(p, j, t.first <= 1, pred)
			if below == never || above == never || standing[pred] && !s.verb(p) && s.Tokens[p].UPOS == "ADJ" && j != p {
				return never
			}
			return 2*n + d + below + above
		}
		j = s.head[j]
	}
	return never
}

// beforehand says whether p is in a clause of what came before or after what the time hangs
// on: "served from 2008 to 2016 before joining X".
func (s *sentence) beforehand(p, time int) bool {
	for n, k := 0, p; k >= 0 && n < maxDepth; n++ {
		if s.rel[k] == "advcl" || s.rel[k] == "obl" || s.rel[k] == "acl" {
			m := s.kid(k, "mark", "case")
			return m >= 0 && (s.low[m] == "before" || s.low[m] == "after") && !s.under(time, k)
		}
		k = s.head[k]
	}
	return false
}

// dates says whether a time expression stands before a noun, as its date, and p is neither
// that noun nor something within it: "Monday's attack", "the 2015 deal". A verb shares the
// date of its object where its predicate is about that.
func (s *sentence) dates(first, head, p int, pred string) bool {
	n := s.head[head]
	if first > 0 && s.Tokens[first-1].UPOS == "ADP" {
		return false // "on 17 June boats were rammed"
	}
	if n < 0 || n <= head || !s.noun(n) || s.preposition(head) != "" || s.spanOfTime(head) {
		return false
	}
	switch s.rel[head] {
	case "compound", "nummod", "amod", "nmod", "det":
	default:
		return false
	}
	if s.spanOfTime(n) {
		return false
	}
	for i := 0; s.rel[n] == "compound" && s.head[n] > n && i < maxDepth; i++ {
		n = s.head[n]
	}
	if s.under(p, n) {
		return s.verb(p) && s.rel[head] == "nummod" && s.ofPerson(n) // "the 1996 nominee, X, praised", hung on the noun
	}
	if settings[s.preposition(n)] || s.rel[n] == "nsubj" && s.class(n).Kind != "person" && !s.ofPerson(n) {
		return false // "killed in a 2020 raid", "Monday's attack killed three"
	}
	return !(datedByObject[pred] && s.verb(p) && s.head[n] == p)
}

// ofPerson says whether a person's name stands behind the noun at n: "the 1996 nominee, X".
func (s *sentence) ofPerson(n int) bool {
	for _, k := range s.kids[n] {
		if k > n && s.person[k] && (s.rel[k] == "appos" || s.rel[k] == "flat") {
			return true
		}
	}
	return s.person[n]
}

// Prepositions before a noun that happens along with the verb.
var settings = wordSet("in during at on amid")

// spanOfTime says whether a noun is itself a time: "Friday night".
func (s *sentence) spanOfTime(n int) bool { return spanUnit(s.low[n]) != "" || s.low[n] == "weekend" }

// clausesBelow weighs the clauses between a time expression and the word j, under which p
// stands too: never if one of them keeps its time for itself.
func (s *sentence) clausesBelow(head, j, p int, pred string) int {
	cost := 0
	for k, n := head, 0; k >= 0 && k != j && n < maxDepth; n++ {
		h := s.head[k]
		switch s.rel[k] {
		case "acl":
			// "an agreement signed in 2023": the date of the noun
			m := s.kid(k, "mark")
			switch {
			case !s.verb(p) && s.Tokens[k].Deprel != "acl:relcl" && m >= 0 && s.low[m] == "to":
				return never // "the first president to do so since 1976"
			case standing[pred] && s.Tokens[k].Deprel == "acl:relcl":
				return never // "the brother of X, who was killed in 1963"
			case h == p || datedByObject[pred] && s.head[h] == p:
				cost += 2
			case s.Tokens[k].Deprel == "acl:relcl", s.Tokens[k].XPOS == "VBN" && s.inGoal(k, p):
				return never
			case s.Tokens[k].XPOS == "VBN" && judging[s.low[p]]:
				return never // "criticized the treaty signed last year"
			default:
				cost += 6 // "struck a convoy carrying arms on Monday", as trees have it
			}
		case "advcl":
			if m := s.kid(k, "mark"); m >= 0 && looksBack[s.low[m]] && !s.along(k) || s.low[k] == "bear" {
				return never
			}
			cost += 6
		case "ccomp", "csubj":
			return never
		case "xcomp":
			if h == p && reporting[s.low[p]] {
				return never
			}
		case "nmod":
			if k == head && h != p && s.noun(h) && s.preposition(k) == "of" && !datedByObject[pred] && s.Tokens[k].UPOS == "NUM" && !s.spanOfTime(h) {
				return never // "asked it to end its meddling in the elections of 2016"
			}
		case "parataxis":
			cost += 6
		case "conj":
			if s.verb(k) {
				if s.kid(k, "nsubj") >= 0 || s.head[head] != k {
					return never
				}
				if cc := s.kid(k, "cc"); cc >= 0 && s.low[cc] == "but" {
					return never // "founded it but was jailed in 1963"
				}
				cost += 6
			}
		}
		k = h
	}
	return cost
}

// inGoal says whether the word at k stands in a clause that tells to what end p was done: "urged
// X to carry out the plans adopted this year".
func (s *sentence) inGoal(k, p int) bool {
	for n := 0; k >= 0 && k != p && n < maxDepth; n++ {
		if (s.rel[k] == "xcomp" || s.rel[k] == "advcl") && s.verb(k) {
			m := s.kid(k, "mark")
			return m >= 0 && s.low[m] == "to"
		}
		k = s.head[k]
	}
	return false
}

// along says whether the clause of the verb at k tells what the subject of the one above it did
// at the same time: "When announcing the ban on Monday, she called on ...".
func (s *sentence) along(k int) bool {
	if s.rel[k] != "advcl" || s.Tokens[k].XPOS != "VBG" || s.kid(k, "nsubj") >= 0 {
		return false
	}
	for _, m := range s.kids[k] {
		switch s.low[m] {
		case "when", "while", "in", "upon", "on":
			return m < k
		}
	}
	return false
}

// Conjunctions of clauses that have a time of their own.
var looksBack = wordSet("after before since until because although though while whereas if unless for")

// clausesAbove weighs the clauses between p and the word j, on which the time hangs; what a
// time at the start frames may hold in a relative clause too.
func (s *sentence) clausesAbove(p, j int, frames bool, pred string) int {
	cost := 0
	for k, n := p, 0; k >= 0 && k != j && n < maxDepth; n++ {
		switch {
		case s.rel[k] == "appos" && !s.verb(p):
			return never // "X, the party's nominee, spoke on Monday"
		case s.rel[k] == "acl" && s.Tokens[k].XPOS == "VBG" && standing[pred]:
			return never // "X, speaking for the ministry, reported yesterday"
		case s.bearer(k):
			return never // "the suspect in the shooting was released on Friday"
		case s.noun(k) && k != p && lookingBack[s.preposition(k)], k == p && s.noun(k) && pred == "" && lookingBack[s.preposition(k)]:
			return never // "resigned on Monday after the attack"
		case remembered[s.low[k]]:
			return never // "Monday was the anniversary of the attack"
		case s.Tokens[k].Deprel == "acl:relcl":
			if !(frames || s.where(k)) || s.Tokens[k].XPOS != "VBD" || !s.verb(p) {
				return never
			}
			cost += 3
		case s.rel[k] == "advcl" && s.kid(k, "nsubj") >= 0:
			if m := s.kid(k, "mark"); m >= 0 && (looksBack[s.low[m]] || s.low[m] == "so") {
				return never
			}
		case s.verb(k) && s.Tokens[k].XPOS == "VBN" && s.past("have", k):
			return never // "had warned", "had met"
		}
		k = s.head[k]
	}
	return cost
}

// where says whether a relative clause tells what was done at the place that one went to:
// "flew to X on Monday, where he met Y".
func (s *sentence) where(k int) bool {
	for _, m := range s.kids[k] {
		if s.low[m] == "where" && m < k {
			h := s.head[k]
			return h >= 0 && s.rel[h] == "obl" && s.head[h] >= 0 && goings[s.low[s.head[h]]]
		}
	}
	return false
}

// Verbs of going to where something is done then.
var goings = wordSet("fly travel go arrive return head drive come walk march gather meet appear speak attend move")

// bearer says whether the noun at k tells what those are known for whom the noun above it
// names: "the suspect in the shooting", "survivors of the quake".
func (s *sentence) bearer(k int) bool {
	h := s.head[k]
	return h >= 0 && s.rel[k] == "nmod" && s.noun(k) && s.noun(h) && s.name[h] < 0 && s.class(h).Kind == "person"
}

// Nouns for days that look back to another.
var remembered = wordSet("anniversary birthday centenary jubilee commemoration memorial")

// Prepositions before what was at another time.
var lookingBack = wordSet("after following before since until despite")

// past says whether a verb has this auxiliary in the past.
func (s *sentence) past(aux string, i int) bool {
	for _, k := range s.kids[i] {
		if s.rel[k] == "aux" && s.low[k] == aux && s.Tokens[k].XPOS == "VBD" {
			return true
		}
	}
	return false
}

// timeOfJudging says whether a time is that at which what the noun at p names was judged:
// "condemned on Tuesday an attack".
func (s *sentence) timeOfJudging(time, p int) bool {
	h := s.head[p]
	return h >= 0 && s.noun(p) && s.rel[p] == "obj" && s.verb(h) && judging[s.low[h]] && s.head[time] == h
}

// timeOfSaying says whether a time is when something was said and not when p happened:
// "Russia will buy missiles, officials said on Thursday". What a reporting verb has for an
// object, "announced sanctions on Thursday", happens when it is said.
func (s *sentence) timeOfSaying(time, p int) bool {
	h := s.head[time]
	if h < 0 || h == p || !s.verb(h) || !reporting[s.low[h]] || s.along(h) || time < h && (p < h || s.told(s.verbOver(p))) {
		return false
	}
	for n, k := 0, p; k >= 0 && k != h && n < maxDepth; n++ {
		if s.rel[k] == "ccomp" || s.rel[k] == "parataxis" || s.rel[k] == "advcl" && k < h && s.kid(k, "mark") < 0 {
			return true
		}
		k = s.head[k]
	}
	return !s.under(p, h)
}
