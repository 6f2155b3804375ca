package graph

import (
	"cmp"
	"reflect"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

func TestOutlineSaysWhatTheStoreSays(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		for _, r := range sample() {
			add(t, s, r)
		}
		o, err := s.Outline(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if want := collect(t, s.Entities(t.Context())); !reflect.DeepEqual(o.Entities, want) {
			t.Errorf("entities\n%+v, want\n%+v", o.Entities, want)
		}
		var want []Line
		for _, c := range collect(t, s.Claims(t.Context(), Filter{})) {
			want = append(want, LineOf(&c))
		}
		slices.SortFunc(want, func(a, b Line) int {
			return cmp.Or(cmp.Compare(a.Article, b.Article), cmp.Compare(a.Claim, b.Claim))
		})
		if !reflect.DeepEqual(o.Lines, want) {
			t.Errorf("lines\n%+v, want\n%+v", o.Lines, want)
		}
		st, err := s.Stats(t.Context())
		if err != nil || o.Articles != st.Articles || o.Quads != st.Quads {
			t.Errorf("%d articles and %d quads, want %d and %d; %v", o.Articles, o.Quads, st.Articles, st.Quads, err)
		}
	})
}

func TestClaimsOf(t *testing.T) {
	s := open(t, MemoryLocation, Options{})
	for _, r := range sample() {
		add(t, s, r)
	}
	all := collect(t, s.Claims(t.Context(), Filter{}))
	slices.Reverse(all)
	var ids []string
	for _, c := range all {
		ids = append(ids, c.ID, "claim/none")
	}
	got, err := s.ClaimsOf(t.Context(), ids, nil)
	if err != nil || !reflect.DeepEqual(got, all) {
		t.Errorf("%v\n%+v, want\n%+v", err, got, all)
	}
	other := &schema.Entity{ID: "Arvania", Name: "as it is known"}
	got, err = s.ClaimsOf(t.Context(), ids, func(id string) *schema.Entity {
		if id == "Arvania" {
			return other
		}
		return nil
	})
	if err != nil || !slices.ContainsFunc(got, func(c schema.Claim) bool { return c.Subject.Entity == other }) {
		t.Errorf("%v: what is known isn't taken: %+v", err, got)
	}
}

func TestChanged(t *testing.T) {
	s := open(t, MemoryLocation, Options{})
	_, start, known := s.Changed(0)
	if start != 0 || !known {
		t.Errorf("fresh: %d, %t", start, known)
	}
	var ids []string
	for _, r := range sample() {
		ids = append(ids, add(t, s, r).Article)
	}
	slices.Sort(ids)
	articles, now, known := s.Changed(start)
	if !slices.Equal(articles, ids) || !known {
		t.Errorf("%v, %t; want %v", articles, known, ids)
	}
	if articles, _, known := s.Changed(now); len(articles) > 0 || !known {
		t.Errorf("nothing changed: %v, %t", articles, known)
	}
	if _, _, known := s.Changed(now + 1); known {
		t.Error("a count of another store is known")
	}
	claim := collect(t, s.Claims(t.Context(), Filter{}))[0]
	if _, err := s.Correct(t.Context(), Correction{Author: "Ada Lovelace", Action: Confirm, A: claim.ID}); err != nil {
		t.Fatal(err)
	}
	if articles, _, _ := s.Changed(now); !slices.Equal(articles, []string{claim.Article}) {
		t.Errorf("corrected: %v, want %s", articles, claim.Article)
	}
	for range 3 * mostChanges {
		s.changes.note(articleDelta("article/x"))
	}
	if articles, _, known := s.Changed(now); known {
		t.Errorf("long ago, and yet known: %d", len(articles))
	}
}

func articleDelta(id quad.IRI) []graph.Delta {
	return []graph.Delta{{Quad: quad.Quad{Subject: id, Predicate: termSHA256, Object: quad.String("x"), Label: id}, Action: graph.Add}}
}
