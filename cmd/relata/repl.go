package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"relata/queries"
)

func newREPL(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   "repl",
		Short: "Ask the graph in turn, with history and completion",
		Long: `Reads Gizmo, over one or more lines, and answers it. Tab completes methods, predicates and
names of actors; :help lists the commands; Ctrl-C stops a query, Ctrl-D leaves.`,
		Example: `  echo 'g.V("<Russia>").Out("<buys-from>").All()' | relata repl`,
		Args:    cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			return runREPL(cmd.Context(), app)
		}),
	}
}

func runREPL(ctx context.Context, app *app) error {
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	questions, err := queries.Library()
	if err != nil {
		return err
	}
	repl := &queries.REPL{
		Store:     store,
		Out:       app.stdout,
		Questions: questions,
		Options:   queries.Options{Limit: terminalLimit},
		Width:     app.width(),
		While: func(ctx context.Context) (context.Context, context.CancelFunc) {
			return signal.NotifyContext(ctx, os.Interrupt)
		},
		Commands: map[string]func(context.Context, io.Writer, string) error{
			"explain": func(ctx context.Context, out io.Writer, rest string) error {
				claims, err := findClaims(ctx, store, rest)
				if err != nil {
					return err
				}
				for _, claim := range claims {
					if err := explain(out, claim); err != nil {
						return err
					}
				}
				return nil
			},
		},
	}
	in, ok := app.stdin.(*os.File)
	if !ok || !isTerminal(in) {
		return repl.Run(ctx, plainLines{bufio.NewReader(app.stdin)})
	}
	console := queries.NewConsole(in, app.stdout, repl.Completions(ctx))
	history := historyFile()
	if f, err := os.Open(history); err == nil {
		if err := console.ReadHistory(f); err != nil {
			app.say("history %s: %v", history, err)
		}
		f.Close()
	}
	// Ctrl-C stops a query here (see While) and not the program
	ctx, stop := signal.NotifyContext(context.WithoutCancel(ctx), syscall.SIGTERM)
	defer stop()
	app.say(":help lists the commands, Ctrl-D leaves")
	err = repl.Run(ctx, console)
	return errors.Join(err, saveHistory(console, history))
}

// plainLines reads lines from a pipe, and with each those that go on from it, which begin
// with a point: nobody waits for an answer in between.
type plainLines struct{ r *bufio.Reader }

func (l plainLines) ReadLine(string) (string, error) {
	line, err := l.r.ReadString('\n')
	for err == nil && !strings.HasPrefix(strings.TrimSpace(line), ":") && l.goesOn() {
		var more string
		more, err = l.r.ReadString('\n')
		line += more
	}
	if line != "" && errors.Is(err, io.EOF) {
		err = nil
	}
	return line, err
}

// goesOn says whether the next line begins with a point. It looks at no more than lies ready,
// so that a program that waits for each answer gets it.
func (l plainLines) goesOn() bool {
	next, _ := l.r.Peek(l.r.Buffered())
	return bytes.HasPrefix(bytes.TrimLeft(next, " \t"), []byte("."))
}

// historyFile is where the lines of earlier prompts are kept, empty if there is no place.
func historyFile() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "relata", "history")
}

func saveHistory(console *queries.Console, path string) error {
	if path == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep the history: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("keep the history: %w", err)
	}
	return errors.Join(console.WriteHistory(f), f.Close())
}
