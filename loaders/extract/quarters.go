package extract

import (
	"relata/loaders/link"
	"relata/schema"
)

// partNamed reads what lies where by the noun for a part of a city or state between two names:
// "the Kibera district of Nairobi", "the Ural region of Russia". It says whether the phrase is
// such a one.
func (r *run) partNamed(s *sentence, t int) bool {
	if !quarters[s.low[t]] && !countrysides[s.low[t]] || t < 2 || t+2 >= len(s.Tokens) || s.low[t+1] != "of" || s.name[t-1] < 0 {
		return false
	}
	part := r.placeNamed(s, t-1)
	j := t + 2
	for j < len(s.Tokens)-1 && s.name[j] < 0 && (s.Tokens[j].UPOS == "DET" || s.Tokens[j].UPOS == "ADJ") {
		j++
	}
	if s.name[j] < 0 || part.ent == nil || s.Tokens[t-1].UPOS == "ADJ" || part.ent.Type == schema.Country {
		return false // "the Peruvian region of Tacna"
	}
	whole := r.placeNamed(s, r.v.doc.Mentions[s.name[j]].Head)
	if whole.ent == nil || whole.ent == part.ent {
		return false
	}
	known := whole.ent.Type == schema.Country || whole.city != nil || link.CityCountry(whole.ent.Name) != ""
	if !known && (part.city != nil || link.CityCountry(part.ent.Name) != "" || countrysides[s.low[t]]) {
		return false // "the Kabul district of Paghman"
	}
	r.fact(s, "located-in", t, t, t+1, part, whole, "", "settlement")
	return true
}

// besideTown says whether the noun at t tells that a place is right by or in the town there, which
// tells it from its namesakes elsewhere: "Montreuil, a suburb of Paris".
func (r *run) besideTown(s *sentence, t int, there arg) bool {
	return quarters[s.low[t]] && (there.city != nil || there.ent.Type == schema.Place && link.CityCountry(there.ent.Name) != "")
}

// Words before "of" for a direction in which one place lies from another: "a town south of Paris".
var compassPoints = wordSet("north south east west northeast northwest southeast southwest north-east north-west south-east south-west outside kilometer kilometre mile km")

// Nouns for the parts of a town, and for those of a state.
var (
	quarters     = wordSet("suburb neighbourhood neighborhood quarter district borough ward area section slum township arrondissement commune")
	countrysides = wordSet("region province county state territory governorate oblast prefecture canton department")
)
