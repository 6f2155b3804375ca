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

	published time.Time
	timesOf   map[int][]timex
	inQuote   [][]bool                          // filled by quoteSpans
	spoken    []schema.Source                   // filled by speakers
	speaksFor map[*schema.Entity]*schema.Entity // a spokesman's body, an officer's state
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
	v := &view{doc: doc, links: links, sents: make([]sentence, len(doc.Sentences)), published: published, timesOf: map[int][]timex{}, speaksFor: map[*schema.Entity]*schema.Entity{}}
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

// clauseHeads are the relations of words that head a clause of their own.
var clauseHeads = wordSet("root ccomp parataxis advcl conj")

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
		if s.name[before] < 0 {
			continue
		}
		subject := v.doc.Mentions[s.name[before]].Head
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

// class is what the noun at i denotes by itself.
func (s *sentence) class(i int) coref.Class { return coref.NounClass(s.low[i]) }

// times are the time expressions of a sentence.
func (v *view) times(s *sentence) []timex {
	ts, ok := v.timesOf[s.idx]
	if !ok {
		ts = timexes(s, v.published)
		v.timesOf[s.idx] = ts
	}
	return ts
}
