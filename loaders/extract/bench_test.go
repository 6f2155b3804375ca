package extract

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"relata/loaders/nlp/conllu"
	"relata/schema"
)

// BenchmarkFromDoc measures extraction alone, from trees to claims, on the news of GUM.
func BenchmarkFromDoc(b *testing.B) {
	root := os.Getenv("RELATA_DATA")
	if root == "" {
		b.Skip("RELATA_DATA is not set")
	}
	data, err := os.ReadFile(filepath.Join(root, "ud", "gum-dev.conllu"))
	if err != nil {
		b.Skip(err)
	}
	x, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	tokens := 0
	for b.Loop() {
		b.StopTimer()
		var docs []*conllu.Document
		for d, err := range conllu.Docs(bytes.NewReader(data), "gum-dev.conllu") {
			if err != nil {
				b.Fatal(err)
			}
			docs = append(docs, d)
		}
		b.StartTimer()
		for _, d := range docs {
			for i := range d.Sentences {
				tokens += len(d.Sentences[i].Tokens)
			}
			x.FromDoc(&schema.Document{Text: d.Text, SHA256: "0123456789"}, d.Doc)
		}
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
