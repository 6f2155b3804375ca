package quadstore

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"

	"relata/graph/quadstore/internal/news"
	"relata/graph/quadstore/pgtest"
)

// openPG opens an empty store in PostgreSQL.
func openPG(t testing.TB) *QuadStore {
	t.Helper()
	qs, err := OpenPostgres(t.Context(), pgtest.Address(t), Options{})
	return closing(t, qs, err)
}

// onEngines runs a test over the store in memory and over PostgreSQL.
func onEngines(t *testing.T, test func(*testing.T, func(testing.TB) *QuadStore)) {
	t.Run("memory", func(t *testing.T) { test(t, inMemory) })
	t.Run("postgres", func(t *testing.T) { test(t, openPG) })
}

// thorough says whether the long proofs are asked for (make proof).
func thorough() bool { return os.Getenv("QUADSTORE_KILLS") != "" }

// TestPostgresConformance runs Cayley's own suite over PostgreSQL. Its questions to a graph
// of half a million quads are left to the long proofs.
func TestPostgresConformance(t *testing.T) {
	cayleyDir(t)
	if was := flag.Lookup("test.short").Value.String(); !thorough() {
		if err := flag.Set("test.short", "true"); err != nil {
			t.Fatal(err)
		}
		defer flag.Set("test.short", was)
	}
	graphtest.TestAll(t, func(t testing.TB) (graph.QuadStore, graph.Options) { return openPG(t), nil }, &graphtest.Config{
		OptimizesComparison: true,
	})
}

// TestPostgresWays loads the same graph in every way, and by four writers at once that share
// its values: all give the bytes that the store in memory gives, whole.
func TestPostgresWays(t *testing.T) {
	const n = 6000
	ctx := t.Context()
	ref := inMemory(t)
	text := newsText(t, n)
	if _, err := ref.Import(ctx, bytes.NewReader(text), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	want := exported(t, ref)
	var all []graph.Delta
	for q := range news.Quads(n) {
		all = append(all, graph.Delta{Quad: q, Action: graph.Add})
	}
	apply := func(qs *QuadStore, deltas []graph.Delta) error {
		for part := range slices.Chunk(deltas, 200) {
			if err := qs.ApplyDeltas(part, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
				return err
			}
		}
		return nil
	}
	imports := func(qs *QuadStore, text []byte) error {
		_, err := qs.Import(ctx, bytes.NewReader(text), ImportOptions{Chunk: 1000})
		return err
	}
	// four runs f for each quarter of the lines, or quads, at once.
	four := func(f func(i int) error) error {
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() { errs[i] = f(i) })
		}
		wg.Wait()
		return errors.Join(errs...)
	}
	for name, load := range map[string]func(*QuadStore) error{
		"import":       func(qs *QuadStore) error { return imports(qs, text) },
		"import again": func(qs *QuadStore) error { return errors.Join(imports(qs, text), imports(qs, text)) },
		"articles":     func(qs *QuadStore) error { return apply(qs, all) },
		"four writers": func(qs *QuadStore) error {
			return four(func(i int) error { return apply(qs, all[i*n/4:(i+1)*n/4]) })
		},
		"four of the same": func(qs *QuadStore) error { return four(func(int) error { return apply(qs, all[:n/2]) }) },
		"four imports of the same": func(qs *QuadStore) error {
			return four(func(int) error { return imports(qs, text) })
		},
		"a writer and one that deletes": func(qs *QuadStore) error {
			if err := apply(qs, all); err != nil {
				return err
			}
			err := four(func(i int) error {
				if i%2 == 0 {
					return apply(qs, all[:n/2])
				}
				return qs.ApplyDeltas(del(news.ArticleQuads(i)...), graph.IgnoreOpts{IgnoreMissing: true})
			})
			return errors.Join(err, apply(qs, all))
		},
	} {
		t.Run(name, func(t *testing.T) {
			qs := openPG(t)
			if err := load(qs); err != nil {
				t.Fatal(err)
			}
			if name == "four of the same" {
				if err := apply(qs, all); err != nil {
					t.Fatal(err)
				}
			}
			if got := exported(t, qs); !bytes.Equal(got, want) {
				t.Errorf("%d bytes, want %d", len(got), len(want))
			}
			r, err := qs.Verify(ctx)
			stats, _ := qs.Stats(ctx, true)
			if err != nil || r.Quads != stats.Quads.Value || r.Values != stats.Nodes.Value {
				t.Errorf("verified %+v of %+v, %v", r, stats, err)
			}
		})
	}
}

// TestPostgresVerify damages tables in each way that Verify looks for.
func TestPostgresVerify(t *testing.T) {
	for name, sql := range map[string]string{
		"a value is gone":     "DELETE FROM relata_values WHERE id = (SELECT min(p) FROM relata_quads)",
		"a quad is gone":      "DELETE FROM relata_quads WHERE s = (SELECT min(s) FROM relata_quads)",
		"the total is wrong":  "UPDATE relata_totals SET quads = quads + 1 WHERE shard = 0",
		"a value is another":  "UPDATE relata_values SET enc = decode('0161', 'hex') WHERE id = (SELECT max(id) FROM relata_values)",
		"a value is no value": "UPDATE relata_values SET enc = decode('ff', 'hex') WHERE id = (SELECT max(id) FROM relata_values)",
	} {
		t.Run(name, func(t *testing.T) {
			address := pgtest.Address(t)
			qs, err := OpenPostgres(t.Context(), address, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer qs.Close()
			if err := qs.ApplyDeltas(add(news.ArticleQuads(1)...), graph.IgnoreOpts{IgnoreDup: true}); err != nil {
				t.Fatal(err)
			}
			if _, err := qs.Verify(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := pgtest.Do(address, sql); err != nil {
				t.Fatal(err)
			}
			if _, err := qs.Verify(t.Context()); !errors.Is(err, ErrCorrupt) {
				t.Errorf("not seen: %v", err)
			}
		})
	}
}

// TestPostgresSnapshot holds that a snapshot doesn't change, and that a store which is only
// read writes nothing.
func TestPostgresSnapshot(t *testing.T) {
	address := pgtest.Address(t)
	if _, err := OpenPostgres(t.Context(), address, Options{ReadOnly: true}); !errors.Is(err, ErrNoStore) {
		t.Errorf("read where no store is: %v", err)
	}
	qs, err := OpenPostgres(t.Context(), address, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	if err := qs.ApplyDeltas(add(iri("a", "p", "b", "l")), graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	view := qs.Snapshot()
	if err := qs.ApplyDeltas(append(del(iri("a", "p", "b", "l")), add(iri("c", "p", "d", ""))...), graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	if got := string(exported(t, view)); got != "<a> <p> <b> <l> .\n" {
		t.Errorf("the snapshot has %q", got)
	}
	if err := view.Close(); err != nil {
		t.Error(err)
	}
	r, err := OpenPostgres(t.Context(), address, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := string(exported(t, r)); got != "<c> <p> <d> .\n" {
		t.Errorf("a reader has %q", got)
	}
	if err := r.ApplyDeltas(add(iri("x", "p", "y", "")), graph.IgnoreOpts{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("written: %v", err)
	}
}

// TestPostgresFewConnections lets more writers write than the address allows connections:
// none may wait for what another holds while it waits.
func TestPostgresFewConnections(t *testing.T) {
	address := pgtest.Address(t)
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, conns := range []string{"1", "2"} {
		qs, err := OpenPostgres(ctx, address+sep+"pool_max_conns="+conns, Options{})
		if err != nil {
			t.Fatal(err)
		}
		text := newsText(t, 1500)
		ended := make(chan error, 8)
		for i := range 8 {
			go func() {
				if i%2 == 0 {
					_, err := qs.Import(ctx, bytes.NewReader(text), ImportOptions{Chunk: 500})
					ended <- err
					return
				}
				ended <- qs.ApplyDeltas(add(news.ArticleQuads(1000+i)...), graph.IgnoreOpts{IgnoreDup: true})
			}()
		}
		for range 8 {
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("%s connections: %v", conns, err)
				}
			case <-ctx.Done():
				t.Fatalf("%s connections: the writers wait for each other", conns)
			}
		}
		if _, err := qs.Verify(ctx); err != nil {
			t.Errorf("%s connections: %v", conns, err)
		}
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	}
}
