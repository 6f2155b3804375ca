package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newRetract(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   "retract ARTICLE",
		Short: "Take an article out of the graph",
		Long: `Takes out an article with its claims, edges, sentences and text, and the entities that
nothing else names, in one commit. Every quad's label names its article.`,
		Example: "  relata retract article/2024-01-04-missiles-3f2a9c0d1e2b",
		Args:    cobra.ExactArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			store, err := app.openStore(cmd.Context(), forWriting)
			if err != nil {
				return err
			}
			defer store.Close()
			n, err := store.Retract(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if n == 0 {
				return fmt.Errorf("no article %q in %s", args[0], app.place())
			}
			app.say("took out %s", count(n, "quad"))
			return store.Close()
		}),
	}
}
