package queries

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// What ended an answer early. The rows before it stand.
var (
	// ErrLimit says that there were more rows than Options.Limit.
	ErrLimit = errors.New("the limit cut the answer")
	// ErrTimeout says that the query ran longer than Options.Timeout.
	ErrTimeout = errors.New("the query ran out of time")
	// ErrMemory says that the query needed more memory than Options.Memory.
	ErrMemory = errors.New("the query needed too much memory")
)

// Error is a query that can't be read, or that failed at a place of its text.
type Error struct {
	Message string
	Line    int    // from 1; 0 if unknown
	Column  int    // in characters, from 1
	Source  string // the line
	Err     error  // what failed, if it wasn't the query itself
}

func (e *Error) Unwrap() error { return e.Err }

// Error gives place and message, then the line with a mark under the place.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	const before, after = 60, 40
	runes := []rune(e.Source)
	col := min(max(e.Column-1, 0), len(runes))
	start, end := max(0, col-before), min(len(runes), col+after)
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, string(runes[start:col]))
	return fmt.Sprintf("line %d, column %d: %s\n  %s\n  %s^", e.Line, e.Column, e.Message, string(runes[start:end]), pad)
}

// errorAt makes an error of a place whose column counts bytes, from 1.
func errorAt(text, message string, line, col int, cause error) *Error {
	e := &Error{Message: message, Line: line, Err: cause}
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) {
		e.Line = 0
		return e
	}
	src := lines[line-1]
	col = min(max(col-1, 0), len(src))
	e.Column = len([]rune(src[:col])) + 1
	e.Source = strings.ToValidUTF8(src, "\uFFFD")
	return e
}

func syntaxError(err error, text string) error {
	if list := (parser.ErrorList{}); errors.As(err, &list) && len(list) > 0 {
		return errorAt(text, list[0].Message, list[0].Position.Line, list[0].Position.Column, nil)
	}
	if ce := (*goja.CompilerSyntaxError)(nil); errors.As(err, &ce) && ce.File != nil {
		p := ce.File.Position(ce.Offset)
		return errorAt(text, ce.Message, p.Line, p.Column, nil)
	}
	return &Error{Message: strings.TrimPrefix(err.Error(), "SyntaxError: ")}
}

// runError gives an exception its place in the query: the innermost frame of its text.
func (s *session) runError(err error) error {
	var deep *goja.StackOverflowError
	if errors.As(err, &deep) {
		return &Error{Message: "too much recursion"}
	}
	var ex *goja.Exception
	if !errors.As(err, &ex) {
		return fmt.Errorf("query: %w", err)
	}
	var cause error
	message := ""
	if s.thrown != nil && ex.Value() == goja.Value(s.thrown) {
		cause, message = s.thrownErr, s.thrownErr.Error()
	} else {
		message = s.describe(ex.Value())
		message += nearMember(message)
	}
	for _, f := range ex.Stack() {
		if f.SrcName() != queryName {
			continue
		}
		if p := f.Position(); p.Line > 0 {
			return errorAt(s.text, message, p.Line, p.Column, cause)
		}
	}
	return &Error{Message: message, Err: cause}
}

var noMember = regexp.MustCompile(`has no member '(\w+)'`)

// nearMember says which methods are near one that isn't there.
func nearMember(message string) string {
	m := noMember.FindStringSubmatch(message)
	if m == nil {
		return ""
	}
	near := newNearest(m[1])
	for name := range pathMethods {
		near.add(name)
	}
	if best := near.best(); len(best) > 0 {
		return "; the nearest: " + strings.Join(best, ", ")
	}
	return ""
}

// describe puts a thrown value into words, without running code of the query.
func (s *session) describe(v goja.Value) string {
	obj, ok := v.(*goja.Object)
	if !ok {
		return cutText(v.String())
	}
	if obj.ClassName() != "Error" {
		return "the query threw " + kindOf(v)
	}
	name, message := "Error", ""
	if ex := s.vm.Try(func() {
		if m := obj.Get("message"); m != nil && goja.IsString(m) {
			message = m.String()
		}
		if n := obj.Get("name"); n != nil && goja.IsString(n) {
			name = n.String()
		}
	}); ex != nil {
		return "the query threw an error"
	}
	if message == "" {
		return cutText(name)
	}
	return cutText(name + ": " + message)
}

// cutText keeps a message of a query at a length that can be shown.
func cutText(s string) string {
	const most = 500
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
