package graph

import (
	"context"
	"iter"

	"github.com/cayleygraph/quad"

	"relata/schema"
)

// Entities yields all entities, ordered by id, as all articles together have them.
func (s *Store) Entities(ctx context.Context) iter.Seq2[schema.Entity, error] {
	return read(s, func(r *reader) iter.Seq2[schema.Entity, error] { return r.entities(ctx) })
}

func (r *reader) entities(ctx context.Context) iter.Seq2[schema.Entity, error] {
	return func(yield func(schema.Entity, error) bool) {
		ids := map[quad.IRI]bool{}
		for _, typ := range schema.EntityTypes {
			for q, err := range r.find(ctx, quad.Quad{Predicate: rdfType, Object: quad.IRI(typ)}) {
				if err != nil {
					yield(schema.Entity{}, err)
					return
				}
				if id, ok := q.Subject.(quad.IRI); ok {
					ids[id] = true
				}
			}
		}
		for _, id := range sortedKeys(ids) {
			ent, _, err := r.one(ctx, string(id))
			if !yield(ent, err) || err != nil {
				return
			}
		}
	}
}
