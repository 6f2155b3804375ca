package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"relata/graph"
	"relata/schema"
)

// skipList keeps the articles that a load could not read: in the graph's folder, for
// another try, and in a file where --errors asks for it.
type skipList struct {
	store   *graph.Store // nil for a dry run
	again   bool         // what is skipped can be read again with --retry
	skipped skips

	file    *os.File            // of --errors, or nil
	before  []graph.Skip        // of earlier loads
	written []graph.Skip        // the list as it was written last
	now     []graph.Skip        // of this load, each once
	listed  map[graph.Skip]bool // those of now
	good    map[string]bool     // whether what was skipped was read later, by its path
	tried   map[graph.Skip]bool // of --retry
	kept    time.Time           // when the list was written last
}

// keepEvery is how often the list is written while a load goes on.
const keepEvery = 10 * time.Second

// newSkipList looks up what was skipped before, and makes the file for what will be.
func newSkipList(store *graph.Store, file string, again bool) (*skipList, error) {
	l := &skipList{store: store, again: again, listed: map[graph.Skip]bool{}, good: map[string]bool{}, kept: time.Now()}
	var err error
	if store != nil {
		if l.before, err = store.Skips(); err != nil {
			return nil, err
		}
		l.written = l.before
	}
	for _, skip := range l.before {
		l.good[skip.Path] = false
	}
	if file != "" {
		if l.file, err = os.Create(file); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// retry gives the paths of the articles that were skipped before.
func (l *skipList) retry() (paths []string) {
	l.tried = make(map[graph.Skip]bool, len(l.before))
	seen := map[string]bool{}
	for _, skip := range l.before {
		l.tried[skip] = true
		if path := holder(skip.Path); !seen[path] {
			seen[path] = true
			paths = append(paths, path)
		}
	}
	return paths
}

// holder is the file that holds an article: "a.zip" of "a.zip!news/one.txt", "a.jsonl" of
// "a.jsonl:12", "feed.xml" of "feed.xml[3]".
func holder(path string) string {
	if _, err := os.Stat(path); err == nil {
		return path
	}
	for i := range len(path) {
		if path[i] == '!' || path[i] == ':' || path[i] == '[' {
			if info, err := os.Stat(path[:i]); err == nil && !info.IsDir() {
				return path[:i]
			}
		}
	}
	return path
}

// skip notes an article that could not be read; the error is one that the load can't go on
// after.
func (l *skipList) skip(app *app, err error) error {
	var one *schema.ArticleError
	if !l.skipped.add(app, err) || !errors.As(err, &one) {
		return err
	}
	skip := graph.Skip{Article: one.Article, Reason: oneLine(one.Err.Error())}
	if l.file != nil {
		enc := json.NewEncoder(l.file)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(skip); err != nil {
			return err
		}
	}
	skip.Path = absolute(one.Article)
	l.good[skip.Path] = false
	if !l.listed[skip] { // else it was looked at again
		l.listed[skip] = true
		l.now = append(l.now, skip)
	}
	if time.Since(l.kept) > keepEvery {
		return l.keep(false)
	}
	return nil
}

// loaded notes that an article was read, if it was skipped before.
func (l *skipList) loaded(path string) {
	if len(l.good) == 0 {
		return
	}
	path = absolute(path)
	if _, ok := l.good[path]; ok {
		l.good[path] = true
	}
}

// absolute is a path that means the same from any folder; none for standard input.
func absolute(path string) string {
	switch {
	case path == "stdin" || path == "" || strings.HasPrefix(path, "stdin!"):
		return ""
	case strings.Contains(path, "://"):
		return path
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// keep writes the list. All that was tried again is off it if the load came to its end.
func (l *skipList) keep(whole bool) error {
	l.kept = time.Now()
	if l.store == nil {
		return nil
	}
	replaced := map[string]bool{}
	for _, skip := range l.now {
		replaced[skip.Path] = true
	}
	list := slices.DeleteFunc(slices.Clone(l.before), func(s graph.Skip) bool {
		return l.good[s.Path] || replaced[s.Path] || whole && l.tried[s]
	})
	for _, skip := range l.now {
		if l.again && skip.Path != "" && !l.good[skip.Path] {
			list = append(list, skip)
		}
	}
	if slices.Equal(list, l.written) {
		return nil
	}
	l.written = list
	return l.store.KeepSkips(list)
}

// end keeps the list and closes the file.
func (l *skipList) end(whole bool) error {
	err := l.keep(whole)
	if l.file != nil {
		err = errors.Join(err, l.file.Close())
	}
	return err
}

// countArticles counts the articles that paths name, for the time left; it is 0 where only
// reading them tells how many they are.
func countArticles(paths []string) int {
	n := 0
	for _, path := range paths {
		err := filepath.WalkDir(path, func(at string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case at != path && strings.HasPrefix(entry.Name(), "."):
				if entry.IsDir() {
					return filepath.SkipDir
				}
			case !entry.IsDir():
				if !slices.Contains(singles, strings.ToLower(filepath.Ext(at))) {
					return errors.New("may hold several")
				}
				n++
			}
			return nil
		})
		if err != nil {
			return 0
		}
	}
	return n
}

// singles are the extensions of files that hold one article.
var singles = []string{".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".eml"}
