package queries

import (
	"context"
	"slices"

	"relata/graph"
	"relata/schema"
)

// Origins tells articles that say a thing independently from near-copies of one text.
//
// Near-copies are those that were marked as one when they were loaded, and those whose
// sketches are alike (see schema.Sketch). Texts are read once.
type Origins struct {
	store *graph.Store
	known map[string]origin
}

// origin is what tells where an article comes from.
type origin struct {
	sketch *schema.Sketch // nil where the text isn't kept
	copyOf string         // the article of which it was found a copy; empty if none
}

// NewOrigins reads texts from a store.
func NewOrigins(store *graph.Store) *Origins {
	return &Origins{store: store, known: map[string]origin{}}
}

// Groups sorts articles, given by id, into near-copies: each group and all of them are in
// the order of the ids. An article whose text isn't kept is a group of its own.
func (o *Origins) Groups(ctx context.Context, articles []string) ([][]string, error) {
	articles = slices.Clone(articles)
	slices.Sort(articles)
	articles = slices.Compact(articles)
	signs := make([]origin, len(articles))
	for i, id := range articles {
		s, err := o.of(ctx, id)
		if err != nil {
			return nil, err
		}
		signs[i] = s
	}
	// union-find over the pairs that share a band of their signatures; others can't be alike
	parent := make([]int, len(articles))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	join := func(i, j int) {
		ri, rj := find(i), find(j)
		parent[max(ri, rj)] = min(ri, rj)
	}
	marked := map[string]int{} // by what they are copies of
	for i, s := range signs {
		root := s.copyOf
		if root == "" {
			root = articles[i]
		}
		if j, ok := marked[root]; ok {
			join(i, j)
		} else {
			marked[root] = i
		}
	}
	first := map[schema.Band][]int{}
	for i, o := range signs {
		s := o.sketch
		if s == nil {
			continue
		}
		met := map[int]bool{}
		for _, b := range s.Bands() {
			for _, j := range first[b] {
				if met[j] || find(i) == find(j) {
					continue
				}
				met[j] = true
				if s.Alike(signs[j].sketch) {
					join(i, j)
				}
			}
			first[b] = append(first[b], i)
		}
	}
	var out [][]string
	at := map[int]int{}
	for i := range articles {
		g := find(i)
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

func (o *Origins) of(ctx context.Context, article string) (origin, error) {
	if s, ok := o.known[article]; ok {
		return s, nil
	}
	if err := ctx.Err(); err != nil {
		return origin{}, err
	}
	a, ok, err := o.store.Article(ctx, article)
	if err != nil {
		return origin{}, err
	}
	s := origin{copyOf: a.CopyOf}
	if ok {
		if text, err := o.store.Text(a.SHA256); err == nil { // else it was taken out or never kept
			s.sketch = schema.MakeSketch(text)
		}
	}
	o.known[article] = s
	return s, nil
}
