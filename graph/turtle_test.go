package graph

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

// scanText reads a text in a format and gives its quads as the store would take them.
func scanText(t *testing.T, format, text string, opt Import) ([]string, Imported, error) {
	t.Helper()
	f, err := ImportFormatByName(format)
	if err != nil {
		t.Fatal(err)
	}
	var quads []string
	done, err := scanFile(t.Context(), strings.NewReader(text), f, opt, func(q quad.Quad) error {
		if err := checkQuad(q); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		line := q.String()
		if q.Label != nil {
			line += " " + q.Label.String()
		}
		quads = append(quads, line)
		return nil
	})
	return quads, done, err
}

// TestImportRestores: what is exported in full comes back byte by byte, whatever the base.
func TestImportRestores(t *testing.T) {
	for _, format := range []string{"nquads", "trig", "jsonld"} {
		for _, base := range []string{"", "http://example.org/kb#"} {
			for _, rdf12 := range []bool{false, true} {
				s := open(t, MemoryLocation, Options{})
				for _, r := range append(sample(), nasty()) {
					add(t, s, r)
				}
				importText(t, s, "_:a <http://a/p> _:b <http://a/g> .\n<http://a/s> <http://a/p> \"0.50\"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n<http://a/s> <http://a/p> \"chat\"@fr-BE .\n", Import{Blank: "x"})
				out, err := FormatByName(format)
				if err != nil {
					t.Fatal(err)
				}
				var b strings.Builder
				if err := out.Write(t.Context(), &b, s, Export{Base: base, RDF12: rdf12}); err != nil {
					t.Fatal(err)
				}
				in, err := ImportFormatByName(format)
				if err != nil {
					t.Fatal(err)
				}
				into := open(t, MemoryLocation, Options{})
				for _, again := range []bool{false, true} {
					done, err := into.Import(t.Context(), strings.NewReader(b.String()), in, Import{Strict: true})
					if err != nil || again && done.New != 0 || done.Faults != 0 {
						t.Fatalf("%s on %q: %+v, %v", format, base, done, err)
					}
				}
				sameLines(t, export(t, into), export(t, s))
			}
		}
	}
}

// turtles are texts after the rules of the W3C's grammar, with their quads.
var turtles = []struct {
	text string
	want []string
}{
	{`@prefix a: <http://a/> . a:s a:p a:o .`, []string{`<http://a/s> -- <http://a/p> -> <http://a/o>`}},
	{"PREFIX a: <http://a/>\nprefix : <http://b#>\na:s :p :, a:x:y .", []string{`<http://a/s> -- <http://b#p> -> <http://b#>`, `<http://a/s> -- <http://b#p> -> <http://a/x:y>`}},
	{"@base <http://a/b/c?q> .\n<d> <../p> <#f>, <?x>, </r>, <//h/i>, <>, <./.> .", []string{`<http://a/b/d> -- <http://a/p> -> <http://a/b/c?q#f>`, `<http://a/b/d> -- <http://a/p> -> <http://a/b/c?x>`,
		`<http://a/b/d> -- <http://a/p> -> <http://a/r>`, `<http://a/b/d> -- <http://a/p> -> <http://h/i>`, `<http://a/b/d> -- <http://a/p> -> <http://a/b/c?q>`, `<http://a/b/d> -- <http://a/p> -> <http://a/b/>`}},
	{"BASE <http://a> <s> a <o>.", []string{`<http://a/s> -- <rdf:type> -> <http://a/o>`}},
	{`<http://a/s> <http://a/p> 'x', "y\"\u00E9\U0001F600" ; <http://a/q> '''l"'
'z\'''', """"q" "" x""" ; ; .`, []string{`<http://a/s> -- <http://a/p> -> "x"`, `<http://a/s> -- <http://a/p> -> "y\"é😀"`, `<http://a/s> -- <http://a/q> -> "l\"'\n'z'"`, `<http://a/s> -- <http://a/q> -> "\"q\" \"\" x"`}},
	{`<http://a/s> <http://a/p> "", '', """""", "a"@en-GB, "b" ^^ <http://a/t> .`, []string{`<http://a/s> -- <http://a/p> -> ""`, `<http://a/s> -- <http://a/p> -> ""`, `<http://a/s> -- <http://a/p> -> ""`,
		`<http://a/s> -- <http://a/p> -> "a"@en-GB`, `<http://a/s> -- <http://a/p> -> "b"^^<http://a/t>`}},
	{`<http://a/s> <http://a/p> 1, -2, +3.5, .5, 1e3, 1.e-2, true, false, 7.`, []string{`<http://a/s> -- <http://a/p> -> "1"^^<xsd:integer>`, `<http://a/s> -- <http://a/p> -> "-2"^^<xsd:integer>`,
		`<http://a/s> -- <http://a/p> -> "+3.5"^^<xsd:decimal>`, `<http://a/s> -- <http://a/p> -> ".5"^^<xsd:decimal>`, `<http://a/s> -- <http://a/p> -> "1E+03"^^<xsd:double>`, `<http://a/s> -- <http://a/p> -> "1E-02"^^<xsd:double>`,
		`<http://a/s> -- <http://a/p> -> "True"^^<xsd:boolean>`, `<http://a/s> -- <http://a/p> -> "False"^^<xsd:boolean>`, `<http://a/s> -- <http://a/p> -> "7"^^<xsd:integer>`}},
	{`@prefix a: <http://a/> . a:a.b a:%41~ a:\~x . a:1 a:true true.`, nil}, // ~ needs its escape
	{`@prefix a: <http://a/> . a:a.b a:%41 a:\~x, a:é-1 . a:1 a:true true. # end`, []string{`<http://a/a.b> -- <http://a/%41> -> <http://a/~x>`, `<http://a/a.b> -- <http://a/%41> -> <http://a/é-1>`, `<http://a/1> -- <http://a/true> -> "True"^^<xsd:boolean>`}},
	{`<http://a/s><http://a/p><http://a/o>.<http://a/s>a<http://a/t>.`, []string{`<http://a/s> -- <http://a/p> -> <http://a/o>`, `<http://a/s> -- <rdf:type> -> <http://a/t>`}},
	{`<https://relata.example/x> <http://www.w3.org/2000/01/rdf-schema#label> "X" .`, []string{`<x> -- <name> -> "X"`}},
}

func TestTurtle(t *testing.T) {
	for _, c := range turtles {
		for _, format := range []string{"turtle", "trig"} {
			got, done, err := scanText(t, format, c.text, Import{})
			if err != nil || c.want != nil && (done.Faults > 0 || !slices.Equal(got, c.want)) || c.want == nil && done.Faults != 1 {
				t.Errorf("%s as %s gave %v, %v\ngot  %q\nwant %q", c.text, format, done.First, err, got, c.want)
			}
		}
	}
}

// TestTurtleBlanks sees to the shape of brackets, since their nodes have no names.
func TestTurtleBlanks(t *testing.T) {
	text := `@prefix : <http://a/> .
_:x.y :p _:é, [], [ :q 1 ; :r [ a :T ] ] .
[ :alone "yes" ] .
:s :list (1 [ :in 2 ] ( "x" )) , () .
( :head ) :p :o .`
	got, done, err := scanText(t, "turtle", text, Import{Blank: "f"})
	if err != nil || done.Faults > 0 {
		t.Fatal(done.First, err)
	}
	again, _, _ := scanText(t, "turtle", text, Import{Blank: "f"})
	other, _, _ := scanText(t, "turtle", text, Import{Blank: "g"})
	if !slices.Equal(got, again) || slices.Equal(got, other) {
		t.Error("blank nodes are not the same in one file, or not apart in two")
	}
	count := func(part string) (n int) {
		for _, line := range got {
			if strings.Contains(line, part) {
				n++
			}
		}
		return n
	}
	for part, want := range map[string]int{"<http://a/p>": 4, "<http://a/q>": 1, "<http://a/r>": 1, "<rdf:type>": 1, "alone": 1, "<rdf:first>": 5, "<rdf:rest>": 5, "<rdf:nil>": 4, "<http://a/in>": 1} {
		if count(part) != want {
			t.Errorf("%d quads with %s, want %d:\n%s", count(part), part, want, strings.Join(got, "\n"))
		}
	}
}

func TestTriGGraphs(t *testing.T) {
	text := `@prefix : <http://a/> .
:s :p 1 .
{ :s :p 2 }
:g { :s :p 3 . :s :p 4 . }
GRAPH <http://a/h> { :s :p 5 ; }
graph :i{}
:s :p 6 .`
	got, done, err := scanText(t, "trig", text, Import{})
	want := []string{"1", "2", "3 g", "4 g", "5 h", "6"}
	for i, w := range want {
		n, g, _ := strings.Cut(w, " ")
		want[i] = `<http://a/s> -- <http://a/p> -> "` + n + `"^^<xsd:integer>`
		if g != "" {
			want[i] += " <http://a/" + g + ">"
		}
	}
	if err != nil || done.Faults > 0 || !slices.Equal(got, want) {
		t.Errorf("%v %v\ngot  %q\nwant %q", done.First, err, got, want)
	}
	blank, done, err := scanText(t, "trig", "[] { <http://a/s> <http://a/p> 1 } _:g { <http://a/s> <http://a/p> 2 }", Import{})
	if err != nil || done.Faults > 0 || len(blank) != 2 || !strings.Contains(blank[0], "_:b") {
		t.Errorf("graphs that are blank nodes: %q %v %v", blank, done.First, err)
	}
}

func TestTurtleFaults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`<s> <http://a/p> 1 .`, `1:1: the IRI <s> is relative, and there is no @base`},
		{`a:s <http://a/p> 1 .`, `1:1: the prefix "a:" is not declared`},
		{"<http://a/s>\n  <http://a/p> .", `2:16: want an object, found "."`},
		{`<http://a/s> <http://a/p> 1 <http://a/q> 2 .`, `1:29: want a full stop, ; or ,, found "<http://a/q>"`},
		{`<http://a/s> <http://a/p> 1`, `1:28: want a full stop, ; or ,, found the end of the file`},
		{`<http://a/s> "p" 1 .`, `1:14: want a predicate, found "\"p\""`},
		{`<http://a/s> _:p 1 .`, `1:14: want a predicate, found "_:p"`},
		{`"s" <http://a/p> 1 .`, `1:1: want a subject, found "\"s\""`},
		{`<http://a/s> <http://a/p> "x` + "\n" + `" .`, `1:27: a string without its end, "`},
		{`<http://a/s> <http://a/p> """x" .`, `1:27: a string without its end, """`},
		{`<http://a/s> <http://a/p> "é\x" .`, `1:29: "\\x" is not an escape here`},
		{`<http://a/s> <http://a/p> "\uD800" .`, `1:28: "\\uD800" is not an escape here`},
		{`<http://a/s> <http://a/p> "x"@1 .`, `1:30: "@1" is not a language tag`},
		{`<http://a/s> <http://a/p> 1e .`, `1:27: the number 1e lacks its exponent`},
		{`<http://a/s> <http://a/p q> 1 .`, `1:25: ' ' can't stand in an IRI`},
		{`<http://a/s> <http://a/p\u0020q> 1 .`, `1:14: the IRI <http://a/p q>: ' ' can't stand in an IRI`},
		{`<http://a/s> <http://a/p> ( 1 .`, `1:31: want an object, found "."`},
		{`<http://a/s> <http://a/p> [ <http://a/q> 1 .`, `1:44: want ']', found "."`},
		{`<http://a/s> <http://a/p> << <http://a/s> <http://a/p> 1 >> .`, `1:28: '<' can't stand in an IRI`},
		{`@prefix a <http://a/> .`, `1:10: want prefix:, found a blank`},
		{`@prefix a: <http://a/>`, `1:23: want '.', found the end of the file`},
		{`@bad .`, `1:1: want a subject, found "@bad"`},
		{"<http://a/s> <http://a/p> \"\xff\" .", `1:28: invalid UTF-8`},
		{`<http://a/s> <http://a/p> ` + strings.Repeat("[ <http://a/p> ", maxDepth+2), `1:3869: more than 256 brackets in brackets`},
		{`<http://a/s> <http://a/p> ` + strings.Repeat("(", 1<<20), `1:284: more than 256 brackets in brackets`},
	} {
		got, done, err := scanText(t, "turtle", c.text+"\n<http://a/good> <http://a/p> 1 .\n<http://a/good> <http://a/p> 2 .", Import{})
		if strings.HasSuffix(c.want, "end of the file") || strings.HasSuffix(c.want, `"""`) {
			_, done, err = scanText(t, "turtle", c.text, Import{})
		} else if len(got) == 0 || !strings.Contains(got[len(got)-1], "good") {
			t.Errorf("%.80s: nothing good was read behind it: %q", c.text, got)
		}
		if err != nil || len(done.First) == 0 || done.First[0].Error() != c.want {
			t.Errorf("%.80s\ngot  %v, %v\nwant %s", c.text, done.First, err, c.want)
		}
		var fault *SyntaxError
		if _, _, err := scanText(t, "turtle", c.text, Import{Strict: true}); !errors.As(err, &fault) {
			t.Errorf("%.80s, strict: %v", c.text, err)
		}
	}
	// A fault in a graph leaves the others as they are.
	got, done, err := scanText(t, "trig", "<http://a/g> {\n<http://a/s> <http://a/p> .\n<http://a/s> <http://a/p> 1 .\n}\n<http://a/s> <http://a/p> 2 .\n<http://a/h> {", Import{})
	if err != nil || done.Faults != 2 || len(got) != 2 || !strings.HasSuffix(got[0], "<http://a/g>") || strings.HasSuffix(got[1], "g>") {
		t.Errorf("%q, %v, %v", got, done.First, err)
	}
	broken := errors.New("cable pulled")
	s := open(t, MemoryLocation, Options{})
	done, err = s.Import(t.Context(), &failingReader{strings.NewReader("<http://a/s> <http://a/p> 1 .\n<http://a/s> <http:"), broken}, ImportFormats[1], Import{})
	if !errors.Is(err, broken) || done.New != 1 {
		t.Errorf("a broken file: %+v, %v", done, err)
	}
}

// TestTurtleAsRapper and its like hold the reader against other ones, on the same texts.
func TestTurtleAsRapper(t *testing.T) {
	rapper := tool(t, "rapper")
	for _, c := range turtles {
		if c.want == nil || strings.Contains(c.text, "1.e-2") || strings.Contains(c.text, "BASE") {
			continue // rapper 2.0.15 takes neither
		}
		out := runTool(t, c.text, rapper, "-q", "-i", "turtle", "-o", "ntriples", "-", "http://x.example/")
		theirs, _, err := scanText(t, "nquads", out, Import{})
		if err != nil {
			t.Fatal(err)
		}
		ours, _, _ := scanText(t, "turtle", c.text, Import{})
		sameLines(t, strings.Join(ours, "\n"), strings.Join(theirs, "\n"))
	}
}

func TestTurtleAsN3(t *testing.T) {
	for _, c := range turtles {
		if c.want == nil {
			continue
		}
		out := node(t, "n3", c.text, strings.Replace(readRDF, "process.argv[1]", "'Turtle'", 1))
		theirs, done, err := scanText(t, "nquads", out, Import{})
		if err != nil || done.Faults > 0 {
			t.Fatal(err, done.First)
		}
		// n3 has the tags of languages in lower case.
		ours, _, _ := scanText(t, "turtle", strings.ReplaceAll(c.text, "@en-GB", "@en-gb"), Import{})
		sort := func(lines []string) string {
			slices.Sort(lines)
			return strings.Join(slices.Compact(lines), "\n")
		}
		sameLines(t, sort(ours), sort(theirs))
	}
}

func TestImportFormats(t *testing.T) {
	for path, want := range map[string]string{"a/x.NT.gz": "nquads", "x.trig": "trig", "x.ttl.zst": "turtle", "x.jsonld": "jsonld", "x.csv": "csv", "x.ftm.json": "ftm"} {
		if f, err := ImportFormatByPath(path); err != nil || f.Name != want {
			t.Errorf("%s: %s, %v", path, f.Name, err)
		}
	}
	if _, err := ImportFormatByPath(filepath.Join("x", "y.json")); err == nil {
		t.Error("plain JSON was taken")
	}
	if _, err := ImportFormatByName("gexf"); err == nil || !strings.Contains(err.Error(), "nquads, trig") {
		t.Errorf("gexf: %v", err)
	}
}

const jsonldText = `{"@context": {"a": "http://a/", "p": {"@id": "a:p"}, "l": {"@id": "a:l", "@container": "@list"}, "of": {"@reverse": "a:has"}, "d": {"@id": "a:d", "@type": "http://www.w3.org/2001/XMLSchema#date"}},
 "@id": "a:s", "@type": ["a:T", "_:T"], "p": ["x", 1, 1.5, true, {"@value": "chat", "@language": "fr"}, {"@id": "a:o", "p": "deep"}, null],
 "l": ["x", {"@id": "_:n"}], "of": {"@id": "a:w"}, "d": "2024-01-02", "unknown": "gone", "a:rel": {"@id": "relative"}}`

func TestJSONLD(t *testing.T) {
	got, done, err := scanText(t, "jsonld", jsonldText, Import{Blank: "f"})
	if err != nil || done.Faults != 1 || done.First[0].Error() != "the IRI <relative> is not absolute" {
		t.Fatalf("%v, %v", done.First, err)
	}
	for _, want := range []string{`<http://a/s> -- <rdf:type> -> <http://a/T>`, `<http://a/s> -- <http://a/p> -> "x"`, `<http://a/s> -- <http://a/p> -> "1"^^<xsd:integer>`,
		`<http://a/s> -- <http://a/p> -> "1.5E+00"^^<xsd:double>`, `<http://a/s> -- <http://a/p> -> "True"^^<xsd:boolean>`, `<http://a/s> -- <http://a/p> -> "chat"@fr`,
		`<http://a/s> -- <http://a/p> -> <http://a/o>`, `<http://a/o> -- <http://a/p> -> "deep"`, `<http://a/w> -- <http://a/has> -> <http://a/s>`, `<http://a/s> -- <http://a/d> -> "2024-01-02"^^<xsd:date>`} {
		if !slices.Contains(got, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if len(got) != 16 { // with a blank class and a list of two
		t.Errorf("%d quads:\n%s", len(got), strings.Join(got, "\n"))
	}
	for text, want := range map[string]string{
		"{\"@id\":\n  \"é\" x}":                  "2:7: invalid character 'x' after object key:value pair",
		`{"@context": "http://a/c", "@id": "b"}`: "none is fetched",
		`{"@id": ["x"]}`:                         "JSON-LD: ",
		`{"@context": {"@import": "http://a/"}}`: "JSON-LD: ",
	} {
		if _, _, err := scanText(t, "jsonld", text, Import{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// TestJSONLDAsNPM holds what is read against another reader of JSON-LD.
func TestJSONLDAsNPM(t *testing.T) {
	out := node(t, "jsonld", jsonldText, `
const jsonld = require('jsonld'), fs = require('fs');
jsonld.toRDF(JSON.parse(fs.readFileSync(0, 'utf8')), {format: 'application/n-quads'}).then(t => console.log(t));`)
	theirs, _, err := scanText(t, "nquads", out, Import{})
	if err != nil {
		t.Fatal(err)
	}
	ours, _, _ := scanText(t, "jsonld", jsonldText, Import{})
	grounded := func(lines []string) string {
		lines = slices.DeleteFunc(lines, func(s string) bool { return strings.Contains(s, "_:") })
		slices.Sort(lines)
		return strings.Join(lines, "\n")
	}
	if len(ours) != len(theirs) {
		t.Errorf("%d quads, npm's has %d", len(ours), len(theirs))
	}
	sameLines(t, grounded(ours), grounded(theirs))
}

func TestCSVEdges(t *testing.T) {
	got, done, err := scanText(t, "csv", "\ufeffLender;Sum;Borrower;File\nWorld Bank;5;Arvania;a/1\n'=Bank;5;\"\"\"12\"\"\";\n;5;x;\nhttp://a/x;5;a<b;\n", Import{Map: Columns{Subject: "Lender", Predicate: "=funds", Object: "Borrower", Label: "File"}, Label: "import/l"})
	want := []string{`<World_Bank> -- <name> -> "World Bank" <a/1>`, `<World_Bank> -- <funds> -> <Arvania> <a/1>`, `<=Bank> -- <funds> -> "12" <import/l>`}
	if err != nil || !slices.Equal(got, want) || done.Faults != 2 || done.First[0].Error() != `4:1: subject "": is empty` || done.First[1].Error() != `5:14: object "a<b": '<' can't stand in an IRI` {
		t.Errorf("%v, %v\ngot  %q\nwant %q", done.First, err, got, want)
	}
	for text, want := range map[string]string{"a,b\n": "no column is named as one for the subject", "subject,predicate,object\na,b,\"c": ""} {
		_, done, err := scanText(t, "csv", text, Import{})
		if want != "" && (err == nil || !strings.Contains(err.Error(), want)) || want == "" && (err != nil || done.Faults != 1) {
			t.Errorf("%q: %v, %v", text, done.First, err)
		}
	}
	long := io.MultiReader(strings.NewReader("subject,predicate,object\n\""), io.LimitReader(endless{}, 3*maxLine))
	s := open(t, MemoryLocation, Options{})
	if _, err := s.Import(t.Context(), long, ImportFormats[4], Import{}); err == nil || !strings.Contains(err.Error(), "longer than 16 MB") {
		t.Errorf("a long row: %v", err)
	}
	// The edges that relata itself writes come back as edges.
	dir := t.TempDir()
	f, _ := FormatByName("csv")
	from := loaded(t)
	if err := Save(t.Context(), dir, f, from, Export{}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "edges.csv"))
	if err != nil {
		t.Fatal(err)
	}
	got, done, err = scanText(t, "csv", string(data), Import{})
	if err != nil || done.Faults > 0 || !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "<Ada_Lovelace> -- <visited> -> <Belmark>") }) {
		t.Errorf("%v, %v: %q", done.First, err, got)
	}
}

func TestImportFTM(t *testing.T) {
	text := write(t, loaded(t), "ftm")
	got, done, err := scanText(t, "ftm", text, Import{Strict: true})
	if err != nil {
		t.Fatal(done.First, err)
	}
	edge := fmt.Sprintf("<ftm/%s> -- <visited> -> <ftm/%s>", ftmID("Ada_Lovelace"), ftmID("Belmark"))
	name := fmt.Sprintf(`<ftm/%s> -- <name> -> "Ada Lovelace"`, ftmID("Ada_Lovelace"))
	for _, want := range []string{edge, name, fmt.Sprintf("<ftm/%s> -- <rdf:type> -> <Person>", ftmID("Ada_Lovelace"))} {
		if !slices.Contains(got, want) {
			t.Errorf("lacks %s:\n%s", want, strings.Join(got, "\n"))
		}
	}
	got, done, err = scanText(t, "ftm", `{"id":"o","schema":"Ownership","properties":{"owner":["a"],"asset":["b","c"],"share":["50%"]}}
{"id":"x"}

{"id":"y" "schema":"Person"}
{"id":"a b","schema":"Person"}
{"id":"l","schema":"UnknownLink","properties":{"subject":["a"],"object":["b"],"role":["golf partner"]}}`, Import{})
	want := []string{"2:1: an entity needs an id and a schema", "4:11: invalid character '\"' after object key:value pair", "5:1: subject \"<ftm/a b>\": ' ' can't stand in an IRI"}
	var faults []string
	for _, f := range done.First {
		faults = append(faults, f.Error())
	}
	if err != nil || !slices.Equal(faults, want) {
		t.Errorf("%q, %v, want %q", faults, err, want)
	}
	for _, want := range []string{"<ftm/a> -- <owns> -> <ftm/c>", `<ftm/o> -- <ftm/share> -> "50%"`, "<ftm/a> -- <open/golf_partner> -> <ftm/b>"} {
		if !slices.Contains(got, want) {
			t.Errorf("lacks %s: %q", want, got)
		}
	}
}

// FuzzImport reads any text in any format: no crash, and what is read can be written and
// read again.
func FuzzImport(f *testing.F) {
	for i := range ImportFormats {
		for _, c := range turtles {
			f.Add(i, c.text)
		}
	}
	f.Add(1, "<http://a/g> { <http://a/s> <http://a/p> ( [] [ a <http://a/x> ] ) }")
	f.Add(1, "@prefix k: <http://a/> . @prefix claim: <http://a/claim/> . k:s a k:o .")
	f.Add(3, jsonldText)
	f.Add(4, "subject,predicate,object\na,b,\"c")
	f.Add(5, `{"id":"a","schema":"UnknownLink","properties":{"subject":["a"],"object":["b"],"role":["x y"]}}`)
	names := Names{DefaultBase}
	f.Fuzz(func(t *testing.T, format int, text string) {
		if format < 0 || format >= len(ImportFormats) {
			return
		}
		enc := newLineWriter(names)
		var b strings.Builder
		n := 0
		_, err := scanFile(t.Context(), strings.NewReader(text), ImportFormats[format], Import{}, func(q quad.Quad) error {
			n++
			err := enc.encode(q)
			b.Write(enc.line)
			return err
		})
		var fault *SyntaxError
		if err != nil && format <= 2 && !errors.As(err, &fault) && !errors.Is(err, ErrDamaged) && !strings.HasPrefix(err.Error(), "line ") {
			t.Fatalf("%q: %v", text, err)
		}
		again := 0
		for _, err := range ScanNQuads(t.Context(), strings.NewReader(b.String()), names) {
			if err != nil {
				t.Fatalf("%q gave %s, which can't be read: %v", text, b.String(), err)
			}
			again++
		}
		if again != n {
			t.Errorf("%q: %d quads, then %d", text, n, again)
		}
	})
}
