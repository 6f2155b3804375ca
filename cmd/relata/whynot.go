package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/loaders"
	"relata/loaders/extract"
	"relata/schema"
)

func newWhyNot(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   "why-not A B",
		Short: "List the sentences that name two actors and gave no claim",
		Long: `Reads the loaded articles that name both actors again and lists the sentences that
name both without giving a claim between them, each with the reason.`,
		Example: "  relata why-not Russia Iran",
		Args:    cobra.ExactArgs(2),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runWhyNot(cmd.Context(), app, args[0], args[1])
		}),
	}
}

func runWhyNot(ctx context.Context, app *app, a, b string) error {
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	pair := make([]schema.Entity, 2)
	for i, name := range []string{a, b} {
		if pair[i], err = named(ctx, store, name); err != nil {
			return err
		}
	}
	extractor, err := app.extractor(extract.Options{WhyNot: true})
	if err != nil {
		return err
	}
	type row struct {
		Article  string `json:"article"`
		Sentence string `json:"sentence"`
		Reason   string `json:"reason"`
	}
	var rows []row
	for reading, err := range (loaders.Pipeline{Extractor: extractor}).Read(ctx, articlesNaming(ctx, app, store, pair)) {
		if err != nil {
			return err
		}
		for _, r := range reading.Rejections {
			ids := []string{r.Subject, r.Object}
			if slices.Contains(ids, pair[0].ID) && slices.Contains(ids, pair[1].ID) {
				rows = append(rows, row{reading.Document.ID, r.Text, r.Reason})
			}
		}
	}
	return app.buffered(func(w io.Writer) error {
		if app.json {
			return schema.WriteJSON(w, rows...)
		}
		if len(rows) == 0 {
			app.say("every sentence that names %s and %s gave a claim, or none names both", pair[0].Name, pair[1].Name)
			return nil
		}
		for i, r := range rows {
			if i == 0 || rows[i-1].Sentence != r.Sentence {
				fmt.Fprintf(w, "%s\n  (%s)\n", oneLine(r.Sentence), r.Article)
			}
			if _, err := fmt.Fprintf(w, "  - %s\n", r.Reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// articlesNaming yields the loaded articles in whose text a name of each entity stands.
func articlesNaming(ctx context.Context, app *app, store *graph.Store, entities []schema.Entity) iter.Seq2[*schema.Document, error] {
	return func(yield func(*schema.Document, error) bool) {
		textless := 0
		defer func() {
			if textless > 0 {
				app.say("not looked at: %s without a text here (not archived, or imported)", count(textless, "article"))
			}
		}()
		for article, err := range store.Articles(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			doc := article.Document
			doc.Text, err = store.Text(doc.SHA256)
			if doc.SHA256 == "" || errors.Is(err, fs.ErrNotExist) {
				textless++
				continue
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if slices.ContainsFunc(entities, func(ent schema.Entity) bool { return !names(doc.Text, ent) }) {
				continue
			}
			if !yield(&doc, nil) {
				return
			}
		}
	}
}

// names says whether the entity's name or an alias stands in the text.
func names(text string, ent schema.Entity) bool {
	return strings.Contains(text, ent.Name) ||
		slices.ContainsFunc(ent.Aliases, func(alias string) bool { return strings.Contains(text, alias) })
}

// named is the entity of a name; one that no claim names is taken at its word.
func named(ctx context.Context, store *graph.Store, name string) (schema.Entity, error) {
	found, err := store.FindEntity(ctx, name)
	if err != nil {
		return schema.Entity{}, err
	}
	if len(found) > 0 {
		return found[0], nil
	}
	return schema.Entity{ID: schema.EntityID(name), Name: name}, nil
}
