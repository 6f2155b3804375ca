package queries

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"

	"relata/schema"
)

// claimGroup is what claims with the same values for some members have in common.
type claimGroup struct {
	names   []string // those of its record, by the place in vals
	vals    []quad.Value
	members []goja.Value
	made    goja.Value // the list of members, once asked for

	articles, sources []string
	statuses          [len(statusOrder) + 1]bool // the last is any other
	first, last       string
	best              goja.Value
	rank              int
	confidence        float64
}

// statusOrder is the order of statuses, the firmest first.
var statusOrder = [...]schema.Status{schema.Actual, schema.Planned, schema.Possible, schema.Denied}

// groupNames are the members of a group, with the keys behind the first of them.
var (
	groupCounts = []string{"members", "claims", "articles", "sources", "first", "last", "statuses"}
	groupBest   = []string{"claim", "evidence", "sentence", "article", "source", "publisher", "confidence"}
)

func (g *claimGroup) list(s *session) goja.Value {
	if g.made == nil {
		items := make([]any, len(g.members))
		for i, m := range g.members {
			items[i] = m
		}
		g.made = s.vm.NewArray(items...)
	}
	return g.made
}

// objects reads an argument as a list of objects.
func (c *call) objects(i int) ([]goja.Value, error) {
	list, isList, err := c.list(c.arg(i))
	if err != nil {
		return nil, c.badBecause(i, err)
	}
	if !isList {
		return nil, c.bad(i, "a list of objects")
	}
	for _, e := range list {
		if _, ok := e.(*goja.Object); !ok {
			return nil, c.bad(i, "a list of objects")
		}
	}
	return list, nil
}

func (s *session) memberText(obj goja.Value, name string) (string, error) {
	v, err := s.memberOf(obj, name)
	return plain(v), err
}

// timeOf is when the event of a claim was, else when its article was published.
func (s *session) timeOf(obj goja.Value) (string, error) {
	t, err := s.memberText(obj, "when")
	if t == "" && err == nil {
		t, err = s.memberText(obj, "published")
	}
	return t, err
}

func group(c *call) (any, error) {
	list, err := c.objects(0)
	if err != nil {
		return nil, err
	}
	keys, err := c.strings(1)
	if err != nil {
		return nil, err
	}
	names := append(slices.Clone(groupCounts), keys...)
	for _, more := range append([]string{"status"}, groupBest...) {
		if !slices.Contains(names, more) {
			names = append(names, more)
		}
	}
	var groups []*claimGroup
	index := map[string]*claimGroup{}
	vals := make([]quad.Value, len(keys))
	var buf []byte
	for _, e := range list {
		c.s.guard.step()
		buf = buf[:0]
		for i, k := range keys {
			if vals[i], err = c.s.memberOf(e, k); err != nil {
				return nil, fmt.Errorf("group(): %s: %w", k, err)
			}
			if vals[i] != nil {
				buf = strconv.AppendQuote(buf, Text(vals[i]))
			}
			buf = append(buf, ',')
		}
		g := index[string(buf)]
		if g == nil {
			g = &claimGroup{names: names, vals: make([]quad.Value, len(names))}
			copy(g.vals[len(groupCounts):], vals)
			index[string(buf)] = g
			groups = append(groups, g)
		}
		if err := g.add(c.s, e); err != nil {
			return nil, fmt.Errorf("group(): %w", err)
		}
	}
	items := make([]any, len(groups))
	for i, g := range groups {
		if err := g.sum(c.s, keys); err != nil {
			return nil, fmt.Errorf("group(): %w", err)
		}
		items[i] = c.s.newRecord(&record{s: c.s, names: names, group: g, vals: g.vals})
	}
	return c.s.vm.NewArray(items...), nil
}

func (g *claimGroup) add(s *session, e goja.Value) error {
	var texts [4]string
	for i, name := range []string{"article", "source", "publisher", "status"} {
		var err error
		if texts[i], err = s.memberText(e, name); err != nil {
			return err
		}
	}
	g.members = append(g.members, e)
	g.articles = append(g.articles, texts[0])
	if source := cmp.Or(texts[1], texts[2]); source != "" {
		g.sources = append(g.sources, source)
	}
	rank := slices.Index(statusOrder[:], schema.Status(texts[3]))
	if rank < 0 {
		rank = len(statusOrder)
	}
	g.statuses[rank] = true
	when, err := s.timeOf(e)
	if err != nil {
		return err
	}
	if when != "" && (g.first == "" || when < g.first) {
		g.first = when
	}
	g.last = max(g.last, when)
	v, err := s.memberOf(e, "confidence")
	if err != nil {
		return err
	}
	confidence := 0.0
	if n, ok := numberOf(v); ok {
		confidence = n.f
		if n.whole {
			confidence = float64(n.i)
		}
	}
	if g.best == nil || rank < g.rank || rank == g.rank && confidence > g.confidence {
		g.best, g.rank, g.confidence = e, rank, confidence
	}
	return nil
}

// distinct counts the different texts of a list, which it orders.
func distinct(list []string) quad.Int {
	slices.Sort(list)
	return quad.Int(len(slices.Compact(list)))
}

// sum fills in the members of the group once all its claims are in.
func (g *claimGroup) sum(s *session, keys []string) error {
	var statuses []string
	for i, st := range statusOrder {
		if g.statuses[i] {
			statuses = append(statuses, string(st))
		}
	}
	set := func(name string, v quad.Value) { g.vals[slices.Index(g.names, name)] = v }
	for _, name := range groupBest {
		if slices.Contains(keys, name) {
			continue
		}
		v, err := s.memberOf(g.best, name)
		if err != nil {
			return err
		}
		set(name, v)
	}
	for i, v := range []quad.Value{nil, quad.Int(len(g.members)), distinct(g.articles), distinct(g.sources),
		quad.String(g.first), quad.String(g.last), quad.String(strings.Join(statuses, ", "))} {
		g.vals[i] = v
	}
	if !slices.Contains(keys, "status") {
		status := ""
		if len(statuses) > 0 {
			status = statuses[0]
		}
		set("status", quad.String(status))
	}
	g.articles, g.sources = nil, nil
	return nil
}

// keep gives those objects of a list that a test lets pass.
func (c *call) keep(list []goja.Value, ok func(goja.Value) (bool, error)) (any, error) {
	var out []any
	for _, e := range list {
		c.s.guard.step()
		pass, err := ok(e)
		if err != nil {
			return nil, err
		}
		if pass {
			out = append(out, e)
		}
	}
	return c.s.vm.NewArray(out...), nil
}

func about(c *call) (any, error) {
	if none(c.arg(1)) || c.arg(1).String() == "" {
		return c.arg(0), nil
	}
	list, err := c.objects(0)
	if err != nil {
		return nil, err
	}
	want := strings.ToLower(c.arg(1).String())
	return c.keep(list, func(e goja.Value) (bool, error) {
		text, err := c.s.memberText(e, "about")
		return text != "" && strings.Contains(strings.ToLower(text), want), err
	})
}

func during(c *call) (any, error) {
	var ends [2]string
	for i := range ends {
		if v := c.arg(i + 1); !none(v) {
			ends[i] = v.String()
		}
	}
	if ends == [2]string{} {
		return c.arg(0), nil
	}
	list, err := c.objects(0)
	if err != nil {
		return nil, err
	}
	return c.keep(list, func(e goja.Value) (bool, error) {
		text, err := c.s.timeOf(e)
		if err != nil {
			return false, err
		}
		w, err := schema.ParseWhen(text)
		if err != nil {
			return false, nil // an unknown time
		}
		return overlaps(w, ends[0], ends[1])
	})
}

func byCount(c *call) (any, error) {
	return inOrder(c, func(v quad.Value) float64 {
		n, ok := numberOf(v)
		switch {
		case !ok:
			return 0
		case n.whole:
			return -float64(n.i)
		}
		return -n.f
	})
}

func byTime(c *call) (any, error) { return inOrder(c, plain) }

// inOrder gives the objects of a list in the order of one member; those alike stay in order.
func inOrder[K cmp.Ordered](c *call, key func(quad.Value) K) (any, error) {
	if err := c.exactly(2); err != nil {
		return nil, err
	}
	list, err := c.objects(0)
	if err != nil {
		return nil, err
	}
	name := c.arg(1).String()
	type item struct {
		key K
		obj goja.Value
	}
	items := make([]item, len(list))
	for i, e := range list {
		v, err := c.s.memberOf(e, name)
		if err != nil {
			return nil, fmt.Errorf("%s(): %s: %w", c.name, name, err)
		}
		items[i] = item{key(v), e}
	}
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(a.key, b.key) })
	out := make([]any, len(items))
	for i := range items {
		out[i] = items[i].obj
	}
	return c.s.vm.NewArray(out...), nil
}

// degrees walks the statuses, subjects and objects of all claims.
func degrees(c *call) (any, error) {
	if err := c.atMost(0); err != nil {
		return nil, err
	}
	s := c.s
	var (
		nodes  []refs.Ref
		number = map[any]int32{} // of a node
		ties   []int64           // of two nodes, both ways
		claims []int
	)
	err := s.safely(func() error {
		// ends walks quads, which lie by predicate and object, so that the same object comes
		// many times in a row
		ends := func(pattern quad.Quad, f func(claim any, object int32)) error {
			var last refs.Ref
			var at int32
			return s.each(s.ctx, pattern, func(q refs.Ref) error {
				sub, err := s.guard.QuadDirection(q, quad.Subject)
				if err != nil {
					return err
				}
				obj, err := s.guard.QuadDirection(q, quad.Object)
				if err != nil || sub == nil || obj == nil {
					return err
				}
				if last == nil || refs.ToKey(last) != refs.ToKey(obj) {
					last = obj
					k := refs.ToKey(obj)
					n, ok := number[k]
					if !ok {
						n = int32(len(nodes))
						number[k] = n
						nodes = append(nodes, obj)
					}
					at = n
				}
				f(refs.ToKey(sub), at)
				return nil
			})
		}
		denied := map[any]bool{}
		if err := ends(quad.Quad{Predicate: quad.IRI("status"), Object: quad.String(schema.Denied)}, func(claim any, _ int32) { denied[claim] = true }); err != nil {
			return err
		}
		subjects := map[any]int32{}
		if err := ends(quad.Quad{Predicate: rdfSubject}, func(claim any, who int32) {
			if !denied[claim] {
				subjects[claim] = who
			}
		}); err != nil {
			return err
		}
		return ends(quad.Quad{Predicate: rdfObject}, func(claim any, whom int32) {
			if who, ok := subjects[claim]; ok {
				ties = append(ties, int64(who)<<32|int64(whom), int64(whom)<<32|int64(who))
			}
		})
	})
	if err != nil {
		return nil, err
	}
	others := make([]int, len(nodes))
	claims = make([]int, len(nodes))
	slices.Sort(ties)
	for i, t := range ties {
		n := t >> 32
		claims[n]++
		if i == 0 || ties[i-1] != t {
			others[n]++
		}
	}
	var handles []refs.Ref
	var at []int
	for i, r := range nodes {
		if claims[i] > 0 {
			handles, at = append(handles, r), append(at, i)
		}
	}
	var vals []quad.Value
	if err := s.safely(func() (err error) { vals, err = s.guard.namesOf(s.ctx, handles); return err }); err != nil {
		return nil, err
	}
	type degree struct {
		others, claims int
		name           string
		val            quad.Value
	}
	var out []degree
	for i, v := range vals {
		if _, ok := v.(quad.IRI); ok {
			out = append(out, degree{others[at[i]], claims[at[i]], Text(v), v})
		}
	}
	slices.SortFunc(out, func(a, b degree) int {
		return cmp.Or(cmp.Compare(b.others, a.others), cmp.Compare(b.claims, a.claims), strings.Compare(a.name, b.name))
	})
	items := make([]any, min(len(out), maxArray))
	for i := range items {
		d := out[i]
		items[i] = s.newRecord(&record{s: s, names: degreeNames, vals: []quad.Value{d.val, quad.Int(d.others), quad.Int(d.claims)}})
	}
	return s.vm.NewArray(items...), nil
}

var degreeNames = []string{"actor", "others", "claims"}
