package lang

import "strings"

// paragraphWords is how many words a paragraph must have for its own language to count.
const paragraphWords = 20

// ReadEnglish gives a text with blanks, as many as there were bytes, for the paragraphs in
// other languages, and how many those are. It is false if the text is not in English, nor a
// quarter of it; guess is what most of it seems to be in.
//
// Paragraphs have blank lines between them, or are lines where there are none. Those of
// fewer than 20 words go with the rest: they stay in a text that is mostly English, and in
// others unless they are plainly something else.
func ReadEnglish(text string) (english string, others int, guess string, ok bool) {
	whole, guess := English(text)
	var b strings.Builder
	words, read := 0, 0
	for part := range paragraphs(text) {
		n := len(strings.Fields(part))
		words += n
		tag := ""
		if n >= paragraphWords || !whole {
			tag = Guess(part)
		}
		if tag == "" || tag == "en" || tag == Unknown && whole {
			b.WriteString(part)
			if tag == "en" && n >= paragraphWords {
				read += n
			}
			continue
		}
		b.WriteString(strings.Repeat(" ", len(part)))
		others++
	}
	switch {
	case !whole && 4*read < words || !whole && read == 0:
		return text, 0, guess, false
	case others == 0:
		return text, 0, guess, true
	}
	return b.String(), others, guess, true
}

// paragraphs yields the paragraphs of a text, each with what parts it from the next.
func paragraphs(text string) func(yield func(string) bool) {
	const blank = "\n\n"
	end := blank
	if !strings.Contains(strings.TrimSpace(text), blank) {
		end = "\n"
	}
	return func(yield func(string) bool) {
		for part := range strings.SplitAfterSeq(text, end) {
			if part != "" && !yield(part) {
				return
			}
		}
	}
}
