package loaders

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"relata/loaders/nlp"
	"relata/loaders/nlp/conllu"
	"relata/schema"
)

func newAnalyser(t testing.TB, opts AnalyserOptions) *Analyser {
	t.Helper()
	a, err := NewAnalyser(opts)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const article = "Ministers meet in Oslo\n\nKYIV, Sept. 11 (Reuters) - U.S. officials said on Tuesday that Norway’s government had sold 12 ballistic-missile launchers to Ukraine. " +
	"“We didn't expect it,” Maj. Gen. Ada Park told reporters in Geneva. “It is a first step.”\n\nThe Foreign Ministry declined to comment.\n"

func TestAnalyse(t *testing.T) {
	a := newAnalyser(t, AnalyserOptions{})
	doc, err := a.Analyse(context.Background(), article)
	if err != nil {
		t.Fatal(err)
	}
	if err := wellFormed(doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Sentences) != 5 {
		t.Errorf("%d sentences, want 5", len(doc.Sentences))
	}
	find := func(form string) (*nlp.Sentence, *nlp.Token) {
		for i := range doc.Sentences {
			for j := range doc.Sentences[i].Tokens {
				if tok := &doc.Sentences[i].Tokens[j]; tok.Form == form {
					return &doc.Sentences[i], tok
				}
			}
		}
		t.Fatalf("no token %q", form)
		return nil, nil
	}
	for _, c := range []struct{ form, lemma, upos, xpos, deprel, head string }{
		{"officials", "official", "NOUN", "NNS", "nsubj", "said"},
		{"government", "government", "NOUN", "NN", "nsubj", "sold"},
		{"launchers", "launcher", "NOUN", "NNS", "obj", "sold"},
		{"did", "do", "AUX", "VBD", "aux", "expect"},
		{"n't", "not", "PART", "RB", "advmod", "expect"},
		{"declined", "decline", "VERB", "VBD", "root", ""},
	} {
		sent, tok := find(c.form)
		head := ""
		if tok.Head != nlp.NoHead {
			head = sent.Tokens[tok.Head].Form
		}
		if got := [...]string{tok.Lemma, tok.UPOS, tok.XPOS, tok.Deprel, head}; got != [...]string{c.lemma, c.upos, c.xpos, c.deprel, c.head} {
			t.Errorf("%q: %v, want %+v", c.form, got, c)
		}
	}
	types := map[string]schema.EntityType{}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name {
			types[doc.MentionText(m)] = m.Type
		}
	}
	for text, want := range map[string]schema.EntityType{"Norway": schema.Country, "Ukraine": schema.Country, "Geneva": schema.Place} {
		if types[text] != want {
			t.Errorf("%q has type %q, want %q (of %v)", text, types[text], want, types)
		}
	}
}

// wellFormed says whether an analysis is a tree in each sentence, with every token in its
// text and every mention in its sentence.
func wellFormed(doc *nlp.Doc) error {
	pos := 0
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		roots := 0
		for j := range sent.Tokens {
			tok := &sent.Tokens[j]
			if tok.Start < pos || tok.End <= tok.Start || tok.End > len(doc.Text) {
				return fmt.Errorf("sentence %d, token %d: span %v", i, j, tok.Span)
			}
			pos = tok.End
			if tok.UPOS == "" || tok.XPOS == "" || tok.Lemma == "" || tok.Deprel == "" {
				return fmt.Errorf("sentence %d, token %d is not annotated: %+v", i, j, *tok)
			}
			if tok.Head == nlp.NoHead {
				roots++
			}
			h, steps := tok.Head, 0
			for ; h != nlp.NoHead; h, steps = sent.Tokens[h].Head, steps+1 {
				if h < 0 || h >= len(sent.Tokens) || steps > len(sent.Tokens) {
					return fmt.Errorf("sentence %d, token %d doesn't reach the root", i, j)
				}
			}
		}
		if roots != 1 {
			return fmt.Errorf("sentence %d has %d roots", i, roots)
		}
	}
	for i, m := range doc.Mentions {
		if m.Sentence < 0 || m.Sentence >= len(doc.Sentences) || m.First < 0 || m.Last <= m.First || m.Last > len(doc.Sentences[m.Sentence].Tokens) ||
			m.Head < m.First || m.Head >= m.Last || !(m.Score >= 0 && m.Score <= 1) {
			return fmt.Errorf("mention %d: %+v", i, m)
		}
	}
	return nil
}

// The same text has the same analysis in any goroutine, with and without assembly.
func TestAnalysisIsTheSameEverywhere(t *testing.T) {
	a, portable := newAnalyser(t, AnalyserOptions{}), newAnalyser(t, AnalyserOptions{Portable: true})
	want, err := a.Analyse(context.Background(), article)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			x := a
			if i%2 == 1 {
				x = portable
			}
			for range 3 {
				if _, err := x.AnalyseAny(context.Background(), strings.Repeat("Other words came before. ", i)); err != nil {
					t.Error(err)
				}
				if got, err := x.Analyse(context.Background(), article); err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("goroutine %d: another analysis (%v)", i, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestAnalyseRefusesOtherLanguages(t *testing.T) {
	a := newAnalyser(t, AnalyserOptions{})
	const text = "Le président des États-Unis a rencontré le premier ministre dans la ville de Paris, selon les autorités."
	_, err := a.Analyse(context.Background(), text)
	var lang *LanguageError
	if !errors.As(err, &lang) || lang.Guess != "fr" || !strings.Contains(err.Error(), `"fr"`) {
		t.Errorf("error %v", err)
	}
	if _, err := newAnalyser(t, AnalyserOptions{AnyLanguage: true}).Analyse(context.Background(), text); err != nil {
		t.Errorf("any language: %v", err)
	}
}

func TestAnalyseLeavesOutOtherLanguages(t *testing.T) {
	const (
		english = "Iran sold drones to Russia, officials said on Thursday, and the two countries will go on with their talks in the spring of this year."
		french  = "Le président des États-Unis a rencontré le premier ministre dans la ville de Paris, selon les autorités, et les deux pays ont signé un accord."
	)
	text := english + "\n\n" + french + "\n\n" + english
	doc, err := newAnalyser(t, AnalyserOptions{}).Analyse(t.Context(), text)
	if err != nil || doc.Unread != 1 || doc.Text != text || len(doc.Sentences) != 2 {
		t.Fatalf("%v: %d unread, %d sentences", err, doc.Unread, len(doc.Sentences))
	}
	if last := doc.Sentences[1].Span; text[last.Start:last.End] != english {
		t.Errorf("the last sentence is %q", text[last.Start:last.End])
	}
}

func TestAnalyseStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := newAnalyser(t, AnalyserOptions{}).Analyse(ctx, article); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestNewAnalyserRefusesABrokenModel(t *testing.T) {
	for _, data := range [][]byte{{}, []byte("not a model")} {
		if _, err := NewAnalyser(AnalyserOptions{Model: data}); err == nil {
			t.Errorf("%q was taken for a model", data)
		}
	}
}

func TestOddTexts(t *testing.T) {
	a := newAnalyser(t, AnalyserOptions{AnyLanguage: true})
	for name, text := range map[string]string{
		"empty":                   "",
		"white space":             " \n\x00\t",
		"a word of 1 MB":          strings.Repeat("x", 1<<20),
		"20,000 words unstopped":  strings.Repeat("the ship sailed on and ", 4000),
		"NULs and bad UTF-8":      "a\x00b\xff\xfe c. \x00",
		"right to left":           "قال الوزير إن السفينة غادرت. He said \u202eabc\u202c.",
		"emoji":                   "👨‍👩‍👧‍👦 said 👍🏽!!! ❤️‍🔥",
		"marks":                   strings.Repeat("((((\"'--", 500),
		"a paragraph of newlines": strings.Repeat("\n", 10_000) + "End.",
	} {
		doc, err := a.Analyse(context.Background(), text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := wellFormed(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func docs(texts ...string) iter.Seq2[*schema.Document, error] {
	return func(yield func(*schema.Document, error) bool) {
		for i, text := range texts {
			doc := &schema.Document{Path: fmt.Sprintf("%d.txt", i), Text: text}
			doc.Seal()
			if !yield(doc, nil) {
				return
			}
		}
		yield(nil, &schema.ArticleError{Article: "broken.txt", Err: errors.New("unreadable")})
	}
}

// Parse writes what Analyse finds, in parts, and skips what it can't read.
func TestParse(t *testing.T) {
	a := newAnalyser(t, AnalyserOptions{})
	long := strings.Repeat(article, partSentences/5+10) // more than one part
	var out bytes.Buffer
	var skipped []string
	err := a.Parse(context.Background(), &out, docs(article, "Der Minister hat gesagt, dass die Schiffe nicht auslaufen werden und der Hafen geschlossen ist.", long, ""),
		func(e *schema.ArticleError) { skipped = append(skipped, e.Error()) })
	if err != nil {
		t.Fatal(err)
	}
	if len(skipped) != 2 || !strings.HasPrefix(skipped[0], `1.txt: the text is not in English: it seems to be in "de"`) || skipped[1] != "broken.txt: unreadable" {
		t.Errorf("skipped %q", skipped)
	}
	if err := conllu.Validate(bytes.NewReader(out.Bytes()), "out"); err != nil {
		t.Error(err)
	}
	got, err := conllu.Read(bytes.NewReader(out.Bytes()), "out")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 {
		t.Fatalf("%d documents, want 2", len(got))
	}
	for i, text := range []string{article, long} {
		want, err := a.Analyse(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		chain(want)
		if len(got[i].Mentions) != len(want.Mentions) {
			t.Fatalf("document %d: %d mentions, want %d", i, len(got[i].Mentions), len(want.Mentions))
		}
		for j := range want.Mentions { // written with three decimals
			want.Mentions[j].Score = got[i].Mentions[j].Score
		}
		want.Chains = got[i].Chains
		if !reflect.DeepEqual(got[i].Doc, want) {
			t.Errorf("document %d is read back otherwise", i)
		}
	}
}

func TestParseTokenized(t *testing.T) {
	a := newAnalyser(t, AnalyserOptions{})
	const in = "# sent_id = s1\n# text = Norway's up-to-date ships.\n1-2\tNorway's\t_\t_\t_\t_\t_\t_\t_\t_\n1\tNorway\t_\t_\t_\t_\t_\t_\t_\t_\n2\t's\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"3\tup-to-date\tX\tX\tX\t_\t_\t_\t_\t_\n4\tships\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n5\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
	var out bytes.Buffer
	if err := a.ParseTokenized(context.Background(), &out, strings.NewReader(in), "in"); err != nil {
		t.Fatal(err)
	}
	if err := conllu.Validate(bytes.NewReader(out.Bytes()), "out"); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"# sent_id = s1\n", "\n1-2\tNorway's\t_\t", "\n3\tup-to-date\tup-to-date\t", "\n4\tships\tship\tNOUN\tNNS\t"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	err := a.ParseTokenized(context.Background(), &out, strings.NewReader("1\tx\n"), "in")
	if err == nil || !strings.HasPrefix(err.Error(), "in:1: ") {
		t.Errorf("error %v", err)
	}
}

// The analyser's memory doesn't grow with what it has read.
func TestMemoryStaysFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a few seconds")
	}
	a := newAnalyser(t, AnalyserOptions{})
	heap := func() int {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	read := func(from, n int) {
		for i := from; i < from+n; i++ {
			text := fmt.Sprintf("Minister%d of Land%x met General Name%d at Port%o. They signed Treaty-%d on day %d.", i, i, i*7, i, i*3, i)
			if _, err := a.AnalyseAny(context.Background(), text); err != nil {
				t.Fatal(err)
			}
		}
	}
	read(0, 500)
	before := heap()
	read(500, 1500)
	if grown := heap() - before; grown > 8<<20 {
		t.Errorf("1500 articles later the heap has grown by %d bytes", grown)
	}
	if before > 200<<20 {
		t.Errorf("the heap holds %d bytes", before)
	}
}

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{article, "", "a\x00\xff", "’’’ ... [.] «»", "1-2-3/4 w/ #x @y", strings.Repeat("so ", 600)} {
		f.Add(s)
	}
	a := newAnalyser(f, AnalyserOptions{AnyLanguage: true})
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := a.Analyse(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		if err := wellFormed(doc); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := conllu.NewWriter(&b).Write("x", doc); err != nil {
			t.Fatal(err)
		}
		if err := conllu.Validate(bytes.NewReader(b.Bytes()), "x"); err != nil && utf8.ValidString(text) {
			t.Fatal(err)
		}
		again, err := conllu.Read(&b, "x")
		if err != nil {
			t.Fatal(err)
		}
		if len(doc.Sentences) == 0 {
			return
		}
		if len(again) != 1 || utf8.ValidString(text) && again[0].Text != text {
			t.Fatalf("text %q is read back as %q", text, again[0].Text)
		}
	})
}

func BenchmarkAnalyse(b *testing.B) {
	for _, c := range []struct {
		name string
		opts AnalyserOptions
	}{{"assembly", AnalyserOptions{}}, {"portable", AnalyserOptions{Portable: true}}} {
		b.Run(c.name, func(b *testing.B) {
			a := newAnalyser(b, c.opts)
			tokens := 0
			for b.Loop() {
				doc, err := a.Analyse(context.Background(), article)
				if err != nil {
					b.Fatal(err)
				}
				for i := range doc.Sentences {
					tokens += len(doc.Sentences[i].Tokens)
				}
			}
			b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

func BenchmarkNewAnalyser(b *testing.B) {
	for b.Loop() {
		newAnalyser(b, AnalyserOptions{Portable: true}) // not shared, so it loads
	}
}
