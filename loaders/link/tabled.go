package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// tabled makes whole the names of the tables that the finder cut: the longest of several words
// that stands here takes the place of the names inside it.
func tabled(doc *nlp.Doc) {
	at := make([][]int, len(doc.Sentences)) // token -> mention, from 1
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Last == m.First {
			continue
		}
		if at[m.Sentence] == nil {
			at[m.Sentence] = make([]int, len(doc.Sentences[m.Sentence].Tokens))
		}
		for t := m.First; t < m.Last; t++ {
			at[m.Sentence][t] = i + 1
		}
	}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		for i := 0; at[s] != nil && i < len(sent.Tokens); i++ {
			last, typ := longest(sent, i)
			if last == 0 {
				continue
			}
			cut, whole := false, true
			for t := i; t < last; t++ {
				if at[s][t] == 0 {
					continue
				}
				m := &doc.Mentions[at[s][t]-1]
				cut = cut || m.First > i || m.Last < last
				whole = whole && m.First >= i && m.Last <= last
			}
			if cut && whole {
				k := cover(doc, s, i, last)
				doc.Mentions[k].Type = typ
			}
			i = last - 1
		}
	}
}

// longest is the end of the longest name of several words that begins at token i and stands in
// the tables, and its type; 0 if there is none.
func longest(sent *nlp.Sentence, i int) (int, schema.EntityType) {
	toks := sent.Tokens
	if !capital(toks[i].Form) {
		return 0, ""
	}
	end := i + 1
	for end < len(toks) && end-i < maxNameTokens && (capital(toks[end].Form) || toks[end].UPOS != "VERB" && len(toks[end].Form) < 4 && toks[end].Form != "," && toks[end].Form != ".") {
		end++
	}
	for ; end > i+1; end-- {
		if w := toks[end-1].Form; !capital(w) && !apostrophe(w) {
			continue
		}
		if k, ok := Lookup(join(sent, i, end)); ok && k.Form == Proper && k.Type != schema.Country {
			if end < len(toks) && capital(toks[end].Form) && suffixTypes[strings.ToLower(toks[end].Form)] != "" {
				return 0, "" // "Hong Kong Police Headquarters": part of something else
			}
			return end, k.Type
		}
	}
	return 0, ""
}

// bodyHere says whether the text allows that a name with other bearers is the one of note: no
// person's title stands before it, and nothing is in it.
func bodyHere(sent *nlp.Sentence, m *nlp.Mention) bool {
	if sent.Tokens[m.Head].UPOS != "PROPN" || aged(sent, m) {
		return false
	}
	if m.First == 0 {
		return true
	}
	if b := &sent.Tokens[m.First-1]; localCases[strings.ToLower(b.Form)] || b.UPOS == "PROPN" && capital(b.Form) {
		return false
	}
	return !personTitle(sent, m.First-1)
}

// partVerb parts two names with a verb between them that the tagger took for a noun: "Peru
// finances Hezbollah".
func partVerb(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	sent := &doc.Sentences[m.Sentence]
	toks := sent.Tokens
	for t := m.First + 1; t+1 < m.Last; t++ {
		w := toks[t].Form
		verb := toks[t].UPOS == "VERB" && toks[t].XPOS != "VBG" && toks[t].XPOS != "VBN" || verbForms[w]
		if len(w) < 4 || strings.ToLower(w) != w || !verb && !strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ed") || !capital(toks[t-1].Form) || !capital(toks[t+1].Form) {
			continue
		}
		if k, ok := Lookup(join(sent, m.First, t)); (!ok || k.Form == Adjective) && !(verb && m.Type == schema.Person && t-m.First > 1) {
			continue
		}
		sure := verb && m.Type == schema.Person && m.Last-t > 2
		rest := partAt(doc, i, t)
		if !sure {
			rest.Type = ""
		}
		if k, ok := Lookup(join(sent, rest.First, rest.Last)); ok {
			rest.Type = k.Type
		}
		return
	}
}

// Forms of verbs that no noun and no name is, which taggers misread after a name.
var verbForms = set("overran beat held took became began broke brought built chose fought gave kept left lost made meets paid said sent shot sold spoke struck sued swept threw told took went withdrew wrote")

// afterOf frees the name of a place of the noun before it: "city of Mosul", "U.S. state of
// Texas".
func afterOf(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	sent := &doc.Sentences[m.Sentence]
	toks := sent.Tokens
	if m.Type != schema.Place {
		return
	}
	for t := m.First; t+2 < m.Last; t++ {
		if !placeNouns[toks[t].Form] && toks[t].Form != "state" || toks[t+1].Form != "of" || !capital(toks[t+2].Form) {
			continue
		}
		if t > m.First {
			k, ok := Lookup(join(sent, m.First, t))
			if !ok || k.Type != schema.Country {
				return
			}
			doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: k.Type, Sentence: m.Sentence, First: m.First, Last: t, Head: headOf(toks, m.First, t), Score: 0.9})
			m = &doc.Mentions[i]
		}
		m.First, m.Head = t+2, headOf(toks, t+2, m.Last)
		return
	}
}

// partTwin parts two bodies that "and" ties where the first ends in a place, or where the
// second begins as the first does: "University of Graz and Andean Shark Watch", "Center for
// Birds and Center for Bees".
func partTwin(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	sent := &doc.Sentences[m.Sentence]
	toks := sent.Tokens
	if m.Type == schema.Person || m.Last-m.First < 5 {
		return
	}
	body := func(t int) bool { return suffixTypes[strings.ToLower(toks[t].Form)] == schema.Organization }
	for t := m.First + 3; t+1 < m.Last; t++ {
		if toks[t].Form != "and" {
			continue
		}
		of := t - 1
		for of > m.First && toks[of].Form != "of" && toks[of].Form != "for" {
			of--
		}
		if of == m.First || !capital(toks[t+1].Form) {
			continue
		}
		kind := center(toks[of-1].Form) || body(of-1)
		again := t+2 < m.Last && (toks[t+2].Form == "of" || toks[t+2].Form == "for") && (center(toks[t+1].Form) || body(t+1))
		if !kind || !again && (!placeName(join(sent, of+1, t)) || m.Last-t < 3) {
			continue
		}
		partAt(doc, i, t)
		return
	}
}

// placeName says whether a name is known as that of a place and of nothing else.
func placeName(name string) bool {
	k, ok := Lookup(name)
	return ok && (k.Type == schema.Country || k.Type == schema.Place) || CityCountry(name) != ""
}

func center(w string) bool { return w == "Center" || w == "Centre" }

// What companies have and states, towns and persons have not.
var ofFirms = set("share shareholder stock profit revenue customer ceo executive employee factory subsidiary earnings")

// acting gives names that the finder took for places the type of who acts: those that the
// tables don't know, in which nothing ever is, and that say something or have shares, profits
// and customers. parts are words of persons' names.
func acting(doc *nlp.Doc, parts map[string]bool) {
	type evidence struct{ acts, firm, place int }
	seen := map[string]*evidence{}
	each := func(do func(sent *nlp.Sentence, m *nlp.Mention, name string)) {
		for i := range doc.Mentions {
			m := &doc.Mentions[i]
			sent := &doc.Sentences[m.Sentence]
			if m.Kind != nlp.Name || m.Last-m.First > 2 || m.Type == schema.Country || m.Type == schema.Agreement || parts[sent.Tokens[m.First].Form] || bySuffix(sent, m) != "" {
				continue
			}
			name := join(sent, m.First, m.Last)
			if _, ok := Lookup(name); ok || CityCountry(name) != "" {
				continue
			}
			do(sent, m, name)
		}
	}
	each(func(sent *nlp.Sentence, m *nlp.Mention, name string) {
		ev := seen[name]
		if ev == nil {
			ev = &evidence{}
			seen[name] = ev
		}
		toks := sent.Tokens
		tok := &toks[m.Head]
		h, rel := "", baseRel(tok.Deprel)
		if tok.Head >= 0 && tok.Head < len(toks) {
			h = strings.ToLower(toks[tok.Head].Lemma)
		}
		if around(sent, m) > 0 || m.First > 0 && localCases[strings.ToLower(toks[m.First-1].Form)] || beforeCountry(sent, m) {
			ev.place++
		}
		switch {
		case rel == "nsubj" && (speech[h] || h == "announce" || h == "deny"):
			ev.acts++
		case (rel == "nmod" || rel == "compound") && ofFirms[h] && tok.Head > m.Head && tok.Head < m.Last+4,
			m.First > 1 && toks[m.First-1].Form == "of" && (strings.ToLower(toks[m.First-2].Lemma) == "share" || strings.ToLower(toks[m.First-2].Lemma) == "shareholder"):
			ev.firm++
		}
	})
	each(func(sent *nlp.Sentence, m *nlp.Mention, name string) {
		ev := seen[name]
		if ev == nil || ev.place > 0 {
			return
		}
		one := m.Last-m.First == 1
		switch {
		case m.Type == schema.Place && ev.acts+ev.firm > 0,
			m.Type == schema.Person && ev.firm > 0 && one && coref.NameGender(sent.Tokens[m.First].Form) == 0 && !told(sent, m):
			m.Type = schema.Organization
			if !one && ev.firm == 0 && coref.NameGender(sent.Tokens[m.First].Form) != 0 {
				m.Type = schema.Person
			}
		}
	})
}

// listed makes persons of names that stand in a list of persons.
func listed(doc *nlp.Doc) {
	heads := map[[2]int]int{}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name {
			heads[[2]int{m.Sentence, m.Head}] = i
		}
	}
	first := func(m *nlp.Mention) [2]int {
		toks := doc.Sentences[m.Sentence].Tokens
		t := m.Head
		for n := 0; n < 12 && baseRel(toks[t].Deprel) == "conj" && toks[t].Head >= 0 && toks[t].Head < len(toks); n++ {
			t = toks[t].Head
		}
		return [2]int{m.Sentence, t}
	}
	persons := map[[2]int]int{}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Type == schema.Person && m.Last-m.First > 1 {
			persons[first(m)]++
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Last-m.First < 2 || m.Last-m.First > 3 || m.Type != schema.Organization && m.Type != schema.Place && m.Type != "" {
			continue
		}
		sent := &doc.Sentences[m.Sentence]
		name := join(sent, m.First, m.Last)
		if _, ok := Lookup(name); ok || CityCountry(name) != "" || bySuffix(sent, m) != "" || isAcronym(sent.Tokens[m.First].Form) || isAcronym(sent.Tokens[m.Last-1].Form) {
			continue
		}
		key := first(m)
		if o, ok := heads[key]; ok && persons[key] > 2 && (doc.Mentions[o].Type == schema.Person || o == i) {
			m.Type = schema.Person
		}
	}
}
