package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/loaders"
	"relata/loaders/article"
	"relata/loaders/extract"
	"relata/schema"
)

func newLoad(app *app) *cobra.Command {
	var opts loadOptions
	cmd := &cobra.Command{
		Use:   "load PATH|URL|-...",
		Short: "Read articles into the graph",
		Long: `Reads articles and adds what they say to the graph: files, whole folders, archives,
feeds, mailboxes, web archives, addresses of the web. Each article is one commit:
interrupted at any moment, it is in whole or not at all, and loading again goes on where
it was. An article that is there already adds nothing. "-" is standard input.

With --watch or --feed it goes on with what is new in all that was named, until it is
stopped: files that come or change, addresses that have something else. It looks at files
and folders every 5 seconds and at addresses every 15 minutes; --every says otherwise. A
watched folder may be empty, and a file is read once it has lain still from one look to the
next.

With --claims the files hold what relata extract printed, here or on other machines: with
--articles whole articles, which are added as if they were read here, else claims alone.

One bad article doesn't stop the others. Those that could not be read are told, written
to the file that --errors names, and kept in the graph's folder: --retry tries them again.`,
		Example: `  relata load articles/
  relata load missiles.txt --published 2024-01-04
  relata load articles/ --dry-run
  relata load records.jsonl --field text=story --field published=day
  relata load articles/ --errors skipped.jsonl
  relata load --retry
  relata extract --articles articles/ | relata load --claims -`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case opts.retry:
				return cobra.NoArgs(cmd, args)
			case len(opts.feeds) > 0:
				return nil
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("every") {
				switch {
				case !opts.watch && len(opts.feeds) == 0:
					return usagef("--every goes with --watch or --feed")
				case opts.every < time.Second:
					return usagef("--every %s: must be a second or more", opts.every)
				}
			}
			return runLoad(cmd, app, opts, args)
		}),
	}
	opts.register(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&opts.dryRun, "dry-run", false, "show the claims and store nothing")
	flags.StringVar(&opts.errors, "errors", "", "write the articles that could not be read to this file, as JSON lines: article, reason")
	flags.BoolVar(&opts.retry, "retry", false, "try the articles again that could not be read before")
	flags.BoolVar(&opts.watch, "watch", false, "go on with what is new, until stopped")
	flags.StringArrayVar(&opts.feeds, "feed", nil, "an address to look at again and again, such as that of a feed; may be given several times")
	flags.DurationVar(&opts.every, "every", 0, fmt.Sprintf("with --watch or --feed: look this often (default: files and folders %s, addresses %.0fm)", article.EveryFiles, article.EveryWeb.Minutes()))
	flags.BoolVar(&opts.claims, "claims", false, "the files hold what relata extract printed")
	flags.BoolVar(&opts.noArchive, "no-archive", false, "don't keep the texts: rebuild and why-not can't read these articles again, and verify can't check their sentences")
	flags.BoolVar(&opts.noSync, "no-sync", false, "don't wait for the disk after each article: faster, but a power cut can lose the graph")
	for _, other := range []string{"retry", "watch", "feed", "format", "lines", "field", "published"} {
		cmd.MarkFlagsMutuallyExclusive("claims", other)
	}
	return cmd
}

type loadOptions struct {
	articleOptions
	dryRun, watch, noSync, noArchive, retry, claims bool
	every                                           time.Duration
	errors                                          string // file
	feeds                                           []string
}

// articles yields the articles that are there, and with --watch those that come, ready to be
// added to the store.
func (o *loadOptions) articles(ctx context.Context, app *app, store *graph.Store, paths []string) (iter.Seq2[*graph.Prepared, error], error) {
	if o.claims {
		ready := loaders.Ordered(ctx, o.jobs, app.extracted(ctx, paths), store.Prepare)
		return loaders.Ordered(ctx, textWriters, ready, store.Keep), nil
	}
	docs, extractor, err := o.documents(ctx, app, paths)
	if err != nil {
		return nil, err
	}
	return readyArticles(ctx, o.jobs, docs, newOnly{extractor, store}, store), nil
}

// prepared reads documents and prepares them for a store, several beside each other.
func prepared(ctx context.Context, jobs int, docs iter.Seq2[*schema.Document, error], extractor loaders.Extractor,
	prepare func(context.Context, *schema.Reading) (*graph.Prepared, error)) iter.Seq2[*graph.Prepared, error] {
	pipeline := loaders.Pipeline{Extractor: extractor}
	return loaders.Ordered(ctx, jobs, docs, func(ctx context.Context, doc *schema.Document) (*graph.Prepared, error) {
		reading, err := pipeline.ReadOne(ctx, doc)
		if err != nil {
			return nil, err
		}
		return prepare(ctx, reading)
	})
}

// readyArticles prepares documents for the store and puts their texts there.
func readyArticles(ctx context.Context, jobs int, docs iter.Seq2[*schema.Document, error], extractor loaders.Extractor, store *graph.Store) iter.Seq2[*graph.Prepared, error] {
	return loaders.Ordered(ctx, textWriters, prepared(ctx, jobs, docs, extractor, store.Prepare), store.Keep)
}

// textWriters wait for the disk at once.
const textWriters = 8

// readings yields what the articles say, for a dry run.
func (o *loadOptions) readings(ctx context.Context, app *app, paths []string) (iter.Seq2[*schema.Reading, error], error) {
	if o.claims {
		return app.extracted(ctx, paths), nil
	}
	docs, extractor, err := o.documents(ctx, app, paths)
	if err != nil {
		return nil, err
	}
	return loaders.Pipeline{Extractor: extractor, Jobs: o.jobs}.Read(ctx, docs), nil
}

// documents yields the articles, and gives what reads them.
func (o *loadOptions) documents(ctx context.Context, app *app, paths []string) (iter.Seq2[*schema.Document, error], loaders.Extractor, error) {
	extractor, err := app.extractor(extract.Options{})
	if err != nil {
		return nil, nil, err
	}
	opts, err := o.reader(app)
	if err != nil {
		return nil, nil, err
	}
	if !o.watch {
		return article.Read(ctx, paths, opts), extractor, nil
	}
	return article.Watch(ctx, paths, o.every, opts), extractor, nil
}

// newOnly doesn't read the articles that a store has, so that a load that was cut short
// soon is where it was.
type newOnly struct {
	loaders.Extractor
	store *graph.Store
}

func (n newOnly) Extract(ctx context.Context, doc *schema.Document) (*schema.Reading, error) {
	known, err := n.store.Known(ctx, doc)
	if err != nil {
		return nil, err
	}
	if known {
		return &schema.Reading{Document: doc}, nil // the store says so again, and adds nothing
	}
	return n.Extractor.Extract(ctx, doc)
}

// loadSummary is what a load did.
type loadSummary struct {
	Articles int     `json:"articles"` // read
	Known    int     `json:"known"`    // of them, already in the graph
	Copies   int     `json:"copies"`   // of them, near-copies of others
	Claims   int     `json:"claims"`   // added
	Quads    int     `json:"quads"`    // added
	Unread   int     `json:"unread"`   // paragraphs that were left out, since they are in other languages
	Skipped  int     `json:"skipped"`
	Seconds  float64 `json:"seconds"`
}

func runLoad(cmd *cobra.Command, app *app, opts loadOptions, paths []string) error {
	ctx := cmd.Context()
	for _, feed := range opts.feeds {
		if !strings.Contains(feed, "://") {
			return usagef("--feed %s: not an address as https://example.org/feed.xml (--watch looks at files)", feed)
		}
		opts.watch = true
		paths = append(paths, feed)
	}
	if opts.retry && (opts.dryRun || opts.watch) {
		return usagef("--retry goes with none of --dry-run, --watch and --feed")
	}
	if opts.dryRun && opts.noArchive {
		return usagef("--dry-run stores nothing: --no-archive has no use")
	}
	var store *graph.Store
	var err error
	if !opts.dryRun {
		m := forWriting
		if opts.noSync {
			m = forBulk
		}
		if store, err = app.openStoreWith(ctx, m, graph.Options{NoArchive: opts.noArchive}); err != nil {
			return err
		}
		defer store.Close()
	}
	list, err := newSkipList(store, opts.errors, !opts.claims)
	if err != nil {
		return err
	}
	if opts.retry {
		if paths = list.retry(); len(paths) == 0 {
			app.say("no article to try again")
			return list.end(true)
		}
	}
	var sum loadSummary
	if opts.dryRun {
		sum, err = dryRun(ctx, app, opts, paths, list)
	} else {
		sum, err = load(ctx, app, opts, paths, store, list)
	}
	if opts.watch && errors.Is(err, context.Canceled) {
		err = nil // that is how it ends
	}
	if err = errors.Join(err, list.end(err == nil)); err != nil {
		return err
	}
	if store != nil {
		if err := store.Close(); err != nil {
			return fmt.Errorf("closing %s: %w", app.place(), err)
		}
	}
	if err := app.printLoad(sum, opts.dryRun); err != nil {
		return err
	}
	return list.skipped.err()
}

// load adds the articles to the store.
func load(ctx context.Context, app *app, opts loadOptions, paths []string, store *graph.Store, list *skipList) (sum loadSummary, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	articles, err := opts.articles(ctx, app, store, paths)
	if err != nil {
		return sum, err
	}
	start := time.Now()
	progress := app.newProgress()
	progress.total = countArticles(paths)
	defer progress.done()
	defer func() { sum.Seconds = time.Since(start).Seconds() }()
	for added, err := range store.AddAll(ctx, articles) {
		if err != nil {
			if err := list.skip(app, err); err != nil {
				stop() // nobody need wait for what may yet come
				return sum, err
			}
			sum.Skipped++
			continue
		}
		list.loaded(added.Path)
		sum.Articles++
		if added.Known {
			sum.Known++
		}
		if added.CopyOf != "" {
			sum.Copies++
		}
		sum.Claims += added.Claims
		sum.Unread += added.Unread
		sum.Quads += added.Quads
		progress.update(sum)
	}
	return sum, nil
}

// dryRun shows the claims of the articles.
func dryRun(ctx context.Context, app *app, opts loadOptions, paths []string, list *skipList) (sum loadSummary, err error) {
	readings, err := opts.readings(ctx, app, paths)
	if err != nil {
		return sum, err
	}
	start := time.Now()
	defer func() { sum.Seconds = time.Since(start).Seconds() }()
	for reading, err := range readings {
		if err != nil {
			if err := list.skip(app, err); err != nil {
				return sum, err
			}
			sum.Skipped++
			continue
		}
		sum.Articles++
		sum.Claims += len(reading.Claims)
		sum.Unread += reading.Unread
		if err := app.buffered(claimTable(app.tableWidth(), reading.Claims)); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

func (a *app) printLoad(sum loadSummary, dryRun bool) error {
	if a.json {
		return a.printJSON(sum)
	}
	rate := float64(sum.Articles) / max(sum.Seconds, 1e-9)
	if sum.Unread > 0 {
		a.say("left out %s that %s not in English", count(sum.Unread, "paragraph"), are(sum.Unread))
	}
	if dryRun {
		a.say("read %s with %s, skipped %d; nothing stored (%.1f articles/s)",
			count(sum.Articles, "article"), count(sum.Claims, "claim"), sum.Skipped, rate)
		return nil
	}
	known := ""
	if sum.Known > 0 {
		known = fmt.Sprintf(" (%d already there)", sum.Known)
	}
	if sum.Copies > 0 {
		known += fmt.Sprintf(" (%d near-copies of others)", sum.Copies)
	}
	a.say("read %s%s, added %s in %s, skipped %d (%.1f articles/s)",
		count(sum.Articles, "article"), known, count(sum.Claims, "claim"), count(sum.Quads, "quad"), sum.Skipped, rate)
	return nil
}

// skips counts the articles that could not be read. They don't stop the rest.
type skips int

// add reports err and says whether the work can go on after it.
func (s *skips) add(app *app, err error) bool {
	var one *schema.ArticleError
	if !errors.As(err, &one) {
		return false
	}
	*s++
	fmt.Fprintln(app.stderr, "relata: skipped "+oneLine(describe(err)))
	return true
}

// err makes the command fail if anything was skipped, without saying it again.
func (s skips) err() error {
	if s == 0 {
		return nil
	}
	return errSaid
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
