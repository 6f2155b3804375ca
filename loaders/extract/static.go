package extract

import (
	"slices"
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// static reads what stands in noun phrases: titles and posts, places, bodies of states.
func (r *run) static() {
	for i := range r.v.doc.Mentions {
		m := &r.v.doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		tie := &r.v.links.Ties[i]
		if tie.Entity == nil {
			continue
		}
		s := &r.v.sents[m.Sentence]
		switch tie.Entity.Type {
		case schema.Person:
			r.title(s, i)
			r.ofBody(s, i)
		case schema.Organization:
			r.ofState(s, i)
		}
	}
	for i := range r.v.sents {
		s := &r.v.sents[i]
		for t := range s.Tokens {
			if s.Tokens[t].UPOS == "NOUN" || s.Tokens[t].UPOS == "PROPN" {
				r.post(s, t)
				r.national(s, t)
				r.rule(s, t)
				r.capital(s, t)
				r.membership(s, t)
				r.counterpart(s, t)
				r.stateOwned(s, t)
				r.settlement(s, t)
			}
			r.demonym(s, t)
			r.place(s, t)
			r.attends(s, t)
			r.from(s, t)
		}
		r.commaPlaces(s)
	}
}

// fact makes a claim that a noun phrase states: it has no source and no time of its own.
func (r *run) fact(s *sentence, pred string, at, first, last int, a, b arg, role, rule string) {
	p := r.x.opt.Ontology.Predicate(pred)
	if p == nil || a.ent == nil || b.ent == nil {
		return
	}
	if role != "" && (pred == "leads" || pred == "works-for") && a.ent.Type == schema.Person && b.ent.Type != schema.Place {
		if r.v.speaksFor[a.ent] == nil {
			r.v.speaksFor[a.ent] = b.ent
		}
		if a.ent.Country == "" {
			a.ent.Country = b.ent.Country
		}
	}
	r.emit(&candidate{pred: p, sent: s, at: at, first: first, last: last, subject: a, object: b, role: role, method: "extract/" + rule + "@" + Version, timeless: true, status: schema.Actual})
}

// Words before a post that make it less than the head of the whole.
var lesser = wordSet("deputy vice assistant associate under acting_deputy junior regional local")

// Kinds of leaders that do not head the state that their nationality names.
var leadersWithin = wordSet("opposition rebel party religious spiritual security intelligence finance student community tribal union business church gang local separatist militia guerrilla muslim christian catholic civic protest faction insurgent parliamentary minority majority youth labor labour cult clan delegation team group military army police house senate congressional project research bank company council district region campaign")

// postAt says whether a post stands at t: its predicate and where its words start.
func (r *run) postAt(s *sentence, t int) (pred string, first int) {
	if t < 0 {
		return "", t
	}
	w := s.low[t]
	if s.Tokens[t].UPOS == "ADJ" && w == "executive" && t > 0 && s.low[t-1] == "chief" { // taken for adjectives
		if p := r.x.frames.posts["chief executive"]; p != "" {
			return p, t - 1
		}
	}
	if s.Tokens[t].UPOS != "NOUN" && s.Tokens[t].UPOS != "PROPN" {
		return "", t
	}
	if t > 0 {
		two := s.low[t-1] + " " + w
		if p := r.x.frames.posts[two]; p != "" {
			return p, t - 1
		}
		if t > 1 && s.Tokens[t-1].Form == "-" { // "then-prime-minister"
			if p := r.x.frames.posts[s.low[t-2]+" "+w]; p != "" {
				return p, t - 2
			}
		}
	}
	if p := r.x.frames.posts[w]; p != "" {
		return p, t
	}
	form := strings.ToLower(s.Tokens[t].Form)
	if p := r.x.frames.posts[form]; p != "" {
		return p, t
	}
	if i := strings.LastIndexByte(form, '-'); i > 0 { // "then-president", "co-chair"
		if p := r.x.frames.posts[form[i+1:]]; p != "" {
			return p, t
		}
		if p := r.x.frames.posts[strings.ReplaceAll(form[strings.IndexByte(form, '-')+1:], "-", " ")]; p != "" {
			return p, t
		}
	}
	return "", t
}

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
		case "VERB":
			ok = (tok.XPOS == "VBN" || tok.XPOS == "VBG") && s.rel[start-1] == "amod"
		case "ADV":
			ok = s.low[start-1] == "then"
		case "ADP":
			w := s.low[start-1]
			if start >= 2 && (w == "of" || w == "for" || w == "to" || w == "on" || w == "from") {
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
		w := s.low[t+1]
		return w == "of" || w == "for" || w == "to" || w == "on" || w == "from"
	}
	if t >= 0 && between() {
		owner := arg{mention: -1}
		for i := first - 1; i >= start; i-- {
			if n := s.name[i]; n >= 0 && r.v.links.Ties[n].Entity != nil {
				if e := r.v.links.Ties[n].Entity; e.Type == schema.Country || e.Type == schema.Organization || e.Type == schema.Place && pred == "leads" {
					owner = r.v.own(s, i)
					break
				}
			}
		}
		complement := false
		if owner.ent == nil {
			for i := t + 1; i < end; i++ {
				if n := s.name[i]; n >= 0 && r.v.links.Ties[n].Entity != nil && s.low[t+1] == "of" {
					if e := r.v.links.Ties[n].Entity; e.Type == schema.Country || e.Type == schema.Organization || e.Type == schema.Place && pred == "leads" {
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
		roleFirst, roleLast := first, end
		for roleFirst > start && s.name[roleFirst-1] < 0 && (s.Tokens[roleFirst-1].UPOS == "NOUN" || s.Tokens[roleFirst-1].UPOS == "PROPN" || s.Tokens[roleFirst-1].UPOS == "ADJ" || s.Tokens[roleFirst-1].Form == "-") {
			roleFirst--
		}
		if complement {
			roleLast = t + 1
		}
		role := r.v.text(s, roleFirst, roleLast)
		if owner.ent == nil {
			r.focusTitle(s, t, first, pred, role, person, start)
			return
		}
		r.holds(s, t, first, roleFirst, pred, role, person, owner, "title")
		return
	}
	// no post: a nationality alone, or a member's body
	if t < 0 && s.low[end-1] == "counterpart" {
		return // told by the post of the one that it is a counterpart of
	}
	if t < 0 && s.noun(end-1) && coref.NounClass(s.low[end-1]).Kind == "person" && len(r.x.frames.nouns[s.low[end-1]]) == 0 {
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
				r.fact(s, "works-for", end-1, end-1, end, person, owner, r.v.text(s, i+1, end), "title")
			}
			return
		}
	}
	r.bare(s, mi, person)
}

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

// Titles of heads of state that need no state beside them.
var soleTitles = wordSet("king queen sultan emir emperor empress monarch shah tsar")

// focusTitle gives a head of state without a state beside the title the state that the
// article is about.
func (r *run) focusTitle(s *sentence, t, first int, pred, role string, person arg, start int) {
	r.ministerAround(s, t, first, pred, role, person)
	r.lawmakerOf(s, t, first, pred, role, person)
	if pred != "leads" {
		return
	}
	w := s.low[t]
	m := &r.v.doc.Mentions[person.mention]
	// "King Karl of Norway"
	of := m.Last + 1
	if of+1 < len(s.Tokens) && s.Tokens[of].UPOS == "DET" {
		of++
	}
	if of < len(s.Tokens) && s.low[m.Last] == "of" {
		if n := s.name[of]; n >= 0 && r.v.links.Ties[n].Entity != nil {
			if o := r.v.own(s, of); o.ent.Type == schema.Country {
				r.fact(s, "leads", t, first, t+1, person, o, role, "title")
				return
			}
		}
	}
	if !soleTitles[w] && !(w == "minister" && first < t && s.low[first] == "prime") && w != "president" && w != "premier" && w != "chancellor" {
		return
	}
	if start != first && s.noun(first-1) {
		return // "party president"
	}
	if owner := r.stateAround(s, t, person); owner.ent != nil {
		r.fact(s, "leads", t, first, t+1, person, owner, role, "title-of-state-around")
	}
}

// Posts of a government: without a state beside them they are of the state around.
var ofGovernment = wordSet("minister secretary")

// ministerAround gives a minister without a state beside the title the state that the article
// is about.
func (r *run) ministerAround(s *sentence, t, first int, pred, role string, person arg) {
	if pred != "works-for" || !ofGovernment[s.low[t]] || r.v.focus == nil || r.v.speaksFor[person.ent] != nil || !strings.Contains(role, " ") || t == 0 || !s.noun(t-1) && s.Tokens[t-1].UPOS != "ADJ" {
		return
	}
	r.fact(s, pred, t, first, t+1, person, arg{ent: r.v.focus, mention: -1, tok: t, score: 0.5}, role, "title-of-focus")
}

// lawmakerOf gives a lawmaker of a region or town the state of it: "Senator X of Vermont",
// "Representative X, a Democrat from Texas".
func (r *run) lawmakerOf(s *sentence, t, first int, pred, role string, person arg) {
	if pred != "works-for" || !lawmakers[s.low[t]] || r.v.speaksFor[person.ent] != nil {
		return
	}
	last := r.v.doc.Mentions[person.mention].Last
	for i := last; i < len(s.Tokens) && i < last+7; i++ {
		n := s.name[i]
		if n < 0 || i == 0 || s.Tokens[i-1].UPOS != "ADP" && s.Tokens[i-1].Form != "-" && s.Tokens[i-1].Form != "," {
			if s.Tokens[i].UPOS == "VERB" || s.Tokens[i].UPOS == "AUX" {
				return
			}
			continue
		}
		e := r.v.links.Ties[n].Entity
		if e == nil || e.Type != schema.Place || e.Country == "" {
			continue
		}
		for _, state := range r.v.links.Entities {
			if state.Type == schema.Country && state.Country == e.Country {
				r.fact(s, pred, t, first, t+1, person, arg{ent: state, mention: -1, tok: t, score: 0.7}, role, "lawmaker-of-place")
				return
			}
		}
		return
	}
}

var lawmakers = wordSet("senator congressman congresswoman representative lawmaker mp sen. rep. legislator")

// stateAround is the state that a head of state without one beside the title heads: the one
// that is known of the name, if the article speaks of it; else the one that was named last
// in the sentence; the subject of the sentence before; the one that the article is about.
func (r *run) stateAround(s *sentence, t int, person arg) arg {
	none := arg{mention: -1}
	if r.v.speaksFor[person.ent] != nil {
		return none // told elsewhere
	}
	if iso := knownLeader(person.ent.Name); iso != "" {
		for _, e := range r.v.links.Entities {
			if e.Type == schema.Country && e.Country == iso {
				return arg{ent: e, mention: -1, tok: t, score: 0.8}
			}
		}
	}
	state := func(sent *sentence, h int) arg {
		if sent.at[h] < 0 {
			return none
		}
		a := r.v.own(sent, h)
		if a.ent == nil || a.mention < 0 {
			return none
		}
		if a.ent.Type == schema.Country {
			return arg{ent: a.ent, mention: -1, tok: t, score: 0.6}
		}
		if body := r.v.speaksFor[a.ent]; body != nil && body.Type == schema.Country {
			return arg{ent: body, mention: -1, tok: t, score: 0.5}
		}
		return none
	}
	for h := t - 1; h >= 0; h-- {
		if s.rel[h] == "amod" || s.rel[h] == "compound" || s.person[h] && s.rel[h] != "nsubj" {
			continue
		}
		if a := state(s, h); a.ent != nil {
			return a
		}
	}
	if s.idx > 0 && r.v.sents[s.idx-1].Paragraph >= s.Paragraph-1 {
		sent := &r.v.sents[s.idx-1]
		for h := range sent.Tokens {
			if sent.rel[h] == "nsubj" || sent.Tokens[h].Deprel == "nmod:poss" && sent.head[h] >= 0 && sent.rel[sent.head[h]] == "nsubj" {
				if a := state(sent, h); a.ent != nil {
					return a
				}
			}
		}
	}
	if r.v.focus != nil {
		return arg{ent: r.v.focus, mention: -1, tok: t, score: 0.5}
	}
	return none
}

// knownLeader is the state of which a person of this name is known as a head, empty if
// unknown.
func knownLeader(name string) string {
	i := strings.LastIndexByte(name, ' ')
	if i < 0 {
		return ""
	}
	if iso := link.LeaderCountry(name); iso != "" {
		return iso
	}
	return link.LeaderCountry(name[i+1:])
}

// holds states that a person has a post: leading the whole, or any other.
func (r *run) holds(s *sentence, t, first, roleFirst int, pred, role string, person, owner arg, rule string) {
	if pred == "leads" {
		for i := roleFirst; i < first; i++ {
			if lesser[s.low[i]] {
				pred = "works-for"
			}
		}
		if low := strings.ToLower(s.Tokens[t].Form); strings.HasPrefix(low, "vice-") || strings.HasPrefix(low, "deputy") {
			pred = "works-for"
		}
		if first > 0 && lesser[s.low[first-1]] {
			pred = "works-for"
		}
	}
	if pred == "leads" && owner.ent.Type == schema.Place && first > 0 && leadersWithin[s.low[first-1]] {
		return // a city's police chief does not lead the city
	}
	if pred == "leads" && owner.ent.Type == schema.Organization && r.ofPart(s, t, first, roleFirst, owner) {
		pred = "works-for" // its policy chief, the director of news for it
	}
	if pred == "leads" && owner.ent.Type == schema.Country {
		if within := first > 0 && first > roleFirst && leadersWithin[s.low[first-1]]; within {
			if s.low[first-1] == "military" || s.low[first-1] == "army" || s.low[first-1] == "police" {
				r.fact(s, "works-for", t, first, t+1, person, owner, role, rule)
				return
			}
			r.fact(s, "citizen-of", t, first, t+1, person, owner, "", "nationality")
			return
		}
		if lowPosts[s.low[t]] {
			pred = "works-for"
		}
	}
	if (s.low[t] == "candidate" || s.low[t] == "nominee") && owner.ent.Type != schema.Organization {
		return
	}
	if s.low[t] == "speaker" && owner.ent.Type != schema.Organization {
		return
	}
	if pred == "works-for" && owner.ent.Type == schema.Country && occupations[s.low[t]] {
		r.fact(s, "citizen-of", t, first, t+1, person, owner, "", "nationality")
		return
	}
	if pred == "leads" && owner.city != nil && (s.low[t] == "mayor" || s.low[t] == "governor") {
		owner.ent = owner.city
	}
	if owner.ent.Type == schema.Place && pred == "works-for" {
		return
	}
	r.fact(s, pred, t, first, t+1, person, owner, role, rule)
}

// Callings that are no posts of a state: of a "Canadian scientist" only the nationality is
// told.
var occupations = wordSet("scientist professor player journalist reporter analyst expert engineer doctor physician nurse lawyer researcher writer historian economist photographer developer teacher editor columnist programmer designer producer presenter consultant striker goalkeeper defender midfielder cleric priest imam bishop rabbi scholar physicist commentator correspondent anchor lecturer fellow fighter pitcher quarterback librarian curator executive employee investigator epidemiologist strategist partner operator associate whip solicitor barrister cyclist racer driver jockey winger batsman bowler forward centre-back full-back goaltender mathematician statistician virologist biologist geologist astronomer chemist meteorologist seismologist climatologist ecologist criminologist psychologist sociologist anthropologist archaeologist linguist immunologist neuroscientist astrophysicist podcaster broadcaster newsreader blogger cartoonist contributor speechwriter pollster pilot sailor bodyguard")

// ofPart says whether a head's words name a part of the body that it heads: "communications
// director", "director of news at X".
func (r *run) ofPart(s *sentence, t, first, roleFirst int, owner arg) bool {
	if !partHeads[s.low[t]] {
		return false
	}
	if first == t && t > roleFirst && s.Tokens[t-1].UPOS == "NOUN" && s.name[t-1] < 0 && !wholeWords[s.low[t-1]] && s.class(t-1).Kind != "org" && s.Tokens[t-1].Form != "-" {
		return true
	}
	for _, k := range s.kids[t] { // "director of news for X": the body is not what follows "of"
		if s.rel[k] == "nmod" && s.preposition(k) == "of" && s.name[k] < 0 && s.class(k).Kind != "org" && owner.tok != k && !s.under(owner.tok, k) && owner.tok > k {
			return true
		}
	}
	return false
}

// Heads of a body, or of a part of it where another noun tells which.
var (
	partHeads  = wordSet("chief director head manager coach editor")
	wholeWords = wordSet("executive managing general founding acting interim team party union police army company bank group agency former co vice club")
)

// Posts that head a body but not a state.
var lowPosts = wordSet("director chief commander head chairman chairwoman chair boss captain coach manager editor ceo founder mayor governor chief_executive dean rector principal speaker president_of_parliament")

// post reads the bearers and the bodies of a post noun: "Jan Novak, director of the
// Danube Project", "X is the president of Y", "elected X mayor of Y".
func (r *run) post(s *sentence, t int) {
	pred, first := r.postAt(s, t)
	if pred == "" || s.name[t] >= 0 && r.v.links.Ties[s.name[t]].Entity != nil && r.v.links.Ties[s.name[t]].Entity.Type == schema.Person && r.v.doc.Mentions[s.name[t]].Last-r.v.doc.Mentions[s.name[t]].First > 1 {
		return
	}
	if r.v.titledNext(s, t) >= 0 {
		return // read as a title
	}
	persons, st := r.bearers(s, t, 0)
	if len(persons) == 0 {
		return
	}
	owners := r.bodies(s, t, 0)
	if len(owners) == 0 && pred == "leads" && r.v.focus != nil && s.rel[t] != "appos" && (soleTitles[s.low[t]] || s.low[t] == "president" || first < t && s.low[first] == "prime") && s.kid(t, "nmod") < 0 {
		owners = []arg{{ent: r.v.focus, mention: -1, tok: t, score: 0.5, direct: true}} // "became president": of the state that it is all about
	}
	if len(owners) == 0 {
		owners = r.bodyBefore(s, t)
	}
	if len(owners) == 0 {
		return
	}
	roleFirst := t
	for roleFirst > 0 && s.under(roleFirst-1, t) && (s.Tokens[roleFirst-1].UPOS == "NOUN" || s.Tokens[roleFirst-1].UPOS == "PROPN" || s.Tokens[roleFirst-1].UPOS == "ADJ") && s.name[roleFirst-1] < 0 {
		roleFirst--
	}
	role := r.v.text(s, roleFirst, t+1)
	if t+2 < len(s.Tokens) && s.low[t+1] == "of" && (s.low[t+2] == "staff" || s.low[t+2] == "state") {
		role = r.v.text(s, roleFirst, t+3)
	}
	for _, p := range persons {
		for _, o := range owners {
			if h := s.head[t]; h >= 0 && s.verb(h) && s.rel[t] != "appos" {
				r.matched[[2]int{s.idx, h}] = true // "served as mayor" says no more than the post
			}
			before := len(r.reading.Claims)
			r.holds(s, t, min(first, t), roleFirst, pred, role, p, o, "post")
			for i := before; i < len(r.reading.Claims); i++ {
				if st != schema.Actual {
					r.reading.Claims[i].Status = st
				}
				if c := &r.reading.Claims[i]; s.rel[t] == "obl" || s.rel[t] == "xcomp" || s.rel[t] == "obj" || s.rel[t] == "root" {
					c.When = r.v.when(s, t, c.Status, "")
				}
			}
		}
	}
}

// Posts of states, which are of no body named before.
var ofStates = wordSet("minister president secretary ambassador king queen premier chancellor governor mayor lawmaker senator leader")

// bodyBefore is the body of "the prosecutor, X": the subject of the sentence before in the
// same paragraph.
func (r *run) bodyBefore(s *sentence, t int) []arg {
	d := s.kid(t, "det")
	if d < 0 || s.low[d] != "the" || d != t-1 || ofStates[s.low[t]] || s.afterComma(t) < 0 || s.Tokens[t+1].Form != "," || s.idx == 0 {
		return nil
	}
	sent := &r.v.sents[s.idx-1]
	if sent.Paragraph != s.Paragraph {
		return nil
	}
	for h := range sent.Tokens {
		if sent.rel[h] == "nsubj" && sent.at[h] >= 0 {
			if a := r.v.own(sent, h); a.ent != nil && a.ent.Type == schema.Organization && named(a.ent) {
				return []arg{{ent: a.ent, mention: -1, tok: t, score: 0.6, direct: true}}
			}
		}
	}
	return nil
}

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

// certain says whether a clause states a fact.
func (v *view) certain(s *sentence, t int) bool {
	st, _ := v.status(s, t)
	return st == schema.Actual
}

// bearers are the persons who hold the post at t, and the status of their holding it.
func (r *run) bearers(s *sentence, t, depth int) (out []arg, st schema.Status) {
	st = schema.Actual
	add := func(toks []int) {
		for _, k := range toks {
			for _, a := range r.v.resolve(s, k) {
				if a.ent.Type == schema.Person && a.direct && !slices.ContainsFunc(out, func(b arg) bool { return b.ent == a.ent }) && named(a.ent) {
					out = append(out, a)
				}
			}
		}
	}
	h := s.head[t]
	if s.rel[t] == "appos" && h >= 0 {
		if a := r.v.own(s, h); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) && !coref.Plural(s.tok(t)) {
			out = append(out, a) // of "X, mayor of A, and Y" X alone
		} else {
			add([]int{h})
		}
	}
	for _, k := range s.kids[t] {
		if s.rel[k] == "appos" {
			add([]int{k})
		}
	}
	if len(out) == 0 && depth == 0 && r.v.titledNext(s, t) < 0 {
		if k := s.beforeComma(t, 0); k >= 0 {
			add([]int{k})
		} else if k := s.afterComma(t); k >= 0 {
			add([]int{k})
		}
	}
	if len(out) > 0 {
		return out, st
	}
	if s.kid(t, "nsubj") >= 0 {
		st, _ = r.v.status(s, t)
		add(s.surface(t, 0))
		return out, st
	}
	if h >= 0 && s.rel[t] == "nsubj" && s.kid(h, "cop") >= 0 && s.person[h] { // "its director is X"
		st, _ = r.v.status(s, h)
		add([]int{h})
		return out, st
	}
	if h < 0 || depth > 3 {
		return out, st
	}
	if s.rel[t] == "conj" && s.noun(h) {
		if p, _ := r.postAt(s, h); p != "" || s.low[h] == "member" || s.rel[h] == "appos" {
			return r.bearers(s, h, depth+1)
		}
	}
	as := s.preposition(t) == "as"
	if s.verb(h) && (as || s.rel[t] == "xcomp" || s.rel[t] == "obj" || s.rel[t] == "obl") {
		switch s.low[h] {
		case "become", "remain", "serve", "act", "work", "stay", "resign", "retire", "return", "quit", "step", "take", "continue", "join", "begin", "start", "rule", "reign", "coach", "volunteer":
			if as && !s.passive(h) || s.low[h] == "become" || s.low[h] == "remain" {
				add(s.surface(h, 0))
			}
		case "appoint", "name", "elect", "nominate", "make", "choose", "select", "install", "designate", "acknowledge", "recognize", "recognise", "proclaim", "declare", "place", "crown", "reelect", "re-elect", "pick", "confirm", "succeed", "replace", "inaugurate", "reappoint", "hire", "swear":
			if s.rel[t] == "obj" && s.kid(h, "iobj") < 0 && !as {
				break
			}
			if s.low[h] == "succeed" || s.low[h] == "replace" {
				if as {
					add(s.subjects(h))
				}
			} else if s.passive(h) || s.kid(h, "iobj") >= 0 && s.rel[t] == "obj" {
				if k := s.direct(h, "iobj"); len(k) > 0 && !s.passive(h) {
					add(k)
				} else {
					add(s.objects(h))
				}
			} else {
				add(s.objects(h))
			}
		}
		if len(out) > 0 {
			st, _ = r.v.status(s, h)
		}
	}
	return out, st
}

// named says whether an entity has a name of its own and not only a description.
func named(e *schema.Entity) bool {
	if e.Type == schema.Country {
		return true
	}
	for _, w := range strings.Fields(e.Name) {
		if (w[0] >= 'A' && w[0] <= 'Z' || w[0] > 127) && !link.Titles[strings.ToLower(w)] && coref.NounClass(strings.ToLower(w)).Kind != "person" {
			return true
		}
	}
	return false
}

// bodies are what the post at t is of.
func (r *run) bodies(s *sentence, t, depth int) (out []arg) {
	if depth > 3 {
		return nil
	}
	want := []schema.EntityType{schema.Organization, schema.Country, schema.Place, schema.Group}
	add := func(k int) {
		for _, a := range r.v.resolve(s, k) {
			if a.direct && fitsType(a.ent.Type, want) {
				out = append(out, a)
			}
		}
	}
	preps := []string{"of", "for", "at", "in", "with", "to", "from"}
	if p, _ := r.postAt(s, t); p == "leads" {
		preps = preps[:2]
	} else {
		want = []schema.EntityType{schema.Organization, schema.Country, schema.Group} // "the U.S. attorney for the district" works for no place
	}
	for _, prep := range preps {
		for _, k := range s.kids[t] {
			if s.rel[k] == "nmod" && s.Tokens[k].Deprel != "nmod:poss" && s.preposition(k) == prep {
				if prep == "to" && s.low[t] != "ambassador" && s.low[t] != "envoy" && s.low[t] != "adviser" && s.low[t] != "advisor" && s.low[t] != "representative" && s.low[t] != "aide" {
					continue
				}
				if prep == "to" && s.low[t] == "ambassador" || prep == "in" && s.low[t] != "minister" && s.low[t] != "lawyer" && s.low[t] != "official" && s.low[t] != "professor" {
					continue // an ambassador to a state is another's
				}
				if prep == "for" && (s.low[t] == "representative" || s.low[t] == "minister" || s.low[t] == "candidate") {
					continue
				}
				n := len(out)
				if s.low[k] != "staff" && s.low[k] != "state" && s.low[k] != "mission" {
					add(k)
				}
				if len(out) == n && prep == "of" {
					for _, kk := range s.kids[k] { // "chief of staff of X"
						if s.rel[kk] == "nmod" && (s.preposition(kk) == "of" || s.Tokens[kk].Deprel == "nmod:poss") {
							add(kk)
						}
					}
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel == "nmod:poss" {
			add(k)
		}
	}
	if len(out) > 0 {
		return out
	}
	for i := len(s.kids[t]) - 1; i >= 0; i-- {
		k := s.kids[t][i]
		if k < t && s.name[k] >= 0 && (s.rel[k] == "compound" || s.rel[k] == "amod" || s.rel[k] == "nmod") {
			add(k)
			if len(out) > 0 {
				return out
			}
		}
	}
	for i := t - 1; i >= 0 && i >= t-4; i-- { // "a former senior State Department official", whatever the tree
		if s.name[i] >= 0 && s.under(i, t) {
			add(i)
			if len(out) > 0 {
				return out
			}
		}
	}
	for _, k := range s.kids[t] { // "founder and director of X"
		if s.rel[k] == "conj" && k > t {
			if p, _ := r.postAt(s, k); p != "" {
				return r.bodies(s, k, depth+1)
			}
		}
	}
	return out
}

// rule reads who heads a government: "the government of X", "X's presidency".
func (r *run) rule(s *sentence, t int) {
	switch s.low[t] {
	case "government", "regime", "administration":
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
	case "presidency", "premiership", "reign", "rule":
		for _, k := range s.kids[t] {
			if s.Tokens[k].Deprel != "nmod:poss" {
				continue
			}
			for _, a := range r.v.resolve(s, k) {
				if a.ent.Type == schema.Person && a.direct && named(a.ent) && r.v.focus != nil && r.v.kindOf(a) == nlp.Name && r.v.names(s, r.v.focus) {
					role := map[string]string{"presidency": "president", "premiership": "prime minister"}[s.low[t]]
					r.fact(s, "leads", t, t, t+1, a, arg{ent: r.v.focus, mention: -1, tok: t, score: 0.5}, role, "reign")
				}
			}
		}
	}
}

// names says whether a sentence names an entity.
func (v *view) names(s *sentence, e *schema.Entity) bool {
	for t := range s.Tokens {
		if m := s.name[t]; m >= 0 && v.links.Ties[m].Entity == e {
			return true
		}
	}
	return false
}

// membership reads who belongs to a body by lists of its members: "BRICS countries,
// including X and Y", "NATO members such as X", "EU member X", "whose members include X".
func (r *run) membership(s *sentence, t int) {
	switch s.low[t] {
	case "country", "member", "nation", "state", "government", "ally":
	default:
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
	for _, k := range members {
		for _, a := range r.v.resolve(s, k) {
			if a.direct && (a.ent.Type == schema.Country || a.ent.Type == schema.Organization) && named(a.ent) && !done[a.ent] {
				done[a.ent] = true
				r.fact(s, "member-of", t, t, t+1, a, body, "", "membership")
			}
		}
	}
}

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

// capital reads "the country's capital, Lima".
func (r *run) capital(s *sentence, t int) {
	if s.low[t] != "capital" {
		return
	}
	var state []arg
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "nmod" && s.preposition(k) == "of" || (s.rel[k] == "amod" || s.rel[k] == "compound") && s.name[k] >= 0 {
			for _, a := range r.v.resolve(s, k) {
				if a.ent.Type == schema.Country && a.direct {
					state = append(state, a)
				}
			}
		}
	}
	if len(state) == 0 && r.v.focus != nil {
		state = append(state, arg{ent: r.v.focus, mention: -1, tok: t, score: 0.6, direct: true})
	}
	var cities []int
	if s.rel[t] == "appos" && s.head[t] >= 0 {
		cities = append(cities, s.head[t])
	}
	for _, k := range s.kids[t] {
		if s.rel[k] == "appos" || k > t && s.name[k] >= 0 && (s.rel[k] == "nmod" || s.rel[k] == "flat") && s.preposition(k) == "" {
			cities = append(cities, k)
		}
	}
	if t+2 < len(s.Tokens) && s.Tokens[t+1].Form == "," && s.name[t+2] >= 0 {
		cities = append(cities, t+2)
	}
	if h := s.head[t]; h > t && s.name[h] >= 0 && (s.rel[t] == "nmod" || s.rel[t] == "compound") {
		cities = append(cities, h)
	}
	cities = append(cities, s.copularSubjects(t)...)
	for _, k := range cities {
		a := r.v.own(s, k)
		if a.city != nil {
			a.ent = a.city
		}
		if a.ent == nil || a.ent.Type != schema.Place {
			continue
		}
		if len(state) == 0 && a.ent.Country != "" {
			// "the capital, Lima" in an article that names the state
			for _, e := range r.v.links.Entities {
				if e.Type == schema.Country && e.Country == a.ent.Country {
					state = append(state, arg{ent: e, mention: -1, tok: t, score: 0.6, direct: true})
				}
			}
		}
		for _, st := range state {
			if a.ent.Country == "" || a.ent.Country == st.ent.Country {
				r.fact(s, "located-in", t, t, t+1, a, st, "", "capital")
			}
		}
		return
	}
}

func (s *sentence) copularSubjects(t int) []int {
	if s.kid(t, "cop") < 0 {
		return nil
	}
	return s.surface(t, 0)
}

// stateOwned reads "Peru's state-owned X", "state-run Peruvian agency X".
func (r *run) stateOwned(s *sentence, t int) {
	owned := -1
	for i := max(0, t-7); i < t; i++ {
		switch w := s.low[i]; w {
		case "state-owned", "state-run", "state-controlled", "government-owned", "government-run":
			owned = i
		case "owned", "run", "controlled", "own", "control":
			if i >= 2 && s.Tokens[i-1].Form == "-" && (s.low[i-2] == "state" || s.low[i-2] == "government") {
				owned = i - 2
			}
		}
	}
	n := s.name[t]
	if owned < 0 || n < 0 || r.v.doc.Mentions[n].Head != t {
		return
	}
	for i := owned; i < r.v.doc.Mentions[n].First; i++ {
		if s.Tokens[i].UPOS == "ADP" || s.Tokens[i].UPOS == "AUX" || s.Tokens[i].Form == "," {
			return
		}
	}
	body := r.v.own(s, t)
	if body.ent == nil || body.ent.Type != schema.Organization && body.ent.Type != schema.Place {
		return
	}
	for i := r.v.doc.Mentions[n].First - 1; i >= 0 && i >= owned-4; i-- {
		if m := s.name[i]; m >= 0 && r.v.links.Ties[m].Entity != nil && r.v.links.Ties[m].Entity.Type == schema.Country {
			r.fact(s, "owns", owned, owned, t, r.v.own(s, i), body, "", "state-owned")
			return
		}
	}
}

// Words in the names of bodies that belong to a state.
var bodiesOfState = wordSet("ministry army navy force forces guard guards parliament court commission police department senate intelligence office embassy agency bureau congress military cabinet directorate corps marines coast_guard secretariat assembly prosecutor treasury air authority council administration service")

// ofState ties a named body to the state before it: part of it where it is one of the
// state's, else located in it.
func (r *run) ofState(s *sentence, mi int) {
	m := &r.v.doc.Mentions[mi]
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
	if own {
		pred = "part-of"
	}
	// "Peru's New Andean Party"
	for i := m.First - 1; i >= 0 && i >= m.First-6; i-- {
		tok := &s.Tokens[i]
		if n := s.name[i]; n >= 0 && r.v.links.Ties[n].Entity != nil {
			e := r.v.links.Ties[n].Entity
			if e.Type == schema.Organization && e != body.ent && i+2 == m.First && s.Tokens[i+1].XPOS == "POS" && named(e) {
				r.fact(s, "part-of", m.Head, i, m.First, body, r.v.own(s, i), "", "body-of-body") // "the UN's World Food Programme"
			}
			if e.Type == schema.Country && (i+1 < m.First && s.Tokens[i+1].XPOS == "POS" && s.under(i, m.Head) || i+1 == m.First && (tok.UPOS == "ADJ" || own)) {
				r.fact(s, pred, m.Head, i, m.First, body, r.v.own(s, i), "", "body-of-state")
			}
			return
		}
		if tok.UPOS != "ADJ" && tok.UPOS != "NOUN" && tok.XPOS != "POS" && tok.Form != "-" && !(tok.UPOS == "VERB" && s.rel[i] == "amod") && tok.UPOS != "PROPN" {
			return
		}
	}
}
