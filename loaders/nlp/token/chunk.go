package token

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/schema"
)

// piece is a token found in a chunk.
type piece struct {
	schema.Span
	multi  int  // words of the multiword token that starts here, else 0
	joined bool // to the piece before, as one multiword token
}

const maxMulti = 4 // words of a multiword token

// What the chunk model says about a place where a chunk may be cut.
const (
	keep   = iota // no cut
	cut           // a new token
	cutIn         // a new word of the same multiword token
	labels        // how many
)

// chunker cuts a chunk, a stretch of text without white space.
type chunker struct {
	pieces []piece
	at     []int  // where each character starts, and the end
	low    []rune // each character in lower case, its variants folded
	kind   []kind
	places []place
	feats  []uint32
}

// place is a place to cut at: before character i, decided already if label is not keep.
type place struct {
	i     int
	label uint8
	known bool
}

// kind is the class of a character: a letter or digit class, or the folded character itself.
type kind = rune

const (
	lower kind = 'a'
	upper kind = 'A'
	other kind = 'o' // a letter without case
	digit kind = '0'
	join  kind = 'm' // stays with what stands before it
)

// split fills c.pieces with the tokens of text[start:stop].
func (c *chunker) split(m *Model, text string, start, stop int) {
	c.pieces = c.pieces[:0]
	// Most chunks are a word, or a word and a comma.
	i := start
	for i < stop && asciiLetter(text[i]) {
		i++
	}
	if i > start && (i == stop || i+1 == stop && text[i] == ',') {
		if off := m.contraction(text[start:i]); off > 0 {
			c.pieces = append(c.pieces, piece{Span: schema.Span{Start: start, End: start + off}, multi: 2},
				piece{Span: schema.Span{Start: start + off, End: i}, joined: true})
		} else {
			c.pieces = append(c.pieces, piece{Span: schema.Span{Start: start, End: i}})
		}
		if i < stop {
			c.pieces = append(c.pieces, piece{Span: schema.Span{Start: i, End: stop}})
		}
		return
	}
	c.decode(text, start, stop)
	c.candidates(m, text)
	from, words := 0, 1 // where the token begins, in characters; words of the multiword token so far
	flags := c.flags()
	region := c.region(flags)
	around := lookAround(text, start, stop)
	head := 0 // the piece that starts the multiword token
	for _, p := range c.places {
		label := p.label
		if !p.known {
			c.feats = c.features(c.feats[:0], p.i, from, flags, region, around)
			label = m.chunk(c.feats)
		}
		if label == keep {
			continue
		}
		if label == cutIn && words >= maxMulti {
			label = cut
		}
		c.pieces = append(c.pieces, piece{Span: schema.Span{Start: c.at[from], End: c.at[p.i]}, joined: words > 1})
		if label == cutIn {
			words++
			c.pieces[head].multi = words
		} else {
			words = 1
			head = len(c.pieces)
		}
		from = p.i
	}
	c.pieces = append(c.pieces, piece{Span: schema.Span{Start: c.at[from], End: stop}, joined: words > 1})
}

func asciiLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// decode reads the characters of a chunk.
func (c *chunker) decode(text string, start, stop int) {
	c.at, c.low, c.kind = c.at[:0], c.low[:0], c.kind[:0]
	for i := start; i < stop; {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:stop])
		}
		low, k := fold(r)
		c.at, c.low, c.kind = append(c.at, i), append(c.low, low), append(c.kind, k)
		i += n
	}
	c.at = append(c.at, stop)
}

// fold gives a character in lower case, with typographic variants as ASCII, and its kind.
func fold(r rune) (rune, kind) {
	switch {
	case 'a' <= r && r <= 'z':
		return r, lower
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A', upper
	case '0' <= r && r <= '9':
		return r, digit
	case r < utf8.RuneSelf:
		return r, r
	}
	switch r {
	case '’', '‘', '‛', '`', '´', 'ʼ', '′':
		return '\'', '\''
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"', '"'
	case '‐', '‑':
		return '-', '-'
	case '―', '⸺':
		return '—', '—'
	case '\u200d', '\u00ad':
		return r, join
	}
	switch {
	case unicode.IsUpper(r):
		return unicode.ToLower(r), upper
	case unicode.IsLower(r):
		return r, lower
	case unicode.IsLetter(r):
		return r, other
	case unicode.IsDigit(r):
		return r, digit
	case unicode.IsMark(r), unicode.Is(unicode.Cf, r), 0x1f3fb <= r && r <= 0x1f3ff: // skin tones
		return r, join
	}
	return r, r
}

func isLetter(k kind) bool { return k == lower || k == upper || k == other || k == join }
func isWord(k kind) bool   { return isLetter(k) || k == digit }

// candidates fills c.places: the places where a chunk may be cut.
func (c *chunker) candidates(m *Model, text string) {
	c.places = c.places[:0]
	n := len(c.kind)
	forced := 0
	for i := 0; i < n; {
		end := c.cutMark(i)
		if known := end > 0 || i == forced; i > 0 && known {
			c.places = append(c.places, place{i: i, label: cut, known: true})
		} else if i > 0 && c.kind[i] != join && c.low[i-1] != '\u200d' {
			c.places = append(c.places, place{i: i})
		}
		if end > 0 {
			c.places = append(c.places, place{i: i + 1, label: cut, known: true}, place{i: end - 1, label: cut, known: true})
			i, forced = end, end
			continue
		}
		if !isLetter(c.kind[i]) {
			if c.kind[i] == digit {
				for i++; i < n && c.kind[i] == digit; i++ {
				}
			} else {
				i++
			}
			continue
		}
		end = i + 1
		for end < n && isLetter(c.kind[end]) {
			end++
		}
		switch {
		case end-i > 1 && end+1 < n && c.low[end-1] == 'n' && c.kind[end] == '\'' && c.low[end+1] == 't' && (end+2 == n || !isWord(c.kind[end+2])):
			c.places = append(c.places, place{i: end - 1}) // do|n't
		case (i == 0 || !glue(c.kind[i-1])) && (end == n || !glue(c.kind[end])):
			if off := m.contraction(text[c.at[i]:c.at[end]]); off > 0 {
				for k := i + 1; k < end; k++ {
					if c.at[k]-c.at[i] == off {
						c.places = append(c.places, place{i: k, label: cutIn, known: true})
					}
				}
			}
		}
		i = end
	}
}

// cutMark says where a mark for words left out, "[...]", ends that starts at character i;
// 0 if none does.
func (c *chunker) cutMark(i int) int {
	if c.kind[i] != '[' {
		return 0
	}
	end := i + 1
	for end < len(c.low) && (c.low[end] == '.' || c.low[end] == '…') {
		end++
	}
	if end == i+1 || end == len(c.low) || c.low[end] != ']' {
		return 0
	}
	return end + 1
}

// glue says which characters make a word out of what stands on both sides.
func glue(k kind) bool {
	switch k {
	case '\'', '-', '.', '@', '/', '_', '&', digit, join:
		return true
	}
	return false
}

// Chunk flags.
const (
	isURL = 1 << iota
	isMail
	isHost
	hasDigit
)

func (c *chunker) flags() (f uint32) {
	n := len(c.low)
	for i := range c.low {
		switch {
		case c.kind[i] == digit:
			f |= hasDigit
		case c.low[i] == ':' && i+2 < n && c.low[i+1] == '/' && c.low[i+2] == '/':
			f |= isURL
		case c.low[i] == '@' && i > 0 && i+1 < n && isWord(c.kind[i-1]) && isWord(c.kind[i+1]):
			f |= isMail
		case c.low[i] == 'w' && i+3 < n && c.low[i+1] == 'w' && c.low[i+2] == 'w' && c.low[i+3] == '.':
			f |= isURL
		case c.low[i] == '.' && i > 1 && i+3 <= n && isLetter(c.kind[i-2]) && domain(c.low[i+1:]):
			f |= isHost
		}
	}
	return f
}

// region finds the characters of the address in a chunk that has one.
func (c *chunker) region(flags uint32) schema.Span {
	n := len(c.low)
	if flags&(isURL|isMail) == 0 {
		return schema.Span{}
	}
	// From the first word character on, or behind an opening bracket; for a mailbox, around the @.
	start, end := 0, n
	for i := range n {
		if flags&isURL != 0 && c.low[i] == ':' && i+2 < n && c.low[i+1] == '/' && c.low[i+2] == '/' ||
			flags&isMail != 0 && c.low[i] == '@' {
			for start = i; start > 0 && (isWord(c.kind[start-1]) || flags&isURL == 0 && strings.ContainsRune(".-_+", c.low[start-1])); {
				start--
			}
			break
		}
		if flags&isURL != 0 && c.low[i] == 'w' && i+3 < n && c.low[i+1] == 'w' && c.low[i+2] == 'w' && c.low[i+3] == '.' {
			start = i
			break
		}
	}
	for i := start; i < n; i++ {
		if k := c.kind[i]; k == '>' || k == '<' || k == '"' || flags&isURL == 0 && !isWord(k) && !strings.ContainsRune("@.-_+", k) {
			end = i
			break
		}
	}
	for end > start && !isWord(c.kind[end-1]) && c.kind[end-1] != '/' {
		end--
	}
	return schema.Span{Start: start, End: end}
}

// domain says whether a chunk goes on with a common top-level domain.
func domain(rest []rune) bool {
	for _, d := range [...]string{"com", "org", "net", "edu", "gov", "info", "co", "uk"} {
		i := 0
		for ; i < len(d) && i < len(rest) && rest[i] == rune(d[i]); i++ {
		}
		if i == len(d) && (i == len(rest) || !isWord(kindOf(rest[i]))) {
			return true
		}
	}
	return false
}

func kindOf(r rune) kind {
	_, k := fold(r)
	return k
}

// context is what the chunk model sees beyond the chunk, on the same line.
type context struct {
	next   uint32 // kind of the next chunk's first character
	word   uint32 // hash of its first word
	before uint32 // pattern of the chunk before: first letter, full stop at its end
}

func lookAround(text string, start, stop int) context {
	c := context{next: '\n', before: '\n', word: 1}
	for pos := stop; pos < len(text); {
		r, n := utf8.DecodeRuneInString(text[pos:])
		if r == '\n' {
			break
		}
		if isSpace(r) {
			pos += n
			continue
		}
		low, k := fold(r)
		c.next = uint32(k)
		for i := 0; i < runLimit && isLetter(k); i++ {
			c.word = mix(c.word, uint32(low))
			pos += n
			r, n = utf8.DecodeRuneInString(text[pos:])
			if low, k = fold(r); n == 0 {
				break
			}
		}
		break
	}
	pos := start
	for pos > 0 && text[pos-1] == ' ' {
		pos--
	}
	end := pos
	for pos > 0 && end-pos < runLimit && !spaceBefore(text, pos) {
		_, n := utf8.DecodeLastRuneInString(text[:pos])
		pos -= n
	}
	if pos < end {
		first, _ := utf8.DecodeRuneInString(text[pos:])
		last, _ := utf8.DecodeLastRuneInString(text[:end])
		_, k1 := fold(first)
		_, k2 := fold(last)
		c.before = uint32(k1)<<8 | uint32(k2)
		if end-pos <= 2 {
			c.before |= 1 << 30
		}
	}
	return c
}

const runLimit = 20 // characters of a word that a feature sees

// run hashes the word that ends before i (step -1) or starts at i (step 1), together with
// a mark that stands between.
func (c *chunker) run(i, step int) uint32 {
	h := uint32(1)
	if step < 0 {
		i--
	}
	in := func() bool { return i >= 0 && i < len(c.kind) }
	if in() && !isWord(c.kind[i]) {
		h = mix(h, uint32(c.low[i]))
		i += step
	}
	for n := 0; n < runLimit && in() && isWord(c.kind[i]); n++ {
		h = mix(h, uint32(c.low[i]))
		i += step
	}
	return h
}

// abbrev is the class of the abbreviation whose full stop is character i.
func (c *chunker) abbrev(i int) uint32 {
	var buf [8]byte
	start := i
	for start > 0 && isLetter(c.kind[start-1]) && c.low[start-1] < utf8.RuneSelf && i-start < len(buf) {
		start--
	}
	if start > 0 && isWord(c.kind[start-1]) || start == i {
		return noAbbrev
	}
	for k := start; k < i; k++ {
		buf[k-start] = byte(c.low[k])
	}
	return abbrevClass(string(buf[:i-start]), c.kind[start] == upper)
}

// span hashes the characters [from, to) and the pattern of their kinds.
func (c *chunker) span(from, to int) (chars, shape uint32) {
	chars, shape = 2, 3
	var last kind
	for i := from; i < to && i < from+runLimit; i++ {
		chars = mix(chars, uint32(c.low[i]))
		k := c.kind[i]
		if k != last {
			shape = mix(shape, uint32(k))
		}
		last = k
	}
	return chars, shape
}

func (c *chunker) kindAt(i int) uint32 {
	if i < 0 {
		return '^'
	}
	if i >= len(c.kind) {
		return '$'
	}
	return uint32(c.kind[i])
}

// features appends what the chunk model sees of the place before character i, where the
// token before it starts at from.
func (c *chunker) features(f []uint32, i, from int, flags uint32, region schema.Span, around context) []uint32 {
	n := len(c.kind)
	k := [8]uint32{}
	for j := range k {
		k[j] = c.kindAt(i - 4 + j)
	}
	pair := mix(k[3], k[4])
	four := mix(mix(k[2], pair), k[5])
	left, right := c.run(i, -1), c.run(i, 1)
	chars, shape := c.span(max(from, i-runLimit), i)
	rest, restShape := c.span(i, n)
	next, word := around.next, around.word
	if i < n-1 {
		next, word = '-', 0
	}
	where := uint32(min(i, 3)*4 + min(n-i, 3))
	size := uint32(min(i-from, 5)*8 + min(n-i, 5))
	inURL := uint32(0)
	if region.End > 0 {
		switch {
		case i < region.Start:
			inURL = 1
		case i == region.Start:
			inURL = 2
		case i < region.End:
			inURL = 3
		case i == region.End:
			inURL = 4
		default:
			inURL = 5
		}
	}
	abbrev := noAbbrev
	if c.low[i] == '.' {
		abbrev = c.abbrev(i)
	}
	raw := mix(uint32(c.low[i-1]), uint32(c.low[i]))
	for t, h := range [...]uint32{
		pair, mix(k[2], pair), mix(pair, k[5]), four,
		mix(mix(mix(k[1], four), k[6]), k[0]),
		mix(mix(k[1], four), k[6]),
		left, right, mix(left, k[4]), mix(k[3], right), mix(left, right),
		mix(chars, k[4]), mix(mix(shape, pair), restShape), mix(shape, k[4]), mix(restShape, k[3]),
		rest, mix(rest, chars), mix(flags, pair), mix(mix(flags, four), where),
		mix(where, pair), mix(size, pair), mix(next, mix(pair, chars)), mix(mix(next, pair), shape),
		raw, mix(flags, right), mix(inURL, flags), mix(inURL, pair),
		mix(mix(word, pair), shape), mix(mix(around.before, mix(next, pair)), shape), mix(around.before, pair),
		mix(abbrev, mix(next, pair)), mix(abbrev, mix(where, k[3])),
	} {
		f = append(f, mix(uint32(t)+100, h))
	}
	return f
}
