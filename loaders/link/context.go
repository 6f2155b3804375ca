package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// widen gives a person's name the words that the finder cut off: a first name before it,
// the half after a hyphen, "Jr." after it.
func widen(sent *nlp.Sentence, m *nlp.Mention, taken func(int) bool) {
	toks := sent.Tokens
	if m.First > 0 && capital(toks[m.First-1].Form) { // "Korean" of "North Korean"
		if k, ok := Lookup(join(sent, m.First-1, m.Last)); ok && k.Type == schema.Country && k.Form <= People {
			m.First--
			m.Type = schema.Country
		}
	}
	if m.Last < len(toks) && !taken(m.Last) && capital(toks[m.Last].Form) && (toks[m.Last].XPOS == "NNP" || toks[m.Last].UPOS == "VERB") {
		switch w := strings.ToLower(toks[m.Last].Form); {
		case m.Type == schema.Person && m.Last-m.First == 1 && toks[m.Last].UPOS == "VERB" && (m.Last+1 == len(toks) || toks[m.Last+1].UPOS == "PUNCT" || toks[m.Last+1].UPOS == "VERB"):
			m.Last++ // a surname that looks like a verb
		case toks[m.Last].XPOS == "NNP" && m.Type != schema.Person && m.Type != schema.Country && suffixTypes[w] != "" && toks[m.Last-1].Form != ".":
			m.Last++ // "al-Masirah TV"
			m.Type = suffixTypes[w]
		}
	}
	if m.Type == schema.Person {
		for m.Last+1 < len(toks) && toks[m.Last].Form == "-" && toks[m.Last-1].Glued && toks[m.Last].Glued && capital(toks[m.Last+1].Form) && !taken(m.Last+1) {
			m.Last += 2
		}
		if m.Last < len(toks) && !taken(m.Last) {
			switch toks[m.Last].Form {
			case "Jr.", "Jr", "Sr.", "Sr", "II", "III":
				m.Last++
			}
		}
		for m.First > 0 && m.Last-m.First < 4 && !taken(m.First-1) && firstName(sent, m.First-1, m) {
			m.First--
		}
	}
	// "Tigray People's Liberation Front"
	if f := m.First; m.Type == schema.Organization && f >= 2 && toks[f-1].XPOS == "POS" && peoples[toks[f-2].Form] && !taken(f-2) {
		m.First = f - 2
		for m.First > 0 && capital(toks[m.First-1].Form) && toks[m.First-1].UPOS == "PROPN" && !taken(m.First-1) {
			m.First--
		}
	}
}

// Whose bodies have them in their name.
var peoples = set("People Workers Women Children Farmers Writers Teachers Peoples Lawyers Students Men Mothers")

// firstName says whether the token before what is left of a person's name belongs to it:
// a proper noun of the same tree, neither a title nor a known name of something else.
func firstName(sent *nlp.Sentence, i int, m *nlp.Mention) bool {
	tok := &sent.Tokens[i]
	low := strings.ToLower(tok.Form)
	if tok.UPOS != "PROPN" || !capital(tok.Form) || Titles[low] || len(tok.Form) < 3 || strings.ToUpper(tok.Form) == tok.Form || suffixTypes[low] != "" {
		return false
	}
	if k, ok := Lookup(tok.Form); ok && k.Form != Metonym || CityCountry(tok.Form) != "" && coref.NameGender(tok.Form) == 0 {
		return false
	}
	if c := coref.NounClass(low); c.Kind != "" {
		return false
	}
	within := func(h int) bool { return h >= m.First && h < m.Last }
	if coref.NameGender(tok.Form) != 0 {
		return true
	}
	switch baseRel(tok.Deprel) {
	case "compound", "flat", "nmod", "amod":
		if within(tok.Head) && m.Last-m.First < 3 {
			return true
		}
	}
	next := &sent.Tokens[m.First]
	return next.Head == i && baseRel(next.Deprel) == "flat"
}

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
	if !multi && m.Type == schema.Person && allCapitals(sent, m.First) {
		m.Type = schema.Organization
		return
	}
	if !multi && m.Type == schema.Person && peopleName(first) && (tok.XPOS == "NNPS" || tok.XPOS == "NNS") {
		m.Type = schema.Group // "Hindus"
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
		case localCases[prep] && (rel == "obl" || rel == "nmod") && (city || m.Type == schema.Person && prep != "at"):
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

// Verbs of which persons are the subject.
var speech = set("say tell tweet write add note remark comment recall explain testify argue")

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

// Titles that only persons have, in capitals before their name.
var personTitles = set("mr. mrs. ms. mr mrs ms dr dr. president chancellor premier senator sen. sen rep. rep congressman congresswoman governor gov. mayor king queen prince princess sheikh general gen. gen col. colonel maj. lt. capt. captain admiral ambassador pope cardinal bishop archbishop imam ayatollah spokesman spokeswoman spokesperson secretary minister chairman chairwoman ceo lawmaker taoiseach")

func personTitle(sent *nlp.Sentence, i int) bool {
	tok := &sent.Tokens[i]
	low := strings.ToLower(tok.Form)
	if (tok.UPOS == "NOUN" || tok.UPOS == "PROPN") && personTitles[low] || low == "executive" {
		return true
	}
	// "analyst X", in small letters
	return tok.UPOS == "NOUN" && tok.XPOS == "NN" && low == tok.Form && coref.NounClass(low).Kind == "person" && !anyone[low] && !companies[low]
}

// loneName finds an unknown name that the finder of names passed over: a capitalized
// proper noun that acts, the subject of a finite verb or its object, without an article.
func loneName(doc *nlp.Doc, s, i int, covered map[int]int, dated []bool) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	tok := &sent.Tokens[i]
	low := strings.ToLower(tok.Form)
	if i == 0 && tok.UPOS == "ADJ" && baseRel(tok.Deprel) == "nsubj" && !dated[i] {
		if _, known := Lookup(tok.Form); !known && tok.Head < len(sent.Tokens) && tok.Head == 1 && sent.Tokens[1].UPOS == "VERB" {
			return nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: s, First: i, Last: i + 1, Head: i, Score: 0.5}, true
		}
	}
	if tok.UPOS != "PROPN" || tok.XPOS != "NNP" || !capital(tok.Form) || len(tok.Form) < 4 || strings.ToUpper(tok.Form) == tok.Form || Titles[low] || dated[i] || suffixTypes[low] != "" {
		return nlp.Mention{}, false
	}
	if c := coref.NounClass(strings.ToLower(tok.Lemma)); c.Kind != "" || i > 0 && (sent.Tokens[i-1].UPOS == "DET" || sent.Tokens[i-1].UPOS == "ADJ" || sent.Tokens[i-1].UPOS == "PROPN" || sent.Tokens[i-1].Form == "-") {
		return nlp.Mention{}, false
	}
	if i+1 < len(sent.Tokens) && (sent.Tokens[i+1].Form == "-" || sent.Tokens[i+1].UPOS == "NOUN" || sent.Tokens[i+1].UPOS == "PROPN") {
		return nlp.Mention{}, false
	}
	h := tok.Head
	if h < 0 || h >= len(sent.Tokens) || sent.Tokens[h].UPOS != "VERB" {
		return nlp.Mention{}, false
	}
	switch baseRel(tok.Deprel) {
	case "nsubj":
		if x := sent.Tokens[h].XPOS; x != "VBD" && x != "VBZ" && x != "VBN" && x != "VBP" && x != "VB" && x != "VBG" {
			return nlp.Mention{}, false
		}
	default:
		return nlp.Mention{}, false
	}
	if _, ok := covered[h]; ok {
		return nlp.Mention{}, false
	}
	return nlp.Mention{Kind: nlp.Name, Type: schema.Person, Sentence: s, First: i, Last: i + 1, Head: i, Score: 0.5}, true
}

// untyped finds capitalized words inside a sentence that nothing else knows: a name whose
// type its clause tells.
func untyped(doc *nlp.Doc, s, i int, covered map[int]int, dated []bool) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	toks := sent.Tokens
	ok := func(j int) bool {
		if _, taken := covered[j]; taken || dated[j] {
			return false
		}
		low := strings.ToLower(toks[j].Form)
		return (toks[j].UPOS == "PROPN" || toks[j].UPOS == "NOUN" && toks[j].XPOS == "NN") && capital(toks[j].Form) && len(toks[j].Form) > 2 && !Titles[low] && coref.NounClass(low).Kind == ""
	}
	if i == 0 || toks[i-1].UPOS == "PUNCT" && toks[i-1].Form != "," && toks[i-1].Form != "(" || !ok(i) || titleCase(sent) {
		return nlp.Mention{}, false
	}
	if _, taken := covered[i-1]; taken && toks[i-1].Form != "," || capital(toks[i-1].Form) && i > 1 && toks[i-1].UPOS != "DET" && toks[i-1].UPOS != "ADP" {
		return nlp.Mention{}, false // part of something larger
	}
	if w := toks[i-1].Form; i > 2 && (w == "of" || w == "and") && capital(toks[i-2].Form) && CityCountry(toks[i].Form) == "" {
		return nlp.Mention{}, false // "Medal of Freedom"
	}
	end := i + 1
	for end < len(toks) && end < i+4 && ok(end) {
		end++
	}
	if end < len(toks) && (toks[end].Form == "-" || capital(toks[end].Form) && toks[end].UPOS != "PUNCT") {
		return nlp.Mention{}, false
	}
	head := headOf(toks, i, end)
	switch baseRel(toks[head].Deprel) {
	case "obj", "iobj", "obl", "nmod", "nsubj", "conj", "appos":
	default:
		return nlp.Mention{}, false
	}
	return nlp.Mention{Kind: nlp.Name, Sentence: s, First: i, Last: end, Head: head, Score: 0.5}, true
}

// titleCase says whether most words of a sentence are capitalized, so that capitals tell
// nothing.
func titleCase(sent *nlp.Sentence) bool {
	upper, lower := 0, 0
	for i := range sent.Tokens {
		if w := sent.Tokens[i].Form; len(w) > 3 && sent.Tokens[i].UPOS != "PUNCT" {
			if capital(w) {
				upper++
			} else {
				lower++
			}
		}
	}
	return upper > 2*lower
}

func headOf(toks []nlp.Token, first, last int) int {
	for i := first; i < last; i++ {
		if h := toks[i].Head; h < first || h >= last {
			return i
		}
	}
	return last - 1
}

var weekdays = set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

// ofBody finds a body whose name goes on after a preposition: "Office for the Coordination
// of Humanitarian Affairs", "Institute for the Study of War".
func ofBody(doc *nlp.Doc, s, i int, covered map[int]int) (nlp.Mention, bool) {
	sent := &doc.Sentences[s]
	toks := sent.Tokens
	if !capital(toks[i].Form) || suffixTypes[strings.ToLower(toks[i].Form)] != schema.Organization || toks[i].UPOS != "PROPN" && toks[i].UPOS != "NOUN" {
		return nlp.Mention{}, false
	}
	j := i + 1
	if j+1 >= len(toks) || toks[j].Form != "for" && toks[j].Form != "on" && toks[j].Form != "of" {
		return nlp.Mention{}, false
	}
	if weekdays[toks[j+1].Form] {
		return nlp.Mention{}, false // "the Agency on Tuesday imposed"
	}
	of := toks[j].Form == "of"
	first := i
	for first > 0 && capital(toks[first-1].Form) && (toks[first-1].UPOS == "PROPN" || toks[first-1].UPOS == "ADJ") && !Titles[strings.ToLower(toks[first-1].Form)] {
		first--
	}
	j++
	if toks[j].Form == "the" {
		j++
	}
	start := j
	for j < len(toks) && j < start+maxNameTokens {
		if o, ok := covered[j]; ok {
			if t := doc.Mentions[o].Type; t == schema.Country || t == schema.Person || of && t == schema.Place {
				break
			}
		}
		if capital(toks[j].Form) && toks[j].UPOS != "PUNCT" {
			j++
			continue
		}
		if w := toks[j].Form; (w == "of" || w == "and") && j > start && j+1 < len(toks) && capital(toks[j+1].Form) {
			j++
			continue
		}
		break
	}
	for j > start && (!capital(toks[j-1].Form) || office(toks[j-1].Form)) {
		j--
	}
	if j == start || of && j-start < 2 {
		return nlp.Mention{}, false
	}
	return nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: s, First: first, Last: j, Head: i, Score: 0.7}, true
}
