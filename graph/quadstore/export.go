package quadstore

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/cayleygraph/quad"
)

// exportBytes is how many bytes of quads an export holds at once, some nine a quad; more
// take another walk over the store for each such part.
const exportBytes = 128 << 20

// WriteNQuads writes all quads as N-Quads, one a line, sorted by subject, predicate, object
// and label as the dictionary sorts values: the same quads give the same bytes, however
// they came into the store. IRIs are written as they are kept, literals in canonical form.
// It gives the number of quads. Every value is decoded once; it takes memory for all values.
func (qs *QuadStore) WriteNQuads(ctx context.Context, w io.Writer) (n int64, err error) {
	buf := make([]byte, 0, 1<<16)
	var last row // most quads have something of the one before, and finding a text is what takes long
	var found [4][]byte
	err = qs.export(ctx, appendNQuads, func(texts *texts, r *row) error {
		for at, rank := range r {
			if rank == 0 && at == posL {
				break
			}
			if rank != last[at] {
				last[at], found[at] = rank, texts.at(rank)
			}
			buf = append(append(buf, found[at]...), ' ')
		}
		buf = append(buf, '.', '\n')
		n++
		if len(buf) < cap(buf)-1<<12 {
			return nil
		}
		_, err := w.Write(buf)
		buf = buf[:0]
		return err
	})
	if err == nil {
		_, err = w.Write(buf)
	}
	if err != nil {
		return n, fmt.Errorf("export: %w", named(err))
	}
	return n, nil
}

// Sum is the SHA-256 of what WriteNQuads writes: two stores have the same sum if they hold
// the same quads.
func (qs *QuadStore) Sum(ctx context.Context) ([]byte, error) {
	h := sha256.New()
	if _, err := qs.WriteNQuads(ctx, h); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}

// Quads gives all quads in the order of WriteNQuads. Every value is decoded once.
func (qs *QuadStore) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		stop := fmt.Errorf("stop")
		var vals []quad.Value // by rank
		err := qs.export(ctx, func(dst, enc []byte) ([]byte, error) { return append(dst, enc...), nil },
			func(texts *texts, r *row) error {
				if vals == nil {
					vals = make([]quad.Value, texts.len())
				}
				var q quad.Quad
				for at, rank := range r {
					if rank == 0 {
						continue
					}
					if vals[rank] == nil {
						v, err := readValue(texts.at(rank))
						if err != nil {
							return err
						}
						vals[rank] = v
					}
					q.Set(dirOf(at), vals[rank])
				}
				if !yield(q, nil) {
					return stop
				}
				return nil
			})
		if err != nil && err != stop {
			yield(quad.Quad{}, fmt.Errorf("export: %w", named(err)))
		}
	}
}

// texts holds what an export writes for each value, by rank from 1. They lie in pieces that
// never move: what grows as one is copied again and again, and is twice there meanwhile.
type texts struct {
	pieces [][]byte
	starts []uint64 // piece and place in it, where a text stands behind its length
}

const pieceBits = 20

func newTexts(values int) *texts { return &texts{starts: make([]uint64, values+1)} }

func (t *texts) len() int { return len(t.starts) }

func (t *texts) at(rank uint32) []byte {
	start := t.starts[rank]
	b := t.pieces[start>>pieceBits][start&(1<<pieceBits-1):]
	n, k := binary.Uvarint(b)
	return b[k : k+int(n)]
}

func (t *texts) set(rank uint32, text []byte) {
	last := len(t.pieces) - 1
	if need := len(text) + binary.MaxVarintLen64; last < 0 || cap(t.pieces[last])-len(t.pieces[last]) < need {
		t.pieces = append(t.pieces, make([]byte, 0, max(1<<pieceBits, need)))
		last++
	}
	p := t.pieces[last]
	t.starts[rank] = uint64(last)<<pieceBits | uint64(len(p))
	t.pieces[last] = append(binary.AppendUvarint(p, uint64(len(text))), text...)
}

// export calls each for all quads in the order of values, with their ranks in it.
func (qs *QuadStore) export(ctx context.Context, text func(dst, enc []byte) ([]byte, error), each func(*texts, *row) error) error {
	view := qs
	if qs.at == nil {
		view = qs.Snapshot()
		defer view.Close()
	}
	return view.exportParts(ctx, exportBytes, text, each)
}

// exportParts is export of a view in parts of most bytes.
func (qs *QuadStore) exportParts(ctx context.Context, most int, text func(dst, enc []byte) ([]byte, error), each func(*texts, *row) error) error {
	n := qs.at.next
	if n >= 1<<32 {
		return fmt.Errorf("%d values are more than an export can sort", n)
	}
	x := &exporter{view: qs, ranks: make([]uint32, n), most: most}
	values, err := qs.rankValues(ctx, x.ranks)
	if err != nil {
		return err
	}
	t := newTexts(values)
	x.subjects = make([]uint32, values+1)
	if err := qs.readTexts(ctx, x.ranks, t, x.subjects, text); err != nil {
		return err
	}
	x.starts = make([]uint64, values+1)
	for from := 1; from <= values; {
		to, err := x.read(ctx, from)
		if err == nil {
			err = x.give(ctx, from, to, func(r *row) error { return each(t, r) })
		}
		if err != nil {
			return err
		}
		from = to
	}
	return nil
}

// rankValues walks the dictionary in the order of values and fills the ranks of ids.
func (qs *QuadStore) rankValues(ctx context.Context, ranks []uint32) (values int, err error) {
	err = qs.eachKey(ctx, keyValue, func(it keys) error {
		b, err := it.ValueAndErr()
		if err != nil {
			return err
		}
		id, k := readID(b)
		if k != len(b) || id == 0 || id >= uint64(len(ranks)) || ranks[id] != 0 {
			return fmt.Errorf("%w: id %x", ErrCorrupt, b)
		}
		values++
		ranks[id] = uint32(values)
		return nil
	})
	return values, err
}

// readTexts reads the names, and how many quads each is the subject of.
func (qs *QuadStore) readTexts(ctx context.Context, ranks []uint32, t *texts, subjects []uint32, text func(dst, enc []byte) ([]byte, error)) error {
	var buf []byte
	err := qs.eachKey(ctx, keyName, func(it keys) error {
		id, k := readID(it.Key()[1:])
		if k != len(it.Key())-1 || id >= uint64(len(ranks)) || ranks[id] == 0 {
			return fmt.Errorf("%w: name %x", ErrCorrupt, it.Key())
		}
		b, err := it.ValueAndErr()
		if err != nil {
			return err
		}
		u, enc, err := readUses(b)
		if err != nil {
			return err
		}
		if buf, err = text(buf[:0], enc); err != nil {
			return err
		}
		t.set(ranks[id], buf)
		subjects[ranks[id]] = uint32(u[posS])
		return nil
	})
	if err != nil || qs.pg == nil {
		return err
	}
	return qs.eachKey(ctx, keyOrder+orderSPOL, func(it keys) error { // PostgreSQL doesn't keep counts
		if id, k := readID(it.Key()[1:]); k > 0 && id < uint64(len(ranks)) {
			subjects[ranks[id]]++
		}
		return nil
	})
}

// exporter brings quads, which lie in the order of ids, into the order of values.
type exporter struct {
	view     *QuadStore
	ranks    []uint32 // by id
	subjects []uint32 // by rank, how many quads have it as subject
	starts   []uint64 // by rank, where those of this part begin in keys, from 1
	keys     []byte   // the ends of keys, one subject after the other, each as it lies
	most     int      // bytes of a part
	rows     []row
}

// read reads the quads of the subjects whose ranks begin at from, and gives the rank at
// which the next part begins. A subject is read in whole.
func (x *exporter) read(ctx context.Context, from int) (to int, err error) {
	width := 2*idLen(appendID(nil, uint64(len(x.ranks)))[0]) + 1 // few predicates have a long id
	size := 0
	for to = from; to < len(x.subjects); to++ {
		n := int(x.subjects[to]) * width
		if to > from && size+n > x.most {
			break
		}
		size += n
	}
	if x.keys = x.keys[:0]; cap(x.keys) < size {
		x.keys = make([]byte, 0, size)
	}
	last, rank, count := uint64(0), 0, uint32(0)
	counted := func() error {
		if last != 0 && count != x.subjects[rank] {
			return fmt.Errorf("%w: subject %d has %d quads, but %d are counted", ErrCorrupt, last, count, x.subjects[rank])
		}
		return nil
	}
	err = x.view.eachKey(ctx, keyOrder+orderSPOL, func(it keys) error {
		key := it.Key()[1:]
		id, k := readID(key)
		if k == 0 || id >= uint64(len(x.ranks)) || x.ranks[id] == 0 {
			return fmt.Errorf("%w: a quad has the subject %d, which is not there", ErrCorrupt, id)
		}
		if id != last {
			if err := counted(); err != nil {
				return err
			}
			last, rank, count = id, int(x.ranks[id]), 0
			if rank >= from && rank < to {
				x.starts[rank] = uint64(len(x.keys)) + 1
			}
		}
		count++
		if rank < from || rank >= to {
			return nil
		}
		key = key[k:]
		end := 0
		for n := 1; n < len(orders[orderSPOL]) && end < len(key); n++ {
			end += idLen(key[end])
		}
		if end != len(key) {
			return fmt.Errorf("%w: key %x of a quad", ErrCorrupt, it.Key())
		}
		x.keys = append(x.keys, key...)
		return nil
	})
	if err == nil {
		err = counted()
	}
	return to, err
}

// give gives the quads of the subjects with ranks in [from, to).
func (x *exporter) give(ctx context.Context, from, to int, each func(*row) error) error {
	var tick ticker
	for subject := from; subject < to; subject++ {
		n := int(x.subjects[subject])
		if n == 0 {
			continue
		}
		if x.starts[subject] == 0 {
			return fmt.Errorf("%w: subject %d of %d quads has none", ErrCorrupt, subject, n)
		}
		if err := x.take(subject, n); err != nil {
			return err
		}
		slices.SortFunc(x.rows, compareRows)
		for i := range x.rows {
			if err := tick.stop(ctx); err != nil {
				return err
			}
			if err := each(&x.rows[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// take makes the rows of a subject, which has n quads.
func (x *exporter) take(subject, n int) error {
	rest := x.keys[x.starts[subject]-1:]
	x.rows = x.rows[:0]
	for range n {
		r := row{posS: uint32(subject)}
		for _, pos := range orders[orderSPOL][1:] {
			id, k := readID(rest)
			if k == 0 || id >= uint64(len(x.ranks)) || x.ranks[id] == 0 && (id != 0 || pos != posL) {
				return fmt.Errorf("%w: a quad of subject %d has a value that is not there", ErrCorrupt, subject)
			}
			r[pos], rest = x.ranks[id], rest[k:]
		}
		x.rows = append(x.rows, r)
	}
	return nil
}

func compareRows(a, b row) int {
	for at := posP; at <= posL; at++ {
		if c := cmp.Compare(a[at], b[at]); c != 0 {
			return c
		}
	}
	return 0
}

// MarshalNQuads gives a quad as a line of N-Quads without its end, as WriteNQuads has it.
func MarshalNQuads(q quad.Quad) ([]byte, error) {
	if err := Validate(q); err != nil {
		return nil, err
	}
	var out, enc []byte
	for _, d := range quad.Directions {
		v := q.Get(d)
		if v == nil {
			continue
		}
		var err error
		if enc, err = appendValue(enc[:0], canonical(v)); err != nil {
			return nil, err
		}
		if out, err = appendNQuads(out, enc); err != nil {
			return nil, err
		}
		out = append(out, ' ')
	}
	return append(bytes.Clone(out), '.'), nil
}
