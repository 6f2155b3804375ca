package model

import (
	"strings"
	"testing"

	"relata/loaders/nlp"
	"relata/loaders/nlp/ner"
	"relata/loaders/nlp/net"
	"relata/loaders/nlp/parse"
	"relata/loaders/nlp/tag"
)

// sample is news as it is printed, one sentence a line, tokens between spaces.
const sample = `Russia is planning to buy short - range ballistic missiles from Iran , a step that would enhance Moscow 's ability to target Ukraine 's infrastructure , U.S. officials said on Thursday .
The company said it had agreed to sell its stake in the Norwegian gas field for about $ 3.2 billion , pending approval by regulators in Oslo and Brussels .
“ We will not accept a deal that leaves our people without protection , ” the foreign minister told reporters after the talks in Geneva .
At least 17 people were killed and dozens injured when a bus carrying pilgrims plunged into a ravine in northern Peru early on Monday , police said .
Mayor Anna Lindqvist , who was elected in 2021 , has denied that she received money from the construction firm .
Scientists at the University of Cape Town have found traces of the virus in samples that were taken before the outbreak was first reported .
Parliament voted 212 to 189 against the bill , which would have raised the retirement age from 62 to 64 .
Storm Warnings Issued as Hurricane Nears Coast
The court ordered the ministry to pay compensation to the families of the miners , but it rejected their demand that the former director be charged .
He is expected to meet President Okoro and other West African leaders in Accra next week to discuss sanctions on the junta .`

func sampleDoc() *nlp.Doc {
	doc := new(nlp.Doc)
	for _, line := range strings.Split(sample, "\n") {
		var sent nlp.Sentence
		for _, form := range strings.Fields(line) {
			sent.Tokens = append(sent.Tokens, nlp.Token{Form: form})
		}
		doc.Sentences = append(doc.Sentences, sent)
	}
	return doc
}

// BenchmarkStages measures tokens per second of each stage on one core, with the fastest
// kernels and with the portable ones. What parse and ner take is the difference to the
// stage before.
func BenchmarkStages(b *testing.B) {
	for _, kernels := range []struct {
		name string
		load func([]byte) (*net.Model, error)
	}{{"fast", net.Load}, {"portable", net.Portable}} {
		m, err := kernels.load(Bytes)
		if err != nil {
			b.Fatal(err)
		}
		for stages, name := range []string{"net", "net+tag", "net+tag+parse", "net+tag+parse+ner"} {
			b.Run(kernels.name+"/"+name, func(b *testing.B) {
				doc := sampleDoc()
				tokens := 0
				for i := range doc.Sentences {
					tokens += len(doc.Sentences[i].Tokens)
				}
				s := m.NewScratch()
				b.ReportAllocs()
				for range b.N {
					doc.Mentions = doc.Mentions[:0]
					for i := range doc.Sentences {
						sent := &doc.Sentences[i]
						out := m.Run(sent, 0, s)
						if stages > 0 {
							tag.Annotate(sent, out)
						}
						if stages > 1 {
							parse.Annotate(sent, out)
						}
						if stages > 2 {
							ner.Annotate(doc, i, out)
						}
					}
				}
				b.ReportMetric(float64(b.N*tokens)/b.Elapsed().Seconds(), "tokens/s")
			})
		}
	}
}
