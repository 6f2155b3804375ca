package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// widenNames widens every name of a document where other names leave room.
func widenNames(doc *nlp.Doc) {
	taken := make([]map[int]int, len(doc.Sentences))
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		if taken[m.Sentence] == nil {
			taken[m.Sentence] = map[int]int{}
		}
		for t := m.First; t < m.Last; t++ {
			taken[m.Sentence][t] = i
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		widen(&doc.Sentences[m.Sentence], m, func(t int) bool { _, ok := taken[m.Sentence][t]; return ok })
		for t := m.First; t < m.Last; t++ {
			taken[m.Sentence][t] = i
		}
	}
}

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
	if m.Last < len(toks) && !taken(m.Last) && capital(toks[m.Last].Form) && (toks[m.Last].XPOS == "NNP" || toks[m.Last].UPOS == "VERB" || toks[m.Last].UPOS == "NOUN" && m.Type == schema.Place && !titleCase(sent)) {
		switch w := strings.ToLower(toks[m.Last].Form); {
		case m.Type == schema.Person && m.Last-m.First == 1 && toks[m.Last].UPOS == "VERB" && (m.Last+1 == len(toks) || toks[m.Last+1].UPOS == "PUNCT" || toks[m.Last+1].UPOS == "VERB"):
			m.Last++ // a surname that looks like a verb
		case toks[m.Last].UPOS != "VERB" && m.Type != schema.Person && m.Type != schema.Country && suffixTypes[w] != "" && toks[m.Last-1].Form != ".":
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
	for f := m.First - 1; m.Type == schema.Organization && f > 0 && m.Last-f < maxNameTokens && !taken(f) && itsFirst(sent, f, m); f-- {
		m.First = f
	}
	// "Tigray People's Liberation Front"
	if f := m.First; m.Type == schema.Organization && f >= 2 && toks[f-1].XPOS == "POS" && peoples[toks[f-2].Form] && !taken(f-2) {
		m.First = f - 2
		for m.First > 0 && capital(toks[m.First-1].Form) && toks[m.First-1].UPOS == "PROPN" && !taken(m.First-1) {
			m.First--
		}
	}
}

// itsFirst says whether the adjective in capitals before a body's name is its first word:
// "Native" of "Native American Rights Fund".
func itsFirst(sent *nlp.Sentence, i int, m *nlp.Mention) bool {
	tok := &sent.Tokens[i]
	low := strings.ToLower(tok.Form)
	if tok.UPOS != "ADJ" || tok.Deprel != "amod" || tok.Head < m.First || tok.Head >= m.Last || !capital(tok.Form) || isAcronym(tok.Form) || suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] != schema.Organization {
		return false
	}
	if _, known := Lookup(tok.Form); known || Titles[low] || sent.Tokens[i-1].UPOS == "PUNCT" || CityCountry(tok.Form) != "" {
		return false
	}
	for t := range sent.Tokens { // no headline in which every word has a capital
		if o := &sent.Tokens[t]; o.UPOS == "VERB" && !capital(o.Form) {
			return true
		}
	}
	return false
}

// Whose bodies have them in their name.
var peoples = set("People Workers Women Children Farmers Writers Teachers Peoples Lawyers Students Men Mothers")

// firstName says whether the token before what is left of a person's name belongs to it:
// a proper noun of the same tree, neither a title nor a known name of something else.
func firstName(sent *nlp.Sentence, i int, m *nlp.Mention) bool {
	tok := &sent.Tokens[i]
	low := strings.ToLower(tok.Form)
	for t := m.First; t < m.Last; t++ {
		if sent.Tokens[t].Form == tok.Form && capital(tok.Form) {
			return true // the name of a father or forefather again: "Boutros Boutros-Ghali"
		}
	}
	if tok.UPOS != "PROPN" && !(tok.UPOS == "ADJ" && tok.XPOS == "NNP" && !adjectival(low)) || !capital(tok.Form) || Titles[low] || len(tok.Form) < 3 || strings.ToUpper(tok.Form) == tok.Form || suffixTypes[low] != "" {
		return false
	}
	if k, ok := Lookup(tok.Form); ok && k.Form != Metonym && k.Type != schema.Person || CityCountry(tok.Form) != "" && coref.NameGender(tok.Form) == 0 {
		return false
	}
	if c := coref.NounClass(low); c.Kind != "" || coref.NameGender(tok.Form) == 0 && coref.NameGender(sent.Tokens[m.First].Form) != 0 && ofOffice(sent, i) {
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

// adjectival says whether a word in small letters ends as adjectives do: "democratic".
func adjectival(low string) bool {
	for _, end := range []string{"ic", "an", "ral", "nal", "ial", "cal", "ual", "tal", "yal", "ive", "ist", "ous", "ish", "ese", "ent", "ern", "ary", "ant", "ble", "ing"} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	return false
}

// Small words inside persons' names.
var particles = set("bin ibn bint van von der den de del della da dos al el ben abu ul ud")

// extend joins names that the finder cut: "Karim bin Salem", "Ministry of Foreign Affairs".
func extend(doc *nlp.Doc, s int, names []int, drop map[int]bool) {
	sent := &doc.Sentences[s]
	n := len(sent.Tokens)
	at := make([]int, n)
	for t := range at {
		at[t] = -1
	}
	for _, i := range names {
		for t := doc.Mentions[i].First; t < doc.Mentions[i].Last; t++ {
			at[t] = i
		}
	}
	grow := func(first, last int, typ schema.EntityType) {
		var keep = -1
		for t := first; t < last; t++ {
			if i := at[t]; i >= 0 && i != keep {
				if keep < 0 {
					keep = i
				} else {
					drop[i] = true
				}
				first, last = min(first, doc.Mentions[i].First), max(last, doc.Mentions[i].Last)
			}
		}
		if keep < 0 {
			return
		}
		m := &doc.Mentions[keep]
		m.First, m.Last = first, last
		if typ != "" {
			m.Type = typ
		}
		for t := first; t < last; t++ {
			at[t] = keep
		}
	}
	for t := 1; t+1 < n; t++ {
		w := sent.Tokens[t].Form
		if particles[w] && capital(sent.Tokens[t-1].Form) && capital(sent.Tokens[t+1].Form) && sent.Tokens[t-1].UPOS != "PUNCT" && (at[t-1] >= 0 || at[t+1] >= 0 || at[t] >= 0) {
			first, last := t-1, t+2
			typ := schema.EntityType("")
			if w == "bin" || w == "ibn" || w == "bint" {
				typ = schema.Person
			}
			if Titles[strings.ToLower(sent.Tokens[first].Form)] {
				continue
			}
			for last < n && (capital(sent.Tokens[last].Form) && sent.Tokens[last].UPOS != "PUNCT" && typ == schema.Person || particles[sent.Tokens[last].Form] && last+1 < n && capital(sent.Tokens[last+1].Form)) {
				last++
			}
			grow(first, last, typ)
		}
	}
	for t := 1; t+1 < n; t++ { // "Jan-bek Novak": the finder takes the hyphen for an end
		if sent.Tokens[t].Form != "-" || !sent.Tokens[t].Glued || !sent.Tokens[t-1].Glued || at[t-1] < 0 || at[t+1] < 0 || at[t-1] == at[t+1] {
			continue
		}
		a, b := &doc.Mentions[at[t-1]], &doc.Mentions[at[t+1]]
		if a.Type == schema.Person && b.Type == schema.Person && a.Last == t && b.First == t+1 && a.Last-a.First == 1 && !capital(sent.Tokens[t+1].Form) {
			grow(a.First, b.Last, schema.Person)
		}
	}
	for t := 0; t+1 < n; t++ { // "Nuku'alofa"
		if rest := sent.Tokens[t+1].Form; sent.Tokens[t].Multi == 2 && at[t] >= 0 && at[t+1] < 0 && doc.Mentions[at[t]].Last == t+1 && len(rest) > 3 && apostrophe(rest) && rest != "'ll" && rest != "'ve" {
			grow(doc.Mentions[at[t]].First, t+2, "")
		}
	}
	for t := 1; t+1 < n; t++ { // "Sabine Mata'afa"
		if sent.Tokens[t].Multi == 2 && capital(sent.Tokens[t].Form) && at[t] < 0 && at[t-1] >= 0 && doc.Mentions[at[t-1]].Type == schema.Person {
			if rest := sent.Tokens[t+1].Form; len(rest) > 3 && apostrophe(rest) && rest != "'ll" && rest != "'ve" {
				grow(doc.Mentions[at[t-1]].First, t+2, schema.Person)
			}
		}
	}
	for t := 1; t < n; t++ { // a surname that the parser ties to the first name
		tok := &sent.Tokens[t]
		if at[t] < 0 && at[t-1] >= 0 && tok.UPOS == "PROPN" && tok.Deprel == "flat" && capital(tok.Form) && doc.Mentions[at[t-1]].Type == schema.Person && tok.Head >= doc.Mentions[at[t-1]].First && tok.Head < t {
			grow(doc.Mentions[at[t-1]].First, t+1, schema.Person)
		}
	}
	for _, i := range names { // "Maria" of "Maria Lopez"
		m := &doc.Mentions[i]
		if drop[i] || m.Type != schema.Person || m.Last-m.First != 1 || m.Last >= n || coref.NameGender(sent.Tokens[m.First].Form) == 0 {
			continue
		}
		end := m.Last
		if o := at[end]; o >= 0 && o != i && doc.Mentions[o].Type == schema.Person && doc.Mentions[o].Last-doc.Mentions[o].First == 1 && doc.Mentions[o].First == end {
			grow(m.First, end+1, schema.Person) // the finder saw two persons
			continue
		}
		for end < n && end < m.Last+2 && capital(sent.Tokens[end].Form) && sent.Tokens[end].UPOS != "PUNCT" && sent.Tokens[end].UPOS != "ADP" && sent.Tokens[end].UPOS != "DET" && at[end] < 0 && !Titles[strings.ToLower(sent.Tokens[end].Form)] {
			end++
		}
		if end > m.Last {
			grow(m.First, end, schema.Person)
		}
	}
	for _, i := range names {
		m := &doc.Mentions[i]
		if drop[i] || m.Last >= n || m.Last-m.First > 2 || m.Type == schema.Person || suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] != "" {
			continue
		}
		if k, ok := Lookup(join(sent, m.First, m.Last)); !ok || k.Type != schema.Country || k.Form > Adjective {
			continue
		}
		// "Danish University": the state's name begins that of a body
		end := m.Last
		for end < n && capital(sent.Tokens[end].Form) && sent.Tokens[end].UPOS != "PUNCT" && at[end] < 0 && sent.Tokens[end].XPOS != "POS" {
			end++
		}
		for end > m.Last && suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)] == "" {
			end--
		}
		if end > m.Last && end < n && benches[sent.Tokens[end-1].Form] && bench[sent.Tokens[end].Form] {
			continue // "U.S. District Judge X"
		}
		if end > m.Last && (end-m.Last > 1 || !ofTheState[strings.ToLower(sent.Tokens[end-1].Form)]) {
			grow(m.First, end, suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)])
		}
	}
	naming := map[string]bool{"PROPN": true, "NOUN": true, "ADJ": true}
	for _, i := range names { // "Amazon Web Services"
		m := &doc.Mentions[i]
		if drop[i] || m.Type != schema.Organization || m.Last-m.First != 1 || m.Last+1 >= n || isAcronym(sent.Tokens[m.First].Form) || titleCase(sent) {
			continue
		}
		end := sent.Tokens[m.First].Head + 1
		whole := end > m.Last+1 && end <= min(n, m.Last+4) && suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)] == schema.Organization && !ofTheState[strings.ToLower(sent.Tokens[end-1].Form)]
		for t := m.Last; whole && t < end; t++ {
			whole = capital(sent.Tokens[t].Form) && naming[sent.Tokens[t].UPOS] && !Titles[strings.ToLower(sent.Tokens[t].Form)] && (at[t] < 0 || doc.Mentions[at[t]].Type == schema.Organization && doc.Mentions[at[t]].Last <= end)
		}
		if whole {
			grow(m.First, end, schema.Organization)
		}
	}
	for _, i := range names { // "Women for Peru First"
		m := &doc.Mentions[i]
		if !drop[i] && m.Type == schema.Organization && m.Last-m.First > 1 && m.Last < n && at[m.Last] < 0 && mottos[sent.Tokens[m.Last].Form] && !titleCase(sent) {
			grow(m.First, m.Last+1, schema.Organization)
		}
	}
	for _, i := range names { // "Jane Austen Correctional Facility"
		m := &doc.Mentions[i]
		if drop[i] || m.Last >= n || m.Type == schema.Country || m.Last-m.First < 2 || suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] != "" || titleCase(sent) {
			continue
		}
		end := m.Last
		for end < n && end < m.Last+4 && capital(sent.Tokens[end].Form) && at[end] < 0 && naming[sent.Tokens[end].UPOS] {
			end++
		}
		for end > m.Last && suffixTypes[strings.ToLower(sent.Tokens[end-1].Form)] == "" {
			end--
		}
		if t := suffixTypes[strings.ToLower(sent.Tokens[max(end, 1)-1].Form)]; end > m.Last && (m.Type != schema.Person || t == schema.Place || t == schema.Organization) {
			grow(m.First, end, t)
		}
	}
	for _, i := range names {
		m := &doc.Mentions[i]
		if drop[i] || m.Last+1 >= n || suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] != schema.Organization {
			continue
		}
		j := m.Last
		if w := sent.Tokens[j].Form; w != "of" && w != "for" {
			continue
		}
		j++
		if j < n && sent.Tokens[j].Form == "the" {
			j++
		}
		if j >= n || !capital(sent.Tokens[j].Form) || sent.Tokens[j].UPOS == "PUNCT" {
			continue
		}
		end := j
		for end < n && (capital(sent.Tokens[end].Form) && sent.Tokens[end].UPOS != "PUNCT" || (sent.Tokens[end].Form == "of" || sent.Tokens[end].Form == "and") && end+1 < n && capital(sent.Tokens[end+1].Form) && at[end+1] < 0) {
			end++
		}
		if k, ok := Lookup(join(sent, j, end)); ok && k.Type == schema.Country && !ofCountry[strings.ToLower(sent.Tokens[m.Last-1].Form)] {
			continue // "the government of France"
		}
		if o := at[j]; o >= 0 && o != i && doc.Mentions[o].Type == schema.Person {
			continue
		}
		grow(m.First, end, schema.Organization)
	}
}

func apostrophe(w string) bool {
	return strings.HasPrefix(w, "'") || strings.HasPrefix(w, "’") || strings.HasPrefix(w, "‘") || strings.HasPrefix(w, "ʻ")
}

// Words in capitals in which the names of movements end.
var mottos = set("First Together Forward Now Alive Abroad Online")

// Bodies that every state has; after a state's name they are common nouns in capitals.
var ofTheState = set("government administration parliament army navy military police")

// Words for bodies whose name ends in that of a state or city: "Bank of England".
var ofCountry = set("bank university college church party institute league museum")

// trim cuts articles, possessives and titles from the ends of a name.
func trim(sent *nlp.Sentence, m *nlp.Mention) {
	for m.Last-m.First > 1 {
		tok := &sent.Tokens[m.Last-1]
		if tok.XPOS != "POS" && tok.UPOS != "PUNCT" && !(m.Type == schema.Organization && (office(tok.Form) || underling[tok.Form])) && !loose(tok, m) || tok.Form == "." {
			break
		}
		m.Last--
	}
	if tok := &sent.Tokens[m.Last-1]; m.Last-m.First > 1 && strings.ToLower(tok.Form) == tok.Form && len(tok.Form) > 4 && (tok.UPOS == "VERB" || strings.HasSuffix(tok.Form, "s") && coref.NounClass(strings.ToLower(tok.Lemma)).Kind == "") && !apostrophe(tok.Form) {
		if k, ok := Lookup(join(sent, m.First, m.Last-1)); ok && k.Form != Adjective && k.Form != People {
			m.Last-- // "Washington alleges"
			m.Type = k.Type
		}
	}
	if n := m.Last - m.First; n > 2 {
		if w, before := sent.Tokens[m.Last-1].Form, sent.Tokens[m.Last-2].Form; strings.ToLower(w) == w && suffixTypes[w] != "" && capital(before) && suffixTypes[strings.ToLower(before)] != "" {
			m.Last-- // "Saint Thomas Hospital department"
		}
	}
	for t := m.First + 1; t+1 < m.Last; t++ { // "making Austen the party's first"
		if sent.Tokens[t].Form == "the" && !capital(sent.Tokens[t+1].Form) && capital(sent.Tokens[t-1].Form) {
			m.Last, m.Type = t, ""
			break
		}
	}
	if m.Type == schema.Person && m.Last-m.First > 2 && honours[sent.Tokens[m.Last-1].Form] {
		m.Last-- // "Jane Austen QC"
	}
	if m.Type == schema.Person && m.Last-m.First > 1 && partisans[sent.Tokens[m.First].Form] {
		m.First++ // "Democrat X"
	}
	if m.Last-m.First > 3 && sent.Tokens[m.First+1].Form == "-" && strings.ToLower(sent.Tokens[m.First+2].Form) == "based" {
		m.First += 3 // "Virginia-based X"
	}
	if m.Type == schema.Person {
		for t := m.Last - 2; t > m.First; t-- { // "US President Donald Trump"
			if w := strings.ToLower(sent.Tokens[t].Form); Titles[w] && !particles[sent.Tokens[t].Form] && !(alsoNames[w] && !Titles[strings.ToLower(sent.Tokens[t-1].Form)] && !isCountry(sent.Tokens[t-1].Form)) {
				m.First = t + 1
				break
			}
		}
		if m.First > 0 && m.Last-m.First > 2 && sent.Tokens[m.First].Form == "of" {
			m.First++
		}
		if m.First > 1 && m.Last-m.First > 1 && sent.Tokens[m.First-1].Form == "of" && Titles[strings.ToLower(sent.Tokens[m.First-2].Form)] && !isFirstName(sent.Tokens[m.First].Form) {
			m.First++ // "Secretary of State X"
		}
	}
	if m.Type == schema.Person {
		for t := m.First + 1; t+1 < m.Last; t++ { // "Senator Kamala Harris of California"
			if sent.Tokens[t].Form == "of" {
				place := join(sent, t+1, m.Last)
				if k, ok := Lookup(place); ok && k.Type == schema.Country || CityCountry(place) != "" || t-m.First > 1 && capital(sent.Tokens[t-1].Form) && capital(sent.Tokens[t+1].Form) {
					m.Last = t
				}
				break
			}
		}
	}
	if m.Type == schema.Place || m.Type == schema.Country {
		for t := m.First + 1; t+1 < m.Last; t++ {
			if suffixTypes[strings.ToLower(sent.Tokens[t].Form)] == schema.Organization && (sent.Tokens[t+1].Form == "of" || sent.Tokens[t+1].Form == "for") {
				break // "Institute for Research in Geology"
			}
			if sent.Tokens[t].Form == "in" { // "Palmyra in Syria"
				m.Last = t
				break
			}
		}
	}
	if m.Type == schema.Person && m.Last-m.First > 2 {
		if w := sent.Tokens[m.First].Form; coref.NounClass(strings.ToLower(w)).Kind == "person" && coref.NameGender(w) == 0 && (m.First == 0 && !alsoNames[strings.ToLower(w)] || coref.NameGender(sent.Tokens[m.First+1].Form) != 0) {
			m.First++ // "Cosmonaut Yuri Gagarin"
		}
	}
	if m.Type == schema.Person && m.Last-m.First > 3 {
		if k, ok := Lookup(join(sent, m.First, m.First+2)); ok && k.Type != schema.Person {
			m.First += 2 // "Minister for the Middle East X"
		}
	}
	if m.Type == schema.Person && m.Last-m.First > 2 {
		if k, ok := Lookup(sent.Tokens[m.First].Form); ok && k.Type == schema.Country && k.Form <= People && coref.NameGender(sent.Tokens[m.First].Form) == 0 {
			m.First++ // "leader of Peru Maria Lopez"
		}
	}
	for m.Last-m.First > 1 {
		tok := &sent.Tokens[m.First]
		w := strings.ToLower(tok.Form)
		if w == tok.Form && (len(w) > 3 || len(w) == 3 && tok.UPOS == "NOUN") && !particles[w] && w[0] >= 'a' && w[0] <= 'z' && !strings.Contains(w, "-") && (capital(sent.Tokens[m.First+1].Form) || small(&sent.Tokens[m.First+1])) {
			m.First++ // "leftist Andean Army"
			if m.Type == schema.Place && office(w) {
				m.Type = schema.Person // "air force chief X"
			}
			continue
		}
		if tok.UPOS == "DET" || tok.UPOS == "ADP" && !capital(tok.Form) || tok.UPOS == "PUNCT" && w != "." || m.Type == schema.Person && (Titles[w] || coref.NounClass(w).Kind == "person" && !capital(tok.Form) || isCountry(tok.Form)) {
			m.First++
			continue
		}
		break
	}
}

// Letters after a person's name that are no part of it.
var honours = set("QC KC MP MEP MSP TD MBE OBE CBE KBE DBE PhD Ph.D. MD M.D. Esq Esq. CBE. JP RN USN USMC USAF")

// Words before a post.
var underling = set("Deputy Vice Acting Assistant")

// Words for whose party a person is of, before the name.
var partisans = set("Democrat Republican Democratic Conservative Tory Labour")

// loose says whether the last word of a name in small letters is no part of it: the verb of a
// headline after a person's, an adjective or noun after a body's or place's.
func loose(tok *nlp.Token, m *nlp.Mention) bool {
	if w := tok.Form; len(w) < 4 || strings.ToLower(w) != w || particles[w] || strings.ContainsAny(w, "-'’0123456789.") {
		return false
	}
	return m.Type == schema.Person && tok.UPOS == "VERB" || m.Type == schema.Organization && tok.UPOS == "ADJ"
}

// small says whether a token is a common noun in small letters.
func small(tok *nlp.Token) bool {
	return tok.UPOS == "NOUN" && strings.ToLower(tok.Form) == tok.Form && !particles[tok.Form]
}

// Titles that are parts of persons' names too: "Hassan Sheikh Mohamud", "Martin Luther King".
var alsoNames = set("sheikh sheik sultan king prince imam bishop pope judge justice major marshal baron duke father")

func isFirstName(w string) bool { return coref.NameGender(w) != 0 }

func isCountry(w string) bool {
	k, ok := Lookup(w)
	return ok && k.Type == schema.Country && (k.Form == Adjective || k.Form == Proper && len(w) < 5)
}
