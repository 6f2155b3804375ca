package main

import (
	"strings"
	"testing"
)

func TestLongQueriesSayHowFar(t *testing.T) {
	for _, c := range []struct {
		name                  string
		terminal, tell, quiet bool
		want                  string
	}{
		{"terminal", true, false, false, "\r\x1b[Klooking through the graph: 16384 steps so far, in 90000 quads\r\x1b[Klooking through the graph: 32768 steps so far, in 90000 quads"},
		{"pipe", false, false, false, "looking through the graph: 16384 steps so far, in 90000 quads (--progress tells more)\n"},
		{"pipe with --progress", false, true, false, "looking through the graph: 16384 steps so far, in 90000 quads\n"},
		{"quiet", true, true, true, ""},
	} {
		var b strings.Builder
		report := (&app{stderr: &b, quiet: c.quiet}).onScan(c.terminal, c.tell)
		report(16384, 90000)
		report(32768, 90000)
		if got := b.String(); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
