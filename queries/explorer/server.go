package explorer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"relata/graph"
	"relata/queries"
)

// Options of a server. Store is needed; the zero value of the rest is a server that only
// reads, for the machine that it runs on.
type Options struct {
	Store *graph.Store
	// Reopen gives the store again if others changed it, and nil if not. It is asked now
	// and then; the server closes the stores that it was given so. May be nil.
	Reopen func(context.Context) (*graph.Store, error)
	Edit   bool   // take corrections
	Author string // of corrections that name none; "unknown" if empty
	// Token is asked of every request for data; none is if it is empty.
	Token string
	// Hosts are names under which the server is known beside localhost and addresses.
	Hosts   []string
	Library []queries.Question // saved questions; nil for those that relata comes with
	Version string             // of the program, told in stats
	Log     *slog.Logger       // nil for none
	Now     func() time.Time   // of corrections; nil is time.Now
	Limits  Limits
}

// Limits of a server. What is 0 is as the comments say.
type Limits struct {
	QueryTime   time.Duration // of a query, question, path or dossier: 30 s
	QueryMemory int64         // bytes that the heap may grow by meanwhile: 512 MB
	Rows        int           // of a query: 100,000
	Body        int64         // bytes: 1 MB
	Queries     int           // at once: 4 a processor; the next wait 2 s, then get 429
	Requests    int           // at once: 256; the next wait 2 s, then get 503
	Listeners   int           // to events at once: 64
	Write       time.Duration // for a client to take what it asked for, or a part of it: 30 s
}

func (l Limits) withDefaults() Limits {
	l.QueryTime = cmp.Or(l.QueryTime, queries.DefaultTimeout)
	l.QueryMemory = cmp.Or(l.QueryMemory, int64(queries.DefaultMemory))
	l.Rows = cmp.Or(l.Rows, 100_000)
	l.Body = cmp.Or(l.Body, 1<<20)
	l.Queries = cmp.Or(l.Queries, 4*runtime.GOMAXPROCS(0))
	l.Requests = cmp.Or(l.Requests, 256)
	l.Listeners = cmp.Or(l.Listeners, 64)
	l.Write = cmp.Or(l.Write, 30*time.Second)
	return l
}

const (
	patience    = 2 * time.Second        // for a place among requests
	lightTime   = 10 * time.Second       // for a request that is no query
	exportTime  = 5 * time.Minute        // for a whole graph
	beat        = 500 * time.Millisecond // between looks whether the store changed
	reopenBeat  = 2 * time.Second        // the same of other processes
	reopenShare = 5
)

// Server answers requests. It is an http.Handler.
type Server struct {
	opt       Options
	log       *slog.Logger
	mux       *http.ServeMux
	questions []queries.Question
	requests  chan struct{} // places
	heavy     chan struct{}
	listeners chan struct{}
	metrics   *meter
	page      *bundle
	done      context.Context
	stop      context.CancelFunc
	beating   sync.WaitGroup
	hub       hub
	dossiers  cache

	mu    sync.Mutex // guards current
	state *state     // nil once closed
}

// state is a store and what was made of it. A store that was replaced is closed when the
// last request that reads it is done.
type state struct {
	store *graph.Store
	owned bool // ours to close
	users sync.WaitGroup

	sync  sync.Mutex // one refresh at a time
	ready chan struct{}

	mu        sync.RWMutex // guards what follows
	index     *index
	err       error // of making it
	corrected map[string]graph.Correction
	completer *completer
}

// weight says what a route needs a place for.
type weight int

const (
	light  weight = iota // a look at the index, or a few claims
	heavy                // may take as long as a query
	bulk                 // may take as long as an export
	stream               // lasts as long as the client wants
)

// route is a path of the API.
type route struct {
	pattern string // as http.ServeMux reads it
	handle  func(*request) (any, error)
	weight  weight
	params  []string // that it takes; others are refused
	any     bool     // takes others
	open    bool     // needs no token
	writes  bool     // needs Edit
	plain   bool     // a body of any type
}

// routes is the whole API. openapi.yaml describes it, and a test holds the two together.
var routes = []route{
	{pattern: "GET /api/v1/stats", handle: stats},
	{pattern: "GET /api/v1/top", handle: top, params: with(paged, []string{"type"})},
	{pattern: "GET /api/v1/search", handle: search, params: with(paged, []string{"q", "type"})},
	{pattern: "GET /api/v1/entity/{id...}", handle: entity, weight: heavy, params: []string{"all"}},
	{pattern: "GET /api/v1/neighbours/{id...}", handle: neighbours, params: with(paged, filterParams)},
	{pattern: "GET /api/v1/between", handle: between, params: with([]string{"id"}, filterParams)},
	{pattern: "POST /api/v1/between", handle: between, params: filterParams},
	{pattern: "GET /api/v1/claims", handle: claims, params: with(paged, []string{"subject", "object", "a", "b"}, filterParams)},
	{pattern: "GET /api/v1/claims/{id...}", handle: oneClaim},
	{pattern: "GET /api/v1/evidence/{id...}", handle: evidence},
	{pattern: "GET /api/v1/path", handle: paths, weight: heavy, params: []string{"a", "b", "k", "max-length", "without", "without-type"}},
	{pattern: "GET /api/v1/timeline", handle: timeline, weight: heavy, params: with(paged, []string{"a", "b", "since", "until"})},
	{pattern: "GET /api/v1/histogram", handle: histogram, params: with([]string{"id", "bins"}, filterParams)},
	{pattern: "GET /api/v1/ask", handle: questions},
	{pattern: "GET /api/v1/ask/{name}", handle: ask, weight: heavy, params: []string{"limit"}, any: true},
	{pattern: "POST /api/v1/query", handle: gizmo, weight: heavy},
	{pattern: "GET /api/v1/complete", handle: complete, params: []string{"text", "at"}},
	{pattern: "GET /api/v1/export", handle: export, weight: bulk, params: with([]string{"format", "title", "id"}, without(filterParams, "source"))},
	{pattern: "GET /api/v1/corrections", handle: corrections, weight: heavy, params: paged},
	{pattern: "POST /api/v1/corrections", handle: correct, writes: true},
	{pattern: "DELETE /api/v1/corrections/{number}", handle: undo, writes: true},
	{pattern: "GET /api/v1/events", handle: events, weight: stream},
	{pattern: "GET /api/v1/openapi.yaml", handle: describe},

	{pattern: "POST /api/v1/query/gizmo", handle: cayleyQuery, weight: heavy, params: []string{"limit"}, plain: true},
	{pattern: "GET /api/v2/query", handle: cayleyQuery, weight: heavy, params: []string{"lang", "qu", "limit"}},
	{pattern: "POST /api/v2/query", handle: cayleyQuery, weight: heavy, params: []string{"lang", "limit"}, plain: true},
	{pattern: "GET /api/v2/read", handle: cayleyRead, weight: bulk, params: readParams},
	{pattern: "POST /api/v2/read", handle: cayleyRead, weight: bulk, params: readParams, plain: true},
	{pattern: "GET /api/v2/formats", handle: cayleyFormats},
	{pattern: "POST /api/v2/write", handle: refuseWrite, any: true, plain: true},
	{pattern: "POST /api/v2/delete", handle: refuseWrite, any: true, plain: true},
	{pattern: "POST /api/v2/node/delete", handle: refuseWrite, any: true, plain: true},

	{pattern: "GET /healthz", handle: healthz, open: true},
	{pattern: "GET /metrics", handle: showMetrics},
}

var (
	paged      = []string{"limit", "cursor"}
	readParams = []string{"sub", "pred", "obj", "label", "format", "iri"}
)

func with(lists ...[]string) []string { return slices.Concat(lists...) }

func without(list []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == name })
}

// New makes a server and begins to read the graph.
func New(opt Options) (*Server, error) {
	if opt.Store == nil {
		return nil, errors.New("explorer: a server needs a store")
	}
	opt.Limits = opt.Limits.withDefaults()
	s := &Server{
		opt: opt, log: opt.Log, mux: http.NewServeMux(), questions: opt.Library, metrics: newMeter(),
		requests:  make(chan struct{}, opt.Limits.Requests),
		heavy:     make(chan struct{}, opt.Limits.Queries),
		listeners: make(chan struct{}, opt.Limits.Listeners),
	}
	if s.opt.Now == nil {
		s.opt.Now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if s.questions == nil {
		if s.questions, err = queries.Library(); err != nil {
			return nil, err
		}
	}
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	if s.page, err = openBundle(files); err != nil {
		return nil, err
	}
	s.page.welcome = s.welcome
	for i := range routes {
		s.mux.Handle(routes[i].pattern, s.serve(&routes[i]))
	}
	s.mux.HandleFunc("/api/", s.unknownPath)
	s.mux.Handle("/", s.page)
	s.done, s.stop = context.WithCancel(context.Background())
	s.state = s.newState(opt.Store, false)
	s.beating.Go(s.watch)
	return s, nil
}

// newState begins to make the index of a store.
func (s *Server) newState(store *graph.Store, owned bool) *state {
	st := &state{store: store, owned: owned, ready: make(chan struct{})}
	st.users.Add(1) // the server itself
	go func() {
		defer close(st.ready)
		start := time.Now()
		x, err := makeIndex(s.done, store)
		st.mu.Lock()
		defer st.mu.Unlock()
		if st.index, st.err = x, err; err == nil {
			st.corrected = correctedClaims(store)
			st.completer = newCompleter(store, s.questions)
			s.log.Info("read the graph", "claims", len(x.claims), "entities", len(x.nodes), "took", time.Since(start).Round(time.Millisecond))
		} else if s.done.Err() == nil {
			s.log.Error("can't read the graph", "error", err)
		}
	}()
	return st
}

// leave ends the server's own use of a state.
func (st *state) leave() error {
	st.users.Done()
	<-st.ready
	if !st.owned {
		return nil
	}
	st.users.Wait()
	return st.store.Close()
}

// enter gives the state of now; leave ends its use.
func (s *Server) enter() (st *state, leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == nil {
		return nil, nil, false
	}
	st = s.state
	st.users.Add(1)
	return st, st.users.Done, true
}

// look gives the index, once it is made.
func (st *state) look(ctx context.Context) (*index, error) {
	select {
	case <-st.ready:
	case <-ctx.Done():
		return nil, problemf(http.StatusServiceUnavailable, "the graph is still being read; try again in a moment")
	}
	st.mu.RLock()
	defer st.mu.RUnlock()
	return st.index, st.err
}

// Close ends what goes on for clients, and waits for it. The store stays open.
func (s *Server) Close() error {
	s.stop()
	s.beating.Wait()
	s.mu.Lock()
	st := s.state
	s.state = nil
	s.mu.Unlock()
	if st == nil {
		return nil
	}
	err := st.leave()
	st.users.Wait()
	return err
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	rec := &recorder{ResponseWriter: w}
	defer func() {
		x := recover()
		err, _ := x.(error)
		aborted := errors.Is(err, http.ErrAbortHandler)
		if x != nil && !aborted {
			s.log.Error("a request failed", "method", r.Method, "path", cut(r.URL.Path), "panic", fmt.Sprint(x), "stack", string(debug.Stack()))
			if rec.status == 0 {
				problemf(http.StatusInternalServerError, "an error of the server; its log says more").write(rec)
			}
		}
		status := cmp.Or(rec.status, http.StatusOK)
		s.metrics.note(rec.route, status, time.Since(start))
		s.log.Info("request", "method", cut(r.Method), "path", cut(r.URL.Path), "status", status, "bytes", rec.bytes,
			"took", time.Since(start).Round(10*time.Microsecond), "from", r.RemoteAddr)
		if aborted {
			panic(x)
		}
	}()
	secure(rec.Header())
	if p := s.refuse(r); p != nil {
		p.write(rec)
		return
	}
	s.mux.ServeHTTP(rec, r)
}

// serve makes a handler of a route.
func (s *Server) serve(route *route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rec, ok := w.(*recorder); ok {
			rec.route = route.pattern
		}
		err := s.answer(w, r, route)
		if err == nil {
			return
		}
		p := problemOf(err)
		if r.Context().Err() != nil && s.done.Err() == nil && p.Status == http.StatusInternalServerError {
			return // the client has gone
		}
		if p.Status == http.StatusInternalServerError {
			s.log.Error("a request failed", "path", cut(r.URL.Path), "error", err)
		}
		if rec, ok := w.(*recorder); ok && rec.status != 0 {
			panic(http.ErrAbortHandler) // half an answer must not look whole
		}
		p.write(w)
	})
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, route *route) error {
	if p := s.authorize(r, route); p != nil {
		return p
	}
	limit, places, status := lightTime, s.requests, http.StatusServiceUnavailable
	switch route.weight {
	case heavy:
		// A query ends itself first, and then has more to say.
		limit, places, status = s.opt.Limits.QueryTime+time.Second, s.heavy, http.StatusTooManyRequests
	case bulk:
		limit, places, status = exportTime, s.heavy, http.StatusTooManyRequests
	case stream:
		limit, places, status = 0, s.listeners, http.StatusTooManyRequests
	}
	// The body comes first: who sends it slowly takes no place meanwhile.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.opt.Limits.Body))
	if err != nil {
		return bodyProblem(err)
	}
	leave, ok := wait(r.Context(), places)
	if !ok {
		return problemf(status, "too much is asked for at once; try again in a moment")
	}
	defer leave()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	if limit > 0 {
		var done context.CancelFunc
		ctx, done = context.WithTimeout(ctx, limit)
		defer done()
	}
	defer context.AfterFunc(s.done, cancel)()
	rc := http.NewResponseController(w)
	// Not every writer of tests has deadlines. That of reading would end the request.
	_ = rc.SetReadDeadline(time.Time{})
	_ = rc.SetWriteDeadline(time.Now().Add(limit + s.opt.Limits.Write))
	r = r.WithContext(ctx)
	r.Body = io.NopCloser(bytes.NewReader(body))
	q := &request{Request: r, w: w, server: s, route: route}
	if err := q.parse(); err != nil {
		return err
	}
	st, done, ok := s.enter()
	if !ok {
		return graph.ErrClosed
	}
	q.state, q.release = st, sync.OnceFunc(done)
	defer q.release()
	v, err := route.handle(q)
	if err := cmp.Or(q.err, err); err != nil {
		return err
	}
	if v == nil {
		return nil
	}
	return q.json(http.StatusOK, v)
}

// json answers with a value.
func (q *request) json(status int, v any) error {
	data, err := marshal(v)
	if err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(data)+1))
	q.w.WriteHeader(status)
	_, _ = q.w.Write(append(data, '\n')) // the client may be gone
	return nil
}

// unknownPath says which methods a path of the API has, or that it is none.
func (s *Server) unknownPath(w http.ResponseWriter, r *http.Request) {
	var methods []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		try := r.Clone(r.Context())
		try.Method = m
		if _, pattern := s.mux.Handler(try); strings.HasPrefix(pattern, m+" ") {
			methods = append(methods, m)
		}
	}
	if len(methods) > 0 {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		problemf(http.StatusMethodNotAllowed, "%s can't be done here; %s can", cut(r.Method), strings.Join(methods, ", ")).write(w)
		return
	}
	p := problemf(http.StatusNotFound, "no path %s; /api/v1/openapi.yaml lists them", strconv.Quote(cut(r.URL.Path)))
	p.write(w)
}

// recorder notes what is answered.
type recorder struct {
	http.ResponseWriter
	route  string
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

var _ io.Writer = (*recorder)(nil)
