package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"relata/schema"
)

func newSchema(app *app) *cobra.Command {
	var check string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the ontology, or check one",
		Long: `Prints what the graph may say: every predicate with the types it ties together, its
inverse, its PLOVER event class and its definition. --check reports every fault of a
file with its line, --schema FILE extends or replaces the ontology for any command.`,
		Example: `  relata schema
  relata schema --check my-ontology.yaml
  relata schema --schema my-ontology.yaml --json`,
		Args: cobra.NoArgs,
		RunE: app.command(func(*cobra.Command, []string) error {
			if check != "" {
				return runSchemaCheck(app, check)
			}
			ontology, err := app.ontology()
			if err != nil {
				return err
			}
			if app.json {
				return app.buffered(ontology.WriteJSON)
			}
			return app.buffered(func(w io.Writer) error { return writeOntology(w, app.tableWidth(), ontology) })
		}),
	}
	cmd.Flags().StringVar(&check, "check", "", "check this YAML file and print its faults")
	return cmd
}

// wideTable is how wide a terminal must be for a column each of what a predicate ties and how.
const wideTable = 110

func writeOntology(w io.Writer, width int, ontology *schema.Ontology) error {
	header, rows := ontology.Table()
	if width < wideTable {
		for i, row := range rows {
			words := row[5] + " " + row[1] + " to " + row[2]
			for _, more := range row[3:5] {
				if more != "-" {
					words += "; " + more
				}
			}
			rows[i] = []string{row[0], words + "."}
		}
		header = []string{"predicate", "says"}
	}
	if err := writeTable(w, width, header, rows); err != nil {
		return err
	}
	for _, set := range ontology.Sets {
		names := make([]string, len(set.Types))
		for i, t := range set.Types {
			names[i] = string(t)
		}
		for i, line := range wrap(set.Name+" is "+strings.Join(names, ", ")+".", width) {
			if i == 0 {
				fmt.Fprintln(w)
			}
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
		}
	}
	return nil
}

func runSchemaCheck(app *app, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	faults := schema.Check(path, data)
	if len(faults) == 0 {
		app.say("%s: no faults", path)
		return nil
	}
	err = app.buffered(func(w io.Writer) error {
		for _, fault := range faults {
			if _, err := fmt.Fprintln(w, fault); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return fmt.Errorf("%s: %s", path, count(len(faults), "fault"))
}
