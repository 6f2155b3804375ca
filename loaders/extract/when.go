package extract

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"relata/loaders/nlp"
)

// timex is a time expression of a sentence.
type timex struct {
	first, last int
	value       string // ISO 8601
	future      string // the reading after the publication date, where it differs
	after       *span  // how long after what was told before, where the text counts from there
}

// span is a number of units of time: day, week, month or year; none where the text doesn't
// tell how many ("weeks later").
type span struct {
	n    int
	unit string
	from int // the word that what it counts from begins with, 0 for what was told before
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "jan.": 1, "feb": 2, "feb.": 2, "mar.": 3, "apr": 4, "apr.": 4, "jun.": 6, "jul.": 7, "aug": 8, "aug.": 8, "sep": 9, "sep.": 9, "sept": 9, "sept.": 9, "oct": 10, "oct.": 10, "nov": 11, "nov.": 11, "dec": 12, "dec.": 12,
}

var weekdays = map[string]time.Weekday{
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 0,
	"mon.": 1, "tue.": 2, "tues.": 2, "wed.": 3, "thu.": 4, "thurs.": 4, "fri.": 5, "sat.": 6, "sun.": 0,
}

var seasons = map[string][2]int{"spring": {3, 5}, "summer": {6, 8}, "autumn": {9, 11}, "fall": {9, 11}, "winter": {12, 2}}

var smallNumbers = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "couple": 2}

func day(t time.Time) string   { return t.Format(time.DateOnly) }
func month(t time.Time) string { return t.Format("2006-01") }

// timexes finds the time expressions of a sentence, resolved against ref; a zero ref leaves
// those out that need it.
func timexes(s *sentence, ref time.Time) []timex {
	var out []timex
	toks := s.Tokens
	low := func(i int) string {
		if i < 0 || i >= len(toks) {
			return ""
		}
		return strings.ToLower(toks[i].Form)
	}
	year := func(i int) int {
		w := strings.TrimPrefix(low(i), "mid-")
		if len(w) == 4 && (w[0] == '1' || w[0] == '2') {
			if y, err := strconv.Atoi(w); err == nil && y >= 1500 && y < 2100 {
				return y
			}
		}
		return 0
	}
	dayNumber := func(i int) int {
		w := strings.TrimRight(low(i), "stndrh")
		if len(w) == 0 || len(w) > 2 {
			return 0
		}
		if d, err := strconv.Atoi(w); err == nil && d >= 1 && d <= 31 {
			return d
		}
		return 0
	}
	add := func(first, last int, value, future string) {
		if value != "" || future != "" {
			out = append(out, timex{first: first, last: last, value: value, future: future})
		}
	}
	known := !ref.IsZero()
	past := 0 // the year that the sentence is set in: "In 2016, ... in July"
	for i := 0; i < len(toks); i++ {
		if s.person[i] {
			continue // Jan Novak, Jane May
		}
		w := low(i)
		// "mid-December"
		bare := w
		for _, p := range []string{"mid-", "early-", "late-"} {
			bare = strings.TrimPrefix(bare, p)
		}
		if m := months[bare]; m > 0 && (toks[i].UPOS == "PROPN" || bare != "may" && bare != "march" || i+1 < len(toks) && (dayNumber(i+1) > 0 || year(i+1) > 0)) {
			if (bare == "may" || bare == "march") && !strings.ContainsAny(toks[i].Form[:1], "M") {
				continue
			}
			if bare == "may" && toks[i].UPOS == "AUX" || bare == "may" && year(i+1) == 0 && dayNumber(i+1) == 0 && !beforeMay[low(i-1)] && !(toks[i].UPOS == "PROPN" && i+1 < len(toks) && toks[i+1].UPOS == "NOUN") {
				continue
			}
			first, last := i, i+1
			d, y := 0, 0
			if n := dayNumber(i + 1); n > 0 && year(i+1) == 0 {
				d, last = n, i+2
			} else if n := dayNumber(i - 1); n > 0 && (i < 2 || low(i-2) != "$") {
				d, first = n, i-1
			} else if low(i-1) == "of" && dayNumber(i-2) > 0 {
				d, first = dayNumber(i-2), i-2
			}
			if low(last) == "," && year(last+1) > 0 {
				y, last = year(last+1), last+2
			} else if low(last) == "of" && year(last+1) > 0 {
				y, last = year(last+1), last+2
			} else if year(last) > 0 {
				y, last = year(last), last+1
			}
			if n, words := yearBeside(low, last); y == 0 && known && words > 0 {
				y, last = ref.Year()+n, last+words
			}
			switch prev := low(first - 1); {
			case y > 0:
				add(first, last, date(y, m, d), "")
			case !known:
			case prev == "last", prev == "past" && (low(first-2) == "this" || low(first-2) == "the"):
				add(first, last, date(yearBefore(ref, m, d), m, d), "")
			case past > 0:
				add(first, last, date(past, m, d), "")
			case prev == "next":
				add(first, last, date(yearAfter(ref, m, d), m, d), "")
			default:
				add(first, last, date(yearBefore(ref, m, d), m, d), date(yearAfter(ref, m, d), m, d))
			}
			// "from March 2014 to May 2015" is joined below
			i = last - 1
			continue
		}
		if y := year(i); y > 0 && low(i+1) != "%" && low(i-1) != "$" && !(i+1 < len(toks) && toks[i+1].UPOS == "NOUN" && counted(toks[i+1].Form)) && !clock[low(i+1)] {
			prev := low(i - 1)
			value := strconv.Itoa(y)
			switch {
			case (low(i+1) == "to" || low(i+1) == "-" || low(i+1) == "–" || low(i+1) == "until" || low(i+1) == "and" && low(i-1) == "between") && year(i+2) > y:
				add(i, i+3, fmt.Sprintf("%d/%d", y, year(i+2)), "")
				i += 2
				continue
			case prev == "since":
				value += "/.."
			case prev == "until" || prev == "through" || prev == "till":
				value = "../" + value
			}
			if framing(low, i) && known && y < ref.Year() {
				past = y
			}
			add(i, i+1, value, "")
			continue
		}
		if first, last := decade(w); last > 0 && inDecade(low, i) {
			out = append(out, timex{first: i, last: i + 1, value: fmt.Sprintf("%d/%d", first, last)})
			continue
		}
		if sp, n := later(low, toks, i); n > 0 {
			out = append(out, timex{first: i, last: i + n, after: &sp})
			i += n - 1
			continue
		}
		if !known {
			continue
		}
		if wd, ok := weekdays[w]; ok && (toks[i].UPOS == "PROPN" || toks[i].UPOS == "NOUN") {
			back := int(ref.Weekday()-wd+7) % 7
			past := ref.AddDate(0, 0, -back)
			next := ref.AddDate(0, 0, 7-back)
			if back == 0 {
				next = ref
			}
			switch prev := low(i - 1); {
			case prev == "next" || prev == "coming":
				if back == 0 {
					next = ref.AddDate(0, 0, 7)
				}
				add(i, i+1, day(next), "")
			case prev == "last" && back <= 1: // the day before would be "yesterday"
				add(i, i+1, day(ref.AddDate(0, 0, -7-back)), "")
			default:
				add(i, i+1, day(past), day(next))
			}
			continue
		}
		switch w {
		case "today", "tonight":
			add(i, i+1, day(ref), "")
			continue
		case "yesterday":
			add(i, i+1, day(ref.AddDate(0, 0, -1)), "")
			continue
		case "tomorrow":
			add(i, i+1, day(ref.AddDate(0, 0, 1)), "")
			continue
		case "weekend":
			if low(i-1) == "the" && low(i+1) != "of" { // "over the weekend"
				add(i, i+1, day(ref.AddDate(0, 0, -(int(ref.Weekday())+1)%7)), day(ref.AddDate(0, 0, 6-int(ref.Weekday()))))
				continue
			}
		}
		if (w == "end" || w == "start" || w == "beginning") && low(i+1) == "of" && low(i+2) == "the" {
			value := ""
			switch low(i + 3) {
			case "week":
				value = week(ref)
			case "month":
				value = month(ref)
			case "year":
				if low(i+4) != "," || year(i+5) == 0 {
					value = strconv.Itoa(ref.Year())
				}
			}
			if value != "" {
				add(i, i+4, value, "")
				i += 3
				continue
			}
		}
		rel := 2
		switch low(i) {
		case "last", "past", "previous":
			rel = -1
		case "this", "current":
			rel = 0
		case "next", "coming":
			rel = 1
		}
		if rel != 2 && low(i+2) == "of" && months[low(i+3)] > 0 {
			rel = 2 // "the last weekend of July"
		}
		if rel != 2 {
			unit := low(i + 1)
			j := i + 1
			if (unit == "past" || unit == "last" || unit == "coming" || unit == "next") && rel == 0 {
				if unit == "past" || unit == "last" {
					rel = -1
				} else {
					rel = 1
				}
				j++
				unit = low(j)
			}
			value := ""
			switch unit {
			case "week":
				value = week(ref.AddDate(0, 0, 7*rel))
			case "weekend":
				back := (int(ref.Weekday()) + 1) % 7 // days since Saturday
				value = day(ref.AddDate(0, 0, -back+7*max(rel, 0)))
			case "month":
				value = month(firstOfMonth(ref).AddDate(0, rel, 0))
			case "year":
				value = strconv.Itoa(ref.Year() + rel)
			case "night", "evening":
				if rel == -1 {
					value = day(ref.AddDate(0, 0, -1))
				}
			case "morning", "afternoon":
				if rel == 0 {
					value = day(ref)
				}
			case "decade", "century":
			}
			if se, ok := seasons[unit]; ok {
				y := ref.Year() + rel
				if rel == -1 && int(ref.Month()) > se[1] && se[0] <= se[1] {
					y = ref.Year()
				}
				if se[0] > se[1] {
					value = fmt.Sprintf("%d-%02d/%d-%02d", y, se[0], y+1, se[1])
				} else {
					value = fmt.Sprintf("%d-%02d/%d-%02d", y, se[0], y, se[1])
				}
			}
			if value != "" {
				add(i, j+1, value, "")
				i = j
				continue
			}
		}
		n := smallNumbers[w]
		if n == 0 && toks[i].UPOS == "NUM" {
			if x, err := strconv.Atoi(w); err == nil && x > 0 && x < 500 {
				n = x
			}
		}
		if n > 0 {
			j := i + 1
			if low(j) == "of" {
				j++
			}
			if low(j+1) == "ago" {
				value := ""
				switch strings.TrimSuffix(low(j), "s") {
				case "day":
					value = day(ref.AddDate(0, 0, -n))
				case "week":
					value = week(ref.AddDate(0, 0, -7*n))
				case "month":
					value = month(firstOfMonth(ref).AddDate(0, -n, 0))
				case "year":
					value = strconv.Itoa(ref.Year() - n)
				case "decade":
					value = ""
				case "hour":
					value = day(ref)
				}
				if value != "" {
					add(i, j+2, value, "")
					i = j + 1
				}
			}
		}
	}
	return out
}

// yearBeside is the year that is told behind a month in words, as steps from the article's, and
// the number of these words: "October last year", "in June of this year".
func yearBeside(low func(int) string, i int) (steps, words int) {
	of := 0
	if low(i) == "of" {
		of = 1
	}
	n, ok := map[string]int{"last": -1, "this": 0, "next": 1}[low(i+of)]
	if !ok || low(i+of+1) != "year" {
		return 0, 0
	}
	return n, of + 2
}

// decade gives the first and last year of "1990s", or zeros.
func decade(w string) (first, last int) {
	y, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(w, "mid-"), "s"))
	if err != nil || !strings.HasSuffix(w, "0s") || y < 1500 || y >= 2100 {
		return 0, 0
	}
	return y, y + 9
}

// inDecade says whether what is told happened in the decade at i: "in the late 1960s", not "into
// the 1970s".
func inDecade(low func(int) string, i int) bool {
	j := i - 1
	for j > 0 && (low(j) == "the" || low(j) == "early" || low(j) == "late" || low(j) == "mid" || low(j) == "-") {
		j--
	}
	return low(j) == "in" || low(j) == "during"
}

// Words after which "May" is the month.
var beforeMay = wordSet("in of last past next since by until for during early late mid from through before after this")

// framing says whether a preposition sets a sentence in the year at i: "In 2019, ...", "In
// the 2016 election, ...".
func framing(low func(int) string, i int) bool {
	j := i - 1
	if low(j) == "the" {
		j--
	}
	return j == 0 && (low(j) == "in" || low(j) == "during")
}

// What stands behind a time of day that looks like a year: "1625 UTC".
var clock = wordSet("utc gmt hours hrs est edt pst pdt bst cet cest ist local")

// later reads a time that is counted from the one told before, at i, and gives the number
// of its words: "the next day", "that year", "two weeks later", "hours after".
func later(low func(int) string, toks []nlp.Token, i int) (span, int) {
	sign := map[string]int{"next": 1, "following": 1, "previous": -1, "same": 0, "very": 0}
	j := i
	switch low(j) {
	case "earlier", "later":
		if low(j+1) == "in" && low(j+2) == "the" && spanUnit(low(j+3)) == "day" {
			return span{unit: "day"}, 4 // "earlier in the day"
		}
		return span{}, 0
	case "the":
		if dir := map[string]int{"before": -1, "after": 1}[low(j+2)]; dir != 0 && (low(j+1) == "day" || low(j+1) == "night") && j+3 < len(toks) && toks[j+3].UPOS != "PUNCT" {
			return span{n: dir, unit: "day", from: j + 3}, 3 // "the day before the vote"
		} else if dir < 0 && low(j+1) == "day" {
			return span{n: dir, unit: "day"}, 3 // "The day before, ..."
		}
		j++
	case "that":
		if u := spanUnit(low(j + 1)); u != "" && !strings.HasSuffix(low(j+1), "s") {
			return span{unit: u}, 2
		}
		if low(j+1) != "same" {
			return span{}, 0
		}
		j++
	case "following":
	default:
		n := smallNumbers[low(i)]
		if n == 0 && toks[i].UPOS == "NUM" {
			n, _ = strconv.Atoi(low(i))
		}
		u := spanUnit(low(j))
		if n > 0 {
			j++
			u = spanUnit(low(j))
		}
		dir := 0
		switch low(j + 1) {
		case "later", "afterwards", "afterward", "after":
			dir = 1
		case "earlier", "before", "previously", "prior":
			dir = -1
		}
		if u == "" || dir == 0 {
			return span{}, 0
		}
		switch low(j + 1) {
		case "after", "before", "prior":
			if low(j+2) != "," && low(j+2) != "." && low(j+2) != "that" && j+2 < len(toks) {
				return counting(low, j, n, dir), j + 2 - i
			}
		}
		if low(j) == "hours" || low(j) == "minutes" || low(j) == "hour" || low(j) == "moments" {
			return span{unit: "day"}, j + 2 - i
		}
		if n == 0 || n > 500 {
			return span{}, j + 2 - i
		}
		return span{n: dir * n, unit: u}, j + 2 - i
	}
	n, ok := sign[low(j)]
	u := spanUnit(low(j + 1))
	if !ok || u == "" || strings.HasSuffix(low(j+1), "s") {
		return span{}, 0
	}
	return span{n: n, unit: u}, j + 2 - i
}

// counting is the time that is counted from what stands behind: "two days after the vote",
// "hours before the jet crashed". It tells no day where the number isn't told.
func counting(low func(int) string, j, n, dir int) span {
	switch low(j) {
	case "hours", "minutes", "hour", "moments":
		return span{unit: "day", from: j + 2}
	case "day", "days":
		if n > 0 && n < 30 {
			return span{n: dir * n, unit: "day", from: j + 2}
		}
	}
	return span{}
}

// spanUnit is the unit of time that a word names, parts of a day being that day.
func spanUnit(w string) string {
	switch w {
	case "day", "days", "night", "evening", "morning", "afternoon", "hour", "hours", "minutes", "moments":
		return "day"
	case "week", "weeks", "month", "months", "year", "years":
		return strings.TrimSuffix(w, "s")
	}
	return ""
}

// from is the day, week, month or year so long after another time, "" where that is known
// too roughly.
func (sp *span) counted(value string) string {
	value, end, within := strings.Cut(value, "/")
	if sp.unit == "" || within && sp.unit == "day" && sp.n >= 0 && len(end) == len(time.DateOnly) {
		return ""
	}
	if t, err := time.Parse(time.DateOnly, value); err == nil {
		switch sp.unit {
		case "day":
			return day(t.AddDate(0, 0, sp.n))
		case "week":
			if sp.n == 0 {
				return week(t)
			}
			return week(t.AddDate(0, 0, 7*sp.n))
		case "month":
			return month(firstOfMonth(t).AddDate(0, sp.n, 0))
		}
		return strconv.Itoa(t.Year() + sp.n)
	}
	if t, err := time.Parse("2006-01", value); err == nil {
		switch {
		case sp.unit == "month":
			return month(t.AddDate(0, sp.n, 0))
		case sp.unit == "year":
			return strconv.Itoa(t.Year() + sp.n)
		case sp.n == 0:
			return value
		}
		return ""
	}
	if y, err := strconv.Atoi(value); err == nil && (sp.unit == "year" || sp.n == 0) {
		if sp.unit == "year" {
			y += sp.n
		}
		return strconv.Itoa(y)
	}
	return ""
}

// counted says whether a number before the word counts: "2000 soldiers".
func counted(w string) bool {
	switch strings.ToLower(w) {
	case "people", "soldiers", "troops", "members", "dollars", "tons", "men", "women", "civilians", "miles", "km", "refugees", "votes", "barrels", "workers", "protesters", "students", "meters", "metres", "feet", "homes":
		return true
	}
	return false
}

func firstOfMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// week is the week of a day, from its Monday to its Sunday.
func week(t time.Time) string {
	monday := t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	return day(monday) + "/" + day(monday.AddDate(0, 0, 6))
}

func date(y, m, d int) string {
	if d > 0 {
		return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	}
	return fmt.Sprintf("%04d-%02d", y, m)
}

// yearBefore is the year of the last such month or day not after ref.
func yearBefore(ref time.Time, m, d int) int {
	if m > int(ref.Month()) || m == int(ref.Month()) && d > ref.Day() {
		return ref.Year() - 1
	}
	return ref.Year()
}

// yearAfter is the year of the next such month or day not before ref.
func yearAfter(ref time.Time, m, d int) int {
	if m < int(ref.Month()) || m == int(ref.Month()) && d > 0 && d < ref.Day() {
		return ref.Year() + 1
	}
	return ref.Year()
}
