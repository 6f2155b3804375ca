package main

import (
	"bufio"
	"io"
	"sync"
	"time"
)

// soon keeps what is written for a moment, so that thousands of rows that come at once are
// a few writes, and a row that comes alone is seen at once all the same.
type soon struct {
	mu      sync.Mutex
	w       *bufio.Writer
	waiting bool // for the moment to pass
	err     error
}

const (
	soonBytes = 64 << 10
	moment    = 20 * time.Millisecond
)

func newSoon(w io.Writer) *soon { return &soon{w: bufio.NewWriterSize(w, soonBytes)} }

// Write reports an earlier failure if there was one.
func (s *soon) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(b)
	s.err = err
	if !s.waiting {
		s.waiting = true
		time.AfterFunc(moment, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.waiting = false
			s.flush()
		})
	}
	return n, err
}

func (s *soon) flush() {
	if err := s.w.Flush(); s.err == nil {
		s.err = err
	}
}

// Close writes what is left; what is under it stays open.
func (s *soon) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flush()
	return s.err
}
