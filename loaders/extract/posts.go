package extract

import (
	"slices"
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// postAt says whether a post stands at t: its predicate and where its words start.
func (r *run) postAt(s *sentence, t int) (pred string, first int) {
	if t < 0 {
		return "", t
	}
	w := s.low[t]
	if s.Tokens[t].UPOS == "ADJ" && w == "executive" && t > 0 && s.low[t-1] == "chief" { // taken for adjectives
		if p := r.x.frames.posts["chief executive"]; p != "" {
			return p, t - 1
		}
	}
	if p := r.x.frames.posts[abbreviated[s.Tokens[t].Form]]; p != "" {
		return p, t
	}
	if s.Tokens[t].UPOS != "NOUN" && s.Tokens[t].UPOS != "PROPN" {
		if s.Tokens[t].UPOS != "ADJ" || !shortPosts[w] || t+1 >= len(s.Tokens) || s.name[t+1] < 0 && s.Tokens[t+1].UPOS != "PROPN" {
			return "", t
		}
	}
	if t > 0 {
		two := s.low[t-1] + " " + w
		if t > 1 {
			if p := r.x.frames.posts[s.low[t-2]+" "+two]; p != "" {
				return p, t - 2
			}
		}
		if p := r.x.frames.posts[two]; p != "" {
			return p, t - 1
		}
		if t > 1 && s.Tokens[t-1].Form == "-" { // "then-prime-minister"
			if p := r.x.frames.posts[s.low[t-2]+" "+w]; p != "" {
				return p, t - 2
			}
		}
	}
	if p := r.x.frames.posts[w]; p != "" {
		return p, t
	}
	form := strings.ToLower(s.Tokens[t].Form)
	if p := r.x.frames.posts[form]; p != "" {
		return p, t
	}
	if i := strings.LastIndexByte(form, '-'); i > 0 { // "then-president", "co-chair"
		if p := r.x.frames.posts[form[i+1:]]; p != "" {
			return p, t
		}
		if p := r.x.frames.posts[strings.ReplaceAll(form[strings.IndexByte(form, '-')+1:], "-", " ")]; p != "" {
			return p, t
		}
	}
	return "", t
}

// Posts before a name that taggers take for adjectives: "trade chief X".
var shortPosts = wordSet("chief commandant")

// Posts as they are shortened before a name.
var abbreviated = map[string]string{
	"Gov.": "governor", "Gov": "governor", "Sen.": "senator", "Sen": "senator", "Rep.": "representative", "Rep": "representative", "Gen.": "general", "Gen": "general",
	"Col.": "colonel", "Lt.": "lieutenant", "Maj.": "major", "Adm.": "admiral", "Sgt.": "sergeant", "Amb.": "ambassador", "Pres.": "president", "PM": "prime minister", "VP": "vice president",
}

// postNoun is the noun of the post at t, which starts at first, in one word where it has
// one: "governor" of "Gov.", "minister" of "prime minister".
func (s *sentence) postNoun(t int) string {
	if w := abbreviated[s.Tokens[t].Form]; w != "" {
		return w[strings.LastIndexByte(w, ' ')+1:]
	}
	return s.low[t]
}

// heading says whether the word at t may head a phrase that names a post: a noun, or
// "executive" of "chief executive", which parsers take for an adjective.
func (s *sentence) heading(t int) bool {
	return s.noun(t) || s.low[t] == "executive" && t > 0 && s.low[t-1] == "chief"
}

// post reads the bearers and the bodies of a post noun: "Jan Novak, director of the
// Danube Project", "X is the president of Y", "elected X mayor of Y".
func (r *run) post(s *sentence, t int) {
	pred, first := r.postAt(s, t)
	if pred == "" || s.name[t] >= 0 && r.v.links.Ties[s.name[t]].Entity != nil && r.v.links.Ties[s.name[t]].Entity.Type == schema.Person && r.v.doc.Mentions[s.name[t]].Last-r.v.doc.Mentions[s.name[t]].First > 1 {
		return
	}
	if r.v.titledNext(s, t) >= 0 {
		return // read as a title
	}
	persons, st := r.bearers(s, t, 0)
	if len(persons) == 0 {
		return
	}
	owners := r.bodies(s, t, 0)
	if len(owners) == 0 && pred == "leads" && r.v.focus != nil && s.rel[t] != "appos" && (soleTitles[s.low[t]] || s.low[t] == "president" || first < t && s.low[first] == "prime") && s.kid(t, "nmod") < 0 {
		owners = []arg{{ent: r.v.focus, mention: -1, tok: t, score: 0.5, direct: true}} // "became president": of the state that it is all about
	}
	if len(owners) == 0 && pred == "leads" {
		owners = r.partyOf(s, first)
	}
	if len(owners) == 0 {
		owners = r.bodyBefore(s, t)
	}
	if len(owners) == 0 {
		owners = r.nounBody(s, t, first)
	}
	if len(owners) == 0 && pred == "leads" {
		if owners = r.bodyAt(s, t); len(owners) > 0 && !wholeHeads[s.postNoun(t)] {
			pred = "works-for"
		}
	}
	if len(owners) == 0 && pred == "works-for" && r.v.home != nil && r.governs(s, t, first) && s.kid(t, "nmod") < 0 {
		state := r.v.home
		if iso := link.LeaderCountry(persons[0].ent.Name); iso != "" && iso != state.Country {
			state = r.v.stateOf(iso)
		}
		if state != nil {
			owners = []arg{{ent: state, mention: -1, tok: t, score: 0.5, direct: true}} // "X, the Defence Secretary"
		}
	}
	if len(owners) == 0 {
		return
	}
	roleFirst := t
	for roleFirst > 0 && s.under(roleFirst-1, t) && (s.Tokens[roleFirst-1].UPOS == "NOUN" || s.Tokens[roleFirst-1].UPOS == "PROPN" || s.Tokens[roleFirst-1].UPOS == "ADJ") && s.name[roleFirst-1] < 0 {
		roleFirst--
	}
	role := r.v.text(s, roleFirst, t+1)
	if t+2 < len(s.Tokens) && s.low[t+1] == "of" && (s.low[t+2] == "staff" || s.low[t+2] == "state") {
		role = r.v.text(s, roleFirst, t+3)
	}
	for _, p := range persons {
		for _, o := range owners {
			if h := s.head[t]; h >= 0 && s.verb(h) && s.rel[t] != "appos" {
				r.matched[[2]int{s.idx, h}] = true // "served as mayor" says no more than the post
			}
			before := len(r.reading.Claims)
			r.holds(s, t, min(first, t), roleFirst, pred, role, p, o, "post")
			for i := before; i < len(r.reading.Claims); i++ {
				if st != schema.Actual {
					r.reading.Claims[i].Status = st
				}
				if c := &r.reading.Claims[i]; s.rel[t] == "obl" || s.rel[t] == "xcomp" || s.rel[t] == "obj" || s.rel[t] == "root" {
					c.When = r.v.when(s, t, c.Status)
				}
			}
		}
	}
}

// bodyAt is the body after "at" behind a post and what it is for: "chair in Islamic politics
// at the University of Lima".
func (r *run) bodyAt(s *sentence, t int) []arg {
	for j := t + 1; j+1 < len(s.Tokens) && j < t+16; j++ {
		tok := s.tok(j)
		if tok.UPOS == "VERB" || tok.UPOS == "AUX" || tok.UPOS == "PRON" || tok.Form == "," || tok.Form == "." {
			return nil
		}
		if s.low[j] != "at" {
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
		return nil
	}
	return nil
}

// Heads of the whole of a body that they are "at".
var wholeHeads = wordSet("executive ceo president chairman chairwoman boss founder owner")

// bearers are the persons who hold the post at t, and the status of their holding it.
func (r *run) bearers(s *sentence, t, depth int) (out []arg, st schema.Status) {
	st = schema.Actual
	add := func(toks []int) {
		for _, k := range toks {
			for _, a := range r.v.resolve(s, k) {
				if a.ent.Type == schema.Person && a.direct && !slices.ContainsFunc(out, func(b arg) bool { return b.ent == a.ent }) && named(a.ent) {
					out = append(out, a)
				}
			}
		}
	}
	h := s.head[t]
	if s.rel[t] == "appos" && h >= 0 {
		if a := r.v.own(s, h); a.ent != nil && a.ent.Type == schema.Person && named(a.ent) && !coref.Plural(s.tok(t)) {
			out = append(out, a) // of "X, mayor of A, and Y" X alone
		} else {
			add([]int{h})
		}
	}
	for _, k := range s.kids[t] {
		if s.rel[k] != "appos" {
			continue
		}
		if a := r.v.own(s, k); !coref.Plural(s.tok(t)) && a.ent != nil && a.ent.Type == schema.Person && named(a.ent) {
			out = append(out, a) // of "the mayor, X, and his aide, Y" X alone
		} else {
			add([]int{k})
		}
	}
	if len(out) == 0 && depth == 0 && r.v.titledNext(s, t) < 0 {
		if k := s.beforeComma(t, 0); k >= 0 {
			add([]int{k})
		} else if k := s.afterComma(t); k >= 0 {
			add([]int{k})
		}
	}
	if len(out) > 0 {
		return out, st
	}
	if s.kid(t, "nsubj") >= 0 {
		st, _ = r.v.status(s, t)
		add(s.surface(t, 0))
		return out, st
	}
	if t > 0 && s.low[t-1] == "whose" && t+2 < len(s.Tokens) && s.low[t+1] == "be" && s.person[t+2] { // "whose director is X", whatever the tree
		add([]int{t + 2})
		return out, st
	}
	if h >= 0 && s.rel[t] == "nsubj" && s.kid(h, "cop") >= 0 && s.person[h] { // "its director is X"
		st, _ = r.v.status(s, h)
		add([]int{h})
		return out, st
	}
	if h < 0 || depth > 3 {
		return out, st
	}
	if s.rel[t] == "conj" && s.noun(h) {
		if p, _ := r.postAt(s, h); p != "" || s.low[h] == "member" || s.rel[h] == "appos" && s.name[h] < 0 {
			return r.bearers(s, h, depth+1)
		}
	}
	as := s.preposition(t) == "as"
	if g := s.head[h]; s.rel[t] == "nmod" && seats[s.low[h]] && g >= 0 && s.verb(g) { // "held the post of X", "was named to the post of X"
		switch {
		case s.rel[h] == "obj" && occupying[s.low[g]] && !s.passive(g):
			add(s.surface(g, 0))
		case s.rel[h] == "obl" && (appointing[s.low[g]] || replacing[s.low[g]]):
			add(s.objects(g))
		case s.rel[h] == "obl" && (holding[s.low[g]] || occupying[s.low[g]]):
			add(s.surface(g, 0))
		}
		if len(out) > 0 {
			st, _ = r.v.status(s, g)
		}
		return out, st
	}
	if s.verb(h) && (as || s.rel[t] == "xcomp" || s.rel[t] == "obj" || s.rel[t] == "obl") {
		switch w := s.low[h]; {
		case becoming[w] || holding[w]:
			if as && !s.passive(h) || becoming[w] {
				add(s.surface(h, 0))
			}
		case replacing[w]:
			if as {
				add(s.subjects(h))
			}
		case appointing[w]:
			if s.rel[t] == "obj" && s.kid(h, "iobj") < 0 && !as {
				break
			}
			if k := s.direct(h, "iobj"); s.rel[t] == "obj" && len(k) > 0 && !s.passive(h) {
				add(k)
			} else {
				add(s.objects(h))
			}
		}
		if len(out) > 0 {
			st, _ = r.v.status(s, h)
		}
	}
	return out, st
}

// Verbs that tie a person to a post: those whose subject gets or keeps it, those whose
// subject has it "as", those whose object is given it, and those whose subject gets it after
// another.
var (
	becoming   = wordSet("become remain")
	holding    = wordSet("serve act work stay resign retire return quit step take continue join begin start rule reign coach volunteer")
	appointing = wordSet("appoint name elect nominate make choose select install designate acknowledge recognize recognise proclaim declare place crown reelect re-elect pick confirm inaugurate reappoint hire swear")
	replacing  = wordSet("succeed replace")
)

// Nouns for a post that is named after "of", and verbs whose subject has what they are.
var (
	seats     = wordSet("post office position role job title seat function duty mantle rank")
	occupying = wordSet("hold resume assume take occupy leave fill relinquish vacate accept win retain regain lose get keep have inherit seek quit")
)

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
	{word: "to", only: wordSet("envoy adviser advisor representative aide")},
	{word: "from"},
}

// Complements that are part of the post's name: "chief of staff of X".
var innerOf = wordSet("staff state mission")

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

// counterpart reads whose post is that of someone named before: "the Peruvian minister met
// his Chilean counterpart, X".
func (r *run) counterpart(s *sentence, t int) {
	if s.low[t] != "counterpart" || coref.Plural(s.tok(t)) {
		return
	}
	state := arg{mention: -1}
	for _, k := range s.kids[t] {
		if k < t && s.name[k] >= 0 && s.Tokens[k].Deprel != "nmod:poss" {
			if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Country {
				state = a
			}
		}
	}
	who := -1
	for j := t + 1; j < len(s.Tokens) && j <= t+2; j++ {
		if s.person[j] {
			who = j
			break
		}
		if s.Tokens[j].Form != "," {
			break
		}
	}
	if state.ent == nil || who < 0 {
		return
	}
	for i := len(r.reading.Claims) - 1; i >= 0; i-- { // the last post told
		c := &r.reading.Claims[i]
		if c.Evidence.Sentence > s.idx || c.Evidence.Sentence < s.idx-2 {
			continue
		}
		if (c.Predicate == "leads" || c.Predicate == "works-for") && c.Role != "" && c.Object.Entity.Type == schema.Country && c.Subject.Entity != r.v.own(s, who).ent {
			r.fact(s, c.Predicate, t, t, t+1, r.v.own(s, who), state, c.Role, "counterpart")
			return
		}
	}
}

// reign reads who heads a government: "the government of X", "X's presidency".
func (r *run) reign(s *sentence, t int) {
	switch w := s.low[t]; {
	case governments[w]:
		self := r.v.own(s, t)
		if self.ent == nil || self.ent.Type != schema.Organization {
			return
		}
		for _, k := range s.kids[t] {
			if s.rel[k] == "nmod" && (s.preposition(k) == "of" || s.Tokens[k].Deprel == "nmod:poss") {
				for _, a := range r.v.resolve(s, k) {
					if a.ent.Type == schema.Person && a.direct && named(a.ent) {
						r.fact(s, "leads", t, t, t+1, a, self, "", "government")
					}
				}
			}
		}
	case reigns[w] != "":
		for _, k := range s.kids[t] {
			if s.Tokens[k].Deprel != "nmod:poss" {
				continue
			}
			for _, a := range r.v.resolve(s, k) {
				if a.ent.Type == schema.Person && a.direct && named(a.ent) && r.v.focus != nil && r.v.kindOf(a) == nlp.Name && r.v.names(s, r.v.focus) {
					r.fact(s, "leads", t, t, t+1, a, arg{ent: r.v.focus, mention: -1, tok: t, score: 0.5}, strings.Trim(reigns[w], "-"), "reign")
				}
			}
		}
	}
}

// Nouns for who governs, and for the time of a head of state with the post that each tells,
// "-" for none.
var (
	governments = wordSet("government regime administration")
	reigns      = map[string]string{"presidency": "president", "premiership": "prime minister", "reign": "-", "rule": "-"}
)

// employed reads where a person with a calling works: "X, a hydrologist at the University of
// Lima", "X is a nurse at Y". Whatever calling is no post of the ontology counts.
func (r *run) employed(s *sentence, t int) {
	if p, _ := r.postAt(s, t); p != "" || s.name[t] >= 0 || coref.Plural(s.tok(t)) || !calling(s, t) {
		return
	}
	var persons []arg
	st := schema.Actual
	switch {
	case s.rel[t] == "appos" && s.head[t] >= 0:
		persons = append(persons, r.v.own(s, s.head[t]))
	case s.kid(t, "cop") >= 0:
		st, _ = r.v.status(s, t)
		for _, k := range s.surface(t, 0) {
			persons = append(persons, r.v.own(s, k))
		}
	default:
		if k := s.beforeComma(t, 0); k >= 0 {
			persons = append(persons, r.v.own(s, k))
		}
	}
	for _, k := range s.kids[t] {
		if p := s.preposition(k); k < t || s.rel[k] != "nmod" || p != "at" && p != "with" && p != "for" {
			continue
		}
		body := r.v.own(s, k)
		if body.ent == nil || body.ent.Type != schema.Organization {
			continue
		}
		for _, p := range persons {
			if p.ent != nil && p.ent.Type == schema.Person && named(p.ent) && st == schema.Actual {
				r.fact(s, "works-for", t, t, t+1, p, body, r.v.text(s, t, t+1), "employed")
			}
		}
		return
	}
}

// calling says whether a noun is something that people do for a living.
func calling(s *sentence, t int) bool {
	w := s.low[t]
	if noCallings[w] {
		return false
	}
	return s.class(t).Kind == "person" || strings.HasSuffix(w, "ist") || strings.HasSuffix(w, "ian") || strings.HasSuffix(w, "ologist")
}

// Persons who are at a body without working for it.
var noCallings = wordSet("student graduate pupil alumnus patient prisoner inmate detainee visitor guest victim passenger suspect opponent critic rival competitor supporter donor customer member refugee resident spectator fan protester witness candidate nominee regular speaker list")
