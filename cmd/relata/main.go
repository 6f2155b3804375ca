// Relata reads news articles and keeps a graph of who does what to whom. Every edge is
// backed by the sentence that says it.
//
//	relata demo
//	relata load articles/
//	relata query 'g.V("<Russia>").Out("<buys-from>").All()'
//
// Data goes to standard output, words and progress to standard error. The exit status is
// 0, 1 if the command failed, and 2 if it was called wrongly.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

const (
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // who asks a second time doesn't wait for a clean end
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, errSaid) {
			fmt.Fprintln(os.Stderr, "relata: "+oneLine(describe(err)))
		}
		stop()
		os.Exit(exitCode(err))
	}
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	app := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	root := newRoot(app)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err != nil && !app.started { // cobra refused the words before any command ran
		if strings.Contains(err.Error(), " arg(s)") {
			err = fmt.Errorf("%w: %s", err, cmd.UseLine())
		}
		return usageError{err}
	}
	return err
}

// errSaid makes the exit status 1 where what there is to say has been said.
var errSaid = errors.New("reported before")

// usageError is a command called wrongly.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }

func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

func exitCode(err error) int {
	var usage usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// oneLine keeps a message on one line, whatever a cause had in it.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
