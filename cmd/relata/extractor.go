package main

import (
	"relata/loaders"
	"relata/loaders/extract"
)

// extractor makes the reader of articles that the flags ask for.
func (a *app) extractor(open bool) (loaders.Extractor, error) {
	ontology, err := a.ontology()
	if err != nil {
		return nil, err
	}
	analyser, err := loaders.NewAnalyser(loaders.AnalyserOptions{})
	if err != nil {
		return nil, err
	}
	return extract.New(extract.Options{Ontology: ontology, Analyser: analyser, Open: open})
}
