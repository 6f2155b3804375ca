package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// title reads the title before a person's name: "Peruvian Defense Minister Maria Lopez".
func (r *run) title(s *sentence, mi int) {
	m := &r.v.doc.Mentions[mi]
	person := arg{ent: r.v.links.Ties[mi].Entity, mention: mi, tok: m.Head, direct: true, score: r.v.links.Ties[mi].Score}
	end := m.First
	for end > 0 && (s.Tokens[end-1].Form == "," || link.Titles[strings.ToLower(s.Tokens[end-1].Form)] && r.isHonorific(s, end-1)) {
		if s.Tokens[end-1].Form == "," {
			// "the prosecutor general of Lima, Jan Novak": an apposition, read by post
			return
		}
		end--
	}
	start := end
	for start > 0 && end-start < 12 {
		tok := &s.Tokens[start-1]
		ok := false
		switch tok.UPOS {
		case "NOUN", "PROPN", "ADJ", "NUM":
			ok = true
		case "PART":
			ok = tok.XPOS == "POS"
		case "PUNCT":
			ok = tok.Form == "-" || tok.Form == "'" || tok.Form == "’"
			if start >= 4 && start < end && tok.Form == ")" && s.Tokens[start-3].Form == "(" && s.name[start-2] >= 0 { // "World Health Organization (WHO) head X"
				ok = true
				start -= 2
			}
		case "VERB":
			ok = (tok.XPOS == "VBN" || tok.XPOS == "VBG") && s.rel[start-1] == "amod"
		case "ADV":
			ok = s.low[start-1] == "then"
		case "ADP":
			w := s.low[start-1]
			if start >= 2 && titleLinks[w] {
				p, _ := r.postAt(s, start-2)
				ok = p != ""
			}
		case "CCONJ":
			if start >= 2 && start < end && s.noun(start-2) && s.noun(start) && s.name[start-2] < 0 {
				p, _ := r.postAt(s, start-2)
				ok = p != "" || s.Tokens[start-2].UPOS == "PROPN" // "Minister for Trade and Industry"
			}
		case "DET":
			ok = start >= 2 && tok.UPOS == "DET" && (s.low[start-2] == "of" || s.low[start-2] == "for" || s.low[start-2] == "to") // "president of the US Donald Trump"
		}
		if !ok {
			break
		}
		if n := s.name[start-1]; n >= 0 && r.v.links.Ties[n].Entity != nil && r.v.links.Ties[n].Entity.Type == schema.Person {
			break
		}
		start--
	}
	if start == end {
		r.bare(s, mi, person)
		return
	}
	// the post: the last one with only its complement between it and the name
	t, pred, first := -1, "", 0
	for i := end - 1; i >= start; i-- {
		if p, f := r.postAt(s, i); p != "" {
			t, pred, first = i, p, f
			break
		}
		if s.Tokens[i].UPOS == "VERB" {
			break
		}
	}
	between := func() bool {
		if t == end-1 {
			return true
		}
		return titleLinks[s.low[t+1]]
	}
	if t >= 0 && between() {
		defer r.besides(s, first, person)
		if f := r.stacked(s, first, start, person); f >= 0 {
			r.focusTitle(s, t, first, pred, r.v.text(s, first, end), person, first)
			return
		}
		owner := arg{mention: -1}
		places := pred == "leads" || s.ofPlace(t, first)
		for i := first - 1; i >= start; i-- {
			if n := s.name[i]; n >= 0 && r.v.links.Ties[n].Entity != nil && !r.field(s, n, t) {
				if e := r.v.links.Ties[n].Entity; e.Type == schema.Country || e.Type == schema.Organization || e.Type == schema.Place && places {
					owner = r.v.own(s, i)
					break
				}
			}
		}
		complement := false
		if owner.ent == nil {
			for i := t + 1; i < end; i++ {
				if n := r.v.mentionOf(s, i); n >= 0 && r.v.links.Ties[n].Entity != nil && s.low[t+1] == "of" {
					if e := r.v.links.Ties[n].Entity; e.Type == schema.Country || e.Type == schema.Organization || e.Type == schema.Place && places {
						owner, complement = r.v.own(s, i), true
						break
					}
				}
			}
		}
		if owner.ent == nil { // "his country's president": by its own mention
			for i := first - 1; i >= start; i-- {
				if s.at[i] >= 0 && (s.Tokens[i].Deprel == "nmod:poss") {
					if o := r.v.own(s, i); o.ent != nil && (o.ent.Type == schema.Country || o.ent.Type == schema.Organization) {
						owner = o
					}
				}
			}
		}
		if k := start - 1; owner.ent == nil && k >= 0 && s.Tokens[k].UPOS == "PRON" && (s.Tokens[k].Deprel == "nmod:poss" || possessive[s.low[k]]) { // "its chief executive X"
			if o := r.whose(s, k, t); o.ent != nil && (o.ent.Type == schema.Country || o.ent.Type == schema.Organization || o.ent.Type == schema.Place && pred == "leads" || o.ent.Type == schema.Person && personalPosts[s.postNoun(t)] && named(o.ent)) {
				owner = o // "his aide X" too
			}
		}
		roleFirst, roleLast := first, end
		for roleFirst > start && s.name[roleFirst-1] < 0 && (s.Tokens[roleFirst-1].UPOS == "NOUN" || s.Tokens[roleFirst-1].UPOS == "PROPN" || s.Tokens[roleFirst-1].UPOS == "ADJ" || s.Tokens[roleFirst-1].Form == "-") {
			roleFirst--
		}
		if complement {
			roleLast = t + 1
		}
		role := r.v.text(s, roleFirst, roleLast)
		if owner.ent == nil {
			o := r.nounBody(s, t, first)
			if len(o) == 0 && pred == "leads" {
				o = r.partyOf(s, first)
			}
			if len(o) > 0 {
				owner = o[0]
			}
		}
		if owner.ent == nil {
			owner = r.sharedState(s, t, start)
		}
		if owner.ent == nil {
			owner = r.withPerson(s, t, start)
		}
		if owner.ent == nil {
			r.focusTitle(s, t, first, pred, role, person, start)
			return
		}
		r.holds(s, t, first, roleFirst, pred, role, person, owner, "title")
		if t == end-1 && end == m.First && coref.Plural(s.tok(t)) { // "former FBI directors X, Y and Z"
			for _, p := range r.personsFrom(s, m.First) {
				if p.ent != person.ent && r.v.speaksFor[p.ent] == nil {
					r.holds(s, t, first, roleFirst, pred, role, p, owner, "title")
				}
			}
		}
		r.postBefore(s, start, person, owner)
		return
	}
	// no post: a nationality alone, or a member's body
	if t < 0 && s.low[end-1] == "member" && start <= end-2 {
		if o := r.nounBody(s, end-1, end-1); len(o) > 0 { // "committee member X"
			r.fact(s, "member-of", end-1, end-1, end, person, o[0], "", "title")
			return
		}
	}
	if t < 0 && s.low[end-1] == "counterpart" {
		return // told by the post of the one that it is a counterpart of
	}
	if t < 0 && s.noun(end-1) && coref.NounClass(s.low[end-1]).Kind == "person" && (len(r.x.frames.nouns[s.low[end-1]]) == 0 || nationals[s.low[end-1]]) {
		for i := end - 2; i >= start; i-- {
			n := s.name[i]
			if n < 0 || r.v.links.Ties[n].Entity == nil {
				continue
			}
			owner := r.v.own(s, i)
			switch owner.ent.Type {
			case schema.Country:
				r.fact(s, "citizen-of", end-1, end-1, end, person, owner, "", "nationality")
			case schema.Organization:
				if noCallings[s.low[end-1]] || anyPerson[s.low[end-1]] {
					return
				}
				r.fact(s, "works-for", end-1, end-1, end, person, owner, r.v.text(s, i+1, end), "title")
			}
			return
		}
	}
	r.bare(s, mi, person)
}

// sharedState is the state of the title of a person just before "and", where the title at t
// of a government has none: "Israeli prime minister X and energy minister Y".
func (r *run) sharedState(s *sentence, t, start int) arg {
	if start < 2 || s.low[start-1] != "and" || s.Tokens[t].Deprel == "root" || !r.governs(s, t, t) && !ofGovernment[s.low[t]] {
		return none()
	}
	n := s.name[start-2]
	if n < 0 || r.v.links.Ties[n].Entity == nil || r.v.links.Ties[n].Entity.Type != schema.Person {
		return none()
	}
	for i := len(r.reading.Claims) - 1; i >= 0; i-- {
		c := &r.reading.Claims[i]
		if c.Subject.Entity == r.v.links.Ties[n].Entity && (c.Predicate == "leads" || c.Predicate == "works-for") && c.Object.Entity.Type == schema.Country && c.Evidence.Sentence == s.idx {
			return arg{ent: c.Object.Entity, mention: -1, tok: t, score: 0.7, direct: true}
		}
	}
	return none()
}

// stacked reads the first of two posts before a name, that which is of what stands before it:
// "African Union chairperson President X". It gives the first token of it, -1 if there is none.
func (r *run) stacked(s *sentence, first, start int, person arg) int {
	t := first - 1
	pred, f := r.postAt(s, t)
	if pred == "" || t < start || s.name[t] >= 0 || s.low[t] == "candidate" || s.low[t] == "nominee" {
		return -1
	}
	for i := f - 1; i >= start; i-- {
		n := s.name[i]
		if n < 0 || r.v.links.Ties[n].Entity == nil {
			continue
		}
		switch owner := r.v.own(s, i); owner.ent.Type {
		case schema.Organization, schema.Country:
			r.holds(s, t, f, i+1, pred, r.v.text(s, i+1, t+1), person, owner, "title")
			return f
		}
		break
	}
	return -1
}

var possessive = wordSet("its his her their")

// Prepositions within titles: "Minister for Trade", "ambassador to Chile".
var titleLinks = wordSet("of for to on from")

// Nouns for anyone of a place.
var anyPerson = wordSet("man woman boy girl teenager teen child toddler baby youth resident native couple family mother father son daughter brother sister voter commuter motorist tourist traveler traveller villager")

// Nouns that say no more than a nationality.
var nationals = wordSet("citizen national native resident")

// isHonorific says whether a title word is one that tells no post.
func (r *run) isHonorific(s *sentence, i int) bool {
	p, _ := r.postAt(s, i)
	return p == ""
}

// bare reads a name that only a possessor precedes: "Reuters' Jan Novak".
func (r *run) bare(s *sentence, mi int, person arg) {
	m := &r.v.doc.Mentions[mi]
	if m.First >= 2 && s.Tokens[m.First-1].XPOS == "POS" {
		if n := s.name[m.First-2]; n >= 0 && r.v.links.Ties[n].Entity != nil && r.v.links.Ties[n].Entity.Type == schema.Organization {
			r.fact(s, "works-for", m.Head, m.First-2, m.First, person, r.v.own(s, m.First-2), "", "possessor")
		} else if n >= 0 && r.v.links.Ties[n].Entity != nil && r.v.links.Ties[n].Entity.Type == schema.Country && s.name[m.First-2] >= 0 {
			if a := r.v.own(s, m.First-2); a.ent.Type == schema.Country && r.v.speaksFor[person.ent] == nil && knownLeader(person.ent.Name) == "" {
				r.fact(s, "citizen-of", m.Head, m.First-2, m.First, person, a, "", "possessor") // "Kenya's X"
			}
		}
	}
}

// focusTitle gives a head of state without a state beside the title the state that the
// article is about.
func (r *run) focusTitle(s *sentence, t, first int, pred, role string, person arg, start int) {
	r.lawmakerOf(s, t, first, pred, role, person)
	w := s.postNoun(t)
	if judges[w] && r.v.speaksFor[person.ent] == nil && (first == 0 || s.low[first-1] != "of") {
		if court := r.bodyNamed(s, t, bodyWords["judge"]); court.ent != nil {
			r.fact(s, "works-for", t, first, t+1, person, court, role, "title-of-court-around")
			return
		}
	}
	if pred != "leads" && !ofGovernment[w] && !r.governs(s, t, first) {
		return
	}
	m := &r.v.doc.Mentions[person.mention]
	// "King Karl of Norway"
	of := m.Last + 1
	if of+1 < len(s.Tokens) && s.Tokens[of].UPOS == "DET" {
		of++
	}
	if of < len(s.Tokens) && s.low[m.Last] == "of" {
		if n := s.name[of]; n >= 0 && r.v.links.Ties[n].Entity != nil {
			o := r.v.own(s, r.v.doc.Mentions[n].Head)
			if o.city != nil && cityPosts[w] {
				o.ent = o.city
			}
			if o.ent.Type == schema.Country || o.ent.Type == schema.Place && cityPosts[w] {
				r.holds(s, t, first, min(start, first), pred, role, person, o, "title")
				return
			}
		}
	}
	if cityPosts[w] && start == first && pred == "leads" {
		o := r.onlyPlace(s, first)
		if o.ent == nil && w == "mayor" {
			o = r.mayorOf(t)
		}
		if o.ent != nil && !r.told(person.ent, "leads") {
			r.holds(s, t, first, first, pred, role, person, o, "title-of-place-around")
		}
		return
	}
	for i := start; i < first; i++ {
		if s.name[i] >= 0 && !r.field(s, s.name[i], t) {
			return // "California Attorney General X": no state's
		}
	}
	if pred != "leads" {
		r.ministerAround(s, t, first, pred, role, person)
		return
	}
	if !soleTitles[w] && !headTitles[w] && !(w == "minister" && first < t && s.low[first] == "prime") {
		return
	}
	if start != first && s.noun(first-1) && !lesser[s.low[first-1]] {
		return // "party president"
	}
	if owner := r.stateAround(s, t, person); owner.ent != nil {
		r.holds(s, t, first, min(start, first), "leads", role, person, owner, "title-of-state-around")
	}
}

// Who judges for the court that a hearing is at.
var judges = wordSet("judge justice magistrate")

// governs says whether a post is one of a government by its words: "foreign minister",
// "solicitor general", "presidential spokesman".
func (r *run) governs(s *sentence, t, first int) bool {
	before := ""
	if t > 0 {
		before = s.low[t-1]
	}
	switch {
	case ofGovernment[s.low[t]] && t+2 < len(s.Tokens) && (s.low[t+1] == "of" || s.low[t+1] == "for") && s.name[t+2] < 0 && s.noun(t+2) && s.Tokens[t+2].Form[0] < 'a' && (t == 0 || !s.noun(t-1) && !withinBodies[s.low[t-1]]):
		return true // "Minister of Information"
	case ofGovernment[s.low[t]]:
		return t > 0 && (s.noun(t-1) || s.Tokens[t-1].UPOS == "ADJ") && (s.name[t-1] < 0 || r.field(s, s.name[t-1], t)) && !withinBodies[before] && !lesserRank[before]
	case s.low[t] == "president":
		return first < t && (before == "vice" || before == "deputy") && (first == 0 || !lesserRank[s.low[first-1]] || s.low[first-1] == "former" || s.low[first-1] == "then")
	case s.low[t] == "lady":
		return before == "first"
	case s.low[t] == "general":
		return before == "attorney" || before == "solicitor" || before == "surgeon"
	}
	return first > 0 && stateWords[s.low[first-1]] && s.name[first-1] < 0 && s.low[t] != "candidate" && s.low[t] != "nominee"
}

// Words before a post that make it a state's, and those that make a secretary anyone's.
var (
	stateWords   = wordSet("presidential government")
	withinBodies = wordSet("general executive press party first permanent private personal company corporate social parliamentary under regional provincial state local church recording")
	lesserRank   = wordSet("former then current new outgoing incumbent late the acting senior executive")
)

// onlyPlace is the place that the sentence names before token t, if it is the only one.
func (r *run) onlyPlace(s *sentence, t int) arg {
	out := none()
	for i := range t {
		n := s.name[i]
		if n < 0 || r.v.doc.Mentions[n].Head != i || r.v.links.Ties[n].Entity == nil {
			continue
		}
		a := r.v.own(s, i)
		if a.city != nil {
			a.ent = a.city
		}
		if a.ent.Type != schema.Place {
			continue
		}
		if out.ent != nil && out.ent != a.ent {
			return none()
		}
		out = arg{ent: a.ent, mention: -1, tok: t, score: 0.5, direct: true}
	}
	return out
}

// told says whether a claim of a predicate with the subject was read already.
func (r *run) told(e *schema.Entity, pred string) bool {
	for i := range r.reading.Claims {
		if c := &r.reading.Claims[i]; c.Subject.Entity == e && c.Predicate == pred {
			return true
		}
	}
	return false
}

// Posts of cities and regions.
var cityPosts = wordSet("mayor governor")

// Posts of a government: without a state beside them they are of the state around.
var ofGovernment = wordSet("minister secretary")

// ministerAround gives a minister without a state beside the title the state that the article
// is about.
func (r *run) ministerAround(s *sentence, t, first int, pred, role string, person arg) {
	state := r.homeOf(s, t)
	if pred != "works-for" || state == nil || r.v.speaksFor[person.ent] != nil || !r.governs(s, t, first) {
		return
	}
	if iso := link.LeaderCountry(person.ent.Name); iso != "" && iso != state.Country {
		state = r.v.stateOf(iso)
	} else if iso := s.titleState(t, state.Country); iso != "" {
		state = r.v.stateOf(iso)
	}
	if state == nil {
		return
	}
	r.fact(s, pred, t, first, t+1, person, arg{ent: state, mention: -1, tok: t, score: 0.5}, role, "title-of-focus")
}

var lawmakers = wordSet("senator congressman congresswoman representative lawmaker mp sen. rep. legislator")

// Titles of heads of state that need no state beside them, and those that need none if the
// article tells which.
var (
	soleTitles = wordSet("king queen sultan emir emperor empress monarch shah tsar")
	headTitles = wordSet("president premier chancellor")
)
