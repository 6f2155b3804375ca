package link

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Small words that an acronym may leave out.
var unspelled = set("of the for and in on to de del la le al & - 's ’s – —")

const (
	minAcronym = 2
	maxAcronym = 9
)

// isAcronym says whether a token is written in capitals only: "ECOWAS", "U.N.".
func isAcronym(w string) bool {
	n := 0
	for _, r := range w {
		switch {
		case unicode.IsUpper(r):
			n++
		case r == '.':
		default:
			return false
		}
	}
	return n >= minAcronym && n <= maxAcronym
}

// bracketed is the acronym in brackets from token i: "( ECOWAS )", also in quotation marks.
func bracketed(sent *nlp.Sentence, i int) (at int, ok bool) {
	toks := sent.Tokens
	if i+2 >= len(toks) || toks[i].Form != "(" {
		return 0, false
	}
	at = i + 1
	if toks[at].UPOS == "PUNCT" && i+4 < len(toks) {
		at++
	}
	if !isAcronym(toks[at].Form) {
		return 0, false
	}
	end := at + 1
	if end < len(toks) && toks[end].UPOS == "PUNCT" && toks[end].Form != ")" {
		end++
	}
	return at, end < len(toks) && toks[end].Form == ")"
}

// spelled is the first of the tokens before end whose initials spell an acronym, -1 if none
// do (Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
// biomedical text", 2003, by words).
func spelled(sent *nlp.Sentence, end int, acronym string) int {
	letters := []rune(strings.ToLower(strings.ReplaceAll(acronym, ".", "")))
	var back func(i, n, large int) int
	back = func(i, n, large int) int {
		if i < 0 || i < end-2*len(letters)-2 {
			return -1
		}
		w := sent.Tokens[i].Form
		if i < end-1 && unspelled[w] {
			if first := back(i-1, n, large); first >= 0 {
				return first
			}
		}
		if r, _ := utf8.DecodeRuneInString(w); unicode.ToLower(r) != letters[n-1] {
			return -1
		}
		if capital(w) {
			large++
		}
		if n > 1 {
			return back(i-1, n-1, large)
		}
		if !capital(w) || 2*large <= len(letters) {
			return -1
		}
		return i
	}
	return back(end-1, len(letters), 0)
}

// acronyms reads the names that a text gives with their acronym in brackets: what the
// initials spell is one name, and the acronym has its type wherever it stands.
func acronyms(doc *nlp.Doc) {
	types := map[string]schema.EntityType{}
	for s := range doc.Sentences {
		sent := &doc.Sentences[s]
		for i := range sent.Tokens {
			at, ok := bracketed(sent, i)
			if !ok || i == 0 {
				continue
			}
			word := sent.Tokens[at].Form
			first := spelled(sent, i, word)
			full := nameEnding(doc, s, i)
			if first < 0 && (full < 0 || doc.Mentions[full].Type == schema.Person || doc.Mentions[full].Type == schema.Country) {
				continue
			}
			if first >= 0 {
				who := func(t int) bool { return coref.NounClass(strings.ToLower(sent.Tokens[t].Form)).Kind == "person" }
				if who(i-1) || who(first) && sent.Tokens[first+1].Form == "of" {
					continue // "Prime Minister (PM)", "Member of Parliament (MP)"
				}
				if full >= 0 && doc.Mentions[full].First < first-1 { // "Parliament of New South Wales (NSW)"
					if CityCountry(join(sent, first, i)) != "" {
						types[key(word)] = schema.Place
					}
					continue
				}
				full = cover(doc, s, first, i)
			}
			m := &doc.Mentions[full]
			if known, ok := Lookup(join(sent, m.First, m.Last)); ok {
				m.Type = known.Type
			} else if t := bySuffix(sent, m); t != "" {
				m.Type = t
			} else if m.Type == schema.Person || m.Type == "" {
				m.Type = schema.Organization
			}
			types[key(word)] = m.Type
			if nameEnding(doc, s, at+1) < 0 {
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: m.Type, Sentence: s, First: at, Last: at + 1, Head: at, Score: 0.9})
			}
		}
	}
	if len(types) > 0 {
		missed(doc, types)
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Last-m.First != 1 {
			continue
		}
		if t, ok := types[key(doc.Sentences[m.Sentence].Tokens[m.First].Form)]; ok {
			m.Type, m.Score = t, max(m.Score, 0.9)
		}
	}
}

// missed makes names of the acronyms that the text spells out and the finder passed over
// elsewhere.
func missed(doc *nlp.Doc, types map[string]schema.EntityType) {
	named := map[[2]int]bool{}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name {
			for t := m.First; t < m.Last; t++ {
				named[[2]int{m.Sentence, t}] = true
			}
		}
	}
	for s := range doc.Sentences {
		for t := range doc.Sentences[s].Tokens {
			w := doc.Sentences[s].Tokens[t].Form
			if !isAcronym(w) || named[[2]int{s, t}] {
				continue
			}
			if typ, ok := types[key(w)]; ok {
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: typ, Sentence: s, First: t, Last: t + 1, Head: t, Score: 0.9})
			}
		}
	}
}

// nameEnding is the name that ends before token end, -1 if none does.
func nameEnding(doc *nlp.Doc, s, end int) int {
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Sentence == s && m.Kind == nlp.Name && m.Last == end {
			return i
		}
	}
	return -1
}

// cover makes the tokens one name in place of the names that they overlap, and gives its
// index. Of the names' types the longest's stays.
func cover(doc *nlp.Doc, s, first, last int) int {
	keep, longest := -1, 0
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Sentence != s || m.Kind != nlp.Name || m.Last <= first || m.First >= last {
			continue
		}
		if m.Last-m.First > longest {
			longest = m.Last - m.First
			if keep >= 0 {
				discard(&doc.Mentions[keep])
			}
			keep = i
			continue
		}
		discard(m)
	}
	if keep < 0 {
		doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Sentence: s, Score: 0.8})
		keep = len(doc.Mentions) - 1
	}
	m := &doc.Mentions[keep]
	m.First, m.Last = first, last
	m.Head = headOf(doc.Sentences[s].Tokens, first, last)
	return keep
}

// discard empties a mention, which Annotate then drops.
func discard(m *nlp.Mention) { m.Kind, m.Last = nlp.Nominal, m.First }
