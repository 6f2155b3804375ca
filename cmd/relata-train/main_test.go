package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const corpus = `# newdoc id = d
# newpar
# text = Ships sank. They can't sail.
1	Ships	ship	NOUN	NNS	Number=Plur	2	nsubj	_	_
2	sank	sink	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

1	They	they	PRON	PRP	_	4	nsubj	_	_
2-3	can't	_	_	_	_	_	_	_	_
2	ca	can	AUX	MD	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	sail	sail	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

`

func TestTrainingIsRepeatable(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "ewt-small.conllu")
	if err := os.WriteFile(in, []byte(corpus), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"tokens", "lemmas"} {
		var last, lastCard []byte
		for range 2 {
			out := filepath.Join(dir, what+".bin")
			var stderr bytes.Buffer
			if err := run(context.Background(), []string{what, "--out", out, in}, &stderr, &stderr); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			described, err := os.ReadFile(filepath.Join(dir, what+".json"))
			if err != nil {
				t.Fatal(err)
			}
			if last != nil && (!bytes.Equal(data, last) || !bytes.Equal(described, lastCard)) {
				t.Errorf("%s: two trainings differ", what)
			}
			last, lastCard = data, described
		}
		var c card
		if err := json.Unmarshal(lastCard, &c); err != nil {
			t.Fatal(err)
		}
		if len(c.Sources) != 1 || c.Sources[0].Sentences != 2 || c.Sources[0].Words != 8 || !strings.Contains(c.Sources[0].Licence, "CC BY-SA") || c.Bytes != len(last) {
			t.Errorf("%s: card %+v", what, c)
		}
	}
}

func TestErrors(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.conllu")
	if err := os.WriteFile(bad, []byte("1\tw\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"tokens", bad}, "--out"},
		{[]string{"tokens", "--out", filepath.Join(dir, "x"), bad}, "bad.conllu:1: 2 columns"},
		{[]string{"lemmas", "--out", filepath.Join(dir, "x"), filepath.Join(dir, "none")}, "none"},
		{[]string{"score"}, "requires at least 1 arg"},
		{[]string{"score", "--model", bad, bad}, "model"},
		{[]string{"polish"}, "unknown command"},
	} {
		var out bytes.Buffer
		if err := run(context.Background(), c.args, &out, &out); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.args, err, c.want)
		}
	}
}

func TestScore(t *testing.T) {
	dir := t.TempDir()
	in, names := filepath.Join(dir, "small.conllu"), filepath.Join(dir, "small.iob2")
	if err := os.WriteFile(in, []byte(corpus), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(names, []byte("Russia B-LOC\nsent O\nMr O\nPutin B-PER\n. O\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(context.Background(), []string{"score", in, names}, &out, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| small.conllu | raw text | tokens | 100.00 |", "| small.conllu | gold tokens | LAS |", "| small.iob2 | gold tokens | names |"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
