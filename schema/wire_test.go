package schema

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func sampleReading() *Reading {
	doc := &Document{Title: "Talks", URL: "https://example.org/a", Publisher: "Le Monde", Author: "Jane Austen", Language: "en",
		Published: time.Date(2024, 1, 4, 0, 0, 0, 0, time.UTC), Text: "Moscow plans to buy missiles <R&D> from Iran.\n"}
	doc.Seal()
	c := sampleClaim()
	c.Evidence = Evidence{Sentence: 0, Text: strings.TrimSpace(doc.Text), Span: Span{0, len(doc.Text) - 1}, Predicate: Span{16, 19}}
	c.Seal(doc)
	return &Reading{Document: doc, Sentences: make([]Span, 1), Claims: []Claim{c},
		Entities: []*Entity{c.Object.Entity, c.Subject.Entity, {ID: "U.S._officials", Name: "U.S. officials", Type: Group}}}
}

func readings(t *testing.T, text string) (list []*Reading, faults []string) {
	t.Helper()
	for r, err := range ReadReadings("lines", strings.NewReader(text)) {
		var one *ArticleError
		switch {
		case err == nil:
			list = append(list, r)
		case errors.As(err, &one):
			faults = append(faults, err.Error())
		default:
			t.Fatal(err)
		}
	}
	return list, faults
}

func TestReadingsRoundTrip(t *testing.T) {
	want := sampleReading()
	late := sampleReading()
	late.Document.Published = time.Date(2024, 1, 4, 17, 30, 0, 0, time.UTC)
	late.Document.Text += "And more.\n"
	late.Document.Seal()
	late.Claims[0].Seal(late.Document)
	silent := &Reading{Document: &Document{Text: "Nothing was said."}, Sentences: make([]Span, 1), Unread: 2}
	silent.Document.Seal()
	var b bytes.Buffer
	for _, r := range []*Reading{want, silent, late} {
		if err := WriteReading(&b, r); err != nil {
			t.Fatal(err)
		}
	}
	got, faults := readings(t, b.String()+"\n")
	if len(faults) > 0 || len(got) != 3 {
		t.Fatalf("%d readings, %v", len(got), faults)
	}
	for i, r := range []*Reading{want, silent, late} {
		if !reflect.DeepEqual(got[i], r) {
			t.Errorf("got  %+v\nwant %+v", got[i], r)
		}
	}
	if got[0].Claims[0].Subject.Entity != got[0].Entities[1] {
		t.Error("a claim's argument is not the article's entity")
	}
}

func TestReadingsFaults(t *testing.T) {
	var b bytes.Buffer
	r := sampleReading()
	if err := WriteReading(&b, r); err != nil {
		t.Fatal(err)
	}
	article, claim, _ := strings.Cut(b.String(), "\n")
	article += "\n"
	var next bytes.Buffer
	silent := &Reading{Document: &Document{Text: "Nothing was said."}}
	silent.Document.Seal()
	if err := WriteReading(&next, silent); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text  string
		reads int
		want  string // part of the only fault
	}{
		"cut short":        {article, 0, "lines:1: " + r.Document.ID + ": 1 of its 1 claims are missing or bad"},
		"cut in a line":    {article + claim[:100] + "\n" + next.String(), 1, ""},
		"junk":             {"junk\n" + b.String() + next.String(), 2, "lines:1: not a claim"},
		"another text":     {strings.Replace(article, "missiles", "musicals", 1) + claim + next.String(), 1, "not as it was written: its text has another hash"},
		"another sentence": {article + strings.Replace(claim, "buy missiles", "buy musicals", 1), 0, ""},
		"not UTF-8":        {"{\"document\":\"\xff\"}\n" + next.String(), 1, "lines:1: not UTF-8"},
		"no article":       {strings.Replace(claim, "article/", "essay/", 1), 0, `its article is "essay/`},
		"too long":         {strings.Repeat("x", maxReadingLine+1) + "\n" + next.String(), 1, "a line of more than 64 MiB"},
	} {
		got, faults := readings(t, c.text)
		if len(got) != c.reads || len(faults) == 0 || c.want != "" && (len(faults) != 1 || !strings.Contains(faults[0], c.want)) {
			t.Errorf("%s: %d readings, %v", name, len(got), faults)
		}
	}
}

func TestClaimsWithoutTheirArticle(t *testing.T) {
	c, d := sampleClaim(), sampleClaim()
	d.Article = "article/0123456789ab"
	var b bytes.Buffer
	if err := WriteJSON(&b, c, c, d); err != nil {
		t.Fatal(err)
	}
	got, faults := readings(t, b.String())
	if len(faults) > 0 || len(got) != 2 || len(got[0].Claims) != 2 || len(got[1].Claims) != 1 {
		t.Fatalf("%d readings, %v", len(got), faults)
	}
	if doc := got[0].Document; doc.ID != c.Article || doc.Published.Format(time.DateOnly) != "2024-01-04" || doc.SHA256 != "" || len(got[0].Sentences) != 4 || len(got[0].Entities) != 2 {
		t.Errorf("got %+v", got[0])
	}
	if doc := got[1].Document; !doc.Published.IsZero() {
		t.Errorf("published %v", doc.Published)
	}
}

func FuzzReadReadings(f *testing.F) {
	var b bytes.Buffer
	if err := WriteReading(&b, sampleReading()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.String())
	f.Add("{\"document\":{\"id\":\"article/x\"}}\njunk\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		first, _ := readings(t, text)
		var b bytes.Buffer
		for _, r := range first {
			if r.Document.SHA256 == "" {
				continue // claims alone
			}
			if err := WriteReading(&b, r); err != nil {
				t.Fatal(err)
			}
		}
		again, faults := readings(t, b.String())
		if len(faults) > 0 {
			t.Fatalf("what was written is not read: %v", faults)
		}
		var c bytes.Buffer
		for _, r := range again {
			if err := WriteReading(&c, r); err != nil {
				t.Fatal(err)
			}
		}
		if b.String() != c.String() {
			t.Fatalf("read and written again:\n%s\n%s", b.String(), c.String())
		}
	})
}
