package link

import (
	_ "embed"
	"strings"
	"sync"

	"relata/schema"
)

//go:embed agencies.tsv
var agencyText string

//go:embed agreements.tsv
var agreementText string

//go:embed companies.tsv
var companyText string

//go:embed events.tsv
var eventText string

//go:embed groups.tsv
var groupText string

//go:embed media.tsv
var mediaText string

//go:embed parties.tsv
var partyText string

//go:embed people.tsv
var peopleText string

//go:embed products.tsv
var productText string

// tables are the names of actors beside states, and of what they make, sign and take part in, in the order in which they win.
var tables = []struct {
	text *string
	typ  schema.EntityType
}{
	{&agencyText, schema.Organization},
	{&groupText, schema.Organization},
	{&partyText, schema.Organization},
	{&mediaText, schema.Organization},
	{&companyText, schema.Organization},
	{&peopleText, schema.Person},
	{&productText, schema.Product},
	{&agreementText, schema.Agreement},
	{&eventText, schema.Event},
}

// row is where a name stands: reading the row waits until somebody asks for it, so that
// thousands of them cost little at the start.
type row struct {
	table uint8
	faint bool // the name has other bearers too
	at    uint32
}

const manyNames = 24000 // of all tables, roughly

var rows = sync.OnceValue(readRows)

func readRows() map[string]row {
	m := make(map[string]row, manyNames)
	for t := range tables {
		text, at := *tables[t].text, 0
		for at < len(text) {
			end := at + strings.IndexByte(text[at:], '\n')
			line := text[at:end]
			if line[0] != '#' {
				name, rest, _ := strings.Cut(line, "\t")
				put(m, name, row{uint8(t), false, uint32(at)})
				if _, others, ok := strings.Cut(rest, "\t"); ok {
					for others != "" {
						name, others, _ = strings.Cut(others, "|")
						put(m, name, row{uint8(t), false, uint32(at)})
					}
				}
			}
			at = end + 1
		}
	}
	return m
}

func put(m map[string]row, name string, r row) {
	name, r.faint = strings.CutPrefix(name, "?")
	name = key(name)
	if _, ok := m[name]; !ok {
		m[name] = r
	}
}

// Party says whether a name is that of a party, an alliance or a movement that the tables know.
func Party(name string) bool {
	r, ok := rows()[key(name)]
	return ok && tables[r.table].text == &partyText
}

func (r row) known() Known {
	line, _, _ := strings.Cut((*tables[r.table].text)[r.at:], "\n")
	f := strings.SplitN(line, "\t", 3)
	return Known{Proper, tables[r.table].typ, strings.TrimPrefix(f[0], "?"), f[1], ""}
}

// Outlet says whether a name is one of an agency, paper, station or site of news.
func Outlet(name string) bool {
	r, ok := rows()[key(name)]
	return wellKnownOutlets[name] || ok && tables[r.table].text == &mediaText
}

// Outlets that stand in the table of bodies.
var wellKnownOutlets = map[string]bool{
	"Associated Press": true, "Reuters": true, "Agence France-Presse": true, "BBC": true, "CNN": true, "New York Times": true, "Washington Post": true,
	"Wall Street Journal": true, "The Guardian": true, "Al Jazeera": true, "Xinhua": true, "TASS": true, "Interfax": true, "RIA Novosti": true,
}

// faint finds a name that has other bearers than the one of note: a company whose name is a
// surname or a word. The caller looks whether the text allows it.
func faint(name string) (Known, bool) {
	r, ok := rows()[key(name)]
	if !ok || !r.faint {
		return Known{}, false
	}
	return r.known(), true
}
