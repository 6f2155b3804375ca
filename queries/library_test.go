package queries

import (
	"bufio"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/rogpeppe/go-internal/txtar"

	"relata/graph"
	"relata/schema"
)

var update = flag.Bool("update", false, "write the answers in testdata anew")

// readings makes what the pipeline would have read from a text such as testdata/news.txt.
func readings(t testing.TB, file string) []*schema.Reading {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ents := map[string]*schema.Entity{}
	var out []*schema.Reading
	var r *schema.Reading
	var text strings.Builder
	finish := func() {
		if r == nil {
			return
		}
		r.Document.Text = text.String()
		id := r.Document.ID
		r.Document.Seal()
		r.Document.ID = id
		used := map[string]*schema.Entity{}
		for i := range r.Claims {
			c := &r.Claims[i]
			c.Seal(r.Document)
			used[c.Subject.Entity.ID], used[c.Object.Entity.ID] = c.Subject.Entity, c.Object.Entity
		}
		for _, id := range slices.Sorted(maps.Keys(used)) {
			r.Entities = append(r.Entities, used[id])
		}
		out = append(out, r)
	}
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		kind, rest, _ := strings.Cut(sc.Text(), " ")
		parts := strings.Split(rest, "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		switch kind {
		case "entity":
			e := &schema.Entity{ID: parts[0], Name: parts[1], Type: schema.EntityType(parts[2])}
			if parts[3] != "" {
				e.Aliases = strings.Split(parts[3], ", ")
			}
			ents[e.ID] = e
		case "article":
			finish()
			text.Reset()
			day, err := time.Parse(time.DateOnly, parts[1])
			if err != nil {
				t.Fatal(err)
			}
			r = &schema.Reading{Document: &schema.Document{ID: parts[0], Published: day, Publisher: parts[2], Title: parts[3]}}
		case "claim":
			if !sc.Scan() {
				t.Fatalf("%s:%d: no sentence", file, n)
			}
			n++
			sentence := sc.Text()
			start := text.Len()
			text.WriteString(sentence + "\n")
			span := schema.Span{Start: start, End: start + len(sentence)}
			confidence, err := strconv.ParseFloat(parts[8], 64)
			if err != nil || ents[parts[0]] == nil || ents[parts[2]] == nil {
				t.Fatalf("%s:%d: bad claim", file, n)
			}
			c := schema.Claim{
				Subject:   schema.Argument{Entity: ents[parts[0]], Mention: ents[parts[0]].Name},
				Predicate: parts[1],
				Object:    schema.Argument{Entity: ents[parts[2]], Mention: ents[parts[2]].Name},
				Status:    schema.Status(parts[3]), When: parts[5], About: parts[6], Role: parts[7],
				Confidence: confidence, Method: "extract/test@1",
				Evidence: schema.Evidence{Sentence: len(r.Sentences), Text: sentence, Span: span},
			}
			if e := ents[parts[4]]; e != nil {
				c.Source = schema.Source{ID: e.ID, Name: e.Name}
			}
			r.Sentences = append(r.Sentences, span)
			r.Claims = append(r.Claims, c)
		}
	}
	finish()
	return out
}

func newsStore(t testing.TB) *graph.Store {
	t.Helper()
	s, err := graph.Open(t.Context(), graph.MemoryLocation, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, r := range readings(t, "testdata/news.txt") {
		if _, err := s.Add(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// TestLibrary asks each question as its txtar file in testdata/library says: one section
// a case, with the arguments in its name and the answer as a table.
func TestLibrary(t *testing.T) {
	qs := newsStore(t).QuadStore()
	questions, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	if len(questions) < 19 {
		t.Errorf("%d questions", len(questions))
	}
	for _, q := range questions {
		t.Run(q.Name, func(t *testing.T) {
			file := filepath.Join("testdata", "library", q.Name+".txtar")
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			rows := 0
			for i, f := range ar.Files {
				got, n := askCase(t, qs, q, f.Name)
				rows += n
				if *update {
					ar.Files[i].Data = []byte(got)
				} else if got != string(f.Data) {
					t.Errorf("%s\ngot:\n%swant:\n%s", f.Name, got, f.Data)
				}
			}
			if rows == 0 {
				t.Error("no case has an answer")
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// askCase asks a question with the arguments in the name of a case, and gives the answer as
// a table with the number of its rows.
func askCase(t *testing.T, qs cayley.QuadStore, q Question, name string) (string, int) {
	t.Helper()
	args := map[string]string{}
	evidence := false
	for _, a := range strings.Split(name, ", ") {
		name, val, ok := strings.Cut(a, "=")
		if name == "evidence" {
			evidence = true
		} else if ok {
			args[name] = val
		}
	}
	var b strings.Builder
	n, err := WriteTable(&b, Ask(t.Context(), qs, q, args, Options{Evidence: evidence}), TableOptions{})
	if err != nil {
		fmt.Fprintf(&b, "error: %v\n", err)
	}
	return b.String(), n
}

// TestEveryAnswerHasEvidence asks each question with evidence: every row has a sentence of
// the news and its article.
func TestEveryAnswerHasEvidence(t *testing.T) {
	qs := newsStore(t).QuadStore()
	questions, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	news, err := os.ReadFile("testdata/news.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		ar, err := txtar.ParseFile(filepath.Join("testdata", "library", q.Name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			args := map[string]string{}
			for _, a := range strings.Split(f.Name, ", ") {
				if name, val, ok := strings.Cut(a, "="); ok {
					args[name] = val
				}
			}
			for _, store := range []cayley.QuadStore{qs, otherStore{qs}} {
				for row, err := range Ask(t.Context(), store, q, args, Options{Evidence: true}) {
					if err != nil {
						break // cases of errors are in TestLibrary
					}
					sentence, article := plain(row.Get("sentence")), plain(row.Get("article"))
					if sentence == "" || !strings.Contains(string(news), sentence) || !strings.HasPrefix(article, "<article/") {
						t.Errorf("%s %s: sentence %q, article %q in %v", q.Name, f.Name, sentence, article, row)
					}
				}
			}
		}
	}
}

// TestLibraryByColumns asks all of it again with claims read by the column, as those of
// large graphs are, and from a store without ranges.
func TestLibraryByColumns(t *testing.T) {
	qs := newsStore(t).QuadStore()
	questions, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	many, part := manyNodes, largePart
	t.Cleanup(func() { manyNodes, largePart = many, part })
	other := otherStore{qs}
	for _, q := range questions {
		ar, err := txtar.ParseFile(filepath.Join("testdata", "library", q.Name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			for _, by := range []struct {
				name  string
				store cayley.QuadStore
				nodes int
				part  int64
			}{{"columns", qs, 0, 1 << 40}, {"claims of another store", other, many, part}} {
				manyNodes, largePart = by.nodes, by.part
				if got, _ := askCase(t, by.store, q, f.Name); got != string(f.Data) {
					t.Errorf("by %s: %s %s\ngot:\n%swant:\n%s", by.name, q.Name, f.Name, got, f.Data)
				}
			}
		}
	}
}

// otherStore hides what only our store has.
type otherStore struct{ cayley.QuadStore }

func TestLibraryFolders(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("mine.js", "// title: Mine\ng.V()")
	write("visits.js", "// title: My visits\ng.V()")
	write("notes.txt", "not a question")
	questions, err := Library(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, title := range map[string]string{"mine": "Mine", "visits": "My visits", "meetings": "Meetings and talks"} {
		if q, err := Find(questions, name); err != nil || q.Title != title {
			t.Errorf("%s: got %q, %v", name, q.Title, err)
		}
	}
	write("broken.js", "// title: Broken\ng.V(")
	if _, err := Library(dir); err == nil || !strings.Contains(err.Error(), "broken.js") {
		t.Errorf("got %v", err)
	}
	for _, bad := range []string{filepath.Join(dir, "none"), filepath.Join(dir, "notes.txt")} {
		if _, err := Library(bad); err == nil {
			t.Errorf("%s is no error", bad)
		}
	}
}
