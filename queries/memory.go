package queries

import (
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"time"
)

const poll = 5 * time.Millisecond // between looks at the heap

// memory watches the heap of the process for all queries that run. Nobody can say which of
// them made an object, so what the heap grows by is shared among those that run meanwhile:
// each may take its limit, and several side by side as often as much. Where it is too much,
// the one with the greatest share is stopped, of those alike the one that began last, since
// all was well before it; the others go on once its memory is free.
var memory memoryWatch

type memoryWatch struct {
	mu       sync.Mutex
	watching bool
	queries  []*watched
	heap     int64 // at the last look
}

type watched struct {
	limit, share int64
	grown        int64 // by which its share grew at the last look
	stop         func()
	stopped      time.Time // zero while it runs
}

// add watches a query until its end is called; stop is called once if it takes too much.
func (m *memoryWatch) add(limit int64, stop func()) (end func()) {
	w := &watched{limit: limit, stop: stop}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.queries) == 0 {
		m.heap = heapBytes()
	} else {
		m.look()
	}
	if !m.watching {
		m.watching = true
		go m.watch()
	}
	m.queries = append(m.queries, w)
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.queries = slices.DeleteFunc(m.queries, func(q *watched) bool { return q == w })
	}
}

// watch looks at the heap as long as queries run.
func (m *memoryWatch) watch() {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for range tick.C {
		m.mu.Lock()
		if len(m.queries) == 0 {
			m.watching = false
			m.mu.Unlock()
			return
		}
		m.check(time.Now())
		m.mu.Unlock()
	}
}

// look shares out what the heap has grown by, or shrunk.
func (m *memoryWatch) look() {
	now := heapBytes()
	each := (now - m.heap) / int64(len(m.queries))
	m.heap = now
	for _, q := range m.queries {
		q.grown = each
		q.share = max(0, q.share+each) // what is freed may be older than the query
	}
}

func (m *memoryWatch) check(now time.Time) {
	m.look()
	w := m.worst()
	if w == nil {
		return
	}
	// Most of it may be garbage, unless it came all at once: a text that doubles for ever would
	// double twice more while the garbage is collected.
	if w.share <= 2*w.limit && w.grown < w.limit/2 {
		runtime.GC()
		m.look()
		if w = m.worst(); w == nil {
			return
		}
		for _, q := range m.queries {
			if !q.stopped.IsZero() && now.Sub(q.stopped) < grace && w.share <= 2*w.limit {
				return // its memory will be free soon
			}
		}
	}
	w.stopped = now
	w.stop()
}

// worst is the query to be stopped, nil if none takes too much.
func (m *memoryWatch) worst() *watched {
	const alike = 16 // part of the limit
	var worst *watched
	for _, q := range m.queries { // in the order in which they began
		if q.stopped.IsZero() && q.share > q.limit && (worst == nil || q.share >= worst.share-worst.limit/alike) {
			worst = q
		}
	}
	return worst
}

// heapBytes is the size of the objects of the heap, with garbage that isn't swept yet.
func heapBytes() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}
