package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Words for who lives in a place or heads it, before "of" and its name or after the name.
var dwellers = set("resident inhabitant mayor governor outskirts citizen people population street suburb")

// Nouns and verbs after which "in" tells no place: "shares in Quox", "confidence in Quox".
var inOthers = set("stake share invest investment investor confidence interest trust faith believe belief involve involvement participate participation member role hold own buy purchase shareholder holding position post job editor work change publish print write appear star play engage join place interview report reveal say")

// placing makes places of names that the gazetteer does not know and that the text treats so
// throughout: one is in them, they have mayors and residents. parts are words of persons'
// names.
func placing(doc *nlp.Doc, parts map[string]bool) {
	type evidence struct{ strong, weak, against int }
	seen := map[string]*evidence{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		sent := &doc.Sentences[m.Sentence]
		if m.Kind != nlp.Name || m.Last-m.First > 2 || m.Type == schema.Country || m.Type == schema.Event || parts[sent.Tokens[m.First].Form] {
			continue
		}
		name := join(sent, m.First, m.Last)
		if _, ok := Lookup(name); ok || isAcronym(name) || bySuffix(sent, m) != "" || m.Last-m.First == 1 && suffixTypes[strings.ToLower(name)] != "" {
			continue
		}
		ev := seen[name]
		if ev == nil {
			ev = &evidence{}
			seen[name] = ev
		}
		switch around(sent, m) {
		case 2:
			ev.strong++
		case 1:
			ev.weak++
		case -1:
			ev.against++
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Type == schema.Place {
			continue
		}
		if ev := seen[join(&doc.Sentences[m.Sentence], m.First, m.Last)]; ev != nil && ev.against == 0 && 2*ev.strong+ev.weak > 2 {
			m.Type, m.Score = schema.Place, max(m.Score, 0.9)
		}
	}
}

// around says what stands around a name for its being a place: 2 what only places have, 1
// what others may have, -1 what no place has, 0 nothing.
func around(sent *nlp.Sentence, m *nlp.Mention) int {
	toks := sent.Tokens
	lemma := func(i int) string {
		if i < 0 || i >= len(toks) {
			return ""
		}
		return strings.ToLower(toks[i].Lemma)
	}
	f := m.First
	if f > 1 && toks[f-1].Form == "of" && (dwellers[lemma(f-2)] || placeNouns[lemma(f-2)]) || m.Last < len(toks) && toks[m.Last].UPOS == "NOUN" && dwellers[lemma(m.Last)] ||
		m.Last+1 < len(toks) && toks[m.Last].XPOS == "POS" && dwellers[lemma(m.Last+1)] {
		return 2
	}
	tok := &toks[m.Head]
	h := lemma(tok.Head)
	if baseRel(tok.Deprel) == "nsubj" && speech[h] {
		return -1
	}
	if f > 0 && (toks[f-1].Form == "in" || toks[f-1].Form == "near") && (baseRel(tok.Deprel) == "obl" || baseRel(tok.Deprel) == "nmod") && !inOthers[h] {
		return 1
	}
	return 0
}
