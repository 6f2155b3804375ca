package queries

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"relata/graph"
	"relata/schema"
)

// The benchmark of what RESULTS.md tells. It makes a graph of some 1.1 million quads in the
// folder named, where it isn't there yet, and asks it everything:
//
//	go test ./queries -run '^$' -bench Reach -benchtime 10x -reach /tmp/reach.db
var reach = flag.String("reach", "", "folder of the store for the benchmark Reach")

const (
	reachArticles = 5000
	reachActors   = 20000
	reachClaims   = 10 // of an article, as many as its sentences
)

var reachWords = strings.Fields("the president of said that on would with new officials talks after minister " +
	"government agreed trade military leaders weapons summit border oil security forces visit statement " +
	"deal announced sanctions foreign company reported economic meeting state defense support country " +
	"energy according international production ministry during against cooperation region first nuclear")

var reachTypes = []schema.EntityType{schema.Country, schema.Organization, schema.Person}

// reachActor is the nth actor, the busiest first.
func reachActor(n int) *schema.Entity {
	name := fmt.Sprintf("%s %s %d", strings.Title(reachWords[n%len(reachWords)]), strings.Title(reachWords[n/len(reachWords)%len(reachWords)]), n) //nolint:staticcheck // plain ASCII words
	return &schema.Entity{ID: schema.EntityID(name), Name: name, Type: reachTypes[n%len(reachTypes)], Aliases: []string{fmt.Sprintf("Alias %d", n)}}
}

// reachReading is the nth article: actors after Zipf, predicates of the ontology and open
// ones, one claim in twenty denied.
func reachReading(n int) *schema.Reading {
	rnd := rand.New(rand.NewPCG(uint64(n), 7))
	few := func(k int) int { return min(rnd.IntN(k), rnd.IntN(k)) } // the first more often
	actor := func() int {
		const flat = 4 // keeps the busiest to some 6 claims in a hundred
		return int(math.Pow((reachActors+flat)/flat, rnd.Float64())*flat) - flat
	}
	sentence := func() string {
		words := make([]string, 10+rnd.IntN(16))
		for i := range words {
			words[i] = reachWords[few(len(reachWords))]
		}
		return strings.Join(words, " ") + "."
	}
	ontology := schema.Default().Predicates
	goods := []string{"", "", "short-range missiles", "crude oil", "grain", "air defense", "gas"}
	open := []string{"open/observe", "open/talk-about", "open/express-concern-over"}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n/4)
	doc := &schema.Document{Title: sentence()[:40], Publisher: fmt.Sprintf("Publisher %d", rnd.IntN(40)), Published: day, Language: "en",
		URL: fmt.Sprintf("https://news.example/%d", n)}
	r := &schema.Reading{Document: doc}
	var text strings.Builder
	seen := map[string]*schema.Entity{}
	entity := func(n int) *schema.Entity {
		e := reachActor(n)
		if seen[e.ID] == nil {
			seen[e.ID] = e
		}
		return seen[e.ID]
	}
	type said struct {
		text  string
		start int
	}
	var sents []said
	for range reachClaims {
		s := said{sentence(), text.Len()}
		sents = append(sents, s)
		text.WriteString(s.text + " ")
		r.Sentences = append(r.Sentences, schema.Span{Start: s.start, End: s.start + len(s.text)})
	}
	doc.Text = text.String()
	doc.Seal()
	for i, s := range sents {
		a, b := actor(), actor()
		if a == b {
			b = (b + 1) % reachActors
		}
		c := schema.Claim{
			Subject: schema.Argument{Entity: entity(a), Mention: "the", Span: schema.Span{Start: s.start, End: s.start + 3}},
			Object:  schema.Argument{Entity: entity(b), Mention: "of", Span: schema.Span{Start: s.start + 4, End: s.start + 6}},
			Status:  []schema.Status{schema.Actual, schema.Planned, schema.Possible}[few(3)],
			About:   goods[rnd.IntN(len(goods))], Method: "extract/verb@1", Confidence: math.Round(1000*(1-rnd.Float64()*rnd.Float64())) / 1000,
			Evidence: schema.Evidence{Sentence: i, Text: s.text, Span: schema.Span{Start: s.start, End: s.start + len(s.text)},
				Predicate: schema.Span{Start: s.start + 7, End: s.start + 9}},
		}
		if c.Predicate = ontology[few(len(ontology))].Name; rnd.IntN(10) == 0 {
			c.Predicate = open[rnd.IntN(len(open))]
		}
		if rnd.IntN(20) == 0 {
			c.Status = schema.Denied
		}
		switch rnd.IntN(4) {
		case 0:
			e := entity(actor())
			c.Source = schema.Source{ID: e.ID, Name: e.Name}
		case 1:
			c.Source.Name = "U.S. officials"
		}
		if rnd.IntN(2) == 0 {
			c.When = day.AddDate(0, 0, -rnd.IntN(60)).Format([]string{"2006-01-02", "2006-01"}[few(2)])
		}
		if c.Predicate == "leads" {
			c.Role = "president"
		}
		c.Seal(doc)
		r.Claims = append(r.Claims, c)
	}
	for _, e := range seen {
		r.Entities = append(r.Entities, e)
	}
	return r
}

// reachStore opens the graph, and makes it first where it isn't there.
func reachStore(b *testing.B) *graph.Store {
	b.Helper()
	if *reach == "" {
		b.Skip("give a folder with -reach, where the graph is or can be made")
	}
	if _, err := os.Stat(*reach); err != nil {
		s, err := graph.Open(b.Context(), *reach, graph.Options{NoSync: true})
		if err != nil {
			b.Fatal(err)
		}
		for n := range reachArticles {
			if _, err := s.Add(b.Context(), reachReading(n)); err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	s, err := graph.Open(b.Context(), *reach, graph.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// cpuTime is what the process has used, so that others on the machine disturb it little.
func cpuTime() time.Duration {
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		panic(err)
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
}

func BenchmarkReach(b *testing.B) {
	store := reachStore(b)
	hub, second, middle := reachActor(0), reachActor(1), reachActor(120)
	rare := reachActor(9000)
	bench := func(name string, ask func(context.Context) (int, error)) {
		b.Run(name, func(b *testing.B) {
			if _, err := ask(b.Context()); err != nil { // warms
				b.Fatal(err)
			}
			rows := 0
			start := cpuTime()
			for b.Loop() {
				n, err := ask(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				rows = n
			}
			b.ReportMetric(float64(cpuTime()-start)/float64(b.N)/1e6, "cpu-ms/op")
			b.ReportMetric(float64(rows), "rows")
		})
	}
	questions, err := Library()
	if err != nil {
		b.Fatal(err)
	}
	args := map[string]string{"who": hub.Name, "what": hub.Name, "a": hub.Name, "b": second.Name, "source": "U.S. officials", "date": "2023-05-25"}
	for _, q := range questions {
		given := map[string]string{}
		for _, a := range q.Args {
			if v := args[a.Name]; v != "" && !a.Optional {
				given[a.Name] = v
			}
		}
		bench("ask/"+q.Name, func(ctx context.Context) (int, error) {
			return WriteJSON(io.Discard, Ask(ctx, store.QuadStore(), q, given, Options{}))
		})
	}
	for _, e := range []*schema.Entity{hub, middle, rare} {
		bench("show/"+e.ID, func(ctx context.Context) (int, error) {
			d, err := MakeDossier(ctx, store, e.Name, DossierOptions{})
			if err != nil {
				return 0, err
			}
			return d.Claims, d.WriteText(io.Discard)
		})
		bench("timeline/"+e.ID, func(ctx context.Context) (int, error) {
			t, err := MakeTimeline(ctx, store, e.Name, "", TimelineOptions{})
			return len(t), err
		})
	}
	bench("timeline/hub-and-second", func(ctx context.Context) (int, error) {
		t, err := MakeTimeline(ctx, store, hub.Name, second.Name, TimelineOptions{})
		return len(t), err
	})
	for _, ends := range [][2]*schema.Entity{{hub, second}, {hub, rare}, {middle, rare}, {reachActor(7000), reachActor(9001)}} {
		bench("path/"+ends[0].ID+"-"+ends[1].ID, func(ctx context.Context) (int, error) {
			p, err := FindPaths(ctx, store, ends[0].Name, ends[1].Name, PathOptions{})
			return len(p), err
		})
	}
	bench("unknown-name", func(ctx context.Context) (int, error) {
		_, err := MakeDossier(ctx, store, "Presidant Traed", DossierOptions{})
		if unknown := (*UnknownName)(nil); !errors.As(err, &unknown) {
			return 0, fmt.Errorf("got %w", err)
		}
		return 1, nil
	})
}
