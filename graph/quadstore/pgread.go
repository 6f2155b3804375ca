package quadstore

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"
)

// pgReader reads the tables as the key space of codec.go: in a transaction, which sees one
// moment, or else each call by itself. Ranges come in pages, each a query of its own that
// goes on after the last key, so that nothing is held open between two steps.
type pgReader struct {
	pg    *postgres
	names *nameCache

	mu     sync.Mutex // one call at a time in the transaction; guards recent
	tx     pgx.Tx     // nil outside a snapshot
	err    error      // of beginning it
	recent [4]recent  // ids of the last pages, by position
}

// recent are the ids that pages had in one position, in their order. What is asked next of
// one of them is likely to be asked of those behind it: so names and ranges are fetched for
// many at once, and a join costs a round trip for some hundred values and not for each.
type recent struct {
	ids  []uint64
	page int // where the last page begins
}

// Pages grow from the first size to the last: a seek needs few rows, a walk many.
const (
	pgFirstPage = 64
	pgLastPage  = 8192
	pgRecent    = 4096
	pgNames     = 512 // names fetched at once
	pgFewAhead  = 32  // ranges fetched at once, at first and at most
	pgMostAhead = 512
)

func (qs *QuadStore) pgReader() *pgReader { return qs.r.(*pgReader) }

// query calls each for every row.
func (r *pgReader) query(ctx context.Context, each func(pgx.Rows) error, sql string, args ...any) error {
	if r.err != nil {
		return r.err
	}
	var rows pgx.Rows
	var err error
	if r.tx != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		rows, err = r.tx.Query(ctx, sql, args...)
	} else {
		rows, err = r.pg.pool.Query(ctx, sql, args...)
	}
	if err != nil {
		return r.told(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return r.told(rows.Err())
}

func (r *pgReader) told(err error) error {
	if err != nil && r.pg.base.Err() != nil {
		return ErrClosed
	}
	return pgNamed(err)
}

// snapshot begins a transaction that sees the store as it is now.
func (qs *QuadStore) pgSnapshot() *QuadStore {
	r := &pgReader{pg: qs.pg, names: qs.names}
	r.tx, r.err = qs.pg.pool.BeginTx(qs.pg.base, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	view := &QuadStore{core: qs.core, r: r, snap: r}
	if view.at, r.err = r.meta(); r.err != nil {
		view.at = &meta{next: 1} // readers of the view meet the error again
	}
	return view
}

// Close ends the transaction of a snapshot.
func (r *pgReader) Close() error {
	if r.tx == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.tx.Rollback(context.Background()); err != nil && !errors.Is(err, pgx.ErrTxClosed) && r.pg.base.Err() == nil {
		return err
	}
	return nil
}

// meta adds the totals up.
func (r *pgReader) meta() (*meta, error) {
	var next, vals, quads int64
	err := r.query(r.pg.base, func(rows pgx.Rows) error { return rows.Scan(&next, &vals, &quads) },
		`SELECT (SELECT coalesce(max(id), 0) + 1 FROM relata_values), sum(vals)::bigint, sum(quads)::bigint FROM relata_totals`)
	return &meta{next: uint64(next), values: uint64(vals), quads: uint64(quads)}, err
}

// Get finds an id by value, a value by id, or a quad.
func (r *pgReader) Get(key []byte) (val []byte, _ io.Closer, err error) {
	err = errNotFound
	found := func(rows pgx.Rows) error {
		var id int64
		var enc []byte
		if key[0] == keyName {
			serr := rows.Scan(&enc)
			val, err = append(appendUses(nil, &uses{}), enc...), nil
			return serr
		}
		serr := rows.Scan(&id)
		val, err = appendID(nil, uint64(id)), nil
		return serr
	}
	var qerr error
	switch key[0] {
	case keyValue:
		qerr = r.query(r.pg.base, found, `SELECT id FROM relata_values WHERE vkey = $1`, key[1:])
	case keyName:
		id, _ := readID(key[1:])
		qerr = r.query(r.pg.base, found, `SELECT enc FROM relata_values WHERE id = $1`, int64(id))
	default:
		var q ids
		if qerr = readQuad(key, int(key[0]-keyOrder), &q); qerr == nil {
			qerr = r.query(r.pg.base, found, `SELECT s FROM relata_quads WHERE s = $1 AND p = $2 AND o = $3 AND l = $4`,
				int64(q[posS]), int64(q[posP]), int64(q[posO]), int64(q[posL]))
		}
	}
	if qerr != nil {
		return nil, nil, qerr
	}
	return val, nopCloser{}, err
}

type nopCloser struct{}

func (nopCloser) Close() error { return nil }

// note keeps the ids of a page.
func (r *pgReader) note(rows []pgRow, free []uint8) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, pos := range free {
		c := &r.recent[pos]
		if n := len(c.ids); n > 2*pgRecent {
			c.ids = append(c.ids[:0], c.ids[n-pgRecent:]...)
		}
		c.page = len(c.ids)
		last := uint64(0)
		for i := range rows {
			if id := rows[i].q[pos]; id != 0 && id != last {
				c.ids = append(c.ids, id)
				last = id
			}
		}
	}
}

// follow gives id and up to most-1 others that stand behind it in the last pages, without
// those that are known.
func (r *pgReader) follow(id uint64, most int, known func(uint64) bool) []int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	want := []int64{int64(id)}
	for _, pos := range [...]int{posO, posS, posL, posP} {
		c := &r.recent[pos]
		i := c.page + slices.Index(c.ids[c.page:], id)
		if i < c.page { // not in the last page
			for i = c.page - 1; i >= 0 && c.ids[i] != id; i-- {
			}
		}
		if i < 0 {
			continue
		}
		seen := map[uint64]bool{id: true}
		for _, next := range c.ids[i+1:] {
			if seen[next] || known(next) {
				continue
			}
			if seen[next] = true; len(want) == most {
				break
			}
			want = append(want, int64(next))
		}
		return want
	}
	return want
}

// values fetches the values of ids into the cache, and calls each.
func (r *pgReader) values(ctx context.Context, want []int64, each func(id uint64, v quad.Value)) error {
	for part := range slices.Chunk(want, pgNames) {
		err := r.query(ctx, func(rows pgx.Rows) error {
			var id int64
			var enc []byte
			if err := rows.Scan(&id, &enc); err != nil {
				return err
			}
			v, err := readValue(enc)
			if err != nil {
				return fmt.Errorf("value %d: %w", id, named(err))
			}
			r.names.put(uint64(id), v, len(enc))
			if each != nil {
				each(uint64(id), v)
			}
			return nil
		}, `SELECT id, enc FROM relata_values WHERE id = ANY($1)`, part)
		if err != nil {
			return err
		}
	}
	return nil
}

// pgName is name, with those that are asked for next.
func (qs *QuadStore) pgName(id uint64) (v quad.Value, err error) {
	r := qs.pgReader()
	known := func(id uint64) bool { return r.names.get(id) != nil }
	err = r.values(qs.pg.base, r.follow(id, pgNames, known), func(got uint64, val quad.Value) {
		if got == id {
			v = val
		}
	})
	return v, err
}

// fetch brings the values of references into the cache.
func (qs *QuadStore) fetch(ctx context.Context, rs []graph.Ref) error {
	var want []int64
	for _, r := range rs {
		if n, ok := r.(node); ok && qs.names.get(uint64(n)) == nil {
			want = append(want, int64(n))
		}
	}
	slices.Sort(want)
	return qs.pgReader().values(ctx, slices.Compact(want), nil)
}

const noLimit = int64(1) << 62

// count counts the quads that have the values of at in the positions of set, up to most.
func (qs *QuadStore) count(ctx context.Context, set int, at *ids, most int64) (n int64, err error) {
	var where []string
	var args []any
	for pos, name := range pgColumns {
		if set&(1<<pos) != 0 {
			args = append(args, int64(at[pos]))
			where = append(where, fmt.Sprintf("%s = $%d", name, len(args)))
		}
	}
	from := "relata_quads"
	if len(where) > 0 {
		from += " WHERE " + strings.Join(where, " AND ")
	}
	sql := "SELECT count(*) FROM " + from
	if most < noLimit {
		sql = fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d) AS q", from, most)
	}
	err = qs.pgReader().query(ctx, func(rows pgx.Rows) error { return rows.Scan(&n) }, sql, args...)
	return n, err
}

// sizeByRange is size where no counts are kept: exact for small sets, a guess for others.
func (p *pattern) sizeByRange(ctx context.Context) (refs.Size, error) {
	const most, guess = 2048, 8
	n, err := p.count(ctx, most)
	switch {
	case err != nil:
		return refs.Size{}, err
	case n < most:
		return refs.Size{Value: n, Exact: !p.labelled() || p.set&(1<<posL) != 0}, nil
	}
	return refs.Size{Value: most * guess >> (2 * max(0, bits.OnesCount(uint(p.set))-1))}, nil
}

// pgColumns are the columns of the positions.
var pgColumns = [...]string{posS: "s", posP: "p", posO: "o", posL: "l"}

// pgRanges are the queries of pages: by order, number of columns bound, and whether they
// begin at the first row, at a row, or after it.
var pgRanges = func() (sql [len(orders)][5][3]string) {
	for n, o := range orders {
		columns := make([]string, len(o))
		for i, pos := range o {
			columns[i] = pgColumns[pos]
		}
		for bound := range len(o) + 1 {
			for from, op := range [...]string{"", ">=", ">"} {
				var where, rest []string
				for i := range o {
					if i < bound {
						where = append(where, fmt.Sprintf("%s = $%d", columns[i], i+1))
					} else {
						rest = append(rest, fmt.Sprintf("$%d", i+1))
					}
				}
				limit := bound + 1
				if op != "" && bound < len(o) {
					limit = len(o) + 1
					where = append(where, fmt.Sprintf("(%s) %s (%s)", strings.Join(columns[bound:], ", "), op, strings.Join(rest, ", ")))
				}
				text := "SELECT s, p, o, l FROM relata_quads"
				if len(where) > 0 {
					text += " WHERE " + strings.Join(where, " AND ")
				}
				sql[n][bound][from] = fmt.Sprintf("%s ORDER BY %s LIMIT $%d", text, strings.Join(columns, ", "), limit)
			}
		}
	}
	return sql
}()

// pgRow is a row of a page: a quad, or an id with the key or the encoding of its value.
type pgRow struct {
	q ids // the id stands first
	b []byte
}

// pgKeys walks a range page by page.
type pgKeys struct {
	r        *pgReader
	from, to []byte
	rows     []pgRow
	at       int
	size     int  // of the next page
	more     bool // there may be rows after the last
	key, val []byte
	err      error
	bound    int // of an order: columns that the range binds
	q        ids // their values

	// Where range after range differs in one column, the next are fetched together.
	vary  int                // that column, by its place in the order; -1 for none
	ahead map[uint64][]pgRow // first pages by its value
	wide  int                // how many to fetch
}

func (r *pgReader) walk(from, to []byte) (keys, error) {
	it := &pgKeys{r: r, vary: -1}
	it.SetBounds(from, to)
	return it, it.err
}

func (it *pgKeys) SetBounds(from, to []byte) {
	same := len(it.from) > 0 && it.from[0] == from[0]
	it.from, it.to = append(it.from[:0], from...), append(it.to[:0], to...)
	it.rows, it.at, it.size, it.more, it.err = it.rows[:0], 0, pgFirstPage, false, nil
	if from[0] < keyOrder {
		return
	}
	was, wasBound := it.q, it.bound
	it.bound = 0
	for rest := from[1:]; len(rest) > 0; it.bound++ {
		id, k := readID(rest)
		if k == 0 || it.bound == len(orders[0]) {
			it.err = fmt.Errorf("%w: range %x", errCodec, from)
			return
		}
		it.q[it.order()[it.bound]], rest = id, rest[k:]
	}
	differ, last := 0, 0
	for i, pos := range it.order()[:it.bound] {
		if was[pos] != it.q[pos] {
			differ, last = differ+1, i
		}
	}
	switch {
	case !same || wasBound != it.bound || differ > 1:
		it.vary, it.ahead = -1, nil
	case differ == 1 && last != it.vary:
		it.vary, it.ahead, it.wide = last, map[uint64][]pgRow{}, pgFewAhead
	}
}

func (it *pgKeys) order() *order { return &orders[it.from[0]-keyOrder] }

func (it *pgKeys) First() bool {
	it.size = pgFirstPage
	if it.err == nil && it.vary >= 0 && it.from[0] >= keyOrder {
		x := it.q[it.order()[it.vary]]
		rows, ok := it.ahead[x]
		if !ok {
			it.err = it.lookAhead(x)
			rows, ok = it.ahead[x]
		}
		if ok && it.err == nil {
			it.rows = append(it.rows[:0], rows...)
			it.at, it.more = 0, len(rows) == it.size
			return len(it.rows) > 0
		}
	}
	return it.page(0, nil)
}

// lookAhead fetches the first pages of the range of x and of those that are likely next.
func (it *pgKeys) lookAhead(x uint64) error {
	want := it.r.follow(x, it.wide, func(id uint64) bool { _, ok := it.ahead[id]; return ok })
	if len(want) == 1 {
		return nil
	}
	const most = 1 << 14 // ranges kept
	if len(it.ahead) > most {
		clear(it.ahead)
	}
	it.wide = min(2*it.wide, pgMostAhead)
	o := it.order()
	args := []any{want, pgFirstPage}
	where := make([]string, it.bound)
	for i, pos := range o[:it.bound] {
		if i == it.vary {
			where[i] = pgColumns[pos] + " = t.x"
			continue
		}
		args = append(args, int64(it.q[pos]))
		where[i] = fmt.Sprintf("%s = $%d", pgColumns[pos], len(args))
	}
	for _, id := range want {
		it.ahead[uint64(id)] = nil
	}
	var page []pgRow
	pos := o[it.vary]
	err := it.r.query(it.r.pg.base, func(rows pgx.Rows) error {
		row, err := scanQuad(rows)
		page = append(page, row)
		it.ahead[row.q[pos]] = append(it.ahead[row.q[pos]], row)
		return err
	}, fmt.Sprintf("SELECT q.s, q.p, q.o, q.l FROM unnest($1::bigint[]) AS t (x) CROSS JOIN LATERAL (SELECT s, p, o, l FROM relata_quads WHERE %s ORDER BY %s LIMIT $2) AS q",
		strings.Join(where, " AND "), o.columns()), args...)
	for _, id := range want { // SQL promises no order of a join
		slices.SortFunc(it.ahead[uint64(id)], func(a, b pgRow) int {
			for _, pos := range o {
				if c := cmp.Compare(a.q[pos], b.q[pos]); c != 0 {
					return c
				}
			}
			return 0
		})
	}
	it.r.note(page, o[it.bound:])
	return err
}

func (it *pgKeys) Next() bool {
	if it.at < len(it.rows) {
		it.at++
	}
	switch {
	case it.at < len(it.rows):
		return true
	case it.err != nil || !it.more:
		return false
	}
	it.size = min(4*it.size, pgLastPage)
	return it.page(2, it.Last())
}

// Last gives the key of the last row of the page.
func (it *pgKeys) Last() []byte {
	it.at = len(it.rows) - 1
	return bytes.Clone(it.Key())
}

// SeekGE looks in the page first.
func (it *pgKeys) SeekGE(key []byte) bool {
	if it.err != nil {
		return false
	}
	if n := len(it.rows); n > 0 {
		it.at = 0
		low := bytes.Compare(it.Key(), key)
		it.at = n - 1
		if high := bytes.Compare(it.Key(), key); low <= 0 && (high >= 0 || !it.more) {
			it.at = sort.Search(n, func(i int) bool {
				it.at = i
				return bytes.Compare(it.Key(), key) >= 0
			})
			return it.at < n
		}
	}
	it.size = pgFirstPage
	return it.page(1, key)
}

// page reads rows: from the first on (0), from a key on (1), or after it (2).
func (it *pgKeys) page(from int, key []byte) bool {
	if it.err != nil {
		return false
	}
	switch it.from[0] {
	case keyValue:
		it.err = it.valuePage(from, key)
	case keyName:
		it.err = it.namePage(from, key)
	default:
		it.err = it.quadPage(from, key)
	}
	it.at, it.more = 0, len(it.rows) == it.size
	return it.err == nil && len(it.rows) > 0
}

func (it *pgKeys) valuePage(from int, key []byte) error {
	op := ">="
	if from == 2 {
		op = ">"
	}
	if from == 0 || bytes.Compare(key, it.from) < 0 {
		key = it.from
	}
	to := it.to
	if len(to) > 0 && to[0] > keyValue {
		to = []byte{keyValue, 0xff, 0xff}
	}
	it.rows = it.rows[:0]
	err := it.r.query(it.r.pg.base, func(rows pgx.Rows) error {
		var id int64
		var row pgRow
		err := rows.Scan(&row.b, &id)
		row.q[0] = uint64(id)
		it.rows = append(it.rows, row)
		return err
	}, `SELECT vkey, id FROM relata_values WHERE vkey `+op+` $1 AND vkey < $2 ORDER BY vkey LIMIT $3`, key[1:], to[1:], it.size)
	it.r.note(it.rows, []uint8{posS}) // where the ids of such rows stand
	return err
}

func (it *pgKeys) namePage(from int, key []byte) error {
	start := uint64(0)
	if from > 0 {
		start, _ = readID(key[1:])
	}
	if from == 2 {
		start++
	}
	it.rows = it.rows[:0]
	return it.r.query(it.r.pg.base, func(rows pgx.Rows) error {
		var id int64
		var row pgRow
		err := rows.Scan(&id, &row.b)
		row.q[0] = uint64(id)
		it.rows = append(it.rows, row)
		return err
	}, `SELECT id, enc FROM relata_values WHERE id >= $1 ORDER BY id LIMIT $2`, int64(start), it.size)
}

func (it *pgKeys) quadPage(from int, key []byte) error {
	o := it.order()
	args := make([]any, 0, len(o)+1)
	for _, pos := range o[:it.bound] {
		args = append(args, int64(it.q[pos]))
	}
	if from > 0 && it.bound < len(o) {
		at := it.q
		for _, pos := range o[it.bound:] {
			at[pos] = 0
		}
		rest := key[1:]
		for _, pos := range o {
			id, k := readID(rest)
			if k == 0 {
				break
			}
			at[pos], rest = id, rest[k:]
		}
		for _, pos := range o[it.bound:] {
			args = append(args, int64(at[pos]))
		}
	}
	it.rows = it.rows[:0]
	if from == 2 && it.bound == len(o) {
		return nil
	}
	sql := pgRanges[it.from[0]-keyOrder][it.bound][from]
	err := it.r.query(it.r.pg.base, it.take, sql, append(args, it.size)...)
	it.r.note(it.rows, o[it.bound:])
	return err
}

// take reads a quad.
func (it *pgKeys) take(rows pgx.Rows) error {
	row, err := scanQuad(rows)
	it.rows = append(it.rows, row)
	return err
}

func scanQuad(rows pgx.Rows) (pgRow, error) {
	var s, p, o, l int64
	err := rows.Scan(&s, &p, &o, &l)
	return pgRow{q: ids{uint64(s), uint64(p), uint64(o), uint64(l)}}, err
}

// columns are the columns of an order, with commas.
func (o *order) columns() string {
	names := make([]string, len(o))
	for i, pos := range o {
		names[i] = pgColumns[pos]
	}
	return strings.Join(names, ", ")
}

func (it *pgKeys) Key() []byte {
	row := &it.rows[it.at]
	switch it.from[0] {
	case keyValue:
		it.key = append(append(it.key[:0], keyValue), row.b...)
	case keyName:
		it.key = appendNameKey(it.key[:0], row.q[0])
	default:
		it.key = appendQuad(it.key[:0], int(it.from[0]-keyOrder), &row.q)
	}
	return it.key
}

func (it *pgKeys) ValueAndErr() ([]byte, error) {
	row := &it.rows[it.at]
	switch it.from[0] {
	case keyValue:
		it.val = appendID(it.val[:0], row.q[0])
	case keyName:
		it.val = append(appendUses(it.val[:0], &uses{}), row.b...)
	default:
		return nil, nil
	}
	return it.val, nil
}

func (it *pgKeys) Error() error { return it.err }
func (it *pgKeys) Close() error { return nil }
