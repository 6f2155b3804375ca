package quadstore

import (
	"io"

	"github.com/cockroachdb/pebble/v2"
)

// reader is what reading needs of an engine: the key space of codec.go, found by key and
// walked by ranges of keys. All that stands on it, iterators, optimizer and export, is the
// same for every engine.
type reader interface {
	// Get gives what stands under key, good until the closer is closed, or errNotFound.
	Get(key []byte) ([]byte, io.Closer, error)
	// walk opens an iterator over [from, to), which stands on no key yet.
	walk(from, to []byte) (keys, error)
}

// keys walks a range of keys in their order.
type keys interface {
	SetBounds(from, to []byte)
	First() bool
	Next() bool
	SeekGE(key []byte) bool
	Key() []byte
	ValueAndErr() ([]byte, error)
	Error() error
	Close() error
}

// errNotFound says that a key is not there.
var errNotFound = pebble.ErrNotFound

// pebbleReader is the engine of a folder and of memory.
type pebbleReader struct{ pebble.Reader }

func (r pebbleReader) walk(from, to []byte) (keys, error) {
	it, err := r.NewIter(&pebble.IterOptions{LowerBound: from, UpperBound: to})
	if err != nil {
		return nil, err
	}
	return it, nil
}
