package eval

import "testing"

// TestTrustStaysAboveTheFloor reads texts on dates, sources and status, one after the other.
func TestTrustStaysAboveTheFloor(t *testing.T) {
	o, list := texts(t, "trust.txt")
	x := newExtractor(t, false)
	var seen, unseen ClaimCounts
	for n, c := range list {
		reading := extracted(t, x, c.Text, textsPublished)
		if heldApart(n) {
			unseen.Add(o, &c.Gold, reading.Claims)
		} else if report := judge(o, &seen, &c, reading); report != "" {
			t.Log(c.Section, ": ", c.Text, report)
		}
	}
	share := func(a, b int) float64 { return float64(a) / float64(max(b, 1)) }
	for _, part := range []struct {
		name                 string
		counts               *ClaimCounts
		status, source, when float64
	}{{"written to", &seen, 0.97, 0.9, 0.95}, {"held apart", &unseen, 0.9, 0.75, 0.85}} {
		c := part.counts
		p, r, f := c.Claims()
		t.Logf("%s: P %.3f R %.3f F1 %.3f of %d; status %d/%d source %d/%d date %d/%d", part.name, p, r, f, c.Right+c.Missed, c.Status, c.Matched, c.Source, c.Sourced, c.When, c.Dated)
		for _, m := range []struct {
			what       string
			got, floor float64
		}{{"status", share(c.Status, c.Matched), part.status}, {"source", share(c.Source, c.Sourced), part.source}, {"date", share(c.When, c.Dated), part.when}} {
			if m.got < m.floor {
				t.Errorf("%s: %s of the claims found is right in %.3f, below its floor %.3f", part.name, m.what, m.got, m.floor)
			}
		}
	}
}
