package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// joints sets right where names begin and end: it parts a town from the state after its
// comma, a person from the field of the post before, and joins whose house it is to the house.
func joints(doc *nlp.Doc) {
	for i := 0; i < len(doc.Mentions); i++ {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Last > m.First {
			partState(doc, i)
			partField(doc, i)
			ofPost(doc, i)
		}
	}
	for s := range doc.Sentences {
		guilds(doc, s)
		services(doc, s)
	}
}

// partState parts a town from the state or country behind its comma: "Palmyra, Syria".
func partState(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	sent := &doc.Sentences[m.Sentence]
	if m.Type != schema.Place {
		return
	}
	for t := m.First + 1; t+1 < m.Last; t++ {
		if sent.Tokens[t].Form != "," {
			continue
		}
		if _, whole := Lookup(join(sent, m.First, m.Last)); whole {
			return // "Washington, D.C."
		}
		rest := join(sent, t+1, m.Last)
		k, ok := Lookup(rest)
		if !(ok && k.Type == schema.Country && k.Form == Proper) && Region(rest) == "" {
			return
		}
		second := partAt(doc, i, t)
		if ok {
			second.Type = k.Type
		}
		return
	}
}

// partField frees a person's name of the field of the post before it: "Director of National
// Intelligence Jane Austen".
func partField(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	toks := doc.Sentences[m.Sentence].Tokens
	if m.Type != schema.Person || m.Last-m.First < 3 || coref.NameGender(toks[m.First].Form) != 0 {
		return
	}
	if !ofOffice(&doc.Sentences[m.Sentence], m.First) {
		return
	}
	for t := m.First + 1; t+1 < m.Last; t++ {
		if coref.NameGender(toks[t].Form) != 0 {
			if placeName(join(&doc.Sentences[m.Sentence], m.First, t)) {
				return // "governor of Peru Jane Austen"
			}
			m.First, m.Head = t, headOf(toks, t, m.Last)
			return
		}
	}
}

// ofOffice says whether token i stands in what a post is of: "Director of National Intelligence".
func ofOffice(sent *nlp.Sentence, i int) bool {
	f := i - 1
	for f > 0 && f > i-4 && capital(sent.Tokens[f].Form) && sent.Tokens[f].UPOS != "PUNCT" {
		f--
	}
	return f > 0 && (sent.Tokens[f].Form == "of" || sent.Tokens[f].Form == "for") && office(sent.Tokens[f-1].Form)
}

// ofPost leaves of what a minister is of the state alone: "Minister of Foreign Affairs of Peru".
func ofPost(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	sent := &doc.Sentences[m.Sentence]
	toks := sent.Tokens
	if m.Type != schema.Organization || m.First < 2 || toks[m.First-1].Form != "of" && toks[m.First-1].Form != "for" {
		return
	}
	if w := strings.ToLower(toks[m.First-2].Form); w != "minister" && w != "secretary" && w != "undersecretary" || suffixTypes[strings.ToLower(toks[m.First].Form)] != "" {
		return
	}
	for t := m.First + 1; t+1 < m.Last; t++ {
		if toks[t].Form != "of" {
			continue
		}
		rest := t + 1
		if strings.EqualFold(toks[rest].Form, "the") {
			rest++
		}
		if k, ok := Lookup(join(sent, rest, m.Last)); ok && k.Type == schema.Country {
			m.First, m.Type = rest, k.Type
			m.Head = headOf(toks, m.First, m.Last)
		}
		return
	}
}

// guilds makes one name of a house or body and those whose it is, in the plural: "Fishmongers'
// Hall", "the Catholic Bishops' Conference of Peru".
func guilds(doc *nlp.Doc, s int) {
	sent := &doc.Sentences[s]
	toks := sent.Tokens
	if titleCase(sent) {
		return
	}
	for t := 1; t+1 < len(toks); t++ {
		owner := &toks[t-1]
		if toks[t].Form != "'" && toks[t].Form != "’" || toks[t].XPOS != "POS" && !owner.Glued && owner.Multi == 0 || !strings.HasSuffix(owner.Form, "s") || !capital(owner.Form) || len(owner.Form) < 5 {
			continue
		}
		first, last := t-1, t+2
		for first > 0 && capital(toks[first-1].Form) && (toks[first-1].UPOS == "PROPN" || toks[first-1].UPOS == "ADJ") && first > t-4 {
			first--
		}
		if _, known := Lookup(join(sent, first, t)); known || partyPeople(owner.Form) || own(doc, s, t, first, t) {
			continue
		}
		if _, known := Lookup(owner.Form); known {
			continue
		}
		for last < len(toks) && last < t+4 && suffixTypes[strings.ToLower(toks[last-1].Form)] == "" && capital(toks[last].Form) && toks[last].UPOS != "PUNCT" {
			last++
		}
		kind := strings.ToLower(toks[last-1].Form)
		typ := suffixTypes[kind]
		if !capital(toks[last-1].Form) || typ != schema.Organization && typ != schema.Place && kind != "conference" || toks[last-1].UPOS == "VERB" {
			continue
		}
		if typ == schema.Event {
			typ = schema.Organization
		}
		if last+1 < len(toks) && toks[last].Form == "of" { // what it is of belongs to it
			end := last + 1
			if toks[end].Form == "the" && end+1 < len(toks) {
				end++
			}
			rest := end
			for end < len(toks) && end < rest+3 && capital(toks[end].Form) && toks[end].UPOS == "PROPN" {
				end++
			}
			if end > rest && typ == schema.Organization {
				last = end
			}
		}
		k := cover(doc, s, first, last)
		doc.Mentions[k].Type, doc.Mentions[k].Score = typ, max(doc.Mentions[k].Score, 0.9)
	}
}

// own says whether a name that ends in the genitive before token t is surely somebody's of its
// own: a person of a full name, or a name that begins before the words first to t.
func own(doc *nlp.Doc, s, t, first, end int) bool {
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Sentence != s || m.Kind != nlp.Name || m.Last != t && m.Last != end {
			continue
		}
		if m.First < first || m.Type == schema.Person && m.Last-m.First > 1 && coref.NameGender(doc.Sentences[s].Tokens[m.First].Form) != 0 {
			return true
		}
	}
	return false
}

// partyPeople says whether a word is for the members of a party or a nation, who have houses
// that are not named for them: "Republicans' Senate bill".
func partyPeople(w string) bool {
	return partisans[strings.TrimSuffix(w, "s")] || peopleName(w) && strings.HasSuffix(w, "ans")
}

// services finds the branch of the forces before a soldier's rank: "Army Gen. Jane Austen",
// "Air Force Capt.".
func services(doc *nlp.Doc, s int) {
	toks := doc.Sentences[s].Tokens
	for t := 1; t+1 < len(toks); t++ {
		if !ranks[strings.ToLower(toks[t].Form)] || !capital(toks[t].Form) || ranks[strings.ToLower(toks[t-1].Form)] || !capital(toks[t+1].Form) {
			continue
		}
		for n := 2; n > 0; n-- {
			if t < n || !branches[join(&doc.Sentences[s], t-n, t)] {
				continue
			}
			if nameEnding(doc, s, t) < 0 {
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: s, First: t - n, Last: t, Head: t - 1, Score: 0.9})
			}
			break
		}
	}
}

// Ranks of soldiers, and the branches that they belong to.
var (
	ranks    = set("gen gen. general lt lt. lieutenant col col. colonel maj maj. major capt capt. captain cmdr cmdr. commander adm adm. admiral brig brig. brigadier sgt sgt. sergeant cpl cpl. corporal pfc pvt. private spc. specialist ensign commodore marshal vice rear staff master")
	branches = map[string]bool{"Army": true, "Navy": true, "Air Force": true, "Marine Corps": true, "Marine": true, "Marines": true, "Coast Guard": true, "National Guard": true, "Space Force": true}
)
