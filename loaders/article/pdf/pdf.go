// Package pdf reads the text of PDF files, as an article reads: lines joined to paragraphs,
// words that were parted at the end of a line whole again, and what stands at the top or
// the foot of every page left out.
//
//	doc, err := pdf.Read(ctx, data)
//
// It reads what text PDFs of every day have (ISO 32000-1): objects with or without a table
// of them that can be trusted, object streams, Flate, LZW, ASCII and run-length filters,
// simple and composite fonts with their encodings. It doesn't read encrypted files, nor
// images of text. Text comes in the order in which the file draws it, column by column
// where the file does so.
//
// Files may be made to harm. Everything that a file can make large is bounded: values,
// bytes unpacked, pages, letters, nesting; nothing is allocated because a number in the
// file says so, and nothing calls itself without a limit. That is why this is no kept
// library: those that are there size tables by the file's word or follow lengths that lead
// to themselves (130 bytes make github.com/ledongthuc/pdf ask for 64 GB, 319 overflow its
// stack), which a caller can't recover from.
package pdf

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// Document is what a PDF says.
type Document struct {
	Title   string    // as the file tells it; else the largest words on the first page
	Author  string    // as the file tells it
	Created time.Time // as the file tells it; zero if it doesn't
	Text    string    // paragraphs, parted by blank lines
}

// Errors of files that are right but have no text.
var (
	ErrNoText  = errors.New("a PDF of images, without text: recognize its text (OCR) first")
	ErrNoFonts = errors.New("a PDF whose fonts don't tell their letters: copy its text from a viewer, or recognize it (OCR)")
)

// Read reads a PDF.
func Read(ctx context.Context, data []byte) (*Document, error) {
	f, err := open(ctx, data)
	if err != nil {
		return nil, err
	}
	pages, err := f.pages()
	if err != nil {
		return nil, err
	}
	if len(pages) == 0 {
		return nil, errSyntax
	}
	var layouts [][]line
	known, unknown := 0, 0
	for _, p := range pages {
		d, err := f.draw(p)
		if err != nil {
			return nil, err
		}
		known, unknown = known+d.known, unknown+d.unknown
		layouts = append(layouts, linesOf(d.runs))
	}
	switch {
	case known == 0 && unknown == 0:
		return nil, ErrNoText
	case unknown > known/4:
		return nil, ErrNoFonts
	}
	doc := &Document{}
	f.facts(doc)
	paragraphs := paragraphsOf(dropRunning(layouts))
	if doc.Title == "" {
		doc.Title = largest(paragraphs)
	}
	var b strings.Builder
	for _, p := range paragraphs {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(p.text)
	}
	doc.Text = b.String()
	return doc, nil
}

// facts reads what the file tells of itself: its information dictionary, else its XMP.
func (f *file) facts(doc *Document) {
	for _, t := range f.trailers {
		info := f.dict(t["Info"])
		for _, fact := range []struct {
			key name
			to  *string
		}{{"Title", &doc.Title}, {"Author", &doc.Author}} {
			if v, ok := f.get(info[fact.key]).(text); ok {
				*fact.to = v.letters()
			}
		}
		if v, ok := f.get(info["CreationDate"]).(text); ok {
			doc.Created = date(v.letters())
		}
		if s, ok := f.get(f.dict(t["Root"])["Metadata"]).(*stream); ok {
			if data, err := f.unpack(s); err == nil {
				xmp(data, doc)
			}
		}
	}
	if !titleLike(doc.Title) {
		doc.Title = ""
	}
	if a := strings.Trim(strings.ToLower(doc.Author), "() "); a == "anonymous" || a == "unspecified" || a == "unknown" || a == "user" || a == "admin" {
		doc.Author = ""
	}
}

// titleLike leaves out what programs put where a title should be.
func titleLike(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, no := range []string{"untitled", "microsoft word", "powerpoint", "print", "document", "about:blank", "file:", "http"} {
		if strings.HasPrefix(s, no) {
			return false
		}
	}
	for _, no := range []string{".doc", ".docx", ".pdf", ".indd", ".qxd", ".rtf", ".odt", ".tex", ".html", ".txt"} {
		if strings.HasSuffix(s, no) {
			return false
		}
	}
	return len(strings.Fields(s)) > 1
}

// letters reads a text string (7.9.2.2).
func (t text) letters() string {
	s := string(t)
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		s = utf16Of(s[2:])
	case strings.HasPrefix(s, "\xff\xfe"):
		units := make([]uint16, len(s)/2-1)
		for i := range units {
			units[i] = uint16(s[2*i+3])<<8 | uint16(s[2*i+2])
		}
		s = string(utf16.Decode(units))
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		s = s[3:]
	default:
		s, _ = charmap.Windows1252.NewDecoder().String(s) // but for a few marks; it takes any byte
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
}

// date reads "D:20240105093000+01'00'" (7.9.4); only the day counts.
func date(s string) time.Time {
	s = strings.TrimPrefix(s, "D:")
	for _, layout := range []string{"20060102", "2006-01-02"} {
		if len(s) >= len(layout) {
			if t, err := time.Parse(layout, s[:len(layout)]); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}

// xmp fills what the information dictionary lacks with the title, authors and date of a
// metadata stream (14.3.2).
func xmp(data []byte, doc *Document) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	in := ""
	facts := map[string][]string{}
	for range maxValues >> 8 {
		tok, err := dec.RawToken()
		if err != nil {
			break
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			switch tok.Name.Local {
			case "title", "creator", "CreateDate":
				in = tok.Name.Local
			}
			for _, a := range tok.Attr {
				if a.Name.Local == "CreateDate" {
					facts["CreateDate"] = append(facts["CreateDate"], a.Value)
				}
			}
		case xml.EndElement:
			if tok.Name.Local == in {
				in = ""
			}
		case xml.CharData:
			if s := strings.Join(strings.Fields(strings.ToValidUTF8(string(tok), "")), " "); in != "" && s != "" {
				facts[in] = append(facts[in], s)
			}
		}
	}
	if doc.Title == "" && len(facts["title"]) > 0 {
		doc.Title = facts["title"][0]
	}
	if doc.Author == "" {
		doc.Author = strings.Join(facts["creator"], ", ")
	}
	if doc.Created.IsZero() && len(facts["CreateDate"]) > 0 {
		doc.Created = date(facts["CreateDate"][0])
	}
}
