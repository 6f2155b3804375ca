package extract

import "testing"

func TestSpanFrom(t *testing.T) {
	for _, c := range []struct {
		span        span
		value, want string
	}{
		{span{n: 1, unit: "day"}, "2024-02-28", "2024-02-29"},
		{span{n: -1, unit: "day"}, "2024-03-01/2024-03-05", "2024-02-29"},
		{span{n: 0, unit: "month"}, "2023-10-07", "2023-10"},
		{span{n: 1, unit: "year"}, "2022-07", "2023"},
		{span{n: 0, unit: "week"}, "2024-03-14", "2024-03-11/2024-03-17"},
		{span{n: 2, unit: "week"}, "2024-03-14", "2024-03-25/2024-03-31"},
		{span{n: 3, unit: "month"}, "2023-11", "2024-02"},
		{span{n: 0, unit: "day"}, "2014", "2014"},
		{span{n: 2, unit: "day"}, "2014", ""},
		{span{}, "2024-03-14", ""},
		{span{n: 1, unit: "day"}, "", ""},
	} {
		if got := c.span.counted(c.value); got != c.want {
			t.Errorf("%v from %q = %q, want %q", c.span, c.value, got, c.want)
		}
	}
}
