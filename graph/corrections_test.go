package graph

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"relata/schema"
)

var when = time.Date(2024, 1, 5, 0, 0, 0, 0, time.UTC)

func fix(action Action, a, b string) Correction {
	return Correction{Time: when, Author: "ada", Action: action, A: a, B: b, Why: "she knows"}
}

// TestCorrections makes each correction on a graph that has the articles, checks what it
// did, that a graph loaded afterwards is the same, and that undoing gives the first graph.
func TestCorrections(t *testing.T) {
	readings := sample()
	sale := readings[0]
	claim := func(predicate string) string {
		i := slices.IndexFunc(sale.Claims, func(c schema.Claim) bool { return c.Predicate == predicate })
		return sale.Claims[i].ID
	}
	for _, c := range []struct {
		fix   Correction
		n     int // articles changed
		check func(t *testing.T, s *Store)
	}{
		{fix(Merge, "Arvania", "Belmark"), 2, func(t *testing.T, s *Store) {
			ent, _, err := s.Entity(t.Context(), "Arvania")
			if err != nil || ent.Name != "Arvania" || !slices.Contains(ent.Aliases, "Belmark") {
				t.Errorf("merged into %+v, %v", ent, err)
			}
			if _, ok, _ := s.Entity(t.Context(), "Belmark"); ok {
				t.Error("the merged entity is still there")
			}
			for c, err := range s.Claims(t.Context(), Filter{Predicate: "visited"}) {
				if err != nil || c.Object.Entity.ID != "Arvania" || c.Object.Was != "Belmark" || c.Subject.Was != "" {
					t.Errorf("%+v, %v", c, err)
				}
			}
		}},
		{fix(Rename, "Ada_Lovelace", "Admiral Lovelace"), 2, func(t *testing.T, s *Store) {
			ent, _, err := s.Entity(t.Context(), "Ada_Lovelace")
			if err != nil || ent.Name != "Admiral Lovelace" || !slices.Equal(ent.Aliases, []string{"Ada Lovelace", "Lovelace"}) {
				t.Errorf("renamed to %+v, %v", ent, err)
			}
		}},
		{fix(Retype, "Arvanian_Navy", "Group"), 1, func(t *testing.T, s *Store) {
			if ent, _, _ := s.Entity(t.Context(), "Arvanian_Navy"); ent.Type != schema.Group {
				t.Errorf("%+v", ent)
			}
		}},
		{fix(AliasAdd, "Ada_Lovelace", "The Admiral"), 2, func(t *testing.T, s *Store) {
			if found, err := s.FindEntity(t.Context(), "the admiral"); err != nil || len(found) != 1 || found[0].ID != "Ada_Lovelace" {
				t.Errorf("%+v, %v", found, err)
			}
		}},
		{fix(AliasRemove, "Arvania", "Port Arvan"), 2, func(t *testing.T, s *Store) {
			if ent, _, _ := s.Entity(t.Context(), "Arvania"); !slices.Equal(ent.Aliases, []string{"Arvanian"}) {
				t.Errorf("%+v", ent)
			}
		}},
		{fix(Split, "Arvania", sale.Claims[0].Subject.Mention), 1, func(t *testing.T, s *Store) {
			n := 0
			for c, err := range s.Claims(t.Context(), Filter{Entity: schema.EntityID(sale.Claims[0].Subject.Mention)}) {
				if err != nil {
					t.Fatal(err)
				}
				n++
				if c.Subject.Was != "Arvania" {
					t.Errorf("%+v", c)
				}
			}
			if n == 0 {
				t.Error("nothing was split off")
			}
		}},
		{fix(Reject, claim("buys-from"), ""), 1, func(t *testing.T, s *Store) {
			if got, err := s.FirstRead(t.Context(), []string{claim("buys-from"), "claim/none"}); err != nil || len(got) != 1 || got[claim("buys-from")].Evidence.Text == "" {
				t.Errorf("as it was read: %v, %v", got, err)
			}
			if got := collect(t, s.Claims(t.Context(), Filter{Claim: claim("buys-from")})); len(got) != 0 {
				t.Errorf("%+v", got)
			}
		}},
		{fix(Confirm, claim("leads"), ""), 1, func(t *testing.T, s *Store) {
			if got := collect(t, s.Claims(t.Context(), Filter{Claim: claim("leads")})); len(got) != 1 || got[0].Confidence != 1 {
				t.Errorf("%+v", got)
			}
		}},
		{fix(Edit, claim("leads"), "status=planned; when=2025; subject=Somebody_Else"), 1, func(t *testing.T, s *Store) {
			got := collect(t, s.Claims(t.Context(), Filter{Claim: claim("leads")}))
			if len(got) != 1 || got[0].Status != schema.Planned || got[0].When != "2025" || got[0].Subject.Entity.Name != "Somebody Else" || got[0].Subject.Was != "Ada_Lovelace" {
				t.Errorf("%+v", got)
			}
		}},
		{fix(NotSame, "Arvania", "Belmark"), 0, func(t *testing.T, s *Store) {
			if _, err := s.Correct(t.Context(), fix(Merge, "Belmark", "Arvania")); err == nil {
				t.Error("merged what is not the same")
			}
		}},
	} {
		t.Run(string(c.fix.Action), func(t *testing.T) {
			onEveryBackend(t, func(t *testing.T, location string) {
				ctx := t.Context()
				s := open(t, location, Options{})
				untouched := slices.Clone(readings)
				for _, r := range readings {
					add(t, s, r)
				}
				first := quadsOf(t, s)
				done, err := s.Correct(ctx, c.fix)
				if err != nil || done.N != 1 || done.Articles != c.n {
					t.Fatalf("%+v, %v", done, err)
				}
				c.check(t, s)
				fixed := quadsOf(t, s)
				if problems, err := s.Verify(ctx); err != nil || len(problems) > 0 {
					t.Errorf("%v, %v", problems, err)
				}
				if !reflect.DeepEqual(untouched, readings) {
					t.Error("a correction changed a reading")
				}
				// taken out and loaded again, after the correction
				for _, r := range readings {
					if _, err := s.Retract(ctx, r.Document.ID); err != nil {
						t.Fatal(err)
					}
					add(t, s, r)
				}
				if got := quadsOf(t, s); !reflect.DeepEqual(got, fixed) {
					t.Errorf("loaded after the correction: %s", difference(got, fixed))
				}
				if !strings.HasPrefix(location, "postgres:") && location != MemoryLocation {
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
					for range 2 {
						if _, err := RebuildStore(ctx, location, Options{}, readAgain(func(doc *schema.Document) (*schema.Reading, error) {
							for _, r := range readings {
								if r.Document.ID == doc.ID {
									own := *r
									own.Document = doc
									return &own, nil
								}
							}
							return nil, fmt.Errorf("unknown %s", doc.ID)
						})); err != nil {
							t.Fatal(err)
						}
					}
					s = open(t, location, Options{})
					if got := quadsOf(t, s); !reflect.DeepEqual(got, fixed) {
						t.Errorf("rebuilt after the correction: %s", difference(got, fixed))
					}
				}
				if _, err := s.Correct(ctx, fix(Undo, "1", "")); err != nil {
					t.Fatal(err)
				}
				if got := quadsOf(t, s); !reflect.DeepEqual(got, first) {
					t.Errorf("undone: %s", difference(got, first))
				}
				if _, err := s.Correct(ctx, fix(Undo, "1", "")); err == nil {
					t.Error("undone twice")
				}
				if _, err := s.Correct(ctx, fix(Undo, "2", "")); err != nil { // undoes the undoing
					t.Fatal(err)
				}
				if got := quadsOf(t, s); !reflect.DeepEqual(got, fixed) {
					t.Errorf("done again: %s", difference(got, fixed))
				}
			})
		})
	}
}

func difference(got, want map[string]bool) string {
	var b strings.Builder
	for _, q := range sortedKeys(got) {
		if !want[q] {
			fmt.Fprintln(&b, "\n+", q)
		}
	}
	for _, q := range sortedKeys(want) {
		if !got[q] {
			fmt.Fprintln(&b, "\n-", q)
		}
	}
	return b.String()
}

// TestCorrectionCutShort kills a correction between its line and the graph.
func TestCorrectionCutShort(t *testing.T) {
	location := filepath.Join(t.TempDir(), "test.db")
	s := open(t, location, Options{})
	for _, r := range sample() {
		add(t, s, r)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	c := fix(Rename, "Ada_Lovelace", "Admiral Lovelace")
	c.N = 1
	if err := os.WriteFile(filepath.Join(location, correctionsFile), []byte(c.String()+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s = open(t, location, Options{})
	if ent, _, err := s.Entity(t.Context(), "Ada_Lovelace"); err != nil || ent.Name != "Admiral Lovelace" {
		t.Errorf("%+v, %v", ent, err)
	}
}

func TestCorrectionsThatAreRefused(t *testing.T) {
	s := open(t, MemoryLocation, Options{})
	add(t, s, sample()[0])
	for _, c := range []Correction{
		fix(Merge, "Arvania", "Nowhere"), fix(Merge, "Arvania", "Arvania"), fix(Retype, "Arvania", "Spaceship"), fix(Rename, "Arvania", ""),
		fix(Rename, "Arvania", "a\tb"), fix(Reject, "Arvania", ""), fix(Reject, "claim/0000000000000000", ""), fix(Undo, "1", ""), fix("frob", "Arvania", "x"),
		fix(Edit, sample()[0].Claims[0].ID, "colour=red"), fix(Edit, sample()[0].Claims[0].ID, "status=maybe"),
	} {
		if done, err := s.Correct(t.Context(), c); err == nil {
			t.Errorf("%v: took it: %+v", c, done)
		}
	}
	if log := s.Corrections(); len(log) != 0 {
		t.Errorf("kept %v", log)
	}
}

func FuzzReadCorrections(f *testing.F) {
	c := fix(Merge, "Arvania", "Belmark")
	c.N = 1
	f.Add(c.String() + "\n")
	f.Add("# by hand\n\n1\t2024-01-05T00:00:00Z\tada\tedit\tclaim/1\tstatus=denied; when=2024\t\n")
	f.Add("1\t2024\tada\tundo\t1\t\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadCorrections(strings.NewReader(text))
		if err != nil {
			return
		}
		var b strings.Builder
		for _, c := range list {
			fmt.Fprintln(&b, c)
		}
		again, err := ReadCorrections(strings.NewReader(b.String()))
		if err != nil || !reflect.DeepEqual(list, again) {
			t.Fatalf("%q came back as %v, %v", list, again, err)
		}
		Correct(list, sample()[0])
	})
}

// TestTwoCorrectAtOnce lets processes correct one database at the same moment, and others
// load into it: no correction is lost, and the graph is as if one had done all.
func TestTwoCorrectAtOnce(t *testing.T) {
	const writers, each = 3, 4
	ctx := t.Context()
	address := locations["postgres"](t)
	readings := sample()
	calm := open(t, MemoryLocation, Options{})
	var stores []*Store
	for range writers {
		stores = append(stores, open(t, address, Options{}))
	}
	loader := open(t, address, Options{})
	add(t, loader, readings[0])
	alias := func(w, i int) Correction {
		return fix(AliasAdd, "Ada_Lovelace", fmt.Sprintf("Countess %d of %d", i, w))
	}
	errs := make(chan error)
	for w, s := range stores {
		go func() {
			var err error
			for i := range each {
				_, cerr := s.Correct(ctx, alias(w, i))
				err = errors.Join(err, cerr)
			}
			errs <- err
		}()
	}
	go func() {
		var err error
		for _, r := range readings[1:] {
			_, aerr := loader.Add(ctx, r)
			err = errors.Join(err, aerr)
		}
		errs <- err
	}()
	for range writers + 1 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	late := open(t, address, Options{})
	list := late.Corrections()
	if len(list) != writers*each {
		t.Errorf("%d corrections are kept, of %d", len(list), writers*each)
	}
	for _, r := range readings {
		add(t, calm, r)
	}
	for w := range writers {
		for i := range each {
			if !slices.ContainsFunc(list, func(c Correction) bool { return c.B == alias(w, i).B }) {
				t.Errorf("lost: %v", alias(w, i))
			}
			if _, err := calm.Correct(ctx, alias(w, i)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, want := quadsOf(t, late), quadsOf(t, calm); !reflect.DeepEqual(got, want) {
		t.Errorf("not as if one had done it: %s", difference(got, want))
	}
}

// TestSwappedCorrections makes a database let another process in between, as one that gives
// up locks may: the correction is put behind the other's.
func TestSwappedCorrections(t *testing.T) {
	address := locations["postgres"](t)
	a, b := open(t, address, Options{}), open(t, address, Options{})
	add(t, a, sample()[0])
	table := a.files.(tableFiles)
	a.files = careless{table, func() {
		a.files = table
		if _, err := b.Correct(t.Context(), fix(Rename, "Arvania", "Great Arvania")); err != nil {
			t.Error(err)
		}
	}}
	done, err := a.Correct(t.Context(), fix(Rename, "Arvania", "Old Arvania"))
	if err != nil || done.N != 2 {
		t.Errorf("%+v, %v", done, err)
	}
	late := open(t, address, Options{})
	if list := late.Corrections(); len(list) != 2 || list[0].B != "Great Arvania" || list[1].B != "Old Arvania" {
		t.Errorf("%v", list)
	}
	if ent, _, err := late.Entity(t.Context(), "Arvania"); err != nil || ent.Name != "Old Arvania" {
		t.Errorf("%+v, %v", ent, err)
	}
}

// careless files let others in before they are swapped.
type careless struct {
	tableFiles
	before func()
}

func (c careless) swap(name string, was, data []byte) (bool, error) {
	c.before()
	return c.tableFiles.swap(name, was, data)
}

func (c careless) alone(_ context.Context, do func() error) error { return do() }

// TestOthersCorrections loads an article in a process that read the corrections before
// another one made some.
func TestOthersCorrections(t *testing.T) {
	address := locations["postgres"](t)
	a, b := open(t, address, Options{}), open(t, address, Options{})
	readings := sample()
	add(t, a, readings[0])
	if _, err := b.Correct(t.Context(), fix(Rename, "Ada_Lovelace", "Admiral Lovelace")); err != nil {
		t.Fatal(err)
	}
	add(t, a, readings[1])
	late := open(t, address, Options{})
	want := open(t, MemoryLocation, Options{})
	for _, r := range readings[:2] {
		add(t, want, r)
	}
	if _, err := want.Correct(t.Context(), fix(Rename, "Ada_Lovelace", "Admiral Lovelace")); err != nil {
		t.Fatal(err)
	}
	if got, want := quadsOf(t, late), quadsOf(t, want); !reflect.DeepEqual(got, want) {
		t.Errorf("loaded without the correction: %s", difference(got, want))
	}
}
