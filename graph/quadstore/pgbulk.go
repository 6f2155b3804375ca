package quadstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// pgBulk is an import into a store that has no quads yet: one transaction, which copies them
// into a table of its own, makes the indexes when all are there, and puts that table in the
// place of the empty one. To make an index once costs a third of growing it row by row. The
// database itself sees to it that an import that ends in the middle leaves nothing but
// values that no quad uses, and nobody else is in the way but for the moment of the exchange.
type pgBulk struct {
	p      *postgres
	conn   *pgx.Conn // beside the pool, in which all others could wait for it
	tx     pgx.Tx
	schema string
	table  string // without its schema
	quads  int64
}

// pgIndexes are the indexes beside the primary key, by the ends of their names.
var pgIndexes = []struct{ name, columns string }{
	{"ospl", "o, s, p, l"},
	{"posl", "p, o, s, l"},
	{"lspo", "l, s, p, o"},
	{"losp", "l, o, s, p"},
	{"lpos", "l, p, o, s"},
}

const (
	// pgBulkFit says whether the table may be exchanged, and where it is: it has no quads,
	// belongs to who asks, and nobody else was granted anything on it.
	pgBulkFit = `SELECT n.nspname, pg_backend_pid() FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.oid = 'relata_quads'::regclass AND c.relkind = 'r' AND c.relacl IS NULL AND NOT c.relhassubclass AND NOT c.relhastriggers
		AND pg_get_userbyid(c.relowner) = current_user AND has_schema_privilege(n.oid, 'CREATE') AND NOT EXISTS (SELECT 1 FROM relata_quads)`
	// pgBulkTurn lets one of several imports make its indexes: the others then see that the
	// table is empty no more.
	pgBulkTurn  = `SELECT pg_advisory_xact_lock('relata_gate'::regclass::bigint)`
	pgBulkEmpty = `SELECT NOT EXISTS (SELECT 1 FROM relata_quads)`

	pgUnique   = "23505"
	pgBusy     = "55P03" // a lock was not had in time
	pgDeadlock = "40P01"
	pgDepends  = "2BP01" // a view was made of the table
)

// beginBulk begins one, or gives nil where quads are better added as they come: the store
// has some, or the database is one that only speaks like PostgreSQL.
func (p *postgres) beginBulk(ctx context.Context) (_ *pgBulk, err error) {
	conn, err := pgx.ConnectConfig(ctx, p.pool.Config().ConnConfig)
	if err != nil {
		return nil, nil // there may be no connection to spare
	}
	b := &pgBulk{p: p, conn: conn}
	defer func() {
		if err != nil || b.tx == nil {
			b.drop()
		}
	}()
	var version string
	if err := conn.QueryRow(ctx, `SELECT version()`).Scan(&version); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(version, "PostgreSQL ") || strings.Contains(version, "-YB-") {
		return nil, nil
	}
	var pid int64
	err = conn.QueryRow(ctx, pgBulkFit).Scan(&b.schema, &pid)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b.table = fmt.Sprintf("relata_load_%d", pid)
	tx, err := conn.Begin(ctx)
	if err != nil {
		return nil, err
	}
	for _, sql := range []string{pgShare, "CREATE TABLE " + b.name() + " (s bigint NOT NULL, p bigint NOT NULL, o bigint NOT NULL, l bigint NOT NULL)"} {
		if _, err := tx.Exec(ctx, sql); err != nil {
			return nil, err
		}
	}
	b.tx = tx
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bulks == nil {
		p.bulks = map[*pgBulk]struct{}{}
	}
	p.bulks[b] = struct{}{}
	return b, nil
}

// name is the name of the table with its schema.
func (b *pgBulk) name() string { return pgx.Identifier{b.schema, b.table}.Sanitize() }

// drop ends it; what was not committed is gone.
func (b *pgBulk) drop() {
	b.p.mu.Lock()
	delete(b.p.bulks, b)
	b.p.mu.Unlock()
	_ = b.conn.Close(context.WithoutCancel(b.p.base))
}

// add copies a chunk.
func (b *pgBulk) add(ctx context.Context, l *loader) error {
	var id []uint64
	optimist := true
	err := b.p.retry(ctx, func() (err error) { // what can collide are the values, which have a transaction of their own
		id, _, err = b.p.number(ctx, b.tx, l, optimist)
		optimist = optimist && !isPgCode(err, pgAgain...)
		return err
	})
	if err != nil {
		return err
	}
	all := make([]ids, len(l.quads))
	for i, q := range l.quads {
		all[i] = ids{id[q[0]], id[q[1]], id[q[2]], id[q[3]]}
	}
	slices.SortFunc(all, compareIDs)
	n, err := copyQuads(ctx, b.tx, b.name(), slices.Compact(all))
	b.quads += n
	return err
}

// finish makes the indexes and the exchange, and commits. It gives the number of quads that
// are new.
func (b *pgBulk) finish(ctx context.Context) (added int64, err error) {
	defer b.drop()
	if _, err := b.tx.Exec(ctx, pgBulkTurn); err != nil {
		return 0, err
	}
	var empty bool
	if err := b.tx.QueryRow(ctx, pgBulkEmpty).Scan(&empty); err != nil {
		return 0, err
	}
	if empty {
		if err := b.index(ctx); err != nil {
			return 0, err
		}
		empty, err = b.exchange(ctx)
		if err != nil {
			return 0, err
		}
		added = b.quads
	}
	if !empty {
		if added, err = b.merge(ctx); err != nil {
			return 0, err
		}
	}
	if _, err := b.tx.Exec(ctx, pgTotal, added, 0, shard()); err != nil {
		return 0, err
	}
	return added, b.tx.Commit(ctx)
}

// index makes the indexes; chunks may have had the same quads.
func (b *pgBulk) index(ctx context.Context) error {
	key := fmt.Sprintf("ALTER TABLE %s ADD CONSTRAINT %s PRIMARY KEY (s, p, o, l)", b.name(), b.table+"_pkey")
	err := b.within(ctx, key)
	if isPgCode(err, pgUnique) {
		tag, derr := b.tx.Exec(ctx, fmt.Sprintf(`DELETE FROM %s WHERE ctid IN (SELECT ctid FROM
			(SELECT ctid, row_number() OVER (PARTITION BY s, p, o, l ORDER BY ctid) AS n FROM %s) AS q WHERE n > 1)`, b.name(), b.name()))
		if derr != nil {
			return derr
		}
		b.quads -= tag.RowsAffected()
		err = b.within(ctx, key)
	}
	if err != nil {
		return err
	}
	for _, x := range pgIndexes {
		if _, err := b.tx.Exec(ctx, fmt.Sprintf("CREATE INDEX %s_%s ON %s (%s)", b.table, x.name, b.name(), x.columns)); err != nil {
			return err
		}
	}
	_, err = b.tx.Exec(ctx, "ANALYZE "+b.name())
	return err
}

// within runs statements after which, if one fails, the transaction stands where it stood.
func (b *pgBulk) within(ctx context.Context, statements ...string) error {
	return pgx.BeginFunc(ctx, b.tx, func(tx pgx.Tx) error {
		for _, sql := range statements {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
}

// exchange puts the table in the place of the empty one, unless that is empty no more, or is
// read for longer than others should wait behind this.
func (b *pgBulk) exchange(ctx context.Context) (done bool, err error) {
	in := func(name string) string { return pgx.Identifier{b.schema, name}.Sanitize() }
	statements := []string{"DROP TABLE " + in("relata_quads"), fmt.Sprintf("ALTER TABLE %s RENAME TO relata_quads", b.name()),
		fmt.Sprintf("ALTER INDEX %s RENAME TO relata_quads_pkey", in(b.table+"_pkey"))}
	for _, x := range pgIndexes {
		statements = append(statements, fmt.Sprintf("ALTER INDEX %s RENAME TO relata_quads_%s", in(b.table+"_"+x.name), x.name))
	}
	errFilled := errors.New("another writer was first")
	err = pgx.BeginFunc(ctx, b.tx, func(tx pgx.Tx) error {
		for _, sql := range []string{fmt.Sprintf("SET LOCAL lock_timeout = %d", b.p.patience.Milliseconds()), "LOCK TABLE " + in("relata_quads") + " IN ACCESS EXCLUSIVE MODE"} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		var empty bool
		if err := tx.QueryRow(ctx, pgBulkEmpty).Scan(&empty); err != nil {
			return err
		}
		if !empty {
			return errFilled
		}
		for _, sql := range append(statements, "SET LOCAL lock_timeout TO DEFAULT") {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errFilled) || isPgCode(err, pgBusy, pgDeadlock, pgDepends) {
		return false, nil
	}
	return err == nil, err
}

// merge adds the quads to those that came meanwhile.
func (b *pgBulk) merge(ctx context.Context) (added int64, err error) {
	err = b.p.retry(ctx, func() error {
		return pgx.BeginFunc(ctx, b.tx, func(tx pgx.Tx) error {
			tag, err := tx.Exec(ctx, fmt.Sprintf("INSERT INTO relata_quads (s, p, o, l) SELECT s, p, o, l FROM %s ORDER BY s, p, o, l ON CONFLICT DO NOTHING", b.name()))
			added = tag.RowsAffected()
			return err
		})
	})
	if err != nil {
		return 0, err
	}
	_, err = b.tx.Exec(ctx, "DROP TABLE "+b.name())
	return added, err
}

// The binary format of COPY: a head, rows of as many fields as they say, each behind its
// length, and an end.
const (
	copyHead = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00"
	copyEnd  = "\xff\xff"
)

func appendCopyID(b []byte, id uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(b, 8), id)
}

func appendCopyBytes(b, text []byte) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(text))), text...)
}

// copyQuads copies quads into a table.
func copyQuads(ctx context.Context, conn pgx.Tx, table string, quads []ids) (int64, error) {
	const row = 2 + 4*(4+8)
	b := append(make([]byte, 0, len(copyHead)+len(quads)*row+len(copyEnd)), copyHead...)
	for i := range quads {
		b = binary.BigEndian.AppendUint16(b, 4)
		for _, id := range quads[i] {
			b = appendCopyID(b, id)
		}
	}
	return copyIn(ctx, conn, table+" (s, p, o, l)", b)
}

// pgValue is an encoded value with its key.
type pgValue struct{ key, enc []byte }

// copyValues copies values, which must be new, and come sorted by key, under fresh ids.
func (p *postgres) copyValues(ctx context.Context, conn pgx.Tx, vals []pgValue) (fresh []uint64, err error) {
	if fresh, err = p.ids(ctx, conn, len(vals)); err != nil || len(vals) == 0 {
		return fresh, err
	}
	b := []byte(copyHead)
	for i, v := range vals {
		b = appendCopyID(binary.BigEndian.AppendUint16(b, 3), fresh[i])
		b = appendCopyBytes(appendCopyBytes(b, v.key), v.enc)
	}
	_, err = copyIn(ctx, conn, "relata_values (id, vkey, enc)", b)
	return fresh, err
}

func copyIn(ctx context.Context, conn pgx.Tx, into string, b []byte) (int64, error) {
	tag, err := conn.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(append(b, copyEnd...)), "COPY "+into+" FROM STDIN (FORMAT binary)")
	if err != nil {
		return 0, fmt.Errorf("copy: %w", err)
	}
	return tag.RowsAffected(), nil
}
