package article

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"relata/schema"
)

// page is what a page says of its article outside of the text.
type page struct {
	ld   map[string]any // the article of its JSON-LD
	meta fields         // meta elements by name or property, in lower case
	body string         // the text, where JSON-LD has it

	guess string // the title, where only the title element tells: it may be that of the site
}

// metaNames say which meta elements mean which fact, the best first.
var metaNames = struct{ title, author, published, url, publisher, language []string }{
	title:     []string{"og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "citation_title", "headline", "title"},
	author:    []string{"author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "citation_author", "byl", "byline"},
	published: []string{"article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "published_time", "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "date", "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime", "originalpublicationdate"},
	url:       []string{"og:url", "twitter:url", "parsely-link", "citation_fulltext_html_url"},
	publisher: []string{"og:site_name", "dc.publisher", "dcterms.publisher", "application-name", "apple-mobile-web-app-title", "citation_journal_title", "twitter:site"},
	language:  []string{"content-language", "dc.language", "dcterms.language", "language"},
}

// pageFacts reads what the head of a page says.
func pageFacts(root *html.Node, doc *schema.Document) *page {
	p := &page{meta: fields{}}
	var canonical, title, lang string
	elements(root, func(n *html.Node) bool {
		switch n.DataAtom {
		case atom.Html:
			lang = attr(n, "lang")
		case atom.Meta:
			value := attr(n, "content")
			for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
				if k := strings.ToLower(attr(n, key)); k != "" && p.meta[k] == "" {
					p.meta[k] = oneLine(value)
				}
			}
		case atom.Link:
			if slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "canonical") && canonical == "" {
				canonical = attr(n, "href")
			}
		case atom.Title:
			if title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
				title = textOf(n)
			}
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil && p.ld == nil {
				p.ld = articleOf(n.FirstChild.Data)
			}
			return false
		}
		return true
	})

	ld := textFields(p.ld)
	doc.Title = oneLine(first(ld["headline"], p.meta.first(metaNames.title), title))
	if doc.Title == title {
		p.guess = title
	}
	doc.Author = cleanAuthor(first(ld["author"], ld["creator"], authorsOf(p.meta)))
	doc.Publisher = strings.TrimPrefix(oneLine(first(ld["publisher"], ld["provider"], p.meta.first(metaNames.publisher))), "@")
	doc.Language = first(ld["inlanguage"], p.meta.first(metaNames.language), lang)
	for _, s := range append([]string{ld["datepublished"], ld["datecreated"]}, p.meta.all(metaNames.published)...) {
		if t, ok := anyTime(s); ok {
			doc.Published = t
			break
		}
	}
	for _, s := range []string{canonical, p.meta.first(metaNames.url), ld["url"], ld["mainentityofpage"]} {
		if u, err := url.Parse(strings.TrimSpace(s)); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			doc.URL = u.String()
			break
		}
	}
	if body, ok := p.ld["articleBody"].(string); ok {
		p.body = lines(wordsOf(body))
	}
	return p
}

func first(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

func (f fields) all(keys []string) (values []string) {
	for _, k := range keys {
		if v := f[k]; v != "" {
			values = append(values, v)
		}
	}
	return values
}

// authorsOf gives the author of the meta elements; some name a page of the author instead.
func authorsOf(meta fields) string {
	for _, v := range meta.all(metaNames.author) {
		if !strings.Contains(v, "://") {
			return v
		}
	}
	return ""
}

func cleanAuthor(s string) string {
	s = oneLine(s)
	for _, by := range []string{"By ", "by ", "BY "} {
		s = strings.TrimPrefix(s, by)
	}
	const most = 200
	if strings.Contains(s, "://") || len(s) > most {
		return ""
	}
	return s
}

// wordsOf gives the words of a text that may hold HTML.
func wordsOf(s string) string {
	if !strings.Contains(s, "<") && !strings.Contains(s, "&") {
		return s
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return s
	}
	if !strings.Contains(s, "</") && !strings.Contains(s, "<br") && !strings.Contains(s, "<p") {
		return html.UnescapeString(s)
	}
	return strings.Join(blocksOf(root), "\n\n")
}

// maxLD bounds how deep JSON-LD is searched.
const maxLD = 8

// articleOf finds the article in JSON-LD: an object whose type says so, at the top, in a
// list or in a @graph.
func articleOf(source string) map[string]any {
	source = strings.TrimSpace(source)
	source = strings.TrimSuffix(strings.TrimPrefix(source, "<!--"), "-->")
	var v any
	if err := json.Unmarshal([]byte(source), &v); err != nil {
		// Some sites break lines inside of strings.
		if err := json.Unmarshal([]byte(oneLine(source)), &v); err != nil {
			return nil
		}
	}
	return findArticle(v, maxLD)
}

func findArticle(v any, depth int) map[string]any {
	if depth == 0 {
		return nil
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if m := findArticle(e, depth-1); m != nil {
				return m
			}
		}
	case map[string]any:
		types := plainValue(v["@type"])
		for _, t := range []string{"Article", "BlogPosting", "Report"} {
			if strings.Contains(types, t) {
				return v
			}
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if m := findArticle(v[k], depth-1); m != nil {
				return m
			}
		}
	}
	return nil
}

// visible fills the facts that the head of the page lacks from its body.
func (p *page) visible(root *html.Node, doc *schema.Document) {
	var heading, lower string // of the first level; of another, where the title repeats it
	var updated time.Time
	elements(root, func(n *html.Node) bool {
		if n.DataAtom == atom.Head {
			return false
		}
		switch n.DataAtom {
		case atom.H1:
			if heading == "" {
				heading = textOf(n)
				if doc.Title == p.guess && (attr(n, "itemprop") == "headline" || len(strings.Fields(p.guess)) <= 3) {
					doc.Title = heading
				}
			}
		case atom.H2, atom.H3:
			if h := textOf(n); lower == "" && len(strings.Fields(h)) > 2 && strings.Contains(doc.Title, h) {
				lower = h
			}
		}
		prop, names := attr(n, "itemprop"), strings.ToLower(attr(n, "class")+" "+attr(n, "rel")+" "+attr(n, "id"))
		has := func(words ...string) bool {
			return slices.ContainsFunc(nameWords(names), func(w string) bool { return slices.Contains(words, w) })
		}
		if doc.Author == "" && (prop == "author" || has("byline", "author", "authors", "fn")) {
			if s := cleanAuthor(strings.TrimSuffix(textOf(n), ",")); personLike(strings.Fields(s)) || byline("By "+s) != "" {
				doc.Author = s
			}
		}
		if doc.Published.IsZero() && (n.DataAtom == atom.Time || prop == "datePublished" || has("date", "dateline", "published", "pubdate", "timestamp", "time", "datetime", "submitted")) {
			for _, s := range []string{attr(n, "datetime"), attr(n, "content"), attr(n, "title"), textOf(n)} {
				t, ok := parseTime(s)
				kind := datePublished
				if !ok {
					t, kind = dateLine(s)
				}
				if prop == "dateModified" || has("updated", "modified") {
					kind = dateUpdated
				}
				if ok = ok || kind != dateNone; !ok {
					continue
				}
				if kind == dateUpdated && updated.IsZero() {
					updated = t
				} else if kind == datePublished {
					doc.Published = t
				}
				break
			}
		}
		return true
	})
	if doc.Published.IsZero() {
		doc.Published = updated
	}
	if doc.Publisher == "" {
		doc.Publisher = host(doc.URL)
	}
	if !strings.Contains(doc.Title, heading) || heading == "" {
		heading = first(lower, heading)
	}
	doc.Title = cleanTitle(doc.Title, heading, doc.Publisher)
}

// firstTime is the first time that a page marks as such, wherever it stands.
func firstTime(root *html.Node) (t time.Time) {
	elements(root, func(n *html.Node) bool {
		if n.DataAtom == atom.Time && t.IsZero() {
			t, _ = parseTime(attr(n, "datetime"))
		}
		return t.IsZero()
	})
	return t
}

// cleanTitle takes the name of the site off a title; the heading of the page confirms what
// is left.
func cleanTitle(title, heading, publisher string) string {
	if title == "" {
		return heading
	}
	if (strings.HasPrefix(title, heading) || strings.HasSuffix(title, heading)) && len(strings.Fields(heading)) > 2 {
		return heading
	}
	for _, mark := range []string{" | ", " - ", " – ", " — ", " :: ", " » "} {
		i := strings.LastIndex(title, mark)
		if i < 0 {
			continue
		}
		if site := title[i+len(mark):]; strings.EqualFold(site, publisher) || nameLike(site) && len(strings.Fields(title[:i])) > 3 {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// nameLike says whether words may be the name of a site: few, each with a capital.
func nameLike(s string) bool {
	const most = 4
	ws := strings.Fields(s)
	for _, w := range ws {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) && w != "of" && w != "the" && w != "and" {
			return false
		}
	}
	return len(ws) > 0 && len(ws) <= most
}

// addressDate reads the day in an address: ".../2024/01/04/...".
func addressDate(address string) time.Time {
	u, err := url.Parse(address)
	if err != nil {
		return time.Time{}
	}
	parts := strings.Split(u.Path, "/")
	for i := 0; i+2 < len(parts); i++ {
		if len(parts[i]) == 4 && len(parts[i+1]) == 2 && len(parts[i+2]) == 2 {
			if t, ok := parseTime(parts[i] + "-" + parts[i+1] + "-" + parts[i+2]); ok {
				return t
			}
		}
	}
	return time.Time{}
}
