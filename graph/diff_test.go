package graph

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"relata/schema"
)

func summary(t *testing.T, s *Store, before string) *Summary {
	t.Helper()
	sum, err := s.Summary(t.Context(), before)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func words(t *testing.T, d Diff) string {
	t.Helper()
	var b strings.Builder
	if err := d.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	first := article("first", "2024-01-01", 0, []string{"Arvania plans to buy from Belmark.", "It met Ada Lovelace.", "Lovelace may visit Belmark."},
		said{"Arvania", "buys-from", "Belmark", schema.Planned, nil},
		said{"Arvania", "met", "Ada_Lovelace", schema.Actual, nil},
		said{"Ada_Lovelace", "visited", "Belmark", schema.Possible, nil})
	second := article("second", "2024-02-01", 0, []string{"Arvania bought from Belmark.", "Belmark met Lovelace.", "She was not there."},
		said{"Arvania", "buys-from", "Belmark", schema.Actual, func(c *schema.Claim) { c.When = "2024-01" }},
		said{"Navy", "met", "Ada_Lovelace", schema.Planned, func(c *schema.Claim) { c.When = "2024-03-01" }},
		said{"Ada_Lovelace", "visited", "Belmark", schema.Denied, nil})
	third := article("third", "2024-03-01", 0, []string{"Arvania met Ada Lovelace again."},
		said{"Arvania", "met", "Ada_Lovelace", schema.Actual, nil})
	a, b := open(t, MemoryLocation, Options{}), open(t, MemoryLocation, Options{})
	for _, r := range []*schema.Reading{first, second, third} {
		add(t, b, r)
	}
	add(t, a, first)

	d := Compare(summary(t, a, ""), summary(t, b, ""))
	want := Diff{
		NewArticles: []string{second.Document.ID, third.Document.ID},
		NewActors:   []Actor{{"Arvanian_Navy", "Arvanian Navy", schema.Organization}},
		Ties: []TieChange{
			{Subject: "Ada_Lovelace", Predicate: "visited", Object: "Belmark", Was: schema.Possible, Is: schema.Possible, Denied: 1},
			{Subject: "Arvania", Predicate: "buys-from", Object: "Belmark", Was: schema.Planned, Is: schema.Actual, Gained: 1, When: "2024-01"},
			{Subject: "Arvania", Predicate: "met", Object: "Ada_Lovelace", Was: schema.Actual, Is: schema.Actual, Gained: 1},
			{Subject: "Arvanian_Navy", Predicate: "met", Object: "Ada_Lovelace", Is: schema.Planned, Gained: 1, When: "2024-03-01"},
		},
		QuadsBefore: len(collect(t, a.Quads(t.Context(), Filter{}))), QuadsAfter: len(collect(t, b.Quads(t.Context(), Filter{}))),
	}
	slices.Sort(want.NewArticles)
	if !reflect.DeepEqual(d, want) {
		t.Errorf("got  %+v\nwant %+v", d, want)
	}
	wantWords := `New ties
  Arvanian_Navy met Ada_Lovelace (planned, 2024-03-01), 1 article
Ties that are surer or less sure
  Arvania buys-from Belmark: was planned, is actual, 2024-01
Denied now
  Ada_Lovelace visited Belmark, by 1 article
Other sources
  Arvania buys-from Belmark: gained 1 article
  Arvania met Ada_Lovelace: gained 1 article
New actors
  Arvanian_Navy (Organization)
New articles
  ` + want.NewArticles[0] + "\n  " + want.NewArticles[1] + "\n"
	if got := words(t, d); got != wantWords {
		t.Errorf("got\n%s\nwant\n%s", got, wantWords)
	}
	back := words(t, Compare(summary(t, b, ""), summary(t, a, "")))
	for _, want := range []string{
		"Ties that are gone\n  Arvanian_Navy met Ada_Lovelace (was planned)\n", "was actual, is planned", "lost 1 article", "Actors that are gone", "Articles that are gone",
	} {
		if !strings.Contains(back, want) {
			t.Errorf("backwards it doesn't say %q:\n%s", want, back)
		}
	}
	if got := words(t, Compare(summary(t, b, "2024-02"), summary(t, b, ""))); got != wantWords {
		t.Errorf("since February:\n%s\nwant\n%s", got, wantWords)
	}
	if _, err := b.Summary(t.Context(), "yesterday"); err == nil {
		t.Error("yesterday was taken for a date")
	}
	if _, err := json.Marshal(d); err != nil {
		t.Error(err)
	}
}

func TestDiffOfSnapshots(t *testing.T) {
	s := loaded(t)
	text := export(t, s)
	file, done, err := ReadSummary(t.Context(), strings.NewReader(text), Import{})
	if err != nil || done.Faults > 0 {
		t.Fatal(err, done)
	}
	d := Compare(summary(t, s, ""), file)
	if !d.Equal || words(t, d) != "The graphs are equal.\n" {
		t.Errorf("a store and its snapshot: %+v", d)
	}
	var other strings.Builder
	if err := WriteNQuads(t.Context(), &other, s, Filter{}, "urn:relata:"); err != nil {
		t.Fatal(err)
	}
	file, _, err = ReadSummary(t.Context(), strings.NewReader(other.String()), Import{})
	if err != nil || !Compare(summary(t, s, ""), file).Equal {
		t.Errorf("a snapshot on another base is another graph: %v", err)
	}

	// One claim is surer, which no tie shows.
	r := sample()[0]
	r.Claims[0].Confidence = 0.5
	x, y := open(t, MemoryLocation, Options{}), open(t, MemoryLocation, Options{})
	add(t, x, sample()[0])
	add(t, y, r)
	d = Compare(summary(t, x, ""), summary(t, y, ""))
	if d.Equal || !strings.HasPrefix(words(t, d), "The same is said of the same actors, in other details (") {
		t.Errorf("%+v: %s", d, words(t, d))
	}
}
