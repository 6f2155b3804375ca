package queries

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"relata/schema"
)

// printer writes lines and keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) proof(indent string, proof Proof) {
	sentence := oneLine(proof.Sentence)
	if !strings.HasPrefix(sentence, "“") && !strings.HasPrefix(sentence, "\"") {
		sentence = "“" + sentence + "”"
	}
	p.line("%s%s", indent, visible(sentence))
	p.line("%s%s", indent, visible(proof.where()))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

var markdownEscaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`, "|", `\|`)

// markdown escapes what Markdown would take for more than text.
func markdown(s string) string { return markdownEscaper.Replace(visible(s)) }

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// WhenWords puts an event time, as schema.ParseWhen reads it, into words: "15 December
// 2023", "September 2023", "mid-December 2023", "the week of 18 September 2023", "since 2014".
// What it can't read it gives back.
func WhenWords(s string) string {
	w, err := schema.ParseWhen(s)
	if err != nil {
		return s
	}
	last := w.End.AddDate(0, 0, -1)
	switch w.Precision {
	case schema.Year:
		return w.Start.Format("2006")
	case schema.Month:
		return w.Start.Format("January 2006")
	case schema.Week:
		return "the week of " + w.Start.Format("2 January 2006")
	case schema.Day:
		return w.Start.Format("2 January 2006")
	}
	switch {
	case w.End.IsZero():
		return "since " + WhenWords(strings.TrimSuffix(s, "/.."))
	case w.Start.IsZero():
		return "until " + WhenWords(strings.TrimPrefix(s, "../"))
	}
	if w.Start.Year() == last.Year() && w.Start.Month() == last.Month() {
		month := w.Start.Format("January 2006")
		switch from, to, end := w.Start.Day(), last.Day(), daysIn(w.Start); {
		case from == 1 && to == 10:
			return "early " + month
		case from == 11 && to == 20:
			return "mid-" + month
		case from == 21 && to == end:
			return "late " + month
		}
		return fmt.Sprintf("%d to %s", w.Start.Day(), last.Format("2 January 2006"))
	}
	from, to, _ := strings.Cut(s, "/")
	return WhenWords(from) + " to " + WhenWords(to)
}

func daysIn(t time.Time) int { return time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day() }
