package quadstore

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What is exported in parts, with as many walks over the store, is the same.
func TestExportInParts(t *testing.T) {
	qs := inMemory(t)
	var lines []string
	for i := range 300 {
		lines = append(lines, fmt.Sprintf("<s%d> <p%d> \"%s\" <l%d> .\n", i*7%100, i%3, strings.Repeat("long ", i*i), i%11))
	}
	if _, err := qs.Import(context.Background(), strings.NewReader(strings.Join(lines, "")), ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	want := exported(t, qs)
	if len(lines) != bytes.Count(want, []byte("\n")) {
		t.Fatalf("exports %d lines, want %d", bytes.Count(want, []byte("\n")), len(lines))
	}
	view := qs.Snapshot()
	defer view.Close()
	for _, most := range []int{1, 50, 1000, 1 << 20} {
		var got bytes.Buffer
		err := view.exportParts(context.Background(), most, appendNQuads, func(x *texts, r *row) error {
			for _, rank := range r {
				got.Write(x.at(rank))
				got.WriteByte(' ')
			}
			got.WriteString(".\n")
			return nil
		})
		if err != nil || !bytes.Equal(got.Bytes(), want) {
			t.Errorf("in parts of %d bytes: %d bytes, %v, want %d", most, got.Len(), err, len(want))
		}
	}
}
