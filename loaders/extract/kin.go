package extract

import (
	"slices"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// kin reads families by the nouns for who belongs to them where the frames see no tie: "X is
// survived by his wife Y and sons Z", "his parents, X and Y", "X and his wife Y had two
// children, including Z", "her mother is the actor X".
func (r *run) kin(s *sentence, t int) {
	if !r.kinNoun(s, t) {
		return
	}
	members, owners := r.kinNamed(s, t), r.kinOwners(s, t)
	r.kinUnnamed(s, t, members)
	for _, a := range owners {
		for _, b := range members {
			if a.ent != nil && b.ent != nil && a.ent != b.ent && a.ent.Type == schema.Person && b.ent.Type == schema.Person && named(a.ent) && named(b.ent) {
				r.fact(s, "family-of", t, t, t+1, b, a, s.low[t], "kin")
			}
		}
	}
}

// kinUnnamed reads the kin without a name of a person: "his wife", "my mother".
func (r *run) kinUnnamed(s *sentence, t int, members []arg) {
	d := s.kid(t, "nmod:poss")
	if d < 0 || s.Tokens[d].UPOS != "PRON" || s.low[d] == "their" || s.low[d] == "our" || len(members) > 0 || coref.Plural(s.tok(t)) || !s.takesPart(t) || s.kid(t, "appos") >= 0 || s.at[t] < 0 {
		return
	}
	who, of := r.v.own(s, t), r.v.own(s, d)
	if who.ent == nil || of.ent == nil || who.ent.Type != schema.Person || of.ent.Type != schema.Person || who.ent == of.ent || !named(of.ent) || of.score < surePronoun {
		return
	}
	for j := range d {
		if s.person[j] && r.v.links.Ties[s.name[j]].Entity != of.ent {
			return // "X told Y that his father"
		}
	}
	for i := range r.reading.Claims { // a name of the kin that one has one of is told
		if c := &r.reading.Claims[i]; c.Predicate == "family-of" && (c.Subject.Entity == of.ent || c.Object.Entity == of.ent) && (c.Role == s.low[t] || onlyKin[s.low[t]][c.Role]) {
			return
		}
	}
	r.fact(s, "family-of", t, t, t+1, who, of, s.low[t], "kin-unnamed")
}

// surePronoun is how sure the link of a possessive must be for kin without a name.
const surePronoun = 0.6

// What kin that one has one of is called from the other side.
var onlyKin = map[string]map[string]bool{"father": childWords, "mother": childWords, "dad": childWords, "mom": childWords, "mum": childWords, "wife": spouses, "husband": spouses}

var childWords = wordSet("son daughter child")

// kinNoun says whether the noun at t is one of the frames of families.
func (r *run) kinNoun(s *sentence, t int) bool {
	return s.name[t] < 0 && slices.ContainsFunc(r.x.frames.nouns[s.low[t]], func(f frameRef) bool { return f.pred.Name == "family-of" }) && !noKin[s.low[t]]
}

// Nouns that are kin in some texts only.
var noKin = wordSet("partner companion descendant ancestor heir relative twin")

// kinNamed are the persons that a noun for kin names after it: "sons X and Y", "three children,
// including X", "her mother is the actor X".
func (r *run) kinNamed(s *sentence, t int) []arg {
	if k := r.v.listAfter(s, t); k >= 0 {
		return r.v.resolve(s, k)
	}
	j := t + 1
	if j < len(s.Tokens) && (s.Tokens[j].Form == "," || s.Tokens[j].Form == ":") && coref.Plural(s.tok(t)) {
		j++
	}
	if j < len(s.Tokens) && s.person[j] {
		if !coref.Plural(s.tok(t)) {
			return []arg{r.v.own(s, j)}
		}
		return r.personsFrom(s, j)
	}
	if h := s.head[t]; h >= 0 && s.rel[t] == "nsubj" && s.kid(h, "cop") >= 0 && !coref.Plural(s.tok(t)) {
		if s.person[h] {
			return []arg{r.v.own(s, h)}
		}
		if m := r.v.titledNext(s, h); m >= 0 && s.noun(h) {
			return []arg{r.v.own(s, r.v.doc.Mentions[m].Head)}
		}
	}
	return nil
}

// personsFrom are the persons of a list of nothing but names that begins at token j.
func (r *run) personsFrom(s *sentence, j int) (out []arg) {
	for ; j < len(s.Tokens); j++ {
		switch m := s.name[j]; {
		case s.person[j]:
			if r.v.doc.Mentions[m].First == j {
				out = append(out, r.v.own(s, r.v.doc.Mentions[m].Head))
			}
		case s.Tokens[j].Form != "," && s.low[j] != "and":
			return out
		}
		if !s.person[j] && (j+1 >= len(s.Tokens) || !s.person[j+1] && s.low[j+1] != "and") {
			return out
		}
	}
	return out
}

// kinOwners are the persons whose kin a noun tells: of "their" the couple of the sentence, of a
// bare noun after "survived by" who died, of the children that a couple has the couple.
func (r *run) kinOwners(s *sentence, t int) []arg {
	if d := s.kid(t, "nmod:poss"); d >= 0 || t > 0 && possessive[s.low[t-1]] {
		if d < 0 {
			d = t - 1
		}
		if s.Tokens[d].UPOS != "PRON" {
			return nil // read by the frames
		}
		if s.low[d] == "their" {
			return r.couple(s, t)
		}
		return []arg{r.v.own(s, d)}
	}
	for v, n := s.head[t], 0; v >= 0 && n < 4; v, n = s.head[v], n+1 {
		switch {
		case !s.verb(v):
		case s.low[v] == "survive":
			return r.firsts(s, s.objects(v))
		case s.low[v] == "have" && s.rel[t] == "obj" && s.head[t] == v:
			if those := r.couple(s, t); those != nil {
				return those
			}
			return r.firsts(s, s.subjects(v))
		default:
			return nil
		}
	}
	return nil
}

// firsts are the persons of the first of some tokens.
func (r *run) firsts(s *sentence, toks []int) (out []arg) {
	for _, k := range toks {
		out = append(out, r.v.own(s, k))
	}
	return out
}

// couple are the two persons of whom the sentence tells before token t that one is the other's
// wife or husband.
func (r *run) couple(s *sentence, t int) []arg {
	for j := t - 1; j > 1; j-- {
		if !spouses[s.low[j]] || j+1 >= len(s.Tokens) || !s.person[j+1] {
			continue
		}
		for k := j - 1; k >= 0 && k >= j-3; k-- {
			if possessive[s.low[k]] {
				return []arg{r.v.own(s, k), r.v.own(s, j+1)}
			}
		}
	}
	return nil
}

var spouses = wordSet("wife husband spouse")
