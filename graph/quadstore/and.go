package quadstore

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// andShape is an intersection of sets of values, with further sets that only add tags.
type andShape struct {
	subs []shape.Shape
	opt  []shape.Shape
}

func (s *andShape) BuildIterator(qs graph.QuadStore) iterator.Shape {
	v, ok := viewOf(qs)
	if !ok {
		return iterator.NewNull()
	}
	a := &and{qs: v}
	for _, sub := range s.subs {
		a.subs = append(a.subs, sub.BuildIterator(qs))
	}
	if len(a.subs) == 0 {
		a.subs = append(a.subs, qs.NodesAllIterator())
	}
	for _, sub := range s.opt {
		a.opt = append(a.opt, sub.BuildIterator(qs))
	}
	return a
}

func (s *andShape) Optimize(ctx context.Context, r shape.Optimizer) (shape.Shape, bool) {
	return asked(ctx, r, s)
}

// and is an intersection. One set is walked, the others are asked; those that ask for
// fields of one subject are asked together, by one walk over the subject's quads.
//
// It stands in for Cayley's, which calls the size of one of its sets its own exact size,
// and so counts wrongly.
type and struct {
	qs   *QuadStore
	subs []iterator.Shape
	opt  []iterator.Shape
}

var _ iterator.Shape = (*and)(nil)

func (a *and) String() string { return "And" }

func (a *and) SubIterators() []iterator.Shape {
	return append(append([]iterator.Shape(nil), a.subs...), a.opt...)
}

func (a *and) Optimize(ctx context.Context) (iterator.Shape, bool) {
	for _, subs := range [...][]iterator.Shape{a.subs, a.opt} {
		for i := range subs {
			subs[i], _ = subs[i].Optimize(ctx)
		}
	}
	for _, sub := range a.subs {
		if iterator.IsNull(sub) {
			return sub, true
		}
	}
	if len(a.subs) == 1 && len(a.opt) == 0 {
		return a.subs[0], true
	}
	return a, false
}

func (a *and) Stats(ctx context.Context) (iterator.Costs, error) {
	_, c, err := a.plan(ctx)
	return c, err
}

// plan picks the set to walk: the one for which walking it and asking the others costs
// least.
func (a *and) plan(ctx context.Context) (walk int, c iterator.Costs, err error) {
	costs := make([]iterator.Costs, len(a.subs))
	var ask int64
	for i, sub := range a.subs {
		if costs[i], err = sub.Stats(ctx); err != nil {
			return 0, c, err
		}
		ask += costs[i].ContainsCost
		if i == 0 || costs[i].Size.Value < c.Size.Value {
			c.Size.Value = costs[i].Size.Value
		}
	}
	least := int64(-1)
	for i, sub := range a.subs {
		if _, ok := sub.(*iterator.Recursive); ok {
			// Asked for values, Cayley's recursive iterator gives tags of an earlier
			// answer, so it has to be the one that is walked.
			walk = i
			break
		}
		next := costs[i].NextCost + ask - costs[i].ContainsCost
		if cost := max(1, costs[i].Size.Value) * next; least < 0 || cost < least {
			walk, least = i, cost
		}
	}
	c.ContainsCost = ask
	c.NextCost = costs[walk].NextCost + ask - costs[walk].ContainsCost
	c.Size.Exact = false
	return walk, c, nil
}

func (a *and) Iterate() iterator.Scanner { return &andNext{a: a} }
func (a *and) Lookup() iterator.Index {
	it := a.ask(-1)
	it.back = true
	return it
}

// ask gives the sets to be asked, without the one that is walked.
func (a *and) ask(walk int) *andContains {
	it := &andContains{}
	var fields []*pattern
	for i, sub := range a.subs {
		if i == walk {
			continue
		}
		if p, ok := sub.(*pattern); ok && p.isField() && !p.sorted() {
			fields = append(fields, p)
			continue
		}
		it.subs = append(it.subs, sub.Lookup())
	}
	switch {
	case len(fields) > 1:
		it.subs = append(it.subs, &starContains{qs: a.qs, fields: fields})
	case len(fields) == 1:
		it.subs = append(it.subs, fields[0].Lookup())
	}
	for _, sub := range a.opt {
		it.opt = append(it.opt, sub.Lookup())
	}
	it.met = make([]bool, len(it.opt))
	return it
}

// isField says whether p is the set of subjects of quads with one predicate.
func (p *pattern) isField() bool {
	return p.result == quad.Subject && len(p.subs) == 0 &&
		p.set&^(1<<posO) == 1<<posP && len(p.save[posS]) == 0 && len(p.save[posL]) == 0
}

// andNext walks an intersection.
type andNext struct {
	a    *and
	walk iterator.Scanner
	ask  *andContains
	err  error
	tick ticker
}

func (it *andNext) String() string { return "AndNext" }

func (it *andNext) Next(ctx context.Context) bool {
	if it.walk == nil {
		walk, _, err := it.a.plan(ctx)
		if it.err = err; err != nil {
			return false
		}
		it.walk, it.ask = it.a.subs[walk].Iterate(), it.a.ask(walk)
	}
	for it.walk.Next(ctx) {
		if it.err = it.tick.stop(ctx); it.err != nil {
			return false
		}
		if it.ask.Contains(ctx, it.walk.Result()) {
			return true
		}
		if it.err = it.ask.Err(); it.err != nil {
			return false
		}
	}
	it.err = it.walk.Err()
	return false
}

func (it *andNext) NextPath(ctx context.Context) bool {
	if it.walk == nil {
		return false
	}
	if it.walk.NextPath(ctx) {
		return true
	}
	if it.err = it.walk.Err(); it.err != nil {
		return false
	}
	if it.ask.NextPath(ctx) {
		return true
	}
	it.err = it.ask.Err()
	return false
}

func (it *andNext) Result() graph.Ref {
	if it.walk == nil {
		return nil
	}
	return it.walk.Result()
}

func (it *andNext) TagResults(dst map[string]graph.Ref) {
	if it.walk != nil {
		it.walk.TagResults(dst)
		it.ask.TagResults(dst)
	}
}

func (it *andNext) Err() error { return it.err }

func (it *andNext) Close() error {
	if it.walk == nil {
		return nil
	}
	err := it.walk.Close()
	if cerr := it.ask.Close(); err == nil {
		err = cerr
	}
	return err
}

// andContains asks all sets of an intersection.
type andContains struct {
	subs []iterator.Index
	opt  []iterator.Index
	met  []bool // which of opt had the last value
	back bool   // after a refusal, go back to the last answer
	cur  graph.Ref
	err  error
}

func (it *andContains) String() string { return "AndContains" }

func (it *andContains) Contains(ctx context.Context, r graph.Ref) bool {
	last := it.cur
	for i, sub := range it.subs {
		if sub.Contains(ctx, r) {
			continue
		}
		if it.err = sub.Err(); it.err != nil {
			return false
		}
		if it.back && last != nil { // those asked before go back to the last answer, whose tags may be asked for
			for _, s := range it.subs[:i+1] {
				s.Contains(ctx, last)
				if it.err = s.Err(); it.err != nil {
					return false
				}
			}
		}
		return false
	}
	it.cur = r
	for i, sub := range it.opt {
		it.met[i] = sub.Contains(ctx, r)
		if it.err = sub.Err(); it.err != nil {
			return false
		}
	}
	return true
}

func (it *andContains) NextPath(ctx context.Context) bool {
	for _, sub := range it.subs {
		if sub.NextPath(ctx) {
			return true
		}
		if it.err = sub.Err(); it.err != nil {
			return false
		}
	}
	for i, sub := range it.opt {
		if !it.met[i] {
			continue
		}
		if sub.NextPath(ctx) {
			return true
		}
		if it.err = sub.Err(); it.err != nil {
			return false
		}
	}
	return false
}

func (it *andContains) Result() graph.Ref { return it.cur }
func (it *andContains) Err() error        { return it.err }

func (it *andContains) TagResults(dst map[string]graph.Ref) {
	for _, sub := range it.subs {
		sub.TagResults(dst)
	}
	for i, sub := range it.opt {
		if it.met[i] {
			sub.TagResults(dst)
		}
	}
}

func (it *andContains) Close() (err error) {
	for _, subs := range [...][]iterator.Index{it.subs, it.opt} {
		for _, sub := range subs {
			if cerr := sub.Close(); err == nil {
				err = cerr
			}
		}
	}
	return err
}

// starContains asks for several fields of one subject. It walks the subject's quads once,
// and seeks each field by itself where there are many.
type starContains struct {
	qs     *QuadStore
	fields []*pattern
	span   span    // all quads, by subject
	field  span    // one field of a subject with many quads
	found  [][]ids // quads by field
	path   []int   // which of found is the current one
	cur    node
	err    error
	tick   ticker
}

// starQuads is how many quads of a subject are walked before its fields are sought.
const starQuads = 64

func (it *starContains) String() string { return "StarContains" }

func (it *starContains) Contains(ctx context.Context, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok {
		return false
	}
	if it.err = it.tick.stop(ctx); it.err != nil {
		return false
	}
	if it.found == nil {
		it.span.qs, it.field.qs = it.qs, it.qs
		if it.err = it.span.openIn(orderSPOL, 0, &ids{}); it.err != nil {
			return false
		}
		it.found = make([][]ids, len(it.fields))
		it.path = make([]int, len(it.fields))
	}
	if it.err = it.gather(ctx, uint64(n)); it.err != nil {
		return false
	}
	for i, f := range it.found {
		if len(f) == 0 {
			return false
		}
		it.path[i] = 0
	}
	it.cur = n
	return true
}

// gather finds the quads of a subject for each field.
func (it *starContains) gather(ctx context.Context, subject uint64) error {
	for i := range it.found {
		it.found[i] = it.found[i][:0]
	}
	ok, err := it.first(subject)
	for n := 0; n < starQuads; n++ {
		if err != nil || !ok || it.span.at[posS] != subject {
			return err
		}
		for i, f := range it.fields {
			if f.fits(&it.span.at) {
				it.found[i] = append(it.found[i], it.span.at)
			}
		}
		if err := it.tick.stop(ctx); err != nil {
			return err
		}
		ok, err = it.span.next()
	}
	for i, f := range it.fields {
		it.found[i] = it.found[i][:0]
		at := f.at
		at[posS] = subject
		if err := it.field.open(f.set|1<<posS, &at); err != nil {
			return err
		}
		for {
			if err := it.tick.stop(ctx); err != nil {
				return err
			}
			ok, err := it.field.next()
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			it.found[i] = append(it.found[i], it.field.at)
		}
		if len(it.found[i]) == 0 {
			return nil
		}
	}
	return nil
}

// fits says whether a quad has the values that p binds.
func (p *pattern) fits(l *ids) bool {
	for at, id := range p.at {
		if p.set&(1<<at) != 0 && l[at] != id {
			return false
		}
	}
	return true
}

// first gives the first quad of a subject, or of a later one.
func (it *starContains) first(subject uint64) (bool, error) {
	if it.qs.pg == nil {
		return it.span.seek(subject)
	}
	if err := it.span.openIn(orderSPOL, 1<<posS, &ids{posS: subject}); err != nil {
		return false, err
	}
	return it.span.next()
}

func (it *starContains) NextPath(context.Context) bool {
	for i, f := range it.found {
		if it.path[i]+1 < len(f) {
			it.path[i]++
			return true
		}
	}
	return false
}

func (it *starContains) TagResults(dst map[string]graph.Ref) {
	for i, f := range it.fields {
		if len(it.found) == 0 || len(it.found[i]) == 0 {
			continue
		}
		l := &it.found[i][it.path[i]]
		for at, tags := range f.save {
			for _, tag := range tags {
				dst[tag] = node(l[at])
			}
		}
	}
}

func (it *starContains) Result() graph.Ref {
	if it.cur == 0 {
		return nil
	}
	return it.cur
}

func (it *starContains) Err() error { return it.err }
func (it *starContains) Close() error {
	err := it.span.close()
	if cerr := it.field.close(); err == nil {
		err = cerr
	}
	return err
}

// inexact is a shape whose size is a guess, whatever it says.
type inexact struct{ iterator.Shape }

func (s inexact) Stats(ctx context.Context) (iterator.Costs, error) {
	c, err := s.Shape.Stats(ctx)
	c.Size = refs.Size{Value: c.Size.Value}
	return c, err
}

func (s inexact) Optimize(ctx context.Context) (iterator.Shape, bool) {
	n, changed := s.Shape.Optimize(ctx)
	return inexact{n}, changed
}
