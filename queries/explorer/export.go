package explorer

import (
	"archive/zip"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"relata/graph"
)

// patient writes an answer that lasts, and cuts a client that doesn't take it.
type patient struct {
	w    http.ResponseWriter
	time time.Duration // for each part
}

func (q *request) patient() *patient { return &patient{q.w, q.server.opt.Limits.Write} }

func (p *patient) Write(b []byte) (int, error) {
	_ = http.NewResponseController(p.w).SetWriteDeadline(time.Now().Add(p.time)) // not every writer of tests has one
	return p.w.Write(b)
}

func export(q *request) (any, error) {
	name, title, ids, f := q.need("format"), q.text("title"), q.ids(), q.filter()
	if len(f.predicates) > 1 {
		q.bad("an export takes one predicate")
	}
	if q.err != nil {
		return nil, q.err
	}
	format, err := graph.FormatByName(name)
	if err != nil {
		return nil, problemf(http.StatusBadRequest, "%v", err)
	}
	chosen := graph.Filter{Types: f.types, Since: f.since, Until: f.until, Article: f.article, MinArticles: f.minArticles}
	if len(q.list("status")) > 0 {
		chosen.Statuses = f.statuses
	}
	if len(f.predicates) == 1 {
		chosen.Predicate = f.predicates[0]
	}
	switch {
	case len(ids) == 1:
		chosen.Entity = ids[0]
	case len(ids) > 1:
		chosen.Among = ids
	}
	what := graph.Export{Filter: chosen, Title: title}
	ctx, store := q.Context(), q.state.store
	ending := "." + format.Name
	if len(format.Extensions) > 0 {
		ending = format.Extensions[0]
	}
	h := q.w.Header()
	if format.Folder == nil {
		h.Set("Content-Type", typeOf(ending))
		h.Set("Content-Disposition", `attachment; filename="relata`+ending+`"`)
		return nil, format.Write(ctx, q.patient(), store, what)
	}
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="relata-`+format.Name+`.zip"`)
	z := zip.NewWriter(q.patient())
	err = format.Folder(ctx, store, what, func(name string, write func(io.Writer) error) error {
		w, err := z.Create(filepath.ToSlash(name))
		if err != nil {
			return err
		}
		return write(w)
	})
	if err != nil {
		return nil, err
	}
	return nil, z.Close()
}

// typeOf is the media type of a file's ending. It doesn't ask the machine, which may know
// others.
func typeOf(ending string) string {
	known := map[string]string{
		".nq": "application/n-quads", ".trig": "application/trig", ".ttl": "text/turtle; charset=utf-8", ".jsonld": "application/ld+json",
		".graphml": "application/graphml+xml", ".gexf": "application/gexf+xml", ".dot": "text/vnd.graphviz; charset=utf-8",
		".svg": "image/svg+xml", ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
		".map": "application/json", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
	}
	if t, ok := known[ending]; ok {
		return t
	}
	if strings.HasSuffix(ending, "json") || ending == ".cyjs" {
		return "application/json"
	}
	return "application/octet-stream"
}
