package link

import (
	"strings"
	"testing"

	"relata/loaders/nlp/coref"
)

// TestOtherNamesOfGoods: what goods are called besides doesn't take the clause along.
func TestOtherNamesOfGoods(t *testing.T) {
	doc := tree(t, "Peru/PROPN/2/nsubj shipped/VERB/0/root the/DET/5/det ballistic/ADJ/5/amod drones/NOUN/2/obj to/ADP/7/case Chile/PROPN/5/nmod | Country:1-1 Country:7-7")
	Annotate(doc)
	coref.AddMentions(doc)
	coref.Resolve(doc)
	found := false
	for _, tie := range Resolve(doc, "").Ties {
		if tie.Entity == nil || !strings.Contains(tie.Entity.Name, "drones") {
			continue
		}
		found = true
		for _, a := range tie.Entity.Aliases {
			if strings.Contains(a, "Chile") {
				t.Errorf("%s is called %q", tie.Entity.Name, a)
			}
		}
	}
	if !found {
		t.Error("no drones")
	}
}
