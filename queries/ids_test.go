package queries

import (
	"slices"
	"testing"
)

func TestIDs(t *testing.T) {
	qs := store(t, "<a> <likes> <b> .\n<a> <likes> \"tea\" .\n<c> <likes> <b> .\n")
	for query, want := range map[string][]string{
		`g.V("<b>").Tag("what").In("<likes>").Order().All()`: {"a", "b", "c"},
		`g.V("<a>").Out("<likes>").All()`:                    {"b"},
		`g.V("<b>").Out("<likes>").All()`:                    {},
	} {
		got, err := IDs(t.Context(), qs, query, Options{})
		if err != nil || got == nil {
			t.Fatal(err)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s gave %q, want %q", query, got, want)
		}
	}
	if _, err := IDs(t.Context(), qs, "g.V(", Options{}); err == nil {
		t.Error("a broken query gave ids")
	}
}
