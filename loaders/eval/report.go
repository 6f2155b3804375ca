package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"relata/loaders"
	"relata/loaders/nlp"
	"relata/loaders/nlp/conllu"
)

// Row is one measured score.
type Row struct {
	Corpus  string  `json:"corpus"`  // name of its file
	Input   string  `json:"input"`   // what the reader was given: "raw text", "gold tokens"
	Measure string  `json:"measure"` // "LAS"
	Score   float64 `json:"score"`   // F1, percent
	Floor   float64 `json:"floor"`   // below it a test fails
	Of      int     `json:"of"`      // things that gold has
}

// Table is what one model reaches.
type Table struct {
	Model      string                 `json:"model"`
	Rows       []Row                  `json:"rows"`
	Confusions map[string][]Confusion `json:"confusions"` // the commonest, by corpus and measure
}

// slack is how far a floor lies below the score that was recorded, in points.
const slack = 0.3

const topConfusions = 12

// Run scores an analyser on files: .conllu from raw text and with gold tokens; .json, the
// entities of articles whose text lies beside them as .txt, all such files as one corpus;
// any other ending, files of names with their tokens.
func Run(ctx context.Context, a *loaders.Analyser, files ...string) (*Table, error) {
	t := &Table{Model: a.ModelName(), Confusions: map[string][]Confusion{}}
	var e Entities
	for _, path := range files {
		var err error
		switch filepath.Ext(path) {
		case ".conllu":
			err = t.parsing(ctx, a, path)
		case ".json":
			err = e.article(ctx, a, path)
		default:
			err = t.names(ctx, a, path)
		}
		if err != nil {
			return nil, err
		}
	}
	if e.Named.Gold+e.Others.Gold > 0 {
		t.add("articles", "raw text", "named entities found with their type", e.Named)
		t.add("articles", "raw text", "named entities found", e.Spans)
		t.add("articles", "raw text", "all entities found with their type", e.All())
		t.Confusions["articles entities"] = e.Errors.Top(topConfusions)
	}
	return t, nil
}

func (t *Table) parsing(ctx context.Context, a *loaders.Analyser, path string) error {
	var raw, kept Parsing
	err := eachFile(path, func(r io.Reader) error {
		for gold, err := range conllu.Docs(r, path) {
			if err != nil {
				return err
			}
			doc, err := a.AnalyseAny(ctx, gold.Text)
			if err != nil {
				return err
			}
			if err := raw.Add(gold.Doc, doc); err != nil {
				return err
			}
			doc = bare(gold.Doc)
			if err := a.Annotate(ctx, doc); err != nil {
				return err
			}
			if err := kept.Add(gold.Doc, doc); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	name := filepath.Base(path)
	add := func(input string, p *Parsing, measures ...string) {
		for _, m := range measures {
			s := p.score(m)
			t.add(name, input, m, s)
		}
	}
	add("raw text", &raw, "tokens", "words", "sentences", "UPOS", "XPOS", "lemmas", "UAS", "LAS")
	add("gold tokens", &kept, "UPOS", "XPOS", "features", "lemmas", "UAS", "LAS")
	t.Confusions[name+" UPOS"] = kept.UPOSErrors.Top(topConfusions)
	t.Confusions[name+" XPOS"] = kept.XPOSErrors.Top(topConfusions)
	t.Confusions[name+" relations"] = kept.DeprelErrors.Top(topConfusions)
	return nil
}

func (p *Parsing) score(measure string) Score {
	return map[string]Score{
		"tokens": p.Tokens, "words": p.Words, "sentences": p.Sentences, "UPOS": p.UPOS, "XPOS": p.XPOS,
		"features": p.Feats, "lemmas": p.Lemmas, "UAS": p.UAS, "LAS": p.LAS,
	}[measure]
}

func (t *Table) names(ctx context.Context, a *loaders.Analyser, path string) error {
	var n Names
	var sents []*Tagged // of a document; names agree within it
	read := func() error {
		if len(sents) == 0 {
			return nil
		}
		doc := Join(sents)
		if err := a.Annotate(ctx, doc); err != nil {
			return err
		}
		for i, gold := range sents {
			names := gold.Names[:0:0]
			for _, g := range gold.Names {
				switch g.Label {
				case "PER", "ORG", "LOC":
					names = append(names, g)
				}
			}
			n.Add(names, NamesOf(doc, i))
		}
		sents = sents[:0]
		return nil
	}
	err := eachFile(path, func(r io.Reader) error {
		marked := false
		for sent, err := range ReadNames(r, path) {
			if err != nil {
				return err
			}
			marked = marked || sent.First
			if sent.First || !marked {
				if err := read(); err != nil {
					return err
				}
			}
			sents = append(sents, sent)
		}
		return read()
	})
	if err != nil {
		return err
	}
	name := filepath.Base(path)
	t.add(name, "gold tokens", "names", n.All)
	t.add(name, "gold tokens", "names, span only", n.Spans)
	for _, l := range n.LabelNames() {
		t.add(name, "gold tokens", "names "+l, *n.Labels[l])
	}
	t.Confusions[name+" names"] = n.Errors.Top(topConfusions)
	return nil
}

func (t *Table) add(corpus, input, measure string, s Score) {
	score := round2(100 * s.F1())
	t.Rows = append(t.Rows, Row{Corpus: corpus, Input: input, Measure: measure, Score: score, Floor: round2(score - slack), Of: s.Gold})
}

func round2(v float64) float64 { return float64(int64(v*100+0.5)) / 100 }

func eachFile(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return read(f)
}

// bare is a document with its sentences and tokens and nothing else.
func bare(doc *nlp.Doc) *nlp.Doc {
	out := &nlp.Doc{Text: doc.Text, Sentences: make([]nlp.Sentence, len(doc.Sentences))}
	for i, sent := range doc.Sentences {
		toks := make([]nlp.Token, len(sent.Tokens))
		for j, tok := range sent.Tokens {
			toks[j] = nlp.Token{Span: tok.Span, Form: tok.Form, Glued: tok.Glued, Multi: tok.Multi, Head: nlp.NoHead}
		}
		sent.Tokens = toks
		out.Sentences[i] = sent
	}
	return out
}

// Below lists the rows of a table that are below the floors of a recorded one, or missing.
func (t *Table) Below(recorded *Table) []string {
	type key struct{ corpus, input, measure string }
	have := map[key]float64{}
	for _, r := range t.Rows {
		have[key{r.Corpus, r.Input, r.Measure}] = r.Score
	}
	var out []string
	for _, r := range recorded.Rows {
		score, ok := have[key{r.Corpus, r.Input, r.Measure}]
		switch {
		case !ok:
			out = append(out, fmt.Sprintf("%s, %s, %s: not measured", r.Corpus, r.Input, r.Measure))
		case score < r.Floor:
			out = append(out, fmt.Sprintf("%s, %s, %s: %.2f, floor %.2f", r.Corpus, r.Input, r.Measure, score, r.Floor))
		}
	}
	return out
}

// KeepFloors keeps the floors of a recorded table that are higher and that the scores reach.
func (t *Table) KeepFloors(recorded *Table) {
	for i := range t.Rows {
		r := &t.Rows[i]
		for _, old := range recorded.Rows {
			if old.Corpus == r.Corpus && old.Input == r.Input && old.Measure == r.Measure && r.Score >= old.Floor {
				r.Floor = max(r.Floor, old.Floor)
			}
		}
	}
}

// JSON is the table for machines.
func (t *Table) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(t, "", "  ")
	return append(b, '\n'), err
}

// ReadTable reads a table that JSON wrote.
func ReadTable(data []byte) (*Table, error) {
	t := &Table{}
	if err := json.Unmarshal(data, t); err != nil {
		return nil, fmt.Errorf("table of scores: %w", err)
	}
	return t, nil
}

// Markdown is the table for people.
func (t *Table) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What the reader reaches\n\nModel: %s. F1 in percent; punctuation counts, relations are compared without subtypes.\nA test fails below the floor.\n\n", t.Model)
	b.WriteString("| corpus | input | measure | score | floor | of |\n| --- | --- | --- | ---: | ---: | ---: |\n")
	for _, r := range t.Rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %.2f | %.2f | %d |\n", r.Corpus, r.Input, r.Measure, r.Score, r.Floor, r.Of)
	}
	b.WriteString("\n## Confusions\n\nThe right label, what stood in its place, how often.\n")
	seen := map[string]bool{}
	for _, r := range t.Rows { // in the order of the rows
		for _, m := range []string{"UPOS", "XPOS", "relations", "names", "entities"} {
			title := r.Corpus + " " + m
			list := t.Confusions[title]
			if seen[title] || len(list) == 0 {
				continue
			}
			seen[title] = true
			fmt.Fprintf(&b, "\n%s:", title)
			for i, c := range list {
				if i > 0 {
					b.WriteByte(',')
				}
				fmt.Fprintf(&b, " %s → %s %d", c.Gold, c.System, c.Count)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}
