package extract

// objects are the heads of a verb's logical object.
func (s *sentence) objects(v int) []int {
	if s.passive(v) {
		if s.kid(v, "obj") >= 0 && s.kid(v, "nsubj") >= 0 {
			return s.direct(v, "obj") // "was given aid"
		}
		for _, k := range s.kids[v] {
			if s.Tokens[k].Deprel == "nsubj:pass" || s.rel[k] == "nsubj" {
				return s.antecedent(k, v)
			}
		}
		if s.rel[v] == "amod" && s.head[v] >= 0 {
			return []int{s.head[v]}
		}
		return s.surface(v, 0)
	}
	out := s.direct(v, "obj")
	if len(out) == 0 {
		out = s.direct(v, "iobj") // "warned Iran": an only object, whatever the parser calls it
	}
	if len(out) > 0 {
		return out
	}
	h := s.head[v]
	if h < 0 {
		return s.sharedObject(v)
	}
	if s.Tokens[v].Deprel == "acl:relcl" {
		if s.hasObjectGap(v) && s.kid(v, "obl") < 0 {
			return []int{h}
		}
		return nil
	}
	if s.rel[v] == "conj" && s.verb(h) {
		// "make and sell drones": the object stands after both
		for _, k := range s.kids[h] {
			if s.rel[k] == "obj" && k > v {
				return s.antecedent(k, h)
			}
		}
	}
	if s.rel[v] == "xcomp" && s.Tokens[h].Deprel == "acl:relcl" && s.hasObjectGap(h) && s.head[h] >= 0 {
		return []int{s.head[h]} // "missiles that it plans to buy"
	}
	if s.rel[v] == "acl" && s.Tokens[v].XPOS == "VB" && s.kid(v, "obl") < 0 && s.class(h).Type != "" && !s.class(h).Type.IsActor() && len(s.nounActors(h, 0)) == 0 {
		return []int{h} // "missiles to sell"
	}
	return s.sharedObject(v)
}

// sharedObject is the object that stands after the verb joined to v: "buy or make missiles".
func (s *sentence) sharedObject(v int) []int {
	for _, k := range s.kids[v] {
		if s.rel[k] == "conj" && s.verb(k) && k > v {
			if o := s.direct(k, "obj"); len(o) > 0 && len(s.direct(v, "obj")) == 0 && s.kid(v, "obl", "xcomp", "ccomp") < 0 && k-v <= 3 {
				return o
			}
		}
	}
	return nil
}

// carries says whether a phrase with the preposition that hangs on "of" and the noun at k is
// rather one of the noun before: "shipment of tanks to", "threat of sanctions by".
func (s *sentence) carries(k int, prep string) bool {
	c := s.class(k)
	switch prep {
	case "of", "in":
		return false
	case "to":
		return s.name[k] < 0 && c.Kind != "person" && c.Kind != "place"
	case "with", "between", "against", "by":
		return s.name[k] < 0 && (c.Kind == "product" || c.Kind == "")
	}
	return c.Kind == "product"
}

// Verbs whose agent has no part in what their object names: who condemns an attack attacks
// nobody.
var onlookers = wordSet("condemn denounce criticize criticise deplore decry reject oppose welcome praise support back approve confirm deny investigate report announce discuss thwart foil prevent stop block repel mediate broker host monitor see watch witness mourn mark remember commemorate film record describe call recognize recognise uphold dismiss overturn question doubt cover")

// Prepositions of those who do a thing to each other, and verbs for how such things come
// about and pass.
var (
	betweens = wordSet("between with against among")
	begins   = wordSet("break erupt begin start occur resume continue flare rage take ensue follow open intensify escalate happen drag last")
	loads    = wordSet("carry load bring bear laden transport haul ferry contain")
)

// eachMeans calls match with the words that say by what means the verb at h does what its
// object at i names, on which the parser hangs what the deed is aimed at.
func (s *sentence) eachMeans(i, h int, match func(int)) {
	for _, j := range []int{i, h} {
		for _, k := range s.kids[j] {
			if (s.rel[k] != "advcl" && s.rel[k] != "acl") || s.Tokens[k].XPOS != "VBG" || s.low[k] != "use" && s.low[k] != "employ" {
				continue
			}
			match(k)
			for _, o := range s.kids[k] {
				if s.rel[o] == "obj" {
					match(o)
					for _, c := range s.kids[o] {
						if s.rel[c] == "conj" {
							match(c)
						}
					}
				}
			}
		}
	}
}

func (s *sentence) direct(v int, rel string) []int {
	for _, k := range s.kids[v] {
		if s.rel[k] == rel {
			return s.antecedent(k, v)
		}
	}
	return nil
}

// obliques are the phrases of verb or noun i with one of the prepositions; they are looked
// for at its object too, since phrases often hang there: "sign a deal with".
func (s *sentence) obliques(i int, prep string) (out []int, loose bool) {
	match := func(j int) {
		for _, k := range s.kids[j] {
			if s.rel[k] != "obl" && s.rel[k] != "nmod" && s.Tokens[k].Deprel != "advcl" && s.rel[k] != "acl" {
				continue
			}
			if s.preposition(k) == prep && (s.noun(k) || s.Tokens[k].UPOS == "PRON" || s.Tokens[k].UPOS == "NUM" || s.Tokens[k].UPOS == "DET" || s.Tokens[k].UPOS == "ADJ") {
				out = append(out, s.antecedent(k, j)...)
			}
		}
	}
	match(i)
	if len(out) > 0 {
		return out, false
	}
	if s.noun(i) { // "the agreement reached between"
		for _, k := range s.kids[i] {
			if s.rel[k] == "acl" && prep == "from" && s.Tokens[k].XPOS == "VB" {
				o, _ := s.obliques(k, prep) // "negotiations to buy missiles from"
				out = append(out, o...)
				continue
			}
			if s.rel[k] == "acl" && s.Tokens[k].Deprel != "acl:relcl" && s.passive(k) && prep != "by" {
				match(k)
				for _, kk := range s.kids[k] {
					if len(out) == 0 && prep == "between" && s.class(kk).Kind == "time" {
						match(kk) // "signed last year between"
					}
				}
			}
		}
		if len(out) > 0 {
			return out, true
		}
	}
	// often such phrases hang on the object, or on the last of several
	for _, k := range s.kids[i] {
		switch {
		case s.rel[k] == "obj", s.rel[k] == "xcomp", s.rel[k] == "nmod" && s.preposition(k) == "of" && s.carries(k, prep):
			match(k)
			for _, c := range s.kids[k] {
				if s.rel[c] == "conj" || s.rel[c] == "nmod" && (ofWords[s.low[k]] || s.class(k).Kind == "quantity") {
					match(c) // "a large number of drones from"
				}
			}
		}
	}
	if len(out) == 0 && (s.rel[i] == "obj" || s.rel[i] == "nsubj") && s.noun(i) {
		if h := s.head[i]; h >= 0 && s.verb(h) && (s.rel[i] == "obj" || s.passive(h)) && !(prep == "by" && s.rel[i] == "nsubj" && onlookers[s.low[h]]) {
			match(h) // "launch an attack against", "sanctions were imposed on"
			if len(out) == 0 && prep == "against" {
				s.eachMeans(i, h, match) // "conducted strikes using drones against"
			}
		}
	}
	if len(out) == 0 && s.noun(i) && s.head[i] >= 0 && s.verb(s.head[i]) {
		switch h := s.head[i]; {
		case s.rel[i] == "nsubj" && betweens[prep] && begins[s.low[h]], s.rel[i] == "obl" && s.preposition(i) == "under" && (prep == "from" || prep == "by"):
			match(h) // "clashes broke out between", "came under fire from"
		}
	}
	if len(out) == 0 && s.verb(i) && (prep == "to" || prep == "for" || prep == "into") {
		match2 := append([]int{i}, s.direct(i, "obj")...)
		for _, j := range match2 { // "sent a plane carrying supplies to"
			for _, k := range s.kids[j] {
				if (s.rel[k] == "advcl" || s.rel[k] == "acl") && s.Tokens[k].XPOS == "VBG" && loads[s.low[k]] {
					match(k)
				}
			}
		}
	}
	if len(out) == 0 && (prep == "to" || prep == "for") && s.rel[i] == "obj" && s.noun(i) && s.head[i] >= 0 {
		out = append(out, s.direct(s.head[i], "iobj")...) // "gave X a warning"
	}
	if len(out) == 0 && s.noun(i) {
		for _, k := range s.kids[i] { // "a treaty that X signed with Y"
			if s.Tokens[k].Deprel == "acl:relcl" && s.hasObjectGap(k) && lightVerbs[s.low[k]] && s.ownObject(k) < 0 {
				match(k)
			}
		}
	}
	if len(out) == 0 && s.rel[i] == "conj" && s.head[i] >= 0 {
		h := s.head[i]
		for _, k := range s.kids[h] {
			if k > i && (s.rel[k] == "obl" || s.rel[k] == "nmod") && s.preposition(k) == prep {
				out = append(out, k)
			}
		}
	}
	if len(out) == 0 { // phrase hanging on the last conjunct
		for _, k := range s.kids[i] {
			if s.rel[k] == "conj" && k > i && !(s.noun(i) && s.verb(k)) {
				match(k)
			}
		}
	}
	return out, true
}
