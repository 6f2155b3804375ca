package queries

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/dop251/goja"
)

// A plain query gets a virtual machine that has only what it calls; it must answer, and fail,
// as it does in one that has everything.
func TestPlainQueriesAnswerTheSame(t *testing.T) {
	texts := []string{
		`g.V("<alice>").Out("<follows>").All()`,
		`var f = g.M().out("<follows>"); g.V("<alice>").follow(f).tag("x").in("<follows>").all()`,
		`let a = "<alice>", b = [a, "<bob>"]; const p = g.V(b); p.save("<follows>", "who").all(); p.count()`,
		`graph.V().has("<n>", gt(-1), lt(11)).all()`,
		`g.V().has("<when>", gte(typed("2023", "xsd:gYear"))).all()`,
		`g.emit([1, [true, null, "x"], typed("2023", "xsd:gYear"), g.V().toArray(3)])`,
		`g.V("<c>").out("<when>").toValue()`,
		`g.V("<c>").out("<when>").tagValue()`,
		`emit(5)`, `5`, `"text"`, `;`, ``,
		`g.V("<alice>").Al()`, `g.V("<alice>").all(1)`, `g.V({}).all()`, `g.V(-"1").all()`, `g.v()`,
		`"text".all()`, `[1].map(2)`, `[g.V()].forEach("x")`, `null.all()`, `g.V(g.V()).all()`, `g.V(nobody).all()`,
		`overlap([1, [2]], "2020", g.V().toArray())`, `claims("nobody", "visited").all()`, `details([["x"]])`,
		`show([1], [["x"]])`, `actor("<a>").all(); about(1, 2)`, `a.all(); var a = g.V()`,
		`let a = a`, `const a = 1; const a = 2`, `var toString = g.V("<a>"); toString.all()`, `var Array = g.V(); Array.all()`,
		`var claims = g.V(); claims.all()`, `g.V().filter(like("x%"), regex("2$")).all()`, `g.V().filter(g.V).all()`,
		`g.addNamespace("e:", "http://e/"); g.V(g.IRI("e:x")).all()`, `g.loadNamespaces(); g.V().limit(2).all()`,
		`Math.max(1, 2)`, `g.V().toArray().length`, `[,1]`, `g.V(...["<a>"]).all()`, "g.V(`<a>`).all()", `tellers({})`,
	}
	for _, c := range languageCases {
		texts = append(texts, c.query)
	}
	texts = append(texts, sameAsCayley...)
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		texts = append(texts, genPath(r, 1+r.IntN(5), "g.V()")+".all()")
	}
	plain := 0
	for _, text := range texts {
		prog, err := compile(text)
		if err != nil || prog.named == nil {
			continue
		}
		plain++
		for _, qs := range []graph.QuadStore{store(t, numbers), store(t, multigraph)} {
			got, err := answer(run(t.Context(), qs, prog, text, Options{}))
			want, wantErr := answer(run(t.Context(), qs, &program{Program: prog.Program}, text, Options{}))
			if !slices.Equal(got, want) || message(err) != message(wantErr) {
				t.Errorf("%s\nplain %q, %v\nelse  %q, %v", text, got, err, want, wantErr)
			}
		}
	}
	if plain < 200 {
		t.Errorf("only %d of %d queries are plain", plain, len(texts))
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What can reach a builtin of the language is not plain.
func TestWhatIsPlain(t *testing.T) {
	for _, text := range []string{
		`[].push(1)`, `g.V()["all"]()`, `g.V().all`, `var x = g; x.V().all()`, `g.V().toArray().length`, `args.x`,
		`g.V().forEach(function(d) { g.emit(d) })`, `g.V().forEach(d => g.emit(d))`, `x = 1`, `1 + 1`, `!1`, `-"1"`, `[...[1]]`,
		`g.V(...[1])`, "`x`", `/x/`, `({})`, `new Date()`, `for (;;) {}`, `if (1) 2`, `1 ? 2 : 3`, `1, 2`, `var [a] = [1]`,
		`var a`, `Array(5)`, `String.raw("x")`, `this.g`, `eval("1")`, `function f() {}`, `g.constructor("x")`, `g.V().constructor("x")`,
		`iri.call(1)`, `[1].join()`, `time({})`, `"x".repeat(9)`, `g.V(iri)`, `var g = 1`, `g?.V()`, `g.V().ALL()`, `g.V().aLL()`,
	} {
		prog, err := compile(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if prog.named != nil {
			t.Errorf("%s is plain", text)
		}
	}
}

// The names of ours must not be those of builtins that work without a function as an
// argument: a plain query has none to give.
func TestOurMethodsHideNoBuiltin(t *testing.T) {
	vm := goja.New()
	for _, on := range []string{"Object", "Array", "String", "Number", "Boolean", "Function"} {
		proto := vm.Get(on).(*goja.Object).Get("prototype").(*goja.Object)
		for _, names := range namesOfMethods() {
			for _, name := range names {
				f, ok := goja.AssertFunction(proto.Get(name))
				if !ok {
					continue
				}
				_, err := f(vm.NewArray(1), vm.ToValue("text"))
				if ex := (*goja.Exception)(nil); !errors.As(err, &ex) {
					t.Errorf("%s.prototype.%s runs in a plain query", on, name)
				}
			}
		}
	}
}

// BenchmarkPlain is the time that a query takes beside its answer.
func BenchmarkPlain(b *testing.B) {
	qs := store(b, people)
	for name, text := range map[string]string{"plain": `g.V("<alice>").all()`, "other": `g.V("<alice>").all(); 1+1`} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := answer(Run(b.Context(), qs, text, Options{})); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
