package coref

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// precise ties what the tree says is one: appositions, predicate nouns, titles before
// names, relative pronouns.
func (r *resolver) precise() {
	for s := range r.doc.Sentences {
		sent := &r.doc.Sentences[s]
		for i := range sent.Tokens {
			tok := &sent.Tokens[i]
			if tok.Head < 0 || tok.Head >= len(sent.Tokens) {
				continue
			}
			me, ok := r.byHead[s][i]
			if !ok {
				continue
			}
			switch {
			case (base(tok.Deprel) == "xcomp" || base(tok.Deprel) == "obj" && r.doc.Mentions[me].Kind == nlp.Name && r.relativeObject(s, tok.Head)) && naming[strings.ToLower(sent.Tokens[tok.Head].Lemma)]:
				// "an alliance that Lima calls the League of Friends", "a group called X"
				h := tok.Head
				for _, k := range r.trees[s][h] {
					if base(sent.Tokens[k].Deprel) == "obj" && k != i || sent.Tokens[k].Deprel == "nsubj:pass" {
						if other, ok := r.byHead[s][k]; ok {
							r.join(other, me)
						}
					}
				}
				if g := sent.Tokens[h].Head; base(sent.Tokens[h].Deprel) == "acl" && g >= 0 && g < len(sent.Tokens) && (base(tok.Deprel) == "xcomp" || r.relativeObject(s, h)) {
					if other, ok := r.byHead[s][g]; ok {
						r.join(other, me)
					}
				}
			case base(tok.Deprel) == "appos":
				if other, ok := r.byHead[s][tok.Head]; ok && r.apposed(me, other) {
					r.join(other, me)
				}
			case base(tok.Deprel) == "nsubj":
				head := &sent.Tokens[tok.Head]
				other, ok := r.byHead[s][tok.Head]
				if ok && (head.UPOS == "NOUN" || head.UPOS == "PROPN") && r.copula(s, tok.Head) && r.agree[me].plural == r.agree[other].plural && typesFit(r.typ[me], r.typ[other]) && r.typ[other] != "" {
					r.join(me, other)
				}
			}
		}
	}
}

// relativeObject says whether the object of a verb is a relative pronoun.
func (r *resolver) relativeObject(s, v int) bool {
	sent := &r.doc.Sentences[s]
	for _, k := range r.trees[s][v] {
		if tok := &sent.Tokens[k]; base(tok.Deprel) == "obj" && (tok.Lemma == "that" || tok.Lemma == "which" || tok.Lemma == "whom") {
			return true
		}
	}
	return false
}

// Verbs that give a name to what they govern.
var naming = map[string]bool{"call": true, "name": true, "dub": true, "know": true, "term": true, "nickname": true, "label": true, "title": true, "christen": true, "brand": true, "style": true}

// apposed keeps lists and places ("Paris, France") from being read as appositions.
func (r *resolver) apposed(a, b int) bool {
	ma, mb := &r.doc.Mentions[a], &r.doc.Mentions[b]
	if ma.Kind == nlp.Name && mb.Kind == nlp.Name {
		return ma.Type == mb.Type && ma.Type != schema.Place && ma.Type != schema.Country && ma.Type != schema.Person
	}
	return true
}

// copula says whether the noun at i is a plain predicate: "X is the Y", not denied, with no
// modal.
func (r *resolver) copula(s, i int) bool {
	sent := &r.doc.Sentences[s]
	cop := false
	for _, k := range r.trees[s][i] {
		switch base(sent.Tokens[k].Deprel) {
		case "cop":
			cop = true
		case "aux":
			return false
		case "advmod":
			if l := strings.ToLower(sent.Tokens[k].Lemma); l == "not" || l == "never" || l == "n't" {
				return false
			}
		case "case":
			return false
		}
	}
	return cop
}
