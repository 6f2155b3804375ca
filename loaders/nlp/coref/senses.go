package coref

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// acting is the type of a noun whose sense its clause tells, empty if it tells none: the
// campaign that accuses somebody is who leads it, the party that people attend is no body, and
// the camp of those who are for something is people.
func acting(sent *nlp.Sentence, i int, lemma string) schema.EntityType {
	toks := sent.Tokens
	gov, rel := "", base(toks[i].Deprel)
	if h := toks[i].Head; h >= 0 && h < len(toks) {
		gov = strings.ToLower(toks[h].Lemma)
	}
	switch lemma {
	case "campaign":
		if rel == "nsubj" && campaigning[gov] && !Plural(&toks[i]) && i > 0 && (toks[i-1].UPOS == "PROPN" || toks[i-1].UPOS == "PRON" || toks[i-1].XPOS == "POS") {
			return schema.Organization
		}
	case "party":
		if rel == "obj" && reveling[gov] || i > 0 && revels[strings.ToLower(toks[i-1].Lemma)] {
			return schema.Event
		}
	case "camp":
		if i > 0 && (siding(toks[i-1].Form) || i > 2 && toks[i-2].Form == "-" && siding(toks[i-3].Form+"-")) {
			return schema.Group
		}
	}
	return ""
}

// siding says whether a word tells what people are for or against: "pro-democracy".
func siding(w string) bool {
	w = strings.ToLower(w)
	return strings.HasPrefix(w, "pro-") || strings.HasPrefix(w, "anti-")
}

var (
	// What the people of a campaign do and the campaign itself does not.
	campaigning = wordSet("say accuse criticize criticise condemn call tell announce deny respond ask sue release claim argue urge demand blame denounce issue file hire spend raise send reject dismiss defend confirm decline refuse apologize apologise connect attack praise welcome describe warn insist tweet cancel suspend")
	// What is done to the party that people have a good time at.
	reveling = wordSet("attend throw crash")
	revels   = wordSet("birthday graduation dinner garden wedding christmas holiday house tea cocktail pool farewell lockdown costume halloween backyard engagement")
)
