package link

import (
	"slices"
	"strings"

	"relata/schema"
)

// Told is the state or place that words inside a longer name tell: "Peruvian" of the "Peruvian
// Red Cross", "Lima" of the "Lima Police". It is one that the text speaks of, else a state or a
// part of one that the gazetteer knows; with anew any city of the gazetteer as well. Nil if
// there is none.
func (l *Links) Told(words string, anew bool) *schema.Entity {
	words = straight.Replace(words)
	k, known := Lookup(words)
	if known && k.Type == schema.Country && k.Form <= Adjective {
		return l.keep(k.Name, schema.Country, k.Country, k.Wikidata)
	}
	for _, e := range l.Entities {
		if e.Type == schema.Place && (e.Name == words || slices.Contains(e.Aliases, words)) {
			return e
		}
	}
	iso := Region(words)
	switch {
	case iso != "":
	case known && k.Form == Capital && k.Type == schema.Country && anew:
		iso = k.Country
	case known:
		return nil
	case anew:
		iso = CityCountry(words)
	}
	if iso == "" {
		return nil
	}
	return l.keep(words, schema.Place, iso, "")
}

// keep finds or makes an entity beside those that mentions have.
func (l *Links) keep(name string, typ schema.EntityType, iso, wikidata string) *schema.Entity {
	for _, e := range l.Entities {
		if e.Type == typ && (e.Name == name || typ == schema.Country && e.Country == iso) {
			return e
		}
	}
	id := schema.EntityID(name)
	at, taken := l.index(id)
	if taken {
		id += "_(" + strings.ToLower(string(typ)) + ")"
		if at, taken = l.index(id); taken {
			return l.Entities[at]
		}
	}
	e := &schema.Entity{ID: id, Name: name, Type: typ, Country: iso, Wikidata: wikidata}
	l.Entities = slices.Insert(l.Entities, at, e)
	return e
}

func (l *Links) index(id string) (int, bool) {
	return slices.BinarySearchFunc(l.Entities, id, func(e *schema.Entity, id string) int { return strings.Compare(e.ID, id) })
}
