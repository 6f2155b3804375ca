package quadstore

import (
	"errors"
	"slices"
	"strings"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// logFS keeps the engine's logs from taking more of the disk than they hold. The engine
// reserves room for a whole memtable in each, and keeps some old ones to write over: some
// 90 MB beside a graph of 57.
type logFS struct{ vfs.FS }

const logSuffix = ".log"

func (f logFS) Unwrap() vfs.FS { return f.FS }

func (f logFS) Create(name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	file, err := f.FS.Create(name, c)
	if err != nil || !strings.HasSuffix(name, logSuffix) {
		return file, err
	}
	return logFile{file}, nil
}

// ReuseForWrite makes a new log in place of an old one.
func (f logFS) ReuseForWrite(old, name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	if err := f.FS.Remove(old); err != nil {
		return nil, err
	}
	return f.Create(name, c)
}

type logFile struct{ vfs.File }

// Preallocate reserves a little, which spares most syncs a change of the file's length.
func (f logFile) Preallocate(off, n int64) error {
	const most = 1 << 20
	return f.File.Preallocate(off, min(n, most))
}

// removeLogs removes the logs of a store that was flushed and closed, but for the last,
// which is the engine's current one and empty.
func removeLogs(fsys vfs.FS, dir string) error {
	names, err := fsys.List(dir)
	if err != nil {
		return err
	}
	logs := slices.DeleteFunc(names, func(n string) bool { return !strings.HasSuffix(n, logSuffix) })
	slices.SortFunc(logs, byNumber)
	if len(logs) < 2 {
		return nil
	}
	for _, name := range logs[:len(logs)-1] {
		err = errors.Join(err, fsys.Remove(fsys.PathJoin(dir, name)))
	}
	return err
}

// byNumber compares names of logs, which have leading zeros up to six digits only.
func byNumber(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
