package article

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"

	"relata/schema"
)

// Floors of the text found in the pages of testdata, by words.
const (
	meanFloor = 0.99 // of precision and of recall over all pages
	pageFloor = 0.97 // of both on each page
)

// TestSavedPages reads pages of many layouts. A page is a txtar file: the facts that must be
// found, the text that a reader would call the article, and the page.
func TestSavedPages(t *testing.T) {
	paths, err := filepath.Glob("testdata/pages/*.txtar")
	if err != nil || len(paths) < 30 {
		t.Fatalf("got %d pages, %v", len(paths), err)
	}
	var precision, recall float64
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil || len(ar.Files) != 3 {
			t.Fatalf("%s: want the files facts, want and page.html: %v", path, err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		facts, want, data := map[string]string{}, string(ar.Files[1].Data), ar.Files[2].Data
		for line := range strings.Lines(string(ar.Files[0].Data)) {
			k, v, _ := strings.Cut(strings.TrimSpace(line), ": ")
			facts[k] = v
		}
		data = encodeAs(t, data, facts["encoding"])
		docs, errs := read(Options{Stdin: bytes.NewReader(data)}, "-")
		if len(docs) != 1 || len(errs) != 0 {
			t.Errorf("%s: got %d documents, %v", name, len(docs), errs)
			continue
		}
		doc := docs[0]
		p, r := overlap(doc.Text, want)
		precision, recall = precision+p, recall+r
		t.Logf("%-26s precision %.3f recall %.3f", name, p, r)
		if p < pageFloor || r < pageFloor {
			t.Errorf("%s: precision %.3f, recall %.3f\n%s", name, p, r, doc.Text)
		}
		for k, got := range factsOf(doc) {
			if want, ok := facts[k]; ok && got != want {
				t.Errorf("%s: %s is %q, want %q", name, k, got, want)
			}
		}
	}
	n := float64(len(paths))
	t.Logf("%d pages: precision %.4f, recall %.4f of the words of the main text", len(paths), precision/n, recall/n)
	if precision/n < meanFloor || recall/n < meanFloor {
		t.Errorf("precision %.4f, recall %.4f, want %.2f", precision/n, recall/n, meanFloor)
	}
}

func factsOf(doc *schema.Document) map[string]string {
	m := map[string]string{"title": doc.Title, "author": doc.Author, "publisher": doc.Publisher, "url": doc.URL, "language": doc.Language}
	if m["published"] = doc.Published.Format(time.DateOnly); doc.Published.IsZero() {
		m["published"] = ""
	}
	return m
}

func encodeAs(t *testing.T, data []byte, name string) []byte {
	t.Helper()
	var err error
	switch name {
	case "":
	case "utf-16":
		data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(data)
	default:
		enc, _ := charset.Lookup(name)
		data, err = enc.NewEncoder().Bytes(data)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// overlap counts words: which share of those found is wanted, and of those wanted is found.
func overlap(got, want string) (precision, recall float64) {
	count := func(s string) (map[string]int, int) {
		m, n := map[string]int{}, 0
		for _, w := range strings.Fields(s) {
			m[w]++
			n++
		}
		return m, n
	}
	g, gn := count(got)
	w, wn := count(want)
	both := 0
	for k, n := range g {
		both += min(n, w[k])
	}
	return float64(both) / float64(max(gn, 1)), float64(both) / float64(max(wn, 1))
}

func TestBoilerplateGoes(t *testing.T) {
	para := "The minister met her colleague in the port of Lumen and signed an agreement on grain, the ministry said on Monday."
	page := func(extra string) string {
		return "<html><head><title>A title</title></head><body><div class='post'><p>" + para + "</p><p>Second: " + para + "</p>" + extra + "<p>Third: " + para + "</p></div></body></html>"
	}
	for name, extra := range map[string]string{
		"caption":        "<figure><img><figcaption>JUNK</figcaption></figure>",
		"caption class":  "<div class='photoCaption'>JUNK</div>",
		"share bar":      "<div class='share-bar'>JUNK</div>",
		"comments":       "<div id='comments'><p>JUNK</p></div>",
		"menu":           "<nav>JUNK</nav>",
		"role":           "<div role='navigation'>JUNK</div>",
		"hidden":         "<div hidden>JUNK</div>",
		"display":        "<div style='display: none'>JUNK</div>",
		"aria":           "<span aria-hidden='true'>JUNK</span>",
		"script":         "<script>JUNK</script><style>JUNK</style>",
		"read more":      "<p>Read more: JUNK</p>",
		"photo":          "<p>Photo: JUNK</p>",
		"linked":         "<p><a href='/x'>JUNK and nothing else</a></p>",
		"advertisement":  "<div class='adSlot'>JUNK</div>",
		"related":        "<div class='related_stories'><p>JUNK</p></div>",
		"newsletter":     "<div class='newsletter-signup'><p>JUNK</p></div>",
		"HTML comment":   "<!-- JUNK -->",
		"button":         "<button>JUNK</button>",
		"credit":         "<p>JOE JUNK/AFP/Getty Images</p>",
		"contributors":   "<p>Joe JUNK contributed to this report.</p>",
		"lone word":      "<p>Image</p><p hidden>JUNK</p>",
		"blog leftovers": "<p>Labels: JUNK</p>",
	} {
		doc := one(t, Options{}, page(extra))
		if strings.Contains(doc.Text, "JUNK") {
			t.Errorf("%s stays: %q", name, doc.Text)
		}
		if strings.Count(doc.Text, "Lumen") != 3 {
			t.Errorf("%s: text is missing: %q", name, doc.Text)
		}
	}
	if doc := one(t, Options{}, page("")+"<p>More about:</p><h3>What’s next</h3>"); strings.Contains(doc.Text, "More") || strings.Contains(doc.Text, "next") {
		t.Errorf("headings of nothing stay: %q", doc.Text)
	}
	for name, extra := range map[string]string{
		"shareholders": "<div class='shareholders'><p>JUNK, said the shareholders of the port company, who met in Lumen.</p></div>",
		"link inside":  "<p>The <a href='/x'>JUNK ministry</a> has said so before, in Lumen and elsewhere, and more than once.</p>",
	} {
		if doc := one(t, Options{}, page(extra)); !strings.Contains(doc.Text, "JUNK") {
			t.Errorf("%s goes: %q", name, doc.Text)
		}
	}
}

func TestHTMLFaults(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"no text":  {"<html><body><nav>Home</nav><script>x</script></body></html>", "no article in this page"},
		"too deep": {"<html><body>" + strings.Repeat("<div>", 600) + "x", "not HTML that can be read"},
	} {
		if docs, errs := readString(Options{}, c.page); len(docs) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "stdin: "+c.want) {
			t.Errorf("%s: got %d documents, %v", name, len(docs), errs)
		}
	}
}

func TestOddHTMLTakesLittleTime(t *testing.T) {
	for name, s := range map[string]string{"tags": "<p>", "breaks": "<br>", "attributes": "<a x=1 ", "tables": "<table><tr><td>", "nested": "<b><i>", "links": "<a href=x>y</a>", "lists": "<li>a", "texts": "<div>word, word, word", "entities": "&amp", "shares": "<div class=share>a</div>", "spans": "<span>a, b</span>"} {
		start := time.Now()
		_, _ = htmlDocument([]byte("<html><body>"+strings.Repeat(s, 60_000/len(s))), "", "")
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: 60 kB took %v", name, d)
		} else {
			t.Log(name, d)
		}
	}
}

func TestArticleOf(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"plain":          {`{"@type":"NewsArticle","headline":"A"}`, "A"},
		"list":           {`[{"@type":"Person"},{"@type":["Thing","BlogPosting"],"headline":"B"}]`, "B"},
		"graph":          {`{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"ReportageNewsArticle","headline":"C"}}]}`, "C"},
		"broken strings": {"{\"@type\":\"Article\",\"headline\":\"D\nd\"}", "D d"},
		"comment":        {"<!--{\"@type\":\"Article\",\"headline\":\"E\"}-->", "E"},
		"no article":     {`{"@type":"Organization","name":"F"}`, ""},
		"not JSON":       {`{`, ""},
		"deep":           {strings.Repeat(`{"@graph":[`, 50) + `{"@type":"Article","headline":"G"}` + strings.Repeat(`]}`, 50), ""},
	} {
		got := fmt.Sprint(articleOf(c.source)["headline"])
		if got == "<nil>" {
			got = ""
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func FuzzReadHTML(f *testing.F) {
	f.Add([]byte("<!doctype html><html lang=en><meta charset=koi8-r><title>T | S</title><script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":\"<p>x</p>\"}</script><body><h1>T</h1><p class=byline>By Jane Austen<time datetime=2024-01-04>x</time><div class='post share'>a<br>b</div><p>Text, text.</html>"))
	f.Add([]byte("<html><table><p>x<td>y<svg><p>z</svg><select><b>"))
	f.Add([]byte("\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00a\x00"))
	f.Add([]byte("<html><article class=main><p>" + strings.Repeat("Some words, and more. ", 40)))
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, errs := read(Options{Format: "html", MaxBytes: 1 << 14, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
	})
}
