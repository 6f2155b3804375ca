package explorer

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

const token = "a-token-of-enough-length"

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func host(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }

func TestGuard(t *testing.T) {
	s, locked := serve(t, Options{Edit: true, Hosts: []string{"news.example"}}), serve(t, Options{Token: token})
	cookie := func(value string) func(*http.Request) {
		return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "relata-7474", Value: value}) }
	}
	const stats, fix = "/api/v1/stats", `{"action":"reject","claim":"claim/none"}`
	for name, test := range map[string]struct {
		s            *Server
		method, path string
		body         string
		edit         []func(*http.Request)
		want         int
	}{
		"plain":                         {s, "GET", stats, "", nil, 200},
		"localhost":                     {s, "GET", stats, "", []func(*http.Request){host("localhost:7474")}, 200},
		"IPv6":                          {s, "GET", stats, "", []func(*http.Request){host("[::1]:7474")}, 200},
		"its name":                      {s, "GET", stats, "", []func(*http.Request){host("News.Example.")}, 200},
		"rebound name":                  {s, "GET", stats, "", []func(*http.Request){host("attacker.example:7474")}, 421},
		"rebound name, page":            {s, "GET", "/", "", []func(*http.Request){host("attacker.example")}, 421},
		"no host":                       {s, "GET", stats, "", []func(*http.Request){host("")}, 421},
		"localhost as a part":           {s, "GET", stats, "", []func(*http.Request){host("localhost.attacker.example")}, 421},
		"other origin":                  {s, "GET", stats, "", []func(*http.Request){header("Origin", "http://attacker.example")}, 403},
		"other port":                    {s, "GET", stats, "", []func(*http.Request){header("Origin", "http://127.0.0.1:80")}, 403},
		"null origin":                   {s, "POST", "/api/v1/corrections", fix, []func(*http.Request){header("Origin", "null")}, 403},
		"own origin":                    {s, "GET", stats, "", []func(*http.Request){header("Origin", "http://127.0.0.1:7474")}, 200},
		"cross-site without origin":     {s, "GET", stats, "", []func(*http.Request){header("Sec-Fetch-Site", "cross-site")}, 403},
		"link from elsewhere":           {s, "GET", "/", "", []func(*http.Request){header("Sec-Fetch-Site", "cross-site")}, 200},
		"form":                          {s, "POST", "/api/v1/corrections", fix, []func(*http.Request){header("Content-Type", "text/plain")}, 415},
		"no type":                       {s, "POST", "/api/v1/query", `{"gizmo":"1"}`, []func(*http.Request){header("Content-Type", "")}, 415},
		"type with charset":             {s, "POST", "/api/v1/query", `{"gizmo":"1"}`, []func(*http.Request){header("Content-Type", "application/json; charset=utf-8")}, 200},
		"no token":                      {locked, "GET", stats, "", nil, 401},
		"bearer":                        {locked, "GET", stats, "", []func(*http.Request){header("Authorization", "Bearer "+token)}, 200},
		"wrong bearer":                  {locked, "GET", stats, "", []func(*http.Request){header("Authorization", "Bearer "+token+"x")}, 401},
		"empty bearer":                  {locked, "GET", stats, "", []func(*http.Request){header("Authorization", "Bearer ")}, 401},
		"cookie":                        {locked, "GET", stats, "", []func(*http.Request){cookie(token)}, 200},
		"wrong cookie":                  {locked, "GET", stats, "", []func(*http.Request){cookie("x")}, 401},
		"token in the address of data":  {locked, "GET", stats + "?token=" + token, "", nil, 401},
		"token in the address, page":    {locked, "GET", "/?a=1&token=" + token, "", nil, 303},
		"wrong token, page":             {locked, "GET", "/?token=x", "", nil, 401},
		"health needs none":             {locked, "GET", "/healthz", "", nil, 200},
		"metrics need it":               {locked, "GET", "/metrics", "", nil, 401},
		"Cayley's needs it":             {locked, "POST", "/api/v1/query/gizmo", "g.V()", nil, 401},
		"the page holds nothing secret": {locked, "GET", "/", "", nil, 200},
		"odd method":                    {s, "BREW", stats, "", nil, 405},
		"PUT":                           {s, "PUT", "/api/v1/corrections", "{}", nil, 405},
		"TRACE of the page":             {s, "TRACE", "/", "", nil, 405},
		"HEAD":                          {s, "HEAD", stats, "", nil, 200},
	} {
		w := call(test.s, test.method, test.path, test.body, test.edit...)
		if w.Code != test.want {
			t.Errorf("%s: %d %.200s, want %d", name, w.Code, w.Body, test.want)
		}
		if w.Code >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %v", name, w.Header())
		}
		for _, h := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
			if w.Header().Get(h) == "" {
				t.Errorf("%s: no %s", name, h)
			}
		}
	}
	w := call(locked, "GET", "/?a=1&token="+token, "")
	if c := w.Header().Get("Set-Cookie"); w.Header().Get("Location") != "/?a=1" || !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Strict") {
		t.Errorf("%v", w.Header())
	}
}

func TestPage(t *testing.T) {
	s := serve(t, Options{})
	files, err := openBundle(fstest.MapFS{
		".keep": {}, "index.html": {Data: []byte("<!doctype html>")}, "app.js": {Data: []byte("1")}, "assets/deep.css": {Data: []byte("a{}")},
	})
	if err != nil {
		t.Fatal(err)
	}
	files.welcome = s.welcome
	none, err := openBundle(fstest.MapFS{".keep": {}})
	if err != nil {
		t.Fatal(err)
	}
	none.welcome = s.welcome
	for _, test := range []struct {
		b                *bundle
		path, typ, holds string
		status           int
	}{
		{files, "/", "text/html; charset=utf-8", "doctype", 200},
		{files, "/?q=1", "text/html; charset=utf-8", "doctype", 200},
		{files, "/app.js", "text/javascript; charset=utf-8", "1", 200},
		{files, "/assets/app.js", "text/javascript; charset=utf-8", "1", 200},
		{files, "/assets/deep.css", "text/css; charset=utf-8", "a{}", 200},
		{files, "/.keep", "application/problem+json", "no page", 404},
		{files, "/../explorer.go", "application/problem+json", "no page", 404},
		{none, "/", "text/plain; charset=utf-8", "npm ci && node build.mjs", 200},
		{none, "/app.js", "application/problem+json", "no page", 404},
	} {
		w := call(test.b, "GET", test.path, "")
		if w.Code != test.status || w.Header().Get("Content-Type") != test.typ || !strings.Contains(w.Body.String(), test.holds) {
			t.Errorf("%s: %d %v %s", test.path, w.Code, w.Header(), w.Body)
		}
	}
	tag := call(files, "GET", "/app.js", "").Header().Get("ETag")
	if w := call(files, "GET", "/app.js", "", header("If-None-Match", tag)); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("known already: %d", w.Code)
	}
}

func TestLimits(t *testing.T) {
	s := serve(t, Options{Limits: Limits{Queries: 1, Listeners: 1, Body: 200}})
	if w := call(s, "POST", "/api/v1/query", `{"gizmo":"`+strings.Repeat("x", 300)+`"}`); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("long body: %d %s", w.Code, w.Body)
	}
	if w := call(s, "POST", "/api/v1/query/gizmo", strings.Repeat("x", 300)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("long body of Cayley's: %d %s", w.Code, w.Body)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan bool)
	go func() {
		call(s, "POST", "/api/v1/query", `{"gizmo":"while(true){}"}`, func(r *http.Request) { *r = *r.WithContext(ctx) })
		close(done)
	}()
	for len(s.heavy) == 0 {
		time.Sleep(time.Millisecond)
	}
	hurry, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	_, ok := wait(hurry, s.heavy)
	if ok {
		t.Error("two queries at once")
	}
	if w := call(s, "GET", "/api/v1/stats", ""); w.Code != 200 {
		t.Errorf("a query keeps others from looking: %d", w.Code)
	}
	if w := call(s, "GET", "/api/v1/entity/Russia", ""); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("too many queries: %d %v", w.Code, w.Header())
	}
	cancel()
	<-done
	if w := call(s, "GET", "/api/v1/entity/Russia", ""); w.Code != 200 {
		t.Errorf("afterwards: %d %s", w.Code, w.Body)
	}
}

// TestSlowClients shows that who doesn't take an answer gives its place free.
func TestSlowClients(t *testing.T) {
	s := serve(t, Options{Limits: Limits{Write: 100 * time.Millisecond, Rows: 1 << 20}})
	web := httptest.NewServer(s)
	defer web.Close()
	client, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", web.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	// A gigabyte, of which it reads nothing.
	body := `{"gizmo":"var s = 'x'; while (s.length < 10000) s += s; for (var i = 0; i < 60000; i++) g.Emit(s)"}`
	if _, err := fmt.Fprintf(client, "POST /api/v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		t.Fatal(err)
	}
	for begun, late := false, time.After(20*time.Second); ; time.Sleep(time.Millisecond) {
		n := len(s.heavy)
		if begun = begun || n > 0; begun && n == 0 {
			break
		}
		select {
		case <-late:
			t.Fatalf("begun %t, and %d places are taken still", begun, n)
		default:
		}
	}
	if data, err := io.ReadAll(client); err == nil && bytes.Contains(data, []byte(`"done"`)) {
		t.Error("it was answered to the end")
	}
}

// TestSlowBody shows that who sends half a body is told so, and not that all is well.
func TestSlowBody(t *testing.T) {
	web := httptest.NewUnstartedServer(serve(t, Options{}))
	web.Config.ReadTimeout = 200 * time.Millisecond
	web.Start()
	defer web.Close()
	client, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", web.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	if _, err := io.WriteString(client, "POST /api/v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(client)
	if err != nil || !bytes.HasPrefix(answer, []byte("HTTP/1.1 408 ")) || !bytes.Contains(answer, []byte("the body did not come in time")) {
		t.Errorf("%v\n%s", err, answer)
	}
}

func TestMetricsAndLog(t *testing.T) {
	var log bytes.Buffer
	s := serve(t, Options{Token: token, Log: slog.New(slog.NewTextHandler(&log, nil))})
	call(s, "GET", "/?token="+token, "")
	call(s, "GET", "/api/v1/stats", "", header("Authorization", "Bearer "+token))
	call(s, "GET", "/api/v1/claims/a%0Ab", "", header("Authorization", "Bearer "+token))
	w := call(s, "GET", "/metrics", "", header("Authorization", "Bearer "+token))
	for _, want := range []string{
		"relata_claims 9\n", `relata_request_seconds_count{route="GET /api/v1/stats",status="200"} 1`,
		`relata_request_seconds_bucket{route="page",status="303",le="+Inf"} 1`, `route="GET /api/v1/claims/{id...}",status="404"`,
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s in\n%s", want, w.Body)
		}
	}
	text := log.String()
	if !strings.Contains(text, "path=/api/v1/stats status=200") || strings.Contains(text, token) || strings.Contains(text, "a\nb") {
		t.Errorf("%s", text)
	}
}

// TestHostileNames shows that names and sentences stay data.
func TestHostileNames(t *testing.T) {
	s := serve(t, Options{})
	for _, path := range []string{"/api/v1/search?q=script", "/api/v1/entity/evil", "/api/v1/neighbours/evil", "/api/v1/claims?a=evil"} {
		w := call(s, "GET", path, "")
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/json" || !strings.Contains(w.Body.String(), `<script>alert(\"1\")</script>`) {
			t.Errorf("%s: %d %v %.300s", path, w.Code, w.Header(), w.Body)
		}
	}
	page := call(s, "GET", "/api/v1/export?format=svg", "").Body.String()
	if strings.Contains(page, "<script>alert") {
		t.Error("a name is code in a picture")
	}
	long := strings.Repeat("a", 1<<17)
	for _, path := range []string{
		"/api/v1/entity/" + long, "/api/v1/search?q=" + long, "/api/v1/search?q=%ff", "/api/v1/search?q=%zz", "/api/v1/search?q=a;b=c", "/api/v1/search",
		"/api/v1/search?q=a&q=b", "/api/v1/neighbours/%00", "/api/v1/neighbours/%ff", "/api/v1/top?limit=0", "/api/v1/top?limit=501", "/api/v1/top?limit=1e3",
		"/api/v1/top?cursor=-1", "/api/v1/top?cursor=99999999999999999999", "/api/v1/claims?since=yesterday", "/api/v1/claims?status=sure", "/api/v1/claims?type=Robot",
		"/api/v1/between?id=" + strings.Repeat("a&id=", 501) + "a", "/api/v1/path?a=Russia&b=Iran&k=1000", "/api/v1/complete?text=a&at=-1",
		"/api/v1/export?format=../../etc/passwd", "/api/v1/export", "/api/v1/ask/suppliers-of", "/api/v1/ask/suppliers-of?who=Iran&since=never", "/api/v1/ask/suppliers-of?whom=Iran",
	} {
		w := call(s, "GET", path, "")
		if w.Code < 400 || w.Code >= 500 || w.Header().Get("Content-Type") != "application/problem+json" || w.Body.Len() > 3000 {
			t.Errorf("%.100s: %d %.300s", path, w.Code, w.Body)
		}
	}
}

// FuzzRequests asks with anything: no answer is an error of the server, and none takes long.
func FuzzRequests(f *testing.F) {
	s := serve(f, Options{Edit: true, Limits: Limits{QueryTime: time.Second}})
	for _, r := range routes {
		method, path, _ := strings.Cut(r.pattern, " ")
		f.Add(method, path, "q=a&limit=3", `{"gizmo":"g.V()","ids":["Russia"],"action":"reject","claim":"claim/x"}`)
	}
	f.Add("GET", "/api/v1/entity/%2e%2e%2f", "all=true", "")
	f.Add("POST", "/api/v1/query", "", `{"gizmo":"`+strings.Repeat("(", 5000)+`"}`)
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		if strings.HasPrefix(path, "/api/v1/events") || method == "" || strings.ContainsAny(method, " /\x00\r\n\t") {
			return // lasts, or is no method
		}
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", strings.NewReader(body))
		u, err := r.URL.Parse("http://127.0.0.1/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			return
		}
		u.RawQuery = query
		r.Method, r.URL = method, u
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		start := time.Now()
		s.ServeHTTP(w, r)
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s %s?%s: %d %s", method, path, query, w.Code, w.Body)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s %s?%s took %v", method, path, query, took)
		}
	})
}
