package quadstore

import (
	"strings"
	"sync"
	"testing"

	"github.com/cayleygraph/quad"
)

// The cache keeps within its bytes, whatever the values are, and forgets what is dropped.
func TestNameCache(t *testing.T) {
	const most = 1 << 16
	c := newNameCache(most)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for id := uint64(1 + g); id < 5000; id += 3 {
				v := quad.String(strings.Repeat("x", int(id%1000)))
				c.put(id, v, len(v))
				if got := c.get(id); got != nil && got != v {
					t.Errorf("id %d gives another value", id)
				}
			}
		})
	}
	wg.Wait()
	if n := c.bytes.Load(); n > most || n < most/2 {
		t.Errorf("holds %d bytes, want up to %d", n, most)
	}
	sum, entries := int64(0), 0
	for i := range c.slots {
		if e := c.slots[i].Load(); e != nil {
			sum += e.size
			entries++
		}
	}
	if sum != c.bytes.Load() {
		t.Errorf("%d entries have %d bytes, but %d are counted", entries, sum, c.bytes.Load())
	}
	c = newNameCache(most)
	c.put(7, quad.Int(1), 9)
	if c.get(7) != quad.Int(1) {
		t.Error("a value that was put is not there")
	}
	c.drop(7)
	if v := c.get(7); v != nil {
		t.Errorf("a value that was dropped is there: %v", v)
	}
	// Few more than fit in one place each must not push each other out.
	for id := uint64(1); id <= 300; id++ {
		c.put(id, quad.Int(id), 9)
	}
	kept := 0
	for id := uint64(1); id <= 300; id++ {
		if c.get(id) != nil {
			kept++
		}
	}
	if kept < 290 {
		t.Errorf("keeps %d of 300 values that fit", kept)
	}
}
