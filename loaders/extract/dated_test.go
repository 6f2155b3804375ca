package extract

import "testing"

func TestSpanFrom(t *testing.T) {
	for _, c := range []struct {
		span        span
		value, want string
	}{
		{span{1, "day"}, "2024-02-28", "2024-02-29"},
		{span{-1, "day"}, "2024-03-01/2024-03-05", "2024-02-29"},
		{span{0, "month"}, "2023-10-07", "2023-10"},
		{span{1, "year"}, "2022-07", "2023"},
		{span{0, "week"}, "2024-03-14", "2024-03-11/2024-03-17"},
		{span{2, "week"}, "2024-03-14", "2024-03-25/2024-03-31"},
		{span{3, "month"}, "2023-11", "2024-02"},
		{span{0, "day"}, "2014", "2014"},
		{span{2, "day"}, "2014", ""},
		{span{}, "2024-03-14", ""},
		{span{1, "day"}, "", ""},
	} {
		if got := c.span.from(c.value); got != c.want {
			t.Errorf("%v from %q = %q, want %q", c.span, c.value, got, c.want)
		}
	}
}
