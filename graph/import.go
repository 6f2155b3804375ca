package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"regexp"
	"strings"

	"github.com/cayleygraph/quad"
)

// Manifest stands in a snapshot, as comments before and after its quads, and says what it
// should hold.
type Manifest struct {
	Snapshot int    `json:"snapshot,omitempty"` // version of this format
	Base     string `json:"base,omitempty"`
	Ontology string `json:"ontology,omitempty"` // version
	Model    string `json:"model,omitempty"`    // that read the articles

	Quads    int    `json:"quads,omitempty"`
	Articles int    `json:"articles,omitempty"`
	Claims   int    `json:"claims,omitempty"`
	SHA256   string `json:"sha256,omitempty"` // of the lines of quads
}

const (
	snapshotVersion = 1
	manifestMark    = "# relata "
)

// line writes a manifest as a comment.
func (m Manifest) line() string {
	b, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings and numbers can't fail
	}
	return manifestMark + string(b) + "\n"
}

// parseManifest reads a comment; ok is false if it is none of ours.
func parseManifest(comment string) (m Manifest, ok bool) {
	text, ok := strings.CutPrefix(comment, manifestMark)
	return m, ok && json.Unmarshal([]byte(text), &m) == nil
}

// Import says how a file of quads is read.
type Import struct {
	Base     string          // of the ids; empty: what the snapshot says, else DefaultBase
	Strict   bool            // end at the first fault
	Label    string          // id for quads without a graph; empty: they stay without
	Blank    string          // name of the file, so that its blank nodes stay apart from those of others
	Progress func(quads int) // told now and then how many were read; may be nil
	Map      Columns         // CSV only: which column holds what
}

// Imported says what an import did.
type Imported struct {
	Quads    int            // good ones in the file
	New      int            // of them, those that the store hadn't
	Faults   int            // lines, or statements, that were left out
	First    []*SyntaxError // the first of these faults
	Manifest *Manifest      // what a snapshot of ours says of itself; nil for other files
}

const (
	progressEvery = 50_000 // quads
	shownFaults   = 20
)

// ErrDamaged is wrapped by an error about a snapshot that doesn't hold what its manifest
// says.
var ErrDamaged = errors.New("the snapshot is damaged")

// ImportFormat is a way to read a file into a store.
type ImportFormat struct {
	Name       string
	About      string
	Extensions []string // of its files
	read       func(in *importer, r io.Reader) error
}

// ImportFormats lists all that can be imported, as Formats does what can be exported.
var ImportFormats = []ImportFormat{
	{"nquads", "RDF 1.1 N-Quads and N-Triples; a snapshot comes back as it was", []string{".nq", ".nquads", ".nt"}, (*importer).readNQuads},
	{"trig", "RDF 1.1 TriG; relata's own comes back as it was", []string{".trig"}, (*importer).readTriG},
	{"turtle", "RDF 1.1 Turtle", []string{".ttl", ".turtle"}, (*importer).readTurtle},
	{"jsonld", "JSON-LD 1.1 that carries its context; relata's own comes back as it was", []string{".jsonld"}, (*importer).readJSONLD},
	{"csv", "a table of edges; --map names its columns", []string{".csv"}, (*importer).readCSV},
	{"ftm", "FollowTheMoney entities, one a line", []string{".ftm.json", ".ftm.jsonl", ".ftm"}, (*importer).readFTM},
}

// ImportFormatByName finds a format.
func ImportFormatByName(name string) (ImportFormat, error) {
	var names []string
	for _, f := range ImportFormats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return ImportFormat{}, fmt.Errorf("can't import %q: there are %s", name, strings.Join(names, ", "))
}

// ImportFormatByPath finds the format of a file by its ending, that of a compression
// aside.
func ImportFormatByPath(path string) (ImportFormat, error) {
	best, found := 0, ImportFormat{}
	for _, f := range ImportFormats {
		if n := longestEnding(path, f.Extensions); n > best {
			best, found = n, f
		}
	}
	if best == 0 {
		return ImportFormat{}, fmt.Errorf("%s: its ending tells no format that can be imported", path)
	}
	return found, nil
}

// ImportNQuads is Import of RDF 1.1 N-Quads.
func (s *Store) ImportNQuads(ctx context.Context, r io.Reader, opt Import) (Imported, error) {
	return s.Import(ctx, r, ImportFormats[0], opt)
}

// Import reads a file into the store, about a million quads a commit. A snapshot of ours
// gives back the graph it was made from, but for the texts of the articles, which it
// doesn't hold; other RDF becomes quads as they are, with their graph as label. Reading a
// file again adds nothing, so that an import that was cut short is ended by another.
// Faulty lines are left out and told; so is a snapshot in N-Quads whose quads are not
// those that its manifest counted, after what is there has been read. TriG and Turtle are
// read as they stream by; of JSON-LD the whole file is held.
func (s *Store) Import(ctx context.Context, r io.Reader, f ImportFormat, opt Import) (Imported, error) {
	now, end, err := s.reader()
	if err != nil {
		return Imported{}, err
	}
	defer end()
	before, err := now.qs.Stats(ctx, true)
	if err != nil {
		return Imported{}, err
	}
	w, err := s.qs.NewQuadWriter()
	if err != nil {
		return Imported{}, fmt.Errorf("%s: %w", s.location, err)
	}
	n := 0
	done, err := scanFile(ctx, r, f, opt, func(q quad.Quad) error {
		if n++; n%progressEvery == 0 && opt.Progress != nil {
			opt.Progress(n)
		}
		_, err := w.WriteQuads([]quad.Quad{q})
		return err
	})
	// What was good stays, unless a strict import met a fault.
	var fault *SyntaxError
	if !errors.As(err, &fault) && ctx.Err() == nil {
		err = errors.Join(err, w.Close())
	} else if d, ok := w.(interface{ Drop() }); ok {
		d.Drop()
	}
	after, countErr := s.qs.Stats(ctx, true)
	done.New = int(after.Quads.Value - before.Quads.Value)
	return done, errors.Join(err, countErr)
}

// scanFile gives every good quad of a file to a sink.
func scanFile(ctx context.Context, r io.Reader, f ImportFormat, opt Import, sink func(quad.Quad) error) (Imported, error) {
	names, err := Export{Base: opt.Base}.names()
	if err != nil {
		return Imported{}, err
	}
	in := importer{ctx: ctx, opt: opt, sink: sink, names: names}
	if opt.Label != "" {
		if err := checkIRI(opt.Label); err != nil {
			return Imported{}, fmt.Errorf("label %q: %w", opt.Label, err)
		}
		in.label = quad.IRI(opt.Label)
	}
	err = f.read(&in, r)
	return in.done, err
}

// importer takes what the reader of a format finds.
type importer struct {
	ctx   context.Context
	opt   Import
	sink  func(quad.Quad) error
	label quad.Value
	names Names
	done  Imported

	// For N-Quads.
	scan  *scanner
	sum   hash.Hash
	lines int   // with a statement
	err   error // of a comment
}

// fault notes what was left out. It gives an error if the import ends here.
func (in *importer) fault(f *SyntaxError) error {
	in.done.Faults++
	if len(in.done.First) < shownFaults {
		in.done.First = append(in.done.First, f)
	}
	if in.opt.Strict {
		return f
	}
	return in.stopped(in.done.Faults)
}

// stopped asks now and then whether to stop.
func (in *importer) stopped(n int) error {
	if n%256 == 0 {
		return in.ctx.Err()
	}
	return nil
}

func (in *importer) comment(text string) {
	m, ok := parseManifest(text)
	if !ok {
		return
	}
	switch {
	case m.Snapshot > snapshotVersion:
		in.err = fmt.Errorf("line %d: a snapshot of version %d; this program reads version %d", in.scan.line, m.Snapshot, snapshotVersion)
	case m.Snapshot > 0 && in.done.Quads == 0:
		in.done.Manifest = &m
		if in.opt.Base == "" && m.Base != "" {
			var err error
			if in.scan.names, err = NewNames(m.Base); err != nil {
				in.err = fmt.Errorf("line %d: %w", in.scan.line, err)
			}
		}
	case m.SHA256 != "" && in.done.Manifest != nil:
		in.done.Manifest.Quads, in.done.Manifest.Articles = m.Quads, m.Articles
		in.done.Manifest.Claims, in.done.Manifest.SHA256 = m.Claims, m.SHA256
	}
}

func (in *importer) readNQuads(r io.Reader) error {
	in.scan, in.sum = newScanner(r, in.names), sha256.New()
	in.scan.comment = in.comment
	for in.err == nil {
		if err := in.stopped(in.scan.line); err != nil {
			return err
		}
		q, ok, err := in.scan.next()
		if errors.Is(err, io.EOF) {
			break
		}
		var fault *SyntaxError
		switch {
		case errors.As(err, &fault):
			if err := in.fault(fault); err != nil {
				return err
			}
		case err != nil:
			return err
		case ok:
			if in.done.Manifest != nil {
				in.sum.Write(in.scan.whole)
				in.sum.Write([]byte{'\n'})
			}
			in.lines++
			if err := in.add(q); err != nil {
				return err
			}
		}
	}
	if in.err != nil {
		return in.err
	}
	if m := in.done.Manifest; m != nil {
		switch got := hex.EncodeToString(in.sum.Sum(nil)); {
		case m.SHA256 == "":
			return fmt.Errorf("%w: its end is missing", ErrDamaged)
		case m.Quads != in.lines:
			return fmt.Errorf("%w: it holds %d quads, not %d", ErrDamaged, in.lines, m.Quads)
		case m.SHA256 != got:
			return fmt.Errorf("%w: its quads were changed", ErrDamaged)
		}
	}
	return nil
}

// add takes a good quad, or a triple term for three.
func (in *importer) add(q quad.Quad) error {
	if q.Label == nil {
		q.Label = in.label
	}
	for _, part := range unreify(q) {
		in.done.Quads++
		if err := in.stopped(in.done.Quads); err != nil {
			return err
		}
		for _, d := range quad.Directions {
			if b, ok := part.Get(d).(quad.BNode); ok {
				part.Set(d, in.blank(b))
			}
		}
		if err := in.sink(part); err != nil {
			return err
		}
	}
	return nil
}

// ourBlank holds blank nodes that were renamed before: a snapshot keeps them.
var ourBlank = regexp.MustCompile(`^b[0-9a-f]{24}$`)

// blank names a blank node after its file: in RDF a label means nothing outside.
func (in *importer) blank(b quad.BNode) quad.BNode {
	if ourBlank.MatchString(string(b)) {
		return b
	}
	sum := sha256.Sum256([]byte(in.opt.Blank + "\x00" + string(b)))
	return quad.BNode("b" + hex.EncodeToString(sum[:12]))
}
