package queries

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Console reads lines from a terminal with history and completion. It is in raw mode only
// while it reads, so that Ctrl-C stops a running query in the usual way. The editing is that
// of golang.org/x/term.
type Console struct {
	in       *os.File
	term     *term.Terminal
	keys     *keys
	complete func(line string) ([]string, int)
	out      io.Writer
	history  *history
}

const mostHistory = 1000

// NewConsole makes a console on a terminal. complete may be nil.
func NewConsole(in *os.File, out io.Writer, complete func(line string) (words []string, from int)) *Console {
	c := &Console{in: in, keys: &keys{r: in}, complete: complete, out: out, history: &history{}}
	c.reset()
	return c
}

// reset makes the editor anew. After a Ctrl-C it has to be: the package's keeps the key.
func (c *Console) reset() {
	c.term = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{c.keys, c.out}, "")
	c.term.History = c.history
	c.term.AutoCompleteCallback = c.tab
	c.keys.interrupted = false
}

// ReadLine reads one line.
func (c *Console) ReadLine(prompt string) (string, error) {
	state, err := term.MakeRaw(int(c.in.Fd()))
	if err != nil {
		return "", err
	}
	defer func() { _ = term.Restore(int(c.in.Fd()), state) }() // the terminal may be gone
	if w, h, err := term.GetSize(int(c.in.Fd())); err == nil && w > 0 {
		if err := c.term.SetSize(w, h); err != nil {
			return "", err
		}
	}
	c.term.SetPrompt(prompt)
	line, err := c.term.ReadLine()
	if errors.Is(err, term.ErrPasteIndicator) {
		err = nil
	}
	if errors.Is(err, io.EOF) && c.keys.interrupted {
		if _, err := io.WriteString(c.out, "^C\r\n"); err != nil {
			return "", err
		}
		c.reset()
		return "", ErrInterrupted
	}
	return line, err
}

// tab puts in what all proposals have in common, or shows them.
func (c *Console) tab(line string, pos int, key rune) (string, int, bool) {
	if key != '\t' || c.complete == nil {
		return "", 0, false
	}
	head := line[:pos]
	words, from := c.complete(head)
	if len(words) == 0 {
		return "", 0, false
	}
	common := words[0]
	for _, w := range words[1:] {
		common = commonStart(common, w)
	}
	if len(words) > 1 && len(common) <= len(head)-from {
		_, _ = io.WriteString(c.term, strings.Join(words, "  ")+"\n") // an error shows at the next read
		return line, pos, true
	}
	return head[:from] + common + line[pos:], from + len(common), true
}

func commonStart(a, b string) string {
	n := 0
	for i, r := range a {
		if !strings.HasPrefix(b[min(i, len(b)):], string(r)) {
			break
		}
		n = i + len(string(r))
	}
	return a[:n]
}

// keys notices Ctrl-C, which the terminal package takes for the end of input.
type keys struct {
	r           io.Reader
	interrupted bool
}

func (k *keys) Read(b []byte) (int, error) {
	n, err := k.r.Read(b)
	for _, c := range b[:n] {
		if c == 3 {
			k.interrupted = true
		}
	}
	return n, err
}

// history keeps the latest lines, newest first for the terminal package.
type history struct{ lines []string }

func (h *history) Add(line string) {
	if strings.TrimSpace(line) == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	h.lines = append(h.lines, line)
	if len(h.lines) > mostHistory {
		h.lines = h.lines[len(h.lines)-mostHistory:]
	}
}

func (h *history) Len() int { return len(h.lines) }

func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }

// ReadHistory takes lines of an earlier time, oldest first, as WriteHistory wrote them.
func (c *Console) ReadHistory(r io.Reader) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, maxText)
	for sc.Scan() {
		c.history.Add(sc.Text())
	}
	return sc.Err()
}

// WriteHistory writes the lines, oldest first.
func (c *Console) WriteHistory(w io.Writer) error {
	p := &printer{w: w}
	for _, line := range c.history.lines {
		p.line("%s", line)
	}
	return p.err
}

// Completions binds a REPL's completion to a context, for NewConsole.
func (r *REPL) Completions(ctx context.Context) func(line string) ([]string, int) {
	return func(line string) ([]string, int) { return r.Complete(ctx, line) }
}
