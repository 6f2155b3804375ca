package eval

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Name is a labelled stretch of tokens [First, Last).
type Name struct {
	First, Last int
	Label       string // "PER", "ORG", "LOC"
}

// Tagged is a sentence of a corpus of names.
type Tagged struct {
	ID     string // "# sent_id", may be empty
	First  bool   // a comment says that a document starts here
	Text   string // "# text", may be empty
	Tokens []string
	Names  []Name
}

// Join makes a document of sentences, with their tokens, for an analysis that keeps them.
// Where a sentence has a text that its tokens fit, it tells which of them no space follows.
func Join(sents []*Tagged) *nlp.Doc {
	doc := &nlp.Doc{Sentences: make([]nlp.Sentence, len(sents))}
	var b strings.Builder
	for n, sent := range sents {
		if n > 0 {
			b.WriteByte(' ')
		}
		toks := make([]nlp.Token, len(sent.Tokens))
		glued := gluedIn(sent.Text, sent.Tokens)
		for i, form := range sent.Tokens {
			toks[i] = nlp.Token{Form: form, Head: nlp.NoHead, Span: schema.Span{Start: b.Len(), End: b.Len() + len(form)}}
			b.WriteString(form)
			if i+1 == len(toks) {
				break
			}
			if toks[i].Glued = glued != nil && glued[i]; !toks[i].Glued {
				b.WriteByte(' ')
			}
		}
		doc.Sentences[n] = nlp.Sentence{Span: schema.Span{Start: toks[0].Start, End: b.Len()}, Tokens: toks}
	}
	doc.Text = b.String()
	return doc
}

// gluedIn says for each token whether no space follows it in a text; nil if they don't fit.
func gluedIn(text string, tokens []string) []bool {
	glued := make([]bool, len(tokens))
	for i, form := range tokens {
		rest, ok := strings.CutPrefix(text, form)
		if !ok {
			return nil
		}
		text = strings.TrimLeft(rest, " \u00a0")
		glued[i] = text == rest && text != ""
	}
	return glued
}

// ReadNames reads sentences in one of the two usual formats: "form<white space>label" a
// line (CoNLL 2003, its first and last column), or the columns of Universal NER, "id, form,
// label, ...", which a comment "# sent_id" announces. Labels are IOB: a name may start with
// B- or, as CoNLL 2003 has it, with I-.
func ReadNames(r io.Reader, name string) iter.Seq2[*Tagged, error] {
	return func(yield func(*Tagged, error) bool) {
		in := bufio.NewScanner(r)
		in.Buffer(nil, 1<<20)
		t := &Tagged{}
		var labels []string
		numbered := false
		flush := func() bool {
			if len(t.Tokens) == 0 {
				return true
			}
			t.Names = iob(labels)
			done := t
			t, labels = &Tagged{}, labels[:0]
			return yield(done, nil)
		}
		for n := 1; in.Scan(); n++ {
			line := strings.TrimSpace(in.Text())
			if line == "" {
				if !flush() {
					return
				}
				continue
			}
			if strings.HasPrefix(line, "# newdoc") {
				t.First = true
				continue
			}
			if text, ok := strings.CutPrefix(line, "# text = "); ok && numbered {
				t.Text = text
				continue
			}
			if id, ok := strings.CutPrefix(line, "# sent_id = "); ok {
				t.ID, numbered = id, true
				continue
			}
			cols := strings.Fields(line)
			form, label := 0, len(cols)-1
			if cols[0] == "#" && (numbered || label > 0 && !isIOB(cols[label])) {
				continue // a comment, not the token "#"
			}
			if numbered {
				cols = strings.Split(line, "\t")
				form, label = 1, 2
			}
			if len(cols) <= label || label <= form {
				yield(nil, fmt.Errorf("%s:%d: %d columns", name, n, len(cols)))
				return
			}
			if l := cols[label]; !isIOB(l) {
				// Universal NER marks tokens that its annotators left out.
				if !numbered {
					yield(nil, fmt.Errorf("%s:%d: label %q", name, n, l))
					return
				}
				cols[label] = "O"
			}
			t.Tokens = append(t.Tokens, cols[form])
			labels = append(labels, cols[label])
		}
		if err := in.Err(); err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, err))
			return
		}
		flush()
	}
}

func isIOB(label string) bool {
	return label == "O" || strings.HasPrefix(label, "B-") || strings.HasPrefix(label, "I-")
}

func iob(labels []string) []Name {
	var names []Name
	open := ""
	for i, l := range labels {
		prefix, label, _ := strings.Cut(l, "-")
		switch {
		case prefix == "O":
			open = ""
		case prefix == "B" || label != open:
			names = append(names, Name{i, i + 1, label})
			open = label
		default:
			names[len(names)-1].Last = i + 1
		}
	}
	return names
}

// label is the label of a type in the corpora of names.
var label = map[schema.EntityType]string{
	schema.Person: "PER", schema.Organization: "ORG", schema.Place: "LOC", schema.Country: "LOC",
}

// NamesOf lists the names that an analysis found in a sentence, of the types that have a
// label. Of two that overlap, the longer counts: the corpora are flat. A people's adjective
// or noun ("Russian", "Americans") names a country for us and is no name in the corpora.
func NamesOf(doc *nlp.Doc, sentence int) []Name {
	var names []Name
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		l := label[m.Type]
		if m.Sentence != sentence || m.Kind != nlp.Name || l == "" || ofPeople(doc, m) {
			continue
		}
		names = append(names, Name{m.First, m.Last, l})
	}
	slices.SortStableFunc(names, func(a, b Name) int {
		if a.First != b.First {
			return a.First - b.First
		}
		return b.Last - a.Last
	})
	end := 0
	return slices.DeleteFunc(names, func(n Name) bool {
		if n.First < end {
			return true
		}
		end = n.Last
		return false
	})
}

// ofPeople says whether a mention of a country is a word for its people.
func ofPeople(doc *nlp.Doc, m *nlp.Mention) bool {
	if m.Type != schema.Country || m.Last-m.First > 1 || m.Sentence >= len(doc.Sentences) {
		return false
	}
	tok := &doc.Sentences[m.Sentence].Tokens[m.First]
	return tok.UPOS == "ADJ" || tok.XPOS == "JJ" || tok.XPOS == "NNPS" || tok.XPOS == "NNS"
}

// Names holds the scores of names: span and label must be right.
type Names struct {
	All    Score
	Spans  Score // whatever the label
	Labels map[string]*Score
	Errors Confusions // of labels with the right span; "O" where there is no such span
}

// Add compares the names of one sentence.
func (n *Names) Add(gold, system []Name) {
	if n.Labels == nil {
		n.Labels = map[string]*Score{}
	}
	of := func(label string) *Score {
		s := n.Labels[label]
		if s == nil {
			s = &Score{}
			n.Labels[label] = s
		}
		return s
	}
	type span struct{ first, last int }
	found := map[span]string{}
	for _, s := range system {
		found[span{s.First, s.Last}] = s.Label
		of(s.Label).System++
	}
	n.All.add(len(gold), len(system), 0)
	n.Spans.add(len(gold), len(system), 0)
	for _, g := range gold {
		of(g.Label).Gold++
		l, ok := found[span{g.First, g.Last}]
		switch {
		case !ok:
			n.Errors.add(g.Label, "O")
			continue
		case l == g.Label:
			of(l).Correct++
			n.All.Correct++
		default:
			n.Errors.add(g.Label, l)
		}
		n.Spans.Correct++
		delete(found, span{g.First, g.Last})
	}
	for _, l := range found {
		n.Errors.add("O", l)
	}
}

// LabelNames lists the labels in order.
func (n *Names) LabelNames() []string { return slices.Sorted(maps.Keys(n.Labels)) }
