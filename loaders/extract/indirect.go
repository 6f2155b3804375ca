package extract

import (
	"relata/schema"
)

// indirect are the rules for what a clause says of others than by a frame of its verb.
func (r *run) indirect(s *sentence, i int) {
	r.obliges(s, i)
	r.effort(s, i)
	r.bids(s, i)
	r.providesWith(s, i)
	r.holdsGuilty(s, i)
	r.threatens(s, i)
	r.threatensWith(s, i)
	r.receives(s, i)
	r.arrives(s, i)
	r.brands(s, i)
	r.alleges(s, i)
	r.saysOf(s, i)
	r.assails(s, i)
	r.guests(s, i)
	r.disowns(s, i)
	r.contracts(s, i)
}

// tell emits a claim for each pair of what the tokens name, with the rule's name.
func (r *run) tell(s *sentence, i int, name, rule, about string, from, to []int) {
	p := r.x.opt.Ontology.Predicate(name)
	if p == nil {
		return
	}
	for _, t := range from {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range to {
				for _, b := range r.v.resolve(s, u) {
					r.tellOf(s, i, p, rule, about, a, b)
				}
			}
		}
	}
}

func (r *run) tellOf(s *sentence, i int, p *schema.Predicate, rule, about string, a, b arg) {
	a, b = a.as(p.From), b.as(p.To)
	if a.ent == nil || b.ent == nil || a.ent == b.ent || !fitsType(a.ent.Type, p.From) || !fitsType(b.ent.Type, p.To) || !r.tells(a) || !r.tells(b) {
		return
	}
	r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, about: about, method: "extract/" + rule + "@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
}

// Verbs by which goods, aid and troops come to a place, and nouns for troops and their craft.
var (
	arriving = wordSet("arrive reach land enter come get")
	forces   = wordSet("troop troops soldier force marine army navy paratrooper brigade battalion unit contingent convoy rescuer firefighter medic reinforcement reinforcements peacekeeper")
)

// arrives reads what came to somebody by whose it is: "Peruvian aid reached Chad", "Chilean
// warships arrived in Peru".
func (r *run) arrives(s *sentence, i int) {
	if !arriving[s.low[i]] || s.passive(i) {
		return
	}
	for _, t := range s.subjects(i) {
		if s.name[t] >= 0 {
			continue
		}
		c := s.class(t)
		name := ""
		switch {
		case forces[s.low[t]], vessels[s.low[t]]:
			name = "deploys-to"
		case aidWords[s.low[t]]:
			name = "aids"
		case c.Kind == "product", s.low[t] == "shipment", s.low[t] == "delivery":
			name = "supplies"
		default:
			continue
		}
		p := r.x.opt.Ontology.Predicate(name)
		if p == nil {
			continue
		}
		var where []int
		if s.low[i] == "reach" || s.low[i] == "enter" {
			where = s.objects(i)
		}
		for _, prep := range []string{"in", "to", "at", "on"} {
			if len(where) == 0 {
				where, _ = s.obliques(i, prep)
			}
		}
		for _, a := range r.v.proxy(s, t) {
			for _, u := range where {
				for _, b := range r.v.resolve(s, u) {
					if b.direct {
						r.tellOf(s, i, p, "arrival", r.v.text(s, s.adjectives(t), t+1), a, b)
					}
				}
			}
		}
	}
}

// disowns reads a refusal to recognize as opposition: "X does not recognize Y", "X refused to
// recognise Y".
func (r *run) disowns(s *sentence, i int) {
	if s.low[i] != "recognize" && s.low[i] != "recognise" || s.passive(i) && len(s.subjects(i)) == 0 {
		return
	}
	if st, _ := r.v.status(s, i); st != schema.Denied {
		return
	}
	p := r.x.opt.Ontology.Predicate("opposes")
	if p == nil {
		return
	}
	for _, t := range s.subjects(i) {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range s.objects(i) {
				for _, b := range r.v.resolve(s, u) {
					if a.direct && a.ent != b.ent && fitsType(b.ent.Type, p.To) && fitsType(a.ent.Type, p.From) && r.tells(a) && r.tells(b) {
						r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, status: schema.Actual, method: "extract/disown@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
					}
				}
			}
		}
	}
}

// Nouns for bargains with somebody to buy a thing.
var bargains = wordSet("contract deal agreement order accord memorandum pact talk negotiation arrangement letter")

// contracts reads the seller from the bargain that a purchase is the aim of, or from whose
// make the goods are: "signed a contract with X to buy jets", "bought Russian tanks".
func (r *run) contracts(s *sentence, i int) {
	switch s.low[i] {
	case "buy", "purchase", "acquire", "order", "procure", "import":
	default:
		return
	}
	p := r.x.opt.Ontology.Predicate("buys-from")
	if p == nil {
		return
	}
	if from, _ := s.obliques(i, "from"); len(from) > 0 {
		return
	}
	subjects := s.subjects(i)
	var with []int
	if h := s.head[i]; h >= 0 && (s.rel[i] == "acl" || s.rel[i] == "advcl") {
		for _, n := range append([]int{h}, s.kids[h]...) {
			if s.noun(n) && bargains[s.low[n]] && len(with) == 0 && (n == h || s.rel[n] == "obj") {
				with, _ = s.obliques(n, "with")
			}
		}
	}
	emit := func(a, b arg, about string) {
		if a.ent.Type == schema.Country || a.ent.Type == schema.Organization {
			r.tellOf(s, i, p, "purchase", about, a, b)
		}
	}
	for _, o := range s.objects(i) {
		first, last := s.subtree(o, func(k int) bool { return s.rel[k] == "det" || s.rel[k] == "acl" || s.rel[k] == "appos" })
		about := clip(r.v.text(s, first, last))
		for _, t := range subjects {
			for _, a := range r.v.resolve(s, t) {
				if !a.direct {
					continue
				}
				for _, u := range with {
					for _, b := range r.v.resolve(s, u) {
						if b.direct {
							emit(a, b, about)
						}
					}
				}
				if len(with) > 0 || s.name[o] >= 0 && !s.model(o) || s.kid(o, "nmod:poss") >= 0 || s.class(o).Kind != "product" && !s.model(o) && !goodsWords[s.low[o]] {
					continue
				}
				for j := o - 1; j >= 0 && j > o-6 && s.under(j, o); j-- {
					if s.name[j] >= 0 && s.Tokens[j].UPOS == "ADJ" {
						if b := r.v.own(s, j); b.ent != nil && b.ent.Type == schema.Country {
							emit(a, b, about)
						}
					}
				}
			}
		}
	}
}

// Verbs and their objects that say what comes to him who is warned.
var doom = map[string]map[string]bool{
	"pay": wordSet("price consequence"), "face": wordSet("consequence response action retaliation punishment wrath sanction"), "suffer": wordSet("consequence"), "bear": wordSet("consequence responsibility"),
}

// threatensWith reads whom a warning is for by what it says of him: "warned that X would pay
// the price".
func (r *run) threatensWith(s *sentence, i int) {
	h := s.head[i]
	if h < 0 || s.rel[i] != "ccomp" || s.low[h] != "warn" && s.low[h] != "threaten" && s.low[h] != "vow" && s.low[h] != "say" {
		return
	}
	words := doom[s.low[i]]
	for _, o := range s.objects(i) {
		if words[s.low[o]] {
			r.tell(s, h, "warns", "doom", "", s.surface(h, 0), s.surface(i, 0))
			return
		}
	}
}

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

// Verbs of promising ill, the ill that is promised, and nouns for what is threatened.
var (
	vows     = wordSet("vow promise pledge swear")
	revenges = wordSet("retaliate punish avenge destroy crush annihilate obliterate")
	menaces  = wordSet("sanction tariff war strike action retaliation ban lawsuit attack embargo reprisal veto boycott duty blockade fund")
)

// threatens reads whom a threat is for by what is threatened: "threatened to impose tariffs
// on X", "threatens to break relations with X".
func (r *run) threatens(s *sentence, i int) {
	p := r.x.opt.Ontology.Predicate("warns")
	if s.low[i] != "threaten" && !vows[s.low[i]] || p == nil || s.passive(i) {
		return
	}
	k := s.kid(i, "xcomp")
	if o := s.kid(i, "obj"); k < 0 && o >= 0 && menaces[s.low[o]] {
		k = i // "threatened sanctions on X"
	}
	if k < 0 || s.low[i] != "threaten" && !revenges[s.low[k]] {
		return
	}
	var whom []int
	objects := s.objects(k)
	for _, o := range objects {
		if actorNoun(s, o) && !menaces[s.low[o]] && !aidWords[s.low[o]] {
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
		must = must || s.rel[k] == "aux" && (s.low[k] == "must" || s.low[k] == "should") && k > s.kid(i, "nsubj") && !fares[s.low[i]]
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
	guilty   = wordSet("responsible guilty culpable complicit liable blame fault perpetrator culprit mastermind")
	claiming = wordSet("claim allege charge assert maintain contend suspect insist believe complain")
	// Verbs that are a wrong whoever does them.
	wrongs = wordSet("supply back finance fund help train hide fail conceal sponsor violate break breach kill murder attack steal cheat lie bomb shell torture fabricate interfere meddle sabotage hack poison abduct commit rig collude spy undermine plot target orchestrate arm harbor harbour smuggle launder bribe abuse rape massacre invade provoke harass deceive conspire fuel mastermind perpetrate threaten exploit ignore flout infringe")
	// Verbs that are a wrong only where they are alleged.
	weakWrongs = wordSet("supply back finance fund help train fail plot target threaten ignore sponsor")
)

// Verbs for doing something, and nouns for wrongs done, beside attacks.
var (
	deeds    = wordSet("carry order commit conduct launch perpetrate orchestrate plan stage plot direct lead run")
	misdeeds = wordSet("hack murder killing coup crime massacre genocide assassination cyberattack abuse poisoning kidnapping plot fraud theft explosion blast sabotage")
)

// holdsGuilty reads whom a speaker says to be guilty: "Peru said that Chile was responsible
// for it", "Peru claimed that Chile had broken the truce".
func (r *run) holdsGuilty(s *sentence, i int) {
	h := s.head[i]
	p := r.x.opt.Ontology.Predicate("accuses")
	behind := s.preposition(i) == "behind" && s.noun(i) && s.kid(i, "cop") >= 0
	if p == nil || h < 0 || s.rel[i] != "ccomp" && s.rel[i] != "parataxis" || !s.verb(h) {
		return
	}
	switch {
	case behind && (reporting[s.low[h]] || claiming[s.low[h]]): // "said X was behind the attack"
	case claiming[s.low[h]] && deeds[s.low[i]] && s.kid(i, "obj") >= 0 && (violence[s.low[s.kid(i, "obj")]] || misdeeds[s.low[s.kid(i, "obj")]]):
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
