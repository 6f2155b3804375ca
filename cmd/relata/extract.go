package main

import (
	"io"

	"github.com/spf13/cobra"

	"relata/loaders"
	"relata/loaders/extract"
	"relata/schema"
)

func newExtract(app *app) *cobra.Command {
	var opts articleOptions
	var open bool
	cmd := &cobra.Command{
		Use:   "extract PATH...",
		Short: "Print the claims of articles as JSON lines, storing nothing",
		Long: `Reads articles and prints a JSON object for each claim, in the order of the text.
Memory doesn't grow with the number of articles. "-" is standard input.`,
		Example: `  relata extract article.txt --published 2024-01-04
  relata extract --lines sentences.txt
  echo "Iran sold drones to Russia." | relata extract -`,
		Args: cobra.MinimumNArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runExtract(cmd, app, opts, open, args)
		}),
	}
	opts.register(cmd)
	cmd.Flags().BoolVar(&open, "open", false, "print open triples, in the words of each sentence, instead of claims")
	return cmd
}

func runExtract(cmd *cobra.Command, app *app, opts articleOptions, open bool, paths []string) error {
	ctx := cmd.Context()
	docs, err := opts.documents(ctx, app, paths)
	if err != nil {
		return err
	}
	extractor, err := app.extractor(extract.Options{Open: open})
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
			if open {
				err = schema.WriteJSON(w, reading.Triples...)
			} else {
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
