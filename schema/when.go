package schema

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Precision says how much of a date is known.
type Precision string

// The precisions of a When, widest first.
const (
	Interval Precision = "interval"
	Year     Precision = "year"
	Month    Precision = "month"
	Week     Precision = "week"
	Day      Precision = "day"
)

// When is the time of an event as far as it is known: all the days from Start up to but
// not including End, both at midnight UTC. The zero value is unknown.
type When struct {
	Start, End time.Time // zero where an interval is open on that side
	Precision  Precision
}

const openSide = ".."

// ParseWhen reads a date of ISO 8601, with the years 1000 to 9999:
//
//	2023  2023-09  2023-W38  2023-12-15         a year, a month, a week, a day
//	2008/2016  2014-03/2014-05-02               from the one to the other, both included
//	2014/..  ../2014                            since, until (ISO 8601-2)
//
// Times of day, ordinal days and the forms without hyphens are refused.
func ParseWhen(s string) (When, error) {
	from, to, interval := strings.Cut(s, "/")
	if !interval {
		return parseDate(s)
	}
	w := When{Precision: Interval}
	if from != openSide {
		a, err := parseDate(from)
		if err != nil {
			return When{}, err
		}
		w.Start = a.Start
	}
	if to != openSide {
		b, err := parseDate(to)
		if err != nil {
			return When{}, err
		}
		w.End = b.End
	}
	switch {
	case from == openSide && to == openSide:
		return When{}, fmt.Errorf("date %q: open on both sides", s)
	case from != openSide && to != openSide && !w.Start.Before(w.End):
		return When{}, fmt.Errorf("date %q: ends before it starts", s)
	}
	return w, nil
}

func parseDate(s string) (When, error) {
	bad := func() (When, error) {
		return When{}, fmt.Errorf("date %q: want YYYY, YYYY-MM, YYYY-Www, YYYY-MM-DD, or two of them with / between", s)
	}
	if len(s) < 4 || s[0] == '0' {
		return bad()
	}
	if len(s) == len("2023-W38") && s[4:6] == "-W" {
		return parseWeek(s)
	}
	var layout string
	var years, months, days int
	p := Day
	switch len(s) {
	case len("2023"):
		layout, p, years = "2006", Year, 1
	case len("2023-09"):
		layout, p, months = "2006-01", Month, 1
	case len("2023-12-15"):
		layout, days = time.DateOnly, 1
	default:
		return bad()
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return bad()
	}
	return When{t, t.AddDate(years, months, days), p}, nil
}

// parseWeek reads "2023-W38". Weeks start on Monday; the first is the one with 4 January.
func parseWeek(s string) (When, error) {
	var n int
	year, err := time.Parse("2006", s[:4])
	if d := s[6:]; d[0] >= '0' && d[0] <= '5' && d[1] >= '0' && d[1] <= '9' {
		n = int(d[0]-'0')*10 + int(d[1]-'0')
	}
	fourth := year.AddDate(0, 0, 3)
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7).AddDate(0, 0, 7*(n-1))
	if y, w := monday.ISOWeek(); err != nil || n == 0 || y != year.Year() || w != n {
		return When{}, fmt.Errorf("date %q: no such week", s)
	}
	return When{monday, monday.AddDate(0, 0, 7), Week}, nil
}

// On is the period of that precision, Interval aside, that a time lies in.
func On(t time.Time, p Precision) When {
	t = t.UTC()
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	switch p {
	case Year:
		start := time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
		return When{start, start.AddDate(1, 0, 0), Year}
	case Month:
		start := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
		return When{start, start.AddDate(0, 1, 0), Month}
	case Week:
		start := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		return When{start, start.AddDate(0, 0, 7), Week}
	}
	return When{day, day.AddDate(0, 0, 1), Day}
}

// IsZero says whether nothing is known.
func (w When) IsZero() bool { return w == When{} }

// String writes what ParseWhen reads; empty for the zero value. The sides of an interval
// are written as days.
func (w When) String() string {
	switch w.Precision {
	case "":
		return ""
	case Year:
		return w.Start.Format("2006")
	case Month:
		return w.Start.Format("2006-01")
	case Week:
		y, n := w.Start.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", y, n)
	case Interval:
		from, to := openSide, openSide
		if !w.Start.IsZero() {
			from = w.Start.Format(time.DateOnly)
		}
		if !w.End.IsZero() {
			to = w.End.AddDate(0, 0, -1).Format(time.DateOnly)
		}
		return from + "/" + to
	}
	return w.Start.Format(time.DateOnly)
}

// Contains says whether o lies wholly within w: September 2023 within 2023.
func (w When) Contains(o When) bool {
	if w.IsZero() || o.IsZero() {
		return false
	}
	starts := w.Start.IsZero() || !o.Start.IsZero() && !o.Start.Before(w.Start)
	ends := w.End.IsZero() || !o.End.IsZero() && !o.End.After(w.End)
	return starts && ends
}

// Overlaps says whether w and o have a day in common.
func (w When) Overlaps(o When) bool {
	if w.IsZero() || o.IsZero() {
		return false
	}
	return (w.Start.IsZero() || o.End.IsZero() || w.Start.Before(o.End)) &&
		(o.Start.IsZero() || w.End.IsZero() || o.Start.Before(w.End))
}

// Compare orders by start, then the wider period first: 2023, 2023-01, 2023-01-01. What
// is open at its start comes before all that isn't; the unknown comes last.
func (w When) Compare(o When) int {
	if w.IsZero() || o.IsZero() {
		return boolCompare(w.IsZero(), o.IsZero())
	}
	return cmp.Or(w.Start.Compare(o.Start), boolCompare(!w.End.IsZero(), !o.End.IsZero()), o.End.Compare(w.End))
}

// boolCompare puts false before true.
func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
