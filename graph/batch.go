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
		if c.brief {
			break
		}
		if p := (place{ref.article, ref.article}); places[len(places)-1] != p {
			places = append(places, p)
		}
	}
	if err := c.loadPlaces(ctx, places); err != nil || c.brief {
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
		list[i].from = len(values)
		if err := w.EachIDs(ctx, list[i].subject, nil, nil, list[i].label, func(q *[4]uint64) bool {
			values = append(values, quadstore.ByID(q[1]), quadstore.ByID(q[2]))
			return true
		}); err != nil {
			return err
		}
		list[i].to = len(values)
	}
	names, err := refs.ValuesOf(ctx, c.qs, values)
	if err != nil {
		return err
	}
	all := make(props, len(values)/2)
	for i := range all {
		term := names[2*i].(quad.IRI)
		all[i] = property{term, names[2*i+1]}
		if c.met != nil && leadsOn[term] {
			c.met[names[2*i+1]] = values[2*i+1]
		}
	}
	for _, l := range list {
		c.loaded[l.place] = all[l.from/2 : l.to/2 : l.to/2]
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
	sub, err := r.ref(subject)
	if err != nil || sub == nil {
		return nil, err
	}
	pred, err := r.term(predicate)
	if err != nil || pred == nil {
		return nil, err
	}
	var order []graph.Ref
	var times []int
	w := r.walker()
	defer func() { r.idle = append(r.idle, w) }()
	var last uint64 // they lie by object
	if err := w.EachIDs(ctx, sub, pred, nil, nil, func(q *[4]uint64) bool {
		if q[2] != last {
			last = q[2]
			order, times = append(order, quadstore.ByID(last)), append(times, 0)
		}
		times[len(times)-1]++
		return true
	}); err != nil {
		return nil, err
	}
	names, err := refs.ValuesOf(ctx, r.qs, order)
	if err != nil {
		return nil, err
	}
	out := make(map[string]int, len(names))
	for i, v := range names {
		switch v := v.(type) {
		case quad.String:
			out[string(v)] += times[i]
		case quad.IRI:
			out[string(v)] += times[i]
		}
	}
	return out, nil
}
