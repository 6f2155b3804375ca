package graph

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"relata/graph/quadstore"
)

// copyFile marks a store into which another is being copied, and says how far.
const copyFile = "copying"

// ErrNotEmpty is told where a copy would mix two graphs.
var ErrNotEmpty = errors.New("store is not empty")

// copyMark is what copyFile holds.
type copyMark struct {
	From  string `json:"from"`
	Quads int64  `json:"quads"` // of the source when the copy began
	Lines int64  `json:"lines"` // of its sorted N-Quads that are there
}

// Copied says what a copy did.
type Copied struct {
	Quads  int64  `json:"quads"`
	New    int64  `json:"new"`    // that were not there from a copy that was cut short
	Files  int    `json:"files"`  // texts, corrections and the like
	SHA256 string `json:"sha256"` // of the sorted N-Quads of both, in hex
}

// Copy copies a graph into another store, which is empty or has a part of the same copy that
// was cut short: it goes on there. Texts, corrections, what was read before them, and what
// could not be loaded come along. The source is copied as it is when the copy begins. At the
// end both are counted and hashed; the error says if they differ. The progress, which may be
// nil, is told of quads that are done.
func Copy(ctx context.Context, from, to *Store, progress func(done, of int64)) (done Copied, err error) {
	to.write.Lock()
	defer to.write.Unlock()
	if to.opt.ReadOnly {
		return done, fmt.Errorf("%s: %w", to.location, ErrReadOnly)
	}
	now, end, err := from.reader()
	if err != nil {
		return done, err
	}
	defer end()
	stats, err := now.qs.Stats(ctx, true)
	if err != nil {
		return done, err
	}
	mark := copyMark{From: from.location, Quads: stats.Quads.Value}
	if mark.Lines, err = to.copyBegun(ctx, mark); err != nil {
		return done, err
	}
	if done.Files, err = copyFiles(ctx, from, to); err != nil {
		return done, err
	}
	sum, err := copyQuads(ctx, now, to, mark, progress, &done)
	if err != nil {
		return done, err
	}
	done.SHA256 = hex.EncodeToString(sum)
	got, err := to.qs.Sum(ctx)
	if err != nil {
		return done, err
	}
	has, err := to.qs.Stats(ctx, true)
	if err != nil {
		return done, err
	}
	done.Quads = has.Quads.Value
	if done.Quads != mark.Quads || hex.EncodeToString(got) != done.SHA256 {
		mark.Lines = 0 // the next try looks at every quad
		return done, errors.Join(fmt.Errorf("%s has %d quads with the hash %x, but %s has %d with %s: was one of them changed meanwhile?",
			to.location, done.Quads, got, from.location, mark.Quads, done.SHA256), to.markCopy(mark))
	}
	if err := to.readLog(); err != nil {
		return done, err
	}
	return done, to.files.remove(copyFile)
}

// copyBegun looks whether a copy can begin or go on, and gives the lines that are there.
func (s *Store) copyBegun(ctx context.Context, mark copyMark) (lines int64, err error) {
	data, err := s.files.get(copyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		has, err := s.qs.Stats(ctx, true)
		if err != nil {
			return 0, err
		}
		if has.Quads.Value > 0 {
			return 0, fmt.Errorf("%s: %w", s.location, ErrNotEmpty)
		}
		return 0, s.markCopy(mark)
	case err != nil:
		return 0, err
	}
	var was copyMark
	if err := json.Unmarshal(data, &was); err != nil {
		return 0, fmt.Errorf("%s: %s: %w", s.location, copyFile, err)
	}
	if was.From != mark.From {
		return 0, fmt.Errorf("%s: %w: it has a part of a copy of %s", s.location, ErrNotEmpty, was.From)
	}
	if was.Quads != mark.Quads {
		return 0, nil // the source has changed
	}
	return was.Lines, nil
}

func (s *Store) markCopy(mark copyMark) error {
	data, err := json.Marshal(mark)
	if err != nil {
		return err
	}
	return s.files.put(copyFile, data, false)
}

// copyFiles copies what stands beside the quads. Texts never change, so those that are
// there stay.
func copyFiles(ctx context.Context, from, to *Store) (n int, err error) {
	put := func(name, as string) error {
		data, err := from.files.get(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			n++
			err = to.files.put(as, data, to.opt.NoSync)
		}
		return err
	}
	texts, err := from.files.list(textsDir)
	if err != nil {
		return n, err
	}
	there, err := to.files.list(textsDir)
	if err != nil {
		return n, err
	}
	has := make(map[string]bool, len(there))
	for _, name := range there {
		has[name] = true
	}
	for _, name := range texts {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		if has[name] {
			n++
			continue
		}
		if err := put(name, name); err != nil {
			return n, err
		}
	}
	originals, err := from.files.list(from.originals.folder)
	if err != nil {
		return n, err
	}
	for _, name := range originals {
		if err := put(name, to.originals.folder+strings.TrimPrefix(name, from.originals.folder)); err != nil {
			return n, err
		}
	}
	for _, name := range []string{correctionsFile, correctedFile, skippedFile} {
		if err := put(name, name); err != nil {
			return n, err
		}
	}
	return n, nil
}

// copyQuads streams the sorted quads of one store into the other, without the lines that are
// there, and gives the hash of all of them.
func copyQuads(ctx context.Context, now *reader, to *Store, mark copyMark, progress func(done, of int64), done *Copied) (sum []byte, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r, w := io.Pipe()
	h := sha256.New()
	written := make(chan error, 1)
	go func() {
		_, err := now.qs.WriteNQuads(ctx, io.MultiWriter(h, &skipLines{w: w, left: mark.Lines}))
		w.CloseWithError(err)
		written <- err
	}()
	start := mark.Lines
	var kept error
	done.New, err = to.qs.Import(ctx, r, quadstore.ImportOptions{Steps: true, Progress: func(lines, _ int64) {
		mark.Lines = start + lines
		kept = errors.Join(kept, to.markCopy(mark))
		if progress != nil {
			progress(mark.Lines, mark.Quads)
		}
	}})
	if err != nil {
		stop()
		r.CloseWithError(err)
	}
	werr := <-written
	if err = errors.Join(err, kept); err == nil {
		err = werr
	}
	return h.Sum(nil), err
}

// skipLines leaves out the first lines of what is written to it.
type skipLines struct {
	w    io.Writer
	left int64
}

func (s *skipLines) Write(p []byte) (int, error) {
	n := len(p)
	for s.left > 0 && len(p) > 0 {
		_, rest, found := bytes.Cut(p, []byte("\n"))
		if found {
			s.left--
		}
		p = rest
	}
	if len(p) > 0 {
		if _, err := s.w.Write(p); err != nil {
			return 0, err
		}
	}
	return n, nil
}
