package queries

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/voc/xsd"
)

// Row is one answer: its cells in a stable order, which is the node itself ("id") and
// then the tags by name, or for an emitted object the order of its members.
type Row struct {
	Cells []Cell
}

// Cell is one named value of a row. The tag is empty where a query emits a bare value
// and not an object. The value is nil for null, a Nested for an array or an object
// inside the row, and else a value of the graph with its type.
type Cell struct {
	Tag   string
	Value quad.Value
}

// Get returns the value under the tag, nil if there is none.
func (r Row) Get(tag string) quad.Value {
	for _, c := range r.Cells {
		if c.Tag == tag {
			return c.Value
		}
	}
	return nil
}

// Nested is an array or an object that a query emitted inside a row.
type Nested struct {
	Array  []quad.Value // the elements, if it is an array
	Object []Cell       // the members, if it is an object
	object bool
}

// NewArray makes an array of values.
func NewArray(vals ...quad.Value) *Nested { return &Nested{Array: vals} }

// NewObject makes an object of cells.
func NewObject(cells ...Cell) *Nested { return &Nested{Object: cells, object: true} }

// IsObject says whether it is an object and not an array.
func (n *Nested) IsObject() bool { return n.object }

// String is the value as JSON.
func (n *Nested) String() string { return string(appendJSON(nil, n)) }

// Native returns the value itself.
func (n *Nested) Native() any { return n }

// Text writes a value in its shortest form that still tells its type: <Iran> is an IRI,
// _:b1 a blank node, 12 a whole number, 12.0 a floating-point one, true a boolean, and a
// plain string stands bare unless it could be taken for one of these; then, and with a
// language or a type, it is a literal as N-Quads writes them: "12", "x"@en,
// "2024-01-04T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>. A missing value is
// the empty text. ParseText reads it back.
func Text(v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case quad.IRI, quad.BNode:
		return v.String()
	case quad.String:
		if bare(string(v)) {
			return string(v)
		}
		return v.String()
	case quad.Int:
		return strconv.FormatInt(int64(v), 10)
	case quad.Float:
		if f := float64(v); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return floatText(f)
		}
		return quad.TypedString{Value: quad.String(specialFloat(float64(v))), Type: xsd.Double}.String()
	case quad.Bool:
		return strconv.FormatBool(bool(v))
	case quad.Time:
		return quad.TypedString{Value: quad.String(timeText(v)), Type: fullDateTime}.String()
	case quad.TypedString:
		return v.Value.String() + "^^<" + string(v.Type) + ">"
	case *Nested:
		return v.String()
	}
	return v.String()
}

const fullDateTime = quad.IRI("http://www.w3.org/2001/XMLSchema#dateTime")

func timeText(t quad.Time) string { return time.Time(t).UTC().Format(time.RFC3339Nano) }

// floatText always carries a point or an exponent, so that it isn't taken for a whole number.
func floatText(f float64) string {
	s := strconv.FormatFloat(f, 'g', -1, 64)
	if !strings.ContainsAny(s, ".eE") {
		s += ".0"
	}
	return s
}

func specialFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case f > 0:
		return "INF"
	}
	return "-INF"
}

// bare says whether a string needs no quotes in Text.
func bare(s string) bool {
	if s == "" || s == "true" || s == "false" || s[0] == '"' || s[0] == '<' || strings.HasPrefix(s, "_:") {
		return false
	}
	if c := s[0]; c == '{' || c == '[' {
		return false // could be taken for a nested value
	}
	_, err := strconv.ParseFloat(s, 64)
	return err != nil
}

// ParseText reads what Text wrote, except nested values.
func ParseText(s string) (quad.Value, error) {
	switch {
	case s == "":
		return nil, nil
	case s == "true", s == "false":
		return quad.Bool(s == "true"), nil
	case s[0] == '<' && strings.HasSuffix(s, ">"):
		return quad.IRI(s[1 : len(s)-1]), nil
	case strings.HasPrefix(s, "_:"):
		return quad.BNode(s[2:]), nil
	case s[0] == '"':
		return parseLiteral(s)
	case s[0] == '<', s[0] == '{', s[0] == '[':
		return nil, fmt.Errorf("can't read %q as a value", s)
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return quad.Int(n), nil
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return quad.Float(f), nil
	}
	return quad.String(s), nil
}

var unescaper = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n", `\r`, "\r", `\t`, "\t")

func parseLiteral(s string) (quad.Value, error) {
	end := -1
	for i := 1; i < len(s); i++ {
		if s[i] == '\\' {
			i++
		} else if s[i] == '"' {
			end = i
			break
		}
	}
	if end < 0 {
		return nil, fmt.Errorf("literal %s has no closing quote", s)
	}
	val, rest := quad.String(unescaper.Replace(s[1:end])), s[end+1:]
	switch {
	case rest == "":
		return val, nil
	case rest[0] == '@' && len(rest) > 1:
		return quad.LangString{Value: val, Lang: rest[1:]}, nil
	case strings.HasPrefix(rest, "^^<") && strings.HasSuffix(rest, ">"):
		typ := quad.IRI(rest[3 : len(rest)-1])
		if typ == fullDateTime {
			if t, err := time.Parse(time.RFC3339, string(val)); err == nil {
				return quad.Time(t.UTC()), nil
			}
		}
		if typ == xsd.Double {
			switch val {
			case "NaN":
				return quad.Float(math.NaN()), nil
			case "INF":
				return quad.Float(math.Inf(1)), nil
			case "-INF":
				return quad.Float(math.Inf(-1)), nil
			}
		}
		return quad.TypedString{Value: val, Type: typ}, nil
	}
	return nil, fmt.Errorf("can't read %q after the literal", rest)
}

// appendJSON writes a value as JSON without losing its type: an IRI is "<Iran>" and a blank
// node "_:b1", as Cayley writes them; numbers and booleans are JSON's own, floating-point
// ones with a point or an exponent; a string is a JSON string. What is left is an object in
// the way of JSON-LD: {"@value":"x","@language":"en"}, {"@value":"..","@type":".."}, and
// {"@value":"<Iran>"} for a string that looks like an IRI or a blank node.
func appendJSON(b []byte, v quad.Value) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case quad.Int:
		return strconv.AppendInt(b, int64(v), 10)
	case quad.Float:
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return appendValueObject(b, specialFloat(f), "@type", xsd.Double)
		}
		return append(b, floatText(float64(v))...)
	case quad.Bool:
		return strconv.AppendBool(b, bool(v))
	case quad.IRI:
		if plainJSON(string(v)) {
			return append(append(append(b, `"<`...), v...), `>"`...)
		}
		return appendJSONString(b, v.String())
	case quad.BNode:
		return appendJSONString(b, v.String())
	case quad.String:
		if looksLikeNode(string(v)) {
			return appendValueObject(b, string(v), "", "")
		}
		return appendJSONString(b, string(v))
	case quad.LangString:
		return appendValueObject(b, string(v.Value), "@language", v.Lang)
	case quad.TypedString:
		return appendValueObject(b, string(v.Value), "@type", string(v.Type))
	case quad.Time:
		return appendValueObject(b, timeText(v), "@type", string(fullDateTime))
	case *Nested:
		if v.object {
			return appendCells(b, v.Object)
		}
		b = append(b, '[')
		for i, e := range v.Array {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, e)
		}
		return append(b, ']')
	}
	return appendJSONString(b, v.String())
}

func appendCells(b []byte, cells []Cell) []byte {
	b = append(b, '{')
	for i, c := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSONString(b, c.Tag)
		b = append(b, ':')
		b = appendJSON(b, c.Value)
	}
	return append(b, '}')
}

func looksLikeNode(s string) bool {
	return strings.HasPrefix(s, "_:") || strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">")
}

func appendValueObject(b []byte, val, key, kind string) []byte {
	b = appendJSONString(append(b, `{"@value":`...), val)
	if key != "" {
		b = append(b, ',')
		b = appendJSONString(b, key)
		b = append(b, ':')
		b = appendJSONString(b, kind)
	}
	return append(b, '}')
}

// appendJSONString keeps < and > readable: the output is no HTML.
func appendJSONString(b []byte, s string) []byte {
	if plainJSON(s) {
		return append(append(append(b, '"'), s...), '"')
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil { // can't happen: every Go string encodes
		return append(b, `""`...)
	}
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}

// plainJSON says whether a string stands in JSON as it is: of ASCII, with nothing to escape.
func plainJSON(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// MarshalJSON writes the row as WriteJSON does.
func (r Row) MarshalJSON() ([]byte, error) { return r.appendJSON(nil), nil }

func (r Row) appendJSON(b []byte) []byte {
	if len(r.Cells) == 1 && r.Cells[0].Tag == "" {
		return appendJSON(b, r.Cells[0].Value)
	}
	return appendCells(b, r.Cells)
}

// visible makes a text safe for a terminal: one line, and nothing that moves the cursor,
// recolours or reverses.
func visible(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		q := strconv.QuoteRune(r)
		b.WriteString(q[1 : len(q)-1])
	}
	return b.String()
}
