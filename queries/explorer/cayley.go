package explorer

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/json"
	"github.com/cayleygraph/quad/nquads"

	"relata/queries"
)

// Cayley's own paths, for its clients: the same shapes and limits.

const cayleyLimit = 100

type cayleyError struct {
	Error string `json:"error"`
}

type cayleyResult struct {
	Result []any `json:"result"` // null if there is none, as Cayley has it
}

func cayleyQuery(q *request) (any, error) {
	refuse := func(format string, args ...any) (any, error) {
		return nil, q.json(http.StatusBadRequest, cayleyError{fmt.Sprintf(format, args...)})
	}
	v2 := strings.HasPrefix(q.URL.Path, "/api/v2/")
	text := ""
	if v2 {
		switch lang := q.text("lang"); lang {
		case "gizmo":
		case "":
			return refuse("query language not specified")
		default:
			return refuse("unknown query language")
		}
	}
	if q.Method == http.MethodGet || q.Method == http.MethodHead {
		text = q.text("qu")
	} else {
		var err error
		if text, err = q.bodyText(); err != nil {
			return nil, err
		}
	}
	if text == "" {
		return refuse("query is empty")
	}
	limit := q.int("limit", cayleyLimit, -1, 1<<31-1)
	if q.err != nil {
		return nil, q.err
	}
	var out cayleyResult
	for row, err := range queries.Run(q.Context(), q.state.store.QuadStore(), text, q.server.options(cmp.Or(limit, cayleyLimit), 0)) {
		if errors.Is(err, queries.ErrLimit) {
			break
		}
		if err != nil {
			return refuse("%v", err)
		}
		if len(row.Cells) == 1 && row.Cells[0].Tag == "" {
			out.Result = append(out.Result, native(row.Cells[0].Value))
			continue
		}
		obj := map[string]any{}
		for _, c := range row.Cells {
			obj[c.Tag] = native(c.Value)
		}
		out.Result = append(out.Result, obj)
	}
	return out, nil
}

type cayleyFormat struct {
	ID    string   `json:"id"`
	Write bool     `json:"write,omitempty"`
	Ext   []string `json:"ext,omitempty"`
	Mime  []string `json:"mime,omitempty"`
}

// cayleyWriters are the formats of read.
var cayleyWriters = []cayleyFormat{
	{ID: "nquads", Write: true, Ext: []string{".nq", ".nt"}, Mime: []string{"application/n-quads", "application/n-triples"}},
	{ID: "json", Write: true, Ext: []string{".json"}, Mime: []string{"application/json"}},
}

func cayleyFormats(*request) (any, error) { return cayleyWriters, nil }

func cayleyRead(q *request) (any, error) {
	format := q.oneOf("format", "", "nquads", "json")
	if format == "" {
		format = "nquads"
		if strings.HasPrefix(q.Header.Get("Accept"), "application/json") {
			format = "json"
		}
	}
	values := func(name string) []quad.Value {
		text := q.text(name)
		if text == "" {
			return nil
		}
		var out []quad.Value
		for v := range strings.SplitSeq(text, ",") {
			if val := quad.StringToValue(v); val != nil {
				out = append(out, val)
			}
		}
		return out
	}
	pattern := shape.FilterQuads(values("sub"), values("pred"), values("obj"), values("label"))
	if q.err != nil {
		return nil, q.err
	}
	ctx, qs := q.Context(), q.state.store.QuadStore()
	it := shape.BuildIterator(ctx, qs, pattern).Iterate()
	defer it.Close()
	out := q.patient()
	var to quad.WriteCloser
	if format == "json" {
		q.w.Header().Set("Content-Type", "application/json")
		to = json.NewWriter(out)
	} else {
		q.w.Header().Set("Content-Type", "application/n-quads")
		to = nquads.NewWriter(out)
	}
	for it.Next(ctx) {
		q, err := qs.Quad(it.Result())
		if err == nil {
			_, err = to.WriteQuads([]quad.Quad{q})
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, errors.Join(it.Err(), ctx.Err(), to.Close())
}

func refuseWrite(*request) (any, error) {
	return nil, problemf(http.StatusForbidden, "the graph is read-only here: relata load and relata import write it")
}
