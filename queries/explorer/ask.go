package explorer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/cayleygraph/quad"

	"relata/graph"
	"relata/queries"
	"relata/schema"
)

type shownQuestion struct {
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Args        []shownArg `json:"args"`
}

type shownArg struct {
	Name        string          `json:"name"`
	Type        queries.ArgType `json:"type"`
	Default     string          `json:"default"`
	Required    bool            `json:"required"`
	Description string          `json:"description"`
}

func questions(q *request) (any, error) {
	out := list[shownQuestion]{Items: []shownQuestion{}, Total: len(q.server.questions)}
	for _, question := range q.server.questions {
		s := shownQuestion{question.Name, question.Title, question.Description, []shownArg{}}
		for _, a := range question.Args {
			s.Args = append(s.Args, shownArg{a.Name, a.Type, a.Default, !a.Optional, a.Help})
		}
		out.Items = append(out.Items, s)
	}
	return out, nil
}

// answerRows is the answer to a saved question.
type answerRows struct {
	Columns []string          `json:"columns"`
	Rows    []map[string]cell `json:"rows"`
	Cut     bool              `json:"cut"` // there were more
}

// cell is a node, or a value.
type cell struct {
	node  *cellNode
	value any
}

type cellNode struct {
	ID   string            `json:"id"`
	Name string            `json:"name"`
	Type schema.EntityType `json:"type"`
}

// MarshalJSON gives {"id", "name", "type"} or {"value"}.
func (c cell) MarshalJSON() ([]byte, error) {
	if c.node != nil {
		return marshal(c.node)
	}
	return marshal(struct {
		Value any `json:"value"`
	}{c.value})
}

func ask(q *request) (any, error) {
	question, err := queries.Find(q.server.questions, q.path("name"))
	if err != nil {
		return nil, err
	}
	limit := q.int("limit", maxLimit, 1, q.server.opt.Limits.Rows)
	args := map[string]string{}
	for name := range q.values {
		isArg := slices.ContainsFunc(question.Args, func(a queries.Arg) bool { return a.Name == name })
		if name == "limit" && !isArg {
			continue
		}
		args[name] = q.text(name)
	}
	x, err := q.state.look(q.Context())
	if q.err != nil || err != nil {
		return nil, err
	}
	if _, err := question.Bind(args); err != nil {
		p := problemf(http.StatusBadRequest, "%v", err)
		if unknown := (*queries.UnknownName)(nil); errors.As(err, &unknown) {
			p.Near = unknown.Nearest
		}
		return nil, p
	}
	out := answerRows{Columns: []string{}, Rows: []map[string]cell{}}
	for row, err := range queries.Ask(q.Context(), q.state.store.QuadStore(), question, args, q.server.options(limit, 0)) {
		if errors.Is(err, queries.ErrLimit) {
			out.Cut = true
			break
		}
		if err != nil {
			return nil, err
		}
		cells := map[string]cell{}
		for _, c := range row.Cells {
			tag := cmp.Or(c.Tag, "value")
			if !slices.Contains(out.Columns, tag) {
				out.Columns = append(out.Columns, tag)
			}
			cells[tag] = x.cell(c.Value)
		}
		out.Rows = append(out.Rows, cells)
	}
	return out, nil
}

func (x *index) cell(v quad.Value) cell {
	id, ok := v.(quad.IRI)
	if !ok {
		return cell{value: native(v)}
	}
	n := &cellNode{ID: string(id), Name: string(id)}
	if e := x.entity(string(id)); e != nil {
		n.Name, n.Type = cmp.Or(e.Name, n.ID), e.Type
	}
	return cell{node: n}
}

// options bounds a query; no limit or time is the server's.
func (s *Server) options(limit int, timeout time.Duration) queries.Options {
	l := s.opt.Limits
	if timeout <= 0 || timeout > l.QueryTime {
		timeout = l.QueryTime
	}
	if limit <= 0 || limit > l.Rows {
		limit = l.Rows
	}
	return queries.Options{Limit: limit, Timeout: timeout, Memory: l.QueryMemory}
}

// queryBody is what query is asked with.
type queryBody struct {
	Gizmo   string `json:"gizmo"`
	Limit   int    `json:"limit"`
	Timeout string `json:"timeout"`
}

const (
	queryLimit = 1000
	queryTime  = 10 * time.Second
)

// queryEnd is the last line of an answer.
type queryEnd struct {
	Done bool `json:"done"`
	Rows int  `json:"rows"`
	Cut  bool `json:"cut"`
}

type queryFault struct {
	Message string `json:"message"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Source  string `json:"source,omitempty"`
}

func faultOf(err error) queryFault {
	var bad *queries.Error
	if errors.As(err, &bad) {
		return queryFault{bad.Message, bad.Line, bad.Column, bad.Source}
	}
	return queryFault{Message: err.Error()}
}

func gizmo(q *request) (any, error) {
	var body queryBody
	if err := q.body(&body); err != nil {
		return nil, err
	}
	timeout := queryTime
	if body.Timeout != "" {
		var err error
		if timeout, err = time.ParseDuration(body.Timeout); err != nil || timeout <= 0 {
			return nil, problemf(http.StatusBadRequest, "timeout %s is no duration such as 10s", strconv.Quote(cut(body.Timeout)))
		}
	}
	if body.Limit < 0 {
		return nil, problemf(http.StatusBadRequest, "limit %d is less than 0", body.Limit)
	}
	if body.Gizmo == "" {
		return nil, problemf(http.StatusBadRequest, "the query is empty")
	}
	opt := q.server.options(cmp.Or(body.Limit, queryLimit), timeout)
	out := newLines(q)
	q.w.Header().Set("Content-Type", "application/x-ndjson")
	end := queryEnd{Done: true}
	for row, err := range queries.Run(q.Context(), q.state.store.QuadStore(), body.Gizmo, opt) {
		switch {
		case errors.Is(err, queries.ErrLimit):
			end.Cut = true
		case err != nil:
			return nil, out.last(struct {
				Error queryFault `json:"error"`
			}{faultOf(err)})
		default:
			line, err := row.MarshalJSON()
			if err == nil {
				err = out.line(line)
			}
			if err != nil {
				return nil, err
			}
			end.Rows++
		}
	}
	return nil, out.last(end)
}

// lines writes lines that should come soon: it flushes when some time has passed, and cuts
// clients that don't take them.
type lines struct {
	w       http.ResponseWriter
	rc      *http.ResponseController
	buf     bytes.Buffer
	flushed time.Time
	// patience is how long a client may take for what is flushed.
	patience time.Duration
}

const (
	flushBytes = 32 << 10
	flushTime  = 100 * time.Millisecond
)

func newLines(q *request) *lines {
	return &lines{w: q.w, rc: http.NewResponseController(q.w), patience: q.server.opt.Limits.Write, flushed: time.Now()}
}

func (l *lines) line(data []byte) error {
	l.buf.Write(data)
	l.buf.WriteByte('\n')
	if l.buf.Len() < flushBytes && time.Since(l.flushed) < flushTime {
		return nil
	}
	return l.flush()
}

func (l *lines) flush() error {
	_ = l.rc.SetWriteDeadline(time.Now().Add(l.patience)) // not every writer of tests has one
	if _, err := l.w.Write(l.buf.Bytes()); err != nil {
		return err
	}
	l.buf.Reset()
	l.flushed = time.Now()
	if err := l.rc.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

func (l *lines) last(v any) error {
	data, err := marshal(v)
	if err != nil {
		return err
	}
	l.buf.Write(data)
	l.buf.WriteByte('\n')
	return l.flush()
}

// completer proposes words of Gizmo. One question at a time: it reads the store's names
// the first time.
type completer struct {
	mu   sync.Mutex
	repl queries.REPL
}

func newCompleter(store *graph.Store, questions []queries.Question) *completer {
	return &completer{repl: queries.REPL{Store: store, Questions: questions}}
}

type completion struct {
	From  int      `json:"from"` // UTF-16 code units
	Items []string `json:"items"`
}

func complete(q *request) (any, error) {
	text := q.text("text")
	if len(text) > 10_000 {
		q.bad("parameter text is longer than 10000 bytes")
	}
	at := q.int("at", units(text), 0, 1<<20)
	if _, err := q.state.look(q.Context()); q.err != nil || err != nil {
		return nil, err
	}
	words, from := q.state.words().complete(q.Context(), text[:byteOf(text, at)])
	return completion{From: from, Items: words}, nil
}

func (st *state) words() *completer {
	st.mu.RLock()
	defer st.mu.RUnlock()
	return st.completer
}

func (c *completer) complete(ctx context.Context, text string) ([]string, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	words, from := c.repl.Complete(ctx, text)
	return append([]string{}, words...), units(text[:from])
}

// native is a value as Cayley's HTTP writes it: "<Russia>" for an IRI, strings, numbers
// and booleans bare.
func native(v quad.Value) any {
	switch v := v.(type) {
	case nil:
		return nil
	case *queries.Nested:
		return json.RawMessage(v.String())
	case quad.String:
		return string(v)
	}
	out := v.Native()
	if same, ok := out.(quad.Value); ok && same == v {
		return quad.StringOf(v)
	}
	return out
}
