package link

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// core is a nominal without article, number and what follows its head.
func (l *linker) core(m *nlp.Mention) string {
	sent := &l.doc.Sentences[m.Sentence]
	return l.text(sent, l.coreFirst(m), coref.HeadEnd(sent, m.Head))
}

// coreFirst is the first token of a nominal that belongs to its name: ages don't, and a
// number does that is part of a word, "six-month ceasefire".
func (l *linker) coreFirst(m *nlp.Mention) int {
	first := l.bareFirst(m)
	toks := l.doc.Sentences[m.Sentence].Tokens
	if toks[first].Form != "-" || first == m.First {
		return first
	}
	for i := first + 1; i < m.Head; i++ {
		if toks[i].Form == "old" {
			return i + 1
		}
	}
	return first - 1
}

// bareFirst is the first token of a nominal without article and number.
func (l *linker) bareFirst(m *nlp.Mention) int {
	sent := &l.doc.Sentences[m.Sentence]
	first := m.Head
	for i := m.Head - 1; i >= m.First; i-- {
		tok := &sent.Tokens[i]
		switch {
		case tok.UPOS == "DET", tok.UPOS == "PRON", tok.UPOS == "ADV", tok.UPOS == "ADP", tok.UPOS == "CCONJ", tok.UPOS == "VERB" && tok.XPOS != "VBG" && tok.XPOS != "VBN", tok.XPOS == "POS":
			return first
		case tok.UPOS == "NUM" && i > m.First && sent.Tokens[i-1].Form == "-" && sent.Tokens[i-1].Glued: // "F-16"
		case tok.UPOS == "NUM", vague[strings.ToLower(tok.Form)]:
			return first
		case tok.UPOS == "PUNCT" && tok.Form != "-":
			return first
		}
		first = i
	}
	return first
}

var vague = set("several many more other some few most various all both different new further additional such same certain recent numerous dozen hundred thousand million former current one own first last next latest previous entire whole other's own total least half")

// nominal makes an entity of a nominal whose noun says what it is.
func (l *linker) nominal(i int) {
	m0 := i
	m := &l.doc.Mentions[i]
	if m.Type == "" || m.Type == schema.Country {
		return
	}
	sent := &l.doc.Sentences[m.Sentence]
	first := l.coreFirst(m)
	if o := l.nameAt(m.Sentence, first); o >= 0 && l.doc.Mentions[o].First >= m.First && l.doc.Mentions[o].Last <= m.Head {
		first = l.doc.Mentions[o].First // the name is whole: "United Nations convoy"
	}
	name := l.text(sent, first, coref.HeadEnd(sent, m.Head))
	if first == 0 && sent.Tokens[0].UPOS != "PROPN" && l.nameAt(m.Sentence, 0) < 0 {
		// The capital of the sentence, unless the word is an acronym.
		letter, size := utf8.DecodeRuneInString(name)
		if second, _ := utf8.DecodeRuneInString(name[size:]); !unicode.IsUpper(second) {
			name = string(unicode.ToLower(letter)) + name[size:]
		}
	}
	if m.Type == schema.Event && recurring[strings.ToLower(sent.Tokens[m.Head].Lemma)] && first > m.First && isYear(sent.Tokens[first-1].Form) {
		name = sent.Tokens[first-1].Form + " " + name // the 2016 election is not that of 2020
	}
	country := ""
	qualified := name
	named := m.Type == schema.Product // kinds of goods are the same everywhere
	for j := first; j <= m.Head; j++ {
		if o := l.nameAt(m.Sentence, j); o >= 0 && l.ties[o].Entity != nil {
			named = true
			e := l.ties[o].Entity
			if country == "" {
				country = e.Country
			}
			if k, ok := Lookup(sent.Tokens[j].Form); ok && j == first && k.Type == schema.Country && k.Form == Proper && first < m.Head && sent.Tokens[first+1].Form != "-" && CountryAdjective(k.Country) != "" && l.doc.Mentions[o].Last == j+1 && m.Type != schema.Product && m.Type != schema.Agreement && m.Type != schema.Event {
				qualified = CountryAdjective(k.Country) + " " + l.text(sent, first+1, m.Head+1)
			}
		}
	}
	if country == "" {
		// "Peru's armed forces" are the "Peruvian armed forces"
		for _, k := range l.trees[m.Sentence][m.Head] {
			if sent.Tokens[k].Deprel != "nmod:poss" {
				continue
			}
			if o := l.mentionHeaded(m.Sentence, k); o >= 0 && l.ties[o].Entity != nil {
				e := l.ties[o].Entity
				country = e.Country
				if e.Type == schema.Country && m.Type != schema.Product && CountryAdjective(e.Country) != "" {
					qualified = CountryAdjective(e.Country) + " " + name
					named = true
				}
			}
		}
	}
	if !named && m.Type != schema.Product {
		// "the government of Maria Lopez": what it is of tells which
		for _, k := range l.trees[m.Sentence][m.Head] {
			if k < m.Head || baseRel(sent.Tokens[k].Deprel) != "nmod" || m.Head+1 >= len(sent.Tokens) || !strings.EqualFold(sent.Tokens[m.Head+1].Form, "of") && !(m.Type == schema.Group && strings.EqualFold(sent.Tokens[m.Head+1].Form, "from")) && !(speaksFor[strings.ToLower(sent.Tokens[m.Head].Lemma)] && strings.EqualFold(sent.Tokens[m.Head+1].Form, "for")) {
				continue
			}
			o := l.nameAt(m.Sentence, k)
			for j := m.Head + 2; o < 0 && j < k; j++ { // "members of the Al bu Nimr tribe"
				o = l.nameAt(m.Sentence, j)
			}
			if o >= 0 && l.ties[o].Entity != nil && l.doc.Mentions[o].Last-m.Head < 9 {
				named = true
				qualified = l.text(sent, first, max(k+1, l.doc.Mentions[o].Last))
				if country == "" {
					country = l.ties[o].Entity.Country
				}
				break
			}
		}
	}
	if country == "" && (m.Type == schema.Group || m.Type == schema.Organization || m.Type == schema.Person) {
		// "rebels in the Ivory Coast", "the people of Iraq"
		for _, k := range l.trees[m.Sentence][m.Head] {
			if k > m.Head && baseRel(sent.Tokens[k].Deprel) == "nmod" {
				if o := l.nameAt(m.Sentence, k); o >= 0 && l.ties[o].Entity != nil && (l.ties[o].Entity.Type == schema.Country || l.ties[o].Entity.Type == schema.Place) {
					for _, c := range l.trees[m.Sentence][k] {
						if w := strings.ToLower(sent.Tokens[c].Form); sent.Tokens[c].Deprel == "case" && (w == "in" || w == "of" || w == "from" || w == "throughout") {
							country = l.ties[o].Entity.Country
						}
					}
				}
			}
		}
	}
	if i := l.placed(m); i >= 0 { // "the town of Rutshuru" is Rutshuru
		l.ties[m0] = Tie{Entity: l.ties[i].Entity, City: l.ties[i].City, Score: 0.85, Reason: "the place that it names", Direct: true}
		return
	}
	id := schema.EntityID(qualified)
	if id == "" {
		return
	}
	if !named && l.suffix != "" {
		id += "_(" + l.suffix + ")"
	}
	_, known := l.byID[id]
	e := l.entity(id, qualified, m.Type, country, "")
	if !known {
		l.plain[e] = true
	}
	l.alias(e, name)
	end := l.phraseEnd(m)
	l.alias(e, l.described(m))
	l.alias(e, l.text(sent, first, end))
	if m.Type == schema.Event && end > m.Head+2 && strings.EqualFold(sent.Tokens[m.Head+1].Form, "in") {
		if o := l.nameAt(m.Sentence, m.Head+2); o >= 0 && l.doc.Mentions[o].Type == schema.Place {
			l.alias(e, l.text(sent, m.Head+2, l.doc.Mentions[o].Last)+" "+name) // "caucuses in Iowa" are the Iowa caucuses
		}
	}
	l.ties[i] = Tie{Entity: e, Score: 0.6, Reason: "described by the noun " + strings.ToLower(sent.Tokens[m.Head].Lemma), Direct: true}
	if named {
		l.ties[i].Score = 0.7
	}
}

// Who speaks for the one that "for" names after the noun, which tells who is meant.
var speaksFor = set("spokesman spokeswoman spokesperson lawyer attorney")

// placed is the name of the place that a nominal says the kind of: "the town of X"; -1 if
// it says none.
func (l *linker) placed(m *nlp.Mention) int {
	sent := &l.doc.Sentences[m.Sentence]
	if !placeNouns[strings.ToLower(sent.Tokens[m.Head].Lemma)] || m.Head+2 >= len(sent.Tokens) || sent.Tokens[m.Head+1].Form != "of" {
		return -1
	}
	if o := l.nameAt(m.Sentence, m.Head+2); o >= 0 && l.ties[o].Entity != nil && l.ties[o].Entity.Type == schema.Place {
		return o
	}
	return -1
}

// phraseEnd is the end of the first prepositional phrase after a nominal's head: "the
// processing plant at Graz".
func (l *linker) phraseEnd(m *nlp.Mention) int {
	sent := &l.doc.Sentences[m.Sentence]
	kids := l.trees[m.Sentence][m.Head]
	if end := coref.HeadEnd(sent, m.Head); end > m.Head+1 { // "attorneys general from Peru"
		kids = slices.Concat(kids, l.trees[m.Sentence][end-1])
	}
	for _, k := range kids {
		if k >= coref.HeadEnd(sent, m.Head) && baseRel(sent.Tokens[k].Deprel) == "nmod" {
			if w := l.caseOf(m.Sentence, k); times[w] || m.Type == schema.Product && ways[w] {
				continue
			}
			end := k + 1
			for end < len(sent.Tokens) && sent.Tokens[end].Head == k && (sent.Tokens[end].Deprel == "flat" || sent.Tokens[end].Deprel == "compound") {
				end++
			}
			return end
		}
	}
	return coref.HeadEnd(sent, m.Head)
}

// described is the text of a nominal as far as its noun phrase goes, without clauses and without
// what tells of the clause that it stands in: "the suspect in a shooting of protesters", not
// "short-range missiles to the east".
func (l *linker) described(m *nlp.Mention) string {
	sent := &l.doc.Sentences[m.Sentence]
	head := min(m.Last, coref.HeadEnd(sent, m.Head))
	end := head
walk:
	for ; end < m.Last; end++ {
		tok := &sent.Tokens[end]
		w := strings.ToLower(tok.Form)
		switch tok.UPOS {
		case "VERB", "AUX", "SCONJ", "PRON":
			break walk
		case "PUNCT":
			if w != "-" && w != "/" {
				break walk
			}
		}
		if times[w] || m.Type == schema.Product && ways[w] {
			break walk
		}
	}
	for end > head {
		switch sent.Tokens[end-1].UPOS {
		case "ADP", "DET", "CCONJ", "PART", "PUNCT", "ADV":
			if sent.Tokens[end-1].XPOS != "POS" || end < m.Last {
				end--
				continue
			}
		}
		break
	}
	return strings.Join(strings.Fields(l.text(sent, m.First, end)), " ")
}

// caseOf is the preposition of the phrase that k heads, in lower case.
func (l *linker) caseOf(sent, k int) string {
	for _, c := range l.trees[sent][k] {
		if tok := &l.doc.Sentences[sent].Tokens[c]; tok.Deprel == "case" {
			return strings.ToLower(tok.Form)
		}
	}
	return ""
}

// Prepositions of when, and of where goods go and come from, which tell of the clause and not of
// what is described.
var (
	times = set("after before during since until till amid following")
	ways  = set("to from into by via through towards toward")
)

// Events that come again, which their year tells apart.
var recurring = set("election primary caucus referendum by-election runoff census championship tournament cup season playoff convention marathon")

// isYear says whether a word is a year of our times.
func isYear(w string) bool {
	return len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && w[2] >= '0' && w[2] <= '9' && w[3] >= '0' && w[3] <= '9'
}
