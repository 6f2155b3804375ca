package extract

import (
	"relata/loaders/nlp"
	"relata/schema"
)

// anyOne says why an end of a claim is no thing that the graph could keep: one of many that
// the text neither names nor tells apart, such as "a hospital in Jakarta".
func (r *run) anyOne(c *candidate) string {
	for _, a := range []*arg{&c.subject, &c.object} {
		if zones[a.ent.Name] {
			return "it is a time zone"
		}
		if a.mention < 0 {
			continue
		}
		m := &r.v.doc.Mentions[a.mention]
		if named(a.ent) && !(m.Kind == nlp.Nominal && m.Sentence == c.sent.idx && c.sent.late(m)) {
			continue
		}
		if m.Kind == nlp.Pronoun && m.Sentence == c.sent.idx && c.pred.Name != "located-in" && thingly(a.ent.Type) {
			return "a pronoun for a thing without a name"
		}
		if m.Kind == nlp.Pronoun && a.ent.Type == schema.Organization && c.features.kind != schema.VerbFrame && (c.pred.Name == "owns" || c.pred.Name == "works-for") {
			return "a pronoun for a body without a name"
		}
		if m.Kind != nlp.Nominal || m.Sentence != c.sent.idx {
			continue
		}
		switch a.ent.Type {
		case schema.Place:
			if indefinite(c.sent, m.Head) && !r.liesIn(c, a) {
				return "it may be any " + c.sent.low[m.Head]
			}
		case schema.Event:
			if indefinite(c.sent, m.Head) && !r.liesIn(c, a) && !attitudes[c.pred.Name] && !(c.pred.Name == "participates-in" && (c.sent.placed(m.Head, c.at) || c.spoke() || c.holds())) && (c.features.kind != schema.VerbFrame || c.pred.Name != "located-in") {
				return "it may be any " + c.sent.low[m.Head]
			}
		case schema.Organization, schema.Group:
			if meetings[c.pred.Name] && indefinite(c.sent, m.Head) || c.pred.Name == "cooperates-with" && m.Last-m.First == 1 {
				return "it may be any " + c.sent.low[m.Head]
			}
		}
		if a.ent.Type == schema.Group && appeals[c.pred.Name] && !(a == &c.object && c.toPublic()) && anybody[c.sent.low[m.Head]] && !definite(c.sent, m.Head) {
			return "they may be any " + c.sent.low[m.Head] + "s"
		}
		if a == &c.subject && c.pred.Name == "located-in" {
			switch w := c.sent.low[m.Head]; {
			case a.ent.Type == schema.Group && !definite(c.sent, m.Head):
				return "they may be any " + w
			case a.ent.Type == schema.Organization && c.sent.Tokens[m.Head].XPOS == "NNS" && !definite(c.sent, m.Head):
				return "they may be any " + w
			case indefinite(c.sent, m.Head) && a.ent.Type == schema.Organization && !bodiesOfState[w]:
				return "it may be any " + w
			case everyday[w] && !(abodes[w] && r.liesIn(c, a) && c.sent.determined(m.Head)):
				return "a " + w + " is no place to keep"
			}
		}
	}
	return ""
}

// liesIn says whether an end of a claim is a place or an event that the claim itself tells apart
// by the name of where it lies: "a hospital in Jakarta", "a rally in Tulsa". Words spoken lie
// nowhere, and what is being built not yet.
func (r *run) liesIn(c *candidate, a *arg) bool {
	s, t := c.sent, a.tok
	if c.pred.Name != "located-in" || a != &c.subject || !named(c.object.ent) || r.v.kindOf(c.object) != nlp.Name || t >= len(s.Tokens) {
		return false
	}
	if h := s.head[t]; h >= 0 && s.rel[t] == "obj" && (s.low[h] == "build" || s.low[h] == "construct") {
		return false
	}
	return !spokenWords[s.low[t]] && !s.anyOf(t)
}

// anyOf says whether the words before a noun tell of none or of all of its kind: "any hospital",
// "no vote", "every rally".
func (s *sentence) anyOf(t int) bool {
	for _, k := range s.kids[t] {
		if k < t && (s.rel[k] == "det" || s.rel[k] == "amod") && ofKind[s.low[k]] {
			return true
		}
	}
	return false
}

// determined says whether a noun has an article or an owner: "in prison" tells of none.
func (s *sentence) determined(t int) bool {
	for _, k := range s.kids[t] {
		if k < t && (s.rel[k] == "det" || s.Tokens[k].Deprel == "nmod:poss") {
			return true
		}
	}
	return false
}

// toPublic says whether somebody with a name turns to people at large: "X urged residents to leave".
func (c *candidate) toPublic() bool {
	if c.pred.Name != "urges" && c.pred.Name != "warns" || c.features.kind != schema.VerbFrame || c.object.mention < 0 || !named(c.subject.ent) {
		return false
	}
	t := c.object.tok
	return c.sent.noun(t) && c.sent.Tokens[t].XPOS == "NNS" && len(c.sent.kids[t]) == 0
}

// late says whether a description is named only behind its noun: "survivors of an outbreak
// in Kikwit".
func (s *sentence) late(m *nlp.Mention) bool {
	for i := m.First; i <= m.Head; i++ {
		if s.name[i] >= 0 || s.Tokens[i].UPOS == "PROPN" {
			return false
		}
	}
	return m.Head+1 < m.Last && s.Tokens[m.Head+1].UPOS == "ADP"
}

// Names of time zones, which taggers take for places.
var zones = map[string]bool{"UTC": true, "GMT": true, "EST": true, "EDT": true, "PST": true, "PDT": true, "CET": true, "CEST": true, "BST": true}

// thingly says whether entities of a type are things and no actors.
func thingly(t schema.EntityType) bool {
	return t == schema.Place || t == schema.Event || t == schema.Agreement
}

// Predicates of what is said or done to people at large, and nouns for them.
var (
	appeals = wordSet("urges warns aids supports opposes criticizes")
	anybody = wordSet("local farmer side unit abuser voter viewer teenager passenger artist consumer motorist driver traveller traveler tourist resident citizen person people worker user fan parent child man woman student")
)

// Predicates of two sides that come together.
var meetings = wordSet("met negotiates-with")

// Nouns for places of which there is one for everybody.
var everyday = wordSet("home house apartment flat road street room prison jail hospital bed side part area capital premise premises")

// Everyday places that the name of where they lie tells apart, what is said and heard, and words
// before a noun that tell of none or all of its kind.
var (
	abodes      = wordSet("home house apartment flat prison jail hospital premise premises")
	spokenWords = wordSet("speech address interview remark statement talk conversation discussion debut appearance career investigation inquiry probe campaign trip visit journey")
	ofKind      = wordSet("any each every no all most many")
)

// indefinite says whether a noun has "a", "any" or the like before it, which tells nothing apart.
func indefinite(s *sentence, t int) bool {
	for _, k := range s.kids[t] {
		if s.rel[k] == "det" && unspecific[s.low[k]] || k < t && s.rel[k] == "amod" && unspecific[s.low[k]] {
			return true
		}
	}
	return false
}

// Words before a noun that leave open which one is meant.
var unspecific = wordSet("a an any some another each every no many most various several other all")
