package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// What a verb tells that there was, by the nouns for it, the likeliest first.
var happenedBy = map[string][]string{
	"crash":       {"crash", "accident", "disaster"},
	"plunge":      {"crash", "accident", "disaster"},
	"overturn":    {"crash", "accident", "disaster"},
	"collide":     {"collision", "crash", "accident", "pileup"},
	"derail":      {"derailment", "crash", "accident"},
	"capsize":     {"accident", "disaster"},
	"explode":     {"explosion", "blast", "bombing", "attack"},
	"detonate":    {"explosion", "blast", "bombing", "attack"},
	"burst":       {"break", "leak", "rupture"},
	"collapse":    {"collapse"},
	"open":        {"shooting", "massacre", "attack"}, // "opened fire"
	"shoot":       {"shooting", "attack"},
	"stab":        {"stabbing", "attack"},
	"attack":      {"attack"},
	"bomb":        {"bombing", "attack"},
	"murder":      {"murder", "killing"},
	"assassinate": {"assassination", "attack"},
	"march":       {"march", "protest", "demonstration", "rally"},
	"demonstrate": {"demonstration", "protest", "march", "rally"},
	"protest":     {"protest", "demonstration", "march", "rally"},
	"rally":       {"rally", "protest", "demonstration", "march"},
	"riot":        {"riot", "unrest"},
	"catch":       {"fire", "blaze"}, // "caught fire"
	"burn":        {"fire", "blaze"},
	"meet":        {"meeting", "summit", "talk"},
}

// happens reads where the event of an article took place by the verb for it: of "A coach
// overturned in Cusco" the accident that the article speaks of.
func (r *run) happens(s *sentence, h int) {
	nouns := happenedBy[s.low[h]]
	if nouns == nil || !s.verb(h) || !r.v.certain(s, h) {
		return
	}
	if w := s.low[h]; (w == "open" || w == "catch") && !s.withObject(h, "fire") {
		return
	}
	for _, k := range s.subjects(h) {
		if prices[s.low[k]] {
			return // "Shares crashed in Lima"
		}
	}
	pred := r.x.opt.Ontology.Predicate("located-in")
	there := r.clausePlaces(s, h)
	if pred == nil || len(there) == 0 {
		return
	}
	var e, told *schema.Entity
	for _, w := range nouns {
		if e, told = r.theOne(w); e != nil {
			break
		}
	}
	if e == nil {
		return
	}
	for _, p := range there {
		if told != nil && told != p.ent && !strings.HasSuffix(p.ent.Name, told.Name) && !strings.HasPrefix(p.ent.Name, told.Name) {
			continue // "They met in A. The summit in B was over."
		}
		r.emit(&candidate{pred: pred, sent: s, at: h, first: h, last: h + 1, subject: arg{ent: e, mention: -1, tok: h, score: 0.5, direct: true}, object: p, method: "extract/happens@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
	}
}

// withObject says whether the verb at h has the object w, without words of its own.
func (s *sentence) withObject(h int, w string) bool {
	o := s.kid(h, "obj")
	return o >= 0 && s.low[o] == w
}

// oneEvent is an event and the place that the text tells behind it; nil where there is none.
type oneEvent struct{ event, place *schema.Entity }

// theOne is the only event that an article calls by a noun with "the" before it, or by a name
// with it, and the place that the text tells behind it; nil if there is none, or several.
func (r *run) theOne(noun string) (one, told *schema.Entity) {
	known, ok := r.ones[noun]
	if !ok {
		known.event, known.place = r.findTheOne(noun)
		if r.ones == nil {
			r.ones = map[string]oneEvent{}
		}
		r.ones[noun] = known
	}
	return known.event, known.place
}

func (r *run) findTheOne(noun string) (one, told *schema.Entity) {
	for i := range r.v.doc.Mentions {
		m := &r.v.doc.Mentions[i]
		e := r.v.links.Ties[i].Entity
		s := &r.v.sents[m.Sentence]
		if e == nil || e.Type != schema.Event || m.Kind == nlp.Pronoun || s.low[m.Head] != noun || m.Kind == nlp.Nominal && !definite(s, m.Head) {
			continue
		}
		if one != nil && one != e {
			return nil, nil
		}
		one = e
		if j := m.Head + 1; j+1 < len(s.Tokens) && within[s.low[j]] && s.name[j+1] >= 0 {
			told = r.placeNamed(s, j+1).ent
		}
	}
	return one, told
}

// clausePlaces are the named places that the clause of the verb at h is set in: of each phrase of
// its own the first, and of "into houses in Lima" Lima.
func (r *run) clausePlaces(s *sentence, h int) (out []arg) {
	for _, k := range s.kids[h] {
		if s.preposition(k) == "near" && len(out) > 0 {
			continue // "in A, near B"
		}
		if s.rel[k] != "obl" || !onScene[s.preposition(k)] && s.class(k).Kind != "time" {
			continue
		}
		for n := 0; n < 3 && k >= 0; n++ {
			if b := r.placeNamed(s, k); b.ent != nil && named(b.ent) && s.name[k] >= 0 {
				if n > 0 || within[s.preposition(k)] || settingOf[s.preposition(k)] {
					out = append(out, b)
				}
				break
			}
			in := -1
			for _, c := range s.kids[k] {
				if p := s.preposition(c); s.rel[c] == "nmod" && (within[p] || p == "of") {
					in = c
				}
			}
			k = in
		}
	}
	return out
}

// What falls and rallies without an accident or a march, prepositions of where something took
// place, and those of what it hit there.
var (
	prices    = wordSet("share market price stock bond currency economy index system computer website")
	settingOf = wordSet("on outside off through across")
	onScene   = wordSet("in at near inside outside on off into onto through against across along")
)
