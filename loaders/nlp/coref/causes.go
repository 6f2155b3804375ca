package coref

import (
	"strings"

	"relata/schema"
)

// Verbs with a bent of their own in the clause that gives their reason (Garvey and Caramazza,
// "Implicit Causality in Verbs", 1974; lists in Ferstl, Garnham and Manouilidou, 2011): the
// cause of a punishment, of praise or of fear is what its object did; that of an apology or
// of somebody's anger lies with the subject.
var (
	objectCauses  = wordSet("accuse admire applaud arrest ban blacklist blame boycott castigate censure charge chastise chide commend condemn congratulate convict criticise criticize decorate denounce deport detain dislike dismiss distrust envy execute expel fault fear fine fire hail hate honor honour imprison indict jail lambast lambaste laud mistrust mock penalise penalize pity praise prosecute punish rebuke reprimand resent reward sack salute sanction scold sentence slam sue suspend thank threaten warn")
	subjectCauses = wordSet("admit alarm amaze anger annoy apologise apologize apologise appall betray confess deceive delight disappoint embarrass enrage frighten frustrate impress infuriate irritate outrage please promise provoke scare shock surprise upset")
)

// Verbs that with a noun say the same of whom a preposition names: "imposed sanctions on X
// because it ...", "cut ties with X after it ...".
var phrases = []struct{ verbs, nouns, cases map[string]bool }{
	{wordSet("impose place put slap levy announce tighten"), wordSet("sanction fine penalty embargo ban tariff"), wordSet("on upon against")},
	{wordSet("cut sever break suspend end"), wordSet("tie relation"), wordSet("with")},
	{wordSet("cut suspend halt stop freeze"), wordSet("aid sale export delivery"), wordSet("to")},
	{wordSet("recall withdraw"), wordSet("ambassador envoy diplomat"), wordSet("from")},
	{wordSet("express voice"), wordSet("anger concern gratitude outrage"), wordSet("at about with to")},
}

// Marks of clauses, and prepositions of phrases, that give the reason. Of the clauses those of
// time and condition do too where what they tell is a deed.
var (
	reasonMarks = wordSet("because since")
	deedMarks   = wordSet("after when until unless if")
	reasonCases = wordSet("for over because after")
)

// cause is the mention to which the verb that a pronoun's clause or phrase hangs on binds it:
// "X punished Y because it ...", "X thanked Y for its help", "X apologized to Y after it ...";
// -1 if none.
func (r *resolver) cause(i int, p agreement) int {
	m := &r.doc.Mentions[i]
	sent := &r.doc.Sentences[m.Sentence]
	tok := &sent.Tokens[m.Head]
	if p.person != 3 || tok.Head < 0 || tok.Head >= len(sent.Tokens) {
		return -1
	}
	top, deed := tok.Head, false
	switch {
	case base(tok.Deprel) == "nsubj" && (base(sent.Tokens[top].Deprel) == "advcl" || base(sent.Tokens[top].Deprel) == "conj"):
		// "as well because it ..." may hang as a conjunct
		switch mark := r.relOf(m.Sentence, top, "mark", "advmod"); {
		case reasonMarks[mark]:
		case deedMarks[mark] && tok.Deprel == "nsubj" && base(sent.Tokens[top].Deprel) == "advcl":
			deed = true
		default:
			return -1
		}
	case base(tok.Deprel) == "nsubj" && base(sent.Tokens[top].Deprel) == "ccomp":
		// "X accused Y, saying that it ..."
		say := sent.Tokens[top].Head
		if say < 0 || say >= len(sent.Tokens) || strings.ToLower(sent.Tokens[say].Form) != "saying" || base(sent.Tokens[say].Deprel) != "advcl" {
			return -1
		}
		top, deed = say, true
	case tok.Deprel == "nmod:poss" && (base(sent.Tokens[top].Deprel) == "obl" || base(sent.Tokens[top].Deprel) == "nmod") && reasonCases[r.caseOf(m.Sentence, top)]:
	default:
		return -1
	}
	v := sent.Tokens[top].Head
	if v < 0 || v >= len(sent.Tokens) {
		return -1
	}
	if sent.Tokens[top].Deprel != "advcl" && base(sent.Tokens[v].Deprel) == "obj" { // "sanctioned Russia over its ...", hung on Russia
		v = sent.Tokens[v].Head
	}
	if v < 0 || v >= len(sent.Tokens) || sent.Tokens[v].UPOS != "VERB" {
		return -1
	}
	var who int
	switch lemma := strings.ToLower(sent.Tokens[v].Lemma); {
	case objectCauses[lemma]:
		who = r.patient(m.Sentence, v)
	case subjectCauses[lemma] && !deed:
		who = r.agent(m.Sentence, v)
	case subjectCauses[lemma] && r.relOf(m.Sentence, top, "mark", "advmod") == "after":
		who = r.agent(m.Sentence, v)
	default:
		who = r.penalized(m.Sentence, v)
	}
	if who < 0 || who >= m.Head {
		return -1
	}
	j, ok := r.byHead[m.Sentence][who]
	if !ok || j >= i || contains(&r.doc.Mentions[j], m) {
		return -1
	}
	c := r.find(j)
	if !r.agree[c].fits(p) || !typesFit(r.typ[c], r.typ[i]) || r.speaks(m, j) || p.gender != 0 && r.agree[c].animate != yes {
		return -1
	}
	if t := r.typ[c]; !t.IsActor() && t != schema.Country {
		return -1
	}
	return j
}

// patient is the token of whom a verb's deed is done to: its object, or its subject in the
// passive; -1 if none.
func (r *resolver) patient(s, v int) int {
	sent := &r.doc.Sentences[s]
	who, passive := -1, false
	for _, k := range r.trees[s][v] {
		switch rel := sent.Tokens[k].Deprel; {
		case rel == "nsubj:pass":
			who, passive = k, true
		case !passive && who < 0 && (rel == "obj" || rel == "iobj"):
			who = k
		}
	}
	for _, k := range r.trees[s][v] { // "criticized and sanctioned X"
		if who < 0 && base(sent.Tokens[k].Deprel) == "conj" && sent.Tokens[k].UPOS == "VERB" && objectCauses[strings.ToLower(sent.Tokens[k].Lemma)] {
			who = r.patient(s, k)
		}
	}
	return who
}

// agent is the token of who does a verb's deed: its subject, or whom "by" names in the
// passive; -1 if none.
func (r *resolver) agent(s, v int) int {
	sent := &r.doc.Sentences[s]
	who := -1
	for _, k := range r.trees[s][v] {
		switch rel := sent.Tokens[k].Deprel; {
		case rel == "nsubj":
			who = k
		case base(rel) == "obl" && r.caseOf(s, k) == "by":
			return k
		}
	}
	return who
}

// penalized is the token of whom "imposed sanctions on X" names; -1 if v says nothing of the
// kind.
func (r *resolver) penalized(s, v int) int {
	sent := &r.doc.Sentences[s]
	for _, k := range r.trees[s][v] {
		if rel := sent.Tokens[k].Deprel; rel != "obj" && rel != "nsubj:pass" {
			continue
		}
		for _, p := range phrases {
			if !p.verbs[strings.ToLower(sent.Tokens[v].Lemma)] || !p.nouns[strings.ToLower(sent.Tokens[k].Lemma)] {
				continue
			}
			for _, h := range []int{k, v} {
				for _, o := range r.trees[s][h] {
					if rel := base(sent.Tokens[o].Deprel); (rel == "nmod" || rel == "obl") && p.cases[r.caseOf(s, o)] {
						return o
					}
				}
			}
		}
	}
	return -1
}

// relOf is the first word, in lower case, that hangs on token h by one of the relations.
func (r *resolver) relOf(s, h int, rels ...string) string {
	for _, k := range r.trees[s][h] {
		for _, rel := range rels {
			if base(r.doc.Sentences[s].Tokens[k].Deprel) == rel {
				return strings.ToLower(r.doc.Sentences[s].Tokens[k].Form)
			}
		}
	}
	return ""
}

// wordSet are the words of s, which spaces part.
func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}
