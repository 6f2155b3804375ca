package eval

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"relata/schema"
)

var misses = flag.Bool("misses", false, "log the claims of constructions that are missed or wrong, those held apart left out")

// heldApart says whether the text of this number is one that rules are not written to.
func heldApart(n int) bool { return n%5 == 4 }

// TestConstructionsStayAboveTheFloor reads one sentence after the other of those that news
// agencies might write, by predicate and by construction.
func TestConstructionsStayAboveTheFloor(t *testing.T) {
	data, err := os.ReadFile("testdata/constructions.txt")
	if err != nil {
		t.Fatal(err)
	}
	o := schema.Default()
	list, err := ReadConstructions(o, string(data))
	if err != nil {
		t.Fatal(err)
	}
	x := newExtractor(t, false)
	var seen, unseen ClaimCounts
	section := ""
	for n, c := range list {
		doc := &schema.Document{Text: c.Text, Published: time.Date(2024, 3, 14, 0, 0, 0, 0, time.UTC)}
		doc.Seal()
		reading, err := x.Extract(context.Background(), doc)
		if err != nil {
			t.Fatal(err)
		}
		if heldApart(n) {
			unseen.Add(o, &c.Gold, reading.Claims)
			continue
		}
		before := seen
		seen.Add(o, &c.Gold, reading.Claims)
		bad := seen.Missed > before.Missed || seen.Wrong > before.Wrong || seen.Status-before.Status < seen.Matched-before.Matched ||
			seen.Source-before.Source < seen.Sourced-before.Sourced || seen.When-before.When < seen.Dated-before.Dated
		if *misses && bad {
			if c.Section != section {
				section = c.Section
				t.Logf("## %s", section)
			}
			var b strings.Builder
			for _, g := range c.Gold.Claims {
				if !g.Optional {
					b.WriteString("\n   want " + g.S + " " + g.P + " " + g.O + "; " + g.Status + "; " + g.Source + "; " + g.When)
				}
			}
			for _, cl := range reading.Claims {
				b.WriteString("\n    got " + cl.Subject.Entity.Name + " " + cl.Predicate + " " + cl.Object.Entity.Name + "; " + string(cl.Status) + "; " + cl.Source.Name + "; " + cl.When)
			}
			for _, r := range reading.Rejections {
				b.WriteString("\n    not " + r.Subject + " " + r.Object + ": " + r.Reason)
			}
			t.Logf("%s%s", c.Text, b.String())
		}
	}
	for _, part := range []struct {
		name   string
		counts *ClaimCounts
		floor  float64
	}{{"written to", &seen, 0.83}, {"held apart", &unseen, 0.73}} {
		p, r, f := part.counts.Claims()
		c := part.counts
		t.Logf("%s: P %.3f R %.3f F1 %.3f of %d; status %d/%d source %d/%d date %d/%d", part.name, p, r, f, c.Right+c.Missed, c.Status, c.Matched, c.Source, c.Sourced, c.When, c.Dated)
		if f < part.floor {
			t.Errorf("%s: F1 %.3f is below its floor %.3f", part.name, f, part.floor)
		}
	}
}

func TestReadConstructions(t *testing.T) {
	list, err := ReadConstructions(schema.Default(), "# note\n## supplies\nIran may arm Syria.\n\tIran|Tehran supplies Syria; possible|planned; by Ada Lovelace; on 2024\n\t? Iran aids Syria\n")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	g := list[0].Gold
	if len(g.Claims) != 3 || g.Claims[0] != (GoldClaim{S: "Iran", P: "supplies", O: "Syria", Status: "possible", Source: "Ada Lovelace", When: "2024"}) || g.Claims[1].Status != "planned" || !g.Claims[2].Optional || g.Claims[2].Status != "actual" {
		t.Errorf("%+v", g.Claims)
	}
	if len(g.Entities) != 3 || g.Entities[0].Aliases[0] != "Tehran" {
		t.Errorf("%+v", g.Entities)
	}
	for _, bad := range []string{"\tIran supplies Syria", "Text.\n\tIran likes Syria"} {
		if _, err := ReadConstructions(schema.Default(), bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}
