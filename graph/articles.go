package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// texts keeps the text of every article by the hash of its content.
type texts struct {
	files  files
	noSync bool
	none   bool // keep no text
}

// packed ends the names of files under zstd.
const packed = ".zst"

const maxArticle = 1 << 30 // bytes that a compressed text may unfold to

var (
	encoder, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	decoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxArticle))
)

// textName is the name of the file of a text.
func textName(sum string) string { return textsDir + "/" + sum[:2] + "/" + sum + packed }

// put keeps a text under its hash; it is there in whole or not at all.
func (t *texts) put(sum, text string) error {
	if t.none {
		return nil
	}
	if _, err := t.files.get(textName(sum)); err == nil {
		return nil
	}
	return t.files.put(textName(sum), encoder.EncodeAll([]byte(text), nil), t.noSync)
}

// get gives the text back, or an error if it isn't what was put in.
func (t *texts) get(sum string) (string, error) {
	if !isSHA256(sum) {
		return "", fmt.Errorf("%q is not a SHA-256 in hex", sum)
	}
	data, err := t.files.get(textName(sum))
	if err != nil {
		return "", err
	}
	return unpackText(sum, data)
}

// unpackText unpacks a text and holds it against its hash.
func unpackText(sum string, data []byte) (string, error) {
	b, err := decoder.DecodeAll(data, nil)
	if err != nil {
		return "", fmt.Errorf("text %s: %w", sum, err)
	}
	if got := sha256.Sum256(b); hex.EncodeToString(got[:]) != sum {
		return "", fmt.Errorf("text %s: its content has another hash, %x", sum, got)
	}
	return string(b), nil
}

// remove forgets a text.
func (t *texts) remove(sum string) error { return t.files.remove(textName(sum)) }

// list gives the hashes of all texts, in order.
func (t *texts) list() ([]string, error) {
	names, err := t.files.list(textsDir)
	var sums []string
	for _, name := range names {
		if sum, ok := strings.CutSuffix(path.Base(name), packed); ok && isSHA256(sum) {
			sums = append(sums, sum)
		}
	}
	slices.Sort(sums)
	return sums, err
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
