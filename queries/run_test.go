package queries

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
)

// store makes a graph in memory of N-Quads.
func store(t testing.TB, text string) graph.QuadStore {
	t.Helper()
	return memstore.New(quadsOf(t, text)...)
}

func quadsOf(t testing.TB, text string) []quad.Quad {
	t.Helper()
	var quads []quad.Quad
	for i, line := range strings.Split(text, "\n") {
		q, err := nquads.Parse(line)
		if errors.Is(err, quad.ErrIncomplete) && strings.TrimSpace(line) == "" {
			continue
		}
		if err != nil {
			t.Fatalf("quad %d: %v", i+1, err)
		}
		if q.IsValid() {
			quads = append(quads, q)
		}
	}
	return quads
}

const people = `
<alice> <follows> <bob> .
<bob> <follows> <fred> .
<bob> <status> "cool_person" .
<charlie> <follows> <bob> .
<charlie> <follows> <dani> .
<dani> <follows> <bob> .
<dani> <follows> <greg> .
<dani> <status> "cool_person" .
<emily> <follows> <fred> .
<fred> <follows> <greg> .
<greg> <status> "cool_person" .
<predicates> <are> <follows> .
<predicates> <are> <status> .
<emily> <status> "smart_person" <smart_graph> .
<greg> <status> "smart_person" <smart_graph> .
`

// answer gives the rows as JSON lines.
func answer(rows iter.Seq2[Row, error]) ([]string, error) {
	var out strings.Builder
	_, err := WriteJSON(&out, rows)
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n"), err
}

func TestRunAnswers(t *testing.T) {
	qs := store(t, people)
	got, err := answer(Run(t.Context(), qs, `g.V("<alice>").Tag("who").Out("<follows>").All()`, Options{}))
	if want := `{"id":"<bob>","who":"<alice>"}`; err != nil || strings.Join(got, "\n") != want {
		t.Fatalf("got %v, %v; want %s", got, err, want)
	}
}

func TestLimitIsSaidAloud(t *testing.T) {
	qs := store(t, people)
	for limit, cut := range map[int]bool{0: false, 1: true, 2: true, 3: false, 4: false} {
		got, err := answer(Run(t.Context(), qs, `g.V("<bob>").In("<follows>").All()`, Options{Limit: limit}))
		if want := min(3, limit+3*btoi(limit == 0)); len(got) != want || errors.Is(err, ErrLimit) != cut {
			t.Errorf("limit %d: %d rows, %v; want %d, cut %v", limit, len(got), err, want, cut)
		}
	}
}

func TestEndlessLoopStops(t *testing.T) {
	qs := store(t, people)
	start := time.Now()
	_, err := answer(Run(t.Context(), qs, `while(true){}`, Options{Timeout: 50 * time.Millisecond}))
	if !errors.Is(err, ErrTimeout) || time.Since(start) > 3*time.Second {
		t.Errorf("got %v after %v", err, time.Since(start))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := answer(Run(ctx, qs, `while(true){}`, Options{})); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestSyntaxErrorHasPlace(t *testing.T) {
	qs := store(t, people)
	_, err := answer(Run(t.Context(), qs, "var a = 1\ng.V(\"<bob>\").All(", Options{}))
	var se *Error
	if !errors.As(err, &se) || se.Line != 2 || se.Column != 18 || se.Source != `g.V("<bob>").All(` {
		t.Fatalf("got %#v", err)
	}
	if want := "\n  g.V(\"<bob>\").All(\n                   ^"; !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %q", err)
	}
}
