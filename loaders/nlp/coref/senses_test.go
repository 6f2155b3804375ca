package coref

import (
	"testing"

	"relata/schema"
)

func TestSenses(t *testing.T) {
	for _, c := range []struct {
		tree string
		head int
		want schema.EntityType
	}{
		{"The/the/DET/3/det Lovelace/Lovelace/PROPN/3/compound campaign/campaign/NOUN/4/nsubj accused/accuse/VERB/0/root Peru/Peru/PROPN/4/obj", 2, schema.Organization},
		{"The/the/DET/3/det Lovelace/Lovelace/PROPN/3/compound campaign/campaign/NOUN/4/nsubj began/begin/VERB/0/root", 2, schema.Event},
		{"People/people/NOUN/2/nsubj attended/attend/VERB/0/root the/the/DET/4/det party/party/NOUN/2/obj", 3, schema.Event},
		{"The/the/DET/2/det party/party/NOUN/3/nsubj attended/attend/VERB/0/root", 1, schema.Organization},
		{"A/a/DET/3/det birthday/birthday/NOUN/3/compound party/party/NOUN/4/nsubj ended/end/VERB/0/root", 2, schema.Event},
		{"The/the/DET/3/det pro-democracy/pro-democracy/ADJ/3/amod camp/camp/NOUN/4/nsubj won/win/VERB/0/root", 2, schema.Group},
		{"The/the/DET/3/det refugee/refugee/NOUN/3/compound camp/camp/NOUN/4/nsubj burned/burn/VERB/0/root", 2, schema.Place},
		{"Sixteen/sixteen/NUM/2/nummod states/state/NOUN/3/nsubj sued/sue/VERB/0/root", 1, schema.Group},
	} {
		doc := build(t, c.tree)
		if got := NounType(&doc.Sentences[0], c.head); got != c.want {
			t.Errorf("%s: got %q, want %q", c.tree, got, c.want)
		}
	}
}

func TestSomeOfThem(t *testing.T) {
	doc := build(t, "Quox/Quox/PROPN/8/nsubj and/and/CCONJ/4/cc its/its/PRON/4/nmod:poss backers/backer/NOUN/1/conj ,/,/PUNCT/7/punct notably/notably/ADV/7/advmod Peru/Peru/PROPN/4/appos won/win/VERB/0/root | Organization:1-1 Country:7-7")
	if got := chains(doc); got != "Quox=its" {
		t.Errorf("got %q", got)
	}
}
