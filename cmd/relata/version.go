package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

// version is raised with each release; CHANGELOG.md says what is in it.
const version = "0.1.0"

func newVersion(app *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Args:    cobra.NoArgs,
		Example: "  relata version",
		RunE: app.command(func(*cobra.Command, []string) error {
			if app.json {
				return app.printJSON(map[string]string{"version": version, "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
			}
			_, err := fmt.Fprintf(app.stdout, "relata %s (%s %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		}),
	}
}
