package queries

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/refs"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/voc"
	"github.com/dop251/goja"
)

// idTag is the name of the node itself in a row.
const idTag = "id"

// session is one run of one query: a virtual machine of its own, on its own goroutine.
type session struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	opt    Options
	text   string
	guard  *guard
	rows   chan []Row
	found  []Row // not handed on yet

	vm        *goja.Runtime
	pathProto *goja.Object
	valProto  *goja.Object
	ns        voc.Namespaces

	terms map[uint64]int     // the columns of claims by the numbers of their predicates, once asked for
	told  map[uint64]telling // the articles that were met

	sent      int          // rows
	finals    bool         // a final method or emit was called
	depth     int          // of native methods that call themselves
	level     int          // of functions of ours inside each other
	thrown    *goja.Object // the last error of ours that the query got, and its cause
	thrownErr error
	err       error
	abandoned bool
}

func newSession(ctx context.Context, qs graph.QuadStore, text string, opt Options) *session {
	if opt.Timeout == 0 {
		opt.Timeout = DefaultTimeout
	}
	if opt.Memory == 0 {
		opt.Memory = DefaultMemory
	}
	s := &session{opt: opt, text: text, guard: newGuard(qs), rows: make(chan []Row, 4)}
	ctx, s.cancel = context.WithCancelCause(ctx)
	if opt.Timeout > 0 {
		timed, done := context.WithTimeoutCause(ctx, opt.Timeout, ErrTimeout)
		context.AfterFunc(timed, done)
		ctx = timed
	}
	s.ctx = ctx
	s.vm = goja.New()
	context.AfterFunc(ctx, s.interrupt)
	if opt.OnScan != nil {
		var total int64 = -1
		s.guard.onScan = func(done int64) {
			if total < 0 {
				st, err := s.guard.Stats(ctx, false)
				if total = st.Quads.Value; err != nil {
					total = 0
				}
			}
			opt.OnScan(done, total)
		}
	}
	return s
}

// stop ends the query for a reason; the first reason stays.
func (s *session) stop(cause error) { s.cancel(cause) }

// interrupt runs once the context is done, whatever ended it.
func (s *session) interrupt() {
	s.guard.stopped.Store(true)
	s.vm.Interrupt(s.cause())
}

// cause is why the query was stopped, nil if it wasn't.
func (s *session) cause() error {
	if s.ctx.Err() == nil {
		return nil
	}
	return context.Cause(s.ctx)
}

func (s *session) asError(x any) error {
	if c := s.cause(); c != nil {
		return c
	}
	if err, ok := x.(error); ok {
		return s.runError(err)
	}
	return fmt.Errorf("query: internal error: %v\n%s", x, debug.Stack())
}

// queryName is the source name of the query's own text.
const queryName = "query"

func (s *session) evaluate(prog *program) error {
	s.vm.SetMaxCallStackSize(maxCalls)
	var random *rand.Rand
	s.vm.SetRandSource(func() float64 {
		if random == nil {
			random = rand.New(rand.NewSource(1)) // the same query gives the same answer
		}
		return random.Float64()
	})
	if err := s.setup(prog); err != nil {
		return err
	}
	v, err := s.vm.RunProgram(prog.Program)
	if c := s.cause(); c != nil {
		return c
	}
	if err != nil {
		return s.runError(err)
	}
	if s.finals || goja.IsUndefined(v) || goja.IsNull(v) {
		return nil
	}
	if p, ok := pathOf(v); ok {
		return s.final(func() error { return s.send(p, -1) })
	}
	if _, isFunc := goja.AssertFunction(v); isFunc {
		return nil // defined and not called
	}
	return s.final(func() error { return s.emit(v) })
}

// final runs the last step of a query, outside of any call of the virtual machine.
func (s *session) final(f func() error) error {
	var err error
	if ex := s.vm.Try(func() { err = f() }); ex != nil {
		err = ex
	}
	switch c := s.cause(); {
	case c != nil:
		return c
	case err == nil:
		return nil
	}
	var ex *goja.Exception
	if errors.As(err, &ex) {
		return s.runError(ex)
	}
	return &Error{Message: err.Error(), Err: err}
}

// safely runs what may panic in Cayley's packages.
func (s *session) safely(f func() error) (err error) {
	defer func() {
		switch x := recover().(type) {
		case nil:
		case stopWalk:
			err = s.cause()
		case error:
			err = fmt.Errorf("the query can't be run: %w", x)
		default:
			err = fmt.Errorf("the query can't be run: %v", x)
		}
		if c := s.cause(); c != nil {
			err = c
		}
	}()
	return f()
}

// walk gives the tags of every result of a path, with the node itself under idTag, in a map
// that the next result overwrites. Without paths each node comes once for each way of the
// main iterator, and other ways to it are left out. A negative limit is none.
func (s *session) walk(p *pathObject, paths bool, limit int, f func(tags map[string]refs.Ref) error) error {
	return s.safely(func() (err error) {
		it := iterator.Tag(s.guard.build(s.ctx, p.path.Shape()), idTag)
		it, _ = it.Optimize(s.ctx)
		scan := it.Iterate()
		defer func() {
			if e := scan.Close(); err == nil {
				err = e
			}
		}()
		tags := map[string]refs.Ref{}
		give := func() error {
			s.guard.step()
			clear(tags)
			scan.TagResults(tags)
			return f(tags)
		}
		for n := 0; (limit < 0 || n < limit) && scan.Next(s.ctx); {
			if err := give(); err != nil {
				return err
			}
			n++
			for paths && (limit < 0 || n < limit) && scan.NextPath(s.ctx) {
				if err := give(); err != nil {
					return err
				}
				n++
			}
		}
		return scan.Err()
	})
}

const maxBatch = 128

// walkRows is walk with values for nodes. They are looked up in batches, which start small
// so that the first rows come soon. The rows of a batch are the callee's to keep.
func (s *session) walkRows(p *pathObject, paths bool, limit int, f func([]Row) error) error {
	var found batch
	size := 1
	flush := func() error {
		rows, err := s.name(&found)
		found.clear()
		size = min(2*size, maxBatch)
		if len(rows) > 0 {
			if err := f(rows); err != nil {
				return err
			}
		}
		if err == nil {
			err = s.push()
		}
		return err
	}
	err := s.walk(p, paths, limit, func(tags map[string]refs.Ref) error {
		if found.add(tags); len(found.rows) < size {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return s.safely(flush)
}

// batch holds results that have no values yet: the nodes of all of them in one list, for a
// map or a list for each would cost more than the walk.
type batch struct {
	rows  [][]string // the tags of each, in their order
	nodes []refs.Ref // of each tag of each
}

func (b *batch) clear() {
	b.rows = b.rows[:0]
	clear(b.nodes)
	b.nodes = b.nodes[:0]
}

func (b *batch) add(tags map[string]refs.Ref) {
	from := len(b.nodes)
	if n := len(b.rows); n > 0 { // mostly all have the same
		names := b.rows[n-1]
		for _, tag := range names {
			r, ok := tags[tag]
			if !ok {
				break
			}
			b.nodes = append(b.nodes, r)
		}
		if len(b.nodes)-from == len(tags) && len(names) == len(tags) {
			b.rows = append(b.rows, names)
			return
		}
		b.nodes = b.nodes[:from]
	}
	names := slices.SortedFunc(maps.Keys(tags), compareTags)
	for _, tag := range names {
		b.nodes = append(b.nodes, tags[tag])
	}
	b.rows = append(b.rows, names)
}

// name makes rows of results. A tag without a value has no cell.
func (s *session) name(b *batch) ([]Row, error) {
	if len(b.rows) == 0 {
		return nil, nil
	}
	vals, err := s.guard.namesOf(s.ctx, b.nodes) // of each cell: the store knows those that it gave before
	if err != nil {
		return nil, fmt.Errorf("names of nodes: %w", err)
	}
	rows := make([]Row, len(b.rows))
	cells := make([]Cell, 0, len(b.nodes))
	for i, names := range b.rows {
		from := len(cells)
		for k, tag := range names {
			if v := vals[k]; v != nil {
				cells = append(cells, Cell{tag, v})
			}
		}
		rows[i].Cells, vals = cells[from:len(cells):len(cells)], vals[len(names):]
	}
	return rows, nil
}

// compareTags puts the node itself first, then tags by name.
func compareTags(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == idTag:
		return -1
	case b == idTag:
		return 1
	}
	return strings.Compare(a, b)
}

// send gives out the rows of a path.
func (s *session) send(p *pathObject, limit int) error {
	s.finals = true
	return s.walkRows(p, true, limit, s.giveAll)
}

// giveAll is give for rows that nobody else keeps.
func (s *session) giveAll(rows []Row) error {
	if len(s.found) == 0 && (s.opt.Limit <= 0 || s.sent+len(rows) <= s.opt.Limit) {
		s.sent += len(rows)
		s.found = rows
		return nil
	}
	for _, row := range rows {
		if err := s.give(row); err != nil {
			return err
		}
	}
	return nil
}

// give keeps a row for the caller until push, or hands it on with many others: rows one by
// one would cost a switch of goroutines each.
func (s *session) give(row Row) error {
	if s.opt.Limit > 0 && s.sent == s.opt.Limit {
		if err := s.push(); err != nil {
			return err
		}
		s.stop(ErrLimit)
		return ErrLimit
	}
	s.sent++
	if s.found = append(s.found, row); len(s.found) < maxBatch {
		return nil
	}
	return s.push()
}

// push hands the rows found to the caller.
func (s *session) push() error {
	if len(s.found) == 0 {
		return nil
	}
	select {
	case s.rows <- s.found:
		s.found = nil
		return nil
	case <-s.ctx.Done():
		return s.cause()
	}
}

// emit gives out a value of the query as a row.
func (s *session) emit(v goja.Value) error {
	s.finals = true
	q, err := s.convert(v)
	if err != nil {
		return err
	}
	row := Row{Cells: []Cell{{Value: q}}}
	if n, ok := q.(*Nested); ok && n.IsObject() {
		row.Cells = n.Object
	}
	if err := s.give(row); err != nil {
		return err
	}
	return s.push()
}

// count counts what send would give out.
func (s *session) count(p *pathObject) (int64, error) {
	n := int64(0)
	err := s.walk(p, true, -1, func(map[string]refs.Ref) error {
		n++
		return nil
	})
	return n, err
}

// first gives the first result, and whether there is one.
func (s *session) first(p *pathObject) (Row, bool, error) {
	var row Row
	found := false
	err := s.walkRows(p, false, 1, func(rows []Row) error {
		row, found = rows[0], true
		return nil
	})
	return row, found, err
}

var _ quad.Value = (*Nested)(nil)
