package extract

import (
	"slices"
	"strings"

	"relata/loaders/nlp/coref"
	"relata/schema"
)

// partisan reads whose party a person is of by a word for its members: "Republican Senator
// X", "X, a Democrat", "X, the Labour chairman of Y", "X and Y, both Republicans", "some
// Democrats, such as X".
func (r *run) partisan(s *sentence, t int) {
	party := r.partyAt(s, t)
	if w := partyLetters[s.Tokens[t].Form]; w != "" && t > 1 && t+1 < len(s.Tokens) && s.Tokens[t-1].Form == "(" && s.person[t-2] && (s.Tokens[t+1].Form == "-" || s.Tokens[t+1].Form == "–" || s.Tokens[t+1].Form == ")") {
		if party = r.partyOfWord(t, w); party.ent != nil { // "X (D-Vermont)"
			r.fact(s, "member-of", t, t, t+1, r.v.own(s, t-2), party, "", "partisan")
		}
		return
	}
	if party.ent == nil {
		return
	}
	done := map[*schema.Entity]bool{}
	for _, a := range r.partisans(s, t) {
		if a.ent != nil && a.ent.Type == schema.Person && named(a.ent) && !done[a.ent] {
			done[a.ent] = true
			r.fact(s, "member-of", t, t, t+1, a, party, "", "partisan")
		}
	}
}

// partisans are the persons who a word for the members of a party at t tells of.
func (r *run) partisans(s *sentence, t int) []arg {
	if k := r.partyName(s, t); k >= 0 {
		out := []arg{r.v.own(s, k)}
		if coref.Plural(s.tok(k - 1)) { // "Republican Senators X and Y"
			out = append(out, r.v.resolve(s, k)...)
		}
		if t > 2 && s.low[t-1] == "fellow" { // "X and fellow Republican Y"
			for j := t - 2; j >= 0 && j > t-5 && s.name[j] < 0; j-- {
				if s.low[j] == "and" && s.name[j-1] >= 0 {
					out = append(out, r.v.own(s, j-1))
				}
			}
		}
		return out
	}
	h := t
	if w := s.Tokens[t].Form; !partyMembers[w] {
		if h = s.head[t]; h <= t || h > t+4 || s.name[h] >= 0 || r.partyPost(s, h) < 0 {
			return nil
		}
	}
	if k := r.v.listAfter(s, h); k >= 0 && coref.Plural(s.tok(h)) {
		return r.v.resolve(s, k)
	}
	if v := s.head[h]; h == t && v >= 0 && s.rel[t] == "obl" && s.preposition(t) == "as" && standsFor[s.low[v]] { // "X ran as a Democrat"
		return r.firsts(s, s.subjects(v))
	}
	if h == t && coref.Plural(s.tok(t)) {
		if t == 0 || s.low[t-1] != "all" && s.low[t-1] != "both" {
			return nil
		}
		return r.personsBefore(s, t-1)
	}
	if j := t - 1; h == t && (j < 0 || s.Tokens[j].UPOS != "DET" && s.Tokens[j].UPOS != "ADJ") {
		return nil
	}
	if _, first := r.postAt(s, h); r.v.titledNext(s, h) >= 0 && first > 0 {
		return nil
	}
	out, st := r.bearers(s, h, 0)
	if st != schema.Actual {
		return nil
	}
	return out
}

// personsBefore are the persons of a list that ends with a comma before token t.
func (r *run) personsBefore(s *sentence, t int) (out []arg) {
	if t < 2 || s.Tokens[t-1].Form != "," {
		return nil
	}
	for j := t - 2; j >= 0; j-- {
		switch m := s.name[j]; {
		case s.person[j]:
			if r.v.doc.Mentions[m].First == j {
				out = append(out, r.v.own(s, r.v.doc.Mentions[m].Head))
			}
		case m < 0 && s.Tokens[j].Form != "," && s.low[j] != "and" && s.low[j] != "of" && s.low[j] != "from" && s.Tokens[j].UPOS != "DET":
			slices.Reverse(out)
			return out
		}
	}
	slices.Reverse(out)
	return out
}

// partyName is the first token of the person's name that a word for members of a party at t
// stands before with nothing but a title between them, -1 if there is none.
func (r *run) partyName(s *sentence, t int) int {
	for j := t + 1; j < len(s.Tokens) && j < t+8; j++ {
		tok := s.tok(j)
		switch {
		case s.person[j]:
			if j > t+1 && s.Tokens[j-1].Form != ")" && s.name[j-1] < 0 && r.partyPost(s, j-1) < 0 {
				return -1
			}
			return j
		case tok.Form == "(": // "MP (Member of Parliament) X"
			for j+1 < len(s.Tokens) && s.Tokens[j].Form != ")" && j < t+8 {
				j++
			}
		case tok.UPOS != "NOUN" && tok.UPOS != "PROPN" && tok.UPOS != "ADJ" && tok.Form != "-":
			return -1
		}
	}
	return -1
}

// partyPost says where a noun for somebody stands that a word for a party may stand before:
// a post, a member, a lawmaker; -1 if the word at h is none.
func (r *run) partyPost(s *sentence, h int) int {
	if p, first := r.postAt(s, h); p != "" {
		return first
	}
	if w := s.low[h]; s.noun(h) && (w == "member" || s.class(h).Kind == "person") {
		return h
	}
	return -1
}

// partyAt is the party that the word at t is an adjective or a member of: one that the
// article names, else the best known of the states that it names.
func (r *run) partyAt(s *sentence, t int) arg {
	w := s.Tokens[t].Form
	rows := partyWords[strings.TrimSuffix(w, "s")]
	if rows == nil {
		rows = partyWords[w]
	}
	if rows == nil || t+1 < len(s.Tokens) && (s.Tokens[t+1].Form == "-" || s.low[t+1] == "party") {
		return none()
	}
	out := arg{mention: -1, tok: t, score: 0.8, direct: true}
	if t+1 < len(s.Tokens) && s.name[t] < 0 { // "Liberal National MP": of a party that the article names
		two := w + " " + s.Tokens[t+1].Form + " "
		for _, e := range r.v.links.Entities {
			if e.Type == schema.Organization && strings.HasPrefix(e.Name, two) && hasWord(e.Name, memberBodies) {
				out.ent = e
				return out
			}
		}
	}
	if m := s.name[t]; m >= 0 {
		switch n := &r.v.doc.Mentions[m]; {
		case n.Last-n.First == 1 && r.v.links.Ties[m].Entity != nil && r.v.links.Ties[m].Entity.Type == schema.Organization:
			return r.v.own(s, t)
		case n.Last-n.First > 1 && (n.First != t || !chambers[s.low[t+1]]):
			return none() // "Democratic Unionist Party"
		}
	} else if t+1 < len(s.Tokens) && (s.Tokens[t+1].UPOS == "PROPN" || s.Tokens[t+1].UPOS == "ADJ" && s.Tokens[t+1].Form[0] < 'a') && s.name[t+1] < 0 && r.partyPost(s, t+1) < 0 {
		return none() // "Liberal National"
	}
	if t > 0 && partyPrefixes[s.Tokens[t-1].Form] {
		return none()
	}
	if t == 0 && partyViews[w] && !(t+1 < len(s.Tokens) && lawmakers[s.low[t+1]]) {
		if out.ent = r.partyNamed(w, rows); out.ent == nil {
			return none() // "Conservative critics"
		}
		return out
	}
	return r.partyOfWord(t, w)
}

// partyNamed is the party of the rows that the article names, nil if it names none.
func (r *run) partyNamed(w string, rows []partyRow) *schema.Entity {
	for _, row := range rows {
		for _, e := range r.v.links.Entities {
			if e.Type == schema.Organization && (e.Name == row.name || strings.HasPrefix(e.Name, w+" ") && e.Country == row.state && hasWord(e.Name, memberBodies)) {
				return e
			}
		}
	}
	return nil
}

// partyOfWord is the party of a word, at token t: the one that the article names, else one of
// a state that it speaks of.
func (r *run) partyOfWord(t int, w string) arg {
	rows := partyWords[strings.TrimSuffix(w, "s")]
	if rows == nil {
		rows = partyWords[w]
	}
	out := arg{mention: -1, tok: t, score: 0.8, direct: true}
	if out.ent = r.partyNamed(w, rows); out.ent != nil {
		return out
	}
	for _, row := range rows {
		if r.v.placeOf(row.state) {
			out.ent = r.v.added(&schema.Entity{ID: schema.EntityID(row.name), Name: row.name, Type: schema.Organization, Country: row.state})
			return out
		}
	}
	return none()
}

// added puts an entity that only an adjective tells among those of the document, which stay
// sorted by id, unless there is one of its id.
func (v *view) added(e *schema.Entity) *schema.Entity {
	i, found := slices.BinarySearchFunc(v.links.Entities, e.ID, func(o *schema.Entity, id string) int { return strings.Compare(o.ID, id) })
	if found {
		return v.links.Entities[i]
	}
	v.links.Entities = slices.Insert(v.links.Entities, i, e)
	return e
}

// placeOf says whether a name of the document lies in a state.
func (v *view) placeOf(iso string) bool {
	return slices.ContainsFunc(v.links.Entities, func(e *schema.Entity) bool { return e.Country == iso })
}

// Letters for a party in brackets after a name.
var partyLetters = map[string]string{"R": "Republican", "D": "Democrat"}

type partyRow struct{ state, name string }

// Words for a party or its members, in the singular, with the parties that they tell and their
// states by ISO 3166-1, the likeliest first.
var partyWords = map[string][]partyRow{
	"Republican":   {{"USA", "Republican Party"}},
	"Democrat":     {{"USA", "Democratic Party"}},
	"Democratic":   {{"USA", "Democratic Party"}},
	"Labour":       {{"GBR", "Labour Party"}, {"NZL", "New Zealand Labour Party"}},
	"Labor":        {{"AUS", "Australian Labor Party"}},
	"Conservative": {{"GBR", "Conservative Party"}, {"CAN", "Conservative Party of Canada"}},
	"Tory":         {{"GBR", "Conservative Party"}, {"CAN", "Conservative Party of Canada"}},
	"Liberal":      {{"CAN", "Liberal Party of Canada"}, {"AUS", "Liberal Party of Australia"}},
}

// Words that are a member of a party by themselves, those that are a view as well, and those
// before which they are part of another party's name.
var (
	partyMembers  = map[string]bool{"Republican": true, "Republicans": true, "Democrat": true, "Democrats": true, "Conservative": true, "Conservatives": true, "Tory": true, "Liberal": true, "Liberals": true}
	partyViews    = map[string]bool{"Conservative": true, "Liberal": true, "Conservatives": true, "Liberals": true}
	partyPrefixes = map[string]bool{"Social": true, "Christian": true, "Liberal": true, "Irish": true, "Islamic": true, "National": true, "Free": true, "Progressive": true, "Swedish": true, "Sweden": true}
)
