package article

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"relata/schema"
)

// write puts files into a new folder; a name may have folders in it.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(opts Options, paths ...string) (docs []*schema.Document, errs []error) {
	for doc, err := range Read(context.Background(), paths, opts) {
		if err != nil {
			errs = append(errs, err)
		} else {
			docs = append(docs, doc)
		}
	}
	return docs, errs
}

// readString reads a text from standard input.
func readString(opts Options, text string) ([]*schema.Document, []error) {
	opts.Stdin = strings.NewReader(text)
	return read(opts, "-")
}

// one reads a text that must give one document.
func one(t testing.TB, opts Options, text string) *schema.Document {
	t.Helper()
	docs, errs := readString(opts, text)
	if len(docs) != 1 || len(errs) != 0 {
		t.Fatalf("got %d documents, errors %v", len(docs), errs)
	}
	return docs[0]
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestFolderInOrder(t *testing.T) {
	dir := write(t, map[string]string{"b.txt": "B.", "a/z.txt": "Z.", "a/c.md": "# C\n\nText.", ".hidden/x.txt": "X.", ".y.txt": "Y.", "c": "No extension."})
	docs, errs := read(Options{}, filepath.Join(dir, "c"), dir)
	var got []string
	for _, d := range docs {
		rel, _ := filepath.Rel(dir, d.Path)
		got = append(got, rel)
	}
	if want := []string{"c", "a/c.md", "a/z.txt", "b.txt", "c"}; !slices.Equal(got, want) || len(errs) > 0 {
		t.Errorf("got %v, %v, want %v", got, errs, want)
	}
}

func TestBadInputIsOneErrorEach(t *testing.T) {
	dir := write(t, map[string]string{
		"a-empty.txt": "", "b-blank.txt": " \n\n", "c-junk.txt": "\x00\x01\x02\xff\x00\x03PK", "d-broken.txt": "Fine line.\nPe\u0301rez \xff\xfe here.\n",
		"e-long.txt": strings.Repeat("x", 2000), "f-image.txt": "\x89PNG\r\n\x1a\n\x00", "g-controls.txt": strings.Repeat("\x01\x02", 100),
		"h-cyrillic.txt": "\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", "i-cut.txt": "caf\xc3", "z-good.txt": "A good one.",
	})
	docs, errs := read(Options{MaxBytes: 1000}, filepath.Join(dir, "missing.txt"), dir)
	want := []string{
		"missing.txt: no such file or directory",
		"a-empty.txt: empty: no text in it", "b-blank.txt: empty: no text in it", "c-junk.txt: binary, not text: give the text of the article",
		"d-broken.txt: not UTF-8 (byte 0xff at offset 19, line 2) and in no encoding that its bytes tell: convert it to UTF-8",
		"e-long.txt: longer than 1000 bytes, too long for one article: split it, or read each line as an article with --lines (--max-mb allows more)",
		"f-image.txt: an image, which relata doesn't read: give its text", "g-controls.txt: binary, not text: give the text of the article",
		"h-cyrillic.txt: not UTF-8 (byte 0xcf at offset 0, line 1) and in no encoding that its bytes tell: convert it to UTF-8",
		"i-cut.txt: not UTF-8 (byte 0xc3 at offset 3, line 1): convert or mend it",
	}
	if len(docs) != 1 || docs[0].Text != "A good one." || len(errs) != len(want) {
		t.Fatalf("got %d documents and %d errors: %v", len(docs), len(errs), errs)
	}
	for i, err := range errs {
		var one *schema.ArticleError
		if !errors.As(err, &one) || !strings.HasSuffix(err.Error(), want[i]) || strings.Contains(err.Error(), "\n") || !filepath.IsAbs(one.Article) {
			t.Errorf("got  %v\nwant %s", err, want[i])
		}
	}
}

func TestEmptyFolder(t *testing.T) {
	docs, errs := read(Options{}, t.TempDir())
	if len(docs) != 0 || len(errs) != 1 || !strings.HasSuffix(errs[0].Error(), ": no articles in it") {
		t.Errorf("got %v, %v", docs, errs)
	}
}

func TestFolderWithoutPermission(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := write(t, map[string]string{"a/x.txt": "X.", "b/y.txt": "Y."})
	if err := os.Chmod(filepath.Join(dir, "a"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "a"), 0o755) })
	docs, errs := read(Options{}, dir)
	if len(docs) != 1 || len(errs) != 1 || !strings.HasSuffix(errs[0].Error(), "a: permission denied") {
		t.Errorf("got %v, %v", docs, errs)
	}
}

func TestLinks(t *testing.T) {
	dir := write(t, map[string]string{"a/x.txt": "X."})
	for link, to := range map[string]string{"loop": ".", "y.txt": "a/x.txt", "z.txt": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip(err)
		}
	}
	docs, errs := read(Options{}, dir)
	if len(docs) != 2 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "z.txt: ") {
		t.Errorf("got %d documents, %v", len(docs), errs)
	}
}

func TestEncodings(t *testing.T) {
	const text = "The café’s owner – José – said “no”: £5 isn’t enough in Málaga."
	encode := func(data []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) string {
		return encode(unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(text)))
	}
	for name, data := range map[string]string{
		"UTF-8":              text,
		"UTF-8 with mark":    "\xef\xbb\xbf" + text,
		"UTF-16LE with mark": utf16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16BE with mark": utf16(unicode.BigEndian, unicode.UseBOM),
		"Windows 1252":       encode(charmap.Windows1252.NewEncoder().Bytes([]byte(text))),
	} {
		if doc := one(t, Options{}, data); doc.Text != text {
			t.Errorf("%s: got %q", name, doc.Text)
		}
	}
	const plain = "A text of plain letters in sixteen bits."
	for _, e := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		data := encode(unicode.UTF16(e, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(plain)))
		if doc := one(t, Options{}, data); doc.Text != plain {
			t.Errorf("UTF-16 without mark: got %q", doc.Text)
		}
	}
	for _, data := range []string{
		encode(charmap.KOI8R.NewEncoder().Bytes([]byte("Россия и Иран"))), encode(charmap.Windows1251.NewEncoder().Bytes([]byte("Россия и Иран"))),
		encode(japanese.ShiftJIS.NewEncoder().Bytes([]byte("日本の首相"))), "\xff\xfe\x00\x00A\x00\x00\x00", "caf\xe9, naïve and \xe9t\xe9",
	} {
		if docs, errs := readString(Options{}, data); len(errs) != 1 {
			t.Errorf("%q: got %d documents", data, len(docs))
		}
	}
}

func TestLines(t *testing.T) {
	long := strings.Repeat("y", 5000)
	docs, errs := readString(Options{Lines: true, MaxBytes: 1000, Published: day("2024-01-04")}, "First.\r\n\nThird.\nbad \xff\xff line\n"+long+"\nLast")
	var got []string
	for _, d := range docs {
		got = append(got, fmt.Sprintf("%d %s %s", d.Line, d.Text, d.Published.Format(time.DateOnly)))
	}
	if want := []string{"1 First. 2024-01-04", "3 Third. 2024-01-04", "6 Last 2024-01-04"}; !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, errs, want)
	}
	want := []string{"stdin:4: not UTF-8 (byte 0xff at offset 4, line 1)", "stdin:5: longer than 1000 bytes"}
	if len(errs) != len(want) || !strings.HasPrefix(errs[0].Error(), want[0]) || !strings.HasPrefix(errs[1].Error(), want[1]) {
		t.Errorf("got %v, want %q", errs, want)
	}
}

func TestLinesAreTextWhateverTheyLookLike(t *testing.T) {
	for _, first := range []string{"{\"text\": \"A.\"}", "<html>", "<?xml version=\"1.0\"?>", "From x", "WARC/1.0", "%PDF-"} {
		docs, errs := readString(Options{Lines: true}, first+"\nB.\n")
		if len(errs) != 0 || len(docs) != 2 || docs[0].Text != first || docs[1].Text != "B." {
			t.Errorf("%s: got %d documents, %v", first, len(docs), errs)
		}
	}
}

func TestUnknownXML(t *testing.T) {
	if _, errs := readString(Options{}, "<?xml version=\"1.0\"?>\n<tei/>"); len(errs) != 1 || !strings.Contains(errs[0].Error(), "XML of a kind") {
		t.Errorf("got %v", errs)
	}
}

// repeat yields the letter x n times.
type repeat struct{ n int }

var manyX = bytes.Repeat([]byte("x"), headBytes)

func (r *repeat) Read(p []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), r.n)], manyX)
	r.n -= n
	return n, nil
}

func TestLongLineIsBounded(t *testing.T) {
	for _, lines := range []bool{false, true} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		docs, errs := read(Options{Lines: lines, MaxBytes: 1 << 20, Stdin: &repeat{200 << 20}}, "-")
		runtime.ReadMemStats(&after)
		if len(docs) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "longer than 1 MiB") {
			t.Fatalf("got %d documents, %v", len(docs), errs)
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > 16<<20 {
			t.Errorf("lines %v: %d bytes for an article of 1 MiB at most", lines, got)
		}
	}
}

func TestCancelEndsTheReading(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": "A.", "b.txt": "B.", "c.txt": "C."})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n, last := 0, error(nil)
	for doc, err := range Read(ctx, []string{dir, dir}, Options{}) {
		if doc != nil {
			n++
			cancel()
		}
		last = err
	}
	if n != 1 || !errors.Is(last, context.Canceled) {
		t.Errorf("got %d documents, then %v", n, last)
	}
}

func TestStopsWhenToldTo(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": "A.", "b.txt": "B."})
	for range Read(context.Background(), []string{dir}, Options{}) {
		break // a second call of yield would panic
	}
	for range Read(context.Background(), []string{"-"}, Options{Lines: true, Stdin: strings.NewReader("a\nb\n")}) {
		break
	}
}

func TestUnknownFormat(t *testing.T) {
	_, errs := read(Options{Format: "docx"}, "x")
	var one *schema.ArticleError
	if len(errs) != 1 || errors.As(errs[0], &one) || !strings.HasPrefix(errs[0].Error(), `unknown format "docx": one of auto, `) {
		t.Errorf("got %v", errs)
	}
}

func TestTextKeepsItsBytes(t *testing.T) {
	const text = "Title of the thing\r\n\r\n  A  sentence,\twith blanks.\r\n"
	doc := one(t, Options{}, text)
	if doc.Text != text || doc.Title != "Title of the thing" || doc.SHA256 == "" || !strings.HasPrefix(doc.ID, "article/title-of-the-thing-") {
		t.Errorf("got %+v", doc)
	}
}

func TestCutTail(t *testing.T) {
	for text, want := range map[string]string{
		"Body.\nNo comments:\nPost a Comment\n":                                    "Body.\n",
		"Body.\n\n12 Comments\n\nShare this:\nTweet\n\n© 2024 The Paper\n":         "Body.\n\n",
		"Body.\nPosted by J. Doe at 5:00 PM\nLabels: war, peace\nNewer Post\nHome": "Body.\n",
		"No comments were made by the minister.":                                   "No comments were made by the minister.",
		"Share\nthe burden.":                                                       "Share\nthe burden.",
		"Home":                                                                     "Home",
	} {
		if got := cutTail(text); got != want {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

func TestTop(t *testing.T) {
	type facts struct{ title, author, published string }
	for text, want := range map[string]facts{
		"Ministers meet in Oslo\n\nThey met.":                                                    {"Ministers meet in Oslo", "", ""},
		"Ministers meet in Oslo\nBy Jane Austen and John Q. Public\nJan. 4, 2024\n\nThey met.":   {"Ministers meet in Oslo", "Jane Austen and John Q. Public", "2024-01-04"},
		"Jane A. Doe, Hans van der Berg and Ana Lima\nThey met on Monday.":                       {"", "Jane A. Doe, Hans van der Berg and Ana Lima", ""},
		"Friday, January 4, 2019 \n\n\nThey met.":                                                {"", "", "2019-01-04"},
		"Big news of the day\nUpdated: 6 January 2024 10:15 GMT\nPublished 5 January 2024\nText": {"Big news of the day", "", "2024-01-05"},
		"GENEVA, Jan. 4, 2024 (Wire) — They met.\nMore.":                                         {"", "", "2024-01-04"},
		"GENEVA, Jan. 4 (Wire) — They met.\nMore.":                                               {"", "", ""},
		"They met on January 4, 2024.\nMore.":                                                    {"", "", ""},
		"4/1/2024\nText.":                                                                        {"", "", ""},
		"2024-02-30\nText.":                                                                      {"", "", ""},
		"2023-12-31T23:30:00-05:00\nText.":                                                       {"", "", "2023-12-31"},
		"Only one line that could be a title":                                                    {"", "", ""},
		"“Peace now,” says Oslo\n\nThey met.":                                                    {"“Peace now,” says Oslo", "", ""},
		"they begin in the middle\nof something.":                                                {"", "", ""},
		"A sentence that ends.\nAnother.":                                                        {"", "", ""},
		"Aid for the U.S.\n\nThey met.":                                                          {"Aid for the U.S.", "", ""},
	} {
		doc := one(t, Options{}, text)
		got := facts{doc.Title, doc.Author, ""}
		if !doc.Published.IsZero() {
			got.published = doc.Published.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q\ngot  %+v\nwant %+v", text, got, want)
		}
	}
	if doc := one(t, Options{Published: day("2020-01-01")}, "2019-05-06\nText."); doc.Published != day("2019-05-06") {
		t.Errorf("the option overrode the text: %v", doc.Published)
	}
}

func TestMarkdown(t *testing.T) {
	const source = "---\ntitle: \"Peace: a plan\"\ndate: 2024-01-04\nauthors: [Jane Austen, J. Roe]\nlang: en\npublisher: {name: The Paper}\nlink: https://example.org/a\n---\n" +
		"# Peace, *a plan*\n\n> The **minister** of [Peru](https://example.org/(x) \"t\") said\n> it's `fine`.  \nNext snake_case_word &amp; 3 * 4.\n\n" +
		"![A picture](p.png)\n\n- one\n- two\\*\n  goes on\n\n```go\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<!-- a\ncomment -->\nSub\n---\n\n1. First[^1]\n\n[^1]: A note.\n[ref]: http://x\n\n***\n<b>Bold</b> end <https://x.y>\n\nPost a Comment\n"
	doc := one(t, Options{Format: "markdown"}, source)
	const want = "Peace, a plan\n\nThe minister of Peru said it's fine.\nNext snake_case_word & 3 * 4.\n\none\n\ntwo* goes on\n\nSub\n\nFirst\n\nBold end\n\n"
	if doc.Text != want {
		t.Errorf("got  %q\nwant %q", doc.Text, want)
	}
	if doc.Title != "Peace: a plan" || doc.Author != "Jane Austen, J. Roe" || doc.Published != day("2024-01-04") || doc.Language != "en" || doc.Publisher != "The Paper" || doc.URL != "https://example.org/a" {
		t.Errorf("got %+v", doc)
	}
	if doc := one(t, Options{Format: "markdown"}, "---\nNo matter, a rule.\n"); doc.Text != "No matter, a rule.\n" {
		t.Errorf("got %q", doc.Text)
	}
	if _, errs := readString(Options{Format: "markdown"}, "---\na: [\n---\nText.\n"); len(errs) != 1 || !strings.Contains(errs[0].Error(), "stdin: front matter: not YAML: ") {
		t.Errorf("got %v", errs)
	}
}

func TestMarkdownTakesLinearTime(t *testing.T) {
	for name, s := range map[string]string{
		"brackets": "[", "links": "[a](", "images": "![", "stars": "*a ", "quotes": "> ", "tags": "<a ", "ticks": "`a", "breaks": "a  \n", "headings": "# a\n", "fences": "```\n", "comments": "<!--", "entities": "&a", "nested": "[[[a](b)](b)",
	} {
		start := time.Now()
		plainMarkdown(strings.Repeat(s, 1<<18/len(s)))
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: 256 KiB took %v", name, d)
		}
	}
}

func FuzzReadText(f *testing.F) {
	for _, s := range []string{"Title\nBy Jane Austen\nJan. 4, 2024\n\nText.\nPost a Comment", "\xff\xfeA\x00", "\xef\xbb\xbfx", "\x00", "caf\xe9 x", "GENEVA, May 1, 2020 — x\ny"} {
		f.Add([]byte(s), false)
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, lines bool) {
		docs, errs := read(Options{Format: "text", Lines: lines, MaxBytes: 1 << 16, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
		if !lines && len(docs)+len(errs) != 1 {
			t.Errorf("%d documents and %d errors of one file", len(docs), len(errs))
		}
	})
}

func FuzzReadMarkdown(f *testing.F) {
	for _, s := range []string{"---\ntitle: x\n---\n# A *b*\n\n[l](u) ![i](u) `c` <b> &amp; \\* _e_ ~~s~~\n> q\n- l\n", "```\n", "[^1]: x", "a  \nb\\\nc\n===\n", "---\na: &x [*x]\n---\nb"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, errs := read(Options{Format: "markdown", MaxBytes: 1 << 16, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
	})
}

// checkDocs checks what holds of whatever is read.
func checkDocs(t *testing.T, docs []*schema.Document, errs []error) {
	t.Helper()
	for _, d := range docs {
		if !isText(d.Text) || !isText(d.Title) || !isText(d.Author) || !isText(d.Publisher) || !isText(d.URL) {
			t.Errorf("not a text: %+v", d)
		}
		if strings.TrimSpace(d.Text) == "" || d.ID == "" || d.Path == "" {
			t.Errorf("incomplete: %+v", d)
		}
	}
	for _, err := range errs {
		var one *schema.ArticleError
		if !errors.As(err, &one) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %q", err)
		}
	}
}

func isText(s string) bool { return checkText([]byte(s)) == nil }
