package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/loaders"
	"relata/loaders/link"
	"relata/loaders/nlp"
	"relata/loaders/nlp/coref"
	"relata/schema"
)

// Entities counts the entities of whole articles that an analysis found: at least one
// mention is written as one of the entity's names, and has its type. An entity counts as
// named if its name has a capital; the others are groups ("protesters") and things.
type Entities struct {
	Named, Others Score
	Spans         Score      // of the named, whatever the type
	Errors        Confusions // of types of the named; "O" where no mention is written so
}

// All counts both sorts.
func (e *Entities) All() Score {
	return Score{e.Named.Gold + e.Others.Gold, e.Named.System + e.Others.System, e.Named.Correct + e.Others.Correct}
}

// Entity is an entity of the gold standard.
type Entity struct {
	Name    string            `json:"name"`
	Type    schema.EntityType `json:"type"`
	Aliases []string          `json:"aliases"`
}

// Add compares the entities of an article with its analysis.
func (e *Entities) Add(gold []Entity, doc *nlp.Doc) {
	found := map[string]map[schema.EntityType]int{} // written form to the types of its mentions
	for i := range doc.Mentions {
		m := &doc.Mentions[i]
		if m.Kind != nlp.Name && m.Kind != nlp.Nominal {
			continue
		}
		w := written(doc.MentionText(m))
		if found[w] == nil {
			found[w] = map[schema.EntityType]int{}
		}
		found[w][m.Type]++
	}
	for _, g := range gold {
		types := map[schema.EntityType]int{}
		for _, name := range append([]string{g.Name}, g.Aliases...) {
			for typ, n := range found[written(name)] {
				types[typ] += n
			}
		}
		right := 0
		if types[g.Type] > 0 {
			right = 1
		}
		if !strings.ContainsFunc(g.Name, unicode.IsUpper) {
			e.Others.add(1, 1, right)
			continue
		}
		e.Named.add(1, 1, right)
		e.Spans.add(1, 1, min(1, len(types)))
		if right == 0 {
			best := schema.EntityType("O")
			for _, typ := range schema.EntityTypes {
				if types[typ] > types[best] {
					best = typ
				}
			}
			e.Errors.add(string(g.Type), string(best))
		}
	}
}

// written is a name without its article, in one kind of apostrophe, its first letter small.
func written(name string) string {
	name = strings.ReplaceAll(strings.Join(strings.Fields(name), " "), "’", "'")
	for _, article := range []string{"the ", "The ", "a ", "A ", "an ", "An "} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			name = rest
			break
		}
	}
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(r)) + name[n:]
}

// article adds the article whose entities stand in a file and its text in the .txt beside it.
func (e *Entities) article(ctx context.Context, a *loaders.Analyser, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var gold struct {
		Entities []Entity `json:"entities"`
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	text, err := os.ReadFile(strings.TrimSuffix(path, filepath.Ext(path)) + ".txt")
	if err != nil {
		return err
	}
	doc, err := a.AnalyseAny(ctx, string(text))
	if err != nil {
		return err
	}
	link.Annotate(doc) // as relata parse and the extractor do
	coref.AddMentions(doc)
	e.Add(gold.Entities, doc)
	return nil
}
