package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// texts keeps the text of every article by the hash of its content: in a folder, or in
// memory where dir is empty.
type texts struct {
	dir    string
	noSync bool
	none   bool // keep no text

	mu  sync.Mutex
	mem map[string][]byte
}

const maxArticle = 1 << 30 // bytes that a compressed text may unfold to

var (
	encoder, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	decoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxArticle))
)

func (t *texts) path(sum string) string {
	return filepath.Join(t.dir, sum[:2], sum+".zst")
}

// put keeps a text under its hash; it is there in whole or not at all.
func (t *texts) put(sum, text string) error {
	if t.none {
		return nil
	}
	if t.dir == "" {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.mem == nil {
			t.mem = map[string][]byte{}
		}
		t.mem[sum] = encoder.EncodeAll([]byte(text), nil)
		return nil
	}
	path := t.path(sum)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeFile(path, encoder.EncodeAll([]byte(text), nil), t.noSync)
}

// get gives the text back, or an error if it isn't what was put in.
func (t *texts) get(sum string) (string, error) {
	if !isSHA256(sum) {
		return "", fmt.Errorf("%q is not a SHA-256 in hex", sum)
	}
	var packed []byte
	if t.dir == "" {
		t.mu.Lock()
		defer t.mu.Unlock()
		var ok bool
		if packed, ok = t.mem[sum]; !ok {
			return "", fmt.Errorf("text %s: %w", sum, fs.ErrNotExist)
		}
	} else {
		var err error
		if packed, err = os.ReadFile(t.path(sum)); err != nil {
			return "", err
		}
	}
	b, err := decoder.DecodeAll(packed, nil)
	if err != nil {
		return "", fmt.Errorf("text %s: %w", sum, err)
	}
	if got := sha256.Sum256(b); hex.EncodeToString(got[:]) != sum {
		return "", fmt.Errorf("text %s: its content has another hash, %x", sum, got)
	}
	return string(b), nil
}

func isSHA256(s string) bool {
	return len(s) == 2*sha256.Size && strings.Trim(s, "0123456789abcdef") == ""
}

// writeFile writes a file in whole or not at all.
func writeFile(path string, data []byte, noSync bool) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+tempSuffix)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && !noSync {
		err = f.Sync()
	}
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
