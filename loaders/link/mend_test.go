package link

import (
	"strings"
	"testing"

	"relata/loaders/nlp"
)

// named shows the names of a document after Annotate: "Organization:Danube Water Board".
func named(doc *nlp.Doc) string {
	for s := range doc.Sentences {
		toks := doc.Sentences[s].Tokens
		for i := range toks {
			if toks[i].Form == "-" && i > 0 {
				toks[i].Glued, toks[i-1].Glued = true, true
			}
		}
	}
	Annotate(doc)
	var out []string
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name {
			out = append(out, string(m.Type)+":"+join(&doc.Sentences[m.Sentence], m.First, m.Last))
		}
	}
	return strings.Join(out, "; ")
}

func TestMend(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"small letters": {
			"They/PRON/2/nsubj sold/VERB/0/root gaumutra/NOUN/2/obj ./PUNCT/2/punct | Person:3-3", ""},
		"a word that begins a sentence": {
			"Per/ADP/2/case reports/NOUN/3/obl fled/VERB/0/root Austen/PROPN/3/nsubj | Person:1-1 Person:4-4", "Person:Austen"},
		"an adjective before a name": {
			"The/DET/4/det leftist/ADJ/4/amod Andean/PROPN/4/compound Army/PROPN/5/nsubj fled/VERB/0/root | Organization:2-4", "Organization:Andean Army"},
		"a post in the name": {
			"Samoan/ADJ/3/amod Prime/PROPN/3/compound Minister/PROPN/4/nmod:desc Jane/PROPN/6/nsubj Austen/PROPN/4/flat spoke/VERB/0/root | Organization:1-5", "Country:Samoan; Person:Jane Austen"},
		"a body of that name": {
			"The/DET/3/det Mayor/PROPN/3/compound Council/PROPN/4/nsubj met/VERB/0/root | Organization:2-3", "Organization:Mayor Council"},
		"the place of a post": {
			"Senator/PROPN/6/nsubj from/ADP/3/case Vermont/PROPN/1/nmod Jane/PROPN/3/flat Austen/PROPN/3/flat spoke/VERB/0/root | Person:3-5", "Place:Vermont; Person:Jane Austen"},
		"a state of two words": {
			"President/PROPN/8/nsubj of/ADP/5/case the/DET/5/det United/PROPN/5/compound States/PROPN/1/nmod Jane/PROPN/5/flat Austen/PROPN/5/flat spoke/VERB/0/root | Person:5-7", "Country:United States; Person:Jane Austen"},
		"and": {
			"The/DET/5/det Law/PROPN/5/compound and/CCONJ/4/cc Justice/PROPN/2/conj Party/PROPN/6/nsubj won/VERB/0/root here/ADV/6/advmod | Agreement:2-2 Organization:4-5", "Organization:Law and Justice Party"},
		"and between two bodies": {
			"The/DET/2/det ELN/PROPN/6/nsubj and/CCONJ/5/cc Justice/PROPN/5/compound Party/PROPN/2/conj won/VERB/0/root here/ADV/6/advmod | Organization:2-2 Organization:4-5", "Organization:ELN; Organization:Justice Party"},
		"and in what a body is of": {
			"The/DET/2/det Department/PROPN/7/nsubj of/ADP/4/case Mathematics/PROPN/2/nmod and/CCONJ/6/cc Statistics/PROPN/4/conj grew/VERB/0/root | Organization:2-4", "Organization:Department of Mathematics and Statistics"},
		"halves in capitals": {
			"The/DET/4/det QRS/PROPN/4/compound -/PUNCT/4/punct XYZ/PROPN/5/nsubj grew/VERB/0/root | Person:4-4", "Organization:QRS-XYZ"},
		"a given name with a hyphen": {
			"Park/PROPN/5/nsubj Won/PROPN/1/flat -/PUNCT/4/punct soon/PROPN/1/flat spoke/VERB/0/root | Place:1-1", "Person:Park Won-soon"},
		"a storm": {
			"Hurricane/PROPN/3/nsubj Jane/PROPN/1/flat hit/VERB/0/root Peru/PROPN/3/obj | Person:2-2 Country:4-4", "Event:Hurricane Jane; Country:Peru"},
	} {
		if got := named(tree(t, c.tree)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	for name, c := range map[string]struct{ tree, want string }{
		"an unseen name after a post": {
			"Senior/ADJ/2/amod adviser/NOUN/3/nsubj Hope/VERB/0/root Emerson/NOUN/3/obj fled/VERB/3/dep yesterday/NOUN/5/obl", "Person:Hope Emerson"},
		"a post and what it is of": {
			"The/DET/2/det president/NOUN/9/nsubj of/ADP/4/case Peru/PROPN/2/nmod ,/PUNCT/6/punct Jane/PROPN/4/appos Austen/PROPN/6/flat ,/PUNCT/6/punct spoke/VERB/0/root | Country:4-4 Organization:6-7", "Country:Peru; Person:Jane Austen"},
		"the rest of a site's name": {
			"The/DET/5/det Jane/PROPN/5/compound Austen/PROPN/5/compound Correctional/ADJ/5/amod Facility/PROPN/6/nsubj closed/VERB/0/root yesterday/NOUN/6/obl | Person:2-3", "Place:Jane Austen Correctional Facility"},
		"two persons that are one": {
			"Minister/NOUN/4/nsubj Jane/PROPN/1/appos Austen/PROPN/2/flat spoke/VERB/0/root | Person:2-2 Person:3-3", "Person:Jane Austen"},
		"the post after a body": {
			"House/PROPN/4/compound of/ADP/3/case Commons/PROPN/1/nmod Speaker/PROPN/7/nmod:desc Jane/PROPN/7/nsubj Austen/PROPN/5/flat spoke/VERB/0/root | Organization:1-4 Person:5-6", "Organization:House of Commons; Person:Jane Austen"},
		"a center of a kind": {
			"The/DET/4/det Danube/PROPN/4/compound Medical/ADJ/4/amod Center/PROPN/5/nsubj closed/VERB/0/root | Event:2-4", "Place:Danube Medical Center"},
		"a center": {
			"The/DET/4/det Danube/PROPN/4/compound Press/PROPN/4/compound Center/PROPN/5/nsubj closed/VERB/0/root | Event:2-4", "Organization:Danube Press Center"},
		"a part of a state": {
			"In/ADP/3/case Northern/ADJ/3/amod Peru/PROPN/4/obl rain/NOUN/0/root fell/VERB/4/acl | Organization:2-3", "Place:Northern Peru"},
		"the state of a place": {
			"Quoxtown/PROPN/5/nsubj ,/PUNCT/3/punct Peru/PROPN/1/appos ,/PUNCT/3/punct burned/VERB/0/root | Person:1-1 Country:3-3", "Place:Quoxtown; Country:Peru"},
		"a person in a list": {
			"They/PRON/2/nsubj left/VERB/0/root Lovelace/PROPN/2/obj ,/PUNCT/5/punct Peru/PROPN/3/conj and/CCONJ/7/cc Chile/PROPN/3/conj ./PUNCT/2/punct | Person:3-3 Country:5-5 Country:7-7", "Person:Lovelace; Country:Peru; Country:Chile"},
		"the place after a person": {
			"Jane/PROPN/5/nsubj Austen/PROPN/1/flat of/ADP/4/case Massachusetts/PROPN/1/flat spoke/VERB/0/root | Person:1-4", "Person:Jane Austen; Place:Massachusetts"},
		"a conference that is a body": {
			"The/DET/3/det National/ADJ/3/amod Conference/PROPN/6/nsubj of/ADP/5/case Mayors/PROPN/3/nmod met/VERB/0/root | Event:2-5", "Organization:National Conference of Mayors"},
		"a ship": {
			"The/DET/3/det USS/PROPN/3/compound Quox/PROPN/4/nsubj sailed/VERB/0/root | Organization:2-3", "Product:USS Quox"},
		"a state before a post": {
			"U.S./PROPN/3/compound president/NOUN/3/nmod:desc Jane/PROPN/5/nsubj Austen/PROPN/3/flat spoke/VERB/0/root | Person:3-4", "Country:U.S.; Person:Jane Austen"},
		"a ship of several words": {
			"The/DET/2/det HMS/PROPN/5/nsubj Jane/PROPN/2/flat Austen/PROPN/2/flat sailed/VERB/0/root | Person:3-4", "Product:HMS Jane Austen"},
		"and as a sign": {
			"Quox/PROPN/4/nsubj &/CCONJ/3/cc Sons/PROPN/1/conj closed/VERB/0/root | Person:1-1", "Organization:Quox & Sons"},
		"a body and what it is for": {
			"The/DET/2/det Organization/NOUN/8/nsubj for/ADP/5/case the/DET/5/det Prohibition/NOUN/2/nmod of/ADP/7/case Weapons/PROPN/5/nmod met/VERB/0/root | Product:7-7", "Organization:Organization for the Prohibition of Weapons"},
		"a known name of many words": {
			"The/DET/2/det Organization/NOUN/9/nsubj for/ADP/5/case the/DET/5/det Prohibition/NOUN/2/nmod of/ADP/8/case Chemical/PROPN/8/compound Weapons/PROPN/5/nmod met/VERB/0/root | Product:7-8",
			"Organization:Organization for the Prohibition of Chemical Weapons"},
		"what belongs to a body": {
			"Quox/PROPN/3/nmod:poss 's/PART/1/case Jane/PROPN/5/nsubj Austen/PROPN/3/flat spoke/VERB/0/root | Person:1-1 Person:3-4", "Organization:Quox; Person:Jane Austen"},
		"capitals": {
			"XQZR/PROPN/2/nsubj reported/VERB/0/root losses/NOUN/2/obj yesterday/NOUN/2/obl | Person:1-1", "Organization:XQZR"},
		"the company's kind": {
			"The/DET/3/det store/NOUN/3/compound chain/NOUN/4/compound Quox/PROPN/5/nsubj closed/VERB/0/root | Place:4-4", "Organization:Quox"},
		"a surname that the tagger misses": {
			"Jane/PROPN/3/nsubj Quox/PROPN/1/flat asked/VERB/0/root that/SCONJ/6/mark Quox/NOUN/6/nsubj leave/VERB/3/ccomp today/NOUN/6/obl | Person:1-2", "Person:Jane Quox; Person:Quox"},
		"what a body is of is a body": {
			"The/DET/2/det Organisation/PROPN/6/nsubj of/ADP/5/case Andean/ADJ/5/amod Cooperation/PROPN/2/nmod met/VERB/0/root today/NOUN/6/obl | Organization:4-5", "Organization:Organisation of Andean Cooperation"},
	} {
		if got := named(tree(t, c.tree)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	doc := tree(t, "Hurricane/PROPN/3/nsubj Jane/PROPN/1/flat hit/VERB/0/root Peru/PROPN/3/obj | Person:2-2 Country:4-4", "Jane/PROPN/2/nsubj left/VERB/0/root | Person:1-1")
	if got := ids(doc); got != "Hurricane=Hurricane_Jane Peru=Peru Jane=Hurricane_Jane" {
		t.Error(got)
	}
}

func TestApostrophes(t *testing.T) {
	for _, mark := range []string{"'", "’"} {
		doc := tree(t, "They/PRON/2/nsubj met/VERB/0/root in/ADP/4/case Nuku/PROPN/2/obl "+mark+"alofa/PART/4/case today/NOUN/2/obl | Place:4-4")
		doc.Sentences[0].Tokens[3].Multi, doc.Sentences[0].Tokens[3].Glued = 2, true
		if got := ids(doc); got != "Nuku=Nuku'alofa" {
			t.Errorf("%s: %s", mark, got)
		}
	}
}

func TestAcronyms(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"the initials tell where the name begins": {
			"The/DET/4/det Royal/PROPN/4/compound Andean/ADJ/4/amod Police/PROPN/8/nsubj (/PUNCT/6/punct RAP/PROPN/4/appos )/PUNCT/6/punct fled/VERB/0/root | Organization:3-4 Person:6-6",
			"Organization:Royal Andean Police; Organization:RAP"},
		"with small words between": {
			"The/DET/2/det Front/PROPN/9/nsubj for/ADP/5/case the/DET/5/det Liberation/PROPN/2/nmod (/PUNCT/7/punct FL/PROPN/2/appos )/PUNCT/7/punct fled/VERB/0/root | Organization:2-2",
			"Organization:Front for the Liberation; Organization:FL"},
		"the finder ran over the bracket": {
			"The/DET/4/det Danube/PROPN/4/compound Water/PROPN/4/compound Board/PROPN/8/nsubj (/PUNCT/6/punct DWB/PROPN/4/appos )/PUNCT/6/punct fled/VERB/0/root | Organization:2-6",
			"Organization:Danube Water Board; Organization:DWB"},
		"the acronym of another language": {
			"The/DET/3/det Andean/ADJ/3/amod Army/PROPN/7/nsubj (/PUNCT/5/punct ELA/PROPN/3/appos )/PUNCT/5/punct fled/VERB/0/root | Organization:2-3 Person:5-5",
			"Organization:Andean Army; Organization:ELA"},
		"a person's party is not the person": {
			"Jane/PROPN/6/nsubj Austen/PROPN/1/flat (/PUNCT/4/punct SPQ/PROPN/1/appos )/PUNCT/4/punct fled/VERB/0/root | Person:1-2 Organization:4-4",
			"Person:Jane Austen; Organization:SPQ"},
		"a post is no body": {
			"The/DET/3/det Prime/PROPN/3/compound Minister/PROPN/7/nsubj (/PUNCT/5/punct PM/PROPN/3/appos )/PUNCT/5/punct fled/VERB/0/root",
			""},
	} {
		if got := named(tree(t, c.tree)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	doc := tree(t,
		"The/DET/3/det Andean/ADJ/3/amod Army/PROPN/7/nsubj (/PUNCT/5/punct ELA/PROPN/3/appos )/PUNCT/5/punct fled/VERB/0/root | Organization:2-3 Person:5-5",
		"ELA/PROPN/2/nsubj left/VERB/0/root | Person:1-1")
	if got := ids(doc); got != "Army=Andean_Army ELA=Andean_Army ELA=Andean_Army" {
		t.Error(got)
	}
}

func TestNumbersInDescriptions(t *testing.T) {
	for tree_, want := range map[string]string{
		"The/DET/6/det 64/NUM/4/nummod -/PUNCT/4/punct year/NOUN/6/compound old/ADJ/4/amod mayor/NOUN/7/nsubj fled/VERB/0/root":                        "mayor=mayor",
		"They/PRON/2/nsubj signed/VERB/0/root a/DET/7/det six/NUM/6/nummod -/PUNCT/6/punct month/NOUN/7/compound ceasefire/NOUN/2/obj ./PUNCT/2/punct": "ceasefire=six-_month_ceasefire",
	} {
		got := ids(tree(t, tree_))
		if !strings.Contains(got, want) && !strings.Contains(strings.ReplaceAll(got, "_-_", "-_"), want) {
			t.Errorf("%s: got %s, want %s", tree_, got, want)
		}
	}
}
