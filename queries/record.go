package queries

import (
	"reflect"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// record is an object of a query whose members are made when they are asked for: thousands
// of claims have a dozen members each, of which a question looks at few.
type record struct {
	s     *session
	names []string
	set   *claimSet // it is the claim of a row of these,
	row   int32
	group *claimGroup  // or a group of claims,
	vals  []quad.Value // or has these values by name,
	claim uint64       // and this claim as evidence, if any

	own map[string]goja.Value // once the query has changed it, what it is
}

var recordType = reflect.TypeFor[*record]()

func (s *session) newRecord(r *record) *goja.Object { return s.vm.NewDynamicObject(r) }

func recordOf(v goja.Value) (*record, bool) { return goValue[record](v, recordType) }

// value is a member as long as the record is unchanged; ok is false for those that aren't values.
func (r *record) value(name string) (v quad.Value, ok bool, err error) {
	if r.own != nil {
		return nil, false, nil
	}
	n := slices.Index(r.names, name)
	switch {
	case n < 0 && r.claim != 0:
		v, err = r.s.evidenceOf(r.claim, name)
	case n < 0:
		return nil, true, nil
	case r.set != nil:
		v, err = r.set.at(claimColumns[n], r.row)
	case r.group != nil && n == groupMembers:
		return nil, false, nil
	case r.group != nil:
		v, err = r.group.value(r.s, n)
	default:
		v = r.vals[n]
	}
	return v, true, err
}

func (r *record) Get(name string) goja.Value {
	if r.own != nil {
		return r.own[name]
	}
	if !slices.Contains(r.names, name) {
		return nil
	}
	v, ok, err := r.value(name)
	switch {
	case err != nil:
		r.s.throw(err)
	case !ok:
		return r.group.list(r.s)
	}
	return r.s.toJS(v)
}

func (r *record) Has(name string) bool {
	if r.own != nil {
		return r.own[name] != nil
	}
	return slices.Contains(r.names, name)
}

func (r *record) Keys() []string { return r.names }

// change makes the members the record's own.
func (r *record) change() {
	if r.own != nil {
		return
	}
	own := make(map[string]goja.Value, len(r.names)+1)
	for _, name := range r.names {
		own[name] = r.Get(name)
	}
	r.own, r.names = own, slices.Clone(r.names)
}

func (r *record) Set(name string, v goja.Value) bool {
	r.change()
	if r.own[name] == nil {
		r.names = append(r.names, name)
	}
	r.own[name] = v
	return true
}

func (r *record) Delete(name string) bool {
	if r.Has(name) {
		r.change()
		delete(r.own, name)
		r.names = slices.DeleteFunc(r.names, func(n string) bool { return n == name })
	}
	return true
}

// memberOf gives a member of an object as a value of the graph, nil if it has none.
func (s *session) memberOf(obj goja.Value, name string) (quad.Value, error) {
	if r, ok := recordOf(obj); ok {
		if v, ok, err := r.value(name); ok || err != nil {
			return v, err
		}
	}
	o, ok := obj.(*goja.Object)
	if !ok {
		return nil, nil
	}
	return s.convert(o.Get(name))
}

// evidenceOf gives the article of a claim or the sentence that says it, nil for anything else.
func (s *session) evidenceOf(claim uint64, name string) (v quad.Value, err error) {
	err = s.safely(func() error {
		var node uint64
		switch name {
		case "article":
			typ, err := s.guard.idOf(rdfType)
			if err != nil {
				return err
			}
			if err := s.guard.each(s.ctx, quadOf{claim, typ}, func(q *quadOf) error { node = q[3]; return nil }); err != nil {
				return err
			}
		case "sentence":
			evidence, err := s.property([]uint64{claim}, claimTerms[atEvidence])
			if err != nil {
				return err
			}
			text, err := s.property(evidence, "text")
			if err != nil {
				return err
			}
			node = text[0]
		}
		vals, err := s.guard.values(s.ctx, []uint64{node})
		if err == nil {
			v = vals[0]
		}
		return err
	})
	return v, err
}
