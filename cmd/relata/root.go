package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/spf13/cobra"
)

// app is what every command shares: its streams and the flags of the root.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	started        bool // a command's own code ran: later errors aren't usage errors

	db     string
	schema string
	json   bool
	quiet  bool

	reported int32 // 1 while a report of a long query stands on the terminal; atomic
}

const defaultDB = "relata.db"

func newRoot(app *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "relata",
		Short: "A knowledge graph of who does what to whom, from news articles",
		Long: `relata reads news articles and keeps a graph of who does what to whom.
Behind every edge stands the sentence that says it, who says so, how sure they
were (actual, planned, possible, denied), and when it happened.`,
		Example: `  relata demo
  relata load articles/ --published 2024-01-04
  relata query 'g.V("<Russia>").Out("<buys-from>").All()'
  relata show Russia`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	flags := root.PersistentFlags()
	flags.StringVar(&app.db, "db", defaultDB, "the graph: a folder, memory: or postgres://user@host/database (or RELATA_DB)")
	flags.StringVar(&app.schema, "schema", "", "YAML file that extends or replaces the ontology")
	flags.BoolVar(&app.json, "json", false, "print JSON")
	flags.BoolVarP(&app.quiet, "quiet", "q", false, "print no words and no progress")
	for _, command := range commands {
		root.AddCommand(command(app))
	}
	return root
}

// commands lists every command, in the order of the help.
var commands = []func(*app) *cobra.Command{
	newDemo, newLoad, newRebuild, newExtract, newParse,
	newQuery, newREPL, newAsk,
	newShow, newPath, newTimeline, newExplain, newWhyNot,
	newServe, newExport, newImport, newDiff, newCopy,
	newEntities, newClaims, newCorrections,
	newStats, newVerify, newRetract, newSchema, newVersion,
}

// command marks the border between what cobra refuses (usage) and what a command does.
func (a *app) command(f func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		a.started = true
		if named := os.Getenv(dbVariable); named != "" && !cmd.Flags().Changed("db") {
			a.db = named
		}
		return f(cmd, args)
	}
}

// say prints words for a person, unless --quiet.
func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}

func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// buffered runs f on a buffer before standard output, and flushes it whatever f returns.
func (a *app) buffered(f func(io.Writer) error) error {
	w := bufio.NewWriter(a.stdout)
	err := f(w)
	return errors.Join(err, w.Flush())
}

// describe adds the way out to errors that have one.
func describe(err error) string {
	hint := ""
	switch {
	case errors.Is(err, context.Canceled):
		return "interrupted; what was committed is kept"
	case errors.Is(err, syscall.EPIPE):
		return "the reader of the output went away"
	case errors.Is(err, fs.ErrPermission):
		hint = "check its permissions"
	case errors.Is(err, fs.ErrNotExist):
		hint = "check the name"
	case errors.Is(err, io.ErrUnexpectedEOF):
		hint = "it is cut off: fetch or copy it again"
	case errors.Is(err, syscall.ENOSPC):
		hint = "free some space and run it again: it goes on where it was"
	}
	var usage usageError
	if errors.As(err, &usage) {
		hint = "see relata help"
	}
	if hint == "" {
		return err.Error()
	}
	return err.Error() + " (" + hint + ")"
}
