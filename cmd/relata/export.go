package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/loaders/model"
	"relata/queries"
	"relata/schema"
)

type exportOptions struct {
	out, format, base, title string
	rdf12                    bool
	filterOptions
}

func newExport(app *app) *cobra.Command {
	var opts exportOptions
	cmd := &cobra.Command{
		Use:   "export -o FILE",
		Short: "Write a snapshot of the graph, whole or in part",
		Long: `Writes the graph, or the part of it that the flags choose, in the format that the file's
ending names, compressed if it ends in .gz or .zst. The same graph gives the same bytes.
What is there is replaced once the new file is whole. "-" is standard output.

` + formatTable(),
		Example: `  relata export -o snapshot.nq
  relata export -o iran.svg --actor Iran --hops 2
  relata export -o planned.graphml --status planned
  relata export -o buyers.html --gizmo 'g.V("<Iran>").In("<buys-from>").All()'
  relata export -o - --format nquads`,
		Args: cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			return runExport(cmd.Context(), app, opts)
		}),
	}
	flags := cmd.Flags()
	flags.StringVarP(&opts.out, "output", "o", "", `file to write ("-" is standard output)`)
	flags.StringVar(&opts.format, "format", "", "format, where the file's ending doesn't tell")
	flags.StringVar(&opts.base, "base", graph.DefaultBase, "base IRI that makes ids absolute")
	flags.StringVar(&opts.title, "title", "", "title of a picture")
	flags.BoolVar(&opts.rdf12, "rdf12", false, "say claims as RDF 1.2 triple terms too, where the format can")
	opts.register(cmd)
	return cmd
}

func runExport(ctx context.Context, app *app, opts exportOptions) error {
	if opts.out == "" {
		return usagef("no output file; give one with -o, as in relata export -o snapshot.nq")
	}
	format, err := chooseFormat(opts)
	if err != nil {
		return err
	}
	if _, err := graph.NewNames(opts.base); err != nil {
		return usagef("--base: %v", err)
	}
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	filter, err := opts.filter(ctx, store)
	if err != nil {
		return err
	}
	model, err := modelVersion()
	if err != nil {
		return err
	}
	ontology, err := app.ontology()
	if err != nil {
		return err
	}
	export := graph.Export{Filter: filter, Base: opts.base, Title: opts.title, RDF12: opts.rdf12,
		Ontology: ontology.Version(), Model: model}
	if opts.out != "-" {
		return graph.Save(ctx, opts.out, format, store, export)
	}
	if format.Folder != nil {
		return usagef("%s is several files, which standard output can't hold; give a folder with -o", format.Name)
	}
	return app.buffered(func(w io.Writer) error { return format.Write(ctx, w, store, export) })
}

func chooseFormat(opts exportOptions) (graph.Format, error) {
	var format graph.Format
	var err error
	switch {
	case opts.format != "":
		format, err = graph.FormatByName(opts.format)
	case opts.out == "-":
		err = fmt.Errorf("standard output has no ending that tells a format; give one with --format")
	default:
		format, err = graph.FormatByPath(opts.out)
		if err != nil {
			err = fmt.Errorf("%w; give one with --format", err)
		}
	}
	if err != nil {
		return graph.Format{}, usageError{err}
	}
	return format, nil
}

// formatTable lists the formats for the help.
func formatTable() string {
	var b strings.Builder
	for _, f := range graph.Formats {
		fmt.Fprintf(&b, "  %-11s %-18s %s\n", f.Name, strings.Join(f.Extensions, " "), f.About)
	}
	return strings.TrimRight(b.String(), "\n")
}

// filterOptions are the flags that choose a part of the graph.
type filterOptions struct {
	actor, predicate, article string
	gizmo                     string
	types, statuses           []string
	since, until              string
	hops, minArticles         int
}

func (o *filterOptions) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.actor, "actor", "", "only what is tied to this actor")
	flags.IntVar(&o.hops, "hops", 1, "with --actor: in so many ties at most")
	flags.StringVar(&o.gizmo, "gizmo", "", "only what ties together the actors that this query gives")
	flags.StringVar(&o.predicate, "predicate", "", "only this predicate")
	flags.StringVar(&o.article, "article", "", "only what this article says")
	flags.StringSliceVar(&o.types, "type", nil, "only between entities of these types")
	flags.StringSliceVar(&o.statuses, "status", nil, "only claims of these statuses: actual, planned, possible, denied")
	flags.StringVar(&o.since, "since", "", "only events from this time on, as 2023, 2023-09 or 2023-09-20")
	flags.StringVar(&o.until, "until", "", "only events up to this time")
	flags.IntVar(&o.minArticles, "min-articles", 0, "only what so many articles assert")
}

// filter makes the graph's filter of the flags.
func (o *filterOptions) filter(ctx context.Context, store *graph.Store) (graph.Filter, error) {
	f := graph.Filter{Predicate: o.predicate, Article: o.article, Since: o.since, Until: o.until, MinArticles: o.minArticles}
	if o.hops < 1 {
		return f, usagef("--hops %d: must be 1 or more", o.hops)
	}
	for flag, value := range map[string]string{"--since": o.since, "--until": o.until} {
		if value == "" {
			continue
		}
		if _, err := schema.ParseWhen(value); err != nil {
			return f, usagef("%s: %v", flag, err)
		}
	}
	if o.actor != "" {
		id, err := oneEntity(ctx, store, o.actor)
		if err != nil {
			return f, err
		}
		f.Entity, f.Hops = id, o.hops
	}
	if o.gizmo != "" {
		var err error
		if f.Among, err = queries.IDs(ctx, store.QuadStore(), o.gizmo, queries.Options{}); err != nil {
			return f, fmt.Errorf("--gizmo: %w", err)
		}
	}
	for _, name := range o.types {
		t, err := oneOf("--type", name, schema.EntityTypes)
		if err != nil {
			return f, err
		}
		f.Types = append(f.Types, t)
	}
	for _, name := range o.statuses {
		s, err := oneOf("--status", name, schema.Statuses)
		if err != nil {
			return f, err
		}
		f.Statuses = append(f.Statuses, s)
	}
	return f, nil
}

// modelVersion names the model that this program reads articles with, for the manifest.
func modelVersion() (string, error) {
	var card struct {
		Name string
		File struct{ SHA256 string }
	}
	if err := json.Unmarshal(model.Card, &card); err != nil {
		return "", fmt.Errorf("the card of the model: %w", err)
	}
	return card.Name + "@" + card.File.SHA256[:min(12, len(card.File.SHA256))], nil
}

// oneOf finds a flag's value among those it may have, whatever its case.
func oneOf[T ~string](flag, value string, all []T) (T, error) {
	names := make([]string, len(all))
	for i, v := range all {
		if strings.EqualFold(string(v), value) {
			return v, nil
		}
		names[i] = string(v)
	}
	return "", usagef("%s %q: one of %s", flag, value, strings.Join(names, ", "))
}
