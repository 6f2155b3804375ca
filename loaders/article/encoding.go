package article

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decode gives a text in UTF-8, without a byte order mark. declared is the encoding that
// the text or its envelope names, empty if none does.
func decode(data []byte, declared string) (string, error) {
	enc, err := detect(data, declared)
	if err != nil {
		return "", err
	}
	if enc != nil {
		if data, err = enc.NewDecoder().Bytes(data); err != nil {
			return "", fmt.Errorf("can't convert it to UTF-8: %w", err)
		}
	}
	data = bytes.TrimPrefix(data, []byte(utf8Mark))
	if err := checkText(data); err != nil {
		return "", err
	}
	return string(data), nil
}

const utf8Mark = "\xef\xbb\xbf"

// marks are the byte order marks; of two that begin alike the longer stands first.
var marks = []struct {
	mark, name string
	enc        encoding.Encoding
}{
	{utf8Mark, "UTF-8", nil},
	{"\xff\xfe\x00\x00", "UTF-32", nil},
	{"\x00\x00\xfe\xff", "UTF-32", nil},
	{"\xff\xfe", "UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"\xfe\xff", "UTF-16", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
}

// detect finds the encoding of a text; nil means UTF-8. It looks at data alone, which may
// be the start of the text.
func detect(data []byte, declared string) (encoding.Encoding, error) {
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m.mark)) {
			if m.name == "UTF-32" {
				return nil, errors.New("in UTF-32, which relata doesn't read: convert it to UTF-8")
			}
			return m.enc, nil
		}
	}
	if enc := markless16(data); enc != nil {
		return enc, nil
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, errBinary
	}
	bad := invalidUTF8(data)
	if bad < 0 { // a wrong declaration is commoner than a text of another encoding that is also valid UTF-8
		if declared == "" || !stateful(declared) {
			return nil, nil
		}
	}
	if declared != "" {
		enc, name := charset.Lookup(declared)
		switch {
		case enc == nil:
			return nil, fmt.Errorf("in the unknown encoding %q: convert it to UTF-8", clip(declared))
		case name == "replacement":
			return nil, fmt.Errorf("in %s, which is not safe to read: convert it to UTF-8", clip(declared))
		case name != "utf-8":
			return enc, nil
		}
	}
	if !looksLatin(data) {
		return nil, &untold{data[bad], bad, 1 + bytes.Count(data[:bad], []byte{'\n'})}
	}
	return charmap.Windows1252, nil
}

// untold is the error of a text whose encoding can't be found out.
type untold struct {
	c            byte
	offset, line int
}

func (e *untold) Error() string {
	return fmt.Sprintf("not UTF-8 (byte 0x%02x at offset %d, line %d) and in no encoding that its bytes tell: convert it to UTF-8", e.c, e.offset, e.line)
}

// stateful says whether texts of that encoding are made of ASCII bytes only.
func stateful(label string) bool {
	_, name := charset.Lookup(label)
	return name == "iso-2022-jp" || name == "replacement"
}

var errBinary = errors.New("binary, not text: give the text of the article")

// invalidUTF8 is the offset of the first byte that isn't UTF-8, -1 if there is none. A rune
// cut off at the end counts as valid: data may be the start of a text.
func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			if !utf8.FullRune(data[i:]) {
				return -1
			}
			return i
		}
		i += n
	}
	return -1
}

// markless16 recognizes UTF-16 without a mark: of a Latin text every other byte is zero.
func markless16(data []byte) encoding.Encoding {
	data = data[:min(len(data), 4096)&^1]
	if len(data) < 8 {
		return nil
	}
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(data) / 2
	switch {
	case zeros[1] > half*8/10 && zeros[0] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros[0] > half*8/10 && zeros[1] == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// looksLatin says whether the bytes above ASCII are those of an English text in Windows
// 1252 (which ISO 8859-1 is part of): marks of typography, and single letters that stand
// within or at a word, small where the word is small. UTF-8 with a broken byte, Cyrillic
// or Chinese don't look so.
func looksLatin(data []byte) bool {
	for i, c := range data {
		if c < utf8.RuneSelf {
			continue
		}
		var before, after byte = ' ', ' '
		if i > 0 {
			before = data[i-1]
		}
		if i+1 < len(data) {
			after = data[i+1]
		}
		switch {
		case strings.IndexByte("\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xab\xbb\xb7", c) >= 0: // … quotes, dashes, blank
			if before >= utf8.RuneSelf && after >= utf8.RuneSelf {
				return false
			}
		case strings.IndexByte("\x80\xa3\xa5\xa2\xa7\xb0\xb1\xa9\xae\x99\xbc\xbd\xbe", c) >= 0: // € £ ¥ ¢ § ° ± © ® ™ ¼ ½ ¾
			if before >= utf8.RuneSelf || after >= utf8.RuneSelf {
				return false
			}
		case c >= 0xe0 && c < 0xff && c != 0xf7, c == 0xdf:
			if !asciiLetter(before) && !asciiLetter(after) || before >= 0xe0 && after >= 0xe0 {
				return false
			}
		case c >= 0xc0 && c < 0xdf && c != 0xd7: // a capital starts a word
			if asciiLetter(before) && before >= 'a' || !asciiLetter(after) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func asciiLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// checkText refuses what is UTF-8 and yet no text.
func checkText(data []byte) error {
	if bad := firstInvalid(data); bad >= 0 {
		line := 1 + bytes.Count(data[:bad], []byte{'\n'})
		return fmt.Errorf("not UTF-8 (byte 0x%02x at offset %d, line %d): convert or mend it", data[bad], bad, line)
	}
	controls := 0
	for _, c := range data {
		if c == 0 {
			return errBinary
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' {
			controls++
		}
	}
	if controls > 8 && controls > len(data)/200 {
		return errBinary
	}
	return nil
}

// firstInvalid is invalidUTF8 for a whole text, where a rune cut off at the end is a fault.
func firstInvalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	if i := invalidUTF8(data); i >= 0 {
		return i
	}
	i := len(data) - 1
	for i > 0 && !utf8.RuneStart(data[i]) {
		i--
	}
	return i
}

// decodeStream gives a stream in UTF-8, after a look at its start. Where that doesn't tell
// the encoding it is given as it is: a part of it may be sound.
func (in *input) decodeStream() (io.Reader, error) {
	head, err := in.r.Peek(headBytes)
	if err != nil && err != io.EOF {
		return nil, err
	}
	enc, err := detect(head, "")
	var u *untold
	if err != nil && !errors.As(err, &u) {
		return nil, err
	}
	if enc == nil {
		if bytes.HasPrefix(head, []byte(utf8Mark)) {
			_, _ = in.r.Discard(len(utf8Mark)) // it was just peeked at
		}
		return in.r, nil
	}
	return transform.NewReader(in.r, enc.NewDecoder()), nil
}

// clip shortens words of others for a message.
func clip(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return s
}
