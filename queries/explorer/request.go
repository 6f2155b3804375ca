package explorer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"relata/queries"
	"relata/schema"
)

// request is a request under way. Its methods read parameters; the first that is wrong
// stays in err.
type request struct {
	*http.Request
	w      http.ResponseWriter
	server *Server
	state  *state
	// release lets the state go before the end of the request, as one that lasts should.
	release func()
	route   *route
	values  url.Values
	err     error
}

const (
	defaultLimit = 50
	maxLimit     = 500
	maxIDs       = 500  // in an address
	mostIDs      = 5000 // in a body: as many as a page shows
	maxEdges     = 20_000
	maxParameter = 64 << 10 // bytes
)

func (q *request) fail(status int, format string, args ...any) {
	if q.err == nil {
		q.err = problemf(status, format, args...)
	}
}

func (q *request) bad(format string, args ...any) { q.fail(http.StatusBadRequest, format, args...) }

// parse reads the query and refuses parameters that the route doesn't list.
func (q *request) parse() error {
	values, err := url.ParseQuery(q.URL.RawQuery)
	if err != nil {
		return problemf(http.StatusBadRequest, "the query of the address can't be read: %v", err)
	}
	q.values = values
	delete(values, tokenParameter)
	for name, list := range values {
		if !q.route.any && !slices.Contains(q.route.params, name) {
			p := problemf(http.StatusBadRequest, "unknown parameter %s; there are: %s", strconv.Quote(cut(name)), strings.Join(q.route.params, ", "))
			p.Near = queries.Nearest(name, slices.Values(q.route.params))
			return p
		}
		for _, v := range list {
			if len(v) > maxParameter {
				return problemf(http.StatusBadRequest, "parameter %s is longer than %d bytes", cut(name), maxParameter)
			}
			if strings.ToValidUTF8(v, "") != v || strings.ContainsRune(v, 0) {
				return problemf(http.StatusBadRequest, "parameter %s is not UTF-8 text", cut(name))
			}
		}
	}
	return nil
}

// cut keeps what a caller sent at a length that can be shown.
func cut(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// list gives all values of a parameter; those that are empty are left out.
func (q *request) list(name string) []string {
	if !q.route.any && !slices.Contains(q.route.params, name) {
		panic("parameter " + name + " isn't listed for " + q.route.pattern)
	}
	return slices.DeleteFunc(slices.Clone(q.values[name]), func(v string) bool { return v == "" })
}

func (q *request) text(name string) string {
	vs := q.list(name)
	if len(vs) > 1 {
		q.bad("parameter %s stands there %d times", name, len(vs))
	}
	if len(vs) == 0 {
		return ""
	}
	return vs[0]
}

func (q *request) need(name string) string {
	v := q.text(name)
	if v == "" {
		q.bad("parameter %s is missing", name)
	}
	return v
}

func (q *request) int(name string, or, least, most int) int {
	v := q.text(name)
	if v == "" {
		return or
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		q.bad("parameter %s: %s is no number from %d to %d", name, strconv.Quote(cut(v)), least, most)
		return or
	}
	return n
}

func (q *request) oneOf(name string, allowed ...string) string {
	v := q.text(name)
	if v == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, v) {
		q.bad("parameter %s: %s is none of %s", name, strconv.Quote(cut(v)), strings.Join(allowed, ", "))
	}
	return v
}

func (q *request) types(name string) []schema.EntityType {
	var out []schema.EntityType
	for _, v := range q.list(name) {
		t := schema.EntityType(v)
		if !slices.Contains(schema.EntityTypes, t) {
			q.bad("parameter %s: %s is none of %v", name, strconv.Quote(cut(v)), schema.EntityTypes)
		}
		out = append(out, t)
	}
	return out
}

// path gives a part of the path.
func (q *request) path(name string) string {
	v := q.PathValue(name)
	if v == "" || len(v) > maxParameter || strings.ToValidUTF8(v, "") != v || strings.ContainsRune(v, 0) {
		q.bad("the path has no %s that is text", name)
	}
	return v
}

// page is the part of a list that is asked for.
type page struct{ from, limit int }

func (q *request) page() page {
	p := page{limit: q.int("limit", defaultLimit, 1, maxLimit)}
	p.from = q.int("cursor", 0, 0, 1<<31-1)
	return p
}

// pageOf cuts a page out of a list, and gives the cursor of the next, empty at the end.
func pageOf[T any](all []T, p page) ([]T, string) {
	from := min(p.from, len(all))
	to := min(from+p.limit, len(all))
	next := ""
	if to < len(all) {
		next = strconv.Itoa(to)
	}
	return all[from:to], next
}

// filter is what the parameters that choose claims say.
type filter struct {
	predicates  []string
	types       []schema.EntityType
	statuses    []schema.Status
	sources     []string
	minArticles int
	since       string
	until       string
	period      schema.When
	article     string
}

var filterParams = []string{"predicate", "type", "status", "source", "min-articles", "since", "until", "article"}

var defaultStatuses = []schema.Status{schema.Actual, schema.Planned, schema.Possible}

func (q *request) filter() filter {
	f := filter{predicates: q.list("predicate"), types: q.types("type"), statuses: q.statuses(),
		minArticles: q.int("min-articles", 1, 1, 1<<31-1), article: q.text("article")}
	if slices.Contains(q.route.params, "source") {
		f.sources = q.list("source")
	}
	f.since, f.until, f.period = q.period()
	return f
}

func (q *request) statuses() []schema.Status {
	var out []schema.Status
	for _, v := range q.list("status") {
		s := schema.Status(v)
		if !slices.Contains(schema.Statuses, s) {
			q.bad("parameter status: %s is none of %v", strconv.Quote(cut(v)), schema.Statuses)
			return defaultStatuses
		}
		out = append(out, s)
	}
	if out == nil {
		return defaultStatuses
	}
	return out
}

func (q *request) period() (since, until string, period schema.When) {
	since, until = q.text("since"), q.text("until")
	for _, side := range []struct {
		name, text string
		set        func(schema.When)
	}{
		{"since", since, func(w schema.When) { period.Start = w.Start }},
		{"until", until, func(w schema.When) { period.End = w.End }},
	} {
		if side.text == "" {
			continue
		}
		w, err := schema.ParseWhen(side.text)
		if err != nil {
			q.bad("parameter %s: %v", side.name, err)
			continue
		}
		period.Precision = schema.Interval
		side.set(w)
	}
	return since, until, period
}

// ids reads the parameter id, or the ids of a body.
func (q *request) ids() []string {
	ids := q.list("id")
	if len(ids) > maxIDs {
		q.bad("%d ids; %d are the most", len(ids), maxIDs)
	}
	return ids
}

// body reads a JSON body.
func (q *request) body(v any) error {
	dec := json.NewDecoder(q.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return problemf(http.StatusBadRequest, "the body is not the JSON that is asked for: %s", cut(err.Error()))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return problemf(http.StatusBadRequest, "the body goes on after its JSON")
	}
	return nil
}

// bodyText reads a body as text.
func (q *request) bodyText() (string, error) {
	data, err := io.ReadAll(q.Body)
	if err != nil {
		return "", err
	}
	if !bytes.Equal(bytes.ToValidUTF8(data, nil), data) {
		return "", problemf(http.StatusBadRequest, "the body is not UTF-8")
	}
	return string(data), nil
}

// wait waits for a place among those that a limit allows.
func wait(ctx context.Context, places chan struct{}) (leave func(), ok bool) {
	leave = func() { <-places }
	select {
	case places <- struct{}{}:
		return leave, true
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case places <- struct{}{}:
		return leave, true
	case <-ctx.Done():
		return nil, false
	}
}
