package link

import (
	"strings"
	"testing"
)

// TestArmedNamesAreInTheTables: a name that no table of bodies gives would never be asked for.
func TestArmedNamesAreInTheTables(t *testing.T) {
	for name := range armedNames() {
		found := false
		for _, text := range []string{bodyText, agencyText, groupText} {
			for line := range strings.Lines(text) {
				first, _, _ := strings.Cut(line, "\t")
				found = found || key(first) == name
			}
		}
		if !found {
			t.Errorf("%q stands in none of bodies.tsv, agencies.tsv and groups.tsv", name)
		}
	}
	if !Armed("FARC") || Armed("Chilean Army") {
		t.Error("Armed tells a state's army from those it fights the wrong way round")
	}
}
