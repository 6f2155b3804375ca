package quadstore

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// Errors that callers tell apart.
var (
	ErrDiskFull  = errors.New("disk full")
	ErrCorrupt   = errors.New("store is damaged")
	ErrLocked    = errors.New("store is in use")
	ErrReadOnly  = errors.New("store is open for reading only")
	ErrClosed    = errors.New("store is closed")
	ErrNoStore   = errors.New("no store here")
	ErrNewFormat = errors.New("store was written by a newer version")
)

// LockedError says which process holds a store; it wraps ErrLocked.
type LockedError struct {
	Dir string
	PID int // 0 if not known
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("%s: %v by another process", e.Dir, ErrLocked)
	}
	return fmt.Sprintf("%s: %v by process %d", e.Dir, ErrLocked, e.PID)
}

func (e *LockedError) Unwrap() error { return ErrLocked }

// damageWords are how the engine speaks of damage for which it has no type: a table that is
// not as long as it was written, options that we never write.
var damageWords = []string{"object size mismatch", "comparer name from file", "merger name from file", "may contain relevant WALs"}

func saysDamage(err error) bool {
	text := err.Error()
	return slices.ContainsFunc(damageWords, func(w string) bool { return strings.Contains(text, w) })
}

// named gives an error of the engine its name: a full disk, a damaged file.
func named(err error) error {
	switch {
	case err == nil, errors.Is(err, ErrDiskFull), errors.Is(err, ErrCorrupt):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	case pebble.IsCorruptionError(err), errors.Is(err, errCodec),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, fs.ErrNotExist),
		errors.Is(err, pebble.ErrDBNotPristine), saysDamage(err):
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case errors.Is(err, pebble.ErrReadOnly):
		return ErrReadOnly
	case errors.Is(err, pebble.ErrClosed):
		return ErrClosed
	}
	return err
}

// fatal is what the engine's logger throws where the engine can't go on.
type fatal struct{ err error }

func (f fatal) Error() string { return "store can't go on: " + f.err.Error() }
func (f fatal) Unwrap() error { return f.err }

// quiet is the engine's logger. The engine calls Fatalf where it can't go on, and counts on
// it not to return; the writer turns the panic into an error where it can.
type quiet struct{ failed func(error) }

func (quiet) Infof(string, ...any)  {}
func (quiet) Errorf(string, ...any) {}
func (q quiet) Fatalf(format string, args ...any) {
	err := fmt.Errorf(format, args...)
	for _, a := range args {
		if cause, ok := a.(error); ok {
			err = named(cause)
		}
	}
	q.failed(err)
	panic(fatal{err})
}

// roomy says whether the disk under dir has room for a commit of some bytes and what the
// engine writes on its behalf.
func roomy(fsys vfs.FS, dir string, bytes uint64) error {
	const reserve = 24 << 20 // a table in the making, the log, the manifest
	u, err := fsys.GetDiskUsage(dir)
	if err != nil {
		return nil // a file system that can't say
	}
	if u.AvailBytes < reserve+2*bytes {
		return fmt.Errorf("%s: %w: %d MB left, %d MB needed", dir, ErrDiskFull, u.AvailBytes>>20, (reserve+2*bytes)>>20)
	}
	return nil
}
