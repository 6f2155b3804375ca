package extract

import (
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Adjectives of the posts that one runs for, by the word that the names of the votes for them have;
// the posts by their nouns.
var (
	postWords = map[string]string{"presidential": "presidential", "vice-presidential": "presidential", "mayoral": "mayoral", "gubernatorial": "gubernatorial", "congressional": "congressional", "senatorial": "senate", "senate": "senate", "parliamentary": "parliamentary"}
	postNouns = map[string]string{"president": "presidential", "mayor": "mayoral", "governor": "gubernatorial", "congress": "congressional", "senate": "senate", "senator": "senate", "presidency": "presidential"}
)

// Nouns for who runs, and for that he does.
var (
	inTheRunning   = wordSet("nominee candidate hopeful contender frontrunner front-runner challenger")
	candidacyNouns = wordSet("bid run candidacy campaign ticket nomination")
)

// runs reads who runs in the vote that the article is about by what he is called or says: "the
// presidential nominee X", "X is running for president", "ended her presidential bid".
func (r *run) runs(s *sentence, t int) {
	var who []int
	post := ""
	status := schema.Actual
	switch w := s.low[t]; {
	case s.noun(t) && inTheRunning[w]:
		post = s.postBefore(t)
		if post == "" || s.bygone(t) {
			return
		}
		if a := r.v.own(s, t); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
			who = []int{t}
			break
		}
		for _, rel := range []string{"nsubj", "appos", "head"} {
			if toks, _ := s.relation(t, rel, schema.NounFrame); len(toks) > 0 {
				who = toks
				break
			}
		}
		status = ""
		if s.kid(t, "cop") < 0 && s.kid(t, "nsubj") < 0 {
			status = schema.Actual
		}
	case s.noun(t) && candidacyNouns[w]:
		if post = s.postBefore(t); post == "" {
			return
		}
		for _, k := range s.kids[t] {
			if s.Tokens[k].Deprel == "nmod:poss" {
				who = s.antecedent(k, t)
			}
		}
	case s.verb(t) && w == "run":
		for _, k := range s.kids[t] {
			if s.rel[k] == "obl" && s.preposition(k) == "for" {
				post = postNouns[s.low[k]]
			}
		}
		if post == "" {
			return
		}
		who = s.subjects(t)
		status = ""
	default:
		return
	}
	if len(who) == 0 {
		return
	}
	vote := r.voteFor(s, post)
	p := r.x.opt.Ontology.Predicate("participates-in")
	if vote == nil || p == nil {
		return
	}
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			if a.direct && a.ent.Type == schema.Person && r.tells(a) {
				r.emit(&candidate{pred: p, sent: s, at: t, first: t, last: t + 1, status: status, timeless: status != "", subject: a, object: arg{ent: vote, mention: -1, tok: t, score: 0.6, direct: true}, method: "extract/candidacy@" + Version, features: features{loose: true}})
			}
		}
	}
}

// postBefore is the word for the post that stands before the noun at t: "presidential" before
// "nominee".
func (s *sentence) postBefore(t int) string {
	for j := t - 1; j >= 0 && j > t-3; j-- {
		if p := postWords[strings.ToLower(s.Tokens[j].Form)]; p != "" {
			return p
		}
		if s.Tokens[j].UPOS != "ADJ" && s.Tokens[j].UPOS != "NOUN" && s.Tokens[j].UPOS != "PROPN" {
			return ""
		}
	}
	return ""
}

// bygone says whether the noun at t is of somebody who runs no more.
func (s *sentence) bygone(t int) bool {
	for j := t - 1; j >= 0 && j > t-6; j-- {
		switch s.low[j] {
		case "former", "past", "previous", "ex", "failed", "onetime", "potential", "possible", "no", "any":
			return true
		}
	}
	return false
}

// voteFor is the vote for a post that the article is about: the only one of the year that the
// sentence names, else the only one at all; nil if nobody can tell.
func (r *run) voteFor(s *sentence, post string) *schema.Entity {
	year := ""
	for i := range s.Tokens {
		if w := s.Tokens[i].Form; len(w) == len("2006") && yearIn(w) == w {
			if year != "" && year != w {
				return nil
			}
			year = w
		}
	}
	now := ""
	if !r.doc.Published.IsZero() {
		now = r.doc.Published.Format("2006")
	}
	var all, dated []*schema.Entity
	for _, i := range r.votesTold() {
		m := &r.v.doc.Mentions[i]
		e := r.v.links.Ties[i].Entity
		if slices.Contains(all, e) {
			continue
		}
		text := strings.ToLower(r.v.doc.MentionText(m))
		if !strings.Contains(text, post) && !(year != "" && e.Name == year+" election") || strings.Contains(text, "primar") || strings.Contains(text, "last ") || strings.Contains(text, "previous ") {
			continue
		}
		if of := yearIn(e.Name); year != "" && of != year || year == "" && of != "" && of != now {
			continue // "the presidential nominee" is not that of an election long ago
		}
		all = append(all, e)
		if yearIn(e.Name) != "" {
			dated = append(dated, e)
		}
	}
	if len(dated) == 1 {
		return dated[0] // others are it without its year: "the presidential race"
	}
	if len(all) != 1 {
		return nil
	}
	return all[0]
}

// votesTold are the mentions of votes, one for each thing that one is called.
func (r *run) votesTold() []int {
	if r.voted {
		return r.votes
	}
	r.voted = true
	type call struct {
		e    *schema.Entity
		text string
	}
	seen := map[call]bool{}
	for i := range r.v.doc.Mentions {
		m := &r.v.doc.Mentions[i]
		e := r.v.links.Ties[i].Entity
		if e == nil || e.Type != schema.Event || m.Kind == nlp.Pronoun {
			continue
		}
		switch r.v.sents[m.Sentence].low[m.Head] {
		case "election", "race", "by-election":
			if c := (call{e, r.v.doc.MentionText(m)}); !seen[c] {
				seen[c] = true
				r.votes = append(r.votes, i)
			}
		}
	}
	return r.votes
}
