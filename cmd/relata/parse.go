package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"relata/loaders"
	"relata/schema"
)

func newParse(app *app) *cobra.Command {
	var opts articleOptions
	var tokenized bool
	cmd := &cobra.Command{
		Use:   "parse PATH...",
		Short: "Print the analysis of articles as CoNLL-U",
		Long: `Reads articles and prints sentences, tokens, lemmas, parts of speech, trees and mentions
in the CoNLL-U format of Universal Dependencies, with offsets in the last column.`,
		Example: `  echo "Iran sold drones to Russia." | relata parse -
  relata parse article.txt
  relata parse --tokenized sentences.conllu`,
		Args: cobra.MinimumNArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			analyser, err := loaders.NewAnalyser(loaders.AnalyserOptions{})
			if err != nil {
				return err
			}
			if tokenized {
				return runParseTokenized(cmd.Context(), app, analyser, args)
			}
			return runParse(cmd.Context(), app, analyser, opts, args)
		}),
	}
	opts.register(cmd)
	cmd.Flags().BoolVar(&tokenized, "tokenized", false, "read CoNLL-U and keep its sentences and tokens")
	return cmd
}

func runParse(ctx context.Context, app *app, analyser *loaders.Analyser, opts articleOptions, paths []string) error {
	docs, err := opts.documents(ctx, app, paths)
	if err != nil {
		return err
	}
	var skipped skips
	err = app.buffered(func(w io.Writer) error {
		return analyser.Parse(ctx, w, docs, func(err *schema.ArticleError) { skipped.add(app, err) })
	})
	if err != nil {
		return err
	}
	return skipped.err()
}

func runParseTokenized(ctx context.Context, app *app, analyser *loaders.Analyser, paths []string) error {
	return app.buffered(func(w io.Writer) error {
		for _, path := range paths {
			if path == "-" {
				if err := analyser.ParseTokenized(ctx, w, app.stdin, "standard input"); err != nil {
					return err
				}
				continue
			}
			if err := parseFile(ctx, w, analyser, path); err != nil {
				return err
			}
		}
		return nil
	})
}

func parseFile(ctx context.Context, w io.Writer, analyser *loaders.Analyser, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("can't read %s: %w", path, err)
	}
	defer f.Close()
	return analyser.ParseTokenized(ctx, w, f, path)
}
