package quadstore

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/cayleygraph/quad"
)

// exportRows is how many quads an export sorts at once; more take another walk over the
// store for each such part. One takes 16 bytes.
const exportRows = 4 << 20

// WriteNQuads writes all quads as N-Quads, one a line, sorted by subject, predicate, object
// and label as the dictionary sorts values: the same quads give the same bytes, however
// they came into the store. IRIs are written as they are kept, literals in canonical form.
// It gives the number of quads. Every value is decoded once; it takes memory for all values.
func (qs *QuadStore) WriteNQuads(ctx context.Context, w io.Writer) (n int64, err error) {
	buf := make([]byte, 0, 1<<16)
	err = qs.export(ctx, appendNQuads, func(texts *texts, r *row) error {
		for at, rank := range r {
			if rank == 0 && at == posL {
				break
			}
			buf = append(append(buf, texts.at(rank)...), ' ')
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

// texts holds what an export writes for each value, by rank from 1.
type texts struct {
	arena []byte
	spans [][2]uint64
}

func (t *texts) len() int              { return len(t.spans) }
func (t *texts) at(rank uint32) []byte { return t.arena[t.spans[rank][0]:t.spans[rank][1]] }

// export calls each for all quads in the order of values, with their ranks in it.
func (qs *QuadStore) export(ctx context.Context, text func(dst, enc []byte) ([]byte, error), each func(*texts, *row) error) error {
	view := qs
	if qs.at == nil {
		view = qs.Snapshot()
		defer view.Close()
	}
	n := view.at.next
	if n >= 1<<32 {
		return fmt.Errorf("%d values are more than an export can sort", n)
	}
	ranks := make([]uint32, n) // by id
	values, err := view.rankValues(ctx, ranks)
	if err != nil {
		return err
	}
	t := &texts{spans: make([][2]uint64, values+1)}
	subjects := make([]uint32, values+1) // by rank
	if err := view.readTexts(ctx, ranks, t, subjects, text); err != nil {
		return err
	}
	for from := 1; from <= values; {
		to, rows := from, 0
		for to <= values && (rows == 0 || rows+int(subjects[to]) <= exportRows) {
			rows += int(subjects[to])
			to++
		}
		if err := view.exportPart(ctx, ranks, subjects, uint32(from), uint32(to), rows, func(r *row) error { return each(t, r) }); err != nil {
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
		from := len(t.arena)
		if t.arena, err = text(t.arena, enc); err != nil {
			return err
		}
		t.spans[ranks[id]] = [2]uint64{uint64(from), uint64(len(t.arena))}
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

// exportPart gives the quads whose subjects have ranks in [from, to): rows of them.
func (qs *QuadStore) exportPart(ctx context.Context, ranks, subjects []uint32, from, to uint32, rows int, each func(*row) error) error {
	sorted := make([]row, rows)
	places := make([]uint32, to-from+1) // where the next quad of each subject goes
	for r := from; r < to; r++ {
		places[r-from+1] = places[r-from] + subjects[r]
	}
	var q ids
	err := qs.eachKey(ctx, keyOrder+orderSPOL, func(it keys) error {
		if err := readQuad(it.Key(), orderSPOL, &q); err != nil {
			return err
		}
		var r row
		for at, id := range q {
			if id >= uint64(len(ranks)) || ranks[id] == 0 && (id != 0 || at != posL) {
				return fmt.Errorf("%w: quad %v has a value that is not there", ErrCorrupt, q)
			}
			r[at] = ranks[id]
		}
		if r[posS] < from || r[posS] >= to {
			return nil
		}
		p := &places[r[posS]-from]
		if int(*p) >= len(sorted) {
			return fmt.Errorf("%w: more quads than counted", ErrCorrupt)
		}
		sorted[*p] = r
		*p++
		return nil
	})
	if err != nil {
		return err
	}
	var tick ticker
	for i := 0; i < len(sorted); {
		end := i + 1
		for end < len(sorted) && sorted[end][posS] == sorted[i][posS] {
			end++
		}
		if sorted[i][posS] == 0 {
			return fmt.Errorf("%w: fewer quads than counted", ErrCorrupt)
		}
		slices.SortFunc(sorted[i:end], compareRows)
		for ; i < end; i++ {
			if err := tick.stop(ctx); err != nil {
				return err
			}
			if err := each(&sorted[i]); err != nil {
				return err
			}
		}
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
