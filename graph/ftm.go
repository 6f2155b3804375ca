package graph

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"relata/schema"
)

// ftmSchemata give the FollowTheMoney schema for each type of entity. It has none for a
// kind of thing: what is said of products stands in the notes of who does it.
var ftmSchemata = map[schema.EntityType]string{
	schema.Person:       "Person",
	schema.Country:      "PublicBody",
	schema.Organization: "Organization",
	schema.Group:        "LegalEntity",
	schema.Place:        "Address",
	schema.Event:        "Event",
	schema.Agreement:    "Event",
}

// ftmLinks give the schema for each predicate that FollowTheMoney has one for, the names
// of its two ends, and what may stand there.
var ftmLinks = map[string]struct {
	schema, subject, object string
	subjects, objects       []string
}{
	"leads":     {"Directorship", "director", "organization", ftmActors, ftmBodies},
	"works-for": {"Employment", "employee", "employer", []string{"Person"}, ftmBodies},
	"member-of": {"Membership", "member", "organization", ftmActors, ftmBodies},
	"family-of": {"Family", "person", "relative", []string{"Person"}, []string{"Person"}},
}

var (
	ftmActors = []string{"Person", "PublicBody", "Organization", "LegalEntity"}
	ftmBodies = []string{"PublicBody", "Organization"}
)

// ftmID makes an id that FollowTheMoney takes: letters, digits, dots and hyphens.
func ftmID(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "relata-" + hex.EncodeToString(sum[:12])
}

// ftmProps are the properties of one thing; empty values are left out.
type ftmProps map[string][]string

func (p ftmProps) add(name string, values ...string) {
	for _, v := range values {
		if v != "" && !slices.Contains(p[name], v) {
			p[name] = append(p[name], v)
		}
	}
}

// writeFTM writes FollowTheMoney entities, one JSON object a line, for Aleph and
// OpenSanctions' tools: claims that assert something as links, then actors, then articles.
func writeFTM(ctx context.Context, w io.Writer, s *Store, e Export) error {
	articles := map[string]Article{}
	for a, err := range s.Articles(ctx) {
		if err != nil {
			return err
		}
		articles[a.ID] = a
	}
	b := bufio.NewWriter(w)
	write := func(id, schemaName string, props ftmProps) error {
		members := object{}
		for _, name := range sortedKeys(props) {
			members = append(members, member{name, props[name]})
		}
		text, err := marshalJSON(object{{"id", ftmID(id)}, {"schema", schemaName}, {"properties", members}})
		if err != nil {
			return err
		}
		b.Write(text)
		return b.WriteByte('\n')
	}
	actors := map[string]*schema.Entity{}
	props := map[string]ftmProps{}
	proofs := map[string]bool{}
	actor := func(ent *schema.Entity) ftmProps {
		if props[ent.ID] == nil {
			actors[ent.ID], props[ent.ID] = ent, ftmProps{}
		}
		return props[ent.ID]
	}
	for c, err := range s.Claims(ctx, e.Filter) {
		if err != nil {
			return err
		}
		if !c.Status.Asserted() {
			continue
		}
		words := schema.PredicateWords(c.Predicate)
		subject, object := ftmSchemata[c.Subject.Entity.Type], ""
		if c.Object.Entity != nil {
			object = ftmSchemata[c.Object.Entity.Type]
		}
		proofs[c.Article] = true
		if subject == "" || object == "" {
			name := c.Object.ID()
			if c.Object.Entity != nil {
				name = cmp.Or(c.Object.Entity.Name, name)
			}
			note := fmt.Sprintf("%s %s (%s): %s", words, name, c.Status, c.Evidence.Text)
			switch {
			case subject != "":
				actor(c.Subject.Entity).add("notes", note)
			case object != "":
				actor(c.Object.Entity).add("notes", c.Subject.Entity.Name+" "+note)
			}
			continue
		}
		actor(c.Subject.Entity)
		actor(c.Object.Entity)
		link, known := ftmLinks[c.Predicate]
		if !known || !slices.Contains(link.subjects, subject) || !slices.Contains(link.objects, object) {
			link.schema, link.subject, link.object = "UnknownLink", "subject", "object"
		}
		p := ftmProps{}
		p.add(link.subject, ftmID(c.Subject.ID()))
		p.add(link.object, ftmID(c.Object.ID()))
		switch {
		case link.schema == "Family":
			p.add("relationship", c.Role)
			p.add("description", string(c.Status))
		case link.schema == "UnknownLink":
			p.add("role", words)
			p.add("status", string(c.Status))
		default:
			p.add("role", c.Role)
			p.add("status", string(c.Status))
		}
		if w, err := schema.ParseWhen(c.When); err == nil {
			switch w.Precision {
			case schema.Year, schema.Month, schema.Day:
				p.add("date", c.When)
			default:
				if !w.Start.IsZero() {
					p.add("startDate", w.Start.Format("2006-01-02"))
				}
				if !w.End.IsZero() {
					p.add("endDate", w.End.AddDate(0, 0, -1).Format("2006-01-02"))
				}
			}
		}
		a := articles[c.Article]
		p.add("summary", c.Evidence.Text)
		p.add("recordId", c.ID)
		p.add("publisher", a.Publisher)
		p.add("proof", ftmID(c.Article))
		if schemeEnd(a.URL) > 0 {
			p.add("sourceUrl", a.URL)
		}
		if err := write(c.ID, link.schema, p); err != nil {
			return err
		}
	}
	for _, id := range sortedKeys(actors) {
		ent, p := actors[id], props[id]
		p.add("name", cmp.Or(ent.Name, ent.ID))
		p.add("wikidataId", ent.Wikidata)
		if ent.Type == schema.Place {
			p.add("full", cmp.Or(ent.Name, ent.ID))
		} else {
			p.add("alias", ent.Aliases...)
		}
		if region, err := language.ParseRegion(ent.Country); err == nil && region.IsCountry() {
			p.add("country", strings.ToLower(region.String()))
		}
		if err := write(id, ftmSchemata[ent.Type], p); err != nil {
			return err
		}
	}
	for _, id := range sortedKeys(proofs) {
		a := articles[id]
		p := ftmProps{}
		p.add("title", cmp.Or(a.Title, a.ID))
		p.add("name", cmp.Or(a.Title, a.ID))
		p.add("author", a.Author)
		p.add("publisher", a.Publisher)
		p.add("language", ftmLanguage(a.Language))
		p.add("publishedAt", formatTime(a.Published))
		if schemeEnd(a.URL) > 0 {
			p.add("sourceUrl", a.URL)
		}
		if err := write(id, "Article", p); err != nil {
			return err
		}
	}
	return b.Flush()
}

// ftmLanguage gives the ISO 639-2 code of a language tag, as FollowTheMoney has it.
func ftmLanguage(tag string) string {
	if t, err := language.Parse(tag); err == nil {
		base, _ := t.Base()
		return base.ISO3()
	}
	return ""
}
