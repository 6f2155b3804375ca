package graph

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"relata/schema"
)

// maxLine bounds the memory that a line of N-Quads can take.
const maxLine = 16 << 20

// SyntaxError is a fault in a file that is read.
type SyntaxError struct {
	Line   int // from 1; 0 where the format can't tell
	Column int // in letters, from 1
	What   string
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return e.What
	}
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.What)
}

// ScanNQuads reads RDF 1.1 N-Quads, with names turned into the store's ids. An error that
// is a *SyntaxError concerns one line, which is left out; reading goes on with the next.
// Any other error ends the sequence. Blank nodes keep their labels.
func ScanNQuads(ctx context.Context, r io.Reader, names Names) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		s := newScanner(r, names)
		for {
			if s.line%256 == 0 && ctx.Err() != nil {
				yield(quad.Quad{}, ctx.Err())
				return
			}
			q, ok, err := s.next()
			if errors.Is(err, io.EOF) {
				return
			}
			var fault *SyntaxError
			if err != nil && (!yield(q, err) || !errors.As(err, &fault)) {
				return
			}
			if !ok {
				continue
			}
			for _, part := range unreify(q) {
				if !yield(part, nil) {
					return
				}
			}
		}
	}
}

// scanner reads N-Quads by the line.
type scanner struct {
	r       *bufio.Reader
	names   Names
	line    int
	comment func(string) // is told each comment line; may be nil
	rest    []byte       // of the line that is being read
	whole   []byte       // that line
	long    []byte       // memory for lines beyond the reader's
	iris    map[string]quad.IRI
	preds   map[string]quad.IRI
}

func newScanner(r io.Reader, names Names) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, 1<<16), names: names, iris: map[string]quad.IRI{}, preds: map[string]quad.IRI{}}
}

// readLine gives the next line, without its end.
func (s *scanner) readLine() ([]byte, error) {
	s.line++
	line, err := s.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		s.long = append(s.long[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) {
			line, err = s.r.ReadSlice('\n')
			if len(s.long) <= maxLine {
				s.long = append(s.long, line...)
			}
		}
		if len(s.long) > maxLine {
			s.long = nil
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, err
			}
			return nil, &SyntaxError{s.line, 1, fmt.Sprintf("the line is longer than %d MB", maxLine>>20)}
		}
		line = s.long
	}
	if err != nil && !(errors.Is(err, io.EOF) && len(line) > 0) {
		if !errors.Is(err, io.EOF) {
			err = fmt.Errorf("line %d: %w", s.line, err)
		}
		return nil, err
	}
	if s.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

// next reads one line; ok is false if it holds no quad.
func (s *scanner) next() (q quad.Quad, ok bool, err error) {
	if s.whole, err = s.readLine(); err != nil {
		return q, false, err
	}
	s.rest = s.whole
	s.space()
	if len(s.rest) == 0 || s.rest[0] == '#' {
		if len(s.rest) > 0 && s.comment != nil {
			s.comment(string(s.rest))
		}
		return q, false, nil
	}
	if !utf8.Valid(s.whole) {
		for len(s.rest) > 0 {
			r, n := utf8.DecodeRune(s.rest)
			if r == utf8.RuneError && n == 1 {
				break
			}
			s.rest = s.rest[n:]
		}
		return q, false, s.fault("invalid UTF-8")
	}
	q, err = s.statement()
	return q, err == nil, err
}

// fault is an error where reading stands.
func (s *scanner) fault(format string, args ...any) error {
	read := s.whole[:len(s.whole)-len(s.rest)]
	return &SyntaxError{s.line, utf8.RuneCount(read) + 1, fmt.Sprintf(format, args...)}
}

func (s *scanner) space() {
	for len(s.rest) > 0 && (s.rest[0] == ' ' || s.rest[0] == '\t') {
		s.rest = s.rest[1:]
	}
}

func (s *scanner) statement() (q quad.Quad, err error) {
	if q.Subject, err = s.node("a subject", s.iris, s.names.Compress); err != nil {
		return q, err
	}
	s.space()
	if len(s.rest) == 0 || s.rest[0] != '<' {
		return q, s.fault("want a predicate, <IRI>%s", s.found())
	}
	if q.Predicate, err = s.iri(s.preds, s.names.CompressPredicate); err != nil {
		return q, err
	}
	s.space()
	if bytes.HasPrefix(s.rest, []byte(termOpen)) {
		q.Object, err = s.tripleTerm(q.Predicate)
	} else {
		q.Object, err = s.object(q.Predicate)
	}
	if err != nil {
		return q, err
	}
	s.space()
	if len(s.rest) > 0 && s.rest[0] != '.' {
		if q.Label, err = s.node("a graph or a full stop", s.iris, s.names.Compress); err != nil {
			return q, err
		}
		s.space()
	}
	if len(s.rest) == 0 || s.rest[0] != '.' {
		return q, s.fault("want a full stop%s", s.found())
	}
	s.rest = s.rest[1:]
	s.space()
	if len(s.rest) > 0 && s.rest[0] != '#' {
		return q, s.fault("more after the full stop%s", s.found())
	}
	return q, nil
}

// object reads what follows a predicate.
func (s *scanner) object(predicate quad.Value) (quad.Value, error) {
	switch {
	case len(s.rest) > 0 && s.rest[0] == '"':
		return s.literal(predicate.(quad.IRI))
	case predicate == rdfPredicate:
		return s.node("an object", s.preds, s.names.CompressPredicate)
	}
	return s.node("an object", s.iris, s.names.Compress)
}

const termOpen, termClose = "<<(", ")>>"

// tripleTerm reads RDF 1.2's <<( s p o )>>, where it tells what a claim is about.
func (s *scanner) tripleTerm(predicate quad.Value) (t quad.Value, err error) {
	if predicate != rdfReifies {
		return nil, s.fault("a triple can only be the object of rdf:reifies here")
	}
	s.rest = s.rest[len(termOpen):]
	s.space()
	var in quad.Quad
	if in.Subject, err = s.node("a subject", s.iris, s.names.Compress); err != nil {
		return nil, err
	}
	s.space()
	if in.Predicate, err = s.node("a predicate", s.preds, s.names.CompressPredicate); err != nil {
		return nil, err
	}
	if _, ok := in.Predicate.(quad.IRI); !ok {
		return nil, s.fault("a blank node is no predicate")
	}
	s.space()
	if in.Object, err = s.object(in.Predicate); err != nil {
		return nil, err
	}
	s.space()
	if !bytes.HasPrefix(s.rest, []byte(termClose)) {
		return nil, s.fault("want %s%s", termClose, s.found())
	}
	s.rest = s.rest[len(termClose):]
	return tripleTerm{in.Subject, in.Predicate, in.Object}, nil
}

// found tells what stands there instead.
func (s *scanner) found() string {
	if len(s.rest) == 0 {
		return ", found the end of the line"
	}
	word, _, _ := strings.Cut(clip(string(s.rest)), " ")
	return fmt.Sprintf(", found %q", word)
}

// clip cuts a text to what fits in a message.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

func (s *scanner) node(what string, kept map[string]quad.IRI, compress func(string) (quad.IRI, error)) (quad.Value, error) {
	switch {
	case len(s.rest) > 0 && s.rest[0] == '<':
		return s.iri(kept, compress)
	case bytes.HasPrefix(s.rest, []byte("_:")):
		return s.blank()
	}
	return nil, s.fault("want %s, <IRI> or _:label%s", what, s.found())
}

func (s *scanner) iri(kept map[string]quad.IRI, compress func(string) (quad.IRI, error)) (quad.Value, error) {
	end := bytes.IndexByte(s.rest, '>')
	if end < 0 {
		return nil, s.fault("an IRI without its end, >")
	}
	raw := s.rest[1:end]
	if id, ok := kept[string(raw)]; ok {
		s.rest = s.rest[end+1:]
		return id, nil
	}
	text := string(raw)
	if bytes.IndexByte(raw, '\\') >= 0 {
		var err error
		if text, err = s.unescape(raw, true); err != nil {
			return nil, err
		}
	}
	if !absolute(text) {
		return nil, s.fault("the IRI <%s> is not absolute", clip(text))
	}
	id, err := compress(text)
	if err != nil {
		return nil, s.fault("the IRI <%s>: %v", clip(text), err)
	}
	if len(kept) == keptIRIs {
		clear(kept)
	}
	if len(raw) < longIRI {
		kept[string(raw)] = id
	}
	s.rest = s.rest[end+1:]
	return id, nil
}

// absolute says whether an IRI starts with a scheme.
func absolute(s string) bool {
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		case i > 0 && (r >= '0' && r <= '9' || r == '+' || r == '-' || r == '.'):
		default:
			return r == ':' && i > 0
		}
	}
	return false
}

func (s *scanner) blank() (quad.Value, error) {
	text := s.rest[2:]
	end := bytes.IndexAny(text, " \t<\"")
	if end < 0 {
		end = len(text)
	}
	label := bytes.TrimRight(text[:end], ".") // a full stop may follow at once
	if !validBlank(string(label)) {
		return nil, s.fault("the blank node _:%s is not of letters, digits, _, - and inner dots", clip(string(text[:end])))
	}
	s.rest = text[len(label):]
	return quad.BNode(label), nil
}

func (s *scanner) literal(predicate quad.IRI) (quad.Value, error) {
	end, escapes := -1, false
	for i := 1; i < len(s.rest); i++ {
		if c := s.rest[i]; c == '\\' {
			escapes = true
			i++
		} else if c == '"' {
			end = i
			break
		}
	}
	if end < 0 {
		return nil, s.fault("a string without its end, \"")
	}
	text := string(s.rest[1:end])
	if escapes {
		var err error
		if text, err = s.unescape(s.rest[1:end], false); err != nil {
			return nil, err
		}
	}
	s.rest = s.rest[end+1:]
	switch {
	case bytes.HasPrefix(s.rest, []byte("^^<")):
		s.rest = s.rest[2:]
		datatype, err := s.iri(s.iris, s.names.Compress)
		if err != nil {
			return nil, err
		}
		return typedValue(predicate, text, datatype.(quad.IRI)), nil
	case bytes.HasPrefix(s.rest, []byte("^^")):
		s.rest = s.rest[2:]
		return nil, s.fault("want a datatype, <IRI>%s", s.found())
	case len(s.rest) > 0 && s.rest[0] == '@':
		end := 1
		for end < len(s.rest) && s.rest[end] != ' ' && s.rest[end] != '\t' && s.rest[end] != '.' && s.rest[end] != '<' {
			end++
		}
		lang := string(s.rest[1:end])
		if !validLang(lang) {
			return nil, s.fault("%q is not a language tag", "@"+clip(lang))
		}
		s.rest = s.rest[end:]
		return quad.LangString{Value: quad.String(text), Lang: lang}, nil
	}
	return quad.String(text), nil
}

// unescape resolves \t, \u00E9 and the like in raw, which s.rest starts with, one byte in.
func (s *scanner) unescape(raw []byte, iri bool) (string, error) {
	b := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			b = append(b, raw[i])
			continue
		}
		bad := func() (string, error) {
			s.rest = s.rest[1+i:]
			return "", s.fault("%q is not an escape here", raw[i:min(i+6, len(raw))])
		}
		if i+1 == len(raw) {
			return bad()
		}
		digits := 0
		switch c := raw[i+1]; {
		case c == 'u':
			digits = 4
		case c == 'U':
			digits = 8
		case iri:
			return bad()
		default:
			at := strings.IndexByte(`tbnrf"'\`, c)
			if at < 0 {
				return bad()
			}
			b = append(b, "\t\b\n\r\f\"'\\"[at])
			i++
			continue
		}
		if i+2+digits > len(raw) {
			return bad()
		}
		n, err := strconv.ParseUint(string(raw[i+2:i+2+digits]), 16, 32)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return bad()
		}
		b = utf8.AppendRune(b, rune(n))
		i += 1 + digits
	}
	return string(b), nil
}

// typedValue undoes Names.literal.
func typedValue(predicate quad.IRI, text string, datatype quad.IRI) quad.Value {
	if dated[predicate] && dateType(text) == datatype {
		return quad.String(text)
	}
	return literalValue(&schema.Literal{Value: text, Datatype: string(datatype)})
}
