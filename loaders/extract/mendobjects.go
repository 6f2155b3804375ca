package extract

import (
	"strings"

	"relata/loaders/nlp/coref"
)

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

// Verbs of what a piece of writing does to somebody.
var addresses = wordSet("urge ask call accuse demand criticize criticise condemn praise support oppose blame warn thank back denounce beg implore threaten")

// wordsTo makes verbs of participles that the parser took for a part of the name after them: "a
// letter urging X to go".
func (s *sentence) wordsTo() {
	changed := false
	for k := 1; k+1 < len(s.Tokens); k++ {
		o, n := k+1, k-1
		if s.rel[k] != "amod" && s.rel[k] != "compound" || s.head[k] != o || s.Tokens[o].UPOS != "PROPN" || !writings[s.low[n]] || !strings.HasSuffix(strings.ToLower(s.Tokens[k].Form), "ing") {
			continue
		}
		lemma := gerundLemma(s.low[k])
		if !addresses[lemma] {
			continue
		}
		h := s.head[o]
		s.head[n], s.rel[n] = h, s.rel[o]
		s.head[o], s.rel[o] = k, "obj"
		s.head[k], s.rel[k] = n, "acl"
		s.Tokens[k].UPOS, s.Tokens[k].XPOS, s.Tokens[k].Deprel, s.low[k] = "VERB", "VBG", "acl", lemma
		for t := range s.Tokens {
			switch {
			case t < n && (s.head[t] == o || s.head[t] == k):
				s.head[t] = n // "a"
			case t > o && s.head[t] == h && s.Tokens[t].XPOS == "VB" && (s.rel[t] == "advcl" || s.rel[t] == "xcomp") && t <= o+6 && h < n:
				s.head[t], s.rel[t] = k, "xcomp"
			}
		}
		changed = true
	}
	if changed {
		s.turn()
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

// Words that bound a number, in two: "at least 40", "at most 40", "up to 40".
var numberBounds = map[string]string{"least": "at", "most": "at", "to": "up"}

// bounds hangs such words on the number that they bound. Parsers take the first for the
// preposition of what is counted, and that for no object: "X killed at least 40 rebels".
func (s *sentence) bounds() {
	changed := false
	for n := 2; n < len(s.Tokens); n++ {
		i := n - 2
		if s.Tokens[n].UPOS != "NUM" || numberBounds[s.low[n-1]] == "" || numberBounds[s.low[n-1]] != strings.ToLower(s.Tokens[i].Form) {
			continue
		}
		for _, k := range []int{i, n - 1} {
			s.head[k], s.rel[k], s.Tokens[k].Deprel, s.Tokens[k].UPOS = n, "advmod", "advmod", "ADV"
		}
		changed = true
		s.turn()
		s.counted(n)
	}
	if changed {
		s.turn()
	}
}

// counted raises a verb read as a participle of its own subject right before a bounded number
// of somebody: "Soldiers killed at least 40 rebels".
func (s *sentence) counted(n int) {
	v := n - 3
	if v < 1 || s.Tokens[v].UPOS != "VERB" || s.rel[v] != "acl" || s.Tokens[v].XPOS != "VBN" && s.Tokens[v].XPOS != "VBD" || s.kid(v, "obl:agent", "obj") >= 0 {
		return
	}
	top, o := s.head[v], n
	if s.rel[n] == "nummod" && s.head[n] > n {
		o = s.head[n]
	}
	if top != v-1 || s.rel[top] != "root" || !s.noun(top) || s.head[o] != v || s.class(o).Kind == "time" {
		return
	}
	for _, k := range s.kids[top] {
		if k > v && (s.Tokens[k].UPOS == "VERB" || s.Tokens[k].UPOS == "AUX" || s.rel[k] == "cop") {
			return
		}
	}
	for _, k := range s.kids[top] {
		if k > v || s.rel[k] == "punct" || s.rel[k] == "nmod" && s.kid(k, "case") >= 0 && k < top {
			s.head[k] = v
			if s.rel[k] == "nmod" {
				s.rel[k], s.Tokens[k].Deprel = "obl", "obl"
			}
		}
	}
	s.head[v], s.rel[v], s.Tokens[v].Deprel, s.Tokens[v].XPOS = -1, "root", "root", "VBD"
	s.head[top], s.rel[top], s.Tokens[top].Deprel = v, "nsubj", "nsubj"
	s.rel[o], s.Tokens[o].Deprel = "obj", "obj"
}
