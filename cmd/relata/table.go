package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"relata/schema"
)

// tableWidth is the width that tables are laid out for: a common terminal, and the same
// everywhere so that output can be compared.
const (
	tableWidth    = 128
	minLastColumn = 30
	columnGap     = 2
)

// writeTable prints rows under a header. Columns are as wide as their content; the last
// one takes what is left of tableWidth and wraps.
func writeTable(w io.Writer, header []string, rows [][]string) error {
	widths := make([]int, len(header))
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	last := len(header) - 1
	left := 0
	for _, width := range widths[:last] {
		left += width + columnGap
	}
	widths[last] = max(minLastColumn, tableWidth-left)
	rule := make([]string, len(header))
	for i := range rule {
		rule[i] = strings.Repeat("─", min(widths[i], max(utf8.RuneCountInString(header[i]), widths[i])))
	}
	for _, row := range append([][]string{header, rule}, rows...) {
		if err := writeRow(w, widths, row); err != nil {
			return err
		}
	}
	return nil
}

func writeRow(w io.Writer, widths []int, row []string) error {
	last := len(row) - 1
	var line strings.Builder
	for i, cell := range row[:last] {
		line.WriteString(cell)
		line.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+columnGap))
	}
	indent := strings.Repeat(" ", utf8.RuneCountInString(line.String()))
	for i, part := range wrap(row[last], widths[last]) {
		if i > 0 {
			line.Reset()
			line.WriteString(indent)
		}
		line.WriteString(part)
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// wrap breaks text at spaces into lines of at most width characters; a longer word stands alone.
func wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		if used > 0 && used+1+n > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	return append(lines, line)
}

// claimTable lays claims out as a person reads them: who does what to whom, how sure, who
// says it, when, and the sentence. A sentence that gave several claims is printed once.
func claimTable(claims []schema.Claim) func(io.Writer) error {
	header := []string{"who", "does what", "to whom", "status", "who says it", "when", "the sentence"}
	rows := make([][]string, 0, len(claims))
	for i, claim := range claims {
		sentence := claim.Evidence.Text
		if i > 0 && claims[i-1].Article == claim.Article && claims[i-1].Evidence.Sentence == claim.Evidence.Sentence {
			sentence = "″"
		}
		rows = append(rows, []string{
			display(claim.Subject), claim.Predicate, display(claim.Object), string(claim.Status),
			claim.Source.Name, claim.When, sentence,
		})
	}
	return func(w io.Writer) error { return writeTable(w, header, rows) }
}

func display(arg schema.Argument) string {
	if arg.Entity != nil {
		return arg.Entity.Name
	}
	return arg.ID()
}
