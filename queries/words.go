package queries

import (
	"slices"
	"strings"

	"relata/schema"
)

// label is a predicate in words: "buys from", or as schema.PredicateWords has an open one.
func label(predicate string) string {
	if p := schema.Default().Predicate(predicate); p != nil {
		return p.Label
	}
	return strings.ReplaceAll(schema.PredicateWords(predicate), "-", " ")
}

// claimWords say what a claim says, in the third person: "Russia buys from Iran". Open
// predicates are lemmas, and what they are said of may be far from their verb: the words
// between stand as dots, with the preposition that leads to the object ("Iran develops …
// with Russia"). Where the object is only part of what the verb takes ("buys Russian oil"),
// no short form would be true: then both are named and the quotation has to say it.
func claimWords(c *schema.Claim) string {
	a, b := nameOf(c.Subject), nameOf(c.Object)
	if !strings.HasPrefix(c.Predicate, schema.OpenPrefix) {
		return a + " " + label(c.Predicate) + " " + b
	}
	link, end, ok := openLink(c)
	if !ok {
		return a + " and " + b + ", as quoted"
	}
	return strings.Join(strings.Fields(a+" "+label(c.Predicate)+" "+link+" "+b+end), " ")
}

// tellWords say what several claims of one thing do; best is the one whose sentence is shown.
func tellWords(first, best *schema.Claim) string {
	if strings.HasPrefix(best.Predicate, schema.OpenPrefix) {
		return claimWords(best)
	}
	return claimWords(first)
}

// openLink is what stands between an open predicate and its object, and what follows that;
// ok is false where the object is none.
func openLink(c *schema.Claim) (link, end string, ok bool) {
	ev := c.Evidence
	at := func(n int) int { return n - ev.Span.Start }
	verb, object := at(ev.Predicate.End), at(c.Object.Span.Start)
	after := at(c.Object.Span.End)
	if ev.Predicate == (schema.Span{}) || c.Object.Span == (schema.Span{}) || verb < 0 || object < verb || after < object || after > len(ev.Text) {
		return "", "", true // nothing is known of it, or the object stands before the verb
	}
	if rest := ev.Text[after:]; strings.HasPrefix(rest, "'s ") || strings.HasPrefix(rest, "’s ") {
		end = "’s …"
	} else if next, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " "); strings.HasPrefix(rest, " ") && isAdjective(c.Object) && next != "" && next == strings.ToLower(next) && !functionWords[next] {
		return "", "", false
	}
	between := strings.Fields(strings.ToLower(ev.Text[verb:object]))
	between = slices.DeleteFunc(between, func(w string) bool { return functionWords[w] && !prepositions[w] })
	last := -1
	for i, w := range between {
		if prepositions[w] {
			last = i
		}
	}
	_, own, _ := strings.Cut(schema.PredicateWords(c.Predicate), " ")
	switch {
	case own != "" || last < 0: // it has its preposition, or needs none
		return "", end, true
	case last == 0:
		return between[0], end, true
	}
	return "… " + between[last], end, true
}

// isAdjective says whether the words of an argument aren't one of its names: "Russian".
func isAdjective(a schema.Argument) bool {
	e := a.Entity
	if e == nil || a.Mention == "" || strings.EqualFold(a.Mention, e.Name) {
		return false
	}
	for _, end := range []string{"ian", "ean", "ish", "ese", "an", "i"} {
		if strings.HasSuffix(a.Mention, end) {
			return true
		}
	}
	return false
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

var (
	prepositions = wordSet("about across after against among around at before behind between by for from in inside into near of off on onto over through to toward towards under upon via with within without")
	// functionWords can stand between or after a verb's words and are none of its object's.
	functionWords = wordSet("a an the its his her their our this that these those and or but as is was were has had have will would which who when while where " +
		"about across after against among around at before behind between by for from in inside into near of off on onto over through to toward towards under upon via with within without")
)
