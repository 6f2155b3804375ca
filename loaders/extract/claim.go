package extract

import (
	"slices"
	"strings"

	"relata/schema"
)

type claimKey struct {
	subject, predicate, object string
	status                     schema.Status
}

// candidate is a claim in the making.
type candidate struct {
	pred        *schema.Predicate
	sent        *sentence
	at          int // token of the predicate
	first, last int // tokens of the predicate's words
	subject     arg
	object      arg
	about, role string
	method      string
	features    features
	status      schema.Status // given by the rule; empty: found from the tree
	when        string
	source      schema.Source
	why         string
	timeless    bool // a fact of a noun phrase: no time or source of its own
}

// emit checks a candidate and makes it a claim.
func (r *run) emit(c *candidate) {
	s := c.sent
	a, b := &c.subject, &c.object
	if a.ent == b.ent {
		return
	}
	r.betterWord(c)
	r.aim(c)
	if c.pred.Name == "criticizes" {
		r.actOf(s, b)
	}
	if attitudes[c.pred.Name] && !voiding[s.low[c.at]] {
		r.bidOf(s, b)
		if a.ent == b.ent {
			return
		}
	}
	open := strings.HasPrefix(c.pred.Name, schema.OpenPrefix)
	if ok, reason := r.x.opt.Ontology.Accepts(c.pred.Name, a.ent.Type, b.ent.Type); !ok && !open {
		r.reject(s, a.ent.ID, b.ent.ID, reason)
		return
	}
	if reason := r.weak(c); reason != "" {
		r.reject(s, a.ent.ID, b.ent.ID, c.pred.Name+": "+reason)
		return
	}
	if !open {
		r.matched[[2]int{s.idx, c.at}] = true
	}
	st, why := c.status, c.why
	if st == "" && s.rel[c.at] == "amod" && intended[s.low[c.at]] {
		st = schema.Actual // "X's proposed deal was rejected": proposed it was
	}
	if st == "" {
		st, why = r.v.status(s, c.at)
	}
	if st == schema.Planned && taking[c.pred.Name] && r.v.stands(s, c.at, why) {
		st, why = schema.Actual, "" // who is committed to support X, or does a thing to support it, supports it
	}
	src := c.source
	if src.Name == "" && (!c.timeless || r.v.quoted(s, c.at) && !c.nameTells() || s.kid(c.at, "cop") >= 0) {
		src = r.v.source(s, c.at, 0)
	}
	src = r.v.ownWords(s, c.at, src, a.ent)
	claim := schema.Claim{
		Subject: r.argumentOf(s, a), Predicate: c.pred.Name, Object: r.argumentOf(s, b),
		Status: st, Source: src, When: r.dateOf(c, st), About: c.about, Role: c.role, Event: eventOf(s.turnedBy(c.at, c.pred.Event), st, why), Method: c.method,
		Evidence: schema.Evidence{Sentence: s.idx, Text: r.doc.Text[s.Start:s.End], Span: s.Span, Predicate: schema.Span{Start: s.Tokens[c.first].Start, End: s.Tokens[c.last-1].End}},
	}
	c.features.fill(r.v, c, st)
	claim.Confidence, claim.Parts = c.features.confidence()
	if why != "" {
		claim.Parts = append(claim.Parts, schema.Part{Name: "status by " + why, Value: 0})
	}
	if forward, turned := r.x.opt.Ontology.Forward(claim.Predicate); turned {
		// "Iran sold drones to Russia" and "Russia bought drones from Iran" say one thing
		claim.Subject, claim.Predicate, claim.Object = claim.Object, forward, claim.Subject
	}
	key := claimKey{claim.Subject.ID(), claim.Predicate, claim.Object.ID(), st}
	if c.pred.Symmetric && key.object < key.subject {
		key.subject, key.object = key.object, key.subject
	}
	if old, ok := r.seen[key]; ok {
		// said again: keep the surest wording, and what only one of them tells
		o := &r.reading.Claims[old]
		if o.Evidence.Sentence == claim.Evidence.Sentence {
			if claim.Confidence > o.Confidence {
				merge(&claim, o)
				*o = claim
			} else {
				merge(o, &claim)
			}
			return
		}
	}
	r.seen[key] = len(r.reading.Claims)
	r.reading.Claims = append(r.reading.Claims, claim)
}

// Predicates of where somebody stands.
var taking = wordSet("supports opposes")

// stands says whether the word at p says where somebody stands though it is an aim: what one is
// committed to, or the purpose of what one does.
func (v *view) stands(s *sentence, p int, why string) bool {
	h := s.head[p]
	if h < 0 {
		return false
	}
	if s.low[h] == "commit" || s.low[h] == "commitment" {
		return true
	}
	if why != "to" || s.rel[p] != "advcl" || !s.verb(h) || !s.marked(p, "to") {
		return false
	}
	st, _ := v.status(s, h)
	return st == schema.Actual
}

// nameTells says whether a claim is told by a name or an address, which nobody who uses it
// vouches for.
func (c *candidate) nameTells() bool {
	return strings.HasPrefix(c.method, "extract/within-name") || strings.HasPrefix(c.method, "extract/body-of-state") || strings.HasPrefix(c.method, "extract/place") && c.subject.ent.Type == schema.Place
}

// Nouns for what somebody does, by which one faults whoever does it.
var acts = wordSet("decision move announcement statement remark comment conduct behavior behaviour handling response action refusal choice tactic approach record policy treatment crackdown repression inaction silence leadership stance rhetoric")

// actOf makes who does it the object of fault that is found with what somebody does: "the
// council's decision".
func (r *run) actOf(s *sentence, b *arg) {
	if b.tok >= len(s.Tokens) || !acts[s.low[b.tok]] || named(b.ent) {
		return
	}
	if k := s.kid(b.tok, "nmod:poss"); k >= 0 {
		if a := r.v.own(s, k); a.ent != nil && a.ent.Type.IsActor() && r.tells(a) {
			a.direct = false
			*b = a
		}
	}
}

// betterWord gives a candidate the predicate that its word means between such ends.
func (r *run) betterWord(c *candidate) {
	name := ""
	switch word := c.sent.low[c.at]; c.pred.Name {
	case "negotiates-with":
		if r.toNews(c) {
			name = "met"
		}
	case "attacks":
		if c.subject.ent.Type == schema.Person && c.object.ent.Type == schema.Person && verbal[word] && !r.v.sayWe(c.subject) {
			name = "criticizes" // people attack people with words
		}
	case "citizen-of":
		if c.object.ent.Country == "VAT" {
			name = "works-for" // the Holy See is an office
		}
	case "defeats":
		if o := c.sent.kid(c.at, "obl"); verbal[word] || word == "hammer" || word == "pummel" {
			for _, k := range c.sent.kids[c.at] {
				if p := c.sent.preposition(k); o >= 0 && (p == "for" || p == "over") && c.sent.rel[k] == "obl" && c.sent.class(k).Kind != "time" {
					name = "criticizes" // "hammered him for his response"
				}
			}
		}
	case "opposes":
		if (word == "speak" || word == "come") && c.object.ent.Type == schema.Event && violence[c.sent.low[c.object.tok]] {
			name = "criticizes" // "spoke out against the attack"
		}
	case "uses":
		if word == "launch" && c.features.kind == schema.VerbFrame && c.unveils() {
			name = "produces" // who launches a phone makes it
		}
	case "works-for":
		if word == "serve" && c.features.kind == schema.VerbFrame && hasWord(c.object.ent.Name, chambers) {
			name = "member-of" // who serves in a house of parliament sits there
		}
		if putUp[word] && party(c.object.ent) {
			name, c.role = "member-of", "" // whom a party puts up is of it
		}
	}
	if p := r.x.opt.Ontology.Predicate(name); p != nil {
		c.pred = p
	}
}

// unveils says whether who launches goods brings them out: no arms, no craft, from nowhere.
func (c *candidate) unveils() bool {
	s, t := c.sent, c.object.tok
	if c.subject.ent.Type != schema.Organization || hasWord(c.subject.ent.Name, operators) || armed(c.subject.ent) || flung[s.low[t]] || hasWord(c.object.ent.Name, flung) {
		return false
	}
	for _, k := range s.kids[c.at] {
		switch s.preposition(k) {
		case "at", "against", "towards", "toward", "from", "into", "over":
			return false
		}
	}
	return named(c.object.ent) || brandedGoods[s.low[t]] || s.low[t] == "phone" || s.low[t] == "car" || s.low[t] == "product"
}

// What is launched into the air.
var flung = wordSet("missile rocket drone satellite torpedo grenade probe spacecraft missiles rockets drones satellites shell balloon aircraft telescope rover lander shuttle capsule bomb ship submarine carrier orbiter fireworks flare")

// dateOf is when what a candidate says happened or holds: by the words of its clause, else,
// for what happens once, as the text around tells.
func (r *run) dateOf(c *candidate, st schema.Status) string {
	s, a, b := c.sent, &c.subject, &c.object
	when := c.when
	if when != "" {
		return when
	}
	if c.timeless {
		return r.v.whenThen(s, c, st)
	}
	when = r.v.when(s, c.at, st, c.pred.Name)
	if leaving[s.low[c.at]] {
		when = strings.TrimPrefix(when, "../") // "served until 2018, resigning in protest"
	}
	ev := eventArg(c)
	lasts := habitual[c.pred.Name] || standing[c.pred.Name] && !(c.pred.Name == "located-in" && a.ent.Type == schema.Event) && !(s.verb(c.at) && entering[s.low[c.at]])
	goesOn := ev != nil && c.pred.Name == "located-in" && !ofDay(ev.ent) && !r.v.headline(s)
	vague := when == "" || len(when) == len("2006") && r.v.headline(s)
	if vague && !lasts && !goesOn && !strings.HasPrefix(c.pred.Name, schema.OpenPrefix) && (st == schema.Actual || st == schema.Planned && r.v.headline(s)) {
		if day := r.v.carried(s, c.at, st == schema.Planned, a.ent, b.ent); day != "" {
			when = day
		}
		if when == "" && st == schema.Actual {
			when = r.v.storyTells(s, c.at, c.pred.Name, b.ent)
		}
	}
	if when == "" && !lasts && st == schema.Actual && !strings.HasPrefix(c.pred.Name, schema.OpenPrefix) {
		if !goesOn {
			when = r.v.setDay(s, c.at)
		}
		if when == "" && ev != nil {
			when = r.v.dayOfKnown(s, ev.tok, ev.ent, s.verb(c.at) && s.told(c.at) && !s.anotherTime(c.at))
		}
		if when == "" {
			when = r.v.inMonth(s, c.at)
		}
	}
	return when
}

// Verbs for coming into a post, which happens on a day.
var entering = wordSet("swear become inaugurate elect appoint name install assume")

// Predicates of what is done time and again: the day on which the story is doesn't date it.
var habitual = wordSet("produces trades-with")

// eventArg is the event that a claim tells the place or a party of, nil if none.
func eventArg(c *candidate) *arg {
	switch {
	case c.pred.Name == "participates-in":
		return &c.object
	case c.pred.Name == "located-in" && c.subject.ent.Type == schema.Event:
		return &c.subject
	}
	return nil
}

// Verbs for the end of a time in a post, which falls on the day that it lasted to.
var leaving = wordSet("resign quit leave")

// Words in the names of the houses of parliaments.
var chambers = wordSet("house senate parliament congress assembly knesset bundestag commons lords legislature duma")

// Verbs of attack that mean words between persons.
var verbal = wordSet("attack target hit blast assail")

// merge fills what into lacks from the other wording.
func merge(into, from *schema.Claim) {
	if into.When == "" {
		into.When = from.When
	}
	if into.About == "" {
		into.About = from.About
	}
	if into.Role == "" {
		into.Role = from.Role
	}
	if into.Source.Name == "" {
		into.Source = from.Source
	}
}

// sameEvents gives an event that is told again without its date the one that it has where
// it has one: of the same predicate and ends, or of an attack on the one who was killed.
func sameEvents(claims []schema.Claim) {
	for i := range claims {
		c := &claims[i]
		if c.When != "" || c.Status != schema.Actual || standing[c.Predicate] || strings.HasPrefix(c.Predicate, schema.OpenPrefix) {
			continue
		}
		day, clash := "", false
		for j := range claims {
			d := &claims[j]
			if len(d.When) < len("2006-01") || d.Status != schema.Actual || d.Object.ID() != c.Object.ID() {
				continue
			}
			same := d.Predicate == c.Predicate && d.Subject.ID() == c.Subject.ID()
			if same || deadly[c.Predicate] && deadly[d.Predicate] && c.Object.Entity.Type == schema.Person {
				clash = clash || day != "" && day != d.When
				day = d.When
			}
		}
		if !clash {
			c.When = day
		}
	}
}

// Predicates of what is done to a person in one event.
var deadly = wordSet("attacks kills")

func (r *run) argumentOf(s *sentence, a *arg) schema.Argument {
	out := schema.Argument{Entity: a.ent}
	if a.mention >= 0 {
		m := &r.v.doc.Mentions[a.mention]
		out.Span = r.v.doc.Span(m)
		out.Mention = strings.Join(strings.Fields(r.v.doc.MentionText(m)), " ")
		return out
	}
	tok := s.tok(a.tok)
	out.Span, out.Mention = tok.Span, tok.Form
	return out
}

// finish puts the reading in order.
func (r *run) finish() {
	r.countries(true)
	claims := r.reading.Claims
	sameEvents(claims)
	r.eventDays(claims)
	sameDay(claims)
	dayOfContest(claims)
	datedByName(claims)
	r.v.stillToCome(claims)
	slices.SortStableFunc(claims, func(a, b schema.Claim) int {
		if d := a.Evidence.Sentence - b.Evidence.Sentence; d != 0 {
			return d
		}
		if d := a.Evidence.Predicate.Start - b.Evidence.Predicate.Start; d != 0 {
			return d
		}
		if d := strings.Compare(a.Predicate, b.Predicate); d != 0 {
			return d
		}
		if d := strings.Compare(a.Subject.ID(), b.Subject.ID()); d != 0 {
			return d
		}
		return strings.Compare(a.Object.ID(), b.Object.ID())
	})
	used := map[string]bool{}
	for i := range claims {
		claims[i].Seal(r.doc)
		used[claims[i].Subject.ID()] = true
		used[claims[i].Object.ID()] = true
		used[claims[i].Source.ID] = true
	}
	for _, e := range r.v.links.Entities {
		if used[e.ID] {
			r.reading.Entities = append(r.reading.Entities, e)
		}
	}
	if r.x.opt.WhyNot {
		r.unreadPairs()
	}
	slices.SortStableFunc(r.reading.Rejections, func(a, b schema.Rejection) int { return a.Sentence - b.Sentence })
}
