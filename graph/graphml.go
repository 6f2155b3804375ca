package graph

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"relata/schema"
)

// attribute is a column of nodes or edges, for the formats that declare them.
type attribute[T any] struct {
	name string
	kind string // "string", "int", "double", as GraphML and GEXF both call them
	of   func(*T) string
}

// nodeAttributes and edgeAttributes are what the formats of actors and ties say of each
// beside ids and labels. Empty values are left out.
var nodeAttributes = []attribute[Node]{
	{"type", "string", func(n *Node) string { return string(n.Type) }},
	{"country", "string", func(n *Node) string { return n.Country }},
	{"claims", "int", func(n *Node) string { return strconv.Itoa(n.Claims) }},
}

var edgeAttributes = []attribute[Edge]{
	{"predicate", "string", func(e *Edge) string { return e.Predicate }},
	{"status", "string", func(e *Edge) string { return string(e.Status) }},
	{"articles", "int", func(e *Edge) string { return strconv.Itoa(len(e.Articles)) }},
	{"article", "string", func(e *Edge) string { return e.Articles[0] }},
	{"first", "string", func(e *Edge) string { return e.First }},
	{"last", "string", func(e *Edge) string { return e.Last }},
	{"about", "string", func(e *Edge) string { return e.About }},
	{"confidence", "double", func(e *Edge) string { return strconv.FormatFloat(e.Confidence, 'g', -1, 64) }},
	{"evidence", "string", func(e *Edge) string { return e.Sentence }},
}

// WriteGraphML writes a view as GraphML, with the label and weight keys that Gephi shows.
func WriteGraphML(w io.Writer, v View) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, `<?xml version="1.0" encoding="UTF-8"?>`)
	fmt.Fprintln(b, `<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">`)
	key := func(id, on, name, kind string) {
		fmt.Fprintf(b, `<key id="%s" for="%s" attr.name="%s" attr.type="%s"/>`+"\n", id, on, name, kind)
	}
	key("n-label", "node", "label", "string")
	key("n-id", "node", "entity", "string")
	for _, a := range nodeAttributes {
		key("n-"+a.name, "node", a.name, a.kind)
	}
	key("e-label", "edge", "label", "string")
	key("e-weight", "edge", "weight", "double")
	for _, a := range edgeAttributes {
		key("e-"+a.name, "edge", a.name, a.kind)
	}
	fmt.Fprintln(b, `<graph id="relata" edgedefault="directed">`)
	data := func(key, value string) {
		if value != "" {
			fmt.Fprintf(b, `<data key="%s">%s</data>`, key, xmlText(value))
		}
	}
	for i := range v.Nodes {
		n := &v.Nodes[i]
		fmt.Fprintf(b, `<node id="%s">`, nameToken(n.ID))
		data("n-label", n.Name)
		data("n-id", n.ID)
		for _, a := range nodeAttributes {
			data("n-"+a.name, a.of(n))
		}
		fmt.Fprintln(b, `</node>`)
	}
	for i := range v.Edges {
		e := &v.Edges[i]
		fmt.Fprintf(b, `<edge id="e%d" source="%s" target="%s">`, i, nameToken(e.From), nameToken(e.To))
		data("e-label", e.Predicate)
		data("e-weight", strconv.Itoa(e.Claims))
		for _, a := range edgeAttributes {
			data("e-"+a.name, a.of(e))
		}
		fmt.Fprintln(b, `</edge>`)
	}
	fmt.Fprintln(b, "</graph>\n</graphml>")
	return b.Flush()
}

// nameToken makes an id an XML NMTOKEN, which GraphML asks for: other letters become
// _xHEX_, and so does an underscore before an x, so that ids stay apart.
func nameToken(id string) string {
	var b strings.Builder
	for i, r := range id {
		plain := r == '.' || r == '-' || r == ':' || r == '_' && !strings.HasPrefix(id[i:], "_x") ||
			r <= 0xffff && (unicode.IsLetter(r) || r < unicode.MaxASCII && unicode.IsDigit(r))
		if plain {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "_x%X_", r)
		}
	}
	return b.String()
}

// days gives the first and the last day of an edge, empty where they are not known.
func (e *Edge) days() (first, last string) {
	if w, err := schema.ParseWhen(e.First); err == nil && !w.Start.IsZero() {
		first = w.Start.Format("2006-01-02")
	}
	if w, err := schema.ParseWhen(e.Last); err == nil && !w.End.IsZero() {
		last = w.End.AddDate(0, 0, -1).Format("2006-01-02")
	}
	return first, last
}
