package main

import (
	"os"

	"golang.org/x/term"
)

// isTerminal says whether a person is at the other end of the stream.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width is how many columns the terminal has, 0 if standard output is none.
func (a *app) width() int {
	f, ok := a.stdout.(*os.File)
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
