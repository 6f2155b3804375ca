package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relata/queries"
)

// terminalLimit is the row limit where a person looks on; a pipe gets every row.
const terminalLimit = 1000

type queryOptions struct {
	file    string
	format  string
	limit   int
	timeout time.Duration
}

func newQuery(app *app) *cobra.Command {
	var opts queryOptions
	cmd := &cobra.Command{
		Use:   "query [GIZMO]",
		Short: "Ask the graph in Gizmo",
		Long: `Runs a Gizmo query, Cayley's language of paths, and prints a row for each result as it
is found: a table on a terminal, JSON lines in a pipe. Ids stand in angle brackets.`,
		Example: `  relata query 'g.V("<Russia>").Out("<buys-from>").All()'
  relata query 'g.V("<Iran>").In("<buys-from>").Tag("buyer").All()' --format csv
  relata query -f question.js --limit 20`,
		Args: cobra.MaximumNArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runQuery(cmd, app, opts, args)
		}),
	}
	flags := cmd.Flags()
	flags.StringVarP(&opts.file, "file", "f", "", `read the query from a file ("-" is standard input)`)
	flags.StringVar(&opts.format, "format", "", "table, json or csv (default: table on a terminal, json in a pipe)")
	flags.IntVar(&opts.limit, "limit", 0, fmt.Sprintf("rows at most (default: %d on a terminal, all in a pipe)", terminalLimit))
	flags.DurationVar(&opts.timeout, "timeout", queries.DefaultTimeout, "stop the query after this long")
	return cmd
}

func runQuery(cmd *cobra.Command, app *app, opts queryOptions, args []string) error {
	ctx := cmd.Context()
	text, err := queryText(app, opts.file, args)
	if err != nil {
		return err
	}
	if opts.limit < 0 {
		return usagef("--limit %d: must be 1 or more", opts.limit)
	}
	if opts.timeout <= 0 {
		return usagef("--timeout %s: must be above 0", opts.timeout)
	}
	if opts.limit == 0 && isTerminal(app.stdout) {
		opts.limit = terminalLimit
	}
	format, err := queryFormat(app, opts.format)
	if err != nil {
		return err
	}
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	rows := queries.Run(ctx, store.QuadStore(), text, queries.Options{Limit: opts.limit, Timeout: opts.timeout})
	var n int
	switch format {
	case "table":
		n, err = queries.WriteTable(app.stdout, rows, queries.TableOptions{Width: app.width()})
	case "csv":
		n, err = queries.WriteCSV(app.stdout, rows)
	default:
		n, err = queries.WriteJSON(app.stdout, rows)
	}
	var fault *queries.Error
	switch {
	case errors.Is(err, queries.ErrLimit):
		app.say("only the first %s are shown, there are more (--limit raises the limit)", count(n, "row"))
		return nil
	case errors.Is(err, queries.ErrTimeout):
		return fmt.Errorf("the query ran longer than %s and was stopped after %s (--timeout gives it longer)", opts.timeout, count(n, "row"))
	case errors.As(err, &fault) && fault.Line > 0:
		return fmt.Errorf("query, line %d, column %d: %s, in: %s (relata help query has examples)", fault.Line, fault.Column, fault.Message, strings.TrimSpace(fault.Source))
	case err != nil:
		return err
	}
	if n == 0 && format == "table" {
		app.say("no rows")
	}
	return nil
}

// queryText takes the query from the argument, the file, or standard input in a pipe.
func queryText(app *app, file string, args []string) (string, error) {
	switch {
	case file != "" && len(args) > 0:
		return "", usagef("both a query and --file are given; give one")
	case len(args) > 0:
		return checkQuery("the command line", []byte(args[0]), nil)
	case file == "" && isTerminal(app.stdin):
		return "", usagef("no query given; try relata query 'g.V(\"<Russia>\").Out(\"<buys-from>\").All()'")
	case file == "" || file == "-":
		text, err := io.ReadAll(io.LimitReader(app.stdin, maxQuery+1))
		return checkQuery("standard input", text, err)
	}
	f, err := os.Open(file)
	if err != nil {
		return "", fmt.Errorf("can't read the query: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxQuery+1))
	return checkQuery(file, text, err)
}

// maxQuery bounds the text of a query, in bytes.
const maxQuery = 1 << 20

func checkQuery(name string, text []byte, err error) (string, error) {
	switch {
	case err != nil:
		return "", fmt.Errorf("can't read the query: %w", err)
	case len(text) > maxQuery:
		return "", fmt.Errorf("%s: longer than %d bytes, which no query is", name, maxQuery)
	case strings.TrimSpace(string(text)) == "":
		return "", usagef("%s: the query is empty", name)
	}
	return string(text), nil
}

func queryFormat(app *app, format string) (string, error) {
	switch format {
	case "table", "json", "csv":
		return format, nil
	case "":
		if !app.json && isTerminal(app.stdout) {
			return "table", nil
		}
		return "json", nil
	}
	return "", usagef("--format %q: table, json or csv", format)
}
