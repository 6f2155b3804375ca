package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/schema"
)

// ofState ties a named body to the state before it: part of it where it is one of the
// state's, else located in it.
func (r *run) ofState(s *sentence, mi int) {
	m := &r.v.doc.Mentions[mi]
	if m.Last < len(s.Tokens) && s.Tokens[m.Last].Form == "-" {
		return // half of a name with a hyphen
	}
	body := arg{ent: r.v.links.Ties[mi].Entity, mention: mi, tok: m.Head, direct: true, score: r.v.links.Ties[mi].Score}
	if !r.v.links.Ties[mi].Direct {
		return
	}
	own := false
	for i := m.First; i < m.Last; i++ {
		own = own || bodiesOfState[strings.ToLower(s.Tokens[i].Form)]
	}
	for i := max(0, m.First-7); i < m.First; i++ { // read by stateOwned
		switch w := s.low[i]; {
		case strings.HasPrefix(w, "state-"), strings.HasPrefix(w, "government-"), (w == "state" || w == "government") && s.Tokens[i+1].Form == "-":
			return
		}
	}
	pred := "located-in"
	if own || nationalBodies[s.Tokens[m.First].Form] && !hasWord(body.ent.Name, memberBodies) {
		pred, own = "part-of", true
	}
	r.ofNoun(s, mi, body)
	r.stateWithin(s, mi, body)
	if r.headed(s, mi, body) {
		return
	}
	r.fromState(s, mi, body)
	// "Peru's New Andean Party"
	for i := m.First - 1; i >= 0 && i >= m.First-6; i-- {
		tok := &s.Tokens[i]
		if n := s.name[i]; n >= 0 && r.v.links.Ties[n].Entity != nil {
			e := r.v.links.Ties[n].Entity
			if e.Type == schema.Organization && e != body.ent && i+2 == m.First && s.Tokens[i+1].XPOS == "POS" && named(e) {
				r.fact(s, "part-of", m.Head, i, m.First, body, r.v.own(s, i), "", "body-of-body") // "the UN's World Food Programme"
			}
			if e.Type == schema.Country && i+1 < m.First && s.Tokens[i+1].XPOS != "POS" && companyNoun(s, m.First-1) && nationality(s, i) && !(i > 0 && continental[s.Tokens[i-1].Form]) {
				r.fact(s, "located-in", m.First-1, i, m.First, body, r.v.own(s, i), "", "nationality") // "the German airline X"
				return
			}
			if e.Type == schema.Country && (i+1 < m.First && s.Tokens[i+1].XPOS == "POS" && s.under(i, m.Head) || i+1 == m.First && (tok.UPOS == "ADJ" || own)) {
				r.fact(s, pred, m.Head, i, m.First, body, r.v.own(s, i), "", "body-of-state")
			}
			return
		}
		if tok.UPOS != "ADJ" && tok.UPOS != "NOUN" && tok.XPOS != "POS" && tok.Form != "-" && !(tok.UPOS == "VERB" && s.rel[i] == "amod") && tok.UPOS != "PROPN" && !(tok.UPOS == "CCONJ" && i+2 < m.First) {
			return
		}
	}
}

// Words in the names of bodies that belong to a state.
var bodiesOfState = wordSet("ministry army navy force forces guard guards parliament court commission police department senate intelligence office embassy agency bureau congress military cabinet directorate corps marines coast_guard secretariat assembly prosecutor treasury air authority council administration service")

// First words of the names of bodies that belong to the state that has them.
var nationalBodies = wordSet("National Federal Supreme State Central")

// companyNoun says whether the word at i is a noun for a company or another body that a state
// does not have: "airline", "newspaper", "charity".
func companyNoun(s *sentence, i int) bool {
	return i >= 0 && s.noun(i) && s.name[i] < 0 && !bodiesOfState[s.low[i]] && !governments[s.low[i]] && (s.class(i).Kind == "org" || businesses[s.low[i]])
}

// Nouns for businesses and the like that tell a body only beside its name or nationality.
var businesses = wordSet("manufacturer maker producer developer carrier airline bank insurer operator retailer exporter supplier giant conglomerate startup fund lender brewer miner automaker carmaker chipmaker drugmaker shipbuilder shipyard utility startup charity newspaper daily weekly magazine broadcaster website publisher network chain brand club team band studio platform nonprofit contractor refiner steelmaker group company firm business corporation organisation organization institute foundation university hospital")

// nationality says whether the name at i tells where something is from: an adjective, or the
// short form of a state.
func nationality(s *sentence, i int) bool {
	return s.Tokens[i].UPOS == "ADJ" || s.Tokens[i].UPOS == "NOUN" || strings.ToUpper(s.Tokens[i].Form) == s.Tokens[i].Form || s.rel[i] == "amod" || s.rel[i] == "compound"
}

// ofNoun reads the parts and owners of a body by the noun beside its name: "the army's X
// Command", "Y unit X", "Y subsidiary X".
func (r *run) ofNoun(s *sentence, mi int, body arg) {
	first := r.v.doc.Mentions[mi].First
	switch {
	case first >= 2 && s.Tokens[first-1].XPOS == "POS" && s.name[first-2] < 0 && (s.low[first-2] == "country" || s.low[first-2] == "nation"):
		if a := r.v.own(s, first-2); a.ent != nil && a.ent.Type == schema.Country && bodiesOfState[strings.ToLower(s.Tokens[body.tok].Form)] {
			r.fact(s, "part-of", body.tok, first-2, first, body, a, "", "body-of-state")
		}
	case first >= 2 && s.Tokens[first-1].XPOS == "POS" && s.name[first-2] < 0 && s.class(first-2).Kind == "org":
		if a := r.v.own(s, first-2); a.ent != nil && a.ent.Type == schema.Organization && a.ent != body.ent {
			r.fact(s, "part-of", body.tok, first-2, first, body, a, "", "body-of-body")
		}
	case first >= 2 && units[s.low[first-1]] && s.name[first-1] < 0 && s.name[first-2] >= 0:
		if a := r.v.own(s, first-2); a.ent != nil && a.ent.Type == schema.Organization && a.ent != body.ent {
			r.fact(s, "part-of", first-1, first-2, first, body, a, "", "unit")
		}
	}
}

// stateWithin ties a body of a state to the state that its own name tells: "Peruvian Foreign
// Ministry", "United States Department of Defense".
func (r *run) stateWithin(s *sentence, mi int, body arg) {
	m := &r.v.doc.Mentions[mi]
	own := false
	for i := m.First + 1; i < m.Last; i++ {
		own = own || coreBodies[strings.ToLower(s.Tokens[i].Form)]
	}
	if !own {
		return
	}
	for n := min(2, m.Last-m.First-1); n > 0; n-- {
		words := make([]string, n)
		for i := range words {
			words[i] = s.Tokens[m.First+i].Form
		}
		known, ok := link.Lookup(strings.Join(words, " "))
		if !ok || known.Type != schema.Country || known.Form > link.Adjective {
			continue
		}
		r.fact(s, "part-of", m.Head, m.First, m.Last, body, arg{ent: r.v.stateOf(known.Country), mention: -1, tok: m.First, score: 0.8, direct: true}, "", "body-of-state")
		return
	}
}

// Words in the names of bodies that only a state has.
var coreBodies = wordSet("ministry department parliament senate treasury embassy navy")

// Nouns for a part of a company that stand between its name and that of the part.
var units = wordSet("unit subsidiary division arm affiliate offshoot branch wing brand")

// headed reads who heads a body by whose it is: "X, whose Y Army", "X and his Y Party", "the Government of
// Y of Prime Minister X".
func (r *run) headed(s *sentence, mi int, body arg) bool {
	m := &r.v.doc.Mentions[mi]
	k := m.First - 1
	if k > 0 && s.name[k] >= 0 && s.Tokens[k].UPOS == "ADJ" {
		k--
	}
	if k >= 0 && (s.low[k] == "whose" || s.low[k] == "his" || s.low[k] == "her") && (hasWord(body.ent.Name, memberBodies) || hasWord(body.ent.Name, armies)) {
		if a := r.whose(s, k, m.Head); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
			r.fact(s, "leads", m.Head, k, m.Last, a, body, "", "possessor")
			return true
		}
		return false
	}
	if k := m.First - 1; k >= 2 && s.low[k] == "party" { // "X's former party Y"
		former := false
		for j := k - 1; j > 0 && j > k-4; j-- {
			former = former || s.low[j] == "former" || s.low[j] == "old"
			if s.Tokens[j].XPOS != "POS" {
				continue
			}
			if a := r.v.own(s, j-1); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
				r.fact(s, map[bool]string{true: "member-of", false: "leads"}[former], k, j, m.First, a, body, "", "possessor")
			}
			break
		}
		return false
	}
	if m.Last >= len(s.Tokens) || s.low[m.Last] != "of" || !hasWord(body.ent.Name, governments) {
		return false
	}
	for j := m.Last + 1; j < len(s.Tokens) && j < m.Last+6; j++ {
		if s.person[j] {
			if p, first := r.postAt(s, j-1); p == "leads" {
				r.fact(s, "leads", j-1, first, j, r.v.own(s, j), body, r.v.text(s, first, j), "government")
			}
			return false
		}
		if s.Tokens[j].UPOS != "NOUN" && s.Tokens[j].UPOS != "PROPN" && s.Tokens[j].UPOS != "ADJ" {
			return false
		}
	}
	return false
}

// fromState reads where a body is from after "of": "X of South Korea".
func (r *run) fromState(s *sentence, mi int, body arg) {
	j := r.v.doc.Mentions[mi].Last
	if j+1 >= len(s.Tokens) || s.low[j] != "of" || s.name[j+1] < 0 || r.v.doc.Mentions[s.name[j+1]].First != j+1 {
		return
	}
	state := r.v.own(s, r.v.doc.Mentions[s.name[j+1]].Head)
	if state.ent == nil || state.ent.Type != schema.Country || state.city != nil || s.Tokens[j+1].UPOS == "ADJ" {
		return
	}
	pred := "located-in"
	if hasWord(body.ent.Name, rebelWords) && hasWord(body.ent.Name, armies) {
		return // the "Liberation Army of Peru" may fight the state
	}
	if bodiesOfState[strings.ToLower(s.Tokens[body.tok].Form)] {
		pred = "part-of"
	}
	r.fact(s, pred, j, j, j+2, body, state, "", "of-state")
}

// partCalled reads what a body is part of by what it is called: "X, the UN's top court,".
func (r *run) partCalled(s *sentence, t int) {
	h := s.head[t]
	if s.rel[t] != "appos" || h < 0 || s.name[h] < 0 || s.name[t] >= 0 || !bodiesOfState[s.low[t]] && !units[s.low[t]] {
		return
	}
	body := r.v.own(s, h)
	if body.ent == nil || body.ent.Type != schema.Organization {
		return
	}
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel != "nmod:poss" || s.name[k] < 0 {
			continue
		}
		if a := r.v.own(s, k); a.ent != nil && a.ent != body.ent && (a.ent.Type == schema.Organization || a.ent.Type == schema.Country && a.city == nil) {
			r.fact(s, "part-of", t, k, t+1, body, a, "", "body-of-body")
		}
	}
}

// Words in the names of armed bodies.
var armies = wordSet("army forces force militia brigade brigades guard movement resistance council fighters")
