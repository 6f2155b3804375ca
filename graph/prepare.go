package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

// Prepared is an article that is ready to be added to the store that prepared it.
type Prepared struct {
	first     *schema.Reading // as it was read
	loaded    time.Time
	log       []Correction // those that were applied
	corrected bool
	quads     []quad.Quad
	claims    int
	sketch    *schema.Sketch // of the text; nil for claims without their article
	kept      bool           // the store has the text
}

// Prepare does the part of Add that needs no look at other articles, and can go on for
// several articles beside each other. An article that Add would refuse is refused here, if
// it is for what it says.
func (s *Store) Prepare(ctx context.Context, r *schema.Reading) (*Prepared, error) {
	return s.prepare(ctx, r, s.opt.Loaded)
}

func (s *Store) prepare(ctx context.Context, r *schema.Reading, loaded time.Time) (*Prepared, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := r.Document
	bare := doc.SHA256 == "" && doc.Text == "" && r.Claims != nil // claims without their article
	if !strings.HasPrefix(doc.ID, "article/") || !isSHA256(doc.SHA256) && !bare {
		return nil, refuse(doc, errors.New("the document has not been sealed"))
	}
	p := &Prepared{first: r, loaded: loaded}
	var log []Correction
	if list := s.published.Load(); list != nil {
		log = *list
	}
	if err := p.correct(log); err != nil {
		return nil, refuse(doc, err)
	}
	if s.opt.ReadOnly {
		return nil, fmt.Errorf("%s: %w", s.location, ErrReadOnly)
	}
	if !bare {
		p.sketch = schema.MakeSketch(doc.Text)
	}
	return p, nil
}

// correct makes the quads of what corrections make of the reading.
func (p *Prepared) correct(log []Correction) error {
	r, corrected := Correct(log, p.first)
	quads, claims, err := readingQuads(r, p.loaded)
	p.log, p.corrected, p.quads, p.claims = log, corrected, quads, claims
	return err
}

// sameLog tells lists that are one and the same; they are never changed, but for others.
func sameLog(a, b []Correction) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// publish lets articles be prepared with the corrections as they are.
func (s *Store) publish() {
	if list := s.published.Load(); list == nil || !sameLog(*list, s.log) {
		log := s.log
		s.published.Store(&log)
	}
}

// Keep writes the text of an article to the disk, where it must be before the article is
// added. It waits for the disk and takes little else: several can go on beside each other.
// Without it AddAll does the same.
func (s *Store) Keep(ctx context.Context, p *Prepared) (*Prepared, error) {
	if err := ctx.Err(); err != nil || p.kept {
		return p, err
	}
	if p.sketch != nil {
		if err := s.texts.put(p.first.Document.SHA256, p.first.Document.Text); err != nil {
			return nil, err
		}
	}
	p.kept = true
	return p, nil
}

// mostUnsynced is how many commits wait for the disk at most, while more are made.
const mostUnsynced = 32

// AddAll does Add for articles that were prepared, one after the other, and yields for each
// what it did once that is on the disk. While one waits for the disk the next are
// added: they share the waits. An *schema.ArticleError, of the list or of the store, stands
// for one article; any other error ends it. What was added before an end stays added.
func (s *Store) AddAll(ctx context.Context, list iter.Seq2[*Prepared, error]) iter.Seq2[Added, error] {
	type result struct {
		added  Added
		synced func() error
		err    error
	}
	return func(yield func(Added, error) bool) {
		s.write.Lock()
		s.publish()
		s.write.Unlock()
		ctx, stop := context.WithCancel(ctx)
		results := make(chan result, mostUnsynced)
		go func() {
			defer close(results)
			for p, err := range list {
				r := result{err: err}
				if err == nil {
					r.added, r.synced, r.err = s.commit(ctx, p, nil)
				}
				results <- r // always taken, below
				if r.err != nil && !errors.As(r.err, new(*schema.ArticleError)) || ctx.Err() != nil {
					return
				}
			}
		}()
		ended := false
		for r := range results {
			if r.synced != nil { // whoever listens
				r.err = errors.Join(r.err, r.synced())
			}
			if ended {
				continue
			}
			if !yield(r.added, r.err) || r.err != nil && !errors.As(r.err, new(*schema.ArticleError)) {
				ended = true
				stop()
			}
		}
		stop()
	}
}

// none is the wait for a commit that changed nothing.
func none() error { return nil }

// commit adds what was prepared. What the article is a copy of is looked up, unless copyOf
// tells. It is on the disk once synced comes back, which must be called unless it is nil.
func (s *Store) commit(ctx context.Context, p *Prepared, copyOf *string) (added Added, synced func() error, err error) {
	if err := ctx.Err(); err != nil {
		return Added{}, nil, err
	}
	doc := p.first.Document
	s.write.Lock()
	defer s.write.Unlock()
	s.publish()
	if !sameLog(s.log, p.log) {
		if err := p.correct(s.log); err != nil {
			return Added{}, nil, refuse(doc, err)
		}
	}
	now, end, err := s.reader()
	if err != nil {
		return Added{}, nil, err
	}
	defer end()
	deltas, added, err := s.changesOf(ctx, now, p, copyOf)
	if err != nil {
		return Added{}, nil, err
	}
	added.Path = doc.Path
	if len(deltas) == 0 {
		return added, none, nil
	}
	wait, err := s.applyLater(deltas)
	if err != nil {
		return Added{}, nil, fmt.Errorf("%s: %w", doc.ID, err)
	}
	id := doc.ID // the article itself isn't needed any more
	if err := s.catchUp(ctx, added.Article); err != nil {
		return Added{}, wait, err
	}
	return added, func() error {
		if err := wait(); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		return nil
	}, nil
}

// changesOf says what adding an article changes, and puts its text where it belongs. The
// caller holds the write lock.
func (s *Store) changesOf(ctx context.Context, now *reader, p *Prepared, copyOf *string) ([]graph.Delta, Added, error) {
	doc := p.first.Document
	if p.sketch == nil {
		return s.addBare(ctx, now, p)
	}
	twin, known, err := now.twin(ctx, doc)
	if err != nil {
		return nil, Added{}, err
	}
	switch {
	case known:
		// A store that was restored from a snapshot may lack the text.
		_, err := s.Keep(ctx, p)
		return nil, Added{Article: twin, Known: true}, err
	case twin != "":
		return s.addCopy(ctx, p, twin)
	}
	there, err := now.article(ctx, quad.IRI(doc.ID))
	if err != nil {
		return nil, Added{}, err
	}
	if there.SHA256 != "" {
		return nil, Added{}, refuse(doc, fmt.Errorf("the id %s is taken by an article with another text", doc.ID))
	}
	deltas, err := now.all(ctx, quad.IRI(doc.ID)) // of claims that came alone: now the article is here
	if err != nil {
		return nil, Added{}, err
	}
	original := ""
	if copyOf != nil {
		original = *copyOf
	} else if original, err = s.nearCopy(ctx, now, p.sketch); err != nil {
		return nil, Added{}, err
	}
	if original == doc.ID { // taken out, and back beside its copies
		original = ""
	}
	if _, err := s.Keep(ctx, p); err != nil {
		return nil, Added{}, err
	}
	switch {
	case p.corrected:
		err = s.originals.put(p.first)
	case len(deltas) > 0:
		err = s.originals.remove(doc.ID)
	}
	if err != nil {
		return nil, Added{}, err
	}
	quads := append(p.quads, likenessQuads(doc.ID, original, p.sketch)...)
	return append(deltas, additions(quads)...), Added{Article: doc.ID, Quads: len(quads), Claims: p.claims, Unread: p.first.Unread, CopyOf: original}, nil
}

// addBare adds claims whose article isn't there: no text, no hash, so that copies can't be
// told. An article with the same id, which begins with the hash, has them already.
func (s *Store) addBare(ctx context.Context, now *reader, p *Prepared) ([]graph.Delta, Added, error) {
	id := p.first.Document.ID
	for _, err := range now.find(ctx, quad.Quad{Subject: quad.IRI(id), Predicate: rdfType, Object: classArticle}) {
		return nil, Added{Article: id, Known: true}, err
	}
	if p.corrected {
		if err := s.originals.put(p.first); err != nil {
			return nil, Added{}, err
		}
	}
	return additions(p.quads), Added{Article: id, Quads: len(p.quads), Claims: p.claims}, nil
}

// addCopy adds an article whose text is that of another, which has its claims.
func (s *Store) addCopy(ctx context.Context, p *Prepared, original string) ([]graph.Delta, Added, error) {
	again := *p.first.Document
	sum := sha256.Sum256([]byte(again.URL))
	again.ID += "-" + hex.EncodeToString(sum[:4]) // the title and the text may be the same
	b := &builder{label: quad.IRI(again.ID), seen: map[quad.Quad]bool{}}
	b.article(&again, 0, 0, p.loaded)
	b.add(b.label, termCopyOf, quad.IRI(original))
	if b.err != nil {
		return nil, Added{}, b.err
	}
	if _, err := s.Keep(ctx, p); err != nil {
		return nil, Added{}, err
	}
	return additions(b.quads), Added{Article: again.ID, Quads: len(b.quads), CopyOf: original}, nil
}

// additions are deltas that add quads.
func additions(quads []quad.Quad) []graph.Delta {
	deltas := make([]graph.Delta, len(quads))
	for i, q := range quads {
		deltas[i] = graph.Delta{Quad: q, Action: graph.Add}
	}
	return deltas
}
