package queries

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// script gives lines one after the other; "^C" is an interrupt.
type script struct{ lines []string }

func (s *script) ReadLine(string) (string, error) {
	if len(s.lines) == 0 {
		return "", io.EOF
	}
	line := s.lines[0]
	s.lines = s.lines[1:]
	if line == "^C" {
		return "", ErrInterrupted
	}
	return line, nil
}

var took = regexp.MustCompile(`in [0-9.]+[mµn]?s`)

func replOutput(t *testing.T, r *REPL, lines ...string) string {
	t.Helper()
	var out bytes.Buffer
	r.Store, r.Out = newsStore(t), &out
	if r.Questions == nil {
		var err error
		if r.Questions, err = Library(); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Run(t.Context(), &script{lines}); err != nil {
		t.Fatal(err)
	}
	return took.ReplaceAllString(out.String(), "in TIME")
}

func TestREPL(t *testing.T) {
	got := replOutput(t, &REPL{},
		`g.V("<Arvania>").out("<buys-from>")`,
		``,
		`actor("Meir")`,
		`g.V("<Arvania>")`, // its own query
		`details(`,
		`  claims("Meir", "met")`,
		`).length`,
		`g.V("<Arvania>").out(`,
		`^C`,
		`:limit 1`,
		`g.V("<Golda_Meir>", "<Olof_Palme>")`,
		`:limit no`,
		`:format json`,
		`g.emit({a: "<x>"})`,
		`:ask`,
		`:ask visits who=Meir since=2024`,
		`:ask visits who="Golda Meir" where=`,
		`:ask visits --who Meir --since=2024`,
		`:ask visits --who`,
		`:ask posts-of`,
		`:ask vists`,
		`:ask visits why`,
		`:schema met`,
		`:schema mett`,
		`:explain Meir visited Belmark`,
		`:explain nothing`,
		`:explain "Meir`,
		`:shema`,
		`g.V(`,
		`"<Arvania>"`,
		``,
		`x.y`,
		`g.V("<Arvania>")`,
		`  .out("<buys-from>")`,
		`.out(`,
		`)`,
		`:quit`,
		`g.V("<never>")`,
	)
	golden(t, "repl.txt", []byte(got))
}

func TestREPLStopsQueriesNotItself(t *testing.T) {
	r := &REPL{While: func(ctx context.Context) (context.Context, context.CancelFunc) {
		return context.WithTimeout(ctx, 50*time.Millisecond)
	}}
	got := replOutput(t, r, `while(true){}`, `1+1`)
	if !strings.Contains(got, "deadline exceeded") || !strings.Contains(got, "\n2\n") {
		t.Errorf("got %s", got)
	}
	r = &REPL{Commands: map[string]func(context.Context, io.Writer, string) error{
		"show": func(_ context.Context, w io.Writer, rest string) error {
			_, err := fmt.Fprintln(w, "shown", rest)
			return err
		},
	}}
	if got := replOutput(t, r, `:show Meir`); !strings.Contains(got, "shown Meir") {
		t.Errorf("got %s", got)
	}
}

func TestREPLSchemaFitsTheTerminal(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(replOutput(t, &REPL{Width: 60}, `:schema`)), "\n")[1:]
	if len(lines) < 40 {
		t.Errorf("%d lines", len(lines))
	}
	cut := 0
	for _, line := range lines {
		if columnsOf(line) > 60 {
			t.Errorf("wider than the terminal: %s", line)
		}
		if strings.HasSuffix(line, "…") {
			cut++
		}
	}
	if cut == 0 {
		t.Error("no definition is cut, so that nothing was tested")
	}
}

func TestComplete(t *testing.T) {
	questions, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	r := &REPL{Store: newsStore(t), Questions: questions}
	for _, c := range []struct {
		line, words string
		from        int
	}{
		{`g.V("<Arvania>").followR`, "followR followRecursive", 17},
		{`g.V("<Arvania>").in`, "in inPredicates intersect", 17},
		{`g.V("<Arv`, "<Arvania>", 5},
		{`g.V("<buys-f`, "<buys-from>", 5},
		{`actor("port`, "Port Arvan", 7},
		{`actor('Pres`, "President Meir", 7},
		{`act`, "actor", 0},
		{`x = reg`, "regex", 4},
		{`:ex`, "explain", 1},
		{`:ask post`, "posts-of", 5},
		{`:ask visits wh`, "who= where=", 12},
		{`:ask visits who=Olof`, "Olof Palme", 16},
		{`:schema buys-`, "buys-from", 8},
		{`:format c`, "csv", 8},
		{`:nothing x`, "", 9},
		{`g.V("done").x`, "", 12},
		{`"it is \" <`, "", 1},
		{``, "", 0},
	} {
		words, from := r.Complete(t.Context(), c.line)
		if c.line == "" {
			if len(words) < 20 {
				t.Errorf("an empty line proposes %v", words)
			}
			continue
		}
		if strings.Join(words, " ") != c.words || from != c.from {
			t.Errorf("%s: got %v from %d, want %s from %d", c.line, words, from, c.words, c.from)
		}
	}
}

func TestConsoleTab(t *testing.T) {
	var out bytes.Buffer
	c := NewConsole(nil, &out, func(line string) ([]string, int) {
		return within([]string{"follow", "followR", "followRecursive", "Москва", "Московия"}, line[2:]), 2
	})
	for _, k := range []struct{ line, want string }{{"g.fo", "g.follow"}, {"g.followR", "g.followR"}, {"g.followRe", "g.followRecursive"}, {"g.М", "g.Моск"}, {"g.x", ""}} {
		line, pos, ok := c.tab(k.line, len(k.line), '\t')
		if line != k.want || ok != (k.want != "") || ok && pos != len(k.want) {
			t.Errorf("%s: got %q at %d, %v", k.line, line, pos, ok)
		}
	}
	for range 2 {
		c.history.Add("one")
	}
	c.history.Add("  ")
	c.history.Add("two")
	var kept bytes.Buffer
	if err := c.WriteHistory(&kept); err != nil || kept.String() != "one\ntwo\n" {
		t.Errorf("history %q, %v", kept.String(), err)
	}
	d := NewConsole(nil, &out, nil)
	if err := d.ReadHistory(&kept); err != nil || !slices.Equal(d.history.lines, []string{"one", "two"}) || d.history.At(0) != "two" {
		t.Errorf("history %v, %v", d.history.lines, err)
	}
}
