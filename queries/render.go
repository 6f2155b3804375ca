package queries

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"golang.org/x/text/width"
)

// rowsAhead is how many rows a renderer with columns reads before it settles on them.
const rowsAhead = 200

// TableOptions say how a table is laid out.
type TableOptions struct {
	Width int // columns of the terminal that long cells are cut to; 0 cuts nothing
}

// WriteTable writes rows as a table with a line of names, and returns how many rows it
// wrote. The columns and their widths are those of the first 200 rows; a column that turns
// up later starts a new table. An error of the rows, such as ErrLimit, comes back after
// what came before it is written.
func WriteTable(w io.Writer, rows iter.Seq2[Row, error], opt TableOptions) (int, error) {
	out := bufio.NewWriter(w)
	t := table{w: out, opt: opt}
	n, err := inBlocks(rows, func(block []Row, cols []string) error {
		t.block(block, cols)
		return out.Flush()
	})
	return n, err
}

// inBlocks hands rows on: the first rowsAhead of them together, then one at a time. It gives
// the block's columns where a row has one that wasn't there before, and else nil.
func inBlocks(rows iter.Seq2[Row, error], write func(block []Row, cols []string) error) (int, error) {
	var (
		block   []Row
		cols    []string
		started bool
		n       int
		rowErr  error
	)
	for row, err := range rows {
		if err != nil {
			rowErr = err
			break
		}
		n++
		block = append(block, row)
		if !started && len(block) < rowsAhead {
			continue
		}
		var fresh []string
		if grown := columns(cols, block); len(grown) > len(cols) || !started {
			cols, fresh = grown, grown
		}
		started = true
		if err := write(block, fresh); err != nil {
			return n, err
		}
		block = block[:0]
	}
	if !started && len(block) > 0 {
		if err := write(block, columns(nil, block)); err != nil {
			return n, err
		}
	}
	return n, rowErr
}

// columns adds the tags of rows to cols, in the order of their first sight.
func columns(cols []string, rows []Row) []string {
	cols = slices.Clone(cols)
	for _, row := range rows {
		for _, c := range row.Cells {
			if !slices.Contains(cols, c.Tag) {
				cols = append(cols, c.Tag)
			}
		}
	}
	return cols
}

type table struct {
	w      *bufio.Writer
	opt    TableOptions
	cols   []string
	widths []int
}

const minCell, gap = 8, 2

func (t *table) block(rows []Row, cols []string) {
	if cols != nil {
		if t.cols != nil {
			t.w.WriteByte('\n')
		}
		t.cols = cols
		t.measure(rows)
		head := make([]string, len(cols))
		for i, c := range cols {
			head[i] = header(c)
		}
		t.line(head)
		for i, n := range t.widths {
			if i > 0 {
				t.w.WriteString(strings.Repeat(" ", gap))
			}
			t.w.WriteString(strings.Repeat("-", n))
		}
		t.w.WriteByte('\n')
	}
	cells := make([]string, len(t.cols))
	for _, row := range rows {
		for i, c := range t.cols {
			cells[i] = visible(Text(row.Get(c)))
		}
		t.line(cells)
	}
}

func header(tag string) string {
	if tag == "" {
		return "value"
	}
	return visible(tag)
}

// measure sets the widths, and takes from the widest until the line fits the terminal.
func (t *table) measure(rows []Row) {
	t.widths = make([]int, len(t.cols))
	for i, c := range t.cols {
		t.widths[i] = columnsOf(header(c))
		for _, row := range rows {
			t.widths[i] = max(t.widths[i], columnsOf(visible(Text(row.Get(c)))))
		}
	}
	if t.opt.Width <= 0 || len(t.cols) == 0 {
		return
	}
	for {
		sum, widest := gap*(len(t.cols)-1), 0
		for i, n := range t.widths {
			sum += n
			if n > t.widths[widest] {
				widest = i
			}
		}
		if sum <= t.opt.Width || t.widths[widest] <= minCell {
			return
		}
		t.widths[widest] = max(minCell, t.widths[widest]-(sum-t.opt.Width))
	}
}

func (t *table) line(cells []string) {
	var b strings.Builder
	for i, c := range cells {
		if t.opt.Width > 0 {
			c = cutTo(c, t.widths[i])
		}
		b.WriteString(c)
		if i < len(cells)-1 {
			b.WriteString(strings.Repeat(" ", gap+max(0, t.widths[i]-columnsOf(c))))
		}
	}
	t.w.WriteString(strings.TrimRight(b.String(), " "))
	t.w.WriteByte('\n')
}

func cutTo(s string, n int) string {
	if columnsOf(s) <= n {
		return s
	}
	var b strings.Builder
	used := 0
	for _, r := range s {
		if used+runeColumns(r) > n-1 {
			break
		}
		used += runeColumns(r)
		b.WriteRune(r)
	}
	return b.String() + "…"
}

// columnsOf counts the columns a text takes on a terminal.
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if r < 0x300 {
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// WriteJSON writes each row as one line of JSON as soon as it is found, and returns how
// many it wrote. IRIs are "<Iran>" and blank nodes "_:b1", as Cayley writes them; strings,
// numbers and booleans are JSON's own; a value with a language or a type, and a string that
// could be taken for an IRI, is an object with "@value" in the way of JSON-LD.
func WriteJSON(w io.Writer, rows iter.Seq2[Row, error]) (int, error) {
	n := 0
	var line []byte
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		line = append(row.appendJSON(line[:0]), '\n')
		if _, err := w.Write(line); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// WriteCSV writes rows as CSV (RFC 4180) with a line of names, values as Text writes them,
// and returns how many it wrote. The columns are those of the first 200 rows; a later row
// with another one is an error, since the head is already out.
func WriteCSV(w io.Writer, rows iter.Seq2[Row, error]) (int, error) {
	out := csv.NewWriter(w)
	var cols []string
	n, err := inBlocks(rows, func(block []Row, fresh []string) error {
		if fresh != nil && cols != nil {
			return fmt.Errorf("column %q turned up after the head of the CSV was written; JSON lines can hold it", fresh[len(fresh)-1])
		}
		if fresh != nil {
			cols = fresh
			head := make([]string, len(cols))
			for i, c := range cols {
				head[i] = c
				if c == "" {
					head[i] = "value"
				}
			}
			if err := out.Write(head); err != nil {
				return err
			}
		}
		rec := make([]string, len(cols))
		for _, row := range block {
			for i, c := range cols {
				rec[i] = Text(row.Get(c))
			}
			if err := out.Write(rec); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	})
	return n, err
}
