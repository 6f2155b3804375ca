package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// ofBody reads whose a person is by the name after "of" or "with": "Jane Austen of the BBC",
// "Olof Palme of the Social Democrats", "Ada Lovelace of Britain".
func (r *run) ofBody(s *sentence, mi int) {
	m := &r.v.doc.Mentions[mi]
	person := r.v.own(s, m.Head)
	j := m.Last
	if person.ent == nil || person.ent.Type != schema.Person || !named(person.ent) || m.Last-m.First < 2 || j+1 >= len(s.Tokens) {
		return
	}
	comma := s.Tokens[j].Form == ","
	if comma {
		j++
	}
	if j+1 >= len(s.Tokens) || s.low[j] != "of" && !(s.low[j] == "with" && comma) || comma && s.low[j] == "of" {
		return
	}
	k := j + 1
	if s.Tokens[k].UPOS == "DET" && k+1 < len(s.Tokens) {
		k++
	}
	n := s.name[k]
	if n < 0 && k+2 < len(s.Tokens) && s.Tokens[k+1].XPOS == "POS" { // "of Chile's X"
		n = s.name[k+2]
	} else if n >= 0 && r.v.doc.Mentions[n].Last+1 < len(s.Tokens) && s.Tokens[r.v.doc.Mentions[n].Last].XPOS == "POS" {
		n = s.name[r.v.doc.Mentions[n].Last+1]
	}
	if n < 0 {
		return
	}
	body := r.v.own(s, r.v.doc.Mentions[n].Head)
	if body.ent == nil || !named(body.ent) {
		return
	}
	switch body.ent.Type {
	case schema.Organization:
		pred := "works-for"
		for _, w := range strings.Fields(strings.ToLower(body.ent.Name)) {
			if memberBodies[w] {
				pred = "member-of"
			}
		}
		r.fact(s, pred, k, j, k+1, person, body, "", "of-body")
	case schema.Country:
		if !comma && body.city == nil && r.v.speaksFor[person.ent] == nil {
			r.fact(s, "citizen-of", k, j, k+1, person, body, "", "origin")
		}
	}
}

// Words in the names of bodies that have members.
var memberBodies = wordSet("party parliament senate congress house assembly democrats conservatives liberals greens socialists republicans league front movement union alliance coalition duma bundestag knesset lords commons")

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

// closes says whether a phrase ends before token j.
func (r *run) closes(s *sentence, j int) bool {
	return j >= len(s.Tokens) || s.Tokens[j].UPOS == "PUNCT" || s.low[j] == "who" || s.Tokens[j].UPOS == "CCONJ"
}

// Nouns for places that lie in a state.
var settlements = wordSet("city town village province region district port island state county suburb municipality resort airport base prison camp hamlet territory peninsula valley neighborhood neighbourhood governorate prefecture enclave capital")

// settlement reads where a place lies by the noun for it: "the northern Iraqi city of Mosul",
// "Kherson, a city in southern Ukraine", "the Chadian town Adre".
func (r *run) settlement(s *sentence, t int) {
	if !settlements[s.low[t]] || s.name[t] >= 0 {
		return
	}
	place := arg{mention: -1}
	try := func(k int) {
		if k < 0 || k >= len(s.Tokens) || s.name[k] < 0 || place.ent != nil {
			return
		}
		a := r.v.own(s, k)
		if a.city != nil {
			a.ent = a.city
		}
		if a.ent != nil && a.ent.Type == schema.Place && named(a.ent) {
			place = a
		}
	}
	if t+1 < len(s.Tokens) {
		switch {
		case s.low[t+1] == "of":
			try(t + 2)
		default:
			try(t + 1)
		}
	}
	in := -1
	if s.rel[t] == "appos" && s.head[t] >= 0 {
		try(s.head[t])
	} else if t >= 3 && s.Tokens[t-1].UPOS == "DET" && s.Tokens[t-2].Form == "," {
		try(t - 3)
	} else if t >= 4 && s.Tokens[t-1].UPOS == "ADJ" && s.Tokens[t-2].UPOS == "DET" && s.Tokens[t-3].Form == "," {
		try(t - 4)
	}
	if place.ent == nil {
		return
	}
	for i := t - 1; i >= 0 && i >= t-4; i-- { // the nationality before it
		if n := s.name[i]; n >= 0 && r.v.links.Ties[n].Entity != nil {
			if e := r.v.links.Ties[n].Entity; e.Type == schema.Country && i != place.tok {
				in = i
			}
			break
		}
		if s.Tokens[i].UPOS != "ADJ" && s.Tokens[i].UPOS != "NOUN" && s.Tokens[i].XPOS != "POS" && s.Tokens[i].Form != "-" {
			break
		}
	}
	if in < 0 {
		for j := t + 1; j < len(s.Tokens) && j < t+9; j++ { // "in southern Ukraine"
			if w := s.low[j]; (w == "in" || w == "of" && s.name[t+1] < 0) && j+1 < len(s.Tokens) {
				for k := j + 1; k < len(s.Tokens) && k < j+5; k++ {
					if n := s.name[k]; n >= 0 && r.v.links.Ties[n].Entity != nil {
						if e := r.v.links.Ties[n].Entity; (e.Type == schema.Country || e.Type == schema.Place) && e != place.ent {
							in = r.v.doc.Mentions[n].Head
						}
						break
					}
					if s.Tokens[k].UPOS != "ADJ" && s.Tokens[k].UPOS != "DET" && s.Tokens[k].UPOS != "NOUN" && s.Tokens[k].XPOS != "POS" && s.Tokens[k].UPOS != "ADV" && s.Tokens[k].UPOS != "ADP" {
						break
					}
				}
				break
			}
			if s.Tokens[j].UPOS == "VERB" || s.Tokens[j].UPOS == "AUX" || s.Tokens[j].Form == "," {
				break
			}
		}
	}
	if in < 0 {
		return
	}
	there := r.v.own(s, in)
	if there.city != nil && s.Tokens[in].UPOS != "ADJ" {
		there.ent = there.city
	}
	if there.ent == nil || there.ent == place.ent || there.ent.Type != schema.Country && there.ent.Type != schema.Place {
		return
	}
	if there.ent.Country != "" && place.ent.Country != "" && there.ent.Country != place.ent.Country {
		return
	}
	r.fact(s, "located-in", t, t, t+1, place, there, "", "settlement")
}
