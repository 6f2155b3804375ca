package explorer

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"relata/graph"
)

// shownCorrection is a correction, the one that undid it, and the claim that it is about as
// the graph has it; one that was rejected, as it was read.
type shownCorrection struct {
	graph.Correction
	Undone   bool   `json:"undone"`
	UndoneBy int    `json:"undone_by,omitempty"`
	Claim    *Claim `json:"claim,omitempty"`
}

func corrections(q *request) (any, error) {
	p := q.page()
	x, err := q.state.look(q.Context())
	if err := cmp.Or(q.err, err); err != nil {
		return nil, err
	}
	all := q.state.store.Corrections()
	by := undoneBy(all)
	slices.Reverse(all)
	out := list[shownCorrection]{Items: []shownCorrection{}, Total: len(all)}
	items, next := pageOf(all, p)
	out.Next = next
	about, err := q.claimsAbout(x, items)
	for _, c := range items {
		shown := shownCorrection{Correction: c, Undone: by[c.N] > 0, UndoneBy: by[c.N]}
		if claim, ok := about[c.A]; ok {
			shown.Claim = &claim
		}
		out.Items = append(out.Items, shown)
	}
	return out, err
}

// undoneBy gives for the number of each correction that was undone that of the one that did
// it. An undo that was undone itself does nothing.
func undoneBy(all []graph.Correction) map[int]int {
	by := map[int]int{}
	for _, c := range slices.Backward(all) {
		if n, err := strconv.Atoi(c.A); c.Action == graph.Undo && err == nil && by[c.N] == 0 {
			by[n] = c.N
		}
	}
	return by
}

// claimsAbout reads the claims that corrections are about, by id. One of which nothing is
// kept any more is missing.
func (q *request) claimsAbout(x *index, list []graph.Correction) (map[string]Claim, error) {
	var ids []string
	for _, c := range list {
		if strings.HasPrefix(c.A, "claim/") {
			ids = append(ids, c.A)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	there, err := q.read(x, ids)
	if err != nil {
		return nil, err
	}
	out := map[string]Claim{}
	for _, c := range there {
		out[c.ID] = c
	}
	gone, err := q.state.store.FirstRead(q.Context(), slices.DeleteFunc(ids, func(id string) bool { return out[id].ID != "" }))
	if err != nil {
		return nil, err
	}
	for id, c := range gone {
		a, _, err := q.state.store.Article(q.Context(), c.Article)
		if err != nil {
			return nil, err
		}
		out[id] = q.wireClaim(c, wireArticle(c.Article, a))
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
