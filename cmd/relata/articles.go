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
	fields    map[string]string
	maxMB     int
	timeout   time.Duration
	private   bool
}

func (o *articleOptions) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	formats, _ := article.Formats()
	flags.StringVar(&o.format, "format", "auto", "format of the articles: "+strings.Join(formats, ", "))
	flags.StringVar(&o.published, "published", "", "publication date (2024-01-04) where the article doesn't tell")
	flags.BoolVar(&o.lines, "lines", false, "take each line of the input as a text of its own")
	flags.IntVar(&o.jobs, "jobs", 0, "articles read at once (default: one for each core)")
	flags.StringToStringVar(&o.fields, "field", nil, "key under which records keep a fact, as text=body; facts: "+strings.Join(article.FieldNames, ", "))
	flags.IntVar(&o.maxMB, "max-mb", article.DefaultMaxBytes>>20, "size of an article, in MiB, above which it is refused")
	flags.DurationVar(&o.timeout, "fetch-timeout", article.DefaultTimeout, "time for fetching one address")
	flags.BoolVar(&o.private, "allow-private", false, "fetch from private and local addresses too")
}

// documents opens the articles that paths name; "-" is standard input.
func (o *articleOptions) documents(ctx context.Context, app *app, paths []string) (iter.Seq2[*schema.Document, error], error) {
	opts, err := o.reader(app)
	if err != nil {
		return nil, err
	}
	return article.Read(ctx, paths, opts), nil
}

// reader makes the reader's options of the flags.
func (o *articleOptions) reader(app *app) (article.Options, error) {
	published, err := parseDate("--published", o.published)
	if err != nil {
		return article.Options{}, err
	}
	if o.jobs < 0 {
		return article.Options{}, usagef("--jobs %d: must be 1 or more, or 0 for one for each core", o.jobs)
	}
	if o.maxMB < 1 {
		return article.Options{}, usagef("--max-mb %d: must be 1 or more", o.maxMB)
	}
	if names, _ := article.Formats(); !slices.Contains(names, o.format) {
		return article.Options{}, usagef("--format %q: one of %s", o.format, strings.Join(names, ", "))
	}
	for fact := range o.fields {
		if !slices.Contains(article.FieldNames, fact) {
			return article.Options{}, usagef("--field %s: no such fact; one of %s", fact, strings.Join(article.FieldNames, ", "))
		}
	}
	return article.Options{
		Format:       o.format,
		Published:    published,
		Lines:        o.lines,
		MaxBytes:     int64(o.maxMB) << 20,
		Stdin:        app.stdin,
		Fields:       o.fields,
		Timeout:      o.timeout,
		AllowPrivate: o.private,
	}, nil
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
