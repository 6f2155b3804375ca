package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"relata/graph/quadstore/pgtest"
	"relata/schema"
)

// locations names a fresh store on every backend.
var locations = map[string]func(t *testing.T) string{
	"memory":   func(*testing.T) string { return MemoryLocation },
	"folder":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "test.db") },
	"postgres": func(t *testing.T) string { return pgtest.Address(t) },
}

// another names a fresh store of the same kind.
func another(t *testing.T, location string) string {
	switch {
	case location == MemoryLocation:
		return location
	case strings.HasPrefix(location, "postgres:"):
		return locations["postgres"](t)
	}
	return locations["folder"](t)
}

func onEveryBackend(t *testing.T, test func(t *testing.T, location string)) {
	for _, name := range sortedKeys(locations) {
		t.Run(name, func(t *testing.T) { test(t, locations[name](t)) })
	}
}

func open(t *testing.T, location string, opt Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), location, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func add(t *testing.T, s *Store, r *schema.Reading) Added {
	t.Helper()
	added, err := s.Add(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func collect[V any](t *testing.T, seq func(func(V, error) bool)) []V {
	t.Helper()
	var all []V
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

// writer makes readings: article says a title, a date and sentences, and claims about
// their words.
type said struct {
	s, p, o string
	status  schema.Status
	edit    func(*schema.Claim)
}

var people = map[string]*schema.Entity{
	"Arvania":      {ID: "Arvania", Name: "Arvania", Type: schema.Country, Aliases: []string{"Arvanian", "Port Arvan"}, Country: "ARV"},
	"Belmark":      {ID: "Belmark", Name: "Belmark", Type: schema.Country, Wikidata: "Q0"},
	"Ada_Lovelace": {ID: "Ada_Lovelace", Name: "Ada Lovelace", Type: schema.Person, Aliases: []string{"Lovelace"}},
	"Navy":         {ID: "Arvanian_Navy", Name: "Arvanian Navy", Type: schema.Organization},
}

func article(title, day string, line int, sentences []string, claims ...said) *schema.Reading {
	doc := &schema.Document{Title: title, URL: "https://news.example/" + title, Publisher: "The Example", Author: "A. Writer",
		Language: "en", Line: line, Text: strings.Join(sentences, "\n")}
	if day != "" {
		published, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err)
		}
		doc.Published = published
	}
	doc.Seal()
	r := &schema.Reading{Document: doc}
	pos := 0
	for _, text := range sentences {
		r.Sentences = append(r.Sentences, schema.Span{Start: pos, End: pos + len(text)})
		pos += len(text) + 1
	}
	used := map[string]bool{}
	for i, c := range claims {
		n := i % len(sentences)
		span := r.Sentences[n]
		claim := schema.Claim{
			Subject:   schema.Argument{Entity: people[c.s], Mention: sentences[n][:2], Span: schema.Span{Start: span.Start, End: span.Start + 2}},
			Predicate: c.p,
			Object:    schema.Argument{Entity: people[c.o], Mention: sentences[n][3:5], Span: schema.Span{Start: span.Start + 3, End: span.Start + 5}},
			Status:    c.status,
			Evidence:  schema.Evidence{Sentence: n, Text: sentences[n], Span: span, Predicate: schema.Span{Start: span.Start + 2 + i, End: span.Start + 3 + i}},
			Method:    "test@1", Confidence: 0.75,
		}
		if c.edit != nil {
			c.edit(&claim)
		}
		claim.Seal(doc)
		r.Claims = append(r.Claims, claim)
		used[c.s] = true
		if claim.Object.Entity != nil {
			used[c.o] = true
		}
	}
	for _, name := range sortedKeys(used) {
		r.Entities = append(r.Entities, people[name])
	}
	return r
}

func sample() []*schema.Reading {
	return []*schema.Reading{
		article("sale", "2024-03-05", 0, []string{"Arvania may buy ships from Belmark.", "Ada Lovelace leads the navy, \"she\" said.\\ \t"},
			said{"Arvania", "buys-from", "Belmark", schema.Possible, func(c *schema.Claim) {
				c.Source = schema.Source{Name: "two officials"}
				c.When, c.About, c.Event = "2024-03", "ships", "AID"
				c.Parts = []schema.Part{{Name: "rule", Value: 0.9}, {Name: "a \"quoted\" part", Value: 1.0 / 3}}
			}},
			said{"Ada_Lovelace", "leads", "Navy", schema.Actual, func(c *schema.Claim) {
				c.Source = schema.Source{ID: "Ada_Lovelace", Name: "she"}
				c.Role, c.When = "admiral", "2024-03-05"
			}},
			said{"Arvania", "attacks", "Belmark", schema.Denied, nil},
			said{"Arvania", "open/be_of_size", "", schema.Actual, func(c *schema.Claim) {
				c.Object = schema.Argument{Literal: &schema.Literal{Value: "1200", Datatype: "xsd:integer"}}
				c.When = "2023"
			}},
		),
		article("visit", "", 7, []string{"Ada Lovelace will visit Belmark."},
			said{"Ada_Lovelace", "visited", "Belmark", schema.Planned, func(c *schema.Claim) { c.When = "2024-12-15" }},
			said{"Arvania", "buys-from", "Belmark", schema.Actual, func(c *schema.Claim) {
				c.Object = schema.Argument{Literal: &schema.Literal{Value: "a plain text"}}
			}},
			said{"Belmark", "met", "Arvania", schema.Actual, nil},
		),
		article("nothing", "2020-01-01", 0, []string{"Nothing happened."}),
	}
}

func TestClaimsComeBackAsTheyWent(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		var want []schema.Claim
		readings := sample()
		slices.SortFunc(readings, func(a, b *schema.Reading) int { return strings.Compare(a.Document.ID, b.Document.ID) })
		for _, r := range readings {
			got := add(t, s, r)
			if got.Claims != len(r.Claims) || got.Known || got.Quads == 0 || got.Article != r.Document.ID {
				t.Errorf("added %+v of %d claims", got, len(r.Claims))
			}
			want = append(want, r.Claims...)
		}
		got := collect(t, s.Claims(t.Context(), Filter{}))
		if len(got) != len(want) {
			t.Fatalf("got %d claims, want %d", len(got), len(want))
		}
		byID := map[string]schema.Claim{}
		for _, c := range want {
			byID[c.ID] = c
		}
		for _, c := range got {
			if !reflect.DeepEqual(c, byID[c.ID]) {
				t.Errorf("got  %+v\nwant %+v", c, byID[c.ID])
			}
		}
		if location == MemoryLocation {
			return
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		again := open(t, location, Options{ReadOnly: true})
		if reread := collect(t, again.Claims(t.Context(), Filter{})); !reflect.DeepEqual(reread, got) {
			t.Errorf("after opening again: %+v", reread)
		}
	})
}

func TestEdges(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		r := sample()[0]
		add(t, s, r)
		edge := func(p string) bool {
			q := quad.Quad{Subject: quad.IRI("Arvania"), Predicate: quad.IRI(p), Object: quad.IRI("Belmark"), Label: quad.IRI(r.Document.ID)}
			return len(collect(t, find(t, s, q))) == 1
		}
		if !edge("buys-from") {
			t.Error("a possible claim gave no edge")
		}
		if edge("attacks") {
			t.Error("a denied claim gave an edge")
		}
		for _, q := range collect(t, s.Quads(t.Context(), Filter{})) {
			if q.Label != quad.IRI(r.Document.ID) {
				t.Errorf("%v is not labelled with its article", q)
			}
		}
	})
}

// find gives the quads of a pattern.
func find(t *testing.T, s *Store, pattern quad.Quad) iter.Seq2[quad.Quad, error] {
	return read(s, func(r *reader) iter.Seq2[quad.Quad, error] { return r.find(t.Context(), pattern) })
}

func TestAddTwice(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		for _, r := range sample() {
			add(t, s, r)
		}
		before := export(t, s)
		for _, r := range sample() {
			if got := add(t, s, r); got != (Added{Article: r.Document.ID, Known: true}) {
				t.Errorf("second load added %+v", got)
			}
		}
		renamed := sample()[0]
		renamed.Document.Title = "another title"
		renamed.Document.Seal()
		for i := range renamed.Claims {
			renamed.Claims[i].Seal(renamed.Document)
		}
		if got := add(t, s, renamed); got != (Added{Article: sample()[0].Document.ID, Known: true}) {
			t.Errorf("the text under another title added %+v", got)
		}
		if after := export(t, s); after != before {
			t.Error("the second load changed the graph")
		}
	})
}

func export(t *testing.T, s *Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteNQuads(t.Context(), &b, s, Filter{}, DefaultBase); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestOrderOfLoadingDoesNotShow(t *testing.T) {
	var all []string
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{Loaded: time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)})
		readings := sample()
		if len(all)%2 == 1 {
			slices.Reverse(readings)
		}
		for _, r := range readings {
			add(t, s, r)
		}
		all = append(all, export(t, s))
	})
	for _, got := range all[1:] {
		if got != all[0] {
			t.Errorf("exports differ:\n%s\n%s", all[0], got)
		}
	}
}

func TestFailedAddLeavesNothing(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		readings := sample()
		add(t, s, readings[0])
		before := export(t, s)

		for name, spoil := range map[string]func(*schema.Reading){
			"invalid UTF-8":         func(r *schema.Reading) { r.Claims[2].About = "\xff" },
			"line break in an id":   func(r *schema.Reading) { r.Claims[2].Predicate = "x> <y> <z> .\n<a" },
			"no such status":        func(r *schema.Reading) { r.Claims[2].Status = "perhaps" },
			"claim of another text": func(r *schema.Reading) { r.Claims[2].Article = "article/other" },
			"no object":             func(r *schema.Reading) { r.Claims[2].Object = schema.Argument{} },
			"two texts": func(r *schema.Reading) {
				r.Claims[2].Evidence.Text = "other"
			},
			"not sealed": func(r *schema.Reading) { r.Document.SHA256 = "" },
		} {
			bad := sample()[1]
			spoil(bad)
			if _, err := s.Add(t.Context(), bad); err == nil {
				t.Errorf("%s: was taken", name)
			}
		}

		if after := export(t, s); after != before {
			t.Error("a failed Add changed the graph")
		}
		if got := add(t, s, readings[1]); got.Known {
			t.Error("an article that failed counts as known")
		}

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Add(ctx, readings[2]); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled Add gave %v", err)
		}
		for _, err := range s.Claims(ctx, Filter{}) {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled Claims gave %v", err)
			}
		}
	})
}

func TestFilter(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		readings := sample()
		for _, r := range readings {
			add(t, s, r)
		}
		for _, c := range []struct {
			name string
			f    Filter
			want int
		}{
			{"all", Filter{}, 7},
			{"entity", Filter{Entity: "Ada_Lovelace"}, 2},
			{"pair, either way", Filter{Entity: "Belmark", Other: "Arvania"}, 3},
			{"subject", Filter{Subject: "Arvania"}, 4},
			{"object", Filter{Object: "Belmark"}, 3},
			{"predicate", Filter{Predicate: "buys-from"}, 2},
			{"article", Filter{Article: readings[1].Document.ID}, 3},
			{"article and subject", Filter{Article: readings[1].Document.ID, Subject: "Arvania"}, 1},
			{"status", Filter{Statuses: []schema.Status{schema.Planned, schema.Denied}}, 2},
			{"since", Filter{Since: "2024"}, 3},
			{"until", Filter{Until: "2024-03-04"}, 2},
			{"between", Filter{Since: "2024-04-01", Until: "2024-12-31"}, 1},
			{"nobody", Filter{Entity: "Nobody"}, 0},
			{"claim", Filter{Claim: readings[0].Claims[1].ID}, 1},
			{"claim and another article", Filter{Claim: readings[0].Claims[1].ID, Article: readings[1].Document.ID}, 0},
			{"one hop", Filter{Entity: "Arvanian_Navy", Hops: 1}, 1},
			{"two hops", Filter{Entity: "Arvanian_Navy", Hops: 2}, 2},
			{"three hops", Filter{Entity: "Arvanian_Navy", Hops: 3}, 5},
			{"two hops by what was", Filter{Entity: "Arvanian_Navy", Hops: 3, Statuses: []schema.Status{schema.Actual}}, 1},
			{"among", Filter{Among: []string{"Arvania", "Belmark"}}, 3},
			{"among none", Filter{Among: []string{}}, 0},
			{"types", Filter{Types: []schema.EntityType{schema.Country}}, 3},
			{"two articles", Filter{MinArticles: 2}, 0},
		} {
			got := collect(t, s.Claims(t.Context(), c.f))
			if len(got) != c.want {
				t.Errorf("%s: got %d claims, want %d", c.name, len(got), c.want)
			}
		}
		for _, f := range []Filter{{Since: "last week"}, {Until: "2024-13"}} {
			for _, err := range s.Claims(t.Context(), f) {
				if err == nil {
					t.Errorf("%+v was taken", f)
				}
			}
		}
		second := article("again", "2024-06-01", 0, []string{"Arvania buys from Belmark, it is said."},
			said{"Arvania", "buys-from", "Belmark", schema.Actual, nil})
		add(t, s, second)
		if got := collect(t, s.Claims(t.Context(), Filter{MinArticles: 2})); len(got) != 2 {
			t.Errorf("%d claims of ties in two articles, want 2", len(got))
		}
		part := collect(t, s.Quads(t.Context(), Filter{Predicate: "visited"}))
		all := collect(t, s.Quads(t.Context(), Filter{}))
		for _, q := range part {
			if !slices.Contains(all, q) {
				t.Errorf("%v is not in the store", q)
			}
			if q.Subject == quad.IRI("Arvania") {
				t.Errorf("%v has nothing to do with the claim", q)
			}
		}
		if !slices.IsSortedFunc(all, compareQuads) || !slices.IsSortedFunc(part, compareQuads) {
			t.Error("quads are not sorted")
		}
		n := 0
		for _, q := range part {
			if q.Predicate == rdfType && q.Object == classClaim {
				n++
			}
		}
		if n != 1 {
			t.Errorf("the part holds %d claims, want 1", n)
		}
	})
}

func TestEntities(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		for _, r := range sample() {
			add(t, s, r)
		}
		other := article("other", "2024-05-01", 0, []string{"Port Arvan is a city."}, said{"City", "located-in", "Arvania", schema.Actual, nil})
		add(t, s, other)
		got, ok, err := s.Entity(t.Context(), "Arvania")
		if err != nil || !ok || !reflect.DeepEqual(got, *people["Arvania"]) {
			t.Errorf("got %+v, %v, %v", got, ok, err)
		}
		if _, ok, err := s.Entity(t.Context(), "Nobody"); ok || err != nil {
			t.Errorf("Nobody: %v, %v", ok, err)
		}
		for name, want := range map[string][]string{
			"Arvania":      {"Arvania"},
			"<Arvania>":    {"Arvania"},
			"arvanian":     {"Arvania"},
			"Port Arvan":   {"Port_Arvan", "Arvania"},
			"PORT ARVAN":   {"Port_Arvan", "Arvania"},
			"Ada Lovelace": {"Ada_Lovelace"},
			"nobody":       nil,
			"":             nil,
		} {
			ents, err := s.FindEntity(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, ent := range ents {
				ids = append(ids, ent.ID)
			}
			if !slices.Equal(ids, want) {
				t.Errorf("%q means %v, want %v", name, ids, want)
			}
		}
	})
}

func init() {
	people["City"] = &schema.Entity{ID: "Port_Arvan", Name: "Port Arvan", Type: schema.Place}
}

func TestArticlesAndStats(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{Loaded: time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)})
		texts := map[string]string{}
		docs := map[string]schema.Document{}
		for _, r := range sample() {
			add(t, s, r)
			texts[r.Document.SHA256] = r.Document.Text
			doc := *r.Document
			doc.Text = ""
			docs[doc.ID] = doc
		}
		articles := collect(t, s.Articles(t.Context()))
		if len(articles) != len(docs) {
			t.Fatalf("%d articles, want %d", len(articles), len(docs))
		}
		for _, a := range articles {
			if !reflect.DeepEqual(a.Document, docs[a.ID]) || a.Loaded != "2025-01-02T03:04:05Z" {
				t.Errorf("got  %+v\nwant %+v", a, docs[a.ID])
			}
			text, err := s.Text(a.SHA256)
			if err != nil || text != texts[a.SHA256] {
				t.Errorf("%s: text %q, %v", a.ID, text, err)
			}
		}
		if _, err := s.Text(strings.Repeat("0", 64)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("missing text gave %v", err)
		}
		if _, err := s.Text("../../etc/passwd"); err == nil {
			t.Error("a path was taken for a hash")
		}
		got, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := Stats{
			Articles: 3, Sentences: 4, Quads: len(collect(t, s.Quads(t.Context(), Filter{}))), Claims: 7,
			Entities:   map[schema.EntityType]int{schema.Country: 2, schema.Person: 1, schema.Organization: 1},
			Predicates: map[string]int{"buys-from": 2, "leads": 1, "attacks": 1, "open/be_of_size": 1, "visited": 1, "met": 1},
			Statuses:   map[schema.Status]int{schema.Possible: 1, schema.Actual: 4, schema.Denied: 1, schema.Planned: 1},
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
}

func TestBadLocations(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		location string
		opt      Options
		want     error
		text     string
	}{
		{write("a-file", "hello"), Options{}, ErrNotStore, "a-file"},
		{filepath.Dir(write("notes/letter.txt", "Dear")), Options{}, ErrNotStore, "letter.txt"},
		{filepath.Dir(write("alien/format", "PNG")), Options{}, ErrNotStore, "alien"},
		{filepath.Dir(write("newer/format", "relata store 99\n")), Options{}, nil, "format 99"},
		{filepath.Join(dir, "missing"), Options{ReadOnly: true}, ErrNoStore, "missing"},
		{filepath.Join(dir, "a-file", "inside"), Options{}, nil, "a-file"},
		{"", Options{}, nil, "name of a folder"},
		{"bolt:x", Options{}, nil, "unknown kind"},
		{"mysql://localhost/x", Options{}, nil, "unknown kind"},
		{"postgres://ada:secret@127.0.0.1:1/x", Options{}, nil, "postgres://ada:xxxxx@127.0.0.1:1/x"},
		{"postgres://ada:secret@127.0.0.1:1/x?pool_max_conns=some", Options{}, nil, "not an address"},
	} {
		s, err := Open(t.Context(), c.location, c.opt)
		if err == nil {
			s.Close()
			t.Errorf("%s: opened", c.location)
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the password is in %v", err)
		}
		if c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", c.location, err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(dir, "notes/letter.txt")); err != nil || string(text) != "Dear" {
		t.Errorf("the letter was touched: %q, %v", text, err)
	}
	if names, _ := os.ReadDir(filepath.Join(dir, "notes")); len(names) != 1 {
		t.Errorf("something was left in a folder that isn't ours: %v", names)
	}
	if _, err := os.Stat(filepath.Join(dir, "missing")); err == nil {
		t.Error("reading only made a folder")
	}
}

func TestNoPermission(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
	locked := filepath.Join(t.TempDir(), "locked")
	if err := os.Mkdir(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), filepath.Join(locked, "x.db"), Options{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("no permission gave %v", err)
	}
}

func TestLocked(t *testing.T) {
	location := filepath.Join(t.TempDir(), "test.db")
	s := open(t, location, Options{})
	add(t, s, sample()[0])
	if _, err := Open(t.Context(), location, Options{}); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), location) {
		t.Errorf("a second opening gave %v", err)
	}
	if got := len(collect(t, s.Claims(t.Context(), Filter{}))); got != 4 {
		t.Errorf("after it, %d claims, want 4", got)
	}
}

// TestKilledOpening opens folders as a kill may have left them while they were made.
func TestKilledOpening(t *testing.T) {
	for name, leave := range map[string]func(folder string){
		"empty folder":      func(string) {},
		"format half done":  func(f string) { os.WriteFile(filepath.Join(f, "format.123.tmp"), []byte("rel"), 0o644) },
		"without quads":     func(f string) { os.RemoveAll(filepath.Join(f, quadsDir)) },
		"folders, no quads": func(f string) { os.Mkdir(filepath.Join(f, quadsDir), 0o755) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "test.db")
			if err := os.Mkdir(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(name, "quads") {
				if err := open(t, folder, Options{}).Close(); err != nil {
					t.Fatal(err)
				}
				os.RemoveAll(filepath.Join(folder, quadsDir))
			}
			leave(folder)
			s := open(t, folder, Options{})
			add(t, s, sample()[0])
		})
	}
}

func TestReadOnlyRefusesToWrite(t *testing.T) {
	location := filepath.Join(t.TempDir(), "test.db")
	s := open(t, location, Options{})
	add(t, s, sample()[0])
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	a, b := open(t, location, Options{ReadOnly: true}), open(t, location, Options{ReadOnly: true})
	if _, err := a.Add(t.Context(), sample()[1]); !errors.Is(err, ErrReadOnly) {
		t.Errorf("writing gave %v", err)
	}
	for _, s := range []*Store{a, b} {
		if got := len(collect(t, s.Claims(t.Context(), Filter{}))); got != 4 {
			t.Errorf("%d claims, want 4", got)
		}
	}
}

func TestClosed(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Add(t.Context(), sample()[0]); !errors.Is(err, ErrClosed) {
			t.Errorf("Add gave %v", err)
		}
		if _, err := s.Stats(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("Stats gave %v", err)
		}
	})
}

// TestReadWhileWriting is for the race detector too.
func TestReadWhileWriting(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{NoSync: true})
		done := make(chan error)
		go func() {
			defer close(done)
			for i := range 20 {
				r := article(fmt.Sprint("n", i), "2024-01-01", 0, []string{fmt.Sprintf("Arvania met Belmark %d times.", i)},
					said{"Arvania", "met", "Belmark", schema.Actual, nil})
				if _, err := s.Add(t.Context(), r); err != nil {
					done <- err
					return
				}
			}
		}()
		for running := true; running; {
			select {
			case err, ok := <-done:
				if ok {
					t.Fatal(err)
				}
				running = false
			default:
			}
			for c, err := range s.Claims(t.Context(), Filter{Entity: "Belmark"}) {
				if err != nil {
					t.Fatal(err)
				}
				if c.Evidence.Text == "" || c.Subject.ID() != "Arvania" {
					t.Fatalf("half a claim: %+v", c)
				}
			}
		}
		if got := len(collect(t, s.Claims(t.Context(), Filter{}))); got != 20 {
			t.Errorf("%d claims, want 20", got)
		}
	})
}
