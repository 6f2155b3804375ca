package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relata/loaders"
	"relata/loaders/extract"
	"relata/schema"
)

// below is how far a floor of extraction lies below the recorded score, in points: few
// articles make it noisy, and a new model moves it.
const below = 3.0

// newExtractor reads with the embedded model.
func newExtractor(t *testing.T, open bool) *extract.Extractor {
	a, err := loaders.NewAnalyser(loaders.AnalyserOptions{AnyLanguage: true})
	if err != nil {
		t.Fatal(err)
	}
	x, err := extract.New(extract.Options{Analyser: a, Open: open})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestExtractionStaysAboveTheFloor reads the development articles, the sentences of CaRB and
// the events of PLOVER end to end.
func TestExtractionStaysAboveTheFloor(t *testing.T) {
	root := os.Getenv("RELATA_DATA")
	if root == "" {
		t.Skip("needs RELATA_DATA, the folder of the corpora")
	}
	got := &Table{Model: "news-en", Confusions: map[string][]Confusion{}}
	add := func(corpus, measure string, score float64, of int) {
		got.Rows = append(got.Rows, Row{Corpus: corpus, Input: "raw text", Measure: measure, Score: 100 * score, Floor: 100*score - below, Of: of})
	}
	counts := articles(t, filepath.Join(root, "..", "gold", "dev"))
	p, r, f := counts.Claims()
	add("gold/dev", "claims: precision", p, counts.Right+counts.Wrong)
	add("gold/dev", "claims: recall", r, counts.Right+counts.Missed)
	add("gold/dev", "claims: F1", f, counts.Right+counts.Missed)
	_, _, pf := counts.Pairs()
	add("gold/dev", "pairs: F1", pf, counts.PairRight+counts.PairMissed)
	share := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
	add("gold/dev", "status", share(counts.Status, counts.Matched), counts.Matched)
	add("gold/dev", "source", share(counts.Source, counts.Sourced), counts.Sourced)
	add("gold/dev", "date", share(counts.When, counts.Dated), counts.Dated)
	open, n := carb(t, filepath.Join(root, "oie"))
	add("carb-dev", "open triples: best F1", open.F1, n)
	add("carb-dev", "open triples: AUC", open.AUC, n)
	pairs, events, both := plover(t, filepath.Join(root, "events", "plover-gsr-dev.jsonl"))
	add("plover-gsr-dev", "actor pairs: F1", pairs.f1(), pairs.right+pairs.missed)
	add("plover-gsr-dev", "event classes: F1", events.f1(), events.right+events.missed)
	add("plover-gsr-dev", "pairs with class: F1", both.f1(), both.right+both.missed)
	const recorded = "results/extraction.json"
	if *update {
		if data, err := os.ReadFile(recorded); err == nil { // a floor only rises
			old, err := ReadTable(data)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got.Rows {
				for _, o := range old.Rows {
					if r := &got.Rows[i]; o.Corpus == r.Corpus && o.Measure == r.Measure && o.Floor < r.Score {
						r.Floor = max(r.Floor, o.Floor)
					}
				}
			}
		}
		data, err := got.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(recorded, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("results/extraction.md", []byte(extractionPage(got, counts)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	want, err := ReadTable(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range got.Below(want) {
		t.Error(line)
	}
}

func articles(t *testing.T, dir string) *ClaimCounts {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("no gold articles in ", dir)
	}
	x := newExtractor(t, false)
	counts := &ClaimCounts{}
	for _, path := range files {
		gold, err := ReadGoldArticle(path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(dir, gold.Article))
		if err != nil {
			t.Fatal(err)
		}
		doc := &schema.Document{Text: string(text)}
		if gold.Published != "" {
			if doc.Published, err = time.Parse(time.DateOnly, gold.Published); err != nil {
				t.Fatal(err)
			}
		}
		doc.Seal()
		reading, err := x.Extract(context.Background(), doc)
		if err != nil {
			t.Fatal(err)
		}
		counts.Add(schema.Default(), gold, reading.Claims)
	}
	return counts
}

func carb(t *testing.T, dir string) (OpenScore, int) {
	data, err := os.ReadFile(filepath.Join(dir, "carb-dev-gold.tsv"))
	if err != nil {
		t.Skip(err)
	}
	key := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r == ' ' || strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", r) {
				return -1
			}
			return r
		}, s)
	}
	gold := map[string][]OpenTuple{}
	n := 0
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) < 3 {
			continue
		}
		tuple := OpenTuple{Rel: strings.TrimSpace(f[1])}
		for _, a := range f[2:] {
			if a = strings.TrimSpace(a); a != "" {
				tuple.Args = append(tuple.Args, a)
			}
		}
		gold[key(f[0])] = append(gold[key(f[0])], tuple)
		n++
	}
	sentences, err := os.ReadFile(filepath.Join(dir, "carb-dev.txt"))
	if err != nil {
		t.Skip(err)
	}
	x := newExtractor(t, true)
	system := map[string][]OpenTuple{}
	for line := range strings.Lines(string(sentences)) {
		line = strings.TrimSpace(line)
		reading, err := x.Extract(context.Background(), &schema.Document{Text: line})
		if err != nil {
			t.Fatal(err)
		}
		for _, tr := range reading.Triples {
			system[key(line)] = append(system[key(line)], OpenTuple{tr.Confidence, tr.Rel, append([]string{tr.Arg1}, tr.Args...)})
		}
	}
	return OpenScores(gold, system), n
}

type counted struct{ right, wrong, missed int }

func (c counted) f1() float64 {
	_, _, f := PRF(c.right, c.wrong, c.missed)
	return f
}

func compare[T comparable](c *counted, gold, system map[T]bool) {
	for k := range system {
		if gold[k] {
			c.right++
		} else {
			c.wrong++
		}
	}
	for k := range gold {
		if !system[k] {
			c.missed++
		}
	}
}

// The corpus has classes of an older PLOVER, and some codes that are not ISO 3166-1.
var (
	newerClass = map[string]string{"CONCEDE": "YIELD", "RETREAT": "YIELD", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "FIGHT": "ASSAULT", "INVESTIGATE": "ACCUSE"}
	isoCode    = map[string]string{"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
)

func plover(t *testing.T, path string) (pairs, events, both counted) {
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	x := newExtractor(t, false)
	type actor struct{ Code string }
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var row struct {
			Text, Date string
			Gold       []struct {
				Source, Target *actor
				Code           string
			}
		}
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		gp, ge, gb := map[[2]string]bool{}, map[string]bool{}, map[[3]string]bool{}
		code := func(a *actor) string {
			if a == nil {
				return ""
			}
			if c := isoCode[a.Code]; c != "" {
				return c
			}
			return a.Code
		}
		for _, g := range row.Gold {
			class := g.Code
			if c := newerClass[class]; c != "" {
				class = c
			}
			ge[class] = true
			if a, b := code(g.Source), code(g.Target); a != "" && b != "" {
				gp[[2]string{a, b}] = true
				gb[[3]string{a, b, class}] = true
			}
		}
		doc := &schema.Document{Text: row.Text}
		doc.Published, _ = time.Parse(time.DateOnly, row.Date)
		reading, err := x.Extract(context.Background(), doc)
		if err != nil {
			t.Fatal(err)
		}
		sp, se, sb := map[[2]string]bool{}, map[string]bool{}, map[[3]string]bool{}
		for i := range reading.Claims {
			c := &reading.Claims[i]
			if c.Event == "" {
				continue
			}
			se[c.Event] = true
			a, b := c.Subject.Entity.Country, c.Object.Entity.Country
			if a == "" || b == "" {
				continue
			}
			sp[[2]string{a, b}], sb[[3]string{a, b, c.Event}] = true, true
			if p := schema.Default().Predicate(c.Predicate); p != nil && p.Symmetric {
				sp[[2]string{b, a}], sb[[3]string{b, a, c.Event}] = true, true
			}
		}
		compare(&pairs, gp, sp)
		compare(&events, ge, se)
		compare(&both, gb, sb)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return pairs, events, both
}

func extractionPage(got *Table, counts *ClaimCounts) string {
	var b strings.Builder
	b.WriteString("# What extraction reaches\n\nEnd to end from raw text with the embedded model, on development data: rules and tables were\nwritten with these in sight, so other articles give less. In percent; a test fails below the floor.\n\n")
	b.WriteString("| corpus | measure | score | floor | of |\n| --- | --- | ---: | ---: | ---: |\n")
	for _, r := range got.Rows {
		fmt.Fprintf(&b, "| %s | %s | %.1f | %.1f | %d |\n", r.Corpus, r.Measure, r.Score, r.Floor, r.Of)
	}
	b.WriteString("\n## Reliability of confidence\n\nClaims of the development articles by their confidence, and the share that gold has (required or\noptional).\n\n| confidence | claims | mean | right |\n| --- | ---: | ---: | ---: |\n")
	for _, bin := range Reliability(counts.Judgements) {
		fmt.Fprintf(&b, "| %.1f to %.1f | %d | %.2f | %.2f |\n", bin.From, bin.To, bin.Claims, bin.Mean, bin.Right)
	}
	b.WriteString(calibration)
	return b.String()
}

// calibration says how the weights of the confidence were found.
const calibration = `
The weights of the confidence are those of a logistic regression (L2 of 10, towards the weights before) on 694
claims that were judged against 69 annotated articles which no rule was written with. Many rules later they still hold,
on 884 claims of 80 such articles: Brier score 0.153 (0.166 for the base rate alone), expected calibration error 0.027;
weights fitted anew to these did no better over articles held apart, and were left.

| held apart: confidence | claims | mean | right |
| --- | ---: | ---: | ---: |
| 0.2 to 0.4 | 12 | 0.31 | 0.25 |
| 0.4 to 0.5 | 23 | 0.46 | 0.52 |
| 0.5 to 0.6 | 49 | 0.55 | 0.59 |
| 0.6 to 0.7 | 96 | 0.66 | 0.66 |
| 0.7 to 0.8 | 158 | 0.75 | 0.77 |
| 0.8 to 0.9 | 381 | 0.86 | 0.83 |
| 0.9 to 1.0 | 164 | 0.91 | 0.93 |

## Articles by how they were used

Whole articles, annotated by readers who had seen no output, scored as the development articles are. What stands above
the line of dashes was read for what is missed and what is wrong; what stands below it never was, in all the time that
rules were written. The readers of Wikinews, but for some of the 21, put down much more as certain than those of the
development articles. The 12 short texts were written in the manner of news agencies by their annotator. "Before" is F1
when the article first met the rules.

| articles | claims | precision | recall | F1 | before | pairs F1 | status | source | date |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 10 development articles | 150 | 92.2 | 70.7 | 80.0 | | 81.4 | 128/132 | 11/13 | 21/23 |
| 120 of Wikinews | 2052 | 88.1 | 44.0 | 58.7 | 37.3 | 61.2 | 997/1019 | 47/56 | 191/238 |
| 61 more of Wikinews | 1648 | 76.7 | 40.8 | 53.3 | 44.1 | 57.1 | 807/828 | 35/41 | 166/251 |
| 37 government releases | 391 75.4 | 48.6 | 59.1 | 39.7 | 63.2 | 271/279 | 51/55 | 0/0 |
| - | | | | | | | | | |
| 48 of Wikinews | 867 | 76.3 | 29.8 | 42.8 | 32.6 | 46.7 | 280/290 | 10/11 | 61/79 |
| 21 of agencies, states and Wikinews | 375 | 71.4 | 48.5 | 57.8 | 53.1 | 64.4 | 227/238 | 12/21 | 38/66 |
| 11 government releases | 154 | 75.8 | 46.8 | 57.8 | 41.3 | 61.6 | 87/91 | 16/18 | 0/2 |
| 12 short texts | 165 | 70.4 | 53.3 | 60.7 | 60.3 | 67.1 | 102/107 | 1/5 | 27/37 |

## Constructions

Sentences as agencies word them, by predicate and construction (testdata/constructions.txt), a text each; those
held apart were scored and never read while rules were written. TestConstructionsStayAboveTheFloor holds floors.

| texts | claims | precision | recall | F1 | before | status | source | date |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| written to | 363 | 84.8 | 83.2 | 84.0 | 69.7 | 356/363 | 22/25 | 61/62 |
| held apart | 88 | 82.7 | 76.1 | 79.3 | 73.0 | 81/83 | 3/6 | 15/16 |

## Coreference

GUM dev, singletons left out, mentions whole noun phrases and matched exactly. TestCorefOnGUM holds floors.

| given | MUC | B3 | CEAFe | CoNLL average | floor |
| --- | ---: | ---: | ---: | ---: | ---: |
| trees, runs of proper nouns as names | 65.6 | 51.3 | 45.6 | 54.2 | 52 |
| tokens | 64.5 | 50.5 | 45.0 | 53.3 | 51 |

## Relations of re3d

UK Government and CENTCOM documents (579 relations of eight types), end to end, a claim right if both its arguments
overlap those of a relation whose type its predicate can express (TestRelationsOfRe3d): precision 29, recall 25, F1 27. Much of what
counts as wrong is said by the text and not annotated; much of what is missed ties weapons, vehicles and pronouns.
`

func TestClaimCounts(t *testing.T) {
	ent := func(name string, typ schema.EntityType) *schema.Entity {
		return &schema.Entity{ID: name, Name: name, Type: typ}
	}
	gold := &GoldArticle{
		Entities: []GoldEntity{{Name: "Peru", Aliases: []string{"Lima"}}, {Name: "Chile"}, {Name: "Maria Lopez"}},
		Claims: []GoldClaim{
			{S: "Peru", P: "buys-from", O: "Chile", Status: "planned", When: "2021"},
			{S: "Maria Lopez", P: "leads", O: "Peru", Status: "actual"},
			{S: "Peru", P: "met", O: "Chile", Status: "actual", Optional: true},
		},
	}
	claim := func(s, p, o string, st schema.Status, when string) schema.Claim {
		return schema.Claim{Subject: schema.Argument{Entity: ent(s, schema.Country)}, Predicate: p, Object: schema.Argument{Entity: ent(o, schema.Country)}, Status: st, When: when}
	}
	var c ClaimCounts
	c.Add(schema.Default(), gold, []schema.Claim{
		claim("the Chile", "sells-to", "Lima", schema.Planned, "2021-03"), // the inverse, turned round
		claim("Chile", "met", "Peru", schema.Actual, ""),                  // symmetric and optional
		claim("Peru", "attacks", "Chile", schema.Actual, ""),              // wrong, though the pair is right
		claim("Peru", "open/like", "Chile", schema.Actual, ""),            // outside the ontology
	})
	if c.Right != 1 || c.Missed != 1 || c.Wrong != 1 || c.Matched != 2 || c.Status != 2 || c.Dated != 1 || c.When != 1 || c.PairWrong != 0 || c.PairRight != 1 {
		t.Fatalf("%+v", c)
	}
}

func TestOpenScores(t *testing.T) {
	gold := map[string][]OpenTuple{"s": {{Rel: "bought", Args: []string{"Peru", "two radars", "in 2020"}}, {Rel: "met", Args: []string{"Peru", "Chile"}}}}
	same := OpenScores(gold, map[string][]OpenTuple{"s": {{0.9, "bought", []string{"Peru", "two radars", "in 2020"}}, {0.8, "met", []string{"Peru", "Chile"}}}})
	if same.F1 < 0.999 || same.AUC < 0.999 {
		t.Fatalf("gold against itself: %+v", same)
	}
	// half of one tuple's words, at one threshold: precision 3/4, recall (3/6)/2
	half := OpenScores(gold, map[string][]OpenTuple{"s": {{0.9, "bought", []string{"Peru", "some radars"}}}})
	if half.Precision != 0.75 || half.Recall != 0.25 {
		t.Fatalf("%+v", half)
	}
}
