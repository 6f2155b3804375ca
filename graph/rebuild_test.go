package graph

import (
	"context"
	"errors"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"relata/schema"
)

// readAgain reads each article as f says.
func readAgain(f func(doc *schema.Document) (*schema.Reading, error)) Rebuild {
	return Rebuild{Read: func(ctx context.Context, docs iter.Seq2[*schema.Document, error], prepare func(context.Context, *schema.Reading) (*Prepared, error)) iter.Seq2[*Prepared, error] {
		return func(yield func(*Prepared, error) bool) {
			for doc, err := range docs {
				var r *schema.Reading
				if err == nil {
					r, err = f(doc)
				}
				var p *Prepared
				if err == nil {
					p, err = prepare(ctx, r)
				}
				if !yield(p, err) {
					return
				}
			}
		}
	}}
}

func quadsOf(t *testing.T, s *Store) map[string]bool {
	t.Helper()
	r, end, err := s.reader()
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	all := map[string]bool{}
	for quads, err := range r.allGroups(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range quads {
			all[q.NQuad()] = true
		}
	}
	return all
}

// TestRebuild reads a store again: with another reader, with one that fails for an article,
// and with one that is stopped.
func TestRebuild(t *testing.T) {
	ctx := t.Context()
	location := filepath.Join(t.TempDir(), "test.db")
	loaded := Options{Loaded: time.Date(2024, 1, 5, 12, 0, 0, 0, time.UTC)}
	s, err := Open(ctx, location, loaded)
	if err != nil {
		t.Fatal(err)
	}
	readings := map[string]*schema.Reading{}
	for _, r := range sample() {
		readings[r.Document.ID] = r
		add(t, s, r)
	}
	before := quadsOf(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := func(doc *schema.Document) (*schema.Reading, error) {
		r := *readings[doc.ID]
		if doc.Text != r.Document.Text || doc.URL != r.Document.URL || !doc.Published.Equal(r.Document.Published) {
			t.Errorf("%s came back as %+v", doc.ID, doc)
		}
		r.Document = doc
		return &r, nil
	}
	look := func() map[string]bool {
		t.Helper()
		s, err := Open(ctx, location, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		problems, err := s.Verify(ctx)
		if err != nil || len(problems) > 0 {
			t.Errorf("problems %v, %v", problems, err)
		}
		return quadsOf(t, s)
	}
	same := func(what string, got map[string]bool) {
		t.Helper()
		if len(got) != len(before) {
			t.Errorf("%s: %d quads, want %d", what, len(got), len(before))
		}
		for q := range before {
			if !got[q] {
				t.Errorf("%s: lost %s", what, q)
			}
		}
	}

	for range 2 { // the second goes from cayley-1 to cayley-2
		done, err := RebuildStore(ctx, location, Options{Loaded: loaded.Loaded.AddDate(1, 0, 0)}, readAgain(again))
		if err != nil || done.Articles != 3 || done.Kept != 0 {
			t.Fatalf("%+v, %v", done, err)
		}
		same("read the same way", look())
	}

	failing := readAgain(func(doc *schema.Document) (*schema.Reading, error) {
		if doc.Title == "visit" {
			return nil, &schema.ArticleError{Article: doc.ID, Err: errors.New("too odd")}
		}
		return again(doc)
	})
	told := 0
	failing.Failed = func(error) { told++ }
	done, err := RebuildStore(ctx, location, Options{}, failing)
	if err != nil || done.Articles != 2 || done.Kept != 1 || told != 1 {
		t.Fatalf("%+v, %v, told %d times", done, err, told)
	}
	same("with an article that fails", look())

	stopped := readAgain(func(doc *schema.Document) (*schema.Reading, error) {
		if doc.Title == "visit" {
			return nil, errors.New("the end of the world")
		}
		return &schema.Reading{Document: doc}, nil
	})
	if _, err := RebuildStore(ctx, location, Options{}, stopped); err == nil {
		t.Fatal("a rebuild that ended early made no error")
	}
	same("after one that was stopped", look())

	// a kill leaves a folder of which nothing is used
	if err := os.MkdirAll(filepath.Join(location, "cayley-9"), 0o755); err != nil {
		t.Fatal(err)
	}
	same("after one that was killed", look())
	if _, err := os.Stat(filepath.Join(location, "cayley-9")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what a killed rebuild left is still there: %v", err)
	}

	if _, err := RebuildStore(ctx, location, Options{}, readAgain(func(doc *schema.Document) (*schema.Reading, error) {
		return &schema.Reading{Document: doc}, nil
	})); err != nil {
		t.Fatal(err)
	}
	s = open(t, location, Options{})
	if n := len(collect(t, s.Claims(ctx, Filter{}))); n != 0 {
		t.Errorf("%d claims of a reader that finds none", n)
	}
	if a := collect(t, s.Articles(ctx)); len(a) != 3 || a[0].Loaded != "2024-01-05T12:00:00Z" {
		t.Errorf("articles %+v", a)
	}
	if _, err := RebuildStore(ctx, filepath.Join(t.TempDir(), "none"), Options{}, readAgain(again)); !errors.Is(err, ErrNoStore) {
		t.Errorf("no store: %v", err)
	}
}

// TestRebuildKilled kills a process that rebuilds a store over and over, at many moments:
// the store is whole each time.
func TestRebuildKilled(t *testing.T) {
	const variable = "RELATA_TEST_REBUILD"
	again := func(doc *schema.Document) (*schema.Reading, error) {
		for _, r := range sample() {
			if r.Document.ID == doc.ID {
				own := *r
				own.Document = doc
				return &own, nil
			}
		}
		return nil, errors.New("unknown " + doc.ID)
	}
	if location := os.Getenv(variable); location != "" {
		for {
			if _, err := RebuildStore(t.Context(), location, Options{}, readAgain(again)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	location := filepath.Join(t.TempDir(), "test.db")
	s := open(t, location, Options{})
	for _, r := range sample() {
		add(t, s, r)
	}
	if _, err := s.Correct(t.Context(), fix(Merge, "Arvania", "Belmark")); err != nil {
		t.Fatal(err)
	}
	want := quadsOf(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	swapped := map[string]bool{}
	for i := 0; i < 15 || len(swapped) < 2 && i < 60; i++ { // more where the machine is busy
		cmd := exec.Command(os.Args[0], "-test.run=^TestRebuildKilled$")
		cmd.Env = append(os.Environ(), variable+"="+location)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(60+i*17) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		s, err := Open(t.Context(), location, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := quadsOf(t, s); !maps.Equal(got, want) {
			t.Errorf("after kill %d: %s", i, difference(got, want))
		}
		if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("after kill %d: %v, %v", i, problems, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		name, err := currentQuads(location)
		if err != nil {
			t.Fatal(err)
		}
		swapped[name] = true
	}
	if len(swapped) < 2 {
		t.Errorf("no rebuild came to its end: %v", swapped)
	}
}
