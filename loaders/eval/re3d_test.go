package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"relata/schema"
)

// predicatesOf are the predicates that can express a relation of re3d; the types of
// attributes, synonyms and apartness have none.
var predicatesOf = map[string][]string{
	"CoLocated":       {"located-in", "deploys-to", "visited"},
	"BelongsTo":       {"part-of", "member-of", "works-for", "owns", "citizen-of"},
	"InChargeOf":      {"leads", "owns", "invades"},
	"FightingAgainst": {"fights", "attacks", "invades", "kills", "defeats"},
	"AlliesOf":        {"allied-with", "cooperates-with", "supports", "aids"},
	"CommWith":        {"met", "negotiates-with", "cooperates-with", "aids", "urges", "agrees-with"},
	"Likes":           {"supports", "aids"},
	"Dislikes":        {"opposes", "criticizes", "accuses"},
}

type re3dRelation struct {
	Type, DocumentID                               string
	SourceBegin, SourceEnd, TargetBegin, TargetEnd int
}

// TestRelationsOfRe3d reads the press releases of the UK Government and CENTCOM end to end. A
// claim is right if both its arguments overlap those of a relation whose type its
// predicate can express.
func TestRelationsOfRe3d(t *testing.T) {
	root := os.Getenv("RELATA_DATA")
	if root == "" {
		t.Skip("needs RELATA_DATA, the folder of the corpora")
	}
	x := newExtractor(t, false)
	right, wrong, missed := 0, 0, 0
	for _, part := range []string{"uk-government", "centcom"} {
		gold := map[string][]re3dRelation{}
		lines(t, filepath.Join(root, "re3d", part, "relations.jsonl"), func(data []byte) {
			var r re3dRelation
			if err := json.Unmarshal(data, &r); err != nil {
				t.Fatal(err)
			}
			if predicatesOf[r.Type] != nil {
				gold[r.DocumentID] = append(gold[r.DocumentID], r)
			}
		})
		lines(t, filepath.Join(root, "re3d", part, "documents.jsonl"), func(data []byte) {
			var d struct {
				ID   string `json:"_id"`
				Text string
			}
			if err := json.Unmarshal(data, &d); err != nil {
				t.Fatal(err)
			}
			reading, err := x.Extract(context.Background(), &schema.Document{Text: d.Text})
			if err != nil {
				t.Fatal(err)
			}
			hit := make([]bool, len(gold[d.ID]))
			for i := range reading.Claims {
				c := &reading.Claims[i]
				able, ok := false, false
				for k, r := range gold[d.ID] {
					for _, p := range predicatesOf[r.Type] {
						if p != c.Predicate {
							continue
						}
						a, b := runes(d.Text, c.Subject.Span), runes(d.Text, c.Object.Span)
						src, tgt := [2]int{r.SourceBegin, r.SourceEnd}, [2]int{r.TargetBegin, r.TargetEnd}
						if overlap(a, src) && overlap(b, tgt) || overlap(a, tgt) && overlap(b, src) {
							hit[k], ok = true, true
						}
					}
				}
				for _, ps := range predicatesOf {
					for _, p := range ps {
						able = able || p == c.Predicate
					}
				}
				if able && !ok {
					wrong++
				}
			}
			for _, h := range hit {
				if h {
					right++
				} else {
					missed++
				}
			}
		})
	}
	p, r, f := PRF(right, wrong, missed)
	t.Logf("re3d: P %.3f R %.3f F1 %.3f of %d", p, r, f, right+missed)
	if f < re3dFloor {
		t.Errorf("re3d: F1 %.3f is below its floor %.3f", f, re3dFloor)
	}
}

const re3dFloor = 0.255

func lines(t *testing.T, path string, each func([]byte)) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the corpus re3d is not in RELATA_DATA: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		each(sc.Bytes())
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
}

// runes turns a span of bytes into one of characters, as re3d counts.
func runes(text string, s schema.Span) [2]int {
	a := len([]rune(text[:s.Start]))
	return [2]int{a, a + len([]rune(text[s.Start:s.End]))}
}

func overlap(a, b [2]int) bool { return a[0] < b[1] && b[0] < a[1] }
