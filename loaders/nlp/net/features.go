package net

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/loaders/nlp"
)

// What the net sees of a token; loaders/model/train/features.py computes the same.
const (
	maxRunes   = 24 // a longer form is cut to its first 16 and last 8 runes
	placeRows  = 32
	longestGaz = 5
	cacheForms = 8192 // forms whose vector a Scratch remembers
	cacheBytes = 64   // longer forms are not remembered
)

// layout gives where each part of the embedding table begins, and the hashed rows of each
// kind. Row 0 is the unknown word.
type layout struct {
	prefix, suffix, shape, place, ngram, rows    int
	prefixRows, suffixRows, shapeRows, ngramRows uint32
}

func newLayout(h *header, words int) layout {
	r := &h.Rows
	l := layout{prefixRows: uint32(r.Prefix), suffixRows: uint32(r.Suffix), shapeRows: uint32(r.Shape), ngramRows: uint32(r.Ngram)}
	l.prefix = words + 1
	l.suffix = l.prefix + r.Prefix
	l.shape = l.suffix + r.Suffix
	l.place = l.shape + r.Shape
	l.ngram = l.place + placeRows
	l.rows = l.ngram + r.Ngram
	return l
}

// fnv is FNV-1a of 32 bits, started at an offset that the seed changes.
func fnv(seed uint32, s []byte) uint32 {
	h := 2166136261 ^ seed*0x9E3779B1
	for _, b := range s {
		h = (h ^ uint32(b)) * 16777619
	}
	return h ^ h>>15
}

// cut shortens a long form to its first 16 and last 8 runes. Bad UTF-8 becomes U+FFFD.
func cut(dst []rune, form string) []rune {
	if len(form) <= maxRunes*2 {
		for _, r := range form {
			dst = append(dst, r)
		}
		if len(dst) > maxRunes {
			dst = append(dst[:16], dst[len(dst)-8:]...)
		}
		return dst
	}
	n := utf8.RuneCountInString(form)
	if n <= maxRunes {
		for _, r := range form {
			dst = append(dst, r)
		}
		return dst
	}
	rest := form
	for range 16 {
		r, size := utf8.DecodeRuneInString(rest)
		dst = append(dst, r)
		rest = rest[size:]
	}
	var tail [8]rune
	for i := 7; i >= 0; i-- {
		r, size := utf8.DecodeLastRuneInString(rest)
		tail[i] = r
		rest = rest[:len(rest)-size]
	}
	return append(dst, tail[:]...)
}

// normalRune is a rune as the vocabulary has it.
func normalRune(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z':
		return r
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case '0' <= r && r <= '9':
		return '0'
	case r == '’' || r == '‘' || r == '`':
		return '\''
	case r == '“' || r == '”':
		return '"'
	case r == '–' || r == '—':
		return '-'
	case r < utf8.RuneSelf:
		return r
	}
	return unicode.ToLower(r)
}

// shapeRune is the class of a rune in a word's shape.
func shapeRune(r rune) rune {
	switch {
	case '0' <= r && r <= '9':
		return 'd'
	case unicode.IsUpper(r):
		return 'X'
	case unicode.IsLetter(r):
		return 'x'
	case r < utf8.RuneSelf:
		return r
	}
	return 'u'
}

// formVector adds up the rows that depend on the form alone.
func (m *Model) formVector(dst []float32, form string, s *Scratch) {
	runes := cut(s.runes[:0], form)
	s.runes = runes
	// The normal form between angle brackets, and where each of its runes starts.
	text, at := append(s.text[:0], '<'), append(s.at[:0], 0)
	for _, r := range runes {
		at = append(at, len(text))
		text = utf8.AppendRune(text, normalRune(r))
	}
	at = append(at, len(text))
	text = append(text, '>')
	at = append(at, len(text))
	s.text, s.at = text, at
	n := len(runes)
	inner := text[1 : len(text)-1]

	clear(dst)
	m.addRow(dst, int(m.words[string(inner)]))

	shape := s.shape[:0]
	var last, before rune
	for _, r := range runes {
		c := shapeRune(r)
		if c == last && c == before {
			continue
		}
		shape = utf8.AppendRune(shape, c)
		before, last = last, c
	}
	s.shape = shape
	m.addRow(dst, m.lay.shape+int(fnv(9, shape)%m.lay.shapeRows))
	for k := 1; k <= 3; k++ {
		m.addRow(dst, m.lay.prefix+int(fnv(uint32(k), text[1:at[min(k, n)+1]])%m.lay.prefixRows))
	}
	for k := 1; k <= 4; k++ {
		m.addRow(dst, m.lay.suffix+int(fnv(uint32(k), text[at[n-min(k, n)+1]:len(text)-1])%m.lay.suffixRows))
	}
	grams := s.sum[:len(dst)]
	clear(grams)
	count := 0
	for k := 3; k <= 5; k++ {
		for i := 0; i+k <= n+2; i++ {
			m.addRow(grams, m.lay.ngram+int(fnv(uint32(k), text[at[i]:at[i+k]])%m.lay.ngramRows))
			count++
		}
	}
	if count > 0 {
		w := 1 / float32(math.Sqrt(float64(count)))
		for i, g := range grams {
			dst[i] += float32(g * w)
		}
	}
}

// addRow adds a row of the table.
func (m *Model) addRow(dst []float32, row int) {
	m.k.row(dst, m.emb[row*m.embWidth:(row+1)*m.embWidth], m.embScale[row])
}

// caseRow is the case of a sentence: 4 without words, 5 plain, 6 a headline, 7 capitals.
func caseRow(toks []nlp.Token) int {
	words, large, full := 0, 0, 0
	for i := range toks {
		form := toks[i].Form
		r, size := utf8.DecodeRuneInString(form)
		if !unicode.IsLetter(r) {
			continue
		}
		words++
		if unicode.IsUpper(r) {
			large++
			if len(form) > size && allUpper(form[size:]) {
				full++
			}
		}
	}
	switch {
	case words == 0:
		return 4
	case words >= 3 && full*10 >= words*8:
		return 7
	case words >= 4 && large*10 >= words*6:
		return 6
	}
	return 5
}

// allUpper says whether no small letter follows.
func allUpper(s string) bool {
	for i, r := range s {
		if i > 64 {
			break
		}
		if unicode.IsLower(r) || unicode.IsTitle(r) {
			return false
		}
	}
	return true
}

// gazRows gives for each token the row, within the place part, of the listed name that
// covers it, or 0: the longest match from the left.
func (m *Model) gazRows(dst []uint8, toks []nlp.Token, key []byte) []byte {
	clear(dst)
	for i := 0; i < len(toks); {
		form := toks[i].Form
		longest, known := m.gazLongest[form]
		if !known {
			i++
			continue
		}
		step := 1
		for n := min(int(longest), len(toks)-i); n > 0; n-- {
			key = append(key[:0], form...)
			for k := 1; k < n; k++ {
				key = append(key, ' ')
				key = append(key, toks[i+k].Form...)
			}
			if class, ok := m.gaz[string(key)]; ok {
				dst[i] = 8 + 2*class
				for k := 1; k < n; k++ {
					dst[i+k] = 8 + 2*class + 1
				}
				step = n
				break
			}
		}
		i += step
	}
	return key
}

// cached is the vector of a form, worked out once for each Scratch.
func (m *Model) cached(form string, s *Scratch) []float32 {
	w := m.embWidth
	at, ok := s.cache[form]
	if !ok {
		if len(s.cache) == cacheForms {
			clear(s.cache)
			s.vectors = s.vectors[:0]
		}
		at = len(s.vectors)
		s.vectors = slices.Grow(s.vectors, w)[:at+w]
		m.formVector(s.vectors[at:], form, s)
		s.cache[strings.Clone(form)] = at
	}
	return s.vectors[at : at+w]
}

// embed writes the summed rows of each token, len(toks) × embWidth.
func (m *Model) embed(dst []float32, toks []nlp.Token, s *Scratch) {
	w := m.embWidth
	s.gaz = grow(s.gaz, len(toks))
	s.key = m.gazRows(s.gaz, toks, s.key)
	sentCase := caseRow(toks)
	for i := range toks {
		e := dst[i*w : (i+1)*w]
		form := toks[i].Form
		if len(form) > cacheBytes {
			m.formVector(e, form, s)
		} else {
			copy(e, m.cached(form, s))
		}
		pos := 2
		if i == 0 {
			pos = 0
		} else if i == len(toks)-1 {
			pos = 1
		}
		m.addRow(e, m.lay.place+pos)
		m.addRow(e, m.lay.place+sentCase)
		if s.gaz[i] != 0 {
			m.addRow(e, m.lay.place+int(s.gaz[i]))
		}
		if i > 0 && toks[i-1].Glued {
			m.addRow(e, m.lay.place+3)
		}
		if i < len(toks)-1 && toks[i].Glued {
			m.addRow(e, m.lay.place+31)
		}
	}
}
