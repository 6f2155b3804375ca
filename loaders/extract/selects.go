package extract

import (
	"fmt"
	"slices"
	"strings"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// What is cut to somebody without a tie being cut.
var accessWords = wordSet("access")

// Verbs that ask or order only where they say what: "told the audience" asks nothing.
var needAbout = wordSet("write reach tell ask push direct persuade force press lobby command compel instruct want invite require encourage advise summon counsel challenge dare expect wish")

// Verbs that say something of whom they name only with what they name him.
var (
	asSanction = wordSet("designate list brand label classify declare")
	branded    = wordSet("terrorist terrorism terror extremist extremism blacklist undesirable illegal sponsor foreign")
	ills       = wordSet("sanction tariff ban embargo restriction penalty duty curb fine asset levy")
)

// Verbs that hand over anything at all; what they hand over tells what they mean.
var handOver = wordSet("promise vow contribute distribute disburse commit earmark loan dispatch ship approve award release have keep maintain base garrison mass convey pump give send offer provide extend transfer deliver grant allocate pledge lend hand channel transport accept get receive")

// What one makes without making a thing.
var madeOnly = wordSet("order ground plan gain progress shelter room use sense claim offer supply")

// Goods that one sends with one's own crew.
var vessels = wordSet("ship warship vessel boat aircraft jet plane warplane bomber fighter carrier submarine frigate destroyer helicopter fleet tank drone")

// What is given as aid, and what is supplied as goods, beside the nouns of products.
var (
	aidWords   = wordSet("aid assistance help support money fund funding dollar euro pound loan grant training relief intelligence information billion million thousand asylum medicine medicines rescue shelter doctor medic relief fund blanket tent vaccine ration water care visa protection credit refuge cover evidence datum data cash payment ton tonne resource backing funds food vaccine supply supplies equipment package")
	goodsWords = wordSet("weapon weaponry arms ammunition fuel gas oil material artillery good equipment technology supply part stock system range launcher shipment component ton tonne weapons supplies document file footage recording oxygen power electricity internet dose medicine")
)

// selects says why what a verb is about rules the frame out.
func (r *run) selects(s *sentence, i int, ref frameRef, kind schema.FrameKind, about string) string {
	if kind != schema.VerbFrame {
		return ""
	}
	switch ref.pred.Name {
	case "urges":
		if (needAbout[s.low[i]] || slices.Contains(ref.frame.Object, "obl:for")) && about == "" && !s.asksIn(i) {
			return "nothing is asked"
		}
		if s.low[i] == "call" && about == "" && r.callsOn(s, i) {
			return "who calls on a person and asks nothing pays a visit"
		}
		if s.low[i] == "plead" && s.word(i, "xcomp", "guilty") {
			return "who pleads guilty asks nothing"
		}
		if s.low[i] == "appeal" && len(s.objects(i)) > 0 {
			return "a judgment is appealed"
		}
	case "warns":
		if s.low[i] == "threaten" && slices.ContainsFunc(s.objects(i), func(t int) bool { return menaces[s.low[t]] && s.name[t] < 0 }) {
			return "it is what is threatened"
		}
	case "produces":
		if s.low[i] == "make" && slices.ContainsFunc(s.objects(i), func(t int) bool { return madeOnly[s.low[t]] }) {
			return "nothing is made that one could hold"
		}
	case "investigates":
		if s.low[i] == "question" && slices.ContainsFunc(s.objects(i), func(t int) bool { return doubted[s.low[t]] }) {
			return "it is doubted, not looked into"
		}
		if s.low[i] == "interview" && !r.inquires(s, i) {
			return "who interviews is no police"
		}
		if s.low[i] == "question" && !r.inquires(s, i) && !slices.ContainsFunc(s.objects(i), func(t int) bool { a := r.v.own(s, t); return a.ent != nil && a.ent.Type == schema.Person }) {
			return "who only doubts it inquires into nothing" // "questioned X's motives"
		}
	case "fights":
		if s.low[i] == "engage" && !r.bears(s, i) {
			return "who engages with another bears no arms"
		}
	case "met":
		if s.low[i] == "call" && slices.Contains(ref.frame.Object, "obl:on") && (about != "" || !r.callsOn(s, i)) {
			return "who is called on to do something isn't visited"
		}
		if s.low[i] == "interview" && r.inquires(s, i) {
			return "who interviews is police"
		}
		if slices.Contains(ref.frame.Object, "obl:to") && (s.low[i] == "talk" && s.kid(i, "aux") >= 0 && s.Tokens[i].XPOS == "VBG" || !r.heard(s, i)) {
			return "it is no interview"
		}
	case "sanctions":
		if slices.Contains(ref.frame.Object, "obl:to") && mentions(about, accessWords) {
			return "what is cut is no tie"
		}
		if s.low[i] == "break" && len(s.objects(i)) == 0 {
			return "nothing is broken off" // who breaks with another leaves him
		}
		if asSanction[s.low[i]] && !mentions(about, branded) {
			return "it is called nothing bad"
		}
		if len(ref.frame.About) == 2 && ref.extra == "list" && !mentions(about, lists) {
			return "the list is none of sanctions"
		}
		if (s.low[i] == "hit" || s.low[i] == "slap" || s.low[i] == "target" || s.low[i] == "punish") && len(ref.frame.About) > 0 && !mentions(about, ills) {
			return "no sanctions are named"
		}
	case "cooperates-with":
		if slices.Contains(ref.frame.Object, "obl:with") && slices.Contains(ref.frame.About, "obj") && len(s.objects(i)) == 0 && s.low[i] != "share" && s.low[i] != "exchange" {
			return "nothing is made together"
		}
	case "member-of":
		if s.low[i] == "attend" && ref.extra == "" {
			for _, o := range s.objects(i) {
				if a := r.v.own(s, o); a.ent != nil && hasWord(a.ent.Name, schools) {
					return ""
				}
			}
			return "it is no school"
		}
	case "participates-in":
		if s.low[i] == "involve" && slices.ContainsFunc(s.subjects(i), func(t int) bool { return mishaps[s.low[t]] }) {
			return "who comes into a mishap takes no part in it"
		}
		if (s.low[i] == "remain" || s.low[i] == "stay") && s.kid(i, "xcomp", "obj") >= 0 {
			return "it says what he remains"
		}
	case "visited":
		if motion[s.low[i]] && !slices.Contains(ref.frame.Subject, "obj") && len(s.objects(i)) > 0 {
			return "something else is moved there"
		}
	case "attacks":
		if (s.low[i] == "hit" || s.low[i] == "slap" || s.low[i] == "target") && (mentions(about, ills) || mentions(about, suits)) {
			return "it is hit with no arms"
		}
		if blows[s.low[i]] && !slices.Contains(ref.frame.Object, "obj") {
			for _, o := range s.objects(i) {
				if c := s.class(o); !violence[s.low[o]] && c.Kind != "product" && !goodsWords[s.low[o]] && !means[s.low[o]] {
					return fmt.Sprintf("%q is no blow", about)
				}
			}
		}
		if slices.Contains(ref.frame.Object, "obl:in") && !mentions(about, explosives) {
			return "nothing explodes"
		}
	case "defeats":
		if s.low[i] == "fall" {
			for _, o := range s.subjects(i) {
				if a := r.v.own(s, o); a.city != nil {
					return "a city falls"
				}
			}
		}
	case "supports":
		if s.low[i] == "recognize" || s.low[i] == "recognise" {
			if st, _ := r.v.status(s, i); st == schema.Denied {
				return "who is not recognized is opposed"
			}
		}
		if s.low[i] == "pay" && !mentions(about, tributes) {
			return "what is paid is no tribute"
		}
	case "charges":
		if (s.low[i] == "hit" || s.low[i] == "slap") && !mentions(about, suits) {
			return "no charge is named"
		}
	case "arrests":
		if k := s.kid(i, "obj"); s.low[i] == "hold" && k >= 0 && possesses[s.low[k]] {
			return "a share is held"
		}
	case "owns":
		if len(ref.frame.About) > 0 && !mentions(about, possesses) {
			return "no share of it is named"
		}
	case "negotiates-with":
		if s.low[i] == "call" && s.namesAs(i) {
			return "it is no call by telephone"
		}
	case "invades":
		if slices.Contains(ref.frame.Object, "obl:into") && s.kid(i, "obj") >= 0 {
			return "something else is moved there"
		}
	case "agrees-with":
		if s.low[i] == "award" && !mentions(about, wordSet("contract deal order tender concession")) {
			return "no contract is awarded"
		}
	case "funds":
		if slices.Contains(ref.frame.About, "obj") && s.low[i] != "invest" && s.low[i] != "pay" && !mentions(about, moneyWords) {
			return fmt.Sprintf("%q is no money", about)
		}
	case "supplies", "receives-from", "aids", "deploys-to", "buys-from":
		if ref.pred.Name == "buys-from" && (s.low[i] != "obtain" && s.low[i] != "order" && s.low[i] != "sign" || ref.extra == "delivery" || s.low[i] == "place") {
			return ""
		}
		if ref.pred.Name != "deploys-to" && ref.pred.Name != "buys-from" && !handOver[s.low[i]] || len(ref.frame.About) == 0 {
			return ""
		}
		for _, name := range ref.frame.About {
			toks, _ := s.relation(i, name, kind)
			for _, t := range toks {
				if r.given(s, t, ref.pred.Name, s.low[i]) {
					return ""
				}
			}
		}
		return fmt.Sprintf("%q is neither goods nor aid", about)
	}
	return ""
}

// Verbs of motion that are also what one does with others, verbs that carry blows, and what
// is named with some verbs where they mean what they are listed for.
var (
	motion     = wordSet("rush hurry jet sail fly drive ride walk move march")
	blows      = wordSet("wage launch conduct carry mount unleash stage hurl lob rain drop fire shower use employ")
	means      = wordSet("force violence cannon bullet grenade truncheon baton spray")
	explosives = wordSet("bomb explosive grenade device mine charge dynamite rocket ied")
	tributes   = wordSet("tribute homage respect compliment condolence")
	suits      = wordSet("fine lawsuit suit charge penalty indictment sentence")
	mishaps    = wordSet("incident accident crash collision case scandal dispute controversy lawsuit allegation attack shooting")
	lists      = wordSet("sanction terror terrorist terrorism entity black watch no-fly blacklist wanted")
)

// Words in the names of schools.
var schools = wordSet("university college school academy institute seminary polytechnic")

// Words for sums of money.
var moneyWords = wordSet("$ € £ ¥ money dollar dollars euro euros pound pounds yen yuan rouble rubles roubles million billion trillion millions billions fund funds cash investment capital sum percent")

// mentions says whether a phrase has one of the words, whatever its number.
func mentions(phrase string, words map[string]bool) bool {
	for _, w := range strings.FieldsFunc(strings.ToLower(phrase), func(r rune) bool { return r == ' ' || r == '-' || r == ',' || r >= '0' && r <= '9' || r == '.' }) {
		if words[w] || words[strings.TrimSuffix(w, "s")] {
			return true
		}
		for _, sign := range []string{"$", "€", "£"} {
			if strings.Contains(w, sign) && words[sign] {
				return true
			}
		}
	}
	return false
}

// namesAs says whether a verb says what its object is: "called X a liar".
func (s *sentence) namesAs(i int) bool {
	if s.kid(i, "xcomp", "ccomp", "iobj", "parataxis") >= 0 {
		return true
	}
	o := s.kid(i, "obj")
	if o < 0 {
		return false
	}
	for _, k := range s.kids[i] {
		if k > o && s.preposition(k) == "" && (s.noun(k) || s.Tokens[k].UPOS == "ADJ") && s.class(k).Kind != "time" && !isWeekday(s.low[k]) && s.kid(k, "mark") < 0 && s.Tokens[k].UPOS != "NUM" {
			return true
		}
	}
	for _, k := range s.kids[o] {
		if k > o && s.rel[k] == "appos" && s.Tokens[k-1].Form != "," {
			return true
		}
	}
	return false
}

// given says whether the noun at t is what the predicate hands over or sends: goods, aid,
// troops.
func (r *run) given(s *sentence, t int, pred, verb string) bool {
	c := s.class(t)
	if c.Kind == "quantity" || ofWords[s.low[t]] || s.low[t] == "dose" {
		for _, k := range s.kids[t] {
			if s.rel[k] == "nmod" && s.preposition(k) == "of" {
				return r.given(s, k, pred, verb)
			}
		}
	}
	for _, k := range s.kids[t] { // "photographs and other intelligence"
		if s.rel[k] == "conj" && s.noun(k) && r.given(s, k, pred, verb) {
			return true
		}
	}
	for _, k := range s.kids[t] { // "a plane carrying supplies"
		if s.rel[k] == "acl" && s.Tokens[k].XPOS == "VBG" && loads[s.low[k]] {
			for _, o := range s.objects(k) {
				if r.given(s, o, pred, verb) {
					return true
				}
			}
		}
	}
	switch pred {
	case "deploys-to":
		if (verb == "order" || verb == "fly" || verb == "transfer" || verb == "ship") && c.Kind == "product" && !vessels[s.low[t]] {
			return false
		}
		if c.Kind == "product" && (handOver[verb] || verb == "move" || verb == "airlift") && !vessels[s.low[t]] {
			return false // what is sent to somebody is supplied
		}
		return c.Kind == "group" || c.Kind == "person" || c.Kind == "product" || c.Kind == "org" || s.low[t] == "reinforcement" || s.low[t] == "reinforcements"
	case "aids":
		return aidWords[s.low[t]] || s.sum(t) && s.forWhom(t)
	}
	if m := s.name[t]; m >= 0 {
		if e := r.v.links.Ties[m].Entity; e != nil && e.Type == schema.Product {
			return true
		}
	}
	return c.Kind == "product" && !aidWords[s.low[t]] || goodsWords[s.low[t]] || s.model(t)
}

// sum says whether the token at t heads a sum of money.
func (s *sentence) sum(t int) bool { return s.Tokens[t].UPOS == "SYM" && moneyWords[s.low[t]] }

// forWhom says whether the verb that the noun at t hangs on has somebody who gets it: "gave
// Lebanon $60 million", "contribute $100 million to Ukraine".
func (s *sentence) forWhom(t int) bool {
	h := s.head[t]
	if h < 0 || !s.verb(h) {
		return false
	}
	for _, k := range s.kids[h] {
		if s.rel[k] == "iobj" || s.rel[k] == "obl" && s.preposition(k) == "to" {
			return true
		}
	}
	return s.passive(h)
}

// model says whether the token at t is in the designation of a type of arms or machine:
// "F-16s", "S-400".
func (s *sentence) model(t int) bool {
	f := s.Tokens[t].Form
	if digits := strings.ContainsAny(f, "0123456789"); digits && strings.Contains(f, "-") && f[0] >= 'A' && f[0] <= 'Z' {
		return true
	}
	if t+2 < len(s.Tokens) && s.Tokens[t+1].Form == "-" && f[0] >= 'A' && f[0] <= 'Z' && len(f) <= 3 {
		return s.Tokens[t+2].Form[0] >= '0' && s.Tokens[t+2].Form[0] <= '9'
	}
	return t >= 2 && s.Tokens[t-1].Form == "-" && len(s.Tokens[t-2].Form) <= 3 && f[0] >= '0' && f[0] <= '9' && s.Tokens[t-2].UPOS == "PROPN"
}

// callsOn says whether the call at i is a visit: on a person, with nothing asked of them.
func (r *run) callsOn(s *sentence, i int) bool {
	for _, k := range s.kids[i] {
		switch p := s.preposition(k); {
		case s.rel[k] == "xcomp" || s.rel[k] == "ccomp" || s.rel[k] == "advcl" && k > i || s.rel[k] == "obl" && p == "for":
			return false
		case s.rel[k] == "obl" && (p == "on" || p == "upon") && k > i && s.Tokens[k].UPOS == "PROPN" || s.rel[k] == "obl" && p == "on" && s.class(k).Kind == "person":
			for j := k + 1; j < len(s.Tokens); j++ {
				if s.low[j] == "to" && s.Tokens[j].UPOS == "PART" || s.low[j] == "for" {
					return false
				}
			}
			return !coref.Plural(s.tok(k))
		}
	}
	return false
}
