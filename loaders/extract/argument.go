package extract

import (
	"slices"
	"strings"

	"relata/schema"
)

// sides are the states that the coordinated adjectives before a plural noun name: "Armenian
// and Azerbaijani troops".
func (r *run) sides(s *sentence, t int, types []schema.EntityType) []arg {
	if t < 0 || !s.noun(t) || s.name[t] >= 0 && r.v.doc.Mentions[s.name[t]].Last-r.v.doc.Mentions[s.name[t]].First == 1 {
		return nil
	}
	var out []arg
	and := false
	for _, k := range s.kids[t] {
		if k > t || s.rel[k] != "amod" && s.rel[k] != "compound" || s.name[k] < 0 {
			continue
		}
		for _, j := range append([]int{k}, s.kids[k]...) {
			if j != k && s.rel[j] == "cc" {
				and = true
			}
			if j != k && (s.rel[j] != "conj" || s.name[j] < 0) {
				for _, c := range s.kids[j] {
					and = and || s.rel[c] == "cc"
				}
				continue
			}
			for _, c := range s.kids[j] {
				and = and || s.rel[c] == "cc"
			}
			if a := r.v.own(s, j).as(types); a.ent != nil && fitsType(a.ent.Type, types) {
				out = append(out, a)
			}
		}
	}
	if !and {
		return nil
	}
	return out
}

// aimed is whom sanctions are for by their aim: "sanctions intended to weaken X", "a ban
// aimed at X's trade".
func (r *run) aimed(s *sentence, i int, types []schema.EntityType) []arg {
	if i+1 >= len(s.Tokens) {
		return nil
	}
	switch s.low[i+1] {
	case "intend", "aim", "design", "mean", "target", "punish":
	default:
		return nil
	}
	for j := i + 2; j < len(s.Tokens) && j < i+10 && s.Tokens[j].UPOS != "PUNCT"; j++ {
		if s.name[j] < 0 {
			continue
		}
		if a := r.v.own(s, j).as(types); a.ent != nil && fitsType(a.ent.Type, types) {
			return []arg{a}
		}
	}
	return nil
}

// adjectives is the first of the adjectives right before the noun at i.
func (s *sentence) adjectives(i int) int {
	for i > 0 && s.Tokens[i-1].UPOS == "ADJ" && s.name[i-1] < 0 {
		i--
	}
	return i
}

// argument reads the first relation of a frame that holds and gives entities of a type that
// the predicate takes; where none does, what it gave of other types, for the reason.
func (r *run) argument(s *sentence, i int, rels []string, kind schema.FrameKind, types []schema.EntityType, pred *schema.Predicate, object bool) (out []arg, loose bool, rel string) {
	var wrong []arg
	wrongRel := ""
	for _, name := range rels {
		if name == "each" {
			continue
		}
		toks, l := s.relation(i, name, kind)
		if object && pred.Name == "participates-in" {
			toks = s.raceOf(toks)
		}
		toks = s.thoseListed(toks, i)
		if len(toks) == 0 {
			continue
		}
		if strings.HasSuffix(name, "comp") || strings.HasPrefix(name, "advcl") || strings.HasPrefix(name, "acl") || strings.Contains(name, "comp:") {
			var who []int // a clause as argument: who acts in it
			for _, t := range toks {
				who = append(who, s.surface(t, 0)...)
			}
			toks = who
		}
		var good []arg
		for _, t := range toks {
			for _, a := range r.v.resolve(s, t) {
				if p := r.v.firstPerson(s, a.tok); p != nil {
					a.ent, a.city = p, nil
				}
				if s.head[i] == t && s.rel[i] == "acl" && s.name[t] >= 0 && a.tok > i && a.direct {
					continue // "A, led by X, and B": of A alone
				}
				if all := typesOf(pred, object); a.ent.Type == "" && len(types) < len(all) {
					a = a.as(all) // a narrower frame does not tell what an unknown name is
				}
				a = a.as(types)
				if a.city != nil && object && taken[pred.Name] && fitsType(a.city.Type, types) {
					a.ent = a.city // what falls or is bombed is the city, not the state
				}
				if !a.direct && (!r.mayStandIn(pred, object, s, t, a) || object && studies[s.low[i]]) {
					continue
				}
				if fitsType(a.ent.Type, types) {
					good = append(good, a)
				} else {
					wrong, wrongRel = append(wrong, a), name
				}
			}
			if len(good) == 0 {
				if p := r.v.firstPerson(s, t); p != nil && fitsType(p.Type, types) {
					good = append(good, arg{ent: p, mention: r.v.mentionOf(s, t), tok: t, direct: true, score: 0.6})
				}
			}
			if len(good) == 0 && object && pred.Name == "urges" && s.noun(t) {
				if ending[s.low[t]] { // "demanded an end to attacks by X"
					for _, k := range append(s.kids[t], s.kids[i]...) {
						if p := s.preposition(k); k > t && (p == "to" || p == "of") && s.noun(k) && s.name[k] < 0 {
							t = k
							break
						}
					}
				}
				actors := s.nounActors(t, 12) // "demanded an admission by X", "the resignation of X"
				if len(actors) == 0 {
					actors, _ = s.obliques(t, "of")
				}
				for _, k := range actors {
					for _, a := range r.v.resolve(s, k) {
						if a = a.as(types); a.direct && fitsType(a.ent.Type, types) {
							good = append(good, a)
						}
					}
				}
			}
			if len(good) == 0 && object && pred.Name == "investigates" && sources[s.low[t]] { // "investigates the cause of the crash"
				of, _ := s.obliques(t, "of")
				for _, k := range of {
					for _, a := range r.v.resolve(s, k) {
						if a = a.as(types); a.direct && fitsType(a.ent.Type, types) {
							good = append(good, a)
						}
					}
				}
			}
			if len(good) == 0 && object {
				good = r.aspect(pred, s, t, types)
			}
			if len(good) == 0 { // a typed nominal of the wrong type may have an owner of the right one
				for _, a := range r.v.proxy(s, t) {
					a = a.as(types)
					if !(object && studies[s.low[i]]) && r.mayStandIn(pred, object, s, t, a) && fitsType(a.ent.Type, types) {
						good = append(good, a)
					}
				}
			}
		}
		if len(good) > 0 {
			return good, l, name
		}
	}
	return wrong, false, wrongRel
}

// Predicates of what is done to a place itself.
var taken = wordSet("invades attacks")

// Verbs for looking at a thing that say nothing of whose it is.
var studies = wordSet("study analyze analyse survey observe assess evaluate screen research interview")

// Nouns for what is looked for in an inquiry.
var sources = wordSet("cause origin circumstance circumstances source reason background motive")

// Nouns for that a thing be over.
var ending = wordSet("end halt stop cessation suspension pause resumption cancellation")

// typesOf are the types that a predicate takes as subject or object.
func typesOf(pred *schema.Predicate, object bool) []schema.EntityType {
	if object {
		return pred.To
	}
	return pred.From
}

// as chooses the reading of a capital that the predicate takes.
func (a arg) as(types []schema.EntityType) arg {
	if a.city != nil && !fitsType(a.ent.Type, types) && fitsType(a.city.Type, types) {
		a.ent = a.city
	}
	if a.ent != nil && a.ent.Type == schema.Event && strings.HasSuffix(a.ent.Name, " campaign") && !fitsType(schema.Event, types) && fitsType(schema.Organization, types) && fitsType(schema.Person, types) && named(a.ent) {
		a.ent.Type = schema.Organization // "the X campaign" that speaks and acts
	}
	if a.ent != nil && a.ent.Type == "" && len(types) > 0 {
		a.ent.Type = likeliest(types) // a name that nothing told the type of: what its clause takes
	}
	return a
}

// likeliest is the type of an unknown name where one of several must stand.
func likeliest(types []schema.EntityType) schema.EntityType {
	for _, t := range []schema.EntityType{schema.Organization, schema.Place, schema.Person, schema.Product} {
		if fitsType(t, types) {
			return t
		}
	}
	return types[0]
}

// Predicates whose object may be named by what it has: who praises a state's efforts
// supports the state, who bombs its positions attacks it.
var objectsByTheirs = wordSet("warns attacks supports opposes criticizes aids funds sanctions investigates protests-against invades accuses fights")

// Predicates whose subject may be named by what it has: a state's missiles strike.
var subjectsByTheirs = wordSet("attacks kills invades fights sanctions supports opposes criticizes")

// mayStandIn says whether the owner of what the token names may stand for it.
func (r *run) mayStandIn(pred *schema.Predicate, object bool, s *sentence, t int, a arg) bool {
	c := s.class(t)
	if object {
		if !objectsByTheirs[pred.Name] {
			return false
		}
		switch c.Kind {
		case "person", "group", "time", "quantity":
			return false
		}
		return !sidings[s.low[t]] || a.tok == t
	}
	if !subjectsByTheirs[pred.Name] {
		return false
	}
	switch c.Kind {
	case "product", "event", "agreement":
		return true
	}
	return false
}

// Nouns for whose side something is done on: "strikes in support of X" hit another.
var sidings = wordSet("support defense defence favor favour aid behalf solidarity coordination cooperation response honor honour")

// about is the text of the phrase in the first relation that holds.
func (r *run) about(s *sentence, i int, rels []string, kind schema.FrameKind, not []arg) string {
	for _, name := range rels {
		toks, _ := s.relation(i, name, kind)
		for _, t := range toks {
			skip := false
			for _, a := range not {
				skip = skip || a.tok == t
			}
			if m := s.kid(t, "mark"); name == "acl" && (m < 0 || s.low[m] != "to") {
				continue
			}
			if ofWords[s.low[t]] {
				for _, k := range s.kids[t] {
					if s.rel[k] == "nmod" && s.preposition(k) == "of" {
						t = k // a large number of drones
						break
					}
				}
			}
			if skip || s.class(t).Kind == "time" || s.Tokens[t].UPOS == "PRON" {
				continue
			}
			first, last := s.subtree(t, func(k int) bool {
				return s.rel[k] == "case" && s.Tokens[k].XPOS != "POS" || s.rel[k] == "det" && k < t || s.rel[k] == "mark" || s.rel[k] == "acl" || s.rel[k] == "appos" || s.rel[k] == "nmod" && slices.ContainsFunc(not, func(a arg) bool { return a.tok == k }) || s.rel[k] == "parataxis" || s.rel[k] == "punct" && s.Tokens[k].Form != "-" && s.Tokens[k].Form != "," || s.rel[k] == "advcl"
			})
			return clip(r.v.text(s, first, last))
		}
	}
	return ""
}

const maxAbout = 120

// clip cuts a phrase to whole words.
func clip(text string) string {
	if len(text) <= maxAbout {
		return text
	}
	if i := strings.LastIndexByte(text[:maxAbout], ' '); i > 0 {
		return text[:i]
	}
	return ""
}
