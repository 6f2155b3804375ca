package quadstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
)

// node is the reference to a value: its id.
type node uint64

func (n node) Key() any { return n }

// link is the reference to a quad: its ids.
type link ids

func (l link) Key() any { return l }

// nameCache keeps values that were read, up to a number of bytes. An id has eight places, in
// one line of the processor's memory, so that it takes few more values than fit until one
// goes that will be asked for again. Ids are never used twice, so what it holds is right.
type nameCache struct {
	mask  uint64 // of the first place
	ids   []atomic.Uint64
	slots []atomic.Pointer[named1]
	most  int64
	bytes atomic.Int64
	hand  atomic.Uint64 // where room is made next
}

type named1 struct {
	id   uint64
	v    quad.Value
	size int64
}

const (
	nameWays     = 8
	nameOverhead = 96 // bytes that a value takes beside its text
)

func newNameCache(bytes int64) *nameCache {
	n := uint64(1 << 8)
	for int64(n)*nameOverhead < bytes {
		n *= 2
	}
	return &nameCache{mask: n - nameWays, ids: make([]atomic.Uint64, n), slots: make([]atomic.Pointer[named1], n), most: bytes}
}

// places is the first of the places of an id.
func (c *nameCache) places(id uint64) uint64 {
	const spread = 0x9e3779b97f4a7c15
	return (id * spread >> 32) & c.mask
}

func (c *nameCache) get(id uint64) quad.Value {
	first := c.places(id)
	for i := first; i < first+nameWays; i++ {
		if c.ids[i].Load() != id {
			continue
		}
		if e := c.slots[i].Load(); e != nil && e.id == id {
			return e.v
		}
	}
	return nil
}

func (c *nameCache) put(id uint64, v quad.Value, size int) {
	const most = 4096 // longer values would push out many
	if size > most {
		return
	}
	first := c.places(id)
	at := first + c.hand.Add(1)%nameWays
	for i := first; i < first+nameWays; i++ {
		if old := c.ids[i].Load(); old == id || old == 0 {
			at = i
			break
		}
	}
	c.set(at, &named1{id, v, int64(size) + nameOverhead})
	for c.bytes.Load() > c.most {
		c.set(c.hand.Add(1)&uint64(len(c.slots)-1), nil)
	}
}

// set puts an entry, or none, in a place.
func (c *nameCache) set(at uint64, e *named1) {
	grown := int64(0)
	if e != nil {
		grown = e.size
		c.ids[at].Store(e.id)
	} else {
		c.ids[at].Store(0)
	}
	if old := c.slots[at].Swap(e); old != nil {
		grown -= old.size
	}
	c.bytes.Add(grown)
}

// drop forgets a value that was deleted.
func (c *nameCache) drop(id uint64) {
	first := c.places(id)
	for i := first; i < first+nameWays; i++ {
		if e := c.slots[i].Load(); e != nil && e.id == id {
			c.set(i, nil)
		}
	}
}

// get gives a copy of what stands under key, or errNotFound.
func (qs *QuadStore) get(key []byte) ([]byte, error) {
	b, done, err := qs.r.Get(key)
	if err != nil {
		return nil, err
	}
	b = append([]byte(nil), b...)
	return b, done.Close()
}

// eachKey calls each for all keys that start with a byte.
func (qs *QuadStore) eachKey(ctx context.Context, first byte, each func(it keys) error) error {
	it, err := qs.newIter([]byte{first}, []byte{first + 1})
	if err != nil {
		return err
	}
	var tick ticker
	for ok := it.First(); ok && err == nil; ok = it.Next() {
		if err = tick.stop(ctx); err == nil {
			err = each(it)
		}
	}
	if err == nil {
		err = it.Error()
	}
	if cerr := qs.closeIter(it); err == nil {
		err = cerr
	}
	return err
}

// lookup gives the id of an encoded value, 0 if the store doesn't have it.
func (qs *QuadStore) lookup(enc []byte) (uint64, error) {
	var buf [64]byte
	key := appendValueKey(buf[:0], enc)
	b, done, err := qs.r.Get(key)
	if errors.Is(err, errNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, named(err)
	}
	id, n := readID(b)
	if n != len(b) || id == 0 {
		err = fmt.Errorf("%w: id %x of value %x", ErrCorrupt, b, enc)
	}
	return id, errors.Join(err, done.Close())
}

// fewValues are looked up one by one: for them an iterator costs more than it saves.
const fewValues = 4

// lookupAll gives found the ids of the encoded values that the store has. It asks in the
// order of the keys, and tables whose filter knows that they lack a value aren't read.
func (qs *QuadStore) lookupAll(encs [][]byte, found func(enc []byte, id uint64)) error {
	pr, ok := qs.r.(pebbleReader)
	if len(encs) < fewValues || !ok {
		for _, enc := range encs {
			id, err := qs.lookup(enc)
			if err != nil {
				return err
			}
			if id != 0 {
				found(enc, id)
			}
		}
		return nil
	}
	type asked struct{ key, enc []byte }
	list := make([]asked, len(encs))
	var keys []byte
	for i, enc := range encs {
		from := len(keys)
		keys = appendValueKey(keys, enc)
		list[i] = asked{keys[from:len(keys):len(keys)], enc}
	}
	slices.SortFunc(list, func(a, b asked) int { return bytes.Compare(a.key, b.key) })
	it, err := pr.NewIter(&pebble.IterOptions{LowerBound: []byte{keyValue}, UpperBound: []byte{keyValue + 1}, UseL6Filters: true})
	if err != nil {
		return named(err)
	}
	for _, a := range list {
		if !it.SeekPrefixGE(a.key) {
			if err := it.Error(); err != nil {
				return errors.Join(named(err), it.Close())
			}
			continue
		}
		b, err := it.ValueAndErr()
		id, n := readID(b)
		if err == nil && (n != len(b) || id == 0) {
			err = fmt.Errorf("%w: id %x of value %x", ErrCorrupt, b, a.enc)
		}
		if err != nil {
			return errors.Join(named(err), it.Close())
		}
		found(a.enc, id)
	}
	return named(it.Close())
}

// entry gives the uses and the encoded value of an id.
func (qs *QuadStore) entry(id uint64) (u uses, enc []byte, err error) {
	var buf [16]byte
	b, err := qs.get(appendNameKey(buf[:0], id))
	if errors.Is(err, errNotFound) {
		return u, nil, nil
	}
	if err != nil {
		return u, nil, named(err)
	}
	u, enc, err = readUses(b)
	return u, enc, named(err)
}

// name gives the value of an id, nil if there is none.
func (qs *QuadStore) name(id uint64) (quad.Value, error) {
	if v := qs.names.get(id); v != nil {
		return v, nil
	}
	if qs.pg != nil {
		return qs.pgName(id)
	}
	var buf [16]byte
	b, done, err := qs.r.Get(appendNameKey(buf[:0], id))
	if errors.Is(err, errNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, named(err)
	}
	v, err := qs.read(id, b)
	return v, errors.Join(err, done.Close())
}

// ValueOf gives the reference to a value, nil if the store doesn't have it.
func (qs *QuadStore) ValueOf(v quad.Value) (graph.Ref, error) {
	id, err := qs.idOf(v)
	if id == 0 || err != nil {
		return nil, err
	}
	return node(id), nil
}

func (qs *QuadStore) idOf(v quad.Value) (uint64, error) {
	if v == nil {
		return 0, nil
	}
	var buf [128]byte
	enc, err := appendValue(buf[:0], canonical(v))
	if err != nil {
		return 0, nil // of a type that the store can't hold, so it doesn't
	}
	return qs.lookup(enc)
}

// NameOf gives the value of a reference, nil if there is none.
func (qs *QuadStore) NameOf(r graph.Ref) (quad.Value, error) {
	switch r := r.(type) {
	case nil:
		return nil, nil
	case node:
		return qs.name(uint64(r))
	case refs.PreFetchedValue:
		return r.NameOf(), nil
	}
	return nil, nil
}

// Lookup gives the references to values, nil for those that the store doesn't have. It is
// faster than ValueOf for each.
func (qs *QuadStore) Lookup(vs []quad.Value) ([]graph.Ref, error) {
	encs := make([]string, len(vs))
	var list [][]byte
	for i, v := range vs {
		enc, err := appendValue(nil, canonical(v))
		if err != nil {
			continue // of a type that the store can't hold, so it doesn't
		}
		encs[i] = string(enc)
		list = append(list, enc)
	}
	refs := make(map[string]graph.Ref, len(list))
	if err := qs.lookupAll(list, func(enc []byte, id uint64) { refs[string(enc)] = node(id) }); err != nil {
		return nil, err
	}
	out := make([]graph.Ref, len(vs))
	for i, enc := range encs {
		out[i] = refs[enc]
	}
	return out, nil
}

// RefsOf gives the references to many values. It is an error if one of them is not there.
func (qs *QuadStore) RefsOf(ctx context.Context, vs []quad.Value) ([]graph.Ref, error) {
	out := make([]graph.Ref, len(vs))
	for i, v := range vs {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r, err := qs.ValueOf(v)
		if err != nil {
			return nil, err
		}
		if r == nil {
			return nil, fmt.Errorf("not found: %v", v)
		}
		out[i] = r
	}
	return out, nil
}

// Quad gives the quad of a reference.
func (qs *QuadStore) Quad(r graph.Ref) (q quad.Quad, err error) {
	l, ok := r.(link)
	if !ok {
		return q, nil
	}
	for at, id := range l {
		if id == 0 {
			continue
		}
		v, err := qs.name(id)
		if err != nil {
			return quad.Quad{}, err
		}
		q.Set(dirOf(at), v)
	}
	return q, nil
}

// dirOf is the direction of a position in an ids.
func dirOf(at int) quad.Direction { return quad.Direction(at + 1) }

// QuadDirection gives the value at one direction of a quad, nil for a label that it hasn't.
func (qs *QuadStore) QuadDirection(r graph.Ref, d quad.Direction) (graph.Ref, error) {
	l, ok := r.(link)
	if !ok || d < quad.Subject || d > quad.Label {
		return nil, nil
	}
	if id := l[d-1]; id != 0 {
		return node(id), nil
	}
	return nil, nil
}

// QuadIterator gives the quads that have a value at a direction.
func (qs *QuadStore) QuadIterator(d quad.Direction, r graph.Ref) iterator.Shape {
	n, ok := r.(node)
	if !ok || d < quad.Subject || d > quad.Label {
		return iterator.NewNull()
	}
	p := &pattern{qs: qs, result: quad.Any}
	p.bind(d, uint64(n))
	return p
}

// QuadIteratorSize gives the exact number of quads that have a value at a direction.
func (qs *QuadStore) QuadIteratorSize(ctx context.Context, d quad.Direction, r graph.Ref) (refs.Size, error) {
	n, ok := r.(node)
	if !ok || d < quad.Subject || d > quad.Label {
		return refs.Size{Exact: true}, nil
	}
	if qs.pg != nil {
		at := ids{}
		at[d-1] = uint64(n)
		size, err := qs.count(ctx, 1<<(d-1), &at, noLimit)
		return refs.Size{Value: size, Exact: true}, err
	}
	u, _, err := qs.entry(uint64(n))
	return refs.Size{Value: int64(u[d-1]), Exact: true}, err
}

// QuadsAllIterator gives all quads.
func (qs *QuadStore) QuadsAllIterator() iterator.Shape {
	return &pattern{qs: qs, result: quad.Any}
}

// NodesAllIterator gives all values.
func (qs *QuadStore) NodesAllIterator() iterator.Shape { return &allNodes{qs: qs} }
