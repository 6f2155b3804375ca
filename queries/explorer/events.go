package explorer

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// hub hands events to those who listen.
type hub struct {
	mu        sync.Mutex
	listeners map[chan []byte]bool
}

const (
	mostWaiting = 16 // events that a listener may be behind; then it is cut
	mostNew     = 50 // claims in one event
	stillAlive  = 15 * time.Second
)

func (h *hub) listen() chan []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := make(chan []byte, mostWaiting)
	if h.listeners == nil {
		h.listeners = map[chan []byte]bool{}
	}
	h.listeners[c] = true
	return c
}

func (h *hub) leave(c chan []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners[c] {
		delete(h.listeners, c)
		close(c)
	}
}

func (h *hub) any() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.listeners) > 0
}

func (h *hub) send(event []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.listeners {
		select {
		case c <- event:
		default:
			delete(h.listeners, c)
			close(c)
		}
	}
}

// event writes one in the way of text/event-stream.
func event(name string, v any) ([]byte, error) {
	data, err := marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "event: %s\ndata: %s\n\n", name, data) // JSON has no line ends
	return b.Bytes(), nil
}

type statsEvent struct {
	Articles int    `json:"articles"`
	Entities int    `json:"entities"`
	Claims   int    `json:"claims"`
	Quads    int    `json:"quads"`
	Changes  uint64 `json:"changes"`
}

type claimsEvent struct {
	Articles int     `json:"articles"` // of the new claims
	Claims   int     `json:"claims"`   // new ones
	New      []Claim `json:"new"`
}

func (x *index) statsEvent() statsEvent {
	x.mu.RLock()
	defer x.mu.RUnlock()
	c := x.counts()
	return statsEvent{c.Articles, c.Entities, c.Claims, c.Quads, c.Changes}
}

// tell tells listeners that the graph changed.
func (s *Server) tell(ctx context.Context, st *state, x *index, fresh []string) {
	if !s.hub.any() {
		return
	}
	if len(fresh) > 0 {
		q := &request{Request: (&http.Request{}).WithContext(ctx), server: s, state: st}
		shown, err := q.read(x, fresh[:min(len(fresh), mostNew)])
		if err != nil {
			s.log.Error("can't read new claims", "error", err)
			return
		}
		seen := map[int32]bool{}
		x.mu.RLock()
		for _, id := range fresh {
			if n, ok := x.byClaim[id]; ok {
				seen[x.claims[n].article] = true
			}
		}
		x.mu.RUnlock()
		if e, err := event("claims", claimsEvent{len(seen), len(fresh), shown}); err == nil {
			s.hub.send(e)
		}
	}
	if e, err := event("stats", x.statsEvent()); err == nil {
		s.hub.send(e)
	}
}

func events(q *request) (any, error) {
	x, err := q.state.look(q.Context())
	if err != nil {
		return nil, err
	}
	c := q.server.hub.listen()
	defer q.server.hub.leave(c)
	first, err := event("stats", x.statsEvent())
	if err != nil {
		return nil, err
	}
	h := q.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	out := newLines(q)
	send := func(data []byte) error {
		out.buf.Write(data)
		return out.flush()
	}
	if err := send(append([]byte("retry: 2000\n\n"), first...)); err != nil {
		return nil, nil // gone
	}
	q.release()
	alive := time.NewTicker(stillAlive)
	defer alive.Stop()
	for {
		var err error
		select {
		case <-q.Context().Done():
			return nil, nil
		case <-alive.C:
			err = send([]byte(": still here\n\n"))
		case data, ok := <-c:
			if !ok {
				return nil, nil // too slow; it will come back
			}
			err = send(data)
		}
		if err != nil {
			return nil, nil // gone
		}
	}
}
