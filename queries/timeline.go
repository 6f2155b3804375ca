package queries

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"relata/graph"
	"relata/schema"
)

// Happening is one event, as one or more articles tell it.
type Happening struct {
	When      string          `json:"when,omitempty"`     // ISO 8601, the most precise that an article gives
	Reported  string          `json:"reported,omitempty"` // the day of the first article; the only time where When is empty
	Subject   string          `json:"subject"`
	Predicate string          `json:"predicate"`
	Object    string          `json:"object"`
	Words     string          `json:"words"` // "Russia buys from Iran"
	About     []string        `json:"about,omitempty"`
	Statuses  []schema.Status `json:"statuses"`
	Claims    int             `json:"claims"`
	Articles  int             `json:"articles"`
	Origins   int             `json:"origins"`
	Sources   []string        `json:"sources,omitempty"`
	Best      Proof           `json:"best"`
}

// Timeline is what happened, earliest first.
type Timeline []Happening

// TimelineOptions choose the time. Both ends are as schema.ParseWhen reads them, and open
// where they are empty; until holds to the end of the period it names.
type TimelineOptions struct {
	Since, Until string
	OnRead       func(claims int) // as that of DossierOptions
}

// MakeTimeline lists what happened to or by an actor, or between two if b isn't empty.
// Claims of the same subject, predicate and object are one event where their times agree:
// one lies within the other, and what they are about has a word in common where both say it.
// Those that give no time are placed by the day of their article, and are one event with
// what happened, or was told without a time, within a week of it.
func MakeTimeline(ctx context.Context, store *graph.Store, a, b string, opt TimelineOptions) (Timeline, error) {
	ents, err := findEntity(ctx, store, a)
	if err != nil {
		return nil, err
	}
	filter := graph.Filter{Entity: ents[0].ID}
	if b != "" {
		if ents, err = findEntity(ctx, store, b); err != nil {
			return nil, err
		}
		filter.Other = ents[0].ID
	}
	briefs, err := store.Briefs()
	if err != nil {
		return nil, err
	}
	defer briefs.Close()
	origins := originsOf(store, briefs)
	type key struct{ s, p, o string }
	told := map[key][]dated{}
	var claims []*schema.Claim
	var articles []string
	for c, err := range briefs.Claims(ctx, filter) {
		if err != nil {
			return nil, err
		}
		claims, articles = append(claims, c), append(articles, c.Article)
		reportRead(opt.OnRead, len(claims))
	}
	if err := origins.learn(ctx, slices.Compact(articles)); err != nil { // they come by article
		return nil, err
	}
	for _, c := range claims {
		k := key{c.Subject.ID(), c.Predicate, c.Object.ID()}
		if p := schema.Default().Predicate(c.Predicate); p != nil && p.Symmetric && k.s > k.o {
			k.s, k.o = k.o, k.s
		}
		told[k] = append(told[k], dated{c, origins.day(c.Article)})
	}
	var line []happened
	var quoted []*schema.Claim
	for _, list := range told {
		for _, event := range sameEvents(list) {
			h := event.happened(origins)
			in, err := h.within(opt)
			if err != nil {
				return nil, err
			}
			if in {
				line = append(line, h)
				quoted = append(quoted, h.first, h.best)
			}
		}
	}
	if err := briefs.Tell(ctx, quoted); err != nil {
		return nil, err
	}
	out := make(Timeline, len(line))
	for i, h := range line {
		if out[i], err = h.tell(ctx, origins); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b Happening) int {
		return cmp.Or(compareWhen(a.time(), b.time()), strings.Compare(a.Subject, b.Subject), strings.Compare(a.Predicate, b.Predicate),
			strings.Compare(a.Object, b.Object), strings.Compare(a.Best.Claim, b.Best.Claim))
	})
	return out, nil
}

// dated is a claim with the day of its article.
type dated struct {
	claim    *schema.Claim
	reported string
}

// event is claims that tell of one thing.
type event struct {
	told     []dated
	when     string // the most precise time
	reported string // the latest article
	about    [][]rune
}

// sameEvents sorts the claims of one subject, predicate and object into events.
func sameEvents(list []dated) []*event {
	slices.SortFunc(list, func(a, b dated) int {
		return cmp.Or(cmp.Compare(btoi(a.claim.When == ""), btoi(b.claim.When == "")), // those with a time first
			cmp.Compare(length(a.claim.When), length(b.claim.When)), // the most precise first
			compareWhen(a.claim.When, b.claim.When),
			strings.Compare(a.reported, b.reported), strings.Compare(a.claim.ID, b.claim.ID))
	})
	var events []*event
	for _, d := range list {
		var of *event
		for _, e := range events {
			if e.takes(d) && (of == nil || d.claim.When == "" && e.reported > of.reported) {
				of = e
			}
		}
		if of == nil {
			of = &event{when: d.claim.When}
			events = append(events, of)
		}
		of.told = append(of.told, d)
		of.about = append(of.about, aboutWords(d.claim.About)...)
		of.reported = max(of.reported, d.reported)
	}
	return events
}

// length is the number of days of a time; an open or unknown one is longest.
func length(when string) int {
	w, err := schema.ParseWhen(when)
	if err != nil || w.Start.IsZero() || w.End.IsZero() {
		return 1 << 30
	}
	return int(w.End.Sub(w.Start).Hours() / 24)
}

const sameWeek = 7

// takes says whether a claim tells of the event: its time holds the event's, or it has none
// and its article is of the same week.
func (e *event) takes(d dated) bool {
	if !e.isAbout(d.claim.About) {
		return false
	}
	if d.claim.When != "" && e.when != "" {
		wide, err1 := schema.ParseWhen(d.claim.When)
		narrow, err2 := schema.ParseWhen(e.when)
		return d.claim.When == e.when || err1 == nil && err2 == nil && wide.Contains(narrow)
	}
	if d.claim.When != "" || d.reported == "" {
		return false
	}
	told, err1 := schema.ParseWhen(d.reported)
	of, err2 := schema.ParseWhen(cmp.Or(e.when, e.reported))
	if err1 != nil || err2 != nil || of.Start.IsZero() || of.End.IsZero() {
		return false
	}
	return !told.Start.Before(of.Start.AddDate(0, 0, -sameWeek)) && !told.Start.After(of.End.AddDate(0, 0, sameWeek))
}

// aboutWords are the starts of the words of a good or topic: "missile" and "missiles" are one.
func aboutWords(about string) [][]rune {
	var out [][]rune
	for _, w := range strings.Fields(string(fold(about))) {
		r := []rune(w)
		if len(r) > 3 { // shorter ones say little
			out = append(out, r[:min(len(r), aboutStart)])
		}
	}
	return out
}

const aboutStart = 5

// isAbout says whether a topic may be the event's.
func (e *event) isAbout(about string) bool {
	words := aboutWords(about)
	if len(words) == 0 || len(e.about) == 0 {
		return true
	}
	for _, w := range words {
		if slices.ContainsFunc(e.about, func(o []rune) bool { return slices.Equal(o, w) }) {
			return true
		}
	}
	return false
}

// happened is an event whose claims have no words yet.
type happened struct {
	Happening
	summary
	first *schema.Claim
}

func (e *event) happened(origins *Origins) happened {
	claims := make([]*schema.Claim, len(e.told))
	reported := ""
	for i, d := range e.told {
		claims[i] = d.claim
		reported = earlierWhen(reported, d.reported)
	}
	s, c := summarize(claims, origins), claims[0]
	return happened{Happening{When: e.when, Reported: reported, Subject: c.Subject.ID(), Predicate: c.Predicate, Object: c.Object.ID(),
		About: s.about, Statuses: s.statuses, Claims: len(claims), Articles: len(s.articles), Sources: s.sources, Best: s.proof}, s, c}
}

// tell completes it once its claims have their sentences.
func (h happened) tell(ctx context.Context, origins *Origins) (out Happening, err error) {
	out = h.Happening
	out.Words, out.Best.Sentence = tellWords(h.first, h.best), h.best.Evidence.Text
	out.Origins, err = origins.Count(ctx, h.articles)
	return out, err
}

func (h Happening) time() string { return cmp.Or(h.When, h.Reported) }

// within says whether the event lies at least partly in the time asked for.
func (h Happening) within(opt TimelineOptions) (bool, error) {
	w, err := schema.ParseWhen(h.time())
	if err != nil {
		return opt.Since == "" && opt.Until == "", nil
	}
	return overlaps(w, opt.Since, opt.Until)
}

// WriteText writes a timeline for a terminal: the date with its precision, or "reported".
func (t Timeline) WriteText(w io.Writer) error {
	p := &printer{w: w}
	for _, h := range t {
		p.line("%s", visible(h.date()+"  "+h.line()))
		p.proof("    ", h.Best)
	}
	return p.err
}

// WriteMarkdown writes a timeline as a list in Markdown.
func (t Timeline) WriteMarkdown(w io.Writer) error {
	p := &printer{w: w}
	for _, h := range t {
		p.line("- **%s** %s", markdown(h.date()), markdown(h.line()))
		p.line("  > %s", markdown(oneLine(h.Best.Sentence)))
		p.line("  > (%s)", markdown(h.Best.where()))
	}
	return p.err
}

// WriteJSON writes a timeline as JSON lines, one an event.
func (t Timeline) WriteJSON(w io.Writer) error {
	for _, h := range t {
		if err := writeJSON(w, h); err != nil {
			return err
		}
	}
	return nil
}

func (h Happening) date() string {
	if h.When != "" {
		return WhenWords(h.When)
	}
	if h.Reported != "" {
		return "reported " + WhenWords(h.Reported)
	}
	return "undated"
}

func (h Happening) line() string {
	s := h.Words
	if len(h.About) > 0 {
		s += " (" + strings.Join(h.About, "; ") + ")"
	}
	words := make([]string, len(h.Statuses))
	for i, st := range h.Statuses {
		words[i] = string(st)
	}
	return s + ": " + strings.Join(words, ", ") + ", " + coverage(h.Articles, h.Origins)
}
