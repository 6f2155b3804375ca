package pdf

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// font tells the letters and widths of codes (9.5 to 9.10).
type font struct {
	wide    bool // codes of two bytes
	letters [256]string
	cmap    map[uint32]string // from ToUnicode; the length of the code stands in the top byte
	lengths [5]bool           // of codes in ToUnicode
	utf16   bool              // codes are UTF-16
	widths  map[int]float64   // in thousandths of the size
	other   float64           // width of the rest; 0 is unknown
}

func (f *file) font(v any) *font {
	r, isRef := v.(ref)
	if ft, ok := f.fonts[r]; isRef && ok {
		return ft
	}
	ft := f.makeFont(f.dict(v))
	if isRef {
		f.fonts[r] = ft
	}
	return ft
}

func (f *file) makeFont(d dict) *font {
	ft := &font{widths: map[int]float64{}}
	if s, ok := f.get(d["ToUnicode"]).(*stream); ok {
		f.toUnicode(ft, s)
	}
	if f.get(d["Subtype"]) == name("Type0") {
		ft.wide = true
		if enc, ok := f.get(d["Encoding"]).(name); ok {
			ft.utf16 = strings.Contains(string(enc), "UCS2") || strings.Contains(string(enc), "UTF16")
		}
		kids, _ := f.get(d["DescendantFonts"]).(array)
		if len(kids) > 0 {
			f.wideWidths(ft, f.dict(kids[0]))
		}
		return ft
	}
	f.simpleLetters(ft, d)
	first := int(f.num(d["FirstChar"]))
	widths, _ := f.get(d["Widths"]).(array)
	scale := 1.0
	if m, ok := f.get(d["FontMatrix"]).(array); ok && len(m) > 0 { // of a font that draws its letters
		scale = f.num(m[0]) * 1000
	}
	for i, w := range widths {
		if i > 255 {
			break
		}
		ft.widths[first+i] = f.num(w) * scale
	}
	ft.other = f.num(f.dict(d["FontDescriptor"])["MissingWidth"])
	return ft
}

func (f *file) simpleLetters(ft *font, d dict) {
	base := &standardLetters
	choose := func(v any) {
		switch f.get(v) {
		case name("WinAnsiEncoding"):
			base = &windowsLetters
		case name("MacRomanEncoding"):
			base = &macLetters
		}
	}
	if f.get(d["Subtype"]) == name("TrueType") {
		base = &windowsLetters
	}
	enc := f.get(d["Encoding"])
	choose(enc)
	e, _ := enc.(dict)
	choose(e["BaseEncoding"])
	ft.letters = *base
	differences, _ := f.get(e["Differences"]).(array)
	code := 0
	for _, v := range differences {
		switch v := f.get(v).(type) {
		case float64:
			code = int(v)
		case name:
			if code >= 0 && code < len(ft.letters) {
				ft.letters[code] = letterOf(string(v))
			}
			code++
		}
	}
}

func (f *file) wideWidths(ft *font, d dict) {
	ft.other = 1000
	if v, ok := f.get(d["DW"]).(float64); ok {
		ft.other = v
	}
	list, _ := f.get(d["W"]).(array)
	for i := 0; i+1 < len(list); {
		first := int(f.num(list[i]))
		if each, ok := f.get(list[i+1]).(array); ok {
			for j, w := range each {
				ft.widths[first+j] = f.num(w)
			}
			i += 2
			continue
		}
		if i+2 >= len(list) {
			break
		}
		last, w := int(f.num(list[i+1])), f.num(list[i+2])
		for c := first; c <= last && c < first+1<<16 && c >= 0; c++ {
			if f.spend() != nil {
				return // told by the next value
			}
			ft.widths[c] = w
		}
		i += 3
	}
}

// toUnicode reads a table of codes and their letters (9.10.3).
func (f *file) toUnicode(ft *font, s *stream) {
	data, err := f.unpack(s)
	if err != nil {
		return
	}
	ft.cmap = map[uint32]string{}
	l := &lexer{data: data, file: f}
	var args array
	for {
		v, err := l.value(0)
		if err != nil || v == operator("") {
			return // an allowance that is used up is told by the next value
		}
		op, ok := v.(operator)
		if !ok {
			args = append(args, v)
			continue
		}
		switch op {
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				code, _ := args[i].(text)
				ft.map1(code, 0, args[i+1])
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				lo, _ := args[i].(text)
				hi, _ := args[i+1].(text)
				a, b := codeOf(lo), codeOf(hi)
				list, isList := args[i+2].(array)
				for n := uint32(0); a+n <= b && n < 1<<16 && f.spend() == nil; n++ {
					switch {
					case !isList:
						ft.map1(lo, n, args[i+2])
					case int(n) < len(list):
						ft.map1(shift(lo, n), 0, list[n])
					}
				}
			}
		}
		args = args[:0]
	}
}

func shift(code text, n uint32) text {
	b := []byte(code)
	for i := len(b) - 1; i >= 0 && n > 0; i-- {
		n += uint32(b[i])
		b[i] = byte(n)
		n >>= 8
	}
	return text(b)
}

// map1 maps the code that is n above one to the letter that is n above another.
func (ft *font) map1(code text, n uint32, to any) {
	letters, ok := to.(text)
	if !ok || len(code) == 0 || len(code) > 4 {
		return
	}
	ft.lengths[len(code)] = true
	ft.cmap[codeOf(code)+n+uint32(len(code))<<28] = utf16Of(string(shift(letters, n)))
}

func codeOf(code text) (c uint32) {
	for i := range min(len(code), 4) {
		c = c<<8 | uint32(code[i])
	}
	return c
}

func utf16Of(s string) string {
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	if len(s) == 1 {
		units = []uint16{uint16(s[0])}
	}
	return string(utf16.Decode(units))
}

// next gives the letters, width and length of the code at the start of a string. Letters
// that nobody can tell are the replacement character.
func (ft *font) next(s text) (letters string, width float64, n int) {
	n = 1
	if ft.wide && len(s) > 1 {
		n = 2
	}
	if ft.wide && ft.cmap != nil && !ft.lengths[n] {
		for k := 1; k <= min(4, len(s)); k++ {
			if ft.lengths[k] {
				n = k
				break
			}
		}
	}
	code := codeOf(s[:n])
	var ok bool
	if letters, ok = ft.cmap[code+uint32(n)<<28]; !ok && n == 1 && !ft.wide {
		letters, ok = ft.cmap[code+2<<28] // some write the codes of simple fonts in two bytes
	}
	if !ok || strings.Trim(letters, "\x00") == "" {
		switch {
		case n == 1 && !ft.wide:
			letters = ft.letters[code]
		case ft.utf16:
			letters = utf16Of(string(s[:n]))
		}
	}
	if letters == "" {
		letters = string(unicode.ReplacementChar)
	}
	if strings.ContainsAny(letters, "ﬀﬁﬂﬃﬄﬅﬆ") {
		letters = norm.NFKC.String(letters)
	}
	width, ok = ft.widths[int(code)]
	if !ok {
		if width = ft.other; width == 0 {
			width = usualWidth(letters)
		}
	}
	return letters, width, n
}

// usualWidth is about how wide a letter is in Helvetica and Times, whose widths files may
// leave out.
func usualWidth(letters string) float64 {
	switch c := letters[0]; {
	case strings.IndexByte("iljtfI.,;:'|!()[] ", c) >= 0:
		return 278
	case strings.IndexByte("mwMW@%", c) >= 0:
		return 840
	case c >= 'A' && c <= 'Z':
		return 680
	}
	return 520
}

var windowsLetters, macLetters, standardLetters = lettersOf(charmap.Windows1252), lettersOf(charmap.Macintosh), standard()

func lettersOf(m *charmap.Charmap) (out [256]string) {
	for i := range out {
		if r := m.DecodeByte(byte(i)); i >= ' ' && r != unicode.ReplacementChar {
			out[i] = string(r)
		}
	}
	return out
}

// standard is Adobe's StandardEncoding (annex D).
func standard() (out [256]string) {
	for i := ' '; i < 0x7f; i++ {
		out[i] = string(i)
	}
	out['\''], out['`'] = "’", "‘"
	for from, letters := range map[int]string{
		0xa1: "¡¢£⁄¥ƒ§¤'“«‹›", 0xb1: "–†‡·", 0xb6: "¶•‚„”»…‰", 0xbf: "¿", 0xc1: "`´ˆ˜¯˘˙¨", 0xca: "˚¸", 0xcd: "˝˛ˇ—", 0xe1: "Æ", 0xe3: "ª", 0xe8: "ŁØŒº", 0xf1: "æ", 0xf5: "ı", 0xf8: "łøœß",
	} {
		i := from
		for _, r := range letters {
			out[i] = string(r)
			i++
		}
	}
	out[0xae], out[0xaf] = "fi", "fl"
	return out
}

// letterOf gives the letters of a glyph's name, as the Adobe Glyph List has them; "" if
// it isn't one of a Latin text.
func letterOf(glyph string) string {
	glyph, _, _ = strings.Cut(glyph, ".") // "a.sc" is a small capital
	if strings.Contains(glyph, "_") {
		var b strings.Builder
		for part := range strings.SplitSeq(glyph, "_") {
			b.WriteString(letterOf(part))
		}
		return b.String()
	}
	if s, ok := glyphNames[glyph]; ok {
		return s
	}
	if len(glyph) == 1 {
		return glyph
	}
	for _, start := range []string{"uni", "u"} {
		if digits, ok := strings.CutPrefix(glyph, start); ok && len(digits) >= 4 && len(digits) <= 6 {
			if r, err := strconv.ParseUint(digits, 16, 32); err == nil {
				return string(rune(r))
			}
		}
	}
	if len(glyph) > 1 {
		if mark, ok := accents[glyph[1:]]; ok { // "eacute"
			return norm.NFC.String(glyph[:1] + mark)
		}
	}
	return ""
}

var accents = map[string]string{
	"grave": "\u0300", "acute": "\u0301", "circumflex": "\u0302", "tilde": "\u0303", "macron": "\u0304", "breve": "\u0306", "dotaccent": "\u0307", "dieresis": "\u0308",
	"ring": "\u030a", "hungarumlaut": "\u030b", "caron": "\u030c", "cedilla": "\u0327", "commaaccent": "\u0327", "ogonek": "\u0328",
}

var glyphNames = func() map[string]string {
	m := map[string]string{
		"ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl", "st": "st", "nbspace": " ", "nonbreakingspace": " ", "sfthyphen": "\u00ad", "softhyphen": "\u00ad", "Euro": "€", "euro": "€",
		"dotlessi": "ı", "dotlessj": "ȷ", "minus": "−", "hyphenminus": "-", "quotesinglbase": "‚", "quotedblbase": "„", "Lslash": "Ł", "lslash": "ł", "Dcroat": "Đ", "dcroat": "đ", "Eth": "Ð", "eth": "ð", "Thorn": "Þ", "thorn": "þ",
	}
	for i, n := range strings.Fields("space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at") {
		m[n] = string(rune(' ' + i))
	}
	for _, pair := range []string{
		"bracketleft [", "backslash \\", "bracketright ]", "asciicircum ^", "underscore _", "grave `", "braceleft {", "bar |", "braceright }", "asciitilde ~", "quoteright ’", "quoteleft ‘", "quotedblleft “", "quotedblright ”",
		"endash –", "emdash —", "bullet •", "ellipsis …", "dagger †", "daggerdbl ‡", "exclamdown ¡", "questiondown ¿", "cent ¢", "sterling £", "yen ¥", "currency ¤", "section §", "paragraph ¶", "copyright ©", "registered ®", "trademark ™", "degree °", "mu µ", "periodcentered ·",
		"guillemotleft «", "guillemotright »", "guilsinglleft ‹", "guilsinglright ›", "germandbls ß", "ae æ", "AE Æ", "oe œ", "OE Œ", "oslash ø", "Oslash Ø", "onehalf ½", "onequarter ¼", "threequarters ¾", "plusminus ±", "multiply ×", "divide ÷", "fraction ⁄", "perthousand ‰", "acute ´", "dieresis ¨", "ordfeminine ª", "ordmasculine º", "logicalnot ¬",
		"onesuperior ¹", "twosuperior ²", "threesuperior ³",
	} {
		n, letters, _ := strings.Cut(pair, " ")
		m[n] = letters
	}
	return m
}()
