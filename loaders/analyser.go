package loaders

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	"relata/loaders/link"
	"relata/loaders/model"
	"relata/loaders/nlp"
	"relata/loaders/nlp/conllu"
	"relata/loaders/nlp/coref"
	"relata/loaders/nlp/lang"
	"relata/loaders/nlp/ner"
	"relata/loaders/nlp/net"
	"relata/loaders/nlp/parse"
	"relata/loaders/nlp/tag"
	"relata/loaders/nlp/token"
	"relata/schema"
)

// AnalyserOptions set what an Analyser uses. The zero value is the embedded model.
type AnalyserOptions struct {
	Model       []byte // a model file instead of the embedded one
	Portable    bool   // compute without assembly: the same answers, slower
	AnyLanguage bool   // read every text as English, whatever it seems to be
}

// LanguageError refuses a text that is not in English.
type LanguageError struct {
	Guess string // BCP 47, "und" if no language is recognised
}

func (e *LanguageError) Error() string {
	if e.Guess == lang.Unknown {
		return "the text is not in English"
	}
	return fmt.Sprintf("the text is not in English: it seems to be in %q", e.Guess)
}

// Analyser reads English text: sentences, tokens, tags, lemmas, trees and mentions. It
// leaves Doc.Chains to package coref.
//
//	a, err := loaders.NewAnalyser(loaders.AnalyserOptions{})
//	doc, err := a.Analyse(ctx, text)
//
// It may be used by several goroutines. The same text gives the same analysis on every
// machine. A sentence costs some 40 microseconds a token; memory is the model's, a few
// megabytes for each goroutine at work, and the documents'.
type Analyser struct {
	net     *net.Model
	scratch sync.Pool // of *net.Scratch
	any     bool
}

// NewAnalyser loads the model, in well under 150 ms.
func NewAnalyser(opts AnalyserOptions) (*Analyser, error) {
	load := net.Load
	if opts.Portable {
		load = net.Portable
	}
	var m *net.Model
	var err error
	switch {
	case opts.Model != nil:
		m, err = load(opts.Model)
	case opts.Portable:
		m, err = load(model.Bytes)
	default:
		m, err = model.Load() // read once and shared
	}
	if err != nil {
		return nil, fmt.Errorf("load the model of the reader: %w", err)
	}
	return &Analyser{net: m, any: opts.AnyLanguage, scratch: sync.Pool{New: func() any { return m.NewScratch() }}}, nil
}

// ModelName is the name and version of the model.
func (a *Analyser) ModelName() string { return a.net.Name() }

// Analyse reads a text, but for its paragraphs in other languages, which have no sentences.
// The error is a *LanguageError if the text is not in English, or
// the context's.
func (a *Analyser) Analyse(ctx context.Context, text string) (*nlp.Doc, error) {
	english, others, err := a.english(text)
	if err != nil {
		return nil, err
	}
	doc, err := a.AnalyseAny(ctx, english)
	doc.Text, doc.Unread = text, others
	return doc, err
}

// AnalyseAny reads a text as English without asking whether it is.
func (a *Analyser) AnalyseAny(ctx context.Context, text string) (*nlp.Doc, error) {
	doc := token.Split(text)
	return doc, a.Annotate(ctx, doc)
}

// Annotate reads a document whose sentences and tokens are given, and keeps them. Tags,
// lemmas, trees and mentions that it has are replaced.
func (a *Analyser) Annotate(ctx context.Context, doc *nlp.Doc) error {
	scratch := a.scratch.Get().(*net.Scratch)
	defer a.scratch.Put(scratch)
	doc.Mentions, doc.Chains = nil, nil
	for i := range doc.Sentences {
		if err := ctx.Err(); err != nil {
			return err
		}
		sent := &doc.Sentences[i]
		for first := 0; first < len(sent.Tokens); first += net.MaxTokens {
			out := a.net.Run(sent, first, scratch)
			tag.Annotate(sent, out)
			parse.Annotate(sent, out)
			ner.Annotate(doc, i, out)
		}
		tag.Lemmatize(sent)
	}
	ner.Settle(doc)
	return nil
}

// english blanks the paragraphs of a text that are in other languages.
func (a *Analyser) english(text string) (english string, others int, err error) {
	if a.any {
		return text, 0, nil
	}
	english, others, guess, ok := lang.ReadEnglish(text)
	if !ok {
		return "", 0, &LanguageError{Guess: guess}
	}
	return english, others, nil
}

// partSentences is how many sentences Parse has in memory. Names agree within such a part,
// which no usual article exceeds.
const partSentences = 1000

// Parse reads documents and writes the analysis as CoNLL-U (see package conllu). Of each
// document its text is in memory and the analysis of at most a thousand sentences. A document in
// another language, and one that comes with an *schema.ArticleError, is skipped: skipped is told,
// and Parse goes on. Any other error ends it.
func (a *Analyser) Parse(ctx context.Context, w io.Writer, docs iter.Seq2[*schema.Document, error], skipped func(*schema.ArticleError)) error {
	out := conllu.NewWriter(w)
	for doc, err := range docs {
		var one *schema.ArticleError
		switch {
		case errors.As(err, &one):
			skipped(one)
			continue
		case err != nil:
			return err
		}
		name := doc.Path
		if name == "" {
			name = doc.ID
		}
		english, _, err := a.english(doc.Text)
		if err != nil {
			skipped(&schema.ArticleError{Article: name, Err: err})
			continue
		}
		if err := a.parse(ctx, out, doc.ID, english); err != nil {
			return fmt.Errorf("parse %s: %w", name, err)
		}
	}
	return nil
}

func (a *Analyser) parse(ctx context.Context, out *conllu.Writer, id, text string) error {
	part := &nlp.Doc{Text: text}
	flush := func(next *nlp.Sentence) error {
		if err := a.Annotate(ctx, part); err != nil {
			return err
		}
		chain(part)
		err := out.WritePart(id, part, next)
		part.Sentences = part.Sentences[:0]
		return err
	}
	for sent := range token.Sentences(text) {
		if len(part.Sentences) >= partSentences {
			if err := flush(&sent); err != nil {
				return err
			}
		}
		part.Sentences = append(part.Sentences, sent)
	}
	return flush(nil)
}

// ParseTokenized reads CoNLL-U, keeps its sentences, their names and tokens, and writes their analysis.
// The name stands for the input in errors.
func (a *Analyser) ParseTokenized(ctx context.Context, w io.Writer, r io.Reader, name string) error {
	out := conllu.NewWriter(w)
	for doc, err := range conllu.Docs(r, name) {
		if err != nil {
			return err
		}
		if err := a.Annotate(ctx, doc.Doc); err != nil {
			return err
		}
		chain(doc.Doc)
		if err := out.WriteDocument(doc); err != nil {
			return err
		}
	}
	return nil
}

// chain ties the mentions of one thing, for those who read the analysis and not the claims:
// there mentions are whole noun phrases.
func chain(doc *nlp.Doc) {
	link.Annotate(doc)
	coref.AddMentions(doc)
	coref.Resolve(doc)
	coref.Widen(doc)
}
