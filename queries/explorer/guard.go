package explorer

import (
	"crypto/sha256"
	"crypto/subtle"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

const (
	tokenParameter = "token"
	contentPolicy  = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
		"worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

// secure sets what tells a browser to load nothing from elsewhere, and to show this
// nowhere else.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
}

// refuse tells requests that no honest client sends from the others.
func (s *Server) refuse(r *http.Request) *problem {
	if !s.knownHost(r.Host) {
		return problemf(http.StatusMisdirectedRequest, "the host %q is not this server's; ask by its address", cut(r.Host))
	}
	if strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == "/metrics" || r.Method != http.MethodGet && r.Method != http.MethodHead {
		if origins := r.Header.Values("Origin"); len(origins) > 0 && !slices.ContainsFunc(origins, func(o string) bool { return sameOrigin(o, r.Host) }) {
			return problemf(http.StatusForbidden, "the page of another site can't ask here")
		}
		if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
			return problemf(http.StatusForbidden, "the page of another site can't ask here")
		}
	}
	return nil
}

// knownHost says whether a request was sent to a name of this server. An address is one:
// it is names that can be made to lead here.
func (s *Server) knownHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	if host == "localhost" || slices.Contains(s.opt.Hosts, host) {
		return true
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}

func sameOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, host)
}

// authorize looks at the token, and at what may be written.
func (s *Server) authorize(r *http.Request, route *route) *problem {
	if s.opt.Token != "" && !route.open && !s.trusted(r) {
		return problemf(http.StatusUnauthorized, "a token is needed: open the page with ?token=..., or send Authorization: Bearer ...")
	}
	if route.writes && !s.opt.Edit {
		return problemf(http.StatusForbidden, "the graph is read-only here: start the server with --edit")
	}
	if r.Method == http.MethodPost && !route.plain {
		if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
			return problemf(http.StatusUnsupportedMediaType, "a body here is application/json")
		}
	}
	return nil
}

func (s *Server) trusted(r *http.Request) bool {
	if auth, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return s.isToken(auth)
	}
	c, err := r.Cookie(tokenCookie(r))
	return err == nil && s.isToken(c.Value)
}

// isToken compares in a time that doesn't depend on what is compared.
func (s *Server) isToken(given string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(s.opt.Token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// tokenCookie is the name of the cookie: browsers share cookies between ports.
func tokenCookie(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		port = "0"
	}
	return "relata-" + port
}

// welcome takes a token out of the page's address into a cookie.
func (s *Server) welcome(w http.ResponseWriter, r *http.Request) (done bool) {
	values := r.URL.Query()
	given := values.Get(tokenParameter)
	if given == "" {
		return false
	}
	if s.opt.Token != "" && !s.isToken(given) {
		problemf(http.StatusUnauthorized, "this is not the token").write(w)
		return true
	}
	if s.opt.Token != "" {
		http.SetCookie(w, &http.Cookie{Name: tokenCookie(r), Value: given, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode})
	}
	values.Del(tokenParameter)
	to := url.URL{Path: "/", RawQuery: values.Encode()}
	w.Header().Set("Location", to.String())
	w.WriteHeader(http.StatusSeeOther)
	return true
}
