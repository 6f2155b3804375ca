package tag

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"relata/loaders/nlp"
)

func TestLemmatize(t *testing.T) {
	for _, c := range []struct{ upos, xpos, words string }{
		{"VERB", "VBD", "said>say announced>announce planned>plan provoked>provoke asked>ask looked>look supplied>supply went>go underwent>undergo vetoed>veto shelled>shell Met>meet"},
		{"VERB", "VBN", "been>be seized>seize offered>offer struck>strike"},
		{"VERB", "VBG", "buying>buy hitting>hit making>make lying>lie Launching>launch"},
		{"VERB", "VBZ", "goes>go denies>deny passes>pass says>say"},
		{"AUX", "VBD", "was>be had>have did>do"},
		{"AUX", "MD", "wo>will ca>can 'd>would"},
		{"AUX", "VBZ", "'s>be ’s>be is>be"},
		{"PART", "POS", "'s>'s ’s>'s"},
		{"PART", "RB", "n't>not n’t>not"},
		{"NOUN", "NNS", "missiles>missile countries>country allies>ally crises>crisis men>man bases>base headquarters>headquarters OFFICIALS>official MPs>MP"},
		{"NOUN", "NN", "ship>ship Ship>ship"},
		{"PROPN", "NNP", "Russia>Russia NATO>NATO U.S.>U.S. McCain>McCain"},
		{"PROPN", "NNPS", "Nations>Nation Philippines>Philippines"},
		{"ADJ", "JJR", "larger>large better>good"},
		{"ADJ", "JJ", "Russian>Russian new>new New>new"},
		{"NUM", "CD", "10,000>10000 12>12 three>three"},
		{"PRON", "PRP", "They>they them>they I>I"},
		{"DET", "DT", "The>the these>this an>a"},
		{"PUNCT", "``", "“>\""},
		{"NOUN", "XXX", "ship>ship"}, // a tag that doesn't exist
		{"", "", "ships>ships"},
	} {
		var sent nlp.Sentence
		var want []string
		for pair := range strings.FieldsSeq(c.words) {
			form, lemma, _ := strings.Cut(pair, ">")
			sent.Tokens = append(sent.Tokens, nlp.Token{Form: form, UPOS: c.upos, XPOS: c.xpos})
			want = append(want, lemma)
		}
		Lemmatize(&sent)
		for i, tok := range sent.Tokens {
			if tok.Lemma != want[i] {
				t.Errorf("%s %s %q: lemma %q, want %q", c.upos, c.xpos, tok.Form, tok.Lemma, want[i])
			}
		}
	}
}

func TestHasOrIs(t *testing.T) {
	words := func(upos ...string) *nlp.Sentence {
		s := &nlp.Sentence{}
		for i := 0; i < len(upos); i += 3 {
			s.Tokens = append(s.Tokens, nlp.Token{Form: upos[i], UPOS: upos[i+1], XPOS: upos[i+2]})
		}
		return s
	}
	for _, c := range []struct {
		sent *nlp.Sentence
		want string
	}{
		{words("’s", "AUX", "VBZ", "already", "ADV", "RB", "been", "VERB", "VBN"), "have"},
		{words("'s", "AUX", "VBZ", "been", "VERB", "VBN"), "have"},
		{words("'s", "AUX", "VBZ", "a", "DET", "DT", "been", "VERB", "VBN"), "be"},
		{words("'s", "AUX", "VBZ"), "be"},
		{words("is", "AUX", "VBZ", "had", "VERB", "VBN"), "be"},
	} {
		Lemmatize(c.sent)
		if got := c.sent.Tokens[0].Lemma; got != c.want {
			t.Errorf("%v: %q, want %q", c.sent.Tokens, got, c.want)
		}
	}
}

// Rules of a tiny treebank: endings go from it to words that it lacks.
func TestTrainLemmas(t *testing.T) {
	var sent nlp.Sentence
	for pair := range strings.FieldsSeq("ships>ship ports>port plans>plan cities>city armies>army deputies>deputy men>man Women>woman Boys>boy") {
		form, lemma, _ := strings.Cut(pair, ">")
		sent.Tokens = append(sent.Tokens, nlp.Token{Form: form, Lemma: lemma, UPOS: "NOUN", XPOS: "NNS"})
	}
	docs := []*nlp.Doc{{Sentences: []nlp.Sentence{sent}}}
	data := TrainLemmas(docs).Bytes()
	if !bytes.Equal(data, TrainLemmas(docs).Bytes()) {
		t.Fatal("two trainings differ")
	}
	l, err := LoadLemmas(data)
	if err != nil {
		t.Fatal(err)
	}
	for form, want := range map[string]string{"boats": "boat", "parties": "party", "men": "man", "Navies": "navy"} {
		tok := &nlp.Token{Form: form, UPOS: "NOUN", XPOS: "NNS"}
		if got := l.lemma(tok); got != want {
			t.Errorf("%q: %q, want %q", form, got, want)
		}
	}
}

func TestLoadLemmasRefuses(t *testing.T) {
	pack := func(s string) []byte {
		var b bytes.Buffer
		b.WriteString(lemmaMagic)
		w, _ := flate.NewWriter(&b, 1)
		w.Write([]byte(s))
		w.Close()
		return b.Bytes()
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "another file": []byte("PK\x03\x04"), "cut short": englishLemmas[:len(englishLemmas)/2],
		"columns": pack("NOUN\ts\n\n"), "one part": pack("NOUN\ts\t1+\n"),
	} {
		if _, err := LoadLemmas(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzLemma(f *testing.F) {
	f.Add("planned", "VERB", "VBD")
	f.Add("İ", "NOUN", "NNS")
	f.Add("1,2\xff", "NUM", "CD")
	f.Add("éed", "VERB", "VBN")
	f.Fuzz(func(t *testing.T, form, upos, xpos string) {
		sent := &nlp.Sentence{Tokens: []nlp.Token{{Form: form, UPOS: upos, XPOS: xpos}}}
		Lemmatize(sent)
		if form != "" && sent.Tokens[0].Lemma == "" {
			t.Fatalf("%q %s %s has no lemma", form, upos, xpos)
		}
	})
}

func BenchmarkLemmatize(b *testing.B) {
	sent := &nlp.Sentence{}
	for range 100 {
		for _, f := range []string{"Officials NOUN NNS", "said VERB VBD", "that SCONJ IN", "Moscow PROPN NNP", "planned VERB VBD", "ballistic ADJ JJ", "missiles NOUN NNS", ". PUNCT ."} {
			c := strings.Fields(f)
			sent.Tokens = append(sent.Tokens, nlp.Token{Form: c[0], UPOS: c[1], XPOS: c[2]})
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		Lemmatize(sent)
	}
	b.ReportMetric(float64(len(sent.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// The card describes the file that is embedded.
func TestLemmaCard(t *testing.T) {
	data, err := os.ReadFile("lemma-en.json")
	if err != nil {
		t.Fatal(err)
	}
	var card struct {
		SHA256 string
		Bytes  int
	}
	if err := json.Unmarshal(data, &card); err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(englishLemmas); hex.EncodeToString(sum[:]) != card.SHA256 || len(englishLemmas) != card.Bytes {
		t.Error("lemma-en.json describes another file than lemma-en.bin: train again with relata-train lemmas")
	}
}
