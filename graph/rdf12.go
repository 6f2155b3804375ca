package graph

import (
	"context"
	"iter"

	"github.com/cayleygraph/quad"
)

// rdfReifies is RDF 1.2's word for "is about the triple".
const rdfReifies = quad.IRI("rdf:reifies")

// tripleTerm is a triple as an object, <<( subject predicate object )>>: RDF 1.2. It
// stands in exports only.
type tripleTerm struct{ subject, predicate, object quad.Value }

func (t tripleTerm) String() string {
	return "<<( " + t.subject.String() + " " + t.predicate.String() + " " + t.object.String() + " )>>"
}

// Native gives the triple itself.
func (t tripleTerm) Native() any { return t }

// statements yields what an export says, label by label: the quads, or with RDF12 one
// rdf:reifies in place of a claim's rdf:subject, rdf:predicate and rdf:object.
func (e Export) statements(ctx context.Context, s *Store) iter.Seq2[[]quad.Quad, error] {
	groups := s.groups(ctx, e.Filter)
	if !e.RDF12 {
		return groups
	}
	return func(yield func([]quad.Quad, error) bool) {
		for quads, err := range groups {
			if !yield(reify(quads), err) {
				return
			}
		}
	}
}

// reify joins the three quads, which stand side by side.
func reify(quads []quad.Quad) []quad.Quad {
	var out []quad.Quad
	for i := 0; i < len(quads); i++ {
		q := quads[i]
		same := func(j int, term quad.IRI) bool {
			return j >= 0 && j < len(quads) && quads[j].Subject == q.Subject && quads[j].Predicate == term
		}
		if q.Predicate == rdfObject && same(i+1, rdfPredicate) && same(i+2, rdfSubject) && !same(i-1, rdfObject) && !same(i+3, rdfSubject) {
			q.Predicate = rdfReifies
			q.Object = tripleTerm{quads[i+2].Object, quads[i+1].Object, quads[i].Object}
			i += 2
		}
		out = append(out, q)
	}
	return out
}

// unreify undoes reify for one quad.
func unreify(q quad.Quad) []quad.Quad {
	t, ok := q.Object.(tripleTerm)
	if !ok {
		return []quad.Quad{q}
	}
	with := func(term quad.IRI, o quad.Value) quad.Quad {
		return quad.Quad{Subject: q.Subject, Predicate: term, Object: o, Label: q.Label}
	}
	return []quad.Quad{with(rdfSubject, t.subject), with(rdfPredicate, t.predicate), with(rdfObject, t.object)}
}
