package link

import "testing"

func TestModels(t *testing.T) {
	for name, c := range map[string]struct{ tree, want string }{
		"aircraft":         {"They/PRON/2/nsubj bought/VERB/0/root 36/NUM/6/nummod Q/PROPN/6/compound -/PUNCT/4/punct 15s/NOUN/2/obj", ""},
		"more aircraft":    {"They/PRON/2/nsubj bought/VERB/0/root 36/NUM/6/nummod F/PROPN/6/compound -/PUNCT/4/punct 15s/NOUN/2/obj", "Product:F-15s"},
		"of another maker": {"They/PRON/2/nsubj fly/VERB/0/root Su/PROPN/5/compound -/PUNCT/3/punct 35/NUM/2/obj", "Product:Su-35"},
		"a disease":        {"They/PRON/2/nsubj fear/VERB/0/root COVID/PROPN/5/compound -/PUNCT/3/punct 19/NUM/2/obj", ""},
		"a day":            {"They/PRON/2/nsubj left/VERB/0/root May/PROPN/5/compound -/PUNCT/3/punct 4th/NOUN/2/obj", ""},
	} {
		if got := named(tree(t, c.tree)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}
