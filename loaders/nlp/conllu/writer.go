package conllu

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"relata/loaders/nlp"
)

// Writer writes documents. Its first error stays.
type Writer struct {
	out *bufio.Writer
	err error

	// Of the document that is being written in parts.
	open      bool
	prefix    string // of the names of sentences
	at        position
	prevEnd   int // of the token before, in bytes
	paragraph int // of the sentence before
	sentences int
	mentions  int
}

// NewWriter writes to w; each Write and each WritePart flushes.
func NewWriter(w io.Writer) *Writer {
	return &Writer{out: bufio.NewWriterSize(w, 64<<10)}
}

// Write writes a document. Its sentences are named id-1, id-2 and so on; an empty id
// leaves "# newdoc" without one and names them 1, 2. A token outside the text or out of
// order is an error; a text that is not UTF-8 is written with U+FFFD for what is wrong.
func (w *Writer) Write(id string, doc *nlp.Doc) error { return w.WritePart(id, doc, nil) }

// WritePart writes a document in parts, so that it need not be in memory as a whole: each
// part has the whole text, some sentences, and their mentions, without chains. The
// sentence that follows the part is next, nil after the last.
func (w *Writer) WritePart(id string, doc *nlp.Doc, next *nlp.Sentence) error {
	if w.err != nil {
		return w.err
	}
	return w.flush(w.part(id, doc, next, nil, false))
}

// WriteDocument writes a document that was read, with the names of its sentences, and
// marks it as a document if its file did.
func (w *Writer) WriteDocument(doc *Document) error {
	if w.err != nil {
		return w.err
	}
	return w.flush(w.part(doc.ID, doc.Doc, nil, doc.SentIDs, doc.Unmarked))
}

func (w *Writer) flush(err error) error {
	if w.err = err; err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}

func (w *Writer) part(id string, doc *nlp.Doc, next *nlp.Sentence, ids []string, unmarked bool) error {
	id = oneLine(id)
	if len(doc.Sentences) == 0 {
		return nil
	}
	first := !w.open
	if first {
		w.at = position{text: doc.Text}
		w.prevEnd, w.sentences, w.mentions = 0, 0, 0
		w.prefix = ""
		switch {
		case unmarked:
		case id == "":
			w.out.WriteString("# newdoc\n")
		default:
			w.out.WriteString("# newdoc id = " + id + "\n")
			w.prefix = id + "-"
		}
		if len(doc.Mentions) > 0 || next != nil {
			w.out.WriteString("# global.Entity = " + entityFields + "\n")
		}
	} else if w.at.text != doc.Text {
		return fmt.Errorf("conllu: a part of %q has another text than the parts before", id)
	}
	entities, err := bracket(doc, w.mentions) // for each sentence that has mentions, the Entity of each word
	if err != nil {
		return err
	}
	w.mentions += len(doc.Mentions)
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		w.sentences++
		if len(sent.Tokens) == 0 {
			return fmt.Errorf("conllu: sentence %d of %q has no tokens", w.sentences, id)
		}
		if first && i == 0 || sent.Paragraph != w.paragraph {
			w.out.WriteString("# newpar\n")
		}
		w.paragraph = sent.Paragraph
		s := sentenceWriter{Writer: w, doc: doc, sent: sent, next: next, entities: entities[i], first: first && i == 0}
		if i+1 < len(doc.Sentences) {
			s.next = &doc.Sentences[i+1]
		}
		name := w.prefix + strconv.Itoa(w.sentences)
		if i < len(ids) && oneLine(ids[i]) != "" {
			name = oneLine(ids[i])
		}
		if err := s.write(name); err != nil {
			return fmt.Errorf("conllu: sentence %d of %q: %w", w.sentences, id, err)
		}
		w.prevEnd = sent.Tokens[len(sent.Tokens)-1].End
	}
	w.open = next != nil
	return nil
}

type sentenceWriter struct {
	*Writer
	doc      *nlp.Doc
	sent     *nlp.Sentence
	next     *nlp.Sentence // nil after the last
	entities []string
	first    bool // sentence of the document
}

func (s *sentenceWriter) write(id string) error {
	toks := s.sent.Tokens
	var text strings.Builder
	for i := 0; i < len(toks); {
		n, surface, err := s.surface(i)
		if err != nil {
			return err
		}
		text.WriteString(surface)
		last := &toks[i+n-1]
		if i += n; i < len(toks) && toks[i].Start > last.End {
			text.WriteByte(' ')
		}
	}
	s.out.WriteString("# sent_id = " + id + "\n# text = " + text.String() + "\n")
	for i := 0; i < len(toks); {
		n, surface, _ := s.surface(i)
		before, after := s.space(i, i+n-1)
		start := s.at.runes(toks[i].Start)
		if n == 1 {
			s.word(i, surface, start, s.at.runes(toks[i].End), before, after)
		} else {
			end := s.at.runesAhead(toks[i+n-1].End)
			fmt.Fprintf(s.out, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", i+1, i+n, surface, misc("", before, after, start, end))
			for j := i; j < i+n; j++ {
				s.word(j, "", s.at.runesAhead(toks[j].Start), s.at.runesAhead(toks[j].End), "", "")
			}
		}
		i += n
	}
	s.out.WriteByte('\n')
	return nil
}

// surface gives the number of words of the token that starts at i and what is written.
func (s *sentenceWriter) surface(i int) (n int, surface string, err error) {
	toks := s.sent.Tokens
	n = 1
	if toks[i].Multi > 1 {
		n = toks[i].Multi
	}
	if i+n > len(toks) {
		return 0, "", fmt.Errorf("word %d: a multiword token of %d in %d words", i+1, n, len(toks))
	}
	start, end := toks[i].Start, toks[i+n-1].End
	floor := s.prevEnd
	if i > 0 {
		floor = toks[i-1].End
	}
	if start < floor || end <= start || end > len(s.doc.Text) {
		return 0, "", fmt.Errorf("word %d: bytes %d to %d after %d in a text of %d", i+1, start, end, floor, len(s.doc.Text))
	}
	for j := i + 1; j < i+n; j++ {
		if toks[j].Start < toks[j-1].Start || toks[j].End < toks[j].Start || toks[j].End > end {
			return 0, "", fmt.Errorf("word %d: out of order", j+1)
		}
	}
	return n, clean(s.doc.Text[start:end]), nil
}

// space is the value of SpacesBefore and of SpacesAfter or SpaceAfter of the token made of
// words first to last, empty where it is the usual.
func (s *sentenceWriter) space(first, last int) (before, after string) {
	toks := s.sent.Tokens
	if first == 0 && s.first && toks[0].Start > 0 {
		before = "SpacesBefore=" + escapeSpace(s.doc.Text[:toks[0].Start])
	}
	end, usual := len(s.doc.Text), ""
	switch {
	case last+1 < len(toks):
		end, usual = toks[last+1].Start, " "
	case s.next != nil && s.next.Paragraph != s.sent.Paragraph:
		end, usual = s.next.Start, "\n"
	case s.next != nil:
		end, usual = s.next.Start, " "
	}
	switch got := s.doc.Text[toks[last].End:max(end, toks[last].End)]; got {
	case usual:
	case "":
		after = "SpaceAfter=No"
	default:
		after = "SpacesAfter=" + escapeSpace(got)
	}
	return before, after
}

func (s *sentenceWriter) word(i int, surface string, start, end int, before, after string) {
	tok := &s.sent.Tokens[i]
	form := clean(tok.Form)
	if surface != "" && tok.Form == "" {
		form = surface
	}
	head, deprel := "_", "_"
	if tok.Deprel != "" {
		head, deprel = strconv.Itoa(tok.Head+1), clean(tok.Deprel)
	}
	entity := ""
	if s.entities != nil {
		entity = s.entities[i]
	}
	for _, col := range []string{strconv.Itoa(i + 1), form, clean(tok.Lemma), clean(tok.UPOS), clean(tok.XPOS), clean(tok.Feats), head, deprel, "_"} {
		s.out.WriteString(col)
		s.out.WriteByte('\t')
	}
	s.out.WriteString(misc(entity, before, after, start, end))
	s.out.WriteByte('\n')
}

func misc(entity, before, after string, start, end int) string {
	parts := make([]string, 0, 5)
	if entity != "" {
		parts = append(parts, "Entity="+entity)
	}
	if after != "" {
		parts = append(parts, after)
	}
	if before != "" {
		parts = append(parts, before)
	}
	parts = append(parts, "end_char="+strconv.Itoa(end), "start_char="+strconv.Itoa(start))
	return strings.Join(parts, "|")
}

// bracket makes the Entity values of all words. Mentions without a chain are counted on
// from the given number.
func bracket(doc *nlp.Doc, from int) ([][]string, error) {
	eids := make([]string, len(doc.Mentions))
	for i := range eids {
		eids[i] = "m" + strconv.Itoa(from+i+1)
	}
	for c, chain := range doc.Chains {
		for _, m := range chain.Mentions {
			if m < 0 || m >= len(eids) {
				return nil, fmt.Errorf("conllu: chain %d holds mention %d of %d", c+1, m, len(eids))
			}
			eids[m] = "e" + strconv.Itoa(c+1)
		}
	}
	bySent := make([][]int, len(doc.Sentences))
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Sentence < 0 || m.Sentence >= len(doc.Sentences) || m.First < 0 || m.Head < m.First || m.Head >= m.Last ||
			m.Last > len(doc.Sentences[m.Sentence].Tokens) || int(m.Kind) >= len(kindNames) ||
			!(m.Score >= 0 && m.Score <= 1) || strings.ContainsAny(string(m.Type), "-()|\t\n ") {
			return nil, fmt.Errorf("conllu: mention %d is malformed: %+v", i+1, *m)
		}
		bySent[m.Sentence] = append(bySent[m.Sentence], i)
	}
	all := make([][]string, len(doc.Sentences))
	for s, idx := range bySent {
		if len(idx) == 0 {
			continue
		}
		// The longer opens first and closes last.
		sort.SliceStable(idx, func(a, b int) bool {
			x, y := &doc.Mentions[idx[a]], &doc.Mentions[idx[b]]
			return x.First < y.First || x.First == y.First && x.Last > y.Last
		})
		words := make([]string, len(doc.Sentences[s].Tokens))
		for i := len(idx) - 1; i >= 0; i-- { // inner ones close first
			if m := &doc.Mentions[idx[i]]; m.Last-m.First > 1 {
				words[m.Last-1] += eids[idx[i]] + ")"
			}
		}
		for _, i := range idx {
			m := &doc.Mentions[i]
			open := "(" + eids[i] + "-" + string(m.Type) + "-" + strconv.Itoa(m.Head-m.First+1) + "-" + kindNames[m.Kind] + "-" +
				strconv.FormatFloat(math.Round(m.Score*1000)/1000, 'f', -1, 64)
			if m.Last-m.First == 1 {
				open += ")"
			}
			words[m.First] += open
		}
		all[s] = words
	}
	return all, nil
}

// clean makes a value fit for a column: valid UTF-8, no tab or newline, "_" if empty.
func clean(s string) string {
	if s == "" {
		return "_"
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == 0x7f {
			if s = oneLine(s); s == "" {
				return "_"
			}
			return s
		}
	}
	return s
}

func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u0085' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
}

// position turns byte offsets into counts of characters, walking the text once.
type position struct {
	text  string
	bytes int
	count int
}

// runes moves to a byte offset and says how many characters stand before it.
func (p *position) runes(offset int) int {
	if offset > p.bytes {
		p.count += utf8.RuneCountInString(p.text[p.bytes:offset])
		p.bytes = offset
	}
	return p.count
}

// runesAhead does so without moving.
func (p *position) runesAhead(offset int) int {
	return p.count + utf8.RuneCountInString(p.text[p.bytes:max(offset, p.bytes)])
}
