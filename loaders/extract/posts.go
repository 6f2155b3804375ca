package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/schema"
)

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
	if p := r.x.frames.posts[abbreviated[s.Tokens[t].Form]]; p != "" {
		return p, t
	}
	if s.Tokens[t].UPOS != "NOUN" && s.Tokens[t].UPOS != "PROPN" {
		if s.Tokens[t].UPOS != "ADJ" || !shortPosts[w] || t+1 >= len(s.Tokens) || s.name[t+1] < 0 && s.Tokens[t+1].UPOS != "PROPN" {
			return "", t
		}
	}
	if t > 0 {
		two := s.low[t-1] + " " + w
		if t > 1 {
			if p := r.x.frames.posts[s.low[t-2]+" "+two]; p != "" {
				return p, t - 2
			}
		}
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

// Posts before a name that taggers take for adjectives: "trade chief X".
var shortPosts = wordSet("chief commandant")

// Posts as they are shortened before a name.
var abbreviated = map[string]string{
	"Gov.": "governor", "Gov": "governor", "Sen.": "senator", "Sen": "senator", "Rep.": "representative", "Rep": "representative", "Gen.": "general", "Gen": "general",
	"Col.": "colonel", "Lt.": "lieutenant", "Maj.": "major", "Adm.": "admiral", "Sgt.": "sergeant", "Capt.": "captain", "Amb.": "ambassador", "Pres.": "president", "PM": "prime minister", "VP": "vice president",
}

// postNoun is the noun of the post at t, which starts at first, in one word where it has
// one: "governor" of "Gov.", "minister" of "prime minister".
func (s *sentence) postNoun(t int) string {
	if w := abbreviated[s.Tokens[t].Form]; w != "" {
		return w[strings.LastIndexByte(w, ' ')+1:]
	}
	return s.low[t]
}

// heading says whether the word at t may head a phrase that names a post: a noun, or
// "executive" of "chief executive", which parsers take for an adjective.
func (s *sentence) heading(t int) bool {
	return s.noun(t) || s.low[t] == "executive" && t > 0 && s.low[t-1] == "chief"
}

// post reads the bearers and the bodies of a post noun: "Jan Novak, director of the
// Danube Project", "X is the president of Y", "elected X mayor of Y".
func (r *run) post(s *sentence, t int) {
	pred, first := r.postAt(s, t)
	if pred == "" || s.name[t] >= 0 && r.v.links.Ties[s.name[t]].Entity != nil && r.v.links.Ties[s.name[t]].Entity.Type == schema.Person && r.v.doc.Mentions[s.name[t]].Last-r.v.doc.Mentions[s.name[t]].First > 1 {
		return
	}
	if r.v.titledNext(s, t) >= 0 || t+1 < len(s.Tokens) && s.Tokens[t+1].Form == "(" && r.partyName(s, t) >= 0 {
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
	if len(owners) == 0 && pred == "leads" {
		owners = r.partyOf(s, first)
	}
	if len(owners) == 0 && pred == "leads" && s.rel[t] == "appos" && (soleTitles[s.low[t]] || headTitles[s.low[t]] || first < t && s.low[first] == "prime") && s.theHead(first) {
		if state := r.stateAround(s, t, persons[0]); state.ent != nil {
			state.direct = true
			owners = []arg{state} // "X, the current prime minister,"
		}
	}
	if len(owners) == 0 {
		owners = r.bodyBefore(s, t)
	}
	if len(owners) == 0 {
		owners = r.nounBody(s, t, first)
	}
	if len(owners) == 0 {
		owners = r.bodyAfterComma(s, t)
	}
	if len(owners) == 0 && pred == "leads" {
		if owners = r.bodyAt(s, t); len(owners) > 0 && !wholeHeads[s.postNoun(t)] {
			pred = "works-for"
		}
	}
	if len(owners) == 0 && pred == "works-for" && s.ofPlace(t, first) {
		if place := r.constituency(s, t); place.ent != nil {
			owners = []arg{place}
		}
	}
	if state := r.homeOf(s, t); len(owners) == 0 && pred == "works-for" && state != nil && r.governs(s, t, first) && s.kid(t, "nmod") < 0 {
		if iso := link.LeaderCountry(persons[0].ent.Name); iso != "" && iso != state.Country {
			state = r.v.stateOf(iso)
		} else if iso := s.titleState(t, state.Country); iso != "" {
			state = r.v.stateOf(iso)
		}
		if state != nil {
			owners = []arg{{ent: state, mention: -1, tok: t, score: 0.5, direct: true}} // "X, the Defence Secretary"
		}
	}
	if len(owners) == 0 && s.low[t] == "mayor" && (s.rel[t] == "appos" || s.kid(t, "appos") >= 0) && s.kid(t, "nmod") < 0 && !r.told(persons[0].ent, "leads") {
		if town := r.mayorOf(t); town.ent != nil {
			owners = []arg{town} // "the mayor, X," in what is told of one town
		}
	}
	if len(owners) == 0 && pred == "works-for" && s.low[t] == "president" && s.kid(t, "nmod") < 0 {
		if state := r.v.stateOf(link.LeaderCountry(persons[0].ent.Name)); state != nil {
			owners = []arg{{ent: state, mention: -1, tok: t, score: 0.6, direct: true}} // "the vice president, X," known as a state's
		}
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
				if c := &r.reading.Claims[i]; s.rel[t] == "obl" && s.preposition(t) == "as" || s.rel[t] == "xcomp" || s.rel[t] == "obj" || s.rel[t] == "root" {
					if when := r.v.when(s, t, c.Status, ""); when != "" {
						c.When = when
					}
				}
			}
		}
	}
}
