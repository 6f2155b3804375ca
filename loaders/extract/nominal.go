package extract

import (
	"slices"
	"strings"
)

// Verbs that only carry the noun that they govern: who holds talks talks.
var lightVerbs = wordSet(`hold have make take give get conduct launch carry begin start continue open resume host attend mount stage undertake perform enter impose pay provide offer
	sign reach strike announce order plan plot express voice show declare commit engage wage fight lead step end halt suspend finish complete do conclude extend send deliver deploy issue
	cancel postpone boycott join initiate lodge file pledge promise propose seek demand request win secure receive accept reject discuss launch place put set slap levy lift ease tighten
	threaten consider prepare support execute stop cease restart renew boost increase expand strengthen deepen maintain keep forge establish form build agree broker face approve back coordinate
	ink seal clinch award hammer introduce renew adopt reimpose slap clamp maintain level trade hurl field violate breach terminate void scrap abandon sustain deepen restore normalize normalise resolve revive hail harbor harbour feel
	post publish release write tweet circulate exchange call claim repeat describe deny confirm bring direct authorize authorise run
	wrap cut embark drop shelve ditch axe pursue mobilize convene hit step stick toughen extend relax remove waive escalate intensify offer rescind curtail curb
	grant cement consolidate honor honour ratify sabotage exercise defend uphold wage unleash lob mete reopen finalize finalise assume retain score notch orchestrate mastermind perpetrate unseal press perform`)

// nounActors are the heads of who acts in what a noun names: possessor, "by" phrase,
// nationality, or the subject of the light verb that governs it.
func (s *sentence) nounActors(n, depth int) []int {
	if depth > 12 {
		return nil
	}
	if k := s.beforeIn(n); k >= 0 && strife[s.low[n]] {
		return []int{k}
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
		if s.name[j] >= 0 || s.bodyBefore(j) {
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

// bodyBefore says whether a noun is for a body right before what it does: "the police shooting
// of X".
func (s *sentence) bodyBefore(j int) bool {
	return s.rel[j] == "compound" && s.at[j] >= 0 && deedBodies[s.low[j]]
}

// Nouns for bodies that act so.
var deedBodies = wordSet("police army military navy coalition regime government")

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

// Nouns for what befalls the one named after "of", whoever the clause is about: "Peru withdrew
// after the election of X".
var befalls = wordSet("election re-election appointment selection nomination inauguration dismissal ouster removal resignation")

// Nouns for what the subject of the clause does too, by the prepositions before them.
var jointly = map[string]string{
	"coordination": "in", "cooperation": "in", "collaboration": "in", "partnership": "in", "consultation": "in for", "talk": "in for", "negotiation": "in for", "discussion": "in for",
	"favour": "in", "favor": "in", "meeting": "for in at", "summit": "for at", "visit": "for from on", "trip": "for from on", "tour": "from on for", "journey": "from on", "stopover": "on during", "call": "in during", "conversation": "in", "warning": "in", "attack": "in", "raid": "in", "strike": "in", "deal": "under in", "agreement": "under in", "accord": "under in", "pact": "under in", "treaty": "under in", "contract": "under", "operation": "in", "protest": "in", "revenge": "in", "retaliation": "in", "rebuke": "in", "interview": "in", "war": "in", "battle": "in", "exercise": "in", "drill": "in", "aid": "in", "assistance": "in", "help": "in", "relief": "in", "alliance": "in",
}

// Nouns for a state in which one may be with another: "is at war with".
var states = map[string]string{
	"war": "at", "odds": "at", "odd": "at", "conflict": "in", "talk": "in", "negotiation": "in", "discussion": "in", "dialogue": "in", "contact": "in", "alliance": "in", "league": "in", "partnership": "in",
	"favor": "in", "favour": "in", "support": "in", "agreement": "in", "dispute": "in", "consultation": "in", "battle": "in", "cooperation": "in", "collaboration": "in", "confrontation": "in", "solidarity": "in",
}

// Verbs that put their subject in such a state.
var enters = wordSet("go come enter get be remain stay speak fall lock hold step act vote rally demonstrate march")

// Nouns that only hold what another names, and nouns for a part in a company with the verbs
// by which one comes to it.
var (
	holders   = wordSet("message series wave campaign package string letter word expression declaration statement spate round show sign act barrage flurry memorandum course kind form threat")
	possesses = wordSet("part stake share interest shareholding holding ownership percent")
	acquiring = wordSet("buy take acquire own purchase get snap raise increase build hold have")
)

// Verbs whose agent acts in the noun that they carry, wherever the verb stands: who brokers
// or hosts talks has no part in them.
var performs = wordSet("impose launch conduct carry sign reach make take hold issue send deliver stage mount wage levy order announce provide pay give perform file lodge undertake commit execute start begin claim orchestrate perpetrate strike seal conclude")

// judgedAs says whether the verb at h says what it thinks of the noun n: "called the inquiry a sham".
func (s *sentence) judgedAs(h, n int) bool {
	if s.kid(h, "xcomp") > n || s.low[h] == "describe" || s.low[h] == "deny" {
		return true
	}
	for t := n + 1; t < len(s.Tokens) && t < n+8; t++ {
		switch s.Tokens[t].Form {
		case openQuotes, "``", "\"":
			return true
		case ",", ";":
			return false
		case "a", "an":
			if s.noun(t - 1) { // "called the deal with X a good one"
				return true
			}
		}
	}
	return false
}

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
		case h >= 0 && s.rel[n] == "obl" && s.verb(h) && (s.low[n] == "support" || s.low[n] == "solidarity"):
			return s.surface(h, depth+1) // "conducted strikes in support of X"
		case h >= 0 && s.rel[n] == "nmod" && actorNoun(s, h):
			return []int{h} // "the army, at war with X"
		}
	}
	if h < 0 {
		return nil
	}
	if s.rel[n] == "nmod" && s.preposition(n) == "for" && (s.low[h] == "responsibility" || s.low[h] == "credit" || s.low[h] == "warrant") {
		return s.lightSubject(h, depth+1) // "claimed responsibility for the attack on"
	}
	if o := s.kid(h, "obj"); s.rel[n] == "obl" && s.preposition(n) == "for" && o >= 0 && s.low[o] == "warrant" {
		return s.lightSubject(o, depth+1) // "issued a warrant for the arrest of"
	}
	if s.rel[n] == "nmod" && (s.preposition(n) == "of" && holders[s.low[h]] || s.preposition(n) == "in" && aidWords[s.low[n]] && (s.Tokens[h].UPOS == "SYM" || s.class(h).Kind == "quantity" || aidWords[s.low[h]])) {
		return s.lightSubject(h, depth+1) // "sent a message of support to", "pledged $50 million in aid to"
	}
	if s.rel[n] == "conj" && s.noun(h) {
		return s.lightSubject(h, depth+1)
	}
	for _, k := range s.kids[n] { // "a treaty that X signed with Y"
		if s.Tokens[k].Deprel == "acl:relcl" && s.hasObjectGap(k) && lightVerbs[s.low[k]] && s.ownObject(k) < 0 && !s.passive(k) {
			return s.surface(k, depth+1)
		}
	}
	for _, k := range s.kids[n] { // "sanctions imposed on Y by X"
		if s.rel[k] == "acl" && s.Tokens[k].Deprel != "acl:relcl" && performs[s.low[k]] && s.passive(k) && s.kid(k, "obj") < 0 {
			if a := s.subjectsAt(k, depth+1); len(a) > 0 {
				return a
			}
		}
	}
	switch {
	case s.rel[n] == "nmod" && h < n && actorNoun(s, h) && slices.Contains(strings.Fields(jointly[s.low[n]]), s.preposition(n)) && s.preposition(n) != "in":
		return []int{h} // "X, on a visit to Y, said"
	case s.rel[n] == "obj" && possesses[s.low[n]] && acquiring[s.low[h]]:
		return s.subjectsAt(h, depth+1) // "bought a stake in"
	case s.rel[n] == "obj" && lightVerbs[s.low[h]]:
		if s.passive(h) || s.low[h] == "fight" && !strife[s.low[n]] || brandings[s.low[h]] && s.judgedAs(h, n) {
			return nil
		}
		return s.subjectsAt(h, depth+1)
	case s.rel[n] == "nsubj" && s.passive(h) && lightVerbs[s.low[h]]:
		return s.subjectsAt(h, depth+1)
	case s.rel[n] == "obl" && s.verb(h) && s.preposition(n) != "" && slices.Contains(strings.Fields(jointly[s.low[n]]), s.preposition(n)):
		return s.surface(h, depth+1) // "in coordination with", "flew there for talks with", "returned from a trip to"
	case s.rel[n] == "obl" && s.Tokens[h].UPOS == "ADJ" && s.preposition(n) == "to" && (s.low[h] == "open" || s.low[h] == "ready" || s.low[h] == "committed"):
		return s.surface(h, depth+1) // "is open to dialogue with"
	case s.rel[n] == "obl" && s.verb(h) && afterWords[s.preposition(n)] && !befalls[s.low[n]] && !violence[s.low[n]] && !strife[s.low[n]]:
		return s.surface(h, depth+1) // "after talks with X, Y said"
	case s.rel[n] == "obl" && s.verb(h) && (s.low[h] == "engage" || s.low[h] == "participate" || s.low[h] == "meet" || s.low[h] == "enter" || s.low[h] == "arrive" || s.low[h] == "gather"):
		return s.subjectsAt(h, depth+1)
	}
	return nil
}
