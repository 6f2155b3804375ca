package graph

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

func (in *importer) readTurtle(r io.Reader) error { return in.readTurtleFamily(r, false) }
func (in *importer) readTriG(r io.Reader) error   { return in.readTurtleFamily(r, true) }

// readTurtleFamily reads RDF 1.1 Turtle, or TriG, after the grammars of
// https://www.w3.org/TR/turtle/ and https://www.w3.org/TR/trig/, and rdf:reifies with a
// triple term as relata export --rdf12 writes it. It keeps no more than one statement's
// open brackets. After a fault it goes on behind the next line that ends a statement.
func (in *importer) readTurtleFamily(r io.Reader, graphs bool) error {
	t := &turtle{in: in, r: bufio.NewReaderSize(r, 1<<16), graphs: graphs, line: 1, column: 1,
		prefixes: map[string]string{}, iris: map[string]quad.IRI{}, preds: map[string]quad.IRI{}}
	if mark, _ := t.r.Peek(3); string(mark) == "\ufeff" {
		_, _ = t.r.Discard(3) // Peek has them
	}
	for {
		err := t.space()
		if err == nil && t.at(end) {
			if t.open && t.err == nil {
				return in.fault(t.fault("the graph is not closed with }"))
			}
			return t.err
		}
		if err == nil {
			err = t.statement()
		}
		var fault *SyntaxError
		switch {
		case t.err != nil:
			return t.err
		case errors.As(err, &fault):
			if err := in.fault(fault); err != nil {
				return err
			}
			t.recover()
		case err != nil:
			return err
		}
	}
}

const (
	end      = rune(-1)
	maxDepth = 256 // of brackets in brackets
)

// turtle reads Turtle and TriG.
type turtle struct {
	in           *importer
	r            *bufio.Reader
	err          error // of the reader, which isn't io.EOF
	line, column int   // of what comes next
	graphs       bool  // TriG
	open         bool  // within { }
	graph        quad.Value
	base         string
	prefixes     map[string]string
	blanks       int // without a label
	depth        int
	iris, preds  map[string]quad.IRI
}

// fault is an error where reading stands.
func (t *turtle) fault(format string, args ...any) *SyntaxError {
	return &SyntaxError{t.line, t.column, fmt.Sprintf(format, args...)}
}

// want is a fault that says what should stand here.
func (t *turtle) want(what string) error {
	if t.at(end) {
		return t.fault("want %s, found the end of the file", what)
	}
	b, _ := t.r.Peek(24)
	word, _, _ := strings.Cut(strings.ToValidUTF8(string(b), "?"), "\n")
	if word, _, _ = strings.Cut(word, " "); word == "" {
		return t.fault("want %s, found a blank", what)
	}
	return t.fault("want %s, found %q", what, word)
}

// peek gives what comes next and its bytes. Invalid UTF-8 is utf8.RuneError of one byte.
func (t *turtle) peek() (rune, int) {
	b, err := t.r.Peek(1)
	if len(b) == 1 && b[0] >= utf8.RuneSelf {
		b, err = t.r.Peek(utf8.UTFMax)
	}
	if len(b) == 0 {
		if !errors.Is(err, io.EOF) && t.err == nil {
			t.err = fmt.Errorf("line %d: %w", t.line, err)
		}
		return end, 0
	}
	return utf8.DecodeRune(b)
}

func (t *turtle) at(r rune) bool {
	next, _ := t.peek()
	return next == r
}

// next reads what peek shows.
func (t *turtle) next() rune {
	r, n := t.peek()
	_, _ = t.r.Discard(n) // peek has them
	switch {
	case r == '\n':
		t.line, t.column = t.line+1, 1
	case n > 0:
		t.column++
	}
	return r
}

// ahead says whether a text of ASCII comes next.
func (t *turtle) ahead(text string) bool {
	b, _ := t.r.Peek(len(text))
	return string(b) == text
}

func (t *turtle) skip(n int) {
	for range n {
		t.next()
	}
}

// space reads blanks and comments.
func (t *turtle) space() error {
	for n := 1; ; n++ {
		if err := t.in.stopped(n); err != nil {
			return err
		}
		switch r, _ := t.peek(); r {
		case ' ', '\t', '\r', '\n':
			t.next()
		case '#':
			for n := 1; r != '\n' && r != end; n++ {
				if err := t.in.stopped(n); err != nil {
					return err
				}
				r = t.next()
			}
		default:
			return nil
		}
	}
}

// mark reads one mark, behind blanks.
func (t *turtle) mark(r rune) error {
	if err := t.space(); err != nil {
		return err
	}
	if !t.at(r) {
		return t.want(fmt.Sprintf("%q", r))
	}
	t.next()
	return nil
}

// recover reads up to the end of a line whose last letter ends a statement or a graph.
func (t *turtle) recover() {
	t.depth = 0
	last := end
	for {
		switch r := t.next(); r {
		case end:
			return
		case '\n':
			if last == '}' {
				t.open, t.graph = false, nil
			}
			if last == '.' || last == '}' {
				return
			}
			last = end
		case ' ', '\t', '\r':
		default:
			last = r
		}
	}
}

// keyword reads a word, whatever its case, if it stands here whole.
func (t *turtle) keyword(word string) bool {
	b, _ := t.r.Peek(len(word) + 1)
	if len(b) <= len(word) || !strings.EqualFold(string(b[:len(word)]), word) || !strings.ContainsRune(" \t\r\n<#[", rune(b[len(word)])) {
		return false
	}
	t.skip(len(word))
	return true
}

func (t *turtle) statement() error {
	sparql := false
	switch {
	case t.open && t.at('}'):
		t.next()
		t.open, t.graph = false, nil
		return nil
	case t.ahead("@prefix"), t.ahead("@base"):
		t.next()
		if t.open {
			return t.fault("a directive can't stand in a graph")
		}
	case t.open:
		return t.triples()
	default:
		sparql = true
	}
	switch {
	case t.keyword("prefix"):
		if err := t.prefix(); err != nil {
			return err
		}
	case t.keyword("base"):
		if err := t.space(); err != nil {
			return err
		}
		base, err := t.iriRef()
		if err != nil {
			return err
		}
		t.base = base
	case !sparql:
		return t.want("prefix or base")
	case t.graphs && t.keyword("graph"):
		if err := t.space(); err != nil {
			return err
		}
		label, named, err := t.subject()
		if err != nil {
			return err
		}
		if !named {
			return t.fault("a graph's name is an IRI or a blank node")
		}
		return t.begin(label)
	case t.graphs && t.at('{'):
		return t.begin(nil)
	default:
		return t.triples()
	}
	if sparql {
		return nil
	}
	return t.mark('.')
}

// begin opens a graph.
func (t *turtle) begin(label quad.Value) error {
	if err := t.mark('{'); err != nil {
		return err
	}
	t.open, t.graph = true, label
	return nil
}

func (t *turtle) prefix() error {
	if err := t.space(); err != nil {
		return err
	}
	name, err := t.prefixName()
	if err != nil {
		return err
	}
	if err := t.space(); err != nil {
		return err
	}
	iri, err := t.iriRef()
	if err != nil {
		return err
	}
	t.prefixes[name] = iri
	t.in.ours(t.prefixes, name)
	return nil
}

// ours takes the base from the prefixes of an export of ours, unless the caller gave one.
func (in *importer) ours(prefixes map[string]string, declared string) {
	base := prefixes["k"]
	if declared != "k" || in.opt.Base != "" || prefixes["claim"] != base+"claim/" {
		return
	}
	if names, err := NewNames(base); err == nil {
		in.names = names
	}
}

// triples reads a subject and what is said of it, or the head of a graph.
func (t *turtle) triples() error {
	bracket := t.at('[')
	subject, named, err := t.subject()
	if err != nil {
		return err
	}
	if err := t.space(); err != nil {
		return err
	}
	if t.graphs && !t.open && named && t.at('{') {
		return t.begin(subject)
	}
	alone := bracket && !named && (t.at('.') || t.open && t.at('}')) // [ ... ] says something itself
	if !alone {
		if err := t.predicates(subject); err != nil {
			return err
		}
	}
	if t.open && t.at('}') {
		return nil
	}
	if !t.at('.') {
		return t.want("a full stop, ; or ,")
	}
	t.next()
	return nil
}

// subject reads one; named is false for brackets that hold something.
func (t *turtle) subject() (v quad.Value, named bool, err error) {
	switch r, _ := t.peek(); {
	case r == '[':
		return t.bracket()
	case r == '(':
		v, err = t.collection()
		return v, false, err
	case t.ahead("_:"):
		v, err = t.blank()
	default:
		v, err = t.iri("a subject", t.iris, t.in.names.Compress)
	}
	return v, true, err
}

// predicates reads what is said of a subject, up to the mark behind it.
func (t *turtle) predicates(subject quad.Value) error {
	for {
		predicate, err := t.predicate()
		if err != nil {
			return err
		}
		for more := true; more; {
			if err := t.space(); err != nil {
				return err
			}
			object, err := t.object(predicate)
			if err != nil {
				return err
			}
			if err := t.in.add(quad.Quad{Subject: subject, Predicate: predicate, Object: object, Label: t.graph}); err != nil {
				return err
			}
			if err := t.space(); err != nil {
				return err
			}
			if more = t.at(','); more {
				t.next()
			}
		}
		if !t.at(';') {
			return nil
		}
		for t.at(';') {
			t.next()
			if err := t.space(); err != nil {
				return err
			}
		}
		if r, _ := t.peek(); r == end || strings.ContainsRune(".]}", r) {
			return nil
		}
	}
}

func (t *turtle) predicate() (quad.IRI, error) {
	if b, _ := t.r.Peek(2); len(b) == 2 && b[0] == 'a' && strings.ContainsRune(" \t\r\n<[(\"'#", rune(b[1])) {
		t.next()
		return rdfType, nil
	}
	return t.iri("a predicate", t.preds, t.in.names.CompressPredicate)
}

func (t *turtle) object(predicate quad.IRI) (v quad.Value, err error) {
	switch r, _ := t.peek(); {
	case t.ahead(termOpen):
		return t.tripleTerm(predicate)
	case r == '[':
		v, _, err = t.bracket()
		return v, err
	case r == '(':
		return t.collection()
	case t.ahead("_:"):
		return t.blank()
	case r == '"', r == '\'':
		return t.literal(predicate)
	case r == '+', r == '-', r == '.' && t.decimal(), r >= '0' && r <= '9':
		return t.number(predicate)
	case t.word("true"), t.word("false"):
		return quad.Bool(r == 't'), nil
	case predicate == rdfPredicate:
		v, err = t.iri("an object", t.preds, t.in.names.CompressPredicate)
		return v, err
	}
	return t.iri("an object", t.iris, t.in.names.Compress)
}

// word reads a word that is no part of a name.
func (t *turtle) word(word string) bool {
	b, _ := t.r.Peek(len(word) + 4)
	rest, ok := strings.CutPrefix(string(b), word)
	if !ok {
		return false
	}
	if r, n := utf8.DecodeRuneInString(rest); n > 0 && (nameRune(r) || r == ':') {
		return false
	}
	t.skip(len(word))
	return true
}

// deeper counts a bracket in a bracket.
func (t *turtle) deeper() error {
	if t.depth++; t.depth > maxDepth {
		return t.fault("more than %d brackets in brackets", maxDepth)
	}
	return nil
}

func (t *turtle) newBlank() quad.BNode {
	t.blanks++
	return quad.BNode(fmt.Sprintf(" %d", t.blanks)) // no label can be that; in.blank renames it
}

// bracket reads [ ... ]; empty says that nothing stands in it.
func (t *turtle) bracket() (node quad.Value, empty bool, err error) {
	t.next()
	node = t.newBlank()
	if err := t.space(); err != nil {
		return nil, false, err
	}
	if t.at(']') {
		t.next()
		return node, true, nil
	}
	if err := t.deeper(); err != nil {
		return nil, false, err
	}
	if err := t.predicates(node); err != nil {
		return nil, false, err
	}
	t.depth--
	return node, false, t.mark(']')
}

const (
	rdfFirst = quad.IRI("rdf:first")
	rdfRest  = quad.IRI("rdf:rest")
	rdfNil   = quad.IRI("rdf:nil")
)

// collection reads ( ... ).
func (t *turtle) collection() (quad.Value, error) {
	t.next()
	if err := t.deeper(); err != nil {
		return nil, err
	}
	var head, last quad.Value
	for {
		if err := t.space(); err != nil {
			return nil, err
		}
		if t.at(')') {
			break
		}
		item, err := t.object(rdfFirst)
		if err != nil {
			return nil, err
		}
		node := t.newBlank()
		if last == nil {
			head = node
		} else if err := t.in.add(quad.Quad{Subject: last, Predicate: rdfRest, Object: node, Label: t.graph}); err != nil {
			return nil, err
		}
		if err := t.in.add(quad.Quad{Subject: node, Predicate: rdfFirst, Object: item, Label: t.graph}); err != nil {
			return nil, err
		}
		last = node
	}
	t.next()
	t.depth--
	if last == nil {
		return rdfNil, nil
	}
	return head, t.in.add(quad.Quad{Subject: last, Predicate: rdfRest, Object: rdfNil, Label: t.graph})
}

// tripleTerm reads RDF 1.2's <<( s p o )>>, where it tells what a claim is about.
func (t *turtle) tripleTerm(about quad.IRI) (quad.Value, error) {
	if about != rdfReifies {
		return nil, t.fault("a triple can only be the object of rdf:reifies here")
	}
	t.skip(len(termOpen))
	var in tripleTerm
	if err := t.space(); err != nil {
		return nil, err
	}
	subject, named, err := t.subject()
	if err != nil {
		return nil, err
	}
	if !named {
		return nil, t.fault("brackets can't stand in a triple")
	}
	if err := t.space(); err != nil {
		return nil, err
	}
	predicate, err := t.predicate()
	if err != nil {
		return nil, err
	}
	if err := t.space(); err != nil {
		return nil, err
	}
	in.subject, in.predicate = subject, predicate
	if in.object, err = t.object(predicate); err != nil {
		return nil, err
	}
	if err := t.space(); err != nil {
		return nil, err
	}
	if !t.ahead(termClose) {
		return nil, t.want(termClose)
	}
	t.skip(len(termClose))
	return in, nil
}

// iri reads <IRI> or prefix:name and gives the store's id.
func (t *turtle) iri(what string, kept map[string]quad.IRI, compress func(string) (quad.IRI, error)) (quad.IRI, error) {
	line, column := t.line, t.column
	var text string
	var err error
	if r, _ := t.peek(); r == '<' {
		text, err = t.iriRef()
	} else if r == ':' || baseRune(r) {
		text, err = t.prefixed()
	} else {
		return "", t.want(what)
	}
	if err != nil {
		return "", err
	}
	if id, ok := kept[text]; ok {
		return id, nil
	}
	id, err := compress(text)
	if err != nil {
		return "", &SyntaxError{line, column, fmt.Sprintf("the IRI <%s>: %v", clip(text), err)}
	}
	if len(kept) == keptIRIs {
		clear(kept)
	}
	if len(text) < longIRI {
		kept[text] = id
	}
	return id, nil
}

// iriRef reads <IRI> and makes it absolute.
func (t *turtle) iriRef() (string, error) {
	start := *t
	if !t.at('<') {
		return "", t.want("<IRI>")
	}
	t.next()
	var b []byte
	for !t.at('>') {
		r, n := t.peek()
		switch {
		case r == end || r == '\n' || len(b) > maxLine:
			return "", start.fault("an IRI without its end, >")
		case r == utf8.RuneError && n == 1:
			return "", t.fault("invalid UTF-8")
		case r == '\\':
			escaped, err := t.escape(true)
			if err != nil {
				return "", err
			}
			r = escaped
		case r < utf8.RuneSelf && notInIRI[r]:
			return "", t.fault("%q can't stand in an IRI", r)
		default:
			t.next()
		}
		b = utf8.AppendRune(b, r)
	}
	t.next()
	text := string(b)
	if !absolute(text) {
		if t.base == "" {
			return "", start.fault("the IRI <%s> is relative, and there is no @base", clip(text))
		}
		text = resolve(t.base, text)
	}
	if err := checkIRI(text); err != nil {
		return "", start.fault("the IRI <%s>: %v", clip(text), err)
	}
	return text, nil
}

// escape reads \t, \u00E9 and the like; of these an IRI has only those of numbers.
func (t *turtle) escape(iri bool) (rune, error) {
	b, _ := t.r.Peek(10)
	shown := 2
	if len(b) > 1 && b[1]|0x20 == 'u' {
		shown = map[byte]int{'u': 6, 'U': 10}[b[1]]
	}
	bad := t.fault("%q is not an escape here", strings.ToValidUTF8(string(b[:min(len(b), shown)]), "?"))
	t.next()
	letter := t.next()
	digits := 0
	switch letter {
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	default:
		at := strings.IndexRune(`tbnrf"'\`, letter)
		if at < 0 || iri {
			return 0, bad
		}
		return rune("\t\b\n\r\f\"'\\"[at]), nil
	}
	n := 0
	for range digits {
		d := hexDigit(t.next())
		if d < 0 {
			return 0, bad
		}
		n = n<<4 | d
	}
	if n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return 0, bad
	}
	return rune(n), nil
}

func hexDigit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= 'a' && r <= 'f':
		return int(r-'a') + 10
	case r >= 'A' && r <= 'F':
		return int(r-'A') + 10
	}
	return -1
}

// prefixName reads what stands before a colon, and the colon.
func (t *turtle) prefixName() (string, error) {
	var b []byte
	for !t.at(':') {
		r, _ := t.peek()
		if len(b) > maxLine || !(baseRune(r) || len(b) > 0 && (nameRune(r) || r == '.')) {
			return "", t.want("prefix:")
		}
		b = utf8.AppendRune(b, t.next())
	}
	t.next()
	if len(b) > 0 && b[len(b)-1] == '.' {
		return "", t.fault("a prefix can't end in a full stop")
	}
	return string(b), nil
}

// prefixed reads prefix:name and makes it an absolute IRI.
func (t *turtle) prefixed() (string, error) {
	start := *t
	prefix, err := t.prefixName()
	if err != nil {
		return "", err
	}
	long, ok := t.prefixes[prefix]
	if !ok {
		return "", start.fault("the prefix %q is not declared", clip(prefix)+":")
	}
	b := []byte(long)
	for first := true; ; first = false {
		r, _ := t.peek()
		switch {
		case len(b) > maxLine:
			return "", start.fault("the name is longer than %d MB", maxLine>>20)
		case r == '%':
			hex, _ := t.r.Peek(3)
			if len(hex) < 3 || hexDigit(rune(hex[1])) < 0 || hexDigit(rune(hex[2])) < 0 {
				return "", t.fault("%% needs two hexadecimal digits behind it")
			}
			b = append(b, hex...)
			t.skip(3)
			continue
		case r == '\\':
			t.next()
			if r, _ := t.peek(); !strings.ContainsRune("_~.-!$&'()*+,;=/?#@%", r) {
				return "", t.want("a mark that a name can escape")
			}
		case r == '.' && !first && t.dotInside(), r == ':', r == '_', baseRune(r), r >= '0' && r <= '9':
		case !first && nameRune(r):
		default:
			return string(b), nil
		}
		b = utf8.AppendRune(b, t.next())
	}
}

// dotInside says whether the dots here stand within a name: more of it follows.
func (t *turtle) dotInside() bool {
	const most = 64
	for n := 2; n < most; n++ {
		b, _ := t.r.Peek(n + utf8.UTFMax - 1)
		if len(b) < n {
			return false
		}
		if b[n-1] == '.' {
			continue
		}
		r, _ := utf8.DecodeRune(b[n-1:])
		return nameRune(r) || r == ':' || r == '%' || r == '\\'
	}
	return false
}

func (t *turtle) blank() (quad.Value, error) {
	start := *t
	t.skip(2)
	var b []byte
	for {
		r, _ := t.peek()
		inside := nameRune(r) || r == '.' && t.dotInside()
		if !inside || len(b) == 0 && r != '_' && !baseRune(r) && (r < '0' || r > '9') {
			break
		}
		if len(b) > maxLine {
			return nil, start.fault("the label is longer than %d MB", maxLine>>20)
		}
		b = utf8.AppendRune(b, t.next())
	}
	if len(b) == 0 {
		return nil, start.fault("a blank node without its label")
	}
	return quad.BNode(b), nil
}

func (t *turtle) literal(predicate quad.IRI) (quad.Value, error) {
	text, err := t.quoted()
	if err != nil {
		return nil, err
	}
	if err := t.space(); err != nil {
		return nil, err
	}
	switch {
	case t.at('@'):
		start := *t
		t.next()
		var b []byte
		for r, _ := t.peek(); r == '-' || r < utf8.RuneSelf && baseRune(r) || r >= '0' && r <= '9'; r, _ = t.peek() {
			if len(b) > maxLine {
				break
			}
			b = append(b, byte(t.next()))
		}
		if !validLang(string(b)) {
			return nil, start.fault("%q is not a language tag", "@"+clip(string(b)))
		}
		return quad.LangString{Value: quad.String(text), Lang: string(b)}, nil
	case t.ahead("^^"):
		t.skip(2)
		if err := t.space(); err != nil {
			return nil, err
		}
		datatype, err := t.iri("a datatype", t.iris, t.in.names.Compress)
		if err != nil {
			return nil, err
		}
		return typedValue(predicate, text, datatype), nil
	}
	return quad.String(text), nil
}

// quoted reads a string between one or three marks.
func (t *turtle) quoted() (string, error) {
	start := *t
	marks := string(t.next())
	long := t.ahead(marks + marks)
	switch {
	case long:
		t.skip(2)
		marks += marks + marks
	case t.at(rune(marks[0])):
		t.next()
		return "", nil
	}
	var b []byte
	for !t.ahead(marks) {
		r, n := t.peek()
		switch {
		case r == end, len(b) > maxLine, !long && (r == '\n' || r == '\r'):
			return "", start.fault("a string without its end, %s", marks)
		case r == utf8.RuneError && n == 1:
			return "", t.fault("invalid UTF-8")
		case r == '\\':
			escaped, err := t.escape(false)
			if err != nil {
				return "", err
			}
			r = escaped
		default:
			t.next()
		}
		b = utf8.AppendRune(b, r)
	}
	t.skip(len(marks))
	return string(b), nil
}

// decimal says whether a digit stands behind the mark here.
func (t *turtle) decimal() bool {
	b, _ := t.r.Peek(2)
	return len(b) == 2 && b[1] >= '0' && b[1] <= '9'
}

func (t *turtle) number(predicate quad.IRI) (quad.Value, error) {
	start := *t
	var b []byte
	digits := func() (n int) {
		for r, _ := t.peek(); r >= '0' && r <= '9' && len(b) <= maxLine; r, _ = t.peek() {
			b = append(b, byte(t.next()))
			n++
		}
		return n
	}
	if t.at('+') || t.at('-') {
		b = append(b, byte(t.next()))
	}
	n := digits()
	datatype := quad.IRI("xsd:integer")
	if t.at('.') {
		next, _ := t.r.Peek(3)
		switch {
		case t.decimal():
			datatype = "xsd:decimal"
			b = append(b, byte(t.next()))
			n += digits()
		case n > 0 && len(next) > 2 && next[1]|0x20 == 'e' && strings.IndexByte("+-0123456789", next[2]) >= 0:
			b = append(b, byte(t.next()))
		}
	}
	if n == 0 {
		return nil, start.want("a number")
	}
	if t.at('e') || t.at('E') {
		datatype = "xsd:double"
		b = append(b, byte(t.next()))
		if t.at('+') || t.at('-') {
			b = append(b, byte(t.next()))
		}
		if digits() == 0 {
			return nil, start.fault("the number %s lacks its exponent", clip(string(b)))
		}
	}
	return typedValue(predicate, string(b), datatype), nil
}

// runes are pairs, from and to.
func within(r rune, ranges []rune) bool {
	for i := 0; i < len(ranges); i += 2 {
		if r >= ranges[i] && r <= ranges[i+1] {
			return true
		}
	}
	return false
}

var baseRunes = []rune{'A', 'Z', 'a', 'z', 0xC0, 0xD6, 0xD8, 0xF6, 0xF8, 0x2FF, 0x370, 0x37D, 0x37F, 0x1FFF, 0x200C, 0x200D,
	0x2070, 0x218F, 0x2C00, 0x2FEF, 0x3001, 0xD7FF, 0xF900, 0xFDCF, 0xFDF0, 0xFFFC, 0x10000, 0xEFFFF}

// baseRune and nameRune are PN_CHARS_BASE and PN_CHARS of the grammar.
func baseRune(r rune) bool { return within(r, baseRunes) }

func nameRune(r rune) bool {
	return baseRune(r) || within(r, []rune{'0', '9', '_', '_', '-', '-', 0xB7, 0xB7, 0x300, 0x36F, 0x203F, 0x2040})
}

// resolve makes a reference absolute, as RFC 3986 does it in section 5.2, without a
// change to what is written in it.
func resolve(base, ref string) string {
	scheme, rest, _ := strings.Cut(base, ":")
	scheme += ":"
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, hasQuery := strings.Cut(rest, "?")
	authority, path := "", rest
	if strings.HasPrefix(rest, "//") {
		if slash := strings.IndexByte(rest[2:], '/'); slash >= 0 {
			authority, path = rest[:2+slash], rest[2+slash:]
		} else {
			authority, path = rest, ""
		}
	}
	if hasQuery {
		query = "?" + query
	}
	own, tail := ref, ""
	if i := strings.IndexAny(ref, "?#"); i >= 0 {
		own, tail = ref[:i], ref[i:]
	}
	switch {
	case strings.HasPrefix(ref, "//"):
		authority, path = own, ""
		if slash := strings.IndexByte(own[2:], '/'); slash >= 0 {
			authority, path = own[:2+slash], withoutDots(own[2+slash:])
		}
	case strings.HasPrefix(own, "/"):
		path = withoutDots(own)
	case own != "":
		path = path[:strings.LastIndexByte(path, '/')+1]
		if path == "" && authority != "" {
			path = "/"
		}
		path = withoutDots(path + own)
	case !strings.HasPrefix(tail, "?"):
		tail = query + tail
	}
	return scheme + authority + path + tail
}

// withoutDots takes . and .. out of a path.
func withoutDots(path string) string {
	var out []string
	parts := strings.Split(path, "/")
	for i, part := range parts {
		last := i == len(parts)-1
		switch part {
		case ".", "..":
			if part == ".." && len(out) > 1 {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, part)
		}
	}
	return strings.Join(out, "/")
}
