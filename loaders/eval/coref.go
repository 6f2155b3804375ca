package eval

import (
	"fmt"
	"math"
	"slices"
)

// Extent is where a mention stands: a sentence and a half-open range of its tokens.
type Extent struct{ Sentence, First, Last int }

// CorefScores are the measures of the CoNLL-2011 shared task, each precision, recall, F1.
type CorefScores struct {
	MUC, B3, CEAFe [3]float64
}

// CoNLL is the mean of the three F1.
func (c CorefScores) CoNLL() float64 { return (c.MUC[2] + c.B3[2] + c.CEAFe[2]) / 3 }

func (c CorefScores) String() string {
	return fmt.Sprintf("MUC %.3f %.3f %.3f; B3 %.3f %.3f %.3f; CEAFe %.3f %.3f %.3f; CoNLL %.3f",
		c.MUC[0], c.MUC[1], c.MUC[2], c.B3[0], c.B3[1], c.B3[2], c.CEAFe[0], c.CEAFe[1], c.CEAFe[2], c.CoNLL())
}

// CorefCounts adds up the numerators and denominators of several documents.
type CorefCounts struct {
	muc, b3, ceaf [4]float64 // precision's, then recall's numerator and denominator
}

// Add scores the chains of one document. Chains of one mention are left out on both sides,
// and mentions must match exactly (Pradhan et al., "Scoring Coreference Partitions of
// Predicted Mentions", 2014).
func (c *CorefCounts) Add(gold, system [][]Extent) {
	gold, system = noSingletons(gold), noSingletons(system)
	inGold, inSystem := index(gold), index(system)
	muc := func(from [][]Extent, to map[Extent]int) (num, den float64) {
		for _, chain := range from {
			parts := map[int]bool{}
			alone := 0
			for _, m := range chain {
				if k, ok := to[m]; ok {
					parts[k] = true
				} else {
					alone++
				}
			}
			num += float64(len(chain) - len(parts) - alone)
			den += float64(len(chain) - 1)
		}
		return num, den
	}
	b3 := func(from [][]Extent, to map[Extent]int) (num, den float64) {
		for _, chain := range from {
			shared := map[int]int{}
			for _, m := range chain {
				if k, ok := to[m]; ok {
					shared[k]++
				}
			}
			for _, n := range shared {
				num += float64(n*n) / float64(len(chain))
			}
			den += float64(len(chain))
		}
		return num, den
	}
	add := func(to *[4]float64, f func([][]Extent, map[Extent]int) (float64, float64)) {
		pn, pd := f(system, inGold)
		rn, rd := f(gold, inSystem)
		to[0] += pn
		to[1] += pd
		to[2] += rn
		to[3] += rd
	}
	add(&c.muc, muc)
	add(&c.b3, b3)
	// CEAF: the best one-to-one match of chains by shared mentions
	phi := make([][]float64, len(gold))
	for i := range gold {
		phi[i] = make([]float64, len(system))
	}
	for j, chain := range system {
		shared := map[int]int{}
		for _, m := range chain {
			if i, ok := inGold[m]; ok {
				shared[i]++
			}
		}
		for i, n := range shared {
			phi[i][j] = 2 * float64(n) / float64(len(gold[i])+len(chain))
		}
	}
	best := assign(phi)
	c.ceaf[0] += best
	c.ceaf[1] += float64(len(system))
	c.ceaf[2] += best
	c.ceaf[3] += float64(len(gold))
}

// Scores are those of all documents together.
func (c *CorefCounts) Scores() CorefScores {
	prf := func(v [4]float64) (out [3]float64) {
		if v[1] > 0 {
			out[0] = v[0] / v[1]
		}
		if v[3] > 0 {
			out[1] = v[2] / v[3]
		}
		if out[0]+out[1] > 0 {
			out[2] = 2 * out[0] * out[1] / (out[0] + out[1])
		}
		return out
	}
	return CorefScores{prf(c.muc), prf(c.b3), prf(c.ceaf)}
}

func noSingletons(chains [][]Extent) [][]Extent {
	var out [][]Extent
	for _, chain := range chains {
		if len(chain) > 1 {
			out = append(out, chain)
		}
	}
	return out
}

func index(chains [][]Extent) map[Extent]int {
	at := map[Extent]int{}
	for i, chain := range chains {
		for _, m := range chain {
			at[m] = i
		}
	}
	return at
}

// assign is the weight of the best one-to-one matching of rows and columns (Kuhn and
// Munkres, by shortest augmenting paths).
func assign(weight [][]float64) float64 {
	n := len(weight)
	if n == 0 || len(weight[0]) == 0 {
		return 0
	}
	m := len(weight[0])
	if n > m { // rows must not outnumber columns
		t := make([][]float64, m)
		for j := range t {
			t[j] = make([]float64, n)
			for i := range weight {
				t[j][i] = weight[i][j]
			}
		}
		return assign(t)
	}
	u, v := make([]float64, n+1), make([]float64, m+1)
	match := make([]int, m+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		j0 := 0
		dist := slices.Repeat([]float64{math.Inf(1)}, m+1)
		used := make([]bool, m+1)
		way := make([]int, m+1)
		for {
			used[j0] = true
			i0, j1, delta := match[j0], 0, math.Inf(1)
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if d := -weight[i0-1][j-1] - u[i0] - v[j]; d < dist[j] {
					dist[j], way[j] = d, j0
				}
				if dist[j] < delta {
					delta, j1 = dist[j], j
				}
			}
			for j := 0; j <= m; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					dist[j] -= delta
				}
			}
			j0 = j1
			if match[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			j1 := way[j0]
			match[j0] = match[j1]
			j0 = j1
		}
	}
	sum := 0.0
	for j := 1; j <= m; j++ {
		if match[j] > 0 {
			sum += weight[match[j]-1][j-1]
		}
	}
	return sum
}
