package link

import "testing"

func TestJoints(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"a town and its state": {
			"They/PRON/2/nsubj reached/VERB/0/root Palmyra/PROPN/2/obj ,/PUNCT/5/punct Syria/PROPN/3/appos ,/PUNCT/2/punct today/NOUN/2/obl | Place:3-5", "Place:Palmyra; Country:Syria"},
		"a town and its part of a state": {
			"In/ADP/2/case Woodbridge/PROPN/5/obl ,/PUNCT/4/punct Virginia/PROPN/2/appos rain/NOUN/0/root fell/VERB/5/acl | Place:2-4", "Place:Woodbridge; Place:Virginia"},
		"the field of a post": {
			"Director/PROPN/7/nsubj of/ADP/4/case National/ADJ/4/amod Intelligence/PROPN/1/nmod Jane/PROPN/1/flat Austen/PROPN/1/flat spoke/VERB/0/root | Person:4-6", "Person:Jane Austen"},
		"the house of a member": {
			"Member/PROPN/6/nsubj of/ADP/3/case Parliament/PROPN/1/nmod Keir/PROPN/3/flat Austen/PROPN/3/flat spoke/VERB/0/root | Person:3-5", "Organization:Parliament; Person:Keir Austen"},
		"the house of a speaker": {
			"House/PROPN/2/compound Speaker/PROPN/5/nmod:desc Jane/PROPN/5/nsubj Austen/PROPN/3/flat spoke/VERB/0/root | Person:3-4", "Organization:House; Person:Jane Austen"},
		"letters after a name": {
			"Jane/PROPN/4/nsubj Austen/PROPN/1/flat QC/PROPN/1/flat spoke/VERB/0/root | Person:1-3", "Person:Jane Austen"},
		"what a minister is of": {
			"The/DET/2/det Minister/PROPN/8/nsubj of/ADP/5/case Foreign/ADJ/5/amod Affairs/PROPN/2/nmod of/ADP/7/case Peru/PROPN/5/nmod spoke/VERB/0/root | Organization:4-7", "Country:Peru"},
		"whose house it is": {
			"They/PRON/2/nsubj toured/VERB/0/root the/DET/6/det Goldsmiths/PROPN/6/nmod:poss '/PART/4/case Hall/PROPN/2/obj yesterday/NOUN/2/obl | Place:6-6", "Place:Goldsmiths' Hall"},
		"whose conference it is": {
			"The/DET/5/det Catholic/PROPN/3/compound Bishops/PROPN/5/nmod:poss '/PART/3/case Conference/PROPN/9/nsubj of/ADP/8/case the/DET/8/det Philippines/PROPN/5/nmod spoke/VERB/0/root yesterday/NOUN/9/obl | Organization:2-3 Country:8-8", "Organization:Catholic Bishops' Conference of the Philippines"},
		"a state's own congress": {
			"The/DET/3/det United/PROPN/3/compound States/PROPN/5/nmod:poss '/PART/3/case Congress/PROPN/6/nsubj met/VERB/0/root yesterday/NOUN/6/obl | Country:2-3 Organization:5-5", "Country:United States; Organization:Congress"},
		"the branch before a rank": {
			"Air/PROPN/3/compound Force/PROPN/3/compound Capt./PROPN/6/nmod:desc Jane/PROPN/6/nsubj Austen/PROPN/4/flat spoke/VERB/0/root | Person:4-5", "Organization:Air Force; Person:Jane Austen"},
		"a department of state": {
			"The/DET/4/det United/PROPN/3/compound States/PROPN/4/compound Department/PROPN/7/nsubj of/ADP/6/case State/PROPN/4/nmod spoke/VERB/0/root | Place:2-6", "Organization:United States Department of State"},
		"the finder saw more": {
			"The/DET/3/det Cooperative/ADJ/3/amod Institute/PROPN/9/nsubj for/ADP/5/case Research/PROPN/3/nmod in/ADP/8/case Environmental/ADJ/8/amod Sciences/PROPN/3/nmod spoke/VERB/0/root | Organization:2-8", "Organization:Cooperative Institute for Research in Environmental Sciences"},
		"a dash": {
			"Tesco/PROPN/5/nsubj —/PUNCT/3/punct Netto/PROPN/4/compound Andean/PROPN/1/appos grew/VERB/0/root | Person:1-4", "Organization:Tesco; Person:Netto Andean"},
		"a body and a person": {
			"Austen/PROPN/2/nsubj told/VERB/0/root MSNBC/PROPN/2/iobj Austen/PROPN/5/nsubj won/VERB/2/ccomp after/ADP/8/case Jane/PROPN/8/compound Austen/PROPN/5/obl | Person:1-1 Organization:3-4 Person:7-8", "Person:Austen; Organization:MSNBC; Person:Austen; Person:Jane Austen"},
		"half a given name before": {
			"Amnesty/PROPN/6/nsubj International/PROPN/1/flat Jae/PROPN/5/compound -/PUNCT/5/punct in/PROPN/1/appos Moon/PROPN/7/nsubj spoke/VERB/0/root | Organization:1-3 Person:5-6", "Organization:Amnesty International; Person:Jae-in Moon"},
		"half a given name behind": {
			"Moon/PROPN/5/nsubj Jae/PROPN/1/flat -/PUNCT/4/punct in/ADP/1/dep spoke/VERB/0/root | Person:1-2", "Person:Moon Jae-in"},
		"a person's calling": {
			"Cosmonaut/PROPN/4/nsubj Yuri/PROPN/1/flat Gagarin/PROPN/1/flat spoke/VERB/0/root | Person:1-3", "Person:Yuri Gagarin"},
		"a department in small letters": {
			"The/DET/5/det Quox/PROPN/5/compound Danube/PROPN/5/compound Hospital/PROPN/5/compound department/NOUN/6/nsubj spoke/VERB/0/root | Organization:2-5", "Place:Quox Danube Hospital"},
		"a saint": {
			"Saint/PROPN/3/nsubj Thomas/PROPN/1/flat helped/VERB/0/root Saint/PROPN/6/compound Thomas/PROPN/6/compound Hospital/PROPN/3/obj | Person:1-2 Place:4-6", "Place:Saint Thomas; Place:Saint Thomas Hospital"},
		"a firm's branch": {
			"Nokia/PROPN/2/compound Polska/PROPN/3/nsubj grew/VERB/0/root | Person:1-2", "Organization:Nokia Polska"},
		"a team": {
			"Quox/PROPN/2/nsubj beat/VERB/0/root Andean/PROPN/2/obj in/ADP/6/case rugby/NOUN/2/obl | Person:1-1 Place:3-3", "Organization:Quox; Organization:Andean"},
		"a band": {
			"They/PRON/2/nsubj joined/VERB/0/root the/DET/5/det rock/NOUN/5/compound band/NOUN/2/obj Quox/PROPN/5/appos | Person:6-6", "Organization:Quox"},
	} {
		doc := tree(t, c.tree)
		for s := range doc.Sentences {
			toks := doc.Sentences[s].Tokens
			for i := range toks {
				switch {
				case toks[i].Form == "'":
					toks[i].XPOS = "POS"
				case toks[i].UPOS == "NOUN":
					toks[i].XPOS = "NN"
				}
			}
		}
		if got := named(doc); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}
