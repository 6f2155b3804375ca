package extract

import (
	"relata/schema"
)

// bodies are what the post at t is of.
func (r *run) bodies(s *sentence, t, depth int) (out []arg) {
	if depth > 3 {
		return nil
	}
	want := []schema.EntityType{schema.Organization, schema.Country, schema.Place, schema.Group}
	add := func(k int) {
		for _, a := range r.v.resolve(s, k) {
			if a.direct && fitsType(a.ent.Type, want) {
				out = append(out, a)
			}
		}
	}
	preps := postPrepositions
	if p, _ := r.postAt(s, t); p == "leads" {
		preps = preps[:2]
	} else {
		want = []schema.EntityType{schema.Organization, schema.Country, schema.Group} // "the U.S. attorney for the district" works for no place
		if personalPosts[s.postNoun(t)] {
			want = append(want, schema.Person)
		}
	}
	if s.forPlace(t) {
		preps = preps[:1] // "X's chief executive for Asia" is X's
	}
	for i := range preps {
		prep := &preps[i]
		if prep.only != nil && !prep.only[s.low[t]] || prep.except[s.low[t]] {
			continue
		}
		for _, k := range s.kids[t] {
			if s.rel[k] != "nmod" || s.Tokens[k].Deprel == "nmod:poss" || s.preposition(k) != prep.word {
				continue
			}
			n := len(out)
			if !innerOf[s.low[k]] || s.name[k] >= 0 { // of "the United States" too
				add(k)
			}
			if len(out) > n || prep.word != "of" {
				continue
			}
			for _, kk := range s.kids[k] {
				if s.rel[kk] == "nmod" && (s.preposition(kk) == "of" || s.Tokens[kk].Deprel == "nmod:poss") {
					add(kk)
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	if g := s.head[t]; t >= 0 && g >= 0 && s.Tokens[t].UPOS == "NOUN" { // "X, of which Y is chairman"
		for _, k := range s.kids[t] {
			if s.low[k] == "which" && s.preposition(k) == "of" {
				for _, o := range s.antecedent(k, t) {
					add(o)
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	for _, k := range s.kids[t] {
		switch {
		case s.Tokens[k].Deprel != "nmod:poss":
		case s.Tokens[k].UPOS == "PRON":
			if a := r.whose(s, k, t); a.ent != nil && fitsType(a.ent.Type, want) {
				out = append(out, a)
			}
		default:
			add(k)
		}
	}
	if t > 0 && s.low[t-1] == "whose" && len(out) == 0 {
		if a := r.whose(s, t-1, t); a.ent != nil && fitsType(a.ent.Type, want) {
			out = append(out, a)
		}
	}
	if len(out) > 0 {
		return out
	}
	for i := len(s.kids[t]) - 1; i >= 0; i-- {
		k := s.kids[t][i]
		if k < t && s.name[k] >= 0 && (s.rel[k] == "compound" || s.rel[k] == "amod" || s.rel[k] == "nmod") {
			add(k)
			if len(out) > 0 {
				return out
			}
		}
	}
	for i := t - 1; i >= 0 && i >= t-4; i-- { // "a former senior State Department official", whatever the tree
		if s.name[i] >= 0 && s.under(i, t) {
			add(i)
			if len(out) > 0 {
				return out
			}
		}
	}
	for _, k := range s.kids[t] { // "founder and director of X"
		if s.rel[k] == "conj" && k > t {
			if p, _ := r.postAt(s, k); p != "" {
				return r.bodies(s, k, depth+1)
			}
		}
	}
	return out
}

// postPreposition says after which posts a preposition leads to the body.
type postPreposition struct {
	word   string
	only   map[string]bool // of these posts only, of any if nil
	except map[string]bool // not of these
}

// The prepositions of posts, the nearest in meaning first. An ambassador to a state is
// another's.
var postPrepositions = []postPreposition{
	{word: "of"},
	{word: "for", except: wordSet("representative minister candidate envoy")},
	{word: "at"},
	{word: "in", only: wordSet("minister lawyer official professor")},
	{word: "with"},
	{word: "to", only: wordSet("envoy adviser advisor representative aide delegate consultant counsel")},
	{word: "from"},
}

// Complements that are part of the post's name: "chief of staff of X".
var innerOf = wordSet("staff state mission")

// bodyAt is the body after "at" or "for" behind a post and what it is for: "chair in Islamic politics
// at the University of Lima".
func (r *run) bodyAt(s *sentence, t int) []arg {
	for j := t + 1; j+1 < len(s.Tokens) && j < t+16; j++ {
		tok := s.tok(j)
		if tok.UPOS == "VERB" || tok.UPOS == "AUX" || tok.UPOS == "PRON" || tok.Form == "," || tok.Form == "." {
			return nil
		}
		if s.low[j] != "at" && s.low[j] != "for" {
			continue
		}
		k := j + 1
		if s.Tokens[k].UPOS == "DET" && k+1 < len(s.Tokens) {
			k++
		}
		if n := s.name[k]; n >= 0 {
			if a := r.v.own(s, r.v.doc.Mentions[n].Head); a.ent != nil && a.ent.Type == schema.Organization {
				return []arg{a}
			}
		}
		if s.low[j] == "for" {
			continue
		}
		return nil
	}
	return nil
}

// Heads of the whole of a body that they are "at".
var wholeHeads = wordSet("executive ceo president chairman chairwoman boss founder owner")
