package extract

import (
	"slices"
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/schema"
)

// stateAround is the state that a head of state without one beside the title heads: the one
// that is known of the name, if the article speaks of it; else the one that was named last
// in the sentence; the subject of the sentence before; the one that the article is about.
func (r *run) stateAround(s *sentence, t int, person arg) arg {
	none := none()
	if r.v.speaksFor[person.ent] != nil {
		return none // told elsewhere
	}
	if e := r.v.stateOf(knownLeader(person.ent.Name)); e != nil {
		return arg{ent: e, mention: -1, tok: t, score: 0.8}
	}
	if k, ok := link.Lookup(person.ent.Name); ok && k.Type == schema.Person && k.Country != "" && !strings.Contains(person.ent.Name, " ") {
		if e := r.v.stateOf(k.Country); e != nil { // a surname of note: whoever bears it heads no other state
			return arg{ent: e, mention: -1, tok: t, score: 0.6}
		}
		return none
	}
	var others []*schema.Entity // those that deal with the head of another
	state := func(sent *sentence, h int) arg {
		if sent.at[h] < 0 {
			return none
		}
		a := r.v.own(sent, h)
		if a.ent == nil || a.mention < 0 || slices.Contains(others, a.ent) {
			return none
		}
		if w := strings.ToLower(sent.Tokens[h].Form); w == "i" || w == "we" {
			return none // who speaks of another's head
		}
		if a.ent.Type == schema.Organization && hasWord(a.ent.Name, governmentNames) && named(a.ent) && r.v.kindOf(a) == nlp.Name {
			if led := r.v.stateOf(a.ent.Country); led != nil && strings.Contains(a.ent.Name, led.Name) {
				return arg{ent: led, mention: -1, tok: t, score: 0.6}
			}
			return arg{ent: a.ent, mention: -1, tok: t, score: 0.6}
		}
		if a.ent.Type == schema.Country {
			return arg{ent: a.ent, mention: -1, tok: t, score: 0.6}
		}
		return none
	}
	if h := s.dealsWith(t); h >= 0 {
		if e := r.v.own(s, h).ent; e != nil && e.Type == schema.Country {
			others = append(others, e)
		} else if body := r.v.speaksFor[e]; e != nil && body != nil {
			others = append(others, body)
		}
	}
	for h := t - 1; h >= 0; h-- {
		if s.rel[h] == "amod" || s.rel[h] == "compound" || s.person[h] && s.rel[h] != "nsubj" {
			continue
		}
		if a := state(s, h); a.ent != nil {
			return a
		}
	}
	if e := r.v.there(s); e != nil {
		return arg{ent: e, mention: -1, tok: t, score: 0.5}
	}
	if s.elsewhere(t) {
		return none
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
	if r.v.home != nil && !slices.Contains(others, r.v.home) {
		return arg{ent: r.v.home, mention: -1, tok: t, score: 0.5}
	}
	return none
}

// there is the state that "there" stands for in a sentence: the only one that the sentence
// before names.
func (v *view) there(s *sentence) *schema.Entity {
	said := false
	for t := range s.Tokens {
		said = said || s.low[t] == "there" && s.Tokens[t].UPOS == "ADV"
	}
	if !said || s.idx == 0 {
		return nil
	}
	before := &v.sents[s.idx-1]
	var only *schema.Entity
	from, _ := slices.BinarySearchFunc(v.doc.Mentions, before.idx, func(m nlp.Mention, sentence int) int { return m.Sentence - sentence })
	for i := from; i < len(v.doc.Mentions) && v.doc.Mentions[i].Sentence == before.idx; i++ {
		m, e := &v.doc.Mentions[i], v.links.Ties[i].Entity
		if m.Kind != nlp.Name || e == nil || e.Type != schema.Country || before.Tokens[m.Head].UPOS == "ADJ" {
			continue
		}
		if only != nil && only != e {
			return nil
		}
		only = e
	}
	return only
}

// dealsWith is the subject of the verb of which the person titled at t is an object, where
// what it does is done to others: "X supports President Y"; -1 if none.
func (s *sentence) dealsWith(t int) int {
	for n := 0; n < 6 && t >= 0 && (s.rel[t] == "nmod" || s.rel[t] == "conj" || s.rel[t] == "appos" || s.rel[t] == "flat" || s.rel[t] == "compound"); n++ {
		t = s.head[t]
	}
	if t < 0 || s.rel[t] != "obj" && s.rel[t] != "iobj" && s.rel[t] != "obl" {
		return -1
	}
	v := s.head[t]
	for n := 0; n < 3 && v >= 0 && (s.rel[v] == "xcomp" || s.rel[v] == "advcl" || s.rel[v] == "conj") && s.kid(v, "nsubj") < 0; n++ {
		v = s.head[v]
	}
	if v < 0 || s.passive(v) || ownHeads[s.low[v]] {
		return -1
	}
	return s.kid(v, "nsubj")
}

// elsewhere says whether a sentence has said "there", of a place that isn't the article's, before t.
func (s *sentence) elsewhere(t int) bool {
	for k := range t {
		if s.low[k] == "there" && s.Tokens[k].UPOS == "ADV" {
			return true
		}
	}
	return false
}

// What a state does to its own head, by the lemma.
var ownHeads = wordSet("elect re-elect reelect choose bury mourn inaugurate impeach lose remember honor honour overthrow oust depose topple have see want")

// Words in the names of governments.
var governmentNames = wordSet("government cabinet")

// stateOf is the state with a code, nil if the article does not speak of it.
func (v *view) stateOf(iso string) *schema.Entity {
	if iso == "" {
		return nil
	}
	for _, e := range v.links.Entities {
		if e.Type == schema.Country && e.Country == iso {
			return e
		}
	}
	return nil
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
