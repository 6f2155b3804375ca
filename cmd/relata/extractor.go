package main

import (
	"relata/loaders"
	"relata/loaders/extract"
)

// extractor makes the reader of articles, with the ontology that --schema asks for.
func (a *app) extractor(opts extract.Options) (loaders.Extractor, error) {
	ontology, err := a.ontology()
	if err != nil {
		return nil, err
	}
	analyser, err := loaders.NewAnalyser(loaders.AnalyserOptions{})
	if err != nil {
		return nil, err
	}
	opts.Ontology, opts.Analyser = ontology, analyser
	return extract.New(opts)
}
