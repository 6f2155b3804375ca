package extract

import (
	"slices"
	"strings"

	"relata/loaders/nlp"
	"relata/schema"
)

// partByName reads what a body is part of by the name of another at the beginning of its own:
// "House Budget Committee" of the House of Representatives, "Lima University Student Union".
func (r *run) partByName(s *sentence, m *nlp.Mention, a arg) {
	if m.Kind != nlp.Name || m.Last-m.First < 2 || !partNouns[strings.ToLower(s.Tokens[m.Last-1].Form)] {
		return
	}
	for n := m.Last - m.First - 1; n > 0; n-- {
		first := r.v.text(s, m.First, m.First+n)
		for _, e := range r.v.links.Entities {
			if e == a.ent || e.Type != schema.Organization || strings.HasPrefix(e.Name, a.ent.Name) {
				continue
			}
			if e.Name == first || slices.Contains(e.Aliases, first) || chambers[strings.ToLower(first)] && strings.Contains(e.Name+" ", first+" of ") {
				r.fact(s, "part-of", m.Head, m.First, m.Last, a, arg{ent: e, mention: -1, tok: m.First, score: 0.8, direct: true}, "", "within-name")
				return
			}
		}
	}
}

// Nouns for a part of a body that ends in them by name.
var partNouns = wordSet("committee subcommittee union team faculty department laboratory school division caucus")
