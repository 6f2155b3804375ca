package queries

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
)

// What Options stand for where they don't say.
const (
	DefaultTimeout = 30 * time.Second
	DefaultMemory  = 512 << 20
)

// Options bound a query. The zero value gives every row, DefaultTimeout and DefaultMemory.
type Options struct {
	Limit   int           // rows; 0 is no limit
	Timeout time.Duration // 0 is DefaultTimeout, below 0 is none
	Memory  int64         // bytes that the heap may grow by, for each query that runs at a time; 0 is DefaultMemory, below 0 is no limit

	// Args are handed to the query as the object args. They are data: nothing of them is
	// ever read as code.
	Args map[string]any
	// OnScan is told of a query that looks at much of the graph, every 16384 steps: how many
	// it has taken so far, and how many quads there are. It may look at some more than once,
	// and at most of them never. It is called from another goroutine.
	OnScan func(steps, quads int64)

	// Evidence adds the sentence and the article to the rows that show() gives.
	Evidence bool
}

const (
	maxText = 128 << 10       // bytes of a query
	grace   = 2 * time.Second // for a stopped query to give up
)

// Run answers a Gizmo query on a store, row by row as they are found. It ends with an
// error as the last pair: ErrLimit if there were more rows than the limit, ErrTimeout,
// ErrMemory, ctx's own error, an *Error with the place in the query, or what went wrong in
// the store. Stopping the loop stops the query.
//
// A query whose last statement is a path that no .all() ends is run as if it did, and one
// that gives no rows but has a value, such as g.V().count(), gives that value as its row.
func Run(ctx context.Context, qs graph.QuadStore, text string, opt Options) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		prog, err := compile(text)
		if err != nil {
			yield(Row{}, err)
			return
		}
		if qs == nil {
			yield(Row{}, errors.New("query: the store is closed"))
			return
		}
		run(ctx, qs, prog, text, opt)(yield)
	}
}

// run is Run for a query that was read.
func run(ctx context.Context, qs graph.QuadStore, prog *program, text string, opt Options) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		s := newSession(ctx, qs, text, opt)
		defer s.stop(errStopped)
		go s.run(prog)
		for {
			rows, ok := s.next()
			if !ok {
				break
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
		if err := s.result(); err != nil {
			yield(Row{}, err)
		}
	}
}

// errStopped is the cause of a stop that nobody need hear of.
var errStopped = errors.New("stopped")

// run is the goroutine of the virtual machine. No panic leaves it.
func (s *session) run(prog *program) {
	defer close(s.rows)
	if s.opt.Memory > 0 {
		defer memory.add(s.opt.Memory, func() { s.stop(ErrMemory) })()
	}
	defer func() {
		if x := recover(); x != nil {
			s.err = s.asError(x)
		}
		if err := s.guard.closeAll(); err != nil && s.err == nil {
			s.err = fmt.Errorf("query: close: %w", err)
		}
	}()
	s.err = s.evaluate(prog)
}

// next waits for rows. It gives up on a query that doesn't stop when it is told to.
func (s *session) next() ([]Row, bool) {
	select {
	case rows, ok := <-s.rows:
		return rows, ok
	case <-s.ctx.Done():
	}
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case rows, ok := <-s.rows:
		return rows, ok
	case <-late.C:
		s.abandoned = true
		return nil, false
	}
}

// result is what ended the query.
func (s *session) result() error {
	cause := s.cause()
	switch {
	case errors.Is(cause, errStopped):
		return nil
	case s.abandoned:
		return fmt.Errorf("%w; it doesn't heed the stop and is left behind", cause)
	case cause != nil:
		return cause
	}
	return s.err
}
