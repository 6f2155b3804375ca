package quadstore

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cockroachdb/pebble/v2/objstorage/objstorageprovider"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// chunkQuads is how many quads Import sorts at once: each chunk is one commit. A chunk
// takes some 150 bytes of memory a quad while it is loaded.
const chunkQuads = 1 << 20

// chunkBytes bounds the values of a chunk.
const chunkBytes = 256 << 20

// ImportOptions of an import; the zero value works.
type ImportOptions struct {
	Chunk    int                      // quads to a commit; 0 is about a million
	Steps    bool                     // commit every chunk, into an empty database as well: what Progress told stays whatever happens
	Progress func(lines, quads int64) // called after each chunk, with the lines read and the quads that were new
}

// Import reads N-Quads and adds them; quads that are there already stay. It commits
// every million quads or so, each time whole; after an error the chunks committed stay, and
// importing the same again adds the rest; into a database without quads it is one commit,
// unless opts.Steps says otherwise. It gives the number of quads that were new.
// Errors about the input are of type *SyntaxError.
//
// Quads are sorted and written as tables that the engine takes in as they are, which is
// several times as fast as ApplyDeltas.
func (qs *QuadStore) Import(ctx context.Context, r io.Reader, opts ImportOptions) (added int64, err error) {
	l, err := qs.newLoader(opts.Chunk)
	if err != nil {
		return 0, err
	}
	defer l.drop()
	l.steps = opts.Steps
	sc := newScanner(r)
	intern := func(enc []byte) (uint32, error) { return l.in.intern(enc), nil }
	var q [4]uint32
	var tick ticker
	for {
		if err = tick.stop(ctx); err != nil {
			break
		}
		if err = sc.read(&q, intern); err != nil {
			break
		}
		l.quads = append(l.quads, q)
		if l.full() {
			if err = l.flush(ctx); err != nil {
				return l.added, err
			}
			if opts.Progress != nil {
				opts.Progress(sc.line, l.count())
			}
		}
	}
	if !errors.Is(err, io.EOF) {
		return l.added, err
	}
	if err = l.finish(ctx); err == nil && opts.Progress != nil {
		opts.Progress(sc.line, l.count())
	}
	return l.added, err
}

// loader gathers quads and writes them chunk by chunk.
type loader struct {
	qs    *QuadStore
	chunk int
	in    *interner
	quads [][4]uint32 // numbers of in
	added int64
	buf   []byte

	// Over PostgreSQL:
	steps  bool    // every chunk is a commit
	begun  bool    // a chunk was written
	bulk   *pgBulk // nil where every chunk is a commit
	failed error   // what ended bulk
}

// finish writes the rest, and commits.
func (l *loader) finish(ctx context.Context) error {
	if err := l.flush(ctx); err != nil || l.bulk == nil {
		return err
	}
	b := l.bulk
	l.bulk = nil
	n, err := b.finish(ctx)
	l.added += n
	if err != nil {
		l.failed = l.qs.pg.told(err)
	}
	return l.failed
}

// count is the number of quads that are new, as far as it is known.
func (l *loader) count() int64 {
	if l.bulk != nil {
		return l.added + l.bulk.quads
	}
	return l.added
}

// drop ends what is in progress and not committed.
func (l *loader) drop() {
	if l.bulk != nil {
		l.bulk.drop()
		l.bulk = nil
	}
}

func (qs *QuadStore) newLoader(chunk int) (*loader, error) {
	if qs.at != nil || qs.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	if chunk <= 0 {
		chunk = chunkQuads
		if qs.pg != nil {
			chunk = pgChunkQuads
		}
	}
	return &loader{qs: qs, chunk: chunk, in: newInterner()}, nil
}

func (l *loader) full() bool { return len(l.quads) >= l.chunk || len(l.in.arena) >= chunkBytes }

// add takes a valid quad.
func (l *loader) add(q quad.Quad) (err error) {
	var n [4]uint32
	for at := range n {
		v := q.Get(dirOf(at))
		if v == nil {
			continue
		}
		if l.buf, err = appendValue(l.buf[:0], canonical(v)); err != nil {
			return err
		}
		n[at] = l.in.intern(l.buf)
	}
	l.quads = append(l.quads, n)
	return nil
}

// row is a quad in the making of a chunk.
type row [4]uint32

// sortRows sorts rows by one position, which is below most; equal ones stay in order.
func sortRows(rows, spare []row, at int, most uint32) (sorted, other []row) {
	const bits = 11
	var count [1 << bits]uint32
	for shift := 0; shift == 0 || most>>shift != 0; shift += bits {
		clear(count[:])
		for i := range rows {
			count[rows[i][at]>>shift&(1<<bits-1)]++
		}
		sum := uint32(0)
		for i, n := range count {
			count[i] = sum
			sum += n
		}
		for i := range rows {
			d := rows[i][at] >> shift & (1<<bits - 1)
			spare[count[d]] = rows[i]
			count[d]++
		}
		rows, spare = spare, rows
	}
	return rows, spare
}

// sorting says how each order comes from an earlier one: which, and by what position it is
// sorted again.
var sorting = [len(orders)]struct{ from, by int }{
	1: {0, posO}, 2: {1, posP}, 3: {0, posL}, 4: {1, posL}, 5: {2, posL},
}

// flush writes what was gathered.
func (l *loader) flush(ctx context.Context) (err error) {
	qs := l.qs
	if qs.pg != nil {
		return qs.pg.load(ctx, l)
	}
	if len(l.quads) == 0 {
		return nil
	}
	qs.mu.Lock()
	defer qs.mu.Unlock()
	if err := qs.usable(); err != nil {
		return err
	}
	if !qs.opts.InMemory {
		const perQuad = 60
		if err := roomy(qs.fs, qs.dir, uint64(len(l.quads))*perQuad); err != nil {
			return err
		}
	}
	c := &chunk{l: l, qs: qs, to: qs.live}
	defer func() {
		if err != nil {
			c.drop()
			err = named(err)
		}
	}()
	if err := c.number(ctx); err != nil {
		return err
	}
	if err := c.rank(ctx); err != nil {
		return err
	}
	if len(c.rows) > 0 {
		if err := c.write(ctx); err != nil {
			return err
		}
	}
	l.added += int64(len(c.rows))
	l.quads = l.quads[:0]
	l.in.reset()
	return nil
}

// chunk is a set of quads on its way into the store. Its values have ranks: their places
// in the order of ids, so that sorting by ranks sorts by ids in 32 bits.
type chunk struct {
	l      *loader
	qs     *QuadStore
	to     meta
	byKey  []uint32 // numbers of values in the order of the dictionary
	ids    []uint64 // by number
	old    int      // values that the store had
	ranks  []uint32 // by number, from 1; 0 for no value
	byRank []uint32 // numbers by rank, from 1
	rows   []row    // ranks, sorted in the first order
	spare  []row
	files  []string
}

// number finds the ids of the values that the store has, and gives the others new ones.
func (c *chunk) number(ctx context.Context) error {
	in := c.l.in
	n := in.len()
	c.sortKeys()
	c.ids = make([]uint64, n+1)
	if c.to.next > 1 {
		if err := c.find(ctx); err != nil {
			return err
		}
	}
	for i := 1; i <= n; i++ {
		if c.ids[i] == 0 {
			c.ids[i] = c.to.next
			c.to.next++
		} else {
			c.old++
		}
	}
	return nil
}

// valueKey is the dictionary key of a number. It is good until buf is used again.
func (c *chunk) valueKey(buf []byte, n uint32) []byte {
	return appendValueKey(buf[:0], c.l.in.value(n))
}

// sortKeys sorts the values as the dictionary does.
func (c *chunk) sortKeys() {
	type entry struct {
		a, b uint64 // the first bytes of the key
		n    uint32
	}
	n := c.l.in.len()
	entries := make([]entry, n)
	var buf, other [96]byte
	for i := range entries {
		num := uint32(i + 1)
		var head [16]byte
		copy(head[:], c.valueKey(buf[:], num)[1:])
		entries[i] = entry{binary.BigEndian.Uint64(head[:8]), binary.BigEndian.Uint64(head[8:]), num}
	}
	slices.SortFunc(entries, func(x, y entry) int {
		if x.a != y.a {
			return cmp.Compare(x.a, y.a)
		}
		if x.b != y.b {
			return cmp.Compare(x.b, y.b)
		}
		return bytes.Compare(c.valueKey(buf[:], x.n), c.valueKey(other[:], y.n))
	})
	c.byKey = make([]uint32, n)
	for i, e := range entries {
		c.byKey[i] = e.n
	}
}

// find looks the values up, in the order of the dictionary.
func (c *chunk) find(ctx context.Context) error {
	it, err := c.qs.newIter([]byte{keyValue}, []byte{keyValue + 1})
	if err != nil {
		return err
	}
	defer c.qs.closeIter(it)
	var buf [96]byte
	var tick ticker
	for _, n := range c.byKey {
		if err := tick.stop(ctx); err != nil {
			return err
		}
		key := c.valueKey(buf[:], n)
		if !it.SeekGE(key) {
			break
		}
		if !bytes.Equal(it.Key(), key) {
			continue
		}
		b, err := it.ValueAndErr()
		id, k := readID(b)
		if err == nil && (k != len(b) || id == 0) {
			err = fmt.Errorf("%w: id %x", ErrCorrupt, b)
		}
		if err != nil {
			return err
		}
		c.ids[n] = id
	}
	return it.Error()
}

// rank turns numbers into ranks, sorts the quads in the first order, and leaves out those
// that come twice or are in the store.
func (c *chunk) rank(ctx context.Context) error {
	n := len(c.ids) - 1
	c.byRank = make([]uint32, n+1)
	c.ranks = make([]uint32, n+1)
	for i := range c.byRank {
		c.byRank[i] = uint32(i)
	}
	if c.old > 0 {
		slices.SortFunc(c.byRank[1:], func(x, y uint32) int { return cmp.Compare(c.ids[x], c.ids[y]) })
	}
	for r, num := range c.byRank {
		c.ranks[num] = uint32(r)
	}
	rows, spare := make([]row, len(c.l.quads)), make([]row, len(c.l.quads))
	for i, q := range c.l.quads {
		rows[i] = row{c.ranks[q[0]], c.ranks[q[1]], c.ranks[q[2]], c.ranks[q[3]]}
	}
	for i := 3; i >= 0; i-- {
		rows, spare = sortRows(rows, spare, int(orders[0][i]), uint32(n))
	}
	c.rows, c.spare = slices.Compact(rows), spare
	if c.old == 0 {
		return nil
	}
	return c.known(ctx)
}

// known leaves out the quads that the store has.
func (c *chunk) known(ctx context.Context) error {
	it, err := c.qs.newIter([]byte{keyOrder}, []byte{keyOrder + 1})
	if err != nil {
		return err
	}
	defer c.qs.closeIter(it)
	var key []byte
	var tick ticker
	kept := c.rows[:0]
	for _, r := range c.rows {
		if err := tick.stop(ctx); err != nil {
			return err
		}
		q, fresh := c.quad(r)
		if !fresh {
			key = appendQuad(key[:0], orderSPOL, &q)
			if it.SeekGE(key) && bytes.Equal(it.Key(), key) {
				continue
			}
			if err := it.Error(); err != nil {
				return err
			}
		}
		kept = append(kept, r)
	}
	c.rows = kept
	return nil
}

// quad gives the ids of a row; fresh says that one of them is new.
func (c *chunk) quad(r row) (q ids, fresh bool) {
	for at, rank := range r {
		if rank != 0 {
			q[at] = c.ids[c.byRank[rank]]
			fresh = fresh || q[at] >= c.qs.live.next
		}
	}
	return q, fresh
}

// write makes the tables and has the engine take them in, all at once. Keys come in their
// order throughout: the totals, the dictionary by value, by id, and the orders.
func (c *chunk) write(ctx context.Context) error {
	t := &table{c: c}
	err := c.writeAll(ctx, t)
	if cerr := t.close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = c.ingest()
	}
	if err != nil {
		return err
	}
	c.qs.live = c.to
	to := c.to
	c.qs.pub.Store(&to)
	return nil
}

func (c *chunk) writeAll(ctx context.Context, t *table) error {
	used := make([][4]uint32, len(c.byRank)) // by rank
	for _, r := range c.rows {
		for at, rank := range r {
			used[rank][at]++
		}
	}
	used[0] = [4]uint32{}
	for rank, n := range c.byRank {
		if c.ids[n] >= c.qs.live.next && used[rank] != ([4]uint32{}) {
			c.to.values++
		}
	}
	c.to.quads += uint64(len(c.rows))
	if err := t.set([]byte{keyMeta}, appendMeta(nil, &c.to)); err != nil {
		return err
	}
	if err := c.writeValues(ctx, t, used); err != nil {
		return err
	}
	return c.writeOrders(ctx, t)
}

func (c *chunk) ingest() (err error) {
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(fatal)
			if !ok {
				panic(r)
			}
			err = fmt.Errorf("store stopped writing: %w", f.err)
		}
	}()
	return c.qs.db.Ingest(context.Background(), c.files)
}

// drop removes the tables of a chunk that failed.
func (c *chunk) drop() {
	for _, f := range c.files {
		_ = c.qs.fs.Remove(f)
	}
}

// writeValues writes both sides of the dictionary.
func (c *chunk) writeValues(ctx context.Context, t *table, used [][4]uint32) (err error) {
	in, first := c.l.in, c.qs.live.next
	var key, val []byte
	for _, n := range c.byKey {
		if id := c.ids[n]; id >= first && used[c.ranks[n]] != ([4]uint32{}) {
			key = c.valueKey(key, n)
			val = appendID(val[:0], id)
			if err := t.set(key, val); err != nil {
				return err
			}
		}
	}
	if err := t.part(ctx); err != nil {
		return err
	}
	fresh := false
	for rank, n := range c.byRank {
		if used[rank] == ([4]uint32{}) {
			continue
		}
		if !fresh && c.ids[n] >= first {
			fresh = true
			if err := t.cut(); err != nil {
				return err
			}
		}
		var u uses
		id, enc := c.ids[n], in.value(n)
		if id < first {
			if u, _, err = c.qs.entry(id); err != nil {
				return err
			}
		}
		for at, k := range used[rank] {
			u[at] += uint64(k)
		}
		key = appendNameKey(key[:0], id)
		val = append(appendUses(val[:0], &u), enc...)
		if err := t.set(key, val); err != nil {
			return err
		}
	}
	return t.part(ctx)
}

// writeOrders writes the quads in all orders.
func (c *chunk) writeOrders(ctx context.Context, t *table) error {
	most := uint32(len(c.byRank))
	by := [len(orders)][]row{0: c.rows}
	last := [len(orders)]int{} // the last order made from each
	for n := 1; n < len(orders); n++ {
		last[sorting[n].from] = n
	}
	free := [][]row{c.spare[:len(c.rows)]}
	var key []byte
	for n := range orders {
		if n > 0 {
			from := by[sorting[n].from]
			var a, b []row
			for len(free) < 2 {
				free = append(free, make([]row, len(c.rows)))
			}
			a, b, free = free[len(free)-1], free[len(free)-2], free[:len(free)-2]
			copy(a, from)
			by[n], b = sortRows(a, b, sorting[n].by, most)
			free = append(free, b)
			if f := sorting[n].from; f != 0 && last[f] == n {
				free, by[f] = append(free, by[f]), nil
			}
		}
		fresh := false
		for i, r := range by[n] {
			if i%(1<<14) == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			q, _ := c.quad(r)
			if !fresh && q[orders[n][0]] >= c.qs.live.next {
				fresh = true
				if err := t.cut(); err != nil {
					return err
				}
			}
			key = appendQuad(key[:0], n, &q)
			if err := t.set(key, nil); err != nil {
				return err
			}
		}
		if last[n] == 0 && n > 0 {
			free, by[n] = append(free, by[n]), nil
		}
		if err := t.part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// tablePrefix starts the names of the tables that are being written; Open removes what
// a process that died left of them.
const tablePrefix = "bulk-"

// table writes one table after the other.
type table struct {
	c *chunk
	w *sstable.Writer
	n int
}

func (t *table) set(key, val []byte) error {
	const most = 64 << 20
	if t.w != nil && t.n%4096 == 0 && t.w.Raw().EstimatedSize() > most {
		if err := t.close(); err != nil {
			return err
		}
	}
	if t.w == nil {
		name := t.c.qs.fs.PathJoin(t.c.qs.dir, fmt.Sprintf("%s%d.sst", tablePrefix, len(t.c.files)))
		f, err := t.c.qs.fs.Create(name, vfs.WriteCategoryUnspecified)
		if err != nil {
			return err
		}
		t.c.files = append(t.c.files, name)
		t.w = sstable.NewWriter(objstorageprovider.NewFileWritable(f), t.c.qs.tableOptions())
	}
	t.n++
	return t.w.Set(key, val)
}

func (t *table) close() error {
	if t.w == nil {
		return nil
	}
	w := t.w
	t.w = nil
	return w.Close()
}

// part ends a part of the key space, and the table if it is large: compactions then move
// what doesn't overlap.
func (t *table) part(ctx context.Context) error {
	const large = 8 << 20
	if t.w != nil && t.w.Raw().EstimatedSize() > large {
		if err := t.close(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// cut ends the table, unless it is small, where new ids begin: what comes after overlaps
// with nothing that the store has, and never needs to be merged with it.
func (t *table) cut() error {
	const small = 1 << 20
	if t.w != nil && t.w.Raw().EstimatedSize() > small {
		return t.close()
	}
	return nil
}

func (c *core) tableOptions() sstable.WriterOptions {
	return c.popts.MakeWriterOptions(len(c.popts.Levels)-1, c.db.TableFormat())
}

// removeTables removes tables that a process that died was writing.
func (c *core) removeTables() error {
	names, err := c.fs.List(c.dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasPrefix(name, tablePrefix) {
			if err := c.fs.Remove(c.fs.PathJoin(c.dir, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// NewQuadWriter gives a writer for many quads: it gathers and sorts them, commits every
// million or so, and the rest when it is closed; into a database without quads all of them
// when it is closed. Quads that are there already are ignored. A writer that is not closed
// must be dropped (Drop), which loses what it has not committed.
func (qs *QuadStore) NewQuadWriter() (quad.WriteCloser, error) {
	l, err := qs.newLoader(0)
	if err != nil {
		return nil, err
	}
	return &writer{l}, nil
}

type writer struct{ l *loader }

func (w *writer) WriteQuad(q quad.Quad) error {
	if err := Validate(q); err != nil {
		return &graph.DeltaError{Delta: graph.Delta{Quad: q, Action: graph.Add}, Err: err}
	}
	if err := w.l.add(q); err != nil {
		return err
	}
	if w.l.full() {
		return w.l.flush(context.Background())
	}
	return nil
}

func (w *writer) WriteQuads(buf []quad.Quad) (int, error) {
	for i, q := range buf {
		if err := w.WriteQuad(q); err != nil {
			return i, err
		}
	}
	return len(buf), nil
}

func (w *writer) Close() error { return w.l.finish(context.Background()) }

// Drop ends the writer in the place of Close: what it has not committed is lost.
func (w *writer) Drop() { w.l.drop() }
