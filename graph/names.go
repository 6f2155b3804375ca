package graph

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
)

// DefaultBase is the base IRI of exports where the user names none.
const DefaultBase = "https://relata.example/"

// Names turns the store's short ids into absolute IRIs and back. Each way undoes the
// other, so that a snapshot restores the very same ids:
//
//	Russia                 <base>Russia
//	100%                   <base>100%25           what an IRI can't hold is escaped
//	rdf:type               http://www.w3.org/1999/02/22-rdf-syntax-ns#type
//	name (as a predicate)  http://www.w3.org/2000/01/rdf-schema#label
//	https://example.com/a  itself
//	iri:isbn:123           isbn:123               foreign, but it looks like an id
type Names struct{ base string }

// NewNames checks a base: an absolute IRI that ends in "/", "#" or ":".
func NewNames(base string) (Names, error) {
	switch {
	case checkIRI(base) != nil || schemeEnd(base) == 0:
		return Names{}, fmt.Errorf("base %q is not an absolute IRI", base)
	case !strings.ContainsRune("/#:", rune(base[len(base)-1])):
		return Names{}, fmt.Errorf("base %q should end in /, # or :", base)
	}
	for _, p := range prefixes {
		if strings.HasPrefix(base, p.long) || strings.HasPrefix(p.long, base) {
			return Names{}, fmt.Errorf("base %q is the place of a vocabulary", base)
		}
	}
	return Names{base}, nil
}

// Base is the base IRI.
func (n Names) Base() string { return n.base }

const foreignPrefix = "iri:"

var scheme = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.-]*:/[^\s]|(?i:urn|mailto|tag|doi|tel|geo|data|did):)`)

// schemeEnd tells whether an id is an absolute IRI already: the length of its scheme, or
// 0. "Mission:_Impossible" is none.
func schemeEnd(id string) int {
	if end := strings.IndexByte(id, ':'); end > 0 && scheme.MatchString(id) {
		return end
	}
	return 0
}

// Expand makes an id absolute.
func (n Names) Expand(id quad.IRI) string {
	s := string(id)
	if rest, ok := strings.CutPrefix(s, foreignPrefix); ok && strings.Contains(rest, ":") {
		return rest
	}
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p.short); ok {
			return p.long + escapeID(rest)
		}
	}
	if schemeEnd(s) > 0 {
		return s
	}
	return n.base + escapeID(s)
}

// Compress undoes Expand.
func (n Names) Compress(s string) (quad.IRI, error) {
	if err := checkIRI(s); err != nil {
		return "", err
	}
	if rest, ok := strings.CutPrefix(s, n.base); ok && rest != "" {
		if id := unescapeID(rest); n.Expand(quad.IRI(id)) == s {
			return quad.IRI(id), nil
		}
	}
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p.long); ok {
			if id := p.short + unescapeID(rest); n.Expand(quad.IRI(id)) == s {
				return quad.IRI(id), nil
			}
		}
	}
	if !strings.Contains(s, ":") {
		return "", errors.New("is a relative IRI")
	}
	if schemeEnd(s) > 0 && n.Expand(quad.IRI(s)) == s {
		return quad.IRI(s), nil
	}
	return quad.IRI(foreignPrefix + s), nil
}

// ExpandPredicate and CompressPredicate also know the standard words for terms of ours.
func (n Names) ExpandPredicate(id quad.IRI) string {
	if std, ok := standard[id]; ok {
		id = std
	}
	return n.Expand(id)
}

// expandObject makes the object of a predicate absolute: that of rdf:predicate is a
// predicate itself.
func (n Names) expandObject(predicate quad.Value, o quad.IRI) string {
	if predicate == rdfPredicate {
		return n.ExpandPredicate(o)
	}
	return n.Expand(o)
}

// CompressPredicate undoes ExpandPredicate.
func (n Names) CompressPredicate(s string) (quad.IRI, error) {
	id, err := n.Compress(s)
	for ours, std := range standard {
		if id == std {
			return ours, err
		}
	}
	return id, err
}

// escapeID escapes what N-Quads allows in an IRI and RFC 3987 doesn't.
func escapeID(s string) string {
	if !strings.ContainsAny(s, "%[]") && strings.Count(s, "#") < 2 {
		return s
	}
	var b strings.Builder
	fragment := false
	for _, r := range s {
		if r == '#' && !fragment {
			fragment = true
			b.WriteRune(r)
		} else if strings.ContainsRune("%[]#", r) {
			fmt.Fprintf(&b, "%%%02X", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var unescaper = strings.NewReplacer("%25", "%", "%5B", "[", "%5D", "]", "%23", "#")

func unescapeID(s string) string { return unescaper.Replace(s) }

// The XML Schema types of dates, by their shape.
var dateTypes = []struct {
	shape *regexp.Regexp
	name  quad.IRI
}{
	{regexp.MustCompile(`^\d{4}$`), "xsd:gYear"},
	{regexp.MustCompile(`^\d{4}-(?:0[1-9]|1[0-2])$`), "xsd:gYearMonth"},
	{regexp.MustCompile(`^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$`), "xsd:date"},
	{regexp.MustCompile(`^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T\d\d:\d\d:\d\d(?:\.\d+)?Z$`), "xsd:dateTime"},
}

// dateType is the type for a date, or "" if it is none.
func dateType(s string) quad.IRI {
	for _, t := range dateTypes {
		if t.shape.MatchString(s) {
			return t.name
		}
	}
	return ""
}

// formatDouble writes the canonical form of xsd:double, with all digits: 7.5E-1.
func formatDouble(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', -1, 64), "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, _ := strconv.Atoi(exponent) // of FormatFloat's making
	return mantissa + "E" + strconv.Itoa(n)
}

// literal gives what a snapshot says of a literal: its text, its absolute datatype or
// language. Terms that hold dates are given the type of their precision.
func (n Names) literal(term quad.IRI, v quad.Value) (text, datatype, lang string) {
	switch v := v.(type) {
	case quad.String:
		if dated[term] {
			if t := dateType(string(v)); t != "" {
				return string(v), n.Expand(t), ""
			}
		}
		return string(v), "", ""
	case quad.LangString:
		return string(v.Value), "", v.Lang
	}
	if l := literalOf(v); l != nil {
		return l.Value, n.Expand(quad.IRI(l.Datatype)), ""
	}
	return quad.ToString(v), "", ""
}
