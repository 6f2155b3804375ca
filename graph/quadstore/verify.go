package quadstore

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
)

// Report is what Verify counted.
type Report struct {
	Values int64
	Quads  int64
}

// Verify reads all of the store and holds every part of it against the others: the two
// sides of the dictionary, the six orders, the uses of each value in each position, and the
// totals. It reads the checksum of every block on the way. The error wraps ErrCorrupt and
// names what is wrong, up to some number of flaws. Memory doesn't grow with the store.
func (qs *QuadStore) Verify(ctx context.Context) (Report, error) {
	view := qs
	if qs.at == nil {
		view = qs.Snapshot()
		defer view.Close()
	}
	if qs.pg != nil {
		return view.pgVerify(ctx)
	}
	v := &verifier{qs: view, ctx: ctx, seed: maphash.MakeSeed()}
	err := v.run()
	if err == nil {
		err = v.flaws
	}
	if err != nil {
		err = fmt.Errorf("verify: %w", named(err))
	}
	return Report{Values: v.values, Quads: v.quads}, err
}

const maxFlaws = 20

type verifier struct {
	qs     *QuadStore
	ctx    context.Context
	seed   maphash.Seed
	tick   ticker
	values int64
	quads  int64
	flaws  error
	n      int
}

var errManyFlaws = errors.New("and more")

// flaw notes one thing that is wrong.
func (v *verifier) flaw(format string, args ...any) error {
	v.flaws = errors.Join(v.flaws, fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...)))
	if v.n++; v.n >= maxFlaws {
		return errors.Join(v.flaws, errManyFlaws)
	}
	return nil
}

// walk calls each for all keys that start with a byte.
func (v *verifier) walk(first byte, each func(it keys) error) error {
	return v.qs.eachKey(v.ctx, first, each)
}

func (v *verifier) run() error {
	if err := v.dictionary(); err != nil {
		return err
	}
	if err := v.orders(); err != nil {
		return err
	}
	for at := range posL + 1 {
		if err := v.uses(at); err != nil {
			return err
		}
	}
	m := v.qs.at
	if uint64(v.values) != m.values {
		if err := v.flaw("%d values, but the total says %d", v.values, m.values); err != nil {
			return err
		}
	}
	if uint64(v.quads) != m.quads {
		return v.flaw("%d quads, but the total says %d", v.quads, m.quads)
	}
	return nil
}

// dictionary checks that each name is found by its value, and that there are as many of
// the one as of the other.
func (v *verifier) dictionary() error {
	var back int64
	if err := v.walk(keyValue, func(keys) error { back++; return nil }); err != nil {
		return err
	}
	err := v.walk(keyName, func(it keys) error {
		v.values++
		id, k := readID(it.Key()[1:])
		if k != len(it.Key())-1 || id == 0 || id >= v.qs.at.next {
			return v.flaw("name %x is no id below %d", it.Key(), v.qs.at.next)
		}
		b, err := it.ValueAndErr()
		if err != nil {
			return err
		}
		u, enc, err := readUses(b)
		if err != nil {
			return v.flaw("value %d: %v", id, err)
		}
		if _, err := readValue(enc); err != nil {
			return v.flaw("value %d: %v", id, err)
		}
		if u.total() == 0 {
			if err := v.flaw("value %d is kept but not used", id); err != nil {
				return err
			}
		}
		found, err := v.qs.lookup(enc)
		if err != nil {
			return err
		}
		if found != id {
			return v.flaw("value %d is found as %d", id, found)
		}
		return nil
	})
	if err == nil && back != v.values {
		err = v.flaw("%d values have ids, but %d ids have values", back, v.values)
	}
	return err
}

// orders checks that all orders hold the same quads, by their number and the sum of their
// hashes.
func (v *verifier) orders() error {
	var first [2]uint64
	for n := range orders {
		var sum [2]uint64
		var q ids
		var count int64
		var key []byte
		err := v.walk(keyOrder+byte(n), func(it keys) error {
			if err := readQuad(it.Key(), n, &q); err != nil {
				return v.flaw("%v", err)
			}
			count++
			key = appendQuad(key[:0], orderSPOL, &q)
			h := maphash.Bytes(v.seed, key)
			sum[0] += h
			sum[1] += h * h
			return nil
		})
		if err != nil {
			return err
		}
		if n == 0 {
			first, v.quads = sum, count
		} else if sum != first || count != v.quads {
			if err := v.differ(n); err != nil {
				return err
			}
		}
	}
	return nil
}

// differ finds quads that only one of the first order and order n has.
func (v *verifier) differ(n int) error {
	for _, pair := range [...][2]int{{0, n}, {n, 0}} {
		var q ids
		var key []byte
		err := v.walk(keyOrder+byte(pair[0]), func(it keys) error {
			if err := readQuad(it.Key(), pair[0], &q); err != nil {
				return nil // told before
			}
			key = appendQuad(key[:0], pair[1], &q)
			_, err := v.qs.get(key)
			if errors.Is(err, errNotFound) {
				return v.flaw("quad %v is in order %d but not in order %d", q, pair[0], pair[1])
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// uses holds how often values say they are used in a position against the order that
// starts with it: both are sorted by id.
func (v *verifier) uses(at int) error {
	n := int(orderFor[1<<at])
	it, err := v.qs.newIter([]byte{keyOrder + byte(n)}, []byte{keyOrder + byte(n) + 1})
	if err != nil {
		return err
	}
	defer v.qs.closeIter(it)
	ok := it.First()
	// group counts the quads of the next id.
	group := func() (id, count uint64, err error) {
		for ok {
			if err := v.tick.stop(v.ctx); err != nil {
				return 0, 0, err
			}
			next, k := readID(it.Key()[1:])
			if k == 0 {
				return 0, 0, fmt.Errorf("%w: key %x", ErrCorrupt, it.Key())
			}
			if count > 0 && next != id {
				break
			}
			id = next
			count++
			ok = it.Next()
		}
		return id, count, it.Error()
	}
	id, count, err := group()
	if err == nil && at == posL && id == 0 && count > 0 {
		id, count, err = group()
	}
	if err != nil {
		return err
	}
	err = v.walk(keyName, func(names keys) error {
		name, _ := readID(names.Key()[1:])
		b, err := names.ValueAndErr()
		if err != nil {
			return err
		}
		u, _, err := readUses(b)
		if err != nil {
			return nil // told before
		}
		for count > 0 && id < name {
			if err := v.flaw("value %d has no name but is %v of %d quads", id, dirOf(at), count); err != nil {
				return err
			}
			if id, count, err = group(); err != nil {
				return err
			}
		}
		got := uint64(0)
		if count > 0 && id == name {
			got = count
			if id, count, err = group(); err != nil {
				return err
			}
		}
		if got != u[at] {
			return v.flaw("value %d is %v of %d quads, but counts %d", name, dirOf(at), got, u[at])
		}
		return nil
	})
	for err == nil && count > 0 {
		if err = v.flaw("value %d has no name but is %v of %d quads", id, dirOf(at), count); err == nil {
			id, count, err = group()
		}
	}
	return err
}
