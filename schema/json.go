package schema

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"unicode/utf8"
)

// The wire form of a claim is a line of JSON, keys in this order, spans flattened to start
// and end (bytes of the article's text, half-open). Keys that are seldom set (line,
// wikidata, datatype, parts) are left out where empty; the others are always there.

type claimJSON struct {
	ID         string       `json:"id"`
	Article    string       `json:"article"`
	Line       int          `json:"line,omitempty"`
	Subject    argumentJSON `json:"subject"`
	Predicate  string       `json:"predicate"`
	Event      string       `json:"event"`
	Object     argumentJSON `json:"object"`
	Status     Status       `json:"status"`
	Source     sourceJSON   `json:"source"`
	When       string       `json:"when"`
	About      string       `json:"about"`
	Role       string       `json:"role"`
	Confidence float64      `json:"confidence"`
	Method     string       `json:"method"`
	Sentence   string       `json:"sentence"`
	Number     int          `json:"number"` // of the sentence in the article, from 0
	Start      int          `json:"start"`
	End        int          `json:"end"`
	Words      *spanJSON    `json:"words"` // that carry the predicate
	Parts      []partJSON   `json:"parts,omitempty"`
}

type argumentJSON struct {
	entityJSON
	Value    *string   `json:"value,omitempty"` // of a literal, which has no id, name or type
	Datatype string    `json:"datatype,omitempty"`
	Mention  string    `json:"mention"`
	Start    int       `json:"start"`
	End      int       `json:"end"`
	Aliases  *[]string `json:"aliases,omitempty"` // always there in an entity
}

type entityJSON struct {
	ID       string     `json:"id,omitempty"`
	Name     string     `json:"name,omitempty"`
	Type     EntityType `json:"type,omitempty"`
	Country  string     `json:"country,omitempty"`
	Wikidata string     `json:"wikidata,omitempty"`
}

type sourceJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type spanJSON struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type partJSON struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

type tripleJSON struct {
	Line       int      `json:"line,omitempty"`
	Arg1       string   `json:"arg1"`
	Rel        string   `json:"rel"`
	Args       []string `json:"args"`
	Confidence float64  `json:"confidence"`
	Sentence   string   `json:"sentence"`
	Start      int      `json:"start"`
	End        int      `json:"end"`
}

func (a Argument) wire() argumentJSON {
	j := argumentJSON{Mention: a.Mention, Start: a.Span.Start, End: a.Span.End}
	switch {
	case a.Entity != nil:
		e := a.Entity
		j.entityJSON = entityJSON{e.ID, e.Name, e.Type, e.Country, e.Wikidata}
		aliases := slices.Clone(e.Aliases)
		if aliases == nil {
			aliases = []string{}
		}
		j.Aliases = &aliases
	case a.Literal != nil:
		j.Value, j.Datatype = &a.Literal.Value, a.Literal.Datatype
	}
	return j
}

func (j argumentJSON) argument() Argument {
	a := Argument{Mention: j.Mention, Span: Span{j.Start, j.End}}
	if j.Value != nil {
		a.Literal = &Literal{Value: *j.Value, Datatype: j.Datatype}
		return a
	}
	a.Entity = &Entity{ID: j.ID, Name: j.Name, Type: j.Type, Country: j.Country, Wikidata: j.Wikidata}
	if j.Aliases != nil && len(*j.Aliases) > 0 {
		a.Entity.Aliases = *j.Aliases
	}
	return a
}

// MarshalJSON gives the wire form, without the line's end.
func (c Claim) MarshalJSON() ([]byte, error) {
	j := claimJSON{
		ID: c.ID, Article: c.Article, Line: c.Line, Subject: c.Subject.wire(), Predicate: c.Predicate, Event: c.Event,
		Object: c.Object.wire(), Status: c.Status, Source: sourceJSON(c.Source), When: c.When, About: c.About, Role: c.Role,
		Confidence: c.Confidence, Method: c.Method, Sentence: c.Evidence.Text, Number: c.Evidence.Sentence,
		Start: c.Evidence.Span.Start, End: c.Evidence.Span.End, Words: &spanJSON{c.Evidence.Predicate.Start, c.Evidence.Predicate.End},
	}
	for _, p := range c.Parts {
		j.Parts = append(j.Parts, partJSON(p))
	}
	return marshal(j)
}

// UnmarshalJSON reads the wire form. Unknown keys are passed over.
func (c *Claim) UnmarshalJSON(data []byte) error {
	var j claimJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*c = Claim{
		ID: j.ID, Article: j.Article, Line: j.Line, Subject: j.Subject.argument(), Predicate: j.Predicate, Event: j.Event,
		Object: j.Object.argument(), Status: j.Status, Source: Source(j.Source), When: j.When, About: j.About, Role: j.Role,
		Confidence: j.Confidence, Method: j.Method,
		Evidence: Evidence{Sentence: j.Number, Text: j.Sentence, Span: Span{j.Start, j.End}},
	}
	if j.Words != nil {
		c.Evidence.Predicate = Span(*j.Words)
	}
	for _, p := range j.Parts {
		c.Parts = append(c.Parts, Part(p))
	}
	return nil
}

// MarshalJSON gives the wire form, without the line's end.
func (t Triple) MarshalJSON() ([]byte, error) {
	args := t.Args
	if args == nil {
		args = []string{}
	}
	return marshal(tripleJSON{t.Line, t.Arg1, t.Rel, args, t.Confidence, t.Sentence, t.Span.Start, t.Span.End})
}

// UnmarshalJSON reads the wire form. Unknown keys are passed over.
func (t *Triple) UnmarshalJSON(data []byte) error {
	var j tripleJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*t = Triple{Line: j.Line, Arg1: j.Arg1, Rel: j.Rel, Confidence: j.Confidence, Sentence: j.Sentence, Span: Span{j.Start, j.End}}
	if len(j.Args) > 0 {
		t.Args = j.Args
	}
	return nil
}

// marshal is json.Marshal that leaves "<", ">" and "&" alone.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}

// WriteJSON writes claims, triples or other values as JSON lines.
func WriteJSON[T any](w io.Writer, values ...T) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, v := range values {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

// maxClaimLine bounds a line of claims: a sentence and a few names don't fill a megabyte.
const maxClaimLine = 16 << 20

// ReadClaims yields the claims of JSON lines, as WriteJSON writes them; blank lines are
// passed over. It holds one line in memory. The first fault ends it, with name and line.
func ReadClaims(name string, r io.Reader) iter.Seq2[Claim, error] {
	return func(yield func(Claim, error) bool) {
		sc := bufio.NewScanner(r)
		sc.Buffer(nil, maxClaimLine)
		line := 1
		for ; sc.Scan(); line++ {
			data := bytes.TrimSpace(sc.Bytes())
			if len(data) == 0 {
				continue
			}
			c, err := readClaim(data)
			if err != nil {
				yield(Claim{}, fmt.Errorf("%s:%d: %w", name, line, err))
				return
			}
			if !yield(c, nil) {
				return
			}
		}
		if err := sc.Err(); err != nil {
			if errors.Is(err, bufio.ErrTooLong) {
				err = fmt.Errorf("a line of more than %d MiB is no claim", maxClaimLine>>20)
			}
			yield(Claim{}, fmt.Errorf("%s:%d: %w", name, line, err))
		}
	}
}

func readClaim(data []byte) (c Claim, err error) {
	if !utf8.Valid(data) {
		return c, errors.New("not UTF-8")
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("not a claim: %w", err)
	}
	switch {
	case c.Subject.Entity == nil || c.Subject.Entity.ID == "":
		return c, errors.New("not a claim: its subject has no id")
	case c.Object.Entity != nil && c.Object.Entity.ID == "":
		return c, errors.New("not a claim: its object has neither id nor value")
	case c.Predicate == "":
		return c, errors.New("not a claim: no predicate")
	case !slices.Contains(Statuses, c.Status):
		return c, fmt.Errorf("not a claim: status %q is none of actual, planned, possible, denied", c.Status)
	}
	return c, nil
}
