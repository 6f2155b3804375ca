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
	lasts := surnames(doc)
	for i := 0; i < len(doc.Mentions); i++ {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Last > m.First {
			partState(doc, i)
			partField(doc, i)
			ofPost(doc, i)
			partDash(doc, i)
			partOutlet(doc, i, lasts)
			twoPart(doc, i)
		}
	}
	for s := range doc.Sentences {
		guilds(doc, s)
		services(doc, s)
	}
}

// surnames are the last words of persons' names of several words.
func surnames(doc *nlp.Doc) map[string]bool {
	lasts := map[string]bool{}
	for i := range doc.Mentions {
		if m := &doc.Mentions[i]; m.Kind == nlp.Name && m.Type == schema.Person && m.Last-m.First > 1 {
			lasts[doc.Sentences[m.Sentence].Tokens[m.Last-1].Form] = true
		}
	}
	return lasts
}

// partDash parts what a dash in a headline or an aside ties: "Quox — Andean Airways".
func partDash(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	toks := doc.Sentences[m.Sentence].Tokens
	if m.First == 0 && strings.ToUpper(toks[0].Form) == toks[0].Form {
		return // where a report comes from
	}
	for t := m.First + 1; t+1 < m.Last; t++ {
		if f := toks[t].Form; f == "—" || f == "--" || f == "–" && m.Type == schema.Person && !toks[t].Glued && !toks[t-1].Glued {
			second := partAt(doc, i, t)
			if k, ok := Lookup(join(&doc.Sentences[second.Sentence], second.First, second.Last)); ok {
				second.Type = k.Type
			}
			if m = &doc.Mentions[i]; m.Type == schema.Person {
				if k, ok := Lookup(join(&doc.Sentences[m.Sentence], m.First, m.Last)); ok {
					m.Type = k.Type
				}
			}
			return
		}
	}
}

// partOutlet parts a body of note from the person whose name follows it without a comma: "told
// CNN Austen was", "director of Amnesty International Jane Austen".
func partOutlet(doc *nlp.Doc, i int, lasts map[string]bool) {
	m := &doc.Mentions[i]
	sent := &doc.Sentences[m.Sentence]
	if m.Type != schema.Organization && m.Type != schema.Person || m.Last-m.First < 2 {
		return
	}
	if _, whole := Lookup(join(sent, m.First, m.Last)); whole || suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] != "" {
		return
	}
	for t := m.First + 1; t < m.Last; t++ {
		k, ok := Lookup(join(sent, m.First, t))
		if !ok || k.Type != schema.Organization || t == m.First+1 && !isAcronym(sent.Tokens[m.First].Form) {
			continue
		}
		rest := sent.Tokens[t].Form
		if !(m.Last-t == 1 && lasts[rest]) && !(m.Last-t > 1 && coref.NameGender(rest) != 0) {
			continue
		}
		second := *m
		second.First, second.Type, second.Head = t, schema.Person, headOf(sent.Tokens, t, m.Last)
		m.Last, m.Type, m.Head = t, k.Type, headOf(sent.Tokens, m.First, t)
		doc.Mentions = append(doc.Mentions, second)
		return
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
		if coref.NameGender(toks[t].Form) != 0 || t == m.First+1 && chambers[strings.ToLower(toks[m.First].Form)] {
			if placeName(join(&doc.Sentences[m.Sentence], m.First, t)) {
				return // "governor of Peru Jane Austen"
			}
			first := m.First
			m.First, m.Head = t, headOf(toks, t, m.Last)
			if w := strings.ToLower(toks[first].Form); t == first+1 && suffixTypes[w] == schema.Organization { // "Member of Parliament Jane Austen"
				doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: m.Sentence, First: first, Last: t, Head: first, Score: 0.9})
			}
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
	if f > 1 && sent.Tokens[f].Form == "the" { // "Chancellor of the Exchequer"
		f--
	}
	return f > 0 && (sent.Tokens[f].Form == "of" || sent.Tokens[f].Form == "for") && (office(sent.Tokens[f-1].Form) || strings.EqualFold(sent.Tokens[f-1].Form, "member"))
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

// services finds the branch of the forces before a soldier's rank, "Army Gen. Jane Austen", "Air
// Force Capt.", and the house of a speaker.
func services(doc *nlp.Doc, s int) {
	toks := doc.Sentences[s].Tokens
	for t := range len(toks) - 1 { // "Speaker of the House Jane Austen", "House Speaker Jane Austen"
		of := t > 2 && toks[t-1].Form == "the" && toks[t-2].Form == "of" && strings.EqualFold(toks[t-3].Form, "speaker") && capital(toks[t+1].Form)
		if toks[t].Form == "House" && (of || toks[t+1].Form == "Speaker") && nameEnding(doc, s, t+1) < 0 && !(t > 0 && toks[t-1].Form == "White") {
			doc.Mentions = append(doc.Mentions, nlp.Mention{Kind: nlp.Name, Type: schema.Organization, Sentence: s, First: t, Last: t + 1, Head: t, Score: 0.9})
		}
	}
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

// twoPart gives a person's name the half of a given name that the finder left before or behind
// its hyphen: "kei Tam" of "Man-kei Tam", "Moon Jae" of "Moon Jae-in".
func twoPart(doc *nlp.Doc, i int) {
	m := &doc.Mentions[i]
	toks := doc.Sentences[m.Sentence].Tokens
	small := func(w string) bool { return len(w) > 1 && len(w) < 6 && strings.ToLower(w) == w }
	hyphen := func(t int) bool {
		return t > 0 && t+1 < len(toks) && toks[t].Form == "-" && toks[t].Glued && toks[t-1].Glued && capital(toks[t-1].Form) && small(toks[t+1].Form)
	}
	switch {
	case m.Type != schema.Person || m.Last-m.First < 2:
	case hyphen(m.First - 1):
		first := m.First - 2
		for j := range doc.Mentions {
			if o := &doc.Mentions[j]; o.Sentence == m.Sentence && o.Kind == nlp.Name && o.Last == first+1 && o.Last-o.First > 1 {
				o.Last, o.Head = first, headOf(toks, o.First, first)
			}
		}
		m.First, m.Head = first, headOf(toks, first, m.Last)
	case m.Last-m.First == 2 && hyphen(m.Last) && len(toks[m.Last-1].Form) < 6 && coref.NameGender(toks[m.First].Form) == 0 && !joined[toks[m.Last+1].Form]:
		m.Last += 2
	}
}

// What stands behind a hyphen in words that are made with a name.
var joined = set("led era run style like type born owned held based made ally wing lite free")

// patronized gives a house that is called by its saint alone the type that it has where the
// text gives its whole name: "Saint Thomas" of "Saint Thomas Hospital".
func patronized(doc *nlp.Doc) {
	whole := map[string]schema.EntityType{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		sent := &doc.Sentences[m.Sentence]
		if m.Kind == nlp.Name && m.Last-m.First > 2 && patrons[sent.Tokens[m.First].Form] && bySuffix(sent, m) != "" {
			whole[join(sent, m.First, m.Last-1)] = m.Type
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name || m.Last-m.First < 2 || len(whole) == 0 {
			continue
		}
		if t := whole[join(&doc.Sentences[m.Sentence], m.First, m.Last)]; t != "" {
			m.Type, m.Score = t, max(m.Score, 0.9)
		}
	}
}

// Words that begin the names of houses that are named for a saint.
var patrons = set("Saint St. St Santa San Mount Our Holy Sacred All")

// Who sits on the bench, and what tells which one.
var (
	bench   = set("Judge judge Attorney attorney Magistrate magistrate")
	benches = set("District Federal Circuit Bankruptcy Magistrate")
)
