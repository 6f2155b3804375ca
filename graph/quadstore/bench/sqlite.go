package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
	_ "modernc.org/sqlite"

	"relata/graph/quadstore"
	"relata/graph/quadstore/internal/news"
)

// lite is SQLite with a dictionary of terms and the same six orders as our store. Numbers
// and times have a column of their own, so that comparisons are ranges.
type lite struct {
	dir string
	db  *sql.DB
}

const tables = `
CREATE TABLE term(id INTEGER PRIMARY KEY, text TEXT NOT NULL, kind INTEGER, num REAL);
CREATE TABLE quad(s INTEGER, p INTEGER, o INTEGER, l INTEGER, PRIMARY KEY(s,p,o,l)) WITHOUT ROWID;`

const indexes = `
CREATE UNIQUE INDEX term_text ON term(text);
CREATE INDEX term_num ON term(kind, num) WHERE kind IS NOT NULL;
CREATE INDEX ospl ON quad(o,s,p,l);
CREATE INDEX posl ON quad(p,o,s,l);
CREATE INDEX lspo ON quad(l,s,p,o);
CREATE INDEX losp ON quad(l,o,s,p);
CREATE INDEX lpos ON quad(l,p,o,s);
ANALYZE;`

// Kinds of terms with numbers.
const (
	double = 1
	moment = 2
)

func (l *lite) connect() (err error) {
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		return err
	}
	l.db, err = sql.Open("sqlite", filepath.Join(l.dir, "db.sqlite")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-65536)")
	if err == nil {
		l.db.SetMaxOpenConns(1)
	}
	return err
}

func (l *lite) open() error {
	if err := l.connect(); err != nil {
		return err
	}
	return l.db.Ping()
}

func (l *lite) close() error { return l.db.Close() }

// terms splits a line of N-Quads as MarshalNQuads writes it.
func terms(line []byte) (out [4]string) {
	for i := 0; i < 4 && len(line) > 1; i++ {
		end := bytes.IndexByte(line, ' ')
		if line[0] == '"' {
			end = 1
			for line[end] != '"' {
				if line[end] == '\\' {
					end++
				}
				end++
			}
			end += bytes.IndexByte(line[end:], ' ')
		}
		out[i], line = string(line[:end]), line[end+1:]
	}
	return out
}

func numberOf(term string) (kind, num any) {
	if !strings.HasPrefix(term, `"`) {
		return nil, nil
	}
	i := strings.LastIndex(term, `"^^<`)
	if i < 0 {
		return nil, nil
	}
	text := term[1:i]
	switch {
	case strings.HasSuffix(term, "#double>"):
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return double, f
		}
	case strings.HasSuffix(term, "#dateTime>"):
		if t, err := time.Parse(time.RFC3339, text); err == nil {
			return moment, float64(t.Unix())
		}
	}
	return nil, nil
}

func (l *lite) load(text []byte) error {
	if err := l.connect(); err != nil {
		return err
	}
	if _, err := l.db.Exec(tables); err != nil {
		return err
	}
	tx, err := l.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	addTerm, err := tx.Prepare("INSERT INTO term VALUES(?,?,?,?)")
	if err != nil {
		return err
	}
	addQuad, err := tx.Prepare("INSERT OR IGNORE INTO quad VALUES(?,?,?,?)")
	if err != nil {
		return err
	}
	ids := map[string]int64{"": 0}
	for line := range bytes.Lines(text) {
		var q [4]any
		for i, t := range terms(line) {
			id, ok := ids[t]
			if !ok {
				id = int64(len(ids))
				ids[t] = id
				kind, num := numberOf(t)
				if _, err := addTerm.Exec(id, t, kind, num); err != nil {
					return err
				}
			}
			q[i] = id
		}
		if _, err := addQuad.Exec(q[:]...); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if _, err := l.db.Exec(indexes); err != nil {
		return err
	}
	if _, err := l.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return err
	}
	return l.db.Close()
}

func (l *lite) add(quads []quad.Quad) error {
	tx, err := l.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, q := range quads {
		line, err := quadstore.MarshalNQuads(q)
		if err != nil {
			return err
		}
		var row [4]any
		for i, t := range terms(append(line, '\n')) {
			if t == "" {
				row[i] = 0
				continue
			}
			var id int64
			err := tx.QueryRow("SELECT id FROM term WHERE text=?", t).Scan(&id)
			if err == sql.ErrNoRows {
				kind, num := numberOf(t)
				r, err := tx.Exec("INSERT INTO term(text,kind,num) VALUES(?,?,?)", t, kind, num)
				if err != nil {
					return err
				}
				id, err = r.LastInsertId()
				if err != nil {
					return err
				}
			} else if err != nil {
				return err
			}
			row[i] = id
		}
		if _, err := tx.Exec("INSERT OR IGNORE INTO quad VALUES(?,?,?,?)", row[:]...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (l *lite) id(v quad.Value) (id int64, err error) {
	err = l.db.QueryRow("SELECT id FROM term WHERE text=?", v.String()).Scan(&id)
	return id, err
}

// count runs a query and counts its rows, reading all columns.
func (l *lite) count(ctx context.Context, query string, args ...any) (n int, err error) {
	rows, err := l.db.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	cells := make([]sql.RawBytes, len(cols))
	into := make([]any, len(cols))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return 0, err
		}
		n++
	}
	return n, rows.Err()
}

func (l *lite) ask(ctx context.Context, question string) (int, error) {
	ids := func(vs ...quad.IRI) (out []any, err error) {
		for _, v := range vs {
			id, err := l.id(v)
			if err != nil {
				return nil, err
			}
			out = append(out, id)
		}
		return out, nil
	}
	edges, err := ids(news.Predicates...)
	if err != nil {
		return 0, err
	}
	in := strings.Trim(fmt.Sprint(edges), "[]")
	in = "(" + strings.ReplaceAll(in, " ", ",") + ")"
	a, err := ids(busiest, second, hop, news.Subject, news.Object, news.Confidence, news.When, label)
	if err != nil {
		return 0, err
	}
	switch question {
	case "a":
		return l.count(ctx, `SELECT text FROM term WHERE id IN (
			SELECT o FROM quad WHERE s=?1 AND p IN `+in+` UNION SELECT s FROM quad WHERE o=?1 AND p IN `+in+`)`, a[0])
	case "b":
		return l.count(ctx, `SELECT text FROM term WHERE id IN (
			SELECT b.o FROM quad a JOIN quad b ON b.s=a.o AND b.p=?2 WHERE a.s=?1 AND a.p=?2)`, a[0], a[2])
	case "c":
		q, join := "SELECT c.text", ""
		fs, err := ids(fields...)
		if err != nil {
			return 0, err
		}
		for i, f := range fs {
			q += fmt.Sprintf(", t%d.text", i)
			join += fmt.Sprintf(" JOIN quad f%d ON f%d.s=x.s AND f%d.p=%d JOIN term t%d ON t%d.id=f%d.o", i, i, i, f, i, i, i)
		}
		return l.count(ctx, q+` FROM quad x JOIN quad y ON y.s=x.s AND y.p=?4 AND y.o=?2 JOIN term c ON c.id=x.s`+join+
			` WHERE x.p=?3 AND x.o=?1`, a[0], a[1], a[3], a[4])
	case "d":
		total := 0
		for _, p := range edges {
			n := 0
			if err := l.db.QueryRowContext(ctx, "SELECT count(*) FROM quad WHERE p=?", p).Scan(&n); err != nil {
				return 0, err
			}
			total += n
		}
		return total, nil
	case "confidence":
		return l.count(ctx, `SELECT t.text FROM term x JOIN quad q ON q.p=? AND q.o=x.id JOIN term t ON t.id=q.s
			WHERE x.kind=? AND x.num>0.99`, a[5], double)
	case "time":
		return l.count(ctx, `SELECT t.text FROM term x JOIN quad q ON q.p=? AND q.o=x.id JOIN term t ON t.id=q.s
			WHERE x.kind=? AND x.num>=? AND x.num<?`, a[6], moment, from.Unix(), to.Unix())
	case "label":
		return l.count(ctx, `SELECT s.text, p.text, o.text FROM quad q JOIN term s ON s.id=q.s JOIN term p ON p.id=q.p
			JOIN term o ON o.id=q.o WHERE q.l=?`, a[7])
	case "e":
		return l.shortest(ctx, in)
	case "f":
		return l.export(ctx, io.Discard)
	}
	return 0, fmt.Errorf("no question %q", question)
}

func (l *lite) export(ctx context.Context, w io.Writer) (n int, err error) {
	rows, err := l.db.QueryContext(ctx, `SELECT s.text, p.text, o.text, l.text FROM quad q JOIN term s ON s.id=q.s
		JOIN term p ON p.id=q.p JOIN term o ON o.id=q.o LEFT JOIN term l ON l.id=q.l`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	out := bufio.NewWriter(w)
	var cells [4]sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&cells[0], &cells[1], &cells[2], &cells[3]); err != nil {
			return 0, err
		}
		for _, c := range cells {
			if len(c) > 0 {
				out.Write(c)
				out.WriteByte(' ')
			}
		}
		out.WriteString(".\n")
		n++
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	return n, out.Flush()
}

func (l *lite) shortest(ctx context.Context, in string) (int, error) {
	var fronts [2][]int64
	seen := [2]map[int64]int{{}, {}}
	for i, v := range far {
		id, err := l.id(v)
		if err == sql.ErrNoRows {
			return -1, nil
		}
		if err != nil {
			return 0, err
		}
		fronts[i], seen[i][id] = []int64{id}, 0
	}
	near, err := l.db.PrepareContext(ctx, "SELECT o FROM quad WHERE s=?1 AND p IN "+in+" UNION SELECT s FROM quad WHERE o=?1 AND p IN "+in)
	if err != nil {
		return 0, err
	}
	defer near.Close()
	for len(fronts[0]) > 0 && len(fronts[1]) > 0 {
		side := 0
		if len(fronts[1]) < len(fronts[0]) {
			side = 1
		}
		var next []int64
		for _, v := range fronts[side] {
			rows, err := near.QueryContext(ctx, v)
			if err != nil {
				return 0, err
			}
			for rows.Next() {
				var o int64
				if err := rows.Scan(&o); err != nil {
					return 0, err
				}
				if d, ok := seen[1-side][o]; ok {
					return seen[side][v] + 1 + d, rows.Close()
				}
				if _, ok := seen[side][o]; !ok {
					seen[side][o] = seen[side][v] + 1
					next = append(next, o)
				}
			}
			if err := rows.Err(); err != nil {
				return 0, err
			}
			rows.Close()
		}
		fronts[side] = next
	}
	return -1, nil
}
