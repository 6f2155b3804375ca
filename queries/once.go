package queries

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"

	"relata/graph/quadstore"
)

// onceShape is a set whose results come once each. It stands in for Cayley's where nodes have
// numbers: a set of references takes three times the memory.
type onceShape struct{ from shape.Shape }

func (s onceShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	return &once{iterator.NewUnique(s.from.BuildIterator(qs))}
}

func (s onceShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

type once struct{ *iterator.Unique }

func (it *once) Optimize(ctx context.Context) (iterator.Shape, bool) {
	it.Unique.Optimize(ctx) // what it is made of; itself stays
	return it, false
}

func (it *once) Iterate() iterator.Scanner {
	return &onceNext{Scanner: it.SubIterators()[0].Iterate(), seen: map[uint64]struct{}{}}
}

// onceNext gives the first way to each node only.
type onceNext struct {
	iterator.Scanner
	seen   map[uint64]struct{}
	others map[any]struct{} // that have no number
}

func (it *onceNext) String() string                { return "OnceNext" }
func (it *onceNext) NextPath(context.Context) bool { return false }

func (it *onceNext) Next(ctx context.Context) bool {
	for it.Scanner.Next(ctx) {
		r := it.Result()
		if id := quadstore.ID(r); id != 0 {
			n := len(it.seen)
			if it.seen[id] = struct{}{}; len(it.seen) > n {
				return true
			}
			continue
		}
		if it.others == nil {
			it.others = map[any]struct{}{}
		}
		n := len(it.others)
		if it.others[refs.ToKey(r)] = struct{}{}; len(it.others) > n {
			return true
		}
	}
	return false
}
