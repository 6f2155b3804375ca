package coref

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// weight is the salience of a grammatical role.
func weight(rel string) float64 {
	switch base(rel) {
	case "nsubj":
		if rel == "nsubj:pass" {
			return 70
		}
		return 80
	case "obj":
		return 50
	case "iobj":
		return 45
	case "obl":
		return 40
	case "conj", "appos", "root", "parataxis":
		return 40
	case "nmod":
		if rel == "nmod:poss" {
			return 35
		}
		return 25
	}
	return 20
}

// pronouns resolves the pronouns of the third person by salience, and those of the first
// and second within a quotation or, outside of quotations, within the document.
func (r *resolver) pronouns() {
	r.quotes()
	last := map[[3]int]int{}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind != nlp.Pronoun {
			continue
		}
		p := r.agree[i]
		if pr := pronouns[r.form(i)]; pr.person == 1 || pr.person == 2 {
			if who := r.speaker[m.Sentence]; pr.person == 1 && pr.plural == no && who >= 0 && r.inside[m.Sentence][m.Head] && r.join(who, i) {
				continue
			}
			plural := 0
			if pr.plural == yes {
				plural = 1
			}
			key := [3]int{int(pr.person), plural, r.quote[m.Sentence]}
			if j, ok := last[key]; ok {
				r.join(j, i)
			}
			last[key] = i
			continue
		}
		if j := r.ahead(i, p); j >= 0 {
			r.join(j, i)
			continue
		}
		if j := r.cause(i, p); j >= 0 && r.join(j, i) {
			continue
		}
		if j := r.antecedent(i, p); j >= 0 {
			r.join(j, i)
		}
	}
}

// ahead finds the subject that a pronoun in the phrase before it points to: "Before its
// invasion of Chile, Peru ..."; -1 if none.
func (r *resolver) ahead(i int, p agreement) int {
	m := &r.doc.Mentions[i]
	sent := &r.doc.Sentences[m.Sentence]
	if len(sent.Tokens) == 0 || m.Head > 12 {
		return -1
	}
	switch sent.Tokens[0].UPOS {
	case "ADP", "SCONJ", "VERB", "ADV":
	default:
		return -1
	}
	// up to the main verb: the pronoun must hang under a phrase that stands before the subject
	top := m.Head
	for n := 0; n < 64; n++ {
		h := sent.Tokens[top].Head
		if h < 0 || h >= len(sent.Tokens) {
			return -1
		}
		rel := base(sent.Tokens[top].Deprel)
		if (rel == "obl" || rel == "advcl") && base(sent.Tokens[h].Deprel) != "acl" {
			top = h
			break
		}
		top = h
	}
	for _, k := range r.trees[m.Sentence][top] {
		if base(sent.Tokens[k].Deprel) == "nsubj" && k > m.Head {
			if j, ok := r.byHead[m.Sentence][k]; ok && r.doc.Mentions[j].Kind == nlp.Name && r.agree[r.find(j)].fits(p) && typesFit(r.typ[r.find(j)], r.typ[i]) {
				if p.gender != 0 && r.agree[r.find(j)].animate != yes {
					return -1
				}
				return j
			}
		}
	}
	return -1
}

func (r *resolver) form(i int) string {
	m := &r.doc.Mentions[i]
	return strings.ToLower(r.doc.Sentences[m.Sentence].Tokens[m.Head].Form)
}

// quotes numbers the quotations by the paragraphs in which they stand.
func (r *resolver) quotes() {
	r.quote = make([]int, len(r.doc.Sentences))
	for s := range r.doc.Sentences {
		for i := range r.doc.Sentences[s].Tokens {
			switch r.doc.Sentences[s].Tokens[i].Form {
			case "\"", "“", "``", "”", "''":
				r.quote[s] = 1 + r.doc.Sentences[s].Paragraph
			}
		}
	}
}

func (r *resolver) antecedent(i int, p agreement) int {
	m := &r.doc.Mentions[i]
	form := r.form(i)
	sent := &r.doc.Sentences[m.Sentence]
	if p.person == 3 && sent.Tokens[m.Head].Deprel == "nmod:poss" {
		// "Maria and her son": of the first of the two
		if owner := sent.Tokens[m.Head].Head; owner >= 0 && owner < len(sent.Tokens) && base(sent.Tokens[owner].Deprel) == "conj" {
			if j, ok := r.byHead[m.Sentence][sent.Tokens[owner].Head]; ok && j < i && r.doc.Mentions[j].Kind == nlp.Name && r.agree[r.find(j)].fits(p) && (p.gender == 0 || r.agree[r.find(j)].animate == yes) {
				return j
			}
		}
	}
	reflexive := strings.HasSuffix(form, "self") || strings.HasSuffix(form, "selves")
	if h := sent.Tokens[m.Head].Head; reflexive && h >= 0 && h < len(sent.Tokens) && h < m.Head {
		if _, ok := r.byHead[m.Sentence][h]; ok {
			return -1 // "Maria herself" is one phrase
		}
	}
	score := map[int]float64{}
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		dist := m.Sentence - o.Sentence
		if dist > pronounWindow {
			break
		}
		if !refers(o) || contains(o, m) && o.Head != m.Head {
			continue
		}
		if dist == 0 && !reflexive && r.sameClause(sent, o.Head, m.Head) {
			continue
		}
		if dist == 0 && reflexive && !r.sameClause(sent, o.Head, m.Head) {
			continue
		}
		if o.Kind == nlp.Pronoun {
			if q := pronouns[r.form(j)]; q.person != 3 {
				continue
			}
		}
		c := r.find(j)
		if !r.agree[c].fits(p) || !typesFit(r.typ[c], r.typ[i]) || r.speaks(m, j) {
			continue
		}
		if p.gender != 0 && r.agree[c].animate != yes {
			continue // he and she want a person
		}
		if p.animate == no && r.typ[c] == "" && o.Kind == nlp.Name && r.agree[c].animate == unknown && o.Type == schema.Person {
			continue
		}
		w := weight(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel)
		if o.Kind == nlp.Name {
			w *= 1.25
		}
		if o.Kind == nlp.Pronoun {
			w *= 1.1
		}
		if r.typ[c] == "" {
			w *= 0.7
		}
		if r.typ[c] != "" && p.plural == yes && r.agree[c].plural == unknown {
			w *= 0.7
		}
		if p.plural == yes && r.typ[c] == schema.Group {
			w *= 1.2
		}
		if p.plural == no && p.animate == no && r.typ[c].IsActor() {
			w *= 1.2
		}
		if dist == 0 {
			w *= 1.3
		}
		if r.parallel(o, m) {
			w *= 1.2
		}
		for d := 0; d < dist; d++ {
			w /= 2
		}
		score[c] += w
	}
	best, top := -1, 0.0
	for j := i - 1; j >= 0; j-- {
		c := r.find(j)
		if s, ok := score[c]; ok && s > top {
			best, top = c, s
		}
	}
	return best
}

func (r *resolver) parallel(a, b *nlp.Mention) bool {
	return r.doc.Sentences[a.Sentence].Tokens[a.Head].Deprel == r.doc.Sentences[b.Sentence].Tokens[b.Head].Deprel
}

// sameClause says whether two tokens are arguments of one word.
func (r *resolver) sameClause(sent *nlp.Sentence, a, b int) bool {
	ha, hb := sent.Tokens[a].Head, sent.Tokens[b].Head
	return ha == hb && base(sent.Tokens[a].Deprel) != "conj" && base(sent.Tokens[b].Deprel) != "conj" && sent.Tokens[b].Deprel != "nmod:poss"
}
