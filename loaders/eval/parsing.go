// Package eval measures what the reader makes of a text against what people made of it.
//
//	var s eval.Parsing
//	err := s.Add(goldDoc, systemDoc) // of each document
//	fmt.Println(s.LAS.F1(), s.Sentences.F1())
//
// Parsing scores sentences, tokens, tags, lemmas and trees as the CoNLL 2018 shared task
// did (Zeman et al. 2018): words are aligned by the characters that they cover, and a word
// that has no partner counts against every measure. Names scores names by span and type as
// CoNLL 2003 did (Tjong Kim Sang and De Meulder 2003).
//
// The folder results holds the scores that were reached, with floors below which the tests
// of this package fail. They need the corpora and skip without RELATA_DATA.
package eval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"relata/loaders/nlp"
)

// Score counts things that gold has, things that the system has, and those that agree.
type Score struct{ Gold, System, Correct int }

// Precision is the share of the system's things that are right, 1 if it has none.
func (s Score) Precision() float64 { return share(s.Correct, s.System) }

// Recall is the share of gold's things that were found, 1 if there are none.
func (s Score) Recall() float64 { return share(s.Correct, s.Gold) }

// F1 is the harmonic mean of precision and recall.
func (s Score) F1() float64 { return share(2*s.Correct, s.Gold+s.System) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

func (s *Score) add(gold, system, correct int) {
	s.Gold += gold
	s.System += system
	s.Correct += correct
}

// Confusions counts pairs of a right label and another that stood in its place.
type Confusions map[[2]string]int

// Confusion is an entry of Confusions.
type Confusion struct {
	Gold, System string
	Count        int
}

// Top lists the n most frequent confusions.
func (c Confusions) Top(n int) []Confusion {
	all := make([]Confusion, 0, len(c))
	for k, v := range c {
		all = append(all, Confusion{k[0], k[1], v})
	}
	slices.SortFunc(all, func(a, b Confusion) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(a.Gold, b.Gold), strings.Compare(a.System, b.System))
	})
	return all[:min(n, len(all))]
}

func (c *Confusions) add(gold, system string) {
	if *c == nil {
		*c = Confusions{}
	}
	(*c)[[2]string{gold, system}]++
}

// Parsing holds the scores of an analysis. Tokens are what white space and punctuation
// make ("don't" is one), Words the syntactic words (two). Tags, lemmas and attachments are
// counted over words, punctuation too; relations are compared without subtypes.
type Parsing struct {
	Sentences, Tokens, Words             Score
	UPOS, XPOS, Feats, Lemmas, UAS, LAS  Score
	UPOSErrors, XPOSErrors, DeprelErrors Confusions // of aligned words; of relations where the head is right
	TokenErrors, SentenceErrors          []string   // the first few, for reading
	documents, keepErrors                int
	lemmaErrs                            Confusions
}

// LemmaErrors counts wrong lemmas: "form/UPOS lemma" and what was given.
func (p *Parsing) LemmaErrors() Confusions { return p.lemmaErrs }

// KeepErrors keeps up to n wrong tokens and sentences each, in context.
func (p *Parsing) KeepErrors(n int) { p.keepErrors = n }

// unit is a stretch of a document's characters that are no white space.
type unit struct{ start, end int }

// aligned is what Add compares of a document.
type aligned struct {
	doc       *nlp.Doc
	chars     string // without white space
	sentences []unit
	tokens    []unit
	words     []unit
	at        []*nlp.Token
	sent      []int // sentence of each word
	first     []int // word that starts each sentence
}

// Add compares a document of the gold standard with the system's. Their texts must be
// the same but for white space.
func (p *Parsing) Add(gold, system *nlp.Doc) error {
	g, s := align(gold), align(system)
	if g.chars != s.chars {
		return fmt.Errorf("the texts differ: %s", difference(g.chars, s.chars))
	}
	p.documents++
	p.Sentences.add(len(g.sentences), len(s.sentences), p.common(g, g.sentences, s.sentences, &p.SentenceErrors))
	p.Tokens.add(len(g.tokens), len(s.tokens), p.common(g, g.tokens, s.tokens, &p.TokenErrors))
	partner := pair(g.words, s.words) // of each word of gold in s, -1 if none
	var n struct{ words, upos, xpos, feats, lemmas, uas, las int }
	for i, j := range partner {
		if j < 0 {
			continue
		}
		a, b := g.at[i], s.at[j]
		n.words++
		if a.UPOS == b.UPOS {
			n.upos++
		} else {
			p.UPOSErrors.add(a.UPOS, b.UPOS)
		}
		if a.XPOS == b.XPOS {
			n.xpos++
		} else {
			p.XPOSErrors.add(a.XPOS, b.XPOS)
		}
		if a.Feats == b.Feats {
			n.feats++
		}
		if a.Lemma == b.Lemma || a.Lemma == "" {
			n.lemmas++
		} else {
			p.lemmaErrs.add(a.Form+"/"+a.UPOS+" "+a.Lemma, b.Lemma)
		}
		ha, hb := a.Head, b.Head
		if ha != nlp.NoHead {
			ha = partner[g.first[g.sent[i]]+ha]
			if ha < 0 {
				ha = -2
			}
		}
		if hb != nlp.NoHead {
			hb += s.first[s.sent[j]]
		}
		if b.Deprel == "" || ha != hb {
			continue
		}
		n.uas++
		if x, y := universal(a.Deprel), universal(b.Deprel); x == y {
			n.las++
		} else {
			p.DeprelErrors.add(x, y)
		}
	}
	for _, m := range []struct {
		score   *Score
		correct int
	}{{&p.Words, n.words}, {&p.UPOS, n.upos}, {&p.XPOS, n.xpos}, {&p.Feats, n.feats}, {&p.Lemmas, n.lemmas}, {&p.UAS, n.uas}, {&p.LAS, n.las}} {
		m.score.add(len(g.words), len(s.words), m.correct)
	}
	return nil
}

func universal(deprel string) string {
	base, _, _ := strings.Cut(deprel, ":")
	return base
}

func align(doc *nlp.Doc) *aligned {
	a := &aligned{doc: doc}
	var b strings.Builder
	before := make([]int, len(doc.Text)+1) // characters that are no white space before each byte
	for i, r := range doc.Text {
		before[i] = b.Len()
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' {
			continue
		}
		b.WriteRune(r)
	}
	before[len(doc.Text)] = b.Len()
	a.chars = b.String()
	at := func(start, end int) unit { return unit{before[start], before[end]} }
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		a.first = append(a.first, len(a.words))
		a.sentences = append(a.sentences, at(sent.Start, sent.End))
		multi := 0
		for j := range sent.Tokens {
			tok := &sent.Tokens[j]
			if multi--; tok.Multi > 0 {
				a.tokens = append(a.tokens, at(tok.Start, sent.Tokens[j+tok.Multi-1].End))
				multi = tok.Multi
			} else if multi <= 0 {
				a.tokens = append(a.tokens, at(tok.Start, tok.End))
			}
			a.words = append(a.words, at(tok.Start, tok.End))
			a.at = append(a.at, tok)
			a.sent = append(a.sent, i)
		}
	}
	return a
}

// pair finds for each of gold the one of system with the same characters, -1 if there is none.
func pair(gold, system []unit) []int {
	out := make([]int, len(gold))
	j := 0
	for i, g := range gold {
		out[i] = -1
		for j < len(system) && (system[j].start < g.start || system[j].start == g.start && system[j].end < g.end) {
			j++
		}
		if j < len(system) && system[j] == g {
			out[i] = j
			j++
		}
	}
	return out
}

// common counts what both have and notes the first that they don't.
func (p *Parsing) common(g *aligned, gold, system []unit, errs *[]string) int {
	n := 0
	for i, j := range pair(gold, system) {
		if j >= 0 {
			n++
			continue
		}
		if len(*errs) < p.keepErrors {
			u := gold[i]
			*errs = append(*errs, fmt.Sprintf("%s [%s] %s", g.chars[max(0, u.start-20):u.start], g.chars[u.start:u.end], g.chars[u.end:min(len(g.chars), u.end+20)]))
		}
	}
	return n
}

// difference says where two texts part.
func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	near := func(s string) string { return s[max(0, i-15):min(len(s), i+15)] }
	return fmt.Sprintf("%q and %q", near(a), near(b))
}
