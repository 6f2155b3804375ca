package pdf

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"unicode"
)

// matrix is [a b c d e f] (8.3.4).
type matrix [6]float64

func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// run is a piece of a line as it is drawn: letters on one baseline, close together.
type run struct {
	x0, x1, y, size float64
	text            strings.Builder
	words           string // text, when it is done
}

// state is what q saves (8.4).
type state struct {
	ctm                                                 matrix
	font                                                *font
	size, charSpace, wordSpace, scale, leading, rise, _ float64
}

// drawing draws the content of one page.
type drawing struct {
	file     *file
	runs     []*run
	now      *run
	tm, lm   matrix
	state    state
	saved    []state
	artifact int // depth of marked content that is no part of the text
	marks    []bool
	unknown  int // letters that can't be told
	known    int
}

// draw gives the runs of a page in the order in which they are drawn.
func (f *file) draw(p page) (*drawing, error) {
	d := &drawing{file: f}
	d.state = state{ctm: matrix{1, 0, 0, 1, 0, 0}, scale: 1}
	switch ((p.rotate % 360) + 360) % 360 {
	case 90:
		d.state.ctm = matrix{0, -1, 1, 0, 0, 0}
	case 180:
		d.state.ctm = matrix{-1, 0, 0, -1, 0, 0}
	case 270:
		d.state.ctm = matrix{0, 1, -1, 0, 0, 0}
	}
	var content []byte
	parts, ok := f.get(p.dict["Contents"]).(array)
	if !ok {
		parts = array{p.dict["Contents"]}
	}
	for _, part := range parts {
		if s, ok := f.get(part).(*stream); ok {
			data, err := f.unpack(s)
			if err != nil && err != errFilter {
				return nil, err
			}
			content = append(append(content, data...), '\n')
			delete(f.streams, s)
		}
	}
	err := d.content(content, p.resources, 0)
	d.end()
	return d, err
}

// end ends the run.
func (d *drawing) end() {
	if d.now == nil {
		return
	}
	if d.now.words = strings.Join(strings.Fields(d.now.text.String()), " "); d.now.words != "" {
		d.runs = append(d.runs, d.now)
	}
	d.now = nil
}

func (d *drawing) content(data []byte, resources dict, depth int) error {
	l := &lexer{data: data, file: d.file}
	var args array
	for {
		v, err := l.value(0)
		if err != nil {
			return err
		}
		op, ok := v.(operator)
		if !ok {
			if _, ok := v.(closing); !ok && len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		switch op {
		case "":
			return nil
		case "BI": // an image; its bytes are no operators
			if end := imageEnd(data[l.pos:]); end >= 0 {
				l.pos += end
			} else {
				l.pos = len(data)
			}
		case "Do":
			if err := d.form(args, resources, depth); err != nil {
				return err
			}
		default:
			if err := d.do(op, args, resources); err != nil {
				return err
			}
		}
		args = args[:0]
	}
}

// imageEnd finds the end of an image behind BI: EI between white space.
func imageEnd(data []byte) int {
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("EI"))
		if i < 0 {
			return -1
		}
		i += at
		if i > 0 && isSpace(data[i-1]) && (i+2 >= len(data) || isSpace(data[i+2])) {
			return i + 2
		}
		at = i + 2
	}
}

// form draws a drawing of its own that a page or another one shows (8.10).
func (d *drawing) form(args array, resources dict, depth int) error {
	if len(args) == 0 || depth >= maxForms {
		return nil
	}
	which, _ := args[0].(name)
	s, ok := d.file.get(d.file.dict(resources["XObject"])[which]).(*stream)
	if !ok || d.file.get(s.dict["Subtype"]) != name("Form") {
		return nil
	}
	data, err := d.file.unpack(s)
	if err == errFilter {
		return nil
	}
	if err != nil {
		return err
	}
	own := d.file.dict(s.dict["Resources"])
	if own == nil {
		own = resources
	}
	before, saved := d.state, d.saved
	d.saved = nil
	if m, ok := d.file.get(s.dict["Matrix"]).(array); ok && len(m) == 6 {
		d.state.ctm = d.file.matrix(m).mul(d.state.ctm)
	}
	err = d.content(data, own, depth+1)
	d.state, d.saved = before, saved
	return err
}

func (f *file) matrix(list array) (m matrix) {
	for i := range min(len(list), 6) {
		m[i] = f.num(list[i])
	}
	return m
}

const maxSaved = 256

// do follows one operator (annex A).
func (d *drawing) do(op operator, args array, resources dict) error {
	s := &d.state
	num := func(i int) float64 {
		if i < len(args) {
			v, _ := args[i].(float64)
			return v
		}
		return 0
	}
	switch op {
	case "q":
		if len(d.saved) < maxSaved {
			d.saved = append(d.saved, *s)
		}
	case "Q":
		if n := len(d.saved); n > 0 {
			*s, d.saved = d.saved[n-1], d.saved[:n-1]
		}
	case "cm":
		s.ctm = d.file.matrix(args).mul(s.ctm)
	case "BT":
		d.tm = matrix{1, 0, 0, 1, 0, 0}
		d.lm = d.tm
	case "Tf":
		if len(args) == 2 {
			which, _ := args[0].(name)
			s.font, s.size = nil, num(1)
			if v := d.file.dict(resources["Font"])[which]; d.file.dict(v) != nil {
				s.font = d.file.font(v)
			}
		}
	case "Tc":
		s.charSpace = num(0)
	case "Tw":
		s.wordSpace = num(0)
	case "Tz":
		s.scale = num(0) / 100
	case "TL":
		s.leading = num(0)
	case "Ts":
		s.rise = num(0)
	case "Td", "TD":
		if op == "TD" {
			s.leading = -num(1)
		}
		d.move(num(0), num(1))
	case "T*":
		d.move(0, -s.leading)
	case "Tm":
		d.tm = d.file.matrix(args)
		d.lm = d.tm
	case "'", "\"":
		if op == "\"" {
			s.wordSpace, s.charSpace = num(0), num(1)
		}
		d.move(0, -s.leading)
		fallthrough
	case "Tj":
		if len(args) > 0 {
			v, _ := args[len(args)-1].(text)
			return d.show(v)
		}
	case "TJ":
		if len(args) == 0 {
			return nil
		}
		list, _ := args[0].(array)
		for _, v := range list {
			switch v := v.(type) {
			case float64:
				d.tm = matrix{1, 0, 0, 1, -v / 1000 * s.size * s.scale, 0}.mul(d.tm)
			case text:
				if err := d.show(v); err != nil {
					return err
				}
			}
		}
	case "BMC", "BDC":
		artifact := len(args) > 0 && args[0] == name("Artifact")
		if len(d.marks) < maxSaved {
			d.marks = append(d.marks, artifact)
			if artifact {
				d.artifact++
			}
		}
	case "EMC":
		if n := len(d.marks); n > 0 {
			if d.marks[n-1] {
				d.artifact--
			}
			d.marks = d.marks[:n-1]
		}
	}
	return nil
}

func (d *drawing) move(x, y float64) {
	d.lm = matrix{1, 0, 0, 1, x, y}.mul(d.lm)
	d.tm = d.lm
}

// Gaps between letters, in parts of their size.
const (
	wordGap = 0.14 // a space, though none is drawn
	runGap  = 1.5  // another run
	sameRow = 0.35 // baselines that belong together
)

// show draws a string.
func (d *drawing) show(s text) error {
	st := &d.state
	if st.font == nil {
		return nil
	}
	for len(s) > 0 {
		letters, width, n := st.font.next(s)
		code := s[:n]
		s = s[n:]
		at := matrix{st.size * st.scale, 0, 0, st.size, 0, st.rise}.mul(d.tm).mul(st.ctm)
		move := width/1000*st.size + st.charSpace
		if n == 1 && code[0] == ' ' {
			move += st.wordSpace
		}
		d.tm = matrix{1, 0, 0, 1, move * st.scale, 0}.mul(d.tm)
		if d.artifact > 0 {
			continue
		}
		if d.file.glyphs++; d.file.glyphs > maxGlyphs {
			return fmt.Errorf("more than %d letters: no article", maxGlyphs)
		}
		size := math.Hypot(at[2], at[3])
		if math.Abs(at[1]) > math.Abs(at[0]) || at[0] <= 0 || size == 0 || !finite(at[4]) || !finite(at[5]) || !finite(size) {
			continue // text that stands on its side
		}
		if letters == string(unicode.ReplacementChar) {
			d.unknown++
		} else {
			d.known++
		}
		d.add(letters, at[4], at[5], size, width/1000*at[0])
	}
	return nil
}

func finite(x float64) bool { return math.Abs(x) < 1e7 }

func (d *drawing) add(letters string, x, y, size, width float64) {
	r := d.now
	blank := strings.TrimFunc(letters, unicode.IsSpace) == ""
	if r != nil {
		gap := x - r.x1
		em := min(r.size, size)
		row := math.Abs(y-r.y) < sameRow*max(r.size, size)
		switch {
		case !row || gap > runGap*em || gap < -1.5*em && x < r.x0:
			d.end()
			r = nil
		case gap > wordGap*em && !blank:
			r.text.WriteByte(' ')
		}
	}
	if r == nil {
		if blank {
			return
		}
		r = &run{x0: x, x1: x, y: y, size: size}
		d.now = r
	}
	r.text.WriteString(letters)
	if !blank {
		r.size = max(r.size, size)
		if size == r.size {
			r.y = y
		}
	}
	r.x1 = max(r.x1, x+width)
}
