package link

import (
	"strings"
	"testing"
)

func TestNamesAround(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"a name of the tables that was cut": {
			"They/PRON/2/nsubj met/VERB/0/root Sea/PROPN/5/compound -/PUNCT/5/punct Eye/PROPN/2/obj in/ADP/7/case Lima/PROPN/2/obl | Organization:5-5 Country:7-7",
			"Organization:Sea-Eye; Country:Lima"},
		"a name of the tables in two": {
			"Native/PROPN/4/compound American/PROPN/4/amod Rights/PROPN/4/compound Fund/PROPN/5/nsubj sued/VERB/0/root | Place:1-1 Organization:3-4",
			"Organization:Native American Rights Fund"},
		"a name of the tables within a longer": {
			"They/PRON/2/nsubj left/VERB/0/root Hong/PROPN/6/compound Kong/PROPN/3/flat Police/PROPN/6/compound Headquarters/PROPN/2/obj today/NOUN/2/obl | Place:3-6",
			"Place:Hong Kong Police Headquarters"},
		"a person whom the finder takes for an event": {
			"Assange/PROPN/2/nsubj fled/VERB/0/root today/NOUN/2/obl | Event:1-1", "Person:Assange"},
		"an airline that it takes for a place": {
			"Ryanair/PROPN/2/nsubj sued/VERB/0/root Lufthansa/PROPN/2/obj | Place:1-1 Place:3-3", "Organization:Ryanair; Organization:Lufthansa"},
		"a company that is a surname": {
			"The/DET/2/det agency/NOUN/3/nsubj fined/VERB/0/root Ford/PROPN/3/obj | Place:4-4", "Organization:Ford"},
		"a surname that is a company": {
			"They/PRON/2/nsubj met/VERB/0/root Premier/PROPN/2/obj Ford/PROPN/3/flat | Person:4-4", "Person:Ford"},
		"the surname of a person of the text": {
			"Jane/PROPN/3/nsubj Ford/PROPN/1/flat spoke/VERB/0/root and/CCONJ/6/cc Ford/PROPN/6/nsubj left/VERB/3/conj | Person:1-2 Place:5-5", "Person:Jane Ford; Person:Ford"},
		"a verb inside": {
			"Peru/PROPN/3/compound finances/NOUN/3/compound Hezbollah/PROPN/0/root | Organization:1-3", "Country:Peru; Organization:Hezbollah"},
		"a past form inside": {
			"Peru/PROPN/3/nsubj overran/PROPN/1/flat Quox/PROPN/0/root | Organization:1-3", "Country:Peru; :Quox"},
		"a verb between two persons": {
			"Jane/PROPN/3/nsubj Austen/PROPN/1/flat hosted/VERB/0/root Ada/PROPN/3/obj Lovelace/PROPN/4/flat | Person:1-5", "Person:Jane Austen; Person:Ada Lovelace"},
		"the verb of a headline": {
			"Peru/PROPN/2/nsubj alleges/NOUN/0/root fraud/NOUN/2/obj | Organization:1-2", "Country:Peru"},
		"a town with the noun for it": {
			"The/DET/2/det city/NOUN/5/nsubj of/ADP/4/case Quox/PROPN/2/nmod fell/VERB/0/root | Place:2-4", "Place:Quox"},
		"a state of a state": {
			"The/DET/3/det U.S./PROPN/3/compound state/NOUN/6/nsubj of/ADP/5/case Texas/PROPN/3/nmod voted/VERB/0/root | Place:2-5", "Country:U.S.; Place:Texas"},
		"a party of hers": {
			"Austen/PROPN/3/nmod 's/PART/1/case party/NOUN/7/nsubj ,/PUNCT/5/punct Quox/PROPN/3/appos ,/PUNCT/5/punct split/VERB/0/root | Person:1-1 Place:5-5", "Person:Austen; Organization:Quox"},
		"a club before a post in sport": {
			"They/PRON/2/nsubj met/VERB/0/root Quox/PROPN/4/compound midfielder/NOUN/2/obj Jane/PROPN/4/appos Austen/PROPN/5/flat | Place:3-3 Person:5-6", "Organization:Quox; Person:Jane Austen"},
		"a held town": {
			"The/DET/5/det rebel/NOUN/4/compound -/PUNCT/4/punct held/VERB/5/amod Quox/PROPN/6/nsubj fell/VERB/0/root | Person:5-5", "Place:Quox"},
		"a bank of another language": {
			"They/PRON/2/nsubj sued/VERB/0/root Banca/PROPN/2/obj Quox/PROPN/3/flat | Person:3-4", "Organization:Banca Quox"},
		"a statute": {
			"They/PRON/2/nsubj signed/VERB/0/root the/DET/5/det Quox/PROPN/5/compound Statute/PROPN/2/obj | Organization:4-5", "Agreement:Quox Statute"},
		"one of the kind of an event": {
			"Austen/PROPN/2/nsubj oppose/VERB/0/root a/DET/5/det hard/ADJ/5/amod Brexit/PROPN/2/obj | Person:1-1", "Person:Austen"},
		"two bodies, the first of a place": {
			"The/DET/2/det University/PROPN/9/nsubj of/ADP/4/case Arequipa/PROPN/2/nmod and/CCONJ/8/cc Quox/PROPN/8/compound Shark/PROPN/8/compound Watch/PROPN/2/conj agreed/VERB/0/root | Organization:2-8",
			"Organization:University of Arequipa; Organization:Quox Shark Watch"},
		"two bodies of one kind": {
			"Center/PROPN/8/nsubj for/ADP/3/case Birds/PROPN/1/nmod and/CCONJ/5/cc Center/PROPN/1/conj for/ADP/7/case Bees/PROPN/5/nmod sued/VERB/0/root | Organization:1-7",
			"Organization:Center for Birds; Organization:Center for Bees"},
		"one body of two things": {
			"Center/PROPN/6/nsubj for/ADP/3/case Birds/PROPN/1/nmod and/CCONJ/5/cc Bees/PROPN/3/conj sued/VERB/0/root | Organization:1-5",
			"Organization:Center for Birds and Bees"},
		"a university of a town": {
			"The/DET/2/det University/PROPN/6/nsubj of/ADP/5/case Cape/PROPN/5/compound Town/PROPN/2/nmod agreed/VERB/0/root | Place:2-5", "Organization:University of Cape Town"},
		"a place that says something": {
			"Quox/PROPN/2/nsubj deny/VERB/0/root so/ADV/2/advmod | Place:1-1", "Organization:Quox"},
		"a place in which something is": {
			"Quox/PROPN/2/nsubj deny/VERB/0/root it/PRON/4/nsubj left/VERB/2/ccomp them/PRON/4/obj in/ADP/7/case Quox/PROPN/4/obl | Place:1-1 Place:7-7", "Place:Quox; Place:Quox"},
		"shares of a place": {
			"The/DET/2/det share/NOUN/5/nsubj of/ADP/4/case Quox/PROPN/2/nmod fell/VERB/0/root | Place:4-4", "Organization:Quox"},
		"a place in a list of persons": {
			"Jane/PROPN/12/nsubj Austen/PROPN/1/flat ,/PUNCT/4/punct Ada/PROPN/1/conj Lovelace/PROPN/4/flat ,/PUNCT/7/punct Quox/PROPN/1/conj Oakes/PROPN/7/flat and/CCONJ/10/cc Golda/PROPN/1/conj Meir/PROPN/10/flat met/VERB/0/root | Person:1-2 Person:4-5 Organization:7-8 Person:10-11",
			"Person:Jane Austen; Person:Ada Lovelace; Person:Quox Oakes; Person:Golda Meir"},
		"a house of parliament": {
			"The/DET/2/det Senate/PROPN/3/nsubj voted/VERB/0/root | Person:2-2", "Organization:Senate"},
		"a model": {
			"They/PRON/2/nsubj fly/VERB/0/root Airbus/PROPN/4/compound A320s/PROPN/2/obj | Organization:3-4", "Product:Airbus A320s"},
		"a deputy after a body": {
			"Quox/PROPN/3/compound Agency/PROPN/3/compound Deputy/PROPN/4/compound Jane/PROPN/6/nsubj Austen/PROPN/4/flat left/VERB/0/root | Organization:1-3 Person:4-5", "Organization:Quox Agency; Person:Jane Austen"},
		"a partisan": {
			"Democrat/PROPN/2/compound Quox/PROPN/3/nsubj won/VERB/0/root | Person:1-2", "Person:Quox"},
	} {
		if got := named(tree(t, c.tree)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestBearers(t *testing.T) {
	for name, c := range map[string]struct{ tree, with, without string }{
		"a surname is of whom the text is about": {
			"Jane/PROPN/3/nsubj Austen/PROPN/1/flat met/VERB/0/root Henry/PROPN/3/obj Thomas/PROPN/4/flat Austen/PROPN/4/flat and/CCONJ/9/cc Austen/PROPN/9/nsubj left/VERB/3/conj | Person:1-2 Person:4-6 Person:8-8",
			"Austen=Jane_Austen", "Austen=Henry_Thomas_Austen"},
		"letters with their state": {
			"Peru/PROPN/2/nsubj met/VERB/0/root Ecuador/PROPN/2/obj and/CCONJ/5/cc ANC/PROPN/3/conj of/ADP/8/case South/PROPN/8/amod Africa/PROPN/5/nmod | Country:1-1 Country:3-3 Organization:5-5 Country:7-8", "ANC=African_National_Congress", "ANC=ANC"},
	} {
		got := ids(tree(t, c.tree))
		if !strings.Contains(got+" ", c.with+" ") || strings.Contains(got+" ", c.without+" ") {
			t.Errorf("%s: got %s, want %s, not %s", name, got, c.with, c.without)
		}
	}
	if got, ok := faint("KDF"); !ok || got.Country != "KEN" {
		t.Errorf("KDF: got %v", got)
	}
}
