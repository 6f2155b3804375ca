package extract

import (
	"slices"
	"strings"

	"relata/schema"
)

// triples reads the open triples of a sentence: for each clause its subject, the words of
// its verb, and its other arguments, each in the words of the sentence; for appositions,
// possessors and adjectives too ("X, director of Y"). After the clause types of ClausIE
// (Del Corro and Gemulla, 2013), read from Universal Dependencies.
func (r *run) triples(s *sentence) {
	for i := range s.Tokens {
		switch {
		case s.kid(i, "cop") >= 0:
			r.copularTriple(s, i)
		case s.verb(i) && s.rel[i] != "amod" && s.rel[i] != "compound" && s.rel[i] != "case":
			r.verbTriple(s, i)
		}
		if s.rel[i] == "appos" && s.head[i] >= 0 {
			r.appositionTriple(s, i)
		}
		if s.Tokens[i].Deprel == "nmod:poss" && s.head[i] > i && s.Tokens[i].UPOS != "PRON" {
			r.possessorTriple(s, i)
		}
	}
}

// phrase is the text of an argument, without what belongs to the clause and not to it.
func (r *run) phrase(s *sentence, i int, keepCase bool) string {
	first, last := s.subtree(i, func(k int) bool {
		switch s.rel[k] {
		case "case", "mark":
			return !keepCase && s.head[k] == i && s.Tokens[k].XPOS != "POS"
		case "cop", "nsubj", "aux", "advcl", "parataxis", "expl", "discourse", "dislocated", "vocative":
			return s.head[k] == i
		case "punct":
			return false
		case "acl":
			return s.head[k] == i && s.Tokens[k].Deprel == "acl:relcl" && k > 0 && s.Tokens[max(0, firstOf(s, k)-1)].Form == ","
		case "appos":
			return s.head[k] == i
		case "conj", "cc":
			return false
		}
		return false
	})
	return r.v.text(s, first, last)
}

func firstOf(s *sentence, k int) int {
	f, _ := s.subtree(k, nil)
	return f
}

// verbGroup are the words of a verb: auxiliaries, negation, adverbs between, particle.
func (r *run) verbGroup(s *sentence, i int) []int {
	group := []int{i}
	for _, k := range s.kids[i] {
		switch s.rel[k] {
		case "aux":
			group = append(group, k)
		case "advmod":
			if s.low[k] == "not" || s.low[k] == "n't" || s.low[k] == "never" || k < i && i-k <= 2 && s.kid(k, "advmod", "obl") < 0 && s.Tokens[k].XPOS == "RB" {
				group = append(group, k)
			}
		case "compound":
			if s.Tokens[k].Deprel == "compound:prt" {
				group = append(group, k)
			}
		}
	}
	slices.Sort(group)
	return group
}

func (r *run) words(s *sentence, toks []int) string {
	var parts []string
	for n, t := range toks {
		f := s.Tokens[t].Form
		if n > 0 && toks[n-1] == t-1 && s.Tokens[t-1].Glued {
			parts[len(parts)-1] += f
			continue
		}
		parts = append(parts, f)
	}
	return strings.Join(parts, " ")
}

// verbTriple reads the clause of the verb at i.
func (r *run) verbTriple(s *sentence, i int) {
	if s.rel[i] == "xcomp" && s.head[i] >= 0 && s.verb(s.head[i]) && !s.passive(i) {
		return // part of the verb above: "tries to woo"
	}
	subjects := s.surface(i, 0)
	if s.passive(i) && (s.rel[i] == "acl" || s.rel[i] == "advcl") && len(subjects) == 0 {
		subjects = s.objects(i)
	}
	if len(subjects) == 0 {
		return
	}
	group := r.verbGroup(s, i)
	// the chain of open complements: "has begun to receive"
	v := i
	for n := 0; n < 5; n++ {
		next := -1
		for _, k := range s.kids[v] {
			if s.rel[k] == "xcomp" && s.verb(k) && k > v && s.kid(v, "obj") < 0 {
				next = k
			}
		}
		if next < 0 {
			break
		}
		if m := s.kid(next, "mark"); m >= 0 {
			group = append(group, m)
		}
		group = append(group, r.verbGroup(s, next)...)
		v = next
	}
	slices.Sort(group)
	if s.passive(i) && s.kid(i, "aux") < 0 && s.rel[i] == "acl" {
		// "missiles launched": the copula is understood
		r.addTriple(s, i, subjects, "is "+r.words(s, group), v, i)
		return
	}
	r.addTriple(s, i, subjects, r.words(s, group), v, i)
}

// addTriple gathers the arguments of the verbs at v and top and adds the triples.
func (r *run) addTriple(s *sentence, i int, subjects []int, rel string, v, top int) {
	var main, more []int
	gather := func(w int) {
		for _, k := range s.kids[w] {
			switch s.rel[k] {
			case "obj", "iobj":
				main = append(main, k)
			case "ccomp":
				main = append(main, k)
			case "xcomp":
				if k != v && !(s.verb(k) && k > w && s.under(v, k)) {
					main = append(main, k)
				}
			case "obl":
				more = append(more, k)
			case "advmod":
				if s.Tokens[k].XPOS == "RB" && k > w && s.low[k] != "not" && s.low[k] != "n't" && s.low[k] != "also" {
					more = append(more, k)
				}
			}
		}
	}
	gather(v)
	if top != v {
		gather(top)
	}
	if len(main) == 0 && s.rel[i] == "conj" {
		for _, o := range s.objects(i) {
			if !s.passive(i) {
				main = append(main, o)
			}
		}
	}
	if s.Tokens[i].Deprel == "acl:relcl" && len(main) == 0 && !s.passive(i) && s.hasObjectGap(i) && s.head[i] >= 0 {
		main = append(main, s.head[i])
	}
	slices.Sort(more)
	// without an object the first oblique after the verb is the second argument, and its
	// preposition ends the relation
	second := -1
	if len(main) == 0 {
		for n, k := range more {
			if s.rel[k] == "obl" && k > v {
				second = k
				more = slices.Delete(slices.Clone(more), n, n+1)
				break
			}
		}
		if second < 0 && len(more) > 0 {
			second, more = more[0], more[1:]
		}
		if second < 0 {
			return
		}
	} else {
		second, main = main[0], main[1:]
	}
	for _, sub := range subjects {
		t := schema.Triple{Arg1: r.argumentText(s, sub), Rel: rel}
		if p := r.caseWords(s, second); p != "" && s.rel[second] == "obl" {
			t.Rel += " " + p
		}
		arg := r.argumentText(s, second)
		if s.rel[second] == "ccomp" || s.rel[second] == "xcomp" {
			first, last := s.subtree(second, nil)
			arg = r.v.text(s, first, last)
		}
		t.Args = append(t.Args, arg)
		for _, m := range main {
			first, last := s.subtree(m, nil)
			t.Args = append(t.Args, r.v.text(s, first, last))
		}
		for _, m := range more {
			if x := r.phrase(s, m, true); x != "" {
				t.Args = append(t.Args, x)
			}
		}
		c := clauseConfidence
		if s.rel[i] != "root" {
			c -= 0.1
		}
		if s.kid(i, "nsubj") < 0 {
			c -= 0.15
		}
		if s.rel[second] == "ccomp" {
			c -= 0.1
		}
		r.keepTriple(s, t, c-r.length(s))
	}
}

// Confidences of open triples: by kind, less for what hangs on other clauses and for long
// sentences. They order triples, and were set by hand on CaRB's development sentences.
const (
	clauseConfidence      = 0.8
	copulaConfidence      = 0.75
	appositionConfidence  = 0.5
	possessorConfidence   = 0.2
	lengthPenalty         = 0.004
	lengthPenalizedTokens = 50
)

func (r *run) length(s *sentence) float64 {
	return lengthPenalty * float64(min(len(s.Tokens), lengthPenalizedTokens))
}

// argumentText is the text of an argument with its coordination, without its preposition,
// relative clauses and appositions.
func (r *run) argumentText(s *sentence, i int) string {
	first, last := s.subtree(i, func(k int) bool {
		if s.head[k] != i {
			return false
		}
		switch s.rel[k] {
		case "case", "mark":
			return s.Tokens[k].XPOS != "POS"
		case "appos", "cop", "nsubj", "aux", "parataxis", "expl", "discourse":
			return true
		case "advcl":
			return s.noun(i)
		case "acl":
			return s.Tokens[k].Deprel == "acl:relcl"
		}
		return false
	})
	return r.v.text(s, first, last)
}

func (r *run) caseWords(s *sentence, i int) string {
	var toks []int
	for _, k := range s.kids[i] {
		if s.rel[k] == "case" && s.Tokens[k].XPOS != "POS" {
			toks = append(toks, k)
			for _, f := range s.kids[k] {
				if s.rel[f] == "fixed" {
					toks = append(toks, f)
				}
			}
		}
	}
	slices.Sort(toks)
	return r.words(s, toks)
}

// copularTriple reads "X is Y".
func (r *run) copularTriple(s *sentence, i int) {
	subjects := s.surface(i, 0)
	if len(subjects) == 0 {
		return
	}
	var group []int
	for _, k := range s.kids[i] {
		switch s.rel[k] {
		case "cop", "aux":
			group = append(group, k)
		case "advmod":
			if s.low[k] == "not" || s.low[k] == "n't" || s.low[k] == "never" {
				group = append(group, k)
			}
		}
	}
	slices.Sort(group)
	rel := r.words(s, group)
	var more []int
	for _, k := range s.kids[i] {
		if s.rel[k] == "obl" {
			more = append(more, k)
		}
	}
	first, last := s.subtree(i, func(k int) bool {
		if s.head[k] != i {
			return false
		}
		switch s.rel[k] {
		case "cop", "aux", "nsubj", "parataxis", "expl", "mark", "discourse", "appos":
			return true
		case "obl":
			return true
		case "advcl", "conj", "cc":
			return s.kid(k, "nsubj") >= 0 || s.rel[k] == "advcl" || s.verb(k)
		case "case":
			return true
		case "advmod":
			return k < i && (s.low[k] == "not" || s.low[k] == "n't")
		}
		return false
	})
	if p := r.caseWords(s, i); p != "" {
		rel += " " + p
	}
	for _, sub := range subjects {
		t := schema.Triple{Arg1: r.argumentText(s, sub), Rel: rel, Args: []string{r.v.text(s, max(first, group[len(group)-1]+1), last)}}
		if first < group[len(group)-1] && i < group[len(group)-1] {
			t.Args = []string{r.v.text(s, first, last)}
		}
		for _, m := range more {
			t.Args = append(t.Args, r.phrase(s, m, true))
		}
		c := copulaConfidence
		if s.kid(i, "nsubj") < 0 {
			c -= 0.2
		}
		r.keepTriple(s, t, c-r.length(s))
	}
}

// appositionTriple reads "X, the Y" as "X is the Y".
func (r *run) appositionTriple(s *sentence, i int) {
	h := s.head[i]
	if !s.noun(i) || !s.noun(h) || s.name[i] >= 0 && s.name[h] >= 0 {
		return // two names are "Paris, France", or a faulty tree
	}
	a, b := h, i
	if s.name[i] >= 0 && s.name[h] < 0 {
		a, b = i, h
	}
	t := schema.Triple{Arg1: r.argumentText(s, a), Rel: "is", Args: []string{r.argumentText(s, b)}}
	r.keepTriple(s, t, appositionConfidence)
}

// possessorTriple reads "X's Y" as "X has Y".
func (r *run) possessorTriple(s *sentence, i int) {
	h := s.head[i]
	first, last := s.subtree(h, func(k int) bool {
		if s.head[k] != h {
			return false
		}
		switch s.rel[k] {
		case "case":
			return s.Tokens[k].XPOS != "POS"
		case "conj", "cc", "appos", "cop", "nsubj", "acl":
			return true
		}
		return k == i
	})
	has, until := s.subtree(i, func(k int) bool {
		return s.head[k] == i && (s.rel[k] == "case" || s.rel[k] == "conj" || s.rel[k] == "cc")
	})
	r.keepTriple(s, schema.Triple{Arg1: r.v.text(s, has, until), Rel: "has", Args: []string{r.v.text(s, first, last)}}, possessorConfidence)
}

func (r *run) keepTriple(s *sentence, t schema.Triple, confidence float64) {
	if t.Arg1 == "" || t.Rel == "" || len(t.Args) == 0 || t.Args[0] == "" || t.Arg1 == t.Args[0] {
		return
	}
	t.Line = r.doc.Line
	t.Sentence = r.doc.Text[s.Start:s.End]
	t.Span = s.Span
	t.Confidence = min(max(confidence, 0.05), 0.99)
	r.reading.Triples = append(r.reading.Triples, t)
}
