package quadstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// scanAll reads N-Quads and writes them again.
func scanAll(text string) (string, error) {
	sc := newScanner(strings.NewReader(text))
	in := newInterner()
	var out []byte
	for {
		var q [4]uint32
		err := sc.read(&q, func(enc []byte) (uint32, error) { return in.intern(enc), nil })
		if errors.Is(err, io.EOF) {
			return string(out), nil
		}
		if err != nil {
			return string(out), err
		}
		for _, n := range q {
			if n == 0 {
				continue
			}
			if out, err = appendNQuads(out, in.value(n)); err != nil {
				return string(out), err
			}
			out = append(out, ' ')
		}
		out = append(out, ".\n"...)
	}
}

func TestScan(t *testing.T) {
	for _, c := range []struct{ name, in, out string }{
		{"plain", "<s> <p> <o> <l> .\n", "<s> <p> <o> <l> .\n"},
		{"no label", "<s> <p> <o> .\n", "<s> <p> <o> .\n"},
		{"no space", `<s><p>"o"<l>.`, "<s> <p> \"o\" <l> .\n"},
		{"no newline", "<s> <p> <o> .", "<s> <p> <o> .\n"},
		{"carriage return", "<s> <p> <o> .\r\n<s> <p> <o2> .\r\n", "<s> <p> <o> .\n<s> <p> <o2> .\n"},
		{"comments", "# one\n\n \t\n<s> <p> <o> . # two\n", "<s> <p> <o> .\n"},
		{"blank nodes", "_:a <p> _:b.c _:l .\n_:a <p> _:b.\n", "_:a <p> _:b.c _:l .\n_:a <p> _:b .\n"},
		{"escapes", `<s> <p> "a\tb\n\"\\\u00e9\U0001F600\b\f\r\'" .`, "<s> <p> \"a\\tb\\n\\\"\\\\é😀\\b\\f\\r'\" .\n"},
		{"escape in IRI", `<a\u00e9> <p> <o> .`, "<aé> <p> <o> .\n"},
		{"control", `<s> <p> "\u0000\u007f" .`, "<s> <p> \"\\u0000\\u007F\" .\n"},
		{"language", `<s> <p> "a"@en-GB .`, "<s> <p> \"a\"@en-GB .\n"},
		{"language and full stop", `<s> <p> "a"@en.`, "<s> <p> \"a\"@en .\n"},
		{"integer", `<s> <p> "007"^^<` + xsdInteger + `> .`, `<s> <p> "7"^^<` + xsdInteger + "> .\n"},
		{"short integer", `<s> <p> "7"^^<xsd:integer> .`, `<s> <p> "7"^^<` + xsdInteger + "> .\n"},
		{"double", `<s> <p> "0.50"^^<` + xsdDouble + `> .`, `<s> <p> "5E-01"^^<` + xsdDouble + "> .\n"},
		{"infinite", `<s> <p> "-INF"^^<` + xsdDouble + `> .`, `<s> <p> "-INF"^^<` + xsdDouble + "> .\n"},
		{"boolean", `<s> <p> "1"^^<` + xsdBoolean + `> .`, `<s> <p> "true"^^<` + xsdBoolean + "> .\n"},
		{"time", `<s> <p> "2024-01-04T10:00:00.120Z"^^<` + xsdDateTime + `> .`, `<s> <p> "2024-01-04T10:00:00.12Z"^^<` + xsdDateTime + "> .\n"},
		{"other type", `<s> <p> "2024-01-04"^^<xsd:date> .`, "<s> <p> \"2024-01-04\"^^<xsd:date> .\n"},
		{"string type", `<s> <p> "x"^^<` + xsdString + `> .`, "<s> <p> \"x\" .\n"},
		{"escaped quote at the end", `<s> <p> "x\\" .`, "<s> <p> \"x\\\\\" .\n"},
		{"empty", "", ""},
	} {
		if got, err := scanAll(c.in); err != nil || got != c.out {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.out)
		}
	}
}

func TestScanErrors(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"no object", "<s> <p> .", "object: unexpected '.'"},
		{"no stop", "<s> <p> <o>", "label: missing"},
		{"no stop after label", "<s> <p> <o> <l>", "no full stop after the label"},
		{"five terms", "<s> <p> <o> <l> <m> .", "no full stop after the label"},
		{"text after", "<s> <p> <o> . x", "text after the full stop"},
		{"open IRI", "<s <p> <o> .", `subject: character ' ' in an IRI`},
		{"IRI without an end", "<s", "subject: IRI without an end"},
		{"empty IRI", "<s> <> <o> .", "predicate: empty IRI"},
		{"escaped space in IRI", `<a\u0020b> <p> <o> .`, `subject: character ' ' in an IRI`},
		{"bad escape in IRI", `<a\n> <p> <o> .`, `subject: escape \n`},
		{"open literal", `<s> <p> "a .`, "object: literal without an end"},
		{"escape at the end", `<s> <p> "a\`, "object: literal without an end"},
		{"bad escape", `<s> <p> "\x" .`, `object: escape \x`},
		{"half a pair", `<s> <p> "\uD800" .`, `object: escape \uD800`},
		{"short escape", `<s> <p> "\u00" .`, "object: escape without an end"},
		{"not UTF-8", "<s> <p> \"\xff\" .", "object: not UTF-8"},
		{"IRI not UTF-8", "<\xff> <p> <o> .", "subject: not UTF-8"},
		{"empty predicate", `<s> "" <o> .`, "predicate: empty predicate"},
		{"language", `<s> <p> "a"@ .`, "object: language tag"},
		{"datatype", `<s> <p> "a"^^<> .`, "object: datatype: empty IRI"},
		{"blank node", `_: <p> <o> .`, "subject: empty blank node"},
	} {
		text := "<s> <p> <o> .\n" + c.in
		_, err := scanAll(text)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !errors.Is(err, ErrInvalid) || syntax.Line != 2 || !strings.Contains(syntax.Why, c.want) {
			t.Errorf("%s: %v, want %q on line 2", c.name, err, c.want)
		}
	}
}

// FuzzScan holds that what is read is written so that it is read again as the same.
func FuzzScan(f *testing.F) {
	f.Add("<s> <p> <o> <l> .\n# x\n_:a <p> \"x\\u00e9\"@en .\n")
	f.Add(`<s> <p> "1"^^<xsd:integer> .` + "\n" + `<s> <p> "2024-01-04T10:00:00.120Z"^^<xsd:dateTime> _:b.`)
	f.Add("<s> <p> \"a\\\\\" .\n<\\u003e> <p> <o> .\n\"\\")
	f.Fuzz(func(t *testing.T, text string) {
		once, err := scanAll(text)
		twice, err2 := scanAll(once)
		if err2 != nil || once != twice {
			t.Errorf("%q (%v) gives %q, which gives %q, %v", text, err, once, twice, err2)
		}
	})
}

// TestImportStops holds that a bad line is named, that chunks before it stay, and that a
// line without an end doesn't take all memory.
func TestImportStops(t *testing.T) {
	ctx := context.Background()
	qs, err := Open("", Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	var text bytes.Buffer
	for i := range 25 {
		fmt.Fprintf(&text, "<s%d> <p> <o> .\n", i)
	}
	text.WriteString("<s> <p> nonsense .\n")
	n, err := qs.Import(ctx, &text, ImportOptions{Chunk: 10})
	var syntax *SyntaxError
	if n != 20 || !errors.As(err, &syntax) || syntax.Line != 26 {
		t.Errorf("imported %d, %v; want 20 and an error on line 26", n, err)
	}
	if rep, err := qs.Verify(ctx); err != nil || rep.Quads != 20 {
		t.Errorf("%+v, %v", rep, err)
	}
	if _, err := qs.Import(ctx, endless{}, ImportOptions{}); !errors.As(err, &syntax) {
		t.Errorf("endless line: %v", err)
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}
