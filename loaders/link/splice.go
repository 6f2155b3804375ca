package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// splice parts the names that the finder ran together and gives those that it cut the words
// that the same name has elsewhere in the document.
func splice(doc *nlp.Doc) {
	for i := 0; i < len(doc.Mentions); i++ { // what is parted off is looked at as well
		if doc.Mentions[i].Kind == nlp.Name && doc.Mentions[i].Last > doc.Mentions[i].First {
			partPlace(doc, i)
			partFronted(doc, i)
			partPost(doc, i)
			partPair(doc, i)
			partTwin(doc, i)
			partVerb(doc, i)
			afterOf(doc, i)
			partSon(doc, i)
		}
	}
	hyphens(doc)
	tabled(doc)
	regrow(doc)
}

// partSon frees a person's name of whom it is followed by, after a comma: "Prince William,
// King Charles".
func partSon(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	if m.Type != schema.Person {
		return
	}
	toks := doc.Sentences[m.Sentence].Tokens
	for t := m.First + 1; t+1 < m.Last; t++ {
		if toks[t].Form != "," || suffixes[toks[t+1].Form] {
			continue
		}
		rest, last := t+1, m.Last
		m.Last, m.Head = t, headOf(toks, m.First, t)
		for rest < last && Titles[strings.ToLower(toks[rest].Form)] {
			rest++
		}
		if rest < last {
			doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Person, Sentence: m.Sentence, First: rest, Last: last, Head: headOf(toks, rest, last), Score: m.Score})
		}
		return
	}
}

// What a person's own name may have after a comma.
var suffixes = map[string]bool{"Jr.": true, "Jr": true, "Sr.": true, "Sr": true, "II": true, "III": true, "IV": true}

// hyphens makes one of the halves of a person's name with a hyphen: "Jane Ashford" and
// "Austen" of "Jane Ashford-Austen".
func hyphens(doc *nlp.Doc) {
	lasts := surnames(doc)
	ends := map[[2]int]int{} // sentence and end to the mention
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Type == schema.Person {
			ends[[2]int{m.Sentence, m.Last}] = i
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		toks := doc.Sentences[m.Sentence].Tokens
		if m.Kind != nlp.Name || m.Type != schema.Person && m.Type != "" || m.First < 2 || toks[m.First-1].Form != "-" || !toks[m.First-2].Glued || !toks[m.First-1].Glued {
			continue
		}
		if k, ok := ends[[2]int{m.Sentence, m.First - 1}]; ok && k != i {
			if o := &doc.Mentions[k]; o.Last-o.First == 1 && m.Last-m.First == 1 && lasts[toks[o.First].Form] && lasts[toks[m.First].Form] {
				continue // "the Lovelace-Austen debate": two persons
			}
			first, last := doc.Mentions[k].First, m.Last
			doc.Mentions[cover(doc, m.Sentence, first, last)].Type = schema.Person
		}
	}
}

// partAt leaves to mention i the words before token t, and gives those behind it to a new
// mention of the same type, which it returns until another is added.
func partAt(doc *nlp.Doc, i, t int) *nlp.Mention {
	m := &doc.Mentions[i]
	toks := doc.Sentences[m.Sentence].Tokens
	second := *m
	second.First, second.Head = t+1, headOf(toks, t+1, m.Last)
	m.Last, m.Head = t, headOf(toks, m.First, t)
	doc.Mentions = append(doc.Mentions, second)
	return &doc.Mentions[len(doc.Mentions)-1]
}

// partFronted parts the place that a sentence begins with from the person who does something
// there, where the tree knows that one acts: "In Lima Jane Austen met".
func partFronted(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	toks := doc.Sentences[m.Sentence].Tokens
	if m.First != 1 || m.Last-m.First < 2 || toks[0].UPOS != "ADP" || toks[0].Head != 1 && toks[0].Head != 2 || toks[1].Deprel != "obl" && toks[1].Deprel != "compound" || toks[2].Deprel != "nsubj" || toks[2].Head < m.Last || toks[2].UPOS != "PROPN" {
		return
	}
	k, ok := Lookup(toks[1].Form)
	if state := ok && k.Type == schema.Country; !state && CityCountry(toks[1].Form) == "" || toks[1].Deprel == "compound" && !state {
		return
	}
	toks[0].Head = 1 // a subject has no preposition
	toks[1].Deprel, toks[1].Head = "obl", toks[2].Head
	for t := 3; t < m.Last; t++ {
		if toks[t].Head == 1 {
			toks[t].Head = 2
		}
	}
	second := *m
	second.First, second.Head, second.Type = 2, headOf(toks, 2, m.Last), schema.Person
	m.Last, m.Head, m.Type = 2, 1, schema.Place
	if ok {
		m.Type = k.Type
	}
	doc.Mentions = append(doc.Mentions, second)
}

// partPost frees a body's name of the post that follows it: "Government of Unity of Prime
// Minister Jane Austen".
func partPost(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	if m.Type != schema.Organization {
		return
	}
	toks := doc.Sentences[m.Sentence].Tokens
	for t := m.First + 1; t+1 < m.Last; t++ {
		if w := strings.ToLower(toks[t+1].Form); toks[t].Form != "of" || !capital(toks[t+1].Form) || !personTitles[w] && w != "prime" && w != "vice" {
			continue
		}
		rest := t + 1
		for rest < m.Last && Titles[strings.ToLower(toks[rest].Form)] {
			rest++
		}
		last := m.Last
		m.Last, m.Head = t, headOf(toks, m.First, t)
		if rest < last {
			doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Person, Sentence: m.Sentence, First: rest, Last: last, Head: headOf(toks, rest, last), Score: 0.7})
		}
		return
	}
}

// partPlace frees a name of where the report comes from: "LIMA - Andean Airways".
func partPlace(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	toks := doc.Sentences[m.Sentence].Tokens
	if m.First != 0 || m.Last < 3 || toks[0].Glued || toks[0].Multi > 0 || len(toks[0].Form) < 3 || strings.ToUpper(toks[0].Form) != toks[0].Form {
		return
	}
	switch toks[1].Form {
	case "-", "–", "—", "--":
		if !toks[1].Glued && capital(toks[2].Form) {
			m.First, m.Head = 2, headOf(toks, 2, m.Last)
		}
	}
}

// partPair parts two bodies that "and" ties together, where each has a word for a body of
// its own and the second is no part of what the first is of: "Writers Union of Peru and
// Andean Rights Fund".
func partPair(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	if m.Type != schema.Organization || m.Last-m.First < 5 {
		return
	}
	toks := doc.Sentences[m.Sentence].Tokens
	body := func(t int) bool { return suffixTypes[strings.ToLower(toks[t].Form)] == schema.Organization }
	for t := m.First + 1; t < m.Last; t++ {
		if toks[t].Form != "and" || (m.Last-t < 4 || !body(m.Last-1)) && !(m.Last-t == 3 && isAcronym(toks[t+1].Form)) {
			continue // "University of Lima and UC Davis" are two as well
		}
		left := false
		for k := m.First; k < t; k++ {
			left = left || body(k)
		}
		plain := true
		for k := t + 1; k < m.Last; k++ {
			plain = plain && capital(toks[k].Form)
		}
		if !left || !plain {
			continue
		}
		partAt(doc, i, t)
		return
	}
}

// regrow widens a name of several words to a longer one of the document that ends in it,
// where the words before it stand here too: "American Rights Fund" to "Native American Rights
// Fund".
func regrow(doc *nlp.Doc) {
	longer := map[string]map[string]bool{} // last word -> names of three words and more
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Type == schema.Person || m.Type == schema.Country || m.Last-m.First < 3 {
			continue
		}
		sent := &doc.Sentences[m.Sentence]
		w := sent.Tokens[m.Last-1].Form
		if longer[w] == nil {
			longer[w] = map[string]bool{}
		}
		longer[w][join(sent, m.First, m.Last)] = true
	}
	if len(longer) == 0 {
		return
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Last-m.First < 2 || m.First == 0 || m.Type == schema.Person || m.Type == schema.Country {
			continue
		}
		sent := &doc.Sentences[m.Sentence]
		names := longer[sent.Tokens[m.Last-1].Form]
		for first := m.First - 1; names != nil && first >= 0 && first >= m.First-2 && capital(sent.Tokens[first].Form); first-- {
			if names[join(sent, first, m.Last)] {
				last, typ := m.Last, m.Type
				k := cover(doc, m.Sentence, first, last)
				doc.Mentions[k].Type = typ
				break
			}
		}
	}
}

// tails makes persons of names with a hyphen that end the full name of one: "al-Salem" of
// "Karim al-Salem".
func tails(doc *nlp.Doc) {
	last := map[string]bool{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Type != schema.Person {
			continue
		}
		if words := strings.Fields(join(&doc.Sentences[m.Sentence], m.First, m.Last)); len(words) > 1 && strings.Contains(words[len(words)-1], "-") {
			last[strings.ToLower(words[len(words)-1])] = true
		}
	}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Last-m.First == 3 && m.Type != schema.Person && last[strings.ToLower(join(&doc.Sentences[m.Sentence], m.First, m.Last))] {
			m.Type = schema.Person
		}
	}
}

// shortOf says whether a word may stand for a body of several words: the first of them
// before words for its kind ("Andean" of "Andean Airways", "Quox" of "Quox Defence Group"),
// the last of two ("Quox" of "Deutsche Quox"), or the one between a direction and the kind
// ("Arapaho" of "Northern Arapaho Tribe").
func shortOf(word string, long []string) bool {
	n := len(long)
	kind := func(w string) bool { return suffixTypes[strings.ToLower(w)] == schema.Organization }
	switch {
	case n < 2 || n > 4:
		return false
	case long[0] == word:
		return kind(long[n-1]) && (n == 2 || n == 3 && (kind(long[1]) || wholes[strings.ToLower(long[2])]))
	case n == 2:
		return long[1] == word && !Titles[strings.ToLower(long[0])] && !kind(long[0])
	}
	return n == 3 && long[1] == word && kind(long[2]) && directions[long[0]]
}

// Words for a whole body, before which any other word may stand in its name.
var wholes = set("group party company corporation corp inc ltd holdings tribe airlines airways")

// shortName says whether a token may be the short name of a body at all: no word of the
// language, no place, no state.
func shortName(w string) bool {
	low := strings.ToLower(w)
	if len(w) < 3 || !capital(w) || suffixTypes[low] != "" || Titles[low] || CityCountry(w) != "" || directions[w] || weekdays[w] || coref.NounClass(low).Kind != "" {
		return false
	}
	_, known := Lookup(w)
	return !known
}

// shorten gives the short names of bodies their type, where a document has one body that
// may be meant.
func shorten(doc *nlp.Doc) {
	type body struct {
		words []string
		text  string
	}
	var bodies []body
	seen := map[string]bool{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Type != schema.Organization || m.Last-m.First < 2 || m.Last-m.First > 4 {
			continue
		}
		if text := join(&doc.Sentences[m.Sentence], m.First, m.Last); !seen[text] {
			seen[text] = true
			bodies = append(bodies, body{strings.Fields(text), text})
		}
	}
	if len(bodies) == 0 {
		return
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Last-m.First != 1 || m.Type == schema.Organization || m.Type == schema.Country {
			continue
		}
		sent := &doc.Sentences[m.Sentence]
		w := sent.Tokens[m.First].Form
		if !shortName(w) || m.Type == schema.Place && !isAcronym(w) && !(m.First > 0 && strings.EqualFold(sent.Tokens[m.First-1].Form, "the")) {
			continue
		}
		n := 0
		for _, b := range bodies {
			if shortOf(w, b.words) && (m.Type != schema.Person || b.words[0] == w) {
				n++
			}
		}
		if n == 1 {
			m.Type, m.Score = schema.Organization, max(m.Score, 0.9)
		}
	}
}
