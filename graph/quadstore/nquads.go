package quadstore

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// SyntaxError is a line that is not N-Quads, or that the store can't hold. It wraps
// ErrInvalid.
type SyntaxError struct {
	Line int64 // from 1
	Why  string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d: %v: %s", e.Line, ErrInvalid, e.Why)
}
func (e *SyntaxError) Unwrap() error { return ErrInvalid }

// maxLine is the longest line read: far above any sentence, far below memory.
const maxLine = 16 << 20

// scanner reads N-Quads (https://www.w3.org/TR/n-quads/), with relative IRIs allowed, and
// gives its terms as the store encodes them.
type scanner struct {
	r       io.Reader
	buf     []byte
	from    int // unread bytes are buf[from:to]
	to      int
	eof     bool
	line    int64
	scratch []byte
}

func newScanner(r io.Reader) *scanner { return &scanner{r: r, buf: make([]byte, 1<<18)} }

// next gives the next line without its end; io.EOF after the last.
func (s *scanner) next() ([]byte, error) {
	searched := 0
	for {
		if i := bytes.IndexByte(s.buf[s.from+searched:s.to], '\n'); i >= 0 {
			line := s.buf[s.from : s.from+searched+i]
			s.from += searched + i + 1
			s.line++
			return line, nil
		}
		searched = s.to - s.from
		if s.eof {
			if searched == 0 {
				return nil, io.EOF
			}
			line := s.buf[s.from:s.to]
			s.from = s.to
			s.line++
			return line, nil
		}
		if s.from > 0 {
			copy(s.buf, s.buf[s.from:s.to])
			s.from, s.to = 0, searched
		}
		if s.to == len(s.buf) {
			if len(s.buf) >= maxLine {
				return nil, &SyntaxError{s.line + 1, fmt.Sprintf("line of more than %d MB", maxLine>>20)}
			}
			s.buf = append(s.buf, make([]byte, len(s.buf))...)
		}
		n, err := s.r.Read(s.buf[s.to:])
		s.to += n
		if errors.Is(err, io.EOF) {
			s.eof = true
		} else if err != nil {
			return nil, fmt.Errorf("read N-Quads after line %d: %w", s.line, err)
		}
	}
}

// read gives the next quad: intern is called with each of its terms, in the encoding of
// values, and the ids that it gives are put into q; a missing label is 0.
func (s *scanner) read(q *[4]uint32, intern func(enc []byte) (uint32, error)) error {
	for {
		line, err := s.next()
		if err != nil {
			return err
		}
		line = skipSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		*q = [4]uint32{}
		for at := posS; ; at++ {
			if len(line) > 0 && line[0] == '.' && at >= posL {
				line = skipSpace(line[1:])
				break
			}
			if at > posL {
				return &SyntaxError{s.line, "no full stop after the label"}
			}
			enc, rest, why := s.term(line, at)
			if why != "" {
				return &SyntaxError{s.line, fmt.Sprintf("%v: %s", dirOf(at), why)}
			}
			if q[at], err = intern(enc); err != nil {
				return err
			}
			line = skipSpace(rest)
		}
		if len(line) > 0 && line[0] != '#' {
			return &SyntaxError{s.line, "text after the full stop"}
		}
		return nil
	}
}

func skipSpace(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\r') {
		b = b[1:]
	}
	return b
}

// term reads one term of a line. The encoding is good until the next call.
func (s *scanner) term(b []byte, at int) (enc, rest []byte, why string) {
	if len(b) == 0 {
		return nil, nil, "missing"
	}
	switch b[0] {
	case '<':
		iri, rest, why := s.iri(b, append(s.scratch[:0], kindIRI))
		if why != "" {
			return nil, nil, why
		}
		s.scratch = iri
		return iri, rest, ""
	case '_':
		if len(b) < 2 || b[1] != ':' {
			return nil, nil, "blank node without a colon"
		}
		end := 2
		for end < len(b) && b[end] > ' ' && b[end] != '<' && b[end] != '"' {
			end++
		}
		if b[end-1] == '.' { // the full stop of the line
			end--
		}
		label := b[2:end]
		if why := bnodeFlaw(string(label)); why != "" {
			return nil, nil, why
		}
		s.scratch = append(append(s.scratch[:0], kindBNode), label...)
		return s.scratch, b[end:], ""
	case '"':
		return s.literal(b, at)
	}
	return nil, nil, fmt.Sprintf("unexpected %q", b[0])
}

// iri reads an IRI in angle brackets and appends what it names to dst.
func (s *scanner) iri(b, dst []byte) (out, rest []byte, why string) {
	end := bytes.IndexByte(b, '>')
	if end < 0 {
		return nil, nil, "IRI without an end"
	}
	text := b[1:end]
	if bytes.IndexByte(text, '\\') >= 0 {
		from := len(dst)
		if dst, why = unescape(dst, text, false); why != "" {
			return nil, nil, why
		}
		return dst, b[end+1:], iriFlaw(string(dst[from:]))
	}
	ascii := true
	for _, c := range text {
		switch iriByte[c] {
		case 1:
			return nil, nil, fmt.Sprintf("character %q in an IRI", c)
		case 2:
			ascii = false
		}
	}
	if len(text) == 0 {
		return nil, nil, "empty IRI"
	}
	if !ascii && !utf8.Valid(text) {
		return nil, nil, "not UTF-8"
	}
	return append(dst, text...), b[end+1:], ""
}

// iriByte is 1 for bytes that no IRI has, and 2 for those of characters beyond ASCII.
var iriByte = func() (t [256]byte) {
	for c := range t {
		switch {
		case c <= ' ', c < utf8.RuneSelf && bytes.IndexByte([]byte(notInIRI), byte(c)) >= 0:
			t[c] = 1
		case c >= utf8.RuneSelf:
			t[c] = 2
		}
	}
	return t
}()

func (s *scanner) literal(b []byte, at int) (enc, rest []byte, why string) {
	end, escaped := 1, false
	for {
		i := bytes.IndexByte(b[end:], '"')
		if i < 0 {
			return nil, nil, "literal without an end"
		}
		if k := bytes.IndexByte(b[end:end+i], '\\'); k >= 0 {
			i = k
		}
		end += i
		if b[end] == '"' {
			break
		}
		escaped = true
		if end += 2; end > len(b) {
			return nil, nil, "literal without an end"
		}
	}
	text, rest := b[1:end], b[end+1:]
	if escaped {
		var out []byte
		if out, why = unescape(nil, text, true); why != "" {
			return nil, nil, why
		}
		text = out
	}
	if !utf8.Valid(text) {
		return nil, nil, "not UTF-8"
	}
	switch {
	case len(rest) > 0 && rest[0] == '@':
		n := 1
		for n < len(rest) && rest[n] > ' ' && rest[n] != '.' && rest[n] != '<' {
			n++
		}
		lang := rest[1:n]
		if !validLang(string(lang)) {
			return nil, nil, "language tag is not letters, digits and hyphens"
		}
		s.scratch = append(append(append(s.scratch[:0], kindLang), lang...), 0)
		s.scratch = append(s.scratch, text...)
		return s.scratch, rest[n:], ""
	case len(rest) > 2 && rest[0] == '^' && rest[1] == '^' && rest[2] == '<':
		dst, rest, why := s.iri(rest[2:], append(s.scratch[:0], kindTyped))
		if why != "" {
			return nil, nil, "datatype: " + why
		}
		return s.typed(dst, text), rest, ""
	}
	if len(text) == 0 && at == posP {
		return nil, nil, "empty predicate"
	}
	s.scratch = append(append(s.scratch[:0], kindString), text...)
	return s.scratch, rest, ""
}

// typed gives the encoding of a literal of the datatype in dst[1:]: that of typed, with
// short ways for what is common.
func (s *scanner) typed(dst, text []byte) []byte {
	switch string(dst[1:]) {
	case xsdInteger:
		if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
			s.scratch = binary.BigEndian.AppendUint64(append(dst[:0], kindInt), uint64(n)^(1<<63))
			return s.scratch
		}
	case xsdDouble:
		if f, err := strconv.ParseFloat(string(text), 64); err == nil {
			s.scratch = binary.BigEndian.AppendUint64(append(dst[:0], kindFloat), sortableFloat(f))
			return s.scratch
		}
	}
	v := typed(string(text), string(dst[1:]))
	s.scratch, _ = appendValue(dst[:0], v) // what typed gives can be encoded
	return s.scratch
}

// unescape appends text with its escapes resolved: all of the grammar's in literals, those
// of code points alone in IRIs.
func unescape(dst, text []byte, literal bool) (out []byte, why string) {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			dst = append(dst, text[i])
			continue
		}
		if i++; i == len(text) {
			return nil, "escape without an end"
		}
		digits := 0
		switch c := text[i]; c {
		case 'u':
			digits = 4
		case 'U':
			digits = 8
		default:
			const from, to = `tbnrf"'\`, "\t\b\n\r\f\"'\\"
			k := bytes.IndexByte([]byte(from), c)
			if !literal || k < 0 {
				return nil, fmt.Sprintf("escape \\%c", c)
			}
			dst = append(dst, to[k])
			continue
		}
		if i+digits >= len(text) {
			return nil, "escape without an end"
		}
		n, err := strconv.ParseUint(string(text[i+1:i+1+digits]), 16, 32)
		if err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			return nil, fmt.Sprintf("escape \\%s", text[i:i+1+digits])
		}
		dst = utf8.AppendRune(dst, rune(n))
		i += digits
	}
	return dst, ""
}

// appendNQuads appends an encoded value as a term of N-Quads, in the canonical form of
// https://www.w3.org/TR/rdf-canon/: \t \b \n \r \f \" \\ and other control characters are
// escaped, all else stands as it is.
func appendNQuads(dst, enc []byte) ([]byte, error) {
	if len(enc) == 0 {
		return dst, fmt.Errorf("empty value: %w", errCodec)
	}
	p := enc[1:]
	switch enc[0] {
	case kindIRI:
		return append(append(append(dst, '<'), p...), '>'), nil
	case kindBNode:
		return append(append(dst, "_:"...), p...), nil
	case kindString:
		return appendLiteral(dst, p), nil
	case kindLang, kindTyped:
		i := bytes.IndexByte(p, 0)
		if i < 0 {
			break
		}
		dst = appendLiteral(dst, p[i+1:])
		if enc[0] == kindLang {
			return append(append(dst, '@'), p[:i]...), nil
		}
		return append(append(append(dst, "^^<"...), p[:i]...), '>'), nil
	case kindInt:
		if len(p) == 8 {
			dst = strconv.AppendInt(append(dst, '"'), int64(binary.BigEndian.Uint64(p)^(1<<63)), 10)
			return append(dst, `"^^<`+xsdInteger+">"...), nil
		}
	}
	v, err := readValue(enc)
	if err != nil {
		return dst, err
	}
	switch v := v.(type) {
	case quad.Bool:
		return fmt.Appendf(dst, `"%t"^^<%s>`, bool(v), xsdBoolean), nil
	case quad.Float:
		dst = append(dst, '"')
		switch f := float64(v); {
		case math.IsInf(f, 1):
			dst = append(dst, "INF"...)
		case math.IsInf(f, -1):
			dst = append(dst, "-INF"...)
		default:
			dst = strconv.AppendFloat(dst, f, 'E', -1, 64)
		}
		return append(dst, `"^^<`+xsdDouble+">"...), nil
	case quad.Time:
		dst = time.Time(v).AppendFormat(append(dst, '"'), time.RFC3339Nano)
		return append(dst, `"^^<`+xsdDateTime+">"...), nil
	}
	return dst, fmt.Errorf("value %x: %w", enc, errCodec)
}

func appendLiteral(dst, text []byte) []byte {
	dst = append(dst, '"')
	plain := 0
	for i, c := range text {
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			continue
		}
		dst = append(dst, text[plain:i]...)
		plain = i + 1
		switch c {
		case '\t':
			dst = append(dst, `\t`...)
		case '\b':
			dst = append(dst, `\b`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '"', '\\':
			dst = append(dst, '\\', c)
		default:
			dst = fmt.Appendf(dst, `\u%04X`, c)
		}
	}
	return append(append(dst, text[plain:]...), '"')
}
