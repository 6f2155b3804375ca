package main

import (
	"fmt"
	"time"
)

// progress shows how far a load is, on a terminal only and at most ten times a second.
type progress struct {
	app   *app
	shown bool
	start time.Time
	last  time.Time
}

func (a *app) newProgress() *progress {
	return &progress{app: a, start: time.Now()}
}

const progressEvery = 100 * time.Millisecond

func (p *progress) update(sum loadSummary) {
	now := time.Now()
	if p.app.quiet || !isTerminal(p.app.stderr) || now.Sub(p.last) < progressEvery {
		return
	}
	p.last, p.shown = now, true
	rate := float64(sum.Articles) / max(now.Sub(p.start).Seconds(), 1e-9)
	fmt.Fprintf(p.app.stderr, "\r\x1b[K%s, %s, %.1f articles/s", count(sum.Articles, "article"), count(sum.Claims, "claim"), rate)
}

func (p *progress) done() {
	if p.shown {
		fmt.Fprint(p.app.stderr, "\r\x1b[K")
	}
}
