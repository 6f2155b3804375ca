package ner

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/loaders/nlp"
	"relata/schema"
)

// Events and agreements bear names that say what they are. The corpora hardly annotate
// them, so they are found by that word: "the Paris Agreement", "2022 World Cup".
var works = typed(map[schema.EntityType]string{
	schema.Event: `war wars cup olympics paralympics championship championships election elections summit forum festival games marathon battle massacre
		referendum tournament uprising revolution bowl awards expo siege grammys oscars open prix offensive genocide riots`,
	schema.Agreement: `act treaty agreement agreements accord accords convention protocol resolution constitution pact charter amendment declaration
		armistice memorandum`,
})

// opening are words that begin the name of an event: "Operation Inherent Resolve".
var opening = set("operation hurricane typhoon cyclone storm")

// gatherings turn a convention into an event.
var gatherings = set("national party democratic republican libertarian reform annual comic")

// large says whether a word is written large.
func large(tok *nlp.Token) bool {
	r, _ := utf8.DecodeRuneInString(tok.Form)
	return unicode.IsUpper(r)
}

// works finds the names of events and agreements and corrects those that the labels took
// for something else. Where the sentence is a headline, capitals tell nothing.
func (f *finder) works() {
	small := false
	for i := f.first; i < f.end; i++ {
		if f.toks[i].UPOS == "NOUN" || f.toks[i].UPOS == "VERB" {
			r, _ := utf8.DecodeRuneInString(f.toks[i].Form)
			small = small || unicode.IsLower(r)
		}
	}
	if !small {
		return
	}
	for i := f.first; i < f.end; i++ {
		tok := &f.toks[i]
		if !large(tok) || tok.UPOS != "PROPN" && tok.UPOS != "NOUN" {
			continue
		}
		if i+1 < f.end && f.toks[i+1].UPOS == "PROPN" && large(&f.toks[i+1]) && !opening[strings.ToLower(tok.Form)] {
			continue // "Constitution Party"
		}
		w := strings.ToLower(tok.Form)
		typ, first, last := works[w], i, i+1
		switch {
		case typ != "":
			for first > f.first && f.belongs(first-1) {
				first--
			}
			if first == i || f.word(i+1) == "of" {
				last = f.behind(last)
			}
			if typ == schema.Agreement && last < f.end && f.toks[last].UPOS == "NUM" && digits(f.word(last)) {
				last++ // "Resolution 1701"
			}
			if w == "convention" && first < i && gatherings[f.word(i-1)] {
				typ = schema.Event
			}
		case opening[w]:
			typ = schema.Event
			for last < f.end && large(&f.toks[last]) && f.toks[last].UPOS == "PROPN" {
				last++
			}
		default:
			continue
		}
		if last-first < 2 {
			continue
		}
		f.name(typ, first, last)
		i = last - 1
	}
}

// belongs says whether token i goes on with a name to its left: a capitalized word that
// does not begin the sentence as an article, a number, or a hyphen between such.
func (f *finder) belongs(i int) bool {
	tok := &f.toks[i]
	switch tok.UPOS {
	case "PROPN", "NOUN", "ADJ", "VERB":
		return large(tok)
	case "NUM":
		return isYear(tok.Form) || isOrdinal(strings.ToLower(tok.Form))
	}
	return tok.Form == "-" && i > f.first && large(&f.toks[i-1]) && i+1 < f.end && large(&f.toks[i+1])
}

// behind goes on over "of", "on", "the" and capitalized words: "Treaty on the Law of the Sea".
func (f *finder) behind(last int) int {
	for {
		k := last
		if w := f.word(k); w != "of" && w != "on" && w != "for" {
			return last
		}
		k++
		if f.word(k) == "the" {
			k++
		}
		if k >= f.end || !large(&f.toks[k]) || f.toks[k].UPOS == "PRON" {
			return last
		}
		for k < f.end && large(&f.toks[k]) && f.toks[k].UPOS != "PRON" {
			k++
		}
		last = k
	}
}

// name adds a name in place of those of the labels that end or begin with it; names within
// it that stand for something of their own stay ("Paris" in "the Paris Agreement").
func (f *finder) name(typ schema.EntityType, first, last int) {
	sure := 0.7
	f.found = slices.DeleteFunc(f.found, func(m nlp.Mention) bool {
		if m.Last <= first || m.First >= last {
			return false
		}
		if m.First < first || m.Last > last {
			first, last = min(first, m.First), max(last, m.Last)
			return true
		}
		head := headOf(f.toks, first, last)
		return m.First <= head && head < m.Last || m.Last-m.First > (last-first)/2 || m.Type == typ
	})
	f.add(nlp.Name, typ, first, last, sure)
	f.take(first, last)
}
