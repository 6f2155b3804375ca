package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the folder of go.mod, seen from this package.
const root = "../.."

// listedPackage is what go list says of a package.
type listedPackage struct {
	ImportPath string
	Imports    []string
}

// TestImportRules holds the arrows of ARCHITECTURE.md against the code.
func TestImportRules(t *testing.T) {
	inside, outside := readRules(t)
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var pkg listedPackage
		if err := dec.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(pkg.ImportPath, "relata/")
		allowed, known := inside[name]
		if !known {
			t.Errorf("package %s has no rule in ARCHITECTURE.md: say there what it may import", name)
		}
		delete(inside, name)
		for _, imp := range pkg.Imports {
			if ours, ok := strings.CutPrefix(imp, "relata/"); ok {
				if !matches(allowed, ours) {
					t.Errorf("%s imports %s, which ARCHITECTURE.md does not allow", name, ours)
				}
				continue
			}
			for module, users := range outside {
				if (imp == module || strings.HasPrefix(imp, module+"/")) && !matches(users, name) {
					t.Errorf("%s imports %s; only %s may", name, imp, strings.Join(users, ", "))
				}
			}
		}
	}
	for name := range inside {
		t.Errorf("ARCHITECTURE.md has a rule for %s, which is no package", name)
	}
}

// matches says whether name is in the list; "x/..." stands for x and all below it.
func matches(list []string, name string) bool {
	return slices.ContainsFunc(list, func(rule string) bool {
		if tree, ok := strings.CutSuffix(rule, "/..."); ok {
			return name == tree || strings.HasPrefix(name, tree+"/")
		}
		return rule == name
	})
}

// readRules reads the fenced block "imports" of ARCHITECTURE.md. A line about an outside
// module, told by the dot in its host, lists who may import it.
func readRules(t *testing.T) (inside, outside map[string][]string) {
	t.Helper()
	f, err := os.Open(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	inside, outside = map[string][]string{}, map[string][]string{}
	in := false
	for s := bufio.NewScanner(f); s.Scan(); {
		line := strings.TrimSpace(s.Text())
		switch {
		case line == "```imports":
			in = true
		case line == "```":
			in = false
		case in && line != "" && !strings.HasPrefix(line, "#"):
			name, list, ok := strings.Cut(line, ":")
			if !ok {
				t.Fatalf("ARCHITECTURE.md: no colon in rule %q", line)
			}
			rules := inside
			if strings.Contains(strings.Split(name, "/")[0], ".") {
				rules = outside
			}
			rules[name] = strings.Fields(list)
		}
	}
	if len(inside) == 0 || len(outside) == 0 {
		t.Fatal("ARCHITECTURE.md has no imports block")
	}
	return inside, outside
}

// TestCayleyPin fails when go.mod drifts from the commit of Cayley that relata is built on.
func TestCayleyPin(t *testing.T) {
	const (
		pin      = "github.com/cayleygraph/cayley v0.7.7-0.20240706181042-81dcd7d73e45"
		exclude  = "exclude github.com/cayleygraph/cayley v0.7.7\n"
		checksum = pin + " h1:6uJw5TMEw2l5kgu60Iq+FzRg6suiuIwxqOIXUcGEQOs=\n"
	)
	for file, want := range map[string][]string{"go.mod": {"\t" + pin + "\n", exclude}, "go.sum": {checksum}} {
		got, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(got), w) {
				t.Errorf("%s lacks %q", file, strings.TrimSpace(w))
			}
		}
		if strings.Count(string(got), "github.com/cayleygraph/cayley v") > strings.Count(strings.Join(want, ""), "github.com/cayleygraph/cayley v")+1 {
			t.Errorf("%s names a second version of Cayley", file)
		}
	}
}

// TestTopLevel keeps the top of the repository to what its readers expect there.
func TestTopLevel(t *testing.T) {
	allowed := []string{
		"schema", "loaders", "graph", "queries", "cmd", "go.mod", "go.sum", "README.md", "LICENSE",
		"Makefile", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md",
		"bin", "out", // built, not committed
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !strings.HasSuffix(e.Name(), ".db") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s stands at the top of the repository; its place is in one of the five folders", e.Name())
		}
	}
}
