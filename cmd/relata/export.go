package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relata/graph"
)

// pictureNodes is how many actors a picture shows at most: beyond it nobody sees anything.
const pictureNodes = 100

// exporter writes the graph in one format.
type exporter struct {
	name       string
	extensions []string
	write      func(ctx context.Context, w io.Writer, store *graph.Store, base string) error
}

// exporters lists every format, as --format names it.
var exporters = []exporter{
	{"nquads", []string{".nq", ".nquads"}, func(ctx context.Context, w io.Writer, store *graph.Store, base string) error {
		return graph.WriteNQuads(ctx, w, store, graph.Filter{}, base)
	}},
	{"dot", []string{".dot", ".gv"}, viewExporter(graph.WriteDOT)},
	{"svg", []string{".svg"}, viewExporter(func(w io.Writer, view graph.View) error { return graph.WriteSVG(w, view, "") })},
}

// viewExporter makes an exporter of a writer that draws actors and their ties.
func viewExporter(write func(io.Writer, graph.View) error) func(context.Context, io.Writer, *graph.Store, string) error {
	return func(ctx context.Context, w io.Writer, store *graph.Store, _ string) error {
		view, err := store.View(ctx, graph.Filter{})
		if err != nil {
			return err
		}
		return write(w, view.Top(pictureNodes))
	}
}

type exportOptions struct {
	out, format, base string
}

func newExport(app *app) *cobra.Command {
	var opts exportOptions
	cmd := &cobra.Command{
		Use:   "export -o FILE",
		Short: "Write a snapshot of the graph",
		Long: `Writes the graph to a file in the format that its extension names: ` + exporterNames() + `.
The same graph gives the same bytes. A file that is there is replaced once the new one
is whole. "-" is standard output.`,
		Example: `  relata export -o snapshot.nq
  relata export -o picture.svg
  relata export -o - --format nquads`,
		Args: cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			return runExport(cmd, app, opts)
		}),
	}
	flags := cmd.Flags()
	flags.StringVarP(&opts.out, "output", "o", "", `file to write ("-" is standard output)`)
	flags.StringVar(&opts.format, "format", "", "format, where the file's extension doesn't tell: "+exporterNames())
	flags.StringVar(&opts.base, "base", graph.DefaultBase, "base IRI that makes ids absolute")
	return cmd
}

func runExport(cmd *cobra.Command, app *app, opts exportOptions) error {
	if opts.out == "" {
		return usagef("no output file; give one with -o, as in relata export -o snapshot.nq")
	}
	format, err := chooseExporter(opts)
	if err != nil {
		return err
	}
	if _, err := graph.NewNames(opts.base); err != nil {
		return usagef("--base: %v", err)
	}
	store, err := app.openStore(cmd.Context(), forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	return app.writeFile(opts.out, func(w io.Writer) error {
		return format.write(cmd.Context(), w, store, opts.base)
	})
}

func chooseExporter(opts exportOptions) (exporter, error) {
	ext := strings.ToLower(filepath.Ext(opts.out))
	for _, e := range exporters {
		if opts.format == e.name {
			return e, nil
		}
		for _, known := range e.extensions {
			if opts.format == "" && known == ext {
				return e, nil
			}
		}
	}
	if opts.format != "" {
		return exporter{}, usagef("--format %q: one of %s", opts.format, exporterNames())
	}
	return exporter{}, usagef("%s: the extension names no format; give one with --format: %s", opts.out, exporterNames())
}

func exporterNames() string {
	names := make([]string, len(exporters))
	for i, e := range exporters {
		names[i] = e.name
	}
	return strings.Join(names, ", ")
}
