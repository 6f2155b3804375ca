package explorer

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"relata/queries"
)

// hubs is a word in place of ids that no path may pass: the most connected.
const (
	hubs     = "hubs"
	hubCount = 10
)

// foundPaths is the answer of path.
type foundPaths struct {
	list[queries.Path]
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
	Cut   bool   `json:"cut"` // the search was ended before it was through
}

func paths(q *request) (any, error) {
	a, b := q.need("a"), q.need("b")
	opt := queries.PathOptions{K: q.int("k", 3, 1, 20), MaxLength: q.int("max-length", 4, 1, 6), WithoutAny: q.types("without-type")}
	avoid := q.list("without")
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	ids, err := x.ids(a, b)
	if err != nil {
		return nil, err
	}
	if ids[0] == ids[1] {
		return nil, problemf(http.StatusBadRequest, "%s and %s are the same entity, %s", cut(a), cut(b), cut(ids[0]))
	}
	for _, id := range avoid {
		if id != hubs {
			opt.Without = append(opt.Without, id)
			continue
		}
		ranked := x.mostConnected()
		x.mu.RLock()
		for _, n := range ranked[:min(len(ranked), hubCount)] {
			opt.Without = append(opt.Without, x.nodes[n].ID)
		}
		x.mu.RUnlock()
	}
	found, err := queries.FindPaths(q.Context(), q.state.store, "<"+ids[0]+">", "<"+ids[1]+">", opt)
	out := foundPaths{Cut: errors.Is(err, queries.ErrWide)}
	if err != nil && !out.Cut {
		return nil, err
	}
	out.Items, out.Total = slices.Clip(append([]queries.Path{}, found...)), len(found)
	out.Nodes, out.Edges = x.onPaths(found)
	return out, nil
}

// ids finds entities by id or name.
func (x *index) ids(names ...string) ([]string, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var out []string
	for _, name := range names {
		n, err := x.find(name)
		if err != nil {
			return nil, err
		}
		if x.nodes[n].literal {
			return nil, problemf(http.StatusNotFound, "%s is a text and no entity", cut(name))
		}
		out = append(out, x.nodes[n].ID)
	}
	return out, nil
}

// onPaths gives the nodes of paths, in their order, and an edge for each step.
func (x *index) onPaths(found []queries.Path) ([]Node, []Edge) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	nodes, edges := []Node{}, []Edge{}
	seen := map[string]bool{}
	w := x.want(filter{statuses: defaultStatuses})
	for _, p := range found {
		at := p.From
		for i := range len(p.Steps) + 1 {
			if n, ok := x.byID[at]; ok && !seen[at] {
				seen[at] = true
				nodes = append(nodes, x.wireNode(n))
			}
			if i == len(p.Steps) {
				break
			}
			step := p.Steps[i]
			s, o := at, step.To
			if step.Reverse {
				s, o = o, s
			}
			if id := edgeName(s, step.Predicate, o); !seen[id] {
				seen[id] = true
				if t, ok := x.tie(&w, s, step.Predicate, o); ok {
					edges = append(edges, x.wireEdge(&t))
				}
			}
			at = step.To
		}
	}
	return nodes, edges
}

// tie gathers the claims of one tie.
func (x *index) tie(w *wanted, s, p, o string) (tie, bool) {
	sn, ok1 := x.byID[s]
	pn, ok2 := x.words.no[p]
	on, ok3 := x.byID[o]
	t := tie{tieKey: tieKey{sn, pn, on}}
	if !ok1 || !ok2 || !ok3 {
		return t, false
	}
	at := x.at[sn]
	if len(x.at[on]) < len(at) {
		at = x.at[on]
	}
	for _, n := range at {
		if c := &x.claims[n]; c.key() == t.tieKey && x.meets(w, c) {
			t.claims = append(t.claims, n)
		}
	}
	return t, len(t.claims) > 0
}

func timeline(q *request) (any, error) {
	a, b, p := q.need("a"), q.text("b"), q.page()
	var opt queries.TimelineOptions
	opt.Since, opt.Until, _ = q.period()
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	names := []string{a}
	if b != "" {
		names = append(names, b)
	}
	ids, err := x.ids(names...)
	if err != nil {
		return nil, err
	}
	other := ""
	if b != "" {
		other = "<" + ids[1] + ">"
	}
	events, err := queries.MakeTimeline(q.Context(), q.state.store, "<"+ids[0]+">", other, opt)
	if err != nil {
		return nil, err
	}
	out := list[queries.Happening]{Items: []queries.Happening{}, Total: len(events)}
	items, next := pageOf(events, p)
	out.Items, out.Next = append(out.Items, items...), next
	return out, nil
}

// bin is the claims of a day, month or year.
type bin struct {
	When   string `json:"when"`
	Claims int    `json:"claims"`
}

var binLayouts = map[string]string{"day": "2006-01-02", "month": "2006-01", "year": "2006"}

func histogram(q *request) (any, error) {
	f, ids, layout := q.filter(), q.ids(), binLayouts[q.oneOf("bins", "month", "day", "year")]
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	w := x.want(f)
	var chosen []int32
	switch set := x.set(ids); {
	case len(ids) == 0:
		chosen = x.all(&w)
	case len(ids) == 1:
		for n := range set {
			chosen = x.atNode(&w, n)
		}
	default:
		chosen = x.among(&w, set)
	}
	count := map[int32]int{} // by event time
	for _, n := range x.strong(&w, chosen) {
		if c := &x.claims[n]; c.when >= 0 && !x.whens[c.when].IsZero() {
			count[c.when]++
		}
	}
	bins := map[string]int{}
	for when, n := range count {
		t := x.whens[when]
		day := t.Start
		if day.IsZero() { // until some time: where it ends
			day = t.End.AddDate(0, 0, -1)
		}
		bins[day.Format(layout)] += n
	}
	out := make([]bin, 0, len(bins))
	for when, n := range bins {
		out = append(out, bin{when, n})
	}
	slices.SortFunc(out, func(a, b bin) int { return strings.Compare(a.When, b.When) })
	return out, nil
}
