package link

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Words that tell the type of the name that they end or begin.
var suffixTypes = func() map[string]schema.EntityType {
	m := map[string]schema.EntityType{}
	for t, words := range map[schema.EntityType]string{
		schema.Organization: "party ministry council committee commission agency association army navy force forces corps court police bank company corporation corp inc ltd llc plc group union university college institute institution school academy department bureau board office organization organisation front movement league federation foundation society club parliament congress senate assembly government administration airlines airways airline co times post news press network television tv radio brigade battalion division regiment command service services fund authority coalition alliance house guard guards service squad militia secretariat embassy trust cabinet project program programme bloc initiative project observatory holdings industries systems partners media studios energy motors orchestra church diocese patriarchate confederation consortium tribunal exchange pharmaceuticals technologies technology electronics electric aviation aerospace air petroleum shipping securities insurance ventures foods telecom communications networks software laboratory laboratories labs caucus treasury directorate syndicate cartel mafia brotherhood brigades battalions fleet squadron taskforce inspectorate ombudsman regulator broadcasting broadcaster magazine journal herald tribune gazette chronicle telegraph bulletin observer mail review daily weekly globe dispatch mirror survey monarchy chamber registry railways railway bankers workers teachers brothers sons associates airlines jirga knesset duma bundestag politburo orchestra choir corps cooperative conservancy zoo appeals tribe tribes",
		schema.Place:        "airport river sea ocean mountain mountains island islands province district city county state valley desert street avenue square bridge park mosque cathedral temple hospital station base airfield port gulf bay lake peninsula border strait canal region village town camp prison stadium hotel building tower heights hills beach coast capital highway road dam territory desert oblast governorate prefecture cape plateau pass arena cosmodrome spaceport mall cemetery headquarters strip facility plant complex refinery terminal harbour harbor garden gardens hall monument memorial museum library theatre theater delta basin forest forests falls reef atoll archipelago ridge estate crossing checkpoint lighthouse volcano glacier fault shipyard parish borough campus sanctuary palace castle fortress tunnel pipeline reservoir wetlands reservation range",
		schema.Agreement:    "agreement agreements treaty accord accords act pact deal resolution convention protocol constitution memorandum bill law amendment charter decree declaration statute covenant",
		schema.Event:        "war summit olympics games cup championship championships festival conference election elections referendum crisis battle massacre revolution uprising attack attacks prix open tournament awards award forum protests hurricane earthquake pandemic ceremony marathon meeting operation day genocide holocaust intifada trials bombing bombings shooting shootings massacres riots airshow expo biennale fair faire fest carnival regatta gala rodeo parade pageant derby bowl",
		schema.Product:      "missile missiles rocket rockets drone drones aircraft tank helicopter rifle iphone vaccine",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = t
		}
	}
	return m
}()

// retype corrects the type of a name by the gazetteer, else by its last word.
func retype(sent *nlp.Sentence, m *nlp.Mention) {
	if aged(sent, m) {
		m.Type = schema.Person
		return
	}
	name := join(sent, m.First, m.Last)
	if m.First > 0 && m.Type == schema.Place && sent.Tokens[m.First-1].Form == "The" && speech[governor(sent, m)] {
		if k, ok := Lookup("The " + name); ok && k.Type == schema.Organization {
			m.First, m.Type = m.First-1, k.Type // "The Atlantic reported"
			return
		}
	}
	if k, ok := Lookup(name); ok && (m.Type != schema.Person || k.Form == Proper && m.Last-m.First > 1) {
		m.Type = k.Type
		if k.Form == Capital && sent.Tokens[m.First].UPOS != "PROPN" {
			m.Type = schema.Place
		}
		return
	}
	if last := sent.Tokens[m.Last-1].Form; m.Last-m.First > 1 && modelName(last) {
		if k, ok := Lookup(join(sent, m.First, m.First+1)); ok && k.Type == schema.Organization {
			m.Type = schema.Product // "Airbus A320s"
			return
		}
	}
	if m.First > 0 && m.Type != schema.Person && strings.EqualFold(sent.Tokens[m.First-1].Form, "the") && CityCountry("The "+name) != "" && CityCountry(name) == "" {
		m.Type = schema.Place // "the Hague"
		return
	}
	if m.Last-m.First == 1 && m.Type == schema.Person && houses[name] && !(m.First > 0 && personTitle(sent, m.First-1)) {
		m.Type = schema.Organization
		return
	}
	if m.Last-m.First > 1 && firstOfBodies[sent.Tokens[m.First].Form] {
		m.Type = schema.Organization // "Banca Quox"
		return
	}
	if m.Last-m.First > 1 && campuses[sent.Tokens[m.First].Form] && suffixTypes[strings.ToLower(sent.Tokens[m.Last-1].Form)] == "" {
		m.Type = schema.Organization
		return
	}
	if n := m.Last - m.First; n > 2 && sent.Tokens[m.Last-1].Form == "Fame" && sent.Tokens[m.Last-3].Form == "Hall" {
		m.Type = schema.Organization
		return
	}
	if m.Type == schema.Person {
		if n := m.Last - m.First; n > 1 && n < 4 && coref.NameGender(sent.Tokens[m.First].Form) == 0 && !(m.First > 0 && personTitle(sent, m.First-1)) {
			if k, ok := Lookup(sent.Tokens[m.First].Form); ok && k.Type == schema.Organization && k.Form == Proper && !isAcronym(sent.Tokens[m.First].Form) {
				m.Type = k.Type // "Nokia Polska"
				return
			}
		}
		if t := m.First + 1; m.Last-m.First > 3 && t+1 < m.Last && (sent.Tokens[t+1].Form == "of") && suffixTypes[strings.ToLower(sent.Tokens[t].Form)] != "" {
			m.Type = suffixTypes[strings.ToLower(sent.Tokens[t].Form)] // "Peruvian Museum of Natural History"
			return
		}
		if w := strings.ToLower(sent.Tokens[m.Last-1].Form); m.Last-m.First > 1 && (suffixTypes[w] == schema.Organization || suffixTypes[w] == schema.Agreement) && strings.ToLower(sent.Tokens[m.Last-1].Lemma) == w && nounLike(w) {
			m.Type = suffixTypes[w]
		}
		return
	}
	if w := strings.ToLower(name); m.Last-m.First == 1 && m.Type != schema.Organization && chambers[w] {
		m.Type = schema.Organization // "the Italian Treasury"
		return
	}
	if m.Last-m.First > 1 {
		if t := bySuffix(sent, m); t != "" {
			m.Type = t
			if w := strings.ToLower(sent.Tokens[m.First].Form); t == schema.Place && m.Last-m.First > 2 && sent.Tokens[m.First+1].Form == "of" && suffixTypes[w] == schema.Organization {
				m.Type = schema.Organization // "University of Cape Town"
			}
			return
		}
		if k, ok := Lookup(join(sent, m.First+1, m.Last)); ok && k.Type == schema.Country && k.Form == Proper && directions[sent.Tokens[m.First].Form] {
			m.Type = schema.Place // "Northern Peru"
			return
		}
		first := strings.ToLower(sent.Tokens[m.First].Form)
		for i := m.First; i+1 < m.Last; i++ {
			if w := strings.ToLower(sent.Tokens[i+1].Form); w == "of" || w == "for" {
				kind := strings.ToLower(sent.Tokens[i].Form)
				if t := suffixTypes[kind]; t != "" {
					m.Type = t
					if kind == "conference" && w == "of" {
						m.Type = schema.Organization // "National Conference of Mayors"
					}
					return
				}
			}
		}
		if ships[sent.Tokens[m.First].Form] {
			m.Type = schema.Product
			return
		}
		switch first {
		case "operation", "exercise", "hurricane", "typhoon", "tropical", "battle", "cyclone":
			m.Type = schema.Event
		case "lake", "mount", "cape", "gulf", "fort", "camp", "port":
			m.Type = schema.Place
		case "university", "bank", "ministry", "department":
			m.Type = schema.Organization
		}
		if first == "treaty" {
			m.Type = schema.Agreement
		}
	}
	if m.Last-m.First == 1 && sent.Tokens[m.First].XPOS == "NNPS" && (m.Type == schema.Place || m.Type == schema.Country) && peopleName(sent.Tokens[m.First].Form) && CityCountry(name) == "" {
		m.Type = schema.Group // "Montanans"
		return
	}
	if m.Type == schema.Country {
		m.Type = schema.Place // the gazetteer knows the states
	}
	if m.Type == "" && CityCountry(name) != "" {
		m.Type = schema.Place
	}
}

// governor is the verb of which a name is the subject, in small letters; empty if it is of none.
func governor(sent *nlp.Sentence, m *nlp.Mention) string {
	tok := &sent.Tokens[m.Head]
	if baseRel(tok.Deprel) != "nsubj" || tok.Head < 0 || tok.Head >= len(sent.Tokens) {
		return ""
	}
	return strings.ToLower(sent.Tokens[tok.Head].Lemma)
}

// bySuffix is the type that the last word of a name of several words tells, empty if none.
func bySuffix(sent *nlp.Sentence, m *nlp.Mention) schema.EntityType {
	if m.Last-m.First < 2 {
		return ""
	}
	last := strings.ToLower(sent.Tokens[m.Last-1].Form)
	if last == "convention" && sent.Tokens[m.Last-2].Form == "National" {
		return schema.Event // of a party
	}
	if before := strings.ToLower(sent.Tokens[m.Last-2].Form); last == "award" && (before == "arbitral" || before == "arbitration") {
		return schema.Agreement
	}
	if n := m.Last - m.First; n > 2 && (sent.Tokens[m.Last-2].Form == "of" || sent.Tokens[m.Last-2].Form == "for") {
		if t := suffixTypes[strings.ToLower(sent.Tokens[m.Last-3].Form)]; t == schema.Organization {
			return t // "Department of State", "Board of Elections"
		}
	}
	if last != "center" && last != "centre" {
		return suffixTypes[last]
	}
	if siteCenters[strings.ToLower(sent.Tokens[m.Last-2].Form)] {
		return schema.Place
	}
	return schema.Organization
}

// Centers that are a site rather than a body.
var siteCenters = set("medical shopping convention detention sports civic space exhibition trade conference fitness garden leisure recreation visitor visitors correctional city town")

// Words of other languages that begin the names of bodies and of nobody.
var firstOfBodies = set("Banca Banco Banque Grupo Groupe Gruppo Compagnie Société Caisse Caixa Istituto Universidad Universidade Université Universität Partido Parti Partito Movimiento Movimento Ministerio Agence Agencia Agenzia Crédit Deutsche Fundación Fondation Federación Fédération Unión Alianza Frente Comisión Asociación Associação Associazione Tribunal")

// Posts in sport, before which stands the club.
var playing = set("coach captain skipper winger flanker halfback wicketkeeper batsman bowler midfielder striker goalkeeper defender forward fullback quarterback pitcher shortstop linebacker")

// ships are the letters before the name of one.
var ships = set("U.S.S. H.M.S. USS HMS RMS HMAS HMCS INS USNS MV MT SS USCGC ROKS RFA FS")

// Houses of parliaments, which no person is called.
var houses = set("Senate Congress Parliament Cabinet Bundestag Treasury")

// Bodies that go by one word.
var chambers = set("treasury parliament congress senate cabinet admiralty bundesbank bundeswehr")

// directions before the name of a state make it a part of the state.
var directions = set("North South East West Northern Southern Eastern Western Central Northeastern Northwestern Southeastern Southwestern Upper Lower")

// aged says whether an age stands after the name in commas: "Lovelace, 36, was".
func aged(sent *nlp.Sentence, m *nlp.Mention) bool {
	if m.Last+2 >= len(sent.Tokens) || sent.Tokens[m.Last].Form != "," || sent.Tokens[m.Last+2].Form != "," {
		return false
	}
	if k, ok := Lookup(join(sent, m.First, m.Last)); ok && k.Type == schema.Country {
		return false // "the diocese in Peru, 79, died"
	}
	age := sent.Tokens[m.Last+1].Form
	return len(age) == 2 && age[0] >= '1' && age[0] <= '9' && age[1] >= '0' && age[1] <= '9'
}

// nounLike keeps surnames that are words ("Bank", "Law") from being read as bodies.
func nounLike(w string) bool { return len(w) > 4 }

// vote gives names of the same words one type, the one that the finder is surest of.
func vote(doc *nlp.Doc) {
	weight := map[string]map[schema.EntityType]float64{}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		w := join(&doc.Sentences[m.Sentence], m.First, m.Last)
		if weight[w] == nil {
			weight[w] = map[schema.EntityType]float64{}
		}
		weight[w][m.Type] += max(m.Score, 0.01)
		if t := called(&doc.Sentences[m.Sentence], m); t != "" {
			weight[w][t] += 2
			if club(&doc.Sentences[m.Sentence], m) {
				weight[w][t] += 4 // nothing but a team has a captain
			}
		}
		if m.Type == schema.Person && told(&doc.Sentences[m.Sentence], m) {
			weight[w][m.Type]++
		}
	}
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name {
			continue
		}
		w := join(&doc.Sentences[m.Sentence], m.First, m.Last)
		if len(weight[w]) < 2 {
			continue
		}
		if k, ok := Lookup(w); ok && k.Type == schema.Country {
			continue
		}
		best, top := m.Type, 0.0
		for _, t := range append([]schema.EntityType{""}, schema.EntityTypes...) {
			if v := weight[w][t]; v > top {
				best, top = t, v
			}
		}
		m.Type = best
	}
}

// afterFirm frees a name of the noun for a company that stands in it: "U.S. fund X".
func afterFirm(sent *nlp.Sentence, m *nlp.Mention) {
	for t := m.Last - 2; t > m.First; t-- {
		if w := sent.Tokens[t].Form; (firms[w] || ensembles[w]) && capital(sent.Tokens[t+1].Form) {
			m.First, m.Type = t+1, schema.Organization
			m.Head = headOf(sent.Tokens, m.First, m.Last)
			return
		}
	}
}

// called is the type that the words beside a name say that it has, which weighs more than
// what the finder thinks of it anywhere: "the island of X", "X, a suburb of", "A Turkish firm, X,", "the broadcaster X".
func called(sent *nlp.Sentence, m *nlp.Mention) schema.EntityType {
	toks := sent.Tokens
	lemma := func(i int) string { return strings.ToLower(toks[i].Lemma) }
	if club(sent, m) {
		return schema.Organization
	}
	if namedPerson(sent, m.First) {
		return schema.Person // "a woman named X"
	}
	if (m.Type == schema.Place || m.Type == schema.Person && m.Last-m.First == 1 && match(sent)) && plays(sent, m) || (m.Type == schema.Place || m.Type == schema.Person && CityCountry(join(sent, m.First, m.Last)) != "") && scored(sent, m) {
		return schema.Organization // "Grantham beat Stamford", "Lima beat Cusco 3–1": their teams
	}
	if i := m.Last; i < len(toks) && m.Type == schema.Person && inns[lemma(i)] && toks[i].UPOS == "NOUN" && (i+1 == len(toks) || toks[i+1].UPOS != "NOUN") {
		return schema.Organization // "the X restaurant"
	}
	if (m.Type == schema.Person || m.Type == "") && m.Last-m.First == 1 && mixed(toks[m.First].Form) && !(m.First > 0 && personTitle(sent, m.First-1)) {
		return schema.Organization
	}
	if f := m.First; f >= 2 {
		switch {
		case toks[f-1].UPOS == "VERB" && toks[f-2].Form == "-" && toks[f-2].Glued && holding[toks[f-1].Form]:
			return schema.Place
		case f >= 3 && toks[f-1].Form == "," && (firms[lemma(f-2)] || ownBodies[lemma(f-2)]) && toks[f-2].UPOS == "NOUN" && toks[f-2].XPOS != "NNS" && (apostrophe(toks[f-3].Form) || toks[f-3].XPOS == "PRP$") && closed(sent, m):
			return schema.Organization // "her party, X,"
		case m.Type == schema.Person && coref.NameGender(toks[m.First].Form) == 0 && toks[f-2].UPOS == "NOUN" && (toks[f-1].Form == "for" && speakers[lemma(f-2)] || toks[f-1].Form == "of" && bosses[lemma(f-2)]):
			return schema.Organization // "a spokesman for X"
		case bodiesOfStars[lemma(f-1)] && toks[f-1].UPOS == "NOUN" && toks[f-1].XPOS == "NN":
			return schema.Place
		case toks[f-1].Form == "of" && placeNouns[lemma(f-2)] && toks[f-2].XPOS == "NN":
			return schema.Place
		case firms[lemma(f-1)] && toks[f-1].UPOS == "NOUN" && toks[f-1].XPOS == "NN":
			return schema.Organization
		case vessels[lemma(f-1)] && toks[f-1].UPOS == "NOUN" && toks[f-1].XPOS == "NN":
			return schema.Product // "the research ship X"
		case m.Type != schema.Country && ensembles[lemma(f-1)] && toks[f-1].UPOS == "NOUN" && coref.NameGender(toks[f].Form) == 0 && (toks[f-1].XPOS == "NN" || coupled(sent, m)):
			return schema.Organization // "the rock band X", "store chains X and Y"
		case toks[f-1].Form == "," && firms[lemma(f-2)] && toks[f-2].XPOS == "NN" && closed(sent, m):
			for i := f - 3; i >= 0 && i > f-7; i-- {
				if w := strings.ToLower(toks[i].Form); w == "a" || w == "an" {
					return schema.Organization
				}
			}
		}
	}
	if i := m.Last; i+2 < len(toks) && toks[i].Form == "," && (toks[i+1].Form == "a" || toks[i+1].Form == "an") {
		for j := i + 2; j < len(toks) && j < i+7; j++ {
			if toks[j].UPOS == "NOUN" && (j+1 == len(toks) || toks[j+1].UPOS != "NOUN" && toks[j+1].Form != "-") {
				switch w := lemma(j); {
				case placeNouns[w]:
					return schema.Place
				case firms[w]:
					return schema.Organization
				}
				return ""
			}
			if u := toks[j].UPOS; u != "ADJ" && u != "NOUN" && u != "PROPN" && toks[j].Form != "-" && u != "VERB" {
				return ""
			}
		}
	}
	return ""
}

// club says whether a name is that of a team whose player or coach follows: "Liverpool
// midfielder X".
func club(sent *nlp.Sentence, m *nlp.Mention) bool {
	i := m.Last
	if i >= len(sent.Tokens) || !playing[strings.ToLower(sent.Tokens[i].Lemma)] || m.Type == schema.Country || sent.Tokens[i].UPOS != "NOUN" || sent.Tokens[i].XPOS == "NNS" {
		return false
	}
	_, known := Lookup(join(sent, m.First, i))
	return !known
}

// match says whether a sentence tells of a match of teams.
func match(sent *nlp.Sentence) bool {
	for i := range sent.Tokens {
		if teamSports[strings.ToLower(sent.Tokens[i].Form)] {
			return true
		}
	}
	return false
}

// Words of sports that teams play.
var teamSports = set("rugby football soccer hockey cricket netball basketball baseball league premiership fixture innings wickets touchdown touchdowns tries premiers derby")

// plays says whether a name stands for a team: one of two places of which one beats the other.
func plays(sent *nlp.Sentence, m *nlp.Mention) bool {
	toks := sent.Tokens
	h, rel := toks[m.Head].Head, baseRel(toks[m.Head].Deprel)
	if h < 0 || h >= len(toks) || rel != "nsubj" && rel != "obj" || !beats[strings.ToLower(toks[h].Lemma)] || toks[h].Lemma == "defeat" && !match(sent) { // armies defeat too
		return false
	}
	if k, ok := Lookup(join(sent, m.First, m.Last)); ok && k.Type == schema.Country {
		return false
	}
	for k := range toks {
		if r := baseRel(toks[k].Deprel); toks[k].Head == h && k != m.Head && (r == "nsubj" || r == "obj") && toks[k].UPOS == "PROPN" {
			_, known := Lookup(toks[k].Form)
			return !known
		}
	}
	return false
}

// Verbs of winning a match.
var beats = set("beat defeat thrash trounce edge outplay down hammer rout thump outscore")

// Nouns for bodies and for nothing else, which name what stands beside them.
var firms = set("company firm airline bank newspaper broadcaster startup conglomerate automaker carmaker chipmaker drugmaker charity retailer insurer manufacturer shipbuilder university band brewer lender utility fund")

// Nouns for bodies, right before the name of one and hardly before anybody's.
var ensembles = set("band trio duo quartet quintet supergroup orchestra supermarket chain label subsidiary website channel nonprofit militia club network")

// coupled says whether a name is the first or second of two or more that "and" ties.
func coupled(sent *nlp.Sentence, m *nlp.Mention) bool {
	return m.Last+1 < len(sent.Tokens) && (sent.Tokens[m.Last].Form == "and" || sent.Tokens[m.Last].Form == ",") && capital(sent.Tokens[m.Last+1].Form)
}

// Nouns for what sails, which has a name of its own after it.
var vessels = set("ship submarine yacht ferry frigate destroyer cruiser freighter trawler tanker schooner tugboat icebreaker warship")

// Nouns for houses that receive guests, after the name of one.
var inns = set("restaurant hotel nightclub pub cafe bistro brewery boutique")

// mixed says whether a word has a capital inside, as the names of firms and of sites do and
// those of persons but for some beginnings: "UpGuard".
func mixed(w string) bool {
	for i := 2; i+1 < len(w); i++ {
		if w[i] >= 'A' && w[i] <= 'Z' && w[i-1] >= 'a' && w[i-1] <= 'z' {
			return !namesakes[w[:i]] && strings.ToLower(w[i+1:]) == w[i+1:]
		}
	}
	return false
}

// What stands before a capital inside persons' names: "McArthur", "LaToya", "DeSantis".
var namesakes = set("Mc Mac De Di Du La Le Lo Van Von Fitz Jo Da Del Des Dal Della St Ma Sha Ja Mary Ann Anne Bi Xi Ni Ka Ra Ta Ke")

// scored says whether a name is a side of a match, by the verb and the score.
func scored(sent *nlp.Sentence, m *nlp.Mention) bool {
	toks := sent.Tokens
	h, r := toks[m.Head].Head, baseRel(toks[m.Head].Deprel)
	if h < 0 || h >= len(toks) || r != "nsubj" && r != "obj" || !beats[toks[h].Lemma] && toks[h].Lemma != "host" {
		return false
	}
	for i := h + 1; i+2 < len(toks); i++ {
		if toks[i].UPOS == "NUM" && toks[i+2].UPOS == "NUM" && (toks[i+1].Form == "–" || toks[i+1].Form == "-") || toks[i].UPOS == "NUM" && toks[i+1].Form == "points" {
			return true
		}
	}
	return false
}

// Who speaks for a body, and who is at the head of one and of no person.
var (
	speakers = set("spokesman spokeswoman spokesperson")
	bosses   = set("ceo manager executive founder co-founder shareholder employee subsidiary")
)

// What stands before the name of something in the sky.
var bodiesOfStars = set("constellation galaxy planet exoplanet asteroid nebula")

// campuses are the letters before the place of a university: "UC Davis".
var campuses = set("UC CU UT UNC UH UW SUNY CUNY UMass TU")

// Nouns for bodies of somebody: "her party, X".
var ownBodies = set("party newspaper employer foundation group team club")

// What is done to places alone, after the hyphen of who does it: "rebel-held X".
var holding = set("occupied held controlled administered besieged annexed")

// told says whether a title before a name, an age or a post beside it says that it is a
// person's, which weighs more than what the finder thinks of the name elsewhere.
func told(sent *nlp.Sentence, m *nlp.Mention) bool {
	return m.First > 0 && personTitle(sent, m.First-1) || aged(sent, m) || afterPost(sent, m.First)
}

// Words for companies before their name.
var companies = set("producer maker operator supplier manufacturer developer carrier retailer provider exporter giant insurer company firm airline bank newspaper agency broadcaster daily weekly club startup group network conglomerate utility miner automaker carmaker chain brand website magazine publisher party union charity")

// Words for bodies alone, never for their owners, before a name.
var papers = set("newspaper daily weekly magazine tabloid broadcaster airline carmaker automaker broadsheet newswire charity startup")

// ofCompany says whether a token is a word for a company, before its name: "producer",
// "chains", "daily".
func ofCompany(tok *nlp.Token) bool {
	if !companies[strings.ToLower(tok.Form)] && !companies[strings.ToLower(tok.Lemma)] {
		return false
	}
	return tok.UPOS == "NOUN" || tok.UPOS == "ADJ" && (tok.Form == "daily" || tok.Form == "weekly")
}
