package explorer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/schema"
)

// mostAround bounds what is shown of a sentence beside the evidence, in bytes, and
// mostBeside the claims of an article that are read to know its sentences.
const (
	mostAround = 1000
	mostBeside = 300
)

// sentences gives those of an article that the graph knows, by their number: the ones with
// a claim.
func (q *request) sentences(article string) (map[int]schema.Span, error) {
	x, err := q.state.look(q.Context())
	if err != nil {
		return nil, err
	}
	x.mu.RLock()
	var ids []string
	if no, ok := x.articles.no[article]; ok && int(no) < len(x.perArt) {
		for _, n := range x.perArt[no] {
			ids = append(ids, x.claims[n].id)
		}
	}
	x.mu.RUnlock()
	got, err := q.state.store.ClaimsOf(q.Context(), ids[:min(len(ids), mostBeside)], x.entity)
	out := make(map[int]schema.Span, len(got))
	for i := range got {
		out[got[i].Evidence.Sentence] = got[i].Evidence.Span
	}
	return out, err
}

// around gives the sentences before and after sentence number at span. Of known neighbours
// it shows just what was read as a sentence; a neighbour without a claim is cut out of the
// text up to the next known one.
func around(text string, known map[int]schema.Span, number int, span schema.Span) (before, after string) {
	from, to := 0, len(text)
	for n, s := range known {
		switch {
		case s.Start < 0 || s.End > len(text) || s.Start > s.End: // of another text
		case n == number-1 && s.End <= span.Start:
			before = text[s.Start:s.End]
		case n == number+1 && s.Start >= span.End:
			after = text[s.Start:s.End]
		case n < number && s.End <= span.Start:
			from = max(from, s.End)
		case n > number && s.Start >= span.End:
			to = min(to, s.Start)
		}
	}
	if before == "" {
		before = sentenceBefore(text[from:span.Start])
	}
	if after == "" {
		after = sentenceAfter(text[span.End:to])
	}
	return strings.TrimSpace(before), strings.TrimSpace(after)
}

// sentenceBefore and sentenceAfter cut at what looks like the end of a sentence. Where that
// errs, a little more or less is shown.
func sentenceBefore(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > mostAround {
		s = strings.ToValidUTF8(s[len(s)-mostAround:], "")
	}
	last := len(s)
	for i := 0; i < len(s); {
		end := sentenceEnd(s[i:])
		if end < 0 || i+end >= len(s) {
			break
		}
		i += end
		last = i
	}
	if last < len(s) {
		s = s[last:]
	}
	return strings.TrimSpace(s)
}

func sentenceAfter(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > mostAround {
		s = strings.ToValidUTF8(s[:mostAround], "")
	}
	if end := sentenceEnd(s); end >= 0 {
		s = s[:end]
	}
	return strings.TrimSpace(s)
}

// openAbbreviations stand before a name or a number, so that their full stop ends no sentence.
var openAbbreviations = strings.Fields("adm brig capt col cpl dr fr gen gov hon lt maj messrs mr mrs ms mt no nos prof rep reps rev sen sens sgt sr st supt " +
	"jan feb mar apr jun jul aug sep sept oct nov dec vs")

// sentenceEnd gives the place behind the first sentence: a line's end, or a full stop and
// the like before a blank and no small letter; -1 if there is none.
func sentenceEnd(s string) int {
	stop := false
	for i, r := range s {
		switch {
		case r == '\n':
			return i + 1
		case r == '.':
			stop = !abbreviated(s[:i])
		case strings.ContainsRune("!?…", r):
			stop = true
		case stop && strings.ContainsRune("\"'”’)»", r):
		case stop && unicode.IsSpace(r):
			next, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[i:], " \t\"'“‘(«"))
			if !unicode.IsLower(next) {
				return i
			}
			stop = false
		default:
			stop = false
		}
	}
	return -1
}

// abbreviated says whether a text ends in a title or an initial, as "Mr" or "J".
func abbreviated(s string) bool {
	word := s[strings.LastIndexAny(s, " \t\n\"'“‘(")+1:]
	r, size := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) && (size == len(word) && r != 'I' || slices.Contains(openAbbreviations, strings.ToLower(word)))
}
