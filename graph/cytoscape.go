package graph

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
)

// WriteCytoscape writes a view as the JSON of Cytoscape and Cytoscape.js.
func WriteCytoscape(w io.Writer, v View) error {
	b := bufio.NewWriter(w)
	b.WriteString(`{"data":{"name":"relata"},"elements":{"nodes":[`)
	err := jsonLines(b, v.Nodes, func(_ int, n *Node) object {
		data := append(object{{"id", n.ID}, {"name", n.Name}, {"label", n.Name}}, members(nodeAttributes, n)...)
		return object{{"data", data}}
	})
	if err != nil {
		return err
	}
	b.WriteString(`],"edges":[`)
	err = jsonLines(b, v.Edges, func(i int, e *Edge) object {
		data := object{{"id", fmt.Sprintf("e%d", i)}, {"source", e.From}, {"target", e.To},
			{"name", e.Predicate}, {"label", e.Predicate}, {"interaction", e.Predicate}, {"weight", e.Claims}}
		return object{{"data", append(data, members(edgeAttributes, e)...)}}
	})
	if err != nil {
		return err
	}
	b.WriteString("]}}\n")
	return b.Flush()
}

// WriteGraphology writes a view as the JSON that graphology imports.
func WriteGraphology(w io.Writer, v View) error {
	b := bufio.NewWriter(w)
	b.WriteString(`{"attributes":{"name":"relata"},"options":{"type":"directed","multi":true,"allowSelfLoops":true},"nodes":[`)
	err := jsonLines(b, v.Nodes, func(_ int, n *Node) object {
		attributes := object{{"label", n.Name}, {"color", palette[n.Type].line}, {"size", n.Claims}}
		return object{{"key", n.ID}, {"attributes", append(attributes, members(nodeAttributes, n)...)}}
	})
	if err != nil {
		return err
	}
	b.WriteString(`],"edges":[`)
	err = jsonLines(b, v.Edges, func(i int, e *Edge) object {
		attributes := object{{"label", e.Predicate}, {"weight", e.Claims}}
		return object{{"key", fmt.Sprintf("e%d", i)}, {"source", e.From}, {"target", e.To},
			{"attributes", append(attributes, members(edgeAttributes, e)...)}}
	})
	if err != nil {
		return err
	}
	b.WriteString("]}\n")
	return b.Flush()
}

// jsonLines writes the elements of an array, one a line.
func jsonLines[T any](w *bufio.Writer, items []T, of func(int, *T) object) error {
	for i := range items {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteByte('\n')
		text, err := marshalJSON(of(i, &items[i]))
		if err != nil {
			return err
		}
		w.Write(text)
	}
	return nil
}

// members gives the attributes that an item has.
func members[T any](attributes []attribute[T], item *T) object {
	var o object
	for _, a := range attributes {
		text := a.of(item)
		if text == "" {
			continue
		}
		var v any = text
		if a.kind != "string" {
			v, _ = strconv.ParseFloat(text, 64) // our own number
		}
		o = append(o, member{a.name, v})
	}
	return o
}
