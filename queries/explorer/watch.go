package explorer

import (
	"context"
	"slices"
	"time"
)

// watch looks whether the store changed, until the server is closed, and tells listeners.
func (s *Server) watch() {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	reopened, pause := time.Now(), reopenBeat
	for {
		select {
		case <-s.done.Done():
			return
		case <-tick.C:
		}
		st, leave, ok := s.enter()
		if !ok {
			return
		}
		select {
		case <-st.ready:
			if err := s.sync(s.done, st); err != nil && s.done.Err() == nil {
				s.log.Error("can't read what changed", "error", err)
			}
		default: // still being read
		}
		leave()
		if s.opt.Reopen != nil && time.Since(reopened) >= pause {
			start := time.Now()
			s.reopen()
			reopened = time.Now()
			pause = max(reopenBeat, reopenShare*reopened.Sub(start)) // so that it takes a small part of the time
		}
	}
}

// mostRefreshed is how many articles are read anew one by one; for more, all are.
const mostRefreshed = 500

// sync brings the index up to the store, and tells listeners.
func (s *Server) sync(ctx context.Context, st *state) error {
	select {
	case <-st.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	st.sync.Lock()
	defer st.sync.Unlock()
	x, err := st.look(ctx)
	if err != nil {
		return err
	}
	articles, now, known := st.store.Changed(x.changes)
	if now == x.changes {
		return nil
	}
	var fresh []string
	if known && len(articles) <= mostRefreshed && !slices.Contains(articles, "") {
		if fresh, err = x.refresh(ctx, st.store, articles, now); err != nil {
			return err
		}
	} else {
		old := x
		if x, err = makeIndex(ctx, st.store); err != nil {
			return err
		}
		x.version = old.version + 1
		fresh = x.since(old)
	}
	st.mu.Lock()
	st.index = x
	st.corrected = correctedClaims(st.store)
	st.completer = newCompleter(st.store, s.questions)
	st.mu.Unlock()
	s.tell(ctx, st, x, fresh)
	return nil
}

// since gives the claims that another index doesn't have.
func (x *index) since(old *index) []string {
	old.mu.RLock()
	defer old.mu.RUnlock()
	var fresh []string
	for i := range x.claims {
		if _, ok := old.byClaim[x.claims[i].id]; !ok {
			fresh = append(fresh, x.claims[i].id)
		}
	}
	return fresh
}

// reopen takes the store anew where another process changed it.
func (s *Server) reopen() {
	store, err := s.opt.Reopen(s.done)
	if err != nil {
		if s.done.Err() == nil {
			s.log.Warn("can't read what another process changed; will try again", "error", err)
		}
		return
	}
	if store == nil {
		return
	}
	next := s.newState(store, true)
	<-next.ready
	x, err := next.look(s.done)
	if err != nil {
		s.leave(next)
		return
	}
	s.mu.Lock()
	old := s.state
	if old == nil {
		s.mu.Unlock()
		s.leave(next)
		return
	}
	s.state = next
	s.mu.Unlock()
	var fresh []string
	if was, err := old.look(s.done); err == nil {
		x.mu.Lock()
		x.version = was.version + 1
		x.mu.Unlock()
		fresh = x.since(was)
	}
	s.tell(s.done, next, x, fresh)
	s.leave(old)
}

// leave lets a state go, when its last request is done.
func (s *Server) leave(st *state) {
	go func() {
		if err := st.leave(); err != nil {
			s.log.Warn("closing what was read before", "error", err)
		}
	}()
}
