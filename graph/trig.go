package graph

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/cayleygraph/quad"
)

// shortener writes absolute IRIs with prefixes, for people to read.
type shortener struct {
	names    Names
	prefixes []struct{ short, long string } // longest first where one starts another
}

func newShortener(names Names) shortener {
	s := shortener{names: names}
	for _, room := range []string{"claim", "article", "open"} {
		s.prefixes = append(s.prefixes, struct{ short, long string }{room + ":", names.base + room + "/"})
	}
	s.prefixes = append(s.prefixes, struct{ short, long string }{"k:", names.base})
	s.prefixes = append(s.prefixes, prefixes...)
	return s
}

// localName holds what may follow a prefix, unescaped, in Turtle and JSON-LD alike.
var localName = regexp.MustCompile(`^[A-Za-z0-9_À-ÖØ-öø-ʯ]([A-Za-z0-9_À-ÖØ-öø-ʯ.-]*[A-Za-z0-9_À-ÖØ-öø-ʯ-])?$`)

// short gives an IRI with a prefix, if it can be written so.
func (s shortener) short(iri string) (string, bool) {
	for _, p := range s.prefixes {
		if rest, ok := strings.CutPrefix(iri, p.long); ok && localName.MatchString(rest) {
			return p.short + rest, true
		}
	}
	return iri, false
}

func (s shortener) turtle(iri string) string {
	if short, ok := s.short(iri); ok {
		return short
	}
	return "<" + iri + ">"
}

// predicate and object give a quad's terms as Turtle has them.
func (s shortener) predicate(q quad.Quad) string {
	if q.Predicate == rdfType {
		return "a"
	}
	return s.turtle(s.names.ExpandPredicate(q.Predicate.(quad.IRI)))
}

func (s shortener) object(q quad.Quad) string {
	switch o := q.Object.(type) {
	case quad.IRI:
		return s.turtle(s.names.expandObject(q.Predicate, o))
	case quad.BNode:
		return "_:" + string(o)
	case tripleTerm:
		in := quad.Quad{Predicate: o.predicate, Object: o.object}
		return "<<( " + s.node(o.subject) + " " + s.predicate(in) + " " + s.object(in) + " )>>"
	}
	term, _ := q.Predicate.(quad.IRI)
	text, datatype, lang := s.names.literal(term, q.Object)
	b := append(appendEscaped([]byte{'"'}, text), '"')
	switch {
	case lang != "":
		return string(b) + "@" + lang
	case datatype != "":
		return string(b) + "^^" + s.turtle(datatype)
	}
	return string(b)
}

func (s shortener) node(v quad.Value) string {
	if b, ok := v.(quad.BNode); ok {
		return "_:" + string(b)
	}
	return s.turtle(s.names.Expand(v.(quad.IRI)))
}

// writeTriG writes RDF 1.1 TriG, a graph for each article.
func writeTriG(ctx context.Context, w io.Writer, s *Store, e Export) error {
	return writeTurtleFamily(ctx, w, s, e, true)
}

// writeTurtle writes RDF 1.1 Turtle. It has no graphs: what two articles say alike is one
// triple, and each claim still names its sentence, which names its article.
func writeTurtle(ctx context.Context, w io.Writer, s *Store, e Export) error {
	return writeTurtleFamily(ctx, w, s, e, false)
}

func writeTurtleFamily(ctx context.Context, w io.Writer, s *Store, e Export, graphs bool) error {
	names, err := e.names()
	if err != nil {
		return err
	}
	short := newShortener(names)
	b := bufio.NewWriterSize(w, 1<<16)
	for _, p := range short.prefixes {
		fmt.Fprintf(b, "@prefix %s <%s> .\n", p.short, p.long)
	}
	for quads, err := range e.statements(ctx, s) {
		if err != nil {
			return err
		}
		if len(quads) == 0 {
			continue
		}
		indent, named := "", graphs && quads[0].Label != nil
		b.WriteByte('\n')
		if named {
			indent = "  "
			fmt.Fprintf(b, "%s {\n", short.node(quads[0].Label))
		}
		for i, q := range quads {
			for _, part := range unreify(q) {
				if err := checkQuad(part); err != nil {
					return err
				}
			}
			switch {
			case i > 0 && q.Subject == quads[i-1].Subject && q.Predicate == quads[i-1].Predicate:
				fmt.Fprintf(b, ", %s", short.object(q))
			case i > 0 && q.Subject == quads[i-1].Subject:
				fmt.Fprintf(b, " ;\n%s  %s %s", indent, short.predicate(q), short.object(q))
			default:
				if i > 0 {
					b.WriteString(" .\n")
				}
				fmt.Fprintf(b, "%s%s %s %s", indent, short.node(q.Subject), short.predicate(q), short.object(q))
			}
		}
		b.WriteString(" .\n")
		if named {
			b.WriteString("}\n")
		}
	}
	return b.Flush()
}

func (e Export) names() (Names, error) {
	if e.Base == "" {
		return NewNames(DefaultBase)
	}
	return NewNames(e.Base)
}
