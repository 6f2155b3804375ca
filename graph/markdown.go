package graph

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"relata/schema"
)

// writeNotes writes a folder of Markdown notes, one an actor, linked to each other as
// Obsidian does it.
func writeNotes(ctx context.Context, s *Store, e Export, put putFile) error {
	articles := map[string]Article{}
	for a, err := range s.Articles(ctx) {
		if err != nil {
			return err
		}
		articles[a.ID] = a
	}
	actors := map[string]*schema.Entity{}
	claims := map[string][]schema.Claim{}
	for c, err := range s.Claims(ctx, e.Filter) {
		if err != nil {
			return err
		}
		for _, arg := range []schema.Argument{c.Subject, c.Object} {
			if arg.Entity == nil {
				continue
			}
			id := arg.Entity.ID
			actors[id] = arg.Entity
			if n := len(claims[id]); n == 0 || claims[id][n-1].ID != c.ID {
				claims[id] = append(claims[id], c)
			}
		}
	}
	files := noteNames(sortedKeys(actors))
	for _, id := range sortedKeys(actors) {
		slices.SortStableFunc(claims[id], func(a, b schema.Claim) int { return compareWhen(a.When, b.When) })
		err := put(files[id]+".md", func(w io.Writer) error {
			return writeNote(w, actors[id], claims[id], files, articles)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// noteNames gives each id a file name that every system takes, and no two the same.
func noteNames(ids []string) map[string]string {
	const most = 120 // bytes
	names, taken := map[string]string{}, map[string]bool{}
	for _, id := range ids {
		name := strings.Map(func(r rune) rune {
			if r < ' ' || strings.ContainsRune(`/\:*?"<>|#^[]%`, r) {
				return '-'
			}
			return r
		}, strings.ReplaceAll(id, "_", " "))
		if len(name) > most {
			name = strings.ToValidUTF8(name[:most], "")
		}
		name = cmp.Or(strings.Trim(name, " ."), "-")
		unique := name
		for n := 2; taken[strings.ToLower(unique)]; n++ {
			unique = fmt.Sprintf("%s %d", name, n)
		}
		taken[strings.ToLower(unique)] = true
		names[id] = unique
	}
	return names
}

func writeNote(w io.Writer, ent *schema.Entity, claims []schema.Claim, files map[string]string, articles map[string]Article) error {
	b := bufio.NewWriter(w)
	aliases, err := json.Marshal(append([]string{cmp.Or(ent.Name, ent.ID)}, ent.Aliases...)) // JSON is YAML
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "---\ntype: %q\nid: %q\naliases: %s\n---\n\n# %s\n", ent.Type, ent.ID, aliases, markdown(cmp.Or(ent.Name, ent.ID)))
	link := func(a schema.Argument) string {
		if a.Entity == nil {
			return markdown(a.Literal.Value)
		}
		return fmt.Sprintf("[[%s|%s]]", files[a.Entity.ID], markdown(cmp.Or(a.Entity.Name, a.Entity.ID)))
	}
	for _, c := range claims {
		words := schema.PredicateWords(c.Predicate)
		fmt.Fprintf(b, "\n- %s %s %s (%s%s%s%s)\n", link(c.Subject), markdown(words), link(c.Object),
			c.Status, before(", ", markdown(c.When)), before(", as ", markdown(c.Role)), before(", about ", markdown(c.About)))
		a := articles[c.Article]
		source := markdown(cmp.Or(a.Title, a.ID, c.Article))
		if schemeEnd(a.URL) > 0 {
			source = fmt.Sprintf("[%s](<%s>)", source, a.URL)
		}
		fmt.Fprintf(b, "  > %s\n  > — %s%s\n", markdown(c.Evidence.Text), after(markdown(c.Source.Name), ", "), source)
	}
	return b.Flush()
}

// after puts a mark after a text, if there is one.
func after(text, mark string) string {
	if text == "" {
		return ""
	}
	return text + mark
}

// markdownEscaper keeps a text from being read as Markdown or HTML.
var markdownEscaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;",
	"&", "&amp;", "#", `\#`, "|", `\|`, "$", `\$`, "~", `\~`, "=", `\=`)

func markdown(s string) string {
	return markdownEscaper.Replace(strings.Join(strings.Fields(s), " "))
}
