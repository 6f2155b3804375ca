// Package nlp holds the annotated document: the types that every stage of the reader
// fills in or reads, and no algorithm, as go/ast does for go/parser.
//
// A Doc is made from text by package token, then annotated in place, stage by stage:
// tags, trees, mentions, chains. Offsets count bytes of Doc.Text; ranges are half-open.
package nlp

import "relata/schema"

// Doc is a text and its analysis.
type Doc struct {
	Text      string
	Sentences []Sentence
	Unread    int       // paragraphs in other languages, which have no sentences
	Mentions  []Mention // in text order; of two that start together the longer stands first
	Chains    []Chain   // mentions of one thing; every mention is in exactly one chain once coref has run
}

// Sentence is a sentence and its tokens.
type Sentence struct {
	schema.Span
	Paragraph int // number of the paragraph that it stands in, from 0
	Tokens    []Token
}

// NoHead is the Head of a sentence's root.
const NoHead = -1

// Token is a syntactic word of Universal Dependencies.
type Token struct {
	schema.Span
	Form   string // usually Doc.Text[Start:End]; parts of a multiword token ("don't") have their own
	Lemma  string
	UPOS   string // universal part of speech
	XPOS   string // Penn Treebank tag
	Feats  string // "Mood=Ind|Number=Sing", "" if none
	Head   int    // index in Sentence.Tokens; NoHead for the root
	Deprel string // relation to the head, "nsubj"
	Glued  bool   // no space follows
	// Multi is the number of syntactic words of the multiword token that starts here
	// (2 at "do" of "don't"), else 0.
	Multi int
}

// Kind tells what sort of mention it is.
type Kind uint8

// The kinds of mentions.
const (
	Name     Kind = iota // "Sergei Shoigu", "Moscow", "Russian"
	Nominal              // "the ministry", "U.S. officials"
	Pronoun              // "he", "its"
	Date                 // "mid-December", "last week"
	Money                // "$3 million"
	Quantity             // "several dozen", "20 km"
)

// Mention is a stretch of tokens that denotes something.
type Mention struct {
	Kind     Kind
	Type     schema.EntityType // Name, Nominal, Pronoun; empty if unknown
	Sentence int               // index in Doc.Sentences
	First    int               // tokens [First, Last) of the sentence
	Last     int
	Head     int     // index of the token that heads the mention's tree
	Score    float64 // how sure the finder was, 0 to 1
}

// Chain lists the mentions of one thing, as indices of Doc.Mentions, in text order.
type Chain struct {
	Mentions []int
}

// Span is the stretch of text that a mention covers.
func (d *Doc) Span(m *Mention) schema.Span {
	toks := d.Sentences[m.Sentence].Tokens
	return schema.Span{Start: toks[m.First].Start, End: toks[m.Last-1].End}
}

// MentionText is the words of a mention as the text has them.
func (d *Doc) MentionText(m *Mention) string {
	s := d.Span(m)
	return d.Text[s.Start:s.End]
}
