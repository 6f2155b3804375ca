// Package simple reads claims between countries without any model: names from a list,
// verbs from the ontology's frames, and the words between them.
//
//	reading, err := simple.New(schema.Default()).Extract(ctx, doc)
//
// It is quick and coarse. It sees one sentence at a time, knows no names but those of
// states, and takes the nearest one before a verb for its subject.
package simple

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/schema"
)

//go:embed countries.tsv
var countriesTSV string

const method = "simple/verb@1"

// How far apart, in words, the parts of a clause may stand, and how sure that makes us.
const (
	subjectReach = 10
	objectReach  = 14
	cueReach     = 6
	confidence   = 0.5
)

// Extractor finds claims. It is safe for use by several goroutines.
type Extractor struct {
	onto      *schema.Ontology
	countries map[string]*schema.Entity // by form, words joined by blanks
	longest   int                       // words of the longest form
	verbs     map[string][]use          // by inflected form
}

// use is a frame that a verb may have.
type use struct {
	predicate *schema.Predicate
	frame     *schema.Frame
}

// New makes an extractor for the verbs of an ontology.
func New(onto *schema.Ontology) *Extractor {
	x := &Extractor{onto: onto, countries: map[string]*schema.Entity{}, verbs: map[string][]use{}}
	for line := range strings.Lines(countriesTSV) {
		cols := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cols) != 3 {
			continue // a comment
		}
		ent := &schema.Entity{ID: schema.EntityID(cols[0]), Name: cols[0], Type: schema.Country, Country: cols[1]}
		for _, form := range append(strings.Split(cols[2], "|"), cols[0]) {
			if form != "" {
				x.countries[form] = ent
				x.longest = max(x.longest, 1+strings.Count(form, " "))
			}
		}
	}
	for i := range onto.Predicates {
		p := &onto.Predicates[i]
		for j := range p.Frames {
			if p.Frames[j].Kind != schema.VerbFrame {
				continue
			}
			for _, lemma := range p.Frames[j].Lemmas {
				for _, form := range inflect(lemma) {
					x.verbs[form] = append(x.verbs[form], use{p, &p.Frames[j]})
				}
			}
		}
	}
	return x
}

var irregular = map[string][]string{
	"buy": {"bought"}, "sell": {"sold"}, "meet": {"met"}, "send": {"sent"}, "fight": {"fought"}, "strike": {"struck"}, "give": {"gave", "given"},
	"beat": {"beaten"}, "build": {"built"}, "make": {"made"}, "lead": {"led"}, "fly": {"flew", "flown", "flies"}, "go": {"went", "gone"}, "come": {"came"},
	"shoot": {"shot"}, "win": {"won"}, "get": {"got"}, "hold": {"held"}, "pay": {"paid"}, "speak": {"spoke", "spoken"}, "choose": {"chose", "chosen"}, "hit": {"hit"},
}

// inflect gives the forms of a regular verb, and the irregular ones of the table.
func inflect(lemma string) []string {
	if strings.Contains(lemma, " ") {
		return nil // verbs with a particle need a parser
	}
	stem, forms := lemma, []string{lemma, lemma + "s"}
	last := lemma[len(lemma)-1]
	switch {
	case last == 'e':
		stem = lemma[:len(lemma)-1]
	case last == 'y' && !strings.ContainsRune("aeiou", rune(lemma[len(lemma)-2])):
		forms = []string{lemma, lemma[:len(lemma)-1] + "ies", lemma[:len(lemma)-1] + "ied", lemma + "ing"}
		return append(forms, irregular[lemma]...)
	case strings.HasSuffix(lemma, "sh"), strings.HasSuffix(lemma, "ch"), strings.HasSuffix(lemma, "ss"):
		forms = append(forms, lemma+"es")
	case len(lemma) <= 5 && strings.ContainsRune("bgmnprt", rune(last)):
		forms = append(forms, lemma+string(last)+"ed", lemma+string(last)+"ing")
	}
	return append(append(forms, stem+"ed", stem+"ing"), irregular[lemma]...)
}

// token is a word or a mark, and where it stands.
type token struct {
	schema.Span
	text, lower string
}

// mention is a country in a sentence: tokens [first, last).
type mention struct {
	first, last int
	ent         *schema.Entity
}

// Extract reads the claims of a document.
func (x *Extractor) Extract(ctx context.Context, doc *schema.Document) (*schema.Reading, error) {
	r := &schema.Reading{Document: doc, Sentences: sentences(doc.Text)}
	entities, seen := map[string]*schema.Entity{}, map[string]bool{}
	for n, span := range r.Sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		toks := tokens(doc.Text, span)
		mentions := x.mentions(toks)
		if len(mentions) < 2 {
			continue
		}
		for v, tok := range toks {
			for _, u := range x.verbs[tok.lower] {
				c, ok := x.clause(doc, toks, mentions, v, u)
				if !ok {
					continue
				}
				c.Evidence = schema.Evidence{Sentence: n, Text: doc.Text[span.Start:span.End], Span: span, Predicate: tok.Span}
				c.Source.Name = speaker(toks)
				key := c.Subject.ID() + " " + c.Predicate + " " + c.Object.ID() + " " + string(c.Status)
				if seen[key] {
					continue
				}
				seen[key] = true
				c.Subject.Entity = adopt(entities, c.Subject)
				c.Object.Entity = adopt(entities, c.Object)
				c.Seal(doc)
				r.Claims = append(r.Claims, c)
			}
		}
	}
	for _, ent := range entities {
		slices.Sort(ent.Aliases)
		r.Entities = append(r.Entities, ent)
	}
	slices.SortFunc(r.Entities, func(a, b *schema.Entity) int { return strings.Compare(a.ID, b.ID) })
	return r, nil
}

// adopt gives the reading's own copy of an entity, with the form in which it was met.
func adopt(entities map[string]*schema.Entity, a schema.Argument) *schema.Entity {
	ent := entities[a.Entity.ID]
	if ent == nil {
		own := *a.Entity
		ent = &own
		entities[ent.ID] = ent
	}
	if a.Mention != ent.Name && !slices.Contains(ent.Aliases, a.Mention) {
		ent.Aliases = append(ent.Aliases, a.Mention)
	}
	return ent
}

// clause reads a verb with the countries before and after it.
func (x *Extractor) clause(doc *schema.Document, toks []token, mentions []mention, v int, u use) (c schema.Claim, ok bool) {
	before, after := -1, -1
	for i, m := range mentions {
		if m.last <= v && v-m.last <= subjectReach {
			before = i
		}
	}
	obj, prep := slices.Contains(u.frame.Object, "obj"), -1
	for i, m := range mentions {
		if m.first <= v || m.first-v > objectReach {
			continue
		}
		at := m.first - 1
		for at > v && isFiller(toks[at].lower) {
			at--
		}
		if at > v && slices.Contains(u.frame.Object, "obl:"+toks[at].lower) || at == v && obj {
			after, prep = i, at
			break
		}
	}
	if before < 0 || after < 0 || mentions[before].ent == mentions[after].ent {
		return c, false
	}
	passive := v > 0 && isBe(toks[v-1].lower) && strings.HasSuffix(toks[v].lower, "ed")
	if ok, _ := x.onto.Accepts(u.predicate.Name, schema.Country, schema.Country); !ok || passive {
		return c, false
	}
	arg := func(m mention) schema.Argument {
		span := schema.Span{Start: toks[m.first].Start, End: toks[m.last-1].End}
		return schema.Argument{Entity: m.ent, Mention: doc.Text[span.Start:span.End], Span: span}
	}
	c = schema.Claim{
		Subject: arg(mentions[before]), Predicate: u.predicate.Name, Object: arg(mentions[after]), Event: u.predicate.Event,
		Status: status(toks, mentions[before].last, v), Method: method, Confidence: confidence,
		Parts: []schema.Part{{Name: "words between names", Value: confidence}},
	}
	if name, turned := x.onto.Forward(c.Predicate); turned {
		c.Subject, c.Predicate, c.Object, c.Event = c.Object, name, c.Subject, x.onto.Event(name)
	}
	if prep > v+1 && slices.Contains(u.frame.About, "obj") {
		c.About = doc.Text[toks[v+1].Start:toks[prep-1].End]
	}
	return c, true
}

func isFiller(w string) bool { return w == "the" || w == "its" || w == "a" || w == "an" }

func isBe(w string) bool {
	return slices.Contains([]string{"is", "are", "was", "were", "been", "be", "being"}, w)
}

// cues are words before a verb that tell its status, weightiest first.
var cues = []struct {
	status schema.Status
	words  []string
}{
	{schema.Denied, []string{"not", "n't", "never", "denied", "denies", "refused", "refuses", "no"}},
	{schema.Possible, []string{"could", "may", "might", "would", "can", "allegedly", "reportedly"}},
	{schema.Actual, []string{"begun", "began", "started", "continued", "managed"}},
	{schema.Planned, []string{"will", "plan", "plans", "planned", "planning", "intends", "intend", "intended", "agreed", "agrees", "wants", "want", "hopes", "seeks", "vowed", "pledged", "promised", "negotiations", "negotiating", "preparing", "desire", "set"}},
}

// status reads the words between subject and verb.
func status(toks []token, from, v int) schema.Status {
	window := toks[max(from, v-cueReach):v]
	for _, cue := range cues {
		for i, t := range window {
			if t.lower == "not" && i+1 < len(window) && window[i+1].lower == "only" {
				continue
			}
			if slices.Contains(cue.words, t.lower) || cue.status == schema.Denied && (strings.HasSuffix(t.lower, "n't") || strings.HasSuffix(t.lower, "n’t")) {
				return cue.status
			}
		}
	}
	return schema.Actual
}

// speaker gives the words in front of "said": "U.S. officials".
func speaker(toks []token) string {
	for i, t := range toks {
		if t.lower != "said" && t.lower != "says" {
			continue
		}
		first := i
		for first > 0 && i-first < 5 && isWord(toks[first-1].text) && !isBe(toks[first-1].lower) {
			first--
		}
		names := toks[first:i]
		for len(names) > 0 && (isFiller(names[0].lower) || slices.Contains([]string{"he", "she", "they", "it", "who", "has", "have", "had", "also", "and", "as"}, names[0].lower)) {
			names = names[1:]
		}
		parts := make([]string, len(names))
		for j, n := range names {
			parts[j] = n.text
		}
		return strings.Join(parts, " ")
	}
	return ""
}

func isWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// mentions finds the longest names, from left to right.
func (x *Extractor) mentions(toks []token) (found []mention) {
	for i := 0; i < len(toks); {
		n := min(x.longest, len(toks)-i)
		for ; n > 0; n-- {
			parts := make([]string, n)
			for j := range parts {
				parts[j] = toks[i+j].text
			}
			if ent := x.countries[strings.Join(parts, " ")]; ent != nil {
				found = append(found, mention{i, i + n, ent})
				break
			}
		}
		i += max(n, 1)
	}
	return found
}

// tokens cuts a sentence into words and marks. "Iran's" gives "Iran" and "'s".
func tokens(text string, span schema.Span) (toks []token) {
	add := func(start, end int) {
		if word := text[start:max(start, end)]; strings.HasSuffix(word, ".") && strings.Count(word, ".") == 1 {
			end-- // a final stop, and no "U.S."
		}
		if start < end {
			toks = append(toks, token{schema.Span{Start: start, End: end}, text[start:end], strings.ToLower(text[start:end])})
		}
	}
	start := span.Start
	for i := span.Start; i < span.End; {
		r, n := utf8.DecodeRuneInString(text[i:span.End])
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-.&", r) && i > start || (r == '\'' || r == '’') && i > start && !strings.HasPrefix(text[i+n:span.End], "s")
		if !inside {
			add(start, i)
			start = i + n
			if r == '\'' || r == '’' {
				start = i
			}
			if strings.ContainsRune(",;:.?!\"“”()", r) {
				add(i, i+n)
			}
		}
		i += n
	}
	add(start, span.End)
	return toks
}

// titles end in a stop and no sentence does with them.
var titles = []string{"Mr", "Mrs", "Ms", "Dr", "Gen", "Col", "Lt", "Maj", "Sen", "Rep", "Gov", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "St", "No", "Inc", "Co", "Corp", "vs"}

// sentences cuts a text at line ends, and at stops before a blank and a capital.
func sentences(text string) (spans []schema.Span) {
	add := func(start, end int) {
		trimmed := strings.TrimLeftFunc(text[start:end], unicode.IsSpace)
		start = end - len(trimmed)
		end = start + len(strings.TrimRightFunc(trimmed, unicode.IsSpace))
		if start < end {
			spans = append(spans, schema.Span{Start: start, End: end})
		}
	}
	start := 0
	for i, r := range text {
		switch r {
		case '\n':
		case '.', '?', '!':
			end := i + 1
			for _, q := range []string{"”", "\"", "’", ")"} {
				if strings.HasPrefix(text[end:], q) {
					end += len(q)
				}
			}
			rest := strings.TrimLeft(text[end:min(len(text), end+8)], " \t")
			next, _ := utf8.DecodeRuneInString(rest)
			word := text[max(start, strings.LastIndexAny(text[:i], " \n\t(“\"")+1):i]
			if rest == text[end:min(len(text), end+8)] || !unicode.IsUpper(next) && !strings.ContainsRune("“\"‘", next) ||
				r == '.' && (len(word) == 1 || strings.Contains(word, ".") || slices.Contains(titles, word)) {
				continue
			}
			add(start, end)
			start = end
			continue
		default:
			continue
		}
		add(start, i)
		start = i
	}
	add(start, len(text))
	return spans
}
