package extract

// drawn is who gets what the noun at i names: "X drew criticism from Y", "X was met with
// criticism from Y", "With support from Y, X did it", "Despite opposition from Y, X did it".
func (s *sentence) drawn(i int) []int {
	h := s.head[i]
	switch {
	case h < 0:
	case s.rel[i] == "obj" && s.verb(h) && draws[s.low[h]]:
		return s.surface(h, 0)
	case s.rel[i] == "conj" && s.noun(h) && s.rel[h] == "obj" && s.head[h] >= 0 && draws[s.low[s.head[h]]]:
		return s.surface(s.head[h], 0) // "drew praise from X and criticism from Y"
	case asked[s.low[i]] && s.rel[i] == "obj" && s.verb(h) && answers[s.low[h]]:
		for _, k := range s.kids[i] {
			if p := s.preposition(k); k > i && (p == "for" || p == "to" || p == "on") && actorNoun(s, k) {
				return nil // another is asked
			}
		}
		return s.surface(h, 0) // "refused a request by X"
	case s.rel[i] == "obl" && s.verb(h):
		switch prep := s.preposition(i); {
		case prep == "with" && (s.low[h] == "meet" || s.low[h] == "greet") && s.passive(h):
			return s.objects(h)
		case prep == "with" && s.low[h] == "meet" && backings[s.low[i]], prep == "to" && s.low[h] == "come" && !backings[s.low[i]]:
			return nil // "met with support staff", "came to the criticism of"
		case prep == "by" && s.passive(h) && boosts[s.low[h]] && backings[s.low[i]]:
			return s.objects(h)
		case prep == "for" && s.low[h] == "come":
			return s.surface(h, 0) // "came in for criticism from"
		case prep == "with" && backings[s.low[i]] && s.ofNone(i, "for") && s.cases(i) == 1, (prep == "despite" || prep == "amid" || prep == "over" || (prep == "after" || prep == "following") && !asked[s.low[i]]) && !backings[s.low[i]] && s.ofNone(i, "of", "to"):
			return s.surface(h, 0)
		}
	case s.rel[i] == "nmod" && s.preposition(i) == "of" && subjectsTo[s.low[h]]:
		if s.kid(h, "cop") >= 0 {
			return s.surface(h, 0) // "was the target of criticism from"
		}
		if g := s.head[h]; g >= 0 && s.verb(g) && s.preposition(h) == "as" || g >= 0 && s.rel[h] == "xcomp" && s.low[g] == "become" {
			return s.surface(g, 0)
		}
	}
	return nil
}

// cases counts the prepositions before the noun at i: "coordinated with and in support of" has two.
func (s *sentence) cases(i int) (n int) {
	for _, k := range s.kids[i] {
		if s.rel[k] == "case" && k < i {
			n++
		}
	}
	return n
}

// ofNone says whether no phrase with one of the prepositions hangs on the noun at i: what it is
// about is not said beside it.
func (s *sentence) ofNone(i int, preps ...string) bool {
	for _, k := range s.kids[i] {
		if s.rel[k] != "nmod" {
			continue
		}
		for _, p := range preps {
			if s.preposition(k) == p {
				return false
			}
		}
	}
	return true
}

// Nouns for what is asked, and verbs by which who is asked answers.
var (
	asked   = wordSet("request demand appeal plea petition order invitation ultimatum")
	answers = wordSet("refuse reject decline deny ignore dismiss grant accept heed rebuff spurn approve defy resist obey fulfil fulfill meet honor honour answer")
)

// Verbs for what support does for who has it.
var boosts = wordSet("aid help buoy boost strengthen bolster encourage hearten embolden")

// Nouns for help that one has from others, and for what criticism is aimed at.
var (
	backings   = wordSet("support backing blessing endorsement approval encouragement")
	subjectsTo = wordSet("subject target object focus recipient butt")
)
