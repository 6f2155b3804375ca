package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/queries"
	"relata/schema"
)

// fixOptions are the flags of the commands that correct.
type fixOptions struct {
	author, why string
}

func (o *fixOptions) register(cmd *cobra.Command) {
	cmd.PersistentFlags().StringVar(&o.author, "author", "", "who corrects (default: $RELATA_AUTHOR, $GIT_AUTHOR_NAME or $USER)")
	cmd.PersistentFlags().StringVar(&o.why, "why", "", "the reason, kept with the correction")
}

// correct keeps a correction and says what it did.
func (o *fixOptions) correct(ctx context.Context, app *app, action graph.Action, a, b string) error {
	when, err := loadTime()
	if err != nil {
		return err
	}
	return app.correct(ctx, graph.Correction{Time: when, Author: authorOf(o.author), Action: action, A: a, B: b, Why: o.why})
}

func (a *app) correct(ctx context.Context, list ...graph.Correction) error {
	store, err := a.openStore(ctx, forWriting)
	if err != nil {
		return err
	}
	defer store.Close()
	done, err := store.Correct(ctx, list...)
	if err != nil {
		return err
	}
	changed := count(done.Articles, "article") + " changed"
	if done.Articles == 0 {
		changed = "nothing here changes by it yet, it holds for what comes"
	}
	a.say("correction %d: %s (relata entities undo %d takes it back)", done.N, changed, done.N)
	for _, c := range list {
		if c.Action == graph.Split && done.Articles > 0 {
			a.say("%q, where it meant %s, is %s now", c.B, c.A, graph.SplitID(c.A, c.B))
		}
	}
	return store.Close()
}

func newEntities(app *app) *cobra.Command {
	var fix fixOptions
	var typ string
	cmd := &cobra.Command{
		Use:   "entities [NAME]",
		Short: "List entities and correct them",
		Long: `Lists the entities whose id, name or alias holds some words. The commands below correct
them: each correction is kept with its author, time and number, is shown in the graph at
once, and again whenever an article is loaded or read again. Nothing is lost: each mention
keeps the id it was first given, and undo takes a correction back by its number.`,
		Example: `  relata entities
  relata entities Russia --type Country
  relata entities --json`,
		Args: cobra.MaximumNArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return listEntities(cmd.Context(), app, strings.Join(args, ""), typ)
		}),
	}
	fix.register(cmd)
	cmd.Flags().StringVar(&typ, "type", "", "only those of this type")
	for _, c := range []struct {
		use, short, example string
		action              graph.Action
	}{
		{"merge A B", "Say that B is A: what is said of B is said of A", "", graph.Merge},
		{"split ENTITY MENTION", "Say that these words, where they mean the entity, mean another", "  relata entities split Iran Tehran", graph.Split},
		{"rename ENTITY NAME", "Give an entity another name", "", graph.Rename},
		{"type ENTITY TYPE", "Give an entity another type", "", graph.Retype},
		{"not-same A B", "Say that two entities must not be merged", "", graph.NotSame},
	} {
		one := fix.command(app, c.use, c.short, c.action)
		one.Example = c.example
		cmd.AddCommand(one)
	}
	alias := &cobra.Command{Use: "alias", Short: "Add and remove other names of an entity"}
	alias.AddCommand(
		fix.command(app, "add ENTITY NAME", "Add a name: what goes by it, here and in later articles, is the entity", graph.AliasAdd),
		fix.command(app, "remove ENTITY NAME", "Remove a name", graph.AliasRemove))
	cmd.AddCommand(alias, newSuggest(app), fix.undo(app))
	return cmd
}

func newSuggest(app *app) *cobra.Command {
	var least float64
	cmd := &cobra.Command{
		Use: "suggest", Short: "List entities that are likely the same, with a score and the reasons", Args: cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error {
			store, err := app.openStore(cmd.Context(), forReading)
			if err != nil {
				return err
			}
			defer store.Close()
			pairs, err := queries.Duplicates(cmd.Context(), store, least)
			if err != nil {
				return err
			}
			if app.json {
				for _, p := range pairs {
					if err := app.printJSON(p); err != nil {
						return err
					}
				}
				return nil
			}
			if len(pairs) == 0 {
				app.say("no two entities are likely the same (--least 0.5 asks for less likely ones)")
				return nil
			}
			rows := make([][]string, len(pairs))
			for i, p := range pairs {
				rows[i] = []string{fmt.Sprintf("%.2f", p.Score), p.A, p.B, strings.Join(p.Reasons, ", ")}
			}
			return app.buffered(func(w io.Writer) error {
				return writeTable(w, app.tableWidth(), []string{"score", "entity", "likely the same", "because"}, rows)
			})
		}),
	}
	cmd.Flags().Float64Var(&least, "least", queries.DefaultLikeness, "leave out pairs with a lower score")
	return cmd
}

// command makes the command of a correction of an entity.
func (o *fixOptions) command(app *app, use, short string, action graph.Action) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(2),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			a := schema.EntityID(args[0])
			b := args[1]
			if action == graph.Merge || action == graph.NotSame {
				b = schema.EntityID(b)
			}
			return o.correct(cmd.Context(), app, action, a, b)
		}),
	}
}

func (o *fixOptions) undo(app *app) *cobra.Command {
	return &cobra.Command{
		Use: "undo NUMBER", Short: "Take a correction back", Args: cobra.ExactArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			if _, err := strconv.Atoi(args[0]); err != nil {
				return usagef("undo %q: not a number (relata corrections lists them)", args[0])
			}
			return o.correct(cmd.Context(), app, graph.Undo, args[0], "")
		}),
	}
}

func listEntities(ctx context.Context, app *app, words, typ string) error {
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	var rows [][]string
	for ent, err := range store.Entities(ctx) {
		switch {
		case err != nil:
			return err
		case typ != "" && !strings.EqualFold(typ, string(ent.Type)), !called(ent, words):
		case app.json:
			if err := app.printJSON(ent); err != nil {
				return err
			}
		default:
			rows = append(rows, []string{ent.ID, string(ent.Type), ent.Name, strings.Join(ent.Aliases, ", ")})
		}
	}
	if app.json {
		return nil
	}
	return app.buffered(func(w io.Writer) error {
		return writeTable(w, app.tableWidth(), []string{"id", "type", "name", "other names"}, rows)
	})
}

// called says whether an entity's id or one of its names holds some words.
func called(ent schema.Entity, words string) bool {
	words = strings.ToLower(words)
	for _, name := range append([]string{ent.ID, ent.Name}, ent.Aliases...) {
		if strings.Contains(strings.ToLower(name), words) {
			return true
		}
	}
	return false
}

// correctClaim corrects a claim named by its id, or by "A predicate B" if it is the only one.
func (o *fixOptions) correctClaim(ctx context.Context, app *app, action graph.Action, claim, change string) error {
	if !strings.HasPrefix(claim, "claim/") {
		store, err := app.openStore(ctx, forReading)
		if err != nil {
			return err
		}
		claims, err := findClaims(ctx, store, claim)
		if err = errors.Join(err, store.Close()); err != nil {
			return err
		}
		if len(claims) > 1 {
			return usagef("%q: %d claims say so: give the id of one (relata explain lists them)", claim, len(claims))
		}
		claim = claims[0].ID
	}
	return o.correct(ctx, app, action, claim, change)
}

// checkEdit refuses a predicate that nothing would ever ask for, and tells of entities that
// the graph doesn't have: likely they are misspelt.
func (a *app) checkEdit(ctx context.Context, changes []string) error {
	ontology, err := a.ontology()
	if err != nil {
		return err
	}
	store, err := a.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	for _, change := range changes {
		field, value, _ := strings.Cut(change, "=")
		switch field {
		case "predicate":
			if ontology.Predicate(value) == nil && !strings.HasPrefix(value, "open/") {
				return usagef("predicate %q: none of relata schema; one outside it begins with open/, as open/observe", value)
			}
		case "subject", "object":
			if _, there, err := store.Entity(ctx, value); err != nil {
				return err
			} else if !there {
				a.say("the graph has no entity %q yet (relata entities lists them)", value)
			}
		}
	}
	return store.Close()
}

func newClaims(app *app) *cobra.Command {
	var fix fixOptions
	cmd := &cobra.Command{
		Use:   "claims",
		Short: "Reject, confirm or edit claims",
		Long: `Corrects what was read: a rejected claim is taken out of the graph, a confirmed one has
the confidence 1, an edited one says what it should. A claim is named by its id, which it
keeps, or by its subject, predicate and object. Corrections are kept as those of entities
are: relata entities undo takes one back.`,
		Example: `  relata claims confirm claim/0f3a5c1d2e4b6a79 --why "read it"
  relata claims edit claim/0f3a5c1d2e4b6a79 status=planned when=2024`,
	}
	fix.register(cmd)
	for _, c := range []struct {
		use, short string
		action     graph.Action
	}{
		{"reject CLAIM", "Take a wrong claim out", graph.Reject},
		{"confirm CLAIM", "Say that a claim is right", graph.Confirm},
	} {
		cmd.AddCommand(&cobra.Command{Use: c.use, Short: c.short, Args: cobra.ExactArgs(1),
			RunE: app.command(func(cmd *cobra.Command, args []string) error {
				return fix.correctClaim(cmd.Context(), app, c.action, args[0], "")
			})})
	}
	cmd.AddCommand(&cobra.Command{Use: "edit CLAIM FIELD=VALUE...", Short: "Change what a claim says: subject, predicate, object, status, when, about, role",
		Long: `Changes what a claim says. The fields are subject and object (ids of entities), predicate (of
relata schema, or one of your own as open/observe), status (actual, planned, possible,
denied), when (2024, 2024-02, 2024-02-29, or two of them with / between), about and role.`,
		Args: cobra.MinimumNArgs(2),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			if err := app.checkEdit(cmd.Context(), args[1:]); err != nil {
				return err
			}
			return fix.correctClaim(cmd.Context(), app, graph.Edit, args[0], strings.Join(args[1:], "; "))
		})}, fix.undo(app))
	return cmd
}

func newCorrections(app *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "corrections",
		Short: "List, undo, export and import corrections",
		Long: `Lists the corrections of entities and claims. Exported, they are lines of text that a team
can keep with its other files: number, time, author, action, two fields of the action, and
why, parted by tabs. An import adds those that the graph hasn't; where two lists have gone
different ways, both become one by time and author, and what can't both be right is named.`,
		Example: `  relata corrections
  relata corrections --json
  relata corrections export -o corrections.txt
  relata corrections import corrections.txt`,
		Args: cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error { return listCorrections(cmd.Context(), app) }),
	}
	var out string
	export := &cobra.Command{Use: "export", Short: "Print the corrections as lines of text", Args: cobra.NoArgs,
		RunE: app.command(func(cmd *cobra.Command, _ []string) error { return exportCorrections(cmd.Context(), app, out) })}
	export.Flags().StringVarP(&out, "output", "o", "-", `file to write ("-" is standard output)`)
	cmd.AddCommand(export,
		&cobra.Command{Use: "import FILE|-", Short: "Add the corrections of a file", Args: cobra.ExactArgs(1),
			RunE: app.command(func(cmd *cobra.Command, args []string) error { return importCorrections(cmd.Context(), app, args[0]) })})
	var fix fixOptions
	undo := fix.undo(app)
	fix.register(undo)
	cmd.AddCommand(undo)
	return cmd
}

// exportCorrections writes the corrections as lines to a file, or to standard output.
func exportCorrections(ctx context.Context, app *app, out string) error {
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	write := func(w io.Writer) error {
		for _, c := range store.Corrections() {
			if _, err := io.WriteString(w, c.String()+"\n"); err != nil {
				return err
			}
		}
		return nil
	}
	if out != "-" {
		return graph.SaveFile(out, write)
	}
	return app.buffered(write)
}

func listCorrections(ctx context.Context, app *app) error {
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	inForce := map[int]bool{}
	for _, c := range store.InForce() {
		inForce[c.N] = true
	}
	var rows [][]string
	return app.buffered(func(w io.Writer) error {
		for _, c := range store.Corrections() {
			if app.json {
				if err := app.printJSON(c); err != nil {
					return err
				}
				continue
			}
			state := "in force"
			if c.Action == graph.Undo {
				state = ""
			} else if !inForce[c.N] {
				state = "undone"
			}
			rows = append(rows, []string{strconv.Itoa(c.N), c.Time.Format("2006-01-02 15:04"), c.Author, string(c.Action), c.A, c.B, state, c.Why})
		}
		if app.json {
			return nil
		}
		if len(rows) == 0 {
			app.say("no corrections")
			return nil
		}
		return writeTable(w, app.tableWidth(), []string{"number", "time", "author", "action", "of", "to", "state", "why"}, rows)
	})
}

// importCorrections adds the corrections of a file to those of the graph.
func importCorrections(ctx context.Context, app *app, path string) error {
	in, name := app.stdin, "stdin"
	if path != "-" {
		name = path
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	list, err := graph.ReadCorrections(in)
	if err != nil {
		return usagef("%s: %w", name, err)
	}
	store, err := app.openStore(ctx, forWriting)
	if err != nil {
		return err
	}
	defer store.Close()
	done, err := store.ImportCorrections(ctx, list)
	if err != nil {
		return err
	}
	for _, c := range done.Conflicts {
		fmt.Fprintln(app.stderr, "relata: conflict: "+c)
	}
	if done.From > 0 {
		app.say("the lists have parted: corrections from %d on are numbered anew, by time", done.From)
	}
	app.say("added %s: %s changed", count(done.Added, "correction"), count(done.Articles, "article"))
	return store.Close()
}
