package queries

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
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
//	repeated(list)     of claims, those that another claim asserts too
//	assertions(claim)  the claims that assert what a claim says; tellers(claim), their articles
//	degrees()          the actors, as objects with actor, others (how many a claim that isn't
//	                   denied ties it to) and claims (how many), most connected first
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

	"repeated": repeated,
	"degrees":  degrees,
}

//go:embed prelude.js
var preludeText string

const preludeName = "prelude"

var preludeProgram = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile(preludeName, "(function() {"+preludeText+"\nreturn {about, during, time, asserted, group, byCount, tellers, assertions}})()", true)
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
func (s *session) each(ctx context.Context, pattern quad.Quad, f func(q refs.Ref) error) error {
	var quads shape.Quads
	for _, d := range quad.Directions {
		v := pattern.Get(d)
		if v == nil {
			continue
		}
		r, err := s.guard.ValueOf(v)
		if err != nil {
			return fmt.Errorf("looking up %s: %w", Text(v), err)
		}
		if r == nil {
			return nil
		}
		quads = append(quads, shape.QuadFilter{Dir: d, Values: shape.Fixed{r}})
	}
	return s.scan(ctx, s.guard.build(ctx, quads), f)
}

func (s *session) scan(ctx context.Context, it iterator.Shape, f func(refs.Ref) error) error {
	it, _ = it.Optimize(ctx)
	scan := it.Iterate()
	defer scan.Close() // an error of the walk itself is in Err
	for scan.Next(ctx) {
		if err := f(scan.Result()); err != nil {
			return err
		}
	}
	return scan.Err()
}

// ends gives the values at one end of the quads of a pattern.
func (s *session) ends(pattern quad.Quad, d quad.Direction) ([]quad.Value, error) {
	var nodes []refs.Ref
	if err := s.each(s.ctx, pattern, func(q refs.Ref) error {
		r, err := s.guard.QuadDirection(q, d)
		nodes = append(nodes, r)
		return err
	}); err != nil {
		return nil, err
	}
	return s.guard.namesOf(s.ctx, nodes)
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

// names is every name of an entity, with the entity.
func (s *session) names(f func(name string, of refs.Ref) error) error {
	for _, term := range []quad.IRI{termName, termAlias} {
		var objects, subjects []refs.Ref
		flush := func() error {
			vals, err := s.guard.namesOf(s.ctx, objects)
			for i, v := range vals {
				if name, ok := v.(quad.String); ok && err == nil {
					err = f(string(name), subjects[i])
				}
			}
			objects, subjects = objects[:0], subjects[:0]
			return err
		}
		err := s.each(s.ctx, quad.Quad{Predicate: term}, func(q refs.Ref) error {
			o, err := s.guard.QuadDirection(q, quad.Object)
			if err != nil {
				return err
			}
			sub, err := s.guard.QuadDirection(q, quad.Subject)
			if err != nil {
				return err
			}
			if objects, subjects = append(objects, o), append(subjects, sub); len(objects) < 1024 {
				return nil
			}
			return flush()
		})
		if err == nil {
			err = flush()
		}
		if err != nil {
			return err
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
	if err := s.names(func(n string, of refs.Ref) error {
		if strings.EqualFold(n, name) && same == "" {
			same = n
		}
		near.add(n)
		return nil
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
	if err := s.names(func(n string, _ refs.Ref) error {
		near.add(n)
		return nil
	}); err != nil {
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

// claimFields are the members of an object of details, with the term each is read from.
var claimFields = []struct {
	name string
	term quad.IRI
}{
	{"subject", rdfSubject}, {"predicate", rdfPredicate}, {"object", rdfObject},
	{"status", "status"}, {"source", "source"}, {"when", "when"}, {"about", "about"}, {"role", "role"},
	{"confidence", "confidence"}, {"method", "method"}, {"evidence", "evidence"},
}

// claimDetail is one claim with the values of its fields.
type claimDetail struct {
	node      quad.Value
	article   quad.Value
	published quad.Value
	publisher quad.Value
	sentence  quad.Value
	fields    map[quad.IRI]quad.Value
}

// property is one quad of a subject.
type property struct{ predicate, object, label quad.Value }

// propertiesOf reads all quads of many subjects, with their values looked up together.
func (s *session) propertiesOf(subjects []refs.Ref) ([][]property, error) {
	type span struct{ from, to int }
	var nodes []refs.Ref // predicate, object and label of each quad
	spans := make([]span, len(subjects))
	for i, sub := range subjects {
		spans[i].from = len(nodes)
		if sub == nil {
			spans[i].to = len(nodes)
			continue
		}
		if err := s.scan(s.ctx, s.guard.QuadIterator(quad.Subject, sub), func(q refs.Ref) error {
			for _, d := range []quad.Direction{quad.Predicate, quad.Object, quad.Label} {
				r, err := s.guard.QuadDirection(q, d)
				if err != nil {
					return err
				}
				nodes = append(nodes, r)
			}
			return nil
		}); err != nil {
			return nil, err
		}
		spans[i].to = len(nodes)
	}
	vals, err := s.valuesOf(nodes)
	if err != nil {
		return nil, err
	}
	out := make([][]property, len(subjects))
	for i, sp := range spans {
		for j := sp.from; j < sp.to; j += 3 {
			out[i] = append(out[i], property{predicate: vals[j], object: vals[j+1], label: vals[j+2]})
		}
	}
	return out, nil
}

// valuesOf is namesOf for lists with many repetitions.
func (s *session) valuesOf(nodes []refs.Ref) ([]quad.Value, error) {
	index := map[any]int{}
	var unique []refs.Ref
	at := make([]int, len(nodes))
	for i, r := range nodes {
		k := refs.ToKey(r)
		if k == nil {
			at[i] = -1
			continue
		}
		n, ok := index[k]
		if !ok {
			n = len(unique)
			index[k] = n
			unique = append(unique, r)
		}
		at[i] = n
	}
	vals, err := s.guard.namesOf(s.ctx, unique)
	if err != nil {
		return nil, err
	}
	out := make([]quad.Value, len(nodes))
	for i, n := range at {
		if n >= 0 {
			out[i] = vals[n]
		}
	}
	return out, nil
}

// readClaims reads the claims of a path, ordered by time, then by what they say.
func (s *session) readClaims(p *pathObject, sentences bool) ([]claimDetail, error) {
	var out []claimDetail
	seen := map[any]bool{}
	var batch []refs.Ref
	flush := func() error {
		props, err := s.propertiesOf(batch)
		if err != nil {
			return err
		}
		names, err := s.valuesOf(batch)
		if err != nil {
			return err
		}
		for i, list := range props {
			d := claimDetail{node: names[i], fields: map[quad.IRI]quad.Value{}}
			isClaim := false
			for _, pr := range list {
				term, _ := pr.predicate.(quad.IRI)
				if term == rdfType && pr.object == classClaim {
					isClaim, d.article = true, pr.label
				}
				d.fields[term] = pr.object
			}
			if isClaim {
				out = append(out, d)
			}
		}
		batch = batch[:0]
		return nil
	}
	if err := s.walk(p, false, -1, func(tags map[string]refs.Ref) error {
		r := tags[idTag]
		k := refs.ToKey(r)
		if k == nil || seen[k] {
			return nil
		}
		if seen[k] = true; len(seen) > maxArray {
			return fmt.Errorf("more than %d claims", maxArray)
		}
		if batch = append(batch, r); len(batch) < maxBatch {
			return nil
		}
		return flush()
	}); err != nil {
		return nil, err
	}
	err := s.safely(func() error {
		if err := flush(); err != nil {
			return err
		}
		if err := s.fill(out, "schema:datePublished", func(d *claimDetail) (quad.Value, *quad.Value) { return d.article, &d.published }); err != nil {
			return err
		}
		if err := s.fill(out, "schema:publisher", func(d *claimDetail) (quad.Value, *quad.Value) { return d.article, &d.publisher }); err != nil {
			return err
		}
		if !sentences {
			return nil
		}
		return s.fill(out, "text", func(d *claimDetail) (quad.Value, *quad.Value) { return d.fields["evidence"], &d.sentence })
	})
	slices.SortFunc(out, func(a, b claimDetail) int {
		return cmp.Or(compareWhen(a.when(), b.when()),
			strings.Compare(Text(a.fields[rdfSubject]), Text(b.fields[rdfSubject])),
			strings.Compare(Text(a.fields[rdfPredicate]), Text(b.fields[rdfPredicate])),
			strings.Compare(Text(a.fields[rdfObject]), Text(b.fields[rdfObject])),
			strings.Compare(Text(a.node), Text(b.node)))
	})
	return out, err
}

// fill looks up one property of another node for each claim.
func (s *session) fill(claims []claimDetail, term quad.IRI, of func(*claimDetail) (quad.Value, *quad.Value)) error {
	known := map[quad.Value]quad.Value{}
	for i := range claims {
		node, into := of(&claims[i])
		if node == nil {
			continue
		}
		v, ok := known[node]
		if !ok {
			vals, err := s.ends(quad.Quad{Subject: node, Predicate: term}, quad.Object)
			if err != nil {
				return err
			}
			if len(vals) > 0 {
				v = vals[0]
			}
			known[node] = v
		}
		*into = v
	}
	return nil
}

// when is the time of the claim's event, else of its article.
func (d *claimDetail) when() string {
	if s := plain(d.fields["when"]); s != "" {
		return s
	}
	return day(plain(d.published))
}

// day cuts the time of day off.
func day(s string) string {
	d, _, _ := strings.Cut(s, "T")
	return d
}

func plain(v quad.Value) string {
	if v == nil {
		return ""
	}
	return plainText(v)
}

func compareWhen(a, b string) int {
	wa, _ := schema.ParseWhen(a)
	wb, _ := schema.ParseWhen(b)
	return wa.Compare(wb)
}

func details(c *call) (any, error) {
	if err := c.atMost(2); err != nil {
		return nil, err
	}
	p, err := c.path(0)
	if err != nil {
		return nil, err
	}
	sentences := c.s.opt.Evidence || !none(c.arg(1)) && c.arg(1).ToBoolean()
	list, err := c.s.readClaims(p, sentences)
	if err != nil {
		return nil, err
	}
	items := make([]any, len(list))
	for i := range list {
		items[i] = c.s.detailToJS(&list[i], sentences)
	}
	return c.s.vm.NewArray(items...), nil
}

func (s *session) detailToJS(d *claimDetail, sentence bool) goja.Value {
	row := Row{Cells: []Cell{{"claim", d.node}}}
	for _, f := range claimFields {
		v := d.fields[f.term]
		if f.name == "source" && v == nil {
			v = d.fields["source-name"]
		}
		row.Cells = append(row.Cells, Cell{f.name, v})
	}
	var published quad.Value
	if d.published != nil {
		published = quad.String(day(plain(d.published)))
	}
	row.Cells = append(row.Cells, Cell{"article", d.article}, Cell{"published", published}, Cell{"publisher", d.publisher})
	if sentence {
		row.Cells = append(row.Cells, Cell{"sentence", d.sentence})
	}
	return s.rowToJS(row)
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
		obj, ok := e.(*goja.Object)
		if !ok {
			return nil, c.bad(0, "a list of objects")
		}
		var row Row
		for _, col := range cols {
			v, err := c.s.convert(obj.Get(col.member))
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

var errFound = errors.New("found")

// repeated keeps the claims of a list whose edge stands in the graph: it does where some
// claim asserts it.
func repeated(c *call) (any, error) {
	list, isList, err := c.list(c.arg(0))
	if err != nil {
		return nil, c.badBecause(0, err)
	}
	if !isList {
		return nil, c.bad(0, "a list of claims")
	}
	var out []any
	for _, e := range list {
		obj, ok := e.(*goja.Object)
		if !ok {
			return nil, c.bad(0, "a list of claims")
		}
		var q quad.Quad
		for name, into := range map[string]*quad.Value{"subject": &q.Subject, "predicate": &q.Predicate, "object": &q.Object} {
			if *into, err = fromJS(obj.Get(name)); err != nil {
				return nil, fmt.Errorf("repeated(): %s: expected a value, got %s", name, kindOf(obj.Get(name)))
			}
		}
		err := c.s.safely(func() error {
			return c.s.each(c.s.ctx, q, func(refs.Ref) error { return errFound })
		})
		switch {
		case errors.Is(err, errFound):
			out = append(out, e)
		case err != nil:
			return nil, err
		}
	}
	return c.s.vm.NewArray(out...), nil
}

// degrees walks the subjects and objects of all claims.
func degrees(c *call) (any, error) {
	if err := c.atMost(0); err != nil {
		return nil, err
	}
	s := c.s
	type node struct {
		ref    refs.Ref
		others map[any]bool
		claims int
	}
	nodes := map[any]*node{}
	err := s.safely(func() error {
		denied := map[any]bool{}
		ends := func(pattern quad.Quad, f func(subject, object refs.Ref)) error {
			return s.each(s.ctx, pattern, func(q refs.Ref) error {
				sub, err := s.guard.QuadDirection(q, quad.Subject)
				if err != nil {
					return err
				}
				obj, err := s.guard.QuadDirection(q, quad.Object)
				if err == nil && sub != nil && obj != nil {
					f(sub, obj)
				}
				return err
			})
		}
		if err := ends(quad.Quad{Predicate: quad.IRI("status"), Object: quad.String(schema.Denied)}, func(claim, _ refs.Ref) { denied[claim.Key()] = true }); err != nil {
			return err
		}
		subjects := map[any]*node{}
		at := func(r refs.Ref) *node {
			n := nodes[r.Key()]
			if n == nil {
				n = &node{ref: r, others: map[any]bool{}}
				nodes[r.Key()] = n
			}
			return n
		}
		if err := ends(quad.Quad{Predicate: rdfSubject}, func(claim, who refs.Ref) {
			if k := claim.Key(); !denied[k] {
				subjects[k] = at(who)
			}
		}); err != nil {
			return err
		}
		return ends(quad.Quad{Predicate: rdfObject}, func(claim, whom refs.Ref) {
			a := subjects[claim.Key()]
			if a == nil {
				return
			}
			b := at(whom)
			a.others[b.ref.Key()], b.others[a.ref.Key()] = true, true
			a.claims++
			b.claims++
		})
	})
	if err != nil {
		return nil, err
	}
	list := make([]*node, 0, len(nodes))
	for _, n := range nodes {
		if n.claims > 0 {
			list = append(list, n)
		}
	}
	handles := make([]refs.Ref, len(list))
	for i, n := range list {
		handles[i] = n.ref
	}
	var vals []quad.Value
	if err := s.safely(func() (err error) { vals, err = s.guard.namesOf(s.ctx, handles); return err }); err != nil {
		return nil, err
	}
	type degree struct {
		*node
		val quad.Value
	}
	var out []degree
	for i, n := range list {
		if _, ok := vals[i].(quad.IRI); ok {
			out = append(out, degree{n, vals[i]})
		}
	}
	slices.SortFunc(out, func(a, b degree) int {
		return cmp.Or(cmp.Compare(len(b.others), len(a.others)), cmp.Compare(b.claims, a.claims), strings.Compare(Text(a.val), Text(b.val)))
	})
	items := make([]any, min(len(out), maxArray))
	for i := range items {
		d := out[i]
		items[i] = s.rowToJS(Row{Cells: []Cell{{"actor", d.val}, {"others", quad.Int(len(d.others))}, {"claims", quad.Int(d.claims)}}})
	}
	return s.vm.NewArray(items...), nil
}
