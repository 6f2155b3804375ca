package tag

import (
	"strings"
	"sync"

	"relata/loaders/nlp"
)

// verbs are regular verbs that the spelling of their forms does not give away, so that the
// learned rules, which know words of the treebanks only, make "riote" of "rioted" and "sie"
// of "suing". Common knowledge of English, set down by hand. Those with "+" double their
// last letter.
const verbs = `adhere adore air allot+ analyse annul+ atone avenge backpedal+ ballot beckon belie besiege bias bloat bluff boat boot boycott bracket bridle budget
	catalyze chair clone coat cohere combat compete concur+ condone contravene convene couple crawl cringe cue debut decouple deplore despair dethrone docket drone echo elope
	embargo enthrone entitle entrap+ entreat envelop even expedite expunge extradite factor fathom finesse flair float flout foot format+ free froth gallop gloat gouge
	handcuff hinge hone hoot hype ignite impair imperil impinge implore imprison incur+ interfere intervene iron kidnap+ lambaste loathe lob+ loot lunge market
	mistreat occur+ outlaw paralyse paralyze pardon patrol+ permeate persevere picket pilot pivot plummet plunge pocket poison puff queue ratchet reason rebuff reckon reconvene recur+
	repair retreat reunite revenge revere rifle riot rivet rocket root route scoff scoot season secrete shore shout siphon smooth solicit spiral spout square
	staff stifle stone stuff subpoena subtitle sue summon swirl ticket tie title torpedo tout type underscore underwrite undergo unite veto vie wander waste`

// verbForms maps the inflected forms of verbs to their lemmas, but those that another verb
// has as well.
var verbForms = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for b := range strings.FieldsSeq(verbs) {
		b, double := strings.CutSuffix(b, "+")
		for _, f := range inflect(b, double) {
			m[f] = b
		}
	}
	for _, f := range []string{"routed", "underwrited", "undergoed", "undergos"} { // of "rout"; of no verb
		delete(m, f)
	}
	return m
})

// inflect gives the forms in -s, -ed and -ing of a regular verb.
func inflect(b string, double bool) []string {
	stem := b
	if double {
		stem += b[len(b)-1:]
	}
	s := b + "s"
	switch {
	case strings.HasSuffix(b, "o"), strings.HasSuffix(b, "s"):
		s = b + "es"
	}
	switch {
	case strings.HasSuffix(b, "ie"):
		return []string{s, b + "d", b[:len(b)-2] + "ying"}
	case strings.HasSuffix(b, "ee"):
		return []string{s, b + "d", b + "ing"}
	case strings.HasSuffix(b, "e"):
		return []string{s, b + "d", b[:len(b)-1] + "ing"}
	}
	return []string{s, stem + "ed", stem + "ing"}
}

// verb is the lemma of a form of one of the verbs.
func verb(tok *nlp.Token) (string, bool) {
	switch tok.XPOS {
	case "VBZ", "VBD", "VBN", "VBG":
	default:
		return "", false
	}
	b, ok := verbForms()[strings.ToLower(tok.Form)]
	return b, ok && (tok.UPOS == "VERB" || tok.UPOS == "AUX")
}
