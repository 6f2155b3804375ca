package extract

import (
	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/schema"
)

// Verbs and nouns for doing away with an enemy, of which who sets out to it fights him.
var (
	ridding = wordSet("defeat destroy degrade eliminate eradicate dismantle crush counter combat annihilate vanquish expel dislodge oust rout liquidate extirpate neutralize neutralise target attack kill fight battle confront stop disrupt")
	// nouns of which the purpose is somebody's who is at it
	efforts = wordSet("campaign effort strategy determination mission operation operations fight battle struggle resolve war drive offensive push commitment work mandate attempt bid endeavor endeavour")
	// verbs that say that somebody is at it, not only that he means to be
	atIt = wordSet("commit work fight lead join unite help support assist aid stand continue determine strive try battle struggle cooperate act deploy train advise form design create build establish operate mobilise mobilize conduct take enable back arm equip use launch remain")
	// words of the names of bodies and groups that states do not treat with
	enemies = wordSet("militants insurgents terrorists jihadists extremists rebels guerrillas fighters separatists jihad caliphate")
)

// Nouns for what an enemy is or has, of which who does away with it fights him.
var evils = wordSet("ideology threat scourge terrorism campaign caliphate insurgency violence menace network targets target fighters militants terrorists danger evil brutality forces stronghold")

// Verbs of helping another to do it, who then does it.
var seconding = wordSet("support help assist aid back train stand enable arm equip advise empower")

// enemy says whether a body or group is one that others set out to destroy.
func enemy(e *schema.Entity) bool {
	return e != nil && (e.Type == schema.Organization || e.Type == schema.Group) && (hasWord(e.Name, enemies) || link.Armed(e.Name))
}

// aim makes a claim that somebody sets out to do away with an armed group the claim that he
// fights it: "is committed to destroying X", "works with others to defeat X".
func (r *run) aim(c *candidate) {
	s := c.sent
	switch c.pred.Name {
	case "defeats", "attacks", "kills", "dismisses":
	case "fights":
		if c.subject.ent.Type != schema.Person {
			return
		}
	default:
		return
	}
	r.band(c)
	if !c.subject.direct && c.subject.ent.Type == schema.Country || !named(c.object.ent) {
		return
	}
	if !ridding[s.low[c.at]] || !s.verb(c.at) || !enemy(c.object.ent) || c.features.kind != schema.VerbFrame {
		return
	}
	h := s.purpose(c.at)
	if h < 0 {
		return
	}
	name := "fights"
	if c.subject.ent.Type == schema.Person {
		name = "opposes"
	}
	if p := r.x.opt.Ontology.Predicate(name); p != nil {
		c.pred = p
	}
	if st, _ := r.v.status(s, h); atIt[s.low[h]] || efforts[s.low[h]] {
		c.status = st
	}
}

// Participles that tie a band without a name to the one it belongs to.
var tiedTo = wordSet("associate link affiliate ally")

// band makes the one that a band without a name belongs to the object: "the terrorists
// associated with X".
func (r *run) band(c *candidate) {
	s, b := c.sent, &c.object
	if b.mention < 0 || named(b.ent) || r.v.doc.Mentions[b.mention].Sentence != s.idx || !enemies[s.low[b.tok]+"s"] {
		return
	}
	k := s.kid(b.tok, "acl")
	if k < 0 || !tiedTo[s.low[k]] {
		return
	}
	for _, o := range s.kids[k] {
		if p := s.preposition(o); s.rel[o] == "obl" && (p == "with" || p == "to") {
			if a := r.v.own(s, o); a.ent != nil && enemy(a.ent) {
				*b = a
			}
		}
	}
}

// purpose is the word whose purpose the verb at i tells, -1 if it tells none: "work" of
// "works to degrade and defeat X".
func (s *sentence) purpose(i int) int {
	i = s.firstConjunct(i)
	h := s.head[i]
	if h < 0 {
		return -1
	}
	switch s.rel[i] {
	case "advcl", "xcomp", "ccomp", "acl":
		if m := s.kid(i, "mark"); m >= 0 && (s.low[m] == "to" || s.low[m] == "towards" || s.low[m] == "in" || s.low[m] == "of") && s.Tokens[i].Deprel != "acl:relcl" {
			return h
		}
	}
	return -1
}

// effort reads who is at an effort to do away with an armed group by the noun for it: "X's
// strategy to defeat Y", "backs X in its efforts to defeat Y", "a coalition formed to defeat Y".
func (r *run) effort(s *sentence, i int) {
	if !ridding[s.low[i]] || !s.verb(i) || s.passive(i) {
		return
	}
	n := s.purpose(i)
	if n >= 0 && s.verb(n) && seconding[s.low[n]] && !s.passive(n) { // "stands by X to defeat Y"
		who := s.objects(n)
		for _, prep := range []string{"by", "with", "alongside"} {
			if len(who) == 0 && s.low[n] == "stand" {
				who, _ = s.obliques(n, prep)
			}
		}
		r.atWar(s, i, who)
		return
	}
	if n < 0 || s.rel[s.firstConjunct(i)] != "acl" && !s.noun(n) {
		if n < 0 || s.rel[n] != "acl" || !s.verb(n) || !atIt[s.low[n]] { // "a coalition formed to defeat Y"
			return
		}
		n = s.head[n]
	}
	if n < 0 || !s.noun(n) {
		return
	}
	var who []int
	switch {
	case efforts[s.low[n]]:
		who = s.atEffort(n)
	case s.class(n).Kind == "org" || s.class(n).Kind == "group" || s.name[n] >= 0:
		who = []int{n}
	}
	r.atWar(s, i, who)
}

// atWar makes those who set out to what the verb at i says fight its object.
func (r *run) atWar(s *sentence, i int, who []int) {
	objects := s.objects(i)
	for _, k := range s.kids[i] {
		if len(objects) == 0 && s.rel[k] == "conj" && s.verb(k) {
			objects = s.objects(k)
		}
	}
	p := r.x.opt.Ontology.Predicate("fights")
	if p == nil {
		return
	}
	for _, t := range who {
		for _, a := range r.v.resolve(s, t) {
			if e := r.v.firstPerson(s, a.tok); e != nil {
				a.ent, a.city = e, nil
			}
			if a.ent == nil || !a.ent.Type.IsActor() || a.ent.Type == schema.Person || !a.direct {
				continue
			}
			for _, o := range objects {
				for _, b := range r.v.resolve(s, o) {
					if enemy(b.ent) && (b.direct || evils[s.low[o]] && r.v.kindOf(b) == nlp.Name) && a.ent != b.ent && r.tells(a) {
						r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, status: schema.Actual, method: "extract/effort@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
					}
				}
			}
		}
	}
}

// firstConjunct is the verb that the verb at i is joined to, itself if it is the first.
func (s *sentence) firstConjunct(i int) int {
	for n := 0; s.rel[i] == "conj" && s.head[i] >= 0 && s.verb(s.head[i]) && n < maxDepth; n++ {
		i = s.head[i]
	}
	return i
}

// atEffort is whose effort the noun at n is: its owner, who is backed in it, who leads it.
func (s *sentence) atEffort(n int) []int {
	if k := s.beforeIn(n); k >= 0 {
		return []int{k}
	}
	for _, k := range s.kids[n] {
		if s.Tokens[k].Deprel == "nmod:poss" && k < n {
			return s.antecedent(k, n)
		}
	}
	for _, k := range s.kids[n] {
		if k < n && s.name[k] >= 0 && (s.rel[k] == "compound" || s.rel[k] == "amod" || s.rel[k] == "nmod") {
			return []int{k}
		}
	}
	for j, depth := n, 0; j >= 0 && depth < 4; j, depth = s.head[j], depth+1 { // "leads efforts in the campaign to"
		if s.verb(j) {
			if atIt[s.low[j]] || s.low[j] == "begin" || s.low[j] == "start" || s.low[j] == "play" {
				return s.surface(j, 0)
			}
			return nil
		}
	}
	return nil
}

// beforeIn is the actor that stands right before "in" and the noun at n: "support for X in its
// fight against"; -1 if none does.
func (s *sentence) beforeIn(n int) int {
	in := -1
	for _, k := range s.kids[n] {
		if s.rel[k] == "case" && s.low[k] == "in" && k < n {
			in = k
		}
	}
	t := in - 1
	if t < 0 || !s.noun(t) {
		return -1
	}
	best := -1
	for i := 0; t >= 0 && t < in && i < 8; i++ {
		if actorNoun(s, t) {
			best = t
		} else if best >= 0 || !s.noun(t) {
			break
		}
		h := s.head[t]
		if h < 0 || h > in || s.rel[t] != "nmod" && s.rel[t] != "conj" && s.rel[t] != "compound" && s.rel[t] != "flat" {
			break
		}
		t = h
	}
	return best
}

// helped are those who are helped in the effort that the noun at h names: "supports X in its efforts
// to"; nil if it is no such effort.
func (s *sentence) helped(h int) []int {
	g := s.head[h]
	if g < 0 || s.preposition(h) != "in" || !efforts[s.low[h]] {
		return nil
	}
	if s.verb(g) && (seconding[s.low[g]] || s.low[g] == "join") {
		return s.objects(g)
	}
	if s.noun(g) && actorNoun(s, g) && s.kid(h, "nmod:poss") >= 0 {
		return []int{g} // "the army in its efforts to"
	}
	return nil
}

// Verbs of giving whose object gets what "with" names, and nouns for help.
var (
	bestowing = wordSet("provide supply furnish present equip")
	helps     = wordSet("support aid assistance help relief training advice backing funding protection shelter care expertise intelligence cover")
)

// providesWith reads whom somebody helps by "provide X with support".
func (r *run) providesWith(s *sentence, i int) {
	if !bestowing[s.low[i]] || !s.verb(i) {
		return
	}
	with, loose := s.obliques(i, "with")
	if len(with) == 0 || loose || !helps[s.low[with[0]]] {
		return
	}
	r.tell(s, i, "aids", "provides-with", s.low[with[0]], s.subjects(i), s.objects(i))
}

// bears says whether one of the sides of the verb at i is an armed body or group.
func (r *run) bears(s *sentence, i int) bool {
	toks := append(append([]int{}, s.subjects(i)...), s.objects(i)...)
	with, _ := s.obliques(i, "with")
	for _, t := range append(toks, with...) {
		for _, a := range r.v.resolve(s, t) {
			if a.ent != nil && (enemy(a.ent) || armed(a.ent)) {
				return true
			}
		}
	}
	return false
}
