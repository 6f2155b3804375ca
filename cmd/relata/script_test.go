package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"relata/graph/quadstore/pgtest"
)

var update = flag.Bool("update", false, "rewrite the expected outputs in testdata")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"relata": main})
}

// TestScripts runs the real program on the scripts in testdata, one file a topic.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Values[servedKey{}] = &sync.Map{}
			env.Setenv("SOURCE_DATE_EPOCH", "1704412800") // loading is dated 2024-01-05
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"fails":   fails,
			"junk":    junk,
			"flood":   flood,
			"oneline": oneLineFile,
			"await":   await,
			"served":  served, "fetch": fetch, "stopserved": stopServed,
			"database": func(ts *testscript.TestScript, _ bool, args []string) { // database VARIABLE: the address of an empty one
				ts.Setenv(args[0], pgtest.Address(t))
			},
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "root":
				return os.Getuid() == 0, nil
			case "postgres":
				if why := pgtest.Missing(); why != "" {
					fmt.Fprintf(os.Stderr, "SKIPPED: the script of PostgreSQL needs a server: %s\n", why)
					return false, nil
				}
				return true, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

// fails runs a command that must end with the given exit status: fails 2 relata frobnicate.
func fails(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fails STATUS COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit interface{ ExitCode() int }
	if e, ok := err.(interface{ ExitCode() int }); ok {
		exit = e
	}
	switch {
	case err == nil:
		ts.Fatalf("%v succeeded, want exit status %d", args[1:], want)
	case exit == nil:
		ts.Fatalf("%v: %v", args[1:], err)
	case exit.ExitCode() != want:
		ts.Fatalf("%v: exit status %d, want %d", args[1:], exit.ExitCode(), want)
	}
}

// junk writes a file of bytes that are no text.
func junk(ts *testscript.TestScript, _ bool, args []string) {
	data := make([]byte, 4096)
	x := uint32(1)
	for i := range data {
		x = x*1664525 + 1013904223
		data[i] = byte(x >> 24)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// flood writes one line of so many megabytes.
func flood(ts *testscript.TestScript, _ bool, args []string) {
	mb, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	chunk := bytes.Repeat([]byte("Russia buys missiles from Iran and "), 1<<20/35)
	for range mb {
		if _, err := f.Write(chunk); err != nil {
			ts.Check(err)
		}
	}
	ts.Check(f.Close())
}

// await waits until so many files are there that match a pattern: await 2 'relata.db/articles/*/*'.
func await(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		names, err := filepath.Glob(ts.MkAbs(args[1]))
		ts.Check(err)
		if len(names) >= want {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%d files are there that match %s, want %d", len(names), args[1], want)
		}
	}
}

// oneLineFile checks that what went to standard error, or to a file, is one line.
func oneLineFile(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if bytes.Count([]byte(text), []byte("\n")) != 1 {
		ts.Fatalf("%s is not one line:\n%s", args[0], text)
	}
}

// TestHelpExamples runs every example of every command's help, in a folder that has the
// files which the examples name.
func TestHelpExamples(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"articles/one.txt": "Russia is planning to buy missiles from Iran, U.S. officials said.\n",
		"records.jsonl":    "{\"story\":\"Russia bought missiles from Iran.\",\"day\":\"2024-01-04\"}\n",
		"missiles.txt":     "Iran has supplied missiles to Russia.\n",
		"article.txt":      "Iran sold drones to Russia.\n",
		"sentences.conllu": "1\tIran\t_\t_\t_\t_\t_\t_\t_\t_\n2\tsold\t_\t_\t_\t_\t_\t_\t_\t_\n3\tdrones\t_\t_\t_\t_\t_\t_\t_\t_\n\n",
		"sentences.txt":    "Russia bought drones from Iran.\nIran sanctioned Russia.\n",
		"loans.csv":        "Lender,Sum,Borrower\nChina,5,Iran\n",
		"facts.ttl":        "<http://www.wikidata.org/entity/Q159> a <http://www.wikidata.org/entity/Q6256> .\n",
		"question.js":      "g.V(\"<Russia>\").Out(\"<buys-from>\").All()\n",
		"my-ontology.yaml": "extends: default\npredicates:\n  trains-with:\n    from: actor\n    to: actor\n    symmetric: true\n    definition: Trains with.\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shell := func(t *testing.T, line string) string {
		t.Helper()
		cmd := exec.Command("sh", "-c", line)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
		return string(out)
	}
	shell(t, "relata load articles article.txt")
	claim, article := regexp.MustCompile(`claim/[0-9a-f]{16}`), regexp.MustCompile(`article/[0-9a-z-]+`)
	said := shell(t, `relata explain "Russia buys-from Iran"`)
	knownClaim, knownArticle := claim.FindString(said), article.FindString(said)
	if knownClaim == "" || knownArticle == "" {
		t.Fatal("the graph for the examples holds no claim")
	}
	commands := newRoot(&app{}).Commands()
	if len(commands) < 9 {
		t.Fatalf("%d commands", len(commands))
	}
	for _, command := range commands {
		if command.Name() == "completion" || command.Name() == "help" || command.Name() == "serve" { // serve goes on; serve.txtar runs it
			continue
		}
		if command.Example == "" {
			t.Errorf("relata %s has no example", command.Name())
		}
		for line := range strings.Lines(command.Example) {
			line = claim.ReplaceAllString(strings.TrimSpace(line), knownClaim)
			line = article.ReplaceAllString(line, knownArticle)
			t.Run(line, func(t *testing.T) { shell(t, line) })
		}
	}
}
