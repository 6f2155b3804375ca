package quadstore

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
)

// exceptShape is a set without the values of another. It stands in for Cayley's, which
// asks what is excluded for tags, and panics if that is a union.
type exceptShape struct {
	exclude shape.Shape
	from    shape.Shape // nil for all values
}

func (s *exceptShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	from := qs.NodesAllIterator()
	if s.from != nil {
		from = s.from.BuildIterator(qs)
	}
	if shape.IsNull(s.exclude) {
		return from
	}
	return &except{from: from, exclude: s.exclude.BuildIterator(qs)}
}

func (s *exceptShape) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }

type except struct{ from, exclude iterator.Shape }

func (s *except) String() string                 { return "Except" }
func (s *except) SubIterators() []iterator.Shape { return []iterator.Shape{s.from, s.exclude} }

func (s *except) Optimize(ctx context.Context) (iterator.Shape, bool) {
	s.from, _ = s.from.Optimize(ctx)
	s.exclude, _ = s.exclude.Optimize(ctx)
	if iterator.IsNull(s.from) || iterator.IsNull(s.exclude) {
		return s.from, true
	}
	return s, false
}

func (s *except) Stats(ctx context.Context) (iterator.Costs, error) {
	c, err := s.from.Stats(ctx)
	if err != nil {
		return c, err
	}
	x, err := s.exclude.Stats(ctx)
	c.NextCost += x.ContainsCost
	c.ContainsCost += x.ContainsCost
	c.Size = refs.Size{Value: c.Size.Value}
	return c, err
}

func (s *except) Iterate() iterator.Scanner {
	return &exceptNext{Scanner: s.from.Iterate(), not: s.exclude.Lookup()}
}

func (s *except) Lookup() iterator.Index {
	return &exceptContains{Index: s.from.Lookup(), not: s.exclude.Lookup()}
}

// exceptNext walks the set; tags and ways are those of the set.
type exceptNext struct {
	iterator.Scanner
	not  iterator.Index
	err  error
	tick ticker
}

func (it *exceptNext) String() string { return "ExceptNext" }

func (it *exceptNext) Next(ctx context.Context) bool {
	for it.Scanner.Next(ctx) {
		if it.err = it.tick.stop(ctx); it.err != nil {
			return false
		}
		out := it.not.Contains(ctx, it.Scanner.Result())
		if it.err = it.not.Err(); it.err != nil {
			return false
		}
		if !out {
			return true
		}
	}
	return false
}

func (it *exceptNext) Err() error {
	if it.err != nil {
		return it.err
	}
	return it.Scanner.Err()
}

func (it *exceptNext) Close() error {
	err := it.Scanner.Close()
	if cerr := it.not.Close(); err == nil {
		err = cerr
	}
	return err
}

// exceptContains asks both sets.
type exceptContains struct {
	iterator.Index
	not iterator.Index
	err error
}

func (it *exceptContains) String() string { return "ExceptContains" }

func (it *exceptContains) Contains(ctx context.Context, r graph.Ref) bool {
	out := it.not.Contains(ctx, r)
	if it.err = it.not.Err(); it.err != nil || out {
		return false
	}
	return it.Index.Contains(ctx, r)
}

func (it *exceptContains) Err() error {
	if it.err != nil {
		return it.err
	}
	return it.Index.Err()
}

func (it *exceptContains) Close() error {
	err := it.Index.Close()
	if cerr := it.not.Close(); err == nil {
		err = cerr
	}
	return err
}
