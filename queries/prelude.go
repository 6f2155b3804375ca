package queries

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"

	"relata/schema"
)

// The prelude is what a query can say beyond Gizmo:
//
//	actor(name)        the entity called so, by id, name or alias; one that can act, if
//	                   there is one. A name that isn't there is an error with the nearest.
//	claims(a, p, b)    the nodes of claims that a does p to b; each may be left out or null,
//	                   a and b may be names, ids, values or paths. Symmetric predicates are
//	                   found either way round, inverse ones turned to their forward form.
//	between(a, b)      the nodes of claims with a and b, either way round
//	details(claims)    a list of objects, one a claim, ordered by time and ids: claim,
//	                   subject, predicate, object, status, source, when, about, role,
//	                   confidence, article, published, publisher, evidence; and sentence,
//	                   where Options.Evidence or details(claims, true) asks for it
//	show(list, cols)   gives out the objects of a list as rows; cols is a list of names, or
//	                   an object from the names of columns to those of members
//	about(list, text)  the claims whose good or topic holds the text
//	during(list, since, until)
//	                   the claims of that time: of the event, else of the article
//	group(list, keys)  one object for each combination of the members named, with claims,
//	                   articles and sources (numbers), first and last (times), statuses
//	                   and the best evidence
//	byCount(list, key) the list, those with most of a number first
//	byTime(list, key)  the list, by a member that is a time, earliest first
//	repeated(list)     of claims, those that another claim asserts too
//	assertions(claim)  the claims that assert what a claim says; tellers(claim), their articles
//	degrees()          the actors, as objects with actor, others (how many a claim that isn't
//	                   denied ties it to) and claims (how many), most connected first; with
//	                   evidence one of these claims
//	args               the arguments of a saved question
//
// prelude.js holds those that need nothing of the store.
var preludeFuncs = map[string]func(c *call) (any, error){
	"actor":   actor,
	"claims":  claims,
	"between": between,
	"details": details,
	"show":    show,
	"overlap": overlap,

	"about":    about,
	"during":   during,
	"group":    group,
	"byCount":  byCount,
	"byTime":   byTime,
	"repeated": repeated,
	"degrees":  degrees,
}

//go:embed prelude.js
var preludeText string

const preludeName = "prelude"

var preludeProgram = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile(preludeName, "(function() {"+preludeText+"\nreturn {time, asserted, tellers, assertions}})()", true)
})

// The terms of the store that the prelude knows; package graph lists them all.
const (
	rdfType      = quad.IRI("rdf:type")
	rdfSubject   = quad.IRI("rdf:subject")
	rdfPredicate = quad.IRI("rdf:predicate")
	rdfObject    = quad.IRI("rdf:object")
	classClaim   = quad.IRI("Claim")
	termName     = quad.IRI("name")
	termAlias    = quad.IRI("alias")
)

// each walks the quads that have the values of the pattern.
func (s *session) each(pattern quad.Quad, f func(q *quadOf) error) error {
	var at quadOf
	for i, d := range quad.Directions {
		v := pattern.Get(d)
		if v == nil {
			continue
		}
		id, err := s.guard.idOf(v)
		if err != nil {
			return fmt.Errorf("looking up %s: %w", Text(v), err)
		}
		if id == 0 {
			return nil
		}
		at[i] = id
	}
	return s.guard.each(s.ctx, at, f)
}

// ends gives the values at one end of the quads of a pattern.
func (s *session) ends(pattern quad.Quad, d quad.Direction) ([]quad.Value, error) {
	var nodes []uint64
	if err := s.each(pattern, func(q *quadOf) error {
		nodes = append(nodes, q[d-quad.Subject])
		return nil
	}); err != nil {
		return nil, err
	}
	return s.guard.values(s.ctx, nodes)
}

// candidate is an entity that a name may mean.
type candidate struct {
	id   quad.IRI
	rank int // 0 is its id, 1 its name, 2 an alias; 10 more for what can't act
	said int // how often it is called so
}

// lookup finds the entities that a name means: the best, and those that are as good.
func (s *session) lookup(name string) ([]quad.Value, error) {
	found := map[quad.IRI]*candidate{}
	note := func(v quad.Value, rank int) {
		id, ok := v.(quad.IRI)
		if !ok {
			return
		}
		if found[id] == nil {
			found[id] = &candidate{id: id, rank: rank}
		}
		found[id].rank = min(found[id].rank, rank)
		found[id].said++
	}
	if id := quad.IRI(schema.EntityID(name)); id != "" {
		names, err := s.ends(quad.Quad{Subject: id, Predicate: termName}, quad.Object)
		if err != nil {
			return nil, err
		}
		if len(names) > 0 {
			note(id, 0)
		}
	}
	for rank, term := range []quad.IRI{termName, termAlias} {
		ids, err := s.ends(quad.Quad{Predicate: term, Object: quad.String(name)}, quad.Subject)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			note(id, rank+1)
		}
	}
	var all []*candidate
	for _, c := range found {
		types, err := s.ends(quad.Quad{Subject: c.id, Predicate: rdfType}, quad.Object)
		if err != nil {
			return nil, err
		}
		if len(types) > 0 && !slices.ContainsFunc(types, func(t quad.Value) bool {
			id, _ := t.(quad.IRI)
			return schema.EntityType(id).IsActor()
		}) {
			c.rank += 10
		}
		all = append(all, c)
	}
	order := func(a, b *candidate) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.said, a.said)) }
	slices.SortFunc(all, func(a, b *candidate) int { return cmp.Or(order(a, b), cmp.Compare(a.id, b.id)) })
	var out []quad.Value
	for _, c := range all {
		if order(c, all[0]) == 0 {
			out = append(out, c.id)
		}
	}
	return out, nil
}

// names is every name of an entity.
func (s *session) names(f func(name string)) error {
	for _, term := range []quad.IRI{termName, termAlias} {
		var objects []uint64
		if err := s.each(quad.Quad{Predicate: term}, func(q *quadOf) error { // they lie by name
			if n := len(objects); n == 0 || objects[n-1] != q[2] {
				objects = append(objects, q[2])
			}
			return nil
		}); err != nil {
			return err
		}
		slices.Sort(objects)
		vals, err := s.guard.values(s.ctx, slices.Compact(objects))
		if err != nil {
			return err
		}
		for _, v := range vals {
			if name, ok := v.(quad.String); ok {
				f(string(name))
			}
		}
	}
	return nil
}

// UnknownName is an entity or a predicate that isn't there, with the nearest that are.
type UnknownName struct {
	What    string // "entity", "predicate"
	Name    string
	Nearest []string // names, nearest first
}

func (e *UnknownName) Error() string {
	verb := "is called"
	if e.What != "entity" {
		verb = "is named"
	}
	if len(e.Nearest) == 0 {
		return fmt.Sprintf("no %s %s %q", e.What, verb, cutText(e.Name))
	}
	return fmt.Sprintf("no %s %s %q; the nearest: %s", e.What, verb, cutText(e.Name), strings.Join(e.Nearest, ", "))
}

// entity finds what a name means, in another case too, or says what is near.
func (s *session) entity(name string) ([]quad.Value, error) {
	ids, err := s.lookup(name)
	if err != nil || len(ids) > 0 {
		return ids, err
	}
	near := newNearest(name)
	same := ""
	if err := s.names(func(n string) {
		if strings.EqualFold(n, name) && same == "" {
			same = n
		}
		near.add(n)
	}); err != nil {
		return nil, err
	}
	if same != "" {
		return s.lookup(same)
	}
	return nil, &UnknownName{What: "entity", Name: name, Nearest: near.best()}
}

// exists says which names are near an id that isn't there.
func (s *session) exists(id quad.IRI) error {
	if r, err := s.guard.ValueOf(id); err != nil || r != nil {
		return err
	}
	near := newNearest(strings.ReplaceAll(string(id), "_", " "))
	if err := s.names(near.add); err != nil {
		return err
	}
	return &UnknownName{What: "entity", Name: id.String(), Nearest: near.best()}
}

// nodes reads an argument as entities: a path, an id, a value, or a name; or a list.
func (c *call) nodes(i int) ([]quad.Value, *pathObject, error) {
	v := c.arg(i)
	if p, ok := pathOf(v); ok {
		return nil, p, nil
	}
	elems, isList, err := c.list(v)
	if err != nil {
		return nil, nil, c.badBecause(i, err)
	}
	if !isList {
		elems = []goja.Value{v}
	}
	var out []quad.Value
	for _, e := range elems {
		q, err := fromJS(e)
		if err != nil {
			return nil, nil, c.bad(i, "a name such as \"Moscow\", an id such as \"<Russia>\" or a path")
		}
		name, ok := q.(quad.String)
		if !ok {
			if id, isIRI := q.(quad.IRI); isIRI {
				if err := c.s.exists(id); err != nil {
					return nil, nil, fmt.Errorf("%s(): %w", c.name, err)
				}
			}
			out = append(out, q)
			continue
		}
		ids, err := c.s.entity(string(name))
		if err != nil {
			return nil, nil, fmt.Errorf("%s(): %w", c.name, err)
		}
		out = append(out, ids...)
	}
	return out, nil, nil
}

func actor(c *call) (any, error) {
	if err := c.exactly(1); err != nil {
		return nil, err
	}
	var p *pathObject
	err := c.s.safely(func() error {
		vals, other, err := c.nodes(0)
		if err != nil || other != nil {
			p = other
			return err
		}
		p = nodesPath(vals)
		return nil
	})
	return p, err
}

// nodesPath is a path of nodes; none of them is no node.
func nodesPath(vals []quad.Value) *pathObject {
	if len(vals) == 0 {
		vals = []quad.Value{quad.IRI("")}
	}
	return &pathObject{path: path.StartMorphism(vals...), cost: 1}
}

// predicate reads an argument as a predicate of the ontology or under open/.
func (c *call) predicate(i int) (name string, err error) {
	v := c.arg(i)
	if none(v) {
		return "", nil
	}
	q, err := fromJS(v)
	if err != nil {
		return "", c.bad(i, "a predicate such as \"visited\"")
	}
	switch q := q.(type) {
	case quad.IRI:
		return string(q), nil // the store knows best
	case quad.String:
		name = strings.Join(strings.Fields(string(q)), "-")
	default:
		return "", c.bad(i, "a predicate such as \"visited\"")
	}
	if strings.HasPrefix(name, schema.OpenPrefix) || schema.Default().Predicate(name) != nil {
		return name, nil
	}
	near := newNearest(name)
	for _, p := range schema.Default().Predicates {
		near.add(p.Name)
	}
	return "", fmt.Errorf("%s(): %w", c.name, &UnknownName{What: "predicate", Name: name, Nearest: near.best()})
}

// side is a subject or an object: nothing, nodes or a path.
type side struct {
	vals []quad.Value
	path *pathObject
}

func (x side) any() bool { return x.vals == nil && x.path == nil }

func (x side) start() *pathObject {
	if x.path != nil {
		return x.path
	}
	return nodesPath(x.vals)
}

func (c *call) side(i int) (side, error) {
	if none(c.arg(i)) {
		return side{}, nil
	}
	vals, p, err := c.nodes(i)
	return side{vals, p}, err
}

func claims(c *call) (any, error) {
	if err := c.atMost(3); err != nil {
		return nil, err
	}
	var out *pathObject
	err := c.s.safely(func() error {
		a, err := c.side(0)
		if err != nil {
			return err
		}
		name, err := c.predicate(1)
		if err != nil {
			return err
		}
		b, err := c.side(2)
		if err != nil {
			return err
		}
		ontology := schema.Default()
		name, turned := ontology.Forward(name)
		if turned {
			a, b = b, a
		}
		out = claimsPath(a, name, b)
		if p := ontology.Predicate(name); p != nil && p.Symmetric && !(a.any() && b.any()) {
			out = either(out, claimsPath(b, name, a))
		}
		return nil
	})
	return out, err
}

func either(p, q *pathObject) *pathObject {
	return p.add(p.path.Clone().Or(q.path).Unique(), 1+q.cost)
}

// claimsPath starts where least is to be looked at: at the subject, else the object, else
// the predicate.
func claimsPath(a side, name string, b side) *pathObject {
	var p *pathObject
	switch {
	case !a.any():
		p = a.start()
		p = p.with(p.path.Clone().In(rdfSubject))
		if name != "" {
			p = p.with(p.path.Clone().Has(rdfPredicate, quad.IRI(name)))
		}
		if b.path != nil {
			p = p.add(p.path.Clone().And(b.path.path.Clone().In(rdfObject)), 2+b.path.cost)
		} else if !b.any() {
			p = p.with(p.path.Clone().Has(rdfObject, b.given()...))
		}
	case !b.any():
		p = b.start()
		p = p.with(p.path.Clone().In(rdfObject))
		if name != "" {
			p = p.with(p.path.Clone().Has(rdfPredicate, quad.IRI(name)))
		}
	case name != "":
		p = &pathObject{path: path.StartMorphism(quad.IRI(name)).In(rdfPredicate), cost: 2}
	default:
		p = &pathObject{path: path.StartMorphism(classClaim).In(rdfType), cost: 2}
	}
	return p
}

// given are the nodes as values; an empty list must not mean any.
func (x side) given() []quad.Value {
	if len(x.vals) == 0 {
		return []quad.Value{quad.IRI("")}
	}
	return x.vals
}

func between(c *call) (any, error) {
	if err := c.exactly(2); err != nil {
		return nil, err
	}
	var out *pathObject
	err := c.s.safely(func() error {
		a, err := c.side(0)
		if err != nil {
			return err
		}
		b, err := c.side(1)
		if err != nil {
			return err
		}
		if a.any() || b.any() {
			return errors.New("between() needs two actors")
		}
		out = either(claimsPath(a, "", b), claimsPath(b, "", a))
		return nil
	})
	return out, err
}

// show gives out objects as rows.
func show(c *call) (any, error) {
	list, isList, err := c.list(c.arg(0))
	if err != nil {
		return nil, c.badBecause(0, err)
	}
	if !isList {
		return nil, c.bad(0, "a list of objects")
	}
	type column struct{ name, member string }
	var cols []column
	names, isList, err := c.list(c.arg(1))
	switch obj, isObject := c.arg(1).(*goja.Object); {
	case err != nil:
		return nil, c.badBecause(1, err)
	case isList:
		for _, n := range names {
			cols = append(cols, column{n.String(), n.String()})
		}
	case isObject:
		for _, k := range obj.Keys() {
			cols = append(cols, column{k, obj.Get(k).String()})
		}
	default:
		return nil, c.bad(1, "a list of members, or an object from columns to members")
	}
	if c.s.opt.Evidence {
		cols = append(cols, column{"sentence", "sentence"}, column{"article", "article"})
	}
	c.s.finals = true
	for _, e := range list {
		if _, ok := e.(*goja.Object); !ok {
			return nil, c.bad(0, "a list of objects")
		}
		row := Row{Cells: make([]Cell, 0, len(cols))}
		for _, col := range cols {
			v, err := c.s.memberOf(e, col.member)
			if err != nil {
				return nil, fmt.Errorf("show(): %s: %w", col.name, err)
			}
			if v == quad.Value(quad.String("")) {
				v = nil
			}
			row.Cells = append(row.Cells, Cell{col.name, v})
		}
		if err := c.s.give(row); err != nil {
			return nil, err
		}
	}
	return nil, c.s.push()
}

// overlap says whether a time, as schema.ParseWhen reads it, lies at least partly after
// since and before until, each of which may be empty.
func overlap(c *call) (any, error) {
	if err := c.exactly(3); err != nil {
		return nil, err
	}
	var texts [3]string
	for i := range texts {
		if v := c.arg(i); !none(v) {
			texts[i] = v.String()
		}
	}
	w, err := schema.ParseWhen(texts[0])
	if err != nil {
		return texts[1] == "" && texts[2] == "", nil // an unknown time
	}
	return overlaps(w, texts[1], texts[2])
}

// overlaps says whether a time lies at least partly after since and before until, each of
// which may be empty.
func overlaps(w schema.When, since, until string) (bool, error) {
	if since != "" {
		s, err := schema.ParseWhen(since)
		if err != nil {
			return false, fmt.Errorf("since: %w", err)
		}
		if !w.End.IsZero() && !w.End.After(s.Start) {
			return false, nil
		}
	}
	if until != "" {
		u, err := schema.ParseWhen(until)
		if err != nil {
			return false, fmt.Errorf("until: %w", err)
		}
		if !u.End.IsZero() && !w.Start.Before(u.End) {
			return false, nil
		}
	}
	return true, nil
}
