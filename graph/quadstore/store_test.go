package quadstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore/internal/news"
)

func add(quads ...quad.Quad) []graph.Delta { return deltasOf(graph.Add, quads) }
func del(quads ...quad.Quad) []graph.Delta { return deltasOf(graph.Delete, quads) }

func deltasOf(p graph.Procedure, quads []quad.Quad) []graph.Delta {
	out := make([]graph.Delta, len(quads))
	for i, q := range quads {
		out[i] = graph.Delta{Quad: q, Action: p}
	}
	return out
}

func inMemory(t testing.TB) *QuadStore {
	t.Helper()
	qs, err := Open("", Options{InMemory: true})
	return closing(t, qs, err)
}

// closing fails a test whose store didn't open, and closes it after the test.
func closing(t testing.TB, qs *QuadStore, err error) *QuadStore {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	})
	return qs
}

func iri(s, p, o, l string) quad.Quad { return quad.MakeIRI(s, p, o, l) }

// TestRetract loads articles that share values, and takes one out again: the store is as if
// it had never been there.
func TestRetract(t *testing.T) { onEngines(t, testRetract) }

func testRetract(t *testing.T, fresh func(testing.TB) *QuadStore) {
	ctx := context.Background()
	with, without := fresh(t), fresh(t)
	for i := range 5 {
		quads := news.ArticleQuads(i)
		for _, qs := range []*QuadStore{with, without} {
			if i == 2 && qs == without {
				continue
			}
			if err := qs.ApplyDeltas(add(quads...), graph.IgnoreOpts{IgnoreDup: true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := with.ApplyDeltas(del(news.ArticleQuads(2)...), graph.IgnoreOpts{IgnoreMissing: true}); err != nil {
		t.Fatal(err)
	}
	for _, qs := range []*QuadStore{with, without} {
		if _, err := qs.Verify(ctx); err != nil {
			t.Error(err)
		}
	}
	if a, b := exported(t, with), exported(t, without); !bytes.Equal(a, b) {
		t.Errorf("%d bytes with the article retracted, %d without it", len(a), len(b))
	}
	if r, err := with.ValueOf(news.Article(2)); r != nil || err != nil {
		t.Errorf("the article is still a value: %v, %v", r, err)
	}
	a, _ := with.Stats(ctx, true)
	b, _ := without.Stats(ctx, true)
	if a != b {
		t.Errorf("counts %+v, want %+v", a, b)
	}
}

// TestFailedWrite holds that a refused write changes nothing, now and for the next.
func TestFailedWrite(t *testing.T) { onEngines(t, testFailedWrite) }

func testFailedWrite(t *testing.T, fresh func(testing.TB) *QuadStore) {
	qs := fresh(t)
	old := iri("a", "p", "b", "l")
	if err := qs.ApplyDeltas(add(old), graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	want := exported(t, qs)
	for _, c := range []struct {
		name   string
		deltas []graph.Delta
		cause  error
	}{
		{"invalid", add(iri("x", "p", "y", ""), quad.Quad{Subject: quad.IRI("a b"), Predicate: quad.IRI("p"), Object: quad.IRI("o")}), ErrInvalid},
		{"exists", add(iri("x", "p", "y", ""), old), graph.ErrQuadExists},
		{"twice", add(iri("x", "p", "y", ""), iri("x", "p", "y", "")), graph.ErrQuadExists},
		{"missing", del(old, iri("a", "p", "b", "")), graph.ErrQuadNotExist},
		{"missing value", del(old, iri("a", "p", "nowhere", "l")), graph.ErrQuadNotExist},
		{"missing label", del(old, iri("a", "p", "b", "nowhere")), graph.ErrQuadNotExist},
		{"action", []graph.Delta{{Quad: iri("x", "p", "y", ""), Action: 7}}, graph.ErrInvalidAction},
	} {
		err := qs.ApplyDeltas(c.deltas, graph.IgnoreOpts{})
		var de *graph.DeltaError
		if !errors.As(err, &de) || !errors.Is(err, c.cause) {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := exported(t, qs); !bytes.Equal(got, want) {
			t.Errorf("%s: store holds %s, want %s", c.name, got, want)
		}
		if _, err := qs.Verify(context.Background()); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := qs.ApplyDeltas(add(iri("x", "p", "y", "")), graph.IgnoreOpts{}); err != nil {
		t.Error(err)
	}
}

// TestOneCommit applies deltas that undo each other within one commit.
func TestOneCommit(t *testing.T) { onEngines(t, testOneCommit) }

func testOneCommit(t *testing.T, fresh func(testing.TB) *QuadStore) {
	q, r := iri("a", "p", "b", ""), iri("a", "p", "b", "l")
	both := func(d ...[]graph.Delta) (out []graph.Delta) {
		for _, x := range d {
			out = append(out, x...)
		}
		return out
	}
	for _, c := range []struct {
		name   string
		before []graph.Delta
		deltas []graph.Delta
		want   string
	}{
		{"add and delete", nil, both(add(q), del(q)), ""},
		{"add, delete, add", nil, both(add(q), del(q), add(q)), "<a> <p> <b> .\n"},
		{"delete and add", add(q), both(del(q), add(q)), "<a> <p> <b> .\n"},
		{"move to a label", add(q), both(del(q), add(r)), "<a> <p> <b> <l> .\n"},
		{"one edge, two labels", nil, both(add(q), add(r)), "<a> <p> <b> .\n<a> <p> <b> <l> .\n"},
	} {
		qs := fresh(t)
		for _, d := range [][]graph.Delta{c.before, c.deltas} {
			if err := qs.ApplyDeltas(d, graph.IgnoreOpts{}); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
		}
		if got := string(exported(t, qs)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if _, err := qs.Verify(context.Background()); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestTimes keeps fractions of a second apart, which Cayley's own hash doesn't.
func TestTimes(t *testing.T) { onEngines(t, testTimes) }

func testTimes(t *testing.T, fresh func(testing.TB) *QuadStore) {
	qs := fresh(t)
	at := time.Date(2024, 1, 4, 10, 0, 0, 0, time.UTC)
	var quads []quad.Quad
	for _, ns := range []int{0, 1, 500_000_000} {
		quads = append(quads, quad.Quad{Subject: quad.IRI("s"), Predicate: quad.IRI("p"),
			Object: quad.Time(at.Add(time.Duration(ns)).In(time.FixedZone("", 7200)))})
	}
	if err := qs.ApplyDeltas(add(quads...), graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	want := "<s> <p> \"2024-01-04T10:00:00Z\"^^<" + xsdDateTime + "> .\n" +
		"<s> <p> \"2024-01-04T10:00:00.000000001Z\"^^<" + xsdDateTime + "> .\n" +
		"<s> <p> \"2024-01-04T10:00:00.5Z\"^^<" + xsdDateTime + "> .\n"
	if got := string(exported(t, qs)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestReopen keeps what was committed, and goes on with new ids.
func TestReopen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "db")
	for i := range 4 {
		qs, err := Open(dir, Options{NoSync: i%2 == 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := qs.ApplyDeltas(add(news.ArticleQuads(i)...), graph.IgnoreOpts{IgnoreDup: true}); err != nil {
			t.Fatal(err)
		}
		if err := qs.Close(); err != nil {
			t.Fatal(err)
		}
		if err := qs.Close(); err != nil {
			t.Errorf("closing twice: %v", err)
		}
		if err := qs.ApplyDeltas(add(iri("a", "b", "c", "")), graph.IgnoreOpts{}); !errors.Is(err, ErrClosed) {
			t.Errorf("write after close: %v", err)
		}
	}
	qs, err := Open(dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	if rep, err := qs.Verify(context.Background()); err != nil || rep.Quads < 600 {
		t.Errorf("%+v, %v", rep, err)
	}
}

// TestReadOnly lets readers share a store, and refuses writes.
func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none"), Options{ReadOnly: true}); !errors.Is(err, ErrNoStore) {
		t.Errorf("no folder: %v", err)
	}
	if _, err := Open(dir, Options{ReadOnly: true}); !errors.Is(err, ErrNoStore) {
		t.Errorf("empty folder: %v", err)
	}
	qs, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := qs.ApplyDeltas(add(iri("a", "p", "b", "")), graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r, err := Open(dir, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if got := string(exported(t, r)); got != "<a> <p> <b> .\n" {
			t.Errorf("read %q", got)
		}
		if err := r.ApplyDeltas(add(iri("a", "p", "c", "")), graph.IgnoreOpts{}); !errors.Is(err, ErrReadOnly) {
			t.Errorf("write: %v", err)
		}
		if _, err := r.NewQuadWriter(); !errors.Is(err, ErrReadOnly) {
			t.Errorf("writer: %v", err)
		}
		if _, err := r.Import(context.Background(), strings.NewReader("<a> <p> <c> ."), ImportOptions{}); !errors.Is(err, ErrReadOnly) {
			t.Errorf("import: %v", err)
		}
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("writer beside readers: %v", err)
	}
}

const childEnv = "QUADSTORE_TEST_CHILD"

// child runs the test binary as another process that does one of the jobs of TestChild.
func child(t *testing.T, job, dir string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run", "^TestChild$")
	cmd.Env = append(os.Environ(), childEnv+"="+job+"="+dir)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestChild is what child processes run.
func TestChild(t *testing.T) {
	job, dir, ok := strings.Cut(os.Getenv(childEnv), "=")
	if !ok {
		t.Skip("this is for child processes of other tests")
	}
	switch job {
	case "hold":
		qs, err := Open(dir, Options{})
		if err != nil {
			fmt.Println("error", err)
			return
		}
		defer qs.Close()
		fmt.Println("open")
		_, _ = os.Stdin.Read(make([]byte, 1))
	case "load":
		if err := loadArticles(dir, killArticles, os.Stdout.WriteString); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLock names the process that holds a store, and opens it once that is gone.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	cmd := child(t, "hold", dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 100)
	if n, _ := out.Read(buf); string(buf[:n]) != "open\n" {
		t.Fatalf("child says %q", buf[:n])
	}
	for _, opts := range []Options{{}, {ReadOnly: true}} {
		_, err := Open(dir, opts)
		var held *LockedError
		if !errors.As(err, &held) || !errors.Is(err, ErrLocked) || held.PID != cmd.Process.Pid ||
			!strings.Contains(err.Error(), "process "+strconv.Itoa(cmd.Process.Pid)) {
			t.Errorf("%+v: %v, want the name of process %d", opts, err, cmd.Process.Pid)
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	_ = cmd.Wait()
	qs, err := Open(dir, Options{})
	if err != nil {
		t.Fatalf("after the holder was killed: %v", err)
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("second open in one process: %v", err)
	}
	if err := qs.Close(); err != nil {
		t.Error(err)
	}
}

// TestSnapshot holds that a snapshot stays as it is while others write.
func TestSnapshot(t *testing.T) {
	ctx := context.Background()
	qs := inMemory(t)
	if err := qs.ApplyDeltas(add(news.ArticleQuads(0)...), graph.IgnoreOpts{IgnoreDup: true}); err != nil {
		t.Fatal(err)
	}
	snap := qs.Snapshot()
	defer snap.Close()
	want := exported(t, snap)
	stats, _ := snap.Stats(ctx, true)
	if err := qs.ApplyDeltas(del(news.ArticleQuads(0)...), graph.IgnoreOpts{IgnoreMissing: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := qs.Import(ctx, bytes.NewReader(newsText(t, 2000)), ImportOptions{Chunk: 500}); err != nil {
		t.Fatal(err)
	}
	if got := exported(t, snap); !bytes.Equal(got, want) {
		t.Errorf("the snapshot changed: %d bytes, want %d", len(got), len(want))
	}
	if now, _ := snap.Stats(ctx, true); now != stats {
		t.Errorf("the snapshot counts %+v, want %+v", now, stats)
	}
	if _, err := snap.Verify(ctx); err != nil {
		t.Error(err)
	}
	if err := snap.ApplyDeltas(add(iri("a", "p", "b", "")), graph.IgnoreOpts{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("write to a snapshot: %v", err)
	}
}

// TestReadersAndWriter reads snapshots while articles come in: each is whole.
func TestReadersAndWriter(t *testing.T) {
	ctx := context.Background()
	qs := inMemory(t)
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				snap := qs.Snapshot()
				if _, err := snap.Verify(ctx); err != nil {
					t.Error(err)
				}
				it, err := path.StartPath(snap).Out(news.Type).Iterate(ctx).Count()
				if err != nil || it%int64(len(news.ArticleQuads(0))) < 0 {
					t.Error(it, err)
				}
				if err := snap.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 60 {
		if err := qs.ApplyDeltas(add(news.ArticleQuads(i)...), graph.IgnoreOpts{IgnoreDup: true}); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	wg.Wait()
}

// TestCancel holds that walks end soon after their context does, by the clock, in both
// engines; TestCancelBySteps holds it on a machine however busy.
func TestCancel(t *testing.T) { onEngines(t, testCancel) }

func testCancel(t *testing.T, fresh func(testing.TB) *QuadStore) {
	qs := fresh(t)
	if _, err := qs.Import(context.Background(), bytes.NewReader(newsText(t, 60_000)), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		run  func(ctx context.Context) error
	}{
		{"cross product", func(ctx context.Context) error {
			p := path.StartPath(qs).Out().In().Out().In()
			_, err := p.Iterate(ctx).Count()
			return err
		}},
		{"no result", func(ctx context.Context) error {
			// Two large sets that don't meet: Next never comes back by itself.
			it := iterator.NewAnd(qs.NodesAllIterator(), iterator.NewNot(qs.NodesAllIterator(), qs.NodesAllIterator())).Iterate()
			defer it.Close()
			for it.Next(ctx) {
			}
			return it.Err()
		}},
		{"quads", func(ctx context.Context) error {
			for {
				it := qs.QuadsAllIterator().Iterate()
				for it.Next(ctx) {
				}
				err := it.Err()
				it.Close()
				if err != nil {
					return err
				}
			}
		}},
		{"verify", func(ctx context.Context) error {
			for {
				if _, err := qs.Verify(ctx); err != nil {
					return err
				}
			}
		}},
		{"export", func(ctx context.Context) error {
			for {
				if _, err := qs.Sum(ctx); err != nil {
					return err
				}
			}
		}},
		{"import", func(ctx context.Context) error {
			_, err := qs.Import(ctx, &forever{}, ImportOptions{})
			return err
		}},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- c.run(ctx) }()
		time.Sleep(30 * time.Millisecond)
		cancel()
		start := time.Now()
		select {
		case err := <-ended:
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", c.name, err)
			}
			const slow = 400 * time.Millisecond // 50 ms on a machine that does nothing else
			if d := time.Since(start); d > slow {
				t.Errorf("%s: ended %v after it was told", c.name, d)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s: didn't end", c.name)
		}
	}
	if _, err := qs.Verify(context.Background()); err != nil {
		t.Error(err)
	}
}

// forever is N-Quads without an end.
type forever struct{ n int }

func (f *forever) Read(b []byte) (int, error) {
	f.n++
	return copy(b, fmt.Sprintf("<s%d> <p> <o> .\n", f.n)), nil
}

// TestCorrupt flips a byte in each file of a store, and cuts each: what is damaged is called
// so, and no answer is wrong.
func TestCorrupt(t *testing.T) {
	ctx := context.Background()
	clean := t.TempDir()
	qs, err := Open(clean, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := qs.Import(ctx, bytes.NewReader(newsText(t, 3000)), ImportOptions{Chunk: 2000}); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := qs.ApplyDeltas(add(news.ArticleQuads(100+i)...), graph.IgnoreOpts{IgnoreDup: true}); err != nil {
			t.Fatal(err)
		}
	}
	want := exported(t, qs)
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(clean)
	if err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(clean, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, how := range []string{"flip", "cut"} {
			if len(data) < 8 {
				continue
			}
			dir := filepath.Join(t.TempDir(), "db")
			if err := os.CopyFS(dir, os.DirFS(clean)); err != nil {
				t.Fatal(err)
			}
			bad := bytes.Clone(data)
			if how == "flip" {
				bad[len(bad)/2] ^= 0x55
			} else {
				bad = bad[:len(bad)/2]
			}
			if err := os.WriteFile(filepath.Join(dir, f.Name()), bad, 0o644); err != nil {
				t.Fatal(err)
			}
			qs, err := Open(dir, Options{ReadOnly: true})
			if err == nil {
				_, err = qs.Verify(ctx)
				var b bytes.Buffer
				if _, xerr := qs.WriteNQuads(ctx, &b); xerr == nil && !bytes.Equal(b.Bytes(), want) && !strings.HasSuffix(f.Name(), ".log") {
					t.Errorf("%s %s: exports something else without an error", how, f.Name())
				} else if err == nil {
					err = xerr
				}
				_ = qs.Close()
			}
			if err != nil {
				damaged++
				if !errors.Is(err, ErrCorrupt) {
					t.Errorf("%s %s: not called damage: %v", how, f.Name(), err)
				}
			} else if strings.HasSuffix(f.Name(), ".sst") {
				t.Errorf("%s %s: not noticed", how, f.Name())
			}
		}
	}
	if damaged < 4 {
		t.Errorf("only %d cases of damage were noticed", damaged)
	}
	if err := os.Remove(filepath.Join(clean, firstTable(files))); err != nil {
		t.Fatal(err)
	}
	if qs, err := Open(clean, Options{ReadOnly: true}); err == nil {
		_, err = qs.Verify(ctx)
		_ = qs.Close()
		if !errors.Is(err, ErrCorrupt) {
			t.Errorf("a table is gone: %v", err)
		}
	} else if !errors.Is(err, ErrCorrupt) {
		t.Errorf("a table is gone: %v", err)
	}
}

func firstTable(files []fs.DirEntry) string {
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".sst") {
			return f.Name()
		}
	}
	return ""
}
