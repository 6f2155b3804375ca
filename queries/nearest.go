package queries

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// nearest keeps the names that are most like one name.
type nearest struct {
	name  []rune
	words []string
	found []near
	seen  map[string]bool
}

type near struct {
	name     string
	distance int
}

const nearestKept = 5

func newNearest(name string) *nearest {
	folded := fold(name)
	if len(folded) > maxNearName {
		folded = folded[:maxNearName]
	}
	return &nearest{name: folded, words: strings.Fields(string(folded)), seen: map[string]bool{}}
}

const maxNearName = 64 // longer names have nothing near

// fold makes names comparable: small letters, and blanks for what is neither letter nor digit.
func fold(s string) []rune {
	return []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return ' '
	}, s)))
}

// add looks at a name. Of many names it keeps a few.
func (n *nearest) add(name string) {
	if len(n.name) == 0 || len(name) > 4*maxNearName || n.seen[name] {
		return
	}
	folded := fold(name)
	most := max(2, len(n.name)/3)
	d := most + 1
	if abs(len(folded)-len(n.name)) <= most {
		d = distance(n.name, folded, most)
	}
	if d > most {
		// a name that holds all words of the other is near too: "Shoigu"
		words := strings.Fields(string(folded))
		if len(n.words) == 0 || !contains(words, n.words) && !contains(n.words, words) {
			return
		}
		d = most + 1 + abs(len(words)-len(n.words))
	}
	n.seen[name] = true
	n.found = append(n.found, near{name, d})
	if len(n.found) > 20*nearestKept {
		n.sort()
		for _, f := range n.found[nearestKept:] {
			delete(n.seen, f.name)
		}
		n.found = n.found[:nearestKept]
	}
}

func contains(all, some []string) bool {
	return len(some) > 0 && !slices.ContainsFunc(some, func(w string) bool { return !slices.Contains(all, w) })
}

func (n *nearest) sort() {
	slices.SortFunc(n.found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(len(a.name), len(b.name)), strings.Compare(a.name, b.name))
	})
}

func (n *nearest) best() []string {
	n.sort()
	var out []string
	for _, f := range n.found[:min(len(n.found), nearestKept)] {
		out = append(out, f.name)
	}
	return out
}

func abs(n int) int { return max(n, -n) }

// distance counts the insertions, deletions, changes and swaps of neighbours that make one
// text of the other (optimal string alignment), as far as most; beyond it is most+1.
func distance(a, b []rune, most int) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
