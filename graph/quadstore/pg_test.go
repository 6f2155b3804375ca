package quadstore

import (
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"

	"relata/graph/quadstore/pgtest"
)

// openPG opens an empty store in PostgreSQL.
func openPG(t testing.TB) *QuadStore {
	t.Helper()
	qs, err := OpenPostgres(t.Context(), pgtest.Address(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := qs.Close(); err != nil {
			t.Error(err)
		}
	})
	return qs
}

// TestPostgresConformance runs Cayley's own suite over PostgreSQL.
func TestPostgresConformance(t *testing.T) {
	cayleyDir(t)
	graphtest.TestAll(t, func(t testing.TB) (graph.QuadStore, graph.Options) { return openPG(t), nil }, &graphtest.Config{
		OptimizesComparison:  true,
		AlwaysRunIntegration: true,
	})
}
