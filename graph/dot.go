package graph

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"relata/schema"
)

// palette gives each type of entity a fill and a line that stay apart in print and for
// most colour-blind eyes; the name of the type is in the legend or tooltip too.
var palette = map[schema.EntityType]struct{ fill, line string }{
	schema.Person:       {"#fdebc8", "#b7791f"},
	schema.Country:      {"#d3e5f8", "#2b6cb0"},
	schema.Organization: {"#d9f0dc", "#2f855a"},
	schema.Place:        {"#ede4d6", "#8a6d3b"},
	schema.Product:      {"#f9dbe6", "#b83280"},
	schema.Event:        {"#fbdcd6", "#c05621"},
	schema.Agreement:    {"#e6def7", "#6b46c1"},
	schema.Group:        {"#e5e9f0", "#4a5568"},
	"":                  {"#ffffff", "#a0aec0"},
}

// dashes gives the lines of each status: Graphviz' word, SVG's pattern.
var dashes = map[schema.Status]struct{ dot, svg string }{
	schema.Actual:   {"solid", ""},
	schema.Planned:  {"dashed", "7 4"},
	schema.Possible: {"dotted", "1.5 4"},
}

// WriteDOT writes a view for Graphviz: dot, neato, sfdp.
func WriteDOT(w io.Writer, v View) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, "digraph relata {")
	fmt.Fprintln(b, `	graph [overlap=false, splines=true, outputorder=edgesfirst, fontname="Helvetica", bgcolor="white"];`)
	fmt.Fprintln(b, `	node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12, margin="0.12,0.06"];`)
	fmt.Fprintln(b, `	edge [fontname="Helvetica", fontsize=9, color="#4a5568", fontcolor="#2d3748", arrowsize=0.7];`)
	for _, n := range v.Nodes {
		c := palette[n.Type]
		fmt.Fprintf(b, "\t%s [label=%s, fillcolor=%q, color=%q, tooltip=%s];\n",
			dotString(n.ID), dotLabel(n.Name), c.fill, c.line, dotLabel(strings.TrimSpace(string(n.Type)+" "+n.ID)))
	}
	for _, e := range v.Edges {
		label := e.Predicate
		if e.Claims > 1 {
			label += fmt.Sprintf(" (%d)", e.Claims)
		}
		fmt.Fprintf(b, "\t%s -> %s [label=%s, style=%s, tooltip=%s];\n",
			dotString(e.From), dotString(e.To), dotLabel(label), dashes[e.Status].dot, dotLabel(e.Sentence))
	}
	fmt.Fprintln(b, "}")
	return b.Flush()
}

// dotLabel quotes a text that is shown, in which Graphviz resolves entities: &amp;.
func dotLabel(s string) string { return dotString(strings.ReplaceAll(s, "&", "&amp;")) }

// dotString quotes for DOT, where a backslash starts an escape; a name in quotes is
// never read as HTML or as a keyword.
func dotString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n' || r == '\t' || r == '\r' || unicode.IsControl(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
