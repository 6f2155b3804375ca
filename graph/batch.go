package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
)

// batchClaims is how many claims are read together, or those of one article.
const batchClaims = 512

// place is a subject in an article.
type place struct{ subject, article quad.Value }

// load reads the quads of claims and of the sentences behind them, in the order in which
// they lie and with all values looked up together; props then has them.
func (c *claimReader) load(ctx context.Context, claims []claimRef) error {
	c.loaded = make(map[place]props, 2*len(claims))
	c.met = make(map[quad.Value]graph.Ref, 4*len(claims))
	places := make([]place, len(claims))
	for i, ref := range claims {
		places[i] = place{ref.claim, ref.article}
		if ref.at[0] != nil && ref.at[1] != nil {
			c.met[ref.claim], c.met[ref.article] = ref.at[0], ref.at[1]
		}
	}
	for _, ref := range claims {
		if p := (place{ref.article, ref.article}); places[len(places)-1] != p {
			places = append(places, p)
		}
	}
	if err := c.loadPlaces(ctx, places); err != nil {
		return err
	}
	places = places[:0]
	for _, ref := range claims {
		if evidence := c.loaded[place{ref.claim, ref.article}].first(termEvidence); evidence != nil {
			places = append(places, place{evidence, ref.article})
		}
	}
	return c.loadPlaces(ctx, places)
}

// leadsOn are the predicates of claims whose objects are asked for next.
var leadsOn = map[quad.IRI]bool{termEvidence: true, rdfSubject: true, rdfObject: true}

func (c *claimReader) loadPlaces(ctx context.Context, places []place) error {
	type at struct {
		place
		subject, label graph.Ref
		from, to       int // of its predicates and objects in values
	}
	list := make([]at, 0, len(places))
	for _, p := range places {
		if _, ok := c.loaded[p]; ok {
			continue
		}
		c.loaded[p] = nil
		subject, err := c.ref(p.subject)
		if err != nil {
			return err
		}
		label, err := c.ref(p.article)
		if err != nil {
			return err
		}
		if subject != nil && label != nil {
			list = append(list, at{place: p, subject: subject, label: label})
		}
	}
	slices.SortFunc(list, func(a, b at) int {
		return cmp.Or(quadstore.Compare(a.label, b.label), quadstore.Compare(a.subject, b.subject))
	})
	var values []graph.Ref
	w := c.walker()
	defer func() { c.idle = append(c.idle, w) }()
	for i := range list {
		var failed error
		list[i].from = len(values)
		err := w.Each(ctx, list[i].subject, nil, nil, list[i].label, func(q graph.Ref) bool {
			for _, d := range [...]quad.Direction{quad.Predicate, quad.Object} {
				var r graph.Ref
				if r, failed = c.qs.QuadDirection(q, d); failed != nil {
					return false
				}
				values = append(values, r)
			}
			return true
		})
		if err := cmp.Or(failed, err); err != nil {
			return err
		}
		list[i].to = len(values)
	}
	names, err := refs.ValuesOf(ctx, c.qs, values)
	if err != nil {
		return err
	}
	for _, l := range list {
		p := make(props, (l.to-l.from)/2)
		for i := l.from; i < l.to; i += 2 {
			term := names[i].(quad.IRI)
			p[term] = append(p[term], names[i+1])
			if c.met != nil && leadsOn[term] {
				c.met[names[i+1]] = values[i+1]
			}
		}
		c.loaded[l.place] = p
	}
	return nil
}

// props gives the quads of a subject in an article.
func (c *claimReader) props(ctx context.Context, subject, article quad.Value) (props, error) {
	if p, ok := c.loaded[place{subject, article}]; ok {
		return p, nil
	}
	return c.reader.props(ctx, subject, article)
}

// counted counts how often quads of a subject have each value of a predicate.
func (r *reader) counted(ctx context.Context, subject, predicate quad.Value) (map[string]int, error) {
	var order []graph.Ref
	times := map[graph.Ref]int{}
	for q, err := range r.refs(ctx, quad.Quad{Subject: subject, Predicate: predicate}) {
		if err != nil {
			return nil, err
		}
		o, err := r.qs.QuadDirection(q, quad.Object)
		if err != nil {
			return nil, err
		}
		if times[o]++; times[o] == 1 {
			order = append(order, o)
		}
	}
	names, err := refs.ValuesOf(ctx, r.qs, order)
	if err != nil {
		return nil, err
	}
	out := make(map[string]int, len(names))
	for i, v := range names {
		switch v := v.(type) {
		case quad.String:
			out[string(v)] += times[order[i]]
		case quad.IRI:
			out[string(v)] += times[order[i]]
		}
	}
	return out, nil
}
