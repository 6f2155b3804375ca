package queries

import (
	"strings"
	"testing"
)

func TestHints(t *testing.T) {
	qs := newsStore(t).QuadStore()
	for query, want := range map[string]string{
		`g.V("<Arvana>").Out("<buys-frm>").All()`:      "nothing in the graph is <Arvana>; the nearest: Arvania, Arvanian; nothing in the graph is <buys-frm>; the nearest: buys-from, buys",
		`g.V("<Arvania>").Out("buys-from").All()`:      `"buys-from" is a text; the id is "<buys-from>"`,
		`g.V("Golda Meir").Out("<met>").All()`:         "",
		`g.V('<Zzyzx_Quux>').All()`:                    "nothing in the graph is <Zzyzx_Quux>",
		`g.V("<Arvania>").Tag("no such tag").All()`:    "",
		`g.V("<Arvania>").Out("<met>").Tag("x").All()`: "",
	} {
		got, err := Hints(t.Context(), qs, query)
		if err != nil || strings.Join(got, "; ") != want {
			t.Errorf("%s\ngot  %s, %v\nwant %s", query, strings.Join(got, "; "), err, want)
		}
	}
}

func TestMethodsThatArentThereHaveNearOnes(t *testing.T) {
	_, err := answer(Run(t.Context(), store(t, multigraph), `g.V().Al()`, Options{}))
	if err == nil || !strings.Contains(err.Error(), "the nearest: as, all, ") {
		t.Errorf("got %v", err)
	}
}
