package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"relata/schema"
)

// prepared prepares readings, and hands on an error between them for each that is nil.
func prepared(t *testing.T, s *Store, list ...*schema.Reading) iter.Seq2[*Prepared, error] {
	t.Helper()
	return func(yield func(*Prepared, error) bool) {
		for i, r := range list {
			if r == nil {
				if !yield(nil, &schema.ArticleError{Article: fmt.Sprint("article ", i), Err: errors.New("bad")}) {
					return
				}
				continue
			}
			p, err := s.Prepare(t.Context(), r)
			if err == nil && i%2 == 0 {
				p, err = s.Keep(t.Context(), p)
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// sales makes articles that are no near-copies.
func sales(n int) (list []*schema.Reading) {
	for i := range n {
		list = append(list, article(fmt.Sprint("sale-", i), "2024-03-05", i, []string{fmt.Sprintf("Arvania bought %d ships from Belmark.", i)},
			said{"Arvania", "buys-from", "Belmark", schema.Actual, nil}))
	}
	return list
}

func TestAddAllIsAddOneByOne(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		list := append(sales(12), sample()...)
		alone := open(t, another(t, location), Options{})
		for _, r := range list {
			add(t, alone, r)
		}
		s := open(t, location, Options{})
		unsealed := *list[3]
		unsealed.Document = &schema.Document{Path: "unsealed.txt", Text: "Arvania."}
		wrong := article("wrong", "2024-03-05", 1, []string{"Arvania has said it."}, said{"Arvania", "buys-from", "Belmark", "unheard-of", nil})
		with := append([]*schema.Reading{list[0], nil, &unsealed, wrong, list[0]}, list[1:]...)
		var got []string
		for added, err := range s.AddAll(t.Context(), prepared(t, s, with...)) {
			switch {
			case err != nil:
				if !errors.As(err, new(*schema.ArticleError)) {
					t.Fatal(err)
				}
				got = append(got, "refused")
			case added.Known:
				got = append(got, "known")
			default:
				got = append(got, added.Article)
			}
		}
		want := []string{list[0].Document.ID, "refused", "refused", "refused", "known"}
		for _, r := range list[1:] {
			want = append(want, r.Document.ID)
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if export(t, s) != export(t, alone) {
			t.Error("the graph is another than that of Add")
		}
		if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("%v, %v", problems, err)
		}
	})
}

// TestAddAllEnds ends it from either side: what was yielded before is in the store.
func TestAddAllEnds(t *testing.T) {
	location := filepath.Join(t.TempDir(), "db")
	s := open(t, location, Options{})
	list := sales(50)
	n := 0
	for added, err := range s.AddAll(t.Context(), prepared(t, s, list...)) {
		if err != nil || added.Claims != 1 {
			t.Fatalf("%+v, %v", added, err)
		}
		if n++; n == 10 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	for _, err := range s.AddAll(ctx, prepared(t, s, list[30:]...)) {
		if n++; n == 20 {
			cancel()
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	cancel()
	failed := errors.New("no more of them")
	broken := func(yield func(*Prepared, error) bool) {
		for p, err := range prepared(t, s, list[45:]...) {
			if !yield(p, err) {
				return
			}
		}
		if yield(nil, failed) {
			t.Error("it would go on after an error that is not of one article")
		}
	}
	var last error
	for _, err := range s.AddAll(t.Context(), broken) {
		last = err
	}
	if !errors.Is(last, failed) {
		t.Errorf("the end: %v", last)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, location, Options{})
	there := map[string]bool{}
	for _, a := range collect(t, s.Articles(t.Context())) {
		there[a.ID] = true
	}
	for _, i := range []int{0, 9, 30, 39, 45, 49} {
		if !there[list[i].Document.ID] {
			t.Errorf("article %d is not there", i)
		}
	}
}

// TestCorrectedAfterPreparing keeps a correction that came between preparing and adding.
func TestCorrectedAfterPreparing(t *testing.T) {
	s := open(t, MemoryLocation, Options{})
	list := sales(2)
	add(t, s, list[0])
	p, err := s.Prepare(t.Context(), list[1])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Correct(t.Context(), Correction{Author: "Ada Lovelace", Action: Rename, A: "Arvania", B: "Arvanien"}); err != nil {
		t.Fatal(err)
	}
	one := func(yield func(*Prepared, error) bool) { yield(p, nil) }
	for _, err := range s.AddAll(t.Context(), one) {
		if err != nil {
			t.Fatal(err)
		}
	}
	ent, ok, err := s.Entity(t.Context(), "Arvania")
	if err != nil || !ok || ent.Name != "Arvanien" {
		t.Errorf("%+v, %v", ent, err)
	}
	for _, a := range collect(t, s.Articles(t.Context())) {
		r, err := s.originals.get(a.ID)
		if err != nil || r == nil {
			t.Errorf("%s: no original: %v", a.ID, err)
		}
	}
}
