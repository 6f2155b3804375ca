package quadstore

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore/internal/news"
)

// newsText is the generated graph as N-Quads.
func newsText(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	for q := range news.Quads(n) {
		line, err := MarshalNQuads(q)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func exported(t testing.TB, qs *QuadStore) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := qs.WriteNQuads(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWays loads the same graph by import in one and in several chunks, by ApplyDeltas and by
// a writer, into a new store and into one that has half of it: all must be the same graph,
// whole.
func TestWays(t *testing.T) {
	const n = 6000
	ctx := context.Background()
	text := newsText(t, n)
	imported := func(chunk int) func(*QuadStore) error {
		return func(qs *QuadStore) error {
			_, err := qs.Import(ctx, bytes.NewReader(text), ImportOptions{Chunk: chunk})
			return err
		}
	}
	applied := func(most int) func(*QuadStore) error {
		return func(qs *QuadStore) error {
			var deltas []graph.Delta
			for q := range news.Quads(most) {
				deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Add})
			}
			for part := range slices.Chunk(deltas, 500) {
				if err := qs.ApplyDeltas(part, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
					return err
				}
			}
			return nil
		}
	}
	ways := []struct {
		name  string
		steps []func(*QuadStore) error
	}{
		{"import", []func(*QuadStore) error{imported(0)}},
		{"chunks", []func(*QuadStore) error{imported(700)}},
		{"deltas", []func(*QuadStore) error{applied(n)}},
		{"deltas then import", []func(*QuadStore) error{applied(n / 2), imported(2500)}},
		{"import twice", []func(*QuadStore) error{imported(0), imported(900)}},
		{"import then deltas", []func(*QuadStore) error{imported(0), applied(n)}},
		{"writer", []func(*QuadStore) error{func(qs *QuadStore) error {
			w, err := qs.NewQuadWriter()
			if err != nil {
				return err
			}
			for q := range news.Quads(n) {
				if _, err := w.WriteQuads([]quad.Quad{q}); err != nil {
					return err
				}
			}
			return w.Close()
		}}},
	}
	var want []byte
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			qs, err := Open("", Options{InMemory: true})
			if err != nil {
				t.Fatal(err)
			}
			defer qs.Close()
			for _, step := range way.steps {
				if err := step(qs); err != nil {
					t.Fatal(err)
				}
			}
			rep, err := qs.Verify(ctx)
			if err != nil {
				t.Error(err)
			}
			got := exported(t, qs)
			if want == nil {
				want = got
			}
			if !bytes.Equal(got, want) {
				t.Errorf("exports %d bytes of %d quads, unlike the first way's %d bytes", len(got), rep.Quads, len(want))
			}
			lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
			slices.SortFunc(lines, bytes.Compare)
			lines = slices.CompactFunc(lines, bytes.Equal)
			mine := bytes.Split(bytes.TrimSpace(got), []byte("\n"))
			slices.SortFunc(mine, bytes.Compare)
			if !slices.EqualFunc(lines, mine, bytes.Equal) {
				t.Errorf("exports other lines than were imported: %d, want %d", len(mine), len(lines))
			}
		})
	}
}
