package graph

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// Columns say where a table of edges holds what: the name of a column, or "=" and a text
// that every row has. Fields that are empty are found by the usual names of columns, such
// as those of relata's own edges.csv.
type Columns struct{ Subject, Predicate, Object, Label string }

// ColumnsOf makes Columns of pairs such as subject: "Lender".
func ColumnsOf(pairs map[string]string) (Columns, error) {
	var c Columns
	for _, name := range sortedKeys(pairs) {
		value := pairs[name]
		switch name {
		case "subject":
			c.Subject = value
		case "predicate":
			c.Predicate = value
		case "object":
			c.Object = value
		case "label":
			c.Label = value
		default:
			return c, fmt.Errorf("%q is none of subject, predicate, object, label", name)
		}
		if value == "" || value == "=" {
			return c, fmt.Errorf("%s needs the name of a column, or = and a text", name)
		}
	}
	return c, nil
}

// usualColumns are the names under which each part is looked for, in lower case.
var usualColumns = [4][]string{
	{"subject", "source", "from", ":start_id"},
	{"predicate", "label", "relation", ":type", "type"},
	{"object", "target", "to", ":end_id"},
	{"article", "graph"},
}

// column is where a part of an edge stands; fixed if it is the same in every row.
type column struct {
	at    int // -1: nowhere
	fixed string
}

func (c Columns) find(header []string) ([4]column, error) {
	var found [4]column
	for i, want := range [4]string{c.Subject, c.Predicate, c.Object, c.Label} {
		part := [4]string{"subject", "predicate", "object", "label"}[i]
		if text, ok := strings.CutPrefix(want, "="); ok {
			found[i] = column{-1, text}
			continue
		}
		found[i].at = slices.Index(header, want)
		if want != "" && found[i].at < 0 {
			return found, fmt.Errorf("there is no column %q for the %s; there are %s", want, part, clip(strings.Join(header, ", ")))
		}
		if want == "" {
			found[i].at = -1
			for _, usual := range usualColumns[i] {
				if at := slices.IndexFunc(header, func(s string) bool { return strings.EqualFold(s, usual) }); at >= 0 && found[i].at < 0 {
					found[i].at = at
				}
			}
			if found[i].at < 0 && part != "label" {
				return found, fmt.Errorf("no column is named as one for the %s; there are %s", part, clip(strings.Join(header, ", ")))
			}
		}
	}
	return found, nil
}

// readCSV reads a table of edges (RFC 4180, or with semicolons or tabs) with a header.
func (in *importer) readCSV(r io.Reader) error {
	limit := &rowLimit{r: r, left: maxLine}
	b := bufio.NewReaderSize(limit, 1<<16)
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		_, _ = b.Discard(3) // Peek has them
	}
	table := csv.NewReader(b)
	table.Comma = delimiter(b)
	table.FieldsPerRecord = -1
	header, err := table.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return csvFault(err)
	}
	for i, name := range header {
		header[i] = strings.TrimSpace(name)
	}
	columns, err := in.opt.Map.find(header)
	if err != nil {
		return err
	}
	table.ReuseRecord = true
	e := edgeReader{in: in, named: map[quad.IRI]bool{}}
	for n := 1; ; n++ {
		limit.left = maxLine
		if err := in.stopped(n); err != nil {
			return err
		}
		row, err := table.Read()
		var fault *SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			if !errors.As(csvFault(err), &fault) {
				return err
			}
			if err := in.fault(fault); err != nil {
				return err
			}
			continue
		}
		if err := e.row(table, row, columns); err != nil {
			return err
		}
	}
}

// csvFault makes a *SyntaxError of csv's own.
func csvFault(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &SyntaxError{parse.Line, parse.Column, parse.Err.Error()}
	}
	return err
}

// delimiter is the one that the header has most of.
func delimiter(b *bufio.Reader) rune {
	head, _ := b.Peek(4096)
	line, _, _ := strings.Cut(string(head), "\n")
	best, most := ',', 0
	for _, r := range ",;\t" {
		if n := strings.Count(line, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

// rowLimit keeps a quote that isn't closed from taking all memory.
type rowLimit struct {
	r    io.Reader
	left int
}

func (l *rowLimit) Read(b []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("a row is longer than %d MB: is a quote not closed?", maxLine>>20)
	}
	n, err := l.r.Read(b)
	l.left -= n
	return n, err
}

// edgeReader makes quads of rows.
type edgeReader struct {
	in    *importer
	named map[quad.IRI]bool // whose name has been said
	names []quad.Quad       // those of one row
}

func (e *edgeReader) row(table *csv.Reader, row []string, columns [4]column) error {
	e.names = e.names[:0]
	var q quad.Quad
	for i, d := range [4]quad.Direction{quad.Subject, quad.Predicate, quad.Object, quad.Label} {
		c := columns[i]
		text, line, col := c.fixed, 0, 0
		if c.at >= 0 && c.at < len(row) {
			text = row[c.at]
			line, col = table.FieldPos(c.at)
		} else if len(row) > 0 {
			line, col = table.FieldPos(0)
		}
		v, err := e.value(text, d)
		if err == nil && v == nil && d != quad.Label {
			err = errors.New("is empty")
		}
		if err != nil {
			return e.in.fault(&SyntaxError{line, col, fmt.Sprintf("%s %q: %v", d, clip(text), err)})
		}
		if v != nil {
			q.Set(d, v)
		}
	}
	for _, name := range append(e.names, q) {
		name.Label = q.Label
		if err := e.in.add(name); err != nil {
			return err
		}
	}
	return nil
}

// value makes an id, or a literal, of a cell: nil of an empty one.
func (e *edgeReader) value(text string, d quad.Direction) (quad.Value, error) {
	text = strings.TrimSpace(text)
	if bare := strings.TrimPrefix(text, "'"); bare != text && harmless(bare) == text {
		text = bare // as relata export guards it
	}
	if !utf8.ValidString(text) {
		return nil, errors.New("invalid UTF-8")
	}
	if text == "" {
		return nil, nil
	}
	compress, joint := e.in.names.Compress, "_"
	if d == quad.Predicate {
		compress, joint = e.in.names.CompressPredicate, "-"
	}
	if len(text) > 1 && d == quad.Object && text[0] == '"' && text[len(text)-1] == '"' {
		return quad.String(text[1 : len(text)-1]), nil
	}
	if schemeEnd(text) > 0 {
		id, err := compress(text)
		if err != nil {
			return nil, err
		}
		return id, nil
	}
	id := quad.IRI(strings.Join(strings.Fields(text), joint))
	if err := checkIRI(string(id)); err != nil {
		return nil, err
	}
	if string(id) != text && (d == quad.Subject || d == quad.Object) && !e.named[id] {
		if len(e.named) == keptIRIs {
			clear(e.named)
		}
		e.named[id] = true
		e.names = append(e.names, quad.Quad{Subject: id, Predicate: termName, Object: quad.String(text)})
	}
	return id, nil
}
