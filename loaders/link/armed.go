package link

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed armed.txt
var armedText string

var armedNames = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(armedText) {
		if line[0] != '#' {
			m[key(strings.TrimSpace(line))] = true
		}
	}
	return m
})

// Armed says whether a name is that of a group under arms that states set out to defeat, as
// the tables of bodies have it.
func Armed(name string) bool { return armedNames()[key(name)] }
