package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// Verbs that tell who says it.
var reporting = wordSet(`say state report tell claim announce declare add note explain confirm insist argue assert allege warn believe think acknowledge admit reveal disclose deny write tweet post
	describe maintain reaffirm reassert affirm elaborate joke lament hint signal proclaim stress emphasize emphasise reiterate indicate suggest estimate conclude assess contend charge complain comment remark reply respond observe recall predict boast
	quote cite testify vow pledge promise fear concede inform read repeat underline underscore point caution counter continue recount remind assure accuse publish demand project opine clarify speculate`)

// Verbs by which one speaks of what one did.
var ownActs = wordSet("deny claim admit acknowledge confess")

// Verbs of judging, of which the words within quotation marks are the subject's.
var judging = wordSet("call condemn denounce criticize criticise praise hail slam blast dub label brand thank urge blame dismiss reject welcome rebuke ask lash")

// Verbs by which papers and figures say something: "data from X showed that".
var showing = wordSet("show find reveal suggest indicate confirm")

// Verbs of coming to know something and of asking for it, by whoever does.
var findings = wordSet("find rule determine establish calculate hold agree question ask wonder")

// Nouns of papers and figures that say something, with "from X", "of X", "released by X".
var records = wordSet("data figure statistic poll survey record document study analysis footage image video census filing projection estimate tally forecast release memo email file transcript")

// What one may act according to, but which says nothing itself.
var norms = wordSet("law rule constitution plan schedule custom tradition regulation agreement deal principle procedure protocol standard norm instruction order")

// Nouns that carry what someone says: "a statement that".
var sayingNouns = wordSet("statement report claim announcement declaration allegation assertion message tweet letter news warning argument comment remark testimony")

// source is who says what the word at p says: the subject of the nearest reporting verb
// above it, "according to", or the speaker of the quotation in which it stands.
func (v *view) source(s *sentence, p int, depth int) schema.Source {
	if depth > 3 {
		return schema.Source{}
	}
	cur := p
	for n := 0; cur >= 0 && n < maxDepth; n++ {
		for _, k := range s.kids[cur] {
			if k == p {
				continue
			}
			switch {
			case (s.rel[k] == "parataxis" || s.rel[k] == "advcl" && k > p && s.kid(k, "mark", "advmod", "case") < 0 && s.kid(k, "nsubj") >= 0) && s.verb(k) && reporting[s.low[k]] && !s.under(p, k) && s.kid(k, "ccomp", "obj") < 0:
				if src, ok := v.speaker(s, s.surface(k, 0)); ok {
					return src
				}
			case s.rel[k] == "advcl" && s.kid(k, "mark") >= 0 && s.low[s.kid(k, "mark")] == "as" && s.verb(k) && (reporting[s.low[k]] || s.low[k] == "put") && !s.under(p, k):
				if src, ok := v.speaker(s, s.surface(k, 0)); ok {
					return src // "as X put it"
				}
			case s.rel[k] == "obl" || s.rel[k] == "nmod" || s.rel[k] == "parataxis" || s.rel[k] == "advmod" || s.rel[k] == "advcl":
				if s.under(p, k) {
					continue
				}
				if strings.HasPrefix(s.preposition(k), "according") || s.preposition(k) == "per" || s.asPer(k) {
					if src, ok := v.speaker(s, []int{k}); ok {
						return src
					}
				}
				if s.low[k] == "accord" || s.low[k] == "according" {
					for _, kk := range s.kids[k] {
						if s.noun(kk) || s.Tokens[kk].UPOS == "PRON" {
							if src, ok := v.speaker(s, []int{kk}); ok {
								return src
							}
						}
					}
				}
			}
		}
		h := s.head[cur]
		if h < 0 {
			break
		}
		said := reporting[s.low[h]] && h > cur // "..., X said", however it hangs
		if s.verb(h) && (s.rel[cur] == "ccomp" || s.rel[cur] == "xcomp" && s.low[h] == "report" || s.rel[cur] == "parataxis" && said || s.rel[cur] == "advcl" && said && s.kid(cur, "mark", "case") < 0 && !s.timed(cur) || s.rel[cur] == "parataxis" && reporting[s.low[h]] && s.kid(h, "ccomp", "obj") < 0 && s.kid(cur, "nsubj") >= 0) && (reporting[s.low[h]] || s.shows(h) || s.rel[cur] == "ccomp" && findings[s.low[h]]) {
			who := s.surface(h, 0)
			if g := s.saidAlong(h); g >= 0 {
				who = s.surface(g, 0)
			}
			if g := s.head[h]; s.low[h] == "say" && s.rel[h] == "advcl" && g >= 0 && (s.low[g] == "quote" || s.low[g] == "cite") && !s.passive(g) {
				who = s.objects(g) // "quoted X as saying"
			}
			if s.passive(h) {
				who = s.subjects(h)
			}
			if len(who) == 0 && said {
				who = s.besides(h)
			}
			if src, ok := v.speaker(s, who); ok {
				return src
			}
		}
		if own := s.rel[cur] == "xcomp" && ownActs[s.low[h]] || (s.rel[cur] == "nmod" || s.rel[cur] == "acl") && s.low[h] == "responsibility"; own && !s.passive(h) {
			verb := h // "denied supplying", "claimed responsibility for the attack"
			if !s.verb(h) {
				verb = s.head[h]
			}
			if verb >= 0 && s.verb(verb) && ownActs[s.low[verb]] {
				if src, ok := v.speaker(s, s.surface(verb, 0)); ok {
					return src
				}
			}
		}
		if src, ok := v.saidBeside(s, cur, h); ok {
			return src
		}
		if m := s.kid(cur, "mark"); s.rel[cur] == "advcl" && m >= 0 && s.low[m] == "of" && (s.low[h] == "accuse" || s.low[h] == "suspect") && !s.passive(h) {
			if src, ok := v.speaker(s, s.surface(h, 0)); ok {
				return src
			}
		}
		if s.rel[cur] == "acl" && sayingNouns[s.low[h]] && s.Tokens[cur].Deprel != "acl:relcl" {
			if src, ok := v.speaker(s, s.nounActors(h, 0)); ok {
				return src
			}
		}
		if s.rel[cur] == "obj" && s.verb(h) && (tells[s.low[h]] || cur != p && (clausal[s.low[h]] || stressing[s.low[h]])) {
			if src, ok := v.speaker(s, s.surface(h, 0)); ok {
				return src
			}
		}
		if g := s.head[h]; s.Tokens[cur].Deprel == "acl:relcl" && (s.rel[h] == "obj" || s.rel[h] == "obl") && g >= 0 && reporting[s.low[g]] && s.preposition(h) != "" && (s.name[h] >= 0 || sayingNouns[s.low[h]] || utterances[s.low[h]]) && h+1 < len(s.Tokens) && s.low[h+1] == "that" && s.hasObjectGap(cur) {
			if src, ok := v.speaker(s, s.surface(g, 0)); ok {
				return src // "posted on Facebook that", of which the parser makes a relative clause
			}
		}
		cur = h
	}
	// "according to X" wherever the parser hung it, if what is asked for is not part of it
	for k := range s.Tokens {
		if s.noun(k) && strings.HasPrefix(s.preposition(k), "according") && !s.under(p, k) {
			if src, ok := v.speaker(s, []int{k}); ok {
				return src
			}
		}
	}
	if v.quoted(s, p) {
		if sp := v.speakers()[s.idx]; sp.Name != "" {
			return sp
		}
	}
	return schema.Source{}
}

// asPer says whether "as per" stands before the noun at k.
func (s *sentence) asPer(k int) bool {
	for _, c := range s.kids[k] {
		if s.low[c] == "per" && s.rel[c] == "case" {
			return true
		}
	}
	return false
}

// saidAlong is the reporting verb over a clause on which the words hang that go on with it:
// "said that X attacked Y, adding that Z"; -1 if none.
func (s *sentence) saidAlong(h int) int {
	g := s.head[h]
	if s.rel[h] != "advcl" || s.Tokens[h].XPOS != "VBG" || s.kid(h, "nsubj") >= 0 || g < 0 {
		return -1
	}
	over := s.head[g]
	if over >= 0 && s.rel[g] == "acl" && (sayingNouns[s.low[over]] || utterances[s.low[over]]) && s.rel[over] == "obl" {
		over = s.head[over] // "said in a tweet that X attacked Y, adding", of which trees make a relative clause
	} else if s.rel[g] != "ccomp" {
		return -1
	}
	if over >= 0 && s.verb(over) && reporting[s.low[over]] && !s.passive(over) {
		return over
	}
	return -1
}

// timed says whether a clause tells when something else was: "when X left".
func (s *sentence) timed(i int) bool {
	for _, k := range s.kids[i] {
		switch s.low[k] {
		case "when", "where", "while", "how", "why":
			return k < i
		}
	}
	return false
}

// Verbs of which the object is what is told: "revealed a deal by which".
var tells = wordSet("report reveal disclose announce describe detail document")

// Verbs that govern a clause: what hangs on the object that the parser gave them is said.
var clausal = wordSet("say think believe allege insist suggest")

// Verbs for saying again or aloud what one stands for: "underlined X's commitment to".
var stressing = wordSet("underline underscore stress emphasize emphasise reiterate reaffirm restate highlight")

// shows says whether papers or figures show what the verb at h says.
func (s *sentence) shows(h int) bool {
	k := s.kid(h, "nsubj")
	return k >= 0 && showing[s.low[h]] && (records[s.low[k]] || sayingNouns[s.low[k]])
}

// besides is who stands beside a reporting verb that has no subject in the tree: "..., a
// lawmaker, X, told reporters", "..., tweeted X".
func (s *sentence) besides(h int) []int {
	if k := s.kid(h, "obj"); k > h && (s.person[k] || s.noun(k) && (endsQuote(s.Tokens[max(h-1, 0)].Form) || sayingNouns[s.low[k]] && h > 0 && s.Tokens[h-1].Form == ",")) {
		return []int{k}
	}
	t := h - 1
	for t >= 0 && s.Tokens[t].Form == "," {
		t--
	}
	if t < 0 || !s.person[t] || t == h-1 {
		return nil
	}
	for t > 0 && s.head[t] >= 0 && s.head[t] < t && s.person[t-1] && s.rel[t] == "flat" {
		t--
	}
	return []int{t}
}

// endsQuote says whether a mark ends a quotation.
func endsQuote(mark string) bool { return mark == closeQuotes || mark == "''" || mark == "\"" }

// issuers are who paper or figures come from: "data from X", "a report by X", "figures
// released by X".
func (s *sentence) issuers(t int) []int {
	if a := s.nounActors(t, 0); len(a) > 0 {
		return a
	}
	for _, k := range s.kids[t] {
		switch p := s.preposition(k); {
		case s.rel[k] == "nmod" && (p == "from" || p == "by" || p == "of"):
			return []int{k}
		case s.rel[k] == "acl" && s.Tokens[k].XPOS == "VBN" && !seenBy[s.low[k]]:
			if a, loose := s.obliques(k, "by"); len(a) > 0 && !loose {
				return a
			}
		}
	}
	return nil
}

// What those do with papers who didn't write them.
var seenBy = wordSet("see obtain review cite quote leak read examine view")

// endsInName is the person whose name ends a subject that the parser hung on the title in it:
// "the Peru director of the institute Ada Lovelace said".
func (v *view) endsInName(s *sentence, t int) (schema.Source, bool) {
	_, last := s.subtree(t, func(k int) bool {
		r := s.rel[k]
		return r == "acl" || r == "punct" || r == "conj" || r == "cc" || r == "parataxis"
	})
	if last-2 < t || !s.person[last-1] || last < len(s.Tokens) && !s.verb(last) && s.Tokens[last].UPOS != "PUNCT" || s.class(t).Kind != "person" {
		return schema.Source{}, false
	}
	m := s.name[last-1]
	if e := v.links.Ties[m].Entity; e != nil && e.Type == schema.Person {
		return schema.Source{ID: e.ID, Name: e.Name}, true
	}
	return schema.Source{}, false
}

// ownWords gives a claim about one of several who say it together that one for its source:
// "A and B announced their support".
func (v *view) ownWords(s *sentence, p int, src schema.Source, subject *schema.Entity) schema.Source {
	if src.ID == "" || subject == nil || src.ID == subject.ID {
		return src
	}
	for n, k := 0, p; k >= 0 && n < maxDepth; n++ {
		if s.verb(k) && reporting[s.low[k]] {
			he, other := false, false
			for _, t := range s.surface(k, 0) {
				for _, a := range v.resolve(s, t) {
					if a.ent != nil && a.direct {
						he, other = he || a.ent == subject, other || a.ent.ID == src.ID
					}
				}
			}
			if he && other {
				return schema.Source{ID: subject.ID, Name: subject.Name}
			}
		}
		k = s.head[k]
	}
	return src
}

// speaker names the head of a reporting verb's subject.
func (v *view) speaker(s *sentence, heads []int) (schema.Source, bool) {
	for _, t := range heads {
		if ofWords[s.low[t]] || s.class(t).Kind == "quantity" || s.Tokens[t].UPOS == "NUM" {
			for _, k := range s.kids[t] { // "one of the officials"
				if s.rel[k] == "nmod" && s.preposition(k) == "of" {
					t = k
					break
				}
			}
		}
		if norms[s.low[t]] || s.low[t] == "name" {
			continue
		}
		for _, k := range s.kids[t] {
			if s.low[k] == "police" && s.rel[k] == "compound" && s.kid(k, "conj") >= 0 {
				t = k // "police and county officials"
				break
			}
		}
		if releases[s.low[t]] && s.name[t] < 0 {
			if a := s.issuers(t); len(a) > 0 && s.low[t] == "release" {
				if src, ok := v.speaker(s, a); ok {
					return src, true
				}
			}
			if src, ok := v.issued(s, t); ok {
				return src, true
			}
		}
		if a := v.own(s, t); a.ent != nil && a.ent.Type != schema.Agreement && a.ent.Type != schema.Event {
			if e := v.fuller(s, t, a); e != nil {
				return schema.Source{ID: e.ID, Name: e.Name}, true
			}
			return v.sourceOf(s, t, a), true
		}
		if s.Tokens[t].UPOS == "PRON" {
			continue
		}
		if src, ok := v.endsInName(s, t); ok {
			return src, true
		}
		if sayingNouns[s.low[t]] || records[s.low[t]] {
			if a := s.issuers(t); len(a) > 0 {
				if src, ok := v.speaker(s, a); ok {
					return src, true
				}
			}
			if src, ok := v.issuedBefore(s, t); ok {
				return src, true
			}
		}
		if s.noun(t) {
			first, last := s.subtree(t, func(k int) bool {
				r := s.rel[k]
				return r == "acl" || r == "appos" || r == "punct" || r == "det" || r == "case" || r == "conj" || r == "cc" || r == "nmod" && k > t || r == "parataxis"
			})
			name := v.text(s, first, last)
			if first == 0 && s.Tokens[0].UPOS != "PROPN" && len(s.Tokens[0].Form) > 1 && s.Tokens[0].Form[1] >= 'a' {
				name = strings.ToLower(name[:1]) + name[1:] // "Sources said", as they are called within a sentence
			}
			return schema.Source{Name: v.toldApart(s, t, name)}, true
		}
	}
	return schema.Source{}, false
}

// fuller is the one group or body that was called more fully before by a noun that now
// stands alone: of "U.S. officials" also "officials"; nil if there is none or another.
func (v *view) fuller(s *sentence, t int, a arg) *schema.Entity {
	if s.Tokens[t].UPOS != "NOUN" || s.at[t] < 0 || named(a.ent) || a.ent.Type != schema.Group {
		return nil
	}
	for _, k := range s.kids[t] {
		if s.rel[k] != "punct" && s.rel[k] != "det" && s.rel[k] != "case" && k < t+1 {
			return nil
		}
	}
	var one *schema.Entity
	for i := range v.doc.Mentions {
		m := &v.doc.Mentions[i]
		if m.Sentence >= s.idx {
			break
		}
		e := v.links.Ties[i].Entity
		if e == nil || m.Kind != nlp.Nominal || e.Type != a.ent.Type || v.sents[m.Sentence].low[m.Head] != s.low[t] || !named(e) {
			continue
		}
		if one != nil && one != e {
			return nil
		}
		one = e
	}
	return one
}
