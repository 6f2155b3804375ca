package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"relata/graph"
	"relata/schema"
)

// mode is what a command does with the graph.
type mode int

const (
	forReading mode = iota
	forWriting
	forBulk // writing without waiting for the disk
)

// openStore opens the graph that --db names.
func (a *app) openStore(ctx context.Context, m mode) (*graph.Store, error) {
	return a.openStoreWith(ctx, m, graph.Options{})
}

// openStoreWith opens it with options beyond those of the mode.
func (a *app) openStoreWith(ctx context.Context, m mode, opts graph.Options) (*graph.Store, error) {
	loaded, err := loadTime()
	if err != nil {
		return nil, err
	}
	opts.ReadOnly, opts.NoSync, opts.Loaded = m == forReading && a.db != graph.MemoryLocation, m == forBulk, loaded
	store, err := graph.Open(ctx, a.db, opts)
	if err == nil && m == forBulk {
		a.say("loading without sync: a power cut can lose the graph")
	}
	if err != nil {
		return nil, a.storeError(err)
	}
	return store, nil
}

// dbVariable names the graph where --db doesn't: an address in the environment is not seen
// by other users of the machine, as arguments are.
const dbVariable = "RELATA_DB"

// place is the graph as messages name it: without a password.
func (a *app) place() string { return graph.Shown(a.db) }

// storeError adds the way out to an error of opening a graph.
func (a *app) storeError(err error) error {
	switch {
	case errors.Is(err, graph.ErrNoStore):
		return fmt.Errorf("%w (make it with: relata load PATH)", err)
	case errors.Is(err, graph.ErrNotStore):
		return fmt.Errorf("%w (give another folder with --db)", err)
	case errors.Is(err, graph.ErrLocked):
		return fmt.Errorf("%w (wait for it, or stop it)", err)
	}
	if strings.HasPrefix(err.Error(), "open store postgres") {
		return fmt.Errorf("%w (is the server up? A password goes into the file that PGPASSFILE names, a line as host:port:database:user:password)", err)
	}
	return err
}

// loadTime is the time that articles are recorded as loaded at: now, or what
// SOURCE_DATE_EPOCH says (https://reproducible-builds.org/specs/source-date-epoch/), so
// that the same load can give the same bytes.
func loadTime() (time.Time, error) {
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return time.Now().UTC().Truncate(time.Second), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, usagef("SOURCE_DATE_EPOCH %q: not a number of seconds", epoch)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// ontology is the embedded one, or what --schema makes of it.
func (a *app) ontology() (*schema.Ontology, error) {
	if a.schema == "" {
		return schema.Default(), nil
	}
	return schema.OpenOntology(a.schema)
}
