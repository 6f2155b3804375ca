package queries

import (
	"math"
	"slices"
	"testing"

	"relata/graph"
	"relata/schema"
)

// TestJaroWinkler has the values of Winkler's paper.
func TestJaroWinkler(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"martha", "marhta", 0.961}, {"dwayne", "duane", 0.840}, {"dixon", "dicksonx", 0.813}, {"same", "same", 1}, {"", "x", 0}, {"abc", "xyz", 0},
	} {
		if got := jaroWinkler(c.a, c.b); math.Abs(got-c.want) > 0.0006 {
			t.Errorf("%s, %s: got %.4f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

func TestDuplicates(t *testing.T) {
	store, err := graph.Open(t.Context(), graph.MemoryLocation, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ents := map[string]*schema.Entity{}
	for _, e := range []schema.Entity{
		{ID: "Ada_Lovelace", Name: "Ada Lovelace", Type: schema.Person}, {ID: "Ada_Lövelace", Name: "Ada Lövelace", Type: schema.Person}, {ID: "Olof_Palme", Name: "Olof Palme", Type: schema.Person},
		{ID: "NPA", Name: "N.P.A.", Type: schema.Organization}, {ID: "Northern_Pact_Alliance", Name: "Northern Pact of the Alliance", Type: schema.Organization},
		{ID: "Arvania", Name: "Arvania", Type: schema.Country},
	} {
		ents[e.ID] = &e
	}
	text := "They all met in Arvania."
	doc := &schema.Document{Text: text}
	doc.Seal()
	r := &schema.Reading{Document: doc, Sentences: []schema.Span{{End: len(text)}}}
	for _, id := range []string{"Ada_Lovelace", "Ada_Lövelace", "Arvania", "Olof_Palme", "NPA", "Northern_Pact_Alliance"} {
		r.Entities = append(r.Entities, ents[id])
		if id == "Arvania" {
			continue
		}
		c := schema.Claim{Subject: schema.Argument{Entity: ents[id]}, Predicate: "visited", Object: schema.Argument{Entity: ents["Arvania"]},
			Status: schema.Actual, Evidence: schema.Evidence{Text: text, Span: schema.Span{End: len(text)}}}
		c.Seal(doc)
		r.Claims = append(r.Claims, c)
	}
	if _, err := store.Add(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	pairs, err := Duplicates(t.Context(), store, DefaultLikeness)
	if err != nil || len(pairs) != 2 {
		t.Fatalf("%+v, %v", pairs, err)
	}
	if p := pairs[0]; p.A != "Ada_Lovelace" || p.B != "Ada_Lövelace" || p.Score != 1 || !slices.Contains(p.Reasons, "1 of 1 neighbours in common") {
		t.Errorf("%+v", p)
	}
	if p := pairs[1]; p.A != "NPA" || p.B != "Northern_Pact_Alliance" || !slices.Contains(p.Reasons, "NPA are the initials") {
		t.Errorf("%+v", p)
	}
	if _, err := store.Correct(t.Context(), graph.Correction{Author: "ada", Action: graph.NotSame, A: "Ada_Lövelace", B: "Ada_Lovelace"}); err != nil {
		t.Fatal(err)
	}
	if pairs, err = Duplicates(t.Context(), store, DefaultLikeness); err != nil || len(pairs) != 1 {
		t.Errorf("%+v, %v", pairs, err)
	}
}
