package article

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

type dateKind uint8

const (
	dateNone dateKind = iota
	datePublished
	dateUpdated // less telling: the day on which the page was last changed
)

var months = map[string]time.Month{
	"january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7,
	"august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}

var (
	dateIntro = []string{"published", "posted", "first", "publication", "date", "on", "at", "updated", "last", "modified", "created", "the", "filed", "issued",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"}
	dateOutro = []string{"at", "am", "pm", "a.m", "p.m", "et", "est", "edt", "gmt", "utc", "bst", "cet", "cest", "pt", "pst", "pdt", "ct", "mt", "ist", "jst", "msk", "z", "hours", "eastern", "time"}
)

// words splits a line at blanks, commas and marks that separate, in lower case, without
// final stops and colons.
func words(line string) []string {
	fields := strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",|•·()–—", r) })
	var ws []string
	for _, f := range fields {
		if f = strings.TrimRight(f, ".:"); f != "" && f != "-" {
			ws = append(ws, f)
		}
	}
	return ws
}

// dateLine reads a line that holds a date and nothing else: "Thursday, January 4, 2024",
// "Published: 4 Jan. 2024 10:15 GMT", "2024-01-04". Dates in digits alone are read where the
// year stands first, since 4/1/2024 is another day elsewhere.
func dateLine(line string) (time.Time, dateKind) {
	const most = 80
	if len(line) > most {
		return time.Time{}, dateNone
	}
	ws := words(line)
	for i := range ws {
		t, n := dateAt(ws[i:])
		if n == 0 {
			continue
		}
		for _, w := range ws[:i] {
			if !slices.Contains(dateIntro, w) && !isClock(w) {
				return time.Time{}, dateNone
			}
		}
		for _, w := range ws[i+n:] {
			if !slices.Contains(dateOutro, w) && !isClock(w) {
				return time.Time{}, dateNone
			}
		}
		if slices.Contains(ws[:i], "updated") || slices.Contains(ws[:i], "modified") {
			return t, dateUpdated
		}
		return t, datePublished
	}
	return time.Time{}, dateNone
}

// dateline reads the date in front of a first paragraph: "GENEVA, Jan. 4, 2024 (AP) — ...".
// It must have its year.
func dateline(paragraph string) (time.Time, bool) {
	const most = 80
	start := paragraph[:min(len(paragraph), most)]
	end := -1
	for _, dash := range []string{" — ", " – ", " -- ", " - ", "—"} {
		if i := strings.Index(start, dash); i >= 0 && (end < 0 || i < end) {
			end = i
		}
	}
	if end < 0 {
		return time.Time{}, false
	}
	place, _, _ := strings.Cut(start, ",")
	if place != strings.ToUpper(place) || len(place) < 3 {
		return time.Time{}, false
	}
	ws := words(start[:end])
	for i := range ws {
		if t, n := dateAt(ws[i:]); n > 0 {
			return t, true
		}
	}
	return time.Time{}, false
}

// dateAt reads a date at the start of words and says how many of them it took.
func dateAt(ws []string) (t time.Time, n int) {
	if len(ws) >= 1 {
		if t, ok := parseTime(ws[0]); ok {
			return t, 1
		}
	}
	if len(ws) < 3 {
		return time.Time{}, 0
	}
	month, day := months[ws[0]], ws[1]
	if month == 0 {
		month, day = months[ws[1]], ws[0]
	}
	for _, th := range []string{"st", "nd", "rd", "th"} {
		day = strings.TrimSuffix(day, th)
	}
	d, err1 := strconv.Atoi(day)
	y, err2 := strconv.Atoi(ws[2])
	if month == 0 || err1 != nil || err2 != nil || d < 1 || d > 31 || len(ws[2]) != 4 {
		return time.Time{}, 0
	}
	t = time.Date(y, month, d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || !plausible(t) {
		return time.Time{}, 0
	}
	return t, 3
}

// isClock says whether a word is a time of day: "10:15", "5pm", "16.30", "+0200".
func isClock(w string) bool {
	w = strings.TrimSuffix(strings.TrimSuffix(w, "am"), "pm")
	return w != "" && len(w) <= 8 && strings.Trim(w, "0123456789:.+") == ""
}

// timeLayouts are the ways in which pages, feeds and records write a time.
var timeLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
	"2006/01/02", "20060102", "20060102T150405Z", "20060102150405",
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 MST", time.RFC850, time.ANSIC, time.UnixDate,
}

// parseTime reads a time as machines write it and gives its day, at midnight UTC: the day
// that the publisher's own calendar shows, which "yesterday" in the article counts from.
func parseTime(s string) (time.Time, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) < len("20060102") || len(s) > 64 {
		return time.Time{}, false
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil && plausible(t) {
			return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), true
		}
	}
	return time.Time{}, false
}

// plausible keeps numbers that only look like dates from being read as such.
func plausible(t time.Time) bool { return t.Year() >= 1700 && t.Year() < 2200 }

// anyTime reads a time as machines or people write it.
func anyTime(s string) (time.Time, bool) {
	if t, ok := parseTime(s); ok {
		return t, true
	}
	t, kind := dateLine(s)
	return t, kind != dateNone
}
