package main

import (
	"github.com/spf13/cobra"

	"relata/graph"
	"relata/queries"
)

func newTimeline(app *app) *cobra.Command {
	var opts queries.TimelineOptions
	var markdown bool
	cmd := &cobra.Command{
		Use:   "timeline A [B]",
		Short: "List what happened when to an actor, or between two",
		Long: `Lists dated events of an actor, or between two, earliest first and as precisely as the
articles tell. The same event told by several articles stands once, with its best sentence.`,
		Example: "  relata timeline Russia\n  relata timeline Russia Iran --since 2023",
		Args:    cobra.RangeArgs(1, 2),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			other := ""
			if len(args) == 2 {
				other = args[1]
			}
			opts.OnRead = app.onRead()
			return app.withStore(cmd.Context(), markdown, func(store *graph.Store) (answer, error) {
				events, err := queries.MakeTimeline(cmd.Context(), store, args[0], other, opts)
				if err == nil && len(events) == 0 {
					app.say("no dated event")
				}
				return events, err
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.Since, "since", "", "only events from this time on, as 2023, 2023-09 or 2023-09-20")
	flags.StringVar(&opts.Until, "until", "", "only events up to this time")
	flags.BoolVar(&markdown, "md", false, "print Markdown")
	return cmd
}
