package queries

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"

	"relata/schema"
)

// The columns of a claimSet: the quads of a claim, and what else belongs to it.
const (
	atSubject = iota
	atPredicate
	atObject
	atStatus
	atSource // an entity, or else a name
	atWhen
	atAbout
	atRole
	atConfidence
	atMethod
	atEvidence
	atSourceName
	termCount // the columns so far are quads of claims
)

const (
	atClaim = iota + termCount // the claim itself
	atArticle
	atPublished // the day
	atPublisher
	atSentence
	columnCount
)

// claimTerms are the predicates of the columns that are quads.
var claimTerms = [termCount]quad.IRI{
	atSubject: rdfSubject, atPredicate: rdfPredicate, atObject: rdfObject, atStatus: "status", atSource: "source", atWhen: "when",
	atAbout: "about", atRole: "role", atConfidence: "confidence", atMethod: "method", atEvidence: "evidence", atSourceName: "source-name",
}

// The members of a claim's object in a query, in their order, and the column of each.
var (
	claimNamesSaid = []string{"claim", "subject", "predicate", "object", "status", "source", "when", "about", "role", "confidence", "method",
		"evidence", "article", "published", "publisher", "sentence"}
	claimNames   = claimNamesSaid[:len(claimNamesSaid)-1]
	claimColumns = [...]int{atClaim, atSubject, atPredicate, atObject, atStatus, atSource, atWhen, atAbout, atRole, atConfidence, atMethod,
		atEvidence, atArticle, atPublished, atPublisher, atSentence}
)

// claimSet is the claims that one call of details found. A question looks at few columns of
// them, and of many claims only these are read, and values are looked up by the column.
type claimSet struct {
	s       *session
	rowOf   *numbering // of claims; nil where all columns of quads were read with the claims
	columns [columnCount]column

	times  []string // the different times of the claims
	timeOf []int32  // by row: when the event was, else when its article was published
}

// column is one field of all claims of a set. Of the values of a column few are different.
type column struct {
	ids    []uint64     // by row, 0 where a claim has none; nil before it is read
	kinds  []int32      // by row, which of vals it is; nil before they are looked up
	vals   []quad.Value // the different values, nil being one of them
	ranks  []int        // of statuses by kind, once asked for
	firmly []float64    // of confidences by kind, once asked for
}

func (c *column) at(row int32) quad.Value { return c.vals[c.kinds[row]] }

// Of so many nodes at least, and so large a part of all of their kind, columns are read one
// by one, as the store has them, and not each node for itself.
var (
	manyNodes       = 1024
	largePart int64 = 6 // one of so many: reading a claim takes as long as walking ten columns of six claims
)

// readClaims reads the claims of a path, and gives their rows in the order of time, then of
// what they say.
func (s *session) readClaims(p *pathObject) (*claimSet, []int32, error) {
	var found []uint64
	if err := s.safely(func() (err error) {
		found, err = s.walkNodes(p)
		return err
	}); err != nil {
		return nil, nil, err
	}
	slices.Sort(found) // as they lie
	found = slices.Compact(found)
	if len(found) > maxArray {
		return nil, nil, errManyClaims
	}
	set := &claimSet{s: s}
	var rows []int32
	err := s.safely(func() error {
		many, err := s.isMany(len(found), quad.Object, classClaim)
		switch {
		case err != nil:
			return err
		case many:
			err = set.choose(found)
		default:
			err = set.readRows(found)
		}
		if err == nil {
			rows, err = set.inOrder()
		}
		return err
	})
	return set, rows, err
}

var errManyClaims = fmt.Errorf("more than %d claims", maxArray)

// isMany says whether so many nodes are better read by columns, being a large part of those
// with quads that have a value at a direction.
func (s *session) isMany(nodes int, d quad.Direction, v quad.Value) (bool, error) {
	if nodes < manyNodes || s.guard.ranges == nil {
		return false, nil
	}
	r, err := s.guard.ValueOf(v)
	if err != nil || r == nil {
		return false, err
	}
	size, err := s.guard.QuadIteratorSize(s.ctx, d, r)
	return int64(nodes)*largePart >= size.Value, err
}

// walkNodes gives the nodes at the end of a path.
func (s *session) walkNodes(p *pathObject) (found []uint64, err error) {
	it, _ := s.guard.build(s.ctx, p.path.Shape()).Optimize(s.ctx)
	scan := it.Iterate()
	defer func() { err = cmp.Or(err, scan.Close()) }()
	for scan.Next(s.ctx) {
		s.guard.step()
		if id := s.guard.id(scan.Result()); id != 0 {
			found = append(found, id)
		}
		if len(found) > 2*maxArray { // mostly the same again and again
			slices.Sort(found)
			if found = slices.Compact(found); len(found) > maxArray {
				return nil, errManyClaims
			}
		}
	}
	return found, scan.Err()
}

// choose makes a row of each of the nodes that is a claim.
func (set *claimSet) choose(found []uint64) error {
	claims, articles := make([]uint64, 0, len(found)), make([]uint64, 0, len(found))
	set.rowOf = newNumbering(found)
	const wanted = math.MaxInt32 - 1
	for _, id := range found {
		set.rowOf.set(id, wanted)
	}
	if err := set.s.each(quad.Quad{Predicate: rdfType, Object: classClaim}, func(q *quadOf) error {
		if row, _ := set.rowOf.get(q[0]); row == wanted {
			set.rowOf.set(q[0], int32(len(claims)))
			claims, articles = append(claims, q[0]), append(articles, q[3])
		}
		return nil
	}); err != nil {
		return err
	}
	if len(claims) < len(found) {
		for _, id := range found {
			if row, _ := set.rowOf.get(id); row == wanted {
				set.rowOf.set(id, -1)
			}
		}
	}
	set.columns[atClaim].ids, set.columns[atArticle].ids = claims, articles
	return nil
}

// readRows reads the quads of each of the nodes that is a claim.
func (set *claimSet) readRows(found []uint64) error {
	s := set.s
	if s.terms == nil {
		terms := map[uint64]int{}
		for i, term := range append(slices.Clone(claimTerms[:]), rdfType) {
			id, err := s.guard.idOf(term)
			if err != nil {
				return err
			}
			terms[id] = i
		}
		delete(terms, 0)
		s.terms = terms
	}
	class, err := s.guard.idOf(classClaim)
	if err != nil {
		return err
	}
	cols := make([][]uint64, columnCount)
	for i := range cols[:atPublished] {
		cols[i] = make([]uint64, 0, len(found))
	}
	for _, id := range found {
		var row [termCount]uint64
		article, isClaim := uint64(0), false
		if err := s.guard.each(s.ctx, quadOf{id}, func(q *quadOf) error {
			switch at, ok := s.terms[q[1]]; {
			case ok && at < termCount:
				row[at] = q[2]
			case ok && q[2] == class:
				article, isClaim = q[3], true
			}
			return nil
		}); err != nil {
			return err
		}
		if !isClaim {
			continue
		}
		for i, v := range row {
			cols[i] = append(cols[i], v)
		}
		cols[atClaim], cols[atArticle] = append(cols[atClaim], id), append(cols[atArticle], article)
	}
	for i := range cols[:atPublished] {
		set.columns[i].ids = cols[i]
	}
	set.withNames()
	return nil
}

func (set *claimSet) size() int { return len(set.columns[atClaim].ids) }

// withNames puts the names of sources in the place of entities where there are none.
func (set *claimSet) withNames() {
	sources := set.columns[atSource].ids
	for i, name := range set.columns[atSourceName].ids {
		if sources[i] == 0 {
			sources[i] = name
		}
	}
}

// ids gives a column as numbers of nodes.
func (set *claimSet) ids(col int) ([]uint64, error) {
	c := &set.columns[col]
	if c.ids != nil || set.size() == 0 {
		return c.ids, nil
	}
	var err error
	switch {
	case col == atSentence:
		var evidence []uint64
		if evidence, err = set.ids(atEvidence); err == nil {
			c.ids, err = set.s.property(evidence, "text")
		}
	case col == atPublished || col == atPublisher:
		err = set.tellings()
	default:
		c.ids, err = set.walk(col)
		if err == nil && col == atSource {
			if set.columns[atSourceName].ids, err = set.walk(atSourceName); err == nil {
				set.withNames()
			}
		}
	}
	return c.ids, err
}

// walk reads a column as the store has it.
func (set *claimSet) walk(col int) ([]uint64, error) {
	ids := make([]uint64, set.size())
	err := set.s.each(quad.Quad{Predicate: claimTerms[col]}, func(q *quadOf) error {
		if row, ok := set.rowOf.get(q[0]); ok {
			ids[row] = q[2]
		}
		return nil
	})
	return ids, err
}

// look looks the values of a column up.
func (set *claimSet) look(col int) (*column, error) {
	c := &set.columns[col]
	if c.kinds != nil || set.size() == 0 {
		return c, nil
	}
	if _, err := set.ids(col); err != nil {
		return nil, err
	}
	cols := []int{col}
	if set.rowOf == nil && col < termCount && set.size() < manyNodes {
		// one look at the store is what many small ones cost
		for cols = cols[:0]; len(cols) < termCount; {
			cols = append(cols, len(cols))
		}
	}
	var different []uint64
	from := make([]int, len(cols)+1)
	for i, col := range cols {
		var of []uint64
		set.columns[col].kinds, of = kindsOf(set.columns[col].ids)
		different = append(different, of...)
		from[i+1] = len(different)
	}
	vals, err := set.s.guard.values(set.s.ctx, different)
	if err != nil {
		for _, col := range cols {
			set.columns[col].kinds = nil
		}
		return nil, err
	}
	for i, col := range cols {
		set.columns[col].vals = vals[from[i]:from[i+1]]
	}
	if col == atPublished {
		for i, v := range c.vals {
			if v != nil {
				c.vals[i] = quad.String(day(plain(v)))
			}
		}
	}
	return c, nil
}

// at gives one field of a claim.
func (set *claimSet) at(col int, row int32) (quad.Value, error) {
	c, err := set.ready(col)
	if err != nil {
		return nil, err
	}
	return c.at(row), nil
}

// ready is look for a question.
func (set *claimSet) ready(col int) (c *column, err error) {
	if c = &set.columns[col]; c.kinds != nil {
		return c, nil
	}
	err = set.s.safely(func() (err error) { c, err = set.look(col); return err })
	return c, err
}

// rank is the place of a claim's status in statusOrder.
func (set *claimSet) rank(row int32) (int, error) {
	c, err := set.ready(atStatus)
	if err != nil {
		return 0, err
	}
	if c.ranks == nil {
		for _, v := range c.vals {
			c.ranks = append(c.ranks, statusRank(plain(v)))
		}
	}
	return c.ranks[c.kinds[row]], nil
}

// confidence is that of a claim, 0 where it has none.
func (set *claimSet) confidence(row int32) (float64, error) {
	c, err := set.ready(atConfidence)
	if err != nil {
		return 0, err
	}
	if c.firmly == nil {
		for _, v := range c.vals {
			c.firmly = append(c.firmly, floatOf(v))
		}
	}
	return c.firmly[c.kinds[row]], nil
}

// nodes is ids for a question.
func (set *claimSet) nodes(col int) (ids []uint64, err error) {
	if ids = set.columns[col].ids; ids != nil {
		return ids, nil
	}
	err = set.s.safely(func() (err error) { ids, err = set.ids(col); return err })
	return ids, err
}

// telling is when and by whom an article was published, as nodes.
type telling struct{ published, publisher uint64 }

// tellings reads what claims take from the articles that tell them.
func (set *claimSet) tellings() error {
	s := set.s
	if s.told == nil {
		s.told = map[uint64]telling{}
	}
	articles, err := set.ids(atArticle)
	if err != nil {
		return err
	}
	var fresh []uint64
	for _, id := range articles {
		if _, ok := s.told[id]; !ok && id != 0 {
			s.told[id] = telling{}
			fresh = append(fresh, id)
		}
	}
	slices.Sort(fresh)
	published, err := s.property(fresh, "schema:datePublished")
	if err != nil {
		return err
	}
	publisher, err := s.property(fresh, "schema:publisher")
	if err != nil {
		return err
	}
	for i, id := range fresh {
		s.told[id] = telling{published[i], publisher[i]}
	}
	days, by := make([]uint64, len(articles)), make([]uint64, len(articles))
	for i, id := range articles {
		t := s.told[id]
		days[i], by[i] = t.published, t.publisher
	}
	set.columns[atPublished].ids, set.columns[atPublisher].ids = days, by
	return nil
}

// property gives the first value of a term for many nodes, 0 where there is none.
func (s *session) property(of []uint64, term quad.IRI) ([]uint64, error) {
	out := make([]uint64, len(of))
	p, err := s.guard.idOf(term)
	if err != nil || p == 0 {
		return out, err
	}
	if many, err := s.isMany(len(of), quad.Predicate, term); err != nil {
		return nil, err
	} else if many {
		first := make(map[uint64]uint64, len(of))
		if err := s.guard.each(s.ctx, quadOf{1: p}, func(q *quadOf) error {
			if first[q[0]] == 0 {
				first[q[0]] = q[2]
			}
			return nil
		}); err != nil {
			return nil, err
		}
		for i, id := range of {
			out[i] = first[id]
		}
		return out, nil
	}
	for i, id := range of {
		if id == 0 {
			continue
		}
		if err := s.guard.each(s.ctx, quadOf{id, p}, func(q *quadOf) error {
			if out[i] == 0 {
				out[i] = q[2]
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// inOrder gives the rows by time, then by what they say, then by the claims' ids. It
// compares places in the order of the different values, of which there are few.
func (set *claimSet) inOrder() ([]int32, error) {
	n := set.size()
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	if err := set.tellTimes(); err != nil {
		return nil, err
	}
	keys := make([][4]int32, n)
	set.rankTimes(keys)
	for k, col := range []int{atSubject, atPredicate, atObject} {
		c, err := set.look(col)
		if err != nil {
			return nil, err
		}
		texts := make([]string, len(c.vals))
		for i, v := range c.vals {
			texts[i] = Text(v)
		}
		place := places(len(texts), func(a, b int32) int { return strings.Compare(texts[a], texts[b]) })
		for i, kind := range c.kinds {
			keys[i][k+1] = place[kind]
		}
	}
	slices.SortFunc(rows, func(a, b int32) int { return slices.Compare(keys[a][:], keys[b][:]) })
	for from := 0; from < n; { // those that say the same at the same time
		to := from + 1
		for to < n && keys[rows[to]] == keys[rows[from]] {
			to++
		}
		if to-from > 1 {
			if err := set.byID(rows[from:to]); err != nil {
				return nil, err
			}
		}
		from = to
	}
	return rows, nil
}

// places gives for each of many kinds its place in their order; kinds that are equal share theirs.
func places(kinds int, compare func(a, b int32) int) []int32 {
	order := make([]int32, kinds)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, compare)
	place := make([]int32, kinds)
	for i, kind := range order {
		if place[kind] = int32(i); i > 0 && compare(order[i-1], kind) == 0 {
			place[kind] = place[order[i-1]]
		}
	}
	return place
}

// tellTimes sets when the event of each claim was, else when its article was published.
func (set *claimSet) tellTimes() error {
	when, err := set.look(atWhen)
	if err != nil {
		return err
	}
	set.times = make([]string, len(when.vals))
	for i, v := range when.vals {
		set.times[i] = plain(v)
	}
	set.timeOf = slices.Clone(when.kinds)
	told := int32(len(set.times))
	var published *column
	for row, kind := range when.kinds {
		if set.times[kind] != "" {
			continue
		}
		if published == nil {
			if published, err = set.look(atPublished); err != nil {
				return err
			}
			for _, v := range published.vals {
				set.times = append(set.times, plain(v))
			}
		}
		set.timeOf[row] = told + published.kinds[row]
	}
	return nil
}

// time is when the event of a claim was, else when its article was published.
func (set *claimSet) time(row int32) string { return set.times[set.timeOf[row]] }

func (set *claimSet) rankTimes(keys [][4]int32) {
	whens := make([]schema.When, len(set.times))
	for i, text := range set.times {
		whens[i], _ = schema.ParseWhen(text) // an unknown one is first
	}
	place := places(len(whens), func(a, b int32) int { return whens[a].Compare(whens[b]) })
	for row, kind := range set.timeOf {
		keys[row][0] = place[kind]
	}
}

// byID orders a few rows by the ids of their claims.
func (set *claimSet) byID(rows []int32) error {
	ids := make([]uint64, len(rows))
	for i, row := range rows {
		ids[i] = set.columns[atClaim].ids[row]
	}
	vals, err := set.s.guard.values(set.s.ctx, ids)
	if err != nil {
		return err
	}
	type named struct {
		name string
		row  int32
	}
	list := make([]named, len(rows))
	for i, row := range rows {
		list[i] = named{Text(vals[i]), row}
	}
	slices.SortFunc(list, func(a, b named) int { return strings.Compare(a.name, b.name) })
	for i, e := range list {
		rows[i] = e.row
	}
	return nil
}

func compareWhen(a, b string) int {
	wa, _ := schema.ParseWhen(a)
	wb, _ := schema.ParseWhen(b)
	return wa.Compare(wb)
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

func details(c *call) (any, error) {
	if err := c.atMost(2); err != nil {
		return nil, err
	}
	p, err := c.path(0)
	if err != nil {
		return nil, err
	}
	set, rows, err := c.s.readClaims(p)
	if err != nil {
		return nil, err
	}
	names := claimNames
	if c.s.opt.Evidence || !none(c.arg(1)) && c.arg(1).ToBoolean() {
		names = claimNamesSaid
	}
	items := make([]any, len(rows))
	for i, row := range rows {
		items[i] = c.s.newRecord(&record{s: c.s, names: names, set: set, row: row})
	}
	return c.s.vm.NewArray(items...), nil
}

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
		if ok, err := c.s.stands(e); err != nil {
			return nil, err
		} else if ok {
			out = append(out, e)
		}
	}
	return c.s.vm.NewArray(out...), nil
}

// stands says whether the edge that a claim says stands in the graph.
func (s *session) stands(e goja.Value) (found bool, err error) {
	var at quadOf
	r, ok := recordOf(e)
	obj, isObject := e.(*goja.Object)
	switch {
	case ok && r.set != nil && r.own == nil:
		for i, col := range []int{atSubject, atPredicate, atObject} {
			at[i] = r.set.columns[col].ids[r.row] // their order has told
		}
	case !isObject:
		err = errors.New("repeated(): expected a list of claims")
	default:
		for i, name := range []string{"subject", "predicate", "object"} {
			v, err := fromJS(obj.Get(name))
			if err != nil {
				return false, fmt.Errorf("repeated(): %s: expected a value, got %s", name, kindOf(obj.Get(name)))
			}
			if err := s.safely(func() (err error) { at[i], err = s.guard.idOf(v); return err }); err != nil {
				return false, err
			}
		}
	}
	if err != nil || at[0] == 0 || at[1] == 0 || at[2] == 0 {
		return false, err
	}
	err = s.safely(func() error {
		return s.guard.each(s.ctx, at, func(*quadOf) error { found = true; return errFound })
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return found, err
}

var errFound = errors.New("found")
