package queries

import (
	"strings"
	"testing"

	"relata/schema"
)

func TestClaimWords(t *testing.T) {
	for _, c := range []struct{ predicate, sentence, verb, object, want string }{
		{"buys-from", "Iran sold missiles to Russia.", "sold", "Russia", "Iran buys from Russia"},
		{"open/develop", "Iran developed short-range missiles with Russia.", "developed", "Russia", "Iran develops … with Russia"},
		{"open/develop", "Iran develops with Russia.", "develops", "Russia", "Iran develops with Russia"},
		{"open/talk_about", "Iran talked openly about Russia.", "talked", "Russia", "Iran talks about Russia"},
		{"open/condemn", "Iran condemned Russia.", "condemned", "Russia", "Iran condemns Russia"},
		{"open/condemn", "Russia was condemned by Iran.", "condemned", "Russia", "Iran condemns Russia"},
		{"open/copy", "Iran copied Russia's drones.", "copied", "Russia", "Iran copies Russia’s …"},
		{"open/copy", "Iran copied Russian drones.", "copied", "Russian", "Iran and Russia, as quoted"},
		{"open/copy", "", "", "", "Iran copies Russia"},
	} {
		span := func(word string) schema.Span {
			i := strings.Index(c.sentence, word)
			if word == "" {
				return schema.Span{}
			}
			return schema.Span{Start: 100 + i, End: 100 + i + len(word)}
		}
		claim := schema.Claim{Predicate: c.predicate,
			Subject:  schema.Argument{Entity: &schema.Entity{ID: "Iran", Name: "Iran"}},
			Object:   schema.Argument{Entity: &schema.Entity{ID: "Russia", Name: "Russia"}, Mention: c.object, Span: span(c.object)},
			Evidence: schema.Evidence{Text: c.sentence, Span: schema.Span{Start: 100, End: 100 + len(c.sentence)}, Predicate: span(c.verb)},
		}
		if got := claimWords(&claim); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.predicate, c.sentence, got, c.want)
		}
	}
}
