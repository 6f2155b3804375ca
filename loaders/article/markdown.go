package article

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"relata/schema"
)

// readMarkdown reads Markdown: its words without the marks, blocks parted by blank lines;
// code, tables, pictures and HTML are left out. Front matter in YAML between lines of
// three dashes gives title, author, date, language, publisher and address.
func readMarkdown(in *input, yield yield) bool {
	if in.opts.Lines {
		return readLines(in, yield)
	}
	data, err := in.all(wayText)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	source, err := decode(data, "")
	if err != nil {
		return yield(nil, in.fail(err))
	}
	doc := &schema.Document{}
	body, err := frontMatter(source, doc)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	heading, plain := plainMarkdown(body)
	doc.Text = cutTail(plain)
	if doc.Title == "" {
		doc.Title = heading
	}
	if title, author, published := doc.Title, doc.Author, doc.Published; title == "" || published.IsZero() {
		readTop(doc) // the front matter knows better
		if title != "" {
			doc.Title = title
		}
		if author != "" {
			doc.Author = author
		}
		if !published.IsZero() {
			doc.Published = published
		}
	}
	return in.seal(doc, yield)
}

// frontMatter reads the keys above a text into doc and gives the text below them.
func frontMatter(source string, doc *schema.Document) (body string, err error) {
	const fence = "---"
	first, rest, ok := strings.Cut(source, "\n")
	if !ok || strings.TrimRight(first, " \t\r") != fence {
		return source, nil
	}
	var matter strings.Builder
	for line := range strings.Lines(rest) {
		rest = rest[len(line):]
		if mark := strings.TrimRight(line, " \t\r\n"); mark == fence || mark == "..." {
			fields, err := yamlFields(matter.String())
			if err != nil {
				return "", fmt.Errorf("front matter: %w", err)
			}
			fields.fill(doc)
			return rest, nil
		}
		matter.WriteString(line)
		if matter.Len() > headBytes {
			break
		}
	}
	return source, nil // the dashes were a rule
}

// fields are the facts of an article by key, as front matter, records and pages have them.
type fields map[string]string

// fieldNames says which keys mean which fact, the best first. Keys are in lower case.
var fieldNames = struct{ title, author, published, url, publisher, language []string }{
	title:     []string{"title", "headline"},
	author:    []string{"author", "authors", "byline", "creator"},
	published: []string{"published", "date_published", "datepublished", "published_at", "publishedat", "publish_date", "pubdate", "publication_date", "date", "date_publish", "created", "timestamp"},
	url:       []string{"url", "canonical", "canonical_url", "link", "permalink", "source_url"},
	publisher: []string{"publisher", "source", "site", "outlet", "publication", "site_name", "source_domain"},
	language:  []string{"language", "lang"},
}

// first gives the first of the keys that is there.
func (f fields) first(keys []string) string {
	for _, k := range keys {
		if v := strings.TrimSpace(f[k]); v != "" {
			return v
		}
	}
	return ""
}

// fill puts facts into doc.
func (f fields) fill(doc *schema.Document) {
	doc.Title = oneLine(f.first(fieldNames.title))
	doc.Author = oneLine(f.first(fieldNames.author))
	doc.URL = f.first(fieldNames.url)
	doc.Publisher = oneLine(f.first(fieldNames.publisher))
	doc.Language = f.first(fieldNames.language)
	for _, k := range fieldNames.published {
		if t, ok := anyTime(f[k]); ok {
			doc.Published = t
			return
		}
	}
}

// oneLine makes all white space single blanks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func yamlFields(s string) (fields, error) {
	var m map[string]any
	if err := safely(func() error { return yaml.Unmarshal([]byte(s), &m) }); err != nil {
		return nil, fmt.Errorf("not YAML: %s", oneLine(yaml.FormatError(err, false, false)))
	}
	return textFields(m), nil
}

// safely turns a panic in a library into an error.
func safely(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the parser failed: %v", v)
		}
	}()
	return f()
}

// textFields gives the plain values of decoded YAML or JSON: lists joined, of objects their
// name.
func textFields(m map[string]any) fields {
	f := fields{}
	for k, v := range m {
		if s := plainValue(v); s != "" {
			f[strings.ToLower(k)] = s
		}
	}
	return f
}

func plainValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		var parts []string
		for _, e := range v {
			if s := plainValue(e); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		for _, k := range []string{"name", "title", "@value", "value"} {
			if s, ok := v[k].(string); ok {
				return s
			}
		}
		return ""
	case nil, bool:
		return ""
	}
	return fmt.Sprint(v)
}

// plainMarkdown gives the first heading of the first level and the words of a text. It is
// a reader of words and no renderer: it knows the marks of CommonMark by their shape and
// takes time that grows with the length, whatever the text.
func plainMarkdown(source string) (heading, plain string) {
	var blocks []string
	var paragraph strings.Builder
	end := func() {
		if s := strings.TrimSpace(plainInline(paragraph.String())); s != "" {
			blocks = append(blocks, s)
		}
		paragraph.Reset()
	}
	title := func(level int) {
		n := len(blocks)
		end()
		if level == 1 && heading == "" && len(blocks) > n {
			heading = oneLine(blocks[n])
		}
	}
	fence, comment, joint := "", false, byte(' ')
	for raw := range strings.Lines(source) {
		line := strings.TrimRight(raw, "\r\n")
		bare := strings.TrimSpace(line)
		broken := strings.HasSuffix(line, "  ") || strings.HasSuffix(line, "\\") // a hard break
		bare = strings.TrimSuffix(bare, "\\")
		switch {
		case comment:
			comment = !strings.Contains(bare, "-->")
			continue
		case fence != "":
			if strings.HasPrefix(bare, fence) && strings.Trim(bare, fence[:1]) == "" {
				fence = ""
			}
			continue
		case strings.HasPrefix(bare, "```"), strings.HasPrefix(bare, "~~~"):
			end()
			fence = bare[:3]
			continue
		case strings.HasPrefix(bare, "<!--"):
			end()
			comment = !strings.Contains(bare, "-->")
			continue
		}
		for strings.HasPrefix(bare, ">") {
			bare = strings.TrimSpace(bare[1:])
		}
		level := len(bare) - len(strings.TrimLeft(bare, "#"))
		item := listMark(bare)
		switch {
		case bare == "":
			end()
		case paragraph.Len() > 0 && strings.Trim(bare, "=") == "":
			title(1)
		case paragraph.Len() > 0 && strings.Trim(bare, "-") == "":
			title(2)
		case isRule(bare):
			end()
		case level > 0 && level <= 6 && (len(bare) == level || bare[level] == ' ' || bare[level] == '\t'):
			end()
			paragraph.WriteString(strings.TrimSpace(strings.TrimRight(strings.TrimSpace(bare[level:]), "#")))
			title(level)
		case strings.HasPrefix(bare, "|"), isReference(bare):
			end()
		case item > 0:
			end()
			paragraph.WriteString(strings.TrimSpace(bare[item:]))
		default:
			if paragraph.Len() > 0 {
				paragraph.WriteByte(joint)
			}
			paragraph.WriteString(bare)
		}
		joint = ' '
		if broken {
			joint = '\n'
		}
	}
	end()
	if len(blocks) == 0 {
		return "", ""
	}
	return heading, strings.Join(blocks, "\n\n") + "\n"
}

// listMark is the length of "- ", "* ", "+ ", "1. " or "1) " at the start of a line, else 0.
func listMark(s string) int {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	rest := s[digits:]
	if len(rest) < 2 || rest[1] != ' ' && rest[1] != '\t' {
		return 0
	}
	if digits == 0 && strings.IndexByte("-*+", rest[0]) >= 0 || digits > 0 && digits < 4 && strings.IndexByte(".)", rest[0]) >= 0 {
		return digits + 2
	}
	return 0
}

// isRule says whether a line is a rule: three marks of one kind or more.
func isRule(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	return len(s) >= 3 && strings.IndexByte("-*_", s[0]) >= 0 && strings.Trim(s, s[:1]) == ""
}

// isReference says whether a line defines a link or a footnote: "[1]: https://...".
func isReference(s string) bool {
	if !strings.HasPrefix(s, "[") {
		return false
	}
	label, rest, ok := strings.Cut(s, "]:")
	return ok && len(label) < 100 && !strings.Contains(label, "] ") && rest != ""
}

// linkReach bounds the search for the end of a link, so that a text of open brackets costs
// no more than its length.
const linkReach = 2000

// plainInline takes the marks out of a paragraph.
func plainInline(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		rest := s[i:]
		switch c := s[i]; c {
		case '\\':
			if len(rest) > 1 && isPunct(rest[1]) {
				b.WriteByte(rest[1])
				i += 2
				continue
			}
		case '!', '[':
			if label, n := link(rest); n > 0 {
				if c == '[' && !strings.HasPrefix(label, "^") {
					b.WriteString(plainInline(label))
				}
				i += n
				continue
			}
		case '<':
			if n := tag(rest); n > 0 {
				i += n
				continue
			}
		case '&':
			if n := strings.IndexByte(rest[:min(len(rest), 32)], ';'); n > 0 {
				b.WriteString(html.UnescapeString(rest[:n+1]))
				i += n + 1
				continue
			}
		case '`':
			i++
			continue
		case '*', '_', '~':
			run := len(rest) - len(strings.TrimLeft(rest, string(c)))
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+run:])
			opens, closes := i == 0 || !wordRune(before), i+run == len(s) || !wordRune(after)
			blank := (i == 0 || unicode.IsSpace(before)) && (i+run == len(s) || unicode.IsSpace(after))
			if run > 3 || blank || c == '_' && !opens && !closes || c == '~' && run != 2 {
				b.WriteString(rest[:run])
			}
			i += run
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isPunct(c byte) bool {
	return c > ' ' && c < 0x7f && !asciiLetter(c) && (c < '0' || c > '9')
}

// link reads "[label](target)", "[label][reference]" or "[^note]", with "!" before it for a
// picture, and gives the label and the length of it all; 0 if there is none.
func link(s string) (label string, n int) {
	open := 0
	if s[0] == '!' {
		open = 1
	}
	if len(s) <= open || s[open] != '[' {
		return "", 0
	}
	end := closing(s[open:], '[', ']')
	if end < 0 {
		return "", 0
	}
	label, end = s[open+1:open+end], open+end+1
	rest := s[end:]
	switch {
	case strings.HasPrefix(rest, "("):
		if n := closing(rest, '(', ')'); n > 0 {
			return label, end + n + 1
		}
	case strings.HasPrefix(rest, "["):
		if n := closing(rest, '[', ']'); n > 0 {
			return label, end + n + 1
		}
	case strings.HasPrefix(label, "^"):
		return label, end
	}
	return "", 0
}

// closing finds the mark that closes the one at the start of s; -1 if it isn't near.
func closing(s string, opens, closes byte) int {
	s = s[:min(len(s), linkReach)]
	if strings.IndexByte(s, closes) < 0 { // quicker than counting
		return -1
	}
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case opens:
			depth++
		case closes:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// tag gives the length of an HTML tag or of an address in angle brackets; 0 if there is none.
func tag(s string) int {
	if len(s) < 3 || !asciiLetter(s[1]) && s[1] != '/' && s[1] != '!' {
		return 0
	}
	return strings.IndexByte(s[:min(len(s), linkReach)], '>') + 1
}
