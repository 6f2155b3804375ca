package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"relata/schema"
)

// tableWidth is the width that tables are laid out for where no terminal says another: the
// same everywhere, so that output can be compared.
const (
	tableWidth = 128
	minColumn  = 12
	columnGap  = 2
)

// tableWidth is how wide tables may be.
func (a *app) tableWidth() int { return cmp.Or(a.width(), tableWidth) }

// writeTable prints rows under a header. Columns are as wide as their content; where that is
// more than the width in all, the widest give way and wrap.
func writeTable(w io.Writer, width int, header []string, rows [][]string) error {
	widths, words := make([]int, len(header)), make([]int, len(header))
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
			for _, word := range strings.Fields(cell) {
				words[i] = max(words[i], utf8.RuneCountInString(word))
			}
		}
	}
	fit(widths, words, width-columnGap*(len(header)-1))
	rule := make([]string, len(header))
	for i := range rule {
		rule[i] = strings.Repeat("─", widths[i])
	}
	for _, row := range append([][]string{header, rule}, rows...) {
		if err := writeRow(w, widths, row); err != nil {
			return err
		}
	}
	return nil
}

// fit takes from the widest columns until all fit. None but the last becomes narrower than
// its longest word, which would push those behind it away.
func fit(widths, words []int, room int) {
	last := len(widths) - 1
	for {
		sum, widest := 0, -1
		for i, width := range widths {
			sum += width
			least := max(minColumn, words[i])
			if i == last {
				least = minColumn
			}
			if width > least && (widest < 0 || width >= widths[widest]) {
				widest = i
			}
		}
		if sum <= room || widest < 0 {
			return
		}
		widths[widest]--
	}
}

func writeRow(w io.Writer, widths []int, row []string) error {
	cells, height := make([][]string, len(row)), 0
	for i, cell := range row {
		cells[i] = wrap(cell, widths[i])
		height = max(height, len(cells[i]))
	}
	for n := range height {
		var line strings.Builder
		for i, cell := range cells {
			part := ""
			if n < len(cell) {
				part = cell[n]
			}
			line.WriteString(part)
			line.WriteString(strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(part))+columnGap))
		}
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
func claimTable(width int, claims []schema.Claim) func(io.Writer) error {
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
	return func(w io.Writer) error { return writeTable(w, width, header, rows) }
}

func display(arg schema.Argument) string {
	if arg.Entity != nil {
		return arg.Entity.Name
	}
	return arg.ID()
}
