package graph

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/cayleygraph/quad"

	"relata/schema"
)

// twin finds an article with the same text. It is known if the new one tells nothing more:
// no URL, or one that is there already; else the new one is a copy of it.
func (r *reader) twin(ctx context.Context, doc *schema.Document) (id string, known bool, err error) {
	for q, err := range r.find(ctx, quad.Quad{Predicate: termSHA256, Object: quad.String(doc.SHA256)}) {
		if err != nil {
			return "", false, err
		}
		a, err := r.article(ctx, q.Subject.(quad.IRI))
		if err != nil {
			return "", false, err
		}
		if doc.URL == "" || a.URL == "" || a.URL == doc.URL {
			return a.ID, true, nil
		}
		if a.CopyOf == "" || id == "" {
			id = cmp.Or(a.CopyOf, a.ID)
		}
	}
	return id, false, nil
}

// Known says whether an article is there, so that adding it would add nothing.
func (s *Store) Known(ctx context.Context, doc *schema.Document) (bool, error) {
	if !isSHA256(doc.SHA256) {
		return false, nil
	}
	now, end, err := s.reader()
	if err != nil {
		return false, err
	}
	defer end()
	_, known, err := now.twin(ctx, doc)
	return known, err
}

// Bounds of the search for near-copies, so that its cost doesn't grow with the store.
const (
	mostSharers = 64 // articles looked at under one key
	mostChecked = 4  // whose texts are compared
	sureSharing = 6  // keys in common, of 12: enough where there is no text to compare
)

// nearCopy gives the id of the first article of which a text is a near-copy; of several,
// that with the most keys in common. What that one is a copy of counts in its place.
func (s *Store) nearCopy(ctx context.Context, r *reader, sketch *schema.Sketch) (string, error) {
	shared := map[quad.IRI]int{}
	if err := r.meet(sketch.Keys()); err != nil {
		return "", err
	}
	for _, key := range sketch.Keys() {
		n := 0
		for q, err := range r.find(ctx, quad.Quad{Predicate: termLikeness, Object: quad.Int(key)}) {
			if err != nil {
				return "", err
			}
			shared[q.Subject.(quad.IRI)]++
			if n++; n == mostSharers {
				break
			}
		}
	}
	ids := sortedKeys(shared)
	slices.SortStableFunc(ids, func(a, b quad.IRI) int { return cmp.Compare(shared[b], shared[a]) })
	for _, id := range ids[:min(len(ids), mostChecked)] {
		a, err := r.article(ctx, id)
		if err != nil {
			return "", err
		}
		text, err := s.Text(a.SHA256)
		alike := false
		switch {
		case errors.Is(err, fs.ErrNotExist): // not kept, or of a snapshot
			alike = shared[id] >= sureSharing
		case err != nil:
			return "", err
		default:
			alike = sketch.Alike(schema.MakeSketch(text))
		}
		if alike {
			return cmp.Or(a.CopyOf, a.ID), nil
		}
	}
	return "", nil
}

// likenessQuads mark an article as a near-copy, if it is one, and say by which keys others
// like it are found.
func likenessQuads(id, original string, sketch *schema.Sketch) []quad.Quad {
	article := quad.IRI(id)
	var quads []quad.Quad
	if original != "" {
		quads = append(quads, quad.Quad{Subject: article, Predicate: termCopyOf, Object: quad.IRI(original), Label: article})
	}
	for _, key := range sketch.Keys() {
		quads = append(quads, quad.Quad{Subject: article, Predicate: termLikeness, Object: quad.Int(key), Label: article})
	}
	return quads
}
