package extract

import "relata/schema"

// Nouns for what one wants, as one says.
var wants = wordSet("desire wish hope willingness intention readiness")

// saidBeside is who says what the word at cur says to the word h above it, where that is told
// otherwise than by a clause that a reporting verb governs.
func (v *view) saidBeside(s *sentence, cur, h int) (schema.Source, bool) {
	var who []int
	switch {
	case s.rel[cur] == "parataxis" && s.verb(h) && reporting[s.low[h]] && s.afterColon(cur):
		who = s.surface(h, 0) // "the paper reported the count was over: X won, ..."
	case s.rel[cur] == "acl" && wants[s.low[h]] && s.rel[h] == "obj" && s.head[h] >= 0 && (s.low[s.head[h]] == "express" || s.low[s.head[h]] == "voice"):
		who = s.surface(s.head[h], 0) // "expressed a desire to work with X"
	case (s.rel[cur] == "acl" || s.rel[cur] == "ccomp") && beliefs[s.low[h]] && s.noun(h) && s.rel[h] == "obj" && s.head[h] >= 0 && (s.low[s.head[h]] == "express" || s.low[s.head[h]] == "voice" || s.low[s.head[h]] == "raise"):
		who = s.surface(s.head[h], 0) // "expressed concern that X attacked Y"
	case (s.rel[cur] == "advcl" || s.rel[cur] == "obl") && s.verb(h) && faulting[s.low[h]] && !s.passive(h) && (s.preposition(cur) == "for" || s.marked(cur, "for")):
		who = s.surface(h, 0) // "criticized X for attacking Y"
	case (s.rel[cur] == "ccomp" || s.rel[cur] == "csubj" || s.rel[cur] == "xcomp") && s.rel[h] == "xcomp" && s.head[h] >= 0 && (s.low[s.head[h]] == "call" || s.low[s.head[h]] == "consider" || s.low[s.head[h]] == "deem"):
		who = s.surface(s.head[h], 0) // "called it unlikely that X would"
	case (s.rel[cur] == "advcl" || s.rel[cur] == "xcomp" || s.rel[cur] == "obl") && s.verb(h) && reporting[s.low[h]] && s.Tokens[h].XPOS == "VBN" && s.preposition(cur) == "as" || s.rel[cur] == "advcl" && s.verb(h) && reporting[s.low[h]] && s.Tokens[h].XPOS == "VBN" && s.kid(cur, "mark") >= 0 && s.low[s.kid(cur, "mark")] == "as":
		if a, loose := s.obliques(h, "by"); len(a) > 0 && !loose {
			who = a // "reported by X as belonging to Y"
		}
	case s.rel[cur] == "obl" && announcing[s.low[h]] && s.verb(h) && s.kid(h, "ccomp", "obj") < 0 && s.preposition(cur) == "over" && s.kid(cur, "acl") > cur && s.kid(cur, "nummod") >= 0:
		who = s.surface(h, 0) // "said over a hundred people came", as trees have it
	case s.rel[cur] == "conj" && announcing[s.low[h]] && s.verb(h) && s.kid(h, "ccomp", "obj") < 0 && s.kid(cur, "nsubj") > h && s.Tokens[cur].XPOS == "VB":
		who = s.surface(h, 0) // "announced on Twitter A and B were to investigate", as trees have it
	}
	if len(who) == 0 {
		return schema.Source{}, false
	}
	return v.speaker(s, who)
}

// Nouns for what one holds to be so, as one says, and verbs of faulting others for it.
var (
	beliefs  = wordSet("concern fear worry belief view opinion doubt confidence suspicion hope")
	faulting = wordSet("criticize criticise condemn denounce blame slam fault rebuke blast lambast chastise accuse attack")
)

// marked says whether a clause begins with this word.
func (s *sentence) marked(i int, word string) bool {
	m := s.kid(i, "mark")
	return m >= 0 && s.low[m] == word
}

// Verbs that want a clause for what they tell.
var announcing = wordSet("say announce report state confirm")

// afterColon says whether a colon opens the clause of the verb at i.
func (s *sentence) afterColon(i int) bool {
	first, _ := s.subtree(i, func(k int) bool { return s.rel[k] == "punct" })
	return first > 0 && s.Tokens[first-1].Form == ":"
}
