package article

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"relata/schema"
)

// isFeed knows RSS, Atom and RDF by their root element, JSON Feed by its version.
func isFeed(head []byte) bool {
	s := strings.ToLower(strings.ReplaceAll(string(head[:min(len(head), 2048)]), "\x00", ""))
	if isJSON(head) {
		return strings.Contains(s, "//jsonfeed.org/version/")
	}
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || strings.TrimFunc(s[:i], blank) != "" {
			return false
		}
		s = s[i:]
		switch {
		case strings.HasPrefix(s, "<?"), strings.HasPrefix(s, "<!--"), strings.HasPrefix(s, "<!doctype rss"):
			end := ">"
			if s[1] == '!' && s[2] == '-' {
				end = "-->"
			}
			_, rest, ok := strings.Cut(s, end)
			if !ok {
				return false
			}
			s = rest
		default:
			return strings.HasPrefix(s, "<rss") || strings.HasPrefix(s, "<feed") || strings.HasPrefix(s, "<rdf:rdf")
		}
	}
}

// readFeed reads the items of a feed, each with what the feed has of its text.
func readFeed(in *input, yield yield) bool {
	data, err := in.all(wayMore)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	source, err := decode(data, xmlCharset(data))
	if err != nil {
		return yield(nil, in.fail(err))
	}
	source = strings.TrimSpace(source)
	if strings.HasPrefix(source, "<?xml") { // the encoding it names is no longer so
		_, source, _ = strings.Cut(source, "?>")
	}
	if strings.HasPrefix(source, "<") {
		if err := checkDepth(source); err != nil {
			return yield(nil, in.fail(err))
		}
	}
	var feed *gofeed.Feed
	if err := safely(func() (err error) {
		feed, err = gofeed.NewParser().ParseString(source)
		return err
	}); err != nil {
		return yield(nil, in.fail(fmt.Errorf("not a feed that can be read: %s", tidy(err.Error()))))
	}
	if len(feed.Items) == 0 {
		return yield(nil, in.fail(fmt.Errorf("a feed without items")))
	}
	for i, item := range feed.Items {
		at := *in
		at.name = fmt.Sprintf("%s[%d]", in.name, i+1)
		doc := &schema.Document{Title: tidy(wordsOf(item.Title)), URL: in.absolute(item.Link), Publisher: feed.Title, Language: feed.Language}
		var authors []string
		for _, a := range item.Authors {
			if a != nil && a.Name != "" {
				authors = append(authors, a.Name)
			}
		}
		doc.Author = strings.Join(authors, ", ")
		for _, s := range []string{item.Published, item.Updated} {
			if t, ok := anyTime(s); ok && doc.Published.IsZero() {
				doc.Published = t
			}
		}
		text, err := itemText(first(item.Content, item.Description), doc)
		if err != nil {
			if !yield(nil, at.fail(err)) {
				return false
			}
			continue
		}
		doc.Text = text
		if !at.seal(doc, yield) {
			return false
		}
	}
	return true
}

// absolute completes a link that a site gives as seen from the page that it stands on.
func (in *input) absolute(link string) string {
	base, err := url.Parse(in.address)
	if err != nil || base.Host == "" || link == "" {
		return link
	}
	u, err := base.Parse(strings.TrimSpace(link))
	if err != nil || !isURL(u.String()) {
		return link
	}
	return u.String()
}

// itemText gives the text of an item, below its title, since the title makes claims too.
func itemText(content string, doc *schema.Document) (string, error) {
	var blocks []string
	if strings.Contains(content, "<") || strings.Contains(content, "&") {
		root, err := html.Parse(strings.NewReader(content))
		if err != nil {
			return "", fmt.Errorf("not HTML that can be read: %w", err)
		}
		prune(root)
		leavesToParagraphs(root)
		blocks = blocksOf(root)
	} else {
		blocks = strings.Split(lines(content), "\n\n")
	}
	body := strings.TrimSpace(cutTail(strings.Join(clean(blocks, doc), "\n\n")))
	if doc.Title != "" && !strings.HasPrefix(body, doc.Title) {
		body = strings.TrimSpace(doc.Title + "\n\n" + body)
	}
	if body == "" {
		return "", errEmpty
	}
	body += "\n"
	return body, checkText([]byte(body))
}

// xmlCharset is the encoding that an XML declaration names.
func xmlCharset(data []byte) string {
	head := data[:min(len(data), 256)]
	decl, _, ok := bytes.Cut(head, []byte("?>"))
	if !ok || !bytes.HasPrefix(bytes.TrimSpace(decl), []byte("<?xml")) {
		return ""
	}
	_, rest, ok := strings.Cut(string(decl), "encoding=")
	if !ok || len(rest) < 2 {
		return ""
	}
	label, _, _ := strings.Cut(rest[1:], rest[:1])
	if _, name := charset.Lookup(label); name == "utf-16le" || name == "utf-16be" {
		return "" // it would have been seen by its bytes
	}
	return label
}

// maxXMLDepth bounds the nesting of a feed: the parser calls itself for each level.
const maxXMLDepth = 200

func checkDepth(source string) error {
	dec := xml.NewDecoder(strings.NewReader(source))
	dec.Strict = false
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	depth := 0
	for {
		tok, err := dec.RawToken()
		if err != nil {
			return nil // the parser says what is wrong
		}
		switch tok.(type) {
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return fmt.Errorf("nested deeper than %d elements: not a feed", maxXMLDepth)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// blank says whether a letter before the first element tells nothing: a space or the mark
// of an encoding, whole or not.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\ufeff' || r == utf8.RuneError
}
