package ner

import (
	"cmp"
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Settle makes the names of a whole document agree, once every sentence is annotated: a
// name that is written alike has one type, the one that its mentions are surest of; a
// part of a person's name is that person; and what was found to be a name in one place is
// one in the others.
func Settle(doc *nlp.Doc) {
	votes := map[string]map[schema.EntityType]float64{}
	sure := map[string]float64{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		name := words(doc, m.Sentence, m.First, m.Last)
		if votes[name] == nil {
			votes[name] = map[schema.EntityType]float64{}
		}
		votes[name][m.Type] += m.Score
		sure[name] = max(sure[name], m.Score)
	}
	// Words of people's names, where the name has several.
	people := map[string]float64{}
	for name, v := range votes {
		parts := strings.Fields(name)
		if typ, _ := elected(v); typ != schema.Person || len(parts) < 2 || len(parts) > 4 {
			continue
		}
		for _, p := range parts {
			if len(p) > 2 && p[len(p)-1] != '.' {
				people[p] = max(people[p], v[schema.Person])
			}
		}
	}
	settled := map[string]schema.EntityType{}
	for name, v := range votes {
		if s := people[name]; s > 0 {
			v[schema.Person] += s
		}
		settled[name], _ = elected(v)
	}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name {
			m.Type = settled[words(doc, m.Sentence, m.First, m.Last)]
		}
	}
	again(doc, settled, sure, people)
}

// elected is the type with the most votes; of equals the first in the order of types.
func elected(v map[schema.EntityType]float64) (schema.EntityType, float64) {
	var best schema.EntityType
	most := -1.0
	for _, typ := range schema.EntityTypes {
		if s, ok := v[typ]; ok && s > most {
			best, most = typ, s
		}
	}
	return best, most
}

// words joins the forms of tokens by spaces.
func words(doc *nlp.Doc, sent, first, last int) string {
	toks := doc.Sentences[sent].Tokens[first:last]
	if len(toks) == 1 {
		return toks[0].Form
	}
	var b strings.Builder
	for i := range toks {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(toks[i].Form)
	}
	return b.String()
}

const longestName = 6

// again adds the names that were passed over in some places: proper nouns, outside other
// mentions of names and values, that spell a name of which the document is sure.
func again(doc *nlp.Doc, settled map[string]schema.EntityType, sure, people map[string]float64) {
	taken := make([][]bool, len(doc.Sentences))
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind == nlp.Nominal || m.Kind == nlp.Pronoun {
			continue
		}
		if taken[m.Sentence] == nil {
			taken[m.Sentence] = make([]bool, len(doc.Sentences[m.Sentence].Tokens))
		}
		for k := m.First; k < m.Last; k++ {
			taken[m.Sentence][k] = true
		}
	}
	added := false
	for s := range doc.Sentences {
		toks := doc.Sentences[s].Tokens
		for i := 0; i < len(toks); i++ {
			if toks[i].UPOS != "PROPN" || len(toks[i].Form) < 2 || taken[s] != nil && taken[s][i] {
				continue
			}
			last := i
			for last < len(toks) && last-i < longestName && (taken[s] == nil || !taken[s][last]) {
				last++
			}
			for ; last > i; last-- {
				name := words(doc, s, i, last)
				score, typ := sure[name], settled[name]
				if last == i+1 && people[name] > score {
					score, typ = people[name], schema.Person
				}
				if score < 0.6 {
					continue
				}
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: typ, Sentence: s, First: i, Last: last, Head: headOf(toks, i, last), Score: min(score, 1) * 0.8})
				added = true
				i = last - 1
				break
			}
		}
	}
	if !added {
		return
	}
	// A phrase that was taken for a nominal may be a name now.
	names := map[[2]int]bool{}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name {
			names[[2]int{m.Sentence, m.Head}] = true
		}
	}
	doc.Mentions = slices.DeleteFunc(doc.Mentions, func(m nlp.Mention) bool {
		return m.Kind == nlp.Nominal && names[[2]int{m.Sentence, m.Head}]
	})
	slices.SortStableFunc(doc.Mentions, func(a, b nlp.Mention) int {
		return cmp.Or(a.Sentence-b.Sentence, a.First-b.First, b.Last-a.Last)
	})
}
