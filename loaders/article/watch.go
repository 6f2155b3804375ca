package article

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relata/schema"
)

// How often Watch looks, where it isn't told.
const (
	EveryFiles = 5 * time.Second  // at files and folders
	EveryWeb   = 15 * time.Minute // at addresses of the web
)

// Watch yields what Read yields of the paths, and then, until ctx ends, what is new there:
// every so often it looks for files that have come or changed and asks feeds and pages
// again, which a site that knows that they are the same need not send. Where every is 0 it
// looks as often as EveryFiles and EveryWeb say. An article that it
// has yielded with the same text is not yielded again, and an error not twice in a row for
// the same thing. A file is read once its size and time have stayed the same from one look
// to the next, so that nobody's half-written file is read. A folder without articles is no
// error: they may come.
//
// It keeps a hash of each article, some hundred bytes, for as long as it runs. It ends with
// the error of ctx.
func Watch(ctx context.Context, paths []string, every time.Duration, opts Options) iter.Seq2[*schema.Document, error] {
	return func(yield func(*schema.Document, error) bool) {
		opts.seen = map[string]version{}
		w := &watcher{files: map[string]stamp{}, read: map[string]stamp{}, texts: map[string]bool{}, faults: map[string]string{}}
		files, web := cmp.Or(every, EveryFiles), cmp.Or(every, EveryWeb)
		wait := files
		if !slices.ContainsFunc(paths, isFile) {
			wait = web
		}
		var asked time.Time // when addresses were
		for first := true; ; first = false {
			ask := time.Since(asked) >= web-wait/2 // not a look later because a timer came early
			if ask {
				asked = time.Now()
			}
			for doc, err := range Read(ctx, w.due(paths, first, ask), opts) {
				if ctx.Err() != nil {
					break
				}
				if w.news(doc, err) && !yield(doc, err) {
					return
				}
			}
			timer := time.NewTimer(wait)
			select {
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
				yield(nil, ctx.Err())
				return
			}
		}
	}
}

// stamp tells versions of a file apart.
type stamp struct {
	size int64
	time time.Time
}

type watcher struct {
	files  map[string]stamp  // as they were at the last look
	read   map[string]stamp  // as they were when they were read
	texts  map[string]bool   // hashes of the articles yielded
	faults map[string]string // the last error of each thing
}

// isFile says whether a path is that of a file or folder, which can be looked at again.
func isFile(path string) bool { return !isURL(path) && path != "-" }

// due lists what is to be read now: at the first look all, later the files that have changed
// and lie still, and addresses if they are to be asked.
func (w *watcher) due(paths []string, first, ask bool) (due []string) {
	now := map[string]stamp{}
	for _, path := range paths {
		if !isFile(path) {
			if first || ask && isURL(path) {
				due = append(due, path)
			}
			continue
		}
		if first {
			due = append(due, path)
		}
		_ = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error { // what can't be read now may be later
			switch {
			case err != nil:
			case name != path && strings.HasPrefix(entry.Name(), "."):
				if entry.IsDir() {
					return filepath.SkipDir
				}
			case !entry.IsDir() && !(name != path && neverArticles[strings.ToLower(filepath.Ext(name))]):
				info, err := os.Stat(name) // of what a link leads to
				if err != nil || !info.Mode().IsRegular() {
					break
				}
				s := stamp{info.Size(), info.ModTime()}
				now[name] = s
				if !first && w.files[name] == s && w.read[name] != s {
					due = append(due, name)
				}
				if first || w.files[name] == s {
					w.read[name] = s
				}
			}
			return nil
		})
	}
	for name := range w.read { // what went may come again
		if _, here := now[name]; !here {
			delete(w.read, name)
		}
	}
	w.files = now
	return due
}

// news says whether something hasn't been yielded before.
func (w *watcher) news(doc *schema.Document, err error) bool {
	if errors.Is(err, errNoArticles) {
		return false
	}
	if err != nil {
		var name string
		if one, ok := err.(*schema.ArticleError); ok {
			name = one.Article
		}
		fresh := w.faults[name] != err.Error()
		w.faults[name] = err.Error()
		return fresh
	}
	maps.DeleteFunc(w.faults, func(name, _ string) bool { return strings.HasPrefix(doc.Path, name) }) // the thing, or what it lies in
	fresh := !w.texts[doc.SHA256]
	w.texts[doc.SHA256] = true
	return fresh
}
