package extract

import (
	"slices"
	"strings"
	"time"

	"relata/schema"
)

// anchor is the time told last before a time that counts from it: in its sentence, else in
// one of the three before it.
func (v *view) anchor(s *sentence, before []timex) string {
	for d := 0; ; d++ {
		for i := len(before) - 1; i >= 0; i-- {
			if before[i].value != "" {
				return before[i].value
			}
		}
		if d == anchorReach || s.idx-d-1 < 0 {
			return ""
		}
		before = v.times(&v.sents[s.idx-d-1])
	}
}

const anchorReach = 3

// carried is the time of what the word at p says from the sentences around it, where its
// own names none: the day of the story so far, or for a headline that of the story.
func (v *view) carried(s *sentence, p int, planned bool, ends ...*schema.Entity) string {
	if v.headline(s) {
		return v.storyDay(s, p, planned, ends)
	}
	if len(v.times(s)) > 0 || planned {
		return ""
	}
	if h := s.head[p]; h >= 0 && s.rel[p] == "advcl" && s.Tokens[p].XPOS == "VBG" && s.kid(p, "nsubj") >= 0 {
		p = h // "it passed, with ten members supporting it"
	}
	if h := s.head[p]; h >= 0 && !s.verb(p) && s.rel[p] == "obj" && s.verb(h) && !judging[s.low[h]] && !reporting[s.low[h]] {
		p = h // "signed an agreement with X"
	}
	if !s.verb(p) || !s.told(p) || s.anotherTime(p) || v.reported(s, p) {
		return ""
	}
	if day := v.dayOfNoun(s); day != "" {
		return day
	}
	for d := 1; d <= 2 && s.idx-d >= 0; d++ {
		prev := &v.sents[s.idx-d]
		if prev.Paragraph != s.Paragraph || slices.Contains(prev.low, "bear") {
			return ""
		}
		ts := v.times(prev)
		if len(ts) > 1 {
			if day := v.rootDay(prev); day != "" {
				return day
			}
		}
		switch {
		case len(ts) == 1 && (prev.ofReport(ts[0].first) || prev.ofSaying(ts[0].first) && !s.ofWords(p)):
			return ""
		case len(ts) == 1 && ts[0].value != "" && len(ts[0].value) >= len("2006-01") && !strings.Contains(ts[0].value, "/"):
			if prev.beside(&ts[0]) {
				return ""
			}
			return ts[0].value
		case len(ts) > 0:
			return ""
		}
	}
	return ""
}

// ofReport says whether a time is that of a report of what was before: "said on Sunday it
// had finished the count".
func (s *sentence) ofReport(t int) bool {
	h := s.head[t]
	if h < 0 || !s.verb(h) || !reporting[s.low[h]] {
		return false
	}
	c := s.kid(h, "ccomp")
	return c >= 0 && s.past("have", c)
}

// reported says whether the word at p stands in what somebody says, which may be of any time.
func (v *view) reported(s *sentence, p int) bool {
	if v.quoted(s, p) {
		return true
	}
	for n, k := 0, p; k >= 0 && n < maxDepth; n++ {
		h := s.head[k]
		if h >= 0 && reporting[s.low[h]] && s.verb(h) && (s.rel[k] == "ccomp" || s.rel[k] == "parataxis") {
			return true
		}
		k = h
	}
	return false
}

// anotherTime says whether an adverb puts what the verb at p tells to a time of its own: "eventually
// joined", "had earlier accused".
func (s *sentence) anotherTime(p int) bool {
	for _, k := range s.kids[p] {
		if s.rel[k] == "advmod" && elsewhen[s.low[k]] {
			return true
		}
	}
	return false
}

var elsewhen = wordSet("eventually subsequently previously formerly once recently long always often frequently repeatedly originally initially")

// beside says whether a time stands in a clause below what a sentence mainly tells: "visited
// the town, where riots had broken out in August".
func (s *sentence) beside(t *timex) bool {
	for n, k := 0, t.first; k >= 0 && n < maxDepth; n++ {
		switch {
		case s.Tokens[k].Deprel == "acl:relcl", s.rel[k] == "ccomp", s.rel[k] == "csubj", s.rel[k] == "advcl" && !s.along(k):
			return true
		}
		k = s.head[k]
	}
	return false
}

// ofSaying says whether a time is that at which somebody said something.
func (s *sentence) ofSaying(t int) bool {
	h := s.head[t]
	return h >= 0 && s.verb(h) && reporting[s.low[h]] && s.kid(h, "ccomp") >= 0
}

// ofWords says whether the verb at p tells of words: "she also accused X".
func (s *sentence) ofWords(p int) bool {
	return reporting[s.low[p]] || judging[s.low[p]] || responds[s.low[p]]
}

// rootDay is the day of what a sentence of the story mainly tells.
func (v *view) rootDay(s *sentence) string {
	for i := range s.Tokens {
		if s.head[i] >= 0 {
			continue
		}
		if !s.verb(i) || !s.told(i) {
			return ""
		}
		if day := v.when(s, i, schema.Actual, ""); len(day) == len(time.DateOnly) {
			return day
		}
		return ""
	}
	return ""
}

// dayOfNoun is the day of what the first words point back to: "Following the signing, ..."
// where one of the sentences before says who signed and when.
func (v *view) dayOfNoun(s *sentence) string {
	if len(s.Tokens) < 4 || !pointing[s.low[0]] || s.Tokens[1].UPOS != "DET" {
		return ""
	}
	n := 2
	if !s.noun(n) && s.Tokens[n].XPOS != "VBG" {
		return ""
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(s.low[n], "s"), "ing")
	if len(stem) < 3 {
		return ""
	}
	for d := 1; d <= anchorReach && s.idx-d >= 0; d++ {
		prev := &v.sents[s.idx-d]
		for i := range prev.Tokens {
			if strings.TrimSuffix(prev.low[i], "ing") == stem {
				if day := v.when(prev, i, schema.Actual, ""); len(day) == len(time.DateOnly) {
					return day
				}
			}
		}
	}
	return ""
}

var pointing = wordSet("following follow after during at")
