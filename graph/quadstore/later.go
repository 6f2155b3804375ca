package quadstore

import (
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble/v2"
)

// unsynced is a commit that holds and is not on the disk yet.
type unsynced struct{ batch *pebble.Batch }

// ApplyDeltasLater is ApplyDeltas without the wait for the disk: the changes hold when it
// comes back, and are on the disk once synced has come back without an error. Commits reach
// the disk in their order, and those that wait together with one sync. synced must be
// called, once, before the store is closed; after an error the store takes no more changes.
func (qs *QuadStore) ApplyDeltasLater(deltas []graph.Delta, opts graph.IgnoreOpts) (synced func() error, err error) {
	var later unsynced
	if err := qs.applyDeltas(deltas, opts, &later); err != nil {
		return nil, err
	}
	return func() error { return qs.wait(later.batch) }, nil
}

// wait waits until the disk has a batch, and lets go of it.
func (qs *QuadStore) wait(batch *pebble.Batch) error {
	if batch == nil {
		return nil
	}
	err := batch.SyncWait()
	if err == nil {
		return named(batch.Close())
	}
	err = named(err)
	qs.fail(err)
	return fmt.Errorf("store stopped writing: %w", err)
}

// close lets go of a batch that nobody waits for.
func (tx *tx) close(batch *pebble.Batch) {
	if tx.later == nil || tx.later.batch == nil {
		batch.Close()
	}
}
