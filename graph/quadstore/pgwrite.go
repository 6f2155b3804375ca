package quadstore

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/jackc/pgx/v5"
)

// shard picks a row of totals.
func shard() int { return rand.IntN(pgShards) }

const (
	pgFresh      = uint64(1) << 62 // ids from here on are given in a transaction, and become real at its end
	pgChunkQuads = 1 << 17         // quads of a commit of an import: other writers wait for its values
	pgRows       = 8192            // rows of a statement
)

// Statements of writers. Rows come sorted by key, so that two writers don't wait for each
// other crosswise.
const (
	pgShare      = `SELECT id FROM relata_gate WHERE id = 1 FOR SHARE`
	pgAlone      = `SELECT id FROM relata_gate WHERE id = 1 FOR UPDATE`
	pgFind       = `SELECT id, vkey FROM relata_values WHERE vkey = ANY($1)`
	pgAddValues  = `INSERT INTO relata_values (id, vkey, enc) SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bytea[]) ON CONFLICT DO NOTHING`
	pgAddQuads   = `INSERT INTO relata_quads (s, p, o, l) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) ON CONFLICT DO NOTHING`
	pgFindQuads  = `SELECT q.s, q.p, q.o, q.l FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS t (s, p, o, l) JOIN relata_quads q ON q.s = t.s AND q.p = t.p AND q.o = t.o AND q.l = t.l`
	pgDropQuads  = `DELETE FROM relata_quads q USING unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS t (s, p, o, l) WHERE q.s = t.s AND q.p = t.p AND q.o = t.o AND q.l = t.l`
	pgDropValues = `DELETE FROM relata_values v WHERE v.id = ANY($1)
		AND NOT EXISTS (SELECT 1 FROM relata_quads WHERE s = v.id) AND NOT EXISTS (SELECT 1 FROM relata_quads WHERE p = v.id)
		AND NOT EXISTS (SELECT 1 FROM relata_quads WHERE o = v.id) AND NOT EXISTS (SELECT 1 FROM relata_quads WHERE l = v.id)`
	pgTotal = `UPDATE relata_totals SET quads = quads + $1, vals = vals + $2 WHERE shard = $3`
)

// columns are quads as the arguments of a statement.
func columns(quads []ids) []any {
	var c [4][]int64
	for at := range c {
		c[at] = make([]int64, len(quads))
		for i := range quads {
			c[at][i] = int64(quads[i][at])
		}
	}
	return []any{c[0], c[1], c[2], c[3]}
}

func compareIDs(a, b ids) int { return slices.Compare(a[:], b[:]) }

// apply is ApplyDeltas.
func (p *postgres) apply(qs *QuadStore, deltas []graph.Delta, opts graph.IgnoreOpts) error {
	encs := map[string]bool{}
	alone, look := false, !opts.IgnoreDup || !opts.IgnoreMissing
	for _, d := range deltas {
		if d.Action == graph.Delete {
			alone = true
		}
		for at := range posL + 1 {
			v := d.Quad.Get(dirOf(at))
			if v == nil {
				continue
			}
			enc, err := appendValue(nil, canonical(v))
			if err != nil {
				return err
			}
			encs[string(enc)] = true
		}
	}
	list := make([]string, 0, len(encs))
	for enc := range encs {
		list = append(list, enc)
	}
	var gone []uint64
	err := p.within(p.base, func(conn pgx.Tx) error {
		w := &pgWriter{p: p, conn: conn, tx: &tx{qs: qs, first: pgFresh, next: pgFresh, known: map[string]uint64{}, state: map[ids]bool{}, before: map[ids]bool{},
			has: func(*ids) (bool, error) { return false, nil }}}
		gate := pgShare
		if alone {
			gate = pgAlone
		}
		if _, err := conn.Exec(p.base, gate); err != nil {
			return err
		}
		if err := w.find(list); err != nil {
			return err
		}
		if alone || look {
			if err := w.look(deltas); err != nil {
				return err
			}
		}
		for _, d := range deltas {
			if err := w.tx.apply(d, opts); err != nil {
				return err
			}
		}
		err := w.commit(alone || look)
		gone = w.gone
		return err
	})
	if err != nil {
		var de *graph.DeltaError
		if errors.As(err, &de) {
			return err
		}
		return p.told(err)
	}
	for _, id := range gone {
		qs.names.drop(id)
	}
	return nil
}

func (p *postgres) told(err error) error {
	if err != nil && p.base.Err() != nil {
		return ErrClosed
	}
	return pgNamed(err)
}

// pgWriter writes one commit.
type pgWriter struct {
	p    *postgres
	conn pgx.Tx
	tx   *tx
	gone []uint64
}

// find looks all values up at once.
func (w *pgWriter) find(encs []string) error {
	byKey := make(map[string]string, len(encs))
	list := make([][]byte, len(encs))
	for i, enc := range encs {
		list[i] = appendValueKey(nil, []byte(enc))[1:]
		byKey[string(list[i])] = enc
		w.tx.known[enc] = 0
	}
	for part := range slices.Chunk(list, pgRows) {
		err := w.rows(pgFind, []any{part}, func(rows pgx.Rows) error {
			var id int64
			var key []byte
			err := rows.Scan(&id, &key)
			w.tx.known[byKey[string(key)]] = uint64(id)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *pgWriter) rows(sql string, args []any, each func(pgx.Rows) error) error {
	rows, err := w.conn.Query(w.p.base, sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// look finds which quads of the deltas are there.
func (w *pgWriter) look(deltas []graph.Delta) error {
	var asked []ids
	for _, d := range deltas {
		l, lost, _, err := w.tx.quad(d.Quad, false)
		if err != nil {
			return err
		}
		if !lost {
			asked = append(asked, l)
		}
	}
	there := map[ids]bool{}
	for part := range slices.Chunk(asked, pgRows) {
		err := w.rows(pgFindQuads, columns(part), func(rows pgx.Rows) error {
			var s, p, o, l int64
			err := rows.Scan(&s, &p, &o, &l)
			there[ids{uint64(s), uint64(p), uint64(o), uint64(l)}] = true
			return err
		})
		if err != nil {
			return err
		}
	}
	w.tx.has = func(l *ids) (bool, error) { return there[*l], nil }
	return nil
}

// commit writes what changed; exact says that all of it must still be new.
func (w *pgWriter) commit(exact bool) error {
	ctx := w.p.base
	var add, drop []ids
	used := map[uint64]bool{}
	for _, l := range w.tx.touch {
		switch now := w.tx.state[l]; {
		case now == w.tx.before[l]:
		case now:
			add = append(add, l)
			for _, id := range l {
				used[id] = true
			}
		default:
			drop = append(drop, l)
		}
	}
	var quads, vals int64
	var fresh []string
	for i, enc := range w.tx.fresh {
		if used[pgFresh+uint64(i)] {
			fresh = append(fresh, enc)
		}
	}
	real, n, err := w.p.addValues(ctx, w.conn, fresh)
	if err != nil {
		return err
	}
	vals += n
	for i := range add {
		for at, id := range add[i] {
			if id >= pgFresh {
				add[i][at] = real[w.tx.fresh[id-pgFresh]]
			}
		}
	}
	n, err = change(ctx, w.conn, pgAddQuads, add)
	if err == nil && exact && n < int64(len(add)) {
		err = errAgain
	}
	if err != nil {
		return err
	}
	quads += n
	n, err = change(ctx, w.conn, pgDropQuads, drop)
	if err == nil && n < int64(len(drop)) {
		err = errAgain
	}
	if err != nil {
		return err
	}
	quads -= n
	if len(drop) > 0 {
		if n, err = w.sweep(drop); err != nil {
			return err
		}
		vals -= n
	}
	if quads == 0 && vals == 0 {
		return nil
	}
	_, err = w.conn.Exec(ctx, pgTotal, quads, vals, shard())
	return err
}

// change runs a statement over quads and gives the number of rows that it changed.
func change(ctx context.Context, conn pgx.Tx, sql string, quads []ids) (n int64, err error) {
	slices.SortFunc(quads, compareIDs)
	for part := range slices.Chunk(quads, pgRows) {
		tag, err := conn.Exec(ctx, sql, columns(part)...)
		if err != nil {
			return n, err
		}
		n += tag.RowsAffected()
	}
	return n, nil
}

// sweep removes the values that nothing uses any more.
func (w *pgWriter) sweep(dropped []ids) (n int64, err error) {
	var list []int64
	for _, l := range dropped {
		for _, id := range l {
			if id != 0 {
				list = append(list, int64(id))
			}
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	for part := range slices.Chunk(list, pgRows) {
		tag, err := w.conn.Exec(w.p.base, pgDropValues, part)
		if err != nil {
			return n, err
		}
		n += tag.RowsAffected()
	}
	for _, id := range list {
		w.gone = append(w.gone, uint64(id))
	}
	return n, nil
}

// addValues adds encoded values that weren't there and gives the ids of all, which another
// writer may have given meanwhile, and how many were new.
func (p *postgres) addValues(ctx context.Context, conn pgx.Tx, encs []string) (real map[string]uint64, added int64, err error) {
	vals := sortedValues(encs)
	real = make(map[string]uint64, len(encs))
	for part := range slices.Chunk(vals, pgRows) {
		fresh, err := p.ids(ctx, conn, len(part))
		if err != nil {
			return nil, 0, err
		}
		id, keys, all := make([]int64, len(part)), make([][]byte, len(part)), make([][]byte, len(part))
		for i, v := range part {
			id[i], keys[i], all[i] = int64(fresh[i]), v.key, v.enc
			real[string(v.enc)] = fresh[i]
		}
		tag, err := conn.Exec(ctx, pgAddValues, id, keys, all)
		if err != nil {
			return nil, 0, err
		}
		added += tag.RowsAffected()
		if tag.RowsAffected() == int64(len(part)) {
			continue
		}
		rows, err := conn.Query(ctx, pgFind, keys)
		if err != nil {
			return nil, 0, err
		}
		found := 0
		var got int64
		var key []byte
		if _, err = pgx.ForEachRow(rows, []any{&got, &key}, func() error {
			i, ok := slices.BinarySearchFunc(part, key, func(v pgValue, key []byte) int { return bytes.Compare(v.key, key) })
			if ok {
				real[string(part[i].enc)] = uint64(got)
				found++
			}
			return nil
		}); err != nil {
			return nil, 0, err
		}
		if found < len(part) {
			return nil, 0, errAgain
		}
	}
	return real, added, nil
}

// addNew is addValues of values that no other writer adds meanwhile.
func (p *postgres) addNew(ctx context.Context, conn pgx.Tx, encs []string) (real map[string]uint64, added int64, err error) {
	vals := sortedValues(encs)
	fresh, err := p.copyValues(ctx, conn, vals)
	if err != nil {
		return nil, 0, err
	}
	real = make(map[string]uint64, len(vals))
	for i, v := range vals {
		real[string(v.enc)] = fresh[i]
	}
	return real, int64(len(vals)), nil
}

// sortedValues are encoded values by key.
func sortedValues(encs []string) []pgValue {
	vals := make([]pgValue, len(encs))
	for i, enc := range encs {
		vals[i] = pgValue{appendValueKey(nil, []byte(enc))[1:], []byte(enc)}
	}
	slices.SortFunc(vals, func(a, b pgValue) int { return bytes.Compare(a.key, b.key) })
	return vals
}

// load writes a chunk of an import. Its values are there for all before its quads are, so
// that two imports don't wait for each other's chunks: one that is killed leaves values
// that nothing uses, which the next import of the same takes up.
func (p *postgres) load(ctx context.Context, l *loader) error {
	if l.failed != nil {
		return l.failed
	}
	if len(l.quads) == 0 {
		return nil
	}
	if !l.begun && !l.steps && l.full() { // what is less isn't worth an exchange
		var err error
		if l.bulk, err = p.beginBulk(ctx); err != nil {
			return p.told(err)
		}
	}
	l.begun = true
	if l.bulk != nil {
		if err := l.bulk.add(ctx, l); err != nil {
			l.drop()
			l.failed = p.told(err)
			return l.failed
		}
		l.quads = l.quads[:0]
		l.in.reset()
		return nil
	}
	var added int64
	optimist := true
	err := p.retry(ctx, func() error {
		err := pgx.BeginFunc(ctx, p.pool, func(conn pgx.Tx) (err error) {
			added, err = p.loadChunk(ctx, conn, l, optimist)
			return err
		})
		optimist = optimist && !isPgCode(err, pgAgain...)
		return err
	})
	if err != nil {
		return p.told(err)
	}
	l.added += added
	l.quads = l.quads[:0]
	l.in.reset()
	return nil
}

// number gives the ids of the values of a chunk, by their numbers, and which of them are
// new; those are committed. An optimist copies those that are not there yet, and fails where
// another writer adds one of them meanwhile.
func (p *postgres) number(ctx context.Context, conn pgx.Tx, l *loader, optimist bool) (id []uint64, isNew []bool, err error) {
	w := &pgWriter{p: p, conn: conn, tx: &tx{known: map[string]uint64{}}}
	n := l.in.len()
	encs := make([]string, n)
	for i := range encs {
		encs[i] = string(l.in.value(uint32(i + 1)))
	}
	if err := w.find(encs); err != nil {
		return nil, nil, err
	}
	var missing []string
	for _, enc := range encs {
		if w.tx.known[enc] == 0 {
			missing = append(missing, enc)
		}
	}
	var fresh map[string]uint64
	err = pgx.BeginFunc(ctx, p.vals, func(values pgx.Tx) error {
		var n int64
		var err error
		if optimist {
			fresh, n, err = p.addNew(ctx, values, missing)
		} else {
			fresh, n, err = p.addValues(ctx, values, missing)
		}
		if err != nil || n == 0 {
			return err
		}
		_, err = values.Exec(ctx, pgTotal, 0, n, shard())
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	id, isNew = make([]uint64, n+1), make([]bool, n+1)
	for i, enc := range encs {
		if id[i+1] = w.tx.known[enc]; id[i+1] == 0 {
			id[i+1], isNew[i+1] = fresh[enc], true
		}
	}
	return id, isNew, nil
}

func (p *postgres) loadChunk(ctx context.Context, conn pgx.Tx, l *loader, optimist bool) (int64, error) {
	if _, err := conn.Exec(ctx, pgShare); err != nil {
		return 0, err
	}
	id, isNew, err := p.number(ctx, conn, l, optimist)
	if err != nil {
		return 0, err
	}
	// A quad with a value that was not there is not there either, unless another import
	// brings the same: those are copied, and all are asked for if that fails.
	var ours, others []ids
	for _, q := range l.quads {
		ids := ids{id[q[0]], id[q[1]], id[q[2]], id[q[3]]}
		if optimist && (isNew[q[0]] || isNew[q[1]] || isNew[q[2]] || isNew[q[3]]) {
			ours = append(ours, ids)
		} else {
			others = append(others, ids)
		}
	}
	slices.SortFunc(ours, compareIDs)
	ours = slices.Compact(ours)
	slices.SortFunc(others, compareIDs)
	added, err := change(ctx, conn, pgAddQuads, slices.Compact(others))
	if err != nil {
		return 0, err
	}
	if len(ours) > 0 {
		n, err := copyQuads(ctx, conn, "relata_quads", ours)
		if err != nil {
			return 0, err
		}
		added += n
	}
	_, err = conn.Exec(ctx, pgTotal, added, 0, shard())
	return added, err
}
