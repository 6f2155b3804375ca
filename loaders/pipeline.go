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
	"time"

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

// Read yields a reading for each document, in order. An error that is an *schema.ArticleError
// stands for one article; any other ends the sequence. It holds as many documents as Ordered.
func (p Pipeline) Read(ctx context.Context, docs iter.Seq2[*schema.Document, error]) iter.Seq2[*schema.Reading, error] {
	return Ordered(ctx, p.Jobs, docs, p.ReadOne)
}

// waiting is how many items Ordered holds for each job: one that takes long doesn't stop
// the work on those after it.
const waiting = 4

// longestWait is how long the end waits for items that are being read.
const longestWait = time.Second

// Ordered works on items beside each other, jobs of them at once (0 means one for each
// core), and yields what that gives in the order of the items. An error of an item is
// handed on in its place; one that is no *schema.ArticleError ends the sequence. At most
// five items a job are held in memory.
func Ordered[In, Out any](ctx context.Context, jobs int, items iter.Seq2[In, error], work func(context.Context, In) (Out, error)) iter.Seq2[Out, error] {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	type result struct {
		out Out
		err error
	}
	return func(yield func(Out, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		queue := make(chan chan result, waiting*jobs) // the promises, in the order of the items
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer close(queue)
			slots := make(chan struct{}, jobs)
			for item, err := range items {
				promise := make(chan result, 1)
				if err != nil {
					promise <- result{err: err}
				} else {
					slots <- struct{}{}
					go func() {
						defer func() { <-slots }()
						out, err := work(ctx, item)
						promise <- result{out, err}
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
			select {
			case <-done:
			case <-time.After(longestWait): // it reads from a terminal or a pipe, which nothing interrupts
			}
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
				yield(r.out, ctx.Err())
				return
			}
			var one *schema.ArticleError
			if !yield(r.out, r.err) || r.err != nil && !errors.As(r.err, &one) {
				return
			}
		}
	}
}

// ReadOne reads one document. It keeps a fault in it from ending a whole load.
func (p Pipeline) ReadOne(ctx context.Context, doc *schema.Document) (reading *schema.Reading, err error) {
	name := doc.Path
	if name == "" {
		name = doc.ID
	}
	defer func() {
		if v := recover(); v != nil {
			reading, err = nil, &schema.ArticleError{Article: name, Err: fmt.Errorf("extractor failed: %v", v)}
		}
	}()
	reading, err = p.Extractor.Extract(ctx, doc)
	if err != nil && ctx.Err() == nil {
		err = &schema.ArticleError{Article: name, Err: err}
	}
	return reading, err
}
