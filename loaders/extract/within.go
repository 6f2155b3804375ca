package extract

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// within reads where a body, an event or a site lies, and what a body is part of, by the state
// or place in what it is called: "Peruvian Red Cross", "Lima Police", "the Lima airport", "the
// 2016 Lima marathon".
func (r *run) within(mi int) {
	m, tie := &r.v.doc.Mentions[mi], &r.v.links.Ties[mi]
	if tie.Entity == nil || !tie.Direct || m.Kind != nlp.Name && m.Kind != nlp.Nominal {
		return
	}
	s := &r.v.sents[m.Sentence]
	if m.Last < len(s.Tokens) && s.Tokens[m.Last].Form == "-" {
		return // half of a name with a hyphen
	}
	a := arg{ent: tie.Entity, mention: mi, tok: m.Head, direct: true, score: tie.Score}
	switch a.ent.Type {
	case schema.Organization:
		r.partByName(s, m, a)
		r.bodyWithin(s, m, a)
	case schema.Event:
		r.kindWithin(s, m, a, happenings, inStates)
	case schema.Place:
		if m.Kind == nlp.Nominal {
			r.kindWithin(s, m, a, siteNouns, siteNouns)
		}
	}
}

// bodyWithin ties a body to the state or place that its name tells at its beginning or after
// "of": part of it where it is one of its own bodies, else located in it.
func (r *run) bodyWithin(s *sentence, m *nlp.Mention, a arg) {
	own, local, office, seated, national, rebel, arms := false, false, false, false, false, false, false
	for i := m.First; i < m.Last; i++ {
		w := strings.ToLower(s.Tokens[i].Form)
		national = national || w == "national"
		if headlines[w] {
			return // "The Lima Times"
		}
		own = own || publicBodies[w] && !(w == "congress" && national) // "the Peruvian National Congress" may be a party
		rebel = rebel || rebelWords[w]
		arms = arms || w == "army" || w == "forces"
		local = local || localBodies[w]
		office = office || stateOffices[w]
		seated = seated || seatedBodies[w] || hasWord(w, parties)
	}
	if !own && !local && !seated && !office || arms && (rebel || national) {
		return // the "Peruvian Liberation Army" may fight the state
	}
	told := func(first, last int) {
		b := r.placeTold(s, first, last, local || own)
		if b.ent == nil || b.ent == a.ent || seated && !own && !local && (s.Tokens[first].Form == "American" || !r.v.speaksOf(b.ent)) {
			return // "American" may tell the continent
		}
		if b.ent.Type == schema.Country && a.ent.Country != "" && a.ent.Country != b.ent.Country {
			return // "Korean" is of two states
		}
		pred := "located-in"
		if own && !local || (own || local || office) && b.ent.Type == schema.Country {
			pred = "part-of"
		}
		if office && !own && !local && !seated && b.ent.Type != schema.Country {
			return
		}
		r.fact(s, pred, m.Head, first, last, a, b, "", "within-name")
	}
	first := m.First
	for first < m.Last && (s.Tokens[first].UPOS == "DET" || beforePlace[s.Tokens[first].Form]) {
		first++
	}
	if last := r.toldTo(s, first, m.Last, local || own); last > first {
		told(first, last)
	}
	end := m.Last
	if m.Kind == nlp.Nominal && m.Head+2 < len(s.Tokens) && m.Last == m.Head+1 && s.low[m.Last] == "of" && s.name[m.Last+1] >= 0 {
		end = r.v.doc.Mentions[s.name[m.Last+1]].Last // "the parliament of Peru"
	}
	for i := first + 1; i+1 < end; i++ {
		if s.low[i] != "of" {
			continue
		}
		j := i + 1
		if s.Tokens[j].UPOS == "DET" && j+1 < end {
			j++
		}
		for j < end {
			last := r.toldTo(s, j, end, local || own)
			if last == j || last < end && s.low[last] != "and" {
				break
			}
			told(j, last)
			j = last + 1 // "of England and Wales"
		}
	}
}

// kindWithin ties an event or a site to the place before its noun in its phrase, if the noun is
// one of at, or to the state there, if it is one of in.
func (r *run) kindWithin(s *sentence, m *nlp.Mention, a arg, at, in map[string]bool) {
	head := s.low[m.Head]
	if coref.Plural(s.tok(m.Head)) && a.ent.Type == schema.Place {
		return
	}
	if !at[head] && !in[head] {
		return
	}
	for i := m.First; i < m.Head; i++ {
		if i > m.First && s.name[i] >= 0 && s.name[i] == s.name[i-1] {
			continue
		}
		if s.name[i] < 0 && m.Kind == nlp.Nominal {
			continue
		}
		last := r.toldTo(s, i, m.Head, false)
		if last == i || s.Tokens[last].Form == "-" || s.Tokens[last].XPOS == "POS" || i > 0 && s.Tokens[i-1].Form == "-" {
			continue
		}
		b := r.placeTold(s, i, last, false)
		if b.ent == nil || b.ent == a.ent {
			continue
		}
		kinds := at
		if b.ent.Type == schema.Country {
			kinds = in
			if head == "war" {
				continue // "the Peruvian war" may be fought anywhere
			}
		}
		if kinds[head] {
			r.fact(s, "located-in", m.Head, i, m.Head+1, a, b, "", "within-name")
		}
		return
	}
}

// toldTo is where the longest name of a state or place that begins at first ends, before end;
// first if none begins there.
func (r *run) toldTo(s *sentence, first, end int, anew bool) int {
	for last := min(first+3, end); last > first; last-- {
		if r.placeTold(s, first, last, anew).ent != nil {
			return last
		}
	}
	return first
}

// placeTold is the state or place that the words [first, last) inside what something is called name.
func (r *run) placeTold(s *sentence, first, last int, anew bool) arg {
	if n := s.name[first]; n >= 0 {
		if m := &r.v.doc.Mentions[n]; m.First == first && m.Last == last {
			a := r.v.own(s, m.Head)
			if a.city != nil {
				a.ent = a.city
			}
			if a.ent != nil && a.ent.Type != schema.Place && a.ent.Type != schema.Country {
				a.ent = nil
			}
			return a
		}
	}
	words := make([]string, 0, last-first)
	for i := first; i < last; i++ {
		words = append(words, s.Tokens[i].Form)
	}
	name := strings.Join(words, " ")
	if noPlaces[name] {
		return none()
	}
	if name == "Georgia" && r.v.home != nil && r.v.home.Country == "USA" {
		return none()
	}
	if first == last || name[0] < 'A' || name[0] > 'Z' && name[0] < 0x80 {
		return none()
	}
	return arg{ent: r.v.links.Told(name, anew), mention: -1, tok: first, score: 0.8, direct: true}
}

// Words that may stand before the place in the name of a body.
var beforePlace = map[string]bool{"Royal": true, "Greater": true, "Metropolitan": true}

// Words in the names of bodies: those that a state or a part of it has for itself, those of
// a place that are a state's where a state is named, those that may be anybody's elsewhere, and those that only sit there.
var (
	publicBodies = wordSet("army navy military marines parliament senate congress legislature ministry department treasury representatives assembly embassy forces survey guard")
	localBodies  = wordSet("police court council coroner coroners sheriff fire ambulance prosecutor prosecutors")
	stateOffices = wordSet("agency service administration committee commission bureau")
	seatedBodies = wordSet("academy federation conference cross crescent association museum diocese archdiocese hospital institute society chamber")
	headlines    = wordSet("times post news tribune herald gazette journal star sun telegraph mail daily press radio television tv broadcasting magazine today")
)

// Words in the names of forces that are no state's.
var rebelWords = wordSet("revolutionary democratic liberation free republican people's popular resistance lord's")

// Words of names that are towns somewhere and mean none there.
var noPlaces = wordSet("North South East West Northern Southern Eastern Western Central Superior High Supreme District Federal National Union")

// Nouns for what takes place in the place before them, and for sites in a place.
var (
	happenings = union(placedEvents, wordSet("caucus primary by-election shooting attack bombing explosion blast crash fire wildfire summit conference siege marathon derby fair carnival stabbing murder killing outbreak collision derailment pileup eruption quake landslide avalanche storm tornado flooding march rally incident accident disaster celebration ceremony games lockdown party concert convention debate funeral"))
	inStates   = union(placedEvents, wordSet("caucus primary by-election shooting crash fire wildfire outbreak derailment census flooding landslide quake lockdown"))
	siteNouns  = wordSet("airport jail prison hospital stadium restaurant hotel museum church mosque cathedral temple synagogue market factory plant mine refinery suburb nightclub mall campus zoo courthouse home house shop store warehouse highway ranch farm")
)

// union is the set of all words of some sets.
func union(sets ...map[string]bool) map[string]bool {
	out := map[string]bool{}
	for _, set := range sets {
		for w := range set {
			out[w] = true
		}
	}
	return out
}

// speaksOf says whether the text names an entity itself, and not only inside other names.
func (v *view) speaksOf(e *schema.Entity) bool {
	for i := range v.links.Ties {
		if t := &v.links.Ties[i]; (t.Entity == e || t.City == e) && v.doc.Mentions[i].Kind == nlp.Name {
			return true
		}
	}
	return false
}
