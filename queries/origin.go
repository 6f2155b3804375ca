package queries

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"relata/graph"
)

// Origins tells articles that say a thing independently from near-copies of one text.
//
// Two texts are near-copies if one holds most of the other: their resemblance is estimated
// with MinHash over runs of words (Broder, On the resemblance and containment of documents,
// 1997), and containment from that and their lengths. Texts are read once and kept as
// signatures of 1 KB.
type Origins struct {
	store *graph.Store
	known map[string]*signature
}

// NewOrigins reads texts from a store.
func NewOrigins(store *graph.Store) *Origins {
	return &Origins{store: store, known: map[string]*signature{}}
}

const (
	shingle     = 4   // words in a run
	hashes      = 128 // of a signature: the estimate is off by less than 0.09, mostly
	mostAlike   = 0.6 // of the shorter text's runs are in the other: a near-copy
	fewShingles = 8   // a shorter text is like no other
)

type signature struct {
	least [hashes]uint64
	size  int // different runs
	text  string
}

// sign makes the signature of a text.
func sign(text string) *signature {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	s := &signature{}
	for i := range s.least {
		s.least[i] = math.MaxUint64
	}
	seen := map[uint64]bool{}
	for i := 0; i+shingle <= len(words); i++ {
		h := hashWords(words[i : i+shingle])
		if seen[h] {
			continue
		}
		seen[h] = true
		for j := range s.least {
			s.least[j] = min(s.least[j], mix(h+uint64(j)*0x9E3779B97F4A7C15))
		}
	}
	s.size = len(seen)
	if s.size < fewShingles {
		s.text = strings.Join(words, " ")
	}
	return s
}

// hashWords is FNV-1a with 64 bits.
func hashWords(words []string) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		for i := range len(w) {
			h = (h ^ uint64(w[i])) * 1099511628211
		}
		h = (h ^ ' ') * 1099511628211
	}
	return h
}

// mix is the finisher of SplitMix64: it makes many hashes of one.
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>27) * 0x94D049BB133111EB
	return h ^ h>>31
}

// alike says whether one text is a near-copy of the other.
func (s *signature) alike(o *signature) bool {
	small := min(s.size, o.size)
	if small < fewShingles {
		return s.text != "" && s.text == o.text
	}
	same := 0
	for i := range s.least {
		if s.least[i] == o.least[i] {
			same++
		}
	}
	resemblance := float64(same) / hashes
	common := resemblance / (1 + resemblance) * float64(s.size+o.size)
	return common/float64(small) >= mostAlike
}

// Groups sorts articles, given by id, into near-copies: each group and all of them are in
// the order of the ids. An article whose text isn't kept is a group of its own.
func (o *Origins) Groups(ctx context.Context, articles []string) ([][]string, error) {
	articles = slices.Clone(articles)
	slices.Sort(articles)
	articles = slices.Compact(articles)
	signs := make([]*signature, len(articles))
	for i, id := range articles {
		s, err := o.of(ctx, id)
		if err != nil {
			return nil, err
		}
		signs[i] = s
	}
	group := make([]int, len(articles))
	for i := range articles {
		group[i] = i
		for j := range i {
			if group[j] != group[i] && signs[i] != nil && signs[j] != nil && signs[i].alike(signs[j]) {
				from, to := max(group[i], group[j]), min(group[i], group[j])
				for k := range i + 1 {
					if group[k] == from {
						group[k] = to
					}
				}
			}
		}
	}
	var out [][]string
	at := map[int]int{}
	for i, g := range group {
		n, ok := at[g]
		if !ok {
			n = len(out)
			at[g] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], articles[i])
	}
	return out, nil
}

// Count is the number of groups.
func (o *Origins) Count(ctx context.Context, articles []string) (int, error) {
	groups, err := o.Groups(ctx, articles)
	return len(groups), err
}

func (o *Origins) of(ctx context.Context, article string) (*signature, error) {
	if s, ok := o.known[article]; ok {
		return s, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var s *signature
	a, ok, err := o.store.Article(ctx, article)
	if err != nil {
		return nil, err
	}
	if ok {
		if text, err := o.store.Text(a.SHA256); err == nil { // else it was taken out or never kept
			s = sign(text)
		}
	}
	o.known[article] = s
	return s, nil
}
