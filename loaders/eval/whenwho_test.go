package eval

import (
	"os"
	"testing"

	"relata/schema"
)

// TestWhenAndWho holds the date, the speaker and the status of claims, where the text tells
// these around them or seems to.
func TestWhenAndWho(t *testing.T) {
	data, err := os.ReadFile("testdata/whenwho.txt")
	if err != nil {
		t.Fatal(err)
	}
	list, err := ReadArticles(schema.Default(), string(data))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal("no cases")
	}
	x := newExtractor(t, false)
	for _, a := range list {
		reading := extracted(t, x, a.Text, a.Published)
		for _, g := range a.Gold.Claims {
			found := false
			for i := range reading.Claims {
				c := &reading.Claims[i]
				if c.Subject.Entity.Name != g.S || c.Predicate != g.P || c.Object.Entity.Name != g.O {
					continue
				}
				found = true
				if string(c.Status) != g.Status || c.Source.Name != g.Source || c.When != g.When {
					t.Errorf("%s: %s %s %s: %s, by %q, on %q; want %s, by %q, on %q", a.Section, g.S, g.P, g.O, c.Status, c.Source.Name, c.When, g.Status, g.Source, g.When)
				}
			}
			if !found {
				t.Errorf("%s: no claim %s %s %s", a.Section, g.S, g.P, g.O)
			}
		}
	}
}
