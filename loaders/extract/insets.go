package extract

import (
	"relata/schema"
)

// captioned reads the post and body of a person that commas set off, as press releases and
// captions write them: "Col. Jane Austen, commander, 3rd Brigade, said".
func (r *run) captioned(s *sentence, t int) {
	pred, first := r.postAt(s, t)
	if pred == "" || first < 2 || s.name[t] >= 0 || s.Tokens[first-1].Form != "," || !s.person[first-2] || t+2 >= len(s.Tokens) || s.Tokens[t+1].Form != "," {
		return
	}
	j := t + 2
	if s.Tokens[j].UPOS == "DET" && j+1 < len(s.Tokens) {
		j++
	}
	n := s.name[j]
	if n < 0 || r.v.doc.Mentions[n].First != j || !r.closes(s, r.v.doc.Mentions[n].Last) && !s.verb(r.v.doc.Mentions[n].Last) {
		return
	}
	person, body := r.v.own(s, first-2), r.v.own(s, r.v.doc.Mentions[n].Head)
	if body.ent == nil || body.ent.Type != schema.Organization || !named(body.ent) {
		return
	}
	r.holds(s, t, first, first, pred, r.v.text(s, first, t+1), person, body, "caption")
}

// asPart reads the body as a part of which somebody acts: "France, as part of the coalition,
// struck", "is operating as part of".
func (r *run) asPart(s *sentence, t int) {
	if s.low[t] != "part" || s.preposition(t) != "as" {
		return
	}
	of, _ := s.obliques(t, "of")
	h := s.head[t]
	if len(of) == 0 || h < 0 {
		return
	}
	who := []int{h}
	if s.verb(h) {
		if s.passive(h) {
			who = s.objects(h)
		} else {
			who = s.subjects(h)
		}
	}
	body := r.v.own(s, of[0])
	if body.ent == nil || body.ent.Type != schema.Organization || !named(body.ent) {
		return
	}
	member, unit := hasWord(body.ent.Name, memberBodies), hasWord(body.ent.Name, formations)
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			switch {
			case !a.direct || !named(a.ent):
			case unit && a.ent.Type == schema.Organization:
				r.fact(s, "part-of", t, t, t+1, a, body, "", "as-part")
			case member && (a.ent.Type == schema.Country || a.ent.Type == schema.Organization || a.ent.Type == schema.Person):
				r.fact(s, "member-of", t, t, t+1, a, body, "", "as-part")
			}
		}
	}
}

// unitOf reads the bigger unit after a comma: "3rd Battalion, 321st Field Artillery Regiment".
func (r *run) unitOf(s *sentence, mi int) {
	m := &r.v.doc.Mentions[mi]
	j := m.Last + 1
	if m.Last+1 >= len(s.Tokens) || s.Tokens[m.Last].Form != "," || s.name[j] < 0 || r.v.doc.Mentions[s.name[j]].First != j {
		return
	}
	unit, whole := r.v.own(s, m.Head), r.v.own(s, r.v.doc.Mentions[s.name[j]].Head)
	if whole.ent != nil && whole.ent.Type == schema.Organization && hasWord(unit.ent.Name, formations) && hasWord(whole.ent.Name, formations) && unit.ent != whole.ent && r.closes(s, r.v.doc.Mentions[s.name[j]].Last) && s.low[min(r.v.doc.Mentions[s.name[j]].Last, len(s.Tokens)-1)] != "and" {
		r.fact(s, "part-of", m.Head, m.Head, m.Head+1, unit, whole, "", "unit")
	}
}

// Words in the names of military units.
var formations = wordSet("battalion brigade regiment group division wing squadron battery company corps army force fleet")
