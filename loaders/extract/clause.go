package extract

import (
	"fmt"
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// run is the reading of one document.
type run struct {
	x       *Extractor
	v       *view
	doc     *schema.Document
	reading *schema.Reading
	seen    map[claimKey]int // claims by what they say, as indices of reading.Claims
	rejects map[string]bool
	matched map[[2]int]bool // sentence and token of verbs that gave a claim of the ontology
}

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

// clauses reads the frames of a sentence.
func (r *run) clauses(s *sentence) {
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		switch {
		case s.verb(i):
			r.match(s, i, r.x.frames.verbs[s.low[i]], schema.VerbFrame)
			if tok.XPOS == "VBN" || tok.XPOS == "VBD" || tok.UPOS == "ADJ" {
				r.match(s, i, r.x.frames.adjs[strings.ToLower(tok.Form)], schema.AdjectiveFrame)
			}
		case tok.UPOS == "NOUN" || tok.UPOS == "PROPN" && s.name[i] < 0:
			r.match(s, i, r.x.frames.nouns[s.low[i]], schema.NounFrame)
		case tok.UPOS == "ADJ":
			r.match(s, i, r.x.frames.adjs[strings.ToLower(tok.Form)], schema.AdjectiveFrame)
			if fs := r.x.frames.adjs[s.low[i]]; s.low[i] != strings.ToLower(tok.Form) {
				r.match(s, i, fs, schema.AdjectiveFrame)
			}
		}
	}
}

// openClauses reads the clauses that no frame of the sentence took.
func (r *run) openClauses(s *sentence) {
	for i := range s.Tokens {
		if !s.verb(i) {
			if s.kid(i, "cop") >= 0 {
				r.holdsGuilty(s, i)
			}
			continue
		}
		taken := false
		for _, k := range s.kids[i] { // "imposed sanctions on": the noun said it
			taken = taken || (s.rel[k] == "obj" || s.rel[k] == "nsubj") && r.matched[[2]int{s.idx, k}]
		}
		if !taken {
			r.openClaim(s, i)
		}
		r.obliges(s, i)
		r.holdsGuilty(s, i)
		r.threatens(s, i)
		r.receives(s, i)
	}
}

// receives reads help from the side of who gets it: "assistance that X receives", "Peruvian
// aid was received by X".
func (r *run) receives(s *sentence, i int) {
	switch s.low[i] {
	case "receive", "get", "obtain", "enjoy", "win":
	default:
		return
	}
	for _, o := range s.objects(i) {
		name := "aids"
		switch s.low[o] {
		case "support", "backing", "praise", "endorsement":
			name = "supports"
		case "aid", "assistance", "help", "funding", "training", "relief":
		default:
			continue
		}
		p := r.x.opt.Ontology.Predicate(name)
		if p == nil {
			continue
		}
		givers := r.v.proxy(s, o)
		if from, _ := s.obliques(o, "from"); len(givers) == 0 {
			for _, k := range from {
				givers = append(givers, r.v.resolve(s, k)...)
			}
		}
		for _, a := range givers {
			for _, t := range s.subjects(i) {
				for _, b := range r.v.resolve(s, t) {
					if b.direct && r.tells(a) && r.tells(b) {
						r.emit(&candidate{pred: p, sent: s, at: i, first: o, last: o + 1, subject: a, object: b, method: "extract/receive@" + Version, features: features{kind: schema.NounFrame, loose: true}})
					}
				}
			}
		}
	}
}

// threatens reads whom a threat is for by what is threatened: "threatened to impose tariffs
// on X", "threatens to break relations with X".
func (r *run) threatens(s *sentence, i int) {
	p := r.x.opt.Ontology.Predicate("warns")
	if s.low[i] != "threaten" || p == nil || s.passive(i) {
		return
	}
	k := s.kid(i, "xcomp")
	if k < 0 {
		return
	}
	var whom []int
	objects := s.objects(k)
	for _, o := range objects {
		if actorNoun(s, o) {
			whom = append(whom, o)
		}
	}
	for _, prep := range []string{"on", "against", "with", "to", "from", "at"} {
		for _, at := range append([]int{k}, objects...) {
			if len(whom) == 0 {
				whom, _ = s.obliques(at, prep)
			}
		}
	}
	for _, t := range s.subjects(i) {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range whom {
				for _, b := range r.v.resolve(s, u) {
					if a.direct && b.direct && r.tells(a) && r.tells(b) && a.ent != b.ent {
						r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, method: "extract/threat@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
					}
				}
			}
		}
	}
}

// obliges reads what a speaker says that another must do: "Peru said that Chile must
// return the helicopter" urges Chile.
func (r *run) obliges(s *sentence, i int) {
	must := false
	for _, k := range s.kids[i] {
		must = must || s.rel[k] == "aux" && (s.low[k] == "must" || s.low[k] == "should")
	}
	h := s.head[i]
	p := r.x.opt.Ontology.Predicate("urges")
	if !must || h < 0 || s.rel[i] != "ccomp" || !reporting[s.low[h]] || p == nil || s.passive(i) {
		return
	}
	for _, t := range s.surface(h, 0) {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range s.surface(i, 0) {
				for _, b := range r.v.resolve(s, u) {
					if a.direct && b.direct && r.tells(a) && r.tells(b) {
						first, last := s.subtree(i, func(k int) bool {
							return s.rel[k] == "nsubj" || s.rel[k] == "mark" || s.rel[k] == "advcl" || s.rel[k] == "punct"
						})
						r.emit(&candidate{pred: p, sent: s, at: h, first: h, last: h + 1, subject: a, object: b, about: clip(r.v.text(s, first, last)), method: "extract/must@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
					}
				}
			}
		}
	}
}

// Words for being guilty, and what claims are of where a speaker does more than tell.
var (
	guilty   = wordSet("responsible guilty culpable complicit liable blame fault")
	claiming = wordSet("claim allege charge assert maintain contend suspect insist believe complain")
	// Verbs that are a wrong whoever does them.
	wrongs = wordSet("supply back finance fund help train hide fail conceal sponsor violate break breach kill murder attack steal cheat lie bomb shell torture fabricate interfere meddle sabotage hack poison abduct commit rig collude spy undermine plot target orchestrate arm harbor harbour smuggle launder bribe abuse rape massacre invade provoke harass deceive conspire fuel mastermind perpetrate threaten exploit ignore flout infringe")
	// Verbs that are a wrong only where they are alleged.
	weakWrongs = wordSet("supply back finance fund help train fail plot target threaten ignore sponsor")
)

// holdsGuilty reads whom a speaker says to be guilty: "Peru said that Chile was responsible
// for it", "Peru claimed that Chile had broken the truce".
func (r *run) holdsGuilty(s *sentence, i int) {
	h := s.head[i]
	p := r.x.opt.Ontology.Predicate("accuses")
	if p == nil || h < 0 || s.rel[i] != "ccomp" && s.rel[i] != "parataxis" || !s.verb(h) {
		return
	}
	switch {
	case guilty[s.low[i]] && (reporting[s.low[h]] || claiming[s.low[h]]):
	case claiming[s.low[h]] && wrongs[s.low[i]] && (s.low[h] == "allege" || s.low[h] == "claim" || s.low[h] == "charge" || !weakWrongs[s.low[i]]) && s.verb(i) && !s.passive(i) && s.rel[i] == "ccomp":
	default:
		return
	}
	if st, _ := r.v.status(s, i); st == schema.Denied {
		return
	}
	for _, t := range s.surface(h, 0) {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range s.surface(i, 0) {
				for _, b := range r.v.resolve(s, u) {
					if a.direct && b.direct && a.ent != b.ent && r.tells(a) && r.tells(b) && b.ent.Type.IsActor() {
						r.emit(&candidate{pred: p, sent: s, at: h, first: i, last: i + 1, subject: a, object: b, method: "extract/guilt@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
					}
				}
			}
		}
	}
}

// match tries the frames of the word at i.
func (r *run) match(s *sentence, i int, refs []frameRef, kind schema.FrameKind) {
	for _, ref := range refs {
		if ref.applies(s, i) && !r.shadowed(s, i, ref, refs) {
			r.frame(s, i, ref, kind)
		}
	}
}

// shadowed says whether a verb with a particle of its own ("take over"), or a compound
// ("trading partner"), hides the plain frames of the word.
func (r *run) shadowed(s *sentence, i int, ref frameRef, refs []frameRef) bool {
	if ref.extra != "" {
		return false
	}
	for _, other := range refs {
		if other.extra != "" && (ref.frame.Kind == schema.VerbFrame || other.pred != ref.pred) && other.applies(s, i) {
			return true
		}
	}
	return false
}

// frame reads one frame at the word i.
func (r *run) frame(s *sentence, i int, ref frameRef, kind schema.FrameKind) {
	f := ref.frame
	subjects, sLoose, sRel := r.argument(s, i, f.Subject, kind, ref.from(), ref.pred, false)
	if slices.Contains(f.Object, "each") {
		if len(subjects) == 1 && sRel != "" {
			if pair := r.sides(s, subjects[0].tok, ref.from()); len(pair) > 1 {
				subjects = pair
			}
		}
		if len(subjects) >= 2 && !slices.ContainsFunc(subjects, func(a arg) bool { return !a.direct }) {
			if o, _, _ := r.argument(s, i, without(f.Object, "each"), kind, ref.to(), ref.pred, true); len(o) == 0 {
				r.each(s, i, ref, kind, subjects, sRel)
				return
			}
		}
	}
	objects, oLoose, _ := r.argument(s, i, f.Object, kind, ref.to(), ref.pred, true)
	if len(subjects) == 0 && len(objects) > 0 && kind == schema.VerbFrame && handled[ref.pred.Name] && s.passive(i) {
		for _, k := range s.objects(i) { // "Russian weapons were deployed in X": theirs
			if c := s.class(k); c.Kind == "product" || c.Kind == "group" {
				subjects = append(subjects, r.v.proxy(s, k)...)
			}
		}
		subjects = slices.DeleteFunc(subjects, func(a arg) bool { return !fitsType(a.ent.Type, ref.from()) })
	}
	if len(objects) == 0 && ref.pred.Name == "sanctions" && kind == schema.NounFrame {
		objects = r.aimed(s, i, ref.to())
	}
	if len(subjects) == 0 || len(objects) == 0 {
		if len(subjects)+len(objects) > 0 && len(f.From)+len(f.To) == 0 {
			r.missing(s, i, ref, subjects, objects)
		}
		return
	}
	if ref.pred.Name == "trades-with" && sRel == "light" && s.head[i] >= 0 && discusses[s.low[s.head[i]]] {
		return
	}
	about := r.about(s, i, f.About, kind, objects)
	if reason := r.selects(s, i, ref, kind, about); reason != "" {
		r.reject(s, subjects[0].ent.ID, objects[0].ent.ID, ref.pred.Name+": "+reason)
		return
	}
	role := r.about(s, i, f.Role, kind, nil)
	if role == "" && kind == schema.NounFrame && ref.pred.Name == "family-of" {
		role = r.v.text(s, s.adjectives(i), i+1) // "younger brother"
	}
	for _, a := range subjects {
		for _, b := range objects {
			if ref.narrower(a.ent.Type, b.ent.Type) {
				continue // the words say something else of these
			}
			c := candidate{pred: ref.pred, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, about: about, role: role}
			c.method = "extract/" + string(kind) + "@" + Version
			if c.timeless = kind == schema.NounFrame && (sRel == "appos" || sRel == "head"); c.timeless {
				if st, _ := r.v.status(s, i); st == schema.Denied || st == schema.Possible {
					c.status = schema.Actual // what the clause denies is not what its noun says of the name
				}
			}
			if f.Status != "" && c.status == "" {
				st, why := r.v.status(s, i)
				c.status, c.why = govern(st, f.Status), why
			}
			c.features = features{kind: kind, loose: sLoose || oLoose, controlled: sRel == "nsubj" && kind == schema.VerbFrame && s.kid(i, "nsubj") < 0}
			r.emit(&c)
		}
	}
}

// Predicates of what one does with one's own things.
var handled = wordSet("deploys-to supplies")

// Verbs that only speak of what their object names.
var discusses = wordSet("discuss debate negotiate address raise consider")

// sides are the states that the coordinated adjectives before a plural noun name: "Armenian
// and Azerbaijani troops".
func (r *run) sides(s *sentence, t int, types []schema.EntityType) []arg {
	if t < 0 || !s.noun(t) || s.name[t] >= 0 && r.v.doc.Mentions[s.name[t]].Last-r.v.doc.Mentions[s.name[t]].First == 1 {
		return nil
	}
	var out []arg
	and := false
	for _, k := range s.kids[t] {
		if k > t || s.rel[k] != "amod" && s.rel[k] != "compound" || s.name[k] < 0 {
			continue
		}
		for _, j := range append([]int{k}, s.kids[k]...) {
			if j != k && s.rel[j] == "cc" {
				and = true
			}
			if j != k && (s.rel[j] != "conj" || s.name[j] < 0) {
				for _, c := range s.kids[j] {
					and = and || s.rel[c] == "cc"
				}
				continue
			}
			for _, c := range s.kids[j] {
				and = and || s.rel[c] == "cc"
			}
			if a := r.v.own(s, j).as(types); a.ent != nil && fitsType(a.ent.Type, types) {
				out = append(out, a)
			}
		}
	}
	if !and {
		return nil
	}
	return out
}

// aimed is whom sanctions are for by their aim: "sanctions intended to weaken X", "a ban
// aimed at X's trade".
func (r *run) aimed(s *sentence, i int, types []schema.EntityType) []arg {
	if i+1 >= len(s.Tokens) {
		return nil
	}
	switch s.low[i+1] {
	case "intend", "aim", "design", "mean", "target", "punish":
	default:
		return nil
	}
	for j := i + 2; j < len(s.Tokens) && j < i+10 && s.Tokens[j].UPOS != "PUNCT"; j++ {
		if s.name[j] < 0 {
			continue
		}
		if a := r.v.own(s, j).as(types); a.ent != nil && fitsType(a.ent.Type, types) {
			return []arg{a}
		}
	}
	return nil
}

// adjectives is the first of the adjectives right before the noun at i.
func (s *sentence) adjectives(i int) int {
	for i > 0 && s.Tokens[i-1].UPOS == "ADJ" && s.name[i-1] < 0 {
		i--
	}
	return i
}

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

func without(list []string, w string) []string {
	var out []string
	for _, x := range list {
		if x != w {
			out = append(out, x)
		}
	}
	return out
}

// each ties the members of a coordinated subject to each other.
func (r *run) each(s *sentence, i int, ref frameRef, kind schema.FrameKind, members []arg, rel string) {
	about := r.about(s, i, ref.frame.About, kind, nil)
	for a := range members {
		for b := a + 1; b < len(members); b++ {
			c := candidate{pred: ref.pred, sent: s, at: i, first: i, last: i + 1, subject: members[a], object: members[b], about: about, method: "extract/" + string(kind) + "@" + Version}
			c.features = features{kind: kind}
			r.emit(&c)
		}
	}
}

// argument reads the first relation of a frame that holds and gives entities of a type that
// the predicate takes; where none does, what it gave of other types, for the reason.
func (r *run) argument(s *sentence, i int, rels []string, kind schema.FrameKind, types []schema.EntityType, pred *schema.Predicate, object bool) (out []arg, loose bool, rel string) {
	var wrong []arg
	wrongRel := ""
	for _, name := range rels {
		if name == "each" {
			continue
		}
		toks, l := s.relation(i, name, kind)
		if len(toks) == 0 {
			continue
		}
		if strings.HasSuffix(name, "comp") || strings.HasPrefix(name, "advcl") || strings.HasPrefix(name, "acl") || strings.Contains(name, "comp:") {
			var who []int // a clause as argument: who acts in it
			for _, t := range toks {
				who = append(who, s.surface(t, 0)...)
			}
			toks = who
		}
		var good []arg
		for _, t := range toks {
			for _, a := range r.v.resolve(s, t) {
				if p := r.v.firstPerson(s, a.tok); p != nil {
					a.ent, a.city = p, nil
				}
				if all := typesOf(pred, object); a.ent.Type == "" && len(types) < len(all) {
					a = a.as(all) // a narrower frame does not tell what an unknown name is
				}
				a = a.as(types)
				if !a.direct && !r.mayStandIn(pred, object, s, t, a) {
					continue
				}
				if fitsType(a.ent.Type, types) {
					good = append(good, a)
				} else {
					wrong, wrongRel = append(wrong, a), name
				}
			}
			if len(good) == 0 {
				if p := r.v.firstPerson(s, t); p != nil && fitsType(p.Type, types) {
					good = append(good, arg{ent: p, mention: r.v.mentionOf(s, t), tok: t, direct: true, score: 0.6})
				}
			}
			if len(good) == 0 && object && pred.Name == "urges" && s.noun(t) {
				actors := s.nounActors(t, 12) // "demanded an admission by X", "the resignation of X"
				if len(actors) == 0 {
					actors, _ = s.obliques(t, "of")
				}
				for _, k := range actors {
					for _, a := range r.v.resolve(s, k) {
						if a = a.as(types); a.direct && fitsType(a.ent.Type, types) {
							good = append(good, a)
						}
					}
				}
			}
			if len(good) == 0 { // a typed nominal of the wrong type may have an owner of the right one
				for _, a := range r.v.proxy(s, t) {
					a = a.as(types)
					if r.mayStandIn(pred, object, s, t, a) && fitsType(a.ent.Type, types) {
						good = append(good, a)
					}
				}
			}
		}
		if len(good) > 0 {
			return good, l, name
		}
	}
	return wrong, false, wrongRel
}

// typesOf are the types that a predicate takes as subject or object.
func typesOf(pred *schema.Predicate, object bool) []schema.EntityType {
	if object {
		return pred.To
	}
	return pred.From
}

// as chooses the reading of a capital that the predicate takes.
func (a arg) as(types []schema.EntityType) arg {
	if a.city != nil && !fitsType(a.ent.Type, types) && fitsType(a.city.Type, types) {
		a.ent = a.city
	}
	if a.ent != nil && a.ent.Type == "" && len(types) > 0 {
		a.ent.Type = likeliest(types) // a name that nothing told the type of: what its clause takes
	}
	return a
}

// likeliest is the type of an unknown name where one of several must stand.
func likeliest(types []schema.EntityType) schema.EntityType {
	for _, t := range []schema.EntityType{schema.Organization, schema.Place, schema.Person, schema.Product} {
		if fitsType(t, types) {
			return t
		}
	}
	return types[0]
}

// Predicates whose object may be named by what it has: who praises a state's efforts
// supports the state, who bombs its positions attacks it.
var objectsByTheirs = wordSet("attacks supports opposes criticizes aids funds sanctions investigates protests-against invades accuses fights")

// Predicates whose subject may be named by what it has: a state's missiles strike.
var subjectsByTheirs = wordSet("attacks kills invades fights sanctions supports opposes criticizes")

// mayStandIn says whether the owner of what the token names may stand for it.
func (r *run) mayStandIn(pred *schema.Predicate, object bool, s *sentence, t int, a arg) bool {
	c := s.class(t)
	if object {
		if !objectsByTheirs[pred.Name] {
			return false
		}
		switch c.Kind {
		case "person", "group", "time", "quantity":
			return false
		}
		return true
	}
	if !subjectsByTheirs[pred.Name] {
		return false
	}
	switch c.Kind {
	case "product", "event", "agreement":
		return true
	}
	return false
}

// about is the text of the phrase in the first relation that holds.
func (r *run) about(s *sentence, i int, rels []string, kind schema.FrameKind, not []arg) string {
	for _, name := range rels {
		toks, _ := s.relation(i, name, kind)
		for _, t := range toks {
			skip := false
			for _, a := range not {
				skip = skip || a.tok == t
			}
			if m := s.kid(t, "mark"); name == "acl" && (m < 0 || s.low[m] != "to") {
				continue
			}
			if ofWords[s.low[t]] {
				for _, k := range s.kids[t] {
					if s.rel[k] == "nmod" && s.preposition(k) == "of" {
						t = k // a large number of drones
						break
					}
				}
			}
			if skip || s.class(t).Kind == "time" || s.Tokens[t].UPOS == "PRON" {
				continue
			}
			first, last := s.subtree(t, func(k int) bool {
				return s.rel[k] == "case" && s.Tokens[k].XPOS != "POS" || s.rel[k] == "det" && k < t || s.rel[k] == "mark" || s.rel[k] == "acl" || s.rel[k] == "appos" || s.rel[k] == "nmod" && slices.ContainsFunc(not, func(a arg) bool { return a.tok == k }) || s.rel[k] == "parataxis" || s.rel[k] == "punct" && s.Tokens[k].Form != "-" && s.Tokens[k].Form != "," || s.rel[k] == "advcl"
			})
			return clip(r.v.text(s, first, last))
		}
	}
	return ""
}

const maxAbout = 120

// clip cuts a phrase to whole words.
func clip(text string) string {
	if len(text) <= maxAbout {
		return text
	}
	if i := strings.LastIndexByte(text[:maxAbout], ' '); i > 0 {
		return text[:i]
	}
	return ""
}

// missing notes a frame that found only one of its arguments.
func (r *run) missing(s *sentence, i int, ref frameRef, subjects, objects []arg) {
	what, have := "object", subjects
	if len(subjects) == 0 {
		what, have = "subject", objects
	}
	a, b := "", ""
	if what == "object" {
		a = have[0].ent.ID
	} else {
		b = have[0].ent.ID
	}
	r.reject(s, a, b, fmt.Sprintf("%s: %q has no %s that is an entity", ref.pred.Name, s.Tokens[i].Form, what))
}

func (r *run) reject(s *sentence, subject, object, reason string) {
	key := fmt.Sprint(s.idx, subject, object, reason)
	if r.rejects == nil {
		r.rejects = map[string]bool{}
	}
	if r.rejects[key] {
		return
	}
	r.rejects[key] = true
	r.reading.Rejections = append(r.reading.Rejections, schema.Rejection{Sentence: s.idx, Text: r.doc.Text[s.Start:s.End], Subject: subject, Object: object, Reason: reason})
}

// emit checks a candidate and makes it a claim.
func (r *run) emit(c *candidate) {
	s := c.sent
	a, b := &c.subject, &c.object
	if a.ent == b.ent {
		return
	}
	if c.pred.Name == "attacks" && a.ent.Type == schema.Person && b.ent.Type == schema.Person && verbal[s.low[c.at]] {
		if p := r.x.opt.Ontology.Predicate("criticizes"); p != nil {
			c.pred = p // people attack people with words
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
	if st == "" {
		st, why = r.v.status(s, c.at)
	}
	when := c.when
	if when == "" && !c.timeless {
		when = r.v.when(s, c.at, st, c.pred.Name)
		if when == "" && !open && (st == schema.Actual || st == schema.Planned && r.v.headline(s)) {
			when = r.v.carried(s, c.at, st == schema.Planned, a.ent, b.ent)
		}
	}
	src := c.source
	if src.Name == "" && !c.timeless {
		src = r.v.source(s, c.at, 0)
	}
	claim := schema.Claim{
		Subject: r.argumentOf(s, a), Predicate: c.pred.Name, Object: r.argumentOf(s, b),
		Status: st, Source: src, When: when, About: c.about, Role: c.role, Event: eventOf(s.turnedBy(c.at, c.pred.Event), st, why), Method: c.method,
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
	if c.object.mention >= 0 && strings.HasPrefix(c.sent.low[c.object.tok], "market") && c.sent.low[c.at] == "enter" {
		return "who enters a market travels nowhere"
	}
	if c.pred.Name == "founded" && c.object.ent.Type == schema.Product && !named(c.object.ent) && c.sent.low[c.at] == "launch" {
		return "what is launched has no name"
	}
	if c.pred.Name == "participates-in" && c.object.ent.Type == schema.Event && !named(c.object.ent) && c.object.mention >= 0 && !definite(c.sent, c.object.tok) {
		return "the event has no name"
	}
	if c.pred.Name == "participates-in" && c.object.ent.Type == schema.Agreement && !named(c.object.ent) && c.object.mention >= 0 && !definite(c.sent, c.object.tok) {
		return "the agreement has no name" // who signs one with whom is told by agrees-with
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
