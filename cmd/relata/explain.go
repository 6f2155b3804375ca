package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"relata/graph"
	"relata/schema"
)

func newExplain(app *app) *cobra.Command {
	return &cobra.Command{
		Use:   `explain CLAIM | "A predicate B"`,
		Short: "Show the sentence, the rule and the links behind a claim",
		Long: `Shows why a claim is in the graph: the sentence with the words it rests on, who says it,
how sure, the rule that read it, the entities that its names were linked to, and what
its confidence is made of. A claim is named by its id, or by its subject, predicate and
object.`,
		Example: `  relata explain "Russia buys-from Iran"
  relata explain claim/0f3a5c1d2e4b6a79`,
		Args: cobra.MinimumNArgs(1),
		RunE: app.command(func(cmd *cobra.Command, args []string) error {
			return runExplain(cmd.Context(), app, strings.Join(args, " "))
		}),
	}
}

func runExplain(ctx context.Context, app *app, what string) error {
	store, err := app.openStore(ctx, forReading)
	if err != nil {
		return err
	}
	defer store.Close()
	claims, err := findClaims(ctx, store, what)
	if err != nil {
		return err
	}
	return app.buffered(func(w io.Writer) error {
		for i, claim := range claims {
			if app.json {
				if err := schema.WriteJSON(w, claim); err != nil {
					return err
				}
				continue
			}
			if i > 0 {
				fmt.Fprintln(w)
			}
			if err := explain(w, claim); err != nil {
				return err
			}
		}
		return nil
	})
}

// findClaims gives the claims that a word from the command line names: one by its id, or
// all of a subject, a predicate and an object.
func findClaims(ctx context.Context, store *graph.Store, what string) ([]schema.Claim, error) {
	filter, err := claimFilter(ctx, store, what)
	if err != nil {
		return nil, err
	}
	var claims []schema.Claim
	for claim, err := range store.Claims(ctx, filter) {
		if err != nil {
			return nil, err
		}
		claims = append(claims, claim)
	}
	if len(claims) == 0 {
		return nil, fmt.Errorf("no claim %q in %s (relata show ENTITY lists what is said of an actor)", what, store.Location())
	}
	return claims, nil
}

func claimFilter(ctx context.Context, store *graph.Store, what string) (graph.Filter, error) {
	if strings.HasPrefix(what, "claim/") && !strings.ContainsAny(what, " \t") {
		return graph.Filter{Claim: what}, nil
	}
	words := strings.Fields(what)
	for i := 1; i < len(words)-1; i++ {
		predicate := words[i]
		if schema.Default().Predicate(predicate) == nil && !strings.HasPrefix(predicate, schema.OpenPrefix) {
			continue
		}
		subject, err := oneEntity(ctx, store, strings.Join(words[:i], " "))
		if err != nil {
			return graph.Filter{}, err
		}
		object, err := oneEntity(ctx, store, strings.Join(words[i+1:], " "))
		if err != nil {
			return graph.Filter{}, err
		}
		forward, turned := schema.Default().Forward(predicate)
		if turned {
			subject, object = object, subject
		}
		return graph.Filter{Subject: subject, Predicate: forward, Object: object}, nil
	}
	return graph.Filter{}, usagef(`%q: neither a claim's id nor "A predicate B" with a predicate of relata schema`, what)
}

// oneEntity is the id of the likeliest entity of a name.
func oneEntity(ctx context.Context, store *graph.Store, name string) (string, error) {
	found, err := store.FindEntity(ctx, strings.Trim(name, "<>"))
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", fmt.Errorf("no entity %q in %s", name, store.Location())
	}
	return found[0].ID, nil
}

// explain prints one claim and what it rests on.
func explain(w io.Writer, claim schema.Claim) error {
	fmt.Fprintf(w, "%s  %s %s %s\n", claim.ID, claim.Subject.ID(), claim.Predicate, claim.Object.ID())
	marked, lines := mark(claim)
	fmt.Fprintf(w, "\n  %s\n", marked)
	for _, line := range lines {
		fmt.Fprintf(w, "  %s\n", line)
	}
	fmt.Fprintln(w)
	for _, row := range [][2]string{
		{"article", claim.Article},
		{"place", fmt.Sprintf("sentence %d, bytes %d to %d", claim.Evidence.Sentence, claim.Evidence.Span.Start, claim.Evidence.Span.End)},
		{"status", string(claim.Status)},
		{"said by", claim.Source.Name},
		{"when", claim.When},
		{"about", claim.About},
		{"role", claim.Role},
		{"rule", claim.Method},
		{"subject", linked(claim.Subject)},
		{"object", linked(claim.Object)},
		{"confidence", confidence(claim)},
	} {
		if row[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "  %-11s %s\n", row[0], row[1]); err != nil {
			return err
		}
	}
	return nil
}

// linked says what the words of an argument were taken for.
func linked(arg schema.Argument) string {
	if arg.Entity == nil {
		return fmt.Sprintf("%q, a value", arg.ID())
	}
	s := fmt.Sprintf("%q is %s, %s", arg.Mention, arg.Entity.ID, arg.Entity.Type)
	if arg.Entity.Country != "" {
		s += " (" + arg.Entity.Country + ")"
	}
	return s
}

func confidence(claim schema.Claim) string {
	s := fmt.Sprintf("%.2f", claim.Confidence)
	parts := make([]string, len(claim.Parts))
	for i, part := range claim.Parts {
		parts[i] = fmt.Sprintf("%s %+.2f", part.Name, part.Value)
	}
	if len(parts) > 0 {
		s += ": " + strings.Join(parts, ", ")
	}
	return s
}

// mark sets the subject, the predicate and the object in brackets where they stand in the
// sentence, and lists those that stand elsewhere in the article.
func mark(claim schema.Claim) (sentence string, elsewhere []string) {
	type edge struct {
		at   int
		open bool
		text string
	}
	var edges []edge
	whole := claim.Evidence.Span
	for _, part := range []struct {
		name string
		span schema.Span
	}{{"subject", claim.Subject.Span}, {"predicate", claim.Evidence.Predicate}, {"object", claim.Object.Span}} {
		switch {
		case part.span.Len() <= 0:
		case whole.Contains(part.span):
			edges = append(edges,
				edge{part.span.Start - whole.Start, true, "["},
				edge{part.span.End - whole.Start, false, "]" + part.name[:1]})
		default:
			elsewhere = append(elsewhere, fmt.Sprintf("(the %s stands at bytes %d to %d of the article)", part.name, part.span.Start, part.span.End))
		}
	}
	text := claim.Evidence.Text
	var b strings.Builder
	for i := 0; i <= len(text); i++ {
		for _, e := range edges {
			if e.at == i && !e.open {
				b.WriteString(e.text)
			}
		}
		for _, e := range edges {
			if e.at == i && e.open {
				b.WriteString(e.text)
			}
		}
		if i < len(text) {
			b.WriteByte(text[i])
		}
	}
	return oneLine(b.String()), elsewhere
}
