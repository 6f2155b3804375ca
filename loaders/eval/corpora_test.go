package eval

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"relata/loaders"
)

var update = flag.Bool("update", false, "record the scores of the corpora")

// corpora are the files that are scored, below RELATA_DATA; the articles in ../gold/dev too.
// The model has learned from none of them (it has from the development half of GUM).
var corpora = []string{
	"ud/ewt-dev.conllu", "ud/ewt-test.conllu", "ner/uner-ewt-dev.iob2",
}

// The embedded model keeps the scores that were recorded for it.
func TestScoresStayAboveTheFloor(t *testing.T) {
	root := os.Getenv("RELATA_DATA")
	if root == "" {
		t.Skip("needs RELATA_DATA, the folder of the corpora")
	}
	a, err := loaders.NewAnalyser(loaders.AnalyserOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, f := range corpora {
		files = append(files, filepath.Join(root, f))
	}
	articles, err := filepath.Glob(filepath.Join(root, "../gold/dev/*.json"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Run(context.Background(), a, append(files, articles...)...)
	if err != nil {
		t.Fatal(err)
	}
	const recorded = "results/reader.json"
	if *update {
		if data, err := os.ReadFile(recorded); err == nil {
			old, err := ReadTable(data)
			if err != nil {
				t.Fatal(err)
			}
			got.KeepFloors(old)
		}
		data, err := got.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(recorded, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("results/reader.md", []byte(got.Markdown()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	want, err := ReadTable(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range got.Below(want) {
		t.Error(line)
	}
}

func TestBelow(t *testing.T) {
	row := func(measure string, score, floor float64) Row {
		return Row{Corpus: "c", Input: "raw text", Measure: measure, Score: score, Floor: floor}
	}
	recorded := &Table{Rows: []Row{row("LAS", 86, 85.7), row("UAS", 88, 87.7), row("XPOS", 96, 95.7)}}
	got := (&Table{Rows: []Row{row("LAS", 85.6, 0), row("UAS", 87.7, 0)}}).Below(recorded)
	if len(got) != 2 || got[0] != "c, raw text, LAS: 85.60, floor 85.70" || got[1] != "c, raw text, XPOS: not measured" {
		t.Errorf("%q", got)
	}
	next := &Table{Rows: []Row{row("LAS", 85.8, 85.5), row("UAS", 87, 86.7), row("XPOS", 97, 96.7)}}
	next.KeepFloors(recorded)
	if a, b, c := next.Rows[0].Floor, next.Rows[1].Floor, next.Rows[2].Floor; a != 85.7 || b != 86.7 || c != 96.7 {
		t.Errorf("floors %g, %g, %g", a, b, c)
	}
	data, err := recorded.JSON()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadTable(data)
	if err != nil || len(again.Rows) != 3 || again.Rows[0] != recorded.Rows[0] {
		t.Errorf("read back %+v, %v", again, err)
	}
}
