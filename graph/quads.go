package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"relata/schema"
)

// builder gathers the quads of one article, each of them once.
type builder struct {
	label quad.IRI
	quads []quad.Quad
	seen  map[quad.Quad]bool
	err   error
}

func (b *builder) add(s, p quad.IRI, o quad.Value) {
	q := quad.Quad{Subject: s, Predicate: p, Object: o, Label: b.label}
	if b.err != nil || b.seen[q] {
		return
	}
	if err := checkQuad(q); err != nil {
		b.err = err
		return
	}
	b.seen[q] = true
	b.quads = append(b.quads, q)
}

func (b *builder) text(s, p quad.IRI, v string) {
	if v != "" {
		b.add(s, p, quad.String(v))
	}
}

func (b *builder) span(s, start, end quad.IRI, v schema.Span) {
	if v != (schema.Span{}) {
		b.add(s, start, quad.Int(v.Start))
		b.add(s, end, quad.Int(v.End))
	}
}

// readingQuads gives the quads of a reading and the number of different claims in it. It
// refuses what would not come back as it went in.
func readingQuads(r *schema.Reading, loaded time.Time) ([]quad.Quad, int, error) {
	doc := r.Document
	b := &builder{label: quad.IRI(doc.ID), seen: map[quad.Quad]bool{}}
	b.article(doc, len(r.Sentences), r.Unread, loaded)
	for _, ent := range r.Entities {
		b.entity(ent)
	}
	sentences := map[int]schema.Evidence{}
	claims := map[string]bool{}
	for i := range r.Claims {
		claim := &r.Claims[i]
		if claims[claim.ID] {
			continue // said twice in one place
		}
		claims[claim.ID] = true
		if err := checkClaim(claim, doc); err != nil {
			return nil, 0, err
		}
		ev := claim.Evidence
		if was, ok := sentences[ev.Sentence]; !ok {
			sentences[ev.Sentence] = ev
			b.sentence(ev)
		} else if was.Text != ev.Text || was.Span != ev.Span {
			return nil, 0, fmt.Errorf("claim %s: sentence %d is given with two texts", claim.ID, ev.Sentence)
		}
		b.claim(claim)
	}
	return b.quads, len(claims), b.err
}

func checkClaim(claim *schema.Claim, doc *schema.Document) error {
	fault := func(format string, args ...any) error {
		return fmt.Errorf("claim %q: %s", claim.ID, fmt.Sprintf(format, args...))
	}
	switch {
	case !strings.HasPrefix(claim.ID, "claim/"):
		return fault("the id is not of the form claim/HASH")
	case claim.Article != doc.ID:
		return fault("is of article %q, not of %q", claim.Article, doc.ID)
	case claim.Subject.Entity == nil:
		return fault("no subject entity")
	case (claim.Object.Entity == nil) == (claim.Object.Literal == nil):
		return fault("needs an object that is an entity or a literal")
	case claim.Predicate == "":
		return fault("no predicate")
	case math.IsNaN(claim.Confidence) || math.IsInf(claim.Confidence, 0):
		return fault("confidence is %v", claim.Confidence)
	}
	switch claim.Status {
	case schema.Actual, schema.Planned, schema.Possible, schema.Denied:
		return nil
	}
	return fault("unknown status %q", claim.Status)
}

func (b *builder) article(doc *schema.Document, sentences, unread int, loaded time.Time) {
	id := b.label
	b.add(id, rdfType, classArticle)
	b.text(id, termHeadline, doc.Title)
	if checkIRI(doc.URL) == nil && schemeEnd(doc.URL) > 0 {
		b.add(id, termURL, quad.IRI(doc.URL))
	} else {
		b.text(id, termURL, doc.URL)
	}
	b.text(id, termPublisher, doc.Publisher)
	b.text(id, termAuthor, doc.Author)
	b.text(id, termLanguage, doc.Language)
	b.text(id, termPublished, formatTime(doc.Published))
	b.text(id, termLoaded, formatTime(loaded))
	b.text(id, termSHA256, doc.SHA256)
	b.add(id, termSentences, quad.Int(sentences))
	if unread != 0 {
		b.add(id, termUnread, quad.Int(unread))
	}
	if doc.Line != 0 {
		b.add(id, termLine, quad.Int(doc.Line))
	}
}

func (b *builder) entity(ent *schema.Entity) {
	id := quad.IRI(ent.ID)
	if ent.Type != "" {
		b.add(id, rdfType, quad.IRI(ent.Type))
	}
	b.text(id, termName, ent.Name)
	for _, alias := range ent.Aliases {
		b.text(id, termAlias, alias)
	}
	b.text(id, termCountry, ent.Country)
	b.text(id, termWikidata, ent.Wikidata)
}

func (b *builder) sentence(ev schema.Evidence) {
	id := quad.IRI(ev.ID(string(b.label)))
	b.add(id, rdfType, classSentence)
	b.text(id, termText, ev.Text)
	b.add(id, termStart, quad.Int(ev.Span.Start))
	b.add(id, termEnd, quad.Int(ev.Span.End))
	b.add(id, termArticle, b.label)
}

func (b *builder) claim(claim *schema.Claim) {
	id := quad.IRI(claim.ID)
	subject, predicate := quad.IRI(claim.Subject.Entity.ID), quad.IRI(claim.Predicate)
	var object quad.Value
	if claim.Object.Entity != nil {
		object = quad.IRI(claim.Object.Entity.ID)
		b.entity(claim.Object.Entity)
	} else {
		object = literalValue(claim.Object.Literal)
	}
	b.entity(claim.Subject.Entity)
	if claim.Status.Asserted() {
		b.add(subject, predicate, object)
	}
	b.add(id, rdfType, classClaim)
	b.add(id, rdfSubject, subject)
	b.add(id, rdfPredicate, predicate)
	b.add(id, rdfObject, object)
	b.text(id, termStatus, string(claim.Status))
	if claim.Source.ID != "" {
		b.add(id, termSource, quad.IRI(claim.Source.ID))
	}
	b.text(id, termSourceName, claim.Source.Name)
	b.text(id, termWhen, claim.When)
	b.text(id, termAbout, claim.About)
	b.text(id, termRole, claim.Role)
	b.text(id, termEvent, claim.Event)
	b.add(id, termConfidence, quad.Float(claim.Confidence))
	if len(claim.Parts) > 0 {
		parts, err := formatParts(claim.Parts)
		b.err = errors.Join(b.err, err)
		b.text(id, termParts, parts)
	}
	b.text(id, termMethod, claim.Method)
	b.add(id, termEvidence, quad.IRI(claim.Evidence.ID(string(b.label))))
	b.text(id, termSubjectMention, claim.Subject.Mention)
	b.span(id, termSubjectStart, termSubjectEnd, claim.Subject.Span)
	b.text(id, termObjectMention, claim.Object.Mention)
	b.span(id, termObjectStart, termObjectEnd, claim.Object.Span)
	if was := claim.Subject.Was; was != "" {
		b.add(id, termSubjectWas, quad.IRI(was))
	}
	if was := claim.Object.Was; was != "" {
		b.add(id, termObjectWas, quad.IRI(was))
	}
	b.span(id, termPredicateStart, termPredicateEnd, claim.Evidence.Predicate)
}

// literalValue gives the form in which the store keeps a literal: numbers, truth values
// and times of XML Schema by their value, everything else by its letters.
func literalValue(l *schema.Literal) quad.Value {
	text := l.Value
	switch quad.IRI(l.Datatype) {
	case "", "xsd:string":
		return quad.String(text)
	case "xsd:integer":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return quad.Int(n)
		}
	case "xsd:double":
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return quad.Float(f)
		}
	case "xsd:boolean":
		if b, err := strconv.ParseBool(text); err == nil {
			return quad.Bool(b)
		}
	case "xsd:dateTime":
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil && t.UTC().Year() >= 0 && t.UTC().Year() <= 9999 {
			return quad.Time(t.UTC())
		}
	}
	return quad.TypedString{Value: quad.String(text), Type: quad.IRI(l.Datatype)}
}

// literalOf undoes literalValue; it is nil if v is no literal.
func literalOf(v quad.Value) *schema.Literal {
	switch v := v.(type) {
	case quad.String:
		return &schema.Literal{Value: string(v)}
	case quad.TypedString:
		return &schema.Literal{Value: string(v.Value), Datatype: string(v.Type)}
	case quad.LangString:
		return &schema.Literal{Value: string(v.Value)}
	case quad.Int:
		return &schema.Literal{Value: strconv.FormatInt(int64(v), 10), Datatype: "xsd:integer"}
	case quad.Float:
		return &schema.Literal{Value: formatDouble(float64(v)), Datatype: "xsd:double"}
	case quad.Bool:
		return &schema.Literal{Value: strconv.FormatBool(bool(v)), Datatype: "xsd:boolean"}
	case quad.Time:
		return &schema.Literal{Value: time.Time(v).UTC().Format(time.RFC3339Nano), Datatype: "xsd:dateTime"}
	}
	return nil
}

// formatParts writes the parts of a confidence as [["rule",0.9],["link",0.8]].
func formatParts(parts []schema.Part) (string, error) {
	rows := make([][2]any, len(parts))
	for i, p := range parts {
		rows[i] = [2]any{p.Name, p.Value}
	}
	b, err := json.Marshal(rows)
	if err != nil {
		return "", fmt.Errorf("parts of a confidence: %w", err)
	}
	return string(b), nil
}

func parseParts(s string) ([]schema.Part, error) {
	var rows [][2]any
	if err := json.Unmarshal([]byte(s), &rows); err != nil {
		return nil, fmt.Errorf("parts of a confidence: %w", err)
	}
	parts := make([]schema.Part, len(rows))
	for i, row := range rows {
		name, ok1 := row[0].(string)
		value, ok2 := row[1].(float64)
		if !ok1 || !ok2 {
			return nil, fmt.Errorf("parts of a confidence: %q has no name and number at %d", s, i)
		}
		parts[i] = schema.Part{Name: name, Value: value}
	}
	return parts, nil
}

// formatTime writes a day where the time is midnight UTC, as schema.Document has it.
func formatTime(t time.Time) string {
	t = t.UTC()
	switch {
	case t.IsZero():
		return ""
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}

func parseTime(s string) (time.Time, error) {
	if len(s) == len(time.DateOnly) {
		return time.Parse(time.DateOnly, s)
	}
	return time.Parse(time.RFC3339Nano, s)
}

// checkQuad says what would forge or lose quads in a store or a snapshot: Cayley's
// writers don't escape IRIs, and its stores take invalid UTF-8 and fail later.
func checkQuad(q quad.Quad) error {
	for _, d := range quad.Directions {
		if err := checkValue(q.Get(d), d); err != nil {
			return fmt.Errorf("%s %s: %w", d, shown(q.Get(d)), err)
		}
	}
	return nil
}

func checkValue(v quad.Value, d quad.Direction) error {
	literal := func(s quad.String) error {
		if d != quad.Object {
			return errors.New("a literal can only be an object")
		}
		if !utf8.ValidString(string(s)) {
			return errors.New("invalid UTF-8")
		}
		return nil
	}
	switch v := v.(type) {
	case nil:
		if d != quad.Label {
			return errors.New("is missing")
		}
		return nil
	case quad.IRI:
		return checkIRI(string(v))
	case quad.BNode:
		if d == quad.Predicate || !validBlank(string(v)) {
			return errors.New("not a valid blank node here")
		}
		return nil
	case quad.String:
		return literal(v)
	case quad.TypedString:
		if err := checkIRI(string(v.Type)); err != nil {
			return fmt.Errorf("datatype: %w", err)
		}
		return literal(v.Value)
	case quad.LangString:
		if !validLang(v.Lang) {
			return fmt.Errorf("language tag %q", v.Lang)
		}
		return literal(v.Value)
	case quad.Int, quad.Float, quad.Bool, quad.Time:
		return literal("")
	}
	return fmt.Errorf("unknown kind of value %T", v)
}

// notInIRI are the bytes that N-Quads excludes; all are ASCII.
var notInIRI = func() (not [256]bool) {
	for c := range ' ' + 1 {
		not[c] = true
	}
	for _, c := range []byte("<>\"{}|^`\\") {
		not[c] = true
	}
	return not
}()

// checkIRI holds an IRI against N-Quads' IRIREF.
func checkIRI(s string) error {
	if s == "" {
		return errors.New("empty IRI")
	}
	if !utf8.ValidString(s) {
		return errors.New("invalid UTF-8")
	}
	for i := range len(s) {
		if notInIRI[s[i]] {
			return fmt.Errorf("%q can't stand in an IRI", s[i])
		}
	}
	return nil
}

// validBlank holds a label to letters, digits and inner dots and hyphens, which every
// RDF reader takes.
func validBlank(s string) bool {
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_':
		case (r == '.' || r == '-') && i > 0 && i < len(s)-1:
		default:
			return false
		}
	}
	return s != ""
}

func validLang(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if part == "" {
			return false
		}
		for _, r := range part {
			letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
			if !letter && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}

// shown is a value as messages have it, cut to what fits: an id as it is, else quoted.
func shown(v quad.Value) string {
	const most = 80
	s := fmt.Sprintf("%q", quad.ToString(v))
	if id, ok := v.(quad.IRI); ok && checkIRI(string(id)) == nil {
		s = string(id)
	}
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return s
}
