package model

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"relata/loaders/nlp"
	"relata/loaders/nlp/ner"
	"relata/loaders/nlp/net"
	"relata/loaders/nlp/parse"
	"relata/loaders/nlp/tag"
	"relata/schema"
)

// readCoNLLU reads the syntactic words of a treebank.
func readCoNLLU(t testing.TB, path string) []nlp.Sentence {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []nlp.Sentence
	var sent nlp.Sentence
	last, tight := 0, false // the last word of the multiword token that is open, and whether no space follows it
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		line := sc.Text()
		cols := strings.Split(line, "\t")
		switch {
		case line == "":
			out = append(out, sent)
			sent, last = nlp.Sentence{}, 0
		case len(cols) == 10 && strings.Contains(cols[0], "-"):
			_, end, _ := strings.Cut(cols[0], "-")
			last, _ = strconv.Atoi(end)
			tight = strings.Contains(cols[9], "SpaceAfter=No")
		case len(cols) == 10 && !strings.Contains(cols[0], "."):
			head, err := strconv.Atoi(cols[6])
			if err != nil {
				t.Fatal(err)
			}
			n := len(sent.Tokens) + 1
			glued := n < last || n == last && tight || n > last && strings.Contains(cols[9], "SpaceAfter=No")
			sent.Tokens = append(sent.Tokens, nlp.Token{Form: cols[1], Glued: glued, UPOS: cols[3], XPOS: cols[4], Feats: strings.TrimPrefix(cols[5], "_"), Head: head - 1, Deprel: cols[7]})
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// analyse annotates a sentence as the reader does.
func analyse(m *net.Model, doc *nlp.Doc, i int, s *net.Scratch) {
	sent := &doc.Sentences[i]
	for first := 0; first < len(sent.Tokens); first += net.MaxTokens {
		out := m.Run(sent, first, s)
		tag.Annotate(sent, out)
		parse.Annotate(sent, out)
		ner.Annotate(doc, i, out)
	}
}

// analysed gives the annotated sample.
func analysed(t testing.TB, m *net.Model) *nlp.Doc {
	doc := sampleDoc()
	s := m.NewScratch()
	for i := range doc.Sentences {
		analyse(m, doc, i, s)
	}
	ner.Settle(doc)
	return doc
}

// The same text gives the same analysis with every kernel and in every goroutine.
func TestSameAnswersEverywhere(t *testing.T) {
	fast, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	slow, err := net.Portable(Bytes)
	if err != nil {
		t.Fatal(err)
	}
	want := analysed(t, slow)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := analysed(t, fast); !reflect.DeepEqual(got, want) {
				t.Error("the analyses differ")
			}
		})
	}
	wg.Wait()
}

// What any model worth shipping reads in plain news.
func TestReadsNews(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	doc := analysed(t, m)
	for i := range doc.Sentences {
		roots := 0
		for j, tok := range doc.Sentences[i].Tokens {
			if tok.UPOS == "" || tok.XPOS == "" || tok.Deprel == "" {
				t.Errorf("sentence %d, token %d is not annotated: %+v", i, j, tok)
			}
			if tok.Head == nlp.NoHead {
				roots++
			}
		}
		if roots != 1 {
			t.Errorf("sentence %d has %d roots", i, roots)
		}
	}
	found := map[string]bool{}
	for i := range doc.Mentions {
		me := &doc.Mentions[i]
		var words []string
		for _, tok := range doc.Sentences[me.Sentence].Tokens[me.First:me.Last] {
			words = append(words, tok.Form)
		}
		found[fmt.Sprint(me.Kind, " ", me.Type, " ", strings.Join(words, " "))] = true
		if me.Head < me.First || me.Head >= me.Last || me.Score <= 0 || me.Score > 1 {
			t.Errorf("odd mention %+v", me)
		}
	}
	for _, want := range []string{
		"0 Country Russia", "0 Country Iran", "0 Country Ukraine", "0 Country Norwegian", "0 Person Anna Lindqvist", "0 Organization University of Cape Town",
		"1 Group U.S. officials", "2 Person she", "3  Thursday", "3  2021", "3  next week", "4  about $ 3.2 billion", "5  At least 17",
	} {
		if !found[want] {
			t.Errorf("no mention %q", want)
		}
	}
	tok := doc.Sentences[0].Tokens
	if tok[0].Form != "Russia" || tok[0].Deprel != "nsubj" || tok[tok[0].Head].Form != "planning" || tok[2].XPOS != "VBG" {
		t.Errorf("Russia is %s of %s", tok[0].Deprel, tok[tok[0].Head].Form)
	}
}

func corpus(t testing.TB, name string) string {
	root := os.Getenv("RELATA_DATA")
	if root == "" {
		t.Skip("RELATA_DATA is not set")
	}
	return filepath.Join(root, name)
}

func base(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

// The recorded scores, see the card. With RELATA_SCORES the test writes what it measures
// there, by label, for train/card.py.
var floors = map[string]map[string]float64{
	"ud/ewt-dev.conllu":  {"uas": 88.41, "las": 85.59, "upos": 95.92, "xpos": 95.22, "feats": 95.4},
	"ud/ewt-test.conllu": {"uas": 88.7, "las": 86, "upos": 96.17, "xpos": 95.54, "feats": 95.85},
}

// tally counts right, found and there, by label.
type tally map[string]*[3]float64

func (t tally) add(got, want string, right bool) {
	for _, l := range []string{got, want} {
		if t[l] == nil {
			t[l] = new([3]float64)
		}
	}
	t[got][1]++
	t[want][2]++
	if right {
		t[want][0]++
	}
}

// f1 gives the F1 of every label, in per cent.
func (t tally) f1() map[string]float64 {
	out := map[string]float64{}
	for l, c := range t {
		out[l] = math.Round(20000*c[0]/(c[1]+c[2])) / 100
	}
	return out
}

// The embedded model keeps its scores: gold tokens, predicted tags, punctuation counted,
// relations without subtypes.
func TestScores(t *testing.T) {
	report := map[string]any{}
	for _, file := range slices.Sorted(maps.Keys(floors)) {
		gold := readCoNLLU(t, corpus(t, file))
		m, err := Load()
		if err != nil {
			t.Fatal(err)
		}
		s := m.NewScratch()
		right := map[string]float64{}
		upos, rels := tally{}, tally{}
		var n float64
		var took time.Duration
		for i := range gold {
			doc := &nlp.Doc{Sentences: []nlp.Sentence{{Tokens: make([]nlp.Token, len(gold[i].Tokens))}}}
			for j, tok := range gold[i].Tokens {
				doc.Sentences[0].Tokens[j] = nlp.Token{Form: tok.Form, Glued: tok.Glued}
			}
			begin := time.Now()
			analyse(m, doc, 0, s)
			took += time.Since(begin)
			for j, got := range doc.Sentences[0].Tokens {
				want := gold[i].Tokens[j]
				n++
				attached := got.Head == want.Head
				labelled := attached && base(got.Deprel) == base(want.Deprel)
				for name, ok := range map[string]bool{"uas": attached, "las": labelled, "upos": got.UPOS == want.UPOS, "xpos": got.XPOS == want.XPOS, "feats": got.Feats == want.Feats} {
					if ok {
						right[name]++
					}
				}
				upos.add(got.UPOS, want.UPOS, got.UPOS == want.UPOS)
				rels.add(base(got.Deprel), base(want.Deprel), labelled)
			}
		}
		scores := map[string]float64{}
		for name, floor := range floors[file] {
			scores[name] = math.Round(10000*right[name]/n) / 100
			if scores[name] < floor {
				t.Errorf("%s: %s %.2f, recorded %.2f", file, name, scores[name], floor)
			}
		}
		t.Logf("%s: %v; %.0f tokens/s", file, scores, n/took.Seconds())
		report[file] = map[string]any{"all": scores, "upos": upos.f1(), "las": rels.f1()}
	}
	record(t, "trees", report)
}

// record writes scores for the card.
func record(t *testing.T, name string, v any) {
	path := os.Getenv("RELATA_SCORES")
	if path == "" {
		return
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(path, name+".json"), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// The names of Universal NER (PER, ORG, LOC: countries and places), by exact span and type.
// It does not count the adjectives and nouns of peoples ("Russian"), which are countries
// for us.
func TestNames(t *testing.T) {
	const floor = 0.708
	docs, golds := readNames(t, corpus(t, "ner/uner-ewt-dev.iob2"))
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[schema.EntityType]string{schema.Person: "PER", schema.Organization: "ORG", schema.Country: "LOC", schema.Place: "LOC"}
	for _, settle := range []bool{false, true} {
		count := map[string]*[3]float64{"PER": {}, "ORG": {}, "LOC": {}} // right, found, there
		for d, doc := range docs {
			doc.Mentions = nil
			s := m.NewScratch()
			for i := range doc.Sentences {
				analyse(m, doc, i, s)
			}
			if settle {
				ner.Settle(doc)
			}
			for k := range golds[d] {
				if c := count[k.kind]; c != nil {
					c[2]++
				}
			}
			for _, me := range doc.Mentions {
				kind := kinds[me.Type]
				if me.Kind != nlp.Name || kind == "" || m.Listed(doc.Sentences[me.Sentence].Tokens[me.First:me.Last]) == "demonym" {
					continue
				}
				count[kind][1]++
				if golds[d][span{me.Sentence, me.First, me.Last, kind}] {
					count[kind][0]++
				}
			}
		}
		var all [3]float64
		scores := map[string]map[string]float64{}
		for _, kind := range []string{"PER", "ORG", "LOC"} {
			c := count[kind]
			t.Logf("settled %v: %s P %.3f R %.3f F %.3f", settle, kind, c[0]/c[1], c[0]/c[2], 2*c[0]/(c[1]+c[2]))
			scores[kind] = map[string]float64{"p": c[0] / c[1], "r": c[0] / c[2], "f": 2 * c[0] / (c[1] + c[2])}
			for k := range all {
				all[k] += c[k]
			}
		}
		scores["all"] = map[string]float64{"p": all[0] / all[1], "r": all[0] / all[2], "f": 2 * all[0] / (all[1] + all[2])}
		if settle {
			record(t, "names", scores)
		}
		f1 := 2 * all[0] / (all[1] + all[2])
		t.Logf("settled %v: all F %.3f", settle, f1)
		if f1 < floor {
			t.Errorf("F1 %.3f, recorded %.3f", f1, floor)
		}
	}
}

type span struct {
	sent, first, last int
	kind              string
}

// readNames reads documents and their names from IOB2 columns.
func readNames(t *testing.T, path string) (docs []*nlp.Doc, golds []map[span]bool) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fresh := true
	var open span
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := sc.Text()
		cols := strings.Split(line, "\t")
		if strings.HasPrefix(line, "# newdoc") {
			docs, golds = append(docs, new(nlp.Doc)), append(golds, map[span]bool{})
		}
		if len(cols) < 3 {
			fresh = true
			continue
		}
		doc, gold := docs[len(docs)-1], golds[len(golds)-1]
		if fresh {
			doc.Sentences = append(doc.Sentences, nlp.Sentence{})
			fresh = false
		}
		i := len(doc.Sentences) - 1
		sent := &doc.Sentences[i]
		n := len(sent.Tokens)
		sent.Tokens = append(sent.Tokens, nlp.Token{Form: cols[1]})
		prefix, kind, _ := strings.Cut(cols[2], "-")
		switch {
		case prefix == "B":
			open = span{i, n, n + 1, kind}
		case prefix == "I" && open.sent == i && open.last == n && open.kind == kind:
			delete(gold, open)
			open.last++
		default:
			continue
		}
		gold[open] = true
	}
	return docs, golds
}
