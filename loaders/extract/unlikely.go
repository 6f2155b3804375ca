package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/loaders/nlp"
	"relata/schema"
)

// unlikely says why the words around a claim's ends speak against it.
func (r *run) unlikely(c *candidate) string {
	s := c.sent
	if r.namesThing(c) {
		return "the name only names a thing"
	}
	for _, a := range []*arg{&c.subject, &c.object} {
		if r.past(s, a) {
			return "who held a post is not who holds it"
		}
	}
	if c.object.mention >= 0 && c.features.kind == schema.VerbFrame && reflexive[strings.ToLower(r.v.doc.MentionText(&r.v.doc.Mentions[c.object.mention]))] {
		return "it is done to oneself" // "willing to kill themselves"
	}
	if c.features.kind == schema.VerbFrame && s.halfOfVerb(c.at) {
		return "the verb is half of another" // "strong-arm"
	}
	switch c.pred.Name {
	case "met", "visited":
		if hasWord(c.subject.ent.Name, awards) || hasWord(c.object.ent.Name, awards) {
			return "an award is no person" // "received the Nobel Prize"
		}
	case "dismisses":
		if t := s.asWhat(c.at); t >= 0 {
			return "it is called something" // "dismissed him as a thief"
		}
	case "agrees-with":
		if s.low[c.at] == "make" && s.passive(c.at) {
			return "who makes it up agrees with nobody" // "made up of A and B"
		}
	case "defeats":
		if o := s.kid(c.at, "obj"); o >= 0 && s.low[c.at] == "lose" && belongings[s.low[o]] {
			return "what is lost is no contest" // "lost his fortune to"
		}
	case "works-for":
		return r.unlikelyPost(c)
	case "aids":
		if s.low[c.at] == "treat" && s.comparedAfter(c.at) {
			return "who is treated as something is not helped" // "is treated as royalty"
		}
	case "sanctions":
		if s.low[c.at] == "punish" && c.object.ent.Type == schema.Person && c.about == "" {
			return "a person is punished with no sanctions"
		}
	case "supports", "opposes", "criticizes":
		if s.low[c.at] == "dismiss" && c.object.direct && c.object.ent.Type == schema.Person && c.pred.Name == "opposes" {
			return "who is dismissed loses a post" // but "dismissed her criticism"
		}
		if o := s.kid(c.at, "obj"); c.object.mention >= 0 && bereaved[s.low[c.object.tok]] && (mourning[s.low[c.at]] || o >= 0 && mourning[s.low[o]]) {
			return "whom one mourns with is on no side" // "offered condolences to the family"
		}
		if s.low[c.at] == "support" && s.noun(c.at) && s.preposition(c.at) == "in" && c.object.ent.Type == schema.Event && !named(c.object.ent) && c.object.mention >= 0 && s.Tokens[c.object.tok].XPOS == "NNS" && !definite(s, c.object.tok) {
			return "they may be any " + s.low[c.object.tok] + "s" // "in support of operations"
		}
		if !named(c.object.ent) && r.ownThing(c) {
			return "it is the subject's own"
		}
		if !named(c.object.ent) && heeding[s.low[c.at]] {
			return "who heeds or ignores it takes no side" // "would honour the ruling"
		}
	case "invades":
		if c.features.kind == schema.VerbFrame && s.holdsThing(c.object.tok) {
			return "what is taken is no land" // "captured the Peruvian embassy"
		}
	case "participates-in":
		if !named(c.object.ent) && c.object.mention >= 0 && s.low[c.object.tok] == "nomination" && c.features.kind == schema.VerbFrame && outcomes[s.low[c.at]] {
			return "a nomination is no event"
		}
	case "arrests", "kills", "attacks", "charges":
		if c.object.mention >= 0 && s.noun(c.object.tok) && !named(c.object.ent) && shares[s.low[c.object.tok]] {
			return "it is a share of others" // "hold a majority"
		}
	case "leads":
		if c.features.kind == "" && c.object.mention >= 0 && r.v.doc.Mentions[c.object.mention].Kind == nlp.Nominal && !named(c.object.ent) && s.Tokens[c.object.tok].XPOS == "NNS" {
			return "the bodies have no name"
		}
	case "founded":
		if !named(c.object.ent) && c.object.mention >= 0 && s.noun(c.object.tok) && indefinite(s, c.object.tok) {
			return "what is founded has no name" // "create a government that works"
		}
	case "owns":
		if s.low[c.at] == "held" || s.low[c.at] == "hold" && s.rel[c.at] == "amod" {
			if !named(c.object.ent) || r.v.kindOf(c.object) == nlp.Nominal {
				return "what is held in war is not owned" // "rebel-held buildings"
			}
		}
		if c.features.kind == schema.VerbFrame && c.subject.ent.Type == schema.Group && !named(c.subject.ent) && running[s.low[c.at]] {
			return "who runs it for another does not own it" // "a crew ran the train"
		}
	case "located-in":
		return r.unlikelyPlace(c)
	}
	return ""
}

// unlikelyPost says why somebody has no post with a body.
func (r *run) unlikelyPost(c *candidate) string {
	s := c.sent
	if c.object.mention >= 0 && c.object.tok > c.at && c.object.tok < len(s.Tokens) && ofGovernment[s.low[c.at]] && s.preposition(c.object.tok) == "for" && !hasWord(c.object.ent.Name, ministries) {
		return "it is the minister's field" // "Minister for the Pacific"
	}
	if o := s.kid(c.at, "obj"); c.features.kind == schema.VerbFrame && s.low[c.at] == "play" && o >= 0 && c.object.tok != o {
		return "who plays something plays for nobody" // "played brinkmanship with India"
	}
	if i := strings.LastIndexByte(c.role, ' '); runners[strings.ToLower(c.role[i+1:])] && hasWord(c.object.ent.Name, seatsIn) {
		return "who runs for it has no seat in it yet" // "US Senate candidate X"
	}
	if c.features.kind != "" || c.subject.mention < 0 {
		return ""
	}
	m := &r.v.doc.Mentions[c.subject.mention]
	if m.Sentence != s.idx || m.First < 2 || m.Last >= c.at || s.low[m.First-1] != "to" || !strings.EqualFold(s.Tokens[m.First-2].Form, "according") || s.Tokens[m.Last].Form != "," {
		return ""
	}
	for i := c.at; i < len(s.Tokens) && s.Tokens[i].Form != ","; i++ {
		if t := &s.Tokens[i]; t.UPOS == "AUX" || t.XPOS == "VBD" || t.XPOS == "VBZ" {
			return "what follows is told by the person" // "according to X, a detective for Y was hurt"
		}
	}
	return ""
}

// halfOfVerb says whether a finite verb is tied by a hyphen to a word that is no prefix.
func (s *sentence) halfOfVerb(i int) bool {
	if i < 2 || s.Tokens[i-1].Form != "-" || s.Tokens[i].XPOS == "VBN" || s.Tokens[i].XPOS == "VBG" {
		return false
	}
	return s.Tokens[i-2].UPOS == "ADJ" || s.Tokens[i-2].UPOS == "NOUN"
}

// asWhat is the word after "as" behind the verb at i that says of what kind something is; -1 if
// none does.
func (s *sentence) asWhat(i int) int {
	for t := i + 1; t+1 < len(s.Tokens) && t < i+6; t++ {
		if s.low[t] != "as" {
			continue
		}
		switch s.low[t+1] {
		case "a", "an", openQuotes, "``", "\"":
			return t + 1
		}
		return -1
	}
	return -1
}

// Nouns for what forces do day by day.
var sorties = wordSet("strike airstrike sortie patrol raid operation mission exercise")

// unlikelyPlace says why a place is none, or not that of what is said to lie there.
func (r *run) unlikelyPlace(c *candidate) string {
	s := c.sent
	if c.object.mention >= 0 && c.object.ent.Type == schema.Place && s.low[c.at] == "reach" {
		if m := &r.v.doc.Mentions[c.object.mention]; m.Sentence == s.idx && m.Last < len(s.Tokens) && s.Tokens[m.Last].XPOS == "CD" {
			return "it is a grade" // "reached Category 5"
		}
	}
	if c.subject.ent.Type == schema.Event && !named(c.subject.ent) && c.subject.mention >= 0 && r.v.doc.Mentions[c.subject.mention].Sentence == s.idx && sorties[s.low[c.subject.tok]] && s.Tokens[c.subject.tok].XPOS == "NNS" {
		return "they are no event of their own" // "conducted 15 strikes in Peru"
	}
	if c.subject.ent.Type == schema.Place && strings.HasSuffix(c.object.ent.Name, " "+c.subject.ent.Name) {
		return "it is another part of it" // "one in Vancouver, one in North Vancouver"
	}
	if c.subject.mention < 0 || r.v.doc.Mentions[c.subject.mention].Sentence != s.idx {
		return ""
	}
	m, t := &r.v.doc.Mentions[c.subject.mention], c.subject.tok
	if m.Kind == nlp.Name && strings.HasPrefix(c.method, "extract/place") {
		switch {
		case c.subject.ent.Type != schema.Place && m.First > 0 && (s.low[m.First-1] == "a" || s.low[m.First-1] == "an"):
			return "it is only like the one named" // "a Cicero in Peru"
		case s.preposition(t) == "against" && c.subject.ent.Type != schema.Place:
			return "it is where they met" // "a game against the Lions at the Dome"
		}
	}
	if m.Kind != nlp.Nominal {
		return ""
	}
	if a, b := c.subject.ent, c.object.ent; a.Type == schema.Event && a.Country != "" && b.Country != "" && a.Country != b.Country && s.namedBefore(m) && s.joins(m.Head, c.object.tok) {
		return "it lies where its name tells" // "the Peru crisis and the conflict in Chile"
	}
	if s.Tokens[m.Head].XPOS == "NNS" {
		if c.subject.ent.Type == schema.Place && !named(c.subject.ent) && (everyday[s.low[m.Head]] || edifices[s.low[m.Head]]) {
			return "they may be any " + s.low[m.Head] + "s"
		}
		for _, k := range s.kids[t] {
			if k < t && (s.Tokens[k].XPOS == "JJS" || s.kid(k, "advmod") >= 0 && s.Tokens[s.kid(k, "advmod")].XPOS == "RBS") {
				return "it is one of many" // "one of the largest monuments in Peru"
			}
		}
	}
	return ""
}

// past says whether an end is a post without a name that somebody held once: "a former Secretary
// of State".
func (r *run) past(s *sentence, a *arg) bool {
	if a.mention < 0 || a.ent.Type != schema.Person || !r.v.links.Described(a.ent) {
		return false
	}
	m := &r.v.doc.Mentions[a.mention]
	if m.Kind != nlp.Nominal || m.Sentence != s.idx {
		return false
	}
	for i := max(m.First-1, 0); i < m.Head; i++ {
		if s.low[i] == "former" || s.low[i] == "ex" {
			return true
		}
	}
	return false
}

// namedBefore says whether a name stands in a description before its noun.
func (s *sentence) namedBefore(m *nlp.Mention) bool {
	for i := m.First; i < m.Head; i++ {
		if s.name[i] >= 0 {
			return true
		}
	}
	return false
}

// joins says whether "and" stands between two tokens.
func (s *sentence) joins(a, b int) bool {
	for i := a + 1; i < b; i++ {
		if s.Tokens[i].UPOS == "CCONJ" {
			return true
		}
	}
	return false
}

// ownThing says whether the object of a claim is the subject's own by a pronoun before it: "X
// presented his budget".
func (r *run) ownThing(c *candidate) bool {
	s := c.sent
	if c.object.mention < 0 || r.v.doc.Mentions[c.object.mention].Sentence != s.idx {
		return false
	}
	for _, k := range s.kids[c.object.tok] {
		if s.Tokens[k].XPOS != "PRP$" {
			continue
		}
		if n := s.at[k]; n >= 0 && r.v.links.Ties[n].Entity == c.subject.ent {
			return true
		}
	}
	return false
}

// namesThing says whether a person's name with a body before it only names a thing of that body:
// "the Navy's Sergeant Smith supply ship".
func (r *run) namesThing(c *candidate) bool {
	s := c.sent
	if c.features.kind != "" || c.pred.Name != "works-for" || c.subject.mention < 0 || c.subject.ent.Type != schema.Person {
		return false
	}
	m := &r.v.doc.Mentions[c.subject.mention]
	if m.Kind != nlp.Name || m.Sentence != s.idx || m.Last >= len(s.Tokens) {
		return false
	}
	h := s.head[m.Head]
	if h < m.Last || s.rel[m.Head] != "compound" || !s.noun(h) || s.class(h).Kind == "person" {
		return false
	}
	for i := m.Last; i <= h; i++ {
		if first, _ := utf8.DecodeRuneInString(s.Tokens[i].Form); !s.noun(i) || !unicode.IsLower(first) {
			return false
		}
	}
	return true
}

// comparedAfter says whether "as" or "like" stands in the clause of the verb at i.
func (s *sentence) comparedAfter(i int) bool {
	for _, k := range s.kids[i] {
		if k > i && (s.rel[k] == "obl" || s.rel[k] == "advcl" || s.rel[k] == "xcomp") {
			if p := s.preposition(k); p == "as" || p == "like" {
				return true
			}
			if s.kid(k, "mark") >= 0 && s.low[s.kid(k, "mark")] == "as" {
				return true
			}
		}
	}
	return false
}

// holdsThing says whether a name only tells whose a thing is that is no land.
func (s *sentence) holdsThing(t int) bool {
	h := s.head[t]
	if h < 0 || h < t || !s.noun(h) || s.name[h] >= 0 && s.name[h] == s.name[t] {
		h = s.head[t]
		if h < 0 || h > t || s.rel[t] != "nmod" || s.preposition(t) != "of" || !s.noun(h) {
			return false
		}
	} else if s.rel[t] != "compound" && s.rel[t] != "amod" && s.rel[t] != "nmod" {
		return false
	}
	return posts[s.low[h]]
}

var (
	// what is taken of a state without its land
	posts = wordSet("embassy consulate mission vessel ship boat tanker plane aircraft jet drone flag ministry premiership presidency throne crown leadership title office parliament market")
	// how one stands to a rule or a ruling without being for or against it
	heeding = wordSet("ignore disregard honour honor respect obey dismiss flout heed observe")
	// how a contest ends
	outcomes = wordSet("win lose secure get clinch gain accept seek")
	shares   = wordSet("majority minority plurality seat lead advantage balance title record office supermajority")
	// themselves and the like
	reflexive  = wordSet("himself herself itself themselves oneself yourself yourselves ourselves myself")
	belongings = wordSet("fortune money savings job life wife husband son daughter brother sister mother father friend home house land leg arm eye sight patience temper weight")
	runners    = wordSet("candidate hopeful contender challenger")
	seatsIn    = wordSet("senate congress parliament house assembly council")
	running    = wordSet("run operate drive fly steer")
	edifices   = wordSet("building shop landmark monument district neighbourhood neighborhood village town field")
)
