package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"relata/schema"
)

// FieldNames are the facts that Options.Fields may map, in the order in which they are told.
var FieldNames = []string{"text", "html", "title", "author", "published", "url", "publisher", "language"}

// textNames and htmlNames are the keys under which records keep the text of an article, the
// best first.
var (
	textNames = []string{"text", "body", "article_body", "articlebody", "maintext", "main_text", "content_text", "content", "fulltext", "full_text", "article", "story", "cleaned_text", "plain_text"}
	htmlNames = []string{"html", "content_html", "body_html", "raw_html", "article_html"}
)

// mapped renames keys as Options.Fields says.
func (o *Options) mapped(f fields) fields {
	for fact, key := range o.Fields {
		names := []string{fact}
		switch fact {
		case "text":
			names = textNames
		case "html":
			names = htmlNames
		case "title":
			names = fieldNames.title
		case "author":
			names = fieldNames.author
		case "published":
			names = fieldNames.published
		case "url":
			names = fieldNames.url
		case "publisher":
			names = fieldNames.publisher
		case "language":
			names = fieldNames.language
		}
		v := f[strings.ToLower(key)]
		for _, n := range names { // a mapped fact has no other source
			if n != strings.ToLower(key) {
				delete(f, n)
			}
		}
		f[names[0]] = v
	}
	return f
}

// checkFields says whether every mapped fact is one.
func (o *Options) checkFields() error {
	for fact := range o.Fields {
		if !slices.Contains(FieldNames, fact) {
			return fmt.Errorf("unknown field %q: one of %s", fact, strings.Join(FieldNames, ", "))
		}
	}
	return nil
}

// record makes a document of a record's fields. The text stays as it is, byte for byte,
// unless it is HTML.
func (in *input) record(f fields, line int, yield yield) bool {
	at := *in
	if line > 0 {
		at.name = fmt.Sprintf("%s:%d", in.name, line)
	}
	f = in.opts.mapped(f)
	doc := &schema.Document{Text: f.first(textNames), Line: line}
	for _, k := range textNames {
		if strings.TrimSpace(f[k]) != "" {
			doc.Text = f[k] // with its white space
			break
		}
	}
	switch page := f.first(htmlNames); {
	case doc.Text == "" && page != "":
		found, err := fragment(page)
		if err != nil {
			return yield(nil, at.fail(err))
		}
		doc = found
		doc.Line = line
	case doc.Text == "":
		keys := make([]string, 0, len(f))
		for k, v := range f {
			if v != "" {
				keys = append(keys, k)
			}
		}
		slices.Sort(keys)
		return yield(nil, at.fail(fmt.Errorf("no text under the keys %s: name its key with --field text=KEY (there are %s)",
			strings.Join(textNames[:4], ", "), clip(tidy(strings.Join(keys, ", "))))))
	case isMarkup(doc.Text):
		doc.Text = wordsOf(doc.Text)
	}
	found := *doc
	f.fill(doc)
	doc.Title, doc.Author, doc.Publisher = first(doc.Title, found.Title), first(doc.Author, found.Author), first(doc.Publisher, found.Publisher)
	doc.URL, doc.Language = first(doc.URL, found.URL), first(doc.Language, found.Language)
	if doc.Published.IsZero() {
		doc.Published = found.Published
	}
	if doc.Publisher == "" {
		doc.Publisher = host(doc.URL)
	}
	if err := checkText([]byte(doc.Text)); err != nil {
		return yield(nil, at.fail(err))
	}
	return at.seal(doc, yield)
}

// isMarkup says whether a text is HTML: it has a tag that closes a block or breaks a line.
func isMarkup(s string) bool {
	for _, tag := range []string{"</p>", "</div>", "<br>", "<br/>", "<br />", "</P>", "<BR>", "</li>"} {
		if strings.Contains(s, tag) {
			return true
		}
	}
	return false
}

// fragment reads HTML that may be a page or a piece of one. A piece is all article.
func fragment(source string) (*schema.Document, error) {
	if isHTML([]byte(source)) && strings.Contains(strings.ToLower(source), "<body") {
		return htmlDocument([]byte(source), "", "")
	}
	doc := &schema.Document{Text: wordsOf(source)}
	if strings.TrimSpace(doc.Text) == "" {
		return nil, errEmpty
	}
	return doc, nil
}

// isJSON knows JSON by its first mark and a key.
func isJSON(head []byte) bool {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte(utf8Mark)))
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return false
	}
	rest := bytes.TrimSpace(head[1:])
	if head[0] == '[' && len(rest) > 0 && rest[0] == '{' {
		rest = bytes.TrimSpace(rest[1:])
	}
	return len(rest) > 0 && rest[0] == '"'
}

// readJSON reads records: JSON lines, or one value, or an array of them.
func readJSON(in *input, yield yield) bool {
	head, _ := in.r.Peek(headBytes) // whatever is wrong with it shows in the reading
	first, _, _ := bytes.Cut(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(utf8Mark))), []byte{'\n'})
	r, err := in.decodeStream()
	if err != nil {
		return yield(nil, in.fail(err))
	}
	if json.Valid(first) && first[0] == '{' || strings.HasSuffix(in.kind, ".jsonl") || strings.HasSuffix(in.kind, ".ndjson") {
		return readJSONLines(in, r, yield)
	}
	return readJSONValues(in, r, yield)
}

// readJSONLines reads a record a line, and goes on behind a bad one.
func readJSONLines(in *input, r io.Reader, yield yield) bool {
	lines := bufio.NewReaderSize(r, headBytes)
	for n := 1; ; n++ {
		line, err := readLine(lines, 2*in.opts.MaxBytes) // escapes are longer than what they stand for
		if err == io.EOF {
			return true
		}
		var long *longLine
		if err != nil && !errors.As(err, &long) {
			return yield(nil, in.fail(err))
		}
		line = bytes.TrimSpace(line)
		if err == nil && len(line) == 0 {
			continue
		}
		var m map[string]any
		if err == nil {
			m, err = decodeRecord(line)
		}
		if err != nil {
			at := *in
			at.name = fmt.Sprintf("%s:%d", in.name, n)
			if !yield(nil, at.fail(err)) {
				return false
			}
			continue
		}
		if !in.record(textFields(m), n, yield) {
			return false
		}
	}
}

func decodeRecord(line []byte) (map[string]any, error) {
	if bad := firstInvalid(line); bad >= 0 {
		return nil, fmt.Errorf("not UTF-8 (byte 0x%02x at offset %d): convert or mend it", line[bad], bad)
	}
	var m map[string]any
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.UseNumber()
	if err := dec.Decode(&m); err != nil {
		return nil, fmt.Errorf("not a JSON object: %w", err)
	}
	if m == nil {
		return nil, errors.New("not a JSON object: null")
	}
	return m, nil
}

// allowance lets a reader read so much and no more until it is given more.
type allowance struct {
	r     io.Reader
	left  int64
	limit int64
}

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, tooLong(a.limit, wayMore)
	}
	n, err := a.r.Read(p[:min(int64(len(p)), a.left)])
	a.left -= int64(n)
	return n, err
}

// renew gives a record its allowance, with room for what is read ahead.
func (a *allowance) renew() { a.left = 2*a.limit + headBytes }

// readJSONValues reads objects, one after the other or in an array.
func readJSONValues(in *input, r io.Reader, yield yield) bool {
	a := &allowance{r: r, limit: in.opts.MaxBytes}
	a.renew()
	dec := json.NewDecoder(a)
	fail := func(err error) bool {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = fmt.Errorf("not JSON after byte %d: %w", dec.InputOffset(), err)
		}
		return yield(nil, in.fail(err))
	}
	list := false
	if head, _ := in.r.Peek(1); len(head) == 1 && head[0] == '[' {
		if _, err := dec.Token(); err != nil {
			return fail(err)
		}
		list = true
	}
	for n := 1; ; n++ {
		a.renew()
		if list && !dec.More() {
			if _, err := dec.Token(); err != nil { // the end of the array, or of the file
				return fail(err)
			}
			return true
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err == io.EOF {
			return true
		} else if err != nil {
			return fail(err)
		}
		at := *in
		if list || dec.More() || n > 1 {
			at.name = fmt.Sprintf("%s[%d]", in.name, n)
		}
		m, err := decodeRecord(raw)
		if err == nil {
			if !at.record(textFields(m), 0, yield) {
				return false
			}
		} else if !yield(nil, at.fail(err)) {
			return false
		}
	}
}
