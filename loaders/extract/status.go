package extract

import (
	"strings"

	"relata/schema"
)

// The classes of words that govern a clause and what they make of its status: after the
// factivity classes of Karttunen ("Implicative Verbs", 1971) and FactBank (Saurí and
// Pustejovsky, 2009). Words in no class leave the status as it is.
var governing = func() map[string]schema.Status {
	m := map[string]schema.Status{}
	put := func(st schema.Status, words string) {
		for w := range wordSet(words) {
			m[w] = st
		}
	}
	put(schema.Planned, `plan intend want seek aim hope expect prepare promise pledge vow agree propose offer decide order ask urge demand request schedule threaten call
		mean undertake commit swear resolve determine opt choose wish desire aspire strive try attempt endeavor endeavour look work push press advocate recommend suggest instruct
		tell command persuade convince encourage invite authorize authorise approve announce arrange ready consider contemplate mull weigh await plot conspire set due poised willing prepared
		pave bid vie await pursue insist like require need trust lobby beg plead warn advise designate intend
		postpone delay plan proposal intention intent desire effort attempt bid pledge promise vow commitment offer decision aim goal hope wish agreement deal request demand call order
		appeal preparation willingness readiness determination ambition scheme plot campaign push drive aspiration resolve move step invitation obligation mission mandate mission negotiation talk deadline warrant`)
	put(schema.Possible, `allege suspect believe think fear worry doubt speculate accuse assume imagine suppose enable allow let permit risk capable able likely unlikely possible
		potential ability capability capacity opportunity chance possibility prospect risk threat fear concern suspicion allegation accusation rumor rumour speculation potential option
		forecast predict project power possible consider question wonder charge can could appear seem theory hypothesis scenario`)
	put(schema.Denied, `deny refuse reject decline fail stop cease halt prevent block avoid bar ban prohibit forbid abandon cancel scrap withdraw suspend abort veto dismiss oppose
		refrain lift neglect forget refusal failure denial rejection ban prohibition unable unwilling cancellation false untrue discourage deter restrict resist shelve reverse rescind revoke drop nullify`)
	return m
}()

// Verbs that govern nominal predicates, where their effect differs from that on clauses.
var onNouns = func() map[string]schema.Status {
	m := map[string]schema.Status{}
	put := func(st schema.Status, words string) {
		for w := range wordSet(words) {
			m[w] = st
		}
	}
	put(schema.Planned, "plan demand urge call seek request propose prepare schedule promise pledge offer threaten consider want need order expect approve authorize postpone delay advocate recommend hope vow intend favor discuss negotiate await warn weigh mull push press pursue ask")
	put(schema.Denied, "reject refuse deny cancel abandon avoid prevent scrap block decline oppose abort stop veto ban halt suspend withdraw drop shelve ditch axe forgo nix thwart foil")
	put(schema.Possible, "suspect allege fear risk doubt question face anticipate")
	return m
}()

var modals = map[string]schema.Status{
	"will": schema.Planned, "'ll": schema.Planned, "shall": schema.Planned, "wo": schema.Planned, "should": schema.Planned, "must": schema.Planned, "ought": schema.Planned,
	"may": schema.Possible, "might": schema.Possible, "could": schema.Possible, "can": schema.Possible, "ca": schema.Possible, "would": schema.Possible, "'d": schema.Possible,
}

// Verbs whose past says that what they were done for came about: "voted to elect", "used
// it to attack".
var accomplishing = wordSet("vote use choose manage serve proceed")

// Verbs of owning up to what follows them: "confessed to killing".
var owning = wordSet("confess admit plead")

// What does what it says once it is signed: "signs decree to ban".
var (
	decrees  = wordSet("decree order law bill act legislation directive")
	enacting = wordSet("sign issue pass adopt enact approve")
)

// Nouns that speak of what is not yet done.
var pending = map[string]schema.Status{"warrant": schema.Planned, "candidacy": schema.Planned, "bid": schema.Planned, "offer": schema.Planned, "attempt": schema.Possible, "proposal": schema.Planned, "notice": schema.Planned}

// Nouns for asking, for what somebody is said to have done, and for what is given by offering it.
var (
	askings     = wordSet("call appeal request demand invitation plea")
	alleging    = wordSet("allegation accusation suspicion rumor rumour fear belief claim speculation")
	spokenGifts = wordSet("condolence sympathy apology congratulation thanks praise tribute prayer encouragement criticism")
)

var negations = wordSet("not n't never neither nor hardly barely scarcely nt cannot")

var hedges = map[string]schema.Status{
	"allegedly": schema.Possible, "possibly": schema.Possible, "perhaps": schema.Possible, "maybe": schema.Possible, "potentially": schema.Possible, "supposedly": schema.Possible, "likely": schema.Possible, "probably": schema.Possible,
	"alleged": schema.Possible, "suspected": schema.Possible, "possible": schema.Possible, "potential": schema.Possible, "supposed": schema.Possible, "hypothetical": schema.Possible, "feared": schema.Possible,
	"planned": schema.Planned, "proposed": schema.Planned, "scheduled": schema.Planned, "upcoming": schema.Planned, "future": schema.Planned, "forthcoming": schema.Planned, "impending": schema.Planned, "imminent": schema.Planned, "intended": schema.Planned, "promised": schema.Planned, "expected": schema.Planned, "prospective": schema.Planned,
	"presumptive": schema.Planned, "would-be": schema.Planned, "designated": schema.Planned,
	"attempted": schema.Possible, "failed": schema.Denied, "cancelled": schema.Denied, "canceled": schema.Denied, "aborted": schema.Denied, "threatened": schema.Possible,
}

// under combines the status of what is said with that of the word that governs it.
func govern(inner, outer schema.Status) schema.Status {
	switch {
	case outer == "" || outer == schema.Actual:
		return inner
	case inner == schema.Denied && outer == schema.Denied:
		return schema.Actual
	case inner == schema.Denied || outer == schema.Denied:
		return schema.Denied
	case inner == schema.Possible || outer == schema.Possible:
		return schema.Possible
	}
	return schema.Planned
}

// status says how sure the text is of what the word at p says, and which words made it so.
func (v *view) status(s *sentence, p int) (st schema.Status, why string) {
	st = schema.Actual
	var reasons []string
	apply := func(o schema.Status, word string) {
		if n := govern(st, o); n != st {
			st = n
			reasons = append(reasons, word)
		}
	}
	cur := p
	for n := 0; n < maxDepth && cur >= 0; n++ {
		v.local(s, cur, cur == p, apply)
		h := s.head[cur]
		if h < 0 {
			break
		}
		rel := s.rel[cur]
		switch rel {
		case "xcomp", "ccomp", "csubj":
			if o, word, ok := s.governs(h, false); ok && !(rel == "ccomp" && factualWith(s, h, cur)) && !(s.low[h] == "like" && s.Tokens[cur].XPOS == "VBG") {
				apply(o, word)
			}
			if rel == "xcomp" && s.low[h] == "have" && s.Tokens[cur].XPOS == "VB" && s.marked(cur, "to") {
				apply(schema.Planned, "have to")
			}
			if (rel == "ccomp" || rel == "csubj") && s.kid(cur, "mark") >= 0 {
				if m := s.low[s.kid(cur, "mark")]; m == "whether" || m == "if" {
					apply(schema.Possible, m)
				}
			}
		case "acl":
			if s.Tokens[cur].Deprel != "acl:relcl" {
				if o, ok := governing[s.low[h]]; ok && s.Tokens[cur].XPOS == "VBG" && askings[s.low[h]] {
					// "calls asking X to": they are made
				} else if ok && s.Tokens[cur].XPOS != "VBN" {
					apply(o, s.low[h])
				} else if m := s.kid(cur, "mark"); m >= 0 && s.low[m] == "to" {
					if !s.toldApart(h) && !(decrees[s.low[h]] && s.head[h] >= 0 && enacting[s.low[s.head[h]]]) {
						apply(schema.Planned, "to")
					}
				} else if g := s.head[h]; m >= 0 && s.low[m] == "of" && g >= 0 && (s.low[g] == "accuse" || s.low[g] == "suspect") {
					apply(schema.Possible, s.low[g]) // "accused X of doing it", hung on X
				}
			} else {
				if alleging[s.low[h]] && s.kid(cur, "obj") >= 0 && s.kid(cur, "nsubj") >= 0 && s.relative(cur) == "" {
					apply(governing[s.low[h]], s.low[h]) // "an allegation he attacked X", of which trees make a relative clause
				}
				return st, strings.Join(reasons, ", ") // a relative clause stands for itself
			}
		case "advcl":
			mark := ""
			if m := s.kid(cur, "mark"); m >= 0 {
				mark = s.low[m]
			}
			if mark == "of" && (s.low[h] == "accuse" || s.low[h] == "suspect") {
				apply(schema.Possible, s.low[h])
			}
			if mark == "from" && preventing[s.low[h]] {
				apply(schema.Denied, s.low[h])
			}
			if s.inverted(cur) {
				apply(schema.Possible, "had")
			}
			switch mark {
			case "if", "unless", "whether", "lest":
				apply(schema.Possible, mark)
			case "to":
				o := s.kid(h, "obj")
				if done := enacting[s.low[h]] && o >= 0 && decrees[s.low[o]] || owning[s.low[h]] || s.low[h] == "go" && cur > h+1 && s.low[h+1] == "on"; !done && !(accomplishing[s.low[h]] && (s.Tokens[h].XPOS == "VBD" || s.Tokens[h].XPOS == "VBN")) {
					apply(schema.Planned, "to")
				}
			case "without", "instead", "against":
				apply(schema.Denied, mark)
			}
			if c := s.preposition(cur); c == "without" {
				apply(schema.Denied, c)
			}
			if mark != "to" && mark != "with" && mark != "against" && s.preposition(cur) != "with" {
				return st, strings.Join(reasons, ", ")
			}
		case "obj", "nsubj":
			if !s.verb(cur) || s.noun(cur) {
				if rel == "obj" || s.passive(h) {
					if o, word, ok := s.governs(h, true); ok && !(word == "oppose" && s.ofYear(cur)) && !(word == "offer" && spokenGifts[s.low[cur]]) {
						apply(o, word)
					} else if s.givesUp(h) {
						apply(schema.Denied, "give up")
					}
				}
			}
			if rel == "nsubj" && !s.passive(h) {
				switch s.low[h] { // "delivery could happen", "the deal collapsed"
				case "happen", "occur", "begin", "start", "proceed", "resume", "continue", "follow", "come", "place", "take":
				default:
					return st, strings.Join(reasons, ", ")
				}
			}
		case "obl", "nmod":
			if s.noun(cur) || s.verb(cur) {
				switch prep := s.preposition(cur); {
				case prep == "for" && s.rel[cur] == "obl" && s.word(h, "obj", "warrant"):
					apply(schema.Planned, "warrant")
				case prep == "without":
					apply(schema.Denied, prep)
				case prep == "for" && (s.low[h] == "call" || s.low[h] == "push" || s.low[h] == "prepare" || s.low[h] == "plan" || s.low[h] == "hope" || s.low[h] == "ask" || s.low[h] == "press"):
					apply(schema.Planned, s.low[h])
				case (prep == "of" || prep == "to" || prep == "for") && s.noun(h):
					if o, ok := governing[s.low[h]]; ok {
						apply(o, s.low[h])
					}
				case prep == "of" && (s.low[h] == "accuse" || s.low[h] == "suspect"):
					apply(schema.Possible, s.low[h])
				case prep == "from" && (s.low[h] == "prevent" || s.low[h] == "ban" || s.low[h] == "bar" || s.low[h] == "refrain" || s.low[h] == "stop"):
					apply(schema.Denied, s.low[h])
				case (prep == "in" || prep == "to") && s.rel[cur] == "obl" && onNouns[s.low[h]] == schema.Planned && (jointly[s.low[cur]] != "" || aidWords[s.low[cur]]):
					apply(schema.Planned, s.low[h]) // "pledged a billion in aid for"
				case prep == "to" && s.low[h] == "open":
					apply(schema.Possible, "open")
				default:
					if prep != "in" && prep != "on" && prep != "at" && prep != "of" {
						return st, strings.Join(reasons, ", ")
					}
					if s.rel[cur] == "obl" {
						return st, strings.Join(reasons, ", ")
					}
				}
			}
		case "conj":
			if s.kid(cur, "cop") >= 0 && s.kid(cur, "nsubj") >= 0 {
				return st, strings.Join(reasons, ", ") // "is no member, but it is part of"
			}
			if s.verb(cur) && s.hasOwnTense(cur) {
				// its own clause: shares what governs the first, not the first's own modals
				cur = h
				h = s.head[cur]
				if h < 0 {
					return st, strings.Join(reasons, ", ")
				}
				if r := s.rel[cur]; (r == "xcomp" || r == "ccomp") && s.Tokens[cur].XPOS != "VB" { // no past beside an infinitive
					if o, ok := governing[s.low[h]]; ok && !(r == "ccomp" && factualWith(s, h, cur)) {
						apply(o, s.low[h])
					}
				}
			}
		case "parataxis", "root", "appos", "dislocated":
			return st, strings.Join(reasons, ", ")
		}
		cur = h
	}
	if last := len(s.Tokens) - 1; last >= 0 && s.Tokens[last].Form == "?" && st == schema.Actual {
		apply(schema.Possible, "?")
	}
	return st, strings.Join(reasons, ", ")
}

// Adjectives of plans and attempts that came to nothing.
var failures = wordSet("failed aborted abandoned botched unsuccessful cancelled canceled thwarted foiled scrapped")

// toldApart says whether the person at h is told apart as the first, the last or the only one who
// did it: "the first woman to lead Peru" leads it.
func (s *sentence) toldApart(h int) bool {
	if s.class(h).Kind != "person" && s.kid(h, "cop") < 0 {
		return false
	}
	for _, k := range s.kids[h] {
		if k < h && (s.rel[k] == "amod" || s.rel[k] == "nummod") && foremost[s.low[k]] {
			return true
		}
	}
	return false
}

var foremost = wordSet("first second third fourth fifth last only latest youngest oldest")

// givesUp says whether a verb and its particle let go of what they govern: "gave up a plan",
// "backed out of a deal".
func (s *sentence) givesUp(v int) bool {
	k := s.kid(v, "compound", "advmod")
	if k < 0 {
		return false
	}
	switch s.low[v] + " " + s.low[k] {
	case "give up", "back out", "call off", "pull out", "walk away", "break off":
		return true
	}
	return false
}

// hasOwnTense says whether a conjunct has a finite form or an auxiliary of its own.
func (s *sentence) hasOwnTense(v int) bool {
	if s.kid(v, "aux", "nsubj") >= 0 {
		return true
	}
	switch s.Tokens[v].XPOS {
	case "VBD", "VBZ", "VBP":
		return true
	}
	return false
}

// factualWith says whether a verb of will or belief only reports its finite clause:
// "announced that", "warned that", "agreed that".
func factualWith(s *sentence, h, c int) bool {
	switch s.low[h] {
	case "announce", "call", "tell", "insist", "determine", "claim", "warn", "decide", "see", "find", "suggest", "note", "agree", "mean", "accuse", "let", "admit", "like", "work", "charge", "look", "think", "believe", "advise", "convince":
		if s.low[h] == "think" || s.low[h] == "believe" {
			return s.kid(c, "nsubj") < 0
		}
		m := s.kid(c, "mark")
		return m < 0 || s.low[m] != "to"
	}
	return false
}

// local applies what the word at i carries with itself: modals, negation, hedges.
func (v *view) local(s *sentence, i int, self bool, apply func(schema.Status, string)) {
	neg, notOnly := false, false
	if !self && s.noun(i) {
		for _, k := range s.kids[i] {
			if s.rel[k] == "amod" && (failures[s.low[k]] || failures[strings.ToLower(s.Tokens[k].Form)]) {
				apply(schema.Denied, s.low[k]) // "its failed attempt to buy X"
			}
		}
	}
	if self && s.noun(i) {
		if o, ok := pending[s.low[i]]; ok {
			apply(o, s.low[i])
		}
	}
	for _, k := range s.kids[i] {
		if s.person[k] {
			continue // a surname is no auxiliary: "Jane May"
		}
		w := s.low[k]
		form := strings.ToLower(s.Tokens[k].Form)
		switch s.rel[k] {
		case "aux":
			if o, ok := modals[form]; ok {
				if (form == "would" || form == "'d" || form == "could") && s.reportedFuture(i) && form != "could" {
					o = schema.Planned
				}
				if form == "would" && s.conditional(i) {
					o = schema.Possible
				}
				if s.have(i) && (form == "may" || form == "might") {
					o = schema.Possible
				}
				apply(o, form)
			} else if o, ok := modals[w]; ok && w != "do" {
				apply(o, w)
			}
			if w == "be" {
				if m := s.kid(i, "mark"); m >= 0 && s.low[m] == "to" && m > k {
					apply(schema.Planned, "be to")
				}
			}
		case "mark":
			if w == "due" {
				apply(schema.Planned, w) // "is due to arrive"
			}
		case "cop":
			if m := s.kid(i, "mark"); s.verb(i) && m >= 0 && s.low[m] == "to" && m > k {
				apply(schema.Planned, "be to") // "are to sign"
			}
		case "advmod":
			if negations[w] || negations[form] {
				neg = true
				if k+1 < len(s.Tokens) && (s.low[k+1] == "only" || s.low[k+1] == "just" || s.low[k+1] == "necessarily") {
					notOnly = true
				}
				continue
			}
			if form == "longer" && k > 0 && s.low[k-1] == "no" {
				neg = true
			}
			if w == "yet" && s.yetTo(i) {
				neg = true
			}
			if (w == "nearly" || w == "almost" || w == "narrowly" && s.low[i] == "avoid") && s.verb(i) && k < i {
				neg = true
			}
			if o, ok := hedges[w]; ok && (self || s.verb(i)) {
				apply(o, w)
			}
		case "det":
			if w == "no" && (self || s.noun(i)) {
				apply(schema.Denied, "no")
			}
		case "amod":
			if self {
				if o, ok := hedges[w]; ok && !(w == "future" && s.class(i).Kind == "person") { // the guitarist that he became
					apply(o, w)
				} else if o, ok := hedges[form]; ok {
					apply(o, form)
				}
			}
		case "obj", "nsubj":
			if self && s.kid(k, "det") >= 0 && s.low[s.kid(k, "det")] == "no" && s.verb(i) {
				apply(schema.Denied, "no")
			}
		}
	}
	if neg && !notOnly && !s.untilThen(i) {
		apply(schema.Denied, "not")
	}
	if s.low[i] == "go" && !self && strings.HasPrefix(s.Tokens[i].XPOS, "VBG") {
		apply(schema.Planned, "going to")
	}
}

// ofYear says whether a year stands before a noun, so that it happened: "opposed the 2003
// invasion".
func (s *sentence) ofYear(i int) bool {
	for _, k := range s.kids[i] {
		if w := s.low[k]; k < i && len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && s.Tokens[k].UPOS == "NUM" {
			return true
		}
	}
	return false
}

// inverted says whether a clause is a condition by the order of its words: "had X known, ...".
func (s *sentence) inverted(i int) bool {
	a, n := s.kid(i, "aux"), s.kid(i, "nsubj")
	return a >= 0 && n > a && s.low[a] == "have" && s.Tokens[a].XPOS == "VBD" && s.kid(i, "mark") < 0
}

// conditional says whether the clause of the verb at i hangs on a condition.
func (s *sentence) conditional(i int) bool {
	for _, k := range s.kids[i] {
		if s.rel[k] == "advcl" && (s.marked(k, "if") || s.marked(k, "unless")) {
			return true
		}
	}
	return false
}

// relative is the relative pronoun of the clause of the verb at i, "" if none.
func (s *sentence) relative(i int) string {
	for _, k := range s.kids[i] {
		switch s.Tokens[k].XPOS {
		case "WDT", "WP", "WP$", "WRB":
			return s.low[k]
		}
	}
	return ""
}

// yetTo says whether a clause is still to come: "is yet to sign".
func (s *sentence) yetTo(i int) bool {
	m := s.kid(i, "mark")
	return m >= 0 && s.low[m] == "to"
}

// untilThen says whether what was not done was done at last: "did not endorse him until July".
func (s *sentence) untilThen(i int) bool {
	did := false
	for _, k := range s.kids[i] {
		did = did || s.rel[k] == "aux" && (s.Tokens[k].XPOS == "VBD")
	}
	if !did {
		return false
	}
	for _, k := range s.kids[i] {
		if s.rel[k] == "obl" && s.preposition(k) == "until" || s.rel[k] == "advcl" && s.kid(k, "mark") >= 0 && s.low[s.kid(k, "mark")] == "until" {
			return true
		}
	}
	return false
}

// Verbs that a particle makes another: "call off a visit".
var withParticle = map[string]schema.Status{
	"call off": schema.Denied, "rule out": schema.Denied, "break off": schema.Denied, "pull out": schema.Denied, "back out": schema.Denied, "hold off": schema.Denied,
	"give up": schema.Denied, "swear off": schema.Denied, "put off": schema.Planned, "hold up": schema.Planned, "draw up": schema.Planned, "gear up": schema.Planned,
}

// governs gives what the word at h makes of the clause, or with nouns of the noun, that it
// governs.
func (s *sentence) governs(h int, nouns bool) (st schema.Status, word string, ok bool) {
	if k := s.kid(h, "compound:prt"); k >= 0 {
		word = s.low[h] + " " + s.low[k]
		if st, ok = withParticle[word]; ok {
			return st, word, ok
		}
	}
	word = s.low[h]
	if nouns {
		st, ok = onNouns[word]
		return st, word, ok
	}
	if word == "have" && s.kid(h, "advmod") >= 0 && s.low[s.kid(h, "advmod")] == "yet" {
		return schema.Denied, "yet", true
	}
	st, ok = governing[word]
	return st, word, ok
}

func (s *sentence) have(i int) bool {
	for _, k := range s.kids[i] {
		if s.rel[k] == "aux" && s.low[k] == "have" {
			return true
		}
	}
	return false
}

// reportedFuture says whether "would" is the future of reported speech: "said it would".
func (s *sentence) reportedFuture(i int) bool {
	for n, j := 0, i; j >= 0 && n < maxDepth; n++ {
		h := s.head[j]
		if h < 0 {
			break
		}
		if (s.rel[j] == "ccomp" || s.rel[j] == "xcomp") && reporting[s.low[h]] {
			return true
		}
		if s.rel[j] != "conj" && s.rel[j] != "xcomp" {
			break
		}
		j = h
	}
	for _, k := range s.kids[i] { // "..., he said"
		if s.rel[k] == "parataxis" && reporting[s.low[k]] {
			return true
		}
	}
	return false
}
