package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite what is expected of the files in testdata")

// TestFiles reads files made by other programs: Chromium (columns, ligatures, a running
// head and page numbers), groff packed by qpdf (object streams, no table of objects),
// Ghostscript, ReportLab (ASCII85).
func TestFiles(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(paths) < 4 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Read(t.Context(), data)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		got := fmt.Sprintf("title: %s\nauthor: %s\n\n%s\n", doc.Title, doc.Author, doc.Text)
		golden := strings.TrimSuffix(path, ".pdf") + ".txt"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
		}
	}
}

// make1 makes a PDF of one page for each content, with a font and further objects from 20 on.
func make1(objects map[int]string, contents ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n")
	var kids strings.Builder
	for i, c := range contents {
		fmt.Fprintf(&b, "%d 0 obj <</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>/XObject<</X 20 0 R>>>>/Contents %d 0 R>> endobj\n", 100+2*i, 101+2*i)
		fmt.Fprintf(&b, "%d 0 obj <</Length %d>> stream\n%s\nendstream endobj\n", 101+2*i, len(c), c)
		fmt.Fprintf(&kids, "%d 0 R ", 100+2*i)
	}
	fmt.Fprintf(&b, "2 0 obj <</Type/Pages/Count %d/Kids[%s]>> endobj\n", len(contents), kids.String())
	for n, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj %s endobj\n", n, o)
	}
	b.WriteString("trailer <</Root 1 0 R/Info 21 0 R>>\n%%EOF\n")
	return b.Bytes()
}

// write sets lines of 10 points, 12 apart, from a height on.
func write(y int, lines ...string) string {
	var b strings.Builder
	for i, l := range lines {
		fmt.Fprintf(&b, "BT /F 10 Tf 1 0 0 1 50 %d Tm (%s) Tj ET\n", y-12*i, l)
	}
	return b.String()
}

func TestLayout(t *testing.T) {
	for name, c := range map[string]struct {
		pages []string
		want  string
	}{
		"lines join":          {[]string{write(700, "Iran has sold many drones to Russia,", "two diplomats said on Friday at noon.")}, "Iran has sold many drones to Russia, two diplomats said on Friday at noon."},
		"a parted word":       {[]string{write(700, "Iran has sold drones to Russia, diplo-", "mats said.")}, "Iran has sold drones to Russia, diplomats said."},
		"a hyphen":            {[]string{write(700, "The short-range missiles of Iran are short-", "range.")}, "The short-range missiles of Iran are short-range."},
		"a dash":              {[]string{write(700, "They met in Geneva in January of 1990 -", "and again.")}, "They met in Geneva in January of 1990 - and again."},
		"a number":            {[]string{write(700, "It ordered a helicopter of type the Mi-", "8 in May.")}, "It ordered a helicopter of type the Mi-8 in May."},
		"a gap":               {[]string{write(700, "Iran has sold drones to Russia, they said.") + write(670, "China bought oil from Iran, they said too.")}, "Iran has sold drones to Russia, they said.\n\nChina bought oil from Iran, they said too."},
		"over the page":       {[]string{write(700, "Iran has sold drones to Russia, and was"), write(700, "planning to sell missiles.")}, "Iran has sold drones to Russia, and was planning to sell missiles."},
		"spaces by position":  {[]string{"BT /F 10 Tf 50 700 Td [(Iran)-300(sold)-300(drones.)] TJ ET"}, "Iran sold drones."},
		"kerning is no space": {[]string{"BT /F 10 Tf 50 700 Td [(Ir)-40(an s)60(old drones.)] TJ ET"}, "Iran sold drones."},
		"on its side":         {[]string{"BT /F 10 Tf 0 1 -1 0 20 20 Tm (Volume 3) Tj ET " + write(700, "Iran sold drones.")}, "Iran sold drones."},
		"artifacts":           {[]string{"/Artifact <<>> BDC " + write(800, "Gazette") + " EMC " + write(700, "Iran sold drones.")}, "Iran sold drones."},
		"an image":            {[]string{"BI /W 1 ID (((]] BT EI " + write(700, "Iran sold drones.")}, "Iran sold drones."},
		"running lines": {[]string{
			write(800, "Gazette 1 May 2024") + write(700, "Iran has sold drones to Russia, they said.") + write(20, "- 1 -"),
			write(800, "Gazette 1 May 2024") + write(700, "China bought oil from Iran, they said too.") + write(20, "- 2 -"),
		}, "Iran has sold drones to Russia, they said.\n\nChina bought oil from Iran, they said too."},
	} {
		doc, err := Read(t.Context(), make1(nil, c.pages...))
		if err != nil || doc.Text != c.want {
			t.Errorf("%s: got %+v, %v, want %q", name, doc, err, c.want)
		}
	}
}

func TestFacts(t *testing.T) {
	for name, c := range map[string]struct{ info, title, author, created string }{
		"plain":      {"<</Title(Iran sells drones)/Author(Jane Austen)/CreationDate(D:20240105120000+01'00')>>", "Iran sells drones", "Jane Austen", "2024-01-05"},
		"UTF-16":     {"<</Title<FEFF0049007200E0006E00200073>>>", "Iràn s", "", "0001-01-01"},
		"a program":  {"<</Title(Microsoft Word - draft 3.doc)/Author(anonymous)>>", "", "", "0001-01-01"},
		"references": {"<</Title 22 0 R>>", "Iran buys grain", "", "0001-01-01"},
	} {
		doc, err := Read(t.Context(), make1(map[int]string{21: c.info, 22: "(Iran buys grain)"}, write(700, "Iran sold drones.")))
		if err != nil || doc.Title != c.title || doc.Author != c.author || doc.Created.Format(time.DateOnly) != c.created {
			t.Errorf("%s: got %+v, %v", name, doc, err)
		}
	}
}

func flate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s)) // to memory
	_ = w.Close()
	return b.String()
}

// unpacking is how long it takes to unpack as much as a file may hold, here and now.
func unpacking(t *testing.T, packed string) time.Duration {
	start := time.Now()
	r, err := zlib.NewReader(strings.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, r, maxUnpacked); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}

// TestHostileFiles: each ends soon, with an error or some text: in at most 30 times what
// unpacking alone takes on this machine with all that it has to do.
func TestHostileFiles(t *testing.T) {
	bomb := flate(strings.Repeat("0 ", 40<<20))
	for name, data := range map[string][]byte{
		"nothing":              []byte("%PDF-1.4\n"),
		"a table of billions":  []byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n2000000000 1\n0000000009 00000 n \ntrailer\n<</Size 2000000000/Root 1 0 R>>\nstartxref\n44\n%%EOF"),
		"its own length":       []byte("%PDF-1.4\n1 0 obj<</Type/ObjStm/N 1/First 4/Length 2 0 R>>stream\n2 0 5\nendstream endobj trailer<</Root 2 0 R>>"),
		"pages of themselves":  []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]>>endobj trailer<</Root 1 0 R>>"),
		"references in a ring": []byte("%PDF-1.4\n1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj trailer<</Root 1 0 R>>"),
		"a form in itself":     make1(map[int]string{20: "<</Subtype/Form/Resources<</XObject<</X 20 0 R>>>>/Length 12>> stream\n/X Do /X Do \nendstream"}, "/X Do /X Do"),
		"deep arrays":          []byte("%PDF-1.4\n1 0 obj " + strings.Repeat("[", 1<<20)),
		"a bomb":               make1(nil, "x", "y"),
		"columns of gigabytes": []byte("%PDF-1.5\n1 0 obj<</Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4000000000>>/Type/ObjStm/N 9999999999/First 1>>stream\n" + flate("1 2 3") + "\nendstream endobj"),
		"a wide range":         make1(map[int]string{3: "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[0 2000000000 500 0 2000000000 500]>>]>>"}, write(700, "Iran")),
	} {
		if name == "a bomb" {
			data = append(data, []byte(fmt.Sprintf("101 0 obj <</Length %d/Filter/FlateDecode>> stream\n%s\nendstream endobj", len(bomb), bomb))...)
		}
		unpack := unpacking(t, bomb)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		start := time.Now()
		_, err := Read(ctx, data)
		cancel()
		d := time.Since(start)
		unpack = max(unpack, unpacking(t, bomb))
		if err == nil || errors.Is(err, context.DeadlineExceeded) || d > 30*unpack {
			t.Errorf("%s: %v after %v, where unpacking takes %v", name, err, d, unpack)
		} else {
			t.Logf("%s: %v after %v", name, err, d)
		}
	}
}

func TestLZW(t *testing.T) { // the example of ISO 32000-1, 7.4.4.2
	f := &file{ctx: t.Context(), left: maxValues}
	got, err := f.filter("LZWDecode", nil, []byte{0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01})
	if want := []byte{45, 45, 45, 45, 45, 65, 45, 45, 45, 66}; err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestGlyphNames(t *testing.T) {
	for glyph, want := range map[string]string{"A": "A", "eacute": "é", "Scaron": "Š", "f_i": "fi", "a.sc": "a", "uni20AC": "€", "quotedblleft": "“", "five": "5", "g123": "", ".notdef": ""} {
		if got := letterOf(glyph); got != want {
			t.Errorf("%s: got %q, want %q", glyph, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.pdf")
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(make1(map[int]string{21: "<</Title(Iran)>>"}, write(700, "Iran sold", "drones-", "and oil.")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		first, err := Read(ctx, data)
		if errors.Is(err, context.DeadlineExceeded) {
			t.Fatal("takes too long")
		}
		again, err2 := Read(ctx, data)
		if fmt.Sprint(first, err) != fmt.Sprint(again, err2) {
			t.Fatalf("read twice: %v %v, then %v %v", first, err, again, err2)
		}
	})
}
