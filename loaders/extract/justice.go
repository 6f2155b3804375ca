package extract

import (
	"relata/schema"
)

// Verbs, nouns and adjectives for what is done to those who are taken to have done a deed,
// by what they make of the deed: who is convicted of it did it, who is charged with it may
// have.
var heldFor = func() map[string]schema.Status {
	m := map[string]schema.Status{}
	for w := range wordSet("convict sentence jail imprison guilty execute plead confess admit conviction") {
		m[w] = schema.Actual
	}
	for w := range wordSet("charge arrest detain indict try arraign prosecute sue investigate question accuse suspect seek want wanted extradite hold trial acquit responsible blame indictment suspicion accused") {
		m[w] = schema.Possible
	}
	return m
}()

// Predicates of deeds that people are held for.
var punishable = wordSet("kills attacks")

// culprits are who did what the word at i names by being held for it, and how sure that makes
// it: "X was jailed for the murder of Y", "guilty of murdering Y", "charged over an attack on Y".
func (r *run) culprits(s *sentence, i int, ref frameRef) (out []arg, st schema.Status) {
	h := s.head[i]
	if !punishable[ref.pred.Name] || h < 0 || s.rel[i] != "obl" && s.rel[i] != "nmod" && s.rel[i] != "advcl" && s.rel[i] != "acl" {
		return nil, ""
	}
	switch p := s.introducer(i); p {
	case "for", "of", "with", "over", "to", "on", "in":
	default:
		return nil, ""
	}
	var who []int
	switch w := s.low[h]; {
	case heldFor[w] == "" || s.passive(i):
		return nil, ""
	case s.verb(h) && (w == "plead" || w == "confess" || w == "admit"):
		who = s.surface(h, 0)
	case s.verb(h) && (w != "suspect" || s.rel[i] != "nmod"):
		who = s.objects(h)
	case w == "guilty" || w == "responsible" || w == "suspicion":
		if w == "suspicion" {
			if h = s.head[h]; h < 0 || !s.verb(h) {
				return nil, ""
			}
			who = s.objects(h)
			break
		}
		if g := s.head[h]; g >= 0 && s.rel[h] == "xcomp" && s.verb(g) { // "found X guilty of", "pleaded guilty to"
			if who = s.objects(g); len(who) == 0 {
				who = s.surface(g, 0)
			}
			break
		}
		who = s.surface(h, 0)
	case w == "suspect" || w == "accused": // "X, the suspect in the shooting of Y"
		for _, rel := range []string{"appos", "nsubj", "head"} {
			if who, _ = s.relation(h, rel, schema.NounFrame); len(who) > 0 {
				break
			}
		}
	case s.noun(h): // "his conviction for the murder of Y"
		for _, k := range s.kids[h] {
			if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "nmod" && (s.preposition(k) == "of" || s.preposition(k) == "against") && k != i {
				who = []int{k}
			}
		}
	}
	for _, k := range who {
		for _, a := range r.v.resolve(s, k) {
			if a = a.as(ref.from()); a.direct && fitsType(a.ent.Type, ref.from()) {
				out = append(out, a)
			}
		}
	}
	return out, heldFor[s.low[h]]
}

// chargedWith says whether the verb at i is what somebody is only charged with: "charged with
// murdering X".
func (s *sentence) chargedWith(i int) bool {
	h := s.head[i]
	if h < 0 || !s.verb(i) || !s.verb(h) || heldFor[s.low[h]] != schema.Possible || s.rel[i] != "obl" && s.rel[i] != "advcl" && s.rel[i] != "acl" {
		return false
	}
	switch s.introducer(i) {
	case "with", "for", "over", "of", "on":
		return s.Tokens[i].XPOS == "VBG"
	}
	return false
}

// punishing is the word whose status is that of what somebody is held for.
func (s *sentence) punishing(i int) int {
	h := s.head[i]
	if g := s.head[h]; s.low[h] == "guilty" && s.rel[h] == "xcomp" && g >= 0 {
		return g // pleading is no wish here
	}
	return h
}

// introducer is the preposition or the word that introduces the phrase or clause at i.
func (s *sentence) introducer(i int) string {
	if p := s.preposition(i); p != "" {
		return p
	}
	if m := s.kid(i, "mark"); m >= 0 {
		return s.low[m]
	}
	return ""
}

// Verbs for what courts do to those before them, and for what those do there.
var (
	tried  = wordSet("sentence convict try acquit charge arraign indict fine jail prosecute imprison impeach find condemn")
	before = wordSet("plead appear testify")
)

// Words in the names of courts.
var courtWords = wordSet("court courthouse tribunal bailey assizes jury magistrates")

// inCourt reads which court somebody is tried at by the place of what is done there: "was
// sentenced in Federal Court", "pleaded guilty at the Old Bailey".
func (r *run) inCourt(s *sentence, i int) {
	var who []int
	switch w := s.low[i]; {
	case tried[w] && s.passive(i) && len(s.subjects(i)) == 0:
		who = s.objects(i)
	case before[w] && !s.passive(i) && (w != "testify" && (w != "plead" || s.word(i, "xcomp", "guilty"))):
		who = s.surface(i, 0)
	case w == "trial" && s.noun(i):
		for _, k := range s.kids[i] {
			if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "nmod" && s.preposition(k) == "of" {
				who = append(who, k)
			}
		}
		if h := s.head[i]; len(who) == 0 && h >= 0 && s.verb(h) && (s.rel[i] == "obl" || s.rel[i] == "obj") && undergoes[s.low[h]] {
			who = s.surface(h, 0) // "went on trial", "faces trial"
		}
	default:
		return
	}
	if len(who) == 0 {
		return
	}
	at := []int{i}
	if h := s.head[i]; s.noun(i) && h >= 0 && s.verb(h) {
		at = append(at, h)
	}
	for _, j := range at {
		for _, k := range append(s.kids[j], s.kidsOf(j, "xcomp")...) {
			if s.rel[k] != "obl" && s.rel[k] != "nmod" || !s.noun(k) {
				continue
			}
			switch s.preposition(k) {
			case "in", "at", "before", "by":
			default:
				continue
			}
			if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Organization && named(a.ent) && (hasWord(a.ent.Name, courtWords) || courtWords[s.low[k]]) {
				r.tell(s, i, "charges", "in-court", "", []int{k}, who)
				return
			}
		}
	}
}

// Verbs for coming before a court.
var undergoes = wordSet("go stand face await put be undergo")

// word says whether a word hangs on i in a relation.
func (s *sentence) word(i int, rel, w string) bool {
	for _, k := range s.kids[i] {
		if s.rel[k] == rel && s.low[k] == w {
			return true
		}
	}
	return false
}

// kidsOf are the words that hang on those that hang on i in a relation.
func (s *sentence) kidsOf(i int, rel string) (out []int) {
	for _, k := range s.kids[i] {
		if s.rel[k] == rel {
			out = append(out, s.kids[k]...)
		}
	}
	return out
}

// Words in the names of bodies, and nouns for people, that inquire into crimes and mishaps.
var inquirers = wordSet("police policeman policewoman detective investigator prosecutor officer fbi constabulary gendarmerie sheriff patrol inspector agent bureau")

// inquires says whether the subject of the verb at i is there to investigate.
func (r *run) inquires(s *sentence, i int) bool {
	for _, k := range s.subjects(i) {
		if inquirers[s.low[k]] {
			return true
		}
		if a := r.v.own(s, k); a.ent != nil && hasWord(a.ent.Name, inquirers) {
			return true
		}
	}
	return false
}

// Predicates of what the law does, whose agent goes unsaid where it is the one who tells of it.
var lawful = wordSet("arrests charges investigates")

// Nouns for those who arrest, and for those who charge.
var (
	arresters = wordSet("police constabulary gendarmerie sheriff patrol fbi guard army military gendarmes customs troops")
	accusers  = wordSet("prosecutor prosecutors prosecution police attorney fbi department")
)

// teller is who does what the law does where it says so itself in the passive: "Police said
// X had been arrested", "a spokesman for the National Police confirmed that X was charged".
func (r *run) teller(s *sentence, i int, ref frameRef) (out []arg) {
	if !lawful[ref.pred.Name] || !s.passive(i) || s.rel[i] == "acl" || s.rel[i] == "amod" {
		return nil
	}
	h := s.head[i]
	for n := 0; h >= 0 && n < 3 && !(s.verb(h) && reporting[s.low[h]] || tellingOf[s.low[h]] && s.verb(h)); n++ {
		if s.rel[h] != "ccomp" && s.rel[h] != "conj" {
			return nil
		}
		h = s.head[h]
	}
	top := i
	if h < 0 { // "X was arrested, police said"
		for _, k := range s.kids[i] {
			if s.rel[k] == "parataxis" && s.verb(k) && reporting[s.low[k]] {
				h = k
			}
		}
		if h < 0 {
			return nil
		}
	} else if s.rel[top] != "ccomp" && s.rel[top] != "conj" {
		return nil
	}
	words := arresters
	if ref.pred.Name == "charges" {
		words = accusers
	}
	for _, k := range s.surface(h, 0) {
		for _, a := range append(r.v.resolve(s, k), r.spokenFor(s, k)...) {
			if a.ent == nil || !a.direct {
				continue
			}
			if body := r.v.speaksFor[a.ent]; a.ent.Type == schema.Person && body != nil {
				a = arg{ent: body, mention: -1, tok: k, score: 0.6, direct: true}
			}
			if a.ent.Type != schema.Person && fitsType(a.ent.Type, ref.from()) && hasWord(a.ent.Name, words) {
				out = append(out, a)
			}
		}
	}
	return out
}

// spokenFor are the bodies whose speaker without a name stands at k: "a spokesman for X".
func (r *run) spokenFor(s *sentence, k int) (out []arg) {
	if !s.noun(k) || s.name[k] >= 0 || s.class(k).Kind != "person" {
		return nil
	}
	for _, c := range s.kids[k] {
		if p := s.preposition(c); s.rel[c] == "nmod" && (p == "for" || p == "of" || p == "from" || p == "with") || s.rel[c] == "compound" && arresters[s.low[c]] {
			out = append(out, r.v.resolve(s, c)...)
		}
	}
	return out
}

// Verbs of telling beside those of saying.
var tellingOf = wordSet("confirm report announce reveal state add disclose tell")
