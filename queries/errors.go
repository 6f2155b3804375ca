package queries

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja/parser"
)

// What ended an answer early. The rows before it stand.
var (
	// ErrLimit says that there were more rows than Options.Limit.
	ErrLimit = errors.New("the limit cut the answer")
	// ErrTimeout says that the query ran longer than Options.Timeout.
	ErrTimeout = errors.New("the query ran out of time")
)

// SyntaxError is a query that can't be read, or that failed at a place of its text.
type SyntaxError struct {
	Message string
	Line    int    // from 1; 0 if unknown
	Column  int    // in characters, from 1
	Source  string // the line
}

// Error gives place and message, then the line with a mark under the place.
func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	line, col := e.Source, max(e.Column-1, 0)
	const before, after = 40, 40
	runes := []rune(line)
	col = min(col, len(runes))
	start, end := max(0, col-before), min(len(runes), col+after)
	line, col = string(runes[start:end]), col-start
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, string(runes[start:start+col]))
	return fmt.Sprintf("line %d, column %d: %s\n  %s\n  %s^", e.Line, e.Column, e.Message, line, pad)
}

// at fills in the source line of a place in text, whose column counts characters.
func (e *SyntaxError) at(text string) *SyntaxError {
	lines := strings.Split(text, "\n")
	if e.Line >= 1 && e.Line <= len(lines) {
		e.Source = strings.TrimSuffix(lines[e.Line-1], "\r")
		if !utf8.ValidString(e.Source) {
			e.Source = strings.ToValidUTF8(e.Source, "\uFFFD")
		}
	}
	return e
}

func syntaxError(err error, text string) error {
	if list := (parser.ErrorList{}); errors.As(err, &list) && len(list) > 0 {
		e := list[0]
		return (&SyntaxError{Message: e.Message, Line: e.Position.Line, Column: e.Position.Column}).at(text)
	}
	return &SyntaxError{Message: strings.TrimPrefix(err.Error(), "SyntaxError: ")}
}
