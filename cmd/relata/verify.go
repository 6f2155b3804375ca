package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newVerify(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check that the graph is whole",
		Long: `Looks at everything in the store: indexes against each other, every article's text, every
claim's parts, edge and sentence. Prints each problem; none is a whole store.`,
		Example: "  relata verify",
		Args:    cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			store, err := app.openStore(cmd.Context(), forReading)
			if err != nil {
				return err
			}
			defer store.Close()
			problems, err := store.Verify(cmd.Context())
			if err != nil {
				return err
			}
			faults := 0
			for _, p := range problems {
				if p.Note {
					app.say("note: %s", p)
					continue
				}
				faults++
				if _, err := fmt.Fprintln(app.stdout, p); err != nil {
					return err
				}
			}
			if faults > 0 {
				return fmt.Errorf("%s: %s", app.place(), count(faults, "problem"))
			}
			app.say("%s is whole", app.place())
			return nil
		}),
	}
}
