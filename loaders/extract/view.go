package extract

import (
	"strings"
	"time"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// view is a document with what the rules ask of it again and again.
type view struct {
	doc   *nlp.Doc
	links *link.Links
	sents []sentence
	focus *schema.Entity // the state that the article is about, nil if none stands out
	home  *schema.Entity // the same, told by the places and persons of a state as well

	published  time.Time
	timesOf    map[int][]timex
	storyOf    *string                           // the day of the story, nil until asked for
	leadAt     int                               // the sentence that tells it
	inQuote    [][]bool                          // filled by quoteSpans
	statements []schema.Source                   // filled with inQuote: who makes the statement that a sentence stands in
	spoken     []schema.Source                   // filled by speakers
	ministers  map[*schema.Entity]bool           // persons with a title of a government
	speaksFor  map[*schema.Entity]*schema.Entity // a spokesman's body, an officer's state
	byEntity   map[*schema.Entity][]int          // filled by mentionsOf
	dayNouns   map[string][][2]int               // filled by dayNoun
	toldDays   map[*schema.Entity]string         // what dayTold said
	police     []int                             // filled by policeBefore: the mentions of police
}

// mentionsOf are the mentions of an entity, in text order.
func (v *view) mentionsOf(e *schema.Entity) []int {
	if v.byEntity == nil {
		v.byEntity = map[*schema.Entity][]int{}
		for i := range v.doc.Mentions {
			if e := v.links.Ties[i].Entity; e != nil {
				v.byEntity[e] = append(v.byEntity[e], i)
			}
		}
	}
	return v.byEntity[e]
}

// sentence is a sentence with its tree turned round.
type sentence struct {
	*nlp.Sentence
	idx    int
	head   []int    // heads with faults mended: -1 for roots
	kids   [][]int  // in text order
	low    []string // lemmas in lower case
	rel    []string // relations without subtype
	at     []int    // token -> mention that it heads, -1 if none
	name   []int    // token -> name that covers it, -1 if none
	person []bool   // tokens of persons' names
}

const maxDepth = 64 // bound for every walk upwards: trees may be odd

func newView(doc *nlp.Doc, links *link.Links, published time.Time) *view {
	v := &view{doc: doc, links: links, sents: make([]sentence, len(doc.Sentences)), published: published, timesOf: map[int][]timex{}, speaksFor: map[*schema.Entity]*schema.Entity{}, ministers: map[*schema.Entity]bool{}}
	for s := range doc.Sentences {
		v.sents[s] = newSentence(&doc.Sentences[s], s)
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name && m.Kind != nlp.Nominal && m.Kind != nlp.Pronoun {
			continue
		}
		s := &v.sents[m.Sentence]
		if s.at[m.Head] < 0 || m.Kind == nlp.Name {
			s.at[m.Head] = i
		}
		if m.Kind == nlp.Name {
			for t := m.First; t < m.Last; t++ {
				s.name[t] = i
				s.person[t] = m.Type == schema.Person
			}
		}
	}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Last-m.First > 1 {
			v.sents[m.Sentence].whole(m.First, m.Last, m.Head)
		}
	}
	for i := range v.sents {
		v.mend(&v.sents[i])
	}
	v.focus = v.focusState()
	v.home = v.homeState()
	return v
}

func newSentence(sent *nlp.Sentence, idx int) sentence {
	n := len(sent.Tokens)
	s := sentence{Sentence: sent, idx: idx, head: make([]int, n), kids: make([][]int, n), low: make([]string, n), rel: make([]string, n), at: make([]int, n), name: make([]int, n), person: make([]bool, n)}
	for i := range sent.Tokens {
		tok := &sent.Tokens[i]
		s.at[i], s.name[i] = -1, -1
		s.low[i] = strings.ToLower(tok.Lemma)
		if tok.Lemma == "" || tok.Lemma == "_" {
			s.low[i] = strings.ToLower(tok.Form)
		}
		s.rel[i], _, _ = strings.Cut(tok.Deprel, ":")
		s.head[i] = tok.Head
		if tok.Head < 0 || tok.Head >= n || tok.Head == i {
			s.head[i] = -1
		}
	}
	// break cycles, so that every walk upwards ends at a root
	state := make([]uint8, n)
	for i := range n {
		var path []int
		for j := i; j >= 0 && state[j] != 2; j = s.head[j] {
			if state[j] == 1 {
				s.head[j] = -1
				break
			}
			state[j] = 1
			path = append(path, j)
		}
		for _, j := range path {
			state[j] = 2
		}
	}
	s.mendTree()
	return s
}

// under says whether i hangs, directly or not, from top.
func under(head []int, i, top int) bool {
	for n := 0; i >= 0 && n < len(head); n++ {
		if i == top {
			return true
		}
		i = head[i]
	}
	return false
}

// turn fills kids from head.
func (s *sentence) turn() {
	for i := range s.kids {
		s.kids[i] = s.kids[i][:0]
	}
	for i := range s.head {
		if h := s.head[i]; h >= 0 {
			s.kids[h] = append(s.kids[h], i)
		}
	}
}

func (s *sentence) tok(i int) *nlp.Token { return &s.Tokens[i] }

// kid is the first dependent of i with one of the relations (with or without subtype), -1
// if none.
func (s *sentence) kid(i int, rels ...string) int {
	for _, k := range s.kids[i] {
		for _, r := range rels {
			if s.Tokens[k].Deprel == r || s.rel[k] == r {
				return k
			}
		}
	}
	return -1
}

// preposition is the case marker of a phrase in lower case, with its fixed parts:
// "according to", "such as"; empty if none.
func (s *sentence) preposition(i int) string {
	for _, k := range s.kids[i] {
		if s.rel[k] == "case" && s.Tokens[k].XPOS != "POS" || s.Tokens[k].Deprel == "mark" && s.Tokens[k].UPOS == "ADP" {
			p := strings.ToLower(s.Tokens[k].Form)
			for _, f := range s.kids[k] {
				if s.rel[f] == "fixed" {
					p += " " + strings.ToLower(s.Tokens[f].Form)
				}
			}
			if p == "out" && k+1 < i && s.low[k+1] == "of" && s.head[k+1] == i {
				p = "out of"
			}
			return p
		}
	}
	return ""
}

func (s *sentence) verb(i int) bool {
	return s.Tokens[i].UPOS == "VERB" || s.Tokens[i].UPOS == "AUX" && s.rel[i] != "aux" && s.rel[i] != "cop"
}

func (s *sentence) noun(i int) bool {
	return s.Tokens[i].UPOS == "NOUN" || s.Tokens[i].UPOS == "PROPN"
}

// subtree is the stretch of tokens under i that is connected to it, punctuation at the ends
// left out.
func (s *sentence) subtree(i int, skip func(int) bool) (first, last int) {
	in := make([]bool, len(s.Tokens))
	var walk func(int)
	walk = func(j int) {
		in[j] = true
		for _, k := range s.kids[j] {
			if skip == nil || !skip(k) {
				walk(k)
			}
		}
	}
	walk(i)
	first, last = i, i+1
	for first > 0 && in[first-1] {
		first--
	}
	for last < len(s.Tokens) && in[last] {
		last++
	}
	for last-1 > i && s.Tokens[last-1].UPOS == "PUNCT" && s.Tokens[last-1].Form != "%" {
		last--
	}
	for first < i && s.Tokens[first].UPOS == "PUNCT" && s.Tokens[first].Form != "$" {
		first++
	}
	return first, last
}

// under says whether token i stands in the subtree of top.
func (s *sentence) under(i, top int) bool {
	for n := 0; i >= 0 && n < maxDepth; n++ {
		if i == top {
			return true
		}
		i = s.head[i]
	}
	return false
}

// text is the words of tokens [first, last) as they stand.
func (v *view) text(s *sentence, first, last int) string {
	if first >= last {
		return ""
	}
	return strings.Join(strings.Fields(v.doc.Text[s.Tokens[first].Start:s.Tokens[last-1].End]), " ")
}

// focusState is the state that an article is about: named at least three times, and twice
// as often as any other.
func (v *view) focusState() *schema.Entity {
	count := map[*schema.Entity]int{}
	for i := range v.doc.Mentions {
		if e := v.links.Ties[i].Entity; e != nil && e.Type == schema.Country && v.doc.Mentions[i].Kind == nlp.Name {
			count[e]++
		}
	}
	var best *schema.Entity
	for _, e := range v.links.Entities {
		if count[e] > count[best] {
			best = e
		}
	}
	for e, n := range count {
		if e != best && 2*n > count[best] {
			return nil
		}
	}
	if count[best] < focusMentions {
		return nil
	}
	return best
}

const focusMentions = 3

// homeState is the state that an article is about if its places, bodies and known leaders count as
// well: the focus, else the state with twice as many names of its own as any other.
func (v *view) homeState() *schema.Entity {
	if v.focus != nil {
		return v.focus
	}
	count := map[string]int{}
	for i := range v.doc.Mentions {
		e := v.links.Ties[i].Entity
		if e == nil || v.doc.Mentions[i].Kind != nlp.Name {
			continue
		}
		iso := e.Country
		if e.Type == schema.Person {
			iso = knownLeader(e.Name)
		}
		if iso != "" {
			count[iso]++
		}
	}
	var best *schema.Entity
	for _, e := range v.links.Entities {
		if e.Type == schema.Country && e.Country != "" && (best == nil || count[e.Country] > count[best.Country]) {
			best = e
		}
	}
	if best == nil || count[best.Country] < homeMentions {
		return nil
	}
	for iso, n := range count {
		if iso != best.Country && 2*n > count[best.Country] {
			return nil
		}
	}
	return best
}

const homeMentions = 3

// class is what the noun at i denotes by itself.
func (s *sentence) class(i int) coref.Class { return coref.NounClass(s.low[i]) }
