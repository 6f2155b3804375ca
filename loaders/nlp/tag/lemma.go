package tag

import (
	"bufio"
	"bytes"
	"compress/flate"
	_ "embed"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"relata/loaders/nlp"
)

//go:embed lemma-en.bin
var englishLemmas []byte

var embeddedLemmas = sync.OnceValue(func() *Lemmas {
	l, err := LoadLemmas(englishLemmas)
	if err != nil {
		panic("tag: embedded lemmas: " + err.Error()) // the tests load them
	}
	return l
})

// Lemmatize sets the lemma of every token from its form and its tags, with the embedded
// rules. It takes well under a microsecond a token.
func Lemmatize(sent *nlp.Sentence) { embeddedLemmas().Annotate(sent) }

// Lemmas makes lemmas by rules that were learned from a treebank (TrainLemmas). It is
// read-only and may be shared by goroutines.
//
// A rule belongs to a class of words (their tags) and an ending, which may be the whole
// word; of the rules whose ending fits, the one with the longest counts. One set of rules
// says which letters to cut off and which to add, another says how the result is
// capitalized. So "ships" with NNS loses its s, and "was" with VBD becomes "be".
type Lemmas struct {
	edits rules
	cases rules
}

// rules maps the hash of a class and an ending to an operation.
type rules struct {
	of  map[uint64]uint16
	ops []string
}

// How a lemma is capitalized.
const (
	asIs     = "="
	small    = "a"
	capital  = "A"
	allLarge = "AA"
)

// maxEnding is the longest ending of a rule that isn't a whole word, in characters.
const maxEnding = 6

// Annotate sets the lemma of every token.
func (l *Lemmas) Annotate(sent *nlp.Sentence) {
	for i := range sent.Tokens {
		tok := &sent.Tokens[i]
		if b, ok := verb(tok); ok {
			tok.Lemma = b
			continue
		}
		if b := plurals[strings.ToLower(tok.Form)]; b != "" && tok.XPOS == "NNS" {
			tok.Lemma = b
			continue
		}
		tok.Lemma = l.lemma(tok)
		if tok.Lemma == "be" && tok.UPOS == "AUX" && hasBeen(sent.Tokens[i:]) {
			tok.Lemma = "have"
		}
	}
}

// hasBeen says whether "'s" stands for "has", as in "he's already been there".
func hasBeen(toks []nlp.Token) bool {
	if form := toks[0].Form; form != "'s" && form != "’s" {
		return false
	}
	for _, next := range toks[1:min(len(toks), 4)] {
		switch {
		case strings.EqualFold(next.Form, "been"), strings.EqualFold(next.Form, "had"), strings.EqualFold(next.Form, "got"):
			return true
		case next.UPOS != "ADV" && next.UPOS != "PART":
			return false
		}
	}
	return false
}

func (l *Lemmas) lemma(tok *nlp.Token) string {
	form := plain(tok)
	edit := l.edits.ofWord(editClass(tok, form), form)
	cased := l.cases.ofWord(caseClass(tok, form), form)
	return capitalize(applyEdit(form, edit), cased)
}

func capitalize(s, op string) string {
	switch op {
	case small:
		return strings.ToLower(s)
	case capital:
		r, n := utf8.DecodeRuneInString(s)
		return string(unicode.ToUpper(r)) + strings.ToLower(s[n:])
	case allLarge:
		return strings.ToUpper(s)
	}
	return s
}

// plain is the form as rules see it: straight apostrophes, and numbers without commas.
func plain(tok *nlp.Token) string {
	form := tok.Form
	if strings.Contains(form, "’") {
		form = strings.ReplaceAll(form, "’", "'")
	}
	if tok.UPOS == "NUM" && strings.IndexByte(form, ',') > 0 && form[0] >= '0' && form[0] <= '9' {
		form = strings.ReplaceAll(form, ",", "")
	}
	return form
}

// class is a class of words, in parts that a space separates.
type class [3]string

func (c class) String() string {
	var parts []string
	for _, p := range c {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " ")
}

// rough is the class without the universal tag, for tags that never stood together in the
// treebanks.
func (c class) rough() class { return class{c[1], c[2]} }

// editClass is the class under which a word's edits are looked up.
func editClass(tok *nlp.Token, form string) class {
	switch tok.XPOS {
	case "VBD", "VBN":
		return class{tok.UPOS, "ed", stemPattern(form, "ed")}
	case "VBG":
		return class{tok.UPOS, "ing", stemPattern(form, "ing")}
	}
	return class{tok.UPOS, tok.XPOS}
}

// caseClass is that of its capitals.
func caseClass(tok *nlp.Token, form string) class {
	return class{tok.UPOS, tok.XPOS, shapeOf(form)}
}

// stemPattern tells vowels from consonants in the last three letters of a stem: CVC at
// "provoked", whose lemma ends in e, VVC at "looked", VCC at "asked", VDD at "planned".
func stemPattern(form, ending string) string {
	if len(form) < len(ending)+3 || !strings.EqualFold(form[len(form)-len(ending):], ending) {
		return ""
	}
	stem := form[len(form)-len(ending)-3 : len(form)-len(ending)]
	var p [3]byte
	for i := range p {
		c := stem[i] | 0x20
		switch {
		case i > 0 && c == stem[i-1]|0x20 && !strings.ContainsRune("aeiou", rune(c)):
			p[i-1], p[i] = 'D', 'D'
		case strings.IndexByte("aeiou", c) >= 0:
			p[i] = 'V'
		default:
			p[i] = 'C'
		}
	}
	return string(p[:])
}

// shapeOf is how a form is capitalized.
func shapeOf(form string) string {
	if n := len(form); n > 2 && form[n-1] == 's' && strings.ToUpper(form[:n-1]) == form[:n-1] && strings.ToLower(form[:n-1]) != form[:n-1] {
		return "AAs" // "MPs"
	}
	lowers, uppers, first := 0, 0, false
	for i, r := range form {
		switch {
		case unicode.IsUpper(r):
			uppers++
			first = first || i == 0
		case unicode.IsLower(r):
			lowers++
		}
	}
	switch {
	case uppers == 0:
		return small
	case first && uppers == 1 && lowers > 0:
		return capital
	case lowers == 0:
		return allLarge
	}
	return asIs
}

// applyEdit cuts and adds: "2+y" turns "cities" minus "es"... into "city"; "*be" replaces
// the whole word.
func applyEdit(form, edit string) string {
	if whole, ok := strings.CutPrefix(edit, "*"); ok {
		return whole
	}
	cut, add, _ := strings.Cut(edit, "+")
	n, _ := strconv.Atoi(cut)
	end := len(form)
	for ; n > 0 && end > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(form[:end])
		end -= size
	}
	if end+len(add) == 0 {
		return form
	}
	return form[:end] + add
}

// ofWord gives the operation for a word.
func (r *rules) ofWord(c class, form string) string {
	op, ok := r.find(c, form)
	if !ok {
		op, _ = r.find(c.rough(), form)
	}
	return op
}

// find gives the operation of the rule with the longest ending that fits, if the class is known.
func (r *rules) find(c class, form string) (op string, ok bool) {
	h := c.hash()
	best, ok := r.of[h]
	if !ok {
		return "", false
	}
	end, n := len(form), 0
	for end > 0 {
		ch, size := utf8.DecodeLastRuneInString(form[:end])
		end -= size
		n++
		h = hashRune(h, unicode.ToLower(ch))
		if n <= maxEnding {
			if op, ok := r.of[h]; ok {
				best = op
			}
		}
	}
	if op, ok := r.of[hashRune(h, wholeWord)]; ok {
		best = op
	}
	return r.ops[best], true
}

// wholeWord ends the ending of a rule for a whole word.
const wholeWord = '^'

const hashStart = 14695981039346656037

func hashString(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// hash is that of String, without making it.
func (c class) hash() uint64 {
	h := uint64(hashStart)
	for _, part := range c {
		if part == "" {
			continue
		}
		if h != hashStart {
			h = hashString(h, " ")
		}
		h = hashString(h, part)
	}
	return h
}

func hashRune(h uint64, r rune) uint64 {
	h ^= uint64(uint32(r))
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}

func (r *rules) add(class, ending, op string) {
	h := hashString(hashStart, class)
	whole := strings.HasPrefix(ending, string(wholeWord)) && len(ending) > 1
	if whole {
		ending = ending[1:]
	}
	for end := len(ending); end > 0; {
		ch, size := utf8.DecodeLastRuneInString(ending[:end])
		end -= size
		h = hashRune(h, ch)
	}
	if whole {
		h = hashRune(h, wholeWord)
	}
	for i, o := range r.ops {
		if o == op {
			r.of[h] = uint16(i)
			return
		}
	}
	r.of[h] = uint16(len(r.ops))
	r.ops = append(r.ops, op)
}

// lemmaMagic starts a file of lemma rules; the digit is its version. Behind it stand, compressed
// by flate, lines of rules: "class<tab>ending<tab>operation", edits, an empty line, cases.
const lemmaMagic = "relata-lemma-1\n"

// LoadLemmas reads the rules that Bytes wrote.
func LoadLemmas(data []byte) (*Lemmas, error) {
	body, ok := bytes.CutPrefix(data, []byte(lemmaMagic))
	if !ok {
		return nil, fmt.Errorf("lemmas: not a file of version %q", strings.TrimSpace(lemmaMagic))
	}
	l := &Lemmas{}
	set := &l.edits
	l.edits.of, l.cases.of = map[uint64]uint16{}, map[uint64]uint16{}
	in := bufio.NewScanner(io.LimitReader(flate.NewReader(bytes.NewReader(body)), 64<<20))
	n := 0
	class := ""
	for in.Scan() {
		n++
		line := in.Text()
		if line == "" {
			set = &l.cases
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("lemmas: line %d: %d columns", n, len(f))
		}
		if f[0] != "" { // a class stands on its first line only
			class = f[0]
		}
		set.add(class, f[1], f[2])
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("lemmas: %w", err)
	}
	if set != &l.cases {
		return nil, fmt.Errorf("lemmas: the rules for capitals are missing")
	}
	return l, nil
}
