package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shape is the class of a token, as far as the end of a sentence goes.
type shape uint8

const (
	none shape = iota // beyond the ends of a sentence or paragraph
	wordLower
	wordTitle // "Iran"
	wordUpper // "NATO"
	wordMixed // "iPhone"
	letterUpper
	number      // "2023", "1,000"
	alnum       // "10th"
	listMark    // "1.", "(a)" without its brackets
	abbreviated // "Inc.", "U.S."
	initial     // "J."
	stop        // "."
	asking      // "?", "!", "?!"
	dots        // "...", "…"
	comma
	semicolon
	colon
	quote // straight, and not to be told which end by the space around it
	quoteOpen
	quoteClose
	apostrophe
	singleOpen // ‘
	bracketOpen
	bracketClose
	hyphen
	dash
	address // of a page or a mailbox
	bullet  // "*", "•", "="
	symbol
)

// item is what the gap model sees of a token.
type item struct {
	word   uint32 // hash of the form in lower case
	shape  shape
	glued  bool  // no space follows
	inner  bool  // the next token is of the same multiword token
	abbrev uint8 // class of an abbreviation with its full stop
	common bool  // the form in lower case is a word that is seldom written with a capital
}

// newItem looks at a token; tight says that no space stands before it.
func (m *Model) newItem(form string, tight, glued, inner bool) item {
	it := item{glued: glued, inner: inner}
	h := uint32(7)
	lowers, uppers, digits, others, runes := 0, 0, 0, 0, 0
	firstUpper := false
	var first, last rune
	for i, r := range form {
		k := r
		if r < utf8.RuneSelf {
			switch {
			case 'a' <= r && r <= 'z':
				lowers++
			case 'A' <= r && r <= 'Z':
				uppers++
				firstUpper = firstUpper || i == 0
				k += 'a' - 'A'
			case '0' <= r && r <= '9':
				digits++
				k = '0' // one number is like another
			default:
				others++
			}
		} else {
			var kd kind
			k, kd = fold(r)
			switch kd {
			case lower, other, join:
				lowers++
			case upper:
				uppers++
				firstUpper = firstUpper || i == 0
			case digit:
				digits++
				k = '0'
			default:
				others++
			}
		}
		if i == 0 {
			first = r
		}
		last = r
		if runes < runLimit {
			h = mix(h, uint32(k))
		}
		runes++
	}
	it.word = h
	letters := lowers + uppers
	switch {
	case letters == 0 && digits == 0:
		it.shape = markShape(form, first, runes)
		if it.shape == quote && tight != glued {
			it.shape = quoteClose
			if glued {
				it.shape = quoteOpen
			}
		}
		if it.shape == apostrophe && glued && !tight {
			it.shape = singleOpen // one behind a word may close or be a genitive
		}
	case last == '.' && letters == 1 && digits == 0 && uppers == 1 && runes == 2:
		it.shape = initial
	case last == '.' && digits > 0 && letters == 0:
		it.shape = listMark
	case last == '.' && letters > 0:
		it.shape = abbreviated
		if len(form) <= 8 {
			it.abbrev = uint8(abbrevClass(strings.ToLower(form[:len(form)-1]), firstUpper))
		}
	case strings.Contains(form, "://") || strings.Contains(form, "www.") || strings.IndexByte(form, '@') > 0:
		it.shape = address
	case digits > 0 && letters == 0:
		it.shape = number
	case digits > 0:
		it.shape = alnum
	case runes == 1 && uppers == 1:
		it.shape = letterUpper
	case uppers == 0:
		it.shape = wordLower
	case firstUpper && uppers == 1:
		it.shape = wordTitle
	case lowers == 0:
		it.shape = wordUpper
	default:
		it.shape = wordMixed
	}
	it.common = letters == runes && m.isCommon(h)
	return it
}

func markShape(form string, first rune, runes int) shape {
	switch first {
	case '.', '…':
		if first == '…' || runes > 1 {
			return dots
		}
		return stop
	case '?', '!':
		return asking
	case ',':
		return comma
	case ';':
		return semicolon
	case ':':
		if runes == 1 {
			return colon
		}
	case '"', '″':
		return quote
	case '“', '„', '«', '‟':
		return quoteOpen
	case '”', '»':
		return quoteClose
	case '\'', '’', '‘', '`':
		if runes == 2 {
			return quote
		}
		return apostrophe
	case '(', '[', '{':
		return bracketOpen
	case ')', ']', '}':
		return bracketClose
	case '-', '‐', '‑':
		if runes == 1 {
			return hyphen
		}
		return dash
	case '–', '—', '―':
		return dash
	case '*', '•', '·', '=', '_', '~', '+', '|', '>', '<', '#':
		return bullet
	}
	return symbol
}

// closes says which tokens may stand between the mark that ends a sentence and its end.
func (s shape) closes() bool {
	return s == quote || s == quoteClose || s == bracketClose || s == apostrophe
}

// opens says which may stand between the end of a sentence and the next one's first word.
func (s shape) opens() bool {
	return s == quote || s == quoteOpen || s == singleOpen || s == bracketOpen || s == apostrophe || s == hyphen || s == dash || s == bullet
}

func (s shape) ends() bool { return s == stop || s == asking || s == dots }

// state is what the gap model knows of the paragraph so far.
type state struct {
	final  uint32 // kind of the paragraph's last character
	inside bool   // straight or curly quotation marks are open
	depth  int    // open brackets
	length int    // tokens of the sentence so far
	total  int    // tokens of the paragraph so far
	ended  int    // sentences of the paragraph so far
	titles int    // words with a capital up to here
}

func newState(paragraph string) state {
	r, _ := utf8.DecodeLastRuneInString(paragraph)
	_, k := fold(r)
	if k == other || k == upper || k == join {
		k = lower
	}
	if unicode.IsSymbol(r) {
		k = '*'
	}
	return state{final: uint32(k)}
}

// step takes in a token.
func (s *state) step(it *item) {
	s.length++
	s.total++
	switch it.shape {
	case quote:
		s.inside = !s.inside
	case quoteOpen:
		s.inside = true
	case quoteClose:
		s.inside = false
	case bracketOpen:
		s.depth++
	case bracketClose:
		s.depth = max(0, s.depth-1)
	}
	switch it.shape {
	case wordTitle, wordUpper, wordMixed, letterUpper, initial:
		s.titles++
	default:
		s.titles = 0
	}
}

// next begins a sentence.
func (s *state) next() {
	s.length, s.titles = 0, 0
	s.ended++
}

var bucket = [...]uint32{0, 1, 2, 3, 4, 5, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11}

func bucketOf(n int) uint32 { return bucket[min(n, len(bucket)-1)] }

var outside = item{}

// gapFeatures appends what the gap model sees of the gap behind items[g].
func gapFeatures(f []uint32, items []item, g int, st *state) []uint32 {
	at := func(i int) *item {
		if i < 0 || i >= len(items) {
			return &outside
		}
		return &items[i]
	}
	b, c, d := at(g-2), at(g-1), at(g)
	x, y, z := at(g+1), at(g+2), at(g+3)
	glued := uint32(0)
	if d.glued {
		glued = 64
	}
	s := func(i *item) uint32 { return uint32(i.shape) }
	// The mark that may end the sentence, across what closes; the first word behind, across what opens.
	t, v := g, g+1
	between := uint32(0)
	for t > 0 && items[t].shape.closes() && g-t < 3 {
		between = between*32 + s(&items[t])
		t--
	}
	for v < len(items)-1 && items[v].shape.opens() && v-g < 4 {
		between = between*32 + s(&items[v]) + 17
		v++
	}
	mark, before, word, word2 := at(t), at(t-1), at(v), at(v+1)
	// How far the next mark that may end a sentence is.
	ahead, aheadMark := 0, uint32(0)
	for ahead = g + 1; ahead < len(items) && ahead <= g+lookahead; ahead++ {
		if items[ahead].shape.ends() {
			aheadMark = s(&items[ahead])
			break
		}
	}
	pair := s(d) + glued + s(x)<<8
	quad := mix(pair, s(c)|s(y)<<8)
	flags := uint32(0)
	if st.inside {
		flags |= 1
	}
	if st.depth > 0 {
		flags |= 2
	}
	if x.common {
		flags |= 4
	}
	if y.common {
		flags |= 8
	}
	if d.common {
		flags |= 16
	}
	left := bucketOf(len(items) - g)
	long := bucketOf(st.length)
	core := mix(s(mark)|s(word)<<8, between+glued)
	capital := uint32(0)
	switch word.shape {
	case wordTitle, wordUpper, wordMixed, letterUpper, initial, abbreviated:
		capital = 16
	}
	wordCommon := uint32(0)
	if word.common {
		wordCommon = 1
	}
	if word2.common {
		wordCommon |= 2
	}
	for i, h := range [...]uint32{
		pair, mix(s(c), pair), mix(pair, s(y)), quad,
		mix(quad, s(b)), mix(quad, s(z)), mix(mix(quad, s(b)), s(z)),
		mix(d.word, s(x)+glued), mix(x.word, s(d)+glued), d.word, x.word,
		mix(c.word, pair), mix(y.word, pair),

		core, mix(mix(s(mark)|1<<20, between+glued), wordCommon|capital), mix(core, flags&3), mix(core, wordCommon<<4|flags&1), mix(core, s(before)), mix(core, before.word), mix(core, word.word), mix(core, word2.word),

		mix(s(mark), word.word), mix(mark.word, s(word)),
		mix(pair, flags&3), mix(pair, flags&28), mix(quad, flags),
		mix(pair, long), mix(core, long), mix(pair, left), mix(core, left),
		mix(pair, st.final), mix(core, st.final), mix(pair, mix(long, left)),
		mix(pair, uint32(ahead-g)|aheadMark<<8), mix(core, mix(s(word2), s(before))),
		mix(pair, uint32(min(st.titles, 6))|flags&12<<8), mix(mix(st.final, long), pair), mix(pair, uint32(min(st.ended, 3))),
		mix(uint32(d.abbrev), pair), mix(mix(uint32(d.abbrev), pair), flags), mix(uint32(d.abbrev), x.word), mix(mix(uint32(c.abbrev), pair), uint32(d.abbrev)),
	} {
		f = append(f, mix(uint32(i)+1000, h))
	}
	return f
}

// gap scores the end of a sentence behind items[g]: above 0 it ends there.
func (m *Model) gap(items []item, g int, st *state) float32 {
	var buf [64]uint32
	score := m.gaps.score(gapFeatures(buf[:0], items, g, st))
	if items[g].word == squareClose && !items[g].glued {
		score = inserted(items, g, score)
	}
	switch {
	case speaker(items, g):
		score = min(score, -0.1)
	case quoted(items, g):
		score = max(score, 0.1)
	}
	return score
}

// Verbs behind the name of who said what stands before it in quotation marks.
var saidWords = func() map[uint32]bool {
	m := map[uint32]bool{}
	for w := range strings.FieldsSeq("said says asked asks added replied wrote tweeted explained warned concluded noted insisted declared shouted argued") {
		h := uint32(7)
		for _, r := range w {
			h = mix(h, uint32(r))
		}
		m[h] = true
	}
	return m
}()

// speaker says that a quotation ends at items[g] with a mark that would end a sentence, and
// that the next words say who spoke and nothing else: `"Who is to pay?" Palme asked.`
func speaker(items []item, g int) bool {
	d := &items[g]
	if g == 0 || d.shape != quote && d.shape != quoteClose || d.glued || items[g-1].shape != stop && items[g-1].shape != asking || !items[g-1].glued {
		return false
	}
	v := g + 1
	for v < len(items) && v-g <= 5 {
		switch items[v].shape {
		case wordUpper, wordTitle, wordMixed, letterUpper, initial, abbreviated:
			v++
			continue
		}
		break
	}
	if v == g+1 || v+1 >= len(items) || !saidWords[items[v].word] || items[g+1].common {
		return false
	}
	return items[v+1].shape == stop || items[v+1].shape == comma
}

// quoted says that a quotation ends with its full stop at items[g] and a capital follows. The
// treebanks have few names in capitals there (`... in Yemen." BBC's ...`), so that the model
// takes them for the speaker; but before a speaker stands a comma and no full stop.
func quoted(items []item, g int) bool {
	d := &items[g]
	if g == 0 || d.shape != quote && d.shape != quoteClose || d.glued || items[g-1].shape != stop || !items[g-1].glued {
		return false
	}
	switch items[g+1].shape {
	case wordUpper, wordTitle, wordMixed, letterUpper:
		return true
	}
	return false
}

var squareOpen, squareClose = mix(7, '['), mix(7, ']')

// inserted corrects the score behind the square bracket that ends at items[g]. What editors
// put into a quotation is rare in the treebanks: a word ("the [Iranian] federation") ends no
// sentence, and a cut ("[...]") does if a small word with a capital follows.
func inserted(items []item, g int, score float32) float32 {
	open, dotted := g-1, true
	for open >= 0 && g-open <= 8 && items[open].word != squareOpen {
		dotted = dotted && (items[open].shape == stop || items[open].shape == dots)
		open--
	}
	if open < 0 || items[open].word != squareOpen || open == g-1 {
		return score
	}
	next := &items[g+1]
	switch {
	case dotted && next.common && (next.shape == wordTitle || next.shape == letterUpper):
		return max(score, 0.1)
	case !dotted && open > 0 && !items[g-1].shape.ends() && !items[open-1].shape.ends():
		return min(score, -0.1)
	}
	return score
}
