package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Titles are words before a person's name that are no part of it.
var Titles = set("mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir lord lady dame king queen prince princess president minister secretary general gen gen. maj maj. col col. lt lt. sgt sgt. capt capt. captain colonel major senator sen sen. rep rep. representative congressman congresswoman governor gov gov. mayor chancellor premier ambassador judge justice sheikh sheik sultan emir pope bishop archbishop cardinal father sister brother reverend rev rev. ayatollah imam mullah crown vice deputy prime foreign defence defense interior finance chief chairman chairwoman speaker commander admiral adm adm. marshal sergeant lieutenant officer coach emperor duke duchess baron baroness spokesman spokeswoman spokesperson director st. presidents ministers senators representatives governors secretaries chancellors princes judges justices professors generals gens. sens. reps. govs. commandant assemblyman assemblywoman whip councilman councilwoman councillor councilor alderman mme mme. emeritus fellow")

// Titles that only persons have, in capitals before their name.
var personTitles = set("mr. mrs. ms. mr mrs ms dr dr. president chancellor premier senator sen. sen rep. rep congressman congresswoman governor gov. mayor king queen prince princess sheikh general gen. gen col. colonel maj. lt. capt. captain admiral ambassador pope cardinal bishop archbishop imam ayatollah spokesman spokeswoman spokesperson secretary minister chairman chairwoman ceo lawmaker taoiseach commandant assemblyman assemblywoman councilman councilwoman councillor councilor alderman mme mme.")

func personTitle(sent *nlp.Sentence, i int) bool {
	tok := &sent.Tokens[i]
	low := strings.ToLower(tok.Form)
	if (tok.UPOS == "NOUN" || tok.UPOS == "PROPN") && personTitles[low] || low == "executive" {
		return true
	}
	if low == "chief" && low == tok.Form && i > 0 {
		return true // "trade chief X", whatever the tagger takes it for
	}
	// "analyst X", in small letters
	return tok.UPOS == "NOUN" && tok.XPOS == "NN" && low == tok.Form && coref.NounClass(low).Kind == "person" && !anyone[low] && !companies[low]
}

// Posts of companies, clubs and the like, whose body often stands right before.
var bodyPosts = set("director president spokesman spokeswoman spokesperson chairman chairwoman ceo chief analyst reporter correspondent executive founder co-founder manager coach editor professor researcher scientist economist engineer owner striker player captain boss commandant drummer singer guitarist bassist frontman goalkeeper midfielder defender economist lawyer attorney")

// posts are more words that end a post.
var posts = set("attorney commissioner prosecutor superintendent administrator leader adviser advisor lawmaker activist author undersecretary constable inspector detective taoiseach counsel candidate nominee podcaster envoy monsignor vice-president ex-president")

// Titles that begin names of bodies and places as well: "General Assembly", "Prince George".
var ambiguous = set("general king queen prince princess major captain cardinal bishop duke emperor lord lady sheikh sultan st. marshal chief crown deputy vice prime foreign defence defense interior finance justice speaker father sister brother pope")

// office says whether a word is a post, which is no part of a body's name before it: "House
// of Commons Speaker".
func office(w string) bool {
	w = strings.ToLower(w)
	return personTitles[w] || bodyPosts[w] || posts[w] || w == "speaker"
}

// post says whether what the finder took for a name is a post: "Peruvian Defense Minister".
func post(sent *nlp.Sentence, m *nlp.Mention) bool {
	if m.Last-m.First == 1 && Titles[strings.ToLower(sent.Tokens[m.First].Form)] {
		return true
	}
	switch strings.ToLower(sent.Tokens[m.Last-1].Form) {
	case "minister", "president", "secretary", "ambassador", "senator", "governor", "chancellor", "premier", "spokesman", "spokeswoman", "spokesperson", "commissioner", "mayor",
		"representative", "envoy", "officer", "judge", "coordinator", "adviser", "advisor", "director", "chairman", "leader":
		return m.Type != schema.Place
	}
	return false
}

// Titles by which persons go as by a name.
var nameTitles = set("king queen prince princess sheikh sheik sultan emir pope emperor empress mullah ayatollah lord lady sir dame")
