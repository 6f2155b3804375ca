package quadstore

import (
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
)

// valueFilter is a Bloom filter of the values in a table, since a load asks for many that
// aren't there. Quads are asked for by ranges, and names are there: they aren't in it, and a
// table of quads alone has an empty one.
type valueFilter struct{ bloom pebble.FilterPolicy }

// filterBits a value leave a table to be read in vain about once in a hundred times.
const filterBits = 10

func newValueFilter() pebble.FilterPolicy { return valueFilter{bloom.FilterPolicy(filterBits)} }

// Name stands in the tables: another filter needs another name.
func (valueFilter) Name() string { return "relata.values" }

func (f valueFilter) MayContain(kind pebble.FilterType, filter, key []byte) bool {
	return len(key) == 0 || key[0] != keyValue || f.bloom.MayContain(kind, filter, key)
}

func (f valueFilter) NewWriter(kind pebble.FilterType) pebble.FilterWriter {
	return valueFilterWriter{f.bloom.NewWriter(kind)}
}

type valueFilterWriter struct{ pebble.FilterWriter }

func (w valueFilterWriter) AddKey(key []byte) {
	if len(key) > 0 && key[0] == keyValue {
		w.FilterWriter.AddKey(key)
	}
}

// apart ends tables where one kind of keys does and the next begins. Half of the keys grow
// at the end of their kind; in tables of their own they lie over no others, and the engine
// need not write them again with those that come in between older ones.
func apart(start []byte) (pebble.SpanPolicy, []byte, error) {
	switch {
	case len(start) == 0 || start[0] <= keyValue: // the metadata are one key
		return pebble.SpanPolicy{}, []byte{keyValue + 1}, nil
	case start[0] >= keyOrder+byte(len(orders))-1:
		return pebble.SpanPolicy{}, nil, nil
	}
	return pebble.SpanPolicy{}, []byte{start[0] + 1}, nil
}

// When the first level is merged, while a store is open to write and once it is closed, as the
// engine counts: it begins where half as many tables lie above each other. To merge at eight
// writes a quarter less than at four, but whoever reads right after would take a tenth more
// time.
const (
	loadTables = 8
	restTables = 4
)

// unsettled says whether closing the store is worth a merge: after a load, or where small
// commits have piled up.
func unsettled(m *pebble.Metrics) bool {
	n := m.Levels[0].Sublevels
	return n > restTables/2 || n == restTables/2 && m.Flush.Count > restTables
}

// settling is how long closing a store waits for a merge to begin and to end; the next writer
// goes on where it stopped.
const settling = 20 * time.Second

// settle merges what a load left above each other. The store is closed and stays so.
func (c *core) settle() error {
	o := *c.popts
	o.L0CompactionThreshold = restTables
	o.Cache = pebble.NewCache(int64(memTable))
	defer o.Cache.Unref()
	db, err := pebble.Open(c.dir, &o)
	if err != nil {
		return err
	}
	for until := time.Now().Add(settling); db.Metrics().Levels[0].Sublevels >= restTables/2 && time.Now().Before(until); {
		time.Sleep(time.Millisecond)
	}
	return db.Close()
}
