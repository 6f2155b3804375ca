package article

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"relata/schema"
)

// readLines takes each line of a stream as an article; blank lines count and are passed
// over. It holds one line in memory, and goes on behind one that is no article.
func readLines(in *input, yield yield) bool {
	r, err := in.decodeStream()
	if err != nil {
		return yield(nil, in.fail(err))
	}
	lines := bufio.NewReaderSize(r, headBytes)
	for n := 1; ; n++ {
		line, err := readLine(lines, in.opts.MaxBytes)
		if err == io.EOF {
			return true
		}
		at := *in
		at.name = fmt.Sprintf("%s:%d", in.name, n)
		var long *longLine
		if err != nil && !errors.As(err, &long) {
			return yield(nil, at.fail(err))
		}
		if err == nil {
			err = checkText(line)
		}
		if err != nil {
			if !yield(nil, at.fail(err)) {
				return false
			}
			continue
		}
		text := strings.TrimRight(string(line), "\r")
		if strings.TrimSpace(text) == "" {
			continue
		}
		doc := &schema.Document{Text: text, Line: n}
		if !in.seal(doc, yield) {
			return false
		}
	}
}

type longLine struct{ limit int64 }

func (e *longLine) Error() string {
	return "longer than " + size(e.limit) + ", too long for one article"
}

// readLine reads a line without its end. Of a line longer than limit it keeps nothing and
// reads on to its end. io.EOF means that there are no more lines.
func readLine(r *bufio.Reader, limit int64) (line []byte, err error) {
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if !long {
			line = append(line, part...)
			if int64(len(line)) > limit+1 {
				long, line = true, nil
			}
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && (len(line) > 0 || long):
		case err != nil:
			return nil, err
		}
		if long {
			return nil, &longLine{limit}
		}
		if n := len(line); n > 0 && line[n-1] == '\n' {
			line = line[:n-1]
		}
		return line, nil
	}
}
