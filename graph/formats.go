package graph

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Export says what of a store is written, and how.
type Export struct {
	Filter Filter
	Base   string // absolute IRI before the store's ids; DefaultBase if empty
	Title  string // for pictures and pages
	RDF12  bool   // N-Quads, TriG, Turtle: claims as RDF 1.2 says them, <claim> rdf:reifies <<( s p o )>>
	// For the manifest of a snapshot: the versions of the ontology and of the model.
	Ontology, Model string
}

// Format is a way to write a store: as one stream, or as files in a folder.
type Format struct {
	Name       string
	About      string
	Extensions []string // of its files; the first is the usual one
	Write      func(ctx context.Context, w io.Writer, s *Store, e Export) error
	Folder     func(ctx context.Context, s *Store, e Export, put putFile) error // instead of Write
}

// putFile takes one file of a format that needs several.
type putFile func(name string, write func(io.Writer) error) error

// Formats lists all formats.
var Formats = []Format{
	{Name: "nquads", About: "RDF 1.1 N-Quads: everything, one quad a line, sorted; relata import restores it",
		Extensions: []string{".nq", ".nquads"}, Write: writeNQuads},
	{Name: "trig", About: "RDF 1.1 TriG: everything, to be read by people too", Extensions: []string{".trig"}, Write: writeTriG},
	{Name: "turtle", About: "RDF 1.1 Turtle: everything but which article says it", Extensions: []string{".ttl"}, Write: writeTurtle},
	{Name: "jsonld", About: "JSON-LD 1.1: everything, as JSON", Extensions: []string{".jsonld"}, Write: writeJSONLD},
	{Name: "graphml", About: "GraphML: actors and ties, for Gephi, yEd, networkx, igraph",
		Extensions: []string{".graphml"}, Write: ofView(WriteGraphML)},
	{Name: "gexf", About: "GEXF: actors and ties with their times and colours, for Gephi",
		Extensions: []string{".gexf"}, Write: ofView(WriteGEXF)},
	{Name: "dot", About: "DOT: actors and ties, for Graphviz", Extensions: []string{".dot", ".gv"}, Write: ofView(WriteDOT)},
	{Name: "svg", About: "a picture of up to 100 actors", Extensions: []string{".svg"}, Write: writePicture},
	{Name: "html", About: "a page that opens without a network: picture, dossiers with evidence, timeline", Extensions: []string{".html", ".htm"}, Write: writeHTML},
	{Name: "cytoscape", About: "JSON for Cytoscape and Cytoscape.js", Extensions: []string{".cyjs", ".json"}, Write: ofView(WriteCytoscape)},
	{Name: "graphology", About: "JSON for graphology and Sigma", Extensions: []string{".graphology.json"}, Write: ofView(WriteGraphology)},
	{Name: "ftm", About: "FollowTheMoney entities, one a line, for Aleph and OpenSanctions' tools", Extensions: []string{".ftm.json", ".ftm.jsonl", ".ftm"}, Write: writeFTM},
	{Name: "csv", About: "two tables in a folder, for spreadsheets and Gephi", Extensions: []string{".csv"}, Folder: ofTables(WriteNodesCSV, WriteEdgesCSV)},
	{Name: "neo4j", About: "two tables in a folder, for neo4j-admin import", Folder: ofTables(WriteNodesNeo4j, WriteEdgesNeo4j)},
	{Name: "md", About: "a folder of linked notes, one an actor, for Obsidian", Folder: writeNotes},
}

// ofView makes a writer of views one of stores.
func ofView(write func(io.Writer, View) error) func(context.Context, io.Writer, *Store, Export) error {
	return func(ctx context.Context, w io.Writer, s *Store, e Export) error {
		v, err := s.View(ctx, e.Filter)
		if err != nil {
			return err
		}
		return write(w, v)
	}
}

// ofTables makes a writer of two files.
func ofTables(nodes, edges func(io.Writer, View) error) func(context.Context, *Store, Export, putFile) error {
	return func(ctx context.Context, s *Store, e Export, put putFile) error {
		v, err := s.View(ctx, e.Filter)
		if err != nil {
			return err
		}
		if err := put("nodes.csv", func(w io.Writer) error { return nodes(w, v) }); err != nil {
			return err
		}
		return put("edges.csv", func(w io.Writer) error { return edges(w, v) })
	}
}

func writePicture(ctx context.Context, w io.Writer, s *Store, e Export) error {
	v, err := s.View(ctx, e.Filter)
	if err != nil {
		return err
	}
	return WriteSVG(w, v, e.Title)
}

// FormatByName finds a format.
func FormatByName(name string) (Format, error) {
	var names []string
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown format %q: there are %s", name, strings.Join(names, ", "))
}

// compressed are the endings that Save and OpenFile know.
var compressed = []string{".gz", ".zst"}

// FormatByPath finds the format of a file by its ending, that of a compression aside.
func FormatByPath(path string) (Format, error) {
	best, found := 0, Format{}
	for _, f := range Formats {
		if n := longestEnding(path, f.Extensions); n > best {
			best, found = n, f
		}
	}
	if best == 0 {
		return Format{}, fmt.Errorf("%s: its ending tells no format", path)
	}
	return found, nil
}

// longestEnding gives the length of the longest of the endings that a path has, that of a
// compression aside.
func longestEnding(path string, endings []string) int {
	name := strings.ToLower(filepath.Base(path))
	for _, c := range compressed {
		name = strings.TrimSuffix(name, c)
	}
	best := 0
	for _, ending := range endings {
		if strings.HasSuffix(name, ending) {
			best = max(best, len(ending))
		}
	}
	return best
}

// Save writes a store to a file, or to a folder if the format needs several, compressed
// if the path ends in .gz or .zst. What stood there stays until the new one is whole.
func Save(ctx context.Context, path string, f Format, s *Store, e Export) error {
	if f.Folder == nil {
		return SaveFile(path, func(w io.Writer) error { return f.Write(ctx, w, s, e) })
	}
	if slices.Contains(compressed, filepath.Ext(path)) {
		return fmt.Errorf("%s: %s is written to a folder, which can't be compressed", path, f.Name)
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return fmt.Errorf("%s: %s is written to a folder, and this is a file", path, f.Name)
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	return f.Folder(ctx, s, e, func(name string, write func(io.Writer) error) error {
		return SaveFile(filepath.Join(path, name), write)
	})
}

// SaveFile writes a file in whole or not at all, compressed as its name says.
func SaveFile(path string, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return fmt.Errorf("%s: is a folder", path)
		}
		f, err := os.OpenFile(path, os.O_WRONLY, 0) // a pipe or a device can't be replaced
		if err != nil {
			return err
		}
		return errors.Join(writeCompressed(f, path, write), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*"+tempSuffix)
	if err != nil {
		return err
	}
	err = writeCompressed(f, path, write)
	if err == nil {
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

func writeCompressed(f io.Writer, path string, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(f, 1<<16)
	var packer io.WriteCloser
	switch filepath.Ext(path) {
	case ".gz":
		packer = gzip.NewWriter(b)
	case ".zst":
		// One goroutine, so that the same data gives the same bytes.
		z, err := zstd.NewWriter(b, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return err
		}
		packer = z
	default:
		if err := write(b); err != nil {
			return err
		}
		return b.Flush()
	}
	if err := write(packer); err != nil {
		return errors.Join(err, packer.Close())
	}
	return errors.Join(packer.Close(), b.Flush())
}

// OpenFile opens a file for reading, uncompressed as its name says.
func OpenFile(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	switch filepath.Ext(path) {
	case ".gz":
		r, err := gzip.NewReader(f)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
		}
		return unpacked{r, f}, nil
	case ".zst":
		r, err := zstd.NewReader(f)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
		}
		return unpacked{r.IOReadCloser(), f}, nil
	}
	return f, nil
}

type unpacked struct {
	io.ReadCloser
	file *os.File
}

func (u unpacked) Close() error { return errors.Join(u.ReadCloser.Close(), u.file.Close()) }
