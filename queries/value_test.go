package queries

import (
	"encoding/csv"
	"encoding/json"
	"iter"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
)

var values = []quad.Value{
	quad.IRI("Iran"), quad.IRI("a b"), quad.IRI(""), quad.BNode("b1"),
	quad.String("plain"), quad.String(""), quad.String("<bob>"), quad.String("_:b"), quad.String("12"), quad.String("1e5"),
	quad.String("true"), quad.String("Infinity"), quad.String(`say "no" \ yes`), quad.String("two\nlines\tand\rmore"), quad.String(`"`), quad.String("[1]"), quad.String("{}"),
	quad.String("0x1p-2"), quad.String("\\n"), quad.String("Москва"), quad.String("a < b"), quad.String(" spaces "),
	quad.Int(12), quad.Int(-3), quad.Int(math.MaxInt64), quad.Float(12), quad.Float(0.1), quad.Float(-1e300), quad.Float(math.Inf(1)), quad.Float(math.Inf(-1)),
	quad.Bool(true), quad.Bool(false),
	quad.Time(time.Date(2024, 1, 4, 5, 6, 7, 8000, time.UTC)),
	quad.LangString{Value: "Moskau", Lang: "de"}, quad.LangString{Value: `a"@b`, Lang: "en-GB"},
	quad.TypedString{Value: "2024-01", Type: "xsd:gYearMonth"}, quad.TypedString{Value: "5", Type: "xsd:integer"}, quad.TypedString{Value: "", Type: ""},
}

func TestTextIsLossless(t *testing.T) {
	seen := map[string]quad.Value{}
	for _, v := range values {
		s := Text(v)
		if was, ok := seen[s]; ok {
			t.Errorf("%#v and %#v have the same text %q", was, v, s)
		}
		seen[s] = v
		if got, err := ParseText(s); err != nil || !reflect.DeepEqual(got, v) {
			t.Errorf("%#v is written %q and read as %#v, %v", v, s, got, err)
		}
	}
}

func TestJSONTellsValuesApart(t *testing.T) {
	seen := map[string]quad.Value{}
	for _, v := range values {
		b := appendJSON(nil, v)
		if !json.Valid(b) {
			t.Errorf("%#v is written as %s, which is no JSON", v, b)
		}
		if was, ok := seen[string(b)]; ok {
			t.Errorf("%#v and %#v are both %s", was, v, b)
		}
		seen[string(b)] = v
	}
}

func FuzzTextRoundTrip(f *testing.F) {
	for _, v := range values {
		f.Add(Text(v), "xsd:date")
	}
	f.Fuzz(func(t *testing.T, s, typ string) {
		for _, v := range []quad.Value{quad.String(s), quad.LangString{Value: quad.String(s), Lang: "en"}, quad.TypedString{Value: quad.String(s), Type: quad.IRI(typ)}} {
			if got, err := ParseText(Text(v)); err != nil || !reflect.DeepEqual(got, v) {
				if tv, ok := v.(quad.TypedString); ok && (tv.Type == fullDateTime || tv.Type == "xsd:double") {
					continue // a known type is read as its value
				}
				t.Errorf("%#v is written %q and read as %#v, %v", v, Text(v), got, err)
			}
		}
		ParseText(s)
	})
}

func rowsOf(rows []Row, last error) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
		if last != nil {
			yield(Row{}, last)
		}
	}
}

func TestTable(t *testing.T) {
	rows := []Row{
		{Cells: []Cell{{"id", quad.IRI("Russia")}, {"name", quad.String("Россия")}}},
		{Cells: []Cell{{"id", quad.IRI("Democratic_Republic_of_the_Congo")}, {"name", quad.String("two\nlines \x1b[31m")}, {"n", quad.Int(3)}}},
	}
	var out strings.Builder
	n, err := WriteTable(&out, rowsOf(rows, ErrLimit), TableOptions{Width: 50})
	if n != 2 || err != ErrLimit {
		t.Errorf("got %d, %v", n, err)
	}
	want := `
id                          name                 n
--------------------------  -------------------  -
<Russia>                    Россия
<Democratic_Republic_of_t…  two\nlines \x1b[31m  3
`
	got := "\n" + out.String()
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestCSV(t *testing.T) {
	rows := []Row{
		{Cells: []Cell{{"id", quad.IRI("a")}, {"x", quad.String("b, \"c\"")}}},
		{Cells: []Cell{{"id", quad.IRI("d")}, {"y", quad.Int(5)}}},
	}
	var out strings.Builder
	if n, err := WriteCSV(&out, rowsOf(rows, nil)); n != 2 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	recs, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if want := [][]string{{"id", "x", "y"}, {"<a>", `b, "c"`, ""}, {"<d>", "", "5"}}; err != nil || !reflect.DeepEqual(recs, want) {
		t.Errorf("got %q, %v", recs, err)
	}
	many := make([]Row, rowsAhead+1)
	for i := range many {
		many[i] = Row{Cells: []Cell{{"id", quad.Int(i)}}}
	}
	many[rowsAhead].Cells = append(many[rowsAhead].Cells, Cell{"late", quad.Int(1)})
	if n, err := WriteCSV(&out, rowsOf(many, nil)); err == nil || !strings.Contains(err.Error(), `"late"`) {
		t.Errorf("got %d, %v", n, err)
	}
}
