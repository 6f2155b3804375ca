package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// Limits, far above what articles have.
const (
	maxValues   = 4 << 20  // numbers, names and so on in the file and its pages
	maxUnpacked = 64 << 20 // bytes of all streams that were unpacked
	maxPages    = 2000
	maxGlyphs   = 2 << 20
	maxForms    = 8 // drawings in drawings
)

// file is a PDF whose objects are known.
type file struct {
	ctx      context.Context
	left     int // values that may still be read
	unpacked int // bytes
	glyphs   int
	objects  map[ref]any
	trailers []dict
	fonts    map[ref]*font
	streams  map[*stream][]byte // unpacked, those that are used again
}

var objStart = regexp.MustCompile(`(\d{1,10})[ \t\r\n\f\x00]+(\d{1,5})[ \t\r\n\f\x00]+obj\b`)

// open finds all objects by what they begin with, so that a broken table of them doesn't
// matter. Of those with the same number the last counts, as in a file that was changed.
func open(ctx context.Context, data []byte) (*file, error) {
	f := &file{ctx: ctx, left: maxValues, objects: map[ref]any{}, fonts: map[ref]*font{}, streams: map[*stream][]byte{}}
	var packed []*stream // of objects
	for pos := 0; pos < len(data); {
		rest := data[pos:]
		at := objStart.FindSubmatchIndex(rest)
		end := len(rest)
		if at != nil {
			end = at[0]
		}
		if t := bytes.Index(rest[:end], []byte("trailer")); t >= 0 {
			l := &lexer{data: rest[:end], pos: t + len("trailer"), file: f}
			v, err := l.value(0)
			if err != nil {
				return nil, err
			}
			if d, ok := v.(dict); ok {
				f.trailers = append(f.trailers, d)
			}
		}
		if at == nil {
			break
		}
		n, err := strconv.Atoi(string(rest[at[2]:at[3]]))
		if err != nil {
			return nil, errSyntax
		}
		l := &lexer{data: data, pos: pos + at[1], file: f}
		v, err := f.object(l)
		if err != nil {
			return nil, err
		}
		pos = max(l.pos, pos+at[1])
		f.objects[ref(n)] = v
		if s, ok := v.(*stream); ok {
			switch s.dict["Type"] {
			case name("ObjStm"):
				packed = append(packed, s)
			case name("XRef"):
				f.trailers = append(f.trailers, s.dict)
			}
		}
	}
	for _, t := range f.trailers {
		if t["Encrypt"] != nil {
			return nil, errors.New("an encrypted PDF: save it without a password")
		}
	}
	for _, s := range packed {
		if err := f.unpackObjects(s); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// object reads what stands behind "obj", with its stream.
func (f *file) object(l *lexer) (any, error) {
	v, err := l.value(0)
	if err != nil {
		return nil, err
	}
	if n, ok := v.(float64); ok { // or a reference
		at := l.pos
		gen, err := l.value(0)
		if err != nil {
			return nil, err
		}
		r, err := l.value(0)
		if err != nil {
			return nil, err
		}
		if _, ok := gen.(float64); ok && r == operator("R") && n >= 0 && n < 1<<31 {
			return ref(n), nil
		}
		l.pos = at
		return v, nil
	}
	d, ok := v.(dict)
	if !ok {
		return v, nil
	}
	at := l.pos
	l.skip()
	if !bytes.HasPrefix(l.data[l.pos:], []byte("stream")) {
		l.pos = at
		return d, nil
	}
	l.pos += len("stream")
	if l.pos < len(l.data) && l.data[l.pos] == '\r' {
		l.pos++
	}
	if l.pos < len(l.data) && l.data[l.pos] == '\n' {
		l.pos++
	}
	raw := l.data[l.pos:]
	if n, ok := d["Length"].(float64); ok && n >= 0 && int(n) <= len(raw) {
		tail := bytes.TrimLeft(raw[int(n):min(len(raw), int(n)+64)], " \t\r\n\f\x00")
		if bytes.HasPrefix(tail, []byte("endstream")) {
			l.pos += int(n)
			return &stream{d, raw[:int(n)]}, nil
		}
	}
	if end := bytes.Index(raw, []byte("endstream")); end >= 0 {
		raw = raw[:end]
	}
	l.pos += len(raw)
	return &stream{d, raw}, nil
}

// unpackObjects reads a stream of objects (7.5.7).
func (f *file) unpackObjects(s *stream) error {
	n, _ := f.get(s.dict["N"]).(float64)
	first, _ := f.get(s.dict["First"]).(float64)
	data, err := f.unpack(s)
	if err != nil || first < 0 || int(first) > len(data) {
		return err
	}
	head := &lexer{data: data[:int(first)], file: f}
	for range int(min(max(n, 0), maxValues)) {
		num, err := head.value(0)
		if err != nil {
			return err
		}
		off, err := head.value(0)
		if err != nil {
			return err
		}
		num1, ok1 := num.(float64)
		off1, ok2 := off.(float64)
		if !ok1 || !ok2 || num1 < 0 || num1 >= 1<<31 || off1 < 0 || int(first+off1) > len(data) {
			return nil // the rest can't be found
		}
		l := &lexer{data: data, pos: int(first + off1), file: f}
		v, err := l.value(0)
		if err != nil {
			return err
		}
		switch v.(type) {
		case operator, closing:
			continue
		}
		f.objects[ref(num1)] = v
	}
	return nil
}

// get follows references.
func (f *file) get(v any) any {
	for range 16 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[r]
	}
	return nil
}

func (f *file) dict(v any) dict {
	switch v := f.get(v).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

func (f *file) num(v any) float64 { n, _ := f.get(v).(float64); return n }

// page is one with what it inherits.
type page struct {
	dict      dict
	resources dict
	rotate    int
}

// pages lists the pages in their order.
func (f *file) pages() ([]page, error) {
	var root dict
	for _, t := range slices.Backward(f.trailers) {
		if d := f.dict(t["Root"]); d["Pages"] != nil {
			root = d
			break
		}
	}
	if root == nil {
		for _, n := range f.numbers() {
			if d := f.dict(f.objects[n]); d["Type"] == name("Catalog") && d["Pages"] != nil {
				root = d
			}
		}
	}
	type node struct {
		v         any
		resources dict
		rotate    int
		depth     int
	}
	var out []page
	seen := map[ref]bool{}
	todo := []node{{v: root["Pages"]}}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if r, ok := n.v.(ref); ok {
			if seen[r] {
				continue
			}
			seen[r] = true
		}
		d := f.dict(n.v)
		if d == nil || n.depth > maxDepth {
			continue
		}
		if r := f.dict(d["Resources"]); r != nil {
			n.resources = r
		}
		if d["Rotate"] != nil {
			n.rotate = int(f.num(d["Rotate"]))
		}
		kids, ok := f.get(d["Kids"]).(array)
		if !ok {
			if out = append(out, page{d, n.resources, n.rotate}); len(out) > maxPages {
				return nil, fmt.Errorf("more than %d pages: no article", maxPages)
			}
			continue
		}
		for _, kid := range slices.Backward(kids) {
			todo = append(todo, node{kid, n.resources, n.rotate, n.depth + 1})
		}
	}
	if len(out) == 0 { // the tree is gone
		for _, n := range f.numbers() {
			if d := f.dict(f.objects[n]); d["Type"] == name("Page") && len(out) < maxPages {
				out = append(out, page{d, f.dict(d["Resources"]), int(f.num(d["Rotate"]))})
			}
		}
	}
	return out, nil
}

func (f *file) numbers() []ref {
	list := make([]ref, 0, len(f.objects))
	for n := range f.objects {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}
