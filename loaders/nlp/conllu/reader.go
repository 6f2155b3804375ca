package conllu

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"relata/loaders/nlp"
	"relata/schema"
)

// Limits that keep a file that is no CoNLL-U from filling the memory.
const (
	maxLine  = 4 << 20 // bytes
	maxWords = 100_000 // in a sentence
	maxSents = 1000    // in a document, where the file marks none
)

// Docs yields the documents of a file, which name stands for in errors: "name:line: what
// is wrong". It ends at the first error. Each sentence must be well formed: ten columns,
// words numbered from 1, multiword tokens in order, and heads that make a tree or "_".
func Docs(r io.Reader, name string) iter.Seq2[*Document, error] {
	return func(yield func(*Document, error) bool) {
		p := &reader{in: bufio.NewReaderSize(r, 64<<10), name: name}
		var b *builder
		for {
			s, err := p.sentence()
			if err == io.EOF {
				if b != nil {
					yield(b.finish(), nil)
				}
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if b != nil && (s.newDoc || !p.marked && len(b.doc.Sentences) >= maxSents) {
				if !yield(b.finish(), nil) {
					return
				}
				b = nil
			}
			if b == nil {
				b = &builder{doc: &Document{ID: s.docID, Unmarked: !p.marked, Doc: &nlp.Doc{}}, chains: map[string]int{}}
			}
			b.add(s)
		}
	}
}

// Read reads a whole file.
func Read(r io.Reader, name string) ([]*Document, error) {
	var docs []*Document
	for doc, err := range Docs(r, name) {
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

// word is a line of a sentence, or a multiword token's line with the words it spans.
type word struct {
	nlp.Token
	first, last  int // of a multiword token; from 1
	before       string
	after        string
	afterGiven   bool // SpacesAfter stood there
	glued        bool // SpaceAfter=No
	multiSurface string
}

type sentence struct {
	id, docID      string
	newDoc, newPar bool
	words          []word
	mentions       []mention
}

type mention struct {
	nlp.Mention
	eid string
}

type reader struct {
	in       *bufio.Reader
	name     string
	line     int
	marked   bool // the file marks documents
	entities bool // Entity is written as we write it
}

func (p *reader) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", p.name, p.line, fmt.Errorf(format, args...))
}

// readLine reads a line without its end; io.EOF after the last.
func (p *reader) readLine() (string, error) {
	var b []byte
	p.line++
	for {
		part, err := p.in.ReadSlice('\n')
		b = append(b, part...)
		if len(b) > maxLine {
			return "", p.errorf("line longer than %d bytes", maxLine)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil && (err != io.EOF || len(b) == 0) {
			if err != io.EOF {
				err = p.errorf("read: %w", err)
			}
			return "", err
		}
		break
	}
	s := strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r")
	if p.line == 1 {
		s = strings.TrimPrefix(s, "\ufeff")
	}
	if !utf8.ValidString(s) {
		return "", p.errorf("not UTF-8")
	}
	return s, nil
}

// sentence reads the next sentence; io.EOF if there is none.
func (p *reader) sentence() (*sentence, error) {
	s := &sentence{}
	var multi *word // the multiword token whose words are being read
	var brackets brackets
	for {
		line, err := p.readLine()
		if err != nil && err != io.EOF {
			return nil, err
		}
		if err == io.EOF && len(s.words) == 0 {
			return nil, err
		}
		switch {
		case err == io.EOF || line == "":
			if len(s.words) == 0 {
				continue
			}
			if multi != nil {
				return nil, p.errorf("the sentence ends inside the multiword token %q", multi.Form)
			}
			if err := checkTree(s.words); err != nil {
				return nil, p.errorf("%w", err)
			}
			if s.mentions, err = brackets.finish(); err != nil {
				return nil, p.errorf("%w", err)
			}
			return s, nil
		case line[0] == '#':
			p.comment(s, line)
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 10 {
			return nil, p.errorf("%d columns, want 10", len(cols))
		}
		if strings.Contains(cols[0], ".") {
			continue // an empty node of the enhanced graph
		}
		if len(s.words) >= maxWords {
			return nil, p.errorf("sentence longer than %d words", maxWords)
		}
		next := len(s.words) + 1
		var w word
		if err := w.misc(cols[9]); err != nil {
			return nil, p.errorf("%w", err)
		}
		if w.Form = cols[1]; w.Form == "" {
			return nil, p.errorf("empty form")
		}
		if a, b, ok := strings.Cut(cols[0], "-"); ok {
			w.first, _ = strconv.Atoi(a)
			w.last, _ = strconv.Atoi(b)
			if multi != nil || w.first != next || w.last <= w.first || w.last > next+100 {
				return nil, p.errorf("multiword token %q out of place, want it to start at %d", cols[0], next)
			}
			multi = &w
			continue
		}
		if id, err := strconv.Atoi(cols[0]); err != nil || id != next {
			return nil, p.errorf("id %q, want %d", cols[0], next)
		}
		w.Lemma, w.UPOS, w.XPOS, w.Feats, w.Deprel = cols[2], blank(cols[3]), blank(cols[4]), blank(cols[5]), blank(cols[7])
		if w.Form != "_" {
			w.Lemma = blank(w.Lemma)
		}
		w.Head = nlp.NoHead
		if cols[6] != "_" {
			h, err := strconv.Atoi(cols[6])
			if err != nil || h < 0 || h > maxWords || w.Deprel == "" {
				return nil, p.errorf("word %d: head %q with relation %q", next, cols[6], cols[7])
			}
			w.Head = h - 1
		} else {
			w.Deprel = ""
		}
		if p.entities {
			if err := brackets.word(entityOf(cols[9]), next-1); err != nil {
				return nil, p.errorf("word %d: %w", next, err)
			}
		}
		if multi != nil {
			w.before, w.after, w.afterGiven, w.glued = "", "", false, true
			if next == multi.first {
				w.Multi = multi.last - multi.first + 1
				w.before, w.multiSurface = multi.before, multi.Form
			}
			if next == multi.last {
				w.after, w.afterGiven, w.glued = multi.after, multi.afterGiven, multi.glued
				multi = nil
			}
		}
		s.words = append(s.words, w)
	}
}

func (p *reader) comment(s *sentence, line string) {
	key, value, _ := strings.Cut(strings.TrimSpace(line[1:]), "=")
	value = strings.TrimSpace(value)
	switch strings.TrimSpace(key) {
	case "newdoc", "newdoc id":
		s.newDoc, s.newPar, s.docID, p.marked = true, true, value, true
		p.entities = false
	case "newpar", "newpar id":
		s.newPar = true
	case "sent_id":
		s.id = value
	case "global.Entity":
		p.entities = value == entityFields
	}
}

func blank(s string) string {
	if s == "_" {
		return ""
	}
	return s
}

func (w *word) misc(col string) error {
	if col == "_" {
		return nil
	}
	var err error
	for kv := range strings.SplitSeq(col, "|") {
		k, v, _ := strings.Cut(kv, "=")
		switch k {
		case "SpaceAfter":
			w.glued = v == "No"
		case "SpacesAfter":
			w.after, err = unescapeSpace(v)
			w.afterGiven = true
		case "SpacesBefore":
			w.before, err = unescapeSpace(v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkTree wants every word to hang, without a cycle, from one root; or no word to have a head.
func checkTree(words []word) error {
	root, without := -1, 0
	for i := range words {
		switch w := &words[i]; {
		case w.Deprel == "":
			without++
		case w.Head >= len(words):
			return fmt.Errorf("word %d: head %d in a sentence of %d words", i+1, w.Head+1, len(words))
		case w.Head == nlp.NoHead && root >= 0:
			return fmt.Errorf("two roots, words %d and %d", root+1, i+1)
		case w.Head == nlp.NoHead:
			root = i
		}
	}
	if without == len(words) {
		return nil
	}
	if without > 0 {
		return errors.New("some words have a head and some have none")
	}
	if root < 0 {
		return errors.New("no root")
	}
	// Walk up from each word; mark what is known to reach the root.
	done := make([]int, len(words)) // 0 unknown, else the number of the walk that came by
	done[root] = -1
	for i := range words {
		j := i
		for ; done[j] == 0; j = words[j].Head {
			done[j] = i + 1
		}
		if done[j] == i+1 {
			return fmt.Errorf("word %d hangs from itself", j+1)
		}
		for j = i; done[j] == i+1; j = words[j].Head {
			done[j] = -1
		}
	}
	return nil
}

func entityOf(misc string) string {
	for kv := range strings.SplitSeq(misc, "|") {
		if v, ok := strings.CutPrefix(kv, "Entity="); ok {
			return v
		}
	}
	return ""
}

// brackets reads Entity values word by word.
type brackets struct {
	open []int // indices of found, innermost last
	all  []mention
}

func (b *brackets) word(value string, word int) error {
	for value != "" {
		if value[0] != '(' {
			eid, rest, ok := strings.Cut(value, ")")
			if !ok {
				return fmt.Errorf("Entity %q: no closing bracket", value)
			}
			if err := b.close(eid, word); err != nil {
				return err
			}
			value = rest
			continue
		}
		end := strings.IndexAny(value[1:], "()")
		attrs, closed := value[1:], false
		rest := ""
		if end >= 0 {
			attrs, rest = value[1:1+end], value[1+end:]
			// "(a)" opens and closes; "(a(b" opens two; "(a" then "b)" can't follow on one word.
			if rest[0] == ')' {
				closed, rest = true, rest[1:]
			}
		}
		m, err := parseMention(attrs, word)
		if err != nil {
			return err
		}
		b.open = append(b.open, len(b.all))
		b.all = append(b.all, m)
		if closed {
			if err := b.close(m.eid, word); err != nil {
				return err
			}
		}
		value = rest
	}
	return nil
}

func (b *brackets) close(eid string, word int) error {
	for i := len(b.open) - 1; i >= 0; i-- {
		m := &b.all[b.open[i]]
		if m.eid != eid {
			continue
		}
		m.Last = word + 1
		if m.Head >= m.Last {
			return fmt.Errorf("Entity %q: its head lies outside", eid)
		}
		b.open = append(b.open[:i], b.open[i+1:]...)
		return nil
	}
	return fmt.Errorf("Entity %q is closed but was not opened", eid)
}

func (b *brackets) finish() ([]mention, error) {
	if len(b.open) > 0 {
		return nil, fmt.Errorf("Entity %q is not closed", b.all[b.open[0]].eid)
	}
	sort.SliceStable(b.all, func(i, j int) bool {
		x, y := &b.all[i], &b.all[j]
		return x.First < y.First || x.First == y.First && x.Last > y.Last
	})
	return b.all, nil
}

func parseMention(attrs string, word int) (mention, error) {
	f := strings.Split(attrs, "-")
	if len(f) != 5 || f[0] == "" || f[0][0] != 'e' && f[0][0] != 'm' {
		return mention{}, fmt.Errorf("Entity %q: want %s", attrs, entityFields)
	}
	head, err := strconv.Atoi(f[2])
	if err != nil || head < 1 || head > maxWords {
		return mention{}, fmt.Errorf("Entity %q: head %q", attrs, f[2])
	}
	score, err := strconv.ParseFloat(f[4], 64)
	if err != nil || !(score >= 0 && score <= 1) {
		return mention{}, fmt.Errorf("Entity %q: score %q", attrs, f[4])
	}
	for k, name := range kindNames {
		if name == f[3] {
			return mention{eid: f[0], Mention: nlp.Mention{Kind: nlp.Kind(k), Type: schema.EntityType(f[1]), First: word, Head: word + head - 1, Score: score}}, nil
		}
	}
	return mention{}, fmt.Errorf("Entity %q: unknown kind %q", attrs, f[3])
}

// builder joins sentences to a document.
type builder struct {
	doc       *Document
	text      strings.Builder
	paragraph int
	last      *word // of the sentence before
	chains    map[string]int
}

func (b *builder) add(s *sentence) {
	n := len(b.doc.Sentences)
	if b.last != nil {
		switch {
		case b.last.afterGiven:
			b.text.WriteString(b.last.after)
		case s.newPar:
			b.text.WriteByte('\n')
		case !b.last.glued:
			b.text.WriteByte(' ')
		}
		if s.newPar {
			b.paragraph++
		}
	}
	sent := nlp.Sentence{Paragraph: b.paragraph, Tokens: make([]nlp.Token, len(s.words))}
	for i := range s.words {
		w := &s.words[i]
		b.text.WriteString(w.before)
		if w.Multi > 0 {
			b.multi(s.words[i : i+w.Multi])
		} else if w.Start == w.End { // not placed by multi
			w.Start = b.text.Len()
			b.text.WriteString(w.Form)
			w.End = b.text.Len()
		}
		if i+1 < len(s.words) {
			if w.afterGiven {
				b.text.WriteString(w.after)
			} else if !w.glued {
				b.text.WriteByte(' ')
			}
		}
		sent.Tokens[i] = w.Token
	}
	sent.Start, sent.End = sent.Tokens[0].Start, sent.Tokens[len(sent.Tokens)-1].End
	b.doc.Sentences = append(b.doc.Sentences, sent)
	b.doc.SentIDs = append(b.doc.SentIDs, s.id)
	for _, m := range s.mentions {
		m.Sentence = n
		if m.eid[0] == 'e' {
			c, ok := b.chains[m.eid]
			if !ok {
				c = len(b.doc.Chains)
				b.chains[m.eid] = c
				b.doc.Chains = append(b.doc.Chains, nlp.Chain{})
			}
			b.doc.Chains[c].Mentions = append(b.doc.Chains[c].Mentions, len(b.doc.Mentions))
		}
		b.doc.Mentions = append(b.doc.Mentions, m.Mention)
	}
	b.last = &s.words[len(s.words)-1]
}

// multi places the words of a multiword token. Where their forms don't add up to what is
// written ("du" for "de le"), each of them covers the whole of it.
func (b *builder) multi(words []word) {
	start := b.text.Len()
	surface := words[0].multiSurface
	b.text.WriteString(surface)
	var joined strings.Builder
	for i := range words {
		joined.WriteString(words[i].Form)
	}
	adds := joined.String() == surface
	for i := range words {
		w := &words[i]
		w.Start, w.End = start, b.text.Len()
		if adds {
			w.End = start + len(w.Form)
			start = w.End
		}
	}
}

// finish sets what depends on the text that follows.
func (b *builder) finish() *Document {
	if b.last.afterGiven {
		b.text.WriteString(b.last.after)
	}
	b.doc.Text = b.text.String()
	for i := range b.doc.Sentences {
		toks := b.doc.Sentences[i].Tokens
		for j := range toks {
			tok := &toks[j]
			r, n := utf8.DecodeRuneInString(b.doc.Text[tok.End:])
			tok.Glued = n > 0 && !isSpace(r)
		}
		// Words that all cover the whole multiword token: only the last may be followed by space.
		for j := range toks {
			for k := j; k < j+toks[j].Multi-1; k++ {
				toks[k].Glued = true
			}
		}
	}
	return b.doc
}
