package extract

import (
	"fmt"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// weak says why a candidate of the right types is no claim all the same.
func (r *run) weak(c *candidate) string {
	if !named(c.subject.ent) && !named(c.object.ent) && !r.owned(c) && !c.handles() && !r.lawSide(c) && !r.postName(c.sent, &c.subject) && !r.postName(c.sent, &c.object) {
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
	if c.pred.Name == "member-of" && c.sent.low[c.at] == "include" && c.object.mention >= 0 && c.object.ent.Type == schema.Group && memberNouns[c.sent.low[c.object.tok]] && r.v.qualifier(c.sent, c.object.tok).ent != nil {
		return "it belongs to the body whose members are listed"
	}
	if c.pred.Name == "member-of" && c.subject.ent.Type == schema.Person && (c.sent.low[c.at] == "leave" || c.sent.low[c.at] == "quit") && !hasWord(c.object.ent.Name, parties) {
		return "who leaves a body that has no members is no member of it"
	}
	if c.pred.Name == "participates-in" && c.object.ent.Type == schema.Event && !named(c.object.ent) && c.object.mention >= 0 && !definite(c.sent, c.object.tok) && !c.sent.placed(c.object.tok, c.at) && !c.spoke() && !c.holds() {
		return "the event has no name"
	}
	if c.pred.Name == "participates-in" && c.object.ent.Type == schema.Agreement && !named(c.object.ent) && c.object.mention >= 0 && !definite(c.sent, c.object.tok) {
		return "the agreement has no name" // who signs one with whom is told by agrees-with
	}
	if c.object.mention >= 0 && strings.HasPrefix(c.sent.low[c.object.tok], "market") && c.sent.low[c.at] == "enter" {
		return "who enters a market travels nowhere"
	}
	if c.pred.Name == "produces" && c.object.ent.Type == schema.Product && !named(c.object.ent) && works[c.sent.low[c.at]] && (c.sent.Tokens[c.object.tok].XPOS == "NNS" || !definite(c.sent, c.object.tok)) {
		return "the work has no name"
	}
	if c.pred.Name == "founded" && c.object.ent.Type == schema.Product && !named(c.object.ent) && c.sent.low[c.at] == "launch" {
		return "what is launched has no name"
	}
	for _, a := range []*arg{&c.subject, &c.object} {
		if a == &c.subject && c.nameless() {
			continue
		}
		if a.ent.Type == schema.Person && r.v.links.Described(a.ent) && (a.ent.Country == "" && !r.postName(c.sent, a) || c.pred.Name == "family-of" || c.pred.Name == "citizen-of") {
			return fmt.Sprintf("%q is no name", a.ent.Name)
		}
		if named(a.ent) {
			continue
		}
		switch a.ent.Type {
		case schema.Person:
			if strings.Contains(a.ent.Name, " ") && r.postName(c.sent, a) {
				continue // "the Foreign Secretary" stands for its holder
			}
			return fmt.Sprintf("%q is no name", a.ent.Name)
		case schema.Group:
			if vagueGroups[strings.ToLower(a.ent.Name)] && !(a == &c.object && c.toPublic()) && !(forced[c.pred.Name] && a.mention >= 0 && c.sent.massed(a.tok)) {
				return fmt.Sprintf("%q may be anyone", a.ent.Name)
			}
		}
	}
	for _, check := range []func(*run, *candidate) string{(*run).anyOne, (*run).misread, (*run).noMeeting, (*run).clauseOf, (*run).untrueOffice, (*run).looseWords, (*run).unlikely} {
		if reason := check(r, c); reason != "" {
			return reason
		}
	}
	for _, a := range []*arg{&c.subject, &c.object} {
		if a.mention < 0 {
			continue
		}
		m := &r.v.doc.Mentions[a.mention]
		if w := strings.ToLower(r.v.doc.MentionText(m)); figures[c.pred.Name] && m.Kind == nlp.Pronoun && firstSingular[w] {
			return "who says I of such a deed speaks in figures"
		}
		if figures[c.pred.Name] && a == &c.subject && a.ent.Type == schema.Person && r.v.sayWe(*a) {
			return "who says we of such a deed speaks for others"
		}
		if m.Kind == nlp.Pronoun && r.v.links.Ties[a.mention].Score < 0.3 && a.score < 0.3 {
			return fmt.Sprintf("%q refers to nothing sure", r.v.doc.MentionText(m))
		}
	}
	return ""
}

// What speakers say of themselves in figures more often than not: "I fought for us", "I went
// to the moon".
var (
	figures       = wordSet("attacks fights visited leads works-for invades defeats aids")
	firstSingular = wordSet("i me my myself")
)

// Verbs for making works of art, which count where they have a name.
var works = wordSet("author co-author co-write direct co-direct compose paint sculpt write pen record film code program illustrate choreograph")

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

// massed says whether the plural at t is of a crowd that came together: "a group of men".
func (s *sentence) massed(t int) bool {
	h := s.head[t]
	if h < 0 || s.rel[t] != "nmod" || s.preposition(t) != "of" {
		return false
	}
	switch s.low[h] {
	case "group", "crowd", "gang", "mob", "band":
		return true
	}
	return false
}

// owned says whether a body or group without a name that has a part in a definite event or
// agreement, or a stand on it, is told apart by whose it is: "X's party voted against the bill".
func (r *run) owned(c *candidate) bool {
	if !attitudes[c.pred.Name] && c.pred.Name != "participates-in" || c.object.ent.Type != schema.Event && c.object.ent.Type != schema.Agreement || !definite(c.sent, c.object.tok) {
		return false
	}
	t := c.subject.tok
	if c.subject.mention < 0 || !c.sent.noun(t) || c.subject.ent.Type != schema.Organization && c.subject.ent.Type != schema.Group {
		return false
	}
	for _, k := range c.sent.kids[t] {
		if c.sent.name[k] >= 0 && (c.sent.Tokens[k].Deprel == "nmod:poss" || c.sent.rel[k] == "nmod" && !listWords[c.sent.preposition(k)] || c.sent.rel[k] == "amod" || c.sent.rel[k] == "compound") {
			return true
		}
	}
	return false
}

// placed says whether the text tells an event without a name from others all the same: by a
// name in a phrase after it ("a summit in Paris"), or by the clause itself that says who takes
// part in it ("a new vote, which X boycotted").
func (s *sentence) placed(t, at int) bool {
	for _, k := range s.kids[t] {
		if k > t && s.rel[k] == "nmod" && s.name[k] >= 0 || s.Tokens[k].Deprel == "acl:relcl" && k == at {
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

// looseWords says why the words of a claim are too loose for its predicate.
func (r *run) looseWords(c *candidate) string {
	s := c.sent
	switch c.pred.Name {
	case "invades":
		if s.low[c.at] == "enter" && c.features.kind == schema.VerbFrame && (!named(c.object.ent) || c.subject.ent.Type != schema.Country && !armed(c.subject.ent)) {
			return "who enters it is no army"
		}
	case "aids":
		if c.object.ent.Type == schema.Place && !named(c.object.ent) {
			return "what is helped has no name"
		}
		if s.low[c.at] == "free" && c.features.kind == schema.VerbFrame {
			if from, _ := s.obliques(c.at, "from"); len(from) == 0 {
				return "who frees somebody may have held him"
			}
		}
	case "founded":
		if s.low[c.at] == "launch" && c.object.ent.Type == schema.Product && (hasWord(c.object.ent.Name, flung) || strings.ContainsAny(c.object.ent.Name, "0123456789") || flung[s.low[c.object.tok]]) {
			return "what is launched is no body"
		}
	case "uses":
		if inHand[s.low[c.at]] && c.features.kind == schema.VerbFrame && !hasWord(c.object.ent.Name, armsWords) && !armsWords[s.low[c.object.tok]] {
			return "what is carried is no weapon"
		}
		if s.low[c.at] == "take" && strings.HasPrefix(c.method, "extract/verb") && !cures[s.low[c.object.tok]] {
			return "what is taken is no medicine"
		}
	case "member-of":
		if c.object.ent.Type == schema.Group && !named(c.object.ent) && (s.low[c.at] == "include" || s.low[c.at] == "comprise") {
			return "the group has no name"
		}
		if c.features.kind == schema.VerbFrame && standsFor[s.low[c.at]] && (!party(c.object.ent) || hasWord(c.object.ent.Name, chambers)) {
			return "who runs for it has no seat in it yet"
		}
	case "located-in":
		if c.subject.ent.Type == schema.Event && hasWord(c.subject.ent.Name, awards) {
			return "an award lies nowhere"
		}
		if s.low[c.at] == "reach" && !named(c.object.ent) {
			return "what it reaches has no name" // "reached category five"
		}
		if c.subject.mention >= 0 && c.object.ent.Type == schema.Country && !named(c.subject.ent) && rulers[s.low[c.subject.tok]] {
			return "who rules a state is told by it" // "the authorities in Peru"
		}
	case "sanctions":
		if x := s.Tokens[c.object.tok].XPOS; c.features.kind == schema.VerbFrame && c.object.ent.Type == schema.Country && strings.HasSuffix(x, "S") && c.subject.ent.Type != schema.Person && c.subject.ent.Country != "" && c.subject.ent.Country == c.object.ent.Country {
			return "a state that bars its own people sanctions nobody" // "bars Americans from"
		}
	case "agrees-with":
		if h := s.head[c.at]; h >= 0 && passes[s.low[h]] && (hasWord(c.subject.ent.Name, chambers) || hasWord(c.object.ent.Name, chambers)) {
			return "a parliament that passes a treaty is no party to it"
		}
	case "participates-in":
		if c.object.ent.Type == schema.Event && hasWord(c.object.ent.Name, disasters) {
			return "nobody takes part in a disaster"
		}
		if s.low[c.at] == "meet" && c.features.kind == schema.VerbFrame && c.object.mention >= 0 && !duels[s.low[c.object.tok]] {
			return "where two meet is no contest"
		}
		if w := s.low[c.at]; (w == "join" || w == "lead" || w == "open") && !named(c.object.ent) && hasWord(c.object.ent.Name, inquests) {
			return "who inquires into something takes part in nothing"
		}
	case "buys":
		if !named(c.object.ent) && (c.status == schema.Possible || c.status == "" && r.possible(s, c.at)) {
			return "what might be bought has no name" // "a licence that lets him buy weapons"
		}
	case "citizen-of":
		if c.object.ent.Country == "GEO" && (r.v.home != nil && r.v.home.Country == "USA" || r.v.focus != nil && r.v.focus.Country == "USA") {
			return "it is the one of the United States"
		}
	case "urges":
		if strings.HasPrefix(c.method, "extract/must") && r.v.speaksFor[c.subject.ent] == c.object.ent {
			return "who leads it says what it must do"
		}
	case "succeeds":
		if c.features.kind == schema.VerbFrame && s.low[c.at] == "replace" && s.oblique(c.at, "with") >= 0 {
			return "whoever is put in replaces"
		}
	case "works-for":
		if i := strings.LastIndexByte(c.role, ' '); noPosts[strings.ToLower(c.role[i+1:])] {
			return "it is no post"
		}
	}
	return ""
}

// Verbs for having in one's hands, and nouns for what one uses by having it there, and by taking it.
var (
	inHand    = wordSet("carry hold pull grab raise")
	armsWords = wordSet("gun rifle pistol knife sword machete weapon handgun shotgun revolver axe grenade bomb firearm machinegun ak-47 ar-15 launcher bayonet dagger club baton rifles guns pistols knives weapons grenades swords machetes shield shields whip taser crossbow missile rocket warhead torpedo bombs missiles rockets explosive explosives flag flags banner banners placard umbrella umbrellas")
	cures     = wordSet("drug medicine medication pill vaccine antibiotic aspirin hydroxychloroquine steroid insulin painkiller tablet cocaine heroin fentanyl opioid antibody ibuprofen paracetamol")
)

// armed says whether a body or group bears arms by its name.
func armed(e *schema.Entity) bool { return hasWord(e.Name, armies) || hasWord(e.Name, fighters) }

// possible says whether the word at i tells only what may be.
func (r *run) possible(s *sentence, i int) bool {
	st, _ := r.v.status(s, i)
	return st == schema.Possible
}

// Words for what befalls people.
var disasters = wordSet("storm hurricane typhoon cyclone tornado flood flooding earthquake tsunami wildfire fire eruption pandemic epidemic outbreak crash drought famine landslide")

// Words for what is found out.
var inquests = wordSet("investigation probe inquiry enquiry")

// Words for those who fight, for what is awarded, for those who rule, for what a parliament does
// to a treaty, and for what a person is to a body without working for it.
var (
	fighters = wordSet("troops soldiers rebels militants fighters tanks insurgents invaders navy marines coalition guards paramilitaries separatists jihadists police militias")
	awards   = wordSet("prize award medal trophy prizes awards medals")
	rulers   = wordSet("authority government regime leadership administration")
	passes   = wordSet("ratify approve pass reject endorse debate back")
	noPosts  = wordSet("personality countryman compatriot countrywoman fan classmate neighbour neighbor icon legend star celebrity idol rival critic")
)

// handles says whether a claim is that a definite body or group uses a good: "the police fired tear
// gas".
func (c *candidate) handles() bool {
	t := c.subject.tok
	if c.pred.Name == "produces" && c.subject.mention >= 0 && c.subject.ent.Type == schema.Group && c.sent.noun(t) && c.object.ent.Type == schema.Product && (c.sent.low[c.at] == "publish" || c.sent.low[c.at] == "release") {
		for _, k := range c.sent.kids[t] { // "researchers at Oxford published a study"
			if c.sent.name[k] >= 0 && c.sent.rel[k] == "nmod" {
				return true
			}
		}
		return false
	}
	if c.pred.Name != "uses" || c.subject.mention < 0 || !c.sent.noun(t) || c.object.ent.Type != schema.Product {
		return false
	}
	return c.subject.ent.Type == schema.Organization && (definite(c.sent, t) || c.sent.low[t] == "police") || c.subject.ent.Type == schema.Group && definite(c.sent, t)
}
