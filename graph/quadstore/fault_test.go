package quadstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"relata/graph/quadstore/internal/news"
)

// article loads one article.
func article(qs *QuadStore, i int) error {
	return qs.ApplyDeltas(add(news.ArticleQuads(i)...), graph.IgnoreOpts{IgnoreDup: true})
}

// has says how many of the first n articles a store has.
func articlesIn(t *testing.T, qs *QuadStore, n int) (in []int) {
	t.Helper()
	for i := range n {
		r, err := qs.ValueOf(news.Article(i))
		if err != nil {
			t.Fatal(err)
		}
		if r != nil {
			in = append(in, i)
		}
	}
	return in
}

// TestPowerCut cuts the power at each of many moments: what was not synced is gone. Every
// article whose commit came back is in, and every article is in whole or not at all.
func TestPowerCut(t *testing.T) {
	const articles = 12
	rnd := rand.New(rand.NewPCG(3, 4))
	disk := vfs.NewCrashableMem()
	qs, err := Open("db", Options{fs: disk})
	if err != nil {
		t.Fatal(err)
	}
	type cut struct {
		disk *vfs.MemFS
		sure int // articles that are in for certain
	}
	var cuts []cut
	for i := range articles {
		if i == articles/2 {
			var text bytes.Buffer
			for _, q := range news.ArticleQuads(i) {
				line, err := MarshalNQuads(q)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&text, "%s\n", line)
			}
			if _, err := qs.Import(context.Background(), &text, ImportOptions{}); err != nil {
				t.Fatal(err)
			}
		} else if err := article(qs, i); err != nil {
			t.Fatal(err)
		}
		for _, percent := range []int{0, 50, 100} {
			cuts = append(cuts, cut{disk.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: percent, RNG: rnd}), i + 1})
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
		if in := articlesIn(t, qs, articles); len(in) != c.sure {
			t.Errorf("after %d articles: %v are in", c.sure, in)
		}
		if err := article(qs, articles); err != nil {
			t.Errorf("after %d articles: write: %v", c.sure, err)
		}
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestFullDisk lets each write to a table in turn meet a full disk: the error says so,
// nothing that was in is lost, and once there is room a new open goes on. Where the log
// itself can't be written the engine ends the process, as a power cut would; that commits
// are refused before it comes to that is TestRoom's.
func TestFullDisk(t *testing.T) {
	const articles = 6
	full := fmt.Errorf("write: %w", syscall.ENOSPC)
	timesFull := 0
	for n := int64(1); n < 20; n += 3 {
		var writes atomic.Int64
		var on atomic.Bool
		inject := errorfs.InjectorFunc(func(op errorfs.Op) error {
			switch op.Kind {
			case errorfs.OpCreate, errorfs.OpFileWrite, errorfs.OpFileWriteAt, errorfs.OpFileSync, errorfs.OpFileSyncData, errorfs.OpFileSyncTo:
				if strings.HasSuffix(op.Path, ".sst") && on.Load() && writes.Add(1) >= n {
					return full
				}
			}
			return nil
		})
		disk := vfs.NewCrashableMem()
		qs, err := Open("db", Options{fs: errorfs.Wrap(disk, inject)})
		if err != nil {
			t.Fatal(err)
		}
		on.Store(true)
		done := 0
		var failed error
		for i := range articles {
			if i%2 == 1 {
				_, failed = qs.Import(context.Background(), bytes.NewReader(newsText(t, 300)), ImportOptions{})
			} else {
				failed = article(qs, 1000+i)
			}
			if failed != nil {
				break
			}
			done++
		}
		if failed != nil {
			timesFull++
			if !errors.Is(failed, ErrDiskFull) || !strings.Contains(failed.Error(), "disk full") {
				t.Errorf("write %d: not called a full disk: %v", n, failed)
			}
		}
		after := disk.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: 100, RNG: rand.New(rand.NewPCG(1, 1))})
		on.Store(false)
		_ = qs.Close() // it would try to write for ever; what the disk has is looked at in the copy
		qs, err = Open("db", Options{fs: after})
		if err != nil {
			t.Fatalf("write %d: open again: %v", n, err)
		}
		if _, err := qs.Verify(context.Background()); err != nil {
			t.Errorf("write %d: %v", n, err)
		}
		for i := range articles {
			if err := article(qs, 1000+i); err != nil {
				t.Errorf("write %d: load again: %v", n, err)
			}
		}
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	}
	if timesFull < 4 {
		t.Errorf("the disk was full only %d times", timesFull)
	}
}

// TestRoom refuses a commit before it is begun where the disk has no room for it, and goes
// on once there is.
func TestRoom(t *testing.T) {
	disk := vfs.NewMem()
	qs, err := Open("db", Options{fs: disk})
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	disk.TestingSetDiskUsage(vfs.DiskUsage{AvailBytes: 1 << 20})
	if err := article(qs, 0); !errors.Is(err, ErrDiskFull) {
		t.Errorf("commit: %v", err)
	}
	if _, err := qs.Import(context.Background(), bytes.NewReader(newsText(t, 300)), ImportOptions{}); !errors.Is(err, ErrDiskFull) {
		t.Errorf("import: %v", err)
	}
	if st, _ := qs.Stats(context.Background(), true); st.Quads.Value != 0 {
		t.Errorf("%d quads got in", st.Quads.Value)
	}
	disk.TestingSetDiskUsage(vfs.DiskUsage{AvailBytes: 1 << 40})
	if err := article(qs, 0); err != nil {
		t.Errorf("with room: %v", err)
	}
	if _, err := qs.Verify(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestReadErrors lets each read in turn fail: the question says so, and gives no wrong
// answer.
func TestReadErrors(t *testing.T) {
	ctx := context.Background()
	disk := vfs.NewMem()
	qs, err := Open("db", Options{fs: disk})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := qs.Import(ctx, bytes.NewReader(newsText(t, 4000)), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	want := exported(t, qs)
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	bad := errors.New("bad sector")
	failures := 0
	for n := int64(1); n < 40; n += 3 {
		var reads atomic.Int64
		var on atomic.Bool
		inject := errorfs.InjectorFunc(func(op errorfs.Op) error {
			if on.Load() && op.Kind == errorfs.OpFileReadAt && reads.Add(1) == n {
				return bad
			}
			return nil
		})
		qs, err := Open("db", Options{fs: errorfs.Wrap(disk, inject), ReadOnly: true, CacheBytes: 1 << 16})
		if err != nil {
			t.Fatal(err)
		}
		on.Store(true)
		var b bytes.Buffer
		_, err = qs.WriteNQuads(ctx, &b)
		if err != nil {
			failures++
			if !errors.Is(err, bad) {
				t.Errorf("read %d: %v", n, err)
			}
		} else if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("read %d: other bytes and no error", n)
		}
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	}
	if failures < 4 {
		t.Errorf("only %d reads failed", failures)
	}
}

// TestFullDevice fills a real device, where QUADSTORE_TMPFS names a small one, of some 40 MB.
func TestFullDevice(t *testing.T) {
	dir := os.Getenv("QUADSTORE_TMPFS")
	if dir == "" {
		t.Skip("QUADSTORE_TMPFS names no small file system")
	}
	qs, err := Open(dir+"/db", Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for ; n < 10000; n++ {
		if err = article(qs, n); err != nil {
			break
		}
	}
	if !errors.Is(err, ErrDiskFull) {
		t.Errorf("after %d articles: %v", n, err)
	}
	if _, err := qs.Verify(context.Background()); err != nil {
		t.Error(err)
	}
	if in := articlesIn(t, qs, n+1); len(in) != n {
		t.Errorf("%d articles are in, want %d", len(in), n)
	}
	if err := qs.Close(); err != nil {
		t.Error(err)
	}
}
