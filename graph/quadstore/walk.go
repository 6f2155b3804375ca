package quadstore

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Walker walks ranges of quads one after the other, with one iterator of the engine for all
// of them: making one takes as long as walking dozens of quads. It is for one goroutine.
type Walker struct {
	span span
	tick ticker
}

// Walker gives a walker of the store, which must be closed.
func (qs *QuadStore) Walker() *Walker { return &Walker{span: span{qs: qs}} }

// Each calls f for the quads that have the values given, nil standing for any, until it
// says false. What f gets is good for Quad and QuadDirection. f must not use the walker.
func (w *Walker) Each(ctx context.Context, s, p, o, l graph.Ref, f func(graph.Ref) bool) error {
	return w.EachIDs(ctx, s, p, o, l, func(q *[4]uint64) bool { return f(link(*q)) })
}

// EachIDs is Each, and gives of a quad the numbers of its subject, predicate, object and
// label, 0 being none: no reference is made of them. They are good until f returns.
func (w *Walker) EachIDs(ctx context.Context, s, p, o, l graph.Ref, f func(q *[4]uint64) bool) error {
	var at ids
	set := 0
	for pos, r := range [...]graph.Ref{s, p, o, l} {
		if r == nil {
			continue
		}
		n, ok := r.(node)
		if !ok {
			return nil // no value of this store
		}
		set |= 1 << pos
		at[pos] = uint64(n)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.span.open(set, &at); err != nil {
		return err
	}
	for {
		if err := w.tick.stop(ctx); err != nil {
			return err
		}
		ok, err := w.span.next()
		if err != nil || !ok {
			return err
		}
		if !f((*[4]uint64)(&w.span.at)) {
			return nil
		}
	}
}

// ID gives the number of the value that a reference is to, 0 where it is to none.
func ID(r graph.Ref) uint64 {
	n, _ := r.(node)
	return uint64(n)
}

// ByID gives the reference to the value of a number, nil for 0.
func ByID(id uint64) graph.Ref {
	if id == 0 {
		return nil
	}
	return node(id)
}

// Close frees what the walker holds.
func (w *Walker) Close() error { return w.span.close() }

// Compare orders references to values by their ids, so that a caller can walk them in the
// order in which they lie; values of one commit lie together.
func Compare(a, b graph.Ref) int {
	x, _ := a.(node)
	y, _ := b.(node)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// fewNames is how many values are looked up one by one rather than along the dictionary.
const fewNames = 8

// ValuesOf gives the values of many references; nil where there is none. Those that are not
// in memory are read in the order in which they lie.
func (qs *QuadStore) ValuesOf(ctx context.Context, rs []graph.Ref) ([]quad.Value, error) {
	if qs.pg != nil {
		if err := qs.fetch(ctx, rs); err != nil {
			return nil, err
		}
	}
	out := make([]quad.Value, len(rs))
	var missing []int
	for i, r := range rs {
		n, ok := r.(node)
		if !ok {
			v, err := qs.NameOf(r)
			if err != nil {
				return nil, err
			}
			out[i] = v
			continue
		}
		if out[i] = qs.names.get(uint64(n)); out[i] == nil {
			missing = append(missing, i)
		}
	}
	if len(missing) < fewNames || qs.pg != nil {
		for _, i := range missing {
			v, err := qs.NameOf(rs[i])
			if err != nil {
				return nil, err
			}
			out[i] = v
		}
		return out, nil
	}
	slices.SortFunc(missing, func(a, b int) int { return Compare(rs[a], rs[b]) })
	if len(missing) < manyNames {
		return out, qs.readNames(ctx, rs, missing, out)
	}
	half := len(missing) / 2
	return out, sideBySide(
		func() error { return qs.readNames(ctx, rs, missing[:half], out) },
		func() error { return qs.readNames(ctx, rs, missing[half:], out) },
	)
}

// manyNames is how many values are read in two halves, on two cores where there are two.
const manyNames = 256

// sideBySide does two things at once. A panic of either is one of the caller.
func sideBySide(a, b func() error) error {
	var failed any
	done := make(chan error, 1)
	go func() {
		var err error
		defer func() {
			failed = recover()
			done <- err
		}()
		err = b()
	}()
	var errs [2]error
	func() {
		defer func() { errs[1] = <-done }()
		errs[0] = a()
	}()
	if failed != nil {
		panic(failed)
	}
	return cmp.Or(errs[0], errs[1])
}

// readNames reads values that are not in memory, given in the order in which they lie.
func (qs *QuadStore) readNames(ctx context.Context, rs []graph.Ref, at []int, out []quad.Value) error {
	it, err := qs.newIter([]byte{keyName}, []byte{keyName + 1})
	if err != nil {
		return err
	}
	var key []byte
	var tick ticker
	var last node
	var v quad.Value
	for _, i := range at {
		if err = tick.stop(ctx); err != nil {
			break
		}
		if n := rs[i].(node); n != last {
			last, v = n, nil
			key = appendNameKey(key[:0], uint64(n))
			if it.SeekGE(key) && bytes.Equal(it.Key(), key) {
				var entry []byte
				if entry, err = it.ValueAndErr(); err == nil {
					v, err = qs.read(uint64(n), entry)
				}
				if err != nil {
					err = named(err)
					break
				}
			} else if err = it.Error(); err != nil {
				err = named(err)
				break
			}
		}
		out[i] = v
	}
	if cerr := qs.closeIter(it); err == nil {
		err = cerr
	}
	return err
}

// read reads the value of an id out of its entry, and keeps it.
func (qs *QuadStore) read(id uint64, entry []byte) (quad.Value, error) {
	_, enc, err := readUses(entry)
	var v quad.Value
	if err == nil {
		v, err = readValue(enc)
	}
	if err != nil {
		return nil, fmt.Errorf("value %d: %w", id, named(err))
	}
	qs.names.put(id, v, len(enc))
	return v, nil
}
