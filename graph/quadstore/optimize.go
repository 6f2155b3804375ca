package quadstore

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// OptimizeShape is the hook of Cayley's optimizer. Conditions on quads become one range of
// one order, comparisons a range of the dictionary, and counts are counted and not built.
func (qs *QuadStore) OptimizeShape(_ context.Context, s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case shape.Quads:
		return quadsShape(s)
	case shape.QuadsAction:
		return actionShape(s)
	case shape.NodesFrom:
		if n, ok := nodesFrom(s.Quads, s.Dir); ok {
			return n, true
		}
	case shape.Filter:
		return filterShape(s)
	case shape.Intersect:
		return &andShape{subs: s}, true
	case shape.IntersectOpt:
		return &andShape{subs: s.Sub, opt: s.Opt}, true
	case shape.Except:
		return &exceptShape{exclude: s.Exclude, from: s.From}, true
	case shape.Sort:
		return &sortShape{from: s.From}, true
	case shape.Unique:
		return shape.Unique{From: distinct(s.From)}, true
	case shape.Count:
		if p, ok := s.Values.(*patternShape); ok && len(p.subs) == 0 {
			return &countShape{of: p}, true
		}
	}
	return s, false
}

// viewOf gives the store behind qs.
func viewOf(qs graph.QuadStore) (*QuadStore, bool) {
	v, ok := graph.Unwrap(qs).(*QuadStore)
	return v, ok
}

// ours says whether an optimizer is a store's own. Any other, such as one that wraps the
// iterators of a query, takes a shape of the store whole.
func ours(r shape.Optimizer) bool {
	_, ok := r.(*QuadStore)
	return ok || r == nil
}

// asked is the Optimize of shapes that the store has made as good as they get.
func asked(ctx context.Context, r shape.Optimizer, s shape.Shape) (shape.Shape, bool) {
	if ours(r) {
		return s, false
	}
	return r.OptimizeShape(ctx, s)
}

// patternShape is the shape of a pattern.
type patternShape struct {
	set    int
	at     ids
	subs   []subShape
	save   [4][]string
	result quad.Direction
	once   bool // repeated results don't matter
}

type subShape struct {
	at  int
	set shape.Shape
}

// bind binds a direction to a reference; it is false if no quad can have it.
func (s *patternShape) bind(d quad.Direction, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok || s.set&(1<<(d-1)) != 0 && s.at[d-1] != uint64(n) {
		return false
	}
	s.set |= 1 << (d - 1)
	s.at[d-1] = uint64(n)
	return true
}

func quadsShape(q shape.Quads) (shape.Shape, bool) {
	s := &patternShape{result: quad.Any}
	for _, f := range q {
		if f.Dir == quad.Any || f.Values == nil {
			return q, false
		}
		if r, ok := shape.One(f.Values); ok {
			if !s.bind(f.Dir, r) {
				return shape.Null{}, true
			}
			continue
		}
		if _, all := f.Values.(shape.AllNodes); all && f.Dir != quad.Label {
			continue // every quad has one
		}
		if sv, ok := f.Values.(shape.Save); ok {
			if _, all := sv.From.(shape.AllNodes); all {
				s.save[f.Dir-1] = append(s.save[f.Dir-1], sv.Tags...)
				continue
			}
		}
		s.subs = append(s.subs, subShape{int(f.Dir - 1), f.Values})
	}
	return s, true
}

func actionShape(a shape.QuadsAction) (shape.Shape, bool) {
	s := &patternShape{result: a.Result}
	for d, r := range a.Filter {
		if !s.bind(d, r) {
			return shape.Null{}, true
		}
	}
	for d, tags := range a.Save {
		s.save[d-1] = append(s.save[d-1], tags...)
	}
	return s, true
}

// nodesFrom turns quads into their values in one direction.
func nodesFrom(quads shape.Shape, d quad.Direction) (shape.Shape, bool) {
	switch q := quads.(type) {
	case *patternShape:
		if q.result == quad.Any && d != quad.Any {
			n := *q
			n.result = d
			return &n, true
		}
	case shape.Union:
		out := make(shape.Union, len(q))
		for i, sub := range q {
			var ok bool
			if out[i], ok = nodesFrom(sub, d); !ok {
				return nil, false
			}
		}
		return out, true
	}
	return nil, false
}

// distinct is a shape whose repeated results don't matter, and so don't those of its sets.
func distinct(s shape.Shape) shape.Shape {
	switch s := s.(type) {
	case *patternShape:
		n := *s
		n.once = true
		for at := range n.save {
			n.once = n.once && len(n.save[at]) == 0
		}
		n.subs = append([]subShape(nil), s.subs...)
		for i := range n.subs {
			n.subs[i].set = distinct(n.subs[i].set)
		}
		return &n
	case shape.Union:
		out := make(shape.Union, len(s))
		for i, sub := range s {
			out[i] = distinct(sub)
		}
		return out
	}
	return s
}

func (s *patternShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	v, ok := viewOf(qs)
	if !ok {
		return iterator.NewNull()
	}
	p := &pattern{qs: v, set: s.set, at: s.at, save: s.save, result: s.result, once: s.once}
	for _, sub := range s.subs {
		p.subs = append(p.subs, subSet{sub.at, sub.set.BuildIterator(qs)})
	}
	return p
}

func (s *patternShape) Optimize(ctx context.Context, r shape.Optimizer) (shape.Shape, bool) {
	if !ours(r) {
		return r.OptimizeShape(ctx, s)
	}
	var opt bool
	for i := range s.subs {
		n, changed := s.subs[i].set.Optimize(ctx, r)
		if shape.IsNull(n) {
			return shape.Null{}, true
		}
		if !changed {
			continue
		}
		if !opt {
			c := *s
			c.subs = append([]subShape(nil), s.subs...)
			s, opt = &c, true
		}
		s.subs[i].set = n
	}
	return s, opt
}

// sortShape is a sorted set.
type sortShape struct{ from shape.Shape }

func (s *sortShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	return inexact{iterator.NewSort(qs, s.from.BuildIterator(qs))} // Cayley's calls it exact
}

func (s *sortShape) Optimize(ctx context.Context, r shape.Optimizer) (shape.Shape, bool) {
	return asked(ctx, r, s)
}

// countShape is the number of results of a pattern without sets.
type countShape struct{ of *patternShape }

func (s *countShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	p, ok := s.of.BuildIterator(qs).(*pattern)
	if !ok {
		return iterator.NewNull()
	}
	return &counter{p: p, Shape: iterator.NewCount(p, qs)}
}

func (s *countShape) Optimize(ctx context.Context, r shape.Optimizer) (shape.Shape, bool) {
	return asked(ctx, r, s)
}

// counter counts a pattern without making its results.
type counter struct {
	iterator.Shape
	p *pattern
}

func (s *counter) Optimize(context.Context) (iterator.Shape, bool) { return s, false }

func (s *counter) Iterate() iterator.Scanner { return &counterNext{p: s.p} }

type counterNext struct {
	p    *pattern
	done bool
	n    int64
	err  error
}

func (it *counterNext) String() string                  { return "CounterNext" }
func (it *counterNext) TagResults(map[string]graph.Ref) {}
func (it *counterNext) NextPath(context.Context) bool   { return false }
func (it *counterNext) Err() error                      { return it.err }
func (it *counterNext) Close() error                    { return nil }

func (it *counterNext) Next(ctx context.Context) bool {
	if it.done {
		return false
	}
	it.done = true
	var size refs.Size
	if size, it.err = it.p.size(ctx); it.err != nil {
		return false
	}
	if it.n = size.Value; !size.Exact {
		it.n, it.err = it.p.count(ctx, 1<<62)
	}
	return it.err == nil
}

func (it *counterNext) Result() graph.Ref {
	if !it.done || it.err != nil {
		return nil
	}
	return refs.PreFetched(quad.Int(it.n))
}
