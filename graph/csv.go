package graph

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// WriteNodesCSV writes the nodes of a view as a table for spreadsheets and for Gephi.
// Cells that a spreadsheet would run as a formula start with an apostrophe.
func WriteNodesCSV(w io.Writer, v View) error {
	return writeTable(w, harmless, append([]string{"Id", "Label"}, headers(nodeAttributes, "")...), v.Nodes, func(_ int, n *Node) []string {
		return append([]string{n.ID, n.Name}, cells(nodeAttributes, n)...)
	})
}

// WriteEdgesCSV writes the edges of a view as WriteNodesCSV does its nodes.
func WriteEdgesCSV(w io.Writer, v View) error {
	head := append([]string{"Id", "Source", "Target", "Type", "Label", "Weight"}, headers(edgeAttributes, "")...)
	return writeTable(w, harmless, head, v.Edges, func(i int, e *Edge) []string {
		return append([]string{strconv.Itoa(i), e.From, e.To, "Directed", e.Predicate, strconv.Itoa(e.Claims)}, cells(edgeAttributes, e)...)
	})
}

// WriteNodesNeo4j writes the nodes of a view for neo4j-admin database import.
func WriteNodesNeo4j(w io.Writer, v View) error {
	head := append([]string{"id:ID", "name"}, headers(nodeAttributes, ":")...)
	return writeTable(w, oneLine, append(head, ":LABEL"), v.Nodes, func(_ int, n *Node) []string {
		label := string(n.Type)
		if label == "" {
			label = "Value"
		}
		return append(append([]string{n.ID, n.Name}, cells(nodeAttributes, n)...), label)
	})
}

// WriteEdgesNeo4j writes the edges of a view for neo4j-admin database import. The kinds of
// relationships are spelt as Cypher does: BUYS_FROM.
func WriteEdgesNeo4j(w io.Writer, v View) error {
	head := append([]string{":START_ID", ":END_ID", ":TYPE", "weight:int"}, headers(edgeAttributes, ":")...)
	return writeTable(w, oneLine, head, v.Edges, func(_ int, e *Edge) []string {
		kind := strings.ToUpper(strings.NewReplacer("-", "_", "/", "_").Replace(e.Predicate))
		return append([]string{e.From, e.To, kind, strconv.Itoa(e.Claims)}, cells(edgeAttributes, e)...)
	})
}

func writeTable[T any](w io.Writer, cell func(string) string, head []string, items []T, row func(int, *T) []string) error {
	c := csv.NewWriter(w)
	if err := c.Write(head); err != nil {
		return err
	}
	for i := range items {
		cells := row(i, &items[i])
		for j := range cells {
			cells[j] = cell(cells[j])
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// headers names the columns; with a mark between name and type where the format has one.
func headers[T any](attributes []attribute[T], mark string) []string {
	var names []string
	for _, a := range attributes {
		name := a.name
		if mark != "" && a.kind != "string" {
			name += mark + a.kind
		}
		names = append(names, name)
	}
	return names
}

func cells[T any](attributes []attribute[T], item *T) []string {
	var values []string
	for _, a := range attributes {
		values = append(values, a.of(item))
	}
	return values
}

// harmless keeps a spreadsheet from running a cell (OWASP, CSV Injection).
func harmless(s string) string {
	s = oneLine(s)
	for _, r := range s {
		switch {
		case r == ' ':
			continue // some readers trim
		case strings.ContainsRune("=+-@＝＋－＠", r):
			return "'" + s
		}
		break
	}
	return s
}

// oneLine puts a cell on one line: neo4j-admin reads no others, and control characters
// hide formulas from the reader.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}
