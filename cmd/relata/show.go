package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/schema"
)

func newShow(app *app) *cobra.Command {
	return &cobra.Command{
		Use:     "show ENTITY",
		Short:   "Show what is said of an actor, with the evidence",
		Example: "  relata show Russia\n  relata show Iran --json",
		Args:    cobra.MinimumNArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runShow(cmd.Context(), app, strings.Join(args, " "))
		}),
	}
}

func runShow(ctx context.Context, app *app, name string) error {
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	id, err := oneEntity(ctx, store, name)
	if err != nil {
		return err
	}
	var claims []schema.Claim
	for claim, err := range store.Claims(ctx, graph.Filter{Entity: id}) {
		if err != nil {
			return err
		}
		claims = append(claims, claim)
	}
	return app.buffered(func(w io.Writer) error {
		if app.json {
			return schema.WriteJSON(w, claims...)
		}
		fmt.Fprintf(w, "%s: %s\n\n", id, count(len(claims), "claim"))
		return claimTable(claims)(w)
	})
}
