package quadstore

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"

	"relata/graph/quadstore/internal/news"
)

// killArticles is how many articles the child of TestKill loads.
const killArticles = 24

// importEvery makes every so many articles go in by Import and not by ApplyDeltas.
const importEvery = 10

// loadArticles opens the store, finds how far it is, and loads the rest: each article as
// one commit. It says the number of each article after its commit.
func loadArticles(dir string, n int, say func(string) (int, error)) (err error) {
	qs, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	defer func() {
		if cerr := qs.Close(); err == nil {
			err = cerr
		}
	}()
	for i := range n {
		r, err := qs.ValueOf(news.Article(i))
		if err != nil {
			return err
		}
		if r != nil {
			continue
		}
		quads := news.ArticleQuads(i)
		if i%importEvery == importEvery-1 {
			var text bytes.Buffer
			for _, q := range quads {
				line, err := MarshalNQuads(q)
				if err != nil {
					return err
				}
				fmt.Fprintf(&text, "%s\n", line)
			}
			_, err = qs.Import(context.Background(), &text, ImportOptions{})
		} else {
			err = qs.ApplyDeltas(add(quads...), graph.IgnoreOpts{IgnoreDup: true})
		}
		if err != nil {
			return err
		}
		if _, err := say(strconv.Itoa(i) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// TestKill kills a process that loads articles at random moments, again and again. Each
// time the store must open, be whole, hold every article that was said to be in and only
// whole ones, and in the end export the bytes of a load that nobody disturbed. There are 20
// kills, or as many as QUADSTORE_KILLS says.
func TestKill(t *testing.T) {
	kills := 20
	if testing.Short() {
		kills = 3
	}
	if s := os.Getenv("QUADSTORE_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("QUADSTORE_KILLS: %v", err)
		}
		kills = n
	}
	ctx := context.Background()
	base := t.TempDir()
	calm := filepath.Join(base, "calm")
	start := time.Now()
	if err := loadArticles(calm, killArticles, func(string) (int, error) { return 0, nil }); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(start)
	qs, err := Open(calm, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	want := exported(t, qs)
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	done, round := 0, 0
	for done < kills {
		dir := filepath.Join(base, strconv.Itoa(round))
		round++
		finished := false
		for !finished && done < kills {
			cmd := child(t, "load", dir)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			wait := time.Duration(rnd.Int64N(int64(whole/2 + 30*time.Millisecond)))
			timer := time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
			said := -1
			for sc := bufio.NewScanner(out); sc.Scan(); {
				if n, err := strconv.Atoi(sc.Text()); err == nil {
					said = n
				}
			}
			finished = cmd.Wait() == nil
			timer.Stop()
			if !finished {
				done++
			}
			checkArticles(t, dir, said)
			if t.Failed() {
				t.Fatalf("kill %d, after %v", done, wait)
			}
		}
		if err := loadArticles(dir, killArticles, func(string) (int, error) { return 0, nil }); err != nil {
			t.Fatal(err)
		}
		qs, err := Open(dir, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := qs.Verify(ctx); err != nil {
			t.Error(err)
		}
		if got := exported(t, qs); !bytes.Equal(got, want) {
			t.Errorf("after kills the store exports %d bytes, want %d", len(got), len(want))
		}
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	}
}

// checkArticles opens a store whose writer was killed and holds that it is whole: the
// articles up to said are in, and each is in with all its quads or with none.
func checkArticles(t *testing.T, dir string, said int) {
	t.Helper()
	qs, err := Open(dir, Options{})
	if err != nil {
		t.Error(err)
		return
	}
	defer qs.Close()
	if _, err := qs.Verify(context.Background()); err != nil {
		t.Error(err)
	}
	for i := range killArticles {
		r, err := qs.ValueOf(news.Article(i))
		if err != nil {
			t.Error(err)
			return
		}
		if r == nil {
			if i <= said {
				t.Errorf("article %d was in and is gone", i)
			}
			continue
		}
		quads := map[string]bool{}
		for _, q := range news.ArticleQuads(i) {
			quads[q.NQuad()] = true
		}
		size, err := qs.QuadIteratorSize(context.Background(), 4, r)
		if err != nil || size.Value != int64(len(quads)) {
			t.Errorf("article %d has %d of %d quads, %v", i, size.Value, len(quads), err)
		}
	}
}
