package explorer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"relata/queries"
	"relata/schema"
)

// counts is the answer of stats.
type counts struct {
	Articles   int              `json:"articles"`
	Entities   int              `json:"entities"`
	Claims     int              `json:"claims"`
	Quads      int              `json:"quads"`
	Predicates []predicateCount `json:"predicates"` // most first
	Types      []typeCount      `json:"types"`
	Statuses   []statusCount    `json:"statuses"`
	Since      string           `json:"since"` // the earliest event; empty if none is dated
	Until      string           `json:"until"`
	Editable   bool             `json:"editable"`
	Version    string           `json:"version"`
	Changes    uint64           `json:"changes"`
}

type predicateCount struct {
	ID     string `json:"id"`
	Label  string `json:"label"`
	Claims int    `json:"claims"`
}

type typeCount struct {
	ID       schema.EntityType `json:"id"`
	Entities int               `json:"entities"`
}

type statusCount struct {
	ID     schema.Status `json:"id"`
	Claims int           `json:"claims"`
}

func stats(q *request) (any, error) {
	x, err := q.state.look(q.Context())
	if err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	c := x.counts()
	c.Editable, c.Version = q.server.opt.Edit, q.server.opt.Version
	return c, nil
}

// counts counts the whole graph. The caller holds the lock.
func (x *index) counts() counts {
	c := counts{Articles: x.alive.articles, Quads: x.alive.quads, Changes: x.version,
		Predicates: []predicateCount{}, Types: []typeCount{}, Statuses: []statusCount{}}
	predicates, statuses := map[int32]int{}, make([]int, len(schema.Statuses))
	for i := range x.claims {
		cl := &x.claims[i]
		if cl.gone {
			continue
		}
		c.Claims++
		predicates[cl.predicate]++
		statuses[cl.status]++
	}
	var first, last schema.When
	for i, w := range x.whens {
		if w.IsZero() || w.Precision == schema.Interval {
			continue
		}
		if first.IsZero() || w.Start.Before(first.Start) {
			first, c.Since = w, x.words.list[i]
		}
		if last.IsZero() || w.End.After(last.End) {
			last, c.Until = w, x.words.list[i]
		}
	}
	types := map[schema.EntityType]int{}
	for i := range x.nodes {
		if !x.nodes[i].literal {
			c.Entities++
			types[x.nodes[i].Type]++
		}
	}
	for p, n := range predicates {
		c.Predicates = append(c.Predicates, predicateCount{x.words.list[p], queries.Label(x.words.list[p]), n})
	}
	slices.SortFunc(c.Predicates, func(a, b predicateCount) int {
		return cmp.Or(cmp.Compare(b.Claims, a.Claims), strings.Compare(a.ID, b.ID))
	})
	for _, t := range schema.EntityTypes {
		if types[t] > 0 {
			c.Types = append(c.Types, typeCount{t, types[t]})
		}
	}
	for i, n := range statuses {
		c.Statuses = append(c.Statuses, statusCount{schema.Statuses[i], n})
	}
	return c
}

func top(q *request) (any, error) {
	p, types := q.page(), q.types("type")
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	ranked := x.mostConnected()
	x.mu.RLock()
	defer x.mu.RUnlock()
	if len(types) > 0 {
		ranked = slices.DeleteFunc(slices.Clone(ranked), func(n int32) bool { return !slices.Contains(types, x.nodes[n].Type) })
	}
	out := list[Node]{Items: []Node{}, Total: len(ranked)}
	var items []int32
	items, out.Next = pageOf(ranked, p)
	for _, n := range items {
		out.Items = append(out.Items, x.wireNode(n))
	}
	return out, nil
}

// foundNode is a Node that was searched for.
type foundNode struct {
	Node
	Aliases []string `json:"aliases"`
	Match   string   `json:"match"`
}

// mostAliases are told with what was found.
const mostAliases = 20

func search(q *request) (any, error) {
	p, types, text := q.page(), q.types("type"), q.need("q")
	if len(text) > 4*mostName {
		q.bad("parameter q is longer than %d bytes, which no name is", 4*mostName)
	}
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	hits := x.hits.get(fmt.Sprintf("%q %q", types, fold(text)), func() []hit {
		hits := x.names.find(text)
		if len(types) > 0 {
			hits = slices.DeleteFunc(hits, func(h hit) bool { return !slices.Contains(types, x.nodes[h.node].Type) })
		}
		slices.SortFunc(hits, func(a, b hit) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(x.nodes[b.node].ties, x.nodes[a.node].ties),
				strings.Compare(x.nodes[a.node].ID, x.nodes[b.node].ID))
		})
		return hits
	})
	out := list[foundNode]{Items: []foundNode{}, Total: len(hits)}
	hits, out.Next = pageOf(hits, p)
	for _, h := range hits {
		e := &x.nodes[h.node].Entity
		f := foundNode{Node: x.wireNode(h.node), Aliases: []string{}, Match: cmp.Or(e.Name, e.ID)}
		f.Aliases = append(f.Aliases, e.Aliases[:min(len(e.Aliases), mostAliases)]...)
		if h.which > 0 && int(h.which) <= len(e.Aliases) {
			f.Match = e.Aliases[h.which-1]
		}
		out.Items = append(out.Items, f)
	}
	return out, nil
}

// node finds a node by its id, or else by a name. The caller holds the lock.
func (x *index) find(name string) (int32, error) {
	if n, ok := x.byID[name]; ok {
		return n, nil
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(name, "<"), ">")
	if n, ok := x.byID[bare]; ok {
		return n, nil
	}
	best, found := int32(-1), fold(name)
	for _, h := range x.names.find(name) {
		if h.rank == hitExact && found != "" && (best < 0 || x.nodes[h.node].ties > x.nodes[best].ties ||
			x.nodes[h.node].ties == x.nodes[best].ties && x.nodes[h.node].ID < x.nodes[best].ID) {
			best = h.node
		}
	}
	if best >= 0 {
		return best, nil
	}
	return -1, &queries.UnknownName{What: "entity", Name: cut(name), Nearest: queries.Nearest(name, func(yield func(string) bool) {
		for i := range x.nodes {
			e := &x.nodes[i]
			if e.literal {
				continue
			}
			if !yield(cmp.Or(e.Name, e.ID)) {
				return
			}
			for _, a := range e.Aliases {
				if !yield(a) {
					return
				}
			}
		}
	})}
}

func entity(q *request) (any, error) {
	id := q.path("id")
	all := q.oneOf("all", "false", "true") == "true"
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	x.mu.RLock()
	n, err := x.find(id)
	var nd Node
	version := x.version
	if err == nil && x.nodes[n].literal {
		err = problemf(http.StatusNotFound, "%s is a text, and has no dossier", cut(id))
	}
	if err == nil {
		nd = x.wireNode(n)
	}
	x.mu.RUnlock()
	if err != nil {
		return nil, err
	}
	data, err := q.server.dossiers.get(dossierKey{x, version, nd.ID, all}, func() ([]byte, error) {
		d, err := queries.MakeDossier(q.Context(), q.state.store, "<"+nd.ID+">", queries.DossierOptions{All: all})
		if err != nil {
			return nil, err
		}
		return marshal(struct {
			*queries.Dossier
			Node Node `json:"node"`
		}{d, nd})
	})
	return json.RawMessage(data), err
}

func neighbours(q *request) (any, error) {
	id, p, f := q.path("id"), q.page(), q.filter()
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	n, err := x.find(id)
	if err != nil {
		return nil, err
	}
	w := x.want(f)
	ties := x.tied.get(fmt.Sprintf("%d %#v", n, f), func() []tie { return x.ties(&w, x.atNode(&w, n)) })
	nd := x.wireNode(n)
	out := subgraph{Node: &nd, Total: len(ties)}
	ties, out.Next = pageOf(ties, p)
	out.Nodes, out.Edges = x.subgraph(ties, n)
	return out, nil
}

func between(q *request) (any, error) {
	f := q.filter()
	var ids []string
	if q.Method == http.MethodPost {
		var body struct {
			IDs []string `json:"ids"`
		}
		if err := q.body(&body); err != nil {
			return nil, err
		}
		if ids = body.IDs; len(ids) > mostIDs {
			q.bad("%d ids; %d are the most", len(ids), mostIDs)
		}
	} else {
		ids = q.ids()
	}
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	w := x.want(f)
	ties := x.ties(&w, x.among(&w, x.set(ids)))
	out := subgraph{Total: len(ties), Nodes: []Node{}}
	_, out.Edges = x.subgraph(ties[:min(len(ties), maxEdges)], -1)
	seen := make(map[int32]bool, len(ids))
	for _, id := range ids {
		if n, ok := x.byID[id]; ok && !seen[n] {
			seen[n] = true
			out.Nodes = append(out.Nodes, x.wireNode(n))
		}
	}
	return out, nil
}

func (x *index) set(ids []string) map[int32]bool {
	set := map[int32]bool{}
	for _, id := range ids {
		if n, ok := x.byID[id]; ok {
			set[n] = true
		}
	}
	return set
}

func healthz(q *request) (any, error) {
	if _, _, err := q.state.store.Size(q.Context()); err != nil {
		return nil, problemf(http.StatusServiceUnavailable, "the graph can't be read: %v", err)
	}
	q.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = q.w.Write([]byte("ok\n"))
	return nil, nil
}
