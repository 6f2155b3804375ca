// Command bench loads the generated graph into our store, Cayley's key-value backend on
// bbolt, and SQLite with a dictionary and the same orders, asks each the same questions,
// and prints CPU time and how many times as much as ours the others take:
//
//	go -C graph/quadstore/bench run . -n 1000000 -engines store,bbolt,sqlite
//
//	go -C graph/quadstore/bench run . -grow 1000000,10000000 -best
//
// tells how our store grows. With -engines postgres it measures our engine over PostgreSQL,
// beside Cayley's:
//
//	go -C graph/quadstore/bench run . -engines postgres -n 1000000 -writers 1,2,4,8 -articles 800 -cayley 20000
//
// Times are CPU time of the process, user and system, so that other work on the machine
// disturbs them little; each question is the median of several runs with warm caches.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/cayleygraph/quad"

	"relata/graph/quadstore"
	"relata/graph/quadstore/internal/news"
)

// engine is a store under test.
type engine interface {
	// load fills the store with N-Quads and closes it.
	load(text []byte) error
	open() error
	close() error
	// ask answers a question and gives the number of results.
	ask(ctx context.Context, question string) (int, error)
	// add adds an article as one durable commit.
	add(quads []quad.Quad) error
}

type question struct{ key, what string }

var questions = []question{
	{"a", "actors tied to the busiest actor, by name"},
	{"a gizmo", "the same, through Gizmo"},
	{"b", "two hops over one predicate, by name"},
	{"b gizmo", "the same, through Gizmo"},
	{"c", "claims between two actors with their fields"},
	{"c gizmo", "the same, through Gizmo with .Save()"},
	{"d", "count by predicate"},
	{"confidence", "claims with confidence above 0.99"},
	{"time", "claims with a time within a month"},
	{"label", "everything under one label"},
	{"e", "shortest path between two actors"},
	{"f", "export of all quads"},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// best makes questions tell their best run: on a busy machine the others measure its caches.
var best = flag.Bool("best", false, "tell the best run of each question and not the median")

// patience is how long a question may take, by the clock.
var patience = flag.Duration("patience", time.Minute, "how long a question may take")

// keep leaves the stores of -grow in -dir, and takes those that are there.
var keep = flag.Bool("keep", false, "with -grow: keep the stores in -dir, and measure those that are there without loading them")

func run() error {
	n := flag.Int("n", 1_000_000, "quads")
	names := flag.String("engines", "store,bbolt,sqlite", "engines to run, ours first")
	runs := flag.Int("runs", 7, "runs of each question")
	only := flag.String("only", "", "questions to ask, with commas; empty for all")
	dir := flag.String("dir", "", "folder for the stores; empty for a temporary one")
	profile := flag.String("cpuprofile", "", "file for a CPU profile")
	articles := flag.Int("articles", 100, "articles to add one by one")
	writers := flag.String("writers", "1,2,4,8", "numbers of writers at once, for -engines postgres")
	cayleys := flag.Int("cayley", 5000, "quads that Cayley's own backend loads, for -engines postgres; 0 for none")
	sizes := flag.String("grow", "", "numbers of quads, with commas: how our store grows from the first to the last")
	server := flag.String("postgres", "", "address of a server for -engines postgres; empty to start one")
	flag.Parse()
	if *dir == "" {
		tmp, err := os.MkdirTemp("", "bench")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		*dir = tmp
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if *sizes != "" {
		fmt.Println(cpuName())
		return grow(*dir, *sizes, *runs, *articles, *only)
	}
	var text bytes.Buffer
	for q := range news.Quads(*n) {
		line, err := quadstore.MarshalNQuads(q)
		if err != nil {
			return err
		}
		text.Write(line)
		text.WriteByte('\n')
	}
	fmt.Printf("%s; %d quads, %d MB of N-Quads\n", cpuName(), *n, text.Len()>>20)
	if *names == "postgres" {
		var counts []int
		for text := range strings.SplitSeq(*writers, ",") {
			count, err := strconv.Atoi(text)
			if err != nil || count <= 0 {
				return fmt.Errorf("-writers: %q is no number", text)
			}
			counts = append(counts, count)
		}
		return postgres(*server, text.Bytes(), *n, *runs, *articles, counts, *cayleys)
	}
	var all []*result
	for name := range strings.SplitSeq(*names, ",") {
		path := filepath.Join(*dir, name)
		var e engine
		switch name {
		case "store":
			e = &cayley{dir: path, ours: true}
		case "bbolt":
			e = &cayley{dir: path}
		case "sqlite":
			e = &lite{dir: path}
		default:
			return fmt.Errorf("no engine %q", name)
		}
		r, err := measure(e, path, text.Bytes(), *n, *runs, *articles, *only)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.name = name
		all = append(all, r)
	}
	show(all)
	return nil
}

// result holds the figures of an engine by name, in the order of rows.
type result struct {
	name  string
	value map[string]float64
	count map[string]int
}

var rows = func() []string {
	out := []string{"load, quads per CPU second", "disk, bytes a quad", "open, ms", "article, median ms", "article, CPU ms"}
	for _, q := range questions {
		out = append(out, q.key+", CPU ms")
	}
	return out
}()

func cpu() time.Duration {
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		panic(err)
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func measure(e engine, path string, text []byte, n, runs, articles int, only string) (*result, error) {
	r := &result{value: map[string]float64{}, count: map[string]int{}}
	if _, err := os.Stat(path); err != nil {
		start := cpu()
		if err := e.load(text); err != nil {
			return nil, fmt.Errorf("load: %w", err)
		}
		r.value[rows[0]] = float64(n) / (cpu() - start).Seconds()
	}
	r.value[rows[1]] = float64(diskUse(path)) / float64(n)
	start := time.Now()
	if err := e.open(); err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	r.value[rows[2]] = ms(time.Since(start))
	ctx := context.Background()
	for _, q := range questions {
		if only != "" && !slices.Contains(strings.Split(only, ","), q.key) {
			continue
		}
		if _, ok := e.(*lite); ok && strings.Contains(q.key, "gizmo") {
			continue
		}
		var times []time.Duration
		for i := 0; i <= runs; i++ {
			start := cpu()
			limited, cancel := context.WithTimeout(ctx, *patience)
			k, err := e.ask(limited, q.key)
			late := limited.Err() != nil
			cancel()
			if late {
				fmt.Fprintf(os.Stderr, "%s %s: no answer after %v of CPU\n", path, q.key, cpu()-start)
				times = append(times, cpu()-start)
				break
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.key, err)
			}
			r.count[q.key+", CPU ms"] = k
			if d := cpu() - start; i > 0 || d > 3*time.Second { // the first warms
				times = append(times, d)
				if d > 3*time.Second {
					break
				}
			}
		}
		slices.Sort(times)
		at := len(times) / 2
		if *best {
			at = 0
		}
		r.value[q.key+", CPU ms"] = ms(times[at])
		fmt.Fprintf(os.Stderr, "%s %s: %s ms\n", path, q.key, number(r.value[q.key+", CPU ms"]))
	}
	if articles > 0 {
		var times []time.Duration
		start := cpu()
		for i := range articles {
			quads := news.ArticleQuads(1_000_000 + i)
			t := time.Now()
			if err := e.add(quads); err != nil {
				return nil, fmt.Errorf("article: %w", err)
			}
			times = append(times, time.Since(t))
		}
		slices.Sort(times)
		r.value[rows[3]] = ms(times[len(times)/2])
		r.value[rows[4]] = ms(cpu()-start) / float64(articles)
	}
	return r, e.close()
}

func diskUse(path string) (n int64) {
	_ = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if i, err := d.Info(); err == nil {
				n += i.Sys().(*syscall.Stat_t).Blocks * 512 // what is reserved counts too
			}
		}
		return nil
	})
	return n
}

func show(all []*result) {
	w := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	defer w.Flush()
	fmt.Fprint(w, "\tresults")
	for i, r := range all {
		fmt.Fprintf(w, "\t%s", r.name)
		if i > 0 {
			fmt.Fprint(w, "\ttimes ours")
		}
	}
	fmt.Fprintln(w)
	for _, row := range rows {
		count := "-"
		var cells []string
		for i, r := range all {
			v, ok := r.value[row]
			if !ok {
				cells = append(cells, "-")
				if i > 0 {
					cells = append(cells, "-")
				}
				continue
			}
			cells = append(cells, number(v))
			if k, ok := r.count[row]; ok {
				if c := fmt.Sprint(k); count == "-" {
					count = c
				} else if c != count {
					count += "/" + c // engines that disagree
				}
			}
			if i > 0 {
				base := all[0].value[row]
				ratio := v / base
				if row == rows[0] {
					ratio = base / v
				}
				cells = append(cells, number(ratio))
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", row, count, strings.Join(cells, "\t"))
	}
}

func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 1:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

func cpuName() string {
	b, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown CPU"
	}
	name, model := "unknown CPU", ""
	for line := range strings.SplitSeq(string(b), "\n") {
		k, v, _ := strings.Cut(line, ":")
		switch strings.TrimSpace(k) {
		case "model name":
			name = strings.TrimSpace(v)
		case "model":
			model = strings.TrimSpace(v)
		}
	}
	return name + " (model " + model + ")"
}
