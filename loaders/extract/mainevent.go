package extract

import (
	"relata/loaders/nlp"
	"relata/schema"
)

// What an article may be about that is inquired into.
var inquirable = wordSet("crash collision accident incident fire blaze explosion blast shooting attack bombing stabbing murder killing death collapse derailment robbery outbreak spill massacre disaster assault hack breach leak earthquake pileup sinking shootout disappearance poisoning wildfire")

// Nouns for what an inquiry into a thing may be said to look at in its stead.
var inquired = wordSet("cause origin circumstance circumstances source reason background motive possibility matter case incident link detail specifics condition event what allegation scene lead")

// Words for a mishap that leave open which kind it was.
var vague = wordSet("accident incident attack disaster hack")

// mainEvent is the mishap or deed that an article has told of up to a sentence: the first one
// with a noun of its own, where it tells of such things more than once. It is nil if there is
// none.
func (r *run) mainEvent(upTo int) *schema.Entity {
	var first, plain *schema.Entity
	n := 0
	for i := range r.v.doc.Mentions {
		m := &r.v.doc.Mentions[i]
		e := r.v.links.Ties[i].Entity
		if e == nil || e.Type != schema.Event || m.Kind == nlp.Pronoun || !inquirable[r.v.sents[m.Sentence].low[m.Head]] {
			continue
		}
		n++
		switch {
		case m.Sentence > upTo:
		case first == nil && !vague[r.v.sents[m.Sentence].low[m.Head]]:
			first = e
		case plain == nil:
			plain = e
		}
	}
	switch {
	case n < 2:
		return nil
	case first == nil:
		return plain
	}
	return first
}

// unsaidEvent is what an inquiry at i is into where the sentence leaves it out: "police are
// investigating", "the agency opened an investigation", "looks into the cause".
func (r *run) unsaidEvent(s *sentence, i int, ref frameRef, kind schema.FrameKind) []arg {
	if ref.pred.Name != "investigates" || studies[s.low[i]] {
		return nil
	}
	at := i
	switch {
	case kind == schema.NounFrame:
		switch s.low[i] {
		case "investigation", "probe", "inquiry", "enquiry":
		default:
			return nil
		}
		for _, k := range s.kids[i] {
			if k < i && (s.rel[k] == "compound" || s.name[k] >= 0 || s.low[k] == "their") || k > i && s.rel[k] == "nmod" && s.preposition(k) != "at" && s.preposition(k) != "by" && s.preposition(k) != "in" {
				return nil
			}
		}
	case s.low[i] == "investigate" || s.low[i] == "probe":
		for _, k := range s.kids[i] {
			if s.rel[k] == "ccomp" || s.rel[k] == "obl" && s.preposition(k) != "with" {
				return nil
			}
		}
		for _, o := range s.objects(i) {
			if at = o; !inquired[s.low[o]] || s.name[o] >= 0 {
				return nil
			}
		}
	default:
		return nil
	}
	if e := r.mainEvent(s.idx); e != nil {
		return []arg{{ent: e, mention: -1, tok: at, score: 0.5, direct: true}}
	}
	return nil
}

// lawSide says whether a body without a name is told apart by what it does to something
// definite: "the police are investigating the crash".
func (r *run) lawSide(c *candidate) bool {
	if !lawful[c.pred.Name] || c.subject.ent.Type != schema.Organization || !hasWord(c.subject.ent.Name, inquirers) && c.object.ent.Type != schema.Event {
		return false
	}
	if c.object.mention < 0 {
		return c.object.ent.Type == schema.Event
	}
	if m := &r.v.doc.Mentions[c.object.mention]; m.Sentence != c.sent.idx || m.Kind != nlp.Nominal {
		return false
	}
	switch c.object.ent.Type {
	case schema.Event, schema.Group:
		return definite(c.sent, c.object.tok)
	}
	return false
}
