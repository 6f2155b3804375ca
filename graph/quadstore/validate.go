package quadstore

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// ErrInvalid is the cause of every refusal to write a quad that couldn't be read back.
var ErrInvalid = errors.New("invalid quad")

// Validate says whether q can be written and read back through N-Quads: subject, predicate
// and object are there, text is UTF-8, IRIs, blank nodes and language tags are as the
// N-Quads grammar has them (relative IRIs are allowed), and years have four digits. The
// error wraps ErrInvalid.
func Validate(q quad.Quad) error {
	for _, d := range quad.Directions {
		v := q.Get(d)
		if v == nil {
			if d == quad.Label {
				continue
			}
			return fmt.Errorf("%w: no %v", ErrInvalid, d)
		}
		if why := flaw(v); why != "" {
			return fmt.Errorf("%w: %v %q: %s", ErrInvalid, d, clip(v.String()), why)
		}
		if s, ok := v.(quad.String); ok && s == "" && d == quad.Predicate {
			return fmt.Errorf("%w: empty predicate", ErrInvalid)
		}
	}
	return nil
}

func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

// flaw says what is wrong with v, or nothing.
func flaw(v quad.Value) string {
	switch v := v.(type) {
	case quad.IRI:
		return iriFlaw(string(v))
	case quad.BNode:
		return bnodeFlaw(string(v))
	case quad.String:
		return textFlaw(string(v))
	case quad.LangString:
		if !validLang(v.Lang) {
			return "language tag is not letters, digits and hyphens"
		}
		return textFlaw(string(v.Value))
	case quad.TypedString:
		if why := iriFlaw(string(v.Type)); why != "" {
			return "datatype: " + why
		}
		return textFlaw(string(v.Value))
	case quad.Time:
		if !validYear(time.Time(v).UTC()) {
			return "year is not between 0 and 9999"
		}
	case quad.Int, quad.Float, quad.Bool:
	default:
		return fmt.Sprintf("values of type %T can't be stored", v)
	}
	return ""
}

func textFlaw(s string) string {
	if !utf8.ValidString(s) {
		return "not UTF-8"
	}
	return ""
}

// notInIRI holds the characters that the grammar's IRIREF excludes, besides control
// characters and space.
const notInIRI = "<>\"{}|^`\\"

func iriFlaw(s string) string {
	if s == "" {
		return "empty IRI"
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c < utf8.RuneSelf && strings.IndexByte(notInIRI, c) >= 0 {
			return fmt.Sprintf("character %q in an IRI", c)
		}
	}
	return textFlaw(s)
}

// bnodeFlaw checks a label loosely: whatever ends a blank node in N-Quads is refused.
func bnodeFlaw(s string) string {
	if s == "" {
		return "empty blank node"
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf, c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c == '_', c == ':':
		case (c == '-' || c == '.') && i > 0 && (c == '-' || i < len(s)-1):
		default:
			return fmt.Sprintf("character %q in a blank node", c)
		}
	}
	return textFlaw(s)
}

// validLang checks against LANGTAG of the grammar: letters, then groups of letters and digits.
func validLang(s string) bool {
	group := 0
	digits := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			group++
		case c >= '0' && c <= '9' && digits:
			group++
		case c == '-' && group > 0:
			group, digits = 0, true
		default:
			return false
		}
	}
	return group > 0
}
