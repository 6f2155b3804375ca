package graph

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"

	"github.com/cayleygraph/quad"
)

// object is a JSON object whose keys keep their order.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, v := range []any{m.key, m.value} {
			if j == 1 {
				b.WriteByte(':')
			}
			text, err := marshalJSON(v)
			if err != nil {
				return nil, err
			}
			b.Write(text)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshalJSON is json.Marshal that leaves <, > and & readable.
func marshalJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// writeJSONLD writes JSON-LD 1.1: the graph of each article on a line, with a context
// that it carries itself.
func writeJSONLD(ctx context.Context, w io.Writer, s *Store, e Export) error {
	names, err := e.names()
	if err != nil {
		return err
	}
	short := newShortener(names)
	b := bufio.NewWriterSize(w, 1<<16)
	var terms object
	for _, p := range short.prefixes {
		terms = append(terms, member{p.short[:len(p.short)-1], p.long})
	}
	head, err := marshalJSON(terms)
	if err != nil {
		return err
	}
	b.WriteString(`{"@context":`)
	b.Write(head)
	b.WriteString(`,"@graph":[`)
	first := true
	line := func(v any) error {
		text, err := marshalJSON(v)
		if err != nil {
			return err
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteByte('\n')
		_, err = b.Write(text)
		return err
	}
	for quads, err := range s.groups(ctx, e.Filter) {
		if err != nil {
			return err
		}
		nodes, err := short.jsonNodes(quads)
		if err != nil {
			return err
		}
		switch {
		case len(quads) == 0:
		case quads[0].Label != nil:
			err = line(object{{"@id", short.jsonID(quads[0].Label)}, {"@graph", nodes}})
		default:
			for i := 0; i < len(nodes) && err == nil; i++ {
				err = line(nodes[i])
			}
		}
		if err != nil {
			return err
		}
	}
	b.WriteString("\n]}\n")
	return b.Flush()
}

// jsonNodes gives sorted quads as node objects, without their labels.
func (s shortener) jsonNodes(quads []quad.Quad) ([]object, error) {
	var nodes []object
	for i, q := range quads {
		if err := checkQuad(q); err != nil {
			return nil, err
		}
		if i == 0 || q.Subject != quads[i-1].Subject {
			nodes = append(nodes, object{{"@id", s.jsonID(q.Subject)}})
		}
		node := &nodes[len(nodes)-1]
		key, value := s.jsonMember(q)
		at := slices.IndexFunc(*node, func(m member) bool { return m.key == key })
		if at < 0 {
			*node = append(*node, member{key, value})
			continue
		}
		list, ok := (*node)[at].value.([]any)
		if !ok {
			list = []any{(*node)[at].value}
		}
		(*node)[at].value = append(list, value)
	}
	return nodes, nil
}

func (s shortener) jsonMember(q quad.Quad) (string, any) {
	term := q.Predicate.(quad.IRI)
	if o, ok := q.Object.(quad.IRI); ok && term == rdfType {
		short, _ := s.short(s.names.Expand(o))
		return "@type", short
	}
	key, _ := s.short(s.names.ExpandPredicate(term))
	switch o := q.Object.(type) {
	case quad.IRI:
		short, _ := s.short(s.names.expandObject(term, o))
		return key, object{{"@id", short}}
	case quad.BNode:
		return key, object{{"@id", s.jsonID(o)}}
	}
	text, datatype, lang := s.names.literal(term, q.Object)
	switch {
	case lang != "":
		return key, object{{"@value", text}, {"@language", lang}}
	case datatype != "":
		short, _ := s.short(datatype)
		return key, object{{"@value", text}, {"@type", short}}
	}
	return key, text
}

func (s shortener) jsonID(v quad.Value) string {
	if b, ok := v.(quad.BNode); ok {
		return "_:" + string(b)
	}
	short, _ := s.short(s.names.Expand(v.(quad.IRI)))
	return short
}
