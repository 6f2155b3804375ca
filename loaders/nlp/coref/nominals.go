package coref

import (
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// definite says how a nominal is introduced.
func (r *resolver) definite(m *nlp.Mention) (definite, indefinite bool) {
	sent := &r.doc.Sentences[m.Sentence]
	for _, k := range r.trees[m.Sentence][m.Head] {
		tok := &sent.Tokens[k]
		switch w := strings.ToLower(tok.Form); {
		case base(tok.Deprel) == "det":
			switch w {
			case "the", "this", "that", "these", "those", "both":
				definite = true
			default:
				indefinite = true
			}
		case tok.Deprel == "nmod:poss":
			definite = true
		}
	}
	return definite, indefinite
}

// owned ties nominals of one word that belong to one owner: "her mother" and "Maria's mother",
// once "her" is known to be Maria.
func (r *resolver) owned() {
	type key struct {
		owner int
		lemma string
	}
	last := map[key]int{}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind != nlp.Nominal {
			continue
		}
		for _, k := range r.trees[m.Sentence][m.Head] {
			if r.doc.Sentences[m.Sentence].Tokens[k].Deprel != "nmod:poss" {
				continue
			}
			o, ok := r.byHead[m.Sentence][k]
			others := len(r.mods[i])
			if r.mods[i][strings.ToLower(r.doc.Sentences[m.Sentence].Tokens[k].Lemma)] {
				others--
			}
			if !ok || others > 0 {
				continue
			}
			at := key{r.find(o), r.lemma[i]}
			if j, ok := last[at]; ok && r.agree[j].plural == r.agree[i].plural {
				r.join(j, i)
			}
			last[at] = i
		}
	}
}

// bare is the nearest earlier nominal that has the same words, both without a determiner:
// "poverty", "Andean pipelines"; -1 if none.
func (r *resolver) bare(i int, seen map[string]int) int {
	m := &r.doc.Mentions[i]
	if def, indef := r.definite(m); def || indef {
		return -1
	}
	first, last := r.trees[m.Sentence].span(&r.doc.Sentences[m.Sentence], m.Head)
	words := NormalName(&r.doc.Sentences[m.Sentence], first, last)
	j, ok := seen[words]
	seen[words] = i
	if !ok || m.Sentence-r.doc.Mentions[j].Sentence > bareWindow {
		return -1
	}
	return j
}

// nominals ties definite nominals to earlier mentions with the same head, then to names of
// the kind that they describe.
func (r *resolver) nominals() {
	seen := map[string]int{}
	for i := range r.doc.Mentions {
		m := &r.doc.Mentions[i]
		if m.Kind != nlp.Nominal {
			continue
		}
		if j := r.bare(i, seen); j >= 0 && r.join(j, i) {
			continue
		}
		if r.find(i) != i && !r.firstOfChain(i) {
			continue
		}
		def, indef := r.definite(m)
		if indef || !def && r.agree[i].plural != yes {
			if !def {
				continue
			}
		}
		if r.possessed(m) && NounClass(r.lemma[i]).Kind == "person" {
			continue // "his father" is another's father next time
		}
		if j := r.sameHead(i, def); j >= 0 {
			r.join(j, i)
			continue
		}
		if !def {
			continue
		}
		if j := r.described(i); j >= 0 {
			r.join(j, i)
		}
	}
}

// possessed says whether a pronoun owns the nominal.
func (r *resolver) possessed(m *nlp.Mention) bool {
	sent := &r.doc.Sentences[m.Sentence]
	for _, k := range r.trees[m.Sentence][m.Head] {
		if sent.Tokens[k].Deprel == "nmod:poss" && sent.Tokens[k].UPOS == "PRON" {
			return true
		}
	}
	return false
}

func (r *resolver) firstOfChain(i int) bool { return r.find(i) == i }

// sameHead seeks the nearest earlier mention with the same head word whose modifiers do not
// contradict.
func (r *resolver) sameHead(i int, def bool) int {
	m := &r.doc.Mentions[i]
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		if m.Sentence-o.Sentence > nominalWindow {
			break
		}
		if o.Kind == nlp.Pronoun || !refers(o) || contains(o, m) || contains(m, o) {
			continue
		}
		if r.lemma[j] != r.lemma[i] || o.Kind == nlp.Name && r.typ[j] == schema.Person {
			continue
		}
		if !r.agree[j].fits(r.agree[i]) || r.belowIt(j, i) {
			continue
		}
		ok := true
		for w := range r.mods[i] {
			if o.Kind == nlp.Nominal && !r.mods[j][w] || o.Kind == nlp.Name && !strings.Contains(" "+r.words[j]+" ", " "+w+" ") {
				ok = false
				break
			}
		}
		if ok && !def && len(r.mods[i]) != len(r.mods[j]) {
			ok = false
		}
		if ok && o.Kind == nlp.Name && generic[r.lemma[i]] && len(r.mods[i]) == 0 && r.nearerBody(j, i) {
			return -1 // "Condor Group ... Falcon attacked ... the group"
		}
		if ok {
			return j
		}
	}
	return -1
}

// belowIt says whether the person at j stands below the post that i names, or held it before:
// no vice president is "the president".
func (r *resolver) belowIt(j, i int) bool {
	for w := range below {
		if r.mods[j][w] && !r.mods[i][w] {
			return true
		}
	}
	return false
}

// Words before a post that make another one of it.
var below = map[string]bool{"vice": true, "deputy": true, "former": true, "ex": true, "assistant": true, "late": true}

// nation is the adjective in capitals that tells where a body is from, in lower case: "the
// Irish airline"; empty if none does.
func (r *resolver) nation(i int) string {
	m := &r.doc.Mentions[i]
	toks := r.doc.Sentences[m.Sentence].Tokens
	for _, k := range r.trees[m.Sentence][m.Head] {
		if tok := &toks[k]; tok.UPOS == "ADJ" && tok.Deprel == "amod" && capital(tok.Form) {
			return strings.ToLower(tok.Lemma)
		}
	}
	return ""
}

// talkedOf is the body that the text has talked of most, the nearer the more, and that may be
// of a nation; -1 if there is none or another comes close.
func (r *resolver) talkedOf(i int, nation string) int {
	m := &r.doc.Mentions[i]
	score := map[int]float64{}
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		if o.Kind != nlp.Name || r.typ[j] != schema.Organization || contains(m, o) || !r.agree[j].fits(r.agree[i]) || public(r.words[j]) && !sharesWord(r.words[j], r.lemma[i]) {
			continue // no union of states is "the German group"
		}
		if kinds := ofKind[r.lemma[i]]; kinds != "" && !sharesWord(r.words[j], kinds) {
			continue
		}
		w := weight(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel)
		if r.elsewhere(j, nation) {
			w = -1000
		}
		if o.Sentence == 0 {
			w *= 2 // the title says what it is about
		}
		score[r.find(j)] += w / float64(1+m.Sentence-o.Sentence)
	}
	best, top, second := -1, 0.0, 0.0
	for j := 0; j < i; j++ {
		s, ok := score[j]
		switch {
		case !ok || s <= 0:
		case s > top:
			best, top, second = j, s, top
		case s > second:
			second = s
		}
	}
	if second*1.2 > top {
		return -1
	}
	return best
}

// elsewhere says whether a name or what stands before it tells another nation than the one
// given.
func (r *resolver) elsewhere(j int, nation string) bool {
	o := &r.doc.Mentions[j]
	toks := r.doc.Sentences[o.Sentence].Tokens
	for t := max(o.First-3, 0); t < o.Last; t++ {
		tok := &toks[t]
		if t < o.First && tok.Head != o.Head {
			continue
		}
		if (tok.UPOS == "ADJ" || t < o.First && tok.UPOS == "PROPN" && tok.Deprel == "nmod:poss") && capital(tok.Form) && !strings.EqualFold(tok.Lemma, nation) && !strings.HasPrefix(nation, strings.ToLower(tok.Form)) {
			return true
		}
	}
	return false
}

// plain says whether all modifiers of a nominal but its nation only describe what was just
// named.
func (r *resolver) plain(i int, nation string) bool {
	for w := range r.mods[i] {
		if !describing[w] && w != nation {
			return false
		}
	}
	return true
}

// Words that describe a body without telling it from others: "the state company", "the rebel
// group".
var describing = map[string]bool{"state": true, "state-owned": true, "state-run": true, "private": true, "public": true, "regional": true, "global": true, "international": true, "world": true, "rebel": true, "militant": true, "armed": true, "islamist": true, "paramilitary": true, "military": true, "extremist": true, "insurgent": true, "jihadist": true, "trade": true, "defense": true, "defence": true, "security": true, "ruling": true, "low-cost": true, "national": true}

// whole says whether all modifiers of a nominal tell only in what part of the world a country
// lies or that all of it is meant: "the West African nation".
func (r *resolver) whole(i int) bool {
	for w := range r.mods[i] {
		if !lying[w] {
			return false
		}
	}
	return true
}

// Words for where and how countries lie.
var lying = map[string]bool{"island": true, "landlocked": true, "african": true, "asian": true, "european": true, "american": true, "arab": true, "pacific": true, "caribbean": true, "baltic": true, "balkan": true, "gulf": true, "andean": true, "latin": true, "nordic": true, "west": true, "east": true, "north": true, "south": true, "western": true, "eastern": true, "northern": true, "southern": true, "southeast": true, "central": true, "oil-rich": true, "whole": true, "entire": true}

// nearerBody says whether another body was the subject of a sentence after that of the name
// j and before the nominal i.
func (r *resolver) nearerBody(j, i int) bool {
	for k := j + 1; k < i; k++ {
		o := &r.doc.Mentions[k]
		if o.Kind == nlp.Name && r.typ[k] == schema.Organization && o.Sentence > r.doc.Mentions[j].Sentence && r.find(k) != r.find(j) &&
			base(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel) == "nsubj" {
			return true
		}
	}
	return false
}

// described seeks the name that a definite nominal without modifiers stands for: "the
// country", "the company", "the president".
func (r *resolver) described(i int) int {
	m := &r.doc.Mentions[i]
	if r.aged(m) {
		return r.lastPerson(i)
	}
	c := NounClass(r.lemma[i])
	if r.agree[i].plural == yes {
		return -1
	}
	nation := ""
	if c.Kind == "org" && generic[r.lemma[i]] {
		nation = r.nation(i)
	}
	if len(r.mods[i]) > 0 && !(c.Kind == "org" && generic[r.lemma[i]] && r.plain(i, nation)) && !(c.Kind == "country" && r.whole(i)) {
		if c.Kind != "person" {
			return -1
		}
		for j := i - 1; j >= 0; j-- { // "Foreign Secretary X ... the Foreign Secretary"
			o := &r.doc.Mentions[j]
			if o.Kind != nlp.Name || r.typ[j] != schema.Person || !r.entitled(o, r.lemma[i]) {
				continue
			}
			all := true
			for w := range r.mods[i] {
				all = all && r.entitled(o, w)
			}
			if all {
				return j
			}
		}
		return -1
	}
	want := map[schema.EntityType]bool{}
	switch {
	case c.Kind == "country":
		want[schema.Country] = true
	case c.Kind == "place" && (r.lemma[i] == "city" || r.lemma[i] == "town" || r.lemma[i] == "village" || r.lemma[i] == "island" || r.lemma[i] == "region" || r.lemma[i] == "province" || r.lemma[i] == "territory"):
		want[schema.Place] = true
	case c.Kind == "org" && !standing[r.lemma[i]]:
		want[schema.Organization] = true
	case c.Kind == "person":
		want[schema.Person] = true
	default:
		return -1
	}
	if c.Kind == "person" {
		// "President X ... the president"
		for j := i - 1; j >= 0; j-- {
			o := &r.doc.Mentions[j]
			if o.Kind == nlp.Name && r.typ[j] == schema.Person && r.entitled(o, r.lemma[i]) {
				return j
			}
		}
		if !unique[r.lemma[i]] && c.Gender == 0 {
			return -1
		}
	}
	if nation != "" {
		return r.talkedOf(i, nation)
	}
	best, score := -1, 0.0
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		if d := m.Sentence - o.Sentence; d > 2 && !(c.Kind == "country" && d <= nominalWindow) {
			break
		}
		if o.Kind != nlp.Name || !want[r.typ[j]] || contains(m, o) || !r.agree[j].fits(r.agree[i]) {
			continue
		}
		s := weight(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel) / float64(1+m.Sentence-o.Sentence)
		if trading[r.lemma[i]] && r.public[r.find(j)] {
			continue // no commission is "the company"
		}
		if kinds := ofKind[r.lemma[i]]; kinds != "" && !sharesWord(r.words[j], kinds) {
			continue // no company is "the ministry"
		}
		if c.Kind == "org" && r.doc.Sentences[o.Sentence].Paragraph != r.doc.Sentences[m.Sentence].Paragraph {
			s *= 0.4 // rather the one of its own paragraph
		}
		if c.Kind == "org" && strings.Contains(" "+r.words[j]+" ", " "+r.lemma[i]+" ") {
			s *= 1.4 // "the bank" is rather the one that is called so
		}
		if s > score {
			best, score = j, s
		}
	}
	if c.Kind == "org" && best >= 0 && !generic[r.lemma[i]] {
		return -1
	}
	return best
}

// aged says whether a description is an age: "the 53-year-old".
func (r *resolver) aged(m *nlp.Mention) bool {
	toks := r.doc.Sentences[m.Sentence].Tokens
	return m.Head >= 2 && toks[m.Head].Lemma == "old" && (strings.HasPrefix(toks[m.Head-1].Lemma, "year") || toks[m.Head-2].Lemma == "year") || strings.HasSuffix(toks[m.Head].Form, "-year-old")
}

// lastPerson is the name of the one person of whom the text speaks at a description of a
// person: the one of its sentence and the two before that stands out; -1 if two may be meant.
func (r *resolver) lastPerson(i int) int {
	m := &r.doc.Mentions[i]
	score, at := map[int]float64{}, map[int]int{}
	for j := i - 1; j >= 0; j-- {
		o := &r.doc.Mentions[j]
		dist := m.Sentence - o.Sentence
		if dist > 2 {
			break
		}
		c := r.find(j)
		if r.person[c] < 0 || dist == 0 && r.sameClause(&r.doc.Sentences[m.Sentence], o.Head, m.Head) {
			continue
		}
		if _, known := at[c]; !known {
			at[c] = j
		}
		score[c] += weight(r.doc.Sentences[o.Sentence].Tokens[o.Head].Deprel) / float64(1+dist)
	}
	best, top, second := -1, 0.0, 0.0
	for j := i - 1; j >= 0; j-- {
		c := r.find(j)
		if at[c] != j || score[c] == 0 {
			continue
		}
		switch s := score[c]; {
		case s > top:
			best, top, second = j, s, top
		case s > second:
			second = s
		}
	}
	if second*2 > top {
		return -1
	}
	return best
}

// entitled says whether a name has a title before it.
func (r *resolver) entitled(m *nlp.Mention, title string) bool {
	sent := &r.doc.Sentences[m.Sentence]
	for i := m.First - 1; i >= 0 && i >= m.First-3; i-- {
		tok := &sent.Tokens[i]
		if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" && tok.UPOS != "ADJ" {
			return false
		}
		if strings.EqualFold(tok.Lemma, title) || strings.EqualFold(tok.Form, title) {
			return i == 0 || !below[strings.ToLower(sent.Tokens[i-1].Form)]
		}
	}
	return false
}

// Bodies that stand by themselves without a name before ("the government", "the police").
var standing = map[string]bool{"government": true, "police": true, "army": true, "military": true, "parliament": true, "court": true, "press": true, "media": true, "navy": true, "cabinet": true, "senate": true, "congress": true, "television": true, "radio": true, "house": true, "force": true, "front": true, "board": true}

// Words for any body of a kind, which point back to one just named.
var generic = map[string]bool{"company": true, "organization": true, "organisation": true, "group": true, "agency": true, "firm": true, "party": true, "newspaper": true, "paper": true, "bank": true, "club": true, "team": true, "union": true, "movement": true, "alliance": true, "bloc": true, "university": true, "ministry": true, "body": true, "council": true, "commission": true, "committee": true, "association": true, "corporation": true, "airline": true, "network": true, "website": true, "charity": true, "league": true, "broadcaster": true, "carmaker": true, "automaker": true, "retailer": true, "manufacturer": true, "conglomerate": true, "insurer": true, "enterprise": true, "shipbuilder": true, "startup": true}

// Words for bodies that trade, and words in the names of those that don't.
var (
	trading     = map[string]bool{"company": true, "firm": true, "corporation": true, "airline": true, "manufacturer": true, "carmaker": true, "retailer": true, "startup": true}
	publicWords = map[string]bool{"commission": true, "ministry": true, "parliament": true, "army": true, "union": true, "nations": true, "council": true, "court": true, "police": true, "party": true, "government": true, "committee": true, "senate": true, "congress": true, "department": true, "navy": true, "assembly": true, "university": true, "house": true}
)

// ofKind are the words of which one is in the name of what is called so.
var ofKind = map[string]string{
	"ministry": "ministry department", "council": "council", "commission": "commission", "committee": "committee", "university": "university college school institute academy",
	"union": "union", "association": "association federation society", "league": "league",
}

func sharesWord(words, any string) bool {
	for w := range strings.FieldsSeq(any) {
		if strings.Contains(" "+words+" ", " "+w+" ") {
			return true
		}
	}
	return false
}

func public(words string) bool {
	for w := range strings.FieldsSeq(words) {
		if publicWords[w] {
			return true
		}
	}
	return false
}

// Posts of which a text has one at a time.
var unique = map[string]bool{"president": true, "premier": true, "king": true, "queen": true, "sultan": true, "pope": true, "princess": true, "prince": true, "chancellor": true, "general": true, "senator": true, "governor": true, "mayor": true, "spokesperson": true, "spokesman": true, "spokeswoman": true, "actor": true, "singer": true, "author": true, "suspect": true, "accused": true, "defendant": true, "deceased": true}
