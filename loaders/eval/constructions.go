package eval

import (
	"fmt"
	"strings"
	"time"

	"relata/schema"
)

// Construction is a text of a sentence or two with the claims that a careful reader marks
// in it.
type Construction struct {
	Section string // the predicate or the construction that it is an example of
	Text    string
	Gold    GoldArticle
}

// ReadConstructions reads a file of constructions: sections after "## ", a text a line, and
// under it, after a tab, its claims:
//
//	SUBJECT predicate OBJECT; status; by SOURCE; on DATE
//
// "|" parts names, or statuses, that are as good as each other; "? " begins a claim that may
// be given or left out; the status is actual where none stands.
func ReadConstructions(o *schema.Ontology, data string) ([]Construction, error) {
	var out []Construction
	section, n := "", 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line == "", strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "## "):
			section = line[len("## "):]
		case strings.HasPrefix(line, "\t"):
			if len(out) == 0 {
				return nil, fmt.Errorf("line %d: a claim without a text", n)
			}
			if err := out[len(out)-1].addClaim(o, line[1:]); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
		default:
			out = append(out, Construction{Section: section, Text: line})
		}
	}
	return out, nil
}

// Article is a whole article with the claims that a careful reader marks in it.
type Article struct {
	Construction // its section is the title, its text has a paragraph a line
	Published    time.Time
}

// ReadArticles reads a file of articles. "## TITLE; DATE" begins one, each line of text is a
// paragraph, and claims stand after a tab as ReadConstructions reads them; "= " begins a list
// of further names of an entity, parted by "|", the first the one that claims use.
func ReadArticles(o *schema.Ontology, data string) ([]Article, error) {
	var out []Article
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		if head, ok := strings.CutPrefix(line, "## "); ok {
			title, date, _ := strings.Cut(head, "; ")
			published, err := time.Parse(time.DateOnly, date)
			if err != nil {
				return nil, fmt.Errorf("line %d: %q needs a date after \"; \"", n, head)
			}
			out = append(out, Article{Construction{Section: title}, published})
			continue
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("line %d: text before any title", n)
		}
		a := &out[len(out)-1]
		switch claim, ok := strings.CutPrefix(line, "\t"); {
		case !ok:
			a.Text += line + "\n"
		case strings.HasPrefix(claim, "= "):
			a.entity(claim[len("= "):])
		default:
			if err := a.addClaim(o, claim); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
		}
	}
	return out, nil
}

func (c *Construction) addClaim(o *schema.Ontology, line string) error {
	claim := GoldClaim{}
	line, claim.Optional = strings.CutPrefix(line, "? ")
	parts := strings.Split(line, "; ")
	words := strings.Fields(parts[0])
	for i := 1; i+1 < len(words); i++ {
		if o.Predicate(words[i]) != nil {
			claim.S = c.entity(strings.Join(words[:i], " "))
			claim.P = words[i]
			claim.O = c.entity(strings.Join(words[i+1:], " "))
			break
		}
	}
	if claim.P == "" {
		return fmt.Errorf("%q names no predicate between two names", parts[0])
	}
	statuses := []string{string(schema.Actual)}
	for _, part := range parts[1:] {
		switch {
		case strings.HasPrefix(part, "by "):
			claim.Source = c.entity(part[len("by "):])
		case strings.HasPrefix(part, "on "):
			claim.When = part[len("on "):]
		default:
			statuses = strings.Split(part, "|")
		}
	}
	for _, st := range statuses {
		claim.Status = st
		c.Gold.Claims = append(c.Gold.Claims, claim)
	}
	return nil
}

// entity adds an entity with its names, the first of which it returns.
func (c *Construction) entity(names string) string {
	list := strings.Split(names, "|")
	for i := range c.Gold.Entities {
		if e := &c.Gold.Entities[i]; e.Name == list[0] {
			e.Aliases = append(e.Aliases, list[1:]...)
			return e.Name
		}
	}
	c.Gold.Entities = append(c.Gold.Entities, GoldEntity{Name: list[0], Aliases: list[1:]})
	return list[0]
}
