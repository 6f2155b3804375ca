package token

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"relata/loaders/nlp"
)

// TrainOptions set the training; the zero value trains the shipped model.
type TrainOptions struct {
	Epochs     int     // passes over the places to decide; 6
	Rate       float64 // of AdaGrad; 0.1
	Decay      float64 // L2 penalty per step; 1e-6
	ChunkSlots int     // hashed features of the chunk model, a power of two; 1 << 16
	GapSlots   int     // of the gap model; 1 << 19
	Seed       uint64  // of the order of the examples; 1
}

func (o TrainOptions) withDefaults() TrainOptions {
	or := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	or(&o.Epochs, 6)
	or(&o.ChunkSlots, 1<<16)
	or(&o.GapSlots, 1<<19)
	if o.Rate == 0 {
		o.Rate = 0.1
	}
	if o.Decay == 0 {
		o.Decay = 1e-6
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	return o
}

// Train trains a model on documents whose sentences and tokens are right. The same
// documents in the same order give the same model. It is logistic regression by AdaGrad
// (Duchi et al. 2011) on hashed features.
func Train(docs []*nlp.Doc, opts TrainOptions) *Model {
	opts = opts.withDefaults()
	m := &Model{
		chunks:       linear{classes: labels, mask: uint32(opts.ChunkSlots - 1)},
		gaps:         linear{classes: 1, mask: uint32(opts.GapSlots - 1)},
		contractions: contractionsOf(docs),
		common:       make([]uint64, 1<<11),
	}
	for w := range m.contractions {
		m.longest = max(m.longest, len(w))
	}
	for _, h := range commonOf(docs) {
		m.addCommon(h)
	}
	var chunks, gaps examples
	for _, doc := range docs {
		for par := range paragraphsOf(doc) {
			m.chunkExamples(&chunks, doc.Text, par)
			m.gapExamples(&gaps, doc.Text, par)
		}
	}
	m.chunks.train(&chunks, opts)
	m.gaps.train(&gaps, opts)
	return m
}

// paragraphsOf yields the sentences of each paragraph.
func paragraphsOf(doc *nlp.Doc) func(func([]nlp.Sentence) bool) {
	return func(yield func([]nlp.Sentence) bool) {
		for i := 0; i < len(doc.Sentences); {
			j := i + 1
			for j < len(doc.Sentences) && doc.Sentences[j].Paragraph == doc.Sentences[i].Paragraph {
				j++
			}
			if !yield(doc.Sentences[i:j]) {
				return
			}
			i = j
		}
	}
}

// contractionsOf finds the words of letters that are mostly written as two: "cannot", "dont".
func contractionsOf(docs []*nlp.Doc) map[string]uint8 {
	type count struct{ cut, whole int }
	counts := map[string]*count{}
	offs := map[string]uint8{}
	at := func(w string) *count {
		c := counts[w]
		if c == nil {
			c = &count{}
			counts[w] = c
		}
		return c
	}
	letters := func(s string) bool {
		for i := range len(s) {
			if !asciiLetter(s[i]) {
				return false
			}
		}
		return s != ""
	}
	for _, doc := range docs {
		for i := range doc.Sentences {
			toks := doc.Sentences[i].Tokens
			for j := range toks {
				if toks[j].Multi == 2 && letters(toks[j].Form) && letters(toks[j+1].Form) {
					w := strings.ToLower(toks[j].Form + toks[j+1].Form)
					at(w).cut++
					offs[w] = uint8(len(toks[j].Form))
				} else {
					at(strings.ToLower(toks[j].Form)).whole++
				}
			}
		}
	}
	out := map[string]uint8{}
	for w, off := range offs {
		if c := counts[w]; c.cut >= 2 && c.cut > 2*c.whole && len(w) <= 12 {
			out[w] = off
		}
	}
	return out
}

// commonOf lists the hashes of words seldom written with a capital inside a sentence.
func commonOf(docs []*nlp.Doc) []uint32 {
	type count struct{ low, high int }
	counts := map[uint32]*count{}
	m := &Model{}
	for _, doc := range docs {
		for i := range doc.Sentences {
			toks := doc.Sentences[i].Tokens
			for j := range toks {
				it := m.newItem(toks[j].Form, false, false, false)
				c := counts[it.word]
				if c == nil {
					c = &count{}
					counts[it.word] = c
				}
				switch {
				case it.shape == wordLower:
					c.low++
				case it.shape == wordTitle && j > 0:
					c.high++
				}
			}
		}
	}
	var out []uint32
	for h, c := range counts {
		if c.low >= 3 && c.low > 10*c.high {
			out = append(out, h)
		}
	}
	slices.Sort(out)
	return out
}

// examples are the features and right labels of places to decide.
type examples struct {
	feats []uint32
	ends  []int // of each example's features
	label []uint8
}

func (e *examples) add(label uint8) {
	e.ends = append(e.ends, len(e.feats))
	e.label = append(e.label, label)
}

func (m *Model) chunkExamples(e *examples, text string, sents []nlp.Sentence) {
	gold := map[int]uint8{}
	for i := range sents {
		toks := sents[i].Tokens
		for j := range toks {
			if gold[toks[j].Start] == 0 {
				gold[toks[j].Start] = cut
			}
			for k := j + 1; k < j+toks[j].Multi; k++ {
				gold[toks[k].Start] = cutIn
			}
		}
	}
	var c chunker
	end := sents[len(sents)-1].End
	for pos := sents[0].Start; pos < end; {
		stop := chunkEnd(text, pos, end)
		c.decode(text, pos, stop)
		c.candidates(m, text)
		flags, around, from := c.flags(), lookAround(text, pos, stop), 0
		region := c.region(flags)
		for _, p := range c.places {
			label := gold[c.at[p.i]]
			if !p.known {
				e.feats = c.features(e.feats, p.i, from, flags, region, around)
				e.add(label)
			}
			if label != keep {
				from = p.i
			}
		}
		pos = skipSpace(text, stop, end)
	}
}

func (m *Model) gapExamples(e *examples, text string, sents []nlp.Sentence) {
	var items []item
	var ends []int
	for i := range sents {
		toks := sents[i].Tokens
		inner := 0
		for j := range toks {
			inner = max(inner-1, toks[j].Multi-1)
			items = append(items, m.newItem(toks[j].Form, len(items) > 0 && !spaceBefore(text, toks[j].Start), toks[j].Glued, inner > 0))
		}
		ends = append(ends, len(items))
	}
	st := newState(text[sents[0].Start:sents[len(sents)-1].End])
	start := 0
	for _, end := range ends {
		for g := start; g < end && g+1 < len(items); g++ {
			st.step(&items[g])
			if items[g].inner {
				continue
			}
			// What splitter holds at this gap: the sentence so far and the tokens ahead.
			e.feats = gapFeatures(e.feats, items[start:min(len(items), g+1+lookahead)], g-start, &st)
			label := uint8(0)
			if g == end-1 {
				label = 1
			}
			e.add(label)
		}
		st.next()
		start = end
	}
}

// train fits the weights and rounds them to 8 bits.
func (l *linear) train(e *examples, opts TrainOptions) {
	n := (int(l.mask) + 1) * l.classes
	w, g := make([]float64, n), make([]float64, n)
	for i := range g {
		g[i] = 1e-3
	}
	order := make([]int, len(e.label))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(opts.Seed, 0))
	p := make([]float64, l.classes)
	mean := make([]float64, n) // of the weights after each epoch
	for range opts.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			from := 0
			if i > 0 {
				from = e.ends[i-1]
			}
			feats := e.feats[from:e.ends[i]]
			clear(p)
			for _, h := range feats {
				base := int(h&l.mask) * l.classes
				for c := range p {
					p[c] += w[base+c]
				}
			}
			// The gradient of the loss by each score.
			if l.classes == 1 {
				p[0] = 1/(1+math.Exp(-p[0])) - float64(e.label[i])
			} else {
				top, sum := slices.Max(p), 0.0
				for c := range p {
					p[c] = math.Exp(p[c] - top)
					sum += p[c]
				}
				for c := range p {
					p[c] /= sum
				}
				p[e.label[i]]--
			}
			for _, h := range feats {
				base := int(h&l.mask) * l.classes
				for c, d := range p {
					k := base + c
					d += opts.Decay * w[k]
					g[k] += d * d
					w[k] -= opts.Rate * d / math.Sqrt(g[k])
				}
			}
		}
		for k, v := range w {
			mean[k] += v / float64(opts.Epochs)
		}
	}
	l.scale, l.weights = quantize(mean)
}

// quantize rounds weights to 8 bits. The one in a thousand that is largest is cut down.
func quantize(w []float64) (scale float32, q []int8) {
	size := make([]float64, 0, len(w))
	for _, v := range w {
		if v != 0 {
			size = append(size, math.Abs(v))
		}
	}
	slices.Sort(size)
	top := 1.0
	if len(size) > 0 {
		top = size[len(size)-1-len(size)/1000]
	}
	q = make([]int8, len(w))
	for i, v := range w {
		q[i] = int8(math.Round(max(-1, min(1, v/top)) * math.MaxInt8))
	}
	return float32(top / math.MaxInt8), q
}

// Bytes is the model as a file.
func (m *Model) Bytes() []byte {
	var list strings.Builder
	words := make([]string, 0, len(m.contractions))
	for w := range m.contractions {
		words = append(words, w)
	}
	slices.Sort(words)
	for _, w := range words {
		off := m.contractions[w]
		list.WriteString(w[:off] + "|" + w[off:] + "\n")
	}
	h := header{
		ChunkSlots: m.chunks.mask + 1, GapSlots: m.gaps.mask + 1, BloomWords: uint32(len(m.common)), ListBytes: uint32(list.Len()),
		ChunkScale: m.chunks.scale, GapScale: m.gaps.scale,
	}
	var b bytes.Buffer
	b.WriteString(magic)
	w, err := flate.NewWriter(&b, flate.BestCompression)
	for _, v := range []any{h, m.chunks.weights, m.gaps.weights, m.common, []byte(list.String())} {
		if err == nil {
			err = binary.Write(w, binary.LittleEndian, v)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a bytes.Buffer takes anything of fixed size
	}
	return b.Bytes()
}
