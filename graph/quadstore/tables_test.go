package quadstore

import (
	"fmt"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// tabled is a store of so many small articles, most of which lie in tables.
func tabled(t *testing.T, articles int) *QuadStore {
	t.Helper()
	qs := inMemory(t)
	for i := range articles {
		var quads []quad.Quad
		for j := range 10 {
			quads = append(quads, quad.Make(quad.IRI(fmt.Sprintf("claim/%d-%d", i*7919%articles, j)), quad.IRI("says"), quad.Int(j), quad.IRI(fmt.Sprintf("article/%d", i))))
		}
		if err := qs.ApplyDeltas(add(quads...), graph.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
		if i%(articles/4) == 1 {
			if err := qs.db.Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return qs
}

// TestLookup asks for many values at once, of which some are there, and one at a time.
func TestLookup(t *testing.T) {
	const articles = 200
	qs := tabled(t, articles)
	view := qs.Snapshot()
	defer view.Close()
	if err := qs.ApplyDeltas(add(iri("late", "says", "late", "article/late")), graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	values := []quad.Value{nil, quad.IRI("late"), quad.IRI("late"), quad.String("late"), quad.Int(3), quad.TypedString{Value: "3", Type: xsdInteger}}
	for i := range 2 * articles {
		values = append(values, quad.IRI(fmt.Sprintf("article/%d", i)), quad.IRI(fmt.Sprintf("claim/%d-%d", i, i%20)))
	}
	for name, s := range map[string]*QuadStore{"store": qs, "snapshot": view} {
		for _, n := range []int{len(values), 3, 0} {
			refs, err := s.Lookup(values[:n])
			if err != nil {
				t.Fatal(err)
			}
			there := 0
			for i, v := range values[:n] {
				want, err := s.ValueOf(v)
				if err != nil {
					t.Fatal(err)
				}
				if want != nil {
					there++
				}
				if refs[i] != want {
					t.Errorf("%s, %d values: %v is %v, want %v", name, n, v, refs[i], want)
				}
			}
			if n == len(values) && (there < articles || there > 3*articles) {
				t.Errorf("%s: %d of %d values are there", name, there, n)
			}
		}
	}
}

// TestFilter looks up values that aren't there: nearly no table is read for them.
func TestFilter(t *testing.T) {
	qs := tabled(t, 200)
	if err := qs.db.Flush(); err != nil {
		t.Fatal(err)
	}
	before := qs.db.Metrics().Filter
	var values []quad.Value
	for i := range 1000 {
		values = append(values, quad.IRI(fmt.Sprintf("claim/%d-none", i)))
	}
	refs, err := qs.Lookup(values)
	if err != nil {
		t.Fatal(err)
	}
	for i, ref := range refs {
		if ref != nil {
			t.Errorf("%v is there", values[i])
		}
	}
	after := qs.db.Metrics().Filter
	if spared, read := after.Hits-before.Hits, after.Misses-before.Misses; spared < int64(len(values)) || read > spared/20 {
		t.Errorf("%d looks into tables were spared and %d were not", spared, read)
	}
}

// TestTablesApart holds that no table has keys of two kinds, but for the metadata.
func TestTablesApart(t *testing.T) {
	qs := tabled(t, 200)
	if err := qs.db.Flush(); err != nil {
		t.Fatal(err)
	}
	levels, err := qs.db.SSTables()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[byte]bool{}
	for level, tables := range levels {
		for _, table := range tables {
			from, to := table.Smallest.UserKey[0], table.Largest.UserKey[0]
			kinds[to] = true
			if max(from, keyValue) != to {
				t.Errorf("a table of level %d has keys from %x to %x", level, from, to)
			}
		}
	}
	if len(kinds) != len(orders)+2 {
		t.Errorf("tables end with the kinds %v", kinds)
	}
}

// TestSettle closes a store whose last commits lie in many tables above each other, and opens
// it again: few are left, and everything is there.
func TestSettle(t *testing.T) {
	dir := t.TempDir()
	qs, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const commits = loadTables/2 - 1
	for i := range commits {
		if err := qs.ApplyDeltas(add(iri(fmt.Sprint("a", i), "says", fmt.Sprint("z", i), "article/1")), graph.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
		if err := qs.db.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if n := qs.db.Metrics().Levels[0].Sublevels; n < restTables/2 {
		t.Fatalf("%d tables lie above each other before: the test tests nothing", n)
	}
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	qs, err = Open(dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	if n := qs.db.Metrics().Levels[0].Sublevels; n >= restTables/2 {
		t.Errorf("%d tables lie above each other after closing", n)
	}
	if stats, err := qs.Stats(t.Context(), true); err != nil || stats.Quads.Value != commits {
		t.Errorf("%d quads, %v; want %d", stats.Quads.Value, err, commits)
	}
}
