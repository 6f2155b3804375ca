package main

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"relata/queries"
)

// terminalLimit is the row limit where a person looks on; a pipe gets every row.
const terminalLimit = 1000

// rowOptions are the flags of the commands that print rows of an answer.
type rowOptions struct {
	format  string
	limit   int
	timeout time.Duration
	proof   bool
	tell    bool // how far a long query is, where standard error is no terminal
}

func (o *rowOptions) register(flags *pflag.FlagSet) {
	flags.StringVar(&o.format, "format", "", "table, json or csv (default: table on a terminal, json in a pipe)")
	flags.IntVar(&o.limit, "limit", 0, fmt.Sprintf("rows at most (default: %d on a terminal, all in a pipe)", terminalLimit))
	flags.BoolVar(&o.proof, "evidence", false, "with each claim its sentence, article and source, where the answer is about claims")
	flags.BoolVar(&o.tell, "progress", false, "say on standard error how far a long query is, in a pipe too")
	flags.DurationVar(&o.timeout, "timeout", queries.DefaultTimeout, "stop the query after this long")
}

// check refuses what makes no sense and settles the defaults.
func (o *rowOptions) check(app *app) error {
	switch {
	case o.limit < 0:
		return usagef("--limit %d: must be 1 or more", o.limit)
	case o.timeout <= 0:
		return usagef("--timeout %s: must be above 0", o.timeout)
	}
	if o.limit == 0 && isTerminal(app.stdout) {
		o.limit = terminalLimit
	}
	switch o.format {
	case "table", "json", "csv":
	case "":
		o.format = "json"
		if !app.json && isTerminal(app.stdout) {
			o.format = "table"
		}
	default:
		return usagef("--format %q: table, json or csv", o.format)
	}
	return nil
}

// query makes the options of a query. One that looks at much of the graph says so: on a
// terminal how far it is, in a pipe once, and with --progress every second.
func (o *rowOptions) query(app *app) queries.Options {
	return queries.Options{Limit: o.limit, Timeout: o.timeout, Evidence: o.proof, OnScan: app.onScan(isTerminal(app.stderr), o.tell)}
}

const scanEvery = time.Second

func (a *app) onScan(terminal, tell bool) func(steps, quads int64) {
	var last time.Time
	return func(steps, quads int64) {
		words := fmt.Sprintf("looking through the graph: %d steps so far, in %d quads", steps, quads)
		switch now := time.Now(); {
		case a.quiet:
		case terminal:
			fmt.Fprintf(a.stderr, "\r\x1b[K%s", words)
			atomic.StoreInt32(&a.reported, 1)
		case last.IsZero() && !tell:
			a.say("%s (--progress tells more)", words)
			last = now
		case tell && now.Sub(last) >= scanEvery:
			a.say("%s", words)
			last = now
		}
	}
}

// onRead tells on a terminal how far a long answer is; it is nil elsewhere.
func (a *app) onRead() func(claims int) {
	if a.quiet || !isTerminal(a.stderr) {
		return nil
	}
	return func(claims int) {
		fmt.Fprintf(a.stderr, "\r\x1b[K%s read so far", count(claims, "claim"))
		atomic.StoreInt32(&a.reported, 1)
	}
}

// clearReport takes a report of a long query off the terminal.
func (a *app) clearReport() {
	if atomic.SwapInt32(&a.reported, 0) == 1 {
		fmt.Fprint(a.stderr, "\r\x1b[K")
	}
}

// printRows prints rows as they are found and says what cut them.
func (a *app) printRows(rows iter.Seq2[queries.Row, error], o rowOptions) error {
	var n int
	var err error
	found := rows
	rows = func(yield func(queries.Row, error) bool) {
		for row, err := range found {
			a.clearReport()
			if !yield(row, err) {
				return
			}
		}
	}
	out := a.stdout
	var late *soon
	if !isTerminal(out) { // where rows are on the screen before a report behind them is
		late = newSoon(out)
		out = late
	}
	switch o.format {
	case "table":
		n, err = queries.WriteTable(out, rows, queries.TableOptions{Width: a.width()})
	case "csv":
		n, err = queries.WriteCSV(out, rows)
	default:
		n, err = queries.WriteJSON(out, rows)
	}
	if late != nil {
		err = cmp.Or(err, late.Close())
	}
	a.clearReport()
	var fault *queries.Error
	switch {
	case errors.Is(err, queries.ErrLimit):
		a.say("only the first %s, there are more (--limit raises the limit)", count(n, "row"))
		return nil
	case errors.Is(err, queries.ErrTimeout):
		return fmt.Errorf("the query ran longer than %s and was stopped after %s (--timeout gives it longer)", o.timeout, count(n, "row"))
	case errors.As(err, &fault) && fault.Line > 0:
		return fmt.Errorf("query, line %d, column %d: %s, in: %s (relata help query has examples)", fault.Line, fault.Column, fault.Message, strings.TrimSpace(fault.Source))
	case err != nil:
		return err
	}
	if n == 0 && o.format == "table" {
		a.say("no rows")
	}
	return nil
}
