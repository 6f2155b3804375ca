package extract

import (
	"strings"

	"relata/schema"
)

// at finds the words that stand to i in a relation of a frame. loose says that they hang
// elsewhere than the relation says.
func (s *sentence) relation(i int, rel string, kind schema.FrameKind) (out []int, loose bool) {
	name, prep, _ := strings.Cut(rel, ":")
	prep = strings.ReplaceAll(prep, "_", " ")
	switch kind {
	case schema.VerbFrame:
		switch name {
		case "nsubj":
			return s.subjects(i), false
		case "obj":
			return s.objects(i), false
		case "iobj":
			if s.passive(i) && s.kid(i, "obj") >= 0 {
				for _, k := range s.kids[i] {
					if s.Tokens[k].Deprel == "nsubj:pass" {
						return s.antecedent(k, i), false
					}
				}
			}
			return s.direct(i, "iobj"), false
		case "obl", "nmod":
			if prep == "" {
				return nil, false
			}
			return s.obliques(i, prep)
		case "its":
			return s.its(i, prep), false
		case "xcomp", "ccomp", "advcl", "acl":
			out = s.clausesOf(i, name, prep)
			if len(out) == 0 && name == "xcomp" && prep == "" && empowers[s.low[i]] {
				out = s.clausesOf(i, "advcl", "to") // "asked X to do it"
			}
			return out, false
		}
		return nil, false
	}
	switch name {
	case "nmod":
		if prep == "poss" {
			for _, k := range s.kids[i] {
				if s.Tokens[k].Deprel == "nmod:poss" {
					if h := s.beforeIn(i); h >= 0 && kind == schema.NounFrame && strife[s.low[i]] && s.Tokens[k].UPOS == "PRON" {
						return []int{h}, false // "support for X in its fight against"
					}
					if s.Tokens[k].UPOS == "PRON" && s.rel[i] == "obj" {
						if a := s.lightSubject(i, 0); len(a) > 0 {
							return a, false // "A and B sent their condolences"
						}
					}
					return s.antecedent(k, i), false
				}
			}
			return nil, false
		}
		if out, loose = s.obliques(i, prep); len(out) == 0 && prep == "from" {
			if c := s.carrier(i); c >= 0 {
				if out, loose = s.obliques(c, prep); len(out) > 0 {
					return out, loose
				}
				i = c
			}
			if h := s.head[i]; h >= 0 && s.rel[i] == "nsubj" && comings[s.low[h]] && !s.passive(h) {
				return s.obliques(h, prep) // "condemnation came from X"
			}
		}
		return out, loose
	case "obl":
		return s.obliques(i, prep)
	case "amod", "compound":
		if kind == schema.NounFrame {
			title := i+1 < len(s.Tokens) && s.head[i] > i && s.name[s.head[i]] >= 0 // "the Huawei founder X": all hang on X
			for j := i - 1; j >= 0 && j > i-6 && (s.under(j, i) || title && s.under(j, s.head[i])); j-- {
				if s.name[j] >= 0 || s.bodyBefore(j) {
					return []int{j}, false
				}
				if s.Tokens[j].UPOS == "DET" || s.Tokens[j].UPOS == "ADP" || s.Tokens[j].XPOS == "POS" {
					break
				}
			}
			return nil, false
		}
		for _, k := range s.kids[i] {
			if k < i && (s.rel[k] == "amod" || s.rel[k] == "compound" || s.rel[k] == "nmod" && s.preposition(k) == "" && s.Tokens[k].Deprel != "nmod:poss" || kind == schema.AdjectiveFrame && (s.rel[k] == "obl" || s.rel[k] == "advmod" || s.rel[k] == "nsubj" || s.rel[k] == "obj")) {
				out = append(out, k)
			}
		}
		if len(out) == 0 && kind == schema.AdjectiveFrame && i >= 2 && s.Tokens[i-1].Form == "-" {
			out = append(out, i-2)
		}
		return out, false
	case "appos":
		if s.rel[i] == "appos" && s.head[i] >= 0 {
			out = append(out, s.head[i])
		}
		for _, k := range s.kids[i] {
			if s.rel[k] == "appos" {
				out = append(out, k)
			}
		}
		if len(out) == 0 && s.rel[i] == "conj" && s.head[i] >= 0 && s.rel[s.head[i]] == "appos" && s.head[s.head[i]] >= 0 {
			out = append(out, s.head[s.head[i]]) // "X, member of A and head of B"
		}
		if len(out) == 0 {
			if k := s.beforeComma(i, 0); k >= 0 {
				out = append(out, k)
			} else if k := s.afterComma(i); k >= 0 {
				out = append(out, k)
			}
		}
		return out, false
	case "nsubj":
		if s.kid(i, "cop") >= 0 || s.kid(i, "nsubj") >= 0 {
			return s.surface(i, 0), false
		}
		if h := s.head[i]; h >= 0 && s.rel[i] == "nsubj" && s.low[h] == "include" && !s.passive(h) && kind == schema.NounFrame && partisans[s.low[i]] {
			return s.objects(h), false // "its critics include X"
		}
		if h := s.head[i]; h >= 0 && kind == schema.NounFrame && s.low[h] == "one" && s.rel[i] == "nmod" && s.preposition(i) == "of" && s.kid(h, "cop") >= 0 {
			return s.surface(h, 0), false // "X is one of the candidates in"
		}
		if kind == schema.NounFrame && partisans[s.low[i]] {
			if out = s.named(i); len(out) > 0 {
				return out, false
			}
		}
		if h := s.head[i]; h >= 0 && s.rel[i] == "nsubj" && s.kid(h, "cop") >= 0 && s.name[h] >= 0 {
			return []int{h}, false // "its founder is X"
		}
		if h := s.head[i]; h >= 0 && s.preposition(i) == "as" {
			// "her position as a member", "she retains her status as a member"
			if s.noun(h) && standings[s.low[h]] {
				return s.nounActors(h, 0), false
			}
			if o := s.kid(h, "obj"); s.verb(h) && o >= 0 && standings[s.low[o]] {
				return s.surface(h, 0), false
			}
		}
		if h := s.head[i]; h >= 0 && (s.rel[i] == "xcomp" || s.rel[i] == "obl" && s.preposition(i) == "as") {
			switch s.low[h] {
			case "become", "remain", "stay", "call", "name", "appoint", "elect", "serve", "act", "work", "describe", "know", "hail":
				if s.passive(h) {
					return s.objects(h), false
				}
				if o := s.objects(h); len(o) > 0 && s.rel[i] == "xcomp" {
					return o, false
				}
				return s.surface(h, 0), false
			}
		}
		if h := s.head[i]; kind == schema.NounFrame && h >= 0 && s.rel[i] == "conj" && s.low[h] != s.low[i] && s.class(h).Kind == "person" && s.preposition(h) == "as" {
			return s.relation(h, rel, kind) // "known as the drummer and founder of"
		}
		return nil, false
	case "head":
		if h := s.head[i]; h >= 0 && s.noun(h) && (s.rel[i] == "compound" || s.Tokens[i].Deprel == "nmod:desc" || s.rel[i] == "amod" || s.rel[i] == "nmod" && s.preposition(i) == "" || s.rel[i] == "acl") {
			return []int{h}, false
		}
		for _, k := range s.kids[i] { // name after its noun in trees of the older style
			if k > i && (s.rel[k] == "flat" || s.rel[k] == "nmod" && s.preposition(k) == "") && s.name[k] >= 0 {
				return []int{k}, false
			}
		}
		return nil, false
	case "under":
		return s.undergoing(i), false
	case "behest":
		if h := s.head[i]; h >= 0 && s.rel[i] == "obl" && s.verb(h) && (s.preposition(i) == "at" || s.preposition(i) == "on" || s.preposition(i) == "under") {
			if a := s.subjects(h); len(a) > 0 {
				return a, false
			}
			return nil, false
		}
		if h := s.head[i]; h >= 0 && s.rel[i] == "nmod" && s.preposition(i) == "at" && s.noun(h) {
			return s.nounActors(h, 8), true // "the suspension by X at the request of Y"
		}
		return nil, false
	case "drawn":
		if h := s.carrier(i); h >= 0 {
			i = h
		}
		return s.drawn(i), false
	case "light":
		if h := s.beforeIn(i); h >= 0 && strife[s.low[i]] {
			return []int{h}, false // "helped X in the war against"
		}
		if a := s.lightSubject(i, 0); len(a) > 0 {
			return a, false
		}
		return s.sideIn(i, 0), true
	case "acl", "xcomp", "ccomp", "advcl":
		return s.clausesOf(i, name, prep), false
	}
	return nil, false
}

// named are those whom a noun lists of the many that it names: "critics such as X", "his critics,
// who include X".
func (s *sentence) named(i int) (out []int) {
	for _, k := range s.kids[i] {
		switch {
		case k < i:
		case (s.rel[k] == "nmod" || s.rel[k] == "obl") && listWords[s.preposition(k)]:
			out = append(out, k)
		case s.Tokens[k].Deprel == "acl:relcl" && s.low[k] == "include":
			out = append(out, s.direct(k, "obj")...)
		}
	}
	return out
}

// its are the phrases with the preposition, or for "poss" the owners, of the verb's object
// and obliques: "came to the aid of X", "put itself under the control of X".
func (s *sentence) its(i int, prep string) (out []int) {
	for _, o := range s.kids[i] {
		if s.rel[o] != "obj" && s.rel[o] != "obl" && s.rel[o] != "xcomp" {
			continue
		}
		for _, k := range s.kids[o] {
			if prep == "amod" && k < o && s.name[k] >= 0 && (s.rel[k] == "amod" || s.rel[k] == "compound") || prep == "poss" && s.Tokens[k].Deprel == "nmod:poss" || prep != "poss" && s.rel[k] == "nmod" && s.preposition(k) == prep {
				out = append(out, s.antecedent(k, o)...)
			}
			if prep == "poss" || prep == "of" || s.rel[k] != "nmod" || s.preposition(k) != "of" {
				continue
			}
			for _, c := range s.kids[k] { // "took delivery of tanks from X"
				if s.rel[c] == "nmod" && s.preposition(c) == prep {
					out = append(out, s.antecedent(c, k)...)
				}
			}
		}
	}
	return out
}

// Verbs whose subject gets what their object names: "drew criticism from".
var draws = wordSet("draw face attract spark provoke earn win receive trigger prompt get meet elicit suffer have enjoy secure gain garner obtain command survive escape pick land net")

// Verbs by which words of praise or blame come from somebody.
var comings = wordSet("come pour flow flood arrive emanate stem")

// carrier is the noun for what carries the words of praise or blame at i: "received messages
// of support from"; -1 if none does.
func (s *sentence) carrier(i int) int {
	if h := s.head[i]; h >= 0 && s.rel[i] == "nmod" && s.preposition(i) == "of" && carriers[s.low[h]] {
		return h
	}
	return -1
}

// Nouns for what carries words of praise or blame.
var carriers = wordSet("message letter word statement telegram expression note call chorus wave torrent storm flood barrage")

// undergoing is who is under what the noun at i names: "X is under investigation", "X, under
// sanctions since", "placed X under embargo".
func (s *sentence) undergoing(i int) []int {
	if h := s.head[i]; h >= 0 && s.preposition(i) == "of" && s.rel[i] == "nmod" && s.low[h] == "threat" && s.preposition(h) == "under" {
		return s.undergoing(h) // "under the threat of sanctions"
	}
	if s.preposition(i) != "under" {
		return nil
	}
	if s.kid(i, "cop") >= 0 || s.kid(i, "nsubj") >= 0 {
		return s.surface(i, 0)
	}
	h := s.head[i]
	switch {
	case h < 0:
	case s.verb(h):
		switch s.low[h] {
		case "remain", "be", "come", "stay", "live", "fall", "put", "place", "keep":
			if o := s.objects(h); len(o) > 0 {
				return o
			}
			return s.surface(h, 0)
		}
		if pressures[s.low[i]] && i < h {
			return s.surface(h, 0) // "Under pressure from X, Y left"
		}
	case s.noun(h) && s.rel[i] == "nmod":
		return []int{h}
	}
	return nil
}

// Nouns for what makes the subject of the clause do it.
var pressures = wordSet("pressure threat order instruction fire attack sanction")

// Nouns for what one is.
var standings = wordSet("status position role post job seat title place capacity tenure term stint career work")

// clausesOf are the clauses that depend on i; a marker asked for must introduce them.
func (s *sentence) clausesOf(i int, rel, marker string) (out []int) {
	for _, k := range s.kids[i] {
		if s.rel[k] != rel {
			continue
		}
		if marker != "" {
			found := false
			for _, m := range s.kids[k] {
				found = found || (s.rel[m] == "mark" || s.rel[m] == "case") && s.low[m] == marker
			}
			if !found {
				continue
			}
		}
		out = append(out, k)
	}
	return out
}

// Nouns for who is for or against another.
var partisans = wordSet("critic detractor opponent rival enemy foe ally backer supporter proponent advocate sponsor donor partner customer buyer supplier investor shareholder owner founder")
