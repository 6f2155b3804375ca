package explorer

import "sync"

// dossierKey names a dossier of one moment.
type dossierKey struct {
	index   *index
	version uint64
	id      string
	all     bool
}

// cache keeps the last dossiers: those of the most connected are looked at again and again
// and take long to make.
type cache struct {
	mu   sync.Mutex
	kept map[dossierKey][]byte
	size int
}

const (
	mostKept  = 256
	mostBytes = 32 << 20
)

func (c *cache) get(k dossierKey, produce func() ([]byte, error)) ([]byte, error) {
	c.mu.Lock()
	data, ok := c.kept[k]
	c.mu.Unlock()
	if ok {
		return data, nil
	}
	data, err := produce()
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= mostKept || c.size+len(data) > mostBytes || c.kept == nil {
		c.kept, c.size = map[dossierKey][]byte{}, 0
	}
	c.kept[k] = data
	c.size += len(data)
	return data, nil
}
