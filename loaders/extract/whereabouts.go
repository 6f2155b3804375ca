package extract

import (
	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/schema"
)

// liesThere reads where something is said to be by a clause without a verb of its own: "Uluru
// is in the Northern Territory", "The victims were from Lima".
func (r *run) liesThere(s *sentence, i int) {
	prep := s.preposition(i)
	if s.name[i] < 0 || !within[prep] && prep != "from" && prep != "off" && prep != "outside" {
		return
	}
	there := r.placeNamed(s, i)
	pred := r.x.opt.Ontology.Predicate("located-in")
	if there.ent == nil || pred == nil {
		return
	}
	for _, k := range s.surface(i, 0) {
		a := r.v.own(s, k)
		if a.city != nil {
			a.ent = a.city
		}
		if a.ent == nil || r.v.kindOf(a) == nlp.Pronoun {
			continue
		}
		fits := false
		switch a.ent.Type {
		case schema.Place, schema.Event:
			fits = prep != "from" && !clockTime(s, i)
		case schema.Organization:
			fits = prep != "from" && hasWord(a.ent.Name, sites)
		case schema.Group:
			fits = prep == "from" && definite(s, k)
		}
		if fits {
			r.emit(&candidate{pred: pred, sent: s, at: i, first: i, last: i + 1, subject: a, object: there, method: "extract/lies-there@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
		}
	}
}

// clockTime says whether the name at i only tells in which place's time something was.
func clockTime(s *sentence, i int) bool { return i+1 < len(s.Tokens) && s.low[i+1] == "time" }

// whereClause reads what happened or who was in the place that a clause with "where" hangs on:
// "Kenosha, where riots had broken out", "the airport, where X was arriving".
func (r *run) whereClause(s *sentence, i int) {
	if !s.verb(i) || s.rel[i] != "acl" && s.rel[i] != "advcl" {
		return
	}
	w := -1
	for _, k := range s.kids[i] {
		if s.low[k] == "where" && k < i {
			w = k
		}
	}
	if w < 1 {
		return
	}
	there := r.placeBeforeWhere(s, w, s.head[i])
	if there.ent == nil {
		return
	}
	name := ""
	var who []int
	switch {
	case s.passive(i):
		if sceneVerbs[s.low[i]] || basedIn[s.low[i]] {
			name, who = "located-in", s.objects(i)
		}
	case sceneVerbs[s.low[i]] || s.low[i] == "end" || stays[s.low[i]]:
		name, who = "located-in", s.subjects(i)
	case shownUp[s.low[i]]:
		name, who = "visited", s.subjects(i)
	}
	pred := r.x.opt.Ontology.Predicate(name)
	if pred == nil {
		return
	}
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			fits := a.direct
			switch a.ent.Type {
			case schema.Person:
				fits = fits && name == "visited"
			case schema.Event:
				fits = fits && name == "located-in" && r.v.kindOf(a) != nlp.Pronoun
			case schema.Group, schema.Organization:
				fits = fits && name == "located-in" && (stays[s.low[i]] || basedIn[s.low[i]]) && r.v.kindOf(a) != nlp.Pronoun
			default:
				fits = false
			}
			if fits {
				r.emit(&candidate{pred: pred, sent: s, at: i, first: i, last: i + 1, subject: a, object: there, method: "extract/where@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
			}
		}
	}
}

// placeBeforeWhere is the place that "where" at w, hung on the word at h, means: the one that
// stands before it, of "Kenosha, Wisconsin, where" the first.
func (r *run) placeBeforeWhere(s *sentence, w, h int) arg {
	if h >= 0 && h < w && s.name[h] >= 0 {
		return r.placeNamed(s, h)
	}
	j := w - 1
	if s.Tokens[j].Form == "," {
		j--
	}
	if j >= 0 && s.name[j] >= 0 {
		b := r.placeNamed(s, r.v.doc.Mentions[s.name[j]].Head)
		f := r.v.doc.Mentions[s.name[j]].First
		if b.ent != nil && f > 1 && s.Tokens[f-1].Form == "," && s.name[f-2] >= 0 && (b.ent.Type == schema.Country || link.Region(b.ent.Name) != "") {
			if c := r.placeNamed(s, f-2); c.ent != nil {
				return c
			}
		}
		if b.ent != nil {
			return b
		}
	}
	if h >= 0 && h < w && s.noun(h) {
		return r.placeNamed(s, h)
	}
	return none()
}

// Verbs for where one lives or works, for what is put somewhere, and for what one does where
// one has come.
var (
	stays   = wordSet("live reside operate dwell gather")
	basedIn = wordSet("base headquarter station locate situate house detain")
	shownUp = wordSet("arrive land speak meet stay visit attend address campaign lecture holiday")
)
