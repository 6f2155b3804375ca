package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestFeed looks at a feed again and again until it is stopped, as a user stops it.
func TestFeed(t *testing.T) {
	items := []string{
		"<item><title>Iran sells drones</title><link>https://example.org/1</link><description>Iran sold drones to Russia, officials said.</description></item>",
		"<item><title>China buys oil</title><link>https://example.org/2</link><description>China bought crude oil from Iran, officials said.</description></item>",
	}
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed.xml" {
			http.NotFound(w, r) // a site without robots.txt
			return
		}
		n := min(int(asked.Add(1)), len(items)) // an item more each time
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, "<rss version=\"2.0\"><channel><title>Example</title>%s</channel></rss>", strings.Join(items[:n], ""))
	}))
	defer server.Close()
	dir := t.TempDir()
	start := func(args ...string) (*exec.Cmd, *bytes.Buffer) {
		var out bytes.Buffer
		cmd := exec.Command("relata", args...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd, &out
	}
	cmd, out := start("load", "--feed", server.URL+"/feed.xml", "--every", "1s", "--allow-private")
	for until := time.Now().Add(60 * time.Second); asked.Load() < 4 && time.Now().Before(until); {
		time.Sleep(50 * time.Millisecond)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || !strings.Contains(out.String(), "read 2 articles, added ") {
		t.Errorf("%v: %s", err, out)
	}
	cmd, out = start("query", `g.V("<Iran>").In("<buys-from>").All()`)
	if err := cmd.Wait(); err != nil || !strings.Contains(out.String(), "China") {
		t.Errorf("%v: %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "relata.db")); err != nil {
		t.Error(err)
	}
	for _, args := range [][]string{{"load", "--feed", "feed.xml"}, {"load", "--every", "1m", "x.txt"}, {"load", "--feed", server.URL, "--every", "1ms"}} {
		cmd, out := start(args...)
		if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 2 {
			t.Errorf("%v: %v: %s", args, err, out)
		}
	}
}
