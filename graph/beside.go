package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"relata/graph/quadstore"
)

// OpenBeside opens the store in a folder for reading as it is now, although another
// process may be writing to it, and lets others open it for writing. What they write
// doesn't show: Stamp tells that there is something new, and another OpenBeside shows it.
// It makes a copy whose tables are links, in the folder if it can, and Close removes it.
func OpenBeside(ctx context.Context, location string, opt Options) (*Store, error) {
	opt.ReadOnly = true
	if location == MemoryLocation || location == "" || otherLocation.MatchString(location) {
		return Open(ctx, location, opt)
	}
	if err := openFolder(location, opt); err != nil {
		return nil, err
	}
	removeOldCopies(location)
	for {
		name, err := currentQuads(location)
		if err != nil {
			return nil, err
		}
		s, err := openCopy(ctx, location, name, opt)
		now, again := currentQuads(location)
		if again == nil && now != name { // a rebuild put another graph there
			if s != nil {
				err = s.Close()
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrNoStore) {
				return nil, err
			}
			continue
		}
		return s, err
	}
}

const (
	copiesPrefix = "reading-" // folders in which processes read
	oldCopy      = time.Minute
)

func openCopy(ctx context.Context, location, name string, opt Options) (_ *Store, err error) {
	parent, err := os.MkdirTemp(location, copiesPrefix)
	if errors.Is(err, fs.ErrPermission) {
		parent, err = os.MkdirTemp("", "relata-"+copiesPrefix)
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(parent))
		}
	}()
	dir := filepath.Join(parent, quadsDir)
	if err := quadstore.Copy(ctx, filepath.Join(location, name), dir); err != nil {
		return nil, err
	}
	qs, err := quadstore.Open(dir, quadstore.Options{ReadOnly: true, CacheBytes: opt.CacheBytes})
	if err != nil {
		return nil, err
	}
	s := newStore(location, opt, qs, dirFiles(location), originalsOf(name))
	s.copied = parent
	if err := s.openCorrections(ctx); err != nil {
		return nil, errors.Join(err, qs.Close())
	}
	return s, nil
}

// removeOldCopies removes what processes that were killed have left.
func removeOldCopies(location string) {
	entries, err := os.ReadDir(location)
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !e.IsDir() || !strings.HasPrefix(e.Name(), copiesPrefix) || time.Since(info.ModTime()) < oldCopy {
			continue
		}
		dir := filepath.Join(location, e.Name())
		if !quadstore.InUse(filepath.Join(dir, quadsDir)) {
			_ = os.RemoveAll(dir) // the next one tries again
		}
	}
}

// Stamp changes whenever what a store shows does, whoever changes it. Of a folder it costs a
// look at the folder. Of a database it is the numbers of quads and values, as a store that
// is open there sees them: without one it is empty.
func Stamp(ctx context.Context, location string, open *Store) (string, error) {
	if quadstore.IsPostgres(location) {
		if open == nil {
			return "", nil
		}
		stats, err := open.qs.Stats(ctx, true)
		return fmt.Sprintf("%d %d", stats.Quads.Value, stats.Nodes.Value), err
	}
	name, err := currentQuads(location)
	if err != nil {
		return "", err
	}
	stamp, err := quadstore.Stamp(filepath.Join(location, name))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %s", name, stamp), nil
}
