package main

import (
	"errors"
	"io"
	"testing"
	"time"
)

func TestSoon(t *testing.T) {
	r, w := io.Pipe()
	s := newSoon(w)
	for _, text := range []string{"a", "b"} {
		if _, err := io.WriteString(s, text); err != nil {
			t.Fatal(err)
		}
	}
	got := make([]byte, 8)
	if n, err := r.Read(got); err != nil || string(got[:n]) != "ab" {
		t.Errorf("read %q, %v without a close, want both", got[:n], err)
	}
	gone := errors.New("gone")
	r.CloseWithError(gone)
	var err error
	for end := time.Now().Add(10 * time.Second); err == nil && time.Now().Before(end); time.Sleep(time.Millisecond) {
		_, err = io.WriteString(s, "c")
	}
	if !errors.Is(err, gone) || !errors.Is(s.Close(), gone) {
		t.Errorf("writing to a reader that went: %v, closing: %v", err, s.Close())
	}
}
