package coref

import (
	_ "embed"
	"strings"
	"sync"

	"relata/schema"
)

//go:embed nouns.txt
var nounText string

//go:embed names.txt
var nameText string

// Class says what a common noun denotes.
type Class struct {
	Type   schema.EntityType // empty for times and quantities, and where unknown
	Kind   string            // the class of nouns.txt: "person", "group", "time" ...
	Gender byte              // 'm', 'f' or 0
}

type lexicon struct {
	nouns map[string]Class
	names map[string]byte
}

var tables = sync.OnceValue(func() lexicon {
	lex := lexicon{map[string]Class{}, map[string]byte{}}
	types := map[string]schema.EntityType{
		"person": schema.Person, "group": schema.Group, "org": schema.Organization, "place": schema.Place, "country": schema.Country,
		"product": schema.Product, "event": schema.Event, "agreement": schema.Agreement,
	}
	for line := range strings.Lines(nounText) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		kind, gender, _ := strings.Cut(name, "-")
		for _, w := range strings.Fields(words) {
			w = strings.ReplaceAll(w, "_", " ")
			c, known := lex.nouns[w]
			if !known {
				c = Class{Type: types[kind], Kind: kind}
			}
			if gender == "m" || gender == "f" {
				c.Gender = gender[0]
			}
			lex.nouns[w] = c
		}
	}
	for line := range strings.Lines(nameText) {
		if g, words, ok := strings.Cut(line, ":"); ok && len(g) == 1 {
			for _, w := range strings.Fields(words) {
				lex.names[w] = g[0]
			}
		}
	}
	return lex
})

// NounClass looks up a common noun by its lemma in lower case; compounds of two words are
// tried by their callers. The zero Class means unknown.
func NounClass(lemma string) Class { return tables().nouns[lemma] }

// NameGender is the gender of a first name: 'm', 'f', or 0 if unknown.
func NameGender(first string) byte { return tables().names[first] }

// Endings that tell what a noun denotes which the table doesn't know.
var endings = []struct {
	end string
	Class
}{
	{"ologist", Class{Type: schema.Person, Kind: "person"}},
	{"ographer", Class{Type: schema.Person, Kind: "person"}},
	{"ician", Class{Type: schema.Person, Kind: "person"}},
	{"woman", Class{Type: schema.Person, Kind: "person", Gender: 'f'}},
	{"sman", Class{Type: schema.Person, Kind: "person", Gender: 'm'}},
	{"person", Class{Type: schema.Person, Kind: "person"}},
	{"goer", Class{Type: schema.Person, Kind: "person"}},
	{"keeper", Class{Type: schema.Person, Kind: "person"}},
	{"copter", Class{Type: schema.Product, Kind: "product"}},
	{"craft", Class{Type: schema.Product, Kind: "product"}},
	{"cycle", Class{Type: schema.Product, Kind: "product"}},
	{"phone", Class{Type: schema.Product, Kind: "product"}},
	{"plane", Class{Type: schema.Product, Kind: "product"}},
	{"scope", Class{Type: schema.Product, Kind: "product"}},
	{"ware", Class{Type: schema.Product, Kind: "product"}},
	{"yard", Class{Type: schema.Place, Kind: "place"}},
	{"quake", Class{Type: schema.Event, Kind: "event"}},
}

// byEnding is what the ending of a noun of some length tells of it; the zero Class if nothing.
func byEnding(lemma string) Class {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(lemma, e.end); ok && len(rest) > 2 {
			return e.Class
		}
	}
	return Class{}
}
