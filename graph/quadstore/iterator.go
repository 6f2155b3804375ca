package quadstore

import (
	"context"
	"fmt"
	"math/bits"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
)

// checkEvery is how many steps pass between two looks at the context: well below a
// millisecond of work.
const checkEvery = 64

// ticker looks at the context now and then.
type ticker struct{ n uint }

func (t *ticker) stop(ctx context.Context) error {
	if t.n++; t.n%checkEvery != 1 {
		return nil
	}
	return ctx.Err()
}

// span walks the quads of one range of one order. It is used again for range after range.
type span struct {
	qs     *QuadStore
	it     keys
	n      int // the order
	bound  int // leading positions of it that are bound
	prefix []byte
	key    []byte
	at     ids
	on     bool // it stands on the last quad given, or behind the last
}

// open starts on the quads that have the values of at in the positions of set.
func (s *span) open(set int, at *ids) error { return s.openIn(int(orderFor[set]), set, at) }

// openIn is open in an order that starts with the positions of set.
func (s *span) openIn(n, set int, at *ids) error {
	s.n, s.bound, s.at, s.on = n, bits.OnesCount(uint(set)), *at, false
	s.prefix = appendPrefix(s.prefix[:0], s.n, at, s.bound)
	end := after(s.prefix)
	if s.it == nil {
		var err error
		if s.it, err = s.qs.newIter(s.prefix, end); err != nil {
			return err
		}
	} else {
		s.it.SetBounds(s.prefix, end)
	}
	return nil
}

// next gives the next quad in s.at.
func (s *span) next() (bool, error) {
	if s.on {
		return s.read(s.it.Next())
	}
	s.on = true
	return s.read(s.it.First())
}

// seek gives the first quad whose first unbound position is id or more.
func (s *span) seek(id uint64) (bool, error) {
	s.on = true
	s.key = appendID(append(s.key[:0], s.prefix...), id)
	return s.read(s.it.SeekGE(s.key))
}

// read reads the quad at which the iterator stands.
func (s *span) read(ok bool) (bool, error) {
	if !ok {
		return false, named(s.it.Error())
	}
	rest := s.it.Key()[len(s.prefix):]
	for _, pos := range orders[s.n][s.bound:] {
		id, k := readID(rest)
		if k == 0 {
			return false, fmt.Errorf("%w: key %x", ErrCorrupt, s.it.Key())
		}
		s.at[pos], rest = id, rest[k:]
	}
	if len(rest) != 0 {
		return false, fmt.Errorf("%w: key %x", ErrCorrupt, s.it.Key())
	}
	return true, nil
}

func (s *span) close() error {
	if s.it == nil {
		return nil
	}
	it := s.it
	s.it = nil
	return s.qs.closeIter(it)
}

// subSet is a set of values that one position of a pattern must be in.
type subSet struct {
	at  int
	set iterator.Shape
}

// pattern is a set of quads: those with given values in some positions and values out of
// given sets in others. Its results are the quads, or the values in one direction of them,
// once for every quad. It is one range of one order for each value of at most one set.
type pattern struct {
	qs     *QuadStore
	set    int // positions bound
	at     ids // their values
	subs   []subSet
	save   [4][]string // tags for positions
	result quad.Direction
	once   bool // results that follow each other need not be given twice
	costs  *iterator.Costs
}

var _ iterator.Shape = (*pattern)(nil)

func (p *pattern) bind(d quad.Direction, id uint64) {
	p.set |= 1 << (d - 1)
	p.at[d-1] = id
}

// orderOf is the order in which to walk the quads of p that have set bound: where repeated
// results don't matter, one in which they follow each other, if there is one.
func (p *pattern) orderOf(set int) int {
	if p.once && p.result != quad.Any {
		bound := bits.OnesCount(uint(set))
		for n, o := range orders {
			if bound < len(o) && o[bound] == uint8(p.result-1) && prefixLen(o, set) == bound {
				return n
			}
		}
	}
	return int(orderFor[set])
}

// labelled says whether quads without a label are left out.
func (p *pattern) labelled() bool {
	return p.result == quad.Label || len(p.save[posL]) > 0
}

func (p *pattern) String() string {
	return fmt.Sprintf("Pattern(%04b, %v)", p.set, p.result)
}

func (p *pattern) SubIterators() []iterator.Shape {
	var its []iterator.Shape
	for _, s := range p.subs {
		its = append(its, s.set)
	}
	return its
}

func (p *pattern) Optimize(ctx context.Context) (iterator.Shape, bool) {
	for i := range p.subs {
		s, _ := p.subs[i].set.Optimize(ctx)
		if iterator.IsNull(s) {
			return s, true
		}
		p.subs[i].set = s
	}
	return p, false
}

// size gives the number of quads of the bound positions alone. It is exact where at most
// one is bound, or few quads match.
func (p *pattern) size(ctx context.Context) (refs.Size, error) {
	if p.set == 0 {
		m, err := p.qs.meta()
		if err != nil {
			return refs.Size{}, err
		}
		return refs.Size{Value: int64(m.quads), Exact: !p.labelled()}, nil
	}
	if p.qs.pg != nil {
		return p.sizeByRange(ctx)
	}
	least := uint64(1) << 62
	for at, id := range p.at {
		if p.set&(1<<at) == 0 || id == 0 {
			continue
		}
		u, _, err := p.qs.entry(id)
		if err != nil {
			return refs.Size{}, err
		}
		least = min(least, u[at])
	}
	if p.labelled() && p.set&(1<<posL) == 0 {
		return refs.Size{Value: int64(least)}, nil
	}
	if bits.OnesCount(uint(p.set)) == 1 && least < 1<<62 || least == 0 {
		return refs.Size{Value: int64(least), Exact: true}, nil
	}
	const most = 128
	n, err := p.count(ctx, most)
	if err != nil || n < most {
		return refs.Size{Value: n, Exact: err == nil}, err
	}
	// Larger sets are guessed: independent positions would divide further, but in a graph
	// they rarely are independent.
	return refs.Size{Value: max(most, int64(least/4))}, nil
}

// count counts the quads of the bound positions, up to a number of them.
func (p *pattern) count(ctx context.Context, most int64) (n int64, err error) {
	if p.qs.pg != nil {
		return p.qs.count(ctx, p.set, &p.at, most)
	}
	s := span{qs: p.qs}
	if err := s.open(p.set, &p.at); err != nil {
		return 0, err
	}
	defer s.close()
	var t ticker
	for ok := s.it.First(); ok && n < most; ok = s.it.Next() {
		if err := t.stop(ctx); err != nil {
			return n, err
		}
		n++
	}
	return n, named(s.it.Error())
}

func (p *pattern) Stats(ctx context.Context) (iterator.Costs, error) {
	if p.costs != nil {
		return *p.costs, nil
	}
	size, err := p.size(ctx)
	c := iterator.Costs{NextCost: 1, ContainsCost: 1, Size: size}
	if p.result != quad.Any && p.set&(1<<(p.result-1)) == 0 {
		c.ContainsCost = 4 // a seek
		if p.sorted() {
			c.ContainsCost = 2 // a short one
		}
	}
	for _, s := range p.subs {
		sc, serr := s.set.Stats(ctx)
		if err == nil {
			err = serr
		}
		c.NextCost += min(sc.ContainsCost, sc.NextCost+4)
		c.ContainsCost += sc.ContainsCost
		c.Size = refs.Size{Value: min(c.Size.Value, sc.Size.Value*8)}
	}
	if err == nil {
		p.costs = &c
	}
	return c, err
}

// driver picks the set to start from: the one whose values, looked up one by one, cost
// less than walking the range and asking the sets. It is -1 for the range.
func (p *pattern) driver(ctx context.Context) int {
	const seek = 8 // how many steps of a range one seek costs
	best, bestCost := -1, int64(0)
	if size, err := p.size(ctx); err == nil {
		for _, s := range p.subs {
			c, _ := s.set.Stats(ctx)
			bestCost += size.Value * (1 + c.ContainsCost)
		}
	} else {
		bestCost = 1 << 62
	}
	for i, s := range p.subs {
		c, err := s.set.Stats(ctx)
		if err != nil {
			continue
		}
		if cost := c.Size.Value * (c.NextCost + seek); cost < bestCost {
			best, bestCost = i, cost
		}
	}
	return best
}

func (p *pattern) Iterate() iterator.Scanner { return &patternNext{match: match{p: p}} }

func (p *pattern) Lookup() iterator.Index {
	if p.sorted() {
		return &cursor{match: match{p: p}}
	}
	return &patternContains{match: match{p: p}}
}

// sorted says whether the results are in the order of ids, and so can be asked for by
// moving along them.
func (p *pattern) sorted() bool {
	n := bits.OnesCount(uint(p.set))
	return p.qs.pg == nil && // where a seek is a round trip, ranges are fetched together
		len(p.subs) == 0 && p.set != 0 && n < 4 && p.result != quad.Any &&
		orders[orderFor[p.set]][n] == uint8(p.result-1)
}

// check is a set that is asked for values.
type check struct {
	at int
	in iterator.Index
}

// match is what walking and asking have in common: the current quad and what its sets say.
type match struct {
	p      *pattern
	span   span
	checks []check
	cur    ids
	has    bool
	err    error
	tick   ticker

	repeats int // quads in a row that gave the last result again
}

// step moves on to the next quad of the range that is in the sets.
func (m *match) step(ctx context.Context) bool {
	for {
		if m.err = m.tick.stop(ctx); m.err != nil {
			return false
		}
		ok, err := m.advance()
		if !ok {
			m.err = err
			return false
		}
		if m.p.labelled() && m.span.at[posL] == 0 {
			continue
		}
		if m.p.once && m.again() {
			m.repeats++
			continue
		}
		m.repeats = 0
		if !m.in(ctx, &m.span.at) {
			if m.err != nil {
				return false
			}
			continue
		}
		m.cur, m.has = m.span.at, true
		return true
	}
}

// advance moves the range on by one quad, or past those that repeat the last result.
func (m *match) advance() (bool, error) {
	const many = 8 // repeats after which it is cheaper to seek
	if m.repeats >= many && m.span.bound < len(orders[0]) && orders[m.span.n][m.span.bound] == uint8(m.p.result-1) {
		m.repeats = 0
		return m.span.seek(m.cur[m.p.result-1] + 1)
	}
	return m.span.next()
}

// again says whether the quad gives the same result as the last.
func (m *match) again() bool {
	return m.has && m.p.result != quad.Any && m.span.at[m.p.result-1] == m.cur[m.p.result-1]
}

func (m *match) in(ctx context.Context, l *ids) bool {
	for i := range m.checks {
		c := &m.checks[i]
		id := l[c.at]
		if id == 0 || !c.in.Contains(ctx, node(id)) {
			m.err = c.in.Err()
			return false
		}
	}
	return true
}

func (m *match) Err() error { return m.err }

func (m *match) Result() graph.Ref {
	if !m.has {
		return nil
	}
	if m.p.result == quad.Any {
		return link(m.cur)
	}
	if id := m.cur[m.p.result-1]; id != 0 {
		return node(id)
	}
	return nil
}

func (m *match) TagResults(dst map[string]graph.Ref) {
	if !m.has {
		return
	}
	for i := range m.checks {
		m.checks[i].in.TagResults(dst)
	}
	for at, tags := range m.p.save {
		for _, tag := range tags {
			dst[tag] = node(m.cur[at])
		}
	}
}

func (m *match) close() error {
	err := m.span.close()
	for i := range m.checks {
		if cerr := m.checks[i].in.Close(); err == nil {
			err = cerr
		}
	}
	m.checks = nil
	return err
}

// patternNext walks a pattern.
type patternNext struct {
	match
	drive   iterator.Scanner // the set that it starts from, if any
	driveAt int
	begun   bool
}

func (it *patternNext) String() string { return it.p.String() + "Next" }

func (it *patternNext) begin(ctx context.Context) bool {
	it.begun = true
	p := it.p
	it.span.qs = p.qs
	from := -1
	if len(p.subs) > 0 {
		from = p.driver(ctx)
	}
	for i, s := range p.subs {
		if i == from {
			it.drive, it.driveAt = s.set.Iterate(), s.at
		} else {
			it.checks = append(it.checks, check{s.at, s.set.Lookup()})
		}
	}
	if it.drive == nil {
		it.err = it.span.openIn(p.orderOf(p.set), p.set, &p.at)
	}
	return it.err == nil
}

func (it *patternNext) Next(ctx context.Context) bool {
	if it.err != nil || !it.begun && !it.begin(ctx) {
		return false
	}
	if it.drive == nil {
		return it.step(ctx)
	}
	for {
		if it.span.it != nil && it.span.prefix != nil {
			if it.step(ctx) {
				return true
			}
			if it.err != nil {
				return false
			}
		}
		if !it.drive.Next(ctx) {
			it.err = it.drive.Err()
			it.span.prefix = nil
			return false
		}
		n, ok := it.drive.Result().(node)
		if !ok {
			continue
		}
		at := it.p.at
		if it.p.set&(1<<it.driveAt) != 0 && at[it.driveAt] != uint64(n) {
			it.span.prefix = nil
			continue
		}
		at[it.driveAt] = uint64(n)
		set := it.p.set | 1<<it.driveAt
		if it.err = it.span.openIn(it.p.orderOf(set), set, &at); it.err != nil {
			return false
		}
	}
}

// NextPath gives other ways to the same quad: those of the sets.
func (it *patternNext) NextPath(ctx context.Context) bool {
	if it.drive != nil {
		if it.drive.NextPath(ctx) {
			return true
		}
		if it.err = it.drive.Err(); it.err != nil {
			return false
		}
	}
	return it.otherPath(ctx)
}

func (m *match) otherPath(ctx context.Context) bool {
	for i := range m.checks {
		c := &m.checks[i]
		if c.in.NextPath(ctx) {
			return true
		}
		if m.err = c.in.Err(); m.err != nil {
			return false
		}
	}
	return false
}

func (it *patternNext) TagResults(dst map[string]graph.Ref) {
	if it.drive != nil {
		it.drive.TagResults(dst)
	}
	it.match.TagResults(dst)
}

func (it *patternNext) Close() error {
	err := it.match.close()
	if it.drive != nil {
		if derr := it.drive.Close(); err == nil {
			err = derr
		}
		it.drive = nil
	}
	return err
}

// patternContains asks a pattern for quads or values.
type patternContains struct {
	match
	begun bool
}

func (it *patternContains) String() string { return it.p.String() + "Contains" }

func (it *patternContains) Contains(ctx context.Context, r graph.Ref) bool {
	p := it.p
	if !it.begun {
		it.begun = true
		it.span.qs = p.qs
		for _, s := range p.subs {
			it.checks = append(it.checks, check{s.at, s.set.Lookup()})
		}
	}
	if it.err = it.tick.stop(ctx); it.err != nil {
		return false
	}
	if p.result == quad.Any {
		l, ok := r.(link)
		if !ok {
			return false
		}
		for at, id := range p.at {
			if p.set&(1<<at) != 0 && l[at] != id {
				return false
			}
		}
		l2 := ids(l)
		if !it.in(ctx, &l2) {
			return false
		}
		it.cur, it.has = l2, true
		return true
	}
	n, ok := r.(node)
	if !ok {
		return false
	}
	pos := int(p.result - 1)
	at := p.at
	if p.set&(1<<pos) != 0 && at[pos] != uint64(n) {
		return false
	}
	at[pos] = uint64(n)
	if it.err = it.span.open(p.set|1<<pos, &at); it.err != nil {
		return false
	}
	if p.once {
		it.has = false // the same value may be asked for again
	}
	return it.step(ctx)
}

// NextPath gives other quads with the same value, and other ways to the same quad.
func (it *patternContains) NextPath(ctx context.Context) bool {
	if it.otherPath(ctx) {
		return true
	}
	if it.err != nil || it.p.result == quad.Any || it.span.it == nil {
		return false
	}
	last := it.cur
	if it.step(ctx) {
		return true
	}
	if it.err == nil && it.has && len(it.checks) > 0 {
		it.in(ctx, &last) // the sets go back to the last quad, whose tags may still be asked for
	}
	return false
}

func (it *patternContains) Close() error { return it.match.close() }

// cursor asks a sorted pattern for values. It moves along where it is asked in order.
type cursor struct {
	match
	begun bool
	valid bool   // span.at is the first quad whose result is asked or more
	end   bool   // there is none
	asked uint64 // the last value asked for
	moved bool   // NextPath left the first of its quads
}

func (it *cursor) String() string { return it.p.String() + "Cursor" }

func (it *cursor) Contains(ctx context.Context, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok {
		return false
	}
	if it.err = it.tick.stop(ctx); it.err != nil {
		return false
	}
	if !it.begun {
		it.span.qs, it.begun = it.p.qs, true
		if it.err = it.span.open(it.p.set, &it.p.at); it.err != nil {
			return false
		}
	}
	pos := it.p.result - 1
	want := uint64(n)
	const near = 8 // quads that are walked before it is cheaper to seek
	for steps := 0; ; steps++ {
		switch {
		case it.valid && want == it.asked && !it.moved:
		case it.valid && want > it.asked && (it.end || it.span.at[pos] >= want):
		case it.valid && want > it.asked && steps < near:
			ok, err := it.span.next()
			if it.err = err; err != nil {
				it.valid = false
				return false
			}
			it.end = !ok
			continue
		default:
			ok, err := it.span.seek(want)
			if it.err = err; err != nil {
				it.valid = false
				return false
			}
			it.end = !ok
		}
		break
	}
	it.valid, it.asked, it.moved = true, want, false
	for !it.end && it.span.at[pos] == want && it.p.labelled() && it.span.at[posL] == 0 {
		if it.end = !it.move(); it.err != nil {
			return false
		}
	}
	if it.end || it.span.at[pos] != want {
		return false
	}
	it.cur, it.has = it.span.at, true
	return true
}

func (it *cursor) move() bool {
	ok, err := it.span.next()
	if it.err = err; err != nil {
		it.valid = false
	}
	return ok
}

// NextPath gives other quads with the same value.
func (it *cursor) NextPath(ctx context.Context) bool {
	pos := it.p.result - 1
	for it.valid && !it.end && it.span.at[pos] == it.asked {
		if it.err = it.tick.stop(ctx); it.err != nil {
			return false
		}
		it.moved = true
		if it.end = !it.move(); it.end || it.span.at[pos] != it.asked {
			break
		}
		if it.p.labelled() && it.span.at[posL] == 0 {
			continue
		}
		it.cur = it.span.at
		return true
	}
	return false
}

func (it *cursor) Close() error { return it.match.close() }

// allNodes is the set of all values.
type allNodes struct{ qs *QuadStore }

var _ iterator.Shape = (*allNodes)(nil)

func (s *allNodes) String() string                                  { return "AllNodes" }
func (s *allNodes) SubIterators() []iterator.Shape                  { return nil }
func (s *allNodes) Optimize(context.Context) (iterator.Shape, bool) { return s, false }
func (s *allNodes) Iterate() iterator.Scanner                       { return &allNodesNext{qs: s.qs} }
func (s *allNodes) Lookup() iterator.Index                          { return &allNodesContains{qs: s.qs} }
func (s *allNodes) Stats(context.Context) (iterator.Costs, error) {
	m, err := s.qs.meta()
	if err != nil {
		return iterator.Costs{}, err
	}
	return iterator.Costs{NextCost: 1, ContainsCost: 2, Size: refs.Size{Value: int64(m.values), Exact: true}}, nil
}

type allNodesNext struct {
	qs   *QuadStore
	it   keys
	cur  node
	err  error
	tick ticker
}

func (it *allNodesNext) String() string                  { return "AllNodesNext" }
func (it *allNodesNext) TagResults(map[string]graph.Ref) {}
func (it *allNodesNext) NextPath(context.Context) bool   { return false }
func (it *allNodesNext) Err() error                      { return it.err }

func (it *allNodesNext) Result() graph.Ref {
	if it.cur == 0 {
		return nil
	}
	return it.cur
}

func (it *allNodesNext) Next(ctx context.Context) bool {
	if it.err == nil {
		it.err = it.tick.stop(ctx)
	}
	if it.err != nil {
		return false
	}
	var ok bool
	if it.it == nil {
		if it.it, it.err = it.qs.newIter([]byte{keyName}, []byte{keyName + 1}); it.err != nil {
			return false
		}
		ok = it.it.First()
	} else {
		ok = it.it.Next()
	}
	if !ok {
		it.err = named(it.it.Error())
		return false
	}
	key := it.it.Key()
	id, n := readID(key[1:])
	if n != len(key)-1 || id == 0 {
		it.err = fmt.Errorf("%w: key %x", ErrCorrupt, key)
		return false
	}
	it.cur = node(id)
	return true
}

func (it *allNodesNext) Close() error {
	if it.it == nil {
		return nil
	}
	p := it.it
	it.it = nil
	return it.qs.closeIter(p)
}

type allNodesContains struct {
	qs   *QuadStore
	cur  node
	err  error
	tick ticker
}

func (it *allNodesContains) String() string                  { return "AllNodesContains" }
func (it *allNodesContains) TagResults(map[string]graph.Ref) {}
func (it *allNodesContains) NextPath(context.Context) bool   { return false }
func (it *allNodesContains) Err() error                      { return it.err }
func (it *allNodesContains) Close() error                    { return nil }

func (it *allNodesContains) Result() graph.Ref {
	if it.cur == 0 {
		return nil
	}
	return it.cur
}

func (it *allNodesContains) Contains(ctx context.Context, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok {
		return false
	}
	if it.err = it.tick.stop(ctx); it.err != nil {
		return false
	}
	_, enc, err := it.qs.entry(uint64(n))
	if it.err = err; enc == nil {
		return false
	}
	it.cur = n
	return true
}
