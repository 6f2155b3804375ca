package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// pty is a program on a terminal of its own.
type pty struct {
	t    *testing.T
	keys *os.File
	cmd  *exec.Cmd
	out  chan string
	seen string // not looked at yet
	all  string
}

// onTerminal starts the program on a terminal of so many columns, or skips.
func onTerminal(t *testing.T, columns uint16, env []string, args ...string) *pty {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("SKIPPED: the prompt on a terminal needs /dev/ptmx: %v", err)
	}
	fd := int(keys.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Skipf("SKIPPED: the prompt on a terminal needs a pseudo-terminal: %v", err)
	}
	screen, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("SKIPPED: the prompt on a terminal needs /dev/pts: %v", err)
	}
	defer screen.Close()
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 50, Col: columns}); err != nil {
		t.Fatal(err)
	}
	p := &pty{t: t, keys: keys, out: make(chan string, 1024)}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command(self, args...)
	p.cmd.Args[0] = "relata" // see TestMain
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = screen, screen, screen
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.out)
		b := make([]byte, 4096)
		for {
			n, err := keys.Read(b)
			if err != nil {
				return // the program went
			}
			p.out <- string(b[:n])
		}
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // it may have ended
		keys.Close()
	})
	return p
}

var control = regexp.MustCompile("\x1b\\[[0-9;?]*[A-Za-z]")

// wait reads until a text is on the screen, and goes on behind it.
func (p *pty) wait(text string) {
	p.t.Helper()
	late := time.After(time.Minute)
	for {
		plain := control.ReplaceAllString(p.seen, "")
		if i := strings.Index(plain, text); i >= 0 {
			p.seen = plain[i+len(text):]
			return
		}
		select {
		case s, ok := <-p.out:
			if !ok {
				p.t.Fatalf("it ended before %q was on the screen:\n%s", text, p.all)
			}
			p.seen += s
			p.all += s
		case <-late:
			p.t.Fatalf("no %q on the screen:\n%s", text, p.all)
		}
	}
}

func (p *pty) press(keys string) {
	p.t.Helper()
	if _, err := p.keys.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
}

// end waits for the prompt, without which a key is lost, leaves with Ctrl-D, and waits.
func (p *pty) end() {
	p.t.Helper()
	p.wait("relata> ")
	p.press("\x04")
	late := time.AfterFunc(time.Minute, func() { _ = p.cmd.Process.Kill() }) // it may have ended
	defer late.Stop()
	if err := p.cmd.Wait(); err != nil {
		p.t.Fatalf("%v:\n%s", err, p.all)
	}
}

// TestPromptOnATerminal sits at the prompt: completion, several lines, commands, Ctrl-C,
// and the history of the last time.
func TestPromptOnATerminal(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "news.db")
	facts := filepath.Join(dir, "articles.txt")
	if err := os.WriteFile(facts, []byte("Russia is planning to buy missiles from Iran, U.S. officials said.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	env := []string{"XDG_CONFIG_HOME=" + dir, "TERM=xterm"}
	load := exec.Command("relata", "load", "-q", "--db", db, "--published", "2024-01-05", facts)
	load.Env = append(os.Environ(), env...)
	if out, err := load.CombinedOutput(); err != nil {
		t.Fatalf("load: %v\n%s", err, out)
	}

	p := onTerminal(t, 100, env, "query", "--db", db) // without a query it is a prompt
	p.wait("relata> ")
	p.press("g.V(\"<Rus\t") // an entity, a method, a predicate
	p.wait("<Russia>")
	p.press("\").ou\t")
	p.wait("out")
	p.press("(\"<buys-f\t")
	p.wait("<buys-from>")
	p.press("\")\r")
	p.wait("<Iran>")
	p.wait("1 row in")
	p.wait("relata> ")
	p.press("g.V(\"<Iran>\")\r")
	p.wait("1 row in")
	p.press("actor(\r") // goes over two lines
	p.wait("-> ")
	p.press("\"Iran\")\r")
	p.wait("id\r\n------\r\n<Iran>")
	p.wait("relata> ")
	p.press("while(true){}\r") // Ctrl-C stops the query and not the prompt
	time.Sleep(200 * time.Millisecond)
	p.press("\x03")
	p.wait("stopped after 0 rows")
	p.press(":he\t\r")
	p.wait(":explain CLAIM")
	p.press(":schema\r")
	p.wait("buys-from")
	p.press(":ask what-is-planned\r")
	p.wait("<buys-from>")
	p.press(":explain Russia buys-from Iran\r")
	p.wait("[Russia]s is planning to [buy]p missiles from [Iran]o")
	p.press("actor(\"Rusia\")\r")
	p.wait("the nearest: Russia")
	p.press(":nothing\r")
	p.wait(":help lists the commands")
	p.end()
	for line := range strings.Lines(control.ReplaceAllString(p.all, "")) {
		if n := len([]rune(strings.TrimRight(line, "\r\n"))); n > 100 && !strings.Contains(line, "relata>") && !strings.HasPrefix(line, "  confidence") {
			t.Errorf("%d columns: %s", n, line)
		}
	}

	p = onTerminal(t, 100, env, "repl", "--db", db)
	p.wait("relata> ")
	p.press("\x1b[A\x1b[A") // up to the last but one line of the last time
	p.wait("actor(\"Rusia\")")
	p.press("\r")
	p.wait("the nearest: Russia")
	p.end()
}

// TestLimitOnATerminal: a table there is cut at a thousand rows and says so.
func TestLimitOnATerminal(t *testing.T) {
	p := onTerminal(t, 80, nil, "query", "--db", "memory:", "for (var i = 0; i < 1500; i++) g.emit({n: i})")
	p.wait("n\r\n")
	p.wait("999\r\n")
	p.wait("only the first 1000 rows, there are more (--limit raises the limit)")
	if err := p.cmd.Wait(); err != nil {
		t.Fatalf("%v:\n%s", err, p.all)
	}
}
