package article

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestPDF(t *testing.T) {
	docs, errs := read(Options{}, "pdf/testdata/columns.pdf")
	if len(docs) != 1 || len(errs) != 0 {
		t.Fatalf("%d documents, %v", len(docs), errs)
	}
	doc := docs[0]
	if doc.Title != "Iran sells drones to Russia, officials say" || doc.Author != "Jane Austen" && doc.Author != "By Jane Austen" {
		t.Errorf("title %q, author %q", doc.Title, doc.Author)
	}
	if got := doc.Published.Format(time.DateOnly); got != "2024-01-05" {
		t.Errorf("published %s: not the date that is printed", got)
	}
	if strings.Contains(doc.Text, "Gazette") || !strings.Contains(doc.Text, "\n\nRussian Defense Minister Sergei Shoigu visited Tehran in September. He was received by") {
		t.Errorf("got %s", doc.Text)
	}
	for name, data := range map[string]string{"broken": "%PDF-1.7\njunk", "encrypted": "%PDF-1.7\ntrailer<</Encrypt 1 0 R/Root 2 0 R>>\n"} {
		if docs, errs := readString(Options{}, data); len(docs) != 0 || len(errs) != 1 {
			t.Errorf("%s: %d documents, %v", name, len(docs), errs)
		}
	}
	if data, err := os.ReadFile("pdf/testdata/ascii85.pdf"); err != nil {
		t.Fatal(err)
	} else if docs, errs := readString(Options{MaxBytes: 1000}, string(data)); len(docs) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "too long") {
		t.Errorf("too long: %d documents, %v", len(docs), errs)
	}
}
