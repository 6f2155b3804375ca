package queries

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/schema"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/voc"
	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

const (
	maxCalls   = 2000    // calls inside calls
	maxLevel   = 200     // of functions of ours
	maxArray   = 1 << 22 // elements of a list
	maxString  = 1 << 24 // bytes of a string that a method takes or makes
	maxNesting = 500     // brackets inside brackets in the text of a query
)

// compile reads a query. Source maps are off: they would read files that the text names.
func compile(text string) (*program, error) {
	if len(text) > maxText {
		return nil, &Error{Message: fmt.Sprintf("the query has %d bytes; %d is the most", len(text), maxText)}
	}
	if !utf8.ValidString(text) {
		return nil, &Error{Message: "the query is no valid UTF-8"}
	}
	if err := checkShape(text); err != nil {
		return nil, err
	}
	tree, err := parser.ParseFile(nil, queryName, text, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, syntaxError(err, text)
	}
	out := &program{}
	if named, vars, ok := plainCalls(tree); ok {
		out.named, out.vars = named, vars
	}
	if err := tame(tree); err != nil {
		return nil, &Error{Message: err.Error()}
	}
	prepareOnce() // sets the time limit of regular expressions, which compiling reads
	if out.Program, err = goja.CompileAST(tree, false); err != nil {
		return nil, syntaxError(err, text)
	}
	return out, nil
}

// skipGap gives where the white space and comments end that start at i. A comment that doesn't
// end goes to the end.
func skipGap(text string, i int) int {
	for i < len(text) {
		switch {
		case strings.HasPrefix(text[i:], "//"):
			n := strings.IndexByte(text[i:], '\n')
			if n < 0 {
				return len(text)
			}
			i += n
		case strings.HasPrefix(text[i:], "/*"):
			n := strings.Index(text[i+2:], "*/")
			if n < 0 {
				return len(text)
			}
			i += n + 4
		default:
			r, n := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsSpace(r) && r != '\uFEFF' {
				return i
			}
			i += n
		}
	}
	return i
}

// labelsInRow is the greatest number of labels of which each has the next one behind it.
func labelsInRow(text string) int {
	most, row, last := 0, 0, -1 // where the latest label ends
	for i := 0; i < len(text); {
		start := i
		for i < len(text) && !strings.ContainsRune(" \t\n\v\f:;,?(){}[]/", rune(text[i])) {
			i++
		}
		if i == start {
			if j := skipGap(text, i); j > i {
				i = j
			} else {
				i++
			}
			continue
		}
		colon := skipGap(text, i)
		if colon == len(text) || text[colon] != ':' {
			continue
		}
		if row++; last < 0 || skipGap(text, last) != start {
			row = 1
		}
		most, last, i = max(most, row), colon+1, colon+1
	}
	return most
}

// checkShape refuses texts that goja's parser can't take: it calls itself for each bracket,
// so that deep ones run it out of stack; labels in a row take it cubic time, arrow
// functions in each other square time, and those in each other's parameters double it with
// every level. A parser can't be interrupted.
func checkShape(text string) error {
	const (
		arrows = 500 // in all
		labels = 50  // in a row
		groups = 12  // arrow functions with a bracket, which may all be in each other
	)
	if err := checkBrackets(text); err != nil {
		return err
	}
	if strings.Count(text, "=>") > arrows {
		return &Error{Message: fmt.Sprintf("the query has more than %d arrow functions", arrows)}
	}
	if labelsInRow(text) > labels {
		return &Error{Message: "the query has too many labels in a row"}
	}
	n := 0
	for i := range len(text) {
		if text[i] != ')' {
			continue
		}
		end := skipGap(text, i+1)
		if end == len(text) {
			break // the rest is a comment, perhaps one that doesn't end
		}
		if strings.HasPrefix(text[end:], "=>") {
			n++
		}
	}
	if n > groups && !arrowsApart(text) {
		return &Error{Message: fmt.Sprintf("the query has more than %d arrow functions with (...) =>; write function(...) { } for some", groups)}
	}
	return nil
}

// checkBrackets counts brackets, those in strings too.
func checkBrackets(text string) error {
	depth, line, start := 0, 1, 0
	for i := range len(text) {
		switch text[i] {
		case '\n':
			line, start = line+1, i+1
		case '(', '[', '{':
			if depth++; depth > maxNesting {
				return errorAt(text, fmt.Sprintf("brackets are nested more than %d deep", maxNesting), line, i-start+1, nil)
			}
		case ')', ']', '}':
			depth = max(0, depth-1)
		}
	}
	return nil
}

// arrowsApart says whether arrow functions stand in each other's parameters a few levels
// deep at most. It is sure of that only in texts without slashes (a regular expression may
// hold brackets) and templates, apart from comments.
func arrowsApart(text string) bool {
	const most = 4
	levels := []int{0} // of arrow functions inside each open bracket
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"', '\'':
			for i++; i < len(text) && text[i] != c; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '/':
			switch {
			case strings.HasPrefix(text[i:], "//"):
				for i < len(text) && text[i] != '\n' {
					i++
				}
			case strings.HasPrefix(text[i:], "/*"):
				end := strings.Index(text[i+2:], "*/")
				if end < 0 {
					return true // the parser will stop here
				}
				i += end + 3
			default:
				return false
			}
		case '`':
			return false
		case '(':
			levels = append(levels, 0)
		case ')':
			if len(levels) == 1 {
				return true // a syntax error
			}
			n := levels[len(levels)-1]
			levels = levels[:len(levels)-1]
			end := skipGap(text, i+1)
			if end == len(text) {
				return true
			}
			if strings.HasPrefix(text[end:], "=>") {
				n++
			}
			if n > most {
				return false
			}
			levels[len(levels)-1] = max(levels[len(levels)-1], n)
		}
	}
	return true
}

// function makes a function of ours: what it returns becomes a value of the query, and its
// error is thrown.
func (s *session) function(name string, f func(c *call) (any, error)) goja.Value {
	return s.native(func(fc goja.FunctionCall) goja.Value {
		return s.returns(f(&call{s: s, name: name, args: fc.Arguments}))
	})
}

// native makes a function of the virtual machine. Calls of such functions inside each other
// use the stack of Go, and take long to unwind, so they are bounded more tightly than others.
func (s *session) native(f func(goja.FunctionCall) goja.Value) goja.Value {
	return s.vm.ToValue(func(fc goja.FunctionCall) goja.Value {
		if s.level++; s.level > maxLevel {
			s.level--
			s.throw(errTooMuch)
		}
		defer func() { s.level-- }()
		return f(fc)
	})
}

var errTooMuch = errors.New("too much recursion")

func (s *session) returns(v any, err error) goja.Value {
	if err == nil {
		err = s.cause()
	}
	if err != nil {
		s.throw(err)
	}
	switch v := v.(type) {
	case nil:
		return goja.Undefined()
	case *pathObject:
		return s.wrap(v, s.pathProto)
	case *valueObject:
		return s.wrapValue(v)
	}
	return s.vm.ToValue(v)
}

// throw gives an error to the query, which may catch it; what stops the query it can't.
func (s *session) throw(err error) {
	var (
		ex          *goja.Exception
		interrupted *goja.InterruptedError
		deep        *goja.StackOverflowError
	)
	switch {
	case errors.As(err, &ex):
		panic(ex)
	case errors.As(err, &interrupted):
		panic(interrupted)
	case errors.As(err, &deep):
		panic(deep)
	}
	obj := s.vm.NewTypeError("%s", err.Error())
	s.thrown, s.thrownErr = obj, err
	panic(obj)
}

// setup makes what a query finds in its virtual machine.
func (s *session) setup(prog *program) error {
	builtin := func(name string) bool { return s.vm.GlobalObject().Get(name) != nil }
	if len(s.opt.Args) > 0 || slices.ContainsFunc(prog.vars, builtin) {
		prog = &program{Program: prog.Program}
	}
	called := func(name string) bool { return prog.named == nil || prog.named[name] }
	if err := s.setupPaths(called); err != nil {
		return err
	}
	g := s.vm.NewObject()
	for name, f := range graphFuncs {
		if !called(name) {
			continue
		}
		if err := g.Set(name, s.function(name, f)); err != nil {
			return err
		}
	}
	for name, v := range map[string]goja.Value{"g": g, "graph": g} {
		if err := s.vm.Set(name, v); err != nil {
			return err
		}
	}
	for _, funcs := range []map[string]func(c *call) (any, error){valueFuncs, preludeFuncs} {
		for name, f := range funcs {
			if !called(name) {
				continue
			}
			if err := s.vm.Set(name, s.function(name, f)); err != nil {
				return err
			}
		}
	}
	if prog.named != nil {
		// values that are made to text call it, and nothing else that would have to be bounded
		return s.member("Array").Get("prototype").(*goja.Object).Set("join", s.native(s.joinList))
	}
	args := s.vm.NewObject()
	for _, name := range slices.Sorted(maps.Keys(s.opt.Args)) {
		v, err := s.argument(s.opt.Args[name])
		if err != nil {
			return fmt.Errorf("argument %s: %w", name, err)
		}
		if err := args.Set(name, v); err != nil {
			return err
		}
	}
	if err := s.vm.Set("args", args); err != nil {
		return err
	}
	if err := s.restrict(); err != nil {
		return err
	}
	v, err := s.vm.RunProgram(preludeProgram())
	if err != nil {
		return fmt.Errorf("prelude: %w", err)
	}
	// set as properties, so that a query can use the names for its own variables
	prelude := v.(*goja.Object)
	for _, name := range prelude.Keys() {
		if err := s.vm.Set(name, prelude.Get(name)); err != nil {
			return err
		}
	}
	return nil
}

// namesOfMethods gives both names of every method of a path.
var namesOfMethods = sync.OnceValue(func() (out [][2]string) {
	for _, name := range slices.Sorted(maps.Keys(pathMethods)) {
		out = append(out, [2]string{name, capital(name)})
	}
	return out
})

// setupPaths makes what paths have, but for methods that are not called.
func (s *session) setupPaths(called func(name string) bool) error {
	s.pathProto = s.vm.NewObject()
	for _, names := range namesOfMethods() {
		name := names[0]
		if !called(names[0]) && !called(names[1]) {
			continue
		}
		m := pathMethods[name]
		f := s.native(func(fc goja.FunctionCall) goja.Value {
			p, ok := pathOf(fc.This)
			if !ok {
				s.throw(fmt.Errorf("%s() is a method of paths, not of %s", name, kindOf(fc.This)))
			}
			var v any
			err := s.safelyBuild(func() (err error) {
				v, err = m(p, &call{s: s, name: name, args: fc.Arguments})
				if np, ok := v.(*pathObject); ok && err == nil && np.cost > maxCost {
					err = fmt.Errorf("%s(): %w", name, errTooComplex)
				}
				return err
			})
			return s.returns(v, err)
		})
		for _, n := range names {
			if err := s.pathProto.Set(n, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// wrapValue makes an object of a value.
func (s *session) wrapValue(v *valueObject) goja.Value {
	if s.valProto == nil {
		s.valProto = s.vm.NewObject()
		if err := s.setupValues(s.valProto); err != nil {
			panic(err)
		}
	}
	return s.wrap(v, s.valProto)
}

// setupValues makes what values have that are no text or number of the language.
func (s *session) setupValues(proto *goja.Object) error {
	for name, f := range map[string]func(quad.Value) any{
		"toString": func(v quad.Value) any { return plainText(v) },
		"toJSON":   func(v quad.Value) any { return plainText(v) },
		"valueOf":  primitive,
	} {
		if err := proto.Set(name, s.native(func(fc goja.FunctionCall) goja.Value {
			v, ok := goValue[valueObject](fc.This, valueType)
			if !ok {
				s.throw(fmt.Errorf("%s() is a method of values, not of %s", name, kindOf(fc.This)))
			}
			return s.vm.ToValue(f(v.v))
		})); err != nil {
			return err
		}
	}
	return proto.SetSymbol(goja.SymToPrimitive, s.native(func(fc goja.FunctionCall) goja.Value {
		v, ok := goValue[valueObject](fc.This, valueType)
		if !ok {
			s.throw(errors.New("not a value"))
		}
		_, isTime := v.v.(quad.Time) // prints as text where text or number would do, as dates do
		if hint := fc.Argument(0); goja.IsString(hint) && (hint.String() == "string" || isTime && hint.String() == "default") {
			return s.vm.ToValue(plainText(v.v))
		}
		return s.vm.ToValue(primitive(v.v))
	}))
}

// safelyBuild turns the panics of Cayley's packages into errors, and lets those of the
// virtual machine pass.
func (s *session) safelyBuild(f func() error) (err error) {
	defer func() {
		switch x := recover().(type) {
		case nil:
		case stopWalk:
			err = s.cause()
		case *goja.Exception, *goja.InterruptedError, *goja.StackOverflowError:
			panic(x)
		case string, error: // Cayley's "not implemented" and the like
			err = fmt.Errorf("the query can't be run: %v", x)
		default:
			panic(x)
		}
	}()
	return f()
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// graphFuncs are the methods of g.
var graphFuncs = map[string]func(c *call) (any, error){
	"V": vertex, "Vertex": vertex,
	"M": morphism, "Morphism": morphism,
	"emit": emit, "Emit": emit,
	"IRI": fullIRI, "Uri": fullIRI,
	"addNamespace": addNamespace, "AddNamespace": addNamespace,
	"addDefaultNamespaces": addDefaultNamespaces, "AddDefaultNamespaces": addDefaultNamespaces,
	"loadNamespaces": loadNamespaces, "LoadNamespaces": loadNamespaces,
}

func vertex(c *call) (any, error) {
	vals, err := c.values(0)
	if err == nil && len(c.args) > 0 && len(vals) == 0 {
		return &pathObject{path: path.StartMorphism(quad.IRI(""))}, nil // an empty list is no node, not every node
	}
	return &pathObject{path: path.StartMorphism(vals...)}, err
}

func morphism(c *call) (any, error) {
	return &pathObject{path: path.StartMorphism()}, c.atMost(0)
}

func emit(c *call) (any, error) {
	if none(c.arg(0)) {
		return goja.Null(), nil
	}
	if err := c.s.emit(c.arg(0)); err != nil {
		if c.s.cause() != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%s(): %w", c.name, err)
	}
	return goja.Null(), nil
}

func fullIRI(c *call) (any, error) {
	s, err := c.str(0, "a string")
	if err != nil {
		return nil, err
	}
	return &valueObject{quad.IRI(c.s.ns.FullIRI(s))}, nil
}

func addNamespace(c *call) (any, error) {
	prefix, err := c.str(0, "a prefix")
	if err != nil {
		return nil, err
	}
	full, err := c.str(1, "an IRI")
	if err != nil {
		return nil, err
	}
	c.s.ns.Register(voc.Namespace{Prefix: strings.TrimSuffix(prefix, ":") + ":", Full: full})
	return nil, nil
}

func addDefaultNamespaces(c *call) (any, error) {
	voc.CloneTo(&c.s.ns)
	return nil, c.atMost(0)
}

func loadNamespaces(c *call) (any, error) {
	return nil, c.s.safely(func() error {
		return schema.NewConfig().LoadNamespaces(context.WithoutCancel(c.s.ctx), c.s.guard.QuadStore, &c.s.ns)
	})
}
