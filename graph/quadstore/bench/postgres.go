package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cayleygraph/cayley/graph"

	"relata/graph/quadstore"
	"relata/graph/quadstore/internal/news"
	"relata/graph/quadstore/pgtest"
)

// postgres measures the engine over PostgreSQL, by the clock, because the work is done in
// the server's processes. The server is started here, with its own settings (so each commit
// waits for the disk), unless an address is given.
func postgres(address string, text []byte, n, runs, articles int) error {
	if address == "" {
		var missing string
		if address, _, missing = pgtest.Start(""); missing != "" {
			return errors.New(missing)
		}
	}
	ctx := context.Background()
	lines := bytes.SplitAfter(text, []byte("\n"))
	for _, writers := range []int{1, 2, 4} {
		schema := fmt.Sprintf("bench%d", writers)
		if err := pgtest.Do(address, "DROP SCHEMA IF EXISTS "+schema+" CASCADE", "CREATE SCHEMA "+schema); err != nil {
			return err
		}
		qs, err := quadstore.OpenPostgres(ctx, with(address, schema), quadstore.Options{})
		if err != nil {
			return err
		}
		start := time.Now()
		err = each(writers, func(i int) error {
			part := bytes.Join(lines[i*len(lines)/writers:(i+1)*len(lines)/writers], nil)
			_, err := qs.Import(ctx, bytes.NewReader(part), quadstore.ImportOptions{})
			return err
		})
		if err != nil {
			return err
		}
		fmt.Printf("import, %d writers: %.0f quads/s by the clock\n", writers, float64(n)/time.Since(start).Seconds())
		var quads int
		var mu sync.Mutex
		start = time.Now()
		err = each(writers, func(i int) error {
			for a := range articles / writers {
				article := news.ArticleQuads(1_000_000 + i*articles + a)
				deltas := make([]graph.Delta, len(article))
				for k, q := range article {
					deltas[k] = graph.Delta{Quad: q, Action: graph.Add}
				}
				if err := qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
					return err
				}
				mu.Lock()
				quads += len(article)
				mu.Unlock()
			}
			return nil
		})
		if err != nil {
			return err
		}
		took := time.Since(start)
		fmt.Printf("articles, each a commit, %d writers: %.0f quads/s, %.1f ms an article and writer\n", writers,
			float64(quads)/took.Seconds(), ms(took)/float64(articles/writers))
		if err := qs.Close(); err != nil {
			return err
		}
	}
	qs, err := quadstore.OpenPostgres(ctx, with(address, "bench1"), quadstore.Options{})
	if err != nil {
		return err
	}
	defer qs.Close()
	if err := pgtest.Do(with(address, "bench1"), "ANALYZE"); err != nil {
		return err
	}
	e := &cayley{ours: true, own: qs, qs: qs}
	for _, q := range questions {
		var times []time.Duration
		count := 0
		for range runs {
			start := time.Now()
			limited, cancel := context.WithTimeout(ctx, *patience)
			count, err = e.ask(limited, q.key)
			cancel()
			if err != nil {
				fmt.Fprintln(os.Stderr, q.key, err)
				break
			}
			times = append(times, time.Since(start))
		}
		if len(times) > 0 {
			slices.Sort(times)
			fmt.Printf("%s: %s ms by the clock, %d results\n", q.key, number(ms(times[len(times)/2])), count)
		}
	}
	return nil
}

func with(address, schema string) string {
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return address + sep + "search_path=" + schema
}

// each runs f for each writer at once.
func each(writers int, f func(i int) error) error {
	var wg sync.WaitGroup
	errs := make([]error, writers)
	for i := range errs {
		wg.Go(func() { errs[i] = f(i) })
	}
	wg.Wait()
	return errors.Join(errs...)
}
