package quadstore

import (
	"bytes"
	"cmp"
	"errors"
	"math"
	"math/bits"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
)

func TestOrders(t *testing.T) {
	for set := range orderFor {
		if n := orderFor[set]; int(n) >= len(orders) {
			t.Errorf("no order starts with %04b", set)
		} else if prefixLen(orders[n], set) != bits.OnesCount(uint(set)) {
			t.Errorf("order %d doesn't start with %04b", n, set)
		}
	}
	for n, s := range sorting {
		if n > 0 && orders[n][0] != uint8(s.by) {
			t.Errorf("order %d isn't order %d sorted by %d", n, s.from, s.by)
		}
		rest := slices.DeleteFunc(slices.Clone(orders[s.from][:]), func(p uint8) bool { return p == uint8(s.by) })
		if n > 0 && !slices.Equal(rest, orders[n][1:]) {
			t.Errorf("order %d isn't order %d sorted by %d: %v after %v", n, s.from, s.by, orders[n], rest)
		}
	}
}

func FuzzID(f *testing.F) {
	for _, n := range []uint64{0, 1, 239, 240, 255, 256, 65535, 65536, 1<<24 - 1, 1 << 24, 1<<32 - 1, 1 << 32, 1 << 56, math.MaxUint64} {
		f.Add(n, n+1, []byte{byte(n)})
	}
	f.Add(uint64(3), uint64(9), []byte{240, 7})
	f.Add(uint64(3), uint64(9), []byte{241, 0, 7})
	f.Fuzz(func(t *testing.T, a, b uint64, raw []byte) {
		x, y := appendID(nil, a), appendID(nil, b)
		if got, n := readID(append(x[:len(x):len(x)], 0xff)); got != a || n != len(x) {
			t.Errorf("%d is read as %d, %d bytes of %d", a, got, n, len(x))
		}
		if cmp.Compare(a, b) != bytes.Compare(x, y) {
			t.Errorf("%d and %d sort as %x and %x", a, b, x, y)
		}
		if id, n := readID(raw); n > 0 && !bytes.Equal(appendID(nil, id), raw[:n]) {
			t.Errorf("%x is read as %d, which is written as %x", raw[:n], id, appendID(nil, id))
		}
	})
}

// makeValue makes a value of a kind out of raw material.
func makeValue(kind byte, s, s2 string, n int64, f float64) quad.Value {
	switch kind % 9 {
	case 0:
		return quad.IRI(s)
	case 1:
		return quad.BNode(s)
	case 2:
		return quad.String(s)
	case 3:
		return quad.LangString{Value: quad.String(s), Lang: s2}
	case 4:
		return quad.TypedString{Value: quad.String(s), Type: quad.IRI(s2)}
	case 5:
		return quad.Bool(n&1 == 1)
	case 6:
		return quad.Int(n)
	case 7:
		return quad.Float(f)
	}
	return quad.Time(time.Unix(n%200_000_000_000, int64(math.Abs(math.Mod(f, 1))*1e9)).UTC())
}

func same(a, b quad.Value) bool {
	if x, ok := a.(quad.Float); ok && math.IsNaN(float64(x)) {
		y, ok := b.(quad.Float)
		return ok && math.IsNaN(float64(y))
	}
	if x, ok := a.(quad.Equaler); ok {
		return x.Equal(b)
	}
	return a == b
}

// compareValues compares two values of one kind as Cayley does; ok is false for kinds that it
// compares as text.
func compareValues(a, b quad.Value) (c int, ok bool) {
	switch a := a.(type) {
	case quad.IRI:
		return strings.Compare(string(a), string(b.(quad.IRI))), true
	case quad.BNode:
		return strings.Compare(string(a), string(b.(quad.BNode))), true
	case quad.String:
		return strings.Compare(string(a), string(b.(quad.String))), true
	case quad.Int:
		return cmp.Compare(a, b.(quad.Int)), true
	case quad.Float:
		return cmp.Compare(a, b.(quad.Float)), !math.IsNaN(float64(a)) && !math.IsNaN(float64(b.(quad.Float))) && (a != 0 || b.(quad.Float) != 0)
	case quad.Time:
		return time.Time(a).Compare(time.Time(b.(quad.Time))), true
	}
	return 0, false
}

// FuzzValue holds that a valid value is read as it was written, alone and as N-Quads, and
// that encodings sort as values do.
func FuzzValue(f *testing.F) {
	long := strings.Repeat("abc", 20)
	for kind := range byte(9) {
		f.Add(kind, "abc", "abd", "en", int64(7), int64(-9), 0.87, -1e300)
		f.Add(kind, "", "a", "xsd:date", int64(math.MinInt64), int64(math.MaxInt64), math.Inf(1), math.NaN())
		f.Add(kind, long+"a", long+"b", "http://example.org/t", int64(0), int64(-1), 0.0, math.Copysign(0, -1))
		f.Add(kind, "a\x00\"\\\n\t\x7f", "a\u2028", "a-b1", int64(1e10), int64(1e10+1), 0.5, 0.25)
	}
	f.Add(byte(4), "2023-12-15T01:02:03.123456789+02:00", "007", xsdDateTime, int64(0), int64(0), 0.0, 0.0)
	f.Add(byte(4), "-0E0", "INF", xsdDouble, int64(0), int64(0), 0.0, 0.0)
	f.Add(byte(4), "0x10", "99999999999999999999", xsdInteger, int64(0), int64(0), 0.0, 0.0)
	f.Fuzz(func(t *testing.T, kind byte, s, other, s2 string, n, m int64, x, y float64) {
		a, b := makeValue(kind, s, s2, n, x), makeValue(kind, other, s2, m, y)
		if flaw(a) != "" || flaw(b) != "" {
			return
		}
		var enc [2][]byte
		for i, v := range []quad.Value{a, b} {
			v = canonical(v)
			var err error
			if enc[i], err = appendValue(nil, v); err != nil {
				t.Fatalf("%#v: %v", v, err)
			}
			got, err := readValue(enc[i])
			if err != nil || !same(v, got) {
				t.Errorf("%#v is read as %#v, %v", v, got, err)
			}
			text, err := appendNQuads([]byte("<s> <p> "), enc[i])
			if err != nil {
				t.Fatal(err)
			}
			var terms [][]byte
			var q [4]uint32
			err = newScanner(bytes.NewReader(append(text, " .\n"...))).read(&q, func(e []byte) (uint32, error) {
				terms = append(terms, bytes.Clone(e))
				return 1, nil
			})
			if err != nil || len(terms) != 3 || !bytes.Equal(terms[2], enc[i]) {
				t.Errorf("%#v is written as %s, which is read as %q, %v", v, text, terms, err)
			}
			if key := appendValueKey(nil, enc[i]); len(key) > 2+wholeBytes+1 {
				t.Errorf("key of %d bytes", len(key))
			}
		}
		if c, ok := compareValues(a, b); ok {
			if got := bytes.Compare(enc[0], enc[1]); got != c {
				t.Errorf("%#v and %#v compare %d, their encodings %d", a, b, c, got)
			}
			k, l := appendValueKey(nil, enc[0]), appendValueKey(nil, enc[1])
			if got := bytes.Compare(k, l); got != c && !bytes.HasPrefix(l, k[:min(len(k), 2+prefixBytes)]) {
				t.Errorf("%#v and %#v compare %d, their keys %d", a, b, c, got)
			}
		}
	})
}

// FuzzReadValue holds that what is not an encoding is refused or read, but doesn't crash.
func FuzzReadValue(f *testing.F) {
	f.Add([]byte{})
	for kind := range byte(12) {
		f.Add([]byte{kind})
		f.Add([]byte{kind, 1, 2, 3, 4, 5, 6, 7, 8})
		f.Add([]byte{kind, 'a', 0, 1, 2, 3, 4, 5, 6, 255, 255, 255, 255})
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := readValue(raw)
		if (v == nil) == (err == nil) {
			t.Errorf("%x gives %v, %v", raw, v, err)
		}
		if err != nil && !errors.Is(err, errCodec) {
			t.Errorf("%x: %v", raw, err)
		}
		_, _ = appendNQuads(nil, raw)
	})
}

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ from, to quad.Value }{
		{quad.TypedString{Value: "7", Type: "xsd:integer"}, quad.Int(7)},
		{quad.TypedString{Value: "7", Type: xsdInteger}, quad.Int(7)},
		{quad.TypedString{Value: "7", Type: "xsd:int"}, quad.TypedString{Value: "7", Type: "xsd:int"}},
		{quad.TypedString{Value: "seven", Type: xsdInteger}, quad.TypedString{Value: "seven", Type: xsdInteger}},
		{quad.TypedString{Value: "0.5", Type: xsdDouble}, quad.Float(0.5)},
		{quad.TypedString{Value: "True", Type: "xsd:boolean"}, quad.Bool(true)},
		{quad.TypedString{Value: "x", Type: xsdString}, quad.String("x")},
		{quad.TypedString{Value: "2024-01-04T01:30:00.25+01:00", Type: xsdDateTime},
			quad.Time(time.Date(2024, 1, 4, 0, 30, 0, 250_000_000, time.UTC))},
		{quad.TypedString{Value: "2024-01-04T01:30:00.2500000000001Z", Type: xsdDateTime},
			quad.TypedString{Value: "2024-01-04T01:30:00.2500000000001Z", Type: xsdDateTime}},
		{quad.TypedString{Value: "2024-01-04", Type: "xsd:date"}, quad.TypedString{Value: "2024-01-04", Type: "xsd:date"}},
	} {
		if got := canonical(c.from); !same(c.to, got) {
			t.Errorf("%v becomes %#v, want %#v", c.from, got, c.to)
		}
	}
}

func TestValidate(t *testing.T) {
	ok := quad.Quad{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.String("o"), Label: quad.IRI("l")}
	for _, c := range []struct {
		name string
		d    quad.Direction
		v    quad.Value
		good bool
	}{
		{"no label", quad.Label, nil, true},
		{"no subject", quad.Subject, nil, false},
		{"no predicate", quad.Predicate, nil, false},
		{"no object", quad.Object, nil, false},
		{"empty IRI", quad.Predicate, quad.IRI(""), false},
		{"empty predicate", quad.Predicate, quad.String(""), false},
		{"empty object", quad.Object, quad.String(""), true},
		{"space in IRI", quad.Subject, quad.IRI("a b"), false},
		{"newline in IRI", quad.Subject, quad.IRI("a\nb"), false},
		{"quote in IRI", quad.Subject, quad.IRI(`a"b`), false},
		{"bracket in IRI", quad.Subject, quad.IRI(`a>b`), false},
		{"backslash in IRI", quad.Subject, quad.IRI(`a\b`), false},
		{"invalid IRI", quad.Subject, quad.IRI("a\xffb"), false},
		{"accents in IRI", quad.Subject, quad.IRI("Zürich_№1"), true},
		{"invalid text", quad.Object, quad.String("\xc3("), false},
		{"any text", quad.Object, quad.String("a\x00\n\"\\"), true},
		{"language", quad.Object, quad.LangString{Value: "x", Lang: "zh-Hans-1"}, true},
		{"no language", quad.Object, quad.LangString{Value: "x"}, false},
		{"language with a space", quad.Object, quad.LangString{Value: "x", Lang: "e n"}, false},
		{"language of digits", quad.Object, quad.LangString{Value: "x", Lang: "1"}, false},
		{"no datatype", quad.Object, quad.TypedString{Value: "x"}, false},
		{"datatype with a space", quad.Object, quad.TypedString{Value: "x", Type: "a b"}, false},
		{"blank node", quad.Subject, quad.BNode("b1.x-y"), true},
		{"empty blank node", quad.Subject, quad.BNode(""), false},
		{"blank node with a space", quad.Subject, quad.BNode("a b"), false},
		{"blank node with an end", quad.Subject, quad.BNode("a."), false},
		{"year 12000", quad.Object, quad.Time(time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)), false},
		{"year -1", quad.Object, quad.Time(time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)), false},
	} {
		q := ok
		q.Set(c.d, c.v)
		err := Validate(q)
		if (err == nil) != c.good || err != nil && !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", c.name, err)
		}
		if !c.good {
			continue
		}
		if line, err := MarshalNQuads(q); err != nil {
			t.Errorf("%s: %s: %v", c.name, line, err)
		}
	}
}
