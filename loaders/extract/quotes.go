package extract

import (
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

const (
	openQuotes  = "“"
	closeQuotes = "”"
)

// quoteSpans finds, for each sentence, the tokens inside quotation marks; a quotation that
// stays open goes on over the sentences of its paragraph, and over the paragraph's end if
// the next starts with a mark again.
func (v *view) quoteSpans() [][]bool {
	if v.inQuote != nil {
		return v.inQuote
	}
	v.inQuote = make([][]bool, len(v.sents))
	open, para := false, -1
	for i := range v.sents {
		s := &v.sents[i]
		v.inQuote[i] = make([]bool, len(s.Tokens))
		if s.Paragraph != para {
			open, para = false, s.Paragraph
		}
		for t := range s.Tokens {
			switch s.Tokens[t].Form {
			case openQuotes, "``":
				open = true
				continue
			case closeQuotes, "''":
				open = false
				continue
			case "\"":
				open = !open
				continue
			}
			v.inQuote[i][t] = open
		}
	}
	v.statements = v.stated(v.inQuote)
	return v.inQuote
}

func (v *view) quoted(s *sentence, p int) bool { return v.quoteSpans()[s.idx][p] }

// speakers gives for each sentence who speaks its quotation: the reporting verb beside the
// quotation in the sentence itself, else in the one after or before in the paragraph.
func (v *view) speakers() []schema.Source {
	if v.spoken != nil {
		return v.spoken
	}
	quotes := v.quoteSpans()
	v.spoken = make([]schema.Source, len(v.sents))
	own := make([]schema.Source, len(v.sents))
	told := make([]bool, len(v.sents)) // who speaks is said there, known or not
	for i := range v.sents {
		s := &v.sents[i]
		for t := range s.Tokens {
			if quotes[i][t] {
				continue
			}
			if n := s.statementRead(t); n >= 0 {
				if src, ok := v.speaker(s, []int{n}); ok {
					own[i], told[i] = src, true
					break
				}
			}
			if !s.verb(t) || !reporting[s.low[t]] && !judging[s.low[t]] && !s.inWords(t) || s.passive(t) {
				continue
			}
			who := s.surface(t, 0)
			if len(who) > 0 && quotes[i][who[0]] || len(who) == 0 {
				who = s.besides(t)
			}
			src, ok := v.speaker(s, who)
			if ok {
				own[i] = src
			}
			if ok || reporting[s.low[t]] && len(who) > 0 {
				told[i] = true
				break
			}
		}
		if src, ok := v.leadsIn(s, quotes[i]); ok && !told[i] {
			own[i], told[i] = src, true
		}
	}
	for i := range v.sents {
		any := false
		for _, q := range quotes[i] {
			any = any || q
		}
		if !any {
			continue
		}
		v.spoken[i] = own[i]
		if told[i] {
			continue
		}
		if v.spoken[i] = v.statements[i]; v.spoken[i].Name != "" {
			continue
		}
		para := v.sents[i].Paragraph
		for d := 1; d <= 4 && v.spoken[i].Name == ""; d++ {
			if j := i - d; j >= 0 && v.sents[j].Paragraph >= para-1 && own[j].Name != "" {
				v.spoken[i] = own[j]
			} else if j := i + d; j < len(v.sents) && v.sents[j].Paragraph == para && own[j].Name != "" {
				v.spoken[i] = own[j]
			}
		}
	}
	return v.spoken
}

// leadsIn is the subject of a clause that a quotation ends: "X defended the move: “…”", "X reacted
// on Twitter, “…”".
func (v *view) leadsIn(s *sentence, quoted []bool) (schema.Source, bool) {
	for t := 2; t+3 <= len(s.Tokens); t++ {
		if mark := s.Tokens[t-2].Form; quoted[t-1] || !quoted[t] || mark != "," && mark != ":" {
			continue
		}
		for k := t - 2; k >= 0; k-- {
			if !s.verb(k) || s.Tokens[k].XPOS == "VBG" || s.passive(k) || s.rel[k] == "acl" || s.rel[k] == "amod" {
				continue
			}
			for _, who := range s.surface(k, 0) {
				if a := v.own(s, who); who < k && !quoted[who] && a.ent != nil && a.ent.Type.IsActor() {
					return v.speaker(s, []int{who})
				}
			}
		}
		return schema.Source{}, false
	}
	return schema.Source{}, false
}

// statementRead is the paper that reads what follows, however trees have it: "the family's
// statement on her death read:"; -1 if the verb at t is another.
func (s *sentence) statementRead(t int) int {
	if s.low[t] != "read" || t+1 >= len(s.Tokens) || s.Tokens[t+1].UPOS != "PUNCT" {
		return -1
	}
	for k := t - 1; k >= 0 && !s.verb(k); k-- {
		if s.noun(k) && sayingNouns[s.low[k]] {
			return k
		}
	}
	return -1
}

// speakerEntity is the entity of a source, nil if it has none.
func (v *view) speakerEntity(src schema.Source) *schema.Entity {
	if src.ID == "" {
		return nil
	}
	for _, e := range v.links.Entities {
		if e.ID == src.ID {
			return e
		}
	}
	return nil
}

// firstPerson resolves "I" and "we" of a quotation: its speaker, or the body or state that
// the speaker speaks for.
func (v *view) firstPerson(s *sentence, t int) *schema.Entity {
	w := strings.ToLower(s.Tokens[t].Form)
	switch w {
	case "i", "me", "my", "we", "us", "our":
	default:
		return nil
	}
	src := v.source(s, t, 1)
	if src.Name == "" {
		src = v.speakers()[s.idx]
	}
	e := v.speakerEntity(src)
	if e == nil {
		return nil
	}
	if w == "i" || w == "me" || w == "my" {
		if e.Type == schema.Person {
			return e
		}
		return nil
	}
	if e.Type != schema.Person {
		return e
	}
	if body := v.speaksFor[e]; body != nil {
		return v.governmentOf(e, body)
	}
	if v.ranked(e) {
		if body := v.policeBefore(s.idx); body != nil {
			return body
		}
	}
	return e
}

// Ranks whose holders say "we" of their police.
var policeRanks = wordSet("detective inspector superintendent constable sergeant sheriff commissioner")

// ranked says whether a person is named with a rank of the police.
func (v *view) ranked(e *schema.Entity) bool {
	for _, i := range v.mentionsOf(e) {
		m := &v.doc.Mentions[i]
		if m.Kind == nlp.Name && m.First > 0 && policeRanks[v.sents[m.Sentence].low[m.First-1]] {
			return true
		}
	}
	return false
}

// policeBefore is the police that were mentioned last up to a sentence, nil if none.
func (v *view) policeBefore(idx int) *schema.Entity {
	if v.police == nil {
		v.police = []int{}
		for i := range v.doc.Mentions {
			m := &v.doc.Mentions[i]
			if e := v.links.Ties[i].Entity; e != nil && e.Type == schema.Organization && v.sents[m.Sentence].low[m.Head] == "police" {
				v.police = append(v.police, i)
			}
		}
	}
	n, _ := slices.BinarySearchFunc(v.police, idx+1, func(i, sentence int) int { return v.doc.Mentions[i].Sentence - sentence })
	if n == 0 {
		return nil
	}
	return v.links.Ties[v.police[n-1]].Entity
}
