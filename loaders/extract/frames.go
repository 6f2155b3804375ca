package extract

import (
	"slices"
	"strings"

	"relata/schema"
)

// frameRef is a frame of a predicate, found by one of its lemmas.
type frameRef struct {
	pred  *schema.Predicate
	frame *schema.Frame
	extra string // second word of the lemma: a particle, a bare object or, with prep, an oblique
	prep  string // the preposition before it: "take into custody"
}

// from and to are the types of the frame's arguments.
func (r frameRef) from() []schema.EntityType {
	if len(r.frame.From) > 0 {
		return r.frame.From
	}
	return r.pred.From
}

func (r frameRef) to() []schema.EntityType {
	if len(r.frame.To) > 0 {
		return r.frame.To
	}
	return r.pred.To
}

// narrower says whether the frame takes fewer types than its predicate, and not these.
func (r frameRef) narrower(subject, object schema.EntityType) bool {
	return len(r.frame.From) > 0 && !fitsType(subject, r.frame.From) || len(r.frame.To) > 0 && !fitsType(object, r.frame.To)
}

// frames is the ontology turned round: from lemmas to what they may say.
type frames struct {
	ontology  *schema.Ontology
	verbs     map[string][]frameRef
	nouns     map[string][]frameRef
	adjs      map[string][]frameRef
	posts     map[string]string // noun of a post -> predicate: "president" -> "leads"
	longPosts map[string]bool   // posts of two words
}

// postPredicates are those whose noun frames name posts.
var postPredicates = map[string]bool{"leads": true, "works-for": true}

func compile(o *schema.Ontology) *frames {
	f := &frames{ontology: o, verbs: map[string][]frameRef{}, nouns: map[string][]frameRef{}, adjs: map[string][]frameRef{}, posts: map[string]string{}, longPosts: map[string]bool{}}
	for i := range o.Predicates {
		p := &o.Predicates[i]
		for j := range p.Frames {
			fr := &p.Frames[j]
			for _, lemma := range fr.Lemmas {
				first, rest, _ := strings.Cut(lemma, " ")
				switch fr.Kind {
				case schema.VerbFrame:
					prep, word := "", rest
					if i := strings.LastIndexByte(rest, ' '); i >= 0 {
						prep, word = rest[:i], rest[i+1:]
					}
					f.verbs[first] = append(f.verbs[first], frameRef{p, fr, word, prep})
				case schema.NounFrame:
					if postPredicates[p.Name] && slices.Contains(fr.Subject, "appos") {
						if _, ok := f.posts[lemma]; !ok {
							f.posts[lemma] = p.Name
						}
						if rest != "" {
							f.longPosts[lemma] = true
						}
						continue
					}
					if rest != "" { // "joint venture": found by its last word
						last := lemma[strings.LastIndexByte(lemma, ' ')+1:]
						f.nouns[last] = append(f.nouns[last], frameRef{p, fr, lemma[:len(lemma)-len(last)-1], ""})
						continue
					}
					f.nouns[first] = append(f.nouns[first], frameRef{p, fr, rest, ""})
				case schema.AdjectiveFrame:
					f.adjs[lemma] = append(f.adjs[lemma], frameRef{p, fr, "", ""})
				}
			}
		}
	}
	return f
}

// applies says whether the second word of a frame's lemma stands with its first.
func (r frameRef) applies(s *sentence, i int) bool {
	if r.extra == "" {
		return true
	}
	if r.frame.Kind == schema.NounFrame {
		return i > 0 && (s.low[i-1] == r.extra || strings.EqualFold(s.Tokens[i-1].Form, r.extra))
	}
	for _, k := range s.kids[i] {
		if s.low[k] != r.extra && !strings.EqualFold(s.Tokens[k].Form, r.extra) {
			continue
		}
		if r.prep != "" && s.preposition(k) != r.prep {
			continue
		}
		switch s.rel[k] {
		case "compound", "obj", "advmod", "xcomp", "obl", "nsubj":
			return true
		case "case", "mark":
			return k > i // "in taking" is no "take in"
		}
	}
	if r.prep != "" {
		return r.hangs(s, i)
	}
	// particles that the parser hung on the noun after: "carried out the attack"
	if i+1 < len(s.Tokens) && s.low[i+1] == r.extra && (s.Tokens[i+1].UPOS == "ADP" || r.extra == "dead") { // "shot dead X", the adjective hung on the name
		h := s.head[i+1] // "was dropped in 2007" is no "drop in"
		return s.rel[i+1] != "case" || h < 0 || s.Tokens[h].UPOS != "NUM" && s.class(h).Kind != "time"
	}
	return false
}

// hangs says whether the oblique of a frame's lemma hangs on the verb's object: "put X on
// trial".
func (r frameRef) hangs(s *sentence, i int) bool {
	for _, o := range s.kids[i] {
		if s.rel[o] != "obj" && s.rel[o] != "xcomp" && s.rel[o] != "obl" {
			continue
		}
		for _, k := range s.kids[o] {
			if s.low[k] == r.extra && s.preposition(k) == r.prep {
				return true
			}
		}
	}
	return false
}
