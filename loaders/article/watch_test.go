package article

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestWatch puts files into a folder one after the other and waits for each to be read.
func TestWatch(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": "A.", "bad.txt": "\x00\x00"})
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	var last error
	for doc, err := range Watch(ctx, []string{dir}, 20*time.Millisecond, Options{}) {
		if err != nil {
			last = err
			if ctx.Err() == nil {
				got = append(got, "fault")
				put("b.txt", "B.")
			}
			continue
		}
		got = append(got, doc.Text)
		switch doc.Text {
		case "B.":
			put("copy.txt", "A.") // no news
			put("a.txt", "A, once more.")
		case "A, once more.":
			cancel()
		}
	}
	want := []string{"A.", "fault", "B.", "A, once more."}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("it ended with %v", last)
	}
}

// TestWatchEmpty waits, looking as often as it does by itself, for the first article of an
// empty folder.
func TestWatchEmpty(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		start := time.Now()
		go func() {
			time.Sleep(EveryFiles / 2)
			if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("A."), 0o644); err != nil {
				t.Error(err)
			}
		}()
		for doc, err := range Watch(ctx, []string{dir}, 0, Options{}) {
			switch {
			case err != nil && ctx.Err() == nil:
				t.Errorf("after %v: %v", time.Since(start), err)
			case err == nil && (doc.Text != "A." || time.Since(start) != 2*EveryFiles):
				t.Errorf("after %v: %q", time.Since(start), doc.Text)
				fallthrough
			case err == nil:
				cancel()
			}
		}
		if time.Since(start) > time.Minute {
			t.Errorf("nothing was read in %v", time.Since(start))
		}
	})
}

// TestWatchBoth looks at a folder and an address, each as often as befits it.
func TestWatchBoth(t *testing.T) {
	w := &watcher{files: map[string]stamp{}, read: map[string]stamp{}, texts: map[string]bool{}, faults: map[string]string{}}
	dir := write(t, map[string]string{"a.txt": "A."})
	paths := []string{dir, "https://example.org/feed.xml", "-"}
	for _, look := range []struct {
		first, ask bool
		want       []string
	}{{true, true, paths}, {false, false, nil}, {false, true, paths[1:2]}} {
		if got := w.due(paths, look.first, look.ask); !slices.Equal(got, look.want) {
			t.Errorf("first %v, ask %v: %q, want %q", look.first, look.ask, got, look.want)
		}
	}
}

// TestWatchFeed looks at a feed that fails, has nothing new, and has something new in turn.
func TestWatchFeed(t *testing.T) {
	const feed = "<rss><channel><title>Wire</title>%s</channel></rss>"
	item := func(n int) string { return fmt.Sprintf("<item><title>Item %d</title><link>/%d</link></item>", n, n) }
	steps := []func(w http.ResponseWriter, r *http.Request){
		func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"1"`)
			fmt.Fprintf(w, feed, item(1))
		},
		func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") != `"1"` {
				t.Errorf("asked for what it had: %v", r.Header)
			}
			w.WriteHeader(http.StatusNotModified)
		},
		func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, feed, item(1)+item(2)) },
		func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, feed, item(3)) },
	}
	n := 0
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			http.NotFound(w, r)
			return
		}
		steps[min(n, len(steps)-1)](w, r)
		n++
	}))
	defer site.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var got []string
	for doc, err := range Watch(ctx, []string{site.URL + "/feed"}, 5*time.Millisecond, Options{AllowPrivate: true}) {
		switch {
		case err == nil:
			got = append(got, doc.Title+" "+strings.TrimPrefix(doc.URL, site.URL))
			if doc.Title == "Item 3" {
				cancel()
			}
		case ctx.Err() == nil:
			got = append(got, strings.TrimPrefix(err.Error(), site.URL))
		}
	}
	const down = "/feed: the site answers 500 Internal Server Error"
	if want := []string{"Item 1 /1", down, "Item 2 /2", down, "Item 3 /3"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
