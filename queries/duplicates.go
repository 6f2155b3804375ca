package queries

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"relata/graph"
	"relata/schema"
)

// Duplicate is a pair of entities that are likely one.
type Duplicate struct {
	A       string   `json:"a"` // id; A stands before B
	B       string   `json:"b"`
	Score   float64  `json:"score"` // 0 to 1
	Reasons []string `json:"reasons"`
}

// DefaultLikeness is a score above which most pairs are the same.
const DefaultLikeness = 0.85

// mostInBlock is how many entities with a word or its start in common are compared.
const mostInBlock = 200

// subject is an entity made ready to be compared.
type subject struct {
	ent   schema.Entity
	names [][]string // words of the name and aliases, plain
	near  map[string]bool
}

// Duplicates lists the pairs of entities whose score is at least so much, highest first.
// Pairs are looked for among entities of one type whose names have the start of a word in
// common, as written or as another romanization has it, or of which one's name is the
// initials of the other's. The score is the
// likeness of the names (Jaro-Winkler; Winkler, String Comparator Metrics, 1990), raised
// where both have the same neighbours and lowered where they are tied to each other.
// Pairs that corrections call not the same are left out. It holds all entities in memory.
func Duplicates(ctx context.Context, store *graph.Store, least float64) ([]Duplicate, error) {
	var all []*subject
	at := map[string]*subject{}
	for ent, err := range store.Entities(ctx) {
		if err != nil {
			return nil, err
		}
		s := &subject{ent: ent, near: map[string]bool{}}
		for _, name := range append([]string{ent.Name}, ent.Aliases...) {
			if words := plainWords(name); len(words) > 0 {
				s.names = append(s.names, words)
			}
		}
		if len(s.names) > 0 {
			all = append(all, s)
			at[ent.ID] = s
		}
	}
	for claim, err := range store.Claims(ctx, graph.Filter{}) {
		if err != nil {
			return nil, err
		}
		if claim.Object.Entity == nil {
			continue
		}
		a, b := claim.Subject.Entity.ID, claim.Object.Entity.ID
		if at[a] != nil && at[b] != nil {
			at[a].near[b], at[b].near[a] = true, true
		}
	}
	apart := map[[2]string]bool{}
	for _, c := range store.InForce() {
		if c.Action == graph.NotSame {
			apart[[2]string{min(c.A, c.B), max(c.A, c.B)}] = true
		}
	}
	blocks := map[string][]*subject{}
	for _, s := range all {
		keys := map[string]bool{}
		for _, words := range s.names {
			for _, w := range words {
				keys[string(s.ent.Type)+" "+w[:min(len(w), 3)]] = true
				if f := folded([]string{w}); f != "" {
					keys[string(s.ent.Type)+" ~"+f[:min(len(f), 3)]] = true
				}
			}
			if len(words) > 1 {
				keys[string(s.ent.Type)+" ="+initials(words)] = true
			} else {
				keys[string(s.ent.Type)+" ="+words[0]] = true
			}
		}
		for key := range keys {
			if len(blocks[key]) < mostInBlock {
				blocks[key] = append(blocks[key], s)
			}
		}
	}
	var out []Duplicate
	met := map[[2]string]bool{}
	for _, block := range blocks {
		for i, a := range block {
			for _, b := range block[:i] {
				pair := [2]string{min(a.ent.ID, b.ent.ID), max(a.ent.ID, b.ent.ID)}
				if met[pair] || apart[pair] {
					continue
				}
				met[pair] = true
				if d := compare(at[pair[0]], at[pair[1]]); d.Score >= least {
					out = append(out, d)
				}
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b Duplicate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out, nil
}

func compare(a, b *subject) Duplicate {
	d := Duplicate{A: a.ent.ID, B: b.ent.ID}
	acronym, respelled := "", false
	for _, x := range a.names {
		for _, y := range b.names {
			d.Score = max(d.Score, jaroWinkler(strings.Join(x, " "), strings.Join(y, " ")))
			if f := folded(x); len(f) >= leastFolded && f == folded(y) {
				respelled = true
			}
			for _, p := range [][2][]string{{x, y}, {y, x}} {
				if len(p[0]) == 1 && len(p[1]) > 1 && len(p[0][0]) > 1 && p[0][0] == initials(p[1]) {
					acronym = strings.ToUpper(p[0][0])
				}
			}
		}
	}
	switch {
	case acronym != "":
		d.Score = max(d.Score, 0.9)
		d.Reasons = append(d.Reasons, acronym+" are the initials")
	case d.Score == 1:
		d.Reasons = append(d.Reasons, "a name in common")
	case respelled:
		d.Score = max(d.Score, 0.95)
		d.Reasons = append(d.Reasons, "one name in two spellings")
	default:
		d.Reasons = append(d.Reasons, fmt.Sprintf("names alike by %.2f", d.Score))
	}
	shared, either := 0, len(b.near)
	for id := range a.near {
		if b.near[id] {
			shared++
		} else {
			either++
		}
	}
	if shared > 0 {
		d.Score += (1 - d.Score) / 2 * float64(shared) / float64(either)
		d.Reasons = append(d.Reasons, fmt.Sprintf("%d of %d neighbours in common", shared, either))
	}
	if a.near[b.ent.ID] {
		d.Score -= 0.2
		d.Reasons = append(d.Reasons, "but tied to each other")
	}
	d.Score = math.Round(d.Score*1e4) / 1e4
	return d
}

// plainWords are the words of a name, lower-case and without accents.
func plainWords(name string) []string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil {
		plain = name
	}
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(plain, ".", "")), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// smallWords have no letter in an acronym.
var smallWords = []string{"of", "the", "and", "for", "in"}

func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if !slices.Contains(smallWords, w) {
			b.WriteRune([]rune(w)[0])
		}
	}
	return b.String()
}

// jaroWinkler is the likeness of two strings, 0 to 1, with a prefix of at most 4 letters
// weighing 0.1 each.
func jaroWinkler(s, t string) float64 {
	a, b := []rune(s), []rune(t)
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	reach := max(len(a), len(b))/2 - 1
	used := make([]bool, len(b))
	var fromA, fromB []rune
	for i, r := range a {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if !used[j] && b[j] == r {
				used[j] = true
				fromA = append(fromA, r)
				break
			}
		}
	}
	if len(fromA) == 0 {
		return 0
	}
	for j, r := range b {
		if used[j] {
			fromB = append(fromB, r)
		}
	}
	turned := 0
	for i := range fromA {
		if fromA[i] != fromB[i] {
			turned++
		}
	}
	m := float64(len(fromA))
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(turned)/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}
