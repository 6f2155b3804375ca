package link

import (
	"strings"
	"testing"

	"relata/loaders/nlp"
)

func TestSplice(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"a post after a body": {
			"The/DET/2/det Government/PROPN/9/nsubj of/ADP/4/case Unity/PROPN/2/nmod of/ADP/7/case Prime/PROPN/7/compound Minister/PROPN/4/nmod Austen/PROPN/7/flat fell/VERB/0/root | Organization:2-6 Person:8-8",
			"Organization:Government of Unity; Person:Austen"},
		"a post and who has it": {
			"The/DET/2/det Government/PROPN/9/nsubj of/ADP/4/case Unity/PROPN/2/nmod of/ADP/7/case President/PROPN/4/nmod Jane/PROPN/6/flat Austen/PROPN/6/flat fell/VERB/0/root | Organization:2-8",
			"Organization:Government of Unity; Person:Jane Austen"},
		"where the report comes from": {
			"QUOXTOWN/PROPN/5/nsubj --/PUNCT/1/punct Andean/ADJ/4/amod Airways/PROPN/1/appos fell/VERB/0/root today/NOUN/5/obl | Organization:1-4",
			"Organization:Andean Airways"},
		"two bodies": {
			"The/DET/3/det Writers/PROPN/3/compound Union/PROPN/10/nsubj of/ADP/5/case Quoxtown/PROPN/3/nmod and/CCONJ/9/cc Andean/ADJ/9/amod Rights/PROPN/9/compound Fund/PROPN/3/conj sued/VERB/0/root | Organization:2-9",
			"Organization:Writers Union of Quoxtown; Organization:Andean Rights Fund"},
		"what one body is of": {
			"The/DET/2/det Ministry/PROPN/7/nsubj of/ADP/4/case Trade/PROPN/2/nmod and/CCONJ/6/cc Industry/PROPN/4/conj closed/VERB/0/root | Organization:2-6",
			"Organization:Ministry of Trade and Industry"},
		"an adjective of the name": {
			"The/DET/5/det Native/ADJ/5/amod Andean/ADJ/5/amod Rights/PROPN/5/compound Fund/PROPN/6/nsubj sued/VERB/0/root us/PRON/6/obj and/CCONJ/13/cc the/DET/12/det Native/ADJ/12/amod Andean/ADJ/12/amod Fund/PROPN/13/nsubj sued/VERB/6/conj | Organization:2-5 Organization:11-12",
			"Organization:Native Andean Rights Fund; Organization:Native Andean Fund"},
		"the first word of a body's name": {
			"The/DET/2/det native/ADJ/2/amod and/CCONJ/2/cc Native/ADJ/6/amod Rights/PROPN/6/compound Fund/PROPN/7/nsubj sued/VERB/0/root | Organization:5-6", "Organization:Native Rights Fund"},
		"an adjective of a state before a body": {
			"The/DET/4/det Peruvian/ADJ/4/amod Rights/PROPN/4/compound Fund/PROPN/5/nsubj sued/VERB/0/root today/NOUN/5/obl here/ADV/5/advmod | Country:2-2 Organization:3-4", "Country:Peruvian; Organization:Rights Fund"},
		"two bodies, the second cut": {
			"The/DET/3/det Writers/PROPN/3/compound Union/PROPN/11/nsubj of/ADP/5/case Quoxtown/PROPN/3/nmod and/CCONJ/10/cc Native/ADJ/9/amod Andean/ADJ/9/amod Rights/PROPN/10/compound Fund/PROPN/3/conj sued/VERB/0/root | Organization:2-5 Organization:8-10",
			"Organization:Writers Union of Quoxtown; Organization:Native Andean Rights Fund"},
		"the end of a person's name": {
			"Karim/PROPN/5/nsubj al/PROPN/1/flat -/PUNCT/4/punct Salem/PROPN/1/flat met/VERB/0/root al/PROPN/5/obj -/PUNCT/8/punct Salem/PROPN/6/flat | Person:1-4 Organization:6-8", "Person:Karim al-Salem; Person:al-Salem"},
		"a chief before his name": {
			"The/DET/3/det air/NOUN/3/compound force/NOUN/4/compound chief/NOUN/7/nsubj Jane/PROPN/4/flat Austen/PROPN/4/flat spoke/VERB/0/root | Place:2-6", "Person:Jane Austen"},
		"a name with a hyphen in halves": {
			"Jane/PROPN/4/nsubj Ashford/PROPN/1/flat -/PUNCT/3/punct Austen/PROPN/1/flat met/VERB/0/root us/PRON/5/obj | Person:1-2 Person:4-4", "Person:Jane Ashford-Austen"},
		"a son and his father": {
			"Prince/PROPN/9/nsubj William/PROPN/1/flat ,/PUNCT/7/punct King/PROPN/5/compound Charles/PROPN/7/nmod:poss 's/PART/5/case son/NOUN/2/appos ,/PUNCT/7/punct came/VERB/0/root | Person:2-5", "Person:William; Person:Charles"},
		"a paper": {
			"The/DET/2/det newspaper/NOUN/5/nsubj Quox/PROPN/2/appos Nemzet/PROPN/3/flat wrote/VERB/0/root | Person:3-4", "Organization:Quox Nemzet"},
		"what a council is on": {
			"The/DET/4/det Andean/ADJ/4/amod Security/PROPN/4/compound Council/PROPN/7/nsubj on/ADP/6/case Peru/PROPN/4/nmod met/VERB/0/root today/NOUN/7/obl | Organization:2-4 Country:6-6", "Organization:Andean Security Council; Country:Peru"},
		"an award of arbiters": {
			"They/PRON/2/nsubj reject/VERB/0/root the/DET/6/det 2016/NUM/6/nummod Arbitral/ADJ/6/amod Award/PROPN/2/obj | Event:5-6", "Agreement:Arbitral Award"},
		"an exercise": {
			"They/PRON/2/nsubj join/VERB/0/root Exercise/PROPN/2/obj Quox/PROPN/3/flat | Place:3-4", "Event:Exercise Quox"},
		"a chamber": {
			"The/DET/3/det Peruvian/ADJ/3/amod Treasury/PROPN/4/nsubj paid/VERB/0/root | Country:2-2 Place:3-3", "Country:Peruvian; Organization:Treasury"},
	} {
		if got := named(tree(t, c.tree)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestRegrow(t *testing.T) {
	doc := tree(t,
		"The/DET/5/det Native/PROPN/5/compound Andean/PROPN/5/compound Rights/PROPN/5/compound Fund/PROPN/6/nsubj sued/VERB/0/root | Organization:2-5",
		"Native/ADJ/4/amod Andean/PROPN/4/compound Rights/PROPN/4/compound Fund/PROPN/5/nsubj won/VERB/0/root | Organization:2-4")
	if got := ids(doc); got != "Fund=Native_Andean_Rights_Fund Fund=Native_Andean_Rights_Fund" {
		t.Error(got)
	}
}

// A town that the gazetteer doesn't know is one by what the text says of it.
func TestPlacing(t *testing.T) {
	flood := "They/PRON/2/nsubj died/VERB/0/root in/ADP/4/case Quoxa/PROPN/2/obl | Organization:4-4"
	for name, c := range map[string]struct{ more, want string }{
		"residents":   {"Residents/NOUN/4/nsubj of/ADP/3/case Quoxa/PROPN/1/nmod fled/VERB/0/root | Organization:3-3", "Quoxa=Quoxa:Place"},
		"once":        {"They/PRON/2/nsubj fled/VERB/0/root", "Quoxa=Quoxa:Organization"},
		"what speaks": {"Quoxa/PROPN/2/nsubj said/VERB/0/root so/ADV/2/advmod for/ADP/6/case citizens/NOUN/2/obl of/ADP/8/case Quoxa/PROPN/6/nmod | Organization:1-1 Organization:7-7", "Quoxa=Quoxa:Organization"},
	} {
		doc := tree(t, flood, c.more)
		for s := range doc.Sentences {
			for i := range doc.Sentences[s].Tokens {
				tok := &doc.Sentences[s].Tokens[i]
				switch tok.Form {
				case "Residents", "citizens":
					tok.Lemma = strings.TrimSuffix(tok.Lemma, "s")
				case "said":
					tok.Lemma = "say"
				}
			}
		}
		ids(doc)
		got := ""
		for i := range doc.Mentions {
			if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Sentence == 0 {
				got = "Quoxa=" + join(&doc.Sentences[0], m.First, m.Last) + ":" + string(m.Type)
			}
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestShortNames(t *testing.T) {
	for name, c := range map[string]struct{ long, short, want string }{
		"before its kind": {
			"Quox/PROPN/2/compound Airways/PROPN/3/nsubj fell/VERB/0/root | Organization:1-2",
			"Quox/PROPN/2/nsubj rose/VERB/0/root | Product:1-1", "Airways=Quox_Airways Quox=Quox_Airways"},
		"an acronym that is no place": {
			"QTA/PROPN/2/compound Airways/PROPN/3/nsubj fell/VERB/0/root | Organization:1-2",
			"We/PRON/2/nsubj bought/VERB/0/root QTA/PROPN/2/obj | Place:3-3", "Airways=QTA_Airways QTA=QTA_Airways"},
		"after a word of its language": {
			"Deutsche/PROPN/2/compound Quox/PROPN/3/nsubj fell/VERB/0/root | Organization:1-2",
			"Quox/PROPN/2/nsubj rose/VERB/0/root | Organization:1-1", "Quox=Deutsche_Quox Quox=Deutsche_Quox"},
		"a group of several words": {
			"Quox/PROPN/3/compound Defence/PROPN/3/compound Group/PROPN/4/nsubj fell/VERB/0/root | Organization:1-3",
			"Quox/PROPN/2/nsubj rose/VERB/0/root | Organization:1-1", "Group=Quox_Defence_Group Quox=Quox_Defence_Group"},
		"a place": {
			"Quox/PROPN/2/compound Airways/PROPN/3/nsubj fell/VERB/0/root | Organization:1-2",
			"We/PRON/2/nsubj left/VERB/0/root Quox/PROPN/2/obj | Place:3-3", "Airways=Quox_Airways Quox=Quox"},
		"a person": {
			"Deutsche/PROPN/2/compound Quox/PROPN/3/nsubj fell/VERB/0/root | Organization:1-2",
			"Jane/PROPN/3/nsubj Quox/PROPN/1/flat spoke/VERB/0/root | Person:1-2", "Quox=Deutsche_Quox Jane=Jane_Quox"},
	} {
		if got := ids(tree(t, c.long, c.short)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	// two bodies that may be meant are none
	doc := tree(t, "Quox/PROPN/2/compound Airways/PROPN/5/nsubj and/CCONJ/4/cc Quox/PROPN/5/compound Bank/PROPN/2/conj fell/VERB/0/root | Organization:1-2 Organization:4-5",
		"Quox/PROPN/2/nsubj rose/VERB/0/root | Organization:1-1")
	if got := ids(doc); got != "Airways=Quox_Airways Bank=Quox_Bank Quox=Quox" {
		t.Error(got)
	}
}
