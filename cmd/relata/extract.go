package main

import (
	"io"

	"github.com/spf13/cobra"

	"relata/loaders"
	"relata/loaders/extract"
	"relata/schema"
)

func newExtract(app *app) *cobra.Command {
	var how extractOptions
	cmd := &cobra.Command{
		Use:   "extract PATH...",
		Short: "Print the claims of articles as JSON lines, storing nothing",
		Long: `Reads articles and prints a JSON object for each claim, in the order of the text.
Memory doesn't grow with the number of articles. "-" is standard input.`,
		Example: `  relata extract article.txt --published 2024-01-04
  relata extract --lines sentences.txt
  relata extract --articles articles/
  echo "Iran sold drones to Russia." | relata extract -`,
		Args: cobra.MinimumNArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runExtract(cmd, app, how, args)
		}),
	}
	how.register(cmd)
	cmd.Flags().BoolVar(&how.articles, "articles", false, "print each article, with its text, before its claims, for relata load --claims")
	cmd.Flags().BoolVar(&how.open, "open", false, "print open triples, in the words of each sentence, instead of claims")
	return cmd
}

type extractOptions struct {
	articleOptions
	articles, open bool
}

func runExtract(cmd *cobra.Command, app *app, opts extractOptions, paths []string) error {
	ctx := cmd.Context()
	if opts.open && opts.articles {
		return usagef("--open and --articles don't go together")
	}
	docs, err := opts.documents(ctx, app, paths)
	if err != nil {
		return err
	}
	extractor, err := app.extractor(extract.Options{Open: opts.open})
	if err != nil {
		return err
	}
	var skipped skips
	err = app.buffered(func(w io.Writer) error {
		for reading, err := range (loaders.Pipeline{Extractor: extractor, Jobs: opts.jobs}).Read(ctx, docs) {
			if err != nil {
				if !skipped.add(app, err) {
					return err
				}
				continue
			}
			switch {
			case opts.open:
				err = schema.WriteJSON(w, reading.Triples...)
			case opts.articles:
				err = schema.WriteReading(w, reading)
			default:
				err = schema.WriteJSON(w, reading.Claims...)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return skipped.err()
}
