package queries

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"

	"relata/graph/quadstore"
	"relata/schema"
)

// The places of a claim's fields in claimFields and claimDetail.
const (
	atSubject = iota
	atPredicate
	atObject
	atStatus
	atSource
	atWhen
	atAbout
	atRole
	atConfidence
	atMethod
	atEvidence
	atSourceName // stands for the source where that is no entity
	claimFieldCount
)

// claimFields are the members of an object of details, with the term each is read from.
var claimFields = [claimFieldCount]struct {
	name string
	term quad.IRI
}{
	atSubject: {"subject", rdfSubject}, atPredicate: {"predicate", rdfPredicate}, atObject: {"object", rdfObject},
	atStatus: {"status", "status"}, atSource: {"source", "source"}, atWhen: {"when", "when"}, atAbout: {"about", "about"},
	atRole: {"role", "role"}, atConfidence: {"confidence", "confidence"}, atMethod: {"method", "method"},
	atEvidence: {"evidence", "evidence"}, atSourceName: {"", "source-name"},
}

// claimDetail is one claim with the values of its fields, and where the store has them.
type claimDetail struct {
	ref, in  refs.Ref // itself and its article
	refs     [claimFieldCount]refs.Ref
	node     quad.Value
	article  quad.Value
	vals     [claimFieldCount]quad.Value
	telling  *telling
	sentence quad.Value
}

// telling is what claims take from the article that tells them.
type telling struct {
	ref                  refs.Ref
	published, publisher quad.Value
}

// valuesOf is namesOf for lists with many repetitions.
func (s *session) valuesOf(nodes []refs.Ref) ([]quad.Value, error) {
	if _, ok := s.guard.QuadStore.(ranges); ok {
		return s.guard.namesOf(s.ctx, nodes) // repetitions cost it little
	}
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
func (s *session) readClaims(p *pathObject, sentences bool) ([]*claimDetail, error) {
	var found []refs.Ref
	seen := map[any]bool{}
	if err := s.walk(p, false, -1, func(tags map[string]refs.Ref) error {
		r := tags[idTag]
		k := refs.ToKey(r)
		if k == nil || seen[k] {
			return nil
		}
		if seen[k] = true; len(seen) > maxArray {
			return fmt.Errorf("more than %d claims", maxArray)
		}
		found = append(found, r)
		return nil
	}); err != nil {
		return nil, err
	}
	var out []*claimDetail
	err := s.safely(func() (err error) {
		slices.SortFunc(found, quadstore.Compare) // as they lie
		for batch := range slices.Chunk(found, claimBatch) {
			claims, err := s.readBatch(batch)
			if err != nil {
				return err
			}
			out = append(out, claims...)
		}
		if err := s.tellings(out); err != nil || !sentences {
			return err
		}
		return s.sentences(out)
	})
	if err != nil {
		return nil, err
	}
	sortClaims(out)
	return out, nil
}

// claimBatch is how many claims are read before their values are looked up together.
const claimBatch = 4096

// readBatch reads the fields of claims, and leaves out what is no claim.
func (s *session) readBatch(batch []refs.Ref) ([]*claimDetail, error) {
	terms, err := s.claimTerms()
	if err != nil {
		return nil, err
	}
	claims := make([]*claimDetail, 0, len(batch))
	var nodes []refs.Ref
	for _, ref := range batch {
		d := &claimDetail{ref: ref}
		if err := s.guard.quads(s.ctx, [4]refs.Ref{ref}, func(q refs.Ref) error {
			p, err := s.guard.QuadDirection(q, quad.Predicate)
			if err != nil {
				return err
			}
			field, ok := terms.field(p)
			if !ok {
				return nil
			}
			o, err := s.guard.QuadDirection(q, quad.Object)
			if err != nil {
				return err
			}
			switch {
			case field < claimFieldCount:
				d.refs[field] = o
			case refs.ToKey(o) == terms.class:
				d.in, err = s.guard.QuadDirection(q, quad.Label)
				d.telling = &telling{} // it is a claim
			}
			return err
		}); err != nil {
			return nil, err
		}
		if d.telling == nil {
			continue
		}
		claims = append(claims, d)
		nodes = append(append(nodes, d.ref, d.in), d.refs[:]...)
	}
	vals, err := s.valuesOf(nodes)
	if err != nil {
		return nil, err
	}
	const each = 2 + int(claimFieldCount)
	for i, d := range claims {
		v := vals[i*each : (i+1)*each]
		d.node, d.article = v[0], v[1]
		copy(d.vals[:], v[2:])
		if d.vals[atSource] == nil {
			d.vals[atSource], d.refs[atSource] = d.vals[atSourceName], d.refs[atSourceName]
		}
	}
	return claims, nil
}

// claimTerms are the predicates of claims as the store knows them.
type claimTerms struct {
	keys  [claimFieldCount + 1]any // the last is rdf:type
	class any                      // <Claim>
}

func (t *claimTerms) field(p refs.Ref) (int, bool) {
	k := refs.ToKey(p)
	for i, key := range t.keys {
		if key != nil && key == k {
			return i, true
		}
	}
	return 0, false
}

func (s *session) claimTerms() (*claimTerms, error) {
	if s.terms != nil {
		return s.terms, nil
	}
	t := &claimTerms{}
	for i := range t.keys {
		term := rdfType
		if i < claimFieldCount {
			term = claimFields[i].term
		}
		r, err := s.guard.ValueOf(term)
		if err != nil {
			return nil, err
		}
		t.keys[i] = refs.ToKey(r)
	}
	r, err := s.guard.ValueOf(classClaim)
	if err != nil {
		return nil, err
	}
	t.class = refs.ToKey(r)
	s.terms = t
	return t, nil
}

// tellings looks up when and by whom the articles of claims were published.
func (s *session) tellings(claims []*claimDetail) error {
	if s.told == nil {
		s.told = map[any]*telling{}
	}
	var fresh []*telling
	for _, d := range claims {
		k := refs.ToKey(d.in)
		if k == nil {
			continue
		}
		t := s.told[k]
		if t == nil {
			t = &telling{ref: d.in}
			s.told[k] = t
			fresh = append(fresh, t)
		}
		d.telling = t
	}
	slices.SortFunc(fresh, func(a, b *telling) int { return quadstore.Compare(a.ref, b.ref) })
	of := make([]refs.Ref, len(fresh))
	for i, t := range fresh {
		of[i] = t.ref
	}
	published, err := s.property(of, "schema:datePublished")
	if err != nil {
		return err
	}
	publisher, err := s.property(of, "schema:publisher")
	if err != nil {
		return err
	}
	for i, t := range fresh {
		t.published, t.publisher = published[i], publisher[i]
	}
	return nil
}

// sentences looks up the text of the sentences behind claims.
func (s *session) sentences(claims []*claimDetail) error {
	of := make([]refs.Ref, len(claims))
	for i, d := range claims {
		of[i] = d.refs[atEvidence]
	}
	texts, err := s.property(of, "text")
	for i, v := range texts {
		claims[i].sentence = v
	}
	return err
}

// property looks up the first value of a term for many nodes, nil where there is none.
func (s *session) property(of []refs.Ref, term quad.IRI) ([]quad.Value, error) {
	p, err := s.guard.ValueOf(term)
	if err != nil || p == nil {
		return make([]quad.Value, len(of)), err
	}
	nodes := make([]refs.Ref, len(of))
	for i, r := range of {
		if r == nil {
			continue
		}
		if err := s.guard.quads(s.ctx, [4]refs.Ref{r, p}, func(q refs.Ref) (err error) {
			if nodes[i] == nil {
				nodes[i], err = s.guard.QuadDirection(q, quad.Object)
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	return s.valuesOf(nodes)
}

// sortClaims orders claims by time, then by what they say, then by id.
func sortClaims(claims []*claimDetail) {
	type key struct {
		when  schema.When
		says  [4]string
		claim *claimDetail
	}
	times := map[string]schema.When{}
	keys := make([]key, len(claims))
	for i, d := range claims {
		text := d.when()
		when, ok := times[text]
		if !ok {
			when, _ = schema.ParseWhen(text)
			times[text] = when
		}
		keys[i] = key{when, [...]string{Text(d.vals[atSubject]), Text(d.vals[atPredicate]), Text(d.vals[atObject]), Text(d.node)}, d}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(a.when.Compare(b.when), slices.CompareFunc(a.says[:], b.says[:], strings.Compare))
	})
	for i, k := range keys {
		claims[i] = k.claim
	}
}

// when is the time of the claim's event, else of its article.
func (d *claimDetail) when() string {
	if s := plain(d.vals[atWhen]); s != "" {
		return s
	}
	return day(plain(d.telling.published))
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
	sentences := c.s.opt.Evidence || !none(c.arg(1)) && c.arg(1).ToBoolean()
	list, err := c.s.readClaims(p, sentences)
	if err != nil {
		return nil, err
	}
	items := make([]any, len(list))
	for i, d := range list {
		items[i] = c.s.claimRecord(d, sentences)
	}
	return c.s.vm.NewArray(items...), nil
}

var (
	claimNames = func() []string {
		names := []string{"claim"}
		for _, f := range claimFields[:atSourceName] {
			names = append(names, f.name)
		}
		return append(names, "article", "published", "publisher")
	}()
	claimNamesSaid = append(slices.Clone(claimNames), "sentence")
)

// member gives the nth of claimNamesSaid.
func (d *claimDetail) member(n int) quad.Value {
	const article = 1 + int(atSourceName)
	switch n {
	case 0:
		return d.node
	case article:
		return d.article
	case article + 1:
		if d.telling.published == nil {
			return nil
		}
		return quad.String(day(plain(d.telling.published)))
	case article + 2:
		return d.telling.publisher
	case article + 3:
		return d.sentence
	}
	return d.vals[n-1]
}

func (s *session) claimRecord(d *claimDetail, sentence bool) any {
	names := claimNames
	if sentence {
		names = claimNamesSaid
	}
	return s.newRecord(&record{s: s, names: names, claim: d})
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
	var at [4]refs.Ref
	if r, ok := recordOf(e); ok && r.claim != nil && r.own == nil {
		copy(at[:3], r.claim.refs[:3])
	} else {
		obj, ok := e.(*goja.Object)
		if !ok {
			return false, errors.New("repeated(): expected a list of claims")
		}
		for i, name := range []string{"subject", "predicate", "object"} {
			v, err := fromJS(obj.Get(name))
			if err != nil {
				return false, fmt.Errorf("repeated(): %s: expected a value, got %s", name, kindOf(obj.Get(name)))
			}
			if err := s.safely(func() (err error) { at[i], err = s.guard.ValueOf(v); return err }); err != nil {
				return false, err
			}
		}
	}
	if at[0] == nil || at[1] == nil || at[2] == nil {
		return false, nil
	}
	err = s.safely(func() error {
		return s.guard.quads(s.ctx, at, func(refs.Ref) error { found = true; return errFound })
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return found, err
}

var errFound = errors.New("found")
