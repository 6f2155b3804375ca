package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/schema"
)

func newDiff(app *app) *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use:   "diff A B | diff --since DATE [STORE]",
		Short: "Say in words what one graph says otherwise than another",
		Long: `Compares two graphs, stores or snapshots in N-Quads: articles and actors that came and
went, ties that are new, gone, or of another status. With --since it compares one graph,
that of --db unless it is named, with what it said before the articles published from
that day on. The exit status is 0 if they are equal and 1 if they differ.`,
		Example: "  relata export -o snapshot.nq\n  relata diff snapshot.nq relata.db\n  relata diff --since 2024-02-01",
		Args:    cobra.MaximumNArgs(2),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runDiff(cmd.Context(), app, args, since)
		}),
	}
	cmd.Flags().StringVar(&since, "since", "", "compare one graph with itself before this date, as 2023, 2023-09 or 2023-09-20")
	return cmd
}

func runDiff(ctx context.Context, app *app, paths []string, since string) error {
	switch {
	case since == "" && len(paths) != 2:
		return usagef("diff takes two graphs, or one with --since")
	case since != "" && len(paths) > 1:
		return usagef("diff --since takes one graph, got %d", len(paths))
	case since != "" && len(paths) == 0:
		paths = []string{app.db}
	}
	if since != "" {
		if _, err := schema.ParseWhen(since); err != nil {
			return usagef("--since: %v", err)
		}
	}
	before, err := summarize(ctx, app, paths[0], since)
	if err != nil {
		return err
	}
	after, err := summarize(ctx, app, paths[len(paths)-1], "")
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

// summarize opens a store, or a snapshot into memory, and leaves out what was published
// from a date on, unless that is empty.
func summarize(ctx context.Context, app *app, path, from string) (*graph.Summary, error) {
	var store *graph.Store
	var err error
	if format, ferr := graph.FormatByPath(path); ferr == nil && format.Name == "nquads" {
		store, err = openSnapshot(ctx, path)
	} else {
		store, err = app.openAt(ctx, path, forReading)
	}
	if err != nil {
		return nil, err
	}
	defer store.Close()
	return store.Summary(ctx, from)
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
