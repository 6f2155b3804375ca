package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// regime reads who heads a government that is called after him: "the X administration", "Y's
// regime", "the regime of Z".
func (r *run) regime(s *sentence, t int) {
	if !regimes[s.low[t]] || coref.Plural(s.tok(t)) || s.at[t] < 0 || indefinite(s, t) {
		return
	}
	body := r.v.own(s, t)
	if body.ent == nil || body.ent.Type != schema.Organization {
		return
	}
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel != "nmod:poss" && s.rel[k] != "compound" && !(s.rel[k] == "nmod" && s.preposition(k) == "of") {
			continue
		}
		if a := r.v.own(s, k); isPerson(a) && a.ent != body.ent && (strings.Contains(a.ent.Name, " ") || s.rel[k] != "compound") && s.Tokens[k].UPOS == "PROPN" {
			r.fact(s, "leads", t, t, t+1, a, body, "", regimeRule)
			return
		}
	}
}

const (
	regimeRule   = "regime"
	regimeMethod = "extract/" + regimeRule + "@" + Version
)

// ledBy reads who leads the body that stands right before, whatever the tree: "the deal between X,
// led by Prime Minister Y, and Z".
func (r *run) ledBy(s *sentence, t int) {
	if !ledWords[s.Tokens[t].Form] || t < 2 || t+2 >= len(s.Tokens) || s.low[t+1] != "by" || s.Tokens[t-1].Form != "," || s.name[t-2] < 0 {
		return
	}
	n := s.name[t-2]
	body := r.v.own(s, r.v.doc.Mentions[n].Head)
	if body.ent == nil || body.ent.Type != schema.Organization || s.head[t] == r.v.doc.Mentions[n].Head {
		return
	}
	for j := t + 2; j < len(s.Tokens) && j < t+8; j++ {
		if s.person[j] {
			r.fact(s, "leads", t, t, t+1, r.v.own(s, r.v.doc.Mentions[s.name[j]].Head), body, "", "led-by")
			return
		}
		if u := s.Tokens[j].UPOS; u != "NOUN" && u != "PROPN" && u != "ADJ" && u != "DET" {
			return
		}
	}
}

// Participles before "by" and who is at the head.
var ledWords = map[string]bool{"led": true, "headed": true, "chaired": true, "commanded": true, "governed": true, "run": true}

// Governments that are called after who heads them.
var regimes = wordSet("regime administration government junta")

// reign reads who heads a government: "the government of X", "X's presidency".
func (r *run) reign(s *sentence, t int) {
	switch w := s.low[t]; {
	case governments[w]:
		self := r.v.own(s, t)
		if self.ent == nil || self.ent.Type != schema.Organization {
			return
		}
		for _, k := range s.kids[t] {
			if s.rel[k] == "nmod" && (s.preposition(k) == "of" || s.Tokens[k].Deprel == "nmod:poss") {
				for _, a := range r.v.resolve(s, k) {
					if a.ent.Type == schema.Person && a.direct && named(a.ent) {
						r.fact(s, "leads", t, t, t+1, a, self, "", "government")
					}
				}
			}
		}
	case reigns[w] != "":
		for _, k := range s.kids[t] {
			if s.Tokens[k].Deprel != "nmod:poss" {
				continue
			}
			for _, a := range r.v.resolve(s, k) {
				if a.ent.Type == schema.Person && a.direct && named(a.ent) && r.v.focus != nil && r.v.kindOf(a) == nlp.Name && r.v.names(s, r.v.focus) {
					r.fact(s, "leads", t, t, t+1, a, arg{ent: r.v.focus, mention: -1, tok: t, score: 0.5}, strings.Trim(reigns[w], "-"), "reign")
				}
			}
		}
	}
}

// Nouns for who governs, and for the time of a head of state with the post that each tells,
// "-" for none.
var (
	governments = wordSet("government regime administration")
	reigns      = map[string]string{"presidency": "president", "premiership": "prime minister", "reign": "-", "rule": "-"}
)

// counterpart reads whose post is that of someone named before: "the Peruvian minister met
// his Chilean counterpart, X".
func (r *run) counterpart(s *sentence, t int) {
	if s.low[t] != "counterpart" || coref.Plural(s.tok(t)) {
		return
	}
	state := arg{mention: -1}
	for _, k := range s.kids[t] {
		if k < t && s.name[k] >= 0 && s.Tokens[k].Deprel != "nmod:poss" {
			if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Country {
				state = a
			}
		}
	}
	who := -1
	for j := t + 1; j < len(s.Tokens) && j <= t+2; j++ {
		if s.person[j] {
			who = j
			break
		}
		if s.Tokens[j].Form != "," {
			break
		}
	}
	if state.ent == nil || who < 0 {
		return
	}
	for i := len(r.reading.Claims) - 1; i >= 0; i-- { // the last post told
		c := &r.reading.Claims[i]
		if c.Evidence.Sentence > s.idx || c.Evidence.Sentence < s.idx-2 {
			continue
		}
		if (c.Predicate == "leads" || c.Predicate == "works-for") && c.Role != "" && c.Object.Entity.Type == schema.Country && c.Subject.Entity != r.v.own(s, who).ent {
			r.fact(s, c.Predicate, t, t, t+1, r.v.own(s, who), state, c.Role, "counterpart")
			return
		}
	}
}
