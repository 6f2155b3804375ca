package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Verbs whose object, and verbs of motion whose goal, is a place where it might be a name
// of anything.
var (
	takings      = set("recapture annex overrun retake liberate bombard reoccupy")
	placeObjects = set("tour recapture shell bombard annex overrun besiege retake occupy liberate evacuate leave reach invade storm encircle")
	placeGoals   = set("travel fly flee head arrive drive return go trip visit flight move journey land ship sail withdraw")
	personVerbs  = set("succeed replace sack oust appoint nominate dismiss jail behead assassinate murder marry elect reappoint")
	bodyVerbs    = set("fine sue acquire co-found")
	localCases   = set("in at near outside inside throughout across into around")
	placeNouns   = set("town city village port region province district island suburb oblast settlement camp")
)

// Nouns for what persons and bodies alike may be.
var anyone = set("owner maker supplier producer operator partner rival competitor developer manufacturer exporter importer buyer customer seller lender insurer employer provider builder leader giant opponent supporter backer investor ally member founder carrier donor critic sponsor victim winner host")

// byContext corrects the type of a name that the gazetteer does not know by what stands
// around it; what the name's own words tell goes first.
func byContext(sent *nlp.Sentence, m *nlp.Mention, kids func(int) []int) {
	name := join(sent, m.First, m.Last)
	if _, ok := Lookup(name); ok {
		return
	}
	toks := sent.Tokens
	last := strings.ToLower(toks[m.Last-1].Form)
	if m.Last-m.First > 1 && (suffixTypes[last] != "" || suffixTypes[strings.ToLower(toks[m.First].Form)] != "") {
		return
	}
	// a title before it, a first name: a person
	if m.Type != schema.Person && m.First > 0 && personTitle(sent, m.First-1) && strings.ToUpper(name) != name {
		m.Type = schema.Person
		return
	}
	if h := toks[m.Head].Head; m.Type != schema.Person && baseRel(toks[m.Head].Deprel) == "appos" && h >= 0 && h < m.First && (m.Score < 0.95 || closed(sent, m) && CityCountry(name) == "") {
		// "his counterpart, X"
		if w := strings.ToLower(toks[h].Lemma); coref.NounClass(w).Kind == "person" && !anyone[w] && toks[h].XPOS != "NNS" {
			m.Type = schema.Person
			return
		}
	}
	first := toks[m.First].Form
	multi := m.Last-m.First > 1
	if multi && m.Type != schema.Person && closed(sent, m) && CityCountry(name) == "" && afterPost(sent, m.First) {
		m.Type = schema.Person
		return
	}
	tok := &toks[m.Head]
	gov, rel := "", baseRel(tok.Deprel)
	if tok.Head >= 0 && tok.Head < len(toks) {
		gov = strings.ToLower(toks[tok.Head].Lemma)
	}
	if multi && m.Type != schema.Person && (m.Score < 0.8 || m.Score < 0.97 && rel == "nsubj" && speech[gov]) && coref.NameGender(first) != 0 && m.Last-m.First < 4 && CityCountry(name) == "" {
		m.Type = schema.Person
		return
	}
	if !multi && m.Type == schema.Person && m.Score < 0.9 && CityCountry(name) != "" && coref.NameGender(first) == 0 && !(rel == "nsubj" && speech[gov]) {
		m.Type = schema.Place // a city, and nobody's full name holds it
		return
	}
	if !multi && m.Type == schema.Person && allCapitals(sent, m.First) {
		m.Type = schema.Organization
		return
	}
	if !multi && m.Type == schema.Person && peopleName(first) && (tok.XPOS == "NNPS" || tok.XPOS == "NNS") {
		m.Type = schema.Group // "Hindus"
		return
	}
	if !multi && m.Type == schema.Person && m.Last+2 < len(toks) && toks[m.Last].XPOS == "POS" && coref.NameGender(first) == 0 && coref.NameGender(toks[m.Last+1].Form) != 0 &&
		toks[m.Last+2].UPOS == "PROPN" && capital(toks[m.Last+2].Form) {
		m.Type = schema.Organization // "Quox's Jane Austen"
		return
	}
	if m.Type == schema.Person && beforeCountry(sent, m) {
		m.Type = schema.Place
		return
	}
	prep := ""
	for _, k := range kids(m.Head) {
		if baseRel(toks[k].Deprel) == "case" && k < m.First {
			prep = strings.ToLower(toks[k].Form)
		}
	}
	if prep == "" && m.First > 0 && toks[m.First-1].UPOS == "ADP" {
		prep = strings.ToLower(toks[m.First-1].Form)
	}
	// what it is called beside it
	for _, k := range kids(m.Head) {
		if baseRel(toks[k].Deprel) != "appos" || k < m.Last {
			continue
		}
		if c := coref.NounClass(strings.ToLower(toks[k].Lemma)); c.Kind == "org" || c.Kind == "person" || c.Kind == "place" {
			if c.Kind == "person" && anyone[strings.ToLower(toks[k].Lemma)] {
				return
			}
			surely := c.Kind == "person" && multi && (personTitles[strings.ToLower(toks[k].Lemma)] || bodyPosts[strings.ToLower(toks[k].Lemma)])
			if !(multi && m.Type == schema.Person && coref.NameGender(first) != 0) && (m.Score < 0.97 || surely) && !(c.Kind == "person" && strings.ToUpper(name) == name) {
				m.Type = c.Type
			}
			return
		}
	}
	if prep == "in" && (gov == "publish" || gov == "print") && m.Type != schema.Organization && CityCountry(name) == "" {
		m.Type = schema.Organization // the paper
		return
	}
	city := CityCountry(name) != "" || CityCountry("The "+name) != "" && m.First > 0 && sent.Tokens[m.First-1].Form == "The"
	if m.Type != schema.Place {
		switch {
		case m.First >= 2 && prep == "of" && placeNouns[strings.ToLower(toks[m.First-2].Lemma)]:
			m.Type = schema.Place
		case localCases[prep] && (rel == "obl" || rel == "nmod") && (city || m.Type == schema.Person && prep != "at" || prep == "in" && m.Type == schema.Organization && !multi && m.Score < 0.7 && strings.ToUpper(name) != name):
			m.Type = schema.Place
		case (prep == "to" || prep == "from") && placeGoals[gov] && (city || m.Type == schema.Person && m.Score < 0.95 && !multi):
			m.Type = schema.Place
		case city && !multi && (prep == "to" || prep == "from" || prep == "of") && m.Type == schema.Person:
			m.Type = schema.Place
		case rel == "obj" && !multi && m.Type == schema.Person && takings[gov]:
			m.Type = schema.Place
		case rel == "obj" && (placeObjects[gov] || city && (gov == "visit" || gov == "capture" || gov == "seize" || gov == "bomb" || gov == "hit" || gov == "strike" || gov == "attack")) && (city || m.Score < 0.9):
			m.Type = schema.Place
		}
		if m.Type == schema.Place {
			return
		}
	}
	switch {
	case (m.Type == schema.Place || m.Type == schema.Organization || m.Type == schema.Product) && !city && suffixTypes[last] == "" &&
		(rel == "obj" && personVerbs[gov] || prep == "from" && gov == "take" && multi):
		m.Type = schema.Person
	case m.Type == schema.Product && rel == "obj" && bodyVerbs[gov]:
		m.Type = schema.Organization
	case m.Type == schema.Place && multi && !city && prep == "by" && rel == "obl":
		m.Type = schema.Person // "headed by X"
	case !multi && m.Type == schema.Person && relativeOf(sent, m, kids, "co-found", "found", "acquire"):
		m.Type = schema.Organization
	}
}

// namedPerson says whether before token i a person is said to be called so: "a woman named",
// "the man identified as".
func namedPerson(sent *nlp.Sentence, i int) bool {
	toks := sent.Tokens
	if i < 3 {
		return false
	}
	v := i - 1
	if toks[v].Form == "as" {
		v--
	}
	switch w := toks[v].Form; {
	case w == "named" || w == "identified" && v < i-1:
	default:
		return false
	}
	who := v - 1
	if toks[who].UPOS == "ADV" && who > 0 {
		who--
	}
	c := coref.NounClass(strings.ToLower(toks[who].Lemma))
	return c.Kind == "person" && !anyone[strings.ToLower(toks[who].Lemma)]
}

// Verbs of which persons are the subject.
var speech = set("say tell tweet write add note remark comment recall explain testify argue claim report")

// peopleName says whether a name is one of people by its ending: "Hindus", "Republicans".
func peopleName(w string) bool {
	for _, end := range []string{"ans", "ists", "ites", "crats", "lims", "dus", "Jews", "Kurds", "Arabs", "Sikhs", "Turks", "Serbs", "Tories"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// afterPost says whether a post and what it is of stand before token i, with a comma: "the
// president of Peru, X".
func afterPost(sent *nlp.Sentence, i int) bool {
	toks := sent.Tokens
	if i < 4 || toks[i-1].Form != "," {
		return false
	}
	for j := i - 2; j > 0 && j > i-8; j-- {
		switch tok := &toks[j]; {
		case tok.Form == "of" || tok.Form == "for":
			w := strings.ToLower(toks[j-1].Form)
			return (office(w)) && toks[j-1].XPOS != "NNS"
		case !capital(tok.Form) && tok.UPOS != "DET" && tok.UPOS != "ADJ" && tok.UPOS != "NOUN":
			return false
		}
	}
	return false
}

// closed says whether a name ends its phrase.
func closed(sent *nlp.Sentence, m *nlp.Mention) bool {
	return m.Last == len(sent.Tokens) || sent.Tokens[m.Last].UPOS == "PUNCT"
}

// allCapitals says whether a token is in capitals where others are not, and no first name.
func allCapitals(sent *nlp.Sentence, i int) bool {
	w := sent.Tokens[i].Form
	if !isAcronym(w) || len(w) < 3 || strings.Contains(w, ".") || coref.NameGender(w[:1]+strings.ToLower(w[1:])) != 0 {
		return false
	}
	for t := range sent.Tokens {
		if f := sent.Tokens[t].Form; len(f) > 3 && strings.ToLower(f) == f && sent.Tokens[t].UPOS != "PUNCT" {
			return true
		}
	}
	return false
}

// beforeCountry says whether the state in which a place lies follows its name: "Otranto,
// Italy, is".
func beforeCountry(sent *nlp.Sentence, m *nlp.Mention) bool {
	toks := sent.Tokens
	i := m.Last + 1
	if i >= len(toks) || toks[m.Last].Form != "," || m.First > 0 && toks[m.First-1].UPOS != "ADP" || coref.NameGender(toks[m.First].Form) != 0 && m.Last-m.First > 1 {
		return false
	}
	for n := 3; n > 0; n-- {
		if i+n > len(toks) {
			continue
		}
		k, ok := Lookup(join(sent, i, i+n))
		if !ok || k.Type != schema.Country || k.Form != Proper {
			continue
		}
		if i+n == len(toks) {
			return true
		}
		switch next := &toks[i+n]; next.UPOS {
		case "PUNCT", "VERB", "AUX":
			// "with Lovelace, Peru, and": a list goes on
			return i+n+1 >= len(toks) || toks[i+n+1].UPOS != "PROPN" && toks[i+n+1].UPOS != "CCONJ"
		}
		return false
	}
	return false
}

// relativeOf says whether a name is what was founded or bought in a clause in the passive
// that says more of it: "X, which was founded by".
func relativeOf(sent *nlp.Sentence, m *nlp.Mention, kids func(int) []int, lemmas ...string) bool {
	for _, k := range kids(m.Head) {
		tok := &sent.Tokens[k]
		if baseRel(tok.Deprel) != "acl" || tok.XPOS != "VBN" {
			continue
		}
		for _, w := range lemmas {
			if strings.EqualFold(tok.Lemma, w) {
				return true
			}
		}
	}
	// "which" never stands for a person
	if j := m.Last + 1; j < len(sent.Tokens) && sent.Tokens[m.Last].Form == "," && strings.EqualFold(sent.Tokens[j].Form, "which") {
		return true
	}
	return false
}

func headOf(toks []nlp.Token, first, last int) int {
	for i := first; i < last; i++ {
		if h := toks[i].Head; h < first || h >= last {
			return i
		}
	}
	return last - 1
}
