package quadstore

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore/internal/news"
)

// cancelSteps is how many steps in the engine, each of some microseconds at most, may follow
// a cancel: a look at the context is never farther away, whatever the machine does besides.
const cancelSteps = 8 * checkEvery

// meter counts the steps in the engine, cancels at one of them, and counts what comes after.
type meter struct {
	reader
	at     int
	cancel func()
	mu     sync.Mutex // names are read in two halves beside each other
	steps  int
	after  int
}

func (m *meter) step() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.steps++; m.steps == m.at {
		m.cancel()
	} else if m.steps > m.at {
		m.after++
	}
}

func (m *meter) Get(key []byte) ([]byte, io.Closer, error) {
	m.step()
	return m.reader.Get(key)
}

func (m *meter) walk(from, to []byte) (keys, error) {
	m.step()
	it, err := m.reader.walk(from, to)
	return &meterKeys{it, m}, err
}

type meterKeys struct {
	keys
	m *meter
}

func (k *meterKeys) First() bool            { k.m.step(); return k.keys.First() }
func (k *meterKeys) Next() bool             { k.m.step(); return k.keys.Next() }
func (k *meterKeys) SeekGE(key []byte) bool { k.m.step(); return k.keys.SeekGE(key) }

// walks are ways to read a store, some of which would take for ever, for all kinds of
// iterators.
var walks = map[string]func(ctx context.Context, qs *QuadStore) error{
	"quads": func(ctx context.Context, qs *QuadStore) error {
		return drain(ctx, qs.QuadsAllIterator())
	},
	"values": func(ctx context.Context, qs *QuadStore) error {
		return drain(ctx, qs.NodesAllIterator())
	},
	"cross product": func(ctx context.Context, qs *QuadStore) error {
		return count(ctx, qs, path.StartPath(qs).Out().In().Out().In())
	},
	"fields": func(ctx context.Context, qs *QuadStore) error {
		p := path.StartPath(qs).Has(news.Status).Save(news.Source, "source").Save(news.Confidence, "sure").Save(news.Method, "how").Out(news.Subject).In().In()
		return count(ctx, qs, p)
	},
	"two sorted sets": func(ctx context.Context, qs *QuadStore) error {
		return count(ctx, qs, path.StartPath(qs).Has(news.Type, news.Claim).Has(news.Status, quad.String("actual")).Out(news.Object).In())
	},
	"difference": func(ctx context.Context, qs *QuadStore) error {
		return count(ctx, qs, path.StartPath(qs).Except(path.StartPath(qs).Out().In()))
	},
	"nothing at all": func(ctx context.Context, qs *QuadStore) error {
		// Two large sets that don't meet: Next never comes back by itself.
		return drain(ctx, iterator.NewAnd(qs.NodesAllIterator(), iterator.NewNot(qs.NodesAllIterator(), qs.NodesAllIterator())))
	},
	"range of values": func(ctx context.Context, qs *QuadStore) error {
		return count(ctx, qs, path.StartPath(qs).HasFilter(news.Confidence, false, shape.Comparison{Op: iterator.CompareGT, Val: quad.Float(0.1)}).Both().Both())
	},
	"all ways": func(ctx context.Context, qs *QuadStore) error {
		return path.StartPath(qs).Tag("a").Both().Tag("b").Both().Iterate(ctx).Paths(true).TagEach(func(map[string]graph.Ref) error { return nil })
	},
	"follow for ever": func(ctx context.Context, qs *QuadStore) error {
		return count(ctx, qs, path.StartPath(qs).FollowRecursive(path.StartMorphism().Both(), -1, nil))
	},
	"count": func(ctx context.Context, qs *QuadStore) error {
		return count(ctx, qs, path.StartPath(qs).Has(news.Status, quad.String("actual")).Count())
	},
	"verify": func(ctx context.Context, qs *QuadStore) error {
		_, err := qs.Verify(ctx)
		return err
	},
	"export": func(ctx context.Context, qs *QuadStore) error {
		_, err := qs.WriteNQuads(ctx, io.Discard)
		return err
	},
	"walker": func(ctx context.Context, qs *QuadStore) error {
		w := qs.Walker()
		return errors.Join(w.Each(ctx, nil, nil, nil, nil, func(graph.Ref) bool { return true }), w.Close())
	},
	"names": func(ctx context.Context, qs *QuadStore) error {
		var all []graph.Ref
		for id := range qs.at.next - 1 {
			all = append(all, node(id+1))
		}
		_, err := qs.ValuesOf(ctx, all)
		return err
	},
}

func drain(ctx context.Context, s iterator.Shape) error {
	it := s.Iterate()
	for it.Next(ctx) {
	}
	return errors.Join(it.Err(), it.Close())
}

func count(ctx context.Context, qs *QuadStore, p *path.Path) error {
	_, err := p.Iterate(ctx).Count()
	return err
}

// TestCancelBySteps cancels each walk after some steps in the engine and counts those that
// follow. It doesn't depend on how busy the machine is.
func TestCancelBySteps(t *testing.T) {
	qs := inMemory(t)
	if _, err := qs.Import(t.Context(), bytes.NewReader(newsText(t, 60_000)), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	most := 0
	for name, walk := range walks {
		for _, at := range []int{1, 2, 50, 1_000, 20_000} {
			ctx, cancel := context.WithCancel(t.Context())
			view := qs.Snapshot()
			m := &meter{reader: view.r, at: at, cancel: cancel}
			view.r = m
			view.core.names = newNameCache(0)
			err := walk(ctx, view)
			cancel()
			most = max(most, m.after)
			if m.steps < at {
				if err != nil || at < 1_000 {
					t.Errorf("%s: %d steps, %v", name, m.steps, err)
				}
			} else if m.after > cancelSteps || err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %d steps after it was told at step %d, at most %d wanted; %v", name, m.after, at, cancelSteps, err)
			}
			if err := view.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	t.Logf("at most %d steps after a cancel", most)
}

// BenchmarkCancel tells how long walks go on after they are told to end.
func BenchmarkCancel(b *testing.B) {
	qs := inMemory(b)
	if _, err := qs.Import(b.Context(), bytes.NewReader(newsText(b, 60_000)), ImportOptions{}); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"cross product", "fields", "nothing at all", "follow for ever"} {
		b.Run(name, func(b *testing.B) {
			var worst, all time.Duration
			for b.Loop() {
				ctx, cancel := context.WithCancel(b.Context())
				view := qs.Snapshot()
				ended := make(chan error)
				go func() { ended <- walks[name](ctx, view) }()
				time.Sleep(5 * time.Millisecond)
				start := time.Now()
				cancel()
				<-ended
				took := time.Since(start)
				all, worst = all+took, max(worst, took)
				if err := view.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(all.Microseconds())/float64(b.N), "µs/cancel")
			b.ReportMetric(float64(worst.Microseconds()), "µs-worst")
		})
	}
}
