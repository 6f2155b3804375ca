package article

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Limits of archives. What is packed is read as it is unpacked, so that a bomb costs time
// and no memory.
const (
	maxNesting   = 4         // archives in archives
	maxZipMemory = 256 << 20 // a zip file that lies in another stream has to be held
	maxZstd      = 128 << 20 // memory of the decompressor
)

// neverArticles are the extensions of files that lie beside articles, in saved pages, say.
// They are passed over in folders and archives.
var neverArticles = map[string]bool{
	".js": true, ".mjs": true, ".css": true, ".map": true, ".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true, ".avif": true, ".svg": true, ".ico": true, ".bmp": true, ".tif": true, ".tiff": true,
	".woff": true, ".woff2": true, ".ttf": true, ".otf": true, ".eot": true, ".mp3": true, ".mp4": true, ".m4a": true, ".webm": true, ".ogg": true, ".wav": true, ".mov": true, ".swf": true,
}

// passedOver says whether a file of a folder or an archive is none that anyone would read.
func passedOver(name string) bool {
	base := path.Base(strings.ReplaceAll(name, "\\", "/"))
	return strings.HasPrefix(base, ".") || strings.HasPrefix(name, "__MACOSX/") || neverArticles[strings.ToLower(path.Ext(base))]
}

// inside makes the input of what lies in an archive.
func (in *input) inside(name string, r io.Reader) *input {
	inner := newInput(in.ctx, in.opts, in.name+"!"+tidy(name), r)
	inner.depth = in.depth + 1
	return inner
}

// unpacked makes the input of a stream that was packed as a whole.
func (in *input) unpacked(r io.Reader, exts ...string) *input {
	name := in.name
	for _, ext := range exts {
		if strings.HasSuffix(strings.ToLower(name), ext) {
			name = name[:len(name)-len(ext)]
			if ext == ".tgz" || ext == ".tbz" {
				name += ".tar"
			}
			break
		}
	}
	inner := newInput(in.ctx, in.opts, in.name, r)
	inner.kind = name
	inner.depth = in.depth + 1
	return inner
}

// tooNested refuses archives in archives in archives.
func (in *input) tooNested() error {
	if in.depth >= maxNesting {
		return fmt.Errorf("archives nested deeper than %d", maxNesting)
	}
	return nil
}

func isGzip(head []byte) bool { return bytes.HasPrefix(head, []byte("\x1f\x8b\x08")) }
func isBzip2(head []byte) bool {
	return len(head) > 10 && string(head[:3]) == "BZh" && string(head[4:10]) == "1AY&SY"
}
func isZstd(head []byte) bool { return bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")) }
func isZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}
func isTar(head []byte) bool { return len(head) >= 262 && string(head[257:262]) == "ustar" }

func readGzip(in *input, yield yield) bool {
	if err := in.tooNested(); err != nil {
		return yield(nil, in.fail(err))
	}
	r, err := gzip.NewReader(in.r)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	return in.unpacked(r, ".gz", ".tgz").read(yield)
}

func readBzip2(in *input, yield yield) bool {
	if err := in.tooNested(); err != nil {
		return yield(nil, in.fail(err))
	}
	return in.unpacked(bzip2.NewReader(in.r), ".bz2", ".tbz").read(yield)
}

func readZstd(in *input, yield yield) bool {
	if err := in.tooNested(); err != nil {
		return yield(nil, in.fail(err))
	}
	r, err := zstd.NewReader(in.r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxZstd), zstd.WithDecoderMaxWindow(maxZstd))
	if err != nil {
		return yield(nil, in.fail(err))
	}
	defer r.Close()
	return in.unpacked(r, ".zst").read(yield)
}

func readTar(in *input, yield yield) bool {
	if err := in.tooNested(); err != nil {
		return yield(nil, in.fail(err))
	}
	files := tar.NewReader(in.r)
	seen := false
	for {
		h, err := files.Next()
		switch {
		case err == io.EOF && !seen:
			return yield(nil, in.fail(errors.New("no articles in it")))
		case err == io.EOF:
			return true
		case err != nil:
			return yield(nil, in.fail(err))
		case h.Typeflag != tar.TypeReg || passedOver(h.Name):
			continue
		}
		seen = true
		if !in.inside(h.Name, files).read(yield) {
			return false
		}
	}
}

// officeMarks are the first files of documents that are zip archives.
var officeMarks = []string{"[Content_Types].xml", "mimetype"}

func readZip(in *input, yield yield) bool {
	if err := in.tooNested(); err != nil {
		return yield(nil, in.fail(err))
	}
	at, size, err := in.whole()
	if err != nil {
		return yield(nil, in.fail(err))
	}
	files, err := zip.NewReader(at, size)
	if err != nil {
		return yield(nil, in.fail(err))
	}
	if len(files.File) > 0 && slices.Contains(officeMarks, files.File[0].Name) {
		return yield(nil, in.fail(errors.New("an Office document or a book, which relata doesn't read: give its text")))
	}
	seen := false
	for _, f := range files.File {
		if !f.Mode().IsRegular() || passedOver(f.Name) {
			continue
		}
		seen = true
		inner := in.inside(f.Name, nil)
		if f.Flags&1 != 0 {
			if !yield(nil, inner.fail(errors.New("encrypted: unpack it first"))) {
				return false
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			if !yield(nil, inner.fail(err)) {
				return false
			}
			continue
		}
		more := in.inside(f.Name, r).read(yield)
		_ = r.Close() // it was only read
		if !more {
			return false
		}
	}
	if !seen {
		return yield(nil, in.fail(errors.New("no articles in it")))
	}
	return true
}

// whole gives random access to a stream: to its file, else to a copy in memory.
func (in *input) whole() (io.ReaderAt, int64, error) {
	if in.file != nil {
		if info, err := in.file.Stat(); err == nil && info.Mode().IsRegular() {
			return in.file, info.Size(), nil
		}
	}
	data, err := io.ReadAll(io.LimitReader(in.r, maxZipMemory+1))
	if err != nil {
		return nil, 0, err
	}
	if len(data) > maxZipMemory {
		return nil, 0, fmt.Errorf("a zip archive of more than %s in a stream: give it as a file", size(maxZipMemory))
	}
	return bytes.NewReader(data), int64(len(data)), nil
}
