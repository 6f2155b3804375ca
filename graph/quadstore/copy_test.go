package quadstore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/cayleygraph/cayley/graph"

	"relata/graph/quadstore/internal/news"
)

// TestCopyBesideAWriter copies a store while articles are added, flushed and compacted.
func TestCopyBesideAWriter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	qs, err := Open(dir, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	sizes := []int64{0} // quads after each commit
	stop, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			var deltas []graph.Delta
			for _, q := range news.ArticleQuads(i) {
				deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Add})
			}
			if err := qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
				t.Error(err)
				return
			}
			m, err := qs.meta()
			if err != nil {
				t.Error(err)
				return
			}
			sizes = append(sizes, int64(m.quads))
			if i%7 == 6 {
				if err := qs.db.Flush(); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	var seen []int64
	for i := range 20 {
		to := filepath.Join(t.TempDir(), "copy")
		if err := Copy(t.Context(), dir, to); err != nil {
			t.Fatal(err)
		}
		copied, err := Open(to, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if i%4 == 0 {
			if _, err := copied.Verify(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		m, err := copied.meta()
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, int64(m.quads))
		if err := copied.Close(); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	<-done
	is := map[int64]bool{}
	for _, n := range sizes {
		is[n] = true
	}
	for i, n := range seen {
		if !is[n] || i > 0 && n < seen[i-1] {
			t.Errorf("a copy has %d quads, which no commit left, or fewer than the one before: %v", n, seen)
		}
	}
	t.Logf("%d commits; copies had %v", len(sizes)-1, seen)
}

func TestCopyOfNothing(t *testing.T) {
	dir := t.TempDir()
	for _, from := range []string{dir, filepath.Join(dir, "none")} {
		if err := Copy(t.Context(), from, filepath.Join(dir, "copy")); !errors.Is(err, ErrNoStore) {
			t.Errorf("%s: %v", from, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "copy")); err == nil {
		t.Error("a copy of nothing is left")
	}
	if _, err := Stamp(dir); !errors.Is(err, ErrNoStore) {
		t.Error(fmt.Sprint("stamp: ", err))
	}
}
