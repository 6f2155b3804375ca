// Package link ties the mentions of a document to entities.
//
//	link.Annotate(doc)            // names that the gazetteer knows, types of names
//	coref.AddMentions(doc); coref.Resolve(doc)
//	links := link.Resolve(doc, sha)  // an entity for each mention
//
// States are known by name, adjective, people and capital; a capital stands for its state
// where it acts and for the city where something is in it. Persons are known by their full
// name, bodies by their name, acronym or, with the state that they are of, by their kind
// ("Peruvian Foreign Ministry"). Each tie keeps its reason.
package link

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

const maxNameTokens = 7

// Annotate adds to doc.Mentions the names that the gazetteer knows and the finder of names
// missed, mends those that it cut or typed wrongly, and leaves the list in text order.
func Annotate(doc *nlp.Doc) {
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		sent := &doc.Sentences[m.Sentence]
		if h := &sent.Tokens[m.Last-1]; m.Kind == nlp.Nominal && h.UPOS == "PROPN" && capital(h.Form) && !Titles[strings.ToLower(h.Form)] && coref.NounClass(strings.ToLower(h.Lemma)).Kind == "" {
			m.Kind = nlp.Name
			for m.First < m.Last-1 && sent.Tokens[m.First].UPOS != "PROPN" && !(sent.Tokens[m.First].XPOS == "NNP" && capital(sent.Tokens[m.First].Form)) {
				m.First++
			}
		}
	}
	firsts(doc)
	mend(doc)
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool {
		return m.Kind == nlp.Name && post(&doc.Sentences[m.Sentence], &m)
	})
	covered := make([]map[int]int, len(doc.Sentences)) // token -> mention
	for s := range covered {
		covered[s] = map[int]int{}
	}
	bySent := make([][]int, len(doc.Sentences))
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name {
			bySent[m.Sentence] = append(bySent[m.Sentence], i)
		}
	}
	drop := map[int]bool{}
	for s := range doc.Sentences {
		extend(doc, s, bySent[s], drop)
	}
	keep := doc.Mentions[:0]
	for i := range doc.Mentions {
		if !drop[i] {
			keep = append(keep, doc.Mentions[i])
		}
	}
	doc.Mentions = keep
	splice(doc)
	models(doc)
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool { return m.First == m.Last })

	for i := range len(doc.Mentions) {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		end, sent := m.Last, &doc.Sentences[m.Sentence]
		trim(sent, m)
		// "Jane Austen of Massachusetts": the place is a name of its own
		if of := m.Last; m.Type == schema.Person && end > of+1 && sent.Tokens[of].Form == "of" {
			home(doc, m, end)
		}
	}
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool { // nothing but a title is left
		return m.Kind == nlp.Name && m.Last-m.First == 1 && Titles[strings.ToLower(doc.Sentences[m.Sentence].Tokens[m.First].Form)]
	})
	widenNames(doc)
	parts, lasts := map[string]bool{}, map[string]bool{} // words of persons' full names, and the last ones
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind == nlp.Name && m.Type == schema.Person && m.Last-m.First > 1 {
			for t := m.First; t < m.Last; t++ {
				if w := doc.Sentences[m.Sentence].Tokens[t].Form; capital(w) && len(w) > 2 {
					parts[w] = true
					lasts[w] = lasts[w] || t == m.Last-1
				}
			}
		}
	}
	ofBodies(doc, lasts)
	kids := turned(doc)
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		sent := &doc.Sentences[m.Sentence]
		if w := sent.Tokens[m.First].Form; m.Last-m.First == 1 {
			k, known := Lookup(w)
			switch {
			case parts[w] && (!known || k.Type != schema.Country):
				m.Type = schema.Person // one name, one bearer
			case known && m.Type == schema.Person && !parts[w] && !(m.First > 0 && k.Type != schema.Country && personTitle(sent, m.First-1)):
				m.Type = k.Type
			}
		}
		if m.Last-m.First == 1 && m.First > 1 && ofCompany(&sent.Tokens[m.First-1]) && !parts[sent.Tokens[m.First].Form] &&
			(m.Type == "" || m.Type == schema.Person || m.Type == schema.Place && CityCountry(sent.Tokens[m.First].Form) == "") {
			m.Type = schema.Organization // "the gas producer X"
		}
		if n := m.Last - m.First; n > 1 && n < 4 && m.First > 1 && (m.Type == schema.Person || m.Type == "") && papers[strings.ToLower(sent.Tokens[m.First-1].Form)] && coref.NameGender(sent.Tokens[m.First].Form) == 0 {
			m.Type = schema.Organization // "the newspaper Y X"
		}
		afterFirm(sent, m)
		retype(sent, m)
		w := sent.Tokens[m.First].Form
		if k, ok := faint(join(sent, m.First, m.Last)); ok && !(m.Last-m.First == 1 && parts[w]) && bodyHere(sent, m) {
			m.Type = k.Type
		} else if m.Last-m.First > 1 || !parts[w] {
			byContext(sent, m, func(t int) []int { return kids[m.Sentence][t] })
		}
		for t := m.First; t < m.Last; t++ {
			covered[m.Sentence][t] = i
		}
	}
	vote(doc)
	placing(doc, parts)
	acting(doc, parts)
	listed(doc)
	shorten(doc)
	patronized(doc)
	tails(doc)
	for i := range len(doc.Mentions) {
		m := doc.Mentions[i]
		if m.Kind != nlp.Name || m.Type != schema.Person {
			continue
		}
		b, ok := before(&doc.Sentences[m.Sentence], m.Sentence, &m, covered[m.Sentence])
		if ok {
			doc.Mentions = append(doc.Mentions, b)
			for t := b.First; t < b.Last; t++ {
				covered[m.Sentence][t] = len(doc.Mentions) - 1
			}
		}
	}
	dated := make([][]bool, len(doc.Sentences))
	for s := range dated {
		dated[s] = make([]bool, len(doc.Sentences[s].Tokens))
	}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind != nlp.Name && m.Kind != nlp.Nominal && m.Kind != nlp.Pronoun {
			for t := m.First; t < m.Last; t++ {
				dated[m.Sentence][t] = true
			}
		}
	}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		for i := 0; i < len(sent.Tokens); i++ {
			if b, found := ofBody(doc, s, i, covered[s]); found {
				for t := b.First; t < b.Last; t++ { // the names inside it are part of it
					if o, ok := covered[s][t]; ok {
						doc.Mentions[o].Kind, doc.Mentions[o].Last = nlp.Nominal, doc.Mentions[o].First
					}
				}
				doc.Mentions = append(doc.Mentions, b)
				for t := b.First; t < b.Last; t++ {
					covered[s][t] = len(doc.Mentions) - 1
				}
				i = b.Last - 1
				continue
			}
			if _, ok := covered[s][i]; ok {
				continue
			}
			m, ok := known(doc, s, i, covered[s])
			if q, found := quoted(doc, s, i, covered[s]); found {
				m, ok = q, true
			} else if r, found := run(doc, s, i, covered[s]); found && (!ok || r.Last > m.Last) {
				m, ok = r, true
			}
			if !ok && !dated[s][i] && (parts[sent.Tokens[i].Form] && surname(sent, i) || lasts[sent.Tokens[i].Form] && bareSurname(sent, i)) {
				m, ok = nlp.Mention{Kind: nlp.Name, Type: schema.Person, Sentence: s, First: i, Last: i + 1, Head: i, Score: 0.7}, true
			}
			if !ok {
				m, ok = loneName(doc, s, i, covered[s], dated[s])
			}
			if !ok {
				if m, ok = untyped(doc, s, i, covered[s], dated[s]); ok {
					retype(sent, &m)
					byContext(sent, &m, func(t int) []int { return kids[s][t] })
				}
			}
			if !ok {
				continue
			}
			doc.Mentions = append(doc.Mentions, m)
			for t := m.First; t < m.Last; t++ {
				covered[s][t] = len(doc.Mentions) - 1
			}
			i = m.Last - 1
		}
	}
	works(doc)
	numberedModels(doc)
	treating(doc)
	named := make([]map[int]bool, len(doc.Sentences)) // tokens of names of several words, and of surnames read as nouns
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Last-m.First < 2 && !(m.Type == schema.Person && lasts[doc.Sentences[m.Sentence].Tokens[m.First].Form]) {
			continue
		}
		if named[m.Sentence] == nil {
			named[m.Sentence] = map[int]bool{}
		}
		for t := m.First; t < m.Last; t++ {
			named[m.Sentence][t] = true
		}
	}
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool {
		return m.First == m.Last || m.Kind == nlp.Nominal && named[m.Sentence][m.Head] // what is a name is no description
	})
	slices.SortStableFunc(doc.Mentions, func(a, b nlp.Mention) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.First, b.First), cmp.Compare(b.Last, a.Last), cmp.Compare(a.Kind, b.Kind))
	})
}

// turned are the dependents of each token of each sentence.
func turned(doc *nlp.Doc) [][][]int {
	out := make([][][]int, len(doc.Sentences))
	for s := range doc.Sentences {
		toks := doc.Sentences[s].Tokens
		out[s] = make([][]int, len(toks))
		for i := range toks {
			if h := toks[i].Head; h >= 0 && h < len(toks) && h != i {
				out[s][h] = append(out[s][h], i)
			}
		}
	}
	return out
}

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func capital(s string) bool {
	if len(s) > 3 && s[2] == '-' && (s[:2] == "al" || s[:2] == "el") {
		s = s[3:] // "al-Masirah"
	}
	if rest, ok := strings.CutPrefix(strings.Replace(s, "’", "'", 1), "d'"); ok {
		s = rest // "d'Estaing"
	}
	for _, r := range s {
		return unicode.IsUpper(r)
	}
	return false
}

// join is the text of tokens as a name is looked up: words with a space between, commas
// left out.
func join(sent *nlp.Sentence, first, last int) string {
	if last-first == 1 {
		return sent.Tokens[first].Form
	}
	var b strings.Builder
	for i := first; i < last; i++ {
		f := sent.Tokens[i].Form
		if f == "[" || f == "]" {
			continue // "Jane [Austen]"
		}
		if f == "," || f == "'s" || f == "’s" || i > first && (f == "'" || f == "’") && strings.HasSuffix(sent.Tokens[i-1].Form, "s") {
			b.WriteString(f)
			continue
		}
		if i > first && !(sent.Tokens[i-1].Glued && (f == "\"" || sent.Tokens[i-1].Form == "\"")) && !(sent.Tokens[i-1].Multi == 2 && len(f) > 3 && apostrophe(f)) && !(f == "-" || sent.Tokens[i-1].Form == "-" && sent.Tokens[i-1].Glued) {
			b.WriteByte(' ')
		}
		b.WriteString(f)
	}
	return b.String()
}
