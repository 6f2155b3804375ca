package graph

import (
	"path/filepath"
	"strings"
	"testing"

	"relata/schema"
)

const wire = `Arvania has agreed to buy twelve patrol boats from Belmark, officials in both capitals said on Monday. ` +
	`The boats, to be built over four years, will guard the fishing grounds off the northern coast, where smugglers have been active since spring. ` +
	`A spokesman for the navy called the price fair and said that crews would train abroad from September.`

// TestNearCopiesAreMarked loads a text, the same under another URL, a near-copy of it, a
// copy of that, and another text; then reads all again.
func TestNearCopiesAreMarked(t *testing.T) {
	location := filepath.Join(t.TempDir(), "test.db")
	s := open(t, location, Options{})
	sold := said{"Arvania", "buys-from", "Belmark", schema.Actual, nil}
	one := func(title, text, url string) *schema.Reading {
		r := article(title, "2024-03-05", 0, []string{text}, sold)
		r.Document.URL = url
		return r
	}
	first := add(t, s, one("boats", wire, "https://a.example/1"))
	if first.CopyOf != "" || first.Claims != 1 {
		t.Errorf("the first: %+v", first)
	}
	same := one("boats", wire, "https://b.example/1")
	twin := add(t, s, same)
	if twin.CopyOf != first.Article || twin.Known || twin.Claims != 0 || twin.Article == first.Article {
		t.Errorf("the same elsewhere: %+v", twin)
	}
	if again := add(t, s, same); !again.Known {
		t.Errorf("the same elsewhere, again: %+v", again)
	}
	near := add(t, s, one("wires", "From our wires, edited. "+strings.Replace(wire, "Monday", "Tuesday", 1), "https://c.example/1"))
	if near.CopyOf != first.Article || near.Claims != 1 {
		t.Errorf("a near-copy: %+v", near)
	}
	second := add(t, s, one("more", "From our wires, edited. "+strings.Replace(wire, "Monday", "Wednesday", 1), "https://d.example/1"))
	if second.CopyOf != first.Article {
		t.Errorf("a copy of a copy: %+v", second)
	}
	other := add(t, s, one("harbour", `The harbour of Port Arvan was closed for a second day as dockers went on strike over pay, leaving forty ships at anchor. `+
		`Talks between the union and the port authority broke off late on Sunday without a date for another meeting.`, ""))
	if other.CopyOf != "" {
		t.Errorf("another text: %+v", other)
	}
	want := quadsOf(t, s)
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := RebuildStore(t.Context(), location, Options{}, readAgain(func(doc *schema.Document) (*schema.Reading, error) {
		r := article(doc.Title, "2024-03-05", 0, []string{doc.Text}, sold)
		r.Document = doc
		return r, nil
	})); err != nil {
		t.Fatal(err)
	}
	s = open(t, location, Options{})
	got := quadsOf(t, s)
	for q := range want {
		if !got[q] {
			t.Errorf("a rebuild lost %s", q)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d quads after a rebuild, want %d", len(got), len(want))
	}
	// the same text goes with the article that has its claims, and can come again
	if _, err := s.Retract(t.Context(), first.Article); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Article(t.Context(), twin.Article); ok || err != nil {
		t.Errorf("the same elsewhere is still there: %v, %v", ok, err)
	}
	if back := add(t, s, same); back.Claims != 1 || back.Known || back.CopyOf != "" {
		t.Errorf("loaded again: %+v", back)
	}
}
