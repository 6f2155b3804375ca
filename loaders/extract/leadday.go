package extract

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"relata/loaders/nlp"
	"relata/schema"
)

// leadDay is the day of the story: that of what the report's first sentence mainly tells,
// not long before the day of the article; "" if it tells none.
func (v *view) leadDay() string {
	if v.storyOf != nil {
		return *v.storyOf
	}
	day := ""
	v.storyOf = &day
	if len(v.sents) < 2 || v.published.IsZero() {
		return ""
	}
	lead := &v.sents[0]
	if v.headline(lead) {
		lead = v.lead(lead)
	}
	value := v.rootDay(lead)
	if k := lead.saidBehind(); value == "" && k >= 0 && (lead.told(k) || lead.Tokens[k].XPOS == "VBN" && lead.kid(k, "aux", "aux:pass") < 0) {
		value = v.when(lead, k, schema.Actual, "") // "X met Y on Monday, a spokesman said"
	}
	t, err := time.Parse(time.DateOnly, value)
	if err != nil || t.After(v.published) || v.published.Sub(t) > longestEcho {
		return ""
	}
	v.leadAt = lead.idx
	day = value
	return day
}

// sinceLead is the day of the story for what a later paragraph tells on, where no sentence
// between tells another time.
func (v *view) sinceLead(s *sentence) string {
	day := v.leadDay()
	if day == "" || s.idx <= v.leadAt {
		return ""
	}
	for i := v.leadAt + 1; i < s.idx; i++ {
		for _, t := range v.times(&v.sents[i]) {
			if t.value != day {
				return ""
			}
		}
	}
	return day
}

// storyDeeds are predicates of what is done in the story itself, as its later paragraphs tell on;
// what is said of it, or how those in it stand to each other, is of any day.
var storyDeeds = wordSet("kills attacks deploys-to arrests uses defeats rescues")

// storyTells is the day of what the word at p says, as the story around its sentence tells it.
func (v *view) storyTells(s *sentence, p int, pred string, object *schema.Entity) string {
	if day := v.toldOn(s, p, pred, object); day != "" {
		return day
	}
	if day := v.announced(s, p); day != "" {
		return day
	}
	return v.dealDay(s, p)
}

// toldOn is the day of a deed that a later paragraph tells without one.
func (v *view) toldOn(s *sentence, p int, pred string, object *schema.Entity) string {
	own := slices.ContainsFunc(v.times(s), func(t timex) bool { return !storyWords[pred] || !s.inGoal(t.first, p) })
	if !storyDeeds[pred] && !storyWords[pred] || !s.verb(p) || !s.told(p) || own || v.reported(s, p) || pred == "uses" && named(object) {
		return ""
	}
	if len(s.low) > 1 && s.low[0] == "in" && s.low[1] == "that" {
		return "" // "In that event, ...": another
	}
	if v.leadLooksBack() {
		return ""
	}
	if !storyWords[pred] {
		return v.sinceLead(s)
	}
	t, err := time.Parse(time.DateOnly, v.leadDay())
	if err != nil || v.published.Sub(t) > 24*time.Hour || s.idx <= v.leadAt || s.head[p] >= 0 && (s.rel[p] != "conj" || s.head[s.head[p]] >= 0) || s.anotherTime(p) || v.paragraphTime(s) {
		return "" // what is said of what was days ago may be of any day since
	}
	return v.leadDay()
}

// storyWords are predicates of what is said on the day of the story, whatever background stands
// between.
var storyWords = wordSet("criticizes supports urges accuses warns")

// paragraphTime says whether a sentence of the paragraph before s tells a time other than the day
// of the story.
func (v *view) paragraphTime(s *sentence) bool {
	for i := s.idx - 1; i > v.leadAt && v.sents[i].Paragraph == s.Paragraph; i-- {
		for _, t := range v.times(&v.sents[i]) {
			if t.value != v.leadDay() {
				return true
			}
		}
	}
	return false
}

// dealDay is the day of what a headline or a lead in the perfect tells, from the sentence behind
// that tells the same in the past: "India has ordered missiles. ... The two signed the contract on
// Friday."; "" where the lead has a time.
func (v *view) dealDay(s *sentence, p int) string {
	lead := s
	if v.headline(s) {
		if lead = v.lead(s); len(v.times(s)) > 0 {
			return ""
		}
	} else if s.idx > 0 && !v.headline(&v.sents[s.idx-1]) {
		return ""
	}
	root := lead.root()
	if s.root() != s.verbOver(p) || root < 0 || !lead.verb(root) || !lead.have(root) || lead.past("have", root) || reporting[lead.low[root]] || len(v.times(lead)) > 0 {
		return ""
	}
	for i := lead.idx + 1; i < len(v.sents) && i <= lead.idx+2; i++ {
		next := &v.sents[i]
		if len(v.times(next)) == 0 {
			continue
		}
		k := next.root()
		if k < 0 || !concluded[next.low[k]] || reporting[next.low[k]] {
			return ""
		}
		day := v.rootDay(next)
		if t, err := time.Parse(time.DateOnly, day); err != nil || t.After(v.published) || v.published.Sub(t) > 3*24*time.Hour {
			return ""
		}
		return day
	}
	return ""
}

// Verbs for what makes a deal or a decision of which the lead tells the outcome.
var concluded = wordSet("sign conclude seal agree approve finalize finalise ink clear adopt vote decide initial strike ratify")

// announced is the day on which one announced that one did what the word at p says: "announced on
// Thursday that it had widened its sanctions". What others did may be of any day.
func (v *view) announced(s *sentence, p int) string {
	k := s.verbOver(p)
	h := s.head[k]
	if h < 0 || s.rel[k] != "ccomp" || s.low[h] != "announce" || !s.verb(h) || p != k && s.head[p] != k || !s.told(h) || !s.have(k) && !s.told(k) {
		return ""
	}
	if own := s.kid(k, "nsubj"); own < 0 || s.Tokens[own].UPOS != "PRON" || slices.ContainsFunc(v.times(s), func(t timex) bool { return s.under(t.first, k) }) {
		return ""
	}
	return v.when(s, h, schema.Actual, "")
}

// leadLooksBack says whether the first sentence of the story mainly tells what a court did or
// somebody said: what that deals with was before.
func (v *view) leadLooksBack() bool {
	if v.leadDay() == "" {
		return false
	}
	lead := &v.sents[v.leadAt]
	root := lead.root()
	return root >= 0 && (judgements[lead.low[root]] || reporting[lead.low[root]] && lead.kid(root, "ccomp") >= 0 && lead.saidBehind() < 0)
}

// saidBehind is the main verb of what a sentence tells before it names who said so, -1 if it
// doesn't: "X met Y on Monday, a spokesman said".
func (s *sentence) saidBehind() int {
	root := s.root()
	if root < 0 || !reporting[s.low[root]] {
		return -1
	}
	for _, k := range s.kids[root] {
		if s.rel[k] == "ccomp" && k < root && s.verb(k) {
			return k
		}
	}
	return -1
}

// Verbs for what courts and prosecutors do in the end.
var judgements = wordSet("sentence convict acquit jail imprison indict charge find plead try fine rule uphold overturn appeal")

// titleMonth is the month of which the title says that the article tells: "On the campaign trail,
// September 2020"; "" if it says none.
func (v *view) titleMonth() string {
	if len(v.sents) == 0 || !v.headline(&v.sents[0]) {
		return ""
	}
	title := &v.sents[0]
	ts := v.times(title)
	if len(ts) != 1 || len(ts[0].value) != len("2006-01") || ts[0].last != len(title.Tokens) || ts[0].last-ts[0].first != 2 {
		return ""
	}
	if p := title.preposition(ts[0].first); p != "" && p != "in" || ts[0].first == 0 || title.Tokens[ts[0].first-1].UPOS != "PUNCT" {
		return ""
	}
	return ts[0].value
}

// inMonth is the month of an article that tells of one, for what it tells on without a time.
func (v *view) inMonth(s *sentence, p int) string {
	month := v.titleMonth()
	k := s.verbOver(p)
	if month == "" || v.headline(s) || slices.ContainsFunc(v.times(s), func(t timex) bool { return t.value != "" }) || v.quoted(s, p) || !s.verb(k) || !s.told(k) || p != k && s.head[p] != k {
		return ""
	}
	for n, t := 0, k; t >= 0 && n < maxDepth; n++ {
		if s.rel[t] == "ccomp" {
			return "" // what is said may be of any time
		}
		t = s.head[t]
	}
	return month
}

// eventDays gives what is told of an event of one day the day that the article tells for it
// anywhere: "a fire broke out on Monday" dates "the fire in the market".
func (r *run) eventDays(claims []schema.Claim) {
	for i := range claims {
		c := &claims[i]
		e := happening(c)
		if e == nil {
			continue
		}
		day := r.v.dayTold(e)
		if day != "" && (c.When == "" || len(c.When) < len(day) && strings.HasPrefix(day, c.When)) {
			c.When = day
		}
	}
}

// dayOfContest gives who wins a contest the day on which the others took part.
func dayOfContest(claims []schema.Claim) {
	type part struct {
		sentence int
		who      *schema.Entity
		method   string
	}
	days := map[part]string{}
	for i := range claims {
		if d := &claims[i]; d.Predicate == "participates-in" && len(d.When) == len(time.DateOnly) {
			days[part{d.Evidence.Sentence, d.Subject.Entity, d.Method}] = d.When
		}
	}
	for i := range claims {
		if c := &claims[i]; c.Predicate == "defeats" && c.When == "" && c.Status == schema.Actual {
			c.When = days[part{c.Evidence.Sentence, c.Object.Entity, c.Method}]
		}
	}
}

// dayTold is the day that the first sentence tells for an event which tells one: it may call
// the event by the same noun without a tie to it. It is that of the story where only the title
// names the event and the first sentence tells of a mishap, or where the text speaks of the
// event as known without having told of it.
func (v *view) dayTold(e *schema.Entity) string {
	day, ok := v.toldDays[e]
	if !ok {
		day = v.findDayTold(e)
		if v.toldDays == nil {
			v.toldDays = map[*schema.Entity]string{}
		}
		v.toldDays[e] = day
	}
	return day
}

// How many places may be asked for the day of one event.
const maxTellings = 500

// dayNoun is where the text has a noun for a mishap or a gathering, by sentence and token.
func (v *view) dayNoun(noun string) [][2]int {
	if v.dayNouns == nil {
		v.dayNouns = map[string][][2]int{}
		for i := range v.sents {
			for t, w := range v.sents[i].low {
				if inquirable[w] || gathering[w] {
					v.dayNouns[w] = append(v.dayNouns[w], [2]int{i, t})
				}
			}
		}
	}
	return v.dayNouns[noun]
}

func (v *view) findDayTold(e *schema.Entity) string {
	story := v.leadDay()
	heads, first, ours := map[string]bool{}, -1, map[[2]int]bool{}
	var places [][2]int
	for _, i := range v.mentionsOf(e) {
		m := &v.doc.Mentions[i]
		if m.Kind == nlp.Pronoun {
			continue
		}
		if first < 0 {
			first = i
		}
		at := [2]int{m.Sentence, m.Head}
		if !ours[at] {
			ours[at] = true
			places = append(places, at)
		}
		if w := v.sents[m.Sentence].low[m.Head]; (inquirable[w] || gathering[w]) && !heads[w] {
			heads[w] = true
			places = append(places, v.dayNoun(w)...)
		}
	}
	if first < 0 {
		return ""
	}
	slices.SortFunc(places, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	places = slices.Compact(places)
	titled, known, here, mishap := "", true, false, v.leadMishap()
	for _, at := range places[:min(len(places), maxTellings)] {
		i, t := at[0], at[1]
		s, mine := &v.sents[i], ours[at]
		if v.countedFrom(s, t) {
			continue
		}
		if !mine && (!s.noun(t) || s.rel[t] == "compound" && !v.timeAt(s, t+1)) || v.quoted(s, t) {
			continue
		}
		if v.headline(s) {
			titled = s.low[t]
			continue
		}
		if !mine {
			if a := v.own(s, t); a.ent != nil && a.ent != e && named(a.ent) {
				continue
			}
		}
		if day := v.dayAt(s, t); len(day) == len(time.DateOnly) && !impossible(day) {
			if here && day > story {
				return "" // the story already knew of it then
			}
			return day
		}
		here = here || i == v.leadAt && story != ""
		if i <= v.leadAt || !mine {
			titled, known = "", false
		}
	}
	if story == "" {
		return ""
	}
	if heads[titled] && (slices.Contains(v.sents[v.leadAt].low, titled) || inquirable[titled] && mishap) {
		return story
	}
	m := &v.doc.Mentions[first]
	s := &v.sents[m.Sentence]
	if d := s.kid(m.Head, "det"); known && titled == "" && d >= 0 && s.low[d] == "the" && gathering[s.low[m.Head]] && m.First == d {
		return story
	}
	return ""
}

// timeAt says whether a time begins at a word: "a fire yesterday destroyed", of which trees make a
// compound.
func (v *view) timeAt(s *sentence, t int) bool {
	return slices.ContainsFunc(v.times(s), func(x timex) bool { return x.first == t })
}

// leadMishap says whether the first sentence of the story tells of a mishap or a violent deed.
func (v *view) leadMishap() bool {
	return v.leadDay() != "" && slices.ContainsFunc(v.sents[v.leadAt].low, func(w string) bool { return inquirable[w] || violent[w] })
}

// Verbs of violence and mishaps.
var violent = wordSet("stab shoot kill attack bomb explode crash collide collapse derail injure wound strike ram detonate burn capsize sink erupt")

// countedFrom says whether a time is counted from what the noun at t names: "hours before the attack".
func (v *view) countedFrom(s *sentence, t int) bool {
	return slices.ContainsFunc(v.times(s), func(x timex) bool {
		return x.after != nil && x.after.from > 0 && x.after.from <= t && t <= x.after.from+3
	})
}

// Nouns for gatherings of a day.
var gathering = wordSet("rally march protest demonstration vigil vote ceremony briefing debate match")

// dayAt is the day of the event that the noun at t names, where its sentence tells it: right
// behind the noun or in its clause; a day to come, where that is planned.
func (v *view) dayAt(s *sentence, t int) string {
	st, _ := v.status(s, t)
	if st != schema.Planned {
		st = schema.Actual
	}
	ts := v.times(s)
	for i := range ts {
		if ts[i].first > t && s.unbroken(t+1, ts[i].first) {
			if st == schema.Planned && ts[i].future != "" || impossible(ts[i].value) {
				return ts[i].future
			}
			return ts[i].value
		}
	}
	if s.idx == v.leadAt && v.leadDay() != "" && s.rel[t] == "nsubj" && s.head[t] >= 0 && s.head[s.head[t]] < 0 {
		return v.leadDay()
	}
	if s.rel[t] == "nmod" && s.head[t] >= 0 && s.noun(s.head[t]) && !settings[s.preposition(t)] {
		return "" // "the site of the attack"
	}
	if h := s.head[t]; s.rel[t] == "nmod" && h >= 0 && s.rel[h] == "nmod" {
		return "" // "ended his bid for the nomination in the election"
	}
	clause := t
	for n := 0; clause >= 0 && n < maxDepth; n++ {
		switch s.rel[clause] {
		case "acl", "ccomp", "csubj", "advcl":
			for i := range ts {
				if s.under(ts[i].first, clause) {
					return v.when(s, t, st, "")
				}
			}
			return ""
		}
		clause = s.head[clause]
	}
	return v.when(s, t, st, "")
}

// unbroken says whether no verb and no comma stands between the words at i and j.
func (s *sentence) unbroken(i, j int) bool {
	for ; i < j; i++ {
		if s.verb(i) || s.Tokens[i].UPOS == "PUNCT" || s.Tokens[i].UPOS == "AUX" || s.Tokens[i].UPOS == "CCONJ" {
			return false
		}
	}
	return true
}

// impossible says whether a day doesn't exist: 29 February of a year without one.
func impossible(value string) bool {
	_, err := time.Parse(time.DateOnly, value)
	return len(value) == len(time.DateOnly) && err != nil
}
