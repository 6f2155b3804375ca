package graph

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
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
	for _, c := range [...]int{compareValues(a.Label, b.Label), compareValues(a.Subject, b.Subject), compareValues(a.Predicate, b.Predicate)} {
		if c != 0 {
			return c
		}
	}
	return compareValues(a.Object, b.Object)
}

// compareValues orders nothing, IRIs, blank nodes, strings and other literals.
func compareValues(a, b quad.Value) int {
	if a == b {
		return 0
	}
	if x, ok := a.(quad.IRI); ok { // nearly always
		if y, ok := b.(quad.IRI); ok {
			return cmp.Compare(x, y)
		}
	}
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
// base (DefaultBase if empty), in the order of Quads, between the comments of a Manifest.
func WriteNQuads(ctx context.Context, w io.Writer, s *Store, f Filter, base string) error {
	return writeNQuads(ctx, w, s, Export{Filter: f, Base: base})
}

func writeNQuads(ctx context.Context, w io.Writer, s *Store, e Export) error {
	names, err := e.names()
	if err != nil {
		return err
	}
	buf := bufio.NewWriterSize(w, 1<<16)
	buf.WriteString(Manifest{Snapshot: snapshotVersion, Base: names.Base(), Ontology: e.Ontology, Model: e.Model}.line())
	sum := sha256.New()
	enc := newLineWriter(names)
	var m Manifest
	for quads, err := range e.statements(ctx, s) {
		if err != nil {
			return err
		}
		for _, q := range quads {
			if err := enc.encode(q); err != nil {
				return err
			}
			sum.Write(enc.line)
			if _, err := buf.Write(enc.line); err != nil {
				return err
			}
			m.Quads++
			if q.Predicate == rdfType {
				switch q.Object {
				case classArticle:
					m.Articles++
				case classClaim:
					m.Claims++
				}
			}
		}
	}
	m.SHA256 = hex.EncodeToString(sum.Sum(nil))
	buf.WriteString(m.line())
	return buf.Flush()
}

// lineWriter writes N-Quads line by line. It keeps the IRIs that it has expanded.
type lineWriter struct {
	names Names
	line  []byte // the last one
	iris  map[quad.IRI]string
	preds map[quad.IRI]string
}

func newLineWriter(names Names) *lineWriter {
	return &lineWriter{names: names, iris: map[quad.IRI]string{}, preds: map[quad.IRI]string{}}
}

// A table of IRIs holds so many, none longer than that.
const (
	keptIRIs = 1 << 16
	longIRI  = 512
)

func (e *lineWriter) encode(q quad.Quad) error {
	for _, part := range unreify(q) {
		if err := checkQuad(part); err != nil {
			return err
		}
	}
	e.line = e.line[:0]
	e.triple(q.Subject, q.Predicate, q.Object)
	if q.Label != nil {
		e.line = append(e.line, ' ')
		e.node(q.Label)
	}
	e.line = append(e.line, " .\n"...)
	return nil
}

func (e *lineWriter) triple(subject, predicate, object quad.Value) {
	term, _ := predicate.(quad.IRI)
	e.node(subject)
	e.line = append(e.line, ' ')
	e.iri(e.preds, term, e.names.ExpandPredicate)
	e.line = append(e.line, ' ')
	switch o := object.(type) {
	case tripleTerm:
		e.line = append(e.line, "<<( "...)
		e.triple(o.subject, o.predicate, o.object)
		e.line = append(e.line, " )>>"...)
	case quad.IRI:
		if term == rdfPredicate {
			e.iri(e.preds, o, e.names.ExpandPredicate)
		} else {
			e.node(o)
		}
	case quad.BNode:
		e.node(o)
	default:
		e.literal(term, o)
	}
}

func (e *lineWriter) node(v quad.Value) {
	switch v := v.(type) {
	case quad.IRI:
		e.iri(e.iris, v, e.names.Expand)
	case quad.BNode:
		e.line = append(append(e.line, "_:"...), v...)
	}
}

func (e *lineWriter) iri(kept map[quad.IRI]string, id quad.IRI, expand func(quad.IRI) string) {
	s, ok := kept[id]
	if !ok {
		if len(kept) == keptIRIs {
			clear(kept)
		}
		s = "<" + expand(id) + ">"
		if len(s) < longIRI {
			kept[id] = s
		}
	}
	e.line = append(e.line, s...)
}

func (e *lineWriter) literal(term quad.IRI, v quad.Value) {
	text, datatype, lang := e.names.literal(term, v)
	e.line = append(e.line, '"')
	e.line = appendEscaped(e.line, text)
	e.line = append(e.line, '"')
	switch {
	case lang != "":
		e.line = append(append(e.line, '@'), lang...)
	case datatype != "":
		e.line = append(append(append(e.line, "^^<"...), datatype...), '>')
	}
}

// appendEscaped escapes as the canonical form of RDF 1.2 N-Quads does.
func appendEscaped(b []byte, s string) []byte {
	if !strings.ContainsFunc(s, escaped) {
		return append(b, s...)
	}
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
			if escaped(r) {
				b = fmt.Appendf(b, `\u%04X`, r)
			} else {
				b = utf8.AppendRune(b, r)
			}
		}
	}
	return b
}

// escaped holds the letters that are.
func escaped(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }
