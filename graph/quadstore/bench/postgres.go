package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cayleygraph/cayley/graph"
	csql "github.com/cayleygraph/cayley/graph/sql"
	cayleypg "github.com/cayleygraph/cayley/graph/sql/postgres"
	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
	"relata/graph/quadstore/internal/news"
	"relata/graph/quadstore/pgtest"
)

// postgres measures the engine over PostgreSQL, by the clock, and by the CPU time of this
// process and the server together, which other work on the machine disturbs little. The
// server is started here, with its own settings (so each commit waits for the disk), unless
// an address is given; then its CPU time isn't known. Cayley's own backend, which writes a
// row at a time, loads the first quads of the graph beside it.
func postgres(address string, text []byte, n, runs, articles int, writers []int, cayleys int) error {
	server := 0
	if address == "" {
		var missing string
		var process *os.Process
		if address, process, missing = pgtest.Start(""); missing != "" {
			return errors.New(missing)
		}
		server = process.Pid
	}
	ctx := context.Background()
	lines := bytes.SplitAfter(text, []byte("\n"))
	// timed tells how fast f writes; f gives the number of quads.
	timed := func(what string, f func() (int, error)) error {
		start, work := time.Now(), cpu()+treeCPU(server)
		quads, err := f()
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		took := time.Since(start)
		work = cpu() + treeCPU(server) - work
		fmt.Printf("%s: %.0f quads/s by the clock, %.0f per CPU second\n", what, float64(quads)/took.Seconds(), float64(quads)/work.Seconds())
		return nil
	}
	for _, writers := range writers {
		schema := fmt.Sprintf("bench%d", writers)
		if err := fresh(address, schema); err != nil {
			return err
		}
		qs, err := quadstore.OpenPostgres(ctx, with(address, schema), quadstore.Options{})
		if err != nil {
			return err
		}
		err = timed(fmt.Sprintf("import, %d writers", writers), func() (int, error) {
			return n, each(writers, func(i int) error {
				part := bytes.Join(lines[i*len(lines)/writers:(i+1)*len(lines)/writers], nil)
				_, err := qs.Import(ctx, bytes.NewReader(part), quadstore.ImportOptions{})
				return err
			})
		})
		if err != nil {
			return err
		}
		err = timed(fmt.Sprintf("articles, each a commit, %d writers", writers), func() (int, error) {
			return addArticles(qs, writers, articles)
		})
		if err != nil {
			return err
		}
		if err := qs.Close(); err != nil {
			return err
		}
	}
	if cayleys > 0 {
		if err := timed("Cayley's PostgreSQL backend, 1 writer", func() (int, error) { return cayleyLoad(address, cayleys) }); err != nil {
			return err
		}
	}
	return ask(ctx, with(address, fmt.Sprintf("bench%d", writers[0])), runs)
}

// fresh makes an empty schema.
func fresh(address, schema string) error {
	return pgtest.Do(address, "DROP SCHEMA IF EXISTS "+schema+" CASCADE", "CREATE SCHEMA "+schema)
}

// addArticles adds articles, shared out to writers, and gives the number of their quads.
func addArticles(qs graph.QuadStore, writers, articles int) (int, error) {
	quads := make([]int, writers)
	err := each(writers, func(i int) error {
		for a := range articles / writers {
			article := news.ArticleQuads(1_000_000 + i*articles + a)
			if err := qs.ApplyDeltas(deltas(article), graph.IgnoreOpts{IgnoreDup: true}); err != nil {
				return err
			}
			quads[i] += len(article)
		}
		return nil
	})
	total := 0
	for _, k := range quads {
		total += k
	}
	return total, err
}

func deltas(quads []quad.Quad) []graph.Delta {
	out := make([]graph.Delta, len(quads))
	for i, q := range quads {
		out[i] = graph.Delta{Quad: q, Action: graph.Add}
	}
	return out
}

// cayleyLoad loads the first quads of the graph with Cayley's own backend, in transactions
// of 10,000.
func cayleyLoad(address string, n int) (int, error) {
	const schema, most = "benchcayley", 10_000
	if err := fresh(address, schema); err != nil {
		return 0, err
	}
	address = with(address, schema) + "&sslmode=disable"
	if err := csql.Init(cayleypg.Type, address, nil); err != nil {
		return 0, err
	}
	qs, err := csql.New(cayleypg.Type, address, nil)
	if err != nil {
		return 0, err
	}
	all := slices.Collect(news.Quads(n))
	for part := range slices.Chunk(all, most) {
		if err := qs.ApplyDeltas(deltas(part), graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}); err != nil {
			return 0, errors.Join(err, qs.Close())
		}
	}
	return n, qs.Close()
}

// ask asks the questions, by the clock.
func ask(ctx context.Context, address string, runs int) error {
	qs, err := quadstore.OpenPostgres(ctx, address, quadstore.Options{})
	if err != nil {
		return err
	}
	defer qs.Close()
	if err := pgtest.Do(address, "ANALYZE"); err != nil {
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

// treeCPU is the CPU time of a process and those under it, of which some may have ended: the
// server has one for each connection.
func treeCPU(root int) time.Duration {
	if root == 0 {
		return 0
	}
	const tick = 10 * time.Millisecond
	type process struct {
		parent int
		ticks  int
	}
	all := map[int]process{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		var p process
		f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
		p.parent, _ = strconv.Atoi(f[1])
		for _, field := range f[11:15] { // user and system, its own and of children that were waited for
			t, _ := strconv.Atoi(field)
			p.ticks += t
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		all[pid] = p
	}
	var sum func(pid int) int
	sum = func(pid int) int {
		ticks := all[pid].ticks
		for child, p := range all {
			if p.parent == pid {
				ticks += sum(child)
			}
		}
		return ticks
	}
	return time.Duration(sum(root)) * tick
}
