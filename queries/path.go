package queries

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// pathObject is a path inside the virtual machine. It never changes: each step makes a new one.
type pathObject struct {
	path   *path.Path
	labels []any       // the label context in force, for followRecursive
	tags   []placedTag // what back can go to
	cost   int         // steps, with those of other paths in it; both counts all before it twice
}

// maxCost keeps a path, whose shape is built and optimised in one go, at a size where that
// takes milliseconds. It is reached by joining paths with themselves in a loop.
const maxCost = 4096

var errTooComplex = fmt.Errorf("the path has more than %d steps, counting all before a both() twice", maxCost)

type placedTag struct {
	name   string
	labels []any
}

// condition is what gt, regex and the like make.
type condition struct{ f shape.ValueFilter }

func (p *pathObject) with(np *path.Path) *pathObject { return p.add(np, 1) }

// add is with for a step that weighs more than one.
func (p *pathObject) add(np *path.Path, cost int) *pathObject {
	return &pathObject{path: np, labels: p.labels, tags: p.tags, cost: p.cost + cost}
}

// call is one call of a function of ours.
type call struct {
	s    *session
	name string
	args []goja.Value
}

func (c *call) arg(i int) goja.Value {
	if i < len(c.args) {
		return c.args[i]
	}
	return goja.Undefined()
}

func (c *call) bad(i int, want string) error {
	return fmt.Errorf("%s(): argument %d: expected %s, got %s", c.name, i+1, want, kindOf(c.arg(i)))
}

func (c *call) badBecause(i int, err error) error {
	return fmt.Errorf("%s(): argument %d: %w", c.name, i+1, err)
}

// atMost refuses arguments that would be ignored.
func (c *call) atMost(n int) error {
	if len(c.args) > n {
		return fmt.Errorf("%s() takes at most %d %s, got %d", c.name, n, plural(n, "argument"), len(c.args))
	}
	return nil
}

func (c *call) exactly(n int) error {
	if len(c.args) != n {
		return fmt.Errorf("%s() takes %d %s, got %d", c.name, n, plural(n, "argument"), len(c.args))
	}
	return nil
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

func none(v goja.Value) bool { return v == nil || goja.IsUndefined(v) || goja.IsNull(v) }

// list gives the elements of a list, and false for anything else.
func (c *call) list(v goja.Value) ([]goja.Value, bool, error) {
	obj, ok := v.(*goja.Object)
	if !ok || obj.ClassName() != "Array" {
		return nil, false, nil
	}
	n, err := c.s.length(obj)
	if err != nil {
		return nil, true, err
	}
	out := make([]goja.Value, n)
	for i := range out {
		out[i] = obj.Get(strconv.Itoa(i))
	}
	return out, true, nil
}

// values reads the arguments from the i-th on as values of the graph; lists are opened.
func (c *call) values(from int) ([]quad.Value, error) {
	var out []quad.Value
	for i := from; i < len(c.args); i++ {
		elems, isList, err := c.list(c.args[i])
		if err != nil {
			return nil, c.badBecause(i, err)
		}
		if !isList {
			elems = []goja.Value{c.args[i]}
		}
		for _, e := range elems {
			v, err := fromJS(e)
			if err != nil {
				if isList {
					return nil, fmt.Errorf("%s(): argument %d: expected a list of values, got one with %s", c.name, i+1, kindOf(e))
				}
				if errors.Is(err, errNoValue) || strings.HasPrefix(err.Error(), "got ") {
					return nil, c.bad(i, "a value such as \"<Russia>\", \"text\" or 12")
				}
				return nil, c.badBecause(i, err)
			}
			out = append(out, v)
		}
	}
	return out, nil
}

// via reads one argument that says which predicates (or labels) to follow: nothing for
// any, a value, a path, or a list of values.
// It also gives what the path costs.
func (c *call) via(i int) ([]any, int, error) {
	v := c.arg(i)
	if none(v) {
		return nil, 0, nil
	}
	if p, ok := pathOf(v); ok {
		return []any{p.path}, p.cost, nil
	}
	elems, isList, err := c.list(v)
	if err != nil {
		return nil, 0, c.badBecause(i, err)
	}
	if !isList {
		q, err := fromJS(v)
		if err != nil {
			return nil, 0, c.bad(i, "a predicate such as \"<visited>\", a path or a list of predicates")
		}
		return []any{q}, 0, nil
	}
	if len(elems) == 1 {
		if p, ok := pathOf(elems[0]); ok {
			return []any{p.path}, p.cost, nil
		}
		if none(elems[0]) {
			return nil, 0, nil
		}
	}
	var out []any
	for _, e := range elems {
		if _, ok := pathOf(e); ok {
			return nil, 0, fmt.Errorf("%s(): argument %d: a path can't stand in a list of predicates; use or() to join paths", c.name, i+1)
		}
		q, err := fromJS(e)
		if err != nil {
			return nil, 0, fmt.Errorf("%s(): argument %d: expected a list of predicates, got one with %s", c.name, i+1, kindOf(e))
		}
		out = append(out, q)
	}
	return out, 0, nil
}

// strings reads the arguments from the i-th on as strings; lists are opened, nothing is skipped.
func (c *call) strings(from int) ([]string, error) {
	var out []string
	for i := from; i < len(c.args); i++ {
		if none(c.args[i]) {
			continue
		}
		elems, isList, err := c.list(c.args[i])
		if err != nil {
			return nil, c.badBecause(i, err)
		}
		if !isList {
			elems = []goja.Value{c.args[i]}
		}
		for _, e := range elems {
			if !goja.IsString(e) {
				return nil, fmt.Errorf("%s(): argument %d: expected a tag, which is a string, got %s", c.name, i+1, kindOf(e))
			}
			out = append(out, e.String())
		}
	}
	return out, nil
}

// str reads a string, or the text of a value.
func (c *call) str(i int, what string) (string, error) {
	if v, ok := goValue[valueObject](c.arg(i), valueType); ok {
		return quad.StringOf(v.v), nil
	}
	if !goja.IsString(c.arg(i)) {
		return "", c.bad(i, what)
	}
	return c.arg(i).String(), nil
}

func (c *call) integer(i int, what string) (int, error) {
	v := c.arg(i)
	if !goja.IsNumber(v) {
		return 0, c.bad(i, what)
	}
	f := v.ToFloat()
	if math.IsNaN(f) || f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
		return 0, fmt.Errorf("%s(): argument %d: expected %s, got %v", c.name, i+1, what, f)
	}
	return int(f), nil
}

func (c *call) path(i int) (*pathObject, error) {
	if p, ok := pathOf(c.arg(i)); ok {
		return p, nil
	}
	return nil, c.bad(i, "a path")
}

// method is a method of paths. What it returns goes to the query.
type method func(p *pathObject, c *call) (any, error)

// pathMethods lists every method of a path under its first name; each can also be written
// with a capital letter.
var pathMethods = map[string]method{
	"is": func(p *pathObject, c *call) (any, error) {
		vals, err := c.values(0)
		return p.with(p.path.Clone().Is(vals...)), err
	},
	"in":  func(p *pathObject, c *call) (any, error) { return step(p, c, (*path.Path).InWithTags) },
	"out": func(p *pathObject, c *call) (any, error) { return step(p, c, (*path.Path).OutWithTags) },
	"both": func(p *pathObject, c *call) (any, error) {
		twice := &pathObject{path: p.path, labels: p.labels, tags: p.tags, cost: 2 * p.cost}
		return step(twice, c, (*path.Path).BothWithTags)
	},
	"follow":            func(p *pathObject, c *call) (any, error) { return join(p, c, (*path.Path).Follow) },
	"followR":           func(p *pathObject, c *call) (any, error) { return join(p, c, (*path.Path).FollowReverse) },
	"and":               func(p *pathObject, c *call) (any, error) { return join(p, c, (*path.Path).And) },
	"intersect":         func(p *pathObject, c *call) (any, error) { return join(p, c, (*path.Path).And) },
	"or":                func(p *pathObject, c *call) (any, error) { return join(p, c, (*path.Path).Or) },
	"union":             func(p *pathObject, c *call) (any, error) { return join(p, c, (*path.Path).Or) },
	"except":            exceptPath,
	"difference":        exceptPath,
	"followRecursive":   followRecursive,
	"back":              back,
	"tag":               tag,
	"as":                tag,
	"has":               func(p *pathObject, c *call) (any, error) { return has(p, c, false) },
	"hasR":              func(p *pathObject, c *call) (any, error) { return has(p, c, true) },
	"save":              func(p *pathObject, c *call) (any, error) { return save(p, c, (*path.Path).Save) },
	"saveR":             func(p *pathObject, c *call) (any, error) { return save(p, c, (*path.Path).SaveReverse) },
	"saveOpt":           func(p *pathObject, c *call) (any, error) { return save(p, c, (*path.Path).SaveOptional) },
	"saveOptR":          func(p *pathObject, c *call) (any, error) { return save(p, c, (*path.Path).SaveOptionalReverse) },
	"unique":            func(p *pathObject, c *call) (any, error) { return p.with(p.path.Clone().Unique()), c.atMost(0) },
	"labels":            func(p *pathObject, c *call) (any, error) { return p.with(p.path.Clone().Labels()), c.atMost(0) },
	"inPredicates":      func(p *pathObject, c *call) (any, error) { return p.with(p.path.Clone().InPredicates()), c.atMost(0) },
	"outPredicates":     func(p *pathObject, c *call) (any, error) { return p.with(p.path.Clone().OutPredicates()), c.atMost(0) },
	"saveInPredicates":  func(p *pathObject, c *call) (any, error) { return savePredicates(p, c, true) },
	"saveOutPredicates": func(p *pathObject, c *call) (any, error) { return savePredicates(p, c, false) },
	"labelContext":      labelContext,
	"filter":            filter,
	"limit": func(p *pathObject, c *call) (any, error) {
		n, err := c.integer(0, "a number of nodes")
		return p.with(p.path.Clone().Limit(int64(n))), err
	},
	"skip": func(p *pathObject, c *call) (any, error) {
		n, err := c.integer(0, "a number of nodes")
		return p.with(p.path.Clone().Skip(int64(n))), err
	},
	"order": func(p *pathObject, c *call) (any, error) {
		return p.with(p.path.Clone().Filters(order{c.s})), c.atMost(0)
	},

	"all": func(p *pathObject, c *call) (any, error) { return nil, errors.Join(c.atMost(0), c.s.send(p, -1)) },
	"getLimit": func(p *pathObject, c *call) (any, error) {
		n, err := c.integer(0, "a number of rows")
		if err != nil {
			return nil, err
		}
		if n <= 0 {
			n = -1
		}
		return nil, c.s.send(p, n)
	},
	"toArray":  func(p *pathObject, c *call) (any, error) { return toArray(p, c, false) },
	"tagArray": func(p *pathObject, c *call) (any, error) { return toArray(p, c, true) },
	"toValue": func(p *pathObject, c *call) (any, error) {
		row, found, err := c.s.first(p)
		if err != nil || !found {
			return goja.Null(), err
		}
		return c.s.toJS(row.Get(idTag)), nil
	},
	"tagValue": func(p *pathObject, c *call) (any, error) {
		row, found, err := c.s.first(p)
		if err != nil || !found {
			return goja.Null(), err
		}
		return c.s.rowToJS(row), nil
	},
	"forEach": forEach,
	"map":     forEach,
	"count":   func(p *pathObject, c *call) (any, error) { return c.s.count(p) },
}

func step(p *pathObject, c *call, f func(*path.Path, []string, ...any) *path.Path) (any, error) {
	via, cost, err := c.via(0)
	if err != nil {
		return nil, err
	}
	tags, err := c.strings(1)
	if err != nil {
		return nil, err
	}
	return p.add(f(p.path.Clone(), tags, via...), 1+cost), nil
}

func join(p *pathObject, c *call, f func(*path.Path, *path.Path) *path.Path) (any, error) {
	if none(c.arg(0)) {
		return p, nil
	}
	other, err := c.path(0)
	if err != nil {
		return nil, err
	}
	return p.add(f(p.path.Clone(), other.path), 1+other.cost), nil
}

func exceptPath(p *pathObject, c *call) (any, error) {
	if none(c.arg(0)) {
		return p, nil
	}
	other, err := c.path(0)
	if err != nil {
		return nil, err
	}
	return p.add(p.path.Clone().Filters(except{c.s, other.path}), 1+other.cost), nil
}

func followRecursive(p *pathObject, c *call) (any, error) {
	via, cost, err := c.via(0)
	if err != nil {
		return nil, err
	}
	if len(via) != 1 {
		return nil, fmt.Errorf("followRecursive(): argument 1: expected one predicate or path, got %d", len(via))
	}
	depth, rest := 0, 1
	if goja.IsNumber(c.arg(1)) {
		if depth, err = c.integer(1, "a depth"); err != nil {
			return nil, err
		}
		rest = 2
	}
	tags, err := c.strings(rest)
	if err != nil {
		return nil, err
	}
	m, ok := via[0].(*path.Path)
	if !ok {
		m = path.StartMorphism()
		if len(p.labels) > 0 {
			m = m.LabelContext(p.labels...) // Cayley forgets it here
		}
		m = m.Out(via[0])
	}
	return p.add(p.path.Clone().FollowRecursive(m, depth, tags), 1+cost), nil
}

func back(p *pathObject, c *call) (any, error) {
	name, err := c.str(0, "a tag")
	if err != nil {
		return nil, err
	}
	at := -1
	for i, t := range p.tags {
		if t.name == name {
			at = i
		}
	}
	if at < 0 {
		return nil, fmt.Errorf("back(): no tag(%q) before it", name)
	}
	// Back shortens the list of steps in place, and would write over those of this path:
	// an empty tag makes a list of its own.
	np := p.path.Clone().Tag().Back(name)
	return &pathObject{path: np, labels: p.tags[at].labels, tags: p.tags[:at+1], cost: 2 * p.cost}, nil
}

func tag(p *pathObject, c *call) (any, error) {
	names, err := c.strings(0)
	if err != nil {
		return nil, err
	}
	np := p.with(p.path.Clone().Tag(names...))
	np.tags = slices.Clone(p.tags)
	for _, n := range names {
		np.tags = append(np.tags, placedTag{n, p.labels})
	}
	return np, nil
}

func has(p *pathObject, c *call, rev bool) (any, error) {
	if len(c.args) == 0 {
		return nil, fmt.Errorf("%s() needs a predicate", c.name)
	}
	via, cost, err := c.via(0)
	if err != nil {
		return nil, err
	}
	if len(via) == 0 {
		return nil, c.bad(0, "a predicate such as \"<visited>\" or a path")
	}
	pred := via[0]
	if len(via) > 1 {
		preds := make([]quad.Value, len(via))
		for i, v := range via {
			preds[i] = v.(quad.Value)
		}
		pred = preds
	}
	conds, all, err := c.conditions(1)
	if err != nil {
		return nil, err
	}
	if all && len(conds) > 0 {
		return p.add(p.path.Clone().HasFilter(pred, rev, conds...), 1+cost), nil
	}
	vals, err := c.values(1)
	if err != nil {
		return nil, err
	}
	if rev {
		return p.add(p.path.Clone().HasReverse(pred, vals...), 1+cost), nil
	}
	return p.add(p.path.Clone().Has(pred, vals...), 1+cost), nil
}

// conditions reads the arguments from the i-th on as conditions; all says that they are.
func (c *call) conditions(from int) (conds []shape.ValueFilter, all bool, err error) {
	for i := from; i < len(c.args); i++ {
		elems, isList, err := c.list(c.args[i])
		if err != nil {
			return nil, false, c.badBecause(i, err)
		}
		if !isList {
			elems = []goja.Value{c.args[i]}
		}
		for _, e := range elems {
			cond, ok := goValue[condition](e, condType)
			if !ok {
				return nil, false, nil
			}
			conds = append(conds, cond.f)
		}
	}
	return conds, true, nil
}

func filter(p *pathObject, c *call) (any, error) {
	if len(c.args) == 0 {
		return nil, errors.New("filter() needs a condition such as gt(5) or regex(\"^A\")")
	}
	conds, all, err := c.conditions(0)
	if err != nil {
		return nil, err
	}
	if !all {
		for i := range c.args {
			if _, ok := goValue[condition](c.args[i], condType); !ok {
				return nil, c.bad(i, "a condition such as gt(5) or regex(\"^A\")")
			}
		}
	}
	return p.with(p.path.Clone().Filters(conds...)), nil
}

func save(p *pathObject, c *call, f func(*path.Path, any, string) *path.Path) (any, error) {
	if err := c.atMost(2); err != nil {
		return nil, err
	}
	via, cost, err := c.via(0)
	if err != nil {
		return nil, err
	}
	if len(via) != 1 {
		return nil, c.bad(0, "one predicate such as \"<visited>\" or a path")
	}
	name := ""
	if !none(c.arg(1)) {
		if !goja.IsString(c.arg(1)) {
			return nil, c.bad(1, "a tag")
		}
		name = c.arg(1).String()
	}
	if name == "" {
		q, ok := via[0].(quad.Value)
		if !ok {
			return nil, fmt.Errorf("%s(): a saved path needs a tag", c.name)
		}
		name = quad.StringOf(q)
	}
	return p.add(f(p.path.Clone(), via[0], name), 1+cost), nil
}

func savePredicates(p *pathObject, c *call, rev bool) (any, error) {
	name, err := c.str(0, "a tag")
	return p.with(p.path.Clone().SavePredicates(rev, name)), err
}

func labelContext(p *pathObject, c *call) (any, error) {
	labels, cost, err := c.via(0)
	if err != nil {
		return nil, err
	}
	tags, err := c.strings(1)
	if err != nil {
		return nil, err
	}
	np := p.add(p.path.Clone().LabelContextWithTags(tags, labels...), 1+cost)
	np.labels = labels
	return np, nil
}

func toArray(p *pathObject, c *call, withTags bool) (any, error) {
	if err := c.atMost(1); err != nil {
		return nil, err
	}
	limit := -1
	if !none(c.arg(0)) {
		n, err := c.integer(0, "a number of nodes")
		if err != nil {
			return nil, err
		}
		limit = n
	}
	var out []any
	err := c.s.walkRows(p, withTags, limit, func(rows []Row) error {
		for _, row := range rows {
			if len(out) == maxArray {
				return fmt.Errorf("%s(): more than %d results; forEach() takes them one by one", c.name, maxArray)
			}
			switch {
			case withTags:
				if len(row.Cells) > 0 {
					out = append(out, c.s.rowToJS(row))
				}
			default:
				if v := row.Get(idTag); v != nil {
					out = append(out, c.s.toJS(v))
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return c.s.vm.NewArray(out...), nil
}

func forEach(p *pathObject, c *call) (any, error) {
	if n := len(c.args); n != 1 && n != 2 {
		return nil, fmt.Errorf("%s() takes a function, or a limit and a function, got %d arguments", c.name, n)
	}
	limit, last := -1, len(c.args)-1
	if last == 1 {
		n, err := c.integer(0, "a limit")
		if err != nil {
			return nil, err
		}
		limit = n
	}
	f, ok := goja.AssertFunction(c.args[last])
	if !ok {
		return nil, c.bad(last, "a function")
	}
	return goja.Null(), c.s.walkRows(p, true, limit, func(rows []Row) error {
		for _, row := range rows {
			if len(row.Cells) == 0 {
				continue
			}
			if _, err := f(goja.Undefined(), c.s.rowToJS(row)); err != nil {
				return err
			}
		}
		return nil
	})
}

// valueFuncs make values and conditions.
var valueFuncs = map[string]func(c *call) (any, error){
	"iri":   oneString(func(s string) quad.Value { return quad.IRI(s) }),
	"bnode": oneString(func(s string) quad.Value { return quad.BNode(s) }),
	"raw":   oneString(func(s string) quad.Value { return quad.Raw(s) }), //nolint:staticcheck // Gizmo has it
	"str":   oneString(func(s string) quad.Value { return quad.String(s) }),
	"lang": twoStrings(func(s, lang string) quad.Value {
		return quad.LangString{Value: quad.String(s), Lang: lang}
	}),
	"typed": twoStrings(func(s, typ string) quad.Value {
		return quad.TypedString{Value: quad.String(s), Type: quad.IRI(typ)}
	}),
	"lt":    compareWith(iterator.CompareLT),
	"lte":   compareWith(iterator.CompareLTE),
	"gt":    compareWith(iterator.CompareGT),
	"gte":   compareWith(iterator.CompareGTE),
	"regex": regexCondition,
	"like": func(c *call) (any, error) {
		if err := c.exactly(1); err != nil {
			return nil, err
		}
		if !goja.IsString(c.arg(0)) {
			return nil, c.bad(0, "a pattern such as \"Ir%\"")
		}
		return &condition{shape.Wildcard{Pattern: c.arg(0).String()}}, nil
	},
}

func oneString(f func(string) quad.Value) func(c *call) (any, error) {
	return func(c *call) (any, error) {
		if err := c.exactly(1); err != nil {
			return nil, err
		}
		s, err := c.str(0, "a string")
		if err != nil {
			return nil, err
		}
		v := f(s)
		if v == nil {
			return nil, fmt.Errorf("%s(): the string is empty", c.name)
		}
		return &valueObject{v}, nil
	}
}

func twoStrings(f func(a, b string) quad.Value) func(c *call) (any, error) {
	return func(c *call) (any, error) {
		if err := c.exactly(2); err != nil {
			return nil, err
		}
		a, err := c.str(0, "a string")
		if err != nil {
			return nil, err
		}
		b, err := c.str(1, "a string")
		if err != nil {
			return nil, err
		}
		return &valueObject{f(a, b)}, nil
	}
}

func compareWith(op iterator.Operator) func(c *call) (any, error) {
	return func(c *call) (any, error) {
		if err := c.exactly(1); err != nil {
			return nil, err
		}
		vals, err := c.values(0)
		if err != nil {
			return nil, err
		}
		if len(vals) != 1 {
			return nil, c.bad(0, "one value")
		}
		return &condition{comparison{op, vals[0]}}, nil
	}
}

func regexCondition(c *call) (any, error) {
	if n := len(c.args); n != 1 && n != 2 {
		return nil, fmt.Errorf("regex() takes a pattern, and true to look at IRIs too, got %d arguments", n)
	}
	nodes := false
	if len(c.args) == 2 {
		b, ok := c.args[1].Export().(bool)
		if _, isObject := c.args[1].(*goja.Object); isObject || !ok {
			return nil, c.bad(1, "true or false")
		}
		nodes = b
	}
	var text string
	if obj, ok := c.args[0].(*goja.Object); ok && obj.ClassName() == "RegExp" {
		src, flags := obj.Get("source"), obj.Get("flags")
		if !goja.IsString(src) || !goja.IsString(flags) {
			return nil, c.bad(0, "a pattern")
		}
		text = src.String()
		if f := strings.Map(func(r rune) rune {
			if strings.ContainsRune("ims", r) {
				return r
			}
			return -1
		}, flags.String()); f != "" {
			text = "(?" + f + ")" + text
		}
	} else {
		v, err := fromJS(c.args[0])
		if err != nil {
			return nil, c.bad(0, "a pattern")
		}
		switch v := v.(type) {
		case quad.String:
			text = string(v)
		case quad.IRI:
			text = string(v)
			if !nodes {
				return nil, errors.New("regex(): a pattern on IRIs needs true as second argument")
			}
		case quad.BNode:
			text = string(v)
			if !nodes {
				return nil, errors.New("regex(): a pattern on blank nodes needs true as second argument")
			}
		default:
			return nil, c.bad(0, "a pattern")
		}
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("regex(): %w", err)
	}
	return &condition{pattern{re, nodes}}, nil
}
