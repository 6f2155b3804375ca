package net

import (
	"math"

	"relata/loaders/nlp"
)

// MaxTokens is how many tokens of a sentence Run takes at once.
const MaxTokens = 256

// Scratch is the working memory of one goroutine. It also remembers the vectors of forms
// that it met, which changes the time and not the answers.
type Scratch struct {
	out Output

	// Of formVector.
	runes       []rune
	text, shape []byte
	at          []int
	sum         []float32
	cache       map[string]int // form to its place in vectors
	vectors     []float32
	gaz         []uint8
	key         []byte

	// Of the layers.
	emb, x, u, c, v []float32
	q, hidden, dep  []int16
	head            []int16
	acc             []int32
	wide            [][4]int64
	arcs            matrix
	relDep, relHead []float32
}

// NewScratch makes working memory for one goroutine.
func (m *Model) NewScratch() *Scratch {
	return &Scratch{cache: make(map[string]int), sum: make([]float32, max(m.embWidth, m.head.Rel))}
}

// Output is what the heads say of the tokens [First, First+N) of a sentence. It lives in
// the Scratch and is overwritten by the next Run.
type Output struct {
	Labels   *Labels
	First, N int

	UPOS, XPOS, Feats []uint16 // [N] best class

	// Arcs are [N][N+1]: how well each head suits token i, the root first, then the tokens
	// of the part. Only differences within a row have a meaning.
	Arcs []int32

	names   []float32 // [N][len(Labels.Names)], padded
	denotes []float32 // [N][len(Labels.Denotes)], padded
	model   *Model
	scratch *Scratch
}

// Names are the scores of the name labels of token i of the part (natural logarithms, up
// to a constant).
func (o *Output) Names(i int) []float32 {
	w := o.model.names.rows
	return o.names[i*w : i*w+o.model.names.used]
}

// Denotes are the scores of what a phrase denotes that token i of the part heads.
func (o *Output) Denotes(i int) []float32 {
	w := o.model.denotes.rows
	return o.denotes[i*w : i*w+o.model.denotes.used]
}

// Listed is the gazetteer's class of the listed name that covers token i of the part:
// country, demonym, capital, city, region, given, family, body, or "" if none does.
func (o *Output) Listed(i int) string {
	row := o.scratch.gaz[i]
	if row == 0 {
		return ""
	}
	return o.model.head.Gaz[(row-8)/2]
}

// grow returns a slice of n elements, reusing s.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// Run reads up to MaxTokens tokens of the sentence, from first on.
func (m *Model) Run(sent *nlp.Sentence, first int, s *Scratch) *Output {
	toks := sent.Tokens[first:min(len(sent.Tokens), first+MaxTokens)]
	out := &s.out
	out.Labels, out.First, out.N, out.model, out.scratch = &m.head.Labels, first, len(toks), m, s
	m.encode(toks, s)
	m.runTags(out, s)
	m.runArcs(out, s)
	n, w := out.N, m.head.Width
	s.relDep = m.layer(s.relDep, &m.relDep, s.q, n, w, s)
	s.relHead = m.layer(s.relHead, &m.relHead, s.q, n, w, s)
	return out
}

// layer computes a linear layer of n inputs.
func (m *Model) layer(dst []float32, mx *matrix, x []int16, n, stride int, s *Scratch) []float32 {
	rows := mx.rows
	dst = grow(dst, n*rows)
	s.acc = grow(s.acc, n*rows)
	mx.mul(s.acc, x, n, stride, &s.wide)
	for t := range n {
		m.k.affine(dst[t*rows:(t+1)*rows], s.acc[t*rows:(t+1)*rows], mx.scale, mx.bias)
	}
	return dst
}

// encode leaves the quantized state of each token in s.q, n × width.
func (m *Model) encode(toks []nlp.Token, s *Scratch) {
	n, e, w := len(toks), m.embWidth, m.head.Width
	s.emb = grow(s.emb, n*e)
	m.embed(s.emb, toks, s)
	// A convolution over three tokens reads three neighbouring vectors as one.
	s.q = grow(s.q, (n+2)*e)
	clear(s.q[:e])
	clear(s.q[(n+1)*e:])
	for t := range n {
		m.k.normalize(s.q[(t+1)*e:(t+2)*e], s.emb[t*e:(t+1)*e])
	}
	s.x = m.layer(s.x, &m.conv, s.q, n, e, s)
	for i, v := range s.x {
		if v < 0 {
			s.x[i] = 0
		}
	}
	s.q = grow(s.q, n*w)
	s.c = grow(s.c, w)
	half := w / 2
	for l := range m.layers {
		for t := range n {
			m.k.normalize(s.q[t*w:(t+1)*w], s.x[t*w:(t+1)*w])
		}
		s.u = m.layer(s.u, &m.layers[l], s.q, n, w, s)
		clear(s.c)
		for t := range n {
			u, x := s.u[t*3*w:(t+1)*3*w], s.x[t*w:(t+1)*w]
			m.k.recur(s.c[:half], u[:half], u[w:w+half], u[2*w:2*w+half], x[:half])
		}
		for t := n - 1; t >= 0; t-- {
			u, x := s.u[t*3*w:(t+1)*3*w], s.x[t*w:(t+1)*w]
			m.k.recur(s.c[half:], u[half:w], u[w+half:2*w], u[2*w+half:], x[half:])
		}
	}
	for t := range n {
		m.k.normalize(s.q[t*w:(t+1)*w], s.x[t*w:(t+1)*w])
	}
}

// hiddenLayer computes relu(layer), quantized.
func (m *Model) hiddenLayer(dst []int16, mx *matrix, n, shift int, s *Scratch) []int16 {
	s.v = m.layer(s.v, mx, s.q, n, m.head.Width, s)
	dst = grow(dst, n*mx.rows)
	m.k.quantize(dst, s.v, pow2(shift), 0, wideX)
	return dst
}

func (m *Model) runTags(out *Output, s *Scratch) {
	n := out.N
	s.hidden = m.hiddenLayer(s.hidden, &m.tag, n, m.head.Shifts.Tag, s)
	out.UPOS = m.best(out.UPOS, &m.upos, n, s)
	out.XPOS = m.best(out.XPOS, &m.xpos, n, s)
	out.Feats = m.best(out.Feats, &m.feats, n, s)
	s.hidden = m.hiddenLayer(s.hidden, &m.mark, n, m.head.Shifts.Mark, s)
	out.names = m.layer(out.names, &m.names, s.hidden, n, m.head.Tag, s)
	out.denotes = m.layer(out.denotes, &m.denotes, s.hidden, n, m.head.Tag, s)
}

// best gives the class with the highest score, the first of equal ones.
func (m *Model) best(dst []uint16, mx *matrix, n int, s *Scratch) []uint16 {
	s.v = m.layer(s.v, mx, s.hidden, n, mx.cols, s)
	dst = grow(dst, n)
	for t := range n {
		dst[t] = uint16(argmax(s.v[t*mx.rows : t*mx.rows+mx.used]))
	}
	return dst
}

func argmax(v []float32) int {
	best := 0
	for i, x := range v {
		if x > v[best] {
			best = i
		}
	}
	return best
}

// runArcs scores every pair of a dependent and a head.
func (m *Model) runArcs(out *Output, s *Scratch) {
	n, a := out.N, m.head.Arc
	// The heads serve as the weights of a matrix, the root first.
	s.head = grow(s.head, (n+1)*a)
	s.v = m.layer(s.v, &m.headVec, s.q, n, m.head.Width, s)
	copy(s.head, m.root)
	m.k.quantize(s.head[a:], s.v, pow2(m.head.Shifts.Head), 0, wideX)
	s.dep = m.hiddenLayer(s.dep, &m.dep, n, m.head.Shifts.Dep, s)
	s.v = m.layer(s.v, &m.form, s.dep, n, a, s)
	m.k.quantize(s.dep[:n*a], s.v, pow2(m.head.Shifts.Form), -wideX, wideX)
	s.arcs.pack(s.head, n+1, a, false, m.k.assembly)
	rows := s.arcs.rows
	s.acc = grow(s.acc, n*rows)
	s.arcs.mul(s.acc, s.dep, n, a, &s.wide)
	out.Arcs = grow(out.Arcs, n*(n+1))
	for t := range n {
		copy(out.Arcs[t*(n+1):(t+1)*(n+1)], s.acc[t*rows:])
	}
}

// Relations gives the best relation of each token of the part to its head: heads[i] is 0
// for the root, else the place of the head in the part plus one. The root alone is "root".
func (o *Output) Relations(heads []int, dst []uint16) []uint16 {
	m, s := o.model, o.scratch
	w := m.head.Rel
	s.hidden = grow(s.hidden, o.N*w)
	scale := pow2(m.head.Shifts.Rel)
	for i := range o.N {
		d, h := s.relDep[i*w:(i+1)*w], m.relRoot
		if heads[i] > 0 {
			h = s.relHead[(heads[i]-1)*w : heads[i]*w]
		}
		sum := s.sum[:w]
		for k := range sum {
			sum[k] = d[k] + h[k]
		}
		m.k.quantize(s.hidden[i*w:(i+1)*w], sum, scale, 0, wideX)
	}
	mx := &m.rels
	s.v = m.layer(s.v, mx, s.hidden, o.N, w, s)
	dst = grow(dst, o.N)
	for i := range o.N {
		v := s.v[i*mx.rows : i*mx.rows+mx.used]
		if m.rootRel >= 0 {
			if heads[i] == 0 {
				dst[i] = uint16(m.rootRel)
				continue
			}
			v[m.rootRel] = -math.MaxFloat32
		}
		dst[i] = uint16(argmax(v))
	}
	return dst
}
