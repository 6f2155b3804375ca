package graph

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// labels lists the labels in the store, in order; nil, if quads without one are there,
// comes first.
func (r *reader) labels(ctx context.Context) ([]quad.Value, error) {
	seen := map[any]bool{}
	var labels []quad.Value
	for ref, err := range r.refs(ctx, quad.Quad{}) {
		if err != nil {
			return nil, err
		}
		label, err := r.qs.QuadDirection(ref, quad.Label)
		if err != nil {
			return nil, err
		}
		var key any
		if label != nil {
			key = label.Key()
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		var v quad.Value
		if label != nil {
			if v, err = r.qs.NameOf(label); err != nil {
				return nil, err
			}
		}
		labels = append(labels, v)
	}
	slices.SortFunc(labels, compareValues)
	return labels, nil
}

// Quads yields the quads of the claims that a filter chooses, of their sentences,
// articles and entities, and the edges that they assert; the zero filter gives every
// quad. They are ordered by label, subject, predicate and object.
func (s *Store) Quads(ctx context.Context, f Filter) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for quads, err := range s.groups(ctx, f) {
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			for _, q := range quads {
				if !yield(q, nil) {
					return
				}
			}
		}
	}
}

// groups yields the quads of Quads, label by label.
func (s *Store) groups(ctx context.Context, f Filter) iter.Seq2[[]quad.Quad, error] {
	return read(s, func(r *reader) iter.Seq2[[]quad.Quad, error] {
		if f.empty() {
			return r.allGroups(ctx)
		}
		return r.chosenGroups(ctx, f)
	})
}

func (r *reader) allGroups(ctx context.Context) iter.Seq2[[]quad.Quad, error] {
	return func(yield func([]quad.Quad, error) bool) {
		labels, err := r.labels(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, label := range labels {
			var quads []quad.Quad
			for q, err := range r.find(ctx, quad.Quad{Label: label}) {
				if err != nil {
					yield(nil, err)
					return
				}
				if q.Label == label { // a pattern without label matches all
					quads = append(quads, q)
				}
			}
			slices.SortFunc(quads, compareQuads)
			if !yield(quads, nil) {
				return
			}
		}
	}
}

func (r *reader) chosenGroups(ctx context.Context, f Filter) iter.Seq2[[]quad.Quad, error] {
	return func(yield func([]quad.Quad, error) bool) {
		var article quad.IRI
		whole := map[quad.IRI]bool{} // subjects all of whose quads are wanted
		entities := map[quad.IRI]bool{}
		edges := map[quad.Quad]bool{}
		flush := func() bool {
			if article == "" {
				return true
			}
			whole[article] = true
			var quads []quad.Quad
			for q, err := range r.find(ctx, quad.Quad{Label: article}) {
				if err != nil {
					yield(nil, err)
					return false
				}
				subject, _ := q.Subject.(quad.IRI)
				if whole[subject] || edges[q] || entities[subject] && entityTerms[q.Predicate] {
					quads = append(quads, q)
				}
			}
			slices.SortFunc(quads, compareQuads)
			clear(whole)
			clear(entities)
			clear(edges)
			return yield(quads, nil)
		}
		for claim, err := range r.chosen(ctx, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			if id := quad.IRI(claim.Article); id != article {
				if !flush() {
					return
				}
				article = id
			}
			subject := quad.IRI(claim.Subject.Entity.ID)
			var object quad.Value
			if claim.Object.Entity != nil {
				object = quad.IRI(claim.Object.Entity.ID)
				entities[quad.IRI(claim.Object.Entity.ID)] = true
			} else {
				object = literalValue(claim.Object.Literal)
			}
			entities[subject] = true
			entities[quad.IRI(claim.Source.ID)] = true
			whole[quad.IRI(claim.ID)] = true
			whole[quad.IRI(claim.Evidence.ID(claim.Article))] = true
			if claim.Status.Asserted() {
				edges[quad.Quad{Subject: subject, Predicate: quad.IRI(claim.Predicate), Object: object, Label: article}] = true
			}
		}
		flush()
	}
}

// entityTerms say what an entity is; its other quads are edges.
var entityTerms = map[quad.Value]bool{rdfType: true, termName: true, termAlias: true, termCountry: true, termWikidata: true}

// compareQuads orders quads by label, subject, predicate and object.
func compareQuads(a, b quad.Quad) int {
	return cmp.Or(compareValues(a.Label, b.Label), compareValues(a.Subject, b.Subject),
		compareValues(a.Predicate, b.Predicate), compareValues(a.Object, b.Object))
}

// compareValues orders nothing, IRIs, blank nodes, strings and other literals.
func compareValues(a, b quad.Value) int {
	ka, sa := sortKey(a)
	kb, sb := sortKey(b)
	return cmp.Or(cmp.Compare(ka, kb), cmp.Compare(sa, sb))
}

func sortKey(v quad.Value) (kind int, key string) {
	switch v := v.(type) {
	case nil:
		return 0, ""
	case quad.IRI:
		return 1, string(v)
	case quad.BNode:
		return 2, string(v)
	case quad.String:
		return 3, string(v)
	}
	return 4, v.String()
}

// WriteNQuads writes the quads that a filter chooses as RDF 1.1 N-Quads, absolute on a
// base (DefaultBase if empty), in the order of Quads.
func WriteNQuads(ctx context.Context, w io.Writer, s *Store, f Filter, base string) error {
	names, err := Export{Base: base}.names()
	if err != nil {
		return err
	}
	buf := bufio.NewWriterSize(w, 1<<16)
	var line []byte
	for quads, err := range s.groups(ctx, f) {
		if err != nil {
			return err
		}
		for _, q := range quads {
			if line, err = appendNQuad(line[:0], names, q); err != nil {
				return err
			}
			if _, err := buf.Write(line); err != nil {
				return err
			}
		}
	}
	return buf.Flush()
}

// appendNQuad appends one line of N-Quads.
func appendNQuad(b []byte, names Names, q quad.Quad) ([]byte, error) {
	if err := checkQuad(q); err != nil {
		return nil, err
	}
	term, _ := q.Predicate.(quad.IRI)
	b = appendTerm(b, names, "", q.Subject)
	b = append(b, " <"...)
	b = append(b, names.ExpandPredicate(term)...)
	b = append(b, "> "...)
	if o, ok := q.Object.(quad.IRI); ok {
		b = append(b, '<')
		b = append(b, names.expandObject(term, o)...)
		b = append(b, '>')
	} else {
		b = appendTerm(b, names, term, q.Object)
	}
	if q.Label != nil {
		b = append(b, ' ')
		b = appendTerm(b, names, "", q.Label)
	}
	return append(b, " .\n"...), nil
}

// appendTerm appends a value as N-Quads, and Turtle, have it; term is its predicate.
func appendTerm(b []byte, names Names, term quad.IRI, v quad.Value) []byte {
	switch v := v.(type) {
	case quad.IRI:
		b = append(b, '<')
		b = append(b, names.Expand(v)...)
		return append(b, '>')
	case quad.BNode:
		b = append(b, "_:"...)
		return append(b, v...)
	}
	text, datatype, lang := names.literal(term, v)
	b = append(b, '"')
	b = appendEscaped(b, text)
	b = append(b, '"')
	switch {
	case lang != "":
		b = append(b, '@')
		b = append(b, lang...)
	case datatype != "":
		b = append(b, "^^<"...)
		b = append(b, datatype...)
		b = append(b, '>')
	}
	return b
}

// appendEscaped escapes as the canonical form of RDF 1.2 N-Quads does.
func appendEscaped(b []byte, s string) []byte {
	for _, r := range s {
		switch r {
		case '\b':
			b = append(b, `\b`...)
		case '\t':
			b = append(b, `\t`...)
		case '\n':
			b = append(b, `\n`...)
		case '\f':
			b = append(b, `\f`...)
		case '\r':
			b = append(b, `\r`...)
		case '"':
			b = append(b, `\"`...)
		case '\\':
			b = append(b, `\\`...)
		default:
			if r < ' ' || r == 0x7f {
				b = fmt.Appendf(b, `\u%04X`, r)
			} else {
				b = utf8.AppendRune(b, r)
			}
		}
	}
	return b
}
