package extract

import "strings"

// mendVerbs corrects how parsers read verbs between two noun phrases: what they make of the
// subject, of the voice and of the lemma.
func (s *sentence) mendVerbs() {
	s.progressives()
	s.lemmas()
	s.crossed()
	s.activeVoice()
	s.listed()
	s.shoulders()
	s.reachedBetween()
	s.appointees()
	s.headless()
	s.twoOwners()
	s.nouns()
	s.plurals()
	s.headlines()
}

// Nouns for agreements and the verbs by which two come to one.
var (
	accords = wordSet("agreement deal accord pact treaty truce ceasefire settlement compromise memorandum contract understanding")
	closing = wordSet("reach sign strike conclude make announce agree broker negotiate")
)

// reachedBetween makes a participle of the verb in "welcomed the agreement reached between X and
// Y", which parsers read as what an agreement does.
func (s *sentence) reachedBetween() {
	for i := 1; i < len(s.Tokens); i++ {
		n := i - 1
		if !closing[s.low[i]] || s.Tokens[i].XPOS != "VBD" || s.rel[i] != "ccomp" || !accords[s.low[n]] || s.head[n] != i || s.rel[n] != "nsubj" || s.kid(i, "obj", "ccomp", "xcomp") >= 0 {
			continue
		}
		s.head[n], s.rel[n], s.Tokens[n].Deprel = s.head[i], "obj", "obj"
		s.head[i], s.rel[i], s.Tokens[i].Deprel, s.Tokens[i].XPOS = n, "acl", "acl", "VBN"
		s.turn()
	}
}

// shoulders hangs whom one stands with on the verb of "stand shoulder to shoulder with X", where
// the parser made a verb of the second shoulder.
func (s *sentence) shoulders() {
	for i := 1; i+4 < len(s.Tokens); i++ {
		if s.low[i] != "stand" || s.low[i+1] != "shoulder" || s.low[i+2] != "to" || s.low[i+3] != "shoulder" {
			continue
		}
		for k := i + 4; k < len(s.Tokens); k++ {
			if h := s.head[k]; (h == i+3 || h == i+1) && (s.rel[k] == "obl" || s.rel[k] == "nmod") {
				s.head[k], s.rel[k] = i, "obl"
				s.Tokens[k].Deprel = "obl"
			}
		}
		s.head[i+3], s.rel[i+3] = i, "advmod"
		s.Tokens[i+3].Deprel, s.Tokens[i+3].UPOS, s.Tokens[i+3].XPOS = "advmod", "NOUN", "NN"
		s.turn()
	}
}

// Verbs whose past is their bare form, which is a noun too.
var unchanging = wordSet("hit beat cut quit shut split upset")

// plurals makes verbs of what was read as a plural noun with an object: "The agency monitors
// Iran". No noun has one.
func (s *sentence) plurals() {
	for i := 1; i+1 < len(s.Tokens); i++ {
		tok := &s.Tokens[i]
		o := s.kid(i, "obj")
		if tok.UPOS != "NOUN" || tok.XPOS != "NNS" && !unchanging[s.low[i]] || o < i || s.kid(i, "case", "cop", "nmod:poss", "nsubj") >= 0 || s.rel[i] != "root" && s.rel[i] != "ccomp" && s.rel[i] != "conj" && s.rel[i] != "parataxis" {
			continue
		}
		k := i - 1
		if s.head[k] != i || s.rel[k] != "compound" || !s.noun(k) {
			continue
		}
		tok.UPOS = "VERB"
		if tok.XPOS = "VBZ"; unchanging[s.low[i]] {
			tok.XPOS = "VBD"
		}
		s.rel[k], s.Tokens[k].Deprel = "nsubj", "nsubj"
		for _, d := range s.kids[i] {
			if d < k && (s.rel[d] == "det" || s.rel[d] == "amod" || s.rel[d] == "compound" || s.rel[d] == "nummod") {
				s.head[d] = k
			}
			if d > i && s.rel[d] == "nmod" {
				s.rel[d] = "obl"
			}
		}
		s.turn()
	}
}

// Lemmas that the tagger does not find, by form.
var irregular = map[string]string{
	"shook": "shake", "shaken": "shake", "froze": "freeze", "frozen": "freeze", "wed": "wed", "lent": "lend", "overcame": "overcome",
	"sought": "seek", "overthrew": "overthrow", "overthrown": "overthrow", "withdrew": "withdraw", "withdrawn": "withdraw", "beset": "beset",
	"overran": "overrun", "retook": "retake", "retaken": "retake", "mistook": "mistake", "undertook": "undertake", "outbid": "outbid", "slew": "slay", "slain": "slay",
	"beaten": "beat", "tore": "tear", "torn": "tear", "fought": "fight", "bound": "bind", "shrank": "shrink", "outdid": "outdo", "undid": "undo", "rang": "ring", "rung": "ring", "strode": "stride", "thrust": "thrust", "rode": "ride", "ridden": "ride", "wove": "weave", "flew": "fly", "flown": "fly", "slid": "slide", "smitten": "smite", "rebuked": "rebuke", "forwent": "forgo", "forsook": "forsake", "befell": "befall", "broadcast": "broadcast", "hosted": "host", "strove": "strive", "swore": "swear", "sworn": "swear", "foresaw": "foresee", "oversaw": "oversee", "overseen": "oversee", "upheld": "uphold", "rebuilt": "rebuild", "resold": "resell",
	"bade": "bid", "bidden": "bid", "forbade": "forbid", "forbidden": "forbid", "fled": "flee", "flung": "fling", "hung": "hang", "clung": "cling", "shot": "shoot",
}

// Endings of verbs in -e that the tagger cuts too short: "implor", "deplor".
var shortened = []string{"lor", "nor", "dor"}

// lemmas mends lemmas of verbs.
func (s *sentence) lemmas() {
	for i := range s.Tokens {
		if s.Tokens[i].UPOS != "VERB" {
			continue
		}
		if f := s.Tokens[i].Form; f == "found" && (s.Tokens[i].XPOS == "VB" || s.Tokens[i].XPOS == "VBP") || f == "founded" {
			s.low[i] = "found" // "helped found the party"
			continue
		}
		if l := irregular[strings.ToLower(s.Tokens[i].Form)]; l != "" {
			s.low[i] = l
			continue
		}
		if f := strings.ToLower(s.Tokens[i].Form); strings.HasSuffix(f, "ed") || strings.HasSuffix(f, "ing") || strings.HasSuffix(f, "es") {
			for _, end := range shortened {
				if strings.HasSuffix(s.low[i], end) && len(s.low[i]) > len(end)+2 {
					s.low[i] += "e"
					break
				}
			}
		}
	}
}

// progressives makes verbs of forms in -ing with an auxiliary and an object that were taken
// for adjectives: "is probing X".
func (s *sentence) progressives() {
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		if tok.UPOS != "ADJ" && tok.UPOS != "NOUN" || tok.XPOS != "VBG" || s.kid(i, "aux") < 0 && s.kid(i, "obj") < 0 {
			continue
		}
		tok.UPOS = "VERB"
		if strings.HasSuffix(s.low[i], "ing") {
			s.low[i] = gerundLemma(s.low[i])
		}
	}
}

// crossed mends what stands before a verb and was hung on a noun after it, which no noun
// phrase of English allows: the subject ("Iran bankrolls Hezbollah", read as an Iran
// Hezbollah), or the end of it ("the visit to Moscow drew criticism").
func (s *sentence) crossed() {
	changed := false
	for j := range s.Tokens {
		n := s.head[j]
		if n <= j+1 || !s.noun(j) || !s.noun(n) {
			continue
		}
		switch s.rel[j] {
		case "compound", "nmod", "amod", "flat":
		default:
			continue
		}
		if s.Tokens[j].Deprel == "nmod:poss" {
			continue
		}
		v := -1 // the verb between them that the noun hangs on
		for k := s.head[n]; k > j; k = s.head[k] {
			if k < n {
				v = k
				break
			}
		}
		if v < 0 || s.Tokens[v].UPOS != "VERB" || s.Tokens[v].XPOS == "VBG" || s.Tokens[v].XPOS == "VB" {
			continue
		}
		c := -1 // its preposition, which hangs on the noun after the verb too
		for k := j - 1; k >= 0 && k >= j-3; k-- {
			if s.Tokens[k].UPOS == "ADP" && s.head[k] == n {
				c = k
				break
			}
			if s.Tokens[k].UPOS != "DET" && s.Tokens[k].UPOS != "ADJ" && s.Tokens[k].UPOS != "PROPN" {
				break
			}
		}
		if c > 0 && s.noun(c-1) {
			s.head[j], s.rel[j] = c-1, "nmod"
			s.head[c], s.rel[c] = j, "case"
			changed = true
			continue
		}
		if s.kid(v, "nsubj", "csubj") >= 0 || c >= 0 {
			continue
		}
		s.head[j], s.rel[j] = v, "nsubj"
		for k := range j { // what qualifies it
			if s.head[k] == n && (s.rel[k] == "det" || s.rel[k] == "amod" || s.rel[k] == "compound" || s.rel[k] == "nmod" || s.rel[k] == "flat") {
				s.head[k] = j
			}
		}
		if s.Tokens[v].XPOS == "VBN" && s.kid(v, "aux") < 0 {
			s.Tokens[v].XPOS = "VBD"
		}
		s.turn()
	}
	if changed {
		s.turn()
	}
}

// activeVoice gives back its subject and object to a verb that was read as a passive without
// an auxiliary though a noun phrase follows it: "An airstrike killed X".
func (s *sentence) activeVoice() {
	for v := 1; v+1 < len(s.Tokens); v++ {
		if s.Tokens[v].UPOS != "VERB" || s.Tokens[v].XPOS != "VBN" && s.Tokens[v].XPOS != "VBD" || s.kid(v, "aux", "cop") >= 0 || s.kid(v, "obl:agent") >= 0 || s.rel[v] == "acl" || s.rel[v] == "amod" {
			continue
		}
		if s.rel[v] == "conj" && s.kid(v, "nsubj") < 0 {
			continue
		}
		k := s.kid(v, "nsubj:pass")
		if k < 0 || k > v {
			continue
		}
		next := v + 1
		for next+1 < len(s.Tokens) && (s.Tokens[next].UPOS == "DET" || s.Tokens[next].UPOS == "ADJ" || s.Tokens[next].UPOS == "NUM" || s.Tokens[next].XPOS == "PRP$") {
			next++
		}
		intransitive := s.Tokens[next].UPOS == "ADP" && (campaigning[s.low[v]] || s.low[v] == "call" && s.low[next] == "on")
		if !s.noun(next) && !intransitive || s.class(next).Kind == "time" || isWeekday(s.low[next]) {
			continue
		}
		s.Tokens[k].Deprel = "nsubj"
		s.Tokens[v].XPOS = "VBD"
	}
}

// Verbs that have no passive, and are often taken for one.
var campaigning = wordSet("campaign rule decide side vote fight compete rebel travel argue protest demonstrate march rally negotiate talk arrive advance retreat withdraw sail collaborate cooperate converge emigrate resign defect collude")

// listed raises a verb that was read as a participle before its own object, the object as
// the next of a list, and the subject as the head of the sentence: "X expressed solidarity".
func (s *sentence) listed() {
	for k := 1; k+1 < len(s.Tokens); k++ {
		n := s.head[k]
		if s.rel[k] != "amod" || n <= k || s.Tokens[k].UPOS != "VERB" || s.Tokens[k].XPOS != "VBN" && s.Tokens[k].XPOS != "VBD" {
			continue
		}
		top := s.head[n]
		if s.rel[n] != "list" && s.rel[n] != "appos" && s.rel[n] != "parataxis" || top < 0 || top >= k || s.rel[top] != "root" || !s.noun(top) || s.kid(top, "cop", "nsubj") >= 0 || s.Tokens[k-1].UPOS == "PUNCT" || s.Tokens[k-1].UPOS == "DET" {
			continue
		}
		if !under(s.head, k-1, top) {
			continue
		}
		s.head[k], s.rel[k], s.Tokens[k].XPOS = -1, "root", "VBD"
		s.head[top], s.rel[top] = k, "nsubj"
		s.head[n], s.rel[n] = k, "obj"
		for j := k + 1; j < len(s.Tokens); j++ {
			if s.head[j] == top {
				s.head[j] = k
			}
		}
		s.turn()
		return
	}
}

// headless raises a verb right after the name that was read as the head of the sentence,
// where nothing else is a verb of it: "Emmanuel Macron welcomed X", "Angela Merkel voiced
// concern about X".
func (s *sentence) headless() {
	for top := range s.Tokens {
		if s.rel[top] != "root" || s.head[top] >= 0 || s.Tokens[top].UPOS != "PROPN" || s.kid(top, "cop", "nsubj", "aux") >= 0 {
			continue
		}
		v := top + 1
		for v < len(s.Tokens) && s.Tokens[v].UPOS == "PROPN" && s.head[v] == top {
			v++
		}
		if v+1 >= len(s.Tokens) || s.Tokens[v].UPOS != "VERB" || s.Tokens[v].XPOS != "VBD" && s.Tokens[v].XPOS != "VBN" && s.Tokens[v].XPOS != "VBZ" || s.kid(v, "nsubj", "aux", "obl:agent") >= 0 || s.low[v+1] == "by" || s.Tokens[v+1].UPOS == "PUNCT" {
			continue
		}
		if h := s.head[v]; h != top && (h < 0 || h <= v || s.head[h] != top) {
			continue
		}
		switch s.rel[v] {
		case "flat", "amod", "list", "appos", "dep", "compound", "nmod":
		default:
			continue
		}
		finite := false
		for j := v + 1; j < len(s.Tokens); j++ {
			finite = finite || s.head[j] == top && (s.Tokens[j].UPOS == "VERB" || s.Tokens[j].UPOS == "AUX")
		}
		if finite {
			continue
		}
		s.head[v], s.rel[v] = -1, "root"
		object := s.kid(v, "obj") >= 0
		for j := range s.Tokens {
			if j == v || s.head[j] != top || j < v && s.rel[j] != "punct" {
				continue
			}
			s.head[j] = v
			switch {
			case s.rel[j] == "nmod" && s.kid(j, "case") >= 0:
				s.rel[j] = "obl"
			case s.noun(j) && !object && s.preposition(j) == "":
				s.rel[j], object = "obj", true
			}
		}
		s.head[top], s.rel[top] = v, "nsubj"
		s.turn()
		return
	}
}

// twoOwners raises the verb between two names of which the parser made owners of one noun,
// though only the second has the sign of it: "X opposed Y's statement".
func (s *sentence) twoOwners() {
	for j := range s.Tokens {
		n := s.head[j]
		if s.Tokens[j].Deprel != "nmod:poss" || n <= j || s.Tokens[j].UPOS != "PROPN" || s.verb(n) {
			continue
		}
		v, owner, marked := -1, -1, false
		for k := j + 1; k < n; k++ {
			switch {
			case s.Tokens[k].UPOS == "VERB" && v < 0 && (s.Tokens[k].XPOS == "VBD" || s.Tokens[k].XPOS == "VBN" || s.Tokens[k].XPOS == "VBZ"):
				v = k
			case s.Tokens[k].UPOS == "VERB", s.Tokens[k].UPOS == "AUX":
				marked = true
			case s.Tokens[k].Deprel == "nmod:poss" && s.head[k] == n && v >= 0:
				owner = k
			}
		}
		for _, k := range s.kids[j] {
			marked = marked || s.Tokens[k].XPOS == "POS"
		}
		if v < 0 || owner < 0 || marked || v+1 < len(s.Tokens) && s.Tokens[v+1].UPOS == "ADP" {
			continue
		}
		s.head[v], s.rel[v], s.Tokens[v].Deprel, s.Tokens[v].XPOS = s.head[n], s.rel[n], s.Tokens[n].Deprel, "VBD"
		s.head[n], s.rel[n], s.Tokens[n].Deprel = v, "obj", "obj"
		s.head[j], s.rel[j], s.Tokens[j].Deprel = v, "nsubj", "nsubj"
		for _, k := range s.kids[v] {
			if k > v {
				s.head[k] = n
			}
		}
		s.turn()
		return
	}
}

// nouns makes nouns of what was read as a verb though an owner stands before it ("X's win
// over Y"), and of gerunds that are the subject of the verb after them ("Fighting between X
// and Y erupted").
func (s *sentence) nouns() {
	for i := 0; i+1 < len(s.Tokens); i++ {
		tok := &s.Tokens[i]
		if tok.UPOS != "VERB" {
			continue
		}
		if k := s.kid(i, "nmod:poss"); k >= 0 && (tok.XPOS == "VB" || tok.XPOS == "VBP") && s.kid(i, "obj", "aux", "mark") < 0 {
			tok.UPOS, tok.XPOS = "NOUN", "NN"
			if s.rel[i] == "csubj" {
				s.rel[i], tok.Deprel = "nsubj", "nsubj"
			}
			for _, c := range s.kids[i] {
				if s.rel[c] == "obl" {
					s.rel[c] = "nmod"
				}
			}
			continue
		}
		h := s.head[i]
		if tok.XPOS == "VBG" && s.rel[i] == "nsubj" && h == i+1 && begins[s.low[h]] && s.kid(i, "obj", "aux") < 0 { // "Fighting broke out between"
			tok.UPOS, tok.XPOS = "NOUN", "NN"
			s.low[i] = strings.ToLower(tok.Form)
			continue
		}
		if tok.XPOS != "VBG" || s.rel[i] != "advcl" && s.rel[i] != "csubj" || h <= i || !s.verb(h) || s.kid(i, "obj", "nsubj", "mark", "aux") >= 0 || s.kid(h, "nsubj") >= 0 || s.Tokens[i+1].Form != "between" {
			continue
		}
		tok.UPOS, tok.XPOS = "NOUN", "NN"
		s.low[i] = strings.ToLower(tok.Form)
		s.rel[i], tok.Deprel = "nsubj", "nsubj"
		for _, c := range s.kids[i] {
			if s.rel[c] == "obl" {
				s.rel[c] = "nmod"
			}
		}
	}
}

// appointees parts the person from the post: "named Jane Austen prime minister", where the
// parser took the name for a part of the post.
func (s *sentence) appointees() {
	for j := 1; j+1 < len(s.Tokens); j++ {
		n := s.head[j]
		if s.Tokens[j].UPOS != "PROPN" || n <= j || s.rel[j] != "compound" && s.rel[j] != "nmod" || s.class(n).Kind != "person" || !s.noun(n) {
			continue
		}
		v := s.head[n]
		if v < 0 || v >= j || s.Tokens[v].UPOS != "VERB" || !naming[s.low[v]] && !(captives[s.low[n]] && keeping[s.low[v]]) || s.preposition(n) != "" || s.kid(v, "obj", "iobj") >= 0 && s.kid(v, "obj", "iobj") != n {
			continue
		}
		if s.Tokens[j-1].UPOS == "DET" || j != v+1 && s.head[j-1] != n && s.head[j-1] != j { // "named a Labour minister"
			continue
		}
		last := j
		for k := j + 1; k < n && s.Tokens[k].UPOS == "PROPN" && s.head[k] == n; k++ {
			last = k
		}
		flat := s.kid(j, "flat") == j+1 // "Gabriel Attal prime minister"
		if last == j && j == v+1 && !flat {
			continue // one word alone is most often a body or a state: "named Labour leader"
		}
		for k := v + 1; k < last; k++ {
			if s.head[k] == n && s.Tokens[k].UPOS == "PROPN" {
				s.head[k], s.rel[k] = last, "compound"
			}
		}
		s.head[last], s.rel[last] = v, "obj"
		s.rel[n] = "xcomp"
		s.turn()
		j = n
	}
}

// Nouns for who is kept by force, and verbs that make him one: "took X hostage".
var (
	captives = wordSet("hostage captive prisoner")
	keeping  = wordSet("take hold keep")
)

// Verbs that give somebody a post without a preposition.
var naming = wordSet("name appoint elect declare proclaim crown make choose")
