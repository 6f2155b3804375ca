package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
	"relata/schema"
)

// reader reads a store as it was at one moment.
type reader struct {
	qs    *quadstore.QuadStore // a snapshot
	texts *texts
	idle  []*quadstore.Walker      // for use again
	terms map[quad.Value]graph.Ref // of predicates that were asked for
	met   map[quad.Value]graph.Ref // of values that were met, for as long as they are likely to be asked for
}

// ref gives the reference to a value, nil if the store doesn't have it: looking it up takes
// as long as walking some quads, and a claim leads to half a dozen values.
func (r *reader) ref(v quad.Value) (graph.Ref, error) {
	if ref, ok := r.met[v]; ok {
		return ref, nil
	}
	return r.qs.ValueOf(v)
}

// meet looks up the keys of a sketch all together, most of which no article has.
func (r *reader) meet(keys []int64) error {
	values := make([]quad.Value, len(keys))
	for i, key := range keys {
		values[i] = quad.Int(key)
	}
	refs, err := r.qs.Lookup(values)
	if err != nil {
		return fmt.Errorf("looking up the keys of an article: %w", err)
	}
	if r.met == nil {
		r.met = make(map[quad.Value]graph.Ref, len(values))
	}
	for i, v := range values {
		r.met[v] = refs[i]
	}
	return nil
}

// term is ref for a predicate.
func (r *reader) term(v quad.Value) (graph.Ref, error) {
	if ref, ok := r.terms[v]; ok {
		return ref, nil
	}
	ref, err := r.qs.ValueOf(v)
	if err != nil {
		return nil, err
	}
	if r.terms == nil {
		r.terms = map[quad.Value]graph.Ref{}
	}
	r.terms[v] = ref
	return ref, nil
}

// walker gives a walker, which goes back to idle after use.
func (r *reader) walker() *quadstore.Walker {
	if n := len(r.idle); n > 0 {
		w := r.idle[n-1]
		r.idle = r.idle[:n-1]
		return w
	}
	return r.qs.Walker()
}

func (r *reader) close() error {
	var err error
	for _, w := range r.idle {
		err = errors.Join(err, w.Close())
	}
	return errors.Join(err, r.qs.Close())
}

// find yields the quads that have the values set in the pattern.
func (r *reader) find(ctx context.Context, pattern quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for ref, err := range r.refs(ctx, pattern) {
			var q quad.Quad
			if err == nil {
				q, err = r.qs.Quad(ref)
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

// refs yields the references of the quads that find does.
func (r *reader) refs(ctx context.Context, pattern quad.Quad) iter.Seq2[graph.Ref, error] {
	return func(yield func(graph.Ref, error) bool) {
		var at [4]graph.Ref
		for i, d := range quad.Directions {
			v := pattern.Get(d)
			if v == nil {
				continue
			}
			find := r.ref
			if d == quad.Predicate {
				find = r.term
			}
			ref, err := find(v)
			if err != nil {
				yield(nil, fmt.Errorf("looking up %s: %w", shown(v), err))
				return
			}
			if ref == nil {
				return
			}
			at[i] = ref
		}
		w := r.walker()
		defer func() { r.idle = append(r.idle, w) }()
		ended := false
		err := w.Each(ctx, at[0], at[1], at[2], at[3], func(q graph.Ref) bool {
			ended = !yield(q, nil)
			return !ended
		})
		if err != nil && !ended {
			yield(nil, err)
		}
	}
}

// props are the quads of one subject, as one article has them: few enough to look through.
type props []property

type property struct {
	term  quad.IRI
	value quad.Value
}

func (p props) first(term quad.IRI) quad.Value {
	for i := range p {
		if p[i].term == term {
			return p[i].value
		}
	}
	return nil
}

func (p props) all(term quad.IRI) []quad.Value {
	var out []quad.Value
	for _, q := range p {
		if q.term == term {
			out = append(out, q.value)
		}
	}
	return out
}

func (p props) has(term quad.IRI, value quad.Value) bool {
	return slices.Contains(p, property{term, value})
}

func (p props) text(term quad.IRI) string {
	switch v := p.first(term).(type) {
	case quad.String:
		return string(v)
	case quad.IRI:
		return string(v)
	}
	return ""
}

func (p props) int(term quad.IRI) int {
	n, _ := p.first(term).(quad.Int)
	return int(n)
}

func (p props) span(start, end quad.IRI) schema.Span {
	return schema.Span{Start: p.int(start), End: p.int(end)}
}

// props reads the quads of a subject; label may be nil for those of all articles.
func (r *reader) props(ctx context.Context, subject, label quad.Value) (props, error) {
	p := props{}
	for q, err := range r.find(ctx, quad.Quad{Subject: subject, Label: label}) {
		if err != nil {
			return nil, err
		}
		p = append(p, property{q.Predicate.(quad.IRI), q.Object})
	}
	return p, nil
}

// Claims yields the claims that a filter chooses, ordered by article and, inside one, by
// their place in the text. The entities of a claim are as all articles together have
// them (see Entity); two claims about one entity share it.
func (s *Store) Claims(ctx context.Context, f Filter) iter.Seq2[schema.Claim, error] {
	return read(s, func(r *reader) iter.Seq2[schema.Claim, error] { return r.chosen(ctx, f) })
}

func (r *reader) chosen(ctx context.Context, f Filter) iter.Seq2[schema.Claim, error] {
	return func(yield func(schema.Claim, error) bool) {
		sel, err := r.selection(ctx, f)
		var refs []claimRef
		if err == nil {
			refs, err = r.claimRefs(ctx, sel)
		}
		if err != nil {
			yield(schema.Claim{}, err)
			return
		}
		r.claims(ctx, sel, refs)(yield)
	}
}

// claims yields those of the claims that a selection holds.
func (r *reader) claims(ctx context.Context, sel *selection, refs []claimRef) iter.Seq2[schema.Claim, error] {
	return func(yield func(schema.Claim, error) bool) {
		c := claimReader{reader: r, entities: map[string]*schema.Entity{}}
		for loaded := 0; len(refs) > 0; {
			n := articleEnd(refs, 1)
			if loaded == 0 {
				loaded = articleEnd(refs, min(batchClaims, len(refs)))
				if err := c.load(ctx, refs[:loaded]); err != nil {
					yield(schema.Claim{}, err)
					return
				}
			}
			loaded -= n
			claims, err := c.article(ctx, refs[:n])
			if err != nil {
				yield(schema.Claim{}, err)
				return
			}
			refs = refs[n:]
			for i := range claims {
				if sel.meets(&claims[i]) && !yield(claims[i], nil) {
					return
				}
			}
		}
	}
}

// articleEnd is where the article ends of which the claim before n is, or those that share it.
func articleEnd(refs []claimRef, n int) int {
	for n < len(refs) && refs[n].article == refs[n-1].article {
		n++
	}
	return n
}

// claimReader reads claims and keeps the entities that it has met.
type claimReader struct {
	*reader
	loaded   map[place]props
	entities map[string]*schema.Entity
	known    func(id string) *schema.Entity // what is known of others; may be nil
	brief    bool                           // articles and sentences are not read
}

// article reads claims of one article and puts them in text order.
func (c *claimReader) article(ctx context.Context, refs []claimRef) ([]schema.Claim, error) {
	article := refs[0].article
	doc, err := c.props(ctx, article, article)
	if err != nil {
		return nil, err
	}
	claims := make([]schema.Claim, 0, len(refs))
	for _, ref := range refs {
		claim, err := c.claim(ctx, ref)
		if err != nil {
			return nil, fmt.Errorf("%s of %s: %w", ref.claim, article, err)
		}
		if claim != nil {
			claim.Line = doc.int(termLine)
			claims = append(claims, *claim)
		}
	}
	slices.SortFunc(claims, func(a, b schema.Claim) int {
		ea, eb := a.Evidence, b.Evidence
		return cmp.Or(
			cmp.Compare(ea.Span.Start, eb.Span.Start), cmp.Compare(ea.Predicate.Start, eb.Predicate.Start),
			cmp.Compare(a.Subject.Span.Start, b.Subject.Span.Start),
			cmp.Compare(a.Object.Span.Start, b.Object.Span.Start), cmp.Compare(a.ID, b.ID))
	})
	return claims, nil
}

func (c *claimReader) claim(ctx context.Context, ref claimRef) (*schema.Claim, error) {
	p, err := c.props(ctx, ref.claim, ref.article)
	if err != nil {
		return nil, err
	}
	claim, err := briefClaim(ref, p)
	if claim == nil || err != nil {
		return nil, err
	}
	if parts := p.text(termParts); parts != "" {
		if claim.Parts, err = parseParts(parts); err != nil {
			return nil, err
		}
	}
	for _, arg := range []*schema.Argument{&claim.Subject, &claim.Object} {
		if arg.Entity != nil {
			if arg.Entity, err = c.entity(ctx, arg.Entity.ID); err != nil {
				return nil, err
			}
		}
	}
	sent, err := c.props(ctx, p.first(termEvidence), ref.article)
	if err != nil {
		return nil, err
	}
	claim.Evidence.Text, claim.Evidence.Span = sent.text(termText), sent.span(termStart, termEnd)
	return claim, nil
}

// briefClaim makes a claim of its own quads: without the parts of its confidence, with no
// more of entities than their ids, and of the sentence its number; nil of what is no claim.
func briefClaim(ref claimRef, p props) (*schema.Claim, error) {
	if !p.has(rdfType, classClaim) {
		return nil, nil // somebody else's rdf:subject
	}
	claim := &schema.Claim{
		ID:        string(ref.claim),
		Article:   string(ref.article),
		Predicate: p.text(rdfPredicate),
		Status:    schema.Status(p.text(termStatus)),
		Source:    schema.Source{ID: p.text(termSource), Name: p.text(termSourceName)},
		When:      p.text(termWhen),
		About:     p.text(termAbout),
		Role:      p.text(termRole),
		Event:     p.text(termEvent),
		Method:    p.text(termMethod),
		Subject: schema.Argument{Entity: &schema.Entity{ID: p.text(rdfSubject)}, Mention: p.text(termSubjectMention),
			Span: p.span(termSubjectStart, termSubjectEnd), Was: p.text(termSubjectWas)},
		Object:   schema.Argument{Mention: p.text(termObjectMention), Span: p.span(termObjectStart, termObjectEnd), Was: p.text(termObjectWas)},
		Evidence: schema.Evidence{Predicate: p.span(termPredicateStart, termPredicateEnd)},
	}
	confidence, _ := p.first(termConfidence).(quad.Float)
	claim.Confidence = float64(confidence)
	switch o := p.first(rdfObject).(type) {
	case quad.IRI:
		claim.Object.Entity = &schema.Entity{ID: string(o)}
	default:
		if claim.Object.Literal = literalOf(o); claim.Object.Literal == nil {
			return nil, fmt.Errorf("its object is %v", o)
		}
	}
	evidence, ok := p.first(termEvidence).(quad.IRI)
	if !ok {
		return nil, errors.New("it has no evidence")
	}
	number, ok := strings.CutPrefix(string(evidence), string(ref.article)+"#s")
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return nil, fmt.Errorf("its evidence %s has no sentence number", evidence)
	}
	claim.Evidence.Sentence = n
	return claim, nil
}

func (c *claimReader) entity(ctx context.Context, id string) (*schema.Entity, error) {
	if ent, ok := c.entities[id]; ok {
		return ent, nil
	}
	if c.known != nil {
		if ent := c.known(id); ent != nil {
			c.entities[id] = ent
			return ent, nil
		}
	}
	ent, ok, err := c.one(ctx, id)
	if err != nil {
		return nil, err
	}
	if !ok {
		ent = schema.Entity{ID: id}
	}
	c.entities[id] = &ent
	return &ent, nil
}

// Entity gives what all articles together say an entity is: the type, name, country and
// Wikidata id that most of them have, and every other name as an alias.
func (s *Store) Entity(ctx context.Context, id string) (schema.Entity, bool, error) {
	r, end, err := s.reader()
	if err != nil {
		return schema.Entity{}, false, err
	}
	defer end()
	return r.one(ctx, id)
}

func (r *reader) one(ctx context.Context, id string) (schema.Entity, bool, error) {
	votes := map[quad.IRI]map[string]int{}
	for _, term := range []quad.IRI{rdfType, termName, termAlias, termCountry, termWikidata} {
		var err error
		if votes[term], err = r.counted(ctx, quad.IRI(id), term); err != nil {
			return schema.Entity{}, false, err
		}
	}
	for v := range votes[rdfType] {
		if !slices.Contains(schema.EntityTypes, schema.EntityType(v)) {
			delete(votes[rdfType], v)
		}
	}
	if len(votes[rdfType]) == 0 && len(votes[termName]) == 0 {
		return schema.Entity{}, false, nil
	}
	ent := schema.Entity{
		ID:       id,
		Name:     elect(votes[termName]),
		Type:     schema.EntityType(elect(votes[rdfType])),
		Country:  elect(votes[termCountry]),
		Wikidata: elect(votes[termWikidata]),
	}
	for _, names := range []map[string]int{votes[termName], votes[termAlias]} {
		for name := range names {
			if name != ent.Name {
				ent.Aliases = append(ent.Aliases, name)
			}
		}
	}
	slices.Sort(ent.Aliases)
	ent.Aliases = slices.Compact(ent.Aliases)
	return ent, true, nil
}

// elect gives the value with the most votes, of equals the first in order.
func elect(votes map[string]int) (best string) {
	for _, v := range sortedKeys(votes) {
		if votes[v] > votes[best] {
			best = v
		}
	}
	return best
}

// FindEntity gives the entities that a name may mean, likeliest first: the one whose id
// it is, then those of that name, then those with that alias; among equals the one in
// more articles first. Case doesn't matter: names written otherwise than in the store
// cost a look at every name in it.
func (s *Store) FindEntity(ctx context.Context, name string) ([]schema.Entity, error) {
	return s.FindEntityNear(ctx, name, nil)
}

// FindEntityNear is FindEntity, and calls near, unless it is nil, with every name in the
// store if it has to look at them all, for those that are nearly the one asked for.
func (s *Store) FindEntityNear(ctx context.Context, name string, near func(string)) ([]schema.Entity, error) {
	r, end, err := s.reader()
	if err != nil {
		return nil, err
	}
	defer end()
	return r.named(ctx, name, near)
}

func (r *reader) named(ctx context.Context, name string, near func(string)) ([]schema.Entity, error) {
	type match struct {
		ent   schema.Entity
		rank  int
		times int
	}
	found := map[string]*match{}
	note := func(id string, rank, times int) error {
		m := found[id]
		if m == nil {
			ent, ok, err := r.one(ctx, id)
			if err != nil {
				return err
			}
			if !ok {
				return nil
			}
			m = &match{ent: ent, rank: rank}
			found[id] = m
		}
		m.rank = min(m.rank, rank)
		m.times += times
		return nil
	}
	// called notes those that go by a name, with how many articles say so
	called := func(term quad.IRI, name quad.Value, rank int) error {
		times := map[graph.Ref]int{}
		for q, err := range r.refs(ctx, quad.Quad{Predicate: term, Object: name}) {
			if err != nil {
				return err
			}
			of, err := r.qs.QuadDirection(q, quad.Subject)
			if err != nil {
				return err
			}
			times[of]++
		}
		for of, n := range times {
			v, err := r.qs.NameOf(of)
			if err != nil {
				return err
			}
			if id, ok := v.(quad.IRI); ok {
				if err := note(string(id), rank, n); err != nil {
					return err
				}
			}
		}
		return nil
	}
	const byID, byName, byAlias = 0, 1, 2
	if id := schema.EntityID(strings.TrimPrefix(strings.TrimSuffix(name, ">"), "<")); id != "" {
		if err := note(id, byID, 1); err != nil {
			return nil, err
		}
	}
	ranks := []struct {
		term quad.IRI
		rank int
	}{{termName, byName}, {termAlias, byAlias}}
	for _, by := range ranks {
		if err := called(by.term, quad.String(name), by.rank); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		for _, by := range ranks {
			same, err := r.inOtherCase(ctx, by.term, name, near)
			if err != nil {
				return nil, err
			}
			for _, v := range same {
				if err := called(by.term, v, by.rank); err != nil {
					return nil, err
				}
			}
		}
	}
	matches := make([]*match, 0, len(found))
	for _, m := range found {
		matches = append(matches, m)
	}
	slices.SortFunc(matches, func(a, b *match) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.times, a.times), cmp.Compare(a.ent.ID, b.ent.ID))
	})
	ents := make([]schema.Entity, len(matches))
	for i, m := range matches {
		ents[i] = m.ent
	}
	return ents, nil
}

// inOtherCase gives the names of all entities that are a name but for case.
func (r *reader) inOtherCase(ctx context.Context, term quad.IRI, name string, near func(string)) ([]quad.Value, error) {
	var all []graph.Ref
	for q, err := range r.refs(ctx, quad.Quad{Predicate: term}) { // they lie by name
		if err != nil {
			return nil, err
		}
		o, err := r.qs.QuadDirection(q, quad.Object)
		if err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1] != o {
			all = append(all, o)
		}
	}
	slices.SortFunc(all, quadstore.Compare)
	names, err := r.qs.ValuesOf(ctx, slices.Compact(all))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(names, func(v quad.Value) bool {
		s, ok := v.(quad.String)
		if ok && near != nil {
			near(string(s))
		}
		return !ok || !strings.EqualFold(string(s), name)
	}), nil
}

// Article is what the store knows of an article; Store.Text has its text.
type Article struct {
	schema.Document
	Sentences int
	Unread    int     // paragraphs that were left out, since they are in other languages
	CopyOf    string  // id of the article of which it is a near-copy; empty if of none
	Likeness  []int64 // keys of its text's sketch; near-copies share some (schema.Sketch)
	Loaded    string  // as the store has it, ISO 8601; empty if it wasn't recorded
}

// Articles yields the articles, ordered by id, without their text.
func (s *Store) Articles(ctx context.Context) iter.Seq2[Article, error] {
	return read(s, func(r *reader) iter.Seq2[Article, error] { return r.articles(ctx) })
}

func (r *reader) articles(ctx context.Context) iter.Seq2[Article, error] {
	return func(yield func(Article, error) bool) {
		var ids []quad.IRI
		for q, err := range r.find(ctx, quad.Quad{Predicate: rdfType, Object: classArticle}) {
			if err != nil {
				yield(Article{}, err)
				return
			}
			if id, ok := q.Subject.(quad.IRI); ok && q.Label == q.Subject {
				ids = append(ids, id)
			}
		}
		slices.Sort(ids)
		for _, id := range ids {
			a, err := r.article(ctx, id)
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// Article gives one article by its id.
func (s *Store) Article(ctx context.Context, id string) (Article, bool, error) {
	r, end, err := s.reader()
	if err != nil {
		return Article{}, false, err
	}
	defer end()
	a, err := r.article(ctx, quad.IRI(id))
	return a, err == nil && a.SHA256 != "", err
}

// ArticlesOf gives the articles with these ids, read together; an id that has none is left out.
func (s *Store) ArticlesOf(ctx context.Context, ids []string) (map[string]Article, error) {
	r, end, err := s.reader()
	if err != nil {
		return nil, err
	}
	defer end()
	c := claimReader{reader: r}
	return c.articlesOf(ctx, ids)
}

func (c *claimReader) articlesOf(ctx context.Context, ids []string) (map[string]Article, error) {
	c.loaded = make(map[place]props, len(ids))
	places := make([]place, len(ids))
	for i, id := range ids {
		places[i] = place{quad.IRI(id), quad.IRI(id)}
	}
	if err := c.loadPlaces(ctx, places); err != nil {
		return nil, err
	}
	out := make(map[string]Article, len(ids))
	for i, id := range ids {
		a, err := makeArticle(quad.IRI(id), c.loaded[places[i]])
		if err != nil {
			return nil, err
		}
		if a.SHA256 != "" {
			out[id] = a
		}
	}
	return out, nil
}

func (r *reader) article(ctx context.Context, id quad.IRI) (Article, error) {
	p, err := r.props(ctx, id, id)
	if err != nil {
		return Article{}, err
	}
	return makeArticle(id, p)
}

func makeArticle(id quad.IRI, p props) (Article, error) {
	a := Article{
		Document: schema.Document{
			ID: string(id), Title: p.text(termHeadline), URL: p.text(termURL), Publisher: p.text(termPublisher),
			Author: p.text(termAuthor), Language: p.text(termLanguage), SHA256: p.text(termSHA256), Line: p.int(termLine),
		},
		Sentences: p.int(termSentences),
		Unread:    p.int(termUnread),
		CopyOf:    p.text(termCopyOf),
		Loaded:    p.text(termLoaded),
	}
	for _, v := range p.all(termLikeness) {
		if key, ok := v.(quad.Int); ok {
			a.Likeness = append(a.Likeness, int64(key))
		}
	}
	if published := p.text(termPublished); published != "" {
		var err error
		if a.Published, err = parseTime(published); err != nil {
			return Article{}, fmt.Errorf("%s: its date: %w", id, err)
		}
	}
	return a, nil
}

// Stats counts what the store holds.
type Stats struct {
	Articles   int                       `json:"articles"`
	Sentences  int                       `json:"sentences"` // of all articles
	Quads      int                       `json:"quads"`
	Entities   map[schema.EntityType]int `json:"entities"`
	Claims     int                       `json:"claims"`
	Predicates map[string]int            `json:"predicates"` // claims by predicate
	Statuses   map[schema.Status]int     `json:"statuses"`
}

// Stats counts what the store holds. It looks at every quad once.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	r, end, err := s.reader()
	if err != nil {
		return Stats{}, err
	}
	defer end()
	st := Stats{
		Entities:   map[schema.EntityType]int{},
		Predicates: map[string]int{},
		Statuses:   map[schema.Status]int{},
	}
	types := map[quad.IRI]map[string]int{} // votes, as in Entity
	for q, err := range r.find(ctx, quad.Quad{}) {
		if err != nil {
			return Stats{}, err
		}
		st.Quads++
		id, _ := q.Subject.(quad.IRI)
		switch q.Predicate {
		case rdfType:
			switch t, _ := q.Object.(quad.IRI); {
			case t == classArticle:
				st.Articles++
			case t == classClaim:
				st.Claims++
			case slices.Contains(schema.EntityTypes, schema.EntityType(t)):
				if types[id] == nil {
					types[id] = map[string]int{}
				}
				types[id][string(t)]++
			}
		case rdfPredicate:
			if p, ok := q.Object.(quad.IRI); ok {
				st.Predicates[string(p)]++
			}
		case termStatus:
			if v, ok := q.Object.(quad.String); ok {
				st.Statuses[schema.Status(v)]++
			}
		case termSentences:
			if n, ok := q.Object.(quad.Int); ok {
				st.Sentences += int(n)
			}
		}
	}
	for _, votes := range types {
		st.Entities[schema.EntityType(elect(votes))]++
	}
	return st, nil
}
