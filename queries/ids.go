package queries

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// IDs runs a query and gives the ids in its rows, each once, in the order of the rows. A
// query without rows gives an empty slice that isn't nil.
func IDs(ctx context.Context, qs graph.QuadStore, text string, opt Options) ([]string, error) {
	seen := map[quad.IRI]bool{}
	ids := []string{}
	for row, err := range Run(ctx, qs, text, opt) {
		if err != nil {
			return nil, err
		}
		for _, cell := range row.Cells {
			if id, ok := cell.Value.(quad.IRI); ok && !seen[id] {
				seen[id] = true
				ids = append(ids, string(id))
			}
		}
	}
	return ids, nil
}
