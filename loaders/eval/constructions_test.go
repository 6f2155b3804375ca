package eval

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relata/loaders/extract"
	"relata/schema"
)

var misses = flag.Bool("misses", false, "log the claims of constructions that are missed or wrong, those held apart left out")

// heldApart says whether the text of this number is one that rules are not written to.
func heldApart(n int) bool { return n%5 == 4 }

// TestConstructionsStayAboveTheFloor reads one sentence after the other of those that news
// agencies might write, by predicate and by construction.
func TestConstructionsStayAboveTheFloor(t *testing.T) {
	o, list := texts(t, "constructions.txt")
	x := newExtractor(t, false)
	var seen, unseen ClaimCounts
	section := ""
	for n, c := range list {
		reading := extracted(t, x, c.Text, textsPublished)
		if heldApart(n) {
			unseen.Add(o, &c.Gold, reading.Claims)
			continue
		}
		if report := judge(o, &seen, &c, reading); report != "" {
			if c.Section != section {
				section = c.Section
				t.Logf("## %s", section)
			}
			t.Log(c.Text, report)
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

// texts are those of a file of testdata, each with the claims that it makes.
func texts(t *testing.T, name string) (*schema.Ontology, []Construction) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	o := schema.Default()
	list, err := ReadConstructions(o, string(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return o, list
}

// textsPublished is when the short texts were published.
var textsPublished = time.Date(2024, 3, 14, 0, 0, 0, 0, time.UTC)

// extracted is what the extractor reads from a text.
func extracted(t *testing.T, x *extract.Extractor, text string, published time.Time) *schema.Reading {
	t.Helper()
	doc := &schema.Document{Text: text, Published: published}
	doc.Seal()
	reading, err := x.Extract(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

// judge adds what was read to the counts. With -misses it says how a text that is not all
// right was read.
func judge(o *schema.Ontology, counts *ClaimCounts, c *Construction, reading *schema.Reading) string {
	before := *counts
	counts.Add(o, &c.Gold, reading.Claims)
	bad := counts.Missed > before.Missed || counts.Wrong > before.Wrong || counts.Status-before.Status < counts.Matched-before.Matched ||
		counts.Source-before.Source < counts.Sourced-before.Sourced || counts.When-before.When < counts.Dated-before.Dated
	if !*misses || !bad {
		return ""
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
	return b.String()
}

// TestArticlesStayAboveTheFloor reads whole articles, where names, sources and dates carry
// over sentences.
func TestArticlesStayAboveTheFloor(t *testing.T) {
	data, err := os.ReadFile("testdata/articles.txt")
	if err != nil {
		t.Fatal(err)
	}
	o := schema.Default()
	list, err := ReadArticles(o, string(data))
	if err != nil {
		t.Fatal(err)
	}
	x := newExtractor(t, false)
	var all ClaimCounts
	for _, a := range list {
		reading := extracted(t, x, a.Text, a.Published)
		if *misses {
			all.Report = func(kind, s, p, o string) { t.Log(a.Section, ": ", kind, " ", s, " ", p, " ", o) }
		}
		if report := judge(o, &all, &a.Construction, reading); report != "" {
			t.Log(a.Section, report)
		}
	}
	p, r, f := all.Claims()
	_, _, pairs := all.Pairs()
	t.Logf("P %.3f R %.3f F1 %.3f of %d, pairs F1 %.3f; status %d/%d source %d/%d date %d/%d", p, r, f, all.Right+all.Missed, pairs, all.Status, all.Matched, all.Source, all.Sourced, all.When, all.Dated)
	if floor := 0.59; f < floor {
		t.Errorf("F1 %.3f is below its floor %.3f", f, floor)
	}
}

// TestWordingsStayAboveTheFloor reads sentences with many words for each predicate.
func TestWordingsStayAboveTheFloor(t *testing.T) {
	o, list := texts(t, "wordings.txt")
	x := newExtractor(t, false)
	var all ClaimCounts
	for _, c := range list {
		reading := extracted(t, x, c.Text, textsPublished)
		if report := judge(o, &all, &c, reading); report != "" {
			t.Log(c.Section, ": ", c.Text, report)
		}
	}
	p, r, f := all.Claims()
	t.Logf("P %.3f R %.3f F1 %.3f of %d", p, r, f, all.Right+all.Missed)
	if floor := 0.8; r < floor {
		t.Errorf("recall %.3f is below its floor %.3f", r, floor)
	}
}

func TestReadArticles(t *testing.T) {
	list, err := ReadArticles(schema.Default(), "# note\n## Arms; 2024-03-14\nIran may arm Syria.\nTehran denies it.\n\t= Iran|Tehran\n\tIran supplies Syria; possible\n")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	a := list[0]
	if a.Text != "Iran may arm Syria.\nTehran denies it.\n" || a.Section != "Arms" || a.Published.Day() != 14 || len(a.Gold.Claims) != 1 || a.Gold.Entities[0].Aliases[0] != "Tehran" {
		t.Errorf("%+v", a)
	}
	for _, bad := range []string{"Text.", "## Arms\nText.", "## Arms; 2024-03-14\nText.\n\tIran likes Syria"} {
		if _, err := ReadArticles(schema.Default(), bad); err == nil {
			t.Errorf("%q is read", bad)
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

// TestTraps reads sentences that say less than they seem to.
func TestTraps(t *testing.T) {
	o, list := texts(t, "traps.txt")
	x := newExtractor(t, false)
	for _, c := range list {
		var counts ClaimCounts
		counts.Report = func(kind, s, p, o string) { t.Errorf("%s: %q: %s %s %s %s", c.Section, c.Text, kind, s, p, o) }
		judge(o, &counts, &c, extracted(t, x, c.Text, textsPublished))
	}
}
