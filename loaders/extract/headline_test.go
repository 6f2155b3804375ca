package extract

import (
	"testing"
	"time"

	"relata/schema"
)

// A title is dated by the report below it, also where a year stands in the title or the event
// is told by another word; what somebody says in it is not.
func TestHeadlineHasTheDayOfTheReport(t *testing.T) {
	const report = `

Peru Peru NNP 2 nsubj Country:1
invaded invade VBD 0 root
Chile Chile NNP 2 obj Country:1
on on IN 5 case
Monday Monday NNP 2 obl
. . . 2 punct
`
	for _, c := range []struct{ name, title, want string }{
		{"same word", `Peru Peru NNP 2 nsubj Country:1
invades invade VBZ 0 root
Chile Chile NNP 2 obj Country:1`, "2021-03-08"},
		{"a year before a noun", `Peru Peru NNP 2 nsubj Country:1
invades invade VBZ 0 root
Chile Chile NNP 2 obj Country:1
in in IN 6 case
2021 2021 CD 6 nummod
war war NN 2 obl`, "2021-03-08"},
		{"same subject, other word", `Peru Peru NNP 2 nsubj Country:1
attacks attack VBZ 0 root
Chile Chile NNP 2 obj Country:1`, "2021-03-08"},
		{"what another says", `Bolivia Bolivia NNP 2 nsubj Country:1
admits admit VBZ 0 root
Peru Peru NNP 4 nsubj Country:1
attacked attack VBD 2 ccomp
Chile Chile NNP 4 obj Country:1`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ann := readTrees(t, c.title+report)
			for i := range ann.Sentences {
				ann.Sentences[i].Paragraph = i
			}
			doc := &schema.Document{Text: ann.Text, Published: time.Date(2021, 3, 10, 0, 0, 0, 0, time.UTC)}
			doc.Seal()
			x, err := New(Options{})
			if err != nil {
				t.Fatal(err)
			}
			r := x.FromDoc(doc, ann)
			found := false
			for i := range r.Claims {
				claim := &r.Claims[i]
				if claim.Evidence.Sentence == 0 && claim.Object.ID() == "Chile" && claim.Subject.ID() == "Peru" {
					found = true
					if claim.When != c.want {
						t.Errorf("%s: when %q, want %q", claim.Predicate, claim.When, c.want)
					}
				}
			}
			if !found {
				t.Errorf("no claim in the title: %+v", r.Claims)
			}
		})
	}
}
