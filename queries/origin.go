package queries

import (
	"context"
	"slices"
	"time"

	"relata/graph"
	"relata/schema"
)

// Origins tells articles that say a thing independently from near-copies of one text.
//
// Near-copies are those that were marked as one when they were loaded, and those whose
// sketches are alike (see schema.Sketch). Texts are read once. Of more than fewTexts
// articles only those texts are read that share a key with another one's, which finds
// nearly all that a load does.
type Origins struct {
	store    *graph.Store
	look     func(context.Context, []string) (map[string]graph.Article, error) // looks articles up
	articles map[string]graph.Article
	known    map[string]origin
}

const fewTexts = 100

// origin is what tells where an article comes from.
type origin struct {
	sketch *schema.Sketch // nil where the text isn't kept
	copyOf string         // the article of which it was found a copy; empty if none
}

// NewOrigins reads texts from a store.
func NewOrigins(store *graph.Store) *Origins {
	return &Origins{store: store, look: store.ArticlesOf, articles: map[string]graph.Article{}, known: map[string]origin{}}
}

// originsOf is NewOrigins for the articles of a reading.
func originsOf(store *graph.Store, briefs *graph.Briefs) *Origins {
	o := NewOrigins(store)
	o.look = briefs.Articles
	return o
}

// day is when an article that was looked up was published, empty if that isn't known.
func (o *Origins) day(article string) string {
	if t := o.articles[article].Published; !t.IsZero() {
		return t.UTC().Format(time.DateOnly)
	}
	return ""
}

// Groups sorts articles, given by id, into near-copies: each group and all of them are in
// the order of the ids. An article whose text isn't kept is a group of its own.
func (o *Origins) Groups(ctx context.Context, articles []string) ([][]string, error) {
	articles = slices.Clone(articles)
	slices.Sort(articles)
	articles = slices.Compact(articles)
	if len(articles) == 1 {
		return [][]string{articles}, nil
	}
	if err := o.learn(ctx, articles); err != nil {
		return nil, err
	}
	sharers := map[int64]int{} // articles by key
	if len(articles) > fewTexts {
		for _, id := range articles {
			for _, key := range o.articles[id].Likeness {
				sharers[key]++
			}
		}
	}
	signs := make([]origin, len(articles))
	for i, id := range articles {
		a := o.articles[id]
		if signs[i].copyOf = a.CopyOf; len(articles) > fewTexts && !slices.ContainsFunc(a.Likeness, func(key int64) bool { return sharers[key] > 1 }) {
			continue
		}
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

// learn looks up articles that are not known yet, together.
func (o *Origins) learn(ctx context.Context, articles []string) error {
	var ask []string
	for _, id := range articles {
		if _, ok := o.articles[id]; !ok {
			ask = append(ask, id)
		}
	}
	if len(ask) == 0 {
		return nil
	}
	found, err := o.look(ctx, ask)
	for _, id := range ask {
		o.articles[id] = found[id] // or none
	}
	return err
}

func (o *Origins) of(ctx context.Context, article string) (origin, error) {
	if s, ok := o.known[article]; ok {
		return s, nil
	}
	if err := ctx.Err(); err != nil {
		return origin{}, err
	}
	a := o.articles[article]
	s := origin{copyOf: a.CopyOf}
	if a.SHA256 != "" {
		if text, err := o.store.Text(a.SHA256); err == nil { // else it was taken out or never kept
			s.sketch = schema.MakeSketch(text)
		}
	}
	o.known[article] = s
	return s, nil
}
