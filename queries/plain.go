package queries

import (
	"unicode"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// program is a query that was read.
type program struct {
	*goja.Program
	// named are the functions and methods of ours that the query can call, nil if it can call
	// any. A virtual machine with all of them, and with bounds on the builtins, takes longer
	// to make than many a query to answer.
	named map[string]bool
	vars  []string // that such a query declares
}

// plainCalls finds the names in a query that is nothing but calls of our functions, by their
// names, with literals and with what such calls give: no query of that form reaches a builtin
// of the language, so that there is nothing to bound. It gives false for all others.
func plainCalls(tree *ast.Program) (named map[string]bool, vars []string, ok bool) {
	r := plainReader{named: map[string]bool{}, vars: map[string]bool{}}
	for _, s := range tree.Body {
		switch s := s.(type) {
		case *ast.EmptyStatement:
		case *ast.ExpressionStatement:
			r.expression(s.Expression)
		case *ast.VariableStatement:
			r.declare(s.List)
		case *ast.LexicalDeclaration:
			r.declare(s.List)
		default:
			r.other = true
		}
	}
	return r.named, r.declared, !r.other
}

type plainReader struct {
	named    map[string]bool
	vars     map[string]bool
	declared []string
	other    bool // the query isn't plain
}

func (r *plainReader) declare(list []*ast.Binding) {
	for _, b := range list {
		id, ok := b.Target.(*ast.Identifier)
		if !ok || b.Initializer == nil || ours(string(id.Name)) {
			r.other = true
			return
		}
		r.expression(b.Initializer)
		r.vars[string(id.Name)] = true
		r.declared = append(r.declared, string(id.Name))
	}
}

func (r *plainReader) expression(e ast.Expression) {
	switch e := e.(type) {
	case *ast.StringLiteral, *ast.NumberLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
	case *ast.UnaryExpression:
		if _, ok := e.Operand.(*ast.NumberLiteral); !ok || e.Operator != token.MINUS {
			r.other = true
		}
	case *ast.ArrayLiteral:
		for _, v := range e.Value {
			r.expression(v)
		}
	case *ast.Identifier:
		if !r.vars[string(e.Name)] {
			r.other = true
		}
	case *ast.CallExpression:
		r.call(e.Callee)
		for _, v := range e.ArgumentList {
			r.expression(v)
		}
	default: // a hole in a list is nil
		r.other = true
	}
}

func (r *plainReader) call(callee ast.Expression) {
	switch f := callee.(type) {
	case *ast.Identifier:
		name := string(f.Name)
		r.named[name] = true
		r.other = r.other || valueFuncs[name] == nil && preludeFuncs[name] == nil
	case *ast.DotExpression:
		name := string(f.Identifier.Name)
		r.named[name] = true
		if id, ok := f.Left.(*ast.Identifier); ok && (id.Name == "g" || id.Name == "graph") {
			r.other = r.other || graphFuncs[name] == nil
			return
		}
		r.other = r.other || !isMethod(name)
		r.expression(f.Left)
	default:
		r.other = true
	}
}

// isMethod says whether paths have a method of that name, with a capital letter or without.
func isMethod(name string) bool {
	if pathMethods[name] != nil {
		return true
	}
	r, n := utf8.DecodeRuneInString(name)
	small := string(unicode.ToLower(r)) + name[n:]
	return name == capital(small) && pathMethods[small] != nil
}

// ours says whether a global of that name is made for queries.
func ours(name string) bool {
	switch name {
	case "g", "graph", "args", "time", "asserted", "tellers", "assertions":
		return true
	}
	return valueFuncs[name] != nil || preludeFuncs[name] != nil
}
