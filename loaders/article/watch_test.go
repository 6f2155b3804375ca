package article

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
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
