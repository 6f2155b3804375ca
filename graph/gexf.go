package graph

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteGEXF writes a view as GEXF 1.2 with a time for each edge that has one: first and
// last day, both included. Version 1.2 is what networkx and every Gephi read.
func WriteGEXF(w io.Writer, v View) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, `<?xml version="1.0" encoding="UTF-8"?>`)
	fmt.Fprintln(b, `<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">`)
	fmt.Fprintln(b, `<meta><creator>relata</creator></meta>`)
	fmt.Fprintln(b, `<graph mode="dynamic" defaultedgetype="directed" timeformat="date">`)
	fmt.Fprintln(b, `<attributes class="node" mode="static">`)
	for i, a := range nodeAttributes {
		fmt.Fprintf(b, `<attribute id="%d" title="%s" type="%s"/>`+"\n", i, a.name, gexfType(a.kind))
	}
	fmt.Fprintln(b, "</attributes>\n"+`<attributes class="edge" mode="static">`)
	for i, a := range edgeAttributes {
		fmt.Fprintf(b, `<attribute id="%d" title="%s" type="%s"/>`+"\n", i, a.name, gexfType(a.kind))
	}
	fmt.Fprintln(b, "</attributes>\n<nodes>")
	value := func(i int, text string) {
		if text != "" {
			fmt.Fprintf(b, `<attvalue for="%d" value="%s"/>`, i, xmlText(text))
		}
	}
	for i := range v.Nodes {
		n := &v.Nodes[i]
		fmt.Fprintf(b, `<node id="%s" label="%s"><attvalues>`, xmlText(n.ID), xmlText(n.Name))
		for i, a := range nodeAttributes {
			value(i, a.of(n))
		}
		r, g, bl := rgb(palette[n.Type].line)
		fmt.Fprintf(b, `</attvalues><viz:color r="%d" g="%d" b="%d"/></node>`+"\n", r, g, bl)
	}
	fmt.Fprintln(b, "</nodes>\n<edges>")
	for i := range v.Edges {
		e := &v.Edges[i]
		fmt.Fprintf(b, `<edge id="%d" source="%s" target="%s" label="%s" weight="%d"`,
			i, xmlText(e.From), xmlText(e.To), xmlText(e.Predicate), e.Claims)
		first, last := e.days()
		if first != "" {
			fmt.Fprintf(b, ` start="%s"`, first)
		}
		if last != "" {
			fmt.Fprintf(b, ` end="%s"`, last)
		}
		b.WriteString(`><attvalues>`)
		for i, a := range edgeAttributes {
			value(i, a.of(e))
		}
		fmt.Fprintf(b, `</attvalues><viz:shape value="%s"/></edge>`+"\n", dashes[e.Status].dot)
	}
	fmt.Fprintln(b, "</edges>\n</graph>\n</gexf>")
	return b.Flush()
}

func gexfType(kind string) string {
	if kind == "int" {
		return "integer"
	}
	return kind
}

// rgb reads "#rrggbb".
func rgb(colour string) (r, g, b uint8) {
	n, _ := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 24) // of our own palette
	return uint8(n >> 16), uint8(n >> 8), uint8(n)
}
