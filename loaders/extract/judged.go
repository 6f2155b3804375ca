package extract

import (
	"relata/loaders/nlp"
	"relata/schema"
)

// Verbs that say what somebody is, and words that fault him or that praise him.
var (
	brandings = wordSet("call brand label describe denounce dub term deem decry dismiss characterize characterise portray depict refer hail remember praise attack slam blast condemn criticize criticise")
	slurs     = wordSet(`clown liar terrorist dictator thug fraud coward criminal killer tyrant racist traitor murderer hypocrite puppet idiot fool disgrace bully monster hoax disaster
		illegal unacceptable shameful disgraceful unlawful illegitimate irresponsible unjust outrageous reckless appalling barbaric inhumane cruel dangerous undemocratic unconstitutional
		deplorable despicable cynical hypocritical absurd ridiculous wrong misguided farce sham crime mistake betrayal barbarity dastardly cowardly heinous barbarism savagery evil
		terror provocation aggression insult scandal abomination atrocity outrage madness travesty stunt bandit fascist genocide corrupt incompetent weak dishonest lie lies propaganda nonsense
		witch-hunt warmonger extremist war-criminal loser maneuver manoeuvre ploy attack violation threat`)
	faults = wordSet(`lousy terrible horrible awful disgraceful shameful appalling outrageous unacceptable irresponsible reckless corrupt dishonest incompetent unfair unjust cruel barbaric brutal
		cowardly inhumane deplorable despicable disgusting abhorrent disastrous catastrophic flawed absurd ridiculous laughable hypocritical pointless misguided inadequate insufficient racist
		sexist undemocratic authoritarian inexcusable intolerable misleading phony crooked vile heinous scandalous bizarre pathetic cynical dreadful idiotic foolish stupid insulting retrograde
		disgrace outrage farce sham hoax joke mockery hunt witch-hunt stunt coup liar fraud disaster catastrophe blunder betrayal insult provocation tyrant dictator thug traitor coward
		horrific horrifying shocking senseless murderous wicked sickening repugnant
		fascist bully clown idiot fool loser puppet menace setback garbage nonsense gamesmanship propaganda grab scam travesty injustice atrocity barbarism charade circus lie breach abomination
		nightmare failure hypocrite rubbish shambles boring soviet-style`)
	merits = wordSet(`great good excellent brilliant honest hardworking humble decent remarkable outstanding extraordinary exceptional iconic wonderful amazing brave courageous heroic talented
		gifted generous kind dedicated tireless legendary inspiring inspirational visionary beloved respected admired loved best finest capable incredible magnificent superb wise noble fearless
		fantastic soft-spoken committed passionate compassionate selfless dear gentle warm lovely nice delightful charming caring thoughtful loyal cherished
		skilled dignified unforgettable irreplaceable trailblazing groundbreaking gracious sincere
		hero heroine legend icon treasure giant inspiration pioneer visionary gentleman patriot champion statesman stateswoman genius advocate trailblazer fighter loyalist`)
	// what of these stands as well in a judgment of an act
	approvals = wordSet("great good excellent wonderful historic positive welcome encouraging important courageous brave wise victory milestone triumph breakthrough success sound solid step")
)

// judgment is whether the words of tokens [first, last) fault or praise: -1, 1, or 0 where
// they do neither or both.
func (s *sentence) judgment(first, last int, bad, good map[string]bool) (sign, at int) {
	for t := first; t < last; t++ {
		w := 0
		switch {
		case bad[s.low[t]] && (s.low[t] != "hunt" || t > 0 && s.low[t-1] == "witch"):
			w = -1
		case good[s.low[t]], good != nil && s.advance(t):
			w = 1
		case s.low[t] == "enough" && s.negated(t):
			w = -1
		default:
			continue
		}
		if s.negated(t) && s.low[t] != "enough" {
			if w < 0 {
				return 0, t
			}
			w = -1
		}
		if sign != 0 && sign != w {
			return 0, t
		}
		if sign == 0 {
			at = t
		}
		sign = w
	}
	return sign, at
}

// advance says whether the word at t is of good ground or progress: "a sound basis", "a step
// forward", "a big step towards peace".
func (s *sentence) advance(t int) bool {
	if t+1 >= len(s.Tokens) {
		return false
	}
	next := s.low[t+1]
	switch s.low[t] {
	case "sound", "solid":
		return next == "basis" || next == "foundation" || next == "base"
	case "step":
		for k := t + 2; k < len(s.Tokens) && k < t+6; k++ {
			if strife[s.low[k]] || violence[s.low[k]] {
				return false
			}
		}
		return next == "forward" || next == "toward" || next == "towards"
	}
	return false
}

// negated says whether one of the three words before t denies it.
func (s *sentence) negated(t int) bool {
	for k := t - 1; k >= 0 && k >= t-3; k-- {
		switch s.low[k] {
		case "not", "no", "never", "n't", "hardly", "nowhere", "neither", "nor", "less":
			return true
		}
	}
	return false
}

// brands reads who is called something good or bad: "X called Y a liar", "X described Y's
// move as an outrage", "Y was hailed by X as a hero".
func (r *run) brands(s *sentence, i int) {
	if !brandings[s.low[i]] {
		return
	}
	who, first, last := s.calledWhat(i)
	if len(who) == 0 || first >= last {
		return
	}
	bad := slurs
	if s.low[i] == "remember" || s.low[i] == "refer" {
		bad = faults
	}
	sign, at := s.judgment(first, last, bad, nil)
	if sign == 0 {
		sign, at = s.judgment(first, last, faults, merits)
	}
	if sign == 0 || sign > 0 && (s.low[i] == "attack" || s.low[i] == "dismiss") {
		return
	}
	name := "criticizes"
	if sign > 0 {
		name = "supports"
	}
	p := r.x.opt.Ontology.Predicate(name)
	if p == nil {
		return
	}
	for _, t := range s.subjects(i) {
		for _, a := range r.v.resolve(s, t) {
			for _, u := range who {
				for _, b := range r.v.resolve(s, u) {
					if !b.direct && suffered[s.low[u]] {
						continue // "described X's arrest as a coup" faults those who arrested him
					}
					if s.low[u] == "it" && b.ent.Type != schema.Event && b.ent.Type != schema.Agreement {
						continue
					}
					if a.direct && (sign < 0 || b.direct && (b.ent.Type == schema.Person || b.ent.Type == schema.Agreement && approvals[s.low[at]])) {
						r.thinksOf(s, i, p, "brand", s.Tokens[at].Form, a, b)
					}
				}
			}
		}
	}
}

// Nouns for what is done to the one whose it is.
var suffered = wordSet("arrest detention imprisonment jailing conviction sentencing prosecution indictment trial impeachment removal ouster dismissal sacking expulsion deportation killing murder assassination death abduction kidnapping disqualification")

// calledWhat is whom the verb at i calls something, and the words for what: those within the
// quotation marks behind, else what stands behind who is called.
func (s *sentence) calledWhat(i int) (who []int, first, last int) {
	n := len(s.Tokens)
	open := -1
	for t := i + 1; t < n && t < i+14; t++ {
		if f := s.Tokens[t].Form; f == openQuotes || f == "``" || f == "\"" {
			open = t
			break
		}
		if s.Tokens[t].XPOS == "VBD" || s.Tokens[t].XPOS == "VBZ" || s.Tokens[t].Form == ";" {
			break
		}
	}
	if s.passive(i) {
		who = s.objects(i)
	} else {
		from := i + 1
		if s.low[i] == "refer" {
			if from >= n || s.low[from] != "to" {
				return nil, 0, 0
			}
			from++
		}
		for t := from; t < n && (open < 0 || t < open); t++ {
			if s.Tokens[t].UPOS == "PRON" && s.rel[t] != "nmod" {
				who = []int{t}
				break
			}
			if s.noun(t) && !(t+1 < n && (s.noun(t+1) || s.Tokens[t+1].XPOS == "POS")) {
				who = []int{t}
				if m := s.name[t]; m >= 0 {
					for h := t; h >= 0 && s.name[h] == m; h = s.head[h] {
						who = []int{h}
					}
				}
				break
			}
			switch s.Tokens[t].UPOS {
			case "DET", "ADJ", "NOUN", "PROPN", "PART", "NUM", "ADV":
			default:
				if s.Tokens[t].XPOS != "VBN" && s.Tokens[t].XPOS != "PRP$" && s.Tokens[t].XPOS != "VBG" {
					return nil, 0, 0
				}
			}
		}
		if len(who) == 0 {
			return nil, 0, 0
		}
	}
	if open >= 0 {
		last = open + 1
		for last < n && s.Tokens[last].Form != closeQuotes && s.Tokens[last].Form != "''" && s.Tokens[last].Form != "\"" {
			last++
		}
		return who, open + 1, last
	}
	first = i + 1
	if !s.passive(i) {
		first = who[0] + 1
		for first < n && s.name[who[0]] >= 0 && s.name[first] == s.name[who[0]] {
			first++
		}
	}
	for first < n && s.low[first] != "as" && s.Tokens[first].UPOS != "DET" && s.Tokens[first].UPOS != "ADJ" && s.Tokens[first].UPOS != "NOUN" && s.Tokens[first].UPOS != "PUNCT" && s.Tokens[first].UPOS != "VERB" {
		first++ // "of the Senate", "by X"
		if first-i > 12 {
			return nil, 0, 0
		}
	}
	for last = first; last < n; last++ {
		t := &s.Tokens[last]
		if t.Form == "," || t.Form == ";" || t.Form == "." || t.UPOS == "VERB" || t.UPOS == "SCONJ" || t.UPOS == "PRON" || t.UPOS == "ADP" && s.low[last] != "as" && s.low[last] != "of" {
			break
		}
	}
	return who, first, last
}

// judges reads what somebody says that another is: "X said Y was a great man", "Y is a
// disgrace," X wrote.
func (r *run) judges(s *sentence, t int) {
	if s.kid(t, "cop") < 0 {
		return
	}
	who := s.surface(t, 0)
	if len(who) == 0 || s.Tokens[who[0]].UPOS == "PRON" && s.low[who[0]] != "he" && s.low[who[0]] != "she" {
		return
	}
	speaker := r.v.speakerEntity(r.v.source(s, t, 0))
	if speaker == nil || !speaker.Type.IsActor() {
		return
	}
	// the words of the predicate itself
	sign, at := 0, t
	for _, k := range s.predicative(t) {
		w, _ := s.judgment(k, k+1, faults, merits)
		if w == 0 {
			continue
		}
		if sign != 0 && w != sign {
			return
		}
		if sign == 0 {
			sign, at = w, k
		}
	}
	if st, _ := r.v.status(s, t); sign == 0 || st == schema.Planned || st == schema.Denied || st == schema.Possible && s.kid(t, "aux") >= 0 {
		return
	}
	name := "criticizes"
	if sign > 0 {
		name = "supports"
	}
	for _, u := range who {
		for _, b := range r.v.resolve(s, u) {
			if b.ent == nil || b.ent == speaker || sign > 0 && (!b.direct || b.ent.Type != schema.Person && !(approvals[s.low[at]] && (b.ent.Type == schema.Agreement || b.ent.Type == schema.Event))) {
				continue
			}
			if r.v.kindOf(b) == nlp.Pronoun && r.v.namedOutside(s, b.ent) {
				continue // rather the one who speaks
			}
			if b.ent.Type == schema.Country && !b.direct || b.ent.Type == schema.Group && r.v.kindOf(b) == nlp.Pronoun {
				continue
			}
			r.said(s, t, name, "judged", s.Tokens[at].Form, speaker, b)
		}
	}
}

// namedOutside says whether a sentence names an entity outside its quotation.
func (v *view) namedOutside(s *sentence, e *schema.Entity) bool {
	for i := range v.doc.Mentions {
		if m := &v.doc.Mentions[i]; m.Sentence == s.idx && m.Kind == nlp.Name && v.links.Ties[i].Entity == e && !v.quoted(s, m.Head) {
			return true
		}
	}
	return false
}

// predicative are the words of what the noun or adjective at t says: itself and what
// describes it, and what is joined to it.
func (s *sentence) predicative(t int) []int {
	out := []int{t}
	for _, k := range s.kids[t] {
		switch s.rel[k] {
		case "amod", "compound", "advmod":
			out = append(out, k)
			for _, c := range s.kids[k] {
				if s.rel[c] == "conj" {
					out = append(out, c)
				}
			}
		case "conj":
			if s.kid(k, "nsubj") < 0 {
				out = append(out, k)
				for _, c := range s.kids[k] {
					if s.rel[c] == "amod" {
						out = append(out, c)
					}
				}
			}
		}
	}
	return out
}

// thinksOf is tellOf for what one holds of another, which may be an event or agreement without
// a name: "the inquiry".
func (r *run) thinksOf(s *sentence, i int, p *schema.Predicate, rule, about string, a, b arg) {
	if a.ent == nil || b.ent == nil || !r.tells(a) || !r.judgeable(s, b) || a.ent == b.ent || !fitsType(a.ent.Type, p.From) || !fitsType(b.ent.Type, p.To) {
		return
	}
	r.emit(&candidate{pred: p, sent: s, at: i, first: i, last: i + 1, subject: a, object: b, about: about, method: "extract/" + rule + "@" + Version, features: features{kind: schema.VerbFrame, loose: true}})
}

// judgeable says whether it is told well enough whom or what a judgment is about.
func (r *run) judgeable(s *sentence, b arg) bool {
	return r.tells(b) || (b.ent.Type == schema.Event || b.ent.Type == schema.Agreement) && b.direct
}

// said emits what a speaker holds of another by what he says of him.
func (r *run) said(s *sentence, t int, name, rule, about string, speaker *schema.Entity, b arg) {
	p := r.x.opt.Ontology.Predicate(name)

	if p == nil || b.ent == nil || !fitsType(b.ent.Type, p.To) || !fitsType(speaker.Type, p.From) || !r.judgeable(s, b) || b.ent.Type == schema.Person && !b.direct {
		return
	}
	a := arg{ent: speaker, mention: -1, tok: t, direct: true, score: b.score}
	for i := range r.v.doc.Mentions {
		if m := &r.v.doc.Mentions[i]; m.Sentence == s.idx && r.v.links.Ties[i].Entity == speaker {
			a.mention, a.tok = i, m.Head
			break
		}
	}
	r.emit(&candidate{pred: p, sent: s, at: t, first: t, last: t + 1, subject: a, object: b, about: about, status: schema.Actual, method: "extract/" + rule + "@" + Version, features: features{loose: true}})
}

// Verbs for wrongs of which who says them accuses.
var allegations = wordSet(`abuse violate deceive mislead betray exploit manipulate suppress endanger lie cheat steal defraud fabricate falsify sabotage oppress persecute harass molest torture incite bribe
	extort obstruct massacre slaughter loot conceal meddle collude conspire discriminate trample flout weaponize weaponise rig misuse embezzle
	assault rape grope poison blackmail murder swindle interfere`)

// alleges reads the wrong that somebody says another did: "X said Y had violated the deal",
// "Y is breaking the law," X said.
func (r *run) alleges(s *sentence, i int) {
	wrong := allegations[s.low[i]]
	if s.low[i] == "break" {
		for _, k := range s.kids[i] {
			wrong = wrong || (s.low[k] == "law" || s.low[k] == "promise") && k > i
		}
	}
	if !wrong || s.passive(i) || s.kid(i, "xcomp") >= 0 {
		return
	}
	for _, k := range s.kids[i] {
		if s.rel[k] == "advmod" && (s.low[k] == "not" || s.low[k] == "never") {
			return
		}
	}
	speaker := r.v.speakerEntity(r.v.source(s, i, 0))
	if speaker == nil || !speaker.Type.IsActor() {
		return
	}
	if st, _ := r.v.status(s, i); st == schema.Planned || st == schema.Denied {
		return
	}
	for _, u := range s.subjects(i) {
		for _, b := range r.v.resolve(s, u) {
			if b.ent != nil && b.ent != speaker && b.direct && r.v.kindOf(b) != nlp.Pronoun {
				r.said(s, i, "accuses", "alleged", s.Tokens[i].Form, speaker, b)
			}
		}
	}
}

// Words for what has no force in law, and verbs by which a court finds so.
var (
	voids   = wordSet("unlawful illegal unconstitutional invalid void null")
	finding = wordSet("rule find declare hold judge conclude")
	benches = wordSet("court courts tribunal judge judges justice justices bench")
)

// findsVoid reads what a court or a judge finds against the law: "the court ruled that the ban
// was unlawful", "found the ban to be unconstitutional", "ruled it illegal".
func (r *run) findsVoid(s *sentence, t int) {
	if !voids[s.low[t]] || s.negated(t) {
		return
	}
	h := s.head[t]
	if s.rel[t] == "conj" {
		return
	}
	for _, k := range s.kids[t] { // "the court ruled on Monday the ban was unlawful", as trees have it
		if k < t && s.verb(k) && finding[s.low[k]] && (s.rel[k] == "advcl" || s.rel[k] == "parataxis") {
			h = k
		}
	}
	if h < 0 || !s.verb(h) || !finding[s.low[h]] || s.passive(h) {
		return
	}
	what := -1
	if k := s.kid(t, "nsubj"); k >= 0 {
		what = k
	} else if k := s.kid(h, "obj"); k >= 0 && s.rel[t] != "obj" {
		what = k
	}
	if what < 0 {
		return
	}
	for _, u := range s.subjects(h) {
		for _, a := range r.v.resolve(s, u) {
			for _, b := range r.v.resolve(s, what) {
				name := "opposes"
				if b.ent == nil || a.ent == nil || !a.direct || a.ent.Type != schema.Person && !hasWord(a.ent.Name, benches) || hasWord(b.ent.Name, benches) {
					continue
				}
				if !b.direct {
					name = "criticizes"
				}
				if p := r.x.opt.Ontology.Predicate(name); p != nil {
					r.thinksOf(s, h, p, "void", s.Tokens[t].Form, a, b)
				}
			}
		}
	}
}
