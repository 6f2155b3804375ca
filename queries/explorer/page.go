package explorer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// bundle is the page, as it was built into the program.
type bundle struct {
	files   map[string]file // by path
	welcome func(http.ResponseWriter, *http.Request) bool
}

type file struct {
	data []byte
	typ  string
	tag  string
}

const firstPage = "index.html"

func openBundle(from fs.FS) (*bundle, error) {
	b := &bundle{files: map[string]file{}}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		b.files["/"+name] = file{data, typeOf(strings.ToLower(path.Ext(name))), `"` + hex.EncodeToString(sum[:8]) + `"`}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return b, err
}

// missing is what stands in the page's place.
const missing = `The page of the explorer is not in this program: it was built without Node.

  cd queries/explorer/web && npm ci && node build.mjs
  cd ../../.. && go build ./cmd/relata

puts it in. The API works without it: /api/v1/openapi.yaml describes it, /api/v1/stats is a start.
`

func (b *bundle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rec, ok := w.(*recorder); ok {
		rec.route = "page"
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		problemf(http.StatusMethodNotAllowed, "%s can't be done here", cut(r.Method)).write(w)
		return
	}
	name := r.URL.Path
	if name == "/" {
		if b.welcome(w, r) {
			return
		}
		name = "/" + firstPage
	}
	f, ok := b.files[name]
	if !ok {
		f, ok = b.files[strings.TrimPrefix(name, "/assets")] // files may stand at the top of dist
	}
	switch {
	case ok:
	case name == "/"+firstPage:
		f = file{data: []byte(missing), typ: "text/plain; charset=utf-8"}
	default:
		problemf(http.StatusNotFound, "no page %s", strconv.Quote(cut(r.URL.Path))).write(w)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.typ)
	if f.tag != "" {
		h.Set("ETag", f.tag)
		h.Set("Cache-Control", "no-cache")
		if strings.Contains(r.Header.Get("If-None-Match"), f.tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(f.data)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(f.data) // the client may be gone
}

// Built says whether the page is in the program.
func Built() bool {
	_, err := fs.Stat(dist, "dist/"+firstPage)
	return err == nil
}

func describe(q *request) (any, error) {
	q.w.Header().Set("Content-Type", "application/yaml")
	_, _ = q.w.Write(openAPI) // the client may be gone
	return nil, nil
}
