package explorer

import "sync"

// memo keeps long lists that were made of the index until it changes: what is at the most
// connected, and what the first letters of a name find, is asked for again and again.
type memo[T any] struct {
	mu   sync.Mutex
	kept map[string][]T
	size int
}

const (
	leastMemo = 200       // shorter lists are made anew
	mostMemo  = 1_000_000 // elements
)

func (m *memo[T]) get(key string, produce func() []T) []T {
	m.mu.Lock()
	list, ok := m.kept[key]
	m.mu.Unlock()
	if ok {
		return list
	}
	list = produce()
	if len(list) < leastMemo {
		return list
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil || m.size+len(list) > mostMemo {
		m.kept, m.size = map[string][]T{}, 0
	}
	m.kept[key] = list
	m.size += len(list)
	return list
}

func (m *memo[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept, m.size = nil, 0
}
