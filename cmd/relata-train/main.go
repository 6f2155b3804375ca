// Relata-train trains the parts of the reader that Go trains, and scores the reader.
//
//	relata-train tokens --out en.bin ewt-train.conllu gum-train.conllu
//	relata-train lemmas --out lemma-en.bin ewt-train.conllu gum-train.conllu
//	relata-train score ewt-test.conllu uner-ewt-dev.iob2
//
// The net is trained by the programs in loaders/model/train. Each file that is written has
// a card beside it, of the same name with the ending .json: what it was trained on, with
// checksums and licences. The same files in the same order give the same bytes.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "relata-train:", err)
		stop()
		os.Exit(1)
	}
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	root := &cobra.Command{
		Use:           "relata-train",
		Short:         "Train and score the reader",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(newTokens(), newLemmas(), newScore())
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return root.ExecuteContext(ctx)
}
