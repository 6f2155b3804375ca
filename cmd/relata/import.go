package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"relata/graph"
)

type importOptions struct {
	format  string
	columns map[string]string
	graph.Import
}

func newImport(app *app) *cobra.Command {
	var opts importOptions
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Add a snapshot, or what other tools wrote, to the graph",
		Long: `Reads a file, plain or compressed, into the graph, in the format that its ending names.
What relata export wrote as N-Quads, TriG or JSON-LD comes back byte by byte; other RDF
becomes quads as they are, with their graph as label. What has a fault is told with line
and column and left out. An import that was cut short is ended by another: what is there
already is not added again. "-" is standard input.

` + importTable() + `

A table of edges has a header. --map says which columns hold the subject, the predicate,
the object and the label; "=" before a text gives it to every row. Without it the columns
have one of the usual names: source or subject, label or predicate, target or object.`,
		Example: `  relata export -o snapshot.nq
  relata import --db copy.db snapshot.nq
  relata import --map subject=Lender,predicate==funds,object=Borrower loans.csv
  relata import --label import/wikidata facts.ttl`,
		Args: cobra.ExactArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runImport(cmd.Context(), app, opts, args[0])
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.format, "format", "", "format, where the file's ending doesn't tell")
	flags.StringVar(&opts.Base, "base", "", "base IRI of the ids (default: what the snapshot says)")
	flags.StringVar(&opts.Label, "label", "", "label for what stands in no graph")
	flags.StringToStringVar(&opts.columns, "map", nil, "csv: which columns hold what, as subject=COLUMN,predicate==TEXT")
	flags.BoolVar(&opts.Strict, "strict", false, "stop at the first fault, without what was read since the last commit of a million quads")
	return cmd
}

// importTable lists the formats for the help.
func importTable() string {
	var b strings.Builder
	for _, f := range graph.ImportFormats {
		fmt.Fprintf(&b, "  %-8s %-28s %s\n", f.Name, strings.Join(f.Extensions, " "), f.About)
	}
	return strings.TrimRight(b.String(), "\n")
}

// check refuses what makes no sense, and finds the format.
func (o *importOptions) check(path string) (format graph.ImportFormat, err error) {
	switch {
	case o.format != "":
		format, err = graph.ImportFormatByName(o.format)
	case path == "-":
		format = graph.ImportFormats[0]
	default:
		if format, err = graph.ImportFormatByPath(path); err != nil {
			err = fmt.Errorf("%w; give one with --format", err)
		}
	}
	if err != nil {
		return format, usageError{err}
	}
	if o.Base != "" {
		if _, err := graph.NewNames(o.Base); err != nil {
			return format, usagef("--base: %v", err)
		}
	}
	if o.Map, err = graph.ColumnsOf(o.columns); err != nil {
		return format, usagef("--map: %v", err)
	}
	if len(o.columns) > 0 && format.Name != "csv" {
		return format, usagef("--map is for csv, not for %s", format.Name)
	}
	return format, nil
}

func runImport(ctx context.Context, app *app, opts importOptions, path string) error {
	format, err := opts.check(path)
	if err != nil {
		return err
	}
	opts.Blank = path
	in := app.stdin
	if path != "-" {
		f, err := graph.OpenFile(path)
		if err != nil {
			return fmt.Errorf("can't read %s: %w", path, err)
		}
		defer f.Close()
		in = f
	}
	store, err := app.openStore(ctx, forWriting)
	if err != nil {
		return err
	}
	defer store.Close()
	progress := app.newProgress()
	opts.Progress = func(quads int) { progress.count(quads, "quad") }
	got, err := store.Import(ctx, in, format, opts.Import)
	progress.done()
	if err != nil {
		return fmt.Errorf("import %s: %w", path, err)
	}
	if err := store.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", app.place(), err)
	}
	for _, fault := range got.First {
		fmt.Fprintf(app.stderr, "relata: %s:%s\n", path, oneLine(fault.Error()))
	}
	if app.json {
		if err := app.printJSON(map[string]int{"quads": got.Quads, "new": got.New, "faults": got.Faults}); err != nil {
			return err
		}
	} else {
		app.say("read %s, added %d, left out %s with faults", count(got.Quads, "quad"), got.New, count(got.Faults, "line"))
	}
	if got.Faults > 0 {
		return errSaid
	}
	return nil
}
