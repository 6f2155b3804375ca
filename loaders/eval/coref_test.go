package eval

import (
	"bufio"
	"context"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"relata/loaders"
	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

func TestCorefScores(t *testing.T) {
	m := func(i int) Extent { return Extent{0, i, i + 1} }
	// the example of the reference scorer's paper: {a b c} {d e f g} against {a b} {c d} {f g h i}
	gold := [][]Extent{{m(1), m(2), m(3)}, {m(4), m(5), m(6), m(7)}}
	system := [][]Extent{{m(1), m(2)}, {m(3), m(4)}, {m(6), m(7), m(8), m(9)}}
	var c CorefCounts
	c.Add(gold, system)
	s := c.Scores()
	want := CorefScores{
		MUC:   [3]float64{0.4, 0.4, 0.4},
		B3:    [3]float64{(2 + 0.5 + 0.5 + 1) / 8, (4./3 + 1./3 + 1./4 + 1) / 7, 0},
		CEAFe: [3]float64{(0.8 + 0.5) / 3, (0.8 + 0.5) / 2, 0.52},
	}
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
	for i := range 2 {
		if !near(s.MUC[i], want.MUC[i]) || !near(s.B3[i], want.B3[i]) || !near(s.CEAFe[i], want.CEAFe[i]) {
			t.Fatalf("got %v, want %v", s, want)
		}
	}
	var same CorefCounts
	same.Add(gold, gold)
	if got := same.Scores().CoNLL(); !near(got, 1) {
		t.Fatalf("gold against itself: %v", got)
	}
}

// gumDoc is a document of GUM with its trees and gold chains.
type gumDoc struct {
	doc   *nlp.Doc
	names []nlp.Mention
	gold  [][]Extent
}

// readGUM reads trees and the brackets of the column MISC: "Entity=(3-person-...-coref)".
func readGUM(t *testing.T, path string) []gumDoc {
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	types := map[string]schema.EntityType{"person": schema.Person, "organization": schema.Organization, "place": schema.Place, "event": schema.Event}
	var out []gumDoc
	var cur *gumDoc
	var sent *nlp.Sentence
	chains := map[string][]Extent{}
	type opened struct {
		id, etype   string
		sent, first int
	}
	var stack []opened
	par := 0
	finish := func() {
		if cur == nil {
			return
		}
		if sent != nil && len(sent.Tokens) > 0 {
			cur.doc.Sentences = append(cur.doc.Sentences, *sent)
		}
		keys := []string{}
		for k := range chains {
			keys = append(keys, k)
		}
		for _, k := range keys {
			cur.gold = append(cur.gold, chains[k])
		}
		out = append(out, *cur)
	}
	var text strings.Builder
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		line := sc.Text()
		switch {
		case strings.HasPrefix(line, "# newdoc"):
			if cur != nil {
				cur.doc.Text = text.String()
			}
			finish()
			text.Reset()
			cur, sent = &gumDoc{doc: &nlp.Doc{}}, &nlp.Sentence{}
			chains, stack = map[string][]Extent{}, nil
		case strings.HasPrefix(line, "# newpar"):
			par++
		case line == "":
			if sent != nil && len(sent.Tokens) > 0 {
				sent.Start, sent.End = sent.Tokens[0].Start, sent.Tokens[len(sent.Tokens)-1].End
				sent.Paragraph = par
				cur.doc.Sentences = append(cur.doc.Sentences, *sent)
				sent = &nlp.Sentence{}
			}
		case strings.HasPrefix(line, "#") || cur == nil:
		default:
			c := strings.Split(line, "\t")
			if strings.ContainsAny(c[0], "-.") {
				continue
			}
			head, err := strconv.Atoi(c[6])
			if err != nil {
				t.Fatal(err)
			}
			start := text.Len()
			text.WriteString(c[1])
			tok := nlp.Token{Span: schema.Span{Start: start, End: text.Len()}, Form: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Feats: strings.TrimPrefix(c[5], "_"), Head: head - 1, Deprel: c[7]}
			text.WriteByte(' ')
			i := len(sent.Tokens)
			sent.Tokens = append(sent.Tokens, tok)
			s := len(cur.doc.Sentences)
			for _, misc := range strings.Split(c[9], "|") {
				v, ok := strings.CutPrefix(misc, "Entity=")
				if !ok {
					continue
				}
				for len(v) > 0 {
					switch {
					case v[0] == '(':
						end := strings.IndexAny(v[1:], "()")
						body := v[1:]
						if end >= 0 {
							body = v[1 : 1+end]
						}
						parts := strings.Split(body, "-")
						o := opened{parts[0], parts[1], s, i}
						v = v[1+len(body):]
						if strings.HasPrefix(v, ")") {
							v = v[1:]
							chains[o.id] = append(chains[o.id], Extent{s, i, i + 1})
							if typ := types[o.etype]; c[3] == "PROPN" {
								cur.names = append(cur.names, nlp.Mention{Kind: nlp.Name, Type: typ, Sentence: s, First: i, Last: i + 1, Head: i, Score: 1})
							}
							continue
						}
						stack = append(stack, o)
					default:
						id, rest, _ := strings.Cut(v, ")")
						v = rest
						for k := len(stack) - 1; k >= 0; k-- {
							if o := stack[k]; o.id == id {
								chains[id] = append(chains[id], Extent{o.sent, o.first, i + 1})
								proper := o.sent == s
								for x := o.first; x <= i && proper; x++ {
									proper = sent.Tokens[x].UPOS == "PROPN" || sent.Tokens[x].Form == "the" || sent.Tokens[x].Form == "of"
								}
								if proper {
									cur.names = append(cur.names, nlp.Mention{Kind: nlp.Name, Type: types[o.etype], Sentence: s, First: o.first, Last: i + 1, Head: i, Score: 1})
								}
								stack = append(stack[:k], stack[k+1:]...)
								break
							}
						}
					}
				}
			}
		}
	}
	if cur != nil {
		cur.doc.Text = text.String()
	}
	finish()
	return out
}

// TestCorefOnGUM holds the floors of the recorded scores: with the treebank's trees and its
// runs of proper nouns as names, which measures the sieves, and with all but the tokens
// predicted.
func TestCorefOnGUM(t *testing.T) {
	root := os.Getenv("RELATA_DATA")
	if root == "" {
		t.Skip("RELATA_DATA is not set")
	}
	a, err := loaders.NewAnalyser(loaders.AnalyserOptions{AnyLanguage: true})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "ud", "gum-dev.conllu")
	for _, c := range []struct {
		name  string
		given func(g *gumDoc)
		floor float64
	}{
		{"gold trees", func(g *gumDoc) { g.doc.Mentions = g.names }, 0.52},
		{"gold tokens", func(g *gumDoc) {
			for s := range g.doc.Sentences {
				for i := range g.doc.Sentences[s].Tokens {
					tok := &g.doc.Sentences[s].Tokens[i]
					*tok = nlp.Token{Span: tok.Span, Form: tok.Form}
				}
			}
			if err := a.Annotate(context.Background(), g.doc); err != nil {
				t.Fatal(err)
			}
		}, 0.51},
	} {
		var all CorefCounts
		for _, g := range readGUM(t, path) {
			c.given(&g)
			link.Annotate(g.doc)
			coref.AddMentions(g.doc)
			coref.Resolve(g.doc)
			coref.Widen(g.doc)
			var system [][]Extent
			for _, chain := range g.doc.Chains {
				var extents []Extent
				for _, i := range chain.Mentions {
					m := &g.doc.Mentions[i]
					extents = append(extents, Extent{m.Sentence, m.First, m.Last})
				}
				system = append(system, extents)
			}
			all.Add(g.gold, system)
		}
		s := all.Scores()
		t.Log(c.name, s)
		if s.CoNLL() < c.floor {
			t.Errorf("%s: CoNLL average %.3f fell below its floor %.2f", c.name, s.CoNLL(), c.floor)
		}
	}
}
