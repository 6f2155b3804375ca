package extract

import (
	"relata/schema"
)

// receives reads help from the side of who gets it: "assistance that X receives", "Peruvian
// aid was received by X".
func (r *run) receives(s *sentence, i int) {
	switch s.low[i] {
	case "receive", "get", "obtain", "enjoy", "win":
	default:
		return
	}
	for _, o := range s.objects(i) {
		name := "aids"
		switch s.low[o] {
		case "support", "backing", "praise", "endorsement":
			name = "supports"
		case "aid", "assistance", "help", "funding", "training", "relief":
		default:
			continue
		}
		p := r.x.opt.Ontology.Predicate(name)
		if p == nil {
			continue
		}
		givers := r.v.proxy(s, o)
		if from, _ := s.obliques(o, "from"); len(givers) == 0 {
			for _, k := range from {
				givers = append(givers, r.v.resolve(s, k)...)
			}
		}
		for _, a := range givers {
			for _, t := range s.subjects(i) {
				for _, b := range r.v.resolve(s, t) {
					if b.direct && r.tells(a) && r.tells(b) {
						r.emit(&candidate{pred: p, sent: s, at: i, first: o, last: o + 1, subject: a, object: b, method: "extract/receive@" + Version, features: features{kind: schema.NounFrame, loose: true}})
					}
				}
			}
		}
	}
}

// threatens reads whom a threat is for by what is threatened: "threatened to impose tariffs
// on X", "threatens to break relations with X".
func (r *run) threatens(s *sentence, i int) {
	p := r.x.opt.Ontology.Predicate("warns")
	if s.low[i] != "threaten" || p == nil || s.passive(i) {
		return
	}
	k := s.kid(i, "xcomp")
	if k < 0 {
		return
	}
	var whom []int
	objects := s.objects(k)
	for _, o := range objects {
		if actorNoun(s, o) {
			whom = append(whom, o)
		}
	}
	for _, prep := range []string{"on", "against", "with", "to", "from", "at"} {
		for _, at := range append([]int{k}, objects...) {
			if len(whom) == 0 {
				whom, _ = s.obliques(at, prep)
			}
		}
	}
	for _, t := range s.subjects(i) {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range whom {
				for _, b := range r.v.resolve(s, u) {
					if a.direct && b.direct && r.tells(a) && r.tells(b) && a.ent != b.ent {
						r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, method: "extract/threat@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
					}
				}
			}
		}
	}
}

// obliges reads what a speaker says that another must do: "Peru said that Chile must
// return the helicopter" urges Chile.
func (r *run) obliges(s *sentence, i int) {
	must := false
	for _, k := range s.kids[i] {
		must = must || s.rel[k] == "aux" && (s.low[k] == "must" || s.low[k] == "should")
	}
	h := s.head[i]
	p := r.x.opt.Ontology.Predicate("urges")
	if !must || h < 0 || s.rel[i] != "ccomp" || !reporting[s.low[h]] || p == nil || s.passive(i) {
		return
	}
	for _, t := range s.surface(h, 0) {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range s.surface(i, 0) {
				for _, b := range r.v.resolve(s, u) {
					if a.direct && b.direct && r.tells(a) && r.tells(b) {
						first, last := s.subtree(i, func(k int) bool {
							return s.rel[k] == "nsubj" || s.rel[k] == "mark" || s.rel[k] == "advcl" || s.rel[k] == "punct"
						})
						r.emit(&candidate{pred: p, sent: s, at: h, first: h, last: h + 1, subject: a, object: b, about: clip(r.v.text(s, first, last)), method: "extract/must@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
					}
				}
			}
		}
	}
}

// Words for being guilty, and what claims are of where a speaker does more than tell.
var (
	guilty   = wordSet("responsible guilty culpable complicit liable blame fault")
	claiming = wordSet("claim allege charge assert maintain contend suspect insist believe complain")
	// Verbs that are a wrong whoever does them.
	wrongs = wordSet("supply back finance fund help train hide fail conceal sponsor violate break breach kill murder attack steal cheat lie bomb shell torture fabricate interfere meddle sabotage hack poison abduct commit rig collude spy undermine plot target orchestrate arm harbor harbour smuggle launder bribe abuse rape massacre invade provoke harass deceive conspire fuel mastermind perpetrate threaten exploit ignore flout infringe")
	// Verbs that are a wrong only where they are alleged.
	weakWrongs = wordSet("supply back finance fund help train fail plot target threaten ignore sponsor")
)

// holdsGuilty reads whom a speaker says to be guilty: "Peru said that Chile was responsible
// for it", "Peru claimed that Chile had broken the truce".
func (r *run) holdsGuilty(s *sentence, i int) {
	h := s.head[i]
	p := r.x.opt.Ontology.Predicate("accuses")
	if p == nil || h < 0 || s.rel[i] != "ccomp" && s.rel[i] != "parataxis" || !s.verb(h) {
		return
	}
	switch {
	case guilty[s.low[i]] && (reporting[s.low[h]] || claiming[s.low[h]]):
	case claiming[s.low[h]] && wrongs[s.low[i]] && (s.low[h] == "allege" || s.low[h] == "claim" || s.low[h] == "charge" || !weakWrongs[s.low[i]]) && s.verb(i) && !s.passive(i) && s.rel[i] == "ccomp":
	default:
		return
	}
	if st, _ := r.v.status(s, i); st == schema.Denied {
		return
	}
	for _, t := range s.surface(h, 0) {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range s.surface(i, 0) {
				for _, b := range r.v.resolve(s, u) {
					if a.direct && b.direct && a.ent != b.ent && r.tells(a) && r.tells(b) && b.ent.Type.IsActor() {
						r.emit(&candidate{pred: p, sent: s, at: h, first: i, last: i + 1, subject: a, object: b, method: "extract/guilt@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
					}
				}
			}
		}
	}
}
