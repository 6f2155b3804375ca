package token

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"relata/loaders/nlp"
)

// show writes sentences as lines, tokens between spaces, multiword tokens joined by "+"
// and paragraphs by an empty line.
func show(doc *nlp.Doc) string {
	var b strings.Builder
	for i := range doc.Sentences {
		sent := &doc.Sentences[i]
		if i > 0 && sent.Paragraph != doc.Sentences[i-1].Paragraph {
			b.WriteString("\n")
		}
		multi := 0
		for j, tok := range sent.Tokens {
			if multi--; multi > 0 {
				b.WriteByte('+')
			} else if j > 0 {
				b.WriteByte(' ')
			}
			multi = max(multi, tok.Multi)
			b.WriteString(tok.Form)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"quotation of two sentences", "“We will not yield,” Gen. Ada Park said. “We can't.”",
			"“ We will not yield , ” Gen. Ada Park said .\n“ We ca+n't . ”\n"},
		{"a quotation that ends before a name in capitals", "The group will \"go on with attacks in Yemen.\" BBC's reporter was there.",
			"The group will \" go on with attacks in Yemen . \"\nBBC+'s reporter was there .\n"},
		{"the same in curly marks", "“We go on in Yemen.” NATO said no more.", "“ We go on in Yemen . ”\nNATO said no more .\n"},
		{"a quotation and its speaker", "\"We will not yield,\" he said. \"Stop.\" said the guard.", "\" We will not yield , \" he said .\n\" Stop . \" said the guard .\n"},
		{"a speaker behind a mark that would end the sentence", "\"Who is to pay?\" Palme asked. \"The talks are over.\" Golda Meir said, and left.",
			"\" Who is to pay ? \" Palme asked .\n\" The talks are over . \" Golda Meir said , and left .\n"},
		{"no speaker but a subject", "“We go on.” Palme said the talks were over. “Go.” Palme left.", "“ We go on . ”\nPalme said the talks were over .\n“ Go . ”\nPalme left .\n"},
		{"a quoted abbreviation", "He spoke of the \"U.S.\" Navy.", "He spoke of the \" U.S. \" Navy .\n"},
		{"titles", "Maj. Gen. Omar Said met Lt. Col. J. R. Lee of Acme Corp. in St. Louis.",
			"Maj. Gen. Omar Said met Lt. Col. J. R. Lee of Acme Corp. in St. Louis .\n"},
		{"country and possessive", "The U.S. and China’s leaders met. The U.N. didn’t object.",
			"The U.S. and China+’s leaders met .\nThe U.N. did+n’t object .\n"},
		{"hyphens", "Iran-backed groups fired 12 ballistic-missile launchers in mid-May.",
			"Iran - backed groups fired 12 ballistic - missile launchers in mid-May .\n"},
		{"dashes", "The plan — the third — failed. Two ministers—both new—left.",
			"The plan — the third — failed .\nTwo ministers — both new — left .\n"},
		{"money and share", "It paid $3.5 million, 20% more, on Jan. 3.",
			"It paid $ 3.5 million , 20 % more , on Jan. 3 .\n"},
		{"dateline", "KYIV, Sept. 11 (Reuters) - The ministry spoke.",
			"KYIV , Sept. 11 ( Reuters ) - The ministry spoke .\n"},
		{"headline and body", "Oil sites hit by drones\n\nOn Monday, two sites burned. Nobody died.",
			"Oil sites hit by drones\n\nOn Monday , two sites burned .\nNobody died .\n"},
		{"lines are paragraphs", "Photo: Ann Lee\nThe talks ended without a deal after eleven hours, said two people who were in the room and asked not to be named.\nNo comments:\nPost a comment",
			"Photo : Ann Lee\n\nThe talks ended without a deal after eleven hours , said two people who were in the room and asked not to be named .\n\nNo comments :\n\nPost a comment\n"},
		{"address", "Write to press@example.org or see https://example.org/a-b?c=d.",
			"Write to press@example.org or see https://example.org/a-b?c=d .\n"},
		{"contraction without apostrophe", "They cannot go, I dont know.", "They can+not go , I do+nt know .\n"},
		{"surname that looks like a contraction", "Officials met Im Jong Seok there.", "Officials met Im Jong Seok there .\n"},
		{"control characters separate", "One\x00two\u200bthree.", "One two three .\n"},
		{"empty", "", ""},
		{"white space only", " \n\t\u00a0\x00 ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Split(c.text)
			if got := show(doc); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			if err := check(doc); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWrappedText(t *testing.T) {
	const prose = "The minister said on Tuesday that the two sides had agreed on most of the points that had kept them apart since the spring, and that a text would be ready within days. Nobody at the embassy would say whether the ships had left port. The talks go on."
	var b strings.Builder
	width := 0
	for _, w := range strings.Fields(prose) {
		if width+len(w) > 60 {
			b.WriteByte('\n')
			width = 0
		} else if width > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
		width += len(w) + 1
	}
	wrapped := b.String() + "\nShort line.\n" + b.String()
	if n := strings.Count(wrapped, "\n"); n < 8 {
		t.Fatalf("the text has only %d breaks", n)
	}
	if got, want := show(Split(wrapped)), show(Split(prose+"\nShort line.\n"+prose)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLineBreaks(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a sentence goes on", "The ministers of the nine countries met in Oslo on Tuesday and\nagreed on nothing at all.\nThe talks, which had been planned for a year and had cost the hosts a great deal of money, had lasted two days and two nights.",
			"The ministers of the nine countries met in Oslo on Tuesday and agreed on nothing at all .\n\nThe talks"},
		{"a list of small words", "We need these things:\napples\npears\nand plums", "We need these things :\n\napples\n\npears\n\nand plums\n"},
		{"two wrapped lines", "He said that the ships had left the port in the morning and would\nNot Be Seen again, and that all of the men who were on board had\nbeen paid.",
			"He said that the ships had left the port in the morning and would Not Be Seen again"},
		{"headlines", "Minister says talks with the northern neighbour are over at last\nBank cuts rates for the first time in nine years after a long row\nStrike ends",
			"Minister says talks with the northern neighbour are over at last\n\nBank"},
	} {
		if got := show(Split(c.text)); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: got\n%s", c.name, got)
		}
	}
}

func TestGlued(t *testing.T) {
	toks := Split("He said “no”.").Sentences[0].Tokens
	var glued []string
	for _, tok := range toks {
		if tok.Glued {
			glued = append(glued, tok.Form)
		}
		if tok.Head != nlp.NoHead {
			t.Errorf("%q has a head before it was parsed", tok.Form)
		}
	}
	if want := []string{"“", "no", "”"}; !slices.Equal(glued, want) {
		t.Errorf("glued: %q, want %q", glued, want)
	}
}

func TestOddTexts(t *testing.T) {
	words := strings.Repeat("the ship sailed on and ", 20_000)
	for _, c := range []struct {
		name, text string
		sentences  int // at least
	}{
		{"100,000 words without a full stop", words, 100},
		{"a word of 1 MB", strings.Repeat("a", 1<<20), 1},
		{"marks of 1 MB", strings.Repeat("-'.", 1<<20/3), 1},
		{"contractions without end", strings.Repeat("'s", 1<<16), 1},
		{"NULs", strings.Repeat("a\x00", 1000), 1},
		{"not UTF-8", "abc\xff\xfe def\xc3(.", 1},
		{"right to left", "قال الوزير إن السفينة غادرت. ثم عادت.", 1},
		{"emoji", "Great 👨‍👩‍👧‍👦👍🏽!!! ❤️‍🔥 ok", 1},
		{"marks that join nothing", "\u0301\u0301 \u200d a\u200d", 1},
		{"many short lines", strings.Repeat("x\n", 50_000), 50_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := Split(c.text)
			if err := check(doc); err != nil {
				t.Error(err)
			}
			if len(doc.Sentences) < c.sentences {
				t.Errorf("%d sentences, want at least %d", len(doc.Sentences), c.sentences)
			}
		})
	}
}

// A sentence that is too long is cut where it is likeliest to end, not anywhere.
func TestLongSentenceIsCutAtItsBest(t *testing.T) {
	long := strings.Repeat("and the ship sailed on ", 160) + "; The crew slept " + strings.Repeat("and the ship sailed on ", 100)
	doc := Split(long)
	for i := range doc.Sentences {
		if n := len(doc.Sentences[i].Tokens); n > maxSentence {
			t.Fatalf("sentence of %d tokens", n)
		}
	}
	first := doc.Sentences[0].Tokens
	if last := first[len(first)-1].Form; last != ";" {
		t.Errorf("cut behind %q, token %d, want behind the semicolon", last, len(first))
	}
}

func TestSentencesStops(t *testing.T) {
	n := 0
	for range Sentences("One came. Two went. Three stayed.\nFour slept.") {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("went on to %d", n)
	}
}

// pack changes what is in a model file.
func pack(t *testing.T, data []byte, change func([]byte) []byte) []byte {
	t.Helper()
	body, err := io.ReadAll(flate.NewReader(bytes.NewReader(data[len(magic):])))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString(magic)
	w, err := flate.NewWriter(&b, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(change(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLoadRefuses(t *testing.T) {
	good := append([]byte(nil), english...)
	for name, data := range map[string][]byte{
		"nothing": nil, "another file": []byte("PK\x03\x04 and more of it, longer than the magic"),
		"cut short": good[:len(good)/2], "only the magic": good[:len(magic)],
		"weights that don't fit": pack(t, good, func(b []byte) []byte { return append(b, 1) }),
		"sizes that can't be":    pack(t, good, func(b []byte) []byte { b[0]++; return b }),
	} {
		if _, err := Load(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	m, err := Load(good)
	if err != nil {
		t.Fatal(err)
	}
	if string(m.Bytes()) != string(good) {
		t.Error("writing the model gives other bytes")
	}
}

// Training is deterministic and learns what it is shown.
func TestTrain(t *testing.T) {
	var docs []*nlp.Doc
	for i := range 40 {
		docs = append(docs, Split(fmt.Sprintf("Mr. Lee didn't go. He saw %d ships near Port-au-Prince. They left!", i)))
	}
	a, b := Train(docs, TrainOptions{}), Train(docs, TrainOptions{})
	if string(a.Bytes()) != string(b.Bytes()) {
		t.Fatal("two trainings differ")
	}
	const text = "Mr. Lee didn't go. They left!"
	if got, want := show(a.Split(text)), "Mr. Lee did+n't go .\nThey left !\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"Mr. Lee didn't go. “He’s here,” she said.\n\nNo.", "a\x00b\xff", "https://a.b/c?d=e,f (x@y.zz)", "'s's's's's's n't dont, cannot.",
		"👨‍👩‍👧‍👦\u0301!?...", "line one is here and goes\non to line two of it\nand three lines more\nand four lines end.", "\u2029\r\n\v\f\u0085",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := Split(text)
		if err := check(doc); err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(text) {
			for i := range doc.Sentences {
				for _, tok := range doc.Sentences[i].Tokens {
					if !utf8.ValidString(tok.Form) {
						t.Fatalf("token %q cuts a character", tok.Form)
					}
				}
			}
		}
	})
}

const news = "U.S. officials said on Tuesday that Moscow’s plans to buy short-range ballistic missiles from Iran “are actively advancing,” and that the deal hadn’t been completed. " +
	"Lawmakers have yet to pass a bill that would provide additional funding, said Maj. Gen. Ada Park, the chief of staff. He didn't give a date.\n"

func BenchmarkSplit(b *testing.B) {
	text := strings.Repeat(news, 100)
	doc := Split(text)
	tokens := 0
	for i := range doc.Sentences {
		tokens += len(doc.Sentences[i].Tokens)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Split(text)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// The card describes the file that is embedded.
func TestCard(t *testing.T) {
	data, err := os.ReadFile("en.json")
	if err != nil {
		t.Fatal(err)
	}
	var card struct {
		SHA256 string
		Bytes  int
	}
	if err := json.Unmarshal(data, &card); err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(english); hex.EncodeToString(sum[:]) != card.SHA256 || len(english) != card.Bytes {
		t.Error("en.json describes another file than en.bin: train again with relata-train tokens")
	}
}
