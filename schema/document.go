// Package schema says what the graph may hold: documents, entities, the claims
// that documents make about entities, the evidence behind each claim, and the
// ontology that names the predicates.
//
// Everything else in relata imports schema; schema imports nothing of relata's.
// Positions are byte offsets into Document.Text, which never changes once it is
// read, and every range is half-open.
package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Span is a half-open range of bytes in a document's text.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Contains says whether o lies inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Document is one article as it was read.
type Document struct {
	ID        string // "article/2024-01-04-russia-missiles-3f2a9c0d1e2b": date, slug of the title, start of the hash
	Title     string
	URL       string
	Publisher string
	Author    string
	Language  string    // BCP 47, empty if unknown
	Published time.Time // midnight UTC where only a day is known; zero if the article doesn't tell
	Path      string    // where the loader found it, for messages only
	Line      int       // line of Path, from 1, where each line is a text of its own; else 0
	Text      string    // UTF-8; all offsets count its bytes
	SHA256    string    // hex, of Text
}

// Seal fills SHA256 and ID from the text, the date and the title. Readers call it
// last: the same text always gets the same hash.
func (d *Document) Seal() {
	sum := sha256.Sum256([]byte(d.Text))
	d.SHA256 = hex.EncodeToString(sum[:])
	parts := make([]string, 0, 3)
	if !d.Published.IsZero() {
		parts = append(parts, d.Published.UTC().Format(time.DateOnly))
	}
	if s := slug(d.Title); s != "" {
		parts = append(parts, s)
	}
	d.ID = "article/" + strings.Join(append(parts, d.SHA256[:idDigits]), "-")
}

// idDigits is how much of the hash stands in an id: enough that two of a hundred million
// untitled articles don't meet.
const idDigits = 12

const slugWords, slugBytes = 6, 48

// slug keeps the first words of a title as lower-case ASCII letters and digits.
func slug(title string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), title)
	if err != nil {
		plain = title
	}
	words := strings.FieldsFunc(strings.ToLower(plain), func(r rune) bool {
		return r >= unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if len(words) > slugWords {
		words = words[:slugWords]
	}
	s := strings.Join(words, "-")
	if len(s) > slugBytes {
		s = strings.Trim(s[:slugBytes], "-")
	}
	return s
}

// ArticleError says which article could not be read. It concerns that one only: a load goes on.
type ArticleError struct {
	Article string // path, URL or id
	Err     error
}

func (e *ArticleError) Error() string { return e.Article + ": " + e.Err.Error() }

func (e *ArticleError) Unwrap() error { return e.Err }
