package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Status says how sure the text is that the claim holds.
type Status string

// The four degrees of status.
const (
	Actual   Status = "actual"   // happened, is happening, or holds
	Planned  Status = "planned"  // intended, agreed, scheduled, promised, asked for
	Possible Status = "possible" // could happen, or is alleged without being stated as fact
	Denied   Status = "denied"   // did not happen, is refused, or is denied by its source
)

// Statuses lists every status, surest first.
var Statuses = []Status{Actual, Planned, Possible, Denied}

// Asserted says whether a claim of this status gives an edge in the graph.
func (s Status) Asserted() bool { return s == Actual || s == Planned || s == Possible }

// OpenPrefix marks predicates outside the ontology: "open/observe".
const OpenPrefix = "open/"

// Argument is the subject or the object of a claim.
type Argument struct {
	Entity  *Entity
	Literal *Literal // instead of Entity; objects only
	Mention string   // the words of the text
	Span    Span     // where they stand in the document
	Was     string   // id of the entity that it was first given, where a correction changed it
}

// ID names the argument: its entity's id, else the literal's value.
func (a Argument) ID() string {
	switch {
	case a.Entity != nil:
		return a.Entity.ID
	case a.Literal != nil:
		return a.Literal.Value
	}
	return ""
}

// Literal is a typed value.
type Literal struct {
	Value    string
	Datatype string // "xsd:date"; empty for a plain string
}

// Source is who says it.
type Source struct {
	ID   string // entity id; empty where it is the article's publisher or unknown
	Name string
}

// Evidence is the sentence that says it, and where in it.
type Evidence struct {
	Sentence  int    // number of the sentence in the article, from 0
	Text      string // the sentence
	Span      Span   // the sentence in the document
	Predicate Span   // the words that carry the predicate, in the document
}

// ID names the sentence in the graph: "article/...#s12".
func (e Evidence) ID(article string) string { return fmt.Sprintf("%s#s%d", article, e.Sentence) }

// Claim is one thing that an article says: subject, predicate and object, and what a
// reader must know to trust it.
type Claim struct {
	ID         string
	Article    string // Document.ID
	Line       int    // Document.Line
	Subject    Argument
	Predicate  string // of the ontology, or OpenPrefix and a lemma phrase
	Object     Argument
	Status     Status
	Source     Source
	When       string // event time, ISO 8601 as precise as known: "2023", "2023-09", "2023-12-15"
	About      string // the good, topic or means
	Role       string // the title in leads, works-for, family-of
	Event      string // PLOVER class of the predicate
	Evidence   Evidence
	Method     string  // rule and its version: "extract/verb@1"
	Confidence float64 // calibrated probability that the claim is right, 0 to 1
	Parts      []Part  // what the confidence was made of, for explain
}

// Part is one reason behind a confidence.
type Part struct {
	Name  string
	Value float64
}

const idBytes = 8

// Seal computes the claim's id from the hash of its article, its evidence span, subject,
// predicate, object and status, so that reading an article twice gives the same ids.
func (c *Claim) Seal(doc *Document) {
	c.Article, c.Line = doc.ID, doc.Line
	key := strings.Join([]string{
		doc.SHA256, fmt.Sprint(c.Evidence.Span.Start, c.Evidence.Span.End),
		c.Subject.ID(), c.Predicate, c.Object.ID(), string(c.Status),
	}, "\x00")
	sum := sha256.Sum256([]byte(key))
	c.ID = "claim/" + hex.EncodeToString(sum[:idBytes])
}

// Triple is an open triple: a clause in the words of its sentence.
type Triple struct {
	Line       int
	Arg1, Rel  string
	Args       []string // further arguments and context
	Confidence float64
	Sentence   string
	Span       Span // the sentence in the document
}

// Rejection is a sentence, or a reading of it, that gave no claim, and why.
type Rejection struct {
	Sentence int
	Text     string
	Subject  string // entity id, empty where none was found
	Object   string
	Reason   string // "works-for needs Organization or Country as object, got Place"
}

// Reading is all that was read from one document.
type Reading struct {
	Document   *Document
	Sentences  []Span
	Unread     int       // paragraphs in other languages than English, which were left out
	Entities   []*Entity // sorted by id; the arguments of Claims point into it
	Claims     []Claim   // in text order
	Triples    []Triple  // only where open triples were asked for
	Rejections []Rejection
}
