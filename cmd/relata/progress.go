package main

import (
	"fmt"
	"time"
)

// progress shows how far a load or an import is, on a terminal only and at most ten times a second.
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
	rate := float64(sum.Articles) / max(time.Since(p.start).Seconds(), 1e-9)
	p.show(fmt.Sprintf("%s, %s, %.1f articles/s", count(sum.Articles, "article"), count(sum.Claims, "claim"), rate))
}

// count shows how many things were read, and how fast.
func (p *progress) count(n int, what string) {
	rate := float64(n) / max(time.Since(p.start).Seconds(), 1e-9)
	p.show(fmt.Sprintf("%s, %.0f %ss/s", count(n, what), rate, what))
}

func (p *progress) show(words string) {
	now := time.Now()
	if p.app.quiet || !isTerminal(p.app.stderr) || now.Sub(p.last) < progressEvery {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprint(p.app.stderr, "\r\x1b[K"+words)
}

func (p *progress) done() {
	if p.shown {
		fmt.Fprint(p.app.stderr, "\r\x1b[K")
	}
}
