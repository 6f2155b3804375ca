// Package loaders turns articles into claims. A Reader yields documents, an Extractor
// reads one, and a Pipeline runs extractors beside each other and hands on what they
// read in the order of the documents, so that the result doesn't depend on how many ran.
//
//	for reading, err := range (loaders.Pipeline{Extractor: x, Jobs: 4}).Read(ctx, docs) { ... }
package loaders

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"

	"relata/schema"
)

// Extractor reads one document. It must be safe for use by several goroutines.
type Extractor interface {
	Extract(ctx context.Context, doc *schema.Document) (*schema.Reading, error)
}

// Pipeline runs an Extractor over a stream of documents.
type Pipeline struct {
	Extractor Extractor
	Jobs      int // goroutines; 0 means one for each core
}

type result struct {
	reading *schema.Reading
	err     error
}

// Read yields a reading for each document, in order. An error that is an *schema.ArticleError
// stands for one article; any other ends the sequence. At most twice Jobs documents are
// held in memory.
func (p Pipeline) Read(ctx context.Context, docs iter.Seq2[*schema.Document, error]) iter.Seq2[*schema.Reading, error] {
	jobs := p.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	return func(yield func(*schema.Reading, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		queue := make(chan chan result, jobs) // the promises, in document order
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer close(queue)
			slots := make(chan struct{}, jobs)
			for doc, err := range docs {
				promise := make(chan result, 1)
				if err != nil {
					promise <- result{err: err}
				} else {
					slots <- struct{}{}
					go func() {
						defer func() { <-slots }()
						promise <- p.extract(ctx, doc)
					}()
				}
				select {
				case queue <- promise:
				case <-ctx.Done():
					return
				}
			}
		}()
		defer func() {
			cancel()
			<-done
		}()
		for {
			var r result
			select {
			case promise, ok := <-queue:
				if !ok {
					return
				}
				r = <-promise
			case <-ctx.Done():
				yield(nil, ctx.Err())
				return
			}
			var one *schema.ArticleError
			if !yield(r.reading, r.err) || r.err != nil && !errors.As(r.err, &one) {
				return
			}
		}
	}
}

// extract keeps a fault in one article from ending the whole load.
func (p Pipeline) extract(ctx context.Context, doc *schema.Document) (r result) {
	name := doc.Path
	if name == "" {
		name = doc.ID
	}
	defer func() {
		if v := recover(); v != nil {
			r = result{err: &schema.ArticleError{Article: name, Err: fmt.Errorf("extractor failed: %v", v)}}
		}
	}()
	reading, err := p.Extractor.Extract(ctx, doc)
	if err != nil && ctx.Err() == nil {
		err = &schema.ArticleError{Article: name, Err: err}
	}
	return result{reading, err}
}
