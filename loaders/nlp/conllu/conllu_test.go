package conllu

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"relata/loaders/nlp"
	"relata/schema"
)

// sample is a document that uses everything there is.
func sample() *nlp.Doc {
	tok := func(start, end int, form, lemma, upos, xpos string, head int, deprel string) nlp.Token {
		return nlp.Token{Span: schema.Span{Start: start, End: end}, Form: form, Lemma: lemma, UPOS: upos, XPOS: xpos, Head: head, Deprel: deprel}
	}
	text := " “Ürün didn't_\u00a0go.\n\nMoscow  |\\ left."
	at := func(s string) int { return strings.Index(text, s) }
	one := []nlp.Token{
		tok(at("“"), at("Ü"), "“", "\"", "PUNCT", "``", 3, "punct"),
		tok(at("Ü"), at(" didn"), "Ürün", "Ürün", "PROPN", "NNP", 3, "nsubj"),
		tok(at("did"), at("n't"), "did", "do", "AUX", "VBD", 3, "aux"),
		tok(at("n't"), at("_"), "n't", "not", "PART", "RB", nlp.NoHead, "root"),
		tok(at("_"), at("\u00a0"), "_", "_", "SYM", "SYM", 3, "dep"),
		tok(at("go"), at("."), "go", "go", "VERB", "VB", 3, "xcomp"),
		tok(at("."), at(".")+1, ".", ".", "PUNCT", ".", 3, "punct"),
	}
	one[0].Glued, one[2].Glued, one[3].Glued, one[5].Glued = true, true, true, true
	one[2].Multi = 2
	one[1].Feats = "Number=Sing"
	left := at("left")
	two := []nlp.Token{
		tok(at("Moscow"), at("Moscow")+6, "Moscow", "Moscow", "PROPN", "NNP", 2, "nsubj"),
		tok(at("|"), at("|")+2, "|\\", "|\\", "SYM", "SYM", 0, "dep"),
		tok(left, left+4, "left", "leave", "VERB", "VBD", nlp.NoHead, "root"),
		tok(left+4, left+5, ".", ".", "PUNCT", ".", 2, "punct"),
	}
	two[2].Glued = true
	return &nlp.Doc{
		Text: text,
		Sentences: []nlp.Sentence{
			{Span: schema.Span{Start: one[0].Start, End: one[6].End}, Tokens: one},
			{Span: schema.Span{Start: two[0].Start, End: two[3].End}, Paragraph: 1, Tokens: two},
		},
		Mentions: []nlp.Mention{
			{Kind: nlp.Nominal, Sentence: 0, First: 0, Last: 3, Head: 1, Score: 0.5},
			{Kind: nlp.Name, Type: schema.Person, Sentence: 0, First: 1, Last: 2, Head: 1, Score: 0.875},
			{Kind: nlp.Name, Type: schema.Country, Sentence: 1, First: 0, Last: 1, Head: 0, Score: 1},
			{Kind: nlp.Quantity, Sentence: 1, First: 0, Last: 4, Head: 2},
		},
	}
}

const written = `# newdoc id = a/1
# global.Entity = eid-etype-head-kind-score
# newpar
# sent_id = a/1-1
# text = “Ürün didn't_ go.
1	“	"	PUNCT	` + "``" + `	_	4	punct	_	Entity=(m1--2-nominal-0.5|SpaceAfter=No|SpacesBefore=\s|end_char=2|start_char=1
2	Ürün	Ürün	PROPN	NNP	Number=Sing	4	nsubj	_	Entity=(m2-Person-1-name-0.875)|end_char=6|start_char=2
3-4	didn't	_	_	_	_	_	_	_	SpaceAfter=No|end_char=13|start_char=7
3	did	do	AUX	VBD	_	4	aux	_	Entity=m1)|end_char=10|start_char=7
4	n't	not	PART	RB	_	0	root	_	end_char=13|start_char=10
5	_	_	SYM	SYM	_	4	dep	_	SpacesAfter=\u00A0|end_char=14|start_char=13
6	go	go	VERB	VB	_	4	xcomp	_	SpaceAfter=No|end_char=17|start_char=15
7	.	.	PUNCT	.	_	4	punct	_	SpacesAfter=\n\n|end_char=18|start_char=17

# newpar
# sent_id = a/1-2
# text = Moscow |\ left.
1	Moscow	Moscow	PROPN	NNP	_	3	nsubj	_	Entity=(m4--3-quantity-0(m3-Country-1-name-1)|SpacesAfter=\s\s|end_char=26|start_char=20
2	|\	|\	SYM	SYM	_	1	dep	_	end_char=30|start_char=28
3	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No|end_char=35|start_char=31
4	.	.	PUNCT	.	_	3	punct	_	Entity=m4)|end_char=36|start_char=35

`

func write(t testing.TB, id string, doc *nlp.Doc) string {
	t.Helper()
	var b bytes.Buffer
	if err := NewWriter(&b).Write(id, doc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readOne(t testing.TB, s string) *Document {
	t.Helper()
	docs, err := Read(strings.NewReader(s), "test")
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 1 {
		t.Fatalf("%d documents, want 1", len(docs))
	}
	return docs[0]
}

func TestWrite(t *testing.T) {
	got := write(t, "a/1", sample())
	if got != written {
		t.Errorf("got\n%s\nwant\n%s", got, written)
	}
}

func TestWriteThenRead(t *testing.T) {
	for name, change := range map[string]func(*nlp.Doc){
		"without chains": func(doc *nlp.Doc) {},
		"with chains": func(doc *nlp.Doc) {
			doc.Chains = []nlp.Chain{{Mentions: []int{0, 3}}, {Mentions: []int{1}}, {Mentions: []int{2}}}
		},
		"untagged": func(doc *nlp.Doc) {
			doc.Mentions = nil
			for i := range doc.Sentences {
				for j := range doc.Sentences[i].Tokens {
					tok := &doc.Sentences[i].Tokens[j]
					tok.UPOS, tok.XPOS, tok.Feats, tok.Deprel, tok.Head = "", "", "", "", nlp.NoHead
				}
			}
		},
		"white space at the end": func(doc *nlp.Doc) { doc.Text += " \n" },
	} {
		t.Run(name, func(t *testing.T) {
			want := sample()
			change(want)
			// A shorter mention that starts with a longer one stands behind it.
			want.Mentions = ordered(want.Mentions)
			got := readOne(t, write(t, "x", want))
			if got.ID != "x" || got.SentIDs[1] != "x-2" {
				t.Errorf("ids %q, %q", got.ID, got.SentIDs)
			}
			if !reflect.DeepEqual(got.Doc, want) {
				t.Errorf("got\n%+v\nwant\n%+v", got.Doc, want)
			}
		})
	}
}

// A document in parts is written as it is in one.
func TestWriteParts(t *testing.T) {
	doc := sample()
	var b bytes.Buffer
	w := NewWriter(&b)
	for i := range doc.Sentences {
		part := &nlp.Doc{Text: doc.Text, Sentences: doc.Sentences[i : i+1]}
		for _, m := range doc.Mentions {
			if m.Sentence == i {
				m.Sentence = 0
				part.Mentions = append(part.Mentions, m)
			}
		}
		var next *nlp.Sentence
		if i+1 < len(doc.Sentences) {
			next = &doc.Sentences[i+1]
		}
		if err := w.WritePart("a/1", part, next); err != nil {
			t.Fatal(err)
		}
	}
	if b.String() != written {
		t.Errorf("got\n%s\nwant\n%s", b.String(), written)
	}
	if err := w.WritePart("x", doc, &doc.Sentences[0]); err != nil {
		t.Fatal(err)
	}
	if err := w.WritePart("x", &nlp.Doc{Text: "another", Sentences: doc.Sentences}, nil); err == nil {
		t.Error("a part of another text was taken")
	}
}

func TestWriteDocumentKeepsNames(t *testing.T) {
	for _, in := range []string{
		"# newdoc id = d\n# newpar\n# sent_id = first\n# text = w\n1\tw\t_\t_\t_\t_\t_\t_\t_\tend_char=1|start_char=0\n\n",
		"# newpar\n# sent_id = second\n# text = w\n1\tw\t_\t_\t_\t_\t_\t_\t_\tend_char=1|start_char=0\n\n",
	} {
		var b bytes.Buffer
		if err := NewWriter(&b).WriteDocument(readOne(t, in)); err != nil {
			t.Fatal(err)
		}
		if b.String() != in {
			t.Errorf("got\n%s\nwant\n%s", b.String(), in)
		}
	}
}

func ordered(ms []nlp.Mention) []nlp.Mention {
	out := append([]nlp.Mention(nil), ms...)
	for i := 1; i < len(out); i++ {
		if a, b := out[i-1], out[i]; a.Sentence == b.Sentence && a.First == b.First && a.Last < b.Last {
			out[i-1], out[i] = b, a
		}
	}
	return out
}

// What others write: comments, empty nodes, enhanced dependencies, words that don't add up.
func TestReadOthers(t *testing.T) {
	doc := readOne(t, "\ufeff# newdoc id = d\r\n# newpar id = p1\r\n# sent_id = s1\r\n# text = Je viens du port.\n"+
		"1\tJe\tje\tPRON\t_\t_\t2\tnsubj\t2:nsubj\t_\n2\tviens\tvenir\tVERB\t_\t_\t0\troot\t0:root\tCxn=X\n"+
		"2.1\tviens\tvenir\tVERB\t_\t_\t_\t_\t0:root\t_\n3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n"+
		"3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_\n4\tle\tle\tDET\t_\t_\t5\tdet\t_\t_\n5\tport\tport\tNOUN\t_\t_\t2\tobl:arg\t_\tSpaceAfter=No\n6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"+
		"# newpar\n1\tFin\t_\t_\t_\t_\t_\t_\t_\t_")
	if want := "Je viens du port.\nFin"; doc.Text != want {
		t.Errorf("text %q, want %q", doc.Text, want)
	}
	toks := doc.Sentences[0].Tokens
	if len(toks) != 6 || toks[2].Multi != 2 || toks[4].Deprel != "obl:arg" || toks[4].Head != 1 || toks[1].Head != nlp.NoHead {
		t.Errorf("%+v", toks)
	}
	for _, i := range []int{2, 3} {
		if got := doc.Text[toks[i].Start:toks[i].End]; got != "du" {
			t.Errorf("word %d covers %q, want all of the multiword token", i, got)
		}
	}
	if !toks[2].Glued || toks[3].Glued || !toks[4].Glued || doc.Sentences[1].Tokens[0].Glued {
		t.Errorf("glued is wrong: %+v", toks)
	}
	if doc.Sentences[1].Paragraph != 1 || doc.Sentences[1].Tokens[0].Head != nlp.NoHead {
		t.Errorf("%+v", doc.Sentences[1])
	}
	// And it can be written again.
	if again := readOne(t, write(t, "d", doc.Doc)); !reflect.DeepEqual(again.Doc, doc.Doc) {
		t.Errorf("written and read again:\n%+v\nwant\n%+v", again.Doc, doc.Doc)
	}
}

func TestReadErrors(t *testing.T) {
	row := func(id, head, rel string) string {
		return id + "\tw\tw\tX\t_\t_\t" + head + "\t" + rel + "\t_\t_\n"
	}
	for _, c := range []struct{ name, in, want string }{
		{"columns", "1\tw\n\n", "f:1: 2 columns"},
		{"id", row("1", "0", "root") + row("3", "1", "dep"), `f:2: id "3", want 2`},
		{"head out of range", row("1", "0", "root") + row("2", "9", "dep") + "\n", "f:3: word 2: head 9 in a sentence of 2"},
		{"head no number", row("1", "x", "root"), `f:1: word 1: head "x"`},
		{"head without relation", row("1", "0", "_"), `f:1: word 1: head "0" with relation "_"`},
		{"two roots", row("1", "0", "root") + row("2", "0", "root"), "two roots, words 1 and 2"},
		{"no root", row("1", "2", "dep") + row("2", "1", "dep"), "no root"},
		{"cycle", row("1", "0", "root") + row("2", "3", "dep") + row("3", "2", "dep"), "hangs from itself"},
		{"head on some", row("1", "0", "root") + row("2", "_", "_"), "some words have a head"},
		{"multiword token out of place", "2-3\tw\t_\t_\t_\t_\t_\t_\t_\t_\n", "f:1: multiword token"},
		{"multiword token cut off", "1-2\tw\t_\t_\t_\t_\t_\t_\t_\t_\n" + row("1", "0", "root") + "\n", "ends inside the multiword token"},
		{"empty form", "1\t\tw\tX\t_\t_\t0\troot\t_\t_\n", "f:1: empty form"},
		{"not UTF-8", "1\t\xff\tw\tX\t_\t_\t0\troot\t_\t_\n", "f:1: not UTF-8"},
		{"escape", "1\tw\tw\tX\t_\t_\t0\troot\t_\tSpacesAfter=\\q\n", "unknown escape"},
		{"no white space", "1\tw\tw\tX\t_\t_\t0\troot\t_\tSpacesAfter=x\n", "which is none"},
		{"bracket", "# global.Entity = " + entityFields + "\n1\tw\tw\tX\t_\t_\t0\troot\t_\tEntity=(m1--1-name-1\n", "not closed"},
		{"closing bracket", "# global.Entity = " + entityFields + "\n1\tw\tw\tX\t_\t_\t0\troot\t_\tEntity=m1)\n", "not opened"},
		{"head of a mention", "# global.Entity = " + entityFields + "\n1\tw\tw\tX\t_\t_\t0\troot\t_\tEntity=(m1--2-name-1)\n", "head lies outside"},
		{"line too long", "# " + strings.Repeat("x", maxLine), "f:1: line longer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.in), "f")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
	broken := errors.New("broken pipe")
	if _, err := Read(io.MultiReader(strings.NewReader("# a\n"), iotest.ErrReader(broken)), "f"); !errors.Is(err, broken) {
		t.Errorf("error %v, want the reader's", err)
	}
}

func TestWriteErrors(t *testing.T) {
	for name, spoil := range map[string]func(*nlp.Doc){
		"token outside the text": func(doc *nlp.Doc) { doc.Sentences[1].Tokens[3].End = len(doc.Text) + 1 },
		"tokens out of order":    func(doc *nlp.Doc) { doc.Sentences[1].Tokens[1].Start = 0 },
		"empty token":            func(doc *nlp.Doc) { doc.Sentences[0].Tokens[0].End = doc.Sentences[0].Tokens[0].Start },
		"multi":                  func(doc *nlp.Doc) { doc.Sentences[1].Tokens[3].Multi = 2 },
		"no tokens":              func(doc *nlp.Doc) { doc.Sentences[1].Tokens = nil },
		"mention":                func(doc *nlp.Doc) { doc.Mentions[0].Last = 99 },
		"head of a mention":      func(doc *nlp.Doc) { doc.Mentions[0].Head = 9 },
		"score":                  func(doc *nlp.Doc) { doc.Mentions[0].Score = 2 },
		"type":                   func(doc *nlp.Doc) { doc.Mentions[0].Type = "a|b" },
		"chain":                  func(doc *nlp.Doc) { doc.Chains = []nlp.Chain{{Mentions: []int{9}}} },
	} {
		doc := sample()
		spoil(doc)
		w := NewWriter(io.Discard)
		if err := w.Write("x", doc); err == nil {
			t.Errorf("%s: no error", name)
		} else if again := w.Write("x", sample()); again != err {
			t.Errorf("%s: the error did not stay: %v", name, again)
		}
	}
	broken := errors.New("disk full")
	if err := NewWriter(failing{broken}).Write("x", sample()); !errors.Is(err, broken) {
		t.Errorf("error %v, want the writer's", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// A file without newdoc is cut, so that it streams.
func TestDocsAreCut(t *testing.T) {
	in := strings.Repeat("1\tw\t_\t_\t_\t_\t_\t_\t_\t_\n\n", maxSents+5)
	var sizes []int
	for doc, err := range Docs(strings.NewReader(in), "f") {
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(doc.Sentences))
	}
	if want := []int{maxSents, 5}; !reflect.DeepEqual(sizes, want) {
		t.Errorf("documents of %d sentences, want %d", sizes, want)
	}
}

func TestValidate(t *testing.T) {
	valid := func(s string) error { return Validate(strings.NewReader(s), "f") }
	if err := valid(written); err != nil {
		t.Error(err)
	}
	change := func(old, new string) string {
		s := strings.Replace(written, old, new, 1)
		if s == written {
			t.Fatalf("no %q", old)
		}
		return s
	}
	for _, c := range []struct{ name, in, want string }{
		{"no empty line at the end", strings.TrimSuffix(written, "\n"), "no empty line"},
		{"two empty lines", change("\n\n", "\n\n\n"), "empty line too many"},
		{"text", change("# text = Moscow", "# text = Moskva"), "f:15: text"},
		{"no text", change("# text = Moscow |\\ left.\n", ""), "text"},
		{"name taken", change("# sent_id = a/1-2", "# sent_id = a/1-1"), "missing or taken"},
		{"root", change("\t0\troot", "\t0\tdep"), `head "0" with relation "dep"`},
		{"relation", change("\txcomp\t", "\twhat\t"), "relation"},
		{"cycle", change("1\tMoscow\tMoscow\tPROPN\tNNP\t_\t3", "1\tMoscow\tMoscow\tPROPN\tNNP\t_\t2"), "reach the root"},
		{"head of itself", change("1\tMoscow\tMoscow\tPROPN\tNNP\t_\t3", "1\tMoscow\tMoscow\tPROPN\tNNP\t_\t1"), "head"},
		{"no root", change("3\tleft\tleave\tVERB\tVBD\t_\t0\troot", "3\tleft\tleave\tVERB\tVBD\t_\t4\tdep"), "0 roots"},
		{"head on some", change("\t3\tpunct", "\t_\t_"), "some words have a head"},
		{"tag", change("\tPROPN\t", "\tNAME\t"), `tag "NAME"`},
		{"features", change("Number=Sing", "Number=Sing|Case=Nom"), "features"},
		{"empty column", change("\tnsubj\t_\t", "\tnsubj\t\t"), "column 9"},
		{"columns", change("\tnsubj\t_\t", "\tnsubj\t"), "9 columns"},
		{"id", change("\n2\t|", "\n3\t|"), `id "3", want 2`},
		{"range", change("\n3-4\t", "\n4-5\t"), "range"},
		{"comment among words", change("\n2\t|", "\n# x\n2\t|"), "comment among words"},
	} {
		if err := valid(c.in); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(written)
	f.Add("1\tw\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\s\\n\n\n# newdoc\n# newpar\n1\t_\t_\t_\t_\t_\t0\tx\t_\tSpaceAfter=No\n")
	f.Add("1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\t_\t_\t_\t_\t_\t_\t_\t_\n2\tle\t_\t_\t_\t_\t_\t_\t_\t_\n")
	f.Fuzz(func(t *testing.T, in string) {
		docs, err := Read(strings.NewReader(in), "f")
		if err != nil {
			return
		}
		for _, doc := range docs {
			var b bytes.Buffer
			if err := NewWriter(&b).Write(doc.ID, doc.Doc); err != nil {
				t.Fatalf("what was read can't be written: %v", err)
			}
			again, err := Read(bytes.NewReader(b.Bytes()), "again")
			if err != nil || len(again) != 1 {
				t.Fatalf("what was written can't be read: %v\n%s", err, b.String())
			}
			var c bytes.Buffer
			if err := NewWriter(&c).WriteDocument(again[0]); err != nil {
				t.Fatal(err)
			}
			if b.String() != c.String() {
				t.Fatalf("written again:\n%s\nbefore:\n%s", c.String(), b.String())
			}
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	doc := sample()
	for b.Loop() {
		if err := NewWriter(io.Discard).Write("x", doc); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(11*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
