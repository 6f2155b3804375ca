package graph

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"relata/schema"
)

// goldReadings gives what the annotators read in real articles, where the corpora are at
// hand.
func goldReadings(t *testing.T) []*schema.Reading {
	t.Helper()
	data := os.Getenv("RELATA_DATA")
	if data == "" {
		t.Skip("RELATA_DATA names no folder of corpora")
	}
	files, err := filepath.Glob(filepath.Join(data, "..", "gold", "dev", "*.json"))
	if err != nil || len(files) == 0 {
		t.Skipf("no gold articles beside %s", data)
	}
	var readings []*schema.Reading
	for _, file := range files {
		var gold struct {
			Entities []struct {
				Name    string
				Type    schema.EntityType
				Aliases []string
			}
			Claims []struct {
				S, P, O, About, Source, When, Role, Evidence string
				Status                                       schema.Status
			}
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &gold); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		text, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		doc := &schema.Document{Title: strings.TrimSuffix(filepath.Base(file), ".json"), Text: string(text)}
		doc.Seal()
		r := &schema.Reading{Document: doc}
		byName := map[string]*schema.Entity{}
		for _, e := range gold.Entities {
			byName[e.Name] = &schema.Entity{ID: schema.EntityID(e.Name), Name: e.Name, Type: e.Type, Aliases: e.Aliases}
			r.Entities = append(r.Entities, byName[e.Name])
		}
		for i, c := range gold.Claims {
			start := max(strings.Index(doc.Text, c.Evidence), 0)
			claim := schema.Claim{
				Subject: schema.Argument{Entity: byName[c.S], Mention: c.S}, Predicate: c.P,
				Object: schema.Argument{Entity: byName[c.O], Mention: c.O}, Status: c.Status,
				Source: schema.Source{Name: c.Source}, When: c.When, About: c.About, Role: c.Role, Method: "gold@1", Confidence: 1,
				Evidence: schema.Evidence{Sentence: i, Text: c.Evidence, Span: schema.Span{Start: start, End: start + len(c.Evidence)}},
			}
			claim.Seal(doc)
			r.Claims = append(r.Claims, claim)
		}
		readings = append(readings, r)
	}
	return readings
}

func TestGold(t *testing.T) {
	for _, r := range goldReadings(t) {
		s := open(t, MemoryLocation, Options{})
		add(t, s, r)
		want := map[string]schema.Claim{}
		for _, c := range r.Claims {
			if _, ok := want[c.ID]; !ok {
				want[c.ID] = c
			}
		}
		got := collect(t, s.Claims(t.Context(), Filter{}))
		if len(got) != len(want) {
			t.Errorf("%s: %d claims, want %d", r.Document.Title, len(got), len(want))
		}
		for _, c := range got {
			w := want[c.ID]
			// Aliases come back sorted.
			c.Subject.Entity, w.Subject.Entity, c.Object.Entity, w.Object.Entity = nil, nil, nil, nil
			if !reflect.DeepEqual(c, w) {
				t.Errorf("%s: got  %+v\nwant %+v", r.Document.Title, c, w)
			}
		}
	}
}
