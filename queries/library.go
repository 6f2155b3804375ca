package queries

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/cayley/graph"

	"relata/schema"
)

// Question is a saved question: Gizmo with a head that says what it asks for.
//
//	// title: Visits
//	// description: Who went where, by date.
//	// arg who: entity?
//	// arg where: entity?
//	// arg since: date? -- only visits of that day or later
//	// arg limit: number = 10
//
// An argument has a type (string, entity, date, number, bool); "?" says that it may be
// left out, and so does a default. The query finds its arguments in args.
type Question struct {
	Name        string `json:"name"` // of its file, without .js
	Title       string `json:"title"`
	Description string `json:"description"`
	Args        []Arg  `json:"args,omitempty"`
	Text        string `json:"text"`
}

// Arg is an argument of a question.
type Arg struct {
	Name     string  `json:"name"`
	Type     ArgType `json:"type"`
	Optional bool    `json:"optional,omitempty"`
	Default  string  `json:"default,omitempty"` // as it would be given; empty if there is none
	Help     string  `json:"help,omitempty"`
}

// ArgType is the type of an argument.
type ArgType string

// The types of arguments.
const (
	StringArg ArgType = "string"
	EntityArg ArgType = "entity" // a name, an alias or an id such as <Russia>
	DateArg   ArgType = "date"   // 2023, 2023-09, 2023-12-15
	NumberArg ArgType = "number"
	BoolArg   ArgType = "bool"
)

var argTypes = []ArgType{StringArg, EntityArg, DateArg, NumberArg, BoolArg}

//go:embed library/*.js
var libraryFiles embed.FS

// Library lists the saved questions by name: those that relata comes with, and those of
// further folders, which take the place of others of the same name.
func Library(folders ...string) ([]Question, error) {
	own, err := fs.Sub(libraryFiles, "library")
	if err != nil {
		return nil, err
	}
	found := map[string]Question{}
	add := func(where string, files fs.FS) error {
		names, err := fs.Glob(files, "*.js")
		if err != nil {
			return err
		}
		for _, name := range names {
			text, err := readQuestion(files, name)
			if err != nil {
				return fmt.Errorf("%s: %w", path.Join(where, name), err)
			}
			q, err := ParseQuestion(strings.TrimSuffix(name, ".js"), text)
			if err != nil {
				return fmt.Errorf("%s: %w", path.Join(where, name), err)
			}
			found[q.Name] = q
		}
		return nil
	}
	if err := add("library", own); err != nil {
		return nil, err
	}
	for _, folder := range folders {
		info, err := os.Stat(folder)
		if err != nil {
			return nil, fmt.Errorf("library: %w", err)
		}
		if !info.IsDir() {
			return nil, fmt.Errorf("library: %s is no folder", folder)
		}
		if err := add(folder, os.DirFS(folder)); err != nil {
			return nil, err
		}
	}
	var out []Question
	for _, q := range found {
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b Question) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func readQuestion(files fs.FS, name string) (string, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return "", err
	}
	if info.Size() > maxText {
		return "", fmt.Errorf("%d bytes are too long for a question; %d are the most", info.Size(), maxText)
	}
	text, err := fs.ReadFile(files, name)
	return string(text), err
}

var argLine = regexp.MustCompile(`^([a-z][a-zA-Z0-9]*):\s*([a-z]+)(\?)?(?:\s*=\s*("(?:[^"\\]|\\.)*"|\S+))?(?:\s+--\s*(.*))?$`)

// ParseQuestion reads the head of a question and checks that its text can be read.
func ParseQuestion(name, text string) (Question, error) {
	q := Question{Name: name, Text: text}
	for i, line := range strings.Split(text, "\n") {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "//")
		if !ok {
			break
		}
		rest = strings.TrimSpace(rest)
		if s, ok := strings.CutPrefix(rest, "title:"); ok {
			q.Title = strings.TrimSpace(s)
		} else if s, ok := strings.CutPrefix(rest, "description:"); ok {
			q.Description = strings.TrimSpace(s)
		} else if s, ok := strings.CutPrefix(rest, "arg "); ok {
			arg, err := parseArg(strings.TrimSpace(s))
			if err == nil && slices.ContainsFunc(q.Args, func(a Arg) bool { return a.Name == arg.Name }) {
				err = fmt.Errorf("argument %s is there twice", arg.Name)
			}
			if err != nil {
				return q, fmt.Errorf("line %d: %w", i+1, err)
			}
			q.Args = append(q.Args, arg)
		}
	}
	if q.Title == "" {
		return q, errors.New("the head has no line \"// title: ...\"")
	}
	_, err := compile(text)
	return q, err
}

func parseArg(line string) (Arg, error) {
	m := argLine.FindStringSubmatch(line)
	if m == nil {
		return Arg{}, fmt.Errorf("%q is no argument; write \"// arg name: type = default -- help\"", line)
	}
	arg := Arg{Name: m[1], Type: ArgType(m[2]), Optional: m[3] != "" || m[4] != "", Default: m[4], Help: m[5]}
	if !slices.Contains(argTypes, arg.Type) {
		return arg, fmt.Errorf("argument %s: unknown type %q; there are string, entity, date, number, bool", arg.Name, arg.Type)
	}
	if s, err := strconv.Unquote(arg.Default); err == nil {
		arg.Default = s
	}
	if arg.Default != "" {
		if _, err := arg.value(arg.Default); err != nil {
			return arg, fmt.Errorf("default: %w", err)
		}
	}
	return arg, nil
}

// value reads an argument as it is given.
func (a Arg) value(text string) (any, error) {
	switch a.Type {
	case NumberArg:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n != n {
			return nil, fmt.Errorf("%s: %q is no number", a.Name, cutText(text))
		}
		return n, nil
	case BoolArg:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is neither true nor false", a.Name, cutText(text))
		}
		return b, nil
	case DateArg:
		if _, err := schema.ParseWhen(text); err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err)
		}
	}
	return text, nil
}

// Bind checks arguments against the question and gives what its query gets.
func (q Question) Bind(given map[string]string) (map[string]any, error) {
	out := map[string]any{}
	for _, a := range q.Args {
		text, ok := given[a.Name]
		if !ok || text == "" {
			if !a.Optional {
				return nil, fmt.Errorf("%s needs --%s, %s", q.Name, a.Name, a.Type)
			}
			if text = a.Default; text == "" {
				out[a.Name] = nil
				if a.Type == StringArg {
					out[a.Name] = ""
				}
				continue
			}
		}
		v, err := a.value(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.Name, err)
		}
		out[a.Name] = v
	}
	for name := range given {
		if _, ok := out[name]; !ok {
			near := newNearest(name)
			for _, a := range q.Args {
				near.add(a.Name)
			}
			return nil, fmt.Errorf("%s: %w", q.Name, &UnknownName{What: "argument", Name: name, Nearest: near.best()})
		}
	}
	return out, nil
}

// Ask answers a saved question. The arguments are data, never code.
func Ask(ctx context.Context, qs graph.QuadStore, q Question, args map[string]string, opt Options) iter.Seq2[Row, error] {
	bound, err := q.Bind(args)
	if err != nil {
		return func(yield func(Row, error) bool) { yield(Row{}, err) }
	}
	opt.Args = bound
	return func(yield func(Row, error) bool) {
		for row, err := range Run(ctx, qs, q.Text, opt) {
			// an unknown name is the asker's slip: its place in the query says nothing
			if unknown := (*UnknownName)(nil); errors.As(err, &unknown) {
				err = fmt.Errorf("%s: %w", q.Name, unknown)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// Find gives the question of a name, or says which names are near.
func Find(questions []Question, name string) (Question, error) {
	near := newNearest(name)
	for _, q := range questions {
		if q.Name == name {
			return q, nil
		}
		near.add(q.Name)
	}
	return Question{}, &UnknownName{What: "question", Name: name, Nearest: near.best()}
}
