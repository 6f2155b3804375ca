package tag

import (
	"strings"
	"testing"

	"relata/loaders/nlp"
)

// Every form of a verb of the table has it as its lemma, and so have verbs that the learned
// rules know.
func TestVerbs(t *testing.T) {
	lemma := func(form, xpos string) string {
		sent := nlp.Sentence{Tokens: []nlp.Token{{Form: form, UPOS: "VERB", XPOS: xpos}}}
		Lemmatize(&sent)
		return sent.Tokens[0].Lemma
	}
	for b := range strings.FieldsSeq(verbs) {
		b, double := strings.CutSuffix(b, "+")
		if b == "underwrite" || b == "undergo" || b == "route" {
			continue
		}
		for i, f := range inflect(b, double) {
			if got := lemma(f, [3]string{"VBZ", "VBD", "VBG"}[i]); got != b {
				t.Errorf("%s: %s, want %s", f, got, b)
			}
		}
	}
	for _, c := range [][3]string{
		{"suing", "VBG", "sue"}, {"sued", "VBN", "sue"}, {"rioting", "VBG", "riot"}, {"Rioted", "VBD", "riot"}, {"vetoes", "VBZ", "veto"}, {"embargoing", "VBG", "embargo"},
		{"undergoes", "VBZ", "undergo"}, {"underwriting", "VBG", "underwrite"}, {"vying", "VBG", "vie"}, {"freed", "VBN", "free"}, {"kidnapped", "VBN", "kidnap"},
		{"routed", "VBD", "rout"}, {"fought", "VBD", "fight"}, {"rescued", "VBN", "rescue"}, {"pursuing", "VBG", "pursue"}, {"besieged", "VBN", "besiege"},
	} {
		if got := lemma(c[0], c[1]); got != c[2] {
			t.Errorf("%s: %s, want %s", c[0], got, c[2])
		}
	}
	sent := nlp.Sentence{Tokens: []nlp.Token{{Form: "riots", UPOS: "NOUN", XPOS: "NNS"}, {Form: "poisoning", UPOS: "NOUN", XPOS: "NN"}}}
	Lemmatize(&sent)
	if sent.Tokens[0].Lemma != "riot" || sent.Tokens[1].Lemma != "poisoning" {
		t.Errorf("nouns: %+v", sent.Tokens)
	}
}
