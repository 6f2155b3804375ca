package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"relata/loaders"
	"relata/loaders/eval"
)

func newScore() *cobra.Command {
	var model string
	var asJSON, portable bool
	cmd := &cobra.Command{
		Use:   "score [--model FILE] FILE...",
		Short: "Score the reader on CoNLL-U files and files of names",
		Long: `Score the reader on files of the gold standard.

A .conllu file is read twice: from its raw text, and with its tokens. Any other
file holds names, in the columns of CoNLL 2003 or of Universal NER; PER, ORG and
LOC count. The table goes to standard output, as Markdown or as JSON.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts := loaders.AnalyserOptions{Portable: portable}
			if model != "" {
				data, err := os.ReadFile(model)
				if err != nil {
					return err
				}
				opts.Model = data
			}
			a, err := loaders.NewAnalyser(opts)
			if err != nil {
				return err
			}
			table, err := eval.Run(cmd.Context(), a, args...)
			if err != nil {
				return err
			}
			if !asJSON {
				_, err = fmt.Fprint(cmd.OutOrStdout(), table.Markdown())
				return err
			}
			data, err := table.JSON()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
	cmd.Flags().StringVar(&model, "model", "", "the model file; the embedded one if empty")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&portable, "portable", false, "compute without assembly")
	return cmd
}
