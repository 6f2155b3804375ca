package main

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"testing"

	"relata/schema"
)

func TestWriteTable(t *testing.T) {
	long := strings.Repeat("word ", 40)
	var b strings.Builder
	if err := writeTable(&b, tableWidth, []string{"who", "sentence"}, [][]string{{"Zürich", "short"}, {"a", long}}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	if want := "Zürich  short"; lines[2] != want {
		t.Errorf("row is %q, want %q", lines[2], want)
	}
	if len(lines) != 5 {
		t.Errorf("%d lines, want 5: a header, a rule, a row, and a row wrapped to two lines:\n%s", len(lines), b.String())
	}
	for _, line := range lines {
		if n := len([]rune(line)); n > tableWidth {
			t.Errorf("a line of %d characters: %q", n, line)
		}
	}
	if !strings.HasPrefix(lines[4], "        word") {
		t.Errorf("a wrapped line doesn't stand under its column: %q", lines[4])
	}
}

func TestWrapKeepsLongWords(t *testing.T) {
	got := wrap("a "+strings.Repeat("x", 50)+" b", 10)
	if len(got) != 3 || got[1] != strings.Repeat("x", 50) {
		t.Errorf("wrap = %q", got)
	}
}

// Every column of a table keeps its place where cells wrap, and none is wider than what fits.
func TestTablesFit(t *testing.T) {
	var b strings.Builder
	text := strings.Repeat("a few words ", 9)
	if err := writeTable(&b, 60, []string{"one", "two", "three"}, [][]string{{text, "an-unbreakable-word", text}}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	at := strings.Index(lines[0], "two")
	for i, line := range lines {
		if n := len([]rune(line)); n > 60 {
			t.Errorf("a line of %d characters: %q", n, line)
		}
		if r := []rune(line); i > 1 && len(r) > at && r[at-1] != ' ' {
			t.Errorf("the first column runs into the second: %q", line)
		}
	}
}

func TestOntologyFitsTheTerminal(t *testing.T) {
	for _, width := range []int{60, 80, wideTable - 1, wideTable, tableWidth, 200} {
		var b strings.Builder
		if err := writeOntology(&b, width, schema.Default()); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > width {
				t.Errorf("at %d: a line of %d: %q", width, n, line)
			}
		}
		for _, p := range schema.Default().Predicates {
			words := strings.Fields(p.Definition)
			if got := strings.Fields(b.String()); !slices.Contains(got, p.Name) || !slices.Contains(got, words[0]) {
				t.Fatalf("at %d: %s is missing", width, p.Name)
			}
		}
		if !strings.Contains(b.String(), "actor is Person,") {
			t.Errorf("at %d: the sets are missing", width)
		}
	}
}

func TestLinesThatGoOn(t *testing.T) {
	lines := plainLines{bufio.NewReader(strings.NewReader("g.V()\n  .out()\n.all()\n:help\n.last"))}
	for _, want := range []string{"g.V()\n  .out()\n.all()\n", ":help\n", ".last"} {
		if got, err := lines.ReadLine(""); err != nil || got != want {
			t.Errorf("read %q, %v, want %q", got, err, want)
		}
	}
	if _, err := lines.ReadLine(""); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}
