package quadstore

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// rangeShape is the set of values of one kind for which comparisons hold: a range of the
// dictionary.
type rangeShape struct {
	from, to []byte // keys
	edges    [][]byte
	cmps     []shape.Comparison
}

// filterShape turns comparisons of all nodes into a range.
func filterShape(f shape.Filter) (shape.Shape, bool) {
	if _, ok := f.From.(shape.AllNodes); !ok {
		return f, false
	}
	r := &rangeShape{}
	var rest []shape.ValueFilter
	for _, vf := range f.Filters {
		if c, ok := vf.(shape.Comparison); !ok || !r.narrow(c) {
			rest = append(rest, vf)
		}
	}
	switch {
	case len(r.cmps) == 0:
		return f, false
	case bytes.Compare(r.from, r.to) >= 0:
		return shape.Null{}, true
	case len(rest) > 0:
		return shape.Filter{From: r, Filters: rest}, true
	}
	return r, true
}

// kindOf is the kind of values that Cayley compares with v by more than their text.
func kindOf(v quad.Value) byte {
	switch v.(type) {
	case quad.IRI:
		return kindIRI
	case quad.BNode:
		return kindBNode
	case quad.String:
		return kindString
	case quad.Int:
		return kindInt
	case quad.Float:
		return kindFloat
	case quad.Time:
		return kindTime
	}
	return 0
}

// narrow adds a comparison; it is false if the dictionary doesn't sort by it.
func (r *rangeShape) narrow(c shape.Comparison) bool {
	kind := kindOf(c.Val)
	if kind == 0 {
		return false
	}
	from, to := []byte{keyValue, kind}, []byte{keyValue, kind + 1}
	lowest, highest := c.Val, c.Val // the least and the greatest that equal it
	if f, ok := c.Val.(quad.Float); ok {
		nan := keyOf(quad.Float(math.NaN()))
		if to = nan; math.IsNaN(float64(f)) {
			to = from // nothing compares with it
		}
		if f == 0 {
			lowest, highest = quad.Float(math.Copysign(0, -1)), quad.Float(0)
		}
	}
	var edge []byte
	if !bytes.Equal(from, to) {
		var low, high []byte
		low, edge = boundKey(lowest)
		high, _ = boundKey(highest)
		above := append(bytes.Clone(high), 0)
		if edge != nil { // values that start alike lie on both sides
			above = after(edge)
		}
		switch c.Op {
		case iterator.CompareGT:
			if from = above; edge != nil {
				from = low
			}
		case iterator.CompareGTE:
			from = low
		case iterator.CompareLT:
			if to = low; edge != nil {
				to = above
			}
		case iterator.CompareLTE:
			to = above
		default:
			return false
		}
	}
	if len(r.cmps) == 0 || bytes.Compare(from, r.from) > 0 {
		r.from = from
	}
	if len(r.cmps) == 0 || bytes.Compare(to, r.to) < 0 {
		r.to = to
	}
	if edge != nil {
		r.edges = append(r.edges, edge)
	}
	r.cmps = append(r.cmps, c)
	return true
}

// keyOf is the dictionary key of a value of a kind that kindOf knows.
func keyOf(v quad.Value) []byte {
	enc, err := appendValue(nil, canonical(v))
	if err != nil {
		return nil
	}
	return appendValueKey(nil, enc)
}

// boundKey gives a key that splits the dictionary at v. Of a long value the dictionary
// sorts by the start alone: edge is that start, and the values behind it must be compared.
func boundKey(v quad.Value) (key, edge []byte) {
	enc, err := appendValue([]byte{keyValue}, canonical(v))
	if err != nil {
		return nil, nil
	}
	if most := 2 + prefixBytes; len(enc) > most {
		return enc[:most], enc[:most]
	}
	return enc, nil
}

func (r *rangeShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	v, ok := viewOf(qs)
	if !ok {
		return iterator.NewNull()
	}
	return &valueRange{qs: v, rangeShape: r}
}

func (r *rangeShape) Optimize(ctx context.Context, o shape.Optimizer) (shape.Shape, bool) {
	return asked(ctx, o, r)
}

// valueRange is a range of the dictionary.
type valueRange struct {
	*rangeShape
	qs   *QuadStore
	size *refs.Size
}

func (s *valueRange) String() string                                  { return fmt.Sprintf("Values(%x, %x)", s.from, s.to) }
func (s *valueRange) SubIterators() []iterator.Shape                  { return nil }
func (s *valueRange) Optimize(context.Context) (iterator.Shape, bool) { return s, false }
func (s *valueRange) Iterate() iterator.Scanner                       { return &valueRangeNext{s: s} }
func (s *valueRange) Lookup() iterator.Index                          { return &valueRangeContains{s: s} }

func (s *valueRange) Stats(ctx context.Context) (iterator.Costs, error) {
	if s.size == nil {
		const most = 4096
		var n int64
		it, err := s.qs.newIter(s.from, s.to)
		if err != nil {
			return iterator.Costs{}, err
		}
		var tick ticker
		for ok := it.First(); ok && n < most && err == nil; ok = it.Next() {
			n++
			err = tick.stop(ctx)
		}
		if err == nil {
			err = it.Error()
		}
		if cerr := s.qs.closeIter(it); err == nil {
			err = cerr
		}
		if err != nil {
			return iterator.Costs{}, named(err)
		}
		s.size = &refs.Size{Value: n, Exact: n < most && len(s.edges) == 0}
		if n == most {
			m, err := s.qs.meta()
			if err != nil {
				return iterator.Costs{}, err
			}
			s.size.Value = max(most, int64(m.values/4))
		}
	}
	return iterator.Costs{NextCost: 1, ContainsCost: 3, Size: *s.size}, nil
}

// holds compares a value as Cayley's own filter does.
func (r *rangeShape) holds(v quad.Value) bool {
	for _, c := range r.cmps {
		var ok bool
		switch want := c.Val.(type) {
		case quad.Int:
			got, is := v.(quad.Int)
			ok = is && iterator.RunIntOp(got, c.Op, want)
		case quad.Float:
			got, is := v.(quad.Float)
			ok = is && iterator.RunFloatOp(got, c.Op, want)
		case quad.String:
			got, is := v.(quad.String)
			ok = is && iterator.RunStrOp(string(got), c.Op, string(want))
		case quad.BNode:
			got, is := v.(quad.BNode)
			ok = is && iterator.RunStrOp(string(got), c.Op, string(want))
		case quad.IRI:
			got, is := v.(quad.IRI)
			ok = is && iterator.RunStrOp(string(got), c.Op, string(want))
		case quad.Time:
			got, is := v.(quad.Time)
			ok = is && iterator.RunTimeOp(time.Time(got), c.Op, time.Time(want))
		}
		if !ok {
			return false
		}
	}
	return true
}

type valueRangeNext struct {
	s    *valueRange
	it   keys
	cur  node
	err  error
	tick ticker
}

func (it *valueRangeNext) String() string                  { return "ValuesNext" }
func (it *valueRangeNext) TagResults(map[string]graph.Ref) {}
func (it *valueRangeNext) NextPath(context.Context) bool   { return false }
func (it *valueRangeNext) Err() error                      { return it.err }

func (it *valueRangeNext) Result() graph.Ref {
	if it.cur == 0 {
		return nil
	}
	return it.cur
}

func (it *valueRangeNext) Next(ctx context.Context) bool {
	for it.err == nil {
		if it.err = it.tick.stop(ctx); it.err != nil {
			return false
		}
		var ok bool
		if it.it == nil {
			if it.it, it.err = it.s.qs.newIter(it.s.from, it.s.to); it.err != nil {
				return false
			}
			ok = it.it.First()
		} else {
			ok = it.it.Next()
		}
		if !ok {
			it.err = named(it.it.Error())
			return false
		}
		b, err := it.it.ValueAndErr()
		id, n := readID(b)
		if err == nil && (n != len(b) || id == 0) {
			err = fmt.Errorf("%w: id %x", ErrCorrupt, b)
		}
		if err != nil {
			it.err = named(err)
			return false
		}
		if it.onEdge(it.it.Key()) {
			v, err := it.s.qs.name(id)
			if it.err = err; err != nil || !it.s.holds(v) {
				continue
			}
		}
		it.cur = node(id)
		return true
	}
	return false
}

// onEdge says whether the key alone doesn't tell.
func (it *valueRangeNext) onEdge(key []byte) bool {
	for _, e := range it.s.edges {
		if bytes.HasPrefix(key, e) {
			return true
		}
	}
	return false
}

func (it *valueRangeNext) Close() error {
	if it.it == nil {
		return nil
	}
	p := it.it
	it.it = nil
	return it.s.qs.closeIter(p)
}

type valueRangeContains struct {
	s    *valueRange
	cur  node
	err  error
	tick ticker
}

func (it *valueRangeContains) String() string                  { return "ValuesContains" }
func (it *valueRangeContains) TagResults(map[string]graph.Ref) {}
func (it *valueRangeContains) NextPath(context.Context) bool   { return false }
func (it *valueRangeContains) Err() error                      { return it.err }
func (it *valueRangeContains) Close() error                    { return nil }

func (it *valueRangeContains) Result() graph.Ref {
	if it.cur == 0 {
		return nil
	}
	return it.cur
}

func (it *valueRangeContains) Contains(ctx context.Context, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok {
		return false
	}
	if it.err = it.tick.stop(ctx); it.err != nil {
		return false
	}
	v, err := it.s.qs.name(uint64(n))
	if it.err = err; err != nil || v == nil || !it.s.holds(v) {
		return false
	}
	it.cur = n
	return true
}
