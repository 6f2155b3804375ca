// Package coref ties together the mentions of a document that denote one thing.
//
//	coref.AddMentions(doc) // nominals and pronouns beside the names
//	coref.Resolve(doc)     // fills doc.Chains
//
// It is a deterministic pass of sieves, the surest first (Lee et al., "Deterministic
// Coreference Resolution Based on Entity-Centric, Precision-Ranked Rules", 2013), with
// pronouns resolved by salience (Lappin and Leass, 1994). It needs trees, and makes no
// use of anything outside the document but lists of nouns and first names. Its cost is
// linear in the mentions times the window of sentences in which antecedents are sought.
package coref

import (
	"relata/loaders/nlp"
	"relata/schema"
)

type ternary uint8

const (
	unknown ternary = iota
	yes
	no
)

// agreement is what must not differ between the mentions of one thing.
type agreement struct {
	person  uint8 // 1, 2, 3; 0 for nouns
	plural  ternary
	animate ternary
	gender  byte
}

func (a agreement) fits(b agreement) bool {
	clash := func(x, y ternary) bool { return x != unknown && y != unknown && x != y }
	return !clash(a.plural, b.plural) && !clash(a.animate, b.animate) && (a.gender == 0 || b.gender == 0 || a.gender == b.gender)
}

func (a agreement) merge(b agreement) agreement {
	pick := func(x, y ternary) ternary {
		if x == unknown {
			return y
		}
		return x
	}
	a.plural, a.animate = pick(a.plural, b.plural), pick(a.animate, b.animate)
	if a.gender == 0 {
		a.gender = b.gender
	}
	return a
}

// Windows, in sentences, within which an antecedent is sought.
const (
	pronounWindow = 3
	nominalWindow = 30
	bareWindow    = 50
)

type resolver struct {
	doc    *nlp.Doc
	trees  []tree
	parent []int // union-find over mentions
	agree  []agreement
	typ    []schema.EntityType
	words  []string // normalized words of names
	lemma  []string // head lemma in lower case
	mods   []map[string]bool
	byHead []map[int]int // sentence -> head token -> mention
	quote  []int         // sentence -> number of the quotation at its start, 0 outside

	starts  map[[2]int]int // sentence, token -> name that starts there
	person  []int          // chain -> its first name of a person, -1 if none
	public  []bool         // chain -> one of its names is of a public body
	inside  [][]bool       // sentence -> token -> within quotation marks; nil for none
	speaker []int          // sentence -> mention of who speaks its quotation, -1 if unknown
}

// Resolve partitions doc.Mentions into doc.Chains: every mention stands in exactly one
// chain. Mentions must be sorted as AddMentions leaves them.
func Resolve(doc *nlp.Doc) {
	n := len(doc.Mentions)
	r := &resolver{doc: doc, parent: make([]int, n), agree: make([]agreement, n), typ: make([]schema.EntityType, n), words: make([]string, n), lemma: make([]string, n), mods: make([]map[string]bool, n)}
	r.trees = make([]tree, len(doc.Sentences))
	r.byHead = make([]map[int]int, len(doc.Sentences))
	for s := range doc.Sentences {
		r.trees[s] = newTree(&doc.Sentences[s])
		r.byHead[s] = map[int]int{}
	}
	r.starts, r.person, r.public = map[[2]int]int{}, make([]int, n), make([]bool, n)
	for i := range doc.Mentions {
		r.parent[i] = i
		r.describe(i)
		m := &doc.Mentions[i]
		r.person[i] = -1
		if m.Kind == nlp.Name {
			r.starts[[2]int{m.Sentence, m.First}] = i
			r.public[i] = public(r.words[i])
			if m.Type == schema.Person {
				r.person[i] = i
			}
		}
		if refers(m) {
			if _, taken := r.byHead[m.Sentence][m.Head]; !taken {
				r.byHead[m.Sentence][m.Head] = i
			}
		}
	}
	r.names()
	r.precise()
	r.titled()
	r.nominals()
	r.spokenBy()
	r.pronouns()
	r.owned()
	r.chains()
}

func refers(m *nlp.Mention) bool {
	return m.Kind == nlp.Name || m.Kind == nlp.Nominal || m.Kind == nlp.Pronoun
}

func (r *resolver) find(i int) int {
	for r.parent[i] != i {
		r.parent[i] = r.parent[r.parent[i]]
		i = r.parent[i]
	}
	return i
}

// join unites the chains of a and b unless they disagree.
func (r *resolver) join(a, b int) bool {
	a, b = r.find(a), r.find(b)
	if a == b {
		return true
	}
	if !r.agree[a].fits(r.agree[b]) || !typesFit(r.typ[a], r.typ[b]) {
		return false
	}
	if b < a {
		a, b = b, a
	}
	r.parent[b] = a
	r.agree[a] = r.agree[a].merge(r.agree[b])
	r.public[a] = r.public[a] || r.public[b]
	if r.person[a] < 0 {
		r.person[a] = r.person[b]
	}
	if r.typ[a] == "" {
		r.typ[a] = r.typ[b]
	}
	return true
}

func typesFit(a, b schema.EntityType) bool {
	if a == "" || b == "" || a == b {
		return true
	}
	pair := func(x, y schema.EntityType) bool { return a == x && b == y || a == y && b == x }
	return pair(schema.Organization, schema.Group) || pair(schema.Country, schema.Place) || pair(schema.Country, schema.Organization)
}

func contains(a, b *nlp.Mention) bool {
	return a.Sentence == b.Sentence && a.First <= b.First && b.Last <= a.Last
}

func (r *resolver) chains() {
	at := map[int]int{}
	r.doc.Chains = r.doc.Chains[:0]
	for i := range r.doc.Mentions {
		c := r.find(i)
		k, ok := at[c]
		if !ok {
			k = len(r.doc.Chains)
			at[c] = k
			r.doc.Chains = append(r.doc.Chains, nlp.Chain{})
		}
		r.doc.Chains[k].Mentions = append(r.doc.Chains[k].Mentions, i)
	}
}
