package schema

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Fault is something wrong in an ontology file. Line and column count from 1.
type Fault struct {
	File    string
	Line    int
	Column  int
	Message string
}

func (f Fault) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
}

// Limits of an ontology file. The YAML parser needs time that grows with the square of the
// number of keys and of the depth, so a hostile file must be stopped before it.
const (
	maxOntology = 256 << 10 // bytes
	maxDepth    = 50        // open brackets, or dashes on a line
)

// Check reports every fault of an ontology file, in the order of the file. No fault means
// that LoadOntology reads it.
func Check(name string, data []byte) []Fault {
	_, faults := parseOntology(name, data, Default)
	return faults
}

// reader walks the syntax tree and collects faults.
type reader struct {
	file   string
	faults []Fault
	onto   *Ontology
	at     map[string]*token.Token // where each predicate of this file is named
	links  map[string]*token.Token // where its inverse is
}

func parseOntology(name string, data []byte, base func() *Ontology) (*Ontology, []Fault) {
	r := &reader{file: name, onto: &Ontology{}, at: map[string]*token.Token{}, links: map[string]*token.Token{}}
	root := r.parse(data)
	if root == nil {
		return nil, r.faults
	}
	r.root(root, base)
	r.onto.reindex()
	r.inverses()
	slices.SortStableFunc(r.faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return r.onto, nil
}

func (o *Ontology) reindex() {
	o.index = make(map[string]int, len(o.Predicates))
	for i := range o.Predicates {
		o.index[o.Predicates[i].Name] = i
	}
}

func (r *reader) fault(tok *token.Token, format string, args ...any) {
	f := Fault{File: r.file, Line: 1, Column: 1, Message: oneLine(fmt.Sprintf(format, args...))}
	if tok != nil && tok.Position != nil {
		f.Line, f.Column = max(tok.Position.Line, 1), max(tok.Position.Column, 1)
	}
	r.faults = append(r.faults, f)
}

func (r *reader) faultAt(data []byte, offset int, format string, args ...any) {
	before := data[:offset]
	line := 1 + bytes.Count(before, []byte{'\n'})
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	r.faults = append(r.faults, Fault{r.file, line, column, fmt.Sprintf(format, args...)})
}

// parse gives the mapping at the root; nil after a fault.
func (r *reader) parse(data []byte) (root *ast.MappingNode) {
	if len(data) > maxOntology {
		r.fault(nil, "an ontology may have %d KiB at most", maxOntology>>10)
		return nil
	}
	if i := invalidUTF8(data); i >= 0 {
		r.faultAt(data, i, "not UTF-8: byte 0x%02x", data[i])
		return nil
	}
	if i := tooDeep(data); i >= 0 {
		r.faultAt(data, i, "nested deeper than %d", maxDepth)
		return nil
	}
	defer func() {
		if v := recover(); v != nil { // the parser panics on some broken files
			r.fault(nil, "not YAML: %v", v)
			root = nil
		}
	}()
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var at yaml.Error
		if errors.As(err, &at) {
			r.fault(at.GetToken(), "not YAML: %s", at.GetMessage())
		} else {
			r.fault(nil, "not YAML: %v", err)
		}
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		r.fault(nil, "empty: an ontology needs predicates")
		return nil
	}
	if len(file.Docs) > 1 {
		r.fault(file.Docs[1].GetToken(), "a second document: an ontology is one")
		return nil
	}
	root, ok := file.Docs[0].Body.(*ast.MappingNode)
	if !ok {
		r.fault(file.Docs[0].Body.GetToken(), "expected keys such as predicates, got %s", kindOf(file.Docs[0].Body))
		return nil
	}
	return root
}

func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// tooDeep finds the place where flow brackets or sequence dashes nest too deep. It knows
// nothing of quotes, which matters only to files that quote dozens of open brackets.
func tooDeep(data []byte) int {
	depth, dashes := 0, 0
	for i, c := range data {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		case '-', '?':
			dashes++
		case '\n':
			dashes = 0
		default:
			if c != ' ' && c != '\t' {
				dashes = 0
			}
		}
		if depth > maxDepth || dashes > maxDepth {
			return i
		}
	}
	return -1
}

// oneLine keeps a message on its line, whatever the words of the file in it.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

func kindOf(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode:
		return "keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		return "an anchor, an alias or a tag, which ontologies don't use"
	case *ast.NullNode:
		return "nothing"
	}
	return "a plain value"
}

// mapping calls visit for each key of a node; a repeated key is a fault and left out.
func (r *reader) mapping(what string, n ast.Node, at *token.Token, visit func(key string, tok *token.Token, value ast.Node)) {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		r.fault(at, "%s: expected keys, got %s", what, kindOf(n))
		return
	}
	seen := map[string]int{}
	for _, entry := range m.Values {
		tok := entry.Key.GetToken()
		key, ok := entry.Key.(*ast.StringNode)
		if !ok {
			r.fault(tok, "%s: expected a word as key, got %q", what, tok.Value)
			continue
		}
		if line, dup := seen[key.Value]; dup {
			r.fault(tok, "%s: %s stands here twice (first on line %d)", what, key.Value, line)
			continue
		}
		seen[key.Value] = tok.Position.Line
		visit(key.Value, tok, entry.Value)
	}
}

// text reads a plain value.
func (r *reader) text(what string, n ast.Node, at *token.Token) string {
	switch v := n.(type) {
	case *ast.StringNode:
		return strings.TrimSpace(v.Value)
	case *ast.LiteralNode:
		return strings.Join(strings.Fields(v.Value.Value), " ")
	}
	r.fault(at, "%s: expected text, got %s", what, kindOf(n))
	return ""
}

// item is a word of a list and its place.
type item struct {
	value string
	tok   *token.Token
}

// list reads a plain value or a list of them; a repeated word is a fault.
func (r *reader) list(what string, n ast.Node, at *token.Token) (items []item) {
	nodes := []ast.Node{n}
	if seq, ok := n.(*ast.SequenceNode); ok {
		nodes = seq.Values
	}
	for _, n := range nodes {
		tok := n.GetToken()
		if tok == nil {
			tok = at
		}
		v := r.text(what, n, tok)
		switch {
		case v == "":
		case slices.ContainsFunc(items, func(i item) bool { return i.value == v }):
			r.fault(tok, "%s: %s stands here twice", what, v)
		default:
			items = append(items, item{v, tok})
		}
	}
	if len(items) == 0 && len(nodes) == 0 {
		r.fault(at, "%s: an empty list", what)
	}
	return items
}

var nameShape = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func (r *reader) root(root *ast.MappingNode, base func() *Ontology) {
	var sets, predicates ast.Node
	var setsTok, predicatesTok *token.Token
	r.mapping("ontology", root, root.GetToken(), func(key string, tok *token.Token, value ast.Node) {
		switch key {
		case "extends":
			if v := r.text("extends", value, tok); v != "default" {
				if v != "" {
					r.fault(value.GetToken(), "extends: only default can be extended, got %s", v)
				}
			} else if base == nil {
				r.fault(tok, "extends: the default ontology can't extend itself")
			} else {
				r.onto.Sets = slices.Clone(base().Sets)
				r.onto.Predicates = slices.Clone(base().Predicates)
			}
		case "sets":
			sets, setsTok = value, tok
		case "predicates":
			predicates, predicatesTok = value, tok
		default:
			r.fault(tok, "ontology: unknown key %s (known: extends, sets, predicates)", key)
		}
	})
	if sets != nil {
		r.mapping("sets", sets, setsTok, r.set)
	}
	if predicates == nil {
		r.fault(nil, "no predicates")
		return
	}
	r.mapping("predicates", predicates, predicatesTok, r.predicate)
}

func (r *reader) set(name string, tok *token.Token, value ast.Node) {
	if !nameShape.MatchString(name) {
		r.fault(tok, "set %s: a name is lower-case words joined by -", name)
	}
	set := TypeSet{Name: name}
	for _, it := range r.list("set "+name, value, tok) {
		if t := EntityType(it.value); slices.Contains(EntityTypes, t) {
			set.Types = append(set.Types, t)
		} else {
			r.fault(it.tok, "set %s: unknown type %s (known: %s)", name, it.value, joinTypes())
		}
	}
	if i := slices.IndexFunc(r.onto.Sets, func(s TypeSet) bool { return s.Name == name }); i >= 0 {
		r.onto.Sets[i] = set
		return
	}
	r.onto.Sets = append(r.onto.Sets, set)
}

func joinTypes() string {
	names := make([]string, len(EntityTypes))
	for i, t := range EntityTypes {
		names[i] = string(t)
	}
	return strings.Join(names, ", ")
}

func (r *reader) predicate(name string, tok *token.Token, value ast.Node) {
	if !nameShape.MatchString(name) {
		r.fault(tok, "predicate %s: a name is lower-case words joined by -", name)
	}
	r.at[name] = tok
	p := Predicate{Name: name, Label: strings.ReplaceAll(name, "-", " ")}
	faults := len(r.faults)
	r.mapping(name, value, tok, func(key string, tok *token.Token, value ast.Node) {
		what := name + ": " + key
		switch key {
		case "label":
			p.Label = r.text(what, value, tok)
		case "from":
			p.From = r.types(what, value, tok)
		case "to":
			p.To = r.types(what, value, tok)
		case "symmetric":
			b, ok := value.(*ast.BoolNode)
			if !ok {
				r.fault(value.GetToken(), "%s: expected true or false", what)
				return
			}
			p.Symmetric = b.Value
		case "inverse":
			p.Inverse = r.text(what, value, tok)
			r.links[name] = value.GetToken()
		case "event":
			p.Event = r.text(what, value, tok)
			if p.Event != "" && !slices.Contains(PLOVERClasses, p.Event) {
				r.fault(value.GetToken(), "%s: %s is no PLOVER class (known: %s)", what, p.Event, strings.Join(PLOVERClasses, ", "))
			}
		case "definition":
			p.Definition = r.text(what, value, tok)
		case "frames":
			p.Frames = r.frames(name, value, tok)
		default:
			r.fault(tok, "%s: unknown key %s (known: label, from, to, symmetric, inverse, event, definition, frames)", name, key)
		}
	})
	if whole := len(r.faults) == faults; whole { // else the missing part may be the misspelt one
		for _, part := range []struct {
			key  string
			here bool
		}{{"from", len(p.From) > 0}, {"to", len(p.To) > 0}, {"definition", p.Definition != ""}, {"label", p.Label != ""}} {
			if !part.here {
				r.fault(tok, "%s: no %s", name, part.key)
			}
		}
	}
	if p.Symmetric && p.Inverse != "" {
		r.fault(r.links[name], "%s: symmetric and with an inverse: it is its own", name)
	}
	if p.Symmetric && !sameTypes(p.From, p.To) {
		r.fault(tok, "%s: symmetric, so from and to must be the same", name)
	}
	if i := slices.IndexFunc(r.onto.Predicates, func(q Predicate) bool { return q.Name == name }); i >= 0 {
		r.onto.Predicates[i] = p
		return
	}
	r.onto.Predicates = append(r.onto.Predicates, p)
}

func sameTypes(a, b []EntityType) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(t EntityType) bool { return !slices.Contains(b, t) })
}

// types reads type names and names of sets.
func (r *reader) types(what string, n ast.Node, at *token.Token) (types []EntityType) {
	add := func(t EntityType) {
		if !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	for _, it := range r.list(what, n, at) {
		t := EntityType(it.value)
		set := slices.IndexFunc(r.onto.Sets, func(s TypeSet) bool { return s.Name == it.value })
		switch {
		case slices.Contains(EntityTypes, t):
			add(t)
		case set >= 0:
			for _, t := range r.onto.Sets[set].Types {
				add(t)
			}
		default:
			r.fault(it.tok, "%s: unknown type %s (known: %s%s)", what, it.value, joinTypes(), r.setNames())
		}
	}
	return types
}

func (r *reader) setNames() (s string) {
	for _, set := range r.onto.Sets {
		s += ", " + set.Name
	}
	return s
}

func (r *reader) frames(name string, n ast.Node, at *token.Token) (frames []Frame) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		r.fault(at, "%s: frames: expected a list, got %s", name, kindOf(n))
		return nil
	}
	for i, n := range seq.Values {
		what := fmt.Sprintf("%s: frame %d", name, i+1)
		tok := n.GetToken()
		if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
			tok = m.Values[0].Key.GetToken()
		}
		var f Frame
		faults := len(r.faults)
		r.mapping(what, n, tok, func(key string, tok *token.Token, value ast.Node) {
			switch key {
			case "verb", "noun", "adjective":
				if f.Kind != "" {
					r.fault(tok, "%s: lemmas of two kinds: make it two frames", what)
					return
				}
				f.Kind = FrameKind(key)
				for _, it := range r.list(what+": "+key, value, tok) {
					if it.value != strings.ToLower(it.value) {
						r.fault(it.tok, "%s: lemma %s isn't lower-case", what, it.value)
					}
					f.Lemmas = append(f.Lemmas, it.value)
				}
			case "subject":
				f.Subject = r.relations(what+": "+key, value, tok)
			case "object":
				f.Object = r.relations(what+": "+key, value, tok)
			case "about":
				f.About = r.relations(what+": "+key, value, tok)
			case "role":
				f.Role = r.relations(what+": "+key, value, tok)
			case "from":
				f.From = r.types(what+": "+key, value, tok)
			case "to":
				f.To = r.types(what+": "+key, value, tok)
			case "status":
				f.Status = r.status(what+": "+key, value, tok)
			default:
				r.fault(tok, "%s: unknown key %s (known: verb, noun, adjective, subject, object, about, role, from, to, status)", what, key)
			}
		})
		if len(r.faults) == faults {
			switch {
			case f.Kind == "":
				r.fault(tok, "%s: no lemmas: give verb, noun or adjective", what)
			case len(f.Subject) == 0:
				r.fault(tok, "%s: no subject", what)
			case len(f.Object) == 0:
				r.fault(tok, "%s: no object", what)
			}
		}
		frames = append(frames, f)
	}
	return frames
}

// status reads the status of a frame.
func (r *reader) status(what string, n ast.Node, at *token.Token) Status {
	list := r.list(what, n, at)
	if len(list) != 1 || !slices.Contains(Statuses, Status(list[0].value)) {
		r.fault(at, "%s: expected one of actual, planned, possible, denied", what)
		return ""
	}
	return Status(list[0].value)
}

// relationNames are those of Universal Dependencies that an argument may have, and ours.
var relationNames = []string{
	"nsubj", "csubj", "obj", "iobj", "obl", "nmod", "nummod", "amod", "compound", "appos", "xcomp", "ccomp", "advcl", "advmod", "acl", "conj", "root",
	"light", "each", "head", "under", "drawn", "its", "behest",
}

var relationShape = regexp.MustCompile(`^([a-z]+)(?::[a-z_]+)?$`)

func (r *reader) relations(what string, n ast.Node, at *token.Token) (relations []string) {
	for _, it := range r.list(what, n, at) {
		if m := relationShape.FindStringSubmatch(it.value); m == nil || !slices.Contains(relationNames, m[1]) {
			r.fault(it.tok, "%s: unknown relation %s (known: %s, each with :WORD where a preposition tells)", what, it.value, strings.Join(relationNames, ", "))
			continue
		}
		relations = append(relations, it.value)
	}
	return relations
}

// inverses checks that inverses exist and name each other, and that their types agree.
func (r *reader) inverses() {
	for _, p := range r.onto.Predicates {
		if p.Inverse == "" || p.Symmetric {
			continue
		}
		at := r.links[p.Name]
		if at == nil {
			at = r.at[p.Inverse] // an inherited predicate whose inverse this file changed
		}
		q := r.onto.Predicate(p.Inverse)
		switch {
		case q == nil:
			r.fault(at, "%s: inverse %s is no predicate", p.Name, p.Inverse)
		case q == r.onto.Predicate(p.Name):
			r.fault(at, "%s: is its own inverse: say symmetric: true", p.Name)
		case q.Inverse != p.Name:
			r.fault(at, "%s: inverse %s doesn't name it back", p.Name, p.Inverse)
		case !sameTypes(p.From, q.To) || !sameTypes(p.To, q.From):
			r.fault(at, "%s: from and to don't agree with those of its inverse %s", p.Name, p.Inverse)
		}
	}
}
