package parse

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A tree in which greedy choice makes a cycle: 1 and 2 like each other best.
func TestHeadsBreaksCycle(t *testing.T) {
	scores := []int32{
		// root, 1, 2, 3
		5, 0, 10, 0, // token 1
		4, 10, 0, 0, // token 2
		0, 0, 8, 0, // token 3
	}
	// Entering the cycle at 1 costs 5 less than its arc, at 2 costs 6.
	if got, want := Heads(scores, 3), []int{0, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("heads %v, want %v", got, want)
	}
}

// Two tokens that would both hang from the root.
func TestHeadsSingleRoot(t *testing.T) {
	scores := []int32{
		9, 0, 1, 1,
		9, 2, 0, 1,
		0, 5, 4, 0,
	}
	if got, want := Heads(scores, 3), []int{0, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("heads %v, want %v", got, want)
	}
}

func TestHeadsOfNoAndOneToken(t *testing.T) {
	if got := Heads(nil, 0); len(got) != 0 && !slices.Equal(got, []int{}) {
		t.Errorf("no tokens: %v", got)
	}
	if got := Heads([]int32{-7, 100}, 1); !slices.Equal(got, []int{0}) {
		t.Errorf("one token: %v", got)
	}
}

// On small random graphs the result is the best of all trees, found by trying each.
func TestHeadsAgainstAllTrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		n := 2 + rng.IntN(4)
		scores := make([]int32, n*(n+1))
		for i := range scores {
			scores[i] = int32(rng.IntN(41) - 20)
		}
		got := Heads(scores, n)
		if !isTree(got) {
			t.Fatalf("scores %v: %v is no tree", scores, got)
		}
		best := int32(-1 << 30)
		heads := make([]int, n)
		var try func(i int)
		try = func(i int) {
			if i == n {
				if isTree(heads) {
					best = max(best, total(scores, heads))
				}
				return
			}
			for h := 0; h <= n; h++ {
				heads[i] = h
				try(i + 1)
			}
		}
		try(0)
		if s := total(scores, got); s != best {
			t.Fatalf("scores %v: tree %v sums to %d, the best to %d", scores, got, s, best)
		}
	}
}

func TestHeadsOfLongInputs(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const n = 256
	scores := make([]int32, n*(n+1))
	for i := range scores {
		scores[i] = int32(rng.IntN(3)) // many ties, many cycles
	}
	if !isTree(Heads(scores, n)) {
		t.Error("no tree")
	}
}

func total(scores []int32, heads []int) int32 {
	var s int32
	for i, h := range heads {
		s += scores[i*(len(heads)+1)+h]
	}
	return s
}
