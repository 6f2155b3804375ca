package extract

import (
	"context"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"relata/loaders/nlp"
	"relata/schema"
)

var update = flag.Bool("update", false, "rewrite the claims of testdata")

// readTrees reads the notation of the test cases: a token a line, with form ("+": no space
// follows), lemma, Penn tag, head from 1, relation and, where a name starts, its type and
// length; sentences are parted by blank lines.
func readTrees(t testing.TB, text string) *nlp.Doc {
	doc := &nlp.Doc{}
	var b strings.Builder
	for _, block := range strings.Split(strings.TrimSpace(text), "\n\n") {
		var sent nlp.Sentence
		for i, line := range strings.Split(block, "\n") {
			f := strings.Fields(line)
			if len(f) < 5 {
				t.Fatalf("line %q: want form, lemma, tag, head, relation", line)
			}
			form, glued := strings.CutSuffix(f[0], "+")
			head, err := strconv.Atoi(f[3])
			if err != nil {
				t.Fatal(err)
			}
			tok := nlp.Token{Form: form, Lemma: f[1], XPOS: f[2], Head: head - 1, Deprel: f[4], Glued: glued, UPOS: upos(f[2], f[4])}
			if strings.HasSuffix(tok.XPOS, "S") && tok.UPOS != "VERB" {
				tok.Feats = "Number=Plur"
			} else if tok.UPOS == "NOUN" || tok.UPOS == "PROPN" {
				tok.Feats = "Number=Sing"
			}
			tok.Start = b.Len()
			b.WriteString(form)
			tok.End = b.Len()
			if !glued {
				b.WriteByte(' ')
			}
			sent.Tokens = append(sent.Tokens, tok)
			if len(f) > 5 {
				typ, n, _ := strings.Cut(f[5], ":")
				length, err := strconv.Atoi(n)
				if err != nil {
					t.Fatal(err)
				}
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.EntityType(typ), Sentence: len(doc.Sentences), First: i, Last: i + length, Head: i, Score: 0.9})
			}
		}
		sent.Start, sent.End = sent.Tokens[0].Start, sent.Tokens[len(sent.Tokens)-1].End
		doc.Sentences = append(doc.Sentences, sent)
	}
	doc.Text = b.String()
	return doc
}

// upos is the universal part of speech of a Penn tag.
func upos(tag, rel string) string {
	switch {
	case strings.HasPrefix(rel, "aux"), rel == "cop":
		return "AUX"
	case strings.HasPrefix(tag, "NNP"):
		return "PROPN"
	case strings.HasPrefix(tag, "NN"):
		return "NOUN"
	case strings.HasPrefix(tag, "VB"):
		return "VERB"
	case strings.HasPrefix(tag, "JJ"):
		return "ADJ"
	case strings.HasPrefix(tag, "RB"):
		return "ADV"
	case strings.HasPrefix(tag, "PRP"), strings.HasPrefix(tag, "W"):
		return "PRON"
	}
	switch tag {
	case "DT":
		return "DET"
	case "IN":
		if rel == "mark" {
			return "SCONJ"
		}
		return "ADP"
	case "CC":
		return "CCONJ"
	case "CD":
		return "NUM"
	case "MD":
		return "AUX"
	case "POS", "TO", "RP":
		if tag == "TO" && rel == "case" {
			return "ADP"
		}
		return "PART"
	}
	return "PUNCT"
}

// line shows a claim.
func line(c *schema.Claim) string {
	parts := []string{fmt.Sprintf("%s %s %s: %s", c.Subject.ID(), c.Predicate, c.Object.ID(), c.Status)}
	for _, f := range []struct{ name, value string }{{"source", c.Source.Name}, {"when", c.When}, {"about", c.About}, {"role", c.Role}} {
		if f.value != "" {
			parts = append(parts, f.name+" "+f.value)
		}
	}
	return strings.Join(parts, "; ")
}

func read(t testing.TB, archive *txtar.Archive) *schema.Reading {
	doc := &schema.Document{}
	if day, ok := strings.CutPrefix(strings.TrimSpace(string(archive.Comment)), "published "); ok {
		var err error
		if doc.Published, err = time.Parse(time.DateOnly, day); err != nil {
			t.Fatal(err)
		}
	}
	ann := readTrees(t, string(archive.Files[0].Data))
	doc.Text = ann.Text
	doc.Seal()
	x, err := New(Options{Open: true})
	if err != nil {
		t.Fatal(err)
	}
	return x.FromDoc(doc, ann)
}

// TestConstructions reads hand-checked trees, one construction a file, without any model.
func TestConstructions(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			r := read(t, archive)
			var claims, triples, reasons strings.Builder
			for i := range r.Claims {
				fmt.Fprintln(&claims, line(&r.Claims[i]))
			}
			for _, tr := range r.Triples {
				fmt.Fprintf(&triples, "%s | %s | %s\n", tr.Arg1, tr.Rel, strings.Join(tr.Args, " | "))
			}
			for _, j := range r.Rejections {
				fmt.Fprintf(&reasons, "%s %s: %s\n", orDash(j.Subject), orDash(j.Object), j.Reason)
			}
			got := []txtar.File{archive.Files[0], {Name: "claims", Data: []byte(claims.String())}, {Name: "open", Data: []byte(triples.String())}, {Name: "rejected", Data: []byte(reasons.String())}}
			if *update {
				archive.Files = got
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			for i, f := range got[1:] {
				if i+1 >= len(archive.Files) || archive.Files[i+1].Name != f.Name {
					t.Fatalf("no section %s", f.Name)
				}
				if want := string(archive.Files[i+1].Data); want != string(f.Data) {
					t.Errorf("%s:\n got %s\nwant %s", f.Name, f.Data, want)
				}
			}
		})
	}
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func TestSameInputSameReading(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/coordination.txtar")
	if err != nil {
		t.Fatal(err)
	}
	show := func() string {
		r := read(t, archive)
		var b strings.Builder
		for i := range r.Claims {
			fmt.Fprintf(&b, "%s %s %v\n", r.Claims[i].ID, line(&r.Claims[i]), r.Claims[i].Parts)
		}
		for _, e := range r.Entities {
			fmt.Fprintf(&b, "%+v\n", *e)
		}
		return b.String()
	}
	first := show()
	for range 20 {
		if again := show(); again != first {
			t.Fatalf("two readings differ:\n%s\n%s", first, again)
		}
	}
}

func TestExtractNeedsAnAnalyser(t *testing.T) {
	x, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Extract(context.Background(), &schema.Document{Text: "Peru."}); err == nil {
		t.Fatal("no error without an analyser")
	}
}

// FuzzOddTrees reads documents of the right words and senseless trees: whatever the parser
// gives, the reader neither fails nor hangs, and its spans lie in the text.
func FuzzOddTrees(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	var trees []string
	for _, path := range files {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		trees = append(trees, string(archive.Files[0].Data))
	}
	for seed := range int64(40) {
		f.Add(seed)
	}
	rels := []string{"nsubj", "obj", "obl", "nmod", "nmod:poss", "conj", "appos", "acl", "acl:relcl", "advcl", "xcomp", "ccomp", "case", "det", "amod", "compound", "punct", "root", "nsubj:pass", "aux", "aux:pass", "cop", "mark", "parataxis", "flat", "nmod:desc", "obl:agent", "cc", "dep", ""}
	tags := []string{"NN", "NNS", "NNP", "VBD", "VBN", "VBG", "VB", "IN", "DT", "JJ", "CC", "CD", "PRP", ",", "POS", "TO"}
	x, err := New(Options{Open: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, seed int64) {
		rnd := rand.New(rand.NewSource(seed))
		doc := readTrees(t, trees[rnd.Intn(len(trees))])
		for s := range doc.Sentences {
			toks := doc.Sentences[s].Tokens
			for i := range toks {
				if rnd.Intn(3) == 0 {
					toks[i].Head = rnd.Intn(len(toks)+2) - 1
				}
				if rnd.Intn(3) == 0 {
					toks[i].Deprel = rels[rnd.Intn(len(rels))]
				}
				if rnd.Intn(6) == 0 {
					toks[i].XPOS = tags[rnd.Intn(len(tags))]
					toks[i].UPOS = upos(toks[i].XPOS, toks[i].Deprel)
				}
				if rnd.Intn(20) == 0 {
					toks[i].Lemma = ""
				}
			}
		}
		sd := &schema.Document{Text: doc.Text, Published: time.Date(2021, 3, 10, 0, 0, 0, 0, time.UTC)}
		sd.Seal()
		r := x.FromDoc(sd, doc)
		for i := range r.Claims {
			c := &r.Claims[i]
			for _, span := range []schema.Span{c.Subject.Span, c.Object.Span, c.Evidence.Span, c.Evidence.Predicate} {
				if span.Start < 0 || span.End > len(doc.Text) || span.Start > span.End {
					t.Fatalf("claim %d has span %v in a text of %d bytes", i, span, len(doc.Text))
				}
			}
			if c.Confidence <= 0 || c.Confidence >= 1 || !slices.Contains(schema.Statuses, c.Status) || c.Subject.Entity == c.Object.Entity {
				t.Fatalf("odd claim %+v", c)
			}
		}
	})
}
