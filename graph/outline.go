package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

// Outline is a whole store in short, for those who keep it in memory.
type Outline struct {
	Entities []schema.Entity // as Entity gives them, ordered by id
	Lines    []Line          // ordered by article and id
	Articles int
	Quads    int
	Changes  uint64 // for Changed
}

// Line is a claim in short.
type Line struct {
	Claim, Article     string // ids
	Subject, Predicate string
	Object             string // id, or the text of a literal
	Literal            bool
	Status             schema.Status
	Source             schema.Source
	When               string
	Confidence         float64
}

// LineOf puts a claim in short.
func LineOf(c *schema.Claim) Line {
	return Line{Claim: c.ID, Article: c.Article, Subject: c.Subject.ID(), Predicate: c.Predicate, Object: c.Object.ID(),
		Literal: c.Object.Entity == nil, Status: c.Status, Source: c.Source, When: c.When, Confidence: c.Confidence}
}

// Outline reads the whole store in short. It walks the columns that it needs, and takes
// about a second for a million quads, and the memory of what it gives.
func (s *Store) Outline(ctx context.Context) (*Outline, error) {
	_, changes, _ := s.Changed(0) // before the reading: what comes between is read again
	r, end, err := s.reader()
	if err != nil {
		return nil, err
	}
	defer end()
	o := outliner{reader: r, values: map[any]quad.Value{}, out: Outline{Changes: changes}}
	if err := o.entities(ctx); err != nil {
		return nil, fmt.Errorf("entities: %w", err)
	}
	if err := o.claims(ctx); err != nil {
		return nil, fmt.Errorf("claims: %w", err)
	}
	o.out.Quads, o.out.Articles, err = r.size(ctx)
	return &o.out, err
}

type outliner struct {
	*reader
	values map[any]quad.Value // by the key of their reference
	out    Outline
}

// column gives the subject's key, the object and the label of every quad of a predicate,
// and of an object if it isn't nil.
func (o *outliner) column(ctx context.Context, term quad.IRI, object quad.Value, f func(subject graph.Ref, object, label quad.Value) error) error {
	for ref, err := range o.refs(ctx, quad.Quad{Predicate: term, Object: object}) {
		if err != nil {
			return err
		}
		var at [3]graph.Ref
		for i, d := range []quad.Direction{quad.Subject, quad.Object, quad.Label} {
			if at[i], err = o.qs.QuadDirection(ref, d); err != nil {
				return err
			}
		}
		var vals [2]quad.Value
		for i, ref := range at[1:] {
			if vals[i], err = o.value(ref); err != nil {
				return err
			}
		}
		if err := f(at[0], vals[0], vals[1]); err != nil {
			return err
		}
	}
	return nil
}

func (o *outliner) value(ref graph.Ref) (quad.Value, error) {
	if ref == nil {
		return nil, nil
	}
	k := refs.ToKey(ref)
	v, ok := o.values[k]
	if !ok {
		var err error
		if v, err = o.qs.NameOf(ref); err != nil {
			return nil, err
		}
		o.values[k] = v
	}
	return v, nil
}

func textOf(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.IRI:
		return string(v)
	}
	return ""
}

// entities elects names and types as one does, of all entities at once.
func (o *outliner) entities(ctx context.Context) error {
	at := map[any]int{}
	add := func(ref graph.Ref) (int, error) {
		k := refs.ToKey(ref)
		if i, ok := at[k]; ok {
			return i, nil
		}
		v, err := o.value(ref)
		id, ok := v.(quad.IRI)
		if err != nil || !ok {
			return -1, err
		}
		at[k] = len(o.out.Entities)
		o.out.Entities = append(o.out.Entities, schema.Entity{ID: string(id)})
		return at[k], nil
	}
	type vote struct {
		entity int
		value  string
	}
	collect := func(term quad.IRI, object quad.Value, votes []vote) ([]vote, error) {
		err := o.column(ctx, term, object, func(subject graph.Ref, object, _ quad.Value) error {
			text := textOf(object)
			if text == "" {
				return nil
			}
			i, ok := at[refs.ToKey(subject)]
			if !ok && (term == rdfType || term == termName) { // what has neither is no entity
				var err error
				if i, err = add(subject); err != nil {
					return err
				}
				ok = i >= 0
			}
			if ok {
				votes = append(votes, vote{i, text})
			}
			return nil
		})
		return votes, err
	}
	// elected tells for each entity the value with most votes, and hands all values on.
	elected := func(votes []vote, each func(e *schema.Entity, value string), best func(e *schema.Entity, value string)) {
		slices.SortFunc(votes, func(a, b vote) int {
			if a.entity != b.entity {
				return a.entity - b.entity
			}
			return strings.Compare(a.value, b.value)
		})
		for i := 0; i < len(votes); {
			e, top, most := votes[i].entity, "", 0
			for i < len(votes) && votes[i].entity == e {
				n := 1
				for i+n < len(votes) && votes[i+n] == votes[i] {
					n++
				}
				if n > most {
					top, most = votes[i].value, n
				}
				each(&o.out.Entities[e], votes[i].value)
				i += n
			}
			best(&o.out.Entities[e], top)
		}
	}
	none := func(*schema.Entity, string) {}
	alias := func(e *schema.Entity, v string) { e.Aliases = append(e.Aliases, v) }
	var types []vote
	for _, typ := range schema.EntityTypes {
		var err error
		if types, err = collect(rdfType, quad.IRI(typ), types); err != nil {
			return err
		}
	}
	elected(types, none, func(e *schema.Entity, v string) { e.Type = schema.EntityType(v) })
	for _, col := range []struct {
		term quad.IRI
		each func(*schema.Entity, string)
		best func(*schema.Entity, string)
	}{
		{termName, alias, func(e *schema.Entity, v string) { e.Name = v }},
		{termAlias, alias, none},
		{termCountry, none, func(e *schema.Entity, v string) { e.Country = v }},
		{termWikidata, none, func(e *schema.Entity, v string) { e.Wikidata = v }},
	} {
		votes, err := collect(col.term, nil, nil)
		if err != nil {
			return err
		}
		elected(votes, col.each, col.best)
	}
	for i := range o.out.Entities {
		e := &o.out.Entities[i]
		slices.Sort(e.Aliases)
		e.Aliases = slices.DeleteFunc(slices.Compact(e.Aliases), func(a string) bool { return a == e.Name })
		if len(e.Aliases) == 0 {
			e.Aliases = nil
		}
	}
	slices.SortFunc(o.out.Entities, func(a, b schema.Entity) int { return strings.Compare(a.ID, b.ID) })
	return nil
}

func (o *outliner) claims(ctx context.Context) error {
	at := map[any]int{}
	err := o.column(ctx, rdfType, classClaim, func(subject graph.Ref, _, label quad.Value) error {
		v, err := o.value(subject)
		id, ok := v.(quad.IRI)
		if err != nil || !ok {
			return err
		}
		at[refs.ToKey(subject)] = len(o.out.Lines)
		o.out.Lines = append(o.out.Lines, Line{Claim: string(id), Article: textOf(label)})
		return nil
	})
	if err != nil {
		return err
	}
	for _, col := range []struct {
		term quad.IRI
		set  func(*Line, quad.Value)
	}{
		{rdfSubject, func(l *Line, v quad.Value) { l.Subject = textOf(v) }},
		{rdfPredicate, func(l *Line, v quad.Value) { l.Predicate = textOf(v) }},
		{rdfObject, func(l *Line, v quad.Value) {
			if l.Object = textOf(v); l.Object != "" {
				_, isID := v.(quad.IRI)
				l.Literal = !isID
			} else if lit := literalOf(v); lit != nil {
				l.Object, l.Literal = lit.Value, true
			}
		}},
		{termStatus, func(l *Line, v quad.Value) { l.Status = schema.Status(textOf(v)) }},
		{termSource, func(l *Line, v quad.Value) { l.Source.ID = textOf(v) }},
		{termSourceName, func(l *Line, v quad.Value) { l.Source.Name = textOf(v) }},
		{termWhen, func(l *Line, v quad.Value) { l.When = textOf(v) }},
		{termConfidence, func(l *Line, v quad.Value) {
			n, _ := v.(quad.Float)
			l.Confidence = float64(n)
		}},
	} {
		err := o.column(ctx, col.term, nil, func(subject graph.Ref, object, _ quad.Value) error {
			if i, ok := at[refs.ToKey(subject)]; ok {
				col.set(&o.out.Lines[i], object)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(o.out.Lines, func(a, b Line) int {
		if c := strings.Compare(a.Article, b.Article); c != 0 {
			return c
		}
		return strings.Compare(a.Claim, b.Claim)
	})
	return nil
}

// ClaimsOf reads claims by their ids, in their order; those that aren't there are left
// out. Entities may be known before, as reading one that thousands of articles name takes
// its time; known may be nil, and gives nil for those that aren't.
func (s *Store) ClaimsOf(ctx context.Context, ids []string, known func(id string) *schema.Entity) ([]schema.Claim, error) {
	r, end, err := s.reader()
	if err != nil {
		return nil, err
	}
	defer end()
	c := claimReader{reader: r, entities: map[string]*schema.Entity{}, known: known}
	lines := map[quad.IRI]int{} // of articles
	claims := make([]schema.Claim, 0, len(ids))
	for _, id := range ids {
		for q, err := range r.find(ctx, quad.Quad{Subject: quad.IRI(id), Predicate: rdfType, Object: classClaim}) {
			if err != nil {
				return nil, err
			}
			article, ok := q.Label.(quad.IRI)
			if !ok {
				continue
			}
			claim, err := c.claim(ctx, claimRef{claim: quad.IRI(id), article: article})
			if err != nil {
				return nil, fmt.Errorf("%s of %s: %w", id, article, err)
			}
			if claim == nil {
				continue
			}
			if _, ok := lines[article]; !ok {
				doc, err := r.props(ctx, article, article)
				if err != nil {
					return nil, err
				}
				lines[article] = doc.int(termLine)
			}
			claim.Line = lines[article]
			claims = append(claims, *claim)
			break
		}
	}
	return claims, nil
}

// Size counts quads and articles, at the cost of a look.
func (s *Store) Size(ctx context.Context) (quads, articles int, err error) {
	r, end, err := s.reader()
	if err != nil {
		return 0, 0, err
	}
	defer end()
	return r.size(ctx)
}

func (r *reader) size(ctx context.Context) (quads, articles int, err error) {
	st, err := r.qs.Stats(ctx, true)
	if err != nil {
		return 0, 0, err
	}
	ref, err := r.qs.ValueOf(classArticle)
	if err != nil || ref == nil {
		return int(st.Quads.Value), 0, err
	}
	n, err := r.qs.QuadIteratorSize(ctx, quad.Object, ref)
	return int(st.Quads.Value), int(n.Value), err
}
