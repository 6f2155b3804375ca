package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// What a post may be of, where it tells: "its mayor" is a city's.
var postOf = func() map[string][]schema.EntityType {
	m := map[string][]schema.EntityType{}
	for words, types := range map[string][]schema.EntityType{
		"mayor":    {schema.Place},
		"governor": {schema.Place, schema.Organization},
		"executive ceo chairman chairwoman chairperson chair director boss founder editor coach manager captain officer dean rector principal headmaster": {schema.Organization},
		"minister king queen ambassador monarch emperor sultan emir premier chancellor":                                                                   {schema.Country},
	} {
		for _, w := range strings.Fields(words) {
			m[w] = types
		}
	}
	return m
}()

// bodiesBack is how many sentences back what a post is of may be named.
const bodiesBack = 2

// whose is what the possessive pronoun at k tells of the post at t: the chain's entity, if
// a post of this kind may be of it, else the last one named that it may be of. Of "his
// minister" it is the state that he heads.
func (r *run) whose(s *sentence, k, t int) arg {
	types := postOf[s.postNoun(t)]
	switch s.low[k] {
	case "whose":
		for _, o := range s.antecedent(k, k) {
			if a := r.v.own(s, o); a.ent != nil && (types == nil || fitsType(a.ent.Type, types)) {
				return a
			}
		}
		for j := k - 1; j >= 0 && j >= k-2; j-- {
			if s.name[j] >= 0 {
				return r.v.own(s, j)
			}
		}
		return none()
	case "his", "her":
		a := r.v.own(s, k)
		if a.ent == nil || a.ent.Type != schema.Person || !ofGovernment[s.low[t]] {
			return a
		}
		if state := r.v.speaksFor[a.ent]; state != nil && state.Type == schema.Country {
			return arg{ent: state, mention: -1, tok: k, score: 0.6, direct: true}
		}
		return none()
	}
	a := r.v.own(s, k)
	if types == nil {
		return a
	}
	if a.ent != nil && a.ent.Type == schema.Organization && hasWord(a.ent.Name, ministries) && s.low[t] == "minister" {
		return a
	}
	if city := len(types) == 1 && types[0] == schema.Place; a.ent != nil && fitsType(a.ent.Type, types) && !city {
		return a
	}
	return r.lastNamed(s, k, types)
}

// Words in the names of bodies that a minister heads or serves.
var ministries = wordSet("ministry department government cabinet")

// partyOf is the party that a word with a capital before a post names in short: "the Conservative leader" heads
// the Conservative Party that the article names.
func (r *run) partyOf(s *sentence, first int) []arg {
	i := first - 1
	if i < 1 || s.name[i] >= 0 || s.Tokens[i].UPOS != "ADJ" && s.Tokens[i].UPOS != "PROPN" && s.Tokens[i].UPOS != "NOUN" || s.Tokens[i].Form[0] < 'A' || s.Tokens[i].Form[0] > 'Z' {
		return nil
	}
	for _, e := range r.v.links.Entities {
		if e.Type == schema.Organization && strings.HasPrefix(e.Name, s.Tokens[i].Form+" ") && hasWord(e.Name, memberBodies) {
			return []arg{{ent: e, mention: -1, tok: i, score: 0.7, direct: true}}
		}
	}
	return nil
}

// lastNamed is the entity of one of the types that a name before token k named last.
func (r *run) lastNamed(s *sentence, k int, types []schema.EntityType) arg {
	for i := s.idx; i >= 0 && i >= s.idx-bodiesBack; i-- {
		sent := &r.v.sents[i]
		last := len(sent.Tokens)
		if i == s.idx {
			last = k
		}
		for j := last - 1; j >= 0; j-- {
			n := sent.name[j]
			if n < 0 || r.v.doc.Mentions[n].Head != j || r.v.links.Ties[n].Entity == nil {
				continue
			}
			a := r.v.own(sent, j)
			if a.city != nil && fitsType(schema.Place, types) {
				a.ent = a.city
			}
			if fitsType(a.ent.Type, types) && named(a.ent) {
				return arg{ent: a.ent, mention: -1, tok: k, score: 0.6, direct: true}
			}
		}
	}
	return none()
}

func none() arg { return arg{mention: -1} }

// Words in the names of the bodies that a post without a body beside it may be of, by post:
// "The chairman, X," is not a court's.
var bodyWords = map[string]map[string]bool{
	"judge":       wordSet("court tribunal courthouse"),
	"magistrate":  wordSet("court tribunal courthouse"),
	"justice":     wordSet("court tribunal"),
	"prosecutor":  wordSet("court tribunal office department service"),
	"chairman":    boards,
	"chairwoman":  boards,
	"chairperson": boards,
	"chair":       boards,
}

// Words in the names of bodies that have a chairman.
var boards = wordSet("commission committee board council company bank group corporation association party agency authority reserve union federation foundation inc. corp. co. ltd. ag plc")

// bodyBefore is the body of "the prosecutor, X": one named before that has such posts by its
// name, else the subject of the sentence before in the same paragraph.
func (r *run) bodyBefore(s *sentence, t int) []arg {
	d := s.kid(t, "det")
	if d < 0 || s.low[d] != "the" || d != t-1 || ofStates[s.low[t]] || s.afterComma(t) < 0 || s.Tokens[t+1].Form != "," {
		return nil
	}
	words := bodyWords[s.low[t]]
	if a := r.bodyNamed(s, t, words); a.ent != nil {
		return []arg{a}
	}
	if s.idx == 0 || r.v.sents[s.idx-1].Paragraph != s.Paragraph {
		return nil
	}
	sent := &r.v.sents[s.idx-1]
	for h := range sent.Tokens {
		if sent.rel[h] != "nsubj" || sent.at[h] < 0 {
			continue
		}
		if a := r.v.own(sent, h); a.ent != nil && a.ent.Type == schema.Organization && named(a.ent) && !(words != nil && hasWord(a.ent.Name, bodyWords["judge"])) {
			return []arg{{ent: a.ent, mention: -1, tok: t, score: 0.6, direct: true}}
		}
	}
	return nil
}

// bodyAfterComma is the body between commas right behind a post in commas: "X, commander, the
// Central Command, said".
func (r *run) bodyAfterComma(s *sentence, t int) []arg {
	if s.rel[t] != "appos" && s.beforeComma(t, 0) < 0 || t+2 >= len(s.Tokens) || s.Tokens[t+1].Form != "," || s.kid(t, "det") >= 0 {
		return nil
	}
	j := t + 2
	if s.Tokens[j].UPOS == "DET" && j+1 < len(s.Tokens) {
		j++
	}
	n := s.name[j]
	if n < 0 || r.v.doc.Mentions[n].First != j {
		return nil
	}
	a := r.v.own(s, r.v.doc.Mentions[n].Head)
	if a.ent == nil || a.ent.Type != schema.Organization || !named(a.ent) {
		return nil
	}
	a.direct = true
	return []arg{a}
}

// bodyNamed is the body that was named or spoken of last before token t with one of the
// words in its name.
func (r *run) bodyNamed(s *sentence, t int, words map[string]bool) arg {
	if words == nil {
		return none()
	}
	for i := s.idx; i >= 0 && i >= s.idx-1; i-- {
		sent := &r.v.sents[i]
		last := len(sent.Tokens)
		if i == s.idx {
			last = t
		}
		for j := last - 1; j >= 0; j-- {
			if sent.at[j] < 0 || sent.Tokens[j].UPOS == "PRON" {
				continue
			}
			if a := r.v.own(sent, j); a.ent != nil && a.ent.Type == schema.Organization && named(a.ent) && hasWord(a.ent.Name, words) && (s.low[t] == "justice" || !hasWord(a.ent.Name, supreme)) {
				return arg{ent: a.ent, mention: -1, tok: t, score: 0.6, direct: true}
			}
		}
	}
	return none()
}

// A judge of the supreme court is a justice.
var supreme = wordSet("supreme")

func hasWord(name string, words map[string]bool) bool {
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if words[w] {
			return true
		}
	}
	return false
}

// nounBody is the body that a noun right before a post names, as another place in the
// article does: "police spokesman X", "company chairman X".
func (r *run) nounBody(s *sentence, t, first int) []arg {
	j := first - 1
	if j > 0 && s.noun(j) && s.name[j] < 0 && deskWords[s.low[j]] { // "police press officer X"
		j--
	}
	if j < 0 || !s.noun(j) || s.name[j] >= 0 || s.class(j).Kind != "org" {
		return nil
	}
	if a := r.v.own(s, j); s.at[j] >= 0 && a.ent != nil && a.ent.Type == schema.Organization {
		return []arg{a}
	}
	if vagueBodies[s.low[j]] {
		return nil
	}
	for i := range r.v.doc.Mentions {
		m := &r.v.doc.Mentions[i]
		e := r.v.links.Ties[i].Entity
		if m.Kind != nlp.Nominal || e == nil || e.Type != schema.Organization {
			continue
		}
		if sent := &r.v.sents[m.Sentence]; sent.low[m.Head] == s.low[j] && !coref.Plural(sent.tok(m.Head)) && (m.Sentence != s.idx || m.Head != t) {
			return []arg{{ent: e, mention: -1, tok: t, score: 0.5, direct: true}}
		}
	}
	return nil
}

// What an officer or official of a body may be there for, and ranks before a rank.
var deskWords = wordSet("press information media duty public senior chief liaison detective superintendent inspector")

// Nouns for bodies that another word before them tells apart.
var vagueBodies = wordSet("force office department group team board service unit agency body council")

// Posts of states, which are of no body named before.
var ofStates = wordSet("minister president secretary ambassador king queen premier chancellor governor mayor lawmaker senator leader")
