package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"relata/graph"
	"relata/schema"
)

// skipList keeps the articles that a load could not read: in the graph's folder, for
// another try, and in a file where --errors asks for it.
type skipList struct {
	store   *graph.Store // nil for a dry run
	file    string       // of --errors
	again   bool         // what is skipped can be read again with --retry
	skipped skips

	now   []graph.Skip    // of this load
	good  map[string]bool // paths of what was read
	tried []graph.Skip    // of --retry
}

// retry gives the paths of the articles that were skipped before.
func (l *skipList) retry() ([]string, error) {
	var err error
	if l.tried, err = l.store.Skips(); err != nil {
		return nil, err
	}
	var paths []string
	for _, skip := range l.tried {
		if path := holder(skip.Path); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths, nil
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

// skip notes an article that could not be read. It is false if the load can't go on.
func (l *skipList) skip(app *app, err error) bool {
	if !l.skipped.add(app, err) {
		return false
	}
	var one *schema.ArticleError
	if errors.As(err, &one) {
		l.now = append(l.now, graph.Skip{Article: one.Article, Reason: oneLine(one.Err.Error()), Path: absolute(one.Article)})
	}
	return true
}

// loaded notes an article that was read.
func (l *skipList) loaded(path string) {
	if l.good == nil {
		l.good = map[string]bool{}
	}
	l.good[absolute(path)] = true
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

// keep writes the lists. All that was tried again is off it if the load came to its end.
func (l *skipList) keep(whole bool) error {
	if l.file != "" {
		if err := l.write(); err != nil {
			return err
		}
	}
	if l.store == nil {
		return nil
	}
	before, err := l.store.Skips()
	if err != nil {
		return err
	}
	list := slices.DeleteFunc(slices.Clone(before), func(s graph.Skip) bool {
		return l.good[s.Path] || whole && slices.Contains(l.tried, s) ||
			slices.ContainsFunc(l.now, func(n graph.Skip) bool { return n.Path == s.Path })
	})
	for _, skip := range l.now {
		if l.again && skip.Path != "" && !slices.Contains(list, skip) {
			list = append(list, skip)
		}
	}
	if slices.Equal(list, before) {
		return nil
	}
	return l.store.KeepSkips(list)
}

func (l *skipList) write() (err error) {
	f, err := os.Create(l.file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	for _, skip := range l.now {
		if err := enc.Encode(graph.Skip{Article: skip.Article, Reason: skip.Reason}); err != nil {
			return err
		}
	}
	return nil
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
