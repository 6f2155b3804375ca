package schema

import "testing"

func TestThirdPerson(t *testing.T) {
	for lemma, want := range map[string]string{
		"develop": "develops", "supply": "supplies", "deploy": "deploys", "reach": "reaches", "push": "pushes", "press": "presses",
		"tax": "taxes", "veto": "vetoes", "go": "goes", "have": "has", "be": "is", "do": "does", "see": "sees", "buzz": "buzzes", "try": "tries", "": "s",
	} {
		if got := thirdPerson(lemma); got != want {
			t.Errorf("%s: got %s, want %s", lemma, got, want)
		}
	}
}

func TestPredicateWords(t *testing.T) {
	for predicate, want := range map[string]string{
		"open/talk_about": "talks about", "open/express-concern-over": "expresses concern over", "open/": "", "buys-from": "buys-from", "my_own": "my own", "": "",
	} {
		if got := PredicateWords(predicate); got != want {
			t.Errorf("%s: got %q, want %q", predicate, got, want)
		}
	}
}
