package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/graph/refs"
	hidalgo "github.com/hidal-go/hidalgo/kv/bbolt"
	bolt "go.etcd.io/bbolt"

	"github.com/cayleygraph/quad"
)

// backend is what holds the quads.
type backend string

const (
	memoryBackend backend = "memory"
	boltBackend   backend = "bolt" // Cayley's kv on bbolt

	folderBackend = boltBackend // for a location that is just a folder
)

// openBackend opens the quads of a store, making them if there are none. All backends
// stand here.
func openBackend(b backend, dir string, opt Options) (graph.QuadStore, error) {
	switch b {
	case memoryBackend:
		return &guarded{qs: memstore.New()}, nil
	case boltBackend:
		return openBolt(dir, opt)
	}
	return nil, fmt.Errorf("unknown backend %q", b)
}

const (
	boltFile    = "quads.bolt"
	boltTimeout = time.Second // else a second open waits for ever
	boltMmap    = 16 << 30    // address space, not memory: growing the map under open iterators deadlocks removals
)

// boltIndexes: both ways along an edge, all edges of a kind, all of an article.
var boltIndexes = []kv.QuadIndex{
	{Dirs: []quad.Direction{quad.Subject, quad.Predicate}},
	{Dirs: []quad.Direction{quad.Object, quad.Predicate, quad.Subject}},
	{Dirs: []quad.Direction{quad.Predicate, quad.Object, quad.Subject}},
	{Dirs: []quad.Direction{quad.Label}},
}

var boltInit sync.Mutex // guards kv.DefaultQuadIndexes, which kv.Init reads

func openBolt(dir string, opt Options) (graph.QuadStore, error) {
	path := filepath.Join(dir, boltFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && !opt.ReadOnly {
		if err := initBolt(path); err != nil {
			return nil, err
		}
	}
	db, err := bolt.Open(path, 0o644, &bolt.Options{
		Timeout: boltTimeout, InitialMmapSize: boltMmap, ReadOnly: opt.ReadOnly,
		NoSync: opt.NoSync, NoGrowSync: opt.NoSync,
	})
	if err != nil {
		if errors.Is(err, bolt.ErrTimeout) {
			err = ErrLocked
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	// The bloom filter takes seconds to fill and saves nothing here.
	qs, err := kv.New(hidalgo.New(db), graph.Options{kv.OptNoBloom: true})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), db.Close())
	}
	return qs, nil
}

// initBolt makes an empty store under another name and renames it: kv.Init takes several
// transactions, and one that was cut short can't be told from a store of an old version.
func initBolt(path string) error {
	tmp := path + tempSuffix
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	db, err := bolt.Open(tmp, 0o644, &bolt.Options{Timeout: boltTimeout})
	if err != nil {
		return fmt.Errorf("%s: %w", tmp, err)
	}
	boltInit.Lock()
	kv.DefaultQuadIndexes = boltIndexes
	err = kv.Init(hidalgo.New(db), nil)
	boltInit.Unlock()
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("%s: %w", tmp, err)
	}
	return os.Rename(tmp, path)
}

// guarded puts a lock around Cayley's memory store, which has none. A query that runs
// while an article is added may or may not see it.
type guarded struct {
	mu sync.Mutex
	qs *memstore.QuadStore
}

func (g *guarded) do(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f()
}

func (g *guarded) ValueOf(v quad.Value) (r graph.Ref, err error) {
	g.do(func() { r, err = g.qs.ValueOf(v) })
	return
}

func (g *guarded) NameOf(r graph.Ref) (v quad.Value, err error) {
	g.do(func() { v, err = g.qs.NameOf(r) })
	return
}

func (g *guarded) Quad(r graph.Ref) (q quad.Quad, err error) {
	g.do(func() { q, err = g.qs.Quad(r) })
	return
}

func (g *guarded) QuadIterator(d quad.Direction, r graph.Ref) (s iterator.Shape) {
	g.do(func() { s = guardedShape{g, g.qs.QuadIterator(d, r)} })
	return
}

func (g *guarded) QuadIteratorSize(ctx context.Context, d quad.Direction, r graph.Ref) (n refs.Size, err error) {
	g.do(func() { n, err = g.qs.QuadIteratorSize(ctx, d, r) })
	return
}

func (g *guarded) QuadDirection(r graph.Ref, d quad.Direction) (v graph.Ref, err error) {
	g.do(func() { v, err = g.qs.QuadDirection(r, d) })
	return
}

func (g *guarded) Stats(ctx context.Context, exact bool) (s graph.Stats, err error) {
	g.do(func() { s, err = g.qs.Stats(ctx, exact) })
	return
}

func (g *guarded) ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) (err error) {
	g.do(func() { err = g.qs.ApplyDeltas(in, opts) })
	return
}

func (g *guarded) NewQuadWriter() (quad.WriteCloser, error) {
	return nil, errors.New("quads are written by Store.Add")
}

func (g *guarded) NodesAllIterator() (s iterator.Shape) {
	g.do(func() { s = guardedShape{g, g.qs.NodesAllIterator()} })
	return
}

func (g *guarded) QuadsAllIterator() (s iterator.Shape) {
	g.do(func() { s = guardedShape{g, g.qs.QuadsAllIterator()} })
	return
}

func (g *guarded) Close() error { return g.qs.Close() }

type guardedShape struct {
	g *guarded
	iterator.Shape
}

func (s guardedShape) Iterate() (it iterator.Scanner) {
	s.g.do(func() { it = &guardedScanner{g: s.g, Scanner: s.Shape.Iterate()} })
	return
}

func (s guardedShape) Lookup() (it iterator.Index) {
	s.g.do(func() { it = &guardedIndex{g: s.g, Index: s.Shape.Lookup()} })
	return
}

func (s guardedShape) Stats(ctx context.Context) (c iterator.Costs, err error) {
	s.g.do(func() { c, err = s.Shape.Stats(ctx) })
	return
}

func (s guardedShape) Optimize(context.Context) (iterator.Shape, bool) { return s, false }

type guardedScanner struct {
	g *guarded
	iterator.Scanner
}

func (s *guardedScanner) Next(ctx context.Context) (ok bool) {
	s.g.do(func() { ok = s.Scanner.Next(ctx) })
	return
}

type guardedIndex struct {
	g *guarded
	iterator.Index
}

func (s *guardedIndex) Contains(ctx context.Context, v refs.Ref) (ok bool) {
	s.g.do(func() { ok = s.Index.Contains(ctx, v) })
	return
}
