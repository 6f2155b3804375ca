package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme runs the console examples of README.md in one folder, in their order, and
// compares what the README says they print with what they print. -update rewrites it.
func TestReadme(t *testing.T) {
	path := filepath.Join(root, "README.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "cmd/relata/samples"), os.DirFS("samples")); err != nil {
		t.Fatal(err)
	}
	const fence, prompt = "```console\n", "$ "
	var fresh strings.Builder
	rest, examples := string(text), 0
	for {
		before, after, found := strings.Cut(rest, fence)
		fresh.WriteString(before)
		if !found {
			break
		}
		block, after, closed := strings.Cut(after, "```")
		if !closed {
			t.Fatal("README.md: a console block that doesn't end")
		}
		rest = "```" + after
		fresh.WriteString(fence)
		for _, example := range strings.Split("\n"+block, "\n"+prompt)[1:] {
			line, _, _ := strings.Cut(example, "\n")
			cmd := exec.Command("sh", "-c", line)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1704412800")
			out, err := cmd.Output()
			if err != nil {
				t.Errorf("README.md: %s: %v", line, err)
			}
			fresh.WriteString(prompt + line + "\n" + string(out))
			examples++
		}
	}
	if examples < 5 {
		t.Errorf("README.md has %d console examples, want five or more", examples)
	}
	if fresh.String() == string(text) {
		return
	}
	if !*update {
		t.Fatal("README.md doesn't show what its examples print; run: go test ./cmd/relata -run TestReadme -update")
	}
	if err := os.WriteFile(path, []byte(fresh.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestPicture keeps the picture in README.md as the program draws it.
func TestPicture(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("relata", "demo", "--out", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(dir, "relata-demo.svg"))
	if err != nil {
		t.Fatal(err)
	}
	const path = "testdata/demo.svg"
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Error("relata demo draws another picture than testdata/demo.svg; look at it, then run: go test ./cmd/relata -run TestPicture -update")
	}
}
