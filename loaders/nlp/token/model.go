package token

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// Model holds the two linear models and two word lists. It isn't changed by use and may
// be shared by goroutines.
type Model struct {
	chunks linear // labels classes
	gaps   linear // one class
	// contractions tells where words written without an apostrophe are cut: "cannot" 3.
	contractions map[string]uint8
	longest      int // bytes of a contraction
	// common is a Bloom filter of the hashes of words that are seldom capitalized.
	common []uint64
}

// linear is a hashed linear model: the weights of feature h for each class stand together
// at (h mod size) * classes.
type linear struct {
	classes int
	mask    uint32
	scale   float32 // of the weights
	weights []int8
}

func (l *linear) score(feats []uint32) float32 {
	sum := int32(0)
	for _, h := range feats {
		sum += int32(l.weights[h&l.mask])
	}
	return float32(sum) * l.scale
}

// chunk labels a place in a chunk.
func (m *Model) chunk(feats []uint32) uint8 {
	var sum [labels]int32
	for _, h := range feats {
		w := m.chunks.weights[int(h&m.chunks.mask)*labels:][:labels]
		for c := range sum {
			sum[c] += int32(w[c])
		}
	}
	best := 0
	for c := range sum {
		if sum[c] > sum[best] {
			best = c
		}
	}
	return uint8(best)
}

// contraction says where a word is cut in two, 0 if nowhere.
func (m *Model) contraction(word string) int {
	if len(word) > m.longest || len(word) < 2 {
		return 0
	}
	var buf [16]byte
	if len(word) > len(buf) {
		return 0
	}
	for i := range len(word) {
		c := word[i]
		if !asciiLetter(c) {
			return 0
		}
		buf[i] = c | 0x20
	}
	off, ok := m.contractions[string(buf[:len(word)])]
	// "Im" may be a name.
	if !ok || len(word) == 2 && word[0] < 'a' {
		return 0
	}
	return int(off)
}

func (m *Model) isCommon(hash uint32) bool {
	if len(m.common) == 0 {
		return false
	}
	for i := range uint32(bloomHashes) {
		b := mix(hash, i+77) & uint32(len(m.common)*64-1)
		if m.common[b/64]>>(b%64)&1 == 0 {
			return false
		}
	}
	return true
}

func (m *Model) addCommon(hash uint32) {
	for i := range uint32(bloomHashes) {
		b := mix(hash, i+77) & uint32(len(m.common)*64-1)
		m.common[b/64] |= 1 << (b % 64)
	}
}

const bloomHashes = 4

// mix hashes a value into a hash (after MurmurHash3's finalizer).
func mix(h, v uint32) uint32 {
	h = h*0x9e3779b1 ^ v
	h ^= h >> 15
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	h ^= h >> 16
	return h
}

// magic starts a model file; the digit is its version. The rest is compressed by flate.
const magic = "relata-token-2\n"

// maxFile bounds what a file may unpack to.
const maxFile = 64 << 20

// header comes first; then the weights of chunks and gaps, the Bloom filter, and the
// contractions, all little-endian.
type header struct {
	ChunkSlots, GapSlots, BloomWords, ListBytes uint32
	ChunkScale, GapScale                        float32
}

// Load reads a model that Bytes wrote.
func Load(data []byte) (*Model, error) {
	packed, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, fmt.Errorf("token model: not a file of version %q", strings.TrimSpace(magic))
	}
	data, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxFile))
	if err != nil {
		return nil, fmt.Errorf("token model: %w", err)
	}
	r := bytes.NewReader(data)
	var h header
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return nil, fmt.Errorf("token model: %w", err)
	}
	pow2 := func(n uint32) bool { return n != 0 && n&(n-1) == 0 && n <= 1<<24 }
	want := int64(h.ChunkSlots)*labels + int64(h.GapSlots) + int64(h.BloomWords)*8 + int64(h.ListBytes)
	if !pow2(h.ChunkSlots) || !pow2(h.GapSlots) || !pow2(h.BloomWords) || want != int64(r.Len()) {
		return nil, fmt.Errorf("token model: %d bytes of weights, want %d", r.Len(), want)
	}
	m := &Model{
		chunks:       linear{classes: labels, mask: h.ChunkSlots - 1, scale: h.ChunkScale, weights: make([]int8, h.ChunkSlots*labels)},
		gaps:         linear{classes: 1, mask: h.GapSlots - 1, scale: h.GapScale, weights: make([]int8, h.GapSlots)},
		common:       make([]uint64, h.BloomWords),
		contractions: map[string]uint8{},
	}
	list := make([]byte, h.ListBytes)
	for _, v := range []any{m.chunks.weights, m.gaps.weights, m.common, list} {
		if err := binary.Read(r, binary.LittleEndian, v); err != nil {
			return nil, fmt.Errorf("token model: %w", err)
		}
	}
	for pair := range strings.FieldsSeq(string(list)) {
		a, b, ok := strings.Cut(pair, "|")
		if !ok || a == "" || b == "" {
			return nil, fmt.Errorf("token model: contraction %q", pair)
		}
		m.contractions[a+b] = uint8(len(a))
		m.longest = max(m.longest, len(a+b))
	}
	return m, nil
}
