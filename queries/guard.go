package queries

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
)

// Cayley's iterators look at a context in few places: a count of unique nodes, a sort or a
// filter over a million nodes goes on after a cancel. So every leaf of the tree asks the
// guard at every step, and the guard ends the walk with a panic that session.safely turns
// into an error. It also remembers the leaves that are open, since some of Cayley's
// iterators don't close theirs.
type guard struct {
	graph.QuadStore
	stopped atomic.Bool
	open    map[closer]struct{} // used by the goroutine of the query only
	scanned int64               // steps of all walks
	onScan  func(done int64)
	ranges  ranges              // the store, if it is one of them
	idle    []*quadstore.Walker // for use again; open has them too
	numbers nodeNumbers
}

type closer interface{ Close() error }

// stopWalk is what the guard panics with.
type stopWalk struct{}

func newGuard(qs graph.QuadStore) *guard {
	g := &guard{QuadStore: graph.Unwrap(qs), open: map[closer]struct{}{}}
	g.ranges, _ = g.QuadStore.(ranges)
	return g
}

func (g *guard) step() {
	if g.stopped.Load() {
		panic(stopWalk{})
	}
}

// closeAll closes the leaves that are still open.
func (g *guard) closeAll() error {
	var first error
	for c := range g.open {
		if err := c.Close(); err != nil && first == nil {
			first = err
		}
	}
	clear(g.open)
	return first
}

func (g *guard) ValueOf(v quad.Value) (refs.Ref, error) {
	g.step()
	return g.QuadStore.ValueOf(v)
}

func (g *guard) NameOf(r refs.Ref) (quad.Value, error) {
	g.step()
	if r == nil {
		return nil, nil
	}
	if p, ok := r.(refs.PreFetchedValue); ok {
		return p.NameOf(), nil
	}
	return g.QuadStore.NameOf(r)
}

// namesOf gives the values of many nodes, in one call where the store can.
func (g *guard) namesOf(ctx context.Context, nodes []refs.Ref) ([]quad.Value, error) {
	if len(nodes) == 0 {
		return nil, nil
	}
	g.step()
	if !slices.ContainsFunc(nodes, known) {
		return refs.ValuesOf(ctx, g.QuadStore, nodes)
	}
	out := make([]quad.Value, len(nodes))
	var ask []refs.Ref
	var where []int
	for i, r := range nodes {
		switch p, ok := r.(refs.PreFetchedValue); {
		case ok:
			out[i] = p.NameOf()
		case refs.ToKey(r) != nil:
			ask, where = append(ask, r), append(where, i)
		}
	}
	vals, err := refs.ValuesOf(ctx, g.QuadStore, ask)
	if err != nil {
		return nil, err
	}
	for i, v := range vals {
		out[where[i]] = v
	}
	return out, nil
}

// known says whether a store need not be asked for a node's value.
func known(r refs.Ref) bool {
	if r == nil {
		return true
	}
	_, ok := r.(refs.PreFetchedValue)
	return ok
}

func (g *guard) QuadDirection(id refs.Ref, d quad.Direction) (refs.Ref, error) {
	g.step()
	return g.QuadStore.QuadDirection(id, d)
}

func (g *guard) QuadIterator(d quad.Direction, r refs.Ref) iterator.Shape {
	g.step()
	if r == nil {
		return iterator.NewNull()
	}
	return g.wrap(g.QuadStore.QuadIterator(d, r))
}

func (g *guard) NodesAllIterator() iterator.Shape {
	return g.wrap(g.QuadStore.NodesAllIterator())
}

func (g *guard) QuadsAllIterator() iterator.Shape {
	return g.wrap(g.QuadStore.QuadsAllIterator())
}

func (g *guard) wrap(it iterator.Shape) iterator.Shape {
	if it == nil {
		return iterator.NewNull()
	}
	if iterator.IsNull(it) {
		return it
	}
	return &leaf{Shape: it, g: g}
}

// build makes the iterators of a shape: optimised for the store, with every leaf guarded.
func (g *guard) build(ctx context.Context, s shape.Shape) iterator.Shape {
	g.step()
	s, _ = shape.Optimize(ctx, s, g.QuadStore)
	if shape.IsNull(s) {
		return iterator.NewNull()
	}
	if _, ok := g.QuadStore.(shape.Optimizer); ok {
		s = g.bind(s)
	}
	return s.BuildIterator(g)
}

// bind finds the shapes that a store put into the tree. They are given that very store, and
// not the guard around it, when they make their iterators; what they make is guarded as one
// leaf. Inside it the store has to heed the context.
func (g *guard) bind(s shape.Shape) shape.Shape {
	list := func(in []shape.Shape) []shape.Shape {
		out := make([]shape.Shape, len(in))
		for i, sub := range in {
			out[i] = g.bind(sub)
		}
		return out
	}
	switch s := s.(type) {
	case nil:
		return nil
	case shape.Except:
		s.Exclude, s.From = g.bind(s.Exclude), g.bind(s.From)
		return s
	case shape.Filter:
		s.From = g.bind(s.From)
		return s
	case shape.Count:
		s.Values = g.bind(s.Values)
		return s
	case shape.Quads:
		out := make(shape.Quads, len(s))
		for i, f := range s {
			out[i] = shape.QuadFilter{Dir: f.Dir, Values: g.bind(f.Values)}
		}
		return out
	case shape.NodesFrom:
		s.Quads = g.bind(s.Quads)
		return s
	case shape.FixedTags:
		s.On = g.bind(s.On)
		return s
	case shape.Materialize:
		s.Values = g.bind(s.Values)
		return s
	case shape.Intersect:
		return shape.Intersect(list(s))
	case shape.IntersectOpt:
		return shape.IntersectOpt{Sub: list(s.Sub), Opt: list(s.Opt)}
	case shape.Union:
		return shape.Union(list(s))
	case shape.Page:
		s.From = g.bind(s.From)
		return s
	case shape.Unique:
		if s.From = g.bind(s.From); g.ranges != nil {
			return onceShape{s.From}
		}
		return s
	case shape.Save:
		s.From = g.bind(s.From)
		return s
	case shape.Sort:
		s.From = g.bind(s.From)
		return s
	}
	if ownShape(s) {
		return s
	}
	return bound{Shape: s, g: g}
}

func ownShape(s shape.Shape) bool {
	t := reflect.TypeOf(s)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	p := t.PkgPath()
	return strings.HasPrefix(p, "github.com/cayleygraph/cayley/query/") || p == reflect.TypeFor[guard]().PkgPath()
}

type bound struct {
	shape.Shape
	g *guard
}

func (b bound) BuildIterator(graph.QuadStore) iterator.Shape {
	return b.g.wrap(b.Shape.BuildIterator(b.g.QuadStore))
}

func (b bound) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return b, false }

// leaf is an iterator of the store under guard.
type leaf struct {
	iterator.Shape
	g *guard
}

func (l *leaf) Iterate() iterator.Scanner { l.g.step(); return l.g.watch(l.Shape.Iterate()) }
func (l *leaf) Lookup() iterator.Index    { l.g.step(); return l.g.watch(l.Shape.Lookup()) }

func (l *leaf) Optimize(ctx context.Context) (iterator.Shape, bool) {
	it, changed := l.Shape.Optimize(ctx)
	if !changed {
		return l, false
	}
	return l.g.wrap(it), true
}

// scanStep is how many steps of all walks of a query pass between two reports: fewer are a
// matter of milliseconds.
var scanStep int64 = 1 << 14

// told counts one step of a walk, and says so now and then.
func (g *guard) told() {
	if g.scanned++; g.scanned%scanStep == 0 && g.onScan != nil {
		g.onScan(g.scanned)
	}
}

// guarded is a walk over a leaf or a lookup in one, whichever Cayley asked for.
type guarded struct {
	iterator.Base
	g      *guard
	closed bool
}

func (g *guard) watch(it iterator.Base) *guarded {
	w := &guarded{Base: it, g: g}
	g.open[w] = struct{}{}
	return w
}

func (w *guarded) Next(ctx context.Context) bool {
	w.g.step()
	w.g.told()
	return w.Base.(iterator.Scanner).Next(ctx)
}

func (w *guarded) Contains(ctx context.Context, v refs.Ref) bool {
	w.g.step()
	w.g.told()
	return w.Base.(iterator.Index).Contains(ctx, v)
}

func (w *guarded) NextPath(ctx context.Context) bool {
	w.g.step()
	return w.Base.NextPath(ctx)
}

func (w *guarded) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	delete(w.g.open, w)
	return w.Base.Close()
}
