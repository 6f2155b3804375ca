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
	total int // articles, 0 if nobody knows
}

func (a *app) newProgress() *progress {
	return &progress{app: a, start: time.Now()}
}

const progressEvery = 100 * time.Millisecond

func (p *progress) update(sum loadSummary) {
	passed := time.Since(p.start)
	rate := float64(sum.Articles) / max(passed.Seconds(), 1e-9)
	p.show(fmt.Sprintf("%s, %s, %.1f articles/s%s", count(sum.Articles, "article"), count(sum.Claims, "claim"), rate,
		timeLeft(sum.Articles+sum.Skipped, p.total, passed)))
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

// timeLeft says how long the rest of an even work takes; nothing where that isn't known.
func timeLeft(done, total int, passed time.Duration) string {
	if done <= 0 || done >= total {
		return ""
	}
	left := time.Duration(float64(passed) / float64(done) * float64(total-done))
	return fmt.Sprintf(", %s left of %d", left.Round(time.Second), total)
}
