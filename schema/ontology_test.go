package schema

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestDefaultOntology(t *testing.T) {
	o := Default()
	if len(o.Predicates) < 46 {
		t.Errorf("got %d predicates, want the 46 of the guide and the inverses", len(o.Predicates))
	}
	for _, p := range o.Predicates {
		if len(p.Frames) == 0 {
			t.Errorf("%s has no frame", p.Name)
		}
		for _, f := range p.Frames {
			if slices.Contains(f.Object, "each") && !p.Symmetric {
				t.Errorf("%s isn't symmetric, but a frame ties the members of its subject", p.Name)
			}
		}
	}
	for name, want := range map[string]string{"buys-from": "COOPERATE", "met": "CONSULT", "attacks": "ASSAULT", "leads": "", "nothing": ""} {
		if got := o.Event(name); got != want {
			t.Errorf("event of %s: got %q, want %q", name, got, want)
		}
	}
}

func TestForward(t *testing.T) {
	for name, want := range map[string]struct {
		forward string
		turned  bool
	}{
		"buys-from": {"buys-from", false}, "sells-to": {"buys-from", true},
		"receives-from": {"supplies", true}, "supplies": {"supplies", false},
		"met": {"met", false}, "open/observe": {"open/observe", false},
	} {
		if got, turned := Default().Forward(name); got != want.forward || turned != want.turned {
			t.Errorf("%s: got %s, %v", name, got, turned)
		}
	}
}

func TestAccepts(t *testing.T) {
	for _, c := range []struct {
		predicate       string
		subject, object EntityType
		why             string
	}{
		{"buys-from", Country, Organization, ""},
		{"works-for", Person, Country, ""},
		{"works-for", Person, Place, ""},
		{"member-of", Person, Place, "member-of needs Organization or Group as object, got Place"},
		{"buys", Product, Product, "buys needs actor as subject, got Product"},
		{"supports", Country, Place, "supports needs actor, Agreement or Event as object, got Place"},
		{"likes", Country, Place, "likes is no predicate of the ontology"},
	} {
		if ok, why := Default().Accepts(c.predicate, c.subject, c.object); ok != (c.why == "") || why != c.why {
			t.Errorf("%s %s %s: got %v, %q, want %q", c.subject, c.predicate, c.object, ok, why, c.why)
		}
	}
}

func TestOwnOntology(t *testing.T) {
	const likes = "predicates:\n  likes: {from: Person, to: Person, definition: Fond of it.}\n"
	alone, err := LoadOntology("own.yaml", []byte(likes))
	if err != nil {
		t.Fatal(err)
	}
	if len(alone.Predicates) != 1 || alone.Predicate("buys-from") != nil {
		t.Errorf("a file without extends must replace the default, got %d predicates", len(alone.Predicates))
	}
	more, err := LoadOntology("own.yaml", []byte("extends: default\n"+likes+"  met: {from: [actor, Place], to: [actor, Place], symmetric: true, definition: Anything.}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(more.Predicates), len(Default().Predicates)+1; got != want {
		t.Errorf("got %d predicates, want %d", got, want)
	}
	if ok, why := more.Accepts("met", Place, Person); !ok {
		t.Errorf("met was not replaced: %s", why)
	}
	if ok, _ := Default().Accepts("met", Place, Person); ok {
		t.Error("extending changed the default")
	}
	if p := more.Predicate("likes"); p == nil || p.Label != "likes" {
		t.Errorf("got %+v", p)
	}
}

func TestCheckFaults(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"unknown key":       {"predicates:\n  a: {from: Person, to: Person, definition: x, colour: red}", "f:2:48: a: unknown key colour"},
		"unknown top key":   {"extend: default\npredicates:\n  a: {from: Person, to: Person, definition: x}", "f:1:1: ontology: unknown key extend"},
		"duplicate":         {"predicates:\n  a: {from: Person, to: Person, definition: x}\n  a: {from: Person, to: Person, definition: y}", "f:3:3: predicates: a stands here twice (first on line 2)"},
		"unknown type":      {"predicates:\n  a:\n    from: Person\n    to: [Person, Alien]\n    definition: x", "f:4:18: a: to: unknown type Alien"},
		"unknown set type":  {"sets: {some: [Person, Alien]}\npredicates:\n  a: {from: some, to: some, definition: x}", "f:1:23: set some: unknown type Alien"},
		"no inverse":        {"predicates:\n  a: {from: Person, to: Person, inverse: b, definition: x}", "f:2:42: a: inverse b is no predicate"},
		"one-sided inverse": {"predicates:\n  a: {from: Person, to: Person, inverse: b, definition: x}\n  b: {from: Person, to: Person, definition: x}", "f:2:42: a: inverse b doesn't name it back"},
		"inverse types": {"predicates:\n  a: {from: Person, to: Place, inverse: b, definition: x}\n  b: {from: Person, to: Place, inverse: a, definition: x}",
			"f:2:41: a: from and to don't agree with those of its inverse b\nf:3:41: b: from and to don't agree with those of its inverse a"},
		"inherited inverse":      {"extends: default\npredicates:\n  sells-to: {from: actor, to: actor, definition: x}", "f:3:3: buys-from: inverse sells-to doesn't name it back"},
		"symmetric with inverse": {"predicates:\n  a: {from: Person, to: Person, symmetric: true, inverse: a, definition: x}", "f:2:59: a: symmetric and with an inverse"},
		"symmetric types":        {"predicates:\n  a: {from: Person, to: Place, symmetric: true, definition: x}", "f:2:3: a: symmetric, so from and to must be the same"},
		"not boolean":            {"predicates:\n  a: {from: Person, to: Person, symmetric: maybe, definition: x}", "f:2:44: a: symmetric: expected true or false"},
		"no definition":          {"predicates:\n  a: {from: Person, to: Person}", "f:2:3: a: no definition"},
		"PLOVER":                 {"predicates:\n  a: {from: Person, to: Person, event: HUG, definition: x}", "f:2:40: a: event: HUG is no PLOVER class"},
		"name":                   {"predicates:\n  Big Name: {from: Person, to: Person, definition: x}", "f:2:3: predicate Big Name: a name is lower-case"},
		"syntax":                 {"predicates:\n  a: [b", "f:2:6: not YAML: "},
		"anchor":                 {"predicates:\n  a: &x {from: Person, to: Person, definition: x}", "f:2:3: a: expected keys, got an anchor"},
		"list at root":           {"- a", "f:1:1: expected keys such as predicates, got a list"},
		"second document":        {"predicates:\n  a: {from: Person, to: Person, definition: x}\n---\nb: c", "a second document"},
		"empty":                  {"# nothing\n", "f:1:1: "},
		"no predicates":          {"extends: default", "f:1:1: no predicates"},
		"extends other":          {"extends: other.yaml\npredicates:\n  a: {from: Person, to: Person, definition: x}", "f:1:10: extends: only default can be extended, got other.yaml"},
		"frame key":              {"predicates:\n  a: {from: Person, to: Person, definition: x, frames: [{verb: a, subject: nsubj, object: obj, with: x}]}", "a: frame 1: unknown key with"},
		"frame relation":         {"predicates:\n  a: {from: Person, to: Person, definition: x, frames: [{verb: a, subject: nsubject, object: obj}]}", "f:2:76: a: frame 1: subject: unknown relation nsubject"},
		"frame lemma":            {"predicates:\n  a: {from: Person, to: Person, definition: x, frames: [{verb: Buy, subject: nsubj, object: obj}]}", "a: frame 1: lemma Buy isn't lower-case"},
		"frame kinds":            {"predicates:\n  a: {from: Person, to: Person, definition: x, frames: [{verb: a, noun: b, subject: nsubj, object: obj}]}", "a: frame 1: lemmas of two kinds"},
		"frame without lemma":    {"predicates:\n  a: {from: Person, to: Person, definition: x, frames: [{subject: nsubj, object: obj}]}", "a: frame 1: no lemmas"},
		"frame without object":   {"predicates:\n  a: {from: Person, to: Person, definition: x, frames: [{verb: a, subject: nsubj}]}", "a: frame 1: no object"},
		"not UTF-8":              {"predicates:\n  a: \xff", "f:2:6: not UTF-8: byte 0xff"},
		"too deep":               {strings.Repeat("[", 1000), "f:1:51: nested deeper than 50"},
		"too big":                {strings.Repeat("# x\n", maxOntology), "f:1:1: an ontology may have 256 KiB at most"},
	} {
		t.Run(name, func(t *testing.T) {
			faults := Check("f", []byte(c.file))
			wants := strings.Split(c.want, "\n")
			if len(faults) != len(wants) {
				t.Fatalf("got %v, want %d", faults, len(wants))
			}
			for i, want := range wants {
				if !strings.Contains(faults[i].String(), want) {
					t.Errorf("got %s\nwant %s", faults[i], want)
				}
			}
			if _, err := LoadOntology("f", []byte(c.file)); err == nil || !strings.HasPrefix(err.Error(), faults[0].String()) {
				t.Errorf("LoadOntology: got %v", err)
			}
		})
	}
}

func TestCheckReportsAllInOrder(t *testing.T) {
	faults := Check("f", []byte("sets:\n  some: Alien\npredicates:\n  a: {from: Nobody, to: Person, definition: x}\n  b: {from: Person, to: Person}\nzap: 1\n"))
	var lines []int
	for _, f := range faults {
		lines = append(lines, f.Line)
	}
	if !slices.Equal(lines, []int{2, 4, 5, 6}) {
		t.Errorf("got faults on lines %v: %v", lines, faults)
	}
}

func TestOpenOntology(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.yaml")
	if _, err := OpenOntology(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a missing file: got %v", err)
	}
	if err := os.WriteFile(path, defaultYAML, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenOntology(path); err != nil {
		t.Error(err)
	}
}

func TestVersion(t *testing.T) {
	const text = "predicates:\n  knows:\n    from: Person\n    to: Person\n    definition: Is acquainted with.\n"
	load := func(text string) string {
		o, err := LoadOntology("o.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return o.Version()
	}
	v := load(text)
	if len(v) != 12 || v != load("# a comment\n"+strings.Replace(text, "Is acquainted with.", `"Is acquainted with."`, 1)) {
		t.Errorf("the layout changed the version %q", v)
	}
	if v == load(strings.Replace(text, "acquainted", "familiar", 1)) || v == Default().Version() {
		t.Error("another ontology has the same version")
	}
}

func TestWriteYAMLReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := Default().WriteYAML(&b); err != nil {
		t.Fatal(err)
	}
	back, err := LoadOntology("printed", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, Default()) {
		t.Error("what was printed isn't what was read")
	}
}

func TestTableAndJSON(t *testing.T) {
	var b bytes.Buffer
	header, rows := Default().Table()
	if len(rows) != len(Default().Predicates) {
		t.Errorf("%d rows of %d predicates", len(rows), len(Default().Predicates))
	}
	for _, row := range rows {
		if len(row) != len(header) {
			t.Errorf("%d columns under %d: %q", len(row), len(header), row)
		}
		b.WriteString(strings.Join(row, "|") + "\n")
	}
	for _, want := range []string{"|inverse sells-to|", "|actor, Agreement, Event|"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the table doesn't say %q", want)
		}
	}
	b.Reset()
	if err := Default().WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	dec, n := json.NewDecoder(&b), 0
	for dec.More() {
		var p struct {
			Name, Definition string
			From             []string
			Frames           []map[string][]string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if p.Name != Default().Predicates[n].Name || p.Definition == "" || len(p.From) == 0 || len(p.Frames) == 0 {
			t.Errorf("got %+v", p)
		}
		n++
	}
	if n != len(Default().Predicates) {
		t.Errorf("got %d predicates", n)
	}
}

// FuzzCheck: any file gives an ontology or faults within it, and an ontology prints to a
// file that reads back the same.
func FuzzCheck(f *testing.F) {
	f.Add(defaultYAML[:2000])
	for _, s := range []string{
		"extends: default\npredicates:\n  likes: {from: Person, to: Person, definition: x}\n", "a: &a [*a]", "? [a]\n: b", "predicates:\n  a: |\n   x\n",
		"predicates:\n  a: {from: [Person], to: Person, definition: \"a: b # c\\n\", frames: [{noun: [\"- x\"], subject: \"obl:in\", object: each, role: amod}]}\n",
		"%YAML 1.2\n---\n", "<<: *x", "!!binary x: y", "a:\n\t- b", "predicates: {? a : b}", "\xef\xbb\xbfpredicates:", "'", "\"\\u00", "{", "a: b: c",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4096 {
			return
		}
		faults := Check("f", data)
		lines := 1 + bytes.Count(data, []byte{'\n'}) + bytes.Count(data, []byte{'\r'})
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > lines+1 || fault.Column < 1 || fault.Message == "" || strings.Contains(fault.Message, "\n") {
				t.Errorf("fault %+v of a file of %d lines", fault, lines)
			}
		}
		o, err := LoadOntology("f", data)
		if (err == nil) != (len(faults) == 0) {
			t.Fatalf("LoadOntology says %v, Check %v", err, faults)
		}
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := o.WriteYAML(&b); err != nil {
			t.Fatal(err)
		}
		back, err := LoadOntology("printed", b.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, b.Bytes())
		}
		if !reflect.DeepEqual(back, o) {
			t.Errorf("printed:\n%s", b.Bytes())
		}
	})
}
