package graph

import (
	"slices"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// changes counts the commits of a store in this process, and knows which articles the last
// of them were about.
type changes struct {
	mu   sync.Mutex
	n    uint64
	last []string // an article each, the last one that of commit n
}

// mostChanges is how many commits are remembered.
const mostChanges = 4096

func (c *changes) note(deltas []graph.Delta) {
	if len(deltas) == 0 {
		return
	}
	label, _ := deltas[0].Quad.Label.(quad.IRI) // a commit is about one article
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	if len(c.last) >= 2*mostChanges {
		c.last = slices.Clone(c.last[len(c.last)-mostChanges:])
	}
	c.last = append(c.last, string(label))
}

// Changed says what changed in the store since a count that it gave before, for those who
// keep in memory what they made of it: ids of articles, sorted, and the count of now, which
// is 0 in a store that was just opened. It knows only what this process wrote, which is all
// there is, as one process writes at a time. It costs no look at the store. Where the
// count is too long ago, known is false and anything may have changed.
func (s *Store) Changed(since uint64) (articles []string, now uint64, known bool) {
	c := &s.changes
	c.mu.Lock()
	defer c.mu.Unlock()
	if since > c.n || c.n-since > uint64(len(c.last)) {
		return nil, c.n, false
	}
	articles = slices.Clone(c.last[len(c.last)-int(c.n-since):])
	slices.Sort(articles)
	return slices.Compact(articles), c.n, true
}
