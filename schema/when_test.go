package schema

import (
	"slices"
	"testing"
	"time"
)

func mustWhen(t *testing.T, s string) When {
	t.Helper()
	w, err := ParseWhen(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestParseWhen(t *testing.T) {
	for s, want := range map[string]struct {
		start, end string
		p          Precision
	}{
		"2023":                  {"2023-01-01", "2024-01-01", Year},
		"2024-02":               {"2024-02-01", "2024-03-01", Month},
		"2023-12-31":            {"2023-12-31", "2024-01-01", Day},
		"2023-W05":              {"2023-01-30", "2023-02-06", Week},
		"2020-W53":              {"2020-12-28", "2021-01-04", Week},
		"2008/2016":             {"2008-01-01", "2017-01-01", Interval},
		"2014-03-31/2014-03-31": {"2014-03-31", "2014-04-01", Interval},
		"2014/..":               {"2014-01-01", "", Interval},
		"../2014-03":            {"", "2014-04-01", Interval},
	} {
		w := mustWhen(t, s)
		day := func(t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return t.Format(time.DateOnly)
		}
		if day(w.Start) != want.start || day(w.End) != want.end || w.Precision != want.p {
			t.Errorf("%s: got %+v", s, w)
		}
	}
	for _, s := range []string{"", "23", "0000", "0999", "+2023", "20231215", "2023-13", "2023-02-29", "2023-9", "2023-W00", "2021-W53", "2023-W5", "2023-Wxx", "2023-W38-1",
		"2023-12-15T08:00Z", "2023/", "/2023", "../..", "2016/2008", "2014/2015/2016", "2023-12-15 ", "２０２３", "spring"} {
		if w, err := ParseWhen(s); err == nil {
			t.Errorf("%q: got %+v", s, w)
		}
	}
}

func TestWhenString(t *testing.T) {
	for s, want := range map[string]string{"2023": "2023", "2023-09": "2023-09", "2023-W05": "2023-W05", "2023-12-15": "2023-12-15", "2008/2016": "2008-01-01/2016-12-31", "2014/..": "2014-01-01/..", "../2014-03": "../2014-03-31"} {
		if got := mustWhen(t, s).String(); got != want {
			t.Errorf("%s: got %s, want %s", s, got, want)
		}
	}
	if got := (When{}).String(); got != "" {
		t.Errorf("the unknown: got %q", got)
	}
}

func TestOn(t *testing.T) {
	at := time.Date(2024, 1, 1, 1, 30, 0, 0, time.FixedZone("", 2*3600)) // still 2023 in UTC
	for p, want := range map[Precision]string{Year: "2023", Month: "2023-12", Week: "2023-W52", Day: "2023-12-31"} {
		if got := On(at, p); got.String() != want || got != mustWhen(t, want) {
			t.Errorf("%s: got %s, want %s", p, got, want)
		}
	}
}

func TestWhenOrder(t *testing.T) {
	// 2014-W01 starts on 30 December 2013.
	want := []string{"../2014", "2008/2016", "2014-W01", "2014/..", "2014", "2014-01", "2014-01-01", "2014-02", "2015", ""}
	var whens []When
	for _, s := range want {
		if s == "" {
			whens = append(whens, When{})
		} else {
			whens = append(whens, mustWhen(t, s))
		}
	}
	slices.Reverse(whens)
	slices.SortFunc(whens, When.Compare)
	for i, w := range whens {
		expect := When{}
		if want[i] != "" {
			expect = mustWhen(t, want[i])
		}
		if w != expect {
			t.Errorf("place %d: got %s, want %s", i, w, want[i])
		}
	}
}

func TestWhenContainsAndOverlaps(t *testing.T) {
	for _, c := range []struct {
		a, b               string
		contains, overlaps bool
	}{
		{"2023", "2023-09", true, true}, {"2023-09", "2023", false, true}, {"2023-09", "2023-10", false, false},
		{"2023", "2023", true, true}, {"2014/..", "2023", true, true}, {"../2014", "2023", false, false},
		{"../2014", "2014/..", false, true}, {"2014/..", "../2014", false, true}, {"2008/2016", "2016-12-31", true, true},
	} {
		a, b := mustWhen(t, c.a), mustWhen(t, c.b)
		if got := a.Contains(b); got != c.contains {
			t.Errorf("%s contains %s: got %v", a, b, got)
		}
		if got := a.Overlaps(b); got != c.overlaps {
			t.Errorf("%s overlaps %s: got %v", a, b, got)
		}
	}
	if (When{}).Overlaps(mustWhen(t, "2014")) || mustWhen(t, "2014").Contains(When{}) {
		t.Error("the unknown overlaps something")
	}
}

func FuzzParseWhen(f *testing.F) {
	for _, s := range []string{"2023", "2023-09", "2023-W05", "2023-12-15", "2008/2016", "2014/..", "../2014", "9999-12-31", "1000-W01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := ParseWhen(s)
		if err != nil {
			return
		}
		back, err := ParseWhen(w.String())
		if err != nil || back != w {
			t.Errorf("%q gives %s, which gives %s, %v", s, w, back, err)
		}
		if !w.Contains(w) || !w.Overlaps(w) || w.Compare(w) != 0 {
			t.Errorf("%q: %s isn't itself", s, w)
		}
	})
}
