package main

import (
	"io"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/queries"
	"relata/schema"
)

func newPath(app *app) *cobra.Command {
	var opts queries.PathOptions
	var without, withoutTypes []string
	var markdown bool
	cmd := &cobra.Command{
		Use:   "path A B",
		Short: "Show how two actors are tied",
		Long: `Finds the shortest ties between two actors through what articles say, each step with its
sentence. Denied claims don't tie. Hubs, such as countries, can be left out.`,
		Example: "  relata path Russia Iran\n  relata path Russia Iran --max-length 3 --without-type Place",
		Args:    cobra.ExactArgs(2),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			for flag, n := range map[string]int{"--number": opts.K, "--max-length": opts.MaxLength} {
				if n < 1 {
					return usagef("%s %d: must be 1 or more", flag, n)
				}
			}
			for _, name := range withoutTypes {
				t, err := oneOf("--without-type", name, schema.EntityTypes)
				if err != nil {
					return err
				}
				opts.WithoutAny = append(opts.WithoutAny, t)
			}
			if isTerminal(app.stderr) {
				opts.OnScan = app.onScan(true, false)
			}
			return app.withStore(cmd.Context(), markdown, func(store *graph.Store) (answer, error) {
				for _, name := range without {
					id, err := oneEntity(cmd.Context(), store, name)
					if err != nil {
						return nil, err
					}
					opts.Without = append(opts.Without, id)
				}
				paths, err := queries.FindPaths(cmd.Context(), store, args[0], args[1], opts)
				if err == nil && len(paths) == 0 {
					app.say("no tie between %s and %s (a higher --max-length looks further)", args[0], args[1])
				}
				return pathAnswer(paths), err
			})
		}),
	}
	flags := cmd.Flags()
	flags.IntVarP(&opts.K, "number", "k", 3, "paths to show")
	flags.IntVar(&opts.MaxLength, "max-length", 4, "steps at most")
	flags.StringSliceVar(&without, "without", nil, "actors that no path may pass")
	flags.StringSliceVar(&withoutTypes, "without-type", nil, "types of actors that no path may pass")
	flags.BoolVar(&markdown, "md", false, "print Markdown")
	return cmd
}

type pathAnswer []queries.Path

func (p pathAnswer) WriteText(w io.Writer) error     { return queries.WritePaths(w, p) }
func (p pathAnswer) WriteMarkdown(w io.Writer) error { return queries.WritePathsMarkdown(w, p) }
func (p pathAnswer) WriteJSON(w io.Writer) error     { return queries.WritePathsJSON(w, p) }
