package queries

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// Between the virtual machine and the graph, strings follow Cayley's own custom: "<Iran>"
// is an IRI, "_:b" a blank node, other strings are strings. What that custom can't say - a
// string that looks like an IRI, a language, a time, a number too long for a double - is
// an object that prints and compares as its text or number and keeps the value.

// valueObject is a value of the graph inside the virtual machine.
type valueObject struct{ v quad.Value }

var (
	valueType = reflect.TypeFor[*valueObject]()
	pathType  = reflect.TypeFor[*pathObject]()
	condType  = reflect.TypeFor[*condition]()
)

// goValue gives the Go value behind an object of ours. It never exports an object of the
// query itself, which could be endless.
func goValue[T any](v goja.Value, t reflect.Type) (*T, bool) {
	obj, ok := v.(*goja.Object)
	if !ok || obj.ExportType() != t {
		return nil, false
	}
	p, ok := obj.Export().(*T)
	return p, ok && p != nil
}

func pathOf(v goja.Value) (*pathObject, bool) { return goValue[pathObject](v, pathType) }

// wrap makes an object of ours with methods.
func (s *session) wrap(v any, proto *goja.Object) goja.Value {
	obj := s.vm.ToValue(v).(*goja.Object)
	if err := obj.SetPrototype(proto); err != nil {
		panic(err)
	}
	return obj
}

const maxSafeInt = 1 << 53

// toJS gives a value of the graph to the query.
func (s *session) toJS(v quad.Value) goja.Value {
	switch v := v.(type) {
	case nil:
		return goja.Null()
	case quad.String:
		if q := quad.StringToValue(string(v)); q == quad.Value(v) {
			return s.vm.ToValue(string(v))
		}
		if v == "" {
			return s.vm.ToValue("")
		}
	case quad.IRI, quad.BNode:
		if text := v.String(); quad.StringToValue(text) == v {
			return s.vm.ToValue(text)
		}
	case quad.Int:
		if v > -maxSafeInt && v < maxSafeInt {
			return s.vm.ToValue(int64(v))
		}
	case quad.Float:
		return s.vm.ToValue(float64(v))
	case quad.Bool:
		return s.vm.ToValue(bool(v))
	}
	return s.wrapValue(&valueObject{v})
}

// rowToJS makes an object of a row.
func (s *session) rowToJS(row Row) goja.Value {
	obj := s.vm.NewObject()
	for _, c := range row.Cells {
		if err := obj.DefineDataProperty(c.Tag, s.toJS(c.Value), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
			panic(err)
		}
	}
	return obj
}

// primitive is the text or number that a value object stands for.
func primitive(v quad.Value) any {
	switch v := v.(type) {
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		if n, ok := numberOf(v); ok {
			if n.whole {
				return n.i
			}
			return n.f
		}
		return string(v.Value)
	case quad.Time:
		return time.Time(v).UnixMilli()
	case quad.Int:
		return int64(v)
	case quad.String:
		return string(v)
	}
	return quad.StringOf(v)
}

func plainText(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	case quad.Time:
		return timeText(v)
	case quad.Int, quad.Float, quad.Bool:
		return Text(v)
	}
	return quad.StringOf(v)
}

var errNoValue = errors.New("no value")

// fromJS takes a value of the query to the graph.
func fromJS(v goja.Value) (quad.Value, error) {
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return nil, errNoValue
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		if goja.IsString(v) {
			text := v.String()
			if len(text) > maxString {
				return nil, fmt.Errorf("a string of %d bytes is too long for a value", len(text))
			}
			if q := quad.StringToValue(text); q != nil {
				return q, nil
			}
			return quad.String(text), nil
		}
		switch n := v.Export().(type) {
		case bool:
			return quad.Bool(n), nil
		case int64:
			return quad.Int(n), nil
		case float64:
			if n == math.Trunc(n) && math.Abs(n) < 1<<63 {
				return quad.Int(int64(n)), nil
			}
			return quad.Float(n), nil
		}
		return nil, fmt.Errorf("got %s", kindOf(v))
	}
	if val, ok := goValue[valueObject](v, valueType); ok {
		return val.v, nil
	}
	switch obj.ClassName() {
	case "Date":
		t, ok := obj.Export().(time.Time)
		if !ok || t.Year() < 0 || t.Year() > 9999 {
			return nil, errors.New("the date is out of range")
		}
		return quad.Time(t.UTC()), nil
	case "String", "Number", "Boolean":
		if p := obj.Get("valueOf"); p != nil {
			if f, ok := goja.AssertFunction(p); ok {
				prim, err := f(obj)
				if err != nil {
					panic(err)
				}
				if _, again := prim.(*goja.Object); !again {
					return fromJS(prim)
				}
			}
		}
	}
	return nil, fmt.Errorf("got %s", kindOf(v))
}

// kindOf names what a value is, for messages.
func kindOf(v goja.Value) string {
	switch {
	case v == nil || goja.IsUndefined(v):
		return "nothing"
	case goja.IsNull(v):
		return "null"
	case goja.IsString(v):
		return "a string"
	case goja.IsNumber(v):
		return "a number"
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		if _, isBool := v.Export().(bool); isBool {
			return "a boolean"
		}
		return "a symbol"
	}
	switch obj.ExportType() {
	case pathType:
		return "a path"
	case valueType:
		return "a value"
	case condType:
		return "a condition such as gt() or regex()"
	}
	switch c := obj.ClassName(); c {
	case "Array":
		return "a list"
	case "Function", "Date", "RegExp", "Error", "Map", "Set", "Promise":
		return "a " + c
	}
	return "an object"
}

const (
	maxDepth = 64      // of a value that is emitted
	maxNodes = 1 << 20 // parts of such a value
)

var (
	errTooDeep = fmt.Errorf("the value is nested more than %d deep; does it contain itself?", maxDepth)
	errTooMany = fmt.Errorf("the value has more than %d parts", maxNodes)
)

// convert takes any value of the query out of it: depth and size are bounded.
func (s *session) convert(v goja.Value) (quad.Value, error) {
	nodes := 0
	return s.convertAt(v, 0, &nodes)
}

func (s *session) convertAt(v goja.Value, depth int, nodes *int) (quad.Value, error) {
	if *nodes++; *nodes > maxNodes {
		return nil, errTooMany
	}
	if depth > maxDepth {
		return nil, errTooDeep
	}
	if s.ctx.Err() != nil {
		return nil, s.cause()
	}
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return nil, nil
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		return fromJS(v)
	}
	switch obj.ExportType() {
	case pathType:
		return nil, errors.New("got a path; take its nodes out with toArray() or forEach()")
	case condType:
		return nil, errors.New("got " + kindOf(v))
	case valueType:
		return fromJS(v)
	}
	switch obj.ClassName() {
	case "Date", "String", "Number", "Boolean":
		return fromJS(v)
	case "Function", "Symbol", "Promise", "RegExp", "Map", "Set":
		return nil, fmt.Errorf("got %s, which is no data", kindOf(v))
	case "Array":
		n, err := s.length(obj)
		if err != nil {
			return nil, err
		}
		if *nodes+n > maxNodes {
			return nil, errTooMany
		}
		list := &Nested{Array: make([]quad.Value, 0, n)}
		for i := range n {
			e, err := s.convertAt(obj.Get(fmt.Sprint(i)), depth+1, nodes)
			if err != nil {
				return nil, err
			}
			list.Array = append(list.Array, e)
		}
		return list, nil
	}
	out := NewObject()
	for _, k := range obj.Keys() {
		e, err := s.convertAt(obj.Get(k), depth+1, nodes)
		if err != nil {
			return nil, err
		}
		out.Object = append(out.Object, Cell{k, e})
	}
	return out, nil
}

// length is the length of a list.
func (s *session) length(obj *goja.Object) (int, error) {
	n := obj.Get("length").ToInteger()
	if n < 0 || n > maxArray {
		return 0, fmt.Errorf("a list of %d elements is too long; %d is the most", n, maxArray)
	}
	return int(n), nil
}

// argument makes a JavaScript value of a Go value that a caller hands to a query.
func (s *session) argument(v any) (goja.Value, error) {
	switch v := v.(type) {
	case nil:
		return goja.Null(), nil
	case quad.Value:
		return s.toJS(v), nil
	case string, bool, int, int64, float64:
		return s.vm.ToValue(v), nil
	case time.Time:
		return s.toJS(quad.Time(v)), nil
	case []string:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = e
		}
		return s.vm.NewArray(list...), nil
	}
	return nil, fmt.Errorf("a %T can't be handed to a query", v)
}
