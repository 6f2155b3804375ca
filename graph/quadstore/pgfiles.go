package quadstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
)

// Files keeps what stands beside the quads, as small files with names as paths.
type Files struct{ qs *QuadStore }

// Files gives the files that the database keeps; ok is false if the store is in none.
func (qs *QuadStore) Files() (f Files, ok bool) { return Files{qs}, qs.pg != nil }

// Get gives a file, or an error that is fs.ErrNotExist.
func (f Files) Get(name string) (data []byte, err error) {
	there := false
	r := &pgReader{pg: f.qs.pg}
	err = r.query(f.qs.pg.base, func(rows pgx.Rows) error {
		there = true
		return rows.Scan(&data)
	}, `SELECT data FROM relata_files WHERE name = $1`, name)
	if err == nil && !there {
		err = fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return data, err
}

// Put writes a file, in whole or not at all.
func (f Files) Put(name string, data []byte) error {
	_, err := f.exec(`INSERT INTO relata_files (name, data) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = excluded.data`, name, data)
	return err
}

// Swap writes a file in the place of what it was, nil if it wasn't there; done is false if
// another process has written it since.
func (f Files) Swap(name string, was, data []byte) (done bool, err error) {
	sql, args := `UPDATE relata_files SET data = $2 WHERE name = $1 AND data = $3`, []any{name, data, was}
	if was == nil {
		sql, args = `INSERT INTO relata_files (name, data) VALUES ($1, $2) ON CONFLICT DO NOTHING`, args[:2]
	}
	n, err := f.exec(sql, args...)
	return n == 1, err
}

// Alone runs do while no other process runs what it gave to Alone. It waits for those.
// However a process ends, others go on: the database notices. A database that gives up
// locks by itself, as CockroachDB may, is why what do writes should be swapped.
func (f Files) Alone(ctx context.Context, do func() error) (err error) {
	p := f.qs.pg
	if f.qs.opts.ReadOnly {
		return ErrReadOnly
	}
	// A connection beside the pool, for do may need all of that.
	conn, err := pgx.ConnectConfig(ctx, p.pool.Config().ConnConfig)
	if err != nil {
		return p.told(err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	var tx pgx.Tx
	err = p.retry(ctx, func() error {
		if _, err := conn.Exec(ctx, `INSERT INTO relata_gate (id) VALUES (2) ON CONFLICT DO NOTHING`); err != nil {
			return err
		}
		if tx, err = conn.Begin(ctx); err != nil {
			return err
		}
		if _, err = tx.Exec(ctx, `SELECT id FROM relata_gate WHERE id = 2 FOR UPDATE`); err != nil {
			return errors.Join(err, tx.Rollback(ctx))
		}
		return nil
	})
	if err != nil {
		return p.told(err)
	}
	return do()
}

// Remove removes a file, if it is there.
func (f Files) Remove(name string) error {
	_, err := f.exec(`DELETE FROM relata_files WHERE name = $1`, name)
	return err
}

// exec runs a statement and gives the rows that it changed.
func (f Files) exec(sql string, args ...any) (n int64, err error) {
	p := f.qs.pg
	if f.qs.opts.ReadOnly {
		return 0, ErrReadOnly
	}
	err = p.retry(p.base, func() error {
		tag, err := p.pool.Exec(p.base, sql, args...)
		n = tag.RowsAffected()
		return err
	})
	return n, p.told(err)
}

// List gives the names that begin with a text, in order.
func (f Files) List(prefix string) (names []string, err error) {
	r := &pgReader{pg: f.qs.pg}
	err = r.query(context.WithoutCancel(f.qs.pg.base), func(rows pgx.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	}, `SELECT name FROM relata_files WHERE substr(name, 1, length($1)) = $1 ORDER BY name`, prefix)
	return names, err
}
