package eval

import (
	"strings"
	"testing"
	"time"

	"relata/schema"
)

// A paragraph of what the rules look elsewhere in the text for: events without a day, deeds
// told on, votes, statements, "there", police, titles of works, models, platforms.
const lookedFor = `A coach overturned in Cusco on Monday. The accident killed nine people. Protesters marched in Lima.
Presidential nominee Olof Palme is running for president in the presidential election. Police said he attacked a store there.
President Palme spoke at the rally. "We condemn it," the ministry said. The statement also said the accident was the work of Peru.
Workers attacked the inquiry in Lima, where riots had broken out. The film "Ordet" opened in Oslo, a Boeing 747 crashed,
and Navy Capt. Jane Austen defeated Golda Meir in the race, she wrote in a Facebook post.

`

// TestCostIsLinear reads a text and one eight times as long in one run: the longer may cost
// twice as much a word, where a rule that searches the whole text for each word costs eight times.
func TestCostIsLinear(t *testing.T) {
	x := newExtractor(t, false)
	cost := func(times int) time.Duration {
		doc := &schema.Document{Text: strings.Repeat(lookedFor, times), Published: time.Date(2024, 3, 14, 0, 0, 0, 0, time.UTC)}
		least := time.Duration(0)
		for range 3 {
			start := time.Now()
			if _, err := x.Extract(t.Context(), doc); err != nil {
				t.Fatal(err)
			}
			if d := time.Since(start); least == 0 || d < least {
				least = d
			}
		}
		return least
	}
	short, long := cost(40), cost(320)
	t.Logf("%v for one, %v for eight times as much", short, long)
	if long > 16*short {
		t.Errorf("eight times the text costs %.1f times as much", float64(long)/float64(short))
	}
}
