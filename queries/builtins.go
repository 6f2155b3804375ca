package queries

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// The virtual machine looks at an interrupt between its own instructions only. A builtin
// that runs long or allocates much in one step - a list of 2^32 holes, a string repeated a
// billion times, a regular expression that backtracks - can't be stopped, so builtins
// check their sizes first, and those that nobody needs in a query are taken away.

const (
	maxSubject   = 1 << 20 // bytes of a string that a regular expression looks at
	maxMade      = 1 << 26 // bytes of a string that one method makes
	maxPattern   = 1 << 14 // bytes of a regular expression that is made of a string
	maxGroups    = 200     // brackets inside brackets in it
	maxJSONDepth = 500
	maxJoinDepth = 100
	regexTime    = time.Second
)

// gone are globals that make code of text, watch or replace objects, or hold raw memory.
var gone = []string{
	"eval", "Proxy", "Reflect", "BigInt", "ArrayBuffer", "DataView",
	"Uint8Array", "Uint8ClampedArray", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array", "Int32Array",
	"Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
}

// guardName is a name that no query can write. Its function refuses to take a long string
// apart into properties, one by one.
const guardName = "\x00guard"

var prepareOnce = sync.OnceValue(func() *goja.Program {
	// JavaScript's own regular expressions backtrack where Go's library can't stand in.
	// goja takes the time limit for them from here, and from nowhere else.
	regexp2.DefaultMatchTimeout = regexTime
	return goja.MustCompile("prepare", `(function(refuse, check) {
		var builtin = globalThis.RegExp;
		function RegExp(pattern, flags) {
			return new builtin(check(pattern), flags);
		}
		Object.defineProperty(builtin.prototype, "constructor", {value: RegExp, writable: false, configurable: false});
		delete builtin.prototype.compile;
		RegExp.prototype = builtin.prototype;
		globalThis.RegExp = RegExp;
		[function() {}, function*() {}, async function() {}].forEach(function(f) {
			Object.defineProperty(Object.getPrototypeOf(f), "constructor", {value: refuse, writable: false, configurable: false});
		});
		return [Object.getPrototypeOf([][Symbol.iterator]()), Object.getPrototypeOf(""[Symbol.iterator]())];
	})`, true)
})

func (s *session) restrict() error {
	refuse := s.native(func(goja.FunctionCall) goja.Value {
		s.throw(errors.New("a query can't make code of text"))
		return nil
	})
	prepared, err := s.vm.RunProgram(prepareOnce())
	if err != nil {
		return err
	}
	f, _ := goja.AssertFunction(prepared)
	res, err := f(goja.Undefined(), refuse, s.native(func(fc goja.FunctionCall) goja.Value {
		args := []goja.Value{fc.Argument(0)}
		s.checkPattern(nil, args)
		return args[0]
	}))
	if err != nil {
		return err
	}
	for i := range 2 {
		if err := s.patch(res.(*goja.Object).Get(strconv.Itoa(i)).(*goja.Object), "next", s.checkStop); err != nil {
			return err
		}
	}
	global := s.vm.GlobalObject()
	for _, name := range gone {
		if err := global.Delete(name); err != nil {
			return err
		}
	}
	if err := global.Set("Function", refuse); err != nil {
		return err
	}
	if err := global.DefineDataProperty(guardName, s.native(func(fc goja.FunctionCall) goja.Value {
		v := fc.Argument(0)
		if _, isObject := v.(*goja.Object); !isObject && goja.IsString(v) {
			s.short(v.String(), maxSubject)
		}
		return v
	}), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE); err != nil {
		return err
	}
	array := s.member("Array").Get("prototype").(*goja.Object)
	for _, name := range []string{"flatMap", "includes", "indexOf", "lastIndexOf", "slice", "every", "find", "findIndex", "findLast", "findLastIndex",
		"forEach", "map", "filter", "some", "reduce", "reduceRight", "toReversed", "toSorted", "toSpliced", "with"} {
		if err := s.patch(array, name, s.checkList); err != nil {
			return err
		}
	}
	for _, name := range []string{"push", "pop", "shift", "unshift", "splice", "reverse", "sort", "fill", "copyWithin"} {
		if err := s.patch(array, name, s.checkArray); err != nil {
			return err
		}
	}
	str := s.member("String").Get("prototype").(*goja.Object)
	for _, name := range []string{"replace", "replaceAll", "split", "normalize", "localeCompare"} {
		if err := s.patch(str, name, s.checkText); err != nil {
			return err
		}
	}
	for _, name := range []string{"match", "matchAll", "search"} {
		if err := s.patch(str, name, func(this goja.Value, args []goja.Value) {
			s.checkText(this, args)
			s.checkPattern(this, args)
		}); err != nil {
			return err
		}
	}
	for name, f := range map[string]func(this goja.Value, args []goja.Value){
		"repeat":   s.checkRepeat,
		"padStart": s.checkPad,
		"padEnd":   s.checkPad,
		"concat":   s.checkConcatText,
	} {
		if err := s.patch(str, name, f); err != nil {
			return err
		}
	}
	re := s.member("RegExp").Get("prototype").(*goja.Object)
	for _, name := range []string{"exec", "test"} {
		if err := s.timed(re, name); err != nil {
			return err
		}
	}
	for _, sym := range []*goja.Symbol{goja.SymMatch, goja.SymMatchAll, goja.SymReplace, goja.SymSearch, goja.SymSplit} {
		orig, ok := re.GetSymbol(sym).(*goja.Object)
		if !ok {
			continue
		}
		if err := re.SetSymbol(sym, s.patched(orig, s.checkSubject)); err != nil {
			return err
		}
	}
	obj := s.member("Object")
	for _, name := range []string{"keys", "values", "entries", "assign", "getOwnPropertyNames", "getOwnPropertyDescriptors"} {
		if err := s.patch(obj, name, func(_ goja.Value, args []goja.Value) {
			for _, a := range args {
				if _, isObject := a.(*goja.Object); !isObject && goja.IsString(a) {
					s.short(a.String(), maxSubject)
				}
			}
		}); err != nil {
			return err
		}
	}
	for _, name := range []string{"decodeURI", "decodeURIComponent", "encodeURI", "encodeURIComponent", "escape", "unescape", "parseInt", "parseFloat"} {
		if err := s.patch(global, name, func(_ goja.Value, args []goja.Value) {
			if len(args) > 0 && goja.IsString(args[0]) {
				s.short(args[0].String(), maxSubject)
			}
		}); err != nil {
			return err
		}
	}
	json := s.member("JSON")
	if err := s.patch(json, "parse", s.checkJSON); err != nil {
		return err
	}
	for _, own := range []struct {
		on   *goja.Object
		name string
		f    func(goja.FunctionCall) goja.Value
	}{
		{array, "join", s.joinList},
		{array, "toLocaleString", s.joinList},
		{array, "concat", s.concatLists},
		{array, "flat", s.flatList},
		{json, "stringify", s.stringify},
		{s.native(s.apply).(*goja.Object).Prototype(), "apply", s.apply},
		{s.member("Array"), "from", s.listFrom(s.member("Array").Get("from"))},
		{s.member("String"), "raw", nil},
	} {
		if own.f == nil {
			if err := own.on.Delete(own.name); err != nil {
				return err
			}
			continue
		}
		if err := own.on.Set(own.name, s.native(own.f)); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) member(name string) *goja.Object {
	return s.vm.GlobalObject().Get(name).(*goja.Object)
}

// patch puts a check before a builtin. The check may replace arguments, and throws.
func (s *session) patch(on *goja.Object, name string, check func(this goja.Value, args []goja.Value)) error {
	orig, ok := on.Get(name).(*goja.Object)
	if !ok {
		return nil // this version of the virtual machine doesn't have it
	}
	return on.Set(name, s.patched(orig, check))
}

func (s *session) patched(orig *goja.Object, check func(this goja.Value, args []goja.Value)) goja.Value {
	f, _ := goja.AssertFunction(orig)
	return s.native(func(fc goja.FunctionCall) goja.Value {
		check(fc.This, fc.Arguments)
		v, err := f(fc.This, fc.Arguments...)
		if err != nil {
			s.throw(err)
		}
		return v
	})
}

// timed is for the two methods that all use of regular expressions goes through once they
// are not the builtin ones: where one gave up, goja takes that for no match, which is wrong.
func (s *session) timed(re *goja.Object, name string) error {
	f, _ := goja.AssertFunction(re.Get(name))
	return re.Set(name, s.native(func(fc goja.FunctionCall) goja.Value {
		s.checkStop(nil, nil)
		s.checkSubject(fc.This, fc.Arguments)
		start := time.Now()
		v, err := f(fc.This, fc.Arguments...)
		if err != nil {
			s.throw(err)
		}
		if time.Since(start) >= regexTime {
			s.throw(fmt.Errorf("a regular expression ran longer than %v", regexTime))
		}
		return v
	}))
}

func (s *session) checkStop(goja.Value, []goja.Value) {
	if c := s.cause(); c != nil {
		s.throw(c)
	}
}

func (s *session) short(text string, most int) {
	if len(text) > most {
		s.throw(fmt.Errorf("a string of %d bytes is too long here; %d is the most", len(text), most))
	}
}

// size is the length of an array, which is data and no code of the query.
func (s *session) size(this goja.Value) (int, bool) {
	obj, ok := this.(*goja.Object)
	if !ok || obj.ClassName() != "Array" {
		return 0, false
	}
	n, err := s.length(obj)
	if err != nil {
		s.throw(err)
	}
	return n, true
}

func (s *session) checkArray(this goja.Value, args []goja.Value) {
	n, ok := s.size(this)
	if !ok {
		s.throw(errors.New("the method needs an array"))
	}
	if n+len(args) > maxArray {
		s.throw(fmt.Errorf("a list of %d elements is too long; %d is the most", n+len(args), maxArray))
	}
}

// checkList is for methods that only read: a thing with a length will do, if that length
// is a plain property.
func (s *session) checkList(this goja.Value, args []goja.Value) {
	if _, ok := s.size(this); ok {
		return
	}
	if goja.IsString(this) {
		s.short(this.String(), maxSubject)
		return
	}
	if obj, ok := this.(*goja.Object); ok && obj.ClassName() == "Arguments" {
		if n := obj.Get("length"); n != nil && goja.IsNumber(n) && n.ToInteger() <= maxArray {
			return
		}
	}
	s.throw(errors.New("the method needs an array"))
}

func (s *session) checkText(this goja.Value, args []goja.Value) {
	text := s.textOf(this)
	s.short(text, maxSubject)
	if len(args) > 0 && goja.IsString(args[0]) {
		s.short(args[0].String(), maxSubject)
	}
	if len(args) > 1 && goja.IsString(args[1]) {
		s.checkReplacement(text, args[1].String())
	}
}

// checkReplacement bounds what a replacement can make: it may stand in for every place of
// the text, and each $ in it may bring in the whole text.
func (s *session) checkReplacement(text, with string) {
	if float64(len(text)+1)*float64(len(with)+strings.Count(with, "$")*len(text)) > maxMade {
		s.throw(fmt.Errorf("replacing in a string of %d bytes could make one of more than %d bytes", len(text), maxMade))
	}
}

func (s *session) textOf(v goja.Value) string {
	if v == nil {
		return ""
	}
	return v.String()
}

func (s *session) checkRepeat(this goja.Value, args []goja.Value) {
	if len(args) == 0 {
		return
	}
	if n := args[0].ToFloat(); n > 0 && n*float64(len(s.textOf(this))) > maxString {
		s.throw(fmt.Errorf("a string repeated %v times is too long; %d bytes are the most", n, maxString))
	}
}

func (s *session) checkPad(this goja.Value, args []goja.Value) {
	if len(args) > 0 && args[0].ToFloat() > maxString/4 {
		s.throw(fmt.Errorf("a string padded to %v is too long; %d is the most", args[0], maxString/4))
	}
}

func (s *session) checkConcatText(this goja.Value, args []goja.Value) {
	sum := len(s.textOf(this))
	for _, a := range args {
		if sum += len(s.textOf(a)); sum > maxMade {
			s.throw(fmt.Errorf("the string is too long; %d bytes are the most", maxMade))
		}
	}
}

func (s *session) checkSubject(this goja.Value, args []goja.Value) {
	if len(args) == 0 {
		return
	}
	text := s.textOf(args[0])
	s.short(text, maxSubject)
	if len(args) > 1 && goja.IsString(args[1]) {
		s.checkReplacement(text, args[1].String())
	}
}

// checkPattern bounds a regular expression that is made of a string: compilers call
// themselves for each bracket. What is no string is made one here, and once.
func (s *session) checkPattern(_ goja.Value, args []goja.Value) {
	if len(args) == 0 || goja.IsUndefined(args[0]) {
		return
	}
	if obj, ok := args[0].(*goja.Object); ok && obj.ClassName() == "RegExp" {
		return
	}
	text := s.textOf(args[0])
	s.short(text, maxPattern)
	args[0] = s.vm.ToValue(text)
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '(', '[':
			if depth++; depth > maxGroups {
				s.throw(fmt.Errorf("a regular expression with more than %d brackets inside each other", maxGroups))
			}
		case ')', ']':
			depth = max(0, depth-1)
		}
	}
}

func (s *session) checkJSON(_ goja.Value, args []goja.Value) {
	if len(args) == 0 {
		return
	}
	text := s.textOf(args[0])
	s.short(text, maxString)
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[' || c == '{':
			if depth++; depth > maxJSONDepth {
				s.throw(fmt.Errorf("JSON nested more than %d deep", maxJSONDepth))
			}
		case c == ']' || c == '}':
			depth--
		}
	}
}

// builder makes a string and stops when it gets too long.
type builder struct {
	s   *session
	buf []byte
}

func (b *builder) add(text string) {
	if len(b.buf)+len(text) > maxMade {
		b.s.throw(fmt.Errorf("the string is too long; %d bytes are the most", maxMade))
	}
	if len(b.buf)>>20 != (len(b.buf)+len(text))>>20 {
		b.s.checkStop(nil, nil)
	}
	b.buf = append(b.buf, text...)
}

// nested counts calls inside each other, and stops those that go too deep.
func (s *session) nested(most int, what string) func() {
	if s.depth++; s.depth > most {
		s.depth = 0
		s.throw(fmt.Errorf("%s is nested more than %d deep; does it contain itself?", what, most))
	}
	s.checkStop(nil, nil)
	depth := s.depth
	return func() { s.depth = depth - 1 }
}

func (s *session) joinList(fc goja.FunctionCall) goja.Value {
	s.checkList(fc.This, nil)
	list := fc.This.ToObject(s.vm)
	n, err := s.length(list)
	if err != nil {
		s.throw(err)
	}
	defer s.nested(maxJoinDepth, "the list")()
	sep := ","
	if a := fc.Argument(0); !goja.IsUndefined(a) {
		sep = a.String()
	}
	b := builder{s: s}
	for i := range n {
		if i > 0 {
			b.add(sep)
		}
		if i%1024 == 0 {
			s.checkStop(nil, nil)
		}
		if e := list.Get(strconv.Itoa(i)); !none(e) {
			b.add(e.String())
		}
	}
	return s.vm.ToValue(string(b.buf))
}

// elements are those of an array; a hole is undefined.
func (s *session) elements(list *goja.Object) []goja.Value {
	n, err := s.length(list)
	if err != nil {
		s.throw(err)
	}
	out := make([]goja.Value, n)
	for i := range out {
		if out[i] = list.Get(strconv.Itoa(i)); out[i] == nil {
			out[i] = goja.Undefined()
		}
	}
	return out
}

func (s *session) newList(elems []goja.Value) goja.Value {
	items := make([]any, len(elems))
	for i, e := range elems {
		items[i] = e
	}
	return s.vm.NewArray(items...)
}

func isArray(v goja.Value) (*goja.Object, bool) {
	obj, ok := v.(*goja.Object)
	return obj, ok && obj.ClassName() == "Array"
}

func (s *session) concatLists(fc goja.FunctionCall) goja.Value {
	s.checkArray(fc.This, nil)
	var out []goja.Value
	for _, v := range append([]goja.Value{fc.This}, fc.Arguments...) {
		add := []goja.Value{v}
		if list, ok := isArray(v); ok {
			add = s.elements(list)
		}
		if len(out)+len(add) > maxArray {
			s.throw(fmt.Errorf("a list of more than %d elements is too long", maxArray))
		}
		s.checkStop(nil, nil)
		out = append(out, add...)
	}
	return s.newList(out)
}

func (s *session) flatList(fc goja.FunctionCall) goja.Value {
	s.checkArray(fc.This, nil)
	depth := 1.0
	if a := fc.Argument(0); !goja.IsUndefined(a) {
		depth = a.ToFloat()
	}
	var out []goja.Value
	var flatten func(list *goja.Object, depth float64)
	flatten = func(list *goja.Object, depth float64) {
		defer s.nested(maxJoinDepth, "the list")()
		for _, e := range s.elements(list) {
			if sub, ok := isArray(e); ok && depth >= 1 {
				flatten(sub, depth-1)
				continue
			}
			if len(out) == maxArray {
				s.throw(fmt.Errorf("a list of more than %d elements is too long", maxArray))
			}
			out = append(out, e)
		}
	}
	flatten(fc.This.(*goja.Object), depth)
	return s.newList(out)
}

func (s *session) apply(fc goja.FunctionCall) goja.Value {
	f, ok := goja.AssertFunction(fc.This)
	if !ok {
		s.throw(errors.New("apply() needs a function"))
	}
	var args []goja.Value
	if a := fc.Argument(1); !none(a) {
		s.checkList(a, nil)
		args = s.elements(a.ToObject(s.vm))
	}
	v, err := f(fc.Argument(0), args...)
	if err != nil {
		s.throw(err)
	}
	return v
}

func (s *session) listFrom(orig goja.Value) func(goja.FunctionCall) goja.Value {
	f, _ := goja.AssertFunction(orig)
	return func(fc goja.FunctionCall) goja.Value {
		args := slices.Clone(fc.Arguments)
		if obj, ok := fc.Argument(0).(*goja.Object); ok && none(obj.GetSymbol(goja.SymIterator)) {
			args[0] = s.newList(s.elements(obj)) // read once, and bounded
		} else if list, ok := isArray(fc.Argument(0)); ok {
			s.size(list)
		}
		v, err := f(s.vm.GlobalObject().Get("Array"), args...)
		if err != nil {
			s.throw(err)
		}
		return v
	}
}

// stringify is JSON.stringify with a bound on depth and size.
func (s *session) stringify(fc goja.FunctionCall) goja.Value {
	j := jsonWriter{s: s, b: builder{s: s}}
	switch r := fc.Argument(1).(type) {
	case *goja.Object:
		if f, ok := goja.AssertFunction(r); ok {
			j.replace = f
		} else if list, ok := isArray(r); ok {
			j.only = map[string]bool{}
			for _, e := range s.elements(list) {
				j.only[e.String()] = true
			}
		}
	}
	if v := fc.Argument(2); goja.IsNumber(v) {
		j.indent = strings.Repeat(" ", int(min(10, max(0, v.ToInteger()))))
	} else if goja.IsString(v) {
		j.indent = v.String()
		j.indent = j.indent[:min(10, len(j.indent))]
	}
	holder := s.vm.NewObject()
	if err := holder.Set("", fc.Argument(0)); err != nil {
		s.throw(err)
	}
	if !j.write(holder, "", fc.Argument(0), "\n") {
		return goja.Undefined()
	}
	return s.vm.ToValue(string(j.b.buf))
}

type jsonWriter struct {
	s       *session
	b       builder
	replace goja.Callable
	only    map[string]bool
	indent  string
	count   int
}

// write writes one value and says whether it has a place in JSON.
func (j *jsonWriter) write(holder *goja.Object, key string, v goja.Value, line string) bool {
	s := j.s
	defer s.nested(maxJoinDepth, "the value")()
	if j.count++; j.count > maxNodes {
		s.throw(errTooMany)
	}
	call := func(f goja.Callable, this goja.Value, args ...goja.Value) goja.Value {
		out, err := f(this, args...)
		if err != nil {
			s.throw(err)
		}
		return out
	}
	if obj, ok := v.(*goja.Object); ok {
		if f, ok := goja.AssertFunction(obj.Get("toJSON")); ok {
			v = call(f, obj, s.vm.ToValue(key))
		}
	}
	if j.replace != nil {
		v = call(j.replace, holder, s.vm.ToValue(key), v)
	}
	obj, ok := v.(*goja.Object)
	if !ok {
		switch x := v.Export().(type) {
		case nil:
			if goja.IsUndefined(v) {
				return false
			}
			j.b.add("null")
		case bool:
			j.b.add(strconv.FormatBool(x))
		case string:
			j.b.add(string(appendJSONString(nil, x)))
		case int64:
			j.b.add(strconv.FormatInt(x, 10))
		case float64:
			if math.IsNaN(x) || math.IsInf(x, 0) {
				j.b.add("null")
			} else {
				j.b.add(v.String())
			}
		default:
			return false // a symbol
		}
		return true
	}
	if _, isFunc := goja.AssertFunction(obj); isFunc {
		return false
	}
	switch obj.ClassName() {
	case "String", "Number", "Boolean":
		prim, err := fromJS(obj)
		if err != nil {
			s.throw(err)
		}
		j.b.add(string(appendJSON(nil, prim)))
		return true
	case "Array":
		j.brackets('[', ']', line, func(item func(), line string) {
			for i, e := range s.elements(obj) {
				item()
				if !j.write(obj, strconv.Itoa(i), e, line) {
					j.b.add("null")
				}
			}
		})
		return true
	}
	j.brackets('{', '}', line, func(item func(), line string) {
		for _, k := range obj.Keys() {
			if j.only != nil && !j.only[k] {
				continue
			}
			// the key goes out only if its value does
			mark := len(j.b.buf)
			item()
			j.b.add(string(appendJSONString(nil, k)) + ":")
			if j.indent != "" {
				j.b.add(" ")
			}
			if !j.write(obj, k, obj.Get(k), line) {
				j.b.buf = j.b.buf[:mark]
			}
		}
	})
	return true
}

func (j *jsonWriter) brackets(open, end byte, line string, items func(item func(), line string)) {
	j.b.add(string(open))
	start := len(j.b.buf)
	inner := line + j.indent
	items(func() {
		if len(j.b.buf) > start {
			j.b.add(",")
		}
		if j.indent != "" {
			j.b.add(inner)
		}
	}, inner)
	if j.indent != "" && len(j.b.buf) > start {
		j.b.add(line)
	}
	j.b.add(string(end))
}

const maxTree = 1000 // nodes inside nodes of a syntax tree

// tame changes a syntax tree where an operator could take a long string apart in one step,
// and refuses whole numbers without end, and trees so deep that the compiler, whose time
// grows with the square of the depth, would take long.
func tame(n any) error { return tameValue(reflect.ValueOf(n), 0) }

func tameValue(v reflect.Value, depth int) error {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		if v.Kind() == reflect.Pointer {
			if depth++; depth > maxTree {
				return fmt.Errorf("the query nests or chains more than %d terms; split it with variables", maxTree)
			}
			switch n := v.Interface().(type) {
			case *ast.NumberLiteral:
				switch n.Value.(type) {
				case int64, float64:
				default:
					return fmt.Errorf("%s: numbers with n are not part of the language", n.Literal)
				}
			case *ast.ForInStatement:
				n.Source = guardedSource(n.Source)
			case *ast.ObjectPattern:
				if n.Rest != nil {
					return errors.New("a rest of properties (...) is not part of the language")
				}
			case *ast.ObjectLiteral:
				for _, p := range n.Value {
					if sp, ok := p.(*ast.SpreadElement); ok {
						sp.Expression = guardedSource(sp.Expression)
					}
				}
			}
		}
		return tameValue(v.Elem(), depth)
	case reflect.Struct:
		if v.Type().PkgPath() != reflect.TypeFor[ast.Program]().PkgPath() {
			return nil
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				if err := tameValue(v.Field(i), depth); err != nil {
					return err
				}
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := tameValue(v.Index(i), depth); err != nil {
				return err
			}
		}
	}
	return nil
}

func guardedSource(e ast.Expression) ast.Expression {
	return &ast.CallExpression{
		Callee:           &ast.Identifier{Name: unistring.String(guardName), Idx: e.Idx0()},
		ArgumentList:     []ast.Expression{e},
		LeftParenthesis:  e.Idx0(),
		RightParenthesis: e.Idx1(),
	}
}
