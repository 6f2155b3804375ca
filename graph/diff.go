package graph

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"relata/schema"
)

// Summary is what Compare needs to know of a graph: its articles, its actors, and what is
// said of each tie.
type Summary struct {
	quads    int
	hash     [2]uint64 // of all quads, in whatever order
	articles map[string]bool
	entities map[string]*votes
	claims   map[string]*sketch
	enc      *lineWriter
}

type votes struct{ names, types map[string]int }

// sketch is what matters of a claim.
type sketch struct {
	tie     tie
	status  schema.Status
	when    string
	article string
}

// Summary summarizes a store. With a date, as schema.ParseWhen reads it, it leaves out
// the articles published on or after its first day.
func (s *Store) Summary(ctx context.Context, before string) (*Summary, error) {
	r, end, err := s.reader()
	if err != nil {
		return nil, err
	}
	defer end()
	late := map[quad.Value]bool{}
	if before != "" {
		w, err := schema.ParseWhen(before)
		if err != nil {
			return nil, err
		}
		for a, err := range r.articles(ctx) {
			if err != nil {
				return nil, err
			}
			if !a.Published.Before(w.Start) {
				late[quad.IRI(a.ID)] = true
			}
		}
	}
	sum := newSummary()
	for q, err := range r.find(ctx, quad.Quad{}) {
		if err != nil {
			return nil, err
		}
		if late[q.Label] {
			continue
		}
		if err := sum.add(q); err != nil {
			return nil, err
		}
	}
	return sum, nil
}

// ReadSummary summarizes a file of N-Quads, such as a snapshot.
func ReadSummary(ctx context.Context, r io.Reader, opt Import) (*Summary, Imported, error) {
	sum := newSummary()
	done, err := scanFile(ctx, r, ImportFormats[0], opt, sum.add)
	return sum, done, err
}

func newSummary() *Summary {
	return &Summary{articles: map[string]bool{}, entities: map[string]*votes{}, claims: map[string]*sketch{},
		enc: newLineWriter(Names{DefaultBase})}
}

// add takes one quad, in whatever order they come, each once.
func (m *Summary) add(q quad.Quad) error {
	if err := m.enc.encode(q); err != nil {
		return err
	}
	h := sha256.Sum256(m.enc.line)
	m.quads++
	m.hash[0] += binary.LittleEndian.Uint64(h[:])
	m.hash[1] += binary.LittleEndian.Uint64(h[8:])

	id, _ := q.Subject.(quad.IRI)
	text := ""
	switch o := q.Object.(type) {
	case quad.IRI:
		text = string(o)
	case quad.String:
		text = string(o)
	}
	claim := func() *sketch {
		if m.claims[string(id)] == nil {
			m.claims[string(id)] = &sketch{}
		}
		return m.claims[string(id)]
	}
	switch q.Predicate {
	case rdfType:
		switch {
		case q.Object == classArticle:
			m.articles[string(id)] = true
		case slices.Contains(schema.EntityTypes, schema.EntityType(text)):
			m.entity(id).types[text]++
		}
	case termName:
		m.entity(id).names[text]++
	case rdfSubject:
		claim().tie.subject = text
		claim().article = strings.Trim(quad.StringOf(q.Label), "<>")
	case rdfPredicate:
		claim().tie.predicate = text
	case rdfObject:
		if claim().tie.object = text; text == "" || q.Object == quad.String(text) {
			claim().tie.object = q.Object.String()
		}
	case termStatus:
		claim().status = schema.Status(text)
	case termWhen:
		claim().when = text
	}
	return nil
}

func (m *Summary) entity(id quad.IRI) *votes {
	if m.entities[string(id)] == nil {
		m.entities[string(id)] = &votes{map[string]int{}, map[string]int{}}
	}
	return m.entities[string(id)]
}

// Diff is what a second graph says otherwise than a first one.
type Diff struct {
	NewArticles  []string    `json:"new_articles,omitempty"`
	GoneArticles []string    `json:"gone_articles,omitempty"`
	NewActors    []Actor     `json:"new_actors,omitempty"`
	GoneActors   []Actor     `json:"gone_actors,omitempty"`
	Ties         []TieChange `json:"ties,omitempty"`
	QuadsBefore  int         `json:"quads_before"`
	QuadsAfter   int         `json:"quads_after"`
	Equal        bool        `json:"equal"` // every quad of the one is in the other
}

// Actor is an entity by name.
type Actor struct {
	ID   string            `json:"id"`
	Name string            `json:"name,omitempty"`
	Type schema.EntityType `json:"type,omitempty"`
}

// TieChange is a tie of which something else is said than before. A status is the surest
// that any claim gives it, empty where none asserts it.
type TieChange struct {
	Subject   string        `json:"subject"`
	Predicate string        `json:"predicate"`
	Object    string        `json:"object"`
	Was       schema.Status `json:"was,omitempty"`
	Is        schema.Status `json:"is,omitempty"`
	Denied    int           `json:"denied,omitempty"` // articles that deny it now and didn't
	Gained    int           `json:"gained,omitempty"` // articles that assert it now and didn't
	Lost      int           `json:"lost,omitempty"`   // articles that asserted it
	When      string        `json:"when,omitempty"`   // latest event time now
}

// state is what a graph says of a tie.
type state struct {
	surest   schema.Status
	asserted map[string]bool // by articles
	denied   map[string]bool
	when     string
}

func (m *Summary) ties() map[tie]*state {
	ties := map[tie]*state{}
	for _, id := range sortedKeys(m.claims) {
		c := m.claims[id]
		st := ties[c.tie]
		if st == nil {
			st = &state{asserted: map[string]bool{}, denied: map[string]bool{}}
			ties[c.tie] = st
		}
		if !c.status.Asserted() {
			st.denied[c.article] = true
			continue
		}
		st.asserted[c.article] = true
		st.when = later(st.when, c.when)
		if st.surest == "" || slices.Index(schema.Statuses, c.status) < slices.Index(schema.Statuses, st.surest) {
			st.surest = c.status
		}
	}
	return ties
}

func (m *Summary) actor(id string) Actor {
	v := m.entities[id]
	return Actor{ID: id, Name: elect(v.names), Type: schema.EntityType(elect(v.types))}
}

// Compare says what b says otherwise than a.
func Compare(a, b *Summary) Diff {
	d := Diff{QuadsBefore: a.quads, QuadsAfter: b.quads, Equal: a.quads == b.quads && a.hash == b.hash}
	d.NewArticles, d.GoneArticles = missing(b.articles, a.articles), missing(a.articles, b.articles)
	for _, id := range missing(b.entities, a.entities) {
		d.NewActors = append(d.NewActors, b.actor(id))
	}
	for _, id := range missing(a.entities, b.entities) {
		d.GoneActors = append(d.GoneActors, a.actor(id))
	}
	was, is := a.ties(), b.ties()
	all := map[tie]bool{}
	for t := range was {
		all[t] = true
	}
	for t := range is {
		all[t] = true
	}
	for t := range all {
		before, after := cmp.Or(was[t], &state{}), cmp.Or(is[t], &state{})
		c := TieChange{Subject: t.subject, Predicate: t.predicate, Object: t.object, Was: before.surest, Is: after.surest,
			Denied: len(missing(after.denied, before.denied)),
			Gained: len(missing(after.asserted, before.asserted)),
			Lost:   len(missing(before.asserted, after.asserted)),
			When:   after.when}
		if c.Was != c.Is || c.Denied+c.Gained+c.Lost > 0 {
			d.Ties = append(d.Ties, c)
		}
	}
	slices.SortFunc(d.Ties, func(x, y TieChange) int {
		return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Predicate, y.Predicate), cmp.Compare(x.Object, y.Object))
	})
	return d
}

// missing lists what x has and y hasn't, in order.
func missing[V any](x, y map[string]V) []string {
	var keys []string
	for k := range x {
		if _, ok := y[k]; !ok {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// WriteText says a diff in words, the weightiest first.
func (d Diff) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	section := func(title string, lines iter.Seq[string]) {
		first := true
		for line := range lines {
			if first {
				fmt.Fprintln(b, title)
				first = false
			}
			fmt.Fprintln(b, "  "+line)
		}
	}
	ties := func(say func(TieChange) string) iter.Seq[string] {
		return func(yield func(string) bool) {
			for _, c := range d.Ties {
				if s := say(c); s != "" && !yield(fmt.Sprintf("%s %s %s%s", c.Subject, c.Predicate, c.Object, s)) {
					return
				}
			}
		}
	}
	actors := func(list []Actor) iter.Seq[string] {
		return func(yield func(string) bool) {
			for _, a := range list {
				if !yield(fmt.Sprintf("%s (%s)", a.ID, cmp.Or(a.Type, "of no type"))) {
					return
				}
			}
		}
	}
	section("New ties", ties(func(c TieChange) string {
		if c.Was != "" || c.Is == "" {
			return ""
		}
		return fmt.Sprintf(" (%s%s), %s", c.Is, before(", ", c.When), articles(c.Gained))
	}))
	section("Ties that are surer or less sure", ties(func(c TieChange) string {
		if c.Was == "" || c.Is == "" || c.Was == c.Is {
			return ""
		}
		return fmt.Sprintf(": was %s, is %s%s", c.Was, c.Is, before(", ", c.When))
	}))
	section("Denied now", ties(func(c TieChange) string {
		if c.Denied == 0 {
			return ""
		}
		return ", by " + articles(c.Denied)
	}))
	section("Ties that are gone", ties(func(c TieChange) string {
		if c.Was == "" || c.Is != "" {
			return ""
		}
		return fmt.Sprintf(" (was %s)", c.Was)
	}))
	section("Other sources", ties(func(c TieChange) string {
		if c.Was == "" || c.Is == "" || c.Gained+c.Lost == 0 {
			return ""
		}
		var parts []string
		if c.Gained > 0 {
			parts = append(parts, "gained "+articles(c.Gained))
		}
		if c.Lost > 0 {
			parts = append(parts, "lost "+articles(c.Lost))
		}
		return ": " + strings.Join(parts, ", ")
	}))
	section("New actors", actors(d.NewActors))
	section("Actors that are gone", actors(d.GoneActors))
	section("New articles", slices.Values(d.NewArticles))
	section("Articles that are gone", slices.Values(d.GoneArticles))
	switch said := len(d.Ties) + len(d.NewActors) + len(d.GoneActors) + len(d.NewArticles) + len(d.GoneArticles); {
	case d.Equal:
		fmt.Fprintln(b, "The graphs are equal.")
	case said == 0:
		fmt.Fprintf(b, "The same is said of the same actors, in other details (%d quads, %d before).\n", d.QuadsAfter, d.QuadsBefore)
	}
	return b.Flush()
}

func articles(n int) string {
	if n == 1 {
		return "1 article"
	}
	return fmt.Sprintf("%d articles", n)
}

// before puts a mark before a text, if there is one.
func before(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + text
}
