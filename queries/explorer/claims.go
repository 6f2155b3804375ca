package explorer

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"relata/graph"
	"relata/schema"
)

func claims(q *request) (any, error) {
	f, p := q.filter(), q.page()
	subject, object, a, b := q.text("subject"), q.text("object"), q.text("a"), q.text("b")
	if a == "" {
		a, b = b, ""
	}
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	ids, total, next := x.chooseClaims(f, p, subject, object, a, b)
	items, err := q.read(x, ids)
	return list[Claim]{Items: items, Total: total, Next: next}, err
}

// chooseClaims gives the ids of a page of claims.
func (x *index) chooseClaims(f filter, p page, subject, object, a, b string) (ids []string, total int, next string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	// ends gives the nodes that a text may mean: the id, or the text of a literal.
	ends := func(text string) map[int32]bool {
		set := x.set([]string{text, literalID(text)})
		return set
	}
	w := x.want(f)
	var from []int32
	small := false // from holds all that are asked for
	for _, end := range []string{subject, object, a} {
		if end == "" || small {
			continue
		}
		small = true
		for n := range ends(end) {
			from = append(from, x.at[n]...)
		}
	}
	s, o, ea, eb := ends(subject), ends(object), ends(a), ends(b)
	chosen := func(c *claim) bool {
		return x.meets(&w, c) && x.typed(&w, c.subject) && x.typed(&w, c.object) &&
			(subject == "" || s[c.subject]) && (object == "" || o[c.object]) &&
			(a == "" || ea[c.subject] && (b == "" || eb[c.object]) || ea[c.object] && (b == "" || eb[c.subject]))
	}
	var out []int32
	if small {
		slices.Sort(from)
		for _, n := range slices.Compact(from) {
			if chosen(&x.claims[n]) {
				out = append(out, n)
			}
		}
	} else {
		out = x.all(&w)
	}
	out = x.strong(&w, out)
	slices.SortFunc(out, func(i, j int32) int {
		ci, cj := &x.claims[i], &x.claims[j]
		if ci.article != cj.article {
			return strings.Compare(x.articles.list[ci.article], x.articles.list[cj.article])
		}
		return strings.Compare(ci.id, cj.id)
	})
	total = len(out)
	out, next = pageOf(out, p)
	for _, n := range out {
		ids = append(ids, x.claims[n].id)
	}
	return ids, total, next
}

// read reads claims with their articles; those of one article stand in its order.
func (q *request) read(x *index, ids []string) ([]Claim, error) {
	got, err := q.state.store.ClaimsOf(q.Context(), ids, x.entity)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(got, func(a, b schema.Claim) int {
		if a.Article != b.Article {
			return strings.Compare(a.Article, b.Article)
		}
		return cmp.Or(cmp.Compare(a.Evidence.Span.Start, b.Evidence.Span.Start), cmp.Compare(a.Subject.Span.Start, b.Subject.Span.Start),
			strings.Compare(a.ID, b.ID))
	})
	out := make([]Claim, 0, len(got))
	articles := map[string]Article{}
	for _, c := range got {
		art, ok := articles[c.Article]
		if !ok {
			a, _, err := q.state.store.Article(q.Context(), c.Article)
			if err != nil {
				return nil, err
			}
			art = wireArticle(c.Article, a)
			articles[c.Article] = art
		}
		out = append(out, q.wireClaim(c, art))
	}
	return out, nil
}

func wireArticle(id string, a graph.Article) Article {
	out := Article{ID: id, Title: a.Title, Publisher: a.Publisher, URL: webAddress(a.URL)}
	if t := a.Published.UTC(); !t.IsZero() {
		out.Published = t.Format(time.DateOnly)
		if t != t.Truncate(24*time.Hour) {
			out.Published = t.Format(time.RFC3339)
		}
	}
	return out
}

// webAddress leaves out what a page should not make a link of.
func webAddress(s string) string {
	low := strings.ToLower(s)
	if strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://") {
		return s
	}
	return ""
}

func (q *request) wireClaim(c schema.Claim, a Article) Claim {
	out := Claim{Claim: c, article: a, marks: marksOf(&c)}
	q.state.mu.RLock()
	defer q.state.mu.RUnlock()
	if fix, ok := q.state.corrected[c.ID]; ok {
		out.number = fix.N
		out.correction = map[graph.Action]string{graph.Reject: "rejected", graph.Confirm: "confirmed"}[fix.Action]
	}
	return out
}

func sentenceID(c *schema.Claim) string { return fmt.Sprintf("%s#s%d", c.Article, c.Evidence.Sentence) }

// marksOf gives the parts of a claim inside its sentence, in their order. A part that
// stands in another sentence has none.
func marksOf(c *schema.Claim) []Mark {
	text, from := c.Evidence.Text, c.Evidence.Span.Start
	marks := []Mark{}
	for _, part := range []struct {
		name string
		span schema.Span
	}{{"subject", c.Subject.Span}, {"predicate", c.Evidence.Predicate}, {"object", c.Object.Span}} {
		start, end := part.span.Start-from, part.span.End-from
		if start < 0 || end > len(text) || start >= end {
			continue
		}
		marks = append(marks, Mark{part.name, units(text[:start]), units(text[:end])})
	}
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Compare(a.Start, b.Start) })
	return marks
}

// units counts the UTF-16 code units of a text.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// byteOf is the place in s of a UTF-16 code unit.
func byteOf(s string, unit int) int {
	n := 0
	for i, r := range s {
		if n >= unit {
			return i
		}
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return len(s)
}

// claim reads the claim that the path names.
func (q *request) claim() (*Claim, error) {
	id := q.path("id")
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	if !strings.HasPrefix(id, "claim/") {
		id = "claim/" + id
	}
	found, err := q.read(x, []string{id})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, q.noClaim(id)
	}
	return &found[0], nil
}

// noClaim says why there is no claim of an id: it was rejected, or never was.
func (q *request) noClaim(id string) *problem {
	q.state.mu.RLock()
	defer q.state.mu.RUnlock()
	fix, ok := q.state.corrected[id]
	if !ok || fix.Action != graph.Reject {
		return problemf(http.StatusNotFound, "no claim %s", cut(id))
	}
	p := problemf(http.StatusGone, "%s was rejected by correction %d; undo that to have it back", cut(id), fix.N)
	p.Correction = fix.N
	return p
}

func oneClaim(q *request) (any, error) {
	c, err := q.claim()
	if c == nil {
		return nil, err
	}
	return c, err
}

// shownEvidence is a claim in its place.
type shownEvidence struct {
	Claim    *Claim  `json:"claim"`
	Before   string  `json:"before"` // the sentence before, if there is one
	Sentence string  `json:"sentence"`
	After    string  `json:"after"`
	Article  Article `json:"article"`
}

func evidence(q *request) (any, error) {
	c, err := q.claim()
	if err != nil || c == nil {
		return nil, err
	}
	out := shownEvidence{Claim: c, Sentence: c.Evidence.Text, Article: c.article}
	a, ok, err := q.state.store.Article(q.Context(), c.Claim.Article)
	if err != nil || !ok {
		return out, err
	}
	text, err := q.state.store.Text(a.SHA256)
	span := c.Evidence.Span
	if err != nil || span.Start < 0 || span.End > len(text) || span.Start > span.End {
		return out, nil // the text isn't kept; the sentence is
	}
	known, err := q.sentences(c.Claim.Article)
	if err != nil {
		return nil, err
	}
	out.Before, out.After = around(text, known, c.Evidence.Sentence, span)
	return out, nil
}
