package link

import (
	"slices"
	"strings"
	"unicode"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// mend corrects what the finder of names cut, joined or took for a name, by the words
// around it and nothing else, so that it holds for any finder. What it empties it drops.
func mend(doc *nlp.Doc) {
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && !written(&doc.Sentences[m.Sentence], m) {
			discard(m)
		}
	}
	unbracket(doc)
	for s := range doc.Sentences {
		spelledOut(doc, s)
		numbered(doc, s)
	}
	joints(doc)
	acronyms(doc)
	for i := 0; i < len(doc.Mentions); i++ {
		if doc.Mentions[i].Kind != nlp.Name || doc.Mentions[i].Last == doc.Mentions[i].First {
			continue
		}
		partPost(doc, i)
		entitled(doc, i)
		afterPlace(doc, i)
		hyphened(doc, i)
		conjoined(doc, i)
		stormy(doc, i)
	}
	bySent := make([][]int, len(doc.Sentences))
	for i := range doc.Mentions {
		bySent[doc.Mentions[i].Sentence] = append(bySent[doc.Mentions[i].Sentence], i)
	}
	for s := range doc.Sentences {
		introduced(doc, s, bySent[s])
	}
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool { return m.First == m.Last })
	storms(doc)
}

// introduced finds the persons of a sentence whom a post before their name introduces where
// the finder saw no name at all: "senior adviser Hope Emerson".
func introduced(doc *nlp.Doc, s int, mentions []int) {
	sent := &doc.Sentences[s]
	toks := sent.Tokens
	if titleCase(sent) {
		return
	}
	taken := make([]bool, len(toks))
	for _, i := range mentions {
		if m := &doc.Mentions[i]; m.Kind != nlp.Nominal && m.Kind != nlp.Pronoun {
			for t := m.First; t < m.Last; t++ {
				taken[t] = true
			}
		}
	}
	for i := 0; i+2 < len(toks); i++ {
		w := strings.ToLower(toks[i].Form)
		if !(office(w)) || toks[i].UPOS == "VERB" || toks[i].XPOS == "NNS" {
			continue
		}
		end := i + 1
		for end < len(toks) && end < i+5 && !taken[end] && capital(toks[end].Form) && len(toks[end].Form) > 1 && strings.ToUpper(toks[end].Form) != toks[end].Form {
			low := strings.ToLower(toks[end].Form)
			if _, known := Lookup(toks[end].Form); known || Titles[low] || posts[low] || bodyPosts[low] || suffixTypes[low] != "" || weekdays[toks[end].Form] {
				break
			}
			switch toks[end].UPOS {
			case "DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "PUNCT", "NUM":
				low = ""
			}
			if low == "" {
				break
			}
			end++
		}
		if n := end - i - 1; n < 2 || n > 3 || end < len(toks) && (taken[end] || capital(toks[end].Form) && toks[end].UPOS != "PUNCT") {
			continue
		}
		doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Person, Sentence: s, First: i + 1, Last: end, Head: headOf(toks, i+1, end), Score: 0.7})
	}
}

// spelledOut makes one name of what the gazetteer knows by three words and more, of what "&"
// ties together and of a ship with the letters before its name, where the finder saw a part.
func spelledOut(doc *nlp.Doc, s int) {
	sent := &doc.Sentences[s]
	toks := sent.Tokens
	whole := func(first, last int, typ schema.EntityType) {
		for i := range doc.Mentions {
			if m := &doc.Mentions[i]; m.Sentence == s && m.Kind == nlp.Name && m.First < last && m.Last > first && (m.First < first || m.Last > last) {
				return // part of something larger
			}
		}
		doc.Mentions[cover(doc, s, first, last)].Type = typ
	}
	for i := 0; i+1 < len(toks); i++ {
		if !capital(toks[i].Form) {
			continue
		}
		if ships[toks[i].Form] && capital(toks[i+1].Form) {
			last := i + 2
			for last < len(toks) && last < i+5 && capital(toks[last].Form) && toks[last].UPOS != "PUNCT" {
				last++
			}
			whole(i, last, schema.Product)
			i = last - 1
			continue
		}
		if i+2 < len(toks) && toks[i+1].Form == "&" && capital(toks[i+2].Form) && toks[i].UPOS == "PROPN" {
			whole(i, i+3, schema.Organization)
			i += 2
			continue
		}
		for n := min(maxNameTokens, len(toks)-i); n > 2; n-- {
			if !capital(toks[i+n-1].Form) {
				continue
			}
			if k, ok := Lookup(join(sent, i, i+n)); ok && k.Form <= Capital {
				whole(i, i+n, k.Type)
				i += n - 1
				break
			}
		}
	}
}

// written says whether a name is written as one: not all in small letters, unless it is
// known, and no word that only begins its sentence.
func written(sent *nlp.Sentence, m *nlp.Mention) bool {
	large := false
	for t := m.First; t < m.Last && !large; t++ {
		large = strings.ContainsFunc(sent.Tokens[t].Form, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) })
	}
	if !large {
		name := join(sent, m.First, m.Last)
		title := strings.ToUpper(name[:1]) + name[1:]
		_, known := Lookup(name)
		_, typed := Lookup(title)
		return known || typed || CityCountry(title) != "" || particles[sent.Tokens[m.First].Form]
	}
	if m.First == 0 && m.Last == 1 {
		switch sent.Tokens[0].UPOS {
		case "ADP", "DET", "PRON", "ADV", "SCONJ", "CCONJ", "AUX", "PART":
			return false
		}
	}
	return true
}

// unbracket cuts a name at a bracket that the finder ran over: "Danube Water Board ( DWB".
func unbracket(doc *nlp.Doc) {
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		toks := doc.Sentences[m.Sentence].Tokens
		for t := m.First; t < m.Last; t++ {
			if toks[t].Form != "(" && toks[t].Form != ")" {
				continue
			}
			if rest := t + 1; rest < m.Last && t > m.First && toks[t].Form == "(" && isAcronym(toks[rest].Form) {
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: m.Type, Sentence: m.Sentence, First: rest, Last: rest + 1, Head: rest, Score: m.Score})
				m = &doc.Mentions[i]
			}
			m.Last = t
			break
		}
	}
}

// entitled frees a person's name of the post before it where the finder took both for a
// body: "Samoan Prime Minister Maria Lopez".
func entitled(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	if m.Type == schema.Person || m.Last-m.First < 2 {
		return
	}
	toks := doc.Sentences[m.Sentence].Tokens
	at := -1
	for t := m.First; t+1 < m.Last; t++ {
		if w := strings.ToLower(toks[t].Form); (Titles[w] || bodyPosts[w] || posts[w]) && !ambiguous[w] {
			at = t
		}
	}
	if at < 0 {
		return
	}
	last := at + 1
	for last < m.Last && capital(toks[last].Form) && toks[last].UPOS != "PUNCT" {
		if suffixTypes[strings.ToLower(toks[last].Form)] != "" {
			return
		}
		last++
	}
	if n := last - at - 1; n == 0 || n > 4 || last < m.Last && toks[last].Form != "of" {
		return
	}
	m.First, m.Last, m.Type = at+1, last, schema.Person
	m.Head = headOf(toks, m.First, m.Last)
}

// afterPlace frees a person's name of the place that the post before it is of: "president of
// the United States Jane Austen", "Senator from Vermont Jane Austen".
func afterPlace(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	sent := &doc.Sentences[m.Sentence]
	if m.Last-m.First < 2 || m.First == 0 || m.Type != schema.Person && m.Type != schema.Organization {
		return
	}
	for k := m.Last - 1; k > m.First; k-- {
		if k == m.Last-1 && m.Last-m.First > 2 {
			continue // rather two words than one are left
		}
		first := m.First
		place := join(sent, first, k)
		known, ok := Lookup(place)
		if !ok && capital(sent.Tokens[first-1].Form) { // "United" of "United States"
			if known, ok = Lookup(join(sent, first-1, k)); ok {
				first--
			}
		}
		typ := known.Type
		if !ok && CityCountry(place) != "" && coref.NameGender(place) == 0 {
			ok, typ = true, schema.Place
		}
		if !ok || typ != schema.Country && typ != schema.Place {
			continue
		}
		before := first - 1
		if before > 0 && sent.Tokens[before].Form == "the" {
			before--
		}
		if before < 1 {
			return
		}
		switch sent.Tokens[before].Form {
		case "of", "from", "for":
		default:
			return
		}
		if c := coref.NounClass(strings.ToLower(sent.Tokens[before-1].Lemma)); c.Kind != "person" && !Titles[strings.ToLower(sent.Tokens[before-1].Form)] {
			return
		}
		if m.Type == schema.Organization && coref.NameGender(sent.Tokens[k].Form) == 0 {
			return
		}
		for t := k; t < m.Last; t++ {
			if w := sent.Tokens[t].Form; !capital(w) || suffixTypes[strings.ToLower(w)] != "" {
				return
			}
		}
		s := m.Sentence
		m.First, m.Type = k, schema.Person
		m.Head = headOf(sent.Tokens, m.First, m.Last)
		doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: typ, Sentence: s, First: first, Last: k, Head: headOf(sent.Tokens, first, k), Score: 0.9})
		return
	}
}

// hyphened joins the halves of a name in capitals, "ABS-CBN", and a surname with the given
// name after it that has a hyphen, "Park Won-soon".
func hyphened(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	toks := doc.Sentences[m.Sentence].Tokens
	if f := m.First; f >= 2 && toks[f-1].Form == "-" && toks[f-1].Glued && toks[f-2].Glued && isAcronym(toks[f].Form) && isAcronym(toks[f-2].Form) {
		if _, known := Lookup(toks[f-2].Form); !known && nameEnding(doc, m.Sentence, f-1) < 0 {
			m.First -= 2
			if m.Type == schema.Person {
				m.Type = schema.Organization
			}
			m.Head = headOf(toks, m.First, m.Last)
			return
		}
	}
	if m.Last-m.First != 1 || m.Last >= len(toks) || m.Type == schema.Country || strings.ToUpper(toks[m.First].Form) == toks[m.First].Form {
		return
	}
	given := func(w string) bool { return capital(w) && len(w) > 1 && strings.ToUpper(w) != w }
	small := func(w string) bool {
		return len(w) > 1 && len(w) <= 6 && strings.ToLower(w) == w && unicode.IsLetter(rune(w[0]))
	}
	j := m.Last
	if head, tail, ok := strings.Cut(toks[j].Form, "-"); ok && given(head) && small(tail) && toks[j].UPOS == "PROPN" {
		m.Last = j + 1
	} else if j+2 < len(toks) && given(toks[j].Form) && toks[j+1].Form == "-" && toks[j].Glued && toks[j+1].Glued && small(toks[j+2].Form) && (toks[j].UPOS == "PROPN" && toks[j+2].UPOS == "PROPN" ||
		len(toks[j].Form) < 7 && !prefixes[strings.ToLower(toks[j].Form)] && !titleCase(&doc.Sentences[m.Sentence]) && (j+3 == len(toks) || toks[j+3].Form == "," || toks[j+3].XPOS == "POS" || toks[j+3].UPOS == "VERB" || toks[j+3].UPOS == "AUX" || toks[j+3].UPOS == "CCONJ")) {
		m.Last = j + 3
	} else {
		return
	}
	m.Type = schema.Person
	m.Head = headOf(toks, m.First, m.Last)
}

// What stands before a hyphen in words that are no given names.
var prefixes = set("pro anti co vice non ex pre post self well counter cross multi semi re mid all long short high low two three part full so on by then now half single double no u t e x")

// Words that end a name in which "and" may stand: "Law and Justice Party".
var paired = set("party ministry department committee commission council agency administration authority bureau office institute association board service services company corporation foundation society organization organisation")

// conjoined joins the halves of a body's name around "and": before it what no finder knows
// as a name of its own, after it the word for a body; or after it the rest of what a body is
// of, "Department of Mathematics and Statistics".
func conjoined(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	s := m.Sentence
	toks := doc.Sentences[s].Tokens
	and := func(t int) bool { return t > 0 && t < len(toks) && (toks[t].Form == "and" || toks[t].Form == "&") }
	own := func(t int) bool { // a name, and none that was only guessed
		for j := range doc.Mentions {
			o := &doc.Mentions[j]
			if j != i && o.Kind == nlp.Name && o.Sentence == s && o.First <= t && t < o.Last {
				w := strings.ToLower(toks[t].Form)
				common := (o.Last-o.First == 1 || !capital(toks[o.First].Form)) && (suffixTypes[w] != "" || coref.NounClass(w).Kind != "")
				return o.Type != "" && o.Type != schema.Agreement && o.Type != schema.Event && !common
			}
		}
		_, known := Lookup(toks[t].Form)
		return known
	}
	word := func(t int) bool {
		w := toks[t].Form
		return capital(w) && len(w) > 2 && toks[t].UPOS != "PUNCT" && toks[t].UPOS != "DET" && toks[t].UPOS != "PRON" && !isAcronym(w) && suffixTypes[strings.ToLower(w)] != schema.Organization && !Titles[strings.ToLower(w)] && !own(t)
	}
	if f := m.First; m.Last-f > 1 && and(f-1) && f >= 3 && toks[f-2].UPOS != "ADJ" && m.Type == schema.Organization && paired[strings.ToLower(toks[m.Last-1].Form)] {
		first := f - 1
		for first > 0 && first > f-4 && word(first-1) {
			first--
		}
		if first < f-1 && first > 0 && (!capital(toks[first-1].Form) || toks[first-1].UPOS == "DET") && toks[first-1].UPOS != "PUNCT" && toks[first-1].UPOS != "CCONJ" {
			cover(doc, s, first, m.Last)
		}
		return
	}
	if m.Type != schema.Organization || !and(m.Last) || m.Last+1 >= len(toks) {
		return
	}
	of := false
	for t := m.First + 1; t < m.Last; t++ {
		of = of || toks[t].Form == "of" || toks[t].Form == "for"
	}
	if !of {
		return
	}
	last := m.Last + 1
	for last < len(toks) && last < m.Last+4 && word(last) {
		last++
	}
	if last == m.Last+1 || last < len(toks) && capital(toks[last].Form) {
		return
	}
	if h := headOf(toks, m.Last+1, last); toks[h].Head < m.First || toks[h].Head >= m.Last {
		return
	}
	cover(doc, s, m.First, last)
}

// Words before the name of a storm.
var stormWords = set("hurricane typhoon cyclone storm")

// stormy makes one name of what a storm is called with the word for it.
func stormy(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	toks := doc.Sentences[m.Sentence].Tokens
	first := m.First
	if !stormWords[strings.ToLower(toks[first].Form)] {
		if first == 0 || !stormWords[strings.ToLower(toks[first-1].Form)] || !capital(toks[first-1].Form) || m.Type == schema.Country {
			return
		}
		first--
	}
	if m.Last-first < 2 || m.Last-first > 3 || suffixTypes[strings.ToLower(toks[m.Last-1].Form)] != "" {
		return
	}
	if first > 0 && toks[first-1].Form == "Tropical" {
		first--
	}
	k := cover(doc, m.Sentence, first, m.Last)
	doc.Mentions[k].Type = schema.Event
}

// storms gives the bare name of a storm its type.
func storms(doc *nlp.Doc) {
	names := map[string]bool{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if toks := doc.Sentences[m.Sentence].Tokens; m.Kind == nlp.Name && m.Type == schema.Event && m.Last-m.First > 1 && stormWords[strings.ToLower(toks[m.Last-2].Form)] {
			names[toks[m.Last-1].Form] = true
		}
	}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Last-m.First == 1 && names[doc.Sentences[m.Sentence].Tokens[m.First].Form] {
			m.Type, m.Score = schema.Event, max(m.Score, 0.97)
		}
	}
}
