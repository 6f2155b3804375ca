package article

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

type file struct{ name, data string }

func zipped(t testing.TB, files ...file) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		fw, err := w.Create(f.name)
		if err == nil {
			_, err = io.WriteString(fw, f.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func tarred(t testing.TB, files ...file) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		kind := byte(tar.TypeReg)
		if strings.HasSuffix(f.name, "/") {
			kind = tar.TypeDir
		}
		err := w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.data)), Mode: 0o644, Typeflag: kind})
		if err == nil {
			_, err = io.WriteString(w, f.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t testing.TB, data string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstded(t testing.TB, data string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return string(w.EncodeAll([]byte(data), nil))
}

// bzip2 of "Text of a bzip2 file.\n"; Go has no compressor for it.
const bzip2File = "BZh91AY&SY\x16]{\xaa\x00\x00\x03\xdb\x80\x00\x10@\x01\x10\x00\x04\x003$\xc4P \x00\x22\x9ab4\xf5\x1e\xa7\xa8S\x00\x04\xd3\x15\x99;:\xabt\x17\x0b\xce\xc8/\x8b\xb9\x22\x9c(H\x0b.\xbd\xd5\x00"

func TestArchives(t *testing.T) {
	some := []file{{"b.txt", "B."}, {"a/c.md", "# C\n\nText."}, {"page_files/x.js", "x"}, {"__MACOSX/b.txt", "x"}, {".DS_Store", "x"}, {"d.bin", "\x00\x01"}}
	want := func(prefix string) []string {
		return []string{prefix + "!b.txt 0||||||B.", prefix + "!a/c.md 0|C|||||C\n\nText.\n", prefix + "!d.bin: binary, not text: give the text of the article"}
	}
	for name, c := range map[string]struct {
		source string
		opts   Options
		want   []string
	}{
		"zip":            {zipped(t, some...), Options{}, want("stdin")},
		"tar":            {tarred(t, append([]file{{"a/", ""}}, some...)...), Options{}, want("stdin")},
		"tar.gz":         {gzipped(t, tarred(t, some...)), Options{}, want("stdin")},
		"tar.zst":        {zstded(t, tarred(t, some...)), Options{}, want("stdin")},
		"zip in tar":     {tarred(t, file{"x.zip", zipped(t, some...)}), Options{}, want("stdin!x.zip")},
		"gzip":           {gzipped(t, "Text."), Options{}, []string{"stdin 0||||||Text."}},
		"zstd":           {zstded(t, "Text."), Options{}, []string{"stdin 0||||||Text."}},
		"bzip2":          {bzip2File, Options{}, []string{"stdin 0||||||Text of a bzip2 file.\n"}},
		"lines in gzip":  {gzipped(t, "A.\nB.\n"), Options{Lines: true}, []string{"stdin 1||||||A.", "stdin 2||||||B."}},
		"format inside":  {zipped(t, file{"x", "{\"text\":\"A.\"}\n"}), Options{Format: "text"}, []string{"stdin!x 0||||||{\"text\":\"A.\"}\n"}},
		"empty zip":      {zipped(t), Options{}, []string{"stdin: no articles in it"}},
		"docx":           {zipped(t, file{"[Content_Types].xml", "<x/>"}), Options{}, []string{"stdin: an Office document or a book, which relata doesn't read: give its text"}},
		"nested":         {gzipped(t, gzipped(t, gzipped(t, gzipped(t, gzipped(t, "Text."))))), Options{}, []string{"stdin: archives nested deeper than 4"}},
		"cut off gzip":   {gzipped(t, strings.Repeat("Text. ", 100))[:30], Options{}, []string{"stdin: unexpected EOF"}},
		"cut off tar":    {tarred(t, file{"x.txt", strings.Repeat("Text. ", 500)})[:1024], Options{}, []string{"stdin!x.txt: unexpected EOF", "stdin: unexpected EOF"}},
		"cut off zip":    {zipped(t, some...)[:60], Options{}, []string{"stdin: zip: not a valid zip file"}},
		"name with line": {zipped(t, file{"a\nb.txt", "\x00\x00"}), Options{}, []string{"stdin!a b.txt: binary, not text: give the text of the article"}},
	} {
		if got := shown(readString(c.opts, c.source)); !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", name, got, c.want)
		}
	}
}

func TestArchivesAsFiles(t *testing.T) {
	dir := write(t, map[string]string{"a.zip": zipped(t, file{"x.jsonl", "{\"text\":\"A.\"\n{\"text\":\"B.\"}\n"}), "b.jsonl.gz": gzipped(t, "{\"text\":\"C.\"\n{\"text\":\"D.\"}\n"), "c.csv.gz": gzipped(t, "text\nE.\n"), "page.html": "<html><body><p>F, and more, and more.</p></body></html>", "page_files/style.css": "x"})
	docs, errs := read(Options{}, dir)
	var got []string
	for _, d := range docs {
		rel, _ := filepath.Rel(dir, d.Path)
		got = append(got, fmt.Sprintf("%s %s", rel, strings.TrimSpace(d.Text)))
	}
	want := []string{"a.zip!x.jsonl:2 B.", "b.jsonl.gz:2 D.", "c.csv.gz:2 E.", "page.html F, and more, and more."}
	if !slices.Equal(got, want) || len(errs) != 2 {
		t.Errorf("got %q, %v\nwant %q", got, errs, want)
	}
}

// TestBomb reads a small archive of much.
func TestBomb(t *testing.T) {
	bomb := strings.Repeat(gzipped(t, string(manyX)), 1000) // gzip files in a row are one
	path := filepath.Join(t.TempDir(), "bomb.gz")
	if err := os.WriteFile(path, []byte(bomb), 0o644); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	docs, errs := read(Options{MaxBytes: 1 << 18}, path)
	runtime.ReadMemStats(&after)
	if len(docs) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "longer than 256 KiB") {
		t.Errorf("got %d documents, %v", len(docs), errs)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > 8<<20 {
		t.Errorf("%d bytes for an article of 256 KiB at most", got)
	}
}

func FuzzReadArchive(f *testing.F) {
	some := []file{{"b.txt", "B."}, {"a/c.html", "<html><p>C"}}
	for _, s := range []string{zipped(f, some...), tarred(f, some...), gzipped(f, "x"), zstded(f, "x"), bzip2File} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, errs := read(Options{MaxBytes: 1 << 12, Stdin: bytes.NewReader(data)}, "-")
		checkDocs(t, docs, errs)
	})
}
