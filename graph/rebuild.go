package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
	"relata/schema"
)

// currentFile names the folder of the quads, where it isn't quadsDir: a rebuild makes
// another folder and then writes its name here, in one step.
const currentFile = "current"

var quadsName = regexp.MustCompile(`^` + quadsDir + `(-[0-9]{1,9})?$`)

// currentQuads is the name of the folder of a store's quads.
func currentQuads(location string) (string, error) {
	path := filepath.Join(location, currentFile)
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return quadsDir, nil
	case err != nil:
		return "", err
	}
	name := strings.TrimSpace(string(data))
	if !quadsName.MatchString(name) {
		return "", fmt.Errorf("%s: %w: %q names no folder of quads", path, ErrCorrupt, name)
	}
	return name, nil
}

// nextQuads is a name for the folder after the current one.
func nextQuads(current string) string {
	_, digits, _ := strings.Cut(current, "-")
	n, _ := strconv.Atoi(digits) // none is 0
	return quadsDir + "-" + strconv.Itoa(n+1)
}

// removeOtherQuads removes what a rebuild that was killed has left.
func removeOtherQuads(location, current string) error {
	entries, err := os.ReadDir(location)
	if err != nil {
		return err
	}
	for _, e := range entries {
		quads := quadsDir + strings.TrimPrefix(e.Name(), originalsDir)
		ours := quadsName.MatchString(e.Name()) || strings.HasPrefix(e.Name(), originalsDir) && quadsName.MatchString(quads)
		if ours && e.Name() != current && e.Name() != originalsOf(current) {
			if err := os.RemoveAll(filepath.Join(location, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// Rebuild says how a store is made anew.
type Rebuild struct {
	// Read reads the articles again and yields what prepare makes of each reading, in their
	// order, or a *schema.ArticleError that names the article by its id. It may read and
	// prepare several beside each other.
	Read func(ctx context.Context, docs iter.Seq2[*schema.Document, error], prepare func(context.Context, *schema.Reading) (*Prepared, error)) iter.Seq2[*Prepared, error]
	// Progress is told after each article how many of how many are done; may be nil.
	Progress func(done Rebuilt, of int)
	// Failed is told of each article that couldn't be read; may be nil.
	Failed func(error)
}

// Rebuilt says what a rebuild did.
type Rebuilt struct {
	Articles int // read again
	Claims   int // in them, now
	Kept     int // left as they were: their text isn't kept, or they couldn't be read
	NoText   int // of those left, without a text here: not archived, imported, or claims alone
}

// RebuildStore reads the text of every article again and makes a new graph of it beside the old
// one, which it replaces in one step at the end: interrupted or killed at any moment, the
// old graph stays. The articles keep their ids, what was known of them, and the time at
// which they were loaded; what came from elsewhere, such as an import, is carried over.
// The store must not be in use; it is opened and closed here.
func RebuildStore(ctx context.Context, location string, opt Options, how Rebuild) (done Rebuilt, err error) {
	if location == MemoryLocation {
		return done, errors.New("a graph in memory can't be rebuilt: it is gone when the program ends")
	}
	if quadstore.IsPostgres(location) {
		return done, fmt.Errorf("%s: a graph in a database is not rebuilt in place: copy it to a folder, rebuild that, and copy it to an empty database", Shown(location))
	}
	if _, err := os.Stat(filepath.Join(location, formatFile)); errors.Is(err, fs.ErrNotExist) {
		opt := opt
		opt.ReadOnly = true // for the error that fits
		if s, err := Open(ctx, location, opt); err != nil {
			return done, err
		} else if err := s.Close(); err != nil {
			return done, err
		}
	}
	opt.ReadOnly = false
	old, err := Open(ctx, location, opt) // and nobody else, until the end
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	current, err := currentQuads(location)
	if err != nil {
		return done, err
	}
	next := nextQuads(current)
	dir := filepath.Join(location, next)
	qs, err := quadstore.Open(dir, quadstore.Options{NoSync: true, CacheBytes: opt.CacheBytes})
	if err != nil {
		return done, errors.Join(err, os.RemoveAll(dir), os.RemoveAll(filepath.Join(location, originalsOf(next))))
	}
	made := newStore(location, opt, qs, old.files, originalsOf(next))
	made.log = old.log
	if err := rebuild(ctx, old, made, how, &done); err != nil {
		return done, errors.Join(err, made.Close(), os.RemoveAll(dir), os.RemoveAll(filepath.Join(location, originalsOf(next))))
	}
	if err := made.Close(); err != nil {
		return done, errors.Join(err, os.RemoveAll(dir), os.RemoveAll(filepath.Join(location, originalsOf(next))))
	}
	// A store that synced nothing is on the disk before its name is.
	if err := syncTree(dir); err != nil {
		return done, errors.Join(err, os.RemoveAll(dir), os.RemoveAll(filepath.Join(location, originalsOf(next))))
	}
	if err := writeFile(filepath.Join(location, currentFile), []byte(next+"\n"), opt.NoSync); err != nil {
		return done, err
	}
	if err := syncFile(location); err != nil { // the step is taken, else the old one could go first
		return done, err
	}
	if err := old.Close(); err != nil {
		return done, err
	}
	return done, removeOtherQuads(location, next)
}

func rebuild(ctx context.Context, old, made *Store, how Rebuild, done *Rebuilt) error {
	r, end, err := old.reader()
	if err != nil {
		return err
	}
	defer end()
	var articles []Article
	for a, err := range r.articles(ctx) {
		if err != nil {
			return err
		}
		articles = append(articles, a)
	}
	loaded := make(map[string]time.Time, len(articles))
	copies := make(map[string]string)               // what articles are marked as copies of
	first := make(map[string]string, len(articles)) // the article with the claims of a text
	for _, a := range articles {
		copies[a.ID] = a.CopyOf
		if _, ok := first[a.SHA256]; a.CopyOf == "" && !ok {
			first[a.SHA256] = a.ID
		}
	}
	docs := func(yield func(*schema.Document, error) bool) {
		for _, a := range articles {
			if a.SHA256 == "" {
				done.NoText++ // claims that came alone
				continue
			}
			if id, ok := first[a.SHA256]; ok && id != a.ID {
				continue // has no claims of its own
			}
			text, err := old.Text(a.SHA256)
			if errors.Is(err, fs.ErrNotExist) {
				done.NoText++
				continue
			}
			if err != nil {
				err = &schema.ArticleError{Article: a.ID, Err: err}
			}
			doc := a.Document
			doc.Text = text
			if !yield(&doc, err) {
				return
			}
		}
	}
	for _, a := range articles {
		if a.Loaded != "" {
			when, err := parseTime(a.Loaded)
			if err != nil {
				return fmt.Errorf("%s: when it was loaded: %w", a.ID, err)
			}
			loaded[a.ID] = when
		}
	}
	made.publish() // the corrections, for what is prepared
	prepare := func(ctx context.Context, r *schema.Reading) (*Prepared, error) {
		return made.prepare(ctx, r, loaded[r.Document.ID])
	}
	fresh := make(map[quad.IRI]bool, len(articles))
	for p, err := range how.Read(ctx, docs, prepare) {
		var one *schema.ArticleError
		switch {
		case errors.As(err, &one):
			if how.Failed != nil {
				how.Failed(err)
			}
			continue
		case err != nil:
			return err
		}
		id := p.first.Document.ID
		original := copies[id]
		added, err := made.addPrepared(ctx, p, &original)
		if err != nil {
			return err
		}
		if added.Known {
			continue // one text under two ids, by an import: carried over
		}
		fresh[quad.IRI(id)] = true
		done.Articles++
		done.Claims += added.Claims
		if how.Progress != nil {
			how.Progress(*done, len(articles))
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, a := range articles {
		if !fresh[quad.IRI(a.ID)] {
			done.Kept++
		}
	}
	for quads, err := range r.allGroups(ctx) {
		if err != nil {
			return err
		}
		if len(quads) == 0 {
			continue
		}
		if label, ok := quads[0].Label.(quad.IRI); ok && fresh[label] {
			continue
		}
		deltas := make([]graph.Delta, len(quads))
		for i, q := range quads {
			deltas[i] = graph.Delta{Quad: q, Action: graph.Add}
		}
		if label, ok := quads[0].Label.(quad.IRI); ok {
			first, err := old.originals.get(string(label))
			if err == nil && first != nil {
				err = made.originals.put(first)
			}
			if err != nil {
				return err
			}
		}
		if err := made.apply(deltas); err != nil {
			return err
		}
	}
	return nil
}

// syncTree waits until the disk has all files and folders below a folder, and itself.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncFile(path)
	})
}

// syncFile waits until the disk has a file, or the names in a folder.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	return errors.Join(err, f.Close())
}
