package article

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"relata/schema"
)

// shown gives the facts of documents and the errors, one a line.
func shown(docs []*schema.Document, errs []error) []string {
	var out []string
	for _, d := range docs {
		published := ""
		if !d.Published.IsZero() {
			published = d.Published.Format(time.DateOnly)
		}
		out = append(out, fmt.Sprintf("%s %d|%s|%s|%s|%s|%s|%s", d.Path, d.Line, d.Title, d.Author, d.Publisher, published, d.URL, d.Text))
	}
	for _, err := range errs {
		out = append(out, err.Error())
	}
	return out
}

func TestJSON(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		opts   Options
		want   []string
	}{
		"lines": {
			"{\"title\":\"A\",\"text\":\" Text a.\\n\",\"published\":\"2024-01-04T23:00:00-05:00\",\"url\":\"https://www.x.example/a\",\"authors\":[\"J. Doe\",\"K. Roe\"]}\n\n{\"title\":\"B\",\"text\":1\n{\"headline\":\"C\",\"body\":\"Text c.\",\"source\":{\"name\":\"The C\"}}\n[]\nnull\n",
			Options{},
			[]string{"stdin:1 1|A|J. Doe, K. Roe|x.example|2024-01-04|https://www.x.example/a| Text a.\n", "stdin:4 4|C||The C|||Text c.",
				"stdin:3: not a JSON object: unexpected EOF", "stdin:5: not a JSON object: json: cannot unmarshal array into Go value of type map[string]interface {}", "stdin:6: not a JSON object: null"},
		},
		"object":         {"{\n \"content\": \"Text.\"\n}\n", Options{}, []string{"stdin 0||||||Text."}},
		"array":          {"[ {\"text\":\"A.\"},\n{\"text\":\"B.\"}, 3 ]", Options{}, []string{"stdin[1] 0||||||A.", "stdin[2] 0||||||B.", "stdin[3]: not a JSON object: json: cannot unmarshal number into Go value of type map[string]interface {}"}},
		"cut off":        {"[{\"text\":\"A.\"},\n{\"text\":\"B", Options{}, []string{"stdin[1] 0||||||A.", "stdin: not JSON after byte 15: unexpected EOF"}},
		"markup":         {`{"text":"<p>One &amp; two.</p><p>Three.</p>"}`, Options{}, []string{"stdin:1 1||||||One & two.\n\nThree."}},
		"HTML":           {`{"html":"<p>One.<br>Two.</p>"}`, Options{}, []string{"stdin:1 1||||||One.\nTwo."}},
		"no text":        {`{"name":"x","lead":"y","n":null}`, Options{}, []string{"stdin:1: no text under the keys text, body, article_body, articlebody: name its key with --field text=KEY (there are lead, name)"}},
		"mapped":         {`{"lead":"y","text":"z","when":"4 January 2024","date":"2023-01-01"}`, Options{Fields: map[string]string{"text": "Lead", "published": "when"}}, []string{"stdin:1 1||||2024-01-04||y"}},
		"mapped to none": {`{"text":"z"}`, Options{Fields: map[string]string{"text": "lead"}}, []string{"stdin:1: no text under the keys text, body, article_body, articlebody: name its key with --field text=KEY (there are )"}},
		"numbers":        {`{"text":"z","published":20240104}`, Options{}, []string{"stdin:1 1||||2024-01-04||z"}},
		"long":           {`{"text":"` + strings.Repeat("x", 5000) + "\"}\n{\"text\":\"y\"}", Options{MaxBytes: 1000, Format: "json"}, []string{"stdin:2 2||||||y", "stdin:1: longer than 2000 bytes, too long for one article"}},
	} {
		if got := shown(readString(c.opts, c.source)); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

func TestCSV(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		opts   Options
		want   []string
	}{
		"commas":     {"\xef\xbb\xbfID,Title,Text,Date\n1,A,\"Text, \"\"a\"\".\nMore.\",2024-01-04\n2,B,,\n3,C,Text c.,x,surplus\n", Options{}, []string{"stdin:2 2|A|||2024-01-04||Text, \"a\".\nMore.", "stdin:5 5|C|||||Text c.", "stdin:4: no text under the keys text, body, article_body, articlebody: name its key with --field text=KEY (there are id, title)"}},
		"semicolons": {"title;story\nA;Text, a\n", Options{}, []string{"stdin:2 2|A|||||Text, a"}},
		"tabs":       {"title\tbody\nA\tText; a\n", Options{Fields: map[string]string{"title": "title"}}, []string{"stdin:2 2|A|||||Text; a"}},
		"header":     {"title,text\n", Options{}, nil},
		"open quote": {"title,text\na,\"" + strings.Repeat("x\n", 50_000) + "b,B.\n", Options{MaxBytes: 1000}, []string{"stdin:50002 50002|b|||||B.", "stdin:2: a quote that opens in the column \"text\" isn't closed: the row is left out"}},
	} {
		c.opts.Format = "csv"
		if got := shown(readString(c.opts, c.source)); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

func TestUnknownField(t *testing.T) {
	if _, errs := readString(Options{Fields: map[string]string{"texts": "x"}}, "{}"); len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), `unknown field "texts": one of text, html, `) {
		t.Errorf("got %v", errs)
	}
}

func FuzzReadJSON(f *testing.F) {
	for _, s := range []string{"{\"text\":\"a\"}\n{\"text\":\"b\"\n", "[{\"content\":\"<p>x</p>\"},{}]", "{\n\"body\":\"\\u0000\"}", "[[[[", "{\"html\":\"<html><body><p>x\"}", "{}{}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, errs := read(Options{Format: "json", MaxBytes: 1 << 14, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
	})
}

// A quote that isn't closed costs its own row, and is told.
func TestCSVUnclosedQuotes(t *testing.T) {
	const head = "id,text,published\n"
	for _, c := range []struct{ name, rows, want string }{
		{"then rows without quotes", "1,\"A one,2024-01-04\n2,B two,2024-01-05\n3,C three,2024-01-06\n", `2! in the column "text"; 3 B two; 4 C three`},
		{"then a row with quotes", "1,\"A one,2024-01-04\n2,B two,2024-01-05\n3,\"C three\",2024-01-06\n", `2! in the column "text"; 3 B two; 4 C three`},
		{"then all quoted", "\"1\",\"A one,2024-01-04\n\"2\",\"B two\",\"2024-01-05\"\n", `2! in the column "text"; 3 B two`},
		{"then one with lines", "1,\"A one,2024-01-04\n2,\"B two\n\nB three\",2024-01-05\n3,C,2024-01-06\n", `2! in the column "text"; 3 B two/B three; 6 C`},
		{"every row", "1,\"A,2024-01-04\n2,\"B,2024-01-05\n3,\"C,2024-01-05\n", `2! in the column "text"; 3! in the column "text"; 4! in the column "text"`},
		{"cut off", "1,A,2024-01-04\n2,\"B two\n\nB, three\n", `2 A; 3! in the column "text"`},
		{"the last column", "1,A one,\"2024-01-04\n2,B two,2024-01-05\n", `2! in the column "published"; 3 B two`},
		{"quotes inside, in lines", "1,\"A \"one\" and\n\"two, or\" more\",2024-01-04\n2,B,2024-01-05\n", `2 A "one" and/"two, or" more; 4 B`},
		{"rows told in a text", "1,\"A\n2,B,2024-01-05\",2024-01-04\n3,C,2024-01-06\n", `2 A/2,B,2024-01-05; 4 C`},
		{"windows lines", "1,\"A one,2024-01-04\r\n2,\"B two\",2024-01-05\r\n", `2! in the column "text"; 3 B two`},
	} {
		var got []string
		for doc, err := range Read(t.Context(), []string{"-"}, Options{Format: "csv", Stdin: strings.NewReader(head + c.rows)}) {
			if err != nil {
				line, why, _ := strings.Cut(strings.TrimPrefix(err.Error(), "stdin:"), ": a quote that opens")
				got = append(got, line+"!"+strings.TrimSuffix(why, " isn't closed: the row is left out"))
				continue
			}
			got = append(got, fmt.Sprint(doc.Line, " ", strings.ReplaceAll(strings.ReplaceAll(doc.Text, "\n\n", "/"), "\n", "/")))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, s, c.want)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"title,text\na,\"b\nc\"\n", "text;x\n\"a\"\"b;c\n", "\xff\xfet\x00", "text\n\"", "text|\n|"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, errs := read(Options{Format: "csv", MaxBytes: 1 << 14, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
	})
}
