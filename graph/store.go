// Package graph keeps claims in a Cayley graph and reads them back.
//
//	store, err := graph.Open(ctx, "relata.db", graph.Options{})
//	...
//	defer store.Close()
//	added, err := store.Add(ctx, reading) // one article, one commit
//	for claim, err := range store.Claims(ctx, graph.Filter{Entity: "Russia"}) { ... }
//	session := gizmo.NewSession(store.QuadStore())
//
// The quads stand as anyone would write them, <Russia> <buys-from> <Iran> labelled with
// its article, beside a node for each claim that says who says it, when, how sure, and
// in which sentence; vocab.go lists every term.
//
// Promises. An article is in the store whole or not at all, whenever the program is
// killed, and adding it again adds nothing. What Add took, Claims gives back, field by
// field; Add refuses what would not come back. The same claims give the same exports,
// byte by byte, in whatever order they were loaded, but for near-copies: which of two is
// marked as the copy follows the order.
//
// Every reading sees the store as it was when it began, whatever is added meanwhile.
//
// Costs. One process writes at a time, and none reads meanwhile but with OpenBeside; in a
// PostgreSQL database any number do both. Reading holds one article's quads in memory, or
// those of a few hundred claims, and the ids of the claims that a filter chose.
package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
	"relata/schema"
)

// Errors that a caller may want to tell apart; they come wrapped with the path.
var (
	ErrNotStore = errors.New("not a relata store")
	ErrNoStore  = errors.New("no store there")
	ErrLocked   = quadstore.ErrLocked // a *quadstore.LockedError tells by whom
	ErrReadOnly = quadstore.ErrReadOnly
	ErrClosed   = quadstore.ErrClosed
	ErrCorrupt  = quadstore.ErrCorrupt
	ErrDiskFull = quadstore.ErrDiskFull
)

// Options of a store. The zero value opens for reading and writing, safely.
type Options struct {
	ReadOnly   bool      // several processes can read one store; a missing one is an error
	NoSync     bool      // faster loads: a power cut, not a kill, can lose the last articles
	Loaded     time.Time // recorded as the time at which articles are loaded, unless zero
	NoArchive  bool      // the texts of articles aren't kept: they can't be read again
	CacheBytes int64     // memory for what was read; 0 is 64 MB
}

// Store is a graph of claims. It is safe for use by several goroutines.
type Store struct {
	location string
	opt      Options
	files    files
	texts    *texts
	qs       *quadstore.QuadStore
	copied   string // folder of a copy that goes with the store; empty if there is none

	changes   changes
	published atomic.Pointer[[]Correction] // log, as articles are prepared with it

	write     sync.Mutex // one change at a time; guards what follows
	log       []Correction
	logFile   []byte // what log was read from
	originals originals

	mu       sync.Mutex // guards closed
	closed   bool
	readings sync.WaitGroup // those that go on
}

// Locations and the layout of a store's folder.
const (
	MemoryLocation = "memory:" // a location: gone when closed

	formatFile  = "format" // first file to be made: tells that the folder is ours
	formatHead  = "relata store "
	formatLevel = 1
	quadsDir    = "cayley"
	textsDir    = "articles"
	tempSuffix  = ".tmp"
)

// otherLocation holds what may become a kind of location, and would make an odd folder.
var otherLocation = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// Open opens the store at a location: a folder, which is made if it is missing or empty,
// "memory:", or the address of a PostgreSQL database as postgres://user@host/database. A
// folder or file that is something else is refused.
func Open(ctx context.Context, location string, opt Options) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	engine := quadstore.Options{ReadOnly: opt.ReadOnly, NoSync: opt.NoSync, CacheBytes: opt.CacheBytes}
	switch {
	case location == MemoryLocation:
		engine.InMemory = true
		qs, err := quadstore.Open("", engine)
		if err != nil {
			return nil, err
		}
		return newStore(location, opt, qs, &memFiles{}, originalsDir), nil
	case location == "":
		return nil, errors.New("the store needs the name of a folder")
	case quadstore.IsPostgres(location):
		return openDatabase(ctx, location, opt, engine)
	case otherLocation.MatchString(location):
		return nil, fmt.Errorf("%s: unknown kind of store: want a folder, %s or postgres://user@host/database", location, MemoryLocation)
	}
	return openIn(ctx, location, opt, engine)
}

func newStore(location string, opt Options, qs *quadstore.QuadStore, f files, originalsFolder string) *Store {
	return &Store{location: location, opt: opt, files: f, texts: &texts{files: f, noSync: opt.NoSync, none: opt.NoArchive}, qs: qs,
		originals: originals{files: f, folder: originalsFolder}}
}

// Shown is a location as it may be shown to people: without a password.
func Shown(location string) string {
	if quadstore.IsPostgres(location) {
		return quadstore.Redacted(location)
	}
	return location
}

// openDatabase opens a store whose quads and files are tables of a database.
func openDatabase(ctx context.Context, address string, opt Options, engine quadstore.Options) (*Store, error) {
	qs, err := quadstore.OpenPostgres(ctx, address, engine)
	if errors.Is(err, quadstore.ErrNoStore) {
		return nil, fmt.Errorf("%s: %w", Shown(address), ErrNoStore)
	} else if err != nil {
		return nil, err
	}
	kept, _ := qs.Files()
	s := newStore(Shown(address), opt, qs, tableFiles{kept}, originalsDir)
	if err := s.openCorrections(ctx); err != nil {
		return nil, errors.Join(err, qs.Close())
	}
	return s, nil
}

// openIn opens a store in a folder.
func openIn(ctx context.Context, location string, opt Options, engine quadstore.Options) (*Store, error) {
	if err := openFolder(location, opt); err != nil {
		return nil, err
	}
	name, err := currentQuads(location)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(location, name)
	qs, err := quadstore.Open(dir, engine)
	switch {
	case errors.Is(err, quadstore.ErrNoStore): // a first opening was killed
		return nil, fmt.Errorf("%s: %w", location, ErrNoStore)
	case err != nil:
		return nil, err
	}
	// Until the lock was ours, a rebuild may have put another graph in the place of this one.
	name, err = currentQuads(location)
	if err == nil && filepath.Join(location, name) != dir {
		if err := qs.Close(); err != nil {
			return nil, err
		}
		return Open(ctx, location, opt)
	}
	s := newStore(location, opt, qs, dirFiles(location), originalsOf(name))
	if err == nil && !opt.ReadOnly {
		err = removeOtherQuads(location, name)
	}
	if err == nil {
		err = s.openCorrections(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, qs.Close())
	}
	return s, nil
}

// openFolder sees that a folder is a store of this format, or makes it one.
func openFolder(folder string, opt Options) error {
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if opt.ReadOnly {
			return fmt.Errorf("%s: %w", folder, ErrNoStore)
		}
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s: %w, but a file", folder, ErrNotStore)
	}
	if err := checkFormat(folder); err == nil {
		return makeFolders(folder, opt) // a first opening may have been killed after the format
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if info != nil {
		names, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		for _, name := range names {
			if !strings.HasPrefix(name.Name(), formatFile+".") { // a first opening that was killed
				return fmt.Errorf("%s: %w: it holds %s and no format file", folder, ErrNotStore, name.Name())
			}
		}
		if opt.ReadOnly {
			return fmt.Errorf("%s: %w: the folder is empty", folder, ErrNoStore)
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	format := fmt.Sprintf("%s%d\n", formatHead, formatLevel)
	if err := writeFile(filepath.Join(folder, formatFile), []byte(format), opt.NoSync); err != nil {
		return err
	}
	return makeFolders(folder, opt)
}

func makeFolders(folder string, opt Options) error {
	if opt.ReadOnly {
		return nil
	}
	quads, err := currentQuads(folder)
	if err != nil {
		return err
	}
	for _, dir := range []string{quads, textsDir} {
		if err := os.MkdirAll(filepath.Join(folder, dir), 0o755); err != nil {
			return err
		}
	}
	return nil
}

func checkFormat(folder string) error {
	path := filepath.Join(folder, formatFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var level int
	if _, err := fmt.Sscanf(string(data), formatHead+"%d\n", &level); err != nil {
		return fmt.Errorf("%s: %w: its format file is of something else", folder, ErrNotStore)
	}
	if level != formatLevel {
		return fmt.Errorf("%s: store format %d; this program reads format %d", folder, level, formatLevel)
	}
	return nil
}

// Location is what the store was opened with.
func (s *Store) Location() string { return s.location }

// QuadStore is the graph for Cayley's queries. It is the store's own: don't close it and
// don't write to it.
func (s *Store) QuadStore() graph.QuadStore { return s.qs }

// Close ends the use of the store. It waits for the readings that go on: a loop over
// Claims must not call it.
func (s *Store) Close() error {
	s.write.Lock()
	defer s.write.Unlock()
	s.mu.Lock()
	was := s.closed
	s.closed = true
	s.mu.Unlock()
	if was {
		return nil
	}
	s.readings.Wait()
	err := s.qs.Close()
	if s.copied != "" {
		err = errors.Join(err, os.RemoveAll(s.copied))
	}
	return err
}

// reader begins a reading of the store as it is now; end ends it.
func (s *Store) reader() (r *reader, end func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, nil, fmt.Errorf("%s: %w", s.location, ErrClosed)
	}
	s.readings.Add(1)
	r = &reader{qs: s.qs.Snapshot(), texts: s.texts}
	return r, func() {
		r.close() // frees memory; it can't fail
		s.readings.Done()
	}, nil
}

// read makes a sequence of a reading, which lasts as long as the loop over it.
func read[V any](s *Store, f func(*reader) iter.Seq2[V, error]) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		r, end, err := s.reader()
		if err != nil {
			var none V
			yield(none, err)
			return
		}
		defer end()
		f(r)(yield)
	}
}

// Added says what an Add did.
type Added struct {
	Article string // id under which the text stands in the store
	Quads   int    // new quads
	Claims  int    // new claims
	Unread  int    // paragraphs that were left out, since they are in other languages
	Known   bool   // the text was there already: nothing was added
	Path    string // where the article was read from, of a file or an address
	CopyOf  string // id of the article of which this one is a near-copy; empty if of none
}

// Add puts what was read from an article into the store, in one commit. An article whose
// text is there already, under whatever title, is left as it is; under another URL it is
// kept as an article without claims and marked as a copy of the first. So is marked, with
// its claims, an article whose text is nearly that of an earlier one. What would not come
// back as it went in is refused with a *schema.ArticleError: the store can take others.
//
// A document without text and hash stands for claims that came without their article: they
// are added unless the article is there, and give way to it when it comes.
func (s *Store) Add(ctx context.Context, r *schema.Reading) (Added, error) {
	return s.add(ctx, r, s.opt.Loaded, nil)
}

// add does Add. What the article is a copy of is looked up, unless copyOf tells.
func (s *Store) add(ctx context.Context, r *schema.Reading, loaded time.Time, copyOf *string) (Added, error) {
	p, err := s.prepare(ctx, r, loaded)
	if err != nil {
		return Added{}, err
	}
	return s.addPrepared(ctx, p, copyOf)
}

// addPrepared adds what was prepared and waits for the disk.
func (s *Store) addPrepared(ctx context.Context, p *Prepared, copyOf *string) (Added, error) {
	added, synced, err := s.commit(ctx, p, copyOf)
	if synced != nil {
		err = errors.Join(err, synced())
	}
	if err != nil {
		return Added{}, err
	}
	return added, nil
}

// all gives deltas that take out all that an article says.
func (r *reader) all(ctx context.Context, article quad.IRI) (deltas []graph.Delta, err error) {
	for q, err := range r.find(ctx, quad.Quad{Label: article}) {
		if err != nil {
			return nil, err
		}
		deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Delete})
	}
	return deltas, nil
}

// refuse makes the error about one article, which is none of the store's.
func refuse(doc *schema.Document, err error) error {
	return &schema.ArticleError{Article: cmp.Or(doc.Path, doc.ID), Err: err}
}

// apply commits all deltas or none.
func (s *Store) apply(deltas []graph.Delta) error {
	synced, err := s.applyLater(deltas)
	if err != nil {
		return err
	}
	return synced()
}

// applyLater is apply without the wait for the disk: that is synced, which must be called.
// Closing the store waits for it.
func (s *Store) applyLater(deltas []graph.Delta) (synced func() error, err error) {
	wait, err := s.qs.ApplyDeltasLater(deltas, graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true})
	if err != nil {
		return nil, err
	}
	s.changes.note(deltas)
	s.readings.Add(1)
	return func() error {
		defer s.readings.Done()
		return wait()
	}, nil
}

// Text gives the text of an article by its SHA-256, in hex.
func (s *Store) Text(sha256 string) (string, error) { return s.texts.get(sha256) }

// sortedKeys lists the keys of a map in order.
func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
