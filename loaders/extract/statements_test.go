package extract

import (
	"testing"
	"time"

	"relata/loaders/link"
)

// A statement that a colon hands over to is its speaker's, as far as nobody else speaks.
func TestStatements(t *testing.T) {
	const opening = `Ada Ada NNP 3 nsubj Person:2
Lovelace Lovelace NNP 1 flat
said say VBD 0 root
: : : 3 punct

`
	for _, c := range []struct {
		name, text string
		paragraphs []int
		want       string // for each sentence: a for hers, - for nobody's
	}{
		{"one paragraph", opening + "Peru Peru NNP 2 nsubj Country:1\nleft leave VBD 0 root\n. . . 2 punct", []int{0, 1}, "-a"},
		{"in the first person", opening + "Peru Peru NNP 2 nsubj Country:1\nleft leave VBD 0 root\n\nWe we PRP 2 nsubj\nstay stay VBP 0 root", []int{0, 1, 2}, "-aa"},
		{"until another speaks", opening + "We we PRP 2 nsubj\nstay stay VBP 0 root\n\nGolda Golda NNP 3 nsubj Person:2\nMeir Meir NNP 1 flat\nsaid say VBD 0 root\nso so RB 3 advmod", []int{0, 1, 2}, "-a-"},
		{"quoted", opening + "“ “ `` 2 punct\nPeru Peru NNP 3 nsubj Country:1\nleft leave VBD 0 root\n\n“ “ `` 2 punct\nChad Chad NNP 3 nsubj Country:1\nleft leave VBD 0 root\n\nChile Chile NNP 2 nsubj Country:1\nleft leave VBD 0 root", []int{0, 1, 2, 3}, "-aa-"},
		{"no paragraph after the colon", opening + "Peru Peru NNP 2 nsubj Country:1\nleft leave VBD 0 root", []int{0, 0}, "--"},
		{"nobody's colon", "The the DT 2 det\ngoals goal NNS 3 nsubj\nare be VBP 0 root\n: : : 3 punct\n\nWe we PRP 2 nsubj\nstay stay VBP 0 root", []int{0, 1}, "--"},
	} {
		doc := readTrees(t, c.text)
		for i, p := range c.paragraphs {
			doc.Sentences[i].Paragraph = p
		}
		v := newView(doc, link.Resolve(doc, ""), time.Time{})
		v.quoteSpans()
		got := ""
		for _, src := range v.statements {
			switch src.Name {
			case "Ada Lovelace":
				got += "a"
			case "":
				got += "-"
			default:
				got += "?"
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
