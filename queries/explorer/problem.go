package explorer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"

	"relata/graph"
	"relata/queries"
)

// problem is an error as RFC 9457 writes it.
type problem struct {
	Type   string   `json:"type"` // always about:blank: the status says it
	Title  string   `json:"title"`
	Status int      `json:"status"`
	Detail string   `json:"detail"`
	Near   []string `json:"near,omitempty"` // names that are like an unknown one

	Correction int `json:"correction,omitempty"` // that took away what is asked for; undo it by this
}

func (p *problem) Error() string { return p.Detail }

func problemf(status int, format string, args ...any) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: fmt.Sprintf(format, args...)}
}

// problemOf tells what of an error is the caller's to know.
func problemOf(err error) *problem {
	var p *problem
	var unknown *queries.UnknownName
	var bad *queries.Error
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &unknown):
		p := problemf(http.StatusNotFound, "%v", err)
		p.Near = unknown.Nearest
		return p
	case errors.As(err, &big):
		return problemf(http.StatusRequestEntityTooLarge, "the body is longer than %d bytes", big.Limit)
	case errors.As(err, &bad):
		return problemf(http.StatusBadRequest, "%v", err)
	case errors.Is(err, queries.ErrTimeout), errors.Is(err, context.DeadlineExceeded):
		return problemf(http.StatusServiceUnavailable, "it took too long; ask for less")
	case errors.Is(err, queries.ErrMemory):
		return problemf(http.StatusServiceUnavailable, "it needed too much memory; ask for less")
	case errors.Is(err, graph.ErrReadOnly):
		return problemf(http.StatusForbidden, "the graph is read-only here: start the server with --edit")
	case errors.Is(err, graph.ErrClosed):
		return problemf(http.StatusServiceUnavailable, "the graph is being closed")
	}
	return problemf(http.StatusInternalServerError, "%v", err)
}

// bodyProblem is an error of reading a body: it is longer than allowed, or was cut.
func bodyProblem(err error) error {
	if big := (*http.MaxBytesError)(nil); errors.As(err, &big) {
		return err
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return problemf(http.StatusRequestTimeout, "the body did not come in time")
	}
	return problemf(http.StatusBadRequest, "the body could not be read: %v", err)
}

func (p *problem) write(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Del("Content-Disposition")
	switch p.Status {
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		h.Set("Retry-After", "1")
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="relata"`)
	}
	w.WriteHeader(p.Status)
	data, err := marshal(p)
	if err == nil {
		_, _ = w.Write(append(data, '\n')) // the client may be gone
	}
}

// marshal is json.Marshal that leaves "<", ">" and "&" alone.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}
