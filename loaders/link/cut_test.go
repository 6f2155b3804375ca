package link

import (
	"testing"

	"relata/loaders/nlp"
	"relata/schema"
)

// TestWidenTakesAForefathersName holds that a first name which the parser takes for an adjective
// is part of the name that has it again.
func TestWidenTakesAForefathersName(t *testing.T) {
	for first, want := range map[string]int{"Nhial": 0, "Central": 1} {
		sent := &nlp.Sentence{Tokens: []nlp.Token{
			{Form: first, UPOS: "ADJ", XPOS: "NNP", Head: 1, Deprel: "amod"},
			{Form: "Deng", UPOS: "PROPN", XPOS: "NNP", Head: nlp.NoHead, Deprel: "root"},
			{Form: "Nhial", UPOS: "PROPN", XPOS: "NNP", Head: 1, Deprel: "flat"},
		}}
		m := nlp.Mention{Kind: nlp.Name, Type: schema.Person, First: 1, Last: 3, Head: 1}
		widen(sent, &m, func(int) bool { return false })
		if m.First != want {
			t.Errorf("%s Deng Nhial starts at %d, want %d", first, m.First, want)
		}
	}
}
