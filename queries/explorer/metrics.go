package explorer

import (
	"fmt"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"time"
)

// meter counts requests by route, for Prometheus.
type meter struct {
	start time.Time
	mu    sync.Mutex
	by    map[series]*counter
}

type series struct {
	route  string
	status int
}

type counter struct {
	n       uint64
	seconds float64
	buckets [len(bounds)]uint64
}

// bounds of the histogram, in seconds.
var bounds = [...]float64{0.005, 0.025, 0.1, 0.3, 1, 5, 30}

func newMeter() *meter { return &meter{start: time.Now(), by: map[series]*counter{}} }

func (m *meter) note(route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k := series{route, status}
	c := m.by[k]
	if c == nil {
		c = &counter{}
		m.by[k] = c
	}
	c.n++
	c.seconds += took.Seconds()
	for i, b := range bounds {
		if took.Seconds() <= b {
			c.buckets[i]++
		}
	}
}

func showMetrics(q *request) (any, error) {
	var b strings.Builder
	gauge := func(name, help string, v any) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n%s %v\n", name, help, name, name, v)
	}
	s := q.server
	gauge("relata_up_seconds", "Time since the server started.", time.Since(s.metrics.start).Seconds())
	gauge("relata_requests_now", "Light requests under way.", len(s.requests))
	gauge("relata_queries_now", "Queries and exports under way.", len(s.heavy))
	gauge("relata_listeners_now", "Clients that listen to events.", len(s.listeners))
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/sched/goroutines:goroutines"}}
	metrics.Read(sample)
	gauge("relata_heap_bytes", "Bytes of objects in memory.", sample[0].Value.Uint64())
	gauge("relata_goroutines", "Goroutines.", sample[1].Value.Uint64())
	select {
	case <-q.state.ready:
		if x, err := q.state.look(q.Context()); err == nil {
			e := x.statsEvent()
			gauge("relata_articles", "Articles in the graph.", e.Articles)
			gauge("relata_entities", "Entities in the graph.", e.Entities)
			gauge("relata_claims", "Claims in the graph.", e.Claims)
			gauge("relata_quads", "Quads in the graph.", e.Quads)
			gauge("relata_changes", "Changes of the graph since the server started.", e.Changes)
		}
	default: // still being read
	}
	s.metrics.write(&b)
	q.w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = q.w.Write([]byte(b.String())) // the client may be gone
	return nil, nil
}

func (m *meter) write(b *strings.Builder) {
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := make([]series, 0, len(m.by))
	for k := range m.by {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b series) int {
		if a.route != b.route {
			return strings.Compare(a.route, b.route)
		}
		return a.status - b.status
	})
	const name = "relata_request_seconds"
	fmt.Fprintf(b, "# HELP %s Time that answers took, by route and status.\n# TYPE %s histogram\n", name, name)
	for _, k := range keys {
		c, labels := m.by[k], fmt.Sprintf("route=%q,status=\"%d\"", k.route, k.status)
		for i, bound := range bounds {
			fmt.Fprintf(b, "%s_bucket{%s,le=\"%g\"} %d\n", name, labels, bound, c.buckets[i])
		}
		fmt.Fprintf(b, "%s_bucket{%s,le=\"+Inf\"} %d\n%s_sum{%s} %g\n%s_count{%s} %d\n", name, labels, c.n, name, labels, c.seconds, name, labels, c.n)
	}
}
