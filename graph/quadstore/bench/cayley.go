package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
	hbolt "github.com/hidal-go/hidalgo/kv/bbolt"
	"go.etcd.io/bbolt"

	"relata/graph/quadstore"
	"relata/graph/quadstore/internal/news"
	"relata/queries"
)

// cayley asks through Cayley's own interfaces, over our backend or over its key-value one.
type cayley struct {
	dir  string
	ours bool
	qs   graph.QuadStore
	own  *quadstore.QuadStore
}

func (c *cayley) boltFile() string { return filepath.Join(c.dir, "db.bolt") }

func (c *cayley) load(text []byte) error {
	if err := c.openNew(); err != nil {
		return err
	}
	if c.ours {
		if _, err := c.own.Import(context.Background(), bytes.NewReader(text), quadstore.ImportOptions{}); err != nil {
			return err
		}
		return c.close()
	}
	r := nquads.NewReader(bytes.NewReader(text), false)
	const most = 10000
	var deltas []graph.Delta
	flush := func() error {
		err := c.qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true})
		deltas = deltas[:0]
		return err
	}
	for {
		q, err := r.ReadQuad()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Add}); len(deltas) == most {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	return c.close()
}

func (c *cayley) openNew() error {
	if c.ours {
		return c.open()
	}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return err
	}
	return c.openBolt(true)
}

func (c *cayley) openBolt(create bool) error {
	db, err := hbolt.Open(c.boltFile(), &bbolt.Options{Timeout: time.Second, InitialMmapSize: 16 << 30})
	if err != nil {
		return err
	}

	opts := graph.Options{"no_bloom": true}
	if create {
		kv.DefaultQuadIndexes = []kv.QuadIndex{
			{Dirs: []quad.Direction{quad.Subject, quad.Predicate}},
			{Dirs: []quad.Direction{quad.Object, quad.Predicate, quad.Subject}},
			{Dirs: []quad.Direction{quad.Predicate, quad.Object, quad.Subject}},
			{Dirs: []quad.Direction{quad.Label}},
		}
		if err := kv.Init(db, opts); err != nil {
			return err
		}
	}
	c.qs, err = kv.New(db, opts)
	return err
}

func (c *cayley) open() (err error) {
	if !c.ours {
		return c.openBolt(false)
	}
	c.own, err = quadstore.Open(c.dir, quadstore.Options{})
	c.qs = c.own
	return err
}

func (c *cayley) close() error { return c.qs.Close() }

func (c *cayley) add(quads []quad.Quad) error {
	deltas := make([]graph.Delta, len(quads))
	for i, q := range quads {
		deltas[i] = graph.Delta{Quad: q, Action: graph.Add}
	}
	return c.qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true})
}

// The subjects of the questions, for all engines.
var (
	busiest = news.Actor(0)
	second  = news.Actor(1)
	hop     = news.Predicates[0]
	label   = news.Article(100)
	from    = time.Date(2020, 6, 1, 0, 0, 0, 0, time.UTC)
	to      = time.Date(2020, 7, 1, 0, 0, 0, 0, time.UTC)
	far     = [2]quad.IRI{news.Actor(7000), news.Actor(9001)}
	fields  = []quad.IRI{news.Predicate, news.Status, news.Source, news.When, news.Confidence, news.Method, news.Evidence}
)

func edges() []any {
	out := make([]any, len(news.Predicates))
	for i, p := range news.Predicates {
		out[i] = p
	}
	return out
}

func (c *cayley) ask(ctx context.Context, question string) (int, error) {
	switch question {
	case "a":
		return c.names(ctx, path.StartPath(c.qs, busiest).Both(edges()...).Unique())
	case "a gizmo":
		preds := ""
		for i, p := range news.Predicates {
			if i > 0 {
				preds += ","
			}
			preds += fmt.Sprintf("%q", p.String())
		}
		return c.gizmo(ctx, fmt.Sprintf(`g.V("<%s>").Both([%s]).Unique().All()`, string(busiest), preds))
	case "b":
		return c.names(ctx, path.StartPath(c.qs, busiest).Out(hop).Out(hop).Unique())
	case "b gizmo":
		return c.gizmo(ctx, fmt.Sprintf(`g.V("<%s>").Out("<%s>").Out("<%s>").Unique().All()`, string(busiest), string(hop), string(hop)))
	case "c":
		p := path.StartPath(c.qs, busiest).In(news.Subject).Has(news.Object, second)
		for _, f := range fields {
			p = p.Save(f, string(f))
		}
		n := 0
		b := batch{qs: c.qs}
		err := p.Iterate(ctx).TagEach(func(m map[string]graph.Ref) error {
			if len(m) != len(fields) {
				return fmt.Errorf("row of %d fields", len(m))
			}
			n++
			for _, f := range fields {
				if err := b.add(ctx, m[string(f)]); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			err = b.read(ctx)
		}
		return n, err
	case "c gizmo":
		q := fmt.Sprintf(`g.V("<%s>").In("<%s>").Has("<%s>", "<%s>")`, string(busiest), string(news.Subject), string(news.Object), string(second))
		for _, f := range fields {
			q += fmt.Sprintf(`.Save("<%s>", "%s")`, string(f), string(f))
		}
		return c.gizmo(ctx, q+".All()")
	case "d":
		total := 0
		for _, p := range news.Predicates {
			r, err := c.qs.ValueOf(p)
			if err != nil {
				return 0, err
			}
			n, err := iterator.Iterate(ctx, c.qs.QuadIterator(quad.Predicate, r)).Count()
			if err != nil {
				return 0, err
			}
			total += int(n)
		}
		return total, nil
	case "confidence":
		return c.names(ctx, path.StartPath(c.qs).HasFilter(news.Confidence, false,
			shape.Comparison{Op: iterator.CompareGT, Val: quad.Float(0.99)}))
	case "time":
		return c.names(ctx, path.StartPath(c.qs).HasFilter(news.When, false,
			shape.Comparison{Op: iterator.CompareGTE, Val: quad.Time(from)},
			shape.Comparison{Op: iterator.CompareLT, Val: quad.Time(to)}))
	case "label":
		ref, err := c.qs.ValueOf(label)
		if err != nil {
			return 0, err
		}
		n := 0
		err = iterator.Iterate(ctx, c.qs.QuadIterator(quad.Label, ref)).Each(func(r graph.Ref) error {
			_, err := c.qs.Quad(r)
			n++
			return err
		})
		return n, err
	case "e":
		return c.shortest(ctx)
	case "f":
		if c.ours {
			n, err := c.own.WriteNQuads(ctx, io.Discard)
			return int(n), err
		}
		r := graph.NewQuadStoreReader(c.qs)
		defer r.Close()
		buf := bufio.NewWriter(io.Discard)
		return quad.Copy(nquads.NewWriter(buf), r)
	}
	return 0, fmt.Errorf("no question %q", question)
}

func (c *cayley) names(ctx context.Context, p *path.Path) (int, error) {
	b := batch{qs: c.qs}
	err := p.Iterate(ctx).Paths(false).Each(func(r graph.Ref) error { return b.add(ctx, r) })
	if err == nil {
		err = b.read(ctx)
	}
	return b.n, err
}

// batch reads values many at a time, as relata does: ours finds those that lie together with
// one walk, and Cayley's reads one after the other.
type batch struct {
	qs   graph.QuadStore
	refs []graph.Ref
	n    int
}

func (b *batch) add(ctx context.Context, r graph.Ref) error {
	const most = 1 << 16
	if b.refs = append(b.refs, r); len(b.refs) < most {
		return nil
	}
	return b.read(ctx)
}

func (b *batch) read(ctx context.Context) error {
	names, err := refs.ValuesOf(ctx, b.qs, b.refs)
	b.n += len(names)
	b.refs = b.refs[:0]
	return err
}

// gizmo asks ours through relata's own runner, and the other through Cayley's.
func (c *cayley) gizmo(ctx context.Context, text string) (int, error) {
	if c.ours {
		n := 0
		for _, err := range queries.Run(ctx, c.qs, text, queries.Options{}) {
			if err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}
	it, err := gizmo.NewSession(c.qs).Execute(ctx, text, query.Options{Collation: query.JSON})
	if err != nil {
		return 0, err
	}
	defer it.Close()
	n := 0
	for it.Next(ctx) {
		if it.Result() != nil {
			n++
		}
	}
	return n, it.Err()
}

// shortest searches from both ends over the edges between actors, and gives the number of
// edges of the way found.
func (c *cayley) shortest(ctx context.Context) (int, error) {
	wanted := map[any]bool{}
	for _, p := range news.Predicates {
		r, err := c.qs.ValueOf(p)
		if err != nil {
			return 0, err
		}
		if r != nil {
			wanted[r.Key()] = true
		}
	}
	var fronts [2][]graph.Ref
	var seen [2]map[any]int
	for i, v := range far {
		r, err := c.qs.ValueOf(v)
		if err != nil || r == nil {
			return -1, err
		}
		fronts[i], seen[i] = []graph.Ref{r}, map[any]int{r.Key(): 0}
	}
	for len(fronts[0]) > 0 && len(fronts[1]) > 0 {
		side := 0
		if len(fronts[1]) < len(fronts[0]) {
			side = 1
		}
		var next []graph.Ref
		for _, v := range fronts[side] {
			depth := seen[side][v.Key()] + 1
			for _, d := range [...][2]quad.Direction{{quad.Subject, quad.Object}, {quad.Object, quad.Subject}} {
				it := c.qs.QuadIterator(d[0], v).Iterate()
				for it.Next(ctx) {
					p, err := c.qs.QuadDirection(it.Result(), quad.Predicate)
					if err != nil {
						return 0, err
					}
					if !wanted[p.Key()] {
						continue
					}
					o, err := c.qs.QuadDirection(it.Result(), d[1])
					if err != nil {
						return 0, err
					}
					if other, ok := seen[1-side][o.Key()]; ok {
						return depth + other, it.Close()
					}
					if _, ok := seen[side][o.Key()]; !ok {
						seen[side][o.Key()] = depth
						next = append(next, o)
					}
				}
				if err := it.Err(); err != nil {
					return 0, err
				}
				if err := it.Close(); err != nil {
					return 0, err
				}
			}
		}
		fronts[side] = next
	}
	return -1, nil
}
