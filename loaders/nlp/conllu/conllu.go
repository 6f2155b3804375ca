// Package conllu reads and writes annotated documents as CoNLL-U, the format of
// Universal Dependencies (https://universaldependencies.org/format.html).
//
//	for doc, err := range conllu.Docs(r, "ewt-test.conllu") { ... }
//
//	w := conllu.NewWriter(out)
//	err := w.Write("article-1", doc)
//
// Both ends stream: memory holds one document, and a file that marks no documents is cut
// into documents of a thousand sentences.
//
// What is written is valid CoNLL-U. The column MISC holds start_char and end_char, which
// count characters (Unicode code points) of the document's text from 0, as Stanza's do;
// offsets inside relata count bytes. It holds SpaceAfter=No as UD does and, as UDPipe does,
// SpacesAfter and SpacesBefore where the white space is not the usual one (one space, or
// one newline before a paragraph), so that reading gives the very same text again; white
// space without an escape of its own is written \uXXXX.
//
// Mentions stand in MISC as Entity, in the brackets of CorefUD 1.0. The fields are named by
// the comment "# global.Entity" of each document:
//
//	eid    e1, e2, ... the chain; m1, m2, ... a mention that is in no chain yet
//	etype  schema.EntityType, may be empty
//	head   number of the head inside the mention, from 1
//	kind   name, nominal, pronoun, date, money, quantity
//	score  0 to 1, three decimals at most
//
// Columns that relata has no use for (DEPS, empty nodes, other comments and MISC) are
// skipped when read.
package conllu

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/loaders/nlp"
)

// Document is a document of a file.
type Document struct {
	ID       string   // "# newdoc id"; may be empty
	SentIDs  []string // "# sent_id" of each sentence; may be empty
	Unmarked bool     // the file marks no documents, this is a part of it
	*nlp.Doc
}

// entityFields is the comment that says how Entity is to be read.
const entityFields = "eid-etype-head-kind-score"

var kindNames = [...]string{
	nlp.Name: "name", nlp.Nominal: "nominal", nlp.Pronoun: "pronoun",
	nlp.Date: "date", nlp.Money: "money", nlp.Quantity: "quantity",
}

// The escapes of UDPipe's SpacesAfter.
var (
	escapes   = map[rune]string{' ': `\s`, '\t': `\t`, '\r': `\r`, '\n': `\n`, '|': `\p`, '\\': `\\`}
	unescapes = map[byte]rune{'s': ' ', 't': '\t', 'r': '\r', 'n': '\n', 'p': '|', '\\': '\\'}
)

func escapeSpace(s string) string {
	var b strings.Builder
	for _, r := range s {
		if e, ok := escapes[r]; ok {
			b.WriteString(e)
		} else {
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	return b.String()
}

func unescapeSpace(s string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			r, n := utf8.DecodeRuneInString(s[i:])
			b.WriteRune(r)
			i += n
			continue
		}
		if i+1 == len(s) {
			return "", fmt.Errorf("white space %q ends in a backslash", s)
		}
		i++
		if s[i] == 'u' && i+5 <= len(s) {
			n, err := strconv.ParseUint(s[i+1:i+5], 16, 16)
			if err != nil {
				return "", fmt.Errorf("white space %q: %w", s, err)
			}
			b.WriteRune(rune(n))
			i += 5
			continue
		}
		r, ok := unescapes[s[i]]
		if !ok {
			return "", fmt.Errorf("white space %q has the unknown escape \\%c", s, s[i])
		}
		b.WriteRune(r)
		i++
	}
	for _, r := range b.String() {
		if !isSpace(r) {
			return "", fmt.Errorf("white space %q holds %q, which is none", s, r)
		}
	}
	return b.String(), nil
}

// isSpace says what may stand between tokens: white space, control characters and the
// two invisible characters that separate words. Package token draws the same line.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff'
}
