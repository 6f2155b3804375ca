package quadstore

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/jackc/pgx/v5"

	"relata/graph/quadstore/internal/news"
)

// half gives the first half of a text, then calls do, then gives the rest.
func half(text []byte, do func()) io.Reader {
	at := bytes.IndexByte(text[len(text)/2:], '\n') + len(text)/2 + 1
	return io.MultiReader(bytes.NewReader(text[:at]), readerFunc(func([]byte) (int, error) { do(); return 0, io.EOF }), bytes.NewReader(text[at:]))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// tables are the tables and indexes of the store in the database.
func tables(t *testing.T, qs *QuadStore) (out []string) {
	t.Helper()
	err := qs.pgReader().query(t.Context(), func(rows pgx.Rows) error {
		var text string
		err := rows.Scan(&text)
		out = append(out, text)
		return err
	}, `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()
		UNION ALL SELECT regexp_replace(indexdef, ' ON [^ ]*', '') FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// An import into an empty database is there in whole or not at all, whatever comes in
// between, and leaves the tables and indexes that a store has.
func TestPostgresBulk(t *testing.T) {
	const n = 6000
	text := newsText(t, n)
	text = append(text, text[:bytes.IndexByte(text[len(text)/3:], '\n')+len(text)/3+1]...) // in other chunks again
	ref := inMemory(t)
	if _, err := ref.Import(t.Context(), bytes.NewReader(text), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	want := exported(t, ref)
	later := news.ArticleQuads(n)
	if err := ref.ApplyDeltas(add(later...), graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	both := exported(t, ref)
	opts := ImportOptions{Chunk: 1000}

	check := func(t *testing.T, qs *QuadStore, want []byte) {
		t.Helper()
		if got := exported(t, qs); !bytes.Equal(got, want) {
			t.Errorf("%d bytes, want %d", len(got), len(want))
		}
		if _, err := qs.Verify(t.Context()); err != nil {
			t.Error(err)
		}
		if got, fresh := tables(t, qs), tables(t, openPG(t)); !slices.Equal(got, fresh) {
			t.Errorf("the database has %q, want %q", got, fresh)
		}
	}
	// bulky says whether the import of qs goes by a table of its own.
	bulky := func(qs *QuadStore) bool {
		qs.pg.mu.Lock()
		defer qs.pg.mu.Unlock()
		return len(qs.pg.bulks) > 0
	}

	t.Run("whole", func(t *testing.T) {
		qs := openPG(t)
		added, err := qs.Import(t.Context(), half(text, func() {
			if !bulky(qs) {
				t.Error("the quads go into the indexes row by row")
			}
			if m, err := qs.meta(); err != nil || m.quads != 0 {
				t.Errorf("%+v, %v: quads are there before the end", m, err)
			}
		}), opts)
		if err != nil || added != int64(bytes.Count(want, []byte("\n"))) {
			t.Errorf("added %d, %v", added, err)
		}
		check(t, qs, want)
		if bulky(qs) {
			t.Error("the import has not let go")
		}
		if err := qs.ApplyDeltas(add(later...), graph.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
		check(t, qs, both)
	})
	t.Run("in steps", func(t *testing.T) {
		qs := openPG(t)
		steps := opts
		steps.Steps = true
		_, err := qs.Import(t.Context(), half(text, func() {
			if m, err := qs.meta(); err != nil || m.quads < n/4 || bulky(qs) {
				t.Errorf("%+v, %v: no quads are there half-way", m, err)
			}
		}), steps)
		if err != nil {
			t.Fatal(err)
		}
		check(t, qs, want)
	})
	t.Run("stopped", func(t *testing.T) {
		qs := openPG(t)
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := qs.Import(ctx, half(text, cancel), opts); !errors.Is(err, context.Canceled) {
			t.Fatalf("%v, want that it was stopped", err)
		}
		check(t, qs, nil)
		if _, err := qs.Import(t.Context(), bytes.NewReader(text), opts); err != nil {
			t.Fatal(err)
		}
		check(t, qs, want)
	})
	t.Run("killed", func(t *testing.T) { // as a process: the server sees the same
		qs := openPG(t)
		_, err := qs.Import(t.Context(), half(text, func() {
			qs.pg.mu.Lock()
			defer qs.pg.mu.Unlock()
			for b := range qs.pg.bulks {
				if _, err := qs.pg.pool.Exec(t.Context(), "SELECT pg_terminate_backend($1)", int64(b.conn.PgConn().PID())); err != nil {
					t.Error(err)
				}
			}
		}), opts)
		if err == nil {
			t.Fatal("an import that lost its connection gives no error")
		}
		check(t, qs, nil)
		if _, err := qs.Import(t.Context(), bytes.NewReader(text), opts); err != nil {
			t.Fatal(err)
		}
		check(t, qs, want)
	})
	t.Run("an article in between", func(t *testing.T) {
		qs := openPG(t)
		if _, err := qs.Import(t.Context(), half(text, func() {
			if err := qs.ApplyDeltas(add(later...), graph.IgnoreOpts{}); err != nil {
				t.Error(err)
			}
		}), opts); err != nil {
			t.Fatal(err)
		}
		check(t, qs, both)
	})
	t.Run("beside one who reads", func(t *testing.T) {
		qs := openPG(t)
		qs.pg.patience = 50 * time.Millisecond
		view := qs.Snapshot()
		defer view.Close()
		if got := exported(t, view); len(got) > 0 {
			t.Errorf("%q in an empty store", got)
		}
		if _, err := qs.Import(t.Context(), bytes.NewReader(text), opts); err != nil {
			t.Fatal(err)
		}
		if got := exported(t, view); len(got) > 0 {
			t.Error("the view of an empty store has quads")
		}
		view.Close()
		check(t, qs, want)
	})
	t.Run("dropped", func(t *testing.T) {
		qs := openPG(t)
		l, err := qs.newLoader(1000)
		if err != nil {
			t.Fatal(err)
		}
		w := &writer{l}
		for q := range news.Quads(2500) {
			if err := w.WriteQuad(q); err != nil {
				t.Fatal(err)
			}
		}
		w.Drop()
		check(t, qs, nil)
	})
}
