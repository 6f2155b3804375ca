package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// national reads a person's nationality from what the person is: "X is an American actor",
// "X, a Finnish skier".
func (r *run) national(s *sentence, t int) {
	if p, _ := r.postAt(s, t); p != "" && !occupations[s.low[t]] || s.name[t] >= 0 || coref.Plural(s.tok(t)) {
		return
	}
	switch s.class(t).Kind {
	case "person", "":
	default:
		return
	}
	var state arg
	for _, k := range s.kids[t] {
		if topical[s.low[t]] && s.Tokens[k].UPOS != "ADJ" && len(s.Tokens[k].Form) > 2 && !strings.Contains(s.Tokens[k].Form, ".") {
			continue // "an Iran expert"
		}
		if k < t && s.name[k] >= 0 && (s.rel[k] == "amod" || s.rel[k] == "compound") {
			if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Country && a.city == nil {
				state = a
			}
		}
	}
	if state.ent == nil {
		return
	}
	var who []int
	switch {
	case s.kid(t, "cop") >= 0 && r.v.certain(s, t):
		who = s.surface(t, 0)
	case s.rel[t] == "appos" && s.head[t] >= 0:
		who = []int{s.head[t]}
	}
	for _, k := range who {
		if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
			r.fact(s, "citizen-of", t, t, t+1, a, state, "", "nationality")
		}
	}
}

// Callings with a topic before them.
var topical = wordSet("expert analyst researcher specialist correspondent envoy historian watcher scholar hand")

// demonym reads a nationality that stands alone at t: "X, a Russian, was", "An Australian, X,
// appeared", "X, who is Chinese".
func (r *run) demonym(s *sentence, t int) {
	n := s.name[t]
	if n < 0 || r.v.links.Ties[n].Entity == nil || r.v.links.Ties[n].Entity.Type != schema.Country || r.v.doc.Mentions[n].Head != t {
		return
	}
	state := r.v.own(s, t)
	if state.city != nil || strings.EqualFold(s.Tokens[t].Form, state.ent.Name) {
		return
	}
	article := t > 0 && (s.low[t-1] == "a" || s.low[t-1] == "an")
	who := -1
	switch {
	case article && t >= 3 && s.Tokens[t-2].Form == "," && s.person[t-3] && r.closes(s, t+1):
		who = t - 3 // "X, a Russian,"
	case article && t+2 < len(s.Tokens) && s.Tokens[t+1].Form == "," && s.person[t+2]:
		who = t + 2 // "An Australian, X,"
	case t+2 < len(s.Tokens) && t > 2 && s.low[t-1] == "old" && s.Tokens[t+1].Form == "," && s.person[t+2]:
		who = t + 2 // "The 28-year-old Australian, X,"
	case s.kid(t, "cop") >= 0 && (s.Tokens[t].UPOS == "ADJ" || article):
		if st, _ := r.v.status(s, t); st != schema.Actual {
			return
		}
		for _, k := range s.surface(t, 0) {
			who = k
		}
	}
	if who < 0 {
		return
	}
	if a := r.v.own(s, who); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) && r.v.kindOf(a) == nlp.Name {
		r.fact(s, "citizen-of", t, t, t+1, a, state, "", "nationality")
	}
}

// from reads where a person is from: "Jan Novak from Peru", "X and Y, both from Chile".
func (r *run) from(s *sentence, t int) {
	if n := s.name[t]; n >= 0 && t > 2 && r.v.doc.Mentions[n].First == t && s.low[t-1] == "from" && (s.low[t-2] == "both" || s.low[t-2] == "all") {
		if b := r.v.own(s, r.v.doc.Mentions[n].Head); b.ent != nil && b.ent.Type == schema.Country {
			for _, a := range r.personsBefore(s, t-2) {
				r.fact(s, "citizen-of", t-1, t-1, t, a, b, "", "origin")
			}
		}
		return
	}
	if !s.person[t] {
		return
	}
	for _, k := range s.kids[t] {
		if s.rel[k] == "nmod" && s.preposition(k) == "from" {
			if a, b := r.v.own(s, t), r.v.own(s, k); a.ent != nil && b.ent != nil && b.ent.Type == schema.Country {
				r.fact(s, "citizen-of", k, k, k+1, a, b, "", "origin")
			}
		}
	}
}

// bodyNational reads where a company or other body is from by what it is called: "X is a
// Swiss food company", "X, a German airline,", "A Turkish firm, X,", and "The French
// manufacturer" of the one named before.
func (r *run) bodyNational(s *sentence, t int) {
	if !companyNoun(s, t) || coref.Plural(s.tok(t)) {
		return
	}
	in := -1
	for _, k := range s.kids[t] { // "X, the country's largest airline,"
		if a := r.v.own(s, k); s.Tokens[k].Deprel == "nmod:poss" && a.ent != nil && a.ent.Type == schema.Country && s.rel[t] == "appos" && s.head[t] >= 0 && s.name[s.head[t]] >= 0 {
			if body := r.v.own(s, s.head[t]); body.ent != nil && body.ent.Type == schema.Organization {
				r.fact(s, "located-in", t, t, t+1, body, a, "", "nationality")
			}
			return
		}
	}
	for i := t - 1; i >= 0 && i > t-6; i-- {
		if s.name[i] >= 0 {
			if e := r.v.links.Ties[s.name[i]].Entity; e != nil && e.Type == schema.Country && nationality(s, i) {
				in = i
			}
			break
		}
		if tok := &s.Tokens[i]; tok.UPOS != "ADJ" && tok.UPOS != "NOUN" && tok.UPOS != "PROPN" && tok.Form != "-" && tok.UPOS != "CCONJ" && tok.XPOS != "VBG" && tok.XPOS != "VBN" {
			break
		}
	}
	if in >= 0 {
		in = r.v.doc.Mentions[s.name[in]].Head
	}
	if in <= 0 || continental[s.Tokens[in-1].Form] || continental[s.Tokens[r.v.doc.Mentions[s.name[in]].First].Form] {
		return // "the South American group"
	}
	state := r.v.own(s, in)
	if state.city != nil {
		return
	}
	body := r.calledBody(s, t, in)
	if body.ent == nil || body.ent.Type != schema.Organization || !named(body.ent) || body.ent.Country != "" && body.ent.Country != state.ent.Country {
		return
	}
	r.fact(s, "located-in", t, in, t+1, body, state, "", "nationality")
}

// Words before "American" and "African" that make them no nationality.
var continental = wordSet("South North Latin Central Native African Pan East West Asian Anglo")

// calledBody is the body that the phrase with the noun t and a nationality at in is said of.
func (r *run) calledBody(s *sentence, t, in int) arg {
	det := ""
	for i := in - 1; i >= 0 && i > in-4; i-- {
		if s.Tokens[i].UPOS == "DET" {
			det = s.low[i]
			if i > 1 && s.Tokens[i-1].Form == "," && s.name[i-2] >= 0 { // "X, a German airline,"
				if a := r.v.own(s, i-2); a.ent != nil && a.ent.Type == schema.Organization && (t+1 >= len(s.Tokens) || s.name[t+1] < 0) {
					return a
				}
			}
			break
		}
	}
	if t+2 < len(s.Tokens) && s.Tokens[t+1].Form == "," && s.name[t+2] >= 0 && det != "the" { // "A Turkish firm, X,"
		return r.v.own(s, t+2)
	}
	if t+1 < len(s.Tokens) && s.name[t+1] >= 0 {
		return none() // read beside the name
	}
	if s.kid(t, "cop") >= 0 && r.v.certain(s, t) {
		for _, k := range s.surface(t, 0) {
			return r.v.own(s, k)
		}
		return none()
	}
	if det != "the" || !businesses[s.low[t]] || s.kid(t, "appos", "acl") >= 0 && s.Tokens[t+1].Form != "," {
		return none()
	}
	if a := r.v.own(s, t); a.ent != nil && named(a.ent) && !r.v.links.Described(a.ent) {
		return a
	}
	return r.lastNamed(s, in, []schema.EntityType{schema.Organization})
}
