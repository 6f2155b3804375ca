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
			case (base(tok.Deprel) == "obl" || base(tok.Deprel) == "nmod") && identifying[strings.ToLower(sent.Tokens[tok.Head].Lemma)] && r.doc.Mentions[me].Kind == nlp.Name && r.caseOf(s, i) == "as":
				r.identified(s, tok.Head, me)
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

// Verbs that tell as whom somebody is known.
var identifying = map[string]bool{"identify": true, "name": true, "know": true, "recognize": true, "recognise": true}

// identified ties the name after "as" to whom the verb v says that it is of: "the man, later
// identified as X", "named the suspect as X", "the driver, whom police identified as X".
func (r *resolver) identified(s, v, me int) {
	sent := &r.doc.Sentences[s]
	join := func(k int) bool {
		other, ok := r.byHead[s][k]
		if !ok || other == me || r.doc.Mentions[other].Kind != nlp.Nominal || r.typ[other] != r.typ[me] {
			return false
		}
		return r.join(other, me)
	}
	for _, k := range r.trees[s][v] {
		if b := base(sent.Tokens[k].Deprel); (b == "obj" || sent.Tokens[k].Deprel == "nsubj:pass") && join(k) {
			return
		}
	}
	if b := base(sent.Tokens[v].Deprel); b == "acl" {
		join(sent.Tokens[v].Head)
	} else if k := sent.Tokens[v].Head; b == "advcl" && k >= 0 && sent.Tokens[v].XPOS == "VBN" { // "detained the man, later identified as X"
		for o := v - 1; o > k; o-- {
			if sent.Tokens[o].Head == k && base(sent.Tokens[o].Deprel) == "obj" {
				join(o)
				return
			}
		}
	}
}

// caseOf is the preposition of the noun at i, in lower case.
func (r *resolver) caseOf(s, i int) string {
	for _, k := range r.trees[s][i] {
		if tok := &r.doc.Sentences[s].Tokens[k]; base(tok.Deprel) == "case" && k < i {
			return strings.ToLower(tok.Form)
		}
	}
	return ""
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

// Words before one of several: "its backers, notably Peru".
var someOf = map[string]bool{"notably": true, "especially": true, "particularly": true, "including": true, "mainly": true, "chiefly": true, "primarily": true, "mostly": true, "even": true, "like": true, "principally": true}

// apposed keeps lists and places ("Paris, France") from being read as appositions.
func (r *resolver) apposed(a, b int) bool {
	ma, mb := &r.doc.Mentions[a], &r.doc.Mentions[b]
	if toks := r.doc.Sentences[ma.Sentence].Tokens; ma.First > 0 && someOf[strings.ToLower(toks[ma.First-1].Form)] {
		return false
	}
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
