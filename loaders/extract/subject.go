package extract

import (
	"relata/schema"
)

// passive says whether a verb is in the passive voice.
func (s *sentence) passive(v int) bool {
	tok := s.tok(v)
	if tok.UPOS != "VERB" || tok.XPOS != "" && tok.XPOS != "VBN" && tok.XPOS != "VBD" {
		return false
	}
	if unpassive[s.low[v]] {
		return false
	}
	have := false
	for _, k := range s.kids[v] {
		switch s.Tokens[k].Deprel {
		case "nsubj:pass", "aux:pass", "csubj:pass", "obl:agent":
			return true
		case "aux":
			have = have || s.low[k] == "have"
		case "obj":
			if tok.XPOS != "VBN" {
				return false
			}
		}
	}
	if have {
		return false
	}
	switch s.rel[v] {
	case "acl", "advcl", "amod":
		if s.Tokens[v].Deprel == "acl:relcl" {
			return false
		}
		if s.rel[v] == "acl" && s.kid(v, "obj") >= 0 {
			return false // "tanks fired bombs": a main verb that the parser took for a participle
		}
		return tok.XPOS == "VBN" && s.kid(v, "nsubj") < 0
	case "conj":
		if h := s.head[v]; h >= 0 && s.verb(h) && tok.XPOS == "VBN" && s.kid(v, "nsubj", "aux") < 0 {
			return s.passive(h)
		}
	}
	return false
}

// Verbs without a passive.
var unpassive = wordSet("clash arrive skirmish collide converse disagree agree occur happen retaliate collaborate cooperate belong depend resign")

// subjects are the heads of a verb's logical subject: of passives the agent, of clauses
// without a subject that of the word that controls them.
func (s *sentence) subjects(v int) []int { return s.subjectsAt(v, 0) }

func (s *sentence) subjectsAt(v, depth int) []int {
	if depth > 12 {
		return nil
	}
	if s.passive(v) {
		for _, k := range s.kids[v] {
			if s.Tokens[k].Deprel == "obl:agent" || s.rel[k] == "obl" && s.preposition(k) == "by" && s.class(k).Kind != "time" {
				return []int{k}
			}
		}
		if h := s.head[v]; h >= 0 && s.rel[v] == "amod" && intended[s.low[v]] {
			if k := s.kid(h, "nmod:poss"); k >= 0 && k < v {
				return []int{k}
			}
		}
		if a := s.agentAfter(v, v); a != nil {
			return a // "was attacked and killed by X": the agent of the last serves all before
		}
		if o := s.kid(v, "obj"); o >= 0 && s.kid(v, "nsubj") >= 0 { // "was fined a million by X"
			for _, k := range s.kids[o] {
				if s.rel[k] == "nmod" && s.preposition(k) == "by" {
					return []int{k}
				}
			}
		}
		if s.rel[v] == "conj" && s.head[v] >= 0 && s.verb(s.head[v]) && s.passive(s.head[v]) {
			return s.agentAfter(s.head[v], v)
		}
		return nil
	}
	return s.surface(v, depth)
}

// agentAfter is the agent of the first passive after token v that is joined to the one at h and
// has one.
func (s *sentence) agentAfter(h, v int) []int {
	for _, c := range s.kids[h] {
		if s.rel[c] != "conj" || c <= v || !s.verb(c) || !s.passive(c) || s.kid(c, "nsubj") >= 0 {
			continue
		}
		for _, k := range s.kids[c] {
			if s.Tokens[k].Deprel == "obl:agent" || s.rel[k] == "obl" && s.preposition(k) == "by" && s.class(k).Kind != "time" {
				return []int{k}
			}
		}
		if a := s.agentAfter(c, c); a != nil {
			return a // "arrested, charged and convicted by X", each hung on the one before
		}
	}
	return nil
}

// surface are the heads of the grammatical subject, wherever it stands.
func (s *sentence) surface(v, depth int) []int {
	if depth > 12 {
		return nil
	}
	subject := -1
	for _, k := range s.kids[v] { // of two the nearer: "BBC's X said"
		if s.rel[k] == "nsubj" && (s.Tokens[k].Deprel != "nsubj:outer" || s.Tokens[v].XPOS == "VB") && (subject < 0 || k < v) {
			subject = k
		}
	}
	if subject >= 0 {
		return s.antecedent(subject, v)
	}
	h := s.head[v]
	if h < 0 {
		return nil
	}
	switch s.rel[v] {
	case "conj":
		if s.verb(h) || s.kid(h, "cop") >= 0 || s.Tokens[h].UPOS == "ADJ" {
			return s.surface(h, depth+1)
		}
	case "xcomp":
		return s.controller(h, v, depth+1)
	case "advcl", "parataxis":
		if s.verb(h) || s.kid(h, "cop", "nsubj") >= 0 || s.Tokens[h].UPOS == "ADJ" && s.rel[h] == "xcomp" {
			if s.rel[v] == "advcl" {
				if m := s.kid(v, "mark", "case"); m >= 0 && (s.low[m] == "of" || s.low[m] == "for") && blames[s.low[h]] || m >= 0 && s.low[m] == "to" && s.Tokens[v].XPOS == "VB" && empowers[s.low[h]] {
					// "accused X of doing", "named X to head": the object acts
					return s.objects(h)
				}
				if m := s.kid(v, "mark"); m >= 0 && s.low[m] == "to" && s.Tokens[v].XPOS == "VB" && s.low[h] == "call" && !s.passive(h) {
					for _, k := range s.kids[h] { // "called on X to do it": X acts
						if p := s.preposition(k); s.rel[k] == "obl" && k > h && k < v && (p == "on" || p == "upon") {
							return []int{k}
						}
					}
				}
				if to := s.kid(v, "mark"); to >= 0 && s.low[to] == "to" && s.kid(h, "nsubj:pass") >= 0 && s.Tokens[v].XPOS != "VBG" {
					// "was used to attack": the unnamed agent acts
					if a := s.subjectsAt(h, depth+1); a != nil {
						return a
					}
					return nil
				}
			}
			return s.surface(h, depth+1)
		}
	case "ccomp":
		if s.kid(v, "mark") < 0 && s.Tokens[v].XPOS == "VBG" {
			return s.surface(h, depth+1)
		}
	case "acl":
		if g := s.head[h]; s.Tokens[v].XPOS == "VBG" && s.rel[h] == "obj" && g >= 0 && s.verb(g) && !s.passive(g) && s.class(h).Kind == "time" {
			return s.surface(g, depth+1) // "X spent the day visiting Y"
		}
		if s.Tokens[v].Deprel == "acl:relcl" {
			if !s.hasObjectGap(v) {
				return []int{h}
			}
			return nil
		}
		if s.Tokens[v].XPOS == "VBG" {
			if actorNoun(s, h) || s.kid(v, "mark", "case") < 0 && !sayingNouns[s.low[h]] && governing[s.low[h]] == "" {
				return []int{h}
			}
			if s.kid(v, "mark", "case") >= 0 && governing[s.low[h]] != schema.Planned {
				return nil // "restrictions on buying": anyone's
			}
			return s.nounActors(h, depth+1)
		}
		if s.Tokens[v].XPOS == "VBN" || s.Tokens[v].XPOS == "VBD" {
			return []int{h} // grammatical subject of a participle in the passive
		}
		if m := s.kid(v, "mark"); m >= 0 && s.low[m] == "to" {
			if of, loose := s.obliques(h, "of"); faculties[s.low[h]] && len(of) > 0 && !loose {
				return of // "the ability of X to attack"
			}
			if a := s.helped(h); a != nil {
				return a
			}
			if a := s.nounActors(h, depth+1); len(a) > 0 {
				return a
			}
			if actorNoun(s, h) {
				return []int{h}
			}
			if g := s.head[h]; g >= 0 && s.verb(g) && (s.rel[h] == "obl" || s.rel[h] == "obj") {
				return s.surface(g, depth+1) // "works as part of a group to do it"
			}
		}
	}
	return nil
}

// amongThem is who is said to be among those whom the noun at h names: "X was among the members
// who voted against it", "X was one of the members who".
func (s *sentence) amongThem(h int) []int {
	if g := s.head[h]; g >= 0 && s.low[g] == "one" && s.preposition(h) == "of" && s.kid(g, "cop") >= 0 {
		return s.surface(g, 1)
	}
	if s.preposition(h) == "among" && s.kid(h, "cop") >= 0 {
		return s.surface(h, 1)
	}
	return nil
}

// Participles before a noun that say what whoever has it did: "X's proposed deal".
var intended = wordSet("propose suggest promise")

func actorNoun(s *sentence, i int) bool {
	if s.name[i] >= 0 || s.Tokens[i].UPOS == "PRON" || s.Tokens[i].UPOS == "PROPN" {
		return true
	}
	switch s.class(i).Kind {
	case "person", "group", "org", "country":
		return true
	}
	return false
}

// hasObjectGap says whether a relative clause's antecedent is its object: it has a subject
// of its own that is not the relative pronoun.
func (s *sentence) hasObjectGap(v int) bool {
	k := s.kid(v, "nsubj")
	return k >= 0 && !relative(s.low[k])
}

// ownObject is the object of a verb in its own clause: not a relative pronoun. It is -1 if
// there is none.
func (s *sentence) ownObject(v int) int {
	if o := s.kid(v, "obj"); o >= 0 && !relative(s.low[o]) {
		return o
	}
	return -1
}

func relative(w string) bool {
	switch w {
	case "who", "which", "that", "whom", "whose":
		return true
	}
	return false
}

// antecedent replaces a relative pronoun by the noun that its clause modifies.
func (s *sentence) antecedent(k, v int) []int {
	if s.Tokens[k].UPOS != "PRON" && s.Tokens[k].UPOS != "DET" && s.Tokens[k].UPOS != "SCONJ" || !relative(s.low[k]) {
		return []int{k}
	}
	if j := k - 2; s.low[k] == "which" && j >= 0 && s.Tokens[k-1].Form == "," && s.name[j] >= 0 && makes[s.low[v]] {
		for j > 0 && s.name[j-1] == s.name[j] {
			j--
		}
		return []int{j} // "ordered jets from X, which makes them"
	}
	if w := s.low[k]; w == "who" || w == "whom" {
		j := k - 1
		if j > 0 && s.Tokens[j].Form == "," {
			j--
		}
		if j >= 0 && s.name[j] >= 0 {
			for j > 0 && s.name[j-1] == s.name[j] {
				j--
			}
			return []int{j} // right after a name it is that name's, wherever the clause hangs
		}
	}
	for n, j := 0, v; j >= 0 && n < maxDepth; n++ {
		if s.Tokens[j].Deprel == "acl:relcl" && s.head[j] >= 0 {
			if who := s.amongThem(s.head[j]); who != nil {
				return who
			}
			return []int{s.head[j]}
		}
		j = s.head[j]
	}
	if s.rel[v] == "conj" || s.rel[v] == "xcomp" {
		return nil
	}
	return nil
}

// Verbs of what bodies do and goods do not.
var makes = wordSet("make build produce manufacture own employ operate say deny acquire sell supply")

// Verbs whose subject, not object, acts in the infinitive that they govern.
var subjectControl = wordSet("promise vow pledge threaten agree offer refuse")

// controller is who acts in an open complement of h.
func (s *sentence) controller(h, v, depth int) []int {
	if s.verb(h) {
		if s.passive(h) {
			for _, k := range s.kids[h] {
				if s.Tokens[k].Deprel == "nsubj:pass" || s.rel[k] == "nsubj" {
					return s.antecedent(k, h)
				}
			}
			return s.surface(h, depth)
		}
		if !subjectControl[s.low[h]] {
			for _, k := range s.kids[h] {
				if (s.rel[k] == "obj" || s.rel[k] == "iobj") && k < v && (actorNoun(s, k) || causes[s.low[h]]) {
					return s.antecedent(k, h)
				}
			}
			for _, k := range s.kids[h] { // "called on X to", "appealed to X to"
				if s.rel[k] == "obl" && k < v && k > h && appeal[s.low[h]] {
					switch s.preposition(k) {
					case "on", "upon", "to", "for", "with", "from":
						return []int{k}
					}
				}
			}
		}
		return s.surface(h, depth)
	}
	return s.surface(h, depth) // "is ready to attack"
}

// Verbs whose object did what they blame or praise it for, who is put in charge, and who is
// kept from doing.
var (
	blames     = wordSet("accuse suspect blame condemn criticize criticise praise thank commend denounce sanction fine arrest jail charge convict punish sue fault slam rebuke acquit indict applaud congratulate")
	empowers   = wordSet("nominate appoint choose pick elect name hire ask urge order invite allow select designate authorize authorise tap instruct direct tell encourage require permit enable force help pay persuade convince press command compel recruit train")
	preventing = wordSet("prevent stop ban bar block prohibit keep dissuade deter discourage")
)

// Nouns for what one can, may or wants to do.
var faculties = wordSet("ability capability capacity power right duty freedom willingness readiness refusal failure inability intention decision obligation attempt effort")

// Verbs whose object acts whatever it is.
var causes = wordSet("let make have help allow enable cause force get permit lead")

var appeal = wordSet("call appeal plead press push lobby urge demand wait rely count campaign")
