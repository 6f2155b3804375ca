package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"relata/graph/quadstore"
)

// files keeps what stands beside the quads of a store: texts, corrections, what was read
// before them, and what could not be loaded. Names are paths with slashes.
type files interface {
	get(name string) ([]byte, error) // an error that is fs.ErrNotExist if it isn't there
	put(name string, data []byte, noSync bool) error
	remove(name string) error // nothing if it isn't there
	list(folder string) ([]string, error)
	// swap puts a file in the place of what it was, nil if it wasn't there; done is false if
	// another process has put it since.
	swap(name string, was, data []byte) (done bool, err error)
	// alone runs do while no other process runs what it gave to alone.
	alone(ctx context.Context, do func() error) error
}

// dirFiles are files of a folder.
type dirFiles string

func (d dirFiles) path(name string) string { return filepath.Join(string(d), filepath.FromSlash(name)) }

func (d dirFiles) get(name string) ([]byte, error) { return os.ReadFile(d.path(name)) }

func (d dirFiles) put(name string, data []byte, noSync bool) error {
	path := d.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeFile(path, data, noSync)
}

func (d dirFiles) remove(name string) error {
	if err := os.Remove(d.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (d dirFiles) list(folder string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(d.path(folder), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(path, tempSuffix) {
			return err
		}
		name, err := filepath.Rel(string(d), path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	slices.Sort(names)
	return names, err
}

// A folder has one writer: quadstore locks it.

func (d dirFiles) swap(name string, _, data []byte) (bool, error) {
	return true, d.put(name, data, false)
}

func (d dirFiles) alone(_ context.Context, do func() error) error { return do() }

// memFiles are gone when the store is closed.
type memFiles struct {
	mu    sync.Mutex
	files map[string][]byte
}

func (m *memFiles) get(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.files[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return data, nil
}

func (m *memFiles) put(name string, data []byte, _ bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil {
		m.files = map[string][]byte{}
	}
	m.files[name] = data
	return nil
}

func (m *memFiles) remove(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, name)
	return nil
}

func (m *memFiles) list(folder string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	names := slices.Sorted(maps.Keys(m.files))
	return slices.DeleteFunc(names, func(name string) bool { return !strings.HasPrefix(name, folder+"/") }), nil
}

func (m *memFiles) swap(name string, _, data []byte) (bool, error) {
	return true, m.put(name, data, false)
}

func (m *memFiles) alone(_ context.Context, do func() error) error { return do() }

// tableFiles are rows of a table in the database of the quads.
type tableFiles struct{ quadstore.Files }

func (t tableFiles) get(name string) ([]byte, error) { return t.Get(name) }

func (t tableFiles) put(name string, data []byte, _ bool) error { return t.Put(name, data) }

func (t tableFiles) remove(name string) error { return t.Remove(name) }

func (t tableFiles) list(folder string) ([]string, error) { return t.List(folder + "/") }

func (t tableFiles) swap(name string, was, data []byte) (bool, error) { return t.Swap(name, was, data) }

func (t tableFiles) alone(ctx context.Context, do func() error) error { return t.Alone(ctx, do) }
