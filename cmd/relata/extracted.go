package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"iter"
	"os"

	"relata/schema"
)

// extracted yields what the files hold that relata extract printed; "-" is standard input.
// They may be packed with gzip.
func (a *app) extracted(ctx context.Context, paths []string) iter.Seq2[*schema.Reading, error] {
	return func(yield func(*schema.Reading, error) bool) {
		done := map[string]bool{} // claims alone that don't lie together would be lost
		for _, path := range paths {
			for reading, err := range readExtracted(a, path) {
				if ctx.Err() != nil {
					yield(nil, ctx.Err())
					return
				}
				if err == nil && reading.Document.SHA256 == "" {
					if id := reading.Document.ID; done[id] {
						reading, err = nil, &schema.ArticleError{Article: path, Err: errors.New(id + ": some of its claims came before: keep the lines of an article together")}
					} else {
						done[id] = true
					}
				}
				if !yield(reading, err) {
					return
				}
			}
		}
	}
}

func readExtracted(a *app, path string) iter.Seq2[*schema.Reading, error] {
	return func(yield func(*schema.Reading, error) bool) {
		name, in := path, a.stdin
		if path == "-" {
			name = "stdin"
		} else {
			f, err := os.Open(path)
			if err != nil {
				yield(nil, &schema.ArticleError{Article: path, Err: err})
				return
			}
			defer f.Close()
			in = f
		}
		var r io.Reader = bufio.NewReader(in)
		if head, _ := r.(*bufio.Reader).Peek(2); string(head) == "\x1f\x8b" {
			packed, err := gzip.NewReader(r)
			if err != nil {
				yield(nil, &schema.ArticleError{Article: path, Err: err})
				return
			}
			r = packed
		}
		for reading, err := range schema.ReadReadings(name, r) {
			if err != nil && !errors.As(err, new(*schema.ArticleError)) {
				err = &schema.ArticleError{Article: name, Err: err} // of this file: the others may be read
			}
			if !yield(reading, err) {
				return
			}
		}
	}
}
