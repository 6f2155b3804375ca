package extract

import (
	"strings"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// mendTree corrects what parsers often get wrong and what the grammar of the words decides,
// and fills kids.
func (s *sentence) mendTree() {
	n := len(s.Tokens)
	// "Condor guerrillas killed": of two subjects side by side the name qualifies the noun
	for i := 0; i+1 < n; i++ {
		if s.rel[i] == "nsubj" && s.rel[i+1] == "nsubj" && s.head[i] == s.head[i+1] && s.Tokens[i].UPOS == "PROPN" && s.Tokens[i+1].UPOS == "NOUN" {
			s.head[i], s.rel[i] = i+1, "compound"
		}
	}
	// "helping X do it": the one who is helped stands before the verb that he does
	for i := range n {
		v := s.head[i]
		if s.rel[i] == "obj" && v > i && s.rel[v] == "xcomp" && s.head[v] >= 0 && s.head[v] < i && s.Tokens[i].UPOS != "PRON" {
			s.head[i] = s.head[v]
		}
	}
	// "underscores the commitment to support X": the infinitive belongs to the noun before it
	for i := range n {
		if s.rel[i] != "advcl" || s.Tokens[i].XPOS != "VB" || s.head[i] < 0 || s.head[i] > i {
			continue
		}
		to := i - 1
		for to > s.head[i] && s.Tokens[to].UPOS == "ADV" {
			to--
		}
		if nn := to - 1; nn > s.head[i] && s.low[to] == "to" && s.noun(nn) && s.head[nn] == s.head[i] && s.rel[nn] == "obj" && governing[s.low[nn]] == schema.Planned {
			s.head[i], s.rel[i] = nn, "acl"
		}
	}
	// "posted a message blaming X": a participle without a comma belongs to what is before it
	for i := range n {
		if s.rel[i] != "advcl" || s.Tokens[i].XPOS != "VBG" || s.head[i] < i || i < 3 || s.Tokens[i-1].UPOS == "PUNCT" || s.Tokens[i-1].UPOS == "SCONJ" || s.Tokens[i-1].UPOS == "ADP" {
			continue
		}
		for j := i - 1; j > 0 && s.Tokens[j].UPOS != "PUNCT"; j-- {
			if s.Tokens[j].UPOS == "VERB" {
				if !under(s.head, j, i) {
					s.head[i] = j
				}
				break
			}
		}
	}
	// `..., X said`: who stands right before a reporting verb without a subject speaks
	s.turn()
	for r := 2; r < n; r++ {
		if !reporting[s.low[r]] || s.Tokens[r].UPOS != "VERB" || s.kid(r, "nsubj") >= 0 || s.Tokens[r].XPOS == "VBN" || s.Tokens[r].XPOS == "VBG" || s.Tokens[r].XPOS == "VB" {
			continue
		}
		top := r - 1
		for s.head[top] >= 0 && s.head[top] >= r-8 && s.head[top] < r && s.Tokens[s.head[top]].UPOS != "VERB" {
			top = s.head[top]
		}
		first, _ := s.subtree(top, func(k int) bool { return s.rel[k] == "punct" })
		if (s.noun(top) || s.Tokens[top].UPOS == "PRON" || s.Tokens[top].UPOS == "NUM") && first > 0 && s.Tokens[first-1].UPOS == "PUNCT" && !under(s.head, r, top) {
			s.head[top], s.rel[top] = r, "nsubj"
			if s.head[r] >= 0 && s.head[r] < first && s.rel[r] != "acl" && r+3 >= n {
				s.rel[r] = "parataxis" // what stands before is what is said
			}
			s.turn()
		}
	}
	s.said()
	s.ledBy()
	s.dayVerbs()
	s.gerunds()
	s.strays()
	s.payees()
	s.participles()
	s.lateSubjects()
	s.mendVerbs()
	s.bareObjects()
	s.inLaws()
	s.askedTo()
	s.companions()
	s.receivers()
}

// companions makes one more of the subject of who is named "along with" it.
func (s *sentence) companions() {
	changed := false
	for j := 1; j+2 < len(s.Tokens); j++ {
		if w := s.low[j]; w != "along" && w != "together" || s.low[j+1] != "with" {
			continue
		}
		k := s.head[j+1]
		if k < j+2 || !s.noun(k) || s.rel[k] != "obl" && s.rel[k] != "nmod" {
			continue
		}
		n := j - 1
		if s.Tokens[n].Form == "," {
			n--
		}
		for n > 0 && s.head[n] >= 0 && s.head[n] < n && (s.rel[n] == "flat" || s.rel[n] == "nmod" || s.rel[n] == "conj") {
			n = s.head[n]
		}
		if n < 0 || s.rel[n] != "nsubj" || !s.noun(n) || s.head[n] < k || n == k {
			continue
		}
		s.head[k], s.rel[k] = n, "conj"
		s.rel[j], s.rel[j+1] = "cc", "cc"
		changed = true
	}
	if changed {
		s.turn()
	}
}

// Verbs with two objects.
var twoObjects = wordSet("sell give send offer lend grant deny owe promise pledge award loan")

// receivers parts who gets a thing from the thing: "sold Iran weapons". What is from there is
// told by an adjective.
func (s *sentence) receivers() {
	changed := false
	for v := range s.Tokens { // "granted X a pardon": the first of two objects
		if !s.verb(v) || !twoObjects[s.low[v]] || s.kid(v, "iobj") >= 0 {
			continue
		}
		a := s.kid(v, "obj")
		for _, k := range s.kids[v] {
			if a >= 0 && k > a && s.rel[k] == "obj" && s.Tokens[a].UPOS == "PROPN" && s.noun(k) {
				s.rel[a], s.Tokens[a].Deprel = "iobj", "iobj"
			}
		}
	}
	for k := 1; k+1 < len(s.Tokens); k++ {
		n, v := s.head[k], k-1
		if s.Tokens[k].UPOS != "PROPN" || s.rel[k] != "compound" || n <= k || s.Tokens[n].UPOS != "NOUN" || s.rel[n] != "obj" || s.head[n] != v || !s.verb(v) || s.Tokens[v].XPOS == "VBG" || !twoObjects[s.low[v]] || s.kid(v, "iobj") >= 0 || n != k+1 {
			continue
		}
		if !coref.Plural(s.tok(n)) && !aidWords[s.low[n]] {
			continue // "sold Apple stock"
		}
		s.head[k], s.rel[k] = v, "iobj"
		changed = true
	}
	if changed {
		s.turn()
	}
}

// Verbs of saying with a hearer, whose content parsers take for a clause about the hearer.
var telling = wordSet("tell inform assure remind convince notify")

// said mends what stands around verbs of saying and blaming: of two subjects, the first is
// that of what stands first ("Trade grew, the ministry reported", "A statement said trade
// had grown"); what a hearer is told is no
// clause about the hearer ("told members that rebels had seized the town"); what somebody is
// accused of is no part of the last one accused ("accused X and Y of killing").
func (s *sentence) said() {
	changed := false
	for v := range s.Tokens {
		h := s.head[v]
		if h < 0 {
			continue
		}
		switch {
		case s.rel[v] == "ccomp" && v < h && reporting[s.low[h]] && s.kid(v, "nsubj") < 0 && s.Tokens[v].UPOS == "VERB":
			first, second := -1, false
			for _, k := range s.kids[h] {
				switch {
				case s.rel[k] != "nsubj":
				case k < v && first < 0:
					first = k
				case k > v:
					second = true
				}
			}
			if first >= 0 && second {
				s.head[first] = v
				changed = true
			}
		case s.rel[v] == "ccomp" && v > h && reporting[s.low[h]] && s.verb(h) && s.kid(h, "nsubj") < 0:
			first, second := -1, false
			for _, k := range s.kids[v] {
				switch {
				case s.rel[k] != "nsubj":
				case k < h && first < 0:
					first = k
				case k > h && k < v:
					second = true
				}
			}
			if first >= 0 && second {
				s.head[first] = h
				changed = true
			}
		case s.Tokens[v].Deprel == "acl:relcl" && s.head[h] >= 0 && (s.rel[h] == "iobj" || s.rel[h] == "obj") && telling[s.low[s.head[h]]] && s.kid(v, "nsubj") >= 0:
			that := -1
			for _, k := range s.kids[v] {
				if s.low[k] == "that" && k < s.kid(v, "nsubj") {
					that = k
				}
			}
			if that >= 0 {
				s.head[v], s.rel[v], s.Tokens[v].Deprel = s.head[h], "ccomp", "ccomp"
				s.rel[that], s.Tokens[that].Deprel, s.Tokens[that].UPOS = "mark", "mark", "SCONJ"
				changed = true
			}
		case s.rel[v] == "acl" && s.Tokens[v].XPOS == "VBG" && v > h:
			m := s.kid(v, "mark", "case")
			if m < 0 || s.low[m] != "of" {
				continue
			}
			top := h
			for s.rel[top] == "conj" && s.head[top] >= 0 {
				top = s.head[top]
			}
			if g := s.head[top]; g >= 0 && s.rel[top] == "obj" && s.verb(g) && (s.low[g] == "accuse" || s.low[g] == "suspect" || s.low[g] == "convict") {
				s.head[v], s.rel[v] = g, "advcl"
				changed = true
			}
		}
	}
	if changed {
		s.turn()
	}
}

// inLaws makes one word of the pieces of "son-in-law".
func (s *sentence) inLaws() {
	changed := false
	for i := 0; i+4 < len(s.Tokens); i++ {
		if s.Tokens[i].UPOS != "NOUN" || s.low[i+1] != "-" || s.low[i+2] != "in" || s.low[i+3] != "-" || s.low[i+4] != "law" {
			continue
		}
		for j := range s.Tokens {
			if h := s.head[j]; h > i && h <= i+4 && (j < i || j > i+4) {
				s.head[j] = i
			}
		}
		if h := s.head[i]; h > i && h <= i+4 {
			s.head[i], s.rel[i] = s.head[i+4], s.rel[i+4]
		}
		if h := s.head[i]; h > i && h <= i+4 {
			s.head[i] = -1
		}
		s.low[i] += "-in-law"
		for j := i + 1; j <= i+4; j++ {
			s.head[j], s.rel[j] = i, "goeswith"
		}
		changed = true
	}
	if changed {
		s.turn()
	}
}

// askedTo makes what somebody is called on to do the complement of the call: "called on X to
// join" is no aim of the caller.
func (s *sentence) askedTo() {
	for i := range s.Tokens {
		h := s.head[i]
		if s.rel[i] != "advcl" || s.Tokens[i].XPOS != "VB" || h < 0 || h > i || !appeal[s.low[h]] || s.kid(i, "nsubj") >= 0 || s.kid(i, "mark") < 0 || s.low[s.kid(i, "mark")] != "to" {
			continue
		}
		for _, k := range s.kids[h] {
			if p := s.preposition(k); s.rel[k] == "obl" && k > h && k < i && (p == "on" || p == "upon" || p == "to" && s.low[h] == "appeal" || p == "with" && s.low[h] == "plead") && s.Tokens[k].UPOS == "PROPN" {
				s.rel[i] = "xcomp"
			}
		}
	}
}

// ledBy hangs a passive participle right after a noun and a comma on that noun: "the army,
// led by X".
func (s *sentence) ledBy() {
	changed := false
	for v := 2; v+1 < len(s.Tokens); v++ {
		if s.rel[v] != "advcl" || s.Tokens[v].XPOS != "VBN" || s.Tokens[v-1].Form != "," || !s.noun(v-2) || s.low[v+1] != "by" || s.kid(v, "mark", "nsubj", "aux") >= 0 || s.head[v] >= v {
			continue
		}
		n := v - 2
		for s.head[n] >= 0 && s.head[n] < v && s.noun(s.head[n]) && (s.rel[n] == "flat" || s.rel[n] == "compound") {
			n = s.head[n]
		}
		if s.head[v] == n || under(s.head, n, v) {
			continue
		}
		s.head[v], s.rel[v] = n, "acl"
		changed = true
	}
	if changed {
		s.turn()
	}
}

// dayVerbs raises a finite verb after "on Thursday" that the parser took for a modifier of
// its own object, where nothing else is the verb of the sentence: "The agency on Thursday
// imposed sanctions".
func (s *sentence) dayVerbs() {
	for v := 3; v+1 < len(s.Tokens); v++ {
		if s.rel[v] != "amod" || s.Tokens[v].XPOS != "VBN" && s.Tokens[v].XPOS != "VBD" || s.head[v] <= v || !isWeekday(s.low[v-1]) || s.low[v-2] != "on" {
			continue
		}
		o := s.head[v]
		top := s.head[o]
		if top < 0 || top >= v-2 || s.rel[top] != "root" || !s.noun(top) || s.kid(top, "cop", "nsubj") >= 0 {
			continue
		}
		s.head[v], s.rel[v], s.Tokens[v].UPOS = -1, "root", "VERB"
		s.head[top], s.rel[top] = v, "nsubj"
		s.head[o], s.rel[o] = v, "obj"
		s.head[v-1], s.rel[v-1] = v, "obl"
		s.head[v-2], s.rel[v-2] = v-1, "case"
		s.turn()
		return
	}
}

// Verbs that govern a gerund.
var gerundVerbs = wordSet("deny stop begin start consider admit avoid resume continue suspend halt finish keep risk acknowledge oppose suggest recommend propose favor favour")

// gerunds makes verbs of gerunds that the parser took for a part of their object: "denied
// supplying drones to X".
func (s *sentence) gerunds() {
	for k := 1; k+1 < len(s.Tokens); k++ {
		o := s.head[k]
		if s.rel[k] != "compound" && s.rel[k] != "amod" || !strings.HasSuffix(strings.ToLower(s.Tokens[k].Form), "ing") || o <= k || s.rel[o] != "obj" {
			continue
		}
		v := s.head[o]
		if v != k-1 || !gerundVerbs[s.low[v]] {
			continue
		}
		s.Tokens[k].UPOS, s.Tokens[k].XPOS = "VERB", "VBG"
		s.low[k] = gerundLemma(s.low[k])
		s.head[k], s.rel[k] = v, "xcomp"
		s.head[o] = k
		for j := o + 1; j < len(s.Tokens); j++ {
			if s.head[j] == v && s.rel[j] == "obl" {
				s.head[j] = k
			}
		}
		for j := range k {
			if s.head[j] == v && s.Tokens[j].Deprel == "nsubj:pass" && s.kid(v, "aux:pass") < 0 {
				s.Tokens[j].Deprel = "nsubj"
			}
		}
		s.turn()
	}
}

// gerundLemma is the lemma of a gerund that the tagger took for a noun, by its most usual
// spelling.
func gerundLemma(w string) string {
	base, ok := strings.CutSuffix(w, "ing")
	if !ok || len(base) < 3 {
		return w
	}
	n := len(base)
	switch last := base[n-1]; {
	case last == base[n-2] && last != 'l' && last != 's':
		return base[:n-1] // "shipping"
	case strings.IndexByte("vcguz", last) >= 0, strings.HasSuffix(base, "at"), strings.HasSuffix(base, "as"):
		return base + "e" // "receiving", "donating"
	}
	return base
}

// lateSubjects makes subjects of nouns right before a finite verb without one that the
// parser strung on the noun before their comma: "According to X, drones struck".
func (s *sentence) lateSubjects() {
	changed := false
	for v := 2; v < len(s.Tokens); v++ {
		tok := &s.Tokens[v]
		if tok.UPOS != "VERB" || tok.XPOS != "VBD" && tok.XPOS != "VBZ" && tok.XPOS != "VBP" || s.kid(v, "nsubj", "csubj") >= 0 {
			continue
		}
		k := v - 1
		if !s.noun(k) || s.rel[k] != "conj" && s.rel[k] != "appos" && s.rel[k] != "nmod" || s.head[k] < 0 || s.head[k] > k || s.kid(k, "cc", "case") >= 0 {
			continue
		}
		first, _ := s.subtree(k, func(j int) bool { return s.rel[j] == "punct" })
		if first == 0 || s.Tokens[first-1].Form != "," || under(s.head, v, k) || !under(s.head, k, v) {
			continue
		}
		if p := s.preposition(s.head[k]); p == "" && !s.fronted(s.head[k], v) {
			continue
		}
		s.head[k], s.rel[k] = v, "nsubj"
		changed = true
	}
	if changed {
		s.turn()
	}
}

// fronted says whether the noun at k is the object of a participle clause that stands before
// the verb at v: "Having sanctioned Iran, France left".
func (s *sentence) fronted(k, v int) bool {
	if s.rel[k] != "obj" {
		return false
	}
	for j, n := s.head[k], 0; j >= 0 && j < k && n < 3; j, n = s.head[j], n+1 {
		if s.rel[j] == "advcl" && s.head[j] == v {
			return true
		}
	}
	return false
}

// strays mends some readings of words as parts of compounds: a subject as a modifier of its
// verb, a noun as a bare infinitive, a gerund as a modifier of the name that is its object.
func (s *sentence) strays() {
	changed := false
	for k := 0; k+1 < len(s.Tokens); k++ {
		h := s.head[k]
		if h < 0 {
			continue
		}
		tok := &s.Tokens[k]
		switch {
		case s.rel[k] == "compound" && h == k+1 && tok.UPOS == "PROPN" && s.Tokens[h].UPOS == "VERB" && (s.Tokens[h].XPOS == "VBZ" || s.Tokens[h].XPOS == "VBD") && s.kid(h, "nsubj") < 0:
			s.rel[k] = "nsubj" // "Brazil trades with"
			changed = true
		case s.rel[k] == "xcomp" && tok.XPOS == "VB" && h == k-1 && s.kid(k, "mark") < 0 && s.head[k+1] == k && s.rel[k+1] == "obj" && s.Tokens[k+1].UPOS == "NOUN" && !causes[s.low[h]] && s.low[h] != "see" && s.low[h] != "hear" && s.low[h] != "dare" && s.low[h] != "need":
			s.head[k+1], s.rel[k+1] = h, "obj" // "announced export restrictions"
			s.head[k], s.rel[k] = k+1, "compound"
			changed = true
		case s.rel[k] == "amod" && tok.XPOS == "VBG" && tok.UPOS == "VERB" && k > 1 && h > k && s.Tokens[h].UPOS == "PROPN" && s.Tokens[k-1].UPOS == "ADP" && s.head[k-1] == h && s.head[h] >= 0 && s.head[h] < k && s.verb(s.head[h]):
			s.head[k], s.rel[k] = s.head[h], "advcl" // "retaliated by blacklisting X"
			s.head[k-1], s.rel[k-1] = k, "mark"
			s.head[h], s.rel[h] = k, "obj"
			changed = true
		}
	}
	if changed {
		s.turn()
	}
}

// payees parts who is paid from the sum: "fined Apple 1.8 billion euros", "gave Chad $1.5
// billion", read as a compound.
func (s *sentence) payees() {
	changed := false
	for k := 1; k+1 < len(s.Tokens); k++ {
		h := s.head[k]
		next := &s.Tokens[k+1]
		for h > k && s.Tokens[h].UPOS == "NUM" && s.head[h] > h {
			h = s.head[h] // "billion" of euros
		}
		if s.rel[k] != "compound" && s.rel[k] != "nmod" || h <= k+1 || s.Tokens[k].UPOS != "PROPN" || next.UPOS != "NUM" && next.UPOS != "SYM" {
			continue
		}
		v := s.head[h]
		if v < 0 || v >= k || !s.verb(v) || s.kid(v, "iobj") >= 0 || s.rel[h] != "obj" && s.rel[h] != "obl" || s.preposition(h) != "" {
			continue
		}
		if c := coref.NounClass(s.low[h]); c.Kind != "quantity" && !currencies[s.low[h]] && s.Tokens[h].UPOS != "SYM" {
			continue
		}
		s.head[k], s.rel[k] = v, "iobj"
		s.rel[h] = "obj"
		changed = true
	}
	if changed {
		s.turn()
	}
}

var currencies = wordSet("dollar euro euros pound yen yuan rouble ruble rupee franc crown peso lira riyal dirham shekel won zloty krona krone $ € £")

// participles raises a participle that the parser hung on its own subject, where nothing
// else is the verb of the sentence: "Macron named X prime minister".
func (s *sentence) participles() {
	for k := 1; k < len(s.Tokens); k++ {
		h := s.head[k]
		if s.Tokens[k].Deprel != "acl" || s.Tokens[k].UPOS != "VERB" || s.Tokens[k].XPOS != "VBN" && s.Tokens[k].XPOS != "VBD" || h < 0 || h >= k || s.rel[h] != "root" || s.kid(h, "cop", "nsubj", "parataxis") >= 0 || s.kid(k, "nsubj", "aux") >= 0 {
			continue
		}
		if by := s.kid(k, "obl:agent"); by >= 0 || s.Tokens[k-1].UPOS == "PUNCT" || s.Tokens[k-1].Form == "-" {
			continue
		}
		// right after the phrase of its subject, and with something of its own after it
		if !under(s.head, k-1, h) || k+1 >= len(s.Tokens) || s.Tokens[k+1].UPOS == "ADP" || s.Tokens[k+1].UPOS == "PUNCT" {
			continue
		}
		other := false
		for j := range s.Tokens {
			if j != k && s.head[j] == h && (s.Tokens[j].UPOS == "VERB" || s.Tokens[j].UPOS == "AUX") {
				other = true
			}
		}
		if other {
			continue
		}
		s.head[k], s.rel[k] = -1, "root"
		for j := range s.Tokens {
			if s.head[j] == h && j > k {
				if s.rel[j] == "flat" || s.rel[j] == "appos" || s.rel[j] == "compound" {
					continue
				}
				s.head[j] = k
			}
		}
		s.head[h], s.rel[h] = k, "nsubj"
		s.turn()
	}
}

// bareObjects makes objects of nouns without a preposition that follow a verb at once and
// that the parser gave it as something else.
func (s *sentence) bareObjects() {
	changed := false
	for v := range s.Tokens {
		if s.Tokens[v].UPOS != "VERB" || s.kid(v, "obj", "iobj", "ccomp") >= 0 || s.passive(v) {
			continue
		}
		if s.Tokens[v].XPOS == "VBN" && s.kid(v, "nsubj", "aux") < 0 {
			continue
		}
		for _, k := range s.kids[v] {
			if k < v || !s.noun(k) && s.Tokens[k].UPOS != "X" {
				continue
			}
			deprel := s.Tokens[k].Deprel
			switch s.rel[k] {
			case "obl", "nmod":
				if deprel == "obl:unmarked" || deprel == "obl:agent" || deprel == "obl:tmod" {
					continue
				}
			case "xcomp", "appos", "dep", "flat":
				if s.rel[k] == "xcomp" && (s.Tokens[k].UPOS != "PROPN" || linking[s.low[v]] || s.kid(k, "mark", "cop") >= 0) {
					continue
				}
			default:
				continue
			}
			if s.preposition(k) != "" || s.class(k).Kind == "time" || s.kid(k, "case", "mark") >= 0 && s.Tokens[s.kid(k, "case", "mark")].XPOS != "POS" {
				continue
			}
			first, _ := s.subtree(k, nil)
			for first > v+1 && (s.Tokens[first-1].UPOS == "DET" || s.Tokens[first-1].UPOS == "ADV") {
				first--
			}
			if first != v+1 || s.Tokens[first].UPOS == "ADP" {
				continue
			}
			s.rel[k] = "obj"
			changed = true
			break
		}
	}
	// "parliament ousted X": a name after the verb is not another name of its subject
	for v := 1; v+1 < len(s.Tokens); v++ {
		if s.Tokens[v].UPOS != "VERB" || s.kid(v, "obj", "iobj", "ccomp", "xcomp") >= 0 {
			continue
		}
		k := v + 1
		for k+1 < len(s.Tokens) && s.head[k] > k && s.noun(k) && s.head[k] <= k+3 {
			k = s.head[k]
		}
		if h := s.head[k]; h >= 0 && h < v && s.noun(k) && s.Tokens[k].UPOS == "PROPN" && s.rel[k] == "appos" && s.head[h] == v && s.rel[h] == "nsubj" {
			s.head[k], s.rel[k] = v, "obj"
			changed = true
		}
	}
	if changed {
		s.turn()
	}
}

// Verbs that say what something is.
var linking = wordSet("become remain stay be seem appear prove turn")

// whole hangs all words of a name on its head, where the parser cut it in two, and what
// hung on the other words on what they hung on.
func (s *sentence) whole(first, last, head int) {
	changed := false
	for t := first; t < last; t++ {
		h := s.head[t]
		if t == head || h >= first && h < last {
			continue
		}
		for _, k := range s.kids[t] {
			if (k < first || k >= last) && k != h && !under(s.head, h, k) {
				if s.Tokens[t].UPOS == "VERB" && h >= 0 {
					s.head[k] = h
				} else if !under(s.head, head, k) {
					s.head[k] = head
				}
			}
		}
		if !under(s.head, head, t) {
			s.head[t], s.rel[t] = head, "flat"
			changed = true
		}
	}
	if changed {
		s.turn()
	}
}

// beside is the name that stands right before the preposition of the phrase at k: of
// "Condor in Lima" at Lima, Condor; -1 if none does.
func (v *view) beside(s *sentence, k int) int {
	for _, c := range s.kids[k] {
		if s.rel[c] == "case" && c > 0 && c < k && s.Tokens[c].UPOS == "ADP" {
			return s.name[c-1]
		}
	}
	return -1
}

// mend hangs conjuncts on the name that they are like, where the parser hung them on the
// place beside it: "Condor in Lima, Puma in Quito".
func (v *view) mend(s *sentence) {
	changed := v.raiseVerbs(s)
	changed = v.outward(s) || changed
	changed = v.agents(s) || changed
	changed = v.between(s) || changed
	changed = v.besideNoun(s) || changed
	changed = v.predicative(s) || changed
	changed = v.bodies(s) || changed
	for k := 1; k+1 < len(s.Tokens); k++ {
		// "the U.S. imposed sanctions": a verb between a name and a noun, taken for a participle
		n := k + 1
		if s.rel[k] != "amod" || s.head[k] != n || s.name[k-1] < 0 || s.Tokens[k].UPOS != "VERB" || !lightVerbs[s.low[k]] || under(s.head, s.head[n], k) {
			continue
		}
		name := v.doc.Mentions[s.name[k-1]].Head
		s.head[k], s.rel[k] = s.head[n], s.rel[n]
		s.head[n], s.rel[n] = k, "obj"
		if s.kid(k, "nsubj") < 0 && !under(s.head, k, name) {
			s.head[name], s.rel[name] = k, "nsubj"
		}
		changed = true
	}
	if changed {
		s.turn()
	}
	for k := range s.Tokens {
		h := s.head[k]
		if s.rel[k] != "conj" || h < 0 || s.name[k] < 0 || s.name[h] < 0 {
			continue
		}
		x := v.beside(s, h)
		if x < 0 {
			continue
		}
		ms := v.doc.Mentions
		if ms[s.name[k]].Type == ms[x].Type && ms[s.name[h]].Type != ms[x].Type {
			if t := ms[x].Head; !s.under(t, k) && t != k {
				s.head[k] = t
				changed = true
			}
		}
	}
	if changed {
		s.turn()
	}
}

// Prepositions that hang on what is done and not on the name between: "the arrest of X by Y",
// "accusations by X against Y", "sanctions were imposed on X by Y".
var outwards = wordSet("by against into")

// outward hangs such phrases on the noun or verb that the name before them hangs on.
func (v *view) outward(s *sentence) bool {
	changed := false
	for k := range s.Tokens {
		p := s.preposition(k)
		if s.rel[k] != "nmod" || !outwards[p] || !s.noun(k) {
			continue
		}
		h := s.head[k]
		for n := 0; n < 4 && h >= 0 && h < k && s.name[h] >= 0 && s.name[h] != s.name[k]; n++ {
			h = s.head[h]
		}
		if h < 0 || h == s.head[k] || h > k {
			continue
		}
		switch {
		case s.verb(h) && (p != "by" || s.passive(h)):
			s.head[k], s.rel[k] = h, "obl"
		case s.noun(h) && s.name[h] < 0:
			s.head[k] = h
			if g := s.head[h]; p == "by" && g >= 0 && s.rel[h] == "obl" && s.verb(g) && s.passive(g) && s.class(h).Kind == "person" {
				s.head[k], s.rel[k] = g, "obl" // "was succeeded as chancellor by X"
			}
		default:
			continue
		}
		changed = true
	}
	if changed {
		s.turn()
	}
	return changed
}

// bodies hangs a participle with an agent on the body that it follows, where the parser hung
// it on a name further off ("X, who heads the council recognized by Y") or on the state that
// the body is of ("the government of X recognized by Y").
func (v *view) bodies(s *sentence) bool {
	changed := false
	for p := 1; p+1 < len(s.Tokens); p++ {
		h := s.head[p]
		if s.rel[p] != "acl" || s.Tokens[p].Deprel == "acl:relcl" || s.Tokens[p].XPOS != "VBN" || s.low[p+1] != "by" || h < 0 || h > p {
			continue
		}
		to := -1
		if m := s.name[p-1]; m >= 0 && v.doc.Mentions[m].Type == schema.Organization && h < v.doc.Mentions[m].First {
			to = v.doc.Mentions[m].Head
		} else if g := s.head[h]; g >= 0 && s.name[h] >= 0 && s.rel[h] == "nmod" && s.preposition(h) == "of" && s.name[g] < 0 && s.class(g).Kind == "org" && v.doc.Mentions[s.name[h]].Type != schema.Organization {
			to = g
		}
		if to >= 0 && to != h && !under(s.head, to, p) {
			s.head[p] = to
			changed = true
		}
	}
	if changed {
		s.turn()
	}
	return changed
}

// clauseHeads are the relations of words that head a clause of their own.
var clauseHeads = wordSet("root ccomp parataxis advcl conj")

// Participles that nouns before them modify: "state owned companies".
var compoundHeads = wordSet("own back lead base make run sponsor control fund relate hold build know call use produce occupy approve issue finance fill orient impose educate train designate appoint")

// raiseVerbs puts a verb at the head of its clause where the parser made it a modifier of
// its own object: "Iran sold drones to Russia" read as drones that Iran sold. A finite verb
// modifies no noun, nor does a participle after the subject's auxiliary, and a clause whose
// subject is a name has a verb.
func (v *view) raiseVerbs(s *sentence) bool {
	changed := false
	for k := 1; k+1 < len(s.Tokens); k++ {
		n := s.head[k]
		if s.rel[k] != "amod" || n <= k || s.Tokens[k].UPOS != "VERB" || under(s.head, s.head[n], k) {
			continue
		}
		fronted := s.rel[n] == "obj" && s.head[n] > n // "Iran has sold drones, officials said"
		if !clauseHeads[s.rel[n]] && !fronted {
			continue
		}
		before := k - 1
		for before > 0 && (s.Tokens[before].UPOS == "AUX" || s.Tokens[before].UPOS == "ADV") {
			before--
		}
		subject := before
		switch {
		case s.name[before] >= 0:
			subject = v.doc.Mentions[s.name[before]].Head
		case s.noun(before) && s.head[before] == n && s.rel[before] == "compound" && s.kid(before, "det", "compound", "amod", "nmod:poss") >= 0 && !compoundHeads[s.low[k]]:
			// "The Trump administration lifted sanctions": participles stand before compounds
		default:
			continue
		}
		if !under(s.head, subject, n) || subject == n {
			continue
		}
		s.head[k], s.rel[k] = s.head[n], s.rel[n]
		if fronted {
			s.rel[k] = "ccomp"
		}
		for i := range s.Tokens {
			if s.head[i] != n || i == k {
				continue
			}
			switch {
			case i == subject:
				s.head[i], s.rel[i] = k, "nsubj"
			case s.rel[i] == "cop" || s.rel[i] == "aux":
				s.head[i], s.rel[i] = k, "aux"
			case i < k:
				s.head[i] = k
			case s.rel[i] == "nmod" && s.kid(i, "case") >= 0 && s.preposition(i) != "of":
				s.head[i], s.rel[i] = k, "obl"
			case s.rel[i] == "punct", s.rel[i] == "obl", s.rel[i] == "advcl", s.rel[i] == "parataxis":
				s.head[i] = k
			}
		}
		s.head[n], s.rel[n] = k, "obj"
		if s.head[subject] != k {
			s.head[subject], s.rel[subject] = k, "nsubj"
		}
		s.turn()
		changed = true
	}
	return changed
}

func isWeekday(w string) bool { _, ok := weekdays[w]; return ok }
