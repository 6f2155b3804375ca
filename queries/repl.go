package queries

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"relata/graph"
	"relata/schema"
)

// LineReader reads a line; Console is one for a terminal. It gives ErrInterrupted where the
// line was abandoned and io.EOF at the end.
type LineReader interface {
	ReadLine(prompt string) (string, error)
}

// ErrInterrupted is a line that was abandoned with Ctrl-C.
var ErrInterrupted = errors.New("interrupted")

// REPL asks and answers in turn: Gizmo over one or more lines, and commands that start with
// a colon. Set what differs from the defaults before Run.
type REPL struct {
	Store     *graph.Store
	Out       io.Writer
	Questions []Question
	Options   Options
	Width     int // columns of the terminal
	// While runs for the time of one query; it may make a context that an interrupt ends.
	While func(context.Context) (context.Context, context.CancelFunc)
	// Commands adds to the commands or takes their place: ":name rest of the line".
	Commands map[string]func(ctx context.Context, out io.Writer, rest string) error

	format  string
	pending []string // lines of a query that goes on
	last    string   // the query before, which a line with a point goes on from
	words   *completer
}

const (
	prompt     = "relata> "
	morePrompt = "     -> "
	replLimit  = 1000
)

// Run reads lines until the end or :quit. Errors of queries are printed, and it goes on.
func (r *REPL) Run(ctx context.Context, lines LineReader) error {
	if r.Options.Limit == 0 {
		r.Options.Limit = replLimit
	}
	p := &printer{w: r.Out}
	p.line("Gizmo over %s; :help says more, :quit ends.", r.Store.Location())
	for {
		ask := prompt
		if len(r.pending) > 0 {
			ask = morePrompt
		}
		line, err := lines.ReadLine(ask)
		switch {
		case errors.Is(err, ErrInterrupted):
			r.pending = nil
			continue
		case errors.Is(err, io.EOF):
			return p.err
		case err != nil:
			return err
		}
		quit, err := r.Line(ctx, line)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			p.line("%s", err)
		}
		if quit || p.err != nil {
			return p.err
		}
	}
}

// Line takes one line: a command, or a line of a query, which is run once it is complete.
// An empty line runs it as it is.
func (r *REPL) Line(ctx context.Context, line string) (quit bool, err error) {
	if len(r.pending) == 0 {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			return false, nil
		}
		if rest, ok := strings.CutPrefix(trimmed, ":"); ok {
			return r.command(ctx, rest)
		}
		if r.last != "" && strings.HasPrefix(trimmed, ".") {
			r.pending = append(r.pending, r.last)
		}
	}
	r.pending = append(r.pending, line)
	text := strings.Join(r.pending, "\n")
	if strings.TrimSpace(line) != "" && incomplete(text) {
		if len(text) > maxText {
			r.pending = nil
			return false, fmt.Errorf("the query has more than %d bytes", maxText)
		}
		return false, nil
	}
	r.pending = nil
	if r.last = text; len(text) > maxText {
		r.last = ""
	}
	return false, r.query(ctx, text, r.Options)
}

// incomplete says whether more lines could make a query of a text.
func incomplete(text string) bool {
	_, err := compile(text)
	var e *Error
	return errors.As(err, &e) && (strings.Contains(e.Message, "Unexpected end of input") ||
		strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(e.Message, "Unexpected token")), "ILLEGAL") && strings.Count(text, "`")%2 == 1)
}

func (r *REPL) while(ctx context.Context) (context.Context, context.CancelFunc) {
	if r.While != nil {
		return r.While(ctx)
	}
	return context.WithCancel(ctx)
}

func (r *REPL) query(ctx context.Context, text string, opt Options) error {
	inner, done := r.while(ctx)
	defer done()
	start := time.Now()
	return r.print(ctx, Run(inner, r.Store.QuadStore(), text, opt), start)
}

func (r *REPL) print(ctx context.Context, rows iter.Seq2[Row, error], start time.Time) error {
	var n int
	var err error
	switch r.format {
	case "json":
		n, err = WriteJSON(r.Out, rows)
	case "csv":
		n, err = WriteCSV(r.Out, rows)
	default:
		n, err = WriteTable(r.Out, rows, TableOptions{Width: r.Width})
	}
	p := &printer{w: r.Out}
	took := time.Since(start).Round(time.Millisecond)
	switch {
	case errors.Is(err, ErrLimit):
		p.line("%s in %v, and there are more: :limit %d shows them", counted(n, "row"), took, 10*max(n, 1))
	case err != nil && ctx.Err() == nil && errors.Is(err, context.Canceled):
		p.line("stopped after %s", counted(n, "row"))
	case err != nil:
		return err
	default:
		p.line("%s in %v", counted(n, "row"), took)
	}
	return p.err
}

var replHelp = `Type Gizmo and end it with .all(), or leave that out:

  g.V("<Russia>").out("<buys-from>")
  actor("Moscow").out("<visited>").unique()
  show(details(claims("Moscow", "buys-from")), ["object", "about", "status"])

A query may go over several lines; an empty line runs it as it is, and a line that begins
with a point goes on from the last one. Each stands alone: a variable is gone with its
query. Tab completes methods, predicates and names. Ctrl-C stops a query or drops a line, Ctrl-D
ends.

  :ask                    the saved questions
  :ask NAME arg=value ... asks one; values with blanks in quotes
  :schema [PREDICATE]     the predicates, or one of them
  :explain CLAIM          the sentence and the rule behind claim/HASH
  :explain A PREDICATE B  all claims of that, e.g. :explain "Golda Meir" visited Belmark
  :limit N                rows at most
  :timeout 30s            time at most
  :format table|json|csv  how answers are written
  :quit
`

// command runs a command without its colon.
func (r *REPL) command(ctx context.Context, line string) (quit bool, err error) {
	name, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if f, ok := r.Commands[name]; ok {
		inner, done := r.while(ctx)
		defer done()
		return false, f(inner, r.Out, rest)
	}
	p := &printer{w: r.Out}
	switch name {
	case "quit", "q", "exit":
		return true, nil
	case "help", "h", "?":
		_, err := io.WriteString(r.Out, replHelp)
		return false, err
	case "limit":
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 {
			return false, fmt.Errorf(":limit needs a number of rows, got %q", rest)
		}
		r.Options.Limit = n
	case "timeout":
		d, err := time.ParseDuration(rest)
		if err != nil || d <= 0 {
			return false, fmt.Errorf(":timeout needs a time such as 30s, got %q", rest)
		}
		r.Options.Timeout = d
	case "format":
		switch rest {
		case "table", "json", "csv":
			r.format = rest
		default:
			return false, fmt.Errorf(":format needs table, json or csv, got %q", rest)
		}
	case "schema":
		return false, r.schema(p, rest)
	case "ask":
		return false, r.ask(ctx, p, rest)
	case "explain":
		inner, done := r.while(ctx)
		defer done()
		return false, r.explain(inner, p, rest)
	default:
		near := newNearest(name)
		for _, c := range r.commands() {
			near.add(c)
		}
		return false, fmt.Errorf("%w; :help lists the commands", &UnknownName{What: "command", Name: name, Nearest: near.best()})
	}
	return false, p.err
}

var replCommands = []string{"ask", "explain", "format", "help", "limit", "quit", "schema", "timeout"}

func (r *REPL) commands() []string {
	all := append(slices.Collect(maps.Keys(r.Commands)), replCommands...)
	slices.Sort(all)
	return slices.Compact(all)
}

func (r *REPL) schema(p *printer, name string) error {
	if name == "" {
		names := 0
		for _, pr := range schema.Default().Predicates {
			names = max(names, columnsOf(pr.Name))
		}
		for _, pr := range schema.Default().Predicates {
			definition := pr.Definition
			if r.Width > 0 {
				definition = cutTo(definition, max(minCell, r.Width-names-4))
			}
			p.line("  %-*s  %s", names, pr.Name, definition)
		}
		p.line(":schema PREDICATE says what it ties and how")
		return p.err
	}
	pr := schema.Default().Predicate(name)
	if pr == nil {
		near := newNearest(name)
		for _, o := range schema.Default().Predicates {
			near.add(o.Name)
		}
		return &UnknownName{What: "predicate", Name: name, Nearest: near.best()}
	}
	p.line("%s: %s", pr.Name, pr.Definition)
	p.line("  from %v to %v", pr.From, pr.To)
	if pr.Symmetric {
		p.line("  symmetric")
	}
	if pr.Inverse != "" {
		p.line("  inverse of %s", pr.Inverse)
	}
	return p.err
}

func (r *REPL) ask(ctx context.Context, p *printer, rest string) error {
	words, err := splitWords(rest)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		for _, q := range r.Questions {
			p.line("  %-20s %s", q.Name, q.Title)
		}
		return p.err
	}
	q, err := Find(r.Questions, words[0])
	if err != nil {
		return err
	}
	args := map[string]string{}
	for words := words[1:]; len(words) > 0; words = words[1:] {
		name, val, ok := strings.Cut(strings.TrimPrefix(words[0], "--"), "=")
		if !ok && strings.HasPrefix(words[0], "--") && len(words) > 1 { // as the command has it
			words = words[1:]
			val, ok = words[0], true
		}
		if !ok {
			return fmt.Errorf("%q is no argument; write name=value", words[0])
		}
		args[name] = val
	}
	if len(words) == 1 && slices.ContainsFunc(q.Args, func(a Arg) bool { return !a.Optional }) {
		return q.WriteHelp(r.Out)
	}
	inner, done := r.while(ctx)
	defer done()
	start := time.Now()
	return r.print(ctx, Ask(inner, r.Store.QuadStore(), q, args, r.Options), start)
}

// WriteHelp explains a question and its arguments.
func (q Question) WriteHelp(w io.Writer) error {
	p := &printer{w: w}
	p.line("%s: %s", q.Name, q.Title)
	if q.Description != "" {
		p.line("%s", q.Description)
	}
	for _, a := range q.Args {
		note := ""
		switch {
		case a.Default != "":
			note = ", " + a.Default + " if left out"
		case a.Optional:
			note = ", may be left out"
		}
		if a.Help != "" {
			note += ": " + a.Help
		}
		p.line("  --%s  %s%s", a.Name, a.Type, note)
	}
	return p.err
}

// splitWords splits at blanks outside of quotes, which are taken off.
func splitWords(s string) ([]string, error) {
	var out []string
	var b strings.Builder
	in, quote := false, rune(0)
	for _, c := range s {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			in, quote = true, c
		case quote == 0 && (c == ' ' || c == '\t'):
			if in {
				out = append(out, b.String())
			}
			b.Reset()
			in = false
		default:
			in = true
			b.WriteRune(c)
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quote %c is not closed", quote)
	}
	if in {
		out = append(out, b.String())
	}
	return out, nil
}

func (r *REPL) explain(ctx context.Context, p *printer, rest string) error {
	words, err := splitWords(rest)
	if err != nil {
		return err
	}
	var filter graph.Filter
	switch {
	case len(words) == 1 && strings.HasPrefix(strings.Trim(words[0], "<>"), "claim/"):
		filter.Claim = strings.Trim(words[0], "<>")
	case len(words) == 3:
		a, err := findEntity(ctx, r.Store, words[0])
		if err != nil {
			return err
		}
		b, err := findEntity(ctx, r.Store, words[2])
		if err != nil {
			return err
		}
		filter = graph.Filter{Subject: a[0].ID, Predicate: words[1], Object: b[0].ID}
	default:
		return errors.New(":explain needs claim/HASH, or subject, predicate and object")
	}
	n := 0
	for c, err := range r.Store.Claims(ctx, filter) {
		if err != nil {
			return err
		}
		n++
		p.line("%s  %s %s %s: %s, %.2f by %s", c.ID, visible(nameOf(c.Subject)), label(c.Predicate), visible(nameOf(c.Object)), c.Status, c.Confidence, visible(c.Method))
		p.line("    “%s”", visible(oneLine(c.Evidence.Text)))
		p.line("    %s, sentence %d, bytes %d to %d", c.Article, c.Evidence.Sentence, c.Evidence.Span.Start, c.Evidence.Span.End)
		for _, part := range c.Parts {
			p.line("    %s %.2f", visible(part.Name), part.Value)
		}
	}
	if n == 0 {
		return errors.New("no such claim")
	}
	return p.err
}
