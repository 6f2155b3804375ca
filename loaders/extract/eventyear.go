package extract

import (
	"strings"

	"relata/schema"
)

// datedByName gives a claim about an event whose name tells its year that year: "the 2016
// Olympics took place in Rio", "lost the election of 1972". A day that is told stays if it is
// of that year.
func datedByName(claims []schema.Claim) {
	for i := range claims {
		c := &claims[i]
		if !ofEvents[c.Predicate] || strings.Contains(c.When, "/") {
			continue
		}
		for _, e := range []*schema.Entity{c.Object.Entity, c.Subject.Entity} {
			if e.Type != schema.Event {
				continue
			}
			if y := yearIn(e.Name); y != "" && !strings.HasPrefix(c.When, y) {
				c.When = y
			}
		}
	}
}

// stillToCome makes what is told of where an event takes place planned if its time is yet to come.
func (v *view) stillToCome(claims []schema.Claim) {
	for i := range claims {
		c := &claims[i]
		if c.Predicate == "located-in" && c.Subject.Entity.Type == schema.Event && c.Status == schema.Actual && v.ahead(c.When) {
			c.Status = schema.Planned
		}
	}
}

// Predicates that hold of an event while it lasts.
var ofEvents = wordSet("located-in participates-in")

// yearIn is the year in a name, empty if there are none or several.
func yearIn(name string) string {
	year := ""
	for _, w := range strings.Fields(name) {
		w = strings.Trim(w, ",.()'’")
		if len(w) != len("2006") || w < "1500" || w > "2199" || strings.Trim(w, "0123456789") != "" {
			continue
		}
		if year != "" {
			return ""
		}
		year = w
	}
	return year
}
