package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// servedProgram is a server that a script started.
type servedProgram struct {
	cmd     *exec.Cmd
	address string // with a slash at its end
	errors  strings.Builder
	mu      sync.Mutex // guards errors
}

func (s *servedProgram) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.errors.Write(p)
}

func (s *servedProgram) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.errors.String()
}

type servedKey struct{}

// served starts a command that prints its address and goes on: served relata serve.
func served(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: served COMMAND...")
	}
	name, err := exec.LookPath(args[0])
	ts.Check(err)
	s := &servedProgram{cmd: exec.Command(name, args[1:]...)}
	s.cmd.Dir = ts.MkAbs(".")
	s.cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+ts.Getenv("SOURCE_DATE_EPOCH"))
	s.cmd.Stderr = s
	out, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() {
		_ = s.cmd.Process.Kill() // it may have been stopped
		_ = s.cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = s.cmd.Wait()
		ts.Fatalf("%v printed no address: %v\n%s", args, err, s.said())
	}
	s.address, _, _ = strings.Cut(strings.TrimSpace(line), "?")
	ts.Value(servedKey{}).(*sync.Map).Store(ts, s)
	_, err = io.WriteString(ts.Stdout(), line)
	ts.Check(err)
	_, err = io.WriteString(ts.Stderr(), s.said())
	ts.Check(err)
}

func servedOf(ts *testscript.TestScript) *servedProgram {
	s, ok := ts.Value(servedKey{}).(*sync.Map).Load(ts)
	if !ok {
		ts.Fatalf("nothing is served")
	}
	return s.(*servedProgram)
}

// fetch asks what is served: fetch METHOD PATH [BODY] [STATUS] [WANT]. An argument of three
// digits is the status that must come, one that begins with { the body. With any other it
// asks again until the answer holds it.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fetch METHOD PATH [BODY] [STATUS] [WANT]")
	}
	body, status, want := "", "200", ""
	for _, a := range args[2:] {
		switch {
		case len(a) == 3 && strings.Trim(a, "0123456789") == "":
			status = a
		case strings.HasPrefix(a, "{"):
			body = a
		default:
			want = a
		}
	}
	s := servedOf(ts)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		req, err := http.NewRequest(args[0], s.address+strings.TrimPrefix(args[1], "/"), strings.NewReader(body))
		ts.Check(err)
		if body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		res, err := http.DefaultClient.Do(req)
		ts.Check(err)
		text, err := io.ReadAll(res.Body)
		ts.Check(err)
		ts.Check(res.Body.Close())
		if got, _, _ := strings.Cut(res.Status, " "); got != status {
			ts.Fatalf("%v: %s: %s\n%s", args, res.Status, text, s.said())
		}
		if strings.Contains(string(text), want) {
			_, err = ts.Stdout().Write(text)
			ts.Check(err)
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("%v: no %s in %s\n%s", args, want, text, s.said())
		}
	}
}

// stopServed interrupts what is served, which must end well.
func stopServed(ts *testscript.TestScript, _ bool, _ []string) {
	s := servedOf(ts)
	ts.Check(s.cmd.Process.Signal(os.Interrupt))
	err := s.cmd.Wait()
	_, werr := io.WriteString(ts.Stderr(), s.said())
	ts.Check(werr)
	if err != nil {
		ts.Fatalf("the server ended with %v\n%s", err, s.said())
	}
}
