package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
)

var errFilter = errors.New("packed in a way that holds no text")

// unpack gives the bytes of a stream. What is broken in it gives what stands before.
func (f *file) unpack(s *stream) ([]byte, error) {
	if data, ok := f.streams[s]; ok {
		return data, nil
	}
	data := s.raw
	filters, ok := f.get(s.dict["Filter"]).(array)
	if !ok && s.dict["Filter"] != nil {
		filters = array{s.dict["Filter"]}
	}
	params, ok := f.get(s.dict["DecodeParms"]).(array)
	if !ok {
		params = array{s.dict["DecodeParms"]}
	}
	const maxFilters = 4
	if len(filters) > maxFilters {
		return nil, errFilter
	}
	for i, filter := range filters {
		var param dict
		if i < len(params) {
			param = f.dict(params[i])
		}
		which, _ := f.get(filter).(name)
		var err error
		if data, err = f.filter(which, param, data); err != nil {
			return nil, err
		}
	}
	f.streams[s] = data
	return data, nil
}

func (f *file) filter(which name, param dict, data []byte) ([]byte, error) {
	switch which {
	case "FlateDecode", "Fl":
		r, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, nil // nothing of it can be read
		}
		data, err = f.take(r)
		if err != nil {
			return nil, err
		}
		return f.predict(param, data), nil
	case "LZWDecode", "LZW":
		early := 1
		if v, ok := f.get(param["EarlyChange"]).(float64); ok {
			early = int(v)
		}
		data, err := f.take(&lzwReader{data: data, early: early})
		if err != nil {
			return nil, err
		}
		return f.predict(param, data), nil
	case "ASCII85Decode", "A85":
		data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~"))
		if end := bytes.IndexByte(data, '~'); end >= 0 {
			data = data[:end]
		}
		return f.take(ascii85.NewDecoder(bytes.NewReader(data)))
	case "ASCIIHexDecode", "AHx":
		l := &lexer{data: append([]byte{'<'}, data...), file: f}
		return []byte(l.hex()), nil
	case "RunLengthDecode", "RL":
		return f.take(&runReader{data: data})
	case "Crypt":
		return data, nil
	}
	return nil, errFilter
}

// take reads what is unpacked, within what is allowed. An error in it is its end.
func (f *file) take(r io.Reader) ([]byte, error) {
	room := int64(maxUnpacked - f.unpacked)
	data, _ := io.ReadAll(io.LimitReader(r, room+1)) // of broken streams what can be read
	if int64(len(data)) > room {
		return nil, fmt.Errorf("it unpacks to more than %d MiB", maxUnpacked>>20)
	}
	f.unpacked += len(data)
	return data, f.ctx.Err()
}

// predict undoes the PNG predictors (7.4.4.4), with one byte for each colour.
func (f *file) predict(param dict, data []byte) []byte {
	if f.num(param["Predictor"]) < 10 {
		return data
	}
	columns, colors, bits := f.num(param["Columns"]), f.num(param["Colors"]), f.num(param["BitsPerComponent"])
	if columns <= 0 {
		columns = 1
	}
	if colors <= 0 {
		colors = 1
	}
	if bits <= 0 {
		bits = 8
	}
	width := columns * colors * bits / 8
	if width < 1 || width > 1<<20 {
		return data
	}
	row, step := int(width), max(int(colors*bits/8), 1)
	out := make([]byte, 0, len(data))
	before := make([]byte, row)
	for len(data) > 1 {
		kind := data[0]
		line := data[1:min(len(data), row+1)]
		data = data[1+len(line):]
		for i := range line {
			var left, up, corner byte
			up = before[i]
			if i >= step {
				left, corner = line[i-step], before[i-step]
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += up
			case 3:
				line[i] += byte((int(left) + int(up)) / 2)
			case 4:
				line[i] += paeth(left, up, corner)
			}
		}
		copy(before, line)
		out = append(out, line...)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	da, db, dc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case da <= db && da <= dc:
		return a
	case db <= dc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }

// lzwReader unpacks LZW as PDF and TIFF have it; compress/lzw has that of GIF.
type lzwReader struct {
	data  []byte
	early int

	bits  uint32
	have  int
	width int
	table [4096]struct {
		before uint16
		last   byte
		first  byte
		length uint16
	}
	next int
	prev int
	out  []byte
	end  bool
}

const lzwClear, lzwEnd = 256, 257

func (l *lzwReader) Read(p []byte) (int, error) {
	for len(l.out) == 0 {
		if l.end {
			return 0, io.EOF
		}
		l.step()
	}
	n := copy(p, l.out)
	l.out = l.out[n:]
	return n, nil
}

func (l *lzwReader) step() {
	if l.width == 0 {
		l.reset()
	}
	for l.have < l.width {
		if len(l.data) == 0 {
			l.end = true
			return
		}
		l.bits = l.bits<<8 | uint32(l.data[0])
		l.data = l.data[1:]
		l.have += 8
	}
	code := int(l.bits>>(l.have-l.width)) & (1<<l.width - 1)
	l.have -= l.width
	switch {
	case code == lzwClear:
		l.reset()
		return
	case code == lzwEnd, code > l.next, code == l.next && l.prev < 0, l.prev < 0 && code > 255:
		l.end = true
		return
	}
	if l.prev >= 0 && l.next < len(l.table) {
		from := code
		if code == l.next {
			from = l.prev
		}
		e := &l.table[l.next]
		e.before, e.last, e.first, e.length = uint16(l.prev), l.table[from].first, l.table[l.prev].first, l.table[l.prev].length+1
		l.next++
	} else if code >= l.next {
		l.end = true
		return
	}
	word := make([]byte, l.table[code].length)
	for i, c := len(word)-1, code; i >= 0; i-- {
		word[i] = l.table[c].last
		c = int(l.table[c].before)
	}
	l.out, l.prev = word, code
	for l.width < 12 && l.next+l.early >= 1<<l.width {
		l.width++
	}
}

func (l *lzwReader) reset() {
	l.width, l.next, l.prev = 9, 258, -1
	for i := range 256 {
		l.table[i].last, l.table[i].first, l.table[i].length = byte(i), byte(i), 1
	}
}

// runReader unpacks runs of bytes (7.4.5).
type runReader struct {
	data []byte
	out  []byte
}

func (r *runReader) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		if len(r.data) < 2 || r.data[0] == 128 {
			return 0, io.EOF
		}
		n := int(r.data[0])
		if n < 128 {
			r.out = r.data[1:min(len(r.data), n+2)]
			r.data = r.data[1+len(r.out):]
			continue
		}
		r.out = bytes.Repeat(r.data[1:2], 257-n)
		r.data = r.data[2:]
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}
