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

// passive says whether a verb is in the passive voice.
func (s *sentence) passive(v int) bool {
	tok := s.tok(v)
	if tok.UPOS != "VERB" || tok.XPOS != "" && tok.XPOS != "VBN" && tok.XPOS != "VBD" {
		return false
	}
	if unpassive[s.low[v]] {
		return false
	}
	have := false
	for _, k := range s.kids[v] {
		switch s.Tokens[k].Deprel {
		case "nsubj:pass", "aux:pass", "csubj:pass", "obl:agent":
			return true
		case "aux":
			have = have || s.low[k] == "have"
		case "obj":
			if tok.XPOS != "VBN" {
				return false
			}
		}
	}
	if have {
		return false
	}
	switch s.rel[v] {
	case "acl", "advcl", "amod":
		if s.Tokens[v].Deprel == "acl:relcl" {
			return false
		}
		if s.rel[v] == "acl" && s.kid(v, "obj") >= 0 {
			return false // "tanks fired bombs": a main verb that the parser took for a participle
		}
		return tok.XPOS == "VBN" && s.kid(v, "nsubj") < 0
	case "conj":
		if h := s.head[v]; h >= 0 && s.verb(h) && tok.XPOS == "VBN" && s.kid(v, "nsubj", "aux") < 0 {
			return s.passive(h)
		}
	}
	return false
}

// Verbs without a passive.
var unpassive = wordSet("clash arrive skirmish collide converse disagree agree occur happen retaliate collaborate cooperate belong depend resign")

// subjects are the heads of a verb's logical subject: of passives the agent, of clauses
// without a subject that of the word that controls them.
func (s *sentence) subjects(v int) []int { return s.subjectsAt(v, 0) }

func (s *sentence) subjectsAt(v, depth int) []int {
	if depth > 12 {
		return nil
	}
	if s.passive(v) {
		for _, k := range s.kids[v] {
			if s.Tokens[k].Deprel == "obl:agent" || s.rel[k] == "obl" && s.preposition(k) == "by" && s.class(k).Kind != "time" {
				return []int{k}
			}
		}
		if s.rel[v] == "conj" && s.head[v] >= 0 && s.verb(s.head[v]) && s.passive(s.head[v]) {
			// "was attacked and killed by X": the agent of the last serves all before
			return nil
		}
		for _, k := range s.kids[v] {
			if s.rel[k] == "conj" && k > v && s.verb(k) && s.passive(k) && s.kid(k, "nsubj") < 0 {
				return s.subjectsAt(k, depth+1)
			}
		}
		return nil
	}
	return s.surface(v, depth)
}

// surface are the heads of the grammatical subject, wherever it stands.
func (s *sentence) surface(v, depth int) []int {
	if depth > 12 {
		return nil
	}
	subject := -1
	for _, k := range s.kids[v] { // of two the nearer: "BBC's X said"
		if s.rel[k] == "nsubj" && s.Tokens[k].Deprel != "nsubj:outer" && (subject < 0 || k < v) {
			subject = k
		}
	}
	if subject >= 0 {
		return s.antecedent(subject, v)
	}
	h := s.head[v]
	if h < 0 {
		return nil
	}
	switch s.rel[v] {
	case "conj":
		if s.verb(h) || s.kid(h, "cop") >= 0 || s.Tokens[h].UPOS == "ADJ" {
			return s.surface(h, depth+1)
		}
	case "xcomp":
		return s.controller(h, v, depth+1)
	case "advcl", "parataxis":
		if s.verb(h) || s.kid(h, "cop", "nsubj") >= 0 {
			if s.rel[v] == "advcl" {
				if m := s.kid(v, "mark", "case"); m >= 0 && (s.low[m] == "of" || s.low[m] == "for") && blames[s.low[h]] || m >= 0 && s.low[m] == "to" && s.Tokens[v].XPOS == "VB" && empowers[s.low[h]] {
					// "accused X of doing", "named X to head": the object acts
					return s.objects(h)
				}
				if to := s.kid(v, "mark"); to >= 0 && s.low[to] == "to" && s.kid(h, "nsubj:pass") >= 0 {
					// "was used to attack": the unnamed agent acts
					if a := s.subjectsAt(h, depth+1); a != nil {
						return a
					}
					return nil
				}
			}
			return s.surface(h, depth+1)
		}
	case "ccomp":
		if s.kid(v, "mark") < 0 && s.Tokens[v].XPOS == "VBG" {
			return s.surface(h, depth+1)
		}
	case "acl":
		if s.Tokens[v].Deprel == "acl:relcl" {
			if !s.hasObjectGap(v) {
				return []int{h}
			}
			return nil
		}
		if s.Tokens[v].XPOS == "VBG" {
			if actorNoun(s, h) || s.kid(v, "mark", "case") < 0 && !sayingNouns[s.low[h]] && governing[s.low[h]] == "" {
				return []int{h}
			}
			if s.kid(v, "mark", "case") >= 0 && governing[s.low[h]] != schema.Planned {
				return nil // "restrictions on buying": anyone's
			}
			return s.nounActors(h, depth+1)
		}
		if s.Tokens[v].XPOS == "VBN" || s.Tokens[v].XPOS == "VBD" {
			return []int{h} // grammatical subject of a participle in the passive
		}
		if m := s.kid(v, "mark"); m >= 0 && s.low[m] == "to" {
			if a := s.nounActors(h, depth+1); len(a) > 0 {
				return a
			}
			if actorNoun(s, h) {
				return []int{h}
			}
			if g := s.head[h]; g >= 0 && s.verb(g) && (s.rel[h] == "obl" || s.rel[h] == "obj") {
				return s.surface(g, depth+1) // "works as part of a group to do it"
			}
		}
	}
	return nil
}

func actorNoun(s *sentence, i int) bool {
	if s.name[i] >= 0 || s.Tokens[i].UPOS == "PRON" || s.Tokens[i].UPOS == "PROPN" {
		return true
	}
	switch s.class(i).Kind {
	case "person", "group", "org", "country":
		return true
	}
	return false
}

// hasObjectGap says whether a relative clause's antecedent is its object: it has a subject
// of its own that is not the relative pronoun.
func (s *sentence) hasObjectGap(v int) bool {
	k := s.kid(v, "nsubj")
	return k >= 0 && !relative(s.low[k])
}

func relative(w string) bool {
	switch w {
	case "who", "which", "that", "whom", "whose":
		return true
	}
	return false
}

// antecedent replaces a relative pronoun by the noun that its clause modifies.
func (s *sentence) antecedent(k, v int) []int {
	if s.Tokens[k].UPOS != "PRON" && s.Tokens[k].UPOS != "DET" && s.Tokens[k].UPOS != "SCONJ" || !relative(s.low[k]) {
		return []int{k}
	}
	if w := s.low[k]; w == "who" || w == "whom" {
		j := k - 1
		if j > 0 && s.Tokens[j].Form == "," {
			j--
		}
		if j >= 0 && s.name[j] >= 0 {
			for j > 0 && s.name[j-1] == s.name[j] {
				j--
			}
			return []int{j} // right after a name it is that name's, wherever the clause hangs
		}
	}
	for n, j := 0, v; j >= 0 && n < maxDepth; n++ {
		if s.Tokens[j].Deprel == "acl:relcl" && s.head[j] >= 0 {
			return []int{s.head[j]}
		}
		j = s.head[j]
	}
	if s.rel[v] == "conj" || s.rel[v] == "xcomp" {
		return nil
	}
	return nil
}

// Verbs whose subject, not object, acts in the infinitive that they govern.
var subjectControl = wordSet("promise vow pledge threaten agree offer refuse")

// controller is who acts in an open complement of h.
func (s *sentence) controller(h, v, depth int) []int {
	if s.verb(h) {
		if s.passive(h) {
			for _, k := range s.kids[h] {
				if s.Tokens[k].Deprel == "nsubj:pass" || s.rel[k] == "nsubj" {
					return s.antecedent(k, h)
				}
			}
			return s.surface(h, depth)
		}
		if !subjectControl[s.low[h]] {
			for _, k := range s.kids[h] {
				if (s.rel[k] == "obj" || s.rel[k] == "iobj") && k < v && (actorNoun(s, k) || causes[s.low[h]]) {
					return s.antecedent(k, h)
				}
			}
			for _, k := range s.kids[h] { // "called on X to", "appealed to X to"
				if s.rel[k] == "obl" && k < v && k > h && appeal[s.low[h]] {
					switch s.preposition(k) {
					case "on", "upon", "to", "for", "with", "from":
						return []int{k}
					}
				}
			}
		}
		return s.surface(h, depth)
	}
	return s.surface(h, depth) // "is ready to attack"
}

// Verbs whose object did what they blame or praise it for, who is put in charge, and who is
// kept from doing.
var (
	blames     = wordSet("accuse suspect blame condemn criticize criticise praise thank commend denounce sanction fine arrest jail charge convict punish sue fault slam rebuke acquit indict applaud congratulate")
	empowers   = wordSet("nominate appoint choose pick elect name hire ask urge order invite allow select designate authorize authorise tap instruct direct tell encourage require permit enable force help pay persuade convince press command compel recruit train")
	preventing = wordSet("prevent stop ban bar block prohibit keep dissuade deter discourage")
)

// Verbs whose object acts whatever it is.
var causes = wordSet("let make have help allow enable cause force get permit lead")

var appeal = wordSet("call appeal plead press push lobby urge demand wait rely count campaign")

// objects are the heads of a verb's logical object.
func (s *sentence) objects(v int) []int {
	if s.passive(v) {
		if s.kid(v, "obj") >= 0 && s.kid(v, "nsubj") >= 0 {
			return s.direct(v, "obj") // "was given aid"
		}
		for _, k := range s.kids[v] {
			if s.Tokens[k].Deprel == "nsubj:pass" || s.rel[k] == "nsubj" {
				return s.antecedent(k, v)
			}
		}
		if s.rel[v] == "amod" && s.head[v] >= 0 {
			return []int{s.head[v]}
		}
		return s.surface(v, 0)
	}
	out := s.direct(v, "obj")
	if len(out) == 0 {
		out = s.direct(v, "iobj") // "warned Iran": an only object, whatever the parser calls it
	}
	if len(out) > 0 {
		return out
	}
	h := s.head[v]
	if h < 0 {
		return nil
	}
	if s.Tokens[v].Deprel == "acl:relcl" {
		if s.hasObjectGap(v) && s.kid(v, "obl") < 0 {
			return []int{h}
		}
		return nil
	}
	if s.rel[v] == "conj" && s.verb(h) {
		// "make and sell drones": the object stands after both
		for _, k := range s.kids[h] {
			if s.rel[k] == "obj" && k > v {
				return s.antecedent(k, h)
			}
		}
	}
	if s.rel[v] == "xcomp" && s.Tokens[h].Deprel == "acl:relcl" && s.hasObjectGap(h) && s.head[h] >= 0 {
		return []int{s.head[h]} // "missiles that it plans to buy"
	}
	if s.rel[v] == "acl" && s.Tokens[v].XPOS == "VB" && s.kid(v, "obl") < 0 && s.class(h).Type != "" && !s.class(h).Type.IsActor() && len(s.nounActors(h, 0)) == 0 {
		return []int{h} // "missiles to sell"
	}
	for _, k := range s.kids[v] { // an object shared by conjuncts: "buy or make missiles"
		if s.rel[k] == "conj" && s.verb(k) && k > v {
			if o := s.direct(k, "obj"); len(o) > 0 && len(s.direct(v, "obj")) == 0 && s.kid(v, "obl", "xcomp", "ccomp") < 0 && k-v <= 3 {
				return o
			}
		}
	}
	return nil
}

func (s *sentence) direct(v int, rel string) []int {
	for _, k := range s.kids[v] {
		if s.rel[k] == rel {
			return s.antecedent(k, v)
		}
	}
	return nil
}

// obliques are the phrases of verb or noun i with one of the prepositions; they are looked
// for at its object too, since phrases often hang there: "sign a deal with".
func (s *sentence) obliques(i int, prep string) (out []int, loose bool) {
	match := func(j int) {
		for _, k := range s.kids[j] {
			if s.rel[k] != "obl" && s.rel[k] != "nmod" && s.Tokens[k].Deprel != "advcl" && s.rel[k] != "acl" {
				continue
			}
			if s.preposition(k) == prep && (s.noun(k) || s.Tokens[k].UPOS == "PRON" || s.Tokens[k].UPOS == "NUM" || s.Tokens[k].UPOS == "DET" || s.Tokens[k].UPOS == "ADJ") {
				out = append(out, s.antecedent(k, j)...)
			}
		}
	}
	match(i)
	if len(out) > 0 {
		return out, false
	}
	if s.noun(i) { // "the agreement reached between"
		for _, k := range s.kids[i] {
			if s.rel[k] == "acl" && prep == "from" && s.Tokens[k].XPOS == "VB" {
				o, _ := s.obliques(k, prep) // "negotiations to buy missiles from"
				out = append(out, o...)
				continue
			}
			if s.rel[k] == "acl" && s.Tokens[k].Deprel != "acl:relcl" && s.passive(k) && prep != "by" {
				match(k)
			}
		}
		if len(out) > 0 {
			return out, true
		}
	}
	// often such phrases hang on the object, or on the last of several
	for _, k := range s.kids[i] {
		switch {
		case s.rel[k] == "obj", s.rel[k] == "xcomp", s.rel[k] == "nmod" && s.preposition(k) == "of" && prep != "of" && prep != "in" && (s.class(k).Kind == "product" || (s.class(k).Kind == "group" || s.class(k).Kind == "org") && prep == "to"):
			match(k)
			for _, c := range s.kids[k] {
				if s.rel[c] == "conj" || s.rel[c] == "nmod" && (ofWords[s.low[k]] || s.class(k).Kind == "quantity") {
					match(c) // "a large number of drones from"
				}
			}
		}
	}
	if len(out) == 0 && (s.rel[i] == "obj" || s.rel[i] == "nsubj") && s.noun(i) {
		if h := s.head[i]; h >= 0 && s.verb(h) && (s.rel[i] == "obj" || s.passive(h)) {
			match(h) // "launch an attack against", "sanctions were imposed on"
		}
	}
	if len(out) == 0 && (prep == "to" || prep == "for") && s.rel[i] == "obj" && s.noun(i) && s.head[i] >= 0 {
		out = append(out, s.direct(s.head[i], "iobj")...) // "gave X a warning"
	}
	if len(out) == 0 && s.noun(i) {
		for _, k := range s.kids[i] { // "a treaty that X signed with Y"
			if s.Tokens[k].Deprel == "acl:relcl" && s.hasObjectGap(k) && lightVerbs[s.low[k]] && s.kid(k, "obj") < 0 {
				match(k)
			}
		}
	}
	if len(out) == 0 && s.rel[i] == "conj" && s.head[i] >= 0 {
		h := s.head[i]
		for _, k := range s.kids[h] {
			if k > i && (s.rel[k] == "obl" || s.rel[k] == "nmod") && s.preposition(k) == prep {
				out = append(out, k)
			}
		}
	}
	if len(out) == 0 { // phrase hanging on the last conjunct
		for _, k := range s.kids[i] {
			if s.rel[k] == "conj" && k > i {
				match(k)
			}
		}
	}
	return out, true
}

// Verbs that only carry the noun that they govern: who holds talks talks.
var lightVerbs = wordSet(`hold have make take give get conduct launch carry begin start continue open resume host attend mount stage undertake perform enter impose pay provide offer
	sign reach strike announce order plan plot express voice show declare commit engage wage fight lead step end halt suspend finish complete do conclude extend send deliver deploy issue
	cancel postpone boycott join initiate lodge file pledge promise propose seek demand request win secure receive accept reject discuss launch place put set slap levy lift ease tighten
	threaten consider prepare support execute stop cease restart renew boost increase expand strengthen deepen maintain keep forge establish form build agree broker face approve back coordinate
	ink seal clinch award hammer introduce renew adopt reimpose slap clamp maintain level trade hurl field violate breach terminate void scrap abandon sustain deepen restore normalize normalise resolve revive hail harbor harbour feel
	post publish release write tweet circulate exchange call claim repeat describe deny confirm bring direct authorize authorise run`)

// nounActors are the heads of who acts in what a noun names: possessor, "by" phrase,
// nationality, or the subject of the light verb that governs it.
func (s *sentence) nounActors(n, depth int) []int {
	if depth > 12 {
		return nil
	}
	for _, k := range s.kids[n] {
		if s.Tokens[k].Deprel == "nmod:poss" && k < n {
			return s.antecedent(k, n)
		}
	}
	if a, loose := s.obliques(n, "by"); len(a) > 0 && !loose {
		return a
	}
	for j := n - 1; j >= 0 && j > n-6 && s.under(j, n); j-- {
		if s.name[j] >= 0 {
			return []int{j}
		}
		if s.Tokens[j].UPOS == "DET" || s.Tokens[j].UPOS == "ADP" {
			break
		}
	}
	if a := s.lightSubject(n, depth+1); len(a) > 0 {
		return a
	}
	return s.sideIn(n, depth)
}

// Nouns of strife, in which one is helped: "support X in the fight against Y".
var strife = wordSet("fight war battle struggle campaign conflict combat")

// sideIn is who is helped in a fight: the object of the verb or the aim of the noun that
// "in the fight" hangs on.
func (s *sentence) sideIn(n, depth int) []int {
	if !strife[s.low[n]] || s.preposition(n) != "in" || depth > 8 {
		return nil
	}
	for j, i := s.head[n], 0; j >= 0 && i < 4; j, i = s.head[j], i+1 {
		switch {
		case s.verb(j):
			if o := s.objects(j); len(o) > 0 && actorNoun(s, o[0]) {
				return o
			}
			return s.subjectsAt(j, depth+1)
		case s.noun(j):
			if actorNoun(s, j) {
				return []int{j}
			}
			for _, prep := range []string{"for", "of", "to"} {
				for _, k := range s.kids[j] {
					if s.rel[k] == "nmod" && s.preposition(k) == prep && actorNoun(s, k) {
						return []int{k}
					}
				}
			}
		}
	}
	return nil
}

// Prepositions of what the subject of the clause did before or meanwhile.
var afterWords = wordSet("after following before during")

// Nouns for what the subject of the clause does too, by the prepositions before them.
var jointly = map[string]string{
	"coordination": "in", "cooperation": "in", "collaboration": "in", "partnership": "in", "consultation": "in for", "talk": "in for", "negotiation": "in for", "discussion": "in for",
	"favour": "in", "favor": "in", "meeting": "for in at", "summit": "for at", "visit": "for from on", "trip": "for from on", "tour": "from on for", "journey": "from on", "stopover": "on during", "call": "in during", "conversation": "in", "warning": "in", "attack": "in", "raid": "in", "strike": "in", "deal": "under in", "agreement": "under in", "accord": "under in", "pact": "under in", "treaty": "under in", "contract": "under", "operation": "in", "protest": "in", "revenge": "in", "retaliation": "in", "rebuke": "in", "interview": "in", "war": "in", "battle": "in", "exercise": "in", "drill": "in", "aid": "in", "assistance": "in", "help": "in", "relief": "in", "alliance": "in",
}

// Nouns for a state in which one may be with another: "is at war with".
var states = map[string]string{
	"war": "at", "odds": "at", "conflict": "in", "talk": "in", "negotiation": "in", "discussion": "in", "dialogue": "in", "contact": "in", "alliance": "in", "league": "in", "partnership": "in",
	"favor": "in", "favour": "in", "support": "in", "agreement": "in", "dispute": "in", "consultation": "in", "battle": "in", "cooperation": "in", "collaboration": "in", "confrontation": "in", "solidarity": "in",
}

// Verbs that put their subject in such a state.
var enters = wordSet("go come enter get be remain stay speak fall lock hold step act vote rally demonstrate march")

// lightSubject is the subject of the light verb that governs a noun.
func (s *sentence) lightSubject(n, depth int) []int {
	h := s.head[n]
	if depth > 12 {
		return nil
	}
	if p := s.preposition(n); p != "" && states[s.low[n]] == p || p == "to" && (s.low[n] == "war" || s.low[n] == "battle") {
		switch {
		case s.kid(n, "cop") >= 0 || s.kid(n, "nsubj") >= 0:
			return s.surface(n, depth+1)
		case h >= 0 && s.rel[n] == "obl" && s.verb(h) && (enters[s.low[h]] || s.passive(h)):
			return s.surface(h, depth+1)
		case h >= 0 && s.rel[n] == "nmod" && actorNoun(s, h):
			return []int{h} // "the army, at war with X"
		}
	}
	if h < 0 {
		return nil
	}
	if s.rel[n] == "nmod" && s.preposition(n) == "for" && (s.low[h] == "responsibility" || s.low[h] == "credit") {
		return s.lightSubject(h, depth+1) // "claimed responsibility for the attack on"
	}
	if s.rel[n] == "conj" && s.noun(h) {
		return s.lightSubject(h, depth+1)
	}
	for _, k := range s.kids[n] { // "a treaty that X signed with Y"
		if s.Tokens[k].Deprel == "acl:relcl" && s.hasObjectGap(k) && lightVerbs[s.low[k]] && s.kid(k, "obj") < 0 && !s.passive(k) {
			return s.surface(k, depth+1)
		}
	}
	switch {
	case s.rel[n] == "obj" && lightVerbs[s.low[h]]:
		if s.passive(h) {
			return nil
		}
		return s.subjectsAt(h, depth+1)
	case s.rel[n] == "nsubj" && s.passive(h) && lightVerbs[s.low[h]]:
		return s.subjectsAt(h, depth+1)
	case s.rel[n] == "obl" && s.verb(h) && s.preposition(n) != "" && slices.Contains(strings.Fields(jointly[s.low[n]]), s.preposition(n)):
		return s.surface(h, depth+1) // "in coordination with", "flew there for talks with", "returned from a trip to"
	case s.rel[n] == "obl" && s.Tokens[h].UPOS == "ADJ" && s.preposition(n) == "to" && (s.low[h] == "open" || s.low[h] == "ready" || s.low[h] == "committed"):
		return s.surface(h, depth+1) // "is open to dialogue with"
	case s.rel[n] == "obl" && s.verb(h) && afterWords[s.preposition(n)]:
		return s.surface(h, depth+1) // "after talks with X, Y said"
	case s.rel[n] == "obl" && s.verb(h) && (s.low[h] == "engage" || s.low[h] == "participate" || s.low[h] == "meet" || s.low[h] == "enter" || s.low[h] == "arrive" || s.low[h] == "gather"):
		return s.subjectsAt(h, depth+1)
	}
	return nil
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
		if quantity || own.ent == nil {
			for _, k := range s.kids[t] {
				if s.rel[k] == "nmod" && s.preposition(k) == "of" && (quantity || s.class(t).Kind == "person" || s.class(t).Kind == "group") {
					walk(k, depth+1, direct && quantity)
				}
			}
		}
		for _, k := range s.kids[t] {
			switch {
			case s.rel[k] == "conj" && s.Tokens[k].UPOS != "VERB":
				walk(k, depth+1, direct)
			case (s.rel[k] == "nmod" || s.rel[k] == "obl") && listWords[s.preposition(k)]:
				walk(k, depth+1, direct)
			case s.rel[k] == "appos" && own.ent == nil:
				walk(k, depth+1, direct)
			case s.rel[k] == "appos" && v.isList(s, k):
				walk(k, depth+1, direct)
			}
		}
		if depth == 0 && s.noun(t) {
			if k := v.listAfter(s, t); k >= 0 {
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
			if k := v.doc.Mentions[s.name[j+1]].Last; k < len(s.Tokens) && s.name[k] >= 0 && v.doc.Mentions[s.name[k]].Type == schema.Person && v.doc.Mentions[s.name[k]].First == k {
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
	if tie.Entity == nil {
		return arg{mention: m, tok: t}
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
			s.rel[k] == "nmod" && s.preposition(k) == "of" && s.name[k] >= 0
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
		if m := s.name[j]; m >= 0 {
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
