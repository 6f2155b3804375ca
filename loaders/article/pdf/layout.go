package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a line of a page, or of a column.
type line struct {
	x0, x1, y, size float64
	text            string
	page            int
}

// linesOf puts runs that follow each other on one baseline together, where the gap between
// them is not that of columns.
func linesOf(runs []*run) []line {
	const columnGap = 3 // in letters' sizes
	var out []line
	for _, r := range runs {
		if n := len(out); n > 0 {
			l := &out[n-1]
			em := max(l.size, r.size)
			gap := r.x0 - l.x1
			if math.Abs(r.y-l.y) < sameRow*em && gap > -em && gap < columnGap*em {
				if gap > wordGap*min(l.size, r.size) && !strings.HasSuffix(l.text, " ") {
					l.text += " "
				}
				l.text += r.words
				l.x1 = max(l.x1, r.x1)
				if r.size > l.size {
					l.size, l.y = r.size, r.y
				}
				continue
			}
		}
		out = append(out, line{r.x0, r.x1, r.y, r.size, r.words, 0})
	}
	return out
}

// dropRunning leaves out what stands at the top or the foot of most pages, but for its
// numbers, and lone numbers of pages. It puts all lines in one list.
func dropRunning(pages [][]line) []line {
	const edge = 2 // lines that may be running
	edges := make([]map[int]bool, len(pages))
	count := map[string]int{}
	for p, lines := range pages {
		order := make([]int, len(lines))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int {
			switch {
			case lines[a].y > lines[b].y:
				return -1
			case lines[a].y < lines[b].y:
				return 1
			}
			return 0
		})
		edges[p] = map[int]bool{}
		said := map[string]bool{}
		for k, i := range order {
			// a line that shares the outermost baseline is at the edge too
			if k < edge || k >= len(order)-edge || lines[i].y > lines[order[0]].y-1 || lines[i].y < lines[order[len(order)-1]].y+1 {
				edges[p][i] = true
				said[shapeOf(lines[i].text)] = true
			}
		}
		for s := range said {
			count[s]++
		}
	}
	var out []line
	for p, lines := range pages {
		for i, l := range lines {
			n := count[shapeOf(l.text)]
			if edges[p][i] && (len(pages) > 1 && n > 1 && n*2 >= len(pages) || pageNumber(l.text)) {
				continue
			}
			l.page = p
			out = append(out, l)
		}
	}
	return out
}

// shapeOf is a line without its numbers.
func shapeOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// pageNumber knows "7", "- 7 -", "Page 7", "7 of 12", "Page 7 of 12", "7/12".
func pageNumber(s string) bool {
	const most = 16
	if len(s) > most || !strings.ContainsFunc(s, unicode.IsDigit) {
		return false
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-–—/|.", r) }) {
		if w != "page" && w != "of" && w != "p" && strings.Trim(w, "0123456789") != "" {
			return false
		}
	}
	return true
}

// paragraph is lines joined.
type paragraph struct {
	text  string
	size  float64
	page  int
	lines int
}

// paragraphsOf joins lines.
func paragraphsOf(lines []line) []paragraph {
	hyphened := map[string]bool{} // words that have a hyphen within a line
	for _, l := range lines {
		for _, w := range strings.Fields(l.text) {
			if i := strings.IndexByte(w, '-'); i > 0 && i < len(w)-1 {
				hyphened[strings.ToLower(strings.Trim(w, ".,;:!?\"“”'’()"))] = true
			}
		}
	}
	leading, body := usual(lines)
	var out []paragraph
	left, right := 0.0, 0.0 // of the paragraph's lines
	for i, l := range lines {
		if i > 0 && goesOn(lines[i-1], l, left, right, leading, body) {
			p := &out[len(out)-1]
			p.text = join(p.text, l.text, hyphened)
			p.lines++
			if l.y < lines[i-1].y && l.page == lines[i-1].page && math.Abs(l.x0-left) < 8*l.size {
				left, right = min(left, l.x0), max(right, l.x1)
			} else {
				left, right = l.x0, l.x1
			}
			continue
		}
		out = append(out, paragraph{l.text, l.size, l.page, 1})
		left, right = l.x0, l.x1
		for _, next := range lines[i+1 : min(len(lines), i+8)] { // of the column, not only of a short first line
			if math.Abs(next.x0-l.x0) < 3*l.size && math.Abs(next.size-l.size) < 0.1*l.size && next.y < l.y && next.page == l.page {
				right = max(right, next.x1)
			}
		}
	}
	for i := range out {
		out[i].text = strings.TrimSpace(strings.ReplaceAll(out[i].text, "\u00ad", ""))
	}
	return slices.DeleteFunc(out, func(p paragraph) bool { return p.text == "" })
}

// usual gives the distance of lines that most have, and the size of most letters.
func usual(lines []line) (leading, size float64) {
	var gaps, sizes []float64
	for i, l := range lines {
		sizes = append(sizes, l.size)
		if i > 0 {
			if gap := lines[i-1].y - l.y; gap > 0.8*l.size && gap < 3*l.size && math.Abs(l.size-lines[i-1].size) < 0.1*l.size {
				gaps = append(gaps, gap/l.size)
			}
		}
	}
	return middle(gaps, 1.2), middle(sizes, 10)
}

func middle(list []float64, none float64) float64 {
	if len(list) == 0 {
		return none
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// goesOn says whether a line goes on with the paragraph that ends with another, whose lines
// stand between left and right.
func goesOn(a, b line, left, right, leading, body float64) bool {
	size := max(a.size, b.size)
	if math.Abs(a.size-b.size) > 0.12*size && (a.size > 1.12*body || b.size > 1.12*body || len(a.text) < 20 || len(b.text) < 20) {
		return false // a headline, a note
	}
	ended := endsSentence(a.text)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(b.text, "“\"‘'(["))
	short := a.x1 < right-0.15*(right-left) && right-left > 10*size
	down := a.y - b.y
	if b.page != a.page || down < -0.5*size { // another page or column
		switch {
		case a.size > 1.12*body:
			return false
		case unicode.IsLower(first):
			return true
		}
		return !ended && !short
	}
	switch {
	case down < sameRow*size: // beside it: another column, unless words are far apart to fill the line
		return b.x0 > a.x1 && b.x1 < right+0.5*size
	case down > leading*size*1.35:
		return false
	case b.x0 > left+0.8*size && b.x0 < left+6*size && ended: // indented
		return false
	case ended && short:
		return false
	case short && !unicode.IsLower(first) && !ended && a.size > 1.12*body:
		return true // lines of a headline are of any length
	case short && !unicode.IsLower(first) && len(a.text) < 60: // a byline, an entry of a list
		return false
	}
	return true
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, "”\"’')] ")
	return s != "" && strings.ContainsAny(s[len(s)-1:], ".!?:") || strings.HasSuffix(s, "…")
}

// join puts a line behind others. A word that was parted is whole again, unless it has its
// hyphen elsewhere too.
func join(a, b string, hyphened map[string]bool) string {
	if strings.HasSuffix(a, "\u00ad") {
		return strings.TrimSuffix(a, "\u00ad") + b
	}
	for _, mark := range []string{"-", "‐"} {
		head, ok := strings.CutSuffix(a, mark)
		if !ok {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(head)
		after, _ := utf8.DecodeRuneInString(b)
		if !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			break // a dash
		}
		if unicode.IsLower(before) && unicode.IsLower(after) {
			start := strings.LastIndexFunc(head, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) + 1
			rest, _, _ := strings.Cut(b, " ")
			whole := strings.ToLower(head[start:] + "-" + strings.Trim(rest, ".,;:!?\"“”'’()"))
			if !hyphened[whole] && !strings.Contains(head[start:], "-") {
				return head + b
			}
		}
		return a + b
	}
	return a + " " + b
}

// largest is what is printed largest at the top of the first page, if it is larger than the
// text and may be a headline.
func largest(list []paragraph) string {
	var sizes []float64
	for _, p := range list {
		for range p.lines {
			sizes = append(sizes, p.size)
		}
	}
	body := middle(sizes, 10)
	best := paragraph{}
	for i, p := range list {
		if p.page > 0 || i > 8 {
			break
		}
		if n := len(strings.Fields(p.text)); p.size > best.size && p.size > 1.12*body && n > 1 && n < 30 {
			best = p
		}
	}
	return best.text
}
