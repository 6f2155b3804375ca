package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

func importText(t *testing.T, s *Store, text string, opt Import) Imported {
	t.Helper()
	done, err := s.ImportNQuads(t.Context(), strings.NewReader(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestSnapshotRestores(t *testing.T) {
	onEveryBackend(t, func(t *testing.T, location string) {
		for _, base := range []string{"", "urn:relata:", "http://example.org/kb#"} {
			from := loaded(t)
			var b strings.Builder
			if err := WriteNQuads(t.Context(), &b, from, Filter{}, base); err != nil {
				t.Fatal(err)
			}
			into := open(t, another(t, location), Options{})
			quads := len(collect(t, from.Quads(t.Context(), Filter{})))
			done := importText(t, into, b.String(), Import{})
			if done.Quads != quads || done.New != quads || done.Faults != 0 || done.Manifest == nil || done.Manifest.Claims != 9 || done.Manifest.Articles != 4 {
				t.Errorf("restored %+v of %d quads", done, quads)
			}
			if !slices.Equal(collect(t, from.Quads(t.Context(), Filter{})), collect(t, into.Quads(t.Context(), Filter{}))) {
				t.Error("the restored graph is another")
			}
			var again strings.Builder
			if err := WriteNQuads(t.Context(), &again, into, Filter{}, base); err != nil {
				t.Fatal(err)
			}
			if again.String() != b.String() {
				t.Error("the export of the restored graph differs")
			}
			if done := importText(t, into, b.String(), Import{}); done.New != 0 || done.Quads != quads {
				t.Errorf("a second import: %+v", done)
			}
		}
	})
}

func TestRDF12(t *testing.T) {
	s := loaded(t)
	var b strings.Builder
	if err := writeNQuads(t.Context(), &b, s, Export{RDF12: true}); err != nil {
		t.Fatal(err)
	}
	want := " <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <https://relata.example/Arvania> <https://relata.example/attacks> <https://relata.example/Belmark> )>> <"
	if !strings.Contains(b.String(), want) || strings.Contains(b.String(), "rdf-syntax-ns#subject") {
		t.Errorf("a claim is not said as RDF 1.2 does it:\n%s", b.String())
	}
	into := open(t, MemoryLocation, Options{})
	done := importText(t, into, b.String(), Import{})
	if export(t, into) != export(t, s) || done.Faults > 0 {
		t.Errorf("RDF 1.2 doesn't come back as it went: %+v", done)
	}
	var trig strings.Builder
	if err := writeTriG(t.Context(), &trig, s, Export{RDF12: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(trig.String(), "rdf:reifies <<( k:Arvania k:attacks k:Belmark )>>") {
		t.Errorf("TriG lacks the triple:\n%s", trig.String())
	}
}

func TestDamagedSnapshots(t *testing.T) {
	text := export(t, loaded(t))
	lines := strings.SplitAfter(text, "\n")
	cut := strings.Join(lines[:len(lines)/2], "")
	for name, c := range map[string]struct{ text, want string }{
		"cut":       {cut, "its end is missing"},
		"cut short": {cut[:len(cut)-9], "its end is missing"},
		"a line":    {strings.Join(slices.Delete(slices.Clone(lines), 5, 6), ""), "quads, not"},
		"a word":    {strings.Replace(text, "\"Ada Lovelace\"", "\"Ada Boss\"", 1), "its quads were changed"},
		"version":   {strings.Replace(text, `"snapshot":1`, `"snapshot":2`, 1), "version 2"},
		"base":      {strings.Replace(text, `"base":"https://relata.example/"`, `"base":"x"`, 1), "base"},
	} {
		s := open(t, MemoryLocation, Options{})
		_, err := s.ImportNQuads(t.Context(), strings.NewReader(c.text), Import{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if damaged := name != "version" && name != "base"; errors.Is(err, ErrDamaged) != damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Ended by another import, a cut one is whole.
	s := open(t, MemoryLocation, Options{})
	s.ImportNQuads(t.Context(), strings.NewReader(cut), Import{})
	importText(t, s, text, Import{})
	if export(t, s) != text {
		t.Error("an import that was ended by another gave another graph")
	}
}

// statements are lines of N-Quads after the rules that the W3C's test suite checks, with
// the quad that they say, as the store has it; or the place of the fault.
var statements = []struct{ line, want string }{
	{`<http://a/s> <http://a/p> <http://a/o> .`, `<http://a/s> -- <http://a/p> -> <http://a/o>`},
	{`<http://a/s> <http://a/p> <http://a/o> <http://a/g> .`, `<http://a/s> -- <http://a/p> -> <http://a/o> <http://a/g>`},
	{`<http://a/s><http://a/p>"o"<http://a/g>.`, `<http://a/s> -- <http://a/p> -> "o" <http://a/g>`},
	{"\t <http://a/s>\t<http://a/p>  \"o\"  . # why", `<http://a/s> -- <http://a/p> -> "o"`},
	{`_:a <http://a/p> _:b-1.c .`, `_:a -- <http://a/p> -> _:b-1.c`},
	{`_:a <http://a/p> _:b.`, `_:a -- <http://a/p> -> _:b`},
	{`<http://a/s> <http://a/p> "x\ty\"\\\u00E9\U0001F600" .`, `<http://a/s> -- <http://a/p> -> "x\ty\"\\é😀"`},
	{`<http://a/s> <http://a/p> "" .`, `<http://a/s> -- <http://a/p> -> ""`},
	{`<http://a/s> <http://a/p> "chat"@fr-BE-1996 .`, `<http://a/s> -- <http://a/p> -> "chat"@fr-BE-1996`},
	{`<http://a/s> <http://a/p> "chat"@en.`, `<http://a/s> -- <http://a/p> -> "chat"@en`},
	{`<http://a/s> <http://a/p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .`, `<http://a/s> -- <http://a/p> -> "7"^^<xsd:integer>`},
	{`<http://a/s> <http://a/p> "x"^^<http://a/type> .`, `<http://a/s> -- <http://a/p> -> "x"^^<http://a/type>`},
	{`<http://a/\u00E9> <http://a/p> "o" .`, `<http://a/é> -- <http://a/p> -> "o"`},
	{`<https://relata.example/Russia> <https://relata.example/met> <https://relata.example/100%25> .`, `<Russia> -- <met> -> <100%>`},
	{`<https://relata.example/x> <http://www.w3.org/2000/01/rdf-schema#label> "X" .`, `<x> -- <name> -> "X"`},
	{`<https://relata.example/c> <https://relata.example/when> "2023-09"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .`, `<c> -- <when> -> "2023-09"`},
	{`<isbn:1> <http://a/p> <scheme:x> .`, `<iri:isbn:1> -- <http://a/p> -> <iri:scheme:x>`},
	{``, ``},
	{`   # nothing`, ``},

	{`<> <http://a/p> <http://a/o> .`, `1: the IRI <> is not absolute`},
	{`<s> <http://a/p> <http://a/o> .`, `1: the IRI <s> is not absolute`},
	{`<http://a/s> <http://a/p> bare .`, `27: want an object, <IRI> or _:label, found "bare"`},
	{`<http://a/s> "p" <http://a/o> .`, `14: want a predicate, <IRI>, found "\"p\""`},
	{`"s" <http://a/p> <http://a/o> .`, `1: want a subject, <IRI> or _:label, found "\"s\""`},
	{`<http://a/s> _:p <http://a/o> .`, `14: want a predicate, <IRI>, found "_:p"`},
	{`<http://a/s> <http://a/p> <http://a/o> "g" .`, `40: want a graph or a full stop, <IRI> or _:label, found "\"g\""`},
	{`<http://a/s> <http://a/p> <http://a/o> <http://a/g> <http://a/x> .`, `53: want a full stop, found "<http://a/x>"`},
	{`<http://a/s> <http://a/p> <http://a/o>`, `39: want a full stop, found the end of the line`},
	{`<http://a/s> <http://a/p> <http://a/o> . <http://a/s> <http://a/p> <http://a/o> .`, `42: more after the full stop, found "<http://a/s>"`},
	{`<http://a/s> <http://a/p> "o .`, `27: a string without its end, "`},
	{`<http://a/s> <http://a/p> 'o' .`, `27: want an object, <IRI> or _:label, found "'o'"`},
	{`<http://a/s> <http://a/p> "\x" .`, `28: "\\x" is not an escape here`},
	{`<http://a/s> <http://a/p> "é\u00e" .`, `29: "\\u00e" is not an escape here`},
	{`<http://a/s> <http://a/p> "\uD800" .`, `28: "\\uD800" is not an escape here`},
	{`<http://a/s> <http://a/p> "o"@ .`, `30: "@" is not a language tag`},
	{`<http://a/s> <http://a/p> "o"@1 .`, `30: "@1" is not a language tag`},
	{`<http://a/s> <http://a/p> "o"^^"x" .`, `32: want a datatype, <IRI>, found "\"x\""`},
	{`<http://a/s> <http://a/p> "o"^^<x> .`, `32: the IRI <x> is not absolute`},
	{`<http://a/ s> <http://a/p> "o" .`, `1: the IRI <http://a/ s>: ' ' can't stand in an IRI`},
	{`<http://a/\u0020> <http://a/p> "o" .`, `1: the IRI <http://a/ >: ' ' can't stand in an IRI`},
	{`<http://a/\n> <http://a/p> "o" .`, `11: "\\n" is not an escape here`},
	{`<http://a/s`, `1: an IRI without its end, >`},
	{`_: <http://a/p> "o" .`, `1: the blank node _: is not of letters, digits, _, - and inner dots`},
	{"<http://a/s> <http://a/p> \"\xff\" .", `28: invalid UTF-8`},
	{`<http://a/c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://a/s> <http://a/p> "o" )>> .`,
		`<http://a/c> -- <rdf:object> -> "o"`}, // the last of three
	{`<http://a/s> <http://a/p> <<( <http://a/s> <http://a/p> "o" )>> .`, `27: a triple can only be the object of rdf:reifies here`},
	{`<http://a/c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://a/s> <http://a/p> "o" .`, `101: want )>>, found "."`},
	{`<http://a/c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://a/s> _:p "o" )>> .`, `87: a blank node is no predicate`},
	{`<<( <http://a/s> <http://a/p> "o" )>> <http://a/p> "o" .`, `1: the IRI <<( <http://a/s> is not absolute`},
}

func TestScanNQuads(t *testing.T) {
	names, err := NewNames(DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range statements {
		var got string
		for q, err := range ScanNQuads(t.Context(), strings.NewReader(c.line), names) {
			got = strings.TrimPrefix(fmt.Sprint(err), "1:")
			if err == nil {
				got = q.String()
				if q.Label != nil {
					got += " " + q.Label.String()
				}
			}
		}
		if got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.line, got, c.want)
		}
	}
}

// TestScanGoesOn reads all the lines at once.
func TestScanGoesOn(t *testing.T) {
	text, good, faults := "\ufeff", 0, 0
	for i, c := range statements {
		text += c.line + []string{"\n", "\r\n"}[i%2]
		switch {
		case strings.Contains(c.line, "#reifies> <<( <http://a/s> <http://a/p> \"o\" )>> ."):
			good += 3
		case strings.Contains(c.want, " -- "):
			good++
		case c.want != "":
			faults++
		}
	}
	s := open(t, MemoryLocation, Options{})
	done := importText(t, s, text, Import{Label: "import/test"})
	if done.Quads != good || done.Faults != faults || done.New == 0 || len(done.First) != shownFaults {
		t.Errorf("%+v, want %d quads and %d faults", done, good, faults)
	}
	if want := slices.IndexFunc(statements, func(c struct{ line, want string }) bool { return strings.Contains(c.want, "is not absolute") }) + 1; done.First[0].Line != want {
		t.Errorf("the first fault is in line %d, want %d", done.First[0].Line, want)
	}
	if got := collect(t, s.Quads(t.Context(), Filter{})); len(got) != done.New || slices.ContainsFunc(got, func(q quad.Quad) bool { return q.Label == nil }) {
		t.Errorf("%d quads, some without label: %v", len(got), got)
	}
	_, err := s.ImportNQuads(t.Context(), strings.NewReader(text), Import{Strict: true})
	var fault *SyntaxError
	if !errors.As(err, &fault) || *fault != *done.First[0] {
		t.Errorf("strict: %v, want %v", err, done.First[0])
	}
}

func TestBlankNodesStayApart(t *testing.T) {
	s := open(t, MemoryLocation, Options{})
	text := "_:a <http://a/p> _:b .\n_:b <http://a/p> _:a .\n"
	for _, file := range []string{"one", "two", "one"} {
		importText(t, s, text, Import{Blank: file})
	}
	if got := len(collect(t, s.Quads(t.Context(), Filter{}))); got != 4 {
		t.Errorf("%d quads, want 4", got)
	}
	again := open(t, MemoryLocation, Options{})
	importText(t, again, export(t, s), Import{Blank: "three"})
	if export(t, again) != export(t, s) {
		t.Error("a snapshot of blank nodes doesn't restore")
	}
}

func TestImportStops(t *testing.T) {
	s := open(t, MemoryLocation, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.ImportNQuads(ctx, strings.NewReader("<http://a/s> <http://a/p> \"o\" .\n"), Import{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := s.ImportNQuads(t.Context(), strings.NewReader(""), Import{Base: "x"}); err == nil {
		t.Error("a bad base was taken")
	}
	if _, err := s.ImportNQuads(t.Context(), strings.NewReader(""), Import{Label: "a b"}); err == nil {
		t.Error("a bad label was taken")
	}
	broken := errors.New("cable pulled")
	done, err := s.ImportNQuads(t.Context(), &failingReader{strings.NewReader("<http://a/s> <http://a/p> \"o\" .\n<http://a/s> <http:"), broken}, Import{})
	if !errors.Is(err, broken) || done.New != 1 {
		t.Errorf("a broken file: %+v, %v", done, err)
	}
}

type failingReader struct {
	r   *strings.Reader
	err error
}

func (f *failingReader) Read(b []byte) (int, error) {
	if f.r.Len() == 0 {
		return 0, f.err
	}
	return f.r.Read(b)
}

// TestLongLine has a line that no memory should hold.
func TestLongLine(t *testing.T) {
	names, err := NewNames(DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	long := io.LimitReader(endless{}, 3*maxLine)
	var got []string
	for q, err := range ScanNQuads(t.Context(), io.MultiReader(long, strings.NewReader("\n<http://a/s> <http://a/p> \"o\" .")), names) {
		if err != nil {
			got = append(got, err.Error())
		} else {
			got = append(got, q.String())
		}
	}
	want := []string{"1:1: the line is longer than 16 MB", `<http://a/s> -- <http://a/p> -> "o"`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}

func FuzzScanNQuads(f *testing.F) {
	for _, c := range statements {
		f.Add(c.line)
	}
	f.Add("<http://a/s> <http://a/p> \"0.50\"^^<http://www.w3.org/2001/XMLSchema#double> .")
	f.Add("<http://a/s> <http://a/p> \"2024-01-01T00:00:00.5+02:00\"^^<http://www.w3.org/2001/XMLSchema#dateTime> .")
	names, err := NewNames(DefaultBase)
	if err != nil {
		f.Fatal(err)
	}
	scan := func(t *testing.T, text string) (quads []quad.Quad) {
		for q, err := range ScanNQuads(t.Context(), strings.NewReader(text), names) {
			if err == nil {
				quads = append(quads, q)
			}
		}
		return quads
	}
	f.Fuzz(func(t *testing.T, text string) {
		quads := scan(t, text)
		enc := newLineWriter(names)
		var b strings.Builder
		for _, q := range quads {
			if err := enc.encode(q); err != nil {
				t.Fatalf("%v was read and can't be written: %v", q, err)
			}
			b.Write(enc.line)
		}
		if again := scan(t, b.String()); fmt.Sprint(again) != fmt.Sprint(quads) {
			t.Errorf("read   %v\nwrote  %s\nreread %v", quads, b.String(), again)
		}
	})
}
