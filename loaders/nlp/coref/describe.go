package coref

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

var maleTitles = map[string]bool{"mr": true, "mr.": true, "king": true, "prince": true, "sir": true, "lord": true, "sultan": true, "emir": true, "sheikh": true, "pope": true, "father": true, "congressman": true, "spokesman": true, "chairman": true, "emperor": true, "duke": true, "ayatollah": true}
var femaleTitles = map[string]bool{"mrs": true, "mrs.": true, "ms": true, "ms.": true, "miss": true, "queen": true, "princess": true, "lady": true, "dame": true, "congresswoman": true, "spokeswoman": true, "chairwoman": true, "duchess": true, "empress": true}

// describe sets what is known of mention i by itself.
func (r *resolver) describe(i int) {
	m := &r.doc.Mentions[i]
	sent := &r.doc.Sentences[m.Sentence]
	head := &sent.Tokens[m.Head]
	r.typ[i] = m.Type
	r.lemma[i] = strings.ToLower(head.Lemma)
	switch m.Kind {
	case nlp.Pronoun:
		r.agree[i] = pronouns[strings.ToLower(head.Form)]
		if r.agree[i].gender == 0 && r.agree[i].person == 3 {
			r.typ[i] = "" // "they" and "it" may be anything that agrees
		}
		return
	case nlp.Name:
		r.words[i] = NormalName(sent, m.First, m.Last)
		a := agreement{plural: no}
		switch m.Type {
		case schema.Person:
			a.animate = yes
			a.gender = r.nameGender(sent, m)
		case schema.Group, schema.Organization, schema.Country:
			a = agreement{animate: no}
			if m.Type == schema.Country {
				a.plural = no
			}
			if Plural(head) {
				a.plural = unknown
			}
			if m.Type == schema.Group {
				a = agreement{plural: yes}
			}
		case "":
			a = agreement{}
		default:
			a.animate = no
		}
		r.agree[i] = a
		return
	}
	a := agreement{plural: no}
	if Plural(head) {
		a.plural = yes
	}
	c := NounClass(r.lemma[i])
	switch {
	case c.Kind == "person":
		a.animate, a.gender = yes, c.Gender
	case c.Kind == "group":
		a.plural = unknown
	case c.Kind == "org":
		a.animate = no
		if a.plural == no {
			a.plural = unknown // "the team ... they"
		}
	case c.Kind != "":
		a.animate = no
	case a.plural == no && (head.UPOS == "NOUN" && abstract(r.lemma[i])):
		a.animate = no
	}
	for _, k := range r.trees[m.Sentence][m.Head] { // conjoined: "A and B ... they"
		if base(sent.Tokens[k].Deprel) == "conj" {
			a.plural = unknown
		}
	}
	r.agree[i] = a
	r.mods[i] = r.modifiers(m)
}

func abstract(lemma string) bool {
	for _, s := range []string{"tion", "ment", "ness", "ity", "ism", "ance", "ence", "ship", "ing", "ure", "age"} {
		if strings.HasSuffix(lemma, s) {
			return true
		}
	}
	return false
}

// modifiers are the content words of a nominal beside its head.
func (r *resolver) modifiers(m *nlp.Mention) map[string]bool {
	sent := &r.doc.Sentences[m.Sentence]
	mods := map[string]bool{}
	for _, k := range r.trees[m.Sentence][m.Head] {
		tok := &sent.Tokens[k]
		switch base(tok.Deprel) {
		case "amod", "compound", "nummod", "nmod":
			if w := strings.ToLower(tok.Lemma); tok.UPOS != "PRON" && w != "same" && w != "said" {
				mods[w] = true
			}
		}
	}
	return mods
}

func (r *resolver) nameGender(sent *nlp.Sentence, m *nlp.Mention) byte {
	for i := max(0, m.First-3); i < m.Last; i++ {
		w := strings.ToLower(sent.Tokens[i].Form)
		if i >= m.First-3 && i < m.First && sent.Tokens[i].UPOS == "PUNCT" {
			continue
		}
		if maleTitles[w] {
			return 'm'
		}
		if femaleTitles[w] {
			return 'f'
		}
	}
	if m.Last-m.First > 1 {
		return NameGender(sent.Tokens[m.First].Form)
	}
	return 0
}

func capital(w string) bool { return w != "" && w[0] >= 'A' && w[0] <= 'Z' }
