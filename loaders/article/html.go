package article

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"relata/schema"
)

// readHTML reads a saved page of a news site.
func readHTML(in *input, yield yield) bool {
	data, err := in.all(wayMore)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	doc, err := htmlDocument(data, in.contentType, in.address)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	return in.seal(doc, yield)
}

// htmlDocument finds the article in a page. contentType and address come from the envelope
// of the page and may be empty.
//
// What the page says of itself comes first, for every fact: JSON-LD, then OpenGraph and
// other meta elements, then microdata and the visible lines. For the text, what is surely
// none of it (menus, captions, comments, buttons for sharing) is cut out of the tree, the
// Readability algorithm picks what is left of the article, and lines that sites put between
// paragraphs go last. The title stands above the text, since it makes claims too.
func htmlDocument(data []byte, contentType, address string) (*schema.Document, error) {
	source, err := decode(data, htmlCharset(data, contentType))
	if err != nil {
		return nil, err
	}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, fmt.Errorf("not HTML that can be read: %w", err)
	}
	doc := &schema.Document{URL: address}
	page := pageFacts(root, doc)
	stamp := firstTime(root)
	prune(root)
	page.visible(root, doc)
	if doc.Published.IsZero() {
		doc.Published = stamp
	}
	leavesToParagraphs(root)

	var blocks []string
	if err := safely(func() error {
		blocks = mainBlocks(root)
		return nil
	}); err != nil {
		return nil, err
	}
	body := cutTail(strings.Join(clean(blocks, doc), "\n\n"))
	if doc.Published.IsZero() {
		doc.Published = addressDate(doc.URL)
	}
	if len(page.body) > 2*len(body) && len(page.body) > 500 { // the script has what the tree lacks
		body = page.body
	}
	body = strings.TrimSpace(body)
	if body == "" {
		return nil, fmt.Errorf("no article in this page")
	}
	doc.Text = body + "\n"
	if doc.Title != "" && !strings.HasPrefix(body, doc.Title) {
		doc.Text = doc.Title + "\n\n" + doc.Text
	}
	return doc, nil
}

// htmlCharset is the encoding that a page or its envelope declares; empty if none.
func htmlCharset(data []byte, contentType string) string {
	if invalidUTF8(data) < 0 && !strings.Contains(strings.ToLower(contentType), "2022") {
		return ""
	}
	_, name, certain := charset.DetermineEncoding(data, contentType)
	if name == "windows-1252" && !certain && !strings.Contains(strings.ToLower(string(data[:min(len(data), 1024)])), "charset") {
		return "" // a guess
	}
	return name
}

// elements gives the nodes below n in document order. visit says whether to go below one.
func elements(n *html.Node, visit func(*html.Node) bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling // visit may remove c
		if c.Type == html.ElementNode && visit(c) {
			elements(c, visit)
		}
		c = next
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// textOf gives the words below a node on one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
			case c.Type == html.ElementNode && !skipped[c.DataAtom]:
				if blocky[c.DataAtom] || c.DataAtom == atom.Br {
					b.WriteByte(' ')
				}
				walk(c)
				if blocky[c.DataAtom] {
					b.WriteByte(' ')
				}
			}
		}
	}
	walk(n)
	return oneLine(b.String())
}

func set(atoms ...atom.Atom) map[atom.Atom]bool {
	m := make(map[atom.Atom]bool, len(atoms))
	for _, a := range atoms {
		m[a] = true
	}
	return m
}

var (
	skipped = set(atom.Script, atom.Style, atom.Template, atom.Svg, atom.Math, atom.Iframe, atom.Object, atom.Embed, atom.Canvas, atom.Noscript, atom.Select, atom.Textarea, atom.Input, atom.Audio, atom.Video)
	blocky  = set(atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dd, atom.Dt, atom.Blockquote, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer,
		atom.Table, atom.Tr, atom.Td, atom.Th, atom.Tbody, atom.Thead, atom.Pre, atom.Hr, atom.Figure, atom.Figcaption, atom.Aside, atom.Address, atom.Details, atom.Summary, atom.Body, atom.Center)

	// surplus elements are never part of an article's text.
	surplus = set(atom.Script, atom.Style, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Embed, atom.Canvas, atom.Nav, atom.Footer, atom.Aside, atom.Button, atom.Input, atom.Select, atom.Textarea, atom.Label,
		atom.Figcaption, atom.Audio, atom.Video, atom.Dialog, atom.Menu, atom.Noscript)
)

// surplusWords stand in the class or id of what is no part of an article. A word counts
// where it is a whole part of a name: "share" in "share-bar" and "shareBar", not in
// "shareholders".
var surplusWords = map[string]bool{
	"comment": true, "comments": true, "commenting": true, "disqus": true, "respond": true, "replies": true, "share": true, "sharing": true, "sharebar": true, "sharethis": true, "addthis": true, "social": true, "socials": true, "sociable": true,
	"related": true, "recommended": true, "recommendations": true, "recirc": true, "outbrain": true, "taboola": true, "trending": true, "popular": true, "readmore": true, "more-stories": true, "teaser": true, "teasers": true,
	"newsletter": true, "subscribe": true, "subscription": true, "signup": true, "promo": true, "promotion": true, "sponsor": true, "sponsored": true, "ad": true, "ads": true, "advert": true, "advertisement": true, "advertising": true, "adslot": true, "dfp": true, "banner": true,
	"breadcrumb": true, "breadcrumbs": true, "menu": true, "navbar": true, "navigation": true, "nav": true, "pagination": true, "pager": true, "toolbar": true, "sidebar": true, "masthead": true, "footer": true, "cookie": true, "cookies": true, "consent": true, "gdpr": true, "popup": true, "modal": true, "overlay": true,
	"caption": true, "captions": true, "figcaption": true, "credit": true, "credits": true, "photocredit": true, "gallery": true, "slideshow": true, "carousel": true, "lightbox": true,
	"tags": true, "taglist": true, "tagcloud": true, "labels": true, "copyright": true, "disclaimer": true, "skip": true, "sronly": true, "blogger": true, "blog-pager": true, "printonly": true, "noprint": true, "feedback": true, "poll": true, "bio": true, "pullquote": true, "pull-quote": true, "author-box": true, "jump-link": true,
}

// keptWords make up for a surplus word in the same name: "comment" is surplus, but
// "article-with-comments" may hold the article.
var keptWords = map[string]bool{"article": true, "story": true, "post": true, "content": true, "body": true, "entry": true, "main": true, "page": true, "wrapper": true, "container": true}

var surplusRoles = map[string]bool{"navigation": true, "complementary": true, "banner": true, "contentinfo": true, "search": true, "dialog": true, "alertdialog": true, "menu": true, "menubar": true, "toolbar": true, "button": true, "form": true}

// nameWords cuts class and id into words: at marks, and where a capital follows a small letter.
func nameWords(s string) []string {
	var words []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			words = append(words, b.String())
			b.Reset()
		}
	}
	small := false
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r):
			end()
			small = false
			continue
		case unicode.IsUpper(r) && small:
			end()
		}
		small = unicode.IsLower(r)
		b.WriteRune(unicode.ToLower(r))
	}
	end()
	return words
}

// prune cuts out of a page what is no part of an article, whatever its algorithm may think.
func prune(root *html.Node) {
	size := map[*html.Node]int{}
	total := ownWords(root, size)
	elements(root, func(n *html.Node) bool {
		if !isSurplus(n) || n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Main {
			return true
		}
		if !surplus[n.DataAtom] && (2*size[n] > total || holdsArticle(n)) { // a wrapper with an unlucky name
			return true
		}
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
		return false
	})
}

// ownWords counts the bytes of text below each node that are in no link and in nothing
// surplus.
func ownWords(n *html.Node, size map[*html.Node]int) int {
	total := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			total += len(strings.TrimSpace(c.Data))
		case c.Type == html.ElementNode && !surplus[c.DataAtom] && c.DataAtom != atom.A && c.DataAtom != atom.Head:
			total += ownWords(c, size)
		}
	}
	size[n] = total
	return total
}

// holdsArticle says whether a node has in it what a page marks as its article.
func holdsArticle(n *html.Node) bool {
	found := false
	elements(n, func(c *html.Node) bool {
		names := strings.ToLower(attr(c, "class"))
		found = found || c.DataAtom == atom.Main || attr(c, "itemprop") == "articleBody" || strings.Contains(names, "article-body") || strings.Contains(names, "post-body") || strings.Contains(names, "entry-content") || strings.Contains(names, "story-body")
		return !found
	})
	return found
}

func isSurplus(n *html.Node) bool {
	if surplus[n.DataAtom] {
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		case "role":
			if surplusRoles[strings.ToLower(a.Val)] {
				return true
			}
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		case "itemprop":
			if a.Val == "caption" || a.Val == "comment" {
				return true
			}
		case "class", "id":
			for _, name := range strings.Fields(a.Val) {
				bad, good := false, false
				for _, w := range nameWords(name) {
					bad = bad || surplusWords[w] || strings.HasSuffix(w, "caption")
					good = good || keptWords[w]
				}
				if bad && !good || surplusWords[strings.ToLower(name)] || surplusNames[strings.ToLower(name)] {
					return true
				}
			}
		}
	}
	return false
}

// surplusNames are names whose words alone don't tell.
var surplusNames = map[string]bool{"post-footer": true, "post-comments": true, "post-share": true, "article-share": true, "article-footer": true, "article-tags": true, "article-comments": true, "story-share": true, "story-footer": true, "entry-footer": true, "post-tags": true,
	"post-navigation": true, "post-related": true, "article-related": true, "story-related": true, "post-labels": true, "article-caption": true, "image-caption": true, "wp-caption-text": true, "comments-area": true, "related-posts": true, "related-content": true, "social-container": true, "ad-container": true, "share-container": true}

// leavesToParagraphs makes paragraphs of the divisions that hold no other block. Sites that
// have no paragraphs would else lose the breaks between them.
func leavesToParagraphs(root *html.Node) {
	var leaf func(n *html.Node) bool
	leaf = func(n *html.Node) bool { // says whether no block lies below n
		plain := true
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				below := leaf(c)
				plain = plain && below && !blocky[c.DataAtom]
			}
		}
		if splitAtBreaks(n) || !plain {
			return false
		}
		if n.DataAtom == atom.Div {
			n.DataAtom, n.Data = atom.P, "p"
			return false
		}
		return true
	}
	leaf(root)
}

// splitAtBreaks makes paragraphs of the text in a node where two breaks and more part it.
func splitAtBreaks(n *html.Node) bool {
	if n.DataAtom != atom.Div && n.DataAtom != atom.P && n.DataAtom != atom.Td && n.DataAtom != atom.Body && n.DataAtom != atom.Article && n.DataAtom != atom.Section {
		return false
	}
	var groups [][]*html.Node
	var group, gap []*html.Node // gap holds the breaks and blanks after group
	breaks, split := 0, false
	end := func() {
		if len(group) > 0 {
			groups = append(groups, group)
		}
		group, gap, breaks = nil, nil, 0
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case blocky[c.DataAtom]:
			end()
			continue
		case c.DataAtom == atom.Br:
			breaks++
			gap = append(gap, c)
			continue
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
			gap = append(gap, c)
			continue
		case breaks > 1:
			split = split || len(group) > 0
			end()
		}
		group = append(append(group, gap...), c)
		gap, breaks = nil, 0
	}
	end()
	if !split {
		return false
	}
	if n.DataAtom == atom.P {
		n.DataAtom, n.Data = atom.Div, "div"
	}
	for _, group := range groups {
		p := &html.Node{Type: html.ElementNode, DataAtom: atom.P, Data: "p"}
		n.InsertBefore(p, group[0])
		for _, c := range group {
			n.RemoveChild(c)
			p.AppendChild(c)
		}
	}
	return true
}

// mainBlocks gives the paragraphs of the article in a pruned page.
func mainBlocks(root *html.Node) []string {
	parser := readability.NewParser()
	parser.CharThresholds = 250
	parser.DisableJSONLD = true
	if found, err := parser.ParseDocument(root, nil); err == nil && found.Node != nil {
		if blocks := blocksOf(found.Node); len(blocks) > 0 {
			return blocks
		}
	}
	return blocksOf(root)
}

// blocksOf gives the text of a tree, a paragraph each, without those that are mostly links.
func blocksOf(root *html.Node) []string {
	var blocks []string
	var b strings.Builder
	linked := 0 // bytes of b that are links
	end := func() {
		s := lines(b.String())
		if s != "" && !(len(s) < 200 && linked*10 > len(s)*6) {
			blocks = append(blocks, s)
		}
		b.Reset()
		linked = 0
	}
	var walk func(n *html.Node, link bool)
	walk = func(n *html.Node, link bool) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(strings.Map(blankBreaks, c.Data))
				if link {
					linked += len(oneLine(c.Data))
				}
			case c.Type != html.ElementNode || skipped[c.DataAtom] || c.DataAtom == atom.Head:
			case c.DataAtom == atom.Br:
				b.WriteByte('\n')
			case blocky[c.DataAtom]:
				end()
				walk(c, link)
				end()
			default:
				walk(c, link || c.DataAtom == atom.A)
			}
		}
	}
	walk(root, false)
	end()
	return blocks
}

func blankBreaks(r rune) rune {
	if r == '\n' || r == '\r' || r == '\u00a0' {
		return ' '
	}
	return r
}

// lines tidies the white space of a block: one blank between words, breaks kept, of which
// two or more part paragraphs.
func lines(s string) string {
	var out []string
	gap := false
	for _, line := range strings.Split(s, "\n") {
		line = oneLine(line)
		if line == "" {
			gap = len(out) > 0
			continue
		}
		if gap {
			out = append(out, "")
			gap = false
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// asides are the beginnings of paragraphs that point elsewhere or name a picture, in lower
// case.
var asides = []string{
	"read more:", "read also:", "also read:", "read:", "see also:", "see more:", "watch:", "watch live:", "listen:", "related:", "related story:", "related article:", "related stories:", "more:", "more on this:", "don't miss:", "photo:", "photos:", "image:", "image source", "image caption", "picture:", "video:", "photograph:", "photo by", "photo illustration:", "file photo",
	"click here", "sign up", "subscribe to", "follow us", "download our app", "get the app", "advertisement", "continue reading", "story continues below", "article continues", "this article was originally published", "join our", "support our", "copyright ", "©", "(c) ", "all rights reserved", "share this", "write to ", "submitted by ", "hits:", "views:", "reporting by ", "additional reporting by ", "editing by ", "skip to", "tags:", "topics:", "filed under:", "labels:",
}

// clean leaves out paragraphs that are none of the article: pointers elsewhere, lines of
// the byline, and what stands twice.
func clean(blocks []string, doc *schema.Document) []string {
	const mostAside = 220
	seen := map[string]bool{}
	var kept []string
	const mostSection = 25                                                                                                             // bytes
	if len(blocks) > 1 && len(blocks[0]) <= mostSection && len(strings.Fields(blocks[0])) <= 2 && !strings.HasSuffix(blocks[0], ".") { // "World"
		blocks = blocks[1:]
	}
	for i, block := range blocks {
		lower := strings.ToLower(block)
		aside := isLeftover(block) || isCredit(block) || strings.HasPrefix(lower, "the post ") && strings.Contains(lower, " appeared first on ") || seen[block] && len(block) > 40
		if len(block) < mostAside {
			for _, start := range asides {
				aside = aside || strings.HasPrefix(lower, start)
			}
		}
		if i < topLines { // what the page has said of itself already
			day, kind := dateLine(block)
			if kind != dateNone && doc.Published.IsZero() {
				doc.Published = day
			}
			aside = aside || kind != dateNone || block == doc.Title || byline(block) != "" && strings.HasPrefix(lower, "by ") || doc.Author != "" && len(block) < len(doc.Author)+30 && strings.Contains(block, doc.Author) && !strings.HasSuffix(block, ".")
		}
		if !aside {
			seen[block] = true
			kept = append(kept, block)
		}
	}
	const few, mostWords, mostBytes = 3, 4, 40
	for len(kept) > few { // headings of what is gone: "What's next", "More about:"
		last := kept[len(kept)-1]
		end, _ := utf8.DecodeLastRuneInString(last)
		if len(last) > mostBytes || len(strings.Fields(last)) > mostWords || end != ':' && !unicode.IsLetter(end) {
			break
		}
		kept = kept[:len(kept)-1]
	}
	return kept
}

// isCredit says whether a block names the maker of a picture, or who else worked on the
// article.
func isCredit(block string) bool {
	const most = 160
	if len(block) > most {
		return false
	}
	for _, agency := range []string{"Getty Images", "AFP", "Reuters", "REUTERS", "AP", "Shutterstock", "EPA", "Alamy", "Bloomberg", "PA Wire", "AP Photo"} {
		if strings.HasSuffix(strings.TrimRight(block, ".)"), "/"+agency) || agency == "Getty Images" && strings.HasSuffix(strings.TrimRight(block, ".)"), agency) {
			return true
		}
	}
	lower := strings.ToLower(block)
	return strings.Contains(lower, "contributed to this ") || strings.HasSuffix(lower, " contributed.") || strings.HasPrefix(lower, "a version of this article appear")
}

// host is the site of an address, without "www.".
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
