package extract

import (
	"slices"
	"strings"
	"time"

	"relata/schema"
)

// headline says whether a sentence is the title: the first paragraph, of one sentence that
// no full stop ends.
func (v *view) headline(s *sentence) bool {
	if s.idx != 0 || len(v.sents) < 2 || v.sents[1].Paragraph == s.Paragraph {
		return false
	}
	switch s.Tokens[len(s.Tokens)-1].Form {
	case ".", "!", "?", closeQuotes, "''":
		return false
	}
	return true
}

// lead is the first sentence of the report below the title s, behind what doesn't read as one.
func (v *view) lead(s *sentence) *sentence {
	for i := s.idx + 1; i < len(v.sents); i++ {
		next := &v.sents[i]
		switch next.Tokens[len(next.Tokens)-1].Form {
		case ".", "!", "?", closeQuotes, "''", "\"":
			return next
		}
	}
	return &v.sents[s.idx+1]
}

// storyDay is the day of what a headline says: in the first sentence below it that of the
// same word, else that of the sentence, if it tells of the same, names who stand in the
// headline's claim, or the claim is what the headline mainly tells. A year in the title dates what it stands before, and says no more.
func (v *view) storyDay(s *sentence, p int, planned bool, ends []*schema.Entity) string {
	year := ""
	for _, t := range v.times(s) {
		if len(t.value) != len("2006") {
			return ""
		}
		year = t.value
	}
	lead := v.lead(s)
	named := map[*schema.Entity]bool{}
	for i := range v.doc.Mentions {
		if v.doc.Mentions[i].Sentence == lead.idx {
			named[v.links.Ties[i].Entity] = true
		}
	}
	here := 0
	for _, e := range ends {
		if named[e] {
			here++
		}
	}
	root, top := lead.root(), s.root()
	if root < 0 || top < 0 {
		return ""
	}
	st := schema.Planned
	if !lead.verb(root) || lead.have(root) || lead.Tokens[root].XPOS == "VBD" || lead.Tokens[root].XPOS == "VBN" && lead.kid(root, "aux") < 0 || lead.kid(root, "aux:pass") >= 0 {
		st = schema.Actual
	}
	if planned && st == schema.Actual && s.verb(p) && !slices.ContainsFunc(s.Tokens[:p], finite) {
		return "" // "X to sell Y": announced, still to come
	}
	day := ""
	for i := range lead.Tokens {
		if lead.low[i] == s.low[p] && here > 0 {
			if day = v.when(lead, i, st, ""); len(day) >= len("2006-01") {
				break
			}
			here = len(ends)
		}
	}
	if len(day) < len("2006-01") {
		if s.aside(p, top) {
			return ""
		}
		same := here > 0 && lead.verb(root) && (lead.low[root] == s.low[top] || p == top && v.sameSubject(lead, root, s, top))
		day = v.when(lead, root, st, "")
		if here < len(ends) && !same && !(len(day) == len(time.DateOnly) && s.verb(p) && (!judging[lead.low[root]] && !reporting[lead.low[root]] || turning[lead.low[root]] || lead.low[root] == s.low[p]) && (p == top || s.rel[p] == "conj" && s.head[p] == top)) {
			return ""
		}
	}
	if len(day) < len("2006-01") || len(day) < len(time.DateOnly) && year != "" || !strings.HasPrefix(day, year) {
		return ""
	}
	return day
}

// Verbs of judging that do something.
var turning = wordSet("dismiss reject")

// aside says whether the word at p stands in a clause of its own below the word at top: what
// somebody says, or what happened besides.
func (s *sentence) aside(p, top int) bool {
	for n, k := 0, p; k >= 0 && k != top && n < maxDepth; n++ {
		switch s.rel[k] {
		case "ccomp", "csubj":
			return true
		case "advcl", "acl":
			if s.Tokens[k].XPOS != "VBN" || s.kid(k, "aux") >= 0 {
				return true // not so "Three killed, two others injured in blast"
			}
		case "xcomp":
			if reporting[s.low[s.head[k]]] {
				return true
			}
		}
		k = s.head[k]
	}
	return false
}

// root is the word that a sentence hangs on, -1 if none.
func (s *sentence) root() int { return slices.Index(s.head, -1) }

// sameSubject says whether the verbs at i and j have one subject.
func (v *view) sameSubject(a *sentence, i int, b *sentence, j int) bool {
	for _, k := range a.surface(i, 0) {
		for _, l := range b.surface(j, 0) {
			if e := v.own(a, k).ent; e != nil && e == v.own(b, l).ent {
				return true
			}
		}
	}
	return false
}

// ahead says whether a time lies after the day of the article.
func (v *view) ahead(value string) bool {
	if v.published.IsZero() || value == "" || strings.Contains(value, "/") {
		return false
	}
	today := day(v.published)
	return value > today[:min(len(today), len(value))]
}
