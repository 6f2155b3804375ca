package link

import (
	"slices"
	"strings"
	"testing"

	"relata/schema"
)

// TestTables holds what the tables of names promise: sorted rows of a name, a state and other
// names, each name once, none of a state or city in place of its own.
func TestTables(t *testing.T) {
	seen := map[string]string{}
	for _, table := range tables {
		var names []string
		if !strings.HasSuffix(*table.text, "\n") {
			t.Fatal("a table without its last end of line")
		}
		for line := range strings.Lines(*table.text) {
			line = strings.TrimRight(line, "\n")
			if strings.HasPrefix(line, "#") {
				continue
			}
			f := strings.Split(line, "\t")
			if len(f) < 2 || len(f) > 3 {
				t.Errorf("row %q", line)
				continue
			}
			if f[1] != "IGO" && CountryName(f[1]) == "" {
				t.Errorf("row %q: no state %s", line, f[1])
			}
			all := f[:1:1]
			if len(f) > 2 {
				all = append(all, strings.Split(f[2], "|")...)
			}
			for _, name := range all {
				name = strings.TrimPrefix(name, "?")
				if strings.TrimSpace(name) != name || name == "" {
					t.Errorf("row %q: name %q", line, name)
				}
				if old, ok := seen[name]; ok {
					t.Errorf("%q stands in %q and %q", name, old, line)
				}
				seen[name] = line
				if k, ok := facts().known[key(name)]; ok && k.Type == schema.Country {
					t.Errorf("row %q: %q is a name of %s", line, name, k.Name)
				}
			}
			names = append(names, strings.TrimPrefix(f[0], "?"))
		}
		if !slices.IsSorted(names) {
			t.Errorf("the table that begins with %s is not sorted", names[0])
		}
	}
}

func TestKnownNames(t *testing.T) {
	for name, want := range map[string]string{
		"Lufthansa":                   "Lufthansa Organization DEU",
		"Suu Kyi":                     "Aung San Suu Kyi Person MMR",
		"J.C. Penney":                 "J.C. Penney Organization USA",
		"Native American Rights Fund": "Native American Rights Fund Organization USA",
		"Iga Swiatek":                 "Iga Swiatek Person POL",
		"S-400":                       "S-400 Product RUS",
		"Rome Statute":                "Rome Statute Agreement IGO",
		"Champions League":            "UEFA Champions League Event IGO",
		"Ford":                        "", // a surname as well
		"Peru":                        "Peru Country PER",
	} {
		got := ""
		if k, ok := Lookup(name); ok {
			got = strings.Join([]string{k.Name, string(k.Type), k.Country}, " ")
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if k, ok := faint("Ford"); !ok || k.Name != "Ford" {
		t.Errorf("Ford: got %v", k)
	}
	if got := LeaderCountry("Julian Assange"); got != "AUS" {
		t.Errorf("Julian Assange: got %q, want AUS", got)
	}
}
