package explorer

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"relata/graph"
)

// shownCorrection is a correction, and whether it was undone.
type shownCorrection struct {
	graph.Correction
	Undone bool `json:"undone"`
}

func corrections(q *request) (any, error) {
	p := q.page()
	if q.err != nil {
		return nil, q.err
	}
	inForce := map[int]bool{}
	for _, c := range q.state.store.InForce() {
		inForce[c.N] = true
	}
	all := q.state.store.Corrections()
	slices.Reverse(all)
	out := list[shownCorrection]{Items: []shownCorrection{}, Total: len(all)}
	items, next := pageOf(all, p)
	out.Next = next
	for _, c := range items {
		out.Items = append(out.Items, shownCorrection{c, c.Action != graph.Undo && !inForce[c.N]})
	}
	return out, nil
}

type correctionBody struct {
	Action graph.Action `json:"action"`
	Claim  string       `json:"claim"`
	Why    string       `json:"why"`
	Author string       `json:"author"`
}

// corrected is what a correction did.
type corrected struct {
	Number   int `json:"number"`
	Articles int `json:"articles"` // changed
}

const (
	mostWhy    = 1000 // bytes
	mostAuthor = 100
)

func correct(q *request) (any, error) {
	var body correctionBody
	if err := q.body(&body); err != nil {
		return nil, err
	}
	switch {
	case body.Action != graph.Reject && body.Action != graph.Confirm:
		return nil, problemf(http.StatusBadRequest, "action %s is neither reject nor confirm", strconv.Quote(cut(string(body.Action))))
	case len(body.Why) > mostWhy || len(body.Author) > mostAuthor:
		return nil, problemf(http.StatusBadRequest, "why has at most %d bytes, and author %d", mostWhy, mostAuthor)
	}
	_, known, err := q.hasClaim(body.Claim)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, q.noClaim(body.Claim)
	}
	return q.correction(http.StatusCreated, graph.Correction{Author: body.Author, Action: body.Action, A: body.Claim, Why: body.Why})
}

func (q *request) hasClaim(id string) (*index, bool, error) {
	x, err := q.state.look(q.Context())
	if err != nil {
		return nil, false, err
	}
	found, err := q.state.store.ClaimsOf(q.Context(), []string{id}, x.entity)
	return x, len(found) > 0, err
}

func (q *request) correction(status int, c graph.Correction) (any, error) {
	c.Time = q.server.opt.Now()
	c.Author = cmp.Or(c.Author, q.server.opt.Author, "unknown")
	done, err := q.state.store.Correct(q.Context(), c)
	if err != nil {
		if p := problemOf(err); p.Status != http.StatusInternalServerError {
			return nil, p
		}
		return nil, problemf(http.StatusBadRequest, "%v", err)
	}
	q.server.log.Info("correction", "number", done.N, "action", c.Action, "of", c.A, "author", c.Author, "articles", done.Articles)
	if err := q.server.sync(q.Context(), q.state); err != nil {
		return nil, err
	}
	return nil, q.json(status, corrected{done.N, done.Articles})
}

func undo(q *request) (any, error) {
	n, err := strconv.Atoi(q.path("number"))
	if q.err != nil {
		return nil, q.err
	}
	all := q.state.store.Corrections()
	if err != nil || n < 1 || n > len(all) {
		return nil, problemf(http.StatusNotFound, "no correction %s", strconv.Quote(cut(q.path("number"))))
	}
	return q.correction(http.StatusOK, graph.Correction{Action: graph.Undo, A: strconv.Itoa(n)})
}

// correctedClaims gives for each claim the correction that says whether it is right.
func correctedClaims(store *graph.Store) map[string]graph.Correction {
	out := map[string]graph.Correction{}
	for _, c := range store.InForce() {
		if c.Action == graph.Reject || c.Action == graph.Confirm {
			out[c.A] = c
		}
	}
	return out
}
