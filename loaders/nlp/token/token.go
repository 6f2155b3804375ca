// Package token splits text into paragraphs, sentences and tokens.
//
//	doc := token.Split(text)
//	for sent := range token.Sentences(text) { ... } // one sentence in memory
//
// Tokens are the syntactic words of Universal Dependencies, cut as the English Web
// Treebank cuts them: "don't" is do and n't, "China's" is China and 's (both marked by
// Multi), "search-engine" is three tokens, "e-mail" and "U.S." are one. Where a chunk
// between white space may be cut is found by character class; whether it is, and where
// sentences end, two linear models decide, trained on the treebanks by Train. The
// models are embedded (en.bin, described by en.json).
//
// Promises, for any text at all: spans lie in the text, in order, without overlap; every
// byte outside white space belongs to one token; a token has at most 1,000 bytes and a
// sentence at most 1,000 tokens (longer ones are cut, sentences at their likeliest
// break); the same text always gives the same tokens. White space is what Unicode calls
// so, control characters (NUL too), U+200B and U+FEFF. Bytes that are not UTF-8 stand as
// they are in Form.
//
// A line break ends a paragraph, and with it a sentence, unless the text is wrapped: see
// paragraphs. About a million tokens a second.
package token

import (
	_ "embed"
	"fmt"
	"iter"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"relata/loaders/nlp"
	"relata/schema"
)

const never = -1e9 // the score of a gap inside a multiword token

const (
	maxToken    = 1000 // bytes
	maxSentence = 1000 // tokens
	lookahead   = 12   // tokens beyond a gap that its features see
)

//go:embed en.bin
var english []byte

var embedded = sync.OnceValue(func() *Model {
	m, err := Load(english)
	if err != nil {
		panic("token: embedded model: " + err.Error()) // the tests load it
	}
	return m
})

// Split splits a text with the embedded model.
func Split(text string) *nlp.Doc { return embedded().Split(text) }

// Sentences yields the sentences of a text, split with the embedded model.
func Sentences(text string) iter.Seq[nlp.Sentence] { return embedded().Sentences(text) }

// Split splits a text.
func (m *Model) Split(text string) *nlp.Doc {
	doc := &nlp.Doc{Text: text}
	for sent := range m.Sentences(text) {
		doc.Sentences = append(doc.Sentences, sent)
	}
	return doc
}

// Sentences yields the sentences of a text, each with tokens of its own.
func (m *Model) Sentences(text string) iter.Seq[nlp.Sentence] {
	return func(yield func(nlp.Sentence) bool) {
		s := splitter{m: m, text: text}
		n := 0
		for par := range paragraphs(text) {
			if !s.paragraph(par, n, yield) {
				return
			}
			n++
		}
	}
}

// splitter holds the buffers of one pass over a text.
type splitter struct {
	m     *Model
	text  string
	toks  []nlp.Token // read but not yet in a sentence
	items []item      // what the sentence model sees of each
	score []float32   // of the gap behind each token that was looked at
	state state
	chunk chunker
}

// paragraph yields the sentences of one paragraph and says whether to go on.
func (s *splitter) paragraph(par schema.Span, number int, yield func(nlp.Sentence) bool) bool {
	s.toks, s.items, s.score = s.toks[:0], s.items[:0], s.score[:0]
	s.state = newState(s.text[par.Start:par.End])
	pos := par.Start
	for {
		gap := len(s.score) // the gap behind token number gap is next
		for len(s.toks) <= gap+lookahead && pos < par.End {
			pos = s.read(pos, par.End)
		}
		if gap >= len(s.toks) {
			return true
		}
		if gap+1 == len(s.toks) { // the paragraph ends here
			return s.emit(gap+1, number, yield)
		}
		s.state.step(&s.items[gap])
		score := float32(never)
		if !s.items[gap].inner {
			score = s.m.gap(s.items, gap, &s.state)
		}
		s.score = append(s.score, score)
		cut := 0
		if score > 0 {
			cut = gap + 1
		} else if gap+1 >= maxSentence {
			cut = s.best()
		}
		if cut > 0 && !s.emit(cut, number, yield) {
			return false
		}
	}
}

// best is where to cut a sentence that is too long: the likeliest place of its second half.
func (s *splitter) best() int {
	best := len(s.score) - 1
	for i := best; i >= maxSentence/2; i-- {
		if s.score[i] > s.score[best] {
			best = i
		}
	}
	return best + 1
}

// emit yields the first n tokens as a sentence.
func (s *splitter) emit(n, paragraph int, yield func(nlp.Sentence) bool) bool {
	toks := append(make([]nlp.Token, 0, n), s.toks[:n]...)
	sent := nlp.Sentence{Span: schema.Span{Start: toks[0].Start, End: toks[n-1].End}, Paragraph: paragraph, Tokens: toks}
	s.toks = s.toks[:copy(s.toks, s.toks[n:])]
	s.items = s.items[:copy(s.items, s.items[n:])]
	s.score = s.score[:0] // what follows a cut is looked at afresh
	s.state.next()
	return yield(sent)
}

// read appends the tokens of the next chunk and returns where it ends.
func (s *splitter) read(pos, end int) int {
	pos = skipSpace(s.text, pos, end)
	if pos == end {
		return end
	}
	stop := chunkEnd(s.text, pos, end)
	s.chunk.split(s.m, s.text, pos, stop)
	for i, p := range s.chunk.pieces {
		tok := nlp.Token{Span: p.Span, Form: s.text[p.Start:p.End], Head: nlp.NoHead, Multi: p.multi}
		tok.Glued = p.End < len(s.text) && !spaceAt(s.text, p.End)
		inner := i+1 < len(s.chunk.pieces) && s.chunk.pieces[i+1].joined
		s.toks = append(s.toks, tok)
		tight := p.Start > 0 && !spaceBefore(s.text, p.Start)
		s.items = append(s.items, s.m.newItem(tok.Form, tight, tok.Glued, inner))
	}
	return stop
}

// isSpace says what separates tokens.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff'
}

func spaceAt(text string, pos int) bool {
	if c := text[pos]; c < utf8.RuneSelf {
		return c <= ' ' || c == 0x7f
	}
	r, _ := utf8.DecodeRuneInString(text[pos:])
	return isSpace(r)
}

func spaceBefore(text string, pos int) bool {
	if c := text[pos-1]; c < utf8.RuneSelf {
		return c <= ' ' || c == 0x7f
	}
	r, _ := utf8.DecodeLastRuneInString(text[:pos])
	return isSpace(r)
}

func skipSpace(text string, pos, end int) int {
	for pos < end {
		r, n := rune(text[pos]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[pos:end])
		}
		if !isSpace(r) {
			break
		}
		pos += n
	}
	return pos
}

// chunkEnd is where the chunk that starts at pos ends, at most maxToken bytes further.
func chunkEnd(text string, pos, end int) int {
	start := pos
	for pos < end {
		r, n := rune(text[pos]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[pos:end])
		}
		if isSpace(r) || pos+n-start > maxToken {
			break
		}
		pos += n
	}
	return pos
}

// Text is wrapped at 40 to 120 characters.
const (
	minWidth = 40
	maxWidth = 120
)

// paragraphs yields the stretches of a text that line breaks mark off, without the white
// space around them. A blank line always ends one. So does a single line break, save in
// two cases. The sentence plainly goes on: the line has 40 to 120 characters and ends
// without a mark, and a lower-case letter follows. Or the text is wrapped: its lines have
// at most 40 to 120 characters, and of the breaks where the next line's first word would
// not have fitted on the line two in five have a lower-case letter behind them; then all
// these breaks are spaces, and only a line that stops short ends a paragraph.
func paragraphs(text string) iter.Seq[schema.Span] {
	return func(yield func(schema.Span) bool) {
		width := wrappedAt(text)
		open := schema.Span{Start: -1}
		last := 0 // width of the line before
		for line := range lines(text) {
			if line.Len() == 0 {
				if open.Start >= 0 && !yield(open) {
					return
				}
				open.Start = -1
				continue
			}
			cols := utf8.RuneCountInString(text[line.Start:line.End])
			s := text[line.Start:line.End]
			wrapped := width > 0 && last+1+firstWord(s) > width
			if open.Start >= 0 && !wrapped && !(minWidth <= last && last <= maxWidth && goesOn(text[:open.End], s)) {
				if !yield(open) {
					return
				}
				open.Start = -1
			}
			if open.Start < 0 {
				open.Start = line.Start
			}
			open.End = line.End
			last = cols
		}
		if open.Start >= 0 {
			yield(open)
		}
	}
}

// goesOn says whether a line plainly continues the one before.
func goesOn(before, line string) bool {
	next, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsLower(next) && (unicode.IsLetter(last) || unicode.IsDigit(last) || last == ',')
}

// wrappedAt is the width at which a text is wrapped, 0 if it isn't.
func wrappedAt(text string) int {
	width := 0
	for line := range lines(text) {
		s := text[line.Start:line.End]
		if firstWord(s) == len(s) {
			continue // a long address can't be wrapped
		}
		if len(s) > utf8.UTFMax*maxWidth {
			return 0
		}
		width = max(width, utf8.RuneCountInString(s))
		if width > maxWidth {
			return 0
		}
	}
	soft, inside, last := 0, 0, 0
	for line := range lines(text) {
		if line.Len() == 0 {
			last = 0
			continue
		}
		s := text[line.Start:line.End]
		if last > 0 && last+1+firstWord(s) > width {
			soft++
			if r, _ := utf8.DecodeRuneInString(s); unicode.IsLower(r) {
				inside++
			}
		}
		last = utf8.RuneCountInString(s)
	}
	if width < minWidth || inside == 0 || 5*inside < 2*soft {
		return 0
	}
	return width
}

// lines yields the lines of a text without the white space around them.
func lines(text string) iter.Seq[schema.Span] {
	return func(yield func(schema.Span) bool) {
		for pos := 0; pos < len(text); {
			end, next := len(text), len(text)
			if i := strings.IndexByte(text[pos:], '\n'); i >= 0 {
				end, next = pos+i, pos+i+1
			}
			start := skipSpace(text, pos, end)
			for end > start {
				r, n := utf8.DecodeLastRuneInString(text[start:end])
				if !isSpace(r) {
					break
				}
				end -= n
			}
			if !yield(schema.Span{Start: start, End: end}) {
				return
			}
			pos = next
		}
	}
}

// firstWord is the width of a line's first word.
func firstWord(line string) int {
	return utf8.RuneCountInString(line[:chunkEnd(line, 0, len(line))])
}

// check says whether a document keeps the promises of this package.
func check(doc *nlp.Doc) error {
	pos := 0
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		if len(sent.Tokens) == 0 || len(sent.Tokens) > maxSentence {
			return fmt.Errorf("sentence %d has %d tokens", i, len(sent.Tokens))
		}
		for j := range sent.Tokens {
			tok := &sent.Tokens[j]
			if tok.Start < pos || tok.End <= tok.Start || tok.End > len(doc.Text) || tok.Len() > maxToken {
				return fmt.Errorf("sentence %d, token %d: %v after %d", i, j, tok.Span, pos)
			}
			if skipSpace(doc.Text, pos, tok.Start) != tok.Start {
				return fmt.Errorf("bytes between %d and %d belong to no token", pos, tok.Start)
			}
			if tok.Form != doc.Text[tok.Start:tok.End] {
				return fmt.Errorf("sentence %d, token %d: form %q", i, j, tok.Form)
			}
			if tok.Multi == 1 || tok.Multi < 0 || j+tok.Multi > len(sent.Tokens) {
				return fmt.Errorf("sentence %d, token %d: multiword token of %d", i, j, tok.Multi)
			}
			pos = tok.End
		}
		if want := (schema.Span{Start: sent.Tokens[0].Start, End: pos}); sent.Span != want {
			return fmt.Errorf("sentence %d: span %v, want %v", i, sent.Span, want)
		}
	}
	if skipSpace(doc.Text, pos, len(doc.Text)) != len(doc.Text) {
		return fmt.Errorf("bytes behind %d belong to no token", pos)
	}
	return nil
}
