package queries

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"

	"relata/schema"
)

// member is an object of a list: the claim of a row, as long as the query hasn't changed it, or any other.
type member struct {
	obj   goja.Value
	set   *claimSet // nil of any other
	row   int32
	names int32 // how many of claimNamesSaid it has
}

func memberFrom(obj goja.Value) member {
	if r, ok := recordOf(obj); ok && r.set != nil && r.own == nil {
		return member{obj, r.set, r.row, int32(len(r.names))}
	}
	return member{obj: obj}
}

func (m member) get(s *session, name string) (quad.Value, error) {
	if m.set == nil {
		return s.memberOf(m.obj, name)
	}
	n := slices.Index(claimNamesSaid[:m.names], name)
	if n < 0 {
		return nil, nil
	}
	return m.set.at(claimColumns[n], m.row)
}

func (m member) text(s *session, name string) (string, error) {
	v, err := m.get(s, name)
	return plain(v), err
}

// time is when the event of a claim was, else when its article was published.
func (m member) time(s *session) (string, error) {
	if m.set != nil {
		return m.set.time(m.row), nil
	}
	t, err := m.text(s, "when")
	if t == "" && err == nil {
		t, err = m.text(s, "published")
	}
	return t, err
}

// claimGroup is what claims with the same values for some members have in common.
type claimGroup struct {
	names   []string // those of its record
	keys    int      // how many
	members []member
	made    goja.Value // the list of members, once asked for

	statuses    [len(statusOrder) + 1]bool // the last is any other
	first, last string
	best        member
	rank        int
	confidence  float64
	fixed       map[int]quad.Value // values by name that the query could change later
}

// statusOrder is the order of statuses, the firmest first.
var statusOrder = [...]schema.Status{schema.Actual, schema.Planned, schema.Possible, schema.Denied}

// The members of a group, with the keys behind the first of them.
const (
	groupMembers = iota
	groupClaims
	groupArticles
	groupSources
	groupFirst
	groupLast
	groupStatuses
	groupKeys // and those that follow
)

var (
	groupCounts = []string{"members", "claims", "articles", "sources", "first", "last", "statuses"}
	groupBest   = []string{"status", "claim", "evidence", "sentence", "article", "source", "publisher", "confidence"}
)

func (g *claimGroup) list(s *session) goja.Value {
	if g.made == nil {
		items := make([]any, len(g.members))
		for i, m := range g.members {
			items[i] = m.obj
		}
		g.made = s.vm.NewArray(items...)
	}
	return g.made
}

// value gives a member that is not the list of members, by its place in the names.
func (g *claimGroup) value(s *session, n int) (quad.Value, error) {
	if v, ok := g.fixed[n]; ok {
		return v, nil
	}
	switch n {
	case groupClaims:
		return quad.Int(len(g.members)), nil
	case groupArticles:
		return g.distinct(s, "article")
	case groupSources:
		return g.distinct(s, "source", "publisher")
	case groupFirst:
		return quad.String(g.first), nil
	case groupLast:
		return quad.String(g.last), nil
	case groupStatuses:
		return quad.String(strings.Join(g.statusWords(), ", ")), nil
	}
	if n < groupKeys+g.keys {
		return g.members[0].get(s, g.names[n])
	}
	if g.names[n] != "status" {
		return g.best.get(s, g.names[n])
	}
	if words := g.statusWords(); len(words) > 0 {
		return quad.String(words[0]), nil
	}
	return quad.String(""), nil
}

func (g *claimGroup) statusWords() []string {
	var words []string
	for i, st := range statusOrder {
		if g.statuses[i] {
			words = append(words, string(st))
		}
	}
	return words
}

// distinct counts the different values of the members, for each the first of some fields
// that it has.
func (g *claimGroup) distinct(s *session, names ...string) (quad.Value, error) {
	if n, ok, err := g.distinctNodes(names); ok || err != nil {
		return n, err
	}
	list := make([]string, 0, len(g.members))
	for _, m := range g.members {
		for _, name := range names {
			t, err := m.text(s, name)
			if err != nil {
				return nil, err
			}
			if t != "" {
				list = append(list, t)
				break
			}
		}
	}
	slices.Sort(list)
	return quad.Int(len(slices.Compact(list))), nil
}

// distinctNodes is distinct where all are claims as they were read: those have the same value where
// they have the same node.
func (g *claimGroup) distinctNodes(names []string) (quad.Value, bool, error) {
	nodes := make([]uint64, 0, 8)
	for _, m := range g.members {
		if m.set == nil || m.set != g.members[0].set {
			return nil, false, nil
		}
		for _, name := range names {
			ids, err := m.set.nodes(claimColumns[slices.Index(claimNames, name)])
			if err != nil {
				return nil, false, err
			}
			if id := ids[m.row]; id != 0 {
				nodes = append(nodes, id)
				break
			}
		}
	}
	slices.Sort(nodes)
	return quad.Int(len(slices.Compact(nodes))), true, nil
}

// members reads an argument as a list of objects.
func (c *call) members(i int) ([]member, error) {
	list, isList, err := c.list(c.arg(i))
	if err != nil {
		return nil, c.badBecause(i, err)
	}
	if !isList {
		return nil, c.bad(i, "a list of objects")
	}
	out := make([]member, len(list))
	for n, e := range list {
		if _, ok := e.(*goja.Object); !ok {
			return nil, c.bad(i, "a list of objects")
		}
		out[n] = memberFrom(e)
	}
	return out, nil
}

func group(c *call) (any, error) {
	list, err := c.members(0)
	if err != nil {
		return nil, err
	}
	keys, err := c.strings(1)
	if err != nil {
		return nil, err
	}
	names := append(slices.Clone(groupCounts), keys...)
	for _, more := range groupBest {
		if !slices.Contains(names, more) {
			names = append(names, more)
		}
	}
	groups, err := c.s.groups(list, keys, names)
	if err != nil {
		return nil, fmt.Errorf("group(): %w", err)
	}
	items := make([]any, len(groups))
	for i, g := range groups {
		items[i] = c.s.newRecord(&record{s: c.s, names: names, group: g})
	}
	return c.s.vm.NewArray(items...), nil
}

func (s *session) groups(list []member, keys, names []string) ([]*claimGroup, error) {
	// claims are alike where their nodes are: values need not be looked up
	byNode := !slices.ContainsFunc(list, func(m member) bool { return m.set == nil }) &&
		!slices.ContainsFunc(keys, func(k string) bool { return k == "published" || k == "sentence" || !slices.Contains(claimNames, k) })
	var groups []*claimGroup
	index := map[string]*claimGroup{}
	var buf []byte
	for _, m := range list {
		s.guard.step()
		buf = buf[:0]
		for _, k := range keys {
			if byNode {
				ids, err := m.set.nodes(claimColumns[slices.Index(claimNames, k)])
				if err != nil {
					return nil, err
				}
				buf = binary.BigEndian.AppendUint64(buf, ids[m.row])
				continue
			}
			v, err := m.get(s, k)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", k, err)
			}
			if v != nil {
				buf = strconv.AppendQuote(buf, Text(v))
			}
			buf = append(buf, ',')
		}
		g := index[string(buf)]
		if g == nil {
			g = &claimGroup{names: names, keys: len(keys)}
			index[string(buf)] = g
			groups = append(groups, g)
		}
		if err := g.add(s, m); err != nil {
			return nil, err
		}
	}
	for _, g := range groups {
		if err := g.fix(s); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// statusRank is the place of a status in statusOrder, behind them all for any other.
func statusRank(status string) int {
	if rank := slices.Index(statusOrder[:], schema.Status(status)); rank >= 0 {
		return rank
	}
	return len(statusOrder)
}

func (m member) statusRank(s *session) (int, error) {
	if m.set != nil {
		return m.set.rank(m.row)
	}
	status, err := m.text(s, "status")
	return statusRank(status), err
}

func (m member) confidence(s *session) (float64, error) {
	if m.set != nil {
		return m.set.confidence(m.row)
	}
	v, err := m.get(s, "confidence")
	return floatOf(v), err
}

// floatOf is a value as a number, 0 where it is none.
func floatOf(v quad.Value) float64 {
	n, ok := numberOf(v)
	switch {
	case !ok:
		return 0
	case n.whole:
		return float64(n.i)
	}
	return n.f
}

func (g *claimGroup) add(s *session, m member) error {
	rank, err := m.statusRank(s)
	if err != nil {
		return err
	}
	g.statuses[rank] = true
	when, err := m.time(s)
	if err != nil {
		return err
	}
	if when != "" && (g.first == "" || when < g.first) {
		g.first = when
	}
	g.last = max(g.last, when)
	g.members = append(g.members, m)
	if len(g.members) > 1 && rank > g.rank {
		return nil
	}
	confidence, err := m.confidence(s)
	if err != nil {
		return err
	}
	if len(g.members) == 1 || rank < g.rank || confidence > g.confidence {
		g.best, g.rank, g.confidence = m, rank, confidence
	}
	return nil
}

// fix settles what would be asked of objects that the query can change.
func (g *claimGroup) fix(s *session) error {
	if !slices.ContainsFunc(g.members, func(m member) bool { return m.set == nil }) {
		return nil
	}
	fixed := map[int]quad.Value{}
	for n := range g.names {
		if n == groupMembers {
			continue
		}
		v, err := g.value(s, n)
		if err != nil {
			return err
		}
		fixed[n] = v
	}
	g.fixed = fixed
	return nil
}

// keep gives those objects of a list that a test lets pass.
func (c *call) keep(list []member, ok func(member) (bool, error)) (any, error) {
	var out []any
	for _, e := range list {
		c.s.guard.step()
		pass, err := ok(e)
		if err != nil {
			return nil, err
		}
		if pass {
			out = append(out, e.obj)
		}
	}
	return c.s.vm.NewArray(out...), nil
}

func about(c *call) (any, error) {
	if none(c.arg(1)) || c.arg(1).String() == "" {
		return c.arg(0), nil
	}
	list, err := c.members(0)
	if err != nil {
		return nil, err
	}
	want := strings.ToLower(c.arg(1).String())
	return c.keep(list, func(m member) (bool, error) {
		text, err := m.text(c.s, "about")
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
	list, err := c.members(0)
	if err != nil {
		return nil, err
	}
	return c.keep(list, func(m member) (bool, error) {
		text, err := m.time(c.s)
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
	return inOrder(c, func(v quad.Value) float64 { return -floatOf(v) })
}

func byTime(c *call) (any, error) { return inOrder(c, plain) }

// inOrder gives the objects of a list in the order of one member; those alike stay in order.
func inOrder[K cmp.Ordered](c *call, key func(quad.Value) K) (any, error) {
	if err := c.exactly(2); err != nil {
		return nil, err
	}
	list, err := c.members(0)
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
		v, err := e.get(c.s, name)
		if err != nil {
			return nil, fmt.Errorf("%s(): %s: %w", c.name, name, err)
		}
		items[i] = item{key(v), e.obj}
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
		nodes  []uint64
		number = map[uint64]int32{} // of a node
		claim  []uint64             // one that ties a node, 0 before it is met
		ties   []int64              // of two nodes, both ways
	)
	err := s.safely(func() error {
		// ends walks quads, which lie by predicate and object, so that the same object comes
		// many times in a row
		ends := func(pattern quad.Quad, f func(id uint64, object int32)) error {
			var last uint64
			var at int32
			return s.each(pattern, func(q *quadOf) error {
				if obj := q[2]; obj != last {
					last = obj
					n, ok := number[obj]
					if !ok {
						n = int32(len(nodes))
						number[obj] = n
						nodes, claim = append(nodes, obj), append(claim, 0)
					}
					at = n
				}
				f(q[0], at)
				return nil
			})
		}
		denied := map[uint64]bool{}
		if err := ends(quad.Quad{Predicate: quad.IRI("status"), Object: quad.String(schema.Denied)}, func(id uint64, _ int32) { denied[id] = true }); err != nil {
			return err
		}
		subjects := map[uint64]int32{}
		if err := ends(quad.Quad{Predicate: rdfSubject}, func(id uint64, who int32) {
			if !denied[id] {
				subjects[id] = who
			}
		}); err != nil {
			return err
		}
		return ends(quad.Quad{Predicate: rdfObject}, func(id uint64, whom int32) {
			if who, ok := subjects[id]; ok {
				for _, n := range [...]int32{who, whom} {
					if claim[n] == 0 {
						claim[n] = id
					}
				}
				ties = append(ties, int64(who)<<32|int64(whom), int64(whom)<<32|int64(who))
			}
		})
	})
	if err != nil {
		return nil, err
	}
	others := make([]int, len(nodes))
	claims := make([]int, len(nodes))
	slices.Sort(ties)
	for i, t := range ties {
		n := t >> 32
		claims[n]++
		if i == 0 || ties[i-1] != t {
			others[n]++
		}
	}
	var tied []uint64
	var at []int
	for i, id := range nodes {
		if claims[i] > 0 {
			tied, at = append(tied, id), append(at, i)
		}
	}
	var vals []quad.Value
	if err := s.safely(func() (err error) { vals, err = s.guard.values(s.ctx, tied); return err }); err != nil {
		return nil, err
	}
	type degree struct {
		others, claims int
		name           string
		val            quad.Value
		claim          uint64
	}
	var out []degree
	for i, v := range vals {
		if _, ok := v.(quad.IRI); ok {
			out = append(out, degree{others[at[i]], claims[at[i]], Text(v), v, claim[at[i]]})
		}
	}
	slices.SortFunc(out, func(a, b degree) int {
		return cmp.Or(cmp.Compare(b.others, a.others), cmp.Compare(b.claims, a.claims), strings.Compare(a.name, b.name))
	})
	items := make([]any, min(len(out), maxArray))
	for i := range items {
		d := out[i]
		items[i] = s.newRecord(&record{s: s, names: degreeNames, vals: []quad.Value{d.val, quad.Int(d.others), quad.Int(d.claims)}, claim: d.claim})
	}
	return s.vm.NewArray(items...), nil
}

var degreeNames = []string{"actor", "others", "claims"}
