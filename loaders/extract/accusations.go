package extract

import (
	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/schema"
)

// Verbs that are a wrong by what they do it to, with the nouns for that.
var wrongsTo = map[string]map[string]bool{
	"commit": crimes, "perpetrate": crimes, "orchestrate": crimes, "order": crimes, "plan": crimes, "stage": crimes, "carry": crimes, "direct": crimes, "instigate": crimes, "mastermind": crimes, "enable": crimes, "encourage": crimes,
	"harbor": outlaws, "harbour": outlaws, "shelter": outlaws, "sponsor": outlaws, "fund": outlaws, "finance": outlaws, "arm": outlaws, "train": outlaws,
	"use": wordSet("shield"), "break": rules, "breach": rules, "abuse": rules, "spread": untruths, "peddle": untruths, "push": wordSet("lie propaganda disinformation misinformation falsehood"), "tell": wordSet("lie falsehood untruth"),
	"steal": wordSet("election vote money land data secret technology billion million"), "rig": wordSet("election vote contest ballot"), "hide": wordSet("truth evidence fact crime"), "destroy": wordSet("evidence"), "take": wordSet("bribe kickback"), "pay": wordSet("bribe kickback"),
}

var (
	crimes   = wordSet("crime atrocity massacre genocide murder killing assassination poisoning coup fraud abuse terrorism torture hack cyberattack kidnapping abduction attack bombing arson violation treason perjury aggression")
	outlaws  = wordSet("terrorist terrorism terror militant extremist rebel criminal insurgent separatist")
	rules    = wordSet("law rule promise agreement truce ceasefire treaty constitution oath word pledge power trust")
	untruths = wordSet("lie propaganda disinformation misinformation falsehood rumor rumour hatred hate")
	// Nouns for whose deed something is.
	handiwork = wordSet("work handiwork fault doing do responsibility")
)

// blames reads the deed that somebody says another did, where its words make it a wrong: "X
// said Y had committed crimes", "X said the attack was the work of Y", "X said it was Y's doing",
// "X said the attack was carried out by Y".
func (r *run) blames(s *sentence, i int) {
	whom := s.culpable(i)
	if len(whom) == 0 {
		return
	}
	speaker := r.v.speakerEntity(r.v.source(s, i, 0))
	if speaker == nil || !speaker.Type.IsActor() || link.Outlet(speaker.Name) {
		return
	}
	if st, _ := r.v.status(s, i); st == schema.Planned || st == schema.Denied {
		return
	}
	for _, u := range whom {
		for _, b := range r.v.resolve(s, u) {
			if b.ent != nil && b.ent != speaker && b.direct && r.v.kindOf(b) != nlp.Pronoun {
				r.said(s, i, "accuses", "blamed", s.Tokens[i].Form, speaker, b)
			}
		}
	}
}

// culpable is who does a wrong by the words of the clause at i.
func (s *sentence) culpable(i int) []int {
	if s.negated(i) {
		return nil
	}
	switch {
	case s.kid(i, "cop") >= 0 && handiwork[s.low[i]]:
		if k := s.kid(i, "nmod:poss"); k >= 0 {
			return []int{k}
		}
		if k := s.kid(i, "nsubj"); k >= 0 && s.low[i] != "responsibility" && (s.low[k] == "it" || s.low[k] == "this" || violence[s.low[k]] || crimes[s.low[k]]) {
			of, _ := s.obliques(i, "of")
			return of
		}
	case !s.verb(i):
	case s.passive(i):
		for _, o := range s.objects(i) {
			if words := wrongsTo[s.low[i]]; words != nil && words[s.low[o]] || deeds[s.low[i]] && violence[s.low[o]] {
				by, _ := s.obliques(i, "by")
				return by
			}
		}
	default:
		words := wrongsTo[s.low[i]]
		if words == nil {
			return nil
		}
		for _, o := range s.objects(i) {
			if words[s.low[o]] && s.name[o] < 0 {
				return s.surface(i, 0)
			}
		}
	}
	return nil
}

// mutual reads what the members of a subject do to each other: "X and Y accused each other of
// it", "X and Y lashed out at one another".
func (r *run) mutual(s *sentence, i int, ref frameRef, members []arg) {
	if len(members) < 2 || len(members) > 3 || ref.pred.Symmetric || !s.eachOther(i, ref.frame.Object) {
		return
	}
	for _, a := range members {
		for _, b := range members {
			if a.ent != b.ent && a.direct && b.direct && fitsType(a.ent.Type, ref.from()) && fitsType(b.ent.Type, ref.to()) {
				c := candidate{pred: ref.pred, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, about: r.about(s, i, ref.frame.About, schema.VerbFrame, nil), method: "extract/mutual@" + Version}
				c.features = features{kind: schema.VerbFrame}
				r.emit(&c)
			}
		}
	}
}

// eachOther says whether "each other" stands to the verb at i in one of the relations.
func (s *sentence) eachOther(i int, rels []string) bool {
	for _, k := range s.kids[i] {
		if k+1 >= len(s.Tokens) || !(s.low[k] == "each" && s.low[k+1] == "other" || s.low[k] == "one" && s.low[k+1] == "another") {
			if k == 0 || !(s.low[k] == "other" && s.low[k-1] == "each" || s.low[k] == "another" && s.low[k-1] == "one") {
				continue
			}
		}
		for _, rel := range rels {
			if rel == s.rel[k] || s.rel[k] == "iobj" && rel == "obj" || s.rel[k] == "obl" && rel == "obl:"+s.preposition(k) {
				return true
			}
		}
	}
	return false
}
