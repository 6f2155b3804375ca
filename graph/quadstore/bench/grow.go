package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"relata/graph/quadstore"
	"relata/graph/quadstore/internal/news"
)

// grow loads graphs of several sizes into our store, one after the other, and prints how
// its figures grow from the first to the last: times for one result or quad, for the busiest
// actors have more neighbours in a larger graph.
func grow(dir, sizes string, runs, articles int, only string) error {
	var all []*result
	for text := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n <= 0 {
			return fmt.Errorf("-grow: %q is no number of quads", text)
		}
		r, err := measureSize(dir, n, runs, articles, only)
		if err != nil {
			return fmt.Errorf("%d quads: %w", n, err)
		}
		r.name = text
		all = append(all, r)
	}
	showGrowth(all)
	return nil
}

const mergeRow = "merging after the load, CPU s for a million quads"

func measureSize(dir string, n, runs, articles int, only string) (r *result, err error) {
	file := filepath.Join(dir, fmt.Sprintf("grow-%d.nq", n))
	e := &cayley{dir: filepath.Join(dir, fmt.Sprintf("grow-%d", n)), ours: true}
	if *keep {
		if _, err := os.Stat(e.dir); err == nil {
			return measure(e, e.dir, nil, n, runs, articles, only)
		}
	} else if err := os.RemoveAll(e.dir); err != nil {
		return nil, err
	}
	if err := writeQuads(file, n); err != nil {
		return nil, err
	}
	if err := e.open(); err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	start := cpu()
	_, err = e.own.Import(context.Background(), f, quadstore.ImportOptions{})
	loaded := cpu() - start
	merged := settle()
	if err = errors.Join(err, f.Close(), e.close(), os.Remove(file)); err != nil {
		return nil, err
	}
	r, err = measure(e, e.dir, nil, n, runs, articles, only)
	if err != nil {
		return nil, err
	}
	r.value[rows[0]] = float64(n) / loaded.Seconds()
	r.value[mergeRow] = merged.Seconds() / float64(n) * 1e6
	opened, err := opens(e)
	if err != nil {
		return nil, err
	}
	r.value["open, ms"] = opened
	if *keep {
		return r, nil
	}
	return r, os.RemoveAll(e.dir)
}

// writeQuads writes the generated graph as N-Quads.
func writeQuads(file string, n int) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	for q := range news.Quads(n) {
		line, err := quadstore.MarshalNQuads(q)
		if err != nil {
			return errors.Join(err, f.Close())
		}
		w.Write(line)
		w.WriteByte('\n')
	}
	return errors.Join(w.Flush(), f.Close())
}

// settle waits until the store has merged its tables, and gives the time that this took.
func settle() time.Duration {
	const pause, idle, most = 300 * time.Millisecond, 10 * time.Millisecond, 10 * time.Minute
	start, end := cpu(), time.Now().Add(most)
	for was := start; time.Now().Before(end); {
		time.Sleep(pause)
		now := cpu()
		if now-was < idle {
			break
		}
		was = now
	}
	return cpu() - start
}

// opens gives the median time by the clock to open the store, in milliseconds.
func opens(e *cayley) (float64, error) {
	const times = 9
	var took []time.Duration
	for range times {
		start := time.Now()
		if err := e.open(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(start))
		if err := e.close(); err != nil {
			return 0, err
		}
	}
	slices.Sort(took)
	return ms(took[times/2]), nil
}

func showGrowth(all []*result) {
	w := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', 0)
	defer w.Flush()
	first, last := all[0], all[len(all)-1]
	for _, r := range all {
		fmt.Fprintf(w, "\t%s quads (results)", r.name)
	}
	fmt.Fprintf(w, "\ttimes the first, for a result\n")
	for _, row := range append([]string{rows[0], mergeRow}, rows[1:]...) {
		if _, ok := first.value[row]; !ok {
			continue
		}
		fmt.Fprint(w, row)
		for _, r := range all {
			fmt.Fprintf(w, "\t%s", number(r.value[row]))
			if k, ok := r.count[row]; ok {
				fmt.Fprintf(w, " (%d)", k)
			}
		}
		ratio := last.value[row] / first.value[row]
		switch a, b := first.count[row], last.count[row]; {
		case row == rows[0]:
			ratio = 1 / ratio
		case a > 0 && b > 0 && row != "d, CPU ms": // counts are kept
			ratio *= float64(a) / float64(b)
		}
		fmt.Fprintf(w, "\t%s\n", number(ratio))
	}
}
