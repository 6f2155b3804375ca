// Package tag fills in what a word is: universal and Penn part of speech, features, lemma.
//
//	out := model.Run(sent, first, scratch)
//	tag.Annotate(sent, out)
//
// Annotate takes the net's best class for each token; there is no search over sequences,
// since the encoder has seen the sentence.
package tag

import (
	"strings"

	"relata/loaders/nlp"
	"relata/loaders/nlp/net"
)

// Annotate sets UPOS, XPOS and Feats of the tokens that out covers.
func Annotate(sent *nlp.Sentence, out *net.Output) {
	l := out.Labels
	toks := sent.Tokens[out.First : out.First+out.N]
	for i := range toks {
		tok := &toks[i]
		tok.UPOS = l.UPOS[out.UPOS[i]]
		tok.XPOS = l.XPOS[out.XPOS[i]]
		tok.Feats = l.Feats[out.Feats[i]]
		if plurals[strings.ToLower(tok.Form)] != "" && tok.UPOS != "PROPN" {
			tok.UPOS, tok.XPOS, tok.Feats = "NOUN", "NNS", "Number=Plur"
		}
	}
}

// Plurals that the net, which has hardly seen them, takes for verbs.
var plurals = map[string]string{"caucuses": "caucus"}
