package article

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readCSV reads a record a row, and goes on behind a bad one.
func readCSV(in *input, yield yield) bool {
	head, _ := in.r.Peek(headBytes)
	r, err := in.decodeStream()
	if err != nil {
		return yield(nil, in.fail(err))
	}
	rows := csvRows{r: bufio.NewReaderSize(r, headBytes), comma: delimiter(head), limit: 2 * in.opts.MaxBytes}
	header, err := rows.next()
	if err == io.EOF {
		return yield(nil, in.fail(errEmpty))
	}
	if err != nil {
		return yield(nil, in.fail(err))
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(header[i]))
	}
	rows.header = header
	for {
		row, err := rows.next()
		if err == io.EOF {
			return true
		}
		if bad := (*badRow)(nil); errors.As(err, &bad) {
			at := *in
			at.name = fmt.Sprintf("%s:%d", in.name, rows.line)
			if !yield(nil, at.fail(err)) {
				return false
			}
			continue
		}
		if err != nil {
			return yield(nil, in.fail(err))
		}
		f := fields{}
		for i, v := range row {
			if i < len(header) {
				f[header[i]] = v
			}
		}
		if !in.record(f, rows.line, yield) {
			return false
		}
	}
}

// delimiter finds the mark between the columns of a header.
func delimiter(head []byte) rune {
	head, _, _ = bytes.Cut(head, []byte{'\n'})
	best, most := ',', bytes.Count(head, []byte{','})
	for _, c := range []rune{'\t', ';', '|'} {
		if n := bytes.Count(head, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// csvRows finds the rows of a file whose quotes may be wrong. The library's reader takes a
// quote that isn't closed for the beginning of a text that goes on to the next quote, so that
// the rows between become one; here such a row is an error, and those after it are read.
type csvRows struct {
	r      *bufio.Reader
	comma  rune
	limit  int64    // bytes of a row
	header []string // nil until it was read
	line   int      // on which the last row began, from 1
	read   int      // lines, those to be read again left out
	again  [][]byte // lines that were read as part of a bad row
	skip   bool     // what is left of a bad row is passed over
}

// badRow is an error behind which there may be other rows.
type badRow struct{ error }

func (c *csvRows) next() ([]string, error) {
	for {
		first, err := c.nextLine()
		c.line = c.read
		switch {
		case err != nil:
			return nil, err
		case len(bytes.TrimRight(first, "\r")) == 0:
			continue
		case c.skip && !c.isRow(first):
			continue
		}
		c.skip = false
		return c.row(first)
	}
}

// nextLine gives a line without its end.
func (c *csvRows) nextLine() ([]byte, error) {
	if len(c.again) > 0 {
		line := c.again[0]
		c.again = c.again[1:]
		c.read++
		return line, nil
	}
	line, err := readLine(c.r, c.limit)
	if err != io.EOF {
		c.read++
	}
	if long := (*longLine)(nil); errors.As(err, &long) {
		c.line = c.read
		return nil, &badRow{err}
	}
	return line, err
}

// row reads the row that begins with a line.
func (c *csvRows) row(first []byte) ([]string, error) {
	lines, size := [][]byte{first}, int64(len(first))
	open, _ := c.quotes(first, false)
	for open {
		line, err := c.nextLine()
		long := size+int64(len(line)) > c.limit
		if err != nil && err != io.EOF {
			return nil, err
		}
		if err == io.EOF || long {
			if err == nil {
				lines = append(lines, line)
			}
			return nil, c.unclosed(lines)
		}
		lines, size = append(lines, line), size+int64(len(line))+1
		var opens bool
		if open, opens = c.quotes(line, true); opens && c.isRow(line) {
			return nil, c.unclosed(lines)
		}
	}
	row, err := c.parse(bytes.Join(lines, []byte{'\n'}))
	if err != nil {
		return nil, err
	}
	if len(lines) > 1 && len(row) != len(c.header) && c.isRow(lines[1]) && c.header != nil {
		return nil, c.unclosed(lines)
	}
	return row, nil
}

// unclosed gives back all lines but the first of a row that has no end.
func (c *csvRows) unclosed(lines [][]byte) error {
	c.again = append(lines[1:len(lines):len(lines)], c.again...)
	c.read -= len(lines) - 1
	c.skip = true
	c.line = c.read
	column := ""
	if row, err := c.parse(lines[0]); err == nil && len(row) <= len(c.header) {
		column = fmt.Sprintf(" in the column %q", c.header[len(row)-1])
	}
	return &badRow{fmt.Errorf("a quote that opens%s isn't closed: the row is left out", column)}
}

// quotes follows the quotes of a line and says whether a quoted text is open at its end, and
// whether a quote inside such a text stands where one would open.
func (c *csvRows) quotes(line []byte, open bool) (stays, opens bool) {
	line = bytes.TrimSuffix(line, []byte{'\r'})
	comma := byte(c.comma)
	begins := !open // a field does
	for i := 0; i < len(line); i++ {
		switch b := line[i]; {
		case open && b == '"' && i+1 < len(line) && line[i+1] == '"':
			i++
		case open && b == '"' && (i+1 == len(line) || line[i+1] == comma):
			open = false
		case open && b == '"':
			opens = opens || i == 0 || line[i-1] == comma
		case open:
		case b == '"' && begins:
			open = true
			begins = false
		default:
			begins = b == comma
		}
	}
	return open, opens
}

// isRow says whether a line looks like a row, or like the first line of one.
func (c *csvRows) isRow(line []byte) bool {
	row, err := c.parse(line)
	if err != nil {
		return false
	}
	if open, _ := c.quotes(line, false); open {
		return len(row) > 1 && len(row) <= len(c.header)
	}
	return len(row) == len(c.header)
}

func (c *csvRows) parse(text []byte) ([]string, error) {
	rows := csv.NewReader(bytes.NewReader(text))
	rows.Comma = c.comma
	rows.FieldsPerRecord = -1
	rows.LazyQuotes = true
	row, err := rows.Read()
	if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
		return nil, &badRow{parse.Err}
	}
	return row, err
}
