package eval

import (
	"maps"
	"slices"
	"strings"
)

// OpenTuple is an open triple as CaRB compares them: a relation and two or more arguments.
type OpenTuple struct {
	Confidence float64
	Rel        string
	Args       []string
}

// OpenScore is the best F1 over all thresholds of confidence, with its precision and
// recall, and the area under the curve.
type OpenScore struct{ Precision, Recall, F1, AUC float64 }

// OpenScores compares the tuples of sentences as CaRB does (Bhardwaj et al., "CaRB: A
// Crowdsourced Benchmark for Open IE", 2019): words of relation and arguments are matched
// one by one, each gold tuple's recall is its best, precision is of a one-to-one matching.
// Keys are sentences.
func OpenScores(gold, system map[string][]OpenTuple) OpenScore {
	var levels []float64
	for _, ts := range system {
		for _, t := range ts {
			levels = append(levels, t.Confidence)
		}
	}
	slices.Sort(levels)
	levels = slices.Compact(levels)
	n := len(levels)
	if n == 0 {
		return OpenScore{}
	}
	p, pn, r, rn := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for _, sent := range slices.Sorted(maps.Keys(gold)) { // in order: sums are the same to the last bit
		golds := gold[sent]
		preds := system[sent]
		scores := make([][][2]float64, len(golds))
		for i, g := range golds {
			for _, e := range preds {
				scores[i] = append(scores[i], matchOpen(g, e))
			}
		}
		var mine []float64
		for _, e := range preds {
			mine = append(mine, e.Confidence)
		}
		slices.Sort(mine)
		prev := 0
		for _, conf := range slices.Compact(mine) {
			c, _ := slices.BinarySearch(levels, conf)
			var keep []int
			for j, e := range preds {
				if e.Confidence >= conf {
					keep = append(keep, j)
				}
			}
			recall := 0.0
			for i := range golds {
				best := 0.0
				for _, j := range keep {
					best = max(best, scores[i][j][1])
				}
				recall += best
			}
			precision := 0.0
			rows, cols := map[int]bool{}, map[int]bool{}
			for range min(len(golds), len(keep)) {
				bi, bj, best := -1, -1, -1.0
				for i := range golds {
					for _, j := range keep {
						if !rows[i] && !cols[j] && scores[i][j][0] > best {
							bi, bj, best = i, j, scores[i][j][0]
						}
					}
				}
				rows[bi], cols[bj] = true, true
				precision += best
			}
			for k := prev; k <= c; k++ {
				p[k] += precision
				pn[k] += float64(len(keep))
				r[k] += recall
				rn[k] += float64(len(golds))
			}
			prev = c + 1
		}
		for k := prev; k < n; k++ {
			rn[k] += float64(len(golds))
		}
	}
	var out OpenScore
	lastP, lastR := 1.0, 0.0
	for k := n - 1; k >= 0; k-- {
		pk, rk := 1.0, 0.0
		if pn[k] > 0 {
			pk = p[k] / pn[k]
		}
		if rn[k] > 0 {
			rk = r[k] / rn[k]
		}
		if f := 2 * pk * rk / max(pk+rk, 1e-12); f > out.F1 {
			out.Precision, out.Recall, out.F1 = pk, rk, f
		}
		out.AUC += (rk - lastR) * (pk + lastP) / 2
		lastP, lastR = pk, rk
	}
	return out
}

var saying = []string{"said", "told", "added", "adds", "says"}

func matchOpen(gold, pred OpenTuple) [2]float64 {
	ga, pa := binary(gold.Args), binary(pred.Args)
	best := matchWords(gold.Rel, ga, pred.Rel, pa)
	for _, w := range saying {
		if strings.Contains(gold.Rel, w) && len(pa) == 2 {
			if turned := matchWords(gold.Rel, ga, pred.Rel, []string{pa[1], pa[0]}); slices.Compare(turned[:], best[:]) > 0 {
				best = turned
			}
			break
		}
	}
	return best
}

func binary(args []string) []string {
	if len(args) < 2 {
		return args
	}
	return []string{args[0], strings.Join(args[1:], " ")}
}

var formsOfBe = []string{"be", "is", "am", "are", "was", "were", "been", "being"}

func matchWords(rel string, args []string, predRel string, predArgs []string) [2]float64 {
	same, predicted, wanted := 0, 0, 0
	count := func(gold, pred string) int {
		g, p := strings.Fields(gold), strings.Fields(pred)
		wanted += len(g)
		predicted += len(p)
		n := 0
		for _, w := range g {
			if i := slices.Index(p, w); i >= 0 {
				n++
				p = slices.Delete(p, i, i+1)
			}
		}
		if slices.Contains(p, "be") && gold == rel {
			for _, f := range formsOfBe {
				if slices.Contains(g, f) {
					n++
					break
				}
			}
		}
		return n
	}
	if same = count(rel, predRel); same == 0 {
		return [2]float64{}
	}
	for i, a := range args {
		if i >= len(predArgs) {
			return [2]float64{}
		}
		same += count(a, predArgs[i])
	}
	var out [2]float64
	if predicted > 0 {
		out[0] = float64(same) / float64(predicted)
	}
	if wanted > 0 {
		out[1] = float64(same) / float64(wanted)
	}
	return out
}
