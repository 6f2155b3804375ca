package extract

import (
	"relata/schema"
)

// unread is why a sentence that names two things gave nothing about them, where no frame
// came near.
const unread = "no clause of the sentence ties them: no verb, noun or adjective that a frame knows stands between them"

// unreadPairs adds a rejection for each pair of named things in a sentence that gave
// neither a claim nor a rejection.
func (r *run) unreadPairs() {
	type pair struct {
		sentence int
		a, b     string
	}
	key := func(sentence int, a, b string) pair { return pair{sentence, min(a, b), max(a, b)} }
	told := map[pair]bool{}
	for i := range r.reading.Claims {
		claim := &r.reading.Claims[i]
		told[key(claim.Evidence.Sentence, claim.Subject.ID(), claim.Object.ID())] = true
	}
	for _, rejection := range r.reading.Rejections {
		told[key(rejection.Sentence, rejection.Subject, rejection.Object)] = true
	}
	in := make([][]*schema.Entity, len(r.v.sents))
	for m := range r.v.doc.Mentions {
		ent := r.v.links.Ties[m].Entity
		if ent == nil || !named(ent) {
			continue
		}
		s := r.v.doc.Mentions[m].Sentence
		for _, other := range in[s] {
			if k := key(s, ent.ID, other.ID); other != ent && !told[k] {
				told[k] = true
				r.reject(&r.v.sents[s], k.a, k.b, unread)
			}
		}
		in[s] = append(in[s], ent)
	}
}
