package extract

import (
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// capital reads "the country's capital, Lima".
func (r *run) capital(s *sentence, t int) {
	if s.low[t] != "capital" {
		return
	}
	var state []arg
	for _, k := range s.kids[t] {
		if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "nmod" && s.preposition(k) == "of" || (s.rel[k] == "amod" || s.rel[k] == "compound") && s.name[k] >= 0 {
			for _, a := range r.v.resolve(s, k) {
				if a.ent.Type == schema.Country && a.direct {
					state = append(state, a)
				}
			}
		}
	}
	if len(state) == 0 && r.v.focus != nil {
		state = append(state, arg{ent: r.v.focus, mention: -1, tok: t, score: 0.6, direct: true})
	}
	var cities []int
	if t > 2 && s.low[t-1] == "the" && s.Tokens[t-2].Form == "," && s.name[t-3] >= 0 {
		cities = append(cities, t-3) // "police in Lima, the capital,"
	}
	if s.rel[t] == "appos" && s.head[t] >= 0 {
		cities = append(cities, s.head[t])
	}
	for _, k := range s.kids[t] {
		if s.rel[k] == "appos" || k > t && s.name[k] >= 0 && (s.rel[k] == "nmod" || s.rel[k] == "flat") && s.preposition(k) == "" {
			cities = append(cities, k)
		}
	}
	if t+2 < len(s.Tokens) && s.Tokens[t+1].Form == "," && s.name[t+2] >= 0 {
		cities = append(cities, t+2)
	}
	if h := s.head[t]; h > t && s.name[h] >= 0 && (s.rel[t] == "nmod" || s.rel[t] == "compound") {
		cities = append(cities, h)
	}
	cities = append(cities, s.copularSubjects(t)...)
	for _, k := range cities {
		a := r.v.own(s, k)
		if a.city != nil {
			a.ent = a.city
		}
		if a.ent == nil || a.ent.Type != schema.Place {
			continue
		}
		if len(state) == 0 && a.ent.Country != "" {
			// "the capital, Lima" in an article that names the state
			for _, e := range r.v.links.Entities {
				if e.Type == schema.Country && e.Country == a.ent.Country {
					state = append(state, arg{ent: e, mention: -1, tok: t, score: 0.6, direct: true})
				}
			}
		}
		for _, st := range state {
			if a.ent.Country == "" || a.ent.Country == st.ent.Country {
				r.fact(s, "located-in", t, t, t+1, a, st, "", "capital")
			}
		}
		return
	}
}

// settlement reads where a place lies by the noun for it: "the northern Iraqi city of Mosul",
// "Kherson, a city in southern Ukraine", "the Chadian town Adre".
func (r *run) settlement(s *sentence, t int) {
	if !settlements[s.low[t]] && !quarters[s.low[t]] || s.name[t] >= 0 || r.partNamed(s, t) {
		return
	}
	place := arg{mention: -1}
	try := func(k int) {
		if k < 0 || k >= len(s.Tokens) || s.name[k] < 0 || place.ent != nil {
			return
		}
		a := r.v.own(s, k)
		if a.city != nil {
			a.ent = a.city
		}
		if a.ent != nil && a.ent.Type == schema.Place && named(a.ent) {
			place = a
		}
	}
	if t+1 < len(s.Tokens) {
		switch {
		case s.low[t+1] == "of" && indefinite(s, t): // "X, a suburb of Y"
		case s.low[t+1] == "of":
			try(t + 2)
		case s.low[t] == "state": // "the state Senate"
		default:
			try(t + 1)
		}
	}
	in := -1
	if s.rel[t] == "appos" && s.head[t] >= 0 {
		try(s.head[t])
	} else if t >= 3 && s.Tokens[t-1].UPOS == "DET" && s.Tokens[t-2].Form == "," {
		try(t - 3)
	} else if t >= 4 && s.Tokens[t-1].UPOS == "ADJ" && s.Tokens[t-2].UPOS == "DET" && s.Tokens[t-3].Form == "," {
		try(t - 4)
	}
	if place.ent == nil && s.kid(t, "cop") >= 0 && r.v.certain(s, t) { // "Lagos is Nigeria's largest city"
		for _, k := range s.surface(t, 0) {
			try(k)
		}
	}
	if place.ent == nil {
		place = r.placeBefore(s, t)
	}
	if place.ent == nil {
		return
	}
	for _, k := range s.kids[t] { // "Kyrgyzstan's second-largest city"
		if s.Tokens[k].Deprel == "nmod:poss" && s.name[k] >= 0 && k < t && k != place.tok {
			in = k
		}
	}
	for i := t - 1; in < 0 && i >= 0 && i >= t-6; i-- { // the nationality before it
		if n := s.name[i]; n >= 0 && r.v.links.Ties[n].Entity != nil {
			if e := r.v.links.Ties[n].Entity; (e.Type == schema.Country || e.Type == schema.Place && !hasWord(e.Name, waters)) && i != place.tok {
				in = i
			}
			break
		}
		if s.Tokens[i].UPOS != "ADJ" && s.Tokens[i].UPOS != "NOUN" && s.Tokens[i].XPOS != "POS" && s.Tokens[i].Form != "-" {
			break
		}
	}
	if in < 0 {
		for j := t + 1; j < len(s.Tokens) && j < t+9; j++ { // "in southern Ukraine"
			if j == t+1 && s.low[j] == "of" && place.tok > j && r.v.doc.Mentions[place.mention].First == j+1 {
				continue // "the town of X in Y"
			}
			if w := s.low[j]; (w == "in" || w == "of" && s.name[t+1] < 0 && !compassPoints[s.low[j-1]]) && j+1 < len(s.Tokens) {
				for k := j + 1; k < len(s.Tokens) && k < j+5; k++ {
					if n := s.name[k]; n >= 0 && r.v.links.Ties[n].Entity != nil {
						if e := r.v.links.Ties[n].Entity; (e.Type == schema.Country || e.Type == schema.Place) && e != place.ent {
							in = r.v.doc.Mentions[n].Head
						}
						break
					}
					if s.Tokens[k].UPOS != "ADJ" && s.Tokens[k].UPOS != "DET" && s.Tokens[k].UPOS != "NOUN" && s.Tokens[k].XPOS != "POS" && s.Tokens[k].UPOS != "ADV" && s.Tokens[k].UPOS != "ADP" {
						break
					}
				}
				break
			}
			if s.Tokens[j].UPOS == "VERB" || s.Tokens[j].UPOS == "AUX" || s.Tokens[j].Form == "," {
				break
			}
		}
	}
	if in < 0 {
		return
	}
	there := r.v.own(s, in)
	if there.city != nil && s.Tokens[in].UPOS != "ADJ" {
		there.ent = there.city
	}
	if there.ent == nil || there.ent == place.ent || there.ent.Type != schema.Country && there.ent.Type != schema.Place {
		return
	}
	if !r.besideTown(s, t, there) && there.ent.Country != "" && place.ent.Country != "" && there.ent.Country != place.ent.Country {
		return
	}
	r.fact(s, "located-in", t, t, t+1, place, there, "", "settlement")
	if !coref.Plural(s.tok(t)) {
		return
	}
	for _, p := range r.listedPlaces(s, place.tok) { // "the Peruvian cities of A and B"
		if p.ent != there.ent && (there.ent.Country == "" || p.ent.Country == "" || p.ent.Country == there.ent.Country) {
			r.fact(s, "located-in", t, t, t+1, p, there, "", "settlement")
		}
	}
}

// placeBefore is the place that a definite phrase with a nationality means: of "the eastern Libyan
// city" the one named last, if it may lie there.
func (r *run) placeBefore(s *sentence, t int) arg {
	definite, state := false, (*schema.Entity)(nil)
	for i := t - 1; i >= 0 && i > t-6; i-- {
		if n := s.name[i]; n >= 0 && state == nil {
			if state = r.v.links.Ties[n].Entity; state == nil || state.Type != schema.Country || s.Tokens[i].UPOS != "ADJ" {
				return none()
			}
			continue
		}
		if s.Tokens[i].UPOS == "DET" {
			definite = s.low[i] == "the"
			break
		}
		if s.Tokens[i].UPOS != "ADJ" {
			break
		}
	}
	if !definite || state == nil || !cityNouns[s.low[t]] || s.kid(t, "appos", "nmod") >= 0 {
		return none()
	}
	a := r.lastNamed(s, t, []schema.EntityType{schema.Place})
	if a.ent != nil && a.ent.Country != "" && a.ent.Country != state.Country {
		return none()
	}
	return a
}

// Words in the names of what a place lies at and not in.
var waters = wordSet("sea ocean river lake gulf bay strait coast canal")

// Nouns by which a place goes on being called.
var cityNouns = wordSet("city town village port island region province")

// Nouns for places that lie in a state.
var settlements = wordSet("city town village province region district port island state county suburb municipality resort airport base prison camp hamlet territory peninsula valley neighborhood neighbourhood governorate prefecture enclave capital")
