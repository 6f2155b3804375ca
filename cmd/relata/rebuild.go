package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/loaders/extract"
	"relata/schema"
)

func newRebuild(app *app) *cobra.Command {
	var jobs int
	cmd := &cobra.Command{
		Use:   "rebuild",
		Short: "Read every article of the graph again",
		Long: `Reads the text of every article again, with the present model, ontology and corrections,
into a new graph beside the old one, which it replaces at the end: interrupted or killed
at any moment, the old graph stays. Articles keep their ids, their facts and the time at
which they were loaded. Those whose text isn't kept stay as they are.`,
		Example: "  relata rebuild",
		Args:    cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			return runRebuild(cmd, app, jobs)
		}),
	}
	cmd.Flags().IntVar(&jobs, "jobs", 0, "articles read at once (default: one for each core)")
	return cmd
}

func runRebuild(cmd *cobra.Command, app *app, jobs int) error {
	if jobs < 0 {
		return usagef("--jobs %d: must be 1 or more, or 0 for one for each core", jobs)
	}
	extractor, err := app.extractor(extract.Options{})
	if err != nil {
		return err
	}
	var failed skips
	start := time.Now()
	progress := app.newProgress()
	done, err := graph.RebuildStore(cmd.Context(), app.db, graph.Options{}, graph.Rebuild{
		Read: func(ctx context.Context, docs iter.Seq2[*schema.Document, error], prepare func(context.Context, *schema.Reading) (*graph.Prepared, error)) iter.Seq2[*graph.Prepared, error] {
			return prepared(ctx, jobs, docs, extractor, prepare)
		},
		Failed: func(err error) { failed.add(app, err) },
		Progress: func(done graph.Rebuilt, of int) {
			progress.total = of
			progress.update(loadSummary{Articles: done.Articles, Claims: done.Claims})
		},
	})
	progress.done()
	if err != nil {
		return app.storeError(err)
	}
	if app.json {
		return errors.Join(app.printJSON(map[string]int{"articles": done.Articles, "claims": done.Claims, "kept": done.Kept, "no_text": done.NoText}), failed.err())
	}
	kept := ""
	if done.Kept > 0 {
		kept = fmt.Sprintf(", left %d as they were", done.Kept)
	}
	if done.NoText > 0 {
		kept += fmt.Sprintf(", %d of them since their text isn't here (not archived, or imported)", done.NoText)
	}
	app.say("read %s again with %s%s (%.1f articles/s)", count(done.Articles, "article"), count(done.Claims, "claim"), kept,
		float64(done.Articles)/max(time.Since(start).Seconds(), 1e-9))
	return failed.err()
}
