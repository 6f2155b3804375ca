package queries

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"relata/graph"
	"relata/schema"
)

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s\ngot:\n%s\nwant:\n%s", name, got, want)
	}
}

func written(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDossier(t *testing.T) {
	store := newsStore(t)
	d, err := MakeDossier(t.Context(), store, "Port Arvan", DossierOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Entity.ID != "Arvania" {
		t.Errorf("Port Arvan is %s", d.Entity.ID)
	}
	golden(t, "dossier.txt", written(t, d.WriteText))
	golden(t, "dossier.md", written(t, d.WriteMarkdown))
	golden(t, "dossier.json", written(t, d.WriteJSON))
	var back Dossier
	if err := json.Unmarshal(written(t, d.WriteJSON), &back); err != nil || back.Claims != d.Claims {
		t.Errorf("read back: %v", err)
	}
	d, err = MakeDossier(t.Context(), store, "<Olof_Palme>", DossierOptions{All: true})
	if err != nil || len(d.Posts) != 1 || d.Posts[0].Role != "foreign minister" {
		t.Errorf("got %+v, %v", d, err)
	}
	_, err = MakeDossier(t.Context(), store, "Arvannia", DossierOptions{})
	var unknown *UnknownName
	if !errors.As(err, &unknown) || !reflect.DeepEqual(unknown.Nearest[:2], []string{"Arvania", "Arvanian"}) {
		t.Errorf("got %v", err)
	}
}

func TestTimeline(t *testing.T) {
	store := newsStore(t)
	line, err := MakeTimeline(t.Context(), store, "Arvania", "", TimelineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "timeline.txt", written(t, line.WriteText))
	golden(t, "timeline.md", written(t, line.WriteMarkdown))
	golden(t, "timeline.json", written(t, line.WriteJSON))
	for _, c := range []struct {
		a, b string
		opt  TimelineOptions
		want string
	}{
		{"Meir", "Belmark", TimelineOptions{}, "2023-12 visited"},
		{"Meir", "", TimelineOptions{Since: "2024-03"}, "2024-03 visited, 2024-03-09 met"},
		{"Meir", "", TimelineOptions{Until: "2023"}, "2023-12 visited"},
		{"Palme", "Meir", TimelineOptions{}, "2024-03-09 met"},
		{"Steel Works", "Meir", TimelineOptions{}, ""},
	} {
		line, err := MakeTimeline(t.Context(), store, c.a, c.b, c.opt)
		var got []string
		for _, h := range line {
			got = append(got, h.time()+" "+h.Predicate)
		}
		if err != nil || strings.Join(got, ", ") != c.want {
			t.Errorf("%s %s %+v: got %v, %v", c.a, c.b, c.opt, got, err)
		}
	}
	if _, err := MakeTimeline(t.Context(), store, "Meir", "", TimelineOptions{Since: "soon"}); err == nil {
		t.Error("since soon is no error")
	}
}

func TestSameEvents(t *testing.T) {
	list := func(told ...[2]string) (out []dated) {
		for i, w := range told {
			out = append(out, dated{claim: &schema.Claim{ID: fmt.Sprint(i), When: w[0]}, reported: w[1]})
		}
		return out
	}
	for _, c := range []struct {
		name string
		told []dated
		want string
	}{
		{"a month holds a day", list([2]string{"2023-12", "2024-01-01"}, [2]string{"2023-12-15", "2023-12-16"}), "2023-12-15:2"},
		{"two days are two", list([2]string{"2023-12-14", ""}, [2]string{"2023-12-15", ""}), "2023-12-14:1 2023-12-15:1"},
		{"no time, same week", list([2]string{"", "2024-01-01"}, [2]string{"", "2024-01-06"}), ":2"},
		{"no time, another month", list([2]string{"", "2024-01-01"}, [2]string{"", "2024-02-06"}), ":1 :1"},
		{"no time, told days after", list([2]string{"2024-01-02", "2024-01-03"}, [2]string{"", "2024-01-06"}), "2024-01-02:2"},
		{"no time, long after", list([2]string{"2015", "2024-01-04"}, [2]string{"", "2024-01-04"}), "2015:1 :1"},
		{"no time, the month after", list([2]string{"2023-12", "2024-01-04"}, [2]string{"", "2024-01-04"}), "2023-12:2"},
		{"nothing known", list([2]string{"", ""}, [2]string{"", ""}), ":1 :1"},
		{"no date", list([2]string{"soon", ""}, [2]string{"soon", ""}), "soon:2"},
	} {
		var got []string
		for _, e := range sameEvents(c.told) {
			got = append(got, fmt.Sprintf("%s:%d", e.when, len(e.told)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
}

func TestEventsAreAboutOneThing(t *testing.T) {
	var list []dated
	for i, about := range []string{"short-range ballistic missiles", "drones", "", "missile systems", "a drone"} {
		list = append(list, dated{claim: &schema.Claim{ID: fmt.Sprint(i), About: about}, reported: "2024-01-04"})
	}
	var got []string
	for _, e := range sameEvents(list) {
		s := ""
		for _, d := range e.told {
			s += d.claim.ID
		}
		got = append(got, s)
	}
	if strings.Join(got, " ") != "023 14" {
		t.Errorf("got %v", got)
	}
}

func TestWhenWords(t *testing.T) {
	for in, want := range map[string]string{
		"2023": "2023", "2023-09": "September 2023", "2023-12-15": "15 December 2023", "2023-W38": "the week of 18 September 2023",
		"2023-12-11/2023-12-20": "mid-December 2023", "2023-12-01/2023-12-10": "early December 2023", "2024-02-21/2024-02-29": "late February 2024",
		"2023-12-03/2023-12-05": "3 to 5 December 2023", "2008/2016": "2008 to 2016", "2014/..": "since 2014", "../2014": "until 2014", "soon": "soon", "": "",
	} {
		if got := WhenWords(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPaths(t *testing.T) {
	store := newsStore(t)
	for _, c := range []struct {
		a, b string
		opt  PathOptions
		want string
	}{
		{"Meir", "Arvania", PathOptions{K: 1}, "Golda_Meir -leads> Arvania (actual)"},
		{"Arvania", "Meir", PathOptions{K: 1}, "Arvania <leads- Golda_Meir (actual)"},
		{"Meir", "Steel Works", PathOptions{K: 1}, "Golda_Meir -leads> Arvania <sanctions- Corland <part-of- Steel_Works (actual)"},
		// Meir visited Corland by nobody's account: a denied claim ties nothing
		{"Meir", "Corland", PathOptions{}, "Golda_Meir -leads> Arvania <sanctions- Corland (actual); Golda_Meir -leads> Arvania <criticizes- Northern_Pact <member-of- Corland (actual); Golda_Meir -visited> Belmark <buys-from- Arvania <sanctions- Corland (actual)"},
		{"Meir", "Corland", PathOptions{Without: []string{"Arvania"}}, ""},
		{"Meir", "Northern Pact", PathOptions{WithoutAny: []schema.EntityType{schema.Country}}, ""},
		{"Steel Works", "Northern Pact", PathOptions{K: 1}, "Steel_Works -part-of> Corland -member-of> Northern_Pact (actual)"},
		{"Steel Works", "Olof Palme", PathOptions{K: 5, MaxLength: 2}, ""},
	} {
		paths, err := FindPaths(t.Context(), store, c.a, c.b, c.opt)
		var got []string
		for _, p := range paths {
			s := p.From
			for _, step := range p.Steps {
				if step.Reverse {
					s += " <" + step.Predicate + "- " + step.To
				} else {
					s += " -" + step.Predicate + "> " + step.To
				}
				if step.Best.Sentence == "" || step.Articles == 0 {
					t.Errorf("a step without its sentence: %+v", step)
				}
			}
			got = append(got, s+" ("+string(p.Weakest)+")")
		}
		if err != nil || strings.Join(got, "; ") != c.want {
			t.Errorf("%s to %s %+v\ngot  %v, %v\nwant %s", c.a, c.b, c.opt, strings.Join(got, "; "), err, c.want)
		}
	}
	paths, err := FindPaths(t.Context(), store, "Meir", "Northern Pact", PathOptions{})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "paths.txt", written(t, func(w io.Writer) error { return WritePaths(w, paths) }))
	golden(t, "paths.md", written(t, func(w io.Writer) error { return WritePathsMarkdown(w, paths) }))
	for _, bad := range []struct {
		a, b string
		opt  PathOptions
	}{{"Meir", "President Meir", PathOptions{}}, {"Meir", "Nobody", PathOptions{}}, {"Meir", "Belmark", PathOptions{K: -1}}, {"Meir", "Belmark", PathOptions{MaxLength: 99}}} {
		if _, err := FindPaths(t.Context(), store, bad.a, bad.b, bad.opt); err == nil {
			t.Errorf("%+v is no error", bad)
		}
	}
}

const wire = `Arvania has agreed to buy twelve patrol boats from Belmark, officials in both capitals said on Monday. ` +
	`The boats, to be built over four years, will guard the fishing grounds off the northern coast, where smugglers have been active since spring. ` +
	`A spokesman for the navy called the price fair and said that crews would train abroad from September.`

func TestOrigins(t *testing.T) {
	other := `The harbour of Port Arvan was closed for a second day as dockers went on strike over pay, leaving forty ships at anchor. ` +
		`Talks between the union and the port authority broke off late on Sunday without a date for another meeting.`
	for _, c := range []struct {
		name  string
		texts []string
		want  int
	}{
		{"the same", []string{wire, wire}, 1},
		{"a word changed", []string{wire, strings.Replace(wire, "Monday", "Tuesday", 1)}, 1},
		{"cut short", []string{wire, wire[:len(wire)*2/3]}, 1},
		{"with a byline", []string{wire, "By our correspondent in Port Arvan, with reports from Belmark. " + wire}, 1},
		{"others", []string{wire, other}, 2},
		{"two of three", []string{wire, other, strings.ToUpper(wire)}, 2},
		{"short and the same", []string{"Boats sold.", "boats sold"}, 1},
		{"short and other", []string{"Boats sold.", "Boats bought."}, 2},
		{"empty", []string{"", ""}, 2},
	} {
		o := NewOrigins(nil)
		var ids []string
		for i, text := range c.texts {
			id := fmt.Sprintf("article/%d", i)
			o.known[id], o.articles[id] = origin{sketch: schema.MakeSketch(text)}, graph.Article{}
			ids = append(ids, id)
		}
		if n, err := o.Count(t.Context(), ids); err != nil || n != c.want {
			t.Errorf("%s: got %d origins, %v, want %d", c.name, n, err, c.want)
		}
	}
}

// TestOriginsOfMany has more articles than all of whose texts are read: of the others a
// copy is found by its keys, and a text without a like is never looked at.
func TestOriginsOfMany(t *testing.T) {
	o := NewOrigins(nil)
	var ids []string
	for i := range fewTexts + 20 {
		id := fmt.Sprintf("article/%d", i)
		ids = append(ids, id)
		o.articles[id] = graph.Article{Likeness: []int64{int64(i)}}
	}
	for _, i := range []int{7, 90} {
		sketch := schema.MakeSketch(wire)
		o.articles[ids[i]] = graph.Article{Likeness: sketch.Keys()}
		o.known[ids[i]] = origin{sketch: sketch}
	}
	if n, err := o.Count(t.Context(), ids); err != nil || n != len(ids)-1 || len(o.known) != 2 {
		t.Errorf("got %d origins of %d, %d texts read, %v", n, len(ids), len(o.known), err)
	}
}

// TestNearCopiesAreOneOrigin loads three articles, two of which are one text with another
// first line.
func TestNearCopiesAreOneOrigin(t *testing.T) {
	store, err := graph.Open(t.Context(), graph.MemoryLocation, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	a, b := &schema.Entity{ID: "Arvania", Name: "Arvania", Type: schema.Country}, &schema.Entity{ID: "Belmark", Name: "Belmark", Type: schema.Country}
	for i, text := range []string{wire, "From our wires.\n" + wire, "Arvania buys boats from Belmark, a paper of the ministry shows, though the yard has not signed yet and parliament is to vote in autumn."} {
		doc := &schema.Document{Title: fmt.Sprint("Boats ", i), Text: text}
		doc.Seal()
		c := schema.Claim{Subject: schema.Argument{Entity: a}, Predicate: "buys-from", Object: schema.Argument{Entity: b}, Status: schema.Actual,
			Evidence: schema.Evidence{Text: text[:40], Span: schema.Span{Start: 0, End: 40}}}
		c.Seal(doc)
		if _, err := store.Add(t.Context(), &schema.Reading{Document: doc, Sentences: []schema.Span{{Start: 0, End: 40}}, Entities: []*schema.Entity{a, b}, Claims: []schema.Claim{c}}); err != nil {
			t.Fatal(err)
		}
	}
	d, err := MakeDossier(t.Context(), store, "Arvania", DossierOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(written(t, d.WriteText)); !strings.Contains(got, "Belmark: actual, 3 articles, 2 origins") {
		t.Errorf("got %s", got)
	}
}
