package extract

import (
	"fmt"
	"slices"
	"strings"

	"relata/schema"
)

// Verbs that ask or order only where they say what: "told the audience" asks nothing.
var needAbout = wordSet("tell ask push direct persuade force press lobby command compel instruct want invite require encourage advise summon subpoena counsel")

// Verbs that say something of whom they name only with what they name him.
var (
	asSanction = wordSet("designate list brand label classify declare")
	branded    = wordSet("terrorist terrorism terror extremist extremism blacklist undesirable illegal sponsor foreign")
	ills       = wordSet("sanction tariff ban embargo restriction penalty duty curb fine asset levy")
)

// Verbs that hand over anything at all; what they hand over tells what they mean.
var handOver = wordSet("contribute distribute disburse commit earmark loan dispatch ship approve award release have keep maintain base garrison mass convey pump give send offer provide extend transfer deliver grant allocate pledge lend hand channel transport accept get receive")

// Goods that one sends with one's own crew.
var vessels = wordSet("ship warship vessel boat aircraft jet plane warplane bomber fighter carrier submarine frigate destroyer helicopter fleet tank drone")

// What is given as aid, and what is supplied as goods, beside the nouns of products.
var (
	aidWords   = wordSet("aid assistance help support money fund funding dollar euro pound loan grant training relief intelligence information billion million thousand asylum medicine medicines rescue shelter doctor medic relief fund blanket tent vaccine ration water care visa protection credit refuge cover evidence datum data cash payment ton tonne resource backing funds food vaccine supply equipment package")
	goodsWords = wordSet("weapon weaponry arms ammunition fuel gas oil material artillery good equipment technology supply part stock system range launcher shipment component ton tonne weapons")
)

// selects says why what a verb is about rules the frame out.
func (r *run) selects(s *sentence, i int, ref frameRef, kind schema.FrameKind, about string) string {
	if kind != schema.VerbFrame {
		return ""
	}
	switch ref.pred.Name {
	case "urges":
		if (needAbout[s.low[i]] || slices.Contains(ref.frame.Object, "obl:for")) && about == "" {
			return "nothing is asked"
		}
	case "sanctions":
		if asSanction[s.low[i]] && !mentions(about, branded) {
			return "it is called nothing bad"
		}
		if (s.low[i] == "hit" || s.low[i] == "slap" || s.low[i] == "target" || s.low[i] == "punish") && len(ref.frame.About) > 0 && !mentions(about, ills) {
			return "no sanctions are named"
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
		if ref.pred.Name == "buys-from" && s.low[i] != "obtain" && s.low[i] != "order" {
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
	if c.Kind == "quantity" || ofWords[s.low[t]] {
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
	switch pred {
	case "deploys-to":
		if c.Kind == "product" && (handOver[verb] || verb == "move" || verb == "airlift") && !vessels[s.low[t]] {
			return false // what is sent to somebody is supplied
		}
		return c.Kind == "group" || c.Kind == "person" || c.Kind == "product" || c.Kind == "org"
	case "aids":
		return aidWords[s.low[t]]
	}
	if m := s.name[t]; m >= 0 {
		if e := r.v.links.Ties[m].Entity; e != nil && e.Type == schema.Product {
			return true
		}
	}
	return c.Kind == "product" && !aidWords[s.low[t]] || goodsWords[s.low[t]]
}
