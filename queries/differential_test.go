package queries

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
)

// cayleyRows runs a query in Cayley's own session and gives its rows in our notation.
func cayleyRows(t testing.TB, qs graph.QuadStore, text string) ([]string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	it, err := gizmo.NewSession(qs).Execute(ctx, text, query.Options{Limit: -1, Collation: query.Raw})
	if err != nil {
		return nil, err
	}
	defer it.Close()
	var out []string
	for it.Next(ctx) {
		r := it.Result().(*gizmo.Result)
		if r.Meta {
			continue
		}
		var row Row
		if r.Tags == nil {
			v, err := exported(r.Val)
			if err != nil {
				return out, err
			}
			if n, ok := v.(*Nested); ok && n.IsObject() {
				row.Cells = n.Object
			} else {
				row.Cells = []Cell{{Value: v}}
			}
		}
		for tag, ref := range r.Tags {
			v, err := qs.NameOf(ref)
			if err != nil {
				return out, err
			}
			if v != nil {
				row.Cells = append(row.Cells, Cell{tag, v})
			}
		}
		slices.SortFunc(row.Cells, func(a, b Cell) int { return compareTags(a.Tag, b.Tag) })
		line, _ := row.MarshalJSON()
		out = append(out, string(line))
	}
	return out, it.Err()
}

// exported makes a value of what Cayley's session emits.
func exported(v any) (quad.Value, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if q := quad.StringToValue(v); q != nil {
			return q, nil
		}
		return quad.String(v), nil
	case []any:
		n := NewArray()
		for _, e := range v {
			q, err := exported(e)
			if err != nil {
				return nil, err
			}
			n.Array = append(n.Array, q)
		}
		return n, nil
	case map[string]any:
		n := NewObject()
		for k, e := range v {
			q, err := exported(e)
			if err != nil {
				return nil, err
			}
			n.Object = append(n.Object, Cell{k, q})
		}
		slices.SortFunc(n.Object, func(a, b Cell) int { return compareTags(a.Tag, b.Tag) })
		return n, nil
	}
	if q, ok := quad.AsValue(v); ok {
		return q, nil
	}
	return nil, fmt.Errorf("a %T", v)
}

func ourRows(t testing.TB, qs graph.QuadStore, text string) ([]string, error) {
	t.Helper()
	var out []string
	for row, err := range Run(t.Context(), qs, text, Options{Timeout: 10 * time.Second}) {
		if err != nil {
			return out, err
		}
		if len(row.Cells) > 0 && row.Cells[0].Tag != "" {
			slices.SortFunc(row.Cells, func(a, b Cell) int { return compareTags(a.Tag, b.Tag) })
		}
		line, _ := row.MarshalJSON()
		out = append(out, string(line))
	}
	return out, nil
}

const multigraph = people + `
<alice> <age> "31"^^<http://www.w3.org/2001/XMLSchema#integer> .
<bob> <age> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<dani> <age> "120"^^<http://www.w3.org/2001/XMLSchema#integer> .
<alice> <name> "Alice"@en .
<bob> <name> "Bob" .
<_x> <name> "<bob>" .
_:b1 <name> "blank" .
<alice> <follows> <dani> <other_graph> .
<dani> <follows> <alice> <other_graph> .
<greg> <likes> <alice> <smart_graph> .
`

var sameAsCayley = []string{
	`g.V("<alice>").all()`,
	`g.V("<alice>").All()`,
	`g.V("<nobody>").all()`,
	`g.Vertex(iri("alice"), "<bob>").all()`,
	`graph.V("cool_person").all()`,
	`g.V().all()`,
	`g.V().getLimit(5)`,
	`g.V("<alice>").out("<follows>").all()`,
	`g.V("<alice>").Out(iri("follows")).All()`,
	`g.V("<bob>").out().all()`,
	`g.V("<bob>").in("<follows>").all()`,
	`g.V("<bob>").in().all()`,
	`g.V("<bob>").both("<follows>").all()`,
	`g.V("<bob>").both().all()`,
	`g.V("<bob>").out(["<follows>", "<status>"]).all()`,
	`g.V("<bob>").out([]).all()`,
	`g.V("<bob>").out(null, "pred").all()`,
	`g.V("<bob>").out(["<follows>", "<status>"], "pred").all()`,
	`g.V("<bob>").in(["<follows>"], ["p", "q"]).all()`,
	`g.V("<bob>").both("<follows>", "pred").all()`,
	`g.V("<bob>").out(g.V("<follows>")).all()`,
	`g.V("<bob>").out(g.V("<predicates>").out("<are>")).all()`,
	`g.V("<bob>").out(g.V("<predicates>").out("<are>"), "pred").all()`,
	`g.V("<charlie>").tag("a").out("<follows>").tag("b").out("<follows>").all()`,
	`g.V("<charlie>").as("a", "b").out("<follows>").all()`,
	`g.V("<alice>").out("<follows>").is("<bob>", "<dani>").all()`,
	`g.V("<alice>").out("<follows>").is("<nobody>").all()`,
	`g.V().has("<follows>", "<bob>").all()`,
	`g.V().has("<follows>").all()`,
	`g.V().has("<follows>", "<nobody>").all()`,
	`g.V().has("<age>", "<follows>").all()`,
	`g.V().hasR("<follows>", "<charlie>").all()`,
	`g.V().hasR("<follows>").all()`,
	`g.V("<charlie>").out("<follows>").has("<follows>", "<greg>").all()`,
	`g.V().has("<name>", gt("B")).all()`,
	`g.V().has("<follows>", gt("<f>")).all()`,
	`g.V().has("<name>", regex("o")).all()`,
	`g.V("<bob>").in("<follows>").filter(gt(iri("c")), lt(iri("d"))).all()`,
	`g.V().filter(gte("<d>"), lte("<e>")).all()`,
	`g.V().filter(gt("Alice")).all()`,
	`g.V().filter(gt(_x = iri("c"))).all()`,
	`g.V().filter(regex("ar?li.*e")).all()`,
	`g.V().filter(regex("ar?li.*e", true)).all()`,
	`g.V().filter(regex(iri("ar?li.*e"), true)).all()`,
	`g.V().filter(regex("^cool")).all()`,
	`g.V().filter(like("al%")).all()`,
	`g.V().filter(like("%n?")).all()`,
	`g.V().filter(like("%")).all()`,
	`g.V().filter(like("")).all()`,
	`g.V().filter(gt(bnode("a"))).all()`,
	`g.V("<alice>").save("<age>", "age").all()`,
	`g.V("<alice>").save("<follows>").all()`,
	`g.V("<dani>", "<bob>").save("<follows>", "target").all()`,
	`g.V("<dani>", "<nobody>").saveOpt("<age>", "age").all()`,
	`g.V("<dani>", "<charlie>").saveOpt("<status>", "s").all()`,
	`g.V("<dani>", "<charlie>").saveOptR("<likes>", "s").all()`,
	`g.V("<bob>").saveR("<follows>", "who").all()`,
	`g.V().save("<status>", "s").saveOpt("<age>", "a").all()`,
	`g.V("<alice>").except(g.V("<bob>")).all()`,
	`g.V("<charlie>").out("<follows>").except(g.V("<dani>").out("<follows>")).all()`,
	`g.V("<charlie>").out("<follows>").difference(g.V("<bob>")).all()`,
	`g.V("<charlie>").out("<follows>").and(g.V("<dani>").out("<follows>")).all()`,
	`g.V("<charlie>").out("<follows>").intersect(g.V("<dani>").out("<follows>")).all()`,
	`g.V("<charlie>").out("<follows>").or(g.V("<dani>").out("<follows>")).all()`,
	`g.V("<charlie>").out("<follows>").union(g.V("<dani>").out("<follows>")).unique().all()`,
	`g.V("<charlie>").tag("x").out("<follows>").or(g.V("<dani>").tag("y").out("<follows>")).all()`,
	`g.V("<charlie>", "<dani>").out("<follows>").unique().all()`,
	`g.V().in("<follows>").unique().all()`,
	`g.V("<greg>").tag("s").labels().all()`,
	`g.V("<emily>").labels().all()`,
	`g.V("<bob>").inPredicates().all()`,
	`g.V("<bob>").outPredicates().all()`,
	`g.V("<bob>").saveInPredicates("pred").all()`,
	`g.V("<bob>").saveOutPredicates("pred").all()`,
	`g.V("<alice>").follow(g.M().out("<follows>").out("<follows>")).all()`,
	`var m = g.Morphism().out("<follows>"); g.V("<alice>").follow(m).followR(m).all()`,
	`g.V("<charlie>").followRecursive("<follows>").all()`,
	`g.V("<charlie>").followRecursive(g.M().out("<follows>")).all()`,
	`g.V("<charlie>").followRecursive(g.M().out("<follows>"), 1).all()`,
	`g.V("<charlie>").followRecursive("<follows>", 2, "depth").all()`,
	`g.V("<charlie>").followRecursive("<follows>", "depth").all()`,
	`g.V("<charlie>").tag("start").followRecursive("<follows>", -1, ["d1","d2"]).all()`,
	`g.V("<charlie>", "<dani>").tag("start").followRecursive("<follows>").out("<status>").all()`,
	`g.V("<charlie>").out("<follows>").tag("x").out("<follows>").back("x").all()`,
	`g.V("<charlie>").tag("x").out("<follows>").out("<status>").is("cool_person").back("x").out("<follows>").all()`,
	`g.V().tag("who").out("<status>").back("who").in("<follows>").all()`,
	`g.V("<greg>").labelContext("<smart_graph>").out("<status>").all()`,
	`g.V("<greg>").labelContext("<smart_graph>", "l").out("<status>").all()`,
	`g.V("<greg>").labelContext(["<smart_graph>", "<other_graph>"]).both().all()`,
	`g.V("<greg>").labelContext("<smart_graph>").out("<status>").labelContext(null).in("<status>").all()`,
	`g.V().labelContext("<smart_graph>").has("<status>", "smart_person").all()`,
	`g.V("<greg>").labelContext("<smart_graph>").save("<status>", "s").all()`,
	`g.V("<greg>").labelContext(g.V("<smart_graph>")).out().all()`,
	`g.V("<bob>").in("<follows>").limit(2).all()`,
	`g.V("<bob>").in("<follows>").skip(1).all()`,
	`g.V("<bob>").in("<follows>").skip(1).limit(1).all()`,
	`g.V("<bob>").in("<follows>").limit(0).all()`,
	`g.V("<bob>").in("<follows>").limit(-1).all()`,
	`g.V("<bob>").in("<follows>").skip(7).all()`,
	`g.V("<bob>").in("<follows>").order().all()`,
	`g.V().has("<follows>").order().limit(3).all()`,
	`g.V("<bob>").in("<follows>").forEach(function(d){ g.emit(d.id) })`,
	`g.V("<bob>").in("<follows>").forEach(2, function(d){ g.emit(d) })`,
	`g.V("<bob>").tag("b").in("<follows>").map(function(d){ g.emit({who: d.id, whom: d.b}) })`,
	`g.emit(g.V("<bob>").in("<follows>").toArray())`,
	`g.emit(g.V("<bob>").in("<follows>").toArray(2))`,
	`g.emit(g.V("<bob>").in("<follows>").toArray(0))`,
	`g.emit(g.V("<bob>").in("<follows>").toValue())`,
	`g.emit(g.V("<bob>").tag("x").in("<follows>").tagValue())`,
	`g.emit(g.V("<alice>").out("<age>").toValue() + 1)`,
	`g.emit(g.V("<bob>").in("<follows>").count())`,
	`g.emit(g.V("<bob>").in().count())`,
	`g.emit(g.V("<charlie>").out("<follows>").out("<follows>").count())`,
	`g.emit({a: [1, "x", true, null], b: {c: 1.5}})`,
	`g.emit("plain"); g.emit(7); g.emit(null); g.emit(undefined)`,
	`g.emit(iri("x")); g.emit(bnode("y")); g.emit(str("z"))`,
	`g.addNamespace("ex", "http://example.com/"); g.emit(g.IRI("ex:a"))`,
	`var f = function(p) { return p.out("<follows>") }; f(f(g.V("<alice>"))).all()`,
	`g.V(["<alice>"][0]).all(); g.V("<bob>").all()`,
	`[1,2,3].map(function(i) { return i * 2 }).forEach(function(i) { g.emit(i) })`,
	`g.V(31).in("<age>").all()`,
	`g.V(typed("31", "http://www.w3.org/2001/XMLSchema#integer")).all()`,
	`g.V(lang("Alice", "en")).in("<name>").all()`,
	`g.V('"Alice"@en').in("<name>").all()`,
	`g.V(raw("<alice>")).all()`,
	`g.V(str("<bob>")).in("<name>").all()`,
}

// TestSameAsCayley runs hand-made queries here and there. Rows are compared as a set with
// repetitions, but in their order where the query orders.
func TestSameAsCayley(t *testing.T) {
	qs, own := store(t, multigraph), ownStore(t, multigraph)
	for _, q := range sameAsCayley {
		if strings.Contains(q, "getLimit") || strings.Contains(q, "toArray(2)") || strings.Contains(q, "forEach(2") ||
			strings.Contains(q, "skip(1)") || strings.Contains(q, "imit(2)") || strings.Contains(q, "alue()") || strings.Contains(q, "XMLSchema") || strings.Contains(q, "labels()") {
			compareRuns(t, qs, qs, q) // which ones come first is the store's own affair, as are labels that are none
			continue
		}
		compareRuns(t, qs, qs, q)
		compareRuns(t, qs, own, q)
	}
}

// ownStore is our backend with the same quads.
func ownStore(t testing.TB, text string) graph.QuadStore {
	t.Helper()
	qs, err := quadstore.Open("", quadstore.Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := qs.Close(); err != nil {
			t.Errorf("an iterator was left open: %v", err)
		}
	})
	var deltas []graph.Delta
	for _, q := range quadsOf(t, text) {
		deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Add})
	}
	if err := qs.ApplyDeltas(deltas, graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	return qs
}

// compareRuns holds our rows from one store against Cayley's from another.
func compareRuns(t *testing.T, theirs, ours graph.QuadStore, q string) {
	t.Helper()
	want, err := cayleyRows(t, theirs, q)
	if err != nil {
		t.Errorf("%s\n  Cayley: %v", q, err)
		return
	}
	got, err := ourRows(t, ours, q)
	if err != nil {
		t.Errorf("%s\n  %v", q, err)
		return
	}
	if !strings.Contains(q, "order()") {
		slices.Sort(got)
		slices.Sort(want)
	}
	if theirs != ours {
		// how often a union gives a node depends on the plan, and so on the store
		got, want = slices.Compact(got), slices.Compact(want)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s on %T\n  got  %v\n  want %v", q, ours, got, want)
	}
}

// genPath makes a random path of n steps over the nodes and predicates of multigraph.
func genPath(r *rand.Rand, n int, start string) string {
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	node := func() string {
		return pick(`"<alice>"`, `"<bob>"`, `"<charlie>"`, `"<dani>"`, `"<emily>"`, `"<fred>"`, `"<greg>"`, `"cool_person"`, `"smart_person"`, `31`)
	}
	pred := func() string { return pick(`"<follows>"`, `"<status>"`, `"<age>"`, `"<likes>"`, `"<name>"`) }
	via := func() string {
		return pick(pred(), pred(), "", "["+pred()+", "+pred()+"]", "g.V("+pred()+")")
	}
	sub := func() string {
		return genPath(r, r.IntN(n+1)/2, pick("g.V("+node()+")", "g.V("+node()+", "+node()+")"))
	}
	var b strings.Builder
	b.WriteString(start)
	for i := range n {
		switch r.IntN(20) {
		case 0, 1, 2, 3:
			fmt.Fprintf(&b, ".out(%s)", via())
		case 4, 5, 6:
			fmt.Fprintf(&b, ".in(%s)", via())
		case 7:
			fmt.Fprintf(&b, ".both(%s)", via())
		case 8:
			fmt.Fprintf(&b, ".has(%s, %s)", pred(), node())
		case 9:
			fmt.Fprintf(&b, ".has(%s)", pred())
		case 10:
			fmt.Fprintf(&b, ".tag(\"t%d\")", i)
		case 11:
			fmt.Fprintf(&b, ".out(%s, \"p%d\")", pred(), i)
		case 12:
			fmt.Fprintf(&b, ".and(%s)", sub())
		case 13:
			fmt.Fprintf(&b, ".or(%s)", sub())
		case 14:
			fmt.Fprintf(&b, ".except(g.V(%s))", node())
		case 15:
			b.WriteString(".unique()")
		case 16:
			fmt.Fprintf(&b, ".%s(%s, \"s%d\")", pick("save", "saveR", "saveOpt", "saveOptR"), pred(), i)
		case 17:
			fmt.Fprintf(&b, ".filter(%s)", pick(`gt("<c>")`, `lt("<e>")`, `regex("a", true)`, `like("%e%")`, `gte("d")`))
		case 18:
			fmt.Fprintf(&b, ".labelContext(%s)", pick(`"<smart_graph>"`, `"<other_graph>"`, "null"))
		case 19:
			fmt.Fprintf(&b, ".follow(g.M().out(%s))", pred())
		}
	}
	return b.String()
}

// TestGeneratedSameAsCayley compares random queries.
func TestGeneratedSameAsCayley(t *testing.T) {
	qs, own := store(t, multigraph), ownStore(t, multigraph)
	r := rand.New(rand.NewPCG(6, 28))
	rows := 0
	for range 500 {
		start := "g.V()"
		if r.IntN(4) > 0 {
			start = []string{`g.V("<alice>")`, `g.V("<charlie>", "<dani>")`, `g.V("<bob>")`, `g.V("<greg>")`}[r.IntN(4)]
		}
		q := genPath(r, 1+r.IntN(5), start) + ".all()"
		before := t.Failed()
		compareRuns(t, qs, qs, q)
		compareRuns(t, qs, own, q)
		if t.Failed() && !before {
			t.Log("first failure; the rest is skipped")
			return
		}
		got, _ := ourRows(t, qs, q)
		rows += len(got)
	}
	if rows < 500 {
		t.Errorf("the queries gave %d rows in all: too few to compare anything", rows)
	}
}
