package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relata/graph"
)

func newCopy(app *app) *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "copy --from A --to B",
		Short: "Copy the graph into another store, and prove that it is the same",
		Long: `Copies a graph from one store into another, which must be empty: a folder, or a
PostgreSQL database as postgres://user@host/database. Texts, corrections and what could
not be loaded come along. A copy that was cut short is ended by another. At the end both
are counted and hashed, the SHA-256 of their sorted N-Quads, and must be equal.

A password in an address can be seen by others on the machine; put it into the file that
PGPASSFILE names, a line as host:port:database:user:password.`,
		Example: "  relata copy --to copy-of.db",
		Args:    cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			if from == "" {
				from = app.db
			}
			return runCopy(cmd.Context(), app, from, to)
		}),
	}
	cmd.Flags().StringVar(&from, "from", "", "the graph to copy (default: that of --db)")
	cmd.Flags().StringVar(&to, "to", "", "the store to copy it into")
	return cmd
}

func runCopy(ctx context.Context, app *app, from, to string) error {
	switch {
	case to == "":
		return usagef("copy needs --to, the store to copy into")
	case from == to:
		return usagef("--from and --to are the same store")
	case to == graph.MemoryLocation || from == graph.MemoryLocation:
		return usagef("a graph in memory is gone when the program ends: copy to or from a folder or a database")
	}
	source, err := app.openAt(ctx, from, forReading)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := app.openAt(ctx, to, forWriting)
	if err != nil {
		return err
	}
	defer target.Close()
	progress := app.newProgress()
	done, err := graph.Copy(ctx, source, target, progress.bar)
	progress.done()
	if errors.Is(err, graph.ErrNotEmpty) {
		return fmt.Errorf("%w (copy into an empty one)", err)
	}
	if err != nil {
		return err
	}
	if err := target.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", graph.Shown(to), err)
	}
	if app.json {
		return app.printJSON(done)
	}
	app.say("copied %s (%d new) and %s to %s in %s; both have the hash %s", count(int(done.Quads), "quad"), done.New,
		count(done.Files, "file"), graph.Shown(to), time.Since(progress.start).Round(time.Millisecond), done.SHA256)
	return nil
}

// openAt opens another graph than that of --db.
func (a *app) openAt(ctx context.Context, location string, m mode) (*graph.Store, error) {
	other := *a
	other.db = location
	return other.openStore(ctx, m)
}

// bar shows how much of a work is done.
func (p *progress) bar(done, of int64) {
	const width = 30
	full := int(width * done / max(of, 1))
	p.show(fmt.Sprintf("[%s%s] %d of %d quads%s", strings.Repeat("#", full), strings.Repeat(" ", width-full), done, of,
		timeLeft(int(done), int(of), time.Since(p.start))))
}
