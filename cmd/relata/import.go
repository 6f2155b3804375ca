package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"relata/graph"
)

func newImport(app *app) *cobra.Command {
	var opts graph.Import
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Add a snapshot in N-Quads to the graph",
		Long: `Reads N-Quads, plain or compressed, into the graph. What relata export wrote comes back
byte by byte. "-" is standard input.`,
		Example: "  relata export -o snapshot.nq\n  relata import --db copy.db snapshot.nq",
		Args:    cobra.ExactArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runImport(cmd.Context(), app, opts, args[0])
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.Base, "base", "", "base IRI of the ids (default: what the snapshot says)")
	flags.BoolVar(&opts.Strict, "strict", false, "stop at the first line with a fault")
	return cmd
}

func runImport(ctx context.Context, app *app, opts graph.Import, path string) error {
	if opts.Base != "" {
		if _, err := graph.NewNames(opts.Base); err != nil {
			return usagef("--base: %v", err)
		}
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
	got, err := store.ImportNQuads(ctx, in, opts)
	if err != nil {
		return fmt.Errorf("import %s: %w", path, err)
	}
	if err := store.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", app.db, err)
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
