package simple

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"relata/schema"
)

func read(t testing.TB, text string) *schema.Reading {
	t.Helper()
	doc := &schema.Document{Text: text}
	doc.Seal()
	r, err := New(schema.Default()).Extract(context.Background(), doc)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestClaims(t *testing.T) {
	for text, want := range map[string][]string{
		"France bought wheat from Brazil.":                                                       {"France buys-from Brazil actual about wheat"},
		"France is planning to buy wheat from Brazil, Peruvian officials said.":                  {"France buys-from Brazil planned about wheat by Peruvian officials"},
		"Norway could attack Sweden.":                                                            {"Norway attacks Sweden possible"},
		"Norway has not attacked Sweden.":                                                        {"Norway attacks Sweden denied"},
		"Norway’s army didn’t invade Sweden.":                                                    {"Norway invades Sweden denied"},
		"Chile has begun to receive ships from Peru.":                                            {"Peru supplies Chile actual about ships"},
		"Chile will not only help Peru but also fund it.":                                        {"Chile aids Peru planned"},
		"Kenya sent rice to Mali. Mali met Ghana.":                                               {"Kenya supplies Mali actual about rice", "Kenya deploys-to Mali actual about rice", "Mali met Ghana actual"},
		"The Kenyans visited Japan; later, Kenya visited Japan.":                                 {"Kenya visited Japan actual"},
		"Sweden was attacked near Norway.":                                                       nil,
		"France bought wheat. Brazil did not mind.":                                              nil,
		"Nobody here is a country.":                                                              nil,
		"South Africa criticized South Korea, an analyst said. \"North Korea,\" he said, \"no\"": {"South_Africa criticizes South_Korea actual by analyst"},
	} {
		var got []string
		for _, c := range read(t, text).Claims {
			s := fmt.Sprintf("%s %s %s %s", c.Subject.ID(), c.Predicate, c.Object.ID(), c.Status)
			if c.About != "" {
				s += " about " + c.About
			}
			if c.Source.Name != "" {
				s += " by " + c.Source.Name
			}
			got = append(got, s)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q", text, got, want)
		}
	}
}

func TestEvidence(t *testing.T) {
	const text = "Nothing yet.\nThe U.S. military said the Kenyans bought rice from Mali. More."
	r := read(t, text)
	if len(r.Claims) != 1 || len(r.Entities) != 2 {
		t.Fatalf("got %+v", r)
	}
	c := r.Claims[0]
	at := func(s schema.Span) string { return text[s.Start:s.End] }
	if c.Evidence.Sentence != 1 || at(c.Evidence.Span) != "The U.S. military said the Kenyans bought rice from Mali." || c.Evidence.Text != at(c.Evidence.Span) {
		t.Errorf("evidence %+v", c.Evidence)
	}
	if at(c.Evidence.Predicate) != "bought" || at(c.Subject.Span) != "Kenyans" || c.Subject.Mention != "Kenyans" || at(c.Object.Span) != "Mali" {
		t.Errorf("spans of %+v", c)
	}
	if kenya := r.Entities[0]; kenya != c.Subject.Entity || kenya.Country != "KEN" || !slices.Equal(kenya.Aliases, []string{"Kenyans"}) {
		t.Errorf("got %+v", kenya)
	}
	if c.ID == "" || c.Event != "COOPERATE" || c.Method != method {
		t.Errorf("got %+v", c)
	}
}

func TestSentences(t *testing.T) {
	const text = "Mr. Ho met Gen. Ito in the U.S. He left.\n\n“Why?” “Because.” It cost 3.5 million. end"
	var got []string
	for _, s := range sentences(text) {
		got = append(got, text[s.Start:s.End])
	}
	want := []string{"Mr. Ho met Gen. Ito in the U.S. He left.", "“Why?”", "“Because.”", "It cost 3.5 million. end"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New(schema.Default()).Extract(ctx, &schema.Document{Text: "A."}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestGoldArticle(t *testing.T) {
	data := os.Getenv("RELATA_DATA")
	if data == "" {
		t.Skip("RELATA_DATA doesn't name the corpora")
	}
	text, err := os.ReadFile(filepath.Join(data, "..", "gold", "dev", "missiles.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range read(t, string(text)).Claims {
		if c.Subject.ID() == "Russia" && c.Predicate == "buys-from" && c.Object.ID() == "Iran" && c.Status == schema.Planned {
			return
		}
	}
	t.Error("the purchase was not found")
}

func FuzzExtract(f *testing.F) {
	f.Add("France bought wheat from Brazil, Peru’s officials said.")
	f.Add("The U.S. didn't. ’s “(U.K.)” said")
	x := New(schema.Default())
	f.Fuzz(func(t *testing.T, text string) {
		doc := &schema.Document{Text: text}
		doc.Seal()
		a, err := x.Extract(context.Background(), doc)
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, s := range a.Sentences {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("sentence %+v after %d of %d", s, last, len(text))
			}
			last = s.End
		}
		for _, c := range a.Claims {
			for _, s := range []schema.Span{c.Subject.Span, c.Object.Span, c.Evidence.Predicate} {
				if !c.Evidence.Span.Contains(s) {
					t.Errorf("%+v lies outside of its sentence %+v", s, c.Evidence.Span)
				}
			}
		}
		b, _ := x.Extract(context.Background(), doc)
		if !reflect.DeepEqual(a, b) {
			t.Error("two readings differ")
		}
	})
}
