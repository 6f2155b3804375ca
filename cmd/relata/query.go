package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"relata/queries"
)

type queryOptions struct {
	file string
	rowOptions
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
	cmd.Flags().StringVarP(&opts.file, "file", "f", "", `read the query from a file ("-" is standard input)`)
	opts.register(cmd.Flags())
	return cmd
}

func runQuery(cmd *cobra.Command, app *app, opts queryOptions, args []string) error {
	ctx := cmd.Context()
	if len(args) == 0 && opts.file == "" && isTerminal(app.stdin) {
		return runREPL(ctx, app)
	}
	text, err := queryText(app, opts.file, args)
	if err != nil {
		return err
	}
	if err := opts.check(app); err != nil {
		return err
	}
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	rows := 0
	counted := func(yield func(queries.Row, error) bool) {
		for row, err := range queries.Run(ctx, store.QuadStore(), text, opts.query(app)) {
			rows++ // an error too: then there is more to say than a hint
			if !yield(row, err) {
				return
			}
		}
	}
	if err := app.printRows(counted, opts.rowOptions); err != nil || rows > 0 || app.quiet {
		return err
	}
	hints, err := queries.Hints(ctx, store.QuadStore(), text)
	for _, hint := range hints {
		app.say("%s", hint)
	}
	return err
}

// queryText takes the query from the argument, the file, or standard input in a pipe.
func queryText(app *app, file string, args []string) (string, error) {
	switch {
	case file != "" && len(args) > 0:
		return "", usagef("both a query and --file are given; give one")
	case len(args) > 0:
		return checkQuery("the command line", []byte(args[0]), nil)
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
