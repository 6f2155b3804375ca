// Package explorer serves a graph over HTTP: an API, and a page that shows it.
package explorer

import "embed"

//go:embed all:dist
var dist embed.FS

//go:embed openapi.yaml
var openAPI []byte
