package queries

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Kinds are the same however far the ids lie apart, and of 0 too.
func TestKindsOf(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, apart := range []uint64{1, spread - 1, spread, 1 << 40} {
		var nodes []uint64
		for range 200 {
			nodes = append(nodes, rnd.Uint64N(50)*apart)
		}
		kinds, different := kindsOf(nodes)
		for i, id := range nodes {
			if different[kinds[i]] != id {
				t.Fatalf("%d apart: node %d has kind %d, which is %d", apart, id, kinds[i], different[kinds[i]])
			}
		}
		slices.Sort(different)
		if len(slices.Compact(different)) != len(different) {
			t.Errorf("%d apart: a node has two kinds", apart)
		}
	}
	if kinds, different := kindsOf([]uint64{0, 0}); len(different) != 1 || kinds[1] != 0 {
		t.Errorf("nodes of nothing: %v %v", kinds, different)
	}
}

// A number can be taken back, and ids around the nodes have none.
func TestNumbering(t *testing.T) {
	for _, nodes := range [][]uint64{{7, 9}, {7, 1 << 50}, nil, {0}} {
		n := newNumbering(nodes)
		for i, id := range nodes {
			if id == 0 {
				continue
			}
			n.set(id, int32(i))
			if got, ok := n.get(id); !ok || got != int32(i) {
				t.Errorf("%v: %d has number %d, %v", nodes, id, got, ok)
			}
			n.set(id, -1)
			if _, ok := n.get(id); ok {
				t.Errorf("%v: %d still has a number", nodes, id)
			}
		}
		for _, id := range []uint64{0, 6, 8, 10, 1 << 60} {
			if _, ok := n.get(id); ok {
				t.Errorf("%v: %d has a number", nodes, id)
			}
		}
	}
}
