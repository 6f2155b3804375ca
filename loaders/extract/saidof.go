package extract

import "relata/schema"

// Verbs with which one says something of somebody.
var saysOfWords = wordSet("say write tweet remark comment add post")

// saysOf reads what is said of somebody in words of praise or blame: "X said of Y, 'a great man'".
func (r *run) saysOf(s *sentence, i int) {
	if !saysOfWords[s.low[i]] || s.passive(i) {
		return
	}
	of, _ := s.obliques(i, "of")
	who := s.surface(i, 0)
	for _, t := range who { // "said X of Y", as trees have it
		if len(of) == 0 && t > i {
			of, _ = s.obliques(t, "of")
		}
	}
	if len(of) == 0 {
		return
	}
	sign, at := 0, i
	for t := range s.Tokens {
		if !r.v.quoted(s, t) {
			continue
		}
		w, _ := s.judgment(t, t+1, faults, merits)
		if w == 0 {
			continue
		}
		if sign != 0 && w != sign {
			return
		}
		if sign == 0 {
			sign, at = w, t
		}
	}
	name := "supports"
	if sign < 0 {
		name = "criticizes"
	}
	p := r.x.opt.Ontology.Predicate(name)
	if p == nil || sign == 0 {
		return
	}
	for _, t := range who {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range of {
				for _, b := range r.v.resolve(s, u) {
					if a.direct && b.direct && b.ent != nil && b.ent.Type == schema.Person { // "said X of the institute Y" tells where he works
						r.thinksOf(s, i, p, "said-of", s.Tokens[at].Form, a, b)
					}
				}
			}
		}
	}
}

// Nouns for what one questions in another.
var doubted = wordSet("motive integrity power authority decision credibility judgment judgement competence wisdom commitment handling record fitness sincerity leadership legitimacy impartiality independence patriotism honesty loyalty policy claim tactic ability right approach sanity methods method priority finding strategy citizenship qualification")

// doubts reads whom one faults by what one questions in him: "X questioned Y's motives", "X cast
// doubt on the integrity of Y".
func (r *run) doubts(s *sentence, t int) {
	if !doubted[s.low[t]] {
		return
	}
	h := s.head[t]
	if h < 0 || !s.verb(h) {
		if h < 0 || s.low[h] != "doubt" || s.preposition(t) != "on" || s.head[h] < 0 {
			return
		}
		h = s.head[h]
	}
	switch s.low[h] {
	case "question", "doubt":
		if s.rel[t] != "obj" && !s.passive(h) {
			return
		}
	case "cast":
		if s.preposition(t) != "on" || s.passive(h) {
			return
		}
	default:
		return
	}
	whom := -1
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "nmod" && s.preposition(k) == "of" && whom < 0 {
			whom = k
		}
	}
	p := r.x.opt.Ontology.Predicate("criticizes")
	if whom < 0 || p == nil {
		return
	}
	for _, w := range s.subjects(h) {
		for _, a := range r.v.resolve(s, w) {
			for _, b := range r.v.resolve(s, whom) {
				if a.direct && b.direct && b.ent.Type.IsActor() {
					r.thinksOf(s, h, p, "doubt", s.Tokens[t].Form, a, b)
				}
			}
		}
	}
}

// Verbs by which a court or a body undoes what was done.
var voiding = wordSet("nullify annul overturn quash void invalidate reverse suspend")

// Nouns for what is done by rules, which one attacks with words.
var procedures = wordSet("inquiry enquiry investigation probe trial process hearing impeachment transition vote decision ruling verdict referendum review audit count recount subpoena lawsuit")

// assails reads the fault that one finds with what is done by rules: "X attacked the inquiry".
func (r *run) assails(s *sentence, i int) {
	p := r.x.opt.Ontology.Predicate("criticizes")
	if s.low[i] != "attack" || p == nil {
		return
	}
	for _, o := range s.objects(i) {
		if !procedures[s.low[o]] {
			continue
		}
		for _, t := range s.subjects(i) {
			for _, a := range r.v.resolve(s, t) {
				for _, b := range r.v.resolve(s, o) {
					if a.direct && b.direct {
						r.thinksOf(s, i, p, "assail", s.Tokens[o].Form, a, b)
					}
				}
			}
		}
	}
}

// Nouns for what somebody stands for, which who backs backs him.
var bids = wordSet("nomination candidacy candidature bid appointment confirmation campaign re-election reelection")

// bidOf makes who stands for a post the object of what one thinks of his doing so: "X backed
// the candidacy of Y".
func (r *run) bidOf(s *sentence, b *arg) {
	if b.tok >= len(s.Tokens) || !bids[s.low[b.tok]] || b.mention < 0 {
		return
	}
	for _, k := range s.kids[b.tok] {
		if s.Tokens[k].Deprel != "nmod:poss" && !(s.rel[k] == "nmod" && k > b.tok && s.preposition(k) == "of") {
			continue
		}
		if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Person && r.tells(a) {
			*b = a
			return
		}
	}
}
