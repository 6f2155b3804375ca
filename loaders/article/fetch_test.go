package article

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFetch(t *testing.T) {
	asked := map[string]int{}
	mux := http.NewServeMux()
	page := func(path, kind, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			asked[r.URL.Path]++
			if !strings.HasPrefix(r.UserAgent(), "relata/") {
				t.Errorf("asked as %q", r.UserAgent())
			}
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, body)
		})
	}
	page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /closed/\n")
	page("/2024/01/04/a", "text/html; charset=iso-8859-1", "<html><head><title>Ministers meet in the town of \xc5lesund</title></head><body><p>They met there, and they agreed on many a thing.</p></body></html>")
	page("/b.txt", "text/plain; charset=utf-8", "A text.")
	page("/feed", "application/rss+xml", "<rss><channel><item><title>An item</title><link>../story/1</link></item></channel></rss>")
	page("/closed/c", "text/html", "<p>Secret.")
	page("/long", "text/plain", strings.Repeat("x", 5000))
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/b.txt", http.StatusFound) })
	mux.HandleFunc("/circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	site := httptest.NewServer(mux)
	defer site.Close()
	at := func(paths ...string) (all []string) {
		for _, p := range paths {
			all = append(all, site.URL+p)
		}
		return all
	}
	docs, errs := read(Options{AllowPrivate: true, Timeout: 2 * time.Second, MaxBytes: 1000}, at("/2024/01/04/a", "/b.txt", "/feed", "/closed/c", "/long", "/moved", "/circle", "/file", "/none", "/slow")...)
	var got []string
	for _, s := range shown(docs, errs) {
		got = append(got, strings.ReplaceAll(strings.ReplaceAll(s, site.URL, "SITE"), strings.TrimPrefix(site.URL, "http://"), "HOST"))
	}
	want := []string{
		"SITE/2024/01/04/a 0|Ministers meet in the town of Ålesund||127.0.0.1|2024-01-04|SITE/2024/01/04/a|Ministers meet in the town of Ålesund\n\nThey met there, and they agreed on many a thing.\n",
		"SITE/b.txt 0|||127.0.0.1||SITE/b.txt|A text.",
		"SITE/feed[1] 0|An item||||SITE/story/1|An item\n",
		"SITE/moved 0|||127.0.0.1||SITE/b.txt|A text.",
		"SITE/closed/c: the robots.txt of HOST asks programs to stay away from it",
		"SITE/long: longer than 1000 bytes, too long for one article: split it, or read each line as an article with --lines (--max-mb allows more)",
		"SITE/circle: more than 10 redirects",
		"SITE/file: redirected to file:///etc/passwd, which is no page of the web",
		"SITE/none: the site answers 404 Not Found",
		"SITE/slow: no answer in time",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if asked["/robots.txt"] != 1 || asked["/closed/c"] != 0 {
		t.Errorf("asked for %v", asked)
	}
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	site := httptest.NewServer(http.NotFoundHandler())
	defer site.Close()
	local := strings.Replace(site.URL, "127.0.0.1", "localhost", 1)
	docs, errs := read(Options{Timeout: 5 * time.Second}, site.URL+"/a", local+"/a", "http://[::1]/", "https:///x")
	if len(docs) != 0 || len(errs) != 4 {
		t.Fatalf("got %d documents, %v", len(docs), errs)
	}
	for i, want := range []string{site.URL + "/a: 127.0.0.1 is a private address: it is only read with --allow-private", "is a private address", "::1 is a private address", "not an address of the web"} {
		if !strings.Contains(errs[i].Error(), want) {
			t.Errorf("got %v, want %q", errs[i], want)
		}
	}
}

func TestIsPrivate(t *testing.T) {
	for _, s := range []string{"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1"} {
		if !isPrivate(netip.MustParseAddr(s)) {
			t.Errorf("%s is taken for a public address", s)
		}
	}
	for _, s := range []string{"8.8.8.8", "172.32.0.1", "2a00:1450::1"} {
		if isPrivate(netip.MustParseAddr(s)) {
			t.Errorf("%s is taken for a private address", s)
		}
	}
	if err := refusePrivate(context.Background(), "tcp6", "[::ffff:127.0.0.1]:80", nil); err == nil {
		t.Error("an IPv4 address in IPv6 clothes gets through")
	}
}

func TestCancelledFetchEnds(t *testing.T) {
	begun := make(chan struct{})
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
	}))
	defer site.Close()
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-begun
		cancel()
	}()
	var last error
	for _, err := range Read(ctx, []string{site.URL}, Options{AllowPrivate: true}) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("got %v", last)
	}
}

func TestRobots(t *testing.T) {
	const text = "# rules\nUser-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private # really\nDisallow: /*.pdf$\nAllow: /private/press/\nDisallow: /caf\u00e9\nDisallow:\n\nSitemap: x\nUser-agent: Some\nUser-agent: NewsBot/1.0\nDisallow: /only\n"
	for path, want := range map[string]bool{"/": true, "/private": false, "/privateer": false, "/private/x": false, "/private/press/x": true, "/a.pdf": false, "/a.pdf?x": true, "/caf%C3%A9/x": false, "/only": true, "/robots.txt": true} {
		u, err := url.Parse("https://a.example" + path)
		if err != nil {
			t.Fatal(err)
		}
		if got := parseRobots(text, "relata").allow(u); got != want {
			t.Errorf("%s: got %v", path, got)
		}
	}
	u := &url.URL{Path: "/only"}
	if parseRobots(text, "newsbot").allow(u) {
		t.Error("the group for an agent isn't found by its name")
	}
	if u = (&url.URL{Path: "/private"}); !parseRobots(text, "newsbot").allow(u) {
		t.Error("an agent with a group of its own follows that for all")
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b*c$\nAllow: /", "/aXbYc")
	f.Add("user-agent:relata\ndisallow:/%zz*", "/%7Ex?y")
	f.Fuzz(func(t *testing.T, text, path string) {
		u, err := url.Parse("http://a.example/" + path)
		if err != nil {
			return
		}
		parseRobots(text, "relata").allow(u)
		if !parseRobots("", "relata").allow(u) {
			t.Error("no rules forbid something")
		}
		if u.Path != "/robots.txt" && parseRobots("User-agent: *\nDisallow: /\n", "relata").allow(u) {
			t.Errorf("%q is allowed though all is forbidden", u)
		}
	})
}

// A site that can't be had is told in words of what is wrong, without those of the network.
func TestSitesThatArentThere(t *testing.T) {
	site := httptest.NewServer(http.NotFoundHandler())
	host := strings.TrimPrefix(site.URL, "http://")
	site.Close()
	got := shown(read(Options{AllowPrivate: true, Timeout: 20 * time.Second}, site.URL+"/a", "ftp://x.example/a", "www.x.example/a"))
	want := []string{
		site.URL + "/a: can't connect to " + host + ": connection refused",
		"ftp://x.example/a: addresses that begin with ftp:// are not read: only http:// and https://",
		"www.x.example/a: no such file; an address begins with https://",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	err := connecting(&url.URL{Host: "x.invalid"}, &net.OpError{Op: "dial", Err: &net.DNSError{Name: "x.invalid", IsNotFound: true}})
	if err == nil || err.Error() != "no site is called x.invalid" {
		t.Errorf("got %v", err)
	}
}
