// Package model holds the trained model of the reader, embedded, and its card.
//
//	m, err := model.Load()
//	s := m.NewScratch()
//
// What the model was trained on, under which licences, and how well it scores stands in
// news-en.json. The train folder makes the bytes again from the corpora.
package model

import (
	_ "embed" // for the files
	"sync"

	"relata/loaders/nlp/net"
)

// Bytes is the model file, see package net for its format.
//
//go:embed news-en.bin
var Bytes []byte

// Card describes the model: sources, licences, checksums, scores. It is JSON.
//
//go:embed news-en.json
var Card []byte

// Load gives the embedded model. It is read once and shared.
var Load = sync.OnceValues(func() (*net.Model, error) { return net.Load(Bytes) })
