package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Services that stand before the rank of one of theirs, and the words of ranks.
var (
	services  = set("navy army marines")
	rankWords = set("gen. general lt. lieutenant maj. major col. colonel capt. captain sgt. sergeant adm. admiral cmdr. commander brig. brigadier rear vice staff master chief petty officer senior 1st 2nd 3rd class first cpl. corporal pvt. private spc. specialist pfc. ens. ensign seaman warrant cdr. commodore")
)

// service finds the service named alone before the rank of a person: "Navy Capt. X", "Army Lt.
// Gen. X".
func service(sent *nlp.Sentence, s int, person *nlp.Mention, covered map[int]int) (nlp.Mention, bool) {
	j := person.First
	for j > 0 && rankWords[strings.ToLower(sent.Tokens[j-1].Form)] {
		j--
	}
	if j == person.First || j == 0 || !services[strings.ToLower(sent.Tokens[j-1].Form)] || !capital(sent.Tokens[j-1].Form) {
		return nlp.Mention{}, false
	}
	if _, ok := covered[j-1]; ok {
		return nlp.Mention{}, false
	}
	if j > 1 && sent.Tokens[j-2].UPOS == "PROPN" {
		if t := strings.ToLower(sent.Tokens[j-2].Form); capital(sent.Tokens[j-2].Form) && !Titles[t] {
			return nlp.Mention{}, false // "Salvation Army Capt. X"
		}
	}
	return nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: s, First: j - 1, Last: j, Head: j - 1, Score: 0.7}, true
}
