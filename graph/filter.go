package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"

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

type claimRef struct{ article, claim quad.IRI }

// claimRefs gives the claims among which a selection's lie, ordered by article.
func (r *reader) claimRefs(ctx context.Context, sel *selection) ([]claimRef, error) {
	var label quad.Value
	if sel.Article != "" {
		label = quad.IRI(sel.Article)
	}
	var patterns []quad.Quad
	switch {
	case sel.Claim != "":
		patterns = []quad.Quad{{Subject: quad.IRI(sel.Claim), Predicate: rdfType, Object: classClaim, Label: label}}
	case sel.Subject != "":
		patterns = []quad.Quad{{Predicate: rdfSubject, Object: quad.IRI(sel.Subject), Label: label}}
	case sel.Object != "":
		patterns = []quad.Quad{{Predicate: rdfObject, Object: quad.IRI(sel.Object), Label: label}}
	case sel.near != nil:
		for _, id := range sortedKeys(sel.near) {
			patterns = append(patterns,
				quad.Quad{Predicate: rdfSubject, Object: quad.IRI(id), Label: label},
				quad.Quad{Predicate: rdfObject, Object: quad.IRI(id), Label: label})
		}
	case sel.Article != "":
		patterns = []quad.Quad{{Predicate: rdfType, Object: classClaim, Label: label}}
	case sel.Predicate != "":
		patterns = []quad.Quad{{Predicate: rdfPredicate, Object: quad.IRI(sel.Predicate), Label: label}}
	default:
		patterns = []quad.Quad{{Predicate: rdfType, Object: classClaim, Label: label}}
	}
	var refs []claimRef
	for _, p := range patterns {
		for q, err := range r.find(ctx, p) {
			if err != nil {
				return nil, err
			}
			claim, ok1 := q.Subject.(quad.IRI)
			article, ok2 := q.Label.(quad.IRI)
			if ok1 && ok2 {
				refs = append(refs, claimRef{article, claim})
			}
		}
	}
	slices.SortFunc(refs, func(a, b claimRef) int {
		return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.claim, b.claim))
	})
	return slices.Compact(refs), nil
}
