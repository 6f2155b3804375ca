package main

import (
	"strings"
	"testing"
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
