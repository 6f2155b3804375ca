package queries

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja/parser"
)

// DefaultTimeout is how long a query runs where Options don't say.
const DefaultTimeout = 30 * time.Second

// Options bound a query. The zero value gives every row and DefaultTimeout.
type Options struct {
	Limit   int           // rows; 0 is no limit
	Timeout time.Duration // 0 is DefaultTimeout, below 0 is none
}

// Run answers a Gizmo query on a store, row by row as they are found. It ends with an
// error as the last pair: ErrLimit if there were more rows than the limit, ErrTimeout,
// ctx's own error, a *SyntaxError with the place, or what went wrong in the store. Stopping
// the loop stops the query.
func Run(ctx context.Context, qs graph.QuadStore, text string, opt Options) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if err := run(ctx, qs, text, opt, func(r Row) bool { return yield(r, nil) }); err != nil {
			yield(Row{}, err)
		}
	}
}

func run(ctx context.Context, qs graph.QuadStore, text string, opt Options, yield func(Row) bool) error {
	if _, err := parser.ParseFile(nil, "", text, 0, parser.WithDisableSourceMaps); err != nil {
		return syntaxError(err, text)
	}
	if opt.Timeout == 0 {
		opt.Timeout = DefaultTimeout
	}
	if opt.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, opt.Timeout, ErrTimeout)
		defer cancel()
	}
	limit := -1
	if opt.Limit > 0 {
		limit = opt.Limit + 1 // one more tells whether the limit cut
	}
	it, err := gizmo.NewSession(qs).Execute(ctx, text, query.Options{Limit: limit, Collation: query.Raw})
	if err != nil {
		return syntaxError(err, text)
	}
	defer it.Close()
	for n := 0; it.Next(ctx); n++ {
		if opt.Limit > 0 && n == opt.Limit {
			return ErrLimit
		}
		row, ok, err := rowOf(qs, it.Result())
		if err != nil {
			return err
		}
		if !ok {
			n--
			continue
		}
		if !yield(row) {
			return nil
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := it.Err(); err != nil {
		return fmt.Errorf("query: %w", err)
	}
	return nil
}

func rowOf(qs graph.QuadStore, res any) (Row, bool, error) {
	r, ok := res.(*gizmo.Result)
	if !ok || r.Meta {
		return Row{}, false, nil
	}
	if r.Tags == nil {
		v, err := valueOf(r.Val, 0)
		if n, ok := v.(*Nested); ok && n.IsObject() {
			return Row{Cells: n.Object}, true, err
		}
		return Row{Cells: []Cell{{Value: v}}}, true, err
	}
	tags := make([]string, 0, len(r.Tags))
	for tag := range r.Tags {
		tags = append(tags, tag)
	}
	slices.SortFunc(tags, compareTags)
	var row Row
	for _, tag := range tags {
		v, err := qs.NameOf(r.Tags[tag])
		if err != nil {
			return row, false, fmt.Errorf("query: name of %q: %w", tag, err)
		}
		if v != nil {
			row.Cells = append(row.Cells, Cell{Tag: tag, Value: v})
		}
	}
	return row, true, nil
}

const idTag = gizmo.TopResultTag

// compareTags puts the node itself first, then tags by name.
func compareTags(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == idTag:
		return -1
	case b == idTag:
		return 1
	}
	return strings.Compare(a, b)
}

const maxDepth = 64

var errTooDeep = errors.New("emit: the value is nested too deeply; does it contain itself?")

// valueOf makes a value of what a query emitted.
func valueOf(v any, depth int) (quad.Value, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if looksLikeNode(v) {
			return quad.StringToValue(v), nil
		}
		return quad.String(v), nil
	case []any:
		n := NewArray()
		for _, e := range v {
			q, err := valueOf(e, depth+1)
			if err != nil {
				return nil, err
			}
			n.Array = append(n.Array, q)
		}
		return n, nil
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, compareTags)
		n := NewObject()
		for _, k := range keys {
			q, err := valueOf(v[k], depth+1)
			if err != nil {
				return nil, err
			}
			n.Object = append(n.Object, Cell{Tag: k, Value: q})
		}
		return n, nil
	}
	if q, ok := quad.AsValue(v); ok {
		return q, nil
	}
	return nil, fmt.Errorf("emit: can't give out a %T", v)
}
