package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// misread says what in the words speaks against the tree that gave the claim.
func (r *run) misread(c *candidate) string {
	s := c.sent
	if c.features.kind == schema.VerbFrame && s.verb(c.at) {
		h := s.head[c.at]
		if s.rel[c.at] == "amod" && s.Tokens[c.at].XPOS == "VBG" && h > c.at && c.subject.tok != h && !s.under(c.subject.tok, h) {
			return "the verb only describes a noun" // "interrupted by protesting lawmakers"
		}
		if c.pred.Name == "located-in" && !s.passive(c.at) && s.Tokens[c.at].XPOS != "VBN" && s.kid(c.at, "obj") >= 0 && c.subject.tok != s.kid(c.at, "obj") && (doings[s.low[c.at]] || runs[s.low[c.at]] && r.v.happens(s, s.kid(c.at, "obj"))) {
			return "who does it to something is not what lies there" // "would begin an inquiry at"
		}
		if by := s.kid(c.at, "mark"); by >= 0 && by == c.at-1 && s.low[by] == "by" && s.Tokens[c.at].XPOS == "VBG" && h >= 0 && s.passive(h) && c.at+1 < len(s.Tokens) && s.Tokens[c.at+1].XPOS == "NNS" && s.class(c.at+1).Kind == "person" {
			return "the verb only describes a noun" // "stopped by protesting lawmakers"
		}
		if s.low[c.at] == "join" && s.passive(c.at) && (c.pred.Name == "member-of" || c.pred.Name == "participates-in") {
			return "who is joined by somebody has no member in him"
		}
	}
	if c.features.kind == "" && c.subject.mention >= 0 && c.subject.ent.Type == schema.Person {
		m := &r.v.doc.Mentions[c.subject.mention]
		if m.Kind == nlp.Name && m.Sentence == s.idx && m.Last < len(s.Tokens) && s.Tokens[m.Last].XPOS == "NN" && (strings.HasPrefix(c.method, "extract/possessor") || s.rel[m.Head] == "compound" && s.head[m.Head] >= m.Last && s.class(s.head[m.Head]).Kind != "person" && c.method != regimeMethod) {
			return "the name only names a thing" // "NASA's James Webb telescope"
		}
	}
	if t := c.object.tok; c.object.mention >= 0 && c.object.direct && s.noun(t) && c.features.kind == schema.VerbFrame {
		m := &r.v.doc.Mentions[c.object.mention]
		if m.Sentence == s.idx && m.Last < len(s.Tokens) && m.First > 0 && s.low[m.First-1] == "and" && s.rel[m.Head] == "conj" && t > c.at {
			if next := &s.Tokens[m.Last]; next.UPOS == "AUX" && next.XPOS != "VBN" || next.XPOS == "VBD" || next.XPOS == "VBZ" || next.XPOS == "MD" {
				return "what stands behind \"and\" is the subject of what follows" // "defeated X and Y would move in"
			}
		}
	}
	return ""
}

// parted says whether a semicolon stands between two tokens.
func (s *sentence) parted(a, b int) bool {
	for i := min(a, b); i < max(a, b); i++ {
		if s.Tokens[i].Form == ";" {
			return true
		}
	}
	return false
}

// clauseOf says why what is said of a clause is not said of its subject: "backs X joining Y".
func (r *run) clauseOf(c *candidate) string {
	s := c.sent
	if c.features.kind != schema.VerbFrame || !attitudes[c.pred.Name] || c.object.mention < 0 || !named(c.object.ent) {
		return ""
	}
	m := &r.v.doc.Mentions[c.object.mention]
	if m.Sentence != s.idx || m.Last >= len(s.Tokens) || m.Last <= c.at || s.Tokens[m.Last].XPOS != "VBG" || !s.verb(m.Last) {
		return ""
	}
	return "it is said of a clause" // "advocates Guam becoming a state"
}

// Predicates of how one stands to another.
var attitudes = wordSet("supports opposes criticizes")

// noMeeting says why hosting, receiving or joining is no meeting.
func (r *run) noMeeting(c *candidate) string {
	if c.pred.Name != "met" || !c.sent.verb(c.at) || !hosting[c.sent.low[c.at]] {
		return ""
	}
	b := &c.object
	if !named(b.ent) || b.ent.Type == schema.Organization && b.mention >= 0 && r.v.doc.Mentions[b.mention].Kind != nlp.Name {
		return "who is received has no name"
	}
	if b.mention >= 0 {
		m := &r.v.doc.Mentions[b.mention]
		if m.Sentence == c.sent.idx && m.First > 0 {
			switch c.sent.Tokens[m.First-1].Form {
			case openQuotes, "\"", "``":
				return "what is received is no person" // "received the \"Hero of Labour\""
			}
		}
		if m.Kind == nlp.Name && b.ent.Type == schema.Person && m.First > 0 && m.Sentence == c.sent.idx {
			if c.sent.low[m.First-1] == "the" {
				return "what is received is no person"
			}
		}
	}
	return ""
}

// Verbs of having guests.
var hosting = wordSet("host receive welcome greet")

// Verbs that tell where something is only where it does nothing to another.
var doings = wordSet("begin start hold stage operate")

// Verbs for what one does to an event, which then is there: "X opened talks in Oslo".
var runs = wordSet("open reopen end finish conclude continue resume")

// happens says whether the noun at t is an event.
func (v *view) happens(s *sentence, t int) bool {
	a := v.own(s, t)
	return a.ent != nil && a.ent.Type == schema.Event
}
