package article

import (
	"mime"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/schema"
)

// readText reads plain text. The text stays as it is, byte for byte, so that offsets count
// in the file too; only what blogs leave behind an article is cut off.
func readText(in *input, yield yield) bool {
	if in.opts.Lines {
		return readLines(in, yield)
	}
	data, err := in.all(wayText)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	_, params, _ := mime.ParseMediaType(in.contentType) // of a page of the web only
	text, err := decode(data, params["charset"])
	if err != nil {
		return yield(nil, in.fail(err))
	}
	doc := &schema.Document{Text: cutTail(text), URL: in.address, Publisher: host(in.address)}
	readTop(doc)
	return in.seal(doc, yield)
}

// leftovers are lines that pages put below an article, in lower case, without a final
// colon or mark; leftoverStarts are their beginnings, where the rest varies.
var (
	leftovers = map[string]bool{
		"no comments": true, "post a comment": true, "leave a comment": true, "add a comment": true, "comments": true, "comment": true, "view comments": true,
		"show comments": true, "join the conversation": true, "leave a reply": true, "be the first to comment": true, "comments are closed": true,
		"share": true, "share this": true, "share this article": true, "share this story": true, "share on facebook": true, "share on twitter": true, "share on x": true,
		"tweet": true, "facebook": true, "twitter": true, "whatsapp": true, "linkedin": true, "reddit": true, "telegram": true, "pinterest": true, "email": true, "e-mail": true,
		"email this": true, "blogthis!": true, "print": true, "copy link": true, "save": true, "follow us": true,
		"newer post": true, "older post": true, "home": true, "next": true, "previous": true, "next article": true, "previous article": true, "back to top": true,
		"related": true, "related topics": true, "topics": true, "tags": true, "features": true, "image": true, "video": true, "play video": true, "photos": true, "sources": true, "related articles": true, "related stories": true, "related posts": true, "more on this story": true, "read next": true, "read more": true, "recommended": true,
		"subscribe": true, "subscribe now": true, "sign up": true, "log in": true, "advertisement": true, "most read": true, "trending": true,
	}
	leftoverStarts = []string{
		"subscribe to:", "email thisblogthis!", "share to twitter", "share to facebook", "posted by ", "labels: ", "tags: ", "filed under", "sign up for our newsletter", "copyright ©", "copyright (c)", "© ", "all rights reserved",
	}
)

// isLeftover says whether a line stands below articles and is no part of one.
func isLeftover(line string) bool {
	const most = 120
	if len(line) > most {
		return false
	}
	s := strings.ToLower(strings.TrimSpace(line))
	for _, start := range leftoverStarts {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	s = strings.TrimRight(s, ":!.»›> ")
	if leftovers[s] || leftovers[s+"!"] {
		return true
	}
	count, word, ok := strings.Cut(s, " ") // "12 comments"
	return ok && (word == "comments" || word == "comment" || word == "shares") && strings.Trim(count, "0123456789,.k") == ""
}

// cutTail cuts leftovers off the end of a text.
func cutTail(text string) string {
	end := len(text)
	for rest := text; ; {
		rest = strings.TrimRightFunc(rest, unicode.IsSpace)
		start := strings.LastIndexByte(rest, '\n') + 1
		if start == 0 || !isLeftover(rest[start:]) {
			return text[:end]
		}
		rest = rest[:start]
		end = start
	}
}

// topLines is how many lines may stand above the body of an article.
const topLines = 6

// readTop finds title, author and date in the lines above the body.
func readTop(doc *schema.Document) {
	rest, updated := doc.Text, false
	for range topLines {
		var line string
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimSpace(line)
		if rest == "" {
			return
		}
		d, kind := dateLine(line)
		switch {
		case kind == dateUpdated && doc.Published.IsZero():
			doc.Published, updated = d, true
		case kind == dateUpdated:
		case kind == datePublished && (doc.Published.IsZero() || updated):
			doc.Published, updated = d, false
		case kind == datePublished:
		case byline(line) != "":
			if doc.Author == "" {
				doc.Author = byline(line)
			}
		case doc.Title == "" && titleLike(line):
			doc.Title = line
		default:
			if d, ok := dateline(line); ok && (doc.Published.IsZero() || updated) {
				doc.Published = d
			}
			return
		}
	}
}

// titleLike says whether a line may be a headline: short, and no sentence of the body.
func titleLike(line string) bool {
	const mostBytes, mostWords = 200, 25
	words := strings.Fields(line)
	if len(line) > mostBytes || len(words) < 2 || len(words) > mostWords {
		return false
	}
	first, _ := utf8.DecodeRuneInString(line)
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !strings.ContainsRune("‘“\"'$€£", first) {
		return false
	}
	bare := strings.TrimRight(line, "”’\"')")
	return !strings.ContainsAny(bare[max(len(bare)-1, 0):], ".;:,!") || strings.HasSuffix(bare, " U.S.") || strings.HasSuffix(bare, " U.N.")
}

// byline gives the authors that a line names: "By Jane Austen", or two names or more and
// nothing else. One name alone may be anything.
func byline(line string) string {
	const most = 150
	if len(line) > most {
		return ""
	}
	by := false
	for _, start := range []string{"By ", "BY ", "by "} {
		if rest, ok := strings.CutPrefix(line, start); ok {
			line, by = strings.TrimSpace(rest), true
			break
		}
	}
	names := strings.FieldsFunc(strings.NewReplacer(" and ", ",", " & ", ",", " AND ", ",").Replace(line), func(r rune) bool { return r == ',' })
	for _, name := range names {
		if !personLike(strings.Fields(name)) {
			return ""
		}
	}
	if len(names) == 0 || !by && len(names) < 2 {
		return ""
	}
	return line
}

// personLike says whether words look like the full name of a person.
func personLike(words []string) bool {
	if len(words) < 2 || len(words) > 5 {
		return false
	}
	for i, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		particle := i > 0 && i < len(words)-1 && len(w) <= 3
		if !unicode.IsUpper(first) && !particle || strings.ContainsAny(w, "0123456789:;!?\"“”()") {
			return false
		}
	}
	return true
}
