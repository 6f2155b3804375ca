package extract

import (
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Posts that are of a region or a town: their holders serve it.
var placePosts = wordSet("senator congressman congresswoman representative lawmaker mp mla legislator assemblyman assemblywoman councillor councilor councilman councilwoman attorney prosecutor sheriff coroner treasurer comptroller")

// Regions and towns have deputies of these too.
var deputyPosts = wordSet("governor mayor minister premier")

// ofPlace says whether the post at t, which starts at first, is one that regions and towns have
// beside their heads: "Senator", "attorney general", "deputy mayor".
func (s *sentence) ofPlace(t, first int) bool {
	w := s.postNoun(t)
	switch {
	case placePosts[w]:
		return true
	case w == "general":
		return t > 0 && (s.low[t-1] == "attorney" || s.low[t-1] == "solicitor")
	case deputyPosts[w] || w == "secretary":
		return ofGovernment[w] && s.low[first] != "prime" || t > 0 && (lesser[s.low[t-1]] || s.low[t-1] == "lieutenant") || first > 0 && lesser[s.low[first-1]]
	}
	return false
}

// serves states that a person has a post of a region or town, and remembers the state of it.
func (r *run) serves(s *sentence, t, first int, person, place arg, role, rule string) {
	r.fact(s, "works-for", t, first, t+1, person, place, role, rule)
	if state := r.v.stateOf(place.ent.Country); state != nil && r.v.speaksFor[person.ent] == nil {
		r.v.speaksFor[person.ent] = state
	}
}

// lawmakerOf gives a lawmaker the region or town that the title is of: "Senator X of Vermont",
// "Representative X, a Democrat from Texas". Without one it is the house that the article names.
func (r *run) lawmakerOf(s *sentence, t, first int, pred, role string, person arg) {
	w := s.postNoun(t)
	if pred != "works-for" || !lawmakers[s.low[t]] && !lawmakers[w] || r.v.speaksFor[person.ent] != nil {
		return
	}
	for i := first - 1; i >= 0 && i >= first-3; i-- { // "Texas Senator X"
		n := s.name[i]
		if n < 0 || r.v.links.Ties[n].Entity == nil {
			continue
		}
		if a := r.v.own(s, r.v.doc.Mentions[n].Head); a.ent != nil && a.ent.Type == schema.Place && i+1 == first {
			r.serves(s, t, first, person, a, role, "lawmaker-of-place")
			return
		}
		break
	}
	last := r.v.doc.Mentions[person.mention].Last
	for i := last; i < len(s.Tokens) && i < last+7; i++ {
		n := s.name[i]
		if s.person[i] || s.Tokens[i].XPOS == "POS" {
			break
		}
		if n < 0 || i == 0 || s.Tokens[i-1].UPOS != "ADP" && s.Tokens[i-1].Form != "-" && s.Tokens[i-1].Form != "," {
			if s.Tokens[i].UPOS == "VERB" || s.Tokens[i].UPOS == "AUX" {
				break
			}
			continue
		}
		a := r.v.own(s, r.v.doc.Mentions[n].Head)
		if a.ent == nil || a.ent.Type != schema.Place || a.ent.Country == "" && i > last+1 {
			continue
		}
		if end := r.v.doc.Mentions[n].Last; end < len(s.Tokens) && s.Tokens[end].XPOS == "POS" { // "of Maryland's seventh district"
			break
		}
		r.serves(s, t, first, person, a, role, "lawmaker-of-place")
		return
	}
	if houseOf[w] == nil || r.told(person.ent, "works-for") || coref.Plural(s.tok(t)) {
		return
	}
	if house := r.house(houseOf[w]); house != nil {
		pred := "works-for"
		if w == "mp" {
			pred = "member-of"
		}
		r.fact(s, pred, t, first, t+1, person, arg{ent: house, mention: -1, tok: t, score: 0.5}, role, "title-of-house-around")
	}
}

// house is the only body that the article names with one of the words in its name.
func (r *run) house(words map[string]bool) (out *schema.Entity) {
	for i := range r.v.doc.Mentions {
		e := r.v.links.Ties[i].Entity
		if e == nil || e.Type != schema.Organization || e == out || len(strings.Fields(e.Name)) > 5 || !hasWord(e.Name, words) || hasWord(e.Name, partsOfHouses) {
			continue
		}
		if out != nil {
			return nil
		}
		out = e
	}
	return out
}

// Words in the names of the houses that lawmakers sit in, by their titles, and in those of what
// is of a house.
var (
	houseOf = map[string]map[string]bool{
		"senator": wordSet("senate"), "representative": wordSet("representatives"), "congressman": wordSet("representatives"), "congresswoman": wordSet("representatives"),
		"mp": wordSet("parliament commons"), "mep": wordSet("parliament"), "legislator": wordSet("legislative legislature"),
	}
	partsOfHouses = wordSet("committee subcommittee commission republican democratic office")
)

// theHead says whether a post that begins at token first stands with "the" and nothing that
// makes it a body's: "the current prime minister", "then the president".
func (s *sentence) theHead(first int) bool {
	i := first - 1
	for i >= 0 && lesserRank[s.low[i]] && s.low[i] != "the" {
		i--
	}
	return i >= 0 && s.low[i] == "the"
}

// cityByState says whether the name n of one word is a city's, whatever it was taken for: a
// comma and a state or region stand after it.
func (v *view) cityByState(s *sentence, n int) bool {
	m := &v.doc.Mentions[n]
	if m.Last-m.First != 1 || m.Last+1 >= len(s.Tokens) || s.Tokens[m.Last].Form != "," || s.name[m.Last+1] < 0 {
		return false
	}
	e := v.links.Ties[s.name[m.Last+1]].Entity
	return e != nil && (e.Type == schema.Country || e.Type == schema.Place) && link.CityCountry(s.Tokens[m.First].Form) != ""
}

// field says whether the name of a body before the post at t is what a minister is there for:
// "Civil Aviation Minister X".
func (r *run) field(s *sentence, n, t int) bool {
	m := &r.v.doc.Mentions[n]
	if m.Last != t || !ofGovernment[s.low[t]] || m.Type != schema.Organization || m.Last-m.First == 1 {
		return false
	}
	for i := m.First; i < m.Last; i++ {
		if w := strings.ToLower(s.Tokens[i].Form); bodiesOfState[w] && w != "air" || memberBodies[w] || s.class(i).Kind == "org" {
			return false
		}
	}
	_, known := link.Lookup(r.v.text(s, m.First, m.Last))
	return !known
}

// constituency is the region that the lawmaker at t is for: "X, a senator from Vermont", "X,
// Vermont's junior senator".
func (r *run) constituency(s *sentence, t int) arg {
	for _, k := range s.kids[t] {
		p := s.preposition(k)
		if s.rel[k] != "nmod" || s.Tokens[k].Deprel != "nmod:poss" && p != "from" && p != "of" && p != "for" {
			continue
		}
		if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Place {
			return a
		}
	}
	return none()
}
