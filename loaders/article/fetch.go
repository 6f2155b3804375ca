package article

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"relata/schema"
)

// userAgent names us to sites; robots.txt may address "relata".
const userAgent = "relata/0 (reads single articles on request)"

// Limits of fetching.
const (
	DefaultTimeout = 30 * time.Second // for one article, from the first byte sent to the last received
	maxRedirects   = 10
)

// isURL says whether a path is an address of the web.
func isURL(path string) bool {
	scheme, _, ok := strings.Cut(path, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// fetcher fetches pages for one Read. It asks each site once for its robots.txt.
type fetcher struct {
	client *http.Client
	robots map[string]*robots // by scheme and host
}

func newFetcher(opts *Options) *fetcher {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if !opts.AllowPrivate {
		dialer.ControlContext = refusePrivate
	}
	transport := &http.Transport{
		DialContext:         dialer.DialContext, // and no proxy, which would dial for us
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 1,
		IdleConnTimeout:     10 * time.Second,
		ForceAttemptHTTP2:   true,
		// A bomb is stopped by MaxBytes, which counts what is unpacked.
		MaxResponseHeaderBytes: 1 << 20,
	}
	f := &fetcher{robots: map[string]*robots{}}
	f.client = &http.Client{Transport: transport, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		if len(via) >= maxRedirects {
			return fmt.Errorf("more than %d redirects", maxRedirects)
		}
		if !isURL(req.URL.String()) {
			return fmt.Errorf("redirected to %s, which is no page of the web", clip(tidy(req.URL.String())))
		}
		return nil
	}}
	return f
}

func (f *fetcher) close() { f.client.CloseIdleConnections() }

// refusePrivate is asked before each connection, when the name has been resolved, so that
// no redirect and no name server leads into a private network.
func refusePrivate(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if ip := at.Addr().Unmap(); isPrivate(ip) {
		return connectError{fmt.Errorf("%s is a private address: it is only read with --allow-private", ip)}
	}
	return nil
}

// specialNets are networks that aren't reached over the public internet and that netip has
// no word for (IANA special-purpose registries), and those that embed an IPv4 address.
var specialNets = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

func isPrivate(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() {
		return true
	}
	for _, n := range specialNets {
		if n.Contains(ip) {
			return true
		}
	}
	return false
}

// read fetches an address and reads what is there.
func (f *fetcher) read(ctx context.Context, opts *Options, address string, yield yield) bool {
	name := address
	if u, err := url.Parse(address); err == nil {
		name = u.Redacted()
	}
	ctx, cancel := context.WithTimeout(ctx, opts.Timeout)
	defer cancel()
	in := newInput(ctx, opts, tidy(name), nil)
	resp, err := f.get(ctx, opts, address)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotModified {
		return true
	}
	in = newInput(ctx, opts, tidy(name), resp.Body)
	in.kind = resp.Request.URL.Path
	in.contentType, in.address = resp.Header.Get("Content-Type"), resp.Request.URL.Redacted()
	whole := true
	more := in.read(func(doc *schema.Document, err error) bool {
		whole = whole && err == nil
		return yield(doc, err)
	})
	if opts.seen != nil {
		opts.seen[address] = version{}
		if more && whole { // else it has to be sent again
			opts.seen[address] = version{resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")}
		}
	}
	return more
}

// version is how a site tells versions of a page apart (RFC 9110, 8.8).
type version struct{ tag, changed string }

// connectError says that a site can't be reached, whatever was wanted of it.
type connectError struct{ error }

// connecting puts into words what keeps us from a site.
func connecting(u *url.URL, err error) error {
	var name *net.DNSError
	var dial *net.OpError
	var known connectError
	switch {
	case errors.As(err, &name) && name.IsNotFound:
		return connectError{fmt.Errorf("no site is called %s", clip(tidy(name.Name)))}
	case errors.As(err, &name):
		return connectError{fmt.Errorf("can't look up %s: %s", clip(tidy(name.Name)), tidy(name.Err))}
	case errors.As(err, &known):
		return known
	case errors.As(err, &dial) && dial.Op == "dial" && !dial.Timeout():
		why := dial.Err
		if call := (*os.SyscallError)(nil); errors.As(why, &call) {
			why = call.Err
		}
		return connectError{fmt.Errorf("can't connect to %s: %w", u.Host, why)}
	}
	return err
}

// get fetches what robots.txt allows, unless it still is the version seen.
func (f *fetcher) get(ctx context.Context, opts *Options, address string) (*http.Response, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, errors.New("not an address of the web")
	}
	rules, err := f.rules(ctx, u)
	if site := (connectError{}); errors.As(err, &site) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("robots.txt of %s: %w", u.Host, err)
	}
	if !rules.allow(u) {
		return nil, fmt.Errorf("the robots.txt of %s asks programs to stay away from it", u.Host)
	}
	resp, err := f.send(ctx, u, opts.seen[address])
	if err != nil {
		return nil, err
	}
	unchanged := resp.StatusCode == http.StatusNotModified && opts.seen != nil
	if resp.StatusCode != http.StatusOK && !unchanged {
		_ = resp.Body.Close() // the status says it all
		return nil, fmt.Errorf("the site answers %s", clip(tidy(resp.Status)))
	}
	return resp, nil
}

func (f *fetcher) send(ctx context.Context, u *url.URL, seen version) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, text/plain;q=0.9, */*;q=0.5")
	if seen.tag != "" {
		req.Header.Set("If-None-Match", seen.tag)
	}
	if seen.changed != "" {
		req.Header.Set("If-Modified-Since", seen.changed)
	}
	resp, err := f.client.Do(req)
	var ue *url.Error
	if errors.As(err, &ue) { // it names the address once more
		err = ue.Err
	}
	if err != nil {
		return nil, connecting(u, err)
	}
	return resp, nil
}

// maxRobots is how much of a robots.txt counts (RFC 9309, 2.5).
const maxRobots = 500 << 10

// rules gives the robots.txt of a site. One that isn't there forbids nothing; one that
// can't be had for a fault of the site forbids all (RFC 9309, 2.3.1).
func (f *fetcher) rules(ctx context.Context, u *url.URL) (*robots, error) {
	key := u.Scheme + "://" + u.Host
	if r := f.robots[key]; r != nil {
		return r, nil
	}
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	resp, err := f.send(ctx, at, version{})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	r := &robots{}
	switch {
	case resp.StatusCode >= 500:
		return nil, fmt.Errorf("the site answers %s", clip(tidy(resp.Status)))
	case resp.StatusCode < 300:
		data, err := io.ReadAll(io.LimitReader(resp.Body, maxRobots))
		if err != nil {
			return nil, err
		}
		r = parseRobots(string(data), "relata")
	}
	f.robots[key] = r
	return r, nil
}
