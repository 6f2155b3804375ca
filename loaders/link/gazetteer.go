package link

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"

	"relata/schema"
)

//go:generate go run gen.go ../../data/gazetteer

//go:embed countries.tsv
var countryText string

//go:embed leaders.tsv
var leaderText string

//go:embed bodies.tsv
var bodyText string

//go:embed cities.tsv.gz
var cityData []byte

// Form says in which way a name denotes its bearer.
type Form uint8

// The forms of a known name.
const (
	Proper    Form = iota // "Peru"
	Adjective             // "Peruvian"
	People                // "Peruvians"
	Capital               // "Lima": the city, or the state where it acts
	Metonym               // "the Elysee"
)

// Known is a name of the gazetteer.
type Known struct {
	Form     Form
	Type     schema.EntityType
	Name     string // canonical: "Peru"
	Country  string // ISO 3166-1 alpha-3, "IGO", or empty
	Wikidata string
}

type gazetteer struct {
	known     map[string]Known
	adjective map[string]string // ISO code -> first adjective: "Peruvian"
	country   map[string]Known  // ISO code -> the state
}

// key drops dots and curly apostrophes: "U.S." and "US" are one form. Case counts.
func key(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c == '.' || c == "’"[0] || c == "ʻ"[0] {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.NewReplacer(".", "", "’", "'", "‘", "'", "ʻ", "'").Replace(s)
}

var facts = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{map[string]Known{}, map[string]string{}, map[string]Known{}}
	put := func(s string, k Known) {
		s = key(s)
		if old, ok := g.known[s]; s == "" || ok && old.Form <= k.Form {
			return
		}
		g.known[s] = k
	}
	var rows [][]string
	for line := range strings.Lines(countryText) {
		if !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(strings.TrimRight(line, "\n"), "\t"))
		}
	}
	for form, col := range map[Form]int{Proper: 3, Adjective: 4, People: 5, Capital: 6, Metonym: 7} {
		for _, r := range rows {
			k := Known{form, schema.Country, r[2], r[0], r[1]}
			if r[0] == "BES" && form != Proper {
				continue // islands of the Netherlands: their forms are those of that state
			}
			if form == Proper {
				put(r[2], k)
				g.country[r[0]] = k
			}
			for i, s := range strings.Split(r[col], "|") {
				if s == "" || r[0] == "BES" {
					continue
				}
				// A form that several states share is that of the first in the file, whatever
				// the order of this map: forms of one kind are put in the order of rows.
				put(s, k)
				if form == Adjective && i == 0 {
					g.adjective[r[0]] = s
				}
			}
		}
	}
	for s, nation := range homeNations {
		put(s, Known{Adjective, schema.Place, nation, "GBR", ""})
	}
	for iso, s := range map[string]string{"USA": "U.S.", "GBR": "British", "PRK": "North Korean", "KOR": "South Korean", "DEU": "German", "SRB": "Serbian", "SAU": "Saudi", "CZE": "Czech", "ARE": "Emirati", "KAZ": "Kazakh", "KGZ": "Kyrgyz", "CIV": "Ivorian"} {
		g.adjective[iso] = s
	}
	for line := range strings.Lines(bodyText) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) < 3 {
			continue
		}
		k := Known{Proper, schema.EntityType(f[1]), f[0], f[2], ""}
		put(f[0], k)
		if len(f) > 3 {
			for _, s := range strings.Split(f[3], "|") {
				put(s, k)
			}
		}
	}
	return g
})

const manyCities = 40000 // and regions, roughly

var cities = sync.OnceValue(readCities)

func readCities() map[string]string {
	m := make(map[string]string, manyCities)
	r, err := gzip.NewReader(bytes.NewReader(cityData))
	if err != nil {
		panic(err) // part of the program
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(text)) {
		iso, names, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for _, n := range strings.Split(names, "|") {
			m[n] = iso
		}
	}
	return m
}

// Lookup finds a name of a state, its people, its capital, or a body, person or place of note.
func Lookup(name string) (Known, bool) {
	name = key(name)
	if k, ok := facts().known[name]; ok {
		return k, true
	}
	if r, ok := rows()[name]; ok && !r.faint {
		return r.known(), true
	}
	return Known{}, false
}

// leaders are the states of heads of state by full name, and by surname where all of that
// name are of one state.
var leaders = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(leaderText) {
		name, iso, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		m[name] = iso
		last := name[strings.LastIndexByte(name, ' ')+1:]
		if old, seen := m[last]; seen && old != iso {
			iso = ""
		}
		m[last] = iso
	}
	return m
})

// LeaderCountry is the state of a head of state or government, or of another person of note,
// by name, empty if unknown.
func LeaderCountry(name string) string {
	if iso, ok := leaders()[name]; ok {
		return iso
	}
	if r, ok := rows()[key(name)]; ok && tables[r.table].typ == schema.Person {
		if iso := r.known().Country; iso != "IGO" {
			return iso
		}
	}
	return ""
}

// CityCountry is the state of a city or region whose name no other state shares, empty if
// unknown.
func CityCountry(name string) string { return cities()[strings.ReplaceAll(name, "’", "'")] }

// CountryName is the name of a state by its code, empty if unknown.
func CountryName(iso string) string { return facts().country[iso].Name }

// CountryAdjective is the adjective of a state by its code: "Peruvian".
func CountryAdjective(iso string) string { return facts().adjective[iso] }
