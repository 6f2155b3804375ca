package schema

import (
	"strings"
	"unicode"
)

// EntityType is the kind of thing an entity is.
type EntityType string

// The entity types. Actor types are Person, Country, Organization and Group.
const (
	Person       EntityType = "Person"
	Country      EntityType = "Country"
	Organization EntityType = "Organization"
	Place        EntityType = "Place"
	Product      EntityType = "Product"
	Event        EntityType = "Event"
	Agreement    EntityType = "Agreement"
	Group        EntityType = "Group"
)

// EntityTypes lists every type, in the order in which they are shown.
var EntityTypes = []EntityType{Person, Country, Organization, Place, Product, Event, Agreement, Group}

// IsActor says whether things of this type act.
func (t EntityType) IsActor() bool {
	switch t {
	case Person, Country, Organization, Group:
		return true
	}
	return false
}

// Entity is a named thing, or a definite group that acts.
type Entity struct {
	ID       string     `json:"id"`   // readable, as Wikipedia has them: "Sergei_Shoigu"
	Name     string     `json:"name"` // "Sergei Shoigu"
	Type     EntityType `json:"type"`
	Aliases  []string   `json:"aliases,omitempty"`  // other surface forms, sorted, without Name
	Country  string     `json:"country,omitempty"`  // ISO 3166-1 alpha-3 of the state that it is or belongs to; "IGO" for international organizations
	Wikidata string     `json:"wikidata,omitempty"` // "Q159", where known
}

// EntityID makes the readable id of a name: white space becomes "_", and what can't
// stand in an IRI is left out. It is empty if nothing is left.
func EntityID(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range name {
		switch {
		case unicode.IsSpace(r) || r == '_':
			gap = b.Len() > 0
			continue
		case r == unicode.ReplacementChar, unicode.IsControl(r), strings.ContainsRune("<>\"{}|^`\\", r):
			continue
		}
		if gap {
			b.WriteByte('_')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
