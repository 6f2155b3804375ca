package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// skippedFile lists the articles that could not be loaded, a JSON object a line.
const skippedFile = "skipped.jsonl"

// Skip is an article that could not be loaded.
type Skip struct {
	Article string `json:"article"` // as it was named
	Reason  string `json:"reason"`
	Path    string `json:"path,omitempty"` // absolute, or a URL; empty if it can't be read again
}

// Skips lists the articles that could not be loaded, ordered by path.
func (s *Store) Skips() ([]Skip, error) {
	data, err := s.files.get(skippedFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var skips []Skip
	for i, line := range bytes.Split(data, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var skip Skip
		if err := json.Unmarshal(line, &skip); err != nil {
			return nil, fmt.Errorf("%s: %s:%d: %w", s.location, skippedFile, i+1, err)
		}
		skips = append(skips, skip)
	}
	return skips, nil
}

// KeepSkips replaces the list that Skips gives.
func (s *Store) KeepSkips(skips []Skip) error {
	if s.opt.ReadOnly {
		return fmt.Errorf("%s: %w", s.location, ErrReadOnly)
	}
	if len(skips) == 0 {
		return s.files.remove(skippedFile)
	}
	skips = slices.Clone(skips)
	slices.SortStableFunc(skips, func(a, b Skip) int { return strings.Compare(a.Path, b.Path) })
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, skip := range skips {
		if err := enc.Encode(skip); err != nil {
			return err
		}
	}
	return s.files.put(skippedFile, b.Bytes(), s.opt.NoSync)
}
