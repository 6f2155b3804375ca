package quadstore

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"relata/graph/quadstore/internal/news"
)

// later loads one article and leaves the wait.
func later(t *testing.T, qs *QuadStore, i int) func() error {
	t.Helper()
	synced, err := qs.ApplyDeltasLater(add(news.ArticleQuads(i)...), graph.IgnoreOpts{IgnoreDup: true})
	if err != nil {
		t.Fatal(err)
	}
	return synced
}

// TestPowerCutBeforeTheWait cuts the power while commits wait for the disk: those that were
// waited for are in, and those that are in are the first ones, each in whole.
func TestPowerCutBeforeTheWait(t *testing.T) {
	const articles = 12
	rnd := rand.New(rand.NewPCG(5, 6))
	disk := vfs.NewCrashableMem()
	qs, err := Open("db", Options{fs: disk})
	if err != nil {
		t.Fatal(err)
	}
	type cut struct {
		disk *vfs.MemFS
		sure int
	}
	var cuts []cut
	var waits []func() error
	sure := 0
	for i := range articles {
		waits = append(waits, later(t, qs, i))
		if in := articlesIn(t, qs, articles); len(in) != i+1 {
			t.Fatalf("after %d articles %v hold", i+1, in)
		}
		if i%3 == 2 {
			for _, wait := range waits {
				if err := wait(); err != nil {
					t.Fatal(err)
				}
			}
			waits, sure = nil, i+1
		}
		for _, percent := range []int{0, 50, 100} {
			cuts = append(cuts, cut{disk.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: percent, RNG: rnd}), sure})
		}
	}
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range cuts {
		qs, err := Open("db", Options{fs: c.disk})
		if err != nil {
			t.Fatalf("after %d articles: %v", c.sure, err)
		}
		if _, err := qs.Verify(context.Background()); err != nil {
			t.Errorf("after %d articles: %v", c.sure, err)
		}
		in := articlesIn(t, qs, articles)
		if len(in) < c.sure || len(in) > 0 && in[len(in)-1] != len(in)-1 {
			t.Errorf("after %d articles: %v are in", c.sure, in)
		}
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestWaitFails lets the log's sync fail: the wait says so, and nothing more is taken.
func TestWaitFails(t *testing.T) {
	broken := errors.New("the disk is broken")
	var on atomic.Bool
	inject := errorfs.InjectorFunc(func(op errorfs.Op) error {
		switch op.Kind {
		case errorfs.OpFileSync, errorfs.OpFileSyncData, errorfs.OpFileSyncTo:
			if strings.HasSuffix(op.Path, ".log") && on.Load() {
				return broken
			}
		}
		return nil
	})
	qs, err := Open("db", Options{fs: errorfs.Wrap(vfs.NewCrashableMem(), inject)})
	if err != nil {
		t.Fatal(err)
	}
	if err := later(t, qs, 0)(); err != nil {
		t.Fatal(err)
	}
	on.Store(true)
	if err := later(t, qs, 1)(); !errors.Is(err, broken) {
		t.Errorf("the wait came back with %v", err)
	}
	if err := article(qs, 2); !errors.Is(err, broken) {
		t.Errorf("after that a change gave %v", err)
	}
	on.Store(false)
	_ = qs.Close() // what the engine says of a log that failed is not ours
}

func TestNothingToWaitFor(t *testing.T) {
	for _, opts := range []Options{{InMemory: true}, {NoSync: true}} {
		qs, err := Open(t.TempDir(), opts)
		if err != nil {
			t.Fatal(err)
		}
		if err := later(t, qs, 0)(); err != nil {
			t.Error(err)
		}
		synced, err := qs.ApplyDeltasLater(nil, graph.IgnoreOpts{})
		if err != nil || synced() != nil {
			t.Errorf("no change: %v", err)
		}
		if in := articlesIn(t, qs, 1); len(in) != 1 {
			t.Error("the article is not in")
		}
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	}
}
