package schema

import (
	"math"
	"strings"
	"unicode"
)

// Sketch is a short summary of a text that tells near-copies: texts of which one holds most
// of the other. Their resemblance is estimated with MinHash over runs of words (Broder, On
// the resemblance and containment of documents, 1997), and containment from that and their
// lengths. It takes 1 KB, and is the same for the same text everywhere.
type Sketch struct {
	least [hashes]uint64
	size  int // different runs
	text  string
}

const (
	shingle     = 4   // words in a run
	hashes      = 128 // of a sketch: the estimate is off by less than 0.09, mostly
	mostAlike   = 0.6 // of the shorter text's runs are in the other: a near-copy
	fewShingles = 8   // a shorter text is like no other
)

// MakeSketch sums up a text. Case and punctuation don't matter.
func MakeSketch(text string) *Sketch {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	s := &Sketch{}
	for i := range s.least {
		s.least[i] = math.MaxUint64
	}
	seen := map[uint64]bool{}
	for i := 0; i+shingle <= len(words); i++ {
		h := hashWords(words[i : i+shingle])
		if seen[h] {
			continue
		}
		seen[h] = true
		for j := range s.least {
			s.least[j] = min(s.least[j], mix(h+uint64(j)*0x9E3779B97F4A7C15))
		}
	}
	s.size = len(seen)
	if s.size < fewShingles {
		s.text = strings.Join(words, " ")
	}
	return s
}

// hashWords is FNV-1a with 64 bits.
func hashWords(words []string) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		for i := range len(w) {
			h = (h ^ uint64(w[i])) * 1099511628211
		}
		h = (h ^ ' ') * 1099511628211
	}
	return h
}

// mix is the finisher of SplitMix64: it makes many hashes of one.
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>27) * 0x94D049BB133111EB
	return h ^ h>>31
}

// Band is a few neighbours of a sketch, for finding others like it: texts that resemble
// each other by 0.3 share one with a probability of 0.998.
type Band struct {
	at   int
	rows [bandRows]uint64
	text string
}

const bandRows = 2

// Bands gives all bands of a sketch.
func (s *Sketch) Bands() []Band {
	if s.size < fewShingles {
		return []Band{{at: -1, text: s.text}}
	}
	out := make([]Band, 0, hashes/bandRows)
	for i := 0; i < hashes; i += bandRows {
		out = append(out, Band{at: i, rows: [bandRows]uint64(s.least[i:])})
	}
	return out
}

const (
	keys    = 12
	keyRows = 3
)

// Keys gives the few numbers under which a store finds near-copies again, none for a text
// that is too short. Texts that resemble each other by 0.8 share one with a probability of
// 0.9998, by 0.5 with one of 0.80.
func (s *Sketch) Keys() []int64 {
	if s.size < fewShingles {
		return nil
	}
	out := make([]int64, keys)
	for i := range out {
		h := uint64(i)
		for _, v := range s.least[i*keyRows : (i+1)*keyRows] {
			h = mix(h ^ v)
		}
		out[i] = int64(h >> 1)
	}
	return out
}

// Alike says whether one text is a near-copy of the other.
func (s *Sketch) Alike(o *Sketch) bool {
	small := min(s.size, o.size)
	if small < fewShingles {
		return s.text != "" && s.text == o.text
	}
	same := 0
	for i := range s.least {
		if s.least[i] == o.least[i] {
			same++
		}
	}
	resemblance := float64(same) / hashes
	common := resemblance / (1 + resemblance) * float64(s.size+o.size)
	return common/float64(small) >= mostAlike
}
