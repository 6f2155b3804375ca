package quadstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A store lies in tables, which never change once they are written; in a manifest that
// lists them, to which every flush and compaction adds; and in logs of what is in no table
// yet. So a copy is right if the manifest is the same after it as before: then no table
// that it lists and no log that is needed can have gone meanwhile, and the logs hold whole
// commits up to some moment, as after a power cut.

const (
	copyTries = 50
	copyPause = 20 * time.Millisecond
	marker    = "marker.manifest."
)

// Copy makes a copy of the store in a folder that others may be writing to, in a new
// folder. Tables are linked where the file system can, so that a copy takes little time
// and room. It shows every commit that was on the disk when it began. It fails if the writer
// leaves it no quiet moment.
func Copy(ctx context.Context, from, to string) error {
	var err error
	for range copyTries {
		if err = copyOnce(from, to); err == nil || !errors.Is(err, errChanged) && !errors.Is(err, fs.ErrNotExist) {
			break
		}
		if _, gone := os.Stat(from); gone != nil {
			return fmt.Errorf("copy store: %w: %s", ErrNoStore, from)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(copyPause):
		}
	}
	if err != nil {
		return fmt.Errorf("copy store %s: %w", from, named(err))
	}
	return nil
}

var errChanged = errors.New("it changed while it was copied")

func copyOnce(from, to string) (err error) {
	before, err := manifestOf(from)
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(to))
		}
	}()
	entries, err := os.ReadDir(from) // by name, so that logs come in their order
	if err != nil {
		return err
	}
	var logs []string
	for _, e := range entries {
		name := e.Name()
		switch {
		case strings.HasSuffix(name, ".sst"):
			err = os.Link(filepath.Join(from, name), filepath.Join(to, name))
			if err != nil && !errors.Is(err, fs.ErrNotExist) { // another file system, or one without links
				err = copyFile(from, to, name)
			}
		case strings.HasSuffix(name, ".log"):
			logs = append(logs, name)
		case name == sealFile, strings.HasPrefix(name, "MANIFEST-"), strings.HasPrefix(name, "OPTIONS-"), strings.HasPrefix(name, "marker."):
			err = copyFile(from, to, name)
		}
		if err != nil {
			return err
		}
	}
	// A log that comes after another means that the other is complete.
	slices.Sort(logs)
	for _, name := range logs {
		if err := copyFile(from, to, name); err != nil {
			return err
		}
	}
	after, err := manifestOf(from)
	if err != nil {
		return err
	}
	if before != after {
		return errChanged
	}
	return nil
}

// manifestOf names the manifest and its size.
func manifestOf(dir string) (string, error) {
	marks, err := filepath.Glob(filepath.Join(dir, marker+"*"))
	if err != nil {
		return "", err
	}
	if len(marks) == 0 {
		return "", fmt.Errorf("%w: %s", ErrNoStore, dir)
	}
	slices.Sort(marks)
	last := filepath.Base(marks[len(marks)-1])
	_, name, ok := strings.Cut(strings.TrimPrefix(last, marker), ".")
	if !ok {
		return "", fmt.Errorf("%w: %s", ErrCorrupt, last)
	}
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %d", last, info.Size()), nil
}

func copyFile(from, to, name string) error {
	in, err := os.Open(filepath.Join(from, name))
	if err != nil {
		return err
	}
	out, err := os.OpenFile(filepath.Join(to, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, in.Close(), out.Close())
}

// Stamp changes with every commit to the store in a folder, whoever makes it. It costs a
// look at the folder.
func Stamp(dir string) (string, error) {
	manifest, err := manifestOf(dir)
	if err != nil {
		return "", err
	}
	logs, err := filepath.Glob(filepath.Join(dir, "*.log"))
	if err != nil {
		return "", err
	}
	slices.Sort(logs)
	for _, log := range logs {
		info, err := os.Stat(log)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return "", err
		}
		manifest += fmt.Sprintf(" %s %d %d", filepath.Base(log), info.Size(), info.ModTime().UnixNano())
	}
	return manifest, nil
}

// InUse says whether some process has the store in a folder open.
func InUse(dir string) bool {
	l, err := lock(dir, false)
	if err != nil {
		return true
	}
	return l.Close() != nil
}
