package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// The values of a PDF (ISO 32000-1, 7.3): nil, bool, float64, text, name, array, dict, ref,
// *stream; and in content streams operator.
type (
	text     string
	name     string
	operator string
	array    []any
	dict     map[name]any
	ref      int // number of an object; its generation doesn't matter, the last one counts
	stream   struct {
		dict dict
		raw  []byte
	}
)

const maxDepth = 64 // of arrays and dictionaries in each other

var errSyntax = errors.New("not a PDF that can be read: its structure is broken")

// lexer reads values. Each costs from the file's allowance.
type lexer struct {
	data []byte
	pos  int
	file *file
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *lexer) skip() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// closing marks the end of an array or a dictionary.
type closing byte

// value reads the next value; the operator "" is the end.
func (l *lexer) value(depth int) (any, error) {
	if err := l.file.spend(); err != nil {
		return nil, err
	}
	if depth > maxDepth {
		return nil, errSyntax
	}
	l.skip()
	if l.pos >= len(l.data) {
		return operator(""), nil
	}
	switch c := l.data[l.pos]; c {
	case '/':
		l.pos++
		return l.name(), nil
	case '(':
		return l.literal(), nil
	case '<':
		if l.pos+1 < len(l.data) && l.data[l.pos+1] == '<' {
			l.pos += 2
			return l.dict(depth)
		}
		return l.hex(), nil
	case '[':
		l.pos++
		var list array
		for {
			v, err := l.value(depth + 1)
			if err != nil {
				return nil, err
			}
			switch v := v.(type) {
			case closing:
				return list, nil
			case operator:
				switch v {
				case "":
					return list, nil
				case "R":
					list = makeRef(list)
					continue
				}
			}
			list = append(list, v)
		}
	case ']', '}', ')':
		l.pos++
		return closing(c), nil
	case '{':
		l.pos++
		return operator("{"), nil
	case '>':
		l.pos++
		if l.pos < len(l.data) && l.data[l.pos] == '>' {
			l.pos++
		}
		return closing('>'), nil
	}
	word := l.word()
	if v, ok := number(word); ok {
		return v, nil
	}
	switch string(word) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	return operator(word), nil
}

// makeRef makes a reference of the two numbers before an R.
func makeRef(list array) array {
	if len(list) >= 2 {
		if n, ok := list[len(list)-2].(float64); ok && n >= 0 && n < 1<<31 {
			return append(list[:len(list)-2], ref(n))
		}
	}
	return list
}

func (l *lexer) word() []byte {
	start := l.pos
	for l.pos < len(l.data) && !isSpace(l.data[l.pos]) && !isDelim(l.data[l.pos]) {
		l.pos++
	}
	return l.data[start:l.pos]
}

func number(word []byte) (float64, bool) {
	if len(word) == 0 || len(word) > 40 || (word[0] < '0' || word[0] > '9') && word[0] != '-' && word[0] != '+' && word[0] != '.' {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(word), 64)
	if err != nil {
		v, err = strconv.ParseFloat(string(bytes.TrimLeft(word, "-")), 64) // "--5", which some write
	}
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}

func (l *lexer) dict(depth int) (any, error) {
	d := dict{}
	var list array // what came since the last key
	var key name
	for {
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		end := false
		switch v := v.(type) {
		case closing:
			end = true
		case operator:
			if v == "R" {
				list = makeRef(list)
				continue
			}
			end = v == "" || v == "endobj" || v == "stream"
			if v == "stream" {
				l.pos -= len("stream")
			}
		case name:
			if len(list) > 0 || key == "" {
				if key != "" {
					d[key] = list[0]
				}
				key, list = v, nil
				continue
			}
			list = append(list, v)
			continue
		}
		if end {
			if key != "" && len(list) > 0 {
				d[key] = list[0]
			}
			return d, nil
		}
		list = append(list, v)
	}
}

func (l *lexer) name() name {
	word := l.word()
	if bytes.IndexByte(word, '#') < 0 {
		return name(word)
	}
	var b []byte
	for i := 0; i < len(word); i++ {
		if word[i] == '#' && i+2 < len(word)+0 && isHex(word[i+1]) && isHex(word[i+2]) {
			b = append(b, unhex(word[i+1])<<4|unhex(word[i+2]))
			i += 2
			continue
		}
		b = append(b, word[i])
	}
	return name(b)
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	}
	return c - 'A' + 10
}

func (l *lexer) hex() text {
	var b []byte
	half, have := byte(0), false
	for l.pos++; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		if c == '>' {
			l.pos++
			break
		}
		if !isHex(c) {
			continue
		}
		if have {
			b = append(b, half<<4|unhex(c))
		}
		half, have = unhex(c), !have
	}
	if have {
		b = append(b, half<<4)
	}
	return text(b)
}

func (l *lexer) literal() text {
	var b []byte
	open := 1
	for l.pos++; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.pos++
				return text(b)
			}
		case '\\':
			l.pos++
			if l.pos >= len(l.data) {
				return text(b)
			}
			c = l.data[l.pos]
			switch c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case '\r':
				if l.pos+1 < len(l.data) && l.data[l.pos+1] == '\n' {
					l.pos++
				}
				continue
			case '\n':
				continue
			default:
				if c >= '0' && c <= '7' {
					v := 0
					n := 0
					for ; n < 3 && l.pos+n < len(l.data) && l.data[l.pos+n] >= '0' && l.data[l.pos+n] <= '7'; n++ {
						v = v<<3 | int(l.data[l.pos+n]-'0')
					}
					l.pos += n - 1
					c = byte(v)
				}
			}
		}
		b = append(b, c)
	}
	return text(b)
}

// spend takes one value from the allowance.
func (f *file) spend() error {
	if f.left--; f.left < 0 {
		return fmt.Errorf("more than %d values in it: no article", maxValues)
	}
	if f.left%4096 == 0 {
		return f.ctx.Err()
	}
	return nil
}
