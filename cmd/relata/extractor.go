package main

import (
	"relata/loaders"
	"relata/loaders/simple"
)

// extractor makes the reader of articles that the flags ask for.
func (a *app) extractor(open bool) (loaders.Extractor, error) {
	ontology, err := a.ontology()
	if err != nil {
		return nil, err
	}
	_ = open
	return simple.New(ontology), nil
}
