package extract

import (
	"strings"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// membership reads who belongs to a body by lists of its members: "BRICS countries,
// including X and Y", "NATO members such as X", "EU member X", "whose members include X".
func (r *run) membership(s *sentence, t int) {
	if !memberNouns[s.low[t]] {
		return
	}
	body := arg{mention: -1}
	for j := t - 1; j >= 0 && j > t-4; j-- {
		if s.name[j] >= 0 {
			body = r.v.own(s, j)
			break
		}
		if s.Tokens[j].UPOS != "NOUN" && s.Tokens[j].UPOS != "ADJ" && s.Tokens[j].XPOS != "POS" {
			break
		}
	}
	if body.ent == nil && s.low[t] == "member" {
		for _, k := range s.kids[t] {
			if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "nmod" && s.preposition(k) == "of" {
				for _, o := range s.antecedent(k, t) {
					if a := r.v.own(s, o); a.ent != nil {
						body = a
					}
				}
			}
		}
	}
	if body.ent == nil || body.ent.Type != schema.Organization || !named(body.ent) {
		return
	}
	var members []int
	if k := r.v.listAfter(s, t); k >= 0 {
		members = append(members, k)
	}
	for _, k := range s.kids[t] {
		if s.rel[k] == "nmod" && listWords[s.preposition(k)] {
			members = append(members, k)
		}
	}
	if h := s.head[t]; len(members) == 0 && h >= 0 && s.rel[t] == "nsubj" && (s.low[h] == "include" || s.low[h] == "comprise") {
		members = s.objects(h)
	}
	if len(members) == 0 && s.low[t] != "government" && t+1 < len(s.Tokens) && s.name[t+1] >= 0 && !coref.Plural(s.tok(t)) {
		members = append(members, t+1)
	}
	done := map[*schema.Entity]bool{}
	one := len(members) == 1 && members[0] == t+1 && !coref.Plural(s.tok(t))
	for _, k := range members {
		found := r.v.resolve(s, k)
		if one { // of "EU member X and NATO member Y" X alone
			found = []arg{r.v.own(s, k)}
		}
		for _, a := range found {
			if a.ent == nil {
				continue
			}
			if a.direct && (a.ent.Type == schema.Country || a.ent.Type == schema.Organization) && named(a.ent) && !done[a.ent] {
				done[a.ent] = true
				r.fact(s, "member-of", t, t, t+1, a, body, "", "membership")
			}
		}
	}
}

// Nouns for those who belong to a body.
var memberNouns = wordSet("country member nation state government ally")

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
	if j+1 >= len(s.Tokens) || s.low[j] != "of" && s.low[j] != "from" && !(s.low[j] == "with" && comma) {
		return
	}
	from := s.low[j] == "from"
	if from && !comma && s.takenFrom(m.First) {
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
	for j := k; n < 0 && j+1 < len(s.Tokens) && j < k+5 && (s.Tokens[j].UPOS == "ADJ" || s.Tokens[j].UPOS == "NOUN" || s.Tokens[j].Form == "-" || s.low[j] == "base"); j++ {
		n = s.name[j+1] // "of the conservative X Party"
	}
	if n >= 0 && r.v.doc.Mentions[n].Type != schema.Organization { // "of the Geneva-based X"
		for j := r.v.doc.Mentions[n].Last; j < len(s.Tokens) && j < k+6 && (s.Tokens[j].Form == "-" || s.low[j] == "base" || s.Tokens[j].UPOS == "ADJ" || s.Tokens[j].UPOS == "NOUN" || s.name[j] >= 0); j++ {
			if o := s.name[j]; o >= 0 && o != n && r.v.doc.Mentions[o].Type == schema.Organization {
				n = o
				break
			}
		}
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
		if r.v.cityByState(s, n) { // "X of Kobe, Japan"
			return
		}
		if end := r.v.doc.Mentions[n].Last; (comma || from) && s.low[j] != "with" && !r.closes(s, end) && s.Tokens[end].UPOS != "VERB" && s.Tokens[end].UPOS != "AUX" {
			return
		}
		pred := "works-for"
		for _, w := range strings.Fields(strings.ToLower(body.ent.Name)) {
			if memberBodies[w] {
				pred = "member-of"
			}
		}
		if p, first := r.postAt(s, m.First-1); p == "leads" && pred == "works-for" && s.name[m.First-1] < 0 { // "Director X of the institute"
			r.holds(s, m.First-1, first, first, p, r.v.text(s, first, m.First), person, body, "of-body")
			return
		}
		r.fact(s, pred, k, j, k+1, person, body, "", "of-body")
	case schema.Place:
		if !comma && !from && r.v.speaksFor[person.ent] == nil {
			r.listed(s, mi, body)
		}
	case schema.Country:
		if end := r.v.doc.Mentions[n].Last; from && !comma && body.city == nil && (r.closes(s, end) || s.Tokens[end].UPOS == "VERB") && r.v.speaksFor[person.ent] == nil {
			r.fact(s, "citizen-of", k, j, k+1, person, body, "", "origin")
			return
		}
		if !comma && !from && body.city == nil && r.listed(s, mi, body) {
			return
		}
		if !comma && !from && body.city == nil && r.v.speaksFor[person.ent] == nil {
			r.fact(s, "citizen-of", k, j, k+1, person, body, "", "origin")
		}
	}
}

// listed reads the post before a list of persons with their states: "Presidents X of Peru
// and Y of Chile". It says whether there is one.
func (r *run) listed(s *sentence, mi int, state arg) bool {
	person := r.v.own(s, r.v.doc.Mentions[mi].Head)
	for i := r.v.doc.Mentions[mi].First - 1; i >= 0 && i > r.v.doc.Mentions[mi].First-20; i-- {
		if pred, first := r.postAt(s, i); pred != "" && coref.Plural(s.tok(i)) && s.name[i] < 0 && s.person[i+1] {
			if lawmakers[s.low[i]] && state.ent.Type != schema.Place { // "Senators X of Utah and Y of Georgia": of the state of the first
				if state.ent = r.v.speaksFor[r.v.own(s, i+1).ent]; state.ent == nil || state.ent.Type != schema.Country {
					return true
				}
				state.mention = -1
			}
			r.holds(s, i, first, first, pred, s.low[i], person, state, "title")
			return true
		}
		if tok := s.tok(i); s.name[i] < 0 && tok.Form != "," && s.low[i] != "and" && s.low[i] != "of" && tok.UPOS != "DET" {
			return false
		}
	}
	return false
}

// Words in the names of bodies that have members.
var memberBodies = wordSet("party parliament senate congress house assembly democrats conservatives liberals greens socialists republicans league front movement union alliance coalition duma bundestag knesset lords commons")

// takenFrom says whether a verb before the token i takes something away: "remove a video of X from Y".
func (s *sentence) takenFrom(i int) bool {
	for t := i - 1; t >= 0 && t > i-10; t-- {
		if s.Tokens[t].UPOS == "VERB" && takings[s.low[t]] {
			return true
		}
	}
	return false
}

// Verbs of taking away from somewhere.
var takings = wordSet("remove ban bar delete take pull erase withdraw expel oust exclude protect save shield distance separate evict steal stop prevent keep free rescue prohibit block")
