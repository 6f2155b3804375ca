package graph

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"relata/schema"
)

func numbered(i int) *schema.Reading {
	return article(fmt.Sprint("n", i), "2024-03-05", 0, []string{fmt.Sprintf("%d: Arvania may buy ships number %d from Belmark, %d says.", i*7919, i, i*i)},
		said{"Arvania", "buys-from", "Belmark", schema.Possible, nil})
}

func TestReadBesideAWriter(t *testing.T) {
	location := filepath.Join(t.TempDir(), "test.db")
	if _, err := OpenBeside(t.Context(), location, Options{}); !errors.Is(err, ErrNoStore) {
		t.Errorf("no store there: %v", err)
	}
	w := open(t, location, Options{})
	const most = 150
	done := make(chan int)
	stop := make(chan bool)
	go func() {
		i := 0
		for ; i < most; i++ {
			select {
			case <-stop:
				done <- i
				return
			default:
			}
			if _, err := w.Add(t.Context(), numbered(i)); err != nil {
				t.Error(err)
				break
			}
		}
		done <- i
	}()
	last, n := -1, 0
	for last < most && n < 8 {
		r, err := OpenBeside(t.Context(), location, Options{})
		if err != nil {
			t.Fatal(err)
		}
		n++
		st, err := r.Stats(t.Context())
		if err != nil || st.Articles < last || st.Claims != st.Articles {
			t.Fatalf("%d articles and %d claims after %d articles, %v", st.Articles, st.Claims, last, err)
		}
		last = st.Articles
		if _, err := r.qs.Verify(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Add(t.Context(), numbered(0)); !errors.Is(err, ErrReadOnly) {
			t.Errorf("adding: %v", err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	written := <-done
	r, err := OpenBeside(t.Context(), location, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if st, err := r.Stats(t.Context()); err != nil || st.Articles != written {
		t.Errorf("%d articles of %d, %v", st.Articles, written, err)
	}
	for c, err := range r.Claims(t.Context(), Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if a, _, err := r.Article(t.Context(), c.Article); err != nil {
			t.Fatal(err)
		} else if _, err := r.Text(a.SHA256); err != nil {
			t.Fatal(err)
		}
		break
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(location, copiesPrefix+"*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	t.Logf("%d copies while %d articles were written", n, written)
}

func TestStamp(t *testing.T) {
	location := filepath.Join(t.TempDir(), "test.db")
	w := open(t, location, Options{})
	var seen []string
	look := func() {
		t.Helper()
		stamp, err := Stamp(t.Context(), location, nil)
		if err != nil || slices.Contains(seen, stamp) {
			t.Errorf("%q after %q, %v", stamp, seen, err)
		}
		seen = append(seen, stamp)
		if again, _ := Stamp(t.Context(), location, nil); again != stamp {
			t.Errorf("nothing changed: %q, %q", stamp, again)
		}
	}
	look()
	add(t, w, numbered(1))
	look()
	claim := collect(t, w.Claims(t.Context(), Filter{}))[0]
	if _, err := w.Correct(t.Context(), Correction{Author: "Ada Lovelace", Action: Confirm, A: claim.ID}); err != nil {
		t.Fatal(err)
	}
	look()
}

func TestOldCopiesGo(t *testing.T) {
	location := filepath.Join(t.TempDir(), "test.db")
	add(t, open(t, location, Options{}), numbered(1))
	used, err := OpenBeside(t.Context(), location, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer used.Close()
	stale := filepath.Join(location, copiesPrefix+"stale")
	if err := os.MkdirAll(filepath.Join(stale, quadsDir), 0o755); err != nil {
		t.Fatal(err)
	}
	past := time.Now().Add(-2 * oldCopy)
	for _, dir := range []string{stale, used.copied} {
		if err := os.Chtimes(dir, past, past); err != nil {
			t.Fatal(err)
		}
	}
	removeOldCopies(location)
	if _, err := os.Stat(stale); err == nil {
		t.Error("what a killed process left is still there")
	}
	if _, err := os.Stat(used.copied); err != nil {
		t.Error("what is read was removed")
	}
}
