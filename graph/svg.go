package graph

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode"

	"relata/schema"
)

// Sizes in the picture, in pixels.
const (
	maxPictured = 100 // nodes
	nodeHeight  = 28.0
	nodeFont    = 13.0
	edgeFont    = 10.5
	labelHeight = 13.0
	nodeMargin  = 14.0 // kept free around a node
	pictureEdge = 28.0
	longName    = 34 // letters of a name that are shown
)

// WriteSVG draws a view as a picture of its own, for a browser or a page: no program or
// font need be installed. Of more than 100 nodes it draws those in most claims and says
// so. The same view gives the same picture. The drawing takes about a second for 100
// nodes.
func WriteSVG(w io.Writer, v View, title string) error {
	return drawSVG(w, v, title, nil)
}

// drawSVG draws with a link on every node, unless href is nil.
func drawSVG(w io.Writer, v View, title string, href func(id string) string) error {
	all := len(v.Nodes)
	v = v.Top(maxPictured)
	p := newPicture(v)
	p.href = href
	p.arrange()
	p.route()

	note := ""
	if len(v.Nodes) < all {
		note = fmt.Sprintf("the %d of %d actors with most claims", len(v.Nodes), all)
	}
	b := bufio.NewWriter(w)
	p.write(b, title, note)
	return b.Flush()
}

// picture is a view with places for everything in it.
type picture struct {
	nodes []*box
	lines []*line
	href  func(id string) string // nil for no links
}

type box struct {
	Node
	name string
	w    float64
	x, y float64 // of its centre
}

func (b *box) rect(margin float64) rect {
	return rect{b.x - b.w/2 - margin, b.y - nodeHeight/2 - margin, b.x + b.w/2 + margin, b.y + nodeHeight/2 + margin}
}

// line is all edges from one node to another of one status.
type line struct {
	from, to *box
	status   schema.Status
	labels   []string
	tooltip  []string
	lw, lh   float64 // size of the label

	x1, y1, cx, cy, x2, y2 float64 // a quadratic curve
	lx, ly                 float64 // centre of the label
}

type rect struct{ x1, y1, x2, y2 float64 }

func (r rect) overlaps(o rect) bool {
	return r.x1 < o.x2 && o.x1 < r.x2 && r.y1 < o.y2 && o.y1 < r.y2
}

// overlap is the area that two rectangles share.
func (r rect) overlap(o rect) float64 {
	w, h := min(r.x2, o.x2)-max(r.x1, o.x1), min(r.y2, o.y2)-max(r.y1, o.y1)
	return max(w, 0) * max(h, 0)
}

func (r rect) contains(x, y float64) bool { return r.x1 < x && x < r.x2 && r.y1 < y && y < r.y2 }

func newPicture(v View) *picture {
	p := &picture{}
	byID := map[string]*box{}
	for _, n := range v.Nodes {
		b := &box{Node: n, name: shorten(n.Name, longName)}
		b.w = max(textWidth(b.name, nodeFont)+22, 44)
		byID[n.ID] = b
		p.nodes = append(p.nodes, b)
	}
	type key struct {
		from, to *box
		status   schema.Status
	}
	lines := map[key]*line{}
	for _, e := range v.Edges {
		k := key{byID[e.From], byID[e.To], e.Status}
		if lines[k] == nil {
			lines[k] = &line{from: k.from, to: k.to, status: k.status}
			p.lines = append(p.lines, lines[k])
		}
		l := lines[k]
		label := schema.PredicateWords(e.Predicate)
		if e.Claims > 1 {
			label += fmt.Sprintf(" ×%d", e.Claims)
		}
		l.labels = append(l.labels, shorten(label, longName))
		l.tooltip = append(l.tooltip, fmt.Sprintf("%s %s %s (%s): %s", k.from.Name, e.Predicate, k.to.Name, e.Status, e.Sentence))
	}
	for _, l := range p.lines {
		if len(l.labels) > 4 {
			l.labels = append(l.labels[:3], fmt.Sprintf("and %d more", len(l.labels)-3))
		}
		for _, s := range l.labels {
			l.lw = max(l.lw, textWidth(s, edgeFont)+6)
		}
		l.lh = labelHeight*float64(len(l.labels)) + 2
	}
	return p
}

// arrange gives every node a place: each connected part by itself, then the parts side
// by side.
func (p *picture) arrange() {
	parts := p.parts()
	var area, widest float64
	type part struct {
		nodes []*box
		r     rect
	}
	var placed []part
	for _, nodes := range parts {
		p.spread(nodes)
		turn(nodes)
		pushApart(nodes)
		r := bounds(nodes)
		placed = append(placed, part{nodes, r})
		area += (r.x2 - r.x1 + 40) * (r.y2 - r.y1 + 40)
		widest = max(widest, r.x2-r.x1)
	}
	// Rows of parts, the widest picture that still fits a page.
	limit := max(widest, math.Sqrt(area)*1.3, 420)
	var x, y, row float64
	for _, part := range placed {
		w, h := part.r.x2-part.r.x1, part.r.y2-part.r.y1
		if x > 0 && x+w > limit {
			x, y, row = 0, y+row+40, 0
		}
		for _, b := range part.nodes {
			b.x += x - part.r.x1
			b.y += y - part.r.y1
		}
		x += w + 40
		row = max(row, h)
	}
}

// parts gives the connected parts, largest first.
func (p *picture) parts() [][]*box {
	root := map[*box]*box{}
	var find func(b *box) *box
	find = func(b *box) *box {
		if root[b] == nil || root[b] == b {
			return b
		}
		root[b] = find(root[b])
		return root[b]
	}
	for _, l := range p.lines {
		root[find(l.from)] = find(l.to)
	}
	groups := map[*box][]*box{}
	var order []*box
	for _, b := range p.nodes {
		r := find(b)
		if groups[r] == nil {
			order = append(order, r)
		}
		groups[r] = append(groups[r], b)
	}
	var parts [][]*box
	for _, r := range order {
		parts = append(parts, groups[r])
	}
	slices.SortStableFunc(parts, func(a, b []*box) int { return cmp.Compare(len(b), len(a)) })
	return parts
}

// spread places the nodes of one part so that their distances in the picture are those
// along the edges, as far as a plane allows: stress majorization (Gansner, Koren and
// North, Graph Drawing by Stress Majorization, 2004), from a circle, by single nodes.
func (p *picture) spread(nodes []*box) {
	n := len(nodes)
	if n == 1 {
		return
	}
	index := map[*box]int{}
	for i, b := range nodes {
		index[b] = i
	}
	degree := make([]int, n)
	for _, l := range p.lines {
		if i, ok := index[l.from]; ok {
			degree[i]++
			degree[index[l.to]]++
		}
	}
	dist := make([][]float64, n)
	for i := range dist {
		dist[i] = make([]float64, n)
		for j := range dist[i] {
			if i != j {
				dist[i][j] = math.Inf(1)
			}
		}
	}
	for _, l := range p.lines {
		i, ok := index[l.from]
		j := index[l.to]
		if !ok || i == j {
			continue
		}
		crowd := math.Sqrt(float64(max(degree[i], degree[j], 4)) / 4)
		d := ((l.from.w+l.to.w)*0.45 + l.lw + 52) * crowd
		d = min(d, dist[i][j])
		dist[i][j], dist[j][i] = d, d
	}
	for k := range n {
		for i := range n {
			for j := range n {
				dist[i][j] = min(dist[i][j], dist[i][k]+dist[k][j])
			}
		}
	}
	for i, b := range nodes {
		angle := 2 * math.Pi * float64(i) / float64(n)
		b.x, b.y = 100*float64(n)*math.Cos(angle), 100*float64(n)*math.Sin(angle)
	}
	for range 400 {
		moved := 0.0
		for i, b := range nodes {
			var x, y, weight float64
			for j, o := range nodes {
				if i == j {
					continue
				}
				d := dist[i][j]
				dx, dy := b.x-o.x, b.y-o.y
				length := math.Hypot(dx, dy)
				if length < 1e-9 {
					dx, dy, length = 1, float64(i-j), math.Hypot(1, float64(i-j))
				}
				w := 1 / (d * d)
				x += w * (o.x + d*dx/length)
				y += w * (o.y + d*dy/length)
				weight += w
			}
			x, y = x/weight, y/weight
			moved += math.Hypot(x-b.x, y-b.y)
			b.x, b.y = x, y
		}
		if moved < 0.05*float64(n) {
			break
		}
	}
}

const squash = 0.68 // boxes and labels are wide and low: they need less room upwards

// turn lays the long side of a part flat, as the boxes are.
func turn(nodes []*box) {
	var mx, my, xx, yy, xy float64
	n := float64(len(nodes))
	for _, b := range nodes {
		mx += b.x / n
		my += b.y / n
	}
	for _, b := range nodes {
		dx, dy := b.x-mx, b.y-my
		xx += dx * dx
		yy += dy * dy
		xy += dx * dy
	}
	sin, cos := math.Sincos(-0.5 * math.Atan2(2*xy, xx-yy))
	for _, b := range nodes {
		dx, dy := b.x-mx, b.y-my
		b.x, b.y = dx*cos-dy*sin, squash*(dx*sin+dy*cos)
	}
}

// pushApart moves nodes that overlap until none do.
func pushApart(nodes []*box) {
	for range 500 {
		moved := false
		for i, a := range nodes {
			for _, b := range nodes[:i] {
				dx, dy := a.x-b.x, a.y-b.y
				ox := (a.w+b.w)/2 + 2*nodeMargin - math.Abs(dx)
				oy := nodeHeight + 2*nodeMargin - math.Abs(dy)
				if ox <= 0.01 || oy <= 0.01 {
					continue
				}
				moved = true
				if oy <= ox {
					d := math.Copysign(oy/2, dy)
					a.y += d
					b.y -= d
				} else {
					d := math.Copysign(ox/2, dx)
					a.x += d
					b.x -= d
				}
			}
		}
		if !moved {
			return
		}
	}
}

func bounds(nodes []*box) rect {
	r := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, b := range nodes {
		r = r.join(b.rect(0))
	}
	return r
}

func (r rect) join(o rect) rect {
	return rect{min(r.x1, o.x1), min(r.y1, o.y1), max(r.x2, o.x2), max(r.y2, o.y2)}
}

// route bends every line, and places its label on it, where that hides least. Lines of
// the busiest nodes come last: the others have less choice.
func (p *picture) route() {
	order := slices.Clone(p.lines)
	length := func(l *line) float64 { return math.Hypot(l.from.x-l.to.x, l.from.y-l.to.y) }
	slices.SortStableFunc(order, func(a, b *line) int { return cmp.Compare(length(a), length(b)) })
	var done []*line
	for _, l := range order {
		best := math.Inf(1)
		var chosen line
		for _, bend := range []float64{0, 22, -22, 44, -44, 70, -70, 110, -110, 160, -160} {
			c := *l
			c.curve(bend)
			base := math.Abs(bend) * 0.4
			for _, o := range p.nodes {
				if o != l.from && o != l.to {
					base += 60 * c.inside(o.rect(4))
				}
			}
			for _, o := range done {
				base += 25*c.inside(o.label()) + 30*c.along(o)
			}
			for _, t := range []float64{0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74} {
				c.lx, c.ly = c.at(t)
				cost := base + 40*math.Abs(t-0.5)
				for _, o := range p.nodes {
					cost += 3 * c.label().overlap(o.rect(3))
				}
				for _, o := range done {
					cost += 3*c.label().overlap(o.label()) + 25*o.inside(c.label())
				}
				if cost < best {
					best, chosen = cost, c
				}
			}
		}
		*l = chosen
		done = append(done, l)
	}
}

// curve lays the line from border to border, bent by so many pixels in its middle.
func (l *line) curve(bend float64) {
	a, b := l.from, l.to
	if a == b { // a loop above the node
		h := nodeHeight/2 + 44 + math.Abs(bend)
		l.x1, l.y1 = a.x-a.w/4, a.y-nodeHeight/2
		l.x2, l.y2 = a.x+a.w/4, a.y-nodeHeight/2
		l.cx, l.cy = a.x, a.y-h
		return
	}
	dx, dy := b.x-a.x, b.y-a.y
	length := max(math.Hypot(dx, dy), 1)
	l.cx = (a.x+b.x)/2 - 2*bend*dy/length
	l.cy = (a.y+b.y)/2 + 2*bend*dx/length
	l.x1, l.y1 = a.border(l.cx, l.cy, 1)
	l.x2, l.y2 = b.border(l.cx, l.cy, 3)
}

// border is where a line from the centre towards a point leaves the box.
func (b *box) border(x, y, gap float64) (float64, float64) {
	dx, dy := x-b.x, y-b.y
	if dx == 0 && dy == 0 {
		return b.x, b.y
	}
	scale := min((b.w/2+gap)/max(math.Abs(dx), 1e-9), (nodeHeight/2+gap)/max(math.Abs(dy), 1e-9))
	return b.x + dx*scale, b.y + dy*scale
}

// at is a point of the curve, t from 0 to 1.
func (l *line) at(t float64) (x, y float64) {
	u := 1 - t
	return u*u*l.x1 + 2*u*t*l.cx + t*t*l.x2, u*u*l.y1 + 2*u*t*l.cy + t*t*l.y2
}

func (l *line) label() rect {
	return rect{l.lx - l.lw/2, l.ly - l.lh/2, l.lx + l.lw/2, l.ly + l.lh/2}
}

const steps = 24 // points by which a curve is followed

// inside tells which part of the curve lies in a rectangle, in points.
func (l *line) inside(r rect) float64 {
	n := 0.0
	for i := 1; i < steps; i++ {
		if x, y := l.at(float64(i) / steps); r.contains(x, y) {
			n++
		}
	}
	return n
}

// along tells how far two curves run close together, in points: those that tie the same
// two nodes would hide each other.
func (l *line) along(o *line) float64 {
	same := l.from == o.from && l.to == o.to || l.from == o.to && l.to == o.from
	if !same {
		return 0
	}
	n := 0.0
	for i := steps / 4; i <= steps*3/4; i++ {
		t := float64(i) / steps
		x, y := l.at(t)
		if l.from != o.from {
			t = 1 - t
		}
		if ox, oy := o.at(t); math.Hypot(x-ox, y-oy) < 14 {
			n++
		}
	}
	return n
}

func (p *picture) write(w *bufio.Writer, title, note string) {
	r := bounds(p.nodes)
	if len(p.nodes) == 0 {
		r = rect{}
	}
	for _, l := range p.lines {
		r = r.join(l.label())
		for i := range steps + 1 {
			x, y := l.at(float64(i) / steps)
			r = r.join(rect{x, y, x, y})
		}
	}
	legend := p.legend()
	headWidth := max(textWidth(title, 17), textWidth(note, 11))
	width := max(r.x2-r.x1, legend.w, headWidth) + 2*pictureEdge
	head := 0.0
	if title != "" {
		head += 26
	}
	if note != "" {
		head += 18
	}
	height := head + r.y2 - r.y1 + legend.h + 3*pictureEdge
	dx := (width-(r.x2-r.x1))/2 - r.x1
	dy := head + pictureEdge - r.y1

	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif" role="img">`+"\n",
		width, height, width, height)
	fmt.Fprintf(w, "<title>%s</title>\n", xmlText(cmp.Or(title, "A graph of claims")))
	fmt.Fprintln(w, `<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 1 L10 5 L0 9 z" fill="#5a6778"/></marker></defs>`)
	fmt.Fprintln(w, `<rect width="100%" height="100%" fill="#ffffff"/>`)
	y := pictureEdge
	if title != "" {
		fmt.Fprintf(w, `<text x="%.0f" y="%.0f" font-size="17" font-weight="bold" fill="#1a202c">%s</text>`+"\n", pictureEdge, y+6, xmlText(title))
		y += 22
	}
	if note != "" {
		fmt.Fprintf(w, `<text x="%.0f" y="%.0f" font-size="11" fill="#4a5568">%s</text>`+"\n", pictureEdge, y+4, xmlText(note))
	}

	fmt.Fprintf(w, `<g transform="translate(%.1f %.1f)">`+"\n", dx, dy)
	for _, l := range p.lines {
		fmt.Fprintf(w, `<path d="M%.1f %.1f Q%.1f %.1f %.1f %.1f" fill="none" stroke="#5a6778" stroke-width="1.4"%s marker-end="url(#arrow)"/>`+"\n",
			l.x1, l.y1, l.cx, l.cy, l.x2, l.y2, dashAttr(l.status))
	}
	for _, l := range p.lines {
		fmt.Fprintf(w, `<g font-size="%.1f" fill="#2d3748" text-anchor="middle"><title>%s</title>`, edgeFont, xmlText(strings.Join(l.tooltip, "\n")))
		for i, s := range l.labels {
			top, width := l.ly-l.lh/2+labelHeight*float64(i), textWidth(s, edgeFont)+4
			fmt.Fprintf(w, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.0f" rx="3" fill="#ffffff" fill-opacity="0.9"/>`, l.lx-width/2, top+0.5, width, labelHeight)
			fmt.Fprintf(w, `<text x="%.1f" y="%.1f">%s</text>`, l.lx, top+10.5, xmlText(s))
		}
		fmt.Fprintln(w, `</g>`)
	}
	for _, b := range p.nodes {
		link, end := "", ""
		if p.href != nil && b.Type != "" {
			link, end = fmt.Sprintf(`<a href="%s">`, xmlText(p.href(b.ID))), `</a>`
		}
		fmt.Fprint(w, link)
		writeBox(w, b.x, b.y, b.w, b.Type, b.name, strings.TrimSpace(fmt.Sprintf("%s %s", b.Type, b.Name)))
		fmt.Fprintln(w, end)
	}
	fmt.Fprintln(w, `</g>`)
	legend.write(w, pictureEdge, height-pictureEdge-legend.h)
	fmt.Fprintln(w, `</svg>`)
}

func writeBox(w io.Writer, x, y, width float64, t schema.EntityType, name, tooltip string) {
	c := palette[t]
	fmt.Fprintf(w, `<g><title>%s</title><rect x="%.1f" y="%.1f" width="%.1f" height="%.0f" rx="7" fill="%s" stroke="%s" stroke-width="1.3"/>`,
		xmlText(tooltip), x-width/2, y-nodeHeight/2, width, nodeHeight, c.fill, c.line)
	fmt.Fprintf(w, `<text x="%.1f" y="%.1f" font-size="%.0f" text-anchor="middle" fill="#1a202c">%s</text></g>`, x, y+4.5, nodeFont, xmlText(name))
}

func dashAttr(s schema.Status) string {
	if d := dashes[s].svg; d != "" {
		return fmt.Sprintf(` stroke-dasharray="%s" stroke-linecap="round"`, d)
	}
	return ""
}

// legend names the types and the lines that are in the picture.
type legend struct {
	types    []schema.EntityType
	statuses []schema.Status
	w, h     float64
}

const legendStep, legendRow = 16.0, 24.0

func (p *picture) legend() legend {
	var g legend
	for _, t := range schema.EntityTypes {
		if slices.ContainsFunc(p.nodes, func(b *box) bool { return b.Type == t }) {
			g.types = append(g.types, t)
		}
	}
	for _, s := range schema.Statuses {
		if slices.ContainsFunc(p.lines, func(l *line) bool { return l.status == s }) {
			g.statuses = append(g.statuses, s)
		}
	}
	g.each(func(x, y, w float64, t schema.EntityType, s schema.Status) {
		g.w, g.h = max(g.w, x+w), max(g.h, y+legendRow)
	})
	return g
}

// each calls f with the place of every entry: types in one row, statuses below.
func (g legend) each(f func(x, y, w float64, t schema.EntityType, s schema.Status)) {
	x, y := 0.0, 0.0
	for _, t := range g.types {
		w := 20 + textWidth(string(t), 11)
		f(x, y, w, t, "")
		x += w + legendStep
	}
	if x > 0 {
		x, y = 0, legendRow
	}
	for _, s := range g.statuses {
		w := 42 + textWidth(string(s), 11)
		f(x, y, w, "", s)
		x += w + legendStep
	}
}

func (g legend) write(w io.Writer, left, top float64) {
	g.each(func(x, y, _ float64, t schema.EntityType, s schema.Status) {
		x, y = left+x, top+y+legendRow/2
		gap, word := 20.0, string(t)
		if t != "" {
			c := palette[t]
			fmt.Fprintf(w, `<rect x="%.1f" y="%.1f" width="14" height="12" rx="3" fill="%s" stroke="%s"/>`, x, y-6, c.fill, c.line)
		} else {
			gap, word = 42, string(s)
			fmt.Fprintf(w, `<path d="M%.1f %.1f h34" stroke="#5a6778" stroke-width="1.4"%s marker-end="url(#arrow)"/>`, x, y, dashAttr(s))
		}
		fmt.Fprintf(w, `<text x="%.1f" y="%.1f" font-size="11" fill="#4a5568">%s</text>`+"\n", x+gap, y+4, xmlText(word))
	})
}

// textWidth estimates how wide a text is in a sans-serif font, on the safe side.
func textWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iljI.,:;'|!()[]- ", r):
			w += 0.33
		case strings.ContainsRune("ftr/", r):
			w += 0.40
		case strings.ContainsRune("mMW@%×", r):
			w += 0.92
		case unicode.Is(unicode.Mn, r):
		case r >= 0x1100 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r)):
			w += 1.05
		case unicode.IsUpper(r):
			w += 0.74
		default:
			w += 0.59
		}
	}
	return w * size
}

// shorten cuts a name after n letters.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}

// xmlText escapes a text for XML; what XML can't hold becomes U+FFFD.
func xmlText(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a strings.Builder doesn't fail
	}
	return b.String()
}
