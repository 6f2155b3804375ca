package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Words of motion: "to Lima" after them is the city.
var motion = set("travel trip visit fly arrive return go come flight journey drive move head tour flee route road train walk ride leave depart land stop commute bring take send transfer deport extradite relocate")

// acts says whether a capital's name stands for the state: not where it is a place.
func (l *linker) acts(m *nlp.Mention) bool {
	sent := &l.doc.Sentences[m.Sentence]
	tok := sent.Tokens[m.Head]
	if tok.Head >= len(sent.Tokens) {
		tok.Head = -1
	}
	if m.First > 0 && sent.Tokens[m.First-1].UPOS == "NOUN" && coref.NounClass(strings.ToLower(sent.Tokens[m.First-1].Lemma)).Kind == "place" {
		return false // "the capital Lima"
	}
	if m.Last < len(sent.Tokens) && sent.Tokens[m.Last].UPOS == "PROPN" && capital(sent.Tokens[m.Last].Form) && sent.Tokens[m.Last].Deprel != "nmod:poss" && l.nameAt(m.Sentence, m.Last) < 0 && tok.Head > m.Head {
		return false // "the Lima Underground"
	}
	rel := baseRel(tok.Deprel)
	if rel == "conj" && tok.Head >= 0 {
		first := tok.Head
		if o := l.mentionAt(m.Sentence, first); o >= 0 && l.ties[o].Entity != nil && l.doc.Mentions[o].Kind == nlp.Name {
			return l.ties[o].Entity.Type != schema.Place
		}
	}
	for _, k := range l.trees[m.Sentence][m.Head] {
		kid := &sent.Tokens[k]
		if baseRel(kid.Deprel) != "case" {
			continue
		}
		switch w := strings.ToLower(kid.Form); w {
		case "in", "at", "near", "around", "outside", "inside", "across", "through", "into", "via", "throughout", "over", "above", "within", "off", "east", "west", "north", "south":
			return false
		case "to", "from", "of", "for":
			if tok.Head >= 0 {
				gov := &sent.Tokens[tok.Head]
				g := strings.ToLower(gov.Lemma)
				if motion[g] {
					return false
				}
				if c := coref.NounClass(g); w == "of" && (c.Kind == "place" || c.Kind == "person") || w == "from" && gov.UPOS == "VERB" && (g == "report" || g == "fly" || g == "say") {
					return false
				}
			}
		}
	}
	switch rel {
	case "appos", "root", "dep", "list", "parataxis":
		return false
	case "compound", "amod", "flat":
		if tok.Head >= 0 {
			k := coref.NounClass(strings.ToLower(sent.Tokens[tok.Head].Lemma)).Kind
			return k != "place" && k != "org" && k != "event" && sent.Tokens[tok.Head].UPOS != "PROPN"
		}
	case "obj":
		if tok.Head >= 0 {
			switch strings.ToLower(sent.Tokens[tok.Head].Lemma) {
			case "visit", "leave", "reach", "tour", "enter", "bomb", "shell", "hit", "capture", "take", "seize", "occupy", "call", "attack":
				return false
			}
		}
	case "nmod":
		if tok.Deprel == "nmod:poss" && tok.Head >= 0 {
			k := coref.NounClass(strings.ToLower(sent.Tokens[tok.Head].Lemma)).Kind
			return k != "place"
		}
	}
	return true
}
