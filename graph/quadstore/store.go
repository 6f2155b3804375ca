package quadstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// Options of a store; the zero value is a durable store on disk, made if it isn't there.
type Options struct {
	ReadOnly   bool  // fail all writes; any number of readers may share a store that nobody writes
	NoSync     bool  // don't wait for the disk on each commit: a power cut may lose the last ones, whole
	InMemory   bool  // the same store over memory; dir is not used
	CacheBytes int64 // memory for blocks and values read; 0 is 64 MB

	fs vfs.FS // a file system for tests
}

const (
	defaultCache = 64 << 20
	memTable     = 16 << 20
	formatNow    = 1
)

// core is what a store and the snapshots of it share.
type core struct {
	dir    string
	opts   Options
	fs     vfs.FS
	db     *pebble.DB // nil over PostgreSQL
	pg     *postgres  // nil over Pebble
	popts  *pebble.Options
	lock   io.Closer
	seal   *sealer // nil in memory and where nothing is written
	names  *nameCache
	sync   *pebble.WriteOptions
	mu     sync.Mutex // one writer at a time
	live   meta       // as last committed; guarded by mu for writing
	pub    atomic.Pointer[meta]
	broken atomic.Pointer[error] // set once the engine failed a write
	closed atomic.Bool

	itersMu sync.Mutex
	iters   map[keys]struct{} // those open
}

// newIter opens an iterator of the engine over [from, to).
func (qs *QuadStore) newIter(from, to []byte) (keys, error) {
	if qs.closed.Load() {
		return nil, ErrClosed
	}
	it, err := qs.r.walk(from, to)
	if err != nil {
		return nil, named(err)
	}
	qs.itersMu.Lock()
	qs.iters[it] = struct{}{}
	qs.itersMu.Unlock()
	return it, nil
}

// closeIter closes an iterator of the engine, unless closing the store did.
func (c *core) closeIter(it keys) error {
	c.itersMu.Lock()
	_, open := c.iters[it]
	delete(c.iters, it)
	c.itersMu.Unlock()
	if !open {
		return nil
	}
	return named(it.Close())
}

// meta is what is true of the store as a whole, written with every commit.
type meta struct {
	next   uint64 // the next id
	values uint64
	quads  uint64
}

// QuadStore is a Cayley graph.QuadStore. It is safe for concurrent use: writes come one
// after the other, reads don't wait for them.
type QuadStore struct {
	*core
	r    reader    // the database, or the snapshot
	snap io.Closer // nil in the store itself
	at   *meta     // in a snapshot
}

var (
	_ graph.QuadStore = (*QuadStore)(nil)
	_ refs.BatchNamer = (*QuadStore)(nil)
	_ shape.Optimizer = (*QuadStore)(nil)
)

// Open opens the store in the folder dir and makes it if it isn't there. Errors name a
// store that another process holds (LockedError), a damaged file (ErrCorrupt) and a full
// disk (ErrDiskFull).
func Open(dir string, opts Options) (*QuadStore, error) {
	qs, err := open(dir, opts)
	if err != nil {
		if opts.InMemory {
			return nil, fmt.Errorf("open store in memory: %w", named(err))
		}
		return nil, fmt.Errorf("open store %s: %w", dir, named(err))
	}
	return qs, nil
}

func open(dir string, opts Options) (_ *QuadStore, err error) {
	if opts.CacheBytes <= 0 {
		opts.CacheBytes = defaultCache
	}
	c := &core{dir: dir, opts: opts, fs: opts.fs, sync: pebble.Sync, iters: map[keys]struct{}{}}
	switch {
	case c.fs != nil:
	case opts.InMemory:
		c.dir, c.fs = "memory", vfs.NewMem()
	default:
		c.fs = vfs.Default
		if err := c.prepare(); err != nil {
			return nil, err
		}
	}
	if opts.NoSync || opts.InMemory {
		c.sync = pebble.NoSync
	}
	c.fs = logFS{c.fs}
	defer func() {
		if err != nil && c.lock != nil {
			c.lock.Close()
		}
	}()
	const valueShare = 4
	c.names = newNameCache(opts.CacheBytes / valueShare)
	cache := pebble.NewCache(opts.CacheBytes - opts.CacheBytes/valueShare)
	defer cache.Unref()
	c.popts = engineOptions(cache, c.fs, opts.ReadOnly, c.fail)
	if err := c.openEngine(); err != nil {
		return nil, err
	}
	qs := &QuadStore{core: c, r: pebbleReader{c.db}}
	if !opts.ReadOnly {
		err = c.removeTables()
	}
	if err == nil {
		err = qs.loadMeta()
	}
	if err != nil {
		c.db.Close()
		return nil, err
	}
	if c.seal != nil {
		go c.seal.run()
		c.seal.changed()
	}
	return qs, nil
}

// prepare makes the folder, and locks it.
func (c *core) prepare() error {
	if c.opts.ReadOnly {
		if _, err := os.Stat(c.dir); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: %s", ErrNoStore, c.dir)
		}
		c.fs = sharedFS{c.fs}
	} else if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return err
	}
	var err error
	c.lock, err = lock(c.dir, c.opts.ReadOnly)
	return err
}

// openEngine opens the database. The engine panics on some damaged files.
func (c *core) openEngine() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrCorrupt, r)
			if f, ok := r.(fatal); ok {
				err = f.err
			}
		}
	}()
	if !c.opts.InMemory {
		if err := checkFiles(c.fs, c.dir); err != nil {
			return err
		}
		if !c.opts.ReadOnly {
			c.seal = newSealer(c.fs, c.dir)
			c.seal.follow(c.popts.EventListener)
		}
	}
	c.db, err = pebble.Open(c.dir, c.popts)
	if errors.Is(err, pebble.ErrDBDoesNotExist) {
		return fmt.Errorf("%w: %s", ErrNoStore, c.dir)
	}
	return err
}

func engineOptions(cache *pebble.Cache, fsys vfs.FS, readOnly bool, failed func(error)) *pebble.Options {
	o := &pebble.Options{
		Cache:                       cache,
		FS:                          fsys,
		ReadOnly:                    readOnly,
		ErrorIfNotExists:            readOnly,
		FormatMajorVersion:          pebble.FormatTableFormatV6,
		MemTableSize:                memTable,
		MemTableStopWritesThreshold: 3,
		L0CompactionThreshold:       loadTables,
		L0StopWritesThreshold:       24,
		LBaseMaxBytes:               64 << 20,
		MaxOpenFiles:                512,
		Logger:                      quiet{failed},
		DisableTableStats:           readOnly,
		EventListener:               &pebble.EventListener{},
	}
	o.EventListener.BackgroundError = func(err error) { failed(named(err)) }
	o.EventListener.DataCorruption = func(i pebble.DataCorruptionInfo) {
		failed(fmt.Errorf("%w: %s: %w", ErrCorrupt, i.Path, i.Details))
	}
	for i := range o.Levels {
		o.Levels[i].FilterPolicy = newValueFilter()
		o.Levels[i].BlockSize = 8 << 10
		o.Levels[i].IndexBlockSize = 256 << 10
		o.Levels[i].Compression = func() *sstable.CompressionProfile { return sstable.FastestCompression }
		if i < 2 {
			o.Levels[i].Compression = func() *sstable.CompressionProfile { return sstable.SnappyCompression }
		}
	}
	o.Experimental.SpanPolicyFunc = apart
	o.EnsureDefaults()
	return o
}

// sharedFS leaves the engine's lock out: readers hold ours together.
type sharedFS struct{ vfs.FS }

func (f sharedFS) Lock(string) (io.Closer, error) { return io.NopCloser(nil), nil }
func (f sharedFS) Unwrap() vfs.FS                 { return f.FS }

// fail notes the first failure of the engine; writes stop from then on.
func (c *core) fail(err error) { c.broken.CompareAndSwap(nil, &err) }

// usable says why nothing can be written any more.
func (c *core) usable() error {
	if c.closed.Load() {
		return ErrClosed
	}
	if err := c.broken.Load(); err != nil {
		return fmt.Errorf("store stopped writing: %w", *err)
	}
	return nil
}

func (qs *QuadStore) loadMeta() error {
	m, err := qs.readMeta()
	if err != nil {
		return err
	}
	qs.live = *m
	qs.pub.Store(m)
	return nil
}

// readMeta reads the totals where qs reads.
func (qs *QuadStore) readMeta() (*meta, error) {
	b, err := qs.get([]byte{keyMeta})
	if errors.Is(err, errNotFound) {
		return &meta{next: 1}, nil
	}
	if err != nil {
		return nil, named(err)
	}
	m, err := parseMeta(b)
	return &m, named(err)
}

func appendMeta(b []byte, m *meta) []byte {
	for _, n := range [...]uint64{formatNow, m.next, m.values, m.quads} {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

func parseMeta(b []byte) (m meta, err error) {
	var format uint64
	for _, p := range [...]*uint64{&format, &m.next, &m.values, &m.quads} {
		n, k := binary.Uvarint(b)
		if k <= 0 {
			return m, fmt.Errorf("metadata: %w", errCodec)
		}
		*p, b = n, b[k:]
	}
	if format > formatNow {
		return m, fmt.Errorf("%w: format %d, this one knows %d", ErrNewFormat, format, formatNow)
	}
	return m, nil
}

// meta is what holds where qs reads.
func (qs *QuadStore) meta() (*meta, error) {
	switch {
	case qs.at != nil:
		return qs.at, nil
	case qs.pg != nil:
		return qs.pgReader().meta()
	}
	return qs.pub.Load(), nil
}

// Snapshot gives a view of the store as it is now, and doesn't wait for a writer. Writes
// don't change it. Close it: an open snapshot keeps what is deleted on the disk.
func (qs *QuadStore) Snapshot() *QuadStore {
	if qs.at != nil {
		return &QuadStore{core: qs.core, r: qs.r, at: qs.at} // what is open anyway
	}
	if qs.pg != nil {
		return qs.pgSnapshot()
	}
	snap := qs.db.NewSnapshot()
	view := &QuadStore{core: qs.core, r: pebbleReader{snap}, snap: snap}
	at, err := view.readMeta()
	if err != nil {
		at = qs.pub.Load() // readers of the view meet the error again
	}
	view.at = at
	return view
}

// Close closes a snapshot, or the store. Nothing may be reading any more; iterators that
// were left open are closed too.
func (qs *QuadStore) Close() error {
	if qs.at != nil {
		if qs.snap == nil {
			return nil
		}
		return named(qs.snap.Close())
	}
	if qs.closed.Swap(true) {
		return nil
	}
	if qs.pg != nil {
		return qs.pg.close()
	}
	qs.mu.Lock()
	defer qs.mu.Unlock()
	err := qs.closeEngine()
	if qs.lock != nil {
		err = errors.Join(err, qs.lock.Close())
	}
	if err != nil {
		return fmt.Errorf("close store %s: %w", qs.dir, named(err))
	}
	return nil
}

func (c *core) closeEngine() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
			if f, ok := r.(fatal); ok {
				err = f.err
			}
		}
	}()
	c.itersMu.Lock()
	defer c.itersMu.Unlock()
	for it := range c.iters {
		err = errors.Join(err, it.Close())
	}
	clear(c.iters)
	flushed := false
	if c.seal != nil {
		defer c.seal.stop()
	}
	if !c.opts.InMemory && !c.opts.ReadOnly && c.broken.Load() == nil {
		ferr := c.db.Flush() // so that the next open has no log to read
		flushed, err = ferr == nil, errors.Join(err, ferr)
	}
	settle := unsettled(c.db.Metrics())
	if err = errors.Join(err, c.db.Close()); err == nil && flushed {
		if settle {
			if err = c.settle(); err != nil {
				return err
			}
		}
		c.seal.changed()
		err = removeLogs(c.fs, c.dir)
	}
	return err
}

// Stats gives exact numbers of values and quads.
func (qs *QuadStore) Stats(context.Context, bool) (graph.Stats, error) {
	m, err := qs.meta()
	if err != nil {
		return graph.Stats{}, err
	}
	return graph.Stats{
		Nodes: refs.Size{Value: int64(m.values), Exact: true},
		Quads: refs.Size{Value: int64(m.quads), Exact: true},
	}, nil
}
