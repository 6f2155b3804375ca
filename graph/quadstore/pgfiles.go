package quadstore

import (
	"context"
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
	return f.exec(`INSERT INTO relata_files (name, data) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = excluded.data`, name, data)
}

// Remove removes a file, if it is there.
func (f Files) Remove(name string) error {
	return f.exec(`DELETE FROM relata_files WHERE name = $1`, name)
}

func (f Files) exec(sql string, args ...any) error {
	p := f.qs.pg
	if f.qs.opts.ReadOnly {
		return ErrReadOnly
	}
	return p.told(p.retry(p.base, func() error {
		_, err := p.pool.Exec(p.base, sql, args...)
		return err
	}))
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
