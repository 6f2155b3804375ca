package net

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
	"strings"

	"relata/loaders/nlp"
)

// The file: magic, the length of the header in four bytes, the header (JSON), the
// sections one after another, and a CRC-32 (IEEE) of all that. Numbers are little-endian.
const (
	magic      = "relatanm"
	version    = 2
	maxStrings = 64 << 20 // bytes that packed strings may unpack to
)

// Labels names the classes of each head.
type Labels struct {
	UPOS    []string `json:"upos"`
	XPOS    []string `json:"xpos"`
	Feats   []string `json:"feats"`
	Rels    []string `json:"rels"`
	Names   []string `json:"names"`   // O, B-Person, I-Person, E-Person, S-Person, B-Country, ...
	Denotes []string `json:"denotes"` // what a phrase denotes that the token heads: none, person, organization, ...
}

// header is the first part of a model file.
type header struct {
	Version int      `json:"version"`
	Name    string   `json:"name"`
	Emb     int      `json:"emb"`
	Width   int      `json:"width"`
	Layers  int      `json:"layers"`
	Arc     int      `json:"arc"`
	Rel     int      `json:"rel"`
	Tag     int      `json:"tag"`
	Rows    struct { // hashed rows of each kind
		Prefix int `json:"prefix"`
		Suffix int `json:"suffix"`
		Shape  int `json:"shape"`
		Ngram  int `json:"ngram"`
	} `json:"rows"`
	// Shifts give the scales of quantized activations as powers of two.
	Shifts struct {
		Tag  int `json:"tag"`  // hidden layer of the tags
		Mark int `json:"mark"` // hidden layer of the names
		Dep  int `json:"dep"`  // dependents, before the bilinear form
		Form int `json:"form"` // and after it
		Head int `json:"head"` // heads
		Rel  int `json:"rel"`  // hidden layer of the relations
	} `json:"shifts"`
	Labels   Labels    `json:"labels"`
	Gaz      []string  `json:"gazetteer"` // names of the gazetteer's classes
	Sections []section `json:"sections"`
}

type section struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // int8, int16, float32, text (deflated)
	Rows int    `json:"rows"`
	Cols int    `json:"cols"`
	Size int    `json:"size"` // bytes
}

// Model is a trained net, read-only after Load.
type Model struct {
	k        kernels
	head     header
	lay      layout
	embWidth int
	emb      []int8 // [rows][embWidth]
	embScale []float32

	words      map[string]int32
	gaz        map[string]uint8 // tokens joined by spaces, to class
	gazLongest map[string]uint8 // first token, to the tokens of the longest name

	conv                  matrix
	layers                []matrix
	tag, upos, xpos       matrix
	feats, mark, names    matrix
	denotes               matrix
	dep, headVec, form    matrix
	relDep, relHead, rels matrix
	root                  []int16 // quantized head vector of the root
	relRoot               []float32
	rootRel               int // index of "root" in Labels.Rels, -1 if it is not there
}

// Labels names the classes of the heads. The caller must not change them.
func (m *Model) Labels() *Labels { return &m.head.Labels }

// Name is the model's name and version.
func (m *Model) Name() string { return m.head.Name }

// Listed is the gazetteer's class of a name (see Output.Listed), or "".
func (m *Model) Listed(toks []nlp.Token) string {
	var b strings.Builder
	for i := range toks[:min(len(toks), longestGaz+1)] {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(toks[i].Form)
	}
	if class, ok := m.gaz[b.String()]; ok {
		return m.head.Gaz[class]
	}
	return ""
}

// Load reads a model from the bytes of a model file, using the fastest kernels that the
// processor has. The bytes may be changed afterwards.
func Load(data []byte) (*Model, error) { return load(data, hasAssembly) }

// Portable is Load with the kernels in Go, for tests and measurements.
func Portable(data []byte) (*Model, error) { return load(data, false) }

func load(data []byte, assembly bool) (*Model, error) {
	m, err := read(data, assembly)
	if err != nil {
		return nil, fmt.Errorf("net: model: %w", err)
	}
	return m, nil
}

func read(data []byte, assembly bool) (*Model, error) {
	if len(data) < len(magic)+8 || string(data[:len(magic)]) != magic {
		return nil, errors.New("not a model file")
	}
	end := len(data) - 4
	if crc32.ChecksumIEEE(data[:end]) != binary.LittleEndian.Uint32(data[end:]) {
		return nil, errors.New("damaged: checksum differs")
	}
	body := data[len(magic):end]
	size := int64(binary.LittleEndian.Uint32(body))
	body = body[4:]
	if size > int64(len(body)) {
		return nil, errors.New("header: cut off")
	}
	m := &Model{k: kernels{assembly}}
	if err := json.Unmarshal(body[:size], &m.head); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	h := &m.head
	if h.Version != version {
		return nil, fmt.Errorf("version %d, want %d", h.Version, version)
	}
	if err := h.check(); err != nil {
		return nil, err
	}
	r := sections{rest: body[size:], list: h.Sections, assembly: assembly}
	m.embWidth = h.Emb

	words := r.text("words")
	m.words = make(map[string]int32, len(words))
	for i, w := range words {
		m.words[w] = int32(i + 1)
	}
	m.lay = newLayout(h, len(words))
	if err := m.readGaz(r.text("gazetteer")); err != nil {
		return nil, err
	}
	m.emb = r.int8s("emb", m.lay.rows, h.Emb)
	m.embScale = r.floats("emb.scale", m.lay.rows)
	m.conv = r.matrix("conv", h.Width, 3*h.Emb, true)
	for i := range h.Layers {
		m.layers = append(m.layers, r.matrix(fmt.Sprintf("layer%d", i), 3*h.Width, h.Width, true))
	}
	l := &h.Labels
	m.tag = r.matrix("tag", h.Tag, h.Width, true)
	m.upos = r.matrix("upos", len(l.UPOS), h.Tag, false)
	m.xpos = r.matrix("xpos", len(l.XPOS), h.Tag, false)
	m.feats = r.matrix("feats", len(l.Feats), h.Tag, false)
	m.mark = r.matrix("mark", h.Tag, h.Width, true)
	m.names = r.matrix("names", len(l.Names), h.Tag, false)
	m.denotes = r.matrix("denotes", len(l.Denotes), h.Tag, false)
	m.dep = r.matrix("dep", h.Arc, h.Width, true)
	m.headVec = r.matrix("head", h.Arc, h.Width, true)
	m.form = r.matrix("form", h.Arc, h.Arc, false)
	root := r.floats("root", h.Arc)
	m.root = make([]int16, len(root))
	quantizeAll(m.root, root, pow2(h.Shifts.Head), -wideX, wideX)
	m.relDep = r.matrix("reldep", h.Rel, h.Width, true)
	m.relHead = r.matrix("relhead", h.Rel, h.Width, true)
	m.relRoot = r.floats("relroot", h.Rel)
	m.rels = r.matrix("rels", len(l.Rels), h.Rel, false)
	m.rootRel = slices.Index(l.Rels, "root")
	if r.err == nil && (len(r.list) != 0 || len(r.rest) != 0) {
		r.err = errors.New("more in it than a model has")
	}
	return m, r.err
}

// check bounds the sizes, so that kernels meet no odd ones.
func (h *header) check() error {
	for _, d := range []struct {
		name string
		n    int
	}{{"emb", h.Emb}, {"width", h.Width}, {"arc", h.Arc}, {"rel", h.Rel}, {"tag", h.Tag}} {
		if d.n < block || d.n%block != 0 || 3*d.n > maxCols {
			return fmt.Errorf("%s is %d, want a multiple of %d up to %d", d.name, d.n, block, maxCols/3)
		}
	}
	if h.Layers < 1 || h.Layers > 16 {
		return fmt.Errorf("%d layers, want 1 to 16", h.Layers)
	}
	l := &h.Labels
	for _, d := range []struct {
		name string
		n    int
	}{{"upos", len(l.UPOS)}, {"xpos", len(l.XPOS)}, {"feats", len(l.Feats)}, {"rels", len(l.Rels)}, {"names", len(l.Names)}, {"denotes", len(l.Denotes)}} {
		if d.n < 1 || d.n > 4096 {
			return fmt.Errorf("%d labels of %s, want 1 to 4096", d.n, d.name)
		}
	}
	for _, n := range []int{h.Rows.Prefix, h.Rows.Suffix, h.Rows.Shape, h.Rows.Ngram} {
		if n < 1 || n > 1<<20 {
			return fmt.Errorf("%d hashed rows, want 1 to %d", n, 1<<20)
		}
	}
	for _, n := range []int{h.Shifts.Tag, h.Shifts.Mark, h.Shifts.Dep, h.Shifts.Form, h.Shifts.Head, h.Shifts.Rel} {
		if n < 0 || n > 14 {
			return fmt.Errorf("shift %d, want 0 to 14", n)
		}
	}
	return nil
}

// pow2 is 2 to the n.
func pow2(n int) float32 { return float32(int(1) << n) }

// readGaz takes lines of a class, a tab, and tokens.
func (m *Model) readGaz(lines []string) error {
	m.gaz = make(map[string]uint8, len(lines))
	m.gazLongest = make(map[string]uint8, len(lines))
	for i, line := range lines {
		class, name, ok := strings.Cut(line, "\t")
		if !ok || len(class) != 1 || class[0] < '0' || int(class[0]-'0') >= min(len(m.head.Gaz), (placeRows-9)/2) {
			return fmt.Errorf("gazetteer: line %d is odd", i+1)
		}
		n := strings.Count(name, " ") + 1
		if n > longestGaz {
			return fmt.Errorf("gazetteer: line %d has %d tokens, want at most %d", i+1, n, longestGaz)
		}
		m.gaz[name] = class[0] - '0'
		first, _, _ := strings.Cut(name, " ")
		m.gazLongest[first] = max(m.gazLongest[first], uint8(n))
	}
	return nil
}

// sections reads the parts of the file in their order; the first error stays.
type sections struct {
	rest     []byte
	list     []section
	assembly bool
	err      error
}

// next returns the bytes of the section that must come now.
func (r *sections) next(name, kind string, rows, cols, width int) []byte {
	if r.err != nil {
		return nil
	}
	if len(r.list) == 0 {
		r.err = fmt.Errorf("section %s is absent", name)
		return nil
	}
	s := r.list[0]
	r.list = r.list[1:]
	if s.Name != name || s.Kind != kind {
		r.err = fmt.Errorf("section %s of %s stands where %s of %s should", s.Name, s.Kind, name, kind)
		return nil
	}
	if width > 0 && (s.Rows != rows || s.Cols != cols || s.Size != rows*cols*width) {
		r.err = fmt.Errorf("section %s is %d × %d in %d bytes, want %d × %d in %d", name, s.Rows, s.Cols, s.Size, rows, cols, rows*cols*width)
		return nil
	}
	if s.Size < 0 || s.Size > len(r.rest) {
		r.err = fmt.Errorf("section %s: cut off", name)
		return nil
	}
	b := r.rest[:s.Size]
	r.rest = r.rest[s.Size:]
	return b
}

func (r *sections) text(name string) []string {
	b := r.next(name, "text", 0, 0, 0)
	if r.err != nil {
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b)), maxStrings))
	if err != nil {
		r.err = fmt.Errorf("section %s: %w", name, err)
		return nil
	}
	if len(text) == 0 {
		return nil
	}
	return strings.Split(string(text), "\n")
}

func (r *sections) int8s(name string, rows, cols int) []int8 {
	b := r.next(name, "int8", rows, cols, 1)
	out := make([]int8, len(b))
	for i, v := range b {
		out[i] = int8(v)
	}
	return out
}

func (r *sections) floats(name string, n int) []float32 {
	b := r.next(name, "float32", n, 1, 4)
	if r.err != nil {
		return make([]float32, n)
	}
	out := make([]float32, n)
	for i := range out {
		v := math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		if v != v || v > 1e9 || v < -1e9 {
			r.err = fmt.Errorf("section %s: value %d is %g", name, i, v)
			return out
		}
		out[i] = v
	}
	return out
}

// matrix reads weights with their scales and biases.
func (r *sections) matrix(name string, rows, cols int, narrow bool) matrix {
	kind, width, limit := "int16", 2, int16(wideW)
	if narrow {
		kind, width, limit = "int8", 1, narrowW
	}
	b := r.next(name, kind, rows, cols, width)
	scale, bias := r.floats(name+".scale", rows), r.floats(name+".bias", rows)
	if r.err != nil {
		return matrix{}
	}
	w := make([]int16, rows*cols)
	for i := range w {
		if narrow {
			w[i] = int16(int8(b[i]))
		} else {
			w[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
		}
		if w[i] > limit || w[i] < -limit {
			r.err = fmt.Errorf("section %s: weight %d is %d", name, i, w[i])
			return matrix{}
		}
	}
	var mx matrix
	mx.pack(w, rows, cols, narrow, r.assembly)
	mx.scale, mx.bias = make([]float32, mx.rows), make([]float32, mx.rows)
	copy(mx.scale, scale)
	copy(mx.bias, bias)
	return mx
}
