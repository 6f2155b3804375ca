package eval

import (
	"context"
	"testing"
	"time"

	"relata/schema"
)

// TestDaysOfTheStory reads articles of several paragraphs that tell a day once. Published on
// 2024-03-14, a Thursday.
func TestDaysOfTheStory(t *testing.T) {
	x := newExtractor(t, false)
	for _, c := range []struct{ name, text, subject, predicate, object, want string }{
		{"an event of one day, told again", "Fire in Peru\n\nA fire on Tuesday destroyed 200 stalls in Lima.\n\nThe fire in Surco Market broke out at around 3:30am.",
			"fire", "located-in", "Surco Market", "2024-03-12"},
		{"a deed that a later paragraph tells", "Attack in Lima\n\nA bomb killed Olof Palme in Lima on Tuesday.\n\nThe Lima Police arrested Golda Meir.",
			"Lima Police", "arrests", "Golda Meir", "2024-03-12"},
		{"another time told between", "Attack in Lima\n\nA bomb killed Olof Palme in Lima on Tuesday.\n\nGolda Meir visited Chile in May.\n\nIt was quiet.\n\nThe Lima Police arrested Golda Meir.",
			"Lima Police", "arrests", "Golda Meir", ""},
		{"what was said, on no day", "Attack in Lima\n\nA bomb killed Olof Palme in Lima on Tuesday.\n\nGolda Meir praised Olof Palme.",
			"Golda Meir", "supports", "Olof Palme", ""},
		{"a story of long ago", "Attack in Lima\n\nA bomb killed Olof Palme in Lima on 3 May 1971.\n\nThe Lima Police arrested Golda Meir.",
			"Lima Police", "arrests", "Golda Meir", ""},
		{"the year in an event's name", "Sport\n\nOlof Palme took part in the 2016 Summer Olympics.",
			"Olof Palme", "participates-in", "2016 Summer Olympics", "2016"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := &schema.Document{Text: c.text, Published: time.Date(2024, 3, 14, 0, 0, 0, 0, time.UTC)}
			reading, err := x.Extract(context.Background(), doc)
			if err != nil {
				t.Fatal(err)
			}
			for i := range reading.Claims {
				claim := &reading.Claims[i]
				if claim.Subject.Entity.Name == c.subject && claim.Predicate == c.predicate && claim.Object.Entity.Name == c.object {
					if claim.When != c.want {
						t.Errorf("on %q, want %q", claim.When, c.want)
					}
					return
				}
			}
			for i := range reading.Claims {
				t.Log(reading.Claims[i].Subject.Entity.Name, reading.Claims[i].Predicate, reading.Claims[i].Object.Entity.Name)
			}
			t.Error("no such claim")
		})
	}
}
