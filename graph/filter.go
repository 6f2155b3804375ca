package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

// Filter chooses claims. The zero value chooses all; a claim must meet every field set.
type Filter struct {
	Claim     string              // id
	Entity    string              // id of the subject or the object
	Other     string              // id of the other one, where Entity is set
	Hops      int                 // with Entity: also what can be reached from it in so many ties; 0 is 1
	Among     []string            // ids: both the subject and the object are of these
	Subject   string              // id
	Object    string              // id
	Predicate string              // of the ontology, or open/PHRASE
	Article   string              // id
	Statuses  []schema.Status     // any of these
	Types     []schema.EntityType // both the subject and the object are of these
	Since     string              // event time, as schema.ParseWhen reads it: overlaps what follows
	Until     string              // event time: overlaps what precedes, to the end of that period
	// MinArticles asks that so many articles assert the same subject, predicate and object.
	MinArticles int
}

// empty says whether the filter chooses all.
func (f Filter) empty() bool {
	return f.Claim == "" && f.Entity == "" && f.Among == nil && f.Subject == "" && f.Object == "" &&
		f.Predicate == "" && f.Article == "" && len(f.Statuses) == 0 && len(f.Types) == 0 &&
		f.Since == "" && f.Until == "" && f.MinArticles <= 1
}

// tie is what several claims may say.
type tie struct{ subject, predicate, object string }

func tieOf(c *schema.Claim) tie {
	object := c.Object.ID()
	if c.Object.Literal != nil {
		object = literalValue(c.Object.Literal).String()
	}
	return tie{c.Subject.ID(), c.Predicate, object}
}

// selection is a filter made ready for one store.
type selection struct {
	Filter
	near   map[string]bool // entities at which a claim must have an end; nil for any
	among  map[string]bool // both ends; nil for any
	strong map[tie]bool    // ties with enough articles; nil for any
	period schema.When
}

// selection looks up in the store what a filter asks about more than one claim.
func (r *reader) selection(ctx context.Context, f Filter) (*selection, error) {
	sel := &selection{Filter: f}
	if f.Since != "" || f.Until != "" {
		sel.period.Precision = schema.Interval
		for _, side := range []struct {
			name, text string
			set        func(schema.When)
		}{
			{"since", f.Since, func(w schema.When) { sel.period.Start = w.Start }},
			{"until", f.Until, func(w schema.When) { sel.period.End = w.End }},
		} {
			if side.text == "" {
				continue
			}
			w, err := schema.ParseWhen(side.text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", side.name, err)
			}
			side.set(w)
		}
	}
	if f.Among != nil {
		sel.among = map[string]bool{}
		for _, id := range f.Among {
			sel.among[id] = true
		}
	}
	if f.Entity != "" {
		sel.near = map[string]bool{f.Entity: true}
		for range f.Hops - 1 {
			if err := r.widen(ctx, sel); err != nil {
				return nil, err
			}
		}
	}
	if f.MinArticles > 1 {
		if err := r.countArticles(ctx, sel); err != nil {
			return nil, err
		}
	}
	return sel, nil
}

// widen adds what is one tie away from the entities chosen so far, by claims that meet
// the rest of the filter.
func (r *reader) widen(ctx context.Context, sel *selection) error {
	refs, err := r.claimRefs(ctx, sel)
	if err != nil {
		return err
	}
	next := map[string]bool{}
	for c, err := range r.claims(ctx, sel, refs) {
		if err != nil {
			return err
		}
		next[c.Subject.ID()] = true
		if c.Object.Entity != nil {
			next[c.Object.ID()] = true
		}
	}
	for id := range next {
		sel.near[id] = true
	}
	return nil
}

// countArticles finds the ties that enough articles assert.
func (r *reader) countArticles(ctx context.Context, sel *selection) error {
	type count struct {
		articles int
		last     string
	}
	rest := *sel
	refs, err := r.claimRefs(ctx, &rest)
	if err != nil {
		return err
	}
	counts := map[tie]*count{}
	for c, err := range r.claims(ctx, &rest, refs) { // ordered by article
		if err != nil {
			return err
		}
		if !c.Status.Asserted() {
			continue
		}
		k := tieOf(&c)
		if counts[k] == nil {
			counts[k] = &count{}
		}
		if counts[k].last != c.Article {
			counts[k].articles++
			counts[k].last = c.Article
		}
	}
	sel.strong = map[tie]bool{}
	for k, n := range counts {
		if n.articles >= sel.MinArticles {
			sel.strong[k] = true
		}
	}
	return nil
}

// meets says whether a claim is one that the selection holds.
func (sel *selection) meets(c *schema.Claim) bool {
	s, o, oType := c.Subject.ID(), "", schema.EntityType("")
	if c.Object.Entity != nil {
		o, oType = c.Object.Entity.ID, c.Object.Entity.Type
	}
	is := func(want, got string) bool { return want == "" || want == got }
	switch {
	case !is(sel.Claim, c.ID), !is(sel.Subject, s), !is(sel.Object, o), !is(sel.Predicate, c.Predicate), !is(sel.Article, c.Article),
		sel.near != nil && !sel.near[s] && !sel.near[o],
		sel.Other != "" && !(s == sel.Entity && o == sel.Other || s == sel.Other && o == sel.Entity),
		sel.among != nil && !(sel.among[s] && sel.among[o]),
		sel.strong != nil && !sel.strong[tieOf(c)],
		len(sel.Statuses) > 0 && !slices.Contains(sel.Statuses, c.Status),
		len(sel.Types) > 0 && !(slices.Contains(sel.Types, c.Subject.Entity.Type) && slices.Contains(sel.Types, oType)):
		return false
	}
	if sel.period.IsZero() {
		return true
	}
	when, err := schema.ParseWhen(c.When)
	return err == nil && when.Overlaps(sel.period)
}

type claimRef struct {
	article, claim quad.IRI
	at             [2]graph.Ref // of the claim and the article
}

// claimRefs gives the claims among which a selection's lie, ordered by article.
func (r *reader) claimRefs(ctx context.Context, sel *selection) ([]claimRef, error) {
	var label quad.Value
	if sel.Article != "" {
		label = quad.IRI(sel.Article)
	}
	// each list is of patterns of which a claim meets one; it meets one of every list
	var lists [][]quad.Quad
	list := func(patterns ...quad.Quad) { lists = append(lists, patterns) }
	is := func(term quad.IRI, id string) quad.Quad {
		return quad.Quad{Predicate: term, Object: quad.IRI(id), Label: label}
	}
	if sel.Claim != "" {
		list(quad.Quad{Subject: quad.IRI(sel.Claim), Predicate: rdfType, Object: classClaim, Label: label})
	} else {
		if sel.Subject != "" {
			list(is(rdfSubject, sel.Subject))
		}
		if sel.Object != "" {
			list(is(rdfObject, sel.Object))
		}
		if sel.near != nil {
			var near []quad.Quad
			for _, id := range sortedKeys(sel.near) {
				near = append(near, is(rdfSubject, id), is(rdfObject, id))
			}
			list(near...)
		}
		if sel.Other != "" {
			list(is(rdfSubject, sel.Other), is(rdfObject, sel.Other))
		}
		if sel.Predicate != "" && (len(lists) == 0 && sel.Article == "") {
			list(is(rdfPredicate, sel.Predicate))
		}
		if len(lists) == 0 {
			list(quad.Quad{Predicate: rdfType, Object: classClaim, Label: label})
		}
	}
	type pair struct{ claim, article graph.Ref }
	var met map[pair]bool
	for _, patterns := range lists {
		these := map[pair]bool{}
		for _, p := range patterns {
			for q, err := range r.refs(ctx, p) {
				if err != nil {
					return nil, err
				}
				claim, err1 := r.qs.QuadDirection(q, quad.Subject)
				article, err2 := r.qs.QuadDirection(q, quad.Label)
				if err := cmp.Or(err1, err2); err != nil {
					return nil, err
				}
				if k := (pair{claim, article}); met == nil || met[k] {
					these[k] = true
				}
			}
		}
		met = these
	}
	ends := make([]graph.Ref, 0, 2*len(met))
	for k := range met {
		ends = append(ends, k.claim, k.article)
	}
	vals, err := refs.ValuesOf(ctx, r.qs, ends)
	if err != nil {
		return nil, err
	}
	out := make([]claimRef, 0, len(met))
	for i := 0; i < len(vals); i += 2 {
		claim, ok1 := vals[i].(quad.IRI)
		article, ok2 := vals[i+1].(quad.IRI)
		if ok1 && ok2 {
			out = append(out, claimRef{article, claim, [2]graph.Ref{ends[i], ends[i+1]}})
		}
	}
	slices.SortFunc(out, func(a, b claimRef) int {
		return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.claim, b.claim))
	})
	return out, nil
}
