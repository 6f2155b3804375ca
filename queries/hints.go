package queries

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"relata/schema"
)

// quoted are the strings of a query that hold no escapes.
var quoted = regexp.MustCompile(`"[^"\\\n]+"|'[^'\\\n]+'`)

const mostHints = 3

// Hints say why a query may have found nothing: which ids in it the store doesn't have, with
// the names that are near, and which of its texts are ids without their brackets.
func Hints(ctx context.Context, qs graph.QuadStore, text string) ([]string, error) {
	s := newSession(ctx, qs, "", Options{})
	defer s.stop(errStopped)
	words := quoted.FindAllString(text, -1)
	slices.Sort(words)
	var hints []string
	err := s.safely(func() error {
		for _, word := range slices.Compact(words) {
			hint, err := s.hint(word[1 : len(word)-1])
			if err != nil {
				return err
			}
			if hint != "" && len(hints) < mostHints {
				hints = append(hints, hint)
			}
		}
		return s.guard.closeAll()
	})
	return hints, err
}

// hint is what there is to say of one string of a query; empty if nothing.
func (s *session) hint(word string) (string, error) {
	v := quad.StringToValue(word)
	if id, err := s.guard.idOf(v); err != nil || id != 0 {
		return "", err
	}
	switch v := v.(type) {
	case quad.String: // it may be a tag or a pattern
		id := quad.IRI(strings.ReplaceAll(word, " ", "_"))
		if n, err := s.guard.idOf(id); err != nil || n == 0 {
			return "", err
		}
		return fmt.Sprintf("%q is a text; the id is \"%s\"", word, id), nil
	case quad.IRI:
		near := newNearest(strings.ReplaceAll(string(v), "_", " "))
		for _, p := range schema.Default().Predicates {
			near.add(p.Name)
		}
		if err := s.names(near.add); err != nil {
			return "", err
		}
		hint := fmt.Sprintf("nothing in the graph is %s", v)
		if best := near.best(); len(best) > 0 {
			hint += "; the nearest: " + strings.Join(best, ", ")
		}
		return hint, nil
	}
	return "", nil
}
