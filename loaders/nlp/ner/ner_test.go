package ner

import (
	"math"
	"slices"
	"strings"
	"testing"

	"relata/loaders/nlp"
)

// sentence makes tokens of "form/UPOS"; without a tag a word is X. Heads and relations
// follow the form as "form/UPOS/head/relation".
func sentence(text string) []nlp.Token {
	var toks []nlp.Token
	for _, w := range strings.Fields(text) {
		p := strings.Split(w, "_")
		tok := nlp.Token{Form: p[0], UPOS: "X", Head: nlp.NoHead, Deprel: "dep"}
		if len(p) > 1 {
			tok.UPOS = p[1]
		}
		if len(p) > 2 {
			tok.Deprel = p[2]
		}
		if len(p) > 3 {
			tok.Head = len(toks) + len(p[3]) // "+" the next token, "++" the one after
		}
		toks = append(toks, tok)
	}
	return toks
}

func values(text string) []string {
	toks := sentence(text)
	f := finder{toks: toks, end: len(toks), taken: make([]bool, len(toks))}
	f.values()
	var got []string
	for _, m := range f.found {
		var words []string
		for _, tok := range toks[m.First:m.Last] {
			words = append(words, tok.Form)
		}
		kind := map[nlp.Kind]string{nlp.Date: "date", nlp.Money: "money", nlp.Quantity: "quantity"}[m.Kind]
		got = append(got, kind+": "+strings.Join(words, " "))
	}
	return got
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"on March_PROPN 4_NUM , 2024_NUM in", []string{"date: March 4 , 2024"}},
		{"on 4_NUM March_PROPN 2024_NUM .", []string{"date: 4 March 2024"}},
		{"on Thursday_PROPN", []string{"date: Thursday"}},
		{"on Monday_PROPN night_NOUN , Jan._PROPN 5_NUM .", []string{"date: Monday night , Jan. 5"}},
		{"in mid - December_PROPN", []string{"date: mid - December"}},
		{"late last week_NOUN", []string{"date: late last week"}},
		{"the end of March_PROPN", []string{"date: the end of March"}},
		{"in the late 1990s_NOUN", []string{"date: the late 1990s"}},
		{"three_NUM years_NOUN ago", []string{"date: three years ago"}},
		{"a few days_NOUN later", []string{"date: a few days later"}},
		{"for three_NUM years_NOUN", []string{"quantity: three years"}},
		{"in 2023_NUM_obl , he", []string{"date: 2023"}},
		{"the 2022_NUM_compound_++ World_PROPN Cup_PROPN", nil}, // an event's name
		{"1500_NUM_nummod_+ soldiers_NOUN", nil},
		{"the_DET 2006_NUM_nummod_+ riots_NOUN", []string{"date: 2006"}},
		{"by the November_PROPN 4_NUM", []string{"date: November 4"}},
		{"one_NUM of them", nil},
		{"one_NUM_nummod_+ man_NOUN", []string{"quantity: one"}},
		{"half a million_NUM dollars_NOUN", []string{"money: half a million dollars"}},
		{"five_NUM to six_NUM million_NUM US_PROPN dollars_NOUN", []string{"money: five to six million US dollars"}},
		{"2023-12-15_NUM", []string{"date: 2023-12-15"}},
		{"the first quarter_NOUN of 2024_NUM", []string{"date: the first quarter of 2024"}},
		{"the 19th_ADJ century_NOUN", []string{"date: the 19th century"}},
		{"they may_AUX march_VERB in", nil},
		{"$ 3.5_NUM million_NUM was", []string{"money: $ 3.5 million"}},
		{"more than $ 3_NUM million_NUM", []string{"money: more than $ 3 million"}},
		{"20_NUM million_NUM U.S. dollars_NOUN", []string{"money: 20 million U.S. dollars"}},
		{"€ 5_NUM", []string{"money: € 5"}},
		{"20_NUM pounds_NOUN of explosives_NOUN", []string{"quantity: 20 pounds"}},
		{"20_NUM km_NOUN from", []string{"quantity: 20 km"}},
		{"more than 20_NUM people_NOUN", []string{"quantity: more than 20"}},
		{"several dozen_NUM missiles_NOUN", []string{"quantity: several dozen"}},
		{"hundreds_NOUN of thousands_NOUN of people_NOUN", []string{"quantity: hundreds of thousands"}},
		{"300_NUM square_ADJ miles_NOUN", []string{"quantity: 300 square miles"}},
		{"50_NUM %_SYM of", []string{"quantity: 50 %"}},
		{"a man_NOUN in the street_NOUN", nil},
		{"", nil},
		{"the", nil},
		{"a", nil},
		{"mid", nil},
		{"the end of", nil},
		{"$", nil},
		{"more than", nil},
		{"last", nil},
	} {
		if got := values(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzValues(f *testing.F) {
	f.Add("the end of March_PROPN 4_NUM , 2024_NUM $ a few more than as many as 20_NUM - 30_NUM km")
	f.Add("early late mid - of in the this last next a an and to or")
	f.Fuzz(func(t *testing.T, text string) {
		toks := sentence(text)
		for i := range toks {
			if toks[i].Head >= len(toks) {
				toks[i].Head = nlp.NoHead
			}
		}
		f := finder{toks: toks, end: len(toks), taken: make([]bool, len(toks))}
		f.values()
		last := 0
		for _, m := range f.found {
			if m.First < last || m.Last <= m.First || m.Last > len(toks) {
				t.Fatalf("%q: mention of tokens %d to %d after one that ends at %d", text, m.First, m.Last, last)
			}
			last = m.Last
		}
	})
}

func TestViterbiKeepsNamesWhole(t *testing.T) {
	labels := []string{"O", "B-P", "I-P", "E-P", "S-P", "B-Q", "I-Q", "E-Q", "S-Q"}
	// Greedy choice would be B-P E-Q: no name. The best whole one is B-P E-P.
	scores := [][]float32{
		{0, 5, 0, 0, 1, 4, 0, 0, 0},
		{0, 0, 0, 4, 0, 0, 0, 4.5, 0},
		{2, 0, 3, 0, 0, 0, 0, 0, 0},
	}
	if got, want := viterbi(scores, labels), []int{1, 3, 0}; !slices.Equal(got, want) {
		t.Errorf("path %v, want %v", got, want)
	}
	// A name that would be open at the end must be closed.
	if got, want := viterbi(scores[:1], labels), []int{4}; !slices.Equal(got, want) {
		t.Errorf("path %v, want %v", got, want)
	}
	if got := viterbi(nil, labels); got != nil {
		t.Errorf("no tokens: path %v", got)
	}
}

func TestExp(t *testing.T) {
	for _, x := range []float64{0, -1e-9, -0.5, -1, -10, -59, 3} {
		if got, want := exp(x), math.Exp(x); math.Abs(got-want) > 1e-12*want {
			t.Errorf("exp(%g) = %g, want %g", x, got, want)
		}
	}
	if exp(-1000) != 0 {
		t.Error("exp(-1000) is not 0")
	}
}

func TestWorks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"they left_VERB the Paris_PROPN Agreement_PROPN", "Agreement: Paris Agreement"},
		{"the 2022_NUM World_PROPN Cup_PROPN began_VERB", "Event: 2022 World Cup"},
		{"the Treaty_PROPN of Versailles_PROPN ended_VERB it", "Agreement: Treaty of Versailles"},
		{"Security_PROPN Council_PROPN Resolution_PROPN 1701_NUM says_VERB so", "Agreement: Security Council Resolution 1701"},
		{"the Democratic_PROPN National_PROPN Convention_PROPN opened_VERB", "Event: Democratic National Convention"},
		{"as Hurricane_PROPN Ida_PROPN neared_VERB", "Event: Hurricane Ida"},
		{"the war_NOUN began_VERB", ""},
		{"War_NOUN broke_VERB out", ""},
		{"the US_PROPN Constitution_PROPN Party_PROPN met_VERB", ""},
		{"Leaders_NOUN Sign_VERB Climate_NOUN Treaty_NOUN", ""},
	} {
		toks := sentence(c.text)
		f := finder{toks: toks, end: len(toks), taken: make([]bool, len(toks))}
		f.works()
		got := ""
		for _, m := range f.found {
			var words []string
			for _, tok := range toks[m.First:m.Last] {
				words = append(words, tok.Form)
			}
			got += string(m.Type) + ": " + strings.Join(words, " ")
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
