package graph

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

func problems(t *testing.T, s *Store) string {
	t.Helper()
	list, err := s.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

func TestRetract(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		s := open(t, location, Options{})
		readings := sample()
		add(t, s, readings[0])
		before := export(t, s)
		added := add(t, s, readings[1])
		if n, err := s.Retract(t.Context(), readings[1].Document.ID); err != nil || n != added.Quads {
			t.Errorf("%d quads went, %v; %d had come", n, err, added.Quads)
		}
		if after := export(t, s); after != before {
			t.Errorf("what is left:\n%s\nwant\n%s", after, before)
		}
		if _, err := s.Text(readings[1].Document.SHA256); err == nil {
			t.Error("the text is still there")
		}
		if n, err := s.Retract(t.Context(), readings[1].Document.ID); n != 0 || err != nil {
			t.Errorf("a second time: %d, %v", n, err)
		}
		if got := add(t, s, readings[1]); got != added {
			t.Errorf("added again: %+v, want %+v", got, added)
		}
		if got := problems(t, s); got != "" {
			t.Errorf("problems:\n%s", got)
		}
	})
}

// TestTextOfTwoArticles: an import can bring one text under two ids.
func TestTextOfTwoArticles(t *testing.T) {
	s, other := open(t, MemoryLocation, Options{}), open(t, MemoryLocation, Options{})
	r := sample()[0]
	add(t, s, r)
	renamed := sample()[0]
	renamed.Document.Title = "another title"
	renamed.Document.Seal()
	for i := range renamed.Claims {
		renamed.Claims[i].Seal(renamed.Document)
	}
	add(t, other, renamed)
	importText(t, s, export(t, other), Import{})
	for i, id := range []string{r.Document.ID, renamed.Document.ID} {
		if n, err := s.Retract(t.Context(), id); n == 0 || err != nil {
			t.Fatal(n, err)
		}
		if _, err := s.Text(r.Document.SHA256); (err == nil) != (i == 0) {
			t.Errorf("after %d of two went, the text gives %v", i+1, err)
		}
	}

	// A load brings the texts that a snapshot doesn't.
	restored := open(t, MemoryLocation, Options{})
	importText(t, restored, export(t, other), Import{})
	if got := add(t, restored, renamed); !got.Known {
		t.Errorf("after an import, %+v", got)
	}
	if text, err := restored.Text(r.Document.SHA256); err != nil || text != r.Document.Text {
		t.Errorf("after an import and a load, the text gives %v", err)
	}
}

func TestVerify(t *testing.T) {
	location := filepath.Join(t.TempDir(), "test.db")
	s := open(t, location, Options{})
	readings := append(sample(), nasty())
	for _, r := range readings {
		add(t, s, r)
	}
	if got := problems(t, s); got != "" {
		t.Fatalf("a good store has problems:\n%s", got)
	}
	change := func(a graph.Procedure, q quad.Quad) {
		t.Helper()
		if err := s.apply([]graph.Delta{{Quad: q, Action: a}}); err != nil {
			t.Fatal(err)
		}
	}
	label := quad.IRI(readings[0].Document.ID)
	claim := quad.IRI(readings[0].Claims[0].ID)
	edge := quad.Quad{Subject: quad.IRI("Arvania"), Predicate: quad.IRI("buys-from"), Object: quad.IRI("Belmark"), Label: label}
	for _, c := range []struct {
		name string
		q    quad.Quad
		add  bool
		want string
	}{
		{"no edge", edge, false, "the edge Arvania buys-from Belmark is missing"},
		{"an edge without claim", quad.Quad{Subject: quad.IRI("Belmark"), Predicate: quad.IRI("invades"), Object: quad.IRI("Arvania"), Label: label}, true,
			"the edge Belmark invades Arvania has no claim"},
		{"two statuses", quad.Quad{Subject: claim, Predicate: termStatus, Object: quad.String("actual"), Label: label}, true, "has 2 values of status"},
		{"no sentence", quad.Quad{Subject: claim, Predicate: termEvidence, Object: label + "#s0", Label: label}, false, "has 0 values of evidence"},
		{"no words", quad.Quad{Subject: label + "#s0", Predicate: termText, Object: quad.String(readings[0].Claims[0].Evidence.Text), Label: label}, false, "its sentence"},
		{"out of the text", quad.Quad{Subject: label + "#s0", Predicate: termEnd, Object: quad.Int(35), Label: label}, false, "has other words there"},
	} {
		there, back := graph.Delete, graph.Add
		if c.add {
			there, back = back, there
		}
		change(there, c.q)
		if got := problems(t, s); !strings.Contains(got, string(label)+": ") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		change(back, c.q)
	}
	if got := problems(t, s); got != "" {
		t.Fatalf("a mended store has problems:\n%s", got)
	}

	path := filepath.Join(location, textName(readings[1].Document.SHA256))
	if err := os.WriteFile(path, encoder.EncodeAll([]byte("forged"), nil), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := problems(t, s); !strings.Contains(got, "another hash") {
		t.Errorf("a forged text: %q", got)
	}
	if err := os.WriteFile(path, []byte("no zstd"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := problems(t, s); !strings.Contains(got, readings[1].Document.ID+": its text: ") {
		t.Errorf("a broken text: %q", got)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if got := problems(t, s); got != "articles: 1 of the articles have no text here (not archived, or imported), so that their sentences can't be checked and relata can't read them again\n" {
		t.Errorf("a missing text: %q", got)
	}
	if err := s.texts.put(strings.Repeat("ab", 32), "stray"); err != nil {
		t.Fatal(err)
	}
	if got := problems(t, s); !strings.Contains(got, "abab: the text of no article") {
		t.Errorf("a stray text: %q", got)
	}
}

const killedStore = "RELATA_TEST_KILLED_STORE"

// TestKilled kills a process that adds articles, some times, and looks at what it left.
func TestKilled(t *testing.T) {
	if location := os.Getenv(killedStore); location != "" {
		addForEver(t, location)
		return
	}
	location := filepath.Join(t.TempDir(), "test.db")
	loaded := 0
	for round := range 3 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$", "-test.v")
		cmd.Env = append(os.Environ(), killedStore+"="+location)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := 0
		for lines := bufio.NewScanner(out); said < 5+round && lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "added ") {
				said++
			}
		}
		time.Sleep(time.Duration(round) * 7 * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()

		s := open(t, location, Options{})
		got := problems(t, s)
		for line := range strings.Lines(got) {
			if !strings.Contains(line, "the text of no article") {
				t.Errorf("round %d: %s", round, line)
			}
		}
		st, err := s.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if st.Articles < loaded+said || st.Claims != 2*st.Articles {
			t.Errorf("round %d: %d articles and %d claims after %d + %d were added", round, st.Articles, st.Claims, loaded, said)
		}
		loaded = st.Articles
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func addForEver(t *testing.T, location string) {
	s := open(t, location, Options{})
	for i := 0; ; i++ {
		r := article(fmt.Sprint("n", i), "2024-01-01", 0, []string{fmt.Sprintf("Arvania met Belmark %d times.", i), "It left."},
			said{"Arvania", "met", "Belmark", schema.Actual, nil}, said{"Arvania", "supports", "Belmark", schema.Planned, nil})
		if got := add(t, s, r); !got.Known {
			fmt.Println("added", i)
		}
	}
}
