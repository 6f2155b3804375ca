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

// Verbs that want a clause for what they tell.
var announcing = wordSet("say announce report state confirm")

// afterColon says whether a colon opens the clause of the verb at i.
func (s *sentence) afterColon(i int) bool {
	first, _ := s.subtree(i, func(k int) bool { return s.rel[k] == "punct" })
	return first > 0 && s.Tokens[first-1].Form == ":"
}
