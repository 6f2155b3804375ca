// Package explorer serves a graph over HTTP: an API, and a page that shows it.
//
//	s, err := explorer.New(explorer.Options{Store: store})
//	...
//	defer s.Close()
//	err = http.Serve(listener, s)
//
// openapi.yaml describes the API; routes lists its handlers. The page is what
// web/build.mjs leaves in dist, if it was built; the API needs none of it.
//
// # Promises
//
// Nothing is written unless Options.Edit says so, and then only corrections. Requests that
// come through another name (DNS rebinding) or from the page of another site (CSRF) are
// refused. Time, memory, rows, bodies and the number of requests at once have limits, and
// slow readers are cut. Names and sentences are data: they stand in JSON and never in HTML.
//
// # Costs
//
// The graph in short stands in memory (see index), made when the server starts and
// refreshed twice a second where the store says that it changed: lists, ties, counts and
// names are as of then. Claims and their sentences are read from the store when they are
// asked for.
package explorer

import "embed"

//go:embed all:dist
var dist embed.FS

//go:embed openapi.yaml
var openAPI []byte
