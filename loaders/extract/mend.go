package extract

import "relata/schema"

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
	s.bounds()
	s.statesBeforeTitles()
	s.said()
	s.ledBy()
	s.dayVerbs()
	s.gerunds()
	s.wordsTo()
	s.strays()
	s.payees()
	s.participles()
	s.lateSubjects()
	s.betweenCommas()
	s.mendVerbs()
	s.bareObjects()
	s.inLaws()
	s.askedTo()
	s.companions()
	s.receivers()
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

// whole hangs all words of a name on its head, where the parser cut it in two, and what
// hung on the other words on what they hung on.
func (s *sentence) whole(first, last, head int) {
	changed := false
	for t := first; t < last; t++ {
		h := s.head[t]
		if t == head || h >= first && h < last {
			if s.rel[t] == "case" && s.Tokens[t].XPOS == "NNP" { // a rare first name taken for a preposition
				s.rel[t], s.Tokens[t].Deprel, s.Tokens[t].UPOS = "compound", "compound", "PROPN"
				if v := s.head[head]; v >= 0 && v < first && s.verb(v) && s.rel[head] == "obl" && s.kid(head, "case") < 0 && s.kid(v, "obj") < 0 && !s.passive(v) {
					s.rel[head], s.Tokens[head].Deprel = "obj", "obj"
				}
			}
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
