package schema

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"
)

// The wire form of a reading is a line of JSON for the article, under the key "document",
// and behind it the lines of its claims. The line says how many claims follow, so that a
// file which was cut short shows.

type articleJSON struct {
	Document documentJSON `json:"document"`
}

type documentJSON struct {
	ID        string       `json:"id"`
	Title     string       `json:"title"`
	URL       string       `json:"url"`
	Publisher string       `json:"publisher"`
	Author    string       `json:"author"`
	Language  string       `json:"language"`
	Published string       `json:"published"` // "2024-01-05", or with its time
	Line      int          `json:"line,omitempty"`
	SHA256    string       `json:"sha256"`
	Sentences int          `json:"sentences"`
	Unread    int          `json:"unread,omitempty"`
	Claims    int          `json:"claims"` // lines that follow
	Entities  []entityLine `json:"entities"`
	Text      string       `json:"text"`
}

type entityLine struct {
	entityJSON
	Aliases []string `json:"aliases,omitempty"`
}

// WriteReading writes an article and its claims as JSON lines, for ReadReadings. Triples
// and rejections are left out.
func WriteReading(w io.Writer, r *Reading) error {
	doc := r.Document
	line := articleJSON{documentJSON{ID: doc.ID, Title: doc.Title, URL: doc.URL, Publisher: doc.Publisher, Author: doc.Author, Language: doc.Language,
		Line: doc.Line, SHA256: doc.SHA256, Sentences: len(r.Sentences), Unread: r.Unread, Claims: len(r.Claims), Entities: []entityLine{}, Text: doc.Text}}
	if t := doc.Published; !t.IsZero() {
		line.Document.Published = t.UTC().Format(time.RFC3339Nano)
		if t.Equal(t.Truncate(24 * time.Hour)) {
			line.Document.Published = t.UTC().Format(time.DateOnly)
		}
	}
	for _, e := range r.Entities {
		line.Document.Entities = append(line.Document.Entities, entityLine{entityJSON{e.ID, e.Name, e.Type, e.Country, e.Wikidata}, e.Aliases})
	}
	if err := WriteJSON(w, line); err != nil {
		return err
	}
	return WriteJSON(w, r.Claims...)
}

// maxReadingLine bounds a line of an article: its text, escaped.
const maxReadingLine = 64 << 20

// ReadReadings yields the readings of JSON lines: articles with their claims, as WriteReading
// writes them, and claims alone, as WriteJSON does. Claims alone that follow each other and
// are of one article make a reading of it, whose document has its id, its day if the id
// begins with one, and nothing else.
//
// A line that is neither gives an *ArticleError with the name and number of the line, and
// the reading goes on behind it. An article whose claims aren't all there and right gives
// one too, and no reading: it would seem whole afterwards. Any other error ends it. One
// article is in memory.
func ReadReadings(name string, r io.Reader) iter.Seq2[*Reading, error] {
	return func(yield func(*Reading, error) bool) {
		lines := bufio.NewReaderSize(r, 64<<10)
		in := readingReader{name: name, yield: yield}
		for n := 1; ; n++ {
			data, err := readLine(lines, maxReadingLine)
			if err == io.EOF {
				in.flush()
				return
			}
			if err != nil && !errors.Is(err, errLongLine) {
				yield(nil, fmt.Errorf("%s:%d: %w", name, n, err))
				return
			}
			in.line = n
			data = bytes.TrimSpace(data)
			switch {
			case err != nil:
				in.fault(n, err)
			case len(data) == 0:
			case bytes.HasPrefix(data, []byte(`{"document":`)):
				in.article(data)
			default:
				in.claim(data)
			}
			if in.ended {
				return
			}
		}
	}
}

var errLongLine = fmt.Errorf("a line of more than %d MiB", maxReadingLine>>20)

// readLine reads a line with its end. Of one that is too long it keeps nothing.
func readLine(r *bufio.Reader, limit int) (line []byte, err error) {
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > limit; !long {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && (long || len(line) > 0), err == nil:
		default:
			return nil, err
		}
		if long {
			return nil, errLongLine
		}
		return line, nil
	}
}

// readingReader gathers the lines of one reading.
type readingReader struct {
	name  string
	line  int
	yield func(*Reading, error) bool
	ended bool

	now   *Reading // in the making
	first int      // its first line
	want  int      // its claims, -1 where no line told
	bad   bool     // its article was told as a fault: its claims are passed over
	at    string   // its article
	ents  map[string]*Entity
}

func (in *readingReader) fault(line int, err error) {
	if !in.ended && !in.yield(nil, &ArticleError{Article: fmt.Sprintf("%s:%d", in.name, line), Err: err}) {
		in.ended = true
	}
}

// flush ends a reading.
func (in *readingReader) flush() {
	r := in.now
	in.now = nil
	switch {
	case r == nil || in.ended:
	case in.want > len(r.Claims):
		in.fault(in.first, fmt.Errorf("%s: %d of its %d claims are missing or bad, so the article is left out", r.Document.ID, in.want-len(r.Claims), in.want))
	case !in.yield(r, nil):
		in.ended = true
	}
}

func (in *readingReader) begin(r *Reading, want int) {
	in.flush()
	in.now, in.first, in.want, in.bad, in.at = r, in.line, want, r == nil, ""
	in.ents = map[string]*Entity{}
	if r != nil {
		in.at = r.Document.ID
		for _, e := range r.Entities {
			in.ents[e.ID] = e
		}
	}
}

func (in *readingReader) article(data []byte) {
	r, claims, err := readArticle(data)
	if err != nil {
		in.begin(nil, 0)
		var id struct{ Document struct{ ID string } }
		if json.Unmarshal(data, &id) == nil {
			in.at = id.Document.ID
		}
		in.fault(in.line, err)
		return
	}
	in.begin(r, claims)
}

func (in *readingReader) claim(data []byte) {
	c, err := readClaim(data)
	if err == nil && !strings.HasPrefix(c.Article, "article/") {
		err = fmt.Errorf("not a claim: its article is %q", c.Article)
	}
	if err != nil {
		in.fault(in.line, err)
		return
	}
	if in.at != c.Article {
		doc := &Document{ID: c.Article, Line: c.Line}
		if day := strings.TrimPrefix(c.Article, "article/"); len(day) > len(time.DateOnly) {
			doc.Published, _ = time.Parse(time.DateOnly, day[:len(time.DateOnly)]) // the zero time if it is none
		}
		in.begin(&Reading{Document: doc}, -1)
	}
	if in.bad {
		return // of an article that was told already
	}
	if text := in.now.Document.Text; text != "" {
		span := c.Evidence.Span
		if span.Start < 0 || span.End < span.Start || span.End > len(text) || strings.Join(strings.Fields(text[span.Start:span.End]), " ") != strings.Join(strings.Fields(c.Evidence.Text), " ") {
			in.fault(in.line, errors.New("not a claim of its article: the sentence isn't at its place in the text"))
			return
		}
	}
	for _, arg := range []*Argument{&c.Subject, &c.Object} {
		if arg.Entity == nil {
			continue
		}
		if known := in.ents[arg.Entity.ID]; known != nil {
			arg.Entity = known
		} else {
			in.ents[arg.Entity.ID] = arg.Entity
			in.now.Entities = append(in.now.Entities, arg.Entity)
		}
	}
	if in.want < 0 && c.Evidence.Sentence >= len(in.now.Sentences) && c.Evidence.Sentence < maxSentences {
		in.now.Sentences = make([]Span, c.Evidence.Sentence+1) // there are as many, at least
	}
	in.now.Claims = append(in.now.Claims, c)
}

const maxSentences = 1 << 20 // of an article

func readArticle(data []byte) (*Reading, int, error) {
	if !utf8.Valid(data) {
		return nil, 0, errors.New("not UTF-8")
	}
	var line articleJSON
	if err := json.Unmarshal(data, &line); err != nil {
		return nil, 0, fmt.Errorf("not an article: %w", err)
	}
	j := line.Document
	doc := &Document{ID: j.ID, Title: j.Title, URL: j.URL, Publisher: j.Publisher, Author: j.Author, Language: j.Language, Line: j.Line, SHA256: j.SHA256, Text: j.Text}
	sum := sha256.Sum256([]byte(j.Text))
	switch {
	case !strings.HasPrefix(j.ID, "article/"):
		return nil, 0, fmt.Errorf("not an article: its id is %q", j.ID)
	case hex.EncodeToString(sum[:]) != j.SHA256 || !strings.HasSuffix(j.ID, j.SHA256[:idDigits]):
		return nil, 0, fmt.Errorf("%s: not as it was written: its text has another hash", j.ID)
	case j.Sentences < 0 || j.Sentences > maxSentences || j.Unread < 0 || j.Claims < 0:
		return nil, 0, fmt.Errorf("%s: %d sentences, %d claims", j.ID, j.Sentences, j.Claims)
	}
	if j.Published != "" {
		layout := time.RFC3339Nano
		if len(j.Published) == len(time.DateOnly) {
			layout = time.DateOnly
		}
		var err error
		if doc.Published, err = time.Parse(layout, j.Published); err != nil {
			return nil, 0, fmt.Errorf("%s: published %q: not a date as 2024-01-05", j.ID, j.Published)
		}
	}
	r := &Reading{Document: doc, Sentences: make([]Span, j.Sentences), Unread: j.Unread}
	for _, e := range j.Entities {
		if e.ID == "" {
			return nil, 0, fmt.Errorf("%s: an entity without an id", j.ID)
		}
		r.Entities = append(r.Entities, &Entity{ID: e.ID, Name: e.Name, Type: e.Type, Country: e.Country, Wikidata: e.Wikidata, Aliases: e.Aliases})
	}
	return r, j.Claims, nil
}
