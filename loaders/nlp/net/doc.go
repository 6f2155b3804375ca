// Package net is the neural engine of the reader: one encoder reads a sentence once, and
// its heads give what the tagger, the parser and the name finder decode.
//
//	m, err := net.Load(data)
//	s := m.NewScratch() // one for each goroutine
//	for first := 0; first < len(sent.Tokens); first += net.MaxTokens {
//		out := m.Run(sent, first, s)
//		tag.Annotate(sent, out)
//		parse.Annotate(sent, out)
//		ner.Annotate(doc, i, out)
//	}
//
// A model is read-only and may be used by any number of goroutines. The answers are the
// same bit for bit on every machine: matrix products are sums of integers, and what is
// left is float32 arithmetic in a fixed order without fused operations. On amd64 with
// AVX2 the products run in assembly; elsewhere in Go that computes two or three rows in
// one 64-bit multiplication.
//
// The encoder sums embeddings of a word, its affixes, shape and character n-grams, and of
// its place (the sentence's case, a gazetteer, missing spaces), convolves three of them,
// and runs layers of simple recurrent units in both directions (Lei and others, Simple
// Recurrent Units for Highly Parallelizable Recurrence, 2018). Arcs are scored by a
// bilinear form (Dozat and Manning, Deep Biaffine Attention for Neural Dependency Parsing,
// 2017). loaders/model/train holds the training and a second implementation.
//
// Time and memory are linear in the tokens, save the arc scores, which are quadratic in
// at most MaxTokens.
package net
