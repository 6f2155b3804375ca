package explorer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relata/graph"
	"relata/schema"
)

// loadEnv sets how long TestManyClients asks, as 60s; without it the test is skipped.
const loadEnv = "EXPLORER_LOAD"

var newsWords = strings.Fields("the president of said that on would with new officials talks after minister government agreed trade " +
	"military leaders weapons summit border oil security forces visit statement deal announced sanctions foreign company reported")

// bigGraph makes a graph of some 1M quads and 50,000 entities, the busiest of which stands
// in half of the articles.
func bigGraph(t testing.TB, articles int) *graph.Store {
	store, err := graph.Open(t.Context(), graph.MemoryLocation, graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	rnd := rand.New(rand.NewPCG(1, 1))
	zipf := rand.NewZipf(rnd, 1.3, 2, 19_999)
	actor := func(n int) *schema.Entity {
		w := newsWords[n%len(newsWords)]
		return &schema.Entity{ID: fmt.Sprintf("Actor_%s_%d", w, n), Name: fmt.Sprintf("Actor %s %d", w, n),
			Type: schema.EntityTypes[n%3], Aliases: []string{fmt.Sprintf("%s number %d", newsWords[n/7%len(newsWords)], n)}}
	}
	predicates := []string{"buys-from", "supplies", "meets-with", "visited", "attacks", "supports", "sanctions", "leads"}
	next := 0
	for i := range articles {
		doc := &schema.Document{Title: fmt.Sprint("Article ", i), URL: fmt.Sprint("https://news.example/", i), Published: time.Date(2020, 1, 1+i/4, 0, 0, 0, 0, time.UTC)}
		r := &schema.Reading{Document: doc}
		var text strings.Builder
		used := map[string]*schema.Entity{}
		keep := func(e *schema.Entity) *schema.Entity {
			if used[e.ID] == nil {
				used[e.ID] = e
				r.Entities = append(r.Entities, e)
			}
			return used[e.ID]
		}
		for range 10 {
			s, o := keep(actor(int(zipf.Uint64()))), keep(actor(next%50_000))
			next++
			keep(actor((next + 34_000) % 50_000))
			start := text.Len()
			for range 12 {
				text.WriteString(newsWords[rnd.IntN(len(newsWords))])
				text.WriteByte(' ')
			}
			text.WriteString("end.")
			span := schema.Span{Start: start, End: text.Len()}
			c := schema.Claim{Predicate: predicates[rnd.IntN(len(predicates))], Status: schema.Statuses[min(rnd.IntN(4), rnd.IntN(4))],
				Subject:  schema.Argument{Entity: s, Mention: text.String()[start : start+2], Span: schema.Span{Start: start, End: start + 2}},
				Object:   schema.Argument{Entity: o, Mention: "end", Span: schema.Span{Start: span.End - 4, End: span.End - 1}},
				Source:   schema.Source{Name: newsWords[rnd.IntN(len(newsWords))]},
				When:     fmt.Sprintf("20%02d-%02d", 10+rnd.IntN(14), 1+rnd.IntN(12)),
				Evidence: schema.Evidence{Sentence: len(r.Sentences), Text: text.String()[start:], Span: span, Predicate: schema.Span{Start: start + 3, End: start + 5}},
				Method:   "test@1", Confidence: 0.5 + rnd.Float64()/2}
			r.Claims = append(r.Claims, c)
			r.Sentences = append(r.Sentences, span)
			text.WriteByte(' ')
		}
		doc.Text = text.String()
		doc.Seal()
		for j := range r.Claims {
			r.Claims[j].Seal(doc)
		}
		if _, err := store.Add(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// TestManyClients lets 200 clients search and unfold at once.
func TestManyClients(t *testing.T) {
	limit, err := time.ParseDuration(os.Getenv(loadEnv))
	if err != nil {
		t.Skipf("%s is not set to a time such as 60s: it takes a minute to make the graph", loadEnv)
	}
	start := time.Now()
	store := bigGraph(t, 4000)
	s, err := New(Options{Store: store, Limits: Limits{Requests: 256}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	made := time.Since(start)
	start = time.Now()
	<-s.state.ready
	c := get[counts](t, s, "/api/v1/stats")
	load, _ := os.ReadFile("/proc/loadavg")
	t.Logf("%d quads, %d claims, %d entities, made in %v, indexed in %v; load %s", c.Quads, c.Claims, c.Entities, made.Round(time.Second), time.Since(start), load)
	if c.Quads < 1_000_000 || c.Entities < 50_000 {
		t.Errorf("the graph is small: %+v", c)
	}
	hub := get[list[Node]](t, s, "/api/v1/top?limit=1").Items[0]
	claim := get[list[struct{ ID string }]](t, s, "/api/v1/claims?limit=1&a="+hub.ID).Items[0].ID
	t.Logf("the busiest: %+v", hub)
	for _, path := range []string{"/api/v1/search?q=a", "/api/v1/search?q=minister+number", "/api/v1/top", "/api/v1/neighbours/" + hub.ID, "/api/v1/claims?a=" + hub.ID,
		"/api/v1/claims", "/api/v1/evidence/" + claim, "/api/v1/histogram", "/api/v1/stats", "/api/v1/timeline?a=Actor_talks_810",
		"/api/v1/path?a=Actor_talks_810&b=Actor_oil_20", "/api/v1/entity/Actor_talks_810", "/api/v1/entity/" + hub.ID, "/api/v1/entity/Nobody_at_all"} {
		var times []time.Duration
		var w *httptest.ResponseRecorder
		for range 5 {
			start := time.Now()
			w = call(s, "GET", path, "")
			times = append(times, time.Since(start))
		}
		first := times[0]
		slices.Sort(times)
		t.Logf("%-50s %d  first %8v  median %8v", path, w.Code, first.Round(10*time.Microsecond), times[2].Round(10*time.Microsecond))
		if p := strings.Split(path, "/")[3]; (p == "neighbours" || p == "evidence") && times[2] > 150*time.Millisecond {
			t.Errorf("%s took %v", path, times[2])
		}
	}
	web := httptest.NewServer(s)
	defer web.Close()
	const clients = 200
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients}}
	var faults atomic.Int64
	all := make([][]time.Duration, clients)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(uint64(i), 2))
			for ctx.Err() == nil {
				path := "/api/v1/neighbours/" + url.PathEscape(hub.ID)
				switch n := rnd.IntN(50_000); rnd.IntN(4) {
				case 0:
					path = "/api/v1/search?q=" + newsWords[n%len(newsWords)][:2]
				case 1:
					path = fmt.Sprintf("/api/v1/search?q=%s+%d", newsWords[n/7%len(newsWords)], n)
				case 2:
					path = fmt.Sprintf("/api/v1/neighbours/Actor_%s_%d", newsWords[n%len(newsWords)], n)
				}
				began := time.Now()
				if err := fetch(ctx, client, web.URL+path); err != nil && ctx.Err() == nil {
					faults.Add(1)
					t.Log(err)
				}
				all[i] = append(all[i], time.Since(began))
			}
		})
	}
	wg.Wait()
	times := slices.Concat(all...)
	slices.Sort(times)
	at := func(share float64) time.Duration {
		return times[int(share*float64(len(times)-1))].Round(100 * time.Microsecond)
	}
	load, _ = os.ReadFile("/proc/loadavg")
	t.Logf("%d clients for %v on %d processors: %d requests, %.0f/s, %d faults; median %v, p90 %v, p99 %v, longest %v; load %s", clients, limit, runtime.NumCPU(),
		len(times), float64(len(times))/limit.Seconds(), faults.Load(), at(0.5), at(0.9), at(0.99), at(1), load)
	if faults.Load() > 0 || at(0.99) > 300*time.Millisecond {
		t.Errorf("%d faults, p99 %v", faults.Load(), at(0.99))
	}
}

// TestWalk walks through a graph of 50,000 actors in Chromium.
func TestWalk(t *testing.T) {
	if os.Getenv(loadEnv) == "" {
		t.Skipf("%s is not set: it takes a minute to make the graph", loadEnv)
	}
	if !Built() {
		t.Skip("the page is not built (make explorer)")
	}
	for _, needed := range []string{"node", "chromium"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("%v: the walk needs it", err)
		}
	}
	s, err := New(Options{Store: bigGraph(t, 4000)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	<-s.state.ready
	web := httptest.NewServer(s)
	defer web.Close()
	walk := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", "test/large.test.mjs")
	walk.Dir, walk.Env = "web", append(os.Environ(), "RELATA_URL="+web.URL+"/")
	out, err := walk.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

func fetch(ctx context.Context, client *http.Client, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK || !json.Valid(data) {
		return fmt.Errorf("%s: %s %.200s", address, res.Status, data)
	}
	return nil
}
