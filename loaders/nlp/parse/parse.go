// Package parse turns the scores of arcs into a dependency tree.
//
//	out := model.Run(sent, first, scratch)
//	parse.Annotate(sent, out)
//
// The result is always a tree with one root. Where every token's best head makes a tree
// already, as in nine sentences of ten, that is the answer; else the maximum spanning
// arborescence is (Chu and Liu 1965, Edmonds 1967), which takes at most cubic time in the
// tokens of a part.
package parse

import (
	"math"

	"relata/loaders/nlp"
	"relata/loaders/nlp/net"
)

// Annotate sets Head and Deprel of the tokens that out covers. If they are not the first
// part of the sentence, their root hangs from the sentence's root as parataxis.
func Annotate(sent *nlp.Sentence, out *net.Output) {
	n := out.N
	heads := Heads(out.Arcs, n)
	rels := out.Relations(heads, nil)
	toks := sent.Tokens[out.First : out.First+n]
	for i := range toks {
		tok := &toks[i]
		tok.Deprel = out.Labels.Rels[rels[i]]
		if heads[i] > 0 {
			tok.Head = out.First + heads[i] - 1
			continue
		}
		tok.Head = nlp.NoHead
		if out.First > 0 {
			tok.Head, tok.Deprel = root(sent.Tokens[:out.First]), "parataxis"
		}
	}
}

func root(toks []nlp.Token) int {
	for i := range toks {
		if toks[i].Head == nlp.NoHead {
			return i
		}
	}
	return 0
}

// Heads finds the best tree. scores are [n][n+1]: for each token the root's score, then
// those of the tokens. A head is 0 for the root, else the number of the token plus one.
func Heads(scores []int32, n int) []int {
	heads := make([]int, n)
	for i := range heads {
		row := scores[i*(n+1) : (i+1)*(n+1)]
		best := 0
		for h, v := range row {
			if h != i+1 && v > row[best] {
				best = h
			}
		}
		heads[i] = best
	}
	if isTree(heads) {
		return heads
	}
	// In a graph of n+1 nodes whose arcs from the root cost more than all else together,
	// the best arborescence has one of them.
	w := n + 1
	g := make([]int64, w*w)
	for i := range n {
		for h := range w {
			v := int64(scores[i*w+h])
			if h == 0 {
				v -= 1 << 44
			}
			g[(i+1)*w+h] = v
		}
	}
	return arborescence(g, w)[1:]
}

// isTree says whether exactly one head is the root and no head is reached from itself.
func isTree(heads []int) bool {
	roots := 0
	state := make([]uint8, len(heads)+1) // 0 new, 1 on the way, 2 done
	state[0] = 2
	for i, h := range heads {
		if h == 0 {
			roots++
		}
		j := i + 1
		for state[j] == 0 {
			state[j] = 1
			j = heads[j-1]
		}
		if state[j] == 1 {
			return false
		}
		for j = i + 1; state[j] == 1; j = heads[j-1] {
			state[j] = 2
		}
	}
	return roots == 1
}

const never = math.MinInt64 / 4

// arborescence finds the heads of the maximum spanning arborescence of n nodes from node
// 0: g[d*n+h] is the score of head h for node d. Cycles are contracted one at a time.
func arborescence(g []int64, n int) []int {
	heads := make([]int, n)
	heads[0] = -1
	for d := 1; d < n; d++ {
		best := -1
		for h := range n {
			if h != d && (best < 0 || g[d*n+h] > g[d*n+best]) {
				best = h
			}
		}
		heads[d] = best
	}
	cycle := findCycle(heads)
	if cycle == nil {
		return heads
	}
	inside := make([]bool, n)
	for _, c := range cycle {
		inside[c] = true
	}
	rest := make([]int, 0, n)
	for i := range n {
		if !inside[i] {
			rest = append(rest, i)
		}
	}
	// The contracted graph has the nodes outside and, last, the cycle.
	m := len(rest)
	small := make([]int64, (m+1)*(m+1))
	from := make([]int, m) // the node of the cycle that would head rest[i]
	into := make([]int, m) // the node of the cycle that rest[i] would head
	for i, d := range rest {
		for j, h := range rest {
			small[i*(m+1)+j] = g[d*n+h]
		}
		from[i] = cycle[0]
		for _, c := range cycle {
			if g[d*n+c] > g[d*n+from[i]] {
				from[i] = c
			}
		}
		small[i*(m+1)+m] = g[d*n+from[i]]
		best := int64(never)
		into[i] = cycle[0]
		for _, c := range cycle {
			if v := g[c*n+d] - g[c*n+heads[c]]; v > best {
				best, into[i] = v, c
			}
		}
		small[m*(m+1)+i] = best
	}
	got := arborescence(small, m+1)
	for i := 1; i < m; i++ {
		if got[i] == m {
			heads[rest[i]] = from[i]
		} else {
			heads[rest[i]] = rest[got[i]]
		}
	}
	heads[into[got[m]]] = rest[got[m]]
	return heads
}

// findCycle returns the nodes of a cycle, or nil.
func findCycle(heads []int) []int {
	mark := make([]int, len(heads))
	for start := 1; start < len(heads); start++ {
		i := start
		for i > 0 && mark[i] == 0 {
			mark[i] = start
			i = heads[i]
		}
		if i > 0 && mark[i] == start {
			cycle := []int{i}
			for j := heads[i]; j != i; j = heads[j] {
				cycle = append(cycle, j)
			}
			return cycle
		}
	}
	return nil
}
