package queries

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"relata/schema"
)

// completer knows the words that a query may hold.
type completer struct {
	methods, globals []string
	ids, names       []string // sorted
}

const (
	mostWords    = 200_000 // ids and names that are kept for completion
	wordsTime    = 2 * time.Second
	mostProposed = 50
)

// Complete proposes what could stand at the end of a line up to the cursor: whole words, and
// where in the line they start. Ids and names are read from the store the first time.
func (r *REPL) Complete(ctx context.Context, line string) (words []string, from int) {
	if r.words == nil {
		r.words = newCompleter()
	}
	c := r.words
	if rest, ok := strings.CutPrefix(line, ":"); ok {
		return r.completeCommand(ctx, rest)
	}
	if quote := openQuote(line); quote >= 0 {
		c.load(ctx, r)
		part := line[quote+1:]
		if strings.HasPrefix(part, "<") {
			return within(c.ids, part), quote + 1
		}
		return within(c.names, part), quote + 1
	}
	from = len(line)
	for from > 0 {
		ch, n := utf8.DecodeLastRuneInString(line[:from])
		if !unicode.IsLetter(ch) && !unicode.IsDigit(ch) && ch != '_' {
			break
		}
		from -= n
	}
	list := c.globals
	if from > 0 && line[from-1] == '.' {
		list = c.methods
	}
	return within(list, line[from:]), from
}

func (r *REPL) completeCommand(ctx context.Context, rest string) ([]string, int) {
	name, arg, ok := strings.Cut(rest, " ")
	if !ok {
		return within(r.commands(), name), 1
	}
	at := 1 + len(name) + 1
	switch name {
	case "ask":
		var names []string
		for _, q := range r.Questions {
			names = append(names, q.Name)
		}
		if q, rest, ok := strings.Cut(arg, " "); ok {
			question, err := Find(r.Questions, q)
			if err != nil {
				return nil, at
			}
			last := strings.LastIndexByte(rest, ' ') + 1
			at += len(q) + 1 + last
			part := rest[last:]
			if name, val, ok := strings.Cut(part, "="); ok {
				for _, a := range question.Args {
					if a.Name == name && a.Type == EntityArg {
						r.words.load(ctx, r)
						return within(r.words.names, strings.TrimPrefix(val, `"`)), at + len(name) + 1
					}
				}
				return nil, at
			}
			var args []string
			for _, a := range question.Args {
				args = append(args, a.Name+"=")
			}
			return within(args, part), at
		}
		return within(names, arg), at
	case "schema":
		var names []string
		for _, p := range schema.Default().Predicates {
			names = append(names, p.Name)
		}
		slices.Sort(names)
		return within(names, arg), at
	case "format":
		return within([]string{"csv", "json", "table"}, arg), at
	}
	return nil, at
}

func newCompleter() *completer {
	c := &completer{
		methods: slices.Sorted(maps.Keys(pathMethods)),
		globals: slices.Concat(slices.Collect(maps.Keys(valueFuncs)), slices.Collect(maps.Keys(preludeFuncs)), []string{"g", "graph", "about", "during", "asserted", "group", "byCount"}),
	}
	c.globals = slices.DeleteFunc(c.globals, func(s string) bool { return s == "overlap" })
	for name := range graphFuncs {
		c.methods = append(c.methods, name)
	}
	slices.Sort(c.methods)
	slices.Sort(c.globals)
	return c
}

// load reads ids and names, as many as there is time for.
func (c *completer) load(ctx context.Context, r *REPL) {
	if c.ids != nil {
		return
	}
	c.ids, c.names = []string{}, []string{}
	for _, p := range schema.Default().Predicates {
		c.ids = append(c.ids, "<"+p.Name+">")
	}
	opt := Options{Timeout: wordsTime, Limit: mostWords}
	for row, err := range Run(ctx, r.Store.QuadStore(), `g.V().tag("of").out(["<name>", "<alias>"]).all()`, opt) {
		if err != nil {
			break // what is there is better than nothing
		}
		c.ids = append(c.ids, Text(row.Get("of")))
		c.names = append(c.names, plain(row.Get(idTag)))
	}
	for _, list := range []*[]string{&c.ids, &c.names} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

// within gives the words of a sorted list that start with a part, in any case.
func within(list []string, part string) []string {
	var out []string
	low := strings.ToLower(part)
	for _, w := range list {
		if len(w) >= len(part) && strings.HasPrefix(strings.ToLower(w), low) {
			if out = append(out, w); len(out) == mostProposed {
				break
			}
		}
	}
	return out
}

// openQuote finds the quote of a string that isn't closed; -1 if there is none.
func openQuote(line string) int {
	at := -1
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case at >= 0 && c == '\\':
			i++
		case at >= 0 && c == line[at]:
			at = -1
		case at < 0 && (c == '"' || c == '\''):
			at = i
		}
	}
	return at
}
