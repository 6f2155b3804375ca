package quadstore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool" // the driver that PostgreSQL, CockroachDB and YugabyteDB all name for Go
)

// postgres is the second engine: the dictionary and the quads as tables of a database that
// speaks PostgreSQL's wire. The orders are indexes of one table of quads.
//
// There are no counts beside values: such rows would be where all writers wait for each
// other. They are counted in the indexes. Totals stand in pgShards rows, of which a
// commit adds to any one.
//
// A value goes with the last quad that uses it, while others may be about to use it: every
// writer that adds shares the one row of relata_gate until its commit, and one that deletes
// has it alone.
type postgres struct {
	pool *pgxpool.Pool
	vals *pgxpool.Pool   // for the values of imports: whoever has a connection of pool may wait for one of these, never the other way
	base context.Context // ends with the store
	stop context.CancelFunc

	patience time.Duration // how long an import waits for others to let it exchange a table

	mu   sync.Mutex // guards what follows
	next uint64     // ids of a block that are left: [next, end)
	end  uint64

	bulks map[*pgBulk]struct{} // those in progress
}

const (
	pgFormat = 1
	pgShards = 32
	pgBlock  = 256 // ids that a process takes at once
	pgConns  = 16  // unless the address says pool_max_conns

	pgValueConns = 4 // beside those, for imports
)

// pgTables make the tables, each where it isn't there yet.
var pgTables = []string{
	`CREATE TABLE IF NOT EXISTS relata_values (id bigint PRIMARY KEY, vkey bytea NOT NULL, enc bytea NOT NULL)`,
	`CREATE UNIQUE INDEX IF NOT EXISTS relata_values_vkey ON relata_values (vkey)`,
	`CREATE TABLE IF NOT EXISTS relata_quads (s bigint NOT NULL, p bigint NOT NULL, o bigint NOT NULL, l bigint NOT NULL, PRIMARY KEY (s, p, o, l))`,
	`CREATE INDEX IF NOT EXISTS relata_quads_ospl ON relata_quads (o, s, p, l)`,
	`CREATE INDEX IF NOT EXISTS relata_quads_posl ON relata_quads (p, o, s, l)`,
	`CREATE INDEX IF NOT EXISTS relata_quads_lspo ON relata_quads (l, s, p, o)`,
	`CREATE INDEX IF NOT EXISTS relata_quads_losp ON relata_quads (l, o, s, p)`,
	`CREATE INDEX IF NOT EXISTS relata_quads_lpos ON relata_quads (l, p, o, s)`,
	`CREATE TABLE IF NOT EXISTS relata_totals (shard bigint PRIMARY KEY, quads bigint NOT NULL, vals bigint NOT NULL)`,
	`CREATE TABLE IF NOT EXISTS relata_gate (id bigint PRIMARY KEY)`,
	`CREATE TABLE IF NOT EXISTS relata_files (name text PRIMARY KEY, data bytea NOT NULL)`,
	fmt.Sprintf(`CREATE SEQUENCE IF NOT EXISTS relata_ids START %d INCREMENT %d`, pgBlock, pgBlock),
	`INSERT INTO relata_gate (id) VALUES (1) ON CONFLICT DO NOTHING`,
	fmt.Sprintf(`INSERT INTO relata_totals (shard, quads, vals) SELECT n, 0, 0 FROM generate_series(0, %d) AS g (n) ON CONFLICT DO NOTHING`, pgShards-1),
	`CREATE TABLE IF NOT EXISTS relata_format (level bigint PRIMARY KEY)`,
	fmt.Sprintf(`INSERT INTO relata_format (level) VALUES (%d) ON CONFLICT DO NOTHING`, pgFormat), // the last: all of it is there
}

// IsPostgres says whether a location is the address of a database.
func IsPostgres(location string) bool {
	return strings.HasPrefix(location, "postgres://") || strings.HasPrefix(location, "postgresql://")
}

// Redacted is the address of a database without its password.
func Redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		scheme, _, _ := strings.Cut(address, "://")
		return scheme + "://..."
	}
	q := u.Query()
	for _, secret := range []string{"password", "sslpassword"} {
		if q.Has(secret) {
			q.Set(secret, "xxxxx")
			u.RawQuery = q.Encode()
		}
	}
	return u.Redacted()
}

// OpenPostgres opens the store in a database, whose address is postgres://user@host/database,
// and makes its tables if they aren't there and the store is not only read. Any number of
// processes may write to it at once. Of the options ReadOnly, NoSync and CacheBytes hold,
// the last for values alone. What the address doesn't say comes from where PostgreSQL's own
// programs take it: PGHOST and its like, and passwords from the file that PGPASSFILE names.
// Errors never hold the password.
func OpenPostgres(ctx context.Context, address string, opts Options) (*QuadStore, error) {
	qs, err := openPostgres(ctx, address, opts)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", Redacted(address), pgNamed(err))
	}
	return qs, nil
}

func openPostgres(ctx context.Context, address string, opts Options) (*QuadStore, error) {
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errors.New("not an address as postgres://user@host:5432/database") // the cause may hold a password
	}
	if !strings.Contains(address, "pool_max_conns") {
		cfg.MaxConns = pgConns
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = 10 * time.Second
	}
	if opts.NoSync {
		cfg.ConnConfig.RuntimeParams["synchronous_commit"] = "off"
	}
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = "relata"
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	beside := cfg.Copy()
	beside.MinConns, beside.MinIdleConns, beside.MaxConns = 0, 0, min(cfg.MaxConns, pgValueConns)
	vals, err := pgxpool.NewWithConfig(ctx, beside)
	if err != nil {
		pool.Close()
		return nil, err
	}
	p := &postgres{pool: pool, vals: vals, patience: 3 * time.Second}
	p.base, p.stop = context.WithCancel(context.Background())
	if err := p.prepare(ctx, opts.ReadOnly); err != nil {
		return nil, errors.Join(err, p.close())
	}
	if opts.CacheBytes <= 0 {
		opts.CacheBytes = defaultCache
	}
	c := &core{dir: Redacted(address), opts: opts, pg: p, iters: map[keys]struct{}{}, names: newNameCache(opts.CacheBytes)}
	return &QuadStore{core: c, r: &pgReader{pg: p, names: c.names}}, nil
}

// prepare looks at the format, and makes the tables where there is none.
func (p *postgres) prepare(ctx context.Context, readOnly bool) error {
	var level int64
	err := p.pool.QueryRow(ctx, `SELECT coalesce(max(level), 0) FROM relata_format`).Scan(&level)
	const undefinedTable = "42P01"
	switch {
	case err == nil && level > pgFormat:
		return fmt.Errorf("%w: format %d, this one knows %d", ErrNewFormat, level, pgFormat)
	case err == nil && level > 0:
		return nil
	case err != nil && !isPgCode(err, undefinedTable):
		return err
	case readOnly:
		return ErrNoStore
	}
	for _, statement := range pgTables {
		err := p.retry(ctx, func() error {
			_, err := p.pool.Exec(ctx, statement)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *postgres) close() error {
	p.stop()
	p.mu.Lock()
	left := slices.Collect(maps.Keys(p.bulks))
	p.mu.Unlock()
	for _, b := range left {
		b.drop()
	}
	p.pool.Close()
	p.vals.Close()
	return nil
}

// errAgain asks for another try: another writer came in between.
var errAgain = errors.New("another writer changed the same")

// pgAgain are the codes after which a transaction is tried again: what the database could
// not put in an order, deadlocks, keys and tables that another writer made at the same time.
var pgAgain = []string{"40001", "40P01", "23505", "42P07", "42710"}

func isPgCode(err error, codes ...string) bool {
	var pe *pgconn.PgError
	return errors.As(err, &pe) && slices.Contains(codes, pe.Code)
}

// retry calls f until it fails with another error than one that time heals.
func (p *postgres) retry(ctx context.Context, f func() error) error {
	const tries, first, most = 12, 2 * time.Millisecond, time.Second
	wait := first
	for i := 1; ; i++ {
		err := f()
		if err == nil || i == tries || !errors.Is(err, errAgain) && !isPgCode(err, pgAgain...) {
			return err
		}
		select {
		case <-time.After(wait/2 + rand.N(wait)):
		case <-ctx.Done():
			return ctx.Err()
		}
		wait = min(2*wait, most)
	}
}

// within runs f in a transaction that it commits.
func (p *postgres) within(ctx context.Context, f func(pgx.Tx) error) error {
	return p.retry(ctx, func() error { return pgx.BeginFunc(ctx, p.pool, f) })
}

// ids takes n fresh ids, over the connection of the caller: waiting for another one while
// holding this would stop all writers once each has one. A sequence keeps out of transactions.
func (p *postgres) ids(ctx context.Context, conn pgx.Tx, n int) ([]uint64, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]uint64, 0, n)
	for len(out) < n {
		if p.next == p.end {
			blocks := int64(min((n-len(out))/pgBlock+1, 1024))
			if blocks == 1 {
				var start int64
				if err := conn.QueryRow(ctx, `SELECT nextval('relata_ids')`).Scan(&start); err != nil {
					return nil, err
				}
				p.next, p.end = uint64(start), uint64(start)+pgBlock
			} else {
				rows, err := conn.Query(ctx, `SELECT nextval('relata_ids') FROM generate_series(1, $1::bigint)`, blocks)
				if err != nil {
					return nil, err
				}
				starts, err := pgx.CollectRows(rows, pgx.RowTo[int64])
				if err != nil {
					return nil, err
				}
				for _, start := range starts {
					for id := uint64(start); id < uint64(start)+pgBlock; id++ {
						if len(out) < n {
							out = append(out, id)
						} else if p.next == p.end {
							p.next, p.end = id, uint64(start)+pgBlock
						}
					}
				}
				continue
			}
		}
		out = append(out, p.next)
		p.next++
	}
	return out, nil
}

// pgNamed gives an error of the database its name.
func pgNamed(err error) error {
	switch {
	case err == nil:
		return nil
	case isPgCode(err, "53100"):
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	case isPgCode(err, "XX001", "XX002"):
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case isPgCode(err, "25006"):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return named(err)
}
