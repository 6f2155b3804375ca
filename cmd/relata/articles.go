package main

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relata/loaders/article"
	"relata/schema"
)

// articleOptions are the flags of the commands that read articles.
type articleOptions struct {
	format    string
	published string
	lines     bool
	jobs      int
}

func (o *articleOptions) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	formats, _ := article.Formats()
	flags.StringVar(&o.format, "format", "auto", "format of the articles: "+strings.Join(formats, ", "))
	flags.StringVar(&o.published, "published", "", "publication date (2024-01-04) where the article doesn't tell")
	flags.BoolVar(&o.lines, "lines", false, "take each line of the input as a text of its own")
	flags.IntVar(&o.jobs, "jobs", 0, "articles read at once (default: one for each core)")
}

// documents opens the articles that paths name; "-" is standard input.
func (o *articleOptions) documents(ctx context.Context, app *app, paths []string) (iter.Seq2[*schema.Document, error], error) {
	published, err := parseDate("--published", o.published)
	if err != nil {
		return nil, err
	}
	if o.jobs < 0 {
		return nil, usagef("--jobs %d: must be 1 or more, or 0 for one for each core", o.jobs)
	}
	if names, _ := article.Formats(); !slices.Contains(names, o.format) {
		return nil, usagef("--format %q: one of %s", o.format, strings.Join(names, ", "))
	}
	return article.Read(ctx, paths, article.Options{
		Format:    o.format,
		Published: published,
		Lines:     o.lines,
		Stdin:     app.stdin,
	}), nil
}

// parseDate reads the day given to a flag; an empty one is no date.
func parseDate(flag, day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}, usagef("%s %q: not a date as 2024-01-04", flag, day)
	}
	return t, nil
}
