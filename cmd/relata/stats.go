package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/schema"
)

func newStats(app *app) *cobra.Command {
	return &cobra.Command{
		Use:     "stats",
		Short:   "Count what is in the graph",
		Example: "  relata stats\n  relata stats --json",
		Args:    cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			store, err := app.openStore(cmd.Context(), forReading)
			if err != nil {
				return err
			}
			defer store.Close()
			stats, err := store.Stats(cmd.Context())
			if err != nil {
				return err
			}
			if app.json {
				return app.printJSON(stats)
			}
			return app.buffered(statsText(stats))
		}),
	}
}

// statsText lays the counts out: totals first, then each breakdown, the most frequent first.
func statsText(stats graph.Stats) func(io.Writer) error {
	return func(w io.Writer) error {
		entities := 0
		for _, n := range stats.Entities {
			entities += n
		}
		for _, total := range []struct {
			name string
			n    int
		}{
			{"articles", stats.Articles}, {"sentences", stats.Sentences}, {"entities", entities},
			{"claims", stats.Claims}, {"quads", stats.Quads},
		} {
			if _, err := fmt.Fprintf(w, "%-16s%8d\n", total.name, total.n); err != nil {
				return err
			}
		}
		statuses := make([]string, 0, len(schema.Statuses))
		byStatus := map[string]int{}
		for _, s := range schema.Statuses {
			statuses = append(statuses, string(s))
			byStatus[string(s)] = stats.Statuses[s]
		}
		byType := map[string]int{}
		for t, n := range stats.Entities {
			byType[string(t)] = n
		}
		return cmp.Or(
			writeCounts(w, "entities by type", frequent(byType), byType),
			writeCounts(w, "claims by status", statuses, byStatus),
			writeCounts(w, "claims by predicate", frequent(stats.Predicates), stats.Predicates),
		)
	}
}

// frequent orders names by their counts, the highest first, then by name.
func frequent(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

func writeCounts(w io.Writer, title string, names []string, counts map[string]int) error {
	if _, err := fmt.Fprintf(w, "\n%s\n", title); err != nil {
		return err
	}
	for _, name := range names {
		if counts[name] == 0 {
			continue
		}
		if _, err := fmt.Fprintf(w, "  %-26s%6d\n", name, counts[name]); err != nil {
			return err
		}
	}
	return nil
}
