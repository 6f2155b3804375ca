package graph

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"relata/schema"
)

// tool gives the path of a program, or skips the test by its name.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

// nasty is an article whose every text is hard to write.
func nasty() *schema.Reading {
	hard := "a \"b\" <c> & 'd' \\ \u0001\u007f\u2028 é 漢 🙂\r\n=1+1"
	ent := &schema.Entity{ID: schema.EntityID(`100% "C#" [x] & M:1 #2`), Name: hard, Type: schema.Product, Aliases: []string{"=HYPERLINK(\"x\")", "]]>"}}
	people["hard"] = ent
	return article("T \"&<>]]>", "2024-02-29", 0, []string{hard, "-- > second"},
		said{"hard", "uses", "hard", schema.Actual, func(c *schema.Claim) { c.About = hard }},
		said{"hard", "buys", "", schema.Planned, func(c *schema.Claim) {
			c.Object = schema.Argument{Literal: &schema.Literal{Value: hard, Datatype: "xsd:string"}}
		}})
}

func loaded(t *testing.T) *Store {
	t.Helper()
	s := open(t, MemoryLocation, Options{})
	for _, r := range append(sample(), nasty()) {
		add(t, s, r)
	}
	return s
}

func view(t *testing.T, s *Store) View {
	t.Helper()
	v, err := s.View(t.Context(), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestNQuads(t *testing.T) {
	s := loaded(t)
	text := export(t, s)
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for _, i := range []int{0, len(lines) - 1} {
		if !strings.HasPrefix(lines[i], manifestMark) {
			t.Errorf("line %d is no part of the manifest: %s", i, lines[i])
		}
	}
	lines = lines[1 : len(lines)-1]
	if want := len(collect(t, s.Quads(t.Context(), Filter{}))); len(lines) != want {
		t.Errorf("%d lines, want %d", len(lines), want)
	}
	form := regexp.MustCompile(`^<[^<> "{}|^` + "`" + `\\\x00-\x20]+> <[^ <>]+> (<[^ <>]+>|"(?:[^"\\\x00-\x1f]|\\[tbnrf"\\]|\\u00[0-9A-F]{2})*"(?:\^\^<[^ <>]+>)?) <https://relata\.example/article/[^ <>]+> \.$`)
	for _, line := range lines {
		if !form.MatchString(line) {
			t.Errorf("not a canonical N-Quad: %s", line)
		}
	}
	article := sample()[0].Document.ID
	for _, want := range []string{
		"<https://relata.example/Arvania> <https://relata.example/buys-from> <https://relata.example/Belmark> <https://relata.example/" + article + "> .",
		"<https://relata.example/Arvania> <http://www.w3.org/2000/01/rdf-schema#label> \"Arvania\" <https://relata.example/" + article + "> .",
		`<https://schema.org/datePublished> "2024-03-05"^^<http://www.w3.org/2001/XMLSchema#date>`,
		`<https://relata.example/when> "2023"^^<http://www.w3.org/2001/XMLSchema#gYear>`,
		`<https://schema.org/url> <https://news.example/sale>`,
		`<https://relata.example/100%25_C#_%5Bx%5D_&_M:1_%232>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Contains(text, "attacks> <https://relata.example/Belmark>") {
		t.Error("a denied claim has an edge")
	}
}

func TestNQuadsForARealReader(t *testing.T) {
	rapper := tool(t, "rapper")
	s := loaded(t)
	cmd := exec.CommandContext(t.Context(), rapper, "-q", "-i", "nquads", "-o", "nquads", "-", "http://x.example/")
	cmd.Stdin = strings.NewReader(export(t, s))
	var out, faults bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &faults
	if err := cmd.Run(); err != nil || faults.Len() > 0 {
		t.Fatalf("%v\n%s", err, faults.String())
	}
	want := len(collect(t, s.Quads(t.Context(), Filter{})))
	if got := strings.Count(out.String(), "\n"); got != want {
		t.Errorf("rapper read %d quads, want %d", got, want)
	}
}

func TestNames(t *testing.T) {
	for _, base := range []string{DefaultBase, "urn:relata:", "http://example.org/kb#"} {
		names, err := NewNames(base)
		if err != nil {
			t.Fatal(err)
		}
		for id, want := range map[quad.IRI]string{
			"Russia":                base + "Russia",
			"article/2024-x#s12":    base + "article/2024-x#s12",
			"Mission:_Impossible":   base + "Mission:_Impossible",
			"100%":                  base + "100%25",
			"100%25":                base + "100%2525",
			"rdf:type":              "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
			"https://example.com/%": "https://example.com/%",
			"urn:isbn:123":          "urn:isbn:123",
			"iri:isbn:123":          "isbn:123",
			"iri:foo":               base + "iri:foo",
		} {
			if got := names.Expand(id); got != want {
				t.Errorf("%s is expanded to %s, want %s", id, got, want)
			}
		}
	}
	for _, base := range []string{"", "x", "https://a.example", "https://a b/", "http://www.w3.org/", "/x/"} {
		if _, err := NewNames(base); err == nil {
			t.Errorf("base %q was taken", base)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"Russia", "100%25", "a#b#c", "rdf:type", "http://x/", "iri:a:b", "urn:relata:x", "tag:", "%5B", "C:/x", "https://relata.example/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if checkIRI(s) != nil {
			return
		}
		names, err := NewNames(DefaultBase)
		if err != nil {
			t.Fatal(err)
		}
		// An IRI of somebody else's comes back as it was.
		if id, err := names.Compress(s); err == nil {
			if got := names.Expand(id); got != s {
				t.Errorf("%s became %s, then %s", s, id, got)
			}
		}
		// An id comes back as it was, unless it is the absolute IRI of an id.
		id, err := names.Compress(names.Expand(quad.IRI(s)))
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		absolute := strings.Contains(s, "://")
		if string(id) != s && !absolute && !strings.HasPrefix(s, foreignPrefix) {
			t.Errorf("%s became %s, then %s", s, names.Expand(quad.IRI(s)), id)
		}
	})
}

func TestView(t *testing.T) {
	v := view(t, loaded(t))
	var edges []string
	for _, e := range v.Edges {
		edges = append(edges, fmt.Sprintf("%s %s %s %s %d %s", e.From, e.Predicate, e.To, e.Status, e.Claims, e.Last))
	}
	for _, want := range []string{
		"Ada_Lovelace visited Belmark planned 1 2024-12-15",
		"Arvania buys-from Belmark possible 1 2024-03",
		`Arvania open/be_of_size "1200" actual 1 2023`,
	} {
		if !slices.Contains(edges, want) {
			t.Errorf("no edge %s among %q", want, edges)
		}
	}
	if slices.ContainsFunc(v.Edges, func(e Edge) bool { return e.Predicate == "attacks" }) {
		t.Error("a denied claim is an edge")
	}
	top := v.Top(2)
	if len(top.Nodes) != 2 || top.Nodes[0].ID != "Arvania" || top.Nodes[1].ID != "Belmark" {
		t.Errorf("the top is %+v", top.Nodes)
	}
}

func TestDOT(t *testing.T) {
	dot := tool(t, "dot")
	v := view(t, loaded(t))
	var b bytes.Buffer
	if err := WriteDOT(&b, v); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"style=dashed", "style=dotted", "style=solid"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %s", want)
		}
	}
	cmd := exec.CommandContext(t.Context(), dot, "-Tplain")
	cmd.Stdin = &b
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil || faults.Len() > 0 {
		t.Fatalf("%v: %s", err, faults.String())
	}
	nodes, edges := 0, 0
	for line := range strings.Lines(string(out)) {
		switch {
		case strings.HasPrefix(line, "node "):
			nodes++
		case strings.HasPrefix(line, "edge "):
			edges++
		}
	}
	if nodes != len(v.Nodes) || edges != len(v.Edges) {
		t.Errorf("Graphviz drew %d nodes and %d edges, want %d and %d", nodes, edges, len(v.Nodes), len(v.Edges))
	}
}

func svg(t *testing.T, v View) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSVG(&b, v, "a <title>"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSVG(t *testing.T) {
	v := view(t, loaded(t))
	picture := svg(t, v)
	if picture != svg(t, v) {
		t.Error("two drawings of one view differ")
	}
	d := xml.NewDecoder(strings.NewReader(picture))
	var texts []string
	inText := false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			inText = tok.Name.Local == "text"
		case xml.CharData:
			if inText {
				texts = append(texts, string(tok))
			}
		}
	}
	for _, want := range []string{"a <title>", "Arvania", "Ada Lovelace", "buys-from", "visited", "is of size", "Country", "planned"} {
		if !slices.Contains(texts, want) {
			t.Errorf("the picture doesn't say %q: %q", want, texts)
		}
	}
	for _, s := range []schema.Status{schema.Planned, schema.Possible} {
		if !strings.Contains(picture, `stroke-dasharray="`+dashes[s].svg) {
			t.Errorf("no line for %s", s)
		}
	}
	if empty := svg(t, View{}); !strings.HasSuffix(empty, "</svg>\n") {
		t.Error("the picture of nothing is broken")
	}
}

// dense is a view of n nodes, each tied to a few others, in two parts.
func dense(n int) View {
	var v View
	for i := range n {
		v.Nodes = append(v.Nodes, Node{ID: fmt.Sprintf("n%03d", i), Name: fmt.Sprintf("Actor number %d", i*i), Type: schema.EntityTypes[i%8], Claims: n - i})
		for _, j := range []int{i / 2, i / 3, (i * 7) % n} {
			if j != i && (i < n-5) == (j < n-5) {
				v.Edges = append(v.Edges, Edge{From: v.Nodes[i].ID, To: fmt.Sprintf("n%03d", j), Predicate: "negotiates-with", Status: schema.Statuses[i%3], Claims: 1 + i%2})
			}
		}
	}
	return v
}

func TestSVGHidesNothing(t *testing.T) {
	for _, v := range []View{view(t, loaded(t)), dense(8), dense(40), dense(maxPictured)} {
		p := newPicture(v)
		p.arrange()
		p.route()
		for i, a := range p.nodes {
			for _, b := range p.nodes[:i] {
				if a.rect(2).overlaps(b.rect(2)) {
					t.Errorf("of %d nodes, %s and %s overlap", len(p.nodes), a.Name, b.Name)
				}
			}
		}
		hidden := 0.0
		for i, l := range p.lines {
			for _, o := range p.nodes {
				hidden += l.label().overlap(o.rect(0)) / (l.lw * l.lh)
			}
			for _, o := range p.lines[:i] {
				hidden += l.label().overlap(o.label()) / (l.lw * l.lh)
			}
		}
		if share := hidden / float64(len(p.lines)); share > 0.03 {
			t.Errorf("of %d nodes and %d lines, %.1f%% of the labels is hidden", len(p.nodes), len(p.lines), 100*share)
		}
	}
	if picture := svg(t, dense(150)); !strings.Contains(picture, "the 100 of 150 actors with most claims") {
		t.Error("a cut picture doesn't say so")
	}
}

// TestSVGDraws has another program draw the picture.
func TestSVGDraws(t *testing.T) {
	rsvg := tool(t, "rsvg-convert")
	path := filepath.Join(t.TempDir(), "p.svg")
	if err := os.WriteFile(path, []byte(svg(t, view(t, loaded(t)))), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), rsvg, path).CombinedOutput()
	if err != nil || !bytes.HasPrefix(out, []byte("\x89PNG")) {
		t.Errorf("%v: %.200q", err, out)
	}
}
