package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"relata/schema"
)

// View is a graph of actors for pictures and for tools that draw or measure one: claims
// of one subject, predicate, object and status are one edge.
type View struct {
	Nodes []Node // ordered by id
	Edges []Edge // ordered by their fields, first to last
}

// Node is an entity, or a literal that some claim has as object.
type Node struct {
	ID      string
	Name    string
	Type    schema.EntityType // empty for a literal
	Country string
	Claims  int // that it stands in
}

// Edge is what one or more claims assert.
type Edge struct {
	From, To  string // node ids
	Predicate string
	Status    schema.Status
	Claims    int
	Articles  []string // ids, sorted
	First     string   // earliest event time, ISO 8601; empty if no claim has one
	Last      string   // latest
	About     string   // as the first claim has it that has one
	Sentence  string   // the evidence of the first claim
	// Confidence is that of the surest claim.
	Confidence float64
}

// View gathers the claims that a filter chooses. Denied claims are no edges.
func (s *Store) View(ctx context.Context, f Filter) (View, error) {
	type key struct {
		from, to, predicate string
		status              schema.Status
	}
	nodes := map[string]*Node{}
	edges := map[key]*Edge{}
	node := func(a schema.Argument) *Node {
		id, n := "", Node{}
		if a.Entity != nil {
			id = a.Entity.ID
			n = Node{Name: cmp.Or(a.Entity.Name, id), Type: a.Entity.Type, Country: a.Entity.Country}
		} else {
			id = strconv.Quote(a.Literal.Value)
			n = Node{Name: a.Literal.Value}
		}
		if nodes[id] == nil {
			n.ID = id
			nodes[id] = &n
		}
		return nodes[id]
	}
	for c, err := range s.Claims(ctx, f) {
		if err != nil {
			return View{}, err
		}
		if !c.Status.Asserted() {
			continue
		}
		from, to := node(c.Subject), node(c.Object)
		from.Claims++
		if to != from {
			to.Claims++
		}
		k := key{from.ID, to.ID, c.Predicate, c.Status}
		e := edges[k]
		if e == nil {
			e = &Edge{From: k.from, To: k.to, Predicate: k.predicate, Status: k.status, Sentence: c.Evidence.Text}
			edges[k] = e
		}
		e.Claims++
		e.Confidence = max(e.Confidence, c.Confidence)
		if !slices.Contains(e.Articles, c.Article) {
			e.Articles = append(e.Articles, c.Article) // claims come ordered by article
		}
		if c.When != "" {
			e.First, e.Last = earlier(e.First, c.When), later(e.Last, c.When)
		}
		e.About = cmp.Or(e.About, c.About)
	}
	var v View
	for _, id := range sortedKeys(nodes) {
		v.Nodes = append(v.Nodes, *nodes[id])
	}
	for _, e := range edges {
		v.Edges = append(v.Edges, *e)
	}
	slices.SortFunc(v.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
			cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(a.Status, b.Status))
	})
	return v, nil
}

// earlier and later compare event times; what is no date counts as unknown.
func earlier(a, b string) string {
	wa, _ := schema.ParseWhen(a)
	wb, _ := schema.ParseWhen(b)
	if wa.Compare(wb) <= 0 && !wa.IsZero() {
		return a
	}
	return b
}

func later(a, b string) string {
	wa, _ := schema.ParseWhen(a)
	wb, _ := schema.ParseWhen(b)
	if !wa.IsZero() && (wb.IsZero() || wa.End.IsZero() || !wb.End.IsZero() && wa.End.After(wb.End)) {
		return a
	}
	return b
}

// Top keeps the n nodes that stand in most claims, and the edges between them.
func (v View) Top(n int) View {
	if len(v.Nodes) <= n {
		return v
	}
	nodes := slices.Clone(v.Nodes)
	slices.SortFunc(nodes, func(a, b Node) int {
		return cmp.Or(cmp.Compare(b.Claims, a.Claims), cmp.Compare(a.ID, b.ID))
	})
	nodes = nodes[:n]
	slices.SortFunc(nodes, func(a, b Node) int { return cmp.Compare(a.ID, b.ID) })
	keep := map[string]bool{}
	for _, node := range nodes {
		keep[node.ID] = true
	}
	edges := slices.DeleteFunc(slices.Clone(v.Edges), func(e Edge) bool { return !keep[e.From] || !keep[e.To] })
	return View{Nodes: nodes, Edges: edges}
}
