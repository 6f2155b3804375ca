package extract

import "time"

// Words for days as seen from the day on which they are spoken.
var seenFrom = wordSet("today tonight yesterday tomorrow this")

// spokenTimes counts the days of a quotation ("today", "this morning") from the day on which
// it was spoken, where the article tells that.
func (v *view) spokenTimes(s *sentence, ts []timex) {
	any := false
	for i := range ts {
		any = any || seenFrom[s.low[ts[i].first]] && v.quoted(s, ts[i].first)
	}
	if !any {
		return
	}
	spoken, ok := v.speechDay(s, ts)
	if !ok {
		return
	}
	again := timexes(s, spoken)
	for i := range ts {
		if seenFrom[s.low[ts[i].first]] && v.quoted(s, ts[i].first) {
			for _, t := range again {
				if t.first == ts[i].first {
					ts[i] = t
				}
			}
		}
	}
}

// speechDay is the day that a sentence tells outside its quotation, or that on which the
// report says what it tells of happened.
func (v *view) speechDay(s *sentence, ts []timex) (time.Time, bool) {
	value := ""
	for i := range ts {
		if !v.quoted(s, ts[i].first) && ts[i].after == nil && len(ts[i].value) == len(time.DateOnly) {
			if value != "" && value != ts[i].value {
				return time.Time{}, false
			}
			value = ts[i].value
		}
	}
	for d := 1; value == "" && d <= 3 && s.idx-d >= 0 && v.sents[s.idx-d].Paragraph == s.Paragraph; d++ {
		prev := &v.sents[s.idx-d]
		told := v.times(prev)
		for i := range told {
			if !v.quoted(prev, told[i].first) && told[i].after == nil && len(told[i].value) == len(time.DateOnly) {
				value = told[i].value
			}
		}
	}
	if value == "" && len(v.sents) > 1 {
		lead := &v.sents[0]
		if v.headline(lead) {
			lead = v.lead(lead)
		}
		if lead.idx < s.idx {
			value = v.rootDay(lead)
		}
	}
	day, err := time.Parse(time.DateOnly, value)
	if err != nil || day.After(v.published) || v.published.Sub(day) > longestEcho {
		return time.Time{}, false
	}
	return day, true
}

// longestEcho is how long after the day of a story its report appears.
const longestEcho = 7 * 24 * time.Hour
