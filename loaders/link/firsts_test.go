package link

import (
	"strings"
	"testing"
)

func TestFirstNames(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"a first name read as a verb": {
			"Governor/PROPN/2/nsubj Grant/VERB/0/root Mitchell/PROPN/4/nsubj spoke/VERB/2/ccomp today/NOUN/4/obl | Person:3-3", "Person:Grant Mitchell"},
		"both read as words": {
			"Grant/VERB/6/advcl Quoxes/NOUN/1/obj ,/PUNCT/5/punct the/DET/5/det minister/NOUN/1/vocative announced/VERB/0/root the/DET/8/det measure/NOUN/6/obj", "Person:Grant Quoxes"},
		"a verb before a name": {
			"They/PRON/2/nsubj Grant/VERB/0/root Peru/PROPN/2/obj loans/NOUN/2/obj | Country:3-3", "Country:Peru"},
		"who is of a body": {
			"Jane/PROPN/6/nsubj Austen/PROPN/1/flat of/ADP/5/case Quox/PROPN/5/compound Institute/PROPN/1/nmod met/VERB/0/root us/PRON/6/obj | Person:1-5", "Person:Jane Austen; Organization:Quox Institute"},
		"a person who was typed as a place": {
			"They/PRON/2/nsubj shot/VERB/0/root a/DET/4/det woman/NOUN/2/obj named/VERB/4/acl Ida/PROPN/5/xcomp Quox/PROPN/6/flat | Place:6-7", "Person:Ida Quox"},
		"a name before what its party did": {
			"They/PRON/2/nsubj made/VERB/0/root Austen/PROPN/2/obj the/DET/6/det party/NOUN/6/nmod:poss leader/NOUN/2/xcomp yesterday/NOUN/2/obl | Organization:3-5", ":Austen"},
		"a road": {
			"The/DET/2/det crash/NOUN/6/nsubj was/AUX/6/cop on/ADP/6/case U.S./PROPN/6/compound Route/PROPN/0/root 66/NUM/6/nummod | Country:5-5", "Place:U.S. Route 66"},
		"a road that the finder saw": {
			"The/DET/2/det crash/NOUN/6/nsubj was/AUX/6/cop on/ADP/6/case Old/PROPN/6/compound Route/PROPN/0/root 66/NUM/6/nummod | Place:5-7", "Place:Old Route 66"},
		"a manager's firm": {
			"The/DET/2/det manager/NOUN/6/nsubj of/ADP/4/case Quox/PROPN/2/nmod Dolci/PROPN/4/flat spoke/VERB/0/root | Person:4-5", "Organization:Quox Dolci"},
		"a firm with a capital inside": {
			"OpenQuox/PROPN/2/nsubj spoke/VERB/0/root today/NOUN/2/obl | Person:1-1", "Organization:OpenQuox"},
		"a person with a capital inside": {
			"McQuox/PROPN/2/nsubj spoke/VERB/0/root today/NOUN/2/obl | Person:1-1", "Person:McQuox"},
		"a university by its letters": {
			"Scientists/NOUN/10/nsubj from/ADP/4/case the/DET/4/det University/PROPN/1/nmod of/ADP/6/case Quox/PROPN/4/nmod and/CCONJ/8/cc UC/PROPN/4/conj Arica/PROPN/8/flat left/VERB/0/root | Organization:4-9", "Organization:University of Quox; Organization:UC Arica"},
		"the services of a firm": {
			"They/PRON/2/nsubj sued/VERB/0/root Quox/PROPN/5/compound Web/PROPN/5/compound Services/PROPN/2/obj today/NOUN/2/obl | Organization:3-3", "Organization:Quox Web Services"},
		"a movement": {
			"Women/NOUN/5/nsubj for/ADP/3/case Quoxland/PROPN/1/nmod First/ADV/5/advmod marched/VERB/0/root yesterday/NOUN/5/obl morning/NOUN/5/obl | Organization:1-3", "Organization:Women for Quoxland First"},
		"the police of a county": {
			"The/DET/3/det Hampshire/PROPN/3/compound Police/NOUN/4/nsubj came/VERB/0/root today/NOUN/4/obl | Place:2-2", "Organization:Hampshire Police"},
		"a fair": {
			"They/PRON/2/nsubj attended/VERB/0/root the/DET/5/det Quox/PROPN/5/compound Faire/PROPN/2/obj | Organization:4-5", "Event:Quox Faire"},
		"sides of a match": {
			"Quoxton/PROPN/2/nsubj defeat/VERB/0/root Vilmora/PROPN/2/obj 43/NUM/2/obl –/PUNCT/6/punct 5/NUM/4/nmod | Organization:1-1 Place:3-3", "Organization:Quoxton; Organization:Vilmora"},
		"a place that was taken": {
			"Quoxton/PROPN/2/nsubj defeat/VERB/0/root Arica/PROPN/2/obj today/NOUN/2/obl | Organization:1-1 Place:3-3", "Organization:Quoxton; Place:Arica"},
	} {
		if got := named(tree(t, c.tree)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestSurnamesReadAsNouns(t *testing.T) {
	full := "Joseph/PROPN/3/nsubj Banks/PROPN/1/flat spoke/VERB/0/root | Person:1-2"
	for second, want := range map[string]string{
		"Banks/NOUN/2/nsubj drove/VERB/0/root a/DET/4/det car/NOUN/2/obj":                                                       "Person:Joseph Banks; Person:Banks",
		"Here/ADV/7/advmod ,/PUNCT/7/punct Banks/NOUN/7/nsubj ,/PUNCT/6/punct a/DET/6/det judge/NOUN/3/appos spoke/VERB/0/root": "Person:Joseph Banks; Person:Banks",
		"Banks/NOUN/4/nsubj of/ADP/3/case rivers/NOUN/1/nmod broke/VERB/0/root":                                                 "Person:Joseph Banks",
	} {
		if got := named(tree(t, full, second)); got != want {
			t.Errorf("%s: got %s, want %s", second, got, want)
		}
	}
}

func TestFirstNameReadAsAnAdjective(t *testing.T) {
	for first, want := range map[string]string{"Deval": "Person:Deval Quox", "Democratic": "Person:Quox"} {
		doc := tree(t, first+"/ADJ/2/amod Quox/PROPN/3/nsubj spoke/VERB/0/root today/NOUN/3/obl | Person:2-2")
		doc.Sentences[0].Tokens[0].XPOS = "NNP"
		if got := named(doc); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestTailsInCapitals(t *testing.T) {
	doc := tree(t, "Karim/PROPN/5/nsubj al/PROPN/1/flat -/PUNCT/4/punct Salem/PROPN/1/flat left/VERB/0/root | Person:1-4", "Al/PROPN/4/nsubj -/PUNCT/3/punct Salem/PROPN/1/flat spoke/VERB/0/root | Organization:1-3")
	if got, want := named(doc), "Person:Karim al-Salem; Person:Al-Salem"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTreeOfAFirstName(t *testing.T) {
	doc := tree(t, "Governor/PROPN/2/nsubj Grant/VERB/0/root Mitchell/PROPN/4/nsubj spoke/VERB/2/ccomp today/NOUN/4/obl ./PUNCT/2/punct | Person:3-3")
	Annotate(doc)
	var got []string
	for _, tok := range doc.Sentences[0].Tokens {
		at := "root"
		if tok.Head >= 0 {
			at = doc.Sentences[0].Tokens[tok.Head].Form
		}
		got = append(got, tok.Form+"<"+at)
	}
	if want := "Governor<Mitchell Grant<Mitchell Mitchell<spoke spoke<root today<spoke .<spoke"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, " "), want)
	}
}

func TestAcronymsElsewhere(t *testing.T) {
	doc := tree(t, "The/DET/2/det Institute/PROPN/9/nsubj for/ADP/4/case Andean/PROPN/2/nmod Studies/PROPN/4/flat (/PUNCT/7/punct IAS/PROPN/2/appos )/PUNCT/7/punct closed/VERB/0/root | Organization:2-5",
		"IAS/NOUN/2/nsubj reopened/VERB/0/root it/PRON/2/obj")
	if got, want := named(doc), "Organization:Institute for Andean Studies; Organization:IAS; Organization:IAS"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
