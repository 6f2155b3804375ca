package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relata/queries"
	"relata/schema"
)

func newAsk(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   "ask [NAME --ARGUMENT=VALUE...]",
		Short: "Ask a saved question; without a name, list them",
		Long: `Asks a saved question: Gizmo with a title and arguments. Without a name it lists the
questions, and relata ask NAME --help explains one. Files *.js in a folder given with
--library are questions of your own.`,
		Example: `  relata ask
  relata ask suppliers-of --who Russia
  relata ask what-is-planned --format table`,
		DisableFlagParsing: true, // each question has flags of its own
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runAsk(cmd, app, args)
		}),
	}
}

type askOptions struct {
	rowOptions
	libraries []string
	help      bool
}

func runAsk(cmd *cobra.Command, app *app, args []string) error {
	var opts askOptions
	questions, err := queries.Library(librariesIn(args)...)
	if err != nil {
		return err
	}
	flags, values := askFlags(cmd, &opts, questions)
	if err := flags.Parse(args); err != nil {
		var unknown *pflag.NotExistError
		if errors.As(err, &unknown) {
			if question, ferr := queries.Find(questions, flags.Arg(0)); ferr == nil {
				return usagef("%s has no --%s; it takes %s", question.Name, unknown.GetSpecifiedName(), cmp.Or(usage(question), "no arguments"))
			}
		}
		return usageError{err}
	}
	if flags.NArg() == 0 {
		if opts.help {
			return cmd.Help()
		}
		return listQuestions(app, questions)
	}
	if flags.NArg() > 1 {
		return usagef("ask takes one question, got %s", strings.Join(flags.Args(), " "))
	}
	question, err := queries.Find(questions, flags.Arg(0))
	if err != nil {
		return usageError{err}
	}
	if opts.help {
		return app.buffered(func(w io.Writer) error { return explainQuestion(w, question) })
	}
	given := map[string]string{}
	for name, value := range values {
		if flags.Changed(name) {
			given[name] = *value
		}
	}
	// a question that takes a limit of its own knows better which rows come first
	if takesLimit(question) && flags.Changed("limit") {
		given["limit"], opts.limit = strconv.Itoa(opts.limit), 0
	}
	return ask(cmd.Context(), app, question, given, opts.rowOptions)
}

func ask(ctx context.Context, app *app, question queries.Question, given map[string]string, opts rowOptions) error {
	if _, err := question.Bind(given); err != nil {
		return usageError{err}
	}
	if err := opts.check(app); err != nil {
		return err
	}
	go schema.Default() // takes as long as opening
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	err = app.printRows(queries.Ask(ctx, store.QuadStore(), question, given, opts.query(app)), opts)
	if unknown := (*queries.UnknownName)(nil); errors.As(err, &unknown) {
		return unknown
	}
	return err
}

func takesLimit(question queries.Question) bool {
	return slices.ContainsFunc(question.Args, func(a queries.Arg) bool { return a.Name == "limit" })
}

// librariesIn finds the folders given with --library, which must be known before the
// questions, and with them the flags, are.
func librariesIn(args []string) []string {
	var folders []string
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--library="); ok {
			folders = append(folders, value)
		} else if arg == "--library" && i+1 < len(args) {
			folders = append(folders, args[i+1])
		}
	}
	return folders
}

// askFlags are the flags of ask, those of the program, and the arguments of every question.
// Which of these the asked one has, Question.Bind knows.
func askFlags(cmd *cobra.Command, opts *askOptions, questions []queries.Question) (*pflag.FlagSet, map[string]*string) {
	flags := pflag.NewFlagSet("ask", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.AddFlagSet(cmd.InheritedFlags())
	opts.register(flags)
	flags.StringArrayVar(&opts.libraries, "library", nil, "folder of further questions")
	flags.BoolVarP(&opts.help, "help", "h", false, "explain the question")
	values := map[string]*string{}
	for _, question := range questions {
		for _, arg := range question.Args {
			if values[arg.Name] == nil && flags.Lookup(arg.Name) == nil {
				values[arg.Name] = flags.String(arg.Name, "", arg.Help)
			}
		}
	}
	return flags, values
}

func listQuestions(app *app, questions []queries.Question) error {
	if app.json {
		return app.printJSON(questions)
	}
	rows := make([][]string, len(questions))
	for i, question := range questions {
		rows[i] = []string{question.Name, question.Title, usage(question)}
	}
	return app.buffered(func(w io.Writer) error {
		return writeTable(w, app.tableWidth(), []string{"question", "asks", "arguments"}, rows)
	})
}

// usage lists the arguments of a question, those that may be left out in brackets.
func usage(question queries.Question) string {
	words := make([]string, len(question.Args))
	for i, arg := range question.Args {
		words[i] = "--" + arg.Name
		if arg.Optional {
			words[i] = "[" + words[i] + "]"
		}
	}
	return strings.Join(words, " ")
}

func explainQuestion(w io.Writer, question queries.Question) error {
	fmt.Fprintf(w, "%s: %s\n\n%s\n\n  relata ask %s %s\n", question.Name, question.Title, question.Description, question.Name, usage(question))
	for _, arg := range question.Args {
		help := string(arg.Type)
		if arg.Help != "" {
			help += ", " + arg.Help
		}
		if arg.Default != "" {
			help += " (" + arg.Default + " if not given)"
		}
		fmt.Fprintf(w, "\n  --%-12s %s", arg.Name, help)
	}
	_, err := fmt.Fprintln(w)
	return err
}
