package graph

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

const (
	correctionsFile = "corrections" // a line each
	correctedFile   = "corrected"   // the number of the last one that the graph shows
	originalsDir    = "originals"   // what was read from articles that corrections changed
)

// originals keeps readings as they were before corrections. They belong to one graph: the
// name of their folder ends as that of the folder of quads does.
type originals struct {
	files  files
	folder string
}

func originalsOf(quads string) string { return originalsDir + strings.TrimPrefix(quads, quadsDir) }

func (o *originals) name(article string) string {
	sum := sha256.Sum256([]byte(article))
	return o.folder + "/" + hex.EncodeToString(sum[:16]) + packed
}

func (o *originals) put(r *schema.Reading) error {
	own := *r
	doc := *r.Document
	doc.Text = "" // articles/ has it
	own.Document, own.Triples, own.Rejections = &doc, nil, nil
	data, err := json.Marshal(own)
	if err != nil {
		return err
	}
	return o.files.put(o.name(doc.ID), encoder.EncodeAll(data, nil), false)
}

// get gives a reading, nil if there is none.
func (o *originals) get(article string) (*schema.Reading, error) { return o.read(o.name(article)) }

func (o *originals) read(name string) (*schema.Reading, error) {
	data, err := o.files.get(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	data, err = decoder.DecodeAll(data, nil)
	var r schema.Reading
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err == nil && r.Document == nil {
		err = errors.New("no reading")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", name, ErrCorrupt, err)
	}
	return &r, nil
}

func (o *originals) remove(article string) error { return o.files.remove(o.name(article)) }

// articles lists the ids of the articles that have one.
func (o *originals) articles() ([]string, error) {
	names, err := o.files.list(o.folder)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, name := range names {
		if !strings.HasSuffix(name, packed) {
			continue
		}
		r, err := o.read(name)
		if err != nil {
			return nil, err
		}
		if r != nil {
			ids = append(ids, r.Document.ID)
		}
	}
	return ids, nil
}

// Corrections lists all corrections, in their order.
func (s *Store) Corrections() []Correction {
	s.write.Lock()
	defer s.write.Unlock()
	return slices.Clone(s.log)
}

// InForce lists the corrections that were not undone.
func (s *Store) InForce() []Correction { return inForce(s.Corrections()) }

// FirstRead gives the claims of some ids as they were read before any correction, by id:
// those that corrections took away too. Claims of articles that no correction changed, and
// what was never read, are not among them. It reads every article that was corrected, as a
// correction does.
func (s *Store) FirstRead(ctx context.Context, ids []string) (map[string]schema.Claim, error) {
	out := map[string]schema.Claim{}
	if len(ids) == 0 {
		return out, nil
	}
	names, err := s.originals.files.list(s.originals.folder)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	for _, name := range names {
		if len(out) == len(wanted) || ctx.Err() != nil {
			break
		}
		if !strings.HasSuffix(name, packed) {
			continue
		}
		r, err := s.originals.read(name)
		if err != nil {
			return nil, err
		}
		if r == nil {
			continue
		}
		for _, claim := range r.Claims {
			if wanted[claim.ID] {
				out[claim.ID] = claim
			}
		}
	}
	return out, ctx.Err()
}

// readLog reads the corrections that the store keeps.
func (s *Store) readLog() error {
	data, err := s.files.get(correctionsFile)
	if errors.Is(err, fs.ErrNotExist) {
		data = nil
	} else if err != nil {
		return err
	}
	log, err := ReadCorrections(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %s: %w", s.location, correctionsFile, err)
	}
	s.log, s.logFile = log, data
	return nil
}

// shown is how many corrections the graph shows; a kill may have left some.
func (s *Store) shown() (int, error) {
	data, err := s.files.get(correctedFile)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	} else if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || n < 0 {
		return 0, nil // all are shown again
	}
	return min(n, len(s.log)), nil
}

// openCorrections reads the corrections and ends what a kill has cut short.
func (s *Store) openCorrections(ctx context.Context) error {
	if err := s.readLog(); err != nil || len(s.log) == 0 || s.opt.ReadOnly {
		return err
	}
	if shown, err := s.shown(); err != nil || shown == len(s.log) {
		return err
	}
	return s.files.alone(ctx, func() error { // another process may be at it now
		if err := s.readLog(); err != nil {
			return err
		}
		shown, err := s.shown()
		if err != nil || shown == len(s.log) {
			return err
		}
		_, err = s.show(ctx, s.log[:shown], s.log)
		return err
	})
}

// catchUp corrects an article that was just committed if another process has added
// corrections since this one read them: that one has looked for the articles that they are
// about after it wrote them, so one of both sees the other's.
func (s *Store) catchUp(ctx context.Context, article string) error {
	if _, shared := s.files.(tableFiles); !shared {
		return nil
	}
	data, err := s.files.get(correctionsFile)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = nil, nil
	}
	if err != nil || bytes.Equal(data, s.logFile) {
		return err
	}
	return s.files.alone(ctx, func() error {
		if err := s.readLog(); err != nil {
			return err
		}
		now, end, err := s.reader()
		if err != nil {
			return err
		}
		defer end()
		_, err = s.recorrect(ctx, now, article, s.log)
		return err
	})
}

// Corrected says what a correction did.
type Corrected struct {
	N        int // number of the last one
	Articles int // changed
}

// Correct keeps corrections and shows them in the graph, at once and whenever an article is
// loaded or read again. Their numbers are given here. One that is about nothing in the
// graph is refused.
func (s *Store) Correct(ctx context.Context, list ...Correction) (done Corrected, err error) {
	s.write.Lock()
	defer s.write.Unlock()
	if s.opt.ReadOnly {
		return done, fmt.Errorf("%s: %w", s.location, ErrReadOnly)
	}
	err = s.change(ctx, func() ([]Correction, error) {
		now, end, err := s.reader()
		if err != nil {
			return nil, err
		}
		defer end()
		after := slices.Clone(s.log)
		for _, c := range list {
			c.N = len(after) + 1
			c.Time = c.Time.UTC().Truncate(time.Second)
			if err := c.check(); err != nil {
				return nil, err
			}
			if err := now.sensible(ctx, c, after); err != nil {
				return nil, err
			}
			after = append(after, c)
		}
		return after, nil
	}, &done)
	return done, err
}

// change keeps the list that from makes of s.log in its place, and shows it. In a database
// other processes may do the same: they wait, and should the database have let one of them
// by, from is asked again. The caller holds the write lock.
func (s *Store) change(ctx context.Context, from func() ([]Correction, error), done *Corrected) error {
	return s.files.alone(ctx, func() error {
		for {
			if err := errors.Join(ctx.Err(), s.readLog()); err != nil {
				return err
			}
			after, err := from()
			if err != nil || slices.Equal(after, s.log) {
				done.N = len(after)
				return err
			}
			shown, err := s.keep(after)
			if errors.Is(err, errOtherLog) {
				continue
			}
			if err == nil {
				done.N = len(after)
				done.Articles, err = s.show(ctx, shown, after)
			}
			return err
		}
	})
}

// errOtherLog says that another process has written corrections meanwhile.
var errOtherLog = errors.New("corrections have changed")

// keep writes a list of corrections in the place of the one there is, of which it gives
// those that the graph shows.
func (s *Store) keep(after []Correction) (shown []Correction, err error) {
	n, err := s.shown()
	if err != nil {
		return nil, err
	}
	before := s.log[:n]
	if same := shared(before, after); same < n { // a kill from here on leaves the rest to be shown
		if err := s.files.put(correctedFile, []byte(strconv.Itoa(same)+"\n"), false); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	for _, c := range after {
		fmt.Fprintln(&b, c)
	}
	swapped, err := s.files.swap(correctionsFile, s.logFile, b.Bytes())
	if err == nil && !swapped {
		err = errOtherLog
	}
	if err != nil {
		return nil, err
	}
	s.log, s.logFile = after, b.Bytes()
	return before, nil
}

// shared is how many corrections two lists begin with together.
func shared(a, b []Correction) (n int) {
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// sensible refuses a correction of what isn't there.
func (r *reader) sensible(ctx context.Context, c Correction, before []Correction) error {
	has := func(id string) error {
		for _, err := range r.find(ctx, quad.Quad{Subject: quad.IRI(id)}) {
			return err
		}
		return fmt.Errorf("%s %s: %w", c.Action, id, errNoCorrection)
	}
	switch c.Action {
	case Undo:
		n, _ := strconv.Atoi(c.A)
		for _, was := range before {
			if was.Action == Undo && was.A == c.A && slices.ContainsFunc(inForceUndos(before), func(u Correction) bool { return u.N == was.N }) {
				return fmt.Errorf("undo %d: it was undone by %d", n, was.N)
			}
		}
		return nil
	case Merge, NotSame:
		for _, was := range inForce(before) {
			pair := was.A == c.A && was.B == c.B || was.A == c.B && was.B == c.A
			if pair && was.Action == NotSame && c.Action == Merge {
				return fmt.Errorf("merge: correction %d says that %s and %s are not the same", was.N, c.A, c.B)
			}
		}
		return errors.Join(has(c.A), has(c.B))
	}
	return has(c.A)
}

// inForceUndos are the undos that were not undone themselves.
func inForceUndos(list []Correction) (out []Correction) {
	undone := map[string]bool{}
	for _, c := range slices.Backward(list) {
		if c.Action == Undo && !undone[strconv.Itoa(c.N)] {
			undone[c.A] = true
			out = append(out, c)
		}
	}
	return out
}

// show brings the graph from some corrections to others, an article a commit, and gives the
// number of articles that changed. The caller holds the write lock.
func (s *Store) show(ctx context.Context, before, after []Correction) (int, error) {
	now, end, err := s.reader()
	if err != nil {
		return 0, err
	}
	defer end()
	articles, err := s.touched(ctx, now, before, after)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, id := range articles {
		changed, err := s.recorrect(ctx, now, id, after)
		if err != nil {
			return n, fmt.Errorf("%s: %w", id, err)
		}
		if changed {
			n++
		}
	}
	return n, s.files.put(correctedFile, []byte(strconv.Itoa(len(after))+"\n"), false)
}

// touched lists the articles that may change: those that name what new corrections are
// about, and those that corrections have changed before.
func (s *Store) touched(ctx context.Context, now *reader, before, after []Correction) ([]string, error) {
	ids, err := s.originals.articles()
	if err != nil {
		return nil, err
	}
	same := shared(before, after)
	for _, c := range slices.Concat(before[same:], after[same:]) {
		for _, name := range []string{c.A, c.B, schema.EntityID(c.B)} {
			patterns := []quad.Quad{{Subject: quad.IRI(name)}, {Object: quad.IRI(name)}}
			if c.Action == AliasAdd && name == c.B {
				patterns = []quad.Quad{{Predicate: termName, Object: quad.String(name)}}
			} else if checkIRI(name) != nil {
				continue
			}
			for _, pattern := range patterns {
				for q, err := range now.find(ctx, pattern) {
					if err != nil {
						return nil, err
					}
					if label, ok := q.Label.(quad.IRI); ok {
						ids = append(ids, string(label))
					}
				}
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// recorrect makes an article what corrections make of what was read from it.
func (s *Store) recorrect(ctx context.Context, now *reader, id string, list []Correction) (bool, error) {
	r, err := s.originals.get(id)
	kept := r != nil
	if err == nil && !kept {
		r, err = now.reading(ctx, quad.IRI(id))
	}
	if err != nil || r == nil {
		return false, err
	}
	is, _ := Correct(list, r)
	fresh, _, err := readingQuads(is, time.Time{})
	if err != nil {
		return false, err
	}
	var old []quad.Quad
	for q, err := range now.find(ctx, quad.Quad{Label: quad.IRI(id)}) {
		if err != nil {
			return false, err
		}
		if q.Subject != q.Label || q.Predicate != termLoaded && q.Predicate != termLikeness && q.Predicate != termCopyOf { // of the load, not of the reading
			old = append(old, q)
		}
	}
	deltas := append(less(old, fresh, graph.Delete), less(fresh, old, graph.Add)...)
	if len(deltas) == 0 {
		return false, nil
	}
	if !kept {
		if err := s.originals.put(r); err != nil {
			return false, err
		}
	}
	return true, s.apply(deltas)
}

// less makes deltas of the quads of a that b hasn't.
func less(a, b []quad.Quad, action graph.Procedure) []graph.Delta {
	has := make(map[quad.Quad]bool, len(b))
	for _, q := range b {
		has[q] = true
	}
	var deltas []graph.Delta
	for _, q := range a {
		if !has[q] {
			deltas = append(deltas, graph.Delta{Quad: q, Action: action})
		}
	}
	return deltas
}

// reading makes a reading of the quads of one article, with the entities as it has them;
// nil if the label is no article's.
func (r *reader) reading(ctx context.Context, label quad.IRI) (*schema.Reading, error) {
	a, err := r.article(ctx, label)
	if err != nil || a.SHA256 == "" {
		return nil, err
	}
	out := &schema.Reading{Document: &a.Document, Sentences: make([]schema.Span, a.Sentences), Unread: a.Unread}
	by := map[quad.IRI]props{}
	c := claimReader{reader: r, entities: map[string]*schema.Entity{}}
	var refs []claimRef
	for q, err := range r.find(ctx, quad.Quad{Label: label}) {
		if err != nil {
			return nil, err
		}
		id, ok := q.Subject.(quad.IRI)
		if !ok {
			continue
		}
		term := q.Predicate.(quad.IRI)
		by[id] = append(by[id], property{term, q.Object})
		if o, ok := q.Object.(quad.IRI); ok && (term == rdfSubject || term == rdfObject) {
			c.entities[string(o)] = &schema.Entity{ID: string(o)}
		}
		if term == rdfType && q.Object == classClaim {
			refs = append(refs, claimRef{claim: id, article: label})
		}
	}
	for _, id := range sortedKeys(by) {
		p := by[id]
		typ := schema.EntityType(p.text(rdfType))
		if id == label || !slices.Contains(schema.EntityTypes, typ) && p.first(termName) == nil {
			continue
		}
		ent := c.entities[string(id)]
		if ent == nil {
			ent = &schema.Entity{ID: string(id)}
			c.entities[string(id)] = ent
		}
		ent.Name, ent.Type, ent.Country, ent.Wikidata = p.text(termName), typ, p.text(termCountry), p.text(termWikidata)
		for _, v := range p.all(termAlias) {
			if alias, ok := v.(quad.String); ok {
				ent.Aliases = append(ent.Aliases, string(alias))
			}
		}
		slices.Sort(ent.Aliases)
		out.Entities = append(out.Entities, ent)
	}
	if len(refs) > 0 {
		if out.Claims, err = c.article(ctx, refs); err != nil {
			return nil, err
		}
	}
	return out, nil
}
