package queries

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
)

// comparison keeps the values below or above one value: numbers of any type against
// numbers, times and dates against times and dates, and the rest as Cayley does.
type comparison struct {
	op  iterator.Operator
	val quad.Value
}

func (f comparison) BuildIterator(qs graph.QuadStore, it iterator.Shape) iterator.Shape {
	var holds func(quad.Value) (bool, error)
	n, isNumber := numberOf(f.val)
	t, isTime := timeOf(f.val)
	switch {
	case isNumber:
		holds = func(v quad.Value) (bool, error) {
			m, ok := numberOf(v)
			if !ok || m.nan() || n.nan() {
				return false, nil
			}
			return f.test(m.cmp(n)), nil
		}
	case isTime:
		holds = func(v quad.Value) (bool, error) {
			u, ok := timeOf(v)
			return ok && f.test(u.Compare(t)), nil
		}
	default:
		text, isText := f.val.(quad.String)
		date, dateErr := parseDate(string(text))
		holds = func(v quad.Value) (bool, error) {
			if u, ok := timeOf(v); ok && isText && dateErr == nil {
				return f.test(u.Compare(date)), nil
			}
			return f.cayley(v), nil
		}
	}
	return iterator.NewValueFilter(qs, it, holds)
}

func (f comparison) test(c int) bool {
	switch f.op {
	case iterator.CompareLT:
		return c < 0
	case iterator.CompareLTE:
		return c <= 0
	case iterator.CompareGT:
		return c > 0
	}
	return c >= 0
}

// cayley compares as Cayley does: strings, IRIs and blank nodes each with their like,
// and anything else by its text.
func (f comparison) cayley(v quad.Value) bool {
	switch want := f.val.(type) {
	case quad.String:
		got, ok := v.(quad.String)
		return ok && f.test(strings.Compare(string(got), string(want)))
	case quad.IRI:
		got, ok := v.(quad.IRI)
		return ok && f.test(strings.Compare(string(got), string(want)))
	case quad.BNode:
		got, ok := v.(quad.BNode)
		return ok && f.test(strings.Compare(string(got), string(want)))
	}
	return f.test(strings.Compare(quad.StringOf(v), quad.StringOf(f.val)))
}

// number is a whole number or a floating-point one; whole ones keep all their digits.
type number struct {
	i     int64
	f     float64
	whole bool
}

func (n number) nan() bool { return !n.whole && math.IsNaN(n.f) }

func (n number) cmp(m number) int {
	switch {
	case n.whole && m.whole:
		return cmp.Compare(n.i, m.i)
	case !n.whole && !m.whole:
		return cmp.Compare(n.f, m.f)
	case n.whole:
		return -m.cmp(n)
	}
	// n is a float, m whole: exact, where a conversion to float64 would round
	if math.IsInf(n.f, 0) || math.IsNaN(n.f) {
		return cmp.Compare(n.f, float64(m.i))
	}
	return big.NewFloat(n.f).Cmp(new(big.Float).SetInt64(m.i))
}

func numberOf(v quad.Value) (number, bool) {
	switch v := v.(type) {
	case quad.Int:
		return number{i: int64(v), whole: true}, true
	case quad.Float:
		return number{f: float64(v)}, true
	case quad.TypedString:
		if !slices.Contains(numericTypes, xsdName(v.Type)) {
			return number{}, false
		}
		s := strings.TrimSpace(string(v.Value))
		if i, err := strconv.ParseInt(s, 10, 64); err == nil {
			return number{i: i, whole: true}, true
		}
		f, err := strconv.ParseFloat(s, 64)
		return number{f: f}, err == nil || errors.Is(err, strconv.ErrRange)
	}
	return number{}, false
}

// numericTypes are the numeric types of XML Schema 1.1, part 2.
var numericTypes = []string{
	"integer", "int", "long", "short", "byte", "decimal", "float", "double",
	"unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
	"nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
}

// xsdName is the local name of an XML Schema type, else empty.
func xsdName(t quad.IRI) string {
	for _, ns := range []string{"http://www.w3.org/2001/XMLSchema#", "xsd:", "xs:"} {
		if s, ok := strings.CutPrefix(string(t), ns); ok {
			return s
		}
	}
	return ""
}

// timeOf gives the instant of a time, and the start of a typed date, month or year.
func timeOf(v quad.Value) (time.Time, bool) {
	switch v := v.(type) {
	case quad.Time:
		return time.Time(v), true
	case quad.TypedString:
		switch xsdName(v.Type) {
		case "dateTime", "date", "gYearMonth", "gYear":
			t, err := parseDate(string(v.Value))
			return t, err == nil
		}
	}
	return time.Time{}, false
}

var errNoDate = errors.New("not an ISO 8601 date")

// parseDate reads an ISO 8601 time, date, month or year, and gives where it starts.
func parseDate(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errNoDate
}

// pattern is a regular expression of Go's own library (RE2). It runs in time linear in its
// text, so no pattern can hang a query, and it is what Cayley's regex() has always been;
// a backtracking engine would need a timeout, and a filter that gives up halfway is wrong.
type pattern struct {
	re   *regexp.Regexp
	refs bool // IRIs and blank nodes too
}

func (f pattern) BuildIterator(qs graph.QuadStore, it iterator.Shape) iterator.Shape {
	if f.refs {
		return iterator.NewRegexWithRefs(it, f.re, qs)
	}
	return iterator.NewRegex(it, f.re, qs)
}

// except takes the nodes of another shape away. Cayley's own shape is a panic where that
// other shape is empty, and walks every node of the graph where nothing comes before it.
type except struct {
	s       *session
	exclude *path.Path
}

func (f except) BuildIterator(_ graph.QuadStore, it iterator.Shape) iterator.Shape {
	return &minus{sub: it, exclude: f.s.guard.build(f.s.ctx, f.exclude.Shape())}
}

type minus struct{ sub, exclude iterator.Shape }

func (m *minus) String() string                 { return "Minus" }
func (m *minus) SubIterators() []iterator.Shape { return []iterator.Shape{m.sub, m.exclude} }
func (m *minus) Iterate() iterator.Scanner {
	return &remainder{Base: m.sub.Iterate(), exclude: m.exclude.Lookup()}
}

func (m *minus) Lookup() iterator.Index {
	return &remainder{Base: m.sub.Lookup(), exclude: m.exclude.Lookup()}
}

func (m *minus) Stats(ctx context.Context) (iterator.Costs, error) {
	st, err := m.sub.Stats(ctx)
	if err != nil {
		return st, err
	}
	ex, err := m.exclude.Stats(ctx)
	st.NextCost += ex.ContainsCost
	st.ContainsCost += ex.ContainsCost
	st.Size.Exact = false
	return st, err
}

func (m *minus) Optimize(ctx context.Context) (iterator.Shape, bool) {
	sub, _ := m.sub.Optimize(ctx)
	exclude, _ := m.exclude.Optimize(ctx)
	if iterator.IsNull(sub) || iterator.IsNull(exclude) {
		return sub, true
	}
	return &minus{sub, exclude}, true
}

// remainder is a walk over what minus leaves or a lookup in it, whichever Cayley asked for.
type remainder struct {
	iterator.Base
	exclude iterator.Index
	err     error
}

// keeps says whether a node stays.
func (it *remainder) keeps(ctx context.Context, r refs.Ref) bool {
	if it.exclude.Contains(ctx, r) {
		return false
	}
	it.err = it.exclude.Err()
	return it.err == nil
}

func (it *remainder) Next(ctx context.Context) bool {
	for it.Base.(iterator.Scanner).Next(ctx) {
		if it.keeps(ctx, it.Result()) {
			return true
		}
		if it.err != nil {
			return false
		}
	}
	return false
}

func (it *remainder) Contains(ctx context.Context, r refs.Ref) bool {
	return it.Base.(iterator.Index).Contains(ctx, r) && it.keeps(ctx, r)
}

func (it *remainder) Err() error   { return errors.Join(it.err, it.Base.Err()) }
func (it *remainder) Close() error { return errors.Join(it.Base.Close(), it.exclude.Close()) }

// order sorts: numbers by size, then times, then everything else by its text as N-Quads
// write it, which puts literals before IRIs before blank nodes. It holds all it sorts.
type order struct{ s *session }

func (f order) BuildIterator(_ graph.QuadStore, it iterator.Shape) iterator.Shape {
	return &sorted{s: f.s, sub: it}
}

type sorted struct {
	s   *session
	sub iterator.Shape
}

func (o *sorted) String() string                 { return "Sorted" }
func (o *sorted) SubIterators() []iterator.Shape { return []iterator.Shape{o.sub} }
func (o *sorted) Iterate() iterator.Scanner      { return &sortedNext{o: o, sub: o.sub.Iterate(), at: -1} }
func (o *sorted) Lookup() iterator.Index         { return o.sub.Lookup() } // a set has no order

func (o *sorted) Stats(ctx context.Context) (iterator.Costs, error) {
	st, err := o.sub.Stats(ctx)
	st.NextCost *= 2
	st.Size.Exact = false
	return st, err
}

func (o *sorted) Optimize(ctx context.Context) (iterator.Shape, bool) {
	sub, changed := o.sub.Optimize(ctx)
	if !changed {
		return o, false
	}
	return &sorted{o.s, sub}, true
}

type sortedItem struct {
	node  refs.Ref
	num   number
	time  time.Time
	text  string
	rank  int
	paths []map[string]refs.Ref
}

type sortedNext struct {
	o     *sorted
	sub   iterator.Scanner
	items []sortedItem
	ready bool
	at    int
	path  int
	err   error
}

func (it *sortedNext) String() string { return "SortedNext" }

func (it *sortedNext) load(ctx context.Context) {
	it.ready = true
	g := it.o.s.guard
	tags := func() map[string]refs.Ref {
		m := map[string]refs.Ref{}
		it.sub.TagResults(m)
		return m
	}
	for it.sub.Next(ctx) {
		g.step()
		item := sortedItem{node: it.sub.Result(), paths: []map[string]refs.Ref{tags()}}
		for it.sub.NextPath(ctx) {
			g.step()
			item.paths = append(item.paths, tags())
		}
		it.items = append(it.items, item)
	}
	if it.err = it.sub.Err(); it.err != nil {
		return
	}
	const batch = 256
	for from := 0; from < len(it.items) && it.err == nil; from += batch {
		part := it.items[from:min(from+batch, len(it.items))]
		nodes := make([]refs.Ref, len(part))
		for i := range part {
			nodes[i] = part[i].node
		}
		var vals []quad.Value
		if vals, it.err = g.namesOf(ctx, nodes); it.err != nil {
			return
		}
		for i, v := range vals {
			part[i].rankBy(v)
		}
	}
	slices.SortStableFunc(it.items, func(a, b sortedItem) int {
		return compareSorted(&a, &b)
	})
}

func (i *sortedItem) rankBy(v quad.Value) {
	var ok bool
	if i.num, ok = numberOf(v); ok && !i.num.nan() {
		return
	}
	i.rank = 1
	if i.time, ok = timeOf(v); ok {
		return
	}
	i.rank, i.text = 2, quad.StringOf(v)
}

func compareSorted(a, b *sortedItem) int {
	if a.rank != b.rank {
		return cmp.Compare(a.rank, b.rank)
	}
	switch a.rank {
	case 0:
		return a.num.cmp(b.num)
	case 1:
		return a.time.Compare(b.time)
	}
	return strings.Compare(a.text, b.text)
}

func (it *sortedNext) Next(ctx context.Context) bool {
	if !it.ready {
		it.load(ctx)
	}
	it.o.s.guard.step()
	if it.err != nil || it.at+1 >= len(it.items) {
		return false
	}
	it.at++
	it.path = 0
	return true
}

func (it *sortedNext) NextPath(context.Context) bool {
	if it.at < 0 || it.at >= len(it.items) || it.path+1 >= len(it.items[it.at].paths) {
		return false
	}
	it.path++
	return true
}

func (it *sortedNext) Result() refs.Ref {
	if it.at < 0 || it.at >= len(it.items) {
		return nil
	}
	return it.items[it.at].node
}

func (it *sortedNext) TagResults(dst map[string]refs.Ref) {
	if it.at < 0 || it.at >= len(it.items) {
		return
	}
	for k, v := range it.items[it.at].paths[it.path] {
		dst[k] = v
	}
}

func (it *sortedNext) Err() error { return it.err }

func (it *sortedNext) Close() error {
	it.items = nil
	return it.sub.Close()
}
