package extract

import (
	"os"
	"strings"
	"testing"
)

// The map in the package comment names every file once, and none that is gone.
func TestMapOfFiles(t *testing.T) {
	text, err := os.ReadFile("extract.go")
	if err != nil {
		t.Fatal(err)
	}
	_, m, _ := strings.Cut(string(text), "The files, by what they look at:")
	m, _, _ = strings.Cut(m, "\npackage ")
	named := map[string]int{}
	for line := range strings.Lines(m) {
		if line, ok := strings.CutPrefix(line, "//\t"); ok {
			_, files, _ := strings.Cut(line, "  ")
			for _, f := range strings.Split(files, ", ") {
				named[strings.TrimSpace(f)]++
			}
		}
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".go")
		if !ok || strings.HasSuffix(name, "_test") {
			continue
		}
		if named[name] != 1 {
			t.Errorf("%s.go is named %d times", name, named[name])
		}
		delete(named, name)
	}
	for name := range named {
		t.Errorf("%s is no file", name)
	}
}
