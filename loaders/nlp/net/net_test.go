package net

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"relata/loaders/nlp"
)

func tokens(forms []string) *nlp.Sentence {
	sent := new(nlp.Sentence)
	for _, f := range forms {
		sent.Tokens = append(sent.Tokens, nlp.Token{Form: f})
	}
	return sent
}

func tiny(t testing.TB) []byte {
	data, err := os.ReadFile("testdata/tiny.bin")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Both kinds of kernels must answer, bit for bit, what an independent program in another
// language answered (loaders/model/train/reference.py).
func TestRunAgreesWithReference(t *testing.T) {
	var cases []struct {
		Forms             []string
		Glued             []bool
		UPOS, XPOS, Feats []uint16
		Names             []float32
		Arcs              []int32
		Rels              []uint16
	}
	raw, err := os.ReadFile("testdata/tiny.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for name, load := range map[string]func([]byte) (*Model, error){"fast": Load, "portable": Portable} {
		m, err := load(tiny(t))
		if err != nil {
			t.Fatal(err)
		}
		s := m.NewScratch()
		for _, c := range cases {
			sent := tokens(c.Forms)
			for i, g := range c.Glued {
				sent.Tokens[i].Glued = g
			}
			out := m.Run(sent, 0, s)
			check(t, name, c.Forms, "UPOS", out.UPOS, c.UPOS)
			check(t, name, c.Forms, "XPOS", out.XPOS, c.XPOS)
			check(t, name, c.Forms, "feats", out.Feats, c.Feats)
			check(t, name, c.Forms, "arcs", out.Arcs, c.Arcs)
			var names []float32
			heads := make([]int, out.N)
			for i := range out.N {
				names = append(names, out.Names(i)...)
				heads[i] = i
			}
			check(t, name, c.Forms, "names", names, c.Names)
			check(t, name, c.Forms, "relations", out.Relations(heads, nil), c.Rels)
		}
	}
}

func check[T comparable](t *testing.T, kernels string, forms []string, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s kernels, %q: %s\n got %v\nwant %v", kernels, forms, what, got, want)
	}
}

// The assembly kernels do what the Go ones do on the hardest numbers.
func TestKernelsAgree(t *testing.T) {
	if !hasAssembly {
		t.Skip("no assembly for this processor")
	}
	rng := rand.New(rand.NewPCG(1, 1))
	fast, slow := kernels{true}, kernels{false}
	for round := range 60 {
		narrow := round%2 == 0
		limitX, limitW := wideX, wideW
		if narrow {
			limitX, limitW = narrowX, narrowW
		}
		used, cols, n := 1+rng.IntN(70), 16*(1+rng.IntN(20)), 1+rng.IntN(9)
		w, x := make([]int16, used*cols), make([]int16, n*cols)
		for i := range w {
			w[i] = int16(rng.IntN(2*limitW+1) - limitW)
			if round < 4 {
				w[i] = int16(limitW * (1 - round/2*2)) // all at the edge
			}
		}
		for i := range x {
			x[i] = int16(rng.IntN(2*limitX+1) - limitX)
			if round < 4 {
				x[i] = int16(limitX)
			}
		}
		var a, b matrix
		a.pack(w, used, cols, narrow, true)
		b.pack(w, used, cols, narrow, false)
		got, want := make([]int32, n*a.rows), make([]int32, n*a.rows)
		var memory [][4]int64
		a.mul(got, x, n, cols, &memory)
		b.mul(want, x, n, cols, &memory)
		for i := range n {
			for r := range used {
				var sum int32
				for k := range cols {
					sum += int32(w[r*cols+k]) * int32(x[i*cols+k])
				}
				if g, p := got[i*a.rows+r], want[i*a.rows+r]; g != sum || p != sum {
					t.Fatalf("%d × %d, input %d, row %d: assembly %d, Go %d, want %d", used, cols, i, r, g, p, sum)
				}
			}
		}
		floats := func(n int) []float32 {
			v := make([]float32, n)
			for i := range v {
				v[i] = float32(rng.NormFloat64() * 3)
			}
			return v
		}
		m := 16 * (1 + rng.IntN(12))
		acc := make([]int32, m)
		for i := range acc {
			acc[i] = int32(rng.Uint32())
		}
		scale, bias := floats(m), floats(m)
		d1, d2 := make([]float32, m), make([]float32, m)
		fast.affine(d1, acc, scale, bias)
		slow.affine(d2, acc, scale, bias)
		same(t, "affine", d1, d2)
		c1, x1, z, f, o := floats(m), floats(m), floats(m), floats(m), floats(m)
		c2, x2 := slices.Clone(c1), slices.Clone(x1)
		fast.recur(c1, z, f, o, x1)
		slow.recur(c2, z, f, o, x2)
		same(t, "recur: state", c1, c2)
		same(t, "recur: sum", x1, x2)
		q1, q2 := make([]int16, m), make([]int16, m)
		fast.normalize(q1, z)
		slow.normalize(q2, z)
		same(t, "normalize", q1, q2)
		for i := range z {
			if i%3 == 0 {
				z[i] = float32(rng.IntN(9)-4) + 0.5 // ties
			}
		}
		fast.quantize(q1, z, 1, -wideX, wideX)
		slow.quantize(q2, z, 1, -wideX, wideX)
		same(t, "quantize", q1, q2)
		row := make([]int8, m)
		for i := range row {
			row[i] = int8(rng.IntN(255) - 127)
		}
		fast.row(d1, row, 0.37)
		slow.row(d2, row, 0.37)
		same(t, "row", d1, d2)
	}
}

func same[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s: assembly %v, Go %v", what, got, want)
	}
}

// A Scratch remembers forms; that must not show.
func TestScratchDoesNotMatter(t *testing.T) {
	m, err := Load(tiny(t))
	if err != nil {
		t.Fatal(err)
	}
	s := m.NewScratch()
	var forms []string
	for i := range cacheForms + 100 {
		forms = append(forms, strings.Repeat("ab", i%7)+string(rune('a'+i%26))+strings.Repeat("z", i/900)+string(rune(0x4E00+i)))
	}
	sent := tokens(forms)
	for first := 0; first < len(forms); first += MaxTokens {
		got := slices.Clone(m.Run(sent, first, s).Arcs)
		if first%(8*MaxTokens) != 0 {
			continue
		}
		if want := m.Run(sent, first, m.NewScratch()).Arcs; !slices.Equal(got, want) {
			t.Fatalf("tokens from %d: the answer depends on what was read before", first)
		}
	}
	if len(s.cache) > cacheForms {
		t.Errorf("%d forms remembered, want at most %d", len(s.cache), cacheForms)
	}
}

func TestRunOfOddTokens(t *testing.T) {
	m, err := Load(tiny(t))
	if err != nil {
		t.Fatal(err)
	}
	s := m.NewScratch()
	for _, forms := range [][]string{
		nil,
		{""},
		{"\xff\xfe", "a\x00b", strings.Repeat("é", 1<<20)},
		slices.Repeat([]string{"a"}, 1000),
	} {
		sent := tokens(forms)
		if out := m.Run(sent, 0, s); out.N != min(len(forms), MaxTokens) {
			t.Errorf("%d tokens: %d analysed", len(forms), out.N)
		}
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	good := tiny(t)
	for name, data := range map[string][]byte{
		"nothing":      nil,
		"other file":   []byte("%PDF-1.7 and so on and so on"),
		"cut off":      good[:len(good)-100],
		"changed":      append(slices.Clone(good[:500]), append([]byte{good[500] ^ 1}, good[501:]...)...),
		"more behind":  append(slices.Clone(good), 0),
		"header alone": good[:12],
	} {
		if m, err := Load(data); err == nil {
			t.Errorf("%s: loaded %v", name, m.Name())
		}
	}
}

// sealed gives data a right checksum in its last four bytes.
func sealed(data []byte) []byte {
	data = slices.Clone(data)
	if len(data) >= 4 {
		end := len(data) - 4
		binary.LittleEndian.PutUint32(data[end:], crc32.ChecksumIEEE(data[:end]))
	}
	return data
}

// Load must survive any bytes whose checksum happens to be right.
func FuzzRead(f *testing.F) {
	good := tiny(f)
	f.Add(good)
	f.Add(good[:64])
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Load(sealed(data))
		if err != nil {
			return
		}
		m.Run(tokens([]string{"A", "test", "1990s"}), 0, m.NewScratch())
	})
}

var benchText = strings.Fields("Russia is planning to buy short - range ballistic missiles from Iran , a step that would enhance Moscow 's ability to target Ukraine 's infrastructure , according to U.S. officials who spoke on Thursday .")

func benchRun(b *testing.B, load func([]byte) (*Model, error)) {
	data, err := os.ReadFile("../../model/news-en.bin")
	if err != nil {
		b.Skip(err)
	}
	m, err := load(data)
	if err != nil {
		b.Fatal(err)
	}
	s := m.NewScratch()
	sent := tokens(benchText)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		m.Run(sent, 0, s)
	}
	b.ReportMetric(float64(b.N*len(benchText))/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkRun(b *testing.B)         { benchRun(b, Load) }
func BenchmarkRunPortable(b *testing.B) { benchRun(b, Portable) }

func BenchmarkLoad(b *testing.B) {
	data, err := os.ReadFile("../../model/news-en.bin")
	if err != nil {
		b.Skip(err)
	}
	for range b.N {
		if _, err := Load(data); err != nil {
			b.Fatal(err)
		}
	}
}
