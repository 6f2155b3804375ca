package quadstore

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2"
)

// ApplyDeltas applies deltas in their order as one commit: after it all of them hold, on
// the disk unless the store was opened with NoSync; after an error none does. Errors about
// one delta are of type *graph.DeltaError.
func (qs *QuadStore) ApplyDeltas(deltas []graph.Delta, opts graph.IgnoreOpts) error {
	return qs.applyDeltas(deltas, opts, nil)
}

// applyDeltas does ApplyDeltas; it leaves the wait for the disk to later, unless that is nil.
func (qs *QuadStore) applyDeltas(deltas []graph.Delta, opts graph.IgnoreOpts, later *unsynced) error {
	if qs.at != nil || qs.opts.ReadOnly {
		return ErrReadOnly
	}
	if len(deltas) == 0 {
		return nil
	}
	for _, d := range deltas {
		err := Validate(d.Quad)
		if d.Action != graph.Add && d.Action != graph.Delete {
			err = graph.ErrInvalidAction
		}
		if err != nil {
			return &graph.DeltaError{Delta: d, Err: err}
		}
	}
	if qs.pg != nil {
		return qs.pg.apply(qs, deltas, opts)
	}
	qs.mu.Lock()
	defer qs.mu.Unlock()
	if err := qs.usable(); err != nil {
		return err
	}
	tx := &tx{qs: qs, first: qs.live.next, next: qs.live.next, known: map[string]uint64{}, state: map[ids]bool{}, before: map[ids]bool{}, has: qs.has, later: later}
	if err := tx.find(deltas); err != nil {
		return err
	}
	for _, d := range deltas {
		if err := tx.apply(d, opts); err != nil {
			return err
		}
	}
	return tx.commit()
}

// tx is a set of changes in the making.
type tx struct {
	qs     *QuadStore
	first  uint64 // ids from here on are fresh
	next   uint64
	known  map[string]uint64        // encoded values to ids; 0 for one that is not there
	fresh  []string                 // encoded values that got ids from first on, in their order
	state  map[ids]bool             // whether a quad touched is there now
	before map[ids]bool             // whether it was there
	touch  []ids                    // the keys of state, in their order
	has    func(*ids) (bool, error) // whether a quad is in the store
	buf    []byte
	later  *unsynced // nil: the commit waits for the disk
}

// find looks up the values of deltas all together.
func (tx *tx) find(deltas []graph.Delta) (err error) {
	var met [][]byte
	for i := range deltas {
		for d := quad.Subject; d <= quad.Label; d++ {
			v := deltas[i].Quad.Get(d)
			if v == nil {
				continue
			}
			if tx.buf, err = appendValue(tx.buf[:0], canonical(v)); err != nil {
				return err
			}
			if _, seen := tx.known[string(tx.buf)]; !seen {
				enc := bytes.Clone(tx.buf)
				met = append(met, enc)
				tx.known[string(enc)] = 0
			}
		}
	}
	return tx.qs.lookupAll(met, func(enc []byte, id uint64) { tx.known[string(enc)] = id })
}

// id gives the id of a value, a fresh one if add and it has none.
func (tx *tx) id(v quad.Value, add bool) (uint64, error) {
	if v == nil {
		return 0, nil
	}
	enc, err := appendValue(tx.buf[:0], canonical(v))
	tx.buf = enc
	if err != nil {
		return 0, err
	}
	id, seen := tx.known[string(enc)]
	if !seen {
		if id, err = tx.qs.lookup(enc); err != nil {
			return 0, err
		}
		tx.known[string(enc)] = id
	}
	if id == 0 && add {
		id = tx.next
		tx.next++
		key := string(enc)
		tx.known[key] = id
		tx.fresh = append(tx.fresh, key)
	}
	return id, nil
}

// quad gives the ids of a quad. It is lost if one of its values has no id, and fresh if one
// of them got its id in this transaction.
func (tx *tx) quad(q quad.Quad, add bool) (l ids, lost, fresh bool, err error) {
	for d := quad.Subject; d <= quad.Label; d++ {
		v := q.Get(d)
		if v == nil {
			continue
		}
		id, err := tx.id(v, add)
		if err != nil {
			return l, false, false, err
		}
		l[d-1] = id
		lost = lost || id == 0
		fresh = fresh || id >= tx.first
	}
	return l, lost, fresh, nil
}

func (tx *tx) apply(d graph.Delta, opts graph.IgnoreOpts) error {
	add := d.Action == graph.Add
	l, lost, fresh, err := tx.quad(d.Quad, add)
	if err != nil {
		return err
	}
	var now, seen bool
	if !lost {
		if now, seen = tx.state[l]; !seen && !fresh {
			if now, err = tx.has(&l); err != nil {
				return err
			}
		}
	}
	switch {
	case add && now && !opts.IgnoreDup:
		return &graph.DeltaError{Delta: d, Err: graph.ErrQuadExists}
	case !add && !now && !opts.IgnoreMissing:
		return &graph.DeltaError{Delta: d, Err: graph.ErrQuadNotExist}
	case add == now:
		return nil
	}
	if !seen {
		tx.before[l] = now
		tx.touch = append(tx.touch, l)
	}
	tx.state[l] = add
	return nil
}

// has says whether a quad is in the store.
func (qs *QuadStore) has(l *ids) (bool, error) {
	var buf [48]byte
	_, done, err := qs.r.Get(appendQuad(buf[:0], orderSPOL, l))
	if errors.Is(err, errNotFound) {
		return false, nil
	}
	if err != nil {
		return false, named(err)
	}
	return true, done.Close()
}

// commit writes what changed: quads in all orders, values with their uses, and the totals.
func (tx *tx) commit() (err error) {
	qs := tx.qs
	to := qs.live
	delta := map[uint64]*[4]int64{}
	var quads int64
	batch := qs.db.NewBatch()
	defer tx.close(batch)
	var changed []ids
	for _, l := range tx.touch {
		now := tx.state[l]
		if now == tx.before[l] {
			continue
		}
		changed = append(changed, l)
		n := int64(1)
		if !now {
			n = -1
		}
		quads += n
		for at, id := range l {
			if id == 0 {
				continue
			}
			c := delta[id]
			if c == nil {
				c = new([4]int64)
				delta[id] = c
			}
			c[at] += n
		}
	}
	if len(changed) == 0 {
		return nil
	}
	for n := range orders {
		slices.SortFunc(changed, orders[n].compare) // the engine takes neighbours faster
		for i := range changed {
			l := &changed[i]
			tx.buf = appendQuad(tx.buf[:0], n, l)
			if tx.state[*l] {
				err = batch.Set(tx.buf, nil, nil)
			} else {
				err = batch.Delete(tx.buf, nil)
			}
			if err != nil {
				return named(err)
			}
		}
	}
	gone, values, err := tx.writeValues(batch, delta)
	if err != nil {
		return err
	}
	to.next = tx.next
	to.quads = uint64(int64(to.quads) + quads)
	to.values = uint64(int64(to.values) + values)
	if err := batch.Set([]byte{keyMeta}, appendMeta(nil, &to), nil); err != nil {
		return named(err)
	}
	if err := qs.write(batch, tx.later); err != nil {
		return err
	}
	qs.live = to
	qs.pub.Store(&to)
	for _, id := range gone {
		qs.names.drop(id)
	}
	return nil
}

// writeValues writes the values whose uses change, and removes those that nothing uses any
// more. It gives the ids removed and by how much the number of values grows.
func (tx *tx) writeValues(batch *pebble.Batch, delta map[uint64]*[4]int64) (gone []uint64, grown int64, err error) {
	touched := make([]uint64, 0, len(delta))
	for id := range delta {
		touched = append(touched, id)
	}
	slices.Sort(touched)
	var key, val []byte
	first := tx.first
	for _, id := range touched {
		var u uses
		var enc []byte
		if id >= first {
			enc = []byte(tx.fresh[id-first])
		} else if u, enc, err = tx.qs.entry(id); err != nil {
			return nil, 0, err
		} else if enc == nil {
			return nil, 0, fmt.Errorf("%w: value %d has no name", ErrCorrupt, id)
		}
		for at, n := range delta[id] {
			if n < 0 && uint64(-n) > u[at] {
				return nil, 0, fmt.Errorf("%w: value %d is used more often than counted", ErrCorrupt, id)
			}
			u[at] = uint64(int64(u[at]) + n)
		}
		key = appendNameKey(key[:0], id)
		switch {
		case u.total() > 0:
			if id >= first {
				grown++
				if err = batch.Set(appendValueKey(nil, enc), appendID(nil, id), nil); err != nil {
					return nil, 0, named(err)
				}
			}
			val = append(appendUses(val[:0], &u), enc...)
			err = batch.Set(key, val, nil)
		case id < first:
			grown--
			gone = append(gone, id)
			if err = batch.Delete(appendValueKey(nil, enc), nil); err == nil {
				err = batch.Delete(key, nil)
			}
		}
		if err != nil {
			return nil, 0, named(err)
		}
	}
	return gone, grown, nil
}

// write commits a batch. Where the engine gives up half-way the store stops writing: what
// the disk holds then is known only to the next open.
func (qs *QuadStore) write(batch *pebble.Batch, later *unsynced) (err error) {
	if !qs.opts.InMemory {
		if err := roomy(qs.fs, qs.dir, uint64(batch.Len())); err != nil {
			return err
		}
	}
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(fatal)
			if !ok {
				panic(r)
			}
			err = fmt.Errorf("store stopped writing: %w", f.err)
		}
	}()
	if later != nil && qs.sync.Sync {
		later.batch = batch
		err = qs.db.ApplyNoSyncWait(batch, qs.sync)
	} else {
		err = batch.Commit(qs.sync)
	}
	if err != nil {
		err = named(err)
		qs.fail(err)
		return err
	}
	return nil
}
