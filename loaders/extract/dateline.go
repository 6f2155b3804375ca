package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"relata/loaders/link"
	"relata/schema"
)

// A dateline stands before the first words of an agency's paragraph: where the report comes
// from, often the day and the agency. "LIMA, Aug 4 (Reuters) - ", "LIMA, Peru (AP) — ",
// "LIMA, March 19. /TASS/. ", "LIMA, Nov. 8 (Xinhua) -- ".
var dateline = regexp.MustCompile(`^\s*(?:` + capitals + dateOfLine + `?\.? *` + agency + `?|\p{Lu}[\p{L}.'’/ -]+` + dateOfLine + `\.? *` + agency + `)\.? *(?:—|–|--|-) +|^\s*` + capitals + dateOfLine + `?\.? */[\p{L}-]+/\. +`)

const (
	capitals   = `\p{Lu}[\p{Lu}\p{M}.'’/ -]+(?:, \p{Lu}[\p{L}.' ]+)?`
	dateOfLine = `(?:, (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+\.?)(?:,? \d{4})?)`
	agency     = `(?:\([\p{L}\d ./&-]+\)|/[\p{L}-]+/)`
)

// bareCity is a dateline of a city alone: "LIMA - ", "Lima — ".
var bareCity = regexp.MustCompile(`^\s*\p{Lu}[\p{L}\p{M}.'’ ]{2,30} *(?:—|–|--| -) +`)

const (
	longestDateline = 90
	leastReport     = 60 // bytes of the first sentence behind a city alone
)

// isBareCity says whether m names a city and what stands behind it is a sentence of its own,
// as behind no headline.
func isBareCity(m, rest string) bool {
	city, rest := strings.Trim(m, " \t—–-"), strings.TrimSpace(rest)
	if city == "" || len(rest) < leastReport || !strings.ContainsAny(rest[len(rest)-4:], ".?!") {
		return false
	}
	first, _, _ := strings.Cut(rest, " ")
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(first, "“\""))
	if !unicode.IsUpper(r) || knownPlace(strings.Trim(first, ",")) && strings.ToUpper(city) != city {
		return false
	}
	known, ok := link.Lookup(city)
	return knownPlace(city) && !(ok && known.Type == schema.Country && known.Form < link.Capital)
}

// withoutDatelines puts blanks over the datelines of a text, so that what the report says
// stands alone and every offset stays.
func withoutDatelines(text string) string {
	var b strings.Builder
	rest := text
	for rest != "" {
		line := rest
		if i := strings.IndexByte(rest, '\n'); i >= 0 {
			line = rest[:i+1]
		}
		rest = rest[len(line):]
		n := 0
		if head := line[:min(len(line), longestDateline)]; strings.ContainsAny(head, "(/-–—") {
			if m := dateline.FindString(head); isDateline(m) {
				n = len(m)
			} else if m := bareCity.FindString(head); isBareCity(m, line[len(m):]) {
				n = len(m)
			}
		}
		b.WriteString(strings.Repeat(" ", n))
		b.WriteString(line[n:])
	}
	return b.String()
}

// isDateline says whether what looks like one names an agency or a day, as headlines do not.
func isDateline(m string) bool {
	if city, rest, ok := strings.Cut(strings.TrimSpace(m), ","); ok && strings.ToUpper(city) == city && knownPlace(city) && knownPlace(strings.Trim(rest, " -–—")) {
		return true // "LIMA, Peru - "
	}
	return strings.Contains(m, "(") || strings.Count(m, "/") >= 2 || strings.Contains(m, ",") && strings.ContainsAny(m, "0123456789")
}

// knownPlace says whether the gazetteer knows a name in any letters as one of a place.
func knownPlace(name string) bool {
	if body, ok := link.Lookup(strings.TrimSpace(name)); ok && body.Type == schema.Organization {
		return false // "UN", which in small letters is a town
	}
	words := strings.Fields(strings.ToLower(name))
	for i, w := range words {
		r, n := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[n:]
	}
	name = strings.Join(words, " ")
	known, ok := link.Lookup(name)
	return link.CityCountry(name) != "" || ok && (known.Form <= link.Capital && known.Type == schema.Country || known.Type == schema.Place)
}
