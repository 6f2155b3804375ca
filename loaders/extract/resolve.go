package extract

import (
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// arg is a reading of an argument: the entity, the mention and the token that carry it.
type arg struct {
	ent     *schema.Entity
	city    *schema.Entity // the other reading of a capital
	mention int            // of doc.Mentions, -1 if none
	tok     int
	direct  bool    // the argument itself, not its possessor or a member that it lists
	score   float64 // of its tie
}

// mentionOf is the mention that a token stands for: the name that covers it, else the
// nominal or pronoun that it heads.
func (v *view) mentionOf(s *sentence, t int) int {
	if m := s.name[t]; m >= 0 {
		return m
	}
	return s.at[t]
}

// Words of which the complement with "of" is what is meant.
var ofWords = wordSet("number dozen hundred thousand million series range variety group majority half one some many several few all most couple pair lot handful part rest kind type amount piece shipment batch bunch list host array set list any each both none wave string supply stock stockpile delivery load")

// Prepositions that introduce members of what stands before.
var listWords = map[string]bool{"including": true, "such as": true, "like": true, "among": true, "notably": true, "especially": true, "particularly": true}

// resolve reads a head token as arguments: itself, its conjuncts, what it lists, what it
// counts; where it denotes nothing itself, the actor that has it stands in, not direct.
func (v *view) resolve(s *sentence, t int) []arg {
	var out []arg
	seen := map[int]bool{}
	var walk func(t, depth int, direct bool)
	walk = func(t, depth int, direct bool) {
		if depth > 6 || seen[t] {
			return
		}
		seen[t] = true
		if those := v.theState(s, t); those != nil {
			out = append(out, those...)
			return
		}
		if those := v.summed(s, t); those != nil {
			out = append(out, those...)
			return
		}
		own := v.own(s, t)
		if own.ent != nil && ofWords[s.low[t]] && s.name[t] < 0 {
			for _, k := range s.kids[t] { // "a majority of the voters" are the voters
				if s.rel[k] == "nmod" && s.preposition(k) == "of" && v.own(s, k).ent != nil {
					own = arg{mention: -1, tok: t}
					break
				}
			}
		}
		if those := v.counted(s, t); those != nil && (own.ent == nil || !named(own.ent)) {
			out = append(out, those...)
			return
		}
		if own.ent != nil {
			own.direct = direct
			out = append(out, own)
		}
		quantity := ofWords[s.low[t]] || s.class(t).Kind == "quantity" || s.Tokens[t].UPOS == "NUM" || s.Tokens[t].UPOS == "DET"
		if k := s.kid(t, "appos"); s.low[t] == "one" && k >= 0 && s.name[k] >= 0 {
			walk(k, depth+1, direct) // "one of these groups, X,"
			return
		}
		if quantity || own.ent == nil {
			for _, k := range s.kids[t] {
				if s.rel[k] == "nmod" && s.preposition(k) == "of" && (quantity || s.class(t).Kind == "person" || s.class(t).Kind == "group") {
					walk(k, depth+1, direct && quantity)
				}
			}
		}
		for _, k := range s.kids[t] {
			switch {
			case s.rel[k] == "conj" && s.Tokens[k].UPOS != "VERB" && s.busy(k) && s.busy(t):
				// "ten members supporting it and five opposing it": each does its own
			case s.rel[k] == "conj" && s.Tokens[k].UPOS != "VERB":
				walk(k, depth+1, direct)
			case (s.rel[k] == "nmod" || s.rel[k] == "obl") && listWords[s.preposition(k)]:
				walk(k, depth+1, direct)
			case s.rel[k] == "appos" && own.ent == nil, s.rel[k] == "appos" && s.name[k] >= 0 && s.Tokens[k-1].UPOS == "ADV" && listWords[s.low[k-1]]:
				walk(k, depth+1, direct) // "its allies, notably X"
			case s.rel[k] == "appos" && (v.isList(s, k) || s.name[t] < 0 && coref.Plural(s.tok(t)) && v.namesPerson(s, k)):
				walk(k, depth+1, direct) // "two officers, A and B", whatever the rest of the list hangs on
			}
		}
		if depth == 0 && s.noun(t) {
			if k := v.listAfter(s, t); k >= 0 {
				walk(k, depth+1, direct)
			}
			if k := v.includedLater(s, t); k >= 0 {
				walk(k, depth+1, direct)
			}
			for _, k := range v.numbered(s, t) {
				walk(k, depth+1, direct)
			}
		}
	}
	walk(t, 0, true)
	if len(out) == 0 {
		if s.rel[t] == "appos" && s.head[t] >= 0 {
			if a := v.own(s, s.head[t]); a.ent != nil {
				return append(out, a)
			}
		}
		out = append(out, v.proxy(s, t)...)
	}
	return out
}

// busy says whether a participle tells what the noun at t does.
func (s *sentence) busy(t int) bool {
	k := s.kid(t, "acl")
	return k >= 0 && s.Tokens[k].XPOS == "VBG"
}

// listAfter is the first name of a list of members that stands right after the noun at t:
// "30 people, including X"; -1 if none does.
func (v *view) listAfter(s *sentence, t int) int {
	j := t + 1
	if j < len(s.Tokens) && s.Tokens[j].Form == "," {
		j++
	}
	if j >= len(s.Tokens) || strings.ToLower(s.Tokens[j].Form) != "including" && !(s.low[j] == "such" && j+1 < len(s.Tokens) && s.low[j+1] == "as") {
		return -1
	}
	for k := j + 1; k < len(s.Tokens) && k < j+8; k++ {
		if m := s.name[k]; m >= 0 && v.links.Ties[m].Entity != nil && v.links.Ties[m].Entity.Type != schema.Country {
			return v.doc.Mentions[m].Head
		} else if m >= 0 && s.noun(k) && (k+1 == len(s.Tokens) || s.name[k+1] < 0 && !s.noun(k+1)) {
			return v.doc.Mentions[m].Head
		}
		if s.Tokens[k].UPOS == "VERB" || s.Tokens[k].UPOS == "PUNCT" {
			break
		}
	}
	return -1
}

// isList says whether an apposition enumerates: "two countries, A and B".
func (v *view) isList(s *sentence, k int) bool { return s.kid(k, "conj") >= 0 && s.name[k] >= 0 }

// titled is the person whose name follows the title at t: "Maj. Gen. X", "leader X"; -1 if
// none does.
func (v *view) titled(s *sentence, t int) int {
	if !s.noun(t) || coref.Plural(s.tok(t)) || s.name[t] >= 0 {
		return -1
	}
	if m := v.titledNext(s, t); m >= 0 {
		return m
	}
	if s.class(t).Kind == "person" {
		for _, k := range s.kids[t] { // "president and chief executive X"
			if s.rel[k] == "conj" && s.person[k] && k <= t+4 && s.low[t+1] == "and" && s.class(k-1).Kind == "person" && s.head[k-1] == k && s.kid(k, "det") < 0 {
				return s.name[k]
			}
		}
	}
	if s.class(t).Kind == "person" && s.kid(t, "appos") < 0 {
		if k := s.afterComma(t); k >= 0 {
			return s.name[k] // "the president of the league, X,"
		}
	}
	return -1
}

// titledNext is titled for names that follow at once.
func (v *view) titledNext(s *sentence, t int) int {
	for j := t + 1; j < len(s.Tokens) && j <= t+4; j++ {
		if m := s.name[j]; m >= 0 {
			if v.doc.Mentions[m].Type == schema.Person && v.doc.Mentions[m].First == j {
				return m
			}
			if j == t+1 && v.doc.Mentions[m].Type == schema.Organization && s.class(t).Kind == "org" {
				return m // "the news agency X"
			}
			return -1
		}
		if j == t+1 && (s.low[j] == "of" || s.low[j] == "for") && j+1 < len(s.Tokens) && s.name[j+1] >= 0 {
			// "President of Argentina Alberto Fernández"
			if k := v.doc.Mentions[s.name[j+1]].Last; k < len(s.Tokens) && s.name[k] >= 0 && (s.low[j] == "of" || s.class(k).Kind != "person") && v.doc.Mentions[s.name[k]].Type == schema.Person && v.doc.Mentions[s.name[k]].First == k {
				return s.name[k]
			}
			return -1
		}
		if s.Tokens[j].UPOS != "PROPN" {
			return -1
		}
	}
	return -1
}

// own is the entity that the token itself denotes.
func (v *view) own(s *sentence, t int) arg {
	m := v.titled(s, t)
	if m < 0 {
		m = v.calledAfter(s, t)
	}
	if m < 0 && t+2 < len(s.Tokens) && s.name[t] < 0 && s.Tokens[t+1].Form == "," && s.person[t+2] && s.low[t] == "counterpart" {
		m = s.name[t+2]
	}
	if m < 0 {
		m = v.mentionOf(s, t)
	}
	if m < 0 {
		return arg{mention: -1, tok: t}
	}
	tie := &v.links.Ties[m]
	if tie.Entity == nil || v.ofItself(s, t, m) {
		return arg{mention: m, tok: t}
	}
	if e := tie.Entity; e.Type == schema.Place && s.low[t] == "country" && s.name[t] < 0 { // "the country", where its capital was named last
		if state := v.stateOf(e.Country); state != nil {
			return arg{ent: state, mention: m, tok: t, score: tie.Score, direct: true}
		}
	}
	return arg{ent: tie.Entity, city: tie.City, mention: m, tok: t, score: tie.Score, direct: true}
}

// proxy are the actors that have what the token names: "Ukraine's infrastructure",
// "Peruvian missiles".
func (v *view) proxy(s *sentence, t int) []arg {
	var out []arg
	for _, k := range s.kids[t] { // "the missiles launched by X"
		if s.rel[k] == "acl" && s.passive(k) {
			for _, ag := range s.subjects(k) {
				if a := v.own(s, ag); a.ent != nil {
					a.direct = false
					return append(out, a)
				}
			}
		}
	}
	if a := v.qualifier(s, t); a.ent != nil && s.kid(t, "nmod:poss") < 0 {
		a.direct = false
		a.score *= 0.8
		return append(out, a)
	}
	for _, k := range s.kids[t] {
		ok := s.Tokens[k].Deprel == "nmod:poss" || (s.rel[k] == "amod" || s.rel[k] == "compound" || s.rel[k] == "nmod") && s.name[k] >= 0 && s.preposition(k) == "" ||
			s.rel[k] == "nmod" && s.preposition(k) == "of" && s.name[k] >= 0 ||
			s.rel[k] == "nmod" && s.name[k] >= 0 && (s.preposition(k) == "by" || s.preposition(k) == "from" && s.class(t).Kind != "person" && s.class(t).Kind != "place" && s.class(t).Kind != "time")
		if !ok {
			continue
		}
		if a := v.own(s, k); a.ent != nil {
			a.direct = false
			a.score *= 0.8
			out = append(out, a)
			for _, c := range s.kids[k] {
				if s.rel[c] == "conj" {
					if b := v.own(s, c); b.ent != nil {
						b.direct = false
						b.score *= 0.8
						out = append(out, b)
					}
				}
			}
			if s.Tokens[k].Deprel == "nmod:poss" {
				break
			}
		}
	}
	return out
}

// qualifier is the name right before a noun inside its phrase: "a Condor Brigade bomb attack".
func (v *view) qualifier(s *sentence, t int) arg {
	for j := t - 1; j >= 0 && j > t-6 && s.under(j, t); j-- {
		if m := s.name[j]; m >= 0 || s.bodyBefore(j) {
			return v.own(s, j)
		}
		if s.Tokens[j].XPOS == "POS" || s.Tokens[j].UPOS == "DET" || s.Tokens[j].UPOS == "ADP" {
			break
		}
	}
	return arg{mention: -1}
}

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[strings.ReplaceAll(w, "_", " ")] = true
	}
	return m
}

// kindOf is the kind of an argument's mention; Name where there is none.
func (v *view) kindOf(a arg) nlp.Kind {
	if a.mention < 0 {
		return nlp.Name
	}
	return v.doc.Mentions[a.mention].Kind
}

func fitsType(t schema.EntityType, set []schema.EntityType) bool { return slices.Contains(set, t) }
