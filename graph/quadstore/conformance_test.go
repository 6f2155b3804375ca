package quadstore

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
)

// cayleyDir goes to a folder of Cayley's sources from which its tests find their data.
func cayleyDir(t *testing.T) {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Fatalf("find Cayley's sources: %v", err)
	}
	t.Chdir(filepath.Join(strings.TrimSpace(string(out)), "graph", "graphtest", "testutil"))
}

// opener opens empty stores that are closed with the test.
func opener(opts Options) func(testing.TB) (graph.QuadStore, graph.Options) {
	return func(t testing.TB) (graph.QuadStore, graph.Options) {
		qs, err := Open(t.TempDir(), opts)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := qs.Close(); err != nil {
				t.Error(err)
			}
		})
		return qs, nil
	}
}

var backends = []struct {
	name string
	opts Options
}{
	{"disk", Options{NoSync: true}},
	{"memory", Options{InMemory: true}},
}

// TestConformance runs Cayley's own suite.
func TestConformance(t *testing.T) {
	for _, b := range backends {
		t.Run(b.name, func(t *testing.T) {
			cayleyDir(t)
			graphtest.TestAll(t, opener(b.opts), &graphtest.Config{
				OptimizesComparison:  true,
				AlwaysRunIntegration: true,
			})
		})
	}
}
