package extract

import (
	"strings"

	"relata/schema"
)

// untrueOffice says why somebody can't lead a state under a title that the state does not have.
func (r *run) untrueOffice(c *candidate) string {
	if c.pred.Name != "leads" || c.object.ent.Type != schema.Country || c.role == "" {
		return ""
	}
	role := strings.ToLower(c.role)
	iso := c.object.ent.Country
	switch {
	case strings.HasSuffix(role, "president") && kingdoms[iso]:
		return "the state has no president"
	case (strings.HasSuffix(role, "prime minister") || strings.HasSuffix(role, "king") || strings.HasSuffix(role, "queen")) && presidencies[iso]:
		return "the state has no " + role
	}
	return ""
}

// titleState is the state, by ISO 3166-1, that alone calls a minister so, unless the text is at
// home in another that does; empty for other titles.
func (s *sentence) titleState(t int, home string) string {
	if t == 0 {
		return ""
	}
	row := ownTitles[s.low[t-1]+" "+s.Tokens[t].Form]
	if row == nil {
		row = ownTitles[s.low[t-1]+" "+s.low[t]]
	}
	for _, iso := range row {
		if iso == home {
			return iso
		}
	}
	if len(row) > 0 {
		return row[0]
	}
	return ""
}

// Titles of ministers with the states that have them, the best known first.
var ownTitles = map[string][]string{
	"foreign secretary": {"GBR", "IND", "PAK", "BGD", "PHL", "LKA", "NPL"},
	"home secretary":    {"GBR", "IND"},
	"defense secretary": {"USA", "PHL"},
}

// States without a president, and states that are led by one without a prime minister, by
// ISO 3166-1 code, after their constitutions as they stood in 2020.
var (
	kingdoms = map[string]bool{"GBR": true, "CAN": true, "AUS": true, "NZL": true, "JPN": true, "NLD": true, "BEL": true, "DNK": true, "SWE": true, "NOR": true, "THA": true, "SAU": true, "JOR": true,
		"MAR": true, "KWT": true, "QAT": true, "BHR": true, "OMN": true, "MYS": true, "LUX": true, "JAM": true, "BHS": true, "PNG": true, "BRN": true, "BTN": true, "KHM": true, "TON": true, "LSO": true, "SWZ": true, "MCO": true, "LIE": true, "VAT": true}
	presidencies = map[string]bool{"USA": true, "MEX": true, "ARG": true, "CHL": true, "COL": true, "VEN": true, "ECU": true, "BOL": true, "PRY": true, "URY": true, "CRI": true, "PAN": true, "GTM": true, "HND": true, "SLV": true, "NIC": true, "DOM": true, "LBR": true, "CYP": true}
)

// States whose ministers are called secretaries, by ISO 3166-1 code.
var secretariats = map[string]bool{"GBR": true, "USA": true, "PHL": true, "MEX": true, "HKG": true, "IND": true, "PAK": true, "BGD": true, "LKA": true, "NPL": true, "KEN": true, "VAT": true, "BRB": true}

// homeOf is the state that a minister without a state beside the title at t is of: the one that
// the article is about; a secretary is only of one that calls its ministers so, where the
// article names no other such state.
func (r *run) homeOf(s *sentence, t int) *schema.Entity {
	home := r.v.home
	if s.low[t] != "secretary" || home != nil && secretariats[home.Country] {
		return home
	}
	if home == nil {
		return nil
	}
	var one *schema.Entity
	for _, e := range r.v.links.Entities {
		if e.Type != schema.Country || !secretariats[e.Country] {
			continue
		}
		if one != nil {
			return nil
		}
		one = e
	}
	return one
}
