package quadstore

import (
	"fmt"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Values that are read in two halves are those that are read one by one, whatever their
// order and however often they are asked for.
func TestManyValuesOf(t *testing.T) {
	qs := inMemory(t)
	var quads []quad.Quad
	for i := range 2 * manyNames {
		quads = append(quads, iri(fmt.Sprint("s", i), "p", fmt.Sprint("o", i), ""))
	}
	if err := qs.ApplyDeltas(add(quads...), graph.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	var refs []graph.Ref
	var want []quad.Value
	for i := range quads {
		for _, v := range []quad.Value{quads[i*37%len(quads)].Object, quads[0].Subject, nil} {
			var r graph.Ref
			if v != nil {
				var err error
				if r, err = qs.ValueOf(v); err != nil || r == nil {
					t.Fatal(v, r, err)
				}
			}
			refs, want = append(refs, r), append(want, v)
		}
	}
	qs.names = newNameCache(1) // so that nearly all are read
	got, err := qs.ValuesOf(t.Context(), refs)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("value %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// A panic of either half is the caller's, once both have ended.
func TestSideBySide(t *testing.T) {
	for _, which := range []int{0, 1} {
		ended := [2]bool{}
		half := func(i int) func() error {
			return func() error {
				defer func() { ended[i] = true }()
				if i == which {
					panic("here")
				}
				return nil
			}
		}
		func() {
			defer func() {
				if x := recover(); x != "here" || ended != [2]bool{true, true} {
					t.Errorf("panic of %d: got %v, ended %v", which, x, ended)
				}
			}()
			t.Errorf("panic of %d: got %v", which, sideBySide(half(0), half(1)))
		}()
	}
	a, b := fmt.Errorf("a"), fmt.Errorf("b")
	fails := func(err error) func() error { return func() error { return err } }
	if err := sideBySide(fails(a), fails(b)); err != a {
		t.Errorf("got %v", err)
	}
	if err := sideBySide(fails(nil), fails(b)); err != b {
		t.Errorf("got %v", err)
	}
}
