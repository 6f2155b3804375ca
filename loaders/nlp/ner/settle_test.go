package ner

import (
	"fmt"
	"slices"
	"testing"

	"relata/loaders/nlp"
	"relata/schema"
)

func TestSettle(t *testing.T) {
	doc := &nlp.Doc{}
	for _, s := range []string{"Maria_PROPN Lopez_PROPN left Acme_PROPN", "Lopez_PROPN met Acme_PROPN", "Lopez_PROPN and Acme_PROPN rose_NOUN"} {
		doc.Sentences = append(doc.Sentences, nlp.Sentence{Tokens: sentence(s)})
	}
	name := func(typ schema.EntityType, sent, first, last int, score float64) {
		doc.Mentions = append(doc.Mentions, nlp.Mention{Type: typ, Sentence: sent, First: first, Last: last, Head: first, Score: score})
	}
	name(schema.Person, 0, 0, 2, 0.9)
	name(schema.Organization, 0, 3, 4, 0.9)
	name(schema.Organization, 1, 0, 1, 0.5)                                                                                            // a part of a person's name
	name(schema.Place, 1, 2, 3, 0.6)                                                                                                   // less sure than the first
	doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Nominal, Type: schema.Product, Sentence: 2, First: 2, Last: 3, Head: 2}) // a name after all
	Settle(doc)
	var got []string
	for _, m := range doc.Mentions {
		got = append(got, fmt.Sprint(m.Type, " ", m.Sentence, m.First, m.Last))
	}
	want := []string{"Person 0 0 2", "Organization 0 3 4", "Person 1 0 1", "Organization 1 2 3", "Person 2 0 1", "Organization 2 2 3"}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	Settle(new(nlp.Doc))
}
