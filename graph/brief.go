package graph

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

// Briefs reads claims in short, and later the rest of those few that are shown: of the
// thousands of claims about a country a summary quotes some dozen. It reads the store as it
// was when it was made, is for one goroutine, and must be closed.
type Briefs struct {
	c     claimReader
	end   func()
	at    map[string]graph.Ref // of sentences, articles and entities, by id
	names map[string]string    // of entities, once asked for
}

// Briefs starts a reading.
func (s *Store) Briefs() (*Briefs, error) {
	r, end, err := s.reader()
	if err != nil {
		return nil, err
	}
	return &Briefs{c: claimReader{reader: r, brief: true}, end: end, at: map[string]graph.Ref{}, names: map[string]string{}}, nil
}

// Close ends the reading.
func (b *Briefs) Close() { b.end() }

// Claims yields the claims that a filter chooses, ordered by article and id, without the
// text and place of their sentences, the parts of their confidence, their lines, and all of
// entities but the ids. The filter can't ask for types of entities.
func (b *Briefs) Claims(ctx context.Context, f Filter) iter.Seq2[*schema.Claim, error] {
	return func(yield func(*schema.Claim, error) bool) {
		sel, err := b.c.selection(ctx, f)
		var list []claimRef
		if err == nil {
			list, err = b.c.claimRefs(ctx, sel)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		for part := range slices.Chunk(list, batchClaims) {
			if err := b.c.load(ctx, part); err != nil {
				yield(nil, err)
				return
			}
			for _, ref := range part {
				p := b.c.loaded[place{ref.claim, ref.article}]
				claim, err := briefClaim(ref, p)
				if err != nil {
					err = fmt.Errorf("%s of %s: %w", ref.claim, ref.article, err)
				} else if claim == nil || !sel.meets(claim) {
					continue
				} else {
					b.keep(ref, p)
				}
				if !yield(claim, err) || err != nil {
					return
				}
			}
		}
	}
}

// keep remembers where the store has what Tell is asked for.
func (b *Briefs) keep(ref claimRef, p props) {
	b.at[string(ref.article)] = ref.at[1]
	for _, term := range [...]quad.IRI{termEvidence, rdfSubject, rdfObject} {
		if id, ok := p.first(term).(quad.IRI); ok {
			b.at[string(id)] = b.c.met[id]
		}
	}
}

// meet lets an id be found without a look.
func (b *Briefs) meet(id string) quad.IRI {
	if at := b.at[id]; at != nil {
		b.c.met[quad.IRI(id)] = at
	}
	return quad.IRI(id)
}

// Articles is Store.ArticlesOf, and quicker with those of the claims that were read.
func (b *Briefs) Articles(ctx context.Context, ids []string) (map[string]Article, error) {
	b.c.met = make(map[quad.Value]graph.Ref, len(ids))
	for _, id := range ids {
		b.meet(id)
	}
	return b.c.articlesOf(ctx, ids)
}

// Tell adds to claims of this reading the text and place of their sentences and the names of
// their entities. What isn't there any more stays empty.
func (b *Briefs) Tell(ctx context.Context, claims []*schema.Claim) error {
	b.c.loaded = make(map[place]props, len(claims))
	b.c.met = make(map[quad.Value]graph.Ref, 2*len(claims))
	places := make([]place, len(claims))
	for i, c := range claims {
		places[i] = place{b.meet(c.Evidence.ID(c.Article)), b.meet(c.Article)}
	}
	if err := b.c.loadPlaces(ctx, places); err != nil {
		return err
	}
	for i, c := range claims {
		p := b.c.loaded[places[i]]
		c.Evidence.Text, c.Evidence.Span = p.text(termText), p.span(termStart, termEnd)
		for _, e := range []*schema.Entity{c.Subject.Entity, c.Object.Entity} {
			if e == nil || e.Name != "" {
				continue
			}
			name, ok := b.names[e.ID]
			if !ok {
				votes, err := b.c.counted(ctx, b.meet(e.ID), termName)
				if err != nil {
					return err
				}
				name = elect(votes)
				b.names[e.ID] = name
			}
			e.Name = name
		}
	}
	return nil
}
