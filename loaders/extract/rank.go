package extract

import (
	"strings"

	"relata/schema"
)

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
		if first > 0 && lesser[s.low[first-1]] && s.Tokens[first-1].UPOS != "ADP" {
			pred = "works-for"
		}
	}
	if d := s.kid(t, "det"); pred == "leads" && (s.low[t] == "manager" || s.low[t] == "director") && d >= 0 && s.low[d] == "a" {
		pred = "works-for" // one of several
	}
	if pred == "leads" && (r.staffChief(s, t, owner) || s.forPlace(t)) {
		pred = "works-for" // "its chief of staff", "its chief executive for Asia"
	}
	if pred == "works-for" && s.low[t] == "commissioner" && first == t && owner.ent.Type == schema.Organization && !hasWord(owner.ent.Name, manyCommissioners) && !(t > 0 && s.Tokens[t-1].UPOS != "PROPN" && lesser[s.low[t-1]]) {
		pred = "leads" // "the commissioner of the league"
	}
	if pred == "leads" && (s.Tokens[t].Form == "Captain" || s.Tokens[t].Form == "Capt.") && owner.ent.Type == schema.Organization && rule == "title" {
		pred = "works-for" // a rank
	}
	if pred == "leads" && owner.ent.Type == schema.Place && first > 0 && leadersWithin[s.low[first-1]] {
		return // a city's police chief does not lead the city
	}
	if pred == "leads" && owner.ent.Type == schema.Organization && r.ofPart(s, t, first, roleFirst, owner) {
		pred = "works-for" // its policy chief, the director of news for it
	}
	if pred == "leads" && owner.ent.Type == schema.Country {
		if first > 0 && first > roleFirst && leadersWithin[s.low[first-1]] {
			if s.low[first-1] == "military" || s.low[first-1] == "army" || s.low[first-1] == "police" {
				if o := r.nounBody(s, t, first); len(o) > 0 {
					r.fact(s, "leads", t, first, t+1, person, o[0], role, rule)
				}
				if owner.city == nil { // a city's chief of police is no state's
					r.fact(s, "works-for", t, first, t+1, person, owner, role, rule)
				}
				return
			}
			r.fact(s, "citizen-of", t, first, t+1, person, owner, "", "nationality")
			return
		}
		if clergy[s.low[t]] { // "the Polish archbishop X"
			r.fact(s, "citizen-of", t, first, t+1, person, owner, "", "nationality")
			return
		}
		if lowPosts[s.low[t]] && !(s.postNoun(t) == "governor" && territories[owner.ent.Country]) {
			pred = "works-for"
		}
	}
	if (s.low[t] == "candidate" || s.low[t] == "nominee") && owner.ent.Type != schema.Organization {
		return
	}
	if pred == "works-for" && lawmakers[s.low[t]] && owner.ent.Type == schema.Organization && !hasWord(owner.ent.Name, chambers) {
		pred, role = "member-of", "" // "Labour lawmaker X"
	}
	if s.low[t] == "speaker" && owner.ent.Type != schema.Organization {
		return
	}
	if pred == "works-for" && owner.ent.Type == schema.Country && occupations[s.low[t]] {
		r.fact(s, "citizen-of", t, first, t+1, person, owner, "", "nationality")
		return
	}
	if pred == "leads" && owner.city != nil && cityPosts[s.postNoun(t)] {
		owner.ent = owner.city
	}
	if owner.ent.Type == schema.Place && pred == "works-for" {
		if s.ofPlace(t, first) && named(owner.ent) {
			r.serves(s, t, first, person, owner, role, rule)
		}
		return
	}
	r.fact(s, pred, t, first, t+1, person, owner, role, rule)
}

// staffChief says whether the chief at t is one of staff, of a body that is no army.
func (r *run) staffChief(s *sentence, t int, owner arg) bool {
	return s.low[t] == "chief" && t+2 < len(s.Tokens) && s.low[t+1] == "of" && s.low[t+2] == "staff" && owner.ent.Type == schema.Organization && !hasWord(owner.ent.Name, armies)
}

// forPlace says whether the head at t is one for a place alone: "chief executive for Asia".
func (s *sentence) forPlace(t int) bool {
	for _, k := range s.kids[t] {
		if k > t && s.rel[k] == "nmod" && s.preposition(k) == "for" && s.name[k] >= 0 && s.kid(t, "nmod:poss") >= 0 {
			return true
		}
	}
	return false
}

// Words in the names of bodies that have several commissioners.
var manyCommissioners = wordSet("commission union council county city board committee")

// Words before a post that make it less than the head of the whole.
var lesser = wordSet("deputy vice assistant associate under acting_deputy junior regional local minority")

// Kinds of leaders that do not head the state that their nationality names.
var leadersWithin = wordSet("opposition rebel party religious spiritual security intelligence finance student community tribal union business church gang local separatist militia guerrilla muslim christian catholic civic protest faction insurgent parliamentary minority majority youth labor labour cult clan delegation team group military army police house senate congressional project research bank company council district region campaign")

// Heads of a church or its parts, never of a state.
var clergy = wordSet("archbishop bishop cardinal patriarch abbot mufti")

// Posts that head a body but not a state.
var lowPosts = wordSet("director chief commander head chairman chairwoman chair boss captain coach manager editor ceo founder mayor governor chief_executive dean rector principal speaker president_of_parliament")

// Territories with a code of their own that a governor heads, by ISO 3166-1.
var territories = map[string]bool{"PRI": true, "GUM": true, "VIR": true, "ASM": true, "MNP": true, "BMU": true, "CYM": true, "FLK": true, "GIB": true, "AIA": true, "VGB": true, "MSR": true, "TCA": true, "SHN": true, "ABW": true, "CUW": true, "SXM": true}

// Heads of a body, or of a part of it where another noun tells which.
var (
	partHeads  = wordSet("chief director head manager coach editor")
	wholeWords = wordSet("executive managing general founding acting interim team party union police army company bank group agency former co vice club")
)

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

// Callings that are no posts of a state: of a "Canadian scientist" only the nationality is
// told.
var occupations = wordSet("scientist professor player journalist reporter analyst expert engineer doctor physician nurse lawyer researcher writer historian economist photographer developer teacher editor columnist programmer designer producer presenter consultant striker goalkeeper defender midfielder cleric priest imam bishop rabbi scholar physicist commentator correspondent anchor lecturer fellow fighter pitcher quarterback librarian curator executive employee investigator epidemiologist strategist partner operator associate whip solicitor barrister cyclist racer driver jockey winger batsman bowler forward centre-back full-back goaltender mathematician statistician virologist biologist geologist astronomer chemist meteorologist seismologist climatologist ecologist criminologist psychologist sociologist anthropologist archaeologist linguist immunologist neuroscientist astrophysicist podcaster broadcaster newsreader blogger cartoonist contributor speechwriter pollster pilot sailor bodyguard")

// postBefore reads the post that stands before the service of a person with a rank: "Pentagon
// press secretary Navy Rear Adm. X".
func (r *run) postBefore(s *sentence, start int, person, service arg) {
	if service.mention < 0 || service.ent.Type != schema.Organization || r.v.doc.Mentions[service.mention].Sentence != s.idx {
		return
	}
	t := r.v.doc.Mentions[service.mention].First - 1
	pred, first := r.postAt(s, t)
	if t <= start || pred == "" {
		return
	}
	for i := first - 1; i >= start; i-- {
		if s.name[i] < 0 {
			continue
		}
		if body := r.v.own(s, i); body.ent != nil && body.ent != service.ent && (body.ent.Type == schema.Organization || body.ent.Type == schema.Country) {
			r.holds(s, t, first, i+1, pred, r.v.text(s, i+1, t+1), person, body, "title")
		}
		return
	}
}
