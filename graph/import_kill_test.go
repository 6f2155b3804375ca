package graph

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestImportResumes kills a process in an import that has more than one commit, and ends
// the import with another: the graph is that of an import which nobody disturbed. It takes
// half a minute and runs with "make proof".
func TestImportResumes(t *testing.T) {
	const quads = 1_300_000 // a commit takes about a million
	if at := os.Getenv("RELATA_IMPORT"); at != "" {
		s := open(t, filepath.Join(at, "killed"), Options{})
		f, err := os.Open(filepath.Join(at, "quads.nq"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.ImportNQuads(t.Context(), f, Import{Progress: func(n int) { fmt.Println("quads", n) }})
		t.Fatalf("the import came to its end: %v", err)
	}
	if os.Getenv("RELATA_PROOF") == "" {
		t.Skip("a long proof: run with RELATA_PROOF=1, as make proof does")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "quads.nq")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for i := range quads {
		fmt.Fprintf(w, "<http://a/s%d> <http://a/p%d> <http://a/o%d> <http://a/g%d> .\n", i%70_001, i%13, i, i/200)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	f.Close()

	child := exec.Command(os.Args[0], "-test.run=^TestImportResumes$", "-test.v")
	child.Env = append(os.Environ(), "RELATA_IMPORT="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var n int
		if fmt.Sscanf(lines.Text(), "quads %d", &n); n > 1_200_000 {
			break
		}
	}
	child.Process.Kill()
	child.Wait()

	restore := func(name string) (*Store, Imported) {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		s := open(t, filepath.Join(dir, name), Options{})
		done, err := s.ImportNQuads(t.Context(), f, Import{})
		if err != nil {
			t.Fatal(err)
		}
		return s, done
	}
	resumed, done := restore("killed")
	if done.New == 0 || done.New == quads {
		t.Errorf("the second import added %d quads of %d: nothing was resumed", done.New, quads)
	}
	calm, _ := restore("calm")
	if problems, err := resumed.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("after the kill: %v, %v", problems, err)
	}
	if export(t, resumed) != export(t, calm) {
		t.Error("a resumed import gives another graph")
	}
}
