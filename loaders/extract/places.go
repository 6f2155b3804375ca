package extract

import (
	"slices"
	"strings"

	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// place reads what lies or happens somewhere: "the Condor Brigade in Lima", "the plant at Graz".
func (r *run) place(s *sentence, t int) {
	a := r.v.own(s, t)
	if a.ent == nil || s.Tokens[t].UPOS == "PRON" {
		return
	}
	if a.city != nil {
		return
	}
	switch a.ent.Type {
	case schema.Place, schema.Organization, schema.Event:
	case schema.Group:
		if s.Tokens[t].UPOS == "PROPN" {
			return
		}
	default:
		return
	}
	if r.v.kindOf(a) == nlp.Nominal && a.ent.Type == schema.Organization && !named(a.ent) && !r.v.links.Ties[a.mention].Direct {
		return
	}
	kids := s.kids[t]
	if m := s.name[t]; m >= 0 && a.ent.Type == schema.Organization && r.v.doc.Mentions[m].Head == t {
		// "the institute, a Lima think tank,"
		if j := r.v.doc.Mentions[m].Last; j+3 < len(s.Tokens) && s.Tokens[j].Form == "," && s.Tokens[j+1].UPOS == "DET" && s.name[j+2] >= 0 {
			k := r.v.doc.Mentions[s.name[j+2]].Last
			b := r.v.own(s, j+2)
			if b.city != nil {
				b.ent = b.city
			}
			last := k
			for last+1 < len(s.Tokens) && s.Tokens[last+1].UPOS == "NOUN" {
				last++
			}
			if k < len(s.Tokens) && s.Tokens[k].UPOS == "NOUN" && b.ent != nil && (b.ent.Type == schema.Place || b.ent.Type == schema.Country) && (s.class(last).Kind == "org" || coref.NounClass(s.low[last-1]+" "+s.low[last]).Kind == "org") {
				r.fact(s, "located-in", last, j+2, last+1, a, b, "", "place")
			}
		}
	}
	if m := s.name[t]; m >= 0 {
		// what stands right after the name, wherever the parser hung it
		if end := s.behindBracket(r.v.doc.Mentions[m].Last); end+1 < len(s.Tokens) && s.Tokens[end].UPOS == "ADP" {
			for k := end + 1; k < min(end+5, len(s.Tokens)); k++ {
				if n := s.name[k]; n >= 0 {
					if last := r.v.doc.Mentions[n].Last; last < len(s.Tokens) && s.Tokens[last].XPOS == "POS" {
						continue // "in Peru's Lima Province"
					}
					if h := r.v.doc.Mentions[n].Head; s.head[h] != t && r.v.sameName(r.v.beside(s, h), m) && (s.rel[h] == "nmod" || s.rel[h] == "obj" || s.rel[h] == "obl") && r.v.doc.Mentions[m].Head == t {
						s.rel[h] = "nmod"
						kids = append(slices.Clone(kids), h)
					}
					break
				}
			}
		}
	}
	if k := r.placeRightAfter(s, t, a); k >= 0 && s.head[k] != t {
		s.rel[k] = "nmod"
		kids = append(slices.Clone(kids), k)
	}
	if h := s.head[t]; a.ent.Type == schema.Event && h >= 0 && s.verb(h) && !(s.low[t] == "fire" && s.low[h] == "open") && (s.rel[t] == "obj" || s.Tokens[t].Deprel == "nsubj:pass") {
		for _, k := range s.kids[h] { // "conducted strikes near X"
			if p := s.preposition(k); s.rel[k] == "obl" && s.name[k] >= 0 && within[p] && p != "inside" {
				b := r.v.own(s, k)
				if b.city != nil {
					b.ent = b.city
				}
				if b.ent != nil && (b.ent.Type == schema.Place || b.ent.Type == schema.Country) {
					if p := r.x.opt.Ontology.Predicate("located-in"); p != nil {
						r.emit(&candidate{pred: p, sent: s, at: h, first: h, last: h + 1, subject: a, object: b, method: "extract/place@" + Version, features: features{loose: true}})
					}
				}
			}
		}
	}
	for _, k := range kids {
		prep := s.preposition(k)
		if s.rel[k] == "nmod" && s.name[k] >= 0 {
			if x := r.v.beside(s, k); x >= 0 && !r.v.sameName(x, s.name[t]) {
				continue // it is beside another name
			}
		}
		switch {
		case s.rel[k] == "nmod" && within[prep] && prep == "in" && s.runsFor(t):
			// "ran for the Senate in Arizona": there one ran
		case s.rel[k] == "nmod" && within[prep] && (a.ent.Type == schema.Group || armed(a.ent)) && s.preposition(t) == "by" && s.head[t] >= 0 && s.passive(s.head[t]) && s.verb(s.head[t]):
			// "was killed by rebels in Peru": there it happened
		case s.rel[k] == "nmod" && within[prep] && a.ent.Type == schema.Organization && s.preposition(t) == "with" && r.v.kindOf(a) == nlp.Name && s.dealing(t):
			// "signed the accord with Siemens in Warsaw": there it was signed
		case s.rel[k] == "nmod" && within[prep]:
			if r.ofPlaceBefore(s, k, t) {
				break // "police in Lima, in the west of Peru": Lima is there
			}
			there := r.placesAt(s, k, prep)
			for _, b := range there {
				if b.ent == nil {
					continue
				}
				if b.city != nil {
					b.ent = b.city
				}
				if !b.direct || r.v.kindOf(b) == nlp.Pronoun {
					continue
				}
				switch {
				case b.ent.Type == schema.Place || b.ent.Type == schema.Country:
					if a.ent.Type == schema.Place && (prep == "at" && link.CityCountry(a.ent.Name) != "" || hasWord(a.ent.Name, waters)) {
						break // "in Athens at the hall"
					}
					if b.ent != a.ent && !((a.ent.Type == schema.Organization || a.ent.Type == schema.Group) && r.v.kindOf(b) == nlp.Nominal) {
						r.happened(s, t, k, a, b)
					}
				case b.ent.Type == schema.Organization && prep == "at" && a.ent.Type == schema.Organization && named(a.ent) && named(b.ent):
					r.fact(s, "part-of", k, k, k+1, a, b, "", "place")
				}
			}
		case s.Tokens[k].Deprel == "nmod:poss" && a.ent.Type == schema.Place && s.name[k] >= 0 && s.namedAfter(k, t): // "Milan's Linate airport"
			b := r.v.own(s, k)
			if b.city != nil {
				b.ent = b.city
			}
			if b.ent != nil && b.ent != a.ent && (b.ent.Type == schema.Country || b.ent.Type == schema.Place && named(b.ent)) && (b.city != nil || a.ent.Country == "" || b.ent.Country == "" || a.ent.Country == b.ent.Country) {
				r.fact(s, "located-in", t, k, t+1, a, b, "", "place")
			}
		case s.Tokens[k].Deprel == "nmod:poss" && (a.ent.Type == schema.Event || a.ent.Type == schema.Organization && r.v.kindOf(a) == nlp.Nominal):
			for _, b := range r.v.resolve(s, k) {
				if !b.direct || b.ent.Type != schema.Country && b.ent.Type != schema.Place {
					continue
				}
				if r.v.kindOf(b) == nlp.Pronoun && a.ent.Type == schema.Event {
					continue
				}
				switch {
				case a.ent.Type == schema.Event:
					if placedEvents[s.low[t]] && (b.ent.Type == schema.Country || link.CityCountry(b.ent.Name) != "" || b.ent.Country != "") {
						r.fact(s, "located-in", t, t, t+1, a, b, "", "event")
					}
				case bodiesOfState[s.low[t]] && b.ent.Type == schema.Country:
					r.fact(s, "part-of", t, t, t+1, a, b, "", "body-of-state")
				}
			}
		case s.rel[k] == "appos" && r.v.kindOf(a) == nlp.Name && a.ent.Type == schema.Organization:
			// "the Baltic Institute, a Lima think tank"
			for _, kk := range s.kids[k] {
				if n := s.name[kk]; n >= 0 && kk < k && (s.rel[kk] == "compound" || s.rel[kk] == "nmod" || s.rel[kk] == "amod") {
					b := r.v.own(s, kk)
					if b.ent == nil || s.Tokens[kk].UPOS == "ADJ" && strings.EqualFold(b.ent.Name, s.Tokens[kk].Form) {
						continue // "a Syrian Kurdish militia": a people's, not a place's
					}
					if b.city != nil {
						b.ent = b.city
					}
					if b.ent.Type == schema.Place || b.ent.Type == schema.Country && coref.NounClass(s.low[k]).Kind == "org" {
						r.fact(s, "located-in", k, kk, k+1, a, b, "", "place")
					}
				}
			}
		case (s.rel[k] == "compound" || s.rel[k] == "amod") && r.v.kindOf(a) == nlp.Nominal && a.ent.Type == schema.Organization && bodiesOfState[s.low[t]] && s.name[k] >= 0 && !(s.low[t] == "authority" && coref.Plural(s.tok(t))): // "Peruvian authorities" are people
			if b := r.v.own(s, k); b.ent != nil && b.ent.Type == schema.Country && !s.otherName(k, t) {
				r.fact(s, "part-of", t, k, t+1, a, b, "", "body-of-state")
			}
		}
	}
}

// placeRightAfter is the place whose phrase stands right behind a site or an event without a name,
// wherever the parser hung it: "struck a warehouse at the airport"; -1 if none does.
func (r *run) placeRightAfter(s *sentence, t int, a arg) int {
	if s.name[t] >= 0 || r.v.kindOf(a) != nlp.Nominal || a.ent.Type != schema.Place && a.ent.Type != schema.Event || t+2 >= len(s.Tokens) || !within[s.low[t+1]] || grounds[s.low[t]] || s.rel[t] == "conj" {
		return -1 // "the crisis and conflict in Peru" may be one
	}
	if h := s.head[t]; h >= 0 && s.low[t] == "fire" && s.low[h] == "open" {
		return -1
	}
	for k := t + 2; k < min(t+6, len(s.Tokens)); k++ {
		n := s.name[k]
		if n < 0 {
			if s.Tokens[k].UPOS != "DET" && s.Tokens[k].UPOS != "ADJ" {
				return -1
			}
			continue
		}
		m := &r.v.doc.Mentions[n]
		if m.Last < len(s.Tokens) && s.Tokens[m.Last].XPOS == "POS" || r.placeNamed(s, m.Head).ent == nil || s.rel[m.Head] != "obl" && s.rel[m.Head] != "nmod" {
			return -1
		}
		return m.Head
	}
	return -1
}

// Nouns for no site and no event that one could find there.
var grounds = wordSet("ground field front land region area side part virus coronavirus disease pandemic")

// dealing says whether the noun at t is the other side of a deal, a talk or a meeting.
func (s *sentence) dealing(t int) bool {
	for h, n := s.head[t], 0; h >= 0 && n < 3; h, n = s.head[h], n+1 {
		if deals[s.low[h]] {
			return true
		}
	}
	return false
}

// Words for what two sides do somewhere.
var deals = wordSet("sign ink initial meet meeting talk talks negotiate negotiation deal agreement accord pact contract memorandum treaty conclude summit discuss discussion")

// otherName says whether another name stands between the one at k and the noun at t: "neither
// US nor British authorities".
func (s *sentence) otherName(k, t int) bool {
	for i := k + 1; i < t; i++ {
		if s.name[i] >= 0 && s.name[i] != s.name[k] {
			return true
		}
	}
	return false
}

// runsFor says whether somebody runs for what the noun at t names.
func (s *sentence) runsFor(t int) bool {
	h := s.head[t]
	if h >= 0 && s.rel[t] == "conj" {
		t, h = h, s.head[h]
	}
	return h >= 0 && s.preposition(t) == "for" && (s.low[h] == "run" || s.low[h] == "stand" || s.low[h] == "campaign" || s.low[h] == "candidate")
}

// happened states where what the noun at t names lies or took place, an event with its date.
func (r *run) happened(s *sentence, t, k int, a, b arg) {
	before := len(r.reading.Claims)
	r.fact(s, "located-in", k, k, k+1, a, b, "", "place")
	if a.ent.Type == schema.Event && before < len(r.reading.Claims) {
		p := t
		if h := s.head[t]; h >= 0 && s.rel[t] == "nsubj" && s.verb(h) {
			p = h
		}
		st, _ := r.v.status(s, p)
		when := r.v.when(s, p, st, "located-in")
		if len(when) <= len("2006") && r.v.headline(s) && !lasting[s.low[t]] {
			if day := r.v.storyDay(s, t, false, []*schema.Entity{a.ent, b.ent}); day != "" {
				when = day
			}
		}
		if when == "" {
			when = r.v.dayOfKnown(s, t, a.ent, true)
		}
		r.reading.Claims[before].When = when
		if r.reading.Claims[before].Source.Name == "" {
			r.reading.Claims[before].Source = r.v.source(s, p, 0)
		}
	}
}

// commaPlaces reads "Paris, France".
func (r *run) commaPlaces(s *sentence) {
	for i := 1; i+1 < len(s.Tokens); i++ {
		if s.Tokens[i].Form != "," {
			continue
		}
		before := s.beforeBracket(i)
		a, b := s.name[before], s.name[i+1]
		r.region(s, i)
		if a < 0 || b < 0 || a == b {
			continue
		}
		ea, eb := r.v.own(s, before), r.v.own(s, i+1)
		if ea.city != nil {
			ea.ent = ea.city
		}
		if eb.city != nil {
			eb.ent = eb.city
		}
		if ea.ent == nil || eb.ent == nil || ea.ent.Type != schema.Place && !(ea.ent.Type == schema.Organization && hasWord(ea.ent.Name, sites) && eb.ent.Type == schema.Country) || eb.ent.Type != schema.Country && eb.ent.Type != schema.Place {
			continue
		}
		mb := &r.v.doc.Mentions[b]
		// not a list: "Paris, London and Rome"
		if f := r.v.doc.Mentions[a].First; f > 1 && s.Tokens[f-1].Form == "," && r.placeAt(s, f-2) && r.placeAt(s, mb.Last+1) && s.Tokens[mb.Last].Form == "," {
			continue
		}
		known := eb.ent.Type == schema.Country && ea.ent.Country != "" && ea.ent.Country == eb.ent.Country
		region := link.Region(eb.ent.Name)
		known = known || eb.ent.Type == schema.Place && region != "" && (ea.ent.Country == "" || ea.ent.Country == region) && link.Region(ea.ent.Name) == ""
		if !known && r.listEnds(s, mb.Last) || link.Region(ea.ent.Name) != "" && region != "" && region != "GBR" {
			continue
		}
		if !known && s.rel[mb.Head] == "conj" || mb.Last < len(s.Tokens) && (s.low[mb.Last] == "and" || s.low[mb.Last] == "or") {
			continue
		}
		if !known && eb.ent.Type == schema.Place && (eb.ent.Country == "" || eb.ent.Country != ea.ent.Country && ea.ent.Country != "") {
			continue
		}
		if eb.ent.Type == schema.Country && ea.ent.Country != "" && ea.ent.Country != eb.ent.Country {
			continue
		}
		if strings.EqualFold(ea.ent.Name, eb.ent.Name) {
			continue
		}
		r.fact(s, "located-in", i+1, before, mb.Last, ea, eb, "", "place")
	}
}

// beforeBracket is the token before the comma at i, or that before a short form in brackets
// there: "British Columbia (B.C.), Canada".
func (s *sentence) beforeBracket(i int) int {
	if s.Tokens[i-1].Form == ")" {
		for j := i - 2; j > 0 && j > i-6; j-- {
			if s.Tokens[j].Form == "(" {
				return j - 1
			}
		}
	}
	return i - 1
}

// behindBracket is the token behind a short form in brackets that begins at i: "the Lima Medical
// Center (LMC) in Peru"; else i.
func (s *sentence) behindBracket(i int) int {
	if i < len(s.Tokens) && s.Tokens[i].Form == "(" {
		for j := i + 1; j < len(s.Tokens) && j < i+5; j++ {
			if s.Tokens[j].Form == ")" {
				return j + 1
			}
		}
	}
	return i
}

// sameName says whether two mentions are one, or names of one thing.
func (v *view) sameName(a, b int) bool {
	return a == b || a >= 0 && b >= 0 && v.links.Ties[a].Entity != nil && v.links.Ties[a].Entity == v.links.Ties[b].Entity
}

// placeAt says whether a place or state is named at token i.
func (r *run) placeAt(s *sentence, i int) bool {
	if i < 0 || i >= len(s.Tokens) || s.name[i] < 0 {
		return false
	}
	a := r.v.own(s, i)
	return a.ent != nil && (a.ent.Type == schema.Place || a.ent.Type == schema.Country)
}

// seat reads where a body sits by the noun for it: "X has its headquarters in Lima", "X's base in Lima".
func (r *run) seat(s *sentence, t int) {
	h := s.head[t]
	if !seatNouns[s.low[t]] || h < 0 {
		return
	}
	var whose []int
	switch {
	case s.rel[t] == "obj" && (s.low[h] == "have" || s.low[h] == "maintain" || s.low[h] == "keep"):
		whose = s.surface(h, 0)
	default:
		for _, k := range s.kids[t] {
			if s.Tokens[k].Deprel == "nmod:poss" || s.rel[k] == "compound" && s.name[k] >= 0 {
				whose = append(whose, k)
			}
		}
	}
	in := -1
	for _, top := range []int{t, h} {
		for _, k := range s.kids[top] {
			if k > t && s.preposition(k) == "in" && s.name[k] >= 0 && in < 0 {
				in = k
			}
		}
	}
	if in < 0 {
		return
	}
	there := r.v.own(s, in)
	if there.city != nil {
		there.ent = there.city
	}
	for _, k := range whose {
		if a := r.v.own(s, k); a.ent != nil && a.ent.Type == schema.Organization && named(a.ent) && there.ent != nil && (there.ent.Type == schema.Place || there.ent.Type == schema.Country) {
			r.fact(s, "located-in", t, t, t+1, a, there, "", "seat")
		}
	}
}

// Nouns for where a body is at home.
var seatNouns = wordSet("headquarters headquarter hq seat base")

// namedAfter says whether the words of a phrase between its possessor at k and its head at t name it.
func (s *sentence) namedAfter(k, t int) bool {
	for i := k + 1; i <= t; i++ {
		if f := s.Tokens[i].Form; f[0] >= 'A' && f[0] <= 'Z' && s.name[i] != s.name[k] || s.name[i] >= 0 && s.name[i] != s.name[k] {
			return true
		}
	}
	return false
}

// Words in the names of bodies that are a building too: "Lima District Court, Peru".
var sites = wordSet("court university hospital college school airport academy church")

// region reads the part of a state in which a place lies, after the comma at i: "Lviv, western
// Ukraine", "Lviv, in the west of Ukraine,".
func (r *run) region(s *sentence, i int) {
	if s.name[i-1] < 0 {
		return
	}
	a := r.v.own(s, i-1)
	if a.city != nil {
		a.ent = a.city
	}
	if a.ent == nil || a.ent.Type != schema.Place {
		return
	}
	part := false
	for j := i + 1; j < len(s.Tokens) && j < i+7; j++ {
		if n := s.name[j]; n >= 0 {
			b := r.v.own(s, j)
			if end := r.v.doc.Mentions[n].Last; part && b.ent != nil && b.ent.Type == schema.Country && s.Tokens[j].UPOS != "ADJ" && (end == len(s.Tokens) || s.Tokens[end].UPOS == "PUNCT") && (a.ent.Country == "" || a.ent.Country == b.ent.Country) {
				r.fact(s, "located-in", j, i+1, end, a, b, "", "place")
			}
			return
		}
		part = part || regions[s.low[j]]
		if w := s.low[j]; !regions[w] && w != "in" && w != "the" && w != "of" && w != "on" {
			return
		}
	}
}

// Words for a part of a state.
var regions = wordSet("north south east west northern southern eastern western central northeast northwest southeast southwest northeastern northwestern southeastern southwestern coast")

// Prepositions between a thing and its place.
var within = wordSet("in at near inside")

// Events that take place in the state or city that has them.
var placedEvents = wordSet("election war protest revolution uprising coup referendum earthquake flood riot massacre festival parade demonstration unrest crisis rebellion famine")
