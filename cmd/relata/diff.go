package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"relata/graph"
)

func newDiff(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   "diff A B",
		Short: "Say in words what one graph says otherwise than another",
		Long: `Compares two graphs, stores or snapshots in N-Quads: articles and actors that came and
went, ties that are new, gone, or of another status. The exit status is 0 if they are
equal and 1 if they differ.`,
		Example: "  relata export -o snapshot.nq\n  relata diff snapshot.nq relata.db",
		Args:    cobra.ExactArgs(2),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runDiff(cmd.Context(), app, args[0], args[1])
		}),
	}
}

func runDiff(ctx context.Context, app *app, a, b string) error {
	before, err := summarize(ctx, app, a)
	if err != nil {
		return err
	}
	after, err := summarize(ctx, app, b)
	if err != nil {
		return err
	}
	diff := graph.Compare(before, after)
	if app.json {
		err = app.printJSON(diff)
	} else {
		err = app.buffered(diff.WriteText)
	}
	if err == nil && !diff.Equal {
		return errSaid
	}
	return err
}

// summarize opens a store, or a snapshot into memory.
func summarize(ctx context.Context, app *app, path string) (*graph.Summary, error) {
	var store *graph.Store
	var err error
	if format, ferr := graph.FormatByPath(path); ferr == nil && format.Name == "nquads" {
		store, err = openSnapshot(ctx, path)
	} else {
		other := *app
		other.db = path
		store, err = other.openStore(ctx, forReading)
	}
	if err != nil {
		return nil, err
	}
	defer store.Close()
	return store.Summary(ctx, "")
}

func openSnapshot(ctx context.Context, path string) (*graph.Store, error) {
	f, err := graph.OpenFile(path)
	if err != nil {
		return nil, fmt.Errorf("can't read %s: %w", path, err)
	}
	defer f.Close()
	store, err := graph.Open(ctx, graph.MemoryLocation, graph.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := store.ImportNQuads(ctx, f, graph.Import{Strict: true}); err != nil {
		store.Close()
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return store, nil
}
