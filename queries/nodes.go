package queries

import (
	"cmp"
	"context"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
)

// What reads many quads at once has nodes by number, 0 being none: a reference is a small
// allocation, and a hub has ten thousand. Our store has numbers of its own.

// nodeNumbers gives them to the nodes of another store, by their first appearance.
type nodeNumbers struct {
	refs []refs.Ref // that of number n at n-1
	of   map[any]uint64
}

// ranges is a store that walks many short ranges of quads at little cost.
type ranges interface{ Walker() *quadstore.Walker }

func (g *guard) id(r refs.Ref) uint64 {
	if g.ranges != nil {
		return quadstore.ID(r)
	}
	k := refs.ToKey(r)
	if k == nil {
		return 0
	}
	if n := g.numbers.of[k]; n > 0 {
		return n
	}
	if g.numbers.of == nil {
		g.numbers.of = map[any]uint64{}
	}
	g.numbers.refs = append(g.numbers.refs, r)
	n := uint64(len(g.numbers.refs))
	g.numbers.of[k] = n
	return n
}

func (g *guard) ref(id uint64) refs.Ref {
	switch {
	case id == 0:
		return nil
	case g.ranges != nil:
		return quadstore.ByID(id)
	}
	return g.numbers.refs[id-1]
}

// idOf is the number of a value, 0 if the store doesn't have it.
func (g *guard) idOf(v quad.Value) (uint64, error) {
	r, err := g.ValueOf(v)
	if err != nil || r == nil {
		return 0, err
	}
	return g.id(r), nil
}

// quadOf is a quad by the numbers of its subject, predicate, object and label.
type quadOf = [4]uint64

// each walks the quads that have the values given, 0 standing for any. They are good until
// f returns.
func (g *guard) each(ctx context.Context, at quadOf, f func(q *quadOf) error) error {
	g.step()
	var failed error
	one := func(q *quadOf) bool {
		g.step()
		g.told()
		failed = f(q)
		return failed == nil
	}
	if g.ranges == nil {
		err := g.filtered(ctx, at, one)
		return cmp.Or(failed, err)
	}
	var w *quadstore.Walker
	if n := len(g.idle); n > 0 {
		w, g.idle = g.idle[n-1], g.idle[:n-1]
	} else {
		w = g.ranges.Walker()
		g.open[w] = struct{}{}
	}
	err := w.EachIDs(ctx, g.ref(at[0]), g.ref(at[1]), g.ref(at[2]), g.ref(at[3]), one)
	g.idle = append(g.idle, w)
	return cmp.Or(failed, err)
}

// filtered is each for other stores.
func (g *guard) filtered(ctx context.Context, at quadOf, f func(q *quadOf) bool) error {
	var quads shape.Quads
	for i, d := range quad.Directions {
		if at[i] != 0 {
			quads = append(quads, shape.QuadFilter{Dir: d, Values: shape.Fixed{g.ref(at[i])}})
		}
	}
	it, _ := g.build(ctx, quads).Optimize(ctx)
	scan := it.Iterate()
	defer scan.Close() // an error of the walk itself is in Err
	for scan.Next(ctx) {
		var q quadOf
		for i, d := range quad.Directions {
			r, err := g.QuadDirection(scan.Result(), d)
			if err != nil {
				return err
			}
			q[i] = g.id(r)
		}
		if !f(&q) {
			return nil
		}
	}
	return scan.Err()
}

// values looks up the values of nodes, nil for 0, in one call where the store can. Many may
// be the same.
func (g *guard) values(ctx context.Context, ids []uint64) ([]quad.Value, error) {
	if g.ranges != nil {
		nodes := make([]refs.Ref, len(ids))
		for i, id := range ids {
			nodes[i] = g.ref(id)
		}
		return g.namesOf(ctx, nodes)
	}
	at := map[uint64]int{}
	var nodes []refs.Ref
	for _, id := range ids {
		if _, ok := at[id]; !ok && id != 0 {
			at[id] = len(nodes)
			nodes = append(nodes, g.ref(id))
		}
	}
	vals, err := g.namesOf(ctx, nodes)
	if err != nil {
		return nil, err
	}
	out := make([]quad.Value, len(ids))
	for i, id := range ids {
		if id != 0 {
			out[i] = vals[at[id]]
		}
	}
	return out, nil
}
