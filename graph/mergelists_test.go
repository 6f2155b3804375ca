package graph

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// made is a correction at so many minutes by somebody.
func made(minutes int, author string, action Action, a, b string) Correction {
	return Correction{Time: when.Add(time.Duration(minutes) * time.Minute), Author: author, Action: action, A: a, B: b}
}

func corrected(t *testing.T, location string, list ...Correction) *Store {
	t.Helper()
	s := open(t, location, Options{})
	for _, r := range sample() {
		add(t, s, r)
	}
	for _, c := range list {
		if _, err := s.Correct(t.Context(), c); err != nil {
			t.Fatalf("%v: %v", c, err)
		}
	}
	return s
}

// TestListsThatHavePartedMeet: two analysts go on from one list, each imports the other's,
// and both have the same list and the same graph.
func TestListsThatHavePartedMeet(t *testing.T) {
	both := made(0, "ada", Rename, "Arvania", "Republic of Arvania")
	ada := corrected(t, filepath.Join(t.TempDir(), "ada"), both,
		made(1, "ada", Rename, "Belmark", "Kingdom of Belmark"), made(5, "ada", AliasAdd, "Arvanian_Navy", "the fleet"), made(6, "ada", Undo, "2", ""), made(7, "ada", NotSame, "Arvania", "Belmark"))
	olof := corrected(t, filepath.Join(t.TempDir(), "olof"), both,
		made(2, "olof", Merge, "Arvania", "Belmark"), made(3, "olof", Rename, "Arvanian_Navy", "Navy of Belmark"), made(4, "olof", Undo, "3", ""))
	adas, olofs := ada.Corrections(), olof.Corrections()
	a, err := ada.ImportCorrections(t.Context(), olofs)
	if err != nil {
		t.Fatal(err)
	}
	o, err := olof.ImportCorrections(t.Context(), adas)
	if err != nil {
		t.Fatal(err)
	}
	if a.Added != 3 || a.From != 3 || o.Added != 4 || o.From != 2 {
		t.Errorf("ada: %+v, olof: %+v", a, o)
	}
	want := []string{"3 (olof: merge Arvania Belmark) and 8 (ada: not-same Arvania Belmark): the later one holds"}
	if !reflect.DeepEqual(a.Conflicts, want) || !reflect.DeepEqual(o.Conflicts, want) {
		t.Errorf("conflicts %q, %q", a.Conflicts, o.Conflicts)
	}
	if !reflect.DeepEqual(ada.Corrections(), olof.Corrections()) {
		t.Errorf("ada has\n%v\nolof has\n%v", ada.Corrections(), olof.Corrections())
	}
	if list := ada.InForce(); len(list) != 4 { // a name, an alias, the merge that is overruled, not-same
		t.Errorf("in force: %v", list)
	}
	if x, y := export(t, ada), export(t, olof); x != y {
		t.Errorf("the graphs differ:\n%s\n%s", x, y)
	}
	if _, there, err := ada.Entity(t.Context(), "Belmark"); err != nil || !there {
		t.Errorf("a merge that was called wrong later holds: %v", err)
	}
	for _, again := range [][]Correction{olofs, adas, ada.Corrections()} {
		if done, err := ada.ImportCorrections(t.Context(), again); err != nil || done.Added != 0 || done.From != 0 {
			t.Errorf("again: %+v, %v", done, err)
		}
	}
	if got := problems(t, ada); got != "" {
		t.Error(got)
	}
}

// TestImportCutShort: a kill after the list was written leaves the graph to the next opening.
func TestImportCutShort(t *testing.T) {
	location := filepath.Join(t.TempDir(), "db")
	s := corrected(t, location, made(2, "ada", Rename, "Belmark", "Belmark the Great"))
	theirs := made(1, "olof", Rename, "Belmark", "Belmark the Small")
	theirs.N = 1
	merged, conflicts := mergeLists(s.Corrections(), []Correction{theirs})
	if len(conflicts) != 1 || len(merged) != 2 || merged[0].Author != "olof" {
		t.Fatalf("%v, %v", merged, conflicts)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range merged {
		b.WriteString(c.String() + "\n")
	}
	for name, text := range map[string]string{correctedFile: "0\n", correctionsFile: b.String()} {
		if err := os.WriteFile(filepath.Join(location, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, location, Options{})
	fresh := corrected(t, MemoryLocation, merged[0], merged[1])
	if x, y := export(t, s), export(t, fresh); x != y {
		t.Errorf("got\n%s\nwant\n%s", x, y)
	}
}

// TestAliasesReachLaterArticles: what goes by an alias is the entity, in articles that are
// there and in those that come.
func TestAliasesReachLaterArticles(t *testing.T) {
	list := []Correction{made(1, "ada", Rename, "Arvanian_Navy", "Royal Navy"), made(2, "ada", AliasAdd, "Arvanian_Navy", "Belmark")}
	s := corrected(t, MemoryLocation, list...)
	if _, there, err := s.Entity(t.Context(), "Belmark"); err != nil || there {
		t.Errorf("Belmark is still there: %v", err)
	}
	claims := collect(t, s.Claims(t.Context(), Filter{Entity: "Arvanian_Navy"}))
	if len(claims) < 4 || claims[0].Object.Entity == nil {
		t.Fatalf("%d claims", len(claims))
	}
	late := open(t, MemoryLocation, Options{})
	add(t, late, sample()[0])
	for _, c := range list {
		if _, err := late.Correct(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	add(t, late, sample()[1]) // has Belmark and no Navy
	add(t, late, sample()[2])
	if x, y := export(t, s), export(t, late); x != y {
		t.Errorf("before:\n%s\nafter:\n%s", x, y)
	}
	if _, err := late.Correct(t.Context(), made(3, "ada", AliasRemove, "Arvanian_Navy", "Belmark")); err != nil {
		t.Fatal(err)
	}
	if _, there, err := late.Entity(t.Context(), "Belmark"); err != nil || !there {
		t.Errorf("Belmark did not come back: %v", err)
	}
}
