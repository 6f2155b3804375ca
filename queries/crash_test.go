package queries

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
)

// outcome runs a query within small bounds and gives its rows as one text and its error.
func outcome(t testing.TB, qs graph.QuadStore, text string, timeout time.Duration) (string, error) {
	t.Helper()
	rows, err := answer(Run(t.Context(), qs, text, Options{Limit: 1000, Timeout: timeout, Memory: 128 << 20}))
	return strings.Join(rows, " "), err
}

// TestQueriesThatKilledTheProgram holds every query that is known to end a program around
// Cayley's own session, or to hang it, with what it gives here.
func TestQueriesThatKilledTheProgram(t *testing.T) {
	qs := store(t, multigraph)
	for _, c := range []struct{ name, query, rows, fails string }{
		{"except nobody", `g.V("<bob>").Except(g.V("<nobody>")).All()`, `{"id":"<bob>"}`, ""},
		{"except everybody", `g.V("<bob>").Except(g.V()).All()`, ``, ""},
		{"except after out of nobody", `g.V("<bob>").Except(g.V("<nobody>").Out()).All()`, `{"id":"<bob>"}`, ""},
		{"everybody except", `g.V().Has("<age>").Except(g.V("<alice>","<bob>")).All()`, `{"id":"<dani>"}`, ""},
		{"object as predicate", `g.V("<bob>").Out({a:1}).All()`, "", "line 1, column 17: out(): argument 1: expected a predicate"},
		{"number as tag", `g.V("<bob>").Out("<follows>", 5).All()`, "", "argument 2: expected a tag"},
		{"function as predicate", `g.V("<bob>").Out(function(){}).All()`, "", "got a Function"},
		{"object as label", `g.V("<bob>").LabelContext({}).Out().All()`, "", "labelContext(): argument 1"},
		{"number as iri", `iri(5)`, "", "iri(): argument 1: expected a string, got a number"},
		{"objects as typed", `typed({},[])`, "", "typed(): argument 1"},
		{"cycle emitted", `var a={};a.a=a;g.Emit(a)`, "", "does it contain itself?"},
		{"cycle in a list", `var a=[];a[0]=a;g.Emit(a)`, "", "does it contain itself?"},
		{"cycle as JSON", `var a={};a.a=a;g.emit(JSON.stringify(a))`, "", "does it contain itself?"},
		{"cycle as text", `var a=[];a[0]=a;g.emit(""+a)`, "", "does it contain itself?"},
		{"back over labels", `g.V("<bob>").Tag("x").Labels().Back("x").All()`, "", "not implemented"},
		{"back to nothing", `g.V("<bob>").Out().Back("x").All()`, "", `no tag("x")`},
		{"has nothing", `g.V("<bob>").Has().All()`, "", "needs a predicate"},
		{"has null", `g.V("<bob>").Has(null).All()`, "", "has(): argument 1"},
		{"path among predicates", `g.V("<bob>").Out([g.V("<follows>"), "<status>"]).All()`, "", "a path can't stand in a list"},
		{"recursion over nothing", `g.V("<bob>").FollowRecursive().All()`, "", "expected one predicate or path"},
		{"recursion over two", `g.V("<bob>").FollowRecursive(["<a>","<b>"]).All()`, "", "expected one predicate or path"},
		{"recursion to half a depth", `g.V("<bob>").FollowRecursive("<follows>", 1.5).All()`, "", "expected a depth"},
		{"filter of nothing", `g.V().Filter().All()`, "", "needs a condition"},
		{"filter of a number", `g.V().Filter(5).All()`, "", "expected a condition"},
		{"union with a string", `g.V("<bob>").Or("<alice>").All()`, "", "expected a path, got a string"},
		{"method of another", `g.V("<bob>").All.call(5)`, "", "all() is a method of paths, not of a number"},
		{"method of nothing", `var f = g.V().out; f("<a>")`, "", "method of paths"},
		{"regex without end", `g.V().Filter(regex("(")).All()`, "", "regex()"},
		{"emit a path", `g.emit(g.V())`, "", "got a path"},
		{"emit a function", `g.emit(function(){})`, "", "no data"},
		{"emit a symbol", `g.emit(Symbol("x"))`, "", "a symbol"},
		{"symbol as node", `g.V(Symbol("x")).All()`, "", "g.V"},
		{"undefined as node", `g.V(undefined).All()`, "", "got nothing"},
		{"unknown method", `g.V("<bob>").Outt("<follows>")`, "", "TypeError"},
		{"unknown name", `foo.bar()`, "", "foo is not defined"},
		{"thrown number", `throw 5`, "", "5"},
		{"thrown object", `throw {toString: function() { while(true){} }}`, "", "threw an object"},
		{"error with a getter", `var e = new Error("x"); Object.defineProperty(e, "message", {get: function() { throw e }}); throw e`, "", "error"},
		{"null prototype", `g.emit(Object.create(null))`, `{}`, ""},
		{"getter that throws", `g.emit({get a() { throw new Error("no") }})`, "", "Error: no"},
		{"getter that emits itself", `var o = {get a() { g.emit(o); return 1 }}; g.emit(o)`, "", "too much recursion"},
		{"out of range", `g.V(new Date(8.64e15)).All()`, "", "the date is out of range"},
		{"no date", `g.V(new Date("x")).All()`, "", "out of range"},
		{"source map", "//# sourceMappingURL=file:///etc/passwd\ng.emit(1)", `1`, ""},
		{"eval", `eval("1")`, "", "eval is not defined"},
		{"code of text", `Function("while(true){}")()`, "", "code of text"},
		{"code of text by way of a function", `(function(){}).constructor("return 1")()`, "", "code of text"},
		{"code of text by way of a generator", `(function*(){}).constructor("return 1")()`, "", "code of text"},
		{"big numbers", `2n ** 1000000000n`, "", "not part of the language"},
		{"no query", ``, "", ""},
		{"null byte", "g.emit('\x00')", `"\u0000"`, ""},
		{"invalid UTF-8", "g.emit('\xff')", "", "UTF-8"},
		{"lone surrogate", `g.emit("\ud800")`, `"�"`, ""},
		{"proto", `g.emit({__proto__: {a: 1}, b: 2})`, `{"b":2}`, ""},
		{"overwritten g", `g = 5; graph.V("<bob>").All()`, `{"id":"<bob>"}`, ""},
		{"negative limit", `g.V("<bob>").Limit(-5).All()`, `{"id":"<bob>"}`, ""},
		{"endless limit", `g.V("<bob>").Limit(Infinity).All()`, "", "expected a number of nodes"},
		{"NaN limit", `g.V("<bob>").Skip(NaN).All()`, "", "expected a number of nodes"},
		{"huge list", `var a = []; a.length = 4294967295; g.V(a).All()`, "", "too long"},
		{"forEach without function", `g.V().forEach(5)`, "", "expected a function"},
		{"forEach that throws", `g.V("<bob>").forEach(function() { throw new TypeError("mine") })`, "", "TypeError: mine"},
		{"forEach in forEach", `g.V("<bob>").forEach(function(a) { g.V("<alice>").forEach(function(b) { g.emit([a.id, b.id]) }) })`, `["<bob>","<alice>"]`, ""},
		{"caught error of ours", `try { iri(5) } catch (e) { g.emit("caught") }`, `"caught"`, ""},
		{"async", `(async function() { g.emit(await 5) })()`, `5`, ""},
		{"generator", `function* f() { yield 1; yield 2 } for (var x of f()) g.emit(x)`, `1 2`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, err := outcome(t, qs, c.query, 5*time.Second)
			switch {
			case c.fails == "" && err != nil:
				t.Errorf("%v", err)
			case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)):
				t.Errorf("got %v, want an error with %q", err, c.fails)
			case rows != c.rows:
				t.Errorf("got %s, want %s", rows, c.rows)
			}
		})
	}
}

// cartesian multiplies paths: each step has as many ways as the graph has edges.
var cartesian = `g.V()` + strings.Repeat(`.out().in()`, 20) + `.unique().count()`

// TestQueriesThatDontEnd holds queries that run for ever or eat all memory, one way or
// another. Each must end by a limit, soon.
func TestQueriesThatDontEnd(t *testing.T) {
	qs := store(t, multigraph)
	for _, c := range []struct{ name, query string }{
		{"loop", `while(true){}`},
		{"loop that catches", `while(true){ try { g.V("<bob>").out().toArray() } catch (e) {} }`},
		{"loop that catches in finally", `function f() { try { while(true){} } finally { f() } } f()`},
		{"doubled string", `var s="x"; while(true) s+=s`},
		{"doubled list", `var a=[1]; while(true) a=a.concat(a)`},
		{"growing list", `var a=[]; while(true) a.push({})`},
		{"recursion", `function f() { return f() } f()`},
		{"recursion through a builtin", `function f() { [1].forEach(f) } f()`},
		{"recursion through sort", `function f() { [1,2].sort(f) } f()`},
		{"recursion through a getter", `var o = {get a() { return o.a }}; o.a`},
		{"recursion through toString", `var o = {toString: function() { return ""+o }}; ""+o`},
		{"recursion through JSON", `var o = {toJSON: function() { return JSON.stringify(o) }}; JSON.stringify(o)`},
		{"recursion through replace", `function f() { return "a".replace(/a/, f) } f()`},
		{"recursion through forEach of a path", `function f() { g.V("<bob>").forEach(f) } f()`},
		{"bound functions", `var f = function(){}; while(true) f = f.bind(null); `},
		{"deep bound function", `var f = function(){ return 1 }; for (var i = 0; i < 200000; i++) f = f.bind(null); f(); while(true){}`},
		{"prototype chain", `var o = {}; for (var i = 0; i < 300000; i++) o = Object.create(o); o.x; while(true){}`},
		{"cartesian walk", cartesian},
		{"cartesian rows", strings.Replace(cartesian, ".unique().count()", ".all()", 1)},
		{"ordered cartesian walk", strings.Replace(cartesian, ".unique().count()", ".order().all()", 1)},
		{"filtered cartesian walk", strings.Replace(cartesian, ".unique().count()", `.filter(regex("^zzz", true)).all()`, 1)},
		{"backtracking regex", `while(true) { /(?=(a+)+b)x/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") }`},
		{"backtracking regex from the middle", `var r = /(a+)+b/g; r.lastIndex = 1; r.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"); while(true){}`},
		{"repeat", `"x".repeat(1e9)`},
		{"pad", `"x".padEnd(1e9)`},
		{"holes", `Array(4294967295).fill(0)`},
		{"holes joined", `var a=[]; a.length=4294967295; a.join()`},
		{"holes walked", `var a=[]; a.length=4294967295; a.forEach(function(){})`},
		{"holes searched", `Array.prototype.indexOf.call({length: 9007199254740991}, 1)`},
		{"holes spread", `var a=[]; a.length=4294967295; var b=[...a]`},
		{"holes as arguments", `var a=[]; a.length=4294967295; Math.max(...a)`},
		{"holes applied", `Math.max.apply(null, {length: 4294967295})`},
		{"holes in a set", `var a=[]; a.length=4294967295; new Set(a)`},
		{"holes from", `Array.from({length: 4294967295})`},
		{"holes sorted", `var a=[]; a.length=4294967295; a.sort()`},
		{"holes sliced", `var a=[]; a.length=4294967295; a.slice(1)`},
		{"joined", `Array(100000).fill("x".repeat(100000)).join("")`},
		{"doubled lists as text", `var a=["x"]; for (var i = 0; i < 60; i++) a=[a,a]; ""+a`},
		{"doubled lists as JSON", `var a=["x"]; for (var i = 0; i < 60; i++) a=[a,a]; JSON.stringify(a)`},
		{"doubled lists emitted", `var a=["x"]; for (var i = 0; i < 60; i++) a=[a,a]; g.emit(a)`},
		{"doubled lists flat", `var a=["x"]; for (var i = 0; i < 60; i++) a=[a,a]; a.flat(Infinity)`},
		{"replaced", `"x".repeat(1000000).replace(/x/g, "y".repeat(1000000))`},
		{"replaced by itself", `var s = "x".repeat(100000); s.replaceAll("x", "$&$&$&$&")`},
		{"deep JSON", `JSON.parse("[".repeat(1000000))`},
		{"deep list as JSON", `var a=[]; for (var i = 0; i < 300000; i++) a=[a]; JSON.stringify(a)`},
		{"deep list as text", `var a=[]; for (var i = 0; i < 300000; i++) a=[a]; ""+a`},
		{"deep list flat", `var a=[]; for (var i = 0; i < 300000; i++) a=[a]; a.flat(Infinity)`},
		{"promises", `function f() { Promise.resolve().then(f) } f()`},
		{"async loop", `(async function() { while(true) await 1 })()`},
		{"generator", `function* f() { while(true) yield 1 } Array.from(f())`},
		{"string to properties", `var s = "x"; for (var i = 0; i < 22; i++) s += s; for (var k in s) {}`},
		{"string spread", `var s = "x"; for (var i = 0; i < 22; i++) s += s; ({...s})`},
		{"string to keys", `var s = "x"; for (var i = 0; i < 22; i++) s += s; Object.keys(s)`},
		{"rest of properties", `var {...r} = "xxx"`},
		{"emits without end", `while(true) g.emit(1)`},
		{"paths doubled with both", `g.V()` + strings.Repeat(`.both()`, 60) + `.all()`},
		{"paths doubled with or", `var p = g.V(); while(true) p = p.or(p)`},
		{"paths doubled with follow", `var p = g.M().out(); while(true) p = p.follow(p)`},
		{"paths doubled with back", `var p = g.V().tag("a"); while(true) p = p.out().back("a")`},
		{"paths of paths", `var p = g.V(); while(true) p = g.V().out(p)`},
		{"arrows in parameters", strings.Repeat("(a=", 50) + "1" + strings.Repeat(")=>1", 50)},
		{"hidden arrows in parameters", strings.Repeat(`(b="(",a=`, 50) + "1" + strings.Repeat(")/*x*/=>1", 50)},
		{"arrows in parameters with regex", strings.Repeat("(b=/[(]/,a=", 50) + "1" + strings.Repeat(")=>1", 50)},
		{"async arrows", strings.Repeat("async a=>", maxText/10) + "1"},
		{"added strings", strings.Repeat("'a'+", maxText/4-1) + "1"},
		{"many brackets before many arrows", strings.Repeat("()", 60000) + strings.Repeat("(a)=>1;", 20)},
		{"comments before arrows", strings.Repeat("()/**/", 20000) + strings.Repeat("(a)=>1;", 20)},
		{"labels with comments", strings.Repeat("a/**/ : /*:*/ //\n", 7000) + ";"},
		{"comments", strings.Repeat("/*", maxText/2)},
		{"brackets and open comments", strings.Repeat(")/*", maxText/3)},
		{"labels and open comments", strings.Repeat("a/*", maxText/3)},
		{"hidden brackets", strings.Repeat(`(")",`, maxText/5)},
		{"hidden lists", strings.Repeat(`["]",`, maxText/5)},
		{"hidden blocks", strings.Repeat(`{"}";`, maxText/5)},
		{"hidden functions", strings.Repeat(`function f(){")}";`, maxText/18)},
		{"hidden objects", "x=" + strings.Repeat(`{a:"}"+`, maxText/8)},
		{"hidden classes", strings.Repeat(`class A{a="}}";b(){")}}";`, maxText/25)},
		{"deep regex", `/` + strings.Repeat("(?:", 40000) + strings.Repeat(")", 40000) + `/`},
		{"deep regex made", "new RegExp(\"(\".repeat(1000000)+\")\".repeat(1000000))"},
		{"deep regex that looks ahead", "new RegExp(\"(?=\".repeat(300000)+\")\".repeat(300000))"},
		{"deep regex by degrees", `var n = 0; new RegExp({toString: function() { return n++ ? "(?=".repeat(300000) + ")".repeat(300000) : "a" }}); while(true){}`},
		{"deep regex to match", `"x".match({toString: function() { return "(?=".repeat(300000) + ")".repeat(300000) }})`},
		{"brackets", strings.Repeat("(", 100000)},
		{"lists", strings.Repeat("[", 100000)},
		{"signs", strings.Repeat("-", 100001) + "1"},
		{"nots", strings.Repeat("!", maxText)},
		{"arrows", strings.Repeat("a=>", maxText/3)},
		{"conditions", strings.Repeat("a?", maxText/2)},
		{"news", strings.Repeat("new ", maxText/4)},
		{"ifs", strings.Repeat("if(1)", maxText/5)},
		{"assignments", strings.Repeat("a=", maxText/2)},
		{"sums", strings.Repeat("a+", maxText/2-1) + "a"},
		{"powers", strings.Repeat("a**", maxText/3-1) + "a"},
		{"calls", "a" + strings.Repeat("()", maxText/2-1)},
		{"dots", "a" + strings.Repeat(".a", maxText/2-1)},
		{"labels", strings.Repeat("a:", maxText/2-1) + ";"},
		{"elses", strings.Repeat("if(0);else ", maxText/11)},
		{"templates", strings.Repeat("`${", 100000)},
		{"await", "async()=>" + strings.Repeat("await ", maxText/7) + "1"},
		{"typeof", strings.Repeat("typeof ", maxText/7-1) + "1"},
		{"commas", strings.Repeat("a,", maxText/2-1) + "a"},
		{"too long", strings.Repeat(" ", maxText+1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			_, err := outcome(t, qs, c.query, 100*time.Millisecond)
			if err == nil {
				t.Errorf("it ended, in %v", time.Since(start))
			}
			if err != nil && strings.Contains(err.Error(), "left behind") {
				t.Error(err)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v to end with %.100v", took, err)
			}
			t.Logf("%v: %.100v", time.Since(start), err)
		})
	}
}

func TestLabelsInRow(t *testing.T) {
	for text, want := range map[string]int{
		"a: b: c: ;": 3, "a /* x: */ : // y:\n b:": 2, "({a: 1, b: 2})": 1, "x ? y : z ? a : b": 1, "": 0, "a": 0, ":": 0,
		"{a: {b: {c: 1}}}": 1, "switch (x) { case 1: case 2: }": 1, "a:b:c:d:e:f": 5, "\\u0061:b:": 2,
	} {
		if got := labelsInRow(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

// TestNothingRunsOn sees that queries leave no goroutine behind.
func TestNothingRunsOn(t *testing.T) {
	qs := store(t, multigraph)
	before := runtime.NumGoroutine()
	for _, q := range []string{`g.V().all()`, `g.V(`, `while(true){}`, cartesian, `g.V("<bob>").out({})`} {
		for range Run(t.Context(), qs, q, Options{Timeout: 100 * time.Millisecond}) {
			break
		}
		for range Run(t.Context(), qs, q, Options{Timeout: 100 * time.Millisecond}) {
		}
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

func TestMemoryIsReturnedAsItsError(t *testing.T) {
	qs := store(t, multigraph)
	for _, q := range []string{`var s="x"; while(true) s+=s`, `var a=[]; while(true) a=[a, new Array(1000)]`} {
		if _, err := answer(Run(t.Context(), qs, q, Options{Memory: 64 << 20})); !errors.Is(err, ErrMemory) {
			t.Errorf("%s: got %v", q, err)
		}
	}
}

// A query that needs little goes on beside one that takes all it can, whichever began first.
func TestMemoryOfOthersIsTheirs(t *testing.T) {
	qs := store(t, multigraph)
	greedy, modest := `var a=[]; while(true) a=[a, new Array(1000)]`, `while(true) {}`
	for _, list := range [][]string{{modest, greedy}, {greedy, modest}} {
		errs := make([]chan error, len(list))
		for i, q := range list {
			errs[i] = make(chan error, 1)
			opt := Options{Memory: 64 << 20, Timeout: time.Minute}
			if q == modest {
				opt.Timeout = time.Second
			}
			go func() {
				_, err := answer(Run(t.Context(), qs, q, opt))
				errs[i] <- err
			}()
			time.Sleep(20 * time.Millisecond)
		}
		for i, q := range list {
			want := ErrMemory
			if q == modest {
				want = ErrTimeout
			}
			if err := <-errs[i]; !errors.Is(err, want) {
				t.Errorf("%s: got %v, want %v", q, err, want)
			}
		}
	}
}

// FuzzRun sees that no query, however odd, gives more than an error.
func FuzzRun(f *testing.F) {
	for _, q := range sameAsCayley {
		f.Add(q)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		f.Add(genPath(r, 4, "g.V()") + ".all()")
	}
	f.Add(`g.V("<bob>").Except(g.V("<nobody>")).All()`)
	f.Add(`var a={};a.a=a;g.Emit(a)`)
	f.Add("a=>`${b}`/c/g")
	qs := store(f, multigraph)
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		for _, err := range Run(t.Context(), qs, text, Options{Limit: 100, Timeout: 500 * time.Millisecond, Memory: 128 << 20}) {
			if err != nil && (strings.Contains(err.Error(), "internal error") || strings.Contains(err.Error(), "left behind")) {
				t.Error(err)
			}
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
