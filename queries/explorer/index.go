package explorer

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"relata/graph"
	"relata/queries"
	"relata/schema"
)

// index is the graph in short, in memory: 150 to 250 bytes a claim and 500 an entity, so
// that what a picture asks for - ties, counts, names - costs no look at the store. Claims
// themselves are read from the store.
type index struct {
	mu       sync.RWMutex
	nodes    []node
	byID     map[string]int32 // nodes
	at       [][]int32        // claims by node
	claims   []claim
	byClaim  map[string]int32
	articles interner
	perArt   [][]int32 // claims by article
	words    interner  // predicates and event times
	whens    []schema.When
	sources  []schema.Source
	sourceNo map[schema.Source]int32
	names    *names
	ranked   []int32 // nodes, most ties first; nil until asked for

	alive   struct{ articles, quads int }
	changes uint64
	version uint64
	hits    memo[hit]
	tied    memo[tie] // grows with every change of the index
}

type node struct {
	schema.Entity
	literal                bool
	articles, ties, claims int32
}

type claim struct {
	id                       string
	article, subject, object int32
	predicate, when, source  int32 // when and source are -1 where there is none
	confidence               float32
	status                   uint8 // its place in schema.Statuses
	gone                     bool  // taken out or read anew since
}

// interner gives texts numbers.
type interner struct {
	list []string
	no   map[string]int32
}

func (in *interner) of(s string) int32 {
	n, ok := in.no[s]
	if !ok {
		if in.no == nil {
			in.no = map[string]int32{}
		}
		n = int32(len(in.list))
		in.list = append(in.list, s)
		in.no[s] = n
	}
	return n
}

func makeIndex(ctx context.Context, store *graph.Store) (*index, error) {
	o, err := store.Outline(ctx)
	if err != nil {
		return nil, err
	}
	x := &index{byID: map[string]int32{}, byClaim: map[string]int32{}, sourceNo: map[schema.Source]int32{}, changes: o.Changes, version: 1}
	x.alive.articles, x.alive.quads = o.Articles, o.Quads
	for _, e := range o.Entities {
		x.node(e, false)
	}
	for _, l := range o.Lines {
		x.add(l)
	}
	for i := range x.nodes {
		x.count(int32(i))
	}
	x.names = makeNames(x.nodes)
	return x, nil
}

func (x *index) node(e schema.Entity, literal bool) int32 {
	n, ok := x.byID[e.ID]
	if !ok {
		n = int32(len(x.nodes))
		x.byID[e.ID] = n
		x.nodes = append(x.nodes, node{Entity: e, literal: literal})
		x.at = append(x.at, nil)
	}
	return n
}

func literalID(text string) string { return strconv.Quote(text) }

func (x *index) add(l graph.Line) {
	n := int32(len(x.claims))
	c := claim{id: l.Claim, article: x.articles.of(l.Article), predicate: x.words.of(l.Predicate), when: -1, source: -1,
		confidence: float32(l.Confidence), status: uint8(max(0, slices.Index(schema.Statuses, l.Status)))}
	c.subject = x.node(schema.Entity{ID: l.Subject, Name: l.Subject}, false)
	if l.Literal {
		c.object = x.node(schema.Entity{ID: literalID(l.Object), Name: l.Object}, true)
	} else {
		c.object = x.node(schema.Entity{ID: l.Object, Name: l.Object}, false)
	}
	if l.When != "" {
		c.when = x.words.of(l.When)
	}
	if l.Source != (schema.Source{}) {
		no, ok := x.sourceNo[l.Source]
		if !ok {
			no = int32(len(x.sources))
			x.sources = append(x.sources, l.Source)
			x.sourceNo[l.Source] = no
		}
		c.source = no
	}
	for len(x.whens) < len(x.words.list) {
		w, err := schema.ParseWhen(x.words.list[len(x.whens)])
		if err != nil { // a predicate, or no date
			w = schema.When{}
		}
		x.whens = append(x.whens, w)
	}
	x.claims = append(x.claims, c)
	x.byClaim[c.id] = n
	for int(c.article) >= len(x.perArt) {
		x.perArt = append(x.perArt, nil)
	}
	x.perArt[c.article] = append(x.perArt[c.article], n)
	x.at[c.subject] = append(x.at[c.subject], n)
	if c.object != c.subject {
		x.at[c.object] = append(x.at[c.object], n)
	}
}

// tieKey is what several claims may say.
type tieKey struct{ s, p, o int32 }

func (c *claim) key() tieKey { return tieKey{c.subject, c.predicate, c.object} }

func denied(status uint8) bool { return !schema.Statuses[status].Asserted() }

// count counts what is at a node.
func (x *index) count(n int32) {
	articles, ties := map[int32]bool{}, map[tieKey]bool{}
	claims := 0
	for _, no := range x.at[n] {
		if c := &x.claims[no]; !c.gone {
			claims++
			articles[c.article] = true
			if !denied(c.status) {
				ties[c.key()] = true
			}
		}
	}
	nd := &x.nodes[n]
	nd.articles, nd.ties, nd.claims = int32(len(articles)), int32(len(ties)), int32(claims)
}

// refresh reads articles that changed anew.
func (x *index) refresh(ctx context.Context, store *graph.Store, articles []string, changes uint64) ([]string, error) {
	read := map[string][]schema.Claim{}
	for _, id := range articles {
		for c, err := range store.Claims(ctx, graph.Filter{Article: id}) {
			if err != nil {
				return nil, err
			}
			read[id] = append(read[id], c)
		}
	}
	quads, n, err := store.Size(ctx)
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.alive.quads, x.alive.articles = quads, n
	touched := map[int32]bool{}
	var fresh []string
	for _, id := range articles {
		if no, ok := x.articles.no[id]; ok && int(no) < len(x.perArt) {
			for _, n := range x.perArt[no] {
				c := &x.claims[n]
				c.gone = true
				touched[c.subject], touched[c.object] = true, true
			}
			x.perArt[no] = nil
		}
		for i := range read[id] {
			c := &read[id][i]
			if _, ok := x.byClaim[c.ID]; !ok {
				fresh = append(fresh, c.ID)
			}
			x.add(graph.LineOf(c))
			for _, e := range []*schema.Entity{c.Subject.Entity, c.Object.Entity} {
				if e == nil {
					continue
				}
				no := x.byID[e.ID]
				x.nodes[no].Entity = *e
				x.names.update(no, e)
				touched[no] = true
			}
		}
	}
	for n := range touched {
		x.count(n)
	}
	x.ranked = nil
	x.hits.forget()
	x.tied.forget()
	x.changes = changes
	x.version++
	return fresh, nil
}

// wanted is a filter made ready: nil sets leave all in.
type wanted struct {
	predicates map[int32]bool
	types      map[schema.EntityType]bool
	statuses   [8]bool
	sources    map[int32]bool
	article    int32 // -1 for any, -2 for one that isn't there
	period     schema.When
	least      int // articles of a tie
}

func (x *index) want(f filter) wanted {
	w := wanted{article: -1, period: f.period, least: f.minArticles}
	if len(f.predicates) > 0 {
		w.predicates = map[int32]bool{}
		for _, p := range f.predicates {
			if n, ok := x.words.no[p]; ok {
				w.predicates[n] = true
			}
		}
	}
	if len(f.types) > 0 {
		w.types = map[schema.EntityType]bool{}
		for _, t := range f.types {
			w.types[t] = true
		}
	}
	for _, s := range f.statuses {
		w.statuses[slices.Index(schema.Statuses, s)] = true
	}
	if len(f.sources) > 0 {
		w.sources = map[int32]bool{}
		for i, s := range x.sources {
			if slices.Contains(f.sources, s.ID) && s.ID != "" || slices.Contains(f.sources, s.Name) && s.Name != "" {
				w.sources[int32(i)] = true
			}
		}
	}
	if f.article != "" {
		w.article = -2
		if n, ok := x.articles.no[f.article]; ok {
			w.article = n
		}
	}
	return w
}

// meets looks at everything but the types of ends and the number of articles.
func (x *index) meets(w *wanted, c *claim) bool {
	return !c.gone && w.statuses[c.status] &&
		(w.predicates == nil || w.predicates[c.predicate]) &&
		(w.article == -1 || w.article == c.article) &&
		(w.sources == nil || c.source >= 0 && w.sources[c.source]) &&
		(w.period.IsZero() || c.when >= 0 && !x.whens[c.when].IsZero() && x.whens[c.when].Overlaps(w.period))
}

func (x *index) typed(w *wanted, n int32) bool { return w.types == nil || w.types[x.nodes[n].Type] }

// tie is the claims of one subject, predicate and object.
type tie struct {
	tieKey
	claims   []int32
	articles int // that assert it
}

// ties groups claims, and leaves out those that too few articles assert. The most told
// come first.
func (x *index) ties(w *wanted, claims []int32) []tie {
	at := map[tieKey]int{}
	var out []tie
	for _, n := range claims {
		k := x.claims[n].key()
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, tie{tieKey: k})
		}
		out[i].claims = append(out[i].claims, n)
	}
	for i := range out {
		out[i].articles = x.articlesOf(out[i].claims, w.least > 1)
	}
	if w.least > 1 {
		out = slices.DeleteFunc(out, func(t tie) bool { return t.articles < w.least })
	}
	slices.SortFunc(out, func(a, b tie) int {
		return cmp.Or(cmp.Compare(b.articles, a.articles), cmp.Compare(len(b.claims), len(a.claims)),
			strings.Compare(x.nodes[a.s].ID, x.nodes[b.s].ID), strings.Compare(x.words.list[a.p], x.words.list[b.p]),
			strings.Compare(x.nodes[a.o].ID, x.nodes[b.o].ID))
	})
	return out
}

func (x *index) articlesOf(claims []int32, asserted bool) int {
	if len(claims) == 1 && !asserted {
		return 1
	}
	seen := make(map[int32]bool, len(claims))
	for _, n := range claims {
		if c := &x.claims[n]; !asserted || !denied(c.status) {
			seen[c.article] = true
		}
	}
	return len(seen)
}

// atNode gives the claims at a node whose other end is of the types wanted.
func (x *index) atNode(w *wanted, n int32) []int32 {
	var out []int32
	for _, no := range x.at[n] {
		c := &x.claims[no]
		other := c.object
		if other == n {
			other = c.subject
		}
		if x.meets(w, c) && x.typed(w, other) {
			out = append(out, no)
		}
	}
	return out
}

// among gives the claims with both ends in a set.
func (x *index) among(w *wanted, set map[int32]bool) []int32 {
	var out []int32
	for n := range set {
		if !x.typed(w, n) {
			continue
		}
		for _, no := range x.at[n] {
			c := &x.claims[no]
			if c.subject == n && set[c.object] && x.meets(w, c) && x.typed(w, c.object) {
				out = append(out, no)
			}
		}
	}
	slices.Sort(out)
	return out
}

// all gives the claims of the whole graph.
func (x *index) all(w *wanted) []int32 {
	var out []int32
	for i := range x.claims {
		c := &x.claims[i]
		if x.meets(w, c) && x.typed(w, c.subject) && x.typed(w, c.object) {
			out = append(out, int32(i))
		}
	}
	return out
}

// strong leaves out claims of ties that too few articles assert.
func (x *index) strong(w *wanted, claims []int32) []int32 {
	if w.least <= 1 {
		return claims
	}
	var out []int32
	for _, t := range x.ties(w, claims) {
		out = append(out, t.claims...)
	}
	slices.Sort(out)
	return out
}

// mostConnected gives the nodes with ties, those with most first.
func (x *index) mostConnected() []int32 {
	x.mu.RLock()
	ranked := x.ranked
	x.mu.RUnlock()
	if ranked != nil {
		return ranked
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.ranked == nil {
		x.ranked = []int32{}
		for i := range x.nodes {
			if x.nodes[i].ties > 0 && !x.nodes[i].literal {
				x.ranked = append(x.ranked, int32(i))
			}
		}
		slices.SortFunc(x.ranked, func(a, b int32) int {
			return cmp.Or(cmp.Compare(x.nodes[b].ties, x.nodes[a].ties), strings.Compare(x.nodes[a].ID, x.nodes[b].ID))
		})
	}
	return x.ranked
}

func (x *index) wireNode(n int32) Node {
	nd := &x.nodes[n]
	return Node{ID: nd.ID, Name: cmp.Or(nd.Name, nd.ID), Type: nd.Type, Country: nd.Country,
		Articles: int(nd.articles), Ties: int(nd.ties), Claims: int(nd.claims)}
}

// plainPart keeps apart what an id of an edge joins.
var plainPart = strings.NewReplacer("%", "%25", "|", "%7C")

// edgeName is the id of an edge: its parts with | between, and %25 and %7C for the signs % and | in them.
func edgeName(s, p, o string) string {
	return plainPart.Replace(s) + "|" + plainPart.Replace(p) + "|" + plainPart.Replace(o)
}

func (x *index) wireEdge(t *tie) Edge {
	e := Edge{Subject: x.nodes[t.s].ID, Predicate: x.words.list[t.p], Object: x.nodes[t.o].ID,
		Claims: len(t.claims), Articles: x.articlesOf(t.claims, false), Statuses: map[schema.Status]int{}}
	e.ID = edgeName(e.Subject, e.Predicate, e.Object)
	e.Label = queries.Label(e.Predicate)
	best := uint8(len(schema.Statuses) - 1)
	sources := map[string]bool{}
	var first, last schema.When
	for _, n := range t.claims {
		c := &x.claims[n]
		best = min(best, c.status)
		e.Statuses[schema.Statuses[c.status]]++
		e.Confidence = max(e.Confidence, round(c.confidence))
		if c.source >= 0 {
			s := x.sources[c.source]
			sources[cmp.Or(s.ID, s.Name)] = true
		}
		if c.when >= 0 && !x.whens[c.when].IsZero() {
			w, text := x.whens[c.when], x.words.list[c.when]
			if first.IsZero() || w.Compare(first) < 0 {
				first, e.First = w, text
			}
			if last.IsZero() || w.Compare(last) > 0 {
				last, e.Last = w, text
			}
		}
	}
	e.Status, e.Sources = schema.Statuses[best], len(sources)
	return e
}

// round takes back what 32 bits add to a confidence.
func round(f float32) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	return v
}

// subgraph gives edges and the nodes at their ends, but for one.
func (x *index) subgraph(ties []tie, but int32) ([]Node, []Edge) {
	nodes, edges := []Node{}, []Edge{}
	seen := map[int32]bool{but: true}
	for i := range ties {
		edges = append(edges, x.wireEdge(&ties[i]))
		for _, n := range []int32{ties[i].s, ties[i].o} {
			if !seen[n] {
				seen[n] = true
				nodes = append(nodes, x.wireNode(n))
			}
		}
	}
	return nodes, edges
}

// entity is what is known of an entity, for reading claims; nil if nothing.
func (x *index) entity(id string) *schema.Entity {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n, ok := x.byID[id]
	if !ok || x.nodes[n].literal {
		return nil
	}
	e := x.nodes[n].Entity
	return &e
}
