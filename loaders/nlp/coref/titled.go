package coref

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// furthestName is how many words after the head of a description the name may stand that it
// describes.
const furthestName = 9

// titled ties descriptions of one person to the name that they introduce: "actor X", "the
// head of the fleet, X, said", "Special Envoy for Peru X".
func (r *resolver) titled() {
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		sent := &r.doc.Sentences[m.Sentence]
		if m.Kind != nlp.Nominal || Plural(&sent.Tokens[m.Head]) || NounType(sent, m.Head) != schema.Person || r.person[r.find(i)] >= 0 {
			continue
		}
		if j := r.introduced(m); j >= 0 {
			r.join(i, j)
		}
	}
}

// introduced is the name of a person that stands right after the noun that heads m, or after
// what the noun is of; behind a comma only if another comma ends it; -1 if none.
func (r *resolver) introduced(m *nlp.Mention) int {
	toks := r.doc.Sentences[m.Sentence].Tokens
	comma, bare := false, true // a comma stands before; the word before is the noun or a name
	of := false                // a preposition stands before
	for j := HeadEnd(&r.doc.Sentences[m.Sentence], m.Head); j < len(toks) && j < m.Head+furthestName; j++ {
		if o := r.starting(m.Sentence, j); o >= 0 {
			name := &r.doc.Mentions[o]
			if name.Type == schema.Person {
				after := name.Last
				if !bare && !comma || comma && (after >= len(toks) || toks[after].Form != ",") {
					return -1
				}
				return o
			}
			if comma {
				return -1 // "the mayor of Lima, Peru, X": of whom is open
			}
			j, bare = name.Last-1, true
			continue
		}
		tok := &toks[j]
		switch {
		case comma:
			return -1
		case tok.Form == ",":
			comma = true
		case tok.UPOS == "NOUN":
			bare = of && capital(tok.Form) // "Secretary of Homeland Security X"
		case tok.UPOS == "PROPN" && of && NounClass(strings.ToLower(tok.Form)).Kind == "person":
			return -1 // "an adviser to President X" is not X
		case tok.UPOS == "PROPN":
			bare = true
		case tok.UPOS == "ADJ", tok.UPOS == "DET", tok.UPOS == "PART", tok.UPOS == "NUM":
			bare = false
		case tok.UPOS == "ADP" && ofPosts[strings.ToLower(tok.Form)]:
			bare, of = false, true
		default:
			return -1
		}
	}
	return -1
}

// Prepositions between a post and what it is of.
var ofPosts = map[string]bool{"of": true, "for": true, "at": true, "in": true, "to": true}

// starting is the name that starts at a token, -1 if none.
func (r *resolver) starting(s, t int) int {
	if o, ok := r.starts[[2]int{s, t}]; ok {
		return o
	}
	return -1
}
