package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/loaders"
	"relata/loaders/article"
	"relata/loaders/extract"
	"relata/queries"
	"relata/schema"
)

// samples are three short stories about the same actors, written for this demo.
//
//go:embed samples/*.md
var samples embed.FS

// demoQuery is what the demo asks: what Russia buys, and from whom.
const demoQuery = `g.V("<Russia>").Out("<buys-from>").All()`

func newDemo(app *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Read sample articles and show what relata makes of them",
		Long: `Reads three short articles that come with relata into a graph in memory, prints the
claims it read, asks the graph a question in Gizmo, and writes a snapshot and a picture.`,
		Example: "  relata demo\n  relata demo --out out",
		Args:    cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			return runDemo(cmd.Context(), app, out)
		}),
	}
	cmd.Flags().StringVar(&out, "out", ".", "folder for the snapshot and the picture")
	return cmd
}

func runDemo(ctx context.Context, app *app, out string) error {
	extractor, err := app.extractor(extract.Options{})
	if err != nil {
		return err
	}
	app.db = graph.MemoryLocation
	store, err := app.openStore(ctx, forWriting)
	if err != nil {
		return err
	}
	defer store.Close()

	var claims []schema.Claim
	articles := 0
	for reading, err := range (loaders.Pipeline{Extractor: extractor}).Read(ctx, sampleDocuments(ctx)) {
		if err != nil {
			return err
		}
		if _, err := store.Add(ctx, reading); err != nil {
			return err
		}
		articles++
		claims = append(claims, reading.Claims...)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	snapshot, picture := filepath.Join(out, "relata-demo.nq"), filepath.Join(out, "relata-demo.svg")
	export := graph.Export{Title: "Who does what to whom, from three sample articles"}
	for _, path := range []string{snapshot, picture} {
		format, err := graph.FormatByPath(path)
		if err != nil {
			return err
		}
		if err := graph.Save(ctx, path, format, store, export); err != nil {
			return err
		}
	}
	return app.buffered(func(w io.Writer) error {
		fmt.Fprintf(w, "Read %s, found %s:\n\n", count(articles, "article"), count(len(claims), "claim"))
		if err := claimTable(app.tableWidth(), claims)(w); err != nil {
			return err
		}
		fmt.Fprintf(w, "\nAsked in Gizmo: %s\n\n", demoQuery)
		rows := queries.Run(ctx, store.QuadStore(), demoQuery, queries.Options{})
		if _, err := queries.WriteTable(w, rows, queries.TableOptions{}); err != nil {
			return err
		}
		_, err := fmt.Fprintf(w, "\nSnapshot: %s\nPicture:  %s\n", snapshot, picture)
		return err
	})
}

// sampleDocuments yields the embedded articles.
func sampleDocuments(ctx context.Context) iter.Seq2[*schema.Document, error] {
	return func(yield func(*schema.Document, error) bool) {
		names, err := fs.Glob(samples, "samples/*.md")
		if err != nil {
			yield(nil, err)
			return
		}
		for _, name := range names {
			text, err := samples.ReadFile(name)
			if err != nil {
				yield(nil, err)
				return
			}
			opts := article.Options{Format: "markdown", Stdin: bytes.NewReader(text)}
			for doc, err := range article.Read(ctx, []string{"-"}, opts) {
				if !yield(doc, err) {
					return
				}
			}
		}
	}
}
