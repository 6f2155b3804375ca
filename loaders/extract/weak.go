package extract

import (
	"fmt"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// weak says why a candidate of the right types is no claim all the same.
func (r *run) weak(c *candidate) string {
	if !named(c.subject.ent) && !named(c.object.ent) && !r.postName(c.sent, &c.subject) && !r.postName(c.sent, &c.object) {
		return "neither side has a name"
	}
	if c.pred.Symmetric && r.memberOf(c.subject.ent, c.object.ent) {
		return "one belongs to the other"
	}
	if c.pred.Name == "member-of" && c.object.ent.Type == schema.Group && strings.HasPrefix(c.sent.low[c.at], "join") {
		return "who joins a group in something is no member of it"
	}
	if c.pred.Name == "member-of" && c.sent.low[c.at] == "include" && c.object.mention >= 0 && partisans[c.sent.low[c.object.tok]] {
		return "who is for or against another is no member of it"
	}
	if c.pred.Name == "member-of" && c.subject.ent.Type == schema.Person && (c.sent.low[c.at] == "leave" || c.sent.low[c.at] == "quit") && !hasWord(c.object.ent.Name, parties) {
		return "who leaves a body that has no members is no member of it"
	}
	if c.pred.Name == "participates-in" && c.object.ent.Type == schema.Event && !named(c.object.ent) && c.object.mention >= 0 && !definite(c.sent, c.object.tok) {
		return "the event has no name"
	}
	if c.pred.Name == "participates-in" && c.object.ent.Type == schema.Agreement && !named(c.object.ent) && c.object.mention >= 0 && !definite(c.sent, c.object.tok) {
		return "the agreement has no name" // who signs one with whom is told by agrees-with
	}
	if c.object.mention >= 0 && strings.HasPrefix(c.sent.low[c.object.tok], "market") && c.sent.low[c.at] == "enter" {
		return "who enters a market travels nowhere"
	}
	if c.pred.Name == "produces" && c.object.ent.Type == schema.Product && !named(c.object.ent) && works[c.sent.low[c.at]] {
		return "the work has no name"
	}
	if c.pred.Name == "founded" && c.object.ent.Type == schema.Product && !named(c.object.ent) && c.sent.low[c.at] == "launch" {
		return "what is launched has no name"
	}
	for _, a := range []*arg{&c.subject, &c.object} {
		if a.ent.Type == schema.Person && r.v.links.Described(a.ent) && (a.ent.Country == "" && !r.postName(c.sent, a) || c.pred.Name == "family-of" || c.pred.Name == "citizen-of") {
			return fmt.Sprintf("%q is no name", a.ent.Name)
		}
		if named(a.ent) {
			continue
		}
		switch a.ent.Type {
		case schema.Person:
			return fmt.Sprintf("%q is no name", a.ent.Name)
		case schema.Group:
			if vagueGroups[strings.ToLower(a.ent.Name)] {
				return fmt.Sprintf("%q may be anyone", a.ent.Name)
			}
		}
	}
	for _, a := range []*arg{&c.subject, &c.object} {
		if a.mention < 0 {
			continue
		}
		m := &r.v.doc.Mentions[a.mention]
		if m.Kind == nlp.Pronoun && r.v.links.Ties[a.mention].Score < 0.3 {
			return fmt.Sprintf("%q refers to nothing sure", r.v.doc.MentionText(m))
		}
	}
	return ""
}

// Verbs for making works of art, which count where they have a name.
var works = wordSet("author co-author co-write direct co-direct compose paint sculpt")

// Words in the names of bodies that one joins and leaves as a member.
var parties = wordSet("party parliament congress caucus movement coalition alliance democrats republicans greens senate league federation")

// definite says whether a noun has "the", "this" or an owner before it.
func definite(s *sentence, t int) bool {
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "det" && s.low[k] != "a" && s.low[k] != "an" && s.low[k] != "any" && s.low[k] != "some" {
			return true
		}
	}
	return false
}

// memberOf says whether a claim has it that one belongs to the other's name: "BRICS
// countries" and one of them.
func (r *run) memberOf(a, b *schema.Entity) bool {
	if a.Type != schema.Group && b.Type != schema.Group {
		return false
	}
	for i := range r.reading.Claims {
		c := &r.reading.Claims[i]
		if c.Predicate != "member-of" {
			continue
		}
		if c.Subject.Entity == a && strings.HasPrefix(b.Name, c.Object.Entity.Name) || c.Subject.Entity == b && strings.HasPrefix(a.Name, c.Object.Entity.Name) {
			return true
		}
	}
	return false
}

// Groups that a name of a state or a number would have to tell apart.
var vagueGroups = wordSet("people members citizens leaders others persons individuals men women partners nations countries users parties states visitors parents children families customers fans guests friends groups workers employees residents victims officials authorities sources supporters critics opponents")

// postName says whether an argument is a post in capitals that stands for its holder: "the
// Foreign Secretary".
func (r *run) postName(s *sentence, a *arg) bool {
	if a.mention < 0 || r.v.doc.Mentions[a.mention].Sentence != s.idx {
		return false
	}
	t := r.v.doc.Mentions[a.mention].Head
	return s.Tokens[t].UPOS == "PROPN" && s.kid(t, "det") >= 0 && s.low[s.kid(t, "det")] == "the"
}
