package extract

import (
	"slices"
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// staffed reads where people without names work: "scientists from the University of Lima",
// "researchers at X and Y", "veterans of the Z".
func (r *run) staffed(s *sentence, t int) {
	if s.name[t] >= 0 || !coref.Plural(s.tok(t)) || s.kid(t, "cop") >= 0 || !r.staff(s, t) {
		return
	}
	group := r.v.own(s, t)
	if group.ent == nil || group.ent.Type != schema.Group {
		return
	}
	if d := s.kid(t, "nmod:poss"); d >= 0 && personalPosts[s.low[t]] && group.mention >= 0 && r.v.doc.Mentions[group.mention].Kind == nlp.Nominal {
		if a := r.v.own(s, d); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
			r.fact(s, "works-for", t, d, t+1, group, a, "", "staff") // "X's lawyers"
		}
		return
	}
	for _, k := range s.kids[t] {
		p := s.preposition(k)
		if k < t || s.rel[k] != "nmod" || p != "from" && p != "at" && p != "with" && !(p == "of" && servedIn[s.low[t]]) {
			continue
		}
		for _, a := range r.bodiesListed(s, k) {
			r.fact(s, "works-for", t, t, t+1, group, a, "", "staff")
		}
		return
	}
}

// teamed reads whose people a team is: "a team from X", "a team of researchers at X", "Y's legal
// team".
func (r *run) teamed(s *sentence, t int) {
	if s.low[t] != "team" || s.name[t] >= 0 || coref.Plural(s.tok(t)) {
		return
	}
	team := r.v.own(s, t)
	if team.ent == nil || named(team.ent) && !r.v.links.Described(team.ent) || team.ent.Type != schema.Organization && team.ent.Type != schema.Group {
		return
	}
	var of []arg
	if d := s.kid(t, "nmod:poss"); d >= 0 && t > 0 && deskTeams[s.low[t-1]] {
		if a := r.v.own(s, d); a.ent != nil && (a.ent.Type == schema.Person || a.ent.Type == schema.Organization) && named(a.ent) {
			of = append(of, a)
		}
	}
	for _, k := range s.kids[t] {
		if k < t || s.rel[k] != "nmod" {
			continue
		}
		switch p := s.preposition(k); {
		case p == "from" || p == "at":
			of = append(of, r.bodiesListed(s, k)...)
		case p == "of" && coref.Plural(s.tok(k)) && r.staff(s, k):
			for _, kk := range s.kids[k] {
				if p := s.preposition(kk); kk > k && s.rel[kk] == "nmod" && (p == "from" || p == "at") {
					of = append(of, r.bodiesListed(s, kk)...)
				}
			}
		}
	}
	if len(of) == 0 {
		return
	}
	team.ent.Type = schema.Group // people, no body
	for _, a := range of {
		r.fact(s, "works-for", t, t, t+1, team, a, "", "team")
	}
}

// Words before "team" that make it people who work for somebody.
var deskTeams = wordSet("legal defense defence campaign transition management communications research medical security negotiating press")

// bodiesListed are the named bodies of the phrase that k heads, and those after "and" that the
// tree hangs within its name: "the University of Lima and X".
func (r *run) bodiesListed(s *sentence, k int) (out []arg) {
	add := func(a arg) {
		if a.ent != nil && a.ent.Type == schema.Organization && named(a.ent) && !slices.ContainsFunc(out, func(b arg) bool { return b.ent == a.ent }) {
			out = append(out, a)
		}
	}
	for _, a := range r.v.resolve(s, k) {
		if a.direct {
			add(a)
		}
	}
	if n := s.name[k]; n >= 0 && len(out) == 1 {
		for j := r.v.doc.Mentions[n].Last; j+1 < len(s.Tokens); {
			if s.Tokens[j].Form == "," || s.low[j] == "and" || s.Tokens[j].UPOS == "DET" {
				j++
				continue
			}
			m := s.name[j]
			if m < 0 || r.v.doc.Mentions[m].First != j || s.low[j-1] != "and" && s.Tokens[j-1].UPOS != "DET" && s.Tokens[j-1].Form != "," || s.rel[r.v.doc.Mentions[m].Head] != "conj" {
				break
			}
			add(r.v.own(s, r.v.doc.Mentions[m].Head))
			j = r.v.doc.Mentions[m].Last
		}
	}
	return out
}

// staff says whether the noun at t is for people by their work.
func (r *run) staff(s *sentence, t int) bool {
	w := s.low[t]
	if p, _ := r.postAt(s, t); p == "works-for" && w != "representative" && w != "player" && w != "fighter" {
		return true
	}
	return !noCallings[w] && (servedIn[w] || strings.HasSuffix(w, "ist") && s.class(t).Kind == "person")
}

// People who are of the body that they serve or served in.
var servedIn = wordSet("veteran employee worker staffer crew doctor academic expert")

// Posts that one may have with a person: "X's lawyer", "Y adviser X".
var personalPosts = wordSet("adviser advisor aide lawyer attorney solicitor barrister spokesman spokeswoman spokesperson agent publicist secretary assistant physician doctor bodyguard speechwriter counsel strategist chauffeur")

// withPerson is the person before the title of who works for him: "Palme adviser X", "Palme's
// lawyer X".
func (r *run) withPerson(s *sentence, t, start int) arg {
	if !personalPosts[s.postNoun(t)] || start < 1 {
		return none()
	}
	k := start - 1
	if s.Tokens[k].XPOS == "POS" && k > 0 {
		k--
	}
	if n := s.name[k]; n >= 0 && s.person[k] && (k == 0 || s.Tokens[k].UPOS == "PROPN") {
		if a := r.v.own(s, r.v.doc.Mentions[n].Head); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
			return a
		}
	}
	return none()
}

// mayorOf is the town that a mayor is of without a name beside the title: the one that the
// article names most, if no other is near.
func (r *run) mayorOf(t int) arg {
	count := map[*schema.Entity]int{}
	var best *schema.Entity
	for i := range r.v.doc.Mentions {
		tie := &r.v.links.Ties[i]
		e := tie.Entity
		if tie.City != nil {
			e = tie.City
		}
		if m := &r.v.doc.Mentions[i]; e == nil || e.Type != schema.Place || link.CityCountry(e.Name) == "" || !tie.Direct || r.v.sents[m.Sentence].name[m.Head] != i {
			continue
		}
		count[e]++
	}
	for _, e := range r.v.links.Entities {
		if count[e] > count[best] {
			best = e
		}
	}
	for e, n := range count {
		if e != best && 2*n > count[best] {
			return none()
		}
	}
	if count[best] < townMentions {
		return none()
	}
	return arg{ent: best, mention: -1, tok: t, score: 0.5, direct: true}
}

// townMentions is how often an article must name the town that it is about.
const townMentions = 2

// besides reads the first of two posts with "and" between them before a name: "party leader and
// Prime Minister X", "Palme adviser and retired general X". The second begins at token first.
func (r *run) besides(s *sentence, first int, person arg) {
	k := first - 1
	for k > 1 && s.name[k] < 0 && (s.Tokens[k].UPOS == "ADJ" || s.Tokens[k].UPOS == "VERB" && s.rel[k] == "amod") {
		k--
	}
	if k < 2 || s.low[k] != "and" {
		return
	}
	t := k - 1
	pred, f := r.postAt(s, t)
	if pred == "" || s.name[t] >= 0 {
		return
	}
	role := r.v.text(s, f, t+1)
	for i := f - 1; i >= 0 && i > f-4; i-- {
		n := s.name[i]
		if n < 0 {
			if s.Tokens[i].UPOS != "ADJ" && s.Tokens[i].UPOS != "NOUN" && s.Tokens[i].XPOS != "POS" {
				break
			}
			continue
		}
		if e := r.v.links.Ties[n].Entity; e != nil && (e.Type == schema.Organization || e.Type == schema.Country) {
			r.holds(s, t, f, f, pred, role, person, r.v.own(s, i), "title")
			return
		}
		break
	}
	if a := r.withPerson(s, t, f); a.ent != nil {
		r.holds(s, t, f, f, pred, role, person, a, "title")
	}
}
