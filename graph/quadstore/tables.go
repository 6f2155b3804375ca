package quadstore

import (
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
