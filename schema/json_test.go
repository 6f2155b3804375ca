package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
)

func sampleClaim() Claim {
	return Claim{
		ID: "claim/0123456789abcdef", Article: "article/2024-01-04-x-3f2a9c", Line: 7,
		Subject:   Argument{Entity: &Entity{ID: "Russia", Name: "Russia", Type: Country, Aliases: []string{"Moscow", "Russian"}, Country: "RUS", Wikidata: "Q159"}, Mention: "Moscow", Span: Span{4, 10}},
		Predicate: "buys-from", Event: "COOPERATE",
		Object: Argument{Entity: &Entity{ID: "Iran", Name: "Iran", Type: Country, Country: "IRN"}, Mention: "Iran", Span: Span{30, 34}},
		Status: Planned, Source: Source{ID: "U.S._officials", Name: "U.S. officials"}, When: "2024", About: "missiles <R&D>", Role: "",
		Evidence: Evidence{Sentence: 3, Text: "“Moscow” plans to buy missiles <R&D> from Iran.\n", Span: Span{0, 60}, Predicate: Span{20, 23}},
		Method:   "extract/verb@1", Confidence: 0.30000000000000004, Parts: []Part{{"frame", 0.9}, {"types", 1}},
	}
}

func readAll(r io.Reader) (claims []Claim, err error) {
	for c, e := range ReadClaims("claims.jsonl", r) {
		if e != nil {
			return claims, e
		}
		claims = append(claims, c)
	}
	return claims, nil
}

func TestClaimWireForm(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, sampleClaim()); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"claim/0123456789abcdef","article":"article/2024-01-04-x-3f2a9c","line":7,` +
		`"subject":{"id":"Russia","name":"Russia","type":"Country","country":"RUS","wikidata":"Q159","mention":"Moscow","start":4,"end":10,"aliases":["Moscow","Russian"]},` +
		`"predicate":"buys-from","event":"COOPERATE",` +
		`"object":{"id":"Iran","name":"Iran","type":"Country","country":"IRN","mention":"Iran","start":30,"end":34,"aliases":[]},` +
		`"status":"planned","source":{"id":"U.S._officials","name":"U.S. officials"},"when":"2024","about":"missiles <R&D>","role":"",` +
		`"confidence":0.30000000000000004,"method":"extract/verb@1","sentence":"“Moscow” plans to buy missiles <R&D> from Iran.\n","number":3,"start":0,"end":60,` +
		`"words":{"start":20,"end":23},"parts":[{"name":"frame","value":0.9},{"name":"types","value":1}]}` + "\n"
	if b.String() != want {
		t.Errorf("got  %s\nwant %s", b.String(), want)
	}
}

func TestClaimsRoundTrip(t *testing.T) {
	bare := Claim{Subject: Argument{Entity: &Entity{ID: "a"}}, Predicate: "open/x", Object: Argument{Literal: &Literal{Value: ""}}, Status: Denied}
	dated := sampleClaim()
	dated.Object = Argument{Literal: &Literal{Value: "2024-01-04", Datatype: "xsd:date"}, Mention: "Thursday", Span: Span{1, 9}}
	want := []Claim{sampleClaim(), bare, dated}
	var b bytes.Buffer
	if err := WriteJSON(&b, want...); err != nil {
		t.Fatal(err)
	}
	got, err := readAll(strings.NewReader("\n" + b.String() + "  \r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestTripleWireForm(t *testing.T) {
	tr := Triple{Line: 2, Arg1: "Russia", Rel: "is planning to buy", Args: []string{"missiles", "from Iran"}, Confidence: 0.5, Sentence: "S.", Span: Span{10, 12}}
	var b bytes.Buffer
	if err := WriteJSON(&b, tr, Triple{Arg1: "a", Rel: "b"}); err != nil {
		t.Fatal(err)
	}
	want := `{"line":2,"arg1":"Russia","rel":"is planning to buy","args":["missiles","from Iran"],"confidence":0.5,"sentence":"S.","start":10,"end":12}` + "\n" +
		`{"arg1":"a","rel":"b","args":[],"confidence":0,"sentence":"","start":0,"end":0}` + "\n"
	if b.String() != want {
		t.Errorf("got  %s\nwant %s", b.String(), want)
	}
	var back Triple
	if err := json.Unmarshal([]byte(strings.SplitN(want, "\n", 2)[0]), &back); err != nil || !reflect.DeepEqual(back, tr) {
		t.Errorf("got %+v, %v", back, err)
	}
}

func TestWriteJSONRefusesNaN(t *testing.T) {
	c := sampleClaim()
	c.Confidence = math.NaN()
	if err := WriteJSON(io.Discard, c); err == nil {
		t.Error("a confidence that is no number was written")
	}
}

func TestReadClaimsFaults(t *testing.T) {
	const good = `{"subject":{"id":"a"},"predicate":"met","object":{"id":"b"},"status":"actual"}`
	for name, c := range map[string]struct{ line, want string }{
		"not JSON":        {`{"subject"`, "not a claim: "},
		"not an object":   {`[1]`, "not a claim: "},
		"no subject":      {`{"predicate":"met","object":{"id":"b"},"status":"actual"}`, "its subject has no id"},
		"literal subject": {`{"subject":{"value":"1"},"predicate":"met","object":{"id":"b"},"status":"actual"}`, "its subject has no id"},
		"no object":       {`{"subject":{"id":"a"},"predicate":"met","status":"actual"}`, "neither id nor value"},
		"no predicate":    {`{"subject":{"id":"a"},"object":{"id":"b"},"status":"actual"}`, "no predicate"},
		"status":          {`{"subject":{"id":"a"},"predicate":"met","object":{"id":"b"},"status":"sure"}`, `status "sure" is none of`},
		"not UTF-8":       {"{\"subject\":{\"id\":\"\xff\"}}", "not UTF-8"},
		"wrong type":      {`{"subject":{"id":"a"},"confidence":"high"}`, "not a claim: "},
	} {
		claims, err := readAll(strings.NewReader(good + "\n" + c.line + "\n" + good + "\n"))
		if err == nil || len(claims) != 1 || !strings.HasPrefix(err.Error(), "claims.jsonl:2: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %d claims, %v", name, len(claims), err)
		}
	}
}

type endless struct{ n int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	e.n += len(p)
	return len(p), nil
}

func TestReadClaimsBoundsALine(t *testing.T) {
	e := &endless{}
	if _, err := readAll(e); err == nil || !strings.Contains(err.Error(), "claims.jsonl:1: a line of more than 16 MiB") {
		t.Errorf("got %v", err)
	}
	if e.n > 4*maxClaimLine {
		t.Errorf("read %d bytes of an endless line", e.n)
	}
}

func TestReadClaimsPassesErrorsOn(t *testing.T) {
	broken := errors.New("broken pipe")
	if _, err := readAll(io.MultiReader(strings.NewReader("\n\n"), &failing{broken})); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// FuzzReadClaims: whatever is read can be written and read again, the same.
func FuzzReadClaims(f *testing.F) {
	var b bytes.Buffer
	if err := WriteJSON(&b, sampleClaim()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`{"subject":{"id":"a","aliases":[]},"predicate":"p","object":{"value":"","datatype":"x"},"status":"denied","parts":[]}`))
	f.Add([]byte("null\n{}\n\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		claims, _ := readAll(bytes.NewReader(data))
		var b bytes.Buffer
		if err := WriteJSON(&b, claims...); err != nil {
			t.Fatal(err)
		}
		back, err := readAll(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, b.Bytes())
		}
		if !reflect.DeepEqual(back, claims) {
			t.Errorf("got %+v\nwant %+v", back, claims)
		}
	})
}
