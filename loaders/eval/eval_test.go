package eval

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"relata/loaders/nlp"
	"relata/loaders/nlp/conllu"
	"relata/schema"
)

func parse(t *testing.T, lines ...string) *nlp.Doc {
	t.Helper()
	docs, err := conllu.Read(strings.NewReader(strings.Join(lines, "\n")), "test")
	if err != nil {
		t.Fatal(err)
	}
	return docs[0].Doc
}

func row(cols string) string {
	f := strings.Fields(cols) // id form lemma upos xpos head deprel misc
	return strings.Join([]string{f[0], f[1], f[2], f[3], f[4], "_", f[5], f[6], "_", f[7]}, "\t")
}

func TestParsing(t *testing.T) {
	gold := parse(t,
		row("1 He he PRON PRP 3 nsubj _"),
		"2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_",
		row("2 did do AUX VBD 4 aux _"), // words 1 to 5
		row("3 n't not PART RB 4 advmod _"),
		row("4 go go VERB VB 0 root SpaceAfter=No"),
		row("5 . . PUNCT . 4 punct _"), "",
		row("1 Yes yes INTJ UH 0 root _"), "")
	t.Run("itself", func(t *testing.T) {
		var p Parsing
		// Word 1 hangs from word 3 above by design, so that heads inside multiword tokens count too.
		if err := p.Add(gold, gold); err != nil {
			t.Fatal(err)
		}
		want := Score{6, 6, 6}
		for name, s := range map[string]Score{"words": p.Words, "upos": p.UPOS, "xpos": p.XPOS, "lemmas": p.Lemmas, "uas": p.UAS, "las": p.LAS} {
			if s != want {
				t.Errorf("%s: %+v, want %+v", name, s, want)
			}
		}
		if (p.Tokens != Score{5, 5, 5}) || (p.Sentences != Score{2, 2, 2}) {
			t.Errorf("tokens %+v, sentences %+v", p.Tokens, p.Sentences)
		}
	})
	t.Run("another", func(t *testing.T) {
		system := parse(t,
			row("1 He he PRON PRP 2 nsubj _"),            // wrong head
			row("2 didn't do AUX VBD 3 aux _"),           // not split
			row("3 go go NOUN NN 0 root SpaceAfter=No"),  // wrong tags
			row("4 . . PUNCT . 3 dep _"),                 // wrong relation
			row("5 Yes Yes INTJ UH 3 discourse:x _"), "") // no new sentence, wrong lemma
		var p Parsing
		p.KeepErrors(5)
		if err := p.Add(gold, system); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct{ got, want Score }{
			"sentences": {p.Sentences, Score{2, 1, 0}},
			"tokens":    {p.Tokens, Score{5, 5, 5}},
			"words":     {p.Words, Score{6, 5, 4}},
			"upos":      {p.UPOS, Score{6, 5, 3}},
			"xpos":      {p.XPOS, Score{6, 5, 3}},
			"lemmas":    {p.Lemmas, Score{6, 5, 3}},
			"uas":       {p.UAS, Score{6, 5, 2}}, // "go" and "."
			"las":       {p.LAS, Score{6, 5, 1}},
		} {
			if c.got != c.want {
				t.Errorf("%s: %+v, want %+v", name, c.got, c.want)
			}
		}
		if got, want := p.UPOSErrors.Top(9), []Confusion{{"VERB", "NOUN", 1}}; !reflect.DeepEqual(got, want) {
			t.Errorf("confusions %v, want %v", got, want)
		}
		if got, want := p.DeprelErrors.Top(9), []Confusion{{"punct", "dep", 1}}; !reflect.DeepEqual(got, want) {
			t.Errorf("confusions %v, want %v", got, want)
		}
		if len(p.SentenceErrors) != 2 || !strings.Contains(p.SentenceErrors[1], "[Yes]") {
			t.Errorf("sentence errors %q", p.SentenceErrors)
		}
	})
	t.Run("another text", func(t *testing.T) {
		var p Parsing
		err := p.Add(gold, parse(t, row("1 She she PRON PRP 0 root _"), ""))
		if err == nil || !strings.Contains(err.Error(), "texts differ") {
			t.Errorf("error %v", err)
		}
	})
}

func TestSubtypesAreCut(t *testing.T) {
	gold := parse(t, row("1 Ships ship NOUN NNS 2 nsubj:pass _"), row("2 sunk sink VERB VBN 0 root _"), "")
	system := parse(t, row("1 Ships ship NOUN NNS 2 nsubj _"), row("2 sunk sink VERB VBN 0 root _"), "")
	var p Parsing
	if err := p.Add(gold, system); err != nil {
		t.Fatal(err)
	}
	if p.LAS.Correct != 2 {
		t.Errorf("%+v", p.LAS)
	}
}

func TestScore(t *testing.T) {
	s := Score{Gold: 4, System: 5, Correct: 3}
	if s.Precision() != 0.6 || s.Recall() != 0.75 || math.Abs(s.F1()-2.0/3) > 1e-12 {
		t.Errorf("%v %v %v", s.Precision(), s.Recall(), s.F1())
	}
	if (Score{}).F1() != 1 {
		t.Error("nothing to find and nothing found is no error")
	}
}

func TestReadNames(t *testing.T) {
	for name, in := range map[string]string{
		"CoNLL 2003": "Ann I-PER\nLee I-PER\nof O\nAcme I-ORG\nParis B-LOC\n\nNo O\n",
		"Universal":  "# newdoc\n# sent_id = s\n# text = Ann Lee of Acme/Paris\n1\tAnn\tB-PER\t-\ta\n2\tLee\tI-PER\t-\ta\n3\tof\tO\t-\t-\n4\tAcme/\tB-ORG\t-\ta\n5\tParis\tB-LOC\t-\ta\n\n# sent_id = t\n1\tNo\tO\t-\t-\n",
	} {
		var got []*Tagged
		for s, err := range ReadNames(strings.NewReader(in), "f") {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, s)
		}
		if len(got) != 2 {
			t.Fatalf("%s: %d sentences", name, len(got))
		}
		if want := []Name{{0, 2, "PER"}, {3, 4, "ORG"}, {4, 5, "LOC"}}; !reflect.DeepEqual(got[0].Names, want) {
			t.Errorf("%s: %v, want %v", name, got[0].Names, want)
		}
		if first := name == "Universal"; got[0].First != first || got[1].First {
			t.Errorf("%s: starts of documents are wrong", name)
		}
		doc := Join(got)
		second := doc.Sentences[1]
		want := "Ann Lee of Acme Paris No"
		if name == "Universal" {
			want = "Ann Lee of Acme/Paris No" // as its text has it
		}
		if doc.Text != want || doc.Sentences[0].Tokens[3].Glued != (name == "Universal") || strings.Trim(doc.MentionText(&nlp.Mention{First: 3, Last: 4}), "/") != "Acme" || doc.Text[second.Start:second.End] != "No" {
			t.Errorf("%s: %+v", name, doc)
		}
	}
	for _, in := range []string{"word\n", "word X-PER\n", "# sent_id = s\n1\tword\n"} {
		for _, err := range ReadNames(strings.NewReader(in), "f") {
			if err == nil || !strings.HasPrefix(err.Error(), "f:") {
				t.Errorf("%q: error %v", in, err)
			}
		}
	}
}

func TestNames(t *testing.T) {
	var n Names
	n.Add([]Name{{0, 2, "PER"}, {3, 4, "ORG"}, {6, 7, "LOC"}}, []Name{{0, 2, "PER"}, {3, 4, "LOC"}, {8, 9, "ORG"}})
	if (n.All != Score{3, 3, 1}) || (n.Spans != Score{3, 3, 2}) {
		t.Errorf("%+v %+v", n.All, n.Spans)
	}
	if got := *n.Labels["ORG"]; (got != Score{1, 1, 0}) {
		t.Errorf("%+v", got)
	}
	want := []Confusion{{"LOC", "O", 1}, {"O", "ORG", 1}, {"ORG", "LOC", 1}}
	if got := n.Errors.Top(9); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := n.LabelNames(); !reflect.DeepEqual(got, []string{"LOC", "ORG", "PER"}) {
		t.Errorf("%v", got)
	}
}

func TestNamesOf(t *testing.T) {
	doc := &nlp.Doc{Mentions: []nlp.Mention{
		{Kind: nlp.Name, Type: schema.Country, Sentence: 1, First: 1, Last: 2},
		{Kind: nlp.Name, Type: schema.Organization, Sentence: 1, First: 1, Last: 4},
		{Kind: nlp.Name, Type: schema.Person, Sentence: 0, First: 0, Last: 1},
		{Kind: nlp.Nominal, Type: schema.Person, Sentence: 1, First: 5, Last: 6},
		{Kind: nlp.Name, Type: schema.Event, Sentence: 1, First: 6, Last: 7},
	}}
	doc.Sentences = make([]nlp.Sentence, 2)
	doc.Sentences[1].Tokens = []nlp.Token{{Form: "Norwegian", UPOS: "ADJ", XPOS: "JJ"}, {Form: "Norway", UPOS: "PROPN", XPOS: "NNP"}}
	doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Country, Sentence: 1, First: 0, Last: 1})
	if got, want := NamesOf(doc, 1), []Name{{1, 4, "ORG"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestEntities(t *testing.T) {
	doc := &nlp.Doc{Text: "The Navy of Norway warned protesters", Sentences: []nlp.Sentence{{}}}
	pos := 0
	for f := range strings.FieldsSeq(doc.Text) {
		doc.Sentences[0].Tokens = append(doc.Sentences[0].Tokens, nlp.Token{Span: schema.Span{Start: pos, End: pos + len(f)}, Form: f})
		pos += len(f) + 1
	}
	doc.Mentions = []nlp.Mention{
		{Kind: nlp.Nominal, Type: schema.Organization, First: 0, Last: 2},
		{Kind: nlp.Name, Type: schema.Place, First: 3, Last: 4},
		{Kind: nlp.Nominal, Type: schema.Group, First: 5, Last: 6},
	}
	var e Entities
	e.Add([]Entity{
		{Name: "Norwegian Navy", Type: schema.Organization, Aliases: []string{"the Navy"}},
		{Name: "Norway", Type: schema.Country},
		{Name: "Sweden", Type: schema.Country},
		{Name: "protesters", Type: schema.Group},
	}, doc)
	if (e.Named != Score{3, 3, 1}) || (e.Spans != Score{3, 3, 2}) || (e.Others != Score{1, 1, 1}) || (e.All() != Score{4, 4, 2}) {
		t.Errorf("%+v", e)
	}
	if want := []Confusion{{"Country", "O", 1}, {"Country", "Place", 1}}; !reflect.DeepEqual(e.Errors.Top(9), want) {
		t.Errorf("%v, want %v", e.Errors.Top(9), want)
	}
}
