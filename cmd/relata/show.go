package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/queries"
	"relata/schema"
)

// answer is what a question about actors gives: it can be written in three ways.
type answer interface {
	WriteText(w io.Writer) error
	WriteMarkdown(w io.Writer) error
	WriteJSON(w io.Writer) error
}

// printAnswer writes an answer as the flags ask.
func (a *app) printAnswer(answer answer, markdown bool) error {
	switch {
	case a.json:
		return a.buffered(answer.WriteJSON)
	case markdown:
		return a.buffered(answer.WriteMarkdown)
	}
	return a.buffered(answer.WriteText)
}

// withStore opens the graph for reading, asks it, and prints the answer.
func (a *app) withStore(ctx context.Context, markdown bool, ask func(*graph.Store) (answer, error)) error {
	go schema.Default() // takes as long as opening
	store, err := a.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	answer, err := ask(store)
	a.clearReport()
	if err != nil {
		return err
	}
	return a.printAnswer(answer, markdown)
}

func newShow(app *app) *cobra.Command {
	var opts queries.DossierOptions
	var markdown bool
	cmd := &cobra.Command{
		Use:   "show ENTITY",
		Short: "Show what is said of an actor, with the evidence",
		Long: `Prints the dossier of an actor: names, posts, ties by predicate with how many articles
and independent origins tell each, and the best evidence. Any name or alias will do.`,
		Example: "  relata show Russia\n  relata show Iran --md\n  relata show Iran --json",
		Args:    cobra.MinimumNArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			opts.OnRead = app.onRead()
			return app.withStore(cmd.Context(), markdown, func(store *graph.Store) (answer, error) {
				return queries.MakeDossier(cmd.Context(), store, strings.Join(args, " "), opts)
			})
		}),
	}
	cmd.Flags().BoolVar(&opts.All, "all", false, "every tie and all its evidence")
	cmd.Flags().BoolVar(&markdown, "md", false, "print Markdown")
	return cmd
}
